//! The records behind a figure for one viewer: those that they may read, line by line; of the others register, unit, month,
//! how many and how much. Together they are always the figure.

use super::Ask;
use super::ask::Asker;
use super::records::{Behind, RecordLine, Side, meant};
use crate::Store;
use crate::declared::Declared;
use crate::error::Result;
use crate::ledger::overflow;
use crate::people::Reach;
use crate::registers::readable;
use domain::Date;
use domain::ids::UnitId;
use domain::indicators::{Formula, Question};
use domain::ledger::Total;

/// Records that a viewer may not read: what is told of them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Withheld {
    /// Register slug.
    pub register: String,
    /// Area in which they count.
    pub area: UnitId,
    /// Year of their record dates.
    pub year: i16,
    /// Month, 1 to 12.
    pub month: i8,
    /// How many.
    pub count: i64,
    /// What they add.
    pub sum: Total,
}

/// The records behind a figure, as far as a viewer may read them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ReadableRecords {
    /// A page of those that may be read, by date.
    pub lines: Vec<RecordLine>,
    /// How many may be read in all.
    pub readable_count: i64,
    /// What these add.
    pub readable_sum: Total,
    /// The others, by register, area and month.
    pub withheld: Vec<Withheld>,
    /// How many there are, readable or not.
    pub count: i64,
    /// The sum over all of them.
    pub sum: Total,
    /// For a distinct measure how many different ones they count: the figure.
    pub members: Option<i64>,
    /// Declared figures that stand in the place of some of them.
    pub declared: Vec<Declared>,
    /// Decimal places of the amounts.
    pub scale: u8,
    /// First day of the period that they answer for: of growth's denominator the period before.
    pub from: Date,
    /// Last day of it.
    pub to: Date,
}

impl Store {
    /// The records behind one side of an ask for a viewer, as the ledger stands or stood after a transaction. For a cell of
    /// a breakdown its dimension values go into the ask's filter.
    #[expect(clippy::too_many_arguments, reason = "a question, who asks it, and a page")]
    pub fn records_for(
        &self,
        question: &Question,
        ask: &Ask,
        side: Side,
        reach: &Reach,
        limit: i64,
        offset: i64,
        known_at: Option<i64>,
    ) -> Result<ReadableRecords> {
        self.refuse_question(question)?;
        let (indicator, question) = meant(self, question, ask, side)?;
        let plain = Ask { indicator: indicator.slug.clone(), by: Vec::new(), ..ask.clone() };
        self.read(|conn| {
            let mut asker = Asker::new(self, question.clone(), known_at)?;
            asker.load(conn, std::slice::from_ref(&indicator))?;
            let behind = Behind::of(&asker, &indicator, &question, ask, side, known_at)?;
            let may = readable(reach, "e.area", "e.record_date").unwrap_or_else(|| "1 = 1".into());
            // Those that may be read are one group, which no register is named like.
            let hide = |column: &str, open: &str| format!("CASE WHEN {may} THEN {open} ELSE {column} END");
            let columns = [hide("e.register", "''"), hide("e.area", "0"), hide("substr(e.record_date, 1, 7)", "''")];
            let mut out = ReadableRecords {
                lines: Vec::new(),
                readable_count: 0,
                readable_sum: Total::default(),
                withheld: Vec::new(),
                count: 0,
                sum: Total::default(),
                members: None,
                scale: behind.scale,
                from: question.from,
                to: question.to,
                declared: Vec::new(),
            };
            for group in behind.groups(conn, [&columns[0], &columns[1], &columns[2]])? {
                out.count += group.count;
                out.sum = out.sum.plus(group.sum).ok_or_else(overflow)?;
                if group.register.is_empty() {
                    (out.readable_count, out.readable_sum) = (group.count, group.sum);
                    continue;
                }
                let (year, month) = group.month.split_once('-').unwrap_or_default();
                out.withheld.push(Withheld {
                    register: group.register,
                    area: group.area,
                    year: year.parse().unwrap_or(0),
                    month: month.parse().unwrap_or(0),
                    count: group.count,
                    sum: group.sum,
                });
            }
            if out.readable_count > 0 {
                let may = readable(reach, "f.area", "f.record_date").unwrap_or_else(|| "1 = 1".into());
                out.lines = behind.page(conn, &may, limit, offset)?;
            }
            if matches!(indicator.formula, Formula::Distinct(_)) {
                let figure = asker.figures(conn, &plain, &indicator)?.into_iter().next();
                out.members = figure.and_then(|f| f.value).map(|v| v.scaled);
            }
            out.declared = behind.declared;
            Ok(out)
        })
    }
}
