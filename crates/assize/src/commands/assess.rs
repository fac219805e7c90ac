//! `assize assess`: incidents held against standards, element by element.

use super::weigh;
use crate::{
    case::{self, Session, day},
    cli::{AsKnownArgs, Assess, Cli},
    failure::{Exit, Failure, Outcome},
    output::{Output, column, count, one_line},
    secrets::Confidential,
    texts, wording,
};
use assize_case::{find, left_out, methods::shapes};
use assize_ledger::View;
use assize_record::{Stance, body::Side};
use assize_weigh::{
    schema::{Schema, SchemaKind},
    standard::{
        assess::{self, Options},
        assessment::{Assessment, ElementFinding, Evidence, HeldAs, VersionFinding, Word},
        since,
    },
};
use serde_json::json;

pub(crate) fn run(cli: &Cli, args: &Assess, output: &mut Output) -> Outcome {
    let session = case::find(cli)?;
    let view = session.view(&args.as_known, output)?;
    left_out::say_not_counted(&view, output);
    let now = assessments(&session, &view, args, output)?;
    if let Some(since) = &args.since {
        return changes(&session, args, since, &now, output);
    }
    let confidential = Confidential::of(&view);
    for assessment in &now {
        if output.json {
            output.object(&confidential.flag(json!(assessment)));
        } else {
            let by_name = !args.standard.is_empty();
            print(&view, &confidential, assessment, args.incident.is_some(), by_name, output);
        }
    }
    if now.is_empty() {
        output.talk("no incident or campaign on this record");
    }
    Ok(Exit::Done)
}

fn assessments(
    session: &Session,
    view: &View,
    args: &Assess,
    output: &Output,
) -> Result<Vec<Assessment>, Failure> {
    let schema = session.schema(view, output);
    for id in &args.standard {
        known(&schema, id)?;
    }
    let (proofs, level) = schema.proof(args.proof.as_deref()).map_err(Failure::usage)?;
    let standards = &schema.standards;
    let origins = texts::origins(session, view, texts::Look::Afresh, output);
    let shapes = shapes(session, view)?;
    let options = Options { standards: args.standard.clone(), proof: Some(level), in_force_only: false };
    let found = match &args.incident {
        Some(what) => {
            let subject = find::subject(session, view, what)?;
            assess::assess(view, &origins, standards, proofs, &shapes, subject, &options).map(|one| vec![one])
        }
        None => assess::assess_all(view, &origins, standards, proofs, &shapes, &options),
    };
    found.map_err(Failure::usage)
}

/// Refuses a standard that the case does not have.
fn known(schema: &Schema, id: &str) -> Result<(), Failure> {
    let Err(error) = schema.standards.get(id) else { return Ok(()) };
    if schema.leaves_out(SchemaKind::Standard, id) {
        return Err(Failure::usage(format!("standard `{id}` is left out of this case"))
            .help(format!("`assize schema take-in {id}` takes it in again")));
    }
    Err(Failure::usage(error))
}

fn changes(
    session: &Session,
    args: &Assess,
    since: &str,
    now: &[Assessment],
    output: &mut Output,
) -> Outcome {
    day("--since", since)?;
    let before = AsKnownArgs { known_at: Some(since.to_owned()), ..args.as_known.clone() };
    let then = session.view(&before, output)?;
    let earlier = assessments(
        session,
        &then,
        &Assess {
            incident: None,
            standard: args.standard.clone(),
            proof: args.proof.clone(),
            since: None,
            as_known: before,
        },
        output,
    )?;
    let confidential = Confidential::of(&then);
    let mut any = false;
    for after in now {
        let blank = Assessment { findings: Vec::new(), ..after.clone() };
        let before = earlier.iter().find(|before| before.subject == after.subject).unwrap_or(&blank);
        for change in since::assess_since(before, after) {
            any = true;
            super::diff::print(&change, &confidential, output);
        }
    }
    if !any {
        output.talk(format!("no outcome changed since {since}"));
    }
    Ok(Exit::Done)
}

fn print(
    view: &View,
    confidential: &Confidential,
    assessment: &Assessment,
    whole: bool,
    by_name: bool,
    output: &mut Output,
) {
    output.line(format!(
        "{} — {}, proof standard {}",
        assessment.name,
        weigh::as_known(view),
        assessment.proof
    ));
    // Where nothing on this record bears on a standard there is nothing to show of it, unless somebody asks for it by name.
    let (quiet, told): (Vec<&VersionFinding>, Vec<&VersionFinding>) =
        assessment.findings.iter().partition(|finding| !by_name && finding.is_silent());
    for finding in told {
        if !whole && !by_name && finding.held_as == HeldAs::Comparator {
            continue;
        }
        standard(view, confidential, finding, whole, output);
    }
    if !quiet.is_empty() {
        let mut names: Vec<&str> = quiet.iter().map(|finding| finding.standard.as_str()).collect();
        names.dedup();
        let what = count(names.len(), "other standard");
        output.line(format!("\n  nothing on this record bears on {what}: {}", names.join(", ")));
    }
    for doubt in &assessment.doubts {
        output.line(format!("  could not be used: {doubt}"));
    }
    output.line("");
}

fn standard(
    view: &View,
    confidential: &Confidential,
    finding: &VersionFinding,
    whole: bool,
    output: &mut Output,
) {
    output.line(format!("\n  {} [{}; {}]", finding.title, finding.version, finding.held_as));
    if !finding.why_held.is_empty() {
        output.line(format!("    held so: {}", finding.why_held.join("; ")));
    }
    output.line(format!(
        "    outcome: {} — {}{}",
        finding.conditional_in_words(),
        finding.tally,
        confidential.word(
            &finding
                .elements
                .iter()
                .flat_map(|element| &element.evidence)
                .flat_map(Evidence::entries)
                .collect::<Vec<_>>()
        )
    ));
    if let (Some(condition), Some(applies)) = (&finding.applies_where, &finding.applies) {
        output.line(format!("    as if it applied; it applies where {condition}: {applies}"));
    }
    if !whole {
        return;
    }
    let profile: Vec<String> =
        finding.profile.iter().map(|line| format!("{} {}", line.proof, line.reading)).collect();
    output.line(format!("    by proof standard: {}", profile.join("; ")));
    output.line(format!("    {} {} {}", column("element", 20), column("outcome", 12), "question"));
    for element in &finding.elements {
        print_element(view, confidential, element, output);
    }
    for arguendo in &finding.arguendo {
        output.line(format!(
            "    arguendo: with {} met and {} not met: {}",
            list(&arguendo.taken_as_met),
            list(&arguendo.taken_as_not_met),
            arguendo.reading
        ));
    }
}

fn list(names: &[String]) -> String {
    if names.is_empty() { "nothing".to_owned() } else { names.join(", ") }
}

fn print_element(view: &View, confidential: &Confidential, element: &ElementFinding, output: &mut Output) {
    output.line(format!(
        "    {} {} {}",
        column(&element.element, 20),
        column(&element.reading.to_string(), 12),
        one_line(&element.ask, 90)
    ));
    // Whatever more the outcome says: that it is presumed, that somebody contradicts.
    let (plain, full) = (element.reading.to_string(), element.outcome_in_words());
    if plain != full {
        output.line(format!("      = {full}"));
    }
    for unit in &element.units {
        output.line(format!("      {}: {}", unit.unit, unit.reading));
    }
    for argument in &element.evidence {
        let sign = if argument.side == Side::For { "+" } else { "-" };
        // One argument is one row, with its parts below it: nobody said what only follows from two of them.
        if argument.legs.len() > 1 {
            output.line(format!("      {sign} together: {}", one_line(&argument.warrant, 110)));
        }
        for (leg, word) in
            argument.legs.iter().enumerate().flat_map(|(at, leg)| leg.iter().map(move |word| (at, word)))
        {
            let sign = match (argument.legs.len(), leg) {
                (1, _) => sign.to_owned(),
                (_, leg) => format!("   {}.", leg + 1),
            };
            output.line(format!("      {sign} {}", said(view, confidential, argument, word)));
        }
    }
    for note in &element.notes {
        output.line(format!("      note: {note}"));
    }
}

/// Who said it, and in which words.
fn said(view: &View, confidential: &Confidential, argument: &Evidence, word: &Word) -> String {
    // What is denied is printed as denied: its words state what somebody says is not so.
    let stance = match view.claim(word.entry).map(|claim| claim.stance) {
        Some(Stance::Denies) => " denies:",
        Some(Stance::Doubts) => " doubts:",
        Some(Stance::Reports) => " passes on:",
        _ => "",
    };
    let words = view
        .claim(word.entry)
        .and_then(|claim| Some((claim.source, view.words_of(claim)?)))
        .map_or_else(String::new, |(source, words)| {
            format!(" {}", view.shown(source, &one_line(&words.exact, 80)))
        });
    let mark = match (word.draft, word.one_review) {
        (true, _) => " [draft]",
        (_, true) => " [one review]",
        _ => "",
    };
    let said_of =
        argument.said_of.as_ref().map_or_else(String::new, |of| format!(" [said of {}]", one_line(of, 40)));
    let presumption = if argument.presumption { " [invokes a presumption]" } else { "" };
    // Names as the record has them now; an act has its own.
    let speaker = view.claim(word.entry).map_or_else(
        || word.speaker.clone(),
        |claim| wording::speaker_words(view, &claim.speaker, Some(claim.source)),
    );
    let contested = if argument.bridge_contested { " [bridged both ways]" } else { "" };
    let unit = argument.unit.as_ref().map_or_else(String::new, |unit| format!(", on {unit}"));
    format!(
        "{} {} {}{unit}{}{stance}{words}{said_of}{mark}{presumption}{contested}",
        word.entry.short(),
        word.grade.name(),
        one_line(&speaker, 40),
        confidential.word([&word.entry])
    )
}
