//! Messages of the corpus: their number, their dateline and their text.

use super::template::number;

/// One message.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Message {
    /// The number in its name.
    pub number: u32,
    /// The text, dateline and all.
    pub text: String,
}

/// The messages of a file: each begins with its name on a line of its own.
pub fn messages(text: &str) -> Vec<Message> {
    let mut found: Vec<Message> = Vec::new();
    for line in text.lines() {
        if name(line) {
            found.push(Message { number: number(line), text: String::new() });
        } else if let Some(message) = found.last_mut() {
            message.text.push_str(line);
            message.text.push('\n');
        }
    }
    found
}

/// Whether a line is the name of a message: `TST3-MUC4-0001`, with or without a note in brackets.
fn name(line: &str) -> bool {
    let mut parts = line.split_whitespace().next().unwrap_or_default().split('-');
    matches!((parts.next(), parts.next(), parts.next(), parts.next()), (Some(set), Some(muc), Some(number), None)
        if (set == "DEV" || set.starts_with("TST")) && muc.starts_with("MUC") && number.parse::<u32>().is_ok())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_is_cut_at_the_names() {
        let found = messages("TST9-MUC4-0007 (SOMEBODY)\n\n   A TEXT.\nTST9-MUC4-0008\nB.\n");
        assert_eq!(found.len(), 2);
        assert_eq!(found[0], Message { number: 7, text: "\n   A TEXT.\n".to_owned() });
        assert_eq!(found[1].number, 8);
    }
}
