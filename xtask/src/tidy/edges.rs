//! **Invariant: one direction.** Which crate may use which, and which library belongs to which crate.

use super::tree::Tree;

/// A floor: the crates of ours that it may use. Whatever is not named here is forbidden.
struct Floor {
    name: &'static str,
    uses: &'static [&'static str],
    /// Further crates of ours that its tests may use.
    tests_use: &'static [&'static str],
}

/// The floors. A new crate or a new edge is a change of the architecture: write the reason in ARCHITECTURE.md first.
const FLOORS: &[Floor] = &[
    Floor { name: "domain", uses: &[], tests_use: &[] },
    Floor { name: "catalogue", uses: &["domain"], tests_use: &["testkit"] },
    Floor { name: "sheets", uses: &["domain"], tests_use: &["testkit", "catalogue"] },
    Floor { name: "store", uses: &["domain"], tests_use: &["testkit", "catalogue"] },
    Floor { name: "report", uses: &["domain"], tests_use: &["testkit", "catalogue"] },
    Floor { name: "report-pdf", uses: &["domain", "report"], tests_use: &["testkit", "catalogue"] },
    Floor { name: "report-docx", uses: &["domain", "report"], tests_use: &["testkit", "catalogue"] },
    Floor { name: "extract", uses: &["domain"], tests_use: &["report", "report-docx", "report-pdf"] },
    Floor { name: "reading", uses: &["domain"], tests_use: &["catalogue"] },
    Floor {
        name: "desk",
        uses: &["domain", "catalogue", "sheets", "store", "report", "extract", "reading"],
        tests_use: &["testkit"],
    },
    Floor {
        name: "web",
        uses: &["domain", "catalogue", "store", "report", "sheets", "desk", "extract", "reading"],
        tests_use: &["testkit"],
    },
    Floor { name: "testkit", uses: &["domain", "catalogue", "sheets", "store", "report"], tests_use: &[] },
    Floor { name: "demo", uses: &["domain", "catalogue", "store"], tests_use: &["testkit"] },
    Floor {
        name: "danvan",
        uses: &[
            "domain",
            "catalogue",
            "sheets",
            "store",
            "report",
            "report-pdf",
            "report-docx",
            "desk",
            "web",
            "demo",
            "extract",
            "reading",
        ],
        tests_use: &["testkit"],
    },
    Floor {
        name: "bench",
        uses: &["domain", "catalogue", "store", "report", "report-pdf", "report-docx", "testkit", "extract", "reading"],
        tests_use: &[],
    },
    Floor { name: "score", uses: &["domain", "catalogue", "reading"], tests_use: &[] },
    Floor { name: "e2e", uses: &["web", "sheets"], tests_use: &[] },
    Floor { name: "xtask", uses: &[], tests_use: &[] },
];

/// Libraries that only some crates may name, and why.
const OWNED: &[(&str, &[&str], &str)] = &[
    ("rusqlite", &["store", "bench"], "only store knows a database; bench compares it with the bare driver"),
    ("postgres", &["store", "bench"], "only store knows a database; bench compares it with the bare driver"),
    ("calamine", &["sheets"], "workbooks are read behind sheets, which keeps their weight out of the other crates"),
    ("rust_xlsxwriter", &["sheets"], "workbooks are written behind sheets, for the same reason"),
    (
        "zip",
        &["web", "sheets", "report-docx", "extract", "e2e"],
        "only sheets opens packages, and bounds what comes out of them; report-docx writes one, tests of web look into what is handed out, stories make one",
    ),
    ("typst", &["report-pdf"], "the page is laid out behind report-pdf: nothing else waits for its engine to build"),
    ("typst-layout", &["report-pdf"], "as typst"),
    ("typst-pdf", &["report-pdf"], "as typst"),
    ("comemo", &["report-pdf"], "as typst"),
    ("quick-xml", &["report-docx", "extract"], "only report-docx writes OOXML by hand, only extract reads it"),
    ("fantoccini", &["e2e"], "only the browser tests drive a browser"),
    ("clap", &["danvan", "bench", "score"], "only a program has a command line"),
    ("pulldown-cmark", &["report"], "only report reads the text of templates"),
    ("askama", &["report", "web"], "only report and web make pages"),
    ("axum-server", &["danvan"], "only the program opens sockets"),
    ("rustls", &["danvan"], "as axum-server"),
    ("tracing-subscriber", &["danvan"], "only the program decides where log lines go"),
    ("metrics-exporter-prometheus", &["danvan"], "only the program decides who reads measurements"),
    ("utoipa", &["web"], "only web describes its interface"),
    ("axum", &["web"], "only web speaks HTTP; the program hands it a listener"),
];

/// Every edge between our crates is one that its floor allows.
pub fn between_crates(tree: &Tree) -> Vec<String> {
    let mut faults = Vec::new();
    for found in &tree.crates {
        let Some(floor) = FLOORS.iter().find(|f| f.name == found.name) else {
            faults.push(format!("{}: this crate has no floor; add it to xtask/src/tidy/edges.rs", found.name));
            continue;
        };
        for used in found.uses.iter().filter(|n| tree.has_crate(n)) {
            if !floor.uses.contains(&used.as_str()) {
                faults.push(format!("{} → {used} is forbidden; it may use {:?}", found.name, floor.uses));
            }
        }
        for used in found.tests_use.iter().filter(|n| tree.has_crate(n)) {
            if !floor.uses.contains(&used.as_str()) && !floor.tests_use.contains(&used.as_str()) {
                faults.push(format!("tests of {} → {used} is forbidden; move the test to a floor above", found.name));
            }
        }
    }
    faults
}

/// A library with an owner is named by its owner alone.
pub fn to_libraries(tree: &Tree) -> Vec<String> {
    let mut faults = Vec::new();
    for found in &tree.crates {
        for used in found.uses.iter().chain(&found.tests_use) {
            if let Some((_, owners, why)) = OWNED.iter().find(|(library, ..)| library == used)
                && !owners.contains(&found.name.as_str())
            {
                faults.push(format!("{} names {used}: {why}", found.name));
            }
        }
    }
    faults
}
