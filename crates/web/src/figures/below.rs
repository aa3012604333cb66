//! One indicator, unit by unit: the units directly below, or all communes; bars, a map or tiles.

use super::asked::{Asked, records_link};
use super::choices::{self, Group};
use super::map::classes::Classes;
use super::map::{self, Map};
use super::page::{Fields, heading};
use super::row::{Notes, note_text, value_text};
use crate::app::App;
use crate::shell::fault::{Outcome, html_with};
use crate::shell::form::Form;
use crate::shell::frame::{Frame, Page};
use crate::shell::guard::Viewer;
use crate::shell::lang::Lang;
use askama::Template;
use axum::extract::State;
use axum::http::StatusCode;
use desk::Desk;
use desk::indicators::number;
use domain::ids::{NATION, UnitId};
use domain::indicators::{Decimal, Figure, Question};
use domain::ledger::Dims;
use domain::units::{Level, Units};
use store::indicators::{Ask, Side};

/// Units of one page at most.
const UNITS_MAX: usize = 700;

/// A unit's line.
struct Line {
    name: String,
    code: String,
    /// The same page for the units below it.
    inside: String,
    value: String,
    href: String,
    /// Numerator and denominator, as text.
    parts: String,
    /// Length of its bar, 0 to 100.
    bar: i64,
    class: &'static str,
    marks: Vec<String>,
}

/// An area of the drawn map.
struct Shape {
    d: String,
    class: &'static str,
    name: String,
    value: String,
    href: String,
}

/// The drawn map.
struct Drawn {
    size: (i64, i64),
    shapes: Vec<Shape>,
    isles: String,
    labels: Vec<map::Label>,
    credit: String,
    /// Units that the map does not hold.
    left_out: bool,
}

#[derive(Template)]
#[template(path = "figures/below.html")]
struct Below {
    f: Frame,
    fields: Fields,
    lead: String,
    name: String,
    slug: String,
    unit: String,
    indicators: Vec<Group>,
    /// Ways of cutting: slug, name, whether it is this one.
    levels: Vec<(&'static str, String, bool)>,
    by_value: bool,
    total: Line,
    lines: Vec<Line>,
    map: Option<Drawn>,
    /// Units as tiles: those without an area on a map.
    tiles: Vec<usize>,
    legend: Vec<(&'static str, String)>,
    notes: Vec<(String, String)>,
    about: Vec<String>,
    query: String,
    sort: (String, String),
}

/// Shows it.
pub async fn show(State(app): State<App>, viewer: Viewer, form: Form) -> Outcome {
    app.work(move |app| {
        let page = app.at_desk(&viewer, |desk| draw(app, &viewer, desk, &form))?;
        let status = if page.fields.problems.is_empty() { StatusCode::OK } else { StatusCode::UNPROCESSABLE_ENTITY };
        html_with(status, &page)
    })
    .await
}

/// The units to show, and at which level they are.
fn units_of(units: &Units, q: &Question, wanted: Option<&str>) -> (Vec<UnitId>, Option<Level>) {
    let level = |u: UnitId| units.version_on(u, q.tree).map(|v| v.level);
    // The nation's communes are asked province by province.
    let all = wanted == Some("xa") && q.unit != NATION;
    let mut list =
        if all { map::units_below(units, q.unit, Level::Xa, q.tree) } else { units.children_on(q.unit, q.tree) };
    if list.is_empty() {
        list.push(q.unit);
    }
    list.truncate(UNITS_MAX);
    let first = list.first().and_then(|u| level(*u)).filter(|l| list.iter().all(|u| level(*u) == Some(*l)));
    (list, first)
}

/// The length of a bar in per cent of the greatest value.
fn length(value: Option<Decimal>, most: i64) -> i64 {
    let value = value.map_or(0, |v| v.scaled).max(0);
    i64::try_from(i128::from(value) * 100 / i128::from(most.max(1))).unwrap_or(0)
}

struct Making<'a> {
    t: Lang,
    units: &'a Units,
    asked: &'a Asked,
    slug: &'a str,
    form: &'a Form,
    classes: &'a Classes,
    most: i64,
}

impl Making<'_> {
    fn line(&self, q: &Question, f: &Figure, notes: &mut Notes) -> Line {
        let version = self.units.version_on(q.unit, q.tree);
        let part = |d: Option<Decimal>| d.map_or("—".into(), number);
        let ratio = f.numerator.is_some() || f.denominator.is_some();
        let mut inside = self.form.clone();
        inside.0.retain(|(k, _)| k != "don-vi.chu" && k != "cap");
        Line {
            name: version.map_or_else(String::new, |v| v.full_name.clone()),
            code: version.map_or_else(String::new, |v| v.code.clone()),
            inside: inside.with("don-vi", &format!("u:{}", q.unit)),
            value: value_text(self.t, f),
            href: records_link(q, self.asked, self.slug, &Dims::new(), Side::Numerator),
            parts: if ratio { format!("{} / {}", part(f.numerator), part(f.denominator)) } else { String::new() },
            bar: length(f.value, self.most),
            class: self.classes.class(f.value),
            marks: f.why.iter().map(|n| notes.letter(self.t, n)).collect(),
        }
    }
}

fn draw(app: &App, viewer: &Viewer, desk: &Desk<'_>, form: &Form) -> store::Result<Below> {
    let t = viewer.lang;
    let mut asked = Asked::read(desk, viewer, form)?;
    let pinned = desk.store.pinned()?;
    let catalogue = &pinned.catalogue;
    let slug = asked.indicators.first().cloned().unwrap_or_default();
    (asked.indicators, asked.chosen, asked.by) = (vec![slug.clone()], true, None);
    let q = &asked.question;
    let units = desk.store.units();
    let wanted = form.get("cap");
    let (list, level) = units_of(&units, q, wanted);
    let each = list.iter().map(|u| Question { unit: *u, ..q.clone() });
    let questions: Vec<Question> = std::iter::once(q.clone()).chain(each).collect();
    let ask = Ask { filter: asked.filter.clone(), ..Ask::plain(&slug) };
    let answers = desk.store.figures_now(&questions, &[ask])?;
    let figures: Vec<&Figure> = answers.iter().filter_map(|a| a.figures.first()?.first()).collect();
    let values = || figures.iter().skip(1).map(|f| f.value);
    let classes = Classes::of(values());
    let most = values().flatten().map(|v| v.scaled).max().unwrap_or(0);
    let mut notes = Notes::default();
    let making = Making { t, units: &units, asked: &asked, slug: &slug, form, classes: &classes, most };
    let mut made: Vec<(UnitId, i64, Line)> = Vec::new();
    for (question, f) in questions.iter().zip(&figures) {
        made.push((question.unit, f.value.map_or(i64::MIN, |v| v.scaled), making.line(question, f, &mut notes)));
    }
    let mut made = made.into_iter();
    let total = made.next().map(|m| m.2).unwrap_or_else(|| Line {
        name: String::new(),
        code: String::new(),
        inside: String::new(),
        value: "—".into(),
        href: String::new(),
        parts: String::new(),
        bar: 0,
        class: "none",
        marks: Vec::new(),
    });
    let mut made: Vec<(UnitId, i64, Line)> = made.collect();
    let by_value = form.get("xep") != Some("ma");
    if by_value {
        made.sort_by_key(|(_, value, _)| std::cmp::Reverse(*value));
    }
    let drawn = map_of(app, t, desk, q, level)?;
    let (map, tiles) = placed(&made, drawn);
    let indicator = catalogue.indicators.get(&slug);
    let name = indicator.map_or(slug.clone(), |i| t.name(&i.name, &i.name_en).to_string());
    let unit = figures
        .first()
        .map_or(String::new(), |f| catalogue.counting_units.get(&f.unit).map_or(f.unit.clone(), |u| u.symbol.clone()));
    let mut legend = classes.legend();
    if classes.none {
        legend.push(("none", t.say("chưa có số", "no value").into()));
    }
    let about = answers.first().map(|a| a.notes.iter().map(|n| note_text(t, n)).collect()).unwrap_or_default();
    let page = Page::new(t.say("Số liệu theo đơn vị", "Figures by unit")).room("/so-lieu").script("form.js");
    Ok(Below {
        f: Frame::of(app, viewer, page.crumb("/so-lieu", t.say("Số liệu", "Figures"))),
        fields: Fields::of(t, desk, &asked, form)?,
        lead: heading(t, desk, q),
        name,
        unit,
        indicators: choices::indicators(t, catalogue, &asked),
        levels: levels(t, &units, q, wanted),
        by_value,
        total,
        lines: made.into_iter().map(|m| m.2).collect(),
        map,
        tiles,
        legend,
        notes: notes.0,
        about,
        query: asked.link(),
        sort: (form.with("xep", ""), form.with("xep", "ma")),
        slug,
    })
}

fn levels(t: Lang, units: &Units, q: &Question, wanted: Option<&str>) -> Vec<(&'static str, String, bool)> {
    let level = units.version_on(q.unit, q.tree).map(|v| v.level);
    let communes = level.is_some_and(|l| l > Level::TrungUong && l < Level::Xa);
    let deeper =
        communes && units.children_on(q.unit, q.tree).iter().any(|u| !units.children_on(*u, q.tree).is_empty());
    if !deeper {
        return Vec::new();
    }
    vec![
        ("", t.say("Cấp dưới trực tiếp", "Directly below").to_string(), wanted != Some("xa")),
        ("xa", t.say("Tất cả xã, phường", "All communes").to_string(), wanted == Some("xa")),
    ]
}

/// The map for the units of a level, and who drew it.
fn map_of(
    app: &App,
    t: Lang,
    desk: &Desk<'_>,
    q: &Question,
    level: Option<Level>,
) -> store::Result<Option<(Map, String)>> {
    let units = desk.store.units();
    let Some(level) = level.filter(|l| matches!(l, Level::Tinh | Level::Xa)) else { return Ok(None) };
    if let Some(head) = desk.store.boundaries()?.into_iter().find(|b| b.level == level) {
        let known = match app.maps().known(&head.sha256) {
            Some(chart) => Some(chart),
            None => match desk.store.boundary(level)? {
                // A file that cannot be read is told on the page of administration; here the sketch stands in for it.
                Some((_, bytes)) => app.maps().chart(&head.sha256, level, &bytes).ok(),
                None => None,
            },
        };
        if let Some(chart) = known {
            let credit = t.fill(
                "Bản đồ: tệp “{}” do quản trị nạp.",
                "Map: file “{}”, loaded by the administrator.",
                [&head.name],
            );
            return Ok(Some((map::loaded(&chart, &units, q.unit, level, q.tree), credit)));
        }
    }
    if q.unit != NATION || level != Level::Tinh {
        return Ok(None);
    }
    let credit = t.say(
        "Bản đồ minh họa: @svg-maps/vietnam của Stephen Truong, CC BY 4.0, đã lược giản; không dùng làm căn cứ về địa giới.",
        "Sketch map: @svg-maps/vietnam by Stephen Truong, CC BY 4.0, simplified; no evidence of any boundary.",
    );
    Ok(Some((map::sketch(&units, q.tree), credit.to_string())))
}

/// The map with the values on it, and the units (their lines' numbers) that are shown as tiles.
fn placed(made: &[(UnitId, i64, Line)], drawn: Option<(Map, String)>) -> (Option<Drawn>, Vec<usize>) {
    let Some((mut map, credit)) = drawn.filter(|(m, _)| !m.paths.is_empty()) else {
        return (None, (0..made.len()).collect());
    };
    let (mut shapes, mut tiles) = (Vec::new(), Vec::new());
    for (number, (unit, _, line)) in made.iter().enumerate() {
        match map.paths.remove(unit) {
            None => tiles.push(number),
            Some(d) => shapes.push(Shape {
                d,
                class: line.class,
                name: line.name.clone(),
                value: line.value.clone(),
                href: line.href.clone(),
            }),
        }
    }
    let left_out = !tiles.is_empty();
    (Some(Drawn { size: map.size, shapes, isles: map.isles, labels: map.labels, credit, left_out }), tiles)
}

impl Below {
    /// The lines that stand as tiles.
    fn tiled(&self) -> Vec<&Line> {
        self.tiles.iter().filter_map(|n| self.lines.get(*n)).collect()
    }
}
