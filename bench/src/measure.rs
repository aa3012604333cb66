//! Times, medians, memory.

use std::time::{Duration, Instant};

/// What several runs took.
#[derive(Debug, Clone, Copy, Default)]
pub struct Times {
    /// The middle one.
    pub median: Duration,
    /// The quickest: what is left when nothing else runs on the machine.
    pub best: Duration,
}

impl Times {
    /// Out of single times.
    pub fn of(mut times: Vec<Duration>) -> Self {
        times.sort_unstable();
        let at = |k: usize| times.get(k).copied().unwrap_or_default();
        Times { median: at(times.len() / 2), best: at(0) }
    }
}

/// Times of several runs after warm-up runs, with the last answer.
pub fn several<T, E>(warm_up: usize, runs: usize, mut work: impl FnMut() -> Result<T, E>) -> Result<(Times, T), E> {
    for _ in 0..warm_up {
        work()?;
    }
    let mut times = Vec::with_capacity(runs);
    let (first, mut answer) = timed(&mut work)?;
    times.push(first);
    for _ in 1..runs {
        let (time, next) = timed(&mut work)?;
        times.push(time);
        answer = next;
    }
    Ok((Times::of(times), answer))
}

/// How long it took, with the answer.
pub fn timed<T, E>(work: &mut impl FnMut() -> Result<T, E>) -> Result<(Duration, T), E> {
    let start = Instant::now();
    let answer = work()?;
    Ok((start.elapsed(), answer))
}

/// Greatest resident memory of this process so far, in MiB; `None` where the system does not tell.
pub fn peak_memory() -> Option<u64> {
    let status = std::fs::read_to_string("/proc/self/status").ok()?;
    let line = status.lines().find(|l| l.starts_with("VmHWM:"))?;
    let kib: u64 = line.split_whitespace().nth(1)?.parse().ok()?;
    Some(kib / 1024)
}

/// The system's load average over the last minute, as it writes it; empty where it does not tell.
pub fn load() -> String {
    let text = std::fs::read_to_string("/proc/loadavg").unwrap_or_default();
    text.split_whitespace().next().unwrap_or_default().to_string()
}

/// Milliseconds.
pub fn ms(time: Duration) -> f64 {
    time.as_secs_f64() * 1000.0
}
