//! The desk on a large case: an article of 100 kB with 500 figures, and 100,000 entries beside it.
//!
//! `cargo build --release --workspace && target/release/bench desk target/release/assize`
//!
//! Everything is done by the program itself, over the loopback, as a browser does it. A decision ends on the disk, so the same bytes are written and synced
//! in turn, and the difference is printed beside the time.

use std::{
    fmt::Write as _,
    fs,
    io::{BufRead as _, BufReader, Read as _, Write as _},
    net::TcpStream,
    path::{Path, PathBuf},
    process::{Child, Command, Stdio},
    time::{Duration, Instant},
};

/// How often each is measured; odd, so that there is a median.
const ROUNDS: usize = 21;
/// Figures of the article.
const FIGURES: usize = 500;
/// A row of the table becomes so many entries: the incident, its passage, four claims.
const ENTRIES_OF_A_ROW: u32 = 6;

pub(crate) fn run(arguments: &[&str]) -> Result<(), String> {
    let [program, rest @ ..] = arguments else { return Err("desk needs the program".to_owned()) };
    let program = fs::canonicalize(program).map_err(|error| format!("`{program}`: {error}"))?;
    let entries = crate::count(rest, 100_000)?;
    let room = std::env::temp_dir().join(format!("assize-bench-desk-{}", std::process::id()));
    let measured = measure(&Program { program, room: room.clone() }, entries);
    let _ = fs::remove_dir_all(&room);
    measured
}

struct Program {
    program: PathBuf,
    room: PathBuf,
}

impl Program {
    fn command(&self, arguments: &[&str]) -> Command {
        let mut command = Command::new(&self.program);
        command.args(arguments).current_dir(&self.room).env_remove("ASSIZE_CASE");
        command.env("ASSIZE_CONFIG_DIR", self.room.join("config"));
        command
    }

    fn ok(&self, arguments: &[&str]) -> Result<(), String> {
        let ran = self.command(arguments).output().map_err(|error| error.to_string())?;
        let said = || format!("{arguments:?}: {}", String::from_utf8_lossy(&ran.stderr));
        if ran.status.success() { Ok(()) } else { Err(said()) }
    }
}

/// An article that counts the dead of as many places as it has paragraphs, padded to 100 kB with what nobody claims.
fn article() -> String {
    let mut text = "A month of strikes on the coast\n\n".to_owned();
    for at in 0..FIGURES {
        let (day, dead) = (at % 28 + 1, at % 17 + 2);
        let _ = writeln!(
            text,
            "On May {day}, {dead} people were killed in a strike on Quenby {at}, the harbour master said. The sea was calm in the morning, and boats had gone out before it was light, as on all days of that spring and the one before it.\n"
        );
    }
    text
}

/// A table of incidents, for the bulk of the record.
fn table(rows: u32) -> String {
    let mut table = "id,date,place,killed_min,killed_max,injured_min,injured_max\n".to_owned();
    for row in 0..rows {
        let (year, month, day) = (2020 + row / 3650, row % 12 + 1, row % 28 + 1);
        let dead = row % 9 + 1;
        let _ = writeln!(
            table,
            "B{row},{year}-{month:02}-{day:02},Brill {row},{dead},{},{},{}",
            dead + 2,
            row % 5,
            row % 5 + 1
        );
    }
    table
}

const MAP: &str = r#"
id = "bench"
title = "A table of the bench"
publisher = "The Lowford Gazette"
prefix = "bench"
name = "Strike {key}"
[key]
columns = [["id"]]
[date]
column = ["date"]
order = "iso"
[[figure]]
property = "incident.killed"
min = ["killed_min"]
max = ["killed_max"]
[[figure]]
property = "incident.injured"
min = ["injured_min"]
max = ["injured_max"]
[[words]]
property = "incident.place"
column = ["place"]
"#;

fn measure(program: &Program, entries: u32) -> Result<(), String> {
    let write =
        |name: &str, text: &str| fs::write(program.room.join(name), text).map_err(|error| error.to_string());
    fs::create_dir_all(&program.room).map_err(|error| error.to_string())?;
    write("article.txt", &article())?;
    write("table.csv", &table(entries / ENTRIES_OF_A_ROW))?;
    write("map.toml", MAP)?;
    let case = |arguments: &[&str]| program.ok(&[&["--case", "case"], arguments].concat());
    program.ok(&["init", "case"])?;
    case(&["add", "article.txt", "--published", "2031-06-01", "--publisher", "The Lowford Gazette"])?;
    let began = Instant::now();
    case(&["read"])?;
    println!("{:<58} {:>8.1} ms", "read: the article of 100 kB", began.elapsed().as_secs_f64() * 1e3);
    let began = Instant::now();
    case(&["import", "table.csv", "--map", "map.toml", "--published", "2031-06-01", "--yes"])?;
    println!("{:<58} {:>8.1} ms", "import: the table", began.elapsed().as_secs_f64() * 1e3);
    let desk = Desk::open(program)?;
    let lines = fs::read_dir(program.room.join("case/ledger/heads")).map_err(|error| error.to_string())?;
    let lines: usize = lines
        .flatten()
        .filter_map(|file| fs::read(file.path()).ok())
        .map(|bytes| bytes.split(|byte| *byte == b'\n').count() - 1)
        .sum();
    println!("{lines} entries, {} bytes of article", article().len());

    let once = |what: &str, path: &str| -> Result<String, String> {
        let began = Instant::now();
        let body = desk.get(path)?;
        println!(
            "{:<58} {:>8.1} ms {:>9} bytes",
            format!("{what}, first"),
            began.elapsed().as_secs_f64() * 1e3,
            body.len()
        );
        Ok(body)
    };
    let again = |what: &str, path: &str| -> Result<(), String> {
        let mut times = Vec::new();
        for _ in 0..ROUNDS {
            let began = Instant::now();
            desk.get(path)?;
            times.push(began.elapsed());
        }
        println!("{:<58} {:>8.1} ms", format!("{what}, next"), median(times));
        Ok(())
    };
    let inbox = once("inbox", "/?show=all")?;
    again("inbox", "/?show=all")?;
    let source = between(&inbox, "href=\"/source/", "\"").ok_or("no source in the inbox")?;
    let source = format!("/source/{source}");
    let page = once("article with its drafts", &source)?;
    again("article with its drafts", &source)?;
    let drafts: Vec<&str> = page
        .match_indices("data-draft=\"")
        .filter_map(|(at, _)| between(&page[at..], "data-draft=\"", "\""))
        .collect();
    println!("{} drafts", drafts.len());
    let of = source.split('?').next().unwrap_or(&source);
    again("a key: the card of another draft", &format!("{of}/card?draft={}", drafts[drafts.len() / 2]))?;
    once("incidents", "/incidents")?;
    once(
        "candidates of one",
        between(&page, "data-load=\"", "\"")
            .map(|link| link.replace("&amp;", "&"))
            .as_deref()
            .ok_or("no candidates")?,
    )?;
    again(
        "candidates of one",
        &between(&page, "data-load=\"", "\"")
            .map(|link| link.replace("&amp;", "&"))
            .ok_or("no candidates")?,
    )?;

    let (mut decided, mut synced, mut after) = (Vec::new(), Vec::new(), Vec::new());
    for _ in 0..ROUNDS {
        let page = desk.get(of)?;
        let card = &page[page.find("id=\"draft\"").ok_or("no card")?..];
        let mut form = String::from("act=accept");
        for field in ["token", "source", "draft", "seen"] {
            let value = card
                .find(&format!("name=\"{field}\""))
                .and_then(|at| between(&card[at..], "value=\"", "\""))
                .ok_or("no field")?;
            let _ = write!(form, "&{field}={value}");
        }
        let began = Instant::now();
        let head = desk.send("POST", "/decide", &form)?;
        decided.push(began.elapsed());
        if !head.starts_with("HTTP/1.1 200") {
            return Err(format!("the decision failed: {head}"));
        }
        let began = Instant::now();
        write_and_sync(&program.room.join("synced"))?;
        synced.push(began.elapsed());
        let began = Instant::now();
        desk.get(of)?;
        after.push(began.elapsed());
    }
    println!("{:<58} {:>8.1} ms", "a decision, with what the script draws after it", median(decided));
    println!("{:<58} {:>8.1} ms", "  of which 4 kB written and synced take", median(synced));
    println!("{:<58} {:>8.1} ms", "the page after a decision", median(after));
    Ok(())
}

fn write_and_sync(path: &Path) -> Result<(), String> {
    let mut file = fs::File::create(path).map_err(|error| error.to_string())?;
    file.write_all(&[b'x'; 4096]).and_then(|()| file.sync_all()).map_err(|error| error.to_string())
}

fn median(mut times: Vec<Duration>) -> f64 {
    times.sort_unstable();
    times[times.len() / 2].as_secs_f64() * 1e3
}

fn between<'t>(text: &'t str, before: &str, after: &str) -> Option<&'t str> {
    text.split_once(before)?.1.split(after).next()
}

struct Desk {
    child: Child,
    host: String,
}

impl Drop for Desk {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

impl Desk {
    fn open(program: &Program) -> Result<Self, String> {
        let mut command = program.command(&["--case", "case", "desk", "--no-open", "--port", "0"]);
        let mut child = command
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .map_err(|error| error.to_string())?;
        let mut line = String::new();
        let out = child.stdout.take().ok_or("no output")?;
        BufReader::new(out).read_line(&mut line).map_err(|error| error.to_string())?;
        let host = line.trim().trim_start_matches("http://").trim_end_matches('/').to_owned();
        Ok(Self { child, host })
    }

    fn get(&self, path: &str) -> Result<String, String> {
        let answer = self.send("GET", path, "")?;
        let (head, body) = answer.split_once("\r\n\r\n").ok_or("no head")?;
        if head.starts_with("HTTP/1.1 200") { Ok(body.to_owned()) } else { Err(format!("{path}: {head}")) }
    }

    fn send(&self, method: &str, path: &str, form: &str) -> Result<String, String> {
        let mut stream = TcpStream::connect(&self.host).map_err(|error| error.to_string())?;
        let request = format!(
            "{method} {path} HTTP/1.1\r\nHost: {}\r\nConnection: close\r\nX-Desk: 1\r\nSec-Fetch-Site: same-origin\r\nContent-Type: application/x-www-form-urlencoded\r\nContent-Length: {}\r\n\r\n{form}",
            self.host,
            form.len()
        );
        stream.write_all(request.as_bytes()).map_err(|error| error.to_string())?;
        let mut answer = Vec::new();
        stream.read_to_end(&mut answer).map_err(|error| error.to_string())?;
        Ok(String::from_utf8_lossy(&answer).into_owned())
    }
}
