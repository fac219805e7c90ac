//! `assize text SOURCE`: the text that was taken out of a source, with its notes; and how today's extractor would take it out.

use crate::{
    case::{self, Session},
    cli::{Add, Cli, Text},
    failure::{Exit, Failure, Outcome},
    originals,
    output::{Output, count, one_line},
    texts,
};
use assize_archive::{extract::walk, ingest, plain::Links, worker::Extractor as _};
use assize_case::find::Finder;
use assize_ledger::{AsKnown, View};
use assize_record::{BlobHash, EntryId};
use serde_json::json;
use std::collections::BTreeSet;

pub(crate) fn run(cli: &Cli, args: &Text, output: &mut Output) -> Outcome {
    let session = case::find(cli)?;
    let view = session.fold(&session.entries(output)?, AsKnown::default());
    let source = Finder::new(&session, &view).source(&args.source)?;
    let known = view.sources().get(&source);
    let file = known.and_then(|known| known.files.first().cloned()).unwrap_or_else(|| source.short());
    let texts: Vec<_> = view.texts().iter().filter(|(_, text)| text.source == source).collect();
    if texts.is_empty() {
        return Err(Failure::input(format!("no text was taken out of `{file}`")));
    }
    // Notes are of the extraction and not on record: it is done once more, from the archived original.
    let original = known.and_then(|known| known.sha256).and_then(|sha256| session.blobs.get(&sha256).ok());
    let now = original
        .map(|bytes| originals::pool(originals::limits(None, &[])?).map(|pool| pool.extract(&file, &bytes)));
    let now = now.transpose()?.and_then(Result::ok);
    for (id, text) in texts {
        let Some(sha256) = &text.sha256 else { continue };
        let words = texts::text(&session, sha256)?;
        let notes = match &now {
            Some(now) if now.extractor == text.extractor => now.notes.clone(),
            Some(now) => vec![format!(
                "taken out by {}; {} is the extractor of today: `assize add --again` shows what differs",
                text.extractor, now.extractor
            )],
            None => vec!["the original cannot be read here, so what was noted of it is not known".to_owned()],
        };
        if output.json {
            output.object(&json!({
                "schema": "assize.text/1", "source": source, "text": id, "extractor": text.extractor, "words": words, "notes": notes,
            }));
        } else {
            output.talk(format!(
                "{file}: text {} by {}, {}",
                id.short(),
                text.extractor,
                count(words.split_whitespace().count(), "word")
            ));
            notes.iter().for_each(|note| output.talk(format!("  note: {note}")));
            output.write(&words);
        }
    }
    Ok(Exit::Done)
}

/// Most paragraphs of either side that are shown.
const SHOWN: usize = 20;
/// Most characters of a paragraph that are shown.
const WIDTH: usize = 160;

/// Shows how today's text of files on record differs from theirs, and where the words are in it that passages on record quote.
pub(super) fn differences(session: &Session, args: &Add, output: &mut Output) -> Outcome {
    let view = session.fold(&session.entries(output)?, AsKnown::default());
    let pool = originals::pool(originals::limits(args.max_mib, &args.limit)?)?;
    let mut faults = 0;
    let files = args.files.iter().flat_map(|path| walk::walk(path).into_iter().map(move |file| (path, file)));
    for (path, file) in files {
        let result = file.map_err(Failure::input).and_then(|file| {
            let links = if file == *path { Links::Follow } else { Links::Refuse };
            let (bytes, now) = ingest::read_text(&file, links, &pool)
                .map_err(|error| Failure::input(format!("`{}`: {error}", file.display())))?;
            let Some((source, _)) = texts::of_file(&view, &bytes) else {
                return Err(Failure::input(format!("`{}` is not on record: add it first", file.display())));
            };
            one(session, &view, &texts::file_name(&file), source, &now.extractor, &now.text, output)
        });
        if let Err(failure) = result {
            faults += 1;
            output.failure(&failure);
        }
    }
    Ok(if faults == 0 { Exit::Done } else { Exit::BadInput })
}

fn one(
    session: &Session,
    view: &View,
    file: &str,
    source: EntryId,
    extractor: &str,
    now: &str,
    output: &mut Output,
) -> Result<(), Failure> {
    for (id, text) in view.texts().iter().filter(|(_, text)| text.source == source) {
        let Some(sha256) = &text.sha256 else { continue };
        if *sha256 == BlobHash::of(now.as_bytes()) {
            output.line(format!("{file}: {extractor} gives the text that is on record ({})", id.short()));
            continue;
        }
        let old = texts::text(session, sha256)?;
        let (gone, new) = (paragraphs_without(&old, now), paragraphs_without(now, &old));
        output.line(format!(
            "{file}: {extractor} instead of {}: {} gone, {} new",
            text.extractor,
            count(gone.len(), "paragraph"),
            count(new.len(), "paragraph"),
        ));
        for (sign, all) in [("-", &gone), ("+", &new)] {
            all.iter()
                .take(SHOWN)
                .for_each(|words| output.line(format!("  {sign} {}", one_line(words, WIDTH))));
            if all.len() > SHOWN {
                output.line(format!("  {sign} and {} more", all.len() - SHOWN));
            }
        }
        let quoted = view.passages().values().filter(|passage| passage.text == *id);
        let spans: BTreeSet<(usize, usize)> =
            quoted.map(|passage| (passage.words.start, passage.words.end)).collect();
        let (mut stand, mut lost) = (0, Vec::new());
        for (start, end) in spans {
            match aligned(&old, now, start, end) {
                Some(_) => stand += 1,
                None => lost.push(old.get(start..end).unwrap_or_default().to_owned()),
            }
        }
        output.line(format!(
            "  of the words that entries on record quote, {stand} stand in the new text in the same company and {} do not",
            lost.len()
        ));
        lost.iter().take(SHOWN).for_each(|words| output.line(format!("  ? {}", one_line(words, WIDTH))));
    }
    Ok(())
}

/// Paragraphs of one text that the other does not hold.
fn paragraphs_without<'t>(one: &'t str, other: &str) -> Vec<&'t str> {
    let held: BTreeSet<&str> = other.split("\n\n").map(str::trim).collect();
    one.split("\n\n").map(str::trim).filter(|words| !words.is_empty() && !held.contains(words)).collect()
}

/// Where words of an old text stand in a new one: the same words, of which there are several only if what stands around them tells which.
fn aligned(old: &str, new: &str, start: usize, end: usize) -> Option<usize> {
    let words = old.get(start..end).filter(|words| !words.is_empty())?;
    let places: Vec<usize> = new.match_indices(words).map(|(at, _)| at).collect();
    match places[..] {
        [] => None,
        [only] => Some(only),
        _ => {
            let common = |at: usize| {
                let before = old[..start]
                    .bytes()
                    .rev()
                    .zip(new[..at].bytes().rev())
                    .take_while(|(a, b)| a == b)
                    .count();
                let after = old[end..]
                    .bytes()
                    .zip(new[at + words.len()..].bytes())
                    .take_while(|(a, b)| a == b)
                    .count();
                before.min(200) + after.min(200)
            };
            let best = places.iter().copied().max_by_key(|at| common(*at))?;
            (places.iter().filter(|at| common(**at) == common(best)).count() == 1).then_some(best)
        }
    }
}
