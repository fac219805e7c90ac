//! What is said between the program and a process that reads originals: lengths, then bytes.

use crate::extract::{ExtractError, Extracted};
use assize_record::body::Publication;
use serde::{Deserialize, Serialize};
use std::io::{self, Read, Write};

/// Longest name of a file that is handed on; only its ending tells anything.
const NAME_BYTES: u64 = 4096;

/// The answer but for the text, which follows it as it is.
#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Head {
    facts: Result<Facts, ExtractError>,
}

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Facts {
    extractor: String,
    media_type: String,
    publication: Publication,
    notes: Vec<String>,
}

pub(super) fn write_request(out: &mut impl Write, file_name: &str, bytes: &[u8]) -> io::Result<()> {
    let mut start = file_name.len().saturating_sub(NAME_BYTES as usize);
    while !file_name.is_char_boundary(start) {
        start += 1;
    }
    write_parts(out, [&file_name.as_bytes()[start..], bytes])
}

/// The next name and bytes; `None` at the end of all requests.
pub(super) fn read_request(from: &mut impl Read, most: u64) -> io::Result<Option<(String, Vec<u8>)>> {
    let mut first = Vec::new();
    if from.by_ref().take(1).read_to_end(&mut first)? == 0 {
        return Ok(None);
    }
    let [name, bytes] = read_parts(&mut first.as_slice().chain(from), [NAME_BYTES, most])?;
    let name = String::from_utf8(name).map_err(|_| no_answer("a name that is not text"))?;
    Ok(Some((name, bytes)))
}

pub(super) fn write_answer(out: &mut impl Write, answer: Result<Extracted, ExtractError>) -> io::Result<()> {
    let (facts, text) = match answer {
        Ok(Extracted { text, extractor, media_type, publication, notes }) => {
            (Ok(Facts { extractor, media_type, publication, notes }), text)
        }
        Err(error) => (Err(error), String::new()),
    };
    write_parts(out, [&serde_json::to_vec(&Head { facts })?, text.as_bytes()])
}

/// The answer of a process that may be anybody's by now.
pub(super) fn read_answer(from: &mut impl Read, most: u64) -> io::Result<Result<Extracted, ExtractError>> {
    let [head, text] = read_parts(from, [most, most])?;
    let Head { facts } = serde_json::from_slice(&head)?;
    Ok(match facts {
        Ok(Facts { extractor, media_type, publication, notes }) => {
            if !crate::extract::EXTRACTORS.contains(&extractor.as_str()) {
                return Err(no_answer("an extractor that there is not"));
            }
            let text = String::from_utf8(text).map_err(|_| no_answer("a text that is not UTF-8"))?;
            Ok(Extracted { text, extractor, media_type, publication, notes })
        }
        Err(error) => Err(error),
    })
}

fn write_parts(out: &mut impl Write, parts: [&[u8]; 2]) -> io::Result<()> {
    let mut lengths = [0; 16];
    lengths[..8].copy_from_slice(&(parts[0].len() as u64).to_le_bytes());
    lengths[8..].copy_from_slice(&(parts[1].len() as u64).to_le_bytes());
    out.write_all(&lengths)?;
    out.write_all(parts[0])?;
    out.write_all(parts[1])?;
    out.flush()
}

fn read_parts(from: &mut impl Read, most: [u64; 2]) -> io::Result<[Vec<u8>; 2]> {
    let mut lengths = [[0; 8]; 2];
    from.read_exact(&mut lengths[0])?;
    from.read_exact(&mut lengths[1])?;
    let lengths = lengths.map(u64::from_le_bytes);
    if lengths[0] > most[0] || lengths[1] > most[1] {
        return Err(io::Error::new(io::ErrorKind::FileTooLarge, "longer than is allowed"));
    }
    let mut parts = [Vec::new(), Vec::new()];
    for (part, length) in parts.iter_mut().zip(lengths) {
        // Grows as bytes come: a length is only a word.
        if from.take(length).read_to_end(part)? as u64 != length {
            return Err(io::ErrorKind::UnexpectedEof.into());
        }
    }
    Ok(parts)
}

fn no_answer(what: &'static str) -> io::Error {
    io::Error::new(io::ErrorKind::InvalidData, what)
}
