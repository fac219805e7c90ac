//! Originals into the archive, their text beside them.

use crate::{
    case::{Session, TOOL},
    failure::Failure,
    keys,
    talk::Talk,
};
use assize_archive::{
    ingest::{self, Added, Evidence},
    worker::Pool,
};
use assize_ledger::{AsKnown, Received, Signer, View};
use assize_record::{
    Entry, EntryId, Kind,
    body::{Body, Capture, Mark, Publication, Stated},
    entry::{Role, Verdict},
};
use jiff::Timestamp;
use std::{
    collections::{BTreeMap, BTreeSet},
    path::PathBuf,
};

/// What is added, and what a person states of it.
pub struct Adding<'a> {
    /// Files or folders.
    pub files: &'a [PathBuf],
    /// What is stated of each of them.
    pub given: &'a Publication,
    /// Whether they are confidential.
    pub confidential: bool,
    /// Who reads the originals.
    pub pool: &'a Pool,
}

/// Adds files to a case and writes their entries. What cannot be added is handed back; the rest is in. `step` is called after each.
///
/// # Errors
/// The case cannot be read or written.
pub fn add(
    session: &mut Session,
    adding: &Adding<'_>,
    talk: &dyn Talk,
    step: &mut dyn FnMut(),
) -> Result<(Vec<Added>, Vec<Failure>), Failure> {
    let entries = session.entries(talk)?;
    let view = session.fold(&entries, AsKnown::default());
    // Asked once here, where a system without randomness can still be told as a failure.
    keys::salt()?;
    let mut salt =
        || keys::salt().unwrap_or_else(|_| unreachable!("the system gave randomness a moment ago"));
    let record = entries.iter().map(|received| &received.entry);
    let mut evidence = Evidence::of(record, view.destroyed(), adding.confidential, &mut salt);
    let (mut added, mut faults) = (Vec::new(), Vec::new());
    for path in adding.files {
        let mut take = |result| match result {
            // A folder may hold more text than memory does, and its text is in the archive.
            Ok(one) => added.push(Added { text: String::new(), ..one }),
            Err(fault) => faults.push(Failure::input(fault)),
        };
        ingest::add_each(&session.blobs, path, adding.given, adding.pool, &mut evidence, &mut take);
        step();
    }
    drop(evidence);
    let batch = entries_of(session, &entries, &view, &added, adding.confidential)?;
    session.append(&batch)?;
    Ok((added, faults))
}

/// Source, text and capture of each file, and the mark that it is confidential. A capture that says nothing new is not written again, and no
/// mark that stands.
fn entries_of(
    session: &Session,
    entries: &[Received],
    view: &View,
    added: &[Added],
    confidential: bool,
) -> Result<Vec<Entry>, Failure> {
    let mut pen = session.pen(entries)?;
    let own = pen.key().public();
    // What others say they have captured is their word.
    let mut said: BTreeMap<(EntryId, EntryId), Vec<&Publication>> = BTreeMap::new();
    for received in entries.iter().filter(|received| received.entry.head.by == Some(own)) {
        let head = &received.entry.head;
        if let Some((_, Body::Capture(capture))) = &received.entry.body
            && let (Some(source), Some(text)) = (head.first(Role::Source), head.first(Role::Text))
        {
            said.entry((source, text)).or_default().push(&capture.publication);
        }
    }
    let mine = view.marks().iter().filter(|mark| mark.by == Some(own));
    let mine = mine.filter(|mark| mark.verdict == Verdict::Confidential);
    let mut marked: BTreeSet<EntryId> = mine.map(|mark| mark.of).collect();
    let mut batch = Vec::new();
    for one in added {
        batch.extend([one.source.clone(), one.text_entry.clone()]);
        let mut sign = |refs, verdict, body| {
            let (salt, prev) = (pen.salt(), pen.prev().into_iter().collect());
            let entry = Entry::signed(pen.key(), salt, refs, prev, verdict, body).map_err(Failure::input)?;
            pen.wrote(entry.id);
            batch.push(entry);
            Ok::<(), Failure>(())
        };
        if confidential && marked.insert(one.source.id) {
            sign(
                vec![(Role::Of, one.source.id)],
                Some(Verdict::Confidential),
                Body::Mark(Mark { words: String::new(), shown_as: None }),
            )?;
        }
        let said = said.entry((one.source.id, one.text_entry.id)).or_default();
        if said.contains(&&one.publication) {
            continue;
        }
        said.push(&one.publication);
        // A collector's own clock is no better than that.
        let now = Timestamp::from_second(Timestamp::now().as_second()).map_err(Failure::input)?;
        let capture = ingest::capture(one, now.to_string(), TOOL.to_owned());
        let refs = vec![(Role::Source, one.source.id), (Role::Text, one.text_entry.id)];
        sign(refs, None, Body::Capture(Box::new(capture)))?;
    }
    Ok(batch)
}

/// States facts of a publication in the place of what its file states: a capture that replaces the user's own of that source, and goes beside those of others.
///
/// # Errors
/// No such source, and a case that cannot be written.
pub fn correct(
    session: &mut Session,
    source: EntryId,
    given: &Publication,
    talk: &dyn Talk,
) -> Result<(), Failure> {
    let entries = session.entries(talk)?;
    let mut pen = session.pen(&entries)?;
    let own = pen.key().public();
    let replaced: BTreeSet<EntryId> =
        entries.iter().filter_map(|received| received.entry.head.first(Role::Replaces)).collect();
    let of_source = |received: &&Received| {
        let head = &received.entry.head;
        head.kind == Kind::Capture
            && head.first(Role::Source) == Some(source)
            && !replaced.contains(&received.entry.id)
    };
    let captures: Vec<&Received> = entries.iter().filter(of_source).collect();
    let mine: Vec<&&Received> =
        captures.iter().filter(|received| received.entry.head.by == Some(own)).collect();
    let last = mine
        .last()
        .copied()
        .or(captures.last())
        .ok_or_else(|| Failure::usage(format!("source {} was never captured here", source.short())))?;
    let Some((_, Body::Capture(known))) = &last.entry.body else {
        return Err(Failure::input("what was captured of that source is out of sight"));
    };
    let now = Timestamp::from_second(Timestamp::now().as_second()).map_err(Failure::input)?;
    let capture = Capture {
        captured_at: now.to_string(),
        tool: TOOL.to_owned(),
        publication: corrected(given, &known.publication),
        ..Capture::clone(known)
    };
    if capture.publication == known.publication {
        return Ok(());
    }
    let mut refs = vec![(Role::Source, source)];
    refs.extend(last.entry.head.first(Role::Text).map(|text| (Role::Text, text)));
    refs.extend(mine.iter().map(|received| (Role::Replaces, received.entry.id)));
    let (salt, prev) = (pen.salt(), pen.prev().into_iter().collect());
    let entry = Entry::signed(pen.key(), salt, refs, prev, None, Body::Capture(Box::new(capture)))
        .map_err(Failure::input)?;
    pen.wrote(entry.id);
    session.append(&[entry]).map(drop)
}

/// Facts with those in their place that somebody states otherwise. What is stated as it was keeps where it was stated.
fn corrected(given: &Publication, known: &Publication) -> Publication {
    let fact = |given: &Option<Stated>, known: &Option<Stated>| match (given, known) {
        (Some(given), Some(known)) if given.value == known.value => Some(known.clone()),
        (Some(given), _) => Some(given.clone()),
        (None, known) => known.clone(),
    };
    Publication {
        publisher: fact(&given.publisher, &known.publisher),
        author: fact(&given.author, &known.author),
        title: fact(&given.title, &known.title),
        published_on: fact(&given.published_on, &known.published_on),
        url: fact(&given.url, &known.url),
        ..known.clone()
    }
}
