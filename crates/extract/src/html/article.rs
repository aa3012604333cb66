//! Which blocks are the article: by what the page says of itself, else by length and links, as boilerplate is found from
//! shallow features of text (Kohlschütter and others, 2010): sentences are long and link little, menus are the opposite.

use super::blocks::Block;

/// Words from which a block without links is surely of a sentence.
const LONG: usize = 25;
/// Of a hundred letters, how many in links make a block a menu.
const LINKED: usize = 40;

/// Blocks before, after and between sure ones that may go with them.
const BEFORE: usize = 10;
const AFTER: usize = 5;
const BETWEEN: usize = 15;

#[derive(Clone, Copy, PartialEq, Eq)]
enum Judged {
    Good,
    Unsure,
    Bad,
}

/// Marks the furniture.
pub(super) fn mark(blocks: &mut [Block]) {
    let words = |b: &Block| b.text.split_whitespace().count();
    let total: usize = blocks.iter().map(words).sum();
    // What the page calls its article is believed when it holds a fair part of the words.
    let told: usize = blocks.iter().filter(|b| b.inside && !b.chrome).map(words).sum();
    let believed = told >= 60 && told * 4 >= total;
    let mut judged: Vec<Judged> = blocks.iter().map(|b| judge(b, believed)).collect();
    spread(&mut judged);
    // A page without a single sentence is read whole: better too much than nothing.
    let none = !judged.contains(&Judged::Good);
    let body = |j: Judged| none || matches!(j, Judged::Good);
    let first = judged.iter().position(|j| *j == Judged::Good).unwrap_or(0);
    for (n, (block, judged)) in blocks.iter_mut().zip(&judged).enumerate() {
        let title = block.heading && !block.chrome && n < first && n + 8 >= first;
        block.furniture = if none { block.chrome && total > words(block) * 2 } else { !body(*judged) && !title };
    }
}

fn judge(block: &Block, believed: bool) -> Judged {
    let letters = block.text.chars().count().max(1);
    let linked = block.linked * 100 / letters;
    let words = block.text.split_whitespace().count();
    match () {
        () if block.chrome => Judged::Bad,
        () if believed && !block.inside => Judged::Bad,
        () if believed && (linked < 80 || words >= LONG) => Judged::Good,
        () if linked > LINKED => Judged::Bad,
        () if words >= LONG => Judged::Good,
        () => Judged::Unsure,
    }
}

/// Blocks between sure ones go with them, and so do some on either side, as far as no menu parts them.
fn spread(judged: &mut [Judged]) {
    let sure: Vec<usize> = judged.iter().enumerate().filter(|(_, j)| **j == Judged::Good).map(|(n, _)| n).collect();
    let good = |judged: &mut [Judged], n: usize| match judged.get_mut(n) {
        Some(Judged::Bad) | None => false,
        Some(found) => {
            *found = Judged::Good;
            true
        }
    };
    for at in &sure {
        // Titles, dates and leads stand before a sentence; shorter is what follows the last.
        let _stopped = (at.saturating_sub(BEFORE)..*at).rev().all(|n| good(judged, n));
        let _stopped = (at + 1..=at + AFTER).all(|n| good(judged, n));
    }
    let (Some(first), Some(last)) = (sure.first().copied(), sure.last().copied()) else { return };
    for n in first..=last {
        let near = sure.partition_point(|s| *s < n);
        let distance = |i: Option<usize>| i.and_then(|i| sure.get(i)).map_or(usize::MAX, |s| s.abs_diff(n));
        if distance(near.checked_sub(1)).min(distance(Some(near))) <= BETWEEN {
            good(judged, n);
        }
    }
}
