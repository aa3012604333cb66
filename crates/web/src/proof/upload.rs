//! Where a report to be proofed comes in: a file, or pasted text. What cannot be read is told here, and another can be chosen.

use super::job::{self, Incoming};
use super::kept::{self, State as Kept};
use super::page::frame;
use crate::app::App;
use crate::people::secret;
use crate::registers::Filled;
use crate::shell::fault::{Fault, Outcome, html_with, to};
use crate::shell::form::Form;
use crate::shell::frame::Frame;
use crate::shell::guard::Viewer;
use askama::Template;
use axum::extract::State;
use axum::http::StatusCode;
use domain::problem::Problem;
use std::time::Duration;

/// What takes no longer is waited for; the rest goes on beside the request.
const PATIENCE: Duration = Duration::from_millis(900);

#[derive(Template)]
#[template(path = "proof/upload.html")]
struct Upload {
    f: Frame,
    problems: Vec<String>,
    pasted: String,
    max_mib: usize,
}

/// The page.
pub async fn show(State(app): State<App>, viewer: Viewer) -> Outcome {
    page(&app, &viewer, &Form::default(), &[])
}

/// The page with what was wrong.
pub fn page(app: &App, viewer: &Viewer, form: &Form, problems: &[Problem]) -> Outcome {
    let t = viewer.lang;
    let line = |p: &Problem| {
        let hint = p.hint.as_deref().map_or_else(String::new, |h| format!(" ({h})"));
        format!("{}{hint}", t.problem(p))
    };
    let mut f = frame(app, viewer, t.say("Soát báo cáo", "Proof a report"), None);
    f.page.crumbs.clear();
    f.page.scripts.push("form.js");
    let upload = Upload {
        problems: problems.iter().map(line).collect(),
        pasted: form.text("van-ban").to_string(),
        max_mib: app.settings().upload_bytes_max >> 20,
        f: crate::help::with_tour(viewer, f),
    };
    html_with(if problems.is_empty() { StatusCode::OK } else { StatusCode::UNPROCESSABLE_ENTITY }, &upload)
}

/// What came in; problems when it is nothing, or two things.
fn incoming(filled: Filled, viewer: &Viewer) -> Result<Incoming, (Form, Problem)> {
    let Filled { form, files } = filled;
    let file = files.into_iter().find(|f| f.field == "tep");
    match (file, form.get("van-ban").is_some()) {
        (Some(_), true) => {
            let problem = Problem::error("file-and-text", "Vừa có tệp vừa có văn bản dán vào");
            Err((form, problem.hint("chọn một trong hai: bỏ trống ô dán, hoặc không chọn tệp")))
        }
        (Some(file), false) => Ok(Incoming { file: desk::files::file_name(&file.name), bytes: file.bytes }),
        (None, true) => {
            let name = viewer.lang.say("Văn bản dán vào.txt", "Pasted text.txt");
            // Browsers send line ends as a network does.
            let text = form.text("van-ban").replace("\r\n", "\n");
            Ok(Incoming { file: name.to_string(), bytes: text.into_bytes() })
        }
        (None, false) => {
            let problem = Problem::error("no-file", "Chưa chọn tệp và chưa dán văn bản");
            Err((form, problem.hint("chọn một tệp DOCX, PDF, HTML, TXT, hoặc dán văn bản vào ô bên dưới")))
        }
    }
}

/// The file or text comes in: it is proofed beside the request, and waited for a moment.
pub async fn submit(State(app): State<App>, viewer: Viewer, filled: Result<Filled, Fault>) -> Outcome {
    let filled = match filled {
        Ok(filled) => filled,
        // Both are told on the page where another file can be chosen.
        Err(Fault::Refused(list)) => return page(&app, &viewer, &Form::default(), &list),
        Err(Fault::TooLarge(mib)) => {
            let problem = Problem::error("file-too-large", format!("Tệp lớn hơn {mib} MiB nên không được nhận"));
            let hint = "bỏ bớt ảnh, nén tệp, hoặc chép phần chữ rồi dán vào ô bên dưới";
            let answer = page(&app, &viewer, &Form::default(), &[problem.hint(hint)])?;
            return Ok(with_status(StatusCode::PAYLOAD_TOO_LARGE, answer));
        }
        Err(other) => return Err(other),
    };
    let incoming = match incoming(filled, &viewer) {
        Ok(incoming) => incoming,
        Err((form, problem)) => return page(&app, &viewer, &form, &[problem]),
    };
    let token = secret(&app);
    if let Err(problem) = app.proofs().begin(&viewer, &token, &incoming.file, incoming.bytes.len()) {
        return page(&app, &viewer, &Form::default(), &[problem]);
    }
    kept::look_after(&app);
    let work = job::begin(&app, &viewer, &token, incoming);
    let _ = tokio::time::timeout(PATIENCE, work).await;
    if let Some(Kept::Failed(_, Fault::Refused(list))) = app.proofs().look(&viewer, &token) {
        app.proofs().end(&viewer, &token);
        return page(&app, &viewer, &Form::default(), &list);
    }
    Ok(to(&format!("/soat/{token}")))
}

fn with_status(status: StatusCode, mut answer: axum::response::Response) -> axum::response::Response {
    *answer.status_mut() = status;
    answer
}
