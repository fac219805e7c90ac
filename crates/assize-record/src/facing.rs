//! What faces a reader: words of a source on a page, in a table, in data, on a terminal.
//!
//! A source chooses its words, and some characters are not words: they turn the direction of writing, cannot be seen, command the terminal,
//! or look like letters that they are not. [`marks`] finds them, in any text; the rest of this module shows a text with each of them taken
//! out or named where it stood: [`printable`] for a terminal, [`cell`] for a table, [`json`] for data. Pages do the same with their own
//! markup. The archived bytes stay, and so does the string that data parses to.
//!
//! What is passed over is the writing of living languages: the joiners of Persian and Hindi, the breaks of Khmer and Thai, the marks that help a
//! right-to-left word along, and emoji. `hidden` says which characters are looked for, and where they are at home; `mixed` says which words. What
//! was weighed stands in `docs/decisions/022-what-faces-a-reader.md`.

mod hidden;
mod json;
mod mixed;
mod name;
mod stack;
mod table;
mod terminal;
mod unbroken;

pub use json::{embedded, json};
pub use name::{NameFault, looks_like_other_letters, name_fault};
pub use table::cell;
pub use terminal::printable;

/// Something in a text that does not face a reader as it is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Mark {
    /// First byte of what the mark stands in place of, or where it is put in.
    pub start: usize,
    /// End of what it stands in place of: `start` where it is put in behind words that stay.
    pub end: usize,
    /// What it is.
    pub kind: MarkKind,
}

/// What a [`Mark`] says.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum MarkKind {
    /// A character that is shown by its number, and how often it stands there in a row.
    Character(char, usize),
    /// Combining marks beyond those that any writing puts on one letter, and how many.
    Stack(usize),
    /// The rest of a word that is too long to be laid out, and how many characters it has.
    Unbroken(usize),
    /// Letters or digits of the word before that are not what they seem, by what they are.
    Letters(Vec<(String, String)>),
}

impl Mark {
    /// What stands between the brackets: `U+202E`, `U+200B ×3`, `Cyrillic Т`, `9 combining marks`.
    pub fn sign(&self) -> String {
        match &self.kind {
            MarkKind::Character(c, 1) => format!("U+{:04X}", u32::from(*c)),
            MarkKind::Character(c, times) => format!("U+{:04X} ×{times}", u32::from(*c)),
            MarkKind::Stack(1) => "1 combining mark".to_owned(),
            MarkKind::Stack(count) => format!("{count} combining marks"),
            MarkKind::Unbroken(1) => "1 more character".to_owned(),
            MarkKind::Unbroken(count) => format!("{count} more characters"),
            MarkKind::Letters(sorts) => {
                let listed = |letters: &str| match letters.char_indices().nth(LISTED) {
                    Some((end, _)) => format!("{}…", &letters[..end]),
                    None => letters.to_owned(),
                };
                let sorts = sorts.iter().map(|(sort, letters)| format!("{sort} {}", listed(letters)));
                sorts.collect::<Vec<_>>().join(", ")
            }
        }
    }

    /// The same in words, for whoever does not know the sign.
    pub fn meaning(&self) -> String {
        match &self.kind {
            MarkKind::Character(c, _) => format!("{} {}", self.sign(), hidden::name(*c)),
            MarkKind::Stack(_) => {
                format!("{} more than any writing puts on one letter, left out", self.sign())
            }
            MarkKind::Unbroken(_) => format!("{} of a word without a break, left out", self.sign()),
            MarkKind::Letters(_) => format!("not what it looks like: {}", self.sign()),
        }
    }

    /// The sign in its brackets.
    pub fn bracketed(&self) -> String {
        format!("{OPEN}{}{CLOSE}", self.sign())
    }
}

/// What a mark begins with. Few texts hold it, so that a mark is seen for what it is.
pub const OPEN: char = '⟦';
/// What a mark ends with.
pub const CLOSE: char = '⟧';

/// The most letters of one word that a mark lists.
const LISTED: usize = 12;

/// Everything in a text that does not face a reader as it is, in order of place. Line ends and tabs are none of it.
pub fn marks(text: &str) -> Vec<Mark> {
    found(text, unbroken::is_in(text))
}

/// The same, and whether words without a break are cut.
fn found(text: &str, cut: bool) -> Vec<Mark> {
    let is_plain_ascii = |byte: u8| matches!(byte, b' '..=b'~' | b'\n' | b'\t');
    if !cut && (text.bytes().all(is_plain_ascii) || text.chars().all(is_plain)) {
        return Vec::new();
    }
    let (mut found, mut from) = (Vec::new(), 0);
    for line in text.split_inclusive('\n') {
        let mut chars: Vec<(usize, char)> = line.char_indices().map(|(at, c)| (from + at, c)).collect();
        if cut {
            unbroken::cut(&mut chars, &mut found);
        }
        let seen = hidden::find(&chars, &mut found);
        stack::find(&chars, &seen, &mut found);
        mixed::find(&chars, &seen, &mut found);
        from += line.len();
    }
    found.sort_by_key(|mark| (mark.start, mark.end));
    found
}

/// What most texts are made of, and nothing has to be looked up for: ASCII and Latin letters, quotes and dashes, spaces, currencies.
fn is_plain(c: char) -> bool {
    matches!(c, ' '..='~' | '\n' | '\t' | '\u{a0}'..='\u{ac}' | '\u{ae}'..='\u{24f}' | '\u{2010}'..='\u{2027}' | '\u{202f}'..='\u{205f}'
        | '\u{20a0}'..='\u{20bf}')
}

/// The text with each mark as `put` writes it; it is handed the characters that the mark stands in place of.
fn marked(text: &str, marks: &[Mark], mut put: impl FnMut(&mut String, &Mark, &str)) -> String {
    let mut shown = String::with_capacity(text.len() + marks.len() * 8);
    let mut at = 0;
    for mark in marks {
        shown.push_str(&text[at..mark.start]);
        put(&mut shown, mark, &text[mark.start..mark.end]);
        at = mark.end;
    }
    shown.push_str(&text[at..]);
    shown
}

/// The text with every mark in brackets: for places that hold text alone, as attributes and titles do.
pub fn bracketed(text: &str) -> std::borrow::Cow<'_, str> {
    let marks = marks(text);
    if marks.is_empty() {
        return text.into();
    }
    marked(text, &marks, |shown, mark, _| shown.push_str(&mark.bracketed())).into()
}
