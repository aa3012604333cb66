//! Quotation marks: opened and never closed, closed by another kind, set inside one another.

use super::{Found, Rule, Seen};
use domain::proof::{Severity, Span};

/// A mark without its other half.
pub const UNCLOSED: Rule = Rule {
    name: "unclosed-quote",
    severity: Severity::Error,
    title: "Dấu ngoặc kép mở mà không đóng, hoặc đóng mà không mở",
    about: "Xét trong từng đoạn; lời trích dài qua nhiều đoạn mà đoạn sau có dấu đóng thì không báo. Trích yếu đứng trong ngoặc không \
            đóng làm người đọc không biết tên văn bản hết ở đâu.",
    example: "Thực hiện Đề án “Nâng cao chất lượng tiếp dân ở cơ sở; tổ chức ba lớp tập huấn.",
    mended: "Thực hiện Đề án “Nâng cao chất lượng tiếp dân ở cơ sở”; tổ chức ba lớp tập huấn.",
    check: unclosed,
};

/// Opened by one kind, closed by another.
pub const MIXED: Rule = Rule {
    name: "mixed-quotes",
    severity: Severity::Warning,
    title: "Mở bằng một kiểu ngoặc kép, đóng bằng kiểu khác",
    about: "“…\" hoặc \"…”: thường do sửa tay trong phần mềm soạn thảo. Dùng ngoặc thẳng lẫn ngoặc cong trong cùng văn bản thì ghi chú \
            một lần.",
    example: "Phong trào “Dân vận khéo\" lan rộng đến các thôn.",
    mended: "Phong trào “Dân vận khéo” lan rộng đến các thôn.",
    check: mixed,
};

/// The same marks inside one another.
pub const NESTED: Rule = Rule {
    name: "nested-quotes",
    severity: Severity::Note,
    title: "Ngoặc kép cùng kiểu lồng nhau",
    about: "Người đọc và máy dễ hiểu nhầm chỗ kết thúc; nên dùng ngoặc đơn ‘…’ hoặc bỏ ngoặc ở trong.",
    example: "Hội thi “Tuyên truyền viên “Dân vận khéo” năm 2024” đã diễn ra.",
    mended: "Hội thi “Tuyên truyền viên ‘Dân vận khéo’ năm 2024” đã diễn ra.",
    check: nested,
};

/// What the quotes of a text come to.
#[derive(Debug, Default)]
pub(super) struct Quotes {
    /// Quotes that are whole, outer ones and inner ones, marks included.
    pub pairs: Vec<(Span, Kind)>,
    /// Marks without their other half, and whether they open.
    lone: Vec<(usize, bool, bool)>,
    straight: Vec<Span>,
    curly: usize,
}

/// How the marks of a quote go together.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    /// “…” or "…".
    Plain,
    /// “…" or "…”.
    Mixed,
    /// A curly one inside a curly one.
    Nested,
}

/// Finds the quotes, line by line.
pub(super) fn quotes(text: &str) -> Quotes {
    let mut all = Quotes::default();
    let mut at = 0;
    for line in text.split_inclusive('\n') {
        read_line(line, at, &mut all);
        at += line.len();
    }
    all
}

fn read_line(line: &str, from: usize, all: &mut Quotes) {
    let marks: Vec<(usize, char)> = line.char_indices().filter(|(_, c)| matches!(c, '“' | '”' | '"' | '„')).collect();
    let mut open: Vec<(usize, char)> = Vec::new();
    for (n, (i, c)) in marks.iter().enumerate() {
        let opens = match c {
            '“' | '„' => true,
            '”' => false,
            // A straight mark closes when something is open and it does not stand before a word after a space.
            _ => open.is_empty() || (leads(line, *i) && !last_is_straight(&open)),
        };
        // “ written where ” is meant: right after a word and before a sign or a space.
        if *c == '“' && !open.is_empty() && trails(line, *i) && !closes_later(&marks, n) {
            if let Some((start, _)) = open.pop() {
                all.pairs.push((Span::new(from + start, from + i + c.len_utf8()), Kind::Mixed));
            }
            continue;
        }
        if opens {
            open.push((*i, *c));
            continue;
        }
        match open.pop() {
            Some((start, opener)) => {
                let straight = (opener == '"', *c == '"');
                let kind = match straight {
                    (true, true) => Kind::Plain,
                    (false, false) if open.iter().any(|(_, o)| *o != '"') => Kind::Nested,
                    (false, false) => Kind::Plain,
                    _ => Kind::Mixed,
                };
                let span = Span::new(from + start, from + i + c.len_utf8());
                if straight == (true, true) {
                    all.straight.push(span);
                }
                all.curly += usize::from(straight == (false, false));
                all.pairs.push((span, kind));
            }
            None => all.lone.push((from + i, false, *c == '"')),
        }
    }
    all.lone.extend(open.into_iter().map(|(i, c)| (from + i, true, c == '"')));
}

fn last_is_straight(open: &[(usize, char)]) -> bool {
    open.last().is_some_and(|(_, c)| *c == '"')
}

/// Whether a mark stands before a word: a space or nothing before it, a letter after it.
fn leads(line: &str, at: usize) -> bool {
    let before = line.get(..at).and_then(|l| l.chars().next_back());
    let after = line.get(at..).and_then(|l| l.chars().nth(1));
    before.is_none_or(|c| c.is_whitespace() || c == '(') && after.is_some_and(char::is_alphanumeric)
}

/// Whether a mark stands after a word: a letter before it, a space, a sign or nothing after it.
fn trails(line: &str, at: usize) -> bool {
    let before = line.get(..at).and_then(|l| l.chars().next_back());
    let after = line.get(at..).and_then(|l| l.chars().nth(1));
    before.is_some_and(char::is_alphanumeric) && after.is_none_or(|c| !c.is_alphanumeric())
}

fn closes_later(marks: &[(usize, char)], n: usize) -> bool {
    let rest = marks.get(n + 1..).unwrap_or(&[]);
    let (opens, closes) = rest.iter().fold((0, 0), |(o, c), (_, m)| match m {
        '”' => (o, c + 1),
        '“' => (o + 1, c),
        _ => (o, c),
    });
    closes > opens
}

fn unclosed(seen: &Seen<'_>, found: &mut Found) {
    let all = quotes(seen.str());
    let mut lone = all.lone.clone();
    lone.sort_unstable();
    let mut skip = false;
    for (n, (at, opens, straight)) in lone.iter().copied().enumerate() {
        // A quotation over several paragraphs: opened here, closed by a lone mark in one of the next few.
        if std::mem::take(&mut skip) {
            continue;
        }
        if opens && let Some((next, false, _)) = lone.get(n + 1).copied() {
            let lines = seen.str().get(at..next).map_or(0, |t| t.matches('\n').count());
            if (1..12).contains(&lines) {
                skip = true;
                continue;
            }
        }
        let span = if opens {
            Span::new(at, clause_end(seen.str(), at))
        } else {
            Span::new(clause_start(seen.str(), at), at + mark_len(straight))
        };
        let text = if opens {
            "Dấu ngoặc kép mở ra mà không đóng"
        } else {
            "Dấu ngoặc kép đóng mà không có dấu mở"
        };
        let hint = if opens {
            "thêm dấu đóng ở cuối phần trích"
        } else {
            "thêm dấu mở ở đầu phần trích, hoặc bỏ dấu này"
        };
        let most = if straight { Severity::Warning } else { Severity::Error };
        found.add(UNCLOSED.finding(span, format!("{text}: {}", seen.short(span))).hint(hint).at_most(most));
    }
}

fn mark_len(straight: bool) -> usize {
    if straight { 1 } else { '”'.len_utf8() }
}

/// Where the words after an opening mark are likely to have ended.
fn clause_end(text: &str, at: usize) -> usize {
    // A quotation that nobody closed is shown by its first words, not by all that follows.
    let far = (at..=(at + 600).min(text.len())).rev().find(|i| text.is_char_boundary(*i)).unwrap_or(at);
    let rest = text.get(at..far).unwrap_or("");
    let end = rest.find([';', '\n']).unwrap_or(rest.len());
    let stop = rest.find(". ").unwrap_or(rest.len());
    at + end.min(stop)
}

fn clause_start(text: &str, at: usize) -> usize {
    let near = (at.saturating_sub(600)..=at).find(|i| text.is_char_boundary(*i)).unwrap_or(at);
    text.get(near..at).and_then(|t| t.rfind([';', '\n', '.', ':', ','])).map_or(near, |i| near + i + 1)
}

fn mixed(seen: &Seen<'_>, found: &mut Found) {
    let all = quotes(seen.str());
    for (span, _) in all.pairs.iter().filter(|(_, kind)| *kind == Kind::Mixed) {
        let inner = seen.of(*span);
        let right = format!("“{}”", inner.trim_matches(|c| matches!(c, '“' | '”' | '"' | '„')));
        let finding =
            MIXED.finding(*span, format!("Mở và đóng bằng hai kiểu ngoặc kép khác nhau: {}", seen.short(*span)));
        let finding = finding.hint("dùng một kiểu: “…”");
        found.add(if inner.len() < 300 { finding.suggest(right) } else { finding });
    }
    if let (true, Some(first)) = (all.curly > 2 && all.straight.len() * 2 < all.curly, all.straight.first()) {
        let text = format!("Ngoặc kép thẳng \"…\" ({} chỗ) trong văn bản dùng ngoặc cong “…”", all.straight.len());
        let mut finding = MIXED.finding(*first, text).hint("dùng một kiểu trong cả văn bản").at_most(Severity::Note);
        for other in all.straight.iter().skip(1).take(20) {
            finding = finding.related(*other, None);
        }
        found.add(finding);
    }
}

fn nested(seen: &Seen<'_>, found: &mut Found) {
    let all = quotes(seen.str());
    for (span, _) in all.pairs.iter().filter(|(_, kind)| *kind == Kind::Nested) {
        let text = format!("Ngoặc kép lồng trong ngoặc kép cùng kiểu: {}", seen.short(*span));
        let inner = seen.of(*span).trim_matches(['“', '”']);
        found.add(NESTED.finding(*span, text).hint("dùng ‘…’ cho phần ở trong").suggest(format!("‘{inner}’")));
    }
}
