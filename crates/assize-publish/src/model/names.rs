//! Everything that has a name: people and organisations that speak, and the search, each by letter.

use super::{Frame, conflicts, lists::PAGE};
use crate::{
    page::plain::{Group, Line, Lines},
    sentence::{Sentence, words},
};
use assize_record::{EntityType, EntryId};
use std::collections::{BTreeMap, BTreeSet};

/// People and organisations that speak, with what they speak of.
pub(crate) fn people(frame: &Frame<'_>) -> Vec<(String, Lines)> {
    let mut spoken: BTreeMap<EntryId, (usize, BTreeSet<EntryId>, Option<EntryId>)> = BTreeMap::new();
    for claim in frame.view.claims() {
        for who in std::iter::once(&claim.speaker).chain(&claim.via).filter_map(|who| who.entity) {
            let (claims, about, first) = spoken.entry(frame.view.canonical(who)).or_default();
            *claims += 1;
            about.insert(claim.proposition.subject);
            first.get_or_insert(claim.id);
        }
    }
    let kinds = [EntityType::Organisation, EntityType::Person, EntityType::Agent, EntityType::Instrument];
    let mut all: Vec<(String, Line)> = Vec::new();
    for kind in kinds {
        for (id, entity) in frame.entities(kind) {
            let Some((claims, about, first)) = spoken.get(&id) else { continue };
            let incidents =
                about.iter().filter(|id| frame.view.type_of(**id) == Some(EntityType::Incident)).count();
            let told = match first.and_then(|first| frame.cite(&[first], None)) {
                Some(cite) => Sentence::default().link(&entity.name, cite.href),
                None => Sentence::default().named(&entity.name),
            };
            let wholes = frame.view.part_of().get(&id).into_iter().flatten();
            let wholes: Vec<String> = wholes.map(|whole| frame.view.name(*whole)).collect();
            let part =
                if wholes.is_empty() { String::new() } else { format!("; part of {}", words::list(&wholes)) };
            let aside = format!(
                "{}: speaks in {}, on {}{part}",
                kind.name(),
                words::plural(*claims, "claim"),
                words::plural(incidents, "incident")
            );
            all.push((entity.name.clone(), (told, aside)));
        }
    }
    all.sort_by_key(|(name, _)| (name.to_lowercase(), name.clone()));
    let told = format!(
        "{} on this record: people, organisations and documents whose name may be printed; everybody else goes by the description of their source.",
        words::plural(all.len(), "named speaker")
    );
    paged(&all, "people.html", &told, false)
}

/// Lines by their first letter, on as many pages as they need.
fn paged(all: &[(String, Line)], path: &str, told: &str, search: bool) -> Vec<(String, Lines)> {
    let parts = conflicts::parts(all.len(), PAGE, path);
    let chunks: Vec<_> = if all.is_empty() { vec![all] } else { all.chunks(PAGE).collect() };
    chunks
        .into_iter()
        .enumerate()
        .map(|(part, lines)| {
            let mut groups: Vec<Group> = Vec::new();
            for (name, line) in lines {
                let letter = name
                    .chars()
                    .find(|c| c.is_alphanumeric())
                    .map_or('#', |c| c.to_uppercase().next().unwrap_or(c));
                let key = format!("l-{:x}", u32::from(letter));
                match groups.last_mut().filter(|(known, ..)| *known == key) {
                    Some((_, _, lines)) => lines.push(line.clone()),
                    None => groups.push((key, letter.to_string(), vec![line.clone()])),
                }
            }
            let page = Lines {
                opening: vec![Sentence::default().text(told)],
                groups,
                parts: parts.clone(),
                part,
                search: search && part == 0,
            };
            (parts[part].1.clone(), page)
        })
        .collect()
}

/// Everything that has a page or a place, by name: what the search without a script is, and what the script looks through.
pub(crate) fn index(frame: &Frame<'_>, standards: &[(String, String)]) -> Vec<(String, String, String)> {
    let mut all: Vec<(String, String, String)> = Vec::new();
    for (id, entity) in frame.incidents() {
        let day = frame
            .view
            .days_of(id)
            .first()
            .map_or_else(String::new, |day| format!(", {}", words::date(day.date)));
        all.push((entity.name.clone(), frame.incident_path(id), format!("incident{day}")));
    }
    for (id, entity) in frame.entities(EntityType::Campaign) {
        all.push((entity.name.clone(), format!("index.html#{}", frame.slug(id)), "campaign".to_owned()));
    }
    for (id, source) in frame.view.sources() {
        let title = source
            .publication
            .title
            .as_ref()
            .map_or_else(|| "no title stated".to_owned(), |title| title.value.clone());
        let aside = format!("source, {}, {}", frame.publisher(*id), frame.published(*id));
        all.push((title, Frame::source_path(*id), aside));
    }
    let mut speakers: BTreeMap<EntryId, EntryId> = BTreeMap::new();
    for claim in frame.view.claims() {
        if let Some(who) = claim.speaker.entity {
            speakers.entry(frame.view.canonical(who)).or_insert(claim.id);
        }
    }
    for (who, claim) in speakers {
        if let Some((href, _)) = frame.place(claim) {
            let kind = frame.view.type_of(who).map_or("speaker", EntityType::name);
            all.push((frame.view.name(who), href, kind.to_owned()));
        }
    }
    all.extend(standards.iter().map(|(title, path)| (title.clone(), path.clone(), "standard".to_owned())));
    all.sort_by_key(|(name, path, _)| (name.to_lowercase(), path.clone()));
    all
}

/// The pages of the search, which need no script.
pub(crate) fn search(index: &[(String, String, String)]) -> Vec<(String, Lines)> {
    let lines: Vec<(String, Line)> = index
        .iter()
        .map(|(name, path, aside)| {
            (name.clone(), (Sentence::default().link(words::cut(name, 120), path), aside.clone()))
        })
        .collect();
    let told = format!(
        "{} by letter: incidents, campaigns, sources, speakers and standards.",
        words::plural(lines.len(), "name")
    );
    paged(&lines, "search.html", &told, true)
}
