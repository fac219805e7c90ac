//! How a decision is made: on a part of the record, shown before it is written, and written only on the record that it was made on.
//!
//! Nothing is locked while a person looks at what would move. The append compares the size of the log with the one that was looked
//! at; where somebody else has written meanwhile, the decision is made again on the record as it stands, and shown again if it moves
//! something else than before.

use crate::{
    case::Session,
    commands::{find::Finder, undo::on_last},
    doubts,
    failure::{Exit, Failure, Outcome},
    keys, moves,
    output::{Output, count},
    records::{About, Lookup},
    reviews,
    wording::Wording,
};
use assize_ledger::{AsKnown, LedgerError, Received, Sitting, View, undo::Way};
use assize_record::{Entry, EntryId, Vocabulary, sign::PublicKey};
use jiff::Timestamp;
use serde_json::{Value as Json, json};
use std::{
    io::{BufRead as _, IsTerminal as _, Write as _},
    sync::Arc,
};

/// The record as a decision looks at it.
pub(crate) struct Desk<'s> {
    /// The case.
    pub(crate) session: &'s Session,
    /// Entries of the record.
    pub(crate) entries: Vec<Received>,
    /// What they come to.
    pub(crate) view: View,
    /// The vocabulary that claims are held against.
    pub(crate) vocabulary: Arc<Vocabulary>,
    /// The index, where it was used.
    pub(crate) lookup: Option<Lookup>,
    /// Batches in which the user signed, newest first, as far as they were asked for.
    pub(crate) batches: Vec<Vec<EntryId>>,
}

/// Above this many incidents that a speaker is quoted on, the record is read as a whole.
const MANY: usize = 500;

/// How much of the record a decision looks at.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Scope<'a> {
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
pub(crate) struct Decision {
    /// Its entries.
    pub(crate) batch: Vec<Entry>,
    /// Things whose figures it may move, by any of their ids.
    pub(crate) about: Vec<EntryId>,
    /// What was decided, in one line.
    pub(crate) words: String,
    /// Claims that it enters or lets stand, shown as they stand after it.
    pub(crate) claims: Vec<EntryId>,
    /// What follows from it beside figures, or is worth a look, a line each.
    pub(crate) notes: Vec<String>,
    /// The same for programs; `schema` and `moves` are added.
    pub(crate) json: Json,
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

/// When a decision is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Ask {
    /// At once; what moved is shown after.
    Never,
    /// At once, but not where the record moved meanwhile and the decision moves something else now.
    Sure,
    /// After the person at the terminal has said yes to what is shown.
    First,
    /// What would move is shown, and nothing is written.
    DryRun,
}

impl Ask {
    /// As the flags say.
    pub(crate) const fn of(yes: bool, dry_run: bool) -> Self {
        if dry_run {
            Self::DryRun
        } else if yes {
            Self::Sure
        } else {
            Self::First
        }
    }
}

impl<'s> Desk<'s> {
    /// The whole record as it stands.
    pub(crate) fn open(session: &'s Session, output: &Output) -> Result<Self, Failure> {
        Ok(Self::of(session, session.entries(output)?, None))
    }

    /// The whole record as it stands, with the user's batches.
    pub(crate) fn with_batches(
        session: &'s Session,
        author: PublicKey,
        output: &Output,
    ) -> Result<Self, Failure> {
        let (entries, batches) = session.entries_and_batches_of(Some(author), output)?;
        Ok(Self { batches, ..Self::of(session, entries, None) })
    }

    /// The part of the record that bears on what these names and digits mean, and on what has a key that is to be given; all of it where
    /// the index does not find one of the names.
    pub(crate) fn about(
        session: &'s Session,
        names: &[&str],
        key: Option<&str>,
        output: &Output,
    ) -> Result<Self, Failure> {
        let Some(mut lookup) = Lookup::open(session) else { return Self::open(session, output) };
        let Some(mut about) = lookup.named(names)? else { return Self::open(session, output) };
        about.things.extend(key.map(|key| lookup.with_key(key)).transpose()?.into_iter().flatten());
        let mut desk = Self::gathered(session, lookup, &about, output)?;
        if !names.iter().all(|name| desk.finder().answers(name)) {
            return Self::open(session, output);
        }
        let Some(mut lookup) = desk.lookup.take() else { return Ok(desk) };
        let things: Vec<EntryId> = about.things.iter().flat_map(|id| desk.view.cluster(*id)).collect();
        let subjects = lookup.subjects_of_claims_naming(&things)?;
        if subjects.len() > MANY {
            return Self::open(session, output);
        }
        if subjects.is_empty() {
            return Ok(Self { lookup: Some(lookup), ..desk });
        }
        about.things.extend(subjects);
        Self::gathered(session, lookup, &about, output)
    }

    /// As much of the record as a decision looks at.
    pub(crate) fn at(session: &'s Session, scope: &Scope<'_>, output: &Output) -> Result<Self, Failure> {
        match scope {
            Scope::Whole => Self::open(session, output),
            Scope::Named(names) => Self::about(session, names, None, output),
            Scope::WithKey(names, key) => Self::about(session, names, Some(*key), output),
            Scope::Last(count, way) => on_last(session, *count, *way, output),
        }
    }

    /// The part of the record that bears on some entries and things.
    pub(crate) fn gathered(
        session: &'s Session,
        mut lookup: Lookup,
        about: &About,
        output: &Output,
    ) -> Result<Self, Failure> {
        let entries = lookup.gather(session, about, output)?;
        Ok(Self::of(session, entries, Some(lookup)))
    }

    fn of(session: &'s Session, entries: Vec<Received>, lookup: Option<Lookup>) -> Self {
        let view = session.fold(&entries, AsKnown::default());
        let vocabulary = session.vocabulary(&view);
        Self { session, entries, view, vocabulary, lookup, batches: Vec::new() }
    }

    /// The same record without what other people decided.
    pub(crate) fn blind(&self) -> Result<Self, Failure> {
        let entries = reviews::blind(&self.entries, keys::own()?.public());
        Ok(Self::of(self.session, entries, None))
    }

    /// What a claim and its versions are about.
    pub(crate) fn about_claim(&self, claim: EntryId) -> Vec<EntryId> {
        let versions = self.view.difference(claim).map_or(&[][..], |differing| &differing.versions);
        self.view.any_claim(claim).into_iter().chain(versions).map(|claim| claim.about).collect()
    }

    /// Finds what a person names.
    pub(crate) fn finder(&self) -> Finder<'_> {
        Finder::new(self.session, &self.view).with_entries(&self.entries)
    }

    /// Puts its entries into words.
    pub(crate) fn wording(&self) -> Wording<'_> {
        Wording::of(&self.view, &self.entries, &self.session.founders)
    }

    /// Makes a decision in a sitting of the user's own key.
    pub(crate) fn sit<T>(
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
        entries.extend(batch.iter().map(|entry| Received {
            receipts: own.iter().map(|key| (*key, now)).collect(),
            ..Received::new(entry.clone(), Some(now))
        }));
        self.session.fold(&entries, AsKnown::default())
    }
}

/// A refusal of the ledger, as a command reports it.
pub(crate) fn refused(error: LedgerError) -> Failure {
    Failure::input(error)
}

/// How often a decision is made again because the record moved, before the command gives up.
const TRIES: usize = 200;

/// Makes a decision, shows what it moves, and writes it.
///
/// `scope` is how much of the record it looks at; `plan` makes the decision on what it sees.
pub(crate) fn decide(
    session: &mut Session,
    ask: Ask,
    output: &mut Output,
    scope: &Scope<'_>,
    plan: impl Fn(&Desk<'_>, &Output) -> Result<Decision, Failure>,
) -> Outcome {
    decide_with(session, ask, output, scope, |desk, output| plan(desk, output).map(Some))
}

/// The same where there may be nothing to decide.
pub(crate) fn decide_with(
    session: &mut Session,
    ask: Ask,
    output: &mut Output,
    scope: &Scope<'_>,
    mut plan: impl FnMut(&Desk<'_>, &Output) -> Result<Option<Decision>, Failure>,
) -> Outcome {
    let mut shown: Option<Vec<String>> = None;
    for _ in 0..TRIES {
        let covered = session.store.covered();
        let desk = Desk::at(session, scope, output)?;
        let Some(mut decision) = plan(&desk, output)? else { return Ok(Exit::Done) };
        let after = desk.after(&decision.batch);
        decision.notes.extend(new_doubts(&desk.view, &after));
        decision.notes.extend(schema_notes(session, &desk.view, &after));
        decision.notes.extend(reviews::notes(&desk.view, &after, &decision.batch, &decision.claims));
        decision.tell_claims(&desk, &after);
        let moves = moves::between(session, &desk.view, &after, &decision.about)?;
        drop(desk);
        if ask == Ask::DryRun {
            report(&decision, &moves, true, output);
            return Ok(Exit::Done);
        }
        let lines = moves.lines();
        if matches!(ask, Ask::First | Ask::Sure) && shown.as_ref() != Some(&lines) {
            if shown.is_some() && !on_terminal() {
                return Err(Failure::moved(
                    "the record moved while this was decided, and it moves other figures now",
                )
                .help("look at them with --dry-run, then run the command again"));
            }
            if ask == Ask::First {
                let told: Vec<String> = decision.notes.iter().chain(&lines).cloned().collect();
                confirm(&decision.words, &told, output)?;
            }
            shown = Some(lines);
        }
        session.archive_brought()?;
        if session.append_if(&decision.batch, covered)?.is_some() {
            report(&decision, &moves, false, output);
            return Ok(Exit::Done);
        }
        session.refresh()?;
    }
    Err(Failure::moved("the record kept moving while this was decided").help("run the command again"))
}

/// What does not go together once a decision stands, and did before. A decision that is put back was right when it was made.
fn new_doubts(before: &View, after: &View) -> Vec<String> {
    let before = doubts::all(before);
    doubts::all(after).into_iter().filter(|doubt| !before.contains(doubt)).collect()
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

fn on_terminal() -> bool {
    std::io::stdin().is_terminal() && std::io::stderr().is_terminal()
}

/// Shows what would be written, with what follows from it, and asks.
pub(crate) fn confirm(words: &str, lines: &[String], output: &Output) -> Result<(), Failure> {
    let asks = on_terminal();
    output.say(if asks { words.to_owned() } else { format!("would do this: {words}") });
    for line in lines {
        output.say(format!("  {line}"));
    }
    agree()
}

/// Asks whether to write what was shown.
pub(crate) fn agree() -> Result<(), Failure> {
    if !on_terminal() {
        return Err(Failure::usage(
            "nothing was written: this is asked first, and there is no terminal to ask on",
        )
        .help("give --yes to write it, or --dry-run to only look at it"));
    }
    let _ = write!(anstream::stderr(), "write this? [y/N] ");
    let mut answer = String::new();
    std::io::stdin().lock().read_line(&mut answer).map_err(Failure::input)?;
    if matches!(answer.trim(), "y" | "Y" | "yes") {
        return Ok(());
    }
    Err(Failure::usage("nothing was written"))
}

fn report(decision: &Decision, moves: &moves::Moves, dry_run: bool, output: &mut Output) {
    if output.json {
        let mut object = decision.json.clone();
        object["schema"] = "assize.decision/1".into();
        object["dry_run"] = dry_run.into();
        object["entries"] = json!(decision.batch.iter().map(|entry| entry.id).collect::<Vec<_>>());
        object["moves"] = json!(moves.moved.iter().map(moves::Move::json).collect::<Vec<_>>());
        output.object(&object);
        return;
    }
    output.talk(if dry_run { format!("would do this: {}", decision.words) } else { decision.words.clone() });
    for line in &decision.notes {
        output.talk(format!("  {line}"));
    }
    for change in moves.lines() {
        output.talk(format!("  {change}"));
    }
}
