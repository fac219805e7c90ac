//! Files of a schema in a case's folder: checking and beginning them.

use crate::{
    case::Session,
    cli::SchemaKindArg,
    deciding::Desk,
    failure::{Exit, Failure, Outcome, file_failure},
    output::{Output, count},
};
pub(super) use assize_case::schema_files::{
    Differs, Loose, by_id, by_path, differs, in_folder, loose, path_of, problem_of, read, schema_with,
};
use assize_record::BlobHash;
use assize_weigh::schema::SchemaKind;
use std::{fs, path::PathBuf};

pub(super) fn check(session: &Session, paths: &[PathBuf], output: &mut Output) -> Outcome {
    let desk = Desk::open(session, output)?;
    let read: Vec<Result<Loose, Failure>> = if paths.is_empty() {
        in_folder(session)?.into_iter().map(|(kind, id, path)| self::read(&path, kind, &id)).collect()
    } else {
        paths.iter().map(|path| by_path(path)).collect()
    };
    let mut failures = Vec::new();
    let mut files = Vec::new();
    for read in read {
        match read {
            Ok(file) => files.push(file),
            Err(failure) => failures.push(failure),
        }
    }
    let schema = schema_with(session, &desk.view, &files);
    for file in &files {
        match problem_of(&schema, file) {
            Some(problem) => failures.push(file.failure(&problem.error)),
            None => output.line(format!("{} {} could be adopted", file.kind.name(), file.id)),
        }
    }
    let checked = count(files.len() + failures.len(), "file");
    let last = failures.pop();
    failures.iter().for_each(|failure| output.failure(failure));
    match last {
        Some(failure) => Err(failure),
        None if files.is_empty() => {
            output.talk("no file of a schema in this case; `assize schema new` begins one");
            Ok(Exit::Done)
        }
        None => {
            output.talk(format!("{checked} checked"));
            Ok(Exit::Done)
        }
    }
}

pub(super) fn new(session: &Session, kind: SchemaKindArg, name: &str, output: &mut Output) -> Outcome {
    let (kind, template) = match kind {
        SchemaKindArg::Standard => (SchemaKind::Standard, include_str!("standard.toml")),
        SchemaKindArg::Method => (SchemaKind::Method, include_str!("method.toml")),
        SchemaKindArg::Proof => (SchemaKind::Proof, include_str!("proof.toml")),
        SchemaKindArg::Property => (SchemaKind::Property, include_str!("property.toml")),
    };
    let path = path_of(session, kind, name);
    let toml = template.replace("NAME", name);
    let file = Loose {
        kind,
        id: name.to_owned(),
        path: path.clone(),
        sha256: BlobHash::of(toml.as_bytes()),
        bytes: toml.clone().into_bytes(),
    };
    let desk = Desk::open(session, output)?;
    // An id that ships, or is none, is refused before there is a file.
    let schema = schema_with(session, &desk.view, std::slice::from_ref(&file));
    if let Some(problem) = problem_of(&schema, &file) {
        let failure = Failure::usage(problem.error.to_string());
        return Err(match &problem.error.help {
            Some(help) => failure.help(help),
            None => failure,
        });
    }
    if path.exists() {
        return Err(Failure::usage(format!("`{}` is there already", path.display()))
            .help("edit it, or choose another name"));
    }
    if let Some(folder) = path.parent() {
        fs::create_dir_all(folder).map_err(|error| file_failure(folder, &error))?;
    }
    fs::write(&path, toml).map_err(|error| file_failure(&path, &error))?;
    output.line(path.display().to_string());
    output.talk(format!("next: edit it, then `assize schema check`, then `assize schema adopt {name}`"));
    Ok(Exit::Done)
}
