//! Plain text: the bytes as they are.

use super::{ExtractError, Extracted, charset, front_matter};
use assize_record::body::Publication;

/// UTF-8 is handed on byte for byte, so an offset in the text is an offset in the file. UTF-16 with a byte order mark is decoded,
/// and a note says that offsets are those of the decoded text.
pub(super) fn extract(bytes: &[u8], media_type: &str) -> Result<Extracted, ExtractError> {
    let mut notes = Vec::new();
    let text = match charset::utf16_by_mark(bytes) {
        Some(decoded) => {
            let (text, name) = decoded?;
            notes
                .push(format!("decoded from {name}; offsets are those of the decoded text, not of the file"));
            text
        }
        None => match std::str::from_utf8(bytes) {
            Ok(text) => text.to_owned(),
            Err(error) => {
                if let Some(offset) = bytes[..error.valid_up_to()].iter().position(|byte| *byte == 0) {
                    return Err(ExtractError::ZeroByte { offset });
                }
                return Err(ExtractError::NotUtf8 { offset: error.valid_up_to() });
            }
        },
    };
    if let Some(offset) = text.bytes().position(|byte| byte == 0) {
        return Err(ExtractError::ZeroByte { offset });
    }
    let (publication, body_start): (Publication, usize) = front_matter::parse(&text)?.unwrap_or_default();
    let is_digest = body_start > 0;
    let text = if is_digest { text[body_start..].to_owned() } else { text };
    if text.chars().all(|c| c.is_whitespace() || c == '\u{feff}') {
        return Err(ExtractError::NoText("the file holds blanks only".into()));
    }
    Ok(Extracted {
        text,
        extractor: if is_digest { "assize-digest@1" } else { "assize-text@1" }.to_owned(),
        media_type: media_type.to_owned(),
        publication,
        notes,
    })
}
