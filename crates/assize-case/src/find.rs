//! What a person means by an id, a key, a name or a date.

use crate::{
    case::{Session, store_failure},
    drafts,
    failure::Failure,
    talk::{Talk, WarningsOnly},
};
use assize_archive::readings::Readings;
use assize_ledger::{
    Received, Thing, View,
    view::{SourceView, shown},
};
use assize_record::{
    DraftId, EntityType, EntryId, Referent, Speaker, SpeakerKind,
    body::{Body, Entity},
    entry::OfText,
    vocabulary::nearest,
};
use std::{collections::BTreeSet, path::Path};

/// Something that was found.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Found {
    /// A thing on the record: an entity or anchor, by the id it is known by.
    Thing(EntryId),
    /// What a text speaks of and nobody has decided on.
    Referent(Box<ReadReferent>),
    /// A source.
    Source(EntryId),
    /// A claim.
    Claim(EntryId),
    /// A draft, and the text it is of.
    Draft(DraftId, EntryId),
}

/// A referent and its text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ReadReferent {
    /// The text.
    pub text: OfText,
    /// Entry id of its anchor.
    pub anchor: EntryId,
    /// The referent.
    pub referent: Referent,
}

impl ReadReferent {
    /// The source that its text is of.
    pub fn source(&self, view: &View) -> Option<EntryId> {
        view.texts().get(&self.text.id()).map(|text| text.source)
    }

    /// The words that name it, as words of that source are shown.
    fn shown(&self, view: &View) -> String {
        let is_digest = self.source(view).is_some_and(|source| view.is_digest(source));
        shown(is_digest, &self.referent.head.exact)
    }
}

impl Found {
    /// As a decision takes it; `None` for claims and drafts.
    pub fn thing(&self) -> Option<Thing<'_>> {
        match self {
            Self::Thing(id) | Self::Source(id) => Some(Thing::OnRecord(*id)),
            Self::Referent(of) => Some(Thing::Referent { text: of.text, referent: &of.referent }),
            Self::Claim(_) | Self::Draft(..) => None,
        }
    }

    /// The id it has, or will have.
    pub fn id(&self) -> EntryId {
        match self {
            Self::Thing(id) | Self::Source(id) | Self::Claim(id) => *id,
            Self::Referent(of) => of.anchor,
            Self::Draft(id, _) => EntryId::from_hash(id.hash()),
        }
    }
}

/// Finds things in a case.
pub struct Finder<'f> {
    session: &'f Session,
    view: &'f View,
    /// Entries of the view, where they are at hand: what things were called before.
    entries: &'f [Received],
}

/// Fewer digits than this mean no id.
const DIGITS: usize = 4;

impl<'f> Finder<'f> {
    /// Over a view of the case's record.
    pub const fn new(session: &'f Session, view: &'f View) -> Self {
        Self { session, view, entries: &[] }
    }

    /// The same with the entries of that view, which know what things were called before.
    pub const fn with_entries(mut self, entries: &'f [Received]) -> Self {
        self.entries = entries;
        self
    }

    /// Whether a part of the record answers for what is meant: digits, a key, or a name that a person gave. What texts call something may
    /// stand in any of them, so the whole record must be asked.
    pub fn answers(&self, what: &str) -> bool {
        digits_of(what).is_some() || !self.entered_as(what).is_empty()
    }

    /// The one thing that is meant: on record, or spoken of in a text.
    ///
    /// # Errors
    /// Nothing, several things, or something that is no thing.
    pub fn thing(&self, what: &str) -> Result<Found, Failure> {
        let mut found = self.named(what);
        // A name may look like the digits of an id: then both may be meant, but for a whole id, which is one for good.
        let digits = digits_of(what).filter(|digits| *digits == what);
        if found.is_empty() || digits.is_some() {
            let by_digits = self.by_digits(what)?;
            if digits.is_some_and(|digits| digits.len() == 64) && !by_digits.is_empty() {
                found.clear();
            }
            found.extend(by_digits.into_iter().filter(|by| !found.contains(by)).collect::<Vec<_>>());
        }
        found.retain(|found| matches!(found, Found::Thing(_) | Found::Referent(_) | Found::Source(_)));
        self.one(what, found)
    }

    /// The source that is meant, by first digits of its id, of its bytes' hash, or by the name of its file, with its ending or without.
    ///
    /// # Errors
    /// No source, or several.
    pub fn source(&self, what: &str) -> Result<EntryId, Failure> {
        let file = Path::new(what).file_name().map(|name| name.to_string_lossy().into_owned());
        let fits = |id: &EntryId, source: &SourceView| {
            let digits = what.len() >= DIGITS
                && (id.to_string().starts_with(what)
                    || source.sha256.is_some_and(|hash| hash.to_string().starts_with(what)));
            digits || file.as_ref().is_some_and(|file| source.files.contains(file))
        };
        let mut found = self.sources(fits);
        if found.is_empty() {
            found = self.sources(|_, source| source.files.iter().any(|file| stem(file) == what));
        }
        match found[..] {
            [only] => Ok(only),
            [] => {
                let files = self.view.sources().values().flat_map(|source| &source.files);
                let stems = files.clone().map(|file| stem(file));
                let names = files.map(String::as_str).chain(stems);
                let help = nearest(what, names).map_or_else(
                    || {
                        "name it by its file or by the first digits of its id; `assize drafts` shows both"
                            .to_owned()
                    },
                    |near| format!("did you mean `{near}`?"),
                );
                Err(Failure::usage(format!("no source is called `{what}`")).help(help))
            }
            _ => {
                let all: Vec<String> = found.iter().map(|id| self.source_words(*id)).collect();
                Err(Failure::usage(format!("`{what}` may be {}", all.join(", ")))
                    .help("name one of them by its digits"))
            }
        }
    }

    fn sources(&self, fits: impl Fn(&EntryId, &SourceView) -> bool) -> Vec<EntryId> {
        self.view.sources().iter().filter(|(id, source)| fits(id, source)).map(|(id, _)| *id).collect()
    }

    /// A source by its file and first digits.
    fn source_words(&self, id: EntryId) -> String {
        let file = self.view.sources().get(&id).and_then(|source| source.files.first());
        file.map_or_else(|| id.short(), |file| format!("{file} ({})", id.short()))
    }

    /// Drafts and claims whose ids begin with these digits.
    ///
    /// # Errors
    /// None, or several.
    pub fn decidable(&self, digits: &str) -> Result<Found, Failure> {
        let mut found = self.by_digits(digits)?;
        found.retain(|found| matches!(found, Found::Claim(_) | Found::Draft(..)));
        match &found[..] {
            [only] => Ok(only.clone()),
            [] => Err(Failure::usage(format!("no draft or claim begins with `{digits}`"))
                .help("`assize drafts` lists them")),
            _ => {
                Err(Failure::usage(format!("`{digits}` begins {} ids", found.len())).help("give more digits"))
            }
        }
    }

    /// A key, a name that a person gave, what texts call it, a date.
    fn named(&self, what: &str) -> Vec<Found> {
        let mut ids = self.entered_as(what);
        if ids.is_empty() {
            ids = self.called_in_texts(what);
        }
        if ids.is_empty() {
            ids = on_day(self.view, what).into_iter().collect();
        }
        ids.into_iter().map(Found::Thing).collect()
    }

    /// What people entered under this key or name.
    fn entered_as(&self, what: &str) -> BTreeSet<EntryId> {
        let view = self.view;
        let mut ids: BTreeSet<EntryId> = view.named_by_key(what).collect();
        if ids.is_empty() {
            let typed =
                |kind: &EntityType| view.named_by_key(&format!("{}/{what}", kind.name())).collect::<Vec<_>>();
            ids = EntityType::all().iter().flat_map(typed).collect();
        }
        if ids.is_empty() {
            // What somebody unknown calls something is found by its id alone.
            let named = |(id, entity): &(&EntryId, &Entity)| {
                entity.name == what && !view.anchors().contains_key(*id) && !view.strangers().contains(*id)
            };
            ids = view.entities().iter().filter(named).map(|(id, _)| view.canonical(*id)).collect();
        }
        ids
    }

    /// What accepted claims speak of by this name: by the words at its anchor, or as a speaker.
    fn called_in_texts(&self, what: &str) -> BTreeSet<EntryId> {
        let view = self.view;
        let anchors = view.anchors().keys();
        let worded = anchors.filter(|id| view.entities().get(*id).is_some_and(|entity| entity.name == what));
        let speakers =
            view.claims().iter().flat_map(|claim| std::iter::once(&claim.speaker).chain(&claim.via));
        let speaking = speakers.filter_map(named_speaker).filter(|(_, name)| *name == what).map(|(id, _)| id);
        worded.copied().chain(speaking).map(|id| view.canonical(id)).collect()
    }

    /// Whatever begins with these digits, or ends a handle such as `incident/struck-1a2b3c4d`.
    fn by_digits(&self, what: &str) -> Result<Vec<Found>, Failure> {
        let Some(digits) = digits_of(what) else { return Ok(Vec::new()) };
        let view = self.view;
        let fits = |id: &EntryId| id.to_string().starts_with(digits);
        let mut found = Vec::new();
        // What only a link speaks of has no type on record: its reading says what it was taken for.
        let untyped = |id: &EntryId| view.anchors().contains_key(id) && view.entity(*id).is_none();
        let things: BTreeSet<EntryId> = view
            .entities()
            .keys()
            .chain(view.anchors().keys())
            .filter(|id| fits(id) && !untyped(id))
            .map(|id| if view.anchors().contains_key(id) { *id } else { view.canonical(*id) })
            .collect();
        found.extend(things.iter().map(|id| Found::Thing(*id)));
        found.extend(view.sources().keys().filter(|id| fits(id)).map(|id| Found::Source(*id)));
        let aside = view.set_aside().iter().filter(|aside| aside.head.kind == assize_record::Kind::Claim);
        let claims = view.claims().iter().chain(view.not_counted()).map(|claim| claim.id);
        let claims = claims.chain(aside.map(|aside| aside.id));
        found.extend(claims.filter(fits).map(Found::Claim));
        let mut readings = Readings::of_case(&self.session.dir);
        for (id, text) in readings.drafts(digits, 8).map_err(store_failure)? {
            found.push(Found::Draft(id, text));
        }
        for (anchor, text) in readings.anchors(digits, 8).map_err(store_failure)? {
            if things.contains(&anchor) {
                continue;
            }
            let talk: &dyn Talk = &WarningsOnly;
            let Some(kept) = drafts::of_text(self.session, view, text, talk)? else { continue };
            let text = view.of_text(text);
            let is = |referent: &Referent| referent.anchor(text).is_ok_and(|entry| entry.id == anchor);
            if let Some(referent) = kept.referents.into_iter().find(is) {
                found.push(Found::Referent(Box::new(ReadReferent { text, anchor, referent })));
            }
        }
        let unread = |id: &&EntryId| fits(id) && untyped(id) && !found.iter().any(|found| found.id() == **id);
        let unread: Vec<Found> = view.anchors().keys().filter(unread).map(|id| Found::Thing(*id)).collect();
        found.extend(unread);
        Ok(found)
    }

    fn one(&self, what: &str, found: Vec<Found>) -> Result<Found, Failure> {
        match &found[..] {
            [only] => Ok(only.clone()),
            [] => {
                Err(Failure::usage(format!("nothing on this record is called `{what}`"))
                    .help(self.nearest(what)))
            }
            _ => {
                let all: Vec<String> = found.iter().map(|found| self.words(found)).collect();
                Err(Failure::usage(format!("`{what}` may be {}", all.join(", ")))
                    .help("name one of them by its digits; `assize link` says that two are the same"))
            }
        }
    }

    /// What something found is called.
    pub fn name(&self, found: &Found) -> String {
        match found {
            Found::Referent(of) => of.referent.head.exact.clone(),
            found => self.view.name(found.id()),
        }
    }

    /// Something found, in words that tell it from others: what it is called, where, and its digits.
    fn words(&self, found: &Found) -> String {
        let view = self.view;
        let id = found.id();
        match found {
            Found::Source(id) => self.source_words(*id),
            Found::Referent(of) => format!("{} ({})", of.shown(view), id.short()),
            _ => format!("{} ({})", view.label(id), id.short()),
        }
    }

    /// What to do where nothing is called so: what it was called before, what is called nearly so, or where names are listed.
    fn nearest(&self, what: &str) -> String {
        let view = self.view;
        let before = self.entries.iter().find(|received| {
            matches!(&received.entry.body, Some((_, Body::Entity(entity))) if entity.name == what)
                && view.entity(received.entry.id).is_some_and(|entity| entity.name != what)
        });
        if let Some(before) = before {
            let id = view.canonical(before.entry.id);
            return format!("that was its name before it was renamed: `{}` ({})", view.name(id), id.short());
        }
        let speakers = view.claims().iter().filter_map(|claim| named_speaker(&claim.speaker));
        let entities = view.entities().values().map(|entity| entity.name.as_str());
        let names = view.keys().chain(entities).chain(speakers.map(|(_, name)| name));
        nearest(what, names.filter(|name| *name != what)).map_or_else(
            || "name it by key, name, date or the first digits of its id; `assize incidents` and `assize things` list them".to_owned(),
            |near| format!("did you mean `{near}`?"),
        )
    }
}

/// A speaker that is a thing, and its name.
fn named_speaker(speaker: &Speaker) -> Option<(EntryId, &str)> {
    let id = speaker.entity.filter(|_| speaker.kind == SpeakerKind::Named)?;
    Some((id, speaker.description.as_str()))
}

/// The digits that an id begins with, or that end a handle such as `incident/struck-1a2b3c4d`.
fn digits_of(what: &str) -> Option<&str> {
    let digits = what.rsplit(['-', '/']).next().unwrap_or(what);
    let hex = digits.bytes().all(|byte| matches!(byte, b'0'..=b'9' | b'a'..=b'f'));
    (digits.len() >= DIGITS && hex).then_some(digits)
}

/// A file's name without its ending.
fn stem(file: &str) -> &str {
    Path::new(file).file_stem().and_then(|stem| stem.to_str()).unwrap_or(file)
}

/// The incident, campaign or other thing on record that is meant.
pub fn subject(session: &Session, view: &View, what: &str) -> Result<EntryId, Failure> {
    subject_by(&Finder::new(session, view), what)
}

/// The same by a finder that may know what things were called before.
pub fn subject_by(finder: &Finder<'_>, what: &str) -> Result<EntryId, Failure> {
    let view = finder.view;
    match finder.thing(what)? {
        Found::Thing(id) => Ok(view.canonical(id)),
        Found::Referent(of) if view.entities().contains_key(&of.anchor) => Ok(of.anchor),
        Found::Referent(of) => Err(Failure::usage(format!(
            "`{}` stands in a text, and nothing about it was accepted",
            of.referent.head.exact
        ))
        .help("accept a draft about it, or name it with `assize incident NAME --from …`; --drafts counts drafts")),
        _ => Err(Failure::usage(format!("`{what}` is not an incident, a campaign or another thing that claims are about"))),
    }
}

/// Incidents that some claim puts on this very day.
fn on_day(view: &View, day: &str) -> Vec<EntryId> {
    let incident =
        |id: &&EntryId| view.canonical(**id) == **id && view.type_of(**id) == Some(EntityType::Incident);
    let on = |id: &&EntryId| view.days_of(**id).iter().any(|of| of.date.to_string() == day);
    view.entities().keys().filter(incident).filter(on).copied().collect()
}
