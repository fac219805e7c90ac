use assize_archive::extract::{ExtractError, Extracted, Limits, extract};

mod hostile;
mod html;
mod limits;
mod metadata;
mod pdf;
mod plain;

/// Extracts with the limits everybody has.
fn read(name: &str, bytes: impl AsRef<[u8]>) -> Result<Extracted, ExtractError> {
    extract(name, bytes.as_ref(), &Limits::default())
}

fn page(html: &str) -> Extracted {
    read("page.html", html).unwrap()
}

/// The paragraphs of a page, one a line.
fn check_text(html: &str, expected: &[&str]) {
    let found = page(html);
    let paragraphs: Vec<&str> = found.text.trim_end().split("\n\n").collect();
    assert_eq!(paragraphs, expected, "{html}");
}
