//! Figures: tables, units side by side, time, maps; and the records behind every number.

mod asked;
mod below;
mod choices;
mod export;
pub mod map;
mod over_time;
mod page;
mod records;
mod row;

pub use choices::{kind_name, subject_name};
pub use records::{register_name, tells};

use crate::routes::{Access, Call, Route, route};
use axum::routing::get;

/// Routes of the room.
pub fn routes() -> Vec<Route> {
    use Access::SignedIn;
    use Call::Get;
    vec![
        route(Get, "/so-lieu", SignedIn, "figures", get(page::show)),
        route(Get, "/so-lieu/xuat.xlsx", SignedIn, "figures as a workbook", get(export::xlsx)),
        route(Get, "/so-lieu/xuat.csv", SignedIn, "figures as CSV", get(export::csv)),
        route(Get, "/so-lieu/theo-don-vi", SignedIn, "an indicator unit by unit", get(below::show)),
        route(Get, "/so-lieu/theo-thoi-gian", SignedIn, "an indicator over time", get(over_time::show)),
        route(Get, "/so-lieu/ho-so", SignedIn, "records behind a number", get(records::show)),
        route(Get, "/so-lieu/ho-so/xuat.xlsx", SignedIn, "these records as a workbook", get(export::records_xlsx)),
        route(Get, "/so-lieu/ho-so/xuat.csv", SignedIn, "these records as CSV", get(export::records_csv)),
    ]
}
