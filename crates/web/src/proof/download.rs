//! A proof as a file: the user's own Word file with comments, the text as it now reads, a page, data for programs.

use super::edits::{Choice, Decided};
use super::job::Proofed;
use super::page::ended;
use crate::app::App;
use crate::shell::download::attachment;
use crate::shell::fault::{Fault, Outcome};
use crate::shell::guard::Viewer;
use axum::extract::{Path, State};
use axum::response::Response;
use domain::proof::{Finding, Proof, Span};
use extract::{Change, Comment, Hand};
use report::findings::{self, RuleInfo, Sheet};

const DOCX: &str = "application/vnd.openxmlformats-officedocument.wordprocessingml.document";
/// Who says what stands in a comment.
const AUTHOR: &str = "Dân Vận";

/// Gives it.
pub async fn give(State(app): State<App>, viewer: Viewer, Path((token, form)): Path<(String, String)>) -> Outcome {
    let Some((proofed, decided)) = app.proofs().ready(&viewer, &token) else {
        return app.work(move |app| ended(app, &viewer)).await;
    };
    app.long_work(move |app| file(app, &viewer, &proofed, &decided, &form)).await
}

fn file(app: &App, viewer: &Viewer, proofed: &Proofed, decided: &Decided, form: &str) -> Outcome<Response> {
    let name = &proofed.source.file;
    let stem = name.rsplit_once('.').map_or(name.as_str(), |(stem, _)| stem);
    let named = |ending: &str| format!("{stem} (đã soát).{ending}");
    // What was set aside is not told again.
    let proof = open(&proofed.proof, decided);
    let text = &proofed.extracted.text;
    let table = text.code_points();
    // Where offsets count in the text itself a table is quicker than counting anew each time.
    let own = !std::ptr::eq(proofed.extracted.original(), text.text.as_str());
    let points = |span: Span| if own { proofed.extracted.file_points(span) } else { table.span(span) };
    let place = |span: Span| desk::proof::place(&proofed.extracted, span);
    let sheet = Sheet {
        file: name,
        text,
        proof: &proof,
        original: proofed.extracted.original(),
        points: &points,
        place: &place,
    };
    match form {
        "txt" => {
            let text = decided.applied(&proofed.extracted.text.text, &proofed.proof.findings);
            Ok(attachment(&named("txt"), "text/plain; charset=utf-8", text.into_bytes()))
        }
        "docx" => {
            let docx = proofed.docx.as_deref().ok_or(Fault::Missing)?;
            let bytes = word(viewer, docx, proofed, decided)?;
            Ok(attachment(&named("docx"), DOCX, bytes))
        }
        "html" => {
            let page = findings::page(&sheet).map_err(|p| Fault::internal(&p.message))?;
            Ok(attachment(&named("html"), "text/html; charset=utf-8", page.into_bytes()))
        }
        "json" => {
            let text = serde_json::to_vec_pretty(&findings::json(&sheet, false));
            Ok(attachment(&named("json"), "application/json", text.map_err(|e| Fault::internal(&e.to_string()))?))
        }
        "sarif" => {
            let mut run = findings::sarif(&rules());
            run.add(&sheet);
            let log = run.log(&rules(), &app.settings().version).to_string();
            Ok(attachment(&named("sarif"), "application/sarif+json", log.into_bytes()))
        }
        _ => Err(Fault::Missing),
    }
}

/// The proof without what was set aside.
fn open(proof: &Proof, decided: &Decided) -> Proof {
    let kept = proof.findings.iter().enumerate().filter(|(i, _)| decided.of(*i) != Some(Choice::Aside));
    Proof { findings: kept.map(|(_, f)| f.clone()).collect(), ..proof.clone() }
}

/// All rules, as they are told to other programs.
fn rules() -> Vec<RuleInfo<'static>> {
    let info =
        |r: &reading::rules::Rule| RuleInfo { name: r.name, severity: r.severity, title: r.title, about: r.about };
    reading::rules::RULES.iter().map(info).collect()
}

/// The user's own file: comments on what is still open, and the suggestions that were taken as tracked changes of the
/// user's.
fn word(viewer: &Viewer, docx: &[u8], proofed: &Proofed, decided: &Decided) -> Outcome<Vec<u8>> {
    let findings = &proofed.proof.findings;
    let said = |f: &Finding| Comment { span: f.span, author: AUTHOR.into(), text: findings::comment(f) };
    let open = findings.iter().enumerate().filter(|(i, _)| decided.of(*i).is_none());
    let comments: Vec<Comment> = open.map(|(_, f)| said(f)).collect();
    let change =
        |f: &Finding| Change { span: f.span, words: f.suggestion.clone().unwrap_or_default(), otherwise: said(f) };
    let changes: Vec<Change> = decided.taken(findings).map(|(_, f)| change(f)).collect();
    let hand = Hand { author: viewer.account.name.clone(), at: viewer.now };
    extract::with_changes(docx, &proofed.extracted, &comments, &changes, &hand).map_err(Fault::refused)
}
