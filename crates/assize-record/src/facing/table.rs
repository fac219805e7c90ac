//! Words in the cell of a table that a spreadsheet may open.

use super::printable;

/// What a spreadsheet takes as the beginning of a formula, after the list of OWASP, "CSV Injection"; the last four are the fullwidth forms that some take
/// for the same.
const FORMULA: [char; 10] = ['=', '+', '-', '@', '\t', '\r', '＝', '＋', '－', '＠'];

/// A cell as it may face a spreadsheet. What is hidden is written as [on a terminal](printable). What would be run as a formula is given a leading apostrophe:
/// the words of a source must never become a command in its reader's program. A number is none, whatever its sign.
pub fn cell(words: &str) -> String {
    let shown = printable(words);
    let begins = |words: &str| words.starts_with(FORMULA);
    // Some programs drop white space before they look.
    let risky = begins(words) || begins(&shown) || begins(shown.trim_start());
    if risky && !is_number(&shown) { format!("'{shown}") } else { shown.into_owned() }
}

fn is_number(words: &str) -> bool {
    let digits = words.strip_prefix(['-', '+']).unwrap_or(words);
    digits.starts_with(|c: char| c.is_ascii_digit())
        && digits.chars().all(|c| c.is_ascii_digit() || c == '.')
        && digits.matches('.').count() < 2
}
