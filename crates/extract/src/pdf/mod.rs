//! PDF: the layer of letters, put in reading order. Scanned pages have none.
//!
//! `guard` measures what the file would unpack, `glyphs` takes the letters as they are drawn, `lines`, `grid` and `columns` put
//! them side by side, `furniture` takes page numbers, running heads and notes away, `paragraphs` joins the lines. All this
//! runs in a thread of its own that is left behind when the time is over, and that may panic: files are hostile.

mod columns;
mod furniture;
mod glyphs;
mod grid;
mod guard;
mod lines;
mod paragraphs;
mod rules;
mod write;

use crate::text::Map;
use crate::{Limits, refusals};
use domain::problem::Problem;
use domain::proof::Text;
use furniture::Page;
use glyphs::{Pages, Stopped};
use hayro_font::hayro_syntax::{LoadPdfError, Pdf as File};
use lines::Line;
use paragraphs::Margins;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::mpsc;
use std::time::Instant;

/// A letter's place.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Letter {
    /// From 1.
    pub(crate) page: u32,
    /// Left, top, right, bottom in points from the page's upper left corner.
    pub(crate) bbox: [f32; 4],
}

/// What a PDF gives. The map's offsets are indices of letters.
pub(crate) struct Pdf {
    pub(crate) text: Text,
    pub(crate) map: Map,
    pub(crate) letters: Vec<Letter>,
    pub(crate) problems: Vec<Problem>,
}

/// Room on the stack of the reading thread: objects may be nested, which is followed by recursion to a depth of some hundreds.
const STACK: usize = 64 << 20;

/// Reads a PDF.
///
/// # Errors
/// When it is locked, scanned, broken, too large or too slow.
pub(crate) fn read(bytes: &[u8], limits: &Limits) -> Result<Pdf, Problem> {
    let file = bytes.to_vec();
    let bounds = limits.clone();
    let left = Arc::new(AtomicBool::new(false));
    let (sender, receiver) = mpsc::channel();
    let flag = Arc::clone(&left);
    let end = Instant::now() + limits.time;
    let work = move || {
        let stopped = || flag.load(Ordering::Relaxed) || Instant::now() > end;
        let outcome = catch_unwind(AssertUnwindSafe(|| within(file, &bounds, &stopped)));
        let outcome = outcome.unwrap_or_else(|_| Err(damaged()));
        // Nobody may be waiting any more.
        drop(sender.send(outcome));
    };
    std::thread::Builder::new().stack_size(STACK).spawn(work).map_err(|_| refusals::too_slow(limits))?;
    let outcome = receiver.recv_timeout(limits.time + limits.time / 8);
    left.store(true, Ordering::Relaxed);
    outcome.map_err(|_| refusals::too_slow(limits))?
}

fn damaged() -> Problem {
    refusals::damaged("Tệp PDF")
}

fn within(bytes: Vec<u8>, limits: &Limits, stopped: &dyn Fn() -> bool) -> Result<Pdf, Problem> {
    let over = || if stopped() { refusals::too_slow(limits) } else { refusals::unpacked_too_large(limits) };
    if !guard::is_bounded(&bytes, limits, stopped) {
        return Err(over());
    }
    let encrypted = guard::is_encrypted(&bytes);
    let file = File::new(bytes).map_err(|e| match e {
        LoadPdfError::Decryption(_) => refusals::locked("Tệp PDF"),
        LoadPdfError::Invalid => damaged(),
    })?;
    if encrypted && !guard::is_bounded_inside(&file, limits, stopped) {
        return Err(over());
    }
    let count = file.pages().len();
    if count == 0 {
        return Err(damaged());
    }
    if count > limits.pages {
        return Err(refusals::too_many_pages(count, limits));
    }
    let pages = glyphs::read(&file, limits.unpacked_bytes, stopped).map_err(|Stopped| over())?;
    let problems = judged(&pages)?;
    Ok(put_together(pages, problems))
}

/// Whether there are letters enough to go on, and what to say of pages without.
fn judged(pages: &Pages) -> Result<Vec<Problem>, Problem> {
    let letters: usize = pages.pages.iter().map(|p| p.letters.len()).sum();
    let pictures: usize = pages.pages.iter().map(|p| p.pictures).sum();
    match (letters, pages.unknown, pictures) {
        (0, 0, 0) => return Err(refusals::no_words()),
        (0, 0, _) => return Err(refusals::scanned()),
        (letters, unknown, _) if unknown > letters / 5 => return Err(refusals::no_letters()),
        _ => {}
    }
    let bare = |p: &&(u32, &glyphs::PageLetters)| p.1.letters.len() < 20 && p.1.pictures > 0;
    let numbered: Vec<(u32, &glyphs::PageLetters)> = (1u32..).zip(&pages.pages).collect();
    let scanned: Vec<String> = numbered.iter().filter(bare).map(|(n, _)| n.to_string()).collect();
    if scanned.len() * 2 > pages.pages.len() && letters < 200 {
        return Err(refusals::scanned());
    }
    let mut problems = Vec::new();
    if !scanned.is_empty() {
        let message = format!("Trang {} chỉ có ảnh, không có lớp chữ nên không đọc được.", scanned.join(", "));
        problems.push(Problem::warning("scanned-pages", message).hint("kiểm tra các trang ấy bằng mắt"));
    }
    if pages.unknown > 0 {
        let message = format!("Có {} ký hiệu trong tệp PDF không ghi là chữ nào nên bỏ qua.", pages.unknown);
        problems.push(Problem::warning("unknown-letters", message).hint("dùng tệp Word gốc nếu có"));
    }
    Ok(problems)
}

fn put_together(pages: Pages, problems: Vec<Problem>) -> Pdf {
    let fonts = pages.fonts;
    let mut found: Vec<(Vec<Line>, f32)> = Vec::new();
    let mut tables = Vec::new();
    for page in pages.pages {
        let (framed, rest) = grid::tables(page.letters, &page.rules);
        found.push((lines::of(rest), page.height));
        tables.push(framed);
    }
    let heads = furniture::strip(&mut found);
    let body = usual_size(&found);
    let found = found.into_iter().zip(tables);
    let pages: Vec<Page> = found.map(|((lines, _), tables)| furniture::notes(lines, tables, body)).collect();
    let margins = margins(&pages, body);
    let items = paragraphs::of(pages, margins);
    let mut written = write::text(items, heads, &fonts);
    written.problems.extend(problems);
    written
}

/// Size of most letters.
fn usual_size(pages: &[(Vec<Line>, f32)]) -> f32 {
    let mut sizes: rustc_hash::FxHashMap<i32, usize> = rustc_hash::FxHashMap::default();
    for line in pages.iter().flat_map(|p| &p.0) {
        *sizes.entry((line.size * 4.0).round() as i32).or_default() += line.letters().count();
    }
    sizes.into_iter().max_by_key(|(size, count)| (*count, *size)).map_or(12.0, |(size, _)| size as f32 / 4.0)
}

/// Edges of running text: where most lines begin, and where nearly the longest end.
fn margins(pages: &[Page], size: f32) -> Margins {
    let lines = || pages.iter().flat_map(|p| &p.lines).filter(|l| l.segments.len() == 1);
    let mut starts: rustc_hash::FxHashMap<i32, usize> = rustc_hash::FxHashMap::default();
    for line in lines() {
        *starts.entry((line.x() / 3.0).round() as i32).or_default() += 1;
    }
    let most = starts.values().copied().max().unwrap_or(0);
    // The leftmost place where a fair number of lines begin: paragraphs of one line all begin at the indent.
    let left = starts.iter().filter(|(_, n)| **n * 4 >= most).map(|(x, _)| *x).min().map_or(0.0, |x| x as f32 * 3.0);
    let mut ends: Vec<f32> = lines().map(Line::end).collect();
    ends.sort_by(f32::total_cmp);
    let right = ends.get(ends.len() * 9 / 10).copied().unwrap_or(left + 30.0 * size);
    Margins { left, right }
}
