//! Checked sheets into signed entries.

use super::{
    FileText, Files, Sheet, SheetAct, SheetBridge, SheetClaim, SheetEntity, SheetError, SheetErrors,
    SheetSpeaker, SheetValue, check,
    known::{self, Known, Record},
};
use crate::{
    error::LedgerError,
    review::named,
    signer::{Signer, Writer},
    view::{View, Why},
};
use assize_record::{
    BlobHash, Entry, EntryId, Proposition, Speaker, SpeakerKind, Value, Words,
    body::{self, Act, Body, Claim, Entity, Remark},
    entry::{EntryError, Role, Verdict},
    proposition::EntityType,
};
use std::{
    collections::{BTreeMap, BTreeSet},
    sync::Arc,
};

/// What an import would add, and what it leaves out.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Imported {
    /// New entries, in the order they were signed.
    pub entries: Vec<Entry>,
    /// How many claims, acts and links were on the record already.
    pub already: usize,
    /// What somebody has set aside since: it is not entered again. File of the sheet, bytes of its words, and why.
    pub set_aside: Vec<(String, std::ops::Range<usize>, Why)>,
}

/// The entries that sheets add to a record. See [`import`].
///
/// # Errors
/// Every fault of the sheets that only the record can show.
pub fn entries(
    sheets: &[Sheet],
    files: &dyn Files,
    existing: &View,
    signer: &mut dyn Signer,
) -> Result<Vec<Entry>, SheetErrors> {
    import(sheets, files, existing, signer).map(|imported| imported.entries)
}

/// Turns sheets into passages, entities, links, claims with their reviews, grades and bridges, and acts. `existing` must be a view
/// of the whole record, at no earlier time; what it has is left out. Nothing is signed unless every sheet is without fault.
///
/// # Errors
/// Every fault of the sheets that only the record can show.
pub fn import(
    sheets: &[Sheet],
    files: &dyn Files,
    existing: &View,
    signer: &mut dyn Signer,
) -> Result<Imported, SheetErrors> {
    let faults = check::check(sheets, files, existing);
    if !faults.is_empty() {
        return Err(SheetErrors(faults));
    }
    let whole = |error: EntryError| {
        let file = sheets.first().map_or_else(String::new, |sheet| sheet.file.clone());
        SheetErrors(vec![SheetError { file, at: 0..0, problem: LedgerError::Entry(error) }])
    };
    let passages = passages(sheets, files).map_err(whole)?;
    let ids = passages.values().map(|entry| entry.id).collect();
    let record = Record::of(existing, &ids).map_err(|error| whole(error.into()))?;
    let mut batch = Batch {
        files,
        existing,
        record,
        keys: BTreeMap::new(),
        names: BTreeMap::new(),
        passages,
        written: BTreeSet::new(),
        writer: Writer::new(signer),
        imported: Imported::default(),
    };
    batch.all(sheets).map_err(whole)?;
    let Batch { writer, mut imported, .. } = batch;
    imported.entries = writer.finish();
    Ok(imported)
}

type Place = (EntryId, usize, usize);

/// Passage entries by text and span.
fn passages(sheets: &[Sheet], files: &dyn Files) -> Result<BTreeMap<Place, Entry>, EntryError> {
    let mut passages = BTreeMap::new();
    for sheet in sheets {
        for source in &sheet.sources {
            let path = sheet.path(&source.file.value);
            let Some(text) = files.text(&path) else { continue };
            let claims = source.claims.iter().map(|claim| &claim.words);
            for words in claims.chain(source.acts.iter().map(|act| &act.words)) {
                if let Ok(words) = check::locate(&text, &path, words) {
                    passages
                        .insert((text.text.id(), words.start, words.end), Entry::passage(text.text, &words)?);
                }
            }
        }
    }
    Ok(passages)
}

struct Batch<'b> {
    files: &'b dyn Files,
    existing: &'b View,
    record: Record<'b>,
    keys: BTreeMap<String, EntryId>,
    /// Names of the entities that this batch enters.
    names: BTreeMap<EntryId, String>,
    passages: BTreeMap<Place, Entry>,
    written: BTreeSet<EntryId>,
    writer: Writer<'b>,
    imported: Imported,
}

impl Batch<'_> {
    fn all(&mut self, sheets: &[Sheet]) -> Result<(), EntryError> {
        for key in self.existing.keys() {
            if let Some(id) = self.existing.by_key(key) {
                self.keys.insert(key.to_owned(), id);
            }
        }
        for sheet in sheets {
            self.entities(sheet)?;
        }
        for sheet in sheets {
            self.links(sheet)?;
            for source in &sheet.sources {
                let path = sheet.path(&source.file.value);
                let Some(text) = self.files.text(&path) else { continue };
                for claim in &source.claims {
                    self.claim(sheet, &text, &path, claim)?;
                }
                for act in &source.acts {
                    self.act(sheet, &text, &path, act)?;
                }
            }
        }
        Ok(())
    }

    fn entities(&mut self, sheet: &Sheet) -> Result<(), EntryError> {
        let mut on_record: BTreeMap<&str, Vec<(EntryId, &Entity)>> = BTreeMap::new();
        for (id, entity) in self.existing.entities() {
            if let Some(key) = &entity.key {
                on_record.entry(key).or_default().push((*id, entity));
            }
        }
        for declared in &sheet.entities {
            let key = &declared.key.value;
            let Some(entity_type) = EntityType::of_key(key) else { continue };
            let shape: Option<BlobHash> =
                declared.shape.as_ref().and_then(|shape| self.files.shape(&sheet.path(&shape.value)).ok());
            let entity = Entity { entity_type, key: Some(key.clone()), name: declared.name.clone(), shape };
            let same_key = on_record.get(key.as_str()).map_or(&[][..], Vec::as_slice);
            let first = same_key.first().map(|(id, _)| *id);
            let stated = same_key.iter().any(|(_, other)| **other == entity);
            if stated || first.is_none() && self.keys.contains_key(key) {
                self.mark(declared)?;
                continue;
            }
            // Another name or shape for a key on record is a correction of that entity.
            let refs = first.map(|id| (Role::Replaces, id)).into_iter().collect();
            let name = entity.name.clone();
            let id = self.writer.sign(refs, None, Body::Entity(entity))?;
            self.names.insert(id, name);
            self.keys.entry(key.clone()).or_insert(id);
            self.mark(declared)?;
        }
        Ok(())
    }

    /// Enters whether a thing may be named in public, where that is not what stands.
    fn mark(&mut self, declared: &SheetEntity) -> Result<(), EntryError> {
        let (Some(mark), Some(id)) = (&declared.mark, self.keys.get(&declared.key.value)) else {
            return Ok(());
        };
        let stands = self
            .existing
            .marks_of(*id)
            .any(|other| other.verdict == mark.verdict && other.shown_as.as_ref() == Some(&mark.shown_as));
        if !stands {
            let body = body::Mark { words: String::new(), shown_as: Some(mark.shown_as.clone()) };
            self.writer.sign(vec![(Role::Of, *id)], Some(mark.verdict), Body::Mark(body))?;
        }
        Ok(())
    }

    fn links(&mut self, sheet: &Sheet) -> Result<(), EntryError> {
        for link in &sheet.links {
            let end = |end: &str| match link.verdict {
                Verdict::SyndicatedFrom => self.files.text(&sheet.path(end)).map(|text| text.source),
                _ => self.keys.get(end).copied(),
            };
            let (Some(from), Some(to)) = (end(&link.from.value), end(&link.to.value)) else { continue };
            let print = known::print_link(self.existing, link.verdict, from, to)?;
            let joined = self.existing.canonical(from) == self.existing.canonical(to);
            if from == to || link.verdict == Verdict::Same && joined {
                self.imported.already += 1;
                continue;
            }
            if self.skips(&print, sheet, &link.from.at) {
                continue;
            }
            let refs = vec![(Role::From, from), (Role::To, to)];
            let body = Body::Link(Remark { words: link.reason.clone() });
            let id = self.writer.sign(refs, Some(link.verdict), body)?;
            self.record.stands(print, id);
        }
        Ok(())
    }

    fn claim(
        &mut self,
        sheet: &Sheet,
        text: &FileText<'_>,
        path: &str,
        claim: &SheetClaim,
    ) -> Result<(), EntryError> {
        let Some((passage, words)) = self.passage(text, path, &claim.words) else { return Ok(()) };
        let Some(content) = self.content(claim, &words, text.source) else { return Ok(()) };
        let subject = content.proposition.subject;
        let print = known::print_claim(self.existing, passage, &content)?;
        let id = match self.record.get(&print) {
            Some(Known::Stands(id)) => {
                self.imported.already += 1;
                id
            }
            Some(Known::Aside(aside)) if aside.why == Why::Undecided => {
                if aside.reviewers.contains(&self.writer.public()) {
                    self.imported.already += 1;
                } else {
                    self.accept(aside.id)?;
                }
                aside.id
            }
            Some(Known::Aside(aside)) => {
                self.imported.set_aside.push((sheet.file.clone(), claim.words.words.at.clone(), aside.why));
                return Ok(());
            }
            None => {
                let mut refs = vec![(Role::Passage, passage)];
                refs.extend(named(&content));
                let id = self.writer.sign(refs, None, Body::Claim(Arc::new(content)))?;
                self.accept(id)?;
                id
            }
        };
        self.record.stands(print, id);
        self.judgements(sheet, id, subject, claim)
    }

    fn accept(&mut self, claim: EntryId) -> Result<(), EntryError> {
        let body = Body::Review(Remark { words: "coded by hand".to_owned() });
        self.writer.sign(vec![(Role::Of, claim)], Some(Verdict::Accept), body).map(|_| ())
    }

    fn judgements(
        &mut self,
        sheet: &Sheet,
        id: EntryId,
        subject: EntryId,
        claim: &SheetClaim,
    ) -> Result<(), EntryError> {
        let at = &claim.words.words.at;
        if let Some(grade) = &claim.grade {
            let print = known::print_grade(id, grade)?;
            if !self.skips(&print, sheet, at) {
                let entry = self.writer.sign(vec![(Role::Of, id)], None, Body::Grade(grade.clone()))?;
                self.record.stands(print, entry);
            }
        }
        for SheetBridge { incident, bridge } in &claim.bears {
            let incident = incident.as_ref().and_then(|key| self.keys.get(&key.value).copied());
            let subject = incident.unwrap_or(subject);
            let print = known::print_bridge(self.existing, id, subject, bridge)?;
            if !self.skips(&print, sheet, at) {
                let refs = vec![(Role::Of, id), (Role::Subject, subject)];
                let entry = self.writer.sign(refs, None, Body::Bridge(bridge.clone()))?;
                self.record.stands(print, entry);
            }
        }
        Ok(())
    }

    fn act(
        &mut self,
        sheet: &Sheet,
        text: &FileText<'_>,
        path: &str,
        act: &SheetAct,
    ) -> Result<(), EntryError> {
        let Some((passage, _)) = self.passage(text, path, &act.words) else { return Ok(()) };
        let Some(matter) = self.keys.get(&act.matter.value).copied() else { return Ok(()) };
        let content = Act {
            act: act.act,
            who: self.speaker(&act.who, text.source),
            whom: act.whom.as_ref().map(|whom| self.speaker(whom, text.source)),
            happened_on: act.happened_on.clone(),
            what: act.what.clone(),
            in_part: act.in_part,
            redacted: act.redacted,
            due_on: act.due_on.clone(),
            about: act.incident.as_ref().and_then(|incident| self.keys.get(&incident.value).copied()),
            capacity: act.capacity.clone(),
        };
        let print = known::print_act(self.existing, Some(passage), matter, &content)?;
        if !self.skips(&print, sheet, &act.words.words.at) {
            let mut refs = vec![(Role::Subject, matter), (Role::Passage, passage)];
            refs.extend(content.about.filter(|about| *about != matter).map(|about| (Role::Named, about)));
            let id = self.writer.sign(refs, None, Body::Act(Box::new(content)))?;
            self.record.stands(print, id);
        }
        Ok(())
    }

    /// Whether the record has it, standing or set aside; counted either way.
    fn skips(&mut self, print: &known::Print, sheet: &Sheet, at: &std::ops::Range<usize>) -> bool {
        match self.record.get(print) {
            None => return false,
            Some(Known::Stands(_)) => self.imported.already += 1,
            Some(Known::Aside(aside)) => {
                self.imported.set_aside.push((sheet.file.clone(), at.clone(), aside.why));
            }
        }
        true
    }

    /// The id of a passage, entered where the record does not have it.
    fn passage(
        &mut self,
        text: &FileText<'_>,
        path: &str,
        words: &super::SheetWords,
    ) -> Option<(EntryId, Words)> {
        let words = check::locate(text, path, words).ok()?;
        let entry = self.passages.get(&(text.text.id(), words.start, words.end))?;
        let id = entry.id;
        if !self.existing.passages().contains_key(&id) && self.written.insert(id) {
            self.writer.push(entry.clone());
        }
        Some((id, words))
    }

    /// The claim's content; `None` only where a key is unknown, which the check has ruled out.
    fn content(&self, claim: &SheetClaim, words: &Words, source: EntryId) -> Option<Claim> {
        let value = match &claim.value {
            SheetValue::Words => Value::Words(words.exact.clone()),
            SheetValue::Word(word) => Value::Words(word.clone()),
            SheetValue::Quantity(quantity) => Value::Quantity(quantity.clone()),
            SheetValue::Date(date) => Value::Date(date.clone()),
            SheetValue::Entity(key) => Value::Entity(*self.keys.get(&key.value)?),
            SheetValue::Flag(flag) => Value::Flag(*flag),
            SheetValue::Point(point) => Value::Point(point.clone()),
        };
        let proposition = Proposition {
            subject: *self.keys.get(&claim.subject.value)?,
            property: claim.property.clone(),
            value,
            status: claim.status,
            group: claim.group.as_ref().and_then(|group| self.keys.get(&group.value).copied()),
            happened_on: claim.happened_on.clone(),
            happened_at: claim.happened_at.clone(),
        };
        Some(Claim {
            speaker: self.speaker(&claim.speaker, source),
            via: claim.via.iter().map(|via| self.speaker(via, source)).collect(),
            stance: claim.stance,
            hedges: claim.hedges.iter().map(|hedge| hedge.value.clone()).collect(),
            basis: claim.basis,
            said_on: claim.said_on.clone(),
            proposition,
            drafted: None,
            anchors: Vec::new(),
        })
    }

    fn speaker(&self, speaker: &SheetSpeaker, source: EntryId) -> Speaker {
        let id_of = |key: &super::At<String>| self.keys.get(&key.value).copied();
        let entity = speaker.entity.as_ref().and_then(id_of);
        let description = match (&speaker.description, entity) {
            (Some(words), _) => words.clone(),
            (None, Some(entity)) => self.name(entity),
            (None, None) if speaker.kind == SpeakerKind::Narrator => "the publication".to_owned(),
            (None, None) if speaker.is_publisher() => {
                check::publisher(self.existing, source).unwrap_or_default().to_owned()
            }
            (None, None) => String::new(),
        };
        let party = speaker.party.as_ref().and_then(id_of);
        Speaker {
            kind: speaker.kind,
            entity,
            description,
            count: speaker.count.clone(),
            party,
            anonymity: speaker.anonymity.clone(),
        }
    }

    fn name(&self, entity: EntryId) -> String {
        self.names.get(&entity).cloned().unwrap_or_else(|| self.existing.name(entity))
    }
}
