//! `assize add FILE…`: originals into the archive, their text beside them.

use super::again;
use crate::{
    case::{self, Session},
    cli::{Add, Cli},
    failure::{Exit, Failure, Outcome},
    originals,
    output::{Output, column, one_line},
    texts::{self, Look},
};
use assize_archive::{
    extract::walk,
    ingest::{self, Added},
    plain::Links,
};
use assize_case::adding::{self, Adding};
use assize_ledger::AsKnown;
use assize_record::{
    BlobHash,
    body::{Body, Publication, Stated},
};
use serde_json::json;
use std::collections::BTreeSet;

pub(crate) fn run(cli: &Cli, args: &Add, output: &mut Output) -> Outcome {
    if args.again {
        return again::run(cli, args, output);
    }
    let mut session = case::find(cli)?;
    if args.dry_run {
        return dry_run(args, output);
    }
    let (added, faults) = add(&mut session, args, output)?;
    report(&session, &added, output)?;
    for fault in &faults {
        output.failure(fault);
    }
    Ok(if faults.is_empty() { Exit::Done } else { Exit::BadInput })
}

/// Adds files to a case and writes their entries. What cannot be added is handed back; the rest is in.
pub(crate) fn add(
    session: &mut Session,
    args: &Add,
    output: &Output,
) -> Result<(Vec<Added>, Vec<Failure>), Failure> {
    let given = given(args)?;
    let pool = originals::pool(originals::limits(args.max_mib, &args.limit)?)?;
    let adding = Adding { files: &args.files, given: &given, confidential: args.confidential, pool: &pool };
    let bar = output.progress(args.files.len(), "adding");
    let added = adding::add(session, &adding, output, &mut || bar.inc(1))?;
    bar.finish_and_clear();
    Ok(added)
}

fn given(args: &Add) -> Result<Publication, Failure> {
    if let Some(date) = &args.published {
        date.parse::<assize_record::Edtf>()
            .map_err(|error| Failure::usage(format!("--published: {error}")))?;
    }
    let stated = |value: &Option<String>| {
        value.as_ref().map(|value| Stated { value: value.clone(), from: "given".to_owned() })
    };
    Ok(Publication {
        publisher: stated(&args.publisher),
        author: stated(&args.author),
        title: stated(&args.title),
        published_on: stated(&args.published),
        url: stated(&args.url),
        kind: stated(&args.kind),
        ..Publication::default()
    })
}

fn dry_run(args: &Add, output: &mut Output) -> Outcome {
    let pool = originals::pool(originals::limits(args.max_mib, &args.limit)?)?;
    given(args)?;
    let mut faults = 0;
    let files = args.files.iter().flat_map(|path| walk::walk(path).into_iter().map(move |file| (path, file)));
    for (path, file) in files {
        let result = file.map_err(Failure::input).and_then(|file| {
            let links = if file == *path { Links::Follow } else { Links::Refuse };
            let (_, extracted) = ingest::read_text(&file, links, &pool)
                .map_err(|error| Failure::input(format!("`{}`: {error}", file.display())))?;
            Ok(format!(
                "would add {} ({}, {} bytes of text)",
                file.display(),
                extracted.media_type,
                extracted.text.len()
            ))
        });
        match result {
            Ok(line) => output.line(line),
            Err(failure) => {
                faults += 1;
                output.failure(&failure);
            }
        }
    }
    Ok(if faults == 0 { Exit::Done } else { Exit::BadInput })
}

/// Most characters of a title that are shown.
const SHOWN: usize = 240;

fn report(session: &Session, added: &[Added], output: &mut Output) -> Result<(), Failure> {
    for one in added {
        let state = if one.already { "already there" } else { "new" };
        let facts = &one.publication;
        let fact = |stated: &Option<Stated>| stated.as_ref().map(|stated| stated.value.clone());
        if output.json {
            output.object(&json!({
                "schema": "assize.added/1", "file": one.file.display().to_string(), "source": one.source.id, "text": one.text_entry.id,
                "media_type": one.media_type, "already": one.already, "publisher": fact(&facts.publisher), "title": fact(&facts.title),
                "published_on": fact(&facts.published_on), "words": one.words, "notes": one.notes,
            }));
        } else {
            let title = fact(&facts.title).unwrap_or_else(|| texts::file_name(&one.file));
            let date = fact(&facts.published_on).unwrap_or_else(|| "no date stated".to_owned());
            let title = one_line(&title, SHOWN);
            output.line(format!("{}  {state:<13}  {date:<14}  {title}", one.source.id.short()));
        }
        for note in &one.notes {
            output.talk(format!("  note on {}: {note}", one.file.display()));
        }
        if facts.published_on.is_none() && !output.json {
            output.talk(format!("  {} states no date of publication: relative dates in it will not be resolved; add it again with --published", texts::file_name(&one.file)));
        }
    }
    table(added, output);
    let new = added.iter().filter(|one| !one.already).count();
    output.talk(format!("{new} new, {} already there", added.len() - new));
    near_copies(session, added, output)?;
    if new > 0 {
        output.talk("next: assize read");
    }
    Ok(())
}

/// Most characters of a file's name and of an outlet's in the table.
const CELLS: (usize, usize) = (36, 24);

/// What was taken out of each file, one a line: a text that is short, undated or noted is seen before it is read.
fn table(added: &[Added], output: &Output) {
    if added.is_empty() {
        return;
    }
    let line = |file: &str, outlet: &str, date: &str, words: &str, notes: &str| {
        output.talk(format!(
            "{}  {}  {}  {words:>7}  {notes:>5}",
            column(file, CELLS.0),
            column(outlet, CELLS.1),
            column(date, 12)
        ));
    };
    line("file", "outlet", "date", "words", "notes");
    for one in added {
        let fact =
            |stated: &Option<Stated>| stated.as_ref().map_or("–", |stated| stated.value.as_str()).to_owned();
        let facts = &one.publication;
        let notes = one.notes.len().to_string();
        line(
            &one_line(&texts::file_name(&one.file), CELLS.0),
            &one_line(&fact(&facts.publisher), CELLS.1),
            &fact(&facts.published_on),
            &one.words.to_string(),
            if one.notes.is_empty() { "" } else { &notes },
        );
    }
}

/// Says which texts of the case the added ones are near-copies of: one line a family, the first published first.
fn near_copies(session: &Session, added: &[Added], output: &Output) -> Result<(), Failure> {
    let view = session.fold(&session.entries(output)?, AsKnown::default());
    let fresh: BTreeSet<BlobHash> = added.iter().filter_map(text_of).collect();
    for family in texts::families(session, &view, Some(&fresh), Look::Kept, output) {
        let mut members: Vec<_> = family
            .into_iter()
            .map(|id| {
                let source = view.sources().get(&id);
                let published = source.and_then(|source| source.publication.published_on.as_ref());
                let published = published.map(|stated| stated.value.clone());
                let file = source.and_then(|source| source.files.first().cloned());
                (published.is_none(), published, file.unwrap_or_else(|| id.short()), id)
            })
            .collect();
        members.sort_unstable();
        output.talk(family_line(
            &members.iter().map(|(_, day, file, _)| (file, day.as_ref())).collect::<Vec<_>>(),
        ));
    }
    Ok(())
}

/// The hash of what was taken out.
fn text_of(added: &Added) -> Option<BlobHash> {
    match &added.text_entry.body {
        Some((_, Body::Text(text))) => Some(text.sha256),
        _ => None,
    }
}

/// Most files that a line names.
const NAMED: usize = 12;

fn family_line(members: &[(&String, Option<&String>)]) -> String {
    let name = |(file, day): &(&String, Option<&String>)| match day {
        Some(day) => format!("`{file}` ({day})"),
        None => format!("`{file}`"),
    };
    let mut names: Vec<String> = members.iter().take(NAMED).map(name).collect();
    if members.len() > NAMED {
        names.push(format!("{} more", members.len() - NAMED));
    }
    let last = names.pop().unwrap_or_default();
    format!(
        "{} near-copies, which count as one outlet at the low end: {} and {last}; say which was taken from which with `assize link … --taken-from`, \
         or that they are `assize different`",
        members.len(),
        names.join(", ")
    )
}
