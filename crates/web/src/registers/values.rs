//! Values of an entry as its page shows them.

use super::form::files::size_text;
use crate::shell::guard::Viewer;
use desk::Desk;
use desk::files::kind_of;
use domain::ids::EntryId;
use domain::registers::{Catalogue, Data, Field, FieldKind, Names, Register, display};
use serde_json::Value;

/// How a file can be looked at in the page.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Preview {
    /// As a picture.
    Picture,
    /// As PDF.
    Pdf,
    /// Not at all: it is downloaded.
    None,
}

/// A file of an entry.
pub struct FileView {
    /// Name.
    pub name: String,
    /// Size in words.
    pub size: String,
    /// Address.
    pub path: String,
    /// How it can be looked at, judged by its name; its content is judged when it is asked for.
    pub preview: Preview,
}

/// What stands in a field.
pub enum Shown {
    /// Text, a paragraph each.
    Text(Vec<String>),
    /// Names, some with an address.
    Links(Vec<(String, Option<String>)>),
    /// Files.
    Files(Vec<FileView>),
    /// Rows: heads, and for each row its cells.
    Table(Vec<String>, Vec<Vec<String>>),
}

/// A field with what stands in it.
pub struct FieldShown {
    /// Name.
    pub label: String,
    /// Value.
    pub value: Shown,
}

/// A heading with its fields.
pub struct GroupShown {
    /// Heading.
    pub name: String,
    /// Fields that are filled.
    pub fields: Vec<FieldShown>,
}

/// The filled fields that the role sees, under their headings.
pub fn groups(
    viewer: &Viewer,
    desk: &Desk<'_>,
    catalogue: &Catalogue,
    register: &Register,
    data: &Data,
    entry: &EntryId,
    names: &dyn Names,
) -> Vec<GroupShown> {
    let t = viewer.lang;
    let mut out: Vec<GroupShown> = Vec::new();
    for field in register.fields.iter().filter(|f| f.seen_by(viewer.role())) {
        let Some(value) = data.get(&field.slug) else { continue };
        let shown = FieldShown {
            label: t.name(&field.name, &field.name_en).to_string(),
            value: shown(viewer, desk, catalogue, field, value, entry, names),
        };
        let name = field.group.clone().unwrap_or_else(|| t.say("Nội dung khác", "Other").to_string());
        match out.iter_mut().find(|g| g.name == name) {
            Some(group) => group.fields.push(shown),
            None => out.push(GroupShown { name, fields: vec![shown] }),
        }
    }
    out
}

fn shown(
    viewer: &Viewer,
    desk: &Desk<'_>,
    catalogue: &Catalogue,
    field: &Field,
    value: &Value,
    entry: &EntryId,
    names: &dyn Names,
) -> Shown {
    match &field.kind {
        FieldKind::Children { fields, .. } => {
            let t = viewer.lang;
            let rows = rows_of(value);
            let seen = |f: &&Field| f.seen_by(viewer.role()) && rows.iter().any(|r| r.contains_key(&f.slug));
            let seen: Vec<&Field> = fields.iter().filter(seen).collect();
            let cell =
                |row: &Data, f: &&Field| row.get(&f.slug).map_or_else(String::new, |v| display(catalogue, f, v, names));
            Shown::Table(
                seen.iter().map(|f| t.name(&f.name, &f.name_en).to_string()).collect(),
                rows.iter().map(|row| seen.iter().map(|f| cell(row, f)).collect()).collect(),
            )
        }
        FieldKind::Attachment { .. } => Shown::Files(list(value).iter().filter_map(|v| file(v, entry)).collect()),
        FieldKind::Document { .. } | FieldKind::Link { .. } => {
            let path = |v: &Value| {
                let id = EntryId::parse(v.get("muc")?.as_str()?)?;
                desk.store.entry_readable(&id, &viewer.reach).is_ok().then(|| format!("/muc/{id}"))
            };
            let one = |v: &Value| (display(catalogue, field, v, names), path(v));
            Shown::Links(list(value).iter().map(one).collect())
        }
        FieldKind::Unit { .. } => {
            let path = |v: &Value| v.get("don-vi").map(|id| format!("/don-vi/{id}"));
            Shown::Links(list(value).iter().map(|v| (display(catalogue, field, v, names), path(v))).collect())
        }
        _ => {
            let text = display(catalogue, field, value, names);
            Shown::Text(text.lines().filter(|l| !l.trim().is_empty()).map(str::to_string).collect())
        }
    }
}

/// A value as a list.
fn list(value: &Value) -> &[Value] {
    value.as_array().map_or(std::slice::from_ref(value), Vec::as_slice)
}

/// The rows of a children field.
pub fn rows_of(value: &Value) -> Vec<&Data> {
    value.as_array().into_iter().flatten().filter_map(Value::as_object).collect()
}

fn file(value: &Value, entry: &EntryId) -> Option<FileView> {
    let name = value.get("ten")?.as_str()?.to_string();
    let ending = name.rsplit_once('.').map(|(_, e)| e.to_lowercase()).unwrap_or_default();
    let preview = match ending.as_str() {
        "png" | "jpg" | "jpeg" | "gif" | "webp" => Preview::Picture,
        "pdf" => Preview::Pdf,
        _ => Preview::None,
    };
    Some(FileView {
        path: format!("/muc/{entry}/tep/{}", value.get("sha256")?.as_str()?),
        size: size_text(value.get("bytes")?.as_u64()?),
        preview,
        name,
    })
}

/// The name under which data holds a file, if it does.
pub fn name_of_file(data: &Data, sha256: &str) -> Option<String> {
    fn find(value: &Value, sha256: &str) -> Option<String> {
        match value {
            Value::Object(o) if o.get("sha256").and_then(Value::as_str) == Some(sha256) => {
                Some(o.get("ten").and_then(Value::as_str).unwrap_or_default().to_string())
            }
            Value::Object(o) => o.values().find_map(|v| find(v, sha256)),
            Value::Array(list) => list.iter().find_map(|v| find(v, sha256)),
            _ => None,
        }
    }
    data.values().find_map(|v| find(v, sha256))
}

/// Media type of a file by its content, and whether a browser may show it in its own window.
pub fn media(name: &str, bytes: &[u8]) -> (&'static str, bool) {
    match kind_of(name, bytes) {
        Ok(kind) => (kind.media, kind.shown_inline()),
        Err(_) => ("application/octet-stream", false),
    }
}
