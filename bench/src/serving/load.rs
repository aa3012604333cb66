//! Load on a server. In a closed loop each of many users asks again as soon as the answer is there: it tells the peak rate. In
//! an open loop requests come at a constant rate whatever the server does, and what counts is the time from the moment at
//! which one was due: a server that stalls is charged for all who would have come meanwhile.

use super::http::{Line, Target};
use hyper::StatusCode;
use std::cell::Cell;
use std::rc::Rc;
use std::time::Duration;
use store::Result;
use tokio::time::{Instant, sleep, sleep_until};

/// Before anything is counted.
const WARM_UP: Duration = Duration::from_secs(2);

/// What came of it.
#[derive(Debug, Clone, Default)]
pub struct Load {
    /// Right answers in a second.
    pub per_second: f64,
    /// Answers that were not 200, and connections that broke.
    pub wrong: usize,
    times: Vec<Duration>,
}

impl Load {
    /// How many right answers came.
    pub fn answers(&self) -> usize {
        self.times.len()
    }

    /// The time within which this part of all answers came, of 1.
    pub fn within(&self, part: f64) -> Duration {
        let last = self.times.len().saturating_sub(1);
        // Rounded up: never better than it was.
        let at = (last as f64 * part).ceil() as usize;
        self.times.get(at.min(last)).copied().unwrap_or_default()
    }
}

/// What one user saw.
#[derive(Default)]
struct Seen {
    times: Vec<Duration>,
    wrong: usize,
}

impl Seen {
    fn note(&mut self, answer: &Result<StatusCode>, time: Duration) {
        match answer {
            Ok(StatusCode::OK) => self.times.push(time),
            _ => self.wrong += 1,
        }
    }
}

/// A user's connection, opened anew when the server closes it.
struct User<'a> {
    target: &'a Target,
    line: Option<Line>,
}

impl User<'_> {
    async fn get(&mut self) -> Result<StatusCode> {
        for last in [false, true] {
            let mut line = match self.line.take() {
                Some(line) => line,
                None => Line::open(self.target.address).await?,
            };
            match line.get(self.target).await {
                Ok(status) => {
                    self.line = Some(line);
                    return Ok(status);
                }
                // A kept connection may have been closed while nobody asked.
                Err(_) if !last => {}
                Err(e) => return Err(e),
            }
        }
        Err(super::http::away("no answer"))
    }
}

/// As fast as so many users can be answered.
pub fn closed(target: &Target, users: usize, lasting: Duration) -> Result<Load> {
    run(target, users, lasting, |target, from, to| async move {
        let mut user = User { target: &target, line: None };
        let mut seen = Seen::default();
        loop {
            let asked = Instant::now();
            if asked >= to {
                return seen;
            }
            let answer = user.get().await;
            // Counted by when it came: an answer may take longer than the warm-up.
            let now = Instant::now();
            if from <= now && now < to {
                seen.note(&answer, now - asked);
            }
            if answer.is_err() {
                sleep(Duration::from_millis(10)).await;
            }
        }
    })
}

/// So many requests a second, over at most so many connections.
pub fn constant(target: &Target, users: usize, rate: f64, lasting: Duration) -> Result<Load> {
    let next = Rc::new(Cell::new(0u32));
    let begun = Instant::now();
    run(target, users, lasting, move |target, from, to| {
        let next = next.clone();
        async move {
            let mut user = User { target: &target, line: None };
            let mut seen = Seen::default();
            loop {
                let due = begun + Duration::from_secs_f64(f64::from(next.replace(next.get() + 1)) / rate);
                if due >= to {
                    return seen;
                }
                sleep_until(due).await;
                let answer = user.get().await;
                if due >= from {
                    seen.note(&answer, due.elapsed());
                }
            }
        }
    })
}

/// All users on one thread, which leaves the other cores to the server.
fn run<F>(
    target: &Target,
    users: usize,
    lasting: Duration,
    user: impl Fn(Target, Instant, Instant) -> F,
) -> Result<Load>
where
    F: Future<Output = Seen> + 'static,
{
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().map_err(super::http::away)?;
    let tasks = tokio::task::LocalSet::new();
    tasks.block_on(&runtime, async {
        let from = Instant::now() + WARM_UP;
        let all: Vec<_> =
            (0..users).map(|_| tokio::task::spawn_local(user(target.clone(), from, from + lasting))).collect();
        let mut load = Load::default();
        for one in all {
            let Seen { times, wrong } = one.await.map_err(super::http::away)?;
            load.times.extend(times);
            load.wrong += wrong;
        }
        load.times.sort_unstable();
        load.per_second = load.times.len() as f64 / lasting.as_secs_f64();
        Ok(load)
    })
}
