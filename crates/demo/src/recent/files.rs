//! Files attached to recent records: minutes as PDF, a sketch as PNG, a note as plain text. The words and the drawing are
//! invented for the demonstration; they name nobody and no day.

use super::diary::Diary;
use crate::book::Outcome;
use serde_json::Value;

/// Minutes of a dialogue, one page.
const MINUTES: &[u8] = include_bytes!("bien-ban-doi-thoai.pdf");
/// A sketch of a bank washed out by a stream.
const SKETCH: &[u8] = include_bytes!("so-do-diem-sat.png");
/// What the officer notes beside a document.
const NOTE: &str = "PHIẾU THEO DÕI VIỆC THỰC HIỆN VĂN BẢN (minh họa)\n\n\
    1. Đã giao công chức đầu mối tổng hợp.\n\
    2. Các thôn gửi kết quả trước hạn của xã ba ngày.\n\
    3. Chưa rõ cách tính lượt người dự: hỏi lại cơ quan cấp trên trước khi gửi báo cáo.\n";

/// The minutes, as a field of attachments holds them.
pub(super) fn minutes(diary: &Diary<'_>) -> Outcome<Value> {
    diary.book.attachment("Biên bản đối thoại.pdf", MINUTES)
}

/// The sketch.
pub(super) fn sketch(diary: &Diary<'_>) -> Outcome<Value> {
    diary.book.attachment("Sơ đồ điểm sạt.png", SKETCH)
}

/// The note.
pub(super) fn note(diary: &Diary<'_>) -> Outcome<Value> {
    diary.book.attachment("Phiếu theo dõi.txt", NOTE.as_bytes())
}
