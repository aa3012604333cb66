//! Fields that a role may not see: kept as they were whatever such a role saves, and told of without their content.

use domain::problem::Problem;
use domain::registers::{Data, Field, Register, Role};
use serde_json::Value;

/// The data to save when a role that does not see every field gives `given`: hidden fields stay as they were in `old`,
/// rows' fields by the rows' ids. A value given for a hidden field that is not the one it has is refused.
pub(crate) fn guarded(register: &Register, role: Role, old: &Data, given: Data) -> Result<Data, Vec<Problem>> {
    let mut problems = Vec::new();
    let mut data = given;
    keep(&register.fields, role, old, &mut data, "", &mut problems);
    for field in register.fields.iter().filter(|f| f.seen_by(role)) {
        let below = register.child_fields(&field.slug);
        if below.iter().all(|f| f.seen_by(role)) {
            continue;
        }
        let before = rows(old.get(&field.slug));
        for (i, row) in data.get_mut(&field.slug).and_then(Value::as_array_mut).into_iter().flatten().enumerate() {
            let Some(row) = row.as_object_mut() else { continue };
            let none = Data::new();
            let same = |r: &&&Data| r.contains_key("id") && r.get("id") == row.get("id");
            let was = before.iter().find(same).copied().unwrap_or(&none);
            keep(below, role, was, row, &format!("{}[{}].", field.slug, i + 1), &mut problems);
        }
    }
    if problems.is_empty() { Ok(data) } else { Err(problems) }
}

fn rows(value: Option<&Value>) -> Vec<&Data> {
    value.and_then(Value::as_array).into_iter().flatten().filter_map(Value::as_object).collect()
}

fn keep(fields: &[Field], role: Role, old: &Data, data: &mut Data, prefix: &str, problems: &mut Vec<Problem>) {
    for field in fields.iter().filter(|f| !f.seen_by(role)) {
        let given = data.remove(&field.slug).filter(|v| !v.is_null());
        let was = old.get(&field.slug);
        if given.is_some() && given.as_ref() != was {
            let text = format!("Vai trò “{}” không ghi được trường này", role.name());
            let problem = Problem::error("hidden-from-role", text).field(format!("{prefix}{}", field.slug));
            problems.push(problem.hint(who(field)));
        }
        if let Some(was) = was {
            data.insert(field.slug.clone(), was.clone());
        }
    }
}

fn who(field: &Field) -> String {
    let names: Vec<&str> = field.see.iter().map(|r| r.name()).collect();
    format!("người ghi được: {}", names.join(", "))
}

/// Problems as a role may read them: of a field hidden from it only that something is wrong there, and no warning.
pub(crate) fn covered(register: &Register, role: Role, problems: Vec<Problem>) -> Vec<Problem> {
    let cover = |p: Problem| match hidden_field(register, role, &p) {
        None => Some(p),
        Some(_) if !p.is_error() || p.code == "hidden-from-role" => None,
        Some(field) => {
            let text = "Một trường mà vai trò này không xem được còn thiếu hoặc không hợp với các trường khác";
            Some(Problem::error("wrong-where-hidden", text).field(&register.record_date).hint(who(field)))
        }
    };
    problems.into_iter().filter_map(cover).collect()
}

/// The field hidden from the role at which a problem is, if it is at one: "ca-nhan", "danh-sach[2].ten".
fn hidden_field<'r>(register: &'r Register, role: Role, problem: &Problem) -> Option<&'r Field> {
    let path = problem.place.field.as_deref()?;
    let (top, rest) = path.split_once(['[', '.']).unwrap_or((path, ""));
    let field = register.field(top)?;
    if !field.seen_by(role) {
        return Some(field);
    }
    let inner = rest.split_once("].").map(|(_, inner)| inner)?;
    let inner = inner.split('[').next().unwrap_or(inner);
    register.child_fields(top).iter().find(|f| f.slug == inner && !f.seen_by(role))
}
