//! What stands in the world of the matrix: things of each unit with their marks, and people of each role and unit.

use super::parameters;
use crate::support::{BAC_HA, BAO_NHAI, Browser, LAO_CAI, NATION_CODE, PHU_THO, THANH_BA, World, login, unit};
use domain::clock::{Clock, SeededChance};
use domain::ids::{EntryId, UnitId};
use domain::organs::Hierarchy;
use domain::people::{AccountId, AssignmentId};
use domain::registers::Role;
use serde_json::json;
use sha2::{Digest, Sha256};
use std::collections::BTreeMap;
use store::papers::{PaperFilter, PaperId};
use store::people::{AccountFilter, NewSession, NewToken};
use store::registers::Filter;
use testkit::Clerk;

/// Units that have things of their own.
pub const OWNERS: [&str; 5] = [BAC_HA, BAO_NHAI, THANH_BA, LAO_CAI, PHU_THO];
/// Those of them that have entries.
pub const COMMUNES: [&str; 3] = [BAC_HA, BAO_NHAI, THANH_BA];
/// Units whose people look.
pub const PLACES: [&str; 6] = [BAC_HA, BAO_NHAI, THANH_BA, LAO_CAI, PHU_THO, NATION_CODE];
/// The forms of a report.
pub const FORMS: [&str; 5] = ["pdf", "docx", "xlsx", "html", "txt"];

/// Whether people of a place read the things of a unit: those of their own and of what lies below.
pub fn reads(place: &str, owner: &str) -> bool {
    let province = |code: &str| if code == THANH_BA { PHU_THO } else { LAO_CAI };
    place == NATION_CODE || place == owner || (COMMUNES.contains(&owner) && province(owner) == place)
}

/// The mark in what a unit has, in lower case.
pub fn mark(code: &str) -> String {
    format!("zqx{code}x")
}
/// The mark in what one person alone has.
pub fn own_mark(code: &str) -> String {
    format!("zqx{code}r")
}
/// The mark in a field that only officers and leaders see.
pub fn hidden_mark(code: &str) -> String {
    format!("zqx{code}h")
}

/// A unit's things.
#[derive(Debug, Clone)]
pub struct Things {
    /// Code of the unit.
    pub code: &'static str,
    /// Its key.
    pub unit: UnitId,
    /// A dialogue with a file.
    pub entry: Option<EntryId>,
    /// A model with a person's name.
    pub model: Option<EntryId>,
    /// SHA-256 of the dialogue's file.
    pub file: String,
    /// A report being written.
    pub paper: PaperId,
    /// A frozen one.
    pub frozen: PaperId,
    /// An unfinished form of the officer's.
    pub draft: String,
    /// A saved list of the officer's.
    pub view: i64,
    /// A report that the officer proofs.
    pub proof: String,
    /// The officer.
    pub account: AccountId,
}

/// Somebody who looks.
pub struct Person {
    pub role: Role,
    pub he: Hierarchy,
    pub place: &'static str,
    pub account: AccountId,
    pub web: Browser,
    pub api: Browser,
}

impl Person {
    /// Who it is, for messages.
    pub fn name(&self) -> String {
        login(self.role, self.he, self.place)
    }
    /// Marks of what this person may not see.
    pub fn forbidden(&self) -> Vec<String> {
        let mut out = Vec::new();
        for code in OWNERS {
            let own = self.role == Role::Officer && self.he == Hierarchy::Dang && self.place == code;
            if !own {
                out.push(own_mark(code));
            }
            let sees = [Role::Officer, Role::Leader].contains(&self.role);
            if !reads(self.place, code) || !sees {
                out.push(hidden_mark(code));
            }
            if !reads(self.place, code) {
                out.push(mark(code));
                out.extend(Hierarchy::ALL.map(|he| format!("-{}-{code}", he.slug())));
            }
        }
        out
    }
}

/// The world with everything in it.
pub struct Scene {
    pub world: World,
    pub things: Vec<Things>,
}

impl Scene {
    /// Makes it.
    pub async fn new() -> Scene {
        let world = World::new();
        let mut things = Vec::new();
        for code in OWNERS {
            things.push(things_of(&world, code).await);
        }
        Scene { world, things }
    }

    /// The things of a unit.
    pub fn of(&self, code: &str) -> &Things {
        self.things.iter().find(|t| t.code == code).unwrap()
    }

    /// A person, signed in and with a token.
    pub fn person(&self, role: Role, he: Hierarchy, place: &'static str) -> Person {
        person(&self.world, role, he, place)
    }

    /// The paths of a route for a unit's things: one, or one for each output form. Empty when the unit has no such thing.
    pub fn paths(&self, route: &str, things: &Things) -> Vec<String> {
        let mut paths = vec![route.to_string()];
        for name in parameters(route) {
            let values = self.sample(route, name, things);
            let with =
                |path: &String| values.iter().map(|v| path.replacen(&format!("{{{name}}}"), v, 1)).collect::<Vec<_>>();
            paths = paths.iter().flat_map(with).collect();
        }
        paths
    }

    /// Values for a parameter of a path.
    pub fn sample(&self, route: &str, name: &str, things: &Things) -> Vec<String> {
        match name {
            "register" => vec!["doi-thoai".into(), "mo-hinh".into()],
            "unit" => vec![things.unit.to_string()],
            "entry" if route.contains("{file}") => things.entry.iter().map(ToString::to_string).collect(),
            "entry" => things.entry.iter().chain(&things.model).map(ToString::to_string).collect(),
            "file" => vec![things.file.clone()],
            "paper" => vec![things.paper.0.to_string(), things.frozen.0.to_string()],
            "anchor" => vec!["doi-thoai".into()],
            "form" => FORMS.map(str::to_string).to_vec(),
            "draft" => vec![things.draft.clone()],
            "indicator" => vec!["doi-thoai.so-cuoc".into()],
            "topic" => vec!["bat-dau".into()],
            "token" => vec![things.proof.clone()],
            "figure" => vec!["0".into()],
            "account" => vec![things.account.0.to_string()],
            other => panic!("{route}: the tests have no sample for a parameter “{other}”: give it one in scene.rs"),
        }
    }

    /// Everything that a request could change, as text: the ledger's last transaction, entries, reports, forms, lists,
    /// accounts.
    pub fn state(&self) -> String {
        self.state_but(AccountId(0))
    }

    /// The same without one person's own: their forms, lists, tokens and account.
    pub fn state_but(&self, but: AccountId) -> String {
        let store = self.world.store();
        let entries = store.entries_page(&Filter { voided: true, limit: 500, ..Filter::default() }).unwrap();
        let entries: Vec<_> = entries.entries.iter().map(|e| (&e.id, e.version, &e.state, e.voided, &e.data)).collect();
        let papers = store.papers(&PaperFilter { limit: 500, ..PaperFilter::default() }).unwrap().0;
        let today = testkit::morning().today();
        let people = store.accounts(&AccountFilter { limit: 500, ..AccountFilter::default() }, today).unwrap().0;
        let mut own = Vec::new();
        for person in people.iter().filter(|p| p.0.id != but) {
            let id = person.0.id;
            let drafts: Vec<_> = store.drafts(id.0).unwrap().into_iter().map(|d| (d.id, d.register)).collect();
            own.push((
                drafts,
                store.saved_views(id.0, None).unwrap(),
                store.tokens_of(id).unwrap().len(),
                format!("{person:?}"),
            ));
        }
        format!("{:?}\n{entries:?}\n{papers:?}\n{own:?}\n{:?}", store.mark().unwrap(), people.len())
    }
}

fn person(world: &World, role: Role, he: Hierarchy, place: &'static str) -> Person {
    let store = world.store();
    let account = store.account_by_login(&login(role, he, place)).unwrap().unwrap().id;
    let assignment = store.assignments_on(account, testkit::morning().today()).unwrap()[0].id;
    let (session, token) = (secret(world), secret(world));
    let hash = |secret: &str| -> [u8; 32] { Sha256::digest(secret.as_bytes()).into() };
    let now = testkit::morning().now();
    let new = NewSession { account, assignment, token_hash: &hash(&session), agent: "thử", address: None };
    store.new_session(now, &new).unwrap();
    new_token(world, account, assignment, &hash(&token));
    let (mut web, mut api) = (world.browser(), world.browser());
    web.carry("dv", &session);
    api.bearer = Some(token);
    Person { role, he, place, account, web, api }
}

fn secret(world: &World) -> String {
    world.app.random::<16>().iter().map(|b| format!("{b:02x}")).collect()
}

fn new_token(world: &World, account: AccountId, assignment: AssignmentId, token_hash: &[u8; 32]) {
    let expires = testkit::morning().today().tomorrow().unwrap();
    let new = NewToken { account, assignment, name: "chương trình thử", token_hash, expires };
    let mut who = store::Actor::administrator("thử");
    who.account = Some(account);
    world.store().new_token(&who, testkit::morning().now(), &new).unwrap();
}

async fn things_of(world: &World, code: &'static str) -> Things {
    let place = unit(world.store(), code);
    let mut officer = person(world, Role::Officer, Hierarchy::Dang, code);
    let (file, entry, model) = if COMMUNES.contains(&code) {
        let (file, entry, model) = entries_of(world, code, place);
        (file, Some(entry), Some(model))
    } else {
        (format!("{:064x}", 1), None, None)
    };
    let web = &mut officer.web;
    let paper = report(web, code, place).await;
    let frozen = report(web, code, place).await;
    let fields = [("version", "2"), ("number", "7"), ("date", "20/11/2026")];
    let answer = web.post(&format!("/bao-cao/{}/chot", frozen.0), &fields).await;
    assert_eq!(answer.status, 303, "{}", answer.text());
    let draft =
        EntryId::new(&testkit::morning(), &mut SeededChance(u64::from_le_bytes(world.app.random::<8>()))).to_string();
    let typed = format!("{} viết dở", own_mark(code));
    let answer = web.post(&format!("/nhap/{draft}?so=doi-thoai"), &[("chu-de", &typed)]).await;
    assert_eq!(answer.status, 200, "{}", answer.text());
    let name = format!("{} danh sách", own_mark(code));
    web.post("/so/doi-thoai/danh-sach", &[("ten", &name), ("loc", "huy=1")]).await;
    let proof = proof(web, code).await;
    let views = world.store().saved_views(officer.account.0, None).unwrap();
    let view = views.first().unwrap_or_else(|| panic!("no list was saved")).id;
    Things { code, unit: place, entry, model, file, paper, frozen, draft, view, proof, account: officer.account }
}

fn entries_of(world: &World, code: &str, place: UnitId) -> (String, EntryId, EntryId) {
    let store = world.store();
    let mut clerk = Clerk::new(store);
    clerk.chance = SeededChance(u64::from_le_bytes(world.app.random::<8>()));
    clerk.who = testkit::officer(&login(Role::Officer, Hierarchy::Dang, code), place, Hierarchy::Dang);
    let content = format!("Biên bản {} của xã", mark(code));
    let file = store.keep_file(&clerk.who, clerk.now(), content.as_bytes()).unwrap();
    let on = "2026-03-10";
    let organ = clerk.organ(place, "cap-uy", on.parse().unwrap());
    let attached = json!([{ "ten": format!("{}.txt", mark(code)), "sha256": file, "bytes": content.len() }]);
    let data = json!({
        "ngay": on, "chu-de": format!("{} Đường vào thôn", mark(code)), "loai": "dinh-ky",
        "hinh-thuc": "hoi-nghi-doi-thoai", "chu-tri": "bi-thu", "so-nguoi": 40, "tep": attached,
        "y-kien": [{ "linh-vuc": "dat-dai", "noi-dung": format!("{} đo lại", mark(code)), "ket-qua": "giai-dap-tai-cho" }],
    });
    let entry = clerk.enter("doi-thoai", &organ, &data).unwrap().id;
    let data = json!({
        "ten": format!("{} Tuyến đường hoa", mark(code)), "ngay-dang-ky": on, "linh-vuc": "van-hoa-xa-hoi",
        "chu-the": "ca-nhan", "don-vi-thuc-hien": format!("{code}/cap-uy"), "ca-nhan": format!("{} Văn Minh Họa", hidden_mark(code)),
    });
    let write = clerk.adding("mo-hinh", &organ, organ.area, first_state(store, "mo-hinh"), &data).unwrap();
    let model = clerk.apply("thêm mục", &[write]).unwrap()[0].id.clone();
    (file, entry, model)
}

fn first_state(store: &store::Store, register: &str) -> &'static str {
    let pinned = store.pinned().unwrap();
    let state = pinned.catalogue.registers[register].initial_state().to_string();
    Box::leak(state.into_boxed_str())
}

/// A report that a unit's officer has sent in to be proofed, with the officer's own mark in it.
async fn proof(web: &mut Browser, code: &str) -> String {
    let text = format!("Năm 2025, {} đã mở 12 hội nghị đối thoại, ngày 31/02/2025.", own_mark(code));
    let answer = web.post("/soat", &[("van-ban", &text)]).await;
    let to = answer.location.clone().unwrap_or_else(|| panic!("{}", answer.text()));
    let token = to.rsplit('/').next().unwrap().to_string();
    for _ in 0..1_200 {
        if web.get(&format!("/soat/{token}/tien-do")).await.headers.contains_key("x-go") {
            return token;
        }
        tokio::time::sleep(std::time::Duration::from_millis(50)).await;
    }
    panic!("the proof is never over");
}

/// A report of a unit's officer, with the mark in its subject and so in its title.
async fn report(web: &mut Browser, code: &str, place: UnitId) -> PaperId {
    let key = format!("u:{place}");
    let fields = [("mau", "bao-cao-nam-dang"), ("don-vi", &*key), ("he", "dang"), ("ky", "nam"), ("nam", "2026")];
    let answer = web.post("/bao-cao/moi", &fields).await;
    let to = answer.location.clone().unwrap_or_else(|| panic!("{}", answer.text()));
    let id: i64 = to.split('?').next().unwrap().rsplit('/').next().unwrap().parse().unwrap();
    let subject = format!("kết quả công tác dân vận {}", mark(code));
    let answer = web.post(&format!("/bao-cao/{id}/viet"), &[("version", "1"), ("subject", &subject)]).await;
    assert_eq!(answer.status, 303, "{}", answer.text());
    PaperId(id)
}

/// What pages ask in their queries, with a unit's key in them: words that stand before each mark, a period, an indicator.
pub fn query(place: UnitId) -> String {
    format!(
        "q=zqx&words=zqx&don-vi=u:{place}&tu=01/01/2026&den=31/12/2026&chi-tieu=doi-thoai.so-cuoc&cap=xa&huy=1&tai=1"
    )
}

/// What the interface for programs is asked, of the parameters that its description names for a path.
pub fn api_query(path: &str, code: &str) -> String {
    let document = web::api::document();
    let listed = document["paths"][path]["get"]["parameters"].as_array().cloned().unwrap_or_default();
    let unit = if code == NATION_CODE { "vn".to_string() } else { format!("{code}@2026-11-22") };
    let known = BTreeMap::from([
        ("words", "zqx"),
        ("unit", &unit),
        ("from", "2026-01-01"),
        ("to", "2026-12-31"),
        ("indicator", "doi-thoai.so-cuoc"),
        ("limit", "500"),
    ]);
    let asked = listed.iter().filter(|p| p["in"] == "query").filter_map(|p| p["name"].as_str());
    let pairs: Vec<(&str, &str)> = asked.filter_map(|name| known.get(name).map(|value| (name, *value))).collect();
    form_urlencoded::Serializer::new(String::new()).extend_pairs(pairs).finish()
}
