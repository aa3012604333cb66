//! `danvan report`: a template's questions answered from the ledger, with the records behind each number.

use crate::cli::{Common, ReportArgs};
use crate::edge::{Office, Outcome, one, told, write_file};
use crate::out::say;
use domain::problem::Problem;
use std::collections::BTreeMap;

/// Draws a report.
pub fn report(common: &Common, args: &ReportArgs) -> Outcome {
    let office = Office::open(common)?;
    let (question, _) = office.question(&args.question)?;
    let mut values = BTreeMap::new();
    for item in &args.set {
        let (name, text) = item.split_once('=').ok_or_else(|| {
            one(Problem::error("bad-parameter", format!("“{item}” không phải TÊN=LỜI")).field("--set"))
        })?;
        values.insert(name.to_string(), text.to_string());
    }
    let (report, provenance) = office.desk().draw(&args.template, &question, values, None).map_err(told)?;
    if let Some(path) = &args.html {
        write_file(path, report::html(&report, &provenance).map_err(one)?.as_bytes())?;
        eprintln!("Đã ghi {}", path.display());
    }
    match &args.text {
        Some(path) if path.as_os_str() != "-" => {
            write_file(path, report::text(&report).as_bytes())?;
            eprintln!("Đã ghi {}", path.display());
        }
        None if args.html.is_some() => {}
        _ => say!("{}", report::text(&report)),
    }
    Ok(())
}
