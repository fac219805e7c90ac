//! Every rule has an id, an invented example in which it fires and an invented text in which it does not.
//!
//! The sections stand in `tests/rules/LAYER.txt`:
//!
//! ```text
//! == day.range: what the rule reads, in one sentence
//! yes:
//! The boats stayed from 3 to 7 May in the port.
//!                       ^^^^^^^^^^
//! no:
//! Between 3 and 7 men were aboard.
//! ```
//!
//! The carets of `yes:` stand under exactly the spans of the rule; what other rules find there is not looked at. Texts are published
//! on 2031-06-20.

use assize_reader::{
    Document, Segments, factuality, language, link::anchored, quantity, read, segment, speech, timex,
};
use assize_reader::{document::parse, grammar::Grammar, rules};
use assize_record::Span;
use assize_rules::SourceFile;
use assize_testkit::caret::annotated;
use std::collections::{BTreeMap, BTreeSet};

/// A layer, the ids it declares and what fires in a text.
struct Layer {
    name: &'static str,
    rules: &'static [&'static str],
    sections: &'static str,
    fired: fn(&Document<'_>, &Segments) -> Vec<(Span, &'static str)>,
}

const LAYERS: &[Layer] = &[
    Layer {
        name: "read",
        rules: assize_reader::read::RULES,
        sections: include_str!("../rules/read.txt"),
        fired: |document, _| {
            let all = assembled(document);
            all.into_iter().filter(|(_, rule)| assize_reader::read::RULES.contains(rule)).collect()
        },
    },
    Layer {
        name: "factuality",
        rules: factuality::RULES,
        sections: include_str!("../rules/factuality.txt"),
        fired: |document, segments| {
            let (text, lower) = (document.text, document.text.to_ascii_lowercase());
            factuality::marks(text, &lower, segments).iter().map(|m| (m.words, m.kind.rule())).collect()
        },
    },
    Layer {
        name: "language",
        rules: language::RULES,
        sections: include_str!("../rules/language.txt"),
        fired: |document, segments| {
            let foreign = language::foreign(document.text, segments);
            foreign.iter().map(|passage| (passage.span, passage.rule)).collect()
        },
    },
    Layer {
        name: "quantity",
        rules: quantity::RULES,
        sections: include_str!("../rules/quantity.txt"),
        fired: |document, segments| {
            let (times, _) = timex::times(document, segments);
            quantity::quantities(document, segments, &times).iter().map(|q| (q.span, q.rule)).collect()
        },
    },
    Layer {
        name: "speech",
        rules: speech::RULES,
        sections: include_str!("../rules/speech.txt"),
        fired: |document, segments| {
            let (text, lower) = (document.text, document.text.to_ascii_lowercase());
            let mut fired: Vec<(Span, &str)> =
                speech::acts::acts(&lower, segments).iter().map(|a| (a.cue, a.kind.rule())).collect();
            let parsed = parse::alone(text, &lower, segments);
            for attribution in speech::attributions(text, &lower, segments, &parsed) {
                let goes_on =
                    attribution.rule.starts_with("speech.quote-") || attribution.rule == "speech.listed";
                let span =
                    attribution.content.first().filter(|_| goes_on).copied().unwrap_or(attribution.cue);
                fired.push((span, attribution.rule));
            }
            fired
        },
    },
    Layer {
        name: "timex",
        rules: timex::RULES,
        sections: include_str!("../rules/timex.txt"),
        fired: |document, segments| {
            timex::times(document, segments).0.iter().map(|t| (t.span, t.rule)).collect()
        },
    },
];

/// The rules of all drafts and doubts of a document. A rule that no layer declares is a fault.
fn assembled(document: &Document<'_>) -> Vec<(Span, &'static str)> {
    let reading = read(document);
    crate::referents::acceptable(document.text, &reading);
    let drafts = reading.drafts.iter().map(|draft| {
        let value = &draft.proposition.value;
        (Span::new(value.start, value.end), draft.rule.as_str())
    });
    // A time that hangs on an unknown day raises a doubt in the name of its own rule.
    let doubts = reading.doubts.iter().filter(|doubt| !doubt.rule.starts_with("timex."));
    let doubts = doubts.map(|doubt| (doubt.words.span(), doubt.rule.as_str()));
    let ruled = Grammar::english().program.rules().iter().map(|rule| rule.id.as_str());
    let known: Vec<&str> = LAYERS.iter().flat_map(|layer| layer.rules).copied().chain(ruled).collect();
    let declared = |rule: &str| {
        let id = known.iter().find(|id| **id == rule).copied();
        assert!(id.is_some(), "no layer declares `{rule}`");
        id.unwrap_or_default()
    };
    let named = reading.times.iter().filter(|time| time.rule == anchored::DAY_OF);
    let named = named.map(|time| (time.span, time.rule));
    drafts.chain(doubts).chain(named).map(|(span, rule)| (span, declared(rule))).collect()
}

#[test]
fn every_rule_of_a_draft_is_declared_by_a_layer() {
    for layer in LAYERS {
        for section in sections(layer).values() {
            let yes = section.yes.iter().map(|fixture| annotated(fixture.trim_end()).text);
            for text in yes.chain(section.no.iter().cloned()) {
                assembled(&Document::published(&text, "2031-06-20".parse().expect("a date")));
            }
        }
    }
}

/// The rules of `schema/rules` bring their examples with them.
#[test]
#[allow(clippy::disallowed_methods, reason = "the rules lie in a folder")]
fn the_examples_of_rules_hold() {
    let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/../../schema/rules/en");
    let mut files: Vec<(String, String)> = std::fs::read_dir(folder)
        .expect("the folder of rules")
        .map(|entry| entry.expect("a file").path())
        .map(|path| (path.display().to_string(), std::fs::read_to_string(&path).expect("rules")))
        .collect();
    files.sort();
    let sources: Vec<SourceFile<'_>> = files.iter().map(|(name, text)| SourceFile { name, text }).collect();
    let faults = rules::check(Grammar::english(), &sources);
    assert!(faults.is_empty(), "{}", faults.iter().map(ToString::to_string).collect::<Vec<_>>().join("\n"));
}

/// The examples and counter-examples of one rule.
#[derive(Default)]
struct Section {
    yes: Vec<String>,
    no: Vec<String>,
}

fn sections(layer: &Layer) -> BTreeMap<&'static str, Section> {
    let mut sections: BTreeMap<&str, Section> = BTreeMap::new();
    let (mut id, mut block) = ("", None::<bool>);
    for line in layer.sections.lines() {
        if let Some(head) = line.strip_prefix("== ") {
            let (name, meaning) = head.split_once(": ").expect("a section says what its rule reads");
            assert!(!meaning.trim().is_empty(), "{name}");
            (id, block) = (name, None);
            assert!(
                sections.insert(id, Section::default()).is_none(),
                "{}: `{id}` has two sections",
                layer.name
            );
            continue;
        }
        let Some(section) = sections.get_mut(id) else { continue };
        match line {
            "yes:" => {
                block = Some(true);
                section.yes.push(String::new());
            }
            "no:" => {
                block = Some(false);
                section.no.push(String::new());
            }
            _ => {
                let list = if block == Some(true) { &mut section.yes } else { &mut section.no };
                if let Some(text) = list.last_mut().filter(|_| block.is_some()) {
                    text.push_str(line);
                    text.push('\n');
                }
            }
        }
    }
    sections
}

/// What fires in a text, each checked against what the layer declares.
fn fired(layer: &Layer, text: &str) -> Vec<(Span, &'static str)> {
    let document = Document::published(text, "2031-06-20".parse().expect("a date"));
    let fired = (layer.fired)(&document, &segment(text));
    for (span, rule) in &fired {
        assert!(layer.rules.contains(rule), "{}: `{rule}` is not in RULES", layer.name);
        assert!(span.slice(text).is_some(), "{}: `{rule}` gives a span that is none", layer.name);
    }
    fired
}

fn check(layer: &Layer) -> Vec<String> {
    let sections = sections(layer);
    let mut faults = Vec::new();
    for id in layer.rules {
        let Some(section) = sections.get(id) else {
            faults.push(format!("{}: `{id}` has no section", layer.name));
            continue;
        };
        if section.yes.is_empty() || section.no.is_empty() {
            faults.push(format!("{}: `{id}` wants a `yes:` and a `no:`", layer.name));
        }
        for fixture in &section.yes {
            let fixture = annotated(fixture.trim_end());
            let wanted: BTreeSet<&str> =
                fixture.notes.iter().filter_map(|n| n.span.slice(&fixture.text)).collect();
            let found: BTreeSet<&str> = fired(layer, &fixture.text)
                .iter()
                .filter(|(_, rule)| rule == id)
                .filter_map(|(span, _)| span.slice(&fixture.text))
                .collect();
            if wanted != found || wanted.is_empty() {
                faults.push(format!("{}: `{id}` reads {found:?}, not {wanted:?}", layer.name));
            }
        }
        for text in section.no.iter().map(|text| text.trim_end()) {
            let fires = fired(layer, text).iter().any(|(_, rule)| rule == id);
            if fires || text.is_empty() {
                faults.push(format!("{}: `{id}` fires in `{text}`", layer.name));
            }
        }
    }
    let known: BTreeSet<&str> = layer.rules.iter().copied().collect();
    faults.extend(
        sections.keys().filter(|id| !known.contains(*id)).map(|id| format!("{}: no rule `{id}`", layer.name)),
    );
    faults
}

#[test]
fn every_rule_has_an_example_and_a_counter_example() {
    let faults: Vec<String> = LAYERS.iter().flat_map(check).collect();
    assert!(faults.is_empty(), "{}", faults.join("\n"));
}

#[test]
fn ids_are_sorted_and_said_once() {
    for layer in LAYERS {
        assert!(layer.rules.is_sorted_by(|a, b| a < b), "{}", layer.name);
    }
}
