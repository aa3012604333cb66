//! Lines to paragraphs, over the ends of pages; notes after the paragraph that refers to them.

use super::columns::{Block, blocks};
use super::furniture::{Note, Page};
use super::glyphs::Drawn;
use super::lines::Line;

/// What stands in the text.
#[derive(Debug)]
pub(super) enum Item {
    /// A paragraph; the lines of a head or signature are one each.
    Para { letters: Vec<Drawn>, close: bool },
    /// A note.
    Note { mark: String, letters: Vec<Drawn> },
    /// Rows of cells.
    Table(Vec<Vec<Vec<Drawn>>>),
}

/// Left and right edge of running text.
#[derive(Debug, Clone, Copy)]
pub(super) struct Margins {
    pub(super) left: f32,
    pub(super) right: f32,
}

/// Puts the pages together.
pub(super) fn of(pages: Vec<Page>, margins: Margins) -> Vec<Item> {
    let mut joiner = Joiner { items: Vec::new(), lines: Vec::new(), margins, waiting: Vec::new(), pitch: 0.0 };
    for page in pages {
        joiner.waiting.extend(page.notes);
        for block in blocks(page.lines, page.tables) {
            joiner.block(block);
        }
    }
    joiner.flush();
    joiner.notes(true);
    joiner.items
}

struct Joiner {
    items: Vec<Item>,
    /// Lines of the open paragraph.
    lines: Vec<Line>,
    margins: Margins,
    /// Notes whose paragraph is not yet closed.
    waiting: Vec<Note>,
    /// Distance of the lines of the open paragraph.
    pitch: f32,
}

impl Joiner {
    fn block(&mut self, block: Block) {
        match block {
            Block::Line(line) => {
                if !self.goes_on(&line) {
                    self.flush();
                }
                if let Some(last) = self.lines.last().filter(|l| l.page == line.page) {
                    self.pitch = line.y - last.y;
                }
                self.lines.push(line);
            }
            Block::Columns(columns) => {
                self.flush();
                for column in columns {
                    for (n, line) in column.into_iter().enumerate() {
                        self.items.push(Item::Para { letters: joined(&[line]), close: n > 0 });
                    }
                }
            }
            Block::Table(rows) => {
                self.flush();
                let cells = |row: Vec<Vec<Line>>| row.iter().map(|lines| joined(lines)).collect();
                self.items.push(Item::Table(rows.into_iter().map(cells).collect()));
                self.notes(false);
            }
        }
    }

    /// Whether the line belongs to the open paragraph.
    fn goes_on(&self, line: &Line) -> bool {
        let Some(last) = self.lines.last() else { return false };
        let size = last.size.max(line.size);
        if (last.size - line.size).abs() > 0.08 * size {
            return false;
        }
        let begins = line.letters().next().map_or(' ', |l| l.letter);
        let small = begins.is_lowercase();
        if last.page == line.page {
            let step = line.y - last.y;
            let usual = if self.pitch > 0.0 { self.pitch } else { 1.75 * size };
            if step > usual.max(1.2 * size) * 1.22 && !(small && step < 2.2 * size) {
                return false;
            }
        }
        let ended = last.letters().last().map_or(' ', |l| l.letter);
        let Margins { left, right } = self.margins;
        let centred = |l: &Line| l.x() - left > 1.5 * size && (l.x() - left - (right - l.end())).abs() < 1.5 * size;
        if centred(last) && centred(line) {
            return small || matches!(ended, ',' | '-' | '–');
        }
        // The first word of this line would still have had room: the line before was ended on purpose.
        let room = right - last.end();
        let broken = room > line.first_word() + 0.9 * size;
        let first = self.lines.first().map_or(0.0, Line::x);
        let usual_left = if self.lines.len() > 1 { last.x() } else { first.min(left.max(last.x().min(line.x()))) };
        let indented = line.x() - usual_left > 0.6 * size;
        // The second line of a paragraph stands at the margin, not at the first one's indent.
        let again = self.lines.len() == 1 && line.x() - left > 0.6 * size && (line.x() - first).abs() < 0.3 * size;
        let bold = uniform_font(last).is_some_and(|f| line.letters().next().is_some_and(|l| l.font != f));
        let listed = is_item(&line.text());
        match () {
            () if matches!(ended, '.' | ';' | ':' | '!' | '?' | '…') && (broken || indented || listed) => false,
            () if broken && !small => false,
            () if (indented || again || (bold && ended.is_alphanumeric() && uniform_font(line).is_some()))
                && !small =>
            {
                false
            }
            () if listed
                && (indented || broken || line.x() <= first + 0.3 * size && self.lines.len() == 1 && ended != ',') =>
            {
                small && !broken
            }
            () => true,
        }
    }

    fn flush(&mut self) {
        let lines = std::mem::take(&mut self.lines);
        self.pitch = 0.0;
        if lines.is_empty() {
            return;
        }
        self.items.push(Item::Para { letters: joined(&lines), close: false });
        self.notes(false);
    }

    /// Sets the notes whose marks the last item bears; at the end all that are left.
    fn notes(&mut self, all: bool) {
        let text: String = match self.items.last() {
            Some(Item::Para { letters, .. }) => letters.iter().map(|l| l.letter).collect(),
            Some(Item::Table(rows)) => rows.iter().flatten().flatten().map(|l| l.letter).collect(),
            _ => String::new(),
        };
        let (now, later) = std::mem::take(&mut self.waiting)
            .into_iter()
            .partition(|n| all || text.split(|c| !super::lines::is_raised(c)).any(|m| m == n.mark));
        self.waiting = later;
        for Note { mark, lines } in now {
            self.items.push(Item::Note { mark, letters: joined(&lines) });
        }
    }
}

/// The font of a line that is set in one.
fn uniform_font(line: &Line) -> Option<u16> {
    let first = line.letters().next()?.font;
    line.letters().all(|l| l.letter == ' ' || l.font == first).then_some(first)
}

/// Whether a line begins as items do: "- ", "+ ", "1. ", "a) ", "II. ".
fn is_item(text: &str) -> bool {
    let first = text.split_whitespace().next().unwrap_or("");
    let bare = first.trim_end_matches(['.', ')']);
    let numbered = bare.len() < first.len() && bare.len() <= 6;
    matches!(first, "-" | "+" | "*" | "•" | "–")
        || (numbered && bare.chars().all(|c| c.is_ascii_digit() || c == '.'))
        || (numbered && bare.chars().all(|c| "IVXLC".contains(c)))
        || (numbered && bare.chars().count() == 1)
}

/// The letters of lines, with what parted them: a space, or nothing where a word was cut.
fn joined(lines: &[Line]) -> Vec<Drawn> {
    let mut out: Vec<Drawn> = Vec::new();
    for line in lines {
        let next = line.letters().next().copied();
        if let (Some(last), Some(next)) = (out.last().copied(), next) {
            match seam(out.len().checked_sub(2).and_then(|i| out.get(i)).map(|l| l.letter), last.letter, next.letter) {
                Seam::Space => out.push(Drawn { letter: ' ', x: last.end, end: last.end, ..last }),
                Seam::Nothing => {}
                Seam::Drop => drop(out.pop()),
            }
        }
        let mut segments = line.segments.iter();
        if let Some(first) = segments.next() {
            out.extend(&first.letters);
        }
        for segment in segments {
            if let Some(last) = out.last().copied() {
                out.push(Drawn { letter: ' ', x: last.end, end: segment.x, ..last });
            }
            out.extend(&segment.letters);
        }
    }
    out
}

enum Seam {
    Space,
    Nothing,
    /// The hyphen was set because the line ended there.
    Drop,
}

fn seam(before: Option<char>, last: char, next: char) -> Seam {
    let letter = |c: Option<char>| c.is_some_and(char::is_alphanumeric);
    match last {
        '\u{ad}' => Seam::Drop,
        '-' | '\u{2010}' if before.is_some_and(char::is_lowercase) && next.is_lowercase() => Seam::Drop,
        // "KH-" and "UBND", "2021-" and "2025", "12/" and "KH-UBND" are one reference or one span of years.
        '-' | '\u{2010}' | '\u{2011}' | '/' if letter(before) && next.is_alphanumeric() => Seam::Nothing,
        _ => Seam::Space,
    }
}
