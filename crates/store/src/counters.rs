//! What an operator watches: how much is asked of the store, and whether it answers.

use crate::Store;
use crate::db::Pressure;
use crate::error::Result;
use std::sync::atomic::{AtomicU64, Ordering};

/// Counted since the program began.
#[derive(Debug, Default)]
pub(crate) struct Counted {
    figures: AtomicU64,
}

impl Counted {
    /// Some figures were asked for.
    pub(crate) fn figures(&self, asked: usize) {
        self.figures.fetch_add(asked as u64, Ordering::Relaxed);
    }
}

impl Store {
    /// Whether the database answers; an error when it is away.
    pub fn ping(&self) -> Result<()> {
        self.read(|conn| conn.first("SELECT COUNT(*) FROM migration", &[]).map(|_| ()))
    }

    /// Figures asked for since the program began.
    pub fn figures_asked(&self) -> u64 {
        self.counted.figures.load(Ordering::Relaxed)
    }

    /// How many may read at once without waiting for a connection: more at work at once than this are of no use.
    pub fn readers(&self) -> usize {
        self.db.readers()
    }

    /// How much the database's connections are sought after.
    pub fn pressure(&self) -> Pressure {
        self.db.pressure()
    }
}
