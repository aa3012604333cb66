//! The foot of a document: recipients, the office that signs, the signer's name.

use super::{cells, plain, shouted};
use domain::proof::{Part, PartKind, Span};

/// Lines after the office in which the signer's name may stand.
const NEAR: usize = 8;

/// What has been seen of the foot; each part is the last of its kind, for an appendix has none.
#[derive(Debug, Default)]
pub(super) struct Foot {
    recipients: Option<Span>,
    /// Whether lines still lengthen the recipients.
    listing: bool,
    authority: Option<Span>,
    /// Whether lines still lengthen the office.
    stacking: bool,
    signer: Option<Span>,
    /// Lines left in which the signer may stand.
    left: usize,
}

impl Foot {
    /// Looks at a line.
    pub fn line(&mut self, text: &str, line: Span, words: &str, _parts: &mut Vec<Part>) {
        let watch = self.listing || self.stacking || self.left > 0;
        let begins = matches!(
            words.bytes().next(),
            Some(b'N' | b'T' | b'K' | b'Q' | b'C' | b'P' | b'B' | b'G' | b'*' | b'_' | b'-')
        );
        if !watch && !begins {
            return;
        }
        if !words.contains('\t') && !words.contains("   ") {
            return self.cell(line, words);
        }
        for cell in cells(text, line) {
            self.cell(cell, cell.of(text));
        }
    }

    fn cell(&mut self, cell: Span, raw: &str) {
        let words = plain(raw);
        if words.is_empty() {
            return;
        }
        self.left = self.left.saturating_sub(1);
        if starts(words, "Nơi nhận") {
            self.recipients = Some(cell);
            self.listing = true;
        } else if is_authority(words) {
            let grow = self.authority.filter(|_| self.stacking);
            self.authority = Some(Span::new(grow.map_or(cell.start, |a| a.start), cell.end));
            (self.stacking, self.left, self.signer) = (true, NEAR, None);
        } else if self.listing && matches!(words.chars().next(), Some('-' | '+' | '•' | '–')) {
            if let Some(span) = self.recipients.as_mut() {
                span.end = cell.end;
            }
        } else if self.stacking && shouted(words) {
            if let Some(span) = self.authority.as_mut() {
                span.end = cell.end;
            }
            self.left = NEAR;
        } else if self.left > 0 && self.signer.is_none() && is_person(words) {
            self.signer = Some(cell);
            (self.stacking, self.listing) = (false, false);
        } else if self.left == 0 {
            (self.stacking, self.listing) = (false, self.listing && words.len() < 80);
        }
    }

    /// Hands the parts over.
    pub fn end(self, parts: &mut Vec<Part>) {
        let found = [
            (PartKind::Recipients, self.recipients),
            (PartKind::Authority, self.authority),
            (PartKind::Signer, self.signer),
        ];
        parts.extend(found.into_iter().filter_map(|(kind, span)| Some(Part { kind, span: span? })));
    }
}

fn starts(words: &str, with: &str) -> bool {
    words.get(..with.len()).is_some_and(|w| w.eq_ignore_ascii_case(with) || w.to_lowercase() == with.to_lowercase())
}

/// "TM. ỦY BAN NHÂN DÂN", "KT. CHỦ TỊCH", "T/M BAN THƯỜNG VỤ", or an office in capitals alone: "CHỦ TỊCH".
fn is_authority(words: &str) -> bool {
    const SHORT: [&str; 12] = ["TM.", "KT.", "TL.", "TUQ.", "Q.", "T/M", "K/T", "T/L", "TM ", "KT ", "TL ", "T.M"];
    const ALONE: [&str; 12] = [
        "CHỦ TỊCH",
        "PHÓ CHỦ TỊCH",
        "BÍ THƯ",
        "PHÓ BÍ THƯ",
        "GIÁM ĐỐC",
        "PHÓ GIÁM ĐỐC",
        "TRƯỞNG BAN",
        "PHÓ TRƯỞNG BAN",
        "TRƯỞNG PHÒNG",
        "PHÓ TRƯỞNG PHÒNG",
        "CHÁNH VĂN PHÒNG",
        "BỘ TRƯỞNG",
    ];
    words.len() < 160 && shouted(words) && (SHORT.iter().any(|s| words.starts_with(s)) || ALONE.contains(&words))
}

/// Two to five words with a capital each and nothing else.
fn is_person(words: &str) -> bool {
    let count = words.split_whitespace().count();
    let capital = |w: &str| w.chars().next().is_some_and(char::is_uppercase) && w.chars().all(char::is_alphabetic);
    (2..=5).contains(&count) && words.split_whitespace().all(capital) && !shouted(words)
}
