//! The review sheet: an incident held against each standard, element by element.

use super::{Frame, Page, Weighed, said, toll};
use assize_record::{EntityType, EntryId, Stance, body::Side};
use assize_weigh::standard::{
    assessment::{Assessment, ElementFinding, Evidence, HeldAs, Reading, VersionFinding, Word},
    outcome::Outcome,
};
use maud::{Markup, html};

pub(super) fn pages(frame: &Frame<'_>, weighed: &Weighed) -> Vec<Page> {
    weighed.assessments.iter().map(|assessment| page(frame, assessment)).collect()
}

/// Where the review sheet of an incident lies.
pub(super) fn path(frame: &Frame<'_>, subject: EntryId) -> String {
    let key = frame.slug(subject);
    format!("review/{key}.html")
}

/// The outcomes in a dossier, one line a standard that was or may have been in force; the sheet has the rest.
pub(super) fn summary(frame: &Frame<'_>, root: &str, weighed: &Weighed, incident: EntryId) -> Markup {
    let Some(assessment) = weighed.assessments.iter().find(|assessment| assessment.subject == incident)
    else {
        return html! {};
    };
    html! {
        h2 { "Held against standards" }
        p { "Proof standard: " (assessment.proof) ". The " a href={ (root) (path(frame, incident)) } { "review sheet" } " has every element with the words for and against." }
        (overview(assessment, &format!("{root}{}", path(frame, incident)), |finding| finding.held_as != HeldAs::Comparator && !finding.is_silent()))
    }
}

fn overview(assessment: &Assessment, href: &str, keep: impl Fn(&VersionFinding) -> bool) -> Markup {
    html! {
        div.scroll tabindex="0" role="region" aria-label="Standards and outcomes" { table {
            thead { tr { th scope="col" { "Standard" } th scope="col" { "Held as" } th scope="col" { "Applies" } th scope="col" { "Outcome where it applies" } th scope="col" { "Elements" } } }
            tbody {
                @for finding in assessment.findings.iter().filter(|finding| keep(finding)) { tr {
                    th scope="row" { a href={ (href) "#" (anchor(finding)) } { (finding.title) } " " span.small { (finding.version) } }
                    td { (finding.held_as) }
                    td { @match &finding.applies { Some(applies) => (reading(applies)), None => "asks no condition" } }
                    td { (outcome(finding.reading.outcome, &finding.conditional_in_words())) }
                    td { (finding.tally) }
                } }
            }
        } }
    }
}

fn page(frame: &Frame<'_>, assessment: &Assessment) -> Page {
    let content = html! {
        p { "Each standard's test is evaluated at the proof standard " strong { (assessment.proof) } " (" (assessment.policy) "); the profile shows all four. "
            "An outcome says what this record holds for and against, never what is lawful or true. "
            @if frame.view.entities().get(&assessment.subject).is_some_and(|entity| entity.entity_type == EntityType::Incident) {
                a href={ "../" (frame.dossier_path(assessment.subject)) } { "Dossier" } "."
            }
        }
        (overview(assessment, "", |finding| !finding.is_silent()))
        @if assessment.findings.iter().any(VersionFinding::is_silent) {
            p { "Nothing on this record bears on these: " @for (at, finding) in assessment.findings.iter().filter(|finding| finding.is_silent()).enumerate() { @if at > 0 { "; " } (finding.title) " (" (finding.version) ")" } "." }
        }
        @if !assessment.doubts.is_empty() { h2 { "Could not be used" } ul { @for doubt in &assessment.doubts { li { (doubt) } } } }
        @for finding in assessment.findings.iter().filter(|finding| !finding.is_silent()) { (standard(frame, finding)) }
    };
    Page {
        path: path(frame, assessment.subject),
        title: format!("Review sheet: {}", assessment.name),
        content,
    }
}

fn standard(frame: &Frame<'_>, finding: &VersionFinding) -> Markup {
    html! {
        h2 id=(anchor(finding)) { (finding.title) " " span.small { (finding.version) } }
        p { (outcome(finding.reading.outcome, &finding.conditional_in_words())) " — " (finding.tally) }
        table { tbody {
            tr { th scope="row" { "Held as" } td { (finding.held_as) @if !finding.why_held.is_empty() { ": " (finding.why_held.join("; ")) } } }
            @if !finding.frames.is_empty() { tr { th scope="row" { "Frame" } td { (finding.frames.iter().map(|frame| frame.name().replace('-', " ")).collect::<Vec<_>>().join(", ")) ". Frames are asked side by side; which of them governs is itself a question." } } }
            tr { th scope="row" { "In force" } td { (finding.in_force) } }
            tr { th scope="row" { "Content public from" } td { (finding.public_from) } }
            tr { th scope="row" { "Text" } td { (toll::kebab(&finding.basis)) "; " (finding.checked.with_review(finding.reviewed_by.as_deref())) @if let Some(read) = &finding.read { "; read at " (said(read)) } } }
            tr { th scope="row" { "Citation" } td { (finding.cite) } }
            tr { th scope="row" { "Binds" } td { (finding.binds) } }
            @if let (Some(condition), Some(applies)) = (&finding.applies_where, &finding.applies) {
                tr { th scope="row" { "Applies where" } td { code { (condition) } ": " (reading(applies)) ". The outcome is what it comes to where it applies." } }
            }
            tr { th scope="row" { "Test" } td { code { (finding.test) } } }
            tr { th scope="row" { "By proof standard" } td { @for line in &finding.profile { div { (line.proof) ": " (reading(&line.reading)) } } } }
            @if !finding.missing.is_empty() { tr { th scope="row" { "Missing on this record" } td { (finding.missing.join(", ")) } } }
            @for arguendo in &finding.arguendo { tr {
                th scope="row" { "Arguendo" }
                td { @if !arguendo.taken_as_met.is_empty() { "if " (arguendo.taken_as_met.join(", ")) " held" }
                    @if !arguendo.taken_as_met.is_empty() && !arguendo.taken_as_not_met.is_empty() { " and " }
                    @if !arguendo.taken_as_not_met.is_empty() { "if " (arguendo.taken_as_not_met.join(", ")) " did not hold" }
                    ": " (reading(&arguendo.reading)) }
            } }
        } }
        div.scroll tabindex="0" role="region" aria-label={ "Elements of " (finding.title) } { table {
            thead { tr { th scope="col" { "Element" } th scope="col" { "Outcome" } th scope="col" { "For" } th scope="col" { "Against" } } }
            tbody { @for element in &finding.elements { (row(frame, element)) } }
        } }
    }
}

fn row(frame: &Frame<'_>, element: &ElementFinding) -> Markup {
    html! {
        tr {
            th scope="row" {
                code { (element.element) } br; span { (element.ask) } br; span.small { (element.cite) }
                @if let Some(condition) = &element.engaged_when { br; span.small { "asked where not ruled out: " code { (condition) } } }
                @if element.question.is_some() { br; span.small { "one question in several standards: argued once, it counts for all" } }
                @if let Some(presumes) = &element.presumes { br; span.small { "presumption: " (presumes) } }
                @if let Some(certainty) = &element.certainty { br; span.small { "certainty named: " (toll::kebab(certainty)) } }
                @if element.legal { br; span.small { "a legal position: argued, never settled by counting" } }
                @if element.redacted { br; span.small { "blacked out in the published text: unknown for good in this version" } }
                @if !element.in_test { br; span.small { "not part of the reported test" } }
            }
            td {
                (outcome(element.reading.outcome, &element.outcome_in_words()))
                @for unit in &element.units { div.small { (unit.unit) ": " (reading(&unit.reading)) } }
                @for note in &element.notes { div.small { (note) } }
                @if !element.open.is_empty() { div.small { (frame.figure("../", "claims that settle nothing", &element.open)) } }
            }
            td { (side(frame, element, Side::For)) }
            td { (side(frame, element, Side::Against)) }
        }
    }
}

fn side(frame: &Frame<'_>, element: &ElementFinding, side: Side) -> Markup {
    let evidence: Vec<&Evidence> = element.evidence.iter().filter(|evidence| evidence.side == side).collect();
    html! {
        @if evidence.is_empty() { span.blank { "nothing on this record" } }
        @for argument in evidence {
            div {
                @if argument.legs.len() == 1 { (leg(frame, &argument.legs[0])) }
                @else { "together:" ol { @for words in &argument.legs { li { (leg(frame, words)) } } } }
                @if argument.presumption { " invokes a presumption" }
                @if argument.bridge_contested { " bridge contested" }
                @if let Some(unit) = &argument.unit { ", on " (unit) }
                @if let Some(of) = &argument.said_of { " — said of " (said(of)) }
                // The record's own reasoning, and nobody's word.
                div.small { "Why it bears on it: " (argument.warrant) @if let Some(other) = &argument.argued_for { " (argued for " (other) ", which asks the same)" } }
            }
        }
    }
}

/// The words of one part of an argument, each with its own speaker.
fn leg(frame: &Frame<'_>, words: &[Word]) -> Markup {
    html! {
        @for (at, word) in words.iter().enumerate() {
            @if at > 0 { "; " }
            @if let Some(claim) = frame.view.claim(word.entry) {
                a href={ "../" (frame.words_href(claim)) } title=(frame.caption(claim)) { (said(&frame.speaker(&claim.speaker, claim.source))) }
            } @else { (said(&word.speaker)) }
            @if let Some(claim) = frame.view.claim(word.entry) {
                @match claim.stance { Stance::Denies => " denies it", Stance::Doubts => " doubts it", Stance::Reports => " passes it on", Stance::Asserts => "" }
            }
            " (" (word.grade.name()) ")"
            @if word.draft { " " span.draft { "draft" } }
            @if word.one_review { " " span.draft { "one review" } }
        }
    }
}

fn reading(reading: &Reading) -> Markup {
    outcome(reading.outcome, &reading.to_string())
}

/// An outcome, in words that say what it rests on.
fn outcome(of: Outcome, words: &str) -> Markup {
    let class = match of {
        Outcome::Met => "outcome met",
        Outcome::NotMet => "outcome not-met",
        Outcome::Contested => "outcome contested",
        Outcome::Unknown => "outcome unknown",
        Outcome::NotEngaged => "outcome not-engaged",
    };
    html! { span class=(class) { (words) } }
}

fn anchor(finding: &VersionFinding) -> String {
    let safe = |c: char| if c.is_ascii_alphanumeric() || c == '.' { c } else { '-' };
    format!("{}--{}", finding.standard, finding.version).chars().map(safe).collect()
}
