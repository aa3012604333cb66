//! What follows a citation: its date, its issuer, its title.

use super::walk::Walk;
use super::words::Key;
use crate::scan::{Gap, Kind};
use domain::proof::{Citation, Family, Reading, Span};

/// Greatest length of a title in tokens.
const TITLE: usize = 120;

impl Walk<'_> {
    /// Reads date, issuer and title after the token `to`; the index after date and issuer.
    pub fn tail(&self, to: usize, joint: bool, citation: &mut Citation, reading: &Reading) -> usize {
        let mut at = to;
        if let Some((date, after)) = self.date_after(at, reading) {
            (citation.date, at) = (Some(date), after);
        }
        let mut next = at + usize::from(self.is(at, ','));
        let issued = match self.key(next) {
            Some(Key::Of | Key::By) => self.issuer(next + 1, joint).map(|end| (next + 1, end)),
            Some(Key::Between) => self.issuer(next + 1, true).map(|end| (next + 1, end)),
            // The date is followed by the issuer at once; after a comma a new clause begins.
            _ if citation.date.is_some() && next == at && self.capital(at) => self.organ(at).map(|end| (at, end)),
            _ => None,
        };
        if let Some((from, end)) = issued {
            citation.issuer = Some(self.span(from, end));
            // "do … ban hành"
            let issues = self.key(end) == Some(Key::Issue) && self.key(end + 1) == Some(Key::Issued);
            at = if issues && self.key(from - 1) == Some(Key::By) { end + 2 } else { end };
            next = at + usize::from(self.is(at, ','));
            if let Some((_, after)) = self.date_after(at, reading) {
                next = after;
            }
        }
        self.title(next, next > at && self.is(at, ','), citation);
        at
    }

    /// The date right after a token: ", ngày …", "ngày …", "(ngày …)"; its index and the token after it.
    fn date_after(&self, at: usize, reading: &Reading) -> Option<(usize, usize)> {
        let bracket = self.is(at, '(');
        let next = at + usize::from(bracket || self.is(at, ','));
        let token = self.tokens.get(next).filter(|t| t.gap != Gap::Blank)?;
        let dates = reading.dates.get(self.dates..)?;
        let index = dates.binary_search_by_key(&(token.start as usize), |d| d.span.start).ok()?;
        let date = dates.get(index).filter(|d| d.day.is_some() || d.blank)?;
        let mut after = next;
        while self.tokens.get(after).is_some_and(|t| (t.end as usize) <= date.span.end) {
            after += 1;
        }
        if bracket && self.is(after, ')') {
            after += 1;
        }
        Some((self.dates + index, after))
    }

    /// The title: after "về", "về việc", in quotes, or a subject that begins with a verb.
    fn title(&self, at: usize, comma: bool, citation: &mut Citation) {
        let mut next = at;
        let about = match self.key(at) {
            Some(Key::About) => {
                next += 1 + usize::from(self.key(at + 1) == Some(Key::Matter));
                true
            }
            Some(Key::Short) if self.kind(at + 1) == Some(Kind::Slash) && self.key(at + 2) == Some(Key::Short) => {
                next += 3;
                true
            }
            _ => false,
        };
        let quoted = self.quoted(next).or_else(|| {
            let issue = about && self.key(next) == Some(Key::Issue) && self.key(next + 1) == Some(Key::Issued);
            issue.then(|| self.quoted(next + 2)).flatten()
        });
        if let Some(quoted) = quoted {
            citation.title = Some(quoted.inside);
            citation.title_quoted = true;
            return;
        }
        let verb = matches!(
            self.key(next),
            Some(Key::Verb | Key::Carry | Key::Continue | Key::Amend | Key::Link | Key::Issue)
        );
        let placed = citation.date.is_some() || citation.issuer.is_some() || citation.family == Family::Normative;
        if about || (verb && !comma && placed) {
            let end = self.subject_end(next);
            let span = self.span(next, end);
            citation.title = (end > next + 1).then_some(span);
        }
    }

    /// Where a subject without quotes ends: at the end of its clause, as far as it can be told.
    fn subject_end(&self, from: usize) -> usize {
        let mut at = from;
        let mut depth = 0usize;
        while at < from + TITLE {
            let Some(token) = self.tokens.get(at) else { break };
            if at > from && (token.gap == Gap::Blank || (token.gap == Gap::Line && self.bullet(at))) {
                break;
            }
            if self.opens_quote(at) {
                if let Some(quoted) = self.quoted(at) {
                    at = quoted.to;
                    continue;
                }
                break;
            }
            let over = match token.kind {
                Kind::Word => matches!(self.key(at), Some(Key::Over)) && at > from,
                Kind::Sign if token.is('(') => {
                    depth += 1;
                    false
                }
                Kind::Sign if token.is(')') => {
                    depth = depth.checked_sub(1).unwrap_or(usize::MAX);
                    depth == usize::MAX
                }
                Kind::Sign if token.is(',') => depth == 0 && self.clause_after(at + 1),
                Kind::Sign => [';', '.', '!', '?', ':', '…', '”', '"', '»', '|', '•'].iter().any(|c| token.is(*c)),
                _ => false,
            };
            if over {
                break;
            }
            at += 1;
        }
        at
    }
    /// Whether a new clause begins after a comma: an organ, another document, "nhằm", "trong đó".
    fn clause_after(&self, at: usize) -> bool {
        let organ = self.capital(at) && self.grammar.names.at(self.tokens, at).is_some();
        let document = self.capital(at) && self.kind_at(at).is_some();
        let sign = matches!(self.kind(at), None | Some(Kind::Sign));
        organ || document || sign || matches!(self.key(at), Some(Key::Over | Key::Clause))
    }
    /// Whether a line begins with the sign or number of a list.
    fn bullet(&self, at: usize) -> bool {
        match self.kind(at) {
            Some(Kind::Dash | Kind::Super) => true,
            Some(Kind::Sign) => self.is(at, '+') || self.is(at, '*') || self.is(at, '•') || self.is(at, '['),
            Some(Kind::Number) => self.is(at + 1, '.') || self.is(at + 1, ')'),
            _ => false,
        }
    }
}

/// A quoted stretch.
#[derive(Debug, Clone, Copy)]
pub(super) struct Quoted {
    /// What stands between the outer quotes.
    pub inside: Span,
    /// One past the last token inside.
    pub last: usize,
    /// One past the closing quote.
    pub to: usize,
}
