//! Log lines: structured, without personal data.

use crate::settings::{LogFormat, Settings};
use std::io::IsTerminal;
use tracing_subscriber::filter::Targets;
use tracing_subscriber::layer::SubscriberExt;
use tracing_subscriber::util::SubscriberInitExt;

/// The filter as it was written, when it is one: a level, or a level per module (`info,web=debug`).
pub fn log_filter(text: &str) -> Option<String> {
    let good = !text.trim().is_empty() && text.parse::<Targets>().is_ok();
    // A bare word is a level; as a filter it could also be the name of a module, which nobody means.
    let level = text.contains([',', '=']) || text.parse::<tracing::Level>().is_ok() || text == "off";
    (good && level).then(|| text.to_string())
}

/// From now on what happens is written to standard error.
pub fn begin(settings: &Settings) {
    let filter: Targets = settings.log_level.parse().unwrap_or_default();
    let registry = tracing_subscriber::registry().with(filter);
    // A second call, as in tests, changes nothing.
    let begun = match settings.log_format {
        LogFormat::Json => {
            let lines = tracing_subscriber::fmt::layer().json().flatten_event(true).with_current_span(false);
            registry.with(lines.with_span_list(false).with_writer(std::io::stderr)).try_init()
        }
        LogFormat::Text => {
            let lines = tracing_subscriber::fmt::layer().with_ansi(std::io::stderr().is_terminal());
            registry.with(lines.with_writer(std::io::stderr)).try_init()
        }
    };
    begun.ok();
}
