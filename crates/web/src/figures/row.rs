//! A figure as a row of a table: its number in words, what it is compared with, and the way to the records behind each.

use super::asked::{Asked, records_link};
use crate::shell::lang::Lang;
use desk::indicators::number;
use domain::indicators::{Bound, Decimal, Figure, Formula, Note, Question, Source};
use domain::ledger::Approx;
use domain::registers::Catalogue;
use store::indicators::Side;

/// A number that opens.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Opens {
    /// As printed.
    pub text: String,
    /// Its records.
    pub href: String,
}

/// A change against the period before.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Change {
    /// CSS class: up, down, same.
    pub class: &'static str,
    /// "+12", "-3", "0".
    pub text: String,
    /// "+24,5 %"; empty when there is nothing to measure by.
    pub percent: String,
}

/// A row.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Row {
    /// Indicator slug.
    pub slug: String,
    /// Name of the indicator, or of the part.
    pub name: String,
    /// Whether it is a part of the row above.
    pub part: bool,
    /// The value.
    pub value: Opens,
    /// Numerator and denominator of a ratio.
    pub parts: Option<(Opens, Opens)>,
    /// Counting unit, as printed.
    pub unit: String,
    /// The same in the period before; none for growth, which is a comparison itself.
    pub before: Option<Opens>,
    /// The change.
    pub change: Option<Change>,
    /// Marks in words: CSS class and text.
    pub badges: Vec<(&'static str, &'static str)>,
    /// Letters of its notes.
    pub marks: Vec<String>,
}

/// Notes under a table, each once, with letters.
#[derive(Debug, Clone, Default)]
pub struct Notes(pub Vec<(String, String)>);

impl Notes {
    /// The letter of a note; a new one when it is said for the first time.
    pub fn letter(&mut self, t: Lang, note: &Note) -> String {
        let text = note_text(t, note);
        if let Some((letter, _)) = self.0.iter().find(|(_, said)| *said == text) {
            return letter.clone();
        }
        let letter = letter(self.0.len());
        self.0.push((letter.clone(), text));
        letter
    }
}

/// a, b, … z, aa, ab …
fn letter(n: usize) -> String {
    let of = |n: usize| char::from(b"abcdefghijklmnopqrstuvwxyz".get(n % 26).copied().unwrap_or(b'a'));
    if n < 26 { of(n).to_string() } else { format!("{}{}", letter(n / 26 - 1), of(n)) }
}

/// What a note says. Its particulars are Vietnamese; in English its general meaning stands before them.
pub fn note_text(t: Lang, note: &Note) -> String {
    let english = match note.code.as_str() {
        "split" => "At least this: records of a unit that was split are not all assigned",
        "dissolved-district" => "With records of dissolved districts",
        "incomplete-tree" => "The list of units of that time is incomplete",
        "predecessor" => "Only since this unit exists; before it there were others",
        "declared" => "A declared figure stands in place of records",
        "declared-above" => "A unit above has declared one figure for its whole area; records only here",
        "pending" => "Some records still lack their number",
        "not-divisible" => "A declared figure cannot be divided to fit the question",
        "not-comparable" => "Not comparable: a later unit holds parts of others",
        "empty-denominator" => "Nothing to divide by",
        _ => "Note",
    };
    match t {
        Lang::Vi => note.text.clone(),
        Lang::En => format!("{english} — {}", note.text),
    }
}

/// A value with how far it can be trusted: "ít nhất 12", "trên 600".
pub fn value_text(t: Lang, f: &Figure) -> String {
    let Some(value) = f.value else { return "—".into() };
    let least = if f.bound == Bound::AtLeast { t.say("ít nhất ", "at least ") } else { "" };
    let about = match f.approx {
        Approx::Over => t.say("trên ", "over "),
        Approx::Under => t.say("gần ", "nearly "),
        Approx::About => t.say("khoảng ", "about "),
        Approx::Exact | Approx::Pending => "",
    };
    let percent = if f.unit == "%" { " %" } else { "" };
    format!("{least}{about}{}{percent}", number(value))
}

/// Marks in words.
fn badges(t: Lang, f: &Figure) -> Vec<(&'static str, &'static str)> {
    let mut out = Vec::new();
    match f.source {
        Source::Declared => out.push(("declared", t.say("tự khai", "declared"))),
        Source::Mixed => out.push(("declared", t.say("một phần tự khai", "partly declared"))),
        Source::Records => {}
    }
    match f.bound {
        Bound::AtLeast => out.push(("at-least", t.say("ít nhất", "at least"))),
        Bound::NotDivisible => out.push(("warn", t.say("không chia được", "cannot be divided"))),
        Bound::NotComparable => out.push(("warn", t.say("không so sánh được", "not comparable"))),
        Bound::Exact => {}
    }
    if f.pending > 0 {
        out.push(("muted", t.say("còn chờ số", "numbers pending")));
    }
    out
}

/// The change from one figure to another. Nothing where either is no exact number.
pub fn change(now: &Figure, before: &Figure) -> Option<Change> {
    let exact = |f: &Figure| f.bound == Bound::Exact;
    let (a, b) = (now.value.filter(|_| exact(now))?, before.value.filter(|_| exact(before))?);
    let scaled = a.scaled.checked_sub(b.scaled).filter(|_| a.scale == b.scale)?;
    let class = match scaled.signum() {
        1 => "up",
        -1 => "down",
        _ => "same",
    };
    let plus = if scaled > 0 { "+" } else { "" };
    let percent = (b.scaled > 0 && now.unit != "%").then(|| {
        let tenths = i64::try_from(i128::from(scaled) * 1000 / i128::from(b.scaled)).unwrap_or(i64::MAX);
        format!("{plus}{} %", number(Decimal { scaled: tenths, scale: 1 }))
    });
    let text = format!("{plus}{}", number(Decimal { scaled, scale: a.scale }));
    Some(Change { class, text, percent: percent.unwrap_or_default() })
}

/// What rows are made with.
pub struct Maker<'a> {
    /// Language.
    pub t: Lang,
    /// The catalogue in use.
    pub catalogue: &'a Catalogue,
    /// What was asked.
    pub asked: &'a Asked,
    /// The question of the period before.
    pub before: &'a Question,
    /// Name of a dimension's value.
    pub value_name: &'a dyn Fn(&str, &str) -> String,
}

impl Maker<'_> {
    /// The rows of one indicator: its total, then its parts.
    pub fn rows(&self, now: &[Figure], before: &[Figure], notes: &mut Notes) -> Vec<Row> {
        now.iter().map(|f| self.row(f, before.iter().find(|b| b.by == f.by), notes)).collect()
    }

    fn row(&self, f: &Figure, before: Option<&Figure>, notes: &mut Notes) -> Row {
        let (t, slug) = (self.t, f.indicator.as_str());
        let indicator = self.catalogue.indicators.get(slug);
        let growth = indicator.is_some_and(|i| matches!(i.formula, Formula::Growth(_)));
        let open =
            |q: &Question, side, text: String| Opens { text, href: records_link(q, self.asked, slug, &f.by, side) };
        let here = &self.asked.question;
        let part = |d: Option<Decimal>, side| open(here, side, d.map_or("—".into(), number));
        let ratio = f.numerator.is_some() || f.denominator.is_some() || f.unit == "%";
        let name = if f.by.is_empty() {
            indicator.map_or(slug.to_string(), |i| t.name(&i.name, &i.name_en).to_string())
        } else {
            let values = f.by.iter().map(|(d, v)| (self.value_name)(d, v));
            values.collect::<Vec<_>>().join(", ")
        };
        Row {
            slug: slug.to_string(),
            name,
            part: !f.by.is_empty(),
            value: open(here, Side::Numerator, value_text(t, f)),
            parts: ratio.then(|| (part(f.numerator, Side::Numerator), part(f.denominator, Side::Denominator))),
            unit: self.unit(&f.unit),
            before: before.filter(|_| !growth).map(|b| open(self.before, Side::Numerator, value_text(t, b))),
            change: before.filter(|_| !growth).and_then(|b| change(f, b)),
            badges: badges(t, f),
            marks: f.why.iter().map(|n| notes.letter(t, n)).collect(),
        }
    }

    /// A counting unit as printed.
    pub fn unit(&self, slug: &str) -> String {
        self.catalogue.counting_units.get(slug).map_or(slug.to_string(), |u| u.symbol.clone())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use domain::ledger::Dims;

    fn figure(scaled: Option<i64>, unit: &str) -> Figure {
        Figure {
            indicator: "x".into(),
            by: Dims::new(),
            value: scaled.map(|scaled| Decimal { scaled, scale: 0 }),
            numerator: None,
            denominator: None,
            unit: unit.into(),
            approx: Approx::Exact,
            pending: 0,
            source: Source::Records,
            recorded: None,
            bound: Bound::Exact,
            why: Vec::new(),
        }
    }

    #[test]
    fn a_change_is_told_with_its_share_of_what_was_before() {
        let told =
            |a, b| change(&figure(Some(a), "cuoc"), &figure(Some(b), "cuoc")).map(|c| (c.class, c.text, c.percent));
        assert_eq!(told(61, 49), Some(("up", "+12".into(), "+24,4 %".into())));
        assert_eq!(told(3, 4), Some(("down", "-1".into(), "-25 %".into())));
        assert_eq!(told(5, 0), Some(("up", "+5".into(), String::new())));
        assert_eq!(told(0, 0), Some(("same", "0".into(), String::new())));
    }

    #[test]
    fn what_is_no_exact_number_is_not_compared() {
        let least = Figure { bound: Bound::AtLeast, ..figure(Some(3), "cuoc") };
        assert_eq!(change(&least, &figure(Some(2), "cuoc")), None);
        assert_eq!(change(&figure(None, "cuoc"), &figure(Some(2), "cuoc")), None);
        assert_eq!(value_text(Lang::Vi, &Figure { approx: Approx::Over, ..least }), "ít nhất trên 3");
    }

    #[test]
    fn letters_of_notes_do_not_end_with_z() {
        assert_eq!([0, 25, 26, 27, 52].map(letter), ["a", "z", "aa", "ab", "ba"]);
    }
}
