//! `assize import FILE…`: coded claims from claim sheets.

use crate::{
    case::{self, Session, blob_failure},
    cli::{Cli, Import},
    failure::{Exit, Failure, Outcome, file_failure},
    names,
    output::{Output, count},
    texts,
};
use assize_archive::{
    plain::{self, BLOB_BYTES, Links, WRITTEN_BYTES},
    store::Receipt,
};
use assize_ledger::{
    AsKnown, View,
    sheet::{self, FileText, Files, Sheet, SheetErrors, Terms},
};
use assize_record::{BlobHash, Entry, EntryId, Kind, body::Bridge, entry::OfText};
use assize_weigh::authority::zone::Shapes;
use serde_json::json;
use std::{
    collections::BTreeMap,
    fs,
    path::{Path, PathBuf},
};

pub(crate) fn run(cli: &Cli, args: &Import, output: &mut Output) -> Outcome {
    let mut session = case::find(cli)?;
    // Where somebody else has written meanwhile, what the sheets add is worked out on what stands now.
    for _ in 0..TRIES {
        let prepared = prepare(&session, &args.files, output)?;
        if args.dry_run {
            report(&prepared, true, output);
            return Ok(Exit::Done);
        }
        if prepared.enter(&mut session)?.is_some() {
            report(&prepared, false, output);
            output.talk("next: assize weigh");
            return Ok(Exit::Done);
        }
        session.refresh()?;
    }
    Err(Failure::moved("other processes kept writing to this case; nothing was imported")
        .help("run it again"))
}

/// How often a sheet is worked out anew before that is given up.
const TRIES: usize = 64;

/// What sheets come to; nothing of it is stored yet.
pub(crate) struct Prepared {
    entries: Vec<Entry>,
    /// How many things that the sheets state are on record already.
    already: usize,
    /// Shapes of zones.
    shapes: Vec<Vec<u8>>,
    /// Entries that the log had when it was read.
    covered: u64,
}

impl Prepared {
    /// Archives the shapes and appends the entries; `None` where somebody has written since the log was read.
    pub(crate) fn enter(&self, session: &mut Session) -> Result<Option<Receipt>, Failure> {
        for bytes in &self.shapes {
            session.blobs.put(bytes).map_err(blob_failure)?;
        }
        session.append_if(&self.entries, self.covered)
    }
}

/// Reads sheets and makes the entries they add; nothing is written.
pub(crate) fn prepare(session: &Session, paths: &[PathBuf], output: &Output) -> Result<Prepared, Failure> {
    let covered = session.store.covered();
    let existing = session.entries(output)?;
    let view = session.fold(&existing, AsKnown::default());
    let schema = session.schema(&view, output);
    let bridge = |bridge: &Bridge| schema.check_bridge(bridge);
    let terms = Terms { vocabulary: &schema.vocabulary, bridge: &bridge };
    let mut sheets = Vec::new();
    let mut contents = BTreeMap::new();
    for path in sheet_files(paths)? {
        let name = path.to_string_lossy().into_owned();
        let toml = plain::read_text(&path, Links::Follow, WRITTEN_BYTES).map_err(Failure::input)?;
        contents.insert(name.clone(), toml.clone());
        sheets.push(
            sheet::parse_under(&name, &toml, &terms).map_err(|errors| sheet_failure(&errors, &contents))?,
        );
    }
    let files = Folder::of(session, &view, &sheets)?;
    let mut pen = session.pen(&existing)?;
    let imported = sheet::import(&sheets, &files, &view, &mut pen)
        .map_err(|errors| sheet_failure(&errors, &contents))?;
    let names = sheets.iter().flat_map(|sheet| &sheet.entities).map(|entity| &entity.name);
    for (name, note) in names.filter_map(|name| Some((name, names::note(name)?))) {
        output.warn(format!("`{name}`: {note}"));
    }
    for (file, _, why) in &imported.set_aside {
        output.warn(format!("`{file}`: a claim was not entered again: {}", why.name()));
    }
    let shapes = files.shapes.into_values().filter_map(Result::ok).map(|(_, bytes)| bytes).collect();
    Ok(Prepared { entries: imported.entries, already: imported.already, shapes, covered })
}

/// The sheets themselves: files as given, and every `.toml` of a folder in order of name.
fn sheet_files(paths: &[PathBuf]) -> Result<Vec<PathBuf>, Failure> {
    let mut files = Vec::new();
    for path in paths {
        if path.is_dir() {
            let read = fs::read_dir(path).map_err(|error| file_failure(path, &error))?;
            let mut inside: Vec<PathBuf> =
                read.filter_map(|entry| entry.ok().map(|entry| entry.path())).collect();
            inside.retain(|file| file.extension().is_some_and(|extension| extension == "toml"));
            inside.sort();
            files.extend(inside);
        } else {
            files.push(path.clone());
        }
    }
    if files.is_empty() {
        return Err(Failure::input("no claim sheets there")
            .help("a claim sheet is a TOML file; see docs/claim-sheets.md"));
    }
    Ok(files)
}

/// The first fault with its words underlined, and the others in the same file beside it.
fn sheet_failure(errors: &SheetErrors, contents: &BTreeMap<String, String>) -> Failure {
    let Some(first) = errors.0.first() else { return Failure::input("the sheet is off") };
    let here: Vec<_> = errors.0.iter().filter(|error| error.file == first.file).collect();
    let labels = here.iter().map(|error| (error.at.clone(), error.problem.to_string())).collect();
    let message = format!("{} in claim sheets; nothing was imported", count(errors.0.len(), "fault"));
    let content = contents.get(&first.file).map_or("", String::as_str);
    let elsewhere = errors.0.len() - here.len();
    let mut failure = Failure::input(message).at(&first.file, content, labels);
    if elsewhere > 0 {
        failure = failure.help(format!("{} more in other sheets", count(elsewhere, "fault")));
    }
    failure
}

/// Files that sheets name, looked up in the archive by their bytes.
struct Folder {
    texts: BTreeMap<String, (EntryId, OfText, String)>,
    /// Shapes of zones by path, or why they cannot be used.
    shapes: BTreeMap<String, Result<(BlobHash, Vec<u8>), String>>,
}

impl Folder {
    fn of(session: &Session, view: &View, sheets: &[Sheet]) -> Result<Self, Failure> {
        let mut folder = Self { texts: BTreeMap::new(), shapes: BTreeMap::new() };
        for sheet in sheets {
            let ends = sheet.links.iter().flat_map(|link| [&link.from, &link.to]);
            let sources = sheet.sources.iter().map(|source| &source.file).chain(ends);
            for file in sources {
                folder.look_up(session, view, sheet, &file.value)?;
            }
            for shape in sheet.entities.iter().filter_map(|entity| entity.shape.as_ref()) {
                folder.shapes.entry(sheet.path(&shape.value)).or_insert_with(|| zone(sheet, &shape.value));
            }
        }
        Ok(folder)
    }

    /// Takes note of a file whose very bytes are archived. What is no file, or not archived, is the sheet's fault and is named there.
    fn look_up(
        &mut self,
        session: &Session,
        view: &View,
        sheet: &Sheet,
        relative: &str,
    ) -> Result<(), Failure> {
        let path = sheet.path(relative);
        if self.texts.contains_key(&path) {
            return Ok(());
        }
        let Ok(bytes) = plain::read_below(folder_of(sheet), Path::new(relative), BLOB_BYTES) else {
            return Ok(());
        };
        if let Some((source, text)) = texts::of_file(view, &bytes)
            && let Some(sha256) = view.texts()[&text].sha256
        {
            let words = texts::text(session, &sha256)?;
            self.texts.insert(path, (source, view.of_text(text), words));
        }
        Ok(())
    }
}

fn folder_of(sheet: &Sheet) -> &Path {
    Path::new(&sheet.file).parent().unwrap_or(Path::new(""))
}

/// The shape of a zone, where the file holds one.
fn zone(sheet: &Sheet, relative: &str) -> Result<(BlobHash, Vec<u8>), String> {
    let bytes = plain::read_below(folder_of(sheet), Path::new(relative), WRITTEN_BYTES)
        .map_err(|error| error.to_string())?;
    let hash = BlobHash::of(&bytes);
    let text = std::str::from_utf8(&bytes).map_err(|_| format!("`{relative}` is not UTF-8"))?;
    Shapes::default().add(hash, text).map_err(|error| format!("`{relative}`: {error}"))?;
    Ok((hash, bytes))
}

impl Files for Folder {
    fn text(&self, path: &str) -> Option<FileText<'_>> {
        self.texts.get(path).map(|(source, text, words)| FileText { source: *source, text: *text, words })
    }

    fn shape(&self, path: &str) -> Result<BlobHash, String> {
        match self.shapes.get(path) {
            Some(Ok((hash, _))) => Ok(*hash),
            Some(Err(why)) => Err(why.clone()),
            None => Err(format!("`{path}` was not looked at")),
        }
    }
}

fn report(prepared: &Prepared, dry_run: bool, output: &mut Output) {
    let Prepared { entries, already, .. } = prepared;
    let of = |kind: Kind| entries.iter().filter(|entry| entry.head.kind == kind).count();
    let kinds = [Kind::Claim, Kind::Entity, Kind::Link, Kind::Bridge, Kind::Act];
    if output.json {
        let counts: BTreeMap<&str, usize> = kinds.iter().map(|kind| (kind.name(), of(*kind))).collect();
        output.object(
            &json!({ "schema": "assize.imported/1", "new": counts, "already": already, "dry_run": dry_run }),
        );
    } else {
        let words: Vec<String> = kinds.iter().map(|kind| count(of(*kind), kind.name())).collect();
        let verb = if dry_run { "would import" } else { "imported" };
        output.talk(format!("{verb} {}; {already} on the record already", words.join(", ")));
    }
}
