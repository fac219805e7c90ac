//! The schema of one case: what ships with the program, without what the case leaves out, and with what it adopted.
//!
//! A file counts once an entry of the record adopts its hash; the caller hands in its archived bytes. It adds an id and redefines
//! none. What cannot count is a [`Problem`] that names it, and nothing else falls with it. See `docs/decisions/015-own-schema.md`.

mod bridge;
mod file;
mod place;

pub use file::{MAX_BYTES, SchemaError, SchemaKind, shipped_content, too_large};

use crate::{
    standard::{Proofs, Standards, format::Rule},
    toll::Method,
};
use assize_ledger::View;
use assize_record::{BlobHash, EntryId, Vocabulary, sign::PublicKey, vocabulary::nearest};
use file::{Content, Read};
use std::{
    collections::{BTreeMap, BTreeSet},
    sync::{Arc, LazyLock},
};

/// The name of the setting that leaves a shipped standard, method or policy of proof out of a case. Its value is `kind/id`.
pub const LEAVE_OUT: &str = "schema.leave-out";

/// What a case weighs by.
#[derive(Debug, Clone)]
pub struct Schema {
    /// The properties that claims may use.
    pub vocabulary: Arc<Vocabulary>,
    /// The standards.
    pub standards: Standards,
    /// The policies of proof. There is one at least; the first is used where none is named.
    pub proofs: Vec<Proofs>,
    /// The toll methods, in order of id.
    pub methods: Vec<Method>,
    /// Every file, shipped and adopted, in order of kind and id: those left out and those with a problem too.
    pub files: Vec<SchemaFile>,
    /// What was adopted and cannot count, in order of kind and id.
    pub problems: Vec<Problem>,
}

/// One file of a schema.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct SchemaFile {
    /// What it holds.
    pub kind: SchemaKind,
    /// The id it goes by.
    pub id: String,
    /// What it is called, or the properties that it has.
    pub title: String,
    /// SHA-256 of its bytes.
    pub sha256: BlobHash,
    /// The adoption, for one that does not ship with the program.
    pub adopted: Option<Adoption>,
    /// What it was written from.
    pub based_on: Option<String>,
    /// The setting that leaves it out.
    pub left_out: Option<EntryId>,
    /// Whether it counts.
    pub counts: bool,
}

/// How a file came into a case.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Adoption {
    /// The entry; `None` for a file that is only held against the schema.
    pub entry: Option<EntryId>,
    /// Who adopted it.
    pub by: Option<PublicKey>,
}

/// Why an adopted file does not count.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Problem {
    /// What it holds.
    pub kind: SchemaKind,
    /// The id it goes by.
    pub id: String,
    /// The entry that adopted it; `None` for a file that is only held against the schema.
    pub entry: Option<EntryId>,
    /// What is wrong.
    pub error: SchemaError,
}

/// A file with its bytes, as it is handed in.
#[derive(Debug, Clone)]
pub struct Given {
    /// What it holds.
    pub kind: SchemaKind,
    /// The id it goes by.
    pub id: String,
    /// SHA-256 of its bytes.
    pub sha256: BlobHash,
    /// The bytes; `None` where they cannot be had.
    pub bytes: Option<Vec<u8>>,
    /// The entry that adopted it, and who signed that; `None` twice for a file that is only held against the schema.
    pub adoption: Adoption,
}

static SHIPPED: LazyLock<Arc<Vocabulary>> = LazyLock::new(|| Arc::new(Vocabulary::shipped()));

/// Read once a run.
static ALL_SHIPPED: LazyLock<Schema> = LazyLock::new(|| Schema {
    vocabulary: SHIPPED.clone(),
    standards: Standards::shipped(),
    proofs: vec![Proofs::shipped()],
    methods: Method::shipped(),
    files: file::shipped(),
    problems: Vec::new(),
});

/// The vocabulary of a case. As [`Schema::of`], but looks at nothing else.
pub fn vocabulary(view: &View, bytes: impl FnMut(&BlobHash) -> Option<Vec<u8>>) -> Arc<Vocabulary> {
    if view.adopted().iter().all(|file| SchemaKind::of(file.kind) != Some(SchemaKind::Property)) {
        return SHIPPED.clone();
    }
    let mut given = given(view, bytes);
    given.retain(|file| file.kind == SchemaKind::Property);
    Schema::with(&given, &BTreeMap::new()).vocabulary
}

/// The files that a view's entries adopt, with the bytes that `bytes` finds.
pub fn given(view: &View, mut bytes: impl FnMut(&BlobHash) -> Option<Vec<u8>>) -> Vec<Given> {
    let mut all = Vec::new();
    for file in view.adopted() {
        let Some(kind) = SchemaKind::of(file.kind) else { continue };
        all.push(Given {
            kind,
            id: file.name.clone(),
            sha256: file.sha256,
            bytes: bytes(&file.sha256),
            adoption: Adoption { entry: Some(file.id), by: file.by },
        });
    }
    all
}

/// What a view's settings leave out, by kind and id, with the setting.
pub fn left_out(view: &View) -> BTreeMap<(SchemaKind, String), EntryId> {
    let mut all = BTreeMap::new();
    for setting in view.settings().iter().filter(|setting| setting.name == LEAVE_OUT) {
        let parsed = setting.value.split_once('/');
        if let Some((kind, id)) = parsed.and_then(|(kind, id)| Some((SchemaKind::named(kind)?, id))) {
            all.entry((kind, id.to_owned())).or_insert(setting.id);
        }
    }
    all
}

impl Schema {
    /// What ships with the program.
    pub fn shipped() -> Self {
        Self::with(&[], &BTreeMap::new())
    }

    /// The schema of a view. `bytes` finds the archived bytes of a file by their hash.
    pub fn of(view: &View, bytes: impl FnMut(&BlobHash) -> Option<Vec<u8>>) -> Self {
        Self::with(&given(view, bytes), &left_out(view))
    }

    /// The schema of these files beside what ships, without what is left out.
    pub fn with(given: &[Given], left_out: &BTreeMap<(SchemaKind, String), EntryId>) -> Self {
        let mut made = ALL_SHIPPED.clone();
        let read = made.read(given);
        let read = made.take_properties(read);
        let read = made.take_rest(read);
        let read = made.drop_unfounded(read);
        for (given, content) in read {
            made.list(given, Some(&content), true);
            match content {
                Content::Standard(standard) => {
                    made.standards.add(*standard);
                }
                Content::Method(method) => made.methods.push(*method),
                Content::Proof(proofs) => made.proofs.push(*proofs),
                Content::Property(_) => {}
            }
        }
        made.leave_out(left_out);
        made.methods.sort_by(|a, b| a.id.cmp(&b.id));
        made.files.sort();
        made.problems.sort_by(|a, b| (a.kind, &a.id, a.entry).cmp(&(b.kind, &b.id, b.entry)));
        made
    }

    /// The policy of proof of a name, and the level that it names: `POLICY/LEVEL`, a policy, or a level; of levels of one name the first
    /// policy's. Where none is named, the first policy and its own default.
    ///
    /// # Errors
    /// [`crate::standard::StandardError::Unknown`], which lists those there are.
    pub fn proof(&self, name: Option<&str>) -> Result<(&Proofs, String), crate::standard::StandardError> {
        let level = |proofs: &Proofs, name: &str| proofs.level(name).is_ok();
        let default = |proofs: &Proofs| proofs.levels[proofs.default].name.clone();
        let first = &self.proofs[0];
        let Some(name) = name else { return Ok((first, default(first))) };
        let (policy, of_policy) = name.split_once('/').map_or((name, None), |(p, l)| (p, Some(l)));
        if let Some(proofs) = self.proofs.iter().find(|proofs| proofs.id == policy) {
            return match of_policy {
                None => Ok((proofs, default(proofs))),
                Some(of_policy) => proofs.level(of_policy).map(|_| (proofs, of_policy.to_owned())),
            };
        }
        if let Some(proofs) = self.proofs.iter().find(|proofs| level(proofs, name)) {
            return Ok((proofs, name.to_owned()));
        }
        let known: Vec<String> = self
            .proofs
            .iter()
            .enumerate()
            .flat_map(|(at, proofs)| {
                proofs.levels.iter().map(move |level| match at {
                    0 => level.name.clone(),
                    _ => format!("{}/{}", proofs.id, level.name),
                })
            })
            .collect();
        Err(crate::standard::StandardError::Unknown {
            what: "proof standard",
            name: name.to_owned(),
            known: known.join(", "),
        })
    }

    /// The file of a kind and id.
    pub fn file(&self, kind: SchemaKind, id: &str) -> Option<&SchemaFile> {
        self.files.iter().find(|file| file.kind == kind && file.id == id && file.counts)
    }

    /// Whether an id of this kind ships with the program and the case leaves it out.
    pub fn leaves_out(&self, kind: SchemaKind, id: &str) -> bool {
        self.files.iter().any(|file| file.kind == kind && file.id == id && file.left_out.is_some())
    }

    /// The id nearest to one, of a kind.
    pub fn nearest(&self, kind: SchemaKind, id: &str) -> Option<&str> {
        let all = self.files.iter().filter(|file| file.kind == kind && file.counts);
        nearest(id, all.map(|file| file.id.as_str()))
    }

    fn problem(&mut self, given: &Given, error: SchemaError) {
        self.problems.push(Problem {
            kind: given.kind,
            id: given.id.clone(),
            entry: given.adoption.entry,
            error,
        });
    }

    fn list(&mut self, given: &Given, content: Option<&Content>, counts: bool) {
        self.files.push(SchemaFile {
            kind: given.kind,
            id: given.id.clone(),
            title: content.map_or_else(String::new, Content::title),
            sha256: given.sha256,
            adopted: Some(given.adoption.clone()),
            based_on: content.and_then(Content::based_on),
            left_out: None,
            counts,
        });
    }

    fn refuse(&mut self, given: &Given, content: Option<&Content>, error: SchemaError) {
        self.list(given, content, false);
        self.problem(given, error);
    }

    /// Files that read, each id once and none that ships.
    fn read<'g>(&mut self, given: &'g [Given]) -> Vec<Read<'g>> {
        let mut by_id: BTreeMap<(SchemaKind, &str), Vec<&Given>> = BTreeMap::new();
        for file in given {
            by_id.entry((file.kind, &file.id)).or_default().push(file);
        }
        let mut read = Vec::new();
        for ((kind, id), files) in by_id {
            let hashes: BTreeSet<BlobHash> = files.iter().map(|file| file.sha256).collect();
            let shipped = self.file(kind, id).is_some_and(|file| file.adopted.is_none());
            for (at, file) in files.iter().enumerate() {
                if shipped {
                    self.refuse(file, None, SchemaError::redefines(file));
                } else if hashes.len() > 1 {
                    self.refuse(file, None, SchemaError::twice(file));
                } else if at == 0 {
                    match file::read(file) {
                        Ok(content) => read.push((*file, content)),
                        Err(error) => self.refuse(file, None, error),
                    }
                }
            }
        }
        read
    }

    /// Takes properties into the vocabulary: a name that ships, or that two files have, is nobody's.
    fn take_properties<'g>(&mut self, read: Vec<Read<'g>>) -> Vec<Read<'g>> {
        let mut names: BTreeMap<String, usize> = BTreeMap::new();
        for (_, content) in &read {
            if let Content::Property(vocabulary) = content {
                vocabulary.iter().for_each(|(name, _)| *names.entry(name.to_owned()).or_default() += 1);
            }
        }
        let shipped = self.vocabulary.clone();
        let mut vocabulary = (*shipped).clone();
        let mut kept = Vec::new();
        for (given, content) in read {
            if let Content::Property(own) = &content {
                let taken = own.iter().map(|(name, _)| name.to_owned()).find_map(|name| {
                    let ships = shipped.property(&name).is_ok();
                    (ships || names.get(&name).is_some_and(|n| *n > 1)).then_some((name, ships))
                });
                if let Some((name, ships)) = taken {
                    let error = SchemaError::property_taken(given, &name, ships);
                    self.refuse(given, Some(&content), error);
                    continue;
                }
                vocabulary.add((**own).clone());
            }
            kept.push((given, content));
        }
        self.vocabulary = Arc::new(vocabulary);
        kept
    }

    /// Standards whose rules ask for properties that there are.
    fn take_rest<'g>(&mut self, read: Vec<Read<'g>>) -> Vec<Read<'g>> {
        let mut kept = Vec::new();
        for (given, content) in read {
            match self.flag_problem(given, &content) {
                Some(error) => self.refuse(given, Some(&content), error),
                None => kept.push((given, content)),
            }
        }
        kept
    }

    fn flag_problem(&self, given: &Given, content: &Content) -> Option<SchemaError> {
        let Content::Standard(standard) = content else { return None };
        for version in &standard.versions {
            for element in &version.elements {
                let Some(Rule::Flag { property, .. }) = &element.rule else { continue };
                let message = match self.vocabulary.property(property) {
                    Ok(found) if found.value == assize_record::proposition::ValueType::Flag => continue,
                    Ok(_) => format!("`{property}` does not answer yes or no"),
                    Err(error) => error.to_string(),
                };
                let key = format!("version `{}`, element `{}`, flag", version.name, element.name);
                return Some(SchemaError::at_key(given, &key, message).help(
                    "a rule `flag` names a property whose value is a flag; adopt the file of the property first, or both at once",
                ));
            }
        }
        None
    }

    /// What says that it is based on something, only where there is that.
    fn drop_unfounded<'g>(&mut self, mut read: Vec<Read<'g>>) -> Vec<Read<'g>> {
        loop {
            let known: BTreeSet<(SchemaKind, String)> = self
                .files
                .iter()
                .filter(|file| file.counts)
                .map(|file| (file.kind, file.id.clone()))
                .chain(read.iter().map(|(given, _)| (given.kind, given.id.clone())))
                .collect();
            let unfounded = read.iter().position(|(given, content)| {
                content.based_on().is_some_and(|on| on == given.id || !known.contains(&(given.kind, on)))
            });
            let Some(at) = unfounded else { return read };
            let (given, content) = read.remove(at);
            let on = content.based_on().unwrap_or_default();
            let names = known.iter().filter(|(kind, id)| *kind == given.kind && *id != given.id);
            let near = nearest(&on, names.map(|(_, id)| id.as_str())).map(str::to_owned);
            let error =
                SchemaError::at_key(given, "based_on", format!("there is no {} `{on}`", given.kind.name()));
            let error = match near {
                Some(near) => error.help(format!("did you mean `{near}`?")),
                None => error,
            };
            self.refuse(given, Some(&content), error);
        }
    }

    /// Takes out what the case leaves out; of the policies of proof one stays.
    fn leave_out(&mut self, left_out: &BTreeMap<(SchemaKind, String), EntryId>) {
        for file in self.files.iter_mut().filter(|file| file.adopted.is_none()) {
            file.left_out = left_out.get(&(file.kind, file.id.clone())).copied();
        }
        let gone: BTreeSet<(SchemaKind, String)> = self
            .files
            .iter()
            .filter(|file| file.left_out.is_some())
            .map(|file| (file.kind, file.id.clone()))
            .collect();
        for (kind, id) in gone {
            match kind {
                SchemaKind::Standard => self.standards.remove(&id),
                SchemaKind::Method => self.methods.retain(|method| method.id != id.as_str()),
                SchemaKind::Proof if self.proofs.len() > 1 => {
                    self.proofs.retain(|proofs| proofs.id != id.as_str());
                }
                // Without a policy nothing could be held against a standard at all.
                SchemaKind::Proof | SchemaKind::Property => {
                    self.files
                        .iter_mut()
                        .filter(|f| f.kind == kind && f.id == id)
                        .for_each(|f| f.left_out = None);
                }
            }
        }
        for file in &mut self.files {
            file.counts &= file.left_out.is_none();
        }
    }
}
