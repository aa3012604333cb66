//! An officer of a commune records a dialogue: the province's figure rises, opens to it, and the neighbour sees none of it.

use crate::stage;
use e2e::Person;

const SUBJECT: &str = "Tuyến đường vào thôn Cốc Phà đang lún";
/// The province's dialogues of 2026.
const FIGURE: &str = "/so-lieu?don-vi=15&ky=nam&nam=2026&chi-tieu=doi-thoai.so-cuoc";

/// The number of dialogues on the page of figures, and the way to its records.
async fn figure(person: &Person) -> (i64, String) {
    person.open(FIGURE).await;
    let found = person
        .script(
            "const a = Array.from(document.querySelectorAll('main a.figure')).find(a => a.getAttribute('href').includes('/so-lieu/ho-so') && a.getAttribute('href').includes('so-cuoc')); \
             return a ? [a.textContent.trim(), a.getAttribute('href')] : null",
        )
        .await;
    let text = found[0].as_str().unwrap_or_else(|| panic!("no figure on {}", FIGURE)).replace('.', "");
    (text.parse().unwrap(), found[1].as_str().unwrap().to_string())
}

/// Fills in the form of a dialogue and records it.
pub async fn record(person: &Person, date: &str, subject: &str, attendance: &str) {
    person.open("/so/doi-thoai/moi").await;
    if person.client.find(fantoccini_css("#f-chu-de")).await.is_err() {
        // More than one organ of one's own: the committee is chosen first.
        person.press("main .worklist a").await;
    }
    person.fill("#f-ngay", date).await;
    person.fill("#f-chu-de", subject).await;
    for (name, value) in [("loai", "dinh-ky"), ("hinh-thuc", "hoi-nghi-doi-thoai"), ("chu-tri", "chu-tich-ubnd")] {
        person
            .script(&format!(
                "const r = document.querySelector('input[name=\"{name}\"][value=\"{value}\"]'); if (r) {{ r.click(); return true }} \
                 const s = document.querySelector('select[name=\"{name}\"]'); s.value = '{value}'; s.dispatchEvent(new Event('change', {{bubbles: true}})); return true"
            ))
            .await;
    }
    person.fill("#f-so-nguoi", attendance).await;
    person.press(".actions button.primary").await;
    person.wait("main .timeline, main .error-summary").await;
    assert!(person.path().await.starts_with("/muc/"), "not recorded:\n{}", person.text("main").await);
}

fn fantoccini_css(css: &str) -> fantoccini::Locator<'_> {
    fantoccini::Locator::Css(css)
}

#[tokio::test(flavor = "multi_thread")]
async fn a_recorded_dialogue_raises_the_provinces_figure_opens_from_it_and_is_refused_to_the_neighbour() {
    let stage = stage();
    let province = stage.chrome.person(&stage.server.address, 1280, 900).await;
    province.sign_in("can-bo.lao-cai").await;
    let (before, _) = figure(&province).await;

    let commune = stage.chrome.person(&stage.server.address, 1280, 900).await;
    commune.sign_in("can-bo.bac-ha").await;
    record(&commune, "10/11/2026", SUBJECT, "85").await;
    let entry = commune.path().await.split('?').next().unwrap().to_string();

    let (after, records) = figure(&province).await;
    assert_eq!(after, before + 1, "the province's figure");
    province.open(&records).await;
    if !province.sees(SUBJECT).await {
        // The newest may be on the last page.
        province.open(&format!("{records}&trang=9999")).await;
    }
    assert!(province.sees(SUBJECT).await, "the records behind the figure:\n{}", province.text("main").await);
    province.press_words(SUBJECT).await;
    province.wait("main .timeline").await;
    assert_eq!(province.path().await, entry);

    let neighbour = stage.chrome.person(&stage.server.address, 1280, 900).await;
    neighbour.sign_in("can-bo.bao-nhai").await;
    for way in ["", "/sua"] {
        assert_eq!(neighbour.fetch(&format!("{entry}{way}")).await.0, 404, "{way}");
    }
    let ways = [
        "/so/doi-thoai?q=coc+pha".to_string(),
        "/tim?q=coc+pha".into(),
        "/tim/muc/doi-thoai?q=coc+pha".into(),
        records.clone(),
        "/".into(),
    ];
    for way in ways {
        let (status, html) = neighbour.fetch(&way).await;
        assert!(status < 500, "{way}: {status}");
        assert!(!html.contains("Cốc Phà"), "the neighbour reads it on {way}");
    }
    for person in [province, commune, neighbour] {
        person.close().await;
    }
}
