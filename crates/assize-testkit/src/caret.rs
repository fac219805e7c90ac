//! Texts with notes under their words.
//!
//! A line whose first mark is `^` annotates the text line above it: each run of carets stands under the words meant, and what
//! follows the run, up to the next one, is the label.
//!
//! ```
//! use assize_testkit::caret::annotated;
//! let fixture = annotated(
//!     "
//! The boat left on May 3 with nine aboard.
//!                  ^^^^^ date
//!                             ^^^^ count
//! ",
//! );
//! assert_eq!(fixture.text, "The boat left on May 3 with nine aboard.");
//! assert_eq!(fixture.labelled("count").collect::<Vec<_>>(), ["nine"]);
//! ```

use assize_record::Span;

/// A text and what is noted under it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Annotated {
    /// The text without the lines of notes, and without line breaks before and after it.
    pub text: String,
    /// The notes by their span, then in the order written.
    pub notes: Vec<Note>,
}

/// One note.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Note {
    /// The bytes of the text above the carets.
    pub span: Span,
    /// The words after the carets.
    pub label: String,
}

impl Annotated {
    /// The words noted with this label.
    pub fn labelled<'a>(&'a self, label: &'a str) -> impl Iterator<Item = &'a str> {
        self.notes
            .iter()
            .filter(move |note| note.label == label)
            .filter_map(|note| note.span.slice(&self.text))
    }
}

/// Reads a text with notes. One caret stands for one character, whatever bytes it takes.
///
/// # Panics
/// Where carets stand under nothing: a fixture is written by hand, and a note that slipped would test the wrong words.
#[expect(clippy::panic, reason = "a broken fixture must fail the test that holds it")]
pub fn annotated(fixture: &str) -> Annotated {
    let mut text = String::new();
    let mut notes = Vec::new();
    let mut line_start = 0;
    for line in fixture.trim_matches('\n').split('\n') {
        if line.trim_start().starts_with('^') {
            for (from, to, label) in caret_runs(line) {
                let above = &text[line_start..];
                let at = |column: usize| {
                    let ends = above.char_indices().map(|(at, _)| at).chain([above.len()]);
                    ends.skip(column).map(|at| line_start + at).next()
                };
                let (Some(start), Some(end)) = (at(from), at(to)) else {
                    panic!("carets `{line}` stand under nothing in `{above}`");
                };
                notes.push(Note { span: Span::new(start, end), label });
            }
            continue;
        }
        if !text.is_empty() || line_start > 0 {
            text.push('\n');
        }
        line_start = text.len();
        text.push_str(line);
    }
    notes.sort_by_key(|note| note.span);
    Annotated { text, notes }
}

/// The runs of carets in a line: first column, one past the last, label.
fn caret_runs(line: &str) -> Vec<(usize, usize, String)> {
    let chars: Vec<char> = line.chars().collect();
    let mut runs = Vec::new();
    let mut at = 0;
    while at < chars.len() {
        if chars[at] != '^' {
            at += 1;
            continue;
        }
        let from = at;
        while chars.get(at) == Some(&'^') {
            at += 1;
        }
        let rest = &chars[at..];
        let label: String = rest.iter().take_while(|c| **c != '^').collect();
        runs.push((from, at, label.trim().to_owned()));
    }
    runs
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn carets_count_characters_and_give_bytes() {
        let fixture = annotated("é two\n  ^^^ count\nnext line\n^^^^ a^^ b");
        assert_eq!(fixture.text, "é two\nnext line");
        let found: Vec<_> =
            fixture.notes.iter().map(|n| (n.span.slice(&fixture.text), n.label.as_str())).collect();
        assert_eq!(found, [(Some("two"), "count"), (Some("next"), "a"), (Some("in"), "b")]);
    }

    #[test]
    fn a_note_under_nothing_fails() {
        let outcome = std::panic::catch_unwind(|| annotated("short\n         ^^^ far"));
        assert!(outcome.is_err());
    }
}
