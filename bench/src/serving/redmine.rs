//! Redmine, as Debian packages it, by the script `bench/redmine`.

use super::http::{away, sign_in};
use super::process::{Server, free_address};
use std::path::{Path, PathBuf};
use std::process::Command;
use store::Result;

/// Who is signed in, as `bench/redmine.rb` makes them.
const LOGIN: (&str, &str) = ("can-bo", "mat-khau-de-do-2026");
/// The script's word for: not on this machine.
const MISSING: i32 = 3;

fn script() -> Command {
    let mut command = Command::new("bash");
    command.arg(Path::new(env!("CARGO_MANIFEST_DIR")).join("redmine"));
    command
}

/// Prepares it in a folder with so many issues; `None` when it is not on the machine.
pub fn prepare(folder: PathBuf, issues: usize) -> Result<Option<PathBuf>> {
    let status = script().arg("prepare").arg(&folder).arg(issues.to_string()).status().map_err(away)?;
    match status.code() {
        Some(0) => Ok(Some(folder)),
        Some(MISSING) => Ok(None),
        _ => Err(away(format!("bench/redmine prepare: {status}; see prepare.log in {}", folder.display()))),
    }
}

/// Serves it to this machine.
pub fn serve(folder: &Path) -> Result<Server> {
    let address = free_address()?;
    let mut command = script();
    command.arg("serve").arg(folder).arg(address.port().to_string());
    Server::start(command, address, "/login")
}

/// The cookies of a member of the project.
pub fn member(server: &Server) -> Result<String> {
    let (login, password) = LOGIN;
    super::wait(sign_in(server.address, "/login", &[("username", login), ("password", password)]))?
}
