//! Kinds of organs, owners, schemes, reporting periods.

use super::{Site, absent};
use domain::problem::Problem;
use std::collections::BTreeMap;

fn no_kind(site: &Site<'_>, slug: &str) -> Option<Problem> {
    let kinds = &site.catalogue.organ_kinds.0;
    let message = format!("Không có loại cơ quan “{slug}”");
    (!slug.is_empty() && !kinds.contains_key(slug))
        .then(|| absent("unknown-organ-kind", message, slug, kinds.keys().map(String::as_str)))
}

pub(super) fn organ_kinds_lead_to_organ_kinds(site: &mut Site<'_>) {
    for kind in site.catalogue.organ_kinds.0.values() {
        let place = format!("organ-kind:{}", kind.slug);
        for (key, slug) in [("parent", &kind.parent), ("up", &kind.up)] {
            if let Some(problem) = slug.as_ref().and_then(|slug| no_kind(site, slug)) {
                site.tell(&place, key, problem);
            }
        }
        for (i, becomes) in kind.becomes.iter().enumerate() {
            if let Some(problem) = no_kind(site, &becomes.organ_kind) {
                site.tell(&place, &format!("becomes[{}].organ-kind", i + 1), problem);
            }
        }
        if kind.names.is_empty() {
            let problem =
                Problem::error("missing-key", format!("Loại cơ quan “{}” chưa có [[organ-kind.name]]", kind.slug));
            site.tell(&place, "", problem);
        }
    }
}

pub(super) fn owners_are_organ_kinds(site: &mut Site<'_>) {
    let catalogue = site.catalogue;
    let registers =
        catalogue.registers.values().map(|r| (format!("register:{}", r.slug), "register.owners.co-quan", &r.owners));
    let schemes = catalogue.schemes.values().map(|s| (format!("scheme:{}", s.slug), "owners.co-quan", &s.owners));
    for (place, key, owners) in registers.chain(schemes) {
        for slug in &owners.co_quan {
            if let Some(problem) = no_kind(site, slug) {
                site.tell(&place, key, problem);
            }
        }
    }
}

pub(super) fn schemes_of_a_family_do_not_overlap(site: &mut Site<'_>) {
    let schemes: Vec<_> = site.catalogue.schemes.values().collect();
    let mut values: BTreeMap<(&str, &str), &str> = BTreeMap::new();
    for (i, a) in schemes.iter().enumerate() {
        let place = format!("scheme:{}", a.slug);
        for value in &a.values {
            let key = (a.family.as_str(), value.slug.as_str());
            match values.insert(key, &a.slug) {
                Some(other) if other != a.slug => {
                    let message = format!("Mã “{}” đã có trong bộ “{other}” cùng họ “{}”", value.slug, a.family);
                    site.tell(&place, "value", Problem::error("duplicate-value", message));
                }
                _ => {}
            }
        }
        for b in schemes.iter().skip(i + 1).filter(|b| b.family == a.family) {
            let apart = a.valid_to.zip(b.valid_from).is_some_and(|(t, f)| t < f)
                || b.valid_to.zip(a.valid_from).is_some_and(|(t, f)| t < f);
            if !apart && a.owners.exactness() == b.owners.exactness() && a.owners.overlaps(&b.owners) {
                let message = format!("Bộ “{}” và “{}” cùng dùng cho một cơ quan vào một ngày", a.slug, b.slug);
                let hint = "đặt valid-to, hoặc nói rõ owners của một bộ";
                site.tell(&place, "", Problem::error("scheme-overlap", message).hint(hint));
            }
        }
    }
}

pub(super) fn reporting_periods_run_forwards(site: &mut Site<'_>) {
    for period in site.catalogue.periods.values() {
        if let Err(problem) = period.of_year(2023) {
            site.tell(&format!("reporting-period:{}", period.slug), "to", problem);
        }
    }
}
