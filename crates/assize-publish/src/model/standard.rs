//! Methods, and the page of each standard.

use super::{Frame, held};
use crate::{
    page::{
        incident::StandardLine,
        standard::{Method, Methods, Standard, Version},
    },
    sentence::{Sentence, words},
};
use assize_weigh::{
    schema::{SchemaFile, SchemaKind},
    standard::{
        Standard as Rule,
        assessment::Assessment,
        format::{Certainty, Checked, Kind, TextBasis},
        outcome::Outcome,
    },
};
use std::collections::BTreeMap;

/// What was held against each standard, gathered one subject at a time.
#[derive(Debug, Default)]
pub(crate) struct Gathered(BTreeMap<String, (Vec<HeldAgainst>, usize)>);

/// What was held against a standard: its name, where that stands, as what, and the outcome with its words.
type HeldAgainst = (String, String, String, Outcome, String);

impl Gathered {
    /// Adds what one incident or campaign came to.
    pub(crate) fn add(&mut self, assessment: &Assessment, lines: &[StandardLine], paths: &[(usize, String)]) {
        for finding in assessment.findings.iter().filter(|finding| finding.is_silent()) {
            self.0.entry(finding.standard.as_str().to_owned()).or_default().1 += 1;
        }
        for (at, path) in paths {
            let finding = &assessment.findings[*at];
            let Some(line) = lines.iter().find(|line| line.href == *path) else { continue };
            let how = if line.held.is_empty() {
                finding.version.clone()
            } else {
                format!("{}, {}", finding.version, line.held)
            };
            let told = (assessment.name.clone(), path.clone(), how, line.outcome, line.words.clone());
            self.0.entry(finding.standard.as_str().to_owned()).or_default().0.push(told);
        }
    }
}

/// Where the page of a standard lies.
pub(crate) fn path(id: &str) -> String {
    let word: String =
        id.chars().map(|c| if c.is_ascii_alphanumeric() { c.to_ascii_lowercase() } else { '-' }).collect();
    format!("standard/{word}.html")
}

/// Titles and paths of all standards of the site.
pub(crate) fn titles(frame: &Frame<'_>) -> Vec<(String, String)> {
    let standards = frame.settings.standards.iter().flat_map(|standards| standards.iter());
    standards.map(|standard| (standard.title.clone(), path(standard.id.as_str()))).collect()
}

pub(crate) fn of(standard: &Rule, gathered: &Gathered) -> Standard {
    let (held, silent) = gathered.0.get(standard.id.as_str()).cloned().unwrap_or_default();
    let meeting = match standard.kind {
        Kind::Permission => "a permission: met where every stated condition of it is satisfied",
        Kind::Duty => "a duty: met where what had to be done was done",
        Kind::Limit => "a limit: met where the force stayed within it",
        Kind::Definition => "a definition: met where the facts fall under it",
    };
    let told = Sentence::default()
        .named(&standard.title)
        .text(format!(" is {meeting}. "))
        .text(asked(held.len(), silent));
    let frames: Vec<String> = standard.frames.iter().map(|frame| frame.name().replace('-', " ")).collect();
    let review = standard.reviewed_by.as_ref().map_or_else(
        || "written from the cited text, not reviewed by counsel".to_owned(),
        |who| format!("reviewed by {who}"),
    );
    let mut facts =
        vec![("Whom it binds".to_owned(), standard.binds.words.clone()), ("Review".to_owned(), review)];
    if !frames.is_empty() {
        facts.push(("Body of law".to_owned(), words::list(&frames)));
    }
    Standard {
        opening: vec![told],
        facts,
        versions: standard.versions.iter().map(version).collect(),
        held,
        silent,
    }
}

/// Of how much it was asked here, and where this record has something to say on it. To ask is no finding.
fn asked(told: usize, silent: usize) -> String {
    let all = words::plural(told + silent, "incident or campaign")
        .replace("incident or campaigns", "incidents or campaigns");
    match (told, silent) {
        (0, 0) => "It was asked of nothing here.".to_owned(),
        (0, _) => {
            format!("It was asked of {all} here; on none does this record hold anything that bears on it.")
        }
        (_, 0) => {
            format!("It was asked of {all} here; on each this record holds something that bears on it.")
        }
        _ => format!(
            "It was asked of {all} here; on {} this record holds something that bears on it.",
            words::number(told as u64)
        ),
    }
}

fn version(version: &assize_weigh::standard::Version) -> Version {
    let basis = match version.basis {
        TextBasis::Full => "all of its text is public",
        TextBasis::Redacted => "it was released with parts blacked out",
        TextBasis::Reported => "only what people said of it is public",
    };
    let checked = match version.checked {
        Checked::FirstHand => "checked against the text itself",
        Checked::SecondHand => "checked against what others say of the text",
    };
    let read = version.read.as_ref().map_or_else(String::new, |at| format!(", {at}"));
    let mut facts = vec![
        ("Source".to_owned(), version.cite.clone()),
        ("In force".to_owned(), words::date_of(&version.in_force.to_string())),
        ("Could be known".to_owned(), words::date_of(&version.public_from.to_string())),
        ("Text".to_owned(), format!("{basis}; {checked}{read}")),
    ];
    let called = |name: &str| {
        version
            .facets()
            .into_iter()
            .find(|known| known.to_string() == name)
            .and_then(|known| Some(version.element(&known.name)?.called(known.facet)))
    };
    let test = |words: &str| held::in_words(words, &called);
    facts.extend(version.applies_where.as_ref().map(|needs| ("Applies where".to_owned(), test(needs))));
    let elements = version.elements.iter().map(|element| {
        let mut notes = Vec::new();
        notes.extend(element.certainty.map(|certainty| match certainty {
            Certainty::Near => "certainty named: near".to_owned(),
            Certainty::Reasonable => "certainty named: reasonable".to_owned(),
        }));
        if element.legal {
            notes.push("a legal position: argued, never settled by counting".to_owned());
        }
        if element.redacted {
            notes.push("blacked out in the published text".to_owned());
        }
        notes.extend(element.presumes.as_ref().map(|presumes| format!("presumption: {}", presumes.words)));
        notes.extend(
            element
                .engaged_when
                .as_ref()
                .map(|when| format!("asked where this is not ruled out: {}", test(&when.words))),
        );
        (words::capital(&element.called(None)), element.ask.clone(), element.cite.clone(), notes)
    });
    let elements = elements.collect();
    Version { name: version.name.clone(), facts, test: test(&version.test), elements }
}

pub(crate) fn methods(frame: &Frame<'_>) -> Methods {
    let settings = frame.settings;
    let tolls = settings.methods.iter().map(|method| {
        let mut told = vec![method.rule.clone()];
        told.extend(method.counts_in_words().map(|counts| format!("{counts}. Nobody else is counted under its name here.")));
        told.extend(method.scope.as_ref().map(|scope| {
            let only = scope.only_where.as_ref().map_or_else(String::new, |only| format!(", and only where {only}"));
            format!(
                "{} records {}{only}. Other events are computed by its rule and say that it does not record them itself.",
                method.name, scope.words
            )
        }));
        let citation = &method.citation;
        let checked = match citation.checked {
            assize_weigh::toll::Checked::FirstHand => "first hand",
            assize_weigh::toll::Checked::SecondHand => "second hand",
        };
        Method {
            id: method.id.to_string(),
            name: method.name.clone(),
            version: method.version.clone(),
            told,
            citation: format!("{}, {}, {}, {}; checked {checked}.", citation.title, citation.publisher, citation.edition, citation.year),
            url: citation.url.clone(),
        }
    });
    let proof = settings.proofs.as_ref().map(|proofs| {
        let levels = proofs.levels.iter().enumerate().map(|(at, level)| {
            let shown = if at == proofs.default { " (the one shown where no other is named)" } else { "" };
            (level.name.clone(), format!("{}{shown}", level.ask))
        });
        (proofs.cite.clone(), levels.collect())
    });
    let standards = settings.standards.iter().flat_map(|standards| standards.iter()).map(|standard| {
        let versions: Vec<String> = standard.versions.iter().map(|version| version.name.clone()).collect();
        (standard.title.clone(), path(standard.id.as_str()), versions.join("; "))
    });
    Methods {
        tolls: tolls.collect(),
        proof,
        standards: standards.collect(),
        files: used(frame)
            .map(|file| {
                let from = if file.adopted.is_some() { "adopted by this record" } else { "shipped" };
                let based = file.based_on.as_ref().map_or_else(String::new, |on| format!(", based on {on}"));
                (
                    file.kind.name().to_owned(),
                    file.id.clone(),
                    format!("{from}{based}"),
                    file.sha256.to_string(),
                )
            })
            .collect(),
    }
}

/// The files that something on the site was computed from.
fn used<'f>(frame: &'f Frame<'_>) -> impl Iterator<Item = &'f SchemaFile> {
    let settings = frame.settings;
    let uses = move |file: &&SchemaFile| match file.kind {
        SchemaKind::Method => settings.methods.iter().any(|method| method.id == file.id.as_str()),
        SchemaKind::Proof => settings.proofs.as_ref().is_some_and(|proofs| proofs.id == file.id.as_str()),
        SchemaKind::Standard => {
            settings.standards.as_ref().is_some_and(|standards| standards.get(&file.id).is_ok())
        }
        SchemaKind::Property => true,
    };
    settings.schema.iter().filter(|file| file.counts).filter(uses)
}

/// The name and address of what an assessment is of.
pub(crate) fn subject(frame: &Frame<'_>, assessment: &Assessment) -> (String, String) {
    let id = assessment.subject;
    let incident = frame.view.type_of(id) == Some(assize_record::EntityType::Incident);
    let href = match incident {
        true if frame.told_of.contains(&id) => frame.incident_path(id),
        true => "index.html".to_owned(),
        false => format!("index.html#{}", frame.slug(id)),
    };
    (assessment.name.clone(), href)
}

/// The day a page of a version last changed.
pub(crate) fn changed(
    frame: &Frame<'_>,
    finding: &assize_weigh::standard::assessment::VersionFinding,
) -> Option<String> {
    let entries: Vec<_> = held::entries(finding).collect();
    frame.changed(entries.iter().filter_map(|id| frame.view.claim(*id)))
}
