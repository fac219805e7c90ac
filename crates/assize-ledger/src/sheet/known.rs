//! What the record has already, by content, so that nothing is entered twice.

use crate::view::{Canonical, SetAside, View, canonical_act, canonical_proposition, canonical_speaker};
use assize_record::{
    EntryId, Kind, Speaker, SpeakerKind,
    body::{Act, Body, Bridge, Claim, Grade},
    canonical::{self, CanonicalError},
    entry::{Role, Verdict},
};
use std::collections::{BTreeMap, BTreeSet};

/// What is the same about two entries that say the same: kind, references, verdict and content, whoever wrote them.
pub(crate) type Print = Vec<u8>;

/// How the record has something.
#[derive(Clone, Copy)]
pub(super) enum Known<'v> {
    /// It stands.
    Stands(EntryId),
    /// It is there, and does not stand.
    Aside(&'v SetAside),
}

/// Everything on the record that a set of passages could repeat.
pub(super) struct Record<'v> {
    known: BTreeMap<Print, Known<'v>>,
}

impl<'v> Record<'v> {
    /// Takes the prints of what the view has of these passages, and of all links and all entries set aside.
    pub(super) fn of(view: &'v View, passages: &BTreeSet<EntryId>) -> Result<Self, CanonicalError> {
        let mut record = Self { known: BTreeMap::new() };
        for aside in view.set_aside() {
            if let Some(print) = print_aside(view, aside)? {
                record.known.insert(print, Known::Aside(aside));
            }
        }
        // What stands outweighs what was set aside: the same thing may have been retracted once and entered again.
        let mut claims = BTreeSet::new();
        let all = view.claims().iter().chain(view.not_counted());
        for claim in all.filter(|claim| passages.contains(&claim.passage)) {
            claims.insert(claim.id);
            let content = Claim {
                speaker: claim.speaker.clone(),
                via: claim.via.clone(),
                stance: claim.stance,
                hedges: claim.hedges.clone(),
                basis: claim.basis,
                said_on: claim.said_on.clone(),
                proposition: claim.proposition.clone(),
                drafted: None,
                anchors: Vec::new(),
            };
            record.stands(print_claim(view, claim.passage, &content)?, claim.id);
            for (id, grade) in &claim.grades {
                record.stands(print_grade(claim.id, grade)?, *id);
            }
        }
        for bridge in view.bridges().iter().filter(|bridge| claims.contains(&bridge.claim)) {
            record.stands(print_bridge(view, bridge.claim, bridge.subject, &bridge.bridge)?, bridge.id);
        }
        for act in view.acts() {
            record.stands(print_act(view, act.passage, act.subject, &act.act)?, act.id);
        }
        record.links(view)?;
        Ok(record)
    }

    /// How the record has it, if it does.
    pub(super) fn get(&self, print: &Print) -> Option<Known<'v>> {
        self.known.get(print).copied()
    }

    /// Takes note of something that now stands.
    pub(super) fn stands(&mut self, print: Print, id: EntryId) {
        self.known.insert(print, Known::Stands(id));
    }

    fn links(&mut self, view: &View) -> Result<(), CanonicalError> {
        for (from, to) in view.different() {
            self.stands(print_link(view, Verdict::Different, *from, *to)?, *from);
        }
        for (verdict, links) in
            [(Verdict::PartOf, view.part_of()), (Verdict::SyndicatedFrom, view.syndicated_from())]
        {
            for (from, wholes) in links {
                for to in wholes {
                    self.stands(print_link(view, verdict, *from, *to)?, *from);
                }
            }
        }
        Ok(())
    }
}

pub(crate) fn print_claim(view: &View, passage: EntryId, claim: &Claim) -> Result<Print, CanonicalError> {
    let claim = Claim {
        speaker: plain(&claim.speaker, view),
        via: claim.via.iter().map(|via| plain(via, view)).collect(),
        proposition: canonical_proposition(&claim.proposition, view),
        drafted: None,
        ..claim.clone()
    };
    canonical::to_bytes(&("claim", passage, claim))
}

pub(super) fn print_grade(claim: EntryId, grade: &Grade) -> Result<Print, CanonicalError> {
    canonical::to_bytes(&("grade", claim, grade))
}

pub(super) fn print_bridge(
    view: &View,
    claim: EntryId,
    subject: EntryId,
    bridge: &Bridge,
) -> Result<Print, CanonicalError> {
    canonical::to_bytes(&("bridge", claim, view.canonical_of(subject), bridge))
}

pub(super) fn print_act(
    view: &View,
    passage: Option<EntryId>,
    subject: EntryId,
    act: &Act,
) -> Result<Print, CanonicalError> {
    let mut act = canonical_act(act, view);
    act.who = plain(&act.who, view);
    act.whom = act.whom.map(|whom| plain(&whom, view));
    let passage: Vec<EntryId> = passage.into_iter().collect();
    canonical::to_bytes(&("act", passage, view.canonical_of(subject), act))
}

pub(super) fn print_link(
    view: &View,
    verdict: Verdict,
    from: EntryId,
    to: EntryId,
) -> Result<Print, CanonicalError> {
    // A retracted `same` no longer joins its ends, so their canonical ids are what they were without it.
    let (from, to) = (view.canonical_of(from), view.canonical_of(to));
    let symmetric = matches!(verdict, Verdict::Same | Verdict::Different);
    let (from, to) = if symmetric && to < from { (to, from) } else { (from, to) };
    canonical::to_bytes(&("link", verdict, from, to))
}

fn print_aside(view: &View, aside: &SetAside) -> Result<Option<Print>, CanonicalError> {
    let head = &aside.head;
    if head.kind == Kind::Link {
        let ends = (head.verdict, head.first(Role::From), head.first(Role::To));
        return match ends {
            (Some(verdict), Some(from), Some(to)) => print_link(view, verdict, from, to).map(Some),
            _ => Ok(None),
        };
    }
    let (of, passage, subject) = (head.first(Role::Of), head.first(Role::Passage), head.first(Role::Subject));
    match (&aside.body, of, passage, subject) {
        (Some(Body::Claim(claim)), _, Some(passage), _) => print_claim(view, passage, claim).map(Some),
        (Some(Body::Grade(grade)), Some(of), ..) => print_grade(of, grade).map(Some),
        (Some(Body::Bridge(bridge)), Some(of), _, subject) => {
            let subject = subject.or_else(|| view.claim(of).map(|claim| claim.proposition.subject));
            subject.map(|subject| print_bridge(view, of, subject, bridge)).transpose()
        }
        (Some(Body::Act(act)), _, passage, Some(subject)) => print_act(view, passage, subject, act).map(Some),
        _ => Ok(None),
    }
}

/// A speaker without the words that come from elsewhere than the sheet: an entity's name may be corrected.
fn plain(speaker: &Speaker, view: &View) -> Speaker {
    let mut speaker = canonical_speaker(speaker, view);
    let by_entity = speaker.kind == SpeakerKind::Named && speaker.entity.is_some();
    if by_entity || speaker.kind == SpeakerKind::Narrator {
        speaker.description.clear();
    }
    speaker
}
