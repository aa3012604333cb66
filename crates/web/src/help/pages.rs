//! Pages of help: short, one subject each, from one table of words in both languages.

use crate::app::App;
use crate::shell::board::{Board, Part};
use crate::shell::fault::{Fault, Outcome, html};
use crate::shell::frame::{Frame, Page};
use crate::shell::guard::Viewer;
use crate::shell::lang::Lang;
use axum::extract::{Path, State};

/// Words in both languages.
type Both = (&'static str, &'static str);

/// What a page of help holds.
enum Told {
    /// A heading with paragraphs.
    Text(Both, &'static [Both]),
    /// Names and what they mean.
    List(Both, &'static [(Both, Both)]),
}

/// A page: slug, title, what is in it.
struct Topic {
    slug: &'static str,
    title: Both,
    about: Both,
    told: &'static [Told],
}

const BEGIN: &[Told] = &[
    Told::Text(
        ("Ghi một lần", "Record once"),
        &[
            (
                "Chọn Sổ, chọn sổ cần ghi, bấm Thêm mục. Ô có dấu sao là bắt buộc; lời giải thích đứng ngay cạnh ô.",
                "Choose Registers, then a register, then Add. Fields with a star must be filled in; what each means stands beside it.",
            ),
            (
                "Điều đang gõ được giữ tự động. Mất điện, hết phiên, đóng nhầm trang: mở lại từ Trang chủ, mục Đang làm dở.",
                "What you type is kept by itself. After a power cut, a time-out or a closed page, find it on the home page under Begun, not finished.",
            ),
            (
                "Ghi xong, số liệu của xã, tỉnh và cả nước tăng ngay; không phải gửi thêm bảng biểu nào.",
                "Once recorded, the figures of the commune, the province and the nation rise at once; no table has to be sent.",
            ),
        ],
    ),
    Told::Text(
        ("Đã có bảng Excel", "You have an Excel table"),
        &[(
            "Trong sổ, bấm Nhập từ tệp, tải tệp mẫu, chép dữ liệu vào rồi gửi. Chỗ sai hiện ngay tại ô và sửa được trên trang; chưa ghi gì cho đến khi mọi dòng đều đúng.",
            "In a register press Import, download the template, paste your rows and send it. What is wrong is shown at its cell and mended on the page; nothing is written until every row is right.",
        )],
    ),
];

const FIGURES: &[Told] = &[
    Told::Text(
        ("Mỗi con số mở ra hồ sơ", "Every number opens"),
        &[
            (
                "Bấm một con số để thấy những mục làm nên nó; bấm một mục để đọc. Tổng của danh sách đúng bằng con số.",
                "Press a number to see the entries behind it, press an entry to read it. The list adds up to the number.",
            ),
            (
                "Mục của đơn vị khác mà mình không có quyền đọc vẫn được tính, nhưng chỉ hiện sổ, đơn vị, tháng và số lượng.",
                "Entries of other units that you may not read are counted, but shown only as register, unit, month and number.",
            ),
        ],
    ),
    Told::List(
        ("Dấu cạnh con số", "Marks beside a number"),
        &[
            (
                ("tự khai", "declared"),
                ("đơn vị nêu số khi chưa có hồ sơ", "the unit stated it while it has no records"),
            ),
            (
                ("ít nhất", "at least"),
                (
                    "phần chắc chắn; phần còn lại không tách được vì đơn vị đã chia",
                    "the part that is sure; the rest cannot be split because a unit was divided",
                ),
            ),
            (
                ("trên, gần, khoảng", "over, nearly, about"),
                ("có hồ sơ ghi số ước lượng", "some records hold estimates"),
            ),
        ],
    ),
];

const VIEWS: &[Told] = &[Told::Text(
    ("Hai cách nhìn sau sáp nhập", "Two views after a merger"),
    &[
        (
            "Như khi ấy: mỗi hồ sơ thuộc đơn vị và cấp trên đúng ngày ghi. Dùng để đối chiếu với báo cáo đã gửi.",
            "As it was: each record counts under the units of its own date. Use it to compare with reports already sent.",
        ),
        (
            "Tính lại: mỗi hồ sơ tính vào đơn vị hiện nay của địa bàn ấy. Dùng để so các năm trên cùng một bản đồ.",
            "Restated: each record counts where its area lies today. Use it to compare years on one map.",
        ),
        (
            "Khi một đơn vị chia cho nhiều đơn vị mới, hệ thống không đoán: số tính lại ở cấp dưới là “ít nhất”, và nói rõ vì sao.",
            "Where a unit was split among several, nothing is guessed: the restated number below is “at least”, and says why.",
        ),
    ],
)];

const PROOF: &[Told] = &[
    Told::Text(
        ("Đưa báo cáo vào", "Sending a report in"),
        &[
            (
                "Chọn Soát báo cáo, thả tệp Word, PDF có chữ, HTML, TXT vào ô, hoặc dán văn bản. Tệp quét thành ảnh thì phải nhận dạng chữ trước.",
                "Choose Proof a report, drop a Word, PDF (with text), HTML or TXT file, or paste the text. A scanned picture needs text recognition first.",
            ),
            (
                "Tệp không được lưu, không ghi nhật ký; chỉ nằm trong bộ nhớ, chỉ mình xem được, và mất khi bấm Xong, khi đăng xuất hoặc sau 30 phút không dùng.",
                "The file is neither stored nor logged; it is in memory only, for you alone, and goes when you press Done, sign out, or leave it for 30 minutes.",
            ),
        ],
    ),
    Told::List(
        ("Mức của một phát hiện", "How bad a finding is"),
        &[
            (
                ("lỗi", "error"),
                (
                    "sai theo chính văn bản, lịch, quy định hoặc sổ; gạch chân đôi",
                    "wrong by the text itself, the calendar, the law or the ledger; underlined twice",
                ),
            ),
            (
                ("cảnh báo", "warning"),
                ("nhiều khả năng sai, cần xem lại; gạch đứt", "probably wrong, look again; underlined with dashes"),
            ),
            (
                ("ghi chú", "note"),
                ("nên biết, thường là thói quen viết; gạch chấm", "worth knowing, often a habit; underlined with dots"),
            ),
        ],
    ),
    Told::Text(
        ("Xem, sửa, lấy về", "Looking, mending, taking home"),
        &[
            (
                "Bấm chữ được đánh dấu để đến lời giải thích, bấm câu trích để về lại chữ. Phím j, k: phát hiện sau, trước. Lọc theo mức và theo quy tắc.",
                "Press marked words for the explanation, press the quotation to go back. Keys j and k: next and previous finding. Filter by severity and rule.",
            ),
            (
                "Nhận gợi ý thì bản chữ tải về đã sửa; Bỏ qua thì phát hiện ấy không được nhắc nữa. Cả hai đều hoàn tác được.",
                "Take a suggestion and the text you download is mended; set a finding aside and it is not told again. Both can be undone.",
            ),
            (
                "Tải về tệp Word của mình: nhận xét nằm đúng chỗ, mọi thứ khác giữ nguyên.",
                "Download your own Word file: comments stand at the right words, everything else is as it was.",
            ),
        ],
    ),
    Told::Text(
        ("Đối chiếu với sổ, lấy vào sổ", "Against the ledger, into the ledger"),
        &[
            (
                "Số khác với sổ thì có đường dẫn mở ra hồ sơ của số ấy. Chỉ đối chiếu với những gì mình được xem.",
                "A figure that differs from the ledger carries a link to its records. Only what you may see is compared.",
            ),
            (
                "Văn bản sổ chưa có: mở sẵn biểu mẫu đã điền; chưa ghi gì cho đến khi mình lưu. Số liệu: khai thành số tự khai, kèm mã băm của tệp, chỗ và câu; xóa tên người trong câu trước khi ghi.",
                "A document the register lacks opens as a filled form; nothing is recorded until you save it. A figure becomes a declared figure with the file's hash, the place and the clause; take names of persons out of the clause first.",
            ),
        ],
    ),
];

const KEYS: &[Told] = &[
    Told::List(
        ("Phím", "Keys"),
        &[
            (("/", "/"), ("đến ô tìm", "to the search box")),
            (("?", "?"), ("xem các phím tắt", "show the shortcuts")),
            (("Tab, Shift+Tab", "Tab, Shift+Tab"), ("ô sau, ô trước", "next field, previous field")),
            (("j, k", "j, k"), ("khi soát báo cáo: phát hiện sau, trước", "while proofing: next, previous finding")),
            (("Alt+Enter", "Alt+Enter"), ("thêm một dòng trong biểu mẫu", "add a row in a form")),
            (("Esc", "Esc"), ("đóng hộp đang mở", "close what is open")),
        ],
    ),
    Told::Text(
        ("Gõ nhanh", "Typing"),
        &[(
            "Ngày gõ 3/2/2026 hoặc 03022026. Tên đơn vị, văn bản gõ vài chữ không dấu rồi chọn bằng phím mũi tên và Enter.",
            "Type dates as 3/2/2026 or 03022026. For units and documents type some letters without marks, then choose with the arrows and Enter.",
        )],
    ),
];

const ACCOUNT: &[Told] = &[Told::Text(
    ("Tài khoản", "Your account"),
    &[
        (
            "Một câu vài từ dễ nhớ là mật khẩu tốt. Không ai, kể cả quản trị, cần biết mật khẩu của người khác.",
            "A few words you remember make a good password. Nobody, not even an administrator, needs to know yours.",
        ),
        (
            "Bật xác thực hai bước ở Tài khoản của tôi: mất mật khẩu vẫn chưa mất tài khoản. Cất các mã dự phòng trên giấy.",
            "Turn the second step on under My account: then a stolen password alone opens nothing. Keep the recovery codes on paper.",
        ),
        (
            "Quên mật khẩu, mất điện thoại hoặc bị tạm khóa: nhờ quản trị của đơn vị mình hoặc cấp trên.",
            "If you forget the password, lose the phone or are locked out, ask the administrator of your unit or of the one above.",
        ),
        (
            "Phiên tự hết sau hai giờ không dùng. Biểu mẫu đang gửi được giữ lại và gửi tiếp sau khi đăng nhập lại.",
            "A session ends after two hours of rest. A form on its way is kept and sent on after you sign in again.",
        ),
    ],
)];

const TERMS: &[Told] = &[Told::List(
    ("Từ ngữ", "Terms"),
    &[
        (
            ("sổ", "register"),
            (
                "nơi ghi một loại việc: đối thoại, mô hình, đóng góp, kiểm tra…",
                "where one kind of event is recorded: dialogues, models, contributions, inspections…",
            ),
        ),
        (
            ("mục", "entry"),
            (
                "một lần ghi trong sổ, có số thứ tự theo cơ quan và năm",
                "one record of a register, numbered by organ and year",
            ),
        ),
        (
            ("chỉ tiêu", "indicator"),
            (
                "con số được định nghĩa trong danh mục: đếm gì, theo quy tắc nào",
                "a number that the catalogue defines: what it counts, by which rule",
            ),
        ),
        (
            ("số đo", "measure"),
            (
                "cái được đếm: cuộc, người, đồng; một số đo có một đơn vị tính",
                "what is counted: events, people, đồng; each has one counting unit",
            ),
        ),
        (
            ("chốt", "freeze"),
            (
                "giữ báo cáo đúng như lúc ấy; tải lại về sau vẫn y nguyên",
                "keep a report as it stands; it stays the same ever after",
            ),
        ),
        (("hệ thống", "hierarchy"), ("chính quyền; Đảng; Mặt trận và đoàn thể", "government; Party; Front and unions")),
        (
            ("phân công", "assignment"),
            (
                "đơn vị, hệ thống, vai trò và thời hạn mà một người làm việc",
                "the unit, hierarchy, role and days for which a person acts",
            ),
        ),
        (
            ("tự khai", "declared"),
            ("số do đơn vị nêu khi chưa có hồ sơ", "a number that a unit states while it has no records"),
        ),
    ],
)];

const TOPICS: &[Topic] = &[
    Topic {
        slug: "bat-dau",
        title: ("Bắt đầu", "Beginning"),
        about: ("ghi sổ, giữ nháp, nhập từ Excel", "recording, drafts, importing from Excel"),
        told: BEGIN,
    },
    Topic {
        slug: "con-so",
        title: ("Con số từ đâu ra", "Where a number comes from"),
        about: ("mở một con số đến tận hồ sơ", "opening a number down to its records"),
        told: FIGURES,
    },
    Topic {
        slug: "sap-nhap",
        title: ("Số liệu qua sáp nhập", "Figures across mergers"),
        about: ("như khi ấy và tính lại", "as it was, and restated"),
        told: VIEWS,
    },
    Topic {
        slug: "soat-bao-cao",
        title: ("Soát báo cáo", "Proofing a report"),
        about: ("số liệu, văn bản dẫn, chính tả; đối chiếu với sổ", "figures, documents, spelling; against the ledger"),
        told: PROOF,
    },
    Topic {
        slug: "phim-tat",
        title: ("Bàn phím", "Keyboard"),
        about: ("phím tắt, cách gõ nhanh", "shortcuts and typing"),
        told: KEYS,
    },
    Topic {
        slug: "tai-khoan",
        title: ("Tài khoản và mật khẩu", "Account and password"),
        about: ("quên mật khẩu, hai bước, hết phiên", "forgotten passwords, the second step, time-outs"),
        told: ACCOUNT,
    },
    Topic {
        slug: "tu-ngu",
        title: ("Từ ngữ", "Terms"),
        about: ("nghĩa của các từ dùng trong hệ thống", "what the words mean"),
        told: TERMS,
    },
];

fn part(t: Lang, told: &Told) -> Part {
    let say = |(vi, en): &Both| t.say(vi, en).to_string();
    match told {
        Told::Text(title, texts) => Part::Words(say(title), texts.iter().map(say).collect()),
        Told::List(title, lines) => {
            Part::Facts(say(title), lines.iter().map(|(name, what)| (say(name), say(what))).collect())
        }
    }
}

/// All subjects.
pub async fn index(State(app): State<App>, viewer: Viewer) -> Outcome {
    let t = viewer.lang;
    let ways = TOPICS
        .iter()
        .map(|topic| {
            let path = format!("/tro-giup/{}", topic.slug);
            (path, t.say(topic.title.0, topic.title.1).to_string(), t.say(topic.about.0, topic.about.1).to_string())
        })
        .collect();
    let frame = super::with_tour(&viewer, Frame::of(&app, &viewer, Page::new(t.say("Trợ giúp", "Help"))));
    html(
        &Board::new(frame)
            .lead(t.say(
                "Giải thích từng ô đứng ngay cạnh ô; chỉ tiêu đếm gì thì xem Danh mục.",
                "What a field means stands beside it; what an indicator counts is in the Catalogue.",
            ))
            .tool("/danh-muc", t.say("Danh mục", "Catalogue"))
            .part(Part::Ways(t.say("Chủ đề", "Subjects").to_string(), ways)),
    )
}

/// One subject.
pub async fn topic(State(app): State<App>, viewer: Viewer, Path(slug): Path<String>) -> Outcome {
    let t = viewer.lang;
    let topic = TOPICS.iter().find(|topic| topic.slug == slug).ok_or(Fault::Missing)?;
    let page = Page::new(t.say(topic.title.0, topic.title.1)).crumb("/tro-giup", t.say("Trợ giúp", "Help"));
    let board = Board::new(Frame::of(&app, &viewer, page));
    html(&topic.told.iter().fold(board, |board, told| board.part(part(t, told))))
}
