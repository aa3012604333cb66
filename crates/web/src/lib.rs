//! The web floor: the screens that officers work in, and the HTTP interface for programs.
//!
//! A folder per room; in it each page is a handler and its template side by side. Every route is a line of a room's table
//! ([`routes::Route`]): the router, the rights check and the tests that try every route with every role are made from these
//! tables and from nothing else ([`routes::table`]).
//!
//! The store is synchronous; [`App::run`] takes its work to the blocking threads. Nothing here names a database, an
//! engine for PDF or the machine's clock: they come in with [`App`].

pub mod admin;
pub mod api;
pub mod app;
pub mod catalogue_room;
pub mod exchange;
pub mod figures;
pub mod find;
pub mod help;
pub mod home;
pub mod people;
pub mod proof;
pub mod registers;
pub mod reports;
pub mod routes;
pub mod serving;
pub mod shell;
pub mod units;

pub use app::{App, Parts, Settings};
pub use routes::{Access, Route, router, table};
pub use shell::fault::{Fault, Outcome};
pub use shell::lang::Lang;
