//! The README's first steps, line by line as they stand there.

use crate::Room;
use std::{fs, path::Path};

const README: &str = include_str!("../../../../README.md");

/// An article that retells another: nothing in it happened.
const ECHO: &str = "<!doctype html>\n<html lang=\"en\"><head><title>Nine dead off Cape Merrow</title>\n\
    <meta property=\"og:site_name\" content=\"The Echo\">\n<meta property=\"article:published_time\" content=\"2031-05-05\"></head>\n\
    <body><article><h1>Nine dead off Cape Merrow</h1>\n\
    <p>A missile strike on May 3 killed nine people on a boat off Cape Merrow, The Velland Gazette reported on Sunday.</p>\n\
    </article></body></html>\n";

/// The code block under a heading.
fn block(heading: &str) -> Vec<&'static str> {
    let section = README.split(&format!("\n## {heading}\n")).nth(1).expect("the heading");
    let block = section.split("```sh\n").nth(1).and_then(|rest| rest.split("```").next()).expect("a block");
    block.lines().collect()
}

/// The id at the head of the line that names a file, or of the first line that begins with one below it.
fn id_on_line(printed: &str, file: &str) -> String {
    assert!(printed.contains(file), "{file} in\n{printed}");
    let from = printed.find(file).unwrap_or_default();
    let line = printed[..from].rfind('\n').map_or(0, |at| at + 1);
    let mut words = printed[line..].lines().filter_map(|line| line.split("  ").next());
    let id = words.find(|word| word.len() == 12 && word.chars().all(|c| c.is_ascii_hexdigit()));
    id.expect("an id at the head of a line").to_owned()
}

#[test]
fn first_steps_with_a_case_of_your_own_work_as_they_are_written() {
    let room = Room::new();
    let articles = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../examples/invented/articles");
    for file in ["gazette.html", "courier.html"] {
        room.write(&format!("articles/{file}"), fs::read(articles.join(file)).expect("an article"));
    }
    room.write("articles/echo.html", ECHO);
    let lines = block("First steps with a case of your own");
    assert!(lines.len() > 15, "{lines:?}");
    let (mut here, mut drafts, mut incidents) = (room.path("."), String::new(), String::new());
    for line in lines {
        // What a reader puts in for the words in capitals.
        let mut typed = line.to_owned();
        for (word, printed, file) in [
            ("DRAFT", &drafts, "gazette.html"),
            ("ANCHOR", &incidents, "gazette.html"),
            ("OTHER", &incidents, "courier.html"),
        ] {
            if typed.split_whitespace().any(|part| part == word) {
                typed = typed.replacen(word, &id_on_line(printed, file)[..6], 1);
            }
        }
        let (ran, ended) = room.shell(&here, &typed);
        assert_eq!(ran.code, 0, "{line}\nas {typed}\n{}\n{}", ran.out, ran.err);
        here = ended;
        match line.split('#').next().map(str::trim_end) {
            Some("assize drafts") => drafts = ran.out,
            Some("assize incidents") => incidents = ran.out,
            Some("assize weigh") => {
                assert!(ran.out.contains("2 articles, 1 to 2 origins"), "{}", ran.out);
            }
            Some(why) if why.starts_with("assize why") => {
                assert!(ran.out.contains("lowest: 8") && ran.out.contains("highest: 9"), "{}", ran.out);
            }
            _ => {}
        }
    }
    assert!(here.ends_with("my-case") && here.join("site/index.html").is_file(), "{}", here.display());
}
