//! What the store answers to a proof: documents of the register, figures of the ledger, within the viewer's reach.

use super::documents::Documents;
use super::figures::{Answers, Key};
use super::subject::{Head, heads};
use super::{Engine, Subject};
use crate::Desk;
use domain::problem::Problem;
use domain::proof::{Claim, Knowledge, KnownDocument, KnownFigure, Reading, Reference};
use domain::units::Units;
use std::cell::RefCell;
use std::collections::HashMap;
use std::sync::Arc;
use store::{Pinned, Result};

/// The knowledge of one store for one text. The text's documents are looked up when it is made, in two queries; figures are
/// asked once for each unit and period that the text speaks of, all indicators together.
pub struct Ledger<'a> {
    pub(super) engine: &'a Engine,
    pub(super) desk: &'a Desk<'a>,
    pub(super) units: Arc<Units>,
    pub(super) pinned: Arc<Pinned>,
    pub(super) subject: Option<Subject>,
    pub(super) heads: Vec<Head>,
    documents: Documents,
    pub(super) answered: RefCell<HashMap<Key, Answers>>,
}

impl<'a> Ledger<'a> {
    pub(super) fn new(
        engine: &'a Engine,
        desk: &'a Desk<'a>,
        reading: &Reading,
        subject: Option<Subject>,
    ) -> Result<Ledger<'a>> {
        let units = desk.store.units();
        let documents = Documents::of(desk, reading, subject.as_ref())?;
        let pinned = desk.store.pinned()?;
        let heads = heads(&pinned.catalogue.organ_kinds);
        Ok(Ledger { engine, desk, units, pinned, subject, heads, documents, answered: RefCell::default() })
    }

    /// Whose report the text was taken for: figures that do not say otherwise are this unit's, in this period.
    pub fn subject(&self) -> Option<&Subject> {
        self.subject.as_ref()
    }

    /// Whether no document of the register is one that a reference may mean.
    pub(super) fn lacks(&self, reference: &Reference) -> bool {
        self.documents.known(reference).is_empty()
    }
}

impl Knowledge for Ledger<'_> {
    fn documents(&self, reference: &Reference) -> Result<Vec<KnownDocument>, Problem> {
        Ok(self.documents.known(reference))
    }
    fn figures(&self, claim: &Claim) -> Result<Vec<KnownFigure>, Problem> {
        self.known_figures(claim).map_err(Self::told)
    }
    fn has_register(&self) -> bool {
        self.documents.any()
    }
}
