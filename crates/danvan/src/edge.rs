//! The program's edge: the only place with a real clock, real chance and the real world's files.

use crate::cli::{Common, QuestionArgs, ViewArg};
use desk::Desk;
use desk::question::{PeriodText, QuestionText};
use domain::calendar::parse_date;
use domain::clock::{Chance, Clock};
use domain::ids::{EntryId, UnitId};
use domain::indicators::{Question, View};
use domain::organs::Hierarchy;
use domain::problem::Problem;
use domain::registers::{Catalogue, Role};
use domain::{Date, Timestamp};
use std::path::Path;
use store::indicators::DimFilter;
use store::{Actor, Location, Store, StoreError};

/// What a command ends with: nothing, or what was wrong.
pub type Outcome<T = ()> = Result<T, Vec<Problem>>;

/// The machine's clock.
pub struct SystemClock;

impl Clock for SystemClock {
    #[expect(clippy::disallowed_methods, reason = "this is the one place where the real clock enters")]
    fn now(&self) -> Timestamp {
        Timestamp::now()
    }
}

/// The machine's randomness.
pub struct SystemChance;

impl Chance for SystemChance {
    fn fill(&mut self, bytes: &mut [u8]) {
        if getrandom::fill(bytes).is_err() {
            // Without the system's randomness ids still differ by time; the low bits come from the clock.
            let nanos = SystemClock.now().as_nanosecond().to_le_bytes();
            for (byte, n) in bytes.iter_mut().zip(nanos.iter().cycle()) {
                *byte = *n;
            }
        }
    }
}

/// Everything that most commands need.
pub struct Office {
    /// The open store with the catalogue in use.
    pub store: Store,
    /// Who acts.
    pub actor: Actor,
    /// Instant of this call.
    pub now: Timestamp,
    /// Civil date of this call.
    pub today: Date,
    /// Catalogue layers.
    pub sources: Vec<catalogue::Source>,
}

/// The problems of a store's error.
pub fn told(e: StoreError) -> Vec<Problem> {
    let hint = match &e {
        StoreError::Stale { .. } => Some("xem bản đang có: danvan entry show MÃ"),
        StoreError::Database(_) => {
            Some("tệp có thể đã hỏng hoặc không phải của Dân Vận: giữ nguyên tệp, dùng bản sao lưu")
        }
        StoreError::Unavailable(_) => Some("xem lại đường dẫn, quyền đọc ghi, máy chủ; rồi thử lại"),
        StoreError::Refused(_) => None,
    };
    let problems = e.problems();
    match hint {
        Some(hint) => problems.into_iter().map(|p| p.hint(hint)).collect(),
        None => problems,
    }
}

/// One problem.
pub fn one(p: Problem) -> Vec<Problem> {
    vec![p]
}

/// The catalogue layers: the built-in one, then the folders given.
pub fn sources(common: &Common) -> Outcome<Vec<catalogue::Source>> {
    let mut sources = vec![catalogue::built_in()];
    for dir in &common.catalogue {
        sources.push(catalogue::read_dir(dir)?);
    }
    Ok(sources)
}

/// The catalogue from its layers.
pub fn load(sources: &[catalogue::Source]) -> Outcome<Catalogue> {
    catalogue::load(sources).map(|(catalogue, _)| catalogue)
}

impl Office {
    /// Opens the store that was named.
    pub fn open(common: &Common) -> Outcome<Office> {
        Self::open_at(common, common.database(), false)
    }

    /// Opens (or with `create` makes) the store at a place.
    pub fn open_at(common: &Common, database: &str, create: bool) -> Outcome<Office> {
        let location = Location::parse(database).map_err(told)?;
        refuse_folder(&location)?;
        let sources = sources(common)?;
        let catalogue = load(&sources)?;
        let store = Store::open(location, create).map_err(told)?;
        let (now, today) = (SystemClock.now(), SystemClock.today());
        store.use_catalogue(catalogue, &Actor::administrator(&common.actor), now).map_err(told)?;
        let role = Role::parse(&common.role).ok_or_else(|| {
            one(Problem::error("unknown-role", format!("Không có vai trò “{}”", common.role))
                .hint("officer, leader, viewer hoặc administrator"))
        })?;
        let acts_for = common.acting_for.as_deref().map(|text| acting_for(&store, text, today)).transpose()?;
        let actor = Actor::local(&common.actor, role, acts_for);
        Ok(Office { store, actor, now, today, sources })
    }

    /// Where the data is, for people: a server's address is not printed, it may hold a password.
    pub fn place(&self) -> String {
        match self.store.location() {
            Location::Sqlite(path) => path.clone(),
            Location::Postgres(_) => "cơ sở dữ liệu PostgreSQL".into(),
        }
    }

    /// The `--database` argument to print in an example; a server's address is left for the reader to fill in.
    pub fn database_argument(&self) -> &str {
        match self.store.location() {
            Location::Sqlite(path) => path,
            Location::Postgres(_) => "postgres://…",
        }
    }

    /// The desk to work at: the machine's own, which may read everything.
    pub fn desk(&self) -> Desk<'_> {
        Desk {
            store: &self.store,
            actor: &self.actor,
            now: self.now,
            today: self.today,
            sources: &self.sources,
            new_id: &new_id,
            reach: None,
        }
    }

    /// A date as a person writes it.
    pub fn date(text: &str, field: &str) -> Outcome<Date> {
        parse_date(text).map_err(|p| one(p.field(field)))
    }

    /// "AREA@DATE" or "AREA" (today): the unit and the date.
    pub fn unit(&self, text: &str) -> Outcome<(UnitId, Date)> {
        self.desk().unit(text).map_err(|e| flagged(e, QUESTION))
    }

    /// The question that the arguments ask, and their further conditions.
    pub fn question(&self, args: &QuestionArgs) -> Outcome<(Question, DimFilter)> {
        let period = match (&args.from, &args.to) {
            (Some(from), Some(to)) => PeriodText::Days(from, to),
            _ => PeriodText::Rule(args.period.as_deref().unwrap_or_default()),
        };
        let view = match args.view {
            ViewArg::Was => View::Was,
            ViewArg::Restated => View::Restated,
        };
        let text = QuestionText { unit: &args.unit, period, view, wheres: &args.filter };
        self.desk().question(&text).map_err(|e| flagged(e, QUESTION))
    }

    /// Conditions as "DIM=VALUE,VALUE"; unknown dimensions and values are told, all at once.
    pub fn filter(&self, list: &[String]) -> Outcome<DimFilter> {
        self.desk().conditions(list).map_err(|e| flagged(e, QUESTION))
    }
}

/// A key for a new entry or row.
fn new_id() -> EntryId {
    EntryId::new(&SystemClock, &mut SystemChance)
}

/// The parts of a question, as the desk names them.
pub const QUESTION: &[&str] = &["unit", "from", "to", "period", "where", "by"];

/// The problems of a desk's error, with the names of arguments as they are typed: "--unit" for "unit".
pub fn flagged(e: StoreError, arguments: &[&str]) -> Vec<Problem> {
    let flag = |p: Problem| match p.place.field.as_deref().filter(|f| arguments.contains(f)) {
        Some(field) => {
            let flag = format!("--{field}");
            p.field(flag)
        }
        None => p,
    };
    told(e).into_iter().map(flag).collect()
}

fn refuse_folder(location: &Location) -> Outcome {
    match location {
        Location::Sqlite(path) if Path::new(path).is_dir() => {
            Err(one(Problem::error("database-is-folder", format!("“{path}” là thư mục, không phải tệp cơ sở dữ liệu"))
                .field("--database")
                .hint("ghi tên tệp, ví dụ danvan.db")))
        }
        _ => Ok(()),
    }
}

fn acting_for(store: &Store, text: &str, today: Date) -> Outcome<(UnitId, Hierarchy)> {
    let bad = || {
        one(Problem::error("bad-acting-for", format!("“{text}” không phải ĐƠN-VỊ/HỆ"))
            .field("--acting-for")
            .hint("ví dụ 02839/dang; các hệ: chinh-quyen, dang, mat-tran"))
    };
    let (area, he) = text.split_once('/').ok_or_else(bad)?;
    let he = Hierarchy::parse(he).ok_or_else(bad)?;
    let (area, date) = match area.rsplit_once('@') {
        Some((area, date)) => (area, Office::date(date, "--acting-for")?),
        None => (area, today),
    };
    Ok((store.units().resolve(area, date).map_err(one)?, he))
}

/// Reads a file whole; the message names it.
pub fn read_file(path: &Path) -> Outcome<Vec<u8>> {
    std::fs::read(path).map_err(|e| {
        let problem = match e.kind() {
            std::io::ErrorKind::NotFound => {
                Problem::error("cannot-read", "Không có tệp này").hint("xem lại tên và thư mục")
            }
            std::io::ErrorKind::PermissionDenied => Problem::error("cannot-read", "Không có quyền đọc tệp này"),
            _ => Problem::error("cannot-read", format!("Không đọc được tệp: {e}")),
        };
        one(problem.file(path.display().to_string()))
    })
}

/// Writes a file whole: to a new file beside it first, so that an interruption never leaves half of one.
pub fn write_file(path: &Path, bytes: &[u8]) -> Outcome {
    let wrong = |e: std::io::Error| {
        one(Problem::error("cannot-write", format!("Không ghi được tệp: {e}")).file(path.display().to_string()))
    };
    let mut part = path.as_os_str().to_owned();
    part.push(".part");
    std::fs::write(&part, bytes).map_err(wrong)?;
    std::fs::rename(&part, path).map_err(wrong)
}

/// JSON given as text, as `@file`, or as `-` for standard input; it must be an object.
pub fn json_argument(text: &str) -> Outcome<domain::registers::Data> {
    let (text, place) = match text.strip_prefix('@') {
        Some(path) => (String::from_utf8_lossy(&read_file(Path::new(path))?).into_owned(), path.to_string()),
        None if text == "-" => (
            std::io::read_to_string(std::io::stdin())
                .map_err(|e| one(Problem::error("cannot-read", format!("Không đọc được đầu vào: {e}"))))?,
            "stdin".to_string(),
        ),
        None => (text.to_string(), "--data".to_string()),
    };
    serde_json::from_str(&text).map_err(|e| {
        one(Problem::error("bad-json", format!("JSON không đọc được: {e}"))
            .file(place)
            .line(u32::try_from(e.line()).unwrap_or(1))
            .hint("ghi một đối tượng JSON, ví dụ {\"ngay\": \"31/3/2021\"}"))
    })
}
