//! `assize amend`: a draft accepted, or a claim corrected, as a person puts it. Every field can be set.

use super::find::{Finder, Found};
use crate::{
    case::Session,
    cli::{Amend, Cli},
    deciding::{self, Ask, Decision, Desk, Scope, refused},
    drafts,
    failure::{Failure, Outcome},
    output::Output,
    texts,
};
use assize_ledger::{Amendment, LedgerError, Sitting};
use assize_record::{
    Edtf, EntryId, HedgeKind, Proposition, Quantity, Span, Speaker, SpeakerKind, Stance, Status, Unit, Value,
    body::ClaimHedge, speaker::Basis,
};
use serde::de::DeserializeOwned;
use serde_json::json;

pub(crate) fn run(cli: &Cli, args: &Amend, output: &mut Output) -> Outcome {
    let mut session = Session::find(cli)?;
    let ask = if args.dry_run { Ask::DryRun } else { Ask::Never };
    let things = [&args.subject, &args.entity, &args.group, &args.speaker, &args.party];
    let named = things.into_iter().flatten().chain(&args.via).filter(|what| *what != "none");
    let names: Vec<&str> = std::iter::once(&args.id).chain(named).map(String::as_str).collect();
    let scope = Scope::Named(names);
    deciding::decide(&mut session, ask, output, &scope, |desk, output| plan(desk, args, output))
}

fn plan(desk: &Desk<'_>, args: &Amend, output: &Output) -> Result<Decision, Failure> {
    let found = desk.finder().decidable(&args.id)?;
    match found {
        Found::Draft(id, text) => {
            let gone = || Failure::usage(format!("the text of draft {} is not on this record", id.short()));
            let kept = drafts::of_text(desk.session, &desk.view, text, output)?.ok_or_else(gone)?;
            let draft = kept.drafts.iter().find(|draft| draft.id == id).ok_or_else(gone)?;
            let input = kept.input(draft);
            let said = &draft.proposition;
            let before = Before {
                text: Some(text),
                speaker: Speaker {
                    kind: draft.speaker.kind,
                    entity: draft.speaker.referent.and_then(|number| input.anchor(number).ok()),
                    description: draft
                        .speaker
                        .name
                        .clone()
                        .unwrap_or_else(|| draft.speaker.description.clone()),
                    count: None,
                    party: None,
                    anonymity: None,
                },
                quantity: said.value.quantity(),
                anchor: input.anchor(said.subject).map_err(refused)?,
                day: said.happened_on.clone(),
            };
            let (change, mut about) = amendment(desk, args, &before)?;
            let (claim, batch) = desk.sit(|sitting| {
                enter_things(sitting, &change)?;
                let claim = if change.amendment.is_empty() {
                    sitting.accept(&input)?
                } else {
                    sitting.amend(&input, &change.amendment, &args.reason)?
                };
                tell(sitting, claim, args)?;
                Ok(claim)
            })?;
            about.push(before.anchor);
            about.extend(desk.view.claim_of_draft(&input).into_iter().flat_map(|id| desk.about_claim(id)));
            let words =
                if change.amendment.is_empty() { "accepted, with a gist" } else { "accepted as amended" };
            Ok(decision(claim, batch, about, change.notes, words))
        }
        Found::Claim(id) => {
            let claim = desk.view.any_claim(id).ok_or_else(|| gone(desk, id))?;
            let Proposition { value, .. } = &claim.proposition;
            let before = Before {
                text: desk.view.passages().get(&claim.passage).map(|passage| passage.text),
                speaker: claim.speaker.clone(),
                quantity: if let Value::Quantity(quantity) = value { Some(quantity.clone()) } else { None },
                anchor: claim.about,
                day: claim.proposition.happened_on.clone(),
            };
            let (change, mut about) = amendment(desk, args, &before)?;
            let (new, batch) = desk.sit(|sitting| {
                enter_things(sitting, &change)?;
                let new = if change.amendment.is_empty() {
                    id
                } else {
                    sitting.amend_claim(id, &change.amendment, &args.reason)?
                };
                tell(sitting, new, args)?;
                Ok(new)
            })?;
            about.push(before.anchor);
            about.extend(desk.about_claim(id));
            let words = match args.gist.as_deref() {
                Some("none") if change.amendment.is_empty() => "its gist taken back",
                Some(_) if change.amendment.is_empty() => "its gist written",
                _ => "corrected",
            };
            Ok(decision(new, batch, about, change.notes, words))
        }
        _ => Err(Failure::usage(format!("`{}` is neither a draft nor a claim", args.id))),
    }
}

/// Enters or takes back the gist of a claim, as a person puts it.
fn tell(sitting: &mut Sitting<'_>, claim: EntryId, args: &Amend) -> Result<(), LedgerError> {
    match args.gist.as_deref() {
        None => Ok(()),
        Some("none") => sitting.no_gist(claim, &args.reason),
        Some(words) => sitting.gist(claim, words).map(|_| ()),
    }
}

/// A claim that does not stand cannot be corrected; where another took its place, that one can.
fn gone(desk: &Desk<'_>, id: EntryId) -> Failure {
    let wording = desk.wording();
    let fate = wording.fate(id);
    let why = if fate.is_empty() { String::new() } else { format!(": {}", fate.join("; ")) };
    let failure =
        Failure::usage(format!("claim {} does not stand, so it cannot be corrected{why}", id.short()));
    match wording.standing(id) {
        Some(standing) => {
            failure.help(format!("`assize amend {} …` corrects the claim in its place", standing.short()))
        }
        None => failure,
    }
}

fn decision(
    claim: EntryId,
    batch: Vec<assize_record::Entry>,
    about: Vec<EntryId>,
    notes: Vec<String>,
    words: &str,
) -> Decision {
    Decision {
        batch,
        about,
        words: format!("{words}; the claim is {}", claim.short()),
        claims: vec![claim],
        notes,
        json: json!({ "decision": "amended", "claim": claim }),
    }
}

/// What stands before the change.
struct Before {
    text: Option<EntryId>,
    speaker: Speaker,
    quantity: Option<Quantity>,
    anchor: EntryId,
    /// When it happened or held.
    day: Option<Edtf>,
}

/// The change, and things of texts that it names and that are not on the record yet.
struct Change {
    amendment: Amendment,
    new: Vec<Found>,
    /// What is worth a look.
    notes: Vec<String>,
}

fn enter_things(sitting: &mut Sitting<'_>, change: &Change) -> Result<(), LedgerError> {
    for found in &change.new {
        if let Some(thing) = found.thing() {
            sitting.enter_thing(&thing)?;
        }
    }
    Ok(())
}

fn amendment(desk: &Desk<'_>, args: &Amend, before: &Before) -> Result<(Change, Vec<EntryId>), Failure> {
    let finder = desk.finder();
    let mut things = Things { finder: &finder, new: Vec::new() };
    let mut change = Amendment { property: args.property.clone(), ..Amendment::default() };
    if let Some(property) = &args.property {
        desk.vocabulary.property(property).map_err(Failure::usage)?;
    }
    change.subject = args.subject.as_deref().map(|what| things.id(what)).transpose()?;
    change.value = value(args, before, &mut things)?;
    change.status = optional("--status", args.status.as_deref(), word::<Status>)?;
    change.group = optional("--group", args.group.as_deref(), |_, what| things.id(what))?;
    change.happened_on = optional("--happened-on", args.happened_on.as_deref(), date)?;
    change.said_on = optional("--said-on", args.said_on.as_deref(), date)?;
    change.basis = optional("--basis", args.basis.as_deref(), word::<Basis>)?;
    change.stance = args.stance.as_deref().map(|stance| word::<Stance>("--stance", stance)).transpose()?;
    change.speaker = speaker(args, before, &mut things)?;
    change.via = via(args, &mut things)?;
    change.hedges = hedges(&args.hedge)?;
    if let Some(words) = &args.passage {
        change.passage = Some(passage(desk, before, words)?);
    }
    if change.is_empty() && args.gist.is_none() {
        return Err(Failure::usage("nothing to change was given")
            .help("see `assize amend --help`; `assize accept` takes a draft as it is"));
    }
    let about = change.subject.into_iter().collect();
    let day = change.happened_on.clone().unwrap_or_else(|| before.day.clone());
    let notes = other_day(desk, &things, change.subject, day.as_ref()).into_iter().collect();
    Ok((Change { amendment: change, new: things.new, notes }, about))
}

/// A warning where a claim is put to something that, by all that is said of it, happened on other days.
fn other_day(
    desk: &Desk<'_>,
    things: &Things<'_>,
    subject: Option<EntryId>,
    day: Option<&Edtf>,
) -> Option<String> {
    let (subject, day) = (subject?, day?);
    let view = &desk.view;
    let read = things.new.iter().find_map(|found| match found {
        Found::Referent(of) if of.anchor == subject => of.referent.happened_on.clone(),
        _ => None,
    });
    let said = view.claims_about(subject).filter_map(|claim| match &claim.proposition.value {
        Value::Date(on) if claim.proposition.property == "incident.happened-on" => Some(on.clone()),
        _ => claim.proposition.happened_on.clone(),
    });
    let days: Vec<Edtf> = said.chain(read).collect();
    if days.is_empty() || days.iter().any(|other| other.interval().may_meet(&day.interval())) {
        return None;
    }
    let days: std::collections::BTreeSet<String> = days.iter().map(ToString::to_string).collect();
    let days = days.into_iter().collect::<Vec<_>>().join(", ");
    Some(format!(
        "look again: the claim is of {day}, and what it is about now happened on {days}; --happened-on sets the day"
    ))
}

/// Things that a person names, looked up.
struct Things<'f> {
    finder: &'f Finder<'f>,
    new: Vec<Found>,
}

impl Things<'_> {
    fn id(&mut self, what: &str) -> Result<EntryId, Failure> {
        let found = self.finder.thing(what)?;
        let id = found.id();
        if matches!(found, Found::Referent(_)) {
            self.new.push(found);
        }
        Ok(id)
    }
}

/// `none` takes a fact away.
fn optional<T>(
    flag: &str,
    given: Option<&str>,
    read: impl FnOnce(&str, &str) -> Result<T, Failure>,
) -> Result<Option<Option<T>>, Failure> {
    match given {
        None => Ok(None),
        Some("none") => Ok(Some(None)),
        Some(given) => read(flag, given).map(|value| Some(Some(value))),
    }
}

fn date(flag: &str, given: &str) -> Result<Edtf, Failure> {
    given.parse().map_err(|error| {
        Failure::usage(format!("{flag} `{given}`: {error}"))
            .help("write it as 2031-05-03, 2031-05 or 2031-05-03~")
    })
}

/// A word of a closed set, as files write it.
fn word<T: DeserializeOwned>(flag: &str, given: &str) -> Result<T, Failure> {
    serde_json::from_value(given.into()).map_err(|error| {
        // serde names the words there are.
        Failure::usage(format!("{flag} `{given}`: {error}"))
    })
}

fn number(flag: &str, given: &str) -> Result<u64, Failure> {
    given.parse().map_err(|_| Failure::usage(format!("{flag} `{given}` is not a whole number")))
}

fn value(args: &Amend, before: &Before, things: &mut Things<'_>) -> Result<Option<Value>, Failure> {
    let ends = args.min.is_some() || args.max.is_some() || args.approx.is_some() || args.unit.is_some();
    let given = [ends, args.date.is_some(), args.flag.is_some(), args.words.is_some(), args.entity.is_some()];
    if given.iter().filter(|given| **given).count() > 1 {
        return Err(Failure::usage("a claim has one value: a number, a date, yes or no, words, or a thing"));
    }
    if ends {
        let mut quantity = before.quantity.clone().unwrap_or(Quantity {
            min: None,
            max: None,
            approx: None,
            unit: Unit::People,
        });
        if let Some(min) = optional("--min", args.min.as_deref(), number)? {
            quantity.min = min;
        }
        if let Some(max) = optional("--max", args.max.as_deref(), number)? {
            quantity.max = max;
        }
        if let Some(approx) = optional("--approx", args.approx.as_deref(), |_, words| Ok(words.to_owned()))? {
            quantity.approx = approx;
        }
        if let Some(unit) = &args.unit {
            quantity.unit = word("--unit", unit)?;
        }
        if let (Some(min), Some(max)) = (quantity.min, quantity.max)
            && min > max
        {
            return Err(Failure::usage(format!(
                "from {min} to {max} is no range: the lower end is above the upper"
            )));
        }
        return Ok(Some(Value::Quantity(quantity)));
    }
    if let Some(given) = &args.date {
        return Ok(Some(Value::Date(date("--date", given)?)));
    }
    if let Some(flag) = &args.flag {
        return match flag.as_str() {
            "yes" => Ok(Some(Value::Flag(true))),
            "no" => Ok(Some(Value::Flag(false))),
            other => Err(Failure::usage(format!("--flag `{other}` is neither yes nor no"))),
        };
    }
    if let Some(what) = &args.entity {
        return Ok(Some(Value::Entity(things.id(what)?)));
    }
    Ok(args.words.clone().map(Value::Words))
}

fn speaker(args: &Amend, before: &Before, things: &mut Things<'_>) -> Result<Option<Speaker>, Failure> {
    let changed = args.speaker.is_some()
        || args.speaker_kind.is_some()
        || args.speaker_count.is_some()
        || args.party.is_some();
    if !changed {
        return Ok(None);
    }
    let mut speaker = before.speaker.clone();
    if let Some(kind) = &args.speaker_kind {
        speaker.kind = word("--speaker-kind", kind)?;
        if speaker.kind != SpeakerKind::Named && speaker.kind != SpeakerKind::Document {
            speaker.entity = None;
        }
        if speaker.kind == SpeakerKind::Narrator {
            "the publication".clone_into(&mut speaker.description);
        }
    } else if args.speaker.is_some() {
        speaker.kind = SpeakerKind::Named;
    }
    if let Some(who) = &args.speaker {
        match speaker.kind {
            SpeakerKind::Named => speaker = named(who, things, speaker)?,
            SpeakerKind::Document => {
                speaker.entity = things.id(who).ok();
                speaker.description.clone_from(who);
            }
            _ => {
                speaker.entity = None;
                speaker.description.clone_from(who);
            }
        }
    }
    if let Some(count) = args.speaker_count {
        speaker.count = Some(Quantity::exactly(count, Unit::People));
    }
    if let Some(party) = optional("--party", args.party.as_deref(), |_, what| things.id(what))? {
        speaker.party = party;
    }
    Ok(Some(speaker))
}

/// A speaker by name: the thing of that name where there is one, else the words alone.
fn named(who: &str, things: &mut Things<'_>, mut speaker: Speaker) -> Result<Speaker, Failure> {
    speaker.entity = match things.finder.thing(who) {
        Ok(found) => {
            let id = found.id();
            if matches!(found, Found::Referent(_)) {
                things.new.push(found);
            }
            Some(id)
        }
        // A name that nothing has is a name all the same; one that several things have must be settled.
        Err(error) if error.message.starts_with("nothing on this record") => None,
        Err(error) => return Err(error),
    };
    who.clone_into(&mut speaker.description);
    Ok(speaker)
}

fn via(args: &Amend, things: &mut Things<'_>) -> Result<Option<Vec<Speaker>>, Failure> {
    if args.via.is_empty() {
        return Ok(None);
    }
    if args.via == ["none"] {
        return Ok(Some(Vec::new()));
    }
    let blank = || Speaker {
        kind: SpeakerKind::Named,
        entity: None,
        description: String::new(),
        count: None,
        party: None,
        anonymity: None,
    };
    args.via.iter().map(|who| named(who, things, blank())).collect::<Result<Vec<_>, _>>().map(Some)
}

fn hedges(given: &[String]) -> Result<Option<Vec<ClaimHedge>>, Failure> {
    if given.is_empty() {
        return Ok(None);
    }
    if given == ["none"] {
        return Ok(Some(Vec::new()));
    }
    let read = |hedge: &String| {
        let (kind, exact) = hedge.split_once(':').ok_or_else(|| {
            Failure::usage(format!("--hedge `{hedge}` is not of the form KIND:WORDS"))
                .help("--hedge \"bound:at least\"")
        })?;
        Ok(ClaimHedge { exact: exact.trim().to_owned(), kind: word::<HedgeKind>("--hedge", kind)? })
    };
    given.iter().map(read).collect::<Result<Vec<_>, _>>().map(Some)
}

/// Other words of the same text, where they stand there once.
fn passage(desk: &Desk<'_>, before: &Before, words: &str) -> Result<assize_record::Words, Failure> {
    let sha256 = before.text.and_then(|text| desk.view.texts().get(&text)).and_then(|text| text.sha256);
    let sha256 = sha256.ok_or_else(|| Failure::input("the text of this claim was erased"))?;
    let text = texts::text(desk.session, &sha256)?;
    let places: Vec<usize> = text.match_indices(words).map(|(at, _)| at).take(2).collect();
    match places[..] {
        [at] => Span::new(at, at + words.len())
            .words(&text)
            .ok_or_else(|| Failure::usage("these words are no span of the text")),
        [] => Err(Failure::usage(format!("`{words}` does not stand in the text"))
            .help("give the exact words, with their quotation marks and spaces")),
        _ => Err(Failure::usage(format!("`{words}` stands in the text more than once"))
            .help("give more of the words around it")),
    }
}
