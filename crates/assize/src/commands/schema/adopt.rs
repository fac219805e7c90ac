//! `assize schema adopt`: files that count from now on.

use super::files::{self, Loose};
use crate::{
    case::Session,
    cli::Sure,
    deciding::{self, Ask, Decision, Desk, Scope},
    failure::{Exit, Failure, Outcome},
    output::{Output, count},
};
use assize_ledger::{View, view::AdoptedView};
use assize_record::{
    EntityType, EntryId,
    body::{Adopted, Body},
};
use assize_weigh::schema::{MAX_BYTES, SchemaKind};
use serde_json::json;
use std::path::Path;

/// Where a decision moves figures of more incidents than this, they are not named one by one.
const FEW: usize = 20;

pub(super) fn run(session: &mut Session, what: &[String], sure: &Sure, output: &mut Output) -> Outcome {
    let view = Desk::open(session, output)?.view;
    let mut files = what.iter().map(|what| find(session, &view, what)).collect::<Result<Vec<_>, _>>()?;
    files.sort_by(|a, b| (a.kind, &a.id, a.sha256).cmp(&(b.kind, &b.id, b.sha256)));
    files.dedup_by(|a, b| (a.kind, &a.id, a.sha256) == (b.kind, &b.id, b.sha256));
    let schema = files::schema_with(session, &view, &files);
    if let Some((file, problem)) =
        files.iter().find_map(|file| Some((file, files::problem_of(&schema, file)?)))
    {
        return Err(file.failure(&problem.error));
    }
    let has = |view: &View, file: &Loose| adopted(view, file).is_some_and(|old| old.sha256 == file.sha256);
    session.brought = files.iter().map(|file| (file.sha256, file.bytes.clone())).collect();
    if files.iter().all(|file| has(&view, file)) {
        if !sure.dry_run {
            // The archive may have lost them.
            session.archive_brought()?;
        }
        output.talk("adopted already, with the same bytes");
        return Ok(Exit::Done);
    }
    let ask = Ask::of(sure.yes, sure.dry_run);
    deciding::decide(session, ask, output, &Scope::Whole, |desk, _| {
        let new: Vec<&Loose> = files.iter().filter(|file| !has(&desk.view, file)).collect();
        let (_, batch) = desk.sit(|sitting| {
            for file in &new {
                let id = file.id.clone();
                let body = body(file.kind, Adopted { id, sha256: file.sha256 });
                let old = adopted(&desk.view, file).map(|old| (old.id, old.by));
                sitting.state(body, old)?;
            }
            Ok(())
        })?;
        let words: Vec<String> =
            new.iter().map(|file| format!("{} `{}`", file.kind.name(), file.id)).collect();
        let (about, mut notes) = touched(&desk.view, &new);
        for file in &new {
            let verb = if adopted(&desk.view, file).is_some() {
                "in the place of the one before"
            } else {
                "new here"
            };
            notes.push(format!("{} {}: SHA-256 {}, {verb}", file.kind.name(), file.id, file.sha256));
        }
        Ok(Decision {
            batch,
            about,
            words: format!("adopted {}", words.join(", ")),
            claims: Vec::new(),
            notes,
            json: json!({ "decision": "adopted", "files": new.iter().map(|file| json!({ "kind": file.kind.name(), "id": file.id, "sha256": file.sha256 })).collect::<Vec<_>>() }),
        })
    })
}

const fn body(kind: SchemaKind, adopted: Adopted) -> Body {
    match kind {
        SchemaKind::Standard => Body::Standard(adopted),
        SchemaKind::Method => Body::Method(adopted),
        SchemaKind::Proof => Body::Proof(adopted),
        SchemaKind::Property => Body::Property(adopted),
    }
}

/// What is adopted of a file's kind and id.
fn adopted<'v>(view: &'v View, file: &Loose) -> Option<&'v AdoptedView> {
    view.adopted().iter().find(|old| SchemaKind::of(old.kind) == Some(file.kind) && old.name == file.id)
}

/// Incidents whose figures may move, and what else is worth a look. A method or a property bears on all of them.
fn touched(view: &View, files: &[&Loose]) -> (Vec<EntryId>, Vec<String>) {
    let figures = files.iter().any(|file| matches!(file.kind, SchemaKind::Method | SchemaKind::Property));
    let incidents: Vec<EntryId> = view
        .entities()
        .keys()
        .copied()
        .filter(|id| view.canonical(*id) == *id && view.type_of(*id) == Some(EntityType::Incident))
        .collect();
    if !figures {
        return (Vec::new(), Vec::new());
    }
    if incidents.len() > FEW {
        let words = count(incidents.len(), "incident");
        return (
            Vec::new(),
            vec![format!("it may bear on {words}: `assize weigh` before and after shows what moves")],
        );
    }
    (incidents, Vec::new())
}

/// The file that is meant: a path, the id of a file in the case's folder, or of what a merged case adopted.
fn find(session: &Session, view: &View, what: &str) -> Result<Loose, Failure> {
    if Path::new(what).is_file() {
        return files::by_path(Path::new(what));
    }
    let mut found = files::by_id(session, what)?;
    if found.is_empty() {
        found = offered(session, view, what);
    }
    match found.len() {
        1 => Ok(found.remove(0)),
        0 => Err(Failure::usage(format!(
            "no file `{what}`, and none of that id in the case's `schema` folder"
        ))
        .help("`assize schema new` begins one, `assize schema list` shows what there is")),
        _ => {
            let all: Vec<String> = found.iter().map(|file| file.path.display().to_string()).collect();
            Err(Failure::usage(format!("`{what}` may be any of {}", all.join(", "))).help("name the file"))
        }
    }
}

/// What a merged case adopted under an id or a hash, out of the archive.
fn offered(session: &Session, view: &View, what: &str) -> Vec<Loose> {
    let mut all: Vec<Loose> = Vec::new();
    for file in super::offered(view) {
        let hash = file.sha256.to_string();
        let meant = file.name == what || what.len() >= 8 && hash.starts_with(what);
        let (Some(kind), true) = (SchemaKind::of(file.kind), meant) else { continue };
        let Some(bytes) = session.adopted_bytes(&file.sha256).filter(|bytes| bytes.len() <= MAX_BYTES) else {
            continue;
        };
        if all.iter().all(|known| known.sha256 != file.sha256) {
            let (id, path) = (file.name.clone(), session.blobs.path(&file.sha256));
            all.push(Loose { kind, id, path, sha256: file.sha256, bytes });
        }
    }
    all
}
