//! Nonsense in every place of every route: whatever is sent, the answer is one for people, never a failure of the server.

use super::scene::{Person, Scene, Things, api_query, query};
use super::{parameters, reading, writing};
use crate::support::{Answer, BAC_HA, NATION_CODE};
use axum::http::Method;
use domain::organs::Hierarchy::Dang;
use domain::registers::Role::{Administrator, Officer};
use std::collections::{BTreeMap, BTreeSet};
use web::routes::Call;
use web::{Access, Route};

/// Nonsense as it stands in an address or a form, coded already.
fn nonsense() -> Vec<String> {
    let long = "đ".repeat(10_240);
    let texts = [
        "",
        " ",
        "31/02/2021",
        "00/00/0000",
        "-9999-01-01",
        "9999-12-31",
        "-1",
        "9223372036854775808",
        "1e999",
        "u:-1",
        "u:9223372036854775807",
        "o:1/khong-co",
        "../../etc/passwd",
        "<script>alert(1)</script>",
        "\" onx=\"",
        "';--",
        "%",
        "{\"a\":[",
        "[[x]] {{y}}",
        "🙂👩‍👩‍👧‍👦",
        "ế\u{301}\u{202e}",
        "a\r\nSet-Cookie: x=y",
        &long,
    ];
    let coded = texts.iter().map(|t| super::coded(t));
    coded.chain(["%00", "a%00b", "%FF%FE", "%C3%28", "%ED%A0%80"].map(str::to_string)).collect()
}

/// Names of fields and of queries in a page.
fn names(page: &str) -> BTreeSet<String> {
    let cut = |rest: &str, ends: &[char]| rest.split(ends).next().unwrap_or_default().to_string();
    let fields = page.split(" name=\"").skip(1).map(|rest| cut(rest, &['"']));
    let queries = page.split(['?', ';']).skip(1).map(|rest| cut(rest, &['=', '"', '&', '<', ' ']));
    let is_name =
        |n: &String| (1..60).contains(&n.len()) && n.chars().all(|c| c.is_ascii_alphanumeric() || "-_.[]".contains(c));
    fields.chain(queries).filter(is_name).collect()
}

fn is_ok(answer: &Answer) -> bool {
    answer.status < 500
}

/// The one of the two people whom the route admits.
fn admitted<'a>(route: &Route, officer: &'a mut Person, admin: &'a mut Person) -> &'a mut Person {
    match route.access {
        Access::Roles(roles) if !roles.contains(&Officer) => admin,
        _ => officer,
    }
}

/// A path with the nonsense in place of one parameter, or of none.
fn paths(scene: &Scene, route: &Route, things: &Things, nonsense: &str) -> Vec<String> {
    let good = |name: &str| scene.sample(route.path, name, things).into_iter().next().unwrap_or_default();
    let names = parameters(route.path);
    let filled = |bad: Option<&str>| {
        names.iter().fold(route.path.to_string(), |path, name| {
            let value = if Some(*name) == bad { nonsense.replace('+', "%20") } else { good(name) };
            path.replacen(&format!("{{{name}}}"), &value, 1)
        })
    };
    std::iter::once(None).chain(names.iter().copied().map(Some)).map(filled).collect()
}

/// What the pages themselves ask: the names in each page of an officer, by the route's path.
async fn known_names(
    scene: &Scene,
    officer: &mut Person,
    things: &Things,
) -> (BTreeSet<String>, BTreeMap<&'static str, BTreeSet<String>>) {
    let mut pages: BTreeMap<&str, BTreeSet<String>> = BTreeMap::new();
    for route in reading().into_iter().filter(|r| r.access != Access::Token && !r.path.contains("{form}")) {
        for path in scene.paths(route.path, things) {
            let mut answer = officer.web.get(&format!("{path}?{}", query(things.unit))).await;
            if let Some(to) = answer.location.clone() {
                answer = officer.web.get(&to).await;
            }
            if answer.media.starts_with("text/html") {
                pages.entry(route.path).or_default().extend(names(&answer.text()));
            }
        }
    }
    let mut all: BTreeSet<String> = pages.values().flatten().cloned().collect();
    // Flashes, and what pages ask only at times.
    all.extend(
        ["da", "ve", "kept", "path", "mo", "phia", "loc", "cay", "ngay", "nhap", "muc", "ban", "so"]
            .map(str::to_string),
    );
    (all, pages)
}

#[tokio::test]
async fn no_nonsense_in_an_address_makes_the_server_fail() {
    let scene = Scene::new().await;
    let mut officer = scene.person(Officer, Dang, BAC_HA);
    let mut admin = scene.person(Administrator, Dang, NATION_CODE);
    let things = scene.of(BAC_HA).clone();
    let (names, pages) = known_names(&scene, &mut officer, &things).await;
    assert!(names.len() > 40, "the pages' own names were not found: {names:?}");
    let (mut asked, mut wrong) = (0, Vec::new());
    for route in reading() {
        for bad in nonsense() {
            let person = admitted(&route, &mut officer, &mut admin);
            // The long one is not repeated for each name: an address has its bounds.
            let pairs: Vec<String> =
                names.iter().take(if bad.len() > 1_000 { 5 } else { 400 }).map(|n| format!("{n}={bad}")).collect();
            let all = pairs.join("&");
            let api = route.access == Access::Token;
            for path in paths(&scene, &route, &things, &bad) {
                let mut queries = vec![all.clone(), bad.clone()];
                if path.contains(&bad) && !bad.is_empty() {
                    queries = vec![String::new()];
                }
                if api {
                    let good = api_query(route.path, BAC_HA);
                    let kinds: Vec<&str> = good.split('&').filter_map(|p| p.split('=').next()).collect();
                    queries = kinds.iter().map(|k| format!("{k}={bad}")).collect();
                    queries.push(good.clone());
                    queries.extend(kinds.iter().filter(|k| !k.is_empty()).map(|k| {
                        let others = good.split('&').filter(|p| !p.starts_with(&format!("{k}=")));
                        others.map(str::to_string).chain([format!("{k}={bad}")]).collect::<Vec<_>>().join("&")
                    }));
                }
                for query in queries {
                    let browser = if api { &mut person.api } else { &mut person.web };
                    let address = format!("{path}?{query}");
                    if address.parse::<axum::http::Uri>().is_err() {
                        continue;
                    }
                    let answer = browser.get(&address).await;
                    asked += 1;
                    if !is_ok(&answer) {
                        wrong.push(format!("{} {}", answer.status, address.chars().take(160).collect::<String>()));
                    }
                }
            }
        }
        // Each name of the page alone, where others are as they should be; a file's are those of the page above it.
        let own = pages.iter().rev().find(|(page, _)| route.path.starts_with(**page)).map(|(_, names)| names);
        if route.access != Access::Token && !route.path.contains("{form}") {
            let person = admitted(&route, &mut officer, &mut admin);
            let Some(path) = scene.paths(route.path, &things).into_iter().next() else { continue };
            for name in own.into_iter().flatten().filter(|n| !n.contains('[') && n.len() < 14) {
                for bad in ["31%2F02%2F2021", "-1", "99999999999", "x"] {
                    let address =
                        format!("{path}?{}&{name}={bad}", query(things.unit).replace(&format!("{name}="), "_="));
                    let answer = person.web.get(&address).await;
                    asked += 1;
                    if !is_ok(&answer) {
                        wrong.push(format!("{} {address}", answer.status));
                    }
                }
            }
        }
    }
    println!("{asked} addresses with nonsense, {} names", names.len());
    let many = wrong.len();
    wrong.truncate(40);
    assert!(wrong.is_empty(), "{many} failures:\n{}", wrong.join("\n"));
}

/// Bodies that are not what a route takes: media type and content.
fn bodies(names: &BTreeSet<String>) -> Vec<(&'static str, Vec<u8>)> {
    let form = "application/x-www-form-urlencoded";
    let multipart = "multipart/form-data; boundary=ranh";
    let part = |head: &str, body: &[u8]| {
        [format!("--ranh\r\nContent-Disposition: form-data; {head}\r\n\r\n").as_bytes(), body, b"\r\n--ranh--\r\n"]
            .concat()
    };
    let mut out: Vec<(&str, Vec<u8>)> = vec![
        ("", Vec::new()),
        (form, Vec::new()),
        (form, b"\xff\xfe=\x00&&&==".to_vec()),
        ("application/json", Vec::new()),
        ("application/json", b"null".to_vec()),
        ("application/json", b"[]".to_vec()),
        ("application/json", b"{\"version\":9223372036854775808,\"data\":{\"ngay\":{}}}".to_vec()),
        (
            "application/json",
            b"{\"version\":-1,\"data\":{\"ngay\":[[]],\"tep\":[{\"sha256\":1}]},\"note\":\"\\u0000\"}".to_vec(),
        ),
        ("application/json", b"{\"organ\":\"\\u0000/\",\"data\":{}}".to_vec()),
        ("application/json", "[".repeat(100_000).into_bytes()),
        ("text/plain", b"x".to_vec()),
        ("multipart/form-data", b"x".to_vec()),
        (multipart, b"x".to_vec()),
        (multipart, part("name=\"tep\"", b"")),
        (multipart, part("name=\"tep\"; filename=\"../../a\r\n.xlsx\"", b"PK\x03\x04")),
        (multipart, part("name=\"tep\"; filename=\"a.csv\"", b"\xff\xfe\x00")),
        (multipart, part("name=\"tep\"; filename=\"a.json\"", b"[[[[")),
        (multipart, part("name=\"tep.moi\"; filename=\"\"", b"MZ")),
        (multipart, b"--ranh\r\nContent-Disposition: form-data; name=\"a\"\r\n\r\ncut".to_vec()),
        ("\u{7f}", Vec::new()),
    ];
    out.retain(|(media, _)| axum::http::HeaderValue::from_str(media).is_ok());
    for bad in nonsense() {
        let names = names.iter().take(if bad.len() > 1_000 { 20 } else { 400 });
        let pairs: Vec<String> = names.map(|n| format!("{n}={bad}")).collect();
        out.push((form, pairs.join("&").into_bytes()));
    }
    out
}

#[tokio::test]
async fn no_nonsense_in_a_body_makes_the_server_fail() {
    let scene = Scene::new().await;
    let mut reader = scene.person(Officer, Dang, BAC_HA);
    let things = scene.of(BAC_HA).clone();
    let (names, _) = known_names(&scene, &mut reader, &things).await;
    let bodies = bodies(&names);
    let (mut sent, mut wrong) = (0, Vec::new());
    for route in writing() {
        let api = route.access == Access::Token;
        let mut officer = scene.person(Officer, Dang, BAC_HA);
        let mut admin = scene.person(Administrator, Dang, BAC_HA);
        for (at, (media, body)) in bodies.iter().enumerate() {
            if at % 8 == 0 {
                // Some routes end the session.
                (officer, admin) = (scene.person(Officer, Dang, BAC_HA), scene.person(Administrator, Dang, BAC_HA));
            }
            let person = admitted(&route, &mut officer, &mut admin);
            let path = scene.paths(route.path, &things).into_iter().next().unwrap();
            let method = match route.call {
                Call::Put => Method::PUT,
                Call::Delete => Method::DELETE,
                _ => Method::POST,
            };
            let browser = if api { &mut person.api } else { &mut person.web };
            let answer = browser.send(method, &path, media, body.clone()).await;
            sent += 1;
            if !is_ok(&answer) {
                let body: String = String::from_utf8_lossy(body).chars().take(80).collect();
                wrong.push(format!("{} {path} {media} {body}", answer.status));
            }
        }
    }
    println!("{sent} bodies with nonsense");
    let many = wrong.len();
    wrong.truncate(40);
    assert!(wrong.is_empty(), "{many} failures:\n{}", wrong.join("\n"));
}

#[tokio::test]
async fn what_is_too_large_is_told_in_words_and_nothing_is_kept() {
    let scene = Scene::new().await;
    let things = scene.of(BAC_HA).clone();
    let mut officer = scene.person(Officer, Dang, BAC_HA);
    let mut admin = scene.person(Administrator, Dang, BAC_HA);
    let before = scene.state();
    let large = vec![b'x'; 60 << 20];
    for route in writing()
        .into_iter()
        .filter(|r| r.access != Access::Anyone && parameters(r.path).iter().all(|p| *p != "account"))
    {
        let path = scene.paths(route.path, &things).into_iter().next().unwrap();
        let person = admitted(&route, &mut officer, &mut admin);
        let answer = match (route.call, route.access) {
            (Call::Upload, _) => person.web.upload(&path, &[], ("tep", "a.xlsx", &large)).await,
            (_, Access::Token) => {
                let method = if route.call == Call::Put { Method::PUT } else { Method::POST };
                person.api.send(method, &path, "application/json", vec![b' '; 3 << 20]).await
            }
            _ => person.web.post(&path, &[("x", &"x".repeat(3 << 20))]).await,
        };
        // Routes without a form of their own never read it.
        let reads_none = [204, 303, 403, 404].contains(&answer.status);
        assert!(
            reads_none || answer.status == 413 && answer.text().contains("MiB"),
            "{path}: {} {}",
            answer.status,
            answer.text()
        );
        if answer.status == 303 {
            (officer, admin) = (scene.person(Officer, Dang, BAC_HA), scene.person(Administrator, Dang, BAC_HA));
        }
    }
    let same = |state: String| state.lines().next().map(str::to_string);
    assert_eq!(same(scene.state()), same(before));
}
