//! Adds entries one by one to the store at the address given, printing the key of each after its commit, until it is
//! killed. For the kill tests: what was printed must be there afterwards.
//!
//! Usage: `stream ADDRESS SEED`. A server that went away is waited for; the entry in doubt is sent again.

use domain::clock::Clock;
use serde_json::json;
use std::io::Write as _;
use store::registers::Write;
use store::{Location, Store, StoreError};
use testkit::{Clerk, morning, small_catalogue};

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let mut words = std::env::args().skip(1);
    let address = words.next().ok_or("address")?;
    let seed: u64 = words.next().ok_or("seed")?.parse()?;
    let store = Store::open(Location::parse(&address)?, false)?;
    let mut clerk = Clerk::new(&store);
    clerk.chance.0 = seed;
    store.use_catalogue(small_catalogue(), &clerk.who, morning().now())?;
    let units = store.units();
    let communes: Vec<_> =
        units.ids().filter(|u| units.children_on(*u, testkit::day("2024-01-01")).is_empty()).collect();
    say("ready")?;
    for n in 0u64.. {
        let area = communes.get(clerk.chance.below(communes.len() as u64) as usize).copied().ok_or("a commune")?;
        let date = format!("2024-{:02}-{:02}", 1 + n % 12, 1 + n % 28);
        let data = json!({"ngay": date, "ten": format!("việc {n}"), "so-nguoi": n, "loai": "lon",
            "phan": [{"so": 1, "ngay-phan": date, "nhom": "a"}]});
        let write = patiently(|| {
            let organ = store.organ(area, "ubnd", testkit::day("2024-01-01"))?;
            clerk.adding("viec", &organ, area, "da-ghi", &data)
        })?;
        let Write::Add { id, .. } = &write else { return Err("an addition".into()) };
        match patiently(|| clerk.apply("ghi", std::slice::from_ref(&write))) {
            Ok(_) => {}
            // The answer to the first sending was lost with the server, not the entry.
            Err(StoreError::Refused(p)) if p.iter().all(|p| p.code == "entry-exists") => {}
            Err(other) => return Err(other.into()),
        }
        say(id.as_str())?;
    }
    Ok(())
}

/// Tries again while the database cannot be reached.
fn patiently<T>(mut work: impl FnMut() -> Result<T, StoreError>) -> Result<T, StoreError> {
    loop {
        match work() {
            Err(StoreError::Unavailable(_)) => std::thread::sleep(std::time::Duration::from_millis(20)),
            other => return other,
        }
    }
}

/// One line, at once.
fn say(line: &str) -> std::io::Result<()> {
    let mut out = std::io::stdout().lock();
    writeln!(out, "{line}")?;
    out.flush()
}
