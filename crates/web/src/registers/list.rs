//! The list of a register's entries.

use super::filter::{self, Chip, PAGE};
use crate::app::App;
use crate::routes::WRITERS;
use crate::shell::fault::{Fault, Outcome, html};
use crate::shell::form::Form;
use crate::shell::frame::{Frame, Page};
use crate::shell::guard::Viewer;
use crate::shell::lang::Lang;
use crate::shell::say;
use askama::Template;
use axum::extract::{Path, State};
use domain::Date;
use domain::ids::OrganId;
use domain::organs::Hierarchy;
use domain::registers::{Field, Names, Register, display};
use std::collections::{BTreeMap, BTreeSet};
use store::Store;
use store::registers::Entry;

/// Number fields shown as columns of a list.
const NUMBERS: usize = 2;

/// One entry.
struct Line {
    path: String,
    title: String,
    number: String,
    date: String,
    organ: String,
    state: String,
    voided: bool,
    initial: bool,
    numbers: Vec<String>,
}

/// A column that the list can be ordered by.
struct Head {
    name: String,
    query: String,
    sorted: &'static str,
}

/// A saved view, or all entries.
struct Tab {
    name: String,
    query: String,
    here: bool,
}

/// Something to choose in the filters.
struct Pick {
    value: String,
    label: String,
    on: bool,
}

/// A choice field in the filters.
struct ChoiceFilter {
    name: String,
    label: String,
    picks: Vec<Pick>,
}

#[derive(Template)]
#[template(path = "registers/list.html")]
struct List {
    f: Frame,
    slug: String,
    description: String,
    may_add: bool,
    tabs: Vec<Tab>,
    views: Vec<(i64, String)>,
    query: Form,
    kept: String,
    chips: Vec<Chip>,
    unread: Vec<String>,
    unit: Option<(String, String)>,
    hierarchies: Vec<Pick>,
    states: Vec<Pick>,
    choices: Vec<ChoiceFilter>,
    more_open: bool,
    quick: Vec<(String, String)>,
    heads: [Head; 3],
    number_heads: Vec<String>,
    lines: Vec<Line>,
    range: String,
    before: Option<String>,
    after: Option<String>,
    filtered: bool,
}

/// Names that no list needs to look up: its columns are dates, numbers and choices.
struct NoNames;
impl Names for NoNames {
    fn unit(&self, _: i64) -> Option<String> {
        None
    }
    fn organ(&self, _: i64) -> Option<String> {
        None
    }
    fn entry(&self, _: &str) -> Option<String> {
        None
    }
}

/// Shows the list.
pub async fn show(State(app): State<App>, viewer: Viewer, Path(slug): Path<String>, query: Form) -> Outcome {
    app.work(move |app| {
        let pinned = app.store().pinned()?;
        let register = pinned.catalogue.registers.get(&slug).ok_or(Fault::Missing)?;
        page(app, &viewer, register, query)
    })
    .await
}

fn page(app: &App, viewer: &Viewer, register: &Register, query: Form) -> Outcome {
    let (store, t) = (app.store(), viewer.lang);
    let pinned = store.pinned()?;
    let wanted = filter::read(store, viewer, register, &query);
    let found = store.entries_page(&wanted)?;
    let views = store.saved_views(viewer.account.id.0, Some(&register.slug))?;
    let organs = organ_names(store, &found.entries)?;
    let numbers: Vec<&Field> =
        register.fields.iter().filter(|f| f.kind.is_number() && f.seen_by(viewer.role())).take(NUMBERS).collect();
    let kept = filter::kept(&query);
    let line = |e: &Entry| Line {
        path: format!("/muc/{}", e.id),
        title: e.title.clone(),
        number: format!("{}/{}", e.number, e.record_date.year()),
        date: say::date(&e.record_date),
        organ: organs.get(&e.organ).cloned().unwrap_or_default(),
        state: register.state(&e.state).map_or_else(|| e.state.clone(), |s| s.name.clone()),
        voided: e.voided,
        initial: e.state == register.initial_state(),
        numbers: numbers
            .iter()
            .map(|f| e.data.get(&f.slug).map_or_else(String::new, |v| display(&pinned.catalogue, f, v, &NoNames)))
            .collect(),
    };
    let offset = wanted.offset;
    let last = offset + i64::try_from(found.entries.len()).unwrap_or(0);
    let turned = |page: i64| kept.with("trang", &page.to_string());
    let at = offset / PAGE + 1;
    let name = t.name(&register.name, &register.name_en);
    let frame =
        Page::new(name).room("/so").crumb("/so", t.say("Sổ", "Registers")).script("form.js").flash(flash(t, &query));
    let lines: Vec<Line> = found.entries.iter().map(line).collect();
    let choices = choices(viewer, &pinned.catalogue, register, &query);
    let list = List {
        description: register.description.clone(),
        may_add: matches!(WRITERS, crate::routes::Access::Roles(roles) if roles.contains(&viewer.role())),
        tabs: tabs(t, &views, &kept),
        views: views.iter().map(|v| (v.id, v.name.clone())).collect(),
        chips: filter::chips(t, store, &pinned.catalogue, register, &query),
        unread: filter::unread(t, &query),
        unit: wanted.under.and_then(|u| Some((format!("u:{u}"), store.units().last_version(u)?.full_name.clone()))),
        hierarchies: hierarchies(t, &query),
        states: states(register, &query),
        more_open: ["tu", "den", "he", "trang-thai", "huy"].iter().any(|n| query.get(n).is_some())
            || choices.iter().any(|c| c.picks.iter().any(|p| p.on)),
        choices,
        quick: quick(t, viewer.today, &kept),
        heads: heads(t, &kept),
        number_heads: numbers.iter().map(|f| t.name(&f.name, &f.name_en).to_string()).collect(),
        range: range(t, offset, last, found.count, found.more),
        before: (at > 1).then(|| turned(at - 1)),
        after: (found.more || last < found.count).then(|| turned(at + 1)),
        filtered: kept.0.iter().any(|(name, _)| name != "xep"),
        kept: kept.query(),
        slug: register.slug.clone(),
        query,
        lines,
        f: Frame::of(app, viewer, frame),
    };
    html(&list)
}

fn flash(t: Lang, query: &Form) -> Option<String> {
    let text = match query.get("da")? {
        "luu-danh-sach" => t.say("Đã lưu danh sách.", "The view was saved."),
        "bo-danh-sach" => t.say("Đã bỏ danh sách đã lưu.", "The saved view was dropped."),
        "bo" => t.say("Đã bỏ bản đang nhập.", "What was typed has been discarded."),
        _ => return None,
    };
    Some(text.to_string())
}

fn tabs(t: Lang, views: &[store::views::SavedView], kept: &Form) -> Vec<Tab> {
    let now = kept.query();
    let all = Tab { name: t.say("Tất cả", "All").into(), query: String::new(), here: now.is_empty() };
    let saved = views.iter().map(|v| Tab { name: v.name.clone(), query: v.query.clone(), here: v.query == now });
    std::iter::once(all).chain(saved).collect()
}

fn hierarchies(t: Lang, query: &Form) -> Vec<Pick> {
    let said = query.get("he");
    let name = |he: Hierarchy| crate::shell::guard::hierarchy_name(t, he).to_string();
    Hierarchy::ALL
        .into_iter()
        .map(|he| Pick { value: he.slug().into(), label: name(he), on: said == Some(he.slug()) })
        .collect()
}

fn states(register: &Register, query: &Form) -> Vec<Pick> {
    let said: Vec<&str> = query.all("trang-thai").collect();
    let pick = |s: &domain::registers::State| Pick {
        on: said.contains(&s.slug.as_str()),
        value: s.slug.clone(),
        label: s.name.clone(),
    };
    register.states.iter().map(pick).collect()
}

fn choices(
    viewer: &Viewer,
    catalogue: &domain::registers::Catalogue,
    register: &Register,
    query: &Form,
) -> Vec<ChoiceFilter> {
    let t = viewer.lang;
    filter::choice_fields(register, viewer)
        .map(|field| {
            let name = format!("c.{}", field.slug);
            let said: Vec<&str> = query.all(&name).collect();
            let picks = filter::values(t, catalogue, field)
                .into_iter()
                .map(|(value, label)| Pick { on: said.contains(&value.as_str()), value, label })
                .collect();
            ChoiceFilter { label: t.name(&field.name, &field.name_en).to_string(), picks, name }
        })
        .collect()
}

/// Periods at one click.
fn quick(t: Lang, today: Date, kept: &Form) -> Vec<(String, String)> {
    let query = |from: Date, to: Date| {
        Form(Form::parse(kept.with("tu", &say::date(&from)).as_bytes()).unwrap_or_default().0)
            .with("den", &say::date(&to))
    };
    let month = today.first_of_month();
    let year = Date::new(today.year(), 1, 1).unwrap_or(today);
    let year_before = Date::new(today.year() - 1, 1, 1).unwrap_or(today);
    let end_before = year.yesterday().unwrap_or(year);
    vec![
        (t.say("Tháng này", "This month").to_string(), query(month, month.last_of_month())),
        (t.say("Năm nay", "This year").to_string(), query(year, Date::new(today.year(), 12, 31).unwrap_or(today))),
        (t.say("Năm trước", "Last year").to_string(), query(year_before, end_before)),
    ]
}

fn heads(t: Lang, kept: &Form) -> [Head; 3] {
    let now = kept.get("xep").unwrap_or("-ngay").to_string();
    let head = |by: &str, name: &str| {
        let down = format!("-{by}");
        let (next, sorted) = match now.as_str() {
            n if n == down => (by.to_string(), "descending"),
            n if n == by => (down.clone(), "ascending"),
            _ => (down.clone(), ""),
        };
        Head { name: name.to_string(), query: kept.with("xep", &next), sorted }
    };
    [
        head("ngay", t.say("Ngày", "Date")),
        head("so", t.say("Số", "No.")),
        head("sua", t.say("Mục (xếp theo lần sửa cuối)", "Entry (order by last change)")),
    ]
}

fn range(t: Lang, offset: i64, last: i64, count: i64, more: bool) -> String {
    let of = if more { t.fill("hơn {}", "more than {}", [&say::thousands(count)]) } else { say::thousands(count) };
    format!("{}–{} / {of}", say::thousands((offset + 1).min(last)), say::thousands(last))
}

/// The names of the organs that own some entries, each as on the date of the last of its entries in the list; one question.
pub fn organ_names(store: &Store, entries: &[Entry]) -> Result<BTreeMap<OrganId, String>, Fault> {
    let wanted: BTreeSet<OrganId> = entries.iter().map(|e| e.organ).collect();
    let mut out = BTreeMap::new();
    for (id, organ) in store.organs_among(&wanted)? {
        let on = entries.iter().filter(|e| e.organ == id).map(|e| e.record_date).max().unwrap_or(Date::MIN);
        out.insert(id, store.organ_name(&organ, on)?);
    }
    Ok(out)
}
