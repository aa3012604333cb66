//! Who may manage whose account.

use super::{Assignment, holds};
use crate::ids::{NATION, UnitId};
use crate::problem::Problem;
use crate::registers::Role;
use crate::text::{fold, tidy};
use crate::units::Units;
use jiff::civil::Date;

/// Longest login name, in characters.
const LOGIN_MAX: usize = 64;
/// Longest name of a person, in characters.
const NAME_MAX: usize = 120;

/// A login name as it is kept: folded (lower case, no diacritics). Letters, digits, and `.` `_` `-` `@` between them; 3
/// to 64 characters.
pub fn check_login(text: &str) -> Result<String, Problem> {
    let login = fold(text);
    let inside = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || matches!(c, '.' | '_' | '-' | '@');
    let ends = |c: Option<char>| c.is_some_and(|c| c.is_ascii_alphanumeric());
    let length = login.chars().count();
    if (3..=LOGIN_MAX).contains(&length)
        && login.chars().all(inside)
        && ends(login.chars().next())
        && ends(login.chars().next_back())
    {
        return Ok(login);
    }
    Err(Problem::error("bad-login", "Tên đăng nhập không hợp lệ").field("login").hint(
        "dùng từ 3 đến 64 chữ cái không dấu, chữ số, có thể có dấu chấm, gạch nối ở giữa, ví dụ nguyenvana.bacha",
    ))
}

/// A person's name as it is kept: tidied, 1 to 120 characters.
pub fn check_name(text: &str) -> Result<String, Problem> {
    let name = tidy(text);
    if name.is_empty() || name.chars().count() > NAME_MAX || name.chars().any(char::is_control) {
        return Err(Problem::error("bad-name", "Họ tên không hợp lệ")
            .field("name")
            .hint("ghi họ tên, không quá 120 ký tự"));
    }
    Ok(name)
}

/// Whether somebody in a role, acting for a unit (`None` = at the machine itself), may manage an account with these
/// assignments: an administrator, when all that are open or yet to come lie within the unit. Of an account that has
/// none the last ones count; one that never had any is managed from the top.
pub fn may_manage(
    units: &Units,
    role: Role,
    own: Option<UnitId>,
    assignments: &[Assignment],
    today: Date,
) -> Result<(), Problem> {
    if role != Role::Administrator {
        return Err(Problem::error("not-administrator", "Chỉ người quản trị được quản lý tài khoản")
            .hint("nhờ người quản trị của đơn vị mình hoặc cấp trên"));
    }
    let Some(own) = own else { return Ok(()) };
    let mut count: Vec<&Assignment> = assignments.iter().filter(|a| a.open_on(today)).collect();
    if count.is_empty() {
        let last = assignments.iter().map(|a| a.to).max();
        count = assignments.iter().filter(|a| Some(a.to) == last).collect();
    }
    if count.is_empty() && own != NATION {
        return Err(Problem::error("account-elsewhere", "Tài khoản này chưa được phân công ở đơn vị nào")
            .hint("nhờ người quản trị toàn hệ thống"));
    }
    match count.iter().find(|a| !holds(units, own, a.unit, today, today)) {
        None => Ok(()),
        Some(outside) => {
            let text =
                format!("Tài khoản này còn được phân công ở {}, ngoài phạm vi quản trị", units.label(outside.unit));
            Err(Problem::error("account-elsewhere", text).hint("nhờ người quản trị của cấp trên chung"))
        }
    }
}

/// Whether an administrator acting for a unit (`None` = at the machine) may assign anybody, themselves included, to a
/// unit: it lies within theirs, so nobody is raised beyond it. The days must be in order and begin while the unit is there.
pub fn may_assign(
    units: &Units,
    own: Option<UnitId>,
    unit: UnitId,
    (from, to): (Date, Option<Date>),
    today: Date,
) -> Result<(), Problem> {
    if to.is_some_and(|to| to < from) {
        return Err(Problem::error("period-reversed", "Ngày kết thúc phân công trước ngày bắt đầu")
            .field("to")
            .hint("đổi lại hai ngày"));
    }
    if own.is_some_and(|own| !holds(units, own, unit, today, today)) {
        let text = format!("{} nằm ngoài phạm vi quản trị", units.label(unit));
        return Err(Problem::error("unit-outside", text)
            .field("unit")
            .hint("chỉ phân công vào đơn vị mình và các đơn vị trực thuộc"));
    }
    Ok(())
}

/// Whether every unit that loses an administrator still has one, in it or above it, for as long. `lost` are the
/// assignments that end or whose account is disabled, `left` the ones of enabled accounts that stay.
pub fn still_administered(units: &Units, lost: &[Assignment], left: &[Assignment], today: Date) -> Result<(), Problem> {
    // As long as the one who goes would have been there.
    let as_long = |a: &Assignment, gone: &Assignment| a.to.is_none_or(|to| gone.to.is_some_and(|end| end <= to));
    for gone in lost.iter().filter(|a| a.role == Role::Administrator && units.alive(a.unit, today)) {
        let above = units.ancestors_on(gone.unit, today);
        let reigns = |a: &Assignment| {
            a.role == Role::Administrator
                && as_long(a, gone)
                && units.alive(a.unit, today)
                && (a.unit == gone.unit || above.contains(&a.unit))
        };
        if !left.iter().any(reigns) {
            let text = format!("Đây là người quản trị cuối cùng của {}", units.label(gone.unit));
            return Err(Problem::error("last-administrator", text)
                .hint("phân công người quản trị khác, không thời hạn, ở đơn vị này hoặc cấp trên rồi làm lại"));
        }
    }
    Ok(())
}
