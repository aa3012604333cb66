//! Builds the crate anew when a file of the built-in catalogue appears, goes or changes.

fn main() {
    println!("cargo::rerun-if-changed=../../catalogue");
}
