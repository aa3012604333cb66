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
    match e {
        StoreError::Refused(list) if list.iter().any(|p| matches!(p.code.as_str(), "not-yours" | "viewer-writes")) => {
            Fault::Forbidden(
                "Đơn vị và vai trò đang dùng không ghi được mục này: chỉ ghi hồ sơ của cơ quan mình, của cấp dưới cùng hệ thống, hoặc của đơn vị cũ đã nhập vào mình.",
                "Your present unit and role may not write this entry: only records of your own organs, of those below in the same hierarchy, and of units merged into yours.",
            )
        }
        other => Fault::from(other),
    }
}
