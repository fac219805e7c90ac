//! Who speaks: the noun phrase before the cue, or after it where the order is turned round.

use super::{
    lexicon,
    view::{NONE, Run, View},
};
use crate::{nation, tag::Tag};

/// Prepositions that tie a phrase to the noun before it.
const TIES: &[&str] = &[
    "of", "from", "for", "at", "in", "with", "on", "to", "by", "near", "inside", "within", "under",
    "between", "among", "against", "about", "across", "outside", "behind", "over", "&",
];

/// Participles that describe a noun after it: `officials briefed on the strike`.
const AFTER_NOUN: &[&str] = &[
    "familiar",
    "briefed",
    "involved",
    "interviewed",
    "close",
    "based",
    "working",
    "authorized",
    "present",
    "aware",
    "knowledgeable",
    "supporting",
    "backing",
    "serving",
    "representing",
    "surveyed",
    "polled",
    "affiliated",
    "led",
    "appointed",
    "employed",
];

/// Words that open an adverbial after a cue or a source.
const CIRCUMSTANCE: &[&str] =
    &["in", "on", "at", "during", "after", "before", "while", "as", "when", "following", "since", "via"];

/// Days and words that date an utterance without a preposition.
pub(super) const DAYS: &[&str] = &[
    "monday",
    "tuesday",
    "wednesday",
    "thursday",
    "friday",
    "saturday",
    "sunday",
    "yesterday",
    "today",
    "tonight",
    "recently",
    "later",
    "earlier",
    "afterward",
    "afterwards",
    "then",
    "again",
    "wednesdays",
    "publicly",
    "privately",
    "once",
    "ago",
    "bluntly",
    "simply",
    "repeatedly",
];

/// Whether a phrase may begin here.
pub(super) fn phrase_starts(v: &View<'_>, at: usize) -> bool {
    let tag = v.tag(at);
    tag.is_noun()
        || matches!(
            tag,
            Tag::DT
                | Tag::PRPS
                | Tag::CD
                | Tag::JJ
                | Tag::JJR
                | Tag::JJS
                | Tag::PRP
                | Tag::PDT
                | Tag::EX
                | Tag::FW
        )
        || v.tag(at + 1) == Tag::CD
            && (v.is(at, &["about", "around", "over"])
                || tag == Tag::RB && v.is(at, &["nearly", "some", "almost", "roughly", "only"]))
}

/// The noun phrase that ends right before `end`.
pub(super) fn phrase_before(v: &View<'_>, end: usize) -> Option<Run> {
    let last = end.checked_sub(1)?;
    match v.tag(last) {
        Tag::PRP | Tag::WP | Tag::WDT | Tag::EX => return Some((last, end)),
        tag if tag.is_noun() || matches!(tag, Tag::CD | Tag::DT | Tag::FW | Tag::JJ | Tag::GW) => {}
        Tag::RRB => {}
        _ => return None,
    }
    let mut start = end;
    let mut conjunction = None;
    let mut at = last;
    loop {
        let next = match step_left(v, at, start, end) {
            Step::Take(to) => to,
            Step::Conjunction => {
                conjunction = Some(at + 1);
                at
            }
            Step::Stop => break,
        };
        start = next;
        if next == 0 {
            break;
        }
        at = next - 1;
    }
    if start == end {
        return None;
    }
    let blocked = start.checked_sub(1);
    let verb =
        blocked.is_some_and(|b| v.tag(b).is_verb() || v.tag(b) == Tag::RB || TIES.contains(&v.word(b)));
    if let (true, Some(cut)) = (verb, conjunction) {
        start = cut;
    } else if let Some(b) = blocked.filter(|_| verb) {
        if let Some(who) = relative_before(v, b)
            && let Some((head, _)) = phrase_before(v, who)
        {
            return Some((head, end));
        }
        if let Some(source) = handed_over(v, b, (start, end)) {
            return Some(source);
        }
        if TIES.contains(&v.word(b)) {
            start = last_phrase_start(v, start, end);
        }
    }
    trim_left(v, start, end)
}

/// `figures made available to the Herald by the clinic`, from the preposition before whom they were handed to: whoever handed them over, else
/// what was handed over.
fn handed_over(v: &View<'_>, preposition: usize, rest: Run) -> Option<Run> {
    let before = |by: usize| preposition.checked_sub(by);
    let state = before(1).filter(|at| v.tag(*at) == Tag::JJ).map_or(1, |_| 2);
    let participle = before(state).filter(|at| matches!(v.tag(*at), Tag::VBN | Tag::VBD))?;
    let noun = participle.checked_sub(1).filter(|at| v.tag(*at).is_noun())?;
    if !v.is(preposition, &["to"]) {
        return None;
    }
    let by = (rest.0 + 1..rest.1).rev().find(|at| v.is(*at, &["by"]) && v.tag(at - 1).is_noun());
    by.map(|by| (by + 1, rest.1)).or_else(|| phrase_before(v, noun + 1))
}

enum Step {
    Take(usize),
    Conjunction,
    Stop,
}

/// Whether the token at `at` belongs to the phrase that begins at `start`.
fn step_left(v: &View<'_>, at: usize, start: usize, end: usize) -> Step {
    let tag = v.tag(at);
    let word = v.word(at);
    let noun_before = at > 0
        && (v.tag(at - 1).is_noun() || matches!(v.tag(at - 1), Tag::RRB | Tag::CD | Tag::PRP | Tag::DT));
    if tag == Tag::RRB {
        return v.open_parenthesis(at).map_or(Step::Stop, Step::Take);
    }
    if v.quoted[at] != NONE {
        // A nickname or a scare quote inside a name, never a sentence.
        let open =
            (at.saturating_sub(5)..=at).rev().find(|i| v.opens(*i)).filter(|open| *open > 0 && v.closes(at));
        let inside = at > 0 && !matches!(v.word(at - 1), "," | "." | "!" | "?") && v.tag(start).is_noun();
        return match open {
            Some(open) if inside && v.tag(open - 1).is_modifier() => Step::Take(open),
            _ => Step::Stop,
        };
    }
    let demonstrative = v.tag(at + 1) == Tag::NN && at > 0 && !v.tag(at - 1).is_finite();
    if (tag == Tag::DT && word == "that" && !demonstrative)
        || (tag == Tag::JJ && word == "such" && start > at + 3)
    {
        return Step::Stop;
    }
    // `the` cannot follow another noun of the same phrase without a tie.
    if tag.is_noun()
        && start < end
        && matches!(v.tag(start), Tag::DT | Tag::PRPS)
        && start > at
        && v.word(start) != "all"
    {
        return Step::Stop;
    }
    // Before a noun phrase that has its verb, `’s` is no verb, whatever the tagger took it for.
    let possessive = matches!(word, "’s" | "'s") && at > 0 && v.tag(at - 1).is_noun();
    if possessive
        || tag.is_modifier()
        || word == "/"
        || (word == "that" && demonstrative && at > 1 && v.tag(at - 1) == Tag::VBG)
    {
        return Step::Take(at);
    }
    if AFTER_NOUN.contains(&word) && at > 0 && v.tag(at - 1).is_noun() {
        return Step::Take(at);
    }
    if tag == Tag::VBN && noun_before && TIES.contains(&v.word(at + 1)) && v.tag(at - 1) != Tag::PRP {
        return Step::Take(at);
    }
    if matches!(tag, Tag::VBN | Tag::VBG) && v.tag(at + 1).is_noun() && at > 0 && v.tag(at - 1).is_modifier()
    {
        return Step::Take(at);
    }
    // `Ode’s chief of staff`: an adjective after an owner or article, with a tie behind it, is the noun itself.
    let as_noun = at > 1
        && v.tag(at - 1) == Tag::JJ
        && (matches!(v.tag(at - 2), Tag::POS | Tag::DT) || v.is(at - 2, &["’s", "'s"]));
    if TIES.contains(&word)
        && matches!(tag, Tag::IN | Tag::TO | Tag::CC | Tag::RP)
        && (noun_before
            || as_noun
            || AFTER_NOUN.contains(&v.word(at.wrapping_sub(1)))
            || v.tag(at.wrapping_sub(1)) == Tag::VBN)
    {
        return Step::Take(at);
    }
    if tag == Tag::CC && matches!(word, "and" | "or" | "&") && at > 0 {
        if v.tag(at - 1) == Tag::JJ || v.tag(at - 1) == Tag::CD {
            return Step::Take(at);
        }
        if noun_before {
            return Step::Conjunction;
        }
    }
    // `the captain steering that boat`, but not `steering boats is hard`.
    if tag == Tag::VBG && at > 1 && matches!(v.tag(at - 1), Tag::NN | Tag::NNS) && phrase_starts(v, at + 1) {
        return Step::Take(at);
    }
    let number = v.tag(at + 1) == Tag::CD
        || v.tag(at + 1).is_modifier()
            && v.is(
                at,
                &[
                    "very", "most", "more", "nearly", "about", "almost", "once", "newly", "longtime", "then",
                    "widely",
                ],
            );
    if tag.is_adverb() && number && start == at + 1 {
        return Step::Take(at);
    }
    Step::Stop
}

/// Where `who` or `that` opens the relative clause whose verb is at `verb`.
fn relative_before(v: &View<'_>, verb: usize) -> Option<usize> {
    for at in (verb.saturating_sub(14)..=verb).rev() {
        if v.comma(at) || v.quoted[at] != NONE {
            return None;
        }
        if at > 0
            && (v.is(at, &["who", "whose"])
                || (v.is(at, &["that", "which"]) && v.tag(at - 1).is_noun() && v.tag(at) == Tag::WDT))
        {
            return Some(at);
        }
    }
    None
}

/// Inside an object followed by a subject (`in the race the mayor`), where the subject begins.
fn last_phrase_start(v: &View<'_>, start: usize, end: usize) -> usize {
    (start + 1..end)
        .rev()
        .find(|at| {
            let before = v.tag(at - 1);
            matches!(v.tag(*at), Tag::DT | Tag::PRPS) && (before.is_noun() || before == Tag::CD)
                || v.tag(*at).is_proper()
                    && matches!(before, Tag::NN | Tag::NNS | Tag::CD)
                    && !v.tag(at - 1).is_proper()
                    && before != Tag::NN
        })
        .unwrap_or(start)
}

fn trim_left(v: &View<'_>, mut start: usize, end: usize) -> Option<Run> {
    while start < end
        && (matches!(v.tag(start), Tag::CC | Tag::IN | Tag::TO | Tag::HYPH | Tag::POS) || v.comma(start))
        && !phrase_starts(v, start)
    {
        start += 1;
    }
    let bound = v.tag(start) == Tag::CD
        && start > 1
        && (v.is(start - 2, &["at"]) && v.is(start - 1, &["least", "most"])
            || v.is(start - 2, &["more", "fewer"]) && v.is(start - 1, &["than"]));
    if bound && start < end && v.quoted[start - 2] == NONE {
        start -= 2;
    }
    if start > 0 && start < end && v.quoted[start - 1] == NONE {
        let least = v.is(start, &["least", "most"]) && v.is(start - 1, &["at"]);
        let bound = v.tag(start) == Tag::CD && start > 1 && v.quoted[start - 2] == NONE;
        let two = bound
            && (v.is(start - 1, &["least", "most"]) && v.is(start - 2, &["at"])
                || v.is(start - 1, &["than"]) && v.is(start - 2, &["more", "fewer"]));
        start -= if two { 2 } else { usize::from(least) };
    }
    (start < end).then_some((start, end))
}

/// The subject of the verb group that begins at `verb`.
pub(super) fn subject_before(v: &View<'_>, verb: usize) -> Option<Run> {
    let mut end = verb;
    loop {
        let before = end;
        while end > 0 && v.tag(end - 1).is_adverb() && v.quoted[end - 1] == NONE {
            end -= 1;
        }
        end = before_time(v, end);
        // `lawmakers have for weeks requested`
        if end < verb && end > 1 && v.is(end - 1, &["have", "has", "had"]) {
            end -= 1;
        }
        if end == before {
            break;
        }
    }
    let last = end.checked_sub(1)?;
    if v.quoted[last] != NONE && !v.closes(last) {
        return None;
    }
    if !v.comma(last) {
        // `a report published on Monday said`: the participle is no part of the phrase.
        let participle = end < verb && v.tag(last) == Tag::VBN && last > 0 && v.tag(last - 1).is_noun();
        return phrase_before(v, if participle { last } else { end });
    }
    // `Ada Ode (D., Hull), said`
    if last > 0 && v.tag(last - 1) == Tag::RRB && previous_comma(v, last).is_none() {
        return phrase_before(v, last);
    }
    // `A, the head of B, said`: walk back over what is set off by commas.
    if let Some(before) = previous_comma(v, last).filter(|before| aside(v, before + 1, last)) {
        return phrase_before(v, before);
    }
    // `officials speaking on condition of anonymity, told`: what describes them has a comma at its end alone.
    let speaking = (last.saturating_sub(9)..last).rev().find(|at| {
        v.is(*at, &["speaking", "requesting", "citing", "quoting", "talking"])
            && v.tag(*at) == Tag::VBG
            && *at > 0
            && v.tag(at - 1).is_noun()
    });
    if let Some(speaking) =
        speaking.filter(|from| (*from..last).all(|at| !v.comma(at) && !v.tag(at).is_finite()))
    {
        return phrase_before(v, speaking);
    }
    let previous = previous_comma(v, last).filter(|previous| set_off(v, previous + 1, last))?;
    let (start, _) = phrase_before(v, previous)?;
    // `Ada Ode, 49, a captain, said`; `Ada Ode, a captain from Hull, York, said`
    let age = start + 1 == previous && v.tag(start) == Tag::CD;
    let more = start > 1
        && v.comma(start - 1)
        && (age || v.is(start, &["a", "an", "the", "former", "who"]) && v.tag(start - 2).is_proper());
    if more {
        return phrase_before(v, start - 1).map(|(first, _)| (first, last));
    }
    Some((start, last))
}

/// Whether `from..to`, between commas, belongs to neither source nor cue: `, however,`, `, for example,`.
fn aside(v: &View<'_>, from: usize, to: usize) -> bool {
    let adverbs =
        from < to && (from..to).all(|at| v.tag(at).is_adverb() || v.is(at, ASIDES) || v.is(at, DAYS));
    adverbs
        || to == from + 2
            && (v.is(from, &["for", "in"])
                && v.is(from + 1, &["example", "instance", "turn", "response", "fact", "particular"]))
}

/// Words that stand between commas and link sentences.
const ASIDES: &[&str] = &[
    "meanwhile",
    "however",
    "though",
    "too",
    "moreover",
    "nevertheless",
    "therefore",
    "instead",
    "on",
    "in",
    "turn",
];

/// Where the words for a time that end at `end` begin, if a subject may stand before them: `the ministry this year found`.
fn before_time(v: &View<'_>, end: usize) -> usize {
    let Some(last) = end.checked_sub(1).filter(|last| v.quoted[*last] == NONE) else { return end };
    let unit = v.is(
        last,
        &[
            "week",
            "month",
            "year",
            "morning",
            "night",
            "afternoon",
            "evening",
            "summer",
            "spring",
            "fall",
            "winter",
            "weekend",
        ],
    );
    if unit && last > 1 && v.is(last - 1, &["this", "last", "that", "earlier"]) {
        return if v.is(last - 2, &["earlier", "later", "late", "early"]) && last > 2 {
            last - 2
        } else {
            last - 1
        };
    }
    let long = v.is(last, &["days", "weeks", "months", "years", "hours"]);
    if long && last > 1 && v.is(last - 1, &["for"]) {
        return last - 1;
    }
    let day = v.is(
        last,
        &["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday", "yesterday", "today"],
    );
    if day && last > 0 {
        let on = v.is(last - 1, &["on", "late", "early", "last"]) && last > 1;
        return if on { last - 1 } else { last };
    }
    before_dates(v, end)
}

/// Where months, years and days of a month that end at `end` begin with their preposition: `the office in May, June and July counted`.
fn before_dates(v: &View<'_>, end: usize) -> usize {
    let month = |at: usize| nation::is_calendar(v.word(at)) || v.is(at, &["may", "march"]);
    let year = |at: usize| v.tag(at) == Tag::CD && v.word(at).len() == 4;
    let first = (0..end)
        .rev()
        .take_while(|at| {
            v.quoted[*at] == NONE
                && (month(*at) || v.tag(*at) == Tag::CD || v.comma(*at) || v.is(*at, &["and", "or"]))
        })
        .last()
        .unwrap_or(end);
    let last = end.checked_sub(1).is_some_and(|last| month(last) || v.tag(last) == Tag::CD);
    let dated = last && (first..end).any(|at| month(at) || year(at));
    let tied = first > 1
        && v.is(first - 1, &["in", "on", "since", "by"])
        && (v.tag(first - 2).is_noun() || v.tag(first - 2) == Tag::RRB);
    if dated && tied { first - 1 } else { end }
}

fn previous_comma(v: &View<'_>, before: usize) -> Option<usize> {
    let mut at = before;
    while at > 0 {
        at -= 1;
        if v.tag(at) == Tag::RRB {
            at = v.open_parenthesis(at)?;
        } else if v.comma(at) && v.quoted[at] == NONE {
            return Some(at);
        } else if v.quoted[at] != NONE && v.closes(at) && before - at > 12 {
            return None;
        }
    }
    None
}

/// Whether `from..to`, between commas, describes the noun before it.
fn set_off(v: &View<'_>, from: usize, to: usize) -> bool {
    if from >= to || to - from > 40 {
        return false;
    }
    if v.is(from, &["who", "whose", "which", "where"]) {
        return true;
    }
    let finite = (from..to).any(|at| v.tag(at).is_finite() && v.quoted[at] == NONE);
    let relative = (from..to).any(|at| v.is(at, &["who", "that", "which"]));
    let opens = phrase_starts(v, from)
        || matches!(v.tag(from), Tag::VBN | Tag::VBG | Tag::IN | Tag::RB | Tag::CC | Tag::WP);
    opens && (!finite || relative) && !v.is(from, &["he", "she", "they", "it", "we", "i"])
}

/// Whether an adverbial of the occasion begins here: `in a statement`, `on Tuesday`, `Monday`, `last week`.
pub(super) fn circumstance(v: &View<'_>, at: usize) -> bool {
    // `the recently signed order`, `USA TODAY`: no words for a time of speaking.
    let inside = v.tag(at.wrapping_sub(1)) == Tag::DT
        || v.tag(at) == Tag::NNP && v.written(at).bytes().all(|b| b.is_ascii_uppercase());
    if v.is(at, DAYS) && !v.is(at, &["then"]) && !inside {
        return true;
    }
    if v.is(at, &["last", "this", "next", "earlier", "late", "early"]) && lexicon::is_occasion(v.word(at + 1))
        || v.is(at + 1, &["year"]) && v.is(at, &["last", "this"])
    {
        return true;
    }
    if v.is(at, &["while", "as", "when", "after", "before", "following", "during"]) {
        return true;
    }
    if !v.is(at, CIRCUMSTANCE) {
        return false;
    }
    (at + 1..(at + 7).min(v.len()))
        .take_while(|i| v.tag(*i).is_modifier() || v.tag(*i) == Tag::VBG)
        .any(|i| lexicon::is_occasion(v.word(i)))
}

/// First token after the base noun phrase at `at` and the phrases tied to it with `of`.
pub(super) fn skip_phrase(v: &View<'_>, at: usize) -> usize {
    if v.tag(at) == Tag::PRP {
        return at + 1;
    }
    let mut i = at;
    while i < v.len() && v.quoted[i] == NONE {
        let tag = v.tag(i);
        let tie = matches!(v.word(i), "of" | "'s" | "’s" | "and" | "&")
            && i > at
            && v.tag(i + 1).is_modifier()
            && v.tag(i + 1) != Tag::PRP;
        let next_phrase = i > at && matches!(tag, Tag::DT | Tag::PRPS) && v.tag(i - 1).is_noun();
        if !(tag.is_modifier() || tie) || next_phrase {
            break;
        }
        i += 1;
    }
    i
}

/// First token after whom a cue names as its listener, with what is tied to it: `told a cheering crowd in the port that …`.
pub(super) fn skip_listener(v: &View<'_>, at: usize) -> usize {
    let end = skip_phrase(v, at);
    // `told media two strikes killed nine`, `told Reuters soldiers had left`: another phrase begins, with a verb of its own.
    let begins = |i: &usize| {
        let (before, tag) = (v.tag(i - 1), v.tag(*i));
        matches!(before, Tag::NN | Tag::NNS | Tag::NNP) && tag == Tag::CD && v.tag(i + 1).is_modifier()
            || before == Tag::NNP && *i == at + 1 && matches!(tag, Tag::NNS | Tag::JJ)
    };
    let clause = v.tag(end).is_finite();
    let near = (at + 1..end)
        .find(begins)
        .filter(|_| clause || end < v.len() && v.tag(end) == Tag::IN)
        .unwrap_or(end);
    let far = (near..(near + 12).min(v.len()))
        .take_while(|i| !v.tag(*i).is_finite() && !v.comma(*i))
        .find(|i| v.is(*i, &["that"]) || v.opens(*i) || v.is(*i, &[":"]));
    far.unwrap_or(near)
}

/// Whether the adverbial at `at` belongs to what is said and not to the saying: `said in one village the soldiers shot nine men`. It is
/// of no occasion or named place, and a clause follows it without `that`.
pub(super) fn opens_what_is_said(v: &View<'_>, at: usize) -> bool {
    if !v.is(at, &["in", "near", "at", "inside", "outside"]) || v.quoted.get(at) != Some(&NONE) {
        return false;
    }
    let end = skip_phrase(v, at + 1);
    let told =
        (at + 1..end).any(|i| v.tag(i).is_proper() || v.is(i, DAYS) || lexicon::is_occasion(v.word(i)));
    let determined = v.is(at + 1, &["one", "another", "each", "some", "several", "most", "every"])
        || v.tag(at + 1) == Tag::CD;
    let clause = || {
        phrase_starts(v, end)
            && !v.is(end, &["that"])
            && (end + 1..(end + 10).min(v.len())).take_while(|i| !v.comma(*i)).any(|i| v.tag(i).is_finite())
    };
    determined && !told && end > at + 1 && clause()
}

/// First token after the adverbials at `at`.
pub(super) fn skip_adverbials(v: &View<'_>, at: usize) -> usize {
    let mut i = at;
    loop {
        let before = i;
        if v.is(i, &["the"])
            && v.is(i + 1, &["day", "week", "month", "morning", "night", "evening", "afternoon", "year"])
        {
            i = skip_phrase(v, i);
            continue;
        }
        if v.quoted.get(i).copied() != Some(NONE) {
            return i;
        }
        if v.is(i, DAYS)
            || v.tag(i) == Tag::RB
                && !v.is(i, &["not", "n't", "n’t", "so", "no"])
                && !phrase_starts(v, i)
                && lexicon::lookup(v.word(i)).is_none()
        {
            i += 1;
        } else if v.is(i, &["last", "this", "next", "earlier", "late", "early"])
            && (lexicon::is_occasion(v.word(i + 1)) || v.is(i + 1, &["year"]))
        {
            i += 2;
        } else if v.is(
            i,
            &[
                "in", "on", "at", "during", "via", "from", "to", "through", "near", "before", "after", "by",
                "outside", "with", "as",
            ],
        ) && (phrase_starts(v, i + 1) || v.tag(i + 1) == Tag::VBG && !v.is(i, &["by"]))
        {
            let from = if v.tag(i + 1) == Tag::VBG { i + 2 } else { i + 1 };
            let end = skip_phrase(v, from);
            if end == i + 1 {
                return i;
            }
            i = end;
        }
        if v.is(i, &["of", "about"]) && phrase_starts(v, i + 1) {
            let end = skip_phrase(v, i + 1);
            let quotation = v.comma(end) && v.opens(end + 1) || v.opens(end);
            i = if quotation || v.is(end, &["that"]) { end } else { i };
        }
        if i == before {
            return i;
        }
    }
}
