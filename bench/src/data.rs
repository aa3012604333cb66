//! Generated entries of the whole country: every area that was alive, in its years, in proportion; the same for the
//! same seed.

use crate::definitions::{REGISTERS, register};
use domain::Date;
use domain::calendar::{Period, date_of, day_number, half_month, half_month_start};
use domain::clock::{FixedClock, SeededChance};
use domain::ids::{EntryId, NATION, UnitId};
use domain::registers::{Checked, Data};
use domain::units::Units;
use std::collections::BTreeMap;
use store::people::OrganRow;
use store::registers::Write;

/// The years that the records are from.
pub const YEARS: Period = Period { from: Date::constant(2021, 1, 1), to: Date::constant(2025, 12, 31) };
/// Postings that an entry makes on average: four, and a fifth of them five.
pub const POSTINGS_PER_ENTRY: f64 = 4.2;
/// Kinds of organ that keep registers, one per hierarchy.
pub const ORGAN_KINDS: [&str; 3] = ["ubnd", "cap-uy", "mat-tran"];
/// First instant of generated ids (2021-01-01 in UTC), in milliseconds.
const FIRST_INSTANT: i64 = 1_609_459_200_000;

/// Areas that keep registers in one half month, all in one province.
struct Slot {
    half: i64,
    areas: Vec<UnitId>,
}

/// Which areas of each province there were in each half month.
pub struct Country {
    provinces: Vec<(UnitId, Vec<Slot>)>,
    places: usize,
}

impl Country {
    /// Reads the units.
    pub fn new(units: &Units) -> Self {
        let mut provinces: BTreeMap<UnitId, Vec<Slot>> = BTreeMap::new();
        for half in half_month(YEARS.from)..=half_month(YEARS.to) {
            let first = half_month_start(half);
            for province in units.children_on(NATION, first) {
                let areas = units.subtree_on(province, first);
                provinces.entry(province).or_default().push(Slot { half, areas });
            }
        }
        let places = provinces.values().flatten().map(|s| s.areas.len()).sum();
        Country { provinces: provinces.into_iter().collect(), places }
    }

    /// All areas, each once.
    pub fn areas(&self) -> Vec<UnitId> {
        let mut all: Vec<UnitId> =
            self.provinces.iter().flat_map(|(_, slots)| slots).flat_map(|s| s.areas.iter().copied()).collect();
        all.sort_unstable();
        all.dedup();
        all
    }

    /// Where and when `entries` records are, province by province, in the order in which each would be entered.
    pub fn spread(&self, units: &Units, entries: usize, chance: &mut SeededChance) -> Vec<Vec<(UnitId, Date)>> {
        let mut seen = 0usize;
        let mut out = Vec::with_capacity(self.provinces.len());
        for (_, slots) in &self.provinces {
            let mut spots = Vec::new();
            for slot in slots {
                let before = entries * seen / self.places.max(1);
                seen += slot.areas.len();
                let after = entries * seen / self.places.max(1);
                let mut days: Vec<i64> = (before..after).map(|_| day_in(slot.half, chance)).collect();
                days.sort_unstable();
                spots.extend(days.into_iter().filter_map(|day| pick(units, slot, date_of(day), chance)));
            }
            out.push(spots);
        }
        out
    }
}

fn day_in(half: i64, chance: &mut SeededChance) -> i64 {
    let (first, next) = (day_number(half_month_start(half)), day_number(half_month_start(half + 1)));
    first + i64::try_from(chance.below((next - first).unsigned_abs())).unwrap_or(0)
}

/// An area of the slot that was there on the day (units end and begin inside half months too).
fn pick(units: &Units, slot: &Slot, date: Date, chance: &mut SeededChance) -> Option<(UnitId, Date)> {
    (0..100).find_map(|_| {
        let n = usize::try_from(chance.below(slot.areas.len() as u64)).unwrap_or(0);
        slot.areas.get(n).copied().filter(|u| units.alive(*u, date)).map(|u| (u, date))
    })
}

/// Organs by area and kind.
pub type Organs = BTreeMap<(UnitId, String), OrganRow>;

/// Makes entries out of places and dates.
pub struct Maker {
    organs: Organs,
    chance: SeededChance,
    made: i64,
}

impl Maker {
    /// With the organs of the database; `stream` keeps the ids of makers apart.
    pub fn new(organs: Organs, seed: u64, stream: u64) -> Self {
        Maker { organs, chance: SeededChance(seed ^ (stream << 32)), made: 0 }
    }

    fn one_of<'a>(&mut self, list: &[&'a str]) -> &'a str {
        let n = usize::try_from(self.chance.below(list.len() as u64)).unwrap_or(0);
        list.get(n).copied().unwrap_or_default()
    }

    /// A new entry, in the form that checking would give it; `None` for an area without organs.
    pub fn entry(&mut self, area: UnitId, date: Date) -> Option<Write> {
        let kind = self.one_of(&ORGAN_KINDS);
        let organ = self.organs.get(&(area, kind.to_string()))?.clone();
        let register = register(1 + usize::try_from(self.chance.below(REGISTERS as u64)).unwrap_or(0));
        let loai = self.one_of(&["dinh-ky", "dinh-ky", "dot-xuat", "chuyen-de"]);
        let linh_vuc = self.one_of(&["kinh-te", "kinh-te", "van-hoa-xa-hoi", "quoc-phong-an-ninh"]);
        let mut data = Data::new();
        data.insert("ngay".into(), date.to_string().into());
        data.insert("loai".into(), loai.into());
        data.insert("linh-vuc".into(), linh_vuc.into());
        data.insert("so-nguoi".into(), (10 + self.chance.below(190)).into());
        data.insert("kinh-phi".into(), (self.chance.below(500) * 100_000).into());
        data.insert("noi-dung".into(), "Nội dung dựng để đo tốc độ, dài chừng bằng một câu văn thường gặp".into());
        self.made += 1;
        let instant = domain::Timestamp::from_millisecond(FIRST_INSTANT + self.made).unwrap_or_default();
        let id = EntryId::new(&FixedClock(instant), &mut self.chance);
        let checked = Checked {
            title: format!("{loai}, {date}"),
            search: "noi dung dung de do toc do, dai chung bang mot cau van thuong gap".into(),
            identity: None,
            warnings: Vec::new(),
            record_date: date,
            data,
        };
        Some(Write::Add { id, register, organ, area, checked, state: "da-ghi".into(), import_key: None })
    }
}
