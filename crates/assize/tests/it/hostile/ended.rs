//! Limits that the process itself is held to: what passes one is an error that names it, and what does not is read.

use super::{Ran, Room, pdfs};

fn read(room: &Room, file: &str, limit: &str) -> Ran {
    room.assize(&["read", "--stdout", file, "--limit", limit])
}

fn refused(ran: &Ran, file: &str, says: &str) {
    assert_eq!(ran.code, 3, "{}", ran.err);
    let said = format!(
        "error: `{file}`: reading it took more than {says} allows; raise that limit if you trust the file\n"
    );
    assert_eq!(ran.err, said);
}

#[cfg(target_os = "linux")]
#[test]
fn memory_processor_time_time_and_output_are_limits_that_are_named() {
    let room = Room::new();
    let words = "(Words of a page) Tj ".repeat(400_000);
    room.write("a.pdf", pdfs::of_words(&words));
    refused(
        &read(&room, "a.pdf", "memory_bytes=419430400"),
        "a.pdf",
        "the 400 MiB of memory that `memory_bytes`",
    );
    refused(
        &read(&room, "a.pdf", "cpu_seconds=0"),
        "a.pdf",
        "the 0 seconds of processor time that `cpu_seconds`",
    );
    refused(&read(&room, "a.pdf", "wall_seconds=0"), "a.pdf", "the 0 seconds that `wall_seconds`");
    let refused = read(&room, "a.pdf", "output_bytes=100000");
    assert!(
        refused.code == 3 && refused.err.contains("the 100000 that `output_bytes` allows"),
        "{}",
        refused.err
    );
    // The same file passes where each is as it always is.
    room.write("b.pdf", pdfs::of_words("(Words of a page) Tj"));
    for limit in ["memory_bytes=419430400", "cpu_seconds=120", "wall_seconds=300", "output_bytes=100000"] {
        let ran = read(&room, "b.pdf", limit);
        assert_eq!(ran.code, 0, "{limit}: {}", ran.err);
    }
}

/// Files of a folder share processes; what one file took is not held against the next.
#[cfg(target_os = "linux")]
#[test]
fn a_limit_is_a_files_own() {
    let room = Room::new();
    room.ok(&["init", "case"]);
    let words = "(Words of a page) Tj ".repeat(20_000);
    for n in 0..12 {
        room.write(&format!("in/{n:02}.pdf"), pdfs::of_words(&format!("{words} ({n}) Tj")));
    }
    room.write("in/05b.pdf", pdfs::of_words(&"(Words of a page) Tj ".repeat(1_000_000)));
    let ran = room.assize(&["--case", "case", "--json", "add", "in", "--limit", "cpu_seconds=2"]);
    assert_eq!(ran.json().len(), 12, "{}", ran.err);
    assert_eq!(ran.err.matches("error: ").count(), 1, "{}", ran.err);
    assert!(
        ran.err.contains("`in/05b.pdf`: reading it took more than the 2 seconds of processor time"),
        "{}",
        ran.err
    );
}
