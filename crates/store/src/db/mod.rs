//! One SQL text, two plain drivers. Everything above speaks to a [`Conn`]; parameters are `$1`, `$2`, … on both.
//!
//! Reads run in a snapshot (`read`), writes in a transaction that commits or leaves nothing (`write`). SQLite has one
//! writer at a time (`BEGIN IMMEDIATE`, WAL, synchronous=FULL); PostgreSQL runs writers side by side at READ COMMITTED,
//! and a deadlock or serialisation failure is tried again here, never shown to a user.

mod pool;
mod postgresql;
mod sqlite;
mod value;

pub use value::{Row, Val};

use crate::error::{Result, StoreError};
use pool::{Lease, Pool};
use std::sync::atomic::{AtomicI64, AtomicU64, Ordering};

/// How often a PostgreSQL transaction is tried again after a deadlock or serialisation failure.
const RETRIES: u32 = 8;
/// How a snapshot begins on PostgreSQL. Questions are planned for their units and periods: the plan for any unit, which
/// the server would take after a few times, costs the nation's figures twice the time.
const SNAPSHOT: &str = "BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY; SET LOCAL plan_cache_mode = force_custom_plan";
/// Connections to PostgreSQL held open at most, to read and to write each. They wait for the server more than they work.
const POSTGRES_MAX: usize = 24;
/// Connections that read SQLite at most: they work in this process, each with a cache of its own, so that more of them than
/// a small multiple of the cores would only take each other's time and memory. At least and at most.
const SQLITE_READERS: (usize, usize) = (4, 24);

/// A connection, inside a transaction.
pub enum Conn {
    /// Embedded SQLite.
    Sqlite(rusqlite::Connection),
    /// PostgreSQL.
    Postgres(Box<postgresql::Client>),
}

impl Conn {
    /// Runs a query; rows are read whole.
    pub fn query(&mut self, sql: &str, args: &[Val]) -> Result<Vec<Row>> {
        match self {
            Conn::Sqlite(c) => sqlite::query(c, sql, args),
            Conn::Postgres(c) => c.query(sql, args),
        }
    }
    /// The first row, if any.
    pub fn first(&mut self, sql: &str, args: &[Val]) -> Result<Option<Row>> {
        Ok(self.query(sql, args)?.into_iter().next())
    }
    /// Runs a statement; returns the number of rows touched.
    pub fn exec(&mut self, sql: &str, args: &[Val]) -> Result<u64> {
        match self {
            Conn::Sqlite(c) => sqlite::exec(c, sql, args),
            Conn::Postgres(c) => c.exec(sql, args),
        }
    }
    /// Runs several statements without parameters.
    pub fn batch(&mut self, sql: &str) -> Result<()> {
        match self {
            Conn::Sqlite(c) => Ok(c.execute_batch(sql)?),
            Conn::Postgres(c) => c.batch(sql),
        }
    }
    /// Inserts many rows with as few statements as the databases allow. `head` is `INSERT INTO t (a, b) VALUES`,
    /// `tail` what follows the values (`ON CONFLICT …`), `width` the number of columns.
    pub fn insert_many(&mut self, head: &str, tail: &str, width: usize, values: &[Val]) -> Result<()> {
        if let Conn::Postgres(c) = self {
            return c.insert_many(head, tail, width, values);
        }
        // Chunk sizes are few, so that prepared statements are reused; SQLite takes 32,766 parameters.
        let mut rest = values;
        while !rest.is_empty() {
            let rows = rest.len() / width;
            let n = [256usize, 64, 16, 4, 1].into_iter().find(|n| *n <= rows).unwrap_or(1);
            let (now, later) = rest.split_at(n * width);
            self.exec(&format!("{head} {}{tail}", placeholders(n, width)), now)?;
            rest = later;
        }
        Ok(())
    }
    /// Which connection of this program this is, counted from 0; always 0 for SQLite, which has one writer.
    pub fn slot(&self) -> i64 {
        match self {
            Conn::Sqlite(_) => 0,
            Conn::Postgres(c) => c.slot(),
        }
    }
    /// Whether this is PostgreSQL. For dialect pairs only; `cargo xtask tidy` counts them.
    pub fn is_postgres(&self) -> bool {
        matches!(self, Conn::Postgres(_))
    }
}

/// `($1,$2),($3,$4)` for `n` rows of `width` values.
fn placeholders(n: usize, width: usize) -> String {
    let row = |r: usize| (1..=width).map(|c| format!("${}", r * width + c)).collect::<Vec<_>>().join(",");
    (0..n).map(|r| format!("({})", row(r))).collect::<Vec<_>>().join(",")
}

/// Where the data is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Location {
    /// A file.
    Sqlite(String),
    /// A PostgreSQL connection string, `postgres://…`.
    Postgres(String),
}

impl Location {
    /// Reads what the user gave: `postgres://…` or `postgresql://…` is PostgreSQL; anything else that looks like an
    /// address is refused rather than taken for a file name; the rest is a file.
    pub fn parse(text: &str) -> Result<Self> {
        if text.starts_with("postgres://") || text.starts_with("postgresql://") {
            return Ok(Location::Postgres(text.to_string()));
        }
        if text.contains("://") || text.is_empty() {
            let problem =
                domain::problem::Problem::error("bad-database", format!("“{text}” không phải nơi lưu dữ liệu"));
            return Err(StoreError::refused(
                problem.hint("ghi tên tệp (ví dụ danvan.db) hoặc postgres://người-dùng@máy/tên"),
            ));
        }
        Ok(Location::Sqlite(text.to_string()))
    }
}

/// How much the connections are sought after, since the program began.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Pressure {
    /// Connections open now.
    pub connections: usize,
    /// How often somebody had to wait for one.
    pub waits: u64,
    /// How long in all, in microseconds.
    pub waited_micros: u64,
}

/// The database.
pub struct Db {
    location: Location,
    readers: Pool,
    writers: Pool,
    /// How many connections were made, over both pools.
    connected: AtomicI64,
}

impl Db {
    /// Opens; a SQLite file is made when `create` is set, otherwise it must exist.
    pub fn open(location: Location, create: bool) -> Result<Self> {
        let one_writer = matches!(location, Location::Sqlite(_));
        if let Location::Sqlite(path) = &location
            && !create
            && !std::path::Path::new(path).exists()
        {
            let problem = domain::problem::Problem::error("no-database", format!("Không có cơ sở dữ liệu ở “{path}”"));
            return Err(StoreError::refused(
                problem.hint("xem lại đường dẫn, hoặc tạo mới bằng: danvan init --database TỆP"),
            ));
        }
        let (least, most) = SQLITE_READERS;
        let cores = std::thread::available_parallelism().map_or(1, usize::from);
        let db = Db {
            location,
            readers: Pool::of_readers(if one_writer { (2 * cores).clamp(least, most) } else { POSTGRES_MAX }),
            writers: Pool::of_writers(if one_writer { 1 } else { POSTGRES_MAX }),
            connected: AtomicI64::new(0),
        };
        db.with(&db.writers, |_| Ok(()))?;
        Ok(db)
    }

    /// Where it is.
    pub fn location(&self) -> &Location {
        &self.location
    }

    /// How many may read at once without waiting.
    pub fn readers(&self) -> usize {
        self.readers.max()
    }

    /// How the pools fared so far.
    pub fn pressure(&self) -> Pressure {
        let pools = [&self.readers, &self.writers];
        let sum = |of: fn(&Pool) -> &AtomicU64| pools.iter().map(|p| of(p).load(Ordering::Relaxed)).sum();
        let open = pools.iter().map(|p| p.open()).sum();
        Pressure { connections: open, waits: sum(|p| &p.waits), waited_micros: sum(|p| &p.waited) }
    }

    fn connect(&self) -> Result<Conn> {
        match &self.location {
            Location::Sqlite(path) => Ok(Conn::Sqlite(sqlite::open(path)?)),
            Location::Postgres(url) => {
                let slot = self.connected.fetch_add(1, Ordering::Relaxed);
                Ok(Conn::Postgres(Box::new(postgresql::Client::connect(url, slot)?)))
            }
        }
    }

    fn with<T>(&self, pool: &Pool, work: impl FnOnce(&mut Lease<'_>) -> Result<T>) -> Result<T> {
        work(&mut pool.take(|| self.connect())?)
    }

    /// Begins a transaction. That a server went away and came back is seen only here, when nothing has been done yet: one
    /// fresh connection takes the place of the dead one.
    fn begin(&self, lease: &mut Lease<'_>, sqlite: &str, postgres: &str) -> Result<()> {
        let Some(conn) = lease.conn.as_mut() else {
            return Err(StoreError::Unavailable("không còn kết nối".into()));
        };
        let is_postgres = conn.is_postgres();
        let begun = conn.batch(if is_postgres { postgres } else { sqlite });
        if begun.is_err() {
            lease.discard();
        }
        match begun {
            Err(StoreError::Unavailable(_)) if is_postgres => {
                let mut fresh = self.connect()?;
                fresh.batch(postgres)?;
                lease.conn = Some(fresh);
                Ok(())
            }
            other => other,
        }
    }

    /// Reads in one snapshot.
    pub fn read<T>(&self, work: impl FnOnce(&mut Conn) -> Result<T>) -> Result<T> {
        self.with(&self.readers, |lease| {
            self.begin(lease, "BEGIN", SNAPSHOT)?;
            let Some(conn) = lease.conn.as_mut() else {
                return Err(StoreError::Unavailable("không còn kết nối".into()));
            };
            let result = work(conn);
            if conn.batch("ROLLBACK").is_err() {
                lease.discard();
            }
            result
        })
    }

    /// Writes in one transaction: commits when `work` succeeds, otherwise nothing happened. `work` may run again after a
    /// deadlock, so it must not change anything outside the database before it returns.
    pub fn write<T>(&self, mut work: impl FnMut(&mut Conn) -> Result<T>) -> Result<T> {
        let mut tries = 0;
        loop {
            let result = self.with(&self.writers, |lease| {
                self.begin(lease, "BEGIN IMMEDIATE", "BEGIN")?;
                write_once(lease, &mut work)
            });
            match result {
                Err(StoreError::Database(why)) if tries < RETRIES && is_passing(&why) => tries += 1,
                other => return other,
            }
        }
    }
}

/// Deadlock detected, serialisation failure: SQLSTATE 40P01 and 40001, as [`StoreError::Database`] prints them.
fn is_passing(why: &str) -> bool {
    why.ends_with("(40P01)") || why.ends_with("(40001)")
}

fn write_once<T>(lease: &mut Lease<'_>, work: &mut impl FnMut(&mut Conn) -> Result<T>) -> Result<T> {
    let Some(conn) = lease.conn.as_mut() else {
        return Err(StoreError::Unavailable("không còn kết nối".into()));
    };
    let result = work(conn).and_then(|value| conn.batch("COMMIT").map(|()| value));
    if result.is_err() && conn.batch("ROLLBACK").is_err() {
        lease.discard();
    }
    result
}
