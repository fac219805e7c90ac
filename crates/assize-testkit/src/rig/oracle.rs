//! What must hold of a world after something happened to it.

use super::{Base, Makes, Node, Person, Snapshot, Step, Tried, World, base::short};
use std::{
    collections::BTreeSet,
    fs,
    path::{Path, PathBuf},
};

/// Ids of all whole head lines of a case, in their order.
pub fn heads(world: &World, case: &str) -> Vec<String> {
    lines(world, case).iter().filter_map(|head| head["id"].as_str().map(str::to_owned)).collect()
}

/// First digits of the first entry of a kind.
pub fn first_of_kind(world: &World, case: &str, kind: &str) -> Option<String> {
    lines(world, case).iter().find(|head| head["head"]["kind"] == kind)?["id"].as_str().map(short)
}

fn lines(world: &World, case: &str) -> Vec<serde_json::Value> {
    let mut files: Vec<PathBuf> = fs::read_dir(world.path(case).join("ledger/heads"))
        .into_iter()
        .flatten()
        .flatten()
        .map(|entry| entry.path())
        .collect();
    files.sort();
    let bytes: Vec<u8> = files.iter().flat_map(|file| fs::read(file).unwrap_or_default()).collect();
    bytes.split(|byte| *byte == b'\n').filter_map(|line| serde_json::from_slice(line).ok()).collect()
}

/// `verify` finds no fault.
///
/// # Errors
/// What it said.
pub fn verified(world: &World, case: &str) -> Result<(), String> {
    let ran = world.run(Person::Ann, &["--case", case, "verify"])?;
    if let Some(crash) = ran.crash() {
        return Err(format!("verify: {crash}"));
    }
    if ran.code == Some(0) { Ok(()) } else { Err(format!("verify of {case}: {}", ran.short())) }
}

/// Every id that was on record before is on record still.
///
/// # Errors
/// How many are gone.
pub fn kept(before: &[String], now: &[String]) -> Result<(), String> {
    let now: BTreeSet<&String> = now.iter().collect();
    let lost: Vec<&String> = before.iter().filter(|id| !now.contains(id)).collect();
    match lost.first() {
        None => Ok(()),
        Some(first) => Err(format!("{} entries lost, among them {first}", lost.len())),
    }
}

/// How a step leaves the world where nothing goes wrong: what trials are held against.
#[derive(Debug)]
pub struct Undisturbed {
    /// Ids before the step.
    pub before: Vec<String>,
    /// How many entries it adds.
    pub added: usize,
    /// All that stands afterwards, and after it was run again.
    after: Snapshot,
    /// The site it makes.
    site: Snapshot,
}

impl Undisturbed {
    /// Runs a step in a fresh world and notes what comes of it.
    ///
    /// # Errors
    /// It fails without anything going wrong.
    pub fn of(base: &Base, step: &Step) -> Tried<Self> {
        base.reset()?;
        let before = heads(&base.world, step.case);
        base.world.ok(step.person, &step.words()).map_err(|error| format!("{}: {error}", step.name))?;
        let added = heads(&base.world, step.case).len() - before.len();
        let site = match step.makes {
            Makes::Site(folder) => base.world.snapshot()?.below(folder),
            _ => Snapshot::default(),
        };
        base.world.run(step.person, &step.words())?;
        write_once_more(base, step)?;
        let after = base.world.snapshot()?;
        Ok(Self { before, added, after, site })
    }

    /// What must hold right after the step was cut short.
    ///
    /// # Errors
    /// What does not.
    pub fn cut_short(&self, base: &Base, step: &Step) -> Result<(), String> {
        let world = &base.world;
        if !matches!(step.makes, Makes::Case(_)) {
            verified(world, step.case)?;
            kept(&self.before, &heads(world, step.case))?;
        }
        match step.makes {
            Makes::Site(folder) => self.site_is_whole(base, folder),
            Makes::Backup(file) if world.path(file).exists() => {
                let ran = world.run(Person::Ann, &["restore", file, "from-cut"])?;
                let _ = fs::remove_dir_all(world.path("from-cut"));
                if ran.code == Some(0) {
                    Ok(())
                } else {
                    Err(format!("a backup that is not whole has its name: {}", ran.short()))
                }
            }
            _ => Ok(()),
        }
    }

    /// The old site or the new one, whole.
    fn site_is_whole(&self, base: &Base, folder: &str) -> Result<(), String> {
        let old = base.state.below(folder);
        let found = base.world.snapshot()?.below(folder);
        if found == old || found == self.site {
            return Ok(());
        }
        let there = base.world.path(folder).exists();
        Err(format!(
            "the site is neither the old nor the new one: {} of {} files, {}",
            found.files().count(),
            self.site.files().count(),
            if there { "the folder is there" } else { "there is no folder" }
        ))
    }

    /// Runs the step again: it works, or says that it is done; the record holds, all of it counts, and nothing is left over.
    ///
    /// # Errors
    /// What does not hold.
    pub fn again(&self, base: &Base, step: &Step) -> Result<(), String> {
        let world = &base.world;
        let ran = world.run(step.person, &step.words())?;
        if let Some(crash) = ran.crash() {
            return Err(format!("run again: {crash}"));
        }
        let code = ran.code.unwrap_or(-1);
        if code != 0 && !step.again.contains(&code) {
            return Err(format!("run again: {}", ran.short()));
        }
        verified(world, step.case).map_err(|error| format!("after it was run again ({code}): {error}"))?;
        let now = heads(world, step.case);
        kept(&self.before, &now)?;
        if now.len() < self.before.len() + self.added {
            return Err(format!(
                "run again ({}): {} entries of {} were added",
                ran.short(),
                now.len() - self.before.len(),
                self.added
            ));
        }
        if code != 0 && matches!(step.makes, Makes::Drafts | Makes::Site(_)) {
            return Err(format!("run again: {}", ran.short()));
        }
        // A command that finds its work done writes nothing, and sweeps nothing.
        write_once_more(base, step)?;
        self.nothing_left(base)
    }

    /// Nothing that a writer had not finished lies about.
    ///
    /// # Errors
    /// What does.
    pub fn nothing_left(&self, base: &Base) -> Result<(), String> {
        let now = base.world.snapshot()?;
        let left: Vec<String> = now
            .0
            .keys()
            .filter(|path| !base.state.0.contains_key(*path) && !self.after.0.contains_key(*path))
            .filter(|path| is_unfinished(path) || !is_free(path))
            // What lies in a folder that is named is not named beside it.
            .filter(|path| path.parent().is_none_or(|folder| !is_unfinished(folder)))
            .filter(|path| !path.ancestors().skip(2).any(is_unfinished))
            .map(|path| path.display().to_string())
            .collect();
        if left.is_empty() { Ok(()) } else { Err(format!("left over: {}", left.join(", "))) }
    }
}

/// A write by the same person in the same case.
fn write_once_more(base: &Base, step: &Step) -> Tried<()> {
    if base.world.path(step.case).is_dir() {
        base.world.run(step.person, &["--case", step.case, "add", "other.txt"])?;
    }
    Ok(())
}

/// Whether a name is one that only a writer gives to what it has not finished.
fn is_unfinished(path: &Path) -> bool {
    let name = path.file_name().unwrap_or_default().to_string_lossy();
    (name.starts_with('.') && name != ".assize-site")
        || [".part", ".tmp", ".new", "~"].iter().any(|end| name.ends_with(end))
        || matches!(&*name, "next.key" | "log.next")
}

/// Whether the names in a folder follow from random numbers or from what was cut short, so that they differ from run to run.
fn is_free(path: &Path) -> bool {
    let name = path.to_string_lossy();
    let parts = [
        "/set-aside",
        "/log/tile/",
        "/ledger/logs/",
        "/archive/sha256/",
        "/replicas/",
        // What was seen and published is remembered by ids and hashes.
        "/seen",
        "/published",
        "/clock.toml",
        "/readings.key",
        "/foreign",
        "/drafts/",
    ];
    parts.iter().any(|part| name.contains(part))
        || name.ends_with("-wal")
        || name.ends_with("-shm")
        || name.ends_with(".sqlite")
        || name.contains("/keys/old-")
        || name.ends_with("/tile")
        || name.ends_with("/logs")
        || name.ends_with("/lacking.jsonl")
        || name.ends_with("/ledger/lock")
}

/// What a case says of itself as data. A change here without a word is the worst fault there is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Answers(pub Vec<(String, Option<i32>, Vec<u8>, String)>);

/// Commands whose data must never change in silence.
pub const ASKED: [&[&str]; 4] =
    [&["--json", "weigh"], &["--json", "assess"], &["--json", "timeline"], &["--json", "incidents"]];

impl Answers {
    /// Asks a case.
    ///
    /// # Errors
    /// A crash, or a command that does not end.
    pub fn of(world: &World, case: &str, asked: &[&[&str]]) -> Result<Self, String> {
        let mut all = Vec::new();
        for args in asked {
            let ran = world.run_narrow(Person::Ann, &[&["--case", case], *args].concat())?;
            if let Some(crash) = ran.crash() {
                return Err(format!("{}: {crash}", args.join(" ")));
            }
            all.push((args.join(" "), ran.code, ran.out, ran.err));
        }
        Ok(Self(all))
    }

    /// Asks a case, and publishes it to a folder of its own.
    ///
    /// # Errors
    /// A crash, or a command that does not end.
    pub fn with_site(world: &World, case: &str, asked: &[&[&str]]) -> Result<Self, String> {
        let mut answers = Self::of(world, case, asked)?;
        let args = ["--case", case, "publish", "--out", "asked-site", "--mask-names"];
        let ran = world.run_narrow(Person::Ann, &args)?;
        if let Some(crash) = ran.crash() {
            return Err(format!("publish: {crash}"));
        }
        let site = Snapshot::of(&world.path("asked-site")).unwrap_or_default();
        let _ = fs::remove_dir_all(world.path("asked-site"));
        let mut bytes = Vec::new();
        for (name, node) in &site.0 {
            if let Node::File(content, _) = node {
                bytes.extend_from_slice(name.to_string_lossy().as_bytes());
                bytes.push(0);
                bytes.extend_from_slice(content);
            }
        }
        answers.0.push(("publish".to_owned(), ran.code, bytes, ran.err));
        Ok(answers)
    }

    /// Where these differ from others with the same exit code and without another word on stderr.
    pub fn silent_change(&self, now: &Self) -> Option<String> {
        self.0.iter().zip(&now.0).find_map(|(was, is)| {
            // A row that says what is gone is a word too.
            let is_told = String::from_utf8_lossy(&is.2).contains("assize.gone/1");
            let silent = was.2 != is.2 && is.1 == Some(0) && was.3 == is.3 && !is_told;
            silent.then(|| {
                format!("`{}` says something else without a word: {}", was.0, differing(&was.2, &is.2))
            })
        })
    }

    /// The same without what a merge may add to: how many entries lie there, how many bodies never came, and what strangers brought. Figures,
    /// sources, incidents and pages stay.
    #[must_use]
    pub fn without_sizes(mut self) -> Self {
        for (_, _, out, _) in &mut self.0 {
            let text = String::from_utf8_lossy(out).into_owned();
            if !text.starts_with('{') {
                continue;
            }
            let rows = text.lines().filter_map(|line| serde_json::from_str::<serde_json::Value>(line).ok());
            // What strangers brought is listed after the rest, as theirs.
            let is_ours =
                |row: &serde_json::Value| row["schema"] != "assize.gone/1" && row["standing"] != "stranger";
            let rows = rows.filter(is_ours).map(|mut row| {
                for size in ["entries", "of_strangers", "content_gone"] {
                    row.as_object_mut().and_then(|row| row.remove(size));
                }
                format!("{row}\n")
            });
            *out = rows.collect::<String>().into_bytes();
        }
        self
    }

    /// Where the data differ at all.
    pub fn changes(&self, now: &Self) -> Vec<String> {
        let both = self.0.iter().zip(&now.0).filter(|(was, is)| was.2 != is.2 || was.1 != is.1);
        both.map(|(was, is)| {
            let said: String = is.3.replace('\n', " / ").chars().take(200).collect();
            let (args, code, differs) = (&was.0, is.1, differing(&was.2, &is.2));
            format!("`{args}` says something else (exit {code:?}): {differs}; {said}")
        })
        .collect()
    }
}

/// The first place where two outputs differ.
fn differing(was: &[u8], is: &[u8]) -> String {
    let at = was.iter().zip(is).take_while(|(a, b)| a == b).count();
    let around = |bytes: &[u8]| {
        let part = &bytes[at.saturating_sub(60).min(bytes.len())..(at + 100).min(bytes.len())];
        String::from_utf8_lossy(part).replace('\n', " / ")
    };
    format!("was …{}… is …{}…", around(was), around(is))
}
