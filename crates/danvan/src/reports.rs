//! `danvan report`: a template's questions answered from the ledger, with the records behind each number.

use crate::cli::{Common, ReportArgs};
use crate::edge::{Office, Outcome, one, told, write_file};
use crate::indicators::{amount_text, organ_names};
use crate::out::say;
use domain::indicators::{Decimal, Formula, Question};
use domain::problem::Problem;
use domain::registers::did_you_mean;
use report::{Answer, Answers, Cell, Provenance, Report, ReportParams, Request, Subject, Template};
use std::collections::{BTreeMap, BTreeSet};
use store::indicators::{Ask, both};

/// Records shown behind one number of a report at most; the rest is counted, and `danvan records` lists it.
const RECORDS_MAX: i64 = 2_000;

/// Draws a report.
pub fn report(common: &Common, args: &ReportArgs) -> Outcome {
    let office = Office::open(common)?;
    let (question, _) = office.question(&args.question)?;
    let mut values = BTreeMap::new();
    for item in &args.set {
        let (name, text) = item.split_once('=').ok_or_else(|| {
            one(Problem::error("bad-parameter", format!("“{item}” không phải TÊN=LỜI")).field("--set"))
        })?;
        values.insert(name.to_string(), text.to_string());
    }
    let (report, provenance) = draw(&office, &args.template, &question, values)?;
    if let Some(path) = &args.html {
        write_file(path, report::html(&report, &provenance).map_err(one)?.as_bytes())?;
        eprintln!("Đã ghi {}", path.display());
    }
    match &args.text {
        Some(path) if path.as_os_str() != "-" => {
            write_file(path, report::text(&report).as_bytes())?;
            eprintln!("Đã ghi {}", path.display());
        }
        None if args.html.is_some() => {}
        _ => say!("{}", report::text(&report)),
    }
    Ok(())
}

/// Composes a report and gathers the records behind its numbers.
pub fn draw(
    office: &Office,
    slug: &str,
    question: &Question,
    values: BTreeMap<String, String>,
) -> Outcome<(Report, Provenance)> {
    let template = template(office, slug)?;
    let mut params = template.params(&subject(office, question), question.from, question.to, question.view)?;
    params.values = values;
    let mut answers = Answers::new();
    let mut provenance = Provenance::new();
    for request in template.requests(&params) {
        let answer = answer(office, question, &request)?;
        for cell in &answer.cells {
            let anchor = request.anchor(&cell.figure);
            let records = records(office, question, &request, cell)?;
            provenance.insert(anchor, records);
        }
        answers.insert(request.id.clone(), answer);
    }
    let report = report::compose(&template, &finish(params), &answers)?;
    Ok((report, provenance))
}

/// A draft: number and date of issue stay blank.
fn finish(params: ReportParams) -> ReportParams {
    ReportParams { number: None, date: None, ..params }
}

fn template(office: &Office, slug: &str) -> Outcome<Template> {
    let mut known = BTreeSet::new();
    let mut found = None;
    for source in &office.sources {
        for (name, files) in catalogue::report_files(source) {
            if name == slug {
                found = Some(files);
            } else {
                known.insert(name);
            }
        }
    }
    match found {
        Some(files) => Template::parse(&files, slug),
        None => {
            let list: Vec<&str> = known.iter().map(String::as_str).collect();
            let near = did_you_mean(slug, list.iter().copied()).map(|n| format!("có phải “{n}”? "));
            Err(one(Problem::error("unknown-template", format!("Không có mẫu báo cáo “{slug}”")).hint(format!(
                "{}các mẫu: {}",
                near.unwrap_or_default(),
                list.join(", ")
            ))))
        }
    }
}

fn subject(office: &Office, q: &Question) -> Subject {
    let units = office.store.units();
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

/// The question that a request asks: the report's unit and view, the request's period and organ.
fn question_of(office: &Office, q: &Question, request: &Request) -> Outcome<Question> {
    let organ = request.organ.as_deref().map(|o| office.organ_filter(o)).transpose()?.unwrap_or_default();
    Ok(Question { organ: both(&q.organ, &organ), from: request.from, to: request.to, ..q.clone() })
}

fn answer(office: &Office, q: &Question, request: &Request) -> Outcome<Answer> {
    let pinned = office.store.pinned().map_err(told)?;
    let catalogue = &pinned.catalogue;
    let question = question_of(office, q, request)?;
    let by: Vec<String> = request.by.iter().cloned().collect();
    let ask = Ask { indicator: request.indicator.clone(), filter: request.filter.clone(), by };
    let answer = office.store.figures(&question, std::slice::from_ref(&ask), None).map_err(told)?;
    let indicator = office.store.indicator(&request.indicator).map_err(told)?;
    let figures = answer.figures.into_iter().flatten();
    let cells: Vec<Cell> = match &request.by {
        None => figures.take(1).map(|figure| Cell { label: String::new(), figure }).collect(),
        Some(dim) => {
            let mut cells: Vec<Cell> = figures
                .skip(1)
                .map(|figure| {
                    let value = figure.by.get(dim).map_or("", String::as_str);
                    Cell { label: catalogue.value_name(dim, value).to_string(), figure }
                })
                .collect();
            let order = |c: &Cell| {
                let value = c.figure.by.get(dim).cloned().unwrap_or_default();
                let known = catalogue.dimensions.get(dim).and_then(|d| d.values.iter().position(|v| v.slug == value));
                (known.unwrap_or(usize::MAX), value)
            };
            cells.sort_by_key(order);
            cells
        }
    };
    let unit = cells.first().map_or_else(String::new, |c| c.figure.unit.clone());
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
    Ok(Answer { name: indicator.name.clone(), definition: indicator.definition.clone(), conditions, symbol, cells })
}

fn records(office: &Office, q: &Question, request: &Request, cell: &Cell) -> Outcome<report::Records> {
    let pinned = office.store.pinned().map_err(told)?;
    let question = question_of(office, q, request)?;
    let mut filter = request.filter.clone();
    for (dim, value) in &cell.figure.by {
        filter = both(&filter, &BTreeMap::from([(dim.clone(), vec![value.clone()])]));
    }
    let ask = Ask { indicator: request.indicator.clone(), filter, by: Vec::new() };
    let found = office.store.records(&question, &ask, RECORDS_MAX, 0).map_err(told)?;
    let names = organ_names(office, &found)?;
    let indicator = office.store.indicator(&request.indicator).map_err(told)?;
    let is_sum = matches!(indicator.formula, Formula::Sum(_));
    let symbol = pinned.catalogue.counting_units.get(&cell.figure.unit).map_or("", |u| u.symbol.as_str());
    let lines = found
        .lines
        .iter()
        .map(|r| report::RecordLine {
            entry: r.id.to_string(),
            register: pinned.catalogue.registers.get(&r.register).map_or(r.register.clone(), |s| s.name.clone()),
            number: format!("{}/{}", r.number, r.date.year()),
            date: r.date,
            unit: names.get(&r.id.to_string()).cloned().unwrap_or_default(),
            title: r.title.clone(),
            amount: if is_sum {
                format!("{} {symbol}", amount_text(r, found.scale)).trim().to_string()
            } else if r.members.is_empty() {
                amount_text(r, found.scale)
            } else {
                member_names(office, &r.members)
            },
            value: (is_sum && r.total.pending == 0).then_some(Decimal { scaled: r.total.scaled, scale: found.scale }),
        })
        .collect();
    Ok(report::Records { lines, total: usize::try_from(found.count).unwrap_or(0), withheld: Vec::new() })
}

/// What a distinct figure counted, by name.
fn member_names(office: &Office, members: &[String]) -> String {
    let units = office.store.units();
    let name = |m: &String| match m.split_once(':') {
        Some(("unit", id)) => id.parse().map_or(m.clone(), |id| units.label(domain::ids::UnitId(id))),
        Some(("organ", id)) => id
            .parse()
            .ok()
            .and_then(|id| office.store.organ_by_id(domain::ids::OrganId(id)).ok().flatten())
            .and_then(|o| office.store.organ_name(&o, office.today).ok())
            .unwrap_or_else(|| m.clone()),
        Some((_, text)) => text.to_string(),
        None => m.clone(),
    };
    members.iter().map(name).collect::<Vec<_>>().join("; ")
}
