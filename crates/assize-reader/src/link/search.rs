//! The incident that an act is part of, looked for by sentence, day, word, place, in this order.

use super::{Found, Linker, MEMORY, is_day, within_a_month};
use crate::act::{Act, Naming};
use assize_record::Edtf;
use std::collections::BTreeSet;

/// An incident told of by so many acts is not given a day by a noun that stands far from them.
const SETTLED: usize = 6;

/// An act that an incident is looked for.
pub(super) struct Search<'a, 'l, 's> {
    pub(super) linker: &'a Linker<'l, 's>,
    pub(super) act: &'a Act,
    /// Its own day.
    pub(super) on: Option<&'a Edtf>,
    /// The names in its places.
    pub(super) names: &'a BTreeSet<String>,
    /// Whether the paragraph of the act before it goes on.
    pub(super) here: bool,
}

impl Search<'_, '_, '_> {
    fn incident(&self, incident: usize) -> &super::Incident {
        &self.linker.linked.incidents[incident]
    }

    /// The incidents told of last, the latest first.
    fn recent(&self) -> impl Iterator<Item = usize> + use<> {
        let count = self.linker.linked.incidents.len();
        (count.saturating_sub(MEMORY)..count).rev()
    }

    fn acts(&self, incident: usize) -> impl Iterator<Item = &Act> {
        self.incident(incident).acts.iter().rev().take(MEMORY).map(|at| &self.linker.acts[*at])
    }

    /// Whether both name places and share no name. A country and a town in it may be one.
    fn apart(&self, incident: usize) -> bool {
        let known = self.incident(incident);
        let countries = self.linker.countries(self.act);
        let differ = |one: &BTreeSet<String>, other: &BTreeSet<String>| {
            !one.is_empty() && !other.is_empty() && one.is_disjoint(other)
        };
        differ(&known.countries, &countries) && known.names.is_disjoint(self.names)
            || differ(&known.names, self.names)
    }

    fn day_fits(&self, incident: usize) -> bool {
        match (self.on, &self.incident(incident).on) {
            (Some(one), Some(other)) => one.interval().may_meet(&other.interval()),
            _ => true,
        }
    }

    /// `the Northern attack` is not one that the South carried out: who acts is part of its name.
    fn other_doer(&self, incident: usize) -> bool {
        if self.act.naming == Naming::Verb {
            return false;
        }
        let doers = self.linker.doers(self.act);
        let known: BTreeSet<String> = self.acts(incident).flat_map(|act| self.linker.doers(act)).collect();
        !doers.is_empty() && !known.is_empty() && known.is_disjoint(&doers)
    }

    /// `the killing of Ada Ode` is not that of Tom Ode, nor a policeman's that of a commander.
    fn other_victim(&self, incident: usize) -> bool {
        let victims = self.linker.victims(self.act);
        if self.act.naming != Naming::Verb && victims.is_empty() {
            let offices = self.linker.offices(self.act);
            let known: BTreeSet<String> =
                self.acts(incident).flat_map(|act| self.linker.offices(act)).collect();
            let named = self.acts(incident).any(|act| !self.linker.victims(act).is_empty());
            return !named && !offices.is_empty() && !known.is_empty() && known.is_disjoint(&offices);
        }
        if self.act.naming == Naming::Verb || victims.is_empty() {
            return false;
        }
        let known: BTreeSet<String> = self.acts(incident).flat_map(|act| self.linker.victims(act)).collect();
        !known.is_empty() && known.is_disjoint(&victims)
    }

    /// What one sentence tells belongs together, unless days or places tell it apart; what goes on in a sentence about many goes on about them.
    pub(super) fn of_sentence(&self, before: usize) -> Option<Found> {
        let Some(incident) = self.linker.linked.of_act[before] else {
            let goes_on =
                self.linker.acts[before].forceful && self.on.is_none() && self.act.naming == Naming::Verb;
            return goes_on.then_some(Found::Many);
        };
        let stays = !self.apart(incident) || self.on.is_none() && self.act.naming != Naming::Indefinite;
        (self.day_fits(incident) && !self.other_victim(incident) && !self.other_doer(incident) && stays)
            .then_some(Found::Known(incident))
    }

    /// The incident of its day; else the one that the text speaks of, which may get its day only now.
    pub(super) fn of_day(&self, on: &Edtf, paragraph: usize) -> Option<usize> {
        let near = self.recent().find(|incident| self.same_day(*incident, on) && !self.apart(*incident));
        let named = |incident: &usize| {
            let known = self.incident(*incident);
            known.on.is_none()
                && !known.names.is_disjoint(self.names)
                && self.linker.tolls_fit(self.act, *incident)
        };
        if let Some(found) = near.or_else(|| self.recent().find(named)) {
            return Some(found);
        }
        let act = self.act;
        let focus =
            self.linker.focus.filter(|focus| self.incident(*focus).on.is_none() && !self.apart(*focus))?;
        // `In 2019 guards killed nine farmers`: a year is background, and no day of what is being told.
        let sharp = is_day(on) || within_a_month(on) || act.naming == Naming::Definite;
        let settled = act.naming != Naming::Verb && self.incident(focus).acts.len() >= SETTLED;
        let only = self.linker.linked.incidents.len() == 1 && act.naming != Naming::Indefinite;
        let near = only || paragraph <= self.linker.paragraph + 1;
        (near && sharp && !settled && self.linker.tolls_fit(act, focus)).then_some(focus)
    }

    /// Whether an incident is of the same day; of a month or year there may be many, and what they share must be more than that.
    fn same_day(&self, incident: usize, on: &Edtf) -> bool {
        let known = self.incident(incident);
        let Some(other) = known.on.as_ref().filter(|other| other.interval().may_meet(&on.interval())) else {
            return false;
        };
        if self.other_doer(incident) {
            return false;
        }
        let named = !known.names.is_empty() && !self.names.is_empty();
        // `three strikes last week … On February 7 a drone hit`: another paragraph with a day of its own tells of one of its own.
        let apart = !self.here && self.act.naming != Naming::Definite && !is_day(other);
        let exact = is_day(on) && (is_day(other) || within_a_month(other) && !named && !apart);
        let shared = !known.names.is_disjoint(self.names)
            || self.act.naming == Naming::Definite && self.names.is_empty();
        exact || shared && self.linker.tolls_fit(self.act, incident)
    }

    /// `the raid` is the one that was called a raid before, or something like it.
    pub(super) fn of_word(&self) -> Option<Found> {
        let linker = self.linker;
        let word = |incident: &usize| {
            !self.apart(*incident)
                && self.acts(*incident).any(|other| linker.word(other) == linker.word(self.act))
        };
        let kind = |incident: &usize| {
            !self.apart(*incident) && self.acts(*incident).any(|other| linker.alike(other, self.act))
        };
        // `the first strike` and `the first attack` are one.
        let first = |incident: &usize| self.acts(*incident).any(|other| linker.is_first(other));
        if linker.is_first(self.act)
            && let Some(found) = self.recent().find(first)
        {
            return Some(Found::Known(found));
        }
        let here = linker.focus.filter(|_| self.here);
        let main = linker.most();
        // `the drone strike` is the one that was called so.
        let title = linker.title(self.act);
        let titled = |incident: &usize| {
            !self.apart(*incident) && self.acts(*incident).any(|other| linker.title(other) == title)
        };
        if title.is_some()
            && let Some(found) = self.recent().find(titled).filter(|found| !self.other_victim(*found))
        {
            return Some(Found::Known(found));
        }
        let found = here.filter(&word).or_else(|| here.filter(&kind));
        let found = found.or_else(|| main.filter(&word)).or_else(|| self.recent().find(&word));
        let found = found.or_else(|| main.filter(&kind)).or_else(|| self.recent().find(&kind));
        let found = found.filter(|found| !self.other_victim(*found) && !self.other_doer(*found));
        let victims = linker.victims(self.act);
        if found.is_none() && !victims.is_empty() {
            let same = |act: &Act| !linker.victims(act).is_disjoint(&victims);
            return Some(self.recent().find(|incident| self.acts(*incident).any(same)).into());
        }
        found.map(Found::Known)
    }

    /// The incident of its place; else the one that the text speaks of, where that has none.
    pub(super) fn of_place(&self) -> Option<usize> {
        let act = self.act;
        let same = self.recent().find(|incident| !self.incident(*incident).names.is_disjoint(self.names));
        same.or_else(|| {
            let open =
                |focus: &usize| self.incident(*focus).names.is_empty() || act.naming == Naming::Definite;
            self.linker.focus.filter(open).filter(|_| self.here || act.naming != Naming::Indefinite)
        })
    }
}
