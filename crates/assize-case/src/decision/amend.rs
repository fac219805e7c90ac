//! A draft accepted, or a claim corrected, as a person puts it. Every field can be set.

use crate::{
    asked::Amend,
    decision::{
        Asked, Decision, Desk, Scope,
        fields::{Before, amendment, enter_things},
        refused,
    },
    drafts,
    failure::Failure,
    find::Found,
    talk::Talk,
};
use assize_ledger::{LedgerError, Sitting};
use assize_record::{EntryId, Proposition, Speaker, Value};
use serde_json::json;

impl Asked for Amend {
    fn scope(&self) -> Scope<'_> {
        let things = [
            &self.fields.subject,
            &self.fields.entity,
            &self.fields.group,
            &self.fields.speaker,
            &self.fields.party,
        ];
        let named = things.into_iter().flatten().chain(&self.fields.via).filter(|what| *what != "none");
        Scope::Named(std::iter::once(&self.id).chain(named).map(String::as_str).collect())
    }

    fn plan(&self, desk: &Desk<'_>, talk: &dyn Talk) -> Result<Decision, Failure> {
        plan(desk, self, talk)
    }
}

fn plan(desk: &Desk<'_>, args: &Amend, talk: &dyn Talk) -> Result<Decision, Failure> {
    let found = desk.finder().decidable(&args.id)?;
    match found {
        Found::Draft(id, text) => {
            let gone = || Failure::usage(format!("the text of draft {} is not on this record", id.short()));
            let kept = drafts::of_text(desk.session, &desk.view, text, talk)?.ok_or_else(gone)?;
            let draft = kept.drafts.iter().find(|draft| draft.id == id).ok_or_else(gone)?;
            let input = kept.input(draft);
            let said = &draft.proposition;
            let before = Before {
                text: Some(text),
                speaker: Speaker {
                    kind: draft.speaker.kind,
                    entity: draft.speaker.referent.and_then(|number| input.anchor(number).ok()),
                    description: draft
                        .speaker
                        .name
                        .clone()
                        .unwrap_or_else(|| draft.speaker.description.clone()),
                    count: None,
                    party: None,
                    anonymity: None,
                },
                quantity: said.value.quantity(),
                anchor: input.anchor(said.subject).map_err(refused)?,
                day: said.happened_on.clone(),
                near: Some(draft.passage.span()),
            };
            let (change, mut about) = amendment(desk, &args.fields, &before)?;
            let (claim, batch) = desk.sit(|sitting| {
                enter_things(sitting, &change)?;
                let claim = if change.amendment.is_empty() {
                    sitting.accept(&input)?
                } else {
                    sitting.amend(&input, &change.amendment, &args.reason)?
                };
                tell(sitting, claim, args.fields.gist.as_deref(), &args.reason)?;
                Ok(claim)
            })?;
            about.push(before.anchor);
            about.extend(desk.view.claim_of_draft(&input).into_iter().flat_map(|id| desk.about_claim(id)));
            let words =
                if change.amendment.is_empty() { "accepted, with a gist" } else { "accepted as amended" };
            Ok(decision(claim, batch, about, change.notes, words))
        }
        Found::Claim(id) => {
            let claim = desk.view.any_claim(id).ok_or_else(|| gone(desk, id))?;
            let Proposition { value, .. } = &claim.proposition;
            let before = Before {
                text: desk.view.passages().get(&claim.passage).map(|passage| passage.text),
                speaker: claim.speaker.clone(),
                quantity: if let Value::Quantity(quantity) = value { Some(quantity.clone()) } else { None },
                anchor: claim.about,
                day: claim.proposition.happened_on.clone(),
                near: desk.view.words_of(claim).map(assize_record::Words::span),
            };
            let (change, mut about) = amendment(desk, &args.fields, &before)?;
            let (new, batch) = desk.sit(|sitting| {
                enter_things(sitting, &change)?;
                let new = if change.amendment.is_empty() {
                    id
                } else {
                    sitting.amend_claim(id, &change.amendment, &args.reason)?
                };
                tell(sitting, new, args.fields.gist.as_deref(), &args.reason)?;
                Ok(new)
            })?;
            about.push(before.anchor);
            about.extend(desk.about_claim(id));
            let words = match args.fields.gist.as_deref() {
                Some("none") if change.amendment.is_empty() => "its gist taken back",
                Some(_) if change.amendment.is_empty() => "its gist written",
                _ => "corrected",
            };
            Ok(decision(new, batch, about, change.notes, words))
        }
        _ => Err(Failure::usage(format!("`{}` is neither a draft nor a claim", args.id))),
    }
}

/// Enters or takes back the gist of a claim, as a person puts it.
pub(super) fn tell(
    sitting: &mut Sitting<'_>,
    claim: EntryId,
    gist: Option<&str>,
    reason: &str,
) -> Result<(), LedgerError> {
    match gist {
        None => Ok(()),
        Some("none") => sitting.no_gist(claim, reason),
        Some(words) => sitting.gist(claim, words).map(|_| ()),
    }
}

/// A claim that does not stand cannot be corrected; where another took its place, that one can.
fn gone(desk: &Desk<'_>, id: EntryId) -> Failure {
    let wording = desk.wording();
    let fate = wording.fate(id);
    let why = if fate.is_empty() { String::new() } else { format!(": {}", fate.join("; ")) };
    let failure =
        Failure::usage(format!("claim {} does not stand, so it cannot be corrected{why}", id.short()));
    match wording.standing(id) {
        Some(standing) => {
            failure.help(format!("`assize amend {} …` corrects the claim in its place", standing.short()))
        }
        None => failure,
    }
}

pub(super) fn decision(
    claim: EntryId,
    batch: Vec<assize_record::Entry>,
    about: Vec<EntryId>,
    notes: Vec<String>,
    words: &str,
) -> Decision {
    Decision {
        batch,
        about,
        words: format!("{words}; the claim is {}", claim.short()),
        claims: vec![claim],
        notes,
        json: json!({ "decision": "amended", "claim": claim }),
    }
}
