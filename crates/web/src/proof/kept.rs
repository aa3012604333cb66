//! The proofs under way, in this process's memory and nowhere else.

use super::edits::Decided;
use super::job::{Proofed, Step};
use crate::app::App;
use crate::shell::fault::Fault;
use crate::shell::guard::Viewer;
use desk::proof::Engine;
use domain::people::AccountId;
use domain::problem::Problem;
use domain::{Span, Timestamp};
use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, MutexGuard, OnceLock, PoisonError};
use std::time::Duration;

/// Proofs of one account at most; its oldest one that is ready makes room.
const OF_ACCOUNT: usize = 4;
/// Proofs of one account that may be worked on at once.
const WORKING: usize = 2;
/// Proofs of all accounts at most.
const OF_ALL: usize = 48;
/// Bytes of all proofs at most: files and what was made of them.
const BYTES: usize = 256 << 20;
/// How much larger than its text a proof is, more or less: the text itself, its map, what was read and found.
const OF_TEXT: usize = 6;
/// Minutes without a touch after which a proof ends.
const MINUTES: i64 = 30;
/// How often the idle ones are looked for, while there are any.
const SWEEP: Duration = Duration::from_secs(60);

/// Where a proof is.
#[derive(Clone)]
pub enum State {
    /// Being worked on: name of the file, and the step.
    Working(String, Step),
    /// Proofed; with what was decided on its findings.
    Ready(Arc<Proofed>, Decided),
    /// It could not be done: name of the file, and why.
    Failed(String, Fault),
}

struct Slot {
    account: AccountId,
    token: String,
    touched: Timestamp,
    bytes: usize,
    state: State,
    /// Clauses of figures as their officer has edited them for a register's form, by number of the figure.
    clauses: BTreeMap<usize, String>,
}

#[derive(Default)]
struct Slots {
    list: Vec<Slot>,
    sweeping: bool,
}

/// The room's memory.
#[derive(Default)]
pub struct Room {
    engine: OnceLock<Arc<Engine>>,
    slots: Mutex<Slots>,
}

impl Room {
    fn slots(&self) -> MutexGuard<'_, Slots> {
        self.slots.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// The reader with the catalogue's words; made once. Blocking.
    pub(super) fn engine(&self, sources: &[catalogue::Source]) -> Result<Arc<Engine>, Fault> {
        if let Some(engine) = self.engine.get() {
            return Ok(engine.clone());
        }
        let made = Arc::new(Engine::of(sources).map_err(Fault::Refused)?);
        Ok(self.engine.get_or_init(|| made).clone())
    }

    /// Makes room for a file of so many bytes, in whose place the proof will stand. Problems: too many are under way.
    pub(super) fn begin(&self, viewer: &Viewer, token: &str, file: &str, bytes: usize) -> Result<(), Problem> {
        let mut slots = self.slots();
        slots.sweep(viewer.now);
        let mine = |s: &&Slot| s.account == viewer.account.id;
        let working = slots.list.iter().filter(mine).filter(|s| matches!(s.state, State::Working(..))).count();
        if working >= WORKING {
            return Err(full("Đang soát các tệp gửi trước; chưa nhận thêm", "đợi xong rồi gửi lại"));
        }
        if slots.list.iter().filter(mine).count() >= OF_ACCOUNT {
            let ready = |s: &Slot| s.account == viewer.account.id && !matches!(s.state, State::Working(..));
            let oldest = slots.list.iter().enumerate().filter(|(_, s)| ready(s)).min_by_key(|(_, s)| s.touched);
            if let Some(at) = oldest.map(|(at, _)| at) {
                slots.list.remove(at);
            }
        }
        let held: usize = slots.list.iter().map(|s| s.bytes).sum();
        if slots.list.len() >= OF_ALL || held + bytes > BYTES {
            return Err(full("Đang có quá nhiều báo cáo được soát cùng lúc", "đợi vài phút rồi gửi lại"));
        }
        slots.list.push(Slot {
            account: viewer.account.id,
            token: token.to_string(),
            touched: viewer.now,
            bytes,
            state: State::Working(file.to_string(), Step::Waiting),
            clauses: BTreeMap::new(),
        });
        Ok(())
    }

    /// Says how far the work is.
    pub(super) fn step(&self, token: &str, step: Step) {
        if let Some(State::Working(_, now)) = self.slots().find(token).map(|s| &mut s.state) {
            *now = step;
        }
    }

    /// Puts what came of the work in its place; when the proof was ended meanwhile, it goes.
    pub(super) fn done(&self, token: &str, outcome: Result<Proofed, Fault>) {
        let mut slots = self.slots();
        let Some(slot) = slots.find(token) else { return };
        let State::Working(file, _) = &slot.state else { return };
        slot.state = match outcome {
            Ok(proofed) => {
                let file = proofed.docx.as_ref().map_or(0, Vec::len);
                slot.bytes = file + proofed.extracted.text.text.len().saturating_mul(OF_TEXT);
                State::Ready(Arc::new(proofed), Decided::default())
            }
            Err(fault) => {
                slot.bytes = 0;
                State::Failed(file.clone(), fault)
            }
        };
    }

    /// A proof of the viewer's; none when there is no such, or no longer, or it is somebody else's.
    pub(super) fn look(&self, viewer: &Viewer, token: &str) -> Option<State> {
        let mut slots = self.slots();
        slots.sweep(viewer.now);
        let slot = slots.own(viewer, token)?;
        slot.touched = viewer.now;
        Some(slot.state.clone())
    }

    /// A proof of the viewer's that is ready.
    pub(super) fn ready(&self, viewer: &Viewer, token: &str) -> Option<(Arc<Proofed>, Decided)> {
        match self.look(viewer, token)? {
            State::Ready(proofed, decided) => Some((proofed, decided)),
            _ => None,
        }
    }

    /// Changes what was decided on a ready proof.
    pub(super) fn decide<T>(
        &self,
        viewer: &Viewer,
        token: &str,
        change: impl FnOnce(&Proofed, &mut Decided) -> T,
    ) -> Option<T> {
        let mut slots = self.slots();
        slots.sweep(viewer.now);
        let slot = slots.own(viewer, token)?;
        slot.touched = viewer.now;
        match &mut slot.state {
            State::Ready(proofed, decided) => Some(change(&proofed.clone(), decided)),
            _ => None,
        }
    }

    /// Keeps an edited clause until its form is opened.
    pub(super) fn keep_clause(&self, viewer: &Viewer, token: &str, figure: usize, clause: &str) {
        if let Some(slot) = self.slots().own(viewer, token) {
            slot.clauses.insert(figure, clause.to_string());
        }
    }

    /// An edited clause.
    pub(super) fn clause(&self, viewer: &Viewer, token: &str, figure: usize) -> Option<String> {
        self.slots().own(viewer, token)?.clauses.get(&figure).cloned()
    }

    /// Ends a proof of the viewer's; says whether it was there.
    pub(super) fn end(&self, viewer: &Viewer, token: &str) -> bool {
        let mut slots = self.slots();
        let before = slots.list.len();
        slots.list.retain(|s| !(s.account == viewer.account.id && s.token == token));
        slots.list.len() < before
    }

    /// Ends all proofs of somebody who signs out.
    pub fn leave(&self, account: AccountId) {
        self.slots().list.retain(|s| s.account != account);
    }

    /// How many proofs are kept; for tests and measurements.
    pub fn count(&self) -> usize {
        self.slots().list.len()
    }

    /// Whether nobody looks for idle proofs yet; whoever asks this and hears yes has to begin.
    fn takes_up_sweeping(&self) -> bool {
        let mut slots = self.slots();
        !std::mem::replace(&mut slots.sweeping, true)
    }

    /// Ends what is idle; says whether anything is left to look after.
    fn sweep(&self, now: Timestamp) -> bool {
        let mut slots = self.slots();
        slots.sweep(now);
        slots.sweeping = !slots.list.is_empty();
        slots.sweeping
    }
}

impl Slots {
    fn find(&mut self, token: &str) -> Option<&mut Slot> {
        self.list.iter_mut().find(|s| s.token == token)
    }

    fn own(&mut self, viewer: &Viewer, token: &str) -> Option<&mut Slot> {
        self.find(token).filter(|s| s.account == viewer.account.id)
    }

    /// What is being worked on is never idle: its work is bounded in time by itself.
    fn sweep(&mut self, now: Timestamp) {
        let Ok(oldest) = now.checked_sub(Span::new().minutes(MINUTES)) else { return };
        self.list.retain(|s| s.touched > oldest || matches!(s.state, State::Working(..)));
    }
}

fn full(text: &str, hint: &str) -> Problem {
    Problem::error("proofs-full", text).hint(hint)
}

/// Ends idle proofs while there are any, so that they go also when nobody comes back to the room.
pub(super) fn look_after(app: &App) {
    if !app.proofs().takes_up_sweeping() {
        return;
    }
    let app = app.clone();
    tokio::spawn(async move {
        loop {
            tokio::time::sleep(SWEEP).await;
            if !app.proofs().sweep(app.now()) {
                return;
            }
        }
    });
}
