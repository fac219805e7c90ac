//! `assize read`: texts into drafts.

use crate::{
    case::Session,
    cli::{Cli, Read},
    drafts,
    failure::{Exit, Failure, Outcome, file_failure},
    output::{Output, count},
    texts,
};
use assize_archive::extract::{self, Limits};
use assize_ledger::{AsKnown, View};
use assize_reader::{Document, Reading, read::lines};
use assize_record::{Edtf, EntryId};
use serde_json::json;
use std::{fs, path::Path};

const LAYERS: [&str; 6] = ["drafts", "doubts", "conflicts", "times", "quantities", "sentences"];

pub(crate) fn run(cli: &Cli, args: &Read, output: &mut Output) -> Outcome {
    if args.stdout {
        return to_stdout(args, output);
    }
    if args.published.is_some() {
        return Err(Failure::usage("--published goes with --stdout")
            .help("in a case the date of publication stands with the source: give it to `assize add`"));
    }
    let session = Session::find(cli)?;
    read(&session, &args.sources, output)?;
    Ok(Exit::Done)
}

/// Reads texts of a case into its drafts folder. Says how many drafts and conflicts there are.
pub(crate) fn read(
    session: &Session,
    wanted: &[String],
    output: &mut Output,
) -> Result<(usize, usize), Failure> {
    let view = View::fold(&session.entries(output)?, &session.settings.founders, AsKnown::default());
    let chosen = choose(&view, wanted)?;
    let (mut drafted, mut conflicts, mut doubts) = (0, 0, 0);
    let bar = output.progress(chosen.len(), "reading");
    for (text, source) in chosen {
        let Some(sha256) = view.texts[&text].sha256 else { continue };
        let words = match texts::text(session, &sha256) {
            Ok(words) => words,
            Err(failure) => {
                output.warn(format!("text {}: {failure}; passed over", text.short()));
                continue;
            }
        };
        let published = view.sources.get(&source).and_then(|source| source.published_on.clone());
        let reading = assize_reader::read(&document(&words, published));
        drafts::write(session, text, &reading.drafts)?;
        drafted += reading.drafts.len();
        conflicts += reading.conflicts.len();
        doubts += reading.doubts.len();
        bar.inc(1);
    }
    bar.finish_and_clear();
    if output.json {
        output.object(&json!({ "schema": "assize.read/1", "drafts": drafted, "conflicts": conflicts, "doubts": doubts }));
    }
    output.talk(format!(
        "{}, {}, {}",
        count(drafted, "draft"),
        count(conflicts, "conflict"),
        count(doubts, "doubt")
    ));
    output.talk("next: assize drafts");
    Ok((drafted, conflicts))
}

fn document(words: &str, published: Option<Edtf>) -> Document<'_> {
    published.map_or_else(|| Document::undated(words), |on| Document::published(words, on))
}

/// Texts by source: all, or those whose source, file name or id is named.
fn choose(view: &View, wanted: &[String]) -> Result<Vec<(EntryId, EntryId)>, Failure> {
    let all = || view.texts.iter().map(|(text, entry)| (*text, entry.source));
    if wanted.is_empty() {
        return Ok(all().collect());
    }
    let mut chosen = Vec::new();
    for name in wanted {
        let file = texts::file_name(Path::new(name));
        let matches = |source: EntryId| {
            source.to_string().starts_with(name.as_str())
                || view.sources.get(&source).is_some_and(|source| source.files.contains(&file))
        };
        let found: Vec<_> = all().filter(|(_, source)| matches(*source)).collect();
        if found.is_empty() {
            return Err(Failure::usage(format!("no source is called `{name}`"))
                .help("name it by the first digits of its id or by its file name"));
        }
        chosen.extend(found);
    }
    chosen.sort_unstable();
    chosen.dedup();
    Ok(chosen)
}

fn to_stdout(args: &Read, output: &mut Output) -> Outcome {
    let [file] = &args.sources[..] else {
        return Err(Failure::usage("--stdout takes one file")
            .help("assize read --stdout FILE --published 2025-12-18"));
    };
    if let Some(unknown) = args.emit.iter().find(|layer| !LAYERS.contains(&layer.as_str())) {
        return Err(Failure::usage(format!("unknown layer `{unknown}`"))
            .help(format!("layers are {}", LAYERS.join(", "))));
    }
    let path = Path::new(file);
    let bytes = fs::read(path).map_err(|error| file_failure(path, &error))?;
    let extracted = extract::extract(&texts::file_name(path), &bytes, &Limits::default())
        .map_err(|error| Failure::input(format!("`{file}`: {error}")))?;
    let published = match &args.published {
        Some(date) => {
            Some(date.parse::<Edtf>().map_err(|error| Failure::usage(format!("--published: {error}")))?)
        }
        None => extracted.publication.published_on.as_ref().and_then(|stated| stated.value.parse().ok()),
    };
    if published.is_none() {
        output.talk("no date of publication is known: relative dates are not resolved; give --published");
    }
    let reading = assize_reader::read(&document(&extracted.text, published));
    write_layers(&extracted.text, &reading, &args.emit, output);
    output.talk(format!(
        "{}, {}, {}",
        count(reading.drafts.len(), "draft"),
        count(reading.conflicts.len(), "conflict"),
        count(reading.doubts.len(), "doubt")
    ));
    Ok(Exit::Done)
}

/// The lines of each layer asked for, in the order of [`LAYERS`].
fn write_layers(words: &str, reading: &Reading, layers: &[String], output: &mut Output) {
    for layer in LAYERS.iter().filter(|layer| layers.iter().any(|wanted| wanted == *layer)) {
        let written: Vec<String> = match *layer {
            "drafts" => reading.drafts.iter().map(lines::draft).collect(),
            "doubts" => reading.doubts.iter().map(lines::doubt).collect(),
            "conflicts" => reading.conflicts.iter().map(lines::conflict).collect(),
            "times" => reading.times.iter().map(|time| lines::time(words, time)).collect(),
            "quantities" => {
                reading.quantities.iter().map(|counted| lines::quantity(words, counted)).collect()
            }
            _ => reading.sentences.iter().map(|span| lines::sentence(words, *span)).collect(),
        };
        written.iter().for_each(|line| output.line(line));
    }
}
