//! The words that say what a figure counts: those between it and its neighbours in the sentence.

use domain::proof::{GroupRole, Reading};

/// What ends a clause before or after a figure for good.
const STOPS: [&str; 5] = ["\n", ";", ". ", ": -", "? "];
/// What parts two figures that count different things: "61 cuộc đối thoại, 40 cuộc kiểm tra".
const PARTS: [&str; 3] = [",", " và ", " cùng "];

/// The words around the figure of this index: up to the figures beside it, cut where the sentence is; of a part those of its
/// total too, as "9 cuộc cấp huyện" alone says nothing of what was held. Empty when there is no such figure.
pub fn around(text: &str, reading: &Reading, index: usize) -> String {
    let Some(figure) = reading.figures.get(index) else { return String::new() };
    let mut words = String::new();
    if let Some((group, GroupRole::Part)) = figure.group
        && let Some(total) = reading.groups.get(group).and_then(|g| g.total).filter(|t| *t != index)
    {
        words.push_str(window(text, reading, total));
        words.push(' ');
    }
    if let Some(what) = figure.what {
        words.push_str(what.of(text));
        words.push(' ');
    }
    words.push_str(window(text, reading, index));
    words
}

fn window<'t>(text: &'t str, reading: &Reading, index: usize) -> &'t str {
    let Some(figure) = reading.figures.get(index) else { return "" };
    let (from, to) = (figure.span.start, figure.span.end);
    let left = index.checked_sub(1).and_then(|i| reading.figures.get(i)).map(|f| f.span.end).filter(|e| *e <= from);
    let right = reading.figures.get(index + 1).map(|f| f.span.start).filter(|s| *s >= to);
    let before = text.get(left.unwrap_or(0)..from).unwrap_or("");
    let stop = STOPS.iter().filter_map(|s| before.rfind(s).map(|at| at + s.len())).max();
    let part = left.and_then(|_| last_part(before));
    let start = from - before.len() + stop.or(part).unwrap_or(0);
    let after = text.get(to..right.unwrap_or(text.len())).unwrap_or("");
    let stop = STOPS.iter().filter_map(|s| after.find(s)).min();
    let part = right.and_then(|_| last_part(after));
    let end = to + stop.or(part).unwrap_or(after.len());
    text.get(start..end).unwrap_or("")
}

/// Where the words before a neighbour's own begin.
fn last_part(between: &str) -> Option<usize> {
    PARTS.iter().filter_map(|p| between.rfind(p).map(|at| at + p.len())).max()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Reader;
    use domain::proof::{Figure, FigureKind, Group, Lexicon, Span, Text};

    fn reading(text: &str, numbers: &[&str]) -> Reading {
        let mut reading = Reader::new(&Lexicon::default()).read(&Text::plain(""));
        for number in numbers {
            let start = text.find(number).unwrap();
            let span = Span::new(start, start + number.len());
            reading.figures.push(Figure {
                span,
                numeral: span,
                value: 1.into(),
                unit: None,
                of: None,
                kind: FigureKind::Count,
                approx: None,
                what: None,
                scope: None,
                period: None,
                group: None,
                spelled: false,
                comma_thousands: false,
            });
        }
        reading
    }

    #[test]
    fn each_figure_has_its_own_words() {
        let text = "Năm qua. Đã tổ chức 61 cuộc đối thoại, 40 cuộc kiểm tra tại cơ sở; trồng 5 km đường hoa.\n7 lớp";
        let reading = reading(text, &["61 cuộc", "40 cuộc", "5 km", "7 lớp"]);
        let words: Vec<String> = (0..5).map(|i| around(text, &reading, i)).collect();
        assert_eq!(
            words,
            ["Đã tổ chức 61 cuộc đối thoại,", " 40 cuộc kiểm tra tại cơ sở", " trồng 5 km đường hoa.", "7 lớp", ""]
        );
    }

    #[test]
    fn a_part_is_of_what_its_total_is() {
        let text = "Đối thoại 61 cuộc (cấp huyện 9 cuộc, cấp xã 52 cuộc)";
        let mut reading = reading(text, &["61 cuộc", "9 cuộc", "52 cuộc"]);
        reading.groups.push(Group {
            total: Some(0),
            parts: vec![1, 2],
            adds_up: Some(true),
            percent: None,
            complete: true,
        });
        reading.figures[0].group = Some((0, GroupRole::Total));
        reading.figures[2].group = Some((0, GroupRole::Part));
        let words = around(text, &reading, 2);
        assert!(
            words.contains("Đối thoại") && words.contains("cấp xã 52 cuộc") && !words.contains("9 cuộc"),
            "{words}"
        );
    }
}
