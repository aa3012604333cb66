//! One register in plain words: fields, states, who may do what, what an entry adds to the ledger, what falls due.

use super::index::page;
use crate::app::App;
use crate::figures::kind_name;
use crate::shell::fault::{Fault, Outcome, html};
use crate::shell::frame::Frame;
use crate::shell::guard::{Viewer, hierarchy_name, role_name};
use crate::shell::lang::Lang;
use crate::shell::say;
use askama::Template;
use axum::extract::{Path, State};
use domain::Date;
use domain::registers::{AmountSource, Catalogue, Field, FieldKind, Owners, Register, Role};

/// A field.
struct Line {
    name: String,
    help: String,
    kind: String,
    must: &'static str,
    /// Who sees it; empty = everyone who may read the entry.
    seen: String,
    valid: String,
    child: bool,
}

/// A step.
struct Step {
    name: String,
    from: String,
    to: String,
    who: String,
    asks: String,
}

/// What an entry posts.
struct Posts {
    measure: String,
    path: String,
    amount: String,
    states: String,
    valid: String,
}

#[derive(Template)]
#[template(path = "catalogue_room/register.html")]
struct RegisterPage {
    f: Frame,
    slug: String,
    description: String,
    owners: String,
    basis: Vec<String>,
    valid: String,
    record_date: String,
    fields: Vec<Line>,
    states: Vec<(String, String)>,
    steps: Vec<Step>,
    posts: Vec<Posts>,
    dues: Vec<(String, String)>,
    indicators: Vec<(String, String)>,
}

/// Shows it.
pub async fn show(State(app): State<App>, viewer: Viewer, Path(slug): Path<String>) -> Outcome {
    app.work(move |app| {
        let pinned = app.store().pinned()?;
        let register = pinned.catalogue.registers.get(&slug).ok_or(Fault::Missing)?;
        html(&draw(app, &viewer, &pinned.catalogue, register))
    })
    .await
}

/// "từ 01/07/2025 đến …"; empty without ends.
pub fn valid(t: Lang, from: Option<Date>, to: Option<Date>) -> String {
    let from = from.map(|d| format!("{} {}", t.say("từ", "from"), say::date(&d)));
    let to = to.map(|d| format!("{} {}", t.say("đến", "to"), say::date(&d)));
    from.into_iter().chain(to).collect::<Vec<_>>().join(" ")
}

/// Whom something is for.
fn owners(t: Lang, c: &Catalogue, o: &Owners) -> String {
    let he = o.he.iter().map(|h| hierarchy_name(t, *h).to_string());
    let cap = o.cap.iter().map(|l| match t {
        Lang::Vi => l.name().to_string(),
        Lang::En => l.slug().to_string(),
    });
    let kinds = o.co_quan.iter().map(|k| kind_name(c, k));
    let all: Vec<String> = he.chain(cap).chain(kinds).collect();
    if all.is_empty() {
        t.say("mọi cơ quan, mọi cấp", "all organs of all levels").into()
    } else {
        all.join(", ")
    }
}

fn kind(t: Lang, c: &Catalogue, field: &Field) -> String {
    let unit = |slug: &str| c.counting_units.get(slug).map_or(slug.to_string(), |u| u.symbol.clone());
    let word = match &field.kind {
        FieldKind::Text { .. } => t.say("chữ", "text"),
        FieldKind::LongText { .. } => t.say("đoạn văn", "paragraphs"),
        FieldKind::Date { .. } => t.say("ngày", "date"),
        FieldKind::Integer { .. } | FieldKind::Quantity { .. } => t.say("số", "number"),
        FieldKind::Money => t.say("tiền (đồng)", "money (đồng)"),
        FieldKind::Choice(_) => t.say("chọn một", "one of a list"),
        FieldKind::Choices(_) => t.say("chọn nhiều", "some of a list"),
        FieldKind::YesNo => t.say("có, không", "yes or no"),
        FieldKind::Unit { .. } => t.say("đơn vị, cơ quan", "unit or organ"),
        FieldKind::Document { .. } => t.say("văn bản", "document"),
        FieldKind::Link { .. } => t.say("mục của sổ khác", "entry of another register"),
        FieldKind::Children { .. } => t.say("nhiều dòng", "rows"),
        FieldKind::Attachment { .. } => t.say("tệp đính kèm", "files"),
    };
    let mut out = word.to_string();
    if let Some((Some(slug), _)) = field.number_unit().filter(|_| !matches!(field.kind, FieldKind::Money)) {
        out = format!("{out} ({})", unit(slug));
    }
    if field.computed.is_some() {
        out = format!("{out}, {}", t.say("tự tính", "worked out"));
    }
    if let FieldKind::Choice(source) | FieldKind::Choices(source) = &field.kind {
        let names: Vec<&str> = c.all_choices(source).into_iter().map(|x| x.name.as_str()).take(12).collect();
        out = format!("{out}: {}", names.join("; "));
    }
    out
}

fn roles(t: Lang, list: &[Role]) -> String {
    list.iter().map(|r| role_name(t, *r)).collect::<Vec<_>>().join(", ")
}

fn line(t: Lang, c: &Catalogue, field: &Field, child: bool) -> Line {
    Line {
        name: t.name(&field.name, &field.name_en).to_string(),
        help: field.help.clone().unwrap_or_default(),
        kind: kind(t, c, field),
        must: match (field.required, &field.required_if) {
            (true, _) => t.say("bắt buộc", "required"),
            (false, Some(_)) => t.say("tùy trường hợp", "in some cases"),
            (false, None) => "",
        },
        seen: roles(t, &field.see),
        valid: valid(t, field.valid_from, field.valid_to),
        child,
    }
}

fn posts(t: Lang, c: &Catalogue, r: &Register) -> Vec<Posts> {
    let state = |s: &String| r.state(s).map_or(s.clone(), |s| s.name.clone());
    r.postings
        .iter()
        .map(|p| {
            let name = |slug: &str| {
                let child = p.per.as_deref().and_then(|c| r.child_fields(c).iter().find(|f| f.slug == slug));
                child.or_else(|| r.field(slug.trim_start_matches("../"))).map_or(slug.to_string(), |f| f.name.clone())
            };
            let amount = match &p.amount {
                AmountSource::Fixed(n) => n.to_string(),
                AmountSource::Field(slug) => format!("“{}”", name(slug)),
            };
            let sign = if p.ends { t.say("bớt", "takes away") } else { t.say("thêm", "adds") };
            let each = p
                .per
                .as_ref()
                .map_or(String::new(), |c| format!(" ({} “{}”)", t.say("mỗi dòng", "each row of"), name(c)));
            Posts {
                measure: c.measures.get(&p.measure).map_or(p.measure.clone(), |m| m.name.clone()),
                path: format!("/danh-muc/so-do#{}", p.measure),
                amount: format!("{sign} {amount}{each}, {} “{}”", t.say("vào ngày ở", "on the day in"), name(&p.date)),
                states: p.states.iter().map(state).collect::<Vec<_>>().join(", "),
                valid: valid(t, p.valid_from, p.valid_to),
            }
        })
        .collect()
}

fn draw(app: &App, viewer: &Viewer, c: &Catalogue, r: &Register) -> RegisterPage {
    let t = viewer.lang;
    let state = |s: &String| r.state(s).map_or(s.clone(), |s| s.name.clone());
    let field_name = |slug: &str| r.field(slug).map_or(slug.to_string(), |f| t.name(&f.name, &f.name_en).to_string());
    let mut fields = Vec::new();
    for field in &r.fields {
        fields.push(line(t, c, field, false));
        fields.extend(r.child_fields(&field.slug).iter().map(|f| line(t, c, f, true)));
    }
    let steps = r.transitions.iter().map(|s| Step {
        name: s.name.clone(),
        from: s.from.iter().map(state).collect::<Vec<_>>().join(", "),
        to: state(&s.to),
        who: roles(t, &s.who),
        asks: s
            .requires
            .iter()
            .map(|f| field_name(f))
            .chain(s.sets.iter().map(|f| field_name(f)))
            .chain(s.reason.then(|| t.say("lý do", "a reason").to_string()))
            .collect::<Vec<_>>()
            .join(", "),
    });
    let mark = |s: &domain::registers::State| match (s.initial, s.locked) {
        (true, _) => t.say("bắt đầu ở đây", "entries begin here").to_string(),
        (_, true) => t.say("khóa, không sửa được", "locked").to_string(),
        _ => String::new(),
    };
    let measures: Vec<&str> = r.postings.iter().map(|p| p.measure.as_str()).collect();
    let counts = |i: &&domain::indicators::Indicator| {
        use domain::indicators::Formula;
        let terms: Vec<_> = match &i.formula {
            Formula::Sum(list) => list.iter().collect(),
            Formula::Ratio { num, den } => num.iter().chain(den).collect(),
            Formula::Distinct(term) => vec![term],
            Formula::Growth(_) => Vec::new(),
        };
        terms.iter().any(|t| measures.contains(&t.measure.as_str()))
    };
    RegisterPage {
        slug: r.slug.clone(),
        description: r.description.clone(),
        owners: owners(t, c, &r.owners),
        basis: r.basis.clone(),
        valid: valid(t, r.valid_from, r.valid_to),
        record_date: field_name(&r.record_date),
        fields,
        states: r.states.iter().map(|s| (s.name.clone(), mark(s))).collect(),
        steps: steps.collect(),
        posts: posts(t, c, r),
        dues: r.dues.iter().map(|d| (t.name(&d.name, &d.name_en).to_string(), field_name(&d.date))).collect(),
        indicators: c
            .indicators
            .values()
            .filter(counts)
            .map(|i| (format!("/danh-muc/chi-tieu/{}", i.slug), t.name(&i.name, &i.name_en).to_string()))
            .collect(),
        f: Frame::of(app, viewer, page(t, t.name(&r.name, &r.name_en))),
    }
}
