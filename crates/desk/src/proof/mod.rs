//! Proofing at the desk: text out of a file, what is read and found in it, what the store knows of it, and what of it is
//! worth keeping.
//!
//! [`Engine`] is made once from the catalogue's words and used from any thread. [`Ledger`] answers for one text at one desk,
//! within the viewer's reach. [`Proposals`] are what a text offers to the register of documents and to the declared figures;
//! [`pile`] gathers them over many files and carries out what an officer has kept.
//!
//! Nothing of a text is logged or stored here. What is kept is what somebody asked to keep: a document's data, a declared
//! figure with the file's hash, the place and the clause.

mod documents;
mod figures;
mod ledger;
mod measures;
mod petition;
pub mod pile;
mod place;
mod propose;
mod subject;
mod take;

pub use ledger::Ledger;
pub use petition::refuse_petition;
pub use place::{Source, clause, place, sha256};
pub use propose::{Proposals, ProposedDocument, ProposedFigure};
pub use subject::Subject;
pub use take::{CLAUSE_MAX, TakenFigure, evidence};

use crate::Desk;
use domain::problem::Problem;
use domain::proof::lexicon::CountingUnit;
use domain::proof::{Knowledge, Lexicon, Proof, Reading};
use extract::{Extracted, Limits};
use measures::Measures;
use reading::{Asked, Reader};
use store::Result;

/// The reader with what goes around it. Made once: it holds the lexicon's words looked up.
#[derive(Debug)]
pub struct Engine {
    reader: Reader,
    measures: Measures,
    units: Vec<CountingUnit>,
    limits: Limits,
}

impl Engine {
    /// Prepares everything for a lexicon.
    pub fn new(lexicon: &Lexicon) -> Engine {
        Engine {
            reader: Reader::new(lexicon),
            measures: Measures::new(&lexicon.measures),
            units: lexicon.counting.unit.clone(),
            limits: Limits::default(),
        }
    }

    /// From the catalogue's layers. Errors: what is wrong with the files of its lexicon, all of it.
    pub fn of(sources: &[catalogue::Source]) -> Result<Engine, Vec<Problem>> {
        Ok(Engine::new(&catalogue::lexicon(sources)?))
    }

    /// The text of a file: its kind by its content first, by its name second. Errors: what the file is instead, and what to
    /// do; they name the file.
    pub fn open(&self, name: &str, bytes: &[u8]) -> Result<Extracted, Problem> {
        extract::extract(name, bytes, &self.limits).map_err(|p| p.file(name))
    }

    /// What stands in a text, without judging it.
    pub fn read(&self, extracted: &Extracted) -> Reading {
        self.reader.read(&extracted.text)
    }

    /// Reads and proofs a text. What the store knows comes as a [`Ledger`]; without a store it is
    /// [`domain::proof::Nothing`].
    pub fn proof(&self, extracted: &Extracted, knowledge: &dyn Knowledge, asked: &Asked) -> Proof {
        let mut proof = reading::proof(&self.reader, &extracted.text, knowledge, asked);
        proof.problems.splice(0..0, extracted.problems.iter().cloned());
        proof
    }

    /// What the store knows of a text: its documents looked up at once, its figures when they are asked for. Without a
    /// subject given it is found in the text, and when the text names none it is the unit that the actor acts for.
    pub fn ledger<'a>(
        &'a self,
        desk: &'a Desk<'a>,
        extracted: &Extracted,
        subject: Option<Subject>,
    ) -> Result<Ledger<'a>> {
        let reading = self.read(extracted);
        let subject = match subject {
            Some(given) => Some(given),
            None => Subject::find(desk, &extracted.text, &reading)?,
        };
        Ledger::new(self, desk, &reading, subject)
    }

    /// What a text offers: documents that the register lacks, and figures that the catalogue has a measure for.
    pub fn proposals(&self, desk: &Desk<'_>, extracted: &Extracted, source: &Source) -> Result<Proposals> {
        propose::proposals(self, desk, extracted, source)
    }
}
