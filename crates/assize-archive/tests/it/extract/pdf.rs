use super::read;
use assize_archive::extract::{ExtractError, Limits, extract};
use std::io::Write as _;

/// A PDF of the given objects, numbered from 1; the first is the catalogue, the second the page tree.
fn pdf(objects: &[Vec<u8>], trailer: &str) -> Vec<u8> {
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

fn stream(dictionary: &str, bytes: &[u8]) -> Vec<u8> {
    let mut object = format!("<< /Length {} {dictionary} >>\nstream\n", bytes.len()).into_bytes();
    object.extend(bytes);
    object.extend(b"\nendstream");
    object
}

fn deflated(bytes: &[u8]) -> Vec<u8> {
    let mut encoder = flate2::write::ZlibEncoder::new(Vec::new(), flate2::Compression::best());
    encoder.write_all(bytes).unwrap();
    encoder.finish().unwrap()
}

/// Catalogue, page tree, one page whose contents are object 5, a font, then `more`.
fn one_page(resources: &str, more: Vec<Vec<u8>>) -> Vec<Vec<u8>> {
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
    assert_eq!((found.extractor.as_str(), found.media_type.as_str()), ("assize-pdf@1", "application/pdf"));
    let p = found.publication;
    for (fact, value) in [(p.title, "An order"), (p.author, "A. Clerk"), (p.published_on, "2025-12-18")] {
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
        Err(ExtractError::Limit { name: "pdf_unpacked_bytes", .. }) => {}
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
