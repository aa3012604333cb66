//! Words put in place of others in the user's own Word file, as tracked changes that Word lets its user accept or refuse.

use super::comments::{self, Comment};
use super::marks::Marks;
use super::xml;
use crate::Extracted;
use crate::text::Map;
use domain::Timestamp;
use domain::problem::Problem;
use domain::proof::Span;

/// Words to stand in place of others.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Change {
    /// The words that go, as a span of the extracted text.
    pub span: Span,
    /// The words that come; none when they only go.
    pub words: String,
    /// What is said instead where the change cannot be made as one: words over several runs, in footnotes, in headers.
    pub otherwise: Comment,
}

/// Whose changes they are, and when they were made.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Hand {
    /// Author.
    pub author: String,
    /// Instant.
    pub at: Timestamp,
}

/// Writes comments, as [`with_comments`](crate::with_comments) does, and changes into a Word file. A change whose words lie
/// in one run of the body becomes a tracked deletion and insertion with that run's own look; any other is said in a
/// comment.
///
/// # Errors
/// When the file is not the one that the text was taken from, or cannot be read.
pub fn with_changes(
    docx: &[u8],
    extracted: &Extracted,
    comments: &[Comment],
    changes: &[Change],
    hand: &Hand,
) -> Result<Vec<u8>, Problem> {
    comments::write(docx, extracted, comments, &Tracked { changes, hand: Some(hand) })
}

/// Changes with whose they are.
pub(super) struct Tracked<'a> {
    pub(super) changes: &'a [Change],
    pub(super) hand: Option<&'a Hand>,
}

impl Tracked<'_> {
    /// Sets the changes that can be made; gives the tags with which their deletions open, and what is to be said of the
    /// others.
    pub(super) fn set(&self, marks: &mut Marks<'_>, xml: &str, text: &str, map: &Map) -> Result<Set, Problem> {
        let mut set = Set::default();
        let Some(hand) = self.hand else { return Ok(set) };
        let at = hand.at.strftime("%Y-%m-%dT%H:%M:%SZ").to_string();
        let author = xml::escaped(&hand.author);
        let mut next = free_number(xml)?;
        for change in self.changes {
            let p = marks.prefix();
            let attributes = |n: u32| format!("{p}id=\"{n}\" {p}author=\"{author}\" {p}date=\"{at}\"");
            let opens = format!("<{p}del {}>", attributes(next));
            let comes = format!("<{p}ins {}>", attributes(next.saturating_add(1)));
            if marks.change(change.span, &opens, &comes, &change.words, (text, map)) {
                set.opened.push(opens);
                next = next.saturating_add(2);
            } else {
                set.said.push(change.otherwise.clone());
            }
        }
        Ok(set)
    }
}

/// What came of setting changes.
#[derive(Debug, Default)]
pub(super) struct Set {
    /// Opening tags of the deletions.
    opened: Vec<String>,
    /// Comments in place of those that could not be made.
    pub(super) said: Vec<Comment>,
}

impl Set {
    /// The part with the letters of its deletions as Word wants them: `w:delText` in place of `w:t`.
    pub(super) fn settled(&self, document: String, p: &str) -> String {
        let close = format!("</{p}del>");
        let (bare, with, end) = (format!("<{p}t>"), format!("<{p}t "), format!("</{p}t>"));
        let mut out = document;
        for opens in &self.opened {
            let Some(at) = out.find(opens.as_str()).map(|at| at + opens.len()) else { continue };
            let Some(len) = out.get(at..).and_then(|rest| rest.find(&close)) else { continue };
            let Some(run) = out.get(at..at + len) else { continue };
            let gone = run
                .replace(&bare, &format!("<{p}delText>"))
                .replace(&with, &format!("<{p}delText "))
                .replace(&end, &format!("</{p}delText>"));
            out.replace_range(at..at + len, &gone);
        }
        out
    }
}

/// A number greater than any that a mark of the part bears.
fn free_number(text: &str) -> Result<u32, Problem> {
    let mut next = 1u32;
    xml::each(text, |element| {
        if let Some(id) = element.attribute("id").and_then(|v| v.parse::<u32>().ok()).filter(|id| *id < 1 << 30) {
            next = next.max(id.saturating_add(1));
        }
    })?;
    Ok(next)
}
