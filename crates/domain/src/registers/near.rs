//! "Did you mean …?"

use crate::text::fold;

/// The candidate nearest to what was typed, when it is near enough to be a slip: alike when folded, or within a third
/// of its letters.
pub fn did_you_mean<'a>(typed: &str, candidates: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    let folded: Vec<char> = fold(typed).chars().collect();
    candidates
        .into_iter()
        .map(|c| (distance(&folded, &fold(c).chars().collect::<Vec<_>>()), c))
        .filter(|(d, c)| *d <= c.chars().count().div_ceil(3).min(3))
        .min()
        .map(|(_, c)| c)
}

/// Number of insertions, deletions and replacements between two words (Levenshtein).
fn distance(a: &[char], b: &[char]) -> usize {
    let mut row: Vec<usize> = (0..=b.len()).collect();
    for (i, x) in a.iter().enumerate() {
        let mut next = vec![i + 1];
        let mut left = i + 1;
        for ((y, diagonal), above) in b.iter().zip(&row).zip(row.iter().skip(1)) {
            left = (diagonal + usize::from(x != y)).min(above + 1).min(left + 1);
            next.push(left);
        }
        row = next;
    }
    row.last().copied().unwrap_or(0)
}
