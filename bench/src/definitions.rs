//! The benchmark's catalogue: five registers of four additive measures each, 60 additive indicators and 3 distinct ones.

use catalogue::Source;
use domain::registers::Catalogue;
use std::collections::BTreeMap;

const COMMON: &str = include_str!("common.toml");
const REGISTER: &str = include_str!("register.toml");
const DISTINCT: &str = include_str!("distinct.toml");

/// Registers.
pub const REGISTERS: usize = 5;
/// Additive measures of a register.
pub const MEASURES: [&str; 4] = ["cuoc", "nguoi", "tien", "mo-hinh"];
/// Conditions under which each measure is asked: name, TOML.
const CONDITIONS: [(&str, &str); 3] = [
    ("tat-ca", "{}"),
    ("cap-xa", r#"{ cap = ["xa"] }"#),
    ("kinh-te", r#"{ loai = ["dinh-ky", "dot-xuat"], linh-vuc = ["kinh-te"] }"#),
];

/// Slug of a register.
pub fn register(k: usize) -> String {
    format!("so-{k}")
}

/// Reads the catalogue through the same loader as the product's own.
pub fn load() -> Result<Catalogue, String> {
    let mut files = BTreeMap::from([("common.toml".to_string(), COMMON.to_string())]);
    for k in 1..=REGISTERS {
        let mut text = REGISTER.replace("SO", &k.to_string());
        if k == 1 {
            text.push_str(&DISTINCT.replace("SO", &k.to_string()));
        }
        for measure in MEASURES {
            for (name, condition) in CONDITIONS {
                text.push_str(&format!(
                    "\n[[indicator]]\nslug = \"so-{k}.{measure}.{name}\"\nname = \"Chỉ tiêu {measure} {name} của sổ {k}\"\n\
                     sum = [{{ measure = \"so-{k}.{measure}\", where = {condition} }}]\ndefinition = \"Để đo tốc độ\"\n"
                ));
            }
        }
        files.insert(format!("register-{k}.toml"), text);
    }
    let problems = |list: Vec<domain::problem::Problem>| list.iter().map(|p| format!("{p}\n")).collect::<String>();
    let source = Source { root: "bench".into(), files };
    catalogue::load(&[source]).map(|(catalogue, _)| catalogue).map_err(problems)
}

/// Slugs of the additive indicators.
pub fn additive(catalogue: &Catalogue) -> Vec<String> {
    catalogue.indicators.keys().filter(|slug| !slug.contains("dia-ban")).cloned().collect()
}

/// Slugs of the distinct indicators.
pub fn distinct(catalogue: &Catalogue) -> Vec<String> {
    catalogue.indicators.keys().filter(|slug| slug.contains("dia-ban")).cloned().collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sixty_additive_indicators_and_three_distinct_ones_are_asked() {
        let catalogue = load().unwrap();
        assert_eq!(additive(&catalogue).len(), 60);
        assert_eq!(distinct(&catalogue).len(), 3);
        assert_eq!(catalogue.measures.len(), 21);
    }
}
