//! Texts that the reader is run over.

use crate::{
    facts::{FactsError, Gold},
    muc4::message::messages,
    timeml,
};
use assize_record::Vocabulary;
use serde_json::Value;
use std::{
    fs, io,
    path::{Path, PathBuf},
};

/// Where a text is from.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, strum::IntoStaticStr, strum::EnumIter)]
#[strum(serialize_all = "kebab-case")]
pub enum Collection {
    /// Examples and counter-examples of the reader's rules.
    Rules,
    /// Made by rule.
    Fuzz,
    /// Whole articles with facts.
    Facts,
    /// Messages of MUC-3 and MUC-4.
    Muc4,
    /// Narratives of wars.
    WikiWars,
    /// Political news.
    PolNear,
    /// TimeBank and AQUAINT.
    TempEval3,
    /// Narratives of incidents.
    Airwars,
    /// Texts on incidents in Syria.
    Syria,
    /// The first real article.
    Real,
}

impl Collection {
    /// Its name in tables.
    pub fn name(self) -> &'static str {
        self.into()
    }

    /// Whether its texts are the project's own, so that they may be shown.
    pub const fn is_ours(self) -> bool {
        matches!(self, Self::Rules | Self::Fuzz)
    }
}

/// One text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Text {
    /// Where it is from.
    pub collection: Collection,
    /// Its name there.
    pub name: String,
    /// The day of publication, as EDTF.
    pub published: Option<String>,
    /// The text.
    pub words: String,
}

/// Why texts could not be had.
#[derive(Debug, thiserror::Error)]
pub enum TextsError {
    /// A file or folder that could not be read.
    #[error("`{file}`: {error}")]
    File {
        /// The file.
        file: String,
        /// What the system said.
        error: io::Error,
    },
    /// A line that is not JSON.
    #[error("`{file}`: {error}")]
    Json {
        /// The file.
        file: String,
        /// Where and what.
        error: serde_json::Error,
    },
    /// A text of facts.
    #[error(transparent)]
    Facts(#[from] FactsError),
}

/// The examples and counter-examples in a folder of rules: what stands after `yes:` and `no:`, without the lines of carets.
///
/// # Errors
/// [`TextsError::File`].
pub fn rules(folder: &Path) -> Result<Vec<Text>, TextsError> {
    let mut texts = Vec::new();
    for file in files(folder, "txt")? {
        let mut open: Option<Vec<&str>> = None;
        let (layer, page) = (stem(&file), text(&file)?);
        // One more line, so that the last example ends like the others.
        for line in page.lines().chain(["== "]) {
            let head = line.starts_with("== ") || matches!(line, "yes:" | "no:");
            if head && let Some(lines) = open.take() {
                let words = lines.join("\n").trim_end().to_owned();
                texts.push(Text {
                    collection: Collection::Rules,
                    name: format!("{layer} {}", texts.len() + 1),
                    published: Some(crate::faults::PUBLISHED.to_owned()),
                    words,
                });
            }
            match line {
                "yes:" | "no:" => open = Some(Vec::new()),
                _ if head || line.trim_start().starts_with('^') => {}
                _ => open.iter_mut().for_each(|lines| lines.push(line)),
            }
        }
    }
    Ok(texts)
}

/// The `yes` and `no` examples of the rules in a folder of `schema/rules`: one text each.
///
/// # Errors
/// [`TextsError`] where the folder or a file of it cannot be read.
pub fn examples(folder: &Path) -> Result<Vec<Text>, TextsError> {
    let mut texts = Vec::new();
    for file in files(folder, "rule")? {
        let (topic, page) = (stem(&file), text(&file)?);
        let examples =
            page.lines().filter_map(|line| line.strip_prefix("yes ").or_else(|| line.strip_prefix("no ")));
        for example in examples {
            // Behind two spaces stands what is to be captured.
            let words = example.trim_start().split("  ").next().unwrap_or_default().to_owned();
            texts.push(Text {
                collection: Collection::Rules,
                name: format!("{topic} {}", texts.len() + 1),
                published: Some(crate::faults::PUBLISHED.to_owned()),
                words,
            });
        }
    }
    Ok(texts)
}

/// The texts of every corpus in the folder beside the project; a corpus that does not stand there has none.
///
/// # Errors
/// [`TextsError`] where a corpus stands there and cannot be read.
pub fn corpora(shared: &Path) -> Result<Vec<Text>, TextsError> {
    let corpora = shared.join("corpora");
    let mut texts = facts(&shared.join("gold/facts"))?;
    for set in ["dev", "tst1", "tst2", "tst3", "tst4"] {
        texts.extend(muc4(&corpora.join("muc4").join(set))?);
    }
    texts.extend(marked(Collection::WikiWars, &corpora.join("wikiwars/whole-tml/tml"))?);
    for part in ["train", "dev"] {
        let folder = corpora.join("polnear").join(part).join("text");
        texts.extend(plain(Collection::PolNear, &folder, None)?);
    }
    for part in ["AQUAINT", "TimeBank"] {
        texts.extend(marked(Collection::TempEval3, &corpora.join("tempeval3").join(part))?);
    }
    texts.extend(lines(Collection::Airwars, &corpora.join("airwars-gaza"), |record| {
        vec![(record["narrative"].clone(), record["incident_date"].clone())]
    })?);
    texts.extend(lines(Collection::Syria, &corpora.join("syria-incidents"), |record| {
        let texts = record["texts"].as_array().map(Vec::as_slice).unwrap_or_default();
        texts.iter().map(|text| (text["text"].clone(), text["published"].clone())).collect()
    })?);
    texts.extend(plain(Collection::Real, &shared.join("real"), Some("2025-12-18"))?);
    Ok(texts)
}

fn facts(folder: &Path) -> Result<Vec<Text>, TextsError> {
    let vocabulary = Vocabulary::shipped();
    let mut texts = Vec::new();
    for file in files(folder, "json")? {
        let Gold { name, text, published, .. } = Gold::load(&file, &vocabulary)?;
        texts.push(Text { collection: Collection::Facts, name, published: Some(published), words: text });
    }
    Ok(texts)
}

/// Messages stand many in a file without an ending; keys and headers stand beside them.
fn muc4(folder: &Path) -> Result<Vec<Text>, TextsError> {
    let mut texts = Vec::new();
    for file in files(folder, "")? {
        let name = stem(&file);
        if name.starts_with("key-") || !name.contains("-muc") || name.contains("mixed") {
            continue;
        }
        for message in messages(&text(&file)?) {
            texts.push(Text {
                collection: Collection::Muc4,
                name: format!("{name} {}", message.number),
                published: None,
                words: message.text,
            });
        }
    }
    Ok(texts)
}

fn marked(collection: Collection, folder: &Path) -> Result<Vec<Text>, TextsError> {
    let mut texts = Vec::new();
    for file in files(folder, "tml")? {
        let Some(document) = timeml::parse(&text(&file)?) else { continue };
        let published = document.created.map(|day| day.get(..10).unwrap_or(&day).to_owned());
        texts.push(Text { collection, name: stem(&file), published, words: document.text });
    }
    Ok(texts)
}

fn plain(collection: Collection, folder: &Path, published: Option<&str>) -> Result<Vec<Text>, TextsError> {
    let mut texts = Vec::new();
    for file in files(folder, "txt")? {
        let published = published.map(str::to_owned);
        texts.push(Text { collection, name: stem(&file), published, words: text(&file)? });
    }
    Ok(texts)
}

/// Texts and their days out of the records of a file of JSON lines.
fn lines(
    collection: Collection,
    folder: &Path,
    take: impl Fn(&Value) -> Vec<(Value, Value)>,
) -> Result<Vec<Text>, TextsError> {
    let mut texts = Vec::new();
    for file in files(folder, "jsonl")? {
        for (at, line) in text(&file)?.lines().enumerate() {
            let record: Value = serde_json::from_str(line)
                .map_err(|error| TextsError::Json { file: file.display().to_string(), error })?;
            for (n, (words, day)) in take(&record).into_iter().enumerate() {
                let words = words.as_str().unwrap_or_default().to_owned();
                let published = day.as_str().filter(|day| !day.is_empty()).map(str::to_owned);
                let name = format!("{} {}.{}", stem(&file), at + 1, n + 1);
                texts.push(Text { collection, name, published, words });
            }
        }
    }
    Ok(texts)
}

/// The files of a folder with an ending, in order of name; none where the folder does not stand there.
fn files(folder: &Path, ending: &str) -> Result<Vec<PathBuf>, TextsError> {
    if !folder.is_dir() {
        return Ok(Vec::new());
    }
    let fault = |error| TextsError::File { file: folder.display().to_string(), error };
    let mut files = Vec::new();
    for entry in fs::read_dir(folder).map_err(fault)? {
        let path = entry.map_err(fault)?.path();
        if path.is_file() && path.extension().unwrap_or_default() == ending {
            files.push(path);
        }
    }
    files.sort();
    Ok(files)
}

/// Old corpora are Latin-1; such a byte is read as its character.
fn text(file: &Path) -> Result<String, TextsError> {
    let fault = |error| TextsError::File { file: file.display().to_string(), error };
    let bytes = fs::read(file).map_err(fault)?;
    Ok(String::from_utf8(bytes)
        .unwrap_or_else(|error| error.into_bytes().into_iter().map(char::from).collect()))
}

fn stem(file: &Path) -> String {
    file.file_stem().map(|stem| stem.to_string_lossy().into_owned()).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn folder(files: &[(&str, &str)]) -> tempfile::TempDir {
        let folder = tempfile::tempdir().expect("a folder");
        for (name, words) in files {
            let file = folder.path().join(name);
            fs::create_dir_all(file.parent().expect("a folder")).expect("a folder");
            fs::write(file, words).expect("a file");
        }
        folder
    }

    #[test]
    fn examples_of_rules_stand_without_their_carets() {
        let page = "# About.\n\n== a.b: what it reads\nyes:\nNine men left.\n^^^^\nyes:\nTen men\nleft.\n\nno:\nThey left.\n\n== c.d: more\nno:\nNone.\n";
        let folder = folder(&[("layer.txt", page), ("other.md", "yes:\nNot this.\n")]);
        let texts = rules(folder.path()).expect("a page");
        let words: Vec<&str> = texts.iter().map(|text| text.words.as_str()).collect();
        assert_eq!(words, ["Nine men left.", "Ten men\nleft.", "They left.", "None."]);
        assert_eq!(texts[3].name, "layer 4");
    }

    #[test]
    fn every_corpus_that_stands_there_is_read_with_its_days() {
        let tml = "<DCT><TIMEX3 tid=\"t0\" value=\"2031-05-04T10:00\">x</TIMEX3></DCT><TEXT>Nine <b>men</b> left.</TEXT>";
        let folder = folder(&[
            ("corpora/muc4/dev/dev-muc3-1", "DEV-MUC3-0001 (X)\n\nNINE LEFT.\n"),
            ("corpora/muc4/dev/key-dev-1", "DEV-MUC3-0001 (X)\n\nA KEY.\n"),
            ("corpora/wikiwars/whole-tml/tml/a.tml", tml),
            ("corpora/polnear/dev/text/a.txt", "Ten left."),
            ("corpora/polnear/dev/attributions/a_1.ann", "T1"),
            ("corpora/tempeval3/TimeBank/a.tml", tml),
            (
                "corpora/airwars-gaza/dev.jsonl",
                "{\"narrative\":\"One left.\",\"incident_date\":\"2031-05-03\"}\n",
            ),
            (
                "corpora/syria-incidents/dev.jsonl",
                "{\"texts\":[{\"text\":\"Two left.\",\"published\":\"\"},{\"text\":\"Three left.\",\"published\":\"2031-05-02\"}]}\n",
            ),
            ("real/a.txt", "All left."),
        ]);
        let texts = corpora(folder.path()).expect("corpora");
        let found: Vec<(&str, &str, &str)> = texts
            .iter()
            .map(|text| (text.collection.name(), text.words.trim(), text.published.as_deref().unwrap_or("-")))
            .collect();
        assert_eq!(
            found,
            [
                ("muc4", "NINE LEFT.", "-"),
                ("wiki-wars", "Nine men left.", "2031-05-04"),
                ("pol-near", "Ten left.", "-"),
                ("temp-eval3", "Nine men left.", "2031-05-04"),
                ("airwars", "One left.", "2031-05-03"),
                ("syria", "Two left.", "-"),
                ("syria", "Three left.", "2031-05-02"),
                ("real", "All left.", "2025-12-18"),
            ]
        );
        assert!(corpora(&folder.path().join("nothing")).expect("none").is_empty());
    }
}
