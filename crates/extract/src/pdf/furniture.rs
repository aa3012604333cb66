//! What is on a page but not of the text: page numbers, running heads, and the notes at its foot.

use super::grid::Table;
use super::lines::{Line, is_raised};
use rustc_hash::FxHashMap;

/// Notes at the foot of a page: mark and lines.
#[derive(Debug)]
pub(super) struct Note {
    pub(super) mark: String,
    pub(super) lines: Vec<Line>,
}

/// A page without its furniture.
#[derive(Debug)]
pub(super) struct Page {
    pub(super) lines: Vec<Line>,
    pub(super) tables: Vec<Table>,
    pub(super) notes: Vec<Note>,
}

/// How much of a page's height, at each end, may hold furniture.
const EDGE: f32 = 0.13;

/// Takes page numbers and running heads away; the heads are handed back, each once.
pub(super) fn strip(pages: &mut [(Vec<Line>, f32)]) -> Vec<Line> {
    let mut seen: FxHashMap<String, usize> = FxHashMap::default();
    for (lines, height) in pages.iter() {
        let mut keys: Vec<String> = edges(lines, *height).map(|l| key(&l.text())).filter(|k| !k.is_empty()).collect();
        let marks: Vec<String> = lines.iter().flat_map(marks).collect();
        // Notes that begin alike are no running feet.
        let notes = lines.iter().filter(|l| mark_of(l).is_some_and(|m| marks.contains(&m))).map(|l| key(&l.text()));
        let notes: Vec<String> = notes.collect();
        keys.retain(|k| !notes.contains(k));
        keys.sort();
        keys.dedup();
        for key in keys {
            *seen.entry(key).or_default() += 1;
        }
    }
    let often = (pages.len() / 2).max(3);
    let mut heads: Vec<Line> = Vec::new();
    for (lines, height) in pages.iter_mut() {
        let count = lines.len();
        let mut at = 0;
        lines.retain(|line| {
            at += 1;
            let outermost = at == 1 || at == count;
            let edge = at_edge(line, *height);
            let text = line.text();
            let number = edge && outermost && is_page_number(&text);
            let head = edge && seen.get(&key(&text)).is_some_and(|n| *n >= often);
            if head && !number && !heads.iter().any(|h| key(&h.text()) == key(&text)) {
                heads.push(line.clone());
            }
            !number && !head
        });
    }
    heads.retain(|h| h.text().chars().any(char::is_alphabetic) && !is_page_number(&h.text()));
    heads
}

fn at_edge(line: &Line, height: f32) -> bool {
    line.y < EDGE * height || line.y > (1.0 - EDGE) * height
}

fn edges(lines: &[Line], height: f32) -> impl Iterator<Item = &Line> {
    lines.iter().filter(move |l| at_edge(l, height))
}

/// A line without its digits, which differ from page to page.
fn key(text: &str) -> String {
    text.chars().filter(|c| !c.is_ascii_digit() && !c.is_whitespace()).collect()
}

/// "2", "- 2 -", "Trang 2/10", "2 | Page".
fn is_page_number(text: &str) -> bool {
    let bare = text.trim().to_lowercase();
    let bare = bare.trim_start_matches("trang").trim_start_matches("page").trim();
    let digits = bare.chars().filter(char::is_ascii_digit).count();
    let sign = |c: char| c.is_ascii_digit() || c.is_whitespace() || "-–—/|[]()".contains(c);
    (1..=6).contains(&digits) && bare.chars().all(sign) && bare.len() <= 14
}

/// Parts the notes from the foot of a page: smaller lines at its end, of which the first bears a mark that stands raised in
/// the text above.
pub(super) fn notes(mut lines: Vec<Line>, tables: Vec<Table>, body: f32) -> Page {
    let small = lines.iter().rev().take_while(|l| l.size < 0.93 * body).count();
    let zone = lines.len() - small;
    let cells = tables.iter().flat_map(|t| &t.rows).flatten().flatten();
    let marks: Vec<String> = lines.iter().take(zone).chain(cells).flat_map(marks).collect();
    let begins = |line: &Line| mark_of(line).filter(|m| marks.contains(m));
    let Some(first) = lines.iter().skip(zone).position(|l| begins(l).is_some()) else {
        return Page { lines, tables, notes: Vec::new() };
    };
    let mut notes: Vec<Note> = Vec::new();
    for line in lines.split_off(zone + first) {
        match begins(&line).filter(|mark| !notes.iter().any(|n| n.mark == *mark)) {
            Some(mark) => notes.push(Note { mark, lines: vec![line] }),
            None => notes.iter_mut().last().into_iter().for_each(|n| n.lines.push(line.clone())),
        }
    }
    Page { lines, tables, notes }
}

/// Raised numbers in a line.
fn marks(line: &Line) -> Vec<String> {
    let text = line.text();
    text.split(|c: char| !is_raised(c)).filter(|m| !m.is_empty()).map(str::to_owned).collect()
}

/// The mark that a note begins with, in raised digits.
fn mark_of(line: &Line) -> Option<String> {
    let text = line.text();
    let text = text.trim_start().trim_start_matches(['(', '[']);
    let raised: String = text.chars().take_while(|c| is_raised(*c)).collect();
    if !raised.is_empty() {
        return Some(raised);
    }
    let digits: String = text.chars().take_while(char::is_ascii_digit).collect();
    let after = text.chars().nth(digits.len());
    let parted = after.is_some_and(|c| c.is_whitespace() || c.is_alphabetic() || ")].:".contains(c));
    const DIGITS: [char; 10] = ['⁰', '¹', '²', '³', '⁴', '⁵', '⁶', '⁷', '⁸', '⁹'];
    let up = || digits.bytes().filter_map(|b| DIGITS.get(usize::from(b.wrapping_sub(b'0')))).collect();
    (!digits.is_empty() && digits.len() <= 3 && parted).then(up)
}

#[cfg(test)]
mod tests {
    use super::is_page_number;

    #[test]
    fn page_numbers_are_told_from_figures() {
        for yes in ["2", "- 12 -", "Trang 3/10", "[4]"] {
            assert!(is_page_number(yes), "{yes}");
        }
        for no in ["12 cuộc", "Số: 15/BC-UBND", "", "Trang phục", "1.234.567 đồng"] {
            assert!(!is_page_number(no), "{no}");
        }
    }
}
