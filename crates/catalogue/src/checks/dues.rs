//! What is to be done by a date.

use super::Site;
use super::fields::{condition, find};
use domain::problem::Problem;
use domain::registers::FieldKind;

pub(super) fn dues_name_rows_dates_and_conditions(site: &mut Site<'_>) {
    for register in site.catalogue.registers.values() {
        let place = format!("register:{}", register.slug);
        for (i, rule) in register.dues.iter().enumerate() {
            let path = format!("due[{}]", i + 1);
            let rows = rule.rows.as_deref();
            if let Some(name) = rows {
                let problem = match find(register, None, name) {
                    Err(problem) => Some(problem),
                    Ok(f) if !matches!(f.kind, FieldKind::Children { .. }) => {
                        Some(Problem::error("bad-rows", format!("“{name}” không phải trường có dòng con")))
                    }
                    Ok(_) => None,
                };
                if let Some(problem) = problem {
                    site.tell(&place, &format!("{path}.rows"), problem);
                    continue;
                }
            }
            let problem = match find(register, rows, &rule.date) {
                _ if rule.date.is_empty() => None,
                Err(problem) => Some(problem),
                Ok(f) if !matches!(f.kind, FieldKind::Date { .. }) => {
                    Some(Problem::error("bad-due-date", format!("“{}” không phải trường ngày", rule.date)))
                }
                Ok(_) => None,
            };
            if let Some(problem) = problem {
                site.tell(&place, &format!("{path}.date"), problem);
            }
            condition(site, register, rows, &rule.open_when, &place, &format!("{path}.open-when"));
        }
    }
}
