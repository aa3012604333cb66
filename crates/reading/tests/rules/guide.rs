//! The guide for officers holds the table of rules as the program has it.

use reading::rules::{BEGIN, END, document};
use std::path::Path;

#[test]
fn the_guide_tells_every_rule_as_the_program_has_it() {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../docs/vi/soat.md");
    let guide = std::fs::read_to_string(&path).expect("docs/vi/soat.md is there");
    let (head, rest) = guide.split_once(BEGIN).expect("the table begins");
    let (table, tail) = rest.split_once(END).expect("the table ends");
    if table.trim() != document().trim() {
        if std::env::var_os("UPDATE_GUIDE").is_some() {
            std::fs::write(&path, format!("{head}{BEGIN}\n\n{}\n{END}{tail}", document()))
                .expect("the guide can be written");
            return;
        }
        panic!(
            "docs/vi/soat.md differs from the rules; UPDATE_GUIDE=1 cargo test -p reading --test rules guide rewrites it"
        );
    }
}
