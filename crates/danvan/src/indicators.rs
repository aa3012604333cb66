//! `danvan figures`, `danvan records`.

use crate::cli::{Common, FiguresArgs, RecordsArgs};
use crate::edge::{Office, Outcome, QUESTION, flagged, told};
use crate::out::{self, say};
use desk::indicators::{amount_text, figure_text, notes_text, number};
use domain::indicators::{Bound, Decimal, Figure, Question, View};
use domain::problem::Problem;
use serde_json::{Value, json};
use store::StoreError;
use store::indicators::{Ask, DimFilter};

/// Slug of a word that serde knows.
fn word<T: serde::Serialize>(value: T) -> Value {
    serde_json::to_value(value).unwrap_or(Value::Null)
}

/// The unit of a question for JSON.
fn unit_json(office: &Office, q: &Question) -> Value {
    let units = office.store.units();
    let version = units.nearest_version(q.unit, q.tree);
    json!({
        "id": q.unit.0,
        "code": version.map(|v| v.code.clone()),
        "name": version.map(|v| v.full_name.clone()),
        "level": version.map(|v| v.level.slug()),
        "date": q.tree.to_string(),
        "organ": q.organ.values().flatten().next(),
    })
}

fn view_word(view: View) -> &'static str {
    match view {
        View::Was => "was",
        View::Restated => "restated",
    }
}

fn figure_json(f: &Figure) -> Value {
    json!({
        "indicator": f.indicator,
        "by": f.by,
        "value": f.value.map(out::json_number),
        "numerator": f.numerator.map(out::json_number),
        "denominator": f.denominator.map(out::json_number),
        "unit": f.unit,
        "source": word(f.source),
        "comparable": matches!(f.bound, Bound::Exact),
        "why": notes_text(&f.why),
        "bound": word(f.bound),
        "approx": word(f.approx),
        "pending": f.pending,
        "recorded": f.recorded.map(out::json_number),
    })
}

/// Answers indicators.
pub fn figures(common: &Common, args: &FiguresArgs) -> Outcome {
    let office = Office::open(common)?;
    let (question, filter) = office.question(&args.question)?;
    let unknown = args.by.iter().map(|d| office.desk().unknown_dimension(d, "--by"));
    let problems: Vec<_> = unknown.collect::<Result<Vec<_>, _>>().map_err(told)?.into_iter().flatten().collect();
    if !problems.is_empty() {
        return Err(problems);
    }
    let pinned = office.store.pinned().map_err(told)?;
    let apart = |slug: &String| indivisible(&office, slug, &filter, &args.by);
    let slugs: Vec<String> = if args.indicator.is_empty() {
        pinned.catalogue.indicators.keys().filter(|s| apart(s).is_empty()).cloned().collect()
    } else {
        let problems: Vec<_> = args.indicator.iter().flat_map(apart).collect();
        if !problems.is_empty() {
            return Err(problems);
        }
        args.indicator.clone()
    };
    let asks: Vec<Ask> =
        slugs.iter().map(|s| Ask { indicator: s.clone(), filter: filter.clone(), by: args.by.clone() }).collect();
    let answer = office.store.figures(&question, &asks, args.known_at).map_err(told)?;
    if args.json {
        let figures: Vec<Value> = answer.figures.iter().flatten().map(figure_json).collect();
        out::json(&json!({
            "unit": unit_json(&office, &question),
            "from": question.from.to_string(),
            "to": question.to.to_string(),
            "view": view_word(question.view),
            "figures": figures,
            "notes": answer.notes.iter().map(|n| n.text.as_str()).collect::<Vec<_>>(),
        }));
        return Ok(());
    }
    print_head(&office, &question);
    let symbol = |slug: &str| pinned.catalogue.counting_units.get(slug).map_or(slug.to_string(), |u| u.symbol.clone());
    let rows: Vec<Vec<String>> = answer
        .figures
        .iter()
        .flatten()
        .map(|f| {
            let name = pinned.catalogue.indicators.get(&f.indicator).map_or(f.indicator.as_str(), |i| i.name.as_str());
            let by: Vec<&str> = f.by.iter().map(|(d, v)| pinned.catalogue.value_name(d, v)).collect();
            let name = if by.is_empty() { name.to_string() } else { format!("  – {}", by.join(", ")) };
            vec![name, figure_text(f), symbol(&f.unit), notes_text(&f.why)]
        })
        .collect();
    out::table(&["Chỉ tiêu", "Số liệu", "Đơn vị tính", "Ghi chú"], &rows);
    for note in &answer.notes {
        say!("* {}", note.text);
    }
    Ok(())
}

/// The problems with what an indicator is to be divided by.
fn indivisible(office: &Office, slug: &str, filter: &DimFilter, by: &[String]) -> Vec<Problem> {
    match office.desk().indivisible(slug, filter, by) {
        Ok(problems) => flagged(StoreError::Refused(problems), QUESTION),
        Err(e) => told(e),
    }
}

fn print_head(office: &Office, q: &Question) {
    let view = match q.view {
        View::Was => "hồ sơ theo cấp trên của chính ngày ấy".to_string(),
        View::Restated => format!("quy về cây đơn vị ngày {}", q.tree.strftime("%d/%m/%Y")),
    };
    let organ = q.organ.values().flatten().next().map_or_else(String::new, |o| format!(" / {o}"));
    say!(
        "{}{organ}, từ {} đến {} ({view})\n",
        office.store.units().placed(q.unit, q.tree),
        q.from.strftime("%d/%m/%Y"),
        q.to.strftime("%d/%m/%Y")
    );
}

/// The records behind one figure.
pub fn records(common: &Common, args: &RecordsArgs) -> Outcome {
    let office = Office::open(common)?;
    let (question, filter) = office.question(&args.question)?;
    let problems = indivisible(&office, &args.indicator, &filter, &[]);
    if !problems.is_empty() {
        return Err(problems);
    }
    let ask = Ask { indicator: args.indicator.clone(), filter, by: Vec::new() };
    let offset = (args.page.max(1) - 1) * args.limit.max(1);
    let records = office.store.records(&question, &ask, args.limit, offset).map_err(told)?;
    let distinct = office.desk().counts_members(&args.indicator).map_err(told)?;
    let names = office.desk().organ_names(&records.lines).map_err(told)?;
    let units = office.store.units();
    if args.json {
        let lines: Vec<Value> = records
            .lines
            .iter()
            .map(|r| {
                json!({
                    "id": r.id.as_str(), "register": r.register, "number": r.number, "date": r.date.to_string(),
                    "area": units.placed(r.area, r.date), "organ": names.get(&r.id.to_string()), "title": r.title,
                    "amount": out::json_number(Decimal { scaled: r.total.scaled, scale: records.scale }),
                    "approx": word(r.total.approx()), "members": r.members,
                })
            })
            .collect();
        out::json(&json!({
            "unit": unit_json(&office, &question), "from": question.from.to_string(), "to": question.to.to_string(),
            "view": view_word(question.view), "indicator": args.indicator, "count": records.count,
            "sum": out::json_number(Decimal { scaled: records.sum.scaled, scale: records.scale }),
            "page": args.page.max(1), "limit": args.limit, "records": lines,
            "declared": records.declared.iter().map(|d| json!({
                "unit": units.label(d.unit), "to": d.to.to_string(),
                "value": out::json_number(Decimal { scaled: d.amount.scaled, scale: records.scale }),
            })).collect::<Vec<_>>(),
        }));
        return Ok(());
    }
    print_head(&office, &question);
    let rows: Vec<Vec<String>> = records
        .lines
        .iter()
        .map(|r| {
            let amount = if distinct { r.members.join(", ") } else { amount_text(r, records.scale) };
            let organ = names.get(&r.id.to_string()).cloned().unwrap_or_default();
            vec![
                format!("{}/{}", r.number, r.date.year()),
                r.date.strftime("%d/%m/%Y").to_string(),
                organ,
                r.title.clone(),
                amount,
                r.id.to_string(),
            ]
        })
        .collect();
    out::table(&["Số", "Ngày", "Cơ quan", "Mục", "Tính", "Mã"], &rows);
    say!("\n{} hồ sơ; tổng {}", records.count, number(Decimal { scaled: records.sum.scaled, scale: records.scale }));
    let last = (records.count + args.limit - 1) / args.limit.max(1);
    if last > 1 {
        say!("Trang {}/{last}: xem tiếp bằng --page", args.page.max(1));
    }
    for d in &records.declared {
        let value = number(Decimal { scaled: d.amount.scaled, scale: records.scale });
        say!("* {} tự khai {value} đến {}, thay cho hồ sơ của mình", units.label(d.unit), d.to.strftime("%d/%m/%Y"));
    }
    Ok(())
}
