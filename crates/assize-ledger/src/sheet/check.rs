//! Sheets held against the record: every entity known, every file archived, all words where they are said to stand.

use super::{
    At, FileText, Files, Sheet, SheetClaim, SheetError, SheetSpeaker, SheetValue, SheetWords, cursor::Faults,
};
use crate::{error::LedgerError, placing::check_name, view::View};
use assize_record::{EntryId, Words, entry::Verdict, vocabulary::nearest};
use std::collections::{BTreeMap, BTreeSet};

/// Every fault of a set of sheets that only the record can show.
pub(super) fn check(sheets: &[Sheet], files: &dyn Files, existing: &View) -> Vec<SheetError> {
    let mut keys: BTreeSet<&str> = existing.keys().filter(|key| existing.by_key(key).is_some()).collect();
    let declared = sheets.iter().flat_map(|sheet| &sheet.entities);
    keys.extend(declared.map(|entity| entity.key.value.as_str()));
    // Which of several things a sheet would mean, nothing tells.
    let clashing: BTreeSet<&str> = existing.keys().filter(|key| existing.by_key(key).is_none()).collect();
    let mut faults = declared_twice(sheets);
    for sheet in sheets {
        let mut check = Check {
            sheet,
            files,
            existing,
            keys: &keys,
            clashing: &clashing,
            faults: Faults { file: sheet.file.clone(), found: Vec::new() },
        };
        check.sheet();
        faults.append(&mut check.faults.found);
    }
    let order: BTreeMap<&str, usize> =
        sheets.iter().zip(0..).map(|(sheet, at)| (sheet.file.as_str(), at)).collect();
    faults.sort_by_key(|fault| (order.get(fault.file.as_str()).copied(), fault.at.start, fault.at.end));
    faults
}

/// The publisher that a source states.
pub(super) fn publisher(existing: &View, source: EntryId) -> Option<&str> {
    let stated = existing.sources().get(&source)?.publication.publisher.as_ref()?;
    Some(stated.value.trim()).filter(|name| !name.is_empty())
}

/// Where words stand in a text.
pub(super) fn locate(text: &FileText<'_>, path: &str, words: &SheetWords) -> Result<Words, LedgerError> {
    let exact = words.words.value.as_str();
    let file = || path.to_owned();
    let places: Vec<usize> = text.words.match_indices(exact).map(|(at, _)| at).collect();
    let place = match (words.nth, places.as_slice()) {
        (_, []) => {
            return Err(LedgerError::WordsNotFound { file: file(), near: look_alike(text.words, exact) });
        }
        (None, [only]) => *only,
        (None, several) => return Err(LedgerError::WordsRepeated { file: file(), times: several.len() }),
        (Some(nth), several) => {
            let wanted = usize::try_from(nth).ok().and_then(|nth| nth.checked_sub(1));
            let found = wanted.and_then(|at| several.get(at).copied());
            found.ok_or(LedgerError::NoSuchTime { file: file(), times: several.len(), nth })?
        }
    };
    Ok(Words { start: place, end: place + exact.len(), exact: exact.to_owned() })
}

/// The words as they stand in the text where only case, quotes, dashes or spaces differ. Shown to the person, never used.
fn look_alike(text: &str, words: &str) -> Option<String> {
    let wanted: String = words.chars().filter_map(fold).collect();
    if wanted.is_empty() {
        return None;
    }
    let (folded, places): (String, Vec<usize>) = {
        let mut folded = String::new();
        let mut places = Vec::new();
        for (at, c) in text.char_indices() {
            if let Some(c) = fold(c) {
                folded.push(c);
                places.extend(std::iter::repeat_n(at, c.len_utf8()));
            }
        }
        (folded, places)
    };
    let found = folded.find(&wanted)?;
    let (start, last) = (*places.get(found)?, *places.get(found + wanted.len() - 1)?);
    let end = last + text[last..].chars().next()?.len_utf8();
    text.get(start..end).map(str::to_owned)
}

fn fold(c: char) -> Option<char> {
    match c {
        '‘' | '’' | '‚' | '′' => Some('\''),
        '“' | '”' | '„' | '″' => Some('"'),
        '‐' | '‑' | '–' | '—' | '−' => Some('-'),
        c if c.is_whitespace() => None,
        c => Some(c.to_lowercase().next().unwrap_or(c)),
    }
}

fn declared_twice(sheets: &[Sheet]) -> Vec<SheetError> {
    let mut first: BTreeMap<&str, (&str, Option<String>)> = BTreeMap::new();
    let mut faults = Vec::new();
    for sheet in sheets {
        for entity in &sheet.entities {
            let shape = entity.shape.as_ref().map(|shape| sheet.path(&shape.value));
            let stated = (entity.name.as_str(), shape);
            if *first.entry(&entity.key.value).or_insert_with(|| stated.clone()) != stated {
                faults.push(SheetError {
                    file: sheet.file.clone(),
                    at: entity.key.at.clone(),
                    problem: LedgerError::EntityTwice(entity.key.value.clone()),
                });
            }
        }
    }
    faults
}

struct Check<'c> {
    sheet: &'c Sheet,
    files: &'c dyn Files,
    existing: &'c View,
    keys: &'c BTreeSet<&'c str>,
    /// Keys that name several things on the record.
    clashing: &'c BTreeSet<&'c str>,
    faults: Faults,
}

impl<'c> Check<'c> {
    fn sheet(&mut self) {
        let sheet = self.sheet;
        for entity in sheet.entities.iter().filter(|entity| self.clashing.contains(&*entity.key.value)) {
            self.faults.add(entity.key.at.clone(), LedgerError::KeyClash(entity.key.value.clone()));
        }
        for entity in &sheet.entities {
            for words in [&entity.key.value, &entity.name] {
                if let Err(problem) = check_name(words) {
                    self.faults.add(entity.key.at.clone(), problem);
                }
            }
        }
        for shape in sheet.entities.iter().filter_map(|entity| entity.shape.as_ref()) {
            let path = sheet.path(&shape.value);
            if let Err(why) = self.files.shape(&path) {
                self.faults.add(shape.at.clone(), LedgerError::NoShape(why));
            }
        }
        for link in &sheet.links {
            for end in [&link.from, &link.to] {
                if link.verdict == Verdict::SyndicatedFrom {
                    self.text(end);
                } else {
                    self.key(end);
                }
            }
        }
        for source in &sheet.sources {
            let text = self.text(&source.file);
            let path = sheet.path(&source.file.value);
            let claims =
                source.claims.iter().flat_map(|claim| std::iter::once(&claim.speaker).chain(&claim.via));
            let acts = source.acts.iter().flat_map(|act| std::iter::once(&act.who).chain(&act.whom));
            let stated = text.as_ref().is_none_or(|text| publisher(self.existing, text.source).is_some());
            if !stated && claims.chain(acts).any(SheetSpeaker::is_publisher) {
                self.faults.add(source.file.at.clone(), LedgerError::NoPublisher);
            }
            for claim in &source.claims {
                self.claim(claim, text.as_ref().map(|text| (text, path.as_str())));
            }
            for act in &source.acts {
                self.key(&act.matter);
                act.incident.iter().for_each(|incident| self.key(incident));
                self.speaker(&act.who);
                act.whom.iter().for_each(|whom| self.speaker(whom));
                if let Some(text) = &text {
                    self.words(text, &path, &act.words);
                }
            }
        }
    }

    fn claim(&mut self, claim: &SheetClaim, text: Option<(&FileText<'_>, &str)>) {
        self.key(&claim.subject);
        claim.group.iter().for_each(|group| self.key(group));
        if let SheetValue::Entity(key) = &claim.value {
            self.key(key);
        }
        self.speaker(&claim.speaker);
        claim.via.iter().for_each(|via| self.speaker(via));
        claim
            .bears
            .iter()
            .filter_map(|bridge| bridge.incident.as_ref())
            .for_each(|incident| self.key(incident));
        let Some((text, path)) = text else { return };
        self.words(text, path, &claim.words);
        for hedge in &claim.hedges {
            if !text.words.contains(&hedge.value.exact) {
                let near = look_alike(text.words, &hedge.value.exact);
                self.faults.add(hedge.at.clone(), LedgerError::WordsNotFound { file: path.to_owned(), near });
            }
        }
    }

    fn words(&mut self, text: &FileText<'_>, path: &str, words: &SheetWords) {
        if let Err(problem) = locate(text, path, words) {
            self.faults.add(words.words.at.clone(), problem);
        }
    }

    fn speaker(&mut self, speaker: &SheetSpeaker) {
        speaker.entity.iter().chain(&speaker.party).for_each(|key| self.key(key));
    }

    fn text(&mut self, file: &At<String>) -> Option<FileText<'c>> {
        let path = self.sheet.path(&file.value);
        let text = self.files.text(&path);
        if text.is_none() {
            self.faults.add(file.at.clone(), LedgerError::NoText(path));
        }
        text
    }

    fn key(&mut self, key: &At<String>) {
        if self.clashing.contains(key.value.as_str()) {
            self.faults.add(key.at.clone(), LedgerError::KeyClash(key.value.clone()));
        } else if !self.keys.contains(key.value.as_str()) {
            let suggestion = nearest(&key.value, self.keys.iter().copied()).map(str::to_owned);
            self.faults
                .add(key.at.clone(), LedgerError::UnknownEntity { key: key.value.clone(), suggestion });
        }
    }
}
