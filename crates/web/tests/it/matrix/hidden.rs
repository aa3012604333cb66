//! A person's name in the register of models is for officers and leaders; whoever acts in another role, of the same unit or
//! of one above, gets it in no form. (That it is on no page at all is asked by [`super::read`]; here is that it is there for
//! those who may see it, and that it cannot be guessed by searching.)

use super::scene::{Person, Scene, hidden_mark, mark};
use super::text_of;
use crate::support::{BAC_HA, LAO_CAI};
use domain::organs::Hierarchy::Dang;
use domain::registers::Role::{Administrator, Leader, Officer, Viewer};

/// The addresses that give the model or the register it is in.
fn addresses(scene: &Scene) -> [String; 5] {
    let model = scene.of(BAC_HA).model.clone().unwrap();
    [
        format!("/muc/{model}"),
        "/so/mo-hinh/xuat.xlsx".into(),
        "/so/mo-hinh/xuat.csv".into(),
        "/so/mo-hinh/xuat.json".into(),
        format!("/api/v1/entries/{model}"),
    ]
}

async fn read(person: &mut Person, path: &str) -> String {
    let browser = if path.starts_with("/api/") { &mut person.api } else { &mut person.web };
    let answer = browser.get(path).await;
    assert_eq!(answer.status, 200, "{path}");
    text_of(&answer.bytes)
}

#[tokio::test]
async fn a_field_hidden_from_a_role_is_in_no_form_that_the_role_gets() {
    let scene = Scene::new().await;
    for (role, sees) in [(Officer, true), (Leader, true), (Viewer, false), (Administrator, false)] {
        for place in [BAC_HA, LAO_CAI] {
            let mut person = scene.person(role, Dang, place);
            for path in addresses(&scene) {
                let body = read(&mut person, &path).await;
                assert!(body.contains(&mark(BAC_HA)), "{path}");
                assert_eq!(body.contains(&hidden_mark(BAC_HA)), sees, "{} {path}", person.name());
            }
        }
    }
}

#[tokio::test]
async fn a_hidden_value_can_be_found_by_no_search_whoever_searches() {
    let scene = Scene::new().await;
    let words = hidden_mark(BAC_HA);
    for role in [Officer, Viewer, Administrator] {
        let mut person = scene.person(role, Dang, BAC_HA);
        for path in
            ["/tim", "/so/mo-hinh", "/so/mo-hinh/xuat.json", "/tim/muc/mo-hinh", "/api/v1/registers/mo-hinh/entries"]
        {
            let (name, browser) =
                if path.starts_with("/api/") { ("words", &mut person.api) } else { ("q", &mut person.web) };
            let answer = browser.get(&format!("{path}?{name}={words}")).await;
            assert_eq!(answer.status, 200, "{path}");
            assert!(
                !text_of(&answer.bytes).contains(&mark(BAC_HA)),
                "{} {path} finds by a hidden value",
                person.name()
            );
        }
    }
}
