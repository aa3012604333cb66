//! Forms that are not finished: kept by the server while they are written, listed, taken up again.

use super::form::read;
use crate::app::App;
use crate::shell::fault::{Fault, Outcome, html, to};
use crate::shell::form::Form;
use crate::shell::frame::{Frame, Page};
use crate::shell::guard::Viewer;
use crate::shell::say;
use askama::Template;
use axum::extract::{Path, RawQuery, State};
use axum::http::header;
use axum::response::{IntoResponse, Response};
use domain::Timestamp;
use domain::ids::EntryId;
use percent_encoding::{NON_ALPHANUMERIC, utf8_percent_encode};
use store::drafts::Draft;

/// A form that is not finished.
#[derive(Debug, Clone, Default)]
pub struct Unfinished {
    /// Its key; of a new entry also the key that the entry will have.
    pub id: String,
    /// Register.
    pub register: String,
    /// The entry that is changed.
    pub entry: Option<EntryId>,
    /// The version that the change began from.
    pub given: Option<i64>,
    /// Its pairs.
    pub form: Form,
    /// When it was last kept.
    pub kept: Timestamp,
    /// It is no form but a file that is being imported.
    pub import: bool,
}

impl Unfinished {
    /// One of the viewer's.
    pub fn find(app: &App, viewer: &Viewer, id: &str) -> Result<Option<Unfinished>, Fault> {
        let Some(id) = EntryId::parse(id) else { return Err(Fault::Missing) };
        let found = app.store().draft(viewer.account.id.0, id.as_str())?;
        found.map(Unfinished::of).transpose()
    }

    fn of(draft: Draft) -> Result<Unfinished, Fault> {
        // Pairs of a form never begin so.
        let import = draft.form.starts_with('{');
        Ok(Unfinished {
            form: if import { Form::default() } else { Form::parse(draft.form.as_bytes())? },
            import,
            id: draft.id,
            register: draft.register,
            entry: draft.entry,
            given: draft.given_version,
            kept: draft.updated,
        })
    }

    /// Keeps pairs in it; refused when they are too many.
    pub fn keep_or_refuse(&self, app: &App, viewer: &Viewer, form: &Form) -> Result<Timestamp, Fault> {
        let pairs = form.0.iter().filter(|(name, _)| !name.starts_with('_')).cloned().collect();
        app.store().keep_draft(&Draft {
            id: self.id.clone(),
            account: viewer.account.id.0,
            register: self.register.clone(),
            entry: self.entry.clone(),
            given_version: self.given,
            organ: None,
            form: Form(pairs).query(),
            updated: viewer.now,
        })?;
        Ok(viewer.now)
    }

    /// As [`Unfinished::keep_or_refuse`], where the page with the form comes back anyway: then it is no harm when it could
    /// not be kept.
    pub fn keep(&self, app: &App, viewer: &Viewer, form: &Form) -> Result<Option<Timestamp>, Fault> {
        match self.keep_or_refuse(app, viewer, form) {
            Ok(at) => Ok(Some(at)),
            Err(Fault::Refused(_)) => Ok(None),
            Err(other) => Err(other),
        }
    }

    /// Where it is taken up again.
    pub fn path(&self) -> String {
        if let Some(paper) = self.register.strip_prefix(PAPER) {
            return format!("/bao-cao/{paper}/viet");
        }
        match &self.entry {
            _ if self.import => format!("/so/{}/nhap-tep/{}", self.register, self.id),
            Some(entry) => format!("/muc/{entry}/sua?nhap={}", self.id),
            None => {
                let organ = utf8_percent_encode(read::organ(&self.form), NON_ALPHANUMERIC);
                format!("/so/{}/moi?co-quan={organ}&nhap={}", self.register, self.id)
            }
        }
    }
}

/// The browser keeps what is being typed. The address says of what: `so` a register, or `muc` an entry and `ban` its version.
pub async fn keep(
    State(app): State<App>,
    viewer: Viewer,
    Path(id): Path<String>,
    RawQuery(query): RawQuery,
    form: Form,
) -> Outcome<Response> {
    let query = Form::parse(query.unwrap_or_default().as_bytes())?;
    let at = app
        .work(move |app| {
            let store = app.store();
            let (register, entry) = match query.get("muc") {
                Some(entry) => {
                    let entry = viewer.entry(store, entry)?;
                    (entry.register.clone(), Some(entry.id))
                }
                None => (query.get("so").unwrap_or_default().to_string(), None),
            };
            if !store.pinned()?.catalogue.registers.contains_key(&register) {
                return Err(Fault::Missing);
            }
            let id = EntryId::parse(&id).ok_or(Fault::Missing)?;
            // A new entry that was recorded meanwhile leaves nothing behind: its draft has its key.
            if entry.is_none() && store.entry(&id).is_ok() {
                return Ok(viewer.now);
            }
            let unfinished =
                Unfinished { id: id.to_string(), register, entry, given: query.int("ban"), ..Unfinished::default() };
            unfinished.keep_or_refuse(app, &viewer, &form)
        })
        .await?;
    let clock = say::time(&at).split(' ').nth(1).unwrap_or_default().to_string();
    let body = serde_json::json!({ "at": clock }).to_string();
    Ok(([(header::CONTENT_TYPE, "application/json")], body).into_response())
}

/// One line of the list.
struct Line {
    path: String,
    drop: String,
    title: String,
    about: String,
    kept: String,
}

#[derive(Template)]
#[template(path = "registers/drafts.html")]
struct Drafts {
    f: Frame,
    lines: Vec<Line>,
}

/// What stands before the number of a report whose words somebody is changing, in place of a register.
const PAPER: &str = "bao-cao/";

/// The line of a report that is being written; none when the viewer may no longer read it or it is gone.
fn paper_line(app: &App, viewer: &Viewer, paper: &str, head: &Draft) -> Outcome<Option<Line>> {
    let paper = match crate::reports::find(app, viewer, paper) {
        Err(Fault::Missing) => return Ok(None),
        other => other?,
    };
    Ok(Some(Line {
        title: viewer.lang.fill("Báo cáo “{}”", "Report “{}”", [&paper.title]),
        about: viewer
            .lang
            .say("lời đang viết dở, chưa lưu vào báo cáo", "words not yet saved in the report")
            .to_string(),
        kept: say::time(&head.updated),
        drop: format!("/nhap/{}/bo", head.id),
        path: format!("/bao-cao/{}/viet", paper.id.0),
    }))
}

/// The viewer's unfinished forms.
pub async fn list(State(app): State<App>, viewer: Viewer, query: Form) -> Outcome {
    app.work(move |app| {
        let (store, t) = (app.store(), viewer.lang);
        let pinned = store.pinned()?;
        let mut lines = Vec::new();
        for head in store.drafts(viewer.account.id.0)? {
            if let Some(paper) = head.register.strip_prefix(PAPER) {
                lines.extend(paper_line(app, &viewer, paper, &head)?);
                continue;
            }
            let Some(register) = pinned.catalogue.registers.get(&head.register) else { continue };
            let Some(draft) = Unfinished::find(app, &viewer, &head.id)? else { continue };
            let words = register.title.iter().filter_map(|slug| draft.form.get(slug)).find(|w| w.chars().count() > 12);
            let entry = draft.entry.as_ref().and_then(|e| viewer.entry(store, e.as_str()).ok());
            let about = match &entry {
                _ if draft.import => t.say("nhập từ tệp", "import of a file").to_string(),
                Some(e) => t.fill("sửa mục số {}", "changing entry no. {}", [&e.number]),
                None => t.say("mục mới", "new entry").to_string(),
            };
            let name = t.name(&register.name, &register.name_en);
            lines.push(Line {
                title: entry.map(|e| e.title).or(words.map(str::to_string)).unwrap_or_else(|| name.to_string()),
                about: format!("{name}, {about}"),
                kept: say::time(&draft.kept),
                drop: format!("/nhap/{}/bo", draft.id),
                path: draft.path(),
            });
        }
        let flash = match query.get("da") {
            Some("giu") => Some(t.say("Đã giữ. Chọn trong danh sách để làm tiếp.", "Kept. Choose it below to go on.")),
            Some("bo") => Some(t.say("Đã bỏ bản nhập dở.", "Discarded.")),
            _ => None,
        };
        let page = Page::new(t.say("Đang nhập dở", "Unfinished forms"))
            .room("/so")
            .crumb("/so", t.say("Sổ", "Registers"))
            .flash(flash.map(str::to_string));
        html(&Drafts { f: Frame::of(app, &viewer, page), lines })
    })
    .await
}

/// Takes one up again.
pub async fn open(State(app): State<App>, viewer: Viewer, Path(id): Path<String>) -> Outcome {
    app.work(move |app| {
        let draft = Unfinished::find(app, &viewer, &id)?.ok_or(Fault::Missing)?;
        Ok(to(&draft.path()))
    })
    .await
}

/// Drops one.
pub async fn discard(State(app): State<App>, viewer: Viewer, Path(id): Path<String>) -> Outcome {
    app.work(move |app| {
        let id = EntryId::parse(&id).ok_or(Fault::Missing)?;
        if app.store().drop_draft(viewer.account.id.0, id.as_str())? {
            Ok(to("/nhap?da=bo"))
        } else {
            Err(Fault::Missing)
        }
    })
    .await
}
