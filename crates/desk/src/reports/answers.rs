//! The answers to a template's questions.

use crate::Desk;
use domain::Date;
use domain::indicators::{Figure, Question};
use domain::registers::Catalogue;
use report::{Answer, Answers, Cell, ReportParams, Request, Template};
use std::collections::BTreeMap;
use store::Result;
use store::indicators::{Ask, DimFilter, both};

/// Requests that one question of the store answers: same period, same organ.
type Asked<'r> = BTreeMap<(Date, Date, Option<&'r str>), Vec<&'r Request>>;

impl Desk<'_> {
    /// The question that a request asks: the report's unit and view, the request's period and organ.
    pub fn question_of(&self, q: &Question, request: &Request) -> Result<Question> {
        let organ = request.organ.as_deref().map_or(Ok(DimFilter::new()), |o| self.organ_filter(o))?;
        Ok(Question { organ: both(&q.organ, &organ), from: request.from, to: request.to, ..q.clone() })
    }

    /// Answers all of a template's requests; those of one period and organ in one go, read in one snapshot.
    pub fn answers(
        &self,
        template: &Template,
        params: &ReportParams,
        q: &Question,
        known_at: Option<i64>,
    ) -> Result<Answers> {
        let requests = template.requests(params);
        let mut asked: Asked<'_> = BTreeMap::new();
        for request in &requests {
            asked.entry((request.from, request.to, request.organ.as_deref())).or_default().push(request);
        }
        let mut answers = Answers::new();
        for group in asked.values() {
            let Some(first) = group.first() else { continue };
            let question = self.question_of(q, first)?;
            let asks: Vec<Ask> = group.iter().map(|r| ask_of(r)).collect();
            let answer = self.store.figures(&question, &asks, known_at)?;
            for (request, figures) in group.iter().zip(answer.figures) {
                answers.insert(request.id.clone(), self.answer(request, figures)?);
            }
        }
        Ok(answers)
    }

    /// One request's figures, the total first, as an answer in words.
    fn answer(&self, request: &Request, figures: Vec<Figure>) -> Result<Answer> {
        let pinned = self.store.pinned()?;
        let catalogue = &pinned.catalogue;
        let indicator = self.store.indicator(&request.indicator)?;
        let cells = match &request.by {
            None => figures.into_iter().take(1).map(|figure| Cell { label: String::new(), figure }).collect(),
            Some(dim) => breakdown(catalogue, dim, figures),
        };
        let unit = cells.first().map_or_else(String::new, |c: &Cell| c.figure.unit.clone());
        let symbol = catalogue.counting_units.get(&unit).map_or(unit.clone(), |u| u.symbol.clone());
        let conditions = request
            .filter
            .iter()
            .map(|(dim, list)| {
                let name = catalogue.dimensions.get(dim).map_or(dim.as_str(), |d| d.name.as_str());
                let values: Vec<&str> = list.iter().map(|v| catalogue.value_name(dim, v)).collect();
                format!("{}: {}", name.to_lowercase(), values.join(", "))
            })
            .chain(request.organ.iter().map(|o| format!("cơ quan: {o}")))
            .collect();
        Ok(Answer { name: indicator.name, definition: indicator.definition, conditions, symbol, cells })
    }
}

/// What a request asks of its question.
pub(super) fn ask_of(request: &Request) -> Ask {
    let by = request.by.iter().cloned().collect();
    Ask { indicator: request.indicator.clone(), filter: request.filter.clone(), by }
}

/// The parts of a breakdown, in the catalogue's order.
fn breakdown(catalogue: &Catalogue, dim: &str, figures: Vec<Figure>) -> Vec<Cell> {
    let mut cells: Vec<Cell> = figures
        .into_iter()
        .skip(1)
        .map(|figure| {
            let value = figure.by.get(dim).map_or("", String::as_str);
            Cell { label: catalogue.value_name(dim, value).to_string(), figure }
        })
        .collect();
    cells.sort_by_key(|c| {
        let value = c.figure.by.get(dim).cloned().unwrap_or_default();
        let known = catalogue.dimensions.get(dim).and_then(|d| d.values.iter().position(|v| v.slug == value));
        (known.unwrap_or(usize::MAX), value)
    });
    cells
}
