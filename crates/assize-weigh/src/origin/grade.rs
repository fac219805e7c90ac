//! The grade of a claim's word where no person graded it.

use assize_ledger::{View, view::ClaimView};
use assize_record::{HedgeKind, SpeakerKind, Stance, body::GradeLetter, speaker::Basis};

/// The grade of a claim. Where people graded it, the weakest of their letters. Else, from the claim alone:
///
/// - **D**, a bare assertion: what is only supposed or alleged (conditions, counterfactuals, allegations, "it is not known whether");
///   the word of somebody not identified, as whoever wrote a digest; unnamed people without a party or a stated way of knowing.
/// - **C**, interested or indirect: word that is passed on by another than the publication; word that the speaker only reports;
///   people who speak for a party, took part, were told, or conclude; whoever does not say how they know.
/// - **B**, direct and disinterested: witnesses, people who read the document or saw the footage, and those who knew the dead, where
///   they speak for no party.
/// - **A**: an admission, or a document that the publication itself quotes.
pub(super) fn of_claim(view: &View, claim: &ClaimView) -> GradeLetter {
    claim.grades.iter().map(|(_, grade)| grade.grade).max().unwrap_or_else(|| by_default(view, claim))
}

fn by_default(view: &View, claim: &ClaimView) -> GradeLetter {
    let supposed = claim.hedges.iter().any(|hedge| {
        matches!(
            hedge.kind,
            HedgeKind::Allegation | HedgeKind::Condition | HedgeKind::Counterfactual | HedgeKind::Unknown
        )
    });
    let speaker = &claim.speaker;
    let faceless = match speaker.kind {
        SpeakerKind::Unclear => true,
        SpeakerKind::Unnamed => speaker.party.is_none() && claim.basis.is_none(),
        SpeakerKind::Narrator => view.is_digest(claim.source),
        SpeakerKind::Named | SpeakerKind::Document => false,
    };
    if supposed || faceless {
        return GradeLetter::D;
    }
    let passed_on = claim.via.iter().any(|relay| relay.kind != SpeakerKind::Narrator);
    if passed_on || claim.stance == Stance::Reports {
        return GradeLetter::C;
    }
    if claim.basis == Some(Basis::Admission) || speaker.kind == SpeakerKind::Document {
        return GradeLetter::A;
    }
    let for_a_party = speaker.party.is_some()
        || speaker.entity.is_some_and(|entity| view.part_of().contains_key(&view.canonical(entity)));
    match claim.basis {
        Some(Basis::Witness | Basis::Document | Basis::Acquaintance) if !for_a_party => GradeLetter::B,
        _ => GradeLetter::C,
    }
}
