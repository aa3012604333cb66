//! Working at the desk as the viewer, with the faults of pages.

use crate::app::App;
use crate::shell::fault::Fault;
use crate::shell::guard::Viewer;
use desk::Desk;
use store::StoreError;

/// As [`App::at_desk`], for work that draws pages as well. Blocking.
pub fn at_desk<T>(app: &App, viewer: &Viewer, work: impl FnOnce(&Desk<'_>) -> Result<T, Fault>) -> Result<T, Fault> {
    app.at_desk(viewer, |desk| Ok(work(desk)))?
}

/// A refusal to write somebody else's records is "not allowed"; everything else stays what it is.
pub fn not_mine(e: StoreError) -> Fault {
    Fault::from(e).denied()
}
