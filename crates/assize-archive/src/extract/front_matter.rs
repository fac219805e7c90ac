//! The block of facts at the head of a digest.
//!
//! ```text
//! ---
//! publisher: The Evening Example
//! published: 2025-12-18
//! title: Digest: how the campaign was planned
//! kind: digest
//! digest of: article by A. Writer, the whole of it
//! url: https://example.org/a
//! ---
//! ```
//!
//! A file has front matter if its first line is `---` and its second line is `name: value`. An unknown name is an error: a
//! misspelt `publishd` must not leave a source without a date.

use super::{ExtractError, fact};
use assize_record::{Edtf, body::Publication, body::Stated};

const FROM: &str = "front-matter";
const NAMES: &str = "publisher, author, title, published, url, kind, digest of, language";
const KINDS: [&str; 4] = ["article", "transcript", "document", "digest"];

/// The facts, and the offset at which the text begins; `None` where there is no front matter.
pub(super) fn parse(text: &str) -> Result<Option<(Publication, usize)>, ExtractError> {
    let opening = text.strip_prefix('\u{feff}').unwrap_or(text);
    let mut offset = text.len() - opening.len();
    let mut lines = opening.split_inclusive('\n').enumerate();
    let is_fence = |line: &str| line.trim_end() == "---";
    match (lines.next(), opening.split_inclusive('\n').nth(1)) {
        (Some((_, first)), Some(second)) if is_fence(first) && (is_fence(second) || opens_facts(second)) => {
            offset += first.len();
        }
        _ => return Ok(None),
    }
    let mut publication = Publication::default();
    for (index, line) in lines {
        offset += line.len();
        if is_fence(line) {
            let rest = &text[offset..];
            let body = rest.trim_start_matches(['\n', '\r', ' ', '\t']);
            // Leading blanks of the first line of words are the author's; only blank lines go.
            let blanks = &rest[..rest.len() - body.len()];
            offset += blanks.rfind('\n').map_or(0, |at| at + 1);
            return Ok(Some((publication, offset)));
        }
        if !line.trim().is_empty() {
            set(&mut publication, line.trim_end(), index + 1)?;
        }
    }
    Err(at(1, "front matter opens here and never closes; end it with a line `---`"))
}

/// Whether a line reads `name: value`.
fn opens_facts(line: &str) -> bool {
    line.split_once(':').is_some_and(|(name, _)| {
        !name.is_empty()
            && name.len() <= 40
            && name.chars().all(|c| c.is_alphanumeric() || matches!(c, ' ' | '_' | '-'))
    })
}

fn set(publication: &mut Publication, line: &str, number: usize) -> Result<(), ExtractError> {
    let Some((name, value)) = line.split_once(':') else {
        return Err(at(number, format!("`{}` is not of the form `name: value`", short(line))));
    };
    let (name, value) = (name.trim(), value.trim());
    let slot = match name {
        "publisher" => &mut publication.publisher,
        "author" => &mut publication.author,
        "title" => &mut publication.title,
        "published" => &mut publication.published_on,
        "url" => &mut publication.url,
        "kind" => &mut publication.kind,
        "digest of" => &mut publication.digest_of,
        "language" => &mut publication.language,
        _ => {
            return Err(at(
                number,
                format!("`{}` is not known in front matter; known are {NAMES}", short(name)),
            ));
        }
    };
    if slot.is_some() {
        return Err(at(number, format!("`{name}` is given twice")));
    }
    if value.is_empty() {
        return Err(at(number, format!("`{name}` has no value; leave the line out if it is not known")));
    }
    match name {
        "published" => {
            value.parse::<Edtf>().map_err(|error| at(number, short(&error.to_string())))?;
        }
        "kind" if !KINDS.contains(&value) => {
            return Err(at(number, format!("kind `{}` is not one of {}", short(value), KINDS.join(", "))));
        }
        "url" if !fact::is_web_address(value) => {
            return Err(at(
                number,
                format!("`{}` is not an address that begins with http:// or https://", short(value)),
            ));
        }
        "language" if !fact::is_language(value) => {
            return Err(at(
                number,
                format!("`{}` is not a language tag such as `en` or `pt-BR`", short(value)),
            ));
        }
        _ => {}
    }
    *slot = Some(Stated { value: value.to_owned(), from: FROM.to_owned() });
    Ok(())
}

/// Words as an error shows them: a line may be the whole file.
fn short(words: &str) -> String {
    const SHOWN: usize = 200;
    match words.char_indices().nth(SHOWN) {
        Some((end, _)) => format!("{}…", &words[..end]),
        None => words.to_owned(),
    }
}

fn at(line: usize, problem: impl Into<String>) -> ExtractError {
    ExtractError::FrontMatter { line, problem: problem.into() }
}
