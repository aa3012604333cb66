//! The settings in force, printed as a file that would set them.

use super::{LogFormat, Settings};
use std::fmt::{self, Display};

/// A text between quotation marks, as TOML takes it.
fn quoted(text: impl Display) -> String {
    toml::Value::String(text.to_string()).to_string()
}

fn list(items: impl Iterator<Item = String>) -> String {
    format!("[{}]", items.map(quoted).collect::<Vec<_>>().join(", "))
}

/// A server's address without its password.
pub fn without_password(address: &str) -> String {
    let Some((scheme, rest)) = address.split_once("://") else { return address.to_string() };
    let (authority, path) = rest.find('/').map_or((rest, ""), |at| rest.split_at(at));
    match authority.rsplit_once('@') {
        Some((who, host)) => {
            let name = who.split_once(':').map_or(who, |(name, _)| name);
            let hidden = if who.contains(':') { ":…" } else { "" };
            format!("{scheme}://{name}{hidden}@{host}{path}")
        }
        None => address.to_string(),
    }
}

impl Display for Settings {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut line = |key: &str, value: Option<String>| match value {
            Some(value) => writeln!(f, "{key} = {value}"),
            None => writeln!(f, "# {key}"),
        };
        line("listen", Some(quoted(self.listen)))?;
        line("public-url", self.public_url.as_ref().map(quoted))?;
        line("database", Some(quoted(without_password(&self.database))))?;
        line("catalogue", Some(list(self.catalogue.iter().map(|p| p.display().to_string()))))?;
        line("tls-certificate", self.tls.as_ref().map(|t| quoted(t.certificate.display())))?;
        line("tls-key", self.tls.as_ref().map(|t| quoted(t.key.display())))?;
        line("behind-proxy", Some(list(self.behind_proxy.iter().map(ToString::to_string))))?;
        line("session-idle-minutes", Some(self.session_idle_minutes.to_string()))?;
        line("session-absolute-hours", Some(self.session_absolute_hours.to_string()))?;
        line("upload-limit-mib", Some(self.upload_limit_mib.to_string()))?;
        let format = if self.log_format == LogFormat::Json { "json" } else { "text" };
        line("log-format", Some(quoted(format)))?;
        line("log-level", Some(quoted(&self.log_level)))?;
        line("metrics-listen", self.metrics_listen.map(quoted))?;
        line("key-file", Some(quoted(self.key_file.display())))
    }
}
