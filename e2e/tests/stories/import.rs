//! A workbook with three wrong rows is imported and mended on the page; the figure follows.

use crate::stage;
use fantoccini::Locator;
use sheets::{CellOut, ColumnKind, ColumnOut, Properties, TableOut};

/// Twelve dialogues of November 2026, three of them wrong: a date that no month has, a kind that there is none of, and a
/// number of people that is no number.
fn workbook() -> Vec<u8> {
    let column = |key: &str, title: &str| ColumnOut::text(key, title);
    let columns = vec![
        column("khoa-dong", "Khóa dòng"),
        ColumnOut { kind: ColumnKind::Text, ..column("ngay", "Ngày tổ chức") },
        column("chu-de", "Chủ đề"),
        column("loai", "Loại"),
        column("hinh-thuc", "Hình thức"),
        column("chu-tri", "Chủ trì"),
        column("so-nguoi", "Số người dự"),
    ];
    let rows = (1..=12).map(|i| {
        let date = if i == 3 { "31/11/2026".to_string() } else { format!("{i:02}/11/2026") };
        let kind = if i == 6 { "Thường kỳ lạ" } else { "Thường xuyên (định kỳ)" };
        let people = if i == 9 { "đông lắm" } else { "40" };
        let texts = [
            format!("d{i}"),
            date,
            format!("Nếp sống mới ở thôn số {i}"),
            kind.into(),
            "Hội nghị đối thoại".into(),
            "Chủ tịch Ủy ban nhân dân".into(),
            people.into(),
        ];
        texts.into_iter().map(CellOut::Text).collect()
    });
    let table = TableOut {
        name: "doi-thoai".into(),
        title: "Tiếp xúc, đối thoại với Nhân dân".into(),
        columns,
        rows: rows.collect(),
    };
    let properties =
        Properties { title: "thử".into(), author: "thử".into(), created: "2026-11-20T00:00:00Z".parse().unwrap() };
    sheets::write_xlsx(&[table], &properties).unwrap()
}

#[tokio::test(flavor = "multi_thread")]
async fn three_wrong_rows_are_mended_on_the_page_and_the_figure_follows() {
    let stage = stage();
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("doi-thoai-thang-11.xlsx");
    std::fs::write(&file, workbook()).unwrap();
    let officer = stage.chrome.person(&stage.server.address, 1280, 900).await;
    officer.sign_in("can-bo.bac-ha").await;
    let count = async || -> i64 {
        officer.open("/so-lieu?don-vi=02839&ky=nam&nam=2026&chi-tieu=doi-thoai.so-cuoc").await;
        let text = officer
            .script("const a = Array.from(document.querySelectorAll('main a.figure')).find(a => a.getAttribute('href').includes('so-cuoc')); return a ? a.textContent.trim() : '0'")
            .await;
        text.as_str().unwrap().replace('.', "").parse().unwrap()
    };
    let before = count().await;

    officer.open("/so/doi-thoai/nhap-tep").await;
    officer.client.find(Locator::Css("#f-tep")).await.unwrap().send_keys(file.to_str().unwrap()).await.unwrap();
    officer.press(".actions button.primary").await;
    officer.wait("table tr.bad").await;
    let bad = officer.client.find_all(Locator::Css("tbody tr.bad")).await.unwrap().len();
    assert_eq!(bad, 3, "rows refused:\n{}", officer.text("main").await);

    // Nothing is lost when the page is loaded again.
    officer.client.refresh().await.unwrap();
    officer.wait("table tr.bad").await;
    for (typed, right) in [("31/11/2026", "20/11/2026"), ("Thường kỳ lạ", "Thường xuyên (định kỳ)"), ("đông lắm", "65")]
    {
        let path = format!("//input[@value=\"{typed}\"]");
        let cell = officer.client.find(Locator::XPath(&path)).await.unwrap_or_else(|e| panic!("{typed}: {e}"));
        cell.clear().await.unwrap();
        cell.send_keys(right).await.unwrap();
    }
    officer.press(".actions button.primary").await;
    officer.wait("button[name=_ghi]").await;
    officer.press("button[name=_ghi]").await;
    officer.wait("ol.steps li.done:last-child").await;
    assert_eq!(count().await, before + 12);
    officer.close().await;
}
