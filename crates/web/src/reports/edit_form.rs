//! The writing form: from edits to fields and back. In the form a number's token is written `[[doi-thoai]]`, as the
//! editor's script knows it; templates write `{{doi-thoai}}`.

use crate::shell::form::Form;
use domain::problem::Problem;
use report::ReportParams;
use report::edit::{EditBlock, Edits};

/// A text of the report as the form shows it.
pub fn shown(text: &str) -> String {
    text.replace("{{", "[[").replace("}}", "]]")
}

/// A text of the form as the report keeps it.
pub fn kept(text: &str) -> String {
    text.replace("[[", "{{").replace("]]", "}}")
}

/// Name of a block's field.
pub fn field(id: &str) -> String {
    format!("block[{id}]")
}

/// The particulars that the form asks for, besides the blocks.
pub struct Particulars {
    /// Number of the document.
    pub number: String,
    /// Date of issue, as typed.
    pub date: String,
    /// Place of the date line.
    pub place: String,
    /// Trích yếu.
    pub subject: String,
    /// A recipient a line.
    pub recipients: String,
    /// A line over the signature a line.
    pub signer: String,
    /// Name of the signer.
    pub signer_name: String,
}

impl Particulars {
    /// As they stand in a report with its edits.
    pub fn of(params: &ReportParams, edits: &Edits, subject: &str) -> Particulars {
        let now = edits.params(params);
        Particulars {
            number: now.number.unwrap_or_default(),
            date: now.date.map(|d| crate::shell::say::date(&d)).unwrap_or_default(),
            place: now.place,
            subject: shown(edits.subject.as_deref().unwrap_or(subject)),
            recipients: now.recipients.join("\n"),
            signer: now.signer.join("\n"),
            signer_name: now.signer_name.unwrap_or_default(),
        }
    }

    /// As a form that came back holds them.
    pub fn from_form(form: &Form) -> Particulars {
        let text = |name: &str| form.text(name).to_string();
        Particulars {
            number: text("number"),
            date: text("date"),
            place: text("place"),
            subject: text("subject"),
            recipients: text("recipients"),
            signer: text("signer"),
            signer_name: text("signer-name"),
        }
    }
}

/// The edits that a form asks for, laid over those that stood. What is as the template has it is no edit.
pub fn read(
    form: &Form,
    blocks: &[EditBlock],
    old: &Edits,
    params: &ReportParams,
    subject: &str,
) -> Result<Edits, Vec<Problem>> {
    let mut edits = old.clone();
    let given = |name: &str| form.0.iter().any(|(k, _)| k == name);
    for block in blocks {
        let name = field(&block.id);
        if given(&name) {
            edits.set(block, &kept(form.text(&name)));
        }
    }
    for id in form.all("undo") {
        edits.undo(id);
    }
    edits.number = form.get("number").map(str::to_string);
    let date = form.get("date").map(domain::calendar::parse_date).transpose();
    edits.date = date.map_err(|p| vec![p.field("date")])?;
    let other = |name: &str, first: &str| form.get(name).filter(|v| *v != first).map(str::to_string);
    edits.place = other("place", &params.place);
    edits.subject = other("subject", &shown(subject)).map(|t| kept(&t));
    edits.signer_name = form.get("signer-name").map(str::to_string);
    let lines = |name: &str| -> Vec<String> {
        form.text(name).lines().map(|l| l.trim().to_string()).filter(|l| !l.is_empty()).collect()
    };
    let recipients = lines("recipients");
    edits.recipients = (given("recipients") && recipients != params.recipients).then_some(recipients);
    let signer = lines("signer");
    edits.signer = (given("signer") && signer != params.signer).then_some(signer);
    Ok(edits)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_token_survives_the_way_to_the_form_and_back() {
        let text = "Đã tổ chức {{doi-thoai}} cuộc ({{doi-thoai:cap}})";
        assert_eq!(kept(&shown(text)), text);
    }
}
