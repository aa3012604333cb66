//! Every route with every role of every unit. The routes come from the router's own table and from nowhere else: a route
//! that is added is tried here without anybody thinking of it, and one whose path has a parameter that is not known here
//! stops the tests until it is given a sample ([`scene::Scene::sample`]).
//!
//! Each unit has things of its own: entries with a file, a model with a person's name hidden from some roles, a report being
//! written, a frozen one, an unfinished form, a saved list. Each holds a mark that stands nowhere else. Whatever a route
//! answers to somebody, no mark of a thing that they may not see is in it.

mod attacks;
mod garbage;
mod hidden;
mod read;
mod scene;
mod write;

use std::io::Read;
use web::Route;
use web::routes::Call;

/// The names of a path's parameters, in order.
pub fn parameters(path: &str) -> Vec<&str> {
    path.split('{').skip(1).filter_map(|rest| rest.split_once('}')).map(|(name, _)| name).collect()
}

/// The routes that only read.
pub fn reading() -> Vec<Route> {
    web::table().into_iter().filter(|r| r.call == Call::Get).collect()
}

/// The routes that write.
pub fn writing() -> Vec<Route> {
    web::table().into_iter().filter(|r| r.call != Call::Get).collect()
}

/// All text of an answer's body in lower case: that of a workbook or document is the text of its parts.
pub fn text_of(bytes: &[u8]) -> String {
    if !bytes.starts_with(b"PK") {
        return String::from_utf8_lossy(bytes).to_lowercase();
    }
    let mut parts = zip::ZipArchive::new(std::io::Cursor::new(bytes)).unwrap();
    let mut out = String::new();
    for at in 0..parts.len() {
        let mut part = Vec::new();
        parts.by_index(at).unwrap().read_to_end(&mut part).unwrap();
        out.push_str(&String::from_utf8_lossy(&part).to_lowercase());
        out.push('\n');
    }
    out
}

/// Text as it stands in a query.
pub fn coded(text: &str) -> String {
    form_urlencoded::byte_serialize(text.as_bytes()).collect()
}
