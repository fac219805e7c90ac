//! The command line as a newcomer runs it.

#![allow(clippy::disallowed_methods, reason = "tests read what they wrote themselves")]

mod again;
mod attacks;
mod backup;
mod beside;
mod copies;
mod desk;
mod destroyed;
mod example;
mod facing;
mod faults;
mod figures;
mod flow;
mod frames;
mod gist;
mod grouped;
mod hostile;
mod house;
mod identity;
mod keys;
mod kills;
mod man;
mod paraphrase;
mod public;
mod readme;
mod replicas;
mod reviews;
mod rules;
mod schema;
mod search;
mod secrets;
mod several_people;
mod small;
mod snapshots;
mod stdout;
mod tables;
mod words;

use std::{
    fs,
    path::{Path, PathBuf},
    process::{Command, Output},
};
use tempfile::TempDir;

/// A folder of its own, with keys of its own.
struct Room {
    dir: TempDir,
}

/// What a command did.
struct Ran {
    code: i32,
    out: String,
    err: String,
}

/// An invented article: nothing in it happened.
const ARTICLE: &str = "Navy sinks boat off Cape Invented\n\n\
    At least nine people were killed on May 3 when a missile struck a speedboat off Cape Invented, the Gazette found.\n\n\
    “All nine were smugglers,” Defense Minister Ada Quill said on Monday. Two officials familiar with the operation said the boat carried fishermen.\n\n\
    Quill signed the order on April 28, according to a person who has read it. The ministry did not respond to a request for comment.\n";

impl Room {
    fn new() -> Self {
        Self { dir: TempDir::new().expect("a temporary folder") }
    }

    fn path(&self, name: &str) -> PathBuf {
        self.dir.path().join(name)
    }

    fn write(&self, name: &str, content: impl AsRef<[u8]>) -> PathBuf {
        let path = self.path(name);
        fs::create_dir_all(path.parent().expect("inside the room")).expect("a folder");
        fs::write(&path, content).expect("a file");
        path
    }

    fn command(&self, args: &[&str]) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_assize"));
        command.args(args).current_dir(self.dir.path());
        self.own(&mut command);
        command
    }

    /// Gives a command keys and a name of the room's own.
    fn own(&self, command: &mut Command) {
        command.env("ASSIZE_CONFIG_DIR", self.path("config")).env_remove("ASSIZE_CASE").env("USER", "tester");
    }

    fn assize(&self, args: &[&str]) -> Ran {
        Self::ran(&mut self.command(args))
    }

    fn ran(command: &mut Command) -> Ran {
        let output: Output = command.output().expect("the program runs");
        Ran {
            code: output.status.code().unwrap_or(-1),
            out: String::from_utf8_lossy(&output.stdout).into_owned(),
            err: String::from_utf8_lossy(&output.stderr).into_owned(),
        }
    }

    /// Runs a line in a shell that has `assize` on its path. Says also which folder the shell is in at the end.
    fn shell(&self, folder: &Path, line: &str) -> (Ran, PathBuf) {
        let program = Path::new(env!("CARGO_BIN_EXE_assize"));
        let mut path = program.parent().expect("a folder").as_os_str().to_owned();
        path.push(":");
        path.push(std::env::var_os("PATH").unwrap_or_default());
        let end = self.path("shell-ended-in");
        let mut command = Command::new("sh");
        command
            .args(["-c", &format!("{line}\ncode=$?; pwd > \"$ENDED\"; exit $code")])
            .current_dir(folder)
            .env("PATH", path)
            .env("ENDED", &end);
        self.own(&mut command);
        let ran = Self::ran(&mut command);
        let ended = fs::read_to_string(&end).expect("the shell came to its end");
        (ran, PathBuf::from(ended.trim_end()))
    }

    /// Runs a command that must succeed.
    fn ok(&self, args: &[&str]) -> Ran {
        let ran = self.assize(args);
        assert_eq!(ran.code, 0, "{args:?}\n{}\n{}", ran.out, ran.err);
        ran
    }

    /// Copies a case as a person would with a stick, in place of what is there.
    fn copy(&self, from: &str, to: &str) {
        let _ = fs::remove_dir_all(self.path(to));
        for (file, bytes) in files(&self.path(from)) {
            self.write(&format!("{to}/{}", file.display()), bytes);
        }
    }

    /// Copies a case from another room, as one that somebody else gets on a stick.
    fn copy_from(&self, other: &Self, case: &str) {
        let _ = fs::remove_dir_all(self.path(case));
        for (file, bytes) in files(&other.path(case)) {
            self.write(&format!("{case}/{}", file.display()), bytes);
        }
    }

    /// The heads of a case that can be read.
    fn heads(&self, case: &str) -> Vec<serde_json::Value> {
        let files = files(&self.path(case).join("ledger/heads"));
        let lines = files.iter().flat_map(|(_, bytes)| bytes.split(|byte| *byte == b'\n'));
        lines.filter_map(|line| serde_json::from_slice(line).ok()).collect()
    }

    /// First digits of the first entry of a kind.
    fn first_of_kind(&self, case: &str, kind: &str) -> String {
        let heads = self.heads(case);
        let found = heads.iter().find(|head| head["head"]["kind"] == kind).expect("one of the kind");
        found["id"].as_str().expect("an id")[..12].to_owned()
    }

    /// A case with the invented article, read.
    fn with_article() -> Self {
        let room = Self::new();
        room.ok(&["init", "case"]);
        room.write("article.txt", ARTICLE);
        room.ok(&[
            "--case",
            "case",
            "add",
            "article.txt",
            "--published",
            "2031-05-05",
            "--publisher",
            "The Gazette",
        ]);
        room.ok(&["--case", "case", "read"]);
        room
    }
}

impl Ran {
    /// Every line of stdout as JSON.
    fn json(&self) -> Vec<serde_json::Value> {
        self.out.lines().map(|line| serde_json::from_str(line).expect("a line of JSON")).collect()
    }
}

/// All files below a folder, relative, with their bytes.
fn files(root: &Path) -> Vec<(PathBuf, Vec<u8>)> {
    let mut found = Vec::new();
    let mut folders = vec![root.to_owned()];
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(&folder).expect("a folder").flatten() {
            let path = entry.path();
            if path.is_dir() {
                folders.push(path);
            } else {
                let name = path.strip_prefix(root).expect("below the root").to_owned();
                found.push((name, fs::read(&path).expect("a file")));
            }
        }
    }
    found.sort();
    found
}

/// Four articles of one day: a strike, the same strike by another outlet, a text that retells the first, and another strike.
const ARTICLES: [(&str, &str, &str); 4] = [
    (
        "gazette.txt",
        "The Gazette",
        "A strike on May 3 killed nine people on a boat off Cape Orsay, Adm. Ruth Vale said.\n",
    ),
    (
        "courier.txt",
        "The Courier",
        "At least ten people were killed on May 3 in a strike off Cape Orsay, a harbour pilot said.\n",
    ),
    (
        "echo.txt",
        "The Echo",
        "Nine people were killed in a strike off Cape Orsay on May 3, the Gazette reported.\n",
    ),
    (
        "herald.txt",
        "The Herald",
        "A strike on May 3 killed four people in the town of Port Lume, two residents said.\n",
    ),
];

/// A case of these articles, read.
fn case_of(articles: &[(&str, &str, &str)]) -> Room {
    let room = Room::new();
    room.ok(&["init", "case"]);
    for (file, outlet, text) in articles {
        room.write(file, text);
        room.ok(&["--case", "case", "add", file, "--published", "2031-05-05", "--publisher", outlet]);
    }
    room.ok(&["--case", "case", "read"]);
    room
}
