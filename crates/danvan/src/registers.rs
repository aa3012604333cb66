//! `danvan entry …`: adding, editing, moving, listing entries. Files are in `exchange`.

use crate::cli::{
    Common, EntryAddArgs, EntryAssignArgs, EntryCommand, EntryEditArgs, EntryListArgs, EntryReasonArgs, EntryStepArgs,
};
use crate::edge::{Office, Outcome, SystemChance, SystemClock, json_argument, one, told};
use crate::out::{self, say};
use crate::{exchange, files};
use domain::Date;
use domain::calendar::parse_date;
use domain::ids::{EntryId, OrganId, UnitId};
use domain::problem::Problem;
use domain::registers::{
    Checked, Context, Data, Mode, Names, Register, check_entry, did_you_mean, editable, steps, transition,
};
use serde_json::{Value, json};
use store::people::OrganRow;
use store::registers::{Done, Entry, Filter, StoreLookup, Write};

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

/// The register with this slug.
pub fn register<'a>(catalogue: &'a domain::registers::Catalogue, slug: &str) -> Outcome<&'a Register> {
    catalogue.registers.get(slug).ok_or_else(|| {
        let problem = Problem::error("unknown-register", format!("Danh mục không có sổ “{slug}”")).field("--register");
        let known: Vec<&str> = catalogue.registers.keys().map(String::as_str).collect();
        one(match did_you_mean(slug, known.iter().copied()) {
            Some(near) => problem.hint(format!("có phải “{near}”?")),
            None => problem.hint(format!("các sổ: {}", known.join(", "))),
        })
    })
}

/// "AREA/KIND[@DATE]": the organ as of a record's date.
pub fn organ(office: &Office, text: &str, name: Option<&str>, on: Date) -> Outcome<OrganRow> {
    let bad = || {
        one(Problem::error("bad-organ", format!("“{text}” không phải ĐƠN-VỊ/CƠ-QUAN"))
            .field("--organ")
            .hint("ví dụ 085/ubnd, “xã Bản Phố/cap-uy”; các loại cơ quan: danvan catalogue show"))
    };
    let (area, kind) = text.rsplit_once('/').ok_or_else(bad)?;
    let (kind, on_tree) = match kind.split_once('@') {
        Some((kind, date)) => (kind, parse_date(date).map_err(|p| one(p.field("--organ")))?),
        None => (kind, on),
    };
    let area = office.store.units().resolve(area.trim(), on_tree).map_err(|p| one(p.field("--organ")))?;
    let found = match name {
        Some(name) => office.store.organ_named(area, kind.trim(), name, on),
        None => office.store.organ(area, kind.trim(), on),
    };
    found.map_err(told).map_err(|list| list.into_iter().map(|p| p.field("--organ")).collect())
}

/// The record date that the data names; checked more closely later.
pub fn record_date(register: &Register, data: &Data) -> Outcome<Date> {
    let missing = || {
        let name = register.field(&register.record_date).map_or("", |f| f.name.as_str());
        one(Problem::error("required", format!("Phải ghi “{name}”")).field(&register.record_date))
    };
    let text = data.get(&register.record_date).and_then(Value::as_str).ok_or_else(missing)?;
    parse_date(text).map_err(|p| one(p.field(&register.record_date)))
}

/// What is checked together: the owner, the data, and how.
pub struct Draft<'a> {
    /// Register.
    pub register: &'a Register,
    /// Owner organ.
    pub organ: &'a OrganRow,
    /// Data as given.
    pub data: &'a Data,
    /// New or edited.
    pub mode: Mode,
    /// Record date.
    pub on: Date,
}

/// Checks an entry's data; warnings go to standard error.
pub fn check(office: &Office, draft: &Draft<'_>) -> Outcome<Checked> {
    let pinned = office.store.pinned().map_err(told)?;
    let units = office.store.units();
    let owner = office.store.owner(draft.organ, draft.on).map_err(told)?;
    office.actor.may_write(&units, draft.organ.area, owner.he, draft.on, office.today).map_err(one)?;
    let lookup = StoreLookup { store: &office.store, area: draft.organ.area };
    let context = Context {
        catalogue: &pinned.catalogue,
        register: draft.register,
        owner: &owner,
        today: office.today,
        mode: draft.mode,
        lookup: &lookup,
    };
    let mut chance = SystemChance;
    let mut new_id = || EntryId::new(&SystemClock, &mut chance).to_string();
    check_entry(&context, draft.data, &mut new_id)
}

/// The state a new entry is recorded in: the initial one for a draft; otherwise, when the initial state posts nothing and
/// there is just one way on for this role, the state it leads to.
pub fn first_state(office: &Office, register: &Register, data: &Data, draft: bool) -> Outcome<String> {
    let initial = register.initial_state();
    let posts = register.postings.iter().any(|p| p.states.iter().any(|s| s == initial));
    let ways = steps(register, initial, office.actor.role);
    match &ways[..] {
        [way] if !draft && !posts => transition(register, initial, &way.slug, office.actor.role, data, None)
            .map_err(|p| one(p.hint("bổ sung các trường ấy, hoặc thêm --draft để giữ bản nháp"))),
        _ => Ok(initial.to_string()),
    }
}

fn write_one(office: &Office, what: &str, write: Write) -> Outcome<Done> {
    let done = office.store.apply(&office.actor, office.now, what, &[write]).map_err(told)?;
    done.into_iter().next().ok_or_else(|| one(Problem::error("nothing-written", "Không ghi được mục")))
}

fn add(office: &Office, args: &EntryAddArgs) -> Outcome {
    let pinned = office.store.pinned().map_err(told)?;
    let register = register(&pinned.catalogue, &args.register)?;
    let data = json_argument(&args.data)?;
    // Without a date the rest is judged by today, so that all problems are told at once.
    let dated = record_date(register, &data);
    let on = dated.as_ref().copied().unwrap_or(office.today);
    let organ = organ(office, &args.organ, args.organ_name.as_deref(), on).map_err(|p| dated.err().unwrap_or(p))?;
    let area = args.area.as_deref().map(|a| office.store.units().resolve(a, on).map_err(|p| one(p.field("--area"))));
    let area = area.transpose()?.unwrap_or(organ.area);
    if let Some(key) = &args.key
        && let Some(old) = office.store.entry_by_key(&register.slug, organ.id, key).map_err(told)?
    {
        return Err(one(Problem::error("key-taken", format!("Khóa “{key}” đã có mục {}", old.id))
            .field("--key")
            .hint("sửa mục ấy")));
    }
    let checked = check(office, &Draft { register, organ: &organ, data: &data, mode: Mode::Add, on })?;
    out::problems(&checked.warnings);
    let state = first_state(office, register, &checked.data, args.draft)?;
    let id = EntryId::new(&SystemClock, &mut SystemChance);
    let title = checked.title.clone();
    let write =
        Write::Add { id, register: register.slug.clone(), organ, area, checked, state, import_key: args.key.clone() };
    let done = write_one(office, "thêm mục", write)?;
    tell(office, &done, &title, "Đã thêm", args.json)
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
    let parsed = EntryId::parse(id).ok_or_else(|| {
        one(Problem::error("bad-id", format!("“{id}” không phải mã mục"))
            .hint("mã mục in khi thêm, hoặc xem entry list"))
    })?;
    office.store.entry(&parsed).map_err(told)
}

/// Lays changes over an entry's data; null clears a field. A computed field is worked out again.
pub fn merged(old: &Data, changes: Data) -> Data {
    let mut data = old.clone();
    for (key, value) in changes {
        if value.is_null() {
            data.remove(&key);
        } else {
            data.insert(key, value);
        }
    }
    data
}

/// Changes fields of an entry and, with a step, its state; returns what was done and the title.
pub fn change(
    office: &Office,
    entry: &Entry,
    given: i64,
    changes: Data,
    step: Option<&str>,
    note: &str,
) -> Outcome<(Done, String)> {
    let pinned = office.store.pinned().map_err(told)?;
    let register = register(&pinned.catalogue, &entry.register)?;
    let organ = organ_of(office, entry.organ)?;
    let data = merged(&entry.data, changes);
    let on = record_date(register, &data)?;
    let checked = check(office, &Draft { register, organ: &organ, data: &data, mode: Mode::Edit, on })?;
    out::problems(&checked.warnings);
    let role = office.actor.role;
    let state = match step {
        Some(step) => {
            transition(register, &entry.state, step, role, &checked.data, Some(note).filter(|n| !n.is_empty()))
                .map_err(one)?
        }
        None => {
            editable(register, &entry.state, role).map_err(one)?;
            entry.state.clone()
        }
    };
    let title = checked.title.clone();
    let action = step.unwrap_or("edit").to_string();
    let write = Write::Change { id: entry.id.clone(), given, checked, state, action, note: note.to_string() };
    Ok((write_one(office, "sửa mục", write)?, title))
}

fn organ_of(office: &Office, id: OrganId) -> Outcome<OrganRow> {
    let organ = office.store.organ_by_id(id).map_err(told)?;
    organ.ok_or_else(|| one(Problem::error("unknown-organ", format!("Không có cơ quan số {id}"))))
}

fn edit(office: &Office, args: &EntryEditArgs) -> Outcome {
    let entry = find(office, &args.id)?;
    let (done, title) = change(office, &entry, args.version, json_argument(&args.data)?, None, &args.reason)?;
    tell(office, &done, &title, if done.changed { "Đã sửa" } else { "Không có gì đổi ở" }, args.json)
}

fn step(office: &Office, args: &EntryStepArgs) -> Outcome {
    let entry = find(office, &args.id)?;
    let (done, title) =
        change(office, &entry, args.version, json_argument(&args.data)?, Some(&args.step), &args.reason)?;
    tell(office, &done, &title, "Đã chuyển bước", false)
}

fn refuse_stranger(office: &Office, entry: &Entry) -> Outcome {
    let organ = organ_of(office, entry.organ)?;
    let owner = office.store.owner(&organ, entry.record_date).map_err(told)?;
    office.actor.may_write(&office.store.units(), organ.area, owner.he, entry.record_date, office.today).map_err(one)
}

fn void(office: &Office, args: &EntryReasonArgs) -> Outcome {
    let entry = find(office, &args.id)?;
    refuse_stranger(office, &entry)?;
    let pinned = office.store.pinned().map_err(told)?;
    editable(register(&pinned.catalogue, &entry.register)?, &entry.state, office.actor.role).map_err(one)?;
    let write = Write::Void { id: entry.id.clone(), given: args.version, reason: args.reason.clone() };
    let done = write_one(office, "hủy mục", write)?;
    tell(office, &done, &entry.title, "Đã hủy", false)
}

fn assign(office: &Office, args: &EntryAssignArgs) -> Outcome {
    let entry = find(office, &args.id)?;
    refuse_stranger(office, &entry)?;
    let unit = args.unit.as_deref().map(|u| office.unit(u)).transpose()?.map(|(u, _)| u);
    let write = Write::Assign { id: entry.id.clone(), given: args.version, unit, reason: args.reason.clone() };
    let done = write_one(office, "phân mục", write)?;
    tell(office, &done, &entry.title, "Đã phân", false)
}

/// Names of units, organs and entries for display.
pub struct StoreNames<'a>(pub &'a Office, pub Date);

impl Names for StoreNames<'_> {
    fn unit(&self, id: i64) -> Option<String> {
        self.0.store.units().nearest_version(UnitId(id), self.1).map(|v| v.full_name.clone())
    }
    fn organ(&self, id: i64) -> Option<String> {
        let organ = self.0.store.organ_by_id(OrganId(id)).ok()??;
        self.0.store.organ_name(&organ, self.1).ok()
    }
    fn entry(&self, id: &str) -> Option<String> {
        self.0.store.entry(&EntryId::parse(id)?).ok().map(|e| e.title)
    }
}

/// The data of an entry of a register as the acting role may see it.
pub fn visible(office: &Office, slug: &str, data: &Data) -> Outcome<Data> {
    let pinned = office.store.pinned().map_err(told)?;
    Ok(register(&pinned.catalogue, slug)?.visible(data, office.actor.role))
}

/// An entry as JSON.
pub fn entry_json(office: &Office, entry: &Entry) -> Outcome<Value> {
    let organ = organ_of(office, entry.organ)?;
    let units = office.store.units();
    Ok(json!({
        "id": entry.id.as_str(), "register": entry.register, "number": entry.number, "year": entry.record_date.year(),
        "date": entry.record_date.to_string(), "organ": format!("{}/{}", units.nearest_version(organ.area, entry.record_date).map_or("", |v| v.code.as_str()), organ.kind),
        "organ_name": office.store.organ_name(&organ, entry.record_date).map_err(told)?,
        "area": units.placed(entry.area, entry.record_date), "state": entry.state, "version": entry.version, "title": entry.title,
        "key": entry.import_key, "assigned": entry.assigned.map(|u| units.label(u)), "voided": entry.voided,
        "data": visible(office, &entry.register, &entry.data)?,
    }))
}

fn show(office: &Office, id: &str, json: bool) -> Outcome {
    let entry = find(office, id)?;
    let history = office.store.history(&entry.id).map_err(told)?;
    if json {
        let pinned = office.store.pinned().map_err(told)?;
        let register = register(&pinned.catalogue, &entry.register)?;
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
    let register = register(&pinned.catalogue, &entry.register)?;
    let organ = organ_of(office, entry.organ)?;
    say!("{} số {}/{} – {}", register.name, entry.number, entry.record_date.year(), entry.title);
    say!(
        "{}; địa bàn: {}",
        office.store.organ_name(&organ, entry.record_date).map_err(told)?,
        office.store.units().placed(entry.area, entry.record_date)
    );
    let state = register.state(&entry.state).map_or(entry.state.as_str(), |s| s.name.as_str());
    say!("Trạng thái: {state}{}; bản {}\n", if entry.voided { " (đã hủy)" } else { "" }, entry.version);
    let names = StoreNames(office, entry.record_date);
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

/// Refuses a state that the register does not have.
fn refuse_state(register: &Register, state: Option<&str>) -> Outcome {
    match state {
        Some(slug) if register.state(slug).is_none() => {
            let known: Vec<&str> = register.states.iter().map(|s| s.slug.as_str()).collect();
            let text = format!("Sổ “{}” không có trạng thái “{slug}”", register.name);
            let problem = Problem::error("unknown-state", text).field("--state");
            Err(one(problem.hint(format!("các trạng thái: {}", known.join(", ")))))
        }
        _ => Ok(()),
    }
}

fn state_name<'a>(catalogue: &'a domain::registers::Catalogue, entry: &'a Entry) -> &'a str {
    let state = catalogue.registers.get(&entry.register).and_then(|r| r.state(&entry.state));
    state.map_or(entry.state.as_str(), |s| s.name.as_str())
}

fn list(office: &Office, args: &EntryListArgs) -> Outcome {
    let pinned = office.store.pinned().map_err(told)?;
    if let Some(slug) = &args.register {
        refuse_state(register(&pinned.catalogue, slug)?, args.state.as_deref())?;
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
