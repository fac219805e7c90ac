//! How a decision is made: on a part of the record, shown before it is written, and written only on the record that it was made on.
//!
//! Nothing is locked while a person looks at what would move. The append compares the size of the log with the one that was looked
//! at; where somebody else has written meanwhile, the decision is made again on the record as it stands, and shown again if it moves
//! something else than before.

pub mod again;
pub mod amend;
pub mod by_hand;
mod fields;
pub mod figure;
pub mod place;
pub mod review;
pub mod undo;

use crate::{
    case::Session,
    doubts,
    failure::Failure,
    find::Finder,
    keys,
    line::count,
    moves::{self, Moves},
    records::{About, Lookup},
    reviews,
    talk::Talk,
    wording::Wording,
};
use assize_ledger::{AsKnown, LedgerError, Received, Sitting, View, undo::Way, view::ClaimView};
use assize_record::{Entry, EntryId, Stance, Unit, Value, Vocabulary, sign::PublicKey};
use jiff::Timestamp;
use serde_json::{Value as Json, json};
use std::{collections::BTreeSet, sync::Arc};

/// The record as a decision looks at it.
pub struct Desk<'s> {
    /// The case.
    pub session: &'s Session,
    /// Entries of the record.
    pub entries: Vec<Received>,
    /// What they come to.
    pub view: View,
    /// The vocabulary that claims are held against.
    pub vocabulary: Arc<Vocabulary>,
    /// The index, where it was used.
    pub lookup: Option<Lookup>,
    /// Batches in which the user signed, newest first, as far as they were asked for.
    pub batches: Vec<Vec<EntryId>>,
}

/// Above this many incidents that a speaker is quoted on, the record is read as a whole.
const MANY: usize = 500;

/// How much of the record a decision looks at.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Scope<'a> {
    /// All of it.
    Whole,
    /// What bears on what these names and digits mean.
    Named(Vec<&'a str>),
    /// The same, and what has a key that is to be given.
    WithKey(Vec<&'a str>, &'a str),
    /// What bears on the user's last decisions that stand, so many of them.
    Last(usize, Way),
}

/// A decision that can be written.
pub struct Decision {
    /// Its entries.
    pub batch: Vec<Entry>,
    /// Things whose figures it may move, by any of their ids.
    pub about: Vec<EntryId>,
    /// What was decided, in one line.
    pub words: String,
    /// Claims that it enters or lets stand, shown as they stand after it.
    pub claims: Vec<EntryId>,
    /// What follows from it beside figures, or is worth a look, a line each.
    pub notes: Vec<String>,
    /// The same for programs; `schema` and `moves` are added.
    pub json: Json,
}

impl Decision {
    /// Puts a line for each claim before the notes.
    fn tell_claims(&mut self, desk: &Desk<'_>, after: &View) {
        if self.claims.is_empty() {
            return;
        }
        let wording = Wording::of(after, &desk.entries, &desk.session.founders);
        let told = self.claims.iter().filter_map(|id| after.any_claim(*id));
        let told: Vec<String> =
            told.map(|claim| format!("{}  {}", claim.id.short(), wording.claim(claim))).collect();
        self.notes.splice(0..0, told);
        self.json["claims"] = json!(self.claims);
    }
}

impl<'s> Desk<'s> {
    /// The whole record as it stands.
    pub fn open(session: &'s Session, talk: &dyn Talk) -> Result<Self, Failure> {
        Ok(Self::of(session, session.entries(talk)?, None))
    }

    /// The whole record as it stands, with the user's batches.
    pub fn with_batches(session: &'s Session, author: PublicKey, talk: &dyn Talk) -> Result<Self, Failure> {
        let (entries, batches) = session.entries_and_batches_of(Some(author), talk)?;
        Ok(Self { batches, ..Self::of(session, entries, None) })
    }

    /// The part of the record that bears on what these names and digits mean, and on what has a key that is to be given; all of it where
    /// the index does not find one of the names.
    pub fn about(
        session: &'s Session,
        names: &[&str],
        key: Option<&str>,
        talk: &dyn Talk,
    ) -> Result<Self, Failure> {
        let Some(mut lookup) = Lookup::open(session) else { return Self::open(session, talk) };
        let Some(mut about) = lookup.named(names)? else { return Self::open(session, talk) };
        about.things.extend(key.map(|key| lookup.with_key(key)).transpose()?.into_iter().flatten());
        let mut desk = Self::gathered(session, lookup, &about, talk)?;
        if !names.iter().all(|name| desk.finder().answers(name)) {
            return Self::open(session, talk);
        }
        let Some(mut lookup) = desk.lookup.take() else { return Ok(desk) };
        let things: Vec<EntryId> = about.things.iter().flat_map(|id| desk.view.cluster(*id)).collect();
        let subjects = lookup.subjects_of_claims_naming(&things)?;
        if subjects.len() > MANY {
            return Self::open(session, talk);
        }
        if subjects.is_empty() {
            return Ok(Self { lookup: Some(lookup), ..desk });
        }
        about.things.extend(subjects);
        Self::gathered(session, lookup, &about, talk)
    }

    /// As much of the record as a decision looks at.
    pub fn at(session: &'s Session, scope: &Scope<'_>, talk: &dyn Talk) -> Result<Self, Failure> {
        match scope {
            Scope::Whole => Self::open(session, talk),
            Scope::Named(names) => Self::about(session, names, None, talk),
            Scope::WithKey(names, key) => Self::about(session, names, Some(*key), talk),
            Scope::Last(count, way) => undo::on_last(session, *count, *way, talk),
        }
    }

    /// The part of the record that bears on some entries and things.
    pub fn gathered(
        session: &'s Session,
        mut lookup: Lookup,
        about: &About,
        talk: &dyn Talk,
    ) -> Result<Self, Failure> {
        let entries = lookup.gather(session, about, talk)?;
        Ok(Self::of(session, entries, Some(lookup)))
    }

    fn of(session: &'s Session, entries: Vec<Received>, lookup: Option<Lookup>) -> Self {
        let view = session.fold(&entries, AsKnown::default());
        let vocabulary = session.vocabulary(&view);
        Self { session, entries, view, vocabulary, lookup, batches: Vec::new() }
    }

    /// The same record without what other people decided.
    pub fn blind(&self) -> Result<Self, Failure> {
        let entries = reviews::blind(&self.entries, keys::own()?.public());
        Ok(Self::of(self.session, entries, None))
    }

    /// What a claim and its versions are about.
    pub fn about_claim(&self, claim: EntryId) -> Vec<EntryId> {
        let versions = self.view.difference(claim).map_or(&[][..], |differing| &differing.versions);
        self.view.any_claim(claim).into_iter().chain(versions).map(|claim| claim.about).collect()
    }

    /// Finds what a person names.
    pub fn finder(&self) -> Finder<'_> {
        Finder::new(self.session, &self.view).with_entries(&self.entries)
    }

    /// Puts its entries into words.
    pub fn wording(&self) -> Wording<'_> {
        Wording::of(&self.view, &self.entries, &self.session.founders)
    }

    /// Makes a decision in a sitting of the user's own key.
    pub fn sit<T>(
        &self,
        decide: impl FnOnce(&mut Sitting<'_>) -> Result<T, LedgerError>,
    ) -> Result<(T, Vec<Entry>), Failure> {
        let mut pen = match &self.lookup {
            Some(lookup) => self.session.pen_after(lookup.last_by(&keys::public()?)?)?,
            None => self.session.pen(&self.entries)?,
        };
        let mut sitting = Sitting::new(&self.view, &self.vocabulary, &mut pen);
        let made = decide(&mut sitting).map_err(refused)?;
        Ok((made, sitting.finish()))
    }

    /// The view with a batch that is not written yet.
    fn after(&self, batch: &[Entry]) -> View {
        let mut entries = self.entries.clone();
        let (now, own) = (Timestamp::now(), keys::public());
        // A place in a text that is on the record already is entered no second time, and keeps its receipts.
        let known: BTreeSet<EntryId> = entries.iter().map(|received| received.entry.id).collect();
        let new = batch.iter().filter(|entry| !known.contains(&entry.id));
        entries.extend(new.map(|entry| Received {
            receipts: own.iter().map(|key| (*key, now)).collect(),
            ..Received::new(entry.clone(), Some(now))
        }));
        self.session.fold(&entries, AsKnown::default())
    }
}

/// A refusal of the ledger, as a command reports it.
pub fn refused(error: LedgerError) -> Failure {
    Failure::input(error)
}

/// What a person asks for: how much of the record it looks at, and the decision that it comes to there.
pub trait Asked {
    /// How much of the record it looks at.
    fn scope(&self) -> Scope<'_>;

    /// The decision, on what is seen of the record.
    ///
    /// # Errors
    /// What is named is not there or means several things, or the ledger refuses it.
    fn plan(&self, desk: &Desk<'_>, talk: &dyn Talk) -> Result<Decision, Failure>;
}

/// The decision of somebody who must not know what others decided. It is made on the record without that, so that neither what is written nor
/// whether it can be tells anything of it.
pub struct Blindly<'a>(pub &'a dyn Asked);

impl Asked for Blindly<'_> {
    fn scope(&self) -> Scope<'_> {
        Scope::Whole
    }

    fn plan(&self, desk: &Desk<'_>, talk: &dyn Talk) -> Result<Decision, Failure> {
        self.0.plan(&desk.blind()?, talk)
    }
}

/// A decision with all that it moves, and not written yet.
pub struct Prepared {
    /// What is decided.
    pub decision: Decision,
    /// What it moves.
    pub moves: Moves,
    /// The size of the log that it was made on.
    covered: u64,
}

impl Prepared {
    /// Writes it, where the log still has the size that it was made on; `false` where somebody else has written meanwhile.
    ///
    /// # Errors
    /// The case cannot be written, or its own key may not sign here.
    pub fn write(&self, session: &mut Session) -> Result<bool, Failure> {
        session.archive_brought()?;
        Ok(session.append_if(&self.decision.batch, self.covered)?.is_some())
    }
}

/// Makes the decision that is asked for, and works out what it moves. Nothing is written.
///
/// # Errors
/// Those of the decision, and a record that cannot be read.
pub fn prepare(session: &Session, asked: &dyn Asked, talk: &dyn Talk) -> Result<Prepared, Failure> {
    let found =
        prepare_with(session, &asked.scope(), talk, &mut |desk, talk| asked.plan(desk, talk).map(Some))?;
    found.ok_or_else(|| Failure::usage("nothing to decide"))
}

/// A function that makes a decision on what it sees of the record, where there is one to be made.
pub type Plan<'p> = dyn FnMut(&Desk<'_>, &dyn Talk) -> Result<Option<Decision>, Failure> + 'p;

/// The same for a decision that is made by a function, where there may be nothing to decide.
///
/// # Errors
/// Those of the function, and a record that cannot be read.
pub fn prepare_with(
    session: &Session,
    scope: &Scope<'_>,
    talk: &dyn Talk,
    plan: &mut Plan<'_>,
) -> Result<Option<Prepared>, Failure> {
    let covered = session.store.covered();
    let desk = Desk::at(session, scope, talk)?;
    let Some(mut decision) = plan(&desk, talk)? else { return Ok(None) };
    let after = desk.after(&decision.batch);
    decision.notes.extend(new_doubts(&desk.view, &after));
    decision.notes.extend(below_all(&desk.view, &after, &decision.claims));
    decision.notes.extend(schema_notes(session, &desk.view, &after));
    decision.notes.extend(reviews::notes(&desk.view, &after, &decision.batch, &decision.claims));
    decision.tell_claims(&desk, &after);
    let moves = moves::between(session, &desk.view, &after, &decision.about)?;
    Ok(Some(Prepared { decision, moves, covered }))
}

/// What does not go together once a decision stands, and did before. A decision that is put back was right when it was made.
fn new_doubts(before: &View, after: &View) -> Vec<String> {
    let before = doubts::all(before);
    doubts::all(after).into_iter().filter(|doubt| !before.contains(doubt)).collect()
}

/// Figures that would stand below all that is held of the same people: what counts a part of them was taken for the whole before.
fn below_all(before: &View, after: &View, claims: &[EntryId]) -> Vec<String> {
    let figure = |claim: &ClaimView| match &claim.proposition.value {
        Value::Quantity(of) if of.unit == Unit::People => of.min.or(of.max).zip(of.max.or(of.min)),
        _ => None,
    };
    let whole = |claim: &&ClaimView| claim.proposition.status.is_none() && claim.proposition.group.is_none();
    let found = claims.iter().filter_map(|id| {
        let claim = after.claim(*id).filter(whole).filter(|claim| claim.stance != Stance::Denies)?;
        let (_, most) = figure(claim)?;
        let alike = |other: &&ClaimView| {
            other.id != claim.id && other.proposition.property == claim.proposition.property && whole(other)
        };
        let held = after.claims_about(claim.about).filter(alike);
        // What stood before and gives way to this is not held against it.
        let held = held.filter(|other| before.claim(other.id).is_some());
        let lowest = held.filter_map(figure).map(|(least, _)| least).min().filter(|lowest| *lowest > most)?;
        Some(format!(
            "look again: {most} is below all that is held of {}, which is {lowest} and more; if it counts some of those alone, its status is `part`",
            after.label(claim.about)
        ))
    });
    found.collect()
}

/// What stops counting, or counts again, because the schema is another after a decision.
fn schema_notes(session: &Session, before: &View, after: &View) -> Vec<String> {
    if before.adopted() == after.adopted() && before.settings() == after.settings() {
        return Vec::new();
    }
    let (was, is) = (session.schema_of(before), session.schema_of(after));
    let new = is.problems.iter().filter(|problem| !was.problems.contains(problem));
    let mut notes: Vec<String> = new
        .map(|problem| {
            format!("{} `{}` does not count then: {}", problem.kind.name(), problem.id, problem.error)
        })
        .collect();
    let (claims, then) = (before.not_adopted().len(), after.not_adopted().len());
    if claims != then {
        let words = count(then, "claim");
        notes.push(format!(
            "{words} of properties that are not adopted, out of all weighing; it was {claims} before"
        ));
    }
    notes
}
