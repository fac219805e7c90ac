//! Running a program to its end, or to the end of a time limit.

use std::{
    fs::File,
    io::{self, Read as _, Seek as _},
    os::unix::process::{CommandExt as _, ExitStatusExt as _},
    path::Path,
    process::{Command, Stdio},
    thread,
    time::{Duration, Instant},
};

/// What a run came to.
#[derive(Debug, Clone, Default)]
pub struct Ran {
    /// Its exit code; `None` where a signal ended it.
    pub code: Option<i32>,
    /// The signal that ended it.
    pub signal: Option<i32>,
    /// Stdout.
    pub out: Vec<u8>,
    /// Stderr.
    pub err: String,
    /// Whether it went on past the time limit and was ended.
    pub is_hung: bool,
}

impl Ran {
    /// Stdout as text.
    pub fn text(&self) -> String {
        String::from_utf8_lossy(&self.out).into_owned()
    }

    /// Every line of stdout that is JSON.
    pub fn json(&self) -> Vec<serde_json::Value> {
        self.text().lines().filter_map(|line| serde_json::from_str(line).ok()).collect()
    }

    /// Whether it was killed, by itself or through what it ran under.
    pub fn is_killed(&self) -> bool {
        self.signal == Some(9) || self.code == Some(137)
    }

    /// Why the run is a fault whatever was asked for: a panic, an abort, a run that does not end.
    pub fn crash(&self) -> Option<String> {
        if self.is_hung {
            return Some("it does not end".to_owned());
        }
        if self.code == Some(101) || self.err.contains("panicked at") {
            return Some(format!("panic: {}", self.short()));
        }
        let signal = self.signal.filter(|signal| *signal != 9)?;
        Some(format!("ended by signal {signal}: {}", self.short()))
    }

    /// Exit code and the beginning of what it said, for a line of a report.
    pub fn short(&self) -> String {
        // What stopped it, where it says so, before what it says of its work.
        let err = self.err.find("error: ").map_or(self.err.as_str(), |at| &self.err[at..]);
        let mut said = format!("{} | {}", err.trim(), self.text().trim()).replace('\n', " / ");
        let end = said.floor_char_boundary(500);
        said.truncate(end);
        match (self.code, self.is_hung) {
            (_, true) => format!("hung: {said}"),
            (Some(code), _) => format!("exit {code}: {said}"),
            (None, _) => format!("signal {}: {said}", self.signal.unwrap_or_default()),
        }
    }
}

/// How often a run is looked at.
const LOOK: Duration = Duration::from_micros(400);

/// Runs a command to its end. Where it goes on past `limit`, it and what it has started are ended. `scratch` is a folder for what it prints.
///
/// # Errors
/// The program cannot be run.
pub fn finish(command: &mut Command, limit: Duration, scratch: &Path) -> io::Result<Ran> {
    let (out, err) = (tempfile::tempfile_in(scratch)?, tempfile::tempfile_in(scratch)?);
    command.stdin(Stdio::null()).stdout(out.try_clone()?).stderr(err.try_clone()?).process_group(0);
    let mut child = command.spawn()?;
    let (start, mut is_hung) = (Instant::now(), false);
    let status = loop {
        if let Some(status) = child.try_wait()? {
            break status;
        }
        if start.elapsed() > limit {
            is_hung = true;
            let group = format!("-{}", child.id());
            Command::new("kill").args(["-KILL", "--", &group]).stderr(Stdio::null()).status()?;
            break child.wait()?;
        }
        thread::sleep(LOOK);
    };
    let text = String::from_utf8_lossy(&all_of(err)?).into_owned();
    Ok(Ran { code: status.code(), signal: status.signal(), out: all_of(out)?, err: text, is_hung })
}

fn all_of(mut file: File) -> io::Result<Vec<u8>> {
    let mut bytes = Vec::new();
    file.rewind()?;
    file.read_to_end(&mut bytes)?;
    Ok(bytes)
}
