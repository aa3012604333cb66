//! Times, medians, memory.

use std::time::{Duration, Instant};

/// The median of several runs after warm-up runs, with the last answer.
pub fn median<T, E>(warm_up: usize, runs: usize, mut work: impl FnMut() -> Result<T, E>) -> Result<(Duration, T), E> {
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
    Ok((middle(times), answer))
}

/// How long it took, with the answer.
pub fn timed<T, E>(work: &mut impl FnMut() -> Result<T, E>) -> Result<(Duration, T), E> {
    let start = Instant::now();
    let answer = work()?;
    Ok((start.elapsed(), answer))
}

/// The middle one of some times.
pub fn middle(mut times: Vec<Duration>) -> Duration {
    times.sort_unstable();
    times.get(times.len() / 2).copied().unwrap_or_default()
}

/// Greatest resident memory of this process so far, in MiB; `None` where the system does not tell.
pub fn peak_memory() -> Option<u64> {
    let status = std::fs::read_to_string("/proc/self/status").ok()?;
    let line = status.lines().find(|l| l.starts_with("VmHWM:"))?;
    let kib: u64 = line.split_whitespace().nth(1)?.parse().ok()?;
    Some(kib / 1024)
}

/// Milliseconds.
pub fn ms(time: Duration) -> f64 {
    time.as_secs_f64() * 1000.0
}
