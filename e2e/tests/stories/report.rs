//! A report is written, frozen, and compared after a correction; its files stay the same.

use crate::dialogue::record;
use crate::stage;

#[tokio::test(flavor = "multi_thread")]
async fn a_frozen_report_stays_while_the_page_tells_what_was_corrected_since() {
    let stage = stage();
    let commune = stage.chrome.person(&stage.server.address, 1280, 900).await;
    commune.sign_in("can-bo.bac-ha").await;
    record(&commune, "05/10/2026", "Nước về ruộng muộn ở Na Hối", "50").await;
    let entry = commune.path().await.split('?').next().unwrap().to_string();

    let writer = stage.chrome.person(&stage.server.address, 1280, 900).await;
    writer.sign_in("can-bo.lao-cai").await;
    writer.open("/bao-cao/moi").await;
    writer.press("input[name=mau][value=bao-cao-nam-dang]").await;
    writer.fill("#f-nam", "2026").await;
    writer.press(".actions button.primary").await;
    writer.wait("article.paper").await;
    let paper = writer.path().await.split('?').next().unwrap().to_string();

    writer.open(&format!("{paper}/viet")).await;
    writer.wait("[data-edit-block]").await;
    writer.fill("#f-signer-name", "Người Ký Thử").await;
    writer.press(".actions button.primary").await;
    writer.wait("article.paper").await;
    assert!(writer.sees("Người Ký Thử").await);

    writer.open(&format!("{paper}/chot")).await;
    writer.fill("#f-number", "47").await;
    writer.fill("#f-date", "15/11/2026").await;
    writer.press(".actions button.primary").await;
    writer.wait("article.paper").await;
    assert!(writer.sees("Số 47-BC/TU").await);
    let forms = ["pdf", "docx", "xlsx", "html", "txt"];
    let mut before = Vec::new();
    for form in forms {
        before.push(writer.digest(&format!("{paper}/tai/{form}")).await);
    }
    assert!(before.iter().all(|(_, size)| *size > 500), "{before:?}");
    writer.open(&format!("{paper}/thay-doi")).await;
    assert!(writer.sees("Không có gì khác").await);

    commune.open(&format!("{entry}/sua")).await;
    commune.fill("#f-so-nguoi", "58").await;
    commune.press(".actions button.primary").await;
    commune.wait("main .timeline").await;

    writer.open(&format!("{paper}/thay-doi")).await;
    assert!(writer.sees("Nước về ruộng muộn ở Na Hối").await, "{}", writer.text("main").await);
    for (form, same) in forms.iter().zip(before) {
        assert_eq!(writer.digest(&format!("{paper}/tai/{form}")).await, same, "{form}");
    }
    writer.close().await;
    commune.close().await;
}
