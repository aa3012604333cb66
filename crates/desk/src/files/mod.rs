//! Attachments: files that belong to entries.

mod kind;

pub use kind::{FileKind, kind_of};

use crate::registers::{Written, register};
use crate::{Desk, refused};
use domain::problem::Problem;
use domain::registers::{Data, Field, FieldKind, Register};
use domain::text::tidy;
use serde_json::{Value, json};
use store::Result;
use store::registers::Entry;

/// Longest name of a file in characters; of a longer one the end is kept, with the ending.
const NAME_MAX: usize = 150;

/// The attachment field that is meant: the named one, or the only one.
pub fn attachment_field<'r>(register: &'r Register, wanted: Option<&str>) -> Result<&'r Field> {
    let is_one = |f: &&Field| matches!(f.kind, FieldKind::Attachment { .. });
    let fields: Vec<&Field> = register.fields.iter().filter(is_one).collect();
    let found = match (wanted, &fields[..]) {
        (Some(wanted), _) => fields.iter().find(|f| f.slug == wanted).copied(),
        (None, [only]) => Some(*only),
        _ => None,
    };
    found.ok_or_else(|| {
        let text = format!("Sổ “{}” không có trường đính kèm ấy", register.name);
        let slugs: Vec<&str> = fields.iter().map(|f| f.slug.as_str()).collect();
        let problem = Problem::error("no-attachment-field", text).field("field");
        refused(problem.hint(format!("các trường: {}", slugs.join(", "))))
    })
}

/// A file's name as it is kept: without folders and control characters, of bearable length.
pub fn file_name(given: &str) -> String {
    let last = given.rsplit(['/', '\\']).next().unwrap_or(given);
    let name = tidy(&last.chars().filter(|c| !c.is_control()).collect::<String>());
    let excess = name.chars().count().saturating_sub(NAME_MAX);
    name.chars().skip(excess).collect()
}

/// A file that was attached.
#[derive(Debug, Clone, PartialEq)]
pub struct Attached {
    /// The entry as written.
    pub written: Written,
    /// The file's SHA-256 in hexadecimal.
    pub sha256: String,
}

impl Desk<'_> {
    /// Keeps a file for an attachment field and gives the value that names it, one of the field's list. Refused: a kind
    /// of file that is not taken ([`kind_of`]), more than the field's size.
    pub fn new_attachment(&self, field: &Field, name: &str, bytes: &[u8]) -> Result<Value> {
        let name = file_name(name);
        let at = |p: Problem| refused(p.field(&field.slug));
        if name.is_empty() {
            return Err(at(Problem::error("bad-file", "Tệp không có tên")));
        }
        if let FieldKind::Attachment { max_mib, .. } = field.kind
            && u64::try_from(bytes.len()).unwrap_or(u64::MAX) > u64::from(max_mib) << 20
        {
            let text = format!("Tệp “{name}” lớn hơn {max_mib} MiB");
            return Err(at(Problem::error("file-too-big", text).hint("nén hoặc chia tệp")));
        }
        kind_of(&name, bytes).map_err(at)?;
        let sha256 =
            self.store.keep_file(self.actor, self.now, bytes).map_err(|e| crate::each(e, |p| p.field(&field.slug)))?;
        Ok(json!({ "ten": name, "sha256": sha256, "bytes": bytes.len() }))
    }

    /// Keeps a file and names it in an entry's attachment field (the only one, when `field` is not given).
    pub fn attach(&self, entry: &Entry, given: i64, field: Option<&str>, name: &str, bytes: &[u8]) -> Result<Attached> {
        self.refuse_edit(entry)?;
        let pinned = self.store.pinned()?;
        let field = attachment_field(register(&pinned.catalogue, &entry.register)?, field)?;
        if !field.seen_by(self.actor.role) {
            let text = format!("Vai trò “{}” không ghi được trường này", self.actor.role.name());
            return Err(refused(Problem::error("hidden-from-role", text).field(&field.slug)));
        }
        let value = self.new_attachment(field, name, bytes)?;
        let sha256 = value.get("sha256").and_then(Value::as_str).unwrap_or_default().to_string();
        let mut list = entry.data.get(&field.slug).and_then(Value::as_array).cloned().unwrap_or_default();
        list.push(value);
        let changes = Data::from_iter([(field.slug.clone(), Value::Array(list))]);
        Ok(Attached { written: self.change(entry, given, changes, None, "đính kèm tệp")?, sha256 })
    }
}
