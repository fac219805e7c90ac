//! `assize setting`: settings that change figures, each a signed entry.

use crate::{
    case::{self, Session},
    cli::{Cli, SettingCommand, Sure},
    deciding::{self, Ask, Decision, Desk, Scope},
    failure::{Exit, Failure, Outcome},
    keys,
    output::{Output, column, count},
    wording::signer,
};
use assize_ledger::view::{ALL, REVIEW_TWO, SettingView};
use assize_record::{
    EntryId, Vocabulary,
    body::{Body, Setting},
    vocabulary::nearest,
};
use assize_weigh::schema::LEAVE_OUT;
use serde_json::json;
use std::collections::BTreeSet;

/// Settings there can be, and what their values say.
const KNOWN: [(&str, &str); 2] = [
    (
        REVIEW_TWO,
        "a property of which each claim needs two people's reviews to count; `*` for every property",
    ),
    (LEAVE_OUT, "a shipped file that this case does not use: `assize schema leave-out` and `take-in`"),
];

pub(crate) fn run(cli: &Cli, what: &SettingCommand, output: &mut Output) -> Outcome {
    let mut session = case::find(cli)?;
    match what {
        SettingCommand::List => list(&session, output),
        SettingCommand::Set { name, value, sure } => change(&mut session, name, value, sure, true, output),
        SettingCommand::Unset { name, value, sure } => change(&mut session, name, value, sure, false, output),
    }
}

fn list(session: &Session, output: &mut Output) -> Outcome {
    let desk = Desk::open(session, output)?;
    let settings = desk.view.settings();
    for made in settings {
        let by = signer(&desk.view, made.by);
        if output.json {
            output.object(&json!({ "schema": "assize.setting/1", "name": made.name, "value": made.value, "entry": made.id, "by": by }));
        } else {
            output.line(format!(
                "{} {}  set by {by} (entry {})",
                column(&made.name, 18),
                made.value,
                made.id.short()
            ));
        }
    }
    output.talk(count(settings.len(), "setting"));
    for (name, words) in KNOWN {
        output.talk(format!("  {name}: {words}"));
    }
    Ok(Exit::Done)
}

/// Makes a setting or takes it back. What it moves is shown first.
fn change(
    session: &mut Session,
    name: &str,
    value: &str,
    sure: &Sure,
    set: bool,
    output: &mut Output,
) -> Outcome {
    let ask = Ask::of(sure.yes, sure.dry_run);
    deciding::decide(session, ask, output, &Scope::Whole, |desk, _| {
        check(&desk.vocabulary, name, value, set)?;
        if !desk.view.editors().contains(&keys::own()?.public()) {
            return Err(Failure::input("only an owner or editor of this case makes settings")
                .help("an owner can give your key a role"));
        }
        let same = |made: &&SettingView| made.name == name && made.value == value;
        let made: Vec<&SettingView> = desk.view.settings().iter().filter(same).collect();
        match (set, made.is_empty()) {
            (true, false) => return Err(Failure::usage(format!("`{name}` is `{value}` already"))),
            (false, true) => {
                return Err(Failure::usage(format!("`{name}` is not `{value}`"))
                    .help("`assize setting list` shows those there are"));
            }
            _ => {}
        }
        let (_, batch) = desk.sit(|sitting| {
            if set {
                let body = Body::Setting(Setting { name: name.to_owned(), value: value.to_owned() });
                sitting.state(body, None)?;
            }
            for made in &made {
                sitting.retract(made.id, made.by, &sure.reason)?;
            }
            Ok(())
        })?;
        Ok(Decision {
            batch,
            about: about(desk, value),
            words: format!("{} `{name}` = `{value}`", if set { "set" } else { "took back" }),
            claims: Vec::new(),
            notes: Vec::new(),
            json: json!({ "decision": if set { "set" } else { "unset" }, "name": name, "value": value }),
        })
    })
}

/// Refuses a name that there is none of, and a value that it cannot have. What was set under another vocabulary can be taken back.
fn check(vocabulary: &Vocabulary, name: &str, value: &str, set: bool) -> Result<(), Failure> {
    match name {
        REVIEW_TWO if !set || value == ALL => Ok(()),
        REVIEW_TWO => vocabulary.property(value).map(|_| ()).map_err(Failure::usage),
        LEAVE_OUT => Err(Failure::usage(format!("`{LEAVE_OUT}` is not set here"))
            .help("`assize schema leave-out ID` and `assize schema take-in ID` do it")),
        _ => {
            let near = nearest(name, KNOWN.iter().map(|(name, _)| *name));
            Err(Failure::usage(format!("there is no setting `{name}`")).help(near.map_or_else(
                || "`assize setting list` shows those there can be".to_owned(),
                |near| format!("did you mean `{near}`?"),
            )))
        }
    }
}

/// What claims are about that count or stop counting.
fn about(desk: &Desk<'_>, value: &str) -> Vec<EntryId> {
    let meant = desk.view.claims().iter().chain(desk.view.one_review());
    let meant = meant.filter(|claim| value == ALL || claim.proposition.property == value);
    let about: BTreeSet<EntryId> = meant.map(|claim| claim.proposition.subject).collect();
    about.into_iter().collect()
}
