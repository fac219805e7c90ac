//! Datasets: the record behind the pages, as CSV and JSON, each column told in `datapackage.json`.

pub(crate) mod cited;
mod codebook;

use crate::{
    files::{Files, Json, Table},
    gate::Public,
    model::{Frame, Weighed},
};
use assize_record::{EntryId, Status, Value};
use assize_weigh::{
    gist,
    toll::{End, Method, OutOfScope, Role, over_methods},
};
use serde_json::json;

/// Schema name of `data/claims.json`.
pub const CLAIMS_SCHEMA: &str = "assize.claims/1";

/// Files of the downloads page: path within `data/`, and what it holds.
pub(crate) const FILES: [(&str, &str); 14] = [
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
        "every toll of every incident and campaign under every method, with the ids of the claims at both ends",
    ),
    (
        "tolls.json",
        "the same with everything left out, revised or taken by convention (assize.toll/1, assize.campaign-toll/1)",
    ),
    ("conflicts.json", "conflicts and revisions (assize.conflict/1)"),
    ("incoherences.json", "figures and dates that do not add up (assize.incoherence/1)"),
    (
        "assessments.json",
        "incidents and campaigns held against standards, element by element, where something on this record bears on one (assize.assessment/2)",
    ),
    (
        "annotations.json",
        "every quoted passage as a W3C Web Annotation: the words, their place, and the claims read from them",
    ),
    ("cite.json", "every page of an incident, to cite (CSL-JSON)"),
    ("cite.bib", "the same (BibTeX)"),
];

pub(crate) fn write_all<E>(frame: &Frame<'_>, files: &mut Files<'_, E>) -> Result<(), E> {
    let (public, weighed) = (frame.public, frame.weighed);
    let tolls = &weighed.tolls;
    let json = Json::default()
        .array("{\"incidents\":", &tolls.incidents, ",\n")
        .array("\"campaigns\":", &tolls.campaigns, ",\n")
        .array("\"totals\":", &tolls.totals, "}\n");
    files.json("tolls.json", json)?;
    files.json("conflicts.json", Json::default().array("", &weighed.conflicts, "\n"))?;
    files.json("incoherences.json", Json::default().array("", &weighed.incoherences, "\n"))?;
    files.json("claims.json", claims_json(public))?;
    files.table("tolls.csv", tolls_csv(public, weighed))?;
    files.table("claims.csv", claims_csv(public))?;
    files.table("sources.csv", sources_csv(public))?;
    files.table("incidents.csv", incidents_csv(frame))?;
    files.json("incidents.geojson", positions(frame))?;
    files.json("annotations.json", annotations(frame))?;
    files.json("datapackage.json", Json::of(&codebook::package(&frame.settings.case_name)))?;
    cited::write(frame, files)
}

pub(crate) const CLAIM_COLUMNS: [&str; 29] = [
    "claim",
    "standing",
    "subject",
    "property",
    "status",
    "group",
    "min",
    "max",
    "approx",
    "unit",
    "value",
    "stance",
    "speaker_kind",
    "speaker",
    "speaker_count",
    "anonymity",
    "said_on",
    "happened_on",
    "happened_at",
    "publisher",
    "published_on",
    "source_sha256",
    "source_kind",
    "paraphrase",
    "gist",
    "gist_by",
    "start",
    "end",
    "exact",
];

/// Every claim that a page may show. Ranges cite versions of what people differ on; each says so by its standing.
fn rows(public: &Public) -> impl Iterator<Item = [String; 29]> + '_ {
    let view = public.view();
    let key = |id: EntryId| view.handle(id);
    let text = |id: &Option<assize_record::Edtf>| id.as_ref().map_or_else(String::new, ToString::to_string);
    view.claims().iter().chain(view.not_counted()).map(move |claim| {
        let proposition = &claim.proposition;
        let quantity = match &proposition.value {
            Value::Quantity(quantity) => Some(quantity),
            _ => None,
        };
        let end = |n: Option<u64>| n.map_or_else(String::new, |n| n.to_string());
        let source = view.sources().get(&claim.source);
        let fact = |stated: Option<&assize_record::body::Stated>| {
            stated.map_or_else(String::new, |s| s.value.clone())
        };
        let words = view.words_of(claim);
        let masked = public.is_masked(claim.source);
        let gist = gist::of(view, claim);
        [
            claim.id.to_string(),
            format!("{:?}", claim.standing).to_lowercase(),
            key(proposition.subject),
            proposition.property.clone(),
            proposition.status.map_or_else(String::new, |status| format!("{status:?}").to_lowercase()),
            proposition.group.map_or_else(String::new, key),
            end(quantity.and_then(|q| q.min)),
            end(quantity.and_then(|q| q.max)),
            quantity.and_then(|q| q.approx.clone()).unwrap_or_default(),
            quantity.map_or_else(String::new, |q| format!("{:?}", q.unit).to_lowercase()),
            match &proposition.value {
                Value::Entity(id) => key(*id),
                other => other.to_string(),
            },
            format!("{:?}", claim.stance).to_lowercase(),
            format!("{:?}", claim.speaker.kind).to_lowercase(),
            match view.digest_author(claim.speaker.kind, claim.source) {
                Some(author) => author.to_owned(),
                None => {
                    claim.speaker.entity.map_or_else(|| claim.speaker.description.clone(), |id| view.name(id))
                }
            },
            claim.speaker.count.as_ref().map_or_else(String::new, ToString::to_string),
            claim.speaker.anonymity.clone().unwrap_or_default(),
            text(&claim.said_on),
            text(&proposition.happened_on),
            proposition.happened_at.as_ref().map_or_else(String::new, ToString::to_string),
            fact(source.and_then(|s| s.publication.publisher.as_ref())),
            fact(source.and_then(|s| s.publication.published_on.as_ref())),
            source.and_then(|s| s.sha256).map_or_else(String::new, |hash| hash.to_string()),
            fact(source.and_then(|s| s.publication.kind.as_ref())),
            view.is_paraphrase(claim).to_string(),
            gist.as_ref().map_or_else(String::new, |gist| gist.words.clone()),
            gist.as_ref().map_or_else(String::new, |gist| gist.whose.name().to_owned()),
            words.filter(|_| !masked).map_or_else(String::new, |w| w.start.to_string()),
            words.filter(|_| !masked).map_or_else(String::new, |w| w.end.to_string()),
            words.map_or_else(String::new, |w| w.exact.clone()),
        ]
    })
}

fn claims_csv(public: &Public) -> Table {
    let mut table = Table::new(&CLAIM_COLUMNS);
    rows(public).for_each(|row| table.row(&row));
    table
}

fn claims_json(public: &Public) -> Json {
    let claims = rows(public).map(|row| {
        let filled = CLAIM_COLUMNS.iter().zip(row).filter(|(_, value)| !value.is_empty());
        filled.map(|(column, value)| ((*column).to_owned(), value.into())).collect::<serde_json::Map<_, _>>()
    });
    Json::default().array(&format!("{{\"schema\":\"{CLAIMS_SCHEMA}\",\"claims\":"), claims, "}\n")
}

pub(crate) const INCIDENT_COLUMNS: [&str; 13] = [
    "incident",
    "name",
    "page",
    "first_day",
    "last_day",
    "killed_low",
    "killed_low_open",
    "killed_high",
    "killed_high_open",
    "methods",
    "placed",
    "conflicts",
    "claims",
];

/// One row an incident: the range over every method that has a figure of all the dead.
fn incidents_csv(frame: &Frame<'_>) -> Table {
    let mut table = Table::new(&INCIDENT_COLUMNS);
    for (id, entity) in frame.incidents() {
        let days = frame.view.days_of(id);
        let first = days.iter().filter_map(|day| day.date.interval().earliest).min();
        let last = days.iter().filter_map(|day| day.date.interval().latest).max();
        let day = |day: Option<assize_record::Day>| day.map_or_else(String::new, |day| day.to_string());
        let over = over_methods(frame.tolls_of(id), Role::Killed, None);
        let end =
            |of: &dyn Fn(&assize_weigh::toll::Over<'_>) -> String| over.as_ref().map_or_else(String::new, of);
        let methods = end(&|over| over.methods.iter().map(|id| id.as_str()).collect::<Vec<_>>().join(" "));
        table.row(&[
            frame.view.handle(id),
            entity.name.clone(),
            frame.incident_path(id),
            day(first),
            day(last),
            end(&|over| over.low.value.to_string()),
            end(&|over| over.low.open.to_string()),
            end(&|over| over.high.value.to_string()),
            end(&|over| over.high.open.to_string()),
            methods,
            (!frame.view.unplaced().contains(&id)).to_string(),
            frame.conflicts_of(id).len().to_string(),
            frame.view.claims_about(id).count().to_string(),
        ]);
    }
    table
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
                "stance": format!("{:?}", claim.stance).to_lowercase(),
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

pub(crate) const TOLL_COLUMNS: [&str; 17] = [
    "subject",
    "method",
    "version",
    "role",
    "status",
    "low",
    "low_open",
    "low_claims",
    "high",
    "high_open",
    "high_claims",
    "best",
    "range",
    "low_by_convention",
    "high_by_convention",
    "computed",
    "scope",
];

fn tolls_csv(public: &Public, weighed: &Weighed) -> Table {
    let view = public.view();
    let mut table = Table::new(&TOLL_COLUMNS);
    let end = |end: Option<&End>| {
        end.map_or_else(
            || [const { String::new() }; 3],
            |end| {
                let claims: Vec<String> = end.claims.iter().map(ToString::to_string).collect();
                [end.value.to_string(), end.open.to_string(), claims.join(" ")]
            },
        )
    };
    let mut row = |of: [&str; 4],
                   scope: Option<&OutOfScope>,
                   role: Role,
                   status: Option<Status>,
                   ends: [Option<&End>; 3]| {
        let [subject, method, version, range] = of;
        let status = status.map_or_else(String::new, |status| format!("{status:?}").to_lowercase());
        let by_convention =
            |end: Option<&End>| end.map_or_else(String::new, |end| end.by_convention.to_string());
        let mut fields: Vec<String> = [subject, method, version, role.name()].map(str::to_owned).to_vec();
        fields.push(status);
        fields.extend(end(ends[0]).into_iter().chain(end(ends[1])));
        fields.push(ends[2].map_or_else(String::new, |best| best.value.to_string()));
        fields.extend([range.to_owned(), by_convention(ends[0]), by_convention(ends[1])]);
        fields.extend([
            Method::COMPUTED.to_owned(),
            scope.map_or_else(String::new, |scope| scope.words.clone()),
        ]);
        table.row(&fields);
    };
    for finding in &weighed.tolls.campaigns {
        for found in &finding.lines {
            let ends = [found.low.as_ref(), found.high.as_ref(), found.best.as_ref()];
            let range = found.range.as_deref().unwrap_or_default();
            let of = [&*view.handle(finding.subject), finding.method.as_str(), &*finding.version, range];
            row(of, finding.scope.as_deref(), found.role, found.status, ends);
        }
    }
    for finding in &weighed.tolls.incidents {
        for found in &finding.lines {
            let ends = [found.low.as_ref(), found.high.as_ref(), found.best.as_ref()];
            let of = [&*view.handle(finding.subject), finding.method.as_str(), &*finding.version, ""];
            row(of, finding.scope.as_deref(), found.role, found.status, ends);
        }
    }
    table
}

pub(crate) const SOURCE_COLUMNS: [&str; 8] =
    ["source", "sha256", "publisher", "published_on", "title", "url", "kind", "digest_of"];

fn sources_csv(public: &Public) -> Table {
    let mut table = Table::new(&SOURCE_COLUMNS);
    for (id, source) in public.view().sources() {
        let fact = |stated: &Option<assize_record::body::Stated>| {
            stated.as_ref().map_or_else(String::new, |s| s.value.clone())
        };
        let facts = &source.publication;
        table.row(&[
            id.to_string(),
            source.sha256.map_or_else(String::new, |hash| hash.to_string()),
            fact(&facts.publisher),
            fact(&facts.published_on),
            fact(&facts.title),
            fact(&facts.url),
            fact(&facts.kind),
            fact(&facts.digest_of),
        ]);
    }
    table
}
