//! A report as plain text, about 80 columns wide.

use crate::model::{Block, Layout, Meta, Report, Run};

/// Columns.
const WIDTH: usize = 80;

/// The report as plain text with footnotes marked [1].
pub fn text(report: &Report) -> String {
    let mut out = String::new();
    heading(&report.meta, &mut out);
    for block in &report.blocks {
        write_block(block, 0, &mut out);
    }
    if !report.footnotes.is_empty() {
        out.push_str(&format!("\n{}\n", "-".repeat(20)));
        for (i, runs) in report.footnotes.iter().enumerate() {
            wrapped(&flat(runs), &format!("[{}] ", i + 1), "    ", &mut out);
        }
    }
    out
}

fn heading(meta: &Meta, out: &mut String) {
    let mut left: Vec<String> = meta.superior.iter().chain([&meta.organ]).flat_map(|t| wrap(t, 34)).collect();
    let mut right: Vec<String> = match meta.layout {
        Layout::Party => {
            left.push("*".into());
            vec!["ĐẢNG CỘNG SẢN VIỆT NAM".into(), "-".repeat(22)]
        }
        Layout::State => {
            left.push("-".repeat(10));
            let motto = "Độc lập - Tự do - Hạnh phúc";
            vec!["CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM".into(), motto.into(), "-".repeat(motto.chars().count())]
        }
    };
    right.resize(right.len().max(left.len()), String::new());
    left.resize(right.len(), String::new());
    left.push(meta.number.clone());
    right.push(meta.place_date.clone());
    for (l, r) in left.iter().zip(&right) {
        let line = format!("{}  {}", centred(l, 34), centred(r, WIDTH - 36));
        out.push_str(line.trim_end());
        out.push('\n');
    }
    out.push('\n');
    for line in wrap(&meta.title, WIDTH - 8).iter().chain(&wrap(&meta.subject, WIDTH - 8)) {
        out.push_str(centred(line, WIDTH).trim_end());
        out.push('\n');
    }
    out.push_str(&format!("{}\n\n", centred("-----", WIDTH).trim_end()));
}

fn write_block(block: &Block, depth: usize, out: &mut String) {
    let indent = "  ".repeat(depth);
    match block {
        Block::Heading { level, runs } => {
            if *level == 1 {
                out.push('\n');
            }
            wrapped(&flat(runs), &indent, &indent, out);
            out.push('\n');
        }
        Block::Paragraph(runs) => {
            wrapped(&flat(runs), &format!("{indent}  "), &indent, out);
            out.push('\n');
        }
        Block::Prompt(runs) => {
            wrapped(&format!("[Người viết bổ sung: {}]", flat(runs)), &format!("{indent}  "), &indent, out);
            out.push('\n');
        }
        Block::List { start, items } => {
            for (i, item) in (0u64..).zip(items) {
                let mark = match start {
                    Some(first) => format!("{}. ", first.saturating_add(i)),
                    None => "- ".to_string(),
                };
                list_item(&mark, item, depth, out);
            }
            if depth == 0 {
                out.push('\n');
            }
        }
        Block::Table { head, rows } => table(head, rows, out),
        Block::Signature { recipients, signer, name } => signature(recipients, signer, name.as_deref(), out),
    }
}

fn list_item(mark: &str, item: &[Block], depth: usize, out: &mut String) {
    let indent = "  ".repeat(depth);
    for (i, block) in item.iter().enumerate() {
        match block {
            Block::Paragraph(runs) => {
                let first = if i == 0 { format!("{indent}{mark}") } else { format!("{indent}  ") };
                wrapped(&flat(runs), &first, &format!("{indent}  "), out);
            }
            other => write_block(other, depth + 1, out),
        }
    }
}

fn table(head: &[Vec<Run>], rows: &[Vec<Vec<Run>>], out: &mut String) {
    let lines: Vec<Vec<String>> = std::iter::once(head)
        .chain(rows.iter().map(Vec::as_slice))
        .map(|cells| cells.iter().map(|c| flat(c).replace('\n', " ")).collect())
        .collect();
    let columns = lines.iter().map(Vec::len).max().unwrap_or(0);
    let width =
        |column: usize| lines.iter().filter_map(|l| l.get(column)).map(|c| c.chars().count()).max().unwrap_or(0);
    let widths: Vec<usize> = (0..columns).map(width).collect();
    for (i, cells) in lines.iter().enumerate() {
        let padded: Vec<String> = cells.iter().zip(&widths).map(|(c, w)| padded(c, *w)).collect();
        out.push_str(padded.join(" | ").trim_end());
        out.push('\n');
        if i == 0 {
            let rules: Vec<String> = widths.iter().map(|w| "-".repeat(*w)).collect();
            out.push_str(&format!("{}\n", rules.join("-+-")));
        }
    }
    out.push('\n');
}

fn signature(recipients: &[String], signer: &[String], name: Option<&str>, out: &mut String) {
    let mut left = vec!["Nơi nhận:".to_string()];
    for (i, r) in recipients.iter().enumerate() {
        let end = if i + 1 == recipients.len() { "." } else { ";" };
        left.extend(wrap(&format!("- {r}{end}"), 38));
    }
    let mut right: Vec<&str> = signer.iter().map(String::as_str).collect();
    if let Some(name) = name {
        right.extend(["", "", "", name]);
    }
    let rows = left.len().max(right.len());
    out.push('\n');
    for i in 0..rows {
        let (l, r) = (left.get(i).map_or("", String::as_str), right.get(i).copied().unwrap_or(""));
        let line = format!("{}  {}", padded(l, 38), centred(r, WIDTH - 40));
        out.push_str(line.trim_end());
        out.push('\n');
    }
}

/// Runs as one string; forced breaks as newlines.
fn flat(runs: &[Run]) -> String {
    runs.iter()
        .map(|run| match run {
            Run::Text { text, .. } | Run::Figure { text, .. } => text.clone(),
            Run::FootnoteRef { number, .. } => format!("[{number}]"),
            Run::LineBreak => "\n".to_string(),
        })
        .collect()
}

fn wrapped(text: &str, first: &str, next: &str, out: &mut String) {
    let mut prefix = first;
    for part in text.split('\n') {
        for line in wrap(part, WIDTH.saturating_sub(first.chars().count().max(next.chars().count()))) {
            out.push_str(prefix);
            out.push_str(&line);
            out.push('\n');
            prefix = next;
        }
    }
}

/// Breaks at ordinary spaces; a longer word stands alone. Unbreakable spaces become ordinary ones.
fn wrap(text: &str, width: usize) -> Vec<String> {
    let mut lines: Vec<String> = Vec::new();
    let mut length = 0;
    for word in text.split([' ', '\n', '\t']).filter(|w| !w.is_empty()) {
        let size = word.chars().count();
        match lines.last_mut() {
            Some(line) if length + 1 + size <= width => {
                line.push(' ');
                line.push_str(word);
                length += 1 + size;
            }
            _ => {
                lines.push(word.to_string());
                length = size;
            }
        }
    }
    lines.iter().map(|l| l.replace('\u{a0}', " ")).collect()
}

fn padded(text: &str, width: usize) -> String {
    format!("{text}{}", " ".repeat(width.saturating_sub(text.chars().count())))
}

fn centred(text: &str, width: usize) -> String {
    let text = text.replace('\u{a0}', " ");
    let room = width.saturating_sub(text.chars().count());
    padded(&format!("{}{text}", " ".repeat(room / 2)), width)
}
