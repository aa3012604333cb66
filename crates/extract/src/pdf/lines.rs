//! Letters to lines: those of one base line, from left to right, with the spaces that a reader sees.

use super::glyphs::Drawn;

/// A stretch of a line without a wide gap.
#[derive(Debug, Clone)]
pub(super) struct Segment {
    pub(super) letters: Vec<Drawn>,
    pub(super) x: f32,
    pub(super) end: f32,
}

/// A line.
#[derive(Debug, Clone)]
pub(super) struct Line {
    pub(super) segments: Vec<Segment>,
    /// Base line.
    pub(super) y: f32,
    /// Size of most of its letters.
    pub(super) size: f32,
    pub(super) page: u32,
}

impl Segment {
    pub(super) fn text(&self) -> String {
        self.letters.iter().map(|l| l.letter).collect()
    }
}

impl Line {
    pub(super) fn x(&self) -> f32 {
        self.segments.first().map_or(0.0, |s| s.x)
    }
    pub(super) fn end(&self) -> f32 {
        self.segments.last().map_or(0.0, |s| s.end)
    }
    pub(super) fn letters(&self) -> impl Iterator<Item = &Drawn> {
        self.segments.iter().flat_map(|s| &s.letters)
    }
    pub(super) fn text(&self) -> String {
        self.segments.iter().map(Segment::text).collect::<Vec<_>>().join(" ")
    }
    /// Width of the first word.
    pub(super) fn first_word(&self) -> f32 {
        let word = self.letters().take_while(|l| l.letter != ' ');
        word.last().map_or(0.0, |l| l.end - self.x())
    }
}

/// The lines of a page from top to bottom.
pub(super) fn of(mut letters: Vec<Drawn>) -> Vec<Line> {
    letters.sort_by(|a, b| a.y.total_cmp(&b.y).then(a.x.total_cmp(&b.x)));
    let mut lines = Vec::new();
    let mut current: Vec<Drawn> = Vec::new();
    let (mut top, mut size) = (0.0f32, 0.0f32);
    for letter in letters {
        // Raised marks begin a line above its base; the next line is a letter's height further down.
        let near = (letter.y - top) <= 0.55 * size.max(letter.size);
        if !current.is_empty() && !near {
            lines.extend(line(std::mem::take(&mut current)));
        }
        if current.is_empty() {
            (top, size) = (letter.y, letter.size);
        }
        size = size.max(letter.size);
        current.push(letter);
    }
    lines.extend(line(current));
    lines
}

fn line(mut letters: Vec<Drawn>) -> Option<Line> {
    let main = letters.iter().filter(|l| l.letter != ' ').max_by(|a, b| a.size.total_cmp(&b.size)).copied()?;
    let (page, size) = (main.page, main.size);
    let base = letters.iter().filter(|l| l.size > 0.9 * size).map(|l| l.y).fold(f32::MIN, f32::max);
    letters.sort_by(|a, b| a.x.total_cmp(&b.x));
    // The same letter at the same place: bold by printing twice, or a shadow.
    letters.dedup_by(|b, a| a.letter == b.letter && (b.x - a.x).abs() < 0.12 * size && a.letter != ' ');
    for letter in &mut letters {
        if letter.size < 0.85 * size && base - letter.y > 0.12 * size {
            letter.letter = raised(letter.letter);
        }
    }
    let widest = 3.0 * usual_gap(&letters);
    let mut segments: Vec<Segment> = Vec::new();
    for letter in letters {
        let Some(segment) = segments.last_mut() else {
            segments.extend(begun(letter));
            continue;
        };
        let gap = letter.x - segment.end;
        if letter.letter == ' ' {
            // A written space counts as far as it is seen between letters.
            continue;
        }
        if gap > (2.2 * size).max(widest) {
            segments.extend(begun(letter));
            continue;
        }
        if gap > 0.17 * size.min(letter.size.max(0.8 * size)) {
            segment.letters.push(Drawn { letter: ' ', x: segment.end, end: letter.x, ..letter });
        }
        segment.end = segment.end.max(letter.end);
        segment.letters.push(letter);
    }
    (!segments.is_empty()).then_some(Line { segments, y: base, size, page })
}

fn begun(letter: Drawn) -> Option<Segment> {
    (letter.letter != ' ').then(|| Segment { letters: vec![letter], x: letter.x, end: letter.end })
}

/// The middle one of the gaps between words; in a line set to both margins all of them are wide.
fn usual_gap(letters: &[Drawn]) -> f32 {
    let solid: Vec<&Drawn> = letters.iter().filter(|l| l.letter != ' ').collect();
    let mut gaps: Vec<f32> = solid
        .windows(2)
        .filter_map(|w| if let [a, b] = w { Some((b.x - a.end, a.size)) } else { None })
        .filter(|(gap, size)| *gap > 0.17 * size)
        .map(|(gap, _)| gap)
        .collect();
    gaps.sort_by(f32::total_cmp);
    // Two gaps tell nothing of what is usual: one of them may be the gutter.
    if gaps.len() < 4 { 0.0 } else { gaps.get(gaps.len() / 2).copied().unwrap_or(0.0) }
}

/// Raised digits, as marks of notes are; other letters stay.
fn raised(letter: char) -> char {
    const DIGITS: [char; 10] = ['⁰', '¹', '²', '³', '⁴', '⁵', '⁶', '⁷', '⁸', '⁹'];
    letter.to_digit(10).and_then(|d| DIGITS.get(d as usize)).copied().unwrap_or(letter)
}

/// Whether the letter is a raised digit.
pub(super) fn is_raised(letter: char) -> bool {
    matches!(letter, '¹' | '²' | '³' | '⁰' | '\u{2074}'..='\u{2079}')
}
