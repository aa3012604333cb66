//! Tidying runs after conditional parts fell away: single spaces, none before punctuation, none at the ends.

use crate::model::Run;

/// Joins text runs of one style and puts white space in order.
pub(crate) fn tidy(runs: Vec<Run>) -> Vec<Run> {
    let mut out: Vec<Run> = Vec::new();
    // whether white space is to be put before the next visible character
    let mut gap = false;
    let mut started = false;
    for run in runs {
        match run {
            Run::Text { text, style } => {
                let mut kept = String::new();
                for c in text.chars() {
                    if matches!(c, ' ' | '\n' | '\t') {
                        gap = started;
                        continue;
                    }
                    if gap && !matches!(c, ',' | '.' | ';' | ':' | ')' | '?' | '!') && !ends_open(&kept, &out) {
                        kept.push(' ');
                    }
                    (gap, started) = (false, true);
                    kept.push(c);
                }
                if kept.is_empty() {
                    continue;
                }
                match out.last_mut() {
                    Some(Run::Text { text, style: last }) if *last == style => text.push_str(&kept),
                    _ => out.push(Run::Text { text: kept, style }),
                }
            }
            Run::LineBreak => {
                (gap, started) = (false, false);
                out.push(Run::LineBreak);
            }
            other => {
                if gap && matches!(other, Run::Figure { .. }) && !ends_open("", &out) {
                    space(&mut out);
                    gap = false;
                }
                started = true;
                out.push(other);
            }
        }
    }
    out
}

/// Whether what was written last is an opening bracket.
fn ends_open(kept: &str, out: &[Run]) -> bool {
    match (kept.chars().last(), out.last()) {
        (Some(c), _) => c == '(',
        (None, Some(Run::Text { text, .. })) => text.ends_with('('),
        _ => false,
    }
}

fn space(out: &mut Vec<Run>) {
    match out.last_mut() {
        Some(Run::Text { text, .. }) => text.push(' '),
        _ => out.push(Run::Text { text: " ".to_string(), style: Default::default() }),
    }
}

/// Whether nothing is to be seen.
pub(crate) fn is_blank(runs: &[Run]) -> bool {
    runs.iter().all(|run| match run {
        Run::Text { text, .. } => text.chars().all(|c| c.is_whitespace() || c.is_ascii_punctuation()),
        Run::LineBreak | Run::FootnoteRef { .. } => true,
        Run::Figure { .. } => false,
    })
}

/// The words and numbers alone.
pub(crate) fn plain(runs: &[Run]) -> String {
    runs.iter()
        .map(|run| match run {
            Run::Text { text, .. } | Run::Figure { text, .. } => text.as_str(),
            Run::FootnoteRef { .. } => "",
            Run::LineBreak => " ",
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn text(t: &str) -> Run {
        Run::Text { text: t.to_string(), style: Default::default() }
    }

    #[test]
    fn what_falls_away_leaves_no_hole() {
        let figure = || Run::Figure { anchor: "a".into(), text: "61".into(), nth: 1, style: Default::default() };
        assert_eq!(
            plain(&tidy(vec![text(" Tổ chức "), text(" "), figure(), text(" cuộc "), text(" ( ), "), text(".")])),
            "Tổ chức 61 cuộc (),."
        );
        assert_eq!(plain(&tidy(vec![text("đã "), figure(), text(" cuộc "), text(" .")])), "đã 61 cuộc.");
        assert!(is_blank(&tidy(vec![text(" . ")])));
    }
}
