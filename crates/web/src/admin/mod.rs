//! Administration: accounts, the log, the facts of the installation, backups. Administrators act within their subtree;
//! what concerns the whole installation is for those of its unit ([`fields::is_keeper`]).

mod account;
mod accounts;
mod audit;
mod backup;
mod declared;
pub mod fields;
mod handover;
mod holidays;
pub mod jobs;
mod maps;
mod organs;
mod overview;
mod proof;
mod units;

use crate::routes::{ADMINISTRATORS as ADMIN, Call, Route, route};
use axum::routing::{get, post};

/// Routes of the room.
pub fn routes() -> Vec<Route> {
    vec![
        route(Call::Get, "/quan-tri", ADMIN, "administration", get(overview::show)),
        route(Call::Get, "/quan-tri/tai-khoan", ADMIN, "accounts", get(accounts::list)),
        route(Call::Get, "/quan-tri/tai-khoan/moi", ADMIN, "form for an account", get(accounts::new)),
        route(Call::Post, "/quan-tri/tai-khoan/moi", ADMIN, "make an account", post(accounts::make)),
        route(Call::Get, "/quan-tri/tai-khoan/{account}", ADMIN, "an account", get(account::show)),
        route(Call::Post, "/quan-tri/tai-khoan/{account}", ADMIN, "change an account", post(account::submit)),
        route(Call::Get, "/quan-tri/ban-giao", ADMIN, "hand over: preview", get(handover::show)),
        route(Call::Post, "/quan-tri/ban-giao", ADMIN, "hand over", post(handover::submit)),
        route(Call::Get, "/quan-tri/nhat-ky", ADMIN, "the log", get(audit::show)),
        route(Call::Get, "/quan-tri/nhat-ky.csv", ADMIN, "the log as a file", get(audit::csv)),
        route(Call::Get, "/quan-tri/sao-luu", ADMIN, "backups", get(backup::show)),
        route(Call::Post, "/quan-tri/sao-luu", ADMIN, "begin a backup", post(backup::begin)),
        route(Call::Get, "/quan-tri/sao-luu/tien-do", ADMIN, "how far the backup is", get(backup::how_far)),
        route(Call::Get, "/quan-tri/sao-luu/tep", ADMIN, "the backup as a file", get(backup::download)),
        route(Call::Get, "/quan-tri/kiem-tra", ADMIN, "trial balance", get(proof::show)),
        route(Call::Post, "/quan-tri/kiem-tra", ADMIN, "begin the proof", post(proof::begin)),
        route(Call::Get, "/quan-tri/kiem-tra/tien-do", ADMIN, "how far the proof is", get(proof::how_far)),
        route(Call::Get, "/quan-tri/ngay-nghi", ADMIN, "holidays", get(holidays::show)),
        route(Call::Post, "/quan-tri/ngay-nghi", ADMIN, "change a holiday", post(holidays::submit)),
        route(Call::Get, "/quan-tri/don-vi", ADMIN, "form for a former unit", get(units::show)),
        route(Call::Post, "/quan-tri/don-vi", ADMIN, "add a former unit", post(units::submit)),
        route(Call::Get, "/quan-tri/co-quan", ADMIN, "organs", get(organs::show)),
        route(Call::Post, "/quan-tri/co-quan", ADMIN, "rename a body", post(organs::submit)),
        route(Call::Get, "/quan-tri/ban-do", ADMIN, "boundary files", get(maps::show)),
        route(Call::Upload, "/quan-tri/ban-do", ADMIN, "load a boundary file", post(maps::submit)),
        route(Call::Post, "/quan-tri/ban-do/bo", ADMIN, "stop using a boundary file", post(maps::drop)),
        route(Call::Get, "/quan-tri/tu-khai", ADMIN, "declared figures", get(declared::show)),
        route(Call::Post, "/quan-tri/tu-khai", ADMIN, "declare or confirm", post(declared::submit)),
    ]
}
