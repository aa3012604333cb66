//! Prints what is read out of files: `cargo run --release -p extract --example text FILE…`. Each line of a region is led by
//! its role; the time is that of the reading alone.

use domain::proof::Role;
use std::time::Instant;

fn main() {
    for name in std::env::args().skip(1) {
        let Ok(bytes) = std::fs::read(&name) else {
            eprintln!("{name}: cannot be read");
            continue;
        };
        let begun = Instant::now();
        let found = extract::extract(&name, &bytes, &extract::Limits::default());
        let took = begun.elapsed();
        match found {
            Err(problem) => println!("== {name}: {problem} ({took:?})"),
            Ok(found) => {
                println!("== {name}: {:?}, {} bytes of text, {took:?}", found.kind, found.text.text.len());
                found.problems.iter().for_each(|p| println!("{p}"));
                for region in &found.text.regions {
                    let role = match &region.role {
                        Role::Cell { row, column, .. } => format!("cell {row}.{column}"),
                        role => format!("{role:?}").to_lowercase(),
                    };
                    println!("[{role}] {}", region.span.of(&found.text.text));
                }
                if found.text.regions.is_empty() {
                    println!("{}", found.text.text);
                }
            }
        }
    }
}
