//! Measures and counting units, kinds of organs, reporting periods, report templates: a table each.

use super::index::page;
use super::register::valid;
use crate::app::App;
use crate::shell::fault::{Outcome, html};
use crate::shell::frame::Frame;
use crate::shell::guard::{Viewer, hierarchy_name};
use crate::shell::lang::Lang;
use crate::shell::say;
use askama::Template;
use axum::extract::State;
use domain::ledger::Nature;
use domain::organs::BecomesKind;
use domain::registers::YearDay;
use domain::units::Level;

/// A row: anchor, name with its address if it has one, further cells.
struct Row {
    anchor: String,
    name: String,
    path: String,
    cells: Vec<String>,
}

/// A table.
struct Part {
    title: String,
    heads: Vec<String>,
    rows: Vec<Row>,
}

#[derive(Template)]
#[template(path = "catalogue_room/lists.html")]
struct Lists {
    f: Frame,
    lead: String,
    parts: Vec<Part>,
}

fn heads(list: &[&str]) -> Vec<String> {
    list.iter().map(|h| (*h).to_string()).collect()
}

fn shown(app: &App, viewer: &Viewer, title: &str, lead: &str, parts: Vec<Part>) -> Outcome {
    html(&Lists { f: Frame::of(app, viewer, page(viewer.lang, title)), lead: lead.to_string(), parts })
}

/// Measures and counting units.
pub async fn measures(State(app): State<App>, viewer: Viewer) -> Outcome {
    app.work(move |app| {
        let t = viewer.lang;
        let pinned = app.store().pinned()?;
        let c = &pinned.catalogue;
        let symbol = |slug: &str| c.counting_units.get(slug).map_or(slug.to_string(), |u| u.symbol.clone());
        let nature = |n: Nature| match n {
            Nature::Flow => t.say("số phát sinh trong kỳ", "what happens in a period"),
            Nature::Stock => t.say("số hiện có đến ngày", "what stands on a day"),
            Nature::Distinct => t.say("số đếm không trùng", "how many different ones"),
        };
        let registers = |slug: &str| {
            let posting = c.registers.values().filter(|r| r.postings.iter().any(|p| p.measure == slug));
            posting.map(|r| t.name(&r.name, &r.name_en)).collect::<Vec<_>>().join(", ")
        };
        let measures = c.measures.values().map(|m| Row {
            anchor: m.slug.clone(),
            name: m.name.clone(),
            path: String::new(),
            cells: vec![m.definition.clone(), symbol(&m.unit), nature(m.nature).into(), registers(&m.slug)],
        });
        let converts = |u: &domain::ledger::CountingUnit| {
            u.base
                .as_ref()
                .map_or(String::new(), |(base, num, den)| format!("1 {} = {num}/{den} {}", u.symbol, symbol(base)))
        };
        let units = c.counting_units.values().map(|u| Row {
            anchor: format!("dvt-{}", u.slug),
            name: u.symbol.clone(),
            path: String::new(),
            cells: vec![u.name.clone(), converts(u)],
        });
        let parts = vec![
            Part {
                title: t.say("Số đo", "Measures").into(),
                heads: heads(&[
                    t.say("Số đo", "Measure"),
                    t.say("Đếm gì", "What one counts"),
                    t.say("Đơn vị tính", "Counting unit"),
                    t.say("Cộng thế nào", "How it adds up"),
                    t.say("Ghi ở sổ", "Kept in"),
                ]),
                rows: measures.collect(),
            },
            Part {
                title: t.say("Đơn vị tính", "Counting units").into(),
                heads: heads(&[t.say("Viết tắt", "Symbol"), t.say("Nghĩa", "Meaning"), t.say("Đổi ra", "Converts to")]),
                rows: units.collect(),
            },
        ];
        let lead = t.say(
            "Mỗi số đo có một đơn vị tính; các đơn vị tính khác nhau không cộng với nhau.",
            "Each measure has one counting unit; different ones are never added up.",
        );
        shown(app, &viewer, t.say("Số đo và đơn vị tính", "Measures and counting units"), lead, parts)
    })
    .await
}

fn level_name(t: Lang, level: Level) -> &'static str {
    let english = match level {
        Level::TrungUong => "central",
        Level::Tinh => "province",
        Level::Huyen => "district",
        Level::Xa => "commune",
    };
    t.say(level.name(), english)
}

/// Kinds of organs.
pub async fn organs(State(app): State<App>, viewer: Viewer) -> Outcome {
    app.work(move |app| {
        let t = viewer.lang;
        let pinned = app.store().pinned()?;
        let c = &pinned.catalogue;
        let name = |slug: &str| crate::figures::kind_name(c, slug);
        let how = |k: BecomesKind| match k {
            BecomesKind::Merged => t.say("hợp nhất vào", "merged into"),
            BecomesKind::Renamed => t.say("đổi tên thành", "renamed"),
            BecomesKind::Split => t.say("chia cho", "divided among"),
            BecomesKind::Ended => t.say("kết thúc, việc chuyển cho", "ended; its work went to"),
        };
        let rows = c.organ_kinds.0.values().map(|k| {
            let levels = k.cap.iter().map(|l| level_name(t, *l)).collect::<Vec<_>>().join(", ");
            let became =
                k.becomes.iter().map(|b| format!("{} {} ({})", how(b.kind), name(&b.organ_kind), say::date(&b.on)));
            Row {
                anchor: k.slug.clone(),
                name: name(&k.slug),
                path: String::new(),
                cells: vec![
                    hierarchy_name(t, k.he).into(),
                    levels,
                    valid(t, k.valid_from, k.valid_to),
                    became.collect::<Vec<_>>().join("; "),
                    k.basis.join("; "),
                ],
            }
        });
        let part = Part {
            title: t.say("Loại cơ quan", "Kinds of organs").into(),
            heads: heads(&[
                t.say("Loại cơ quan", "Kind"),
                t.say("Hệ", "Hierarchy"),
                t.say("Ở cấp", "At levels"),
                t.say("Thời gian", "Time"),
                t.say("Về sau", "Later"),
                t.say("Căn cứ", "Basis"),
            ]),
            rows: rows.collect(),
        };
        let lead = t.say(
            "Mỗi địa bàn ở cấp nêu ra có một cơ quan thuộc loại đó, trong thời gian nêu ra.",
            "Each area of these levels has one such organ in the time given.",
        );
        shown(app, &viewer, t.say("Loại cơ quan", "Kinds of organs"), lead, vec![part])
    })
    .await
}

/// Reporting periods.
pub async fn periods(State(app): State<App>, viewer: Viewer) -> Outcome {
    app.work(move |app| {
        let t = viewer.lang;
        let pinned = app.store().pinned()?;
        let day = |d: YearDay| {
            let year = if d.year < 0 { t.say(" năm trước", " of the year before") } else { "" };
            format!("{:02}/{:02}{year}", d.day, d.month)
        };
        let rows = pinned.catalogue.periods.values().map(|p| Row {
            anchor: p.slug.clone(),
            name: p.name.clone(),
            path: format!("/so-lieu?ky={}&nam={}", p.slug, viewer.today.year()),
            cells: vec![
                format!("{} – {}", day(p.from), day(p.to)),
                valid(t, p.valid_from, p.valid_to),
                p.basis.join("; "),
            ],
        });
        let part = Part {
            title: t.say("Kỳ báo cáo", "Reporting periods").into(),
            heads: heads(&[
                t.say("Kỳ", "Period"),
                t.say("Từ – đến", "From – to"),
                t.say("Áp dụng", "In force"),
                t.say("Căn cứ", "Basis"),
            ]),
            rows: rows.collect(),
        };
        shown(app, &viewer, t.say("Kỳ báo cáo", "Reporting periods"), "", vec![part])
    })
    .await
}

/// Report templates.
pub async fn templates(State(app): State<App>, viewer: Viewer) -> Outcome {
    app.work(move |app| {
        let t = viewer.lang;
        let heads_of = app.at_desk(&viewer, |desk| Ok(desk.templates().0))?;
        let rows = heads_of.into_iter().map(|h| Row {
            anchor: h.slug.clone(),
            name: t.name(&h.name, &h.name_en).to_string(),
            path: "/bao-cao".into(),
            cells: vec![h.slug, h.basis.join("; ")],
        });
        let part = Part {
            title: t.say("Mẫu báo cáo", "Report templates").into(),
            heads: heads(&[t.say("Mẫu", "Template"), t.say("Mã", "Slug"), t.say("Căn cứ", "Basis")]),
            rows: rows.collect(),
        };
        shown(app, &viewer, t.say("Mẫu báo cáo", "Report templates"), "", vec![part])
    })
    .await
}
