//! Counting units behind a numeral: those of the lexicon, several of them joined ("xã, phường"), rates ("lần/tháng"), and the
//! common noun that stands there when the lexicon knows none.

use super::cut::{Cut, Flags};
use super::{BARE_STOP, LEVEL, TIME};
use crate::phrases::{Phrases, Words};
use crate::scan::{Case, Gap, Kind};
use domain::proof::{FigureKind, Lexicon};
use rustc_hash::FxHashMap;

/// What the lexicon knows of a unit.
#[derive(Debug, Clone)]
pub(crate) struct Known {
    pub kind: FigureKind,
    /// Number of its class; 0 for none.
    pub class: u8,
    /// How many single units one is.
    pub factor: u64,
    /// Whether it only multiplies what follows: "nghìn", "triệu".
    pub multiplies: bool,
}

/// A unit found behind a numeral.
#[derive(Debug, Clone, Copy)]
pub(crate) struct UnitAt {
    /// First token.
    pub from: usize,
    /// One past its last token.
    pub to: usize,
    pub kind: FigureKind,
    /// Index of the lexicon's unit; none for a noun that it does not know.
    pub known: Option<u16>,
}

/// What the lexicon knows of units, asked by their words.
#[derive(Debug, Default)]
pub(crate) struct Names {
    known: FxHashMap<Box<str>, Known>,
}

impl Names {
    pub fn new(lexicon: &Lexicon) -> Self {
        let list = Units::new(lexicon, &mut Words::default()).list;
        let names = lexicon.counting.unit.iter().map(|u| u.name.to_lowercase().into_boxed_str());
        Names { known: names.zip(list).collect() }
    }
    /// A unit by its words in small letters; of several joined ("xã, thị trấn") the first, of a multiplied one ("nghìn cây giống")
    /// what is multiplied, with its factor.
    pub fn of(&self, unit: &str) -> Option<Known> {
        if let Some(known) = self.known.get(unit).or_else(|| self.known.get(unit.split(',').next()?.trim_end())) {
            return Some(known.clone());
        }
        let (times, counted) = unit.split_once(' ')?;
        let times = self.known.get(times).filter(|k| k.multiplies)?;
        let counted = self.known.get(counted)?;
        Some(Known { factor: times.factor.checked_mul(counted.factor)?, ..counted.clone() })
    }
}

/// The lexicon's units.
#[derive(Debug, Default)]
pub(crate) struct Units {
    forward: Phrases<u16>,
    pub list: Vec<Known>,
    /// Classes whose members are enumerated as one unit: areas, bodies, persons, press.
    joined: Vec<u8>,
    /// The class of visits, which site counters count.
    pub visits: Option<u8>,
}

impl Units {
    pub fn new(lexicon: &Lexicon, words: &mut Words) -> Self {
        let mut units = Units::default();
        let mut classes: Vec<&str> = vec![""];
        for unit in &lexicon.counting.unit {
            let class = classes.iter().position(|c| *c == unit.class).unwrap_or_else(|| {
                classes.push(&unit.class);
                classes.len() - 1
            });
            let known = Known {
                kind: kind_of(&unit.kind),
                class: u8::try_from(class).unwrap_or(0),
                factor: unit.factor.max(1),
                multiplies: unit.kind == "money" && unit.factor >= 1000 && !unit.name.contains(['đ', 'Đ', 'V', 'U']),
            };
            let Ok(index) = u16::try_from(units.list.len()) else { break };
            // "m²" is the word "m" and a superscript for the scanner; the phrase takes the word only, the sign is looked at later.
            if !unit.name.contains(['²', '³']) {
                units.forward.add(words, &unit.name, index);
            }
            units.list.push(known);
        }
        let enumerated = ["area", "body", "person", "press"];
        units.visits = classes.iter().position(|c| *c == "visit").and_then(|n| u8::try_from(n).ok());
        units.joined =
            (1u8..).zip(classes.iter().skip(1)).filter(|(_, c)| enumerated.contains(c)).map(|(n, _)| n).collect();
        units
    }

    pub fn known(&self, index: Option<u16>) -> Option<&Known> {
        self.list.get(index? as usize)
    }

    /// The unit that begins at token `i`, right behind a numeral.
    pub fn at(&self, cut: &Cut<'_>, flags: &Flags, i: usize) -> Option<UnitAt> {
        let token = cut.at(i).filter(|t| t.gap != Gap::Blank)?;
        if token.is('%') || token.is('‰') {
            return Some(self.rate(cut, flags, UnitAt { from: i, to: i + 1, kind: FigureKind::Percent, known: None }));
        }
        if token.kind != Kind::Word {
            return None;
        }
        let found = comrade(cut, i).or_else(|| self.listed(cut, flags, i)).or_else(|| noun(cut, flags, i))?;
        Some(self.rate(cut, flags, found))
    }

    /// The lexicon's longest unit at `i`, with what is joined to it.
    pub fn listed(&self, cut: &Cut<'_>, flags: &Flags, i: usize) -> Option<UnitAt> {
        let (len, index) = self.forward.longest(cut.from(i))?;
        let known = self.known(Some(*index))?;
        let mut found = UnitAt { from: i, to: i + len, kind: known.kind, known: Some(*index) };
        if known.kind == FigureKind::Structure && flags.has(cut.at(found.to), LEVEL) {
            // "52 cấp xã" says whose, not what.
            return None;
        }
        if known.multiplies
            && let Some(more) = self.multiplied(cut, flags, found.to)
        {
            return Some(UnitAt { from: i, ..more });
        }
        if cut.kind(found.to) == Some(Kind::Super)
            && cut.glued(found.to)
            && known.kind == FigureKind::Measure
            && len == 1
        {
            // "m²"
            found.to += 1;
            return Some(found);
        }
        if self.joined.contains(&known.class) {
            self.join(cut, known.class, &mut found);
        }
        Some(found)
    }

    /// "nghìn cây giống", "triệu lượt người": the multiplier and what it multiplies, unless that is money by itself.
    fn multiplied(&self, cut: &Cut<'_>, flags: &Flags, i: usize) -> Option<UnitAt> {
        if cut.at(i).is_none_or(|t| t.gap == Gap::Blank || t.kind != Kind::Word) {
            return None;
        }
        self.listed(cut, flags, i)
            .filter(|u| !matches!(u.kind, FigureKind::Money | FigureKind::Structure | FigureKind::Duration))
    }

    /// "xã, thị trấn", "cán bộ, công chức, viên chức": nouns of one class that share the number.
    fn join(&self, cut: &Cut<'_>, class: u8, found: &mut UnitAt) {
        while cut.is(found.to, ',')
            && cut.at(found.to + 1).is_some_and(|t| t.gap == Gap::Space && t.case == Case::Lower)
        {
            let Some((len, index)) = self.forward.longest(cut.from(found.to + 1)) else { return };
            let end = found.to + 1 + len;
            let same = self.known(Some(*index)).is_some_and(|k| k.class == class);
            // A name behind it ("20 hộ, xã Tân Lập") belongs to another thing.
            let named = cut.at(end).is_some_and(|t| {
                t.kind == Kind::Number || t.kind == Kind::Word && t.case != Case::Lower && t.gap == Gap::Space
            });
            if !same || named {
                return;
            }
            found.to = end;
        }
    }

    /// "lần/tháng", "triệu đồng/người/năm": what stands against a stroke belongs to the unit.
    fn rate(&self, cut: &Cut<'_>, flags: &Flags, mut unit: UnitAt) -> UnitAt {
        for _ in 0..2 {
            let stroke = cut.kind(unit.to) == Some(Kind::Slash) && cut.glued(unit.to);
            let word =
                cut.at(unit.to + 1).filter(|t| t.kind == Kind::Word && t.gap == Gap::None && t.case == Case::Lower);
            let (true, Some(word)) = (stroke, word) else { break };
            let timed = flags.of(word) & TIME != 0;
            if timed && matches!(unit.kind, FigureKind::Count | FigureKind::Duration | FigureKind::Structure) {
                unit.kind = FigureKind::Frequency;
            }
            let len = self.forward.longest(cut.from(unit.to + 1)).map_or(1, |(len, _)| len);
            unit.to += 1 + len;
        }
        unit
    }
}

/// "đ/c": đồng chí, shortened with a stroke; without this it would be money.
fn comrade(cut: &Cut<'_>, i: usize) -> Option<UnitAt> {
    let letter = |i: usize, small: &str, large: &str| {
        cut.at(i).is_some_and(|t| t.kind == Kind::Word && (cut.raw(t) == small || cut.raw(t) == large))
    };
    let glued = cut.kind(i + 1) == Some(Kind::Slash) && cut.glued(i + 1) && cut.glued(i + 2);
    (glued && letter(i, "đ", "Đ") && letter(i + 2, "c", "C")).then_some(UnitAt {
        from: i,
        to: i + 3,
        kind: FigureKind::Count,
        known: None,
    })
}

/// The common noun at `i` when the lexicon knows none: one or two syllables in small letters, or an acronym.
fn noun(cut: &Cut<'_>, flags: &Flags, i: usize) -> Option<UnitAt> {
    let first = cut.at(i).filter(|t| t.gap != Gap::None)?;
    let found = |to| Some(UnitAt { from: i, to, kind: FigureKind::Count, known: None });
    let letters = cut.raw(first).chars().count();
    let tied = matches!(cut.kind(i + 1), Some(Kind::Dash | Kind::Slash)) && cut.glued(i + 1);
    if first.case == Case::Upper && (2..=8).contains(&letters) && !tied {
        return found(i + 1);
    }
    if first.case != Case::Lower || letters < 2 || flags.of(first) & (BARE_STOP | LEVEL) != 0 {
        return None;
    }
    let second = cut.at(i + 1).filter(|t| {
        t.kind == Kind::Word && t.case == Case::Lower && t.gap == Gap::Space && flags.of(t) & BARE_STOP == 0
    });
    found(if second.is_some() { i + 2 } else { i + 1 })
}

fn kind_of(name: &str) -> FigureKind {
    match name {
        "measure" => FigureKind::Measure,
        "money" => FigureKind::Money,
        "duration" => FigureKind::Duration,
        "percent" => FigureKind::Percent,
        "score" => FigureKind::Score,
        "rank" => FigureKind::Rank,
        "structure" => FigureKind::Structure,
        _ => FigureKind::Count,
    }
}
