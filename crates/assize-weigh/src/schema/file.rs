//! One file of a schema: what it holds, and what is wrong with it.

use super::{Given, SchemaFile, place::locate};
use crate::{
    standard::{Proofs, Standard, StandardError, Standards},
    toll::{Method, MethodError},
};
use assize_record::{BlobHash, Kind, Vocabulary, vocabulary::VocabularyError};
use std::ops::Range;

/// The most bytes that a file may have: the longest that ships has a tenth of it.
pub const MAX_BYTES: usize = 256 * 1024;

/// What a file of a schema holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, strum::IntoStaticStr)]
#[strum(serialize_all = "kebab-case")]
pub enum SchemaKind {
    /// One standard.
    Standard,
    /// One toll method.
    Method,
    /// One policy of proof: its levels.
    Proof,
    /// Properties.
    Property,
}

crate::named!(SchemaKind);

impl SchemaKind {
    /// Every one of them.
    pub const ALL: [Self; 4] = [Self::Standard, Self::Method, Self::Proof, Self::Property];

    /// The kind of that name.
    pub fn named(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.name() == name)
    }

    /// What a file holds, by the keys at its top.
    pub fn guess(toml: &str) -> Option<Self> {
        let document = toml::de::DeTable::parse(toml).ok()?;
        let has = |key: &str| document.get_ref().contains_key(key);
        match () {
            () if has("property") => Some(Self::Property),
            () if has("level") => Some(Self::Proof),
            () if has("figures") || has("grading") => Some(Self::Method),
            () if has("version") && has("kind") => Some(Self::Standard),
            () => None,
        }
    }

    /// What entries of a kind adopt.
    pub const fn of(kind: Kind) -> Option<Self> {
        match kind {
            Kind::Standard => Some(Self::Standard),
            Kind::Method => Some(Self::Method),
            Kind::Proof => Some(Self::Proof),
            Kind::Property => Some(Self::Property),
            _ => None,
        }
    }

    /// The folder of a case's `schema/` that holds such files.
    pub const fn folder(self) -> &'static str {
        match self {
            Self::Standard => "standards",
            Self::Method => "methods",
            Self::Proof => "proofs",
            Self::Property => "properties",
        }
    }
}

/// What is wrong with a file of a schema.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{message}")]
pub struct SchemaError {
    /// What is wrong.
    pub message: String,
    /// The bytes at fault; `None` where it is the file as a whole.
    pub at: Option<Range<usize>>,
    /// What to do.
    pub help: Option<String>,
    /// Whether the archived bytes are missing or altered: the record does not hold against itself.
    pub missing: bool,
}

/// A file that was handed in, and what it holds.
pub(super) type Read<'g> = (&'g Given, Content);

/// What a file holds, read.
#[derive(Debug, Clone)]
pub(super) enum Content {
    Standard(Box<Standard>),
    Method(Box<Method>),
    Proof(Box<Proofs>),
    Property(Box<Vocabulary>),
}

impl Content {
    pub(super) fn title(&self) -> String {
        match self {
            Self::Standard(standard) => standard.title.clone(),
            Self::Method(method) => method.name.clone(),
            Self::Proof(proofs) => levels(proofs),
            Self::Property(vocabulary) => {
                vocabulary.iter().map(|(name, _)| name).collect::<Vec<_>>().join(", ")
            }
        }
    }

    pub(super) fn based_on(&self) -> Option<String> {
        match self {
            Self::Standard(standard) => standard.based_on.as_ref().map(ToString::to_string),
            Self::Method(method) => method.based_on.as_ref().map(ToString::to_string),
            Self::Proof(proofs) => proofs.based_on.as_ref().map(ToString::to_string),
            Self::Property(_) => None,
        }
    }

    /// The id that the file itself states.
    fn id(&self) -> Option<String> {
        match self {
            Self::Standard(standard) => Some(standard.id.to_string()),
            Self::Method(method) => Some(method.id.to_string()),
            Self::Proof(proofs) => Some(proofs.id.to_string()),
            Self::Property(_) => None,
        }
    }
}

fn levels(proofs: &Proofs) -> String {
    proofs.levels.iter().map(|level| level.name.as_str()).collect::<Vec<_>>().join(", ")
}

impl SchemaError {
    pub(super) fn whole(message: impl Into<String>) -> Self {
        Self { message: message.into(), at: None, help: None, missing: false }
    }

    pub(super) fn at_key(given: &Given, key: &str, message: impl Into<String>) -> Self {
        let at = given.text().and_then(|toml| locate(toml, key));
        Self { at, ..Self::whole(message) }
    }

    pub(super) fn help(self, help: impl Into<String>) -> Self {
        Self { help: Some(help.into()), ..self }
    }

    pub(super) fn redefines(given: &Given) -> Self {
        let kind = given.kind.name();
        Self::at_key(given, "id", format!("`{}` is a shipped {kind}, which nothing redefines", given.id))
            .help(format!("give it an id of its own, and name the shipped one: based_on = \"{}\"", given.id))
    }

    pub(super) fn twice(given: &Given) -> Self {
        let kind = given.kind.name();
        Self::at_key(given, "id", format!("{kind} `{}` is adopted twice, with different files", given.id))
            .help("neither counts until one of the adoptions is taken back: `assize schema list` shows both")
    }

    pub(super) fn property_taken(given: &Given, name: &str, ships: bool) -> Self {
        let what =
            if ships { "a shipped property, which nothing redefines" } else { "a property of two files" };
        Self::at_key(given, &format!("property `{name}`"), format!("`{name}` is {what}"))
            .help("give the property a name of its own")
    }
}

impl Given {
    /// The bytes as text, where they are text.
    fn text(&self) -> Option<&str> {
        std::str::from_utf8(self.bytes.as_deref()?).ok()
    }
}

/// Reads a file under its kind: the same checks as for those that ship.
pub(super) fn read(given: &Given) -> Result<Content, SchemaError> {
    let Some(bytes) = &given.bytes else {
        let message = format!("its archived bytes are missing or altered: {}", given.sha256);
        return Err(SchemaError { missing: true, ..SchemaError::whole(message) }
            .help("restore the file from a copy of the archive, or adopt it again"));
    };
    if bytes.len() > MAX_BYTES {
        return Err(too_large(bytes.len() as u64));
    }
    let Ok(toml) = std::str::from_utf8(bytes) else {
        return Err(SchemaError::whole("is not UTF-8 text"));
    };
    let id = given.id.as_str();
    if id.parse::<crate::StandardId>().is_err() {
        return Err(SchemaError::whole(format!(
            "`{id}` is not an id: use lower-case letters and digits in words joined by single points or hyphens"
        ))
        .help("the name of the file is its id"));
    }
    let name = format!("{id}.toml");
    let content = match given.kind {
        SchemaKind::Standard => Standard::parse(&name, toml)
            .map(|read| Content::Standard(Box::new(read)))
            .map_err(of_standard(given)),
        SchemaKind::Proof => {
            Proofs::parse(&name, toml).map(|read| Content::Proof(Box::new(read))).map_err(of_standard(given))
        }
        SchemaKind::Method => Method::parse(toml)
            .map(|read| Content::Method(Box::new(read)))
            .map_err(|error| of_method(given, error)),
        SchemaKind::Property => Vocabulary::parse(toml)
            .map(|read| Content::Property(Box::new(read)))
            .map_err(|error| of_vocabulary(given, error)),
    }?;
    if let Some(stated) = content.id().filter(|stated| stated != id) {
        return Err(SchemaError::at_key(
            given,
            "id",
            format!("`{stated}` is not the name of the file: rename one of them"),
        ));
    }
    Ok(content)
}

/// What is said of a file that is too large, which need not be read for it.
pub fn too_large(bytes: u64) -> SchemaError {
    SchemaError::whole(format!("has {bytes} bytes; a file of a schema has {MAX_BYTES} at most"))
        .help("split it: each standard, method and policy has a file of its own")
}

fn of_standard(given: &Given) -> impl Fn(StandardError) -> SchemaError {
    move |error| match error {
        StandardError::Shape { brief, at, .. } => SchemaError { at, ..SchemaError::whole(brief) },
        StandardError::Key { key, problem, .. } => {
            SchemaError::at_key(given, &key, format!("{key}: {problem}"))
        }
        other => SchemaError::whole(other.to_string()),
    }
}

fn of_method(given: &Given, error: MethodError) -> SchemaError {
    match error {
        MethodError::Shape { brief, at, .. } => SchemaError { at, ..SchemaError::whole(brief) },
        other => SchemaError::at_key(given, "campaign, low", other.to_string()),
    }
}

fn of_vocabulary(given: &Given, error: VocabularyError) -> SchemaError {
    match error {
        VocabularyError::Shape { brief, at, .. } => SchemaError { at, ..SchemaError::whole(brief) },
        VocabularyError::Described { ref property, .. } => {
            SchemaError::at_key(given, &format!("property `{property}`"), error.to_string())
        }
        other => SchemaError::whole(other.to_string()),
    }
}

/// The content of a shipped file.
pub fn shipped_content(kind: SchemaKind, id: &str) -> Option<&'static str> {
    contents().into_iter().find(|(of, name, _)| *of == kind && name == id).map(|(.., content)| content)
}

fn contents() -> Vec<(SchemaKind, String, &'static str)> {
    let stem = |file: &str| file.trim_end_matches(".toml").to_owned();
    let mut all: Vec<(SchemaKind, String, &'static str)> = Standards::shipped_files()
        .iter()
        .map(|(file, content)| (SchemaKind::Standard, stem(file), *content))
        .collect();
    let methods = Method::shipped();
    all.extend(
        methods
            .iter()
            .zip(Method::shipped_files())
            .map(|(method, content)| (SchemaKind::Method, method.id.to_string(), *content)),
    );
    let (file, content) = Proofs::shipped_file();
    all.push((SchemaKind::Proof, stem(file), content));
    all.push((SchemaKind::Property, "properties".to_owned(), Vocabulary::shipped_file()));
    all
}

/// The files that ship with the program.
pub(super) fn shipped() -> Vec<SchemaFile> {
    let standards = Standards::shipped();
    let methods = Method::shipped();
    contents()
        .into_iter()
        .map(|(kind, id, content)| {
            let title = match kind {
                SchemaKind::Standard => {
                    standards.get(&id).map_or_else(|_| String::new(), |s| s.title.clone())
                }
                SchemaKind::Method => methods
                    .iter()
                    .find(|method| method.id == id.as_str())
                    .map_or_else(String::new, |method| method.name.clone()),
                SchemaKind::Proof => levels(&Proofs::shipped()),
                SchemaKind::Property => format!("{} properties", Vocabulary::shipped().iter().count()),
            };
            let sha256 = BlobHash::of(content.as_bytes());
            SchemaFile {
                kind,
                id,
                title,
                sha256,
                adopted: None,
                based_on: None,
                left_out: None,
                counts: true,
            }
        })
        .collect()
}
