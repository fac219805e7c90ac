//! Which mentions tell of the same act.

use super::{
    Fate, Incident, Kind, Stage, lexicon::Noun, mention::Mention, perpetrator::Certainty, place::rank,
    target::Target,
};
use crate::document::Document;
use assize_record::{Edtf, Span};

/// How many sentences back a mention without an object of its own may add to.
const BACK: usize = 2;

/// An incident in the making.
struct Draft {
    incident: Incident,
    first_sentence: usize,
    last_sentence: usize,
    last_paragraph: usize,
}

/// Joins mentions that may be the same act into incidents, in the order of the text.
pub(super) fn incidents_of(lower: &str, document: &Document<'_>, mentions: Vec<Mention>) -> Vec<Incident> {
    let _ = document;
    let mut drafts: Vec<Draft> = Vec::new();
    // Who is blamed for something that is only told after it.
    let mut pending: Vec<Mention> = Vec::new();
    for mention in mentions {
        match find(lower, &drafts, &mention) {
            Some(at) => add(lower, &mut drafts[at], mention),
            None if mention.full => {
                let mut draft = begin(lower, mention);
                let sentence = draft.last_sentence;
                for blame in pending.drain(..).filter(|blame| sentence.saturating_sub(blame.sentence) <= BACK)
                {
                    add(lower, &mut draft, blame);
                    draft.last_sentence = sentence;
                }
                drafts.push(draft);
            }
            None if !mention.perpetrators.is_empty() => pending.push(mention),
            None => {}
        }
    }

    inherit(&mut drafts);
    drafts.into_iter().map(|draft| counted_once(draft.incident)).collect()
}

/// Gives an incident without a day that of the incident told right before it.
fn inherit(drafts: &mut [Draft]) {
    for at in 1..drafts.len() {
        let (before, rest) = drafts.split_at_mut(at);
        let (Some(before), Some(draft)) = (before.last(), rest.first_mut()) else { continue };
        if draft.first_sentence.saturating_sub(before.last_sentence) > 1 {
            continue;
        }
        if draft.incident.date.is_none() {
            draft.incident.date.clone_from(&before.incident.date);
            draft.incident.weekday = before.incident.weekday;
        }
    }
}

/// Leaves out a number of people all of whom are named beside it.
fn counted_once(mut incident: Incident) -> Incident {
    let named = |fate: Option<Fate>| {
        incident.targets.iter().filter(|t| t.name.is_some() && one(t) && t.fate == fate).count() as u64
    };
    let keep: Vec<bool> = incident
        .targets
        .iter()
        .map(|target| {
            let all = target
                .amount
                .min
                .filter(|n| target.name.is_none() && *n > 1 && target.amount.max == Some(*n));
            all.is_none_or(|all| named(target.fate) < all)
        })
        .collect();
    let mut keep = keep.into_iter();
    incident.targets.retain(|_| keep.next().unwrap_or(true));
    incident
}

/// So many incidents are remembered: no report goes back further, and time stays in proportion to the text.
const MEMORY: usize = 200;

/// The incident that a mention is about, the latest first.
fn find(lower: &str, drafts: &[Draft], mention: &Mention) -> Option<usize> {
    let fits = |draft: &Draft| {
        let near = mention.sentence.saturating_sub(draft.last_sentence) <= BACK;
        let gap = mention.sentence.saturating_sub(draft.last_sentence);
        let one = gap == 0 || gap == 1 && outcome(lower, mention);
        let kinds = kinds_fit(&draft.incident, mention, near, one);
        let blames = mention.rule == "incident.blame";
        let apart = draft.last_sentence != mention.sentence && others_named(lower, &draft.incident, mention);
        // Far from where it was last told, an act is told again only of the same people, or by `the attack`.
        let again = mention.kind.is_some()
            && (mention.targets.is_empty() && mention.things.is_empty()
                || shares_target(lower, &draft.incident, mention));
        let new = mention.another
            && mention.full
            && mention.kind.is_some()
            && draft.last_sentence != mention.sentence
            && (mention.place.is_some() || mention.date.is_some());
        kinds
            && !apart
            && !new
            && (near || again || blames)
            && dates_fit(&draft.incident, mention)
            && places_fit(lower, &draft.incident, mention)
    };
    let first = drafts.len().saturating_sub(MEMORY);
    let drafts = drafts.get(first..)?;
    let recent = drafts.iter().rposition(|draft| draft.last_sentence == mention.sentence && fits(draft));
    let named =
        || drafts.iter().rposition(|draft| fits(draft) && shares_target(lower, &draft.incident, mention));
    recent.or_else(named).or_else(|| drafts.iter().rposition(fits)).map(|at| first + at)
}

/// Whether both name people, none of them the same, and one of the two has a day or place of its own.
fn others_named(lower: &str, incident: &Incident, mention: &Mention) -> bool {
    let named = |target: &&Target| target.name.is_some();
    let both = incident.targets.iter().any(|t| named(&t)) && mention.targets.iter().any(|t| named(&t));
    let own = |date: bool, place: bool| date || place;
    let told_apart = own(mention.date.is_some(), mention.place.is_some())
        && own(incident.date.is_some(), incident.place.is_some());
    both && told_apart && !shares_target(lower, incident, mention)
}

fn kinds_fit(incident: &Incident, mention: &Mention, near: bool, together: bool) -> bool {
    // A threat is told apart from what is done.
    let threatens = mention.stage == Stage::Threatened;
    if mention.full && threatens != (incident.stage == Stage::Threatened) {
        return false;
    }
    match (incident.kind, mention.kind) {
        (_, None) => true,
        (known, Some(kind)) if known == kind => true,
        // A killing by a bomb, told in one sentence or right after it; else the two are two acts.
        (Kind::Bombing, Some(Kind::Attack)) | (Kind::Attack, Some(Kind::Bombing)) => together,
        (Kind::Kidnapping, Some(Kind::Attack)) => near && mention.targets.is_empty(),
        _ => false,
    }
}

/// Whether a mention only says what became of people: `two were killed`, not `two were shot` and nothing of when, where or by whom.
fn outcome(lower: &str, mention: &Mention) -> bool {
    let word = mention.span.slice(lower).unwrap_or("");
    let plain = ["kill", "wound", "injur", "hurt"].iter().any(|stem| word.starts_with(stem));
    plain && mention.perpetrators.is_empty() && mention.date.is_none() && mention.place.is_none()
}

fn dates_fit(incident: &Incident, mention: &Mention) -> bool {
    let (Some((known, _)), Some((new, ..))) = (&incident.date, &mention.date) else { return true };
    overlap(known, new)
}

fn overlap(a: &Edtf, b: &Edtf) -> bool {
    let (a, b) = (a.interval(), b.interval());
    let before = |end: Option<assize_record::Day>, start: Option<assize_record::Day>| matches!((end, start), (Some(end), Some(start)) if end < start);
    !before(a.latest, b.earliest) && !before(b.latest, a.earliest)
}

fn places_fit(lower: &str, incident: &Incident, mention: &Mention) -> bool {
    let (Some(known), Some(new)) = (&incident.place, &mention.place) else { return true };
    if known.country.is_some() && new.country.is_some() && known.country != new.country {
        return false;
    }
    let mut rivals = false;
    for (known, known_kind) in &known.parts {
        for (new, kind) in &new.parts {
            if known.slice(lower) == new.slice(lower) {
                return true;
            }
            rivals |= rank(known_kind) == rank(kind) || rank(known_kind).max(rank(kind)) < 2;
        }
    }
    // A quarter is no other place than the town told of before.
    !rivals
}

/// Whether both strike somebody of the same name or description.
fn shares_target(lower: &str, incident: &Incident, mention: &Mention) -> bool {
    incident.targets.iter().any(|known| mention.targets.iter().any(|new| same(lower, known, new)))
}

fn words(lower: &str, span: Option<Span>) -> Vec<&str> {
    span.and_then(|span| span.slice(lower))
        .unwrap_or("")
        .split(|c: char| !c.is_alphanumeric())
        .filter(|w| w.len() > 2)
        .collect()
}

/// Whether two targets are the same people: a shared surname, or the same noun and no other number.
fn same(lower: &str, known: &Target, new: &Target) -> bool {
    let (a, b) = (words(lower, known.name), words(lower, new.name));
    if !a.is_empty() && !b.is_empty() {
        return a.iter().all(|word| b.contains(word)) || b.iter().all(|word| a.contains(word));
    }
    if known.fate.is_some() && new.fate.is_some() && known.fate != new.fate {
        return false;
    }
    let counted =
        known.amount == new.amount && known.fate.is_some() && known.amount.min.is_some_and(|n| n > 1);
    if counted
        && known.name.is_none()
        && new.name.is_none()
        && (known.noun == Noun::Anyone || new.noun == Noun::Anyone)
    {
        return true;
    }
    let (a, b) = (words(lower, known.description), words(lower, new.description));
    let singular = |word: &str| word.trim_end_matches('s').to_owned();
    let head = |words: &[&str]| {
        words.iter().rev().find(|w| !super::lexicon::noun(w).is_empty()).map(|w| singular(w))
    };
    let alike = !a.is_empty() && !b.is_empty() && head(&a).is_some() && head(&a) == head(&b);
    let figures = |target: &Target| target.amount.min.or(target.amount.max);
    let fold = |words: &[&str]| words.iter().map(|word| singular(word)).collect::<Vec<_>>();
    let (a, b) = (fold(&a), fold(&b));
    let within = !a.is_empty()
        && !b.is_empty()
        && (a.iter().all(|word| b.contains(word)) || b.iter().all(|word| a.contains(word)));
    let alike = alike || within;
    let numbers = match (figures(known), figures(new)) {
        (Some(a), Some(b)) => a == b,
        _ => true,
    };
    alike && numbers
}

fn begin(lower: &str, mention: Mention) -> Draft {
    let detained = mention.targets.iter().any(|target| target.fate == Some(Fate::Detained));
    let kind = mention.kind.unwrap_or(if detained { Kind::Kidnapping } else { Kind::Attack });
    let weekday = mention.date.as_ref().is_some_and(|(.., weekday)| *weekday);
    let incident = Incident {
        kind,
        stage: mention.stage,
        date: mention.date.map(|(edtf, span, _)| (edtf, span)),
        weekday,
        place: mention.place,
        perpetrators: Vec::new(),
        targets: mention.targets,
        things: mention.things,
        weapons: mention.weapons,
        nobody_hurt: mention.nobody_hurt,
        mentions: vec![(mention.span, mention.rule)],
    };
    let mut draft = Draft {
        incident,
        first_sentence: mention.sentence,
        last_sentence: mention.sentence,
        last_paragraph: mention.paragraph,
    };
    add_doers(lower, &mut draft.incident, mention.perpetrators);
    draft
}

fn add(lower: &str, draft: &mut Draft, mention: Mention) {
    let incident = &mut draft.incident;
    let before = draft.last_sentence;
    draft.last_sentence = mention.sentence;
    draft.last_paragraph = mention.paragraph;
    incident.mentions.push((mention.span, mention.rule));
    incident.nobody_hurt |= mention.nobody_hurt;
    if incident.kind == Kind::Attack && mention.kind == Some(Kind::Bombing) {
        incident.kind = Kind::Bombing;
    }
    if mention.stage == Stage::Accomplished && incident.stage == Stage::Attempted && mention.full {
        incident.stage = Stage::Accomplished;
    }
    let near = mention.sentence.saturating_sub(before) <= BACK || !mention.targets.is_empty();
    if incident.date.is_none()
        && near
        && let Some((edtf, span, weekday)) = mention.date
    {
        incident.date = Some((edtf, span));
        incident.weekday = weekday;
    }
    match (&mut incident.place, mention.place) {
        (Some(known), Some(new)) => known.narrow(new),
        (known @ None, new) => *known = new,
        (Some(_), None) => {}
    }
    for target in mention.targets {
        let vague = target.definite || target.amount.plural;
        if vague && target.noun == Noun::Anyone && target.name.is_none() && !incident.targets.is_empty() {
            continue;
        }
        if points_back(lower, incident, &target, before == mention.sentence) {
            continue;
        }
        if let Some(known) = named_later(incident, &target) {
            known.name = target.name;
            continue;
        }
        match incident.targets.iter_mut().find(|known| same(lower, known, &target)) {
            Some(known) => update(known, target),
            None => incident.targets.push(target),
        }
    }
    incident.things.extend(mention.things);
    incident.weapons.extend(mention.weapons);
    add_doers(lower, incident, mention.perpetrators);
    let _ = Certainty::Possible;
}

/// Adds those who did it, each once; what is sure stands over what is suspected.
fn add_doers(lower: &str, incident: &mut Incident, doers: Vec<super::Perpetrator>) {
    for doer in doers {
        match incident.perpetrators.iter_mut().find(|known| same_words(lower, known.span, doer.span)) {
            Some(known) => known.certainty = known.certainty.max(doer.certainty),
            None => incident.perpetrators.push(doer),
        }
    }
}

const fn one(target: &Target) -> bool {
    matches!((target.amount.min, target.amount.max), (Some(1), Some(1)))
}

/// Whether `the candidate`, or in a later sentence `candidate of the party`, is the one person that the incident already names.
fn points_back(lower: &str, incident: &Incident, target: &Target, together: bool) -> bool {
    let article =
        |span: Span| lower.get(..span.start).and_then(|before| before.split_whitespace().next_back());
    let new =
        |word: Option<&str>| word.is_some_and(|word| ["a", "an", "another", "one", "other"].contains(&word));
    let known = || !together && !target.description.is_some_and(|span| new(article(span)));
    (target.definite || known())
        && target.name.is_none()
        && one(target)
        && incident.targets.iter().filter(|known| known.name.is_some() && one(known)).count() == 1
}

/// The one unnamed person of the incident whom a bare name later gives a name.
fn named_later<'i>(incident: &'i mut Incident, target: &Target) -> Option<&'i mut Target> {
    let bare = target.name.is_some() && target.description.is_none();
    let mut unnamed = incident.targets.iter_mut().filter(|known| one(known) && known.name.is_none());
    let known = unnamed.next().filter(|known| bare && matches!(known.noun, Noun::Civilian | Noun::Anyone))?;
    (unnamed.next().is_none() && (known.fate == target.fate || target.fate.is_none())).then_some(known)
}

fn same_words(lower: &str, a: Span, b: Span) -> bool {
    let group = |span: Span| super::lexicon::armed_group(span.slice(lower)?);
    a.slice(lower) == b.slice(lower) || group(a).is_some() && group(a) == group(b)
}

/// Takes over what the later words say more of.
fn update(known: &mut Target, new: Target) {
    if known
        .name
        .is_none_or(|name| new.name.is_some_and(|other| other.end - other.start > name.end - name.start))
    {
        known.name = new.name.or(known.name);
    }
    known.description = known.description.or(new.description);
    if known.fate.is_none()
        || known.fate == Some(Fate::Detained) && new.fate == Some(Fate::Freed)
        || known.fate == Some(Fate::Injured) && new.fate == Some(Fate::Killed)
    {
        known.fate = new.fate.or(known.fate);
    }
    if known.amount.plural {
        known.amount = new.amount;
    }
    if known.noun == Noun::Anyone {
        known.noun = new.noun;
    }
}
