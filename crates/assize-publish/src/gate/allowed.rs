//! What may be published at all: the record without confidential sources, folded anew.

use super::{
    Policy, Split, SplitKind,
    corrections::{Correction, corrections},
    persons::{Given, Persons},
};
use assize_ledger::{
    Received, View, ViewParts,
    view::{ClaimView, Privacy, REVIEW_TWO, Standing, reach},
};
use assize_record::{
    EntityType, EntryId, Kind, Speaker, Value,
    body::{Act, Body},
    entry::Role,
};
use std::collections::{BTreeMap, BTreeSet};

/// What may be published of a record, with the names that stand in it. The next step is [`super::Public::of`].
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Allowed {
    pub(super) view: View,
    pub(super) drafts: bool,
    pub(super) persons: Persons,
    pub(super) corrections: Vec<Correction>,
    pub(super) missing: Missing,
    splits: Vec<Split>,
}

/// How many entries of known people may be published by what they rest on, and have no content in this copy.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Missing {
    /// An owner destroyed it.
    pub destroyed: usize,
    /// It never came.
    pub absent: usize,
}

impl Allowed {
    /// Takes the entries of a record, of which `full` is the view, and folds what may be published anew, with `fold` as the whole was folded, and drafts
    /// where they stay in.
    ///
    /// What rests on a confidential source is taken out before anything is computed: who is one with whom, who copied from whom, what stands in
    /// whose place follow from public entries alone. What stands in `full` no longer stands here, and nothing stands here that does not stand
    /// in `full`: a confidential source can take a claim off the site, it cannot put one on.
    ///
    /// `now` is the record as it stands today: what is confidential, withheld or private by now is so on a site as of an earlier day too.
    pub fn of(
        mut entries: Vec<Received>,
        full: &View,
        now: &View,
        policy: &Policy,
        fold: impl FnOnce(&[Received]) -> View,
    ) -> Self {
        let mut sources = now.confidential();
        sources.extend(&policy.confidential);
        let gone = now.sources().iter().filter(|(_, source)| source.sha256.is_none());
        sources.extend(gone.map(|(id, _)| *id));
        let hidden = resting_on(&entries, &sources);
        let former = former_names(&entries, now);
        entries.retain(|received| !hidden.contains(&received.entry.id));
        // Where nothing is hidden the record is folded already.
        let view = if hidden.is_empty() && !policy.drafts { full.clone() } else { fold(&entries) };
        let mut parts = view.into_parts();
        keep_what_stands(&mut parts, full, policy);
        let mut names = unpublished(&parts, now);
        names.extend(policy.mask.iter().map(|name| (name.clone(), true)));
        leave_out(&mut parts, &policy.leave_out);
        let view = reached(parts);
        let corrections = corrections(&entries, full.people(), &view);
        let missing = missing(&entries, full, now);
        drop(entries);
        let splits = splits(full, &view);
        let persons = Persons::of(now, &view, &former, names, policy.ordinary.unwrap_or(|_| false));
        Self { view, drafts: policy.drafts, persons, corrections, missing, splits }
    }

    /// The view, before names are masked.
    pub const fn view(&self) -> &View {
        &self.view
    }

    /// What is one, or a part, or a copy, only by way of what is not published. Until it is settled, a site would count otherwise than the record.
    pub fn splits(&self) -> &[Split] {
        &self.splits
    }
}

/// Names of persons that public sources speak of and that nobody has decided to name, also where no published claim does.
fn unpublished(parts: &ViewParts, now: &View) -> BTreeSet<Given> {
    let persons = parts.entities.iter().filter(|(_, entity)| entity.entity_type == EntityType::Person);
    let may_be_named = |id: &EntryId| matches!(now.privacy(*id), Some(Privacy::Public { .. }));
    persons.filter(|(id, _)| !may_be_named(id)).map(|(_, entity)| (entity.name.clone(), false)).collect()
}

/// Every name that an entity of the record has or had, by the id that it is known by.
fn former_names(entries: &[Received], full: &View) -> BTreeMap<EntryId, BTreeSet<String>> {
    let mut found: BTreeMap<EntryId, BTreeSet<String>> = BTreeMap::new();
    for received in entries {
        if let Some((_, Body::Entity(entity))) = &received.entry.body {
            found.entry(full.canonical(received.entry.id)).or_default().insert(entity.name.clone());
        }
    }
    found
}

/// Every entry that rests on one of the sources or speaks of what stands in them.
fn resting_on(entries: &[Received], sources: &BTreeSet<EntryId>) -> BTreeSet<EntryId> {
    let mut hidden = sources.clone();
    if sources.is_empty() {
        return hidden;
    }
    // Evidence comes before what rests on it here, whatever the order of the log.
    let steps: [&[Kind]; 5] = [
        &[Kind::Text, Kind::Capture, Kind::Edition],
        &[Kind::Passage, Kind::Anchor],
        &[Kind::Claim, Kind::Act, Kind::Link, Kind::Mark, Kind::Rule],
        &[Kind::Bridge, Kind::Grade, Kind::Review, Kind::Note, Kind::Question],
        &[Kind::Note, Kind::Question, Kind::Seal],
    ];
    for kinds in steps {
        let found = entries.iter().filter(|received| {
            let head = &received.entry.head;
            // A claim that was put in the place of a hidden one says what that one said, but for what was corrected.
            let names = |role: &Role| *role != Role::Replaces || head.kind == Kind::Capture;
            let mut refs = head.refs.iter().filter(|(role, _)| names(role));
            kinds.contains(&head.kind)
                && match head.kind {
                    // One review may be of many claims; what is left of it still counts.
                    Kind::Review => refs.all(|(_, id)| hidden.contains(id)),
                    _ => refs.any(|(_, id)| hidden.contains(id)),
                }
        });
        let found: Vec<EntryId> = found.map(|received| received.entry.id).collect();
        hidden.extend(found);
    }
    hidden
}

/// Takes out whatever does not stand on the whole record, and what is the case's own.
fn keep_what_stands(parts: &mut ViewParts, full: &View, policy: &Policy) {
    let bridges: BTreeSet<EntryId> = full.bridges().iter().map(|bridge| bridge.id).collect();
    let acts: BTreeSet<EntryId> = full.acts().iter().map(|act| act.id).collect();
    let links: BTreeSet<EntryId> = full.links().iter().map(|link| link.id).collect();
    parts.claims.retain(|claim| match claim.standing {
        Standing::Draft => policy.drafts,
        Standing::Accepted | Standing::Differing => full.claim(claim.id).is_some(),
    });
    parts.acts.retain(|act| acts.contains(&act.id));
    parts.links.retain(|link| links.contains(&link.id));
    // What people differ on widens a range and supports nothing else: its versions are claims like any other.
    let differing = full.differing().iter().flat_map(|differing| &differing.versions);
    let versions: BTreeSet<EntryId> = differing.map(|version| version.id).collect();
    keep_versions(parts, |version| versions.contains(&version.id));
    let gists: BTreeSet<EntryId> = full.gists().iter().map(|gist| gist.id).collect();
    parts.gists.retain(|gist| gists.contains(&gist.id));
    let claims: BTreeSet<EntryId> = parts.claims.iter().map(|claim| claim.id).collect();
    parts.bridges.retain(|bridge| bridges.contains(&bridge.id) && claims.contains(&bridge.claim));
    // Who adopted, decided and corrected what, and claims that count for nothing here, are no part of a site.
    (parts.adopted, parts.offered, parts.reviews, parts.one_review) = Default::default();
    // How often a claim must be reviewed is said beside figures.
    parts.settings.retain(|made| made.name == REVIEW_TWO);
    (parts.set_aside, parts.not_adopted, parts.decided) = Default::default();
    (parts.decided_before, parts.actors, parts.doubts) = Default::default();
    (parts.people, parts.editors, parts.reviewers) = Default::default();
    for link in &mut parts.links {
        link.reason.clear();
    }
    for source in parts.sources.values_mut() {
        source.files.clear();
    }
}

/// Takes out versions of claims on which people differ, and what none is left of.
fn keep_versions(parts: &mut ViewParts, keep: impl Fn(&ClaimView) -> bool) {
    for differing in &mut parts.differing {
        differing.versions.retain(&keep);
        differing.reviews.clear();
        differing.draft = None;
    }
    parts.differing.retain(|differing| !differing.versions.is_empty());
}

/// Every claim that a page may show: those that count, and versions of what people differ on.
pub(super) fn all_claims(view: &View) -> impl Iterator<Item = &ClaimView> {
    let versions = view.differing().iter().flat_map(|differing| &differing.versions);
    view.claims().iter().chain(versions)
}

/// The same of parts.
pub(super) fn claims_of(parts: &ViewParts) -> impl Iterator<Item = &ClaimView> {
    let versions = parts.differing.iter().flat_map(|differing| &differing.versions);
    parts.claims.iter().chain(versions)
}

/// The view without some claims and acts, and whatever nothing else speaks of.
pub(super) fn without(view: View, entries: &BTreeSet<EntryId>) -> View {
    let mut parts = view.into_parts();
    parts.claims.retain(|claim| !entries.contains(&claim.id));
    keep_versions(&mut parts, |version| !entries.contains(&version.id));
    parts.acts.retain(|act| !entries.contains(&act.id));
    parts.bridges.retain(|bridge| !entries.contains(&bridge.claim));
    reached(parts)
}

/// Takes out claims and acts that name something.
fn leave_out(parts: &mut ViewParts, things: &BTreeSet<EntryId>) {
    if things.is_empty() {
        return;
    }
    let same = parts.same.clone();
    let canonical = |id: &EntryId| same.get(id).copied().unwrap_or(*id);
    let out: BTreeSet<EntryId> = things.iter().map(canonical).collect();
    let names = |id: EntryId| out.contains(&canonical(&id));
    parts.claims.retain(|claim| !named_by_claim(claim).any(names));
    keep_versions(parts, |version| !named_by_claim(version).any(names));
    parts.acts.retain(|act| !named_by_act(act.subject, &act.act).any(names));
    let claims: BTreeSet<EntryId> = parts.claims.iter().map(|claim| claim.id).collect();
    parts.bridges.retain(|bridge| claims.contains(&bridge.claim) && !names(bridge.subject));
}

/// Everything that a claim speaks of.
pub(super) fn named_by_claim(claim: &ClaimView) -> impl Iterator<Item = EntryId> + '_ {
    let proposition = &claim.proposition;
    let value = if let Value::Entity(id) = proposition.value { Some(id) } else { None };
    let speakers = std::iter::once(&claim.speaker).chain(&claim.via).flat_map(named_by_speaker);
    [proposition.subject, claim.about].into_iter().chain(proposition.group).chain(value).chain(speakers)
}

/// Everything that an act speaks of.
pub(super) fn named_by_act(subject: EntryId, act: &Act) -> impl Iterator<Item = EntryId> + '_ {
    let people = std::iter::once(&act.who).chain(&act.whom).flat_map(named_by_speaker);
    std::iter::once(subject).chain(act.about).chain(people)
}

fn named_by_speaker(speaker: &Speaker) -> impl Iterator<Item = EntryId> + '_ {
    speaker.entity.into_iter().chain(speaker.party)
}

/// Builds the view outward from its claims, acts and bridges: what they quote, what they speak of, what that is part of and one with.
/// Nothing else is in it.
fn reached(mut parts: ViewParts) -> View {
    let mut passages: BTreeSet<EntryId> = claims_of(&parts).map(|claim| claim.passage).collect();
    passages.extend(parts.acts.iter().filter_map(|act| act.passage));
    parts.passages.retain(|id, _| passages.contains(id));
    let claims: BTreeSet<EntryId> = claims_of(&parts).map(|claim| claim.id).collect();
    parts.gists.retain(|gist| claims.contains(&gist.claim));
    let texts: BTreeSet<EntryId> = parts.passages.values().map(|passage| passage.text).collect();
    let mut sources: BTreeSet<EntryId> = claims_of(&parts).map(|claim| claim.source).collect();
    sources.extend(parts.acts.iter().filter_map(|act| act.source));
    // What a copy was taken over from is told with it.
    let mut open: Vec<EntryId> = sources.iter().copied().collect();
    while let Some(at) = open.pop() {
        let known_by = parts.same.get(&at).copied().unwrap_or(at);
        let roots = parts.syndicated_from.get(&known_by).into_iter().flatten().copied();
        let roots: Vec<EntryId> =
            roots.chain([known_by]).filter(|id| parts.sources.contains_key(id)).collect();
        open.extend(roots.into_iter().filter(|root| sources.insert(*root)));
    }
    parts.sources.retain(|id, _| sources.contains(id));
    parts.texts.retain(|id, text| texts.contains(id) && sources.contains(&text.source));

    let canonical = |parts: &ViewParts, id: EntryId| parts.same.get(&id).copied().unwrap_or(id);
    let named = claims_of(&parts).flat_map(named_by_claim);
    let named = named.chain(parts.acts.iter().flat_map(|act| named_by_act(act.subject, &act.act)));
    let named = named.chain(parts.bridges.iter().map(|bridge| bridge.subject));
    let mut things: BTreeSet<EntryId> = BTreeSet::new();
    let mut open: Vec<EntryId> = named.map(|id| canonical(&parts, id)).collect();
    while let Some(at) = open.pop() {
        if things.insert(at) {
            open.extend(parts.part_of.get(&at).into_iter().flatten().map(|id| canonical(&parts, *id)));
        }
    }
    let kept = |id: &EntryId| things.contains(&canonical(&parts, *id));
    let kept: BTreeSet<EntryId> = parts
        .entities
        .keys()
        .chain(parts.anchors.keys())
        .chain(parts.same.keys())
        .copied()
        .filter(kept)
        .collect();
    let is_kept = |id: &EntryId| kept.contains(id) || things.contains(id) || sources.contains(id);
    parts.entities.retain(|id, _| is_kept(id));
    parts.anchors.retain(|id, _| is_kept(id));
    parts.authors.retain(|id, _| is_kept(id));
    parts.strangers.retain(is_kept);
    parts.foreign_texts.clear();
    parts.same.retain(|id, known_by| is_kept(id) && is_kept(known_by));
    parts.members.retain(|id, _| is_kept(id));
    parts.contested.retain(is_kept);
    parts.part_of.retain(|id, _| is_kept(id));
    parts.syndicated_from.retain(|id, _| is_kept(id));
    parts.links.retain(|link| is_kept(&link.from) && is_kept(&link.to));
    parts.different.retain(|(a, b)| is_kept(a) && is_kept(b));
    parts.marks.retain(|mark| is_kept(&mark.of));
    View::of(parts)
}

fn missing(entries: &[Received], full: &View, now: &View) -> Missing {
    let known = |received: &&Received| received.entry.head.by.is_some_and(|by| full.people().contains(&by));
    let bare = entries.iter().filter(|received| received.entry.body.is_none()).filter(known);
    bare.fold(Missing::default(), |mut missing, received| {
        if now.destroyed().contains(&received.entry.id) {
            missing.destroyed += 1;
        } else {
            missing.absent += 1;
        }
        missing
    })
}

/// What hangs together on the whole record and not in what is published of it.
fn splits(full: &View, public: &View) -> Vec<Split> {
    let mut found = BTreeSet::new();
    let things: BTreeSet<EntryId> = public.entities().keys().map(|id| public.canonical(*id)).collect();
    let sources: BTreeSet<EntryId> = public.sources().keys().map(|id| public.canonical(*id)).collect();
    for (all, kind) in [(&things, SplitKind::Thing), (&sources, SplitKind::Source)] {
        let mut joined: BTreeMap<EntryId, Vec<EntryId>> = BTreeMap::new();
        for id in all {
            joined.entry(full.canonical(*id)).or_default().push(*id);
        }
        for apart in joined.values().filter(|apart| apart.len() > 1) {
            found.extend(apart.windows(2).map(|pair| Split { kind, a: pair[0], b: pair[1] }));
        }
    }
    // By their ids of the whole record, public things and sources are found again.
    let of = |all: &BTreeSet<EntryId>| -> BTreeMap<EntryId, EntryId> {
        all.iter().map(|id| (full.canonical(*id), *id)).collect()
    };
    let (by_thing, by_source) = (of(&things), of(&sources));
    for (part, known_by) in &by_thing {
        let still = reach(public.part_of(), *known_by);
        for whole in reach(full.part_of(), *part).iter().filter_map(|whole| by_thing.get(whole)) {
            if !still.contains(whole) && whole != known_by {
                found.insert(Split { kind: SplitKind::Part, a: *known_by, b: *whole });
            }
        }
    }
    let roots = |view: &View, id: EntryId| reach(view.syndicated_from(), id);
    let full_roots: BTreeMap<EntryId, BTreeSet<EntryId>> = by_source
        .keys()
        .filter(|id| full.syndicated_from().contains_key(*id))
        .map(|id| (*id, roots(full, *id)))
        .collect();
    let mut copies: BTreeMap<EntryId, Vec<EntryId>> = BTreeMap::new();
    for (copy, roots) in &full_roots {
        for root in roots {
            copies.entry(*root).or_default().push(by_source[copy]);
        }
    }
    // A public source that was taken over from another by way of one that is not published.
    for (copy, all) in &full_roots {
        let known_by = by_source[copy];
        let still = roots(public, known_by);
        for root in all.iter().filter_map(|root| by_source.get(root)) {
            if *root != known_by && !still.contains(root) {
                found.insert(Split { kind: SplitKind::Copy, a: known_by, b: *root });
            }
        }
    }
    for (root, copies) in copies {
        // What is itself public ties its copies together in public.
        if !by_source.contains_key(&root) {
            let tied = |a: EntryId, b: EntryId| {
                let (a, b) = (with(roots(public, a), a), with(roots(public, b), b));
                a.intersection(&b).next().is_some()
            };
            let pairs = copies.windows(2).filter(|pair| !tied(pair[0], pair[1]));
            found.extend(pairs.map(|pair| Split { kind: SplitKind::Copy, a: pair[0], b: pair[1] }));
        }
    }
    found.into_iter().collect()
}

fn with(mut set: BTreeSet<EntryId>, id: EntryId) -> BTreeSet<EntryId> {
    set.insert(id);
    set
}
