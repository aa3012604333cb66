//! One run: fill, ask, write, print.

use crate::Arguments;
use crate::data::YEARS;
use crate::figures::{self, Asked, Values};
use crate::measure::{Times, load, ms, several};
use crate::table::{Aim, Table, both, show, times};
use crate::{bare, definitions, documents, duck, fresh, prepare, serving, writes};
use domain::ledger::Dims;
use domain::problem::Problem;
use std::collections::BTreeMap;
use std::time::Duration;
use store::{Location, Pinned, Result, Store, StoreError};
use testkit::Server;

/// Settings of the server: durable as it comes, with the memory that an administrator would give it.
const SETTINGS: &str = "-c shared_buffers=2GB -c max_wal_size=8GB";

/// Everything.
pub fn all(arguments: &Arguments) -> Result<()> {
    let mut table = Table::default();
    let parts = ["all", "ledger", "documents", "serving"];
    if !parts.contains(&arguments.part.as_str()) {
        let problem = Problem::error("unknown-part", format!("Không có phần “{}”", arguments.part));
        return Err(StoreError::Refused(vec![problem.hint(parts.join(", "))]));
    }
    let wanted = |part: &str| arguments.part == "all" || arguments.part == part;
    if wanted("ledger") {
        ledger(arguments, &mut table)?;
    }
    if wanted("documents") {
        documents::rows(&mut table)?;
    }
    if wanted("serving") {
        serving::rows(arguments, &mut table)?;
    }
    table.print();
    Ok(())
}

fn ledger(arguments: &Arguments, table: &mut Table) -> Result<()> {
    if arguments.on != "postgres" {
        let folder = tempfile::tempdir().map_err(|e| StoreError::Unavailable(e.to_string()))?;
        let path = folder.path().join("bench.db").display().to_string();
        one("SQLite", Location::Sqlite(path), arguments, table, true)?;
    }
    if arguments.on != "sqlite" {
        match Server::start(SETTINGS) {
            Some(server) => {
                let with_duck = arguments.on == "postgres";
                one("PostgreSQL", Location::Postgres(server.url("postgres")), arguments, table, with_duck)?;
            }
            None => eprintln!("PostgreSQL is not installed: its rows are left out"),
        }
    }
    Ok(())
}

/// What the rows of one database share.
struct Bench<'a> {
    name: &'a str,
    store: Store,
    pinned: std::sync::Arc<Pinned>,
    dims: BTreeMap<i64, Dims>,
    additive: Vec<String>,
    distinct: Vec<String>,
    arguments: &'a Arguments,
    table: &'a mut Table,
}

fn one(name: &str, location: Location, arguments: &Arguments, table: &mut Table, with_duck: bool) -> Result<()> {
    let (store, loaded) = prepare::fill(location, arguments.postings, arguments.seed)?;
    let pinned = store.pinned()?;
    let dims = store.read(figures::dimsets)?;
    let (additive, distinct) = (definitions::additive(&pinned.catalogue), definitions::distinct(&pinned.catalogue));
    let mut bench = Bench { name, store, pinned, dims, additive, distinct, arguments, table };
    bench.sizes(&loaded)?;
    let questions = figures::questions(&bench.store.units())?;
    bench.figures(&questions)?;
    if with_duck {
        bench.duck(&questions)?;
    }
    bench.start()?;
    bench.writes()
}

impl Bench<'_> {
    fn row(&mut self, what: &str, ours: String, other: String, ratio: String, aim: Option<Aim>) {
        self.table.row(self.name, what, ours, other, ratio, aim);
    }

    fn count(&self, table: &str) -> Result<i64> {
        let row = self.store.read(|conn| conn.first(&format!("SELECT COUNT(*) FROM {table}"), &[]))?;
        row.map_or(Ok(0), |r| r.int(0))
    }

    fn sizes(&mut self, loaded: &prepare::Loaded) -> Result<()> {
        let (postings, cells) = (self.count("posting")?, self.count("cell")?);
        let speed = loaded.count as f64 / loaded.entries.as_secs_f64();
        self.row("load average of the machine when its rows begin", load(), String::new(), String::new(), None);
        self.row("units of both generations loaded", show(loaded.units), String::new(), String::new(), None);
        self.row(
            &format!("{} entries with {postings} postings loaded, 20,000 a transaction", loaded.count),
            show(loaded.entries),
            String::new(),
            format!("{speed:.0} entries/s"),
            None,
        );
        self.row(
            "roll-up cells kept",
            format!("{cells}"),
            format!("{postings} postings"),
            times(cells as f64 / postings.max(1) as f64),
            None,
        );
        Ok(())
    }

    fn figures(&mut self, questions: &[Asked]) -> Result<()> {
        for (k, asked) in questions.iter().enumerate() {
            let (ours, answer) = several(3, 21, || figures::ask(&self.store, asked, &self.additive))?;
            let other = self.grouped(asked, &answer)?;
            let aim = (k == 0).then(|| aim_of_nation(ours, other));
            let what = format!("60 indicators, {}; GROUP BY", asked.name);
            self.row(&what, both(ours), both(other), times(ratio(other, ours)), aim);
            if k == 0 {
                let plain = Asked {
                    join: String::new(),
                    question: asked.question.clone(),
                    name: String::new(),
                    condition: asked.condition.clone(),
                };
                let other = self.grouped(&plain, &answer)?;
                let what =
                    format!("the same, {}; GROUP BY without the join that only the nation can do without", asked.name);
                self.row(&what, both(ours), both(other), times(ratio(other, ours)), Some(aim_of_nation(ours, other)));
            }
        }
        for asked in questions.iter().take(3) {
            let (ours, answer) = several(1, 7, || figures::ask(&self.store, asked, &self.distinct))?;
            let sql = figures::group_by_distinct(&self.pinned, asked)?;
            let (other, rows) = several(1, 3, || self.store.read(|conn| conn.query(&sql, &[])))?;
            let check = figures::members(&self.pinned, &self.dims, &self.distinct, &rows)?;
            figures::same(&asked.name, &answer, &check)?;
            let what = format!("3 distinct indicators, {}; GROUP BY", asked.name);
            self.row(&what, both(ours), both(other), times(ratio(other, ours)), None);
        }
        Ok(())
    }

    fn grouped(&self, asked: &Asked, answer: &Values) -> Result<Times> {
        let sql = figures::group_by(&self.pinned, asked)?;
        let (time, rows) = several(1, 3, || self.store.read(|conn| conn.query(&sql, &[])))?;
        let check = figures::values(&self.pinned, &self.dims, &self.additive, &figures::sums(&rows)?);
        figures::same(&asked.name, answer, &check)?;
        Ok(time)
    }

    fn duck(&mut self, questions: &[Asked]) -> Result<()> {
        let statements: Vec<String> =
            questions.iter().map(|a| figures::group_by(&self.pinned, a)).collect::<Result<_>>()?;
        let Some(duck) = duck::ask(&self.store, &statements, &self.arguments.python)? else {
            self.row(
                "DuckDB: the Python package is not installed, left out",
                String::new(),
                String::new(),
                String::new(),
                None,
            );
            return Ok(());
        };
        let what = format!("DuckDB {} reads the postings from CSV", duck.version);
        self.row(&what, String::new(), show(duck.load), String::new(), None);
        for (asked, answer) in questions.iter().zip(&duck.answers) {
            let (ours, values) = several(1, 7, || figures::ask(&self.store, asked, &self.additive))?;
            let check = figures::values(&self.pinned, &self.dims, &self.additive, &answer.sums);
            figures::same(&asked.name, &values, &check)?;
            let what = format!("60 indicators, {}; DuckDB", asked.name);
            self.row(&what, both(ours), both(answer.time), times(ratio(answer.time, ours)), None);
        }
        Ok(())
    }

    fn start(&mut self) -> Result<()> {
        let fresh = fresh::start(self.store.location())?;
        let aim = Aim { text: "under 1 s", met: fresh.ready < Duration::from_secs(1) };
        self.row("a fresh process is ready", show(fresh.ready), String::new(), String::new(), Some(aim));
        self.row("its first answer for the nation", show(fresh.first), String::new(), String::new(), None);
        let memory = format!("{} MiB", fresh.memory);
        let ready = format!("{} MiB when ready", fresh.ready_memory);
        self.row("its peak memory after all questions of this table", memory, ready, String::new(), None);
        Ok(())
    }

    fn writes(&mut self) -> Result<()> {
        let (keys, seed) = (bare::dimset_keys(&self.store)?, self.arguments.seed);
        if self.name == "PostgreSQL" {
            self.writers()?;
        }
        let pair = writes::single(&self.store, &keys, seed)?;
        let slower = ratio(pair.with, pair.without);
        let aim = Aim { text: "at most 2×", met: slower <= 2.0 };
        let what = "one entry per durable commit; without roll-ups";
        self.row(what, both(pair.with), both(pair.without), times(slower), Some(aim));
        let pair = writes::import(&self.store, &keys, seed)?;
        let slower = ratio(pair.with, pair.without);
        let aim = Aim { text: "at most 4×", met: slower <= 4.0 };
        let what = format!("import of {} entries in one transaction; without roll-ups", writes::IMPORT);
        self.row(&what, both(pair.with), both(pair.without), times(slower), Some(aim));
        self.row("load average of the machine when its rows end", load(), String::new(), String::new(), None);
        if let Some(memory) = crate::measure::peak_memory() {
            let what = "peak memory of the benchmark so far, with its generated data";
            self.row(what, format!("{memory} MiB"), String::new(), String::new(), None);
        }
        Ok(())
    }

    fn writers(&mut self) -> Result<()> {
        let (seconds, seed) = (self.arguments.seconds, self.arguments.seed);
        let mut one = Vec::new();
        let mut many = Vec::new();
        let mut errors = 0;
        writes::writers(&self.store, 16, 1, seed, 0)?;
        for round in 1..=3 {
            let single = writes::writers(&self.store, 1, seconds, seed, 2 * round)?;
            let sixteen = writes::writers(&self.store, 16, seconds, seed, 2 * round + 1)?;
            errors += single.errors + sixteen.errors;
            one.push(single.per_second);
            many.push(sixteen.per_second);
        }
        let middle = |list: &mut Vec<f64>| {
            list.sort_by(f64::total_cmp);
            list.get(list.len() / 2).copied().unwrap_or_default()
        };
        let (one, many) = (middle(&mut one), middle(&mut many));
        let aim = Aim { text: "at least 3×, no error", met: many >= 3.0 * one && errors == 0 };
        let what = format!("16 writers in one province; one writer ({errors} errors reached a caller)");
        let (ours, other) = (format!("{many:.0} entries/s"), format!("{one:.0} entries/s"));
        self.row(&what, ours, other, times(many / one), Some(aim));
        let nation = figures::questions(&self.store.units())?.into_iter().next();
        if let Some(asked) = nation {
            let (time, _) = several(1, 7, || figures::ask(&self.store, &asked, &self.additive))?;
            let to = YEARS.to;
            let what = format!("60 indicators, nation, 5 years to {to}, right after those writers");
            self.row(&what, both(time), String::new(), String::new(), None);
        }
        Ok(())
    }
}

/// How many times longer, median to median.
fn ratio(long: Times, short: Times) -> f64 {
    ms(long.median) / ms(short.median)
}

fn aim_of_nation(ours: Times, other: Times) -> Aim {
    let met = ratio(other, ours) >= 100.0 && ours.median < Duration::from_millis(20);
    Aim { text: "at least 100×, under 20 ms", met }
}
