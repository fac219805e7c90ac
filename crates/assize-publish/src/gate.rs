//! The gate: what may be rendered is a type.

use assize_ledger::{
    View, ViewParts,
    view::{ClaimView, Differing, FoldDoubt, REVIEW_TWO, Standing},
};
use assize_record::{EntryId, Speaker, SpeakerKind, Value};
use std::collections::{BTreeMap, BTreeSet};

/// What to keep back.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Policy {
    /// Sources that must not be published at all: neither their words nor anything that rests on them.
    pub confidential: BTreeSet<EntryId>,
    /// Whether unreviewed machine drafts stay in. Every page of such a site says that it is a preview.
    pub drafts: bool,
}

/// A view that has passed redaction.
///
/// INVARIANT: pages take this type and no other, and [`Public::redact`] is the only way to make one. Confidential content
/// therefore reaches a published site through no path.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Public {
    view: View,
    preview: bool,
    kept_back: usize,
}

impl Public {
    /// Takes out of a view what the policy keeps back: claims, acts, bridges, passages, texts and sources that are confidential,
    /// drafts unless asked for, and whatever would say more of an unnamed speaker than the source's own words do.
    pub fn redact(view: View, policy: &Policy) -> Self {
        let mut parts = view.into_parts();
        let before = parts.claims.len() + parts.acts.len();
        // What says who adopted what, and claims that count for nothing here, are no part of a site.
        (parts.adopted, parts.offered) = Default::default();
        parts.not_adopted.clear();
        parts.one_review.clear();
        parts.reviews.clear();
        // How often a claim must be reviewed is said beside figures.
        parts.settings.retain(|made| made.name == REVIEW_TWO);
        let hidden = |source: &EntryId| policy.confidential.contains(source);
        parts.claims.retain(|claim| {
            !hidden(&claim.source) && (policy.drafts || claim.standing == Standing::Accepted)
        });
        for differing in &mut parts.differing {
            differing.versions.retain(|version| !hidden(&version.source));
        }
        parts.differing.retain(|differing| !differing.versions.is_empty());
        parts.acts.retain(|act| !act.source.as_ref().is_some_and(hidden));
        parts.sources.retain(|id, _| !hidden(id));
        parts.texts.retain(|_, text| !hidden(&text.source));
        let texts: BTreeSet<EntryId> = parts.texts.keys().copied().collect();
        parts.passages.retain(|_, passage| texts.contains(&passage.text));
        hide_anchors(&mut parts, &texts);
        let claims: BTreeSet<EntryId> = parts.claims.iter().map(|claim| claim.id).collect();
        parts.bridges.retain(|bridge| claims.contains(&bridge.claim));
        // What does not stand, and what was decided on drafts, is the case's own.
        parts.set_aside.clear();
        parts.decided.clear();
        parts.decided_before.clear();
        let kept_back = before - parts.claims.len() - parts.acts.len();
        for claim in claims_of(&mut parts.claims, &mut parts.differing) {
            unname(&mut claim.speaker);
            claim.via.iter_mut().for_each(unname);
        }
        for act in &mut parts.acts {
            unname(&mut act.act.who);
            act.act.whom.iter_mut().for_each(unname);
        }
        Self { view: View::of(parts), preview: policy.drafts, kept_back }
    }

    /// The view as it may be shown.
    pub fn view(&self) -> &View {
        &self.view
    }

    /// Whether unreviewed drafts are in it.
    pub fn is_preview(&self) -> bool {
        self.preview
    }

    /// How many claims and acts were kept back.
    pub fn kept_back(&self) -> usize {
        self.kept_back
    }
}

/// Takes out the anchors of texts that are kept back, with the names they gave. A cluster that went by one of them goes by the first
/// of its members that is left.
fn hide_anchors(parts: &mut ViewParts, texts: &BTreeSet<EntryId>) {
    let hidden: BTreeSet<EntryId> =
        parts.anchors.iter().filter(|(_, anchor)| !texts.contains(&anchor.text)).map(|(id, _)| *id).collect();
    parts.anchors.retain(|id, _| !hidden.contains(id));
    parts.entities.retain(|id, _| !hidden.contains(id));
    parts.links.retain(|link| !hidden.contains(&link.from) && !hidden.contains(&link.to));
    parts.different.retain(|(a, b)| !hidden.contains(a) && !hidden.contains(b));
    let mut renamed: BTreeMap<EntryId, EntryId> = BTreeMap::new();
    let mut members = BTreeMap::new();
    for (known_by, mut cluster) in std::mem::take(&mut parts.members) {
        cluster.retain(|id| !hidden.contains(id));
        let Some(first) = cluster.first().copied() else { continue };
        let now = if hidden.contains(&known_by) { first } else { known_by };
        if now != known_by {
            renamed.insert(known_by, now);
        }
        if cluster.len() > 1 {
            members.insert(now, cluster);
        }
    }
    parts.members = members;
    let of = |id: EntryId| renamed.get(&id).copied().unwrap_or(id);
    parts.same.retain(|id, _| !hidden.contains(id));
    parts.same.values_mut().for_each(|id| *id = of(*id));
    parts.contested = parts.contested.iter().map(|id| of(*id)).collect();
    let wholes = std::mem::take(&mut parts.part_of).into_iter();
    parts.part_of = wholes.map(|(part, wholes)| (of(part), wholes.into_iter().map(of).collect())).collect();
    let speaker = |speaker: &mut Speaker| {
        speaker.entity = speaker.entity.map(of);
        speaker.party = speaker.party.map(of);
    };
    for claim in claims_of(&mut parts.claims, &mut parts.differing) {
        claim.proposition.subject = of(claim.proposition.subject);
        claim.proposition.group = claim.proposition.group.map(of);
        if let Value::Entity(id) = &mut claim.proposition.value {
            *id = of(*id);
        }
        let said = &mut **claim;
        std::iter::once(&mut said.speaker).chain(&mut said.via).for_each(speaker);
    }
    for act in &mut parts.acts {
        act.subject = of(act.subject);
        std::iter::once(&mut act.act.who).chain(&mut act.act.whom).for_each(speaker);
    }
    parts.bridges.iter_mut().for_each(|bridge| bridge.subject = of(bridge.subject));
    parts.doubts.retain(|doubt| !matches!(doubt, FoldDoubt::TypesDiffer { of } if hidden.contains(of)));
}

/// Every claim that a page may show: those that count, and versions of what people differ on.
fn claims_of<'p>(
    claims: &'p mut [ClaimView],
    differing: &'p mut [Differing],
) -> impl Iterator<Item = &'p mut ClaimView> {
    claims.iter_mut().chain(differing.iter_mut().flat_map(|differing| &mut differing.versions))
}

/// An unnamed speaker is known by the source's words alone: an entity would name them.
fn unname(speaker: &mut Speaker) {
    if speaker.kind == SpeakerKind::Unnamed {
        speaker.entity = None;
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use assize_ledger::view::{AnchorView, ClaimView, PassageView, SourceView, TextView};
    use assize_record::{EntityType, Proposition, Span, Stance, Words, body::Entity};

    fn id(n: u8) -> EntryId {
        EntryId::from_bytes([n; 32])
    }

    fn view() -> ViewParts {
        let mut view = ViewParts::default();
        for n in [1, 2] {
            view.sources.insert(id(n), SourceView::default());
            view.texts.insert(
                id(10 + n),
                TextView { source: id(n), sha256: None, extractor: "plain@1".to_owned() },
            );
            let words = Words { start: 0, end: 6, exact: "secret".to_owned() };
            view.passages.insert(id(20 + n), PassageView { text: id(10 + n), words });
            view.claims.push(ClaimView {
                id: id(30 + n),
                by: None,
                standing: Standing::Accepted,
                reviewers: Vec::new(),
                passage: id(20 + n),
                source: id(n),
                about: id(50),
                grades: Vec::new(),
                published: None,
                received_at: None,
                said: std::sync::Arc::new(assize_record::body::Claim {
                    speaker: Speaker {
                        kind: SpeakerKind::Unnamed,
                        entity: Some(id(99)),
                        description: "a clerk".to_owned(),
                        count: None,
                        party: None,
                    },
                    via: Vec::new(),
                    stance: Stance::Asserts,
                    hedges: Vec::new(),
                    basis: None,
                    said_on: None,
                    proposition: Proposition {
                        subject: id(50),
                        property: "statement".to_owned(),
                        value: Value::Words("secret".to_owned()),
                        status: None,
                        group: None,
                        happened_on: None,
                    },
                    drafted: None,
                    anchors: Vec::new(),
                }),
            });
            let words = Some(Span::new(0, 6).words("secret").expect("a span"));
            let entity_type = Some(EntityType::Incident);
            view.anchors
                .insert(id(40 + n), AnchorView { text: id(10 + n), source: id(n), words, entity_type });
            let name = format!("secret {n}");
            let entity_type = EntityType::Incident;
            view.entities.insert(id(40 + n), Entity { entity_type, key: None, name, shape: None });
        }
        view
    }

    #[test]
    fn a_confidential_source_leaves_nothing_behind() {
        let policy = Policy { confidential: [id(2)].into(), drafts: false };
        let public = Public::redact(View::of(view()), &policy);
        assert_eq!(public.kept_back(), 1);
        let shown = format!("{:?}", public.view());
        for n in [2, 12, 22, 32, 42] {
            assert!(!shown.contains(&id(n).to_string()), "entry {n} is still there");
        }
        assert!(shown.contains("secret 1") && !shown.contains("secret 2"), "{shown}");
    }

    #[test]
    fn a_cluster_goes_by_no_anchor_of_a_confidential_source() {
        let mut parts = view();
        parts.same = [(id(41), id(42)), (id(42), id(42))].into();
        parts.members = [(id(42), vec![id(41), id(42)])].into();
        for claim in &mut parts.claims {
            claim.proposition.subject = id(42);
        }
        let policy = Policy { confidential: [id(2)].into(), drafts: false };
        let public = Public::redact(View::of(parts), &policy);
        assert!(!format!("{:?}", public.view()).contains(&id(42).to_string()));
        assert_eq!(public.view().claims()[0].proposition.subject, id(41));
    }

    #[test]
    fn an_unnamed_speaker_has_no_entity() {
        let public = Public::redact(View::of(view()), &Policy::default());
        assert!(public.view().claims().iter().all(|claim| claim.speaker.entity.is_none()));
    }

    #[test]
    fn drafts_stay_out_unless_asked_for() {
        let mut drafted = view();
        drafted.claims[0].standing = Standing::Draft;
        let drafted = View::of(drafted);
        assert_eq!(Public::redact(drafted.clone(), &Policy::default()).view().claims().len(), 1);
        let preview = Public::redact(drafted, &Policy { drafts: true, ..Policy::default() });
        assert_eq!((preview.view().claims().len(), preview.is_preview()), (2, true));
    }
}
