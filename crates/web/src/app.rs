//! What every handler is given: the store, the clock, chance, the printers and the settings of this installation.

use crate::shell::fault::{Fault, Outcome};
use crate::shell::guard::Viewer;
use domain::clock::{Chance, Clock};
use domain::ids::EntryId;
use domain::{Date, Timestamp};
use report::Printer;
use std::sync::{Arc, Mutex, PoisonError};
use store::people::SessionLimits;
use store::{Result as StoreResult, Store};
use tokio::runtime::Runtime;
use tokio::sync::{OwnedSemaphorePermit, Semaphore};
use tokio::task::JoinHandle;

/// Settings of the installation that pages need.
#[derive(Debug, Clone)]
pub struct Settings {
    /// Whether browsers reach the server by TLS (its own or a proxy's): cookies are then marked `Secure`.
    pub secure: bool,
    /// How long sessions last.
    pub limits: SessionLimits,
    /// Largest body of an upload, in bytes.
    pub upload_bytes_max: usize,
    /// Version shown at the foot of each page.
    pub version: String,
    /// Whether this is the demonstration, which says so on each page.
    pub demonstration: bool,
    /// Whether `X-Forwarded-For` is believed: only behind a proxy of one's own.
    pub behind_proxy: bool,
}

impl Default for Settings {
    fn default() -> Self {
        Settings {
            secure: false,
            limits: SessionLimits::default(),
            upload_bytes_max: 52 << 20,
            version: env!("CARGO_PKG_VERSION").to_string(),
            demonstration: false,
            behind_proxy: false,
        }
    }
}

/// What an [`App`] is made of.
pub struct Parts {
    /// The open store with the catalogue in use.
    pub store: Store,
    /// Catalogue layers, for report templates and for reading definitions.
    pub sources: Vec<catalogue::Source>,
    /// The clock.
    pub clock: Box<dyn Clock>,
    /// A source of random bytes fit for secrets.
    pub chance: Box<dyn Chance>,
    /// Printer of PDF files.
    pub pdf: Box<dyn Printer>,
    /// Printer of DOCX files.
    pub docx: Box<dyn Printer>,
    /// Key by which second factors are sealed in the database.
    pub seal: [u8; 32],
    /// One-time code for setting up the first administrator; `None` once there are accounts.
    pub setup_code: Option<String>,
    /// Settings.
    pub settings: Settings,
}

struct Shared {
    store: Store,
    sources: Vec<catalogue::Source>,
    clock: Box<dyn Clock>,
    chance: Mutex<Box<dyn Chance>>,
    pdf: Box<dyn Printer>,
    docx: Box<dyn Printer>,
    seal: [u8; 32],
    setup_code: Option<String>,
    settings: Settings,
    maps: crate::figures::map::Kept,
    jobs: crate::admin::jobs::Jobs,
    proofs: crate::proof::Room,
    /// Requests at work at once: as many as can read the store at once. More wait here, in order, where waiting costs
    /// neither a thread nor a connection.
    turns: Arc<Semaphore>,
    workers: Workers,
    /// Of these, those that may be at long work: the rest is left for pages.
    long_turns: Arc<Semaphore>,
}

/// The threads that work on the store: as many as there are turns. Tokio's own pool opens another thread whenever none is
/// idle at the instant, and each brings memory of its own.
struct Workers(Option<Runtime>);

impl Workers {
    fn new(max: usize) -> Self {
        // Without these threads, which no system refuses, the surrounding pool does the work.
        Workers(tokio::runtime::Builder::new_current_thread().max_blocking_threads(max).build().ok())
    }
    fn begin<T: Send + 'static>(&self, work: impl FnOnce() -> T + Send + 'static) -> JoinHandle<T> {
        match &self.0 {
            // What the work spawns belongs to the runtime that serves, not to these threads.
            Some(own) => {
                let serving = tokio::runtime::Handle::current();
                own.spawn_blocking(move || {
                    let _serving = serving.enter();
                    work()
                })
            }
            None => tokio::task::spawn_blocking(work),
        }
    }
}

impl Drop for Workers {
    fn drop(&mut self) {
        // The last handle may be let go of by a task, where waiting for threads is not allowed.
        if let Some(own) = self.0.take() {
            own.shutdown_background();
        }
    }
}

/// Waits in the queue.
async fn in_turn(turns: &Arc<Semaphore>) -> Outcome<OwnedSemaphorePermit> {
    turns.clone().acquire_owned().await.map_err(|_| Fault::internal("hàng đợi đã đóng"))
}

/// The application; a cheap handle.
#[derive(Clone)]
pub struct App(Arc<Shared>);

impl App {
    /// Puts the parts together.
    pub fn new(parts: Parts) -> Self {
        let Parts { store, sources, clock, chance, pdf, docx, seal, setup_code, settings } = parts;
        let workers = store.readers();
        let (turns, long_turns) = (Semaphore::new(workers), Semaphore::new((workers / 2).max(1)));
        let chance = Mutex::new(chance);
        let (maps, jobs) = (crate::figures::map::Kept::default(), crate::admin::jobs::Jobs::default());
        App(Arc::new(Shared {
            store,
            sources,
            clock,
            chance,
            pdf,
            docx,
            seal,
            setup_code,
            settings,
            maps,
            jobs,
            proofs: crate::proof::Room::default(),
            turns: Arc::new(turns),
            workers: Workers::new(workers),
            long_turns: Arc::new(long_turns),
        }))
    }

    /// Works on the store on a blocking thread, in turn.
    pub async fn run<T: Send + 'static>(
        &self,
        work: impl FnOnce(&App, &Store) -> StoreResult<T> + Send + 'static,
    ) -> Outcome<T> {
        self.work(move |app| work(app, app.store()).map_err(Fault::from)).await
    }

    /// As [`App::run`], for work that can end in a fault of the web floor.
    pub async fn work<T: Send + 'static>(&self, work: impl FnOnce(&App) -> Outcome<T> + Send + 'static) -> Outcome<T> {
        let turn = in_turn(&self.0.turns).await?;
        let app = self.clone();
        // The turn goes with the work, and ends after it also when nobody waits for its answer any more.
        let done = self.0.workers.begin(move || (work(&app), turn)).await;
        let (done, _turn) = done.map_err(|e| Fault::internal(&format!("việc bị ngắt: {e}")))?;
        done
    }

    /// As [`App::work`], for what takes as long as many pages, or much memory: printing, files of whole registers, hashing a
    /// password. However much of it is asked for at once, half of the turns stay with the pages.
    pub async fn long_work<T: Send + 'static>(
        &self,
        work: impl FnOnce(&App) -> Outcome<T> + Send + 'static,
    ) -> Outcome<T> {
        let long_turn = in_turn(&self.0.long_turns).await?;
        self.work(move |app| {
            let _long_turn = long_turn;
            work(app)
        })
        .await
    }

    /// Works at the desk as a viewer: what the command line and the screens both do. Only from blocking threads.
    pub fn at_desk<T>(&self, viewer: &Viewer, work: impl FnOnce(&desk::Desk<'_>) -> StoreResult<T>) -> Outcome<T> {
        let (actor, new_id) = (viewer.actor(), || self.new_id());
        let desk = desk::Desk {
            store: self.store(),
            actor: &actor,
            now: viewer.now,
            today: viewer.today,
            sources: self.sources(),
            new_id: &new_id,
            reach: Some(viewer.reach.clone()),
        };
        work(&desk).map_err(Fault::from)
    }

    /// The store. Only from blocking threads: use [`App::run`] in handlers.
    pub fn store(&self) -> &Store {
        &self.0.store
    }

    /// Catalogue layers.
    pub fn sources(&self) -> &[catalogue::Source] {
        &self.0.sources
    }

    /// The instant now.
    pub fn now(&self) -> Timestamp {
        self.0.clock.now()
    }

    /// The civil date now, in Việt Nam.
    pub fn today(&self) -> Date {
        self.0.clock.today()
    }

    /// Random bytes fit for secrets.
    pub fn random<const N: usize>(&self) -> [u8; N] {
        let mut bytes = [0; N];
        self.0.chance.lock().unwrap_or_else(PoisonError::into_inner).fill(&mut bytes);
        bytes
    }

    /// A new key of an entry, sortable by time.
    pub fn new_id(&self) -> EntryId {
        let mut chance = self.0.chance.lock().unwrap_or_else(PoisonError::into_inner);
        EntryId::new(self.0.clock.as_ref(), chance.as_mut())
    }

    /// Printer of PDF files.
    pub fn pdf(&self) -> &dyn Printer {
        self.0.pdf.as_ref()
    }

    /// Printer of DOCX files.
    pub fn docx(&self) -> &dyn Printer {
        self.0.docx.as_ref()
    }

    /// Key by which second factors are sealed.
    pub fn seal(&self) -> &[u8; 32] {
        &self.0.seal
    }

    /// One-time code for setting up the first administrator.
    pub fn setup_code(&self) -> Option<&str> {
        self.0.setup_code.as_deref()
    }

    /// Map files that an operator has loaded, as read.
    pub fn maps(&self) -> &crate::figures::map::Kept {
        &self.0.maps
    }

    /// Long work in the background.
    pub fn jobs(&self) -> &crate::admin::jobs::Jobs {
        &self.0.jobs
    }

    /// Reports being proofed, in memory only.
    pub fn proofs(&self) -> &crate::proof::Room {
        &self.0.proofs
    }

    /// Settings of the installation.
    pub fn settings(&self) -> &Settings {
        &self.0.settings
    }
}
