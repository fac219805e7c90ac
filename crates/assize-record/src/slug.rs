//! Names as parts of keys and addresses.

/// A name in lower-case words joined by hyphens: `Ana Maria Ode` gives `ana-maria-ode`. `unnamed` where no letter or digit is left.
pub fn slug(name: &str) -> String {
    let words = name.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty());
    let slug = words.map(str::to_lowercase).collect::<Vec<_>>().join("-");
    if slug.is_empty() { "unnamed".to_owned() } else { slug }
}

#[cfg(test)]
mod tests {
    use super::slug;

    #[test]
    fn letters_and_digits_stay_and_all_else_parts_words() {
        for (name, expected) in [
            ("Ana Maria Ode", "ana-maria-ode"),
            ("U.S.S. Vale", "u-s-s-vale"),
            ("2031-05-03", "2031-05-03"),
            ("…", "unnamed"),
        ] {
            assert_eq!(slug(name), expected);
        }
    }
}
