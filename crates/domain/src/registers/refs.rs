//! Fields that name something outside the entry: units and organs, documents, entries, files.

use crate::ids::EntryId;
use crate::problem::Problem;
use crate::text::tidy;
use serde_json::{Value, json};

use super::check::{Checker, wrong_kind};
use super::definition::{Field, FieldKind, Target};
use super::entry::Found;
use super::kinds::split_list;

/// Register that document fields name entries of.
const DOCUMENTS: &str = "van-ban";

impl Checker<'_> {
    /// Runs over one value, or over a list where several may be given.
    fn each(
        &mut self,
        given: &Value,
        many: bool,
        path: &str,
        read: &mut dyn FnMut(&mut Self, &Value, &str) -> Result<Value, Problem>,
    ) -> Option<Value> {
        if !many {
            if let Value::Array(list) = given
                && list.len() > 1
            {
                self.tell(path, Problem::error("too-many", format!("Chỉ ghi một giá trị, đã ghi {}", list.len())));
                return None;
            }
            let one = given.as_array().and_then(|a| a.first()).unwrap_or(given);
            return read(self, one, path).map_err(|p| self.tell(path, p)).ok();
        }
        let items = match given {
            Value::String(s) => split_list(s),
            Value::Array(list) => list.clone(),
            one => vec![one.clone()],
        };
        let mut out: Vec<Value> = Vec::new();
        let mut right = true;
        for (i, item) in items.iter().enumerate() {
            let at = format!("{path}[{}]", i + 1);
            match read(self, item, &at) {
                Ok(value) if out.contains(&value) => {
                    self.tell(&at, Problem::warning("given-twice", "Ghi hai lần; chỉ giữ một"));
                }
                Ok(value) => out.push(value),
                Err(problem) => {
                    right = false;
                    self.tell(&at, problem);
                }
            }
        }
        right.then_some(Value::Array(out))
    }

    /// A unit field's value.
    pub(super) fn units(&mut self, field: &Field, given: &Value, path: &str) -> Option<Value> {
        let FieldKind::Unit { target, many, within, other } = field.kind else { return None };
        self.each(given, many, path, &mut |checker, item, at| {
            let (value, found) = checker.unit(target, other, item, at)?;
            if within && found.as_ref().is_some_and(|f| !f.within) {
                let name = found.map_or(String::new(), |f| f.name);
                return Err(Problem::error("unit-outside", format!("“{name}” không thuộc địa bàn của cơ quan giữ sổ")));
            }
            Ok(value)
        })
    }

    fn unit(
        &mut self,
        target: Target,
        other: bool,
        given: &Value,
        path: &str,
    ) -> Result<(Value, Option<Found>), Problem> {
        let (lookup, on) = (self.context.lookup, self.on);
        let text = match given {
            Value::String(s) => tidy(s),
            Value::Number(n) => n.to_string(),
            Value::Object(o) => match o.iter().next().filter(|_| o.len() == 1) {
                Some((key, Value::Number(n))) if key == "don-vi" && target != Target::Organ => {
                    return Ok(self.area(lookup.unit_by_id(n.as_i64().unwrap_or(0), on)?));
                }
                Some((key, Value::Number(n))) if key == "co-quan" && target != Target::Area => {
                    return Ok(self.organ(lookup.organ_by_id(n.as_i64().unwrap_or(0), on)?));
                }
                Some((key, Value::String(name))) if key == "ten" && other => {
                    return Ok((self.other(name, path)?, None));
                }
                _ => return Err(wrong_unit_shape(target, other)),
            },
            other => return Err(wrong_kind("đơn vị hoặc cơ quan", other)),
        };
        let organ_first = target == Target::Organ || (target == Target::Either && text.contains('/'));
        let found = if organ_first {
            lookup.organ(&text, on).map(|f| self.organ(f))
        } else {
            lookup.unit(&text, on).map(|f| self.area(f))
        };
        match found {
            Ok((value, found)) => Ok((value, found)),
            Err(p) if other && matches!(p.code.as_str(), "unknown-unit" | "unknown-organ") => {
                Ok((self.other(&text, path)?, None))
            }
            Err(p) => Err(p),
        }
    }

    fn area(&mut self, found: Found) -> (Value, Option<Found>) {
        self.search.push(found.name.clone());
        self.seen.units.insert(found.id, found.name.clone());
        (json!({ "don-vi": found.id }), Some(found))
    }

    fn organ(&mut self, found: Found) -> (Value, Option<Found>) {
        self.search.push(found.name.clone());
        self.seen.organs.insert(found.id, found.name.clone());
        (json!({ "co-quan": found.id }), Some(found))
    }

    /// A body outside the lists.
    fn other(&mut self, name: &str, path: &str) -> Result<Value, Problem> {
        let name = tidy(name);
        if name.is_empty() || name.chars().count() > 300 || name.chars().any(char::is_control) {
            return Err(Problem::error("bad-name", "Tên cơ quan, đơn vị phải có từ 1 đến 300 ký tự"));
        }
        self.warn_personal(&name, path);
        self.search.push(name.clone());
        Ok(json!({ "ten": name }))
    }

    /// A document or link field's value.
    pub(super) fn links(&mut self, field: &Field, given: &Value, path: &str) -> Option<Value> {
        let (register, many, cite) = match &field.kind {
            FieldKind::Document { many } => (DOCUMENTS, *many, true),
            FieldKind::Link { register, many } => (register.as_str(), *many, false),
            _ => return None,
        };
        self.each(given, many, path, &mut |checker, item, at| {
            let text = match item {
                Value::String(s) => tidy(s),
                Value::Object(o) => match o.iter().next().filter(|_| o.len() == 1) {
                    Some((key, Value::String(id))) if key == "muc" => return checker.entry_link(register, id),
                    Some((key, Value::String(text))) if key == "vien-dan" && cite => return checker.citation(text, at),
                    _ => return Err(wrong_kind("mã mục, hoặc (với văn bản) lời viện dẫn", item)),
                },
                other => return Err(wrong_kind("mã mục", other)),
            };
            if cite && EntryId::parse(&text).is_none() {
                return checker.citation(&text, at);
            }
            checker.entry_link(register, &text)
        })
    }

    fn entry_link(&mut self, register: &str, text: &str) -> Result<Value, Problem> {
        let found = self.context.lookup.entry(register, text)?;
        self.search.push(found.title.clone());
        let value = json!({ "muc": found.id });
        self.seen.entries.insert(found.id, found.title);
        Ok(value)
    }

    fn citation(&mut self, text: &str, path: &str) -> Result<Value, Problem> {
        let text = tidy(text);
        if text.is_empty() || text.chars().count() > 1000 || text.chars().any(char::is_control) {
            return Err(Problem::error("bad-citation", "Lời viện dẫn phải có từ 1 đến 1.000 ký tự"));
        }
        self.warn_personal(&text, path);
        self.search.push(text.clone());
        Ok(json!({ "vien-dan": text }))
    }

    /// An attachment field's value. The files themselves are kept, and their digests proved, by the store.
    pub(super) fn files(&mut self, given: &Value, max_files: u32, max_mib: u32, path: &str) -> Option<Value> {
        let count = given.as_array().map_or(1, Vec::len);
        if count > usize::try_from(max_files).unwrap_or(usize::MAX) {
            self.tell(path, Problem::error("too-many", format!("Có {count} tệp, nhiều nhất là {max_files}")));
            return None;
        }
        self.each(given, true, path, &mut |checker, item, _| {
            let text = |key: &str| item.get(key).and_then(Value::as_str).map(tidy).unwrap_or_default();
            let (name, digest) = (text("ten"), text("sha256").to_lowercase());
            let bytes = item.get("bytes").and_then(Value::as_u64).unwrap_or(0);
            if name.is_empty() || name.contains(['/', '\\']) || name.chars().any(char::is_control) {
                return Err(Problem::error("bad-file", "Tên tệp trống hoặc có ký tự không dùng được"));
            }
            if digest.len() != 64 || !digest.bytes().all(|b| b.is_ascii_hexdigit()) || bytes == 0 {
                return Err(Problem::error("bad-file", format!("Tệp “{name}” thiếu sha256 hoặc kích thước")));
            }
            if bytes > u64::from(max_mib) * 1024 * 1024 {
                return Err(Problem::error("file-too-big", format!("Tệp “{name}” lớn hơn {max_mib} MiB")));
            }
            checker.search.push(name.clone());
            Ok(json!({ "ten": name, "sha256": digest, "bytes": bytes }))
        })
    }
}

fn wrong_unit_shape(target: Target, other: bool) -> Problem {
    let shapes = match target {
        Target::Area => "{\"don-vi\": mã}",
        Target::Organ => "{\"co-quan\": mã}",
        Target::Either => "{\"don-vi\": mã} hoặc {\"co-quan\": mã}",
    };
    let named = if other { " hoặc {\"ten\": tên}" } else { "" };
    Problem::error("wrong-kind", format!("Cần {shapes}{named}, hoặc ghi tên hay mã đơn vị"))
}
