//! What somebody with bad intentions would try first.

use super::scene::{Scene, mark};
use super::text_of;
use crate::support::{BAC_HA, BAO_NHAI, PASSWORD, login};
use axum::http::{Method, StatusCode, header};
use domain::organs::Hierarchy::Dang;
use domain::registers::Role::{Officer, Viewer};
use serde_json::json;

#[tokio::test]
async fn after_signing_in_one_stays_on_this_server() {
    let scene = Scene::new().await;
    let name = login(Officer, Dang, BAC_HA);
    for back in [
        "//evil.test",
        "/\\evil.test",
        "https://evil.test",
        "/\t/evil.test",
        "/\n/evil.test",
        "/\u{0}",
        "javascript:alert(1)",
        "/\r\nX: y",
    ] {
        let mut browser = scene.world.browser();
        let answer = browser.post("/dang-nhap", &[("login", &name), ("password", PASSWORD), ("ve", back)]).await;
        assert_eq!((answer.status, answer.location.as_deref()), (303, Some("/")), "{back:?}");
    }
    let mut browser = scene.world.browser();
    let answer = browser.post("/dang-nhap", &[("login", &name), ("password", PASSWORD), ("ve", "/so?q=đường")]).await;
    assert_eq!(answer.status, 303, "{}", answer.text());
}

#[tokio::test]
async fn the_session_is_a_new_secret_at_each_sign_in_and_scripts_and_other_sites_do_not_get_it() {
    let scene = Scene::new().await;
    let mut browser = scene.world.browser();
    browser.carry("dv", &"a".repeat(64));
    let fields = [("login", login(Officer, Dang, BAC_HA)), ("password", PASSWORD.to_string())];
    let fields: Vec<(&str, &str)> = fields.iter().map(|(k, v)| (*k, v.as_str())).collect();
    let mut seen = Vec::new();
    for _ in 0..2 {
        let answer = browser.post("/dang-nhap", &fields).await;
        let cookie = answer.headers.get(header::SET_COOKIE).unwrap().to_str().unwrap().to_string();
        for word in ["HttpOnly", "SameSite=Lax", "Path=/"] {
            assert!(cookie.contains(word), "{cookie}");
        }
        assert!(!cookie.contains("aaaaaaaa") && !seen.contains(&cookie), "{cookie}");
        seen.push(cookie);
    }
}

#[tokio::test]
async fn a_form_that_another_site_sends_changes_nothing_on_any_route() {
    let scene = Scene::new().await;
    let things = scene.of(BAC_HA).clone();
    let mut officer = scene.person(Officer, Dang, BAC_HA);
    officer.web.site = "cross-site";
    let before = scene.state();
    for route in super::writing().into_iter().filter(|r| r.access != web::Access::Token) {
        for path in scene.paths(route.path, &things) {
            let answer = officer.web.post(&path, &[("ban", "1")]).await;
            assert_eq!(answer.status, 403, "{path}");
            answer.shows("không gửi từ trang của hệ thống").shows("Mã để báo lại");
        }
    }
    assert!(scene.state() == before);
}

#[tokio::test]
async fn every_answer_about_people_and_records_is_kept_by_no_cache_and_framed_by_nobody() {
    let scene = Scene::new().await;
    let things = scene.of(BAC_HA).clone();
    let mut officer = scene.person(Officer, Dang, BAC_HA);
    for route in super::reading().into_iter().filter(|r| r.access != web::Access::Anyone) {
        for path in scene.paths(route.path, &things) {
            let browser = if route.access == web::Access::Token { &mut officer.api } else { &mut officer.web };
            let answer = browser.get(&path).await;
            let says = |name: &str| answer.headers.get(name).map_or("", |v| v.to_str().unwrap()).to_string();
            assert!(says("cache-control").contains("no-store"), "{path}: {}", says("cache-control"));
            assert_eq!(says("x-content-type-options"), "nosniff", "{path}");
            let policy = says("content-security-policy");
            assert!(policy.contains("frame-ancestors 'self'") && !policy.contains("script-src"), "{path}: {policy}");
            assert!(
                policy.starts_with("default-src 'self'") || policy.starts_with("default-src 'none'"),
                "{path}: {policy}"
            );
        }
    }
}

#[tokio::test]
async fn nobody_attaches_and_so_reads_a_file_by_knowing_its_digest() {
    let scene = Scene::new().await;
    let theirs = scene.of(BAC_HA);
    let mut officer = scene.person(Officer, Dang, BAO_NHAI);
    let stolen = json!([{ "ten": "a.txt", "sha256": theirs.file, "bytes": 40 }]);
    let data = json!({
        "ngay": "2026-11-05", "chu-de": "Chủ đề", "loai": "dinh-ky", "hinh-thuc": "hoi-nghi-doi-thoai",
        "chu-tri": "bi-thu", "so-nguoi": 1, "tep": stolen,
    });
    let new = json!({ "organ": "02890/cap-uy", "draft": true, "data": data });
    let path = "/api/v1/registers/doi-thoai/entries";
    let answer = officer.api.send(Method::POST, path, "application/json", new.to_string().into_bytes()).await;
    answer.is(StatusCode::UNPROCESSABLE_ENTITY);
    let own = scene.of(BAO_NHAI).entry.clone().unwrap();
    let change = json!({ "version": 1, "data": { "tep": stolen } });
    let path = format!("/api/v1/entries/{own}");
    let answer = officer.api.send(Method::PUT, &path, "application/json", change.to_string().into_bytes()).await;
    answer.is(StatusCode::UNPROCESSABLE_ENTITY);
    let answer = officer.web.get(&format!("/muc/{own}/tep/{}", theirs.file)).await;
    answer.is(StatusCode::NOT_FOUND);
    assert!(!text_of(&answer.bytes).contains(&mark(BAC_HA)));
    // What was attached before may stay, in other words and order.
    let entry = scene.world.store().entry(&own).unwrap();
    let change = json!({ "version": 1, "data": { "tep": entry.data["tep"], "so-nguoi": 41 } });
    let answer = officer.api.send(Method::PUT, &path, "application/json", change.to_string().into_bytes()).await;
    assert!([200, 422].contains(&answer.status) && !answer.text().contains("not-attached"), "{}", answer.text());
}

#[tokio::test]
async fn what_people_write_never_becomes_part_of_a_page() {
    let scene = Scene::new().await;
    let evil = "<script>x</script>\"'></textarea><!--<script>";
    let subject = format!("{evil} zqx");
    let entry = scene.world.dialogue(BAC_HA, "2026-04-01", &subject, 7);
    let mut officer = scene.person(Officer, Dang, BAC_HA);
    let paper = scene.of(BAC_HA).paper.0;
    let fields = [("version", "2"), ("subject", evil), ("recipients", evil), ("place", evil), ("signer-name", evil)];
    officer.web.post(&format!("/bao-cao/{paper}/viet"), &fields).await;
    let view = [("ten", evil), ("loc", "q=%3Cscript%3Ex")];
    officer.web.post("/so/doi-thoai/danh-sach", &view).await;
    let things = scene.of(BAC_HA).clone();
    let mut pages = vec![format!("/muc/{entry}"), format!("/muc/{entry}/sua")];
    for route in super::reading().into_iter().filter(|r| r.access != web::Access::Token) {
        pages.extend(scene.paths(route.path, &things));
    }
    let mut shown = 0;
    for page in pages {
        for query in [
            "",
            "q=%3Cscript%3Ex%3C%2Fscript%3E&ve=%22%3E%3Cscript%3Ex&don-vi.chu=%3Cscript%3Ex&chi-tieu=%3Cscript%3Ex&tu=%3Cscript%3Ex&loc=%3Cscript%3Ex",
        ] {
            let answer = officer.web.open(&format!("{page}?{query}")).await;
            if answer.media.starts_with("text/html") {
                let text = answer.text();
                assert!(!text.contains("<script>x"), "{page}?{query}");
                assert!(!text.contains("</textarea><!--"), "{page}?{query}");
                shown += usize::from(text.contains("&#60;script&#62;x") || text.contains("&lt;script&gt;x"));
            }
        }
    }
    assert!(shown > 5, "the words were on no page");
}

#[tokio::test]
async fn the_address_of_a_client_behind_a_proxy_is_not_what_the_client_says() {
    let scene = Scene::new().await;
    let mut viewer = scene.person(Viewer, Dang, BAC_HA);
    viewer.web.get("/").await.is(StatusCode::OK);
    let at = |lines: &[(&'static str, &'static str)]| {
        let mut headers = axum::http::HeaderMap::new();
        for (name, value) in lines {
            headers.append(*name, value.parse().unwrap());
        }
        web::people::Where::of(&scene.world.app, &headers).address
    };
    assert_eq!(at(&[("x-forwarded-for", "1.2.3.4")]), None, "a header that anybody can send was believed");
    assert_eq!(at(&[("x-danvan-peer", "10.0.0.9"), ("x-forwarded-for", "1.2.3.4")]).as_deref(), Some("10.0.0.9"));
}

#[tokio::test]
async fn an_address_that_is_no_text_is_told_like_any_that_is_not_there() {
    let scene = Scene::new().await;
    let mut officer = scene.person(Officer, Dang, BAC_HA);
    for path in ["/so/%FF%FE", "/muc/%C3%28", "/khong-co", "/static/x/khong-co.js"] {
        officer.web.get(path).await.is(StatusCode::NOT_FOUND).shows("Mã để báo lại");
    }
    let answer = officer.api.get("/api/v1/entries/%FF").await;
    answer.is(StatusCode::NOT_FOUND);
    assert_eq!(answer.media, "application/problem+json");
}
