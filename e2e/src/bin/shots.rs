//! Pictures of every page, for looking at: 1280 and 360 pixels wide, light and dark, and in English. With `--docs` the few that the
//! users' guide shows, into `docs/vi/hinh`. With `--budget` what each page weighs and how soon it is seen.

#![expect(clippy::expect_used, reason = "house work: what goes wrong is told by stopping")]

use e2e::{Chrome, Person, Server, paths, proof, samples};
use serde_json::Value;
use std::path::{Path, PathBuf};

/// Pictures of the users' guide: file name, who, path.
const GUIDE: &[(&str, &str, &str)] = &[
    ("dang-nhap", "", "/dang-nhap"),
    ("trang-chu", "can-bo.bac-ha", "/"),
    ("danh-sach", "can-bo.bac-ha", "/so/doi-thoai"),
    ("ghi-moi", "can-bo.bac-ha", "/so/doi-thoai/moi"),
    ("nhap-tep", "can-bo.bac-ha", "/so/doi-thoai/nhap-tep"),
    ("so-lieu", "can-bo.lao-cai", "/so-lieu"),
    ("bao-cao", "can-bo.lao-cai", "/bao-cao"),
    ("soat", "can-bo.lao-cai", "/soat"),
    ("quan-tri", "quan-tri", "/quan-tri"),
];

#[tokio::main]
async fn main() {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let folder =
        arguments.iter().find(|a| !a.starts_with("--")).map_or_else(|| PathBuf::from("target/shots"), PathBuf::from);
    let (server, chrome) = (Server::start(), Chrome::start());
    if arguments.iter().any(|a| a == "--budget") {
        budget(&server, &chrome).await;
    } else if arguments.iter().any(|a| a == "--docs") {
        guide(&server, &chrome, Path::new("docs/vi/hinh")).await;
    } else {
        every_page(&server, &chrome, &folder).await;
    }
}

/// How every page is looked at: language, width, colours.
const LOOKS: &[(&str, u32, &[&str])] =
    &[("vi", 1280, &["light", "dark"]), ("vi", 360, &["light", "dark"]), ("en", 1280, &["light"])];

/// Chooses the language, as the button at the top does.
async fn language(person: &Person, tag: &str) {
    person
        .script(&format!(
            "return fetch('/ngon-ngu', {{method: 'POST', body: new URLSearchParams({{lang: '{tag}'}})}}).then(() => true)"
        ))
        .await;
}

async fn theme(person: &Person, name: &str) {
    person.script(&format!("document.documentElement.dataset.theme = '{name}'; return true")).await;
    // Colours pass over into each other for a moment.
    tokio::time::sleep(std::time::Duration::from_millis(300)).await;
}

async fn every_page(server: &Server, chrome: &Chrome, folder: &Path) {
    std::fs::create_dir_all(folder).expect("the folder");
    for (login, role) in [("can-bo.lao-cai", "officer"), ("quan-tri", "administrator")] {
        for (lang, width, themes) in LOOKS {
            let person = chrome.person(&server.address, *width, if *width == 360 { 780 } else { 900 }).await;
            person.sign_in(login).await;
            language(&person, lang).await;
            let (list, unknown) = paths(&samples(&person).await, role);
            for path in unknown {
                eprintln!("no sample for {path}");
            }
            for path in list.iter().filter(|p| !p.contains("/tai/") && !p.starts_with("/tim/") && !p.contains("xuat")) {
                person.open(path).await;
                for name in *themes {
                    theme(&person, name).await;
                    let plain = path.trim_matches('/').replace('/', "_");
                    let file = folder.join(format!(
                        "{role}-{}-{lang}-{width}-{name}.png",
                        if plain.is_empty() { "home" } else { &plain }
                    ));
                    person.shot(&file).await;
                }
            }
            person.close().await;
        }
    }
    println!("{}", folder.display());
}

async fn guide(server: &Server, chrome: &Chrome, folder: &Path) {
    std::fs::create_dir_all(folder).expect("the folder");
    for (name, login, path) in GUIDE {
        let person = chrome.person(&server.address, 1100, 760).await;
        if !login.is_empty() {
            person.sign_in(login).await;
        }
        person.open(path).await;
        if path.ends_with("/moi") {
            // Which organ it is for comes first; the picture is of the form.
            person.press("main .worklist a").await;
            person.wait("#f-chu-de").await;
        }
        if *path == "/soat" {
            let path = proof(&person).await.expect("a proof");
            person.open(&path).await;
        }
        theme(&person, "light").await;
        person.shot(&folder.join(format!("{name}.png"))).await;
        person.close().await;
    }
}

/// Bytes over the wire, requests and first paint of each page on a first visit.
async fn budget(server: &Server, chrome: &Chrome) {
    println!("{:<34} {:>9} {:>9} {:>12}", "page", "KB", "requests", "first paint");
    let mut over = Vec::new();
    let person = chrome.person(&server.address, 1280, 900).await;
    person.sign_in("can-bo.lao-cai").await;
    let proofed = proof(&person).await.expect("a proof");
    for path in [
        "/dang-nhap",
        "/",
        "/so",
        "/so/doi-thoai",
        "/so/doi-thoai/moi",
        "/so-lieu",
        "/so-lieu/theo-don-vi",
        "/don-vi",
        "/bao-cao",
        "/danh-muc",
        "/soat",
        &proofed,
    ] {
        // Everything anew, as on a first visit.
        person.script("return caches && caches.keys ? caches.keys().then(k => Promise.all(k.map(x => caches.delete(x)))).then(() => true) : true").await;
        person.open(path).await;
        let got = person
            .script(
                "return new Promise(done => { const look = left => { if (!performance.getEntriesByName('first-contentful-paint')[0] && left > 0) return setTimeout(() => look(left - 1), 50); \
                 const all = performance.getEntriesByType('resource').concat(performance.getEntriesByType('navigation')); \
                 const paint = performance.getEntriesByName('first-contentful-paint')[0]; \
                 done([all.reduce((n, e) => n + (e.encodedBodySize || 0) + 300, 0), all.length, paint ? Math.round(paint.startTime) : -1]); }; look(60); })",
            )
            .await;
        let number = |i: usize| got.get(i).and_then(Value::as_f64).unwrap_or(0.0);
        println!("{path:<34} {:>9.1} {:>9} {:>9} ms", number(0) / 1024.0, number(1), number(2));
        if number(0) > 150.0 * 1024.0 {
            over.push(path);
        }
    }
    person.close().await;
    if !over.is_empty() {
        println!("over 150 KB: {}", over.join(", "));
        std::process::exit(1);
    }
}
