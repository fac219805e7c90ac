//! Names of files on a site that are made of words of the record: ASCII, short, none that a system keeps for itself, no two alike.

use assize_record::EntryId;
use std::collections::{BTreeMap, BTreeSet};
use unicode_normalization::{UnicodeNormalization, char::is_combining_mark};

/// The most characters of a name.
const LONGEST: usize = 60;

/// Names that some systems keep for devices, whatever ends they have.
const KEPT: [&str; 5] = ["con", "prn", "aux", "nul", "index"];

/// A word for each thing by its name, with the digits of its id where the name does not tell it from all others, or is not written in ASCII. Names of one `pool` lie in one
/// folder.
pub(crate) fn words_for_paths<P: Ord + Clone>(named: &[(EntryId, P, String)]) -> BTreeMap<EntryId, String> {
    let plain: Vec<(EntryId, &P, Option<String>)> =
        named.iter().map(|(id, pool, name)| (*id, pool, plain(name))).collect();
    let mut times: BTreeMap<(&P, &str), usize> = BTreeMap::new();
    for (_, pool, word) in &plain {
        *times.entry((pool, word.as_deref().unwrap_or_default())).or_default() += 1;
    }
    let mut taken: BTreeSet<(&P, String)> = BTreeSet::new();
    let mut words = BTreeMap::new();
    for (id, pool, word) in &plain {
        if let Some(word) = word.as_ref().filter(|word| times.get(&(pool, word.as_str())) == Some(&1)) {
            taken.insert((pool, word.clone()));
            words.insert(*id, word.clone());
        }
    }
    for ((id, pool, word), (_, _, name)) in plain.iter().zip(named) {
        if words.contains_key(id) {
            continue;
        }
        let stem = word.clone().unwrap_or_else(|| folded(name).0);
        let stem = stem.trim_end_matches('-');
        let digits = [id.short(), id.to_string()];
        let tries = digits
            .iter()
            .map(|digits| if stem.is_empty() { digits.clone() } else { format!("{stem}-{digits}") });
        let free = tries.into_iter().find(|word| !taken.contains(&(*pool, word.clone())));
        let word = free.unwrap_or_else(|| id.to_string());
        taken.insert((pool, word.clone()));
        words.insert(*id, word);
    }
    words
}

/// A name as a word of a path, where it says all of the name.
fn plain(name: &str) -> Option<String> {
    let (word, whole) = folded(name);
    let kept = KEPT.contains(&word.as_str())
        || word.len() == 4
            && (word.starts_with("com") || word.starts_with("lpt"))
            && word.ends_with(|c: char| c.is_ascii_digit());
    (whole && !word.is_empty() && !kept).then_some(word)
}

/// The letters and digits of a name in lower case, in words joined by hyphens; and whether none was left out.
fn folded(name: &str) -> (String, bool) {
    let (mut word, mut whole) = (String::new(), true);
    for c in name.nfkd().filter(|c| !is_combining_mark(*c)) {
        if word.len() >= LONGEST {
            whole = false;
            break;
        }
        match c {
            c if c.is_ascii_alphanumeric() => word.push(c.to_ascii_lowercase()),
            c => {
                whole &= !c.is_alphanumeric();
                if !word.is_empty() && !word.ends_with('-') {
                    word.push('-');
                }
            }
        }
    }
    (word.trim_end_matches('-').to_owned(), whole)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn words(names: &[&str]) -> Vec<String> {
        let named: Vec<_> = names
            .iter()
            .zip(1..)
            .map(|(name, n)| (EntryId::from_bytes([n; 32]), (), (*name).to_owned()))
            .collect();
        let words = words_for_paths(&named);
        named.iter().map(|(id, ..)| words[id].clone()).collect()
    }

    #[test]
    fn names_of_files_are_ascii_short_and_each_its_own() {
        let id = |n| EntryId::from_bytes([n; 32]).short();
        assert_eq!(words(&["Strike off José", "2031-05-03"]), ["strike-off-jose", "2031-05-03"]);
        assert_eq!(
            words(&["Порт", "…", "nul", "COM1"]),
            [id(1), id(2), format!("nul-{}", id(3)), format!("com1-{}", id(4))]
        );
        assert_eq!(words(&["Cape", "cape"]), [format!("cape-{}", id(1)), format!("cape-{}", id(2))]);
        assert_eq!(
            words(&["cape", "cape", &format!("cape-{}", id(1))])[0],
            format!("cape-{}", EntryId::from_bytes([1; 32]))
        );
        for word in words(&[
            "../../etc/passwd",
            "a\0b",
            "x\u{202e}y",
            &"w".repeat(9000),
            "Тhe <b>",
            "%2e%2e",
            "C:\\x",
            "a/b?c#d",
        ]) {
            assert!(word.len() <= LONGEST + 14 && !word.is_empty(), "{word}");
            assert!(word.chars().all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-'), "{word}");
        }
    }
}
