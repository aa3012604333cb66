//! Counts of hits and misses, and the tables that are printed of them.

/// Found, wrongly found, missed.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Tally {
    /// Labels that were found.
    pub hits: usize,
    /// Found but not labelled, or wrong.
    pub false_alarms: usize,
    /// Labels that were not found.
    pub missed: usize,
    /// Each miss and false alarm in words.
    pub notes: Vec<String>,
}

impl Tally {
    /// Adds another tally.
    pub fn add(&mut self, other: &Tally) {
        self.hits += other.hits;
        self.false_alarms += other.false_alarms;
        self.missed += other.missed;
        self.notes.extend(other.notes.iter().cloned());
    }
    /// Share of what was found that is right; 1 when nothing was found.
    pub fn precision(&self) -> f64 {
        ratio(self.hits, self.hits + self.false_alarms)
    }
    /// Share of the labels that was found; 1 when there are none.
    pub fn recall(&self) -> f64 {
        ratio(self.hits, self.hits + self.missed)
    }
    /// Harmonic mean of both.
    pub fn f1(&self) -> f64 {
        ratio(2 * self.hits, 2 * self.hits + self.false_alarms + self.missed)
    }
    /// One row of a table in Markdown.
    pub fn row(&self, name: &str, what: &str) -> String {
        format!(
            "| {name} | {what} | {} | {} | {} | {:.3} | {:.3} | {:.3} |",
            self.hits,
            self.false_alarms,
            self.missed,
            self.precision(),
            self.recall(),
            self.f1()
        )
    }
}

/// Head of a table of tallies.
pub const HEAD: &str =
    "| text | what | found | false | missed | precision | recall | F1 |\n|---|---|--:|--:|--:|--:|--:|--:|";

/// A share; 1 of nothing.
pub fn ratio(part: usize, whole: usize) -> f64 {
    if whole == 0 { 1.0 } else { part as f64 / whole as f64 }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_shares_are_those_of_the_counts() {
        let tally = Tally { hits: 8, false_alarms: 2, missed: 0, notes: Vec::new() };
        assert!((tally.precision() - 0.8).abs() < 1e-9);
        assert!((tally.recall() - 1.0).abs() < 1e-9);
        assert!((tally.f1() - 16.0 / 18.0).abs() < 1e-9);
        assert!((Tally::default().f1() - 1.0).abs() < 1e-9);
    }
}
