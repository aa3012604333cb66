//! `danvan entry …`: adding, editing, moving, listing entries. Files are in `exchange`.

use crate::cli::{
    Common, EntryAddArgs, EntryAssignArgs, EntryCommand, EntryEditArgs, EntryListArgs, EntryReasonArgs, EntryStepArgs,
};
use crate::edge::{Office, Outcome, flagged, json_argument, told};
use crate::out::{self, say};
use crate::{exchange, files};
use desk::registers::{NewEntry, Owner, Written, refuse_state, register, state_name};
use domain::problem::Problem;
use serde_json::{Value, json};
use store::StoreError;
use store::registers::{Done, Entry, Filter};

/// The arguments that name where an entry belongs, as the desk names them.
const PLACE: &[&str] = &["register", "organ", "area", "key", "state"];

/// The problems of the desk's error about an entry.
pub fn at_flags(e: StoreError) -> Vec<Problem> {
    flagged(e, PLACE)
}

/// Runs an entry command.
pub fn run(common: &Common, what: EntryCommand) -> Outcome {
    let office = Office::open(common)?;
    match what {
        EntryCommand::Add(args) => add(&office, &args),
        EntryCommand::Edit(args) => edit(&office, &args),
        EntryCommand::Step(args) => step(&office, &args),
        EntryCommand::Void(args) => void(&office, &args),
        EntryCommand::Assign(args) => assign(&office, &args),
        EntryCommand::Attach { id, file, field, version } => {
            files::attach(&office, &id, &file, field.as_deref(), version)
        }
        EntryCommand::File { sha256, out } => files::take_out(&office, &sha256, &out),
        EntryCommand::Show { id, json } => show(&office, &id, json),
        EntryCommand::List(args) => list(&office, &args),
        EntryCommand::Import(args) => exchange::import(&office, &args),
        EntryCommand::Export(args) => exchange::export(&office, &args),
        EntryCommand::Template { register, organ, out } => {
            exchange::template(&office, &register, organ.as_deref(), &out)
        }
    }
}

fn add(office: &Office, args: &EntryAddArgs) -> Outcome {
    let new = NewEntry {
        register: &args.register,
        owner: Owner::Text { text: &args.organ, name: args.organ_name.as_deref() },
        area: args.area.as_deref(),
        data: json_argument(&args.data)?,
        key: args.key.as_deref(),
        draft: args.draft,
        id: None,
    };
    let more = |p: Problem| match (p.code.as_str(), p.hint.clone()) {
        ("step-needs-fields", Some(hint)) => p.hint(format!("{hint} (--draft)")),
        _ => p,
    };
    let written = office.desk().add(&new).map_err(at_flags);
    let written = written.map_err(|list| list.into_iter().map(more).collect::<Vec<_>>())?;
    out::problems(&written.warnings);
    tell(office, &written.done, &written.title, "Đã thêm", args.json)
}

fn tell(office: &Office, done: &Done, title: &str, what: &str, json: bool) -> Outcome {
    if json {
        let entry = office.store.entry(&done.id).map_err(told)?;
        out::json(&json!({
            "id": done.id.as_str(), "version": done.version, "number": done.number, "state": entry.state, "changed": done.changed,
        }));
    } else {
        say!("{what} mục số {} (bản {}): {title}\n{}", done.number, done.version, done.id);
    }
    Ok(())
}

/// An entry by what the user typed.
pub fn find(office: &Office, id: &str) -> Outcome<Entry> {
    office.desk().entry(id).map_err(told)
}

/// Tells what is worth a look about an entry that was written.
pub fn warned(written: Written) -> (Done, String) {
    out::problems(&written.warnings);
    (written.done, written.title)
}

fn edit(office: &Office, args: &EntryEditArgs) -> Outcome {
    let entry = find(office, &args.id)?;
    let changes = json_argument(&args.data)?;
    let written = office.desk().change(&entry, args.version, changes, None, &args.reason).map_err(told)?;
    let (done, title) = warned(written);
    tell(office, &done, &title, if done.changed { "Đã sửa" } else { "Không có gì đổi ở" }, args.json)
}

fn step(office: &Office, args: &EntryStepArgs) -> Outcome {
    let entry = find(office, &args.id)?;
    let (changes, step) = (json_argument(&args.data)?, Some(args.step.as_str()));
    let written = office.desk().change(&entry, args.version, changes, step, &args.reason).map_err(told)?;
    let (done, title) = warned(written);
    tell(office, &done, &title, "Đã chuyển bước", false)
}

fn void(office: &Office, args: &EntryReasonArgs) -> Outcome {
    let entry = find(office, &args.id)?;
    let done = office.desk().void(&entry, args.version, &args.reason).map_err(told)?;
    tell(office, &done, &entry.title, "Đã hủy", false)
}

fn assign(office: &Office, args: &EntryAssignArgs) -> Outcome {
    let entry = find(office, &args.id)?;
    let unit = args.unit.as_deref().map(|u| office.unit(u)).transpose()?.map(|(u, _)| u);
    let done = office.desk().assign(&entry, args.version, unit, &args.reason).map_err(told)?;
    tell(office, &done, &entry.title, "Đã phân", false)
}

/// An entry as JSON.
pub fn entry_json(office: &Office, entry: &Entry) -> Outcome<Value> {
    let organ = office.desk().organ_of(entry.organ).map_err(told)?;
    let units = office.store.units();
    Ok(json!({
        "id": entry.id.as_str(), "register": entry.register, "number": entry.number, "year": entry.record_date.year(),
        "date": entry.record_date.to_string(), "organ": format!("{}/{}", units.nearest_version(organ.area, entry.record_date).map_or("", |v| v.code.as_str()), organ.kind),
        "organ_name": office.store.organ_name(&organ, entry.record_date).map_err(told)?,
        "area": units.placed(entry.area, entry.record_date), "state": entry.state, "version": entry.version, "title": entry.title,
        "key": entry.import_key, "assigned": entry.assigned.map(|u| units.label(u)), "voided": entry.voided,
        "data": office.desk().visible(&entry.register, &entry.data).map_err(told)?,
    }))
}

fn show(office: &Office, id: &str, json: bool) -> Outcome {
    let entry = find(office, id)?;
    let history = office.store.history(&entry.id).map_err(told)?;
    if json {
        let pinned = office.store.pinned().map_err(told)?;
        let register = register(&pinned.catalogue, &entry.register).map_err(told)?;
        let mut value = entry_json(office, &entry)?;
        let versions: Vec<Value> = history
            .iter()
            .map(|h| json!({ "version": h.version, "at": h.at, "actor": h.actor, "action": h.action, "state": h.state, "note": h.note, "data": register.visible(&h.data, office.actor.role) }))
            .collect();
        if let Some(object) = value.as_object_mut() {
            object.insert("history".into(), versions.into());
        }
        out::json(&value);
        return Ok(());
    }
    let pinned = office.store.pinned().map_err(told)?;
    let register = register(&pinned.catalogue, &entry.register).map_err(told)?;
    let organ = office.desk().organ_of(entry.organ).map_err(told)?;
    say!("{} số {}/{} – {}", register.name, entry.number, entry.record_date.year(), entry.title);
    say!(
        "{}; địa bàn: {}",
        office.store.organ_name(&organ, entry.record_date).map_err(told)?,
        office.store.units().placed(entry.area, entry.record_date)
    );
    let state = register.state(&entry.state).map_or(entry.state.as_str(), |s| s.name.as_str());
    say!("Trạng thái: {state}{}; bản {}\n", if entry.voided { " (đã hủy)" } else { "" }, entry.version);
    let desk = office.desk();
    let names = desk.names(entry.record_date);
    let seen = |f: &&domain::registers::Field| f.seen_by(office.actor.role);
    for field in register.fields.iter().filter(seen) {
        let Some(value) = entry.data.get(&field.slug) else { continue };
        say!("{}: {}", field.name, domain::registers::display(&pinned.catalogue, field, value, &names));
        for row in value.as_array().into_iter().flatten().filter_map(Value::as_object) {
            let cells: Vec<String> = register
                .child_fields(&field.slug)
                .iter()
                .filter(seen)
                .filter_map(|c| {
                    row.get(&c.slug)
                        .map(|v| format!("{}: {}", c.name, domain::registers::display(&pinned.catalogue, c, v, &names)))
                })
                .collect();
            if !cells.is_empty() {
                say!("  – {}", cells.join("; "));
            }
        }
    }
    say!("\nLịch sử:");
    for h in history {
        say!("  bản {} {} {} {} {}", h.version, h.at, h.actor, h.action, h.note);
    }
    Ok(())
}

/// The filter that list and export share.
pub fn filter(
    office: &Office,
    register: Option<&str>,
    unit: Option<&str>,
    from: Option<&str>,
    to: Option<&str>,
) -> Outcome<Filter> {
    Ok(Filter {
        register: register.map(str::to_string),
        under: unit.map(|u| office.unit(u)).transpose()?.map(|(u, _)| u),
        from: from.map(|d| Office::date(d, "--from")).transpose()?,
        to: to.map(|d| Office::date(d, "--to")).transpose()?,
        ..Filter::default()
    })
}

fn list(office: &Office, args: &EntryListArgs) -> Outcome {
    let pinned = office.store.pinned().map_err(told)?;
    if let Some(slug) = &args.register {
        let register = register(&pinned.catalogue, slug).map_err(at_flags)?;
        args.state.as_deref().map_or(Ok(()), |s| refuse_state(register, s)).map_err(at_flags)?;
    }
    let base =
        filter(office, args.register.as_deref(), args.unit.as_deref(), args.from.as_deref(), args.to.as_deref())?;
    let filter = Filter {
        states: args.state.clone().into_iter().collect(),
        words: args.search.clone(),
        voided: args.voided,
        limit: args.limit.clamp(1, 10_000),
        offset: (args.page.max(1) - 1) * args.limit.clamp(1, 10_000),
        ..base
    };
    let (entries, total) = office.store.entries(&filter).map_err(told)?;
    if args.json {
        let list: Vec<Value> = entries.iter().map(|e| entry_json(office, e)).collect::<Outcome<_>>()?;
        out::json(&json!({ "total": total, "page": args.page.max(1), "entries": list }));
        return Ok(());
    }
    let units = office.store.units();
    let rows: Vec<Vec<String>> = entries
        .iter()
        .map(|e| {
            vec![
                format!("{}/{}", e.number, e.record_date.year()),
                e.record_date.strftime("%d/%m/%Y").to_string(),
                units.nearest_version(e.area, e.record_date).map_or_else(String::new, |v| v.full_name.clone()),
                e.title.clone(),
                format!("{}{}", state_name(&pinned.catalogue, e), if e.voided { " (hủy)" } else { "" }),
                format!("{} bản {}", e.id, e.version),
            ]
        })
        .collect();
    out::table(&["Số", "Ngày", "Địa bàn", "Mục", "Trạng thái", "Mã"], &rows);
    say!("\n{total} mục; trang {}", args.page.max(1));
    Ok(())
}
