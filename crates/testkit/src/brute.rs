//! Every figure by its definition: slow, simple, and without the store.
//!
//! From the live records, what was declared, and the facts about units, by going through all of them each time. This is
//! the specification that the store's roll-ups, scopes and SQL are tested against; it shares no code with them.

use domain::Date;
use domain::calendar::{BEGINNING, OPEN_END, Period};
use domain::ids::{NATION, UnitId};
use domain::indicators::{Bound, Question, Source, Term, View};
use domain::ledger::{Amount, Dims, Nature, Total};
use domain::units::{Facts, Succession, Version};
use std::collections::{BTreeMap, BTreeSet};

/// Conditions on dimensions.
pub type Filter = BTreeMap<String, Vec<String>>;

/// What one live record posts, once.
#[derive(Debug, Clone)]
pub struct Line {
    /// Which record.
    pub entry: String,
    /// Its area.
    pub area: UnitId,
    /// The date of the record, by which its area's parents are judged.
    pub recorded_on: Date,
    /// The successor it was assigned to by hand.
    pub assigned: Option<UnitId>,
    /// Measure slug.
    pub measure: String,
    /// The date on which it counts.
    pub date: Date,
    /// Dimensions.
    pub dims: Dims,
    /// What is counted once.
    pub member: String,
    /// How much.
    pub amount: Amount,
}

/// A declared figure that stands.
#[derive(Debug, Clone)]
pub struct Said {
    /// Key, growing in the order in which they were declared.
    pub id: i64,
    /// Unit, with all below it.
    pub unit: UnitId,
    /// Measure slug.
    pub measure: String,
    /// Dimensions it is restricted to.
    pub dims: Dims,
    /// First day; `None` for a stock.
    pub from: Option<Date>,
    /// Last day.
    pub to: Date,
    /// How much.
    pub amount: Amount,
}

/// How a declared unit lies to the unit asked about.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Lies {
    Inside,
    Outside,
    Across,
    Above,
}

/// All that is known.
#[derive(Debug, Clone)]
pub struct Truth {
    /// Units and successions.
    pub facts: Facts,
    /// What live records post.
    pub lines: Vec<Line>,
    /// What is declared.
    pub said: Vec<Said>,
    /// How measures add up.
    pub natures: BTreeMap<String, Nature>,
}

/// The answer for one term.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Sum {
    /// What counts: records, with declared figures in the place of some.
    pub total: Total,
    /// What has records, if declared figures stand.
    pub recorded: Option<Total>,
    /// Different members.
    pub members: i64,
    /// Exact or not.
    pub bound: Bound,
    /// Records, declared or both.
    pub source: Source,
}

/// The units in time, by going through all facts.
impl Truth {
    fn versions(&self, u: UnitId) -> impl Iterator<Item = &Version> {
        self.facts.versions.iter().filter(move |v| v.unit == u)
    }
    /// From the unit's first day to its last.
    pub fn life(&self, u: UnitId) -> Period {
        let from = self.versions(u).map(|v| v.from.unwrap_or(BEGINNING)).min().expect("a unit");
        let to = self.versions(u).map(|v| v.to.unwrap_or(OPEN_END)).max().expect("a unit");
        Period { from, to }
    }
    /// Whether the unit exists on the day.
    pub fn alive(&self, u: UnitId, on: Date) -> bool {
        self.life(u).contains(on)
    }
    fn parent(&self, u: UnitId, on: Date) -> Option<UnitId> {
        self.versions(u).find(|v| v.period().contains(on))?.parent
    }
    /// The unit and what is above it on the day, upwards.
    pub fn chain(&self, u: UnitId, on: Date) -> Vec<UnitId> {
        let mut chain = vec![u];
        while let Some(parent) = self.parent(chain[chain.len() - 1], on) {
            chain.push(parent);
        }
        chain
    }
    /// Whether the unit is the top one or below it on the day.
    pub fn under(&self, u: UnitId, top: UnitId, on: Date) -> bool {
        self.alive(u, on) && self.chain(u, on).contains(&top)
    }
    /// All units, with those that are no more.
    pub fn units(&self) -> BTreeSet<UnitId> {
        self.facts.versions.iter().map(|v| v.unit).collect()
    }

    /// The units of the tree of a date among which the people of `u` are: where they went (or came from), step by step.
    /// A unit that was dissolved, or came from nowhere, is answered for by its parent of that time.
    fn places(&self, u: UnitId, tree: Date) -> BTreeSet<UnitId> {
        let life = self.life(u);
        if life.contains(tree) {
            return BTreeSet::from([u]);
        }
        let forward = life.to < tree;
        let ended = |s: &&Succession| s.kind.ends();
        let rows: Vec<&Succession> = if forward {
            self.facts.successions.iter().filter(|s| s.old == u).filter(ended).collect()
        } else {
            self.facts.successions.iter().filter(|s| s.new == u && s.on == life.from).filter(ended).collect()
        };
        let other = |s: &Succession| if forward { s.new } else { s.old };
        let all_went = rows.iter().find(|s| forward && s.part.takes_all_people());
        let people: Vec<UnitId> = match all_went {
            Some(row) => vec![other(row)],
            None if rows.iter().any(|s| s.part.takes_people()) => {
                rows.iter().filter(|s| s.part.takes_people()).map(|s| other(s)).collect()
            }
            None => rows.iter().map(|s| other(s)).collect(),
        };
        if people.is_empty() {
            let edge = if forward { life.to } else { life.from };
            let parent = self.parent(u, edge).unwrap_or(NATION);
            return BTreeSet::from([self.lands(parent, tree)]);
        }
        people.into_iter().flat_map(|p| self.places(p, tree)).collect()
    }

    /// The lowest unit of the tree of a date that surely holds all records of `u`.
    fn lands(&self, u: UnitId, tree: Date) -> UnitId {
        let places = self.places(u, tree);
        let first = *places.iter().next().expect("a place");
        let chain = self.chain(first, tree);
        *chain.iter().find(|top| places.iter().all(|p| self.under(*p, **top, tree))).unwrap_or(&NATION)
    }
}

/// Figures.
impl Truth {
    fn nature(&self, measure: &str) -> Nature {
        self.natures[measure]
    }

    /// The days that count: all up to the last one for a stock.
    fn asked(&self, q: &Question, measure: &str) -> Period {
        let stock = self.nature(measure) == Nature::Stock;
        Period { from: if stock { BEGINNING } else { q.from }, to: q.to }
    }

    /// Whether records of a unit, of a day, count for the question.
    fn counts(&self, area: UnitId, recorded_on: Date, q: &Question) -> bool {
        match q.view {
            View::Was => self.under(area, q.unit, recorded_on),
            View::Restated => self.under(self.lands(area, q.tree), q.unit, q.tree),
        }
    }

    /// Whether a line counts; one of a split unit counts where the successor counts that it was assigned to.
    fn line_counts(&self, line: &Line, q: &Question) -> bool {
        let gone = self.life(line.area).to < q.tree;
        match line.assigned {
            Some(heir) if gone && q.view == View::Restated => self.counts(heir, line.recorded_on, q),
            _ => self.counts(line.area, line.recorded_on, q),
        }
    }

    /// The lines behind a term: of the measure, in the period, of the unit, meeting the conditions. An empty value asks
    /// for lines without the dimension.
    pub fn lines(&self, q: &Question, measure: &str, filter: &Filter) -> Vec<&Line> {
        let period = self.asked(q, measure);
        let meets = |l: &Line| {
            filter.iter().all(|(dim, values)| values.iter().any(|v| l.dims.get(dim).map_or("", String::as_str) == v))
        };
        self.lines
            .iter()
            .filter(|l| l.measure == measure && period.contains(l.date) && meets(l) && self.line_counts(l, q))
            .collect()
    }

    /// Whom a member is counted as: restated, units that became one unit are one member.
    fn member(&self, member: &str, q: &Question) -> String {
        match member.strip_prefix("unit:").and_then(|id| id.parse().ok()) {
            Some(id) if q.view == View::Restated => format!("unit:{}", self.lands(UnitId(id), q.tree)),
            _ => member.to_string(),
        }
    }

    /// One term of an indicator.
    pub fn term(&self, q: &Question, term: &Term, filter: &Filter) -> Sum {
        let filter = both(&term.filter, filter);
        let lines = self.lines(q, &term.measure, &filter);
        let members: BTreeSet<String> = lines.iter().map(|l| self.member(&l.member, q)).collect();
        let records = total(lines.iter().map(|l| l.amount));
        let mut sum = Sum {
            total: records,
            members: members.len() as i64,
            bound: self.split(q, &term.measure),
            ..Sum::default()
        };
        if self.nature(&term.measure) == Nature::Distinct {
            return sum;
        }
        let (standing, cut) = self.declared(q, &term.measure, &filter);
        if cut {
            sum.bound = sum.bound.max(Bound::NotDivisible);
        }
        if !standing.is_empty() {
            let left = lines.iter().filter(|l| !standing.iter().any(|d| self.replaces(d, l, q)));
            sum.total = total(left.map(|l| l.amount).chain(standing.iter().map(|d| d.amount)));
            sum.recorded = Some(records);
            sum.source = if standing.len() == 1 && self.is_exactly(standing[0], q, &filter) {
                Source::Declared
            } else {
                Source::Mixed
            };
        }
        sum
    }

    /// What records of split and merged units do to an answer in another tree. "At least": part of a unit that was split
    /// may belong here, unless all of its records were assigned by hand. "Not comparable": a unit made later holds more
    /// than this one.
    fn split(&self, q: &Question, measure: &str) -> Bound {
        let period = self.asked(q, measure);
        let mut bound = Bound::Exact;
        if q.view == View::Was {
            return bound;
        }
        for u in self.units() {
            let life = self.life(u);
            let here = |p: &UnitId| self.under(*p, q.unit, q.tree);
            let in_part = !here(&self.lands(u, q.tree)) && self.places(u, q.tree).iter().any(here);
            let its = || self.lines.iter().filter(|l| l.area == u && l.measure == measure && period.contains(l.date));
            let (lived, any) = (life.intersection(&period).is_some(), its().next().is_some());
            if !in_part || !lived && !any {
                continue;
            }
            if life.from > q.tree {
                bound = bound.max(Bound::NotComparable);
            } else if !any || its().any(|l| l.assigned.is_none()) {
                bound = bound.max(Bound::AtLeast);
            }
        }
        bound
    }
}

/// Declared figures. Each speaks for a region: its unit with all that lies below it on each day, its period, its
/// dimensions. Of regions inside each other the outermost stands; the records in a standing region do not count.
impl Truth {
    /// Days on which something about units changes: between two of them nothing does.
    fn change_days(&self) -> BTreeSet<Date> {
        let ends = self.facts.versions.iter().filter_map(|v| v.to?.tomorrow().ok());
        self.facts.versions.iter().filter_map(|v| v.from).chain(ends).chain([BEGINNING]).collect()
    }

    /// Days that stand for all days of a period on which the unit exists.
    fn sample_days(&self, u: UnitId, period: Period) -> Vec<Date> {
        let Some(common) = self.life(u).intersection(&period) else { return Vec::new() };
        let mut days = self.change_days();
        days.insert(common.from);
        days.into_iter().filter(|d| common.contains(*d)).collect()
    }

    /// How the declared unit with all below it lies, on a day, to the unit asked about.
    fn lies_on(&self, declared: UnitId, on: Date, q: &Question) -> Lies {
        let below: Vec<UnitId> = self.units().into_iter().filter(|u| self.under(*u, declared, on)).collect();
        let inside = below.iter().filter(|u| self.counts(**u, on, q)).count();
        match inside {
            0 => Lies::Outside,
            n if n == below.len() => Lies::Inside,
            _ if self.counts(declared, on, q) => Lies::Across,
            _ => Lies::Above,
        }
    }

    fn lies(&self, declared: UnitId, period: Period, q: &Question) -> Lies {
        let all: Vec<Lies> =
            self.sample_days(declared, period).into_iter().map(|d| self.lies_on(declared, d, q)).collect();
        let has = |l: Lies| all.contains(&l);
        match () {
            () if has(Lies::Across) || has(Lies::Inside) && (has(Lies::Outside) || has(Lies::Above)) => Lies::Across,
            () if has(Lies::Inside) => Lies::Inside,
            () if has(Lies::Above) => Lies::Above,
            () => Lies::Outside,
        }
    }

    /// The declared figures that stand for a term, and whether the question cuts one.
    fn declared(&self, q: &Question, measure: &str, filter: &Filter) -> (Vec<&Said>, bool) {
        let asked = self.asked(q, measure);
        let (mut inside, mut cut) = (Vec::new(), Vec::new());
        for d in self.said.iter().filter(|d| d.measure == measure) {
            let stock_of_another_day = d.from.is_none() && d.to != q.to;
            let other_value = filter.iter().any(|(dim, values)| d.dims.get(dim).is_some_and(|v| !values.contains(v)));
            if stock_of_another_day || other_value || period(d).intersection(&asked).is_none() {
                continue;
            }
            let dims_inside = filter.keys().all(|dim| d.dims.contains_key(dim));
            match self.lies(d.unit, period(d), q) {
                Lies::Outside | Lies::Above => {}
                Lies::Inside if dims_inside && asked.covers(&period(d)) => inside.push(d),
                Lies::Inside | Lies::Across => cut.push(d),
            }
        }
        let outermost: Vec<&Said> = inside
            .iter()
            .copied()
            .filter(|d| !inside.iter().any(|o| o.id != d.id && self.within(d, o, asked, &Filter::new())))
            .collect();
        let is_cut = cut.iter().any(|d| !outermost.iter().any(|s| self.within(d, s, asked, filter)))
            || outermost.iter().any(|a| outermost.iter().any(|b| a.id < b.id && self.overlap(a, b)));
        (outermost, is_cut)
    }

    /// The dimensions of declared figures that bear on a term, whether they stand or are cut.
    pub fn declared_dims(&self, q: &Question, measure: &str, filter: &Filter) -> Vec<&Dims> {
        let asked = self.asked(q, measure);
        let bears = |d: &&Said| {
            d.measure == measure
                && (d.from.is_some() || d.to == q.to)
                && period(d).intersection(&asked).is_some()
                && filter.iter().all(|(dim, values)| d.dims.get(dim).is_none_or(|v| values.contains(v)))
                && matches!(self.lies(d.unit, period(d), q), Lies::Inside | Lies::Across)
        };
        self.said.iter().filter(bears).map(|d| &d.dims).collect()
    }

    /// Whether what one says of the days asked for is part of what another says.
    fn within(&self, d: &Said, o: &Said, asked: Period, filter: &Filter) -> bool {
        let Some(part) = period(d).intersection(&asked) else { return true };
        let days = self.sample_days(d.unit, part);
        let single = |dim: &String, value: &String| filter.get(dim).is_some_and(|v| v.as_slice() == [value.clone()]);
        period(o).covers(&part)
            && o.dims.iter().all(|(dim, value)| d.dims.get(dim) == Some(value) || single(dim, value))
            && !days.is_empty()
            && days.iter().all(|on| self.under(d.unit, o.unit, *on))
    }

    /// Whether two declared figures speak of the same thing in part.
    fn overlap(&self, a: &Said, b: &Said) -> bool {
        let Some(common) = period(a).intersection(&period(b)) else { return false };
        let apart = a.dims.iter().any(|(dim, v)| b.dims.get(dim).is_some_and(|w| w != v));
        let days = self.sample_days(b.unit, common);
        !apart && days.iter().any(|on| self.under(a.unit, b.unit, *on) || self.under(b.unit, a.unit, *on))
    }

    /// Whether a standing figure takes the place of a line: it lies in the region, on a day on which the whole unit
    /// counts for the question.
    fn replaces(&self, d: &Said, l: &Line, q: &Question) -> bool {
        self.under(l.area, d.unit, l.recorded_on)
            && self.lies_on(d.unit, l.recorded_on, q) == Lies::Inside
            && period(d).contains(l.date)
            && d.dims.iter().all(|(dim, value)| l.dims.get(dim) == Some(value))
    }

    /// Whether the figure was declared for exactly what is asked.
    fn is_exactly(&self, d: &Said, q: &Question, filter: &Filter) -> bool {
        let dims: Filter = d.dims.iter().map(|(dim, v)| (dim.clone(), vec![v.clone()])).collect();
        d.unit == q.unit && d.to == q.to && d.from.is_none_or(|f| f == q.from) && dims == *filter
    }
}

fn period(d: &Said) -> Period {
    Period { from: d.from.unwrap_or(BEGINNING), to: d.to }
}

/// Amounts added up.
pub fn total(amounts: impl Iterator<Item = Amount>) -> Total {
    amounts.fold(Total::default(), |sum, a| sum.plus(Total::of(a, 1)).expect("a sum within 64 bits"))
}

/// Both conditions.
pub fn both(a: &Filter, b: &Filter) -> Filter {
    let mut out = a.clone();
    for (dim, values) in b {
        let left: Vec<String> = match a.get(dim) {
            Some(have) => have.iter().filter(|v| values.contains(v)).cloned().collect(),
            None => values.clone(),
        };
        out.insert(dim.clone(), left);
    }
    out
}
