//! A figure of somebody's text, taken over by an officer as a declared figure of a unit. What is kept of the text is the
//! clause as the officer has left it, the place and the file's hash; not the file's name, which may name a person.

use super::Source;
use crate::Desk;
use domain::calendar::Period;
use domain::ids::UnitId;
use domain::ledger::Dims;
use domain::organs::Hierarchy;
use domain::problem::Problem;
use domain::registers::personal_numbers;
use domain::text::tidy;
use store::declared::Declaration;
use store::{Result, StoreError};

/// Letters of a kept clause at most.
pub const CLAUSE_MAX: usize = 600;

/// What an officer has confirmed of a figure.
#[derive(Debug, Clone, Copy)]
pub struct TakenFigure<'a> {
    /// Whose it is.
    pub unit: UnitId,
    /// What it measures.
    pub measure: &'a str,
    /// Dimensions it is restricted to.
    pub dims: &'a Dims,
    /// Its period.
    pub period: Period,
    /// How much, as a person writes it: "61", "trên 600 triệu đồng".
    pub value: &'a str,
    /// The file.
    pub source: &'a Source,
    /// Where in it.
    pub place: &'a str,
    /// The clause, as it may be kept; empty when none may.
    pub clause: &'a str,
}

/// What is kept as the source of a figure: "Theo tệp có SHA-256 …, trang 3: “…”". Errors, at `clause`: longer than
/// [`CLAUSE_MAX`] letters, or with what looks like the number of an identity card or a telephone.
pub fn evidence(source: &Source, place: &str, clause: &str) -> Result<String, Problem> {
    let clause = tidy(clause);
    if clause.chars().count() > CLAUSE_MAX {
        let problem = Problem::error("clause-too-long", format!("Câu làm chứng dài quá {CLAUSE_MAX} chữ cái"));
        return Err(problem.field("clause").hint("chỉ giữ mệnh đề nêu con số"));
    }
    if !personal_numbers(&clause).is_empty() {
        let problem = Problem::error("clause-personal", "Câu làm chứng có dãy số giống số căn cước hoặc số điện thoại");
        return Err(problem.field("clause").hint("xóa dãy số ấy và tên người, nếu có, rồi ghi lại"));
    }
    let quoted = if clause.is_empty() { String::new() } else { format!(": “{clause}”") };
    Ok(format!("Theo tệp có SHA-256 {}, {place}{quoted}", source.sha256))
}

impl Desk<'_> {
    /// Declares a figure that was read in a text; gives the key of the declared figure. All problems at once, at `unit`,
    /// `measure`, `value`, `clause`; the actor's own rights are asked as for any declared figure.
    pub fn take_figure(&self, taken: &TakenFigure<'_>) -> Result<i64> {
        let mut problems = Vec::new();
        let he = self.actor.acts_for.map_or(Hierarchy::ChinhQuyen, |(_, he)| he);
        let may = self.actor.may_write(&self.store.units(), taken.unit, he, taken.period.to, self.today);
        problems.extend(may.err().map(|p| p.field("unit")));
        let note = evidence(taken.source, taken.place, taken.clause).map_err(|p| problems.push(p)).unwrap_or_default();
        let amount = match self.amount(taken.measure, taken.value) {
            Ok(amount) => Some(amount),
            Err(StoreError::Refused(list)) => {
                problems.extend(list);
                None
            }
            Err(other) => return Err(other),
        };
        let (Some(amount), true) = (amount, problems.is_empty()) else { return Err(StoreError::Refused(problems)) };
        let TakenFigure { unit, measure, dims, period, .. } = *taken;
        let declaration = Declaration { unit, measure, dims, period, amount, note: &note };
        let about_unit = |p: Problem| if p.place.field.is_some() { p } else { p.field("unit") };
        self.store.declare(self.actor, self.now, &declaration).map_err(|e| crate::each(e, about_unit))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn source() -> Source {
        Source::of("bao-cao.docx", b"noi dung")
    }

    #[test]
    fn the_evidence_is_hash_place_and_clause_and_never_the_files_name() {
        let kept = evidence(&source(), "trang 2", "Đã mở  12 hội nghị").unwrap();
        assert!(kept.contains(&source().sha256) && kept.ends_with("trang 2: “Đã mở 12 hội nghị”"), "{kept}");
        assert!(!kept.contains("bao-cao"));
        assert!(evidence(&source(), "trang 2", " ").unwrap().ends_with("trang 2"));
    }

    #[test]
    fn a_clause_with_a_personal_number_or_without_end_is_not_kept() {
        assert_eq!(evidence(&source(), "dòng 1", "gọi 0912 345 678").unwrap_err().code, "clause-personal");
        assert_eq!(evidence(&source(), "dòng 1", &"chữ ".repeat(300)).unwrap_err().code, "clause-too-long");
    }
}
