//! Cells: figures and words.

use assize_record::canonical::MAX_INTEGER;

/// The most of a cell that a message shows.
const SHOWN: usize = 80;

/// The first words of a cell, for a message.
pub(crate) fn excerpt(words: &str) -> String {
    let mut shown: String = words.chars().take(SHOWN).collect();
    if shown.len() < words.len() {
        shown.push('…');
    }
    shown
}

/// A whole number of people or things: `1204`, `1,204`, `12.0` as spreadsheets keep it.
///
/// # Errors
/// What is wrong with it.
pub(crate) fn whole(cell: &str) -> Result<u64, String> {
    let bad = || "not a whole number; leave the cell empty where none is stated".to_owned();
    let cell = cell.strip_suffix(".0").unwrap_or(cell);
    let groups: Vec<&str> = cell.split(',').collect();
    let grouped = groups.len() == 1
        || (1..=3).contains(&groups[0].len()) && groups[1..].iter().all(|group| group.len() == 3);
    let digits: String = groups.concat();
    if !grouped || digits.is_empty() || !digits.bytes().all(|byte| byte.is_ascii_digit()) {
        return Err(bad());
    }
    let exact = digits.parse().ok().filter(|figure| *figure <= MAX_INTEGER);
    exact.ok_or_else(|| "a number too large to be exact".to_owned())
}

/// A figure or a range: `4`, `3-5`, `3–5`.
///
/// # Errors
/// What is wrong with it.
pub(crate) fn range(cell: &str) -> Result<(u64, u64), String> {
    match cell.split_once(['-', '–', '—']) {
        Some((min, max)) => Ok((whole(min.trim())?, whole(max.trim())?)),
        None => whole(cell).map(|figure| (figure, figure)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn figures_are_whole_numbers() {
        assert_eq!(whole("1,204"), Ok(1204));
        assert_eq!(whole("12.0"), Ok(12));
        assert_eq!(range("3–5"), Ok((3, 5)));
        assert_eq!(range("4"), Ok((4, 4)));
        for bad in ["many", "-3", "3.5", "1,2", "12345678901234567890", "3-", "٣", ".0", "1e3"] {
            assert!(whole(bad).is_err(), "{bad}");
        }
        assert!(range("3-").is_err());
    }
}
