//! Words put on a line.

/// `text` padded or cut to a column of `width` characters.
pub fn column(text: &str, width: usize) -> String {
    let count = text.chars().count();
    if count <= width {
        return format!("{text}{}", " ".repeat(width - count));
    }
    let cut: String = text.chars().take(width.saturating_sub(1)).collect();
    format!("{cut}…")
}

/// `1 draft`, `2 drafts`, `2 entries`.
pub fn count(n: usize, noun: &str) -> String {
    // Every noun in -y that is counted here has a consonant before it.
    match noun.strip_suffix('y') {
        _ if n == 1 => format!("1 {noun}"),
        Some(stem) => format!("{n} {stem}ies"),
        None => format!("{n} {noun}s"),
    }
}

/// `text` on one line, cut to `width` characters.
pub fn one_line(text: &str, width: usize) -> String {
    column(&text.split_whitespace().collect::<Vec<_>>().join(" "), width).trim_end().to_owned()
}
