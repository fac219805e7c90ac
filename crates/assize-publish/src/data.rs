//! Datasets: the record behind the pages. Its tables are CSV, sheets of one workbook and Parquet, each column told in `datapackage.json`; what is nested is JSON.

pub(crate) mod cited;
pub(crate) mod codebook;
mod croissant;
mod statements;
pub(crate) mod tables;
mod tolls;

use crate::{
    files::{Files, Json, Unmade},
    model::Frame,
};
use assize_record::{EntryId, Value};
use serde_json::json;

/// Schema name of `data/claims.json`.
pub const CLAIMS_SCHEMA: &str = "assize.claims/1";

/// Files of the downloads page: path within `data/`, and what it holds.
pub(crate) const FILES: [(&str, &str); 21] = [
    ("datapackage.json", "what each file and each column holds (Frictionless Data Package)"),
    (
        "incidents.csv",
        "every incident, one a row, with the range of the killed over all methods that count all the dead",
    ),
    (
        "incidents.geojson",
        "every position that somebody states, one a feature, with how far off it may be (RFC 7946)",
    ),
    ("claims.csv", "every claim, one a row, with its words and their place"),
    ("claims.json", "the same as JSON (schema assize.claims/1)"),
    ("sources.csv", "every source with its hash and facts of publication"),
    (
        "tolls.csv",
        "every toll of every incident and campaign, one a row with all methods that come to it, and the ids of the claims at both ends",
    ),
    (
        "tolls.json",
        "the same with everything left out, revised or taken by convention, each line once with the methods that come to it (assize.tolls/2)",
    ),
    ("conflicts.json", "conflicts and revisions (assize.conflict/1)"),
    ("incoherences.json", "figures and dates that do not add up (assize.incoherence/1)"),
    (
        "assessments.json",
        "what standards ask of incidents and campaigns, element by element, where something on this record bears on one (assize.assessment/2)",
    ),
    (
        "annotations.json",
        "every quoted passage as a W3C Web Annotation: the words, their place, and the claims read from them",
    ),
    ("record.xlsx", "incidents, claims, tolls and sources as sheets of one workbook, with a reading guide"),
    ("incidents.parquet", "incidents.csv with types (Apache Parquet)"),
    ("claims.parquet", "claims.csv with types"),
    ("tolls.parquet", "tolls.csv with types"),
    ("sources.parquet", "sources.csv with types"),
    (
        "statements.jsonl",
        "incidents, sources and who speaks in them as FollowTheMoney statements, one a line; dates of this record as `original_value`",
    ),
    ("croissant.json", "the tables told to machines that learn from data (Croissant 1.0)"),
    ("cite.json", "every page of an incident, to cite (CSL-JSON)"),
    ("cite.bib", "the same (BibTeX)"),
];

/// Whether a string is the digits of an id.
pub(crate) fn is_id(text: &str) -> bool {
    text.len() == 64 && text.bytes().all(|byte| byte.is_ascii_hexdigit())
}

pub(crate) fn write_all<E: From<Unmade>>(frame: &Frame<'_>, files: &mut Files<'_, E>) -> Result<(), E> {
    let weighed = frame.weighed;
    files.json("tolls.json", tolls::told(&weighed.tolls))?;
    files.json("conflicts.json", Json::default().array("", &weighed.conflicts, "\n"))?;
    files.json("incoherences.json", Json::default().array("", &weighed.incoherences, "\n"))?;
    files.tables("record.xlsx", frame)?;
    files.json("incidents.geojson", positions(frame))?;
    files.json("annotations.json", annotations(frame))?;
    files.json("datapackage.json", Json::of(&codebook::package(&frame.settings.case_name)))?;
    files.json("statements.jsonl", statements::all(frame))?;
    let told = croissant::told(frame, |name| files.hash(name));
    files.json("croissant.json", Json::of(&told))?;
    cited::write(frame, files)
}

/// Every stated position, as a point with how far off it may be: GeoJSON has no circle, and none is made up.
fn positions(frame: &Frame<'_>) -> Json {
    let stated = frame.view.claims().iter().filter_map(|claim| {
        let Value::Point(point) = &claim.proposition.value else { return None };
        let (lon, lat): (f64, f64) = (point.lon.parse().ok()?, point.lat.parse().ok()?);
        Some(json!({
            "type": "Feature",
            "id": claim.id.to_string(),
            "geometry": { "type": "Point", "coordinates": [lon, lat] },
            "properties": {
                "incident": frame.view.handle(claim.proposition.subject),
                "name": frame.view.name(claim.proposition.subject),
                "property": claim.proposition.property,
                "within_km": point.within_km,
                "stance": tables::coded(claim.stance),
                "claim": claim.id.to_string(),
                "words": frame.words_href(claim),
            },
        }))
    });
    Json::default().array("{\"type\":\"FeatureCollection\",\"features\":", stated, "}\n")
}

/// Every quoted passage as an annotation of the text it stands in. Words of a digest say that they are a paraphrase.
fn annotations(frame: &Frame<'_>) -> Json {
    let view = frame.view;
    let mut claims: std::collections::BTreeMap<EntryId, Vec<String>> = std::collections::BTreeMap::new();
    for claim in view.claims() {
        claims.entry(claim.passage).or_default().push(claim.id.to_string());
    }
    let items = view.passages().iter().filter_map(|(id, passage)| {
        let source = view.texts().get(&passage.text)?.source;
        let mut selectors = vec![json!({ "type": "TextQuoteSelector", "exact": passage.words.exact })];
        if !frame.public.is_masked(source) {
            let (start, end) = (passage.words.start, passage.words.end);
            selectors.push(json!({ "type": "DataPositionSelector", "start": start, "end": end }));
        }
        Some(json!({
            "@context": "http://www.w3.org/ns/anno.jsonld",
            "id": format!("urn:sha256:{id}"),
            "type": "Annotation",
            "motivation": "identifying",
            "body": claims.get(id).into_iter().flatten().map(|id| format!("urn:sha256:{id}")).collect::<Vec<_>>(),
            "target": {
                "source": format!("urn:sha256:{}", passage.text),
                "selector": selectors,
            },
            "assize:paraphrase": view.is_digest(source),
        }))
    });
    Json::default().array("", items, "\n")
}
