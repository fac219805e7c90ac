//! `assize import --format bij FILE…`: another recorder's table, archived like any source and entered row by row.

use super::add;
use crate::{
    case::{self, Session},
    cli::{Add, Cli, Import},
    failure::{Exit, Failure, Outcome},
    output::{Output, count},
    texts,
};
use assize_archive::plain::{self, BLOB_BYTES, Links};
use assize_ledger::{
    AsKnown,
    sheet::{
        self, At, FileText, Files, Sheet, SheetClaim, SheetEntity, SheetSource, SheetSpeaker, SheetValue,
        SheetWords,
    },
};
use assize_record::{BlobHash, EntryId, SpeakerKind, Stance, entry::OfText};
use assize_weigh::import::bij::{self, Table};
use serde_json::json;
use std::path::Path;

pub(crate) fn run(cli: &Cli, args: &Import, output: &mut Output) -> Outcome {
    let mut session = case::find(cli)?;
    let mut sound = true;
    for path in &args.files {
        let bytes = plain::read(path, Links::Follow, BLOB_BYTES).map_err(Failure::input)?;
        let table = bij::read(&texts::file_name(path), &bytes);
        sound &= table.faults.is_empty() && table.incoherent.is_empty();
        report(&table, output);
        if !args.dry_run && !table.rows.is_empty() {
            enter(&mut session, path, &bytes, &table, output)?;
        }
    }
    Ok(if sound { Exit::Done } else { Exit::Faults })
}

fn report(table: &Table, output: &mut Output) {
    for fault in &table.faults {
        let column = fault.column.as_ref().map_or_else(String::new, |column| format!(" column `{column}`"));
        if output.json {
            output.object(&json!({ "schema": "assize.table-fault/1", "file": fault.file, "line": fault.line, "column": fault.column, "words": fault.words, "message": fault.message }));
        } else {
            output
                .warn(format!("{}:{}{column}: `{}`: {}", fault.file, fault.line, fault.words, fault.message));
        }
    }
    for row in &table.incoherent {
        if output.json {
            output.object(&json!({ "schema": "assize.table-incoherence/1", "file": row.file, "line": row.line, "strike": row.strike, "words": row.words }));
        } else {
            output.warn(format!(
                "{}:{}: strike `{}` does not add up: {}",
                row.file, row.line, row.strike, row.words
            ));
        }
    }
    if !table.unread.is_empty() {
        output.talk(format!("columns not read: {}", table.unread.join(", ")));
    }
    output.talk(format!(
        "{}: {}, {}, {} that do not add up",
        table.file,
        count(table.rows.len(), "row"),
        count(table.faults.len(), "fault"),
        count(table.incoherent.len(), "row")
    ));
}

/// Archives the table and enters its rows, each figure as a claim with the row as its words. Rows that do not add up are entered as
/// they stand: `weigh` names them.
fn enter(
    session: &mut Session,
    path: &Path,
    bytes: &[u8],
    table: &Table,
    output: &mut Output,
) -> Result<(), Failure> {
    let files = Add {
        files: vec![path.to_owned()],
        url: None,
        publisher: None,
        author: None,
        title: None,
        published: None,
        kind: None,
        max_mib: None,
        limit: Vec::new(),
        confidential: false,
        dry_run: false,
        again: false,
    };
    let (_, faults) = add::add(session, &files, output)?;
    if let Some(fault) = faults.into_iter().next() {
        return Err(fault);
    }
    let existing = session.entries(output)?;
    let view = session.fold(&existing, AsKnown::default());
    let (source, text) = texts::of_file(&view, bytes)
        .ok_or_else(|| Failure::integrity(format!("`{}` was archived and is not there", path.display())))?;
    let words = String::from_utf8_lossy(bytes).into_owned();
    let file = One {
        path: Sheet::default().path(&path.to_string_lossy()),
        source,
        text: view.of_text(text),
        words: &words,
    };
    let mut pen = session.pen(&existing)?;
    let imported = sheet::import(&[sheet_of(table, &file)], &file, &view, &mut pen).map_err(|errors| {
        Failure::input(errors.0.first().map_or_else(String::new, |error| error.problem.to_string()))
    })?;
    session.append(&imported.entries)?;
    output.talk(format!(
        "{} entered, {} on the record already",
        count(imported.entries.len(), "entrie").replace("1 entrie", "1 entry"),
        imported.already
    ));
    Ok(())
}

/// The one file that the rows stand in.
struct One<'w> {
    path: String,
    source: EntryId,
    text: OfText,
    words: &'w str,
}

impl Files for One<'_> {
    fn text(&self, path: &str) -> Option<FileText<'_>> {
        (path == self.path).then_some(FileText { text: self.text, source: self.source, words: self.words })
    }

    fn shape(&self, path: &str) -> Result<BlobHash, String> {
        Err(format!("`{path}` is not read with a table"))
    }
}

fn at<T>(value: T) -> At<T> {
    At { value, at: 0..0 }
}

/// The table as a claim sheet. The strike's own id is its key, so a table that is imported again adds nothing.
fn sheet_of(table: &Table, file: &One<'_>) -> Sheet {
    let key = |strike: &str| {
        let safe = |c: char| if c.is_ascii_alphanumeric() || c == '.' { c.to_ascii_lowercase() } else { '-' };
        format!("incident/{}", strike.chars().map(safe).collect::<String>())
    };
    let speaker = SheetSpeaker {
        kind: SpeakerKind::Narrator,
        entity: None,
        description: None,
        count: None,
        party: None,
        anonymity: None,
    };
    let mut claims = Vec::new();
    for row in &table.rows {
        let exact = row.span.slice(file.words).unwrap_or_default();
        let before = file.words[..row.span.start].matches(exact).count() as u64;
        let more = file.words.matches(exact).count() > 1;
        let figures = row
            .figures
            .iter()
            .map(|figure| (figure.property, figure.status, SheetValue::Quantity(figure.quantity.clone())));
        let date = ("incident.happened-on", None, SheetValue::Date(row.happened_on.clone()));
        for (property, status, value) in figures.chain([date]) {
            claims.push(SheetClaim {
                words: SheetWords { words: at(exact.to_owned()), nth: more.then_some(before + 1) },
                subject: at(key(&row.strike)),
                property: property.to_owned(),
                value,
                status,
                group: None,
                happened_on: None,
                happened_at: None,
                speaker: speaker.clone(),
                via: Vec::new(),
                stance: Stance::Asserts,
                basis: None,
                said_on: None,
                hedges: Vec::new(),
                grade: None,
                bears: Vec::new(),
            });
        }
    }
    Sheet {
        // A path of its own folder: the sheet is not on disk, the table beside it is.
        file: String::new(),
        entities: table
            .rows
            .iter()
            .map(|row| SheetEntity {
                key: at(key(&row.strike)),
                name: format!("Strike {}", row.strike),
                shape: None,
                mark: None,
            })
            .collect(),
        links: Vec::new(),
        sources: vec![SheetSource { file: at(file.path.clone()), claims, acts: Vec::new() }],
    }
}
