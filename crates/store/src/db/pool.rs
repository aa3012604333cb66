//! A counted pool of connections, fair: who has waited longest is given the next one, and nobody who comes later takes it
//! away. A thread that holds a connection already never waits for another, so that no two can wait for each other.

use super::Conn;
use crate::error::Result;
use std::cell::Cell;
use std::collections::VecDeque;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError};
use std::time::Instant;

thread_local! {
    /// Connections that this thread holds now, of any pool.
    static HELD: Cell<usize> = const { Cell::new(0) };
}

/// What is handed on: a connection, or the place of one that is to be opened.
enum Place {
    Kept(Conn),
    Empty,
}

/// Somebody who waits.
#[derive(Default)]
struct Turn {
    place: Mutex<Option<Place>>,
    given: Condvar,
}

impl Turn {
    fn give(&self, place: Place) {
        *self.place.lock().unwrap_or_else(PoisonError::into_inner) = Some(place);
        self.given.notify_one();
    }
    fn wait(&self) -> Place {
        let mut place = self.place.lock().unwrap_or_else(PoisonError::into_inner);
        loop {
            match place.take() {
                Some(place) => return place,
                None => place = self.given.wait(place).unwrap_or_else(PoisonError::into_inner),
            }
        }
    }
}

/// While somebody is in the queue nothing is idle: what comes back is handed on at once.
#[derive(Default)]
struct State {
    idle: Vec<Conn>,
    open: usize,
    queue: VecDeque<Arc<Turn>>,
}

/// The pool. A connection that failed is dropped, not returned.
pub(super) struct Pool {
    state: Mutex<State>,
    max: usize,
    /// Whether a thread may have one beyond the others that it holds, and beyond `max`.
    beyond: bool,
    /// How often a connection was waited for, and how long in all, in microseconds.
    pub(super) waits: AtomicU64,
    pub(super) waited: AtomicU64,
}

impl Pool {
    /// Of connections that read: any number of them may be open.
    pub(super) fn of_readers(max: usize) -> Self {
        Pool { state: Mutex::default(), max, beyond: true, waits: AtomicU64::new(0), waited: AtomicU64::new(0) }
    }
    /// Of connections that write: never more than `max`.
    pub(super) fn of_writers(max: usize) -> Self {
        Pool { beyond: false, ..Pool::of_readers(max) }
    }
    /// Connections at most, but for those beyond.
    pub(super) fn max(&self) -> usize {
        self.max
    }
    /// Connections open now.
    pub(super) fn open(&self) -> usize {
        self.lock().open
    }

    fn lock(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// A connection, opened when the pool has none and may have more.
    pub(super) fn take(&self, open: impl FnOnce() -> Result<Conn>) -> Result<Lease<'_>> {
        let place = self.place();
        HELD.set(HELD.get() + 1);
        let mut lease = Lease { pool: self, conn: None };
        lease.conn = Some(match place {
            Place::Kept(conn) => conn,
            Place::Empty => open()?,
        });
        Ok(lease)
    }

    fn place(&self) -> Place {
        let mut state = self.lock();
        if let Some(conn) = state.idle.pop() {
            return Place::Kept(conn);
        }
        if state.open < self.max || (self.beyond && HELD.get() > 0) {
            state.open += 1;
            return Place::Empty;
        }
        let turn = Arc::new(Turn::default());
        state.queue.push_back(turn.clone());
        drop(state);
        let since = Instant::now();
        let place = turn.wait();
        self.waits.fetch_add(1, Ordering::Relaxed);
        let micros = u64::try_from(since.elapsed().as_micros()).unwrap_or(u64::MAX);
        self.waited.fetch_add(micros, Ordering::Relaxed);
        place
    }

    fn give_back(&self, conn: Option<Conn>) {
        let mut state = self.lock();
        if state.open > self.max {
            state.open -= 1;
            drop(state);
            drop(conn);
        } else if let Some(turn) = state.queue.pop_front() {
            turn.give(conn.map_or(Place::Empty, Place::Kept));
        } else if let Some(conn) = conn {
            state.idle.push(conn);
        } else {
            state.open -= 1;
        }
    }
}

/// A connection on loan; gives its place back even when the work panics.
pub(super) struct Lease<'a> {
    pool: &'a Pool,
    pub(super) conn: Option<Conn>,
}

impl Lease<'_> {
    /// Drops the connection instead of returning it.
    pub(super) fn discard(&mut self) {
        self.conn = None;
    }
}

impl Drop for Lease<'_> {
    fn drop(&mut self) {
        HELD.set(HELD.get().saturating_sub(1));
        let conn = self.conn.take();
        self.pool.give_back(if std::thread::panicking() { None } else { conn });
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::sync::mpsc;
    use std::time::Duration;

    fn open() -> Result<Conn> {
        Ok(Conn::Sqlite(rusqlite::Connection::open_in_memory()?))
    }

    /// Waits until so many wait; the test ends in failure when it takes a minute.
    fn until_waiting(pool: &Pool, many: usize) {
        for _ in 0..60_000 {
            if pool.lock().queue.len() == many {
                return;
            }
            std::thread::sleep(Duration::from_millis(1));
        }
        panic!("nobody waits");
    }

    #[test]
    fn who_came_first_is_served_first_also_when_others_come_again() {
        let pool = Pool::of_readers(1);
        let (tell, told) = mpsc::channel();
        std::thread::scope(|scope| {
            let first = pool.take(open).unwrap();
            for n in 0..8 {
                let (pool, tell) = (&pool, tell.clone());
                scope.spawn(move || {
                    // Comes again at once: behind all who wait already.
                    for round in 0..3 {
                        let lease = pool.take(open).unwrap();
                        tell.send((round, n)).unwrap();
                        if round < 2 {
                            until_waiting(pool, 7);
                        }
                        drop(lease);
                    }
                });
                until_waiting(pool, n + 1);
            }
            drop(first);
        });
        drop(tell);
        let served: Vec<(usize, usize)> = told.into_iter().collect();
        let expected: Vec<(usize, usize)> = (0..3).flat_map(|round| (0..8).map(move |n| (round, n))).collect();
        assert_eq!(served, expected);
        assert_eq!(pool.open(), 1);
    }

    #[test]
    fn a_thread_that_holds_a_connection_is_given_another_though_all_are_taken() {
        let pool = Pool::of_readers(2);
        let (tell, told) = mpsc::channel();
        let all_hold = std::sync::Barrier::new(2);
        std::thread::scope(|scope| {
            for _ in 0..2 {
                let (pool, all_hold, tell) = (&pool, &all_hold, tell.clone());
                scope.spawn(move || {
                    let outer = pool.take(open).unwrap();
                    all_hold.wait();
                    let inner = pool.take(open).unwrap();
                    all_hold.wait();
                    drop((inner, outer));
                    tell.send(()).unwrap();
                });
            }
            for _ in 0..2 {
                told.recv_timeout(Duration::from_secs(60)).expect("they wait for each other");
            }
        });
        assert_eq!(pool.open(), 2, "those beyond are closed again");
        assert_eq!(pool.waits.load(Ordering::Relaxed), 0);
    }

    #[test]
    fn what_failed_or_panicked_gives_its_place_to_who_waits() {
        let pool = Pool::of_writers(1);
        let refused = pool.take(|| Err(crate::StoreError::Unavailable("đang tắt".into())));
        assert!(refused.is_err());
        assert_eq!(pool.open(), 0);
        std::thread::scope(|scope| {
            let mut held = pool.take(open).unwrap();
            let waiting = scope.spawn(|| pool.take(open).map(|_| ()).is_ok());
            until_waiting(&pool, 1);
            held.discard();
            drop(held);
            assert!(waiting.join().unwrap());
            let panicked = scope.spawn(|| {
                let _lease = pool.take(open).unwrap();
                panic!("on purpose");
            });
            assert!(panicked.join().is_err());
        });
        assert_eq!(pool.open(), 0, "a connection whose work panicked is not used again");
        assert!(pool.take(open).is_ok());
    }
}
