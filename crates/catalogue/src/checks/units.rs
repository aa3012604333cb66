//! Counting units and measures.

use super::{Site, absent};
use domain::problem::Problem;
use domain::registers::{Field, FieldKind, MONEY_UNIT};

fn is_unit(site: &Site<'_>, slug: &str) -> bool {
    site.catalogue.counting_units.contains_key(slug)
}

fn no_unit(site: &Site<'_>, slug: &str) -> Problem {
    let known = site.catalogue.counting_units.keys().map(String::as_str);
    absent("unknown-counting-unit", format!("Không có đơn vị đếm “{slug}”"), slug, known)
}

pub(super) fn counting_units_convert_without_circles(site: &mut Site<'_>) {
    for unit in site.catalogue.counting_units.values() {
        let place = format!("counting-unit:{}", unit.slug);
        let Some((base, ..)) = &unit.base else { continue };
        if !is_unit(site, base) {
            site.tell(&place, "base", no_unit(site, base));
        } else if !domain::registers::converts(site.catalogue, &unit.slug, base) {
            let message = format!("Quy đổi từ “{}” đi vòng tròn", unit.slug);
            site.tell(&place, "base", Problem::error("circular-unit", message));
        }
    }
}

pub(super) fn measures_have_counting_units(site: &mut Site<'_>) {
    for measure in site.catalogue.measures.values() {
        if !measure.unit.is_empty() && !is_unit(site, &measure.unit) {
            site.tell(&format!("measure:{}", measure.slug), "unit", no_unit(site, &measure.unit));
        }
    }
}

/// Calls with the key path and each field of a register, those of child rows included, and the children's slug.
pub(super) fn each_field(fields: &[Field], mut with: impl FnMut(&str, &Field, Option<&Field>)) {
    for (i, field) in fields.iter().enumerate() {
        let path = format!("field[{}]", i + 1);
        with(&path, field, None);
        if let FieldKind::Children { fields, .. } = &field.kind {
            for (j, child) in fields.iter().enumerate() {
                with(&format!("{path}.field[{}]", j + 1), child, Some(field));
            }
        }
    }
}

pub(super) fn number_fields_have_counting_units(site: &mut Site<'_>) {
    for register in site.catalogue.registers.values() {
        let place = format!("register:{}", register.slug);
        each_field(&register.fields, |path, field, _| {
            let Some((Some(unit), _)) = field.number_unit() else { return };
            if unit.is_empty() || is_unit(site, unit) {
                return;
            }
            let (key, problem) = if unit == MONEY_UNIT && field.kind == FieldKind::Money {
                ("kind", no_unit(site, unit).hint("trường money cần đơn vị đếm “dong” trong danh mục"))
            } else {
                ("unit", no_unit(site, unit))
            };
            site.tell(&place, &format!("{path}.{key}"), problem);
        });
    }
}
