//! The encoding of a file: by its byte order mark, then as it declares.

use super::ExtractError;
use encoding_rs::{Encoding, UTF_8, UTF_16BE, UTF_16LE, WINDOWS_1252};

/// How far into a page its declaration is looked for. The standard asks for 1,024 bytes; real pages put it later.
const DECLARATION: usize = 4096;

/// Text of a file that opens with a UTF-16 byte order mark, and the encoding's name; `None` for any other file.
pub(super) fn utf16_by_mark(bytes: &[u8]) -> Option<Result<(String, &'static str), ExtractError>> {
    let (encoding, rest) = match bytes {
        [0xff, 0xfe, rest @ ..] => (UTF_16LE, rest),
        [0xfe, 0xff, rest @ ..] => (UTF_16BE, rest),
        _ => return None,
    };
    let decoded = encoding.decode_without_bom_handling_and_without_replacement(rest);
    Some(decoded.map(|text| (text.into_owned(), encoding.name())).ok_or_else(|| {
        ExtractError::Broken(format!("the file opens as {} but is not valid in it", encoding.name()))
    }))
}

/// The text of a page. What was assumed or replaced is noted.
pub(super) fn decode_page(bytes: &[u8], notes: &mut Vec<String>) -> String {
    let (encoding, declared) = encoding_of(bytes);
    let (text, used, had_errors) = encoding.decode(bytes);
    if had_errors {
        let place = std::str::from_utf8(bytes)
            .err()
            .filter(|_| used == UTF_8)
            .map_or_else(String::new, |error| format!(", the first at byte {}", error.valid_up_to()));
        notes.push(format!("some bytes are not valid {}{place}; they are shown as \u{fffd}", used.name()));
    }
    if !declared && used != UTF_8 {
        notes.push(format!("the page states no encoding and is not UTF-8; read as {}", used.name()));
    } else if used != UTF_8 {
        notes.push(format!("decoded from {} as the page declares", used.name()));
    }
    text.into_owned()
}

/// The encoding, and whether the page states it.
fn encoding_of(bytes: &[u8]) -> (&'static Encoding, bool) {
    if let Some((encoding, _)) = Encoding::for_bom(bytes) {
        return (encoding, true);
    }
    match declared(&bytes[..bytes.len().min(DECLARATION)]) {
        // Bytes in which `<meta` could be read are not UTF-16, whatever they say: the standard reads them as UTF-8.
        Some(encoding) if encoding == UTF_16LE || encoding == UTF_16BE => (UTF_8, true),
        Some(encoding) => (encoding, true),
        None if std::str::from_utf8(bytes).is_ok() => (UTF_8, false),
        None => (WINDOWS_1252, false),
    }
}

/// The encoding named by `<meta charset=…>`, `<meta … content="…; charset=…">` or `<?xml … encoding=…?>`.
fn declared(head: &[u8]) -> Option<&'static Encoding> {
    let text = String::from_utf8_lossy(head).to_ascii_lowercase();
    let mut tags = text.match_indices('<').map(|(at, _)| {
        let rest = &text[at..];
        &rest[..rest.find('>').unwrap_or(rest.len())]
    });
    tags.find_map(|tag| {
        let name = if tag.starts_with("<meta") {
            "charset"
        } else if tag.starts_with("<?xml") {
            "encoding"
        } else {
            return None;
        };
        let after = &tag[tag.find(name)? + name.len()..];
        let value = after.trim_start().strip_prefix('=')?.trim_start().trim_start_matches(['"', '\'']);
        let end = value.find(|c: char| c.is_whitespace() || matches!(c, '"' | '\'' | ';' | '?' | '/' | '>'));
        Encoding::for_label(&value.as_bytes()[..end.unwrap_or(value.len())])
    })
}
