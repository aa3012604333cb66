//! Every page of the table of routes, light and dark, wide and narrow: axe finds nothing, nothing scrolls sideways.

use crate::stage;
use e2e::{paths, samples};

#[tokio::test(flavor = "multi_thread")]
async fn no_page_has_a_barrier_that_axe_can_find() {
    let stage = stage();
    let mut faults = Vec::new();
    let mut looked = 0;
    for (login, role) in [("can-bo.lao-cai", "officer"), ("quan-tri", "administrator")] {
        for (width, theme) in [(1280, "light"), (360, "dark")] {
            let person = stage.chrome.person(&stage.server.address, width, 800).await;
            person.sign_in(login).await;
            let (list, unknown) = paths(&samples(&person).await, role);
            println!("no sample for {unknown:?}");
            for path in list {
                let (status, html) = person.fetch(&path).await;
                if !html.contains("<!doctype html>") || path.contains("/tai/") || status == 303 {
                    continue;
                }
                assert!(status < 500, "{path}: {status}");
                person.open(&path).await;
                person.script(&format!("document.documentElement.dataset.theme = '{theme}'; return true")).await;
                // Colours pass over into each other for a moment.
                tokio::time::sleep(std::time::Duration::from_millis(300)).await;
                let wide = person
                    .script("return document.documentElement.scrollWidth - document.documentElement.clientWidth")
                    .await;
                if wide.as_i64().unwrap_or(0) > 0 {
                    faults.push(format!("{path} {width}: scrolls sideways by {wide} px"));
                }
                for (rule, impact, place) in person.violations().await {
                    faults.push(format!("{path} {width} {theme}: {rule} ({impact}) at {place}"));
                }
                looked += 1;
            }
            person.close().await;
        }
    }
    assert!(looked > 60, "only {looked} pages were looked at");
    faults.sort();
    faults.dedup();
    assert!(faults.is_empty(), "{} faults on {looked} pages:\n{}", faults.len(), faults.join("\n"));
}
