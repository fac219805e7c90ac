//! `inflection.tsv`: how regular forms are written.

use serde::{Deserialize, Serialize};

use super::Pos;
use super::classes::lines;
use crate::fault::{Fault, Place, SourceFile};
use crate::host::TagId;

/// The rows of an inflection table, in their order.
#[derive(Clone, Debug, Default, Deserialize, Eq, PartialEq, Serialize)]
pub(super) struct Inflection {
    rows: Vec<Ending>,
    heads: Vec<PhraseHead>,
    vowels: String,
}

/// One row: what a tag does to words with an ending.
#[derive(Clone, Debug, Deserialize, Eq, PartialEq, Serialize)]
struct Ending {
    pos: Pos,
    tag: TagId,
    pattern: String,
    cut: u8,
    add: String,
}

/// Which word of a phrase is inflected.
#[derive(Clone, Debug, Deserialize, Eq, PartialEq, Serialize)]
struct PhraseHead {
    pos: Pos,
    place: HeadPlace,
}

#[derive(Clone, Debug, Deserialize, Eq, PartialEq, Serialize)]
enum HeadPlace {
    First,
    Last,
    Before(String),
}

impl Inflection {
    /// Adds the rows of the files.
    pub(super) fn parse(&mut self, files: &[SourceFile<'_>], tags: &[String], faults: &mut Vec<Fault>) {
        for (place, cells) in files.iter().flat_map(lines) {
            let read = match cells[..] {
                ["vowels", letters] => {
                    letters.clone_into(&mut self.vowels);
                    Ok(())
                }
                ["phrase", pos, head] => self.phrase(place, pos, head, ""),
                ["phrase", pos, head, word] => self.phrase(place, pos, head, word),
                [pos, tag, pattern, cut] => self.ending(place, tags, [pos, tag, pattern, cut, ""]),
                [pos, tag, pattern, cut, add] => self.ending(place, tags, [pos, tag, pattern, cut, add]),
                _ => Err(place.fault("an inflection has five columns: pos, tag, ending, cut, add")),
            };
            faults.extend(read.err());
        }
    }

    fn phrase(&mut self, place: Place<'_>, pos: &str, head: &str, word: &str) -> Result<(), Fault> {
        let at = match head {
            "first" => HeadPlace::First,
            "last" => HeadPlace::Last,
            "before" if !word.is_empty() => HeadPlace::Before(word.to_owned()),
            _ => return Err(place.fault("the head of a phrase is `first`, `last` or `before` a word")),
        };
        self.heads.push(PhraseHead { pos: part_of_speech(place, pos)?, place: at });
        Ok(())
    }

    fn ending(&mut self, place: Place<'_>, tags: &[String], cells: [&str; 5]) -> Result<(), Fault> {
        let [pos, tag, pattern, cut, add] = cells;
        let cut =
            cut.parse().map_err(|_| place.fault(format!("`{cut}` is not a number of letters to cut")))?;
        let add = if add == "-" { "" } else { add };
        self.rows.push(Ending {
            pos: part_of_speech(place, pos)?,
            tag: tag_id(place, tag, tags)?,
            pattern: pattern.replace('+', ""),
            cut,
            add: add.to_owned(),
        });
        Ok(())
    }

    /// Every tag of a part of speech with the regular form of a word, the base form first where the
    /// table has it first.
    pub(super) fn forms(&self, pos: Pos, word: &str, double: bool) -> Vec<(TagId, String)> {
        let mut forms: Vec<(TagId, String)> = Vec::new();
        for row in self.rows.iter().filter(|row| row.pos == pos) {
            let made = forms.iter().any(|(tag, _)| *tag == row.tag);
            if !made && self.fits(&row.pattern, word, double) {
                forms.push((row.tag, self.write(row, word, double)));
            }
        }
        forms
    }

    /// Tags under which the word itself stands.
    pub(super) fn base_tags(&self, pos: Pos) -> impl Iterator<Item = TagId> {
        self.rows
            .iter()
            .filter(move |row| row.pos == pos && row.cut == 0 && row.add.is_empty())
            .map(|row| row.tag)
    }

    /// Place of the inflected word among the words of a phrase.
    pub(super) fn head(&self, pos: Pos, words: &[&str]) -> usize {
        let last = words.len().saturating_sub(1);
        let found = self.heads.iter().filter(|head| head.pos == pos).find_map(|head| match &head.place {
            HeadPlace::First => Some(0),
            HeadPlace::Last => Some(last),
            HeadPlace::Before(word) => words.iter().position(|other| other == word)?.checked_sub(1),
        });
        found.unwrap_or(if pos == Pos::Verb { 0 } else { last })
    }

    fn vowel(&self, letter: char) -> bool {
        let vowels = if self.vowels.is_empty() { "aeiou" } else { &self.vowels };
        vowels.contains(letter)
    }

    /// Whether one of the alternatives of an ending fits: letters stand for themselves, `C` for a
    /// consonant, `V` for a vowel, `*` for anything, `double` for words with that flag.
    fn fits(&self, pattern: &str, word: &str, double: bool) -> bool {
        pattern.split('|').any(|ending| {
            if ending == "double" {
                return double;
            }
            let mut letters = word.chars().rev();
            ending.chars().rev().filter(|sign| *sign != '*').all(|sign| {
                letters.next().is_some_and(|letter| match sign {
                    'C' => letter.is_alphabetic() && !self.vowel(letter),
                    'V' => self.vowel(letter),
                    other => other == letter,
                })
            })
        })
    }

    /// The form a row makes; a doubled word repeats its last letter before a vowel.
    fn write(&self, row: &Ending, word: &str, double: bool) -> String {
        let kept = word.chars().count().saturating_sub(usize::from(row.cut));
        let mut form: String = word.chars().take(kept).collect();
        if double && row.cut == 0 && row.add.starts_with(|first| self.vowel(first)) {
            form.extend(word.chars().last());
        }
        form.push_str(&row.add);
        form
    }
}

/// The part of speech of a name.
pub(super) fn part_of_speech(place: Place<'_>, name: &str) -> Result<Pos, Fault> {
    name.parse().map_err(|_| {
        place
            .fault(format!("`{name}` is not a part of speech"))
            .hint("noun, verb, adj, adv, prep, name, det, num or other")
    })
}

/// The place of a tag in the tagger's list.
pub(super) fn tag_id(place: Place<'_>, name: &str, tags: &[String]) -> Result<TagId, Fault> {
    let at = tags.iter().position(|tag| tag == name).and_then(|at| u8::try_from(at).ok());
    at.map(TagId).ok_or_else(|| {
        place.fault(format!("`{name}` is not a tag")).near(name, tags.iter().map(String::as_str))
    })
}
