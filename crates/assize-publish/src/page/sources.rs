//! The list of sources.

use super::{Frame, Page, said};
use maud::html;
use std::collections::BTreeMap;

pub(super) fn pages(frame: &Frame<'_>) -> Vec<Page> {
    let mut claims: BTreeMap<_, usize> = BTreeMap::new();
    for claim in frame.view.claims() {
        *claims.entry(claim.source).or_default() += 1;
    }
    let mut rows: Vec<_> = frame
        .view
        .sources()
        .iter()
        .map(|(id, source)| {
            let (publisher, published) = frame.publication(*id);
            (published, publisher, *id, source)
        })
        .collect();
    rows.sort_by(|a, b| (&a.0, &a.1, a.2).cmp(&(&b.0, &b.1, b.2)));
    let content = html! {
        p { (rows.len()) " sources. Each is archived under the SHA-256 of its bytes, which is not shown where a name was taken out; its page shows the words that the record quotes." }
        div.scroll tabindex="0" role="region" aria-label="Sources" { table {
            thead { tr { th scope="col" { "Published" } th scope="col" { "Publisher" } th scope="col" { "Title" } th scope="col" { "Kind" } th.n scope="col" { "Claims" } th scope="col" { "SHA-256" } } }
            tbody {
                @for (published, publisher, id, source) in &rows {
                    tr {
                        td { (said(published)) }
                        td { (said(publisher)) }
                        td { a href=(Frame::source_path(*id)) { (said(source.publication.title.as_ref().map_or("no title stated", |title| title.value.as_str()))) } }
                        td { @match frame.view.digest_of(*id) {
                            Some(of) => { "digest of " (said(&of)) ": a paraphrase" }
                            None => (said(source.publication.kind.as_ref().map_or("", |kind| kind.value.as_str()))),
                        } }
                        td.n { (claims.get(id).copied().unwrap_or(0)) }
                        td.hash { (source.sha256.map_or_else(String::new, |hash| hash.short())) }
                    }
                }
            }
        } }
    };
    vec![Page { path: "sources.html".to_owned(), title: "Sources".to_owned(), content }]
}
