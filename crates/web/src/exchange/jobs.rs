//! Long files are planned and written beside the request, so that the page can say that it is going on. What is under way is
//! known to this process only; whoever asks another one, or after a restart, begins it anew: planning changes nothing, and
//! writing is one transaction.

use super::kept::Kept;
use crate::app::App;
use crate::registers::at_desk;
use crate::shell::fault::Fault;
use crate::shell::guard::Viewer;
use desk::exchange::{ImportPlan, Imported};
use domain::ids::EntryId;
use sha2::{Digest, Sha256};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

/// Jobs remembered at most; the oldest that are finished go first.
const REMEMBERED: usize = 8;

/// Where a job is.
#[derive(Clone)]
pub enum State {
    /// Going on.
    Working,
    /// Planned.
    Planned(Arc<ImportPlan>),
    /// Written.
    Written(Imported),
    /// It failed.
    Failed(Fault),
}

/// Which job: of whom, which import, in which state of its mending, and whether it writes.
type Key = (i64, String, [u8; 32], bool);

static JOBS: Mutex<Vec<(Key, State)>> = Mutex::new(Vec::new());

fn jobs() -> MutexGuard<'static, Vec<(Key, State)>> {
    JOBS.lock().unwrap_or_else(PoisonError::into_inner)
}

fn key(viewer: &Viewer, id: &EntryId, kept: &Kept, write: bool) -> Result<Key, Fault> {
    let text = serde_json::to_vec(kept).map_err(|e| Fault::internal(&e.to_string()))?;
    Ok((viewer.account.id.0, id.to_string(), Sha256::digest(text).into(), write))
}

/// Where the job is; it is begun when it is not known. A plan that failed is told once.
pub fn look(app: &App, viewer: &Viewer, slug: &str, id: &EntryId, kept: &Kept, write: bool) -> Result<State, Fault> {
    let key = key(viewer, id, kept, write)?;
    let mut known = jobs();
    if let Some(at) = known.iter().position(|(k, _)| *k == key) {
        let over = matches!(known.get(at), Some((_, State::Failed(_) | State::Written(_))));
        let found = if over { Some(known.remove(at).1) } else { known.get(at).map(|(_, s)| s.clone()) };
        return Ok(found.unwrap_or(State::Working));
    }
    while known.len() >= REMEMBERED {
        let Some(at) = known.iter().position(|(_, s)| !matches!(s, State::Working)) else { break };
        known.remove(at);
    }
    known.push((key.clone(), State::Working));
    drop(known);
    begin(app, viewer.clone(), slug.to_string(), kept.clone(), key);
    Ok(State::Working)
}

/// Where a job is, without beginning one and without forgetting what is over.
pub fn peek(viewer: &Viewer, id: &EntryId, kept: &Kept, write: bool) -> Result<Option<State>, Fault> {
    let key = key(viewer, id, kept, write)?;
    Ok(jobs().iter().find(|(k, _)| *k == key).map(|(_, state)| state.clone()))
}

fn begin(app: &App, viewer: Viewer, slug: String, kept: Kept, key: Key) {
    let app = app.clone();
    tokio::spawn(async move {
        let write = key.3;
        let done = app.long_work(move |app| {
            at_desk(app, &viewer, |desk| {
                let plan = kept.plan(app, desk, &slug)?;
                if !write {
                    return Ok(State::Planned(Arc::new(plan)));
                }
                Ok(State::Written(desk.apply_import(&plan)?))
            })
        });
        let state = done.await.unwrap_or_else(State::Failed);
        let mut known = jobs();
        if let Some(slot) = known.iter_mut().find(|(k, _)| *k == key) {
            slot.1 = state;
        }
    });
}
