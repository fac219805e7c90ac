//! `words.tsv`: one entry a line.

use std::collections::BTreeMap;

use super::Pos;
use super::classes::{cell, known, lines};
use super::inflection::{Inflection, part_of_speech, tag_id};
use crate::class::{ClassId, ClassSet};
use crate::fault::{Fault, Place, SourceFile};
use crate::host::TagId;

/// One line of a word file.
pub(super) struct Entry<'s> {
    pub(super) place: Place<'s>,
    pub(super) lemma: String,
    pub(super) pos: Pos,
    pub(super) classes: ClassSet,
    flags: Flags,
    irregular: Vec<(TagId, String)>,
    absent: Vec<TagId>,
}

/// Marks in the column of forms.
#[derive(Clone, Copy, Default)]
struct Flags {
    only: bool,
    double: bool,
}

/// Forms of single words with their tags, by lemma and part of speech.
pub(super) type Heads = BTreeMap<(String, Pos), Vec<(Option<TagId>, String)>>;

/// Reads the entries of word files.
pub(super) fn parse<'s>(
    files: &[SourceFile<'s>],
    numbers: &BTreeMap<String, ClassId>,
    tags: &[String],
    faults: &mut Vec<Fault>,
) -> Vec<Entry<'s>> {
    let mut entries = Vec::new();
    for (place, cells) in files.iter().flat_map(lines) {
        let [lemma, pos, classes, forms, _source] = cells[..] else {
            faults.push(place.fault("an entry has five columns: lemma, pos, classes, forms, source"));
            continue;
        };
        let classes = known(classes, numbers, place, faults);
        match entry(place, lemma, pos, classes, forms, tags) {
            Ok(entry) => entries.push(entry),
            Err(fault) => faults.push(fault),
        }
    }
    entries
}

fn entry<'s>(
    place: Place<'s>,
    lemma: &str,
    pos: &str,
    classes: ClassSet,
    forms: &str,
    tags: &[String],
) -> Result<Entry<'s>, Fault> {
    let lemma = lemma.split_whitespace().collect::<Vec<_>>().join(" ").to_lowercase();
    if lemma.is_empty() {
        return Err(place.fault("an entry has a lemma"));
    }
    let pos = part_of_speech(place, pos)?;
    let (flags, irregular, absent) = (Flags::default(), Vec::new(), Vec::new());
    let mut entry = Entry { place, lemma, pos, classes, flags, irregular, absent };
    for word in cell(forms) {
        match word.split_once('=') {
            Some((tag, "-")) => entry.absent.push(tag_id(place, tag, tags)?),
            Some((tag, form)) => entry.irregular.push((tag_id(place, tag, tags)?, form.to_lowercase())),
            None if word == "only" => entry.flags.only = true,
            None if word == "double" => entry.flags.double = true,
            None => {
                let fault = place.fault(format!("`{word}` is not a form"));
                return Err(fault.hint("`TAG=form`, `TAG=-`, `only` or `double`"));
            }
        }
    }
    Ok(entry)
}

impl Entry<'_> {
    /// Every written form with its tag. A phrase takes the forms of its inflected word, from its own
    /// line or else from the entry of that word.
    pub(super) fn forms(&self, inflection: &Inflection, heads: &Heads) -> Vec<(Option<TagId>, String)> {
        let words: Vec<&str> = self.lemma.split(' ').collect();
        if words.len() < 2 {
            return self.forms_of(&self.lemma, inflection);
        }
        let at = inflection.head(self.pos, &words);
        let head = words.get(at).copied().unwrap_or_default();
        let own =
            !self.irregular.is_empty() || !self.absent.is_empty() || self.flags.only || self.flags.double;
        let known = heads.get(&(head.to_owned(), self.pos)).filter(|_| !own);
        let forms = known.cloned().unwrap_or_else(|| self.forms_of(head, inflection));
        let whole = |form: String| {
            let mut words = words.clone();
            if let Some(word) = words.get_mut(at) {
                *word = &form;
            }
            words.join(" ")
        };
        forms.into_iter().map(|(tag, form)| (tag, whole(form))).collect()
    }

    fn forms_of(&self, word: &str, inflection: &Inflection) -> Vec<(Option<TagId>, String)> {
        let mut forms: Vec<(TagId, String)> = if self.flags.only {
            inflection.base_tags(self.pos).map(|tag| (tag, word.to_owned())).collect()
        } else {
            inflection.forms(self.pos, word, self.flags.double)
        };
        forms.retain(|(tag, _)| {
            !self.absent.contains(tag) && !self.irregular.iter().any(|(other, _)| other == tag)
        });
        forms.extend(self.irregular.iter().cloned());
        let mut tagged: Vec<_> = forms.into_iter().map(|(tag, form)| (Some(tag), form)).collect();
        if !tagged.iter().any(|(_, form)| form == word) {
            tagged.insert(0, (None, word.to_owned()));
        }
        tagged
    }
}
