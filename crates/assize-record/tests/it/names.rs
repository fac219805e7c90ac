//! Names of variants in files and on pages come from one place.

use assize_record::{
    Basis, Confidence, HedgeKind, SpeakerKind, Stance,
    body::{ActKind, ActorRole, Facet, GradeLetter, Side, StampScheme},
    entry::{Kind, Role, Verdict},
};
use serde::Serialize;

/// What is stored is what is shown.
fn check<T: Serialize + Copy>(all: &[T], name: impl Fn(T) -> &'static str, expected: &[&str]) {
    let stored: Vec<String> =
        all.iter().map(|one| serde_json::to_value(one).unwrap().as_str().unwrap().to_owned()).collect();
    let shown: Vec<&str> = all.iter().map(|one| name(*one)).collect();
    assert_eq!(stored, shown);
    assert_eq!(shown, expected);
}

#[test]
fn names_are_stored_as_they_are_shown() {
    check(
        &[Stance::Asserts, Stance::Denies, Stance::Doubts, Stance::Reports],
        Stance::name,
        &["asserts", "denies", "doubts", "reports"],
    );
    check(
        &[
            SpeakerKind::Named,
            SpeakerKind::Unnamed,
            SpeakerKind::Document,
            SpeakerKind::Narrator,
            SpeakerKind::Unclear,
        ],
        SpeakerKind::name,
        &["named", "unnamed", "document", "narrator", "unclear"],
    );
    check(
        &[
            Basis::Witness,
            Basis::Participant,
            Basis::Document,
            Basis::Briefed,
            Basis::Acquaintance,
            Basis::Inference,
            Basis::Admission,
        ],
        Basis::name,
        &["witness", "participant", "document", "briefed", "acquaintance", "inference", "admission"],
    );
    check(
        &[
            HedgeKind::Bound,
            HedgeKind::Approximate,
            HedgeKind::Appearance,
            HedgeKind::Possibility,
            HedgeKind::Unknown,
            HedgeKind::Allegation,
            HedgeKind::Condition,
            HedgeKind::Counterfactual,
            HedgeKind::Frequency,
        ],
        HedgeKind::name,
        &[
            "bound",
            "approximate",
            "appearance",
            "possibility",
            "unknown",
            "allegation",
            "condition",
            "counterfactual",
            "frequency",
        ],
    );
    check(
        &[Confidence::High, Confidence::Medium, Confidence::Low],
        Confidence::name,
        &["high", "medium", "low"],
    );
    check(&[Facet::Held, Facet::Reasonable, Facet::Fact], Facet::name, &["held", "reasonable", "fact"]);
    check(&[Side::For, Side::Against], Side::name, &["for", "against"]);
    check(
        &[GradeLetter::A, GradeLetter::B, GradeLetter::C, GradeLetter::D],
        GradeLetter::name,
        &["A", "B", "C", "D"],
    );
    check(
        &[ActorRole::Owner, ActorRole::Editor, ActorRole::Reviewer],
        ActorRole::name,
        &["owner", "editor", "reviewer"],
    );
    check(
        &[StampScheme::Rfc3161, StampScheme::Opentimestamps, StampScheme::Witness],
        StampScheme::name,
        &["rfc3161", "opentimestamps", "witness"],
    );
}

#[test]
fn acts_are_stored_as_they_are_shown() {
    check(
        &[
            ActKind::Requested,
            ActKind::Acknowledged,
            ActKind::Produced,
            ActKind::Refused,
            ActKind::Read,
            ActKind::Briefed,
            ActKind::Reported,
            ActKind::SaidOutstanding,
            ActKind::Barred,
            ActKind::DeclinedComment,
            ActKind::NotReached,
            ActKind::DidNotRespond,
            ActKind::Advised,
            ActKind::InquiryOpened,
            ActKind::Found,
            ActKind::Ruled,
            ActKind::Voted,
            ActKind::Compensated,
            ActKind::Notified,
        ],
        ActKind::name,
        &[
            "requested",
            "acknowledged",
            "produced",
            "refused",
            "read",
            "briefed",
            "reported",
            "said-outstanding",
            "barred",
            "declined-comment",
            "not-reached",
            "did-not-respond",
            "advised",
            "inquiry-opened",
            "found",
            "ruled",
            "voted",
            "compensated",
            "notified",
        ],
    );
}

#[test]
fn kinds_roles_and_verdicts_are_stored_as_they_are_shown() {
    check(
        Role::all(),
        Role::name,
        &["of", "replaces", "source", "text", "passage", "subject", "from", "to", "speaker", "named"],
    );
    check(
        Verdict::all(),
        Verdict::name,
        &[
            "accept",
            "amend",
            "reject",
            "same",
            "different",
            "part-of",
            "syndicated-from",
            "private",
            "public",
            "confidential",
            "undo",
            "hide",
            "destroy",
            "gist",
            "open",
            "settled",
        ],
    );
    check(
        Kind::all(),
        Kind::name,
        &[
            "source", "capture", "text", "passage", "anchor", "entity", "claim", "link", "bridge", "grade",
            "review", "retract", "mark", "actor", "withhold", "standard", "method", "proof", "property",
            "lexicon", "rule", "setting", "act", "note", "question", "edition", "stamp", "seal",
        ],
    );
}
