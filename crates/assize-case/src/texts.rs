//! Texts of a case, from its blobs.

use crate::{case::Session, failure::Failure, talk::Talk};
use assize_archive::{
    blob::Blobs,
    near::{self, Kept},
};
use assize_ledger::{Received, View};
use assize_record::{
    BlobHash, EntryId,
    body::{Anchor, Body, Passage},
    entry::Role,
};
use assize_weigh::origin::{Copies, Origins};
use std::{
    cell::RefCell,
    collections::{BTreeMap, BTreeSet},
    path::Path,
};

/// The wording of one text.
pub fn text(session: &Session, sha256: &BlobHash) -> Result<String, Failure> {
    let bytes = session.blobs.get(sha256).map_err(Failure::integrity)?;
    String::from_utf8(bytes).map_err(|_| Failure::integrity(format!("text {sha256} is not UTF-8")))
}

/// The wording of every text that can be had, by text entry id. A text whose blob is missing or altered is named and left out.
pub fn all(session: &Session, view: &View, talk: &dyn Talk) -> BTreeMap<EntryId, String> {
    let (mut found, mut missing) = (BTreeMap::new(), Vec::new());
    for (id, entry) in view.texts() {
        let Some(sha256) = &entry.sha256 else { continue };
        match text(session, sha256) {
            Ok(text) => {
                found.insert(*id, text);
            }
            Err(failure) => missing.push(format!("text {}: {failure}", id.short())),
        }
    }
    left_out(&missing, "left out", "they are left out", talk);
    found
}

/// Where fingerprints of texts are taken from.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Look {
    /// From those that the case keeps; only what is new and what families are told by is read.
    Kept,
    /// From every text: for what must not be fooled by somebody who can write into the case.
    Afresh,
}

/// Sources whose texts are near-copies of one another or the same; with `of`, only together with one of these texts. Each family in order
/// of id. A text that is missing or altered is named and left out.
pub fn families(
    session: &Session,
    view: &View,
    of: Option<&BTreeSet<BlobHash>>,
    look: Look,
    talk: &dyn Talk,
) -> Vec<BTreeSet<EntryId>> {
    let mut sources: BTreeMap<BlobHash, BTreeSet<EntryId>> = BTreeMap::new();
    for text in view.texts().values() {
        if let Some(sha256) = text.sha256 {
            sources.entry(sha256).or_default().insert(text.source);
        }
    }
    let faults: RefCell<BTreeMap<BlobHash, Failure>> = RefCell::default();
    let read = |sha256: &BlobHash| match text(session, sha256) {
        Ok(text) => Some(text),
        Err(fault) => {
            faults.borrow_mut().insert(*sha256, fault);
            None
        }
    };
    let confidential = view.confidential();
    // Of what is confidential no fingerprint is kept.
    let unkept: BTreeSet<BlobHash> = sources
        .iter()
        .filter(|(_, of)| of.iter().all(|source| confidential.contains(source)))
        .map(|(sha256, _)| *sha256)
        .collect();
    let hashes: BTreeSet<BlobHash> = sources.keys().copied().collect();
    let kept = match look {
        Look::Afresh => None,
        Look::Kept => {
            let mut kept = Kept::of_case(&session.dir);
            // A folder that cannot be written to has no fingerprints to ask.
            let found = kept.families(&hashes, &unkept, of, &read).ok();
            kept.notes().iter().for_each(|note| talk.talk(format!("note: {note}")));
            found
        }
    };
    let found = kept.unwrap_or_else(|| {
        let texts: Vec<(BlobHash, String)> =
            hashes.iter().filter_map(|sha256| Some((*sha256, read(sha256)?))).collect();
        let texts: Vec<(BlobHash, &str)> =
            texts.iter().map(|(sha256, text)| (*sha256, text.as_str())).collect();
        near::families(&texts)
    });
    for (sha256, fault) in faults.take() {
        talk.warn(format!("text {}: {fault}; left out", sha256.short()));
    }
    let in_one: BTreeSet<BlobHash> = found.iter().flatten().copied().collect();
    let alone = sources.keys().filter(|sha256| !in_one.contains(*sha256)).map(|sha256| vec![*sha256]);
    let is_asked =
        |family: &Vec<BlobHash>| of.is_none_or(|of| family.iter().any(|sha256| of.contains(sha256)));
    let of_family =
        |family: Vec<BlobHash>| family.iter().flat_map(|sha256| &sources[sha256]).copied().collect();
    let families = found.into_iter().chain(alone).filter(is_asked).map(of_family);
    families.filter(|family: &BTreeSet<EntryId>| family.len() > 1).collect()
}

/// Families of near-copies, as weighing takes them: who copied whom is for a person to say.
pub fn copies(session: &Session, view: &View, look: Look, talk: &dyn Talk) -> Copies {
    Copies::of(families(session, view, None, look, talk))
}

/// How the claims of a view go back to origins.
pub fn origins(session: &Session, view: &View, look: Look, talk: &dyn Talk) -> Origins {
    Origins::with_copies(view, &copies(session, view, look, talk))
}

/// Fills in the words of passages and anchors, which from version 2 on store their spans alone. A text that cannot be had, or a span that is
/// not one of it, is named once; what quotes it is left without words.
pub fn fill(blobs: &Blobs, entries: &mut [Received], talk: &dyn Talk) {
    let mut wanting: BTreeMap<EntryId, Vec<usize>> = BTreeMap::new();
    let mut texts: BTreeMap<EntryId, BlobHash> = BTreeMap::new();
    for (at, received) in entries.iter().enumerate() {
        match &received.entry.body {
            Some((_, Body::Text(text))) => {
                texts.insert(received.entry.id, text.sha256);
            }
            Some((
                _,
                Body::Passage(Passage { exact: None, .. }) | Body::Anchor(Anchor { exact: None, .. }),
            )) => {
                let text = received.entry.head.first(Role::Text);
                text.into_iter().for_each(|text| wanting.entry(text).or_default().push(at));
            }
            _ => {}
        }
    }
    let mut missing: Vec<String> = Vec::new();
    for (id, wanting) in wanting {
        let Some(sha256) = texts.get(&id) else { continue };
        let words = blobs.get(sha256).map_err(|error| error.to_string());
        let words = words.and_then(|bytes| String::from_utf8(bytes).map_err(|error| error.to_string()));
        match words {
            // A place that is none of its text, as anybody may have brought it, takes no other with it; `verify` names it.
            Ok(words) => wanting.iter().for_each(|at| _ = entries[*at].entry.fill(&words)),
            Err(error) => missing.push(format!("text {}: {error}", id.short())),
        }
    }
    left_out(&missing, "its words are left out", "their words are left out", talk);
}

/// So many texts are named one by one.
const NAMED: usize = 3;

/// Names texts that could not be had: the first few, and how many there are.
fn left_out(missing: &[String], one: &str, many: &str, talk: &dyn Talk) {
    match missing {
        [] => {}
        [only] => talk.warn(format!("{only}; {one}")),
        all => {
            let first = all.iter().take(NAMED).map(String::as_str).collect::<Vec<_>>().join("; ");
            let more = if all.len() > NAMED { "; …" } else { "" };
            talk.warn(format!("{} texts cannot be had, {many}: {first}{more}", all.len()));
        }
    }
}

/// The source and its first text that were archived from a file with exactly these bytes.
pub fn of_file(view: &View, bytes: &[u8]) -> Option<(EntryId, EntryId)> {
    let sha256 = BlobHash::of(bytes);
    let source =
        view.sources().iter().find(|(_, source)| source.sha256 == Some(sha256)).map(|(id, _)| *id)?;
    let text = view.texts().iter().find(|(_, text)| text.source == source).map(|(id, _)| *id)?;
    Some((source, text))
}

/// Name of a file without its folder.
pub fn file_name(path: &Path) -> String {
    path.file_name().map_or_else(|| path.display().to_string(), |name| name.to_string_lossy().into_owned())
}
