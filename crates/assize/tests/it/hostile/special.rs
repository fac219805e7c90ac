//! What is not a plain file, or not one for long.

use super::Room;
use std::{
    fs,
    path::Path,
    process::{Command, Stdio},
    time::Duration,
};

/// Adds what is named; that it comes back at all is most of what is held here.
fn add(room: &Room, files: &[&str]) -> super::Ran {
    room.assize(&[&["--case", "case", "--json", "add"], files].concat())
}

fn added(ran: &super::Ran) -> Vec<String> {
    ran.json().iter().map(|line| line["file"].as_str().expect("a file").to_owned()).collect()
}

#[cfg(unix)]
fn special(room: &Room) {
    use std::os::unix::{ffi::OsStrExt, fs::symlink, net::UnixListener};
    let inside = room.path("in");
    fs::create_dir_all(inside.join("folder.txt")).expect("a folder");
    let pipe = Command::new("mkfifo").arg(inside.join("pipe.txt")).status().expect("mkfifo runs");
    assert!(pipe.success());
    symlink("pipe.txt", inside.join("link-to-pipe.txt")).expect("a link");
    symlink("loop.txt", inside.join("loop.txt")).expect("a link");
    symlink("..", inside.join("folder.txt/up")).expect("a link");
    symlink("/dev/zero", inside.join("zero.txt")).expect("a link");
    symlink("sound.txt", inside.join("link-to-sound.txt")).expect("a link");
    UnixListener::bind(inside.join("socket.txt")).expect("a socket");
    fs::File::create(inside.join("sparse.txt")).expect("a file").set_len(20 << 30).expect("a sparse file");
    fs::write(inside.join("line\nend\u{1b}[31m.txt"), "\0").expect("a file");
    fs::write(inside.join(std::ffi::OsStr::from_bytes(b"not\xffutf8.txt")), "\0").expect("a file");
    room.write("in/sound.txt", crate::ARTICLE);
    room.write("in/folder.txt/sound.txt", "Other words.");
}

#[cfg(unix)]
#[test]
fn what_is_not_a_plain_file_is_named_and_hangs_nothing() {
    let room = Room::new();
    room.ok(&["init", "case"]);
    special(&room);
    let ran = add(&room, &["in"]);
    assert_eq!((added(&ran), ran.code), (vec!["in/folder.txt/sound.txt".into(), "in/sound.txt".into()], 3));
    for named in [
        "pipe.txt`: `in/pipe.txt` is not a plain file",
        "link-to-pipe.txt` is a symbolic link",
        "loop.txt` is a symbolic link",
        "folder.txt/up` is a symbolic link",
        "zero.txt` is a symbolic link",
        "link-to-sound.txt` is a symbolic link",
        "socket.txt` is not a plain file",
        "sparse.txt`: the file comes to 21474836480 bytes",
        "not\u{fffd}utf8.txt`: byte 0 is zero",
    ] {
        assert!(ran.err.contains(named), "{named}\n{}", ran.err);
    }
    assert!(!ran.err.contains('\u{1b}') && ran.err.contains("[31m.txt`: byte 0 is zero"), "{}", ran.err);
    // A link that is named itself is followed, to a plain file alone.
    let named = add(&room, &["in/link-to-sound.txt"]);
    assert_eq!((added(&named), named.code), (vec!["in/link-to-sound.txt".into()], 0));
    for file in
        ["in/link-to-pipe.txt", "in/pipe.txt", "in/zero.txt", "in/socket.txt", "in/loop.txt", "/dev/null"]
    {
        let ran = add(&room, &[file]);
        assert_eq!((ran.code, ran.err.matches("error: ").count()), (3, 1), "{file}: {}", ran.err);
        assert!(ran.err.contains(file), "{}", ran.err);
        let ran = room.assize(&["read", "--stdout", file]);
        assert_eq!(ran.code, 3, "{file}: {}", ran.err);
        assert!(ran.err.contains(file), "{}", ran.err);
        let ran = room.assize(&["--case", "case", "add", "--dry-run", file]);
        assert_eq!(ran.code, 3, "{file}: {}", ran.err);
    }
    let folder = room.assize(&["read", "--stdout", "in"]);
    assert!(folder.code == 3 && folder.err.contains("`in`: is a folder"), "{}", folder.err);
}

#[test]
fn a_large_folder_is_gone_through() {
    let count = super::many(300) * if super::whole() { 33 } else { 1 };
    let room = Room::new();
    room.ok(&["init", "case"]);
    for n in 0..count {
        room.write(&format!("in/{n:06}.txt"), "\0");
    }
    room.write("in/000007-sound.txt", crate::ARTICLE);
    let ran = add(&room, &["in"]);
    assert_eq!((added(&ran), ran.code), (vec!["in/000007-sound.txt".into()], 3));
    assert_eq!(ran.err.matches("error: ").count(), count);
}

/// Names of processes below this one.
#[cfg(target_os = "linux")]
fn children(of: u32) -> Vec<u32> {
    let list = fs::read_to_string(format!("/proc/{of}/task/{of}/children")).unwrap_or_default();
    let mut all: Vec<u32> = list.split_whitespace().filter_map(|id| id.parse().ok()).collect();
    // Threads start processes too.
    for task in fs::read_dir(format!("/proc/{of}/task")).into_iter().flatten().flatten() {
        let list = fs::read_to_string(task.path().join("children")).unwrap_or_default();
        all.extend(list.split_whitespace().filter_map(|id| id.parse::<u32>().ok()));
    }
    all.sort_unstable();
    all.dedup();
    all
}

/// Whether a process runs; one that nobody asked after yet does not.
#[cfg(target_os = "linux")]
fn runs(id: u32) -> bool {
    fs::read_to_string(format!("/proc/{id}/stat"))
        .is_ok_and(|stat| !stat.rsplit(") ").next().unwrap_or_default().starts_with(['Z', 'X']))
}

#[cfg(target_os = "linux")]
fn until(mut holds: impl FnMut() -> bool) -> bool {
    (0..2_000).any(|_| {
        let held = holds();
        if !held {
            std::thread::sleep(Duration::from_millis(10));
        }
        held
    })
}

/// A command that reads a PDF for a long time, and its reader.
#[cfg(target_os = "linux")]
fn long(room: &Room) -> (std::process::Child, u32) {
    let words = "(Words of a page) Tj ".repeat(1_000_000);
    room.write("long.pdf", super::pdfs::of_words(&words));
    let mut command = room.command(&["read", "--stdout", "long.pdf"]);
    let child = command.stdout(Stdio::null()).stderr(Stdio::piped()).spawn().expect("runs");
    let mut found = Vec::new();
    let ticks = |id: u32| {
        let stat = fs::read_to_string(format!("/proc/{id}/stat")).unwrap_or_default();
        stat.rsplit(") ").next().and_then(|rest| rest.split(' ').nth(11)?.parse::<u64>().ok()).unwrap_or(0)
    };
    // At work, not only started.
    assert!(until(|| {
        found = children(child.id());
        found.first().is_some_and(|reader| ticks(*reader) > 5)
    }));
    (child, found[0])
}

#[cfg(target_os = "linux")]
fn signal(name: &str, id: u32) {
    assert!(Command::new("kill").args(["-s", name, &id.to_string()]).status().expect("kill runs").success());
}

#[cfg(target_os = "linux")]
#[test]
fn a_reader_that_is_killed_is_one_error() {
    let room = Room::new();
    let (child, reader) = long(&room);
    signal("KILL", reader);
    let output = child.wait_with_output().expect("ends");
    let said = String::from_utf8_lossy(&output.stderr).into_owned();
    assert_eq!(output.status.code(), Some(3), "{said}");
    assert_eq!(said, "error: `long.pdf`: the reader of this file crashed (signal 9); the file is left out\n");
}

#[cfg(target_os = "linux")]
#[test]
fn a_command_that_is_killed_leaves_no_reader() {
    for name in ["KILL", "TERM", "INT"] {
        let room = Room::new();
        let (mut child, reader) = long(&room);
        signal(name, child.id());
        let _ = child.wait().expect("ends");
        assert!(until(|| !runs(reader)), "{name}");
    }
}

#[cfg(target_os = "linux")]
#[test]
fn a_reader_knows_nothing_and_may_do_nothing() {
    let room = Room::new();
    let (mut child, reader) = long(&room);
    let of = |name: &str| fs::read(format!("/proc/{reader}/{name}")).expect("it runs");
    assert_eq!(String::from_utf8_lossy(&of("environ")), "MALLOC_ARENA_MAX=1\0");
    assert_eq!(fs::read_link(format!("/proc/{reader}/cwd")).expect("it runs"), Path::new("/"));
    let limits = String::from_utf8_lossy(&of("limits")).into_owned();
    let limit = |name: &str| {
        let line = limits.lines().find(|line| line.starts_with(name)).unwrap_or_default();
        line[name.len()..].split_whitespace().take(2).collect::<Vec<_>>().join(" ")
    };
    assert_eq!(limit("Max address space"), "1610612736 1610612736");
    assert_eq!(limit("Max file size"), "0 0");
    assert_eq!(limit("Max core file size"), "0 0");
    assert_eq!(limit("Max open files"), "16 16");
    assert!(limit("Max cpu time").starts_with("121 "), "{limits}");
    assert!(String::from_utf8_lossy(&of("status")).contains("NoNewPrivs:\t1"));
    let command = String::from_utf8_lossy(&of("cmdline")).into_owned();
    assert!(!command.contains("long.pdf") && !command.contains(&*room.dir.path().to_string_lossy()));
    child.kill().expect("it runs");
    let _ = child.wait();
}

/// The program's file may be replaced or removed while it runs.
#[cfg(target_os = "linux")]
#[test]
fn a_program_that_was_removed_still_reads() {
    let room = Room::new();
    room.write("page.html", "<html><p>Three people were killed on May 3, an official said.</html>");
    fs::copy(env!("CARGO_BIN_EXE_assize"), room.path("copy")).expect("a copy");
    let line = "exec 3<./copy && rm ./copy && /proc/self/fd/3 read --stdout page.html";
    let (ran, _) = room.shell(room.dir.path(), line);
    assert_eq!(ran.code, 0, "{}", ran.err);
    assert!(ran.out.contains("killed"));
}

#[test]
fn two_commands_add_the_same_folder_at_once() {
    let room = Room::new();
    room.ok(&["init", "case"]);
    for n in 0..20 {
        room.write(&format!("in/{n}.html"), format!("<html><p>Words of page {n}.</html>"));
    }
    let start =
        || room.command(&["--case", "case", "add", "in"]).stdout(Stdio::null()).spawn().expect("runs");
    for mut child in [start(), start(), start()] {
        assert_eq!(child.wait().expect("ends").code(), Some(0));
    }
    room.ok(&["--case", "case", "verify"]);
}

#[test]
fn a_limit_that_there_is_not_is_named() {
    let room = Room::new();
    room.write("a.txt", "Words.");
    for (limit, says) in [
        ("html_dept=3", "`html_dept` is not a limit"),
        ("html_depth", "is not of the form `NAME=NUMBER`"),
        ("html_depth=many", "`many` is not a whole number"),
    ] {
        let ran = room.assize(&["read", "--stdout", "a.txt", "--limit", limit]);
        assert!(ran.code == 2 && ran.err.contains(says), "{}", ran.err);
    }
    let ran = room.assize(&["read", "a.txt", "--limit", "html_depth=3"]);
    assert!(ran.code == 2 && ran.err.contains("--limit goes with --stdout"), "{}", ran.err);
}
