//! Holds the project's texts against the corpora beside it: no sentence of theirs may stand in the project.
//!
//! ```text
//! overlap [--shared DIR]
//! ```
//!
//! Words are folded to small letters without punctuation. For each corpus the longest run of words that also stands in a tracked file is
//! named by its length and its place in the project, never by the corpus's words. Twelve words are too many. Runs that quote a law are
//! allowed by `tests/overlap-allowed.txt`, each with its reason.

mod corpus;

use corpus::Corpus;
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
    for corpus in corpus::all(shared)? {
        let found = Found::of(&project, &corpus)?;
        println!(
            "{:<20}{:>14}{:>14}   {}",
            corpus.name, found.words, found.longest.words, found.longest.place
        );
        for run in found.long.iter().rev().take(20) {
            clean = false;
            println!("  {} words in a row are the corpus's: {}", run.words, run.place);
        }
    }
    Ok(clean)
}

/// What a corpus and the project share.
#[derive(Debug, Default)]
struct Found {
    /// Words of the corpus.
    words: usize,
    longest: Run,
    /// Runs that are too long, in order of length.
    long: Vec<Run>,
}

impl Found {
    fn of(project: &Project, corpus: &Corpus) -> Result<Self, String> {
        let mut found = Self::default();
        for text in corpus.texts()? {
            let words: Vec<u64> = words(&text).map(|(word, _)| word).collect();
            found.words += words.len();
            for run in project.runs(&words) {
                if run.words >= TOO_LONG {
                    found.long.push(run.clone());
                }
                found.longest = found.longest.max(run);
            }
        }
        found.long.sort();
        found.long.dedup();
        Ok(found)
    }
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

#[cfg(test)]
mod tests {
    use super::*;

    fn project(own: &str, allowed: &str) -> Project {
        let placed: Vec<Placed> = words(own).map(|(word, line)| Placed { word, line }).collect();
        let allowed = vec![words(allowed).map(|w| w.0).collect()];
        let mut project = Project { files: Vec::new(), seeds: BTreeMap::new(), allowed };
        for (at, window) in placed.windows(SEED).enumerate() {
            project.seeds.entry(seed(window.iter().map(|p| p.word))).or_default().push((0, at));
        }
        project.files.push(("a.txt".to_owned(), placed));
        project
    }

    #[test]
    fn a_run_is_found_whatever_its_case_and_stops() {
        let own = "one line\nThe boats, “they said,” lay off the cape until noon today.";
        let project = project(own, "until noon today");
        let corpus: Vec<u64> =
            words("NOW THE BOATS THEY SAID LAY OFF the cape and left").map(|w| w.0).collect();
        assert_eq!(project.runs(&corpus), [Run { words: 8, place: "a.txt:2".to_owned() }]);
        assert!(project.allows(&words("noon, today").map(|w| w.0).collect::<Vec<_>>()));
    }

    #[test]
    fn a_sentence_of_any_corpus_is_too_long_a_run() {
        const SENTENCE: &str = "The launch lay \"off the cape\" until two of its crew of nine came ashore";
        let folder = tempfile::tempdir().expect("a folder");
        let write = |name: &str, text: String| {
            let file = folder.path().join(name);
            std::fs::create_dir_all(file.parent().expect("a folder")).expect("a folder");
            std::fs::write(file, text).expect("a file");
        };
        let quoted = serde_json::json!(SENTENCE.replace(' ', "\n")).to_string();
        let quoted = quoted.replace("crew", "\\u0063rew");
        write("real/a.txt", SENTENCE.to_owned());
        write("gold/a.jsonl", format!("{{\"id\": 1, \"content\": {{\"text\": {quoted}}}}}\n"));
        write("gold/facts/t01.txt", SENTENCE.to_owned());
        write("gold/facts/score.py", SENTENCE.to_owned());
        write("gold/roles/sentences.tsv", format!("active\t{SENTENCE}\t"));
        write("corpora/syria-incidents/dev.jsonl", format!("{{\"texts\": [{{\"text\": {quoted}}}]}}\n"));
        write("corpora/gum/a.conllu", format!("# text = {SENTENCE}\n1\tThe\n"));
        let mut too_long = Vec::new();
        for corpus in corpus::all(folder.path()).expect("corpora") {
            let found = Found::of(&project(SENTENCE, ""), &corpus).expect("texts");
            too_long.extend(found.long.iter().map(|run| (corpus.name.clone(), run.words, found.words)));
        }
        let of = |name: &str| (name.to_owned(), 15, 15);
        let roles = ("gold/roles".to_owned(), 15, 16);
        let wanted = [of("real"), of("gold"), of("gold/facts"), roles, of("gum"), of("syria-incidents")];
        assert_eq!(too_long, wanted, "each once, and the scorer's script is no corpus");
    }
}
