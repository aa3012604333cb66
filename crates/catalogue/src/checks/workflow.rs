//! States and transitions.

use super::fields::find;
use super::{Site, absent};
use domain::problem::Problem;
use domain::registers::{FieldKind, Register};
use std::collections::BTreeSet;

/// A state that a register does not have.
pub(super) fn no_state(register: &Register, slug: &str) -> Option<Problem> {
    let known = register.states.iter().map(|s| s.slug.as_str());
    let message = format!("Không có trạng thái “{slug}”");
    register.state(slug).is_none().then(|| absent("unknown-state", message, slug, known))
}

pub(super) fn one_state_is_initial_and_all_can_be_reached(site: &mut Site<'_>) {
    for register in site.catalogue.registers.values() {
        let place = format!("register:{}", register.slug);
        let initial = register.states.iter().filter(|s| s.initial).count();
        if initial != 1 {
            let message = format!("Phải có đúng một trạng thái initial = true, đang có {initial}");
            site.tell(&place, "state", Problem::error("initial-state", message));
            continue;
        }
        let mut reached = BTreeSet::from([register.initial_state()]);
        while let Some(t) = register
            .transitions
            .iter()
            .find(|t| !reached.contains(t.to.as_str()) && t.from.iter().any(|f| reached.contains(f.as_str())))
        {
            reached.insert(&t.to);
        }
        for (i, state) in register.states.iter().enumerate() {
            if !reached.contains(state.slug.as_str()) {
                let message = format!("Không có bước nào dẫn đến trạng thái “{}”", state.slug);
                site.tell(&place, &format!("state[{}]", i + 1), Problem::error("unreachable-state", message));
            }
        }
    }
}

pub(super) fn transitions_join_states_and_name_fields(site: &mut Site<'_>) {
    for register in site.catalogue.registers.values() {
        let place = format!("register:{}", register.slug);
        for (i, t) in register.transitions.iter().enumerate() {
            let path = format!("transition[{}]", i + 1);
            for slug in &t.from {
                if let Some(problem) = no_state(register, slug) {
                    site.tell(&place, &format!("{path}.from"), problem);
                }
            }
            if let Some(problem) = no_state(register, &t.to).filter(|_| !t.to.is_empty()) {
                site.tell(&place, &format!("{path}.to"), problem);
            }
            for name in &t.requires {
                if let Err(problem) = find(register, None, name) {
                    site.tell(&place, &format!("{path}.requires"), problem);
                }
            }
            let problem = match t.sets.as_ref().map(|name| (name, find(register, None, name))) {
                Some((_, Err(problem))) => problem,
                Some((name, Ok(f))) if !matches!(f.kind, FieldKind::Date { .. }) => {
                    Problem::error("bad-sets", format!("“{name}” không phải trường ngày"))
                }
                _ => continue,
            };
            site.tell(&place, &format!("{path}.sets"), problem);
        }
    }
}
