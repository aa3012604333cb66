//! The program as people meet it: pages under load, beside Redmine's, and the memory of the server. Each server runs alone;
//! the load comes from this process, on one thread.

mod http;
mod load;
mod ours;
mod process;
mod redmine;

use crate::table::{Aim, Table, show, times};
use crate::{Arguments, serving::http::Target};
use load::Load;
use process::Server;
use std::path::PathBuf;
use std::time::Duration;
use store::{Result, StoreError};

/// Entries in the register, and issues in the project.
const ENTRIES: usize = 10_000;
/// People who ask at the same time.
const USERS: usize = 100;
/// How many times Redmine's rate is aimed at.
const AIM_RATIO: f64 = 30.0;
/// What 99 of 100 answers are to keep within at half the peak rate.
const AIM_P99: Duration = Duration::from_millis(50);
/// What the server's memory is to stay under, in MiB.
const AIM_MIB: u64 = 100;

/// What is measured of a page.
struct Measured {
    peak: Load,
    half: Load,
}

/// A page of ours, and Redmine's that is most like it.
struct Pair {
    name: &'static str,
    ours: String,
    theirs: &'static str,
}

/// Waits for the network on this thread.
fn wait<T>(work: impl Future<Output = T>) -> Result<T> {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().map_err(http::away)?;
    Ok(runtime.block_on(work))
}

/// The rows about serving.
pub fn rows(arguments: &Arguments, table: &mut Table) -> Result<()> {
    let folder = tempfile::tempdir().map_err(http::away)?;
    let (program, database) = (ours::program()?, folder.path().join("demo.db"));
    ours::prepare(&program, &database)?;
    memory_of_demonstration(&program, &database, arguments, table)?;
    let unit = ours::fill(&database, ENTRIES)?;
    let pairs = pairs(unit);
    let seconds = Duration::from_secs(arguments.seconds.max(1) * 6);
    table.row(
        "–",
        "load average of the machine when serving begins",
        crate::measure::load(),
        String::new(),
        String::new(),
        None,
    );
    let theirs = theirs(arguments, folder.path().join("redmine"), &pairs, seconds)?;
    let server = ours::serve(&program, &database)?;
    let cookies = ours::officer(&server)?;
    for (k, pair) in pairs.iter().enumerate() {
        let target = Target { address: server.address, path: pair.ours.clone(), cookies: cookies.clone(), gzip: false };
        let mine = measure(&target, seconds)?;
        compare(table, pair.name, &mine, theirs.as_ref().and_then(|t| t.pages.get(k)));
    }
    let target = Target { address: server.address, path: format!("/so/{}", ours::REGISTER), cookies, gzip: true };
    let gzip = load::closed(&target, USERS, seconds)?;
    table.row(
        "SQLite",
        "the entry list, compressed as browsers ask for it",
        told(&gzip),
        String::new(),
        String::new(),
        None,
    );
    let after = server.memory();
    let theirs = theirs.and_then(|t| t.memory).map_or_else(String::new, said);
    let aim = Aim { text: "under 100 MiB", met: after.is_some_and(|(all, _)| all < AIM_MIB) };
    let after = after.map_or_else(String::new, said);
    table.row(
        "SQLite",
        "memory of the server after all this load; Redmine's processes",
        after,
        theirs,
        String::new(),
        Some(aim),
    );
    Ok(())
}

fn pairs(unit: domain::ids::UnitId) -> [Pair; 2] {
    let register = ours::REGISTER;
    [
        Pair {
            name: "50 of 10,000 entries in a list; 50 of 10,000 tickets in a list",
            ours: format!("/so/{register}"),
            theirs: "/projects/doi-thoai/issues?set_filter=1&status_id=*&per_page=50",
        },
        Pair {
            name: "figures of a province, five years, restated; summary of tickets",
            ours: format!("/so-lieu?don-vi=u%3A{unit}&tu=2021-01-01&den=2025-12-31&xem=quy-ve"),
            theirs: "/projects/doi-thoai/issues/report",
        },
    ]
}

fn measure(target: &Target, seconds: Duration) -> Result<Measured> {
    let told = wait(http::ask(target, None))??;
    if !told.status.is_success() {
        return Err(StoreError::Unavailable(format!("{}: {}", target.path, told.status)));
    }
    let peak = load::closed(target, USERS, seconds)?;
    if peak.answers() == 0 {
        return Err(StoreError::Unavailable(format!("{}: no right answer in {seconds:?}", target.path)));
    }
    // A user of a page waits for it before asking for the next: the rest of the queue ends first.
    std::thread::sleep(Duration::from_secs(2));
    let half = load::constant(target, USERS, peak.per_second / 2.0, seconds)?;
    Ok(Measured { peak, half })
}

/// What Redmine did.
struct Theirs {
    pages: Vec<Measured>,
    memory: Option<(u64, u64)>,
}

fn theirs(arguments: &Arguments, folder: PathBuf, pairs: &[Pair], seconds: Duration) -> Result<Option<Theirs>> {
    let folder = arguments.redmine.clone().unwrap_or(folder);
    let Some(folder) = redmine::prepare(folder, ENTRIES)? else {
        eprintln!("Redmine is not installed: its columns are left empty");
        return Ok(None);
    };
    let server = redmine::serve(&folder)?;
    let cookies = redmine::member(&server)?;
    let page = |pair: &Pair| {
        let target =
            Target { address: server.address, path: pair.theirs.into(), cookies: cookies.clone(), gzip: false };
        measure(&target, seconds)
    };
    let pages = pairs.iter().map(page).collect::<Result<_>>()?;
    Ok(Some(Theirs { pages, memory: server.memory() }))
}

/// The memory of the demonstration as it comes: idle, after its two reports as PDF, after a load on each page.
fn memory_of_demonstration(
    program: &std::path::Path,
    database: &std::path::Path,
    arguments: &Arguments,
    table: &mut Table,
) -> Result<()> {
    let server = ours::serve(program, database)?;
    let mut note = |what: &str, server: &Server| {
        let memory = server.memory();
        let aim = Aim { text: "under 100 MiB", met: memory.is_some_and(|(all, _)| all < AIM_MIB) };
        table.row("SQLite", what, memory.map_or_else(String::new, said), String::new(), String::new(), Some(aim));
    };
    note("memory of the demonstration's server, idle", &server);
    let cookies = ours::officer(&server)?;
    let target = |path: String| Target { address: server.address, path, cookies: cookies.clone(), gzip: false };
    for paper in [1, 2] {
        let told = wait(http::ask(&target(format!("/bao-cao/{paper}/tai/pdf")), None))??;
        if !told.body.starts_with(b"%PDF") {
            return Err(StoreError::Unavailable(format!("report {paper}: {}", told.status)));
        }
    }
    note("the same, after its two reports as PDF", &server);
    let seconds = Duration::from_secs(arguments.seconds.max(1) * 6);
    for (name, path) in
        [("the entry list", format!("/so/{}", ours::REGISTER)), ("the page of figures", "/so-lieu".into())]
    {
        let load = load::closed(&target(path), USERS, seconds)?;
        note(&format!("the same, after {} requests of 100 users for {name}", load.answers()), &server);
    }
    Ok(())
}

fn compare(table: &mut Table, name: &str, ours: &Measured, theirs: Option<&Measured>) {
    let ratio = theirs.map(|t| ours.peak.per_second / t.peak.per_second.max(1e-9));
    let words = |load: Option<&Load>| load.map_or_else(String::new, told);
    let aim = ratio.map(|r| Aim { text: "at least 30×", met: r >= AIM_RATIO });
    let ratio = ratio.map_or_else(String::new, times);
    let what = format!("{name}; 100 users at once");
    table.row("SQLite", &what, told(&ours.peak), words(theirs.map(|t| &t.peak)), ratio, aim);
    let aim = Aim { text: "p99 under 50 ms", met: ours.half.within(0.99) < AIM_P99 && ours.half.wrong == 0 };
    let what = "the same page at half of each one's peak, at a constant rate";
    table.row("SQLite", what, told(&ours.half), words(theirs.map(|t| &t.half)), String::new(), Some(aim));
}

/// A load in words.
fn told(load: &Load) -> String {
    let wrong = if load.wrong > 0 { format!(", **{} wrong**", load.wrong) } else { String::new() };
    let (half, most) = (show(load.within(0.5)), show(load.within(0.99)));
    format!("{:.1} req/s, p50 {half}, p99 {most}{wrong}", load.per_second)
}

/// Memory in words.
fn said((all, own): (u64, u64)) -> String {
    format!("{all} MiB ({own} MiB without files)")
}
