//! `assize status`: how the case stands, and what waits for a person.

use crate::{
    case,
    cli::Cli,
    deciding::Desk,
    doubts, drafts,
    failure::{Exit, Outcome},
    output::{Output, count},
    secrets::Gone,
};
use assize_record::EntryId;
use serde_json::json;

pub(crate) fn run(cli: &Cli, output: &mut Output) -> Outcome {
    let session = case::find(cli)?;
    let desk = Desk::open(&session, output)?;
    let view = &desk.view;
    let kept = drafts::all(&session, view, output)?;
    let read: Vec<_> = kept.iter().map(|kept| kept.text).collect();
    let of_strangers = |id: &EntryId| view.strangers().contains(id);
    let unread = view
        .texts()
        .iter()
        .filter(|(id, text)| text.sha256.is_some() && !read.contains(id) && !of_strangers(&text.source));
    let unread = unread.count();
    let undecided =
        kept.iter().flat_map(drafts::Kept::inputs).filter(|input| !view.has_decided(input)).count();
    let rows = assize_case::incidents::rows(view);
    let placed = rows.iter().filter(|row| row.standing == "placed").count();
    let (unplaced, contested) = (view.unplaced().len(), view.contested().len());
    let doubts: Vec<String> = doubts::all(view);
    let schema = session.schema_of(view);
    let edited = assize_case::schema_files::edited(&session, &schema).len();
    let (differing, one_review) = (view.differing().len(), view.one_review().len());
    let gone = Gone::of(&session, view)?;
    let confidential = view.confidential();
    let confidential = confidential.difference(view.strangers()).count();
    let here = view.sources().iter().filter(|(id, source)| source.sha256.is_some() && !of_strangers(id));
    let here = here.map(|(_, source)| source);
    let strange = Strange {
        sources: view.sources().keys().filter(|id| of_strangers(id)).count(),
        texts: view.foreign_texts().len(),
        incidents: assize_case::incidents::of_strangers(&rows),
    };
    let undated = here.filter(|source| source.published.is_none()).count();
    if output.json {
        output.object(&json!({
            "schema": "assize.status/1", "entries": session.store.covered(), "sources": view.sources().len() - strange.sources, "undated_sources": undated,
            "unread_texts": unread, "undecided_drafts": undecided, "claims": view.claims().len(), "incidents_placed": placed,
            "incidents_unplaced": unplaced, "contested": contested, "doubts": doubts,
            "differing": differing, "one_review": one_review,
            "claims_not_adopted": view.not_adopted().len(), "schema_problems": schema.problems.len(), "schema_edited": edited,
            "confidential_sources": confidential, "of_strangers": { "sources": strange.sources, "texts": strange.texts, "incidents": strange.incidents }, "content_gone": gone.json(),
        }));
        return Ok(Exit::Done);
    }
    output.line(format!("{}: {} entries", session.settings.name, session.store.covered()));
    let undated_words =
        if undated > 0 { format!(", {undated} without a date of publication") } else { String::new() };
    let confidential_words =
        if confidential > 0 { format!(", {confidential} confidential") } else { String::new() };
    output.line(format!(
        "  {}{undated_words}{confidential_words}",
        count(view.sources().len() - strange.sources, "source")
    ));
    output.line(format!("  {}", count(view.claims().len(), "claim")));
    output.line(format!("  {} placed, {unplaced} not yet placed", count(placed, "incident")));
    if let Some(line) = strange.line() {
        output.line(format!("  {line}"));
    }
    for line in gone.lines() {
        output.line(format!("  {line}"));
    }
    let lines = [
        (unread, "text", "not read yet: assize read"),
        (undecided, "draft", "undecided: assize drafts"),
        (differing, "claim", "that people differ on, supporting nothing: assize differ"),
        (
            one_review,
            "claim",
            "with one review where two are asked for, counting nowhere: assize differ --one-review",
        ),
        (unplaced, "incident", "not yet placed, adding to no total: assize candidates"),
        (
            view.not_adopted().len(),
            "claim",
            "of properties not adopted here, out of all weighing: assize schema list",
        ),
        (schema.problems.len(), "adopted file", "of the schema not counting: assize schema list"),
        (edited, "file", "of the schema edited and not adopted again: assize schema list"),
    ];
    for (n, what, words) in lines.into_iter().filter(|(n, ..)| *n > 0) {
        output.line(format!("  waits: {} {words}", count(n, what)));
    }
    for doubt in doubts {
        output.line(format!("  waits: {doubt}"));
    }
    Ok(Exit::Done)
}

/// What people brought whom nobody here vouches for: it decides nothing and is in no other count.
struct Strange {
    sources: usize,
    texts: usize,
    incidents: usize,
}

impl Strange {
    /// `of people whom nobody here vouches for: 2 sources, 1 incident`.
    fn line(&self) -> Option<String> {
        let parts = [(self.sources, "source"), (self.texts, "text"), (self.incidents, "incident")];
        let parts: Vec<String> =
            parts.into_iter().filter(|(n, _)| *n > 0).map(|(n, what)| count(n, what)).collect();
        let words = "of people whom nobody here vouches for, deciding nothing";
        (!parts.is_empty()).then(|| format!("{words}: {}", parts.join(", ")))
    }
}
