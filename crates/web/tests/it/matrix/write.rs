//! Writing: every route that writes, tried with things of other units, with things of one's own in a role without the
//! right, and from other hierarchies. Nothing of anybody's but one's own private things may have changed.

use super::scene::{Person, Scene, Things};
use super::{parameters, writing};
use crate::support::{Answer, BAC_HA, BAO_NHAI, LAO_CAI, PHU_THO, THANH_BA};
use axum::http::Method;
use domain::organs::Hierarchy::{self, ChinhQuyen, Dang, MatTran};
use domain::registers::Role::{self, Administrator, Leader, Officer, Viewer};
use serde_json::json;
use store::people::Reach;
use web::routes::Call;
use web::{Access, Route};

/// Who tries, and whose things.
const TRIES: &[(Role, Hierarchy, &str, &str)] = &[
    (Officer, Dang, BAO_NHAI, BAC_HA),
    (Leader, Dang, THANH_BA, BAC_HA),
    (Officer, Dang, PHU_THO, BAC_HA),
    (Officer, Dang, BAC_HA, LAO_CAI),
    (Administrator, Dang, BAO_NHAI, BAC_HA),
    (Administrator, Dang, BAC_HA, LAO_CAI),
    (Viewer, Dang, BAC_HA, BAC_HA),
    (Viewer, Dang, LAO_CAI, BAC_HA),
    (Administrator, Dang, BAC_HA, BAC_HA),
    (Officer, ChinhQuyen, BAC_HA, BAC_HA),
    (Officer, MatTran, LAO_CAI, BAC_HA),
];

/// Versions as they stand, so that no try is refused for being late.
struct Versions {
    entry: i64,
    model: i64,
    paper: i64,
}

fn versions(scene: &Scene, things: &Things) -> Versions {
    let store = scene.world.store();
    let entry = |id: &Option<_>| id.as_ref().map_or(1, |id| store.entry(id).unwrap().version);
    let paper = store.paper(things.paper, &Reach::everything()).map_or(0, |p| p.version);
    Versions { entry: entry(&things.entry), model: entry(&things.model), paper }
}

/// A form that would do what any of the routes does, were it let.
fn form(scene: &Scene, path: &str, things: &Things) -> Vec<(String, String)> {
    let v = versions(scene, things);
    let of_model = things.model.as_ref().is_some_and(|m| path.contains(m.as_str()));
    let version = if of_model { v.model } else { v.entry }.to_string();
    let organ = format!("o:{}/cap-uy", things.unit);
    let unit = format!("u:{}", things.unit);
    let pairs = [
        ("ban", version.as_str()),
        ("_ban", &version),
        ("_nhap", &things.draft),
        ("_luu", "giu"),
        ("version", &v.paper.to_string()),
        ("buoc", "ghi-so"),
        ("ly-do", "thử"),
        ("number", "9"),
        ("date", "20/11/2026"),
        ("subject", "kết quả khác"),
        ("mau", "bao-cao-nam-dang"),
        ("don-vi", &unit),
        ("he", "dang"),
        ("ky", "nam"),
        ("nam", "2026"),
        ("co-quan-giu-so", &organ),
        ("ngay", "05/11/2026"),
        ("ten", "tên khác"),
        ("chu-de", "Chủ đề khác"),
        ("loai", "dinh-ky"),
        ("hinh-thuc", "hoi-nghi-doi-thoai"),
        ("chu-tri", "bi-thu"),
        ("so-nguoi", "1"),
        ("ngay-dang-ky", "05/11/2026"),
        ("linh-vuc", "kinh-te"),
        ("chu-the", "tap-the"),
        ("don-vi-thuc-hien", &organ.replacen("o:", "t:", 1)),
        ("bo", &things.view.to_string()),
        ("account", &things.account.0.to_string()),
        ("login", "nguoi.moi"),
        ("name", "Người mới"),
        ("role", "administrator"),
        ("vai-tro", "administrator"),
        ("from", "22/11/2026"),
        ("tu", "22/11/2026"),
        ("_ghi", "1"),
    ];
    pairs.into_iter().map(|(k, v)| (k.to_string(), v.to_string())).collect()
}

/// The same for the interface for programs.
fn body(scene: &Scene, path: &str, things: &Things) -> serde_json::Value {
    let v = versions(scene, things);
    let of_model = things.model.as_ref().is_some_and(|m| path.contains(m.as_str()));
    let (version, field) = if of_model { (v.model, "ten") } else { (v.entry, "chu-de") };
    match path.rsplit('/').next() {
        Some("entries") => {
            let data = if path.contains("/doi-thoai/") {
                json!({ "ngay": "2026-11-05", "chu-de": "Chủ đề khác", "loai": "dinh-ky",
                    "hinh-thuc": "hoi-nghi-doi-thoai", "chu-tri": "bi-thu", "so-nguoi": 1 })
            } else {
                json!({ "ten": "Tên khác", "ngay-dang-ky": "2026-11-05", "linh-vuc": "kinh-te", "chu-the": "tap-the",
                    "don-vi-thuc-hien": format!("{}/cap-uy", things.code) })
            };
            json!({ "organ": format!("{}/cap-uy@2026-11-05", things.code), "draft": true, "data": data })
        }
        Some("transition") => json!({ "version": version, "step": "ghi-so", "note": "thử" }),
        Some("void") => json!({ "version": version, "reason": "thử" }),
        _ => json!({ "version": version, "data": { field: "Chủ đề khác" }, "note": "thử" }),
    }
}

async fn send(scene: &Scene, person: &mut Person, route: &Route, path: &str, things: &Things) -> Answer {
    if route.access == Access::Token {
        let method = if route.call == Call::Put { Method::PUT } else { Method::POST };
        let body = body(scene, path, things).to_string().into_bytes();
        return person.api.send(method, path, "application/json", body).await;
    }
    let pairs = form(scene, path, things);
    let pairs: Vec<(&str, &str)> = pairs.iter().map(|(k, v)| (k.as_str(), v.as_str())).collect();
    match route.call {
        Call::Put | Call::Delete => panic!("{path}: forms are posted"),
        _ => person.web.post(path, &pairs).await,
    }
}

/// The routes whose path names a thing of a unit.
fn of_a_thing(route: &str) -> bool {
    parameters(route).iter().any(|p| ["entry", "paper", "draft", "account", "token"].contains(p))
}

#[tokio::test]
async fn nobody_changes_what_is_not_theirs_to_change() {
    let scene = Scene::new().await;
    let (mut tried, mut wrong) = (0, Vec::new());
    for (role, he, place, owner) in TRIES {
        let things = scene.of(owner).clone();
        for route in writing() {
            for path in scene.paths(route.path, &things) {
                // Fresh each time: some routes end the session or take the token back.
                let mut person = scene.person(*role, *he, place);
                let before = scene.state_but(person.account);
                let answer = send(&scene, &mut person, &route, &path, &things).await;
                tried += 1;
                let told = format!("{} {path} of {owner}: {}", person.name(), answer.status);
                if scene.state_but(person.account) != before {
                    wrong.push(format!("{told} and something has changed"));
                }
                let admitted = match route.access {
                    Access::Roles(roles) => roles.contains(role),
                    _ => true,
                };
                let may: &[u16] = match () {
                    () if !admitted => &[403],
                    () if of_a_thing(route.path) => &[403, 404],
                    () => &[200, 201, 204, 303, 400, 401, 403, 404, 409, 413, 422, 429],
                };
                // A frozen report is refused before anything else is asked, in words of its own, to those who may read it.
                let frozen = path.contains(&format!("/bao-cao/{}/", things.frozen.0)) && answer.status == 422;
                // An unfinished form under somebody else's key is refused as any form that cannot be kept.
                let key_taken = route.path == "/nhap/{draft}" && answer.status == 422;
                if !may.contains(&answer.status) && !frozen && !key_taken {
                    wrong.push(format!("{told} instead of {may:?}"));
                }
            }
        }
    }
    println!("{tried} tries to change what is not one's own");
    let many = wrong.len();
    wrong.truncate(60);
    assert!(wrong.is_empty(), "{many} wrong answers:\n{}", wrong.join("\n"));
}

/// The other side: the same forms, sent by those who may, change things. Without it the test above could not fail.
#[tokio::test]
async fn the_same_forms_change_what_is_ones_own() {
    let scene = Scene::new().await;
    let things = scene.of(BAC_HA).clone();
    let powers = [
        "/so/{register}/moi",
        "/bao-cao/{paper}/viet",
        "/bao-cao/{paper}/ban-moi",
        "/bao-cao/moi",
        "/api/v1/registers/{register}/entries",
        "/api/v1/entries/{entry}",
        "/muc/{entry}/huy",
        "/bao-cao/{paper}/bo",
    ];
    for pattern in powers {
        let route = writing().into_iter().find(|r| r.path == pattern).unwrap_or_else(|| panic!("no {pattern}"));
        let mut changed = false;
        let mut told = Vec::new();
        for path in scene.paths(route.path, &things) {
            let mut person = scene.person(Officer, Dang, BAC_HA);
            let before = scene.state();
            let answer = send(&scene, &mut person, &route, &path, &things).await;
            told.push(format!("{path}: {}", answer.status));
            changed |= scene.state() != before;
        }
        assert!(changed, "{pattern} changes nothing: {told:?}");
    }
}
