//! Disputes in words only: sides, and nothing that could be compared.

use super::{Between, Conflict, Position, Question, SCHEMA, Search};
use crate::{finding, grouped::Cell, revision, toll::is_supposed};
use assize_ledger::view::{BridgeView, ClaimView};
use assize_record::{EntryId, Stance, Value, body::Side};
use std::collections::{BTreeMap, BTreeSet};

/// A question that people have bridged claims to: of what, of which standard, which element, which facet, of whom. Elements of two standards
/// are two questions, whatever they are called.
type Asked<'v> = (EntryId, &'v str, &'v str, Option<&'static str>, Option<&'v str>);

impl<'v> Search<'v> {
    /// What one speaker denies in words and another says in other words, on one property of one subject: only what shares most of its words,
    /// because who denies one place says nothing of another.
    pub(super) fn in_words(&self, cell: &Cell<'v>, claims: &[&'v ClaimView]) -> Option<Conflict> {
        let (denying, saying): (Vec<&'v ClaimView>, Vec<&'v ClaimView>) = claims
            .iter()
            .copied()
            .filter(|claim| matches!(claim.proposition.value, Value::Words(_)))
            .partition(|claim| claim.stance == Stance::Denies);
        let speaker = |claim: &'v ClaimView| revision::speaks(claim, self.origins.position(claim.id));
        let alike = |a: &&'v ClaimView, b: &&'v ClaimView| speaker(a) != speaker(b) && share_words(a, b);
        let against: Vec<&'v ClaimView> =
            denying.iter().copied().filter(|denied| saying.iter().any(|said| alike(denied, said))).collect();
        let asserted: Vec<&'v ClaimView> =
            saying.iter().copied().filter(|said| denying.iter().any(|denied| alike(denied, said))).collect();
        if against.is_empty() || asserted.is_empty() {
            return None;
        }
        let sides = [(asserted, None), (against, None)];
        Some(self.dispute(cell.subject, cell.property.to_owned(), &sides))
    }

    /// Claims in words that people have bridged for and against one question, once for all standards that ask it.
    pub(super) fn bridged(&self, found: &[Conflict]) -> Vec<Conflict> {
        let mut asked: BTreeMap<Asked<'v>, Vec<&'v BridgeView>> = BTreeMap::new();
        for bridge in self.view.bridges().iter().filter(|bridge| !bridge.bridge.presumption) {
            let facet = bridge.bridge.facet.map(Into::into);
            let (made, unit) = (&bridge.bridge, bridge.bridge.unit.as_deref());
            let standard = made.standard.split('@').next().unwrap_or_default();
            asked
                .entry((bridge.subject, standard, made.element.as_str(), facet, unit))
                .or_default()
                .push(bridge);
        }
        let known: BTreeSet<&[EntryId]> = found
            .iter()
            .flat_map(|conflict| conflict.positions.iter().map(|position| position.claims.as_slice()))
            .collect();
        let mut disputes = Vec::new();
        let mut seen: BTreeSet<(EntryId, Vec<EntryId>, Vec<EntryId>)> = BTreeSet::new();
        for ((subject, standard, element, facet, unit), bridges) in asked {
            let of = |side: Side| {
                let ids =
                    bridges.iter().filter(|bridge| bridge.bridge.side == side).map(|bridge| bridge.claim);
                let claims =
                    finding::in_order(ids.collect()).into_iter().filter_map(|id| self.view.claim(id));
                claims
                    .filter(|claim| is_in_words(claim) && !known.contains(&[claim.id][..]))
                    .collect::<Vec<_>>()
            };
            let (held, denied) = (of(Side::For), of(Side::Against));
            let key = (subject, finding::ids(held.iter().copied()), finding::ids(denied.iter().copied()));
            // One who is cited on both sides disputes nothing.
            let one_speaker = self.between(held.iter().chain(&denied).copied()) == Between::OneOrigin;
            if one_speaker || held.is_empty() || denied.is_empty() || key.1 == key.2 || !seen.insert(key) {
                continue;
            }
            let element = facet.map_or_else(|| element.to_owned(), |facet| format!("{element}.{facet}"));
            let question = Question { standard: standard.to_owned(), element, unit: unit.map(str::to_owned) };
            let sides = [(held, Some(Side::For)), (denied, Some(Side::Against))];
            disputes.push(Conflict {
                question: Some(question),
                ..self.dispute(subject, "question".to_owned(), &sides)
            });
        }
        disputes
    }

    fn dispute(
        &self,
        subject: EntryId,
        property: String,
        sides: &[(Vec<&'v ClaimView>, Option<Side>); 2],
    ) -> Conflict {
        let all = || sides.iter().flat_map(|(claims, _)| claims.iter().copied());
        let between = self.between(all());
        let (fewest, _) = self.origins.counts(all().map(|claim| claim.id));
        let mut positions = Vec::new();
        for (claims, side) in sides {
            let mut by_words: BTreeMap<(&str, &Value, Stance), Vec<&'v ClaimView>> = BTreeMap::new();
            for claim in claims {
                let of = (claim.proposition.property.as_str(), &claim.proposition.value, claim.stance);
                by_words.entry(of).or_default().push(claim);
            }
            positions.extend(by_words.into_iter().map(|((_, value, stance), claims)| {
                let denied = stance == Stance::Denies;
                // A yes says nothing without its question.
                let said = match (value, claims.first()) {
                    (Value::Flag(_), Some(claim)) => format!("{}: {value}", claim.proposition.property),
                    _ => value.to_string(),
                };
                Position {
                    value: value.clone(),
                    denied,
                    side: *side,
                    words: if denied { format!("denied: {said}") } else { said },
                    as_of: None,
                    claims: finding::ids(claims.iter().copied()),
                    behind: self.origins.summary(claims.iter().copied()),
                }
            }));
        }
        Conflict {
            schema: SCHEMA,
            subject,
            property,
            status: None,
            group: None,
            as_known: self.view.as_known().into(),
            between,
            in_words_only: true,
            question: None,
            perhaps_one_origin: between == Between::Origins && fewest < 2,
            drafts: finding::drafts(all()),
            positions,
        }
    }
}

/// Whether a claim puts something forward that is only words, or a yes or no.
fn is_in_words(claim: &ClaimView) -> bool {
    matches!(claim.proposition.value, Value::Words(_) | Value::Flag(_))
        && claim.stance != Stance::Doubts
        && !is_supposed(claim)
}

/// Whether two statements share most of the longer words of the shorter one.
fn share_words(a: &ClaimView, b: &ClaimView) -> bool {
    let long = |claim: &ClaimView| -> BTreeSet<String> {
        let Value::Words(words) = &claim.proposition.value else { return BTreeSet::new() };
        let words = words.split(|c: char| !c.is_alphanumeric()).filter(|word| word.chars().count() > 3);
        words.map(str::to_lowercase).collect()
    };
    let (a, b) = (long(a), long(b));
    let shorter = a.len().min(b.len());
    shorter > 0 && a.intersection(&b).count() * 2 > shorter
}
