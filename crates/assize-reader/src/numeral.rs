//! Cardinal numbers in words and figures.

use crate::lexeme::{Lex, Lexemes};

/// A number and the index one past its last lexeme.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Numeral {
    /// Thousandths, so that `2.5` and `1.2 million` stay exact.
    pub(crate) thousandths: u64,
    /// One past its last lexeme.
    pub(crate) end: usize,
}

impl Numeral {
    /// The whole number, where it is one.
    pub(crate) const fn whole(&self) -> Option<u64> {
        if self.thousandths.is_multiple_of(1000) { Some(self.thousandths / 1000) } else { None }
    }
}

/// Reads a cardinal at an index: `11`, `1,200`, `2.5`, `1.2 million`, `eleven`, `twenty-four`, `a hundred and six`, `two dozen`.
///
/// Ordinals, vague words (`dozens`, `several`) and a bare `a` are none.
pub(crate) fn cardinal(lexemes: Lexemes<'_>, index: usize) -> Option<Numeral> {
    match lexemes.lex(index) {
        Lex::Figure(value, _) => scaled(lexemes, value.checked_mul(1000)?, index + 1),
        Lex::Decimal(thousandths) => scaled(lexemes, thousandths, index + 1),
        Lex::Cardinal(_) => in_words(lexemes, index),
        Lex::Key if matches!(lexemes.word(index), "a" | "an") => match lexemes.lex(index + 1) {
            Lex::Scale(_) => in_words(lexemes, index),
            _ if lexemes.word(index + 1) == "dozen" => Some(Numeral { thousandths: 12_000, end: index + 2 }),
            _ => None,
        },
        _ => None,
    }
}

/// A figure followed by `million` and the like, or by `dozen`.
fn scaled(lexemes: Lexemes<'_>, thousandths: u64, end: usize) -> Option<Numeral> {
    let mut numeral = Numeral { thousandths, end };
    while let Lex::Scale(scale) = lexemes.lex(numeral.end) {
        numeral = Numeral { thousandths: numeral.thousandths.checked_mul(scale)?, end: numeral.end + 1 };
    }
    if lexemes.word(numeral.end) == "dozen" {
        numeral = Numeral { thousandths: numeral.thousandths.checked_mul(12)?, end: numeral.end + 1 };
    }
    Some(numeral)
}

fn in_words(lexemes: Lexemes<'_>, index: usize) -> Option<Numeral> {
    let mut total = 0_u64;
    let mut group = 0_u64;
    // What the next small number must be below: after `twenty` only one to nine, after `two` only a scale.
    let mut room = 100;
    let mut at = index;
    let mut end = index;
    if matches!(lexemes.word(at), "a" | "an") {
        group = 1;
        room = 0;
        at += 1;
    }
    loop {
        match lexemes.lex(at) {
            Lex::Cardinal(n) if u64::from(n) < room => {
                group += u64::from(n);
                room = if n >= 20 { 10 } else { 0 };
                end = at + 1;
                at = end;
                // `twenty-four`
                if n >= 20 && lexemes.is_hyphen(at) && matches!(lexemes.lex(at + 1), Lex::Cardinal(1..=9)) {
                    at += 1;
                }
            }
            Lex::Scale(100) if group > 0 => {
                group = group.checked_mul(100)?;
                room = 100;
                end = at + 1;
                at = end + usize::from(lexemes.word(end) == "and" && is_small(lexemes, end + 1));
            }
            Lex::Scale(scale) if group > 0 => {
                total = total.checked_add(group.checked_mul(scale)?)?;
                group = 0;
                room = 100;
                end = at + 1;
                at = end + usize::from(lexemes.word(end) == "and" && is_small(lexemes, end + 1));
            }
            _ if end > index && lexemes.word(at) == "dozen" && at == end => {
                let thousandths = total.checked_add(group)?.checked_mul(12_000)?;
                return Some(Numeral { thousandths, end: at + 1 });
            }
            _ => break,
        }
    }
    (end > index).then_some(())?;
    Some(Numeral { thousandths: total.checked_add(group)?.checked_mul(1000)?, end })
}

fn is_small(lexemes: Lexemes<'_>, index: usize) -> bool {
    matches!(lexemes.lex(index), Lex::Cardinal(_))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::lexeme::lexemes;
    use assize_record::Span;

    fn check(text: &str, expected: Option<(u64, usize)>) {
        let mut all = Vec::new();
        lexemes(text, Span::new(0, text.len()), &mut all);
        let found = cardinal(Lexemes { text, all: &all }, 0).map(|n| (n.thousandths / 1000, n.end));
        assert_eq!(found, expected, "{text}");
    }

    #[test]
    fn cardinals_in_words_and_figures() {
        check("eleven", Some((11, 1)));
        check("twenty-four men", Some((24, 3)));
        check("twenty four men", Some((24, 2)));
        check("two three", Some((2, 1)));
        check("a hundred and six", Some((106, 4)));
        check("a hundred and then", Some((100, 2)));
        check("three hundred thousand two hundred", Some((300_200, 5)));
        check("1.2 million", Some((1_200_000, 2)));
        check("two dozen", Some((24, 2)));
        check("a dozen", Some((12, 2)));
        check("2 dozen", Some((24, 2)));
        check("a man", None);
        check("second", None);
        check("five million and one", Some((5_000_001, 4)));
        check("ninety ninety", Some((90, 1)));
    }
}
