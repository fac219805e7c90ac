//! `assize key`: the user's own private key, under a passphrase or exchanged for a new one.

use crate::{
    case::{Session, received, store_failure},
    cli::KeyCommand,
    deciding,
    failure::{Exit, Failure, Outcome},
    keys,
    output::{Output, count},
    replica,
};
use assize_archive::fault::Severity;
use assize_ledger::{Received, Signer as _, State};
use assize_record::{
    Entry,
    body::{Actor, ActorRole, Body},
    sign::PublicKey,
};
use serde_json::json;
use std::{
    io::{IsTerminal as _, Read as _},
    path::{Path, PathBuf},
};

pub(crate) fn run(what: &KeyCommand, output: &mut Output) -> Outcome {
    match what {
        KeyCommand::Passphrase { remove } => {
            keys::set_passphrase(*remove)?;
            output.talk(if *remove {
                "your key is kept without a passphrase"
            } else {
                "your key is under that passphrase; without it, the key is lost: keep a copy of both"
            });
            Ok(Exit::Done)
        }
        KeyCommand::Words => {
            output.write(&format!("{}\n", keys::words()?));
            output.talk("write them down, in this order; whoever has them can sign as you");
            Ok(Exit::Done)
        }
        KeyCommand::Recover => recover(output),
        KeyCommand::Rotate { yes } => rotate(*yes, output),
    }
}

fn recover(output: &Output) -> Outcome {
    let mut given = String::new();
    if std::io::stdin().is_terminal() {
        given = rpassword::prompt_password("the 24 words: ").map_err(Failure::input)?;
    } else {
        // More than the words of any key take.
        std::io::stdin().take(4096).read_to_string(&mut given).map_err(Failure::input)?;
    }
    let key = keys::recover(&given)?;
    output.talk(format!("your key is {key}"));
    output.talk("what it had signed on another machine is not remembered here: a copy of a case goes on in a log of its own");
    Ok(Exit::Done)
}

/// What happens to one case.
struct Plan {
    dir: PathBuf,
    session: Session,
    entries: Vec<Received>,
    actor: Actor,
    /// Whether the old key may say so itself.
    is_owner: bool,
}

fn rotate(yes: bool, output: &mut Output) -> Outcome {
    let old = keys::public()?;
    let plans = replica::cases()?.iter().map(|dir| plan(dir, &old)).collect::<Result<Vec<_>, _>>()?;
    let plans: Vec<Plan> = plans.into_iter().flatten().collect();
    if !yes {
        output.say(format!("would exchange your key {old} for a new one"));
        for plan in &plans {
            let who = if plan.is_owner { "by your old key" } else { "by an owner, who must be told" };
            output.say(format!("  {}: the new key is added {who}", plan.dir.display()));
        }
        deciding::agree()?;
    }
    let new = keys::next()?.public();
    let (mut added, mut asked) = (Vec::new(), Vec::new());
    for plan in plans {
        let case = plan.dir.display().to_string();
        if plan.is_owner {
            add(plan, new)?;
            added.push(case);
        } else {
            asked.push(json!({ "case": case, "command": command(&plan.actor, &new) }));
            output.talk(format!("an owner of {case} must run: {}", command(&plan.actor, &new)));
        }
    }
    let kept = keys::exchange()?;
    if output.json {
        output.object(&json!({ "schema": "assize.key-rotated/1", "old": old, "new": new, "kept": kept.display().to_string(), "added": added, "asked": asked }));
    }
    output.talk(format!("your key is {new} now, added in {}", count(added.len(), "case")));
    output.talk(format!("the old one is kept as {}", kept.display()));
    Ok(Exit::Done)
}

/// What the old key is in a case; `None` where it is nobody there.
fn plan(dir: &Path, old: &PublicKey) -> Result<Option<Plan>, Failure> {
    let session = Session::open(dir)?;
    let (read, faults) = session.store.load_settled().map_err(store_failure)?;
    if let Some(fault) = faults.into_iter().find(|fault| fault.severity == Severity::Fault) {
        // What your key is there may stand in what cannot be read.
        return Err(Failure::integrity(format!("nothing was changed: {}: {fault}", dir.display()))
            .help("run `assize verify` there, and restore what it names first"));
    }
    let entries: Vec<Received> = read.into_iter().map(received).collect();
    let state = State::fold(&entries, &session.founders, None);
    let Some(standing) = state.actors.get(old).filter(|standing| standing.vouched) else { return Ok(None) };
    let actor = Actor {
        key: *old,
        name: standing.name.clone().unwrap_or_default(),
        machine: standing.machine,
        roles: standing.roles.iter().copied().collect(),
        was: None,
    };
    let is_owner = standing.is_person() && standing.roles.contains(&ActorRole::Owner);
    Ok(Some(Plan { dir: dir.to_owned(), session, entries, actor, is_owner }))
}

/// Enters that the new key may do what the old one may.
fn add(plan: Plan, new: PublicKey) -> Result<(), Failure> {
    let Plan { mut session, entries, actor, .. } = plan;
    let is_said = entries.iter().any(|received| match &received.entry.body {
        Some((_, Body::Actor(said))) => said.key == new && received.entry.head.by == Some(actor.key),
        _ => false,
    });
    // An earlier run that was cut short has said so already.
    if is_said {
        return Ok(());
    }
    let mut pen = session.pen(&entries)?;
    let (salt, prev) = (pen.salt(), pen.prev().into_iter().collect());
    let body = Body::Actor(Actor { key: new, was: Some(actor.key), ..actor });
    let entry = Entry::signed(pen.key(), salt, Vec::new(), prev, None, body).map_err(Failure::input)?;
    session.append(&[entry]).map(drop)
}

/// What an owner runs.
fn command(actor: &Actor, new: &PublicKey) -> String {
    let roles: String = actor.roles.iter().map(|role| format!(" --role {}", role.name())).collect();
    let machine = if actor.machine { " --machine" } else { "" };
    format!("assize actor add \"{}\" {new}{roles}{machine} --was {}", actor.name, actor.key)
}
