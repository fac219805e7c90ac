//! `assize read`: texts into drafts.

use crate::{
    case::{Session, store_failure},
    cli::{Cli, Read},
    drafts,
    failure::{Exit, Failure, Outcome, file_failure},
    keys, originals,
    output::{Output, count},
    texts,
};
use assize_archive::{
    extract::{self, ExtractError},
    ingest, original,
    plain::Links,
    readings::{ReadBy, Reading, Readings},
};
use assize_ledger::{AsKnown, View};
use assize_reader::{
    Document, Part, Provenance, Published, Stream,
    read::{READER, lines},
    stream::PART,
};
use assize_record::{BlobHash, Edtf, EntryId};
use serde_json::json;
use std::{
    fs::File,
    io::{self, Read as _, Seek as _},
    path::Path,
};

const LAYERS: [&str; 6] = ["drafts", "doubts", "conflicts", "times", "quantities", "sentences"];

pub(crate) fn run(cli: &Cli, args: &Read, output: &mut Output) -> Outcome {
    if args.stdout {
        return to_stdout(args, output);
    }
    if args.published.is_some() {
        return Err(Failure::usage("--published goes with --stdout")
            .help("in a case the date of publication stands with the source: give it to `assize add`"));
    }
    if !args.limit.is_empty() {
        return Err(Failure::usage("--limit goes with --stdout")
            .help("in a case the text was taken out when it was added: give it to `assize add`"));
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
    let view = session.fold(&session.entries(output)?, AsKnown::default());
    let chosen = choose(&view, wanted)?;
    let (mut drafted, mut conflicts, mut doubts, mut again) = (0, 0, 0, 0);
    let mut readings = Readings::of_case(&session.dir);
    let secret = keys::of_readings()?;
    let bar = output.progress(chosen.len(), "reading");
    for (text, source) in chosen {
        let Some(sha256) = view.texts()[&text].sha256 else { continue };
        let words = match texts::text(session, &sha256) {
            Ok(words) => words,
            Err(failure) => {
                output.warn(format!("text {}: {failure}; passed over", text.short()));
                continue;
            }
        };
        let published = view.sources().get(&source).and_then(|source| source.published_on.clone());
        let by = ReadBy {
            reader: READER.to_owned(),
            published: published.as_ref().map_or_else(String::new, ToString::to_string),
        };
        if readings.read_by(text).map_err(store_failure)?.as_ref() == Some(&by)
            && let Some(kept) = drafts::of_text(session, &view, text, output)?
        {
            // The same reader on the same text with the same date gives the same.
            drafted += kept.drafts.len();
            again += 1;
            bar.inc(1);
            continue;
        }
        let read = assize_reader::read(&document(&words, published));
        let salt = view.of_text(text).salt();
        let reading = Reading { salt, referents: read.referents, drafts: read.drafts };
        readings.write(text, &by, &reading, &secret).map_err(store_failure)?;
        drafted += reading.drafts.len();
        conflicts += read.conflicts.len();
        doubts += read.doubts.len();
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
    if again > 0 {
        output.talk(format!("{} had been read by this reader with this date", count(again, "text")));
    }
    output.talk("next: assize drafts");
    Ok((drafted, conflicts))
}

/// A text read once more, for what is not kept: doubts and conflicts.
pub(crate) fn again(words: &str, published: Option<Edtf>) -> assize_reader::Reading {
    assize_reader::read(&document(words, published))
}

fn document(words: &str, published: Option<Edtf>) -> Document<'_> {
    published.map_or_else(|| Document::undated(words), |on| Document::published(words, on))
}

/// Texts by source: all, or those whose source, file name or id is named.
fn choose(view: &View, wanted: &[String]) -> Result<Vec<(EntryId, EntryId)>, Failure> {
    let all = || view.texts().iter().map(|(text, entry)| (*text, entry.source));
    if wanted.is_empty() {
        return Ok(all().collect());
    }
    let mut chosen = Vec::new();
    for name in wanted {
        let file = texts::file_name(Path::new(name));
        let matches = |source: EntryId| {
            source.to_string().starts_with(name.as_str())
                || view.sources().get(&source).is_some_and(|source| source.files.contains(&file))
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
    let given = args
        .published
        .as_ref()
        .map(|date| date.parse::<Edtf>().map_err(|error| Failure::usage(format!("--published: {error}"))));
    let mut written = Written { layers: &args.emit, drafts: 0, conflicts: 0, doubts: 0 };
    match bare_text(path)? {
        Some(open) => {
            let published = given.transpose()?;
            warn_undated(published.is_none(), output);
            in_parts(path, open, published, &mut written, output)?;
        }
        None => whole(args, given.transpose()?, &mut written, output)?,
    }
    output.talk(format!(
        "{}, {}, {}",
        count(written.drafts, "draft"),
        count(written.conflicts, "conflict"),
        count(written.doubts, "doubt")
    ));
    Ok(Exit::Done)
}

fn warn_undated(undated: bool, output: &Output) {
    if undated {
        output.talk("no date of publication is known: relative dates are not resolved; give --published");
    }
}

/// Reads a file through its extractor, all of it at once.
fn whole(
    args: &Read,
    given: Option<Edtf>,
    written: &mut Written<'_>,
    output: &mut Output,
) -> Result<(), Failure> {
    let path = Path::new(&args.sources[0]);
    let pool = originals::pool(originals::limits(None, &args.limit)?)?;
    let (_, extracted) =
        ingest::read_text(path, Links::Follow, &pool).map_err(|error| refused(path, &error))?;
    let stated = || extracted.publication.published_on.as_ref().and_then(|stated| stated.value.parse().ok());
    let published = given.or_else(stated);
    warn_undated(published.is_none(), output);
    let stream = Stream::new(published.map(|on| Published { on, provenance: Provenance::Given }));
    let mut stream = stream.of_text(BlobHash::of(extracted.text.as_bytes()));
    for part in stream.push(&extracted.text) {
        written.write(&part, output);
    }
    written.write(&stream.finish(), output);
    Ok(())
}

fn refused(path: &Path, error: &dyn std::error::Error) -> Failure {
    Failure::input(format!("`{}`: {error}", path.display()))
}

/// How far into a file its kind shows itself.
const HEAD: u64 = 4096;

/// The file, opened, where it is longer than a part and its bytes are its text.
fn bare_text(path: &Path) -> Result<Option<File>, Failure> {
    let failed = |error: io::Error| file_failure(path, &error);
    let (mut file, about) = original::open(path, Links::Follow).map_err(|error| refused(path, &error))?;
    if about.len() <= PART as u64 {
        return Ok(None);
    }
    let mut head = Vec::new();
    (&mut file).take(HEAD).read_to_end(&mut head).map_err(failed)?;
    file.rewind().map_err(failed)?;
    let bare =
        extract::is_bare_text(&texts::file_name(path), &head).map_err(|error| refused(path, &error))?;
    Ok(bare.then_some(file))
}

/// Reads a plain text of any length piece by piece; its lines are written as they come.
fn in_parts(
    path: &Path,
    mut file: File,
    published: Option<Edtf>,
    written: &mut Written<'_>,
    output: &mut Output,
) -> Result<(), Failure> {
    let mut stream = Stream::new(published.map(|on| Published { on, provenance: Provenance::Given }));
    let mut buffer = vec![0; PIECE];
    let (mut held, mut start, mut blank) = (0, 0_usize, true);
    loop {
        let read = file.read(&mut buffer[held..]).map_err(|error| file_failure(path, &error))?;
        let bytes = &buffer[..held + read];
        if let Some(at) = bytes.iter().position(|byte| *byte == 0) {
            return Err(refused(path, &ExtractError::ZeroByte { offset: start + at }));
        }
        let valid = match std::str::from_utf8(bytes) {
            Ok(_) => bytes.len(),
            // A character may go on in the next piece.
            Err(error) if error.error_len().is_none() && read > 0 => error.valid_up_to(),
            Err(error) => {
                return Err(refused(path, &ExtractError::NotUtf8 { offset: start + error.valid_up_to() }));
            }
        };
        let piece = std::str::from_utf8(&bytes[..valid]).unwrap_or_default();
        blank &= piece.chars().all(|c| c.is_whitespace() || c == '\u{feff}');
        for part in stream.push(piece) {
            written.write(&part, output);
        }
        let end = bytes.len();
        buffer.copy_within(valid..end, 0);
        (held, start) = (end - valid, start + valid);
        if read == 0 {
            break;
        }
    }
    if blank {
        return Err(refused(path, &ExtractError::NoText("the file holds blanks only".into())));
    }
    written.write(&stream.finish(), output);
    Ok(())
}

/// How many bytes are read from a file at a time.
const PIECE: usize = 1 << 16;

/// What was written so far.
struct Written<'a> {
    layers: &'a [String],
    drafts: usize,
    conflicts: usize,
    doubts: usize,
}

impl Written<'_> {
    /// The lines of each layer asked for, in the order of [`LAYERS`].
    fn write(&mut self, part: &Part, output: &mut Output) {
        let reading = &part.reading;
        self.drafts += reading.drafts.len();
        self.conflicts += reading.conflicts.len();
        self.doubts += reading.doubts.len();
        for layer in LAYERS.iter().filter(|layer| self.layers.iter().any(|wanted| wanted == *layer)) {
            match *layer {
                "drafts" => output.lines(
                    reading
                        .referents
                        .iter()
                        .map(lines::referent)
                        .chain(reading.drafts.iter().map(lines::draft)),
                ),
                "doubts" => output.lines(reading.doubts.iter().map(lines::doubt)),
                "conflicts" => output.lines(reading.conflicts.iter().map(lines::conflict)),
                "times" => output.lines(reading.times.iter().map(|time| lines::time(part, time))),
                "quantities" => {
                    output.lines(reading.quantities.iter().map(|counted| lines::quantity(part, counted)))
                }
                _ => output.lines(reading.sentences.iter().map(|span| lines::sentence(part, *span))),
            }
        }
    }
}
