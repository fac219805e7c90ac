//! `assize drafts`, `accept`, `reject` and `amend`: review without a browser.

use crate::{
    case::Session,
    cli::{Amend, Cli, Decide, Drafts},
    drafts::{self, Kept},
    failure::{Exit, Failure, Outcome},
    output::{Output, column, count, one_line},
};
use assize_ledger::{AsKnown, View, review::Sitting};
use assize_record::{Draft, EntryId, Hash, SpeakerKind};
use serde_json::json;
use std::collections::BTreeSet;

pub(crate) fn list(cli: &Cli, args: &Drafts, output: &mut Output) -> Outcome {
    let session = Session::find(cli)?;
    let view = whole(&session, output)?;
    let wanted = |kept: &Kept| {
        let source = kept.source.to_string();
        let files = view.sources().get(&kept.source).map(|source| &source.files);
        (args.sources.is_empty()
            || args.sources.iter().any(|name| {
                source.starts_with(name.as_str()) || files.is_some_and(|files| files.contains(name))
            }))
            && args.property.as_ref().is_none_or(|property| kept.draft.proposition.property == *property)
    };
    let open = undecided(&session, &view, output)?;
    let shown: Vec<&Kept> = open.iter().filter(|kept| wanted(kept)).collect();
    for kept in &shown {
        if output.json {
            output.object(&json!(kept.draft));
        } else {
            output.line(line(&kept.draft));
        }
    }
    output.talk(format!(
        "{} undecided; next: assize accept ID…, or assize reject ID… --reason …",
        count(shown.len(), "draft")
    ));
    Ok(Exit::Done)
}

fn line(draft: &Draft) -> String {
    let proposition = &draft.proposition;
    let value = proposition.value.quantity().map_or_else(
        || proposition.value.date.as_ref().map_or_else(String::new, ToString::to_string),
        |quantity| quantity.to_string(),
    );
    let speaker = match draft.speaker.kind {
        SpeakerKind::Narrator => "the publication".to_owned(),
        _ => draft.speaker.name.clone().unwrap_or_else(|| draft.speaker.description.clone()),
    };
    format!(
        "{}  {} {} {} {}\n    {}: “{}”",
        draft.id.short(),
        column(&proposition.property, 24),
        column(&proposition.subject, 28),
        column(&value, 12),
        format!("{:?}", draft.confidence).to_lowercase(),
        one_line(&speaker, 60),
        one_line(&draft.passage.exact, 140),
    )
}

pub(crate) fn decide(cli: &Cli, args: &Decide, accept: bool, output: &mut Output) -> Outcome {
    if !accept && args.reason.trim().is_empty() {
        return Err(Failure::usage("a rejection needs a reason")
            .help("assize reject ID --reason \"the figure is the drugs' toll\""));
    }
    let mut session = Session::find(cli)?;
    let entries = session.entries(output)?;
    let view = View::fold(&entries, &session.settings.founders, AsKnown::default());
    let kept = drafts::read(&session, &view, output)?;
    let mut pen = session.pen(&entries)?;
    let mut sitting = Sitting::new(&view, &mut pen);
    for id in &args.ids {
        match target(&view, &kept, id)? {
            Target::Draft(kept) if accept => sitting.accept(&kept.input()),
            Target::Draft(kept) => sitting.reject(&kept.input(), &args.reason),
            Target::Claim(claim) => sitting.decide(claim, accept, &args.reason),
        }
        .map_err(|error| Failure::input(format!("`{id}`: {error}")))?;
    }
    let batch = sitting.finish();
    if !args.dry_run {
        session.append(&batch)?;
    }
    let verb = match (accept, args.dry_run) {
        (true, false) => "accepted",
        (false, false) => "rejected",
        (true, true) => "would accept",
        (false, true) => "would reject",
    };
    output.talk(format!("{verb} {}; next: assize weigh", args.ids.len()));
    Ok(Exit::Done)
}

pub(crate) fn amend(cli: &Cli, args: &Amend, output: &mut Output) -> Outcome {
    let mut session = Session::find(cli)?;
    let entries = session.entries(output)?;
    let view = View::fold(&entries, &session.settings.founders, AsKnown::default());
    let kept = drafts::read(&session, &view, output)?;
    let Target::Draft(found) = target(&view, &kept, &args.id)? else {
        return Err(Failure::usage(format!("`{}` is a claim on the record, not a draft", args.id))
            .help("reject it, and enter the right one with a claim sheet"));
    };
    let mut amended = found.draft.clone();
    let proposition = &mut amended.proposition;
    if let Some(property) = &args.property {
        proposition.property.clone_from(property);
    }
    if let Some(subject) = &args.subject {
        proposition.subject.clone_from(subject);
    }
    if args.min.is_some() || args.max.is_some() {
        (proposition.value.min, proposition.value.max) = (args.min, args.max);
        proposition.value.unit.get_or_insert(assize_record::Unit::People);
    }
    if let Some(date) = &args.happened_on {
        proposition.happened_on =
            Some(date.parse().map_err(|error| Failure::usage(format!("--happened-on: {error}")))?);
    }
    let mut pen = session.pen(&entries)?;
    let mut sitting = Sitting::new(&view, &mut pen);
    sitting
        .amend(&found.input(), &amended, &args.reason)
        .map_err(|error| Failure::input(format!("`{}`: {error}", args.id)))?;
    let batch = sitting.finish();
    session.append(&batch)?;
    output.talk("accepted as amended; next: assize weigh");
    Ok(Exit::Done)
}

enum Target<'k> {
    Draft(&'k Kept),
    Claim(EntryId),
}

/// The draft or claim that the first digits of an id mean.
fn target<'k>(view: &View, kept: &'k [Kept], digits: &str) -> Result<Target<'k>, Failure> {
    let fits = |id: &Hash| id.to_string().starts_with(digits);
    let drafts: Vec<&Kept> = kept.iter().filter(|kept| fits(&kept.draft.id)).collect();
    let claims: Vec<EntryId> = view.claims().iter().map(|claim| claim.id).filter(fits).collect();
    match (&drafts[..], &claims[..]) {
        ([draft], []) => Ok(Target::Draft(draft)),
        ([], [claim]) => Ok(Target::Claim(*claim)),
        ([], []) => Err(Failure::usage(format!("no draft or claim begins with `{digits}`"))
            .help("`assize drafts` lists them")),
        _ => Err(Failure::usage(format!("`{digits}` begins several ids")).help("give more digits")),
    }
}

/// Drafts that nobody has decided on.
fn undecided(session: &Session, view: &View, output: &Output) -> Result<Vec<Kept>, Failure> {
    let decided: BTreeSet<Hash> = session
        .entries(output)?
        .iter()
        .filter_map(|received| match &received.entry.body {
            Some((_, assize_record::body::Body::Claim(claim))) => {
                claim.drafted.as_ref().map(|drafted| drafted.draft)
            }
            _ => None,
        })
        .collect();
    let mut kept = drafts::read(session, view, output)?;
    kept.retain(|kept| !decided.contains(&kept.draft.id));
    Ok(kept)
}

fn whole(session: &Session, output: &Output) -> Result<View, Failure> {
    Ok(View::fold(&session.entries(output)?, &session.settings.founders, AsKnown::default()))
}
