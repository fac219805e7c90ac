//! How a version is held against something that happened: whether it was in force that day, whether it binds those who acted, and whether
//! they acted where it applies. Each is an answer of its own, with the claims that give it.

use super::{
    assessment::HeldAs,
    format::{Beginning, Rule, Standard, Version, Who},
    validity::covers,
};
use crate::{
    authority::{
        Answer, had_happened,
        state::{self, Change},
    },
    facts::{Dated, Facts},
    party,
};
use assize_record::{
    Edtf, EntryId, Relation, Value,
    edtf::{End, Within},
};
use std::collections::{BTreeMap, BTreeSet};

/// A version, and how it is held.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Held<'s> {
    pub(crate) version: &'s Version,
    pub(crate) held_as: HeldAs,
    /// Whether it is held without being asked for by name.
    pub(crate) offered: bool,
    pub(crate) in_force: Answer,
    pub(crate) bound: Answer,
    pub(crate) domain: Answer,
    pub(crate) why: Vec<String>,
    /// Claims that decide it.
    pub(crate) entries: Vec<EntryId>,
}

/// What a subject is, for that question.
pub(crate) struct Subject {
    dates: Vec<Dated>,
    actors: BTreeMap<EntryId, Vec<EntryId>>,
    domains: BTreeMap<String, Vec<EntryId>>,
}

impl Subject {
    /// Of an incident its own dates, actors and places; of a campaign those of its incidents.
    pub(crate) fn of(facts: &Facts<'_>, subject: EntryId) -> Self {
        let mut all = vec![subject];
        all.extend(facts.incidents_of(subject).into_keys());
        let mut found = Self { dates: Vec::new(), actors: BTreeMap::new(), domains: BTreeMap::new() };
        for subject in all {
            found.dates.extend(facts.dates(subject, "incident.happened-on"));
            for (who, claims) in party::actors(facts, subject) {
                found.actors.entry(who).or_default().extend(claims);
            }
            for claim in facts.asserted(subject, "incident.domain") {
                if let Value::Words(domain) = &claim.proposition.value {
                    found.domains.entry(domain.clone()).or_default().push(claim.id);
                }
            }
        }
        found
    }
}

impl Subject {
    /// All claims on when, by whom and where.
    pub(crate) fn entries(&self) -> Vec<EntryId> {
        let dates = self.dates.iter().flat_map(|dated| dated.entries.iter());
        let others = self.actors.values().chain(self.domains.values()).flatten();
        crate::finding::in_order(dates.chain(others).copied().collect())
    }
}

/// The versions of a standard, each as it is held against a subject.
pub(crate) fn held<'s>(
    facts: &Facts<'_>,
    standard: &'s Standard,
    subject: &Subject,
    bridged: bool,
) -> Vec<Held<'s>> {
    let begins: Vec<Vec<Dated>> =
        (0..standard.versions.len()).map(|at| beginnings(facts, &standard.versions, at)).collect();
    let home = at_home(facts, standard);
    let bound = party::bound(facts.view, &standard.binds, subject.actors.keys());
    let domain = domain(standard, subject);
    let mut all: Vec<Held<'s>> = standard
        .versions
        .iter()
        .enumerate()
        .map(|(at, version)| {
            let next = begins.get(at + 1).map_or(&[][..], Vec::as_slice);
            let ended = endings(facts, version);
            let in_force = in_force(version, &begins[at], next, &ended, &subject.dates);
            let mut entries: Vec<EntryId> = Vec::new();
            let on_record = begins[at].iter().chain(next);
            entries.extend(ended.iter().flat_map(|change| change.entries.iter().copied()));
            entries.extend(
                subject.dates.iter().chain(on_record).flat_map(|dated| dated.entries.iter().copied()),
            );
            entries.extend(subject.actors.values().flatten());
            if !standard.domains.is_empty() {
                entries.extend(subject.domains.values().flatten());
            }
            let mut held = Held {
                version,
                held_as: HeldAs::PerhapsInForce,
                offered: true,
                in_force,
                bound,
                domain,
                why: Vec::new(),
                entries: crate::finding::in_order(entries),
            };
            held.settle(standard, home, bridged);
            held
        })
        .collect();
    keep_one(&mut all, subject);
    all
}

impl Held<'_> {
    fn settle(&mut self, standard: &Standard, home: bool, bridged: bool) {
        let why = |words: &str, whys: &mut Vec<String>| whys.push(words.to_owned());
        match self.bound {
            Answer::No => why("it does not bind those who acted", &mut self.why),
            Answer::Contested => why("it binds only some of those who are said to have acted", &mut self.why),
            Answer::NothingOnRecord => why("who acted is not on this record", &mut self.why),
            Answer::CannotBeEstablished => {
                why("whether it binds those who acted is not on this record", &mut self.why);
            }
            Answer::Yes => {}
        }
        match self.domain {
            Answer::No => why("those attacked were not where it applies", &mut self.why),
            Answer::Contested => why("claims differ on whether they were where it applies", &mut self.why),
            Answer::NothingOnRecord | Answer::CannotBeEstablished => {
                why("whether they were where it applies is not on this record", &mut self.why);
            }
            Answer::Yes => {}
        }
        match self.in_force {
            Answer::No => why("it was not in force that day", &mut self.why),
            Answer::Contested => why("claims differ on whether it was in force that day", &mut self.why),
            Answer::NothingOnRecord => why("no date of the incident is on this record", &mut self.why),
            Answer::CannotBeEstablished => {
                why("whether it was in force that day cannot be established", &mut self.why);
            }
            Answer::Yes => {}
        }
        let named = standard.binds.who == Who::Named;
        let elsewhere = self.bound == Answer::No || self.domain == Answer::No;
        // An order of one party says nothing of an act of which nobody says whose it was.
        let unknown = matches!(self.bound, Answer::NothingOnRecord | Answer::CannotBeEstablished);
        let unknown_party = named && unknown && !home;
        // What somebody bridged to it for this subject, they hold it against it.
        self.offered = bridged || !(elsewhere || unknown_party);
        self.held_as = if standard.guidance {
            why("it binds nobody of itself", &mut self.why);
            HeldAs::Comparator
        } else if elsewhere || self.in_force == Answer::No {
            HeldAs::Comparator
        } else if matches!(self.bound, Answer::Yes | Answer::Contested)
            && self.domain == Answer::Yes
            && self.in_force == Answer::Yes
        {
            HeldAs::InForce
        } else {
            HeldAs::PerhapsInForce
        };
    }
}

/// Where no version may have been in force, the last that had begun stands as comparator, else the first there ever was.
fn keep_one(all: &mut Vec<Held<'_>>, subject: &Subject) {
    if all.iter().any(|held| held.in_force != Answer::No) {
        all.retain(|held| held.in_force != Answer::No);
        return;
    }
    let begun = all.iter().rposition(|held| {
        let begins = held.version.in_force.begins().earliest;
        subject
            .dates
            .iter()
            .any(|dated| matches!((begins, dated.interval().latest), (Some(a), Some(b)) if a <= b))
    });
    let keep = begun.unwrap_or(0);
    let mut at = 0;
    all.retain(|_| {
        at += 1;
        at - 1 == keep
    });
}

/// Where the record says that the instrument of a version was revoked, or its period ended.
fn endings(facts: &Facts<'_>, version: &Version) -> Vec<Change> {
    let Some(begins) = &version.begins else { return Vec::new() };
    let Some(instrument) = facts.view.by_key(&format!("instrument/{}", begins.of)) else { return Vec::new() };
    state::in_force(facts, instrument).into_iter().filter(|change| !change.on).collect()
}

/// When the record says that a version began.
fn beginnings(facts: &Facts<'_>, versions: &[Version], at: usize) -> Vec<Dated> {
    let Some(begins) = versions.get(at).and_then(|version| version.begins.as_ref()) else {
        return Vec::new();
    };
    let Some(instrument) = facts.view.by_key(&format!("instrument/{}", begins.of)) else { return Vec::new() };
    match begins.what {
        Beginning::Signed => facts.dates(instrument, "instrument.signed-on"),
        Beginning::InForce => state::began(facts, instrument),
        Beginning::Modified => {
            // The first version that begins with a change begins with the first change, the second with the second.
            let same = |version: &Version| version.begins.as_ref().is_some_and(|other| other == begins);
            let number = versions[..at].iter().filter(|version| same(version)).count();
            nth(state::modified(facts, instrument), number)
        }
    }
}

/// The nth change in time, and those of which it cannot be told whether they are another.
fn nth(mut changes: Vec<Dated>, number: usize) -> Vec<Dated> {
    changes.sort_by_key(|dated| (dated.interval().earliest, dated.interval().latest));
    for _ in 0..number {
        let Some(first) = changes.first().map(Dated::interval) else { return Vec::new() };
        changes.retain(|dated| dated.interval().relation(&first) == Relation::After);
    }
    let Some(first) = changes.first().map(Dated::interval) else { return Vec::new() };
    changes.retain(|dated| dated.interval().relation(&first) != Relation::After);
    changes
}

/// Whether a version was in force on the dates of a subject. The record's dates of its beginning and of the next version's stand over the
/// file's; on one and the same day it cannot be told which came first.
fn in_force(
    version: &Version,
    begins: &[Dated],
    next: &[Dated],
    ended: &[Change],
    dates: &[Dated],
) -> Answer {
    let one = |dated: &Dated| -> Vec<Within> {
        let day = dated.interval();
        let by_file = covers(&version.in_force, &day);
        let stands = ended
            .iter()
            .filter_map(|change| change.when.as_ref())
            .fold(Within::Yes, |stands, when| both(stands, not(had_happened(when, &day))));
        if begins.is_empty() && next.is_empty() {
            return vec![both(by_file, stands)];
        }
        let begun: Vec<Within> = if begins.is_empty() {
            vec![begun_by_file(version, dated)]
        } else {
            begins.iter().map(|begin| had_happened(&begin.interval(), &day)).collect()
        };
        let lasts: Vec<Within> = if next.is_empty() {
            vec![lasts_by_file(version, dated)]
        } else {
            next.iter().map(|next| not(had_happened(&next.interval(), &day))).collect()
        };
        begun.iter().flat_map(|begun| lasts.iter().map(|lasts| both(both(*begun, *lasts), stands))).collect()
    };
    Answer::of(dates.iter().flat_map(one))
}

fn begun_by_file(version: &Version, dated: &Dated) -> Within {
    let open = Edtf::Interval(begin_of(version), End::Open);
    covers(&open, &dated.interval())
}

fn lasts_by_file(version: &Version, dated: &Dated) -> Within {
    let end = match &version.in_force {
        Edtf::Interval(_, end) => *end,
        Edtf::Date(only) => End::Date(*only),
    };
    covers(&Edtf::Interval(End::Open, end), &dated.interval())
}

fn begin_of(version: &Version) -> End {
    match &version.in_force {
        Edtf::Interval(begin, _) => *begin,
        Edtf::Date(only) => End::Date(*only),
    }
}

fn not(within: Within) -> Within {
    match within {
        Within::Yes => Within::No,
        Within::No => Within::Yes,
        Within::CannotBeEstablished => Within::CannotBeEstablished,
    }
}

fn both(a: Within, b: Within) -> Within {
    match (a, b) {
        (Within::No, _) | (_, Within::No) => Within::No,
        (Within::Yes, Within::Yes) => Within::Yes,
        _ => Within::CannotBeEstablished,
    }
}

fn domain(standard: &Standard, subject: &Subject) -> Answer {
    if standard.domains.is_empty() {
        return Answer::Yes;
    }
    let applies: BTreeSet<&str> = standard.domains.iter().map(|domain| domain.name()).collect();
    Answer::of(
        subject.domains.keys().map(
            |domain| {
                if applies.contains(domain.as_str()) { Within::Yes } else { Within::No }
            },
        ),
    )
}

/// Whether an instrument or a matter that the standard tests by is on this record.
fn at_home(facts: &Facts<'_>, standard: &Standard) -> bool {
    let on_record = |name: &str| facts.view.by_key(&format!("instrument/{name}")).is_some();
    standard.versions.iter().any(|version| {
        let begins = version.begins.as_ref().is_some_and(|begins| on_record(&begins.of));
        begins
            || version.elements.iter().any(|element| match &element.rule {
                Some(Rule::Authority(name)) => on_record(name),
                Some(Rule::Date(test)) => {
                    let matter = |name: &str| facts.view.by_key(&format!("request/{name}")).is_some();
                    test.of.iter().chain(&test.of_than).any(|name| on_record(name) || matter(name))
                }
                _ => false,
            })
    })
}
