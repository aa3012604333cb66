//! Files in what programs send. An entry names a file by its digest alone, and whoever reads the entry reads the file: so a
//! program may keep the files that an entry has, and attach none by merely naming it.

use crate::shell::fault::Fault;
use domain::problem::Problem;
use domain::registers::Data;
use domain::text::tidy;
use serde_json::Value;
use std::collections::BTreeSet;

/// Refuses a file that the entry does not have already (`not-attached`).
pub fn refuse_new(given: &Data, old: &Data) -> Result<(), Fault> {
    let (mut known, mut named) = (BTreeSet::new(), BTreeSet::new());
    old.values().for_each(|v| digests(v, &mut known));
    given.values().for_each(|v| digests(v, &mut named));
    if named.is_subset(&known) {
        return Ok(());
    }
    let problem = Problem::error("not-attached", "Giao diện lập trình không đính kèm tệp mới bằng mã băm");
    Err(Fault::refused(problem.field("data").hint("đính kèm tệp trên màn hình của mục; tệp đã có thì giữ nguyên được")))
}

/// The digests that a value names, as the check of an entry reads them.
fn digests(value: &Value, out: &mut BTreeSet<String>) {
    match value {
        Value::Array(list) => list.iter().for_each(|v| digests(v, out)),
        Value::Object(fields) => {
            out.extend(fields.get("sha256").and_then(Value::as_str).map(|d| tidy(d).to_lowercase()));
            fields.values().for_each(|v| digests(v, out));
        }
        _ => {}
    }
}
