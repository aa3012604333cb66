//! A plan as it is shown: what each row would do, and each problem at its cell.

use super::rows::Found;
use super::table::{CellTable, cell_row};
use super::{KEY_COLUMN, is_child};
use domain::ids::EntryId;
use domain::problem::{Place, Problem};
use domain::registers::Register;
use sheets::{ColumnKind, ColumnOut, TableOut};
use std::collections::{BTreeMap, BTreeSet};
use store::registers::Write;

/// What a row would do.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Action {
    /// Adds an entry.
    Add,
    /// Changes one.
    Change,
    /// Finds an entry that says the same already.
    Same,
    /// Nothing: something is wrong with it.
    Refused,
}

/// A column of the preview.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PlanColumn {
    /// Key: a field's slug, or `khoa-dong`, `co-quan-giu-so`, `dia-ban-so-lieu`.
    pub key: String,
    /// Title for people.
    pub title: String,
    /// Explanation.
    pub help: Option<String>,
    /// Each row must fill it.
    pub required: bool,
    /// Values to choose from; empty for free text.
    pub choices: Vec<String>,
    /// It holds dates.
    pub date: bool,
    /// The file has it; one that it lacks is shown because something must be filled in there.
    pub in_file: bool,
}

/// A child table of the preview.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ChildPlan {
    /// Slug of the child field.
    pub name: String,
    /// Title for people.
    pub title: String,
    /// Columns in order; the key column is not among them.
    pub columns: Vec<PlanColumn>,
}

/// A cell of the preview.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PlannedCell {
    /// Key of its column.
    pub column: String,
    /// Text that reads back the same.
    pub text: String,
    /// What is wrong with it, or worth a look.
    pub problems: Vec<Problem>,
}

/// A child row of the preview.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PlannedChild {
    /// Slug of the child field.
    pub table: String,
    /// Its number among the entry's rows of that table, from 1.
    pub number: usize,
    /// Cells in the order of [`ChildPlan::columns`].
    pub cells: Vec<PlannedCell>,
    /// Problems of the row as a whole.
    pub problems: Vec<Problem>,
}

/// A row of the preview.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PlannedRow {
    /// Its key.
    pub key: String,
    /// Where it is in the file.
    pub place: Place,
    /// What it would do.
    pub action: Action,
    /// One-line title of the entry; empty when the row could not be understood so far.
    pub title: String,
    /// The entry that it changes, or finds the same.
    pub entry: Option<EntryId>,
    /// Cells in the order of [`ImportPlan::columns`].
    pub cells: Vec<PlannedCell>,
    /// Child rows.
    pub children: Vec<PlannedChild>,
    /// Problems of the row as a whole.
    pub problems: Vec<Problem>,
}

/// What an import would do. Nothing has been written.
#[derive(Debug, Clone)]
pub struct ImportPlan {
    /// Register slug.
    pub register: String,
    /// File name as given; empty for a table that was mended in the browser.
    pub file: String,
    /// Columns of the preview, in order.
    pub columns: Vec<PlanColumn>,
    /// Child tables, in order.
    pub children: Vec<ChildPlan>,
    /// Rows, in the order of the file.
    pub rows: Vec<PlannedRow>,
    /// All problems with their places, those of the file first, then row by row.
    pub problems: Vec<Problem>,
    /// How many rows add an entry.
    pub added: usize,
    /// How many rows change an entry.
    pub changed: usize,
    /// How many rows change nothing.
    pub same: usize,
    /// How many rows are refused.
    pub refused: usize,
    /// What is written when nothing is refused.
    pub writes: Vec<Write>,
    /// The table as texts, to mend and to plan again ([`crate::Desk::plan_cells`]).
    pub table: CellTable,
}

impl ImportPlan {
    /// Every problem of a plan that cannot be carried out, and how many there are; `None` when it can.
    pub fn refusal(&self) -> Option<Vec<Problem>> {
        let errors = self.problems.iter().filter(|p| p.is_error()).count();
        if errors == 0 {
            return None;
        }
        let text = format!("{errors} lỗi trong {} dòng; chưa có gì được ghi", self.rows.len());
        let last = Problem::error("import-refused", text).hint("sửa các chỗ trên rồi nhập lại cả tệp");
        Some(self.problems.iter().cloned().chain([last]).collect())
    }
}

/// What became of a row.
#[derive(Debug, Clone)]
pub(super) struct Verdict {
    pub action: Action,
    pub title: String,
    pub entry: Option<EntryId>,
    pub write: Option<Write>,
    /// Problems at the fields of the row, not yet at cells.
    pub problems: Vec<Problem>,
}

/// Where in a row a field's path points.
enum Spot {
    Cell(String),
    Child { table: String, number: usize, column: Option<String> },
    Row,
}

fn spot(register: &Register, path: Option<&str>) -> Spot {
    let Some(path) = path else { return Spot::Row };
    let (top, rest) = path.split_once(['[', '.']).unwrap_or((path, ""));
    if !register.field(top).is_some_and(is_child) {
        return Spot::Cell(top.to_string());
    }
    let (number, inner) = rest.split_once(']').unwrap_or((rest, ""));
    let Ok(number) = number.parse() else { return Spot::Row };
    let inner = inner.strip_prefix('.').map(|i| i.split(['[', '.']).next().unwrap_or(i).to_string());
    Spot::Child { table: top.to_string(), number, column: inner }
}

/// The parts of a preview that belong together.
pub(super) struct Preview<'a> {
    pub register: &'a Register,
    pub tables: &'a [TableOut],
    pub found: &'a Found,
    pub file: &'a str,
    pub json: bool,
}

impl Preview<'_> {
    /// Puts a plan together from its rows and what became of them.
    pub fn plan(&self, verdicts: Vec<Verdict>) -> ImportPlan {
        let rows = &self.found.rows;
        let table = CellTable {
            columns: self.found.columns.clone(),
            rows: rows.iter().map(|r| cell_row(r, self.register)).collect(),
            json: self.json,
        };
        let named = |p: Problem| if self.file.is_empty() { p } else { p.file(self.file) };
        let wanted = self.wanted(&verdicts);
        let columns = self.columns(&self.register.slug, &wanted);
        let children: Vec<ChildPlan> = self.children(&wanted);
        let count = |action| verdicts.iter().filter(|v| v.action == action).count();
        let (added, changed) = (count(Action::Add), count(Action::Change));
        let (same, refused) = (count(Action::Same), count(Action::Refused));
        let mut problems: Vec<Problem> = self.found.problems.iter().cloned().map(named).collect();
        let mut writes = Vec::new();
        let mut planned = Vec::with_capacity(rows.len());
        for ((row, texts), verdict) in rows.iter().zip(&table.rows).zip(verdicts) {
            let shown = |p: &Problem| named(row.at(p.clone()));
            problems.extend(verdict.problems.iter().map(shown));
            writes.extend(verdict.write);
            let mut at = Placed::new(self.register, &verdict.problems, &shown);
            let cells = cells_of(&columns, &texts.cells, &mut |c| at.cell(c));
            let mut below = Vec::new();
            for child in &children {
                for (i, row) in texts.children.get(&child.name).into_iter().flatten().enumerate() {
                    let cells = cells_of(&child.columns, row, &mut |c| at.child_cell(&child.name, i + 1, c));
                    let problems = at.child(&child.name, i + 1);
                    below.push(PlannedChild { table: child.name.clone(), number: i + 1, cells, problems });
                }
            }
            planned.push(PlannedRow {
                key: row.key.clone(),
                place: row.place.clone(),
                action: verdict.action,
                title: verdict.title,
                entry: verdict.entry,
                cells,
                children: below,
                problems: at.rest(),
            });
        }
        ImportPlan {
            register: self.register.slug.clone(),
            file: self.file.to_string(),
            columns,
            children,
            rows: planned,
            problems,
            added,
            changed,
            same,
            refused,
            writes,
            table,
        }
    }

    /// The columns at which something is wrong, by table: they are shown even when the file lacks them.
    fn wanted(&self, verdicts: &[Verdict]) -> BTreeMap<String, BTreeSet<String>> {
        let mut out: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
        for p in verdicts.iter().flat_map(|v| &v.problems) {
            match spot(self.register, p.place.field.as_deref()) {
                Spot::Cell(column) => drop(out.entry(self.register.slug.clone()).or_default().insert(column)),
                Spot::Child { table, column: Some(column), .. } => {
                    out.entry(table).or_default().insert(column);
                }
                _ => {}
            }
        }
        out
    }

    fn columns(&self, table: &str, wanted: &BTreeMap<String, BTreeSet<String>>) -> Vec<PlanColumn> {
        let none = Vec::new();
        let present = self.found.columns.get(table).unwrap_or(&none);
        let known = self.tables.iter().find(|t| t.name == table).map_or(&[][..], |t| &t.columns);
        let main = table == self.register.slug;
        let shown = |c: &&ColumnOut| {
            let asked = wanted.get(table).is_some_and(|w| w.contains(&c.key));
            if c.key == KEY_COLUMN { main } else { present.contains(&c.key) || asked }
        };
        let of = |c: &ColumnOut| PlanColumn {
            key: c.key.clone(),
            title: c.title.clone(),
            help: c.help.clone(),
            required: c.required,
            choices: c.choices.clone(),
            date: c.kind == ColumnKind::Date,
            in_file: present.contains(&c.key),
        };
        // What no table of the register has stands in a JSON file: it is shown so that it can be emptied.
        let foreign = present.iter().filter(|k| k.as_str() != "id" && !known.iter().any(|c| c.key == **k));
        let foreign = foreign.map(|k| of(&ColumnOut::text(k.clone(), k.clone())));
        known.iter().filter(shown).map(of).chain(foreign).collect()
    }

    fn children(&self, wanted: &BTreeMap<String, BTreeSet<String>>) -> Vec<ChildPlan> {
        let tables = self.tables.iter().skip(1);
        let shown = tables.filter(|t| self.found.columns.contains_key(&t.name) || wanted.contains_key(&t.name));
        shown
            .map(|t| ChildPlan { name: t.name.clone(), title: t.title.clone(), columns: self.columns(&t.name, wanted) })
            .collect()
    }
}

fn cells_of(
    columns: &[PlanColumn],
    texts: &BTreeMap<String, String>,
    problems: &mut dyn FnMut(&str) -> Vec<Problem>,
) -> Vec<PlannedCell> {
    let cell = |c: &PlanColumn| PlannedCell {
        column: c.key.clone(),
        text: texts.get(&c.key).cloned().unwrap_or_default(),
        problems: problems(&c.key),
    };
    columns.iter().map(cell).collect()
}

/// The problems of one row, taken out spot by spot; what no cell takes stays for the row.
struct Placed {
    left: Vec<(Spot, Problem)>,
}

impl Placed {
    fn new(register: &Register, problems: &[Problem], shown: &dyn Fn(&Problem) -> Problem) -> Placed {
        Placed { left: problems.iter().map(|p| (spot(register, p.place.field.as_deref()), shown(p))).collect() }
    }

    fn take(&mut self, is_it: impl Fn(&Spot) -> bool) -> Vec<Problem> {
        let (taken, left) = std::mem::take(&mut self.left).into_iter().partition(|(s, _)| is_it(s));
        self.left = left;
        let taken: Vec<(Spot, Problem)> = taken;
        taken.into_iter().map(|(_, p)| p).collect()
    }

    fn cell(&mut self, column: &str) -> Vec<Problem> {
        self.take(|s| matches!(s, Spot::Cell(c) if c == column))
    }

    fn child_cell(&mut self, table: &str, number: usize, column: &str) -> Vec<Problem> {
        self.take(|s| {
            matches!(s, Spot::Child { table: t, number: n, column: Some(c) } if t == table && *n == number && c == column)
        })
    }

    fn child(&mut self, table: &str, number: usize) -> Vec<Problem> {
        self.take(|s| matches!(s, Spot::Child { table: t, number: n, .. } if t == table && *n == number))
    }

    fn rest(self) -> Vec<Problem> {
        self.left.into_iter().map(|(_, p)| p).collect()
    }
}
