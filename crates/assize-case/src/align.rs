//! Where words of one text stand in another text of the same source.
//!
//! Two texts are aligned line by line, and word by word where lines differ. A pair counts only where the alignment read from the beginning and
//! the one read from the end agree on it, so that a sentence that stands twice is never taken for the other one. Nothing is paired that
//! is not the same byte for byte.

use assize_record::Span;
use similar::{Algorithm, DiffOp, capture_diff_slices};

/// Two stretches with more words than this, one number times the other, are not aligned word by word: they have little in common.
const MOST: usize = 50_000_000;
/// Words in common that are fewer than this do not part one change from the next.
const APART: usize = 4;
/// Words shown before and after a change.
const AROUND: usize = 4;

/// Two texts with what is the same in both.
#[derive(Debug)]
pub struct Alignment<'t> {
    old: &'t str,
    new: &'t str,
    /// What is the same, in the order of both texts, no two of them adjacent in both.
    same: Vec<Same>,
}

/// Bytes that are the same in both texts.
#[derive(Debug, Clone, Copy)]
struct Same {
    old: usize,
    new: usize,
    len: usize,
}

/// Words that one text has and the other has not.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Change {
    /// What the old text has, in one line.
    pub gone: String,
    /// What the new text has in its place, in one line.
    pub come: String,
    /// The last words before it, where they are the same.
    pub before: String,
    /// The first words after it, where they are the same.
    pub after: String,
}

impl Change {
    /// What differs of words between words that are the same; `None` where only blanks do.
    fn of(gone: &[&str], come: &[&str], before: String, after: String) -> Option<Self> {
        let same = |a: &mut dyn Iterator<Item = (&&str, &&str)>| a.take_while(|(a, b)| a == b).count();
        let opens = same(&mut gone.iter().zip(come));
        let (gone_rest, come_rest) = (&gone[opens..], &come[opens..]);
        let closes = same(&mut gone_rest.iter().rev().zip(come_rest.iter().rev()));
        let (gone_end, come_end) = (gone_rest.len() - closes, come_rest.len() - closes);
        if gone_end == 0 && come_end == 0 {
            return None;
        }
        let joined = |first: &str, words: &[&str], last: &str| {
            let all: Vec<&str> = [first]
                .into_iter()
                .chain(words.iter().copied())
                .chain([last])
                .filter(|w| !w.is_empty())
                .collect();
            all.join(" ")
        };
        Some(Self {
            gone: gone_rest[..gone_end].join(" "),
            come: come_rest[..come_end].join(" "),
            before: joined(&before, &gone[..opens], ""),
            after: joined("", &gone_rest[gone_end..], &after),
        })
    }
}

impl std::fmt::Display for Change {
    /// `when a missile [-struck-]{+hit+} a speedboat`
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let gone = if self.gone.is_empty() { String::new() } else { format!("[-{}-]", self.gone) };
        let come = if self.come.is_empty() { String::new() } else { format!("{{+{}+}}", self.come) };
        let parts = [self.before.as_str(), &format!("{gone}{come}"), self.after.as_str()];
        let parts: Vec<&str> = parts.into_iter().filter(|part| !part.is_empty()).collect();
        write!(f, "{}", parts.join(" "))
    }
}

impl<'t> Alignment<'t> {
    /// Aligns an old text and a new one.
    pub fn of(old: &'t str, new: &'t str) -> Self {
        let (lines, new_lines) = (lines(old), lines(new));
        let slices = |text: &'t str, spans: &[Span]| -> Vec<&'t str> {
            spans.iter().filter_map(|span| span.slice(text)).collect()
        };
        let paired = pairs(&slices(old, &lines), &slices(new, &new_lines));
        let mut aligned = Self { old, new, same: Vec::new() };
        let mut from = (0, 0);
        for (at, new_at) in paired {
            let (line, new_line) = (lines[at], new_lines[new_at]);
            aligned.between(Span::new(from.0, line.start), Span::new(from.1, new_line.start));
            aligned.is_same(line, new_line);
            from = (line.end, new_line.end);
        }
        aligned.between(Span::new(from.0, old.len()), Span::new(from.1, new.len()));
        aligned
    }

    /// Aligns the words of two stretches between lines that are the same.
    fn between(&mut self, old: Span, new: Span) {
        let (Some(ours), Some(theirs)) = (old.slice(self.old), new.slice(self.new)) else { return };
        let (words, new_words) = (words(ours), words(theirs));
        if words.len().saturating_mul(new_words.len()) > MOST {
            return;
        }
        let slices = |text: &'t str, spans: &[Span]| -> Vec<&'t str> {
            spans.iter().filter_map(|span| span.slice(text)).collect()
        };
        for (at, new_at) in pairs(&slices(ours, &words), &slices(theirs, &new_words)) {
            let within = |span: Span, of: Span| Span::new(of.start + span.start, of.start + span.end);
            self.is_same(within(words[at], old), within(new_words[new_at], new));
        }
    }

    /// Takes note of two spans with the same bytes, which follow all before in both texts.
    fn is_same(&mut self, old: Span, new: Span) {
        if let Some(last) = self.same.last_mut() {
            let (ended, new_ended) = (last.old + last.len, last.new + last.len);
            if self.old.get(ended..old.start) == self.new.get(new_ended..new.start) {
                last.len = old.end - last.old;
                return;
            }
        }
        self.same.push(Same { old: old.start, new: new.start, len: old.len() });
    }

    /// Where a span of the old text stands in the new one, whole and the same byte for byte.
    pub fn at(&self, span: Span) -> Option<Span> {
        let after = self.same.partition_point(|same| same.old <= span.start);
        let same = self.same.get(after.checked_sub(1)?)?;
        let start = same.new + (span.start - same.old);
        let found = Span::new(start, start + span.len());
        let is_whole = !span.is_empty() && span.end <= same.old + same.len;
        (is_whole && found.slice(self.new) == span.slice(self.old)).then_some(found)
    }

    /// What differs, in the order of the texts, each with a few words around it.
    pub fn changes(&self) -> Vec<Change> {
        let is_long = |same: &&Same| words(&self.old[same.old..same.old + same.len]).len() >= APART;
        let mut kept: Vec<Same> = self.same.iter().filter(is_long).copied().collect();
        kept.push(Same { old: self.old.len(), new: self.new.len(), len: 0 });
        let mut changes = Vec::new();
        let mut before = Same { old: 0, new: 0, len: 0 };
        for after in kept {
            let words = |text: &'t str| text.split_whitespace().collect::<Vec<_>>();
            let gone = words(&self.old[before.old + before.len..after.old]);
            let come = words(&self.new[before.new + before.len..after.new]);
            let around = |from: usize, len: usize| &self.old[from..from + len];
            changes.extend(Change::of(
                &gone,
                &come,
                last_words(around(before.old, before.len)),
                first_words(around(after.old, after.len)),
            ));
            before = after;
        }
        changes
    }
}

fn first_words(text: &str) -> String {
    text.lines().next().unwrap_or("").split_whitespace().take(AROUND).collect::<Vec<_>>().join(" ")
}

fn last_words(text: &str) -> String {
    let words: Vec<&str> = text.lines().last().unwrap_or("").split_whitespace().rev().take(AROUND).collect();
    words.into_iter().rev().collect::<Vec<_>>().join(" ")
}

/// Lines that hold anything.
fn lines(text: &str) -> Vec<Span> {
    let mut start = 0;
    let spans = text.split('\n').map(|line| {
        let span = Span::new(start, start + line.len());
        start = span.end + 1;
        span
    });
    spans.filter(|span| !span.is_empty()).collect()
}

/// Runs of letters and digits, and every other character that is no blank.
fn words(text: &str) -> Vec<Span> {
    let mut found: Vec<Span> = Vec::new();
    let mut in_word = false;
    for (at, character) in text.char_indices() {
        let end = at + character.len_utf8();
        let is_word = character.is_alphanumeric();
        match found.last_mut() {
            Some(word) if is_word && in_word && word.end == at => word.end = end,
            _ if !character.is_whitespace() => found.push(Span::new(at, end)),
            _ => {}
        }
        in_word = is_word;
    }
    found
}

/// Which parts of two sequences are the same, by their places: those on which a reading from the beginning and one from the end agree.
fn pairs(old: &[&str], new: &[&str]) -> Vec<(usize, usize)> {
    let reversed = |all: &[&'_ str]| all.iter().rev().copied().map(str::to_owned).collect::<Vec<String>>();
    let (old_back, new_back) = (reversed(old), reversed(new));
    let mut back: Vec<(usize, usize)> = equal(&capture_diff_slices(Algorithm::Myers, &old_back, &new_back))
        .map(|(at, new_at)| (old.len() - 1 - at, new.len() - 1 - new_at))
        .collect();
    back.reverse();
    let forth = capture_diff_slices(Algorithm::Myers, old, new);
    equal(&forth).filter(|pair| back.binary_search(pair).is_ok()).collect()
}

fn equal(diff: &[DiffOp]) -> impl Iterator<Item = (usize, usize)> {
    let equal = diff.iter().filter_map(|part| match *part {
        DiffOp::Equal { old_index, new_index, len } => Some((old_index, new_index, len)),
        _ => None,
    });
    equal.flat_map(|(old, new, len)| (0..len).map(move |at| (old + at, new + at)))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn moved(old: &str, new: &str, words: &str, nth: usize) -> Option<usize> {
        let (start, _) = old.match_indices(words).nth(nth).expect("the words stand there");
        Alignment::of(old, new).at(Span::new(start, start + words.len())).map(|span| span.start)
    }

    #[test]
    fn what_is_the_same_is_found_where_it_stands_now() {
        let old = "Head\n\nNine men died off Cape Orsay, a pilot said.\n\nThe navy denied it.\n";
        let new =
            "Head\n\nBy Ada Ode\n\nNine men died off Cape Orsay, a pilot said.\n\nThe navy denied it all.\n";
        assert_eq!(moved(old, new, "Nine men died", 0), new.find("Nine men died"));
        assert_eq!(moved(old, new, "The navy denied it", 0), new.find("The navy denied it"));
        assert_eq!(moved(old, new, "denied it.", 0), None, "the words changed");
    }

    #[test]
    fn the_alignment_tells_which_of_two_equal_sentences_is_meant() {
        let said = "Nine men died.";
        let old = format!("{said}\n\nThe boat burned.\n\n{said}\n\nThe navy denied it.\n");
        let new = format!("Intro.\n\n{old}");
        assert_eq!(moved(&old, &new, said, 1), Some(new.rfind(said).expect("there")));
        assert_eq!(moved(&old, &new, said, 0), new.find(said));
        // One of them went: which one is not guessed.
        let new = format!("{said}\n\nThe navy denied it.\n");
        assert_eq!(moved(&old, &new, said, 0), None);
    }

    #[test]
    fn a_word_within_a_line_that_changed_parts_what_is_the_same() {
        let old = "At least nine people were killed when a missile struck a boat, the Gazette found.\n";
        let new = "At least ten people were killed when a missile struck a boat, the Gazette found.\n";
        assert_eq!(moved(old, new, "nine people were killed", 0), None);
        assert_eq!(moved(old, new, "a missile struck a boat", 0), new.find("a missile struck a boat"));
        let changes: Vec<String> = Alignment::of(old, new).changes().iter().map(Change::to_string).collect();
        assert_eq!(changes, ["At least [-nine-]{+ten+} people were killed when"]);
    }

    #[test]
    fn texts_with_nothing_in_common_have_nothing_to_move() {
        assert_eq!(moved("Nine men died.\n", "Quite another page.\n", "Nine men", 0), None);
        assert!(Alignment::of("", "").changes().is_empty());
        assert_eq!(Alignment::of("", "Words.\n").changes().len(), 1);
    }
}
