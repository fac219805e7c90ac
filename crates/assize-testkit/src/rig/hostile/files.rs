//! What the files of a case can be changed to.

use crate::rig::World;
use std::{
    fs, io,
    os::unix::fs::symlink,
    path::{Path, PathBuf},
    process::Command,
};

pub(super) type Change = fn(&World, &str) -> io::Result<()>;

const HEADS: &str = "ledger/heads/000001.jsonl";
const BODIES: &str = "ledger/bodies/000001.jsonl";
const RECEIPTS: &str = "ledger/log/receipts/000001.jsonl";

pub(super) const CHANGES: &[(&str, Change)] = &[
    ("signature-forged", |w, c| edit(w, c, HEADS, |text| change(text, "\"signature\":\"", &"0".repeat(128)))),
    ("head-altered", |w, c| edit(w, c, HEADS, |text| change(text, "\"body\":\"", "00000000"))),
    ("head-id-altered", |w, c| edit(w, c, HEADS, |text| change(text, "\"id\":\"", "00000000"))),
    ("kind-unknown", |w, c| {
        edit(w, c, HEADS, |text| text.replace("\"kind\":\"capture\"", "\"kind\":\"capturf\""))
    }),
    ("version-unknown", |w, c| edit(w, c, HEADS, |text| text.replace("\"v\":2", "\"v\":9"))),
    ("body-altered", |w, c| edit(w, c, BODIES, |text| text.replacen("html", "htnl", 1))),
    ("property-unknown", |w, c| {
        edit(w, c, BODIES, |text| text.replace("incident.killed", "incident.kissed"))
    }),
    ("heads-swapped", |w, c| edit(w, c, HEADS, swapped)),
    ("heads-doubled", |w, c| edit(w, c, HEADS, |text| format!("{text}{text}"))),
    ("heads-cut", |w, c| edit(w, c, HEADS, |text| text[..text.len() / 2].to_owned())),
    ("bodies-swapped", |w, c| edit(w, c, BODIES, swapped)),
    ("bodies-gone", |w, c| fs::remove_file(w.path(c).join(BODIES))),
    ("heads-deep-line", |w, c| {
        edit(w, c, HEADS, |text| format!("{text}{{\"head\":{}\n", "[".repeat(5_000_000)))
    }),
    ("heads-deep-first", |w, c| edit(w, c, HEADS, |text| format!("{}\n{text}", "{\"a\":".repeat(1_000_000)))),
    ("bodies-deep", |w, c| edit(w, c, BODIES, |text| format!("{}\n{text}", "[".repeat(5_000_000)))),
    ("receipts-deep", |w, c| edit(w, c, RECEIPTS, |text| format!("{text}{}\n", "[".repeat(5_000_000)))),
    ("lacking-deep", |w, c| fs::write(w.path(c).join("ledger/lacking.jsonl"), "[".repeat(5_000_000) + "\n")),
    ("heads-huge-line", |w, c| edit(w, c, HEADS, |text| format!("{text}{}\n", "x".repeat(40_000_000)))),
    ("name-huge", |w, c| {
        fs::write(
            w.path(c).join("case.toml"),
            format!("name = \"{}\"\nlanguage = \"en\"\n", "x".repeat(20_000_000)),
        )
    }),
    ("settings-deep", |w, c| fs::write(w.path(c).join("case.toml"), format!("a = {}", "[".repeat(100_000)))),
    ("settings-gone", |w, c| fs::remove_file(w.path(c).join("case.toml"))),
    ("bodies-not-text", |w, c| append(&w.path(c).join(BODIES), &b"\xff\xfe\x00".repeat(1000))),
    ("lacking-says-all", |w, c| {
        let lines: String = crate::rig::oracle::heads(w, "case")
            .iter()
            .map(|id| format!("{{\"id\":\"{id}\",\"why\":\"erased\"}}\n"))
            .collect();
        fs::write(w.path(c).join("ledger/lacking.jsonl"), lines)
    }),
    ("blob-altered", |w, c| fs::write(blob(&w.path(c))?, "something else")),
    ("blob-huge", |w, c| fs::File::create(blob(&w.path(c))?)?.set_len(20 << 30)),
    ("blob-link", |w, c| {
        let blob = blob(&w.path(c))?;
        fs::remove_file(&blob)?;
        symlink("/etc/hostname", blob)
    }),
    ("blob-pipe", |w, c| pipe(&blob(&w.path(c))?)),
    ("blob-folder", |w, c| {
        let blob = blob(&w.path(c))?;
        fs::remove_file(&blob)?;
        fs::create_dir(blob)
    }),
    ("blob-extra", |w, c| {
        let name = "a".repeat(62);
        fs::create_dir_all(w.path(c).join("archive/sha256/aa"))?;
        fs::write(w.path(c).join("archive/sha256/aa").join(name), "what nobody asked for")
    }),
    ("archive-link", |w, c| {
        fs::remove_dir_all(w.path(c).join("archive"))?;
        symlink(w.path("case/archive"), w.path(c).join("archive"))
    }),
    ("heads-link", |w, c| {
        fs::remove_dir_all(w.path(c).join("ledger/heads"))?;
        symlink(w.path("case/ledger/heads"), w.path(c).join("ledger/heads"))
    }),
    ("heads-huge", |w, c| fs::File::create(w.path(c).join("ledger/heads/000002.jsonl"))?.set_len(20 << 30)),
    ("heads-pipe", |w, c| pipe(&w.path(c).join("ledger/heads/000002.jsonl"))),
    ("bodies-pipe", |w, c| pipe(&w.path(c).join("ledger/bodies/000002.jsonl"))),
    ("lacking-pipe", |w, c| pipe(&w.path(c).join("ledger/lacking.jsonl"))),
    ("settings-pipe", |w, c| pipe(&w.path(c).join("case.toml"))),
    ("checkpoint-pipe", |w, c| pipe(&w.path(c).join("ledger/log/checkpoint"))),
    ("receipts-pipe", |w, c| pipe(&w.path(c).join("ledger/log/receipts/000002.jsonl"))),
    ("vkey-pipe", |w, c| pipe(&w.path(c).join("ledger/log/vkey"))),
    ("vkey-link-to-private-key", |w, c| {
        fs::remove_file(w.path(c).join("ledger/log/vkey"))?;
        symlink(w.path("config-ann/keys/default.key"), w.path(c).join("ledger/log/vkey"))
    }),
    ("vkey-of-another-log", |w, c| {
        fs::copy(w.path("case/ledger/log/vkey"), w.path(c).join("ledger/log/vkey")).map(drop)
    }),
    ("log-of-another-case", |w, c| {
        fs::remove_dir_all(w.path(c).join("ledger/log"))?;
        w.copy("case/ledger/log", &format!("{c}/ledger/log")).map_err(io::Error::other)
    }),
    ("log-of-ours-altered", |w, c| {
        let vkey = fs::read_to_string(w.path("case/ledger/log/vkey"))?;
        let id = assize_record::BlobHash::of(vkey.trim_end().as_bytes()).to_string();
        let log = format!("{c}/ledger/logs/{}", &id[..16]);
        fs::create_dir_all(w.path(&log))?;
        w.copy("case/ledger/log", &log).map_err(io::Error::other)?;
        edit(w, &log, "receipts/000001.jsonl", |text| {
            text.lines().take(3).map(|line| format!("{line}\n")).collect()
        })?;
        edit(w, &log, "checkpoint", |text| text.replacen('\n', "\n9", 1))
    }),
    ("tiles-altered", |w, c| tiles(&w.path(c), |path| fs::write(path, [7; 320]))),
    ("tiles-gone", |w, c| fs::remove_dir_all(w.path(c).join("ledger/log/tile"))),
    ("checkpoint-altered", |w, c| edit(w, c, "ledger/log/checkpoint", |text| text.replacen('\n', "\n9", 1))),
    ("checkpoint-gone", |w, c| fs::remove_file(w.path(c).join("ledger/log/checkpoint"))),
    ("receipts-altered", |w, c| edit(w, c, RECEIPTS, |text| text.replacen("\\n", "\\n1", 2))),
    ("receipts-gone", |w, c| fs::remove_file(w.path(c).join(RECEIPTS))),
    ("logs-circular", |w, c| {
        fs::create_dir_all(w.path(c).join("ledger/logs"))?;
        symlink(w.path(c).join("ledger/logs"), w.path(c).join("ledger/logs/0123456789abcdef"))
    }),
    ("foreign-link", |w, c| {
        fs::create_dir_all(w.path(c).join("ledger/foreign"))?;
        symlink("/", w.path(c).join("ledger/foreign/x"))
    }),
];

fn edit(world: &World, case: &str, file: &str, how: impl Fn(&str) -> String) -> io::Result<()> {
    let path = world.path(case).join(file);
    let text = fs::read_to_string(&path)?;
    fs::write(path, how(&text))
}

/// Puts other letters after the last place where a name stands.
fn change(text: &str, name: &str, to: &str) -> String {
    let Some(at) = text.rfind(name).map(|at| at + name.len()) else { return text.to_owned() };
    format!("{}{to}{}", &text[..at], text.get(at + to.len()..).unwrap_or_default())
}

fn swapped(text: &str) -> String {
    let mut lines: Vec<&str> = text.split_inclusive('\n').collect();
    if let [.., a, b] = lines.as_mut_slice() {
        std::mem::swap(a, b);
    }
    lines.concat()
}

fn append(path: &Path, bytes: &[u8]) -> io::Result<()> {
    let mut all = fs::read(path)?;
    all.extend_from_slice(bytes);
    fs::write(path, all)
}

/// The last blob of a case by name.
fn blob(case: &Path) -> io::Result<PathBuf> {
    let last = |folder: &Path| -> io::Result<PathBuf> {
        let mut names: Vec<PathBuf> = fs::read_dir(folder)?.flatten().map(|entry| entry.path()).collect();
        names.sort();
        names.pop().ok_or_else(|| io::Error::other("nothing is archived"))
    };
    last(&last(&case.join("archive/sha256"))?)
}

fn pipe(path: &Path) -> io::Result<()> {
    let _ = fs::remove_file(path);
    Command::new("mkfifo").arg(path).status().map(drop)
}

fn tiles(case: &Path, how: impl Fn(&Path) -> io::Result<()>) -> io::Result<()> {
    let mut folders = vec![case.join("ledger/log/tile")];
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(folder)?.flatten() {
            if entry.path().is_dir() { folders.push(entry.path()) } else { how(&entry.path())? }
        }
    }
    Ok(())
}
