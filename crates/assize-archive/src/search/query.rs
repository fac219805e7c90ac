//! What somebody looks for, and where it stands in words.

use super::fold::Folded;
use std::ops::Range;

/// Most words of a query.
pub const WORDS_MAX: usize = 64;

/// What somebody looks for: words and phrases that all stand in one paragraph.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Query {
    terms: Vec<Term>,
}

/// Words that stand one after the other.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Term {
    words: Vec<String>,
    /// Whether whatever begins with the last of them is meant.
    is_prefix: bool,
}

/// Why there is nothing to look for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum QueryError {
    /// Signs alone, or nothing.
    #[error("there is no letter or digit in what is looked for")]
    Empty,
    /// More than [`WORDS_MAX`] words.
    #[error("{0} words are looked for, and {WORDS_MAX} are the most")]
    TooLong(usize),
}

impl Query {
    /// Takes a query apart. Words in quotation marks, and words that signs alone hold apart (`U.S.`, `9-11`), are one phrase.
    ///
    /// # Errors
    /// [`QueryError`]; no sign is an error.
    pub fn parse(text: &str) -> Result<Self, QueryError> {
        let mut terms = Vec::new();
        for (at, part) in text.split(is_quote).enumerate() {
            // What stands between a first and a second quotation mark, or after one that is never closed.
            let is_phrase = at % 2 == 1;
            if is_phrase {
                terms.extend(Term::of(part));
            } else {
                terms.extend(part.split_whitespace().filter_map(Term::of));
            }
        }
        terms.dedup();
        match terms.iter().map(|term| term.words.len()).sum::<usize>() {
            0 => Err(QueryError::Empty),
            count if count > WORDS_MAX => Err(QueryError::TooLong(count)),
            _ => Ok(Self { terms }),
        }
    }

    /// Where the words stand in a paragraph, each by its bytes, in order; what touches is one. `None` where not all of them do.
    pub fn find(&self, paragraph: &str) -> Option<Vec<Range<usize>>> {
        let folded = Folded::of(paragraph);
        let mut found = Vec::new();
        for term in &self.terms {
            let before = found.len();
            for at in 0..(folded.len() + 1).saturating_sub(term.words.len()) {
                if term.stands_at(&folded, at) {
                    found.extend((at..at + term.words.len()).map(|at| folded.span(at)));
                }
            }
            if found.len() == before {
                return None;
            }
        }
        found.sort_unstable_by_key(|span| (span.start, span.end));
        let mut joined: Vec<Range<usize>> = Vec::with_capacity(found.len());
        for span in found {
            match joined.last_mut().filter(|last| span.start <= last.end) {
                Some(last) => last.end = last.end.max(span.end),
                None => joined.push(span),
            }
        }
        Some(joined)
    }

    /// The same as SQLite's full-text search is asked it: folded words in quotation marks, which hold no sign that means anything there.
    pub(super) fn in_sqlite(&self) -> String {
        let term = |term: &Term| {
            let star = if term.is_prefix { " *" } else { "" };
            format!("\"{}\"{star}", term.words.join(" "))
        };
        self.terms.iter().map(term).collect::<Vec<_>>().join(" AND ")
    }
}

impl Term {
    fn of(text: &str) -> Option<Self> {
        let folded = Folded::of(text);
        let words: Vec<String> = (0..folded.len()).map(|at| folded.word(at).to_owned()).collect();
        let last = folded.len().checked_sub(1)?;
        let is_prefix = text[folded.span(last).end..].starts_with('*');
        Some(Self { words, is_prefix })
    }

    fn stands_at(&self, folded: &Folded, at: usize) -> bool {
        let last = self.words.len() - 1;
        self.words.iter().enumerate().all(|(nth, word)| {
            let other = folded.word(at + nth);
            if self.is_prefix && nth == last { other.starts_with(word.as_str()) } else { other == word }
        })
    }
}

/// The double quotation marks of any language, so that words pasted with theirs are a phrase.
const fn is_quote(sign: char) -> bool {
    matches!(sign, '"' | '“' | '”' | '„' | '‟' | '«' | '»' | '「' | '」' | '『' | '』' | '＂')
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found<'t>(query: &str, text: &'t str) -> Option<Vec<&'t str>> {
        let found = Query::parse(query).expect("a query").find(text)?;
        Some(found.into_iter().map(|span| &text[span]).collect())
    }

    #[test]
    fn words_phrases_and_beginnings() {
        let text = "A boat was sunk off Lowford; two boats, “The U.S. Navy’s”, came.";
        assert_eq!(found("BOAT", text), Some(vec!["boat"]));
        assert_eq!(found("boat*", text), Some(vec!["boat", "boats"]));
        assert_eq!(found("lowford sunk", text), Some(vec!["sunk", "Lowford"]));
        assert_eq!(found("\"sunk off\"", text), Some(vec!["sunk", "off"]));
        assert_eq!(found("„off sunk“", text), None);
        assert_eq!(found("\"two boa*\"", text), Some(vec!["two", "boats"]));
        assert_eq!(found("\"two boa\"", text), None);
        assert_eq!(found("U.S.", text), Some(vec!["U", "S"]));
        assert_eq!(found("navy's", text), Some(vec!["Navy", "s"]));
        assert_eq!(found("boat quenby", text), None);
        assert_eq!(found("boat boat boat", text), Some(vec!["boat"]));
    }

    #[test]
    fn scripts_without_spaces_are_found_within_a_line() {
        assert_eq!(found("沈没", "船は沈没した"), Some(vec!["沈没"]));
        assert_eq!(found("没沈", "船は沈没した"), None);
        assert_eq!(found("เรือ", "เรือจม"), Some(vec!["เรือ"]));
        assert_eq!(found("قتل", "قُتِلَ تسعة"), Some(vec!["قُتِلَ"]));
    }

    #[test]
    fn no_sign_is_an_error() {
        for sign in [
            "", "  ", "\"", "\"\"", "*", "( OR", "\0", "🚤", "\u{301}", "-", "NEAR()", "^", "{a b}:",
            "\u{e000}",
        ] {
            match Query::parse(sign) {
                Ok(_) => assert!(sign.contains(char::is_alphanumeric), "{sign}"),
                Err(error) => assert_eq!(error, QueryError::Empty, "{sign}"),
            }
        }
        assert_eq!(found("not", "He did not."), Some(vec!["not"]));
        assert_eq!(found("a AND b", "a b"), None);
        assert_eq!(Query::parse(&"ab ".repeat(4000)), Query::parse("ab"));
        let many: String = (0..100).map(|n| format!("w{n} ")).collect();
        assert_eq!(Query::parse(&many), Err(QueryError::TooLong(100)));
        assert_eq!(Query::parse(&"x".repeat(1 << 20)), Err(QueryError::TooLong(4096)));
    }
}
