//! Incidents of terror and their tolls, slot by slot, against the keys of MUC-3 and MUC-4 and, where they are kept, the answers
//! of the systems of that evaluation, scored by the same code.

use crate::{Asked, files};
use assize_testkit::muc4::{
    align::Score,
    message::messages,
    template::{Template, slot, templates},
};
use std::{
    path::Path,
    process::{Command, Stdio},
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
    let corpus = asked.corpora.join("muc4");
    let sets: Vec<&str> = if asked.rest.is_empty() {
        vec!["dev", "tst1", "tst2", "tst3", "tst4"]
    } else {
        asked.rest.iter().map(String::as_str).collect()
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
        for (name, text) in answers(&results)? {
            systems.push((name, total(&numbers, &keys, &templates(&text))));
        }
    }
    print_table(set, &systems);
    Ok(())
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
fn answers(archive: &Path) -> Result<Vec<(String, String)>, String> {
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

fn print_table(set: &str, systems: &[(String, Score)]) {
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
