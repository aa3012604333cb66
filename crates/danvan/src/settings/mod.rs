//! How the server is set up: flags, environment, a file, defaults, in this order of weight.
//!
//! Every setting has one name: `--session-idle-minutes`, `DANVAN_SESSION_IDLE_MINUTES` and `session-idle-minutes = 30`
//! are the same. All that is wrong is told at once, each with where it stands.

mod file;
mod network;
mod show;
#[cfg(test)]
mod tests;

pub use network::{Network, client};

use crate::cli::{Common, ServeArgs};
use crate::edge::Outcome;
use domain::problem::{Place, Problem};
use std::collections::BTreeMap;
use std::net::{IpAddr, Ipv4Addr, SocketAddr};
use std::path::{Path, PathBuf};

/// Names of all settings.
pub const KEYS: &[&str] = &[
    "listen",
    "public-url",
    "database",
    "catalogue",
    "tls-certificate",
    "tls-key",
    "behind-proxy",
    "session-idle-minutes",
    "session-absolute-hours",
    "upload-limit-mib",
    "log-format",
    "log-level",
    "metrics-listen",
    "key-file",
];

/// How log lines look.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum LogFormat {
    /// For people.
    Text,
    /// One JSON object a line.
    Json,
}

/// Certificate and key of the server's own TLS.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Tls {
    /// PEM file with the certificate, then those of its issuers.
    pub certificate: PathBuf,
    /// PEM file with the private key.
    pub key: PathBuf,
}

/// The settings in force.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Settings {
    /// Where browsers, or the proxy before them, reach the server.
    pub listen: SocketAddr,
    /// The address that people type, when it is not `listen`.
    pub public_url: Option<String>,
    /// A SQLite file or `postgres://…`.
    pub database: String,
    /// Further catalogue folders.
    pub catalogue: Vec<PathBuf>,
    /// TLS of the server's own.
    pub tls: Option<Tls>,
    /// The proxies whose `X-Forwarded-For` is believed; empty = no proxy.
    pub behind_proxy: Vec<Network>,
    /// Minutes without a request after which a session ends.
    pub session_idle_minutes: i64,
    /// Hours after which a session ends whatever happens.
    pub session_absolute_hours: i64,
    /// Largest upload, in MiB.
    pub upload_limit_mib: usize,
    /// How log lines look.
    pub log_format: LogFormat,
    /// What is logged: error, warn, info, debug, trace, or a filter per module.
    pub log_level: String,
    /// Where Prometheus reads the metrics; nowhere unless given.
    pub metrics_listen: Option<SocketAddr>,
    /// File with the key that seals second factors.
    pub key_file: PathBuf,
}

/// A value as it was written, and where.
#[derive(Debug, Clone)]
struct Given {
    texts: Vec<String>,
    place: Place,
}

/// What was given for each name.
type Layer = BTreeMap<&'static str, Given>;

/// The settings that flags, environment and file come to.
pub fn settle(common: &Common, args: &ServeArgs) -> Outcome<Settings> {
    let mut problems = Vec::new();
    let mut layer = match &args.config {
        Some(path) => file::read(path, &mut problems)?,
        None => Layer::new(),
    };
    layer.extend(of_flags(common, args));
    let settings = resolve(&layer, &mut problems);
    if problems.is_empty() { Ok(settings) } else { Err(problems) }
}

/// Flags; clap has put the environment in the place of those that are not given.
fn of_flags(common: &Common, args: &ServeArgs) -> Layer {
    let one = |text: &Option<String>| text.iter().cloned().collect::<Vec<_>>();
    let all = [
        ("listen", one(&args.listen)),
        ("public-url", one(&args.public_url)),
        ("database", one(&common.database)),
        ("catalogue", common.catalogue.iter().map(|p| p.display().to_string()).collect()),
        ("tls-certificate", one(&args.tls_certificate)),
        ("tls-key", one(&args.tls_key)),
        ("behind-proxy", args.behind_proxy.clone()),
        ("session-idle-minutes", one(&args.session_idle_minutes)),
        ("session-absolute-hours", one(&args.session_absolute_hours)),
        ("upload-limit-mib", one(&args.upload_limit_mib)),
        ("log-format", one(&args.log_format)),
        ("log-level", one(&args.log_level)),
        ("metrics-listen", one(&args.metrics_listen)),
        ("key-file", one(&args.key_file)),
    ];
    let given =
        |key: &str, texts| Given { texts, place: Place { field: Some(format!("--{key}")), ..Place::default() } };
    all.into_iter().filter(|(_, texts)| !texts.is_empty()).map(|(key, texts)| (key, given(key, texts))).collect()
}

/// Reads values of a layer; what cannot be read is told and its default stands in.
struct Reader<'a> {
    layer: &'a Layer,
    problems: &'a mut Vec<Problem>,
}

impl Reader<'_> {
    fn text(&self, key: &str) -> Option<String> {
        self.layer.get(key)?.texts.first().cloned()
    }
    fn tell(&mut self, key: &str, problem: Problem) {
        let place = self.layer.get(key).map_or_else(Place::default, |g| g.place.clone());
        self.problems.push(Problem { place, ..problem });
    }
    fn parsed<T>(&mut self, key: &str, wanted: &str, parse: impl Fn(&str) -> Option<T>) -> Option<T> {
        let text = self.text(key)?;
        let value = parse(&text);
        if value.is_none() {
            let problem = Problem::error("bad-setting", format!("“{text}” không dùng được cho “{key}”"));
            self.tell(key, problem.hint(wanted));
        }
        value
    }
    /// A whole number within bounds.
    fn number(&mut self, key: &str, from: i64, to: i64) -> Option<i64> {
        let wanted = format!("ghi một số nguyên từ {from} đến {to}");
        self.parsed(key, &wanted, |text| text.trim().parse().ok().filter(|n| (from..=to).contains(n)))
    }
    fn address(&mut self, key: &str) -> Option<SocketAddr> {
        self.parsed(key, "ghi ĐỊA-CHỈ:CỔNG, ví dụ 127.0.0.1:8080 hoặc [::1]:8080", |text| text.parse().ok())
    }
    fn path(&self, key: &str) -> Option<PathBuf> {
        self.text(key).map(PathBuf::from)
    }
}

fn resolve(layer: &Layer, problems: &mut Vec<Problem>) -> Settings {
    let mut r = Reader { layer, problems };
    let database = r.text("database").unwrap_or_else(|| crate::cli::DATABASE.into());
    let tls = match (r.path("tls-certificate"), r.path("tls-key")) {
        (Some(certificate), Some(key)) => Some(Tls { certificate, key }),
        (None, None) => None,
        (given, _) => {
            let (there, missing) =
                if given.is_some() { ("tls-certificate", "tls-key") } else { ("tls-key", "tls-certificate") };
            let text = format!("Có “{there}” mà thiếu “{missing}”: TLS cần cả chứng thư và khóa");
            r.tell(there, Problem::error("half-tls", text));
            None
        }
    };
    let settings = Settings {
        listen: r.address("listen").unwrap_or(SocketAddr::new(IpAddr::V4(Ipv4Addr::LOCALHOST), 8080)),
        public_url: r.parsed(
            "public-url",
            "ghi như https://danvan.xa.gov.vn, không có gì sau tên máy",
            address_of_site,
        ),
        key_file: r.path("key-file").unwrap_or_else(|| key_beside(&database)),
        catalogue: layer.get("catalogue").map_or_else(Vec::new, |g| g.texts.iter().map(PathBuf::from).collect()),
        tls,
        behind_proxy: proxies(&mut r),
        session_idle_minutes: r.number("session-idle-minutes", 1, 24 * 60).unwrap_or(120),
        session_absolute_hours: r.number("session-absolute-hours", 1, 24 * 30).unwrap_or(12),
        upload_limit_mib: r.number("upload-limit-mib", 1, 50).and_then(|n| usize::try_from(n).ok()).unwrap_or(50),
        log_format: r.parsed("log-format", "chọn text hoặc json", log_format).unwrap_or(LogFormat::Text),
        log_level: r
            .parsed("log-level", "chọn error, warn, info, debug hoặc trace", super::serve::log_filter)
            .unwrap_or_else(|| "info".into()),
        metrics_listen: r.address("metrics-listen"),
        database,
    };
    refuse_open_door(&settings, &mut r);
    settings
}

/// Passwords do not go over a network in the clear: an address that others reach needs TLS, or a proxy that has it.
fn refuse_open_door(settings: &Settings, r: &mut Reader<'_>) {
    if settings.listen.ip().is_loopback() || settings.tls.is_some() || !settings.behind_proxy.is_empty() {
        return;
    }
    let text = format!(
        "Địa chỉ {} nhận kết nối từ máy khác mà không có TLS: mật khẩu và số liệu sẽ đi qua mạng không được mã hóa",
        settings.listen
    );
    let hint =
        "đặt tls-certificate và tls-key; hoặc đặt behind-proxy khi có máy chủ proxy lo TLS; hoặc chỉ nghe 127.0.0.1";
    r.tell("listen", Problem::error("listen-unprotected", text).hint(hint));
}

fn proxies(r: &mut Reader<'_>) -> Vec<Network> {
    let texts = r.layer.get("behind-proxy").map_or_else(Vec::new, |g| g.texts.clone());
    let mut out = Vec::new();
    for text in texts.iter().flat_map(|t| t.split(',')).map(str::trim).filter(|t| !t.is_empty()) {
        match Network::parse(text) {
            Some(network) => out.push(network),
            None => {
                let problem = Problem::error("bad-setting", format!("“{text}” không dùng được cho “behind-proxy”"));
                r.tell("behind-proxy", problem.hint("ghi địa chỉ IP hoặc mạng, ví dụ 127.0.0.1, 10.0.0.0/8"));
            }
        }
    }
    out
}

fn log_format(text: &str) -> Option<LogFormat> {
    match text {
        "text" => Some(LogFormat::Text),
        "json" => Some(LogFormat::Json),
        _ => None,
    }
}

/// An address of a site: scheme and host, without a path.
fn address_of_site(text: &str) -> Option<String> {
    let bare = text.trim_end_matches('/');
    let host = bare.strip_prefix("https://").or_else(|| bare.strip_prefix("http://"))?;
    let good =
        !host.is_empty() && host.chars().all(|c| c.is_ascii_alphanumeric() || matches!(c, '.' | '-' | ':' | '[' | ']'));
    good.then(|| bare.to_string())
}

/// Beside a database file; for a server, in the present folder.
fn key_beside(database: &str) -> PathBuf {
    match store::Location::parse(database) {
        Ok(store::Location::Sqlite(path)) => Path::new(&path).with_extension("key"),
        _ => PathBuf::from("danvan.key"),
    }
}

impl Settings {
    /// Whether browsers come by TLS, of this server or of the proxy before it.
    pub fn secure(&self) -> bool {
        self.tls.is_some()
            || (!self.behind_proxy.is_empty() && !self.public_url.as_deref().is_some_and(|u| u.starts_with("http://")))
    }

    /// The address that people type.
    pub fn address(&self, listening: SocketAddr) -> String {
        let scheme = if self.tls.is_some() { "https" } else { "http" };
        self.public_url.clone().unwrap_or_else(|| format!("{scheme}://{listening}"))
    }
}
