//! The records behind one number: those that the viewer may read line by line, the others as register, unit, month and how
//! many; their sum is the number.

use super::asked::{Asked, query_of, records_link};
use super::page::{heading, value_name};
use super::row::{note_text, value_text};
use crate::app::App;
use crate::shell::fault::{Fault, Outcome, html};
use crate::shell::form::Form;
use crate::shell::frame::{Frame, Page};
use crate::shell::guard::Viewer;
use crate::shell::lang::Lang;
use crate::shell::say;
use askama::Template;
use axum::extract::State;
use desk::Desk;
use desk::indicators::{amount_text, number};
use domain::indicators::{Decimal, Figure, Formula, Indicator, Term};
use domain::ledger::{Approx, Total};
use domain::registers::{AmountSource, Catalogue, Field, Member, Role};
use store::indicators::{Ask, ReadableRecords, RecordLine, Side};

/// Lines of a page.
const PAGE: i64 = 50;

/// One record.
struct Line {
    path: String,
    number: String,
    date: String,
    register: String,
    organ: String,
    title: String,
    amount: String,
}

/// Records that may not be read, together.
struct Hidden {
    register: String,
    unit: String,
    month: String,
    count: String,
    sum: String,
}

#[derive(Template)]
#[template(path = "figures/records.html")]
struct Records {
    f: Frame,
    lead: String,
    conditions: Vec<String>,
    value: String,
    unit: String,
    why: Vec<String>,
    /// The two sides of a ratio or growth: name, address, whether it is shown.
    sides: Vec<(String, String, bool)>,
    lines: Vec<Line>,
    hidden: Vec<Hidden>,
    declared: Vec<(String, String)>,
    sum: String,
    count: String,
    sum_words: String,
    range: String,
    before: Option<String>,
    after: Option<String>,
    query: String,
    back: String,
}

/// What of one indicator is asked.
pub struct Behind {
    /// The question.
    pub asked: Asked,
    /// The indicator.
    pub indicator: Indicator,
    /// Which side of it.
    pub side: Side,
}

impl Behind {
    /// Reads a query; unlike the page of figures it must be right.
    pub fn read(desk: &Desk<'_>, viewer: &Viewer, form: &Form) -> Result<Behind, Fault> {
        let asked = Asked::read(desk, viewer, form)?;
        if !asked.problems.is_empty() {
            return Err(Fault::Refused(asked.problems));
        }
        let slug = asked.indicators.first().cloned().unwrap_or_default();
        let side = if form.get("phia") == Some("mau") { Side::Denominator } else { Side::Numerator };
        Ok(Behind { indicator: desk.store.indicator(&slug)?, asked, side })
    }
    /// What the store is asked.
    pub fn ask(&self) -> Ask {
        Ask { filter: self.asked.filter.clone(), ..Ask::plain(&self.indicator.slug) }
    }
    /// A page of the records.
    pub fn records(&self, desk: &Desk<'_>, viewer: &Viewer, limit: i64, offset: i64) -> store::Result<ReadableRecords> {
        desk.store.records_for(&self.asked.question, &self.ask(), self.side, &viewer.reach, limit, offset, None)
    }
    /// Whether what a record of a register adds may be told to a role ([`tells`]).
    pub fn tells(&self, catalogue: &Catalogue, register: &str, role: Role) -> bool {
        tells(catalogue, &self.indicator, self.side, register, role)
    }
    /// The figure itself.
    pub fn figure(&self, desk: &Desk<'_>) -> store::Result<Option<Figure>> {
        let answers = desk.store.figures_now(std::slice::from_ref(&self.asked.question), &[self.ask()])?;
        Ok(answers.first().and_then(|a| a.figures.first()).and_then(|f| f.first()).cloned())
    }
    /// Whether it counts different things once.
    pub fn distinct(&self) -> bool {
        matches!(self.indicator.formula, Formula::Distinct(_))
    }
}

/// The terms whose records are listed.
fn terms<'a>(catalogue: &'a Catalogue, indicator: &'a Indicator, side: Side) -> Vec<&'a Term> {
    match (&indicator.formula, side) {
        (Formula::Sum(list), _) => list.iter().collect(),
        (Formula::Ratio { num, .. }, Side::Numerator) => num.iter().collect(),
        (Formula::Ratio { den, .. }, Side::Denominator) => den.iter().collect(),
        (Formula::Distinct(term), _) => vec![term],
        (Formula::Growth(base), _) => match catalogue.indicators.get(base).map(|i| &i.formula) {
            Some(Formula::Sum(list)) => list.iter().collect(),
            _ => Vec::new(),
        },
    }
}

/// Whether what a record of a register adds may be told to a role: it may come from a field that the role does not see.
pub fn tells(catalogue: &Catalogue, indicator: &Indicator, side: Side, register: &str, role: Role) -> bool {
    let Some(register) = catalogue.registers.get(register) else { return true };
    let terms = terms(catalogue, indicator, side);
    let rules = register.postings.iter().filter(|r| terms.iter().any(|t| t.measure == r.measure));
    let mut named: Vec<&Field> = Vec::new();
    for rule in rules {
        let amount = match &rule.amount {
            AmountSource::Field(slug) => Some(slug),
            AmountSource::Fixed(_) => None,
        };
        let member = match &rule.member {
            Some(Member::Field(slug)) => Some(slug),
            _ => None,
        };
        for slug in amount.into_iter().chain(member) {
            let child = rule.per.as_deref().and_then(|c| register.child_fields(c).iter().find(|f| &f.slug == slug));
            named.extend(child.or_else(|| register.field(slug.trim_start_matches("../"))));
        }
    }
    named.iter().all(|f| f.seen_by(role))
}

fn total_text(total: Total, scale: u8) -> String {
    let about = desk::indicators::approx_word(total.approx());
    format!("{about}{}", number(Decimal { scaled: total.scaled, scale }))
}

/// What a record adds, as the viewer may see it.
pub fn adds(t: Lang, desk: &Desk<'_>, behind: &Behind, told: bool, r: &RecordLine, scale: u8) -> String {
    if !told {
        return t.say("không hiện", "not shown").into();
    }
    if behind.distinct() {
        return desk.member_names(&r.members);
    }
    if r.total.approx() == Approx::Exact || t == Lang::Vi {
        return amount_text(r, scale);
    }
    format!("~ {}", number(Decimal { scaled: r.total.scaled, scale }))
}

/// Shows them.
pub async fn show(State(app): State<App>, viewer: Viewer, form: Form) -> Outcome {
    app.work(move |app| {
        let page = app.at_desk(&viewer, |desk| Ok(draw(app, &viewer, desk, &form)))??;
        html(&page)
    })
    .await
}

fn draw(app: &App, viewer: &Viewer, desk: &Desk<'_>, form: &Form) -> Result<Records, Fault> {
    let t = viewer.lang;
    let behind = Behind::read(desk, viewer, form)?;
    let pinned = desk.store.pinned()?;
    let catalogue = &pinned.catalogue;
    let page = form.int("trang").unwrap_or(1).clamp(1, 1_000_000);
    let mut page = page;
    let mut found = behind.records(desk, viewer, PAGE, (page - 1) * PAGE)?;
    let last = ((found.readable_count + PAGE - 1) / PAGE).max(1);
    if page > last {
        // An address of yesterday, or a record fewer since: the last page there is.
        page = last;
        found = behind.records(desk, viewer, PAGE, (page - 1) * PAGE)?;
    }
    let offset = (page - 1) * PAGE;
    let figure = behind.figure(desk)?;
    let asked = &behind.asked;
    let name = t.name(&behind.indicator.name, &behind.indicator.name_en).to_string();
    let link = |page: i64| form.with("trang", &page.to_string());
    let shown = i64::try_from(found.lines.len()).unwrap_or(0);
    let condition = |w: &String| {
        let (dim, value) = w.split_once('=').unwrap_or((w, ""));
        format!("{}: {}", super::choices::dimension_name(catalogue, dim), value_name(t, desk, dim, value))
    };
    let question = domain::indicators::Question { from: found.from, to: found.to, ..asked.question.clone() };
    let frame = Page::new(&name).room("/so-lieu").crumb("/so-lieu", t.say("Số liệu", "Figures"));
    Ok(Records {
        lead: heading(t, desk, &question),
        conditions: asked.wheres.iter().map(condition).collect(),
        value: figure.as_ref().map_or("—".into(), |f| value_text(t, f)),
        unit: figure.as_ref().map_or(String::new(), |f| symbol(catalogue, &f.unit)),
        why: figure.iter().flat_map(|f| &f.why).map(|n| note_text(t, n)).collect(),
        sides: sides(t, &behind),
        lines: lines(t, desk, catalogue, viewer, &behind, &found)?,
        hidden: found.withheld.iter().map(|w| hidden(t, desk, catalogue, w, found.scale)).collect(),
        declared: found
            .declared
            .iter()
            .map(|d| {
                let value = number(Decimal { scaled: d.amount.scaled, scale: found.scale });
                (desk.store.units().label(d.unit), value)
            })
            .collect(),
        sum: if behind.distinct() {
            found.members.map_or_else(String::new, say::thousands)
        } else {
            total_text(found.sum, found.scale)
        },
        count: say::thousands(found.count),
        sum_words: if behind.distinct() {
            t.say("Khác nhau, mỗi đối tượng tính một lần", "Different ones, each counted once").into()
        } else {
            t.say("Cộng", "Sum").into()
        },
        range: format!(
            "{}–{} / {}",
            (offset + 1).min(offset + shown),
            offset + shown,
            say::thousands(found.readable_count)
        ),
        before: (page > 1).then(|| link(page - 1)),
        after: (offset + shown < found.readable_count).then(|| link(page + 1)),
        query: form.query(),
        back: Form(query_of(&asked.question, &asked.organ, &[])).query(),
        f: Frame::of(app, viewer, frame),
    })
}

fn symbol(catalogue: &Catalogue, unit: &str) -> String {
    if unit == "%" {
        return String::new();
    }
    catalogue.counting_units.get(unit).map_or(unit.to_string(), |u| u.symbol.clone())
}

fn sides(t: Lang, behind: &Behind) -> Vec<(String, String, bool)> {
    let words = match behind.indicator.formula {
        Formula::Ratio { .. } => (t.say("Tử số", "Numerator"), t.say("Mẫu số", "Denominator")),
        Formula::Growth(_) => (t.say("Kỳ này", "This period"), t.say("Kỳ trước", "Period before")),
        _ => return Vec::new(),
    };
    // The conditions of the address are in `wheres` already.
    let link = |side| {
        records_link(&behind.asked.question, &behind.asked, &behind.indicator.slug, &domain::ledger::Dims::new(), side)
    };
    [(words.0, Side::Numerator), (words.1, Side::Denominator)]
        .map(|(name, side)| (name.to_string(), link(side), behind.side == side))
        .to_vec()
}

fn lines(
    t: Lang,
    desk: &Desk<'_>,
    catalogue: &Catalogue,
    viewer: &Viewer,
    behind: &Behind,
    found: &ReadableRecords,
) -> store::Result<Vec<Line>> {
    let organs = desk.organ_names(&found.lines)?;
    let line = |r: &RecordLine| Line {
        path: format!("/muc/{}", r.id),
        number: format!("{}/{}", r.number, r.date.year()),
        date: say::date(&r.date),
        register: register_name(t, catalogue, &r.register),
        organ: organs.get(&r.id.to_string()).cloned().unwrap_or_default(),
        title: r.title.clone(),
        amount: adds(t, desk, behind, behind.tells(catalogue, &r.register, viewer.role()), r, found.scale),
    };
    Ok(found.lines.iter().map(line).collect())
}

/// Name of a register.
pub fn register_name(t: Lang, catalogue: &Catalogue, slug: &str) -> String {
    catalogue.registers.get(slug).map_or(slug.to_string(), |r| t.name(&r.name, &r.name_en).to_string())
}

fn hidden(t: Lang, desk: &Desk<'_>, catalogue: &Catalogue, w: &store::indicators::Withheld, scale: u8) -> Hidden {
    let units = desk.store.units();
    let day = domain::Date::new(w.year, w.month, 1).unwrap_or(domain::calendar::BEGINNING);
    Hidden {
        register: register_name(t, catalogue, &w.register),
        unit: units.placed(w.area, day),
        month: format!("{}/{}", w.month, w.year),
        count: say::thousands(w.count),
        sum: total_text(w.sum, scale),
    }
}
