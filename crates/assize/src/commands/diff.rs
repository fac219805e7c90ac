//! `assize diff`: what changed between two known-at dates, and which entries did it.

use crate::{
    case::{self, Session, day},
    cli::{AsKnownArgs, Cli, Diff},
    failure::{Exit, Failure, Outcome},
    output::{Output, count},
    secrets::Confidential,
    texts,
};
use assize_ledger::View;
use assize_weigh::{
    diff::{self, Change},
    origin::Origins,
    standard::{assess as standards, since},
};
use serde_json::json;

pub(crate) fn run(cli: &Cli, args: &Diff, output: &mut Output) -> Outcome {
    let session = case::find(cli)?;
    day("--from", &args.from)?;
    let at = |known_at: Option<String>| AsKnownArgs { known_at, ..AsKnownArgs::default() };
    let before = session.view(&at(Some(args.from.clone())), output)?;
    let after = session.view(&at(args.to.clone()), output)?;
    let changes = changes(&session, &before, &after, output)?;
    let confidential = Confidential::of(&after);
    for change in &changes {
        print(change, &confidential, output);
    }
    output.talk(count(changes.len(), "change"));
    Ok(Exit::Done)
}

/// Every toll, conflict and outcome that differs between two views.
fn changes(session: &Session, before: &View, after: &View, output: &Output) -> Result<Vec<Change>, Failure> {
    let methods = assize_case::methods::methods(session, after, &[])?;
    // Who may have copied whom is asked of the later view, for both.
    let copies = texts::copies(session, after, texts::Look::Kept, output);
    let mut changes = diff::changes_with_copies(before, after, &methods, &copies);
    let (was, is) = (Origins::with_copies(before, &copies), Origins::with_copies(after, &copies));
    // The schema of the later view, for both: what changed is the record, not what it is held against.
    let (schema, options) = (session.schema(after, output), standards::Options::default());
    let assess = |view: &View, origins: &Origins| {
        let shapes = assize_case::methods::shapes(session, view)?;
        standards::assess_all(view, origins, &schema.standards, &schema.proofs[0], &shapes, &options)
            .map_err(Failure::input)
    };
    let (earlier, later) = (assess(before, &was)?, assess(after, &is)?);
    for after in &later {
        if let Some(before) = earlier.iter().find(|before| before.subject == after.subject) {
            changes.extend(since::assess_since(before, after));
        }
    }
    Ok(changes)
}

/// One change and the entries that did it.
pub(crate) fn print(change: &Change, confidential: &Confidential, output: &mut Output) {
    if output.json {
        let mut object = json!(change);
        object["schema"] = "assize.change/1".into();
        output.object(&confidential.flag(object));
        return;
    }
    let or_none = |side: &Option<String>| side.clone().unwrap_or_else(|| "nothing".to_owned());
    let because: Vec<String> = change.because.iter().take(6).map(assize_record::EntryId::short).collect();
    let more = if change.because.len() > 6 {
        format!(" and {} more", change.because.len() - 6)
    } else {
        String::new()
    };
    output.line(format!("{}: {} → {}", change.what, or_none(&change.before), or_none(&change.after)));
    let word = confidential.word(&change.because);
    output.line(format!("    because of {}{more}{word}", because.join(" ")));
}
