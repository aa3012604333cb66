//! What the page's layout reads: the report as JSON, without its bindings.

use domain::problem::Problem;
use report::Report;
use report::model::{Block, Run};
use serde_json::{Value, json};

/// The data of one report.
///
/// # Errors
/// Only if the report cannot be written as JSON, which no report of the model can cause.
pub(crate) fn of(report: &Report) -> Result<Vec<u8>, Problem> {
    let unsaid = |e: serde_json::Error| Problem::error("pdf-data", format!("Không đọc được nội dung báo cáo: {e}"));
    let blocks: Vec<Value> = report.blocks.iter().map(block).collect::<Result<_, _>>().map_err(unsaid)?;
    let data = json!({
        "meta": report.meta,
        "organ": report.meta.organ_lines(),
        "blocks": blocks,
        "footnotes": report.footnotes,
    });
    serde_json::to_vec(&data).map_err(unsaid)
}

/// A block; a table with the place of its widest column, which takes the room that the others leave.
fn block(block: &Block) -> Result<Value, serde_json::Error> {
    let mut value = serde_json::to_value(block)?;
    if let (Block::Table { head, rows }, Some(object)) = (block, value.as_object_mut()) {
        object.insert("widest".to_string(), json!(widest(head, rows)));
    }
    Ok(value)
}

fn widest(head: &[Vec<Run>], rows: &[Vec<Vec<Run>>]) -> usize {
    let columns = rows.iter().map(Vec::len).chain([head.len()]).max().unwrap_or(0);
    let longest = |column: usize| {
        let cells = rows.iter().filter_map(|row| row.get(column)).chain(head.get(column));
        cells.map(|cell| letters(cell)).max().unwrap_or(0)
    };
    // the first of the widest
    (0..columns).max_by_key(|column| (longest(*column), columns - column)).unwrap_or(0)
}

fn letters(runs: &[Run]) -> usize {
    let each = runs.iter().map(|run| match run {
        Run::Text { text, .. } | Run::Figure { text, .. } => text.chars().count(),
        Run::FootnoteRef { .. } | Run::LineBreak => 1,
    });
    each.sum()
}
