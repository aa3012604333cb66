//! What rules look at, with the ways of looking that several of them share.

use crate::Reader;
use crate::scan::{self, Token};
use domain::Date;
use domain::proof::{Citation, DateMention, Figure, Knowledge, Part, PartKind, Reading, Role, Span, Text};

/// A text, what was read out of it, and whom to ask.
pub struct Seen<'a> {
    /// The text.
    pub text: &'a Text,
    /// What was read out of it.
    pub reading: &'a Reading,
    /// The reader, for its lexicon and words.
    pub reader: &'a Reader,
    /// Ledger and registers.
    pub knowledge: &'a dyn Knowledge,
    /// The day of the proof.
    pub today: Date,
    /// First and last day that the text may have been written on, as it says itself.
    pub when: Option<(Date, Date)>,
}

/// A line is looked at no further than this, in bytes, before and after a place.
const REACH: usize = 4096;

/// Words between two places of a text are looked for no further than this, in bytes.
const NEAR: usize = 400;

impl<'a> Seen<'a> {
    /// Sets the text and its reading side by side.
    pub fn new(
        reader: &'a Reader,
        text: &'a Text,
        reading: &'a Reading,
        knowledge: &'a dyn Knowledge,
        today: Date,
    ) -> Self {
        let mut seen = Seen { text, reading, reader, knowledge, today, when: None };
        seen.when = seen.written();
        seen
    }
    /// The words.
    pub fn str(&self) -> &'a str {
        &self.text.text
    }
    /// The words of a span.
    pub fn of(&self, span: Span) -> &'a str {
        span.of(self.str())
    }
    /// A span's words in one line of single spaces, cut after about 80 letters: for messages.
    pub fn short(&self, span: Span) -> String {
        let words: Vec<&str> = self.of(span).split_whitespace().collect();
        let line = words.join(" ");
        match line.char_indices().nth(80) {
            Some((cut, _)) => format!("{}…", line.get(..cut).unwrap_or(&line)),
            None => line,
        }
    }
    /// Calls with the tokens of each block of the text.
    pub fn each_block(&self, mut look: impl FnMut(&[Token])) {
        let mut tokens = Vec::new();
        for block in scan::blocks(self.str()) {
            scan::tokens(self.str(), block, &self.reader.words, &mut tokens);
            look(&tokens);
        }
    }
    /// Up to `NEAR` bytes before a place, within its line.
    pub fn before(&self, at: usize) -> &'a str {
        let from = (at.saturating_sub(NEAR)..=at).find(|i| self.str().is_char_boundary(*i)).unwrap_or(at);
        let piece = self.str().get(from..at).unwrap_or("");
        piece.rsplit('\n').next().unwrap_or("")
    }
    /// Up to `NEAR` bytes after a place, within its line.
    pub fn after(&self, at: usize) -> &'a str {
        let end = (at + NEAR).min(self.str().len());
        let to = (at..=end).rev().find(|i| self.str().is_char_boundary(*i)).unwrap_or(at);
        let piece = self.str().get(at..to).unwrap_or("");
        piece.split('\n').next().unwrap_or("")
    }
    /// The line that holds a place, no further than [`REACH`] bytes either way: there are files without line ends.
    pub fn line(&self, at: usize) -> Span {
        let text = self.str();
        let from = self.border(at.saturating_sub(REACH));
        let to = self.border((at + REACH).min(text.len()));
        let start = text.get(from..at).and_then(|t| t.rfind('\n')).map_or(from, |i| from + i + 1);
        let end = text.get(at..to).and_then(|t| t.find('\n')).map_or(to, |i| at + i);
        Span::new(start, end)
    }
    /// The first character border at or after a byte.
    fn border(&self, at: usize) -> usize {
        (at..self.str().len()).find(|i| self.str().is_char_boundary(*i)).unwrap_or(self.str().len())
    }
    /// The citations that begin before a place and may reach it, nearest first.
    pub fn citations_near(&self, at: usize) -> impl Iterator<Item = &'a Citation> {
        let next = self.reading.citations.partition_point(|c| c.span.start <= at);
        self.reading.citations.get(next.saturating_sub(4)..next).unwrap_or(&[]).iter().rev()
    }
    /// Where the first citation after a place begins.
    pub fn next_citation(&self, at: usize) -> Option<&'a Citation> {
        self.reading.citations.get(self.reading.citations.partition_point(|c| c.span.start <= at))
    }
    /// The sentence around a span: to a full stop before a capital, or the line's ends.
    pub fn sentence(&self, span: Span) -> Span {
        let line = self.line(span.start);
        let mut start = line.start;
        let mut end = line.end;
        for stop in stops(self.of(line)).map(|i| i + line.start) {
            if stop <= span.start {
                start = stop;
            } else if stop >= span.end {
                end = stop;
                break;
            }
        }
        Span::new(start, end)
    }
    /// Whether a place belongs to the furniture of a page or to its running heads.
    pub fn aside(&self, at: usize) -> bool {
        matches!(self.text.role_at(at), Some(Role::Furniture | Role::Running))
    }
    /// The date that stands right after a citation.
    pub fn date_of(&self, citation: &Citation) -> Option<&'a DateMention> {
        citation.date.and_then(|i| self.reading.dates.get(i))
    }
    /// A figure by its index.
    pub fn figure(&self, index: usize) -> Option<&'a Figure> {
        self.reading.figures.get(index)
    }
    /// The first part of a kind.
    pub fn part(&self, kind: &PartKind) -> Option<&'a Part> {
        self.reading.outline.parts.iter().find(|p| p.kind == *kind)
    }
    /// Figures that lie within a span.
    pub fn figures_in(&self, span: Span) -> impl Iterator<Item = (usize, &'a Figure)> {
        let from = self.reading.figures.partition_point(|f| f.span.start < span.start);
        self.reading.figures.iter().enumerate().skip(from).take_while(move |(_, f)| f.span.end <= span.end)
    }

    /// When the text was written: the date in its head, else a date on a line of its own near the top, else the first year named.
    fn written(&self) -> Option<(Date, Date)> {
        let dates = &self.reading.dates;
        if let Some(place) = self.part(&PartKind::PlaceDate) {
            return dates.iter().find(|d| place.span.touches(d.span)).and_then(range_of);
        }
        let top = dates.iter().take(4).find(|d| d.span.start < 3000 && self.stands_alone(d.span));
        if let Some(range) = top.and_then(range_of) {
            return Some(range);
        }
        let first = self.reading.periods.iter().find(|p| p.span.start < 3000)?;
        let year = same_year(first.from?, first.to?)?;
        Some((Date::new(year, 1, 1).ok()?, Date::new(year, 12, 31).ok()?))
    }
    /// Whether a line holds little but this span: "Cập nhật: 07/9/2023", "21/12/2023 08:00".
    fn stands_alone(&self, span: Span) -> bool {
        let line = self.line(span.start);
        self.of(line).trim().len() <= span.len() + 24
    }
}

/// Places right after the full stops of a line: a stop, a space and a capital, a bullet or a quote.
fn stops(line: &str) -> impl Iterator<Item = usize> + '_ {
    line.char_indices().filter(|(_, c)| matches!(c, '.' | '!' | '?' | '…')).filter_map(move |(i, c)| {
        let rest = line.get(i + c.len_utf8()..)?;
        let next = rest.trim_start();
        let gap = rest.len() - next.len();
        let capital = next.chars().next().is_none_or(|n| n.is_uppercase() || matches!(n, '“' | '"' | '-' | '+'));
        // "TP. Vinh", "1. Ưu điểm": an abbreviation or a number does not end a sentence.
        let word = line.get(..i)?.rsplit(|c: char| !c.is_alphanumeric()).next()?;
        let short = !word.is_empty() && (word.chars().all(|c| c.is_uppercase()) || word.len() < 2);
        (gap > 0 && capital && !short).then_some(i + c.len_utf8() + gap)
    })
}

/// The sentences of a line.
pub fn sentences(line: &str) -> impl Iterator<Item = Span> + '_ {
    let mut start = 0;
    let ends: Vec<usize> = stops(line).chain([line.len()]).collect();
    ends.into_iter().filter_map(move |end| {
        let span = Span::new(start, end);
        start = end;
        (!span.is_empty()).then_some(span)
    })
}

fn same_year(from: Date, to: Date) -> Option<i16> {
    (from.year() == to.year()).then(|| from.year())
}

/// The days that a date, whole or in part, may mean.
pub fn range_of(date: &DateMention) -> Option<(Date, Date)> {
    if let Some(day) = date.date {
        return Some((day, day));
    }
    let year = i16::try_from(date.year?).ok()?;
    match date.month.and_then(|m| i8::try_from(m).ok()) {
        Some(month) => {
            let first = Date::new(year, month, 1).ok()?;
            Some((first, first.last_of_month()))
        }
        None => Some((Date::new(year, 1, 1).ok()?, Date::new(year, 12, 31).ok()?)),
    }
}

/// Words in lower case with one space between and one custom of tone marks; signs are left out.
pub fn fold(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut word = String::new();
    for raw in text.split(|c: char| !c.is_alphanumeric()).filter(|w| !w.is_empty()) {
        scan::fold_word(raw, &mut word);
        if !out.is_empty() {
            out.push(' ');
        }
        out.push_str(&word);
    }
    out
}

/// Whether folded words hold a phrase, on word borders.
pub fn holds(folded: &str, phrase: &str) -> bool {
    find(folded, phrase).is_some()
}

/// Where a phrase begins in folded words, on word borders.
pub fn find(folded: &str, phrase: &str) -> Option<usize> {
    folded.match_indices(phrase).map(|(i, _)| i).find(|i| {
        let before = folded.get(..*i).is_none_or(|t| t.is_empty() || t.ends_with(' '));
        let after = folded.get(i + phrase.len()..).is_none_or(|t| t.is_empty() || t.starts_with(' '));
        before && after
    })
}

/// A date as reports write it: 05/02/2024, 12/3/2024.
pub fn shown(date: Date) -> String {
    let month = if date.month() < 3 { format!("{:02}", date.month()) } else { date.month().to_string() };
    format!("{:02}/{month}/{}", date.day(), date.year())
}

/// A number as reports write it: 4.675; 98,2.
pub fn number(value: rust_decimal::Decimal) -> String {
    let text = value.normalize().to_string();
    let (sign, text) = text.strip_prefix('-').map_or(("", text.as_str()), |t| ("-", t));
    let (whole, part) = text.split_once('.').unwrap_or((text, ""));
    let mut out = String::from(sign);
    for (i, c) in whole.chars().enumerate() {
        if i > 0 && (whole.len() - i) % 3 == 0 {
            out.push('.');
        }
        out.push(c);
    }
    if !part.is_empty() {
        out.push(',');
        out.push_str(part);
    }
    out
}
