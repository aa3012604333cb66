//! Dates and periods as people write them, whole, in part, blank or impossible.
//!
//! One walk over the tokens of a block leaves [`Mark`]s: days ([`day`]), and months, quarters and years ([`span`]). Dates go to
//! the list at once; periods are made of the marks at the end ([`period`]), when "từ … đến …" can be seen whole.

mod day;
mod period;
mod span;

use crate::keys::Keys;
use crate::phrases::Words;
use crate::reader::Piece;
use crate::scan::{Gap, Kind, Token};
use domain::Date;
use domain::proof::{DateMention, Lexicon, Reading, Span};

/// Words that steer the grammar.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Key {
    /// ngày
    Day,
    /// mùng, mồng
    First,
    /// tháng
    Month,
    /// năm
    Year,
    /// quý
    Quarter,
    /// I to IV
    Roman(u32),
    /// ba, sáu, chín: months counted in words
    Spelled(u32),
    /// từ
    From,
    /// đến, tới
    To,
    /// hết
    Through,
    /// tính, kể, trước "đến", "từ"
    Count,
    /// đầu
    Head,
    /// cuối
    Tail,
    /// và
    And,
    /// của
    Of,
    /// hằng, hàng
    Every,
    /// những, các: "những ngày tháng 4 năm 1975" leaves nothing blank
    Plural,
    /// sáng, chiều, dịp, lễ …: a day and month may follow without "ngày"
    Occasion,
    /// giai, đoạn, nhiệm, kỳ, niên, khóa, học, thời: before two years
    Stage,
    /// trước, sau: the year is a border, not the time spoken of
    Beside,
}

/// The grammar with its words looked up.
#[derive(Debug)]
pub struct Grammar {
    keys: Keys<Key>,
}

impl Grammar {
    /// Looks the grammar's words up.
    pub fn new(_lexicon: &Lexicon, words: &mut Words) -> Self {
        let mut keys = Keys::default();
        let table = [
            ("ngày", Key::Day),
            ("mùng mồng", Key::First),
            ("tháng", Key::Month),
            ("năm", Key::Year),
            ("quý quí", Key::Quarter),
            ("i", Key::Roman(1)),
            ("ii", Key::Roman(2)),
            ("iii", Key::Roman(3)),
            ("iv", Key::Roman(4)),
            ("ba", Key::Spelled(3)),
            ("sáu", Key::Spelled(6)),
            ("chín", Key::Spelled(9)),
            ("từ", Key::From),
            ("đến tới", Key::To),
            ("hết", Key::Through),
            ("tính kể", Key::Count),
            ("đầu", Key::Head),
            ("cuối", Key::Tail),
            ("và", Key::And),
            ("của", Key::Of),
            ("hằng hàng", Key::Every),
            ("những các bao", Key::Plural),
            ("sáng chiều tối trưa đêm hôm dịp lễ khánh", Key::Occasion),
            ("giai đoạn nhiệm kỳ kì niên khóa học thời", Key::Stage),
            ("trước sau", Key::Beside),
        ];
        for (all, key) in table {
            keys.add(words, all, key);
        }
        Grammar { keys }
    }

    /// Reads the dates and periods of a block.
    pub fn read(&self, piece: &Piece<'_>, reading: &mut Reading) {
        let mut walk =
            Walk { keys: &self.keys, text: &piece.text.text, tokens: piece.tokens, marks: Vec::new(), reading };
        let mut at = 0;
        while at < piece.tokens.len() {
            at = walk.step(at).unwrap_or(at + 1).max(at + 1);
        }
        walk.periods();
    }
}

/// Something found: a day, or a stretch whose first and last day may be known.
#[derive(Debug, Clone, Copy)]
struct Mark {
    /// First token.
    from: usize,
    /// One past the last token.
    to: usize,
    /// A single day rather than a stretch.
    day: bool,
    /// Day and month as written, of a day whose year is not given.
    open: Option<(u32, u32)>,
    /// Month as written, of a month whose year is not given.
    open_month: Option<u32>,
    /// First day, when known.
    first: Option<Date>,
    /// Last day, when known.
    last: Option<Date>,
}

/// The walk over one block.
struct Walk<'a, 'r> {
    keys: &'a Keys<Key>,
    text: &'a str,
    tokens: &'a [Token],
    marks: Vec<Mark>,
    reading: &'r mut Reading,
}

impl Walk<'_, '_> {
    /// Tries all that can begin at a token; the index after what was found.
    fn step(&mut self, at: usize) -> Option<usize> {
        let token = self.tokens.get(at)?;
        match token.kind {
            Kind::Word => match self.keys.of(token)? {
                Key::Day => self.after_day(at),
                Key::Month => self.month(at),
                Key::Year => self.year(at),
                Key::Quarter => self.quarter(at),
                Key::Occasion => self.occasion(at),
                Key::From | Key::To => self.bare_bound(at),
                _ => None,
            },
            Kind::Number => self.bare(at),
            _ => None,
        }
    }

    fn key(&self, at: usize) -> Option<Key> {
        self.tokens.get(at).and_then(|t| self.keys.of(t))
    }
    fn key_before(&self, at: usize) -> Option<Key> {
        at.checked_sub(1).and_then(|i| self.key(i))
    }
    fn kind(&self, at: usize) -> Option<Kind> {
        self.tokens.get(at).map(|t| t.kind)
    }
    fn is(&self, at: usize, sign: char) -> bool {
        self.tokens.get(at).is_some_and(|t| t.is(sign))
    }
    fn glued(&self, at: usize) -> bool {
        self.tokens.get(at).is_some_and(|t| t.gap == Gap::None)
    }
    /// The value of a number written with at most so many digits and no signs.
    fn number(&self, at: usize, digits: usize) -> Option<u32> {
        let token = self.tokens.get(at).filter(|t| t.kind == Kind::Number)?;
        let raw = token.text(self.text);
        (raw.len() <= digits).then(|| raw.parse().ok()).flatten()
    }
    /// A year of four digits in the last or this century.
    fn year_at(&self, at: usize) -> Option<u32> {
        self.number(at, 4).filter(|y| (1900..=2100).contains(y))
    }
    /// From a token to before another, in bytes.
    fn span(&self, from: usize, to: usize) -> Span {
        let start = self.tokens.get(from).map_or(0, |t| t.start as usize);
        let end = to.checked_sub(1).and_then(|i| self.tokens.get(i)).map_or(start, |t| t.end as usize);
        Span::new(start, end)
    }

    /// Adds a date and its mark; the index after it.
    fn add(&mut self, from: usize, to: usize, parts: Parts) -> usize {
        let mention = parts.mention(self.span(from, to));
        let (first, last) = match (parts.day, parts.month, parts.year) {
            (Some(_), _, _) => (mention.date, mention.date),
            (None, Some(m), Some(y)) if !parts.blank => month_of(y, m),
            (None, None, Some(y)) => year_of(y),
            _ => (None, None),
        };
        self.marks.push(Mark {
            from,
            to,
            day: parts.day.is_some() || parts.blank,
            open: parts.day.zip(parts.month).filter(|_| parts.year.is_none()),
            open_month: parts.month.filter(|_| parts.day.is_none() && parts.year.is_none() && !parts.blank),
            first,
            last,
        });
        self.reading.dates.push(mention);
        to
    }
    /// Adds a stretch that is no date.
    fn add_stretch(&mut self, from: usize, to: usize, first: Option<Date>, last: Option<Date>) -> usize {
        self.marks.push(Mark { from, to, day: false, open: None, open_month: None, first, last });
        to
    }
}

/// Day, month and year as written.
#[derive(Debug, Clone, Copy, Default)]
struct Parts {
    day: Option<u32>,
    month: Option<u32>,
    year: Option<u32>,
    blank: bool,
}

impl Parts {
    fn date(&self) -> Option<Date> {
        date_of(self.year?, self.month?, self.day?)
    }
    fn impossible(&self) -> bool {
        match (self.day, self.month, self.year) {
            // A day without a year is possible when a leap year has it.
            (Some(d), Some(m), y) => {
                date_of(y.unwrap_or(2000), m, d).is_none() || y.is_some_and(|y| !(1000..=9999).contains(&y))
            }
            (None, Some(m), _) => !(1..=12).contains(&m),
            _ => false,
        }
    }
    fn mention(&self, span: Span) -> DateMention {
        let impossible = self.impossible();
        DateMention {
            span,
            date: if impossible { None } else { self.date() },
            day: self.day,
            month: self.month,
            year: self.year,
            blank: self.blank,
            impossible,
        }
    }
}

fn date_of(year: u32, month: u32, day: u32) -> Option<Date> {
    Date::new(i16::try_from(year).ok()?, i8::try_from(month).ok()?, i8::try_from(day).ok()?).ok()
}

/// First and last day of a month.
fn month_of(year: u32, month: u32) -> (Option<Date>, Option<Date>) {
    let first = date_of(year, month, 1);
    (first, first.map(Date::last_of_month))
}

/// First and last day of a year.
fn year_of(year: u32) -> (Option<Date>, Option<Date>) {
    (date_of(year, 1, 1), date_of(year, 12, 31))
}
