//! What a person means by an id, a key, a name or a date.

use crate::{
    case::{Session, store_failure},
    failure::Failure,
};
use assize_archive::readings::Readings;
use assize_ledger::{Thing, View};
use assize_record::{DraftId, EntityType, EntryId, Referent, vocabulary::nearest};
use std::collections::BTreeSet;

/// Something that was found.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Found {
    /// A thing on the record: an entity or anchor, by the id it is known by.
    Thing(EntryId),
    /// What a text speaks of and nobody has decided on.
    Referent(Box<OfText>),
    /// A source.
    Source(EntryId),
    /// A claim.
    Claim(EntryId),
    /// A draft, and the text it is of.
    Draft(DraftId, EntryId),
}

/// A referent and its text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct OfText {
    /// Entry id of the text.
    pub(crate) text: EntryId,
    /// Entry id of its anchor.
    pub(crate) anchor: EntryId,
    /// The referent.
    pub(crate) referent: Referent,
}

impl Found {
    /// As a decision takes it; `None` for claims and drafts.
    pub(crate) fn thing(&self) -> Option<Thing<'_>> {
        match self {
            Self::Thing(id) | Self::Source(id) => Some(Thing::OnRecord(*id)),
            Self::Referent(of) => Some(Thing::Referent { text: of.text, referent: &of.referent }),
            Self::Claim(_) | Self::Draft(..) => None,
        }
    }

    /// The id it has, or will have.
    pub(crate) fn id(&self) -> EntryId {
        match self {
            Self::Thing(id) | Self::Source(id) | Self::Claim(id) => *id,
            Self::Referent(of) => of.anchor,
            Self::Draft(id, _) => EntryId::from_hash(id.hash()),
        }
    }
}

/// Finds things in a case.
pub(crate) struct Finder<'f> {
    session: &'f Session,
    view: &'f View,
}

/// Fewer digits than this mean no id.
const DIGITS: usize = 4;

impl<'f> Finder<'f> {
    /// Over a view of the case's record.
    pub(crate) const fn new(session: &'f Session, view: &'f View) -> Self {
        Self { session, view }
    }

    /// The one thing that is meant: on record, or spoken of in a text.
    ///
    /// # Errors
    /// Nothing, several things, or something that is no thing.
    pub(crate) fn thing(&self, what: &str) -> Result<Found, Failure> {
        let mut found = self.named(what);
        if found.is_empty() {
            found = self.by_digits(what)?;
        }
        found.retain(|found| matches!(found, Found::Thing(_) | Found::Referent(_) | Found::Source(_)));
        self.one(what, found)
    }

    /// The source that is meant, by first digits of its id, of its bytes' hash, or by the name of its file.
    ///
    /// # Errors
    /// No source, or several.
    pub(crate) fn source(&self, what: &str) -> Result<EntryId, Failure> {
        let file = std::path::Path::new(what).file_name().map(|name| name.to_string_lossy().into_owned());
        let fits = |(id, source): &(&EntryId, &assize_ledger::view::SourceView)| {
            let digits = what.len() >= DIGITS
                && (id.to_string().starts_with(what)
                    || source.sha256.is_some_and(|hash| hash.to_string().starts_with(what)));
            digits || file.as_ref().is_some_and(|file| source.files.contains(file))
        };
        let found: Vec<EntryId> = self.view.sources().iter().filter(fits).map(|(id, _)| *id).collect();
        match found[..] {
            [only] => Ok(only),
            [] => {
                let files = self.view.sources().values().flat_map(|source| &source.files).map(String::as_str);
                let help = nearest(what, files).map_or_else(
                    || {
                        "name it by its file or by the first digits of its id; `assize drafts` shows both"
                            .to_owned()
                    },
                    |near| format!("did you mean `{near}`?"),
                );
                Err(Failure::usage(format!("no source is called `{what}`")).help(help))
            }
            _ => {
                let ids: Vec<String> = found.iter().map(EntryId::short).collect();
                Err(Failure::usage(format!("`{what}` may be {}", ids.join(", ")))
                    .help("give the digits of one of them"))
            }
        }
    }

    /// Drafts and claims whose ids begin with these digits.
    ///
    /// # Errors
    /// None, or several.
    pub(crate) fn decidable(&self, digits: &str) -> Result<Found, Failure> {
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

    /// A key, a handle, a name, a date.
    fn named(&self, what: &str) -> Vec<Found> {
        let view = self.view;
        let mut ids: BTreeSet<EntryId> = view.named_by_key(what).collect();
        if ids.is_empty() {
            let typed =
                |kind: &EntityType| view.named_by_key(&format!("{}/{what}", kind.name())).collect::<Vec<_>>();
            ids = EntityType::all().iter().flat_map(typed).collect();
        }
        if ids.is_empty() {
            let named = |(id, entity): &(&EntryId, &assize_record::body::Entity)| {
                entity.name == what && !view.anchors().contains_key(*id)
            };
            ids = view.entities().iter().filter(named).map(|(id, _)| view.canonical(*id)).collect();
        }
        if ids.is_empty() {
            ids = on_day(view, what).into_iter().collect();
        }
        ids.into_iter().map(Found::Thing).collect()
    }

    /// Whatever begins with these digits, or ends a handle such as `incident/struck-1a2b3c4d`.
    fn by_digits(&self, what: &str) -> Result<Vec<Found>, Failure> {
        let digits = what.rsplit(['-', '/']).next().unwrap_or(what);
        let hex =
            digits.len() >= DIGITS && digits.bytes().all(|byte| matches!(byte, b'0'..=b'9' | b'a'..=b'f'));
        if !hex {
            return Ok(Vec::new());
        }
        let view = self.view;
        let fits = |id: &EntryId| id.to_string().starts_with(digits);
        let mut found = Vec::new();
        let things: BTreeSet<EntryId> = view
            .entities()
            .keys()
            .chain(view.anchors().keys())
            .filter(|id| fits(id))
            .map(|id| if view.anchors().contains_key(id) { *id } else { view.canonical(*id) })
            .collect();
        found.extend(things.iter().map(|id| Found::Thing(*id)));
        found.extend(view.sources().keys().filter(|id| fits(id)).map(|id| Found::Source(*id)));
        let aside = view.set_aside().iter().filter(|aside| aside.head.kind == assize_record::Kind::Claim);
        let claims = view.claims().iter().map(|claim| claim.id).chain(aside.map(|aside| aside.id));
        found.extend(claims.filter(fits).map(Found::Claim));
        let mut readings = Readings::of_case(&self.session.dir);
        for (id, text) in readings.drafts(digits, 8).map_err(store_failure)? {
            found.push(Found::Draft(id, text));
        }
        for (anchor, text) in readings.anchors(digits, 8).map_err(store_failure)? {
            if things.contains(&anchor) {
                continue;
            }
            let reading = readings.of_text(text).map_err(store_failure)?;
            let referents = reading.map(|(reading, _)| reading.referents).unwrap_or_default();
            let is = |referent: &Referent| referent.anchor(text).is_ok_and(|entry| entry.id == anchor);
            if let Some(referent) = referents.into_iter().find(is) {
                found.push(Found::Referent(Box::new(OfText { text, anchor, referent })));
            }
        }
        Ok(found)
    }

    fn one(&self, what: &str, found: Vec<Found>) -> Result<Found, Failure> {
        match &found[..] {
            [only] => Ok(only.clone()),
            [] => {
                let names =
                    self.view.keys().chain(self.view.entities().values().map(|entity| entity.name.as_str()));
                let help = nearest(what, names).map_or_else(
                    || "name it by key, name, date or the first digits of its id; `assize incidents` lists incidents".to_owned(),
                    |near| format!("did you mean `{near}`?"),
                );
                Err(Failure::usage(format!("nothing on this record is called `{what}`")).help(help))
            }
            _ => {
                let handles: Vec<String> = found.iter().map(|found| self.view.handle(found.id())).collect();
                Err(Failure::usage(format!("`{what}` may be {}", handles.join(", ")))
                    .help("name one of them by its digits"))
            }
        }
    }
}

/// The incident, campaign or other thing on record that is meant.
pub(crate) fn subject(session: &Session, view: &View, what: &str) -> Result<EntryId, Failure> {
    match Finder::new(session, view).thing(what)? {
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
