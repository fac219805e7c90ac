//! Promises about the house itself.

use std::{fs, path::Path};

/// The pure crates have a wall, the same for all.
#[test]
fn every_pure_crate_has_the_same_wall() {
    let crates = Path::new(env!("CARGO_MANIFEST_DIR")).join("..");
    let wall = |name: &str| fs::read_to_string(crates.join(name).join("clippy.toml")).expect("a wall");
    let first = wall("assize-record");
    for name in ["assize-reader", "assize-ledger", "assize-weigh", "assize-publish"] {
        assert_eq!(wall(name), first, "{name}");
    }
    for banned in ["std::fs::read", "std::time::SystemTime::now", "jiff::Timestamp::now", "std::collections::HashMap"] {
        assert!(first.contains(banned), "{banned}");
    }
}

/// The reader cannot write the ledger, weighing does not know the archive: the arrows of the architecture page.
#[test]
fn no_crate_depends_upwards() {
    let crates = Path::new(env!("CARGO_MANIFEST_DIR")).join("..");
    let allowed: [(&str, &[&str]); 6] = [
        ("assize-record", &[]),
        ("assize-archive", &["assize-record"]),
        ("assize-reader", &["assize-record"]),
        ("assize-ledger", &["assize-record"]),
        ("assize-weigh", &["assize-ledger", "assize-record"]),
        ("assize-publish", &["assize-ledger", "assize-record", "assize-weigh"]),
    ];
    for (name, below) in allowed {
        let manifest: toml::Table = fs::read_to_string(crates.join(name).join("Cargo.toml")).expect("a manifest").parse().expect("TOML");
        let dependencies = manifest["dependencies"].as_table().expect("dependencies");
        for dependency in dependencies.keys().filter(|key| key.starts_with("assize")) {
            assert!(below.contains(&dependency.as_str()), "{name} depends on {dependency}");
        }
    }
}
