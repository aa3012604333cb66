//! Reports: a template's questions answered from the ledger, with the records behind each number.

mod answers;
mod records;

pub use records::RECORDS_MAX;

use crate::{Desk, all, refused};
use domain::indicators::Question;
use domain::problem::Problem;
use domain::registers::did_you_mean;
use report::model::Layout;
use report::template::Parameter;
use report::{Answers, Provenance, Report, ReportParams, Subject, Template};
use std::collections::BTreeMap;
use store::Result;

/// A template as it is offered.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TemplateHead {
    /// Slug; the folder's name.
    pub slug: String,
    /// Vietnamese name.
    pub name: String,
    /// English name.
    pub name_en: Option<String>,
    /// Heading and signature layout.
    pub layout: Layout,
    /// What orders it.
    pub basis: Vec<String>,
    /// Parameters that the writer may set.
    pub parameters: Vec<Parameter>,
}

/// A report that was drawn: the particulars and answers it was composed from, and the whole.
#[derive(Debug, Clone)]
pub struct Drawn {
    /// The template, to compose again with.
    pub template: Template,
    /// Particulars; number and date of issue are blank.
    pub params: ReportParams,
    /// Answers by request.
    pub answers: Answers,
    /// The report.
    pub report: Report,
}

impl Desk<'_> {
    /// All templates of all catalogue layers in order of their slugs, and what is wrong with those that cannot be read.
    pub fn templates(&self) -> (Vec<TemplateHead>, Vec<Problem>) {
        let mut found = BTreeMap::new();
        for source in self.sources {
            found.extend(catalogue::report_files(source));
        }
        let (mut heads, mut problems) = (Vec::new(), Vec::new());
        for (slug, files) in found {
            match Template::parse(&files, &slug) {
                Ok(Template { config: c, .. }) => heads.push(TemplateHead {
                    slug,
                    name: c.name,
                    name_en: c.name_en,
                    layout: c.layout,
                    basis: c.basis,
                    parameters: c.parameters,
                }),
                Err(list) => problems.extend(list.into_iter().filter(Problem::is_error)),
            }
        }
        (heads, problems)
    }

    /// The template with this slug; of a later catalogue layer when several have it.
    pub fn report_template(&self, slug: &str) -> Result<Template> {
        let mut found = BTreeMap::new();
        for source in self.sources {
            found.extend(catalogue::report_files(source));
        }
        if let Some(files) = found.get(slug) {
            return all(Template::parse(files, slug));
        }
        let known: Vec<&str> = found.keys().map(String::as_str).collect();
        let near = did_you_mean(slug, known.iter().copied()).map(|n| format!("có phải “{n}”? "));
        let problem = Problem::error("unknown-template", format!("Không có mẫu báo cáo “{slug}”")).field("template");
        Err(refused(problem.hint(format!("{}các mẫu: {}", near.unwrap_or_default(), known.join(", ")))))
    }

    /// The unit of a question as a template's rules speak of it.
    pub fn subject(&self, q: &Question) -> Subject {
        let units = self.store.units();
        let version = units.nearest_version(q.unit, q.tree);
        let on = units.clamp(q.unit, q.to.min(q.tree));
        let parent = units.parent_on(q.unit, on).and_then(|p| units.nearest_version(p, on));
        Subject {
            cap: version.map_or("", |v| v.level.slug()).to_string(),
            area_kind: version.map_or("", |v| v.kind.slug()).to_string(),
            name: version.map_or_else(String::new, |v| v.name.clone()),
            full_name: version.map_or_else(String::new, |v| v.in_sentence()),
            parent_full_name: parent.filter(|p| p.unit != domain::ids::NATION).map(|p| p.in_sentence()),
        }
    }

    /// The particulars of a draft of a template for a question, with the writer's own values.
    pub fn report_params(
        &self,
        template: &Template,
        question: &Question,
        values: BTreeMap<String, String>,
    ) -> Result<ReportParams> {
        let params = all(template.params(&self.subject(question), question.from, question.to, question.view))?;
        // A draft: number and date of issue stay blank.
        Ok(ReportParams { values, number: None, date: None, ..params })
    }

    /// Answers a template's questions and composes the report, as the ledger stands now or stood after a transaction.
    pub fn compose_report(
        &self,
        slug: &str,
        question: &Question,
        values: BTreeMap<String, String>,
        known_at: Option<i64>,
    ) -> Result<Drawn> {
        let template = self.report_template(slug)?;
        let params = self.report_params(&template, question, values)?;
        let answers = self.answers(&template, &params, question, known_at)?;
        let report = all(report::compose(&template, &params, &answers))?;
        Ok(Drawn { template, params, answers, report })
    }

    /// A report with the records behind its numbers: those that the actor may read, the others counted.
    pub fn draw(
        &self,
        slug: &str,
        question: &Question,
        values: BTreeMap<String, String>,
        known_at: Option<i64>,
    ) -> Result<(Report, Provenance)> {
        let drawn = self.compose_report(slug, question, values, known_at)?;
        let provenance = self.provenance(&drawn, question, known_at)?;
        Ok((drawn.report, provenance))
    }
}
