//! The ledger: exact amounts, postings, totals. A figure is a balance here; an entry is what posts.

use jiff::civil::Date;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// Dimension values of a posting: dimension slug → value slug. Besides what its rule names, every posting carries the
/// owner's `cap` (level: tinh, huyen, xa, trung-uong), `he` (hierarchy) and `co-quan` (kind of organ).
pub type Dims = BTreeMap<String, String>;

/// How exact an amount was stated.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Approx {
    /// Counted.
    #[default]
    Exact,
    /// "trên", "hơn": at least this much.
    Over,
    /// "gần", "dưới": a little less than this.
    Under,
    /// "khoảng": about this.
    About,
    /// Not known yet ("đang chờ"): adds nothing, but is counted as missing.
    Pending,
}

/// An exact amount: an integer in units of 10^-scale of its measure's counting unit (2,5 km at scale 3 is 2500).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default, Serialize, Deserialize)]
pub struct Amount {
    /// The scaled integer.
    pub scaled: i64,
    /// How exact it was stated.
    pub approx: Approx,
}

impl Amount {
    /// An exact amount.
    pub const fn exact(scaled: i64) -> Self {
        Amount { scaled, approx: Approx::Exact }
    }
}

/// What an entry posts, before it is written: made by a register's posting rules from one state of the entry.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct DraftPosting {
    /// Rule that made it: "register/posting-slug".
    pub rule: String,
    /// Id of the child row that it stands for, when the rule posts per child.
    pub child: Option<String>,
    /// Measure slug.
    pub measure: String,
    /// Date on which it counts (for a stock's end: the day it ended).
    pub date: Date,
    /// Dimensions named by the rule.
    pub dims: Dims,
    /// What is counted once, for a distinct measure ("unit:123", "text:phong-noi-vu"); empty otherwise.
    pub member: String,
    /// How much; for a distinct measure 1.
    pub amount: Amount,
}

/// A sum over postings. Counters are net of reversals, so a total of nothing is zero everywhere.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default, Serialize, Deserialize)]
pub struct Total {
    /// Sum of scaled amounts.
    pub scaled: i64,
    /// Net number of postings.
    pub postings: i64,
    /// How many of them were stated as "trên" or "khoảng".
    pub over: i64,
    /// How many of them were stated as "gần" or "khoảng".
    pub under: i64,
    /// How many are still without a value.
    pub pending: i64,
}

impl Total {
    /// The total of one posting, `sign` +1 or −1 (a reversal).
    pub fn of(amount: Amount, sign: i64) -> Self {
        let is = |x: &[Approx]| if x.contains(&amount.approx) { sign } else { 0 };
        Total {
            scaled: if amount.approx == Approx::Pending { 0 } else { amount.scaled * sign },
            postings: sign,
            over: is(&[Approx::Over, Approx::About]),
            under: is(&[Approx::Under, Approx::About]),
            pending: is(&[Approx::Pending]),
        }
    }
    /// Adds; `None` when a number leaves 64 bits.
    #[must_use]
    pub fn plus(self, o: Total) -> Option<Total> {
        Some(Total {
            scaled: self.scaled.checked_add(o.scaled)?,
            postings: self.postings.checked_add(o.postings)?,
            over: self.over.checked_add(o.over)?,
            under: self.under.checked_add(o.under)?,
            pending: self.pending.checked_add(o.pending)?,
        })
    }
    /// The opposite, as a reversal posts it.
    #[must_use]
    pub fn negated(self) -> Total {
        Total {
            scaled: -self.scaled,
            postings: -self.postings,
            over: -self.over,
            under: -self.under,
            pending: -self.pending,
        }
    }
    /// How exact the sum is.
    pub fn approx(&self) -> Approx {
        match (self.over > 0, self.under > 0) {
            (false, false) => Approx::Exact,
            (true, false) => Approx::Over,
            (false, true) => Approx::Under,
            (true, true) => Approx::About,
        }
    }
    /// Whether nothing is left: no sum and no postings.
    pub fn is_zero(&self) -> bool {
        *self == Total::default()
    }
}

/// How a measure adds up over time.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Nature {
    /// Summed over a period.
    Flow,
    /// Net of all postings up to a date; never added across dates.
    Stock,
    /// How many different members; never added over periods or units.
    Distinct,
}

/// A measure: one thing that is counted, in one counting unit. Adding across counting units is an error.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Measure {
    /// Slug, "doi-thoai.cuoc".
    pub slug: String,
    /// Vietnamese name.
    pub name: String,
    /// Slug of the counting unit ("cuoc", "nguoi-du", "dong", "km").
    pub unit: String,
    /// Decimal places kept: 0 for counts, 3 for km.
    pub scale: u8,
    /// How it adds up over time.
    pub nature: Nature,
    /// What one counts, in plain words.
    pub definition: String,
}

/// A counting unit. Units that do not convert never mix.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct CountingUnit {
    /// Slug, "km".
    pub slug: String,
    /// As printed after a number, "km", "người", "triệu đồng".
    pub symbol: String,
    /// Vietnamese name with its caution ("người dự (theo cuộc)": never unique persons).
    pub name: String,
    /// Base unit and exact factor (numerator, denominator) when this one converts: m → km 1/1000.
    pub base: Option<(String, i64, i64)>,
}
