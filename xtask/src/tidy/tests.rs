//! The house is in order, and each check is shown to fail on a made-up tree.

use super::tree::{Crate, Tree};
use super::{documents, edges, faults, modules, sizes, source::Source, sql, words};

fn files(list: &[(&str, &str)]) -> Tree {
    Tree { files: list.iter().map(|(p, t)| ((*p).to_string(), (*t).to_string())).collect(), ..Tree::default() }
}

fn crates(list: &[(&str, &[&str], &[&str])]) -> Tree {
    let names = |list: &[&str]| list.iter().map(|n| (*n).to_string()).collect();
    let made = list.iter().map(|(name, uses, tests)| Crate {
        name: (*name).to_string(),
        uses: names(uses),
        tests_use: names(tests),
    });
    Tree { crates: made.collect(), ..Tree::default() }
}

/// One fault, and it speaks of this.
#[track_caller]
fn one(faults: &[String], of: &str) {
    assert!(faults.len() == 1 && faults[0].contains(of), "expected one fault about “{of}”, got {faults:#?}");
}

#[test]
fn the_house_is_tidy() {
    let faults = faults(&super::tree::read(&crate::root()).unwrap());
    assert!(faults.is_empty(), "\n{}\n", faults.join("\n"));
}

#[test]
fn an_edge_that_runs_up_is_a_fault() {
    let good: &[(&str, &[&str], &[&str])] =
        &[("domain", &["serde"], &["proptest"]), ("store", &["domain"], &["testkit"]), ("testkit", &["store"], &[])];
    assert!(edges::between_crates(&crates(good)).is_empty());
    one(&edges::between_crates(&crates(&[("domain", &["store"], &[]), ("store", &[], &[])])), "domain → store");
    one(&edges::between_crates(&crates(&[("store", &["report"], &[]), ("report", &[], &[])])), "store → report");
    one(&edges::between_crates(&crates(&[("danvan", &["testkit"], &[]), ("testkit", &[], &[])])), "danvan → testkit");
    one(&edges::between_crates(&crates(&[("xtask", &["domain"], &[]), ("domain", &[], &[])])), "xtask → domain");
    one(
        &edges::between_crates(&crates(&[("domain", &[], &["store"]), ("store", &[], &[])])),
        "tests of domain → store",
    );
    one(&edges::between_crates(&crates(&[("cellar", &[], &[])])), "no floor");
}

#[test]
fn a_library_outside_its_owner_is_a_fault() {
    assert!(edges::to_libraries(&crates(&[("store", &["rusqlite", "postgres"], &[])])).is_empty());
    one(&edges::to_libraries(&crates(&[("report", &["rusqlite"], &[])])), "only store knows a database");
    one(&edges::to_libraries(&crates(&[("testkit", &[], &["postgres"])])), "only store knows a database");
    one(&edges::to_libraries(&crates(&[("store", &["calamine"], &[])])), "behind sheets");
}

#[test]
fn sql_outside_store_is_a_fault_and_prose_is_not_sql() {
    let code = |text: &str| format!("fn f() {{ run({text:?}) }}");
    let at = |path: &str, text: &str| sql::only_in_store(&files(&[(path, &code(text))]));
    assert!(at("crates/store/src/units.rs", "SELECT id FROM unit").is_empty());
    one(&at("crates/report/src/lib.rs", "SELECT id FROM unit WHERE a = $1"), "crates/report/src/lib.rs:1");
    one(&at("crates/danvan/src/main.rs", "insert into unit values (1)"), "SQL outside");
    one(&at("crates/danvan/src/main.rs", "WITH a AS (SELECT 1) SELECT * FROM a"), "SQL outside");
    one(&at("crates/testkit/src/lib.rs", "update unit set name = 'x'"), "SQL outside");
    for prose in ["Select a unit", "Update of the tree", "Delete the entry from its register", "With a reason"] {
        assert!(at("crates/danvan/src/main.rs", prose).is_empty(), "{prose}");
    }
    one(&sql::only_in_store(&files(&[("catalogue/x.sql", "")])), "SQL files belong");
    let comment = "// \"SELECT id FROM unit\"\nfn f() {}";
    assert!(sql::only_in_store(&files(&[("crates/report/src/lib.rs", comment)])).is_empty());
}

#[test]
fn too_many_dialect_pairs_are_a_fault() {
    let pair = "let s = match d { Dialect::Sqlite => \"a\", Dialect::Postgres => { \"b\" } };\n";
    let not_pairs = "match c { Db::Sqlite(c) => c.run(\"x\"), Db::Postgres(c) => c.run(\"x\") };\n";
    let store = |n: usize| format!("fn f() {{\n{}{}}}", pair.repeat(n), not_pairs.repeat(40));
    let judge = |n: usize| sql::dialect_pairs(&files(&[("crates/store/src/a.rs", &store(n))]));
    assert!(judge(sql::DIALECT_PAIRS_MAX).is_empty());
    one(&judge(sql::DIALECT_PAIRS_MAX + 1), "the budget is");
    let questions = "if conn.is_postgres() { lock() }\n".repeat(sql::DIALECT_PAIRS_MAX + 1);
    one(&sql::dialect_pairs(&files(&[("crates/store/src/a.rs", &questions)])), "the budget is");
    let macros = "x(sql!{ sqlite: \"a\", postgres: \"b\" });\n".repeat(sql::DIALECT_PAIRS_MAX + 1);
    one(&sql::dialect_pairs(&files(&[("crates/store/src/a.rs", &macros)])), "the budget is");
}

#[test]
fn a_file_or_function_that_is_too_long_is_a_fault() {
    let file = |lines: usize| files(&[("crates/a/src/lib.rs", &"//\n".repeat(lines))]);
    assert!(sizes::judge(&file(500), &[], &[]).is_empty());
    one(&sizes::judge(&file(501), &[], &[]), "needs a reason");
    let allowed = [("crates/a/src/lib.rs", "one table")];
    assert!(sizes::judge(&file(501), &allowed, &[]).is_empty());
    one(&sizes::judge(&file(801), &allowed, &[]), "no file may have more than 800");
    one(&sizes::judge(&file(10), &allowed, &[]), "needs no allowance");
    one(&sizes::judge(&file(501), &[("crates/a/src/lib.rs", "")], &[]).split_off(1), "needs no allowance");

    let function =
        |lines: usize| format!("fn long(x: [u8; 2]) -> u8 {{\n{}}}\n", "    f('}', \"}\"); // }\n".repeat(lines));
    let one_file = |text: &str| files(&[("crates/a/src/lib.rs", text)]);
    assert!(sizes::judge(&one_file(&function(78)), &[], &[]).is_empty());
    one(&sizes::judge(&one_file(&function(79)), &[], &[]), "lib.rs::long: 81 lines");
    assert!(sizes::judge(&one_file(&function(79)), &[], &[("crates/a/src/lib.rs::long", "a table")]).is_empty());
    one(&sizes::judge(&one_file(&function(119)), &[], &[("crates/a/src/lib.rs::long", "a table")]), "more than 120");

    let tests = format!("fn f() {{}}\n#[cfg(test)]\nmod tests {{\n{}}}\n", function(900));
    assert!(sizes::judge(&one_file(&tests), &[], &[]).is_empty());
}

#[test]
fn a_file_that_nothing_compiles_is_a_fault() {
    let tree = |lib: &str| files(&[("crates/a/src/lib.rs", lib), ("crates/a/src/units/mod.rs", "")]);
    assert!(modules::every_file_is_compiled(&tree("/// Units.\npub mod units;")).is_empty());
    one(&modules::every_file_is_compiled(&tree("// mod units;\nmod units2;")), "units/mod.rs: no `mod units;`");
}

#[test]
fn words_of_the_workplace_are_faults() {
    let judge = |path: &str, text: &str| words::of_the_workplace(&files(&[(path, text)]));
    assert!(judge("README.md", "The issue is closed; sessions last 2 hours; see docs/.").is_empty());
    one(&judge("README.md", concat!("see /wo", "rk/shared")), "a path of one machine");
    one(&judge("crates/a/src/lib.rs", concat!("// as iss", "ue 2 asks")), "the number tells a reader nothing");
    one(&judge("docs/a.md", concat!("(ses", "sion #14)")), "the number tells a reader nothing");
    one(&judge("crates/a/src/lib.rs", concat!("// TO", "DO: later")), "do it");
    one(&judge("Cargo.lock", "source = \"registry+https://mirror.example/index\""), "elsewhere than crates.io");
}

#[test]
fn documents_that_drift_are_faults() {
    let mut tree = crates(&[("domain", &[], &[]), ("store", &[], &[])]);
    tree.files.insert("ARCHITECTURE.md".into(), "`domain` in `crates/domain/`, `store`".into());
    assert!(documents::architecture_names_every_crate(&tree).is_empty());
    tree.files.insert("ARCHITECTURE.md".into(), "`domain`".into());
    one(&documents::architecture_names_every_crate(&tree), "does not name the crate `store`");
    tree.files.insert("ARCHITECTURE.md".into(), "`domain` `store` `crates/web/src`".into());
    one(&documents::architecture_names_every_crate(&tree), "crates/web, which is gone");

    let readme = documents::COMMANDS.join("\n");
    let both = [("README.md", readme.as_str()), ("README.vi.md", readme.as_str()), ("scripts/test-all", "")];
    assert!(documents::readmes_agree(&files(&both)).is_empty());
    one(&documents::readmes_agree(&files(&[both[0], both[2]])), "README.vi.md is missing");
    one(&documents::readmes_agree(&files(&both[..2])), "scripts/test-all is missing");
    let other = "cargo run -- demo\n./scripts/test-all";
    one(&documents::readmes_agree(&files(&[both[0], ("README.vi.md", other), both[2]])), "README.vi.md does not give");

    let decision = |path: &str, text: &str| documents::decisions_are_dated(&files(&[(path, text)]));
    assert!(decision("docs/decisions/0001-a.md", "# A\n\nDecided: 2026-11-22\n").is_empty());
    one(&decision("docs/decisions/0001-a.md", "# A\n\nDecided: lately\n"), "no date");
    one(&decision("docs/decisions/first.md", "# A\n\nDecided: 2026-11-22\n"), "four digits");
    one(&decision("docs/decisions/0001-a.md", "A\nDecided: 2026-11-22\n"), "begins with its title");
    let dated = "# A\n2026-11-22";
    let twice = files(&[("docs/decisions/0001-a.md", dated), ("docs/decisions/0001-b.md", dated)]);
    one(&documents::decisions_are_dated(&twice), "is taken");

    let link = |text: &str| {
        let mut tree = files(&[("docs/a.md", text), ("README.md", ""), ("crates/a/src/lib.rs", "")]);
        tree.others.insert("data/units.csv".into());
        documents::links_lead_somewhere(&tree)
    };
    let good = "[x](../README.md#top) [y](https://example.org/) `crates/a/src` `data/units.csv` `crates/<name>/x` `cargo test`";
    assert!(link(good).is_empty(), "{:?}", link(good));
    one(&link("[x](../GONE.md)"), "leads nowhere");
    one(&link("[x](../../README.md)"), "leads nowhere");
    one(&link("see `crates/b/src`"), "there is no `crates/b/src`");

    let alone = files(&[("crates/store/migrations/0001_units/sqlite.sql", "")]);
    one(&documents::migrations_have_twins(&alone), "twin postgres.sql is missing");
}

#[test]
fn a_glossary_that_names_what_is_gone_is_a_fault() {
    let glossary = |row: &str| {
        documents::glossary_words_exist(&files(&[
            ("GLOSSARY.md", row),
            ("crates/domain/src/lib.rs", "pub enum View { Was }"),
            ("catalogue/registers/doi-thoai.toml", "slug = \"doi-thoai\""),
        ]))
    };
    assert!(glossary("| đối thoại | `View::{Was}`, view | `doi-thoai` | Luật 72 |").is_empty());
    one(&glossary("| a | `Vie` | – | b |"), "domain has no `Vie`");
    one(&glossary("| a | `View::Restated` | – | b |"), "domain has no `Restated`");
    one(&glossary("| a | – | `doi` | b |"), "the catalogue has no `doi`");
}

#[test]
fn the_reader_of_rust_tells_code_from_text() {
    let text = "fn a<'x>(c: char) { let _ = ('\"', '\\'', b\"b\\\"c\", r#\"raw \" {\"#); } /* { /* } */ */ // {";
    let source = Source::read(text);
    let literals: Vec<&str> = source.literals.iter().map(|l| l.text.as_str()).collect();
    assert_eq!(literals, ["b\\\"c", "raw \" {"]);
    assert_eq!(source.code.len(), text.chars().count());
    assert_eq!(source.code.iter().filter(|c| **c == '{').count(), 1);
    assert_eq!(source.after_block(source.code.iter().position(|c| *c == '{').unwrap()), text.find(" /*").unwrap());
}
