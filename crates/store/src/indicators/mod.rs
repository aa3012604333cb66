//! Figures from the ledger, and the records behind them.

mod ask;
mod assemble;
mod kept;
mod readable;
mod records;
mod region;

pub(crate) use kept::KeptAnswers;
pub use readable::{ReadableRecords, Withheld};
pub use records::{RecordLine, Records, Side};

use crate::Store;
use crate::error::{Result, StoreError};
use domain::Date;
use domain::calendar::Period;
use domain::indicators::{Figure, Formula, Indicator, Note, Question};
use domain::problem::Problem;
use std::collections::BTreeMap;

/// Conditions on dimensions: dimension → allowed values.
pub type DimFilter = BTreeMap<String, Vec<String>>;

/// One indicator asked for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Ask {
    /// Indicator slug.
    pub indicator: String,
    /// Further conditions on dimensions.
    pub filter: DimFilter,
    /// Dimensions to break the figure down by.
    pub by: Vec<String>,
}

impl Ask {
    /// An indicator as a whole.
    pub fn plain(indicator: &str) -> Self {
        Ask { indicator: indicator.to_string(), filter: DimFilter::new(), by: Vec::new() }
    }
}

/// The answer to a question.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Answer {
    /// For each ask its figures: the total first, then its parts in order of dimension values.
    pub figures: Vec<Vec<Figure>>,
    /// What must be said about the whole: incomplete tree, predecessors, dissolved districts.
    pub notes: Vec<Note>,
}

pub(crate) fn note(code: &str, text: String) -> Note {
    Note { code: code.to_string(), text }
}

/// Both conditions at once; a dimension left without any value matches nothing.
/// Used by callers that narrow a question further.
pub fn both(a: &DimFilter, b: &DimFilter) -> DimFilter {
    let mut out = a.clone();
    for (dim, values) in b {
        match out.get_mut(dim) {
            Some(have) => have.retain(|v| values.contains(v)),
            None => {
                out.insert(dim.clone(), values.clone());
            }
        }
    }
    out
}

impl Store {
    /// The indicator with this slug.
    pub fn indicator(&self, slug: &str) -> Result<Indicator> {
        let pinned = self.pinned()?;
        pinned.catalogue.indicators.get(slug).cloned().ok_or_else(|| {
            let near = domain::registers::did_you_mean(slug, pinned.catalogue.indicators.keys().map(String::as_str));
            let problem = Problem::error("unknown-indicator", format!("Danh mục không có chỉ tiêu “{slug}”"));
            StoreError::refused(match near {
                Some(near) => problem.hint(format!("có phải “{near}”?")),
                None => problem.hint("xem danh sách: danvan catalogue show"),
            })
        })
    }

    /// Answers several indicators for one unit, period and view, in one snapshot. With `known_at`, as the ledger stood
    /// after that transaction.
    pub fn figures(&self, question: &Question, asks: &[Ask], known_at: Option<i64>) -> Result<Answer> {
        self.refuse_question(question)?;
        self.counted.figures(asks.len());
        let mut indicators = Vec::new();
        for a in asks {
            indicators.push(self.indicator(&a.indicator)?);
        }
        let mut answer = self.read(|conn| {
            let mut asker = ask::Asker::new(self, question.clone(), known_at)?;
            asker.load(conn, &indicators)?;
            let figures =
                asks.iter().zip(&indicators).map(|(a, i)| asker.figures(conn, a, i)).collect::<Result<_>>()?;
            Ok(Answer { figures, notes: asker.notes() })
        })?;
        for ((a, indicator), slot) in asks.iter().zip(&indicators).zip(&mut answer.figures) {
            if let Formula::Growth(base) = &indicator.formula {
                *slot = self.growth(question, a, indicator, base, known_at)?;
            }
        }
        Ok(answer)
    }

    fn growth(
        &self,
        q: &Question,
        a: &Ask,
        indicator: &Indicator,
        base: &str,
        known_at: Option<i64>,
    ) -> Result<Vec<Figure>> {
        let plain = Ask { indicator: base.to_string(), filter: a.filter.clone(), by: a.by.clone() };
        let now = self.figures(q, std::slice::from_ref(&plain), known_at)?;
        let before = previous(Period { from: q.from, to: q.to })?;
        let then = Question { from: before.from, to: before.to, ..q.clone() };
        let then = self.figures(&then, &[plain], known_at)?;
        // A unit that began in the middle of the period before must not look as if it had grown.
        let began: Vec<Note> = then.notes.into_iter().filter(|n| n.code == "predecessor").collect();
        let (now, then) = (now.figures.into_iter().flatten().collect::<Vec<_>>(), then.figures.into_iter().flatten());
        let mut figures = assemble::growth(indicator, &now, &then.collect::<Vec<_>>());
        for figure in &mut figures {
            figure.why.extend(began.iter().cloned());
        }
        Ok(figures)
    }

    fn refuse_question(&self, q: &Question) -> Result<()> {
        Period::new(q.from, q.to).map_err(StoreError::refused)?;
        let units = self.units();
        if !units.alive(q.unit, q.tree) {
            return Err(StoreError::refused(crate::organs::closed_unit(&units, q.unit, q.tree)));
        }
        Ok(())
    }
}

/// The period before, of the same length: whole months are shifted as months, anything else by days.
pub fn previous(p: Period) -> Result<Period> {
    let too_early = || StoreError::refused(Problem::error("bad-period", "Kỳ trước nằm ngoài lịch"));
    let after = p.to.tomorrow().map_err(|_| too_early())?;
    let to = p.from.yesterday().map_err(|_| too_early())?;
    let months = (i64::from(after.year()) - i64::from(p.from.year())) * 12 + i64::from(after.month())
        - i64::from(p.from.month());
    let from = if after.day() == p.from.day() && months > 0 {
        p.from.checked_sub(jiff_months(months)).map_err(|_| too_early())?
    } else {
        let days = domain::calendar::day_number(after) - domain::calendar::day_number(p.from);
        domain::calendar::date_of(domain::calendar::day_number(p.from) - days)
    };
    Ok(Period { from, to })
}

fn jiff_months(n: i64) -> domain::Span {
    domain::Span::new().try_months(n).unwrap_or_default()
}

/// Whether a life overlaps what a question covers; stocks look back to the beginning.
pub(crate) fn concerns(life: Period, from: Option<Date>, to: Date) -> bool {
    life.from <= to && from.is_none_or(|f| f <= life.to)
}
