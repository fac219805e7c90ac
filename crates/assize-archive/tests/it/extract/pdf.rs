use super::read;
use assize_archive::extract::{ExtractError, Limits, extract};
use std::io::Write as _;

/// A PDF of the given objects, numbered from 1; the first is the catalogue, the second the page tree.
pub(super) fn pdf(objects: &[Vec<u8>], trailer: &str) -> Vec<u8> {
    let mut file = b"%PDF-1.4\n%\xe2\xe3\xcf\xd3\n".to_vec();
    let mut offsets = Vec::new();
    for (at, object) in objects.iter().enumerate() {
        offsets.push(file.len());
        file.extend(format!("{} 0 obj\n", at + 1).bytes());
        file.extend(object);
        file.extend(b"\nendobj\n");
    }
    let start = file.len();
    file.extend(format!("xref\n0 {}\n0000000000 65535 f \n", objects.len() + 1).bytes());
    for offset in offsets {
        file.extend(format!("{offset:010} 00000 n \n").bytes());
    }
    file.extend(
        format!(
            "trailer\n<< /Size {} /Root 1 0 R {trailer} >>\nstartxref\n{start}\n%%EOF\n",
            objects.len() + 1
        )
        .bytes(),
    );
    file
}

pub(super) fn stream(dictionary: &str, bytes: &[u8]) -> Vec<u8> {
    let mut object = format!("<< /Length {} {dictionary} >>\nstream\n", bytes.len()).into_bytes();
    object.extend(bytes);
    object.extend(b"\nendstream");
    object
}

pub(super) fn deflated(bytes: &[u8]) -> Vec<u8> {
    let mut encoder = flate2::write::ZlibEncoder::new(Vec::new(), flate2::Compression::best());
    encoder.write_all(bytes).unwrap();
    encoder.finish().unwrap()
}

/// Catalogue, page tree, one page whose contents are object 5, a font, then `more`.
pub(super) fn one_page(resources: &str, more: Vec<Vec<u8>>) -> Vec<Vec<u8>> {
    let mut objects = vec![
        b"<< /Type /Catalog /Pages 2 0 R >>".to_vec(),
        b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>".to_vec(),
        format!("<< /Type /Page /Parent 2 0 R /MediaBox [0 0 612 792] /Contents 5 0 R /Resources << /Font << /F1 4 0 R >> {resources} >> >>").into_bytes(),
        b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>".to_vec(),
    ];
    objects.extend(more);
    objects
}

const WORDS: &[u8] = b"BT /F1 12 Tf 72 720 Td (The first line of the order) Tj 0 -14 Td (goes on here.) Tj 0 -40 Td (A second paragraph.) Tj ET";

#[test]
fn words_and_facts_of_a_plain_pdf() {
    let mut objects = one_page("", vec![stream("/Filter /FlateDecode", &deflated(WORDS))]);
    objects
        .push(b"<< /Title (An order) /Author (A. Clerk) /CreationDate (D:20251218233000-05'00') >>".to_vec());
    let found = read("order.pdf", pdf(&objects, "/Info 6 0 R")).unwrap();
    assert_eq!(found.text, "The first line of the order goes on here.\n\nA second paragraph.\n");
    assert_eq!((found.extractor.as_str(), found.media_type.as_str()), ("assize-pdf@2", "application/pdf"));
    let p = found.publication;
    assert_eq!(p.published_on, None);
    assert!(found.notes.iter().any(|note| note.contains("made on 2025-12-18")), "{:?}", found.notes);
    for (fact, value) in [(p.title, "An order"), (p.author, "A. Clerk")] {
        let fact = fact.unwrap();
        assert_eq!((fact.value.as_str(), fact.from.as_str()), (value, "pdf-info"));
    }
}

#[test]
fn encrypted_broken_and_wordless_files_are_told_apart() {
    let objects = one_page("", vec![stream("", WORDS)]);
    assert_eq!(
        read("a.pdf", pdf(&objects, "/Encrypt << /Filter /Standard >>")),
        Err(ExtractError::Encrypted)
    );
    let whole = pdf(&objects, "");
    for cut in [10, 60, 200, whole.len() / 2, whole.len() - 30] {
        assert!(matches!(read("a.pdf", &whole[..cut]), Err(ExtractError::Broken(_))), "cut at {cut}");
    }
    let blank = one_page("", vec![stream("", b"q Q")]);
    assert!(matches!(read("a.pdf", pdf(&blank, "")), Err(ExtractError::NoText(_))));
}

#[test]
fn parts_that_unpack_beyond_the_limit_are_refused() {
    let bomb = deflated(&vec![b' '; 8_000_000]);
    let file = pdf(&one_page("", vec![stream("/Filter /FlateDecode", &bomb)]), "");
    let small = Limits { pdf_unpacked_bytes: 1_000_000, ..Limits::default() };
    match extract("a.pdf", &file, &small) {
        Err(ExtractError::Limit { name, .. }) if name == "pdf_unpacked_bytes" => {}
        other => panic!("{other:?}"),
    }
}

#[test]
fn forms_and_page_trees_in_a_circle_are_refused() {
    let form = stream(
        "/Type /XObject /Subtype /Form /BBox [0 0 9 9] /Resources << /XObject << /X 6 0 R >> >>",
        b"/X Do",
    );
    let file = pdf(&one_page("/XObject << /X 6 0 R >>", vec![stream("", b"/X Do"), form]), "");
    assert!(matches!(read("a.pdf", file), Err(ExtractError::Broken(_))));
    let mut objects = one_page("", vec![stream("", WORDS)]);
    objects[1] = b"<< /Type /Pages /Kids [3 0 R] /Count 1 /Parent 2 0 R >>".to_vec();
    objects[2] =
        b"<< /Type /Page /Parent 2 0 R /Contents 5 0 R /Resources << /Font << /F1 4 0 R >> >> >>".to_vec();
    assert!(matches!(read("a.pdf", pdf(&objects, "")), Err(ExtractError::Broken(_))));
}

fn is_unpack_limit(file: &[u8], limits: &Limits) {
    match extract("a.pdf", file, limits) {
        Err(ExtractError::Limit { name, .. }) if name == "pdf_unpacked_bytes" => {}
        other => panic!("{other:?}"),
    }
}

#[test]
fn parts_packed_twice_or_behind_other_filters_are_measured_too() {
    let small = Limits { pdf_unpacked_bytes: 1_000_000, ..Limits::default() };
    let twice = deflated(&deflated(&vec![b' '; 60_000_000]));
    let file = pdf(&one_page("", vec![stream("/Filter [/FlateDecode /FlateDecode]", &twice)]), "");
    is_unpack_limit(&file, &small);
    // `z` stands for four zero bytes.
    let text = vec![b'z'; 400_000];
    is_unpack_limit(&pdf(&one_page("", vec![stream("/Filter /ASCII85Decode", &text)]), ""), &small);
    // Clear, then codes that each repeat the last word and add to it: lengths grow by one a code.
    let mut bits = String::from("100000000001000001");
    (258..4_000_u32).for_each(|code| {
        let width = match code {
            ..511 => 9,
            511..1023 => 10,
            1023..2047 => 11,
            _ => 12,
        };
        bits.push_str(&format!("{code:0width$b}"));
    });
    let lzw: Vec<u8> = bits
        .as_bytes()
        .chunks_exact(8)
        .map(|b| u8::from_str_radix(std::str::from_utf8(b).unwrap(), 2).unwrap())
        .collect();
    is_unpack_limit(&pdf(&one_page("", vec![stream("/Filter /LZWDecode", &lzw)]), ""), &small);
}

#[test]
fn one_object_named_a_thousand_times_is_charged_a_thousand_times() {
    let objects = one_page("", vec![stream("", &[b' '; 100_000])]);
    let file = pdf(&objects, "");
    let text = String::from_utf8_lossy(&file).into_owned();
    let entry = text.lines().rfind(|line| line.ends_with(" 00000 n ")).unwrap().to_owned();
    let many = format!("{entry}\n").repeat(1_000);
    let at = file.windows(entry.len()).position(|w| w == entry.as_bytes()).unwrap();
    let mut bomb = file[..at].to_vec();
    bomb.extend(many.bytes());
    bomb.extend(&file[at + entry.len() + 1..]);
    let table = bomb.windows(9).position(|w| w == b"xref\n0 6\n").unwrap();
    bomb.splice(table + 7..table + 8, b"1005".iter().copied());
    let small = Limits { pdf_unpacked_bytes: 20_000_000, ..Limits::default() };
    is_unpack_limit(&bomb, &small);
}

#[test]
fn stated_sizes_that_cannot_be_are_refused_before_they_are_believed() {
    for dictionary in [
        "/Type /XRef /Size 1 /W [4000000000000 1 1]",
        "/Type /XRef /Size 1 /W [ 0 0 % none\n 0 ] /Index [0 4000000000]",
        "/Type /XRef /Size 1 /#57 [4000000000000 1 1]",
        "/DecodeParms << /Predictor 12 /Columns 99999999999999 >>",
        "/DecodeParms << /Predictor 12 /Colors +9999999999999999999999 >>",
    ] {
        let file = pdf(&one_page("", vec![stream(dictionary, WORDS)]), "");
        assert!(matches!(read("a.pdf", file), Err(ExtractError::Broken(_))), "{dictionary}");
    }
    let font_widths = one_page("", vec![stream("/W [0 200 500] /Columns 5", WORDS)]);
    assert!(read("a.pdf", pdf(&font_widths, "")).is_ok());
}

#[test]
fn a_form_without_resources_that_draws_itself_is_refused_and_pictures_are_passed_over() {
    let form = stream("/Type /XObject /Subtype /Form /BBox [0 0 9 9]", b"/X Do");
    let file = pdf(&one_page("/XObject << /X 6 0 R >>", vec![stream("", b"/X Do"), form]), "");
    assert!(matches!(read("a.pdf", file), Err(ExtractError::Broken(_))));
    let picture = stream("/Type /XObject /Subtype /Image /Width 9 /Height 9", b"BT (not words) Tj ET");
    let contents = [b"/X Do ".as_slice(), WORDS].concat();
    let found =
        read("a.pdf", pdf(&one_page("/XObject << /X 6 0 R >>", vec![stream("", &contents), picture]), ""))
            .unwrap();
    assert!(found.text.starts_with("The first line") && !found.text.contains("not words"));
}

#[test]
fn a_page_that_cannot_be_read_is_named_and_the_others_kept() {
    let mut objects = one_page("", vec![stream("", WORDS)]);
    objects[1] = b"<< /Type /Pages /Kids [3 0 R 6 0 R] /Count 2 >>".to_vec();
    objects.push(
        b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 612 792] /Contents 7 0 R /Resources << >> >>".to_vec(),
    );
    objects.push(stream("", b"BT /Missing 12 Tf (lost) Tj ET"));
    let found = read("a.pdf", pdf(&objects, "")).unwrap();
    assert!(found.text.ends_with("A second paragraph.\n"), "{}", found.text);
    assert!(
        found.notes.iter().any(|note| note.contains("1 of 2 pages") && note.ends_with(": 2")),
        "{:?}",
        found.notes
    );
}

#[test]
fn text_over_its_limit_is_refused() {
    let small = Limits { pdf_text_bytes: 20, ..Limits::default() };
    let file = pdf(&one_page("", vec![stream("", WORDS)]), "");
    assert!(matches!(
        extract("a.pdf", &file, &small),
        Err(ExtractError::Limit { name, .. }) if name == "pdf_text_bytes"
    ));
}

/// Packed bytes look like anything sooner or later.
#[test]
fn a_number_sign_that_hides_nothing_is_no_fault() {
    let content = [WORDS, b"\n% /W#\xff /Columns# /W#zz\n"].concat();
    assert!(read("a.pdf", pdf(&one_page("", vec![stream("", &content)]), "")).is_ok());
    let hidden = [WORDS, b"\n% /#57 [0 0 0]\n"].concat();
    assert!(matches!(
        read("a.pdf", pdf(&one_page("", vec![stream("", &hidden)]), "")),
        Err(ExtractError::Broken(_))
    ));
}

/// The text of a PDF of one page for each of these streams.
fn text_of_pages(pages: &[String]) -> assize_archive::extract::Extracted {
    let kids: String = (0..pages.len()).map(|at| format!("{} 0 R ", 4 + at * 2)).collect();
    let mut objects = vec![
        b"<< /Type /Catalog /Pages 2 0 R >>".to_vec(),
        format!("<< /Type /Pages /Kids [{kids}] /Count {} >>", pages.len()).into_bytes(),
        b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>".to_vec(),
    ];
    for (at, page) in pages.iter().enumerate() {
        objects.push(
            format!("<< /Type /Page /Parent 2 0 R /MediaBox [0 0 612 792] /Contents {} 0 R /Resources << /Font << /F1 3 0 R >> >> >>", 5 + at * 2)
                .into_bytes(),
        );
        objects.push(stream("", page.as_bytes()));
    }
    read("a.pdf", pdf(&objects, "")).unwrap()
}

/// Lines at their places: `x y size words`.
fn drawn(lines: &[(i32, i32, i32, &str)]) -> String {
    lines.iter().map(|(x, y, size, words)| format!("BT /F1 {size} Tf {x} {y} Td ({words}) Tj ET ")).collect()
}

#[test]
fn columns_are_read_one_after_the_other() {
    let page = drawn(&[
        (72, 740, 16, "Report of the harbour office of Lowford on the fire of Sunday night"),
        (72, 700, 10, "Eleven people were killed on the"),
        (320, 700, 10, "Four soldiers were wounded by the"),
        (72, 688, 10, "quay of Lowford, the office said,"),
        (320, 688, 10, "second fire, which broke out at a"),
        (72, 676, 10, "and the boat was lost with them."),
        (320, 676, 10, "store of the guard in the night."),
    ]);
    let found = text_of_pages(&[page]);
    assert!(
        found.text.contains("Eleven people were killed on the quay of Lowford, the office said, and the boat was lost with them.\n\n"),
        "{}",
        found.text
    );
    assert!(
        found.text.contains("Four soldiers were wounded by the second fire, which broke out"),
        "{}",
        found.text
    );
}

#[test]
fn rows_of_a_table_stay_rows() {
    let page = drawn(&[
        (72, 700, 10, "Month"),
        (220, 700, 10, "Killed"),
        (72, 688, 10, "March"),
        (220, 688, 10, "11"),
        (72, 676, 10, "April"),
        (220, 676, 10, "4"),
    ]);
    assert_eq!(text_of_pages(&[page]).text, "Month\tKilled\n\nMarch\t11\n\nApril\t4\n");
}

#[test]
fn a_word_parted_at_a_line_end_is_made_whole() {
    let page = drawn(&[
        (72, 700, 10, "Of those killed in the dis-"),
        (72, 688, 10, "trict eleven were chil-"),
        (72, 676, 10, "dren, a self-"),
        (72, 664, 10, "styled clerk said."),
    ]);
    assert_eq!(
        text_of_pages(&[page]).text,
        "Of those killed in the district eleven were children, a self-styled clerk said.\n"
    );
}

#[test]
fn a_sentence_over_a_page_break_is_one_without_heads_and_numbers() {
    let page = |words: &str, number: i32| {
        let number = number.to_string();
        drawn(&[(72, 760, 9, "Harbour office: yearly report"), (72, 700, 10, words), (300, 30, 9, &number)])
    };
    let found = text_of_pages(&[
        page("The office said that on Sunday eleven", 1),
        page("people were killed at the quay.", 2),
    ]);
    assert_eq!(found.text, "The office said that on Sunday eleven people were killed at the quay.\n");
    assert!(found.notes.iter().any(|note| note.contains("yearly report")), "{:?}", found.notes);
}

#[test]
fn a_raised_figure_in_a_pdf_is_no_part_of_the_number() {
    let page =
        "BT /F1 12 Tf 72 700 Td (It killed 14) Tj /F1 7 Tf 4 Ts (3) Tj 0 Ts /F1 12 Tf ( people.) Tj ET"
            .to_owned();
    assert_eq!(text_of_pages(&[page]).text, "It killed 14³ people.\n");
}

#[test]
fn a_page_without_words_is_named() {
    let found = text_of_pages(&[drawn(&[(72, 700, 10, "The first page.")]), "q Q".to_owned()]);
    assert!(
        found.notes.iter().any(|note| note.contains("1 of 2 pages show no words") && note.ends_with(": 2")),
        "{:?}",
        found.notes
    );
}
