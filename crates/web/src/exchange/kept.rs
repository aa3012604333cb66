//! An import under way, kept between its steps as one of the viewer's drafts, so that refreshing, going back or coming
//! tomorrow loses nothing. A short table is kept as it is; a long one as the file it came from and what was mended in it.

use crate::app::App;
use crate::shell::fault::Fault;
use crate::shell::guard::Viewer;
use desk::Desk;
use desk::exchange::{CellTable, ImportOptions, ImportPlan};
use domain::ids::EntryId;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use store::drafts::Draft;

/// Longest table that is kept as it is, in bytes of JSON; the store takes drafts up to 1 MiB.
const TABLE_MAX: usize = 900 << 10;

/// Texts put in place of others: (row, child table, child row) → column → text; child table "" is the row itself.
pub type Mended = BTreeMap<usize, Vec<(String, usize, String, String)>>;

/// An import under way.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
pub struct Kept {
    /// Name of the file.
    pub file: String,
    /// Owner of rows that name none, "02839/cap-uy@2026-11-22".
    pub organ: Option<String>,
    /// New entries stay in the first state.
    pub draft: bool,
    /// The table, when it is short.
    pub table: Option<CellTable>,
    /// Digest of the file, when the table is long.
    pub sha256: Option<String>,
    /// What was mended in the file's table.
    #[serde(default)]
    pub mended: Mended,
}

impl Kept {
    /// Whether it is so long that it is planned and written beside the request.
    pub fn is_long(&self) -> bool {
        self.table.is_none()
    }

    /// How the file is read.
    pub fn options(&self) -> ImportOptions {
        ImportOptions { organ: self.organ.clone(), draft: self.draft }
    }

    /// Plans it.
    pub fn plan(&self, app: &App, desk: &Desk<'_>, register: &str) -> Result<ImportPlan, Fault> {
        if let Some(table) = &self.table {
            return Ok(desk.plan_cells(register, table, &self.options())?);
        }
        let bytes = app.store().file(self.sha256.as_deref().unwrap_or_default())?.ok_or(Fault::Missing)?;
        let plan = desk.plan_import(register, &self.file, &bytes, &self.options())?;
        if self.mended.is_empty() {
            return Ok(plan);
        }
        let mut table = plan.table;
        for (row, texts) in &self.mended {
            for (children, number, column, text) in texts {
                put(&mut table, *row, children, *number, column, text);
            }
        }
        Ok(desk.plan_cells(register, &table, &self.options())?)
    }

    /// Puts a text into a cell.
    pub fn mend(&mut self, row: usize, children: &str, number: usize, column: &str, text: &str) {
        match &mut self.table {
            Some(table) => put(table, row, children, number, column, text),
            None => {
                let texts = self.mended.entry(row).or_default();
                texts.retain(|(c, n, k, _)| !(c == children && *n == number && k == column));
                texts.push((children.to_string(), number, column.to_string(), text.to_string()));
            }
        }
    }

    /// Keeps it. A table that is too long is kept as its file.
    pub fn keep(
        &mut self,
        app: &App,
        viewer: &Viewer,
        register: &str,
        id: &EntryId,
        bytes: Option<&[u8]>,
    ) -> Result<(), Fault> {
        let mut text = serde_json::to_string(self).map_err(|e| Fault::internal(&e.to_string()))?;
        let without = self.table.is_none() && self.sha256.is_none();
        if (text.len() > TABLE_MAX || without)
            && let Some(bytes) = bytes
        {
            self.sha256 = Some(app.store().keep_file(&viewer.actor(), viewer.now, bytes)?);
            self.table = None;
            text = serde_json::to_string(self).map_err(|e| Fault::internal(&e.to_string()))?;
        }
        app.store().keep_draft(&Draft {
            id: id.to_string(),
            account: viewer.account.id.0,
            register: register.to_string(),
            entry: None,
            given_version: None,
            organ: None,
            form: text,
            updated: viewer.now,
        })?;
        Ok(())
    }

    /// One of the viewer's.
    pub fn find(app: &App, viewer: &Viewer, register: &str, id: &str) -> Result<(EntryId, Kept), Fault> {
        let id = EntryId::parse(id).ok_or(Fault::Missing)?;
        let draft = app.store().draft(viewer.account.id.0, id.as_str())?.filter(|d| d.register == register);
        let kept = draft.and_then(|d| serde_json::from_str(&d.form).ok()).ok_or(Fault::Missing)?;
        Ok((id, kept))
    }
}

fn put(table: &mut CellTable, row: usize, children: &str, number: usize, column: &str, text: &str) {
    let Some(row) = table.rows.get_mut(row) else { return };
    let cells = if children.is_empty() {
        Some(&mut row.cells)
    } else {
        row.children.get_mut(children).and_then(|rows| rows.get_mut(number))
    };
    if let Some(cells) = cells {
        cells.insert(column.to_string(), text.to_string());
    }
}
