//! Whose records belong to whom: the subtree in time, and what came by succession.

use super::Assignment;
use crate::ids::UnitId;
use crate::units::Units;
use jiff::civil::Date;

/// Whether a record of `area` on the day `on` is the business of somebody who acts for `own`: it is their own, or that
/// of an area below them on its date, or its area ended (or moved) and came to them or below them, wholly or in part, by
/// what has happened up to `today`.
pub fn holds(units: &Units, own: UnitId, area: UnitId, on: Date, today: Date) -> bool {
    if area == own || units.ancestors_on(area, units.clamp(area, on)).contains(&own) {
        return true;
    }
    let under = |u: UnitId| u == own || units.ancestors_on(u, today).contains(&own);
    let now = units.restate(area, today);
    under(now.to) || now.candidates.iter().any(|c| under(*c))
}

/// Whether an assignment gives rights on a day: the day lies in it and its unit is alive. An officer of a commune that
/// has ended has none until assigned to its successor.
pub fn has_rights(units: &Units, assignment: &Assignment, day: Date) -> bool {
    assignment.in_force(day) && units.alive(assignment.unit, day)
}
