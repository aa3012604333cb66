//! The steps of an entry's workflow: who may take which, from where, with what filled in.

use crate::problem::Problem;

use super::definition::{Register, Role, State, Transition};
use super::entry::Data;
use super::value::is_filled;

/// The steps that a role may take from a state.
pub fn steps<'a>(register: &'a Register, from: &str, role: Role) -> Vec<&'a Transition> {
    register.transitions.iter().filter(|t| t.from.iter().any(|s| s == from) && t.who.contains(&role)).collect()
}

/// Takes a step: the new state, or a refusal that says from where, by whom, what is missing and what is possible.
/// A date that the step asks for (`sets`) must already be in `data`.
pub fn transition(
    register: &Register,
    from: &str,
    step: &str,
    role: Role,
    data: &Data,
    reason: Option<&str>,
) -> Result<String, Problem> {
    let state_name = register.state(from).map_or(from, |s| &s.name);
    let Some(t) = register.transitions.iter().find(|t| t.slug == step && t.from.iter().any(|s| s == from)) else {
        let message = match register.transitions.iter().find(|t| t.slug == step) {
            Some(t) => format!("Không thể “{}” khi mục đang ở trạng thái “{state_name}”", t.name),
            None => format!("Sổ “{}” không có bước “{step}”", register.name),
        };
        return Err(Problem::error("no-such-step", message).hint(possible(register, from, role)));
    };
    if !t.who.contains(&role) {
        let who: Vec<_> = t.who.iter().map(|r| r.name()).collect();
        let message = format!("Bước “{}” chỉ dành cho: {}; vai trò hiện tại: {}", t.name, who.join(", "), role.name());
        return Err(Problem::error("step-not-allowed", message).hint(possible(register, from, role)));
    }
    let missing: Vec<_> = t
        .requires
        .iter()
        .chain(&t.sets)
        .filter(|slug| !is_filled(data.get(*slug)))
        .map(|slug| format!("“{}” ({slug})", register.field(slug).map_or(slug.as_str(), |f| &f.name)))
        .collect();
    if !missing.is_empty() {
        return Err(Problem::error(
            "step-needs-fields",
            format!("Trước khi “{}” phải ghi: {}", t.name, missing.join(", ")),
        ));
    }
    if t.reason && reason.is_none_or(|r| r.trim().is_empty()) {
        return Err(Problem::error("step-needs-reason", format!("Bước “{}” phải nêu lý do", t.name)));
    }
    Ok(t.to.clone())
}

/// Refuses when an entry in this state may not be edited.
pub fn editable(register: &Register, state: &str, role: Role) -> Result<(), Problem> {
    match register.state(state) {
        Some(s) if s.locked => {
            Err(Problem::error("state-locked", format!("Mục ở trạng thái “{}” đã khóa, không sửa được", s.name))
                .hint(possible(register, state, role)))
        }
        _ => Ok(()),
    }
}

fn possible(register: &Register, from: &str, role: Role) -> String {
    let list: Vec<_> = steps(register, from, role).iter().map(|t| format!("“{}” ({})", t.name, t.slug)).collect();
    if list.is_empty() {
        return format!("{} không có bước nào từ trạng thái này", role.name());
    }
    format!("{} có thể: {}", role.name(), list.join(", "))
}

/// The states in which entries wait for a role: they do not count yet (the state is the first one, or nothing is posted
/// in it), and the role may take them on by a step that asks for no reason (one that does goes back).
pub fn waiting(register: &Register, role: Role) -> Vec<&State> {
    let counts = |s: &State| register.postings.iter().any(|p| p.states.contains(&s.slug));
    let on = |s: &State| steps(register, &s.slug, role).iter().any(|t| !t.reason);
    register.states.iter().filter(|s| !s.locked && (s.initial || !counts(s)) && on(s)).collect()
}
