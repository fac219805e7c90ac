//! The page for several people, line by line as it stands there.

use crate::{ARTICLES, Room};
use std::fs;

/// The commands of `docs/several-people.md`, each on the laptop of its heading.
#[test]
fn two_laptops_and_a_stick_work_as_the_page_says() {
    let page = include_str!("../../../../docs/several-people.md");
    let room = Room::new();
    fs::create_dir(room.path("stick")).expect("makeable");
    for (file, _, text) in &ARTICLES[..2] {
        room.write(&format!("ann/articles/{file}"), text);
    }
    fs::create_dir(room.path("ben")).expect("makeable");
    let mut here = [room.path("ann"), room.path("ben")];
    let (mut bens_key, mut incidents, mut weighed) = (String::new(), Vec::new(), Vec::new());
    let mut ran_lines = 0;
    for section in page.split("\n## ").flat_map(|part| part.split("\n### ")) {
        let heading = section.lines().next().unwrap_or_default();
        let who = usize::from(heading.starts_with("Ben"));
        let block =
            section.split("```sh\n").nth(1).and_then(|rest| rest.split("```").next()).unwrap_or_default();
        for line in block.lines() {
            if heading.ends_with("meanwhile") {
                incidents = ids_of_lines(&room.shell(&here[who], "assize incidents").0.out);
            }
            let mut typed = line.replace("BENS-KEY", &bens_key);
            for (word, at) in [("ANCHOR", 0), ("OTHER", 1)] {
                if line.contains(word) {
                    typed = typed.replace(word, &incidents[at]);
                }
            }
            let config = room.path(["ann-config", "ben-config"][who]);
            let set = format!(
                "export ASSIZE_CONFIG_DIR='{}' STICK='{}' USER={}",
                config.display(),
                room.path("stick").display(),
                ["ann", "ben"][who]
            );
            let (ran, ended) = room.shell(&here[who], &format!("{set}\n{typed}"));
            assert_eq!(ran.code, 0, "{heading}: {line}\nas {typed}\n{}\n{}", ran.out, ran.err);
            here[who] = ended;
            ran_lines += 1;
            match line {
                "assize actor key" => bens_key = ran.out.trim().to_owned(),
                "assize incidents" => incidents = ids_of_lines(&ran.out),
                "assize weigh" => weighed.push(ran.out),
                _ if line.starts_with("assize incident ") => {
                    assert!(ran.err.contains("in a log of its own"), "{}", ran.err);
                }
                _ => {}
            }
        }
    }
    assert!(ran_lines >= 20, "{ran_lines}");
    assert_eq!(weighed.len(), 2);
    assert!(
        weighed[0].contains("The boat off Cape Orsay") && weighed[0].contains("2 articles"),
        "{}",
        weighed[0]
    );
    assert_eq!(weighed[0], weighed[1]);
    assert!(room.path("stick/restored/case.toml").is_file());
}

/// Ids at the heads of lines.
fn ids_of_lines(printed: &str) -> Vec<String> {
    let words = printed.lines().filter_map(|line| line.split("  ").next());
    let is_id = |word: &&str| word.len() == 12 && word.chars().all(|c| c.is_ascii_hexdigit());
    words.filter(is_id).map(str::to_owned).collect()
}
