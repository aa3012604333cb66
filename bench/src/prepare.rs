//! Fills a database: units, catalogue, organs, entries.

use crate::data::{Country, Maker, ORGAN_KINDS, Organs, POSTINGS_PER_ENTRY, YEARS};
use crate::definitions;
use domain::Timestamp;
use domain::clock::SeededChance;
use std::time::{Duration, Instant};
use store::db::Val;
use store::registers::Write;
use store::{Actor, Location, Result, Store, StoreError};

/// Entries of one transaction of the load.
const BATCH: usize = 20_000;

/// Who writes.
pub fn actor() -> Actor {
    Actor::administrator("đo tốc độ")
}

/// What loading took.
pub struct Loaded {
    /// Units: everything shipped.
    pub units: Duration,
    /// Entries.
    pub entries: Duration,
    /// How many entries.
    pub count: usize,
}

/// Opens a new database and fills it with about `postings` postings.
pub fn fill(location: Location, postings: usize, seed: u64) -> Result<(Store, Loaded)> {
    let store = Store::open(location, true)?;
    let at = Timestamp::UNIX_EPOCH;
    let start = Instant::now();
    let facts = catalogue::units::shipped().map_err(StoreError::Refused)?;
    store.load_units(facts, &actor(), at, &mut |_, _| {})?;
    let units_took = start.elapsed();
    store.use_catalogue(definitions::load().map_err(StoreError::Database)?, &actor(), at)?;
    let units = store.units();
    let country = Country::new(&units);
    make_organs(&store, &country)?;
    let entries = (postings as f64 / POSTINGS_PER_ENTRY) as usize;
    let spread = country.spread(&units, entries, &mut SeededChance(seed));
    let mut maker = Maker::new(organs(&store)?, seed, 1);
    let start = Instant::now();
    let (mut count, mut told) = (0, 0);
    for province in &spread {
        for spots in province.chunks(BATCH) {
            let writes: Vec<Write> = spots.iter().filter_map(|(area, date)| maker.entry(*area, *date)).collect();
            count += store.apply(&actor(), at, "nạp để đo", &writes)?.len();
        }
        if count >= told + entries / 20 {
            told = count;
            eprintln!("{count} of {entries} entries, {:.0} s", start.elapsed().as_secs_f64());
        }
    }
    let loaded = Loaded { units: units_took, entries: start.elapsed(), count };
    if matches!(store.location(), Location::Postgres(_)) {
        // What the server's autovacuum would do within minutes.
        analyze(&store)?;
    }
    Ok((store, loaded))
}

fn analyze(store: &Store) -> Result<()> {
    store.write(|conn| {
        ["posting", "cell", "unit_under", "entry"].iter().try_for_each(|t| conn.batch(&format!("ANALYZE {t}")))
    })
}

/// All organs at once: on first use each would take a transaction of its own.
fn make_organs(store: &Store, country: &Country) -> Result<()> {
    let areas = country.areas();
    store.write(|conn| {
        let mut values: Vec<Val> = Vec::new();
        for area in &areas {
            for kind in ORGAN_KINDS {
                values.extend([area.0.into(), kind.into(), "".into()]);
            }
        }
        conn.insert_many("INSERT INTO organ (area, kind, name) VALUES", "", 3, &values)
    })
}

/// The organs of a database.
pub fn organs(store: &Store) -> Result<Organs> {
    Ok(store.organs()?.into_iter().map(|o| ((o.area, o.kind.clone()), o)).collect())
}

/// Days and areas for entries that are written one by one, all in one province, after the loaded ones.
pub fn spots_in(store: &Store, province: domain::ids::UnitId) -> Vec<(domain::ids::UnitId, domain::Date)> {
    let areas = store.units().subtree_on(province, YEARS.to);
    areas.into_iter().map(|area| (area, YEARS.to)).collect()
}
