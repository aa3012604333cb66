//! The home page: what waits for me, what is late, what is new below me.

use crate::app::App;
use crate::shell::fault::{Outcome, html};
use crate::shell::frame::{Frame, Page};
use crate::shell::guard::Viewer;
use crate::shell::lang::Lang;
use crate::shell::say;
use askama::Template;
use axum::extract::State;
use domain::Date;
use domain::calendar::day_number;
use domain::registers::{Catalogue, Role};
use store::Store;
use store::due::DueLine;
use store::papers::{PaperFilter, PaperState};
use store::people::Reach;

/// Lines of each list; the rest is behind its link.
const LINES: i64 = 8;
/// Days ahead in which what falls due is shown.
const AHEAD: i64 = 14;

/// A line of a list of work.
struct Line {
    path: String,
    title: String,
    meta: String,
    /// Badge: class and words.
    badge: Option<(&'static str, String)>,
}

/// Entries of a register this month and last.
struct Count {
    path: String,
    name: String,
    this_month: i64,
    last_month: i64,
}

#[derive(Template)]
#[template(path = "home/page.html")]
struct Home {
    f: Frame,
    unfinished: Vec<Line>,
    waiting: Vec<Line>,
    waiting_total: i64,
    due: Vec<Line>,
    late: i64,
    latest: Vec<Line>,
    counts: Vec<Count>,
    may_write: bool,
}

/// Shows it.
pub async fn show(State(app): State<App>, viewer: Viewer) -> Outcome {
    html(&app.work(move |app| build(app, &viewer)).await?)
}

fn build(app: &App, viewer: &Viewer) -> Outcome<Home> {
    let (store, t, today) = (app.store(), viewer.lang, viewer.today);
    let pinned = store.pinned()?;
    let names = Names { store, catalogue: &pinned.catalogue, t };
    let may_write = [Role::Officer, Role::Leader].contains(&viewer.role());
    let (waiting, waiting_total) = store.waiting(&viewer.reach, Some(viewer.assignment.he), viewer.role(), LINES)?;
    let soon = domain::calendar::date_of(day_number(today) + AHEAD);
    let due = nearest(store, &viewer.reach, today, soon)?;
    let mut counts: Vec<Count> = store
        .counts_by_month(&viewer.reach, today)?
        .into_iter()
        .map(|c| Count {
            path: format!("/so/{}", c.register),
            name: names.register(&c.register),
            this_month: c.this_month,
            last_month: c.last_month,
        })
        .collect();
    counts.sort_by_key(|c| std::cmp::Reverse((c.this_month, c.last_month)));
    counts.truncate(6);
    let page = Page::new(t.say("Trang chủ", "Home")).room("/");
    Ok(Home {
        unfinished: unfinished(store, viewer, &names, may_write)?,
        waiting: waiting.iter().map(|e| names.entry_line(e, None)).collect(),
        waiting_total,
        late: store.count_dues(&viewer.reach, today)?,
        due: due.iter().map(|d| due_line(&names, d, day_number(d.day) - day_number(today))).collect(),
        latest: latest(store, &viewer.reach, &names)?,
        counts,
        may_write,
        f: crate::help::with_tour(viewer, Frame::of(app, viewer, page)),
    })
}

/// What is late and what falls due up to a day, in the order of their days: half of the lines for each, and what one leaves
/// for the other. Of what is late the latest is shown: a list of years-old lines would hide this week's.
fn nearest(store: &Store, reach: &Reach, today: Date, until: Date) -> Outcome<Vec<DueLine>> {
    let mut ahead = store.dues_ahead(reach, today, until, LINES)?;
    let mut behind = store.dues_behind(reach, today, LINES)?;
    let lines = usize::try_from(LINES).unwrap_or(0);
    behind.truncate(lines.saturating_sub(ahead.len().min(lines / 2)));
    ahead.truncate(lines.saturating_sub(behind.len()));
    behind.reverse();
    behind.append(&mut ahead);
    Ok(behind)
}

/// Forms and reports that the viewer has begun.
fn unfinished(store: &Store, viewer: &Viewer, names: &Names<'_>, may_write: bool) -> Outcome<Vec<Line>> {
    if !may_write {
        return Ok(Vec::new());
    }
    let t = viewer.lang;
    let drafts = store.drafts(viewer.account.id.0)?;
    let mut lines: Vec<Line> = drafts
        .iter()
        .filter(|d| !d.register.starts_with("bao-cao/"))
        .take(usize::try_from(LINES).unwrap_or(0))
        .map(|d| Line {
            path: format!("/nhap/{}", d.id),
            title: names.register(&d.register),
            meta: t.fill("giữ tự động lúc {}", "kept at {}", [say::time(&d.updated)]),
            badge: Some(("draft", t.say("chưa gửi", "not sent").to_string())),
        })
        .collect();
    let filter = PaperFilter {
        reach: Some(viewer.reach.clone()),
        state: Some(PaperState::Draft),
        limit: LINES,
        ..PaperFilter::default()
    };
    let (papers, _) = store.papers(&filter)?;
    lines.extend(papers.into_iter().filter(|p| p.he == viewer.assignment.he).map(|p| Line {
        path: format!("/bao-cao/{}/viet", p.id.0),
        title: p.title,
        meta: say::time(&p.updated),
        badge: Some(("draft", t.say("báo cáo đang viết", "report being written").to_string())),
    }));
    Ok(lines)
}

fn due_line(names: &Names<'_>, d: &DueLine, days: i64) -> Line {
    let t = names.t;
    let badge = match days {
        ..0 => ("late", t.count(-days, "quá hạn {} ngày", "{} day late", "{} days late")),
        0 => ("warn", t.say("hôm nay", "today").to_string()),
        _ => ("muted", t.count(days, "còn {} ngày", "in {} day", "in {} days")),
    };
    let what = t.name(&d.rule_name, &d.rule_name_en);
    let text = if d.text.is_empty() { &d.title } else { &d.text };
    Line {
        path: format!("/muc/{}", d.entry),
        title: format!("{what}: {text}"),
        meta: format!("{} · {}", say::date(&d.day), names.unit(d.area, d.day)),
        badge: Some(badge),
    }
}

fn latest(store: &Store, reach: &Reach, names: &Names<'_>) -> Outcome<Vec<Line>> {
    let lines = store.latest(reach, LINES)?;
    let t = names.t;
    let line = |l: &store::home::Latest| {
        let what = match l.action.as_str() {
            "add" => t.say("mới", "new"),
            "void" => t.say("hủy", "struck out"),
            "edit" => t.say("sửa", "changed"),
            "assign" => t.say("phân", "assigned"),
            _ => t.say("chuyển bước", "step taken"),
        };
        let mut line = names.entry_line(&l.entry, Some(("muted", what.to_string())));
        line.meta = format!("{} · {} · {}", line.meta, l.actor, say::time(&l.at));
        line
    };
    Ok(lines.iter().map(line).collect())
}

/// Names for the lists.
struct Names<'a> {
    store: &'a Store,
    catalogue: &'a Catalogue,
    t: Lang,
}

impl Names<'_> {
    fn register(&self, slug: &str) -> String {
        self.catalogue
            .registers
            .get(slug)
            .map_or_else(|| slug.to_string(), |r| self.t.name(&r.name, &r.name_en).to_string())
    }
    fn unit(&self, unit: domain::ids::UnitId, on: Date) -> String {
        self.store.units().nearest_version(unit, on).map_or_else(String::new, |v| v.full_name.clone())
    }
    fn entry_line(&self, e: &store::search::FoundEntry, badge: Option<(&'static str, String)>) -> Line {
        let state = self.catalogue.registers.get(&e.register).and_then(|r| r.state(&e.state));
        Line {
            path: format!("/muc/{}", e.id),
            title: e.title.clone(),
            meta: format!("{} {}/{} · {}", self.register(&e.register), e.number, e.year, self.unit(e.area, e.date)),
            badge: badge.or_else(|| state.map(|s| ("muted", s.name.clone()))),
        }
    }
}
