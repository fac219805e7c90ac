//! Hostile texts, and files of types that are not read.

use super::{
    End::{self, Any, Says, Text},
    Original, many,
};

fn file(name: &str, bytes: impl Into<Vec<u8>>, end: End) -> Original {
    Original { name: name.to_owned(), bytes: bytes.into(), end }
}

pub(super) fn all() -> Vec<Original> {
    [front_matter(), lines(), refused()].concat()
}

fn front_matter() -> Vec<Original> {
    vec![
        file("open-front.txt", format!("---\ntitle: x\n{}", "\n".repeat(100_000)), Says("never closes")),
        file("unknown-fact.txt", "---\npublishd: x\n---\nWords.", Says("`publishd`")),
        file("given-twice.txt", "---\ntitle: x\ntitle: y\n---\nWords.", Says("given twice")),
        file("no-value.txt", "---\ntitle:\n---\nWords.", Says("has no value")),
        file("not-a-day.txt", "---\npublished: 9999999999-99-99\n---\nWords.", Says("not-a-day.txt")),
        file("huge-fact.txt", format!("---\ntitle: {}\n---\nWords.", "x".repeat(500_000)), Text),
        file("huge-unknown.txt", format!("---\nt: {}\n---\nWords.", "x".repeat(100_000)), Says("line 2")),
        file("fences.txt", "---\n".repeat(100_000), Any),
        file("front-only.txt", "---\ntitle: x\n---\n \n", Says("blanks only")),
        file("address.txt", "---\nurl: javascript:x()\n---\nWords.", Says("is not an address")),
    ]
}

fn lines() -> Vec<Original> {
    let mut odd = vec![0xff, 0xfe];
    odd.extend("Words.".encode_utf16().flat_map(u16::to_le_bytes));
    odd.push(b'x');
    vec![
        file("one-line.txt", "Words without an end ".repeat(many(100_000)), Text),
        file("one-word.txt", "x".repeat(many(2_000_000)), Text),
        file("line-ends.txt", "\n".repeat(many(1_000_000)), Says("blanks only")),
        file("returns.txt", "x\r".repeat(many(200_000)), Text),
        file("marks.txt", format!("e{}", "\u{301}".repeat(many(200_000))), Text),
        file("zero.txt", "Words.\0", Says("byte 6 is zero")),
        file("latin.txt", b"Caf\xe9".to_vec(), Says("byte 3 is not UTF-8")),
        file("odd-utf-16.txt", odd, Says("not valid in it")),
        file("utf-32.txt", b"W\0\0\0o\0\0\0".to_vec(), Says("is zero")),
        file("directions.txt", "\u{202e}sdrow\u{2066}\u{200b}".repeat(5_000), Text),
        file("named.pdf", "Words.", Says("no PDF header")),
    ]
}

fn refused() -> Vec<Original> {
    let mut tar = vec![b'x'; 257];
    tar.extend(b"ustar");
    let kinds: [(&str, &[u8], &'static str); 18] = [
        ("a.zip", b"PK\x03\x04", "zip"),
        ("page.html.gz", b"\x1f\x8b\x08\0", "gzip"),
        ("gz.html", b"\x1f\x8b\x08\0<html>", "gzip"),
        ("a.bz2", b"BZh91AY&SY", "bzip2"),
        ("a.xz", b"\xfd7zXZ\0", "xz"),
        ("a.zst", b"\x28\xb5\x2f\xfd", "zstandard"),
        ("a.7z", b"7z\xbc\xaf\x27\x1c", "7-zip"),
        ("a.rar", b"Rar!\x1a\x07", "rar"),
        ("a.tar", &tar, "tar"),
        ("png.txt", b"\x89PNG\r\n", "an image"),
        ("jpg.pdf", b"\xff\xd8\xff\xe0", "an image"),
        ("a.mp4", b"\0\0\0\x20ftypisom", "a recording"),
        ("elf.txt", b"\x7fELF\x02", "a program"),
        ("a.db", b"SQLite format 3\0", "a database"),
        ("a.doc", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "an office document"),
        ("a.rtf", b"{\\rtf1", "rich text"),
        ("a.warc", b"WARC/1.0\r\n", "WARC"),
        ("a.mht", b"MIME-Version: 1.0\nContent-Type: text/html\n\nx", "MHTML"),
    ];
    kinds.into_iter().map(|(name, bytes, says)| file(name, bytes, Says(says))).collect()
}
