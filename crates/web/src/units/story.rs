//! The story of a unit: what it was and when, what it came from and became, who else bears its name or code, which organs
//! sit there, and the ways to its figures and records.

use super::tree::span;
use crate::app::App;
use crate::shell::fault::{Fault, Outcome, html};
use crate::shell::frame::{Frame, Page};
use crate::shell::guard::{Viewer, hierarchy_name};
use crate::shell::lang::Lang;
use crate::shell::say;
use askama::Template;
use axum::extract::{Path, State};
use domain::Date;
use domain::ids::{NATION, UnitId};
use domain::registers::Catalogue;
use domain::units::{NamedUnit, Story, StoryLink, StoryVersion, Units};

/// Namesakes shown at most; some names are borne by a hundred units.
const NAMESAKES_MAX: usize = 24;

/// One stretch of a unit's life.
struct Stretch {
    when: String,
    name: String,
    code: String,
    above: Vec<(String, String)>,
    /// Units above at first, when they were others.
    first_above: String,
    legal: String,
    now: bool,
}

/// Another unit in the story.
struct Other {
    path: String,
    name: String,
    what: String,
    legal: String,
}

#[derive(Template)]
#[template(path = "units/story.html")]
struct StoryPage {
    f: Frame,
    unit: i64,
    /// Date for links: the last day on which it stood, today if it stands.
    day: String,
    ended: bool,
    lead: String,
    stretches: Vec<Stretch>,
    /// Lists of other units: heading, units, how many more.
    lists: Vec<(String, Vec<Other>, usize)>,
    organs: Vec<(String, &'static str)>,
    below: Vec<(String, String)>,
    registers: Vec<(String, String)>,
    notes: Vec<String>,
}

/// Shows it.
pub async fn show(State(app): State<App>, viewer: Viewer, Path(unit): Path<String>) -> Outcome {
    app.work(move |app| {
        let units = app.store().units();
        let id = unit.parse().ok().map(UnitId).filter(|u| units.exists(*u)).ok_or(Fault::Missing)?;
        html(&draw(app, &viewer, &units, id)?)
    })
    .await
}

fn named(t: Lang, n: &NamedUnit) -> Other {
    Other { path: format!("/don-vi/{}", n.unit), name: n.place(), what: span(t, n.from, n.to), legal: String::new() }
}

fn linked(t: Lang, l: &StoryLink) -> Other {
    let part = match (t, l.part) {
        (Lang::Vi, part) => part.name(),
        (Lang::En, domain::units::Part::Whole) => "all of it",
        (Lang::En, _) => "a part",
    };
    Other {
        what: format!("{part}, {} {}", t.say("ngày", "on"), say::date(&l.on)),
        legal: l.legal_ref.clone(),
        ..named(t, &l.other)
    }
}

fn stretch(t: Lang, v: &StoryVersion, today: Date) -> Stretch {
    let link = |n: &NamedUnit| (format!("/don-vi/{}", n.unit), n.full_name.clone());
    let names = |list: &[NamedUnit]| list.iter().map(|n| n.full_name.as_str()).collect::<Vec<_>>().join(", ");
    let (first, last) = (names(&v.above_first), names(&v.above_last));
    let when = span(t, v.version.from, v.version.to);
    Stretch {
        when: if when.is_empty() { t.say("từ trước đến nay", "as far back as is known").into() } else { when },
        name: v.version.full_name.clone(),
        code: v.version.code.clone(),
        above: v.above_last.iter().map(link).collect(),
        first_above: if first == last { String::new() } else { first },
        legal: v.legal_ref.clone().unwrap_or_default(),
        now: v.version.period().contains(today),
    }
}

fn lists(t: Lang, story: &Story) -> Vec<(String, Vec<Other>, usize)> {
    let names = |list: &[NamedUnit]| list.iter().map(|n| named(t, n)).collect::<Vec<_>>();
    let links = |list: &[StoryLink]| list.iter().map(|l| linked(t, l)).collect::<Vec<_>>();
    let all = [
        (t.say("Hình thành từ", "Came from"), links(&story.came_from)),
        (t.say("Trở thành", "Became"), links(&story.became)),
        (t.say("Địa bàn sau đó thuộc", "Its area then belonged to"), names(&story.area_now)),
        (t.say("Đơn vị cấp huyện trước đây", "Former districts"), names(&story.districts)),
        (t.say("Đơn vị khác mang cùng mã", "Others that bear or bore its code"), names(&story.same_code)),
        (t.say("Đơn vị khác trùng tên", "Others of the same name"), names(&story.same_name)),
    ];
    let filled = all.into_iter().filter(|(_, list)| !list.is_empty());
    filled
        .map(|(head, mut list)| {
            let more = list.len().saturating_sub(NAMESAKES_MAX);
            list.truncate(NAMESAKES_MAX);
            (head.to_string(), list, more)
        })
        .collect()
}

/// Organs that sit in the area on a date: those that rules make, then bodies with names of their own.
fn organs(
    t: Lang,
    app: &App,
    catalogue: &Catalogue,
    units: &Units,
    unit: UnitId,
    day: Date,
) -> store::Result<Vec<(String, &'static str)>> {
    let Some(version) = units.version_on(unit, day) else { return Ok(Vec::new()) };
    let kinds = &catalogue.organ_kinds;
    let by_rule = kinds.0.values().filter(|k| !k.on_request && kinds.exists_at(&k.slug, version, day).is_ok());
    let mut list: Vec<(String, &'static str)> =
        by_rule.map(|k| (kinds.name_of(&k.slug, version), hierarchy_name(t, k.he))).collect();
    list.sort_by(|a, b| (a.1, &a.0).cmp(&(b.1, &b.0)));
    let own = app.store().own_name_organs()?.into_iter().filter(|o| o.area == unit);
    list.extend(own.map(|o| {
        let he = kinds.get(&o.kind).map_or("", |k| hierarchy_name(t, k.he));
        (o.name, he)
    }));
    Ok(list)
}

fn draw(app: &App, viewer: &Viewer, units: &Units, unit: UnitId) -> Result<StoryPage, Fault> {
    let t = viewer.lang;
    let pinned = app.store().pinned()?;
    let catalogue = &pinned.catalogue;
    let story = units.story(unit);
    let day = units.clamp(unit, viewer.today);
    let ended = !units.alive(unit, viewer.today);
    let version = units.version_on(unit, day).ok_or(Fault::Missing)?;
    let mut page = Page::new(&version.full_name).room("/don-vi").crumb("/don-vi", t.say("Đơn vị", "Units"));
    for above in units.ancestors_on(unit, day).into_iter().rev().filter(|u| *u != NATION) {
        let name = units.version_on(above, day).map_or_else(String::new, |v| v.full_name.clone());
        page = page.crumb(format!("/don-vi/{above}"), name);
    }
    let readable = viewer.reach.reads(unit, day);
    let register = |r: &domain::registers::Register| {
        (format!("/so/{}?don-vi=u:{unit}", r.slug), t.name(&r.name, &r.name_en).to_string())
    };
    let child = |u: UnitId| {
        (format!("/don-vi/{u}"), units.version_on(u, day).map_or_else(String::new, |v| v.full_name.clone()))
    };
    let mut notes = story.notes.clone();
    if story.became.is_empty() && ended {
        notes.push(
            t.say(
                "Giải thể, không có đơn vị kế thừa; hồ sơ của đơn vị tính từ cấp trên trở lên.",
                "Dissolved without successor; its records count for the units above it.",
            )
            .to_string(),
        );
    }
    Ok(StoryPage {
        unit: unit.0,
        day: day.to_string(),
        ended,
        lead: units.placed(unit, day),
        stretches: story.versions.iter().map(|v| stretch(t, v, viewer.today)).collect(),
        lists: lists(t, &story),
        organs: organs(t, app, catalogue, units, unit, day)?,
        below: units.children_on(unit, day).into_iter().map(child).collect(),
        registers: catalogue.registers.values().filter(|_| readable).map(register).collect(),
        notes,
        f: Frame::of(app, viewer, page),
    })
}
