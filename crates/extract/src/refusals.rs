//! Why a file is not read: the codes, words and hints of every refusal, in one place.

use crate::Limits;
use domain::problem::Problem;

const SAVE_DOCX: &str = "mở bằng Word hoặc LibreOffice rồi lưu thành (Save As) loại “Word Document (.docx)”";
const CHOOSE: &str = "chọn tệp Word (.docx), PDF có chữ, trang web (.html) hoặc văn bản thuần (.txt, .md)";

pub(crate) fn empty() -> Problem {
    Problem::error("empty-file", "Tệp rỗng, không có gì để đọc.").hint("kiểm tra lại tệp đã chọn")
}

pub(crate) fn no_words() -> Problem {
    Problem::error("no-words", "Tệp không có chữ nào.").hint("kiểm tra lại tệp đã chọn")
}

pub(crate) fn too_large(limits: &Limits) -> Problem {
    Problem::error("file-too-large", format!("Tệp quá giới hạn {} MiB.", limits.bytes >> 20))
        .hint("bỏ bớt ảnh, hoặc chia thành nhiều tệp nhỏ hơn")
}

pub(crate) fn unpacked_too_large(limits: &Limits) -> Problem {
    let message = format!(
        "Nội dung tệp sau khi giải nén quá giới hạn {} MiB hoặc phình to bất thường.",
        limits.unpacked_bytes >> 20
    );
    Problem::error("unzipped-too-large", message).hint("bỏ bớt ảnh và phần thừa; nếu tệp nhận từ người lạ, đừng mở")
}

pub(crate) fn too_deep() -> Problem {
    Problem::error("nested-too-deep", "Cấu trúc bên trong tệp lồng nhau quá sâu nên không đọc.").hint(SAVE_DOCX)
}

pub(crate) fn too_many_pages(pages: usize, limits: &Limits) -> Problem {
    Problem::error("too-many-pages", format!("Tệp PDF có {pages} trang, quá giới hạn {} trang.", limits.pages))
        .hint("tách lấy phần báo cáo rồi kiểm tra phần ấy")
}

pub(crate) fn too_slow(limits: &Limits) -> Problem {
    Problem::error("took-too-long", format!("Đọc tệp quá {} giây mà chưa xong nên dừng lại.", limits.time.as_secs()))
        .hint("tách lấy phần báo cáo, hoặc lưu lại tệp bằng chương trình đã tạo ra nó rồi thử lại")
}

pub(crate) fn damaged(what: &str) -> Problem {
    Problem::error("damaged-file", format!("{what} bị hỏng hoặc không đúng cấu trúc nên không đọc được."))
        .hint("mở bằng chương trình đã tạo ra tệp, lưu lại rồi thử lại")
}

pub(crate) fn locked(what: &str) -> Problem {
    Problem::error("locked-file", format!("{what} được đặt mật khẩu nên không đọc được."))
        .hint("mở bằng mật khẩu, bỏ mật khẩu (File, Info, Protect Document), lưu lại rồi thử lại")
}

pub(crate) fn scanned() -> Problem {
    Problem::error("scanned-pdf", "Tệp PDF chỉ có ảnh chụp các trang, không có lớp chữ.")
        .hint("dùng tệp Word gốc hoặc bản PDF xuất từ Word; hoặc nhận dạng chữ (OCR tiếng Việt) trước rồi thử lại")
}

pub(crate) fn no_letters() -> Problem {
    Problem::error("pdf-without-letters", "Tệp PDF vẽ chữ mà không ghi chữ nào là chữ nào, nên không rút được lời văn.")
        .hint("dùng tệp Word gốc, hoặc xuất lại PDF từ Word")
}

pub(crate) fn encoding() -> Problem {
    Problem::error(
        "unknown-encoding",
        "Không nhận ra bảng mã của văn bản (đã thử Unicode, TCVN3 (ABC), VNI Windows và windows-1258).",
    )
    .hint("mở bằng chương trình đã tạo ra tệp rồi lưu lại dạng Unicode (UTF-8)")
}

fn wrong(kind: &str, hint: &str) -> Problem {
    Problem::error("wrong-file-type", format!("Tệp này là {kind}, không phải loại tệp đọc được.")).hint(hint)
}

pub(crate) fn old_word() -> Problem {
    Problem { code: "old-word".into(), ..wrong("văn bản Word đời cũ (.doc)", SAVE_DOCX) }
}

pub(crate) fn flat_word() -> Problem {
    Problem { code: "old-word".into(), ..wrong("văn bản Word lưu dạng XML", SAVE_DOCX) }
}

pub(crate) fn rich_text() -> Problem {
    wrong("văn bản RTF", SAVE_DOCX)
}

pub(crate) fn open_document() -> Problem {
    wrong("tài liệu OpenDocument (.odt)", SAVE_DOCX)
}

pub(crate) fn workbook() -> Problem {
    wrong("sổ Excel", "để nhập số liệu từ Excel, dùng trang Nhập; để kiểm tra báo cáo, chọn tệp Word hoặc PDF")
}

pub(crate) fn slides() -> Problem {
    wrong("bài trình chiếu", CHOOSE)
}

pub(crate) fn picture() -> Problem {
    Problem {
        code: "picture".into(),
        ..wrong("ảnh", "dùng tệp Word hoặc PDF gốc; hoặc nhận dạng chữ (OCR tiếng Việt) trước rồi thử lại")
    }
}

pub(crate) fn archive() -> Problem {
    wrong("tệp nén", "giải nén rồi chọn tệp báo cáo bên trong")
}

pub(crate) fn mail_page() -> Problem {
    wrong("trang web lưu dạng MHTML hoặc thư điện tử", "lưu lại trang dạng HTML (“Web Page, HTML Only”)")
}

pub(crate) fn unknown() -> Problem {
    wrong("loại tệp không nhận ra", CHOOSE)
}

pub(crate) fn not_this_docx() -> Problem {
    Problem::error("not-the-same-file", "Tệp Word này không phải tệp đã được kiểm tra, nên không ghi nhận xét vào.")
        .hint("kiểm tra lại chính tệp này rồi lấy bản có nhận xét")
}

pub(crate) fn cannot_write(what: &str) -> Problem {
    Problem::error("docx-package", format!("Không đóng lại được tệp Word: {what}.")).hint("thử lại")
}
