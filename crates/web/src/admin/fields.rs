//! What the pages of administration ask in the same way: units, roles, days; and who keeps the whole installation.

use crate::shell::board::{Field, Kind};
use crate::shell::fault::{Fault, Outcome};
use crate::shell::form::Form;
use crate::shell::guard::{Viewer, hierarchy_name, role_name};
use crate::shell::lang::Lang;
use domain::Date;
use domain::calendar::parse_date;
use domain::ids::{NATION, UnitId};
use domain::organs::Hierarchy;
use domain::people::holds;
use domain::problem::Problem;
use domain::registers::Role;
use domain::text::fold;
use store::Store;

/// The setting that says of which unit this installation is.
pub const INSTALLATION: &str = "installation-unit";

/// Whether the viewer keeps the whole installation: an administrator of its unit or of one above it. Backups, the log of
/// everybody, holidays and maps are theirs alone.
pub fn is_keeper(store: &Store, viewer: &Viewer) -> Outcome<bool> {
    let said = store.setting(INSTALLATION)?.and_then(|id| id.parse().ok());
    let top = said.map_or(NATION, UnitId);
    let holds = holds(&store.units(), viewer.assignment.unit, top, viewer.today, viewer.today);
    Ok(viewer.role() == Role::Administrator && holds)
}

/// Refuses who does not keep the installation.
pub fn keeper(store: &Store, viewer: &Viewer) -> Outcome<()> {
    if is_keeper(store, viewer)? {
        return Ok(());
    }
    Err(Fault::Forbidden(
        "Việc này của người quản trị toàn hệ thống; quản trị đơn vị trực thuộc không làm được.",
        "This is for the administrators of the whole installation, not for those of a unit within it.",
    ))
}

/// The provinces of today as choices: (key, name).
pub fn provinces(store: &Store, today: Date) -> Vec<(String, String)> {
    let units = store.units();
    let mut list: Vec<(String, String)> = units
        .children_on(NATION, today)
        .into_iter()
        .filter_map(|u| units.version_on(u, today).map(|v| (u.0.to_string(), v.full_name.clone())))
        .collect();
    list.sort_by_cached_key(|(_, name)| fold(name));
    list
}

/// The unit of a choice made from [`provinces`]; "" is the whole country.
pub fn unit_of_choice(store: &Store, text: &str, today: Date) -> Option<UnitId> {
    if text.is_empty() {
        return Some(NATION);
    }
    let unit = UnitId(text.parse().ok()?);
    provinces(store, today).iter().any(|(id, _)| *id == unit.0.to_string()).then_some(unit)
}

/// Name of a unit on a day, or its nearest name.
pub fn unit_name(store: &Store, unit: UnitId, on: Date) -> String {
    store.units().nearest_version(unit, on).map_or_else(String::new, |v| v.full_name.clone())
}

/// The unit that a form names: chosen from the list, or typed.
pub fn unit(store: &Store, form: &Form, name: &'static str, on: Date) -> Result<UnitId, Problem> {
    let unknown = |text: String| {
        let hint = "gõ vài chữ của tên rồi chọn trong danh sách hiện ra, hoặc gõ mã đơn vị";
        Problem::error("unknown-unit", text).field(name).hint(hint)
    };
    let chosen = form.all(name).find_map(|v| v.strip_prefix("u:")).and_then(|v| v.parse().ok()).map(UnitId);
    if let Some(unit) = chosen.filter(|u| store.units().nearest_version(*u, on).is_some()) {
        return Ok(unit);
    }
    let typed = form.text(&format!("{name}.chu")).trim().to_string();
    if typed.is_empty() {
        return Err(unknown("Chưa chọn đơn vị".to_string()));
    }
    let found = store.suggest_units(&typed, on, None, &[], 10);
    let same: Vec<_> = found.iter().filter(|s| fold(&s.label) == fold(&typed) || s.value == typed).collect();
    match (&same[..], &found[..]) {
        ([one], _) => Ok(one.unit),
        ([], [one]) => Ok(one.unit),
        ([], []) => Err(unknown(format!("Không có đơn vị nào là “{typed}” vào ngày ấy"))),
        _ => Err(unknown(format!("Có nhiều đơn vị là “{typed}”"))),
    }
}

/// A field for a unit, filled as the form was.
pub fn unit_field(store: &Store, form: &Form, name: &'static str, label: &str, on: Date) -> Field {
    let chosen = form.all(name).find_map(|v| v.strip_prefix("u:")).and_then(|v| v.parse().ok()).map(UnitId);
    let picked = chosen.map(|u| (format!("u:{}", u.0), unit_name(store, u, on)));
    Field::new(name, Kind::Unit(picked), label).value(form.text(&format!("{name}.chu")))
}

/// A date of a form.
pub fn date(form: &Form, name: &'static str) -> Result<Option<Date>, Problem> {
    form.get(name).map(|text| parse_date(text).map_err(|p| p.field(name))).transpose()
}

/// A date that must be there.
pub fn needed_date(form: &Form, name: &'static str) -> Result<Date, Problem> {
    let none = || Problem::error("required", "Chưa ghi ngày").field(name).hint("ghi ngày/tháng/năm, ví dụ 31/03/2026");
    date(form, name)?.ok_or_else(none)
}

/// Roles as choices.
pub fn roles(t: Lang) -> Vec<(String, String)> {
    Role::ALL.iter().map(|r| (r.slug().to_string(), role_name(t, *r).to_string())).collect()
}

/// Hierarchies as choices.
pub fn hierarchies(t: Lang) -> Vec<(String, String)> {
    Hierarchy::ALL.iter().map(|h| (h.slug().to_string(), hierarchy_name(t, *h).to_string())).collect()
}

/// A choice with one more before it that restricts nothing.
pub fn with_any(any: &str, mut choices: Vec<(String, String)>) -> Vec<(String, String)> {
    choices.insert(0, (String::new(), any.to_string()));
    choices
}

/// Which page of a list a query asks for, from 1 on.
pub fn page_number(query: &Form) -> i64 {
    query.int("trang").unwrap_or(1).clamp(1, 100_000)
}
