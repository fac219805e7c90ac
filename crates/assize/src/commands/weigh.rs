//! `assize weigh`: tolls, conflicts and coherence under every method.

use crate::{
    case,
    cli::{Cli, Weigh},
    failure::{Exit, Outcome},
    output::{Output, column, count, one_line},
    secrets::{Confidential, Gone},
    texts, wording,
};
use assize_case::{find, left_out};
use assize_ledger::View;
use assize_record::{EntityType, EntryId, Status};
use assize_weigh::{
    coherence,
    conflict::{self, Conflict},
    standard::Standards,
    toll::{self, CampaignFinding, End, Method, OutOfScope, Role, Stated, StatedTotal, TollFinding},
};
use serde_json::json;

pub(crate) fn run(cli: &Cli, args: &Weigh, output: &mut Output) -> Outcome {
    let session = case::find(cli)?;
    let view = session.view(&args.as_known, output)?;
    let methods = assize_case::methods::methods(&session, &view, &args.method)?;
    let subject = args.incident.as_deref().map(|what| find::subject(&session, &view, what)).transpose()?;
    let origins = texts::origins(&session, &view, texts::Look::Kept, output);
    let about = |id: EntryId| subject.is_none_or(|subject| subject == id);
    // An incident is shown with its attacks, each under its own id.
    let attack_of = |id: EntryId, subject: EntryId| {
        let within = view.part_of().get(&id).is_some_and(|wholes| wholes.contains(&subject));
        within && view.type_of(id) == Some(EntityType::Attack)
    };
    let shown = |id: EntryId| about(id) || subject.is_some_and(|subject| attack_of(id, subject));
    let standards = session.schema(&view, output).standards;
    left_out::say_not_adopted(&view, output);
    left_out::say_not_counted(&view, output);
    let confidential = Confidential::of(&view);
    let gone = Gone::of(&session, &view)?;
    let tolls = toll::tolls(&view, &origins, &methods);
    let conflicts: Vec<_> =
        conflict::conflicts(&view, &origins).into_iter().filter(|found| about(found.subject)).collect();
    let incoherences: Vec<_> =
        coherence::coherence_with(&view, &origins).into_iter().filter(|found| about(found.subject)).collect();
    if output.json {
        for finding in tolls.campaigns.iter().filter(|finding| about(finding.subject)) {
            output.object(&confidential.flag(json!(finding)));
        }
        for finding in tolls.incidents.iter().filter(|finding| shown(finding.subject)) {
            output.object(&confidential.flag(json!(finding)));
        }
        for found in tolls.totals.iter().filter(|found| about(found.subject)) {
            output.object(&confidential.flag(json!(found)));
        }
        for found in &conflicts {
            output.object(&confidential.flag(json!(found)));
        }
        for found in &incoherences {
            output.object(&confidential.flag(json!(found)));
        }
        if !gone.lines().is_empty() {
            let mut object = gone.json();
            object["schema"] = "assize.gone/1".into();
            output.object(&object);
        }
        return Ok(exit(incoherences.is_empty()));
    }
    output.line(as_known(&view));
    gone.lines().iter().for_each(|line| output.line(line));
    let campaigns =
        by_subject(tolls.campaigns.iter().filter(|finding| about(finding.subject)).collect(), |finding| {
            finding.subject
        });
    let (counted, named): (Vec<_>, Vec<_>) = campaigns.into_iter().partition(|group| has_figure(group));
    for group in &counted {
        let outside: Vec<&StatedTotal> =
            tolls.totals.iter().filter(|found| found.subject == group[0].subject).collect();
        campaign(&view, &confidential, group, &outside, output);
    }
    let mut incidents =
        by_subject(tolls.incidents.iter().filter(|finding| shown(finding.subject)).collect(), |finding| {
            finding.subject
        });
    // By day and name, and not by ids, which are random.
    incidents.sort_by_cached_key(|group| {
        let subject = group[0].subject;
        let day = view.days_of(subject).into_iter().map(|day| day.date.to_string()).min();
        (day.is_none(), day, view.label(subject), subject)
    });
    for group in &incidents {
        incident(&view, &confidential, group, output);
    }
    if !named.is_empty() {
        let names: Vec<String> = named.iter().map(|group| view.label(group[0].subject)).collect();
        output.line(format!("\nnamed as campaigns, without a figure: {}", names.join(", ")));
    }
    say_conflicts(&view, &standards, &confidential, &conflicts, output);
    for found in &incoherences {
        output.line(format!("does not add up: {}{}", found.words, confidential.word(&found.claims)));
    }
    let next = next(&view, &counted, &incidents);
    output.talk(format!(
        "{}, {} conflicts and revisions in {}{next}",
        count(view.claims().len(), "claim"),
        conflicts.len(),
        counted_apart(&view, &incidents),
    ));
    if [view.claims().len(), view.one_review().len(), view.differing().len()] == [0; 3]
        && !args.as_known.drafts
    {
        output.talk("no claim has been reviewed; `assize weigh --drafts` counts machine drafts too, `assize drafts` lists them");
    }
    Ok(exit(incoherences.is_empty()))
}

/// Conflicts and revisions, each in one line with who stands behind its positions.
fn say_conflicts(
    view: &View,
    standards: &Standards,
    confidential: &Confidential,
    conflicts: &[Conflict],
    output: &mut Output,
) {
    if !conflicts.is_empty() {
        output.line("\nconflicts and revisions");
        for found in conflicts {
            let positions: Vec<String> = found
                .positions
                .iter()
                .map(|position| {
                    let side = position.side.map_or_else(String::new, |side| format!("{}: ", side.name()));
                    let word = confidential.word(&position.claims);
                    let who = speakers(view, &position.claims);
                    format!("{side}{who}: {} ({}{word})", position.words, position.behind)
                })
                .collect();
            output.line(format!(
                "  {}  {}{}: {}  ({}{})",
                one_line(&view.label(found.subject), 40),
                found
                    .question
                    .as_ref()
                    .map_or_else(|| found.property.clone(), |asked| asked.in_words(Some(standards))),
                part(view, found.status, found.group),
                positions.join(" | "),
                found.between_in_words(),
                if found.perhaps_one_origin { ", perhaps one" } else { "" }
            ));
        }
    }
}

/// Who says it: the first three by name, and how many more.
fn speakers(view: &View, claims: &[EntryId]) -> String {
    let of = |claim: &EntryId| {
        let claim = view.claim(*claim)?;
        Some(wording::speaker_words(view, &claim.speaker, Some(claim.source)))
    };
    let names: std::collections::BTreeSet<String> = claims.iter().filter_map(of).collect();
    let more = names.len().saturating_sub(3);
    let shown = names.into_iter().take(3).collect::<Vec<_>>().join(", ");
    if more > 0 { format!("{shown} and {more} more") } else { shown }
}

/// One campaign: its sums, and what they leave out.
fn campaign(
    view: &View,
    confidential: &Confidential,
    group: &[&CampaignFinding],
    outside: &[&StatedTotal],
    output: &mut Output,
) {
    let subject = group[0].subject;
    output.line(format!("\n{}{}", view.label(subject), not_placed(view, subject)));
    let rows = group
        .iter()
        .flat_map(|finding| finding.lines.iter().map(|line| campaign_row(confidential, finding, line)));
    table(view, rows.collect(), output);
    if group.iter().all(|finding| finding.lines.is_empty()) {
        output.line("  no placed incident of it adds a figure");
    }
    stated(confidential, &group[0].stated, output);
    for found in outside {
        output.line(format!(
            "  outside every range: {}{}",
            found.words,
            confidential.word(&found.stated.claims)
        ));
    }
    if let Some(words) = left_out(group[0]) {
        output.line(format!("  {words}"));
    }
}

/// What others state for the whole of a campaign, in order of the day it is the state of, each with the claims that state it.
fn stated(confidential: &Confidential, all: &[Stated], output: &mut Output) {
    if all.is_empty() {
        return;
    }
    output.line("  stated by others for the whole of it, beside the sums and in none of them");
    for stated in all {
        let as_of =
            stated.as_of_in_words().map_or_else(|| "day not known".to_owned(), |day| format!("as of {day}"));
        let on_record = stated.on_record.map_or_else(String::new, |found| {
            let (incidents, attacks) = (found.incidents as usize, found.attacks as usize);
            format!("; on record by then: {}, {}", count(incidents, "incident"), count(attacks, "attack"))
        });
        let claims: Vec<String> = stated.claims.iter().map(EntryId::short).collect();
        output.line(format!(
            "    {}  {}: {}, by {}{on_record}{}  ({})",
            column(&as_of, 32),
            stated.what(),
            stated.figure,
            stated.origin,
            confidential.word(&stated.claims),
            claims.join(" ")
        ));
    }
}

/// One incident: its grades, once and beside no line, then its lines.
fn incident(view: &View, confidential: &Confidential, group: &[&TollFinding], output: &mut Output) {
    let subject = group[0].subject;
    output.line(format!(
        "\n{}{}{}",
        view.label(subject),
        attack_of(view, subject),
        not_placed(view, subject)
    ));
    output.line("  grade");
    for words in toll::grades_in_words(group) {
        let methods: Vec<&str> = words.methods.iter().map(|method| method.as_str()).collect();
        let methods = if methods.len() == group.len() && methods.len() > 1 {
            "every method".to_owned()
        } else {
            methods.join(", ")
        };
        output.line(format!(
            "    {}{}: {}",
            column(&methods, 20.max(methods.chars().count() + 2)),
            words.grade.in_words(),
            words.grade.why
        ));
    }
    let rows = group
        .iter()
        .flat_map(|finding| finding.lines.iter().map(|line| incident_row(confidential, finding, line)));
    table(view, rows.collect(), output);
}

/// Whether there is anything to print of a campaign.
fn has_figure(group: &[&CampaignFinding]) -> bool {
    group.iter().any(|finding| !finding.lines.is_empty() || !finding.stated.is_empty())
}

/// Where the way back begins: the first figure that was printed. Nothing where none was.
/// `21 incidents and 10 attacks within them`.
fn counted_apart(view: &View, shown: &[Vec<&TollFinding>]) -> String {
    let is_attack = |group: &&Vec<&TollFinding>| view.type_of(group[0].subject) == Some(EntityType::Attack);
    let attacks = shown.iter().filter(is_attack).count();
    let incidents = count(shown.len() - attacks, "incident");
    if attacks == 0 { incidents } else { format!("{incidents} and {} within them", count(attacks, "attack")) }
}

fn next(view: &View, campaigns: &[Vec<&CampaignFinding>], incidents: &[Vec<&TollFinding>]) -> String {
    let of_campaigns = campaigns.iter().flatten().flat_map(|finding| {
        let all = finding.lines.iter().filter(|line| line.status.is_none() && line.group.is_none());
        all.filter(|line| line.high.is_some()).map(|line| (finding.subject, &finding.method, line.role))
    });
    let of_incidents = incidents.iter().flatten().flat_map(|finding| {
        let all = finding.lines.iter().filter(|line| line.status.is_none() && line.group.is_none());
        all.filter(|line| line.high.is_some()).map(|line| (finding.subject, &finding.method, line.role))
    });
    let first: Vec<_> = of_campaigns.chain(of_incidents).collect();
    let Some((subject, method, role)) = first.first() else { return String::new() };
    // The method that `why` takes by itself, where it has the same figure.
    let plain = first.iter().any(|(other, method, of)| {
        other == subject && of == role && method.as_str() == crate::cli::WHY_METHOD
    });
    let method = if plain { String::new() } else { format!(" --method {method}") };
    format!("; next: assize why {} {}{method}", view.handle(*subject), role.name())
}

/// Said beside every attack: the incident that it is counted in.
fn attack_of(view: &View, id: EntryId) -> String {
    if view.type_of(id) != Some(EntityType::Attack) {
        return String::new();
    }
    let wholes = view.part_of().get(&id).into_iter().flatten();
    let names: Vec<String> = wholes.map(|whole| format!("“{}”", view.label(*whole))).collect();
    if names.is_empty() {
        String::new()
    } else {
        format!("  (an attack of {}, and counted there)", names.join(", "))
    }
}

/// Said beside every incident that nobody has placed.
fn not_placed(view: &View, id: EntryId) -> &'static str {
    if view.unplaced().contains(&id) {
        "  (not yet placed: adds to no total, corroborates nothing)"
    } else {
        ""
    }
}

/// What a campaign's figures leave out, said with them.
fn left_out(finding: &CampaignFinding) -> Option<String> {
    let (count_all, here) = (finding.unplaced.count, finding.unplaced_here.len());
    (count_all > 0).then(|| {
        format!(
            "{} on this record not yet placed, and in none of these figures; the text of {here} of them names this campaign: assize incidents",
            count(count_all as usize, "incident")
        )
    })
}

fn exit(coherent: bool) -> Exit {
    if coherent { Exit::Done } else { Exit::Faults }
}

/// `As known …`, in words.
pub(crate) fn as_known(view: &View) -> String {
    match (view.as_known().published_by, view.as_known().recorded_by) {
        (None, None) => "as known from everything on this record".to_owned(),
        (Some(day), None) => format!("as known from what had been published by {day}"),
        (None, Some(instant)) => format!("as this record stood at {instant}"),
        (Some(day), Some(instant)) => {
            format!("as known from what had been published by {day}, as this record stood at {instant}")
        }
    }
}

fn by_subject<F>(findings: Vec<&F>, subject: impl Fn(&F) -> EntryId) -> Vec<Vec<&F>> {
    let mut groups: Vec<Vec<&F>> = Vec::new();
    for finding in findings {
        match groups.last_mut() {
            Some(group) if subject(group[0]) == subject(finding) => group.push(finding),
            _ => groups.push(vec![finding]),
        }
    }
    groups
}

type Row = ((Role, Option<Status>, Option<EntryId>), [String; 5]);

fn incident_row(confidential: &Confidential, finding: &TollFinding, line: &toll::TollLine) -> Row {
    (
        (line.role, line.status, line.group),
        [
            finding.method.to_string(),
            end(line.low.as_ref(), false),
            end(line.high.as_ref(), true),
            end(line.best.as_ref(), false),
            format!(
                "{}{}{}",
                line.behind_in_words(),
                out_of_scope(finding.scope.as_deref()),
                confidential.word(&line.claims)
            ),
        ],
    )
}

fn campaign_row(confidential: &Confidential, finding: &CampaignFinding, line: &toll::CampaignLine) -> Row {
    let ends = [&line.low, &line.high, &line.best].into_iter().flatten();
    let word = confidential.word(ends.flat_map(|end| &end.claims));
    let behind = format!(
        "{}, {} for the low end{}{}{word}",
        count(line.high_incidents as usize, "incident"),
        line.low_incidents,
        line.reviewed_in_words(),
        out_of_scope(finding.scope.as_deref())
    );
    let range = line.range.as_ref().map_or_else(String::new, |range| format!(", {range}"));
    (
        (line.role, line.status, line.group),
        [
            format!("{}{range}", finding.method),
            end(line.low.as_ref(), false),
            end(line.high.as_ref(), true),
            end(line.best.as_ref(), false),
            behind,
        ],
    )
}

/// Which of the people a figure is of, after what it counts; nothing where it is of everybody.
pub(crate) fn part(view: &View, status: Option<Status>, group: Option<EntryId>) -> String {
    let status = status.map_or_else(String::new, |status| format!(", {}", status.name()));
    let group = group.map_or_else(String::new, |group| format!(", said to be of {}", view.name(group)));
    format!("{status}{group}")
}

/// Said where a recorder does not take in such an event itself, or the record does not show that it does.
fn out_of_scope(scope: Option<&OutOfScope>) -> String {
    scope.map_or_else(String::new, |scope| format!("; {}", scope.in_short()))
}

/// An end of a toll; a bound and a figure by convention are marked.
pub(crate) fn end(end: Option<&End>, high: bool) -> String {
    end.map_or_else(
        || "–".to_owned(),
        |end| {
            let convention = if end.by_convention { "*" } else { "" };
            match (end.open, high) {
                (false, _) => format!("{}{convention}", end.value),
                (true, true) => format!("{}+{convention}", end.value),
                (true, false) => format!("≤{}{convention}", end.value),
            }
        },
    )
}

fn table(view: &View, mut rows: Vec<Row>, output: &mut Output) {
    rows.sort_by_key(|(group, _)| *group);
    let mut last = None;
    let by_convention = rows.iter().flat_map(|(_, cells)| &cells[1..4]).any(|cell| cell.ends_with('*'));
    for (counted, [method, low, high, best, behind]) in rows {
        if last != Some(counted) {
            let (role, status, group) = counted;
            output.line(format!("  {}{}, {}", role.name(), part(view, status, group), Method::COMPUTED));
            output.line(format!(
                "    {}{:>8}{:>8}{:>8}  behind it",
                column("method", 20),
                "lowest",
                "highest",
                "best"
            ));
            last = Some(counted);
        }
        output.line(format!("    {}{low:>8}{high:>8}{best:>8}  {behind}", column(&method, 20)));
    }
    if by_convention {
        output.line("    * stands by a convention of the method; nobody stated it so");
    }
}
