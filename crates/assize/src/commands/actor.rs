//! `assize actor`: whose word counts in a case, and what they may do.

use crate::{
    case::{self, Session},
    cli::{ActorCommand, ActorRoleArg, Cli, Sure},
    deciding::{self, Ask, Decision, Desk, Scope},
    failure::{Exit, Failure, Outcome},
    keys, names,
    output::{Output, column, count},
};
use assize_ledger::{State, state::ActorStanding};
use assize_record::{
    Entry, EntryId, Kind,
    body::{Actor, ActorRole, Body},
    entry::Role,
    sign::PublicKey,
};
use serde_json::json;
use std::collections::{BTreeMap, BTreeSet};

pub(crate) fn run(cli: &Cli, what: &ActorCommand, output: &mut Output) -> Outcome {
    match what {
        ActorCommand::Key => key(output),
        ActorCommand::List => list(&case::find(cli)?, output),
        ActorCommand::Add { name, key, role, machine, was, sure } => {
            let key = parse(key)?;
            let was = was.as_deref().map(parse).transpose()?;
            let roles =
                role.iter().map(|role| role.role()).collect::<BTreeSet<ActorRole>>().into_iter().collect();
            let actor = Actor { key, name: name.clone(), machine: *machine, roles, was };
            add(&mut case::find(cli)?, &actor, sure, output)
        }
        ActorCommand::Remove { who, sure } => remove(&mut case::find(cli)?, who, sure, output),
    }
}

/// The user's own public key, as others add it.
fn key(output: &mut Output) -> Outcome {
    let key = keys::public()?;
    if output.json {
        output.object(&json!({ "schema": "assize.key/1", "key": key }));
    } else {
        output.line(key.to_string());
    }
    Ok(Exit::Done)
}

/// Everybody who has signed an entry, signs a log, or is named by an `actor` entry that stands.
fn list(session: &Session, output: &mut Output) -> Outcome {
    let desk = Desk::open(session, output)?;
    let state = state(&desk);
    let mut signed: BTreeMap<PublicKey, usize> = BTreeMap::new();
    for by in desk.entries.iter().filter_map(|received| received.entry.head.by) {
        *signed.entry(by).or_default() += 1;
    }
    let logs: Vec<PublicKey> =
        session.store.log().into_iter().chain(session.store.other_logs()).map(|log| log.key).collect();
    let all: BTreeSet<PublicKey> = state.actors.keys().chain(signed.keys()).chain(&logs).copied().collect();
    let own = keys::public()?;
    for key in all {
        let actor = state.actors.get(&key).cloned().unwrap_or_default();
        let founder = session.founders.contains(&key);
        let entries = signed.get(&key).copied().unwrap_or(0);
        let logs = logs.iter().filter(|log| **log == key).count();
        if output.json {
            output.object(&json!({
                "schema": "assize.actor/1", "key": key, "name": actor.name, "roles": actor.roles, "founder": founder,
                "machine": actor.machine, "vouched": actor.vouched, "entries": entries, "logs": logs, "own": key == own,
            }));
        } else {
            let name = actor.name.as_deref().unwrap_or("(no name)");
            let you = if key == own { ", you" } else { "" };
            output.line(format!(
                "{}  {}{you}; {}, {}  {key}",
                column(name, 24),
                standing(&actor, founder),
                count(entries, "entry"),
                count(logs, "log"),
            ));
        }
    }
    Ok(Exit::Done)
}

/// What somebody may do, in words.
fn standing(actor: &ActorStanding, founder: bool) -> String {
    let mut words: Vec<&str> = Vec::new();
    if founder {
        words.push("founder");
    }
    words.extend(actor.roles.iter().map(|role| role.name()));
    if actor.machine {
        words.push("machine");
    }
    if !actor.vouched {
        words.push("nobody vouches for them");
    } else if words.is_empty() {
        words.push("known, no role");
    }
    words.join(", ")
}

fn parse(key: &str) -> Result<PublicKey, Failure> {
    key.parse().map_err(|_| {
        Failure::usage(format!("`{key}` is not a public key")).help("`assize actor key` prints one's own")
    })
}

fn add(session: &mut Session, actor: &Actor, sure: &Sure, output: &mut Output) -> Outcome {
    let Actor { key, name, machine, .. } = actor;
    let (key, machine) = (*key, *machine);
    if name.trim().is_empty() {
        return Err(Failure::usage("a name that is empty names nobody"));
    }
    names::check(name)?;
    let ask = Ask::of(sure.yes, sure.dry_run);
    deciding::decide(session, ask, output, &Scope::Whole, |desk, _| {
        let (state, own) = (state(desk), keys::public()?);
        if !state.actors.get(&own).is_some_and(|me| me.is_person() && me.roles.contains(&ActorRole::Owner)) {
            return Err(not_an_owner(&own, "say who somebody is, or what they may do"));
        }
        let before = state.actors.get(&key).cloned().unwrap_or_default();
        let mine = grants(desk, &state, &key).find(|entry| entry.head.by == Some(own));
        if let Some(Body::Actor(said)) = mine.and_then(|entry| Some(&entry.body.as_ref()?.1))
            && said == actor
        {
            return Err(Failure::usage(format!("you have said so of {key} already")));
        }
        let replaces = mine.map(|entry| (entry.id, entry.head.by));
        let (_, batch) = desk.sit(|sitting| sitting.state(Body::Actor(actor.clone()), replaces))?;
        let founder = desk.session.founders.contains(&key);
        let mut notes = vec![format!("{key}; before: {}", standing(&before, founder))];
        let (about, more) = touched(desk, &key);
        notes.extend(more);
        notes.extend(names::note(name));
        let roles: Vec<&str> = actor.roles.iter().map(|role| role.name()).collect();
        let what = if machine { "machine".to_owned() } else { roles.join(", ") };
        Ok(Decision {
            batch,
            about,
            words: format!("added {name} as {what}"),
            claims: Vec::new(),
            notes,
            json: json!({ "decision": "actor-added", "key": key, "name": name, "roles": roles, "machine": machine }),
        })
    })
}

fn remove(session: &mut Session, who: &str, sure: &Sure, output: &mut Output) -> Outcome {
    let ask = Ask::of(sure.yes, sure.dry_run);
    deciding::decide(session, ask, output, &Scope::Whole, |desk, _| {
        let (state, own) = (state(desk), keys::public()?);
        let key = named(&state, who)?;
        if desk.session.founders.contains(&key) {
            return Err(Failure::usage(format!("{key} founded this case, and nobody can take that away")));
        }
        let counts = |entry: &&Entry| {
            let owner = |by: PublicKey| {
                state.actors.get(&by).is_some_and(|a| a.is_person() && a.roles.contains(&ActorRole::Owner))
            };
            entry.head.by.is_some_and(owner)
        };
        let grants: Vec<&Entry> = grants(desk, &state, &key).filter(counts).collect();
        if grants.is_empty() {
            return Err(Failure::usage(format!(
                "nobody vouches for {who}, so there is nothing to take back"
            )));
        }
        let founder = desk.session.founders.contains(&own);
        if !founder && grants.iter().any(|entry| entry.head.by != Some(own)) {
            return Err(not_an_owner(&own, "take back what another owner said of somebody")
                .help("ask a founder, or whoever added them"));
        }
        let (_, batch) = desk.sit(|sitting| {
            for entry in &grants {
                sitting.retract(entry.id, entry.head.by, &sure.reason)?;
            }
            Ok(())
        })?;
        let name = state.actors.get(&key).and_then(|actor| actor.name.clone()).unwrap_or_default();
        let (about, more) = touched(desk, &key);
        let mut notes = vec!["what they have signed goes with it: a role has no date".to_owned()];
        notes.extend(more);
        Ok(Decision {
            batch,
            about,
            words: format!("removed {name} ({key})"),
            claims: Vec::new(),
            notes,
            json: json!({ "decision": "actor-removed", "key": key, "name": name }),
        })
    })
}

fn state(desk: &Desk<'_>) -> State {
    State::fold(&desk.entries, &desk.session.founders, None)
}

fn not_an_owner(own: &PublicKey, what: &str) -> Failure {
    Failure::usage(format!("your key {own} is no owner's in this case, and only owners may {what}"))
        .help("`assize actor list` shows who is; send them this command to run")
}

/// `actor` entries that stand and name a key.
fn grants<'d>(desk: &'d Desk<'_>, state: &'d State, key: &'d PublicKey) -> impl Iterator<Item = &'d Entry> {
    let all = desk.entries.iter().map(|received| &received.entry);
    all.filter(move |entry| {
        let names = matches!(&entry.body, Some((_, Body::Actor(actor))) if actor.key == *key);
        names && state.is_effective(entry.id)
    })
}

/// Who is meant by a name or a key, or its first digits.
fn named(state: &State, who: &str) -> Result<PublicKey, Failure> {
    let is_meant = |key: &PublicKey, actor: &ActorStanding| {
        actor.name.as_deref() == Some(who) || who.len() >= 8 && key.to_string().starts_with(who)
    };
    let found: Vec<PublicKey> =
        state.actors.iter().filter(|(key, actor)| is_meant(key, actor)).map(|(key, _)| *key).collect();
    match found.as_slice() {
        [key] => Ok(*key),
        [] => {
            Err(Failure::usage(format!("nobody is called `{who}` here"))
                .help("`assize actor list` shows who is"))
        }
        _ => {
            let all: Vec<String> = found.iter().map(ToString::to_string).collect();
            Err(Failure::usage(format!("`{who}` may be any of {}", all.join(", "))).help("name the key"))
        }
    }
}

/// Where a decision moves figures of more things than this, they are not shown one by one.
const FEW: usize = 20;

/// Things whose figures may move because somebody's word counts or no longer does.
fn touched(desk: &Desk<'_>, key: &PublicKey) -> (Vec<EntryId>, Option<String>) {
    let by_id: BTreeMap<EntryId, &Entry> =
        desk.entries.iter().map(|received| (received.entry.id, &received.entry)).collect();
    let mut things = BTreeSet::new();
    let mut open: Vec<&Entry> = by_id.values().copied().filter(|entry| entry.head.by == Some(*key)).collect();
    let mut seen = BTreeSet::new();
    while let Some(entry) = open.pop() {
        if !seen.insert(entry.id) || entry.head.kind == Kind::Actor {
            continue;
        }
        for (role, to) in &entry.head.refs {
            match role {
                Role::Subject | Role::From | Role::To => drop(things.insert(desk.view.canonical(*to))),
                // A review moves the figures of its claim, a retraction those of what it takes back.
                Role::Of | Role::Replaces => open.extend(by_id.get(to)),
                _ => {}
            }
        }
    }
    if things.len() > FEW {
        let note = format!(
            "it may bear on {} things: `assize weigh` before and after shows what moves",
            things.len()
        );
        return (Vec::new(), Some(note));
    }
    (things.into_iter().collect(), None)
}

impl ActorRoleArg {
    const fn role(self) -> ActorRole {
        match self {
            Self::Owner => ActorRole::Owner,
            Self::Editor => ActorRole::Editor,
            Self::Reviewer => ActorRole::Reviewer,
        }
    }
}
