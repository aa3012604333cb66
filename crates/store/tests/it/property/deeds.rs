//! Random deeds: what officers do to a store, done to the list of live records as well.

use super::tree::{pick, some_date};
use domain::Date;
use domain::calendar::{BEGINNING, OPEN_END, Period};
use domain::clock::{Clock, SeededChance};
use domain::ids::{EntryId, NATION, UnitId};
use domain::ledger::{Amount, Approx, Dims, Nature};
use domain::organs::Hierarchy;
use domain::units::{Kind, Level, Part, Succession, SuccessionKind, Version};
use serde_json::{Value, json};
use store::Store;
use store::declared::Declaration;
use store::registers::Write;
use testkit::Clerk;
use testkit::brute::{Line, Said, Truth};

/// A record as its officer knows it.
#[derive(Debug, Clone)]
pub struct Record {
    id: EntryId,
    register: &'static str,
    organ_kind: &'static str,
    organ_area: UnitId,
    area: UnitId,
    counts: bool,
    assigned: Option<UnitId>,
    voided: bool,
    work: Work,
}

/// What it says.
#[derive(Debug, Clone)]
struct Work {
    date: Date,
    kind: Option<&'static str>,
    people: Option<Amount>,
    done: Option<Date>,
    place: Option<&'static str>,
    parts: Vec<(Amount, Option<&'static str>, Date)>,
}

/// What was true after a transaction.
pub struct Past {
    pub seq: i64,
    pub truth: Truth,
}

/// A store and what should be in it.
pub struct World<'a> {
    pub clerk: Clerk<'a>,
    pub truth: Truth,
    pub past: Vec<Past>,
    records: Vec<Record>,
    confirmed: Vec<(UnitId, String, Option<Date>, Date)>,
    /// Whether any record was ever assigned by hand.
    pub assigned: bool,
    names: u32,
}

impl<'a> World<'a> {
    pub fn new(store: &'a Store) -> Self {
        let pinned = store.pinned().unwrap();
        let natures = pinned.catalogue.measures.values().map(|m| (m.slug.clone(), m.nature)).collect();
        let truth = Truth { facts: store.units().facts().clone(), lines: Vec::new(), said: Vec::new(), natures };
        let (past, records, confirmed) = (Vec::new(), Vec::new(), Vec::new());
        World { clerk: Clerk::new(store), truth, past, records, confirmed, assigned: false, names: 0 }
    }

    pub fn units(&self) -> Vec<UnitId> {
        self.truth.units().into_iter().collect()
    }

    /// One deed from one word.
    pub fn act(&mut self, word: u64) {
        let mut dice = SeededChance(word);
        match dice.below(24) {
            0..=9 => self.add(&mut dice),
            10..=12 => self.edit(&mut dice),
            13..=14 => self.step(&mut dice),
            15 => self.void(&mut dice),
            16..=17 => self.assign(&mut dice),
            18..=20 => self.declare(&mut dice),
            21 => self.confirm(&mut dice),
            22 => self.remember(),
            _ => self.add_unit(&mut dice),
        }
        self.truth.lines = self.records.iter().filter(|r| r.counts && !r.voided).flat_map(|r| self.lines(r)).collect();
    }

    fn add(&mut self, dice: &mut SeededChance) {
        let mut writes = Vec::new();
        let mut records = Vec::new();
        for _ in 0..1 + dice.below(3) {
            let date = some_date(dice);
            let alive: Vec<UnitId> =
                self.units().into_iter().filter(|u| *u != NATION && self.truth.alive(*u, date)).collect();
            let area = pick(dice, &alive);
            let above = self.truth.chain(area, date);
            let organ_area = if dice.below(3) == 0 { pick(dice, &above) } else { area };
            let organ_kind = pick(dice, &["ubnd", "cap-uy"]);
            let register = pick(dice, &["viec", "viec", "viec", "quy"]);
            let counts = register == "quy" || dice.below(5) > 0;
            let work = some_work(dice, date, register);
            let organ = self.clerk.organ(organ_area, organ_kind, date);
            let state = if counts { "da-ghi" } else { "du-thao" };
            let data = self.data(register, &work);
            let write = self.clerk.adding(register, &organ, area, state, &data).unwrap();
            let Write::Add { id, .. } = &write else { unreachable!() };
            let (id, assigned, voided) = (id.clone(), None, false);
            records.push(Record { id, register, organ_kind, organ_area, area, counts, assigned, voided, work });
            writes.push(write);
        }
        self.clerk.apply("ghi", &writes).unwrap();
        self.records.extend(records);
    }

    fn data(&mut self, register: &str, work: &Work) -> Value {
        self.names += 1;
        let mut data = json!({"ngay": work.date.to_string(), "ten": format!("việc {}", self.names)});
        let number = |a: &Amount| match a.approx {
            Approx::Exact => json!(a.scaled),
            Approx::Over => json!({"so": a.scaled, "gan-dung": "tren"}),
            Approx::Under => json!({"so": a.scaled, "gan-dung": "gan"}),
            Approx::About => json!({"so": a.scaled, "gan-dung": "khoang"}),
            Approx::Pending => json!({"cho": true}),
        };
        let mut set = |field: &str, value: Option<Value>| {
            if let Some(value) = value {
                data[field] = value;
            }
        };
        if register == "quy" {
            set("tien", work.people.as_ref().map(number));
            return data;
        }
        set("loai", work.kind.map(Value::from));
        set("so-nguoi", work.people.as_ref().map(number));
        set("ngay-xong", work.done.map(|d| d.to_string().into()));
        set("noi", work.place.map(Value::from));
        let parts: Vec<Value> = work
            .parts
            .iter()
            .map(|(amount, group, date)| {
                let mut row = json!({"so": number(amount), "ngay-phan": date.to_string()});
                if let Some(group) = group {
                    row["nhom"] = json!(group);
                }
                row
            })
            .collect();
        set("phan", (!parts.is_empty()).then(|| parts.into()));
        data
    }

    /// What the catalogue says that a record of this kind posts.
    fn lines(&self, r: &Record) -> Vec<Line> {
        let level = self.truth.facts.versions.iter().find(|v| v.unit == r.organ_area).unwrap().level;
        let he = if r.organ_kind == "ubnd" { Hierarchy::ChinhQuyen } else { Hierarchy::Dang };
        let line = |measure: &str, date: Date, amount: Amount, more: &[(&str, Option<&str>)]| {
            let owner = [("cap", Some(level.slug())), ("he", Some(he.slug())), ("co-quan", Some(r.organ_kind))];
            let dims = owner.iter().chain(more).filter_map(|(d, v)| Some((d.to_string(), (*v)?.to_string())));
            Line {
                entry: r.id.to_string(),
                area: r.area,
                recorded_on: r.work.date,
                assigned: r.assigned,
                measure: measure.to_string(),
                date,
                dims: dims.collect(),
                member: String::new(),
                amount,
            }
        };
        let w = &r.work;
        let kind = [("loai", w.kind)];
        let mut lines = Vec::new();
        if r.register == "quy" {
            lines.push(line("viec.so", w.date, Amount::exact(1), &[]));
            lines.extend(w.people.map(|n| line("quy.tien", w.date, n, &[])));
            return lines;
        }
        lines.push(line("viec.so", w.date, Amount::exact(1), &kind));
        lines.extend(w.people.map(|n| line("viec.nguoi", w.date, n, &kind)));
        lines.push(line("viec.dang-lam", w.date, Amount::exact(1), &kind));
        lines.extend(w.done.map(|done| line("viec.dang-lam", done, Amount::exact(-1), &kind)));
        for (amount, group, date) in &w.parts {
            lines.push(line("viec.phan", *date, *amount, &[("loai", w.kind), ("nhom", *group)]));
        }
        if let Some(place) = w.place {
            let member = format!("text:{}", domain::text::slug(place));
            lines.push(Line { member, ..line("viec.noi", w.date, Amount::exact(1), &kind) });
        }
        lines
    }

    fn some_record(&self, dice: &mut SeededChance) -> Option<usize> {
        let live: Vec<usize> = (0..self.records.len()).filter(|i| !self.records[*i].voided).collect();
        (!live.is_empty()).then(|| pick(dice, &live))
    }

    fn edit(&mut self, dice: &mut SeededChance) {
        let Some(i) = self.some_record(dice) else { return };
        let r = self.records[i].clone();
        let mut date = some_date(dice);
        // The record stays where it is; its new date must be one on which the area lay under its owner's.
        if !self.truth.alive(r.area, date) || !self.truth.under(r.area, r.organ_area, date) {
            date = r.work.date;
        }
        let work = some_work(dice, date, r.register);
        self.write(i, work, r.counts, "edit");
    }

    fn step(&mut self, dice: &mut SeededChance) {
        let Some(i) = self.some_record(dice).filter(|i| self.records[*i].register == "viec") else { return };
        let r = self.records[i].clone();
        self.write(i, r.work, !r.counts, if r.counts { "mo-lai" } else { "ghi-so" });
    }

    fn write(&mut self, i: usize, work: Work, counts: bool, action: &str) {
        let r = self.records[i].clone();
        let data = self.data(r.register, &work);
        self.clerk.change(&r.id, &data, if counts { "da-ghi" } else { "du-thao" }, action).unwrap();
        self.records[i] = Record { work, counts, ..r };
    }

    fn void(&mut self, dice: &mut SeededChance) {
        let Some(i) = self.some_record(dice) else { return };
        let id = self.records[i].id.clone();
        self.clerk.void(&id, "ghi nhầm").unwrap();
        self.records[i].voided = true;
    }

    /// Assigns a record of a split unit to one of those that took people of it, or takes that back.
    fn assign(&mut self, dice: &mut SeededChance) {
        let split: Vec<(usize, Vec<UnitId>)> = (0..self.records.len())
            .filter(|i| !self.records[*i].voided)
            .map(|i| (i, self.heirs(self.records[i].area)))
            .filter(|(_, heirs)| heirs.len() > 1)
            .collect();
        if split.is_empty() {
            return;
        }
        let (i, heirs) = pick(dice, &split);
        let heir = (dice.below(4) > 0).then(|| pick(dice, &heirs));
        let id = self.records[i].id.clone();
        self.clerk.assign(&id, heir).unwrap();
        self.records[i].assigned = heir;
        self.assigned = true;
    }

    fn heirs(&self, area: UnitId) -> Vec<UnitId> {
        let rows = || self.truth.facts.successions.iter().filter(|s| s.old == area && s.kind.ends());
        if rows().any(|s| s.part.takes_all_people()) {
            return Vec::new();
        }
        let people = rows().any(|s| s.part.takes_people());
        let heirs: std::collections::BTreeSet<UnitId> =
            rows().filter(|s| s.part.takes_people() || !people).map(|s| s.new).collect();
        heirs.into_iter().collect()
    }

    fn declare(&mut self, dice: &mut SeededChance) {
        let unit = pick(dice, &self.units());
        let measure = pick(dice, &["viec.so", "viec.so", "viec.nguoi", "viec.phan", "viec.dang-lam"]);
        let stock = self.truth.natures[measure] == Nature::Stock;
        let mut dims = Dims::new();
        if dice.below(3) == 0 {
            dims.insert("loai".into(), pick(dice, &["lon", "nho"]).into());
        }
        if dice.below(6) == 0 {
            dims.insert("he".into(), pick(dice, &["dang", "chinh-quyen"]).into());
        }
        let period = some_period(dice);
        let approx = pick(dice, &[Approx::Exact, Approx::Exact, Approx::Over, Approx::About]);
        let amount = Amount { scaled: dice.below(90) as i64, approx };
        let from = (!stock).then_some(period.from);
        let note = "báo cáo của đơn vị";
        let declaration = Declaration { unit, measure, dims: &dims, period, amount, note };
        let done = self.clerk.store.declare(&self.clerk.who, self.clerk.now(), &declaration);
        let dead = self.truth.life(unit).intersection(&period).is_none();
        let complete = self.confirmed.iter().any(|(u, m, f, t)| {
            *u == unit && m == measure && *t >= period.to && f.unwrap_or(BEGINNING) <= from.unwrap_or(BEGINNING)
        });
        match done {
            Ok(id) => {
                assert!(!dead && !complete, "a declared figure of a dead unit or of complete records was taken");
                let alike = |s: &Said| {
                    s.unit == unit && s.measure == measure && s.dims == dims && s.from == from && s.to == period.to
                };
                self.truth.said.retain(|s| !alike(s));
                self.truth.said.push(Said { id, unit, measure: measure.into(), dims, from, to: period.to, amount });
            }
            Err(e) => assert!(dead || complete, "{e}"),
        }
    }

    fn confirm(&mut self, dice: &mut SeededChance) {
        let Some(said) = (!self.truth.said.is_empty()).then(|| pick(dice, &self.truth.said)) else { return };
        let mut period = Period { from: said.from.unwrap_or(day_one()), to: said.to };
        if dice.below(2) == 0 {
            period = some_period(dice);
        }
        let store = self.clerk.store;
        store.confirm_records(&self.clerk.who, self.clerk.now(), said.unit, &said.measure, period, "đủ").unwrap();
        let from = said.from.map(|_| period.from);
        let closed = |s: &Said| {
            s.unit == said.unit
                && s.measure == said.measure
                && s.to <= period.to
                && s.from.unwrap_or(BEGINNING) >= from.unwrap_or(BEGINNING)
        };
        self.truth.said.retain(|s| !closed(s));
        self.confirmed.push((said.unit, said.measure, from, period.to));
    }

    /// Keeps what is true now, to be asked for later "as known at" the last transaction.
    fn remember(&mut self) {
        let last = self.clerk.store.read(|conn| conn.first("SELECT COALESCE(MAX(seq), 0) FROM tx", &[])).unwrap();
        self.past.push(Past { seq: last.unwrap().int(0).unwrap(), truth: self.truth.clone() });
    }

    /// An old commune that the list lacked: it became, wholly or in part, one or two units that are there.
    fn add_unit(&mut self, dice: &mut SeededChance) {
        let on = testkit::day(pick(dice, &super::tree::REFORMS));
        let before = on.yesterday().unwrap();
        let of_level = |u: &UnitId, levels: &[Level]| {
            self.truth.facts.versions.iter().any(|v| v.unit == *u && levels.contains(&v.level))
        };
        let all = self.units();
        let parents: Vec<UnitId> = all
            .iter()
            .copied()
            .filter(|u| of_level(u, &[Level::Tinh, Level::Huyen]))
            .filter(|u| self.truth.life(*u).covers(&Period { from: BEGINNING, to: before }))
            .collect();
        let heirs: Vec<UnitId> =
            all.into_iter().filter(|u| of_level(u, &[Level::Xa]) && self.truth.alive(*u, on)).collect();
        if parents.is_empty() || heirs.is_empty() || self.truth.facts.versions.len() > 60 {
            return;
        }
        let version = Version {
            unit: UnitId(0),
            from: None,
            to: Some(before),
            code: format!("cu-{}", self.truth.facts.versions.len()),
            name: "Cũ".into(),
            full_name: "Xã Cũ".into(),
            kind: Kind::Xa,
            level: Level::Xa,
            parent: Some(pick(dice, &parents)),
            alt_names: Vec::new(),
        };
        let targets: std::collections::BTreeSet<UnitId> = (0..1 + dice.below(2)).map(|_| pick(dice, &heirs)).collect();
        let whole = targets.len() == 1;
        let (kind, part) =
            if whole { (SuccessionKind::Merged, Part::Whole) } else { (SuccessionKind::Split, Part::PartOnly) };
        let row = |new| Succession { old: UnitId(0), new, on, kind, part, legal_ref: "tra cứu".into() };
        let became: Vec<(UnitId, Succession)> = targets.into_iter().map(|t| (t, row(t))).collect();
        let at = self.clerk.clock.now();
        self.clerk.store.add_unit(version, became, &self.clerk.who, at).unwrap();
        self.truth.facts = self.clerk.store.units().facts().clone();
        // The list of units is one: an answer "as known at" an earlier transaction is given with the units of today.
        let facts = self.truth.facts.clone();
        self.past.iter_mut().for_each(|p| p.truth.facts = facts.clone());
    }
}

fn day_one() -> Date {
    testkit::day("2021-01-01")
}

fn some_work(dice: &mut SeededChance, date: Date, register: &str) -> Work {
    let amount = |dice: &mut SeededChance, pending: bool| {
        let approx = match dice.below(9) {
            0 => Approx::Over,
            1 => Approx::Under,
            2 => Approx::About,
            3 if pending => Approx::Pending,
            _ => Approx::Exact,
        };
        let scaled = match approx {
            Approx::Pending => 0,
            Approx::Exact => dice.below(500) as i64,
            _ => 1 + dice.below(500) as i64,
        };
        Amount { scaled, approx }
    };
    let parts = (0..dice.below(4))
        .map(|_| {
            let on = if dice.below(3) == 0 { some_date(dice) } else { date };
            (amount(dice, true), pick(dice, &[None, Some("a"), Some("b")]), on)
        })
        .collect();
    Work {
        date,
        kind: pick(dice, &[None, Some("lon"), Some("nho")]),
        people: (dice.below(4) > 0).then(|| amount(dice, register != "quy")),
        done: (dice.below(2) == 0).then(|| some_date(dice).max(date)),
        place: pick(dice, &[None, Some("Chợ"), Some("Đình"), Some("Trường học")]),
        parts,
    }
}

/// A period: years, decree years, months, odd stretches, single days.
pub fn some_period(dice: &mut SeededChance) -> Period {
    let year = 2021 + dice.below(6) as i16;
    let at = |y: i16, m: i8, d: i8| Date::new(y, m, d).unwrap();
    let (from, to) = match dice.below(8) {
        0 | 1 => (at(year, 1, 1), at(year, 12, 31)),
        2 => (at(year - 1, 12, 15), at(year, 12, 14)),
        3 => (at(year, 1, 1), at(year, 6, 30)),
        4 => (at(2021, 1, 1), at(2025, 12, 31)),
        5 => {
            let date = some_date(dice);
            (date, date)
        }
        6 => (at(2020, 1, 1), OPEN_END),
        _ => {
            let (a, b) = (some_date(dice), some_date(dice));
            (a.min(b), a.max(b))
        }
    };
    Period { from, to }
}
