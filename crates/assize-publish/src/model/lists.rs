//! Pages that are lists: oversight, sources, changes, the map, what is not here, datasets.

use super::{Frame, conflicts, facts, frame::day_of};
use crate::{
    data,
    page::plain::{About, Changes, Clock, Downloads, Group, Lines, Map, Matter, Oversight},
    sentence::{Sentence, question, words},
};
use assize_ledger::view::ClaimView;
use assize_record::{EntityType, EntryId};
use assize_weigh::{
    gist,
    oversight::{self as rules, Asks, OtherAnswer, RequestLine, RequestState},
};
use std::collections::BTreeMap;

/// So many lines stand on one page of a list.
pub(super) const PAGE: usize = 300;

/// So many claims of one day stand on the page of changes.
const DAY: usize = 60;

/// Oversight as of the last day of the record.
pub(crate) fn oversight(frame: &Frame<'_>) -> Oversight {
    let Some(as_of) = frame.view.latest_day() else {
        let none =
            Sentence::default().text("No source on this record states a date, so no day can be counted.");
        return Oversight { opening: vec![none], matters: Vec::new(), clocks: Vec::new() };
    };
    let found = rules::oversight(frame.view, as_of);
    let standards = frame.settings.standards.as_ref();
    let clocks = standards.map(|standards| rules::clocks(frame.view, standards, as_of)).unwrap_or_default();
    let requests = found.matters.iter().map(|matter| matter.requests.len()).sum::<usize>();
    let open = found.matters.iter().flat_map(|matter| &matter.requests);
    let open = open.filter(|request| request.state != RequestState::Produced).count();
    let answered = match open {
        _ if requests == 0 => String::new(),
        0 => ", each answered in whole, to the one who asked,".to_owned(),
        _ if open == requests => {
            "; for none does it show an answer in whole, to the one who asked,".to_owned()
        }
        _ => format!(
            "; for {} of them it shows no answer in whole, to the one who asked,",
            words::number(open as u64)
        ),
    };
    let requests = match requests {
        0 => "No request is".to_owned(),
        some => words::plural(some, "request"),
    };
    let told =
        Sentence::default().text(format!("{requests} on this record{answered} by {}.", words::day(as_of)));
    Oversight {
        opening: vec![told],
        matters: found.matters.iter().map(|matter| self::matter(frame, matter)).collect(),
        clocks: rules::alike(&clocks).iter().map(|row| clock(frame, row)).collect(),
    }
}

fn matter(frame: &Frame<'_>, matter: &rules::Matter) -> Matter {
    let said = matter.said_outstanding.iter().map(|said| {
        let date = said.date.as_ref().map_or_else(String::new, |date| format!(" ({})", words::date_of(date)));
        linked(frame, Sentence::default(), &said.who, &[said.entry]).text(date)
    });
    let acts = matter.acts.iter().map(|act| {
        let date = act.date.as_ref().map_or_else(|| "day not stated".to_owned(), |date| words::date_of(date));
        let told = Sentence::default()
            .named(&act.who)
            .text(" — ")
            .named(format!("{}{}", act.done(), act.to_whom()))
            .text(": ")
            .named(format!("{}{}", act.what, act.aside()));
        let told = match act.about {
            Some(about) => told.text(", about ").named(frame.view.name(about)),
            None => told,
        };
        (frame.cite(&[act.entry], None), date, told)
    });
    Matter {
        id: frame.slug(matter.matter),
        name: matter.name.clone(),
        outstanding: matter.outstanding,
        requests: matter.requests.iter().map(|request| self::request(frame, request)).collect(),
        said_outstanding: said.collect(),
        acts: acts.collect(),
    }
}

fn linked(frame: &Frame<'_>, before: Sentence, told: &str, entries: &[EntryId]) -> Sentence {
    match frame.cite(entries, None) {
        Some(cite) => before.figure(told, &cite),
        None => before.named(told),
    }
}

fn request(frame: &Frame<'_>, request: &RequestLine) -> Sentence {
    let mut told = Sentence::default().text(format!("{}, ", words::capital(request.state.in_words())));
    told = linked(frame, told, &words::days(request.days_min, request.days_max), &[request.request]);
    told = told.text(": ").named(&request.who).text(" asked ");
    if let Some(whom) = &request.whom {
        told = told.named(whom).text(" ");
    }
    told = told.text("for ").named(&request.what);
    if let Some(due) = &request.due_on {
        told = told.text(format!("; due {}", words::date_of(due)));
    }
    if let Some(with) = &request.answered_with {
        told = linked(frame, told.text("; "), with, &request.answers);
    }
    told = others(frame, told, "answered to others", &request.answered_to_others);
    others(frame, told, "to whom is not said", &request.to_whom_not_said).text(".")
}

/// Acts that answer others than the one who asked, or nobody that they name.
fn others(frame: &Frame<'_>, told: Sentence, label: &str, others: &[OtherAnswer]) -> Sentence {
    let mut told = told;
    for (at, other) in others.iter().enumerate() {
        told = told.text(if at == 0 { format!("; {label}: ") } else { ", ".to_owned() });
        told = linked(frame, told, &other.told(words::on_text), &[other.entry]);
    }
    told
}

fn clock(frame: &Frame<'_>, row: &[&rules::Clock]) -> Clock {
    let first = row[0];
    let rows = row.iter().map(|clock| {
        let started = Sentence::default().named(&clock.name).text(": began ");
        let started = linked(frame, started, &words::date_of(&clock.starts), &clock.started_by);
        let end = |day: &Option<String>| {
            day.as_ref().map_or_else(|| "a day not known".to_owned(), |day| words::date_of(day))
        };
        let (from, to) = (end(&clock.ends_earliest), end(&clock.ends_latest));
        started.text(if from == to {
            format!(", ends {to}")
        } else {
            format!(", ends between {from} and {to}")
        })
    });
    // Of a duty to stop only what went on after the end is an event; what came before it is not "in time".
    let events = first.events.iter().filter(|event| first.asks == Asks::ToDo || event.within != Some(true));
    let asks = match first.asks {
        Asks::ToDo => "to do it",
        Asks::ToStop => "to stop",
    };
    Clock {
        title: first.title.clone(),
        ask: first.ask.clone(),
        length: format!("{} {asks}", first.length),
        rows: rows.collect(),
        told: words::capital(&first.in_words()),
        events: events
            .map(|event| linked(frame, Sentence::default(), &words::date_of(&event.date), &event.entries))
            .collect(),
    }
}

/// Requests without an answer to the one who asked, the longest first.
pub(crate) fn outstanding(frame: &Frame<'_>, few: usize) -> Vec<(String, Sentence)> {
    let Some(as_of) = frame.view.latest_day() else { return Vec::new() };
    let found = rules::oversight(frame.view, as_of);
    let mut open: Vec<(&rules::Matter, &RequestLine)> = found
        .matters
        .iter()
        .flat_map(|matter| matter.requests.iter().map(move |request| (matter, request)))
        .filter(|(_, request)| {
            matches!(
                request.state,
                RequestState::NoAnswerOnRecord
                    | RequestState::AnsweredToOthers
                    | RequestState::AcknowledgedOnly
            )
        })
        .collect();
    open.sort_by_key(|(_, request)| (std::cmp::Reverse(request.days_min), request.request));
    open.iter()
        .take(few)
        .map(|(matter, request)| (matter.name.clone(), self::request(frame, request)))
        .collect()
}

/// Claims by the day on which this record took them in, the newest first.
fn by_day<'f>(frame: &'f Frame<'_>) -> BTreeMap<std::cmp::Reverse<String>, Vec<&'f ClaimView>> {
    let mut days: BTreeMap<std::cmp::Reverse<String>, Vec<&ClaimView>> = BTreeMap::new();
    for claim in frame.view.claims() {
        if let Some(at) = claim.received_at {
            days.entry(std::cmp::Reverse(day_of(at))).or_default().push(claim);
        }
    }
    days
}

/// One claim in a line of changes: what it is about, and the sentence of it.
fn told_of(frame: &Frame<'_>, claim: &ClaimView) -> Option<Sentence> {
    let cite = frame.cite(&[claim.id], None)?;
    let subject = claim.proposition.subject;
    let told = Sentence::default();
    let told =
        if frame.told_of.contains(&subject) && frame.view.type_of(subject) == Some(EntityType::Incident) {
            told.link(frame.view.name(subject), frame.incident_path(subject))
        } else {
            told.named(frame.view.name(subject))
        };
    let words = gist::of(frame.view, claim).map(|gist| gist.words);
    let words = words.unwrap_or_else(|| question::of(&claim.proposition.property));
    Some(told.text(": ").figure(words::cut(&words, 220), &cite))
}

/// What was taken in on the last day, where that was not the first.
pub(crate) fn lately(frame: &Frame<'_>, few: usize) -> Vec<Sentence> {
    let days = by_day(frame);
    if days.len() < 2 {
        return Vec::new();
    }
    let Some((std::cmp::Reverse(day), claims)) = days.first_key_value() else { return Vec::new() };
    let told = claims.iter().filter_map(|claim| told_of(frame, claim)).take(few);
    told.map(|told| {
        Sentence(
            Sentence::default()
                .text(format!("{}: ", words::date_of(day)))
                .0
                .into_iter()
                .chain(told.0)
                .collect(),
        )
    })
    .collect()
}

/// The page of changes.
pub(crate) fn changes(frame: &Frame<'_>) -> Changes {
    let corrections = frame.public.corrections();
    let days = by_day(frame);
    let told = Sentence::default().text(format!(
        "{} of claims that had stood; claims were entered on {}.",
        words::plural(corrections.len(), "correction"),
        words::plural(days.len(), "day")
    ));
    let corrected = corrections.iter().map(|correction| {
        let told = match correction.subject {
            Some(id) => Sentence::default().named(frame.view.name(id)),
            None => Sentence::default().text("something that this site does not speak of now"),
        };
        let told = told.text(format!(", {}: ", question::of(&correction.property).to_lowercase()));
        let told = match &correction.was {
            Some(value) => told.text("it said ").named(frame.value(value)),
            None => told.text("what it said is not repeated here"),
        };
        let now = correction.now.and_then(|id| frame.view.claim(id));
        let told = match now {
            Some(claim) => linked(
                frame,
                told.text(", it says now "),
                &frame.value(&claim.proposition.value),
                &[claim.id],
            ),
            None => told.text(", taken back"),
        };
        (words::date_of(&correction.on.to_string()), told.text("."))
    });
    Changes {
        opening: vec![told],
        contact: frame.settings.contact.clone(),
        corrections: corrected.collect(),
        days: days
            .into_iter()
            .map(|(std::cmp::Reverse(day), claims)| {
                let told: Vec<Sentence> =
                    claims.iter().filter_map(|claim| told_of(frame, claim)).take(DAY).collect();
                let more = claims.len().saturating_sub(DAY);
                (format!("d-{day}"), words::date_of(&day), told, more)
            })
            .collect(),
    }
}

/// The map.
pub(crate) fn map(frame: &Frame<'_>) -> Map {
    let (places, listed, elsewhere) = super::rows::places(frame);
    let (zones, areas) = super::rows::zones(frame);
    let told = Sentence::default().text(format!(
        "{} of incidents on this record, each with how far off it may be; of {} nobody states one.",
        words::plural(listed.len(), "stated position"),
        words::plural(elsewhere.len(), "more incident")
    ));
    let map = crate::chart::map::map(&places, &zones);
    let unlabelled = map.as_ref().map_or_else(Vec::new, |map| crate::chart::map::without_label(&places, map));
    Map { opening: vec![told], map, unlabelled, places: listed, areas, elsewhere }
}

/// What this copy of the record lacks, which no figure can rest on.
fn missing(frame: &Frame<'_>) -> Vec<String> {
    let missing = frame.public.missing();
    let lines = [
        (missing.destroyed, "was destroyed by the word of an owner of the record"),
        (missing.absent, "never came to the copy of the record that this site was made from"),
    ];
    let lines = lines.into_iter().filter(|(n, _)| *n > 0);
    lines
        .map(|(n, told)| {
            format!(
                "The content of {} {told}; no figure rests on it.",
                words::plural(n, "entry").replace(words::NO_BREAK, " ")
            )
        })
        .collect()
}

pub(crate) fn about(frame: &Frame<'_>) -> About {
    About {
        missing: missing(frame),
        contact: frame.settings.contact.clone(),
        built_on: frame.settings.built_on.map(|day| day.to_string()),
        generator: frame.settings.generator.clone(),
    }
}

pub(crate) fn downloads() -> Downloads {
    Downloads {
        files: data::FILES.iter().map(|(name, what)| ((*name).to_owned(), (*what).to_owned())).collect(),
    }
}

/// The list of sources, by the day of publication.
pub(crate) fn sources(frame: &Frame<'_>) -> Vec<(String, Lines)> {
    let mut claims: BTreeMap<EntryId, usize> = BTreeMap::new();
    for claim in frame.view.claims() {
        *claims.entry(claim.source).or_default() += 1;
    }
    let mut rows: Vec<_> = frame
        .view
        .sources()
        .iter()
        .map(|(id, source)| {
            let day = source.published_on.as_ref().map(|date| date.interval().earliest);
            let publisher = frame.publisher(*id);
            ((day.is_none(), day.flatten(), publisher.clone(), *id), *id, source, publisher)
        })
        .collect();
    rows.sort_by(|a, b| a.0.cmp(&b.0));
    let digests = rows.iter().filter(|(_, id, ..)| frame.view.is_digest(*id)).count();
    let mut told =
        format!("{}, each archived under the SHA-256 of its bytes", words::plural(rows.len(), "source"));
    if digests > 0 {
        let all = if digests == rows.len() { "all".to_owned() } else { words::number(digests as u64) };
        told.push_str(&format!("; {all} of them digests, whose words are a paraphrase"));
    }
    let parts = conflicts::parts(rows.len(), PAGE, "sources.html");
    let lines = |rows: &[(_, EntryId, &assize_ledger::view::SourceView, String)]| {
        let mut groups: Vec<Group> = Vec::new();
        for (_, id, source, publisher) in rows {
            let month = source.published_on.as_ref().and_then(|date| date.interval().earliest);
            let (key, heading) = month.map_or_else(
                || ("undated".to_owned(), "Day not stated".to_owned()),
                |day| {
                    (day.strftime("m-%Y-%m").to_string(), words::date_of(&day.strftime("%Y-%m").to_string()))
                },
            );
            let title = source
                .publication
                .title
                .as_ref()
                .map_or_else(|| "no title stated".to_owned(), |title| title.value.clone());
            let kind = match frame.view.digest_of(*id) {
                Some(of) => format!("digest of {of}: a paraphrase"),
                None => source.publication.kind.as_ref().map_or_else(String::new, |kind| kind.value.clone()),
            };
            let kind = if kind.is_empty() { kind } else { format!("{kind}; ") };
            let aside = format!(
                "{publisher}, {}; {kind}{}",
                frame.published(*id),
                words::plural(claims.get(id).copied().unwrap_or(0), "claim")
            );
            let line = (Sentence::default().link(title, Frame::source_path(*id)), aside);
            match groups.last_mut().filter(|(known, ..)| *known == key) {
                Some((_, _, lines)) => lines.push(line),
                None => groups.push((key, heading, vec![line])),
            }
        }
        groups
    };
    let chunks: Vec<_> = if rows.is_empty() { vec![&rows[..]] } else { rows.chunks(PAGE).collect() };
    chunks
        .into_iter()
        .enumerate()
        .map(|(part, rows)| {
            let page = Lines {
                opening: vec![Sentence::default().text(format!("{told}."))],
                groups: lines(rows),
                parts: parts.clone(),
                part,
                search: false,
            };
            (parts[part].1.clone(), page)
        })
        .collect()
}

/// What a value says in one line, for feeds.
pub(crate) fn feed(frame: &Frame<'_>, most: usize) -> Vec<(String, EntryId, String, String)> {
    let mut claims: Vec<&ClaimView> =
        frame.view.claims().iter().filter(|claim| claim.received_at.is_some()).collect();
    claims.sort_by_key(|claim| (std::cmp::Reverse(claim.received_at), claim.id));
    claims
        .into_iter()
        .take(most)
        .filter_map(|claim| {
            let told = gist::of(frame.view, claim).map_or_else(
                || match facts::value(frame, claim) {
                    crate::page::incident::Value::Plain(told) => told,
                    crate::page::incident::Value::Source(crate::page::parts::Words {
                        words,
                        mark: Some(mark),
                    }) => {
                        format!("{mark}: {words}")
                    }
                    crate::page::incident::Value::Source(words) => format!("“{}”", words.words),
                },
                |gist| gist.words,
            );
            let day = claim.received_at.map(day_of)?;
            Some((
                day,
                claim.id,
                format!("{}: {told}", frame.view.name(claim.proposition.subject)),
                frame.words_href(claim),
            ))
        })
        .collect()
}
