//! Arguments of the commands that keep a server going.

use clap::Args;
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
