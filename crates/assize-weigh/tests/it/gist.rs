//! Sentences: what a claim comes to in words, and what must never be lost on the way.

use crate::build::{Case, id};
use assize_ledger::view::{ClaimView, GistView, PassageView, SourceView};
use assize_record::{
    Edtf, EntryId, HedgeKind, Quantity, SpeakerKind, Stance, Status, Unit, Value, Words,
    body::{ClaimHedge, Stated},
    proposition::Point,
};
use assize_weigh::gist::{self, Whose};

const STRIKE: &str = "incident/lume";

fn people(min: Option<u64>, max: Option<u64>) -> Value {
    Value::Quantity(Quantity { min, max, approx: None, unit: Unit::People })
}

fn about(approx: &str, n: Option<u64>) -> Value {
    Value::Quantity(Quantity { min: n, max: n, approx: Some(approx.to_owned()), unit: Unit::People })
}

fn words(words: &str) -> Value {
    Value::Words(words.to_owned())
}

fn date(date: &str) -> Value {
    Value::Date(edtf(date))
}

fn edtf(date: &str) -> Edtf {
    date.parse().expect("a date")
}

fn hedge(kind: HedgeKind, exact: &str) -> ClaimHedge {
    ClaimHedge { exact: exact.to_owned(), kind }
}

/// A record with these names, and one claim by Ruth Vale.
fn case(subject: &str, property: &str, value: Value) -> (Case, EntryId) {
    let mut case = Case::default();
    for (key, name) in [
        (STRIKE, "the strike off Lume"),
        ("attack/second", "second strike"),
        ("incident/orsay", "Strike off Cape Orsay"),
        ("campaign/strait", "Strait campaign"),
        ("instrument/order", "Order 12"),
        ("list/annex", "Annex A"),
        ("event/vote", "The vote of 6 November"),
        ("incident/boats", "Strikes on two boats"),
        ("organisation/sail", "the Red Sail"),
        ("person/ode", "Ana Ode"),
        ("person/ruth-vale", "Ruth Vale"),
    ] {
        case.named(key, name);
    }
    let claim = case.claim("Ruth Vale", subject, property, value).id;
    (case, claim)
}

fn told(case: &Case, claim: EntryId) -> String {
    let view = case.view();
    gist::sentence(&view, view.any_claim(claim).expect("the claim")).expect("a sentence")
}

fn plain(subject: &str, property: &str, value: Value) -> String {
    let (case, claim) = case(subject, property, value);
    told(&case, claim)
}

fn with(subject: &str, property: &str, value: Value, change: impl FnOnce(&mut ClaimView)) -> String {
    let (mut case, claim) = case(subject, property, value);
    change(case.parts.claims.iter_mut().find(|known| known.id == claim).expect("the claim"));
    told(&case, claim)
}

fn killed(value: Value, change: impl FnOnce(&mut ClaimView)) -> String {
    with(STRIKE, "incident.killed", value, change)
}

#[test]
fn a_figure_was_told_without_its_ends_or_in_bad_grammar() {
    for (value, sentence) in [
        (people(Some(9), Some(9)), "nine people were killed"),
        (people(Some(1), Some(1)), "one person was killed"),
        (people(Some(0), Some(0)), "no people were killed"),
        (people(Some(14), Some(14)), "14 people were killed"),
        (people(Some(1200), Some(1200)), "1,200 people were killed"),
        (people(Some(9), None), "at least nine people were killed"),
        (people(Some(1), None), "at least one person was killed"),
        (people(None, Some(4)), "at most four people were killed"),
        (people(Some(5), Some(9)), "between five and nine people were killed"),
        (people(Some(9), Some(14)), "between 9 and 14 people were killed"),
        (about("about", Some(9)), "about nine people were killed"),
        (about("dozens", None), "dozens of people were killed"),
        (about("several", None), "several people were killed"),
    ] {
        let sentence = format!("Ruth Vale says that {sentence} in the strike off Lume.");
        assert_eq!(plain(STRIKE, "incident.killed", value), sentence);
    }
    let bound =
        |value, exact: &str| killed(value, |claim| claim.hedges = vec![hedge(HedgeKind::Bound, exact)]);
    for (value, exact, sentence) in [
        (people(Some(9), None), "or more", "nine or more people were killed"),
        (people(Some(1), None), "or more", "one or more people were killed"),
        (people(Some(9), None), "at least", "at least nine people were killed"),
        (people(Some(10), None), "more than", "at least ten people were killed"),
        (people(None, Some(9)), "up to", "up to nine people were killed"),
    ] {
        let sentence = format!("Ruth Vale says that {sentence} in the strike off Lume.");
        assert_eq!(bound(value, exact), sentence);
    }
}

#[test]
fn a_stance_a_hedge_a_status_or_a_group_was_lost() {
    let nine = || people(Some(9), Some(9));
    let stance = |stance| killed(nine(), |claim| claim.stance = stance);
    let clause = "nine people were killed in the strike off Lume.";
    assert_eq!(stance(Stance::Denies), format!("Ruth Vale denies that {clause}"));
    assert_eq!(stance(Stance::Doubts), format!("Ruth Vale doubts that {clause}"));
    assert_eq!(stance(Stance::Reports), format!("Ruth Vale passes on word that {clause}"));
    assert_eq!(
        killed(nine(), |claim| claim.said_on = Some(edtf("2031-05-05"))),
        format!("Ruth Vale says, on 5 May 2031, that {clause}")
    );
    assert_eq!(
        killed(nine(), |claim| {
            claim.hedges =
                vec![hedge(HedgeKind::Allegation, "said to be"), hedge(HedgeKind::Possibility, "may")];
        }),
        format!("Ruth Vale says, with the reservations “said to be” and “may”, that {clause}")
    );
    // An exact figure with a bound in words says no bound itself.
    assert_eq!(
        killed(nine(), |claim| claim.hedges = vec![hedge(HedgeKind::Bound, "at least")]),
        format!("Ruth Vale says, with the reservation “at least”, that {clause}")
    );
    let status =
        |status, n| killed(people(Some(n), Some(n)), |claim| claim.proposition.status = Some(status));
    assert_eq!(status(Status::Child, 1), "Ruth Vale says that one child was killed in the strike off Lume.");
    assert_eq!(
        status(Status::Civilian, 0),
        "Ruth Vale says that no civilians were killed in the strike off Lume."
    );
    let group = |property, value| {
        with(STRIKE, property, value, |claim| claim.proposition.group = Some(id("organisation/sail")))
    };
    assert_eq!(
        group("incident.members", people(Some(8), Some(8))),
        "Ruth Vale says that eight of the people killed in the strike off Lume were members of the Red Sail."
    );
    assert_eq!(
        group("incident.members", people(Some(1), Some(1))),
        "Ruth Vale says that one of the people killed in the strike off Lume was a member of the Red Sail."
    );
    assert_eq!(
        group("incident.members", people(Some(0), Some(0))),
        "Ruth Vale says that none of the people killed in the strike off Lume were members of the Red Sail."
    );
    assert_eq!(
        group("incident.killed", nine()),
        "Ruth Vale says that nine people said to be of the Red Sail were killed in the strike off Lume."
    );
    assert_eq!(
        killed(nine(), |claim| {
            claim.proposition.happened_on = Some(edtf("2031-05-03"));
            claim.proposition.happened_at = Some("2031-05-03T21:10 local".parse().expect("a time"));
        }),
        "Ruth Vale says that nine people were killed in the strike off Lume, on 3 May 2031, at 21:10 local time."
    );
}

#[test]
fn a_property_was_told_by_its_name_or_in_the_wrong_tense_of_its_value() {
    let point = Value::Point(Point { lon: "-64.0".to_owned(), lat: "10.5".to_owned(), within_km: 40 });
    let strikes = Value::Quantity(Quantity::exactly(2, Unit::Strikes));
    let entity = |key: &str| Value::Entity(id(key));
    for (subject, property, value, clause) in [
        (
            "campaign/strait",
            "campaign.killed",
            people(Some(40), None),
            "at least 40 people had been killed in the Strait campaign by then",
        ),
        ("campaign/strait", "campaign.began-on", date("2031-05"), "the Strait campaign began in May 2031"),
        (
            STRIKE,
            "incident.happened-on",
            date("2031-05-03/2031-05-05"),
            "the strike off Lume took place between 3 May 2031 and 5 May 2031",
        ),
        (
            STRIKE,
            "incident.happened-on",
            date("2031-05-03~"),
            "the strike off Lume took place on about 3 May 2031",
        ),
        (STRIKE, "incident.happened-on", date("2031?"), "the strike off Lume took place perhaps in 2031"),
        (
            STRIKE,
            "incident.place",
            words("north of\nthe lighthouse"),
            "the strike off Lume took place here: “north of the lighthouse”",
        ),
        (
            STRIKE,
            "incident.domain",
            words("inland-water"),
            "those attacked in the strike off Lume were on inland water",
        ),
        (
            STRIKE,
            "incident.position",
            point,
            "the strike off Lume took place at latitude 10.5, longitude -64.0, within 40 km",
        ),
        (STRIKE, "incident.strikes", strikes, "the target of the strike off Lume was struck in two strikes"),
        (
            STRIKE,
            "incident.survivors-struck",
            Value::Flag(true),
            "people who had survived a first strike in the strike off Lume were struck again",
        ),
        (
            STRIKE,
            "incident.survivors-struck",
            Value::Flag(false),
            "nobody who had survived a first strike in the strike off Lume was struck again",
        ),
        (
            "incident/boats",
            "incident.campaign",
            entity("campaign/strait"),
            "the incident Strikes on two boats is part of the Strait campaign",
        ),
        (
            "incident/orsay",
            "incident.injured",
            people(Some(2), Some(2)),
            "two people were injured in the strike off Cape Orsay",
        ),
        (
            "attack/second",
            "incident.killed",
            people(Some(2), Some(2)),
            "two people were killed in the second strike",
        ),
    ] {
        assert_eq!(plain(subject, property, value), format!("Ruth Vale says that {clause}."));
    }
}

#[test]
fn an_instrument_a_list_or_an_event_was_told_by_the_names_of_its_fields() {
    let entity = |key: &str| Value::Entity(id(key));
    for (subject, property, value, clause) in [
        (
            "instrument/order",
            "instrument.signed-on",
            date("2031-05-05"),
            "the instrument Order 12 was signed or issued on 5 May 2031",
        ),
        (
            "instrument/order",
            "instrument.in-force",
            date("2031-05-05/.."),
            "the instrument Order 12 was in force from 5 May 2031 on",
        ),
        (
            "instrument/order",
            "authority.engagement",
            entity("person/ode"),
            "Ana Ode may approve an attack under or in the instrument Order 12",
        ),
        (
            "instrument/order",
            "authority.delegable",
            Value::Flag(false),
            "the authority to engage under the instrument Order 12 may not be passed on",
        ),
        (
            "list/annex",
            "list.size",
            Value::Quantity(Quantity::exactly(1, Unit::Groups)),
            "the list Annex A has one group on it",
        ),
        ("list/annex", "list.includes", entity("organisation/sail"), "the list Annex A names the Red Sail"),
        (
            "event/vote",
            "event.votes-for",
            Value::Quantity(Quantity::exactly(47, Unit::Votes)),
            "47 votes were cast in favour in the event The vote of 6 November",
        ),
        (
            "event/vote",
            "event.kind",
            words("vote"),
            "the event The vote of 6 November was an event of this kind: vote",
        ),
        (
            STRIKE,
            "incident.crew-of",
            words("a pilot"),
            "this holds of the strike off Lume: crew of “a pilot”",
        ),
    ] {
        assert_eq!(plain(subject, property, value), format!("Ruth Vale says that {clause}."));
    }
}

#[test]
fn several_unnamed_people_spoke_as_one_and_a_publication_without_a_name() {
    let nine = || people(Some(9), Some(9));
    let clause = "nine people were killed in the strike off Lume.";
    let unnamed = |description: &str, count: Option<u64>| {
        killed(nine(), |claim| {
            claim.speaker.kind = SpeakerKind::Unnamed;
            claim.speaker.entity = None;
            description.clone_into(&mut claim.speaker.description);
            claim.speaker.count = count.map(|n| Quantity::exactly(n, Unit::People));
        })
    };
    assert_eq!(unnamed("three officials", Some(3)), format!("Three officials say that {clause}"));
    assert_eq!(
        unnamed("officials of the ministry", None),
        format!("Officials of the ministry say that {clause}")
    );
    assert_eq!(
        unnamed("a person close to the talks", None),
        format!("A person close to the talks says that {clause}")
    );
    let of = |kind| {
        killed(nine(), |claim| {
            claim.speaker.kind = kind;
            claim.speaker.entity = None;
            "he".clone_into(&mut claim.speaker.description);
        })
    };
    assert_eq!(
        of(SpeakerKind::Narrator),
        format!("Outlet of Ruth Vale says, in its own word, that {clause}")
    );
    assert_eq!(of(SpeakerKind::Unclear), format!("Somebody (“he”) says that {clause}"));
    let via = killed(nine(), |claim| {
        let mut via = claim.speaker.clone();
        (via.entity, via.description) = (None, "Orsay Radio".to_owned());
        claim.via.push(via);
    });
    assert_eq!(via, format!("Ruth Vale, by way of Orsay Radio, says that {clause}"));
}

/// Makes the source of a claim a digest, and gives it a passage.
fn quoted(case: &mut Case, claim: EntryId, exact: &str, is_digest: bool) {
    let (source, passage) = case
        .parts
        .claims
        .iter()
        .find(|known| known.id == claim)
        .map(|known| (known.source, known.passage))
        .expect("the claim");
    let words = Words { start: 0, end: exact.len(), exact: exact.to_owned() };
    case.parts.passages.insert(passage, PassageView { text: id("text"), words });
    if is_digest {
        let source: &mut SourceView = case.parts.sources.get_mut(&source).expect("the source");
        let stated = |value: &str| Some(Stated { value: value.to_owned(), from: "given".to_owned() });
        source.publication.kind = stated("digest");
        source.publication.digest_of = stated("the Lume Gazette");
    }
}

#[test]
fn a_statement_stood_in_other_words_than_its_own_and_a_digest_s_in_quotation_marks() {
    let (mut original, claim) = case(STRIKE, "statement", words("it was dark"));
    quoted(&mut original, claim, "It was a dark night.", false);
    assert_eq!(told(&original, claim), "Ruth Vale says, in the words of the source: “It was a dark night.”");

    let (mut digest, claim) = case(STRIKE, "statement", words("it was dark"));
    quoted(&mut digest, claim, "It was a dark night.", true);
    let view = digest.view();
    assert_eq!(gist::of(&view, view.any_claim(claim).expect("the claim")), None);

    let (mut digest, claim) = case(STRIKE, "incident.means", words("a missile"));
    quoted(&mut digest, claim, "struck by a missile", true);
    let told = told(&digest, claim);
    assert_eq!(
        told,
        "Ruth Vale, as summarised in a digest, says that this was used in the strike off Lume: a missile."
    );
    assert!(!told.contains(['“', '”']), "{told}");
}

#[test]
fn a_person_s_sentence_did_not_stand_in_the_place_of_the_generated_one() {
    let (mut case, claim) = case(STRIKE, "incident.killed", people(Some(9), Some(9)));
    let note = GistView {
        id: id("note"),
        by: None,
        claim,
        words: "Vale counts nine dead.".to_owned(),
        received_at: None,
    };
    case.parts.gists.push(note);
    let view = case.view();
    let told = gist::of(&view, view.any_claim(claim).expect("the claim")).expect("a gist");
    assert_eq!((told.words.as_str(), told.whose), ("Vale counts nine dead.", Whose::Person(None)));
}

#[test]
fn no_range_of_two_ends_is_killed_without_both_of_them() {
    for property in ["incident.killed", "campaign.killed", "incident.missing"] {
        for (min, max) in [(0, 1), (1, 2), (3, 40), (90, 1000)] {
            let subject = if property.starts_with("campaign") { "campaign/strait" } else { STRIKE };
            let told = plain(subject, property, people(Some(min), Some(max)));
            assert!(told.contains(" that between ") && told.contains(" and "), "{told}");
        }
    }
}
