//! Files cut, swapped, removed, replaced by what is no file; a whole older copy put back; a history signed twice.

use crate::{
    Part,
    flips::{Sort, prepared, sort_of},
};
use assize_testkit::rig::{
    Base, Numbers, Person, Ran, Report, Tried,
    oracle::{ASKED, Answers},
};
use std::{
    fs,
    os::unix::fs::symlink,
    path::{Path, PathBuf},
    process::Command,
};

/// What is done to a file.
const DONE: [&str; 13] = [
    "cut",
    "emptied",
    "removed",
    "line-removed",
    "line-doubled",
    "lines-swapped",
    "last-line-removed",
    "swapped",
    "linked",
    "pipe",
    "folder",
    "huge",
    "garbage",
];

pub(crate) fn run(part: &Part<'_>) -> Tried<Report> {
    let mut report = Report::default();
    let (base, said) = prepared(part)?;
    let files: Vec<(PathBuf, Sort)> =
        base.state.files().filter_map(|(file, _)| Some((file.to_owned(), sort_of(file)?.1))).collect();
    let all = (files.len() * DONE.len()) as u64;
    for ((file, sort), done) in files.iter().flat_map(|file| DONE.iter().map(move |done| (file, *done))) {
        let trial = format!("{done}/{}", file.display());
        // Names of logs and blobs differ from world to world: those of the sort that is repeated are all tried.
        if part.takes(&trial, all) {
            one(part, &base, &said, (file, *sort), done, &trial, &mut report)?;
        }
    }
    for (name, told) in [("rolled-back", rolled_back as Scene), ("forked", forked), ("lacking", lacking)] {
        if part.takes(name, 1) {
            base.reset()?;
            report.count("scenes");
            report.hold(name, told(&base, &said));
        }
    }
    Ok(report)
}

type Scene = fn(&Base, &Answers) -> Result<(), String>;

fn one(
    part: &Part<'_>,
    base: &Base,
    said: &Answers,
    (file, sort): (&Path, Sort),
    done: &str,
    trial: &str,
    report: &mut Report,
) -> Tried<()> {
    base.reset()?;
    let mut numbers = Numbers::of(part.asked.seed, trial);
    if !broken(base, file, done, &mut numbers)? {
        return Ok(());
    }
    report.count("files broken");
    let ran = base.world.run_narrow(Person::Ann, &["--case", "case", "verify"])?;
    report.hold(trial, told(&ran, file, sort, done));
    base.reset()?;
    broken(base, file, done, &mut Numbers::of(part.asked.seed, trial))?;
    let now = Answers::of(&base.world, "case", &ASKED);
    let held = now.and_then(|now| said.silent_change(&now).map_or(Ok(()), Err));
    report.hold(trial, held);
    // A write must end too, and must not make matters worse in silence.
    let ran = base.world.run_narrow(Person::Ann, &["--case", "case", "accept", &base.tolls[5]])?;
    report.hold(trial, ran.crash().map_or(Ok(()), |crash| Err(format!("accept: {crash}"))));
    Ok(())
}

/// Breaks a file. `false` where it cannot be broken so.
fn broken(base: &Base, file: &Path, done: &str, numbers: &mut Numbers) -> Tried<bool> {
    let path = base.world.path(file);
    let bytes = fs::read(&path).map_err(|error| format!("{}: {error}", path.display()))?;
    let lines: Vec<&[u8]> = bytes.split_inclusive(|byte| *byte == b'\n').collect();
    let line = numbers.below(lines.len());
    let changed: Option<Vec<u8>> = match done {
        "cut" if bytes.len() > 1 => Some(bytes[..numbers.below(bytes.len() - 1)].to_vec()),
        "emptied" => Some(Vec::new()),
        "garbage" => Some((0..bytes.len()).map(|_| numbers.next().to_be_bytes()[0]).collect()),
        "line-removed" if lines.len() > 1 => Some([&lines[..line], &lines[line + 1..]].concat().concat()),
        "line-doubled" => Some([&lines[..=line], &lines[line..]].concat().concat()),
        "last-line-removed" if lines.len() > 1 => Some(lines[..lines.len() - 1].concat()),
        "lines-swapped" if lines.len() > 2 => {
            let mut lines = lines.clone();
            let at = line.min(lines.len() - 2);
            lines.swap(at, at + 1);
            Some(lines.concat())
        }
        "swapped" => {
            let beside = fs::read_dir(path.parent().unwrap_or(&path)).into_iter().flatten().flatten();
            let mut others: Vec<PathBuf> =
                beside.map(|entry| entry.path()).filter(|other| other.is_file() && *other != path).collect();
            others.sort();
            numbers.pick(&others).and_then(|other| fs::read(other).ok())
        }
        "removed" | "linked" | "pipe" | "folder" | "huge" => None,
        _ => return Ok(false),
    };
    let put = match changed {
        Some(changed) if changed == bytes => return Ok(false),
        Some(changed) => fs::write(&path, changed),
        None => replaced(base, &path, done),
    };
    put.map_err(|error| format!("{}: {error}", path.display()))?;
    Ok(done != "swapped" || fs::read(&path).is_ok_and(|now| now != bytes))
}

fn replaced(base: &Base, path: &Path, done: &str) -> std::io::Result<()> {
    let aside = base.world.scratch().join("aside");
    fs::rename(path, &aside).or_else(|_| fs::copy(path, &aside).and_then(|_| fs::remove_file(path)))?;
    match done {
        "linked" => symlink(&aside, path),
        "pipe" => Command::new("mkfifo").arg(path).status().map(drop),
        "folder" => fs::create_dir(path),
        "huge" => fs::File::create(path)?.set_len(20 << 30),
        _ => Ok(()),
    }
}

fn told(ran: &Ran, file: &Path, sort: Sort, done: &str) -> Result<(), String> {
    if let Some(crash) = ran.crash() {
        return Err(format!("verify: {crash}"));
    }
    let said = format!("{}{}", ran.text(), ran.err);
    let inner: PathBuf = file.iter().skip(1).collect();
    let folder = inner.parent().map(|folder| folder.to_string_lossy().into_owned()).unwrap_or_default();
    let name = file.file_name().unwrap_or_default().to_string_lossy();
    let is_named = said.contains(&*name) || (folder.len() > 6 && said.contains(&folder));
    match (sort, done) {
        (Sort::Held, _) if ran.code == Some(0) && !is_named => {
            Err(format!("verify says nothing of it: {}", ran.short()))
        }
        (Sort::Held, _) if !is_named => Err(format!("verify does not name it: {}", ran.short())),
        (Sort::Disposable, _) if ran.code != Some(0) => Err(format!("verify: {}", ran.short())),
        _ if !matches!(ran.code, Some(0 | 2..=4)) => Err(format!("verify: {}", ran.short())),
        _ => Ok(()),
    }
}

/// A whole older copy is put back: the next writer says so and does not sign on.
fn rolled_back(base: &Base, _: &Answers) -> Result<(), String> {
    let world = &base.world;
    world.copy("case", "older")?;
    world.ok(Person::Ann, &["--case", "case", "accept", &base.tolls[5]])?;
    world.copy("older", "case")?;
    let verify = world.run(Person::Ann, &["--case", "case", "verify"])?;
    let ran = world.run(Person::Ann, &["--case", "case", "accept", &base.tolls[7]])?;
    if !ran.err.contains("an older copy was put back") {
        return Err(format!("the next writer does not say so: {}", ran.short()));
    }
    let is_told = format!("{}{}", verify.text(), verify.err).contains("older");
    if is_told { Ok(()) } else { Err(format!("verify does not say so: {}", verify.short())) }
}

/// One log is signed on twice, with what is remembered beside the key put back too; then both are brought together.
fn forked(base: &Base, _: &Answers) -> Result<(), String> {
    let world = &base.world;
    for folder in ["case", "config-ann"] {
        world.copy(folder, &format!("{folder}-before"))?;
    }
    world.ok(Person::Ann, &["--case", "case", "accept", &base.tolls[5]])?;
    world.copy("case", "one")?;
    for folder in ["case", "config-ann"] {
        world.copy(&format!("{folder}-before"), folder)?;
    }
    world.ok(Person::Ann, &["--case", "case", "reject", &base.tolls[5], "--reason", "no"])?;
    let ran = world.run(Person::Ann, &["--case", "case", "merge", "one"])?;
    let says = |ran: &Ran| {
        let said = format!("{}{}", ran.text(), ran.err).to_lowercase();
        said.contains("histor") || said.contains("fork")
    };
    if ran.code != Some(4) || !says(&ran) {
        return Err(format!("merge does not say that two histories were signed: {}", ran.short()));
    }
    let ran = world.run(Person::Ann, &["--case", "case", "verify"])?;
    if ran.code == Some(4) && says(&ran) { Ok(()) } else { Err(format!("verify: {}", ran.short())) }
}

/// Forty unsigned lines say that bodies were erased: no writer erases anything on their word.
fn lacking(base: &Base, said: &Answers) -> Result<(), String> {
    let world = &base.world;
    let ids = assize_testkit::rig::oracle::heads(world, "case");
    let lines: String =
        ids.iter().take(40).map(|id| format!("{{\"id\":\"{id}\",\"why\":\"erased\"}}\n")).collect();
    world.write("case/ledger/lacking.jsonl", lines)?;
    let bodies = |when: &str| {
        let folder = world.path("case/ledger/bodies");
        let files = fs::read_dir(&folder).map_err(|error| format!("{when}: {error}"))?.flatten();
        Ok::<u64, String>(files.filter_map(|file| file.metadata().ok()).map(|file| file.len()).sum())
    };
    let before = bodies("before")?;
    let ran = world.run(Person::Ann, &["--case", "case", "add", "other.txt"])?;
    if bodies("after")? < before {
        return Err(format!("a writer erased bodies on an unsigned word: {}", ran.short()));
    }
    let now = Answers::of(world, "case", &ASKED)?;
    said.silent_change(&now).map_or(Ok(()), Err)
}
