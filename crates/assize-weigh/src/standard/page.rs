//! A page of the book for a standard.

use super::format::{
    Against, Beginning, Certainty, Checked, Element, Kind, Per, Rule, Standard, TextBasis, Version, Who,
};
use assize_record::body::Facet;
use std::fmt::Write as _;

/// The page of a standard, in Markdown: what meeting it means, its versions, and each element beside its citation.
pub fn page(standard: &Standard) -> String {
    let mut page = format!("# {}\n\n`{}`\n\n", standard.title, standard.id);
    let kind = match standard.kind {
        Kind::Permission => "A permission. *Met* means that every stated condition is satisfied, no more.",
        Kind::Duty => "A duty. *Met* means that what had to be done was done.",
        Kind::Limit => "A limit. *Met* means that the force stayed within it.",
        Kind::Definition => "A definition. *Met* means that the facts fall under it.",
    };
    let against = match standard.against {
        Against::Incident => "Held against one incident.",
        Against::Campaign => "Held against a campaign.",
    };
    let _ = write!(page, "{kind} {against} It binds {}.", standard.binds.words);
    if standard.guidance {
        page.push_str(" It is always a comparator, never in force.");
    }
    page.push_str(&about(standard));
    page.push('\n');
    for version in &standard.versions {
        version_section(&mut page, version);
    }
    page
}

/// Whom it is held against, where, in which frame, and who reviewed it.
fn about(standard: &Standard) -> String {
    let mut lines = vec![match standard.binds.who {
        Who::EveryState => "Held against what a State did.".to_owned(),
        Who::EveryParty => "Held against what any party to a conflict did.".to_owned(),
        Who::Treaty => {
            "Held against what parties to the treaty did; of a State that is not named here it says that it cannot tell.".to_owned()
        }
        Who::Named => "Held only against what those did whom it names, and what is part of them.".to_owned(),
        Who::InWords => String::new(),
    }];
    let of = |names: Vec<&str>| names.join(", ").replace('-', " ");
    if !standard.binds.states.is_empty() {
        lines.push(format!("Bound: {}.", standard.binds.states.join(", ")));
    }
    if !standard.binds.not.is_empty() {
        lines.push(format!("Not bound: {}.", standard.binds.not.join(", ")));
    }
    if !standard.domains.is_empty() {
        let domains = standard.domains.iter().map(|domain| domain.name()).collect();
        lines.push(format!("It applies where those attacked were on or in: {}.", of(domains)));
    }
    if !standard.frames.is_empty() {
        lines.push(format!("Frame: {}.", of(standard.frames.iter().map(|frame| frame.name()).collect())));
    }
    lines.push(match &standard.reviewed_by {
        Some(lawyer) => format!("Reviewed by {lawyer}."),
        None => "Not reviewed by counsel.".to_owned(),
    });
    lines.retain(|line| !line.is_empty());
    format!("\n\n{}", lines.join(" "))
}

fn version_section(page: &mut String, version: &Version) {
    let basis = match version.basis {
        TextBasis::Full => "the full text is public",
        TextBasis::Redacted => "the text is public with parts blacked out",
        TextBasis::Reported => "the text is not public; this is what was reported of it",
    };
    let _ = write!(
        page,
        "\n## Version: {}\n\n- In force: `{}`. Content public from: `{}`; {basis}.\n- Source: {}.\n- Checked: {}.\n\nTest: `{}`\n",
        version.name,
        version.in_force,
        version.public_from,
        version.cite,
        checked(version.checked),
        version.test
    );
    if let Some(read) = &version.read {
        let _ = writeln!(page, "\nRead at: {read}");
    }
    if let Some(begins) = &version.begins {
        let event = match begins.what {
            Beginning::Signed => "the signing",
            Beginning::InForce => "the entry into force",
            Beginning::Modified => "a change",
        };
        let _ = writeln!(
            page,
            "\nIt begins with {event} of `instrument/{}` where a record dates it; else with the date above.",
            begins.of
        );
    }
    if let Some(applies_where) = &version.applies_where {
        let _ = writeln!(
            page,
            "\nIt applies where: `{applies_where}`. The test is read as if it did; whether it does is shown beside it."
        );
    }
    page.push_str("\n| element | asks whether | citation | notes |\n|---|---|---|---|\n");
    for element in &version.elements {
        let facets: Vec<&str> = element
            .facets
            .iter()
            .map(|facet| match facet {
                Facet::Held => ".held",
                Facet::Reasonable => ".reasonable",
                Facet::Fact => ".fact",
            })
            .collect();
        let name = if facets.is_empty() {
            format!("`{}`", element.name)
        } else {
            facets.iter().map(|facet| format!("`{}{facet}`", element.name)).collect::<Vec<_>>().join(", ")
        };
        let notes = notes(element, version.checked).join("; ");
        let _ = writeln!(page, "| {name} | {} | {} | {notes} |", cell(&element.ask), cell(&element.cite));
    }
    if let Some(gap) = &version.gap_after {
        let _ = writeln!(page, "\nNo version is in force right after this one: {gap}.");
    }
}

fn checked(checked: Checked) -> &'static str {
    match checked {
        Checked::FirstHand => "against the text",
        Checked::SecondHand => "second-hand only, not against the text itself",
    }
}

fn notes(element: &Element, version_checked: Checked) -> Vec<String> {
    let mut notes = Vec::new();
    if element.redacted {
        notes.push("blacked out: unknown for good".to_owned());
    }
    if element.legal {
        notes.push("a legal position: contested once both sides are argued, then taken both ways".to_owned());
    }
    match element.certainty {
        Some(Certainty::Near) => notes.push("near certainty of the decider".to_owned()),
        Some(Certainty::Reasonable) => notes.push("reasonable certainty of the decider".to_owned()),
        None => {}
    }
    match element.per {
        Some(Per::Person) => notes.push("of each person".to_owned()),
        Some(Per::Attack) => notes.push("of each attack".to_owned()),
        None => {}
    }
    if element.question.is_some() {
        notes.push("one question in several standards: argued once, it counts for all".to_owned());
    }
    if let Some(condition) = &element.engaged_when {
        notes.push(format!("asked only where `{}` is not ruled out; else not engaged", condition.words));
    }
    if let Some(presumes) = &element.presumes {
        let trigger = presumes.trigger.as_ref().map(|trigger| format!(", where `{}`", trigger.words));
        notes.push(format!("presumption{}: {}", trigger.unwrap_or_default(), cell(&presumes.words)));
    }
    if let Some(read) = &element.read {
        notes.push(format!("read at {read}"));
    }
    match &element.rule {
        Some(Rule::Zone(zone)) => notes.push(format!("by rule from positions and `zone/{zone}`")),
        Some(Rule::List(list)) => notes.push(format!("by rule from the group attacked and `list/{list}`")),
        Some(Rule::Authority(name)) => {
            notes.push(format!("by rule from who approved and `instrument/{name}`"));
        }
        Some(Rule::Flag { property, .. }) => notes.push(format!("by rule from `{property}`")),
        Some(Rule::Date(_)) => notes.push("by rule from dates".to_owned()),
        None => {}
    }
    if element.checked != version_checked {
        notes.push(format!("checked {}", checked(element.checked)));
    }
    notes
}

fn cell(text: &str) -> String {
    text.replace('|', "\\|")
}
