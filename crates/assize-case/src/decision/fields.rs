//! The fields of a claim, as a person puts them.

use crate::{
    asked::Fields,
    decision::Desk,
    failure::Failure,
    find::{Finder, Found},
    texts,
};
use assize_ledger::{Amendment, LedgerError, Sitting};
use assize_record::{
    Edtf, EntryId, HedgeKind, Quantity, Span, Speaker, SpeakerKind, Stance, Status, Unit, Value,
    body::ClaimHedge, speaker::Basis,
};
use serde::de::DeserializeOwned;

/// What stands before the change.
pub(super) struct Before {
    /// The text that it is of.
    pub(super) text: Option<EntryId>,
    /// Whose word it is.
    pub(super) speaker: Speaker,
    /// Its number, where it has one.
    pub(super) quantity: Option<Quantity>,
    /// What it is about.
    pub(super) anchor: EntryId,
    /// When it happened or held.
    pub(super) day: Option<Edtf>,
    /// Where its words stand.
    pub(super) near: Option<Span>,
}

/// The change, and things of texts that it names and that are not on the record yet.
pub(super) struct Change {
    /// What is changed.
    pub(super) amendment: Amendment,
    new: Vec<Found>,
    /// What is worth a look.
    pub(super) notes: Vec<String>,
}

/// Enters the things of texts that a change names.
pub(super) fn enter_things(sitting: &mut Sitting<'_>, change: &Change) -> Result<(), LedgerError> {
    for found in &change.new {
        if let Some(thing) = found.thing() {
            sitting.enter_thing(&thing)?;
        }
    }
    Ok(())
}

/// The change that fields come to, and what it is about beside what it was about before.
pub(super) fn amendment(
    desk: &Desk<'_>,
    args: &Fields,
    before: &Before,
) -> Result<(Change, Vec<EntryId>), Failure> {
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
        change.passage = Some(passage(desk, before.text, words, before.near)?);
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

pub(super) fn date(flag: &str, given: &str) -> Result<Edtf, Failure> {
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

fn value(args: &Fields, before: &Before, things: &mut Things<'_>) -> Result<Option<Value>, Failure> {
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

fn speaker(args: &Fields, before: &Before, things: &mut Things<'_>) -> Result<Option<Speaker>, Failure> {
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
                let found = things.finder.thing(who).ok();
                speaker.description = match &found {
                    Some(found) if is_digits(who) => things.finder.name(found),
                    _ => who.clone(),
                };
                speaker.entity = things.id(who).ok();
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
    who.clone_into(&mut speaker.description);
    speaker.entity = match things.finder.thing(who) {
        Ok(found) => {
            let id = found.id();
            // Whoever is named by digits has a name all the same.
            if is_digits(who) {
                speaker.description = things.finder.name(&found);
            }
            if matches!(found, Found::Referent(_)) {
                things.new.push(found);
            }
            Some(id)
        }
        // A name that nothing has is a name all the same; one that several things have must be settled.
        Err(error) if error.message.starts_with("nothing on this record") => None,
        Err(error) => return Err(error),
    };
    Ok(speaker)
}

/// Whether something is named by digits of its id.
fn is_digits(what: &str) -> bool {
    what.len() >= 8 && what.bytes().all(|byte| matches!(byte, b'0'..=b'9' | b'a'..=b'f'))
}

fn via(args: &Fields, things: &mut Things<'_>) -> Result<Option<Vec<Speaker>>, Failure> {
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

/// Words of a text: as they stand there once, or their beginning and end with ` ... ` between.
pub(super) fn passage(
    desk: &Desk<'_>,
    text: Option<EntryId>,
    words: &str,
    near: Option<Span>,
) -> Result<assize_record::Words, Failure> {
    let sha256 = text.and_then(|text| desk.view.texts().get(&text)).and_then(|text| text.sha256);
    let sha256 = sha256.ok_or_else(|| Failure::input("the text of this claim was erased"))?;
    let text = texts::text(desk.session, &sha256)?;
    let span = find(&text, words, near)?;
    span.words(&text).ok_or_else(|| Failure::usage("these words are no span of the text"))
}

/// Where words stand in a text, whole. Blanks and line ends count as one blank; nothing else is taken for something else. Of several places
/// the one is meant that the words of the claim lie in already, if it is one.
fn find(text: &str, words: &str, near: Option<Span>) -> Result<Span, Failure> {
    let places = |words: &str| -> Vec<Span> {
        let parts: Vec<&str> = words.split_whitespace().collect();
        let Some(first) = parts.first() else { return Vec::new() };
        let found =
            text.match_indices(first).filter_map(|(at, _)| Some(Span::new(at, ends(text, at, &parts)?)));
        found.filter(|span| is_whole(text, *span)).collect()
    };
    let none = |words: &str| {
        Failure::usage(format!("these words are not in this text: {words}"))
            .help("give the exact words, with their quotation marks")
    };
    let several = |words: &str| {
        Failure::usage(format!("these words stand in this text more than once: {words}"))
            .help("give more of the words around them")
    };
    let whole = places(words);
    match whole[..] {
        [only] => return Ok(only),
        [_, _, ..] => {
            let meets =
                |span: &&Span| near.is_some_and(|near| span.start < near.end && near.start < span.end);
            let mut close = whole.iter().filter(meets);
            return match (close.next(), close.next()) {
                (Some(only), None) => Ok(*only),
                _ => Err(several(words)),
            };
        }
        [] => {}
    }
    let ends = words.split_once("...").or_else(|| words.split_once('…'));
    let Some((first, last)) = ends.map(|(first, last)| (first.trim(), last.trim())) else {
        return Err(none(words));
    };
    let starts = places(first);
    let start = match starts[..] {
        [only] => only,
        [] => return Err(none(first)),
        _ => return Err(several(first)),
    };
    let end = places(last).into_iter().find(|end| end.start >= start.end).ok_or_else(|| none(last))?;
    Ok(Span::new(start.start, end.end))
}

/// Whether a span cuts no word and no number in two.
fn is_whole(text: &str, span: Span) -> bool {
    let before = text[..span.start].chars().next_back();
    let after = text[span.end..].chars().next();
    let words = &text[span.start..span.end];
    let joins = |a: Option<char>, b: Option<char>| {
        a.zip(b).is_some_and(|(a, b)| a.is_alphanumeric() && b.is_alphanumeric())
    };
    // `1` of `1,200` is no number of its own.
    let digits = |a: Option<char>, b: Option<char>| {
        a.zip(b).is_some_and(|(a, b)| a.is_ascii_digit() && matches!(b, ',' | '.'))
    };
    let next = |from: usize| text[from..].chars().nth(1).is_some_and(|c| c.is_ascii_digit());
    let cut = joins(before, words.chars().next()) || joins(words.chars().next_back(), after);
    let goes_on = digits(words.chars().next_back(), after) && next(span.end);
    !(cut || goes_on)
}

/// Where words end that begin at a place of a text, with any blanks between them.
fn ends(text: &str, at: usize, parts: &[&str]) -> Option<usize> {
    let mut end = at;
    for (number, part) in parts.iter().enumerate() {
        let rest = text.get(end..)?;
        let after = rest.trim_start();
        if number > 0 && after.len() == rest.len() {
            return None;
        }
        end += rest.len() - after.len();
        end += text.get(end..)?.strip_prefix(part).map(|_| part.len())?;
    }
    Some(end)
}
