//! Arguments of the commands that keep a server going.

use clap::{Args, Subcommand};
use std::path::PathBuf;

/// `danvan serve`. Every setting is also an environment variable, and a line of the file that `--config` names.
#[derive(Debug, Args, Default)]
pub struct ServeArgs {
    /// Tệp cấu hình TOML | configuration file
    #[arg(long, value_name = "FILE", env = "DANVAN_CONFIG")]
    pub config: Option<PathBuf>,
    /// In cấu hình đang có hiệu lực rồi thôi | print the settings in force and stop
    #[arg(long)]
    pub print_config: bool,
    /// Địa chỉ nghe (mặc định 127.0.0.1:8080) | address to listen on
    #[arg(long, value_name = "ADDR", env = "DANVAN_LISTEN")]
    pub listen: Option<String>,
    /// Địa chỉ người dùng gõ, ví dụ https://danvan.xa.gov.vn | the address people type
    #[arg(long, value_name = "URL", env = "DANVAN_PUBLIC_URL")]
    pub public_url: Option<String>,
    /// Chứng thư TLS (PEM) | TLS certificate
    #[arg(long, value_name = "FILE", env = "DANVAN_TLS_CERTIFICATE")]
    pub tls_certificate: Option<String>,
    /// Khóa riêng TLS (PEM) | TLS private key
    #[arg(long, value_name = "FILE", env = "DANVAN_TLS_KEY")]
    pub tls_key: Option<String>,
    /// Địa chỉ hoặc mạng của proxy đáng tin, có thể lặp | address or network of a trusted proxy, may be repeated
    #[arg(long, value_name = "NET", env = "DANVAN_BEHIND_PROXY", value_delimiter = ',')]
    pub behind_proxy: Vec<String>,
    /// Số phút không thao tác thì hết phiên (mặc định 120) | minutes after which an idle session ends
    #[arg(long, value_name = "N", env = "DANVAN_SESSION_IDLE_MINUTES")]
    pub session_idle_minutes: Option<String>,
    /// Số giờ thì hết phiên dù vẫn thao tác (mặc định 12) | hours after which any session ends
    #[arg(long, value_name = "N", env = "DANVAN_SESSION_ABSOLUTE_HOURS")]
    pub session_absolute_hours: Option<String>,
    /// Tệp tải lên lớn nhất, MiB (mặc định 50) | largest upload
    #[arg(long, value_name = "MIB", env = "DANVAN_UPLOAD_LIMIT_MIB")]
    pub upload_limit_mib: Option<String>,
    /// Dạng nhật ký: text hoặc json | log format
    #[arg(long, value_name = "FORMAT", env = "DANVAN_LOG_FORMAT")]
    pub log_format: Option<String>,
    /// Mức nhật ký: error, warn, info, debug, trace | log level
    #[arg(long, value_name = "LEVEL", env = "DANVAN_LOG_LEVEL")]
    pub log_level: Option<String>,
    /// Địa chỉ cho Prometheus đọc số đo (mặc định không mở) | where Prometheus reads metrics
    #[arg(long, value_name = "ADDR", env = "DANVAN_METRICS_LISTEN")]
    pub metrics_listen: Option<String>,
    /// Tệp khóa niêm phong, tạo ở lần chạy đầu | sealing key, made at first start
    #[arg(long, value_name = "FILE", env = "DANVAN_KEY_FILE")]
    pub key_file: Option<String>,
}

/// `danvan backup`.
#[derive(Debug, Args)]
pub struct BackupArgs {
    /// Tệp sẽ ghi; chưa được có | file to write; it must not exist
    pub file: PathBuf,
    /// Lấy nơi lưu dữ liệu từ tệp cấu hình này | take the database from this configuration file
    #[arg(long, value_name = "FILE")]
    pub config: Option<PathBuf>,
    /// Sau khi chép, tính lại cả bảng cân đối trên bản sao | prove the trial balance of the copy too
    #[arg(long)]
    pub full: bool,
}

/// `danvan restore`.
#[derive(Debug, Args)]
pub struct RestoreArgs {
    /// Bản sao lưu | the backup
    pub file: PathBuf,
    /// Chỉ kiểm tra bản sao lưu, không khôi phục | check the backup only
    #[arg(long)]
    pub check: bool,
}

/// `danvan account …`.
#[derive(Debug, Subcommand)]
pub enum AccountCommand {
    /// Lập tài khoản, in mật khẩu dùng một lần | make an account, print a one-time password
    Add {
        /// Tên đăng nhập | login name
        login: String,
        /// Họ tên | the person's name
        #[arg(long)]
        name: Option<String>,
        /// Đơn vị; bỏ trống là cả nước | unit; the whole country when left out
        #[arg(long, value_name = "AREA@DATE")]
        unit: Option<String>,
        /// Hệ: chinh-quyen, dang, mat-tran | hierarchy
        #[arg(long, default_value = "chinh-quyen")]
        he: String,
        /// Vai trò được giao: officer, leader, viewer, administrator | role
        #[arg(long = "as", value_name = "ROLE", default_value = "administrator")]
        post: String,
    },
    /// Cấp lại mật khẩu dùng một lần, mở khóa | a new one-time password, lifts a lock
    Reset {
        /// Tên đăng nhập | login name
        login: String,
    },
    /// Cấp mã truy cập cho một chương trình khác, in ra một lần | a token for another program, printed once
    Token {
        /// Tên đăng nhập của người mà chương trình ấy thay | the login of whom the program acts for
        login: String,
        /// Để làm gì | what it is for
        #[arg(long, default_value = "dòng lệnh")]
        name: String,
        /// Số ngày dùng được | how many days it lasts
        #[arg(long, default_value_t = 30)]
        days: i64,
    },
    /// Liệt kê | list
    List {
        /// Tìm theo tên | words of the name
        #[arg(long)]
        words: Option<String>,
    },
}

/// `danvan demo`.
#[derive(Debug, Args)]
pub struct DemoArgs {
    /// Chỉ tạo cơ sở dữ liệu này rồi thôi | make this database and stop
    #[arg(long, value_name = "DB")]
    pub prepare: Option<String>,
    /// Thư mục đặt báo cáo khi chỉ tạo (mặc định: cạnh cơ sở dữ liệu) | where reports go
    #[arg(long, value_name = "DIR", requires = "prepare")]
    pub out: Option<PathBuf>,
    /// Địa chỉ nghe, chỉ ở máy này (mặc định 127.0.0.1:8080) | address to listen on, of this machine only
    #[arg(long, value_name = "ADDR")]
    pub listen: Option<String>,
}
