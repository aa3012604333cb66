//! Our program on the demonstration's data, with one register filled up to as many entries as the other side has.

use super::http::{away, sign_in};
use super::process::{Server, free_address};
use crate::prepare::actor;
use domain::clock::{FixedClock, SeededChance};
use domain::ids::{EntryId, UnitId};
use domain::registers::Checked;
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::process::Command;
use store::registers::{Entry, Filter, Write};
use store::{Location, Result, Store, StoreError};

/// The register that is filled up.
pub const REGISTER: &str = "doi-thoai";
/// An officer of a province of the demonstration, and everybody's password there.
const LOGIN: (&str, &str) = ("can-bo.lao-cai", "dan-van-kheo-2021");
/// Code of the province today, to which the entries are put.
const PROVINCE: &str = "15";
/// Entries of one transaction.
const BATCH: usize = 2_000;
/// First instant of the keys of added entries (2026-01-01 in UTC), in milliseconds.
const FIRST_INSTANT: i64 = 1_767_225_600_000;

/// The released program, where cargo puts it.
pub fn program() -> Result<PathBuf> {
    let here = std::env::current_exe().map_err(away)?;
    let beside = here.with_file_name("danvan");
    if beside.exists() {
        return Ok(beside);
    }
    Err(away(format!("{} is missing: cargo build --release --package danvan", beside.display())))
}

/// The demonstration's database, made by the program itself.
pub fn prepare(program: &Path, database: &Path) -> Result<()> {
    let made = Command::new(program).arg("demo").arg("--prepare").arg(database).output().map_err(away)?;
    if made.status.success() { Ok(()) } else { Err(away(String::from_utf8_lossy(&made.stderr))) }
}

/// Fills the register up to so many entries that an officer of the province may read: what is there, over again. Returns the
/// unit of the province.
pub fn fill(database: &Path, wanted: usize) -> Result<UnitId> {
    let store = Store::open(Location::Sqlite(database.display().to_string()), false)?;
    let now = domain::Timestamp::from_millisecond(FIRST_INSTANT).unwrap_or_default();
    let (catalogue, _) = catalogue::load(&[catalogue::built_in()]).map_err(StoreError::Refused)?;
    store.use_catalogue(catalogue, &actor(), now)?;
    let today = domain::people::civil_date(now);
    let province = store.units().resolve(PROVINCE, today).map_err(|p| StoreError::Refused(vec![p]))?;
    let filter = Filter {
        register: Some(REGISTER.into()),
        reach: Some(store.reach(Some(province), today)),
        limit: i64::try_from(wanted).unwrap_or(i64::MAX),
        ..Filter::default()
    };
    let (there, _) = store.entries(&filter)?;
    let organs: BTreeMap<_, _> = store.organs()?.into_iter().map(|o| (o.id, o)).collect();
    let mut chance = SeededChance(2026);
    let mut clock = FIRST_INSTANT;
    let mut again = |entry: &Entry| {
        clock += 1;
        let instant = domain::Timestamp::from_millisecond(clock).unwrap_or_default();
        let checked = Checked {
            data: entry.data.clone(),
            record_date: entry.record_date,
            title: entry.title.clone(),
            search: domain::text::fold(&entry.title),
            identity: None,
            warnings: Vec::new(),
        };
        Some(Write::Add {
            id: EntryId::new(&FixedClock(instant), &mut chance),
            register: REGISTER.into(),
            organ: organs.get(&entry.organ)?.clone(),
            area: entry.area,
            checked,
            state: entry.state.clone(),
            import_key: None,
        })
    };
    let missing = wanted.saturating_sub(there.len());
    let writes: Vec<Write> = there.iter().cycle().take(missing).filter_map(&mut again).collect();
    for batch in writes.chunks(BATCH) {
        store.apply(&actor(), now, "nạp để đo", batch)?;
    }
    Ok(province)
}

/// Serves it to this machine.
pub fn serve(program: &Path, database: &Path) -> Result<Server> {
    let address = free_address()?;
    let mut command = Command::new(program);
    command.arg("demo").arg("--database").arg(database).args(["--listen", &address.to_string()]);
    if let Some(folder) = database.parent() {
        command.current_dir(folder);
    }
    Server::start(command, address, "/dang-nhap")
}

/// The cookies of the officer.
pub fn officer(server: &Server) -> Result<String> {
    let (login, password) = LOGIN;
    super::wait(sign_in(server.address, "/dang-nhap", &[("login", login), ("password", password)]))?
}
