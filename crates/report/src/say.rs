//! A figure in words: the number with what must be said before, behind and below it.

use crate::format::Format;
use domain::indicators::{Bound, Figure, Source};
use domain::ledger::Approx;

/// A figure, said.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Said {
    /// The number with "trên", "gần", "khoảng", "ít nhất"; "—" when there is none.
    pub(crate) text: String,
    /// What follows it: "(còn 2 mục chưa có số)".
    pub(crate) remark: Option<String>,
    /// Footnotes: text, and whether it must stand at every occurrence of the figure (or once in the report).
    pub(crate) notes: Vec<(String, bool)>,
}

/// Whether there is something to say: a value other than zero, or a reason why it is not known.
pub(crate) fn present(figure: &Figure) -> bool {
    figure.value.is_some_and(|v| v.scaled != 0) || figure.pending > 0 || figure.bound != Bound::Exact
}

/// Says a figure.
pub(crate) fn say(figure: &Figure, format: Format) -> Said {
    let shown = match figure.bound {
        Bound::NotDivisible | Bound::NotComparable => None,
        Bound::AtLeast => figure.value.filter(|v| v.scaled != 0),
        Bound::Exact => figure.value.filter(|v| v.scaled != 0 || figure.pending == 0),
    };
    let text = match shown {
        Some(value) => format!("{}{}", qualifier(figure), format.render(value)),
        None => "—".to_string(),
    };
    let remark = (figure.pending > 0).then(|| format!("(còn {} mục chưa có số)", figure.pending));
    Said { text, remark, notes: notes(figure, format, shown.is_some()) }
}

fn qualifier(figure: &Figure) -> &'static str {
    match (figure.bound, figure.approx) {
        (Bound::AtLeast, Approx::Under | Approx::About) => "ít nhất khoảng ",
        (Bound::AtLeast, _) => "ít nhất ",
        (_, Approx::Over) => "trên ",
        (_, Approx::Under) => "gần ",
        (_, Approx::About) => "khoảng ",
        (_, Approx::Exact | Approx::Pending) => "",
    }
}

fn notes(figure: &Figure, format: Format, has_value: bool) -> Vec<(String, bool)> {
    let mut out = Vec::new();
    let recorded = figure.recorded.map(|r| format!("; có hồ sơ {}", format.render(r))).unwrap_or_default();
    match figure.source {
        Source::Records => {}
        Source::Declared => out.push((format!("Số liệu tự khai{recorded}."), true)),
        Source::Mixed => out.push((format!("Một phần là số liệu tự khai{recorded}."), true)),
    }
    // "declared" and "pending" are said above and in the remark; the rest is said in the words of who answered.
    let spoken = figure.why.iter().filter(|n| !matches!(n.code.as_str(), "declared" | "pending"));
    out.extend(spoken.map(|n| (sentence(&n.text), figure.bound != Bound::Exact)));
    if figure.why.is_empty() && !has_value && figure.pending == 0 {
        out.push((reason(figure.bound).to_string(), true));
    } else if figure.why.is_empty() && figure.bound == Bound::AtLeast {
        out.push((reason(Bound::AtLeast).to_string(), true));
    }
    out
}

fn reason(bound: Bound) -> &'static str {
    match bound {
        Bound::Exact => "Chưa có số liệu.",
        Bound::AtLeast => "Có hồ sơ của đơn vị đã chia tách chưa xếp được vào đơn vị nào, nên số thực có thể lớn hơn.",
        Bound::NotDivisible => "Số liệu tự khai cho một kỳ khác, không chia được cho kỳ này.",
        Bound::NotComparable => "Không so sánh được qua lần sắp xếp đơn vị hành chính.",
    }
}

/// Begins with a capital and ends with a full stop.
fn sentence(text: &str) -> String {
    let text = crate::template::capitalised(text.trim());
    if text.ends_with(['.', '!', '?', '…']) { text } else { format!("{text}.") }
}

#[cfg(test)]
mod tests {
    use super::*;
    use domain::indicators::{Decimal, Note};

    fn figure(value: i64) -> Figure {
        Figure {
            indicator: "x".into(),
            by: Default::default(),
            value: Some(Decimal { scaled: value, scale: 0 }),
            numerator: None,
            denominator: None,
            unit: "cuoc".into(),
            approx: Approx::Exact,
            pending: 0,
            source: Source::Records,
            recorded: None,
            bound: Bound::Exact,
            why: Vec::new(),
        }
    }

    #[test]
    fn what_must_be_said_beside_a_number_is_said() {
        let over = Figure { approx: Approx::Over, ..figure(600_000_000) };
        assert_eq!(say(&over, Format::Tien).text, "trên 600 triệu đồng");
        assert_eq!(say(&Figure { approx: Approx::Under, ..figure(1400) }, Format::So).text, "gần 1.400");
        assert_eq!(say(&Figure { approx: Approx::About, ..figure(50) }, Format::So).text, "khoảng 50");
        let waiting = say(&Figure { pending: 2, ..figure(61) }, Format::So);
        assert_eq!(waiting.remark.as_deref(), Some("(còn 2 mục chưa có số)"));
        assert_eq!(say(&Figure { pending: 2, ..figure(0) }, Format::So).text, "—");
        let split = Note { code: "split".into(), text: "chưa kể xã A (chia tách)".into() };
        let least = say(&Figure { bound: Bound::AtLeast, why: vec![split], ..figure(12) }, Format::So0);
        assert_eq!((least.text.as_str(), least.notes.len()), ("ít nhất 12", 1));
        assert_eq!(least.notes[0], ("Chưa kể xã A (chia tách).".to_string(), true));
    }

    #[test]
    fn a_declared_figure_names_the_part_that_has_records() {
        let declared =
            Figure { source: Source::Declared, recorded: Some(Decimal { scaled: 12, scale: 0 }), ..figure(61) };
        assert_eq!(say(&declared, Format::So).notes, vec![("Số liệu tự khai; có hồ sơ 12.".to_string(), true)]);
    }

    #[test]
    fn a_figure_that_cannot_be_known_is_a_dash_with_its_reason_never_a_zero() {
        for bound in [Bound::NotDivisible, Bound::NotComparable] {
            let f = Figure { bound, value: None, ..figure(0) };
            assert!(present(&f));
            let said = say(&f, Format::So0);
            assert_eq!((said.text.as_str(), said.notes.len()), ("—", 1));
        }
        assert!(!present(&figure(0)) && present(&figure(1)));
    }
}
