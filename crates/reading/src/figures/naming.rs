//! Numbers that are no figures: they name a thing, number a section, give a time of day, a year, a telephone.

use super::cut::Cut;
use super::number::{Numeral, Shape};
use super::units::UnitAt;
use super::{CALENDAR, CLOCK, Found, Grammar, SAYS};
use crate::phrases::{Phrases, Words};
use crate::scan::{Case, Gap, Kind, Token};
use domain::proof::FigureKind;
use domain::proof::lexicon::Counting;

/// What a word before a number makes of it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Naming {
    /// It names: "tiểu đoàn 20".
    Names,
    /// It names or counts: "tổ 3", "tổ 03 người".
    Loose,
    /// It counts though its last word would name: "tổng số 12".
    Counts,
}

/// The lexicon's words before numbers, to be matched backwards.
pub(crate) fn phrases(counting: &Counting, words: &mut Words) -> Phrases<Naming> {
    let mut set = Phrases::default();
    let lists = [
        (&counting.loose_designation, Naming::Loose),
        (&counting.designation, Naming::Names),
        (&counting.not_designation, Naming::Counts),
    ];
    for (list, naming) in lists {
        for phrase in list {
            set.add_backwards(words, phrase, naming);
        }
    }
    set
}

/// Where to go on when the digits at `i` cannot be a figure by their own look, whatever the words say.
pub(crate) fn no_number(cut: &Cut<'_>, i: usize) -> Option<usize> {
    let token = cut.at(i)?;
    if tied_before(cut, i) || numbers_a_section(cut, i) || alone_on_its_line(cut, i) {
        return Some(i + 1);
    }
    let Some(numeral) = Numeral::read(cut.raw(token)) else { return Some(i + 1) };
    if numeral.length >= 8 && cut.raw(token).starts_with('0') {
        return Some(i + 1);
    }
    // "7:30", "1:500"; "123/BC-UBND" whose parts no reference took.
    if cut.is(i + 1, ':') && cut.glued(i + 1) && cut.kind(i + 2) == Some(Kind::Number) && cut.glued(i + 2) {
        return Some(i + 3);
    }
    let code = cut.at(i + 2).is_some_and(|t| t.kind == Kind::Word && matches!(t.case, Case::Upper | Case::Mixed));
    let joint = matches!(cut.kind(i + 1), Some(Kind::Slash | Kind::Dash)) && cut.glued(i + 1) && cut.glued(i + 2);
    (joint && code).then_some(i + 3)
}

/// Glued to what stands before: "Covid-19", "Km12+500", "#5", "A.12"; the second half of a range is met at its first.
fn tied_before(cut: &Cut<'_>, i: usize) -> bool {
    if !cut.glued(i) {
        return false;
    }
    let Some(before) = cut.before(i) else { return false };
    match before.kind {
        Kind::Dash | Kind::Slash => {
            let earlier = i.checked_sub(2).and_then(|j| cut.at(j));
            // "12 triệu đồng/15 triệu đồng", "152 lượt/187 người": a stroke behind a unit begins another figure.
            let unit = |t: &Token| before.kind == Kind::Slash && t.kind == Kind::Word && t.case == Case::Lower;
            cut.glued(i - 1) && earlier.is_some_and(|t| matches!(t.kind, Kind::Word | Kind::Number) && !unit(t))
        }
        Kind::Sign => "+#@._&~".chars().any(|c| before.is(c)),
        Kind::Word | Kind::Super | Kind::Number => true,
    }
}

/// "1.", "2.1.", "a) 1)", "(2)", "[3]" and a footnote's number at the head of its line.
fn numbers_a_section(cut: &Cut<'_>, i: usize) -> bool {
    let closes = |sign| cut.is(i + 1, sign) && cut.glued(i + 1);
    let opens = |sign: char| cut.before(i).is_some_and(|t| t.is(sign)) && cut.glued(i);
    if (opens('(') && closes(')')) || (opens('[') && closes(']')) {
        return true;
    }
    if !cut.starts_line(i) {
        return false;
    }
    let next = cut.at(i + 1);
    if closes('.') || closes(')') || (cut.kind(i + 1) == Some(Kind::Slash) && cut.glued(i + 1) && !cut.glued(i + 2)) {
        return true;
    }
    if next.is_some_and(|t| t.kind == Kind::Dash && t.gap == Gap::None) && !cut.glued(i + 2) {
        return true;
    }
    // The first cell of a row: its running number.
    cut.after_tab(i + 1)
}

/// A page number: nothing else on the line.
fn alone_on_its_line(cut: &Cut<'_>, i: usize) -> bool {
    cut.starts_line(i) && cut.line_ends_before(i + 1) && !cut.after_tab(i)
}

impl Grammar {
    /// Whether the number only names something after all.
    pub(crate) fn only_names(&self, cut: &Cut<'_>, found: &Found, named: Option<usize>) -> bool {
        use FigureKind::{Measure, Money, Percent, Rank, Score};
        let (i, end) = found.numeral;
        let listed = found.listed;
        // "khu phố 5 đồng tình": nobody counts single đồng.
        let no_money = found.kind == Money
            && found.value.plain().is_some_and(|n| n < 100)
            && found.unit.is_some_and(|(a, b)| b == a + 1 && cut.at(a).is_some_and(|t| t.id == self.known.comrade));
        // "gian hàng 0 đồng", “3 an toàn”: a name and a slogan.
        let slogan = found.unit.is_some()
            && !listed
            && found.of.is_none()
            && cut.before(i).is_some_and(|t| t.is('“') || t.is('"'));
        if slogan && found.kind == FigureKind::Count || found.kind == Money && found.value.plain() == Some(0) {
            return true;
        }
        if no_money && self.naming.before(cut.until(i)).is_some() {
            return true;
        }
        if matches!(found.kind, Percent | Money | Measure | Score | Rank) {
            return false;
        }
        if self.a_year(cut, found, listed) || self.a_time(cut, found) {
            return true;
        }
        // "Tiểu đoàn 20, 22 và 25"
        let in_list = named.is_some_and(|n| n + 1 == i && cut.at(n).is_some_and(|t| t.is(',') || t.kind == Kind::Word));
        if in_list && !listed {
            return true;
        }
        match self.led(cut, i).and_then(|before| self.naming.before(before)) {
            // "số 1.250 hộ": no name is written with a dot for thousands.
            Some((_, Naming::Names)) => !(listed && found.value.shape == Shape::Thousands),
            Some(_) if found.kind == FigureKind::Frequency => false,
            Some((len, Naming::Loose)) => !self.counts_after_loose(cut, found, listed, i - len),
            Some((_, Naming::Counts)) => false,
            None => found.unit.is_none() && !self.says_bare(cut, i, end),
        }
    }

    /// "tổ 03 người", "nhóm 150 hộ", "môi trường 7 ý kiến": a unit of the lexicon behind a word that begins no name; not "thôn 2 xã
    /// Tân Lập".
    fn counts_after_loose(&self, cut: &Cut<'_>, found: &Found, listed: bool, word: usize) -> bool {
        let small = found.value.plain().is_some_and(|n| n < 32);
        let name = cut.at(word).is_some_and(|t| t.case == Case::First) && !cut.starts_line(word);
        let place = found.unit.is_some_and(|(_, to)| {
            cut.at(to).is_some_and(|t| t.kind == Kind::Word && t.case != Case::Lower && t.gap == Gap::Space)
        });
        if listed { !(small && !found.value.padded && (name || place)) } else { found.unit.is_some() && !small }
    }

    /// "2021", unless a unit of the lexicon stands behind it ("2068 lượt").
    fn a_year(&self, cut: &Cut<'_>, found: &Found, listed: bool) -> bool {
        let after_year = cut.before(found.numeral.0).is_some_and(|t| t.id == self.known.year);
        found.value.like_a_year() && found.of.is_none() && (after_year || !listed)
    }

    /// "7 giờ 30 phút", "lúc 14 giờ ngày 5", "15 tháng 3": the clock and the calendar.
    fn a_time(&self, cut: &Cut<'_>, found: &Found) -> bool {
        let Some((from, to)) = found.unit.filter(|_| found.kind == FigureKind::Duration) else { return false };
        let is = |i: usize, id: u32| cut.at(i).is_some_and(|t| t.id == id);
        let before = cut.before(found.numeral.0);
        let calendar = to == from + 1 && self.flags.has(cut.at(from), CALENDAR);
        let then_number = cut.at(to).is_some_and(|t| t.kind == Kind::Number && t.gap == Gap::Space);
        let hour = is(from, self.known.hour);
        let then_day = is(to, self.known.day) || cut.is(to, ',') && is(to + 1, self.known.day);
        let minute = is(from, self.known.minute) && before.is_some_and(|t| t.id == self.known.hour);
        calendar && then_number || hour && (then_day || self.flags.has(before, CLOCK)) || minute
    }

    /// Whether a number without a unit says how many: "tổng số: 61", "(nam 12, nữ 15)", "cấp xã 52,".
    fn says_bare(&self, cut: &Cut<'_>, i: usize, end: usize) -> bool {
        let Some(before) = cut.before(i) else { return false };
        let ends = cut.at(end).is_none_or(|t| {
            t.gap >= Gap::Line
                || cut.after_tab(end)
                || t.kind == Kind::Sign
                || t.kind == Kind::Word && t.case == Case::Lower && t.gap != Gap::None
        });
        if !ends {
            return false;
        }
        if cut.after_tab(i) || before.is('|') || before.is('=') || before.is(':') {
            return true;
        }
        // "đúng hạn 3.201 (99,6%)"
        let shared = cut.is(end, '(') && cut.kind(end + 1) == Some(Kind::Number) && cut.is(end + 2, '%');
        let word = before.kind == Kind::Word && before.case == Case::Lower;
        if shared && word {
            return true;
        }
        word && (self.flags.of(before) & SAYS != 0 || in_brackets(cut, i))
            || self.led(cut, i).is_some_and(|before| self.approx.before(before).is_some())
    }

    /// The unit before a number that has none behind: "Số cuộc: 12", "số hộ nghèo là 45", "số hồ sơ trả đúng hạn là 9.301".
    pub(crate) fn unit_before(&self, cut: &Cut<'_>, i: usize) -> Option<UnitAt> {
        let linked = cut.before(i).is_some_and(|t| t.is(':') || self.flags.of(t) & SAYS != 0);
        let least = i.saturating_sub(12);
        let ends = |j: &usize| {
            cut.at(*j)
                .is_some_and(|t| t.kind == Kind::Number || ",;()".chars().any(|c| t.is(c)) || t.is(':') && *j + 1 != i)
                || cut.ends_sentence(*j)
        };
        let clause = (least..i).rev().find(ends).map_or(least, |j| j + 1);
        let says = |j: &usize| linked && cut.at(*j).is_some_and(|t| t.id == self.known.number);
        let number = (clause..i).rev().find(says)?;
        self.units.listed(cut, &self.flags, number + 1).filter(|u| u.kind == FigureKind::Count && u.to <= i)
    }
}

/// Whether an open bracket stands before the token in its sentence.
fn in_brackets(cut: &Cut<'_>, i: usize) -> bool {
    let near = cut.until(i).iter().rev().take(60);
    near.take_while(|t| t.gap != Gap::Blank).find(|t| t.is('(') || t.is(')')).is_some_and(|t| t.is('('))
}
