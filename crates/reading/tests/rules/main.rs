//! The proof rules, as statements of the domain. All sentences are the project's own; the reports shared beside the project, when
//! they are there, are asked for the labelled faults.

#![expect(clippy::expect_used, clippy::indexing_slicing, reason = "a test may fail by it, in its helpers too")]

mod examples;
mod faults;
mod guide;
mod labelled;
mod never;
mod silence;

use domain::Date;
use domain::problem::Problem;
use domain::proof::knowledge::Evidence;
use domain::proof::{Claim, Finding, Knowledge, KnownDocument, KnownFigure, Nothing, Reference, Severity, Text};
use reading::{Asked, Reader, proof};
use std::sync::OnceLock;

/// The reader with the built-in lexicon.
pub fn reader() -> &'static Reader {
    static READER: OnceLock<Reader> = OnceLock::new();
    READER.get_or_init(|| {
        let sources = [catalogue::built_in()];
        Reader::new(&catalogue::lexicon(&sources).expect("the built-in lexicon can be read"))
    })
}

/// A day after all texts here.
pub fn asked() -> Asked {
    Asked { today: Date::constant(2026, 3, 2), off: Default::default() }
}

/// Proofs a text without a database.
pub fn findings(text: &str) -> Vec<Finding> {
    proof(reader(), &Text::plain(text), &Nothing, &asked()).findings
}

/// Names of the rules that found something, without repeats.
pub fn rules_of(text: &str) -> Vec<&'static str> {
    let mut names: Vec<_> = findings(text).iter().map(|f| f.rule).collect();
    names.sort_unstable();
    names.dedup();
    names
}

/// Findings that are errors, as lines.
pub fn errors(text: &str) -> Vec<String> {
    findings(text)
        .iter()
        .filter(|f| f.severity == Severity::Error)
        .map(|f| format!("{}: {}: {}", f.rule, f.span.of(text), f.message))
        .collect()
}

/// A register with one resolution and one replaced decision, and a ledger with one figure.
pub struct Small;

impl Knowledge for Small {
    fn documents(&self, reference: &Reference) -> Result<Vec<KnownDocument>, Problem> {
        let evidence = Evidence { path: "/so/van-ban/5".into(), label: "Sổ văn bản".into() };
        let date = Some(Date::constant(2021, 3, 12));
        let issuer = Some("Huyện ủy".to_owned());
        Ok(match (reference.number.as_str(), reference.symbol.as_deref()) {
            ("5", Some("NQ/HU")) => vec![KnownDocument {
                evidence,
                citation: "Nghị quyết 05-NQ/HU, ngày 12/3/2021".into(),
                date,
                issuer: if reference.issuer.as_deref() == Some("Ban Thường vụ Huyện ủy") {
                    Some("Ban Chấp hành Đảng bộ huyện".into())
                } else {
                    issuer
                },
                title: None,
                superseded: None,
            }],
            ("8", Some("QĐ/HU")) => vec![KnownDocument {
                evidence,
                citation: "Quyết định 08-QĐ/HU, ngày 02/02/2019".into(),
                date: Some(Date::constant(2019, 2, 2)),
                issuer,
                title: None,
                superseded: Some(("Nghị quyết 05-NQ/HU".into(), date)),
            }],
            _ => Vec::new(),
        })
    }
    fn figures(&self, claim: &Claim) -> Result<Vec<KnownFigure>, Problem> {
        let evidence = Evidence { path: "/so-lieu".into(), label: "Số liệu".into() };
        let fits = claim.phrase.contains("đối thoại") && claim.phrase.contains("2021");
        Ok(fits
            .then(|| KnownFigure {
                evidence,
                indicator: "Cuộc đối thoại".into(),
                context: "năm 2021".into(),
                value: 61.into(),
                complete: true,
            })
            .into_iter()
            .collect())
    }
    fn has_register(&self) -> bool {
        true
    }
}
