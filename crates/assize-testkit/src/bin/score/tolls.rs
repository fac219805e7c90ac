//! Incidents of terror and their tolls, slot by slot, against the keys of MUC-3 and MUC-4 and, where they are kept, the answers
//! of the systems of that evaluation, scored by the same code.
//!
//! Slots are filled from referents and drafts alone, which is what a person sees.

use crate::{Asked, files};
use assize_testkit::muc4::{
    align::{Counts, Score, pairs},
    drafted::drafted,
    message::messages,
    template::{Template, slot, templates},
};
use std::{
    path::Path,
    process::{Command, Stdio},
    time::Instant,
};

/// A column: its heading, the number of its slot, and what was published for tst3 and tst4.
type Shown = (&'static str, usize, Option<(f64, f64)>);

/// The slots shown, with the published F1 of the best of the 17 systems on tst3 and tst4 where there is one.
const SHOWN: &[Shown] = &[
    ("templates", 1, None),
    ("date", slot::DATE, Some((58.9, 59.4))),
    ("place", slot::LOCATION, Some((60.9, 59.0))),
    ("type", slot::TYPE, None),
    ("stage", slot::STAGE, None),
    ("category", slot::CATEGORY, None),
    ("confidence", slot::CONFIDENCE, Some((33.6, 48.0))),
    ("number", slot::NUMBER, Some((60.6, 52.7))),
    ("effect", slot::EFFECT, Some((56.6, 50.9))),
    ("total", slot::TOTAL, None),
];

pub(crate) fn score(asked: &Asked) -> Result<(), String> {
    let (flags, rest): (Vec<String>, Vec<String>) =
        asked.rest.iter().cloned().partition(|one| one.starts_with("--"));
    if let Some(flag) = flags.first() {
        return Err(format!("unknown flag `{flag}`: say --errors"));
    }
    if let [show, files @ ..] = rest.as_slice()
        && show == "show"
    {
        return files.iter().try_for_each(|path| show_file(path));
    }
    let corpus = asked.corpora.join("muc4");
    let sets: Vec<&str> = if rest.is_empty() {
        vec!["dev", "tst1", "tst2", "tst3", "tst4"]
    } else {
        rest.iter().map(String::as_str).collect()
    };
    for set in sets {
        let folder = corpus.join(set);
        if !folder.is_dir() {
            println!("{set}: skipped, no folder `{}`\n", folder.display());
            continue;
        }
        score_set(asked, set, &folder)?;
    }
    Ok(())
}

/// Prints the templates of a text file.
fn show_file(path: &str) -> Result<(), String> {
    let text = std::fs::read_to_string(path).map_err(|error| format!("`{path}`: {error}"))?;
    drafted(0, &text).iter().for_each(|template| show("+", template));
    Ok(())
}

fn score_set(asked: &Asked, set: &str, folder: &Path) -> Result<(), String> {
    let read = |path: &Path| {
        let bytes = std::fs::read(path).map_err(|error| format!("`{}`: {error}", path.display()))?;
        Ok::<String, String>(bytes.into_iter().map(char::from).collect())
    };
    let (mut keys, mut texts) = (Vec::new(), Vec::new());
    for path in files(folder, "")? {
        let name = path.file_name().unwrap_or_default().to_string_lossy().into_owned();
        if name.starts_with("key-") {
            keys.extend(templates(&read(&path)?));
        } else if name.contains("-muc") && !name.contains("mixed") {
            texts.extend(messages(&read(&path)?));
        }
    }
    let mut numbers: Vec<u32> = texts.iter().map(|message| message.number).collect();
    numbers.sort_unstable();
    println!("{set}: {} messages, {} key templates", texts.len(), keys.len());
    let results = asked.corpora.join(format!("muc4/results-{set}/response-templates.{set}.tar.Z"));
    let mut systems = Vec::new();
    if results.is_file() {
        for (name, text) in system_answers(&results)? {
            systems.push((name, total(&numbers, &keys, &templates(&text))));
        }
    }
    let begun = Instant::now();
    let ours: Vec<Template> =
        texts.iter().flat_map(|message| drafted(message.number, &message.text)).collect();
    let seconds = begun.elapsed().as_secs_f64();
    if asked.errors {
        print_differences(&numbers, &keys, &ours);
    }
    print_table(set, &systems, &total(&numbers, &keys, &ours));
    let bytes: usize = texts.iter().map(|message| message.text.len()).sum();
    println!("{:.2} MB/s\n", bytes as f64 / 1e6 / seconds);
    Ok(())
}

/// Prints the fills of a template.
fn show(sign: &str, template: &Template) {
    println!("{sign} {:04}{}", template.message, if template.optional { " (optional)" } else { "" });
    for number in [
        slot::DATE,
        slot::LOCATION,
        slot::TYPE,
        slot::STAGE,
        slot::ORGANIZATION,
        slot::CONFIDENCE,
        slot::THING,
        slot::NAME,
        slot::DESCRIPTION,
        slot::NUMBER,
        slot::EFFECT,
    ] {
        for fill in &template.slots[number] {
            let all: Vec<String> = fill
                .alternatives
                .iter()
                .map(|a| {
                    if a.referents.is_empty() {
                        a.value.clone()
                    } else {
                        format!("{}: {}", a.value, a.referents.join("|"))
                    }
                })
                .collect();
            println!("{sign}   {number:>2} {}{}", if fill.optional { "? " } else { "" }, all.join(" / "));
        }
    }
}

/// The fills of each message, ours beside the key's: what was right by half or wrong, for reading through.
fn print_differences(numbers: &[u32], keys: &[Template], ours: &[Template]) {
    for number in numbers {
        let of = |all: &[Template]| {
            all.iter().filter(|template| template.message == *number).cloned().collect::<Vec<_>>()
        };
        let (keys, ours) = (of(keys), of(ours));
        let pairs = pairs(&keys, &ours);
        for (key, ours_at) in &pairs {
            println!("= pair");
            show("-", &keys[*key]);
            show("+", &ours[*ours_at]);
        }
        for (at, key) in keys.iter().enumerate().filter(|(at, _)| !pairs.iter().any(|(key, _)| key == at)) {
            println!("= missed {at}");
            show("-", key);
        }
        for (at, ours) in ours.iter().enumerate().filter(|(at, _)| !pairs.iter().any(|(_, ours)| ours == at))
        {
            println!("= spurious {at}");
            show("+", ours);
        }
    }
}

/// The score of all templates of all messages.
fn total(numbers: &[u32], keys: &[Template], answers: &[Template]) -> Score {
    let of = |templates: &[Template], number: u32| -> Vec<Template> {
        templates.iter().filter(|template| template.message == number).cloned().collect()
    };
    let mut score = Score::default();
    for number in numbers {
        score.add_message(&of(keys, *number), &of(answers, *number));
    }
    score
}

/// The answers of each system: the folder in the archive and the file in it.
fn system_answers(archive: &Path) -> Result<Vec<(String, String)>, String> {
    let say = |error: std::io::Error| format!("`{}`: {error}", archive.display());
    let unpacked = || {
        let mut gzip =
            Command::new("gzip").arg("-dc").arg(archive).stdout(Stdio::piped()).spawn().map_err(say)?;
        let bytes = gzip.stdout.take().ok_or("gzip gives nothing")?;
        Ok::<_, String>((gzip, bytes))
    };
    let tar = |arguments: &[&str]| {
        let (mut gzip, bytes) = unpacked()?;
        let output = Command::new("tar").args(arguments).stdin(bytes).output().map_err(say)?;
        gzip.wait().map_err(say)?;
        Ok::<String, String>(output.stdout.into_iter().map(char::from).collect())
    };
    let mut found = Vec::new();
    for name in tar(&["tf", "-"])?.lines().filter(|name| !name.ends_with('/')) {
        let system = name.trim_start_matches("./").split('/').next().unwrap_or_default();
        found.push((system.to_owned(), tar(&["xOf", "-", name])?));
    }
    found.sort();
    Ok(found)
}

fn print_table(set: &str, systems: &[(String, Score)], ours: &Score) {
    print!("{:<10}", "F1");
    for (name, _, _) in SHOWN {
        print!("{name:>11}");
    }
    println!();
    for (name, score) in systems {
        print!("{name:<10}");
        for (_, number, _) in SHOWN {
            print!("{:>11.1}", score.slots[*number].f1());
        }
        println!();
    }
    let best = |number: usize| systems.iter().map(|(_, score)| score.slots[number].f1()).fold(0.0, f64::max);
    if !systems.is_empty() {
        print!("{:<10}", "best");
        for (_, number, _) in SHOWN {
            print!("{:>11.1}", best(*number));
        }
        println!();
    }
    for (name, of) in [
        ("assize", (|counts: &Counts| counts.f1()) as fn(&Counts) -> f64),
        ("  prec.", |counts| 100.0 * counts.precision()),
        ("  recall", |counts| 100.0 * counts.recall()),
    ] {
        print!("{name:<10}");
        for (_, number, _) in SHOWN {
            print!("{:>11.1}", of(&ours.slots[*number]));
        }
        println!();
    }
    print!("{:<10}", "published");
    for (_, _, published) in SHOWN {
        let figure = published.map(|(tst3, tst4)| match set {
            "tst4" => tst4,
            _ => tst3,
        });
        print!("{:>11}", figure.map_or_else(|| "-".to_owned(), |figure| format!("{figure:.1}")));
    }
    println!("\n");
}
