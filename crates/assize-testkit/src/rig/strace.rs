//! What a program asks of the system, seen and disturbed from outside with strace.

use super::{Step, Tried, World};
use std::{
    collections::{BTreeMap, BTreeSet},
    fs,
    process::{Command, Stdio},
};

/// Calls that change files.
pub const CHANGING: &str = "openat,mkdir,write,pwrite64,fsync,fdatasync,rename,renameat,renameat2,unlink,unlinkat,rmdir,ftruncate,fallocate,link,linkat,copy_file_range,sendfile,chmod,fchmod";

/// A call, by its name and which of these it is within its thread: what strace counts.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Point {
    /// The call.
    pub call: String,
    /// From 1.
    pub number: u64,
    /// The file it is about, within the world, or what it was written to otherwise.
    pub file: String,
    /// Whether it changes anything.
    pub changes: bool,
    /// Whether it opens a folder to list it.
    pub lists: bool,
}

impl Point {
    /// `rename:2`
    pub fn name(&self) -> String {
        format!("{}:{}", self.call, self.number)
    }

    /// Whether it is about a file that is made anew where it is missing.
    pub fn is_disposable(&self) -> bool {
        is_disposable(&self.file)
    }
}

/// Whether a file is made anew where it is missing or damaged.
pub fn is_disposable(file: &str) -> bool {
    file.contains(".sqlite") || file.contains("/drafts/")
}

/// Whether strace is there and may trace.
pub fn is_there() -> bool {
    let tried = Command::new("strace").args(["-o", "/dev/null", "true"]).stderr(Stdio::null()).status();
    tried.is_ok_and(|status| status.success())
}

/// Runs a step under strace with the calls traced into `trace` beside the world, and says which there were.
///
/// # Errors
/// strace or the step does not run.
pub fn points(world: &World, step: &Step, calls: &str) -> Tried<Vec<Point>> {
    let file = world.scratch().join("trace");
    let name = file.to_string_lossy().into_owned();
    let traced = format!("trace={calls}");
    let under = ["strace", "-f", "-y", "-qq", "-e", "signal=none", "-e", &traced, "-o", &name];
    let ran = world.run_under(step.person, &under, &step.words())?;
    if ran.code != Some(0) {
        return Err(format!("{} under strace: {}", step.name, ran.short()));
    }
    let text = fs::read(&file).map_err(|error| format!("the trace: {error}"))?;
    Ok(of_trace(&String::from_utf8_lossy(&text), &world.root().to_string_lossy()))
}

fn of_trace(text: &str, root: &str) -> Vec<Point> {
    let mut counted: BTreeMap<(&str, &str), u64> = BTreeMap::new();
    let (mut seen, mut points) = (BTreeSet::new(), Vec::new());
    for line in text.lines() {
        let Some((thread, rest)) = line.split_once(' ') else { continue };
        let rest = rest.trim_start();
        let Some((call, arguments)) = rest.split_once('(') else { continue };
        if !call.chars().all(|c| c.is_ascii_alphanumeric() || c == '_') {
            continue;
        }
        let number = counted.entry((thread, call)).or_default();
        *number += 1;
        let is_opening = call == "openat";
        let file = file_of(call, arguments, root);
        let changes = !is_opening || arguments.contains("O_CREAT") || arguments.contains("O_TRUNC");
        let is_ours = !is_opening || file.as_ref().is_some_and(|(_, ours)| *ours);
        if is_ours && seen.insert((call.to_owned(), *number)) {
            let file = match arguments.split_once('<').map(|(number, _)| number) {
                Some("1") => "stdout".to_owned(),
                Some("2") => "stderr".to_owned(),
                _ => file.map(|(file, _)| file).unwrap_or_default(),
            };
            points.push(Point {
                call: call.to_owned(),
                number: *number,
                file,
                changes,
                lists: arguments.contains("O_DIRECTORY"),
            });
        }
    }
    points
}

/// The file that a call is about, and whether it lies in the world.
fn file_of(call: &str, arguments: &str, root: &str) -> Option<(String, bool)> {
    let by_name = matches!(call, "openat" | "mkdir" | "rename" | "unlink" | "rmdir" | "chmod" | "link")
        || call.ends_with("at")
        || call.ends_with("at2");
    let name = if by_name {
        // The last name is the one that a rename gives.
        let names: Vec<&str> = arguments.split('"').skip(1).step_by(2).collect();
        if call.starts_with("rename") { *names.last()? } else { *names.first()? }
    } else {
        arguments.split_once('<')?.1.split_once('>')?.0
    };
    match name.strip_prefix(root) {
        Some(inner) => Some((format!("/{}", inner.trim_start_matches('/')), true)),
        None if by_name && !name.starts_with('/') => Some((format!("/{name}"), true)),
        None => Some((name.to_owned(), false)),
    }
}

/// The words that run a step under strace and do something at a call: `signal=KILL`, `error=EIO`.
pub fn disturbed(point: &Point, what: &str) -> [String; 8] {
    let Point { call, number, .. } = point;
    let inject = format!("inject={call}:{what}:when={number}");
    ["strace", "-f", "-qq", "-e", &format!("trace={call}"), "-e", &inject, "-o/dev/null"].map(str::to_owned)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn calls_are_counted_by_thread_and_named_by_their_file() {
        let trace = "7 openat(AT_FDCWD</w>, \"/lib/x.so\", O_RDONLY) = 3</lib/x.so>\n\
            7 openat(AT_FDCWD</w>, \"case/a\", O_WRONLY|O_CREAT, 0666) = 3</w/case/a>\n\
            8 fsync(3</w/case/a> <unfinished ...>\n7 fsync(4</w/case>) = 0\n8 <... fsync resumed>) = 0\n\
            7 rename(\"case/a\", \"case/b\") = 0\n7 fsync(4</w/case>) = 0\n";
        let named: Vec<String> =
            of_trace(trace, "/w").iter().map(|point| format!("{} {}", point.name(), point.file)).collect();
        assert_eq!(named, ["openat:2 /case/a", "fsync:1 /case/a", "rename:1 /case/b", "fsync:2 /case"]);
    }
}
