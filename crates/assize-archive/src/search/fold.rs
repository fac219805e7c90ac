//! The words of a text as they are compared: small letters without accents, each with the bytes that it takes.
//!
//! One folding serves the file that is kept, the query and the look at the words, so that the three never differ. SQLite's own `unicode61`
//! takes a line of Chinese for one word, leaves the points of Arabic and the accents of Greek and Cyrillic, and gives no bytes that could be
//! held against a text. `SQLite` is handed folded words and takes them apart at spaces alone (its tokeniser `ascii`).

use super::FIELD;
use crate::near::stands_alone;
use std::ops::Range;
use unicode_normalization::{UnicodeNormalization as _, char::is_combining_mark};
use unicode_script::{Script, UnicodeScript as _};

/// Most bytes of a word as it is compared, and as it stands in a text, give or take a letter: a longer one is several words in a row.
const FOLDED: usize = 256;
const BYTES: usize = 512;

/// What stands between two fields. No letter or digit, so no query asks for it.
const BREAK: &str = "\u{e000}";

/// The folded words of a text, and where each stands.
#[derive(Debug, Default)]
pub(super) struct Folded {
    letters: String,
    /// Of each word, where its folded letters are and the bytes that it takes in the text.
    words: Vec<(Range<usize>, Range<usize>)>,
}

impl Folded {
    /// Of a text, in time linear in it.
    pub(super) fn of(text: &str) -> Self {
        let mut reading = Reading::default();
        reading.folded.letters.reserve(text.len());
        for (at, letter) in text.char_indices() {
            reading.letter(letter, at);
        }
        reading.end_word();
        reading.folded
    }

    /// How many words there are.
    pub(super) fn len(&self) -> usize {
        self.words.len()
    }

    /// A folded word.
    pub(super) fn word(&self, at: usize) -> &str {
        &self.letters[self.words[at].0.clone()]
    }

    /// The bytes that a word takes in the text.
    pub(super) fn span(&self, at: usize) -> Range<usize> {
        self.words[at].1.clone()
    }

    /// All of them with a space between.
    pub(super) fn line(&self) -> String {
        let mut line = String::with_capacity(self.letters.len() + self.len());
        for at in 0..self.len() {
            if at > 0 {
                line.push(' ');
            }
            line.push_str(self.word(at));
        }
        line
    }
}

/// A text that is being read.
#[derive(Default)]
struct Reading {
    folded: Folded,
    word: Option<Word>,
}

/// The word that is being read.
struct Word {
    /// Where its letters begin among the folded ones.
    from: usize,
    start: usize,
    end: usize,
    /// Whether it is a letter of a script that puts no space between words.
    is_alone: bool,
}

impl Reading {
    fn letter(&mut self, letter: char, at: usize) {
        let end = at + letter.len_utf8();
        if letter.is_ascii_alphanumeric() {
            self.begin(at, false);
            self.folded.letters.push(letter.to_ascii_lowercase());
            self.go_on(end);
        } else if letter == FIELD {
            self.end_word();
            let from = self.folded.letters.len();
            self.folded.letters.push_str(BREAK);
            self.folded.words.push((from..from + BREAK.len(), at..end));
        } else if letter.is_ascii() {
            self.end_word();
        } else if is_combining_mark(letter) || matches!(letter, '\u{ff9e}' | '\u{ff9f}') {
            // It belongs to the letter before it.
            if self.word.is_some() {
                self.push(letter);
                self.go_on(end);
            }
        } else if letter.is_alphanumeric() {
            self.begin(at, is_alone(letter));
            self.push(letter);
            self.go_on(end);
        } else if !is_invisible(letter) {
            self.end_word();
        }
    }

    fn begin(&mut self, at: usize, is_alone: bool) {
        if self.word.as_ref().is_some_and(|word| is_alone || word.is_alone) {
            self.end_word();
        }
        let from = self.folded.letters.len();
        self.word.get_or_insert(Word { from, start: at, end: at, is_alone });
    }

    fn go_on(&mut self, end: usize) {
        let Some(word) = &mut self.word else { return };
        word.end = end;
        if end - word.start >= BYTES || self.folded.letters.len() - word.from >= FOLDED {
            self.end_word();
        }
    }

    fn end_word(&mut self) {
        let Some(word) = self.word.take() else { return };
        let letters = &mut self.folded.letters;
        if !letters[word.from..].is_ascii() {
            let whole: String = letters[word.from..].nfc().collect();
            letters.truncate(word.from);
            letters.push_str(&whole);
        }
        if letters.len() > word.from {
            self.folded.words.push((word.from..letters.len(), word.start..word.end));
        }
    }

    /// Folds a letter or mark. What is one character may come to several, signs and spaces among them: `½`, `⑴`.
    fn push(&mut self, letter: char) {
        for part in std::iter::once(letter).nfkd().flat_map(char::to_lowercase) {
            if is_combining_mark(part) {
                if !is_accent(part) {
                    self.folded.letters.push(part);
                }
            } else if part.is_alphanumeric() {
                plain(part, &mut self.folded.letters);
            }
        }
    }
}

/// Whether a mark says nothing of which word it is: accents, and the points of Arabic and Hebrew. Vowels of Indian scripts, and what makes
/// another consonant of a kana, do.
fn is_accent(mark: char) -> bool {
    use Script::{Arabic, Common, Cyrillic, Greek, Hebrew, Inherited, Latin, Syriac};
    let is_of =
        matches!(mark.script(), Arabic | Common | Cyrillic | Greek | Hebrew | Inherited | Latin | Syriac);
    is_of && !matches!(mark, '\u{3099}' | '\u{309a}')
}

/// A letter as people write it who do not have it on their keyboard, and digits of any hand as those of all.
fn plain(letter: char, letters: &mut String) {
    match letter {
        'ß' => letters.push_str("ss"),
        'æ' => letters.push_str("ae"),
        'œ' => letters.push_str("oe"),
        'ø' => letters.push('o'),
        'đ' | 'ð' => letters.push('d'),
        'ł' => letters.push('l'),
        'ħ' => letters.push('h'),
        'ı' => letters.push('i'),
        'ς' => letters.push('σ'),
        // What only draws a word out.
        '\u{640}' => {}
        'ٱ' => letters.push('ا'),
        'ى' | 'ی' => letters.push('ي'),
        'ة' => letters.push('ه'),
        'ک' => letters.push('ك'),
        '٠'..='٩' => letters.push(digit(letter, '٠')),
        '۰'..='۹' => letters.push(digit(letter, '۰')),
        '०'..='९' => letters.push(digit(letter, '०')),
        other => letters.push(other),
    }
}

fn digit(letter: char, zero: char) -> char {
    char::from_digit(u32::from(letter) - u32::from(zero), 10).unwrap_or(letter)
}

/// Letters that are words by themselves, as none of their script has a space before it.
const fn is_alone(letter: char) -> bool {
    stands_alone(letter)
        || matches!(letter, '\u{3005}'..='\u{3007}' | '\u{3021}'..='\u{3029}' | '\u{31f0}'..='\u{31ff}' | '\u{ff66}'..='\u{ff9f}')
}

/// What cannot be seen, turns the direction of writing or says where a line may end: it neither ends a word nor is of it.
const fn is_invisible(letter: char) -> bool {
    matches!(letter, '\u{ad}' | '\u{61c}' | '\u{180e}' | '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{206f}' | '\u{feff}'
        | '\u{e0000}'..='\u{e007f}')
}

#[cfg(test)]
mod tests {
    use super::*;

    fn words(text: &str) -> Vec<String> {
        let folded = Folded::of(text);
        (0..folded.len()).map(|at| folded.word(at).to_owned()).collect()
    }

    fn same(a: &str, b: &str) {
        assert_eq!(words(a), words(b), "{a} {b}");
        assert!(!words(a).is_empty(), "{a}");
    }

    #[test]
    fn words_of_any_script() {
        assert_eq!(words("Don’t – “stop”, 1,000 m²!"), ["don", "t", "stop", "1", "000", "m2"]);
        assert_eq!(words("船は沈没々 boat"), ["船", "は", "沈", "没", "々", "boat"]);
        assert_eq!(words("boat船x"), ["boat", "船", "x"]);
        assert_eq!(words(" … 🚤 \0"), Vec::<String>::new());
        assert_eq!(words("⑴ ½"), ["1", "12"]);
        // Vowels of Devanagari tell words apart.
        assert_ne!(words("कि"), words("का"));
        assert_ne!(words("か"), words("が"));
    }

    #[test]
    fn case_accents_points_and_hands_make_no_other_word() {
        same("ÉCOLE Łódź STRASSE", "e\u{301}cole lodz Straße");
        same("Ёлка Йод", "елка и\u{306}од");
        same("ΣΊΣΥΦΟΣ", "σισυφος");
        same("قُتِلَ تـســعة", "قتل تسعة");
        same("أحمد إلى آخر", "احمد الي اخر");
        same("٢٠٣١ ۲۰۳۱", "2031 2031");
        same("ｆｕｌｌ ﬁne", "full fine");
        same("ｶﾞｽ", "ガス");
        same("한국", "\u{1112}\u{1161}\u{11ab}\u{1100}\u{116e}\u{11a8}");
        same("kil\u{200b}led po\u{ad}lice \u{202e}navy\u{202c}", "killed police navy");
        same("İstanbul ISPARTA", "istanbul ısparta");
        same("heart❤\u{fe0f}beat", "heart beat");
    }

    #[test]
    fn a_word_takes_its_own_bytes() {
        let text = "Die “E\u{301}cole\u{fe0f}”\u{301} 船";
        let folded = Folded::of(text);
        let spans: Vec<&str> = (0..folded.len()).map(|at| &text[folded.span(at)]).collect();
        assert_eq!(spans, ["Die", "E\u{301}cole\u{fe0f}", "船"]);
    }

    #[test]
    fn no_word_is_long() {
        for text in ["x".repeat(5000), "é".repeat(5000), format!("x{}", "\u{301}".repeat(9000))] {
            let folded = Folded::of(&text);
            assert!((0..folded.len()).all(|at| folded.span(at).len() <= BYTES + 4), "{}", &text[..8]);
        }
        same(&"x".repeat(1000), &"X".repeat(1000));
    }

    #[test]
    fn a_line_is_taken_apart_at_spaces_alone() {
        let line = Folded::of("Boat’s “船” \u{1e} E\u{301}\u{301} 🚤 \"AND\" *").line();
        assert_eq!(line, "boat s 船 \u{e000} e and");
        assert!(line.chars().all(|c| c == ' ' || !c.is_ascii() || c.is_ascii_alphanumeric()));
    }
}
