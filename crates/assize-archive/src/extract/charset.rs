//! The encoding of a file: by its byte order mark, then as it declares, where its bytes do not say otherwise.

use super::ExtractError;
use chardetng::{EncodingDetector, Iso2022JpDetection, Utf8Detection};
use encoding_rs::{Encoding, UTF_8, UTF_16BE, UTF_16LE};

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

/// Sequences of several bytes from which a file that is UTF-8 throughout is that and no other encoding by chance: in one that is not, hardly
/// one in thirty pairs of such bytes would be valid.
const SEQUENCES: usize = 3;
/// One byte in so many that is not what the page declares makes its declaration wrong.
const WRONG: usize = 2_000;

/// The text of a page. What was assumed, replaced or decided against the page's own word is noted.
pub(super) fn decode_page(bytes: &[u8], notes: &mut Vec<String>) -> String {
    let declared = Encoding::for_bom(bytes)
        .map(|(encoding, _)| encoding)
        .or_else(|| declared(&bytes[..bytes.len().min(DECLARATION)]))
        // Bytes in which `<meta` could be read are not UTF-16, whatever they say: the standard reads them as UTF-8.
        .map(|encoding| {
            if !bytes.starts_with(&[0xff, 0xfe])
                && !bytes.starts_with(&[0xfe, 0xff])
                && (encoding == UTF_16LE || encoding == UTF_16BE)
            {
                UTF_8
            } else {
                encoding
            }
        });
    let encoding = match declared {
        Some(other) if other != UTF_8 && other != UTF_16LE && other != UTF_16BE && is_surely_utf8(bytes) => {
            notes.push(format!("the page declares {} but its bytes are UTF-8; read as UTF-8", other.name()));
            UTF_8
        }
        Some(encoding) if encoding == UTF_8 && !is_nearly_utf8(bytes) => {
            let found = detected(bytes);
            notes.push(format!("the page declares UTF-8 but its bytes are not; read as {}", found.name()));
            found
        }
        Some(encoding) => {
            if encoding != UTF_8 {
                notes.push(format!("decoded from {} as the page declares", encoding.name()));
            }
            encoding
        }
        None if std::str::from_utf8(bytes).is_ok() => UTF_8,
        None => {
            let found = detected(bytes);
            notes.push(format!("the page states no encoding and is not UTF-8; read as {}", found.name()));
            found
        }
    };
    let (text, used, had_errors) = encoding.decode(bytes);
    if had_errors {
        let place = std::str::from_utf8(bytes)
            .err()
            .filter(|_| used == UTF_8)
            .map_or_else(String::new, |error| format!(", the first at byte {}", error.valid_up_to()));
        notes.push(format!("some bytes are not valid {}{place}; they are shown as \u{fffd}", used.name()));
    }
    text.into_owned()
}

/// Whether bytes are UTF-8 throughout and hold enough beyond ASCII that this is no chance. A mark cut in two at the end is forgiven.
fn is_surely_utf8(bytes: &[u8]) -> bool {
    let whole = match std::str::from_utf8(bytes) {
        Ok(text) => text,
        Err(error) if error.error_len().is_none() => {
            std::str::from_utf8(&bytes[..error.valid_up_to()]).unwrap_or_default()
        }
        Err(_) => return false,
    };
    whole.chars().filter(|c| !c.is_ascii()).nth(SEQUENCES - 1).is_some()
}

/// Whether what is not UTF-8 in bytes that are declared so is little beside what is.
fn is_nearly_utf8(bytes: &[u8]) -> bool {
    let (mut wrong, mut right) = (0_usize, 0_usize);
    for chunk in bytes.utf8_chunks() {
        wrong += usize::from(!chunk.invalid().is_empty());
        right += chunk.valid().chars().filter(|c| !c.is_ascii()).count();
    }
    wrong < 4 || wrong <= right / 4 || wrong * WRONG < bytes.len() && right > 0
}

/// What the bytes look most like, by the frequencies of letters (`chardetng`, which browsers use).
fn detected(bytes: &[u8]) -> &'static Encoding {
    let mut detector = EncodingDetector::new(Iso2022JpDetection::Deny);
    detector.feed(bytes, true);
    detector.guess(None, Utf8Detection::Deny)
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
