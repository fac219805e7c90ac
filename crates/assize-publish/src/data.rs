//! Datasets: the record behind the pages, as CSV and JSON.

use crate::{
    files::{Files, Table},
    gate::Public,
    page::Weighed,
};
use assize_record::{EntryId, Status, Value};
use assize_weigh::{
    gist,
    toll::{End, Method, OutOfScope, Role},
};
use serde_json::json;

/// Schema name of `data/claims.json`.
pub const CLAIMS_SCHEMA: &str = "assize.claims/1";

/// Files of the downloads page: path within `data/`, and what it holds.
pub(crate) const FILES: [(&str, &str); 8] = [
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
        "incidents and campaigns held against standards, element by element (assize.assessment/1)",
    ),
];

pub(crate) fn write_all(public: &Public, weighed: &Weighed, files: &mut Files) {
    let tolls = &weighed.tolls;
    let tolls = json!({ "incidents": tolls.incidents, "campaigns": tolls.campaigns, "totals": tolls.totals });
    files.json("tolls.json", &tolls);
    files.json("conflicts.json", &json!(weighed.conflicts));
    files.json("incoherences.json", &json!(weighed.incoherences));
    files.json("assessments.json", &json!(weighed.assessments));
    files.json("claims.json", &claims_json(public));
    files.table("tolls.csv", tolls_csv(public, weighed));
    files.table("claims.csv", claims_csv(public));
    files.table("sources.csv", sources_csv(public));
}

const CLAIM_COLUMNS: [&str; 29] = [
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

fn rows(public: &Public) -> Vec<[String; 29]> {
    let view = public.view();
    let key = |id: EntryId| view.handle(id);
    let text = |id: &Option<assize_record::Edtf>| id.as_ref().map_or_else(String::new, ToString::to_string);
    // Ranges cite versions of what people differ on; each says so by its standing.
    view.claims()
        .iter()
        .chain(view.not_counted())
        .map(|claim| {
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
                    None => claim
                        .speaker
                        .entity
                        .map_or_else(|| claim.speaker.description.clone(), |id| view.name(id)),
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
        .collect()
}

fn claims_csv(public: &Public) -> Table {
    let mut table = Table::new(&CLAIM_COLUMNS);
    rows(public).iter().for_each(|row| table.row(row));
    table
}

fn claims_json(public: &Public) -> serde_json::Value {
    let claims: Vec<_> = rows(public)
        .into_iter()
        .map(|row| {
            let filled = CLAIM_COLUMNS.iter().zip(row).filter(|(_, value)| !value.is_empty());
            serde_json::Value::Object(
                filled.map(|(column, value)| ((*column).to_owned(), value.into())).collect(),
            )
        })
        .collect();
    json!({ "schema": CLAIMS_SCHEMA, "claims": claims })
}

fn tolls_csv(public: &Public, weighed: &Weighed) -> Table {
    let view = public.view();
    let columns = [
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
    let mut table = Table::new(&columns);
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

fn sources_csv(public: &Public) -> Table {
    let columns = ["source", "sha256", "publisher", "published_on", "title", "url", "kind", "digest_of"];
    let mut table = Table::new(&columns);
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
