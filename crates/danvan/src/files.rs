//! `danvan entry attach|file`: files that belong to entries.

use crate::edge::{Office, Outcome, one, read_file, told, write_file};
use crate::out::say;
use crate::registers::{change, find, register};
use domain::problem::Problem;
use domain::registers::{Data, FieldKind, Register};
use serde_json::{Value, json};
use std::path::Path;

/// Keeps a file and names it in the entry's attachment field.
pub fn attach(office: &Office, id: &str, path: &Path, field: Option<&str>, version: i64) -> Outcome {
    let entry = find(office, id)?;
    let pinned = office.store.pinned().map_err(told)?;
    let slug = attachment_field(register(&pinned.catalogue, &entry.register)?, field)?;
    let content = read_file(path)?;
    let sha256 = office.store.keep_file(&office.actor, office.now, &content).map_err(told)?;
    let name = path.file_name().map(|n| n.to_string_lossy().into_owned()).unwrap_or_default();
    let mut list = entry.data.get(slug).and_then(Value::as_array).cloned().unwrap_or_default();
    list.push(json!({ "ten": name, "sha256": sha256, "bytes": content.len() }));
    let changes = Data::from_iter([(slug.to_string(), Value::Array(list))]);
    let (done, title) = change(office, &entry, version, changes, None, "đính kèm tệp")?;
    say!("Đã đính kèm {name} vào mục số {} (bản {}): {title}\n{sha256}", done.number, done.version);
    Ok(())
}

fn attachment_field<'a>(register: &'a Register, wanted: Option<&str>) -> Outcome<&'a str> {
    let fields: Vec<&str> = register
        .fields
        .iter()
        .filter(|f| matches!(f.kind, FieldKind::Attachment { .. }))
        .map(|f| f.slug.as_str())
        .collect();
    let found = match (wanted, &fields[..]) {
        (Some(wanted), _) => fields.iter().find(|f| **f == wanted).copied(),
        (None, [only]) => Some(*only),
        _ => None,
    };
    found.ok_or_else(|| {
        let text = format!("Sổ “{}” không có trường đính kèm ấy", register.name);
        one(Problem::error("no-attachment-field", text)
            .field("--field")
            .hint(format!("các trường: {}", fields.join(", "))))
    })
}

/// Writes an attached file out.
pub fn take_out(office: &Office, sha256: &str, path: &Path) -> Outcome {
    let content = office.store.file(sha256).map_err(told)?.ok_or_else(|| {
        one(Problem::error("unknown-file", format!("Không có tệp đính kèm “{sha256}”"))
            .hint("mã tệp xem ở: danvan entry show MÃ --json"))
    })?;
    write_file(path, &content)?;
    say!("Đã ghi {}", path.display());
    Ok(())
}
