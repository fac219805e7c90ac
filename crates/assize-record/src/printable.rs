//! What can be printed without moving what stands around it.

/// Whether a character is a control or turns the direction of writing: printed as it is, it could hide or rewrite the words beside it
/// (Unicode Standard Annex 9, explicit formatting characters; Unicode Technical Report 36, section 2.10). Marks that only
/// help a right-to-left word along (U+200E, U+200F, U+061C) are none.
pub fn is_unprintable(c: char) -> bool {
    c.is_control() || matches!(c, '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}' | '\u{2028}' | '\u{2029}')
}

/// The words with every character escaped that is [unprintable](is_unprintable), but for line ends and tabs.
pub fn printable(words: &str) -> std::borrow::Cow<'_, str> {
    let escaped = |c: char| is_unprintable(c) && !matches!(c, '\n' | '\t');
    if !words.contains(escaped) {
        return words.into();
    }
    let mut shown = String::with_capacity(words.len() + 16);
    for c in words.chars() {
        if escaped(c) { shown.extend(c.escape_unicode()) } else { shown.push(c) }
    }
    shown.into()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_would_rewrite_a_line_is_shown_as_what_it_is() {
        assert_eq!(printable("a\u{1b}[2Kb\r\u{202e}c\n\td"), "a\\u{1b}[2Kb\\u{d}\\u{202e}c\n\td");
        let plain = "مرحبا\u{200f} — Orsay";
        assert!(matches!(printable(plain), std::borrow::Cow::Borrowed(words) if words == plain));
    }
}
