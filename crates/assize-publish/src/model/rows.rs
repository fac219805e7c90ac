//! Incidents as rows of a list, and what a campaign's sums take in.

use super::{Frame, conflicts, facts, incident, overview};
use crate::{
    chart::{
        map::{Place, Zone},
        strip::Dot,
    },
    page::{
        incident::Value,
        overview::{List, Row},
        parts,
        plain::Line,
        standard::{SumRow, Sums},
    },
    sentence::{Sentence, incident::Killed, question, range::Range, words},
};
use assize_ledger::view::{ClaimView, put_forward};
use assize_record::{Day, EntityType, EntryId, body::Entity, proposition::Point};
use assize_weigh::{
    gist,
    toll::{CampaignFinding, Role},
};

/// So many incidents stand on one page of a list.
pub(crate) const PAGE: usize = 105;

/// One incident.
pub(crate) fn row(frame: &Frame<'_>, id: EntryId, entity: &Entity) -> Row {
    let path = frame.incident_path(id);
    let claims: Vec<&ClaimView> = frame.view.claims_about(id).collect();
    let day = frame.view.days_of(id).first().and_then(|day| {
        let cite = frame.cite(&day.claims, Some(&frame.days_listed(&path, &day.claims)))?;
        Some((words::date(day.date), cite, day.date.interval().earliest))
    });
    let (killed, none) = match incident::killed(frame, id, &path) {
        Killed::Counted(counted) => {
            let told = counted.range.write(Sentence::default());
            (Some(if counted.differing { told.text(" (people differ on it)") } else { told }), "")
        }
        Killed::NoFigure => (None, "no figure of all"),
        Killed::Uncounted => (None, "nobody counted"),
    };
    let mut contested: Vec<String> = frame
        .conflicts_of(id)
        .iter()
        .filter(|found| conflicts::is_contested(found))
        .map(|found| short(&found.property))
        .collect();
    if conflicts::clashes(frame, id).next().is_some() {
        contested.push("figures".to_owned());
    }
    contested.dedup();
    contested.truncate(3);
    let methods =
        frame.settings.methods.iter().filter(|method| method.counts(Role::Killed, None, None)).count();
    let counted = frame.tolls_of(id).iter().filter(|found| {
        found.line(Role::Killed, None).is_some_and(|line| line.low.is_some() && line.high.is_some())
    });
    let counted = counted.count();
    Row {
        id: format!("i-{}", frame.slug(id)),
        facet: day
            .as_ref()
            .and_then(|(_, _, first)| first.map(|day| usize::from(day.month().unsigned_abs()))),
        day: day.map(|(words, cite, _)| (words, cite)),
        name: entity.name.clone(),
        href: path,
        killed,
        none,
        line: line(frame, &claims),
        contested,
        unplaced: frame.view.unplaced().contains(&id),
        counted_by: (counted > 0 && counted < methods).then_some((counted, methods)),
    }
}

/// What is contested, in a word or two.
fn short(property: &str) -> String {
    let name = property.split_once('.').map_or(property, |(_, name)| name);
    match name {
        "happened-on" => "day".to_owned(),
        "members" | "affiliates" | "target-group" => "who they were".to_owned(),
        "question" => "a question of law or fact".to_owned(),
        name => name.replace('-', " "),
    }
}

/// Where it happened, and by whose word: what is first said of it.
fn line(frame: &Frame<'_>, claims: &[&ClaimView]) -> Vec<Sentence> {
    let mut places: Vec<&&ClaimView> = claims
        .iter()
        .filter(|claim| claim.proposition.property == "incident.place" && put_forward(claim))
        .collect();
    places.sort_by_key(|claim| (claim.published.and_then(|days| days.earliest), claim.id));
    let Some(claim) = places.first() else { return Vec::new() };
    let told = match facts::value(frame, claim) {
        Value::Plain(told) => told,
        Value::Source(parts::Words { words: said, mark: Some(mark) }) => {
            format!("{} ({mark})", words::cut(&words::unquoted(&said), 70))
        }
        // Words that are cut are no longer the source's: only whole ones are quoted.
        Value::Source(said) if said.words.chars().count() <= 70 => format!("“{}”", said.words),
        Value::Source(_) => return Vec::new(),
    };
    vec![
        Sentence::default()
            .text("Place: ")
            .named(told)
            .text(", by the word of ")
            .named(frame.speaker(&claim.speaker, claim.source)),
    ]
}

/// An incident in the strip.
pub(crate) fn dot(frame: &Frame<'_>, id: EntryId, entity: &Entity) -> Option<Dot> {
    let date = frame.view.days_of(id).first()?.date.interval();
    let days: (Day, Day) = (date.earliest?, date.latest?);
    let over = assize_weigh::toll::over_methods(frame.tolls_of(id), Role::Killed, None);
    let killed = over.as_ref().map(|over| (over.low.value, over.high.value));
    let open = over.as_ref().is_some_and(|over| over.high.open);
    let contested = frame.conflicts_of(id).iter().any(|found| conflicts::is_contested(found))
        || conflicts::clashes(frame, id).next().is_some();
    let told = match killed {
        None => "no figure of all the killed".to_owned(),
        Some((low, high)) if low == high => {
            format!("put at {high}{} killed", if open { " or more" } else { "" })
        }
        Some((low, high)) => format!("put at {low} to {high}{} killed", if open { " or more" } else { "" }),
    };
    let title = format!("{}: {told}{}", entity.name, if contested { "; something is contested" } else { "" });
    Some(Dot { days, killed, open, contested, title, href: frame.incident_path(id) })
}

/// Pages of the list of incidents, where there are several.
pub(crate) fn lists(rows: &[Row]) -> Vec<(String, List)> {
    if rows.len() <= PAGE {
        return Vec::new();
    }
    let parts = parts_of(rows);
    let inside: Vec<(String, String)> = parts
        .iter()
        .map(|(name, href)| (name.clone(), href.trim_start_matches("incidents/").to_owned()))
        .collect();
    rows.chunks(PAGE)
        .enumerate()
        .map(|(part, rows)| {
            (parts[part].1.clone(), List { rows: rows.to_vec(), parts: inside.clone(), part })
        })
        .collect()
}

/// Names and addresses of the pages of the list.
pub(crate) fn parts_of(rows: &[Row]) -> Vec<(String, String)> {
    if rows.len() <= PAGE {
        return Vec::new();
    }
    let day = |row: &Row| row.day.as_ref().map_or_else(|| "without a day".to_owned(), |(day, _)| day.clone());
    rows.chunks(PAGE)
        .enumerate()
        .map(|(at, rows)| {
            let (first, last) = (rows.first().map(day), rows.last().map(day));
            (
                format!("{} to {}", first.unwrap_or_default(), last.unwrap_or_default()),
                format!("incidents/{}.html", at + 1),
            )
        })
        .collect()
}

/// What the sums of a campaign take in: pages of incidents.
pub(crate) fn sums(
    frame: &Frame<'_>,
    campaign: EntryId,
    findings: &[&CampaignFinding],
) -> Vec<(String, Sums)> {
    let slug = frame.slug(campaign);
    let incidents: Vec<(EntryId, &Entity)> = frame
        .incidents()
        .into_iter()
        .filter(|(id, _)| {
            findings.iter().any(|found| {
                found.members.iter().any(|member| member.incident == *id)
                    || found.left_out.iter().any(|out| out.incident == *id)
            })
        })
        .collect();
    let parts: Vec<(String, String)> = conflicts::parts(incidents.len(), PAGE, "sums.html")
        .into_iter()
        .map(|(name, path)| (name, path.replace("sums", &slug)))
        .collect();
    incidents
        .chunks(PAGE)
        .enumerate()
        .map(|(part, incidents)| {
            let rows = incidents.iter().map(|(id, entity)| sum_row(frame, *id, entity, findings));
            let page = Sums {
                campaign: frame.view.name(campaign),
                rows: rows.collect(),
                stated: if part == 0 { overview::stated(frame, findings) } else { Vec::new() },
                parts: parts.clone(),
                part,
            };
            (format!("sums/{}", parts[part].1), page)
        })
        .collect()
}

fn sum_row(frame: &Frame<'_>, id: EntryId, entity: &Entity, findings: &[&CampaignFinding]) -> SumRow {
    let path = frame.incident_path(id);
    let listed = format!("{path}#{}", question::anchor("killed", None));
    let mut cells: Vec<(String, Sentence, String)> = Vec::new();
    for found in findings {
        let toll = frame.tolls_of(id).iter().find(|toll| toll.method == found.method);
        let Some(line) = toll.and_then(|toll| toll.line(Role::Killed, None)) else { continue };
        let range: Range = frame.range(line.low.as_ref(), line.high.as_ref(), Some(&listed));
        let member = found.members.iter().find(|member| member.incident == id);
        let how = match member {
            Some(member) if member.adds_low => "adds to both ends".to_owned(),
            Some(_) => "adds to the highest alone".to_owned(),
            None => {
                let out = found.left_out.iter().find(|out| out.incident == id);
                out.map_or_else(|| "not taken in".to_owned(), |out| format!("left out: {}", out.reason))
            }
        };
        let told = range.write(Sentence::default());
        let name = frame.method(found.method.as_str()).0;
        match cells.iter_mut().find(|(_, range, known)| *range == told && *known == how) {
            Some((names, ..)) => names.push_str(&format!(", {name}")),
            None => cells.push((name, told, how)),
        }
    }
    SumRow { name: entity.name.clone(), href: path, cells }
}

/// A quotation or paraphrase within a line.
pub(crate) fn shown(frame: &Frame<'_>, source: EntryId, words: &str) -> parts::Words {
    parts::Words { words: words.to_owned(), mark: frame.view.unquoted(source) }
}

/// Areas that orders designate: those with a shape, and of each what is said of it. Which day each was in force is said, and not drawn.
pub(crate) fn zones(frame: &Frame<'_>) -> (Vec<Zone>, Vec<(String, Vec<Sentence>)>) {
    let (mut drawn, mut listed) = (Vec::new(), Vec::new());
    for (id, entity) in frame.entities(EntityType::Zone) {
        let mut told: Vec<Sentence> = Vec::new();
        let designates = |claim: &&ClaimView| matches!(&claim.proposition.value, assize_record::Value::Entity(zone) if frame.view.canonical(*zone) == id);
        let about = frame.view.claims_about(id);
        for claim in
            about.chain(frame.view.claims().iter().filter(designates)).filter(|claim| put_forward(claim))
        {
            if let (Some(gist), Some(cite)) = (gist::of(frame.view, claim), frame.cite(&[claim.id], None)) {
                let by = frame.speaker(&claim.speaker, claim.source);
                told.push(Sentence::default().figure(gist.words, &cite).text(", by the word of ").named(by));
            }
        }
        let shape = entity.shape.and_then(|hash| frame.settings.shapes.get(&hash));
        let Some(shape) = shape.filter(|_| !told.is_empty()) else {
            if !told.is_empty() {
                listed.push((format!("{} (no shape is on this record)", entity.name), told));
            }
            continue;
        };
        let letter = letter(drawn.len());
        let title = format!("{letter}: {}", entity.name);
        let (outlines, href) = (shape.outlines().collect(), "map.html#zones".to_owned());
        drawn.push(Zone { outlines, letter, title: title.clone(), href });
        listed.push((title, told));
    }
    (drawn, listed)
}

/// Degrees with the side of the globe that they lie on.
fn degrees(stated: &str, above: char, below: char) -> String {
    match stated.strip_prefix('-') {
        Some(degrees) => format!("{degrees}° {below}"),
        None => format!("{stated}° {above}"),
    }
}

/// A, B … Z, AA, AB …
fn letter(at: usize) -> String {
    let last = char::from(b'A' + u8::try_from(at % 26).unwrap_or_default());
    if at < 26 { last.to_string() } else { format!("{}{last}", letter(at / 26 - 1)) }
}

/// Positions that somebody states of an incident, numbered in the order of the incidents.
pub(crate) fn places(frame: &Frame<'_>) -> (Vec<Place>, Vec<Line>, Vec<Line>) {
    let (mut places, mut listed, mut elsewhere) = (Vec::new(), Vec::new(), Vec::new());
    for (id, entity) in frame.incidents() {
        let told = Sentence::default().link(&entity.name, frame.incident_path(id));
        let stated: Vec<(&ClaimView, &Point)> = frame
            .view
            .claims_about(id)
            .filter(|claim| claim.proposition.property == "incident.position" && put_forward(claim))
            .filter_map(|claim| match &claim.proposition.value {
                assize_record::Value::Point(point) => Some((claim, point)),
                _ => None,
            })
            .collect();
        let contested = frame
            .conflicts_of(id)
            .iter()
            .any(|found| found.property == "incident.position" && conflicts::is_contested(found));
        let before = places.len();
        for (claim, point) in stated {
            let (Ok(lon), Ok(lat)) = (point.lon.parse::<f64>(), point.lat.parse::<f64>()) else { continue };
            let number = listed.len() + 1;
            let who = frame.speaker(&claim.speaker, claim.source);
            let title = format!(
                "{number}. {}: within {} km, by the word of {who}",
                entity.name,
                words::number(point.within_km)
            );
            let Some(cite) = frame.cite(&[claim.id], None) else { continue };
            #[expect(clippy::cast_precision_loss, reason = "a circle of the earth has few kilometres")]
            let within_km = point.within_km.min(20_000) as f64;
            places.push(Place {
                lon,
                lat,
                within_km,
                number,
                contested,
                title,
                href: frame.incident_path(id),
            });
            let told = Sentence::default()
                .text(format!("{number}. "))
                .link(&entity.name, frame.incident_path(id))
                .text(": ")
                .figure(
                    format!(
                        "within {} km of {}, {}",
                        words::number(point.within_km),
                        degrees(&point.lat, 'N', 'S'),
                        degrees(&point.lon, 'E', 'W')
                    ),
                    &cite,
                );
            let aside = format!("by the word of {who}{}", if contested { "; contested" } else { "" });
            listed.push((told, aside));
        }
        if places.len() == before {
            elsewhere.push((told, String::new()));
        }
    }
    (places, listed, elsewhere)
}
