//! The work itself: text out of the file, what stands in it, what the ledger and the register know of it, what it offers.

use super::layout::{Layout, lay_out};
use crate::app::App;
use crate::registers::at_desk;
use crate::shell::fault::{Fault, Outcome};
use crate::shell::guard::Viewer;
use crate::shell::lang::Lang;
use desk::proof::{Proposals, Source, Subject, refuse_petition};
use domain::proof::Proof;
use extract::{Extracted, FileKind};
use reading::Asked;
use std::collections::BTreeSet;

/// How far a proof is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Step {
    /// Waits for its turn.
    Waiting,
    /// The text is taken out of the file.
    Opening,
    /// Documents and figures are read.
    Reading,
    /// The rules look at it, and ask the ledger.
    Proofing,
    /// What could be kept is put together.
    Offering,
}

impl Step {
    /// In words.
    pub fn words(self, t: Lang) -> &'static str {
        match self {
            Step::Waiting => t.say("Đang chờ đến lượt", "Waiting for its turn"),
            Step::Opening => t.say("Đang lấy chữ ra khỏi tệp", "Taking the text out of the file"),
            Step::Reading => t.say("Đang đọc số liệu và văn bản dẫn", "Reading figures and documents"),
            Step::Proofing => t.say("Đang soát và đối chiếu với sổ", "Proofing against the ledger"),
            Step::Offering => t.say("Đang tìm số và văn bản có thể ghi lại", "Finding what could be kept"),
        }
    }
    /// Of a hundred.
    pub fn percent(self) -> i64 {
        match self {
            Step::Waiting => 2,
            Step::Opening => 15,
            Step::Reading => 40,
            Step::Proofing => 65,
            Step::Offering => 90,
        }
    }
}

/// What came in.
pub struct Incoming {
    /// Name of the file; of pasted text a name that says so.
    pub file: String,
    /// Its bytes.
    pub bytes: Vec<u8>,
}

/// A proof.
pub struct Proofed {
    /// Name and hash of the file.
    pub source: Source,
    /// The file itself, when comments can be put into it.
    pub docx: Option<Vec<u8>>,
    /// Its text, with the ways back.
    pub extracted: Extracted,
    /// What was read and found.
    pub proof: Proof,
    /// What it offers to be kept; nothing when it looks like a petition.
    pub proposals: Proposals,
    /// It looks like somebody's petition: it is proofed, and nothing is taken from it.
    pub petition: bool,
    /// Whose report it was taken for.
    pub subject: Option<Subject>,
    /// Its text in paragraphs and tables, and these in parts.
    pub layout: Layout,
}

/// Proofs a file. Blocking. Faults are the file's refusal, or the store's.
fn proofed(app: &App, viewer: &Viewer, token: &str, incoming: Incoming) -> Outcome<Proofed> {
    let room = app.proofs();
    let engine = room.engine(app.sources())?;
    room.step(token, Step::Opening);
    let Incoming { file, bytes } = incoming;
    let extracted = engine.open(&file, &bytes).map_err(Fault::refused)?;
    let source = Source::of(&file, &bytes);
    let docx = (extracted.kind == FileKind::Docx).then_some(bytes);
    at_desk(app, viewer, |desk| {
        room.step(token, Step::Reading);
        let ledger = engine.ledger(desk, &extracted, None)?;
        room.step(token, Step::Proofing);
        let proof = engine.proof(&extracted, &ledger, &Asked { today: viewer.today, off: BTreeSet::new() });
        room.step(token, Step::Offering);
        let petition = refuse_petition(&extracted.text.text).is_err();
        let proposals = if petition { Proposals::default() } else { engine.proposals(desk, &extracted, &source)? };
        let (subject, layout) = (ledger.subject().cloned(), lay_out(&extracted.text));
        Ok(Proofed { source, docx, proof, proposals, petition, subject, layout, extracted })
    })
}

/// Begins the work beside the request; it ends by itself, whoever waits for it.
pub fn begin(app: &App, viewer: &Viewer, token: &str, incoming: Incoming) -> tokio::task::JoinHandle<()> {
    let (app, viewer, token) = (app.clone(), viewer.clone(), token.to_string());
    tokio::spawn(async move {
        let (asked, of) = (viewer, token.clone());
        let outcome = app.long_work(move |app| proofed(app, &asked, &of, incoming)).await;
        app.proofs().done(&token, outcome);
    })
}
