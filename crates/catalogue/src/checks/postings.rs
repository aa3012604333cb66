//! Posting rules against measures, fields and states.

use super::fields::find;
use super::workflow::no_state;
use super::{Site, absent};
use domain::ledger::{Measure, Nature};
use domain::problem::Problem;
use domain::registers::{AmountSource, FieldKind, Member, PostingRule, Register, converts};

/// Calls with each rule, its register, the register's place and the rule's key path.
fn each_rule(site: &mut Site<'_>, with: impl Fn(&mut Site<'_>, &Register, &PostingRule, &str, &str)) {
    let catalogue = site.catalogue;
    for register in catalogue.registers.values() {
        let place = format!("register:{}", register.slug);
        for (i, rule) in register.postings.iter().enumerate() {
            with(site, register, rule, &place, &format!("posting[{}]", i + 1));
        }
    }
}

pub(super) fn measures_exist_and_amounts_fit_them(site: &mut Site<'_>) {
    each_rule(site, |site, register, rule, place, path| {
        let Some(measure) = site.catalogue.measures.get(&rule.measure) else {
            let known = site.catalogue.measures.keys().map(String::as_str);
            let message = format!("Không có số đo “{}”", rule.measure);
            let problem = absent("unknown-measure", message, &rule.measure, known);
            return if rule.measure.is_empty() {
            } else {
                site.tell(place, &format!("{path}.measure"), problem)
            };
        };
        if let Some(problem) = amount_problem(site, register, rule, measure) {
            site.tell(place, &format!("{path}.amount"), problem);
        }
    });
}

fn amount_problem(site: &Site<'_>, register: &Register, rule: &PostingRule, measure: &Measure) -> Option<Problem> {
    let bad = |message: String| Some(Problem::error("bad-amount", message));
    match &rule.amount {
        AmountSource::Fixed(n) if measure.nature == Nature::Distinct && *n != 1 => {
            bad("Số đo distinct đếm mỗi đối tượng một lần: amount phải là 1".to_owned())
        }
        AmountSource::Fixed(_) if measure.scale != 0 => {
            bad(format!("Số đo “{}” có số lẻ (scale {}); amount phải lấy từ một trường", measure.slug, measure.scale))
        }
        AmountSource::Fixed(_) => None,
        AmountSource::Field(_) if measure.nature == Nature::Distinct => {
            bad("Số đo distinct đếm mỗi đối tượng một lần: amount phải là 1".to_owned())
        }
        AmountSource::Field(name) => {
            let field = match find(register, rule.per.as_deref(), name) {
                Ok(field) => field,
                Err(problem) => return Some(problem),
            };
            let Some((unit, scale)) = field.number_unit() else {
                let message = format!("“{name}” là {}, không phải số hay danh sách", field.kind.slug());
                return if field.kind.is_many() { None } else { bad(message) };
            };
            match unit {
                Some(unit) if !converts(site.catalogue, unit, &measure.unit) => Some(Problem::error(
                    "mixed-units",
                    format!("“{name}” tính bằng “{unit}”, số đo “{}” tính bằng “{}”", measure.slug, measure.unit),
                )),
                Some(unit) if unit == measure.unit && scale > measure.scale => {
                    bad(format!("“{name}” giữ {scale} số lẻ, số đo “{}” chỉ giữ {}", measure.slug, measure.scale))
                }
                _ => None,
            }
        }
    }
}

pub(super) fn rows_dates_and_states_exist(site: &mut Site<'_>) {
    each_rule(site, |site, register, rule, place, path| {
        if let Some(per) = &rule.per {
            let problem = match find(register, None, per) {
                Err(problem) => Some(problem),
                Ok(f) if !matches!(f.kind, FieldKind::Children { .. }) => {
                    Some(Problem::error("bad-per", format!("“{per}” không phải trường có dòng con")))
                }
                Ok(_) => None,
            };
            if let Some(problem) = problem {
                site.tell(place, &format!("{path}.per"), problem);
                return;
            }
        }
        match find(register, rule.per.as_deref(), &rule.date) {
            _ if rule.date.is_empty() => {}
            Err(problem) => site.tell(place, &format!("{path}.date"), problem),
            Ok(f) if !matches!(f.kind, FieldKind::Date { .. }) => {
                let message = format!("“{}” không phải trường ngày", rule.date);
                site.tell(place, &format!("{path}.date"), Problem::error("bad-date-field", message));
            }
            Ok(_) => {}
        }
        for slug in &rule.states {
            if let Some(problem) = no_state(register, slug) {
                site.tell(place, &format!("{path}.states"), problem);
            }
        }
    });
}

pub(super) fn dimensions_come_from_choices_units_or_yes_no(site: &mut Site<'_>) {
    each_rule(site, |site, register, rule, place, path| {
        for (dimension, name) in &rule.dims {
            let key = format!("{path}.dims.{dimension}");
            if ["cap", "he", "co-quan"].contains(&dimension.as_str()) {
                let message = format!("Chiều “{dimension}” do hệ thống ghi theo cơ quan giữ sổ");
                site.tell(place, &key, Problem::error("reserved-dimension", message).hint("bỏ, hoặc đặt tên khác"));
            }
            match find(register, rule.per.as_deref(), name) {
                Err(problem) => site.tell(place, &key, problem),
                Ok(f) => match &f.kind {
                    FieldKind::Choice(_) | FieldKind::YesNo | FieldKind::Unit { many: false, .. } => {}
                    other => {
                        let message = format!(
                            "Chiều cần trường choice, yes-no, hoặc unit (một giá trị); “{name}” là {}",
                            other.slug()
                        );
                        site.tell(place, &key, Problem::error("bad-dimension-field", message));
                    }
                },
            }
        }
    });
}

pub(super) fn members_and_ends_fit_the_nature(site: &mut Site<'_>) {
    each_rule(site, |site, register, rule, place, path| {
        let Some(nature) = site.catalogue.measures.get(&rule.measure).map(|m| m.nature) else { return };
        if rule.ends && nature != Nature::Stock {
            let message = "“ends” chỉ dùng cho số đo stock";
            site.tell(place, &format!("{path}.ends"), Problem::error("ends-not-stock", message));
        }
        match (&rule.member, nature == Nature::Distinct) {
            (None, true) => {
                let problem =
                    Problem::error("missing-member", format!("Số đo distinct “{}” cần “member”", rule.measure));
                site.tell(place, path, problem.hint("trường nêu đối tượng được đếm, hoặc \"@co-quan\", \"@dia-ban\""));
            }
            (Some(_), false) => {
                let message = "“member” chỉ dùng cho số đo distinct";
                site.tell(place, &format!("{path}.member"), Problem::error("member-not-distinct", message));
            }
            (Some(Member::Field(name)), true) => match find(register, rule.per.as_deref(), name) {
                Err(problem) => site.tell(place, &format!("{path}.member"), problem),
                Ok(f) => match &f.kind {
                    FieldKind::Unit { .. }
                    | FieldKind::Text { .. }
                    | FieldKind::Choice(_)
                    | FieldKind::Choices(_)
                    | FieldKind::Link { .. } => {}
                    other => {
                        let message =
                            format!("“member” cần trường unit, text, choice hoặc link; “{name}” là {}", other.slug());
                        site.tell(place, &format!("{path}.member"), Problem::error("bad-member", message));
                    }
                },
            },
            _ => {}
        }
    });
}
