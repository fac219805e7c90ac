//! `assize destroy`: content destroyed for good, on the signed word of an owner.
//!
//! The word comes first, then the bytes go: fingerprints, originals and texts, readings, bodies. Bodies go last, since they say what else
//! belongs to them. A run that was cut short is finished by the next one.

mod plan;

use super::withhold::{meant, newly, spoken_of, state_after, told};
use crate::{
    case::{self, Session, store_failure},
    cli::{Cli, Destroy},
    deciding::{self, Ask, Decision, Scope},
    failure::{Exit, Failure, Outcome},
    keys,
    output::{Output, count},
    secrets::forget_kept,
};
use assize_archive::{index, readings::Readings};
use assize_ledger::{Received, State};
use assize_record::{EntryId, Kind, body::ActorRole};
use plan::Plan;
use serde_json::json;
use std::collections::BTreeSet;

pub(crate) fn run(cli: &Cli, args: &Destroy, output: &mut Output) -> Outcome {
    let mut session = case::find(cli)?;
    let ask = Ask::of(args.yes, args.dry_run);
    if args.pending {
        return pending(&mut session, ask, output);
    }
    let before = state(&session, &session.entries(output)?)?;
    let mut all_said = false;
    let mut word = BTreeSet::new();
    let done = deciding::decide_with(&mut session, ask, output, &Scope::Whole, |desk, _| {
        let ids = meant(desk, &args.ids)?;
        all_said = ids.iter().all(|id| before.destroyed.contains(id));
        if all_said {
            return Ok(None);
        }
        let me = keys::own()?.public();
        let is_owner = |state: &State| {
            let me = state.actors.get(&me);
            me.is_some_and(|me| me.is_person() && me.roles.contains(&ActorRole::Owner))
        };
        if !is_owner(&before) {
            return Err(Failure::usage("only an owner of this record destroys content").help(
                "`assize withhold` takes it out of sight where you entered it, and asks an owner elsewhere",
            ));
        }
        let (_, batch) = desk.sit(|sitting| sitting.withhold(&ids, true, &args.reason))?;
        let after = state_after(desk, &batch);
        word = after.destroyed.difference(&before.destroyed).copied().collect();
        let plan = Plan::of(desk.session, &desk.entries, &word);
        let wording = desk.wording();
        let mut notes = plan.lines(&newly(desk, |id| word.contains(&id)));
        notes.extend(plan::stays(desk, &word));
        Ok(Some(Decision {
            batch,
            about: spoken_of(desk, &ids, &after),
            words: format!("destroys for good: {}", told(&wording, &ids).join(", ")),
            claims: Vec::new(),
            notes,
            json: json!({ "decision": "destroyed", "of": ids, "content_of": word }),
        }))
    })?;
    if all_said {
        return pending(&mut session, ask, output);
    }
    if !args.dry_run {
        carry_out(&mut session, &word, output)?;
    }
    Ok(done)
}

/// Lists what owners have destroyed and is still here, and destroys it.
fn pending(session: &mut Session, ask: Ask, output: &mut Output) -> Outcome {
    let record = session.entries(output)?;
    let word = state(session, &record)?.destroyed;
    let plan = Plan::of(session, &record, &word);
    if plan.is_empty() {
        // Lines that were set aside, and a list that says less than is so, are put right all the same.
        if ask != Ask::DryRun && !word.is_empty() {
            erase(session, &word)?;
        }
        output.talk("nothing that an owner destroyed is left in this copy");
    }
    if output.json && (plan.is_empty() || ask == Ask::DryRun) {
        output.object(&json!({
            "schema": "assize.pending/1", "bodies": plan.bodies, "files": plan.blobs.len(), "readings": plan.readings.len(),
        }));
    }
    if plan.is_empty() {
        return Ok(Exit::Done);
    }
    let here: Vec<Kind> = plan.kinds(&record);
    let words =
        format!("an owner destroyed content of {} that is still here", count(plan.bodies.len(), "entry"));
    if ask == Ask::First {
        deciding::confirm(&words, &plan.lines(&here), output)?;
    } else {
        output.talk(&words);
        plan.lines(&here).iter().for_each(|line| output.talk(format!("  {line}")));
    }
    if ask != Ask::DryRun {
        carry_out(session, &word, output)?;
    }
    Ok(Exit::Done)
}

/// What stands, with the signatures checked that destroying rests on.
fn state(session: &Session, record: &[Received]) -> Result<State, Failure> {
    let authority = [Kind::Withhold, Kind::Actor, Kind::Retract];
    for received in record.iter().filter(|received| authority.contains(&received.entry.head.kind)) {
        received.entry.check().map_err(|error| {
            Failure::integrity(format!("nothing was destroyed: {error}"))
                .help("run `assize verify` to see what is altered")
        })?;
    }
    Ok(State::fold(record, &session.founders, None))
}

/// Takes the bytes of entries out of this copy. What an entry that stays states too, stays.
fn carry_out(session: &mut Session, word: &BTreeSet<EntryId>, output: &mut Output) -> Result<(), Failure> {
    session.refresh()?;
    let record = session.entries(output)?;
    // The word is what the ledger holds by now, whatever was shown.
    let said = state(session, &record)?.destroyed;
    let word: BTreeSet<EntryId> = word.intersection(&said).copied().collect();
    let plan = Plan::of(session, &record, &word);
    if !plan.is_empty() {
        forget_kept(session, output)?;
    }
    for hash in &plan.blobs {
        session.blobs.remove(hash).map_err(Failure::input)?;
    }
    let mut readings = Readings::of_case(&session.dir);
    for text in &plan.readings {
        readings.remove(*text).map_err(store_failure)?;
    }
    drop(readings);
    erase(session, &word)?;
    if output.json {
        output.object(&json!({
            "schema": "assize.destroyed/1", "bodies": plan.bodies, "files": plan.blobs.len(), "readings": plan.readings.len(),
        }));
    }
    let (files, readings) = (plan.blobs.len(), plan.readings.len());
    output.talk(format!(
        "destroyed here: the content of {}, {} of the archive, the drafts of {}",
        count(plan.bodies.len(), "entry"),
        count(files, "file"),
        count(readings, "text")
    ));
    Ok(())
}

/// Takes bodies out of the ledger's files, and the index that was made of them away: it is made anew.
fn erase(session: &mut Session, word: &BTreeSet<EntryId>) -> Result<(), Failure> {
    let ids: Vec<EntryId> = word.iter().copied().collect();
    index::forget(session.store.case()).map_err(store_failure)?;
    session.store.erase(&ids).map_err(store_failure)?;
    index::forget(session.store.case()).map_err(store_failure)
}
