//! The interface for programs: it keeps to its description, and to the rights of whose token it is.

use crate::support::{BAC_HA, BAO_NHAI, World, login};
use axum::body::{Body, to_bytes};
use axum::http::{Request, header};
use domain::clock::Clock;
use domain::organs::Hierarchy;
use domain::registers::Role;
use serde_json::{Value, json};
use std::collections::BTreeSet;
use store::Actor;
use store::people::NewToken;
use tower::ServiceExt;
use web::routes::Call;

/// A program with a token.
struct Program<'a> {
    world: &'a World,
    token: Option<String>,
}

impl Program<'_> {
    async fn call(&self, method: &str, path: &str, body: Option<Value>) -> (u16, Value, String) {
        let mut request = Request::builder().method(method).uri(path);
        if let Some(token) = &self.token {
            request = request.header(header::AUTHORIZATION, format!("Bearer {token}"));
        }
        let body = match body {
            Some(json) => {
                request = request.header(header::CONTENT_TYPE, "application/json");
                Body::from(json.to_string())
            }
            None => Body::empty(),
        };
        let response = web::router(self.world.app.clone()).oneshot(request.body(body).unwrap()).await.unwrap();
        let status = response.status().as_u16();
        let media = response.headers().get(header::CONTENT_TYPE).map_or("", |v| v.to_str().unwrap()).to_string();
        let bytes = to_bytes(response.into_body(), usize::MAX).await.unwrap();
        (status, serde_json::from_slice(&bytes).unwrap_or(Value::Null), media)
    }

    async fn get(&self, path: &str) -> (u16, Value) {
        let (status, body, _) = self.call("GET", path, None).await;
        (status, body)
    }

    async fn send(&self, method: &str, path: &str, body: Value) -> (u16, Value) {
        let (status, body, _) = self.call(method, path, Some(body)).await;
        (status, body)
    }
}

/// A program that acts for somebody in the world.
fn program<'a>(world: &'a World, role: Role, code: &str) -> Program<'a> {
    let store = world.store();
    let (now, today) = (world.clock.now(), world.clock.today());
    let account = store.account_by_login(&login(role, Hierarchy::Dang, code)).unwrap().unwrap();
    let assignment = store.assignments_on(account.id, today).unwrap()[0].id;
    let secret = format!("bi-mat-cua-{}", account.login);
    let token_hash = &web::shell::guard::fingerprint(&secret);
    let expires = today.checked_add(domain::Span::new().days(30)).unwrap();
    let new = NewToken { account: account.id, assignment, name: "thử", token_hash, expires };
    store.new_token(&Actor::administrator("thử"), now, &new).unwrap();
    Program { world, token: Some(secret) }
}

fn dialogue(people: i64) -> Value {
    json!({
        "ngay": "2026-03-05", "chu-de": "Phương án sắp xếp chợ", "loai": "dinh-ky", "hinh-thuc": "hoi-nghi-doi-thoai",
        "chu-tri": "bi-thu", "so-nguoi": people,
    })
}

const ENTRIES: &str = "/api/v1/registers/doi-thoai/entries";
const FIGURES: &str = "/api/v1/figures?unit=02839&period=nam:2026&indicator=doi-thoai.so-cuoc";

#[tokio::test(flavor = "multi_thread")]
async fn the_description_names_every_call_of_the_table_and_no_other() {
    let document = web::api::document();
    let paths = document["paths"].as_object().unwrap();
    let described: BTreeSet<(String, String)> = paths
        .iter()
        .flat_map(|(path, calls)| calls.as_object().unwrap().keys().map(move |m| (m.clone(), path.clone())))
        .collect();
    let word = |call: Call| match call {
        Call::Get => "get",
        Call::Post | Call::Upload => "post",
        Call::Put => "put",
        Call::Delete => "delete",
    };
    let lines = web::table().into_iter().filter(|r| r.path.starts_with("/api/v1/") && !r.path.ends_with(".json"));
    let table: BTreeSet<(String, String)> = lines.map(|r| (word(r.call).to_string(), r.path.to_string())).collect();
    assert_eq!(described, table);
    for (_, calls) in paths {
        for (_, call) in calls.as_object().unwrap() {
            assert!(call["responses"]["401"]["content"]["application/problem+json"].is_object());
            assert_eq!(call["security"], json!([{ "token": [] }]));
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn what_a_program_records_counts_at_once_and_what_it_strikes_out_counts_no_more() {
    let world = World::new();
    let p = program(&world, Role::Officer, BAC_HA);
    let value = async || p.get(FIGURES).await.1["figures"][0]["value"].clone();
    let before = value().await.as_f64().unwrap();
    let new = json!({ "organ": "02839/cap-uy", "data": dialogue(75) });
    let (status, made) = p.send("POST", ENTRIES, new).await;
    assert_eq!(status, 201, "{made}");
    assert_eq!(value().await.as_f64().unwrap(), before + 1.0);
    let path = format!("/api/v1/entries/{}", made["id"].as_str().unwrap());
    let (_, entry) = p.get(&path).await;
    assert_eq!(entry["data"]["chu-de"], "Phương án sắp xếp chợ");
    assert_eq!(entry["version"], made["version"]);
    let change = json!({ "version": made["version"], "data": { "chu-de": "Phương án khác" } });
    let (status, changed) = p.send("PUT", &path, change.clone()).await;
    assert_eq!(status, 200, "{changed}");
    let (status, stale) = p.send("PUT", &path, change).await;
    assert_eq!((status, &stale["status"]), (409, &json!(409)), "{stale}");
    let (_, found) = p.get(&format!("{ENTRIES}?words=phuong%20an%20khac")).await;
    assert_eq!(found["entries"][0]["id"], made["id"]);
    let void = json!({ "version": changed["version"], "reason": "ghi nhầm" });
    let (status, voided) = p.send("POST", &format!("{path}/void"), void).await;
    assert_eq!(status, 200, "{voided}");
    assert_eq!(value().await.as_f64().unwrap(), before);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_program_reads_and_writes_no_more_than_whoever_it_acts_for() {
    let world = World::new();
    let id = world.dialogue(BAC_HA, "2026-03-05", "Chuyện của Bắc Hà", 40);
    let path = format!("/api/v1/entries/{id}");
    let stranger = program(&world, Role::Officer, BAO_NHAI);
    assert_eq!(stranger.get(&path).await.0, 404);
    assert_eq!(stranger.send("PUT", &path, json!({ "version": 1, "data": {} })).await.0, 404);
    assert_eq!(stranger.send("POST", &format!("{path}/void"), json!({ "version": 1, "reason": "x" })).await.0, 404);
    let (_, list) = stranger.get(ENTRIES).await;
    assert_eq!(list["count"], 0, "{list}");
    let new = json!({ "organ": "02839/cap-uy", "data": dialogue(75) });
    assert_eq!(stranger.send("POST", ENTRIES, new.clone()).await.0, 403, "nor may it write for others");
    let records = "/api/v1/records?unit=02839&period=nam:2026&indicator=doi-thoai.so-cuoc";
    let (_, behind) = stranger.get(records).await;
    assert_eq!((behind["count"].clone(), behind["readable"].clone()), (json!(1), json!(0)), "{behind}");
    assert_eq!(behind["withheld"][0]["month"], "2026-03");
    assert!(!behind.to_string().contains("Chuyện của Bắc Hà"));
    let viewer = program(&world, Role::Viewer, BAC_HA);
    assert_eq!(viewer.get(&path).await.0, 200);
    assert_eq!(viewer.send("POST", ENTRIES, new).await.0, 403, "a viewer writes nothing");
}

#[tokio::test(flavor = "multi_thread")]
async fn without_a_token_that_is_valid_nothing_is_told_but_the_description() {
    let world = World::new();
    for token in [None, Some("bia-ra".to_string()), Some(String::new())] {
        let p = Program { world: &world, token };
        for path in ["/api/v1/me", ENTRIES, FIGURES, "/api/v1/reports", "/api/v1/reports/1/pdf"] {
            let (status, body, media) = p.call("GET", path, None).await;
            assert_eq!((status, media.as_str()), (401, "application/problem+json"), "{path}: {body}");
        }
        assert_eq!(p.get("/api/v1/openapi.json").await.0, 200);
    }
    let p = program(&world, Role::Officer, BAC_HA);
    assert_eq!(p.get("/api/v1/me").await.1["unit"]["code"], BAC_HA);
    world.clock.turn(domain::Span::new().hours(31 * 24));
    assert_eq!(p.get("/api/v1/me").await.0, 401, "its days are over");
}

#[tokio::test(flavor = "multi_thread")]
async fn what_cannot_be_understood_is_refused_with_its_place() {
    let world = World::new();
    let p = program(&world, Role::Officer, BAC_HA);
    for path in [
        "/api/v1/figures",
        "/api/v1/figures?unit=02839&period=nam:2026&indicator=khong-co",
        "/api/v1/figures?unit=02839&period=nam:2026&indicator=doi-thoai.so-cuoc&indicater=x",
        "/api/v1/figures?unit=02839&from=2026-01-01&indicator=doi-thoai.so-cuoc",
        "/api/v1/units?on=h%C3%B4m%20nay",
        "/api/v1/units?limit=-1",
        "/api/v1/registers/doi-thoai/entries?limit=1&limit=2",
    ] {
        let (status, body, media) = p.call("GET", path, None).await;
        assert_eq!((status, media.as_str()), (422, "application/problem+json"), "{path}: {body}");
        assert!(!body["problems"].as_array().unwrap().is_empty(), "{path}");
    }
    for body in [json!([]), json!({ "organ": 3 }), json!({ "organ": "02839/cap-uy", "data": {}, "thừa": 1 })] {
        assert_eq!(p.send("POST", ENTRIES, body).await.0, 422);
    }
    for path in
        ["/api/v1/registers/khong-co/entries", "/api/v1/entries/khong-co", "/api/v1/reports/x", "/api/v1/khong-co"]
    {
        let (status, _, media) = p.call("GET", path, None).await;
        assert_eq!((status, media.as_str()), (404, "application/problem+json"), "{path}");
    }
}
