//! `danvan verify`, `danvan repost`, `danvan declared …`.

use crate::cli::{Common, DeclaredCommand};
use crate::edge::{Office, Outcome, flagged, one, told};
use crate::out::{self, say};
use domain::calendar::Period;
use domain::ids::UnitId;
use domain::indicators::Decimal;
use domain::ledger::Dims;
use domain::organs::Hierarchy;
use domain::problem::Problem;

/// Proves the trial balance.
pub fn verify(common: &Common) -> Outcome {
    let office = Office::open(common)?;
    let breaches = office.store.verify(&mut |what| eprintln!("Kiểm tra {what} …")).map_err(told)?;
    if breaches.is_empty() {
        say!("Cân đối: mọi số dồn bằng tổng bút toán, mọi bút toán đúng với hồ sơ.");
        return Ok(());
    }
    let mut problems: Vec<Problem> =
        breaches.into_iter().map(|b| Problem::error("breach", b.text).field(b.room)).collect();
    problems.push(
        Problem::error("not-balanced", "Không cân đối")
            .hint("giữ nguyên tệp, sao một bản và báo người quản trị hệ thống"),
    );
    Err(problems)
}

/// Prints a number up to which everything is written for good.
pub fn mark(common: &Common) -> Outcome {
    let office = Office::open(common)?;
    say!("{}", office.store.mark().map_err(told)?);
    Ok(())
}

/// Shows, or with `apply` makes, the change of postings that the present catalogue asks for.
pub fn repost(common: &Common, apply: bool) -> Outcome {
    let office = Office::open(common)?;
    let preview = office.store.repost_preview().map_err(told)?;
    say!("{} mục ghi theo danh mục cũ; bút toán của {} mục sẽ đổi.", preview.entries, preview.changed);
    let rows: Vec<Vec<String>> = preview
        .measures
        .iter()
        .map(|(slug, (was, will))| vec![slug.clone(), was.to_string(), will.to_string()])
        .collect();
    if !rows.is_empty() {
        out::table(&["số đo", "đang là", "sẽ là"], &rows);
    }
    if apply {
        let done = office.store.repost(&office.actor, office.now).map_err(told)?;
        say!("Đã ghi lại {done} mục.");
    } else if preview.entries > 0 {
        say!("Chưa ghi gì. Thêm --apply để ghi.");
    }
    Ok(())
}

/// Declared figures.
pub fn declared(common: &Common, what: DeclaredCommand) -> Outcome {
    let office = Office::open(common)?;
    match what {
        DeclaredCommand::Add { unit, measure, from, to, value, filter, note } => {
            let period = Period::new(Office::date(&from, "--from")?, Office::date(&to, "--to")?).map_err(one)?;
            let (unit, _) = office.unit(&unit)?;
            refuse_stranger(&office, unit, period)?;
            let amount = office.desk().amount(&measure, &value).map_err(|e| flagged(e, &["measure", "value"]))?;
            let mut dims = Dims::new();
            for (dim, values) in office.filter(&filter)? {
                let [value] = &values[..] else {
                    return Err(one(Problem::error(
                        "bad-condition",
                        format!("Số khai chỉ nhận một giá trị cho chiều “{dim}”"),
                    )));
                };
                dims.insert(dim, value.clone());
            }
            office
                .store
                .declare(
                    &office.actor,
                    office.now,
                    &store::declared::Declaration { unit, measure: &measure, dims: &dims, period, amount, note: &note },
                )
                .map_err(told)?;
            say!("Đã khai. Số này đứng, có đánh dấu, cho đến khi đơn vị xác nhận đủ hồ sơ.");
        }
        DeclaredCommand::Confirm { unit, measure, from, to, note } => {
            let period = Period::new(Office::date(&from, "--from")?, Office::date(&to, "--to")?).map_err(one)?;
            let (unit, _) = office.unit(&unit)?;
            refuse_stranger(&office, unit, period)?;
            let closed =
                office.store.confirm_records(&office.actor, office.now, unit, &measure, period, &note).map_err(told)?;
            say!("Đã xác nhận đủ hồ sơ; {closed} số khai thôi đứng.");
        }
        DeclaredCommand::List { unit, closed } => {
            let unit = unit.map(|u| office.unit(&u)).transpose()?.map(|(u, _)| u);
            list(&office, unit, closed)?;
        }
    }
    Ok(())
}

fn list(office: &Office, unit: Option<UnitId>, closed: bool) -> Outcome {
    let pinned = office.store.pinned().map_err(told)?;
    let units = office.store.units();
    let mut rows = Vec::new();
    for d in office.store.declared(unit, closed).map_err(told)? {
        let slug = pinned.measures.iter().find(|(_, id)| **id == d.measure).map_or("?", |(slug, _)| slug.as_str());
        let scale = pinned.catalogue.measures.get(slug).map_or(0, |m| m.scale);
        let value = out::number(Decimal { scaled: d.amount.scaled, scale });
        rows.push(vec![
            units.label(d.unit),
            slug.to_string(),
            d.from.map_or_else(String::new, |f| f.to_string()),
            d.to.to_string(),
            format!("{}{value}", out::approx_word(d.amount.approx)),
            d.dims.iter().map(|(k, v)| format!("{k}={v}")).collect::<Vec<_>>().join(" "),
            d.closed.unwrap_or_else(|| d.note.clone()),
        ]);
    }
    out::table(&["đơn vị", "số đo", "từ", "đến", "khai", "chiều", "ghi chú"], &rows);
    Ok(())
}

/// Who acts for one unit declares and confirms only for it, what lies below it, and what it took over.
fn refuse_stranger(office: &Office, unit: UnitId, period: Period) -> Outcome {
    let he = office.actor.acts_for.map_or(Hierarchy::ChinhQuyen, |(_, he)| he);
    office.actor.may_write(&office.store.units(), unit, he, period.to, office.today).map_err(one)
}
