//! Fields of registers and what they refer to.

use super::units::each_field;
use super::{Site, absent};
use crate::load::{named, values};
use domain::problem::Problem;
use domain::registers::{ChoiceSource, Computed, Condition, DateLimit, Field, FieldKind, Register, compare};

/// A field by the name used in a condition or rule; a problem when there is none.
pub(super) fn find<'a>(register: &'a Register, per: Option<&str>, name: &str) -> Result<&'a Field, Problem> {
    named(register, per, name).ok_or_else(|| {
        let own: Vec<&str> = match per {
            Some(per) => register.child_fields(per).iter().map(|f| f.slug.as_str()).collect(),
            None => register.fields.iter().map(|f| f.slug.as_str()).collect(),
        };
        let message = format!("Không có trường “{name}”");
        if per.is_some() && register.field(name).is_some() {
            return Problem::error("unknown-field", format!("Dòng con không có trường “{name}”"))
                .hint(format!("trường của mục ghi là “../{name}”"));
        }
        absent("unknown-field", message, name, own)
    })
}

pub(super) fn record_dates_are_date_fields(site: &mut Site<'_>) {
    for register in site.catalogue.registers.values() {
        let name = &register.record_date;
        let problem = match find(register, None, name) {
            _ if name.is_empty() => continue,
            Err(problem) => problem,
            Ok(f) if !matches!(f.kind, FieldKind::Date { .. }) || f.computed.is_some() || f.visible_if.is_some() => {
                Problem::error("bad-record-date", format!("“{name}” phải là trường ngày luôn được hỏi"))
            }
            Ok(_) => continue,
        };
        site.tell(&format!("register:{}", register.slug), "register.record-date", problem);
    }
}

pub(super) fn titles_and_identities_name_fields(site: &mut Site<'_>) {
    for register in site.catalogue.registers.values() {
        let place = format!("register:{}", register.slug);
        for (key, names) in [("register.title", &register.title), ("register.identity", &register.identity)] {
            for name in names {
                match find(register, None, name) {
                    Err(problem) => site.tell(&place, key, problem),
                    // the title is shown to all who may read the register
                    Ok(f) if key == "register.title" && !f.see.is_empty() => {
                        let message = format!("“{name}” có “see” nên không được đứng trong tiêu đề");
                        site.tell(&place, key, Problem::error("secret-title", message));
                    }
                    Ok(_) => {}
                }
            }
        }
    }
}

pub(super) fn conditions_name_fields_and_values(site: &mut Site<'_>) {
    for register in site.catalogue.registers.values() {
        let place = format!("register:{}", register.slug);
        each_field(&register.fields, |path, field, parent| {
            let per = parent.map(|p| p.slug.as_str());
            for (key, c) in [("required-if", &field.required_if), ("visible-if", &field.visible_if)] {
                if let Some(c) = c {
                    condition(site, register, per, c, &place, &format!("{path}.{key}"));
                }
            }
            if let Some(Computed::Sum { of, when: Some(c), .. } | Computed::Count { of, when: Some(c) }) =
                &field.computed
            {
                condition(site, register, Some(of), c, &place, &format!("{path}.computed.when"));
            }
        });
        for (i, rule) in register.postings.iter().enumerate() {
            if let Some(c) = &rule.when {
                condition(site, register, rule.per.as_deref(), c, &place, &format!("posting[{}].when", i + 1));
            }
        }
    }
}

/// A condition names fields that are there, of fitting kinds, and values that they take.
pub(super) fn condition(
    site: &mut Site<'_>,
    register: &Register,
    per: Option<&str>,
    c: &Condition,
    place: &str,
    key: &str,
) {
    let problem = match c {
        Condition::All(list) | Condition::Any(list) => {
            list.iter().for_each(|c| condition(site, register, per, c, place, key));
            return;
        }
        Condition::Not(c) => return condition(site, register, per, c, place, key),
        Condition::Is(name, wanted) => match find(register, per, name) {
            Ok(field) => {
                let known = values(site.catalogue, field);
                if known.is_empty() {
                    let message = format!("“is” cần trường lựa chọn hoặc có/không; “{name}” là {}", field.kind.slug());
                    Some(Problem::error("bad-condition", message))
                } else {
                    for value in wanted.iter().filter(|w| !known.iter().any(|(slug, _)| slug == *w)) {
                        let message = format!("Trường “{name}” không có lựa chọn “{value}”");
                        let slugs = known.iter().map(|(slug, _)| slug.as_str());
                        site.tell(place, key, absent("unknown-choice", message, value, slugs));
                    }
                    None
                }
            }
            Err(problem) => Some(problem),
        },
        Condition::AtLeast(name, _) | Condition::AtMost(name, _) => match find(register, per, name) {
            Ok(field) if !field.kind.is_number() => {
                let message = format!("So sánh số cần trường số; “{name}” là {}", field.kind.slug());
                Some(Problem::error("bad-condition", message))
            }
            Ok(_) => None,
            Err(problem) => Some(problem),
        },
        Condition::Set(name, _) => find(register, per, name).err(),
    };
    if let Some(problem) = problem {
        site.tell(place, key, problem);
    }
}

pub(super) fn limits_fit_their_fields(site: &mut Site<'_>) {
    for register in site.catalogue.registers.values() {
        let place = format!("register:{}", register.slug);
        each_field(&register.fields, |path, field, parent| {
            let numeric = field.kind.is_number();
            let only = |key: &str, given: bool| (given && !numeric).then(|| key.to_owned());
            let misplaced = [
                only("min", field.min.is_some()),
                only("max", field.max.is_some()),
                only("approx", field.approx),
                only("pending", field.pending),
            ];
            for key in misplaced.into_iter().flatten() {
                let message = format!("“{key}” chỉ dùng cho integer, quantity, money");
                site.tell(&place, &format!("{path}.{key}"), Problem::error("misplaced-key", message));
            }
            if let (Some(min), Some(max)) = (field.min, field.max)
                && compare(min, max).is_gt()
            {
                site.tell(&place, &format!("{path}.max"), Problem::error("limits-reversed", "max nhỏ hơn min"));
            }
            let FieldKind::Date { not_after, not_before } = &field.kind else { return };
            for (key, limit) in [("not-after", not_after), ("not-before", not_before)] {
                let Some(DateLimit::Field(name)) = limit else { continue };
                let problem = match find(register, parent.map(|p| p.slug.as_str()), name) {
                    Err(problem) => problem,
                    Ok(f) if !matches!(f.kind, FieldKind::Date { .. }) => {
                        Problem::error("bad-limit", format!("“{name}” không phải trường ngày"))
                    }
                    Ok(_) => continue,
                };
                site.tell(&place, &format!("{path}.{key}"), problem);
            }
        });
    }
}

pub(super) fn choices_and_links_lead_somewhere(site: &mut Site<'_>) {
    let catalogue = site.catalogue;
    for register in catalogue.registers.values() {
        let place = format!("register:{}", register.slug);
        each_field(&register.fields, |path, field, _| match &field.kind {
            FieldKind::Choice(ChoiceSource::Scheme(family)) | FieldKind::Choices(ChoiceSource::Scheme(family))
                if !catalogue.schemes.values().any(|s| &s.family == family) =>
            {
                let known = catalogue.schemes.values().map(|s| s.family.as_str());
                let problem = absent("unknown-scheme", format!("Không có bộ lựa chọn họ “{family}”"), family, known);
                site.tell(&place, &format!("{path}.scheme"), problem);
            }
            FieldKind::Link { register: to, .. } if !to.is_empty() && !catalogue.registers.contains_key(to) => {
                let known = catalogue.registers.keys().map(String::as_str);
                let problem = absent("unknown-register", format!("Không có sổ “{to}”"), to, known);
                site.tell(&place, &format!("{path}.register"), problem);
            }
            _ => {}
        });
    }
}

pub(super) fn computed_fields_can_be_worked_out(site: &mut Site<'_>) {
    for register in site.catalogue.registers.values() {
        let place = format!("register:{}", register.slug);
        each_field(&register.fields, |path, field, parent| {
            let Some(computed) = &field.computed else { return };
            let beside = parent.map_or(register.fields.as_slice(), |p| register.child_fields(&p.slug));
            for problem in computed_problems(site, register, beside, field, computed) {
                site.tell(&place, &format!("{path}.computed"), problem);
            }
        });
    }
}

fn computed_problems(
    site: &Site<'_>,
    register: &Register,
    beside: &[Field],
    field: &Field,
    computed: &Computed,
) -> Vec<Problem> {
    let bad = |message: String| Problem::error("bad-computed", message);
    let get = |name: &str| {
        let known = beside.iter().map(|f| f.slug.as_str());
        let found = beside.iter().find(|f| f.slug == name);
        found.ok_or_else(|| absent("unknown-field", format!("Không có trường “{name}”"), name, known))
    };
    let mut out = Vec::new();
    if !field.kind.is_number() {
        out.push(bad(format!("Trường tính phải là số, đang là {}", field.kind.slug())));
    }
    let adds = |part: &Field| match (part.number_unit(), field.number_unit()) {
        (Some((from, _)), Some((to, _))) => match (from, to) {
            (Some(from), Some(to)) if !domain::registers::converts(site.catalogue, from, to) => {
                Some(bad(format!("“{}” tính bằng “{from}”, không cộng được vào “{to}”", part.slug)))
            }
            _ => None,
        },
        (None, _) => Some(bad(format!("“{}” không phải là số", part.slug))),
        (_, None) => None,
    };
    match computed {
        Computed::Sum { of, field: slug, .. } => match find(register, Some(of), slug) {
            Ok(part) => out.extend(adds(part)),
            Err(_) if register.child_fields(of).is_empty() => {
                out.push(bad(format!("“{of}” không phải trường có dòng con")))
            }
            Err(problem) => out.push(problem),
        },
        Computed::Count { of, .. } => match get(of) {
            Ok(f) if !f.kind.is_many() => out.push(bad(format!("“{of}” không phải là danh sách để đếm"))),
            Ok(_) => {}
            Err(problem) => out.push(problem),
        },
        Computed::Add(names) | Computed::Subtract(names) => {
            for name in names {
                match get(name) {
                    Ok(part) => out.extend(adds(part)),
                    Err(problem) => out.push(problem),
                }
            }
        }
        Computed::Year(name) => match get(name) {
            Ok(f) if !matches!(f.kind, FieldKind::Date { .. }) => {
                out.push(bad(format!("“{name}” không phải trường ngày")))
            }
            Ok(_) => {}
            Err(problem) => out.push(problem),
        },
    }
    out
}
