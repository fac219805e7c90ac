//! What is kept back and what is gone, as commands say it: figures that rest on confidential claims, and content that is not there.

use crate::{
    case::{Session, store_failure},
    failure::Failure,
    line::count,
    talk::Talk,
};
use assize_archive::{near::Kept as Near, search::Kept as Words};
use assize_ledger::View;
use assize_record::EntryId;
use serde_json::{Value as Json, json};
use std::collections::BTreeSet;

/// Claims and acts that quote a confidential source.
#[derive(Debug, Default)]
pub struct Confidential(BTreeSet<EntryId>);

impl Confidential {
    /// Those of a view, drafts among them where it has any.
    pub fn of(view: &View) -> Self {
        let sources = view.confidential();
        let claims = view.claims().iter().chain(view.not_adopted());
        let claims = claims.filter(|claim| sources.contains(&claim.source)).map(|claim| claim.id);
        let quotes = |source: &Option<EntryId>| source.is_some_and(|source| sources.contains(&source));
        let acts = view.acts().iter().filter(|act| quotes(&act.source)).map(|act| act.id);
        Self(claims.chain(acts).collect())
    }

    /// Says at the end of a table which confidential claims and acts it rests on; nothing where there are none.
    pub fn foot(&self, table: &Json) -> Option<String> {
        let mut found = BTreeSet::new();
        self.gather(table, &mut found);
        let ids: Vec<String> = found.iter().map(EntryId::short).collect();
        (!ids.is_empty()).then(|| format!("  rests on what is confidential: {}", ids.join(" ")))
    }

    /// Whether a figure that these claims set rests on what is confidential.
    pub fn marks<'c>(&self, claims: impl IntoIterator<Item = &'c EntryId>) -> bool {
        claims.into_iter().any(|claim| self.0.contains(claim))
    }

    /// What is said beside such a figure; nothing beside any other.
    pub fn word<'c>(&self, claims: impl IntoIterator<Item = &'c EntryId>) -> &'static str {
        if self.marks(claims) { ", confidential" } else { "" }
    }

    /// A finding for programs, with the confidential claims that it names, where it names any.
    pub fn flag(&self, mut finding: Json) -> Json {
        let mut found = BTreeSet::new();
        self.gather(&finding, &mut found);
        if !found.is_empty() {
            finding["confidential"] = json!(found);
        }
        finding
    }

    fn gather(&self, value: &Json, found: &mut BTreeSet<EntryId>) {
        match value {
            Json::String(text) => {
                let id = text.parse().ok().filter(|_| text.len() == 64);
                found.extend(id.filter(|id| self.0.contains(id)));
            }
            Json::Array(items) => items.iter().for_each(|item| self.gather(item, found)),
            Json::Object(fields) => fields.values().for_each(|field| self.gather(field, found)),
            _ => {}
        }
    }
}

/// Bodies that are not there.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Gone {
    /// By the word of an owner.
    pub destroyed: usize,
    /// They were never here.
    pub absent: usize,
    /// By nobody's word.
    pub lost: usize,
    /// Destroyed by an owner and still here.
    pub pending: usize,
}

impl Gone {
    /// Of a view of the whole record.
    pub fn of(session: &Session, view: &View) -> Result<Self, Failure> {
        let never = session.store.absent().map_err(store_failure)?;
        let (bodiless, all) = (view.bodiless(), view.destroyed());
        let others = || bodiless.difference(all);
        let absent = others().filter(|id| never.contains(id)).count();
        Ok(Self {
            destroyed: bodiless.intersection(all).count(),
            absent,
            lost: others().count() - absent,
            pending: all.difference(bodiless).count(),
        })
    }

    /// In one line a kind, for people.
    pub fn lines(self) -> Vec<String> {
        let lines = [
            (self.destroyed, "destroyed by an owner"),
            (self.pending, "destroyed by an owner and still in this copy: assize destroy --pending"),
            (self.absent, "never here: a merge with a copy that has it brings it"),
            (self.lost, "lost: assize verify names it, a merge with a copy that has it restores it"),
        ];
        let lines = lines.into_iter().filter(|(n, _)| *n > 0);
        lines.map(|(n, words)| format!("content of {} {words}", count(n, "entry"))).collect()
    }

    /// For programs.
    pub fn json(self) -> Json {
        let Self { destroyed, absent, lost, pending } = self;
        json!({ "destroyed": destroyed, "absent": absent, "lost": lost, "pending": pending })
    }
}

/// Sources that are kept back: those that are confidential, and those that `case.toml` names.
pub fn kept_back(session: &Session, view: &View) -> BTreeSet<EntryId> {
    let mut kept = view.confidential();
    let settings = &session.settings.confidential;
    let named = |id: &EntryId| settings.iter().any(|digits| id.to_string().starts_with(digits.as_str()));
    kept.extend(view.sources().keys().filter(|id| named(id)));
    kept
}

/// Forgets what is kept of texts, where it may hold something of what is confidential, withheld or destroyed by now.
pub fn forget_kept(session: &Session, talk: &dyn Talk) -> Result<(), Failure> {
    let case = session.store.case();
    if case.near().exists() {
        Near::of_case(&session.dir).forget().map_err(store_failure)?;
        talk.talk("  the kept fingerprints of texts were removed; they are made anew without it");
    }
    if case.search().exists() {
        Words::of_case(&session.dir).forget().map_err(store_failure)?;
        talk.talk("  the search index was removed; it is made anew without it");
    }
    Ok(())
}
