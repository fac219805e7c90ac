//! Files of a schema in a case's folder: finding, reading, checking and beginning them.

use crate::{
    case::Session,
    failure::{Failure, file_failure},
};
use assize_archive::plain::{self, Links, PlainError};
use assize_ledger::View;
use assize_record::BlobHash;
use assize_weigh::schema::{
    self, Adoption, Given, MAX_BYTES, Problem, Schema, SchemaError, SchemaFile, SchemaKind,
};
use std::{
    fs,
    path::{Path, PathBuf},
};

/// A file in a folder.
pub struct Loose {
    /// What it holds.
    pub kind: SchemaKind,
    /// The stem of its name.
    pub id: String,
    /// Where it lies.
    pub path: PathBuf,
    /// The hash of its bytes.
    pub sha256: BlobHash,
    /// Its bytes.
    pub bytes: Vec<u8>,
}

/// How the file of a case's folder stands to what was adopted.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Differs {
    /// It has other bytes.
    Edited,
    /// It is not there.
    Gone,
}

impl Loose {
    /// Held against the schema, not adopted.
    pub fn given(&self) -> Given {
        Given {
            kind: self.kind,
            id: self.id.clone(),
            sha256: self.sha256,
            bytes: Some(self.bytes.clone()),
            adoption: Adoption { entry: None, by: None },
        }
    }

    /// What is wrong with it, as a command reports it.
    pub fn failure(&self, error: &SchemaError) -> Failure {
        let text = String::from_utf8_lossy(&self.bytes);
        failure(self.kind, &self.id, &self.path, &text, error)
    }
}

fn failure(kind: SchemaKind, id: &str, path: &Path, text: &str, error: &SchemaError) -> Failure {
    let (kind, path) = (kind.name(), path.display().to_string());
    let made = match &error.at {
        Some(at) => Failure::input(format!("{kind} `{id}` cannot count")).at(
            &path,
            text,
            vec![(at.clone(), error.message.clone())],
        ),
        None => Failure::input(format!("{kind} `{id}` cannot count: `{path}` {error}")),
    };
    match &error.help {
        Some(help) => made.help(help),
        None => made,
    }
}

/// Where the file of a kind and id stands in a case.
pub fn path_of(session: &Session, kind: SchemaKind, id: &str) -> PathBuf {
    session.dir.join("schema").join(kind.folder()).join(format!("{id}.toml"))
}

/// How the file in the case's folder stands to what was adopted; `None` where it is the same.
pub fn differs(session: &Session, file: &SchemaFile) -> Option<Differs> {
    match read(&path_of(session, file.kind, &file.id), file.kind, &file.id) {
        Ok(found) if found.sha256 == file.sha256 => None,
        Err(_) if !path_of(session, file.kind, &file.id).exists() => Some(Differs::Gone),
        _ => Some(Differs::Edited),
    }
}

/// The adopted files that somebody edited since, by path.
pub fn edited(session: &Session, schema: &Schema) -> Vec<(String, PathBuf)> {
    let adopted = schema.files.iter().filter(|file| file.adopted.is_some() && file.counts);
    let edited = adopted.filter(|file| differs(session, file) == Some(Differs::Edited));
    edited.map(|file| (file.id.clone(), path_of(session, file.kind, &file.id))).collect()
}

/// Files in the case's folder of which nothing is adopted.
pub fn loose(session: &Session, schema: &Schema) -> Result<Vec<Loose>, Failure> {
    let known = |kind, id: &str| {
        schema.files.iter().any(|file| file.kind == kind && file.id == id && file.adopted.is_some())
    };
    let mut all = Vec::new();
    for (kind, id, path) in in_folder(session)? {
        if !known(kind, &id) {
            // What cannot be read at all is named by `check`.
            all.extend(read(&path, kind, &id));
        }
    }
    Ok(all)
}

/// Every `.toml` of the case's own schema, in order of kind and name.
pub fn in_folder(session: &Session) -> Result<Vec<(SchemaKind, String, PathBuf)>, Failure> {
    let mut all = Vec::new();
    for kind in SchemaKind::ALL {
        let folder = session.dir.join("schema").join(kind.folder());
        if !folder.is_dir() {
            continue;
        }
        let read = fs::read_dir(&folder).map_err(|error| file_failure(&folder, &error))?;
        let mut files: Vec<PathBuf> = read.filter_map(|entry| entry.ok().map(|entry| entry.path())).collect();
        files.retain(|file| file.extension().is_some_and(|extension| extension == "toml"));
        files.sort();
        all.extend(files.into_iter().map(|path| (kind, stem(&path), path)));
    }
    Ok(all)
}

fn stem(path: &Path) -> String {
    path.file_stem().map_or_else(String::new, |stem| stem.to_string_lossy().into_owned())
}

/// Reads a file, as far as a file of a schema may go.
pub fn read(path: &Path, kind: SchemaKind, id: &str) -> Result<Loose, Failure> {
    let bytes = bytes(path).map_err(|failed| match failed {
        Unread::TooLarge(bytes) => failure(kind, id, path, "", &schema::too_large(bytes)),
        Unread::Failed(failed) => failed,
    })?;
    let sha256 = BlobHash::of(&bytes);
    Ok(Loose { kind, id: id.to_owned(), path: path.to_owned(), sha256, bytes })
}

enum Unread {
    TooLarge(u64),
    Failed(Failure),
}

fn bytes(path: &Path) -> Result<Vec<u8>, Unread> {
    plain::read(path, Links::Follow, MAX_BYTES as u64).map_err(|error| match error {
        PlainError::TooLong { found, .. } => Unread::TooLarge(found),
        error => Unread::Failed(Failure::input(error)),
    })
}

/// A file by its path: the folder says what it holds, else its keys do.
pub fn by_path(path: &Path) -> Result<Loose, Failure> {
    let folder = path.parent().and_then(Path::file_name);
    let by_folder = |kind: &SchemaKind| folder.is_some_and(|folder| folder == kind.folder());
    let id = stem(path);
    if let Some(kind) = SchemaKind::ALL.into_iter().find(by_folder) {
        return read(path, kind, &id);
    }
    let bytes = bytes(path).map_err(|failed| match failed {
        Unread::TooLarge(bytes) => {
            Failure::input(format!("`{}` {}", path.display(), schema::too_large(bytes)))
        }
        Unread::Failed(failed) => failed,
    })?;
    let kind = SchemaKind::guess(&String::from_utf8_lossy(&bytes)).ok_or_else(|| {
        Failure::input(format!("`{}` may hold anything: nothing says what it is", path.display())).help(
            "a file of a schema stands in a folder `standards`, `methods`, `proofs` or `properties`; `assize schema new` begins one",
        )
    })?;
    read(path, kind, &id)
}

/// Files of the case's folder that have an id.
pub fn by_id(session: &Session, id: &str) -> Result<Vec<Loose>, Failure> {
    let all = in_folder(session)?.into_iter().filter(|(_, name, _)| name == id);
    all.map(|(kind, id, path)| read(&path, kind, &id)).collect()
}

/// The schema that a view would have with these files too, each in the place of what is adopted of its kind and id.
pub fn schema_with(session: &Session, view: &View, files: &[Loose]) -> Schema {
    let mut given = schema::given(view, |hash| session.adopted_bytes(hash));
    given.retain(|old| !files.iter().any(|new| new.kind == old.kind && new.id == old.id));
    given.extend(files.iter().map(Loose::given));
    Schema::with(&given, &schema::left_out(view))
}

/// What is wrong with one of the files that were handed in.
pub fn problem_of<'s>(schema: &'s Schema, file: &Loose) -> Option<&'s Problem> {
    let same =
        |problem: &&Problem| problem.entry.is_none() && problem.kind == file.kind && problem.id == file.id;
    schema.problems.iter().find(same)
}
