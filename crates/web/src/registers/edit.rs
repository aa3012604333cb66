//! Changing an entry.

use super::at_desk::{at_desk, not_mine};
use super::conflict;
use super::drafts::Unfinished;
use super::filled::Filled;
use super::form::files::Tokens;
use super::form::{self, write as pairs};
use super::owner::Chosen;
use super::sheet::Sheet;
use super::write::{keep_files, ready};
use crate::app::App;
use crate::shell::fault::{Fault, Outcome, to};
use crate::shell::form::Form;
use crate::shell::guard::Viewer;
use crate::shell::say;
use axum::extract::{Path, State};
use desk::Desk;
use desk::registers::Draft;
use domain::ids::EntryId;
use domain::problem::Problem;
use domain::registers::{Mode, Register};
use store::StoreError;
use store::registers::Entry;

/// The form, with what the entry says, or as it was left.
pub async fn show(State(app): State<App>, viewer: Viewer, Path(id): Path<String>, query: Form) -> Outcome {
    app.work(move |app| {
        let entry = viewer.entry(app.store(), &id)?;
        at_desk(app, &viewer, |desk| {
            desk.refuse_edit(&entry).map_err(not_mine)?;
            let Some(draft) = query.get("nhap") else {
                let begun = app.store().drafts(viewer.account.id.0)?;
                let begun = begun.into_iter().find(|d| d.entry.as_ref() == Some(&entry.id)).map(|d| d.id);
                let draft = begun.unwrap_or_else(|| app.new_id().to_string());
                return Ok(to(&format!("/muc/{}/sua?nhap={draft}", entry.id)));
            };
            let pinned = app.store().pinned()?;
            let register = pinned.catalogue.registers.get(&entry.register).ok_or(Fault::Missing)?;
            let kept = Unfinished::find(app, &viewer, draft)?.filter(|k| k.entry.as_ref() == Some(&entry.id));
            let as_it_is = || pairs::form(register, viewer.role(), &entry.data, Tokens(app.seal()));
            let form = kept.as_ref().map_or_else(as_it_is, |k| form::tidied(register, &k.form));
            let flash = kept.as_ref().map(|k| {
                let at = say::time(&k.kept);
                viewer.lang.fill("Tiếp tục bản đang sửa dở, giữ lúc {}.", "Going on with the change kept at {}.", [&at])
            });
            let editing = Editing { app, viewer: &viewer, desk, register, entry: &entry, draft };
            let given = kept.as_ref().and_then(|k| k.given).unwrap_or(entry.version);
            editing.drawn(&form, given, &[], kept.as_ref().map(|k| k.kept), flash)
        })
    })
    .await
}

/// The form comes in.
pub async fn submit(State(app): State<App>, viewer: Viewer, Path(id): Path<String>, filled: Filled) -> Outcome {
    app.work(move |app| {
        let entry = viewer.entry(app.store(), &id)?;
        let draft = EntryId::parse(filled.form.text("_nhap")).unwrap_or_else(|| app.new_id()).to_string();
        if filled.form.ticked("_discard") {
            app.store().drop_draft(viewer.account.id.0, &draft)?;
            return Ok(to(&format!("/muc/{}", entry.id)));
        }
        at_desk(app, &viewer, |desk| {
            desk.refuse_stranger(&entry).map_err(not_mine)?;
            let pinned = app.store().pinned()?;
            let register = pinned.catalogue.registers.get(&entry.register).ok_or(Fault::Missing)?;
            let editing = Editing { app, viewer: &viewer, desk, register, entry: &entry, draft: &draft };
            editing.save(filled)
        })
    })
    .await
}

/// One change under way.
pub(super) struct Editing<'a> {
    pub app: &'a App,
    pub viewer: &'a Viewer,
    pub desk: &'a Desk<'a>,
    pub register: &'a Register,
    pub entry: &'a Entry,
    pub draft: &'a str,
}

impl Editing<'_> {
    fn unfinished(&self, given: i64) -> Unfinished {
        Unfinished {
            id: self.draft.to_string(),
            register: self.entry.register.clone(),
            entry: Some(self.entry.id.clone()),
            given: Some(given),
            ..Unfinished::default()
        }
    }

    fn drawn(
        &self,
        form: &Form,
        given: i64,
        problems: &[Problem],
        kept: Option<domain::Timestamp>,
        flash: Option<String>,
    ) -> Outcome {
        let organ = self.desk.organ_of(self.entry.organ)?;
        let chosen = Chosen::of(self.app.store(), &organ, self.entry.record_date)?;
        let sheet = Sheet {
            register: self.register,
            chosen: &chosen,
            entry: Some(self.entry),
            given,
            draft: self.draft,
            kept,
            form,
            problems,
            flash,
        };
        sheet.page(self.app, self.viewer, self.desk)
    }

    fn save(&self, filled: Filled) -> Outcome {
        let given = filled.form.int("_ban").unwrap_or(0);
        let (mut form, wrong_files) = keep_files(self.app, self.desk, self.register, filled)?;
        if form.ticked("_ghep") {
            form = conflict::merged(self, &form);
        }
        let kept = |form: &Form| self.unfinished(given).keep(self.app, self.viewer, form);
        if form.ticked("_de-sau") {
            let form = form::tidied(self.register, &form);
            self.unfinished(given).keep_or_refuse(self.app, self.viewer, &form)?;
            return Ok(to("/nhap?da=giu"));
        }
        let added = form.ticked("_add");
        if form::rows_changed(&mut form) || form.ticked("_lam-moi") {
            let form = if added { form } else { form::tidied(self.register, &form) };
            return self.drawn(&form, given, &wrong_files, kept(&form)?, None);
        }
        let ready = ready(self.app, self.viewer, self.register, &form, wrong_files)?;
        match self.write(&ready, given, &form) {
            Ok(()) => {
                self.app.store().drop_draft(self.viewer.account.id.0, self.draft)?;
                Ok(to(&format!("/muc/{}?da=ghi", self.entry.id)))
            }
            Err(StoreError::Stale { .. }) => {
                kept(&ready.form)?;
                // Read again: the change came in between.
                let entry = self.viewer.entry(self.app.store(), self.entry.id.as_str())?;
                conflict::page(&Editing { entry: &entry, ..*self }, &ready.form, given, form.text("_luu"))
            }
            Err(StoreError::Refused(list)) => self.drawn(&ready.form, given, &list, kept(&ready.form)?, None),
            Err(other) => Err(other.into()),
        }
    }

    fn write(&self, ready: &super::write::Ready, given: i64, form: &Form) -> store::Result<()> {
        if given != self.entry.version {
            return Err(StoreError::Stale { current: self.entry.version, given });
        }
        if !ready.problems.is_empty() {
            let organ = self.desk.organ_of(self.entry.organ)?;
            let check =
                Draft { register: self.register, organ: &organ, data: &ready.data, mode: Mode::Edit, on: ready.on };
            let more = match self.desk.check(&check) {
                Ok(_) => Vec::new(),
                Err(StoreError::Refused(list)) => list,
                Err(other) => return Err(other),
            };
            let known = |p: &Problem| ready.problems.iter().any(|k| k.place.field == p.place.field);
            let more = more.into_iter().filter(|p| !known(p));
            return Err(StoreError::Refused(ready.problems.iter().cloned().chain(more).collect()));
        }
        let step = form.text("_luu").strip_prefix("buoc:");
        let note = form.get("_ly-do").unwrap_or_default();
        if step.is_none() && self.desk.visible(&self.entry.register, &self.entry.data)? == ready.data {
            return Ok(());
        }
        self.desk.save(self.entry, given, ready.data.clone(), step, note).map(|_| ())
    }
}
