//! Holds the project's texts against the corpora beside it: no sentence of theirs may stand in the project.
//!
//! ```text
//! overlap [--shared DIR]
//! ```
//!
//! Words are folded to small letters without punctuation. For each corpus the longest run of words that also stands in a tracked file is
//! named by its length and its place in the project, never by the corpus's words. Twelve words are too many. Runs that quote a law are
//! allowed by `tests/overlap-allowed.txt`, each with its reason.

use std::{
    collections::BTreeMap,
    path::{Path, PathBuf},
    process::{Command, ExitCode},
};

/// So many words in a row are a copied sentence.
const TOO_LONG: usize = 12;
/// Runs are found by so many words and grown from there.
const SEED: usize = 6;

/// A word of a tracked file: its hash and line.
struct Placed {
    word: u64,
    line: usize,
}

/// The longest run two texts share.
#[derive(Debug, Clone, Default, PartialEq, Eq, PartialOrd, Ord)]
struct Run {
    words: usize,
    place: String,
}

fn main() -> ExitCode {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../..");
    let mut arguments = std::env::args().skip(1);
    let shared = match (arguments.next().as_deref(), arguments.next()) {
        (Some("--shared"), Some(folder)) => PathBuf::from(folder),
        (None, _) => root.join("../shared"),
        _ => {
            eprintln!("usage: overlap [--shared DIR]");
            return ExitCode::from(2);
        }
    };
    if !shared.join("corpora").is_dir() {
        println!("skipped: no corpora at `{}`; name their folder with --shared", shared.display());
        return ExitCode::SUCCESS;
    }
    match check(&root, &shared) {
        Ok(true) => ExitCode::SUCCESS,
        Ok(false) => ExitCode::from(1),
        Err(message) => {
            eprintln!("{message}");
            ExitCode::from(2)
        }
    }
}

fn check(root: &Path, shared: &Path) -> Result<bool, String> {
    let project = Project::read(root)?;
    println!("{:<20}{:>14}{:>14}   at", "corpus", "words", "longest run");
    let mut clean = true;
    let mut corpora: Vec<PathBuf> = ["real", "gold"].iter().map(|name| shared.join(name)).collect();
    corpora.extend(entries(&shared.join("corpora"))?.into_iter().filter(|path| path.is_dir()));
    for corpus in corpora {
        let (mut count, mut longest, mut long) = (0, Run::default(), Vec::new());
        for file in walk(&corpus)? {
            let text =
                String::from_utf8_lossy(&std::fs::read(&file).map_err(|e| e.to_string())?).into_owned();
            let words = corpus_words(&file, &text);
            count += words.len();
            for run in project.runs(&words) {
                if run.words >= TOO_LONG {
                    long.push(run.clone());
                }
                longest = longest.max(run);
            }
        }
        let name = corpus.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
        println!("{name:<20}{count:>14}{:>14}   {}", longest.words, longest.place);
        long.sort();
        long.dedup();
        for run in long.iter().rev().take(20) {
            clean = false;
            println!("  {} words in a row are the corpus's: {}", run.words, run.place);
        }
    }
    Ok(clean)
}

/// The texts of a corpus file without its markup: the words of CoNLL-U stand in its `# text` lines.
fn corpus_words(file: &Path, text: &str) -> Vec<u64> {
    let ends = |ending: &str| file.extension().is_some_and(|found| found == ending);
    if ends("conllu") {
        let lines: Vec<&str> = text.lines().filter_map(|line| line.strip_prefix("# text = ")).collect();
        return words(&lines.join("\n")).map(|(word, _)| word).collect();
    }
    if ends("tml") || ends("sgml") || ends("xml") {
        let mut plain = String::with_capacity(text.len());
        let mut inside = false;
        for c in text.chars() {
            match c {
                '<' => inside = true,
                '>' => inside = false,
                _ if !inside => plain.push(c),
                _ => {}
            }
        }
        return words(&plain).map(|(word, _)| word).collect();
    }
    words(&text.replace("\\n", "\n")).map(|(word, _)| word).collect()
}

/// The words of a text, folded and hashed, with their lines.
fn words(text: &str) -> impl Iterator<Item = (u64, usize)> {
    text.lines().enumerate().flat_map(|(line, words)| {
        let pieces = words.split(|c: char| !(c.is_alphanumeric() || matches!(c, '\'' | '’')));
        pieces.filter_map(move |piece| {
            let folded: String =
                piece.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).collect();
            (!folded.is_empty()).then(|| (hash(&folded), line + 1))
        })
    })
}

/// FNV-1a.
fn hash(word: &str) -> u64 {
    word.bytes()
        .fold(0xcbf2_9ce4_8422_2325, |hash, byte| (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3))
}

fn seed(words: impl Iterator<Item = u64>) -> u64 {
    words.fold(0x9e37_79b9, |hash, word| (hash.rotate_left(7) ^ word).wrapping_mul(0x0100_0000_01b3))
}

/// The tracked files of the project and where each run of [`SEED`] words stands.
struct Project {
    files: Vec<(String, Vec<Placed>)>,
    seeds: BTreeMap<u64, Vec<(usize, usize)>>,
    allowed: Vec<Vec<u64>>,
}

impl Project {
    fn read(root: &Path) -> Result<Self, String> {
        let listed = Command::new("git")
            .arg("-C")
            .arg(root)
            .arg("ls-files")
            .output()
            .map_err(|e| format!("git: {e}"))?;
        let mut project = Self { files: Vec::new(), seeds: BTreeMap::new(), allowed: allowed(root)? };
        for name in String::from_utf8_lossy(&listed.stdout).lines() {
            let binary = [".bin", ".png", ".lock", ".svg", "overlap-allowed.txt"]
                .iter()
                .any(|ending| name.ends_with(ending));
            let Ok(text) = std::fs::read_to_string(root.join(name)) else { continue };
            if binary {
                continue;
            }
            let words: Vec<Placed> = words(&text).map(|(word, line)| Placed { word, line }).collect();
            let file = project.files.len();
            for (at, window) in words.windows(SEED).enumerate() {
                let places = project.seeds.entry(seed(window.iter().map(|placed| placed.word))).or_default();
                // A run of small numbers in a data file stands in a thousand places; a sentence does not.
                if places.len() < 200 {
                    places.push((file, at));
                }
            }
            project.files.push((name.to_owned(), words));
        }
        Ok(project)
    }

    /// Every longest run of a corpus text that stands in the project.
    fn runs(&self, words: &[u64]) -> Vec<Run> {
        let mut runs = Vec::new();
        let mut passed: BTreeMap<(usize, usize), usize> = BTreeMap::new();
        for (at, window) in words.windows(SEED).enumerate() {
            let Some(places) = self.seeds.get(&seed(window.iter().copied())) else { continue };
            for (file, from) in places {
                let key = (*file, from.wrapping_sub(at));
                if passed.get(&key).is_some_and(|end| at < *end) {
                    continue;
                }
                let (name, placed) = &self.files[*file];
                let shared = placed[*from..]
                    .iter()
                    .zip(&words[at..])
                    .take_while(|(own, other)| own.word == **other)
                    .count();
                passed.insert(key, at + shared);
                let run: Vec<u64> = words[at..at + shared].to_vec();
                if shared >= SEED && !self.allows(&run) {
                    runs.push(Run { words: shared, place: format!("{name}:{}", placed[*from].line) });
                }
            }
        }
        runs
    }

    /// Whether the words are part of a quotation that is allowed.
    fn allows(&self, run: &[u64]) -> bool {
        self.allowed.iter().any(|allowed| allowed.windows(run.len()).any(|window| window == run))
    }
}

/// Lines of the allow list: words, a tab, the reason.
fn allowed(root: &Path) -> Result<Vec<Vec<u64>>, String> {
    let path = root.join("tests/overlap-allowed.txt");
    let text = std::fs::read_to_string(&path).map_err(|error| format!("`{}`: {error}", path.display()))?;
    text.lines()
        .filter(|line| !line.starts_with('#') && !line.trim().is_empty())
        .map(|line| match line.split_once('\t') {
            Some((quoted, reason)) if !reason.trim().is_empty() => {
                Ok(words(quoted).map(|(word, _)| word).collect())
            }
            _ => Err(format!("`{line}` gives no reason after a tab")),
        })
        .collect()
}

fn entries(folder: &Path) -> Result<Vec<PathBuf>, String> {
    let read = std::fs::read_dir(folder).map_err(|error| format!("`{}`: {error}", folder.display()))?;
    let mut entries: Vec<PathBuf> = read.filter_map(|entry| Some(entry.ok()?.path())).collect();
    entries.sort();
    Ok(entries)
}

fn walk(folder: &Path) -> Result<Vec<PathBuf>, String> {
    let mut files = Vec::new();
    for entry in entries(folder)? {
        if entry.is_dir() {
            files.extend(walk(&entry)?);
        } else {
            files.push(entry);
        }
    }
    Ok(files)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_run_is_found_whatever_its_case_and_stops() {
        let own = "one line\nThe boats, “they said,” lay off the cape until noon today.";
        let placed: Vec<Placed> = words(own).map(|(word, line)| Placed { word, line }).collect();
        let mut project = Project {
            files: Vec::new(),
            seeds: BTreeMap::new(),
            allowed: vec![words("until noon today").map(|w| w.0).collect()],
        };
        for (at, window) in placed.windows(SEED).enumerate() {
            project.seeds.entry(seed(window.iter().map(|p| p.word))).or_default().push((0, at));
        }
        project.files.push(("a.txt".to_owned(), placed));
        let corpus: Vec<u64> =
            words("NOW THE BOATS THEY SAID LAY OFF the cape and left").map(|w| w.0).collect();
        assert_eq!(project.runs(&corpus), [Run { words: 8, place: "a.txt:2".to_owned() }]);
        assert!(project.allows(&words("noon, today").map(|w| w.0).collect::<Vec<_>>()));
    }
}
