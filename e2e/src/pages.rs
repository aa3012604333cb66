//! Every page of the table of routes, with parameters that exist in the demonstration.

use crate::Person;
use std::collections::BTreeMap;
use web::routes::{Access, Call};

/// What stands for each parameter of a path.
pub type Samples = BTreeMap<&'static str, String>;

/// Finds values for the parameters by looking at lists, as a person signed in would.
pub async fn samples(person: &Person) -> Samples {
    let mut out = Samples::new();
    out.insert("register", "doi-thoai".into());
    out.insert("indicator", "doi-thoai.so-cuoc".into());
    out.insert("template", "bao-cao-nam-dang".into());
    out.insert("measure", "doi-thoai.cuoc".into());
    out.insert("form", "txt".into());
    out.insert("anchor", "doi-thoai".into());
    let first = async |page: &str, prefix: &str| -> Option<String> {
        let (_, html) = person.fetch(page).await;
        let mut rest = html.as_str();
        while let Some(at) = rest.find(&format!("href=\"{prefix}")) {
            rest = &rest[at + 6 + prefix.len()..];
            let value: String = rest.chars().take_while(|c| c.is_ascii_alphanumeric() || *c == '-').collect();
            let next = rest[value.len()..].chars().next();
            if !value.is_empty() && value != "moi" && matches!(next, Some('"' | '?' | '/')) {
                return Some(value);
            }
        }
        None
    };
    for (name, page, prefix) in [
        ("entry", "/so/doi-thoai", "/muc/"),
        ("paper", "/bao-cao", "/bao-cao/"),
        ("unit", "/don-vi", "/don-vi/"),
        ("account", "/quan-tri/tai-khoan", "/quan-tri/tai-khoan/"),
    ] {
        if let Some(value) = first(page, prefix).await {
            out.insert(name, value);
        }
    }
    out
}

/// Paths of all pages that a signed-in person may open, their parameters filled in; those whose parameters are not known
/// are told apart.
pub fn paths(samples: &Samples, role: &str) -> (Vec<String>, Vec<&'static str>) {
    let (mut known, mut unknown) = (Vec::new(), Vec::new());
    for route in web::table() {
        let open = match route.access {
            Access::Anyone | Access::SignedIn => true,
            Access::Roles(roles) => roles.iter().any(|r| r.slug() == role),
            Access::Token => false,
        };
        if route.call != Call::Get || !open {
            continue;
        }
        let mut path = route.path.to_string();
        for (name, value) in samples {
            path = path.replace(&format!("{{{name}}}"), value);
        }
        if path.contains('{') { unknown.push(route.path) } else { known.push(path) }
    }
    (known, unknown)
}
