//! Small rules on facts of publication that several extractors share.

use assize_record::body::Stated;

/// A fact with its origin; `None` for blanks.
pub(super) fn stated(value: &str, from: &str) -> Option<Stated> {
    // Soft hyphens only say where a word may break.
    let value = one_line(&value.replace('\u{ad}', ""));
    (!value.is_empty()).then(|| Stated { value, from: from.to_owned() })
}

/// The words on one line, runs of blanks as one space, controls left out: a title goes into tables and terminals.
pub(super) fn one_line(words: &str) -> String {
    let spaced: String =
        words.chars().map(|c| if c.is_whitespace() || c.is_control() { ' ' } else { c }).collect();
    spaced.split(' ').filter(|word| !word.is_empty()).collect::<Vec<_>>().join(" ")
}

/// Whether this is an absolute web address without blanks. Other schemes (`javascript:`, `file:`) are no place of publication.
pub(super) fn is_web_address(value: &str) -> bool {
    let lower = value.get(..8.min(value.len())).unwrap_or_default().to_ascii_lowercase();
    let rest = if lower.starts_with("https://") {
        &value[8..]
    } else if lower.starts_with("http://") {
        &value[7..]
    } else {
        return false;
    };
    !rest.is_empty()
        && !rest.starts_with(['/', '?', '#'])
        && !value.chars().any(|c| c.is_whitespace() || c.is_control() || matches!(c, '<' | '>' | '"'))
}

/// Whether this has the shape of a BCP 47 tag: a primary subtag of 2 to 8 letters, then subtags of 1 to 8 letters or digits.
pub(super) fn is_language(value: &str) -> bool {
    let mut parts = value.split('-');
    let primary = parts
        .next()
        .is_some_and(|p| (2..=8).contains(&p.len()) && p.chars().all(|c| c.is_ascii_alphabetic()));
    primary && parts.all(|p| (1..=8).contains(&p.len()) && p.chars().all(|c| c.is_ascii_alphanumeric()))
}

/// Whether what stands where an author should is none: an account, an address, a word for nobody.
pub(super) fn is_no_name(words: &str) -> bool {
    const NOBODY: &[&str] = &[
        "admin",
        "administrator",
        "anonymous",
        "author",
        "by",
        "no author",
        "none",
        "null",
        "root",
        "undefined",
        "unknown",
        "user",
        "webmaster",
        "wordpressadmin",
    ];
    let lower = words.trim().to_lowercase();
    let account = lower.contains('_')
        || lower.ends_with("admin")
        || (!lower.contains(' ') && lower.chars().any(|c| c.is_ascii_digit()));
    lower.is_empty()
        || NOBODY.contains(&lower.as_str())
        || account
        || is_web_address(&lower)
        || lower.contains('@')
}

/// Whether a name is that of an outlet's staff as a whole.
pub(super) fn is_staff(words: &str) -> bool {
    const STAFF: &[&str] = &[
        "editor",
        "editors",
        "editorial staff",
        "editorial team",
        "la redacción",
        "la rédaction",
        "newsroom",
        "redacción",
        "redaction",
        "redaktion",
        "redazione",
        "rédaction",
        "staff",
        "staff writer",
        "die redaktion",
    ];
    STAFF.contains(&words.trim().to_lowercase().as_str())
}

/// Whether a name is that of a body and not a person's: by its legal form, or since it is an address.
pub(super) fn is_body(words: &str) -> bool {
    const FORMS: &[&str] =
        &["gmbh", "e.v.", "ag", "inc", "inc.", "ltd", "ltd.", "llc", "s.a.", "stiftung", "www", "foundation"];
    let lower = words.to_lowercase();
    let is_form = |word: &str| FORMS.contains(&word) || word.ends_with("stiftung");
    lower.split(|c: char| c.is_whitespace() || matches!(c, '/' | '(' | ')' | ',' | '-')).any(|word| {
        let ends = word.rsplit_once('.').is_some_and(|(name, end)| {
            name.len() > 2
                && matches!(end, "com" | "org" | "net" | "de" | "at" | "ch" | "it" | "fr" | "es" | "uk")
        });
        is_form(word) || ends
    })
}

/// A name without the word that opens a byline.
pub(super) fn without_by(name: &str) -> &str {
    let name = name.trim();
    ["By ", "by ", "BY ", "Von ", "von ", "Par ", "Por "]
        .iter()
        .find_map(|by| name.strip_prefix(by))
        .unwrap_or(name)
        .trim()
}
