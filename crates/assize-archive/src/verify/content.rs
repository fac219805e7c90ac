//! What entries refer to: other entries, blobs, and words in texts.

use super::{Evidence, Known, Quoted};
use crate::{
    blob::{BlobError, BlobFaultKind, Blobs},
    case::Case,
    fault::Fault,
    store::StoreError,
};
use assize_record::{EntryId, Span, Words, body::Body, entry::Salt};

/// Every entry that a head refers to must be in the case.
pub(super) fn check_references(known: &Known<'_>, faults: &mut Vec<Fault>) {
    for line in &known.heads.lines[..known.heads.covered] {
        let Some(head) = &line.head else { continue };
        for (_, id) in head.refs.iter().filter(|(_, id)| !known.holds(id)) {
            let what = format!("refers to entry {id}, which is not in this case");
            faults.push(Fault::line(&line.place.file, line.place.line, what));
        }
        // What its author wrote before may have been left out of a merge as damaged; what this copy's log lacks is named by the log.
        for id in head.prev.iter().filter(|id| !known.holds(id)) {
            let what = format!("follows entry {id}, which is not in this case");
            faults.push(Fault::line(&line.place.file, line.place.line, what).note());
        }
    }
}

/// Every blob must hash to its name, those that entries state must be there, and passages must read as they say.
pub(super) fn check_blobs(
    case: &Case,
    evidence: &Evidence,
    faults: &mut Vec<Fault>,
) -> Result<(), StoreError> {
    let folder = case.blobs();
    if !folder.is_dir() {
        // Opening would make the folder, and nothing is written here.
        for (hash, (_, place)) in &evidence.blobs {
            let file = case.relative(&folder).join(hash.to_string());
            faults.push(Fault::file(file, format!("missing: stated by the entry at {place}")));
        }
        return Ok(());
    }
    let io = |error: BlobError| StoreError::Blob(error);
    let expected = evidence.blobs.keys().copied().collect();
    let blobs = Blobs::open(&folder).map_err(io)?;
    for fault in blobs.verify_against(&expected).map_err(io)? {
        let what = match &fault.kind {
            BlobFaultKind::Missing(hash) => match evidence.blobs.get(hash) {
                Some((_, place)) => format!("missing: stated by the entry at {place}"),
                None => "missing".to_owned(),
            },
            BlobFaultKind::Altered { found, .. } => {
                format!("altered: its bytes hash to {found}; restore it from a copy")
            }
            BlobFaultKind::Unknown => "not a blob of this archive".to_owned(),
            BlobFaultKind::Unfinished => "left from a write that was cut short; it may be deleted".to_owned(),
            BlobFaultKind::Unreadable(why) => format!("cannot be read: {why}"),
        };
        let named = Fault::file(case.relative(&fault.path), what);
        let is_note = matches!(fault.kind, BlobFaultKind::Unfinished | BlobFaultKind::Unknown);
        faults.push(if is_note { named.note() } else { named });
    }
    for (hash, (bytes, place)) in &evidence.blobs {
        let length = std::fs::metadata(blobs.path(hash)).map(|found| found.len());
        if let (Some(bytes), Ok(length)) = (bytes, length)
            && *bytes != length
        {
            let what = format!("says that blob {hash} has {bytes} bytes; it has {length}");
            faults.push(Fault::line(&place.file, place.line, what));
        }
    }
    for (text, passages) in &evidence.passages {
        check_passages(&blobs, evidence, *text, passages, faults);
    }
    Ok(())
}

fn check_passages(
    blobs: &Blobs,
    evidence: &Evidence,
    text: EntryId,
    passages: &[Quoted],
    faults: &mut Vec<Fault>,
) {
    for quoted in passages {
        let expected = match evidence.salted.get(&text) {
            Some(of) => of.salt_of(&quoted.body).unwrap_or_default(),
            None if evidence.texts.contains_key(&text) => Salt::none(),
            None => continue,
        };
        if quoted.salt != expected {
            let what = format!("a passage or anchor of text {text} with another salt than its text gives it");
            faults.push(Fault::line(&quoted.place.file, quoted.place.line, what));
        }
    }
    // A text that is erased, damaged or missing is named elsewhere; its passages cannot be held against anything.
    let Some(bytes) = evidence.texts.get(&text).and_then(|hash| blobs.get(hash).ok()) else { return };
    let Ok(content) = String::from_utf8(bytes) else {
        for Quoted { place, .. } in passages {
            faults.push(Fault::line(&place.file, place.line, format!("the text {text} is not UTF-8")));
        }
        return;
    };
    for Quoted { body, place, .. } in passages {
        let (start, end, exact) = match body {
            Body::Passage(passage) => (passage.start, passage.end, passage.exact.as_ref()),
            Body::Anchor(anchor) => (anchor.start, anchor.end, None),
            _ => continue,
        };
        let span = Span::new(
            usize::try_from(start).unwrap_or(usize::MAX),
            usize::try_from(end).unwrap_or(usize::MAX),
        );
        // From version 2 on a passage or anchor is its span alone: that must be one of the text.
        let found = span.slice(&content).unwrap_or_default().to_owned();
        let words = Words { start: span.start, end: span.end, exact: exact.cloned().unwrap_or(found) };
        if let Err(error) = words.check(&content) {
            faults.push(Fault::line(&place.file, place.line, format!("passage of text {text}: {error}")));
        }
    }
}
