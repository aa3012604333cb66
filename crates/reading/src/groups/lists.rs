//! Lists of parts behind their total: in brackets, behind an opener, behind a colon, or one after the other.

use super::evidence::{Claim, one_slip};
use super::{Block, Grammar, Item, OPENS, Opener};
use crate::scan::{Gap, Kind};
use domain::proof::Group;
use rust_decimal::Decimal;

/// How many figures before a list may be its total.
const TOTALS: usize = 4;
/// Longest list, in parts and in tokens; keeps the time in proportion to the text whatever is in it.
const PARTS: usize = 40;
const TOKENS: usize = 800;

/// A place where a list of parts begins.
struct Start {
    /// The opener's first token, or the bracket's, or the colon's.
    at: usize,
    /// First token of the list.
    from: usize,
    /// One past the list's last token.
    to: usize,
    opener: Option<Opener>,
    colon: bool,
    bracket: bool,
    /// Brackets around the parts.
    depth: u8,
}

impl Grammar {
    /// The groups whose list is opened by a word, a bracket or a colon.
    pub(super) fn lists(&self, block: &Block<'_>) -> Vec<Group> {
        let mut found: Vec<Group> = Vec::new();
        let (mut depth, mut i) = (0u8, 0usize);
        while let Some(token) = block.cut.at(i) {
            if token.is(')') {
                depth = depth.saturating_sub(1);
            } else if token.is('(') {
                depth = depth.saturating_add(1);
            } else if token.kind == Kind::Sign && block.cut.ends_sentence(i) {
                depth = 0;
            }
            let start = self.start_at(block, i, depth);
            if let Some(start) = start {
                let next = start.from;
                if let Some(group) = self.choose(block, &start)
                    && !found.iter().any(|g| overlaps(g, &group))
                {
                    found.push(group);
                }
                i = next.max(i + 1);
            } else {
                i += 1;
            }
        }
        found
    }

    /// A list that begins at token `i`.
    fn start_at(&self, block: &Block<'_>, i: usize, depth: u8) -> Option<Start> {
        let cut = &block.cut;
        let token = cut.at(i)?;
        let bracket = token.is('(');
        let word_at = if bracket { i + 1 } else { i };
        let opened =
            if self.flags.has(cut.at(word_at), OPENS) { self.openers.longest(cut.from(word_at)) } else { None };
        if !bracket && opened.is_none() && !token.is(':') {
            return None;
        }
        let mut from = opened.map_or(i + 1, |(len, _)| word_at + len);
        let mut colon = token.is(':');
        while cut.at(from).is_some_and(|t| t.is(',') || t.is(':')) {
            colon |= cut.is(from, ':');
            from += 1;
        }
        let to = self.list_end(block, from, depth, colon);
        Some(Start { at: i, from, to, opener: opened.map(|(_, o)| *o), colon, bracket, depth })
    }

    /// Where a list ends: at its closing bracket, else at the end of its sentence, or, behind a colon, of its last bullet.
    fn list_end(&self, block: &Block<'_>, from: usize, depth: u8, colon: bool) -> usize {
        let cut = &block.cut;
        let (mut open, mut i) = (0i32, from);
        let bulleted = colon && cut.starts_line(from);
        while let Some(token) = cut.at(i).filter(|_| i < from + TOKENS) {
            if token.is('(') {
                open += 1;
            } else if token.is(')') {
                open -= 1;
                if open < 0 && depth > 0 {
                    return i;
                }
            }
            if i > from && token.gap >= Gap::Line && bulleted && !a_bullet(block, i) {
                return i;
            }
            if cut.ends_sentence(i)
                && !(bulleted && cut.at(i + 1).is_some_and(|t| t.gap >= Gap::Line) && a_bullet(block, i + 1))
            {
                return i;
            }
            i += 1;
        }
        i
    }

    /// The best reading of a list: a total before it and parts within it.
    fn choose(&self, block: &Block<'_>, start: &Start) -> Option<Group> {
        let first = block.items.partition_point(|item| item.first < start.from);
        let last = block.items.partition_point(|item| item.end <= start.to);
        let inside: Vec<usize> = (first..last)
            .filter(|n| block.item(*n).is_some_and(|item| item.depth == start.depth && item.adds))
            .take(PARTS)
            .collect();
        if inside.len() < 2 {
            return None;
        }
        let totals = self.totals(block, start);
        for total in &totals {
            if let Some(parts) = self.exact(block, *total, &inside) {
                let claim = Claim {
                    total: *total,
                    parts: &parts,
                    opener: start.opener,
                    colon: start.colon,
                    bracket: start.bracket,
                    from: start.from,
                };
                let score = block.claim(&claim);
                // A sum that holds by chance among examples is still no claim; but it is hardly chance when all parts are in it.
                let bare = start.opener.is_none() && !start.bracket;
                if score >= 1 || (!bare && parts.len() == inside.len()) {
                    return Some(Group {
                        total: Some(*total),
                        parts,
                        adds_up: Some(true),
                        percent: None,
                        complete: score >= 3,
                    });
                }
            }
        }
        let claims = start.opener != Some(Opener::Picks);
        totals.iter().take(2).filter(|_| claims).find_map(|total| self.broken(block, start, *total, &inside))
    }

    /// A list whose sum does not hold: kept when its words claim that it is the whole, or when one slip of a digit would explain a
    /// small difference.
    fn broken(&self, block: &Block<'_>, start: &Start, total: usize, inside: &[usize]) -> Option<Group> {
        let inside = before_another_clause(block, inside);
        let parts: Vec<usize> = inside.iter().copied().filter(|n| block.alike(total, *n)).collect();
        let parts = if parts.len() >= 2 { parts } else { inside.to_vec() };
        let (whole, first) = (block.item(total)?, block.item(*parts.first()?)?);
        if parts.len() < 2 {
            return None;
        }
        let claim = Claim {
            total,
            parts: &parts,
            opener: start.opener,
            colon: start.colon,
            bracket: start.bracket,
            from: start.from,
        };
        let far = whole.sentence != first.sentence && start.opener.is_none();
        let claimed = block.claim(&claim) - i32::from(far);
        let off = self.off(block, whole, &parts);
        let score = claimed + if off.slip { 1 } else { -1 };
        let keep = score >= 4 || (score >= 2 && off.slip && (off.small || off.over));
        keep.then_some(Group {
            total: Some(total),
            adds_up: Some(false),
            percent: None,
            complete: claimed >= 3 && score >= 4,
            parts,
        })
    }

    /// How parts miss their whole.
    fn off(&self, block: &Block<'_>, whole: &Item, parts: &[usize]) -> Off {
        let values: Vec<Decimal> = parts.iter().filter_map(|n| block.item(*n)).map(|i| i.value).collect();
        let sum = values.iter().try_fold(Decimal::ZERO, |sum, v| sum.checked_add(*v)).unwrap_or(Decimal::MAX);
        let near = Decimal::new(15, 2).checked_mul(whole.value).unwrap_or(Decimal::ZERO);
        Off {
            slip: one_slip(whole.value, &values),
            small: (whole.value - sum).abs() <= near,
            over: values.iter().any(|v| *v > whole.value),
        }
    }

    /// Figures that may be the total of a list, the likeliest first.
    fn totals(&self, block: &Block<'_>, start: &Start) -> Vec<usize> {
        let cut = &block.cut;
        let next = block.items.partition_point(|item| item.first < start.from);
        let sentence = block.item(next).map_or(0, |i| i.sentence);
        // "Trong đó, …" at the head of a sentence speaks of the one before.
        let heads = start.at == cut.sentence_start(start.at, 40);
        let least = if heads { sentence.saturating_sub(1) } else { sentence };
        let outer = if start.bracket { start.depth.saturating_sub(1) } else { start.depth };
        let end = block.items.partition_point(|item| item.end <= start.at);
        let before =
            (0..end).rev().take(PARTS).take_while(|n| block.item(*n).is_some_and(|item| item.sentence >= least));
        let fits = |n: &usize| block.item(*n).is_some_and(|item| item.depth <= outer && item.adds);
        before.filter(fits).take(TOTALS).collect()
    }

    /// Parts whose sum is the total: all that may be added to it, else a run from the first on.
    fn exact(&self, block: &Block<'_>, total: usize, inside: &[usize]) -> Option<Vec<usize>> {
        let alike: Vec<usize> = inside.iter().copied().filter(|n| block.alike(total, *n)).collect();
        let whole = block.item(total)?;
        for list in [alike.as_slice(), inside] {
            if list.len() >= 2 && self.holds(block, whole, list) {
                return Some(list.to_vec());
            }
        }
        let runs = (2..alike.len()).rev().filter_map(|len| alike.get(..len));
        runs.into_iter().find(|run| self.holds(block, whole, run)).map(<[usize]>::to_vec)
    }

    /// Whether parts add up to the whole, exactly, or as exactly as the whole is written ("1,7 tỷ đồng").
    pub(super) fn holds(&self, block: &Block<'_>, whole: &Item, parts: &[usize]) -> bool {
        let sum =
            parts.iter().filter_map(|n| block.item(*n)).try_fold(Decimal::ZERO, |sum, p| sum.checked_add(p.value));
        let coarse = whole.grain > Decimal::ONE;
        sum.is_some_and(|sum| {
            let off = (sum - whole.value).abs();
            off.is_zero()
                || coarse
                    && parts.iter().filter_map(|n| block.item(*n)).any(|p| p.grain < whole.grain)
                    && off * Decimal::TWO <= whole.grain
        })
    }

    /// Totals with their parts right behind them and no word to open the list; only of one unit throughout and when the parts bear
    /// the labels of a partition. Where the sum fails, only a small slip is told, and as no claim.
    pub(super) fn bare_lists(&self, block: &Block<'_>, found: &[Group]) -> Vec<Group> {
        let mut more: Vec<Group> = Vec::new();
        for total in 0..block.items.len() {
            let Some(whole) = block.item(total).filter(|i| i.adds && i.value > Decimal::ONE) else { continue };
            let run: Vec<usize> = (total + 1..block.items.len())
                .take(6)
                .take_while(|n| block.item(*n).is_some_and(|i| i.sentence == whole.sentence && i.depth == whole.depth))
                .filter(|n| block.item(*n).is_some_and(|i| i.adds) && block.same_unit(total, *n))
                .collect();
            let exact = (2..=run.len()).filter_map(|len| run.get(..len)).find(|run| self.holds(block, whole, run));
            let slipped = || {
                let run = before_another_clause(block, &run);
                let near =
                    run.len() >= 2 && block.partition(run, whole.end).is_some() && !block.labelled_like(total, run);
                let off = near.then(|| self.off(block, whole, run))?;
                (off.slip && off.small).then_some(run)
            };
            let Some(parts) = exact.or_else(slipped).filter(|p| block.partition(p, whole.end).is_some()) else {
                continue;
            };
            let holds = exact.is_some();
            let group = Group {
                total: Some(total),
                parts: parts.to_vec(),
                adds_up: Some(holds),
                percent: None,
                complete: holds,
            };
            if !found.iter().chain(&more).any(|g| overlaps(g, &group)) {
                more.push(group);
            }
        }
        more
    }

    /// "cấp huyện 09 cuộc, cấp xã 52 cuộc, tổng cộng 61 cuộc".
    pub(super) fn trailing_sums(&self, block: &Block<'_>, found: &[Group]) -> Vec<Group> {
        let mut more: Vec<Group> = Vec::new();
        for (total, whole) in block.items.iter().enumerate().skip(2).filter(|(_, i)| i.adds) {
            // "Tổng cộng: 96 mô hình"
            let colon = whole.first.checked_sub(1).filter(|i| block.cut.is(*i, ':'));
            if self.sums.before(block.cut.until(colon.unwrap_or(whole.first))).is_none() {
                continue;
            }
            let before: Vec<usize> = (total.saturating_sub(PARTS)..total)
                .filter(|n| block.item(*n).is_some_and(|i| self.summed_by(i, whole)) && block.alike(total, *n))
                .collect();
            let runs = (2..=before.len()).rev().filter_map(|len| before.get(before.len() - len..));
            let Some(parts) = runs.into_iter().find(|run| self.holds(block, whole, run)) else { continue };
            let group =
                Group { total: Some(total), parts: parts.to_vec(), adds_up: Some(true), percent: None, complete: true };
            if !found.iter().any(|g| overlaps(g, &group)) {
                more.push(group);
            }
        }
        more
    }
}

impl Grammar {
    /// Whether an item may be a part of a total behind it: of its own sentence or the one before.
    fn summed_by(&self, part: &Item, whole: &Item) -> bool {
        part.sentence + 1 >= whole.sentence && part.depth == whole.depth && part.adds
    }
}

/// How a sum fails.
struct Off {
    /// One wrong digit would explain it.
    slip: bool,
    /// It is a small share of the whole.
    small: bool,
    /// One part alone is more than the whole.
    over: bool,
}

/// The figures up to the first semicolon, when the first two are not parted by one: what follows speaks of something else
/// ("…, trong đó nam 20 người, nữ 15 người; kết nạp 12 người").
fn before_another_clause<'a>(block: &Block<'_>, inside: &'a [usize]) -> &'a [usize] {
    let parted = |pair: &[usize]| {
        let (Some(a), Some(b)) = (pair.first().and_then(|n| block.item(*n)), pair.last().and_then(|n| block.item(*n)))
        else {
            return false;
        };
        (a.end..b.first).any(|i| block.cut.is(i, ';'))
    };
    if inside.windows(2).next().is_none_or(parted) {
        return inside;
    }
    let end = inside.windows(2).position(parted).map_or(inside.len(), |n| n + 1);
    inside.get(..end).unwrap_or(inside)
}

/// Whether two groups claim the same figures as parts, or one is told twice.
fn overlaps(a: &Group, b: &Group) -> bool {
    a.parts.iter().any(|p| b.parts.contains(p))
}

/// Whether the line that begins at token `i` is an item of a list.
fn a_bullet(block: &Block<'_>, i: usize) -> bool {
    let cut = &block.cut;
    cut.at(i).is_some_and(|t| {
        t.kind == Kind::Dash
            || "+•*·o".chars().any(|c| t.is(c))
            || (t.kind == Kind::Word && (cut.is(i + 1, ')') || cut.is(i + 1, '.')) && t.end - t.start <= 2)
    })
}
