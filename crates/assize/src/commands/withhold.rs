//! `assize withhold`: content out of sight, until that is undone.

use crate::{
    case,
    cli::{Cli, Withhold},
    deciding::{self, Ask, Decision, Desk, Scope},
    failure::{Failure, Outcome},
    output::Output,
    secrets,
    wording::Wording,
};
use assize_case::decision::undo::{entry, kinds};
use assize_ledger::{Received, State};
use assize_record::{Entry, EntryId, Kind};
use serde_json::json;
use std::collections::BTreeSet;

/// Kinds that hold words or bytes of what the record is about.
const HOLD_CONTENT: [Kind; 12] = [
    Kind::Source,
    Kind::Capture,
    Kind::Text,
    Kind::Passage,
    Kind::Claim,
    Kind::Entity,
    Kind::Act,
    Kind::Note,
    Kind::Link,
    Kind::Bridge,
    Kind::Grade,
    Kind::Review,
];

pub(crate) fn run(cli: &Cli, args: &Withhold, output: &mut Output) -> Outcome {
    let mut session = case::find(cli)?;
    let ask = Ask::of(args.yes, args.dry_run);
    let done = deciding::decide(&mut session, ask, output, &Scope::Whole, |desk, _| {
        let ids = meant(desk, &args.ids)?;
        let before = desk.wording();
        if let Some(hidden) = ids.iter().find(|id| before.state().is_withheld(**id)) {
            let fate = before.fate(*hidden).join("; ");
            let fate = if fate.is_empty() { "what it rests on is withheld".to_owned() } else { fate };
            return Err(Failure::usage(format!("{} is out of sight already: {fate}", hidden.short())));
        }
        let (_, batch) = desk.sit(|sitting| sitting.withhold(&ids, false, &args.reason))?;
        let after = state_after(desk, &batch);
        let (hides, asks): (Vec<EntryId>, Vec<EntryId>) =
            ids.iter().copied().partition(|id| after.is_withheld(*id));
        let mut notes = Vec::new();
        if !asks.is_empty() {
            let of = told(&before, &asks).join(", ");
            notes.push(format!("a request to an owner, since you entered none of it: {of} stays in sight"));
        }
        let quoting = newly(desk, |id| after.is_withheld(id) && !before.state().is_withheld(id));
        if !quoting.is_empty() {
            notes.push(format!("out of sight with it: {}", kinds(&quoting)));
        }
        let told = told(&before, if hides.is_empty() { &asks } else { &hides }).join(", ");
        let verb = if hides.is_empty() { "asked to take out of sight" } else { "out of sight" };
        Ok(Decision {
            batch,
            about: spoken_of(desk, &ids, &after),
            words: format!("{verb}: {told}"),
            claims: Vec::new(),
            notes,
            json: json!({ "decision": "withheld", "of": hides, "requested": asks }),
        })
    })?;
    if !args.dry_run {
        secrets::forget_kept(&session, output)?;
    }
    Ok(done)
}

/// The entries that are meant by ids, digits, file names and names.
pub(super) fn meant(desk: &Desk<'_>, names: &[String]) -> Result<Vec<EntryId>, Failure> {
    let mut ids = Vec::new();
    for name in names {
        let by_digits = name.len() >= 4 && name.bytes().all(|byte| matches!(byte, b'0'..=b'9' | b'a'..=b'f'));
        let by_digits = by_digits.then(|| entry(desk, name));
        let found = match by_digits {
            Some(Ok(found)) => found.id,
            other => {
                let finder = desk.finder();
                let named = finder.source(name).or_else(|_| finder.thing(name).map(|found| found.id()));
                named.map_err(|failure| if let Some(Err(digits)) = other { digits } else { failure })?
            }
        };
        let kind = desk.wording().get(found).map(|entry| entry.head.kind);
        if !kind.is_some_and(|kind| HOLD_CONTENT.contains(&kind)) {
            let kind = kind.map_or("thing that nobody entered", Kind::name);
            return Err(Failure::usage(format!("`{name}` is a {kind}, which holds no content of its own"))
                .help("name a source, text, passage, claim or entity"));
        }
        if !ids.contains(&found) {
            ids.push(found);
        }
    }
    Ok(ids)
}

/// What stands once a batch is written.
pub(super) fn state_after(desk: &Desk<'_>, batch: &[Entry]) -> State {
    let mut entries = desk.entries.clone();
    entries.extend(batch.iter().map(|entry| Received::new(entry.clone(), None)));
    State::fold(&entries, &desk.session.founders, None)
}

/// Kinds of the entries that this is newly so of.
pub(super) fn newly(desk: &Desk<'_>, is_so: impl Fn(EntryId) -> bool) -> Vec<Kind> {
    let all = desk.entries.iter().map(|received| &received.entry);
    all.filter(|entry| is_so(entry.id)).map(|entry| entry.head.kind).collect()
}

/// Entries in words.
pub(super) fn told(wording: &Wording<'_>, ids: &[EntryId]) -> Vec<String> {
    ids.iter().map(|id| wording.get(*id).map_or_else(|| id.short(), |entry| wording.entry(entry))).collect()
}

/// Things whose figures may move: those themselves, and what the claims are about that go out of sight.
pub(super) fn spoken_of(desk: &Desk<'_>, ids: &[EntryId], after: &State) -> Vec<EntryId> {
    let claims = desk.view.claims().iter().filter(|claim| after.is_withheld(claim.id));
    let about: BTreeSet<EntryId> = claims.map(|claim| claim.proposition.subject).collect();
    let things = ids.iter().copied().filter(|id| desk.view.entities().contains_key(id));
    about.into_iter().chain(things).collect::<BTreeSet<_>>().into_iter().collect()
}
