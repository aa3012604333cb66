//! Totals and their parts, as the text sets them beside each other: in brackets, behind "trong đó" or "gồm", in lists, behind a
//! total at the end, in the columns of a table; and counts that are told with their share of a whole.
//!
//! Which figures belong together is searched: of the readings that the words allow, one whose sum holds is taken. When none
//! holds, the plainest reading is kept if the words claim that the list is complete ([`evidence`]), so that a wrong digit shows; a
//! mere choice of examples is no group.

mod evidence;
mod items;
mod lists;
mod rates;
mod spread;
mod tables;

use crate::figures::cut::{Cut, Flags};
use crate::figures::units::Names;
use crate::phrases::{Phrases, Words};
use crate::reader::{Marks, Piece};
use domain::proof::{Figure, Group, GroupRole, Lexicon, Reading, Text};
use evidence::Labels;
use items::Item;

/// Words that make a number a difference, not a part: "tăng 12 cuộc".
pub(crate) const CHANGE: u16 = 1;
/// Words with which a list of parts may open.
pub(crate) const OPENS: u16 = 2;
/// Words between a count and its share.
pub(crate) const SHARE: u16 = 4;
/// Words of a sum that follows its parts: "cộng", "tổng".
pub(crate) const SUMS: u16 = 8;

/// How a list of parts opens.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Opener {
    /// "gồm", "chia ra": the list is the whole.
    Whole,
    /// "trong đó": the list may be the whole.
    Among,
    /// "điển hình", "nhất là": examples.
    Picks,
}

/// The grammar with its words looked up.
#[derive(Debug)]
pub struct Grammar {
    openers: Phrases<Opener>,
    sums: Phrases<()>,
    rest: Phrases<()>,
    flags: Flags,
    labels: Labels,
    units: Names,
    whole: u32,
    against: u32,
    more: u32,
}

impl Grammar {
    /// Looks the lexicon's words up.
    pub fn new(lexicon: &Lexicon, words: &mut Words) -> Self {
        let mut flags = Flags::default();
        flags.set(words, "tăng giảm vượt thêm hơn so mỗi lên xuống", CHANGE);
        flags.set(words, "trong bao gồm chia cụ cơ phân điển nhất tiêu riêng như đáng nổi", OPENS);
        flags.set(words, "đạt chiếm bằng tương đương tỷ lệ tỉ là với khoảng gần hơn trên", SHARE);
        flags.set(words, "tổng cộng cả", SUMS);
        let mut openers = Phrases::default();
        let kinds = [
            (
                Opener::Whole,
                "bao gồm|gồm|gồm có|gồm các|chia ra|chia theo|cụ thể|cụ thể là|cụ thể như sau|cơ cấu|phân theo|phân ra|bao gồm có",
            ),
            (Opener::Among, "trong đó|trong số đó|trong số này"),
            (
                Opener::Picks,
                "điển hình|điển hình như|tiêu biểu|tiêu biểu như|nhất là|riêng|như|đáng chú ý|nổi bật|nổi bật là|điển hình là|trong đó nhiều nhất|trong đó nổi bật",
            ),
        ];
        for (opener, list) in kinds {
            for phrase in list.split('|') {
                openers.add(words, phrase, opener);
            }
        }
        let mut sums = Phrases::default();
        for phrase in [
            "tổng cộng",
            "tổng số",
            "cộng",
            "tất cả",
            "tổng",
            "tổng cộng là",
            "tổng số là",
            "cộng chung",
            "cộng lại",
            "cả thảy",
        ] {
            sums.add_backwards(words, phrase, ());
        }
        let mut rest = Phrases::default();
        for phrase in [
            "còn lại",
            "còn lại là",
            "còn lại có",
            "số còn lại",
            "số còn lại là",
            "còn",
            "còn lại chưa",
            "còn lại đang",
        ] {
            rest.add_backwards(words, phrase, ());
        }
        Grammar {
            openers,
            sums,
            rest,
            flags,
            labels: Labels::new(&lexicon.counting, words),
            units: Names::new(lexicon),
            whole: words.intern("tổng"),
            against: words.intern("so"),
            more: words.intern("hơn"),
        }
    }

    /// Reads a block: what it adds goes to the end of the lists of `reading`.
    pub fn read(&self, piece: &Piece<'_>, from: &Marks, reading: &mut Reading) {
        let figures = reading.figures.get(from.figures..).unwrap_or(&[]);
        if figures.len() < 2 {
            return;
        }
        let cut = Cut::of(piece);
        let items = self.items(&cut, figures);
        let block = Block { cut, items: &items, figures, grammar: self };
        let mut found = self.lists(&block);
        found.extend(self.trailing_sums(&block, &found));
        found.extend(self.bare_lists(&block, &found));
        found.extend(self.shares(&block, &found));
        found.extend(self.rates(&block));
        found.sort_by_key(|g| g.total.into_iter().chain(g.parts.iter().copied()).min());
        let inherited = self.inherited_units(&block, &found);
        for (index, unit) in inherited {
            if let Some(figure) = reading.figures.get_mut(from.figures + index) {
                figure.unit = Some(unit);
            }
        }
        for group in found {
            push(reading, from.figures, group);
        }
    }

    /// Looks over the whole text once all blocks are read: lists whose total stands in an earlier paragraph, and tables.
    pub fn finish(&self, text: &Text, words: &Words, reading: &mut Reading) {
        self.spread(text, words, reading);
        self.tables(text, reading);
    }

    /// Parts without a unit of their own count what their total counts.
    fn inherited_units(&self, block: &Block<'_>, found: &[Group]) -> Vec<(usize, String)> {
        let mut units = Vec::new();
        for group in found {
            let Some(unit) = group.total.and_then(|t| block.figures.get(t)).and_then(|f| f.unit.clone()) else {
                continue;
            };
            for part in group.parts.iter().filter(|p| block.figures.get(**p).is_some_and(|f| f.unit.is_none())) {
                units.push((*part, unit.clone()));
            }
        }
        units
    }
}

/// A block while its groups are looked for; indices of figures are the block's own.
pub(crate) struct Block<'a> {
    pub cut: Cut<'a>,
    pub items: &'a [Item],
    pub figures: &'a [Figure],
    pub grammar: &'a Grammar,
}

impl Block<'_> {
    pub fn item(&self, n: usize) -> Option<&Item> {
        self.items.get(n)
    }
    pub fn figure(&self, n: usize) -> Option<&Figure> {
        self.figures.get(n)
    }
}

/// Adds a group whose figures are counted from `base`, and tells its figures.
pub(crate) fn push(reading: &mut Reading, base: usize, mut group: Group) {
    let index = reading.groups.len();
    for n in group.parts.iter_mut().chain(group.total.as_mut()).chain(group.percent.as_mut()) {
        *n += base;
    }
    for part in &group.parts {
        if let Some(figure) = reading.figures.get_mut(*part)
            && !matches!(figure.group, Some((_, GroupRole::Part)))
        {
            figure.group = Some((index, GroupRole::Part));
        }
    }
    if let Some(figure) = group.total.and_then(|t| reading.figures.get_mut(t))
        && figure.group.is_none()
    {
        figure.group = Some((index, GroupRole::Total));
    }
    reading.groups.push(group);
}
