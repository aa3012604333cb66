//! What the ledger says of a claim: the indicators that its words fit, for the unit and period that it speaks of.

use super::Ledger;
use super::measures::plain;
use super::subject::{Finder, Subject};
use crate::Desk;
use domain::Date;
use domain::calendar::Period;
use domain::ids::UnitId;
use domain::indicators::{Bound, Figure, Formula, Question, Source, View};
use domain::ledger::Approx;
use domain::problem::Problem;
use domain::proof::knowledge::Evidence;
use domain::proof::{Claim, KnownFigure};
use domain::registers::{Catalogue, convert, converts, find_unit};
use domain::units::{Level, Match};
use rust_decimal::Decimal;
use std::collections::BTreeMap;
use std::rc::Rc;
use store::indicators::{Ask, DimFilter};
use store::{Result, StoreError};

/// One question that the store was asked: unit, tree, period, level and hierarchy of the owners.
pub(super) type Key = (UnitId, Date, Date, Date, Option<Level>, Option<&'static str>);
/// Its answers, by indicator.
pub(super) type Answers = Rc<BTreeMap<String, Figure>>;

/// A unit and the level whose records alone count.
pub(super) type Whose = (UnitId, Option<Level>);

/// Decimal places to which amounts are converted: enough for đồng in tỷ đồng.
const PLACES: u8 = 9;

impl Ledger<'_> {
    /// The ledger's figures for a claim.
    pub(super) fn known_figures(&self, claim: &Claim) -> Result<Vec<KnownFigure>> {
        let none = Ok(Vec::new());
        let Some(written) = claim.unit.as_deref() else { return none };
        let indicators = self.engine.measures.fitting(&claim.phrase, written);
        if indicators.is_empty() {
            return none;
        }
        let own = self.subject.as_ref().and_then(|s| s.period);
        let Some(period) = claim.period.and_then(|(a, b)| Period::new(a, b).ok()).or(own) else { return none };
        let mut known: Vec<KnownFigure> = Vec::new();
        // An organ may count its own work only: then the figure of its hierarchy is right as well.
        let own = self.subject.as_ref().and_then(|s| s.he).map(|he| he.slug());
        let whose = self.whose(claim.scope.as_deref(), period.to);
        for (unit, level) in whose.into_iter().filter(|(u, _)| self.desk.reads(*u, period.to)) {
            for he in std::iter::once(None).chain(own.map(Some)) {
                let answers = self.answers(unit, period, level, he)?;
                for figure in indicators.iter().filter_map(|slug| answers.get(*slug)) {
                    let found = self.known(figure, claim, written, &About { unit, period, level, he })?;
                    let new = |k: &KnownFigure| !known.iter().any(|o| o.indicator == k.indicator && o.value == k.value);
                    known.extend(found.filter(new));
                }
            }
        }
        Ok(known)
    }

    /// Whose records a scope means: a unit, and the level whose records alone count. "cấp xã" is that level within the
    /// subject; "huyện" alone, of a district, may be the district as a whole or its own level: both. Nothing when it is
    /// not known.
    pub(super) fn whose(&self, scope: Option<&str>, on: Date) -> Vec<Whose> {
        let subject = self.subject.as_ref();
        let Some(folded) = scope.map(plain).filter(|s| s.len() > 2) else {
            return subject.map(|s| (s.unit, None)).into_iter().collect();
        };
        let words = folded.trim();
        if let Some(subject) = subject
            && let Some(found) = self.within(subject, words, on)
        {
            return found;
        }
        let organ = || self.organ_named(scope.unwrap_or_default(), on);
        let unit = self.unit_named(words, on).map(|unit| vec![(unit, None)]);
        unit.or_else(|| organ().map(|unit| vec![(unit, None), (unit, self.level(unit, on))])).unwrap_or_default()
    }

    /// A scope that has no name of its own: a level, or the subject in other words.
    fn within(&self, subject: &Subject, words: &str, on: Date) -> Option<Vec<Whose>> {
        let version = self.units.nearest_version(subject.unit, on)?;
        let named = |level: &Level| plain(level.slug()).trim().to_string();
        if let Some(level) = words.strip_prefix("cap ").and_then(|l| Level::ALL.into_iter().find(|v| named(v) == l)) {
            return Some(vec![(subject.unit, Some(level))]);
        }
        let own = [plain(version.kind.name()).trim().to_string(), named(&version.level)];
        let rest = ["toan ", "tren dia ban ", "dia ban "].into_iter().find_map(|p| words.strip_prefix(p));
        if rest.is_some_and(|r| own.iter().any(|o| o == r)) {
            return Some(vec![(subject.unit, None)]);
        }
        let committee = self.heads.iter().any(|h| h.is_bare(words, version.level, &own));
        if committee || own.iter().any(|o| o == words) {
            return Some(vec![(subject.unit, None), (subject.unit, Some(version.level))]);
        }
        let level = Level::ALL.into_iter().find(|l| *l > version.level && named(l) == words);
        level.map(|l| vec![(subject.unit, Some(l))])
    }

    fn level(&self, unit: UnitId, on: Date) -> Option<Level> {
        self.units.nearest_version(unit, on).map(|v| v.level)
    }

    /// The unit of an organ named in full.
    fn organ_named(&self, scope: &str, on: Date) -> Option<UnitId> {
        let finder = Finder { desk: self.desk, units: &self.units, heads: &self.heads, on, head: scope };
        finder.organ(scope).map(|(unit, _)| unit)
    }

    /// The one unit of a name: within the subject first, else anywhere.
    fn unit_named(&self, name: &str, on: Date) -> Option<UnitId> {
        let mut found = self.units.search(name, Some(on));
        found.retain(|h| h.how <= Match::Folded && h.how != Match::Code);
        if let Some(subject) = &self.subject {
            let within = |u: UnitId| u == subject.unit || self.units.ancestors_on(u, on).contains(&subject.unit);
            let near: Vec<UnitId> = found.iter().map(|h| h.unit).filter(|u| within(*u)).collect();
            if let [one] = near[..] {
                return Some(one);
            }
        }
        match &found[..] {
            [one] => Some(one.unit),
            _ => None,
        }
    }

    /// All measured indicators of a unit and period, asked once.
    fn answers(&self, unit: UnitId, period: Period, level: Option<Level>, he: Option<&'static str>) -> Result<Answers> {
        let tree = self.units.clamp(unit, period.to);
        let key = (unit, tree, period.from, period.to, level, he);
        if let Some(kept) = self.answered.borrow().get(&key) {
            return Ok(kept.clone());
        }
        let mut filter = DimFilter::new();
        filter.extend(level.map(|l| ("cap".to_string(), vec![l.slug().to_string()])));
        let organ = he.map(|he| ("he".to_string(), vec![he.to_string()])).into_iter().collect();
        let question = Question { unit, organ, tree, from: period.from, to: period.to, view: View::Was };
        let catalogue = &self.pinned.catalogue;
        let asked: Vec<&str> =
            self.engine.measures.indicators().into_iter().filter(|s| catalogue.indicators.contains_key(*s)).collect();
        let asks: Vec<Ask> = asked.iter().map(|s| Ask { filter: filter.clone(), ..Ask::plain(s) }).collect();
        let answer = match self.desk.store.figures(&question, &asks, None) {
            Ok(answer) => answer.figures,
            // A unit that did not exist then, a period outside the calendar: nothing is known of it.
            Err(StoreError::Refused(_)) => Vec::new(),
            Err(other) => return Err(other),
        };
        let totals = answer.into_iter().map(|f| f.into_iter().next());
        let answers: Answers =
            Rc::new(asked.iter().zip(totals).filter_map(|(s, f)| Some(((*s).to_string(), f?))).collect());
        self.answered.borrow_mut().insert(key, answers.clone());
        Ok(answers)
    }

    /// A figure of the ledger beside a claim; none where nothing was recorded or no number can be given.
    fn known(&self, figure: &Figure, claim: &Claim, written: &str, about: &About) -> Result<Option<KnownFigure>> {
        let Some(stated) = figure.value else { return Ok(None) };
        if matches!(figure.bound, Bound::NotDivisible | Bound::NotComparable) {
            return Ok(None);
        }
        let confirmed = self.confirmed(figure, about)?;
        // Whoever keeps no records has zeros; they contradict nobody.
        if stated.scaled == 0 && figure.source == Source::Records && !confirmed {
            return Ok(None);
        }
        let Some(value) = self.as_written(figure, claim, written) else { return Ok(None) };
        let catalogue = &self.pinned.catalogue;
        let name = catalogue.indicators.get(&figure.indicator).map_or(figure.indicator.clone(), |i| i.name.clone());
        let over = about.period.to < self.desk.today;
        let sure = figure.bound == Bound::Exact && figure.approx == Approx::Exact && figure.pending == 0;
        let context = about.words(self.desk, &self.units);
        let label = format!("Hồ sơ của chỉ tiêu “{name}”, {context}");
        Ok(Some(KnownFigure {
            evidence: Evidence { path: about.path(&figure.indicator, &self.units), label },
            indicator: name,
            context,
            value,
            complete: confirmed && over && sure,
        }))
    }

    /// Whether the unit has confirmed that its records of all that the indicator sums are complete for the period.
    fn confirmed(&self, figure: &Figure, about: &About) -> Result<bool> {
        let Some(indicator) = self.pinned.catalogue.indicators.get(&figure.indicator) else { return Ok(false) };
        let terms: Vec<&str> = match &indicator.formula {
            Formula::Sum(terms) => terms.iter().map(|t| t.measure.as_str()).collect(),
            Formula::Ratio { num, den } => num.iter().chain(den).map(|t| t.measure.as_str()).collect(),
            Formula::Distinct(term) => vec![term.measure.as_str()],
            Formula::Growth(_) => return Ok(false),
        };
        for measure in terms {
            if !self.desk.store.records_confirmed(about.unit, measure, about.period)? {
                return Ok(false);
            }
        }
        Ok(true)
    }

    /// The figure's value in what a claim's value is in: single units of the counting unit as written.
    fn as_written(&self, figure: &Figure, claim: &Claim, written: &str) -> Option<Decimal> {
        if let (Some(n), Some(d)) = (figure.numerator, figure.denominator) {
            let share = decimal(n).checked_mul(Decimal::ONE_HUNDRED)?.checked_div(decimal(d))?;
            return Some(share.round_dp(claim.value.scale()));
        }
        let value = figure.value?;
        let catalogue: &Catalogue = &self.pinned.catalogue;
        let to = find_unit(catalogue, written).filter(|u| u.slug != figure.unit);
        let value = match to.filter(|u| converts(catalogue, &figure.unit, &u.slug)) {
            Some(unit) => {
                let scaled = convert(catalogue, value, &figure.unit, &unit.slug, PLACES).ok()?;
                Decimal::new(scaled, u32::from(PLACES))
            }
            None => decimal(value),
        };
        let written = plain(written);
        let factor = self.engine.units.iter().find(|u| plain(&u.name) == written).map_or(1, |u| u.factor.max(1));
        Some(value.checked_mul(Decimal::from(factor))?.normalize())
    }
}

fn decimal(d: domain::indicators::Decimal) -> Decimal {
    Decimal::new(d.scaled, u32::from(d.scale))
}

/// Of what a figure is.
struct About {
    unit: UnitId,
    period: Period,
    level: Option<Level>,
    he: Option<&'static str>,
}

impl About {
    /// "Huyện Bắc Hà, năm 2021, cấp xã".
    fn words(&self, desk: &Desk<'_>, units: &domain::units::Units) -> String {
        let unit = units.nearest_version(self.unit, self.period.to).map_or_else(String::new, |v| v.full_name.clone());
        let (from, to) = (self.period.from, self.period.to);
        let whole = from == to.first_of_year() && to == to.last_of_year();
        let when = if whole {
            format!("năm {}", to.year())
        } else {
            format!("từ {} đến {}", from.strftime("%d/%m/%Y"), to.strftime("%d/%m/%Y"))
        };
        let catalogue = desk.store.pinned().ok();
        let of = |dim: &str, value: &str| {
            catalogue.as_ref().map_or(value.to_string(), |p| p.catalogue.value_name(dim, value).to_string())
        };
        let level = self.level.map(|l| format!(", {}", of("cap", l.slug()))).unwrap_or_default();
        let he = self.he.map(|he| format!(", hệ {}", of("he", he))).unwrap_or_default();
        format!("{unit}, {when}{level}{he}")
    }

    /// The page of the records behind it.
    fn path(&self, indicator: &str, units: &domain::units::Units) -> String {
        let tree = units.clamp(self.unit, self.period.to);
        let mut query = form_urlencoded::Serializer::new(String::new());
        query.append_pair("don-vi", &format!("u:{}", self.unit));
        query.append_pair("ngay", &tree.to_string());
        query.append_pair("tu", &self.period.from.to_string());
        query.append_pair("den", &self.period.to.to_string());
        if let Some(he) = self.he {
            query.append_pair("co-quan", he);
        }
        query.append_pair("chi-tieu", indicator);
        if let Some(level) = self.level {
            query.append_pair("loc", &format!("cap={}", level.slug()));
        }
        format!("/so-lieu/ho-so?{}", query.finish())
    }
}

impl Ledger<'_> {
    /// A store's error as a problem of the proof.
    pub(super) fn told(e: StoreError) -> Problem {
        e.problems().into_iter().next().unwrap_or_else(|| Problem::error("store", "Không hỏi được dữ liệu"))
    }
}
