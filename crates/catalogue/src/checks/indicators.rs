//! Indicators against measures and dimensions.

use super::{Site, absent};
use domain::indicators::{Formula, Indicator, Term};
use domain::ledger::{Measure, Nature};
use domain::organs::Hierarchy;
use domain::problem::Problem;
use domain::units::Level;
use std::collections::{BTreeMap, BTreeSet};

/// Dimensions that every posting carries.
const ALWAYS: [&str; 3] = ["cap", "he", "co-quan"];

/// The terms of a formula with the key that they stand under.
fn terms(formula: &Formula) -> Vec<(String, &Term)> {
    let under =
        |key: &str, list: &'_ [Term]| -> Vec<String> { (1..=list.len()).map(|i| format!("{key}[{i}]")).collect() };
    match formula {
        Formula::Sum(list) => under("sum", list).into_iter().zip(list).collect(),
        Formula::Ratio { num, den } => {
            under("ratio.num", num).into_iter().zip(num).chain(under("ratio.den", den).into_iter().zip(den)).collect()
        }
        Formula::Distinct(term) => vec![("distinct".to_owned(), term)],
        Formula::Growth(_) => Vec::new(),
    }
}

pub(super) fn terms_exist_and_add_up(site: &mut Site<'_>) {
    let catalogue = site.catalogue;
    for indicator in catalogue.indicators.values() {
        let place = format!("indicator:{}", indicator.slug);
        let mut measures: Vec<&Measure> = Vec::new();
        for (key, term) in terms(&indicator.formula) {
            match catalogue.measures.get(&term.measure) {
                Some(measure) => measures.push(measure),
                None if term.measure.is_empty() => {}
                None => {
                    let known = catalogue.measures.keys().map(String::as_str);
                    let message = format!("Không có số đo “{}”", term.measure);
                    let problem = absent("unknown-measure", message, &term.measure, known);
                    site.tell(&place, &format!("{key}.measure"), problem);
                }
            }
        }
        for problem in addition_problems(&measures, &indicator.formula) {
            site.tell(&place, key_of(&indicator.formula), problem);
        }
        if let Formula::Growth(of) = &indicator.formula {
            match catalogue.indicators.get(of) {
                None => {
                    let known = catalogue.indicators.keys().map(String::as_str);
                    let problem = absent("unknown-indicator", format!("Không có chỉ tiêu “{of}”"), of, known);
                    site.tell(&place, "growth", problem);
                }
                Some(Indicator { formula: Formula::Sum(_), .. }) => {}
                Some(_) => {
                    let message = format!("Mức tăng chỉ tính trên chỉ tiêu tổng (sum); “{of}” không phải");
                    site.tell(&place, "growth", Problem::error("growth-not-of-sum", message));
                }
            }
        }
    }
}

const fn key_of(formula: &Formula) -> &'static str {
    match formula {
        Formula::Sum(_) => "sum",
        Formula::Ratio { .. } => "ratio",
        Formula::Distinct(_) => "distinct",
        Formula::Growth(_) => "growth",
    }
}

fn addition_problems(measures: &[&Measure], formula: &Formula) -> Vec<Problem> {
    let mut out = Vec::new();
    let wants_distinct = matches!(formula, Formula::Distinct(_));
    for m in measures {
        if (m.nature == Nature::Distinct) != wants_distinct {
            let message = if wants_distinct {
                format!("“distinct” cần số đo distinct; “{}” không phải", m.slug)
            } else {
                format!("Số đo distinct “{}” không cộng, không chia được", m.slug)
            };
            out.push(Problem::error("distinct-does-not-add", message).hint("dùng distinct = { measure = … }"));
        }
    }
    let Some((first, others)) = measures.split_first() else { return out };
    for m in others {
        if m.unit != first.unit {
            let message = format!("“{}” đếm bằng “{}”, “{}” bằng “{}”", first.slug, first.unit, m.slug, m.unit);
            out.push(Problem::error("mixed-units", message).hint("mọi phần của một chỉ tiêu phải cùng đơn vị đếm"));
        } else if m.scale != first.scale {
            let message = format!("“{}” và “{}” khác số chữ số thập phân (scale)", first.slug, m.slug);
            out.push(Problem::error("mixed-scales", message));
        }
        if (m.nature == Nature::Stock) != (first.nature == Nature::Stock) {
            let message =
                format!("“{}” và “{}”: không gộp số trong kỳ (flow) với số đến ngày (stock)", first.slug, m.slug);
            out.push(Problem::error("mixed-natures", message));
        }
    }
    out
}

/// Whether a posting could meet both terms.
fn overlap(a: &Term, b: &Term) -> bool {
    let apart = |(dim, values): (&String, &Vec<String>)| {
        b.filter.get(dim).is_some_and(|others| values.iter().all(|v| !others.contains(v)))
    };
    a.measure == b.measure && !a.filter.iter().any(apart)
}

pub(super) fn terms_do_not_overlap(site: &mut Site<'_>) {
    let catalogue = site.catalogue;
    for indicator in catalogue.indicators.values() {
        let lists: Vec<(&str, &[Term])> = match &indicator.formula {
            Formula::Sum(list) => vec![("sum", list)],
            Formula::Ratio { num, den } => vec![("ratio.num", num), ("ratio.den", den)],
            Formula::Distinct(_) | Formula::Growth(_) => Vec::new(),
        };
        for (key, list) in lists {
            let pairs = list.iter().enumerate().flat_map(|(i, a)| list.iter().skip(i + 1).map(move |b| (a, b)));
            for (a, _) in pairs.filter(|(a, b)| overlap(a, b)) {
                let message = format!("Hai phần cùng số đo “{}” có thể cộng một bút toán hai lần", a.measure);
                let problem = Problem::error("terms-overlap", message)
                    .hint("thêm điều kiện where để các phần không trùng nhau, hoặc gộp thành một phần");
                site.tell(&format!("indicator:{}", indicator.slug), key, problem);
            }
        }
    }
}

/// Dimensions that postings of each measure carry.
fn posted(site: &Site<'_>) -> BTreeMap<String, BTreeSet<String>> {
    let mut out: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
    for rule in site.catalogue.registers.values().flat_map(|r| &r.postings) {
        out.entry(rule.measure.clone()).or_default().extend(rule.dims.keys().cloned());
    }
    out
}

pub(super) fn dimensions_are_posted_and_values_exist(site: &mut Site<'_>) {
    let catalogue = site.catalogue;
    let posted = posted(site);
    for indicator in catalogue.indicators.values() {
        let place = format!("indicator:{}", indicator.slug);
        for (key, term) in terms(&indicator.formula) {
            // a measure that nothing posts is told by another check
            let Some(dims) = posted.get(&term.measure) else { continue };
            for dimension in indicator.dimensions.iter().filter(|d| !ALWAYS.contains(&d.as_str())) {
                if !dims.contains(dimension) {
                    let message = format!("Bút toán của số đo “{}” không mang chiều “{dimension}”", term.measure);
                    let problem = absent("unknown-dimension", message, dimension, dims.iter().map(String::as_str));
                    site.tell(&place, "dimensions", problem);
                }
            }
            for (dimension, wanted) in &term.filter {
                let at = format!("{key}.where.{dimension}");
                if !ALWAYS.contains(&dimension.as_str()) && !dims.contains(dimension) {
                    let message = format!("Bút toán của số đo “{}” không mang chiều “{dimension}”", term.measure);
                    let problem = absent("unknown-dimension", message, dimension, dims.iter().map(String::as_str));
                    site.tell(&place, &at, problem);
                    continue;
                }
                let known = known_values(site, dimension);
                for value in wanted.iter().filter(|w| !known.is_empty() && !known.contains(w.as_str())) {
                    let message = format!("Chiều “{dimension}” không có giá trị “{value}”");
                    site.tell(&place, &at, absent("unknown-value", message, value, known.iter().copied()));
                }
            }
        }
    }
}

/// Values of a dimension; empty when they cannot be listed (units, names).
fn known_values<'a>(site: &Site<'a>, dimension: &str) -> BTreeSet<&'a str> {
    match dimension {
        "cap" => Level::ALL.into_iter().map(Level::slug).collect(),
        "he" => Hierarchy::ALL.into_iter().map(Hierarchy::slug).collect(),
        "co-quan" => site.catalogue.organ_kinds.0.keys().map(String::as_str).collect(),
        other => {
            let values = site.catalogue.dimensions.get(other).map(|d| d.values.as_slice()).unwrap_or_default();
            values.iter().map(|v| v.slug.as_str()).collect()
        }
    }
}

pub(super) fn measures_are_posted(site: &mut Site<'_>) {
    let posted = posted(site);
    for slug in site.catalogue.measures.keys().filter(|slug| !posted.contains_key(*slug)) {
        let message = format!("Không sổ nào ghi vào số đo “{slug}”: chỉ có số liệu tự khai");
        site.tell(&format!("measure:{slug}"), "", Problem::warning("measure-not-posted", message));
    }
}
