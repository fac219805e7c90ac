//! Whether words say a number.

use assize_reader::Document;

/// Whether words name a number, in figures or letters. What is part of a date is none.
pub fn holds(words: &str, number: u64) -> bool {
    let reading = assize_reader::read(&Document::undated(words));
    if reading.quantities.iter().any(|counted| [counted.min, counted.max].contains(&Some(number))) {
        return true;
    }
    let dated = |at: usize| reading.times.iter().any(|time| time.span.start <= at && at < time.span.end);
    let begin = words.as_ptr() as usize;
    words.split(|c: char| c.is_whitespace() || matches!(c, '–' | '—' | '-' | '/' | '(' | ')')).any(|word| {
        let bare = word.trim_matches(|c: char| !c.is_alphanumeric());
        !bare.is_empty() && !dated(bare.as_ptr() as usize - begin) && of_word(bare) == Some(number)
    })
}

/// The number that one word says: `14`, `1,200`, `two`.
pub fn of_word(word: &str) -> Option<u64> {
    let digits: String = word.chars().filter(|c| !matches!(c, ',' | '\u{a0}' | '\u{202f}')).collect();
    if let Ok(number) = digits.parse() {
        return Some(number);
    }
    if !word.chars().all(|c| c.is_alphabetic() || c == '-')
        || matches!(word.to_lowercase().as_str(), "a" | "an")
    {
        return None;
    }
    // The reader knows the words of its language.
    let sentence = format!("{word} people were killed.");
    let reading = assize_reader::read(&Document::undated(&sentence));
    let counted = reading.quantities.first().filter(|counted| counted.number.start == 0)?;
    counted.min.filter(|min| counted.max == Some(*min))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_figure_stands_in_words_in_figures_or_letters_and_no_date_is_one() {
        assert!(holds("killed twelve people at Lowford", 12));
        assert!(holds("some 1,200 were hurt", 1200));
        assert!(holds("put the number of dead at two", 2));
        assert!(!holds("killed twelve people at Lowford", 2));
        assert!(!holds("an air strike on May 12, 2031", 1));
        assert!(!holds("an air strike on May 12, 2031", 12));
        assert!(!holds("some 1,200 were hurt", 1));
        assert_eq!(
            (of_word("two"), of_word("1,200"), of_word("the"), of_word("an")),
            (Some(2), Some(1200), None, None)
        );
    }
}
