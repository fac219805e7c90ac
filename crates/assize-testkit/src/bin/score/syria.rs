//! `score syria [--seed S] [--texts N] [--drafts N] [FILE]`: what drafts of reporting have of the incidents that a recorder of civilian
//! harm published.
//!
//! The texts asked are the first of each of thirty incidents with a published toll, taken by a fixed seed. Names of the dead stand in
//! them: only ids and counts are printed, and `--drafts` prints drafts with every name out of sight.

use crate::Asked;
use assize_reader::{Document, Reading, read_with};
use assize_record::{Day, Edtf};
use assize_testkit::{
    strikes::{Has, Strike, StrikeText, has, masked, named},
    told::told,
    tricky::Random,
};
use std::path::PathBuf;

/// What is asked.
struct Wanted {
    seed: u64,
    texts: usize,
    drafts: Option<usize>,
    file: Option<PathBuf>,
}

impl Wanted {
    fn of(rest: &[String]) -> Result<Self, String> {
        let mut wanted = Self { seed: 1, texts: 30, drafts: None, file: None };
        let mut rest = rest.iter();
        while let Some(argument) = rest.next() {
            let mut number = || {
                let number = rest.next().and_then(|number| number.parse::<u64>().ok());
                number.ok_or_else(|| format!("{argument} takes a number"))
            };
            match argument.as_str() {
                "--seed" => wanted.seed = number()?,
                "--texts" => wanted.texts = number()? as usize,
                "--drafts" => wanted.drafts = Some(number()? as usize),
                flag if flag.starts_with("--") => {
                    return Err(format!("unknown flag `{flag}`: say --seed S, --texts N or --drafts N"));
                }
                file => wanted.file = Some(file.into()),
            }
        }
        Ok(wanted)
    }
}

pub(crate) fn score(asked: &Asked) -> Result<(), String> {
    let wanted = Wanted::of(&asked.rest)?;
    let path = wanted.file.clone().unwrap_or_else(|| asked.corpora.join("syria-incidents/dev.jsonl"));
    let lines = std::fs::read_to_string(&path).map_err(|error| format!("`{}`: {error}", path.display()))?;
    let strikes: Vec<Strike> = lines
        .lines()
        .map(|line| serde_json::from_str(line).map_err(|error| format!("`{}`: {error}", path.display())))
        .collect::<Result<_, _>>()?;
    if let Some(count) = wanted.drafts {
        drafts_to_judge(&strikes, count, wanted.seed);
        return Ok(());
    }
    let tolled: Vec<&Strike> = strikes.iter().filter(|strike| strike.killed_max.is_some()).collect();
    let chosen: Vec<(&Strike, &StrikeText)> = drawn(&tolled, wanted.texts, wanted.seed)
        .into_iter()
        .filter_map(|strike| Some((strike, strike.texts.first()?)))
        .collect();
    println!(
        "first texts of {} incidents of {} with a published toll, seed {}",
        chosen.len(),
        tolled.len(),
        wanted.seed
    );
    println!(
        "{:<44}{:>6}{:>6}{:>7}{:>7}{:>8}{:>7}",
        "on drafts", "day", "toll", "place", "actor", "status", "whole"
    );
    for (name, next_day) in [("as published", false), ("were all published the next day", true)] {
        let all: Vec<Has> = chosen
            .iter()
            .map(|(strike, text)| {
                let reading = reading(strike, text, next_day);
                has(strike, &reading.referents, &reading.drafts)
            })
            .collect();
        row(name, &all);
        if asked.errors && next_day {
            chosen.iter().zip(&all).for_each(|((strike, _), has)| println!("   {} {has:?}", strike.id));
        }
    }
    let named: Vec<Has> = chosen.iter().map(|(strike, text)| named(strike, &text.whole())).collect();
    let count = |of: fn(&Has) -> bool| named.iter().filter(|has| of(has)).count();
    println!(
        "{:<44}{:>19}{:>7}",
        "named in the text, drafted or not",
        count(|has| has.place),
        count(|has| has.actor)
    );
    let every: Vec<Has> = strikes
        .iter()
        .flat_map(|strike| strike.texts.iter().map(move |text| (strike, text)))
        .map(|(strike, text)| {
            let reading = reading(strike, text, true);
            has(strike, &reading.referents, &reading.drafts)
        })
        .collect();
    row(&format!("all {} texts, published the next day", every.len()), &every);
    Ok(())
}

fn row(name: &str, all: &[Has]) {
    let count = |of: fn(&Has) -> bool| all.iter().filter(|has| of(has)).count();
    println!(
        "{name:<44}{:>6}{:>6}{:>7}{:>7}{:>8}{:>7}",
        count(|has| has.day),
        count(|has| has.toll),
        count(|has| has.place),
        count(|has| has.actor),
        count(|has| has.status),
        count(|has| has.whole),
    );
}

/// So many of a list by a seed, in the order drawn; all of a list that is no longer.
fn drawn<T: Copy>(list: &[T], count: usize, seed: u64) -> Vec<T> {
    let (mut left, mut random) = (list.to_vec(), Random::new(seed));
    let mut drawn = Vec::new();
    while drawn.len() < count && !left.is_empty() {
        drawn.push(left.swap_remove(random.below(left.len())));
    }
    drawn
}

/// A text as read on the day it was published; the corpus dates few, and `next_day` takes each of the others for published the day
/// after the incident.
fn reading(strike: &Strike, text: &StrikeText, next_day: bool) -> Reading {
    let words = text.whole();
    let stated = text.published.get(..10).and_then(|day| day.parse::<Edtf>().ok());
    let next = || strike.day.parse::<Day>().ok()?.tomorrow().ok().map(Edtf::day);
    match stated.or_else(|| next_day.then(next).flatten()) {
        Some(day) => read_with(crate::grammar(), &Document::published(&words, day)),
        None => read_with(crate::grammar(), &Document::undated(&words)),
    }
}

/// Typed drafts of incidents for a person to judge, names out of sight.
fn drafts_to_judge(strikes: &[Strike], count: usize, seed: u64) {
    let mut lines = Vec::new();
    for strike in strikes {
        for (at, text) in strike.texts.iter().enumerate() {
            let reading = reading(strike, text, true);
            for one in told(&reading.referents, &reading.drafts) {
                for draft in &one.drafts {
                    let value = &draft.proposition.value;
                    let end = |end: Option<u64>| end.map(|end| end.to_string()).unwrap_or_default();
                    lines.push(format!(
                        "{} text {} | {} = {}..{} `{}` [{}] {:?} | of `{}` | “{}”",
                        strike.id,
                        at + 1,
                        draft.proposition.property(),
                        end(value.min),
                        end(value.max),
                        masked(&value.exact, strike),
                        one.days_of(draft).map_or_else(|| "no day".to_owned(), ToString::to_string),
                        draft.proposition.status,
                        masked(&one.subject.head.exact, strike),
                        masked(&draft.passage.exact, strike),
                    ));
                }
            }
        }
    }
    let lines: Vec<&str> = lines.iter().map(String::as_str).collect();
    drawn(&lines, count, seed).iter().for_each(|line| println!("{line}"));
}
