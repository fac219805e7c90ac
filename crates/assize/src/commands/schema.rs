//! `assize schema`: a case's own standards, methods, proof standards and properties, and which shipped ones it leaves out.

mod adopt;
mod files;
mod leave;

use crate::{
    case::{self, Session},
    cli::{Cli, SchemaCommand},
    deciding::Desk,
    failure::{Exit, Failure, Outcome},
    output::{Output, column, count, one_line},
    wording::signer,
};
use assize_ledger::{View, view::AdoptedView};
use assize_record::{BlobHash, EntryId};
use assize_weigh::schema::{self, Schema, SchemaFile, SchemaKind};
use serde_json::json;

pub(crate) fn run(cli: &Cli, what: &SchemaCommand, output: &mut Output) -> Outcome {
    let mut session = case::find(cli)?;
    match what {
        SchemaCommand::List => list(&session, output),
        SchemaCommand::Show { id } => show(&session, id, output),
        SchemaCommand::Check { files } => files::check(&session, files, output),
        SchemaCommand::New { kind, name } => files::new(&session, *kind, name, output),
        SchemaCommand::Adopt { what, sure } => adopt::run(&mut session, what, sure, output),
        SchemaCommand::LeaveOut { ids, sure } => leave::out(&mut session, ids, sure, output),
        SchemaCommand::TakeIn { ids, sure } => leave::take_in(&mut session, ids, sure, output),
    }
}

fn list(session: &Session, output: &mut Output) -> Outcome {
    let desk = Desk::open(session, output)?;
    let (view, schema) = (&desk.view, session.schema_of(&desk.view));
    for file in &schema.files {
        let problem = problem(&schema, file);
        let (by, differs) = match &file.adopted {
            Some(adoption) => (Some(signer(view, adoption.by)), files::differs(session, file)),
            None => (None, None),
        };
        let entry = file.adopted.as_ref().and_then(|adoption| adoption.entry);
        let state = state(file, by, problem.as_deref(), differs);
        let (kind, id, sha256, title) = (file.kind, file.id.as_str(), file.sha256, file.title.clone());
        Line { kind, id, sha256, entry, state, title }.print(output);
    }
    let loose = files::loose(session, &schema)?;
    for file in &loose {
        let (kind, id, sha256) = (file.kind, file.id.as_str(), file.sha256);
        let state = format!("not adopted: `assize schema adopt {id}`");
        Line { kind, id, sha256, entry: None, state, title: file.path.display().to_string() }.print(output);
    }
    let offered = offered(view);
    for file in &offered {
        let Some(kind) = SchemaKind::of(file.kind) else { continue };
        let (id, sha256, entry) = (file.name.as_str(), file.sha256, Some(file.id));
        let by = signer(view, file.by);
        let state = format!("adopted by {by}, who may not here: `assize schema adopt {id}`");
        Line { kind, id, sha256, entry, state, title: "from a merged case".to_owned() }.print(output);
    }
    let waits = loose.len() + offered.len();
    assize_case::left_out::say_not_adopted(view, output);
    let adopted = schema.files.iter().filter(|file| file.adopted.is_some() && file.counts).count();
    let left_out = schema.files.iter().filter(|file| file.left_out.is_some()).count();
    output.talk(format!("{} adopted, {left_out} left out, {waits} not adopted", count(adopted, "file")));
    Ok(Exit::Done)
}

/// What others adopted in their copy and nobody has here.
fn offered(view: &View) -> Vec<&AdoptedView> {
    let known = |file: &&AdoptedView| {
        !view
            .adopted()
            .iter()
            .any(|own| own.kind == file.kind && own.name == file.name && own.sha256 == file.sha256)
    };
    view.offered().iter().filter(known).collect()
}

/// One line of the list.
struct Line<'l> {
    kind: SchemaKind,
    id: &'l str,
    sha256: BlobHash,
    entry: Option<EntryId>,
    state: String,
    title: String,
}

impl Line<'_> {
    fn print(&self, output: &mut Output) {
        let Self { kind, id, sha256, entry, state, title } = self;
        if output.json {
            output.object(&json!({
                "schema": "assize.schema/1", "kind": kind.name(), "id": id, "sha256": sha256, "entry": entry,
                "state": state, "title": title,
            }));
            return;
        }
        let short: String = sha256.to_string().chars().take(12).collect();
        output.line(format!("{} {} {short}  {state}", column(kind.name(), 8), column(id, 34)));
        let entry = entry.map_or_else(String::new, |entry| format!(" (entry {})", entry.short()));
        output.line(format!("         {}{entry}", one_line(title, 100)));
    }
}

fn state(
    file: &SchemaFile,
    by: Option<&str>,
    problem: Option<&str>,
    differs: Option<files::Differs>,
) -> String {
    if let Some(problem) = problem {
        return format!("adopted by {}, does not count: {problem}", by.unwrap_or("somebody"));
    }
    if file.left_out.is_some() {
        return "shipped, left out of this case".to_owned();
    }
    let Some(by) = by else { return "shipped".to_owned() };
    let differs = match differs {
        Some(files::Differs::Edited) => "; the file differs and changes nothing until it is adopted again",
        Some(files::Differs::Gone) => "; no file in the case's folder",
        None => "",
    };
    format!("adopted by {by}{differs}")
}

fn problem(schema: &Schema, file: &SchemaFile) -> Option<String> {
    let entry = file.adopted.as_ref()?.entry;
    let same = |problem: &&schema::Problem| {
        problem.kind == file.kind && problem.id == file.id && problem.entry == entry
    };
    schema.problems.iter().find(same).map(|problem| problem.error.to_string())
}

fn show(session: &Session, id: &str, output: &mut Output) -> Outcome {
    let desk = Desk::open(session, output)?;
    let schema = session.schema_of(&desk.view);
    let found: Vec<&SchemaFile> = schema.files.iter().filter(|file| file.id == id).collect();
    if found.is_empty() {
        return Err(unknown(&schema, id));
    }
    for file in found {
        let content = match &file.adopted {
            None => schema::shipped_content(file.kind, &file.id).map(str::to_owned),
            Some(_) => {
                session.adopted_bytes(&file.sha256).map(|bytes| String::from_utf8_lossy(&bytes).into_owned())
            }
        };
        let from = match &file.adopted {
            None => "shipped with the program".to_owned(),
            Some(adoption) => format!("adopted by {}", signer(&desk.view, adoption.by)),
        };
        let Some(content) = content else {
            return Err(Failure::integrity(format!(
                "{} `{id}`: its archived bytes are missing or altered",
                file.kind.name()
            ))
            .help("run `assize verify` to see what is altered or missing"));
        };
        if output.json {
            output.object(&json!({
                "schema": "assize.schema-file/1", "kind": file.kind.name(), "id": file.id, "sha256": file.sha256,
                "adopted": file.adopted.as_ref().and_then(|adoption| adoption.entry), "toml": content,
            }));
            continue;
        }
        output.talk(format!("{} {}, {from}, SHA-256 {}", file.kind.name(), file.id, file.sha256));
        // Line by line, so that nothing in a file can act on a terminal.
        content.lines().for_each(|line| output.line(line));
    }
    Ok(Exit::Done)
}

/// An id that there is none of, with the nearest.
fn unknown(schema: &Schema, id: &str) -> Failure {
    let near = SchemaKind::ALL.into_iter().find_map(|kind| schema.nearest(kind, id));
    let help = near.map_or_else(
        || "`assize schema list` shows those there are".to_owned(),
        |near| format!("did you mean `{near}`?"),
    );
    Failure::usage(format!("nothing of the schema is called `{id}`")).help(help)
}
