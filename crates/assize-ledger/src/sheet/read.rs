//! Claims and acts of a sheet.

use super::{
    At, BridgeWord, SheetAct, SheetBridge, SheetClaim, SheetSpeaker, SheetValue, SheetWords, Terms,
    cursor::{Cursor, Faults},
};
use crate::error::LedgerError;
use assize_record::{
    Edtf, Interval, Moment, Quantity, SpeakerKind, Stance, Unit, Vocabulary,
    body::{Bridge, ClaimHedge, Grade},
    proposition::{EntityType, Point, ValueType},
    vocabulary::VocabularyError,
};
use toml::{Spanned, de::DeValue};

pub(super) const STATUSES: &[&str] = &["civilian", "combatant", "child", "woman", "unknown", "part"];
pub(super) const STANCES: &[&str] = &["asserts", "denies", "doubts", "reports"];
pub(super) const BASES: &[&str] =
    &["witness", "participant", "document", "briefed", "acquaintance", "inference", "admission"];
pub(super) const HEDGES: &[&str] = &[
    "bound",
    "approximate",
    "appearance",
    "possibility",
    "unknown",
    "allegation",
    "condition",
    "counterfactual",
    "frequency",
];
pub(super) const UNITS: &[&str] =
    &["people", "vessels", "strikes", "groups", "days", "votes", "dollars", "percent", "sources", "items"];
pub(super) const GRADES: &[&str] = &["A", "B", "C", "D"];
pub(super) const FACETS: &[&str] = &["held", "reasonable", "fact"];
pub(super) const SIDES: &[&str] = &["for", "against"];
pub(super) const SPEAKERS: &[&str] = &["named", "unnamed", "document", "narrator", "unclear"];
pub(super) const ACTS: &[&str] = &[
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
];
/// What an act can be about.
const MATTERS: &[EntityType] = &[
    EntityType::Request,
    EntityType::Instrument,
    EntityType::Incident,
    EntityType::Attack,
    EntityType::Campaign,
    EntityType::Event,
];

type Node<'t> = &'t Spanned<DeValue<'t>>;

pub(super) fn claim<'t>(value: Node<'t>, terms: &Terms<'_>, faults: &mut Faults) -> Option<SheetClaim> {
    let vocabulary = terms.vocabulary;
    let mut table = Cursor::of(value, "[[source.claim]]", faults)?;
    let words = words(&mut table);
    let subject = table.needed_key("subject");
    let property = table.needed_string("property");
    let status = table.word("status", STATUSES);
    let group = table.key("group");
    let (happened_on, happened_at) = when(&mut table);
    let stance = table.word("stance", STANCES).unwrap_or(Stance::Asserts);
    let basis = table.word("basis", BASES);
    let said_on = table.date("said_on");
    let grade = grade(&mut table);
    let said = table.get("speaker");
    if said.is_none() {
        table.missing::<()>("speaker");
    }
    let (given, via) = (table.get("value"), table.list("via"));
    let (hedges, bears) = (table.list("hedges"), table.list("bears"));
    table.finish();
    let speaker = said.and_then(|said| speaker(said, faults));
    let via = via.into_iter().filter_map(|via| self::speaker(via, faults)).collect();
    let hedges = hedges.into_iter().filter_map(|value| hedge(value, faults)).collect();
    let bears = bears.into_iter().filter_map(|value| bridge(value, terms, faults)).collect();
    let (subject, property) = (subject?, property?);
    let value = typed_value(&property, given, vocabulary, faults);
    said_of(&property, &subject, vocabulary, faults);
    if let (Some(moment), Some(SheetValue::Date(day))) = (&happened_at, &value) {
        let (first, last) = moment.days();
        if !day.interval().may_meet(&Interval { earliest: Some(first), latest: Some(last) }) {
            let problem = LedgerError::OtherDay { moment: moment.to_string(), day: day.to_string() };
            faults.add(property.at.clone(), problem);
        }
    }
    Some(SheetClaim {
        words: words?,
        subject,
        property: property.value,
        value: value?,
        status,
        group,
        happened_on,
        happened_at,
        speaker: speaker?,
        via,
        stance,
        basis,
        said_on,
        hedges,
        grade,
        bears,
    })
}

/// The day and the time of the day. A time says its day, or days, where nothing else does, and never another.
fn when(table: &mut Cursor<'_, '_>) -> (Option<Edtf>, Option<Moment>) {
    let day = table.date("happened_on");
    let Some(At { value: moment, at }) = table.moment("happened_at") else { return (day, None) };
    let (first, last) = moment.days();
    let of_moment = if first == last { first.to_string() } else { format!("{first}/{last}") };
    let of_moment: Option<Edtf> = of_moment.parse().ok();
    match (day, of_moment) {
        (None, of_moment) => (of_moment, Some(moment)),
        (Some(day), Some(of_moment)) if !day.interval().may_meet(&of_moment.interval()) => {
            table.faults.add(at, LedgerError::OtherDay { moment: moment.to_string(), day: day.to_string() });
            (Some(day), None)
        }
        (day, _) => (day, Some(moment)),
    }
}

pub(super) fn act<'t>(value: Node<'t>, faults: &mut Faults) -> Option<SheetAct> {
    let mut table = Cursor::of(value, "[[source.act]]", faults)?;
    let words = words(&mut table);
    let matter = table.needed_key("matter");
    let act = table.needed_word("act", ACTS);
    let what = table.needed_string("what");
    let happened_on = table.date("happened_on");
    let due_on = table.date("due_on");
    let in_part = table.flag("in_part").unwrap_or(false);
    let redacted = table.flag("redacted").unwrap_or(false);
    let incident = table.key("incident");
    let capacity = table.string("capacity").map(|words| words.value);
    let (who, whom) = (table.get("who"), table.get("whom"));
    if who.is_none() {
        table.missing::<()>("who");
    }
    let needs = "a key of type request, instrument, incident, attack, campaign or event";
    let incidents: &[EntityType] = &[EntityType::Incident, EntityType::Attack];
    for (key, given, types, needs) in [
        ("matter", &matter, MATTERS, needs),
        ("incident", &incident, incidents, "a key of type incident or attack"),
    ] {
        let Some(given) = given else { continue };
        if !EntityType::of_key(&given.value).is_some_and(|found| types.contains(&found)) {
            table.faults.add(given.at.clone(), LedgerError::Needs { key, needs });
        }
    }
    table.finish();
    let who = who.and_then(|who| speaker(who, faults));
    let whom = whom.and_then(|whom| speaker(whom, faults));
    Some(SheetAct {
        words: words?,
        matter: matter?,
        act: act?,
        who: who?,
        whom,
        happened_on,
        what: what?.value,
        in_part,
        redacted,
        due_on,
        incident,
        capacity,
    })
}

fn words(table: &mut Cursor<'_, '_>) -> Option<SheetWords> {
    let nth = table.number("nth");
    let words = table.needed_string("words")?;
    if words.value.trim().is_empty() {
        table.faults.add(words.at, LedgerError::Needs { key: "words", needs: "words" });
        return None;
    }
    Some(SheetWords { words, nth })
}

fn grade(table: &mut Cursor<'_, '_>) -> Option<Grade> {
    let reason = table.string("grade_reason");
    let grade = table.word("grade", GRADES);
    match (grade, reason) {
        (Some(grade), reason) => {
            Some(Grade { grade, reason: reason.map_or_else(String::new, |reason| reason.value) })
        }
        (None, Some(reason)) if !table.has("grade") => {
            table.faults.add(reason.at, LedgerError::Needs { key: "grade_reason", needs: "grade" });
            None
        }
        _ => None,
    }
}

fn hedge<'t>(value: Node<'t>, faults: &mut Faults) -> Option<At<ClaimHedge>> {
    let mut table = Cursor::of(value, "a hedge", faults)?;
    let exact = table.needed_string("exact");
    let kind = table.needed_word("kind", HEDGES);
    table.finish();
    let exact = exact?;
    Some(At { value: ClaimHedge { exact: exact.value, kind: kind? }, at: exact.at })
}

fn bridge<'t>(value: Node<'t>, terms: &Terms<'_>, faults: &mut Faults) -> Option<SheetBridge> {
    let mut table = Cursor::of(value, "[[source.claim.bears]]", faults)?;
    let standard = table.needed_string("standard");
    let element = table.needed_string("element");
    let facet = table.word("facet", FACETS);
    let side = table.needed_word("side", SIDES);
    let warrant = table.needed_string("warrant");
    let incident = table.key("incident");
    let unit = table.string("unit").map(|unit| unit.value);
    let presumption = table.flag("presumption").unwrap_or(false);
    table.finish();
    let (standard, element, warrant) = (standard?, element?, warrant?.value);
    let at = [standard.at, element.at];
    let (standard, element) = (standard.value, element.value);
    let bridge = Bridge { standard, element, facet, side: side?, warrant, unit, presumption };
    if let Err((word, problem)) = (terms.bridge)(&bridge) {
        let [standard, element] = at;
        let at = if word == BridgeWord::Standard { standard } else { element };
        faults.add(at, LedgerError::Bridge(problem));
        return None;
    }
    Some(SheetBridge { incident, bridge })
}

fn speaker<'t>(value: Node<'t>, faults: &mut Faults) -> Option<SheetSpeaker> {
    if let Some(word) = value.get_ref().as_str() {
        let (kind, entity) = match word {
            "narrator" => (SpeakerKind::Narrator, None),
            // Its name is the source's publisher, which only the record knows.
            "publisher" => (SpeakerKind::Named, None),
            key if EntityType::of_key(key).is_some() => {
                (SpeakerKind::Named, Some(At { value: key.to_owned(), at: value.span() }))
            }
            other => {
                faults.add(value.span(), LedgerError::Speaker(other.to_owned()));
                return None;
            }
        };
        return Some(SheetSpeaker {
            kind,
            entity,
            description: None,
            count: None,
            party: None,
            anonymity: None,
        });
    }
    let mut table = Cursor::of(value, "a speaker", faults)?;
    let kind = table.needed_word("kind", SPEAKERS);
    let description = table.string("description").map(|words| words.value);
    let entity = table.key("entity");
    let party = table.key("party");
    let count = quantity(&mut table, Unit::People);
    let anonymity = table.string("anonymity");
    if let Some(reason) = &anonymity
        && (kind.is_some_and(|kind| kind != SpeakerKind::Unnamed) || reason.value.trim().is_empty())
    {
        let needs = "a speaker that is unnamed, and words";
        table.faults.add(reason.at.clone(), LedgerError::Needs { key: "anonymity", needs });
    }
    let anonymity = anonymity.map(|reason| reason.value);
    if let (Some(SpeakerKind::Unnamed), Some(entity)) = (kind, &entity) {
        // A confidential source must not be given a name by the record that quotes them.
        table
            .faults
            .add(entity.at.clone(), LedgerError::Needs { key: "entity", needs: "a speaker that is named" });
    }
    match kind {
        Some(SpeakerKind::Narrator) => {}
        Some(SpeakerKind::Named) if entity.is_none() => table.missing("entity").unwrap_or_default(),
        Some(_) if description.is_none() && entity.is_none() => {
            table.missing("description").unwrap_or_default()
        }
        _ => {}
    }
    table.finish();
    Some(SheetSpeaker { kind: kind?, entity, description, count, party, anonymity })
}

/// A quantity from `min`, `max`, `approx` and `unit`, where any of the first three is given.
fn quantity(table: &mut Cursor<'_, '_>, unit: Unit) -> Option<Quantity> {
    let (min, max) = (table.number("min"), table.number("max"));
    let approx = table.string("approx").map(|words| words.value);
    let unit = table.word("unit", UNITS).unwrap_or(unit);
    if let (Some(min), Some(max)) = (min, max)
        && min > max
    {
        table.fault(LedgerError::Reversed { min, max });
    }
    (min.is_some() || max.is_some() || approx.is_some()).then_some(Quantity { min, max, approx, unit })
}

/// The value of a claim, held against the type that its property takes.
fn typed_value<'t>(
    property: &At<String>,
    given: Option<Node<'t>>,
    vocabulary: &Vocabulary,
    faults: &mut Faults,
) -> Option<SheetValue> {
    let value = match given {
        Some(given) => Some((self::value(given, &property.value, faults)?, given.span())),
        None => None,
    };
    let property_at = property.at.clone();
    let declared = match vocabulary.property(&property.value) {
        Ok(declared) => declared,
        Err(error) => {
            faults.add(property.at.clone(), error);
            return None;
        }
    };
    match value {
        None if declared.value == ValueType::Words && declared.one_of.is_empty() => Some(SheetValue::Words),
        None if declared.value == ValueType::Words => {
            let (property, expected) = (property.value.clone(), "a word of its list");
            faults.add(property_at, LedgerError::ValueNeeded { property, expected });
            None
        }
        None => {
            let expected = declared.value.in_words();
            let problem = LedgerError::ValueNeeded { property: property.value.clone(), expected };
            faults.add(property.at.clone(), problem);
            None
        }
        Some((value, at)) => {
            let found = value_type(&value);
            if found == declared.value {
                if let SheetValue::Word(word) = &value {
                    if declared.one_of.is_empty() {
                        faults.add(at, LedgerError::WordsGiven(property.value.clone()));
                        return None;
                    }
                    if let Err(problem) = declared.check_word(&property.value, word) {
                        faults.add(at, problem);
                        return None;
                    }
                }
                return Some(value);
            }
            let (property, expected) = (property.value.clone(), declared.value);
            faults.add(at, VocabularyError::ValueType { property, expected, found });
            None
        }
    }
}

fn said_of(property: &At<String>, subject: &At<String>, vocabulary: &Vocabulary, faults: &mut Faults) {
    let (Ok(declared), Some(found)) =
        (vocabulary.property(&property.value), EntityType::of_key(&subject.value))
    else {
        return;
    };
    if !declared.subject.contains(&found) {
        let expected = declared.subject.iter().map(|kind| kind.name()).collect::<Vec<_>>().join(", ");
        let property = property.value.clone();
        faults.add(subject.at.clone(), VocabularyError::SubjectType { property, expected, found });
    }
}

fn value<'t>(given: Node<'t>, property: &str, faults: &mut Faults) -> Option<SheetValue> {
    let before = faults.found.len();
    let mut table = Cursor::of(given, "a value", faults)?;
    let date = table.date("date").map(SheetValue::Date);
    let entity = table.key("entity").map(SheetValue::Entity);
    let flag = table.flag("flag").map(SheetValue::Flag);
    let counted = quantity(&mut table, default_unit(property)).map(SheetValue::Quantity);
    let word = table.string("word").map(|word| SheetValue::Word(word.value));
    let place = table.get("point");
    table.finish();
    let place = place.and_then(|place| point(place, faults)).map(SheetValue::Point);
    if faults.found.len() > before {
        return None;
    }
    let mut given_values = [date, entity, flag, counted, word, place].into_iter().flatten();
    match (given_values.next(), given_values.next()) {
        (Some(value), None) => Some(value),
        _ => {
            faults.add(given.span(), LedgerError::Value);
            None
        }
    }
}

fn point<'t>(value: Node<'t>, faults: &mut Faults) -> Option<Point> {
    let mut table = Cursor::of(value, "a point", faults)?;
    let (lon, lat) = (table.needed_string("lon"), table.needed_string("lat"));
    let within_km =
        if table.has("within_km") { table.number("within_km") } else { table.missing("within_km") };
    for (text, limit) in [(&lon, 180.0), (&lat, 90.0)] {
        let Some(text) = text else { continue };
        let decimal =
            !text.value.is_empty() && text.value.bytes().all(|b| matches!(b, b'0'..=b'9' | b'-' | b'.'));
        let degrees = text.value.parse::<f64>().ok().filter(|_| decimal);
        if degrees.is_none_or(|degrees| degrees.abs() > limit) {
            table.faults.add(text.at.clone(), LedgerError::Point(text.value.clone()));
        }
    }
    table.finish();
    Some(Point { lon: lon?.value, lat: lat?.value, within_km: within_km? })
}

/// What a property counts where the sheet does not say.
fn default_unit(property: &str) -> Unit {
    match property {
        "campaign.strikes" | "incident.strikes" => Unit::Strikes,
        "campaign.targets" => Unit::Vessels,
        "list.size" => Unit::Groups,
        "event.votes-for" | "event.votes-against" => Unit::Votes,
        _ => Unit::People,
    }
}

fn value_type(value: &SheetValue) -> ValueType {
    match value {
        SheetValue::Words | SheetValue::Word(_) => ValueType::Words,
        SheetValue::Quantity(_) => ValueType::Quantity,
        SheetValue::Date(_) => ValueType::Date,
        SheetValue::Entity(_) => ValueType::Entity,
        SheetValue::Flag(_) => ValueType::Flag,
        SheetValue::Point(_) => ValueType::Point,
    }
}
