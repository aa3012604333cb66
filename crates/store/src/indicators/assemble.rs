//! From totals to figures: units, scales, percentages, and what is said beside them.

use super::ask::{Resolved, vn_date};
use crate::declared::Declared;
use domain::indicators::{Bound, Decimal, Figure, Formula, Indicator, Note, Source, Term};
use domain::ledger::{Approx, Dims, Total};
use domain::registers::{Catalogue, format_number};
use domain::units::Units;
use std::collections::{BTreeMap, HashMap};

fn first_term(indicator: &Indicator) -> Option<&Term> {
    match &indicator.formula {
        Formula::Sum(list) => list.first(),
        Formula::Ratio { num, .. } => num.first(),
        Formula::Distinct(term) => Some(term),
        Formula::Growth(_) => None,
    }
}

fn scale_and_unit(catalogue: &Catalogue, term: Option<&Term>) -> (u8, String) {
    let measure = term.and_then(|t| catalogue.measures.get(&t.measure));
    measure.map_or((0, String::new()), |m| (m.scale, m.unit.clone()))
}

fn has_value(bound: Bound) -> bool {
    !matches!(bound, Bound::NotDivisible | Bound::NotComparable)
}

fn pending_note(total: &Total) -> Option<Note> {
    (total.pending > 0).then(|| super::note("pending", format!("Còn {} mục chưa có số", total.pending)))
}

fn blank(indicator: &Indicator, by: Dims) -> Figure {
    Figure {
        indicator: indicator.slug.clone(),
        by,
        value: None,
        numerator: None,
        denominator: None,
        unit: String::new(),
        approx: Approx::Exact,
        pending: 0,
        source: Source::Records,
        recorded: None,
        bound: Bound::Exact,
        why: Vec::new(),
    }
}

/// A sum.
pub(super) fn sum(catalogue: &Catalogue, indicator: &Indicator, by: Dims, r: Resolved) -> Figure {
    let (scale, unit) = scale_and_unit(catalogue, first_term(indicator));
    let decimal = |t: Total| Decimal { scaled: t.scaled, scale };
    let mut why = r.notes;
    why.extend(pending_note(&r.total));
    Figure {
        value: has_value(r.bound).then(|| decimal(r.total)),
        unit,
        approx: r.total.approx(),
        pending: r.total.pending,
        source: r.source,
        recorded: r.recorded.map(decimal),
        bound: r.bound,
        why,
        ..blank(indicator, by)
    }
}

/// A count of different members.
pub(super) fn distinct(catalogue: &Catalogue, indicator: &Indicator, by: Dims, r: Resolved) -> Figure {
    let (_, unit) = scale_and_unit(catalogue, first_term(indicator));
    let members = Decimal { scaled: r.members.unwrap_or(0), scale: 0 };
    Figure { value: has_value(r.bound).then_some(members), unit, bound: r.bound, why: r.notes, ..blank(indicator, by) }
}

/// A part of a whole: the percentage to one decimal place, rounded half up; no value when the whole is zero.
pub(super) fn ratio(catalogue: &Catalogue, indicator: &Indicator, by: Dims, num: Resolved, den: Resolved) -> Figure {
    let (Formula::Ratio { num: num_terms, den: den_terms }, bound) = (&indicator.formula, num.bound.max(den.bound))
    else {
        return blank(indicator, by);
    };
    let (ns, _) = scale_and_unit(catalogue, num_terms.first());
    let (ds, _) = scale_and_unit(catalogue, den_terms.first());
    let (n, d) = (Decimal { scaled: num.total.scaled, scale: ns }, Decimal { scaled: den.total.scaled, scale: ds });
    let mut why = num.notes;
    why.extend(den.notes.into_iter().filter(|x| !why.contains(x)).collect::<Vec<_>>());
    // A ratio of two lower bounds is no bound at all.
    let value = if bound == Bound::Exact { percentage(n, d) } else { None };
    why.extend(den.total.plus(num.total).as_ref().and_then(pending_note));
    if d.scaled == 0 {
        why.push(super::note("empty-denominator", "Mẫu số bằng 0: không có tỷ lệ".into()));
    }
    Figure {
        value,
        numerator: has_value(bound).then_some(n),
        denominator: has_value(bound).then_some(d),
        unit: "%".into(),
        approx: if num.total.approx() == den.total.approx() { num.total.approx() } else { Approx::About },
        pending: num.total.pending + den.total.pending,
        source: if num.source == den.source { num.source } else { Source::Mixed },
        bound,
        why,
        ..blank(indicator, by)
    }
}

/// `n / d` in percent with one decimal place, rounded half away from zero; `None` for a zero denominator.
fn percentage(n: Decimal, d: Decimal) -> Option<Decimal> {
    let ten = |e: u8| 10i128.checked_pow(u32::from(e));
    let top = i128::from(n.scaled).checked_mul(1000)?.checked_mul(ten(d.scale)?)?;
    let bottom = i128::from(d.scaled).checked_mul(ten(n.scale)?)?;
    if bottom == 0 {
        return None;
    }
    let doubled = (2 * top.abs() + bottom.abs()) / (2 * bottom.abs());
    let signed = if (top < 0) == (bottom < 0) { doubled } else { -doubled };
    Some(Decimal { scaled: i64::try_from(signed).ok()?, scale: 1 })
}

/// Change against the period before, group by group.
pub(super) fn growth(indicator: &Indicator, now: &[Figure], then: &[Figure]) -> Vec<Figure> {
    // A part that has nothing any more has fallen to zero; it is not left out.
    let gone = then.iter().filter(|t| now.iter().all(|f| f.by != t.by)).map(|t| Figure {
        value: t.value.map(|v| Decimal { scaled: 0, ..v }),
        bound: Bound::Exact,
        why: Vec::new(),
        ..t.clone()
    });
    let now: BTreeMap<Dims, Figure> = now.iter().cloned().chain(gone).map(|f| (f.by.clone(), f)).collect();
    now.values()
        .map(|f| {
            let before = then.iter().find(|t| t.by == f.by);
            let old = before.and_then(|t| t.value).or(f.value.map(|v| Decimal { scaled: 0, scale: v.scale }));
            let bound = f.bound.max(before.map_or(Bound::Exact, |b| b.bound));
            let change = f
                .value
                .zip(old)
                .and_then(|(a, b)| Some(Decimal { scaled: a.scaled.checked_sub(b.scaled)?, scale: a.scale }));
            let mut why = f.why.clone();
            why.extend(before.into_iter().flat_map(|b| b.why.clone()));
            if old.is_none_or(|o| o.scaled == 0) {
                why.push(super::note("empty-denominator", "Kỳ trước bằng 0: không tính được mức tăng".into()));
            }
            Figure {
                value: change.zip(old).filter(|_| bound == Bound::Exact).and_then(|(c, o)| percentage(c, o)),
                numerator: change,
                denominator: old,
                unit: "%".into(),
                source: f.source,
                bound,
                why,
                ..blank(indicator, f.by.clone())
            }
        })
        .collect()
}

/// "Huyện Bắc Hà (085) tự khai 61, có hồ sơ 12, kỳ …".
pub(super) fn declared_note(
    catalogue: &Catalogue,
    units: &Units,
    measures: &HashMap<String, i64>,
    d: &Declared,
    recorded: Total,
) -> String {
    let scale = measures
        .iter()
        .find(|(_, id)| **id == d.measure)
        .and_then(|(slug, _)| catalogue.measures.get(slug))
        .map_or(0, |m| m.scale);
    let period =
        d.from.map_or_else(|| format!("đến {}", vn_date(d.to)), |f| format!("{} – {}", vn_date(f), vn_date(d.to)));
    format!(
        "{} khai {}, có hồ sơ {} (kỳ {period})",
        units.label(d.unit),
        format_number(Decimal { scaled: d.amount.scaled, scale }),
        format_number(Decimal { scaled: recorded.scaled, scale })
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_percentage_is_rounded_half_up_to_one_place() {
        let of = |n, d| percentage(Decimal { scaled: n, scale: 0 }, Decimal { scaled: d, scale: 0 }).map(|p| p.scaled);
        assert_eq!(of(1150, 1171), Some(982));
        assert_eq!(of(21, 1171), Some(18));
        assert_eq!(of(1, 2000), Some(1));
        assert_eq!(of(5, 0), None);
    }

    #[test]
    fn a_part_that_has_nothing_any_more_has_fallen_by_a_hundred_percent() {
        let indicator = Indicator {
            slug: "tang".into(),
            name: String::new(),
            name_en: None,
            formula: Formula::Growth("so".into()),
            dimensions: Vec::new(),
            definition: String::new(),
            basis: Vec::new(),
        };
        let part = |cap: &str, n| Figure {
            value: Some(Decimal { scaled: n, scale: 0 }),
            ..blank(&indicator, Dims::from([("cap".to_string(), cap.to_string())]))
        };
        let grown = growth(&indicator, &[part("tinh", 12)], &[part("tinh", 10), part("xa", 4)]);
        let told: Vec<_> = grown.iter().map(|f| (f.by["cap"].as_str(), f.value.map(|v| v.scaled))).collect();
        assert_eq!(told, [("tinh", Some(200)), ("xa", Some(-1000))]);
    }
}
