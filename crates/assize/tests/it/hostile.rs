//! Originals that are made to do harm: each is one error that names it, or a text, and a sound file beside it is added.
//!
//! All are made here. Sizes and limits are a tenth of what they are everywhere else, so that this is quick; with `FAULTS` set they are whole, and
//! the limits are those everybody has. What a process may take is held by the system while it runs, so what comes to an end here stayed within it.

mod ended;
mod pages;
mod pdfs;
mod special;
mod texts;

use crate::{Ran, Room};
use std::process::Command;

/// An original, and what becomes of it.
#[derive(Clone)]
struct Original {
    name: String,
    bytes: Vec<u8>,
    end: End,
}

/// What becomes of an original.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum End {
    /// It is added.
    Text,
    /// It is one error, which says this.
    Says(&'static str),
    /// It is added or it is one error.
    Any,
}

/// Whether sizes and limits are whole.
fn whole() -> bool {
    std::env::var_os("FAULTS").is_some()
}

/// So many, or ten times as many.
fn many(tenth: usize) -> usize {
    if whole() { tenth * 10 } else { tenth }
}

/// Limits that are a tenth of the usual ones, where these depend on how many of something there are.
fn limits() -> Vec<String> {
    let tenth = [
        ("html_attributes", 100_000),
        ("html_nodes", 200_000),
        ("html_escape_bytes", 1_370_000_000),
        ("pdf_objects", 200_000),
        ("pdf_operators", 2_000_000),
        ("pdf_pages", 1_000),
        ("pdf_text_bytes", 400_000),
        ("pdf_unpacked_bytes", 50_000_000),
        ("memory_bytes", 800_000_000),
    ];
    let stated = |(name, value): (&str, u64)| ["--limit".to_owned(), format!("{name}={value}")];
    if whole() { Vec::new() } else { tenth.into_iter().flat_map(stated).collect() }
}

/// What the whole command may take of memory, in KiB. Nothing but the process that reads an original comes near.
const COMMAND_KIB: u64 = 2_500_000;

/// Adds a folder to a new case, with so little memory.
fn add(room: &Room, folder: &str) -> Ran {
    room.ok(&["init", "case"]);
    let mut command = Command::new("sh");
    command
        .args(["-c", &format!("ulimit -v {COMMAND_KIB} && exec \"$0\" \"$@\""), env!("CARGO_BIN_EXE_assize")])
        .args(["--case", "case", "--json", "add", folder])
        .args(limits())
        .current_dir(room.dir.path());
    room.own(&mut command);
    Room::ran(&mut command)
}

fn all_end_well(originals: &[Original]) {
    let room = Room::new();
    for original in originals {
        room.write(&format!("in/{}", original.name), &original.bytes);
    }
    for sound in ["in/0-sound.txt", "in/sound.txt", "in/zz-sound.txt"] {
        room.write(sound, crate::ARTICLE);
    }
    room.write("in/zz-sound.html", "<html><head><title>A sound page</title></head><p>Sound words.</html>");
    let ran = add(&room, "in");
    let added: Vec<String> = ran
        .json()
        .iter()
        .map(|line| line["file"].as_str().expect("a file").trim_start_matches("in/").to_owned())
        .collect();
    let errors: Vec<&str> = ran.err.lines().filter(|line| line.starts_with("error: ")).collect();
    for sound in ["0-sound.txt", "sound.txt", "zz-sound.txt", "zz-sound.html"] {
        assert!(added.iter().any(|file| file == sound), "{sound} is added\n{}", ran.err);
    }
    let mut wrong = Vec::new();
    for original in originals {
        let name = &original.name;
        let is_added = added.contains(name);
        let of_it = format!("error: `in/{name}`: ");
        let said: Vec<&&str> = errors.iter().filter(|error| error.starts_with(&of_it)).collect();
        let held = match (original.end, said.as_slice()) {
            (End::Text | End::Any, []) => is_added,
            (End::Any, [error]) => !is_added && !error.contains("crashed"),
            (End::Says(words), [error]) => !is_added && error.contains(words),
            _ => false,
        };
        if !held {
            wrong.push(format!("{name}: {:?}, but added {is_added}, {said:?}", original.end));
        }
    }
    assert!(wrong.is_empty(), "{}\n{}", wrong.join("\n"), ran.err.lines().count());
    assert_eq!(added.len() + errors.len(), originals.len() + 4, "nothing else is said");
    assert_eq!(ran.code, 3);
    let mut names: Vec<&String> = added.iter().collect();
    names.sort();
    assert_eq!(names, added.iter().collect::<Vec<_>>(), "in the order of the folder");
    room.ok(&["--case", "case", "verify"]);
}

#[test]
fn hostile_pages_are_an_error_or_a_text() {
    all_end_well(&pages::all());
}

#[test]
fn hostile_pdfs_are_an_error_or_a_text() {
    all_end_well(&pdfs::all());
}

#[test]
fn hostile_texts_are_an_error_or_a_text() {
    all_end_well(&texts::all());
}

#[test]
fn read_to_stdout_ends_as_add_does() {
    let room = Room::new();
    for original in pages::all().into_iter().chain(pdfs::all()).step_by(9) {
        room.write(&original.name, &original.bytes);
        let ran = room.assize(
            &[
                &["read", "--stdout", &original.name][..],
                &limits().iter().map(String::as_str).collect::<Vec<_>>(),
            ]
            .concat(),
        );
        match original.end {
            End::Text => assert_eq!(ran.code, 0, "{}: {}", original.name, ran.err),
            End::Says(words) => {
                assert_eq!(ran.code, 3, "{}: {}", original.name, ran.err);
                assert!(ran.err.contains(words) && ran.err.contains(&original.name), "{}", ran.err);
            }
            End::Any => assert!([0, 3].contains(&ran.code), "{}: {}", original.name, ran.err),
        }
    }
}
