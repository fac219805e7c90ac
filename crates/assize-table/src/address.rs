//! Where a cell is, as a spreadsheet names it.

use std::fmt;

/// A cell: `Sheet1!F12`, or `F12` in a table without sheets.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Address {
    /// The sheet, where the table has sheets.
    pub sheet: Option<String>,
    /// The row, from 1.
    pub row: u64,
    /// The column, from 0; `None` where the whole row is meant.
    pub column: Option<usize>,
}

impl fmt::Display for Address {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.sheet {
            Some(sheet) if sheet.chars().all(|c| c.is_alphanumeric() || c == '_') => write!(f, "{sheet}!")?,
            Some(sheet) => write!(f, "'{}'!", sheet.replace('\'', "''"))?,
            None => {}
        }
        match self.column {
            Some(column) => write!(f, "{}{}", letters(column), self.row),
            None if self.sheet.is_none() => write!(f, "row {}", self.row),
            None => write!(f, "{}:{}", self.row, self.row),
        }
    }
}

/// The letters of a column from 0: `A`, `Z`, `AA`.
pub(crate) fn letters(column: usize) -> String {
    let mut letters = Vec::new();
    let mut rest = column;
    loop {
        letters.push(char::from(b'A' + u8::try_from(rest % 26).unwrap_or_default()));
        rest /= 26;
        if rest == 0 {
            break;
        }
        rest -= 1;
    }
    letters.iter().rev().collect()
}

/// The column that letters name, from 0.
pub(crate) fn column(letters: &str) -> Option<usize> {
    let letter = |at: usize, byte: u8| {
        byte.is_ascii_alphabetic().then(|| at * 26 + usize::from(byte.to_ascii_uppercase() - b'A') + 1)
    };
    if letters.is_empty() || letters.len() > 3 {
        return None;
    }
    letters.bytes().try_fold(0, letter)?.checked_sub(1)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn letters_count_as_spreadsheets_do() {
        for (at, expected) in
            [(0, "A"), (25, "Z"), (26, "AA"), (51, "AZ"), (52, "BA"), (701, "ZZ"), (702, "AAA")]
        {
            assert_eq!(letters(at), expected);
            assert_eq!(column(expected), Some(at));
        }
        assert_eq!((column(""), column("A1"), column("ABCD")), (None, None, None));
        let cell = Address { sheet: Some("All US actions".to_owned()), row: 12, column: Some(5) };
        assert_eq!(cell.to_string(), "'All US actions'!F12");
        assert_eq!(Address { sheet: Some("Sheet1".to_owned()), ..cell }.to_string(), "Sheet1!F12");
    }
}
