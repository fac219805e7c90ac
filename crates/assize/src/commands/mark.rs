//! `assize mark`: which sources are confidential, and who is private or may be named.

use crate::{
    case::{self, Session},
    cli::{Cli, Mark, MarkArg},
    deciding::{self, Ask, Decision, Desk, Scope},
    failure::{Exit, Failure, Outcome},
    keys,
    output::{Output, column, count},
    secrets,
    wording::signer,
};
use assize_case::find::{Finder, Found};
use assize_ledger::{AsKnown, View, view::MarkView};
use assize_record::{EntryId, Kind, entry::Verdict};
use serde_json::json;

impl MarkArg {
    const fn verdict(self) -> Verdict {
        match self {
            Self::Confidential => Verdict::Confidential,
            Self::Private => Verdict::Private,
            Self::Public => Verdict::Public,
        }
    }
}

pub(crate) fn run(cli: &Cli, args: &Mark, output: &mut Output) -> Outcome {
    let mut session = case::find(cli)?;
    match args.mark {
        None if args.what == "list" && !args.clear => list(&session, output),
        _ if args.clear => clear(&mut session, args, output),
        Some(mark) => set(&mut session, args, mark, output),
        None => Err(Failure::usage(format!("what is `{}` to be marked as?", args.what))
            .help("`confidential` for a source, `private` or `public` for a thing, or --clear")),
    }
}

fn ask(args: &Mark) -> Ask {
    if args.dry_run { Ask::DryRun } else { Ask::Never }
}

fn set(session: &mut Session, args: &Mark, mark: MarkArg, output: &mut Output) -> Outcome {
    let shown_as = args.shown_as.as_deref().map(str::trim).filter(|words| !words.is_empty());
    match (mark, shown_as) {
        (MarkArg::Confidential, Some(_)) => {
            return Err(Failure::usage("a confidential source is shown as nothing")
                .help("leave --as out; --reason says why it is confidential"));
        }
        (MarkArg::Public, None) => {
            return Err(Failure::usage("on what ground may it be named in public?")
                .help("--as \"holds office\", --as \"consented\", --as \"named by …\""));
        }
        _ => {}
    }
    // Whatever quotes a source may be anywhere in the record.
    let scope =
        if mark == MarkArg::Confidential { Scope::Whole } else { Scope::Named(vec![args.what.as_str()]) };
    let done = deciding::decide(session, ask(args), output, &scope, |desk, _| {
        let found = found(&desk.finder(), &args.what, mark.verdict())?;
        let thing = found.thing().ok_or_else(|| no_mark(&args.what))?;
        let verdict = mark.verdict();
        let (id, batch) = desk.sit(|sitting| {
            sitting.mark(&thing, verdict, shown_as, &args.reason)?;
            thing.id()
        })?;
        let label = name_of(&desk.view, id);
        let words = match (mark, shown_as) {
            (MarkArg::Confidential, _) => format!("{label} is confidential: published by no path"),
            (MarkArg::Private, Some(words)) => format!("{label} is private: shown as “{words}”"),
            (MarkArg::Private, None) => format!("{label} is private: shown by description"),
            (MarkArg::Public, words) => {
                format!("{label} may be named in public: {}", words.unwrap_or_default())
            }
        };
        Ok(Decision {
            batch,
            about: if mark == MarkArg::Confidential { Vec::new() } else { vec![id] },
            words,
            claims: Vec::new(),
            notes: notes(desk, id, mark)?,
            json: json!({ "decision": "marked", "of": id, "mark": verdict.name(), "shown_as": shown_as }),
        })
    })?;
    if mark == MarkArg::Confidential && !args.dry_run {
        secrets::forget_kept(session, output)?;
    }
    Ok(done)
}

/// What a person marks.
fn found(finder: &Finder<'_>, what: &str, verdict: Verdict) -> Result<Found, Failure> {
    if verdict == Verdict::Confidential {
        return finder.source(what).map(Found::Source);
    }
    match finder.thing(what)? {
        Found::Source(_) => Err(no_mark(what)),
        found => Ok(found),
    }
}

fn no_mark(what: &str) -> Failure {
    Failure::usage(format!("`{what}` does not take this mark"))
        .help("a source is `confidential`; a person or another thing is `private` or `public`")
}

/// What is worth knowing of a mark that is made.
fn notes(desk: &Desk<'_>, id: EntryId, mark: MarkArg) -> Result<Vec<String>, Failure> {
    let view = &desk.view;
    let mut notes = Vec::new();
    if !desk.wording().state().actors.get(&keys::own()?.public()).is_some_and(|actor| actor.is_person()) {
        notes.push(
            "this record does not know you: a mark of yours counts only for a source that you alone brought"
                .to_owned(),
        );
    }
    if mark == MarkArg::Confidential {
        let quoting = view.claims().iter().filter(|claim| claim.source == id).count();
        notes.push(format!("{} of it stay out of every site", count(quoting, "claim")));
        if desk.wording().get(id).is_some_and(|entry| entry.head.v == 1) {
            notes.push(
                "its ids and hashes are those of its bytes: whoever has the file and a copy of the ledger can tell that it is here; \
                 `assize add --confidential` keeps that hidden from the first"
                    .to_owned(),
            );
        }
    }
    if mark == MarkArg::Public
        && let Some(private) = view.marks_of(id).find(|mark| mark.verdict == Verdict::Private)
    {
        notes.push(format!("{} marked it private, which outweighs this", signer(view, private.by)));
    }
    Ok(notes)
}

fn clear(session: &mut Session, args: &Mark, output: &mut Output) -> Outcome {
    deciding::decide(session, ask(args), output, &Scope::Whole, |desk, _| {
        let finder = desk.finder();
        let found = match args.mark {
            Some(mark) => found(&finder, &args.what, mark.verdict())?,
            None => finder.source(&args.what).map(Found::Source).or_else(|_| finder.thing(&args.what))?,
        };
        let (id, own) = (found.id(), keys::own()?.public());
        let wanted = args.mark.map(MarkArg::verdict);
        let marks: Vec<&MarkView> = desk
            .view
            .marks_of(id)
            .filter(|mark| wanted.is_none_or(|verdict| mark.verdict == verdict))
            .collect();
        let mut cleared: Vec<&MarkView> = marks.iter().copied().filter(|mark| mark.by == Some(own)).collect();
        if cleared.is_empty() {
            cleared.clone_from(&marks);
        }
        if cleared.is_empty() {
            return Err(Failure::usage(format!("no such mark of {} stands", name_of(&desk.view, id)))
                .help("`assize mark list` lists all marks"));
        }
        let (_, batch) = desk.sit(|sitting| {
            cleared.iter().try_for_each(|mark| sitting.retract(mark.id, mark.by, &args.reason).map(drop))
        })?;
        let left = marks.iter().filter(|mark| !cleared.iter().any(|cleared| cleared.id == mark.id));
        let left = left
            .map(|mark| format!("still marked {} by {}", mark.verdict.name(), signer(&desk.view, mark.by)));
        let words: Vec<String> = cleared
            .iter()
            .map(|mark| format!("{} by {}", mark.verdict.name(), signer(&desk.view, mark.by)))
            .collect();
        Ok(Decision {
            batch,
            about: if desk.view.sources().contains_key(&id) { Vec::new() } else { vec![id] },
            words: format!("took back the mark of {}: {}", name_of(&desk.view, id), words.join(", ")),
            claims: Vec::new(),
            notes: left.collect(),
            json: json!({ "decision": "unmarked", "of": id, "marks": cleared.iter().map(|mark| mark.id).collect::<Vec<_>>() }),
        })
    })
}

/// A source by its file, a thing by its label.
fn name_of(view: &View, id: EntryId) -> String {
    match view.sources().get(&id) {
        Some(source) => source.files.first().map_or_else(|| format!("source {}", id.short()), Clone::clone),
        None => view.label(id),
    }
}

fn list(session: &Session, output: &mut Output) -> Outcome {
    let view = session.fold(&session.entries(output)?, AsKnown::default());
    let mut marks: Vec<&MarkView> = view.marks().iter().collect();
    marks.sort_by_cached_key(|mark| (mark.verdict, name_of(&view, mark.of), mark.id));
    for mark in &marks {
        let name = name_of(&view, mark.of);
        if output.json {
            let kind = if view.sources().contains_key(&mark.of) { Kind::Source } else { Kind::Entity };
            output.object(&json!({
                "schema": "assize.mark/1", "id": mark.id, "mark": mark.verdict.name(), "of": mark.of, "kind": kind, "name": name,
                "shown_as": mark.shown_as, "reason": mark.words, "by": signer(&view, mark.by),
                "received_at": mark.received_at.map(|at| at.to_string()),
            }));
            continue;
        }
        let shown_as = mark.shown_as.as_ref().map_or_else(String::new, |words| format!(" as “{words}”"));
        let reason = if mark.words.is_empty() { String::new() } else { format!(": {}", mark.words) };
        output.line(format!(
            "{}  {}  {name}{shown_as}, by {}{reason}",
            mark.of.short(),
            column(mark.verdict.name(), 12),
            signer(&view, mark.by)
        ));
    }
    output.talk(format!("{} standing", count(marks.len(), "mark")));
    Ok(Exit::Done)
}
