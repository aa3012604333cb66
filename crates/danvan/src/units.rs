//! `danvan init`, `danvan unit`, `danvan unit-add`.

use crate::cli::{Common, UnitAddArgs, UnitArgs};
use crate::edge::{Office, Outcome, one, told};
use crate::out::{self, say};
use domain::ids::UnitId;
use domain::problem::Problem;
use domain::units::{Kind, Level, Part, Succession, SuccessionKind, Units, Version};
use serde_json::{Value, json};
use std::io::{IsTerminal, Write};

/// How many stories are told at once when a name fits several units.
const STORIES_MAX: usize = 12;

/// A line on standard error that is written over: "Nạp đơn vị: 63 %". Into a file only its end is written.
pub fn progress_line(what: &str, done: usize, total: usize) {
    let percent = (done * 100).checked_div(total).unwrap_or(100);
    let mut to = std::io::stderr().lock();
    let terminal = to.is_terminal();
    // A progress line that cannot be written is no reason to stop.
    let _ = match (terminal, done >= total) {
        (true, false) => write!(to, "\r{what}: {percent} %").and_then(|()| to.flush()),
        (true, true) => writeln!(to, "\r{what}: {percent} %"),
        (false, true) => writeln!(to, "{what}: {percent} %"),
        (false, false) => Ok(()),
    };
}

/// Makes a database with the shipped units.
pub fn init(common: &Common) -> Outcome {
    let office = Office::open_at(common, common.database(), true)?;
    let facts = catalogue::units::shipped()?;
    let count = facts.versions.len();
    let mut progress = |done, total| progress_line("Nạp đơn vị hành chính", done, total);
    office.store.load_units(facts, &office.actor, office.now, &mut progress).map_err(told)?;
    say!("Đã tạo {} với {count} dòng đơn vị hành chính.", office.place());
    Ok(())
}

/// Tells the story of the units that a text names.
pub fn unit(common: &Common, args: &UnitArgs) -> Outcome {
    let office = Office::open(common)?;
    let units = office.store.units();
    let on = args.date.as_deref().map(|d| Office::date(d, "--date")).transpose()?;
    let hits = units.search(&args.text, on);
    // Fitting the whole name or code beats fitting a part of it.
    let best: Vec<UnitId> = {
        let whole: Vec<UnitId> =
            hits.iter().filter(|h| h.how <= domain::units::Match::Folded).map(|h| h.unit).collect();
        if whole.is_empty() { hits.iter().map(|h| h.unit).collect() } else { whole }
    };
    if best.is_empty() {
        return Err(not_found(&units, &args.text, on));
    }
    if args.json {
        let stories: Vec<Value> = best.iter().map(|u| unit_json(&units, *u)).collect();
        out::json(&json!({ "query": args.text, "units": stories }));
        return Ok(());
    }
    for unit in best.iter().take(STORIES_MAX) {
        for line in units.story(*unit).lines() {
            say!("{line}");
        }
        if let (Some(on), true) = (on, args.tree) {
            print_tree(&units, *unit, on);
        }
        say!("");
    }
    if best.len() > STORIES_MAX {
        say!(
            "… và {} đơn vị khác; ghi rõ hơn, ví dụ “xã {}, Lào Cai”, hoặc ghi mã.",
            best.len() - STORIES_MAX,
            args.text
        );
    }
    Ok(())
}

/// Why a text names no unit: not on that date, or not at all, as far as the list goes.
fn not_found(units: &Units, text: &str, on: Option<domain::Date>) -> Vec<Problem> {
    if let Some(problem) = on.and_then(|on| units.resolve(text, on).err()).filter(|p| p.code != "unknown-unit") {
        return one(problem);
    }
    let gap = gap(units, on).map_or_else(String::new, |gap| format!(" ({gap})"));
    one(Problem::error("unknown-unit", format!("Không tìm thấy đơn vị “{text}”{gap}"))
        .hint("xem lại cách viết, hoặc ghi mã đơn vị"))
}

fn print_tree(units: &Units, unit: UnitId, on: domain::Date) {
    say!("Cây đơn vị ngày {}:", on.strftime("%d/%m/%Y"));
    let base = units.ancestors_on(unit, on).len();
    for below in units.subtree_on(unit, on) {
        let depth = units.ancestors_on(below, on).len() - base;
        say!(
            "{}{}",
            "  ".repeat(depth + 1),
            units.version_on(below, on).map_or(String::new(), |v| format!("{} {}", v.code, v.full_name))
        );
    }
    if let Some(gap) = gap(units, Some(on)) {
        say!("  Lưu ý: {gap}.");
    }
}

/// What the list of units lacks on a date, or at any time.
fn gap(units: &Units, on: Option<domain::Date>) -> Option<String> {
    let before = units.facts().incomplete_before?;
    on.is_none_or(|on| on < before).then(|| format!("danh sách trước ngày {} chưa đầy đủ", before.strftime("%d/%m/%Y")))
}

fn unit_json(units: &Units, unit: UnitId) -> Value {
    let name = |u: UnitId| {
        units.last_version(u).map_or(Value::Null, |v| json!({ "id": u.0, "code": v.code, "name": v.full_name }))
    };
    let link = |s: &Succession, other: UnitId| json!({ "unit": name(other), "on": s.on.to_string(), "kind": s.kind.slug(), "part": s.part.slug(), "legal_ref": s.legal_ref });
    let versions: Vec<Value> = units
        .versions(unit)
        .iter()
        .map(|v| {
            json!({
                "from": v.from.map(|d| d.to_string()), "to": v.to.map(|d| d.to_string()), "code": v.code, "name": v.full_name,
                "kind": v.kind.slug(), "level": v.level.slug(), "parent": v.parent.map(name),
            })
        })
        .collect();
    let ends = |s: &&Succession| s.kind.ends();
    json!({
        "id": unit.0,
        "versions": versions,
        "came_from": units.came_from(unit).into_iter().filter(ends).map(|s| link(s, s.old)).collect::<Vec<_>>(),
        "became": units.became(unit).into_iter().filter(ends).map(|s| link(s, s.new)).collect::<Vec<_>>(),
        "incomplete": units.life(unit).is_some_and(|l| units.incomplete_on(l.from)),
    })
}

/// Adds a historical unit.
pub fn add(common: &Common, args: &UnitAddArgs) -> Outcome {
    let office = Office::open(common)?;
    let kind = Kind::parse(&args.kind).ok_or_else(|| {
        let all: Vec<&str> = Kind::ALL.iter().map(|k| k.slug()).collect();
        one(Problem::error("unknown-kind", format!("Không có loại đơn vị “{}”", args.kind))
            .field("--kind")
            .hint(all.join(", ")))
    })?;
    let to = Office::date(&args.to, "--to")?;
    let from = args.from.as_deref().map(|d| Office::date(d, "--from")).transpose()?;
    let (parent, _) = office.unit(&args.parent)?;
    let (heir, on) = office.unit(&args.into)?;
    let level = match kind {
        Kind::Nuoc => Level::TrungUong,
        Kind::Tinh => Level::Tinh,
        Kind::Quan | Kind::Huyen | Kind::ThiXa => Level::Huyen,
        Kind::ThanhPho if parent == domain::ids::NATION => Level::Tinh,
        Kind::ThanhPho => Level::Huyen,
        Kind::Xa | Kind::Phuong | Kind::ThiTran | Kind::DacKhu => Level::Xa,
    };
    let version = Version {
        unit: UnitId(0),
        from,
        to: Some(to),
        code: args.code.clone(),
        name: args.name.clone(),
        full_name: format!("{} {}", kind.name(), args.name),
        kind,
        level,
        parent: Some(parent),
        alt_names: Vec::new(),
    };
    let succession = Succession {
        old: UnitId(0),
        new: heir,
        on,
        kind: SuccessionKind::Merged,
        part: Part::Whole,
        legal_ref: args.basis.clone(),
    };
    let id = office.store.add_unit(version, vec![(heir, succession)], &office.actor, office.now).map_err(told)?;
    say!("Đã thêm {} (số {id}).", office.store.units().label(id));
    Ok(())
}
