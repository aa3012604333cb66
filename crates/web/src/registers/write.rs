//! What came with a sheet, made ready to be saved: files kept, data read, organs found.

use super::filled::{Filled, Upload};
use super::form::files::Tokens;
use super::form::{self, NEW_FILES, read};
use crate::app::App;
use crate::shell::fault::Fault;
use crate::shell::form::Form;
use crate::shell::guard::Viewer;
use desk::Desk;
use domain::Date;
use domain::problem::Problem;
use domain::registers::{Data, Field, FieldKind, Register};
use store::StoreError;

/// A form ready to be saved.
pub struct Ready {
    /// Its pairs, tidied, with the tokens of the files that came with it.
    pub form: Form,
    /// Its data.
    pub data: Data,
    /// The record date, or today while there is none.
    pub on: Date,
    /// What is wrong so far.
    pub problems: Vec<Problem>,
}

/// Keeps the files of a form and names them in its pairs; what is wrong with a file stands at its field.
pub fn keep_files(
    app: &App,
    desk: &Desk<'_>,
    register: &Register,
    filled: Filled,
) -> Result<(Form, Vec<Problem>), Fault> {
    let Filled { mut form, files } = filled;
    let tokens = Tokens(app.seal());
    let mut problems = Vec::new();
    for Upload { field: name, name: file, bytes } in files {
        let Some(name) = name.strip_suffix(NEW_FILES) else { continue };
        let Some(field) = attachment(register, name).filter(|f| f.seen_by(desk.actor.role)) else { continue };
        match desk.new_attachment(field, &file, &bytes) {
            Ok(value) => form.0.extend(tokens.write(&value).map(|token| (name.to_string(), token))),
            Err(StoreError::Refused(list)) => problems.extend(list.into_iter().map(|p| p.field(path(name)))),
            Err(other) => return Err(other.into()),
        }
    }
    Ok((form, problems))
}

/// The attachment field of a name in a form: "tep", "tai-lieu[0].tep".
fn attachment<'r>(register: &'r Register, name: &str) -> Option<&'r Field> {
    let field = match name.split_once('[') {
        Some((children, rest)) => {
            let slug = rest.split_once("].")?.1;
            register.child_fields(children).iter().find(|f| f.slug == slug)?
        }
        None => register.field(name)?,
    };
    matches!(field.kind, FieldKind::Attachment { .. }).then_some(field)
}

/// A name in a form, as a problem's place: rows of problems count from 1.
fn path(name: &str) -> String {
    let Some((children, rest)) = name.split_once('[') else { return name.to_string() };
    let Some((number, field)) = rest.split_once("].") else { return name.to_string() };
    format!("{children}[{}].{field}", number.parse::<usize>().unwrap_or(0) + 1)
}

/// Reads a form, its files kept already.
pub fn ready(
    app: &App,
    viewer: &Viewer,
    register: &Register,
    form: &Form,
    problems: Vec<Problem>,
) -> Result<Ready, Fault> {
    let form = form::tidied(register, form);
    let mut data = read::data(register, viewer.role(), &form, Tokens(app.seal()));
    let on = read::record_date(register, &form).unwrap_or(viewer.today);
    let mut problems = problems;
    problems.extend(read::settle(app.store(), register, &mut data, on)?);
    Ok(Ready { form, data, on, problems })
}
