//! The texts of other people that stand beside the project.

use std::path::{Path, PathBuf};

/// A folder of texts.
pub(crate) struct Corpus {
    /// What it is called here.
    pub(crate) name: String,
    files: Vec<PathBuf>,
}

/// All corpora of the shared folder: articles, what is annotated by hand, and each folder of `corpora`.
pub(crate) fn all(shared: &Path) -> Result<Vec<Corpus>, String> {
    let named = |name: &str, files: Vec<PathBuf>| Corpus { name: name.to_owned(), files };
    let mut corpora = vec![named("real", walk(&shared.join("real"))?)];
    let gold = shared.join("gold");
    if gold.is_dir() {
        let (folders, files): (Vec<PathBuf>, Vec<PathBuf>) =
            entries(&gold)?.into_iter().partition(|path| path.is_dir());
        corpora.push(named("gold", files));
        for folder in folders {
            let name = format!("gold/{}", file_name(&folder));
            let mut files = walk(&folder)?;
            // Of the facts, the texts alone are other people's: their annotations, scripts and page are the project's own.
            if name == "gold/facts" {
                files.retain(|file| has_ending(file, &["txt"]));
            }
            corpora.push(named(&name, files));
        }
    }
    for folder in entries(&shared.join("corpora"))?.into_iter().filter(|path| path.is_dir()) {
        corpora.push(named(&file_name(&folder), walk(&folder)?));
    }
    Ok(corpora)
}

impl Corpus {
    /// Its texts without their markup.
    pub(crate) fn texts(&self) -> Result<Vec<String>, String> {
        let mut texts = Vec::new();
        for file in &self.files {
            let fault = |error: &dyn std::fmt::Display| format!("`{}`: {error}", file.display());
            let bytes = std::fs::read(file).map_err(|error| fault(&error))?;
            let text = String::from_utf8_lossy(&bytes);
            if has_ending(file, &["json", "jsonl"]) {
                strings(&text, &mut texts).map_err(|error| fault(&error))?;
            } else if has_ending(file, &["conllu"]) {
                let lines = text.lines().filter_map(|line| line.strip_prefix("# text = "));
                texts.push(lines.collect::<Vec<_>>().join("\n"));
            } else if has_ending(file, &["tml", "sgml", "xml"]) {
                texts.push(without_tags(&text));
            } else {
                texts.push(text.into_owned());
            }
        }
        Ok(texts)
    }
}

/// Every string of one or more JSON values, each as it reads once its escapes are undone. Keys are no text.
fn strings(json: &str, texts: &mut Vec<String>) -> Result<(), serde_json::Error> {
    fn take(value: serde_json::Value, texts: &mut Vec<String>) {
        match value {
            serde_json::Value::String(text) => texts.push(text),
            serde_json::Value::Array(list) => list.into_iter().for_each(|value| take(value, texts)),
            serde_json::Value::Object(fields) => fields.into_iter().for_each(|(_, value)| take(value, texts)),
            _ => {}
        }
    }
    for value in serde_json::Deserializer::from_str(json).into_iter() {
        take(value?, texts);
    }
    Ok(())
}

fn without_tags(text: &str) -> String {
    let mut plain = String::with_capacity(text.len());
    let mut inside = false;
    for c in text.chars() {
        match c {
            '<' => inside = true,
            '>' => inside = false,
            _ if !inside => plain.push(c),
            _ => {}
        }
    }
    plain
}

fn has_ending(file: &Path, endings: &[&str]) -> bool {
    file.extension().is_some_and(|found| endings.iter().any(|ending| found == *ending))
}

fn file_name(path: &Path) -> String {
    path.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default()
}

fn entries(folder: &Path) -> Result<Vec<PathBuf>, String> {
    let read = std::fs::read_dir(folder).map_err(|error| format!("`{}`: {error}", folder.display()))?;
    let mut entries: Vec<PathBuf> = read.filter_map(|entry| Some(entry.ok()?.path())).collect();
    entries.sort();
    Ok(entries)
}

fn walk(folder: &Path) -> Result<Vec<PathBuf>, String> {
    let mut files = Vec::new();
    for entry in entries(folder)? {
        if entry.is_dir() {
            files.extend(walk(&entry)?);
        } else {
            files.push(entry);
        }
    }
    Ok(files)
}
