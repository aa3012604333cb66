//! `danvan entry …`: what can be asked about entries.

use clap::{Args, Subcommand};
use std::path::PathBuf;

/// `danvan entry …`.
#[derive(Debug, Subcommand)]
pub enum EntryCommand {
    /// Thêm một mục | add an entry
    Add(EntryAddArgs),
    /// Sửa một mục | edit an entry
    Edit(EntryEditArgs),
    /// Chuyển bước: ghi sổ, khóa, … | take a step of the workflow
    Step(EntryStepArgs),
    /// Hủy một mục, giữ lịch sử | strike out
    Void(EntryReasonArgs),
    /// Phân mục của đơn vị bị chia cho một đơn vị kế tiếp | assign an entry of a split unit
    Assign(EntryAssignArgs),
    /// Đính kèm một tệp vào mục | attach a file to an entry
    Attach {
        /// Mã mục | entry id
        id: String,
        /// Tệp | file
        file: PathBuf,
        /// Trường loại đính kèm; bỏ trống nếu sổ chỉ có một | attachment field
        #[arg(long)]
        field: Option<String>,
        /// Bản đang có | present version
        #[arg(long)]
        version: i64,
    },
    /// Lấy tệp đính kèm ra theo mã SHA-256 | take an attached file out by its SHA-256
    File {
        /// SHA-256
        sha256: String,
        /// Tệp sẽ tạo | file to make
        #[arg(long, short)]
        out: PathBuf,
    },
    /// Xem một mục và lịch sử | show an entry and its history
    Show {
        /// Mã mục | entry id
        id: String,
        /// JSON
        #[arg(long)]
        json: bool,
    },
    /// Liệt kê | list
    List(EntryListArgs),
    /// Nhập từ XLSX, CSV hoặc JSON; mọi lỗi báo một lần, không ghi dở dang | import
    Import(EntryImportArgs),
    /// Xuất ra XLSX, CSV hoặc JSON | export
    Export(EntryExportArgs),
    /// Tệp XLSX mẫu để điền | XLSX template to fill in
    Template {
        /// Sổ | register
        #[arg(long)]
        register: String,
        /// Cơ quan, để biết các lựa chọn | owner, to know its choices
        #[arg(long, value_name = "AREA/ORGAN")]
        organ: Option<String>,
        /// Tệp sẽ tạo | file to make
        #[arg(long, short)]
        out: PathBuf,
    },
}

/// `danvan entry add`.
#[derive(Debug, Args)]
pub struct EntryAddArgs {
    /// Sổ | register
    #[arg(long)]
    pub register: String,
    /// Cơ quan giữ sổ, ĐƠN-VỊ/CƠ-QUAN, xét vào ngày của mục | owner organ
    #[arg(long, value_name = "AREA/ORGAN")]
    pub organ: String,
    /// Tên riêng của cơ quan lập theo yêu cầu | own name of a special body
    #[arg(long, value_name = "NAME")]
    pub organ_name: Option<String>,
    /// Địa bàn nếu khác địa bàn của cơ quan | area if not the owner's
    #[arg(long)]
    pub area: Option<String>,
    /// Dữ liệu: JSON, @tệp, hoặc - (đọc từ stdin) | data: JSON, @file or -
    #[arg(long, value_name = "JSON")]
    pub data: String,
    /// Giữ ở trạng thái đầu, chưa ghi sổ | keep as a draft
    #[arg(long)]
    pub draft: bool,
    /// Khóa dòng, để ghi lại không thành hai | key, so that the same is not added twice
    #[arg(long)]
    pub key: Option<String>,
    /// JSON
    #[arg(long)]
    pub json: bool,
}

/// `danvan entry edit`.
#[derive(Debug, Args)]
pub struct EntryEditArgs {
    /// Mã mục | entry id
    pub id: String,
    /// Bản đang sửa; bị từ chối nếu đã có bản mới hơn | version the change is made from
    #[arg(long)]
    pub version: i64,
    /// Các trường thay đổi: JSON, @tệp, hoặc - ; null để xóa | changed fields; null clears
    #[arg(long, value_name = "JSON")]
    pub data: String,
    /// Lý do | reason
    #[arg(long, default_value = "")]
    pub reason: String,
    /// JSON
    #[arg(long)]
    pub json: bool,
}

/// `danvan entry step`.
#[derive(Debug, Args)]
pub struct EntryStepArgs {
    /// Mã mục | entry id
    pub id: String,
    /// Bước | transition
    pub step: String,
    /// Bản đang có | present version
    #[arg(long)]
    pub version: i64,
    /// Trường kèm theo bước, JSON | fields the step asks for
    #[arg(long, value_name = "JSON", default_value = "{}")]
    pub data: String,
    /// Lý do | reason
    #[arg(long, default_value = "")]
    pub reason: String,
}

/// `danvan entry void`.
#[derive(Debug, Args)]
pub struct EntryReasonArgs {
    /// Mã mục | entry id
    pub id: String,
    /// Bản đang có | present version
    #[arg(long)]
    pub version: i64,
    /// Lý do | reason
    #[arg(long)]
    pub reason: String,
}

/// `danvan entry assign`.
#[derive(Debug, Args)]
pub struct EntryAssignArgs {
    /// Mã mục | entry id
    pub id: String,
    /// Bản đang có | present version
    #[arg(long)]
    pub version: i64,
    /// Đơn vị kế tiếp, ĐƠN-VỊ@NGÀY; bỏ trống để thôi phân | successor; leave out to take back
    #[arg(long, value_name = "AREA@DATE")]
    pub unit: Option<String>,
    /// Lý do | reason
    #[arg(long)]
    pub reason: String,
}

/// `danvan entry list`.
#[derive(Debug, Args)]
pub struct EntryListArgs {
    /// Sổ | register
    #[arg(long)]
    pub register: Option<String>,
    /// Đơn vị và mọi đơn vị bên dưới | unit and everything under it
    #[arg(long, value_name = "AREA@DATE")]
    pub unit: Option<String>,
    /// Từ ngày | from
    #[arg(long)]
    pub from: Option<String>,
    /// Đến ngày | to
    #[arg(long)]
    pub to: Option<String>,
    /// Trạng thái | state
    #[arg(long)]
    pub state: Option<String>,
    /// Chữ cần tìm, có dấu hay không | words to find
    #[arg(long)]
    pub search: Option<String>,
    /// Cả mục đã hủy | struck-out entries too
    #[arg(long)]
    pub voided: bool,
    /// Số mục mỗi trang | page size
    #[arg(long, default_value_t = 50)]
    pub limit: i64,
    /// Trang, từ 1 | page
    #[arg(long, default_value_t = 1)]
    pub page: i64,
    /// JSON
    #[arg(long)]
    pub json: bool,
}

/// `danvan entry import`.
#[derive(Debug, Args)]
pub struct EntryImportArgs {
    /// Tệp .xlsx, .csv hoặc .json | file
    pub file: PathBuf,
    /// Sổ | register
    #[arg(long)]
    pub register: String,
    /// Cơ quan, nếu tệp không có cột co-quan-giu-so | owner, when the file has no column for it
    #[arg(long, value_name = "AREA/ORGAN")]
    pub organ: Option<String>,
    /// Giữ ở trạng thái đầu | keep as drafts
    #[arg(long)]
    pub draft: bool,
    /// Chỉ xem trước, không ghi | preview only
    #[arg(long)]
    pub preview: bool,
    /// JSON
    #[arg(long)]
    pub json: bool,
}

/// `danvan entry export`.
#[derive(Debug, Args)]
pub struct EntryExportArgs {
    /// Sổ | register
    #[arg(long)]
    pub register: String,
    /// Đơn vị và mọi đơn vị bên dưới | unit and everything under it
    #[arg(long, value_name = "AREA@DATE")]
    pub unit: Option<String>,
    /// Từ ngày | from
    #[arg(long)]
    pub from: Option<String>,
    /// Đến ngày | to
    #[arg(long)]
    pub to: Option<String>,
    /// Tệp sẽ tạo: .xlsx, .csv, .json | file to make
    #[arg(long, short)]
    pub out: PathBuf,
}
