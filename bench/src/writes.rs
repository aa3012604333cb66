//! Writing: one entry per durable commit and an import, with roll-ups and without; many writers against one.

use crate::bare::{self, DimsetKeys};
use crate::data::{Maker, YEARS};
use crate::measure::{Times, timed};
use crate::prepare::{actor, organs, spots_in};
use domain::Timestamp;
use domain::ids::{NATION, UnitId};
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::time::{Duration, Instant};
use store::registers::Write;
use store::{Result, Store, StoreError};

/// Entries of one turn; turns with and without roll-ups alternate, so that what else the machine does falls on both.
const TURN: usize = 50;
/// Turns of each kind, after one of each to warm up.
const TURNS: usize = 12;
/// Rows of the import.
pub const IMPORT: usize = 10_000;
/// Imports of each kind, after none to warm up: the load before was one.
const IMPORTS: usize = 3;

/// With roll-ups, and without.
pub struct Pair {
    /// With.
    pub with: Times,
    /// Without.
    pub without: Times,
}

/// New entries of one province, one after another.
struct Stream {
    maker: Maker,
    spots: Vec<(UnitId, domain::Date)>,
    next: usize,
}

impl Stream {
    fn new(store: &Store, province: UnitId, seed: u64, stream: u64) -> Result<Self> {
        Ok(Stream { maker: Maker::new(organs(store)?, seed, stream), spots: spots_in(store, province), next: 0 })
    }
    fn take(&mut self, n: usize) -> Result<Vec<Write>> {
        let mut out = Vec::with_capacity(n);
        while out.len() < n {
            let spot = self.spots.get(self.next % self.spots.len().max(1)).copied();
            // A stride, so that neighbours in time are not neighbours in the tables.
            self.next += 37;
            let (area, date) = spot.ok_or_else(|| StoreError::Database("a province without areas".into()))?;
            out.extend(self.maker.entry(area, date));
        }
        Ok(out)
    }
}

/// The province with the most areas: where single entries go.
pub fn busiest(store: &Store) -> UnitId {
    let units = store.units();
    let provinces = units.children_on(NATION, YEARS.to);
    provinces.into_iter().max_by_key(|p| units.subtree_on(*p, YEARS.to).len()).unwrap_or(NATION)
}

fn ours(store: &Store, writes: &[Write]) -> Result<()> {
    store.apply(&actor(), Timestamp::UNIX_EPOCH, "ghi để đo", writes).map(|_| ())
}

/// One entry per commit: times of an entry.
pub fn single(store: &Store, keys: &DimsetKeys, seed: u64) -> Result<Pair> {
    let mut stream = Stream::new(store, busiest(store), seed, 2)?;
    let (mut with, mut without) = (Vec::new(), Vec::new());
    for turn in 0..=TURNS {
        for rolled in [true, false] {
            for write in stream.take(TURN)? {
                let one = std::slice::from_ref(&write);
                let mut work = || if rolled { ours(store, one) } else { bare::apply(store, keys, one) };
                let (time, ()) = timed(&mut work)?;
                if turn > 0 {
                    if rolled { &mut with } else { &mut without }.push(time);
                }
            }
        }
    }
    Ok(Pair { with: Times::of(with), without: Times::of(without) })
}

/// An import of 10,000 rows in one transaction: several times.
pub fn import(store: &Store, keys: &DimsetKeys, seed: u64) -> Result<Pair> {
    let mut stream = Stream::new(store, busiest(store), seed, 3)?;
    let (mut with, mut without) = (Vec::new(), Vec::new());
    for _ in 0..IMPORTS {
        let writes = stream.take(IMPORT)?;
        with.push(timed(&mut || ours(store, &writes))?.0);
        let writes = stream.take(IMPORT)?;
        without.push(timed(&mut || bare::apply(store, keys, &writes))?.0);
    }
    Ok(Pair { with: Times::of(with), without: Times::of(without) })
}

/// What writers side by side achieved.
pub struct Throughput {
    /// Entries committed per second.
    pub per_second: f64,
    /// Errors that reached a caller.
    pub errors: u64,
}

/// Entries per second of several writers in one province, each entry a commit of its own.
pub fn writers(store: &Store, threads: u64, seconds: u64, seed: u64, round: u64) -> Result<Throughput> {
    let province = busiest(store);
    let streams: Vec<Stream> = (0..threads)
        .map(|k| {
            let mut stream = Stream::new(store, province, seed, 100 + round * 100 + k)?;
            stream.next = usize::try_from(k * 11).unwrap_or(0);
            Ok(stream)
        })
        .collect::<Result<_>>()?;
    let (done, errors, over) = (AtomicU64::new(0), AtomicU64::new(0), AtomicBool::new(false));
    let start = Instant::now();
    std::thread::scope(|scope| {
        for mut stream in streams {
            let (done, errors, over) = (&done, &errors, &over);
            scope.spawn(move || {
                while !over.load(Ordering::Relaxed) {
                    match stream.take(1).and_then(|writes| ours(store, &writes)) {
                        Ok(()) => done.fetch_add(1, Ordering::Relaxed),
                        Err(e) => {
                            eprintln!("a writer was refused: {e}");
                            errors.fetch_add(1, Ordering::Relaxed)
                        }
                    };
                }
            });
        }
        std::thread::sleep(Duration::from_secs(seconds));
        over.store(true, Ordering::Relaxed);
    });
    let per_second = done.load(Ordering::Relaxed) as f64 / start.elapsed().as_secs_f64();
    Ok(Throughput { per_second, errors: errors.load(Ordering::Relaxed) })
}
