//! The examples lie outside this crate and are embedded in the program: a file that is new among them builds it anew.

fn main() {
    println!("cargo::rerun-if-changed=build.rs");
    println!("cargo::rerun-if-changed=../../examples");
}
