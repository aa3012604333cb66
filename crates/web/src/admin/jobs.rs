//! Long work in the background: a backup, the proof of the trial balance. One of each at a time; its page shows how far it
//! is, and whoever opens it later finds what came of it.

use super::fields;
use crate::app::App;
use crate::shell::fault::Outcome;
use crate::shell::guard::Viewer;
use domain::Timestamp;
use std::path::PathBuf;
use std::sync::{Mutex, MutexGuard, PoisonError};

/// What is known of a piece of work.
#[derive(Debug, Clone, Default)]
pub enum Job {
    /// Never asked for since the server started.
    #[default]
    None,
    /// Under way: what is being done, percent.
    Running(String, i64),
    /// A backup that is ready: where it lies, its size in bytes, when it was made.
    File(PathBuf, u64, Timestamp),
    /// A proof: what does not hold, and when it was looked at.
    Told(Vec<String>, Timestamp),
    /// It did not work: why, in words for the person.
    Failed(String),
}

/// A place for one kind of work.
#[derive(Debug, Default)]
pub struct Slot(Mutex<Job>);

impl Slot {
    fn hold(&self) -> MutexGuard<'_, Job> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
    /// What stands.
    pub fn now(&self) -> Job {
        self.hold().clone()
    }
    /// Takes the place; false when the work is under way already.
    pub fn begin(&self, words: &str) -> bool {
        let mut job = self.hold();
        if matches!(*job, Job::Running(..)) {
            return false;
        }
        forget(&job);
        *job = Job::Running(words.to_string(), 0);
        true
    }
    /// Says how far it is.
    pub fn tell(&self, words: &str, percent: i64) {
        *self.hold() = Job::Running(words.to_string(), percent.clamp(0, 100));
    }
    /// Puts in what came of it.
    pub fn end(&self, job: Job) {
        *self.hold() = job;
    }
}

/// A copy of everything is not left lying about.
fn forget(job: &Job) {
    if let Job::File(path, ..) = job {
        std::fs::remove_file(path).ok();
        if let Some(folder) = path.parent() {
            std::fs::remove_dir(folder).ok();
        }
    }
}

impl Drop for Slot {
    fn drop(&mut self) {
        forget(&self.now());
    }
}

/// The places.
#[derive(Debug, Default)]
pub struct Jobs {
    /// Of the backup.
    pub backup: Slot,
    /// Of the proof.
    pub proof: Slot,
}

/// Begins a piece of work in the background, unless it is under way: whoever keeps the installation may. What came of it, or
/// why it did not work, is put into its place.
pub async fn begin(app: App, viewer: Viewer, slot: fn(&Jobs) -> &Slot, work: fn(&App, &Viewer) -> Job) -> Outcome<()> {
    let (t, asked) = (viewer.lang, viewer.clone());
    app.work(move |app| fields::keeper(app.store(), &asked)).await?;
    if slot(app.jobs()).begin(t.say("Chuẩn bị", "Getting ready")) {
        tokio::spawn(async move {
            let done = app.work(move |app| Ok(work(app, &viewer))).await;
            slot(app.jobs()).end(done.unwrap_or_else(|fault| Job::Failed(fault.advice(t))));
        });
    }
    Ok(())
}
