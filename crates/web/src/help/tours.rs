//! A short tour for each role. It begins by itself once, and can be seen again from the menu of the person.

use crate::shell::frame::Frame;
use crate::shell::guard::Viewer;
use domain::registers::Role;
use serde_json::json;

/// One step: where it points (a CSS selector), title and text in both languages.
type Step = (&'static str, (&'static str, &'static str), (&'static str, &'static str));

const ACTING: Step = (
    ".acting",
    ("Đơn vị đang làm việc", "The unit you act for"),
    (
        "Quyền xem và ghi theo đơn vị này. Có nhiều phân công thì đổi ở đây.",
        "What you may read and write follows this unit. Switch here when you have several assignments.",
    ),
);
const SEARCH: Step = (
    ".search",
    ("Tìm không cần dấu", "Search without diacritics"),
    (
        "Gõ “dan van kheo” cũng ra “Dân vận khéo”. Phím / đưa con trỏ vào đây.",
        "“dan van kheo” finds “Dân vận khéo”. The / key brings you here.",
    ),
);
const FIGURES: Step = (
    ".rooms a[href='/so-lieu']",
    ("Mỗi con số mở ra hồ sơ", "Every number opens its records"),
    ("Bấm vào bất kỳ con số nào để xem những mục làm nên nó.", "Press any number to see the entries it is made of."),
);
const REGISTERS: Step = (
    ".rooms a[href='/so']",
    ("Các sổ", "The registers"),
    (
        "Ghi một lần vào sổ; số liệu của xã, tỉnh, trung ương tăng ngay.",
        "Record once; the figures of commune, province and nation rise at once.",
    ),
);
const REPORTS: Step = (
    ".rooms a[href='/bao-cao']",
    ("Báo cáo", "Reports"),
    (
        "Số liệu tự điền từ sổ; người viết chỉ lo lời văn, rồi chốt và tải Word, PDF.",
        "Numbers fill themselves in; you write the words, freeze, and download Word or PDF.",
    ),
);
const PROOF: Step = (
    ".rooms a[href='/soat']",
    ("Soát báo cáo", "Proofing a report"),
    (
        "Thả một báo cáo Word hoặc PDF vào: số liệu, văn bản dẫn, chính tả được soát và đối chiếu với sổ. Tệp không được lưu.",
        "Drop a Word or PDF report: figures, documents and spelling are checked against the ledger. The file is not stored.",
    ),
);
const LATE: Step = (
    "#den-han",
    ("Việc đến hạn", "What falls due"),
    (
        "Hạn giải quyết ý kiến của đơn vị và cấp dưới; quá hạn hiện màu đỏ.",
        "Deadlines of your unit and those below; overdue ones are red.",
    ),
);
const ADMIN: Step = (
    ".rooms a[href='/quan-tri']",
    ("Quản trị", "Administration"),
    (
        "Tài khoản, phân công, đơn vị, ngày nghỉ, sao lưu và nhật ký ở đây.",
        "Accounts, assignments, units, holidays, backups and the log are here.",
    ),
);

const fn steps(role: Role) -> &'static [Step] {
    match role {
        Role::Officer => &[ACTING, REGISTERS, SEARCH, FIGURES, REPORTS, PROOF],
        Role::Leader => &[ACTING, LATE, FIGURES, REPORTS],
        Role::Viewer => &[ACTING, SEARCH, FIGURES],
        Role::Administrator => &[ACTING, ADMIN, SEARCH],
    }
}

/// Gives a page the tour of the viewer's role. It begins by itself when it has not been seen in this role.
pub fn with_tour(viewer: &Viewer, mut frame: Frame) -> Frame {
    let t = viewer.lang;
    let list: Vec<_> = steps(viewer.role())
        .iter()
        .map(|(at, (vi, en), (text_vi, text_en))| json!({ "at": at, "title": t.say(vi, en), "text": t.say(text_vi, text_en) }))
        .collect();
    // "</" would end the script element that carries it, and "<!--" hide its end.
    let json = serde_json::to_string(&list).unwrap_or_default().replace('<', "\\u003c");
    frame.tour = Some((json, !viewer.toured));
    frame
}
