//! The clock and chance are parameters: only the program's edge knows the real ones, so that the same input always
//! gives the same output.

use jiff::{Timestamp, civil::Date, tz::TimeZone};

/// Vietnam's time zone; all civil dates in the system are dates there (Decision 121/CP of 1967: UTC+7).
pub const TIME_ZONE: &str = "Asia/Ho_Chi_Minh";

/// What time it is.
pub trait Clock: Send + Sync {
    /// The instant now.
    fn now(&self) -> Timestamp;
    /// The civil date now in [`TIME_ZONE`].
    fn today(&self) -> Date {
        let zone = TimeZone::get(TIME_ZONE).unwrap_or_else(|_| TimeZone::fixed(jiff::tz::offset(7)));
        self.now().to_zoned(zone).date()
    }
}

/// A source of random bytes.
pub trait Chance: Send {
    /// Fills the buffer.
    fn fill(&mut self, bytes: &mut [u8]);
}

/// A clock that stands at one instant, for tests and for the demonstration's data.
#[derive(Debug, Clone, Copy)]
pub struct FixedClock(pub Timestamp);

impl Clock for FixedClock {
    fn now(&self) -> Timestamp {
        self.0
    }
}

/// Repeatable pseudo-random bytes (SplitMix64) for tests and the demonstration's data; never for secrets.
#[derive(Debug, Clone)]
pub struct SeededChance(pub u64);

impl SeededChance {
    /// The next 64 bits.
    pub fn next_u64(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        z ^ (z >> 31)
    }
    /// A number in `0..n` (n > 0).
    pub fn below(&mut self, n: u64) -> u64 {
        self.next_u64() % n.max(1)
    }
}

impl Chance for SeededChance {
    fn fill(&mut self, bytes: &mut [u8]) {
        for chunk in bytes.chunks_mut(8) {
            let word = self.next_u64().to_le_bytes();
            chunk.iter_mut().zip(word).for_each(|(byte, random)| *byte = random);
        }
    }
}
