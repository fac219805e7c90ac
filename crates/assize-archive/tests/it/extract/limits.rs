//! Each limit from both sides: what comes up to it is read, and what goes beyond is an error that names it.

use super::pdf::{deflated, one_page, pdf, stream};
use assize_archive::{
    extract::{
        ExtractError, Limits, extract,
        limits::{Limit, TABLE},
    },
    worker::{Extractor, InProcess},
};
use std::collections::BTreeSet;

/// Reads with one limit set, the rest as they are.
fn with(name: &str, value: u64, file: &str, bytes: &[u8]) -> Result<String, ExtractError> {
    let mut limits = Limits::default();
    assert!(limits.set(name, value), "{name}");
    InProcess(limits).extract(file, bytes).map(|extracted| extracted.text)
}

/// The limit that the file just comes up to.
fn check(name: &str, value: u64, file: &str, bytes: &[u8]) {
    let found = with(name, value, file, bytes);
    assert!(found.is_ok(), "{name}={value}: {found:?}");
    let error = with(name, value - 1, file, bytes).expect_err(name);
    assert!(
        matches!(&error, ExtractError::Limit { name: named, limit, .. } if named == name && *limit == value - 1),
        "{error:?}"
    );
    let said = error.to_string();
    assert!(said.contains(&format!("`{name}`")) && said.contains(&(value - 1).to_string()), "{said}");
}

/// A PDF of one page that runs this.
fn running(content: &str) -> Vec<u8> {
    pdf(&one_page("", vec![stream("/Filter /FlateDecode", &deflated(content.as_bytes()))]), "")
}

const WORDS: &str = "BT /F1 12 Tf 72 720 Td (Words) Tj ET";

#[test]
fn each_limit_holds_from_both_sides() {
    check("file_bytes", 6, "a.txt", b"Words.");
    check("memory_bytes", 6, "a.txt", b"Words.");
    check("html_bytes", 15, "a.html", b"<html><p>Words.");
    // html, body, four and the one with words.
    check("html_depth", 7, "a.html", b"<html><div><div><div><div><p>Words.");
    check("html_tag_attributes", 4, "a.html", b"<html><p a b=1 c='2 3' d=\"<p x>\">Words.<p a>More.");
    check("html_attributes", 6, "a.html", b"<html lang=en><p a b><p c d></p e>Words.");
    // html, head, body, p, words, comment.
    check("html_nodes", 6, "a.html", b"<html><p>Words.<!-- x -->");
    // Each looks as far as the end, and the bracket between them.
    check("html_escape_bytes", 3 + 2 + 3, "a.html", "<html><p>a&amp;&amp;b&lt;\u{a0}c".as_bytes());
    let page = running(WORDS);
    check("pdf_objects", 5, "a.pdf", &page);
    check("pdf_operators", 5, "a.pdf", &page);
    check("pdf_saved_states", 3, "a.pdf", &running(&format!("q q q Q Q q Q Q {WORDS}")));
    check("pdf_text_bytes", 6, "a.pdf", &page);
    let two = [
        b"<< /Type /Catalog /Pages 2 0 R >>".to_vec(),
        b"<< /Type /Pages /Kids [3 0 R 4 0 R] /Count 2 >>".to_vec(),
        PAGE.into(),
        PAGE.into(),
        stream("", WORDS.as_bytes()),
        b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>".to_vec(),
    ];
    check("pdf_pages", 2, "a.pdf", &pdf(&two, ""));
    let packed = format!("{WORDS}{}", " ".repeat(100_000));
    let (below, above) = (90_000, 110_000);
    assert!(with("pdf_unpacked_bytes", above, "a.pdf", &running(&packed)).is_ok());
    assert!(matches!(
        with("pdf_unpacked_bytes", below, "a.pdf", &running(&packed)),
        Err(ExtractError::Limit { name, .. }) if name == "pdf_unpacked_bytes"
    ));
}

const PAGE: &str = "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 612 792] /Contents 5 0 R /Resources << /Font << /F1 6 0 R >> >> >>";

/// A form counts as often as it is drawn, with what it draws itself.
#[test]
fn forms_count_as_often_as_they_are_drawn() {
    let form = |content: &str, resources: &str| {
        stream(&format!("/Type /XObject /Subtype /Form /BBox [0 0 9 9] {resources}"), content.as_bytes())
    };
    let objects = one_page(
        "/XObject << /X 6 0 R >>",
        vec![
            stream("", format!("{WORDS} /X Do /X Do").as_bytes()),
            form("n n /Y Do /Y Do", "/Resources << /XObject << /Y 7 0 R >> >>"),
            form("n n n", ""),
        ],
    );
    // Seven of the page, and twice: four of the first form and twice three of the second.
    check("pdf_operators", 7 + 2 * (4 + 2 * 3), "a.pdf", &pdf(&objects, ""));
}

/// Those that only a process can be held to are held by the tests of the program, those of workbooks by the tests of tables.
#[test]
fn every_limit_is_tested() {
    let here = include_str!("limits.rs");
    let there = include_str!("../../../../assize/tests/it/hostile/ended.rs");
    let workbooks = include_str!("../../../../assize-table/tests/it/hostile.rs");
    for Limit { name, .. } in TABLE {
        let by_count =
            here.contains(&format!("check(\"{name}\"")) || here.contains(&format!("with(\"{name}\""));
        let of_workbook =
            workbooks.contains(&format!("Limits {{ {name}: ")) && workbooks.contains(&format!("\"{name}\""));
        assert!(by_count || of_workbook || there.contains(&format!("`{name}`")), "{name}");
    }
}

#[test]
fn the_table_says_what_the_limits_are() {
    let limits = Limits::default();
    let names: BTreeSet<&str> = TABLE.iter().map(|limit| limit.name).collect();
    assert_eq!(names.len(), TABLE.len());
    assert!(limits.entries().eq(TABLE.iter().map(|limit| (limit.name, limit.default))));
    let stated: Vec<String> = limits.entries().map(|(name, value)| format!("{name}={value}")).collect();
    assert_eq!(Limits::stated(stated.iter().map(String::as_str)), Ok(limits.clone()));
    assert_eq!(Limits::stated(["html_depth=3"]), Ok(Limits { html_depth: 3, ..limits.clone() }));
    assert!(Limits::stated(["depth=3"]).unwrap_err().contains("`depth` is not a limit"));
    assert!(Limits::stated(["html_depth=-3"]).unwrap_err().contains("`-3` is not a whole number"));
    // Whoever raises the length of a file is not stopped by what the file then takes.
    let large = limits.with_file_bytes(1 << 30);
    assert_eq!((large.file_bytes, large.output_bytes), (1 << 30, 2 << 30));
    assert!(large.memory_bytes > 7 << 30);
}

/// `docs/limits.md` is made of the table. `UPDATE_PAGES=1` writes it anew.
#[test]
fn the_page_of_limits_is_as_the_table() {
    let mut page = String::from(
        "# Limits\n\n\
         What a single original may ask of the machine that reads it. Made from `crates/assize-archive/src/extract/limits.rs` by a test; edit that,\n\
         not this page.\n\n\
         Originals are read in processes of their own, as many as the machine has cores. Such a process knows no case and no key, writes no file, and is\n\
         held to these limits, by the system or by the program that started it; what passes one is one error that names the file and the limit, and\n\
         the rest of a folder goes on. A process that was ended is replaced. Memory is that of the process as a whole, so it leaves room for\n\
         the program itself; on systems other than Linux it may not be held. Processor time is counted for each file.\n\n\
         `assize add FILE --limit html_depth=1000` raises a limit for a file that is trusted, and so does `assize read --stdout`. `--max-mib` raises\n\
         `file_bytes`, and `memory_bytes` and `output_bytes` with it.\n\n\
         | limit | default | protects |\n|---|---|---|\n",
    );
    for Limit { name, unit, default, protects } in TABLE {
        let mib = default / (1 << 20);
        let default = match *unit {
            "bytes" if mib > 0 && mib << 20 == *default => format!("{default} bytes ({mib} MiB)"),
            _ => format!("{default} {unit}"),
        };
        page.push_str(&format!("| `{name}` | {default} | {protects} |\n"));
    }
    let path = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("../../docs/limits.md");
    if std::env::var_os("UPDATE_PAGES").is_some() {
        std::fs::write(&path, &page).unwrap();
    }
    assert_eq!(
        std::fs::read_to_string(&path).ok().as_deref(),
        Some(page.as_str()),
        "run with UPDATE_PAGES=1"
    );
}

/// A long run of words is read whatever stands in it, as long as it is no bomb.
#[test]
fn sound_pages_stay_far_below() {
    let words = "Smith &amp; Sons said on Monday that&nbsp;the boat was theirs. ".repeat(2_000);
    let html =
        format!("<html><body><pre>{words}</pre>{}</body></html>", "<p class=a id=b>Words.</p>".repeat(2_000));
    assert!(extract("a.html", html.as_bytes(), &Limits::default()).unwrap().text.len() > 100_000);
}
