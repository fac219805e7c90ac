//! The review sheet: an incident held against each standard, element by element.

use super::{Frame, Page, Weighed, said, toll};
use assize_record::{EntityType, EntryId, body::Side};
use assize_weigh::standard::{
    assessment::{Assessment, ElementFinding, Evidence, HeldAs, Reading, VersionFinding},
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
        (overview(assessment, &format!("{root}{}", path(frame, incident)), |finding| finding.held_as != HeldAs::Comparator))
    }
}

fn overview(assessment: &Assessment, href: &str, keep: impl Fn(&VersionFinding) -> bool) -> Markup {
    html! {
        div.scroll tabindex="0" role="region" aria-label="Standards and outcomes" { table {
            thead { tr { th scope="col" { "Standard" } th scope="col" { "Held as" } th scope="col" { "Outcome" } th scope="col" { "Elements" } } }
            tbody {
                @for finding in assessment.findings.iter().filter(|finding| keep(finding)) { tr {
                    th scope="row" { a href={ (href) "#" (anchor(finding)) } { (finding.title) } " " span.small { (finding.version) } }
                    td { (toll::kebab(&finding.held_as)) }
                    td { (reading(&finding.reading)) }
                    td { (tally(finding)) }
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
        (overview(assessment, "", |_| true))
        @if !assessment.doubts.is_empty() { h2 { "Could not be used" } ul { @for doubt in &assessment.doubts { li { (doubt) } } } }
        @for finding in &assessment.findings { (standard(frame, finding)) }
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
        p { (reading(&finding.reading)) " — " (tally(finding)) }
        table { tbody {
            tr { th scope="row" { "Held as" } td { (toll::kebab(&finding.held_as)) } }
            tr { th scope="row" { "In force" } td { (finding.in_force) } }
            tr { th scope="row" { "Content public from" } td { (finding.public_from) } }
            tr { th scope="row" { "Text" } td { (toll::kebab(&finding.basis)) "; citation checked: " (toll::kebab(&finding.checked)) } }
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
                @if let Some(certainty) = &element.certainty { br; span.small { "certainty named: " (toll::kebab(certainty)) } }
                @if element.legal { br; span.small { "a legal position: argued, never settled by counting" } }
                @if element.redacted { br; span.small { "blacked out in the published text: unknown for good in this version" } }
                @if !element.in_test { br; span.small { "not part of the reported test" } }
            }
            td {
                (reading(&element.reading))
                @for unit in &element.units { div.small { (unit.unit) ": " (reading(&unit.reading)) } }
                @for note in &element.notes { div.small { (note) } }
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
        @for evidence in evidence {
            div {
                @if let Some(claim) = frame.view.claim(evidence.entry) {
                    a href={ "../" (frame.words_href(claim)) } title=(frame.caption(claim)) { (said(&evidence.origin.to_string())) }
                } @else { (said(&evidence.origin.to_string())) }
                " (" (format!("{:?}", evidence.grade)) ")"
                @if evidence.presumption { " presumption" }
                @if evidence.bridge_contested { " bridge contested" }
                @if evidence.draft { " " span.draft { "draft" } }
                @if evidence.one_review { " " span.draft { "one review" } }
                @if let Some(unit) = &evidence.unit { ", on " (unit) }
                div.small { (evidence.warrant) }
            }
        }
    }
}

/// An outcome, with what it would be if unnamed people were separate voices.
pub(super) fn reading(reading: &Reading) -> Markup {
    html! {
        (outcome(reading.outcome))
        @if let Some(other) = reading.if_separate { " " span.small { "(" (other.to_string()) " if unnamed people are separate voices)" } }
    }
}

fn outcome(outcome: Outcome) -> Markup {
    let class = match outcome {
        Outcome::Met => "outcome met",
        Outcome::NotMet => "outcome not-met",
        Outcome::Contested => "outcome contested",
        Outcome::Unknown => "outcome unknown",
    };
    html! { span class=(class) { (outcome.to_string()) } }
}

fn tally(finding: &VersionFinding) -> String {
    let tally = &finding.tally;
    format!(
        "{} met, {} not met, {} contested, {} unknown",
        tally.met, tally.not_met, tally.contested, tally.unknown
    )
}

fn anchor(finding: &VersionFinding) -> String {
    let safe = |c: char| if c.is_ascii_alphanumeric() || c == '.' { c } else { '-' };
    format!("{}--{}", finding.standard, finding.version).chars().map(safe).collect()
}
