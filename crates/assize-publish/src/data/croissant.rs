//! The tables told in Croissant (docs.mlcommons.org/croissant, version 1.0), which describes datasets in schema.org's words.

use super::{
    codebook::{Of, Told},
    tables::Table,
};
use crate::model::Frame;
use assize_record::BlobHash;
use serde_json::{Value, json};

/// What names stand for, as the specification gives it.
fn context() -> Value {
    json!({
        "@language": "en",
        "@vocab": "https://schema.org/",
        "citeAs": "cr:citeAs",
        "column": "cr:column",
        "conformsTo": "dct:conformsTo",
        "cr": "http://mlcommons.org/croissant/",
        "data": { "@id": "cr:data", "@type": "@json" },
        "dataType": { "@id": "cr:dataType", "@type": "@vocab" },
        "dct": "http://purl.org/dc/terms/",
        "examples": { "@id": "cr:examples", "@type": "@json" },
        "extract": "cr:extract",
        "field": "cr:field",
        "fileObject": "cr:fileObject",
        "fileProperty": "cr:fileProperty",
        "fileSet": "cr:fileSet",
        "format": "cr:format",
        "includes": "cr:includes",
        "isLiveDataset": "cr:isLiveDataset",
        "jsonPath": "cr:jsonPath",
        "key": "cr:key",
        "md5": "cr:md5",
        "parentField": "cr:parentField",
        "path": "cr:path",
        "recordSet": "cr:recordSet",
        "references": "cr:references",
        "regex": "cr:regex",
        "repeated": "cr:repeated",
        "replace": "cr:replace",
        "sc": "https://schema.org/",
        "separator": "cr:separator",
        "source": "cr:source",
        "subField": "cr:subField",
        "transform": "cr:transform",
    })
}

fn field(table: Table, told: &Told) -> Value {
    let of = match told.of {
        Of::Words => "sc:Text",
        Of::Figure => "sc:Integer",
        Of::Yes => "sc:Boolean",
        Of::Day => "sc:Date",
    };
    json!({
        "@type": "cr:Field",
        "@id": format!("{}/{}", table.name(), told.name),
        "name": told.name,
        "description": told.meaning,
        "dataType": of,
        "source": { "fileObject": { "@id": format!("{}.csv", table.name()) }, "extract": { "column": told.name } },
    })
}

/// The description; `hash` gives SHA-256 of a table that has been made.
pub(super) fn told(frame: &Frame<'_>, hash: impl Fn(&str) -> Option<BlobHash>) -> Value {
    let files: Vec<Value> = Table::ALL
        .into_iter()
        .map(|table| {
            let name = format!("{}.csv", table.name());
            json!({
                "@type": "cr:FileObject",
                "@id": name,
                "name": name,
                "contentUrl": name,
                "encodingFormat": "text/csv",
                "sha256": hash(&name).map(|hash| hash.to_string()),
            })
        })
        .collect();
    let sets: Vec<Value> = Table::ALL
        .into_iter()
        .map(|table| {
            let fields: Vec<Value> = table.columns().map(|told| field(table, told)).collect();
            json!({ "@type": "cr:RecordSet", "@id": table.name(), "name": table.name(), "field": fields })
        })
        .collect();
    let mut told = json!({
        "@context": context(),
        "@type": "sc:Dataset",
        "conformsTo": "http://mlcommons.org/croissant/1.0",
        "name": frame.settings.case_name,
        "description": format!(
            "Who said what of the use of lethal force, with the words it rests on, and what methods make of it: {}. A figure says what somebody stated.",
            frame.house.as_known
        ),
        "distribution": files,
        "recordSet": sets,
    });
    if let Some(day) = frame.changed(frame.view.claims().iter()) {
        told["datePublished"] = day.into();
    }
    if let Some(address) = &frame.settings.address {
        told["url"] = address.as_str().into();
    }
    told
}
