//! The gate: what may be rendered is a type.

use assize_ledger::{View, view::Standing};
use assize_record::{EntryId, Speaker, SpeakerKind};
use std::collections::BTreeSet;

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
    pub fn redact(mut view: View, policy: &Policy) -> Self {
        let before = view.claims().len() + view.acts().len();
        let hidden = |source: &EntryId| policy.confidential.contains(source);
        view.claims().retain(|claim| {
            !hidden(&claim.source) && (policy.drafts || claim.standing == Standing::Accepted)
        });
        view.acts().retain(|act| !act.source.as_ref().is_some_and(hidden));
        view.sources().retain(|id, _| !hidden(id));
        view.texts().retain(|_, text| !hidden(&text.source));
        let texts: BTreeSet<EntryId> = view.texts().keys().copied().collect();
        view.passages().retain(|_, passage| texts.contains(&passage.text));
        let claims: BTreeSet<EntryId> = view.claims().iter().map(|claim| claim.id).collect();
        view.bridges().retain(|bridge| claims.contains(&bridge.claim));
        let kept_back = before - view.claims().len() - view.acts().len();
        for claim in &mut view.claims() {
            unname(&mut claim.speaker);
            claim.via.iter_mut().for_each(unname);
        }
        for act in &mut view.acts() {
            unname(&mut act.act.who);
            act.act.whom.iter_mut().for_each(unname);
        }
        Self { view, preview: policy.drafts, kept_back }
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

/// An unnamed speaker is known by the source's words alone: an entity would name them.
fn unname(speaker: &mut Speaker) {
    if speaker.kind == SpeakerKind::Unnamed {
        speaker.entity = None;
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use assize_ledger::view::{ClaimView, PassageView, SourceView, TextView};
    use assize_record::{Hash, Proposition, Stance, Value, Words};

    fn id(n: u8) -> EntryId {
        Hash::from_bytes([n; 32])
    }

    fn view() -> View {
        let mut view = View::default();
        for n in [1, 2] {
            view.sources().insert(id(n), SourceView::default());
            view.texts().insert(
                id(10 + n),
                TextView { source: id(n), sha256: None, extractor: "plain@1".to_owned() },
            );
            let words = Words { start: 0, end: 6, exact: "secret".to_owned() };
            view.passages().insert(id(20 + n), PassageView { text: id(10 + n), words });
            view.claims().push(ClaimView {
                id: id(30 + n),
                by: None,
                standing: Standing::Accepted,
                passage: id(20 + n),
                source: id(n),
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
                grades: Vec::new(),
                published: None,
                received_at: None,
            });
        }
        view
    }

    #[test]
    fn a_confidential_source_leaves_nothing_behind() {
        let policy = Policy { confidential: [id(2)].into(), drafts: false };
        let public = Public::redact(view(), &policy);
        assert_eq!(public.kept_back(), 1);
        let shown = format!("{:?}", public.view());
        for n in [2, 12, 22, 32] {
            assert!(!shown.contains(&id(n).to_string()), "entry {n} is still there");
        }
    }

    #[test]
    fn an_unnamed_speaker_has_no_entity() {
        let public = Public::redact(view(), &Policy::default());
        assert!(public.view().claims().iter().all(|claim| claim.speaker.entity.is_none()));
    }

    #[test]
    fn drafts_stay_out_unless_asked_for() {
        let mut drafted = view();
        drafted.claims[0].standing = Standing::Draft;
        assert_eq!(Public::redact(drafted.clone(), &Policy::default()).view().claims().len(), 1);
        let preview = Public::redact(drafted, &Policy { drafts: true, ..Policy::default() });
        assert_eq!((preview.view().claims().len(), preview.is_preview()), (2, true));
    }
}
