//! `assize read`: texts into drafts.

use crate::{
    case::{self, Session},
    cli::{Cli, Read},
    failure::{Exit, Failure, Outcome, file_failure},
    originals,
    output::{Output, count},
    texts,
};
use assize_archive::{
    extract::{self, ExtractError},
    ingest, original,
    plain::Links,
};
use assize_case::reading::{self, Counts};
use assize_reader::{Part, Provenance, Published, Stream, read::lines, stream::PART};
use assize_record::{BlobHash, Edtf};
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
    let session = case::find(cli)?;
    read(&session, &args.sources, output)?;
    Ok(Exit::Done)
}

/// Reads texts of a case into its drafts folder. Says how many drafts and conflicts there are.
pub(crate) fn read(
    session: &Session,
    wanted: &[String],
    output: &mut Output,
) -> Result<(usize, usize), Failure> {
    let bar = output.progress(wanted.len().max(2), "reading");
    let counts = reading::read(session, wanted, output, &mut |all| {
        bar.set_length(all as u64);
        bar.inc(1);
    })?;
    bar.finish_and_clear();
    let Counts { drafts, conflicts, doubts, again } = counts;
    if output.json {
        output.object(
            &json!({ "schema": "assize.read/1", "drafts": drafts, "conflicts": conflicts, "doubts": doubts }),
        );
    }
    output.talk(format!(
        "{}, {}, {}",
        count(drafts, "draft"),
        count(conflicts, "conflict"),
        count(doubts, "doubt")
    ));
    if again > 0 {
        output.talk(format!("{} had been read by this reader with this date", count(again, "text")));
    }
    output.talk("next: assize drafts");
    Ok((drafts, conflicts))
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
