//! How the command line makes a decision: shown before it is written, and written only on the record that it was made on.
//!
//! Nothing is locked while a person looks at what would move. Where somebody else has written meanwhile, the decision is made again on
//! the record as it stands, and shown again if it moves something else than before.

use crate::{
    case::Session,
    failure::{Exit, Failure, Outcome},
    output::Output,
};
pub(crate) use assize_case::decision::{Decision, Desk, Scope};
use assize_case::{
    decision::{Asked, Prepared, prepare_with},
    talk::Talk,
};
use serde_json::json;
use std::io::{BufRead as _, IsTerminal as _, Write as _};

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

/// How often a decision is made again because the record moved, before the command gives up.
const TRIES: usize = 200;

/// Makes the decision that is asked for, shows what it moves, and writes it.
pub(crate) fn asked(session: &mut Session, ask: Ask, output: &mut Output, asked: &dyn Asked) -> Outcome {
    decide(session, ask, output, &asked.scope(), |desk, talk| asked.plan(desk, talk))
}

/// The same for a decision that is made by a function. `scope` is how much of the record it looks at.
pub(crate) fn decide(
    session: &mut Session,
    ask: Ask,
    output: &mut Output,
    scope: &Scope<'_>,
    plan: impl Fn(&Desk<'_>, &dyn Talk) -> Result<Decision, Failure>,
) -> Outcome {
    decide_with(session, ask, output, scope, |desk, talk| plan(desk, talk).map(Some))
}

/// The same where there may be nothing to decide.
pub(crate) fn decide_with(
    session: &mut Session,
    ask: Ask,
    output: &mut Output,
    scope: &Scope<'_>,
    mut plan: impl FnMut(&Desk<'_>, &dyn Talk) -> Result<Option<Decision>, Failure>,
) -> Outcome {
    let mut shown: Option<Vec<String>> = None;
    for _ in 0..TRIES {
        let Some(prepared) = prepare_with(session, scope, output, &mut plan)? else { return Ok(Exit::Done) };
        if ask == Ask::DryRun {
            report(&prepared, true, output);
            return Ok(Exit::Done);
        }
        let lines = prepared.moves.lines();
        if matches!(ask, Ask::First | Ask::Sure) && shown.as_ref() != Some(&lines) {
            if shown.is_some() && !on_terminal() {
                return Err(Failure::moved(
                    "the record moved while this was decided, and it moves other figures now",
                )
                .help("look at them with --dry-run, then run the command again"));
            }
            if ask == Ask::First {
                let told: Vec<String> = prepared.decision.notes.iter().chain(&lines).cloned().collect();
                confirm(&prepared.decision.words, &told, output)?;
            }
            shown = Some(lines);
        }
        if prepared.write(session)? {
            report(&prepared, false, output);
            return Ok(Exit::Done);
        }
        session.refresh()?;
    }
    Err(Failure::moved("the record kept moving while this was decided").help("run the command again"))
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

fn report(prepared: &Prepared, dry_run: bool, output: &mut Output) {
    let Prepared { decision, moves, .. } = prepared;
    if output.json {
        let mut object = decision.json.clone();
        object["schema"] = "assize.decision/1".into();
        object["dry_run"] = dry_run.into();
        object["entries"] = json!(decision.batch.iter().map(|entry| entry.id).collect::<Vec<_>>());
        object["moves"] = json!(moves.moved.iter().map(assize_case::moves::Move::json).collect::<Vec<_>>());
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
