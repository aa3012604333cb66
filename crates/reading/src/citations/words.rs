//! Words that steer the grammar of citations.

use crate::keys::Keys;
use crate::phrases::Words;

/// What a word does in a citation.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Key {
    /// số
    Number,
    /// của
    Of,
    /// giữa: several issuers
    Between,
    /// do: "do … ban hành"
    By,
    /// về
    About,
    /// việc
    Matter,
    /// v, of "v/v"
    Short,
    /// ban, of "ban hành"
    Issue,
    /// hành
    Issued,
    /// và, với, cùng
    And,
    /// khóa
    Term,
    /// thực, of "thực hiện"
    Carry,
    /// hiện
    CarryOut,
    /// tiếp, of "tiếp tục"
    Continue,
    /// sửa, bổ, thay: of "sửa đổi, bổ sung", "thay thế"
    Amend,
    /// Other words between a document and the one it carries out: triển khai, tổ chức, quán triệt …
    Link,
    /// A verb with which an unquoted subject may begin: quy (định), hướng (dẫn), phê (duyệt) …
    Verb,
    /// được, đã, nhằm …: the subject is over.
    Over,
    /// qua, trong, từ …: after a comma, the subject is over.
    Clause,
    /// Words that may follow a number without symbol: "Kết luận 114 của", "Đề án 06 trên".
    AfterBare,
    /// năm: "Luật … năm 2013"
    Year,
    /// Words of offices: Chủ tịch, Bộ trưởng …, before the organ.
    Office,
    /// học, khoa, ngành: "Đại học Luật" is no law.
    School,
    /// đại, hội, trung, nghị …: words of congresses and plenums
    Meeting,
    /// thứ, lần: before the numeral of a congress
    Ordinal,
}

/// The words and their keys. A word has one key; where it does several things, the rules look at its neighbours.
pub(super) fn keys(words: &mut Words) -> Keys<Key> {
    let table = [
        // The later of two entries wins: words with a place of their own come last.
        ("theo vào cho với có này gắn thì cũng đối nêu mới trên tại là còn bằng", Key::AfterBare),
        ("qua trong từ theo đồng góp đến sau ngay căn tại bên", Key::Clause),
        ("quy hướng phê ban phân giao công điều cụ phối tăng đẩy nâng kiện thành đổi kiểm", Key::Verb),
        (
            "triển khai tổ chức quán triệt nội dung các sơ tổng kết việc để tục học tập một số điều cụ thể hóa đổi sung thế chi tiết thi hành biện pháp phối hợp",
            Key::Link,
        ),
        ("được đã nhằm sẽ đang", Key::Over),
        ("chủ tịch phó trưởng giám đốc chánh bí thư", Key::Office),
        (
            "đại hội trung ương tw nghị đảng bộ toàn quốc biểu chấp tỉnh thành phố xã phường cấp sở quận thị huyện",
            Key::Meeting,
        ),
        ("thứ lần", Key::Ordinal),
        ("học khoa ngành viện trường", Key::School),
        ("số", Key::Number),
        ("của", Key::Of),
        ("giữa", Key::Between),
        ("do", Key::By),
        ("về", Key::About),
        ("việc", Key::Matter),
        ("v", Key::Short),
        ("ban", Key::Issue),
        ("hành", Key::Issued),
        ("và", Key::And),
        ("khóa", Key::Term),
        ("thực", Key::Carry),
        ("hiện", Key::CarryOut),
        ("tiếp", Key::Continue),
        ("sửa bổ thay", Key::Amend),
        ("năm", Key::Year),
    ];
    let mut keys = Keys::default();
    for (all, key) in table {
        keys.add(words, all, key);
    }
    keys
}
