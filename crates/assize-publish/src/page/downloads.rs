//! The datasets behind the pages.

use super::Page;
use crate::data::FILES;
use maud::html;

pub(super) fn pages() -> Vec<Page> {
    let content = html! {
        p { "The record behind these pages, as files. CSV follows RFC 4180 in UTF-8; a field that a spreadsheet would run as a formula begins with an apostrophe. "
            "Spans are bytes of the extracted text; ids are SHA-256. Dates are EDTF." }
        table {
            thead { tr { th scope="col" { "File" } th scope="col" { "What it holds" } } }
            tbody { @for (name, what) in FILES { tr { th scope="row" { a href={ "data/" (name) } { (name) } } td { (what) } } } }
        }
    };
    vec![Page { path: "data.html".to_owned(), title: "Data".to_owned(), content }]
}
