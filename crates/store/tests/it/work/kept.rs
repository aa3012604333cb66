//! Drafts and saved views: what belongs to an account alone.

use super::{later, now};
use crate::furniture::{codes, open};
use store::drafts::{DRAFT_BYTES_MAX, DRAFTS_MAX, Draft};
use testkit::both;

fn draft(n: i64, account: i64, form: &str) -> Draft {
    Draft {
        id: format!("0190a3b4-0000-7000-8000-{n:012}"),
        account,
        register: "viec".into(),
        entry: None,
        given_version: None,
        organ: None,
        form: form.into(),
        updated: now(),
    }
}

#[test]
fn a_form_is_kept_as_it_is_typed_and_is_its_writers_alone() {
    both(|db| {
        let (_place, store, _) = open(db);
        store.keep_draft(&draft(1, 7, "ten=Đường")).unwrap();
        let next = Draft { given_version: Some(3), updated: later(1), ..draft(1, 7, "ten=Đường bê tông") };
        store.keep_draft(&next).unwrap();
        assert_eq!(store.draft(7, &next.id).unwrap(), Some(next.clone()));
        assert_eq!(store.draft(8, &next.id).unwrap(), None);
        assert_eq!(codes(store.keep_draft(&draft(1, 8, "cướp"))), ["draft-not-yours"]);
        assert_eq!(store.draft(7, &next.id).unwrap().unwrap().form, "ten=Đường bê tông");
        store.keep_draft(&draft(2, 7, "khác")).unwrap();
        let list: Vec<_> = store.drafts(7).unwrap().into_iter().map(|d| (d.id, d.form)).collect();
        assert_eq!(list, [(next.id.clone(), String::new()), (draft(2, 7, "").id, String::new())]);
        assert!(!store.drop_draft(8, &next.id).unwrap() && store.drop_draft(7, &next.id).unwrap());
        assert_eq!(store.drafts(7).unwrap().len(), 1);
    });
}

#[test]
fn drafts_that_nobody_touched_for_ninety_days_go() {
    both(|db| {
        let (_place, store, _) = open(db);
        store.keep_draft(&draft(1, 7, "a")).unwrap();
        store.keep_draft(&draft(2, 8, "b")).unwrap();
        assert_eq!(store.purge_drafts(later(90 * 24)).unwrap(), 0);
        store.keep_draft(&Draft { updated: later(90 * 24 + 1), ..draft(3, 7, "c") }).unwrap();
        assert_eq!(store.drafts(7).unwrap().len(), 1, "one's own go when one keeps another");
        assert_eq!(store.purge_drafts(later(90 * 24 + 1)).unwrap(), 1);
    });
}

#[test]
fn a_form_without_a_key_or_beyond_the_limits_is_refused() {
    both(|db| {
        let (_place, store, _) = open(db);
        assert_eq!(
            codes(store.keep_draft(&Draft { id: "1; DROP TABLE draft".into(), ..draft(1, 7, "") })),
            ["bad-draft"]
        );
        assert_eq!(codes(store.keep_draft(&draft(1, 7, &"x".repeat(DRAFT_BYTES_MAX + 1)))), ["draft-too-large"]);
        for n in 0..DRAFTS_MAX {
            store.keep_draft(&draft(n, 7, "x")).unwrap();
        }
        assert_eq!(codes(store.keep_draft(&draft(DRAFTS_MAX, 7, "x"))), ["drafts-full"]);
        store.keep_draft(&draft(0, 7, "vẫn sửa được")).unwrap();
        store.keep_draft(&draft(DRAFTS_MAX, 8, "x")).unwrap();
    });
}

#[test]
fn a_view_is_saved_by_name_and_the_same_name_replaces_it() {
    both(|db| {
        let (_place, store, _) = open(db);
        let id = store.save_view(7, "viec", "  Việc  của tôi ", "state=du-thao").unwrap();
        assert_eq!(store.save_view(7, "viec", "Việc của tôi", "state=da-ghi").unwrap(), id);
        store.save_view(8, "viec", "Việc của tôi", "").unwrap();
        store.save_view(7, "quy", "Quỹ", "").unwrap();
        let told = |register| {
            store.saved_views(7, register).unwrap().into_iter().map(|v| (v.name, v.query)).collect::<Vec<_>>()
        };
        assert_eq!(told(Some("viec")), [("Việc của tôi".to_string(), "state=da-ghi".to_string())]);
        assert_eq!(told(None).len(), 2);
        assert!(!store.drop_view(8, id).unwrap() && store.drop_view(7, id).unwrap());
        assert_eq!(codes(store.save_view(7, "viec", " ", "")), ["bad-view"]);
    });
}
