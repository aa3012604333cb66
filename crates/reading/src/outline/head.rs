//! The head of a document: motto or the Party's name, issuer, number, place and date, type and subject, addressee.

use super::{Grammar, cells, lines, plain, shouted};
use domain::proof::{Part, PartKind, Reading, Span, Text};

/// How far the head can reach, in lines and bytes.
const LINES: usize = 80;
const BYTES: usize = 8000;
/// Longest name of a place before the date.
const PLACE: usize = 60;

impl Grammar {
    /// Finds the parts of the head.
    pub(super) fn head(&self, text: &Text, reading: &Reading, parts: &mut Vec<Part>) {
        let all: Vec<Span> = lines(&text.text).take(LINES).take_while(|l| l.start < BYTES).collect();
        let typed = all.iter().position(|line| self.is_type(line.of(&text.text)));
        let mut head = Head { text: &text.text, reading, parts, issuer: None, numbered: false };
        for line in all.iter().take(typed.unwrap_or(all.len())) {
            for cell in cells(&text.text, *line) {
                head.cell(cell);
            }
        }
        head.close();
        if let Some(index) = typed {
            self.subject(text, &all, index, parts);
        }
    }

    /// A line that is the name of a kind in capitals: "BÁO CÁO".
    fn is_type(&self, words: &str) -> bool {
        let words = plain(words);
        words.len() < 80 && shouted(words) && {
            let lower = words.to_lowercase();
            self.types.contains(&lower)
        }
    }
    /// The type, and the subject under it.
    fn subject(&self, text: &Text, all: &[Span], index: usize, parts: &mut Vec<Part>) {
        let Some(line) = all.get(index) else { return };
        parts.push(Part { kind: PartKind::Type, span: *line });
        let below = all.iter().skip(index + 1).skip_while(|l| l.is_empty()).take_while(|l| !l.is_empty());
        let block: Vec<&Span> = below.take(8).collect();
        if let (Some(first), Some(last)) = (block.first(), block.last())
            && !first.of(&text.text).starts_with("Kính gửi")
        {
            parts.push(Part { kind: PartKind::Subject, span: Span::new(first.start, last.end) });
        }
        for line in all.iter().skip(index + 1).filter(|l| is_addressee(l.of(&text.text))) {
            parts.push(Part { kind: PartKind::Addressee, span: *line });
        }
    }
}

fn is_addressee(words: &str) -> bool {
    plain(words).to_lowercase().starts_with("kính gửi")
}

/// What has been seen of the head.
struct Head<'a, 'p> {
    text: &'a str,
    reading: &'a Reading,
    parts: &'p mut Vec<Part>,
    /// Lines in capitals that are the issuer's name, so far.
    issuer: Option<Span>,
    numbered: bool,
}

impl Head<'_, '_> {
    fn push(&mut self, kind: PartKind, span: Span) {
        if !self.parts.iter().any(|p| p.kind == kind && kind != PartKind::Motto) {
            self.parts.push(Part { kind, span });
        }
    }

    fn cell(&mut self, cell: Span) {
        let words = plain(cell.of(self.text));
        if words.len() > 200 {
            return;
        }
        let lower = words.to_lowercase();
        if lower.starts_with("cộng hòa xã hội chủ nghĩa việt nam")
            || lower.starts_with("cộng hoà xã hội chủ nghĩa việt nam")
            || (lower.starts_with("độc lập") && lower.ends_with("hạnh phúc"))
        {
            self.push(PartKind::Motto, cell);
        } else if lower == "đảng cộng sản việt nam" && shouted(words) {
            self.push(PartKind::PartyHead, cell);
        } else if is_addressee(words) {
            self.push(PartKind::Addressee, cell);
        } else if let Some(span) = self.number(cell, &lower) {
            self.push(PartKind::Number, span);
            self.numbered = true;
        } else if let Some(span) = self.place_date(cell) {
            self.push(PartKind::PlaceDate, span);
        } else if !self.numbered && shouted(words) && words.contains(' ') {
            let from = self.issuer.map_or(cell.start, |i| i.start.min(cell.start));
            self.issuer = Some(Span::new(from, cell.end));
        }
    }

    /// The own number: what the citations found at the beginning of a line, or a short line "Số: …".
    fn number(&self, cell: Span, lower: &str) -> Option<Span> {
        let own = self.reading.citations.iter().take(8).find(|c| c.own && cell.holds(c.span));
        let short = lower.strip_prefix("số").is_some_and(|rest| rest.trim_start().starts_with(':') && lower.len() < 40);
        own.map(|c| c.span).or(short.then_some(cell))
    }
    /// "Mường Lát, ngày 05 tháng 6 năm 2024" and nothing more.
    fn place_date(&self, cell: Span) -> Option<Span> {
        let dates = &self.reading.dates;
        let date =
            dates.iter().take(16).find(|d| cell.holds(d.span) && (d.day.is_some() || d.blank) && d.year.is_some())?;
        let place = self.text.get(cell.start..date.span.start)?;
        let named = place.trim_end().strip_suffix(',').is_some_and(|p| p.chars().any(char::is_alphabetic));
        let rest = cell.end.saturating_sub(date.span.end);
        (named && place.len() <= PLACE && rest <= 3).then_some(Span::new(cell.start, date.span.end))
    }

    /// The issuer's name belongs to the head only when a number follows it.
    fn close(&mut self) {
        if let Some(span) = self.issuer.filter(|_| self.numbered) {
            self.push(PartKind::Issuer, span);
        }
    }
}
