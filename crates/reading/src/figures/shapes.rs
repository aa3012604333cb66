//! The shapes of figures: one number with its unit, fractions, ranges, ranks, site counters, compounds of money, number words.

use super::cut::Cut;
use super::number::Numeral;
use super::units::UnitAt;
use super::{At, BEFORE, Found, Grammar};
use crate::phrases::{Phrases, Words};
use crate::scan::{Gap, Kind, Token};
use domain::proof::FigureKind;
use domain::proof::lexicon::Counting;
use rust_decimal::Decimal;

/// Labels of site counters, to be matched backwards; true when the label says by itself what is counted ("lượt xem").
pub(crate) fn counters(counting: &Counting, words: &mut Words) -> Phrases<bool> {
    let visits: Vec<&str> = counting
        .unit
        .iter()
        .filter(|u| matches!(u.class.as_str(), "visit" | "person"))
        .map(|u| u.name.as_str())
        .collect();
    let mut set = Phrases::default();
    for label in &counting.counter {
        set.add_backwards(words, label, visits.iter().any(|v| label == v || label.ends_with(&format!(" {v}"))));
    }
    set
}

impl Grammar {
    /// The tokens before `i`, when the last of them may end a phrase that the grammar knows.
    pub(super) fn led<'a>(&self, cut: &Cut<'a>, i: usize) -> Option<&'a [Token]> {
        self.flags.has(cut.before(i), BEFORE).then(|| cut.until(i))
    }

    fn numeral(&self, cut: &Cut<'_>, i: usize) -> Option<Numeral> {
        Numeral::read(cut.raw(cut.at(i).filter(|t| t.kind == Kind::Number)?))
    }

    /// A number and its unit.
    pub(super) fn single_at(&self, cut: &Cut<'_>, i: usize) -> At {
        let Some(value) = self.numeral(cut, i) else { return At::Nothing(i + 1) };
        let unit = self.units.at(cut, &self.flags, i + 1);
        // What is glued to a number and is no unit makes a code of it: "3D", "12A".
        if unit.is_none() && cut.kind(i + 1) == Some(Kind::Word) && cut.glued(i + 1) {
            return At::Nothing(i + 2);
        }
        let mut found = simple((i, i + 1), value, unit);
        if let Some(unit) = unit {
            if let Some(compound) = self.compound(cut, &found, unit) {
                found = compound;
            }
        } else if let Some(unit) = self.unit_before(cut, i) {
            found.unit = Some((unit.from, unit.to));
        }
        At::Figures(found, None, found.whole.1)
    }

    /// "2 tỷ 350 triệu đồng": told in the smaller unit, 2350 triệu đồng, so that nothing is rounded.
    fn compound(&self, cut: &Cut<'_>, first: &Found, unit: UnitAt) -> Option<Found> {
        let larger = self.units.known(unit.known).filter(|k| k.multiplies)?;
        let i = unit.to;
        let rest =
            self.numeral(cut, i).filter(|n| n.plain().is_some() && cut.at(i).is_some_and(|t| t.gap == Gap::Space))?;
        let smaller_unit = self.units.at(cut, &self.flags, i + 1).filter(|u| u.kind == FigureKind::Money)?;
        let smaller = self.units.known(smaller_unit.known).filter(|k| k.factor < larger.factor)?;
        let times = Decimal::from(larger.factor.checked_div(smaller.factor)?);
        let whole = first.value.value(FigureKind::Money).checked_mul(times)?;
        Some(Found {
            whole: (first.whole.0, smaller_unit.to),
            numeral: (first.numeral.0, i + 1),
            value: rest,
            plus: Some(whole),
            listed: true,
            unit: Some((smaller_unit.from, smaller_unit.to)),
            kind: FigureKind::Money,
            ..*first
        })
    }

    /// "12/18 xã", "95,5/100 điểm", "252/252=100% đơn". Not "30/4", "24/24", "1/500".
    pub(super) fn fraction_at(&self, cut: &Cut<'_>, i: usize) -> Option<At> {
        let stroke = cut.at(i + 1).filter(|t| t.kind == Kind::Slash)?;
        let below = cut.at(i + 2).filter(|t| t.kind == Kind::Number && t.gap == stroke.gap && t.gap <= Gap::Space)?;
        let (value, of) = (self.numeral(cut, i)?, Numeral::read(cut.raw(below))?);
        let end = i + 3;
        if cut.kind(end) == Some(Kind::Slash) && cut.glued(end) && cut.kind(end + 1) == Some(Kind::Number) {
            // A date of three parts that was not taken as one, or a chain of numbers.
            return Some(At::Nothing(end + 2));
        }
        let skip = usize::from(cut.at(end).is_some_and(|t| t.id == self.known.number));
        let unit = self.units.at(cut, &self.flags, end + skip);
        let detached = if unit.is_none() { self.behind_percent(cut, end) } else { None };
        let known = unit.or(detached).is_some_and(|u| u.known.is_some() || u.kind == FigureKind::Score);
        if self.no_share(cut, (i, end), (&value, &of), unit, known) {
            return Some(At::Nothing(end));
        }
        let kind = match unit.map(|u| u.kind) {
            Some(FigureKind::Score) => FigureKind::Score,
            _ => FigureKind::Ratio,
        };
        let unit_here = unit.filter(|u| u.kind != FigureKind::Percent);
        let found = Found {
            whole: (i, unit_here.map_or(end, |u| u.to)),
            numeral: (i, end),
            value,
            of: Some(of),
            kind,
            unit: unit_here.or(detached).map(|u| (u.from, u.to)),
            listed: unit_here.is_some_and(|u| u.known.is_some()),
            plus: None,
            spelled: false,
        };
        Some(At::Figures(found, None, found.whole.1))
    }

    /// "30/4", "24/24 giờ", "24/7", "1/500".
    fn no_share(
        &self,
        cut: &Cut<'_>,
        (i, end): (usize, usize),
        (value, of): (&Numeral, &Numeral),
        unit: Option<UnitAt>,
        known: bool,
    ) -> bool {
        let (a, b) = (value.plain(), of.plain());
        let scale = a == Some(1) && b.is_some_and(|n| n >= 100 && n % 100 == 0);
        let all_day = b == Some(24) && a == b && unit.is_none_or(|u| u.kind == FigureKind::Duration);
        let always = a == Some(24) && b == Some(7);
        scale || all_day || always || !known && self.looks_like_a_day(cut, i, end, value, of)
    }

    /// "30/4", "ngày 2/9" where no unit says that it is a share.
    fn looks_like_a_day(&self, cut: &Cut<'_>, i: usize, end: usize, value: &Numeral, of: &Numeral) -> bool {
        let day = value.plain().is_some_and(|n| (1..=31).contains(&n));
        let month = of.plain().is_some_and(|n| (1..=12).contains(&n));
        let percent = cut.is(end, '=') || cut.is(end, '(');
        let after_day = cut.before(i).is_some_and(|t| t.id == self.known.day);
        day && month && (after_day || !percent)
    }

    /// The unit behind "=100%" or "(66,7%)".
    fn behind_percent(&self, cut: &Cut<'_>, end: usize) -> Option<UnitAt> {
        let bracket = cut.is(end, '(');
        if !(bracket || cut.is(end, '=')) || cut.kind(end + 1) != Some(Kind::Number) || !cut.is(end + 2, '%') {
            return None;
        }
        if bracket && !cut.is(end + 3, ')') {
            return None;
        }
        self.units.at(cut, &self.flags, end + 3 + usize::from(bracket)).filter(|u| u.known.is_some())
    }

    /// "10-15 hộ", "từ 10 đến 15 hộ": two figures of one unit.
    pub(super) fn range_at(&self, cut: &Cut<'_>, i: usize) -> Option<At> {
        let link = cut.at(i + 1)?;
        if !(link.kind == Kind::Dash || link.id == self.known.until && link.kind == Kind::Word) {
            return None;
        }
        let far = cut.at(i + 2).filter(|t| t.kind == Kind::Number && t.gap <= Gap::Space)?;
        let (low, high) = (self.numeral(cut, i)?, Numeral::read(cut.raw(far))?);
        let unit = self.units.at(cut, &self.flags, i + 3);
        let told = unit.is_some_and(|u| u.known.is_some() || u.kind == FigureKind::Percent);
        if !told || low.like_a_year() && high.like_a_year() {
            // Years, scores of a match, telephone numbers.
            return (link.kind == Kind::Dash).then_some(At::Nothing(i + 3));
        }
        let second = simple((i + 2, i + 3), high, unit);
        let first = Found { whole: (i, i + 1), numeral: (i, i + 1), value: low, ..second };
        Some(At::Figures(first, Some(second), second.whole.1))
    }

    /// "hạng 7", "đứng thứ 3", "xếp thứ 15/63".
    pub(super) fn rank_at(&self, cut: &Cut<'_>, i: usize) -> Option<Found> {
        let (len, ()) = self.rank.before(self.led(cut, i)?)?;
        let longer = self
            .naming
            .before(cut.until(i))
            .is_some_and(|(n, naming)| n > len && *naming == super::naming::Naming::Names);
        if longer || self.units.at(cut, &self.flags, i + 1).is_some_and(|u| u.kind == FigureKind::Percent) {
            return None;
        }
        let value = self.numeral(cut, i).filter(|n| n.plain().is_some_and(|n| n < 1000))?;
        let stroke = cut.kind(i + 1) == Some(Kind::Slash) && cut.kind(i + 2) == Some(Kind::Number);
        let of = if stroke { self.numeral(cut, i + 2) } else { None };
        let end = if of.is_some() { i + 3 } else { i + 1 };
        Some(Found {
            whole: (i - 1, end),
            numeral: (i, end),
            value,
            of,
            kind: FigureKind::Rank,
            unit: Some((i - 1, i)),
            listed: false,
            plus: None,
            spelled: false,
        })
    }

    /// "Lượt xem: 169", "• Đang online: 38": a label of the lexicon at the head of its line or behind a bullet, and nothing after.
    pub(super) fn counter_at(&self, cut: &Cut<'_>, i: usize) -> Option<Found> {
        let colon = cut.before(i).is_some_and(|t| t.is(':'));
        let label_end = if colon { i - 1 } else { i };
        let (len, visits) = self.counter.before(self.led(cut, label_end)?)?;
        let start = label_end - len;
        let opens = cut.starts_line(start)
            || cut.before(start).is_some_and(|t| {
                t.kind == Kind::Number || "•|*·-–+».".chars().any(|c| t.is(c)) || t.kind == Kind::Dash
            });
        let unit = self.units.at(cut, &self.flags, i + 1).filter(|u| self.counts_visits(*u));
        let end = unit.map_or(i + 1, |u| u.to);
        let closes = cut.line_ends_before(end)
            || cut.at(end).is_some_and(|t| t.is('•') || t.is('|'))
            || colon && self.label_follows(cut, end);
        if !opens || !closes || !(colon || *visits) {
            return None;
        }
        let value = self.numeral(cut, i)?;
        Some(Found {
            whole: (start, end),
            numeral: (i, i + 1),
            value,
            of: None,
            kind: FigureKind::SiteCounter,
            unit: unit.map(|u| (u.from, u.to)).or(visits.then_some((start, label_end))),
            listed: unit.is_some(),
            plus: None,
            spelled: false,
        })
    }

    fn counts_visits(&self, unit: UnitAt) -> bool {
        let class = |known| self.units.known(known).map(|k| k.class);
        unit.known.is_some() && class(unit.known) == self.units.visits
    }

    /// Whether another label with its colon comes next, as in counters that stand on one line.
    fn label_follows(&self, cut: &Cut<'_>, i: usize) -> bool {
        let colon = (i..i + 5).find(|j| cut.is(*j, ':'));
        colon.is_some_and(|at| self.counter.before(cut.until(at)).is_some_and(|(len, _)| at - len == i))
    }

    /// "hai mô hình", "một đồng chí": a number word before something that is counted one by one.
    pub(super) fn spelled_at(&self, cut: &Cut<'_>, i: usize) -> At {
        let nothing = At::Nothing(i + 1);
        let Some(token) = cut.at(i) else { return nothing };
        let Some((_, value)) = self.spelled.iter().find(|(id, _)| *id == token.id) else { return nothing };
        let one = token.id == self.known.one;
        let comrade = cut.at(i + 1).is_some_and(|t| t.id == self.known.comrade);
        let Some(unit) = self.units.listed(cut, &self.flags, i + 1) else { return nothing };
        let countable = unit.kind == FigureKind::Count && self.units.known(unit.known).is_some_and(|k| k.class != 0);
        let named = self.naming.before(cut.until(i)).is_some();
        let wide = cut.at(i + 1).is_some_and(|t| t.gap == Gap::Space);
        if !countable || named || !wide || (one && !comrade) {
            return nothing;
        }
        let Some(numeral) = Numeral::read(&value.to_string()) else { return nothing };
        let found = Found { spelled: true, ..simple((i, i + 1), numeral, Some(unit)) };
        At::Figures(found, None, unit.to)
    }
}

fn simple(numeral: (usize, usize), value: Numeral, unit: Option<UnitAt>) -> Found {
    Found {
        whole: (numeral.0, unit.map_or(numeral.1, |u| u.to)),
        numeral,
        value,
        of: None,
        kind: unit.map_or(FigureKind::Count, |u| u.kind),
        unit: unit.map(|u| (u.from, u.to)),
        listed: unit.is_some_and(|u| u.known.is_some()),
        plus: None,
        spelled: false,
    }
}
