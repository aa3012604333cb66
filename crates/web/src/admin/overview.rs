//! The front page of administration, and what is known of the system.

use super::fields;
use crate::app::App;
use crate::shell::board::{Board, Part};
use crate::shell::fault::{Outcome, html};
use crate::shell::frame::{Frame, Page};
use crate::shell::guard::Viewer;
use crate::shell::say;
use axum::extract::State;
use store::people::AccountFilter;

/// A way: path, name and what is there, in both languages.
type Way = (&'static str, (&'static str, &'static str), (&'static str, &'static str));

/// For each administrator.
const WITHIN: &[Way] = &[
    (
        "/quan-tri/tai-khoan",
        ("Tài khoản", "Accounts"),
        ("lập, phân công, đặt lại mật khẩu, mở khóa, ngừng", "make, assign, reset passwords, lift locks, disable"),
    ),
    ("/quan-tri/ban-giao", ("Bàn giao", "Hand over"), ("khi người giữ sổ đổi việc", "when somebody leaves")),
    ("/quan-tri/nhat-ky", ("Nhật ký", "Log"), ("ai làm gì, lúc nào", "who did what, when")),
    (
        "/quan-tri/co-quan",
        ("Cơ quan", "Organs"),
        (
            "những cơ quan đã có sổ; đổi tên cơ quan đặt riêng",
            "those that have records; rename bodies with names of their own",
        ),
    ),
    (
        "/quan-tri/tu-khai",
        ("Số liệu tự khai", "Declared figures"),
        (
            "số của đơn vị chưa có hồ sơ; xác nhận đủ hồ sơ",
            "numbers of units without records; confirm that records are complete",
        ),
    ),
];

/// For who keeps the whole installation.
const WHOLE: &[Way] = &[
    (
        "/quan-tri/don-vi",
        ("Đơn vị", "Units"),
        ("thêm đơn vị cũ mà danh sách cài sẵn còn thiếu", "add a former unit that the shipped list lacks"),
    ),
    (
        "/quan-tri/ngay-nghi",
        ("Ngày nghỉ", "Holidays"),
        ("ngày nghỉ, ngày làm bù, có căn cứ", "days off and days worked in exchange, with their basis"),
    ),
    ("/quan-tri/ban-do", ("Bản đồ", "Maps"), ("nạp tệp ranh giới chính thức", "load an official boundary file")),
    ("/quan-tri/sao-luu", ("Sao lưu", "Backup"), ("một tệp chứa toàn bộ dữ liệu", "one file with everything")),
    (
        "/quan-tri/kiem-tra",
        ("Kiểm tra cân đối", "Trial balance"),
        ("chứng minh mọi con số khớp với hồ sơ", "prove that every number fits the records"),
    ),
];

/// The page.
pub async fn show(State(app): State<App>, viewer: Viewer) -> Outcome {
    app.work(move |app| {
        let (t, store) = (viewer.lang, app.store());
        let ways = |list: &[Way]| -> Vec<(String, String, String)> {
            list.iter()
                .map(|(path, (vi, en), (about_vi, about_en))| {
                    ((*path).to_string(), t.say(vi, en).to_string(), t.say(about_vi, about_en).to_string())
                })
                .collect()
        };
        let count = |disabled| {
            let filter =
                AccountFilter { under: Some(viewer.assignment.unit), disabled, limit: 1, ..AccountFilter::default() };
            store.accounts(&filter, viewer.today).map(|(_, total)| total)
        };
        let mut facts = vec![
            (t.say("Tài khoản đang dùng", "Accounts in use").to_string(), say::thousands(count(Some(false))?)),
            (t.say("Tài khoản đã ngừng", "Accounts disabled").to_string(), say::thousands(count(Some(true))?)),
        ];
        let keeper = fields::is_keeper(store, &viewer)?;
        let page = Page::new(t.say("Quản trị", "Administration")).room("/quan-tri");
        let mut board = Board::new(Frame::of(app, &viewer, page))
            .lead(t.fill("Của {} và các đơn vị trực thuộc.", "Of {} and the units below it.", [&viewer.unit_name]))
            .part(Part::Ways(t.say("Người và sổ", "People and registers").to_string(), ways(WITHIN)));
        if keeper {
            board = board.part(Part::Ways(t.say("Toàn hệ thống", "The whole installation").to_string(), ways(WHOLE)));
            let database = match store.location() {
                store::Location::Sqlite(_) => "SQLite",
                store::Location::Postgres(_) => "PostgreSQL",
            };
            let pinned = store.pinned()?;
            facts.extend([
                (t.say("Phiên bản", "Version").to_string(), app.settings().version.clone()),
                (t.say("Cơ sở dữ liệu", "Database").to_string(), database.to_string()),
                (
                    t.say("Số sổ trong danh mục", "Registers in the catalogue").to_string(),
                    pinned.catalogue.registers.len().to_string(),
                ),
                (
                    t.say("Giao dịch gần nhất của sổ cái", "Latest transaction of the ledger").to_string(),
                    say::thousands(store.mark()?),
                ),
                (
                    t.say("Đơn vị hành chính, cả cũ", "Administrative units, former ones too").to_string(),
                    say::thousands(i64::try_from(store.units().ids().count()).unwrap_or(0)),
                ),
                (
                    t.say("Trình duyệt vào qua", "Browsers come by").to_string(),
                    if app.settings().secure {
                        t.say("kết nối mã hóa (TLS)", "encrypted connections (TLS)")
                    } else {
                        t.say(
                            "kết nối không mã hóa, chỉ nên dùng trên chính máy này",
                            "plain connections, fit for this machine alone",
                        )
                    }
                    .to_string(),
                ),
            ]);
        }
        html(&board.part(Part::Facts(t.say("Hệ thống", "The system").to_string(), facts)))
    })
    .await
}
