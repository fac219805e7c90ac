//! What a file is: by its first bytes, then by its name.

use super::ExtractError;

/// A type of file that is read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Type {
    /// A page.
    Html,
    /// A PDF.
    Pdf,
    /// Text, with or without front matter.
    Plain {
        /// Its media type.
        media_type: &'static str,
    },
    /// A workbook: XLSX or ODS.
    Workbook,
}

/// How far into a file its kind must show itself.
const HEAD: usize = 4096;

const UNPACK: &str = "unpack it yourself and add the files inside";
const EXPORT: &str = "save it as PDF, HTML or plain text and add that";

/// First bytes of files that are refused: offset, bytes, name, what to do.
const REFUSED: &[(usize, &[u8], &str, &str)] = &[
    (
        0,
        b"PK\x03\x04",
        "a zip archive or office document",
        "unpack it, or save it as PDF, HTML or plain text, a workbook as XLSX, ODS or CSV",
    ),
    (0, b"PK\x05\x06", "a zip archive", UNPACK),
    (0, b"PK\x07\x08", "a zip archive", UNPACK),
    (0, b"\x1f\x8b", "a gzip file", UNPACK),
    (0, b"\x1f\x9d", "a compressed file", UNPACK),
    (0, b"BZh91AY&SY", "a bzip2 file", UNPACK),
    (0, b"\xfd7zXZ\0", "an xz file", UNPACK),
    (0, b"\x28\xb5\x2f\xfd", "a zstandard file", UNPACK),
    (0, b"\x04\x22\x4d\x18", "an lz4 file", UNPACK),
    (0, b"7z\xbc\xaf\x27\x1c", "a 7-zip archive", UNPACK),
    (0, b"Rar!\x1a\x07", "a rar archive", UNPACK),
    (257, b"ustar", "a tar archive", UNPACK),
    (
        0,
        b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1",
        "an office document of the old kind, or one with a password",
        "save it as PDF, HTML or plain text, a workbook as XLSX, ODS or CSV, without a password",
    ),
    (0, b"{\\rtf", "a rich text document", EXPORT),
    (0, b"%!PS-Adobe", "a PostScript file", EXPORT),
    (0, b"bplist00", "a web archive or property list", EXPORT),
    (0, b"WARC/1.", "a web archive (WARC)", "add the pages or documents inside it as files of their own"),
    (0, b"\x89PNG", "an image", "add a transcript of it as plain text"),
    (0, b"\xff\xd8\xff", "an image", "add a transcript of it as plain text"),
    (0, b"GIF89a", "an image", "add a transcript of it as plain text"),
    (8, b"WEBP", "an image", "add a transcript of it as plain text"),
    (8, b"WAVEfmt", "a recording", "add a transcript of it as plain text"),
    (8, b"AVI LIST", "a recording", "add a transcript of it as plain text"),
    (0, b"II*\0", "an image", "add a transcript of it as plain text"),
    (0, b"MM\0*", "an image", "add a transcript of it as plain text"),
    (4, b"ftyp", "a recording", "add a transcript of it as plain text"),
    (0, b"ID3\x03", "a recording", "add a transcript of it as plain text"),
    (0, b"ID3\x04", "a recording", "add a transcript of it as plain text"),
    (0, b"OggS\0", "a recording", "add a transcript of it as plain text"),
    (0, b"\x1a\x45\xdf\xa3", "a recording", "add a transcript of it as plain text"),
    (0, b"\x7fELF", "a program", "add documents only"),
    (0, b"MZ\x90\0", "a program", "add documents only"),
    (0, b"SQLite format 3\0", "a database", EXPORT),
];

/// Openings that make a file a page, whatever it is called.
const PAGE_OPENINGS: &[&str] =
    &["<!doctype html", "<html", "<head", "<body", "<article", "<title", "<meta", "<script", "<h1", "<div"];

/// Names whose text may well begin with something that looks like a page, and is to be kept as it stands.
const PLAIN_NAMES: &[(&str, &str)] = &[
    (".txt", "text/plain"),
    (".text", "text/plain"),
    (".md", "text/markdown"),
    (".markdown", "text/markdown"),
    (".csv", "text/csv"),
    (".json", "application/json"),
];

/// What the file is, or why it is not read.
pub(super) fn recognise(file_name: &str, bytes: &[u8]) -> Result<Type, ExtractError> {
    if is_workbook(file_name, bytes) {
        return Ok(Type::Workbook);
    }
    for (offset, magic, name, remedy) in REFUSED {
        if bytes.get(*offset..).is_some_and(|rest| rest.starts_with(magic)) {
            return Err(ExtractError::NotRead((*name).into(), (*remedy).into()));
        }
    }
    let head = &bytes[..bytes.len().min(HEAD)];
    // Some writers put junk before the header; readers of PDF accept it within the first kilobyte.
    if bytes[..bytes.len().min(1024)].windows(5).any(|w| w == b"%PDF-") && !looks_like_page(head) {
        return Ok(Type::Pdf);
    }
    let name = file_name.to_ascii_lowercase();
    let named = |ending: &str| name.ends_with(ending);
    if looks_like_page(head) {
        return Ok(Type::Html);
    }
    if is_mail_archive(head) {
        return Err(ExtractError::NotRead("a mail message or web archive (MHTML)".into(), EXPORT.into()));
    }
    if named(".pdf") {
        return Err(ExtractError::Broken("this file is named `.pdf`, but holds no PDF header".to_owned()));
    }
    if [".html", ".htm", ".xhtml", ".shtml"].iter().any(|ending| named(ending)) {
        return Ok(Type::Html);
    }
    let media_type = PLAIN_NAMES
        .iter()
        .find(|(ending, _)| named(ending))
        .map_or("text/plain", |(_, media_type)| *media_type);
    Ok(Type::Plain { media_type })
}

/// Names of workbooks that are read.
const WORKBOOK_NAMES: [&str; 3] = [".xlsx", ".xlsm", ".ods"];

/// What stands uncompressed in every workbook: the name of a part of it, or its type.
const WORKBOOK_PARTS: [&[u8]; 2] =
    [b"xl/workbook.xml", b"mimetypeapplication/vnd.oasis.opendocument.spreadsheet"];

/// Whether a file is a zip archive that is called a workbook or holds one.
fn is_workbook(file_name: &str, bytes: &[u8]) -> bool {
    let name = file_name.to_ascii_lowercase();
    bytes.starts_with(b"PK\x03\x04")
        && (WORKBOOK_NAMES.iter().any(|ending| name.ends_with(ending))
            || WORKBOOK_PARTS.iter().any(|part| memchr::memmem::find(bytes, part).is_some()))
}

/// Whether the text opens as a page does: with markup, after blanks, comments and an XML declaration.
fn looks_like_page(head: &[u8]) -> bool {
    let text = decoded_head(head).to_ascii_lowercase();
    let mut rest = text.trim_start_matches('\u{feff}').trim_start();
    loop {
        let after = match rest {
            r if r.starts_with("<!--") => r.find("-->").map(|at| &r[at + 3..]),
            r if r.starts_with("<?xml") => r.find("?>").map(|at| &r[at + 2..]),
            _ => break,
        };
        match after {
            Some(after) => rest = after.trim_start(),
            // A comment longer than the head: only a page would have that.
            None => return true,
        }
    }
    PAGE_OPENINGS.iter().any(|opening| {
        rest.strip_prefix(opening).is_some_and(|after| {
            after.starts_with(|c: char| c.is_ascii_whitespace() || matches!(c, '>' | '/')) || after.is_empty()
        })
    })
}

/// The first bytes as ASCII-compatible text, whichever encoding they are in.
fn decoded_head(head: &[u8]) -> String {
    match head {
        [0xff, 0xfe, rest @ ..] => encoding_rs::UTF_16LE.decode_without_bom_handling(rest).0.into_owned(),
        [0xfe, 0xff, rest @ ..] => encoding_rs::UTF_16BE.decode_without_bom_handling(rest).0.into_owned(),
        _ => String::from_utf8_lossy(head).into_owned(),
    }
}

fn is_mail_archive(head: &[u8]) -> bool {
    let text = String::from_utf8_lossy(head).to_ascii_lowercase();
    let headers = text.split("\n\n").next().unwrap_or_default().split("\r\n\r\n").next().unwrap_or_default();
    let has = |name: &str| headers.starts_with(name) || headers.contains(&format!("\n{name}"));
    has("mime-version:") && has("content-type:")
}
