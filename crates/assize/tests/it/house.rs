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
    for banned in
        ["std::fs::read", "std::time::SystemTime::now", "jiff::Timestamp::now", "std::collections::HashMap"]
    {
        assert!(first.contains(banned), "{banned}");
    }
}

/// The reader cannot write the ledger, weighing does not know the archive: the arrows of the architecture page.
#[test]
fn no_crate_depends_upwards() {
    let crates = Path::new(env!("CARGO_MANIFEST_DIR")).join("..");
    let all = [
        "assize-archive",
        "assize-ledger",
        "assize-publish",
        "assize-reader",
        "assize-record",
        "assize-table",
        "assize-weigh",
    ];
    let allowed: [(&str, &[&str]); 9] = [
        ("assize-record", &[]),
        ("assize-rules", &[]),
        ("assize-archive", &["assize-record"]),
        ("assize-reader", &["assize-record", "assize-rules"]),
        ("assize-ledger", &["assize-record"]),
        ("assize-weigh", &["assize-ledger", "assize-record"]),
        ("assize-table", &["assize-record"]),
        ("assize-publish", &["assize-ledger", "assize-record", "assize-table", "assize-weigh"]),
        ("assize-case", &all),
    ];
    for (name, below) in allowed {
        let manifest: toml::Table = fs::read_to_string(crates.join(name).join("Cargo.toml"))
            .expect("a manifest")
            .parse()
            .expect("TOML");
        let dependencies = manifest["dependencies"].as_table().expect("dependencies");
        for dependency in dependencies.keys().filter(|key| key.starts_with("assize")) {
            assert!(below.contains(&dependency.as_str()), "{name} depends on {dependency}");
        }
    }
}

/// Each shipped standard has its page in the docs, made from its data. `UPDATE_PAGES=1` writes them anew.
#[test]
fn pages_of_standards_are_as_their_data() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../docs/standards");
    let update = std::env::var_os("UPDATE_PAGES").is_some();
    if update {
        fs::create_dir_all(&folder).expect("a folder");
    }
    let standards = assize_weigh::standard::Standards::shipped();
    let mut index = String::from(
        "# Standards\n\nMade from `schema/standards/` by a test; edit the data, not these pages.\n\n",
    );
    for standard in standards.iter() {
        let page = assize_weigh::standard::page(standard);
        let path = folder.join(format!("{}.md", standard.id));
        if update {
            fs::write(&path, &page).expect("writable");
        }
        assert_eq!(
            fs::read_to_string(&path).ok().as_deref(),
            Some(page.as_str()),
            "{}: run with UPDATE_PAGES=1",
            path.display()
        );
        index.push_str(&format!("- [{}]({}.md)\n", standard.title, standard.id));
    }
    let path = folder.join("README.md");
    if update {
        fs::write(&path, &index).expect("writable");
    }
    assert_eq!(fs::read_to_string(&path).ok().as_deref(), Some(index.as_str()), "{}", path.display());
}

/// Nothing here opens an address; the desk listens on the loopback, and in one file. Whoever adds what opens one must first ask whether a source
/// is confidential (`View::confidential`): of such a one nothing goes out, and nothing asks for it.
#[test]
fn nothing_opens_a_network_connection() {
    let crates = Path::new(env!("CARGO_MANIFEST_DIR")).join("..");
    let mut sources = 0;
    for (file, bytes) in crate::files(&crates) {
        let is_source = file.extension().is_some_and(|ending| ending == "rs")
            && file.components().any(|part| part.as_os_str() == "src");
        if !is_source || file.starts_with("assize-testkit") {
            continue;
        }
        sources += 1;
        let text = String::from_utf8_lossy(&bytes);
        // Addresses are types; what listens is in one place, and says where.
        let text = text.replace("use std::net::{IpAddr, SocketAddr};", "").replace("net::SocketAddr,", "");
        if file.ends_with("assize-desk/src/serve.rs") {
            assert!(text.contains("Ipv4Addr::LOCALHOST") && text.matches("TcpListener::bind(").count() == 1);
            continue;
        }
        for word in [
            "std::net",
            "TcpListener",
            "TcpStream",
            "UdpSocket",
            "UnixStream",
            "reqwest",
            "ureq::",
            "hyper::",
        ] {
            assert!(!text.contains(word), "{} names `{word}`", file.display());
        }
    }
    assert!(sources > 200, "{sources}");
}
