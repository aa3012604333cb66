//! `danvan serve`.

mod key;
mod logs;

pub use logs::log_filter;

use crate::cli::{Common, ServeArgs};
use crate::edge::Outcome;
use crate::out::say;
use crate::settings;

/// Serves until it is told to stop.
pub fn run(common: &Common, args: &ServeArgs) -> Outcome {
    let settings = settings::settle(common, args)?;
    if args.print_config {
        say!("{}", settings.to_string().trim_end());
        return Ok(());
    }
    logs::begin(&settings);
    let _seal = key::read_or_make(&settings.key_file)?;
    Ok(())
}
