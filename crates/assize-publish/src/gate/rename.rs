//! Other ids for what must not be published under its own.

use assize_ledger::{ViewParts, view::Standing};
use assize_record::{EntryId, Speaker, Value, body::Claim};
use std::collections::BTreeMap;

/// New ids by old ones.
pub(super) type Aliases = BTreeMap<EntryId, EntryId>;

/// Puts new ids in the place of old ones, wherever they stand.
pub(super) fn rename(parts: &mut ViewParts, aliases: &Aliases) {
    if aliases.is_empty() {
        return;
    }
    let of = |id: EntryId| aliases.get(&id).copied().unwrap_or(id);
    fn keys<V>(map: BTreeMap<EntryId, V>, of: impl Fn(EntryId) -> EntryId) -> BTreeMap<EntryId, V> {
        map.into_iter().map(|(id, value)| (of(id), value)).collect()
    }
    parts.sources = keys(std::mem::take(&mut parts.sources), of);
    parts.texts = keys(std::mem::take(&mut parts.texts), of);
    parts.texts.values_mut().for_each(|text| text.source = of(text.source));
    parts.passages = keys(std::mem::take(&mut parts.passages), of);
    parts.passages.values_mut().for_each(|passage| passage.text = of(passage.text));
    parts.anchors = keys(std::mem::take(&mut parts.anchors), of);
    for anchor in parts.anchors.values_mut() {
        (anchor.text, anchor.source) = (of(anchor.text), of(anchor.source));
    }
    // Of several members that go by one id now, the one that the cluster was known by gives name and type.
    let known_by: BTreeMap<EntryId, _> = parts
        .entities
        .iter()
        .filter(|(id, _)| parts.same.get(*id).is_none_or(|known_by| known_by == *id))
        .map(|(id, entity)| (of(*id), entity.clone()))
        .collect();
    parts.entities = keys(std::mem::take(&mut parts.entities), of);
    parts.entities.extend(known_by);
    parts.authors = keys(std::mem::take(&mut parts.authors), of);
    parts.strangers = parts.strangers.iter().map(|id| of(*id)).collect();
    parts.same = keys(std::mem::take(&mut parts.same), of);
    parts.same.values_mut().for_each(|id| *id = of(*id));
    for members in parts.members.values_mut() {
        members.iter_mut().for_each(|id| *id = of(*id));
        members.sort_unstable();
        members.dedup();
    }
    parts.members = keys(std::mem::take(&mut parts.members), of);
    parts.members.retain(|_, members| members.len() > 1);
    parts.contested = parts.contested.iter().map(|id| of(*id)).collect();
    parts.different =
        parts.different.iter().map(|(a, b)| (of(*a), of(*b))).map(|(a, b)| (a.min(b), a.max(b))).collect();
    for up in [&mut parts.part_of, &mut parts.syndicated_from] {
        let links = std::mem::take(up).into_iter();
        *up = links.map(|(from, to)| (of(from), to.into_iter().map(of).collect())).collect();
    }
    for link in &mut parts.links {
        (link.from, link.to) = (of(link.from), of(link.to));
    }
    parts.marks.iter_mut().for_each(|mark| mark.of = of(mark.of));
    let speaker = |speaker: &mut Speaker| {
        speaker.entity = speaker.entity.map(of);
        speaker.party = speaker.party.map(of);
    };
    let versions = parts.differing.iter_mut().flat_map(|differing| &mut differing.versions);
    for claim in parts.claims.iter_mut().chain(versions) {
        if claim.standing == Standing::Draft {
            claim.id = of(claim.id);
        }
        (claim.passage, claim.source, claim.about) = (of(claim.passage), of(claim.source), of(claim.about));
        let Claim { speaker: who, via, proposition, .. } = &mut **claim;
        proposition.subject = of(proposition.subject);
        proposition.group = proposition.group.map(of);
        if let Value::Entity(id) = &mut proposition.value {
            *id = of(*id);
        }
        std::iter::once(who).chain(via).for_each(speaker);
    }
    for act in &mut parts.acts {
        act.subject = of(act.subject);
        act.act.about = act.act.about.map(of);
        (act.passage, act.source) = (act.passage.map(of), act.source.map(of));
        std::iter::once(&mut act.act.who).chain(&mut act.act.whom).for_each(speaker);
    }
    parts.bridges.iter_mut().for_each(|bridge| bridge.subject = of(bridge.subject));
}
