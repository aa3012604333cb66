//! `danvan proof`, `danvan learn`: what can be asked about somebody's texts.

use clap::{Args, Subcommand, ValueEnum};
use std::path::PathBuf;

/// In what form findings are given.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum ProofFormat {
    /// Chữ để đọc | readable text
    Text,
    /// JSON theo docs/proof-json.md | JSON as in docs/proof-json.md
    Json,
    /// SARIF 2.1.0 cho trình soạn thảo | SARIF 2.1.0 for editors
    Sarif,
    /// Trang HTML | a page
    Html,
    /// Chính tệp Word ấy với nhận xét | the same Word file with comments
    Docx,
}

/// `danvan proof`.
#[derive(Debug, Args)]
pub struct ProofArgs {
    /// Tệp DOCX, PDF, HTML, TXT, Markdown, hoặc thư mục | files or folders
    #[arg(required_unless_present = "rules", value_name = "FILE")]
    pub files: Vec<PathBuf>,
    /// Dạng kết quả | form of the answer
    #[arg(long, value_enum, default_value = "text")]
    pub format: ProofFormat,
    /// Thư mục đặt tệp HTML, DOCX kết quả | folder for the pages or Word files made
    #[arg(long, short, value_name = "DIR")]
    pub out: Option<PathBuf>,
    /// Kèm văn bản mà các vị trí đếm theo (JSON) | with the text that offsets count in
    #[arg(long)]
    pub with_text: bool,
    /// Chỉ in bảng quy tắc | print the table of rules and nothing else
    #[arg(long)]
    pub rules: bool,
    /// Tắt một quy tắc, có thể lặp lại | switch a rule off, may be repeated
    #[arg(long, value_name = "RULE", value_delimiter = ',')]
    pub off: Vec<String>,
    /// Ngày soát, thay cho hôm nay | the day of the proof instead of today
    #[arg(long, value_name = "DATE")]
    pub today: Option<String>,
    /// Đơn vị của báo cáo nếu báo cáo không nêu (cần --database) | whose report it is when it does not say
    #[arg(long, value_name = "AREA[@DATE]", requires = "database")]
    pub unit: Option<String>,
}

/// `danvan learn …`.
#[derive(Debug, Subcommand)]
pub enum LearnCommand {
    /// Đọc các báo cáo cũ, ra bảng Excel để xem lại; chưa ghi gì | read past reports into a workbook to go through
    Read {
        /// Tệp hoặc thư mục | files or folders
        #[arg(required = true, value_name = "FILE")]
        files: Vec<PathBuf>,
        /// Tệp XLSX sẽ tạo | workbook to make
        #[arg(long, short, value_name = "FILE")]
        out: PathBuf,
    },
    /// Ghi những dòng đã đánh dấu giữ | write down the rows that were marked
    Keep {
        /// Tệp XLSX đã xem lại | the workbook gone through
        file: PathBuf,
        /// Cơ quan ghi các văn bản vào sổ | organ that keeps the documents
        #[arg(long, value_name = "AREA/ORGAN")]
        organ: Option<String>,
    },
}
