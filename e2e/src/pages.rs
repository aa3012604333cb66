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
    if let Some(path) = proof(person).await {
        out.insert("token", path.rsplit('/').next().unwrap_or_default().to_string());
        out.insert("figure", "0".into());
    }
    out
}

/// A report with faults of several kinds, and with figures that the demonstration has records of.
const REPORT: &str = "ỦY BAN NHÂN DÂN HUYỆN BẮC HÀ\n\nBÁO CÁO\nKết quả công tác dân vận năm 2021\n\n\
    I. CÔNG TÁC CHỈ ĐẠO\n\n\
    Ủy ban nhân dân huyện ban hành Kế hoạch số 9876/KH-UBND, ngày 31/02/2021 về thực hiện quy chế dân chủ ở cơ sở.\n\n\
    II. KẾT QUẢ\n\n\
    Năm 2021, toàn huyện tổ chức 61 cuộc đối thoại với với Nhân dân, trong đó: cấp huyện 9 cuộc, cấp xã 50 cuộc. \
    Năm 2021, toàn huyện có 4.756 người dự đối thoại. Đã giải quyết 163/185 ý kiến, đạt 98 %.\n\n\
    Công tác dân vân tiếp tục được các cấp quan tâm; các tổ dân vận “hoạt động nền nếp.\n";

/// Sends a report in to be proofed, as a person signed in would paste it; gives the path of the proof once it is over.
pub async fn proof(person: &Person) -> Option<String> {
    let text = serde_json::Value::from(REPORT);
    let sent = format!(
        "return fetch('/soat', {{method: 'POST', body: new URLSearchParams({{'van-ban': {text}}})}}).then(r => new URL(r.url).pathname)"
    );
    let path = person.script(&sent).await.as_str()?.to_string();
    let asked = format!("return fetch('{path}/tien-do').then(r => r.headers.has('x-go'))");
    for _ in 0..240 {
        if person.script(&asked).await == true {
            return Some(path);
        }
        tokio::time::sleep(std::time::Duration::from_millis(250)).await;
    }
    None
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
