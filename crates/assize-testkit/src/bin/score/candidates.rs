//! Whether the right incident is among the first candidates, on texts grouped by incident.
//!
//! Each text becomes a sketch, by what the corpus says of its incident or by what the reader drafts from it, and is held against a roster
//! with one sketch an incident, or against the other texts. Names of the dead stand in these texts: nothing of them is printed but the
//! corpus's own ids, days and places.

use crate::Asked;
use assize_ledger::candidate::{Candidate, Ranker, Sketch, rare_words};
use assize_reader::{Document, read};
use assize_record::{Day, Edtf, EntityType, EntryId, Interval};
use std::{collections::BTreeSet, path::PathBuf};

/// The fields of a line that are used.
#[derive(serde::Deserialize)]
struct Incident {
    internal_id: String,
    incident_date: String,
    location: String,
    country: String,
    texts: Vec<Text>,
}

#[derive(serde::Deserialize)]
struct Text {
    published: String,
    title: String,
    text: String,
}

/// A sketch with the incident and text it is of.
struct Told {
    incident: usize,
    text: usize,
    sketch: Sketch,
}

/// How many answers are looked at.
const SHOWN: usize = 3;

pub(crate) fn score(asked: &Asked) -> Result<(), String> {
    let default = || asked.corpora.join("syria-incidents/dev.jsonl");
    let path = asked.rest.first().map_or_else(default, PathBuf::from);
    let lines = std::fs::read_to_string(&path).map_err(|error| format!("`{}`: {error}", path.display()))?;
    let incidents: Vec<Incident> = lines
        .lines()
        .map(|line| serde_json::from_str(line).map_err(|error| format!("`{}`: {error}", path.display())))
        .collect::<Result<_, _>>()?;
    let texts: usize = incidents.iter().map(|incident| incident.texts.len()).sum();
    println!("{} incidents, {texts} texts; among the first three, and the first", incidents.len());
    let roster = roster(&incidents);
    let gold = |words: &Words| told(&incidents, |incident, text| sketch_of_gold(incident, text, words));
    let (both, named) = (gold(&Words::GoldPlace), gold(&Words::OwnNames));
    let own = told(&incidents, |_, text| sketch_of_words(text));
    let as_stored = drafted(&incidents, false);
    let dated = drafted(&incidents, true);
    println!("against a roster of all incidents, by day and place of the corpus:");
    let of = |told: &[Told]| against_roster(&roster, told, asked.errors, &incidents);
    // No day has more than three incidents in this corpus, so the day alone answers "among the first three": a control.
    let alone = told(&incidents, |incident, _| {
        let mut sketch = Sketch::new(id(2, 0));
        sketch.days = days(&incident.incident_date);
        sketch
    });
    print("  control: day of the corpus alone", of(&alone));
    let month = |places: fn(&Incident, &Text) -> Vec<String>| {
        told(&incidents, move |incident, text| {
            let mut sketch = Sketch::new(id(2, 0));
            sketch.days = incident.incident_date.get(..7).and_then(days);
            sketch.places = places(incident, text);
            sketch
        })
    };
    print("  control: month of the corpus alone", of(&month(|_, _| Vec::new())));
    print("  month and place of the corpus", of(&month(|incident, _| vec![incident.location.clone()])));
    print("  month of the corpus, place in the text's own words", of(&month(|_, text| names(&text.text))));
    print("  day and place of the corpus (the roster's own words)", of(&both));
    print("  day of the corpus, place in the text's own words", of(&named));
    print("  no day, place in the text's own words", of(&own));
    print("  what the reader drafts", of(&as_stored));
    print("  what the reader drafts, were all published the next day", of(&dated));
    println!("against the other texts, for texts whose incident has another:");
    let of = |told: &[Told]| against_texts(told, &incidents);
    print("  day and place of the corpus", of(&both));
    print("  day of the corpus, place and words of the text", of(&named));
    print("  no day, place and words of the text", of(&own));
    print("  what the reader drafts", of(&as_stored));
    print("  what the reader drafts, were all published the next day", of(&dated));
    coverage("drafted", &as_stored, texts);
    coverage("drafted, published the next day", &dated, texts);
    Ok(())
}

/// Texts answered among the first three, answered first, and asked.
type Tally = (usize, usize, usize);

fn print(name: &str, (three, first, of): Tally) {
    let share = |right: usize| 100.0 * right as f64 / of.max(1) as f64;
    println!(
        "{name:<58} {three:>3} of {of:>3} ({:>5.1} %), first {first:>3} ({:>5.1} %)",
        share(three),
        share(first)
    );
}

/// An id that stands for a number, of a kind.
fn id(kind: u8, number: usize) -> EntryId {
    let mut bytes = [kind; 32];
    bytes[..8].copy_from_slice(&(number as u64).to_be_bytes());
    EntryId::from_bytes(bytes)
}

fn roster(incidents: &[Incident]) -> Vec<Sketch> {
    let sketch = |(number, incident): (usize, &Incident)| {
        let mut sketch = Sketch::new(id(1, number));
        sketch.days = days(&incident.incident_date);
        sketch.places = vec![incident.location.clone(), incident.country.clone()];
        sketch
    };
    incidents.iter().enumerate().map(sketch).collect()
}

fn days(date: &str) -> Option<Interval> {
    Some(date.parse::<Edtf>().ok()?.interval())
}

/// A sketch of each text.
fn told(incidents: &[Incident], sketch: impl Fn(&Incident, &Text) -> Sketch) -> Vec<Told> {
    let mut all = Vec::new();
    for (at, incident) in incidents.iter().enumerate() {
        for text in &incident.texts {
            let number = all.len();
            let mut sketch = sketch(incident, text);
            sketch.id = id(2, number);
            sketch.members = BTreeSet::from([sketch.id]);
            sketch.texts = BTreeSet::from([id(3, number)]);
            all.push(Told { incident: at, text: number, sketch });
        }
    }
    all
}

/// Where a sketch has its place from.
enum Words {
    GoldPlace,
    OwnNames,
}

fn sketch_of_gold(incident: &Incident, text: &Text, words: &Words) -> Sketch {
    let mut sketch = match words {
        Words::GoldPlace => Sketch::new(id(2, 0)),
        Words::OwnNames => sketch_of_words(text),
    };
    sketch.days = days(&incident.incident_date);
    if matches!(words, Words::GoldPlace) {
        sketch.places = vec![incident.location.clone(), incident.country.clone()];
    }
    sketch
}

/// A sketch of a text's own words: its names of whatever kind stand for places, because nothing tells which of them are.
fn sketch_of_words(text: &Text) -> Sketch {
    let mut sketch = Sketch::new(id(2, 0));
    sketch.places = names(&text.text);
    sketch.words = rare_words(&text.text);
    sketch
}

/// Runs of words with a capital, each once; the first of a sentence only where another follows.
fn names(text: &str) -> Vec<String> {
    let mut seen = BTreeSet::new();
    let mut names = Vec::new();
    for sentence in text.split(['.', '\n', ',', ';', ':', '(', ')', '“', '”', '"']) {
        let words: Vec<&str> = sentence.split_whitespace().collect();
        let capital = |word: &&str| word.chars().find(|c| c.is_alphabetic()).is_some_and(char::is_uppercase);
        for run in words.split(|word| !capital(word)).filter(|run| !run.is_empty()) {
            let name = run.join(" ");
            if seen.insert(name.to_lowercase()) {
                names.push(name);
            }
        }
    }
    names
}

/// A sketch of each incident and attack that the reader finds in each text. The corpus dates few texts; `next_day` takes each of the others
/// for published the day after the incident, to show what a date of publication is worth.
fn drafted(incidents: &[Incident], next_day: bool) -> Vec<Told> {
    let mut all = Vec::new();
    let texts = incidents
        .iter()
        .enumerate()
        .flat_map(|(at, incident)| incident.texts.iter().map(move |text| (at, text)));
    for (number, (incident, text)) in texts.enumerate() {
        // The title is part of what was published; the corpus keeps it apart.
        let words = format!("{}\n\n{}", text.title, text.text);
        let stated = text.published.get(..10).and_then(|day| day.parse::<Edtf>().ok());
        let next = || incidents[incident].incident_date.parse::<Day>().ok()?.tomorrow().ok().map(Edtf::day);
        let published = stated.or_else(|| next_day.then(next).flatten());
        let document = match &published {
            Some(day) => Document::published(&words, day.clone()),
            None => Document::undated(&words),
        };
        let reading = read(&document);
        let force = |kind: EntityType| matches!(kind, EntityType::Incident | EntityType::Attack);
        for referent in reading.referents.iter().filter(|referent| force(referent.entity_type)) {
            let sketch = Sketch::of_referent(
                id(4, all.len()),
                id(3, number),
                referent,
                &reading.referents,
                &reading.drafts,
                published.as_ref().map(Edtf::interval),
            );
            all.push(Told { incident, text: number, sketch });
        }
    }
    all
}

/// A text is answered where the right incident is among the first three of any incident that it tells of.
fn against_roster(roster: &[Sketch], told: &[Told], errors: bool, incidents: &[Incident]) -> Tally {
    let ranker = Ranker::of(roster);
    let rank = |told: &Told| {
        let found = ranker.candidates(&told.sketch, SHOWN);
        let right = roster[told.incident].id;
        let place = found.iter().position(|candidate| candidate.id == right);
        if errors && place != Some(0) {
            show(told, incidents, place, &found);
        }
        place
    };
    let texts: usize = incidents.iter().map(|incident| incident.texts.len()).sum();
    tally(told, texts, rank)
}

/// A text is answered where another text of its incident is among the first three.
fn against_texts(told: &[Told], incidents: &[Incident]) -> Tally {
    let sketches: Vec<Sketch> = told.iter().map(|told| told.sketch.clone()).collect();
    let ranker = Ranker::of(&sketches);
    let of = |id: EntryId| told.iter().find(|other| other.sketch.id == id);
    let rank = |told: &Told| {
        let found = ranker.candidates(&told.sketch, SHOWN);
        let sibling = |other: &Told| other.incident == told.incident && other.text != told.text;
        found.iter().position(|candidate| of(candidate.id).is_some_and(sibling))
    };
    let several = incidents.iter().map(|incident| incident.texts.len()).filter(|texts| *texts > 1).sum();
    let asked: Vec<&Told> = told.iter().filter(|told| incidents[told.incident].texts.len() > 1).collect();
    tally(asked, several, rank)
}

/// The best rank of each text.
fn tally<'t>(
    told: impl IntoIterator<Item = &'t Told>,
    texts: usize,
    rank: impl Fn(&Told) -> Option<usize>,
) -> Tally {
    let mut best: Vec<(usize, usize)> =
        told.into_iter().filter_map(|told| Some((told.text, rank(told)?))).collect();
    best.sort_unstable();
    best.dedup_by_key(|(text, _)| *text);
    (best.len(), best.iter().filter(|(_, rank)| *rank == 0).count(), texts)
}

/// Prints what was asked and answered: ids, days, places of the corpus, and reasons.
fn show(told: &Told, incidents: &[Incident], place: Option<usize>, found: &[Candidate]) {
    let gold = &incidents[told.incident];
    println!(
        "- {} {} {} ({:?})",
        gold.internal_id,
        gold.incident_date,
        gold.location,
        place.map(|at| at + 1)
    );
    for candidate in found {
        let other = incidents.get(usize::from(candidate.id.as_bytes()[7]));
        let reasons: Vec<String> = candidate.reasons.iter().map(ToString::to_string).collect();
        let name = other.map_or("", |other| other.location.as_str());
        println!("    {:>4} {name}: {}", candidate.score, reasons.join("; "));
    }
}

/// What the drafted sketches hold.
fn coverage(name: &str, drafted: &[Told], texts: usize) {
    let with = |has: fn(&Sketch) -> bool| {
        let texts: BTreeSet<usize> =
            drafted.iter().filter(|told| has(&told.sketch)).map(|told| told.text).collect();
        texts.len()
    };
    println!(
        "{name}: {} incidents in {} of {texts} texts; with a day in {}, a place in {}, both of one incident in {}, a toll in {}",
        drafted.len(),
        with(|_| true),
        with(|sketch| sketch.days.is_some()),
        with(|sketch| !sketch.places.is_empty()),
        with(|sketch| sketch.days.is_some() && !sketch.places.is_empty()),
        with(|sketch| !sketch.tolls.is_empty()),
    );
}
