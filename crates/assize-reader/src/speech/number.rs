//! Small numbers of people, as words.

/// The number a word names: `five`, `12`.
pub(super) fn word(word: &str) -> Option<u64> {
    const WORDS: &[&str] = &[
        "zero",
        "one",
        "two",
        "three",
        "four",
        "five",
        "six",
        "seven",
        "eight",
        "nine",
        "ten",
        "eleven",
        "twelve",
        "thirteen",
        "fourteen",
        "fifteen",
        "sixteen",
        "seventeen",
        "eighteen",
        "nineteen",
        "twenty",
    ];
    if word.bytes().all(|b| b.is_ascii_digit()) && word.len() < 7 {
        return word.parse().ok();
    }
    WORDS.iter().position(|known| *known == word).and_then(|n| u64::try_from(n).ok()).filter(|n| *n > 0)
}
