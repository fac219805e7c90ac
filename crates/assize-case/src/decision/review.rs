//! Drafts and claims accepted or rejected.

use crate::{
    asked::Decide,
    decision::{Asked, Decision, Desk, Scope},
    drafts::{
        self, Kept,
        shown::{Doubts, Filter},
    },
    failure::Failure,
    find::Found,
    line::count,
    talk::Talk,
};
use assize_ledger::{DraftInput, LedgerError};
use assize_record::{DraftId, EntryId};
use serde_json::json;
use std::collections::BTreeMap;

/// Which way is decided.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum How {
    /// Drafts and claims are accepted.
    Accept {
        /// Also drafts with a doubt that are chosen by what they say.
        doubts: bool,
    },
    /// They are rejected.
    Reject,
}

/// Drafts and claims that are accepted or rejected.
#[derive(Debug)]
pub struct Reviewed<'a> {
    /// Which, and why.
    pub what: &'a Decide,
    /// Which way.
    pub how: How,
}

impl Asked for Reviewed<'_> {
    fn scope(&self) -> Scope<'_> {
        // Drafts that are chosen by what they say may be of any text.
        if chooses(self.what) {
            Scope::Whole
        } else {
            Scope::Named(self.what.ids.iter().map(String::as_str).collect())
        }
    }

    fn plan(&self, desk: &Desk<'_>, talk: &dyn Talk) -> Result<Decision, Failure> {
        if self.how == How::Reject && self.what.reason.trim().is_empty() {
            return Err(Failure::usage("a rejection needs a reason")
                .help("assize reject ID --reason \"the figure is of another incident\""));
        }
        plan(desk, self.what, self.how, talk)
    }
}

/// Whether drafts are chosen by what they say: by a filter, or, blind, all of them where none is named.
fn chooses(args: &Decide) -> bool {
    !args.which.is_all() || args.blind && args.ids.is_empty()
}

/// What is decided on: drafts text by text, and claims.
struct Wanted {
    texts: Vec<(Kept, Vec<DraftId>)>,
    claims: Vec<EntryId>,
    /// Drafts that fit and are left out for a doubt.
    doubted: usize,
}

fn plan(desk: &Desk<'_>, args: &Decide, how: How, talk: &dyn Talk) -> Result<Decision, Failure> {
    let accept = how != How::Reject;
    let wanted = wanted(desk, args, how, talk)?;
    let mut failed: Vec<(String, String)> = Vec::new();
    let mut about = Vec::new();
    let mut claims = Vec::new();
    let mut decided = 0_usize;
    let wording = desk.wording();
    let mut help = None;
    let (_, batch) = desk.sit(|sitting| {
        for (kept, ids) in &wanted.texts {
            for draft in kept.drafts.iter().filter(|draft| ids.contains(&draft.id)) {
                let input = kept.input(draft);
                let made = if accept {
                    sitting.accept_because(&input, &args.reason)
                } else {
                    sitting.reject(&input, &args.reason)
                };
                match made {
                    Ok(claim) => {
                        decided += 1;
                        claims.push(claim);
                        about.extend(input.anchor(draft.proposition.subject));
                        about.extend(desk.about_claim(claim));
                    }
                    Err(error) => {
                        let told =
                            wording.decided(draft.id).filter(|_| matches!(error, LedgerError::Decided(_)));
                        let (why, what_to_do) =
                            told.map_or_else(|| (error.to_string(), None), |(why, help)| (why, Some(help)));
                        if help.is_none() {
                            help = what_to_do;
                        }
                        failed.push((draft.id.short(), why));
                    }
                }
            }
        }
        for claim in &wanted.claims {
            match sitting.decide(*claim, accept, &args.reason) {
                Ok(_) => {
                    decided += 1;
                    claims.push(*claim);
                    about.extend(desk.about_claim(*claim));
                }
                Err(error) => failed.push((claim.short(), error.to_string())),
            }
        }
        Ok(())
    })?;
    if !failed.is_empty() && (!args.skip_failed || decided == 0) {
        let lines: Vec<String> = failed.iter().map(|(id, why)| format!("`{id}`: {why}")).collect();
        let help = match help {
            Some(help) if failed.len() == 1 && decided == 0 => help,
            _ if failed.len() == 1 && decided == 0 => "nothing was written".to_owned(),
            _ => "nothing was written; --skip-failed decides on the others".to_owned(),
        };
        return Err(Failure::input(lines.join("\n")).help(help));
    }
    let verb = if accept { "accepted" } else { "rejected" };
    let mut notes: Vec<String> = failed.iter().map(|(id, why)| format!("left out: `{id}`: {why}")).collect();
    if wanted.doubted > 0 {
        notes.push(format!(
            "left out: {} with a doubt; `assize drafts` shows them, --doubts accepts them too",
            count(wanted.doubted, "draft")
        ));
    }
    notes.extend(speakers_of_one_name(desk, &wanted));
    Ok(Decision {
        words: format!(
            "{verb} {}",
            count(decided, "draft").replace("draft", if wanted.texts.is_empty() { "claim" } else { "draft" })
        ),
        json: json!({ "decision": verb, "count": decided, "failed": failed.iter().map(|(id, why)| json!({ "id": id, "why": why })).collect::<Vec<_>>() }),
        batch,
        about,
        claims: if accept { claims } else { Vec::new() },
        notes,
    })
}

fn wanted(desk: &Desk<'_>, args: &Decide, how: How, talk: &dyn Talk) -> Result<Wanted, Failure> {
    let finder = desk.finder();
    let mut by_text: BTreeMap<EntryId, Vec<DraftId>> = BTreeMap::new();
    let mut claims = Vec::new();
    let mut missing: Vec<String> = Vec::new();
    for id in &args.ids {
        match finder.decidable(id) {
            Ok(Found::Draft(id, text)) => by_text.entry(text).or_default().push(id),
            Ok(Found::Claim(id)) => claims.push(id),
            Ok(_) => {}
            Err(error) if args.ids.len() == 1 => return Err(error),
            Err(error) => missing.push(error.to_string()),
        }
    }
    if !missing.is_empty() {
        return Err(
            Failure::usage(missing.join("\n")).help("nothing was written; `assize drafts` lists drafts")
        );
    }
    let mut texts = Vec::new();
    for (text, ids) in by_text {
        texts.push((kept(desk, text, talk)?, ids));
    }
    let mut doubted = 0;
    if chooses(args) {
        let blind = if args.blind { Some(desk.blind()?) } else { None };
        let desk = blind.as_ref().unwrap_or(desk);
        let filter = Filter::of(desk, &args.which)?;
        for kept in drafts::all(desk.session, &desk.view, talk)? {
            let fits = |input: &DraftInput<'_>| filter.fits(desk, input) && !desk.view.has_decided(input);
            let mut chosen: Vec<DraftInput<'_>> = kept.inputs().filter(fits).collect();
            if how == (How::Accept { doubts: false }) && !chosen.is_empty() {
                let doubts = Doubts::of(desk.session, &desk.view, kept.text);
                let before = chosen.len();
                chosen.retain(|input| doubts.about(input).is_empty());
                doubted += before - chosen.len();
            }
            let ids: Vec<DraftId> = chosen.iter().map(|input| input.draft.id).collect();
            if !ids.is_empty() {
                texts.push((kept, ids));
            }
        }
        if texts.is_empty() && claims.is_empty() {
            return Err(if doubted > 0 {
                Failure::usage(format!("every draft that fits has a doubt ({doubted})"))
                    .help("`assize drafts` shows the doubts; --doubts accepts these drafts all the same")
            } else {
                Failure::usage("no undecided draft fits")
                    .help("`assize drafts` with the same filters lists them")
            });
        }
    }
    Ok(Wanted { texts, claims, doubted })
}

fn kept(desk: &Desk<'_>, text: EntryId, talk: &dyn Talk) -> Result<Kept, Failure> {
    let gone = || {
        Failure::usage(format!("the text {} of that draft is not on this record", text.short()))
            .help("run `assize read`")
    };
    drafts::of_text(desk.session, &desk.view, text, talk)?.ok_or_else(gone)
}

/// Speakers of the drafts that carry the name of one entity of the record and are not linked to it: a link is proposed, never made.
fn speakers_of_one_name(desk: &Desk<'_>, wanted: &Wanted) -> Vec<String> {
    let view = &desk.view;
    let mut proposed: BTreeMap<EntryId, String> = BTreeMap::new();
    for (kept, ids) in &wanted.texts {
        for draft in kept.drafts.iter().filter(|draft| ids.contains(&draft.id)) {
            let (Some(number), Some(name)) = (draft.speaker.referent, &draft.speaker.name) else { continue };
            let Ok(anchor) = kept.input(draft).anchor(number) else { continue };
            let named = |(id, entity): &(&EntryId, &assize_record::body::Entity)| {
                entity.name == *name && entity.entity_type.is_agent() && !view.anchors().contains_key(*id)
            };
            let ids: std::collections::BTreeSet<EntryId> =
                view.entities().iter().filter(named).map(|(id, _)| view.canonical(*id)).collect();
            if let (Some(entity), 1) = (ids.first(), ids.len())
                && view.canonical(anchor) != *entity
            {
                let line = format!(
                    "`{name}` has the name of {}: if it is the same, assize link {} {}",
                    view.handle(*entity),
                    anchor.short(),
                    entity.short()
                );
                proposed.insert(anchor, line);
            }
        }
    }
    proposed.into_values().collect()
}
