//! The program `danvan`: the command line over the floors.
//!
//! Each room of the system has its module here: [`units`], [`registers`] (with [`exchange`] for whole files and [`files`] for
//! attachments), [`indicators`],
//! [`reports`], [`ledger`], [`proof`] (somebody's texts), [`catalogue_room`], [`demonstration`]; [`serve`] keeps the server going by its [`settings`], [`backup`] its copies. `edge` holds the real clock, chance and files.

mod accounts;
mod backup;
mod catalogue_room;
mod cli;
mod demonstration;
mod edge;
mod exchange;
mod files;
mod indicators;
mod ledger;
mod out;
mod proof;
mod registers;
mod reports;
mod serve;
mod settings;
mod units;

use clap::Parser;
use cli::{Cli, Command};
use edge::Outcome;
use std::process::ExitCode;

#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

fn main() -> ExitCode {
    let cli = Cli::try_parse().unwrap_or_else(|e| {
        if e.use_stderr() {
            eprintln!("lỗi: câu lệnh chưa đúng (xem cách dùng: thêm --help) | the command is not right:");
        }
        e.exit()
    });
    if cli.wants_json() {
        out::problems_as_json();
    }
    if let Command::Proof(args) = &cli.command {
        return proof::proof(&cli.common, args);
    }
    match run(cli) {
        Ok(()) => ExitCode::SUCCESS,
        Err(problems) => {
            out::problems(&problems);
            ExitCode::FAILURE
        }
    }
}

fn run(cli: Cli) -> Outcome {
    let common = &cli.common;
    match cli.command {
        Command::Init => units::init(common),
        Command::Unit(args) => units::unit(common, &args),
        Command::UnitAdd(args) => units::add(common, &args),
        Command::Catalogue { what } => catalogue_room::run(common, &what),
        Command::Entry { what } => registers::run(common, what),
        Command::Figures(args) => indicators::figures(common, &args),
        Command::Records(args) => indicators::records(common, &args),
        Command::Report(args) => reports::report(common, &args),
        Command::Declared { what } => ledger::declared(common, what),
        Command::Repost { apply } => ledger::repost(common, apply),
        Command::Mark => ledger::mark(common),
        Command::Verify => ledger::verify(common),
        Command::Backup(args) => backup::backup(common, &args),
        Command::Restore(args) => backup::restore(common, &args),
        Command::Serve(args) => serve::run(common, &args),
        Command::Account { what } => accounts::run(common, &what),
        Command::Demo(args) => demonstration::run(common, &args),
        Command::Learn { what } => proof::learn(common, &what),
        // Answered before: its exit code says what was found.
        Command::Proof(_) => Ok(()),
    }
}
