//! Reading: every route that reads, by every role of every unit, of every unit's things.

use super::scene::{OWNERS, PLACES, Person, Scene, Things, api_query, mark, query, reads};
use super::{parameters, reading, text_of};
use crate::support::BAC_HA;
use domain::organs::Hierarchy;
use domain::registers::Role;
use std::collections::BTreeSet;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use web::{Access, Route};

/// Routes on which whoever may read a unit's things finds their mark; without them nothing here could fail.
const SHOW: &[&str] = &[
    "/so/{register}",
    "/so/{register}/xuat.xlsx",
    "/so/{register}/xuat.csv",
    "/so/{register}/xuat.json",
    "/muc/{entry}",
    "/muc/{entry}/tep/{file}",
    "/tim",
    "/tim/muc/{register}",
    "/so-lieu/ho-so",
    "/so-lieu/ho-so/xuat.xlsx",
    "/so-lieu/ho-so/xuat.csv",
    "/bao-cao",
    "/bao-cao/{paper}",
    "/bao-cao/{paper}/so/{anchor}",
    "/bao-cao/{paper}/tai/{form}",
    "/api/v1/registers/{register}/entries",
    "/api/v1/entries/{entry}",
    "/api/v1/records",
    "/api/v1/reports",
    "/api/v1/reports/{paper}",
    "/api/v1/reports/{paper}/{form}",
];
/// Those of them that show entries, which provinces have none of.
const OF_ENTRIES: &[&str] = &["/so/", "/tim", "/so-lieu", "/api/v1/registers", "/api/v1/records"];

/// Whether a route is about one unit's thing, or about what everybody may ask.
fn is_private(route: &str) -> bool {
    parameters(route).iter().any(|p| ["entry", "file", "paper", "draft", "account", "token"].contains(p))
}

/// What may come, for a person and a unit's things.
fn admitted(route: &Route, person: &Person, things: &Things) -> Vec<u16> {
    if let Access::Roles(roles) = route.access
        && !roles.contains(&person.role)
    {
        return vec![403];
    }
    let names = parameters(route.path);
    let own = names.contains(&"draft") || names.contains(&"token");
    if own && things.account != person.account {
        return vec![404];
    }
    if names.contains(&"account") && !reads(person.place, things.code) {
        return vec![404, 403];
    }
    if is_private(route.path) && !own && !reads(person.place, things.code) {
        return vec![404];
    }
    match SHOW.contains(&route.path) {
        true => vec![200],
        // Another hierarchy's thing is read and not written; what is frozen is not written; a draft has not changed since.
        false => vec![200, 303, 403, 404, 422],
    }
}

fn shows(route: &str, things: &Things) -> bool {
    SHOW.contains(&route) && (things.entry.is_some() || !OF_ENTRIES.iter().any(|p| route.starts_with(p)))
}

/// Asks all routes as one person; returns how many questions there were, and what was wrong.
async fn ask_all(scene: Arc<Scene>, mut person: Person, asked: Arc<AtomicUsize>) -> Vec<String> {
    let mut wrong = Vec::new();
    let forbidden = person.forbidden();
    for route in reading() {
        for owner in OWNERS {
            // What everybody may ask is asked of one's own unit and of one far away.
            let far = if person.place == "25" || person.place == "08152" { BAC_HA } else { "08152" };
            if !is_private(route.path) && owner != person.place && owner != far {
                continue;
            }
            let things = scene.of(owner);
            for path in scene.paths(route.path, things) {
                let api = route.access == Access::Token;
                let query = if api { api_query(route.path, owner) } else { query(things.unit) };
                let address = format!("{path}?{query}");
                let browser = if api { &mut person.api } else { &mut person.web };
                let answer = browser.get(&address).await;
                asked.fetch_add(1, Ordering::Relaxed);
                let body = text_of(&answer.bytes);
                let name = person.name();
                let may = admitted(&route, &person, things);
                if route.access != Access::Anyone && !may.contains(&answer.status) {
                    wrong.push(format!("{name} {address}: {} instead of {may:?}", answer.status));
                }
                if answer.status >= 500 {
                    wrong.push(format!("{name} {address}: {}", answer.status));
                }
                for mark in forbidden.iter().filter(|m| body.contains(*m)) {
                    wrong.push(format!("{name} {address}: shows {mark}"));
                }
                if may == [200]
                    && shows(route.path, things)
                    && reads(person.place, owner)
                    && !body.contains(&mark(owner))
                {
                    wrong.push(format!("{name} {address}: does not show {}", mark(owner)));
                }
            }
        }
    }
    wrong
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn whoever_asks_for_whatever_sees_their_own_units_things_and_no_others() {
    let scene = Arc::new(Scene::new().await);
    let table: BTreeSet<&str> = reading().iter().map(|r| r.path).collect();
    assert!(SHOW.iter().all(|p| table.contains(p)), "routes that show things have gone");
    let mut people = Vec::new();
    for place in PLACES {
        people.extend(Role::ALL.map(|role| scene.person(role, Hierarchy::Dang, place)));
    }
    people.push(scene.person(Role::Officer, Hierarchy::ChinhQuyen, BAC_HA));
    people.push(scene.person(Role::Leader, Hierarchy::MatTran, BAC_HA));
    let before = scene.state();
    let asked = Arc::new(AtomicUsize::new(0));
    let begun = std::time::Instant::now();
    let tasks: Vec<_> = people.into_iter().map(|p| tokio::spawn(ask_all(scene.clone(), p, asked.clone()))).collect();
    let mut wrong = Vec::new();
    for task in tasks {
        wrong.extend(task.await.unwrap());
    }
    println!("{} questions in {:?}", asked.load(Ordering::Relaxed), begun.elapsed());
    let many = wrong.len();
    wrong.truncate(60);
    assert!(wrong.is_empty(), "{many} wrong answers:\n{}", wrong.join("\n"));
    assert!(scene.state() == before, "a question has changed something");
}

#[tokio::test]
async fn nobody_sees_anything_and_is_sent_to_sign_in() {
    let scene = Scene::new().await;
    let mut officer = scene.person(Role::Officer, Hierarchy::Dang, BAC_HA);
    let things = scene.of(BAC_HA).clone();
    let mut asked = 0;
    for route in web::table() {
        for path in scene.paths(route.path, &things) {
            let (mut nobody, reads) = (scene.world.browser(), route.call == web::routes::Call::Get);
            let answer = if reads { nobody.get(&path).await } else { nobody.post(&path, &[("q", "zqx")]).await };
            asked += 1;
            let location = answer.location.clone().unwrap_or_default();
            match route.access {
                Access::Anyone => assert!(answer.status < 500, "{path}: {}", answer.status),
                Access::Token => assert_eq!(answer.status, 401, "{path}"),
                _ if reads => {
                    assert!(answer.status == 303 && location.starts_with("/dang-nhap?ve="), "{path}: {}", answer.status)
                }
                _ => assert_eq!(answer.status, 401, "{path}"),
            }
            assert!(!text_of(&answer.bytes).contains("zqx0"), "{path}");
            // A session is no token, and a token no session.
            if route.access == Access::Token && reads {
                assert_eq!(officer.web.get(&path).await.status, 401, "{path}: a cookie was taken for a token");
            }
            if matches!(route.access, Access::SignedIn | Access::Roles(_)) && reads {
                assert_eq!(officer.api.get(&path).await.status, 303, "{path}: a token was taken for a session");
            }
        }
    }
    println!("{asked} questions by nobody");
}
