//! The command line: what can be asked, in Vietnamese first, English after the bar.

use clap::{Args, Parser, Subcommand, ValueEnum};
use std::path::PathBuf;

mod entries;
mod proofing;
mod serving;
pub use entries::*;
pub use proofing::*;
pub use serving::*;

/// Where the data is when nothing is said.
pub const DATABASE: &str = "danvan.db";

/// Dân Vận: từ hồ sơ đến báo cáo | from a record to a report
#[derive(Debug, Parser)]
#[command(name = "danvan", version, about, disable_help_subcommand = true, infer_subcommands = true)]
#[command(after_help = "Ví dụ | Examples:\n  danvan demo\n  danvan unit \"Bắc Hà\" --database demo.db\n  \
    danvan figures --database demo.db --unit 085@2021-12-31 --from 2021-01-01 --to 2021-12-31 --indicator doi-thoai.so-cuoc --by cap\n  \
    danvan records --database demo.db --unit 085@2021-12-31 --from 2021-01-01 --to 2021-12-31 --indicator doi-thoai.so-cuoc\n  \
    danvan report bao-cao-nam-dang --database demo.db --unit 085@2021-12-31 --from 2021-01-01 --to 2021-12-31 --html bac-ha.html")]
pub struct Cli {
    /// What to do.
    #[command(subcommand)]
    pub command: Command,
    /// Where the data is and what the catalogue adds.
    #[command(flatten)]
    pub common: Common,
}

impl Cli {
    /// Whether the answer, and with it what went wrong, is asked for as JSON.
    pub fn wants_json(&self) -> bool {
        match &self.command {
            Command::Unit(args) => args.json,
            Command::Figures(args) => args.json,
            Command::Records(args) => args.json,
            Command::Proof(args) => args.format == ProofFormat::Json,
            Command::Entry { what } => match what {
                EntryCommand::Add(args) => args.json,
                EntryCommand::Edit(args) => args.json,
                EntryCommand::Show { json, .. } => *json,
                EntryCommand::List(args) => args.json,
                EntryCommand::Import(args) => args.json,
                _ => false,
            },
            _ => false,
        }
    }
}

/// What every command takes.
#[derive(Debug, Clone, Args)]
pub struct Common {
    /// Tệp SQLite (mặc định danvan.db) hoặc postgres://… | SQLite file or postgres://…
    #[arg(long, short = 'd', global = true, env = "DANVAN_DATABASE", value_name = "DB")]
    pub database: Option<String>,
    /// Thư mục danh mục bổ sung, có thể lặp lại | extra catalogue folder, may be repeated
    #[arg(long, global = true, env = "DANVAN_CATALOGUE", value_name = "DIR", value_delimiter = ':')]
    pub catalogue: Vec<PathBuf>,
    /// Tên người thao tác ghi vào nhật ký | name of who acts, for the log
    #[arg(long, global = true, default_value = "dòng lệnh", value_name = "NAME")]
    pub actor: String,
    /// Vai trò: officer, leader, viewer, administrator | role
    #[arg(long, global = true, default_value = "officer", value_name = "ROLE")]
    pub role: String,
    /// Hành động thay cho ĐƠN-VỊ/HỆ (mặc định: người quản trị tại máy) | act for AREA/HIERARCHY
    #[arg(long = "acting-for", global = true, value_name = "AREA/HE")]
    pub acting_for: Option<String>,
}

impl Common {
    /// Where the data is.
    pub fn database(&self) -> &str {
        self.database.as_deref().unwrap_or(DATABASE)
    }
}

/// The commands.
#[derive(Debug, Subcommand)]
pub enum Command {
    /// Tạo cơ sở dữ liệu với các đơn vị hành chính | make a database with the administrative units
    Init,
    /// Chuyện của một đơn vị: có từ đâu, thành gì | the story of a unit
    Unit(UnitArgs),
    /// Thêm một đơn vị cũ còn thiếu | add a historical unit that the list lacks
    UnitAdd(UnitAddArgs),
    /// Danh mục: kiểm tra, xem | the catalogue: check, show
    Catalogue {
        /// What to do with it.
        #[command(subcommand)]
        what: CatalogueCommand,
    },
    /// Mục trong sổ: thêm, sửa, liệt kê, nhập, xuất | entries: add, edit, list, import, export
    Entry {
        /// What to do with entries.
        #[command(subcommand)]
        what: EntryCommand,
    },
    /// Số liệu của một đơn vị trong một kỳ | figures of a unit and period
    Figures(FiguresArgs),
    /// Hồ sơ đứng sau một số liệu | the records behind one figure
    Records(RecordsArgs),
    /// Lập báo cáo, HTML và chữ thuần | draw a report, HTML and plain text
    Report(ReportArgs),
    /// Số liệu tự khai: khai, xác nhận đủ hồ sơ, liệt kê | declared figures
    Declared {
        /// What to do with them.
        #[command(subcommand)]
        what: DeclaredCommand,
    },
    /// Ghi lại bút toán theo danh mục mới; xem trước nếu không có --apply | re-post with the present catalogue
    Repost {
        /// Ghi thật | write it
        #[arg(long)]
        apply: bool,
    },
    /// Đánh dấu sổ cái: in số giao dịch để hỏi lại bằng --known-at | mark the ledger, to ask again with --known-at
    Mark,
    /// Chứng minh bảng cân đối và mọi bất biến | prove the trial balance and every invariant
    Verify,
    /// Sao lưu vào một tệp, cả khi đang phục vụ | back up into one file, also while serving
    Backup(BackupArgs),
    /// Khôi phục một bản sao lưu vào cơ sở dữ liệu mới | restore a backup into a new database
    Restore(RestoreArgs),
    /// Phục vụ trình duyệt và chương trình khác | serve browsers and programs
    Serve(ServeArgs),
    /// Tài khoản: lập, cấp lại mật khẩu, liệt kê | accounts: add, reset, list
    Account {
        /// What to do with them.
        #[command(subcommand)]
        what: AccountCommand,
    },
    /// Soát báo cáo: tổng, tỷ lệ, ngày, viện dẫn, chính tả; mã thoát 0 sạch, 1 cảnh báo, 2 lỗi, 3 tệp không đọc được | proof texts
    Proof(ProofArgs),
    /// Đọc báo cáo cũ để có sổ văn bản và số liệu tự khai | learn documents and figures from past reports
    Learn {
        /// What to do.
        #[command(subcommand)]
        what: LearnCommand,
    },
    /// Bản minh họa: tạo nếu chưa có rồi phục vụ | the demonstration: prepare if need be, and serve
    Demo(DemoArgs),
}

/// `danvan unit`.
#[derive(Debug, Args)]
pub struct UnitArgs {
    /// Tên hoặc mã, có dấu hay không | name or code
    pub text: String,
    /// Chỉ tìm trong cây đơn vị ngày này | only in the tree of this date
    #[arg(long, value_name = "DATE")]
    pub date: Option<String>,
    /// In cây đơn vị bên dưới vào ngày ấy | print the units below on that date
    #[arg(long, requires = "date")]
    pub tree: bool,
    /// JSON
    #[arg(long)]
    pub json: bool,
}

/// `danvan unit-add`.
#[derive(Debug, Args)]
pub struct UnitAddArgs {
    /// Mã | code
    #[arg(long)]
    pub code: String,
    /// Tên không kèm loại | name without its kind
    #[arg(long)]
    pub name: String,
    /// Loại: xa, phuong, thi-tran, huyen, … | kind
    #[arg(long)]
    pub kind: String,
    /// Đơn vị cha, ĐƠN-VỊ@NGÀY | parent, AREA@DATE
    #[arg(long)]
    pub parent: String,
    /// Ngày đầu, bỏ trống nếu không rõ | first day if known
    #[arg(long)]
    pub from: Option<String>,
    /// Ngày cuối | last day
    #[arg(long)]
    pub to: String,
    /// Đã nhập vào ĐƠN-VỊ@NGÀY, ngày ngay sau ngày cuối | merged into AREA@DATE, the day after the last
    #[arg(long)]
    pub into: String,
    /// Văn bản pháp lý | legal instrument
    #[arg(long, default_value = "")]
    pub basis: String,
}

/// `danvan catalogue …`.
#[derive(Debug, Subcommand)]
pub enum CatalogueCommand {
    /// Kiểm tra danh mục cài sẵn và thư mục thêm; báo mọi lỗi một lần | check; tells all errors at once
    Check {
        /// Thư mục | folder
        dir: Option<PathBuf>,
    },
    /// Các sổ, chỉ tiêu, mẫu báo cáo | registers, indicators, templates
    Show {
        /// Một chỉ tiêu hoặc một sổ | one indicator or register
        slug: Option<String>,
    },
}

/// Which view.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum ViewArg {
    /// Mỗi hồ sơ dưới cấp trên của chính ngày ấy | each record under its parents on its own date
    Was,
    /// Quy về cây đơn vị của ngày được hỏi | mapped to the tree of the date asked
    Restated,
}

/// Unit, period, view.
#[derive(Debug, Args)]
pub struct QuestionArgs {
    /// ĐƠN-VỊ[/CƠ-QUAN]@NGÀY, ví dụ 085@2021-12-31, 15/dang@2026-11-22 | AREA[/ORGAN]@DATE
    #[arg(long, value_name = "AREA[/ORGAN]@DATE")]
    pub unit: String,
    /// Ngày đầu kỳ | first day
    #[arg(long, value_name = "DATE", required_unless_present = "period")]
    pub from: Option<String>,
    /// Ngày cuối kỳ | last day
    #[arg(long, value_name = "DATE", required_unless_present = "period")]
    pub to: Option<String>,
    /// Kỳ theo danh mục, ví dụ nam:2021, nam-nd09:2021 | reporting period of the catalogue
    #[arg(long, value_name = "SLUG:YEAR", conflicts_with_all = ["from", "to"])]
    pub period: Option<String>,
    /// Cách nhìn qua sắp xếp đơn vị | how the reform of units is seen
    #[arg(long, value_enum, default_value = "was")]
    pub view: ViewArg,
    /// Điều kiện CHIỀU=GIÁ-TRỊ[,GIÁ-TRỊ], có thể lặp | condition on a dimension
    #[arg(long = "where", value_name = "DIM=VALUE")]
    pub filter: Vec<String>,
}

/// `danvan figures`.
#[derive(Debug, Args)]
pub struct FiguresArgs {
    /// The question.
    #[command(flatten)]
    pub question: QuestionArgs,
    /// Chỉ tiêu, có thể lặp; bỏ trống là tất cả | indicators; all when left out
    #[arg(long, value_name = "SLUG")]
    pub indicator: Vec<String>,
    /// Chia theo chiều, ví dụ cap; nhiều chiều cách nhau bằng dấu phẩy | break down by dimensions
    #[arg(long, value_name = "DIM", value_delimiter = ',')]
    pub by: Vec<String>,
    /// Như sổ cái biết sau giao dịch số này | as known after this transaction
    #[arg(long, value_name = "SEQ")]
    pub known_at: Option<i64>,
    /// JSON
    #[arg(long)]
    pub json: bool,
}

/// `danvan records`.
#[derive(Debug, Args)]
pub struct RecordsArgs {
    /// The question.
    #[command(flatten)]
    pub question: QuestionArgs,
    /// Chỉ tiêu | indicator
    #[arg(long, value_name = "SLUG")]
    pub indicator: String,
    /// Số hồ sơ mỗi trang | page size
    #[arg(long, default_value_t = 100)]
    pub limit: i64,
    /// Trang, từ 1 | page
    #[arg(long, default_value_t = 1)]
    pub page: i64,
    /// JSON
    #[arg(long)]
    pub json: bool,
}

/// `danvan report`.
#[derive(Debug, Args)]
pub struct ReportArgs {
    /// Mẫu báo cáo | template
    pub template: String,
    /// The question.
    #[command(flatten)]
    pub question: QuestionArgs,
    /// Tệp HTML sẽ tạo | HTML file to make
    #[arg(long, value_name = "FILE")]
    pub html: Option<PathBuf>,
    /// Tệp chữ thuần sẽ tạo (- là in ra) | text file to make
    #[arg(long, value_name = "FILE")]
    pub text: Option<PathBuf>,
    /// Tham số của mẫu, TÊN=LỜI, có thể lặp | template parameter
    #[arg(long = "set", value_name = "NAME=TEXT")]
    pub set: Vec<String>,
}

/// `danvan declared …`.
#[derive(Debug, Subcommand)]
pub enum DeclaredCommand {
    /// Khai một số liệu | declare
    Add {
        /// Đơn vị | unit
        #[arg(long, value_name = "AREA@DATE")]
        unit: String,
        /// Số đo | measure
        #[arg(long)]
        measure: String,
        /// Từ ngày | from
        #[arg(long)]
        from: String,
        /// Đến ngày | to
        #[arg(long)]
        to: String,
        /// Giá trị, ví dụ 61; "trên 600 triệu đồng" | value
        #[arg(long)]
        value: String,
        /// Chiều, CHIỀU=GIÁ-TRỊ | dimension
        #[arg(long = "where", value_name = "DIM=VALUE")]
        filter: Vec<String>,
        /// Nguồn | where it comes from
        #[arg(long, default_value = "")]
        note: String,
    },
    /// Xác nhận đã đủ hồ sơ cho một kỳ | confirm that records are complete
    Confirm {
        /// Đơn vị | unit
        #[arg(long, value_name = "AREA@DATE")]
        unit: String,
        /// Số đo | measure
        #[arg(long)]
        measure: String,
        /// Từ ngày | from
        #[arg(long)]
        from: String,
        /// Đến ngày | to
        #[arg(long)]
        to: String,
        /// Ghi chú | note
        #[arg(long, default_value = "")]
        note: String,
    },
    /// Liệt kê | list
    List {
        /// Đơn vị | unit
        #[arg(long, value_name = "AREA@DATE")]
        unit: Option<String>,
        /// Cả số không còn đứng | closed ones too
        #[arg(long)]
        closed: bool,
    },
}
