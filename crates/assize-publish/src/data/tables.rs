//! The tables of the record: what each row is, field by field. The same rows are a CSV, a sheet of the workbook and a Parquet file.

use super::codebook;
use crate::{
    files::Json,
    gate::Public,
    model::{Frame, Weighed},
};
use assize_record::{EntryId, Quantity, Status, Value, body::Stated};
use assize_table::out::{Column, Field};
use assize_weigh::{
    gist,
    toll::{End, Method, Role, over_methods},
};

/// One row.
pub(crate) type Row = Vec<Field>;

/// A table of the record.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Table {
    Incidents,
    Claims,
    Tolls,
    Sources,
}

impl Table {
    pub(crate) const ALL: [Self; 4] = [Self::Incidents, Self::Claims, Self::Tolls, Self::Sources];

    /// Its name: that of its sheet, and of its files without their ending.
    pub(crate) const fn name(self) -> &'static str {
        match self {
            Self::Incidents => "incidents",
            Self::Claims => "claims",
            Self::Tolls => "tolls",
            Self::Sources => "sources",
        }
    }

    const fn names(self) -> &'static [&'static str] {
        match self {
            Self::Incidents => &INCIDENT,
            Self::Claims => &CLAIM,
            Self::Tolls => &TOLL,
            Self::Sources => &SOURCE,
        }
    }

    /// Its columns, as the codebook tells them.
    pub(crate) fn columns(self) -> impl Iterator<Item = &'static codebook::Told> {
        self.names().iter().filter_map(|name| codebook::told_of(name))
    }

    /// The same, as a spreadsheet has them.
    pub(crate) fn sheet(self) -> Vec<Column> {
        let wide = |told: &codebook::Told| match told.name {
            "exact" | "gist" | "title" | "url" | "name" => 60,
            _ if told.of == codebook::Of::Words => 24,
            _ => 12,
        };
        self.columns()
            .map(|told| Column { name: told.name, meaning: told.meaning, width: wide(told) })
            .collect()
    }

    /// The beginning of its JSON, where it has one.
    pub(crate) fn opened(self) -> Option<Json> {
        (self == Self::Claims)
            .then(|| Json::opened(&format!("{{\"schema\":\"{}\",\"claims\":", super::CLAIMS_SCHEMA)))
    }

    /// Its rows. They are made as they are asked for, and never all at once.
    pub(crate) fn rows<'f>(self, frame: &'f Frame<'_>) -> Box<dyn Iterator<Item = Row> + 'f> {
        match self {
            Self::Incidents => Box::new(incidents(frame)),
            Self::Claims => Box::new(claims(frame.public)),
            Self::Tolls => Box::new(tolls(frame.public, frame.weighed)),
            Self::Sources => Box::new(sources(frame.public)),
        }
    }
}

const CLAIM: [&str; 29] = [
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

/// The name of a coded value: `Named` is `named`.
pub(super) fn coded(value: impl std::fmt::Debug) -> String {
    format!("{value:?}").to_lowercase()
}

fn stated(fact: Option<&Stated>) -> Field {
    Field::words(fact.map_or_else(String::new, |fact| fact.value.clone()))
}

/// Words of something that may not be there.
fn some(value: Option<&impl ToString>) -> Field {
    Field::words(value.map_or_else(String::new, ToString::to_string))
}

/// Every claim that a page may show. Ranges cite versions of what people differ on; each says so by its standing.
pub(super) fn claims(public: &Public) -> impl Iterator<Item = Row> + '_ {
    let view = public.view();
    let key = |id: EntryId| view.handle(id);
    view.claims().iter().chain(view.not_counted()).map(move |claim| {
        let proposition = &claim.proposition;
        let quantity = match &proposition.value {
            Value::Quantity(quantity) => Some(quantity),
            _ => None,
        };
        let end = |of: fn(&Quantity) -> Option<u64>| Field::number(quantity.and_then(of));
        let source = view.sources().get(&claim.source);
        let facts = source.map(|source| &source.publication);
        let words = view.words_of(claim);
        let place = words.filter(|_| !public.is_masked(claim.source));
        let gist = gist::of(view, claim);
        let speaker = view.digest_author(claim.speaker.kind, claim.source).map(str::to_owned);
        let named =
            || claim.speaker.entity.map_or_else(|| claim.speaker.description.clone(), |id| view.name(id));
        vec![
            Field::words(claim.id.to_string()),
            Field::words(coded(claim.standing)),
            Field::words(key(proposition.subject)),
            Field::words(proposition.property.clone()),
            Field::words(proposition.status.map_or_else(String::new, coded)),
            Field::words(proposition.group.map_or_else(String::new, key)),
            end(|quantity| quantity.min),
            end(|quantity| quantity.max),
            Field::words(quantity.and_then(|q| q.approx.clone()).unwrap_or_default()),
            Field::words(quantity.map_or_else(String::new, |q| coded(q.unit))),
            Field::words(match &proposition.value {
                Value::Entity(id) => key(*id),
                other => other.to_string(),
            }),
            Field::words(coded(claim.stance)),
            Field::words(coded(claim.speaker.kind)),
            Field::words(speaker.unwrap_or_else(named)),
            some(claim.speaker.count.as_ref()),
            some(claim.speaker.anonymity.as_ref()),
            some(claim.said_on.as_ref()),
            some(proposition.happened_on.as_ref()),
            some(proposition.happened_at.as_ref()),
            stated(facts.and_then(|facts| facts.publisher.as_ref())),
            stated(facts.and_then(|facts| facts.published_on.as_ref())),
            some(source.and_then(|source| source.sha256).as_ref()),
            stated(facts.and_then(|facts| facts.kind.as_ref())),
            Field::Yes(view.is_paraphrase(claim)),
            some(gist.as_ref().map(|gist| &gist.words)),
            Field::words(gist.as_ref().map_or("", |gist| gist.whose.name())),
            Field::number(place.map(|words| words.start as u64)),
            Field::number(place.map(|words| words.end as u64)),
            some(words.map(|words| &words.exact)),
        ]
    })
}

const INCIDENT: [&str; 13] = [
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
fn incidents<'f>(frame: &'f Frame<'_>) -> impl Iterator<Item = Row> + 'f {
    frame.incidents().into_iter().map(|(id, entity)| {
        let (first, last) = frame.days(id);
        let over = over_methods(frame.tolls_of(id), Role::Killed, None);
        let methods = |over: &assize_weigh::toll::Over<'_>| {
            over.methods.iter().map(|id| id.as_str()).collect::<Vec<_>>().join(" ")
        };
        let ends = over.as_ref().map(|over| [&over.low, &over.high]);
        let end = |at: usize| Field::number(ends.map(|ends| ends[at].value));
        let open = |at: usize| ends.map_or(Field::Blank, |ends| Field::Yes(ends[at].open));
        vec![
            Field::words(frame.view.handle(id)),
            Field::words(entity.name.clone()),
            Field::words(frame.incident_path(id)),
            some(first.as_ref()),
            some(last.as_ref()),
            end(0),
            open(0),
            end(1),
            open(1),
            Field::words(over.as_ref().map_or_else(String::new, methods)),
            Field::Yes(!frame.view.unplaced().contains(&id)),
            Field::Number(frame.conflicts_of(id).len() as u64),
            Field::Number(frame.view.claims_about(id).count() as u64),
        ]
    })
}

const TOLL: [&str; 16] = [
    "subject",
    "by_methods",
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
    "out_of_scope",
];

/// One line of a finding, without its method: subject and range; whether the recorder itself may not take in such events; and the low, high and best figure.
fn toll(of: [String; 2], outside: bool, role: Role, status: Option<Status>, ends: [Option<&End>; 3]) -> Row {
    let ([subject, range], [low, high, best]) = (of, ends);
    let claims = |end: &End| end.claims.iter().map(ToString::to_string).collect::<Vec<_>>().join(" ");
    let end = |end: Option<&End>| {
        [
            Field::number(end.map(|end| end.value)),
            end.map_or(Field::Blank, |end| Field::Yes(end.open)),
            Field::words(end.map_or_else(String::new, claims)),
        ]
    };
    let by_convention = |end: Option<&End>| end.map_or(Field::Blank, |end| Field::Yes(end.by_convention));
    let mut row: Row = vec![Field::words(subject), Field::Blank];
    row.push(Field::words(role.name()));
    row.push(Field::words(status.map_or_else(String::new, coded)));
    row.extend(end(low).into_iter().chain(end(high)));
    row.push(Field::number(best.map(|best| best.value)));
    row.push(Field::words(range));
    row.extend([by_convention(low), by_convention(high)]);
    row.push(Field::words(Method::COMPUTED));
    row.push(Field::Yes(outside));
    row
}

/// One row for each figure of a subject, with every method that comes to it.
fn tolls<'f>(public: &'f Public, weighed: &'f Weighed) -> impl Iterator<Item = Row> + 'f {
    let campaigns = weighed.tolls.campaigns.chunk_by(|a, b| a.subject == b.subject).flat_map(move |all| {
        joined(all.iter().flat_map(|finding| {
            let method = (finding.method.as_str(), finding.version.as_str());
            finding.lines.iter().map(move |line| {
                let range = line.range.clone().unwrap_or_default();
                let of = [public.view().handle(finding.subject), range];
                let ends = [line.low.as_ref(), line.high.as_ref(), line.best.as_ref()];
                (method, toll(of, finding.scope.is_some(), line.role, line.status, ends))
            })
        }))
    });
    let incidents = weighed.tolls.incidents.chunk_by(|a, b| a.subject == b.subject).flat_map(move |all| {
        joined(all.iter().flat_map(|finding| {
            let method = (finding.method.as_str(), finding.version.as_str());
            finding.lines.iter().map(move |line| {
                let of = [public.view().handle(finding.subject), String::new()];
                let ends = [line.low.as_ref(), line.high.as_ref(), line.best.as_ref()];
                (method, toll(of, finding.scope.is_some(), line.role, line.status, ends))
            })
        }))
    });
    campaigns.chain(incidents)
}

/// Rows that are alike but for their method as one, with all of its methods.
fn joined<'m>(rows: impl Iterator<Item = ((&'m str, &'m str), Row)>) -> Vec<Row> {
    let mut all: Vec<(String, Row)> = Vec::new();
    for ((method, version), row) in rows {
        let method = format!("{method}@{version}");
        match all.iter_mut().find(|(_, known)| *known == row) {
            Some((methods, _)) => {
                methods.push(' ');
                methods.push_str(&method);
            }
            None => all.push((method, row)),
        }
    }
    let with = |(methods, mut row): (String, Row)| {
        row[1] = Field::words(methods);
        row
    };
    all.into_iter().map(with).collect()
}

const SOURCE: [&str; 8] =
    ["source", "sha256", "publisher", "published_on", "title", "url", "kind", "digest_of"];

fn sources(public: &Public) -> impl Iterator<Item = Row> + '_ {
    public.view().sources().iter().map(|(id, source)| {
        let facts = &source.publication;
        let url = facts.url.as_ref().map_or("", |url| url.value.as_str());
        vec![
            Field::words(id.to_string()),
            some(source.sha256.as_ref()),
            stated(facts.publisher.as_ref()),
            stated(facts.published_on.as_ref()),
            stated(facts.title.as_ref()),
            Field::link(url),
            stated(facts.kind.as_ref()),
            stated(facts.digest_of.as_ref()),
        ]
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_column_of_every_table_is_told() {
        for table in Table::ALL {
            assert_eq!(table.columns().count(), table.names().len(), "{table:?}");
        }
    }
}
