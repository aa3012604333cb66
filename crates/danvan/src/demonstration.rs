//! `danvan demo`: the demonstration's database with its people, records and the two reports of Bắc Hà 2021; prepared when
//! it is not there yet, and served to this machine.

use crate::cli::{Common, DemoArgs, ServeArgs};
use crate::edge::{Office, Outcome, SystemChance, one, told, write_file};
use crate::out::{announce, say};
use crate::units::progress_line;
use crate::{accounts, serve, settings};
use demo::people::{MARK, PASSWORD, PEOPLE};
use domain::clock::Chance;
use domain::indicators::{Question, View};
use domain::organs::Hierarchy;
use domain::problem::Problem;
use domain::registers::Role;
use domain::{Date, calendar::Period};
use std::collections::BTreeMap;
use std::net::{SocketAddr, TcpListener};
use std::path::{Path, PathBuf};
use store::papers::{NewPaper, PaperFilter};
use store::{Location, Store};

/// The reports: template, file name without extension, and whose hierarchy issues it.
const REPORTS: [(&str, &str, Hierarchy); 2] = [
    ("bao-cao-nam-dang", "bac-ha-2021-cap-uy", Hierarchy::Dang),
    ("bao-cao-nam-ubnd", "bac-ha-2021-ubnd", Hierarchy::ChinhQuyen),
];
/// Whose report: the district of the demonstration.
const UNIT: &str = "085";
const YEAR: Period = Period { from: Date::constant(2021, 1, 1), to: Date::constant(2021, 12, 31) };
/// Where the demonstration lies when nothing is said.
const DATABASE: &str = "demo.db";

/// Prepares, or prepares if need be and serves.
pub fn run(common: &Common, args: &DemoArgs) -> Outcome {
    if let Some(database) = &args.prepare {
        let office = make(common, database)?;
        return drawn(&office, database, args.out.as_deref());
    }
    let database = common.database.clone().unwrap_or_else(|| DATABASE.into());
    let location = Location::parse(&database).map_err(told)?;
    match &location {
        Location::Sqlite(path) if !Path::new(path).exists() => {
            // Under another name until it is whole: who is interrupted begins anew.
            let part = format!("{path}.part");
            remove(&part);
            drop(make(common, &part)?);
            std::fs::rename(&part, path)
                .map_err(|e| one(Problem::error("cannot-write", format!("Không đặt được tên tệp: {e}")).file(path)))?;
        }
        Location::Sqlite(_) => {}
        Location::Postgres(_) => drop(make(common, &database).or_else(|problems| {
            // A server's database is made ready once, and served ever after.
            match problems.iter().all(|p| p.code == "demonstration-exists") {
                true => Office::open_at(common, &database, false),
                false => Err(problems),
            }
        })?),
    }
    let common = Common { database: Some(database.clone()), ..common.clone() };
    let office = Office::open(&common)?;
    if !is_demonstration(&office.store)? {
        let problem = Problem::error("not-a-demonstration", format!("“{}” không phải bản minh họa", office.place()));
        return Err(one(problem.hint("phục vụ dữ liệu thật bằng: danvan serve; hoặc ghi --database tên khác")));
    }
    let listen = args.listen.clone().unwrap_or_else(free_address);
    let serving = ServeArgs { listen: Some(listen), ..ServeArgs::default() };
    let settings = settings::settle(&common, &serving)?;
    serve::refuse_open_demonstration(&settings)?;
    let papers = papers(&office)?;
    serve::serve(office, &settings, &mut |address, _| tell(address, &papers))
}

/// The usual address, or a free port when somebody has it already.
fn free_address() -> String {
    let usual = SocketAddr::from(([127, 0, 0, 1], 8080));
    match TcpListener::bind(usual) {
        Ok(_) => usual.to_string(),
        Err(_) => "127.0.0.1:0".into(),
    }
}

/// What a newcomer needs: the address, who can sign in, where the reports are.
fn tell(address: &str, papers: &[(i64, String)]) {
    announce(format_args!("\nDân Vận, bản minh họa: {address}"));
    announce(format_args!("\nTài khoản (mật khẩu chung: {PASSWORD}) | accounts (one password for all):"));
    for p in PEOPLE {
        let place = if p.unit.is_empty() { "cả nước".to_string() } else { format!("đơn vị {}", p.unit) };
        announce(format_args!("  {:<18} {}, {place}", p.login, p.role.name()));
    }
    announce(format_args!("\nHai báo cáo năm 2021 của huyện Bắc Hà (đăng nhập: can-bo.lao-cai) | the two reports:"));
    for (id, title) in papers {
        announce(format_args!(
            "  {title}\n    {address}/bao-cao/{id}   PDF: {address}/bao-cao/{id}/tai/pdf   Word: …/tai/docx"
        ));
    }
    announce(format_args!("\nDừng: Ctrl-C | stop: Ctrl-C"));
}

fn is_demonstration(store: &Store) -> Outcome<bool> {
    Ok(store.setting(MARK).map_err(told)?.is_some())
}

/// Keys and titles of the papers, the oldest first.
fn papers(office: &Office) -> Outcome<Vec<(i64, String)>> {
    let filter = PaperFilter { limit: 100, ..PaperFilter::default() };
    let (papers, _) = office.store.papers(&filter).map_err(told)?;
    let mut list: Vec<(i64, String)> = papers.into_iter().map(|p| (p.id.0, p.title)).collect();
    list.sort();
    list.truncate(REPORTS.len());
    Ok(list)
}

/// Makes the database: units, records, people, papers; and proves that it balances.
fn make(common: &Common, database: &str) -> Outcome<Office> {
    if let Ok(Location::Sqlite(path)) = Location::parse(database)
        && Path::new(&path).exists()
    {
        return Err(one(Problem::error("database-exists", format!("Tệp “{path}” đã có; không ghi đè lên dữ liệu"))
            .hint("chọn tên khác, hoặc xóa tệp cũ nếu đó là bản minh họa")));
    }
    let office = Office::open_at(common, database, true)?;
    if is_demonstration(&office.store)? {
        return Err(one(Problem::error("demonstration-exists", "Cơ sở dữ liệu này đã là bản minh họa")));
    }
    let mut progress = |what: &str, done: usize, total: usize| progress_line(what, done, total);
    let summary = demo::prepare(&office.store, &mut progress)?;
    let mut salt = [0; 16];
    SystemChance.fill(&mut salt);
    demo::people::add_people(&office.store, &accounts::hash(PASSWORD, &salt)?)?;
    for (template, _, he) in REPORTS {
        add_paper(&office, template, he)?;
    }
    let recent = demo::recent::add(&office.store, office.now, &mut progress)?;
    let breaches = office.store.verify(&mut |_| {}).map_err(told)?;
    if !breaches.is_empty() {
        return Err(breaches.into_iter().map(|b| Problem::error("breach", b.text).field(b.room)).collect());
    }
    let entries: usize = summary.entries.values().chain(recent.values()).sum();
    say!("Đã tạo {}: {entries} mục minh họa.", office.place());
    Ok(office)
}

fn question(office: &Office) -> Outcome<Question> {
    let unit = office.store.units().resolve(UNIT, YEAR.to).map_err(one)?;
    Ok(Question { unit, organ: BTreeMap::new(), tree: YEAR.to, from: YEAR.from, to: YEAR.to, view: View::Was })
}

/// A report that is begun and waits for its writer.
fn add_paper(office: &Office, template: &str, he: Hierarchy) -> Outcome {
    let question = question(office)?;
    let drawn = office.desk().compose_report(template, &question, BTreeMap::new(), None).map_err(told)?;
    let meta = &drawn.report.meta;
    let new = NewPaper {
        template: template.into(),
        title: format!("{} – {}", meta.subject, meta.unit),
        unit: question.unit,
        question,
        values: serde_json::json!({}),
        edits: serde_json::json!({}),
        he,
        supersedes: None,
    };
    let who = store::Actor::local("dữ liệu minh họa", Role::Administrator, None);
    office.store.add_paper(&who, demo::WRITTEN_AT, &new).map_err(told)?;
    Ok(())
}

/// Draws the reports as files, for who looks at the demonstration without a browser.
fn drawn(office: &Office, database: &str, out: Option<&Path>) -> Outcome {
    let folder = out.map_or_else(|| folder_of(database), Path::to_path_buf);
    if !folder.as_os_str().is_empty() {
        std::fs::create_dir_all(&folder).map_err(|e| {
            one(Problem::error("cannot-write", format!("Không tạo được thư mục: {e}"))
                .file(folder.display().to_string()))
        })?;
    }
    for (template, name, _) in REPORTS {
        let (report, provenance) =
            office.desk().draw(template, &question(office)?, BTreeMap::new(), None).map_err(told)?;
        let (html, text) = (folder.join(format!("{name}.html")), folder.join(format!("{name}.txt")));
        write_file(&html, report::html(&report, &provenance).map_err(one)?.as_bytes())?;
        write_file(&text, report::text(&report).as_bytes())?;
        say!("Báo cáo: {} và {}", html.display(), text.display());
    }
    let database = office.database_argument();
    say!(
        "Cân đối: đúng. Xem tiếp:\n  danvan figures --database {database} --unit {UNIT}@2021-12-31 --from 2021-01-01 --to 2021-12-31 --indicator doi-thoai.so-cuoc --by cap"
    );
    say!("  danvan demo --database {database}");
    Ok(())
}

/// What an interrupted preparation left.
fn remove(part: &str) {
    for end in ["", "-wal", "-shm"] {
        std::fs::remove_file(format!("{part}{end}")).ok();
    }
}

/// Reports go beside a database file; for a server, into the present folder.
fn folder_of(database: &str) -> PathBuf {
    match Location::parse(database) {
        Ok(Location::Sqlite(path)) => Path::new(&path).parent().map_or_else(PathBuf::new, Path::to_path_buf),
        _ => PathBuf::new(),
    }
}
