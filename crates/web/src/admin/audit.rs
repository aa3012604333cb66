//! The log of who did what: filtered on a page, or whole as a CSV file.

use super::fields;
use crate::app::App;
use crate::shell::board::{Ask, Board, Cell, Field, Kind, Part, Table};
use crate::shell::download;
use crate::shell::fault::{Fault, Outcome, html};
use crate::shell::form::Form;
use crate::shell::frame::{Frame, Page};
use crate::shell::guard::Viewer;
use crate::shell::lang::Lang;
use crate::shell::say;
use axum::extract::State;
use domain::people::{AccountId, Deed};
use domain::problem::Problem;
use store::Store;
use store::people::{AuditFilter, AuditLine};

/// Lines on a page.
const PAGE: i64 = 100;
/// Lines of a file at most.
const FILE: i64 = 50_000;

/// The filter that a query asks for. Who does not keep the installation sees the accounts of their own units.
fn filter(store: &Store, viewer: &Viewer, query: &Form) -> Outcome<(AuditFilter, Vec<Problem>)> {
    let mut problems = Vec::new();
    let mut day = |name| fields::date(query, name).map_err(|p| problems.push(p)).ok().flatten();
    let (from, to) = (day("from"), day("to"));
    let under = if fields::is_keeper(store, viewer)? { None } else { Some((viewer.assignment.unit, viewer.today)) };
    let filter = AuditFilter {
        from,
        to,
        account: query.int("account").map(AccountId),
        under,
        deed: query.get("deed").and_then(Deed::parse),
        ledger: match query.text("kind") {
            "so" => Some(true),
            "nguoi" => Some(false),
            _ => None,
        },
        words: query.get("q").map(str::to_string),
        limit: PAGE + 1,
        offset: 0,
    };
    Ok((filter, problems))
}

fn deed_name(t: Lang, line: &AuditLine) -> String {
    match (t, line.deed) {
        (Lang::En, Some(deed)) => deed.name_en().to_string(),
        _ => line.what.clone(),
    }
}

/// The page.
pub async fn show(State(app): State<App>, viewer: Viewer, query: Form) -> Outcome {
    app.work(move |app| {
        let (t, store) = (viewer.lang, app.store());
        let number = fields::page_number(&query);
        let (mut filter, problems) = filter(store, &viewer, &query)?;
        filter.offset = (number - 1) * PAGE;
        let mut lines = store.audit(&filter)?;
        let more = lines.len() > usize::try_from(PAGE).unwrap_or(usize::MAX);
        lines.truncate(usize::try_from(PAGE).unwrap_or(usize::MAX));
        let way = |n: i64| format!("/quan-tri/nhat-ky?{}", query.with("trang", &n.to_string()));
        let pages = Part::Pages(
            (number > 1).then(|| way(number - 1)),
            t.fill("trang {}", "page {}", [number]),
            more.then(|| way(number + 1)),
        );
        let page = Page::new(t.say("Nhật ký", "Log"))
            .room("/quan-tri")
            .crumb("/quan-tri", t.say("Quản trị", "Administration"))
            .script("form.js");
        html(
            &Board::new(Frame::of(app, &viewer, page))
                .lead(t.say(
                    "Ai làm gì, lúc nào, từ mạng nào. Nhật ký không giữ nội dung hồ sơ.",
                    "Who did what, when, from which network. The log keeps no contents of records.",
                ))
                .tool(format!("/quan-tri/nhat-ky.csv?{}", query.with("trang", "")), t.say("Tải CSV", "Download CSV"))
                .part(Part::Form(ask(t, &query).problems(t, &problems)))
                .part(Part::Table(table(t, &lines)))
                .part(pages),
        )
    })
    .await
}

fn ask(t: Lang, query: &Form) -> Ask {
    let any = t.say("tất cả", "all");
    let deeds = Deed::ALL.iter().map(|d| (d.slug().to_string(), t.say(d.name(), d.name_en()).to_string())).collect();
    let kinds = vec![
        ("nguoi".to_string(), t.say("tài khoản, đăng nhập", "accounts and sign-ins").to_string()),
        ("so".to_string(), t.say("ghi sổ", "records").to_string()),
    ];
    let hidden = query.get("account").map(|a| ("account", a.to_string())).into_iter().collect();
    Ask {
        action: "/quan-tri/nhat-ky".into(),
        get: true,
        hidden,
        fields: vec![
            Field::new("from", Kind::Date, t.say("Từ ngày", "From")).optional().value(query.text("from")),
            Field::new("to", Kind::Date, t.say("Đến ngày", "To")).optional().value(query.text("to")),
            Field::new("kind", Kind::Choice(fields::with_any(any, kinds)), t.say("Loại", "Kind"))
                .optional()
                .value(query.text("kind")),
            Field::new("deed", Kind::Choice(fields::with_any(any, deeds)), t.say("Việc", "What"))
                .optional()
                .value(query.text("deed")),
            Field::new("q", Kind::Line("off"), t.say("Tìm", "Words")).optional().value(query.text("q")),
        ],
        submit: t.say("Lọc", "Filter").to_string(),
        ..Ask::default()
    }
}

fn table(t: Lang, lines: &[AuditLine]) -> Table {
    let row = |l: &AuditLine| {
        let who = match l.by {
            Some(id) => Cell::link(format!("/quan-tri/nhat-ky?account={id}"), l.actor.clone()),
            None if l.actor.is_empty() => Cell::text(t.say("chưa đăng nhập", "nobody signed in")),
            None => Cell::text(l.actor.clone()).badge("muted", t.say("tại máy chủ", "at the server")),
        };
        let tx = l.tx.map_or_else(String::new, |tx| t.fill("giao dịch {}", "transaction {}", [tx.0]));
        let detail =
            [l.detail.as_str(), tx.as_str()].into_iter().filter(|s| !s.is_empty()).collect::<Vec<_>>().join(" · ");
        vec![
            Cell::text(say::time(&l.at)),
            who,
            Cell::text(deed_name(t, l)).meta(detail),
            Cell::text(l.login.clone()),
            Cell::text(l.address.clone()),
        ]
    };
    let heads = [
        t.say("Lúc", "When"),
        t.say("Ai", "Who"),
        t.say("Việc", "What"),
        t.say("Tài khoản", "Account"),
        t.say("Mạng", "Network"),
    ];
    Table {
        id: "nhat-ky",
        caption: t.say("Nhật ký", "Log").to_string(),
        heads: heads.map(str::to_string).into(),
        rows: lines.iter().map(row).collect(),
        empty: t.say("Không có dòng nào như vậy.", "No such lines.").to_string(),
    }
}

/// The log as a file, with the same filter.
pub async fn csv(State(app): State<App>, viewer: Viewer, query: Form) -> Outcome {
    app.work(move |app| {
        let (t, store) = (viewer.lang, app.store());
        let (mut filter, problems) = filter(store, &viewer, &query)?;
        if !problems.is_empty() {
            return Err(Fault::Refused(problems));
        }
        filter.limit = FILE;
        let heads = [
            t.say("luc", "at"),
            t.say("ai", "who"),
            t.say("viec", "what"),
            t.say("chi-tiet", "detail"),
            t.say("tai-khoan", "account"),
            t.say("mang", "network"),
            t.say("giao-dich", "transaction"),
        ];
        let mut out = String::from("\u{feff}");
        line(&mut out, &heads.map(str::to_string));
        for l in store.audit(&filter)? {
            let tx = l.tx.map_or_else(String::new, |tx| tx.0.to_string());
            let what = deed_name(t, &l);
            line(&mut out, &[l.at.to_string(), l.actor, what, l.detail, l.login, l.address, tx]);
        }
        store.note(&viewer.actor(), viewer.now, Deed::Exported, "nhật ký")?;
        let name = format!("{} {}.csv", t.say("Nhật ký", "Log"), viewer.today);
        Ok(download::attachment(&name, "text/csv; charset=utf-8", out.into_bytes()))
    })
    .await
}

/// A line of CSV (RFC 4180). A cell that a spreadsheet would take for a formula begins with an apostrophe.
fn line(out: &mut String, cells: &[String]) {
    for (i, cell) in cells.iter().enumerate() {
        if i > 0 {
            out.push(',');
        }
        let guard = if cell.starts_with(['=', '+', '-', '@', '\t', '\r']) { "'" } else { "" };
        out.push('"');
        out.push_str(guard);
        out.push_str(&cell.replace('"', "\"\""));
        out.push('"');
    }
    out.push_str("\r\n");
}
