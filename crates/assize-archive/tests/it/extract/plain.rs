use super::read;
use assize_archive::extract::ExtractError;

#[test]
fn plain_text_is_kept_byte_for_byte() {
    for text in [
        "one line",
        "two\r\nlines\r\n",
        "  blanks kept  \n\n\n",
        "\u{feff}marked",
        "cafe\u{301} and caf\u{e9}\u{200b}\u{ad}",
        "a < b && <script>not a page</script>",
        "---\nNot front matter, a rule.\n",
        "1,2\n3,4\n",
    ] {
        let found = read("a.txt", text).unwrap();
        assert_eq!(found.text.as_bytes(), text.as_bytes());
        assert_eq!(found.extractor, "assize-text@1");
        assert_eq!(found.media_type, "text/plain");
        assert_eq!(found.publication, Default::default());
    }
}

#[test]
fn front_matter_becomes_facts_and_the_rest_is_text() {
    let file = "---\npublisher: The Evening Example\npublished: 2025-12-18\ntitle: Digest: how it was planned\nkind: digest\n\
                digest of: article by A. Writer, \"A headline: with colon\", the whole of it\nurl: https://example.org/a\n\
                language: en\n---\n\n  First line.\r\n\nSecond — line.\n";
    let found = read("d.txt", file).unwrap();
    assert_eq!(found.text, "  First line.\r\n\nSecond — line.\n");
    assert!(file.ends_with(&found.text));
    assert_eq!(found.extractor, "assize-digest@1");
    let p = found.publication;
    let all = [p.publisher, p.published_on, p.title, p.kind, p.digest_of, p.url, p.language];
    let all: Vec<(String, String)> = all.into_iter().flatten().map(|fact| (fact.value, fact.from)).collect();
    let expected = [
        "The Evening Example",
        "2025-12-18",
        "Digest: how it was planned",
        "digest",
        "article by A. Writer, \"A headline: with colon\", the whole of it",
        "https://example.org/a",
        "en",
    ];
    assert_eq!(all, expected.map(|value| (value.to_owned(), "front-matter".to_owned())));
    assert_eq!(p.author, None);
}

#[test]
fn front_matter_may_have_a_mark_and_windows_line_ends() {
    let found = read("d.txt", "\u{feff}---\r\npublished: 2025-11~\r\n---\r\nWords.\r\n").unwrap();
    assert_eq!(found.text, "Words.\r\n");
    assert_eq!(found.publication.published_on.unwrap().value, "2025-11~");
}

fn check_front_matter(block: &str, line: usize, words: &str) {
    let error = read("d.txt", format!("---\n{block}")).unwrap_err();
    match &error {
        ExtractError::FrontMatter { line: found, .. } => assert_eq!(*found, line, "{error}"),
        other => panic!("{other}"),
    }
    assert!(error.to_string().contains(words), "{error}");
}

#[test]
fn what_cannot_be_understood_in_front_matter_is_named_by_line() {
    check_front_matter("publisher: A\npublishd: 2025-12-18\n---\nx", 3, "`publishd`");
    check_front_matter("published: 18 December\n---\nx", 2, "`18 December`");
    check_front_matter("published: 2025-02-30\n---\nx", 2, "`2025-02-30`");
    check_front_matter("title: A\ntitle: B\n---\nx", 3, "twice");
    check_front_matter("title:\n---\nx", 2, "no value");
    check_front_matter("title: A\nno colon here\n---\nx", 3, "`no colon here`");
    check_front_matter("title: A\nkind: rumour\n---\nx", 3, "`rumour`");
    check_front_matter("url: javascript:alert(1)\n---\nx", 2, "http");
    check_front_matter("language: English please\n---\nx", 2, "language");
    check_front_matter("title: A\nText without end.\n", 3, "not of the form");
    check_front_matter("title: A\n", 1, "never closes");
}

#[test]
fn a_digest_without_words_is_refused() {
    assert!(matches!(read("d.txt", "---\ntitle: A\n---\n\n \n"), Err(ExtractError::NoText(_))));
}

#[test]
fn utf16_with_a_mark_is_decoded_and_said() {
    for (mark, units) in
        [([0xff, 0xfe], u16::to_le_bytes as fn(u16) -> [u8; 2]), ([0xfe, 0xff], u16::to_be_bytes)]
    {
        let mut bytes = mark.to_vec();
        bytes.extend("Três 人\n".encode_utf16().flat_map(units));
        let found = read("a.txt", &bytes).unwrap();
        assert_eq!(found.text, "Três 人\n");
        assert!(found.notes[0].contains("UTF-16"), "{:?}", found.notes);
        bytes.push(0xd8);
        assert!(matches!(read("a.txt", &bytes), Err(ExtractError::Broken(_))));
    }
}

#[test]
fn bytes_that_are_no_text_are_named_by_offset() {
    assert_eq!(read("a.txt", b"abc\xff def"), Err(ExtractError::NotUtf8 { offset: 3 }));
    assert_eq!(read("a.txt", b"ab\0c"), Err(ExtractError::ZeroByte { offset: 2 }));
    assert_eq!(read("a.txt", b"a\0b\0\xff"), Err(ExtractError::ZeroByte { offset: 1 }));
    assert!(matches!(read("a.txt", b""), Err(ExtractError::NoText(_))));
    assert!(matches!(read("a.txt", b" \n\t"), Err(ExtractError::NoText(_))));
}

#[test]
fn archives_offices_images_and_mail_are_refused_by_name_unopened() {
    for (name, bytes, words) in [
        ("a.zip", b"PK\x03\x04rest".as_slice(), "zip"),
        ("harmless.txt", b"PK\x03\x04rest", "zip"),
        ("a.docx", b"PK\x03\x04\x14\0word", "office"),
        ("a.txt", b"\x1f\x8b\x08\0", "gzip"),
        ("a.doc", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "office"),
        ("a.png", b"\x89PNG\r\n\x1a\n", "image"),
        ("a.rtf", b"{\\rtf1 words}", "rich text"),
        ("a.warc", b"WARC/1.0\r\n", "WARC"),
        (
            "a.eml",
            b"From: a@example.org\r\nMIME-Version: 1.0\r\nContent-Type: text/plain\r\n\r\nHello",
            "mail",
        ),
    ] {
        let error = read(name, bytes).unwrap_err();
        assert!(matches!(error, ExtractError::NotRead(..)), "{name}: {error}");
        assert!(error.to_string().contains(words), "{name}: {error}");
    }
    assert!(matches!(read("a.pdf", "just words"), Err(ExtractError::Broken(_))));
}
