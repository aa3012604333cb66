//! Waits that grow with wrong passwords, and pass by themselves.

use jiff::{SignedDuration, Timestamp};

/// How many misses are free, and how waits grow.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Limits {
    /// From this many misses on, each costs a wait.
    pub free: i64,
    /// The first wait, in seconds; each further miss doubles it.
    pub first_wait: i64,
    /// The longest wait, in seconds.
    pub longest: i64,
    /// One miss is forgiven each time so many seconds have passed since the last.
    pub forgiven_after: i64,
}

/// One login name: after 5 misses a minute, then twice as long each time, an hour at most; a miss is forgiven per hour.
/// Whoever guesses gets some 24 guesses a day, whoever mistypes now and then never notices.
pub const PER_LOGIN: Limits = Limits { free: 5, first_wait: 60, longest: 3600, forgiven_after: 3600 };

/// One network address, behind which a whole office may sit: after 30 misses, a miss forgiven per two minutes.
pub const PER_ADDRESS: Limits = Limits { free: 30, first_wait: 60, longest: 3600, forgiven_after: 120 };

/// The misses of one login name or address.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Misses {
    /// How many stand.
    pub count: i64,
    /// When the last one was.
    pub last: Timestamp,
}

impl Misses {
    /// What stands at an instant, after forgiving.
    pub fn standing(self, limits: &Limits, at: Timestamp) -> Misses {
        let passed = at.duration_since(self.last).as_secs().max(0);
        let forgiven = passed / limits.forgiven_after;
        let count = (self.count - forgiven).max(0);
        let rest = SignedDuration::from_secs(passed % limits.forgiven_after);
        // The rest of the time counts towards the next one forgiven.
        let last = if forgiven > 0 { at.checked_sub(rest).unwrap_or(at) } else { self.last };
        Misses { count, last }
    }

    /// One more miss.
    pub fn one_more(self, limits: &Limits, at: Timestamp) -> Misses {
        Misses { count: self.standing(limits, at).count.saturating_add(1), last: at }
    }

    /// Until when nothing may be tried after these misses; `None` while they are free.
    pub fn wait(self, limits: &Limits) -> Option<Timestamp> {
        let beyond = self.count - limits.free;
        if beyond < 0 {
            return None;
        }
        let doubled = limits.first_wait.saturating_mul(1i64 << beyond.min(20));
        self.last.checked_add(SignedDuration::from_secs(doubled.min(limits.longest))).ok()
    }
}
