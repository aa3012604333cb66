//! The proof of the trial balance from the browser: what `danvan verify` does, in the background.

use super::backup::{progress, standing, told};
use super::fields;
use super::jobs::{self, Job};
use crate::app::App;
use crate::shell::board::{Ask, Board, Part};
use crate::shell::fault::{Outcome, html, to};
use crate::shell::frame::{Frame, Page};
use crate::shell::guard::Viewer;
use crate::shell::say;
use axum::extract::State;

/// Breaches shown at most; the command line prints them all.
const SHOWN: usize = 200;

/// The page.
pub async fn show(State(app): State<App>, viewer: Viewer) -> Outcome {
    app.work(move |app| {
        fields::keeper(app.store(), &viewer)?;
        let t = viewer.lang;
        let job = app.jobs().proof.now();
        let page = Page::new(t.say("Kiểm tra cân đối", "Trial balance")).room("/quan-tri").crumb("/quan-tri", t.say("Quản trị", "Administration"));
        let mut board = Board::new(Frame::of(app, &viewer, page)).lead(t.say(
            "Tính lại mọi bút toán từ hồ sơ và mọi số dồn từ bút toán, rồi so với số đang có. Chỉ đọc, không sửa gì.",
            "Works every posting out again from the records, and every total from the postings, and compares. It reads only.",
        ));
        if let Some(part) = standing(t, &job, "/quan-tri/kiem-tra/tien-do") {
            board = board.part(part);
        }
        if let Job::Told(breaches, at) = &job {
            if breaches.is_empty() {
                let text = t.fill("Cân đối vào lúc {}: số dồn bằng tổng bút toán, bút toán đúng với hồ sơ.", "Balanced at {}: totals equal the sums of postings, and postings fit the records.", [say::time(at)]);
                board = board.part(Part::Note("success", String::new(), text));
            } else {
                let text = t.count(breaches.len(), "{} chỗ không khớp. Giữ nguyên dữ liệu, sao lưu một bản và báo người giữ máy chủ.", "{} thing does not hold. Leave the data as it is, make a backup and tell whoever keeps the server.", "{} things do not hold. Leave the data as it is, make a backup and tell whoever keeps the server.");
                board = board
                    .part(Part::Note("error", t.say("Không cân đối", "Not balanced").to_string(), text))
                    .part(Part::Words(t.say("Các chỗ không khớp", "What does not hold").to_string(), breaches.iter().take(SHOWN).cloned().collect()));
            }
        }
        if !matches!(job, Job::Running(..)) {
            board = board.part(Part::Form(Ask {
                title: t.say("Kiểm tra ngay", "Check now").to_string(),
                lead: t.say("Mất từ vài giây đến vài phút tùy số hồ sơ; mọi người vẫn làm việc bình thường.", "Seconds to minutes, by the number of records; everybody goes on working.").to_string(),
                action: "/quan-tri/kiem-tra".into(),
                submit: t.say("Kiểm tra", "Check").to_string(),
                ..Ask::default()
            }));
        }
        html(&board)
    })
    .await
}

/// Begins one.
pub async fn begin(State(app): State<App>, viewer: Viewer) -> Outcome {
    jobs::begin(app, viewer, |jobs| &jobs.proof, prove).await?;
    Ok(to("/quan-tri/kiem-tra"))
}

fn prove(app: &App, viewer: &Viewer) -> Job {
    let mut steps = 0;
    let mut tell = |what: &str| {
        // How many steps there are is not known before; each brings the bar a tenth of the rest further.
        steps += 1;
        let left = (0..steps).fold(100.0_f64, |left, _| left * 0.9);
        #[expect(clippy::cast_possible_truncation, reason = "a percentage between 0 and 100")]
        app.jobs().proof.tell(what, (100.0 - left) as i64);
    };
    match app.store().verify(&mut tell) {
        Ok(breaches) => {
            Job::Told(breaches.into_iter().map(|b| format!("{}: {}", b.room, b.text)).collect(), viewer.now)
        }
        Err(e) => Job::Failed(told(viewer.lang, &e)),
    }
}

/// How far it is.
pub async fn how_far(State(app): State<App>, viewer: Viewer) -> Outcome {
    let asked = viewer.clone();
    app.work(move |app| fields::keeper(app.store(), &asked)).await?;
    Ok(progress(viewer.lang, &app.jobs().proof, "/quan-tri/kiem-tra/tien-do", "/quan-tri/kiem-tra"))
}
