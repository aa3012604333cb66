//! A small world to try the screens in: the shipped units and catalogue, people with assignments, a clock to turn.

mod browser;

pub use browser::{Answer, Browser};

use domain::clock::{Clock, SeededChance};
use domain::ids::{EntryId, NATION, UnitId};
use domain::organs::Hierarchy;
use domain::problem::Problem;
use domain::registers::Role;
use domain::{Date, Span, Timestamp};
use report::{Printer, Report};
use serde_json::json;
use std::sync::{Arc, Mutex};
use store::people::{NewAccount, NewAssignment};
use store::{Actor, Store};
use testkit::{Clerk, Database, Place};
use web::{App, Parts, Settings};

/// The password of everybody in the world.
pub const PASSWORD: &str = "con đường qua bản mùa lúa chín";

/// A clock that tests turn.
#[derive(Clone)]
pub struct Clockwork(Arc<Mutex<Timestamp>>);

impl Clock for Clockwork {
    fn now(&self) -> Timestamp {
        *self.0.lock().unwrap()
    }
}

impl Clockwork {
    /// Turns it on.
    pub fn turn(&self, by: Span) {
        let mut now = self.0.lock().unwrap();
        *now = now.checked_add(by).unwrap();
    }
}

/// Prints the plain text of a report, under another media type: the real printers are tried in their own crates.
struct PlainPrinter(&'static str, &'static str);

impl Printer for PlainPrinter {
    fn print(&self, report: &Report) -> Result<Vec<u8>, Problem> {
        Ok(report::text(report).into_bytes())
    }
    fn media_type(&self) -> &'static str {
        self.0
    }
    fn extension(&self) -> &'static str {
        self.1
    }
}

/// The world.
pub struct World {
    /// The application.
    pub app: App,
    /// The clock.
    pub clock: Clockwork,
    router: axum::Router,
    place: Place,
}

/// Codes of units in 2026 whose people are in the world: two communes of Lào Cai, one of Phú Thọ, the two provinces.
pub const BAC_HA: &str = "02839";
/// A second commune of Lào Cai.
pub const BAO_NHAI: &str = "02890";
/// A commune of Phú Thọ.
pub const THANH_BA: &str = "08152";
/// The province of the first two.
pub const LAO_CAI: &str = "15";
/// The province of the third.
pub const PHU_THO: &str = "25";
/// The whole country.
pub const NATION_CODE: &str = "";

/// Units that have an account for each role in each hierarchy: login `ROLE-HE-CODE`, for instance `officer-dang-02839`.
pub const PLACES: &[&str] = &[BAC_HA, BAO_NHAI, THANH_BA, LAO_CAI, PHU_THO, NATION_CODE];

/// The unit of a code today.
pub fn unit(store: &Store, code: &str) -> UnitId {
    if code == NATION_CODE { NATION } else { store.units().resolve(code, testkit::morning().today()).unwrap() }
}

/// The login of somebody in the world.
pub fn login(role: Role, he: Hierarchy, code: &str) -> String {
    let place = if code == NATION_CODE { "vn" } else { code };
    format!("{}-{}-{place}", role.slug(), he.slug())
}

/// The units alone, as a new installation has them.
fn prepare_units(store: &Store) {
    let who = Actor::administrator("chuẩn bị");
    store.load_units(testkit::shipped(), &who, testkit::morning().now(), &mut |_, _| {}).unwrap();
}

fn prepare(store: &Store) {
    prepare_units(store);
    let hash = web::people::password::hash_with(&[7; 16], PASSWORD).unwrap();
    let from = Date::constant(2025, 7, 1);
    for code in PLACES {
        for role in Role::ALL {
            for he in Hierarchy::ALL {
                let name = format!("{} {}", role.name(), login(role, he, code));
                let new =
                    NewAccount { login: login(role, he, code), name, password_hash: hash.clone(), must_change: false };
                let assignment = NewAssignment {
                    unit: unit(store, code),
                    he,
                    role,
                    from,
                    to: None,
                    note: "quyết định phân công".into(),
                };
                let who = Actor::administrator("chuẩn bị");
                store.add_account(&who, testkit::morning().now(), &new, &[assignment]).unwrap();
            }
        }
    }
}

impl World {
    /// The world on an embedded database.
    pub fn new() -> World {
        World::on(Database::Sqlite, Settings::default())
    }

    /// The world on a database, with settings.
    pub fn on(database: Database, settings: Settings) -> World {
        World::at(database.copy_of("web-world", prepare), settings, None)
    }

    /// An installation nobody has set up yet, with the code that its server printed.
    pub fn new_installation(code: &str) -> World {
        let place = Database::Sqlite.copy_of("web-units", prepare_units);
        World::at(place, Settings::default(), Some(code.to_string()))
    }

    fn at(place: Place, settings: Settings, setup_code: Option<String>) -> World {
        let store = place.open();
        let now = testkit::morning().now();
        store.use_catalogue(testkit::built_in(), &Actor::administrator("thử"), now).unwrap();
        let clock = Clockwork(Arc::new(Mutex::new(now)));
        let app = App::new(Parts {
            store,
            sources: vec![catalogue::built_in()],
            clock: Box::new(clock.clone()),
            chance: Box::new(SeededChance(42)),
            pdf: Box::new(PlainPrinter("application/pdf", "pdf")),
            docx: Box::new(PlainPrinter(
                "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
                "docx",
            )),
            seal: [9; 32],
            setup_code,
            settings,
        });
        World { router: web::router(app.clone()), app, clock, place }
    }

    /// Everything that stands in the embedded database's files.
    pub fn database(&self) -> Vec<u8> {
        let path = self.place.text();
        let files = [path.to_string(), format!("{path}-wal"), format!("{path}-journal")];
        files.iter().filter_map(|f| std::fs::read(f).ok()).flatten().collect()
    }

    /// The store.
    pub fn store(&self) -> &Store {
        self.app.store()
    }

    /// A browser without a session.
    pub fn browser(&self) -> Browser {
        Browser::new(self.router.clone())
    }

    /// A browser in which somebody has signed in.
    pub async fn signed_in(&self, role: Role, he: Hierarchy, code: &str) -> Browser {
        let mut browser = self.browser();
        let answer = browser.post("/dang-nhap", &[("login", &login(role, he, code)), ("password", PASSWORD)]).await;
        assert_eq!(answer.status, 303, "{}", answer.text());
        browser
    }

    /// A dialogue held by the Party committee of a commune, recorded; the subject is what tests look for.
    pub fn dialogue(&self, code: &str, on: &str, subject: &str, attendance: i64) -> EntryId {
        let store = self.store();
        let mut clerk = Clerk::new(store);
        // Each call has chance of its own, or keys would repeat.
        clerk.chance = SeededChance(u64::from_le_bytes(self.app.random::<8>()));
        let organ = clerk.organ(unit(store, code), "cap-uy", on.parse().unwrap());
        let data = json!({
            "ngay": on, "chu-de": subject, "loai": "dinh-ky", "hinh-thuc": "hoi-nghi-doi-thoai", "chu-tri": "bi-thu",
            "so-nguoi": attendance,
        });
        clerk.enter("doi-thoai", &organ, &data).unwrap().id
    }
}
