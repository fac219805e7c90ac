//! The datasets behind the pages.

use super::Page;
use crate::data::FILES;
use maud::html;

pub(super) fn pages() -> Vec<Page> {
    let content = html! {
        p { "The record behind these pages, as files. CSV follows RFC 4180 in UTF-8; a field that a spreadsheet would run as a formula begins with an apostrophe, "
            "a character that cannot be seen or that turns the direction of writing stands as its number (" code { "\\u{202e}" } "), and behind a word of look-alike letters stands which they are (" code { "⟦Cyrillic Т⟧" } "). "
            "JSON holds the exact words: there such characters are escapes, and what is parsed is what the source wrote. "
            "Spans are bytes of the extracted text; ids are SHA-256. Dates are EDTF." }
        table {
            thead { tr { th scope="col" { "File" } th scope="col" { "What it holds" } } }
            tbody { @for (name, what) in FILES { tr { th scope="row" { a href={ "data/" (name) } { (name) } } td { (what) } } } }
        }
    };
    vec![Page { path: "data.html".to_owned(), title: "Data".to_owned(), content }]
}
