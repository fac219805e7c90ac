//! The public sets of test pages, as their repositories lay them out.

use flate2::read::GzDecoder;
use serde_json::Value;
use std::{
    collections::BTreeMap,
    fs,
    io::Read,
    path::{Path, PathBuf},
};

/// One set of pages.
pub(super) struct Set {
    /// Its short name: `articles`, `sentences` or `readability`.
    pub(super) name: &'static str,
    /// Its pages, in order of name.
    pub(super) pages: Vec<Page>,
}

/// One page, and what is known of what stands in it.
#[derive(Default)]
pub(super) struct Page {
    /// The set's name for it.
    pub(super) key: String,
    /// Its file.
    pub(super) file: String,
    /// Its bytes.
    pub(super) bytes: Vec<u8>,
    /// The whole text of the article, where the set has it.
    pub(super) text: Option<String>,
    /// Sentences that must be kept.
    pub(super) must: Vec<String>,
    /// Words that must not be let in.
    pub(super) must_not: Vec<String>,
    /// The day of publication.
    pub(super) date: Option<String>,
    /// The authors, joined by `; `.
    pub(super) author: Option<String>,
}

/// The set that a folder holds.
pub(super) fn read(folder: &Path) -> Result<Set, String> {
    let at = |part: &str| folder.join(part);
    if at("ground-truth.json").is_file() {
        articles(folder)
    } else if at("tests/evaldata.json").is_file() {
        sentences(&at("tests"))
    } else if at("test/test-pages").is_dir() {
        readability(&at("test/test-pages"))
    } else {
        Err(format!("`{}` holds none of the sets of test pages that are known", folder.display()))
    }
}

fn articles(folder: &Path) -> Result<Set, String> {
    let truth: BTreeMap<String, Value> = json(&folder.join("ground-truth.json"))?;
    let pages = truth.into_iter().map(|(key, truth)| {
        let path = folder.join("html").join(format!("{key}.html.gz"));
        let mut page = Vec::new();
        GzDecoder::new(bytes(&path)?.as_slice())
            .read_to_end(&mut page)
            .map_err(|error| format!("`{}`: {error}", path.display()))?;
        let text = truth["articleBody"].as_str().unwrap_or_default().to_owned();
        Ok(Page { file: key.clone(), key, bytes: page, text: Some(text), ..Page::default() })
    });
    Ok(Set { name: "articles", pages: pages.collect::<Result<_, String>>()? })
}

fn sentences(folder: &Path) -> Result<Set, String> {
    let said: BTreeMap<String, Value> = json(&folder.join("evaldata.json"))?;
    let list = |value: &Value| -> Vec<String> {
        value.as_array().into_iter().flatten().filter_map(|one| Some(one.as_str()?.to_owned())).collect()
    };
    let words = |value: &Value| value.as_str().map(str::to_owned).filter(|words| !words.is_empty());
    let pages = said.into_iter().map(|(key, said)| {
        let file = said["file"].as_str().unwrap_or_default().to_owned();
        let path = ["cache", "eval"].map(|part| folder.join(part).join(&file));
        let path: &PathBuf = path.iter().find(|path| path.is_file()).unwrap_or(&path[0]);
        let author = words(&said["author"])
            .or_else(|| Some(list(&said["author"]).join("; ")).filter(|joined| !joined.is_empty()));
        Ok(Page {
            key,
            bytes: bytes(path)?,
            file,
            text: None,
            must: list(&said["with"]),
            must_not: list(&said["without"]),
            date: words(&said["date"]),
            author,
        })
    });
    Ok(Set { name: "sentences", pages: pages.collect::<Result<_, String>>()? })
}

fn readability(folder: &Path) -> Result<Set, String> {
    let entries = fs::read_dir(folder).map_err(|error| format!("`{}`: {error}", folder.display()))?;
    let mut names: Vec<String> =
        entries.filter_map(|entry| Some(entry.ok()?.file_name().to_string_lossy().into_owned())).collect();
    names.sort();
    let pages = names.into_iter().map(|key| {
        let inside = folder.join(&key);
        let expected = String::from_utf8_lossy(&bytes(&inside.join("expected.html"))?).into_owned();
        Ok(Page {
            file: key.clone(),
            bytes: bytes(&inside.join("source.html"))?,
            text: Some(shown(&expected)),
            key,
            ..Page::default()
        })
    });
    Ok(Set { name: "readability", pages: pages.collect::<Result<_, String>>()? })
}

/// The words between the tags of a page that a tool wrote.
fn shown(html: &str) -> String {
    assize_archive::extract::html::words_of(html)
}

fn bytes(path: &Path) -> Result<Vec<u8>, String> {
    fs::read(path).map_err(|error| format!("`{}`: {error}", path.display()))
}

fn json<T: serde::de::DeserializeOwned>(path: &Path) -> Result<T, String> {
    serde_json::from_slice(&bytes(path)?).map_err(|error| format!("`{}`: {error}", path.display()))
}
