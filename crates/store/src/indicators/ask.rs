//! One question in one snapshot: totals once for all indicators, then each figure from them.

mod splits;

use super::region::{Effect, Seen};
use super::{Ask, DimFilter, assemble, both, concerns, note};
use crate::db::Conn;
use crate::declared::{self, Declared};
use crate::error::Result;
use crate::ledger::{CellTotals, MemberTotals, PieceFilter, Range, cell_totals, key_list, overflow, totals};
use crate::{Pinned, Store};
use domain::Date;
use domain::calendar::{Period, day_number};
use domain::ids::UnitId;
use domain::indicators::{Bound, Figure, Formula, Indicator, Note, Question, Source, Term, View};
use domain::ledger::{Dims, Nature, Total};
use domain::units::{Direction, Piece, PiecePart, Restatement, Scope, Units};
use splits::{DISSOLVED_NAMED_MAX, Split};
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

/// The answer for one term (or several of one counting unit).
#[derive(Debug, Clone, Default)]
pub(crate) struct Resolved {
    /// What counts.
    pub total: Total,
    /// What has records, when declared figures stand.
    pub recorded: Option<Total>,
    /// Number of different members, for a distinct measure.
    pub members: Option<i64>,
    pub source: Source,
    pub bound: Bound,
    pub notes: Vec<Note>,
}

/// Answers one question.
pub(crate) struct Asker<'a> {
    store: &'a Store,
    pinned: Arc<Pinned>,
    units: Arc<Units>,
    q: Question,
    known_at: Option<i64>,
    pub scope: Scope,
    totals: MemberTotals,
    dims: BTreeMap<i64, Arc<Dims>>,
    declared: Vec<Declared>,
    /// Only when there are declared figures.
    seen: Option<Seen>,
    /// Only in the restated view.
    restated: Option<Arc<Restatement>>,
    splits: Vec<Split>,
    /// Dissolved districts whose own records are in the answer.
    dissolved: Vec<UnitId>,
}

impl<'a> Asker<'a> {
    pub fn new(store: &'a Store, q: Question, known_at: Option<i64>) -> Result<Self> {
        let units = store.units();
        let restated = (q.view == View::Restated).then(|| store.restatement(&units, q.tree));
        let scope = restated.as_ref().map_or_else(|| units.scope_was(q.unit), |map| units.scope_in(q.unit, map));
        Ok(Asker {
            store,
            pinned: store.pinned()?,
            units,
            q,
            known_at,
            scope,
            totals: MemberTotals::new(),
            dims: BTreeMap::new(),
            declared: Vec::new(),
            seen: None,
            restated,
            splits: Vec::new(),
            dissolved: Vec::new(),
        })
    }

    pub fn nature(&self, slug: &str) -> Nature {
        self.pinned.catalogue.measures.get(slug).map_or(Nature::Flow, |m| m.nature)
    }

    /// The first day that counts for a measure.
    fn from(&self, slug: &str) -> Option<Date> {
        (self.nature(slug) != Nature::Stock).then_some(self.q.from)
    }

    fn range(&self, from: Option<Date>) -> Range {
        Range { from, to: self.q.to, known_at: self.known_at }
    }

    /// Reads everything that the indicators need.
    pub fn load(&mut self, conn: &mut Conn, indicators: &[Indicator]) -> Result<()> {
        let keys = self.keys(indicators)?;
        let declared = declared::standing(conn, &keys.values().flatten().copied().collect::<Vec<_>>(), self.known_at)?;
        self.load_with(conn, &keys, declared, &BTreeMap::new())
    }

    /// [`Asker::load`] for many questions about the same indicators and days, now: what they have in common is read once.
    pub fn load_all(askers: &mut [Self], conn: &mut Conn, indicators: &[Indicator]) -> Result<()> {
        let Some(first) = askers.first() else { return Ok(()) };
        let keys = first.keys(indicators)?;
        let declared = declared::standing(conn, &keys.values().flatten().copied().collect::<Vec<_>>(), None)?;
        let mut periods: Vec<(Date, Date)> = askers.iter().map(|a| (a.q.from, a.q.to)).collect();
        periods.sort_unstable();
        periods.dedup();
        for period in periods {
            let mine = |a: &&mut Self| (a.q.from, a.q.to) == period;
            let mut read = BTreeMap::new();
            for (nature, keys) in &keys {
                let pieces: Vec<Piece> = askers
                    .iter()
                    .filter(|a| (a.q.from, a.q.to) == period)
                    .flat_map(|a| a.scope.pieces.iter().copied())
                    .collect();
                let from = (*nature != Nature::Stock).then_some(period.0);
                let range = Range { from, to: period.1, known_at: None };
                let keys: Vec<i64> = keys.iter().copied().collect();
                read.insert(*nature, cell_totals(conn, &pieces, &keys, range, *nature == Nature::Distinct)?);
            }
            for asker in askers.iter_mut().filter(mine) {
                asker.load_with(conn, &keys, declared.clone(), &read)?;
            }
        }
        Ok(())
    }

    /// The keys of the indicators' measures, by how they add up.
    fn keys(&self, indicators: &[Indicator]) -> Result<BTreeMap<Nature, BTreeSet<i64>>> {
        let mut keys: BTreeMap<Nature, BTreeSet<i64>> = BTreeMap::new();
        for term in indicators.iter().flat_map(terms) {
            keys.entry(self.nature(&term.measure)).or_default().insert(self.pinned.measure(&term.measure)?);
        }
        Ok(keys)
    }

    fn load_with(
        &mut self,
        conn: &mut Conn,
        keys: &BTreeMap<Nature, BTreeSet<i64>>,
        declared: Vec<Declared>,
        read: &BTreeMap<Nature, CellTotals>,
    ) -> Result<()> {
        let all: Vec<i64> = keys.values().flatten().copied().collect();
        self.load_dissolved(conn, &all)?;
        self.declared = declared;
        if !self.declared.is_empty() {
            self.seen = Some(Seen::new(self.units.clone(), self.q.clone(), self.restated.clone()));
        }
        for (nature, keys) in keys {
            let keys: Vec<i64> = keys.iter().copied().collect();
            let from = (*nature != Nature::Stock).then_some(self.q.from);
            let members = *nature == Nature::Distinct;
            let pieces = self.scope.pieces.clone();
            let range = self.range(from);
            self.totals.append(&mut totals(conn, &pieces, &keys, range, members, read.get(nature))?);
            self.load_splits(conn, &keys, from, members)?;
        }
        self.dims = self.store.dims_of(conn, &self.totals.keys().map(|k| k.1).collect())?;
        Ok(())
    }

    /// The figures of one ask: the total and its parts.
    pub fn figures(&mut self, conn: &mut Conn, ask: &Ask, indicator: &Indicator) -> Result<Vec<Figure>> {
        if matches!(indicator.formula, Formula::Growth(_)) {
            return Ok(Vec::new());
        }
        let base = both(&ask.filter, &self.q.organ);
        let mut figures = vec![self.figure(conn, indicator, &base, Dims::new())?];
        for group in self.groups(indicator, &base, &ask.by)? {
            let one: DimFilter = group.iter().map(|(d, v)| (d.clone(), vec![v.clone()])).collect();
            figures.push(self.figure(conn, indicator, &both(&base, &one), group)?);
        }
        Ok(figures)
    }

    /// The values that occur of the dimensions asked for, in order.
    fn groups(&self, indicator: &Indicator, base: &DimFilter, by: &[String]) -> Result<BTreeSet<Dims>> {
        let mut groups = BTreeSet::new();
        if by.is_empty() {
            return Ok(groups);
        }
        for term in terms(indicator) {
            let key = self.pinned.measure(&term.measure)?;
            let filter = both(&term.filter, base);
            for ((_, dimset, _), total) in
                self.totals.range((key, i64::MIN, String::new())..(key + 1, i64::MIN, String::new()))
            {
                let Some(dims) = self.dims.get(dimset).filter(|d| matches(&filter, d)) else { continue };
                if !total.is_zero() {
                    groups.insert(by.iter().map(|b| (b.clone(), dims.get(b).cloned().unwrap_or_default())).collect());
                }
            }
            // What was declared for a part has a line of its own even where nothing is on record.
            let Some(seen) = &self.seen else { continue };
            for dims in seen.declared_dims(&self.declared, key, &filter, self.from(&term.measure)) {
                let part = by.iter().map(|b| Some((b.clone(), dims.get(b)?.clone()))).collect::<Option<Dims>>();
                groups.extend(part);
            }
        }
        Ok(groups)
    }

    fn figure(&self, conn: &mut Conn, indicator: &Indicator, filter: &DimFilter, by: Dims) -> Result<Figure> {
        let catalogue = &self.pinned.catalogue;
        Ok(match &indicator.formula {
            Formula::Sum(list) => assemble::sum(catalogue, indicator, by, self.resolve(conn, list, filter)?),
            Formula::Distinct(term) => {
                assemble::distinct(catalogue, indicator, by, self.resolve(conn, std::slice::from_ref(term), filter)?)
            }
            Formula::Ratio { num, den } => {
                let (n, d) = (self.resolve(conn, num, filter)?, self.resolve(conn, den, filter)?);
                assemble::ratio(catalogue, indicator, by, n, d)
            }
            Formula::Growth(_) => assemble::sum(catalogue, indicator, by, Resolved::default()),
        })
    }

    fn resolve(&self, conn: &mut Conn, terms: &[Term], filter: &DimFilter) -> Result<Resolved> {
        let mut out = Resolved::default();
        for (i, term) in terms.iter().enumerate() {
            let one = self.resolve_term(conn, term, &both(&term.filter, filter))?;
            let before = out.total;
            out.total = before.plus(one.total).ok_or_else(overflow)?;
            out.recorded = match (out.recorded, one.recorded) {
                (None, None) => None,
                (a, b) => Some(a.unwrap_or(before).plus(b.unwrap_or(one.total)).ok_or_else(overflow)?),
            };
            out.source = if i > 0 && one.source != out.source { Source::Mixed } else { one.source };
            out.members = one.members.or(out.members);
            out.bound = out.bound.max(one.bound);
            out.notes.extend(one.notes.into_iter().filter(|n| !out.notes.contains(n)).collect::<Vec<_>>());
        }
        Ok(out)
    }

    /// Whom a member is counted as: restated, communes that became one commune are one member.
    fn member(&self, member: &str) -> String {
        let unit = member.strip_prefix("unit:").and_then(|id| id.parse().ok()).map(UnitId);
        match unit.zip(self.restated.as_ref()).and_then(|(unit, map)| map.get(unit)) {
            Some(now) => format!("unit:{}", now.to),
            None => member.to_string(),
        }
    }

    fn resolve_term(&self, conn: &mut Conn, term: &Term, filter: &DimFilter) -> Result<Resolved> {
        let key = self.pinned.measure(&term.measure)?;
        let from = self.from(&term.measure);
        let mut out = Resolved::default();
        let distinct = self.nature(&term.measure) == Nature::Distinct;
        let mut members: BTreeSet<String> = BTreeSet::new();
        let range = (key, i64::MIN, String::new())..(key + 1, i64::MIN, String::new());
        for ((_, dimset, member), total) in self.totals.range(range) {
            if self.dims.get(dimset).is_some_and(|d| matches(filter, d)) {
                out.total = out.total.plus(*total).ok_or_else(overflow)?;
                if distinct && total.postings > 0 {
                    members.insert(self.member(member));
                }
            }
        }
        if distinct {
            out.members = Some(members.len() as i64);
        } else if let Some(seen) = &self.seen {
            let effect = seen.effect(&self.declared, key, filter, from);
            self.apply_declared(conn, &mut out, &effect, key, from, filter)?;
        }
        self.apply_splits(&mut out, key);
        Ok(out)
    }

    fn apply_declared(
        &self,
        conn: &mut Conn,
        out: &mut Resolved,
        effect: &Effect<'_>,
        key: i64,
        from: Option<Date>,
        filter: &DimFilter,
    ) -> Result<()> {
        for d in &effect.above {
            let text =
                format!("{} có số tự khai chung cho cả địa bàn; số này chỉ tính hồ sơ", self.units.label(d.unit));
            out.notes.push(note("declared-above", text));
        }
        if let Some(d) = effect.cut {
            out.bound = out.bound.max(Bound::NotDivisible);
            let text = format!(
                "Số tự khai của {} (kỳ {} – {}) không chia được cho câu hỏi này",
                self.units.label(d.unit),
                d.from.map_or_else(|| "đến".into(), vn_date),
                vn_date(d.to)
            );
            out.notes.push(note("not-divisible", text));
        }
        if effect.stand.is_empty() {
            return Ok(());
        }
        out.recorded = Some(out.total);
        for stand in &effect.stand {
            let d = stand.declared;
            let part = self.recorded_of(conn, d.unit, stand.spans.as_deref(), key, from.and(d.from), d)?;
            let amount = Total::of(d.amount, 1);
            out.total = out.total.plus(part.negated()).and_then(|t| t.plus(amount)).ok_or_else(overflow)?;
            let text = assemble::declared_note(&self.pinned.catalogue, &self.units, &self.pinned.measures, d, part);
            out.notes.push(note("declared", text));
        }
        let whole = effect.stand.len() == 1
            && effect.stand.iter().all(|s| {
                let d = s.declared;
                let asked: bool = filter.iter().all(|(k, v)| v.len() == 1 && d.dims.get(k) == v.first());
                d.unit == self.q.unit && d.to == self.q.to && d.from == from && asked && d.dims.len() == filter.len()
            });
        out.source = if whole { Source::Declared } else { Source::Mixed };
        Ok(())
    }

    /// The records that a declared figure takes the place of.
    fn recorded_of(
        &self,
        conn: &mut Conn,
        unit: UnitId,
        spans: Option<&[Period]>,
        key: i64,
        from: Option<Date>,
        d: &Declared,
    ) -> Result<Total> {
        let spans: Vec<Option<Period>> =
            spans.map_or_else(|| vec![None], |list| list.iter().copied().map(Some).collect());
        let pieces: Vec<Piece> = spans
            .into_iter()
            .flat_map(|during| [PiecePart::Own, PiecePart::Below].map(|part| Piece { unit, part, during }))
            .collect();
        let range = Range { from, to: d.to, known_at: self.known_at };
        let found = totals(conn, &pieces, &[key], range, false, None)?;
        let dims = self.store.dims_of(conn, &found.keys().map(|k| k.1).collect())?;
        let mut sum = Total::default();
        for ((_, dimset, _), total) in found {
            let inside = dims.get(&dimset).is_some_and(|have| d.dims.iter().all(|(k, v)| have.get(k) == Some(v)));
            if inside {
                sum = sum.plus(total).ok_or_else(overflow)?;
            }
        }
        Ok(sum)
    }

    /// What must be said about the whole answer.
    pub fn notes(&self) -> Vec<Note> {
        let mut notes = Vec::new();
        let names = |list: &[UnitId]| list.iter().map(|u| self.units.label(*u)).collect::<Vec<_>>().join(", ");
        let started = self.units.life(self.q.unit).is_some_and(|l| l.from > self.q.from);
        if self.q.view == View::Was && started && !self.scope.predecessors.is_empty() {
            let text = format!("Chỉ gồm hồ sơ từ khi có đơn vị này; trước đó là: {}", names(&self.scope.predecessors));
            notes.push(note("predecessor", text));
        }
        match &self.dissolved[..] {
            [] => {}
            few if few.len() <= DISSOLVED_NAMED_MAX => {
                notes.push(note(
                    "dissolved-district",
                    format!("Gồm cả hồ sơ của cấp huyện đã giải thể: {}", names(few)),
                ));
            }
            many => {
                let text = format!("Gồm cả hồ sơ của {} đơn vị cấp huyện đã giải thể", many.len());
                notes.push(note("dissolved-district", text));
            }
        }
        if let Some(date) = self.units.facts().incomplete_before.filter(|d| self.q.from < *d) {
            let text = format!(
                "Danh sách đơn vị trước ngày {} chưa đầy đủ: thiếu các đơn vị đã giải thể trước đó",
                vn_date(date)
            );
            notes.push(note("incomplete-tree", text));
        }
        notes
    }

    /// The dimension sets of a measure that a filter lets through.
    pub fn dimsets(&self, key: i64, filter: &DimFilter) -> Vec<i64> {
        let range = (key, i64::MIN, String::new())..(key + 1, i64::MIN, String::new());
        let found: BTreeSet<i64> = self
            .totals
            .range(range)
            .filter(|((_, dimset, _), _)| self.dims.get(dimset).is_some_and(|d| matches(filter, d)))
            .map(|((_, dimset, _), _)| *dimset)
            .collect();
        found.into_iter().collect()
    }

    /// The SQL conditions that pick the postings behind the question: pieces, then assigned entries of split units.
    pub fn branches(&self) -> Vec<PieceFilter> {
        let mut out: Vec<PieceFilter> = self.scope.pieces.iter().map(PieceFilter::of).collect();
        let split = self.splits.iter().filter(|s| s.direction == Direction::Forward).map(|s| s.area);
        for area in split.collect::<BTreeSet<_>>() {
            let heirs: Vec<i64> =
                self.units.became(area).iter().map(|s| s.new).filter(|u| self.lands_inside(*u)).map(|u| u.0).collect();
            if !heirs.is_empty() {
                out.push(PieceFilter {
                    join: format!("JOIN entry a ON a.id = x.entry AND a.assigned IN ({})", key_list(&heirs)),
                    condition: format!("x.area = {}", area.0),
                });
            }
        }
        out
    }

    pub fn pinned(&self) -> &Pinned {
        &self.pinned
    }

    pub fn first_day(&self, slug: &str) -> i64 {
        self.from(slug).map_or(i64::MIN, day_number)
    }

    pub fn standing_declared(&self, key: i64, slug: &str, filter: &DimFilter) -> Vec<Declared> {
        let Some(seen) = &self.seen else { return Vec::new() };
        let effect = seen.effect(&self.declared, key, filter, self.from(slug));
        effect.stand.into_iter().map(|s| s.declared.clone()).collect()
    }
}

pub(crate) fn vn_date(date: Date) -> String {
    date.strftime("%d/%m/%Y").to_string()
}

/// All terms of an indicator; none for growth, which asks another indicator.
pub(crate) fn terms(indicator: &Indicator) -> Vec<&Term> {
    match &indicator.formula {
        Formula::Sum(list) => list.iter().collect(),
        Formula::Ratio { num, den } => num.iter().chain(den).collect(),
        Formula::Distinct(term) => vec![term],
        Formula::Growth(_) => Vec::new(),
    }
}

/// Whether dimensions meet all conditions; an empty value asks for postings that lack the dimension.
pub(crate) fn matches(filter: &DimFilter, dims: &Dims) -> bool {
    filter.iter().all(|(dim, values)| values.iter().any(|v| dims.get(dim).map_or("", String::as_str) == v))
}
