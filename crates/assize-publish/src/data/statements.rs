//! The record as FollowTheMoney statements (followthemoney.tech, version 4): one value of one property of one thing, with where it was said.
//!
//! - An incident or event is an `Event`, a source an `Article`, a speaker whose name may be printed a `Person`, an `Organization` or, where a text does not
//!   show which, a `LegalEntity`.
//! - What is said of an incident is a `description` of it in our words; the source's own words stand in `original_value`, the claim's id in `origin`.
//! - A date that is no more than a year, a month or a day is itself. Of any other, `value` is the year or month that holds it, and the date as it stands in
//!   this record (EDTF) is `original_value`; one that no year holds is left out.
//! - That a source tells of an incident, and that somebody speaks in it, is a `Documentation`.
//!
//! `id` is left to be made from the statement, as `ftm` does. Figures have no property there: they are in `tolls.csv`.

use crate::{
    files::{Json, web_address},
    model::{Frame, frame::day_of},
};
use assize_ledger::view::{ClaimView, put_forward};
use assize_record::{Edtf, EntityType, EntryId, Interval, Value, body::Stated};
use assize_weigh::gist;
use serde::Serialize;
use std::collections::{BTreeMap, BTreeSet};

/// One statement.
#[derive(Serialize)]
struct Statement<'s> {
    canonical_id: &'s str,
    entity_id: &'s str,
    prop: &'static str,
    schema: &'static str,
    value: String,
    dataset: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    original_value: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    first_seen: Option<String>,
    external: bool,
    #[serde(skip_serializing_if = "Option::is_none")]
    origin: Option<String>,
}

/// One thing, whose statements are gathered.
struct Thing<'j> {
    json: &'j mut Json,
    id: String,
    schema: &'static str,
    /// The day on which it was entered, where that is known.
    seen: Option<String>,
}

impl Thing<'_> {
    fn said(
        &mut self,
        prop: &'static str,
        value: impl Into<String>,
        original: Option<String>,
        by: Option<EntryId>,
    ) {
        let value = value.into();
        if value.trim().is_empty() {
            return;
        }
        self.json.line(&Statement {
            canonical_id: &self.id,
            entity_id: &self.id,
            prop,
            schema: self.schema,
            original_value: original.filter(|original| *original != value),
            value,
            dataset: "assize",
            first_seen: self.seen.clone(),
            external: false,
            origin: by.map(|claim| claim.to_string()),
        });
    }

    fn has(&mut self, prop: &'static str, value: impl Into<String>) {
        self.said(prop, value, None, None);
    }

    fn stated(&mut self, prop: &'static str, fact: Option<&Stated>) {
        if let Some(fact) = fact {
            self.has(prop, fact.value.clone());
        }
    }

    fn dated(&mut self, prop: &'static str, date: &Edtf, by: Option<EntryId>) {
        if let Some(value) = held_by(date) {
            self.said(prop, value, Some(date.to_string()), by);
        }
    }
}

/// The day, month or year that holds a date for certain.
fn held_by(date: &Edtf) -> Option<String> {
    let Interval { earliest, latest } = date.interval();
    let (first, last) = (earliest?.to_string(), latest?.to_string());
    [10, 7, 4]
        .into_iter()
        .find_map(|length| (first.get(..length)? == last.get(..length)?).then(|| first[..length].to_owned()))
}

/// The schema of a thing that may speak.
fn speaks(of: EntityType) -> Option<&'static str> {
    match of {
        EntityType::Person => Some("Person"),
        EntityType::Organisation => Some("Organization"),
        EntityType::Agent => Some("LegalEntity"),
        _ => None,
    }
}

/// An id that `ftm` takes.
fn id(entry: EntryId) -> String {
    format!("assize-{entry}")
}

/// All statements, one a line.
pub(super) fn all(frame: &Frame<'_>) -> Json {
    let mut json = Json::default();
    let mut speakers: BTreeSet<EntryId> = BTreeSet::new();
    // Who speaks in a source, and what it tells of.
    let mut told: BTreeMap<(EntryId, EntryId), (&'static str, Option<String>)> = BTreeMap::new();
    for claim in frame.view.claims() {
        let seen = claim.received_at.map(day_of);
        let subject = frame.view.canonical(claim.proposition.subject);
        if event(frame, subject) {
            told.entry((claim.source, subject)).or_insert(("tells of it", seen.clone()));
        }
        for who in std::iter::once(&claim.speaker).chain(&claim.via).filter_map(|who| who.entity) {
            let who = frame.view.canonical(who);
            if frame.view.type_of(who).and_then(speaks).is_some() {
                speakers.insert(who);
                told.entry((claim.source, who)).or_insert(("speaks in it", seen.clone()));
            }
        }
    }
    for kind in [EntityType::Incident, EntityType::Event] {
        for (entity, _) in frame.entities(kind) {
            happening(frame, &mut json, entity);
        }
    }
    for who in speakers {
        let Some(schema) = frame.view.type_of(who).and_then(speaks) else { continue };
        Thing { json: &mut json, id: id(who), schema, seen: None }.has("name", frame.view.name(who));
    }
    for (source, view) in frame.view.sources() {
        let facts = &view.publication;
        let mut article = Thing { json: &mut json, id: id(*source), schema: "Article", seen: None };
        article.stated("title", facts.title.as_ref());
        article.stated("author", facts.author.as_ref());
        article.stated("publisher", facts.publisher.as_ref());
        if let Some(address) = facts.url.as_ref().and_then(|url| web_address(&url.value)) {
            article.has("sourceUrl", address);
        }
        if let Some(date) = &view.published_on {
            article.dated("publishedAt", date, None);
        }
        if let Some(hash) = view.sha256 {
            article.has("notes", format!("SHA-256 of the archived original: {hash}"));
        }
    }
    for ((source, thing), (role, seen)) in told {
        let link = format!("assize-{}-{}", source.short(), thing.short());
        let mut link = Thing { json: &mut json, id: link, schema: "Documentation", seen };
        link.has("document", id(source));
        link.has("entity", id(thing));
        link.has("role", role);
    }
    json
}

fn event(frame: &Frame<'_>, id: EntryId) -> bool {
    matches!(frame.view.type_of(id), Some(EntityType::Incident | EntityType::Event))
}

fn happening(frame: &Frame<'_>, json: &mut Json, entity: EntryId) {
    let claims: Vec<&ClaimView> = frame.view.claims_about(entity).collect();
    if claims.is_empty() {
        return;
    }
    let seen = frame.changed(claims.iter().copied());
    let mut event = Thing { json, id: id(entity), schema: "Event", seen };
    event.has("name", frame.view.name(entity));
    if let Some(address) = frame.settings.address.as_ref().filter(|_| frame.told_of.contains(&entity)) {
        event.has("sourceUrl", format!("{address}{}", frame.incident_path(entity)));
    }
    for claim in claims {
        event.seen = claim.received_at.map(day_of);
        let proposition = &claim.proposition;
        match &proposition.value {
            _ if !put_forward(claim) => {}
            Value::Date(date) if proposition.property.ends_with(".happened-on") => {
                event.dated("date", date, Some(claim.id));
            }
            Value::Words(words) if proposition.property.ends_with(".place") => {
                event.said("location", words.clone(), None, Some(claim.id));
            }
            _ => {}
        }
        if let Some(gist) = gist::of(frame.view, claim) {
            let exact = frame.view.words_of(claim).map(|words| words.exact.clone());
            event.said("description", gist.words, exact, Some(claim.id));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_date_is_the_year_month_or_day_that_holds_it() {
        for (date, held) in [
            ("2031-05-03", Some("2031-05-03")),
            ("2031-05", Some("2031-05")),
            ("2031-05-03/2031-05-09", Some("2031-05")),
            ("2031-05-30/2031-06-02", Some("2031")),
            ("2031", Some("2031")),
            ("2030-12-31/2031-01-01", None),
            ("2031-05-03/..", None),
        ] {
            assert_eq!(held_by(&date.parse().unwrap()).as_deref(), held, "{date}");
        }
    }
}
