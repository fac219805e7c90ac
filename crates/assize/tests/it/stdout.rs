//! `assize read --stdout`.

use crate::Room;
use std::{fs, path::Path};

fn check_spans(text: &str, value: &serde_json::Value) -> usize {
    let mut checked = 0;
    if let (Some(start), Some(end), Some(exact)) =
        (value["start"].as_u64(), value["end"].as_u64(), value["exact"].as_str())
    {
        assert_eq!(text.get(start as usize..end as usize), Some(exact));
        checked += 1;
    }
    match value {
        serde_json::Value::Object(map) => {
            checked + map.values().map(|value| check_spans(text, value)).sum::<usize>()
        }
        serde_json::Value::Array(items) => {
            checked + items.iter().map(|value| check_spans(text, value)).sum::<usize>()
        }
        _ => checked,
    }
}

#[test]
fn every_span_of_every_layer_matches_the_bytes_of_the_file() {
    let room = Room::new();
    room.write("article.txt", crate::ARTICLE);
    let ran = room.ok(&[
        "read",
        "--stdout",
        "--published",
        "2031-05-05",
        "--emit",
        "drafts,doubts,times,quantities,sentences",
        "article.txt",
    ]);
    let lines = ran.json();
    assert!(lines.iter().map(|line| check_spans(crate::ARTICLE, line)).sum::<usize>() > 10);
    for schema in
        ["assize.referent/1", "assize.draft/2", "assize.time/1", "assize.quantity/1", "assize.sentence/1"]
    {
        assert!(lines.iter().any(|line| line["schema"] == schema), "{schema}");
    }
}

#[test]
fn spans_match_on_the_first_real_article() {
    let article = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../../shared/real/000_39f21ee0274e6ea3.txt");
    let Ok(text) = fs::read_to_string(&article) else {
        println!("skipped: the shared inputs are not beside this project");
        return;
    };
    let room = Room::new();
    let file = article.to_string_lossy().into_owned();
    let ran = room.ok(&["read", "--stdout", "--published", "2025-12-18", &file]);
    let lines = ran.json();
    assert!(lines.len() > 40, "{} drafts", lines.len());
    assert!(lines.iter().map(|line| check_spans(&text, line)).sum::<usize>() > lines.len());
}

#[test]
fn an_unknown_layer_and_a_bad_date_are_usage() {
    let room = Room::new();
    room.write("a.txt", "x said y.\n");
    assert_eq!(room.assize(&["read", "--stdout", "--emit", "dreams", "a.txt"]).code, 2);
    assert_eq!(room.assize(&["read", "--stdout", "--published", "soon", "a.txt"]).code, 2);
}

#[test]
fn a_long_text_is_read_in_parts_with_spans_of_the_whole() {
    let room = Room::new();
    let text = crate::ARTICLE.repeat(1 + 2_500_000 / crate::ARTICLE.len());
    room.write("long.txt", &text);
    let lines = room
        .ok(&["read", "--stdout", "--published", "2031-05-05", "--emit", "drafts,doubts", "long.txt"])
        .json();
    assert!(lines.iter().map(|line| check_spans(&text, line)).sum::<usize>() > 1_000);
    let cuts = lines.iter().filter(|line| line["rule"] == "stream.cut").count();
    assert!((2..=4).contains(&cuts), "{cuts} cuts");
}

#[test]
fn a_long_text_that_is_no_text_names_the_byte() {
    let room = Room::new();
    let mut bytes = "The sea was calm.\n".repeat(70_000).into_bytes();
    bytes[1_200_000] = 0xff;
    fs::write(room.path("bad.txt"), &bytes).expect("a file");
    let ran = room.assize(&["read", "--stdout", "bad.txt"]);
    assert_eq!(ran.code, 3);
    assert!(ran.err.contains("byte 1200000 is not UTF-8"), "{}", ran.err);
    bytes[1_200_000] = 0;
    fs::write(room.path("bad.txt"), &bytes).expect("a file");
    assert!(room.assize(&["read", "--stdout", "bad.txt"]).err.contains("byte 1200000 is zero"));
}
