//! The tree of units on a date, level by level, and finding units in it.

use crate::app::App;
use crate::shell::fault::{Outcome, html};
use crate::shell::form::Form;
use crate::shell::frame::{Frame, Page};
use crate::shell::guard::Viewer;
use crate::shell::lang::Lang;
use crate::shell::say;
use askama::Template;
use axum::extract::State;
use domain::Date;
use domain::calendar::parse_date;
use domain::ids::{NATION, UnitId};
use domain::units::{Level, Units};

/// Hits shown at most.
const HITS_MAX: usize = 60;

/// A line of the tree, in order from the top.
struct Node {
    unit: i64,
    path: String,
    name: String,
    code: String,
    depth: usize,
    /// "99 xã, phường": what lies below, in words; empty for the lowest.
    below: String,
    /// Address that opens it; empty when it is open or has nothing below.
    open: String,
    here: bool,
}

/// A unit found by words.
struct Hit {
    path: String,
    name: String,
    life: String,
    ended: bool,
}

#[derive(Template)]
#[template(path = "units/tree.html")]
struct Tree {
    f: Frame,
    day: String,
    words: String,
    any_time: bool,
    nodes: Vec<Node>,
    hits: Option<Vec<Hit>>,
    more: bool,
    problem: Option<String>,
    incomplete: Option<String>,
}

/// Shows it.
pub async fn show(State(app): State<App>, viewer: Viewer, form: Form) -> Outcome {
    app.work(move |app| html(&draw(app, &viewer, &form))).await
}

fn draw(app: &App, viewer: &Viewer, form: &Form) -> Tree {
    let (t, units) = (viewer.lang, app.store().units());
    let (day, problem) = match form.get("ngay").map(parse_date) {
        Some(Ok(day)) => (day, None),
        Some(Err(p)) => (viewer.today, Some(t.problem(&p))),
        None => (viewer.today, None),
    };
    let any_time = form.ticked("moi-luc");
    let words: String = form.text("q").trim().chars().take(200).collect();
    let found = (!words.is_empty()).then(|| units.search(&words, (!any_time).then_some(day)));
    let more = found.as_ref().is_some_and(|h| h.len() > HITS_MAX);
    let hit = |h: domain::units::Hit| Hit {
        path: format!("/don-vi/{}", h.unit),
        name: units.placed(h.unit, day),
        life: life(t, &units, h.unit),
        ended: !units.alive(h.unit, day),
    };
    let hits = found.map(|list| list.into_iter().take(HITS_MAX).map(hit).collect());
    let open = form.int("mo").map(UnitId).filter(|u| units.alive(*u, day)).unwrap_or(NATION);
    let mut chain = units.ancestors_on(open, day);
    chain.insert(0, open);
    let mut nodes = Vec::new();
    walk(t, &units, NATION, day, 0, &chain, &mut nodes);
    let incomplete = units.incomplete_on(day).then(|| {
        t.say(
            "Danh sách đơn vị của ngày này chưa đầy đủ: thiếu các đơn vị đã giải thể trước đó.",
            "The list of units of this date is incomplete: units dissolved before are missing.",
        )
        .to_string()
    });
    let page = Page::new(t.say("Đơn vị hành chính", "Administrative units")).room("/don-vi").script("form.js");
    Tree {
        f: Frame::of(app, viewer, page),
        day: say::date(&day),
        words,
        any_time,
        nodes,
        hits,
        more,
        problem,
        incomplete,
    }
}

/// "từ 01/07/2025", "đến 30/06/2025", or nothing.
pub fn life(t: Lang, units: &Units, unit: UnitId) -> String {
    let from = units.first_version(unit).and_then(|v| v.from);
    let to = units.last_version(unit).and_then(|v| v.to);
    span(t, from, to)
}

/// A stretch of time in words; empty when neither end is known.
pub fn span(t: Lang, from: Option<Date>, to: Option<Date>) -> String {
    let from = from.map(|d| format!("{} {}", t.say("từ", "from"), say::date(&d)));
    let to = to.map(|d| format!("{} {}", t.say("đến", "to"), say::date(&d)));
    from.into_iter().chain(to).collect::<Vec<_>>().join(" ")
}

fn walk(t: Lang, units: &Units, unit: UnitId, day: Date, depth: usize, chain: &[UnitId], out: &mut Vec<Node>) {
    let Some(v) = units.version_on(unit, day) else { return };
    let children = units.children_on(unit, day);
    let opened = chain.contains(&unit);
    out.push(Node {
        unit: unit.0,
        path: format!("/don-vi/{unit}"),
        name: v.full_name.clone(),
        code: v.code.clone(),
        depth,
        below: below(t, units, &children, day),
        open: if opened || children.is_empty() {
            String::new()
        } else {
            format!("/don-vi?ngay={day}&mo={unit}#u-{unit}")
        },
        here: chain.first() == Some(&unit) && unit != NATION,
    });
    if opened {
        for child in children {
            walk(t, units, child, day, depth + 1, chain, out);
        }
    }
}

/// What lies below, by level.
fn below(t: Lang, units: &Units, children: &[UnitId], day: Date) -> String {
    let mut counts = [0usize; 3];
    let mut next = children.to_vec();
    while let Some(unit) = next.pop() {
        match units.version_on(unit, day).map(|v| v.level) {
            Some(Level::Tinh) => counts[0] += 1,
            Some(Level::Huyen) => counts[1] += 1,
            Some(Level::Xa) => counts[2] += 1,
            _ => {}
        }
        next.extend(units.children_on(unit, day));
    }
    let names = [t.say("tỉnh", "provinces"), t.say("huyện", "districts"), t.say("xã", "communes")];
    let told = counts.iter().zip(names).filter(|(n, _)| **n > 0);
    told.map(|(n, name)| format!("{} {name}", say::thousands(i64::try_from(*n).unwrap_or(0))))
        .collect::<Vec<_>>()
        .join(", ")
}
