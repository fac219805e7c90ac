//! A standard held against an incident or campaign.

use super::Frame;
use crate::{
    page::{
        held::{Argument, Element, Held, Marked, Profile, Word},
        incident::{StandardLine, Standards},
        parts::Words,
    },
    sentence::{Sentence, standard::Opening, words},
};
use assize_ledger::view::Standing;
use assize_record::{EntryId, Stance, body::Side};
use assize_weigh::{
    gist,
    standard::{
        assessment::{Assessment, ElementFinding, Evidence, HeldAs, VersionFinding},
        format::Certainty,
        outcome::Outcome,
    },
};
use std::collections::BTreeSet;

/// The word for a version of a standard in paths.
pub(crate) fn word(finding: &VersionFinding) -> String {
    let of = |text: &str| {
        text.chars()
            .map(|c| if c.is_ascii_alphanumeric() { c.to_ascii_lowercase() } else { '-' })
            .collect::<String>()
    };
    let word = format!("{}--{}", of(finding.standard.as_str()), of(&finding.version));
    word.chars().take(80).collect::<String>().trim_matches('-').to_owned()
}

/// Where a version's page for a subject lies. Words that fold to one are told apart by number.
pub(crate) fn paths(frame: &Frame<'_>, assessment: &Assessment) -> Vec<(usize, String)> {
    let folder = format!("held/{}", frame.slug(assessment.subject));
    let mut taken = BTreeSet::new();
    let told = assessment.findings.iter().enumerate().filter(|(_, finding)| !finding.is_silent());
    told.map(|(at, finding)| {
        let mut word = word(finding);
        while !taken.insert(word.clone()) {
            word.push_str("-2");
        }
        (at, format!("{folder}/{word}.html"))
    })
    .collect()
}

/// All standards in lines, and how many are silent.
pub(crate) fn standards(frame: &Frame<'_>, assessment: &Assessment) -> Standards {
    let paths = paths(frame, assessment);
    let mut lines: Vec<StandardLine> = paths
        .iter()
        .map(|(at, path)| {
            let finding = &assessment.findings[*at];
            let in_test = finding.elements.iter().filter(|element| element.in_test);
            StandardLine {
                title: finding.title.clone(),
                version: finding.version.clone(),
                held: held_as(finding.held_as).to_owned(),
                href: path.clone(),
                outcome: finding.reading.outcome,
                words: finding.conditional_in_words(),
                elements: in_test.map(|element| element.reading.outcome).collect(),
            }
        })
        .collect();
    lines.sort_by_key(|line| !line.held.is_empty());
    Standards {
        proof: assessment.proof.clone(),
        silent: assessment.findings.len() - lines.len(),
        lines,
        doubts: assessment.doubts.clone(),
    }
}

/// As what it is held against: nothing is said where it was in force.
pub(crate) const fn held_as(of: HeldAs) -> &'static str {
    match of {
        HeldAs::InForce => "",
        HeldAs::PerhapsInForce => "perhaps in force",
        HeldAs::Comparator => "as a comparator",
    }
}

/// The view model of one version's page.
pub(crate) fn of(frame: &Frame<'_>, assessment: &Assessment, at: usize, subject: (String, String)) -> Held {
    let finding = &assessment.findings[at];
    let (told, silent): (Vec<_>, Vec<_>) = finding.elements.iter().partition(|element| !is_silent(element));
    let beside = paths(frame, assessment).into_iter().filter(|(other, _)| *other != at);
    Held {
        opening: opening(finding, subject).sentences(),
        lines: lines(frame, finding),
        elements: told.into_iter().map(|element| self::element(frame, finding, element)).collect(),
        marks: marks(finding),
        silent: self::silent(&silent),
        profile: profile(finding),
        arguendo: arguendo(finding),
        text: text(finding),
        asks: super::standard::path(finding.standard.as_str()),
        beside: beside
            .filter(|(other, _)| assessment.findings[*other].standard == finding.standard)
            .map(|(other, path)| {
                let found = &assessment.findings[other];
                (
                    format!("{}, {}", found.title, found.version),
                    path,
                    found.reading.outcome,
                    found.conditional_in_words(),
                )
            })
            .collect(),
    }
}

/// Every element with its outcome: those of the test, which the tally counts, and those that stand beside it. Those on which nothing bears are told together.
fn marks(finding: &VersionFinding) -> [Vec<Marked>; 2] {
    [true, false].map(|in_test| {
        let of = || finding.elements.iter().filter(|element| element.in_test == in_test);
        let mut marks: Vec<Marked> = of()
            .filter(|element| !is_silent(element))
            .map(|element| Marked {
                outcome: element.reading.outcome,
                many: 1,
                name: words::capital(&element.label),
                href: format!("#{}", id_of(element)),
            })
            .collect();
        for element in of().filter(|element| is_silent(element)) {
            let outcome = element.reading.outcome;
            let known = marks.iter_mut().find(|known| known.href == SILENT && known.outcome == outcome);
            match known {
                Some(known) => known.many += 1,
                None => marks.push(Marked { outcome, many: 1, name: String::new(), href: SILENT.to_owned() }),
            }
        }
        for mark in marks.iter_mut().filter(|mark| mark.href == SILENT) {
            mark.name = format!("{} on which nothing bears", words::number(mark.many as u64));
        }
        marks
    })
}

/// Where elements on which nothing bears are listed.
const SILENT: &str = "#silent";

/// Elements on which nothing bears. Facets of one element ask the same, and are told together where they come out alike.
fn silent(elements: &[&ElementFinding]) -> Vec<(Outcome, String, String)> {
    let mut told: Vec<(Outcome, String, String)> = Vec::new();
    for element in elements {
        let (outcome, label) = (element.reading.outcome, words::capital(&element.label));
        let same = told.iter_mut().find(|(known, _, ask)| *known == outcome && *ask == element.ask);
        match (same, label.split_once(" (")) {
            (Some((_, name, _)), Some((_, facet))) if name.ends_with(')') => {
                name.pop();
                name.push_str(&format!("; {facet}"));
            }
            _ => told.push((outcome, label, element.ask.clone())),
        }
    }
    told
}

fn is_silent(element: &ElementFinding) -> bool {
    element.evidence.is_empty() && element.open.is_empty()
}

/// The code of an element as an address on its page.
fn id_of(element: &ElementFinding) -> String {
    let id: String =
        element.element.chars().map(|c| if c.is_ascii_alphanumeric() { c } else { '-' }).collect();
    format!("e-{id}")
}

/// A test, or what has to be so for something, with each element by its label: codes of elements are for files.
pub(super) fn in_words(test: &str, called: &dyn Fn(&str) -> Option<String>) -> String {
    let mut told = String::new();
    let mut rest = test;
    while !rest.is_empty() {
        let is_name = |c: char| c.is_ascii_alphanumeric() || matches!(c, '_' | '.');
        let end = rest.find(|c| !is_name(c)).unwrap_or(rest.len());
        if end == 0 {
            let other = rest.find(is_name).unwrap_or(rest.len());
            told.push_str(&rest[..other]);
            rest = &rest[other..];
        } else {
            let name = &rest[..end];
            told.push_str(&called(name).map_or_else(|| name.to_owned(), |label| words::capital(&label)));
            rest = &rest[end..];
        }
    }
    told
}

/// The label of an element of a finding by its code.
fn called<'f>(finding: &'f VersionFinding) -> impl Fn(&str) -> Option<String> + 'f {
    |name| {
        let known = finding.elements.iter().find(|element| element.element == name);
        known.map(|element| element.label.clone())
    }
}

fn opening(finding: &VersionFinding, subject: (String, String)) -> Opening {
    let evidence =
        finding.elements.iter().filter(|element| element.in_test).flat_map(|element| &element.evidence);
    let speakers: BTreeSet<_> = evidence.flat_map(Evidence::words).map(|word| &word.speaker).collect();
    Opening {
        standard: finding.title.clone(),
        subject,
        held_as: finding.held_as,
        outcome: finding.reading.outcome,
        outcome_words: finding.outcome_in_words(),
        applies: finding.applies.map(|applies| applies.outcome),
        tally: finding.tally,
        speakers: speakers.len(),
    }
}

fn lines(frame: &Frame<'_>, finding: &VersionFinding) -> Vec<(String, Option<Outcome>, Sentence)> {
    let mut lines = Vec::new();
    if let Some(applies) = &finding.applies {
        let needs = finding
            .applies_where
            .as_ref()
            .map_or_else(String::new, |needs| format!("; it needs: {}", in_words(needs, &called(finding))));
        lines.push((
            "Does it apply?".to_owned(),
            Some(applies.outcome),
            Sentence::default().text(format!("{applies}{needs}")),
        ));
        lines.push((
            "If it applies".to_owned(),
            Some(finding.reading.outcome),
            Sentence::default().text(finding.outcome_in_words()),
        ));
    } else {
        lines.push((
            "Outcome".to_owned(),
            Some(finding.reading.outcome),
            Sentence::default().text(finding.outcome_in_words()),
        ));
    }
    let mut held = Sentence::default().text(finding.held_as.to_string());
    if !finding.why_held.is_empty() {
        held = held.text(format!(": {}", finding.why_held.join("; ")));
    }
    if let Some(cite) = frame.cite(&finding.dated_by, None) {
        held = held.text(", by ").figure("what is said of day, place and who acted", &cite);
    }
    lines.push(("Why it is asked".to_owned(), None, held));
    lines
}

fn element(frame: &Frame<'_>, finding: &VersionFinding, found: &ElementFinding) -> Element {
    let side = |side: Side| {
        let on = found.evidence.iter().filter(|evidence| evidence.side == side);
        on.map(|evidence| argument(frame, evidence)).collect()
    };
    let mut notes = Vec::new();
    notes.extend(
        found
            .engaged_when
            .iter()
            .map(|when| format!("asked where this is not ruled out: {}", in_words(when, &called(finding)))),
    );
    notes.extend(
        found
            .question
            .iter()
            .map(|_| "one question in several standards: argued once, it counts for all".to_owned()),
    );
    notes.extend(found.presumes.iter().map(|presumes| format!("presumption: {presumes}")));
    notes.extend(found.certainty.map(|certainty| match certainty {
        Certainty::Near => "certainty named: near".to_owned(),
        Certainty::Reasonable => "certainty named: reasonable".to_owned(),
    }));
    if found.legal {
        notes.push("a legal position: argued, never settled by counting".to_owned());
    }
    if found.redacted {
        notes.push("blacked out in the published text: unknown for good in this version".to_owned());
    }
    if !found.in_test {
        notes.push("beside the test: its outcome is not counted in it".to_owned());
    }
    notes.extend(found.notes.iter().cloned());
    Element {
        id: id_of(found),
        name: words::capital(&found.label),
        ask: found.ask.clone(),
        cite: found.cite.clone(),
        outcome: found.reading.outcome,
        outcome_words: found.outcome_in_words(),
        units: found
            .units
            .iter()
            .map(|unit| (unit.unit.clone(), unit.reading.outcome, unit.reading.to_string()))
            .collect(),
        for_it: side(Side::For),
        against: side(Side::Against),
        notes,
        open: frame.cite(&found.open, None),
        needed: needed(found),
    }
}

/// What would move an element that is open, by the rule that decides it.
fn needed(found: &ElementFinding) -> Option<String> {
    let legal = found.legal;
    match found.reading.outcome {
        _ if found.redacted => Some("the words that are blacked out in the published text".to_owned()),
        Outcome::Contested if legal => {
            Some("a finding by a court or another body that may decide it".to_owned())
        }
        Outcome::Unknown if legal => {
            Some("an argued position, or a finding by a court or another body that may decide it".to_owned())
        }
        Outcome::Contested => {
            Some("a word of a better grade, or more independent origins, on one side".to_owned())
        }
        Outcome::Unknown => {
            Some("words of independent origins, or of a better grade, for or against it".to_owned())
        }
        _ => None,
    }
}

fn argument(frame: &Frame<'_>, evidence: &Evidence) -> Argument {
    let mut asides = Vec::new();
    if evidence.presumption {
        asides.push("invokes a presumption".to_owned());
    }
    if evidence.bridge_contested {
        asides.push("another judgement puts the same words on the other side".to_owned());
    }
    asides.extend(evidence.unit.iter().map(|unit| format!("on {unit}")));
    asides.extend(evidence.said_of.iter().map(|of| format!("said of {of}")));
    asides.extend(evidence.argued_for.iter().map(|other| format!("argued for {other}, which asks the same")));
    // What was said of the whole campaign, or of an instrument, stands alike on the page of every incident: there whose word it is leads to the words.
    let whole = evidence.said_of.is_some();
    let legs =
        evidence.legs.iter().map(|leg| leg.iter().map(|word| self::word_of(frame, word, whole)).collect());
    Argument { legs: legs.collect(), warrant: evidence.warrant.clone(), asides }
}

fn word_of(frame: &Frame<'_>, word: &assize_weigh::standard::assessment::Word, briefly: bool) -> Word {
    let mark = match (word.draft, word.one_review) {
        (true, _) => Some("draft"),
        (false, true) => Some("one review"),
        (false, false) => None,
    };
    let grade = word.grade.name().to_owned();
    let Some(claim) = frame.view.claim(word.entry) else {
        let href = frame.place(word.entry).map(|(href, _)| href);
        return Word { told: None, gist: None, who: word.speaker.clone(), href, grade, mark };
    };
    let stands = match claim.stance {
        Stance::Denies => ", who denies it",
        Stance::Doubts => ", who doubts it",
        Stance::Reports => ", who passes it on",
        Stance::Asserts => "",
    };
    let quoted = frame.view.words_of(claim);
    let told =
        quoted.map(|words| Words { words: words.exact.clone(), mark: frame.view.unquoted(claim.source) });
    if briefly {
        let who = format!(
            "{}{stands} · {}",
            frame.speaker(&claim.speaker, claim.source),
            frame.publisher(claim.source)
        );
        return Word { told: None, gist: None, who, href: Some(frame.words_href(claim)), grade, mark };
    }
    Word {
        // The gist says whose word it is; words of an original stand by themselves.
        gist: gist::of(frame.view, claim)
            .map(|gist| gist.words)
            .filter(|_| told.as_ref().is_none_or(|told| told.mark.is_some())),
        told,
        who: format!(
            "{}{stands} · {}, {}",
            frame.speaker(&claim.speaker, claim.source),
            frame.publisher(claim.source),
            frame.published(claim.source)
        ),
        href: Some(frame.words_href(claim)),
        grade,
        mark: mark.or((claim.standing == Standing::Draft).then_some("draft")),
    }
}

/// Outcomes at all proof standards, of the test and of elements that do not come out the same at each.
fn profile(finding: &VersionFinding) -> Vec<Profile> {
    let told = |lines: &[assize_weigh::standard::assessment::ProfileLine]| match lines {
        [first, rest @ ..] if rest.iter().all(|line| line.reading == first.reading) => {
            vec![("at each".to_owned(), first.reading.outcome, first.reading.to_string())]
        }
        lines => lines
            .iter()
            .map(|line| (line.proof.clone(), line.reading.outcome, line.reading.to_string()))
            .collect(),
    };
    let mut rows = vec![("The test".to_owned(), told(&finding.profile))];
    for element in finding.elements.iter().filter(|element| element.in_test) {
        let first = element.profile.first().map(|line| line.reading);
        if element.profile.iter().any(|line| Some(line.reading) != first) {
            rows.push((words::capital(&element.label), told(&element.profile)));
        }
    }
    rows
}

fn arguendo(finding: &VersionFinding) -> Vec<(String, Outcome, String)> {
    let labels = |names: &[String]| {
        let label = called(finding);
        let labels: Vec<String> =
            names.iter().map(|name| words::capital(&label(name).unwrap_or_else(|| name.clone()))).collect();
        words::list(&labels)
    };
    let rows = finding.arguendo.iter().map(|way| {
        let met = if way.taken_as_met.is_empty() {
            "none taken as met".to_owned()
        } else {
            format!("{} taken as met", labels(&way.taken_as_met))
        };
        let not = if way.taken_as_not_met.is_empty() {
            String::new()
        } else {
            format!(", {} as not met", labels(&way.taken_as_not_met))
        };
        (format!("{met}{not}"), way.reading.outcome, way.reading.to_string())
    });
    rows.collect()
}

/// What is known of the text in brief; the page of the standard has the rest.
fn text(finding: &VersionFinding) -> Vec<(String, String)> {
    let review = match &finding.reviewed_by {
        None => "written from the cited text, not reviewed by counsel".to_owned(),
        Some(who) => format!("reviewed by {who}"),
    };
    vec![
        ("Source".to_owned(), finding.cite.clone()),
        (
            "Version".to_owned(),
            format!("{}, in force {}; {review}", finding.version, words::date_of(&finding.in_force)),
        ),
        ("Test".to_owned(), in_words(&finding.test, &called(finding))),
    ]
}

/// Claims for and against, for the day a page last changed.
pub(crate) fn entries(finding: &VersionFinding) -> impl Iterator<Item = EntryId> + '_ {
    finding.supporting.iter().chain(&finding.opposing).chain(&finding.dated_by).copied()
}

#[cfg(test)]
mod tests {
    use super::in_words;

    #[test]
    fn a_test_is_told_by_labels_and_an_unknown_word_stays() {
        let called = |name: &str| match name {
            "iac" => Some("armed conflict".to_owned()),
            "hostile.reasonable" => Some("hostile (as reasonably judged)".to_owned()),
            _ => None,
        };
        for (test, told) in [
            ("iac", "Armed conflict"),
            (
                "not (iac and hostile.reasonable) or other_1",
                "not (Armed conflict and Hostile (as reasonably judged)) or other_1",
            ),
            ("", ""),
        ] {
            assert_eq!(in_words(test, &called), told);
        }
    }
}
