//! What a text offers to be kept: documents that the register lacks, figures that could be declared. Nothing is written here;
//! an officer looks first.

use super::documents::REGISTER;
use super::{Engine, Ledger, Source, clause, evidence, place};
use crate::Desk;
use domain::calendar::Period;
use domain::ids::UnitId;
use domain::indicators::Formula;
use domain::ledger::{Amount, Dims, Nature};
use domain::proof::{Approx, Citation, Family, Figure, FigureKind, Reading, Reference, Span};
use domain::registers::{Catalogue, Data, FieldKind};
use domain::text::fold;
use extract::Extracted;
use serde_json::json;
use store::Result;

/// Where something was read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Place {
    /// The file.
    pub source: Source,
    /// Where in it: "trang 3".
    pub place: String,
    /// The clause.
    pub clause: String,
    /// The words, in the text that was read.
    pub span: Span,
}

impl Place {
    /// As the note of a declared figure: hash, place and clause, but not the file's name, which may name a person. A clause
    /// that may not be kept is left out.
    pub fn note(&self) -> String {
        let whole = evidence(&self.source, &self.place, &self.clause);
        whole.or_else(|_| evidence(&self.source, &self.place, "")).unwrap_or_default()
    }
}

/// A document that a text cites and the register lacks.
#[derive(Debug, Clone, PartialEq)]
pub struct ProposedDocument {
    /// As the text cites it.
    pub citation: String,
    /// Data of an entry of the register of documents; what the text does not say is not in it.
    pub data: Data,
    /// Where it is cited.
    pub places: Vec<Place>,
}

/// A figure that could be declared.
#[derive(Debug, Clone, PartialEq)]
pub struct ProposedFigure {
    /// The unit.
    pub unit: UnitId,
    /// The indicator that its words fit.
    pub indicator: String,
    /// Measure.
    pub measure: String,
    /// Dimensions it is restricted to.
    pub dims: Dims,
    /// Period.
    pub period: Period,
    /// As written, with its counting unit and "hơn" when that stands before it.
    pub value: String,
    /// How much.
    pub amount: Amount,
    /// Where it stands.
    pub place: Place,
}

/// What one text offers.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Proposals {
    /// Documents, in the order of the text, each once.
    pub documents: Vec<ProposedDocument>,
    /// Figures, in the order of the text.
    pub figures: Vec<ProposedFigure>,
}

/// What goes into a reference that is looked up: none without a number.
pub(super) fn reference(reading: &Reading, text: &str, c: &Citation) -> Option<Reference> {
    Some(Reference {
        family: c.family,
        kind: c.kind.clone(),
        number: c.number.clone()?,
        year: c.year,
        symbol: c.symbol.clone(),
        date: c.date.and_then(|i| reading.dates.get(i)).and_then(|d| d.date),
        issuer: c.issuer.map(|s| s.of(text).to_string()),
    })
}

pub(super) fn proposals(engine: &Engine, desk: &Desk<'_>, extracted: &Extracted, source: &Source) -> Result<Proposals> {
    let ledger = engine.ledger(desk, extracted, None)?;
    let reading = engine.read(extracted);
    let proposer = Proposer { engine, desk, ledger: &ledger, extracted, reading: &reading, source };
    Ok(Proposals { documents: proposer.documents()?, figures: proposer.figures()? })
}

struct Proposer<'a> {
    engine: &'a Engine,
    desk: &'a Desk<'a>,
    ledger: &'a Ledger<'a>,
    extracted: &'a Extracted,
    reading: &'a Reading,
    source: &'a Source,
}

impl Proposer<'_> {
    fn text(&self) -> &str {
        &self.extracted.text.text
    }

    fn place(&self, span: Span) -> Place {
        let (place, clause) = (place(self.extracted, span), clause(self.text(), span));
        Place { source: self.source.clone(), place, clause, span }
    }

    fn documents(&self) -> Result<Vec<ProposedDocument>> {
        let pinned = self.desk.store.pinned()?;
        let mut out: Vec<ProposedDocument> = Vec::new();
        for c in &self.reading.citations {
            let whole = c.symbol.is_some() && !matches!(c.family, Family::Draft | Family::Bare | Family::Numberless);
            let reference = reference(self.reading, self.text(), c).filter(|_| whole && !c.own);
            let Some(reference) = reference else { continue };
            if !self.ledger.lacks(&reference) {
                continue;
            }
            let data = self.data(&pinned.catalogue, c, &reference);
            let found = ProposedDocument {
                citation: c.span.of(self.text()).to_string(),
                data,
                places: vec![self.place(c.span)],
            };
            add(&mut out, found);
        }
        Ok(out)
    }

    fn data(&self, catalogue: &Catalogue, c: &Citation, r: &Reference) -> Data {
        let text = self.text();
        let mut data = Data::new();
        let mut put = |key: &str, value: Option<String>| {
            if let Some(value) = value.map(|v| domain::text::tidy(&v)).filter(|v| !v.is_empty()) {
                data.insert(key.to_string(), json!(value));
            }
        };
        put("chieu", Some("den".into()));
        put("loai", r.kind.as_deref().map(|kind| kind_slug(catalogue, kind)));
        put("so", Some(r.year.map_or(r.number.clone(), |year| format!("{}/{year}", r.number))));
        put("ky-hieu", r.symbol.clone());
        put("ngay", r.date.map(|d| d.to_string()));
        put("co-quan-ban-hanh", r.issuer.clone());
        let level = r.issuer.as_deref().and_then(|i| self.engine.measures.level(i));
        let level = level.or_else(|| self.engine.measures.level(&symbol_issuer(r)));
        put("cap-ban-hanh", level.map(str::to_string));
        put("trich-yeu", c.title.map(|t| t.of(text).to_string()));
        data
    }

    fn figures(&self) -> Result<Vec<ProposedFigure>> {
        let mut out = Vec::new();
        for (i, figure) in self.reading.figures.iter().enumerate() {
            out.extend(self.figure(i, figure)?);
        }
        Ok(out)
    }

    fn figure(&self, i: usize, figure: &Figure) -> Result<Option<ProposedFigure>> {
        let counted = matches!(figure.kind, FigureKind::Count | FigureKind::Measure | FigureKind::Money);
        let Some(unit) = figure.unit.as_deref().filter(|_| counted && !figure.spelled) else { return Ok(None) };
        let words = reading::around(self.text(), self.reading, i);
        let fitting = self.engine.measures.fitting(&words, unit);
        let [slug] = fitting[..] else { return Ok(None) };
        let Some((measure, mut dims)) = self.term(slug)? else { return Ok(None) };
        let period = figure.period.and_then(|p| self.reading.periods.get(p));
        let period = period.and_then(|p| Period::new(p.from?, p.to?).ok());
        let Some(period) = period.or(self.ledger.subject().and_then(|s| s.period)) else { return Ok(None) };
        let scope = figure.scope.map(|s| s.of(self.text()));
        let Some((whose, level)) = self.ledger.whose(scope, period.to).first().copied() else { return Ok(None) };
        if let Some(level) = level {
            dims.insert("cap".into(), level.slug().into());
        }
        let value = self.value(figure);
        let Ok(amount) = self.desk.amount(&measure, &value) else { return Ok(None) };
        let place = self.place(figure.span);
        let indicator = slug.to_string();
        Ok(Some(ProposedFigure { unit: whose, indicator, measure, dims, period, value, amount, place }))
    }

    /// The one measure that an indicator sums, with its conditions, when it can be declared.
    fn term(&self, slug: &str) -> Result<Option<(String, Dims)>> {
        let pinned = self.desk.store.pinned()?;
        let Some(indicator) = pinned.catalogue.indicators.get(slug) else { return Ok(None) };
        let Formula::Sum(terms) = &indicator.formula else { return Ok(None) };
        let [term] = &terms[..] else { return Ok(None) };
        let nature = pinned.catalogue.measures.get(&term.measure).map(|m| m.nature);
        let mut dims = Dims::new();
        for (dim, values) in &term.filter {
            let [value] = &values[..] else { return Ok(None) };
            dims.insert(dim.clone(), value.clone());
        }
        Ok((nature != Some(Nature::Distinct)).then(|| (term.measure.clone(), dims)))
    }

    /// "hơn 600 triệu đồng": number and unit, with the word that makes them inexact.
    fn value(&self, figure: &Figure) -> String {
        let approx = match figure.approx.map(|(_, sense)| sense) {
            Some(Approx::Above | Approx::AtLeast) => "trên ",
            Some(Approx::Below | Approx::AtMost) => "gần ",
            Some(Approx::About) => "khoảng ",
            None => "",
        };
        let number = figure.value.normalize().to_string().replace('.', ",");
        let money_or_measure = matches!(figure.kind, FigureKind::Money | FigureKind::Measure);
        let unit = figure.unit.as_deref().filter(|_| money_or_measure).map(|u| format!(" {u}")).unwrap_or_default();
        format!("{approx}{number}{unit}")
    }
}

/// The choice of the register's kinds that has this name; "loai-khac" when none has.
fn kind_slug(catalogue: &Catalogue, kind: &str) -> String {
    let field = catalogue.registers.get(REGISTER).and_then(|r| r.field("loai"));
    let choices = field.map(|f| match &f.kind {
        FieldKind::Choice(source) => catalogue.all_choices(source),
        _ => Vec::new(),
    });
    let named = choices.unwrap_or_default().into_iter().find(|c| fold(&c.name) == fold(kind));
    named.map_or_else(|| "loai-khac".into(), |c| c.slug.clone())
}

/// The issuer's code in a symbol as a word of its own: "TW" of "NQ/TW", "UBND" of "KH-UBND".
fn symbol_issuer(r: &Reference) -> String {
    let symbol = r.symbol.as_deref().unwrap_or_default();
    let last = symbol.rsplit(if symbol.contains('/') { '/' } else { '-' }).next().unwrap_or_default();
    format!("mã {last}")
}

/// Adds a document, or what it says more of one that is there.
pub(super) fn add(list: &mut Vec<ProposedDocument>, new: ProposedDocument) {
    let same = |d: &&mut ProposedDocument| {
        let alike = |key: &str| d.data.get(key) == new.data.get(key);
        let dates = d.data.get("ngay").zip(new.data.get("ngay"));
        alike("so") && alike("ky-hieu") && alike("loai") && dates.is_none_or(|(a, b)| a == b)
    };
    match list.iter_mut().find(same) {
        Some(old) => {
            for (key, value) in new.data {
                old.data.entry(key).or_insert(value);
            }
            old.places.extend(new.places);
        }
        None => list.push(new),
    }
}
