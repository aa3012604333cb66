//! Web pages: the article as text, what is around it kept apart as furniture, in place.

mod article;
mod blocks;

use crate::text::{Builder, Map, Spot};
use crate::{Limits, refusals};
use domain::problem::Problem;
use domain::proof::{Role, Text};

/// What a page gives.
pub(crate) struct Html {
    pub(crate) text: Text,
    pub(crate) map: Map,
    /// Byte of each text node in the decoded page.
    pub(crate) nodes: Vec<u32>,
}

/// Reads a decoded page.
///
/// # Errors
/// When its elements are nested too deep.
pub(crate) fn read(page: &str, limits: &Limits) -> Result<Html, Problem> {
    let mut page = blocks::read(page, limits.xml_depth).ok_or_else(refusals::too_deep)?;
    article::mark(&mut page.blocks);
    let mut builder = Builder::default();
    let mut before = None;
    for block in page.blocks.into_iter().filter(|b| !b.text.trim().is_empty()) {
        match (block.cell, before) {
            (Some(cell), Some(before)) if cell == before => builder.push(" ", None),
            (Some((table, row, _)), Some((table_before, row_before, _)))
                if (table, row) == (table_before, row_before) =>
            {
                builder.push("\t", None);
            }
            (Some((table, ..)), Some((before, ..))) if table == before => builder.line(),
            _ => builder.paragraph(),
        }
        before = block.cell;
        let start = builder.len();
        let ends = block.pieces.iter().skip(1).map(|p| p.0).chain([block.text.len()]);
        for ((at, node, offset), end) in block.pieces.iter().zip(ends) {
            let spot = Spot { source: *node, offset: *offset };
            builder.push(block.text.get(*at..end).unwrap_or(""), Some(spot));
        }
        let role = match (block.furniture, block.cell) {
            (true, _) => Role::Furniture,
            (false, Some((table, row, column))) => Role::Cell { table, row, column },
            (false, None) if block.heading => Role::Heading,
            (false, None) => Role::Body,
        };
        builder.region(start, role);
    }
    let (text, map) = builder.finish();
    Ok(Html { text, map, nodes: page.nodes })
}

/// The encoding that the page names, within its first bytes.
pub(crate) fn charset(bytes: &[u8]) -> Option<String> {
    let head = String::from_utf8_lossy(bytes.get(..bytes.len().min(4096)).unwrap_or_default()).to_lowercase();
    let after = head.split_once("charset=")?.1.trim_start_matches(['"', '\'', ' ']);
    let label: String = after.chars().take_while(|c| c.is_ascii_alphanumeric() || "-_:".contains(*c)).collect();
    (!label.is_empty()).then_some(label)
}
