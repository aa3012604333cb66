//! A register's form filled with what a proof has read: nothing is stored until its officer saves it. The address names the
//! place in the proof, never its words.

use crate::app::App;
use crate::registers::form::files::Tokens;
use crate::registers::form::{TYPED, write};
use crate::shell::form::Form;
use crate::shell::guard::Viewer;
use domain::registers::{Data, FieldKind, Register};
use serde_json::Value;

/// The words in an address for a thing of a proof: "TOKEN.van-ban.3".
pub fn source(path: &str, what: &str, number: usize) -> String {
    let token = path.rsplit('/').next().unwrap_or_default();
    format!("{token}.{what}.{number}")
}

/// The pairs that a register's form begins with, for a thing of one of the viewer's proofs; none when it is no longer there.
pub fn filled(app: &App, viewer: &Viewer, register: &Register, source: &str) -> Option<Form> {
    let mut parts = source.split('.');
    let (token, what) = (parts.next()?, parts.next()?);
    let number: usize = parts.next()?.parse().ok()?;
    let (proofed, _) = app.proofs().ready(viewer, token)?;
    let data = match what {
        "van-ban" if register.slug == "van-ban" => proofed.proposals.documents.get(number)?.data.clone(),
        "so" => {
            let figure = proofed.proposals.figures.get(number)?;
            let clause = app.proofs().clause(viewer, token, number)?;
            let note = desk::proof::evidence(&proofed.source, &figure.place.place, &clause).ok()?;
            super::entry::entry(&app.store().pinned().ok()?.catalogue, register, figure, &note)?
        }
        _ => return None,
    };
    Some(pairs(app, viewer, register, &data))
}

/// An entry's data as a form. Names that stand for units and organs are left to the form's own search.
fn pairs(app: &App, viewer: &Viewer, register: &Register, data: &Data) -> Form {
    let mut form = write::form(register, viewer.role(), data, Tokens(app.seal()));
    for field in register.fields.iter().filter(|f| f.seen_by(viewer.role())) {
        if let (FieldKind::Unit { .. }, Some(Value::String(name))) = (&field.kind, data.get(&field.slug)) {
            form.0.push((format!("{}{TYPED}", field.slug), name.clone()));
        }
    }
    form
}
