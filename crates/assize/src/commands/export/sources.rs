//! Sources, one a row.

use super::Exported;
use assize_record::body::Stated;
use assize_table::out::{Column, Field, Grid};
use std::collections::BTreeMap;

const COLUMNS: [Column; 11] = [
    Column { name: "source", meaning: "The first digits of the source's id.", width: 14 },
    Column { name: "kind", meaning: "What it is: article, document, table …", width: 12 },
    Column { name: "title", meaning: "Its headline or title.", width: 50 },
    Column { name: "publisher", meaning: "Who published it.", width: 24 },
    Column { name: "author", meaning: "Its byline.", width: 24 },
    Column { name: "published_on", meaning: "When it was published.", width: 14 },
    Column { name: "address", meaning: "Where.", width: 44 },
    Column { name: "files", meaning: "Names of the files it was taken from.", width: 30 },
    Column { name: "claims", meaning: "How many claims that stand quote it.", width: 8 },
    Column { name: "confidential", meaning: "Whether it is published by no path.", width: 12 },
    Column { name: "sha256", meaning: "SHA-256 of its bytes.", width: 66 },
];

pub(super) fn grid(table: &Exported<'_>) -> Grid {
    let view = table.view;
    let confidential = view.confidential();
    let mut claims: BTreeMap<_, u64> = BTreeMap::new();
    view.claims().iter().for_each(|claim| *claims.entry(claim.source).or_default() += 1);
    let text =
        |stated: &Option<Stated>| stated.as_ref().map(|stated| stated.value.clone()).unwrap_or_default();
    let rows = view.sources().iter().filter(|(id, _)| table.shows(**id)).map(|(id, source)| {
        let facts = &source.publication;
        vec![
            Field::words(id.short()),
            Field::words(text(&facts.kind)),
            Field::words(text(&facts.title)),
            Field::words(text(&facts.publisher)),
            Field::words(text(&facts.author)),
            Field::words(text(&facts.published_on)),
            Field::link(&text(&facts.url)),
            Field::words(source.files.iter().cloned().collect::<Vec<_>>().join("; ")),
            Field::Number(claims.get(id).copied().unwrap_or_default()),
            Field::words(if confidential.contains(id) { "yes" } else { "" }),
            Field::words(source.sha256.map(|hash| hash.to_string()).unwrap_or_default()),
        ]
    });
    Grid {
        name: "sources",
        columns: COLUMNS.to_vec(),
        rows: rows.collect(),
        guide: vec!["Sources on record, one a row, with what is known of their publication.".to_owned()],
    }
}
