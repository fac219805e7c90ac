//! The command line of the rig.

use std::path::PathBuf;

pub(crate) const USAGE: &str = "usage: faults [quick|long|N] [MODE…] [--seed N] [--threads N] [--only TRIAL] [--program FILE] [--markdown]\n\
    modes: kills random errors flips structure merges power races; all where none is named\n\
    FAULTS=quick|long|N says the same as the first word; ASSIZE=FILE the same as --program";

/// How much is tried.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Size {
    /// What a commit is held up by.
    Quick,
    /// What takes an hour.
    Long,
    /// So many trials of each mode.
    Number(u64),
}

#[derive(Debug)]
pub(crate) struct Asked {
    pub(crate) modes: Vec<String>,
    pub(crate) size: Size,
    pub(crate) seed: u64,
    pub(crate) threads: u64,
    pub(crate) only: Option<String>,
    pub(crate) program: PathBuf,
    pub(crate) markdown: bool,
}

fn size(word: &str) -> Option<Size> {
    match word {
        "quick" => Some(Size::Quick),
        "long" => Some(Size::Long),
        number => number.replace('_', "").parse().ok().map(Size::Number),
    }
}

/// The program beside this one.
fn beside() -> Option<PathBuf> {
    let own = std::env::current_exe().ok()?;
    // A test's own programs lie in a folder below.
    own.ancestors().skip(1).take(2).map(|folder| folder.join("assize")).find(|file| file.is_file())
}

pub(crate) fn asked(mut words: impl Iterator<Item = String>, modes: &[&str]) -> Result<Asked, String> {
    let from_environment = std::env::var("FAULTS").ok().and_then(|word| size(&word));
    let program = std::env::var_os("ASSIZE").map(PathBuf::from).or_else(beside);
    let (mut named, mut only, mut markdown) = (Vec::new(), None, false);
    let (mut how_much, mut seed, mut threads, mut program) =
        (from_environment.unwrap_or(Size::Quick), 1, 2, program);
    while let Some(word) = words.next() {
        let mut value = || words.next().ok_or_else(|| format!("`{word}` needs a value"));
        let number = |value: String| value.parse::<u64>().map_err(|_| format!("`{value}` is not a number"));
        match word.as_str() {
            "--seed" => seed = number(value()?)?,
            "--threads" => threads = number(value()?)?.max(1),
            "--only" => only = Some(value()?),
            "--program" => program = Some(value()?.into()),
            "--markdown" => markdown = true,
            mode if modes.contains(&mode) => named.push(word),
            other => how_much = size(other).ok_or_else(|| format!("`{other}` is not an argument"))?,
        }
    }
    let program =
        program.ok_or("there is no `assize` beside this program: build it, or name it with --program")?;
    let program = program.canonicalize().map_err(|error| format!("{}: {error}", program.display()))?;
    if only.is_some() {
        // What is repeated is repeated whatever the size of the run was.
        how_much = Size::Number(1_000_000);
    }
    Ok(Asked { modes: named, size: how_much, seed, threads, only, program, markdown })
}
