//! A proof: the text with its marks, and beside it the findings; while it is being made, how far it is.

use super::edits::{Choice, Decided};
use super::job::{Proofed, Step};
use super::kept::State as Kept;
use super::layout::{Block, Kind, Part};
use super::marks::{Marks, Piece, severity_name};
use super::query::{Query, SEVERITIES, Shown, severity_slug};
use super::side::{Item, Line, Side};
use super::upload;
use crate::app::App;
use crate::routes::{Access, WRITERS};
use crate::shell::fault::{Outcome, html, html_with};
use crate::shell::form::Form;
use crate::shell::frame::{Frame, Page};
use crate::shell::guard::Viewer;
use crate::shell::lang::Lang;
use crate::shell::say;
use askama::Template;
use axum::extract::{Path, State};
use axum::http::{HeaderValue, StatusCode};
use axum::response::IntoResponse;
use domain::proof::Severity;
use extract::FileKind;
use std::collections::BTreeSet;

/// A paragraph or table as it is drawn.
enum Shape {
    /// A paragraph.
    Words(Kind, Vec<Piece>),
    /// A table.
    Table(Vec<Vec<Vec<Piece>>>),
}

/// A choice of a filter: value, words, whether it is chosen.
struct Pick {
    value: String,
    words: String,
    on: bool,
}

/// A count at the top: class, how many, words, its filter's address, whether it is chosen.
struct Count {
    class: &'static str,
    many: i64,
    words: &'static str,
    path: String,
    on: bool,
}

/// A tab beside the text.
struct Tab {
    path: String,
    words: String,
    on: bool,
}

/// A file to download: path, words.
struct File {
    path: String,
    words: &'static str,
}

#[derive(Template)]
#[template(path = "proof/page.html")]
struct Review {
    f: Frame,
    path: String,
    back: String,
    about: String,
    petition: bool,
    notes: Vec<String>,
    counts: Vec<Count>,
    tabs: Vec<Tab>,
    rules: Vec<Pick>,
    severities: Vec<Pick>,
    shown: &'static str,
    filtered: bool,
    files: Vec<File>,
    open_suggestions: usize,
    items: Vec<Item>,
    lines: Vec<Line>,
    line_prefix: &'static str,
    /// Where the list of findings is: on this page, or the page's address with it.
    to_list: String,
    shapes: Vec<Shape>,
    part: usize,
    parts: usize,
    before: Option<String>,
    after: Option<String>,
}

#[derive(Template)]
#[template(path = "proof/waiting.html")]
struct Waiting {
    f: Frame,
    path: String,
    file: String,
    step: Step,
}

#[derive(Template)]
#[template(path = "proof/going.html")]
struct Going {
    t: Lang,
    path: String,
    step: Step,
}

#[derive(Template)]
#[template(path = "proof/ended.html")]
struct Ended {
    f: Frame,
}

impl Waiting {
    fn going(&self) -> askama::Result<String> {
        Going { t: self.f.t, path: self.path.clone(), step: self.step }.render()
    }
}

/// The frame of a page of the room.
pub fn frame(app: &App, viewer: &Viewer, title: &str, flash: Option<String>) -> Frame {
    let page = Page::new(title).room("/soat").crumb("/soat", viewer.lang.say("Soát báo cáo", "Proof a report"));
    Frame::of(app, viewer, page.script("proof.js").flash(flash))
}

/// The page for a proof that is not there: ended, or never the viewer's.
pub fn ended(app: &App, viewer: &Viewer) -> Outcome {
    let title = viewer.lang.say("Bản soát này không còn", "This proof is no longer here");
    html_with(StatusCode::NOT_FOUND, &Ended { f: frame(app, viewer, title, None) })
}

/// Shows it.
pub async fn show(State(app): State<App>, viewer: Viewer, Path(token): Path<String>, query: Form) -> Outcome {
    app.work(move |app| {
        let path = format!("/soat/{token}");
        match app.proofs().look(&viewer, &token) {
            None => ended(app, &viewer),
            Some(Kept::Working(file, step)) => {
                let title = viewer.lang.say("Đang soát", "Proofing");
                html(&Waiting { f: frame(app, &viewer, title, None), path, file, step })
            }
            Some(Kept::Failed(_, fault)) => {
                // What went wrong is told once, on the page where another file can be chosen.
                app.proofs().end(&viewer, &token);
                match fault {
                    crate::Fault::Refused(list) => upload::page(app, &viewer, &Form::default(), &list),
                    other => Err(other),
                }
            }
            Some(Kept::Ready(proofed, decided)) => {
                html(&Builder { app, viewer: &viewer, path, proofed: &proofed, decided: &decided }.review(&query))
            }
        }
    })
    .await
}

/// How far it is, asked by the waiting page; when it is over, where to go.
pub async fn progress(State(app): State<App>, viewer: Viewer, Path(token): Path<String>) -> Outcome {
    let path = format!("/soat/{token}");
    match app.proofs().look(&viewer, &token) {
        None => app.work(move |app| ended(app, &viewer)).await,
        Some(Kept::Working(_, step)) => html(&Going { t: viewer.lang, path, step }),
        Some(_) => {
            let mut response = axum::response::Html(String::from("<div></div>")).into_response();
            if let Ok(value) = HeaderValue::from_str(&path) {
                response.headers_mut().insert("x-go", value);
            }
            Ok(response)
        }
    }
}

/// Makes the page of a proof that is ready.
struct Builder<'a> {
    app: &'a App,
    viewer: &'a Viewer,
    path: String,
    proofed: &'a Proofed,
    decided: &'a Decided,
}

impl Builder<'_> {
    fn t(&self) -> Lang {
        self.viewer.lang
    }

    fn review(&self, form: &Form) -> Review {
        let t = self.t();
        let mut query = Query::read(form);
        let parts = &self.proofed.layout.0;
        query.part = query.part.min(parts.len().saturating_sub(1));
        let may_keep = matches!(WRITERS, Access::Roles(roles) if roles.contains(&self.viewer.role()));
        let side = Side { t, proofed: self.proofed, decided: self.decided, query: &query, path: &self.path, may_keep };
        let (shapes, places) = parts.get(query.part).map(|p| self.shapes(&side, p)).unwrap_or_default();
        let open = self.proofed.proof.findings.iter().enumerate();
        let open_suggestions = open.filter(|(i, f)| f.suggestion.is_some() && self.decided.of(*i).is_none()).count();
        let at = |part: usize| format!("{}?{}", self.path, query.at_part(part).text());
        let part = query.part;
        Review {
            back: query.text(),
            about: self.about(),
            petition: self.proofed.petition,
            notes: self.proofed.proof.problems.iter().map(|p| t.problem(p)).collect(),
            counts: self.counts(&query),
            tabs: self.tabs(&query),
            rules: self.rules(&query),
            severities: self.severities(&query),
            shown: query.shown.slug(),
            filtered: query.severity.is_some() || query.rule.is_some(),
            files: self.files(),
            open_suggestions,
            items: if query.shown == Shown::Findings { side.findings(&places) } else { Vec::new() },
            lines: side.lines(),
            to_list: match query.shown {
                Shown::Findings => String::new(),
                _ => format!("{}?{}", self.path, Query { shown: Shown::Findings, ..query.clone() }.text()),
            },
            line_prefix: if query.shown == Shown::Documents { "v" } else { "s" },
            shapes,
            part,
            parts: parts.len(),
            before: part.checked_sub(1).map(at),
            after: (part + 1 < parts.len()).then(|| at(part + 1)),
            f: frame(self.app, self.viewer, &self.proofed.source.file, self.flash(form)),
            path: self.path.clone(),
        }
    }

    fn flash(&self, form: &Form) -> Option<String> {
        let t = self.t();
        let n = || form.int("so").unwrap_or(0).clamp(0, 1_000_000);
        match form.text("da") {
            "nhan" => Some(t.count(n(), "Đã nhận {} gợi ý.", "{} suggestion taken.", "{} suggestions taken.")),
            "vuong" => Some(
                t.say(
                    "Chưa nhận được: một gợi ý đã nhận sửa đúng những chữ ấy.",
                    "Not taken: a suggestion taken before changes the same words.",
                )
                .to_string(),
            ),
            "khai" => Some(
                t.say(
                    "Đã khai số này, kèm mã băm của tệp, chỗ và câu đã sửa.",
                    "The figure is declared, with the file's hash, the place and the clause as edited.",
                )
                .to_string(),
            ),
            _ => None,
        }
    }

    /// What file it is and whose report it was taken for.
    fn about(&self) -> String {
        let t = self.t();
        let kind = match self.proofed.extracted.kind {
            FileKind::Docx => "Word",
            FileKind::Pdf => "PDF",
            FileKind::Html => "HTML",
            FileKind::Plain => t.say("văn bản", "plain text"),
        };
        let words = self.proofed.extracted.text.text.split_whitespace().count();
        let size = t.fill("{}, {} chữ", "{}, {} words", [kind.to_string(), say::thousands(i64_of(words))]);
        let Some(subject) = &self.proofed.subject else { return size };
        let unit = self.app.store().units().nearest_version(subject.unit, subject.on).map(|v| v.full_name.clone());
        let period = subject.period.map(|p| format!(", {} – {}", say::date(&p.from), say::date(&p.to)));
        let whose = t.fill("đối chiếu theo: {}", "compared as: {}", [unit.unwrap_or_default()]);
        format!("{size} · {whose}{}", period.unwrap_or_default())
    }

    /// The parts' pieces, and which findings' places they show.
    fn shapes(&self, side: &Side<'_>, part: &Part) -> (Vec<Shape>, BTreeSet<usize>) {
        let (reading, shown) = (&self.proofed.proof.reading, side.query.shown);
        let ways = |i: usize| match shown {
            Shown::Findings => String::new(),
            Shown::Documents => reading.citations.get(i).map_or_else(String::new, |_| format!("#v{i}")),
            Shown::Figures => reading.figures.get(i).map_or_else(String::new, |_| format!("#s{i}")),
        };
        let text = &self.proofed.extracted.text.text;
        let marks = Marks::of(self.t(), text, &self.proofed.proof, self.decided, side.query, part.span, ways);
        let mut places = BTreeSet::new();
        let mut pieces = |span| {
            let mut pieces = marks.pieces(span);
            // A finding over several paragraphs has its place in the first.
            for piece in &mut pieces {
                piece.places.retain(|i| places.insert(*i));
            }
            pieces
        };
        let shapes = part.blocks.iter().map(|block| match block {
            Block::Words(kind, span) => Shape::Words(*kind, pieces(*span)),
            Block::Table(rows) => {
                Shape::Table(rows.iter().map(|row| row.iter().map(|cell| pieces(*cell)).collect()).collect())
            }
        });
        (shapes.collect(), places)
    }

    fn counts(&self, query: &Query) -> Vec<Count> {
        let t = self.t();
        let count = |severity: Severity| {
            let open =
                |(i, f): &(usize, &domain::proof::Finding)| f.severity == severity && self.decided.of(*i).is_none();
            let many = self.proofed.proof.findings.iter().enumerate().filter(open).count();
            let on = query.severity == Some(severity);
            let severity_asked = (!on).then_some(severity);
            let asked = Query { severity: severity_asked, shown: Shown::Findings, part: 0, ..query.clone() };
            Count {
                class: severity_slug(severity),
                many: i64_of(many),
                words: match severity {
                    Severity::Error => t.say("lỗi", "errors"),
                    Severity::Warning => t.say("cảnh báo", "warnings"),
                    Severity::Note => t.say("ghi chú", "notes"),
                },
                path: format!("{}?{}", self.path, asked.text()),
                on,
            }
        };
        SEVERITIES.map(count).into()
    }

    fn tabs(&self, query: &Query) -> Vec<Tab> {
        let (t, reading) = (self.t(), &self.proofed.proof.reading);
        let tab = |shown: Shown| {
            let (words, many) = match shown {
                Shown::Findings => (t.say("Phát hiện", "Findings"), self.proofed.proof.findings.len()),
                Shown::Documents => (t.say("Văn bản dẫn", "Documents"), reading.citations.len()),
                Shown::Figures => (t.say("Số liệu", "Figures"), reading.figures.len()),
            };
            let asked = Query { shown, ..query.clone() };
            Tab {
                path: format!("{}?{}", self.path, asked.text()),
                words: format!("{words} ({})", say::thousands(i64_of(many))),
                on: shown == query.shown,
            }
        };
        Shown::ALL.map(tab).into()
    }

    /// The rules that have found something.
    fn rules(&self, query: &Query) -> Vec<Pick> {
        let found: BTreeSet<&str> = self.proofed.proof.findings.iter().map(|f| f.rule).collect();
        let there = reading::rules::RULES.iter().filter(|r| found.contains(r.name));
        let pick = |r: &reading::rules::Rule| Pick {
            value: r.name.to_string(),
            words: r.title.to_string(),
            on: query.rule.as_deref() == Some(r.name),
        };
        there.map(pick).collect()
    }

    fn severities(&self, query: &Query) -> Vec<Pick> {
        let pick = |s: Severity| Pick {
            value: severity_slug(s).to_string(),
            words: severity_name(self.t(), s).to_string(),
            on: query.severity == Some(s),
        };
        SEVERITIES.map(pick).into()
    }

    fn files(&self) -> Vec<File> {
        let t = self.t();
        let changed = (0..self.proofed.proof.findings.len()).any(|i| self.decided.of(i) == Some(Choice::Taken));
        let word = self.proofed.docx.is_some();
        let word_file = if changed {
            t.say(
                "Tệp Word của mình, kèm nhận xét và các chỗ đã sửa để duyệt",
                "Your own Word file, with comments and tracked changes",
            )
        } else {
            t.say("Tệp Word của mình, kèm nhận xét", "Your own Word file, with comments")
        };
        let all = [
            ("docx", word, word_file),
            (
                "txt",
                true,
                if changed {
                    t.say("Văn bản thuần, đã sửa theo gợi ý đã nhận", "Plain text, with the suggestions taken")
                } else {
                    t.say("Văn bản thuần", "Plain text")
                },
            ),
            ("html", true, t.say("Trang kết quả để in, gửi (HTML)", "A page to print or send (HTML)")),
            ("json", true, t.say("Dữ liệu cho chương trình (JSON)", "Data for programs (JSON)")),
            ("sarif", true, t.say("Dữ liệu cho trình soạn thảo (SARIF)", "Data for editors (SARIF)")),
        ];
        let there = all.into_iter().filter(|(_, there, _)| *there);
        there.map(|(form, _, words)| File { path: format!("{}/tai/{form}", self.path), words }).collect()
    }
}

fn i64_of(n: usize) -> i64 {
    i64::try_from(n).unwrap_or(i64::MAX)
}
