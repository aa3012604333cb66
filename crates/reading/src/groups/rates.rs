//! Counts told with their share: of an unnamed whole ("2.384 hồ sơ, đạt 50,43% so với tổng số"), of a named one, of a fraction
//! ("252/252=100%"); and percentages that make up a hundred.

use super::evidence::one_slip;
use super::{Block, Grammar, SHARE};
use crate::scan::{Gap, Kind};
use domain::proof::{FigureKind, Group};
use rust_decimal::Decimal;

/// Most shares of one whole.
const MOST: usize = 20;

impl Grammar {
    /// Counts with the share that they are of a whole.
    pub(super) fn rates(&self, block: &Block<'_>) -> Vec<Group> {
        let mut found = Vec::new();
        for (n, pair) in block.figures.windows(2).enumerate() {
            let [part, percent] = pair else { continue };
            let counted =
                matches!(part.kind, FigureKind::Count | FigureKind::Measure | FigureKind::Money | FigureKind::Ratio);
            if percent.kind != FigureKind::Percent || !counted || !self.told_with(block, n) {
                continue;
            }
            let group = |total, parts| Group { total, parts, adds_up: None, percent: Some(n + 1), complete: false };
            if part.kind == FigureKind::Ratio || self.of_the_whole(block, n + 1) {
                found.push(group(None, vec![n]));
            } else if let Some(total) = self.named_whole(block, n) {
                found.push(group(Some(total), vec![n]));
            }
        }
        found
    }

    /// Whether nothing but "đạt", "chiếm", a bracket or a sign stands between a count and the percentage behind it.
    fn told_with(&self, block: &Block<'_>, n: usize) -> bool {
        let (Some(part), Some(percent)) = (block.item(n), block.item(n + 1)) else { return false };
        let between = part.end..percent.first;
        part.sentence == percent.sentence
            && between.len() <= 12
            && {
                // The last words tie the two; before them only what is counted may stand.
                let ties =
                    |i: usize| block.cut.at(i).is_some_and(|t| t.is('=') || t.is('(') || self.flags.of(t) & SHARE != 0);
                between.is_empty()
                    || ties(percent.first.saturating_sub(1))
                    || (block.cut.is(percent.first.saturating_sub(1), ',') && between.len() == 1)
            }
            // Numbers that only name something may stand between: "định danh mức 2, đạt 85,8%".
            && !between.clone().any(|i| block.cut.is(i, ';') || block.cut.at(i).is_some_and(|t| t.gap == Gap::Blank))
    }

    /// "… 50,43% so với tổng số hồ sơ", "34% tổng số đơn".
    fn of_the_whole(&self, block: &Block<'_>, n: usize) -> bool {
        let Some(item) = block.item(n) else { return false };
        (item.end..item.end + 4)
            .take_while(|i| block.cut.at(*i).is_some_and(|t| t.kind == Kind::Word))
            .any(|i| block.cut.at(i).is_some_and(|t| t.id == self.whole))
    }

    /// The only earlier figure of the sentence that the count is a share of by the percentage, one slip of a digit allowed.
    fn named_whole(&self, block: &Block<'_>, n: usize) -> Option<usize> {
        let (part, percent) = (block.item(n)?, block.item(n + 1)?);
        let against = (percent.end..percent.end + 2).any(|i| block.cut.at(i).is_some_and(|t| t.id == self.against));
        if against || block.figure(n)?.kind != FigureKind::Count {
            return None;
        }
        let shown = block.figure(n + 1)?.value;
        let fits = |m: &usize| {
            let Some(whole) = block.item(*m).filter(|w| w.adds && w.sentence == part.sentence && w.value >= part.value)
            else {
                return false;
            };
            block.alike(*m, n)
                && share(part.value, whole.value, shown.scale())
                    .is_some_and(|right| right == shown || one_slip(shown, &[right]))
        };
        // "nhận 3.214 hồ sơ; đúng hạn 3.201 (99,6%), trễ hạn 13 (0,4%)": both are shares of the largest.
        let value = |m: &usize| block.item(*m).map(|i| i.value);
        (0..n).rev().take(4).filter(fits).max_by_key(value)
    }

    /// Percentages of one whole: "98,2%, còn lại 1,8%", or each with another label of a partition.
    pub(super) fn shares(&self, block: &Block<'_>, found: &[Group]) -> Vec<Group> {
        let mut more = Vec::new();
        let mut run: Vec<usize> = Vec::new();
        for n in 0..=block.figures.len() {
            let percent =
                block.figure(n).is_some_and(|f| f.kind == FigureKind::Percent && f.value < Decimal::ONE_HUNDRED);
            let joined = run
                .last()
                .and_then(|m| block.item(*m))
                .zip(block.item(n))
                .is_some_and(|(a, b)| a.sentence == b.sentence && a.depth == b.depth);
            if percent && (run.is_empty() || joined) {
                run.push(n);
                continue;
            }
            if percent || n == block.figures.len() {
                more.extend(self.hundred(block, &run));
                run.clear();
                run.extend(percent.then_some(n));
            }
        }
        more.retain(|g: &Group| !found.iter().any(|f| f.parts.iter().any(|p| g.parts.contains(p))));
        more
    }

    fn hundred(&self, block: &Block<'_>, run: &[usize]) -> Option<Group> {
        if !(2..=MOST).contains(&run.len()) {
            return None;
        }
        let start = block.item(*run.first()?)?.first.saturating_sub(8);
        let claimed = block.has_rest(run) || (run.len() > 2 && block.partition(run, start).is_some());
        let values: Vec<Decimal> = run.iter().filter_map(|n| block.figure(*n)).map(|f| f.value).collect();
        let sum: Decimal = values.iter().try_fold(Decimal::ZERO, |sum, v| sum.checked_add(*v))?;
        let digits = values.iter().map(Decimal::scale).max()?;
        // Three and more rounded shares may miss a hundred by half of the last digit each.
        let slack = if run.len() > 2 {
            Decimal::new(i64::try_from(run.len()).ok()?, digits) / Decimal::TWO
        } else {
            Decimal::ZERO
        };
        let holds = (sum - Decimal::ONE_HUNDRED).abs() <= slack;
        let labelled = || block.partition(run, start).is_some();
        let told = if holds { claimed || labelled() } else { claimed && one_slip(Decimal::ONE_HUNDRED, &values) };
        told.then(|| Group { total: None, parts: run.to_vec(), adds_up: Some(holds), percent: None, complete: claimed })
    }
}

/// A share in per cent, with as many digits as asked.
fn share(part: Decimal, whole: Decimal, digits: u32) -> Option<Decimal> {
    Some(part.checked_mul(Decimal::ONE_HUNDRED)?.checked_div(whole)?.round_dp(digits))
}
