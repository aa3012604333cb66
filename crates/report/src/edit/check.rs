//! What the writer should know about the numbers in changed text.

use super::{EditBlock, Edits, Orphan};
use crate::params::Answers;
use crate::template::{Template, words};
use domain::problem::Problem;
use std::collections::BTreeSet;

/// The ids of the requests whose numbers stand in a text.
pub(super) fn ids(text: &str) -> BTreeSet<String> {
    words::read(text).answers().collect()
}

/// The name of the number behind a request's id.
pub(super) fn name(answers: &Answers, id: &str) -> String {
    let answer = answers.get(id);
    let conditions = answer.map(|a| a.conditions.join(", ")).filter(|c| !c.is_empty());
    let name = answer.map_or_else(|| id.to_string(), |a| a.name.clone());
    conditions.map_or(name.clone(), |c| format!("{name} ({c})"))
}

/// What stands between the braces for a request's id.
pub(super) fn token_of(template: &Template, id: &str) -> String {
    let key =
        template.config.figures.keys().find(|key| id.strip_prefix(key.as_str()).is_some_and(|r| r.starts_with('.')));
    match (template.config.figures.contains_key(id), key) {
        (false, Some(key)) => format!("{key}:{}", id.get(key.len() + 1..).unwrap_or_default()),
        _ => id.to_string(),
    }
}

/// Numbers taken out, numbers that the template has gained since, and changes whose block has gone.
pub(super) fn warnings(
    answers: &Answers,
    shown: &[EditBlock],
    edits: &Edits,
    used: &BTreeSet<String>,
    orphans: &[Orphan],
) -> Vec<Problem> {
    let mut out = Vec::new();
    let spelled = |id: &str| id.replacen('.', ":", 1);
    for block in shown.iter().filter(|b| b.edited) {
        let Some(change) = edits.blocks.get(&block.id) else { continue };
        let before = ids(&change.base);
        for id in before.difference(used) {
            let message = format!("Số liệu “{}” không còn trong báo cáo", name(answers, id));
            let hint = format!("nếu vẫn cần, viết lại {{{{{}}}}} vào chỗ thích hợp", spelled(id));
            out.push(Problem::warning("lost-figure", message).hint(hint).field(&block.id));
        }
        let now = ids(&block.original);
        for id in now.difference(&before).filter(|id| !used.contains(*id)) {
            let message = format!("Từ khi đoạn này được sửa, sổ đã có thêm số liệu “{}”", name(answers, id));
            let hint = format!("viết {{{{{}}}}} vào đoạn này nếu cần", spelled(id));
            out.push(Problem::warning("new-figure", message).hint(hint).field(&block.id));
        }
    }
    out.extend(orphans.iter().map(|orphan| {
        Problem::warning("edit-without-place", "Mẫu báo cáo đã thay đổi, không còn đoạn mà lời sửa này thuộc về")
            .hint("chép lời sửa sang đoạn khác, rồi bỏ nó")
            .field(&orphan.id)
    }));
    out
}
