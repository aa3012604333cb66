//! Many questions in one snapshot, and answers kept until something is written.
//!
//! An answer is kept under what had been written when it was asked. Numbers of transactions alone do not say that: on
//! PostgreSQL one with a smaller number may commit after one with a larger. But below a mark nothing is still being written,
//! and rows above it are only added; so the mark and how many transactions stand above it are the same only if nothing has
//! been committed in between. Whatever else an answer depends on (units, catalogue, declared figures) is written by
//! transactions as well.

use super::ask::Asker;
use super::{Answer, Ask};
use crate::Store;
use crate::error::Result;
use domain::indicators::{Formula, Indicator, Question};
use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};

/// Transactions above the mark, after which a new mark is taken.
const ABOVE_MAX: i64 = 2_000;
/// Figures kept at most, over all answers; one takes some hundred bytes.
const FIGURES_MAX: usize = 30_000;

/// What had been written: a mark, and how many transactions above it were committed.
type Written = (i64, i64);

/// The answers kept.
#[derive(Default)]
pub(crate) struct Kept {
    mark: Option<i64>,
    at: Option<Written>,
    answers: HashMap<String, Arc<Vec<Answer>>>,
    figures: usize,
}

fn weight(answers: &[Answer]) -> usize {
    answers.iter().flat_map(|a| &a.figures).map(Vec::len).sum()
}

impl Store {
    /// Answers many questions in one snapshot: units side by side, or one unit's periods. Cheaper than one after another,
    /// as what they have in common is read once. The answers stand in the order of the questions.
    pub fn figures_each(&self, questions: &[Question], asks: &[Ask]) -> Result<Vec<Answer>> {
        for question in questions {
            self.refuse_question(question)?;
        }
        let indicators: Vec<Indicator> = asks.iter().map(|a| self.indicator(&a.indicator)).collect::<Result<_>>()?;
        let mut answers = self.read(|conn| {
            let askers = questions.iter().map(|q| Asker::new(self, q.clone(), None));
            let mut askers: Vec<Asker<'_>> = askers.collect::<Result<_>>()?;
            Asker::load_all(&mut askers, conn, &indicators)?;
            let one = |asker: &mut Asker<'_>| {
                let pairs = asks.iter().zip(&indicators);
                let figures = pairs.map(|(a, i)| asker.figures(conn, a, i)).collect::<Result<_>>()?;
                Ok(Answer { figures, notes: asker.notes() })
            };
            askers.iter_mut().map(one).collect::<Result<Vec<_>>>()
        })?;
        for (question, answer) in questions.iter().zip(&mut answers) {
            for ((ask, indicator), slot) in asks.iter().zip(&indicators).zip(&mut answer.figures) {
                if let Formula::Growth(base) = &indicator.formula {
                    *slot = self.growth(question, ask, indicator, base, None)?;
                }
            }
        }
        Ok(answers)
    }

    /// [`Store::figures_each`], from what is kept where nothing has been written since; never an answer that has been
    /// overtaken.
    pub fn figures_now(&self, questions: &[Question], asks: &[Ask]) -> Result<Arc<Vec<Answer>>> {
        let asked: Vec<_> = asks.iter().map(|a| (&a.indicator, &a.filter, &a.by)).collect();
        let key = serde_json::to_string(&(&self.pinned()?.hash, questions, asked))?;
        let at = self.written()?;
        let kept = self.lock_kept();
        if kept.at == Some(at)
            && let Some(found) = kept.answers.get(&key)
        {
            return Ok(found.clone());
        }
        drop(kept);
        // What is committed from here on is in the answer or not, but under this `at` nobody will ask again if it is.
        let answers = Arc::new(self.figures_each(questions, asks)?);
        let mut kept = self.lock_kept();
        let weight = weight(&answers);
        if kept.at > Some(at) {
            return Ok(answers);
        }
        if kept.at != Some(at) || kept.figures + weight > FIGURES_MAX {
            kept.answers.clear();
            (kept.at, kept.figures) = (Some(at), 0);
        }
        if weight <= FIGURES_MAX && kept.answers.insert(key, answers.clone()).is_none() {
            kept.figures += weight;
        }
        Ok(answers)
    }

    /// What has been written by now.
    fn written(&self) -> Result<Written> {
        let known = self.lock_kept().mark;
        if let Some(mark) = known {
            let above = self.above(mark)?;
            if above <= ABOVE_MAX {
                return Ok((mark, above));
            }
        }
        let mark = self.mark()?;
        self.lock_kept().mark = Some(mark);
        Ok((mark, self.above(mark)?))
    }

    fn above(&self, mark: i64) -> Result<i64> {
        let row = self.read(|conn| conn.first("SELECT COUNT(*) FROM tx WHERE seq > $1", &[mark.into()]))?;
        row.map_or(Ok(0), |r| r.int(0))
    }

    /// Forgets all answers: they were worked out with units that are no longer the ones in use.
    pub(crate) fn forget_answers(&self) {
        *self.lock_kept() = Kept::default();
    }

    fn lock_kept(&self) -> std::sync::MutexGuard<'_, Kept> {
        self.kept.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// The store's place for them.
pub(crate) type KeptAnswers = Mutex<Kept>;
