//! A backup from the browser: made in the background from one instant of the database, checked, then downloaded.

use super::fields;
use super::jobs::{self, Job, Slot};
use crate::app::App;
use crate::shell::board::{Ask, Board, Part};
use crate::shell::fault::{Fault, Outcome, html, to};
use crate::shell::frame::{Frame, Page};
use crate::shell::guard::Viewer;
use crate::shell::lang::Lang;
use crate::shell::say;
use axum::body::{Body, Bytes};
use axum::extract::State;
use axum::http::header;
use axum::response::{IntoResponse, Response};
use domain::people::Deed;
use std::fmt::Write;
use std::io::Read;
use std::path::{Path, PathBuf};
use std::pin::Pin;
use std::task::{Context, Poll};
use store::StoreError;
use tokio::sync::mpsc;

/// Bytes of a piece of the download.
const PIECE: usize = 256 << 10;

/// Problems in one line of text.
pub fn told(t: Lang, e: &StoreError) -> String {
    match e {
        StoreError::Refused(list) => list.iter().map(|p| t.problem(p)).collect::<Vec<_>>().join(" "),
        _ => t
            .say(
                "Cơ sở dữ liệu hoặc đĩa gặp lỗi; xem nhật ký máy chủ.",
                "The database or the disk failed; see the server's log.",
            )
            .to_string(),
    }
}

/// What stands of a piece of work, as a part of its page. `path` is asked for its progress.
pub fn standing(t: Lang, job: &Job, path: &str) -> Option<Part> {
    match job {
        Job::Running(words, percent) => Some(Part::Progress(path.to_string(), words.clone(), *percent)),
        Job::Failed(why) => Some(Part::Note("error", t.say("Không xong", "It did not work").to_string(), why.clone())),
        _ => None,
    }
}

/// What a script that asks for progress is given: the element once more while it runs, else the way back to the page.
pub fn progress(t: Lang, slot: &Slot, path: &str, page: &str) -> Response {
    let words = match slot.now() {
        Job::Running(words, percent) => {
            let text =
                askama::filters::escape(&words, askama::filters::Html).map(|e| e.to_string()).unwrap_or_default();
            let html = format!(
                "<div data-poll=\"{path}\" data-every=\"1000\" aria-live=\"polite\"><label>{text} <progress max=\"100\" value=\"{percent}\">{percent} %</progress></label></div>"
            );
            return axum::response::Html(html).into_response();
        }
        _ => t.say("Xong.", "Done."),
    };
    let html = format!("<div aria-live=\"polite\"><p>{words}</p></div>");
    ([("x-go", page.to_string())], axum::response::Html(html)).into_response()
}

/// The page.
pub async fn show(State(app): State<App>, viewer: Viewer) -> Outcome {
    app.work(move |app| {
        fields::keeper(app.store(), &viewer)?;
        let t = viewer.lang;
        let job = app.jobs().backup.now();
        let page = Page::new(t.say("Sao lưu", "Backup")).room("/quan-tri").crumb("/quan-tri", t.say("Quản trị", "Administration"));
        let mut board = Board::new(Frame::of(app, &viewer, page)).lead(t.say(
            "Một tệp chứa toàn bộ dữ liệu tại một thời điểm, làm được cả khi đang có người dùng. Khôi phục bằng lệnh danvan restore.",
            "One file with everything as it stood at one moment, made while others work. Restored by the command danvan restore.",
        ));
        if let Some(part) = standing(t, &job, "/quan-tri/sao-luu/tien-do") {
            board = board.part(part);
        }
        if let Job::File(_, bytes, at) = &job {
            let facts = vec![
                (t.say("Lúc", "Made").to_string(), say::time(at)),
                (t.say("Dung lượng", "Size").to_string(), format!("{} KiB", say::thousands(i64::try_from(bytes / 1024).unwrap_or(0)))),
            ];
            board = board
                .part(Part::Facts(t.say("Bản sao lưu vừa làm", "The backup that was made").to_string(), facts))
                .part(Part::Ways(t.say("Tải về", "Download").to_string(), vec![(
                    "/quan-tri/sao-luu/tep".into(),
                    t.say("Tải tệp sao lưu", "Download the backup").to_string(),
                    t.say("đã kiểm tra; chứa mọi hồ sơ, cất ở nơi chỉ người có trách nhiệm mở được", "checked; it holds every record: keep it where only those responsible can open it").to_string(),
                )]));
        }
        if !matches!(job, Job::Running(..)) {
            board = board.part(Part::Form(Ask {
                title: t.say("Sao lưu ngay", "Back up now").to_string(),
                lead: t.say("Không có trong tệp: phiên đăng nhập, tệp khóa của máy chủ (cất riêng).", "Not in the file: sessions, and the server's key file, which is kept apart.").to_string(),
                action: "/quan-tri/sao-luu".into(),
                submit: t.say("Sao lưu", "Back up").to_string(),
                ..Ask::default()
            }));
        }
        html(&board)
    })
    .await
}

/// Begins one.
pub async fn begin(State(app): State<App>, viewer: Viewer) -> Outcome {
    jobs::begin(app, viewer, |jobs| &jobs.backup, make).await?;
    Ok(to("/quan-tri/sao-luu"))
}

fn make(app: &App, viewer: &Viewer) -> Job {
    let slot = &app.jobs().backup;
    let file = match folder(app) {
        Ok(folder) => folder.join("dan-van.db"),
        Err(e) => return Job::Failed(e.to_string()),
    };
    let mut tell = |what: &str, done: usize, all: usize| {
        slot.tell(what, i64::try_from(done.saturating_mul(100) / all.max(1)).unwrap_or(0));
    };
    let made = app.store().backup(&file, &app.settings().version, viewer.now, &mut tell);
    let noted = made.and_then(|_| app.store().note(&viewer.actor(), viewer.now, Deed::BackedUp, ""));
    match noted {
        Ok(()) => Job::File(file.clone(), std::fs::metadata(&file).map_or(0, |m| m.len()), viewer.now),
        Err(e) => {
            std::fs::remove_file(&file).ok();
            Job::Failed(told(viewer.lang, &e))
        }
    }
}

/// A new folder that only this program's user can look into.
fn folder(app: &App) -> std::io::Result<PathBuf> {
    let name = app.random::<8>().iter().fold("dan-van-".to_string(), |mut out, b| {
        let _ = write!(out, "{b:02x}");
        out
    });
    let path = std::env::temp_dir().join(name);
    let mut builder = std::fs::DirBuilder::new();
    #[cfg(unix)]
    std::os::unix::fs::DirBuilderExt::mode(&mut builder, 0o700);
    builder.create(&path)?;
    Ok(path)
}

/// How far it is.
pub async fn how_far(State(app): State<App>, viewer: Viewer) -> Outcome {
    let asked = viewer.clone();
    app.work(move |app| fields::keeper(app.store(), &asked)).await?;
    Ok(progress(viewer.lang, &app.jobs().backup, "/quan-tri/sao-luu/tien-do", "/quan-tri/sao-luu"))
}

/// The file, piece by piece: it may be larger than the memory.
pub async fn download(State(app): State<App>, viewer: Viewer) -> Outcome {
    let asked = viewer.clone();
    app.work(move |app| fields::keeper(app.store(), &asked)).await?;
    let Job::File(path, bytes, at) = app.jobs().backup.now() else { return Err(Fault::Missing) };
    app.run(move |_, store| store.note(&viewer.actor(), viewer.now, Deed::Exported, "bản sao lưu")).await?;
    let (sender, receiver) = mpsc::channel(4);
    tokio::task::spawn_blocking(move || read(&path, &sender));
    let day = say::time(&at).replace(['/', ':', ' '], "-");
    let headers = [
        (header::CONTENT_TYPE, "application/vnd.sqlite3".to_string()),
        (header::CONTENT_LENGTH, bytes.to_string()),
        (header::CONTENT_DISPOSITION, format!("attachment; filename=\"dan-van-{day}.db\"")),
    ];
    Ok((headers, Body::from_stream(Pieces(receiver))).into_response())
}

fn read(path: &Path, sender: &mpsc::Sender<std::io::Result<Bytes>>) {
    let mut file = match std::fs::File::open(path) {
        Ok(file) => file,
        Err(e) => {
            sender.blocking_send(Err(e)).ok();
            return;
        }
    };
    loop {
        let mut piece = Vec::with_capacity(PIECE);
        let read = file.by_ref().take(PIECE as u64).read_to_end(&mut piece);
        let piece = match read {
            Ok(0) => return,
            Ok(_) => Ok(Bytes::from(piece)),
            Err(e) => Err(e),
        };
        let stop = piece.is_err();
        if sender.blocking_send(piece).is_err() || stop {
            return;
        }
    }
}

/// Pieces of a file as they come.
struct Pieces(mpsc::Receiver<std::io::Result<Bytes>>);

impl futures_core::Stream for Pieces {
    type Item = std::io::Result<Bytes>;

    fn poll_next(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        self.0.poll_recv(cx)
    }
}
