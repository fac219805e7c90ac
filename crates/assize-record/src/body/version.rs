//! What each version of the format stores, and what it does not.
//!
//! Version 2 is read and written as the types of [`super`] stand. Version 1 is read into the same types: an entity has its key, a passage
//! its words, a claim no types of anchors, an act no incident and no capacity,
//! a speaker no reason why they are not named, nothing a time of day. An entry of version 1 is never rewritten, so its bytes are given back as they were.

use super::{ActKind, Body, Facet, Passage};
use crate::{
    canonical::{self, CanonicalError},
    speaker::Speaker,
};

impl Body {
    /// Everybody whose word it holds, or who acts in it.
    fn speakers(&self) -> impl Iterator<Item = &Speaker> {
        let (claim, act) = match self {
            Self::Claim(claim) => (Some(claim), None),
            Self::Act(act) => (None, Some(act)),
            _ => (None, None),
        };
        let said = claim.into_iter().flat_map(|claim| std::iter::once(&claim.speaker).chain(&claim.via));
        let acted = act.into_iter().flat_map(|act| std::iter::once(&act.who).chain(&act.whom));
        said.chain(acted)
    }

    /// The canonical bytes in one version of the format. Words that were filled into a passage of version 2 are left out.
    ///
    /// # Errors
    /// [`CanonicalError`] where the body leaves the strict profile, or that version stores no such body.
    pub fn to_bytes(&self, v: u8) -> Result<Vec<u8>, CanonicalError> {
        match self {
            Self::Passage(Passage { start, end, exact: Some(_) }) if v >= 2 => {
                canonical::to_bytes(&Self::Passage(Passage { start: *start, end: *end, exact: None }))
            }
            _ => {
                self.check_stored(v)?;
                canonical::to_bytes(self)
            }
        }
    }

    /// Holds a body just read against what its version stores.
    ///
    /// # Errors
    /// [`CanonicalError::Json`] with what that version does not store, or cannot do without.
    pub fn check_stored(&self, v: u8) -> Result<(), CanonicalError> {
        let wrong = |what: &str| Err(CanonicalError::Json(format!("version {v} of the format {what}")));
        match (self, v) {
            (body, 1) if !body.kind().in_version_1() => wrong("has no entry of this kind"),
            (Self::Entity(entity), 1) if entity.key.is_none() => wrong("has no entity without a key"),
            (Self::Passage(passage), 1) if passage.exact.is_none() => {
                wrong("has no passage without its words")
            }
            (Self::Claim(claim), 1) if claim.proposition.happened_at.is_some() => wrong("has no time of day"),
            (Self::Act(act), 1) if act.act > ActKind::SaidOutstanding => wrong("has no such act"),
            (Self::Act(act), 1) if act.about.is_some() || act.capacity.is_some() => {
                wrong("has no act that says what it was about")
            }
            (body, 1) if body.speakers().any(|speaker| speaker.anonymity.is_some()) => {
                wrong("has no reason why a speaker is not named")
            }
            (Self::Bridge(bridge), 1) if bridge.facet == Some(Facet::Reasonable) => {
                wrong("has no facet `reasonable`")
            }
            (Self::Claim(claim), 1) if !claim.anchors.is_empty() => wrong("has no types of anchors"),
            (Self::Passage(passage), 2..) if passage.exact.is_some() => wrong("stores no words of a passage"),
            _ => Ok(()),
        }
    }
}
