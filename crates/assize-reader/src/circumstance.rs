//! What the text says of an attack beside its date and toll: what was aboard and where it was bound, who led it, whether survivors were
//! struck again, who the people were known to be, and who is said to direct a group.
//!
//! One table: a rule is a row with its id, the words that must stand in the sentence before the pattern is tried, the pattern, and
//! what its named groups mean. Which incident is meant is decided by [`crate::assembly`], who says it by `read`.

use crate::{pattern::Pattern, segment::Segments};
use assize_record::{EntityType, Span};

/// One thing said of an incident, a campaign or a group.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Circumstance {
    /// The property of the vocabulary.
    pub property: &'static str,
    /// What it is said of.
    pub about: About,
    /// The words of the value.
    pub value: Span,
    /// The value, where it is not the words.
    pub kind: Told,
    /// The group that membership is claimed of.
    pub group: Option<Span>,
    /// The number that this is a part of: `one of the nine`.
    pub whole: Option<u64>,
    /// Whether the words deny it.
    pub denied: bool,
    /// The sentence.
    pub sentence: Span,
    /// The rule.
    pub rule: &'static str,
}

/// What a [`Circumstance`] is said of.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum About {
    /// The incident that the words stand with.
    Incident,
    /// All incidents together, unless the words stand with one.
    Campaign,
    /// The group named here.
    Group(Span),
}

/// What the value of a [`Circumstance`] is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Told {
    /// The words.
    Words,
    /// So many people.
    People(u64),
    /// Yes or no.
    Flag(bool),
    /// A name, with what it is asked to be.
    Named(EntityType),
    /// The time that begins with the value's words.
    Date,
}

/// The ids of the rules of this layer.
pub const RULES: &[&str] = &[
    "circumstance.began",
    "circumstance.bound-for",
    "circumstance.cargo",
    "circumstance.commander",
    "circumstance.directed-by",
    "circumstance.identities-known",
    "circumstance.identities-not-known",
    "circumstance.identities-published",
    "circumstance.leader",
    "circumstance.survivors-struck",
    "circumstance.under-control",
    "membership.affiliates",
    "membership.identified",
    "membership.members",
    "membership.members-killed",
    "membership.none",
];

/// How the groups of a pattern become a value.
#[derive(Clone, Copy)]
enum Take {
    /// `v` is the value.
    Words,
    /// `v` is a number of people.
    People,
    /// Nobody; the words are `v`.
    Nobody,
    /// Yes where the flag says so; the words are `v`.
    Flag(bool),
    /// `v` is a name.
    Named(EntityType),
    /// `v` begins with a date.
    Date,
}

struct Rule {
    id: &'static str,
    property: &'static str,
    /// One word of each list must stand in the sentence.
    needs: &'static [&'static [&'static str]],
    pattern: Pattern,
    take: Take,
    about: Whom,
}

#[derive(Clone, Copy, PartialEq)]
enum Whom {
    Incident,
    Campaign,
    /// The name before the verb.
    Group,
}

const VESSELS: &[&str] = &["boat", "vessel", "ship", "submersible", "skiff", "truck", "vehicle", "convoy"];

const fn rule(
    id: &'static str,
    property: &'static str,
    needs: &'static [&'static [&'static str]],
    pattern: &'static str,
    take: Take,
    about: Whom,
) -> Rule {
    let pattern = match take {
        Take::Named(_) => Pattern::within(pattern, "v", 60),
        _ => Pattern::new(pattern),
    };
    Rule { id, property, needs, pattern, take, about }
}

static TABLE: [Rule; 16] = [
    rule(
        "membership.members",
        "incident.members",
        &[&["member"]],
        r"\b(?P<v>\d{1,4}|one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve)(?: of (?:the|those) (?P<whole>\d{1,4}|[a-z]+)| of them)? (?:was|were) (?:an? )?(?:known )?members? of (?P<group>[^,.;]+)",
        Take::People,
        Whom::Incident,
    ),
    rule(
        "membership.members-killed",
        "incident.members",
        &[&["member"], &["kill"]],
        r"\bkill[a-z]* (?P<v>\d{1,4}|one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve) (?:[“\x22]?[a-z -]{2,30}[”\x22]? )?members of (?P<group>[^,.;]+)",
        Take::People,
        Whom::Incident,
    ),
    rule(
        "membership.affiliates",
        "incident.affiliates",
        &[&["affiliate"]],
        r"\b(?:other |remaining )?(?P<v>\d{1,4}|one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve) (?:others )?(?:was|were) (?:an? )?affiliates?\b(?: of (?P<group>[^,.;]+))?",
        Take::People,
        Whom::Incident,
    ),
    rule(
        "membership.identified",
        "incident.identified",
        &[&["identit", "names"]],
        r"\bknew the (?:identit[a-z]+|names) of (?:all )?(?P<v>\d{1,4}|one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve)\b",
        Take::People,
        Whom::Incident,
    ),
    rule(
        "membership.none",
        "incident.members",
        &[&["none of"]],
        r"\b(?P<v>none of (?:them|those|the [a-z]+(?: [a-z]+)?)) (?:was|were|is|are|had|has|ever|belonged|worked)\b[^.;,]{0,40}?\b(?:members? of|do with|belonged to|worked for|ties to|links to|part of) (?P<group>[^,.;”]+)",
        Take::Nobody,
        Whom::Incident,
    ),
    rule(
        "circumstance.began",
        "campaign.began-on",
        &[&["began", "started", "launched"], &["campaign", "operations", "strikes", "offensive"]],
        r"\b(?:campaign|operations|strikes|offensive),?(?: [a-z’]+){0,4}? (?:which |that )?(?:began|started|was launched|were launched)(?: on| in)? (?P<v>(?:[a-z]{3,9}\.?|\d{1,2}|\d{4}) ?\d{0,4})",
        Take::Date,
        Whom::Campaign,
    ),
    rule(
        "circumstance.cargo",
        "incident.cargo",
        &[&["carrying", "smuggling", "transporting", "laden", "loaded"], VESSELS],
        r"\b(?:boats?|vessels?|ships?|submersible|skiff|trucks?|vehicles?|convoy)\b(?: [a-z’-]+){0,3}? (?:carrying|smuggling|transporting|laden with|loaded with) (?P<v>[a-z0-9][a-z0-9 ’-]{2,60}?)(?:[,.;:—”]|$| (?:ultimately |and )?(?:bound|headed|heading|destined|was|were|when|that|which|off|from|near|in|on|to|toward|towards|into|through|across)\b)",
        Take::Words,
        Whom::Incident,
    ),
    rule(
        "circumstance.bound-for",
        "incident.bound-for",
        &[&[
            "bound for",
            "headed for",
            "headed to",
            "heading for",
            "heading to",
            "destined for",
            "en route to",
        ]],
        r"\b(?:bound for|headed (?:for|to|toward)|heading (?:for|to|toward)|destined for|en route to) (?P<v>(?:the )?[a-z][a-z’. -]{2,50}?)(?:[,;:—”]|\.$|\.\s|$| (?:and|when|with|which|that|carrying|after|before|said|according|on)\b)",
        Take::Words,
        Whom::Incident,
    ),
    rule(
        "circumstance.commander",
        "incident.commanded-by",
        &[
            &["commander", "admiral", "general", "officer"],
            &["operation", "strike", "attack", "mission", "raid"],
        ],
        r"\b(?:commander|admiral|general|officer) (?:overseeing|who oversaw|who led|leading|commanding|in charge of) (?:that|the|this) (?:[a-z]+ )?(?:operation|strike|attack|mission|raid), (?P<v>[^,;:—]{3,60}?),",
        Take::Named(EntityType::Agent),
        Whom::Incident,
    ),
    rule(
        "circumstance.leader",
        "incident.commanded-by",
        &[
            &["who oversaw", "who led", "who commanded"],
            &["operation", "strike", "attack", "mission", "raid"],
        ],
        r"(?:^|[,;:—] (?:and )?|\b(?:and|said|told|by|of) )(?P<v>[^,;:—]{3,}?), who (?:oversaw|led|commanded) (?:that|the|this) (?:[a-z]+ )?(?:operation|strike|attack|mission|raid)\b",
        Take::Named(EntityType::Agent),
        Whom::Incident,
    ),
    rule(
        "circumstance.survivors-struck",
        "incident.survivors-struck",
        &[&["survivor", "survived"], &["second", "subsequent", "follow-up", "another", "again"]],
        r"\b(?P<v>(?:second|subsequent|follow-up|another) (?:[a-z]+ )?(?:strike|attack|missile|shot|salvo)\b[^.;]{0,40}?\b(?:kill|killed|killing|hit|struck|against|on|aimed at)\b[^.;,]{0,20}?\bsurvivors|survivors[^.;,]{0,40}?\b(?:killed|struck|hit) (?:again|in a second|by a second)[a-z ]{0,20})",
        Take::Flag(true),
        Whom::Incident,
    ),
    rule(
        "circumstance.identities-not-known",
        "incident.identities-known",
        &[&["know", "knew", "unclear", "certain"], &["not", "n’t", "n't"]],
        r"\b(?P<v>(?:do not|does not|did not|don’t|doesn’t|didn’t|don't|doesn't|didn't) know (?:all|who|any|everyone|every|each|the identit[a-z]+|the names)[^.;,”]{0,50})",
        Take::Flag(false),
        Whom::Campaign,
    ),
    rule(
        "circumstance.identities-known",
        "incident.identities-known",
        &[&["know ", "knew ", "knows "]],
        r"\b(?:we|they|he|she|it|troops|military|navy|army|forces|officials|officers|pilots) (?P<v>(?:know|knew|knows) (?:(?:exactly |precisely )?who (?:they|we|it) (?:are|is|were|was) (?:targeting|striking|killing|hitting|shooting)|everything about (?:them|everyone)|the (?:identities|names) of (?:all|everyone|those))[^.;,”]{0,30})",
        Take::Flag(true),
        Whom::Campaign,
    ),
    rule(
        "circumstance.identities-published",
        "incident.identities-published",
        &[&["identified", "named", "names"], &["not", "n’t", "n't", "never"]],
        r"\b(?P<v>(?:has|have|had|was|were) (?:not|never) (?:yet )?(?:publicly )?(?:identified|named|released the names of|published the names of) (?:those|the (?:people|men|dead|victims|crew)|any of)[^.;,]{0,30})",
        Take::Flag(false),
        Whom::Campaign,
    ),
    rule(
        "circumstance.directed-by",
        "group.directed-by",
        &[&["directed by", "controlled by", "commanded by", "run by", "led by", "controls", "directs"]],
        r"\b(?:is|was|are|were) (?P<no>not |never )?(?:being )?(?:directed|controlled|commanded|run|led) by (?P<v>[^,.;:—”]{3,60}?)(?:[,.;:—”]|$| (?:and|but|who|which|that|when)\b)",
        Take::Named(EntityType::Organisation),
        Whom::Group,
    ),
    rule(
        "circumstance.under-control",
        "group.directed-by",
        &[&["under the"], &["control of", "direction of", "command of"]],
        r"\b(?:operat|work|act)(?:ing|ed|es|s)? [“\x22]?under the (?:control|direction|command) of[”\x22]? (?P<v>[^,.;:—”]{3,60}?)(?:[,.;:—”]|$| (?:and|but|who|which|that|when)\b)",
        Take::Named(EntityType::Organisation),
        Whom::Group,
    ),
];

/// Every circumstance of a text, sentence by sentence. `lower` is the text with its ASCII letters in lower case.
pub fn circumstances(text: &str, lower: &str, segments: &Segments) -> Vec<Circumstance> {
    let mut found = Vec::new();
    let mut group = None;
    for sentence in &segments.sentences {
        let Some(words) = sentence.slice(lower) else { continue };
        let first = found.len();
        for rule in &TABLE {
            if rule.needs.iter().all(|list| list.iter().any(|word| words.contains(word))) {
                found.extend(rule.read(text, words, *sentence, group));
            }
        }
        // `one was a member of the Red Sail and the other eight were affiliates`: affiliates of the same.
        let named = found[first..].iter().find_map(|one| one.group);
        let whole = found[first..].iter().find_map(|one| one.whole);
        for one in found[first..].iter_mut().filter(|one| one.property == "incident.affiliates") {
            (one.group, one.whole) = (one.group.or(named), one.whole.or(whole));
        }
        group = named.or(group);
    }
    found
}

impl Rule {
    fn read(&self, text: &str, words: &str, sentence: Span, last: Option<Span>) -> Option<Circumstance> {
        let captures = self.pattern.captures(words)?;
        let at =
            |name: &str| captures.name(name).map(|m| trimmed(text, sentence.start + m.start(), m.as_str()));
        let value = at("v")?;
        let denied = captures.name("no").is_some();
        let group = at("group").and_then(|span| proper(text, span));
        let kind = match self.take {
            Take::Words => Told::Words,
            Take::People => Told::People(small(captures.name("v")?.as_str())?),
            Take::Nobody => Told::People(0),
            Take::Flag(flag) => Told::Flag(flag),
            Take::Named(kind) => Told::Named(kind),
            Take::Date => Told::Date,
        };
        if matches!(self.take, Take::Named(EntityType::Agent)) {
            proper(text, value)?;
        }
        let about = match self.about {
            Whom::Incident => About::Incident,
            Whom::Campaign => About::Campaign,
            Whom::Group => {
                let verb = sentence.start + captures.whole()?.start();
                About::Group(last_group(text, Span::new(sentence.start, verb)).or(last)?)
            }
        };
        let whole = captures.name("whole").and_then(|w| small(w.as_str()));
        let (property, id) = (self.property, self.id);
        Some(Circumstance { property, about, value, kind, group, whole, denied, sentence, rule: id })
    }
}

fn trimmed(text: &str, start: usize, words: &str) -> Span {
    let lead = words.len() - words.trim_start().len();
    let span = Span::new(start + lead, start + lead + words.trim().len());
    debug_assert!(span.slice(text).is_some(), "lower case of ASCII keeps every place");
    span
}

/// A small number in figures or words.
pub(crate) fn small(word: &str) -> Option<u64> {
    const WORDS: &[&str] = &[
        "zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven",
        "twelve",
    ];
    word.parse().ok().or_else(|| WORDS.iter().position(|w| *w == word).map(|n| n as u64))
}

/// The longest run of capitalised words in a phrase, with the small words inside it.
fn proper(text: &str, phrase: Span) -> Option<Span> {
    runs(text, phrase).into_iter().max_by_key(|run| run.len())
}

/// The name in a stretch of text that most likely is a group's: the last one of two words or more.
fn last_group(text: &str, stretch: Span) -> Option<Span> {
    let of_several = |run: &Span| run.slice(text).is_some_and(|name| name.contains(' '));
    let person = |run: &Span| {
        let first = run.slice(text).and_then(|name| name.split_whitespace().next()).unwrap_or("");
        crate::tag::gazetteer::is_title(&first.to_lowercase())
    };
    runs(text, stretch).into_iter().rfind(|run| of_several(run) && !person(run))
}

/// Runs of capitalised words, with the small words between them.
fn runs(text: &str, stretch: Span) -> Vec<Span> {
    let Some(phrase) = stretch.slice(text) else { return Vec::new() };
    let (mut runs, mut open, mut at) = (Vec::new(), None::<Span>, stretch.start);
    for word in phrase.split_inclusive(' ') {
        let bare = word.trim_matches(|c: char| !c.is_alphanumeric());
        let lead = word.find(bare).unwrap_or(0);
        let (from, to) = (at + lead, at + lead + bare.len());
        let joint = matches!(bare, "de" | "del" | "al" | "of" | "la" | "el" | "the");
        let ends = word.trim_end().ends_with([',', '.', ';', ':', '”', ')', '—']);
        let begins = lead > 0;
        if bare.starts_with(char::is_uppercase) {
            match &mut open {
                Some(run) if !begins => run.end = to,
                _ => runs.extend(open.replace(Span::new(from, to))),
            }
        } else if !joint || bare.is_empty() {
            runs.extend(open.take());
        }
        if ends {
            runs.extend(open.take());
        }
        at += word.len();
    }
    runs.extend(open);
    runs
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_pattern_can_be_compiled() {
        assert!(TABLE.iter().all(|rule| rule.pattern.is_sound()));
    }
}
