//! Documents of authority and what the text says of them: signed, changed, disclosed, resting on another, asking for a
//! certainty, naming a zone or list, giving or passing on the power to approve.

use crate::{pattern::Pattern, segment::Segments, timex::Time, topic::Topic};
use assize_record::{EntityType, Span};
use std::collections::BTreeMap;

/// The ids of the rules of this layer.
pub const RULES: &[&str] = &[
    "authority.based-on",
    "authority.certainty",
    "authority.command",
    "authority.dated",
    "authority.delegable",
    "authority.drafted",
    "authority.engagement",
    "authority.issuer",
    "authority.list",
    "authority.modified",
    "authority.provides",
    "authority.reviewed",
    "authority.signed",
    "authority.signed-by",
    "authority.zone",
];

/// One thing said of an instrument.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Provision {
    /// The property of the vocabulary.
    pub property: &'static str,
    /// The instrument or list.
    pub subject: Topic,
    /// Where the text names it first.
    pub named: Span,
    /// The words of the value.
    pub value: Span,
    /// The value, where it is not the words.
    pub kind: Provided,
    /// The sentence.
    pub sentence: Span,
    /// The rule.
    pub rule: &'static str,
}

/// What the value of a [`Provision`] is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Provided {
    /// The words.
    Words,
    /// The time at this index.
    Time(usize),
    /// Yes or no.
    Flag(bool),
    /// Another thing that the text speaks of.
    Thing(Topic),
    /// Whoever or whatever the words name: what it is asked to be.
    Named(EntityType),
    /// So many groups.
    Groups(u64),
}

/// Kinds of instrument: words in lower case, and the key. Longer words first.
const KINDS: &[(&str, &str)] = &[
    ("execute order", "execute-order"),
    ("exord", "execute-order"),
    ("executive order", "executive-order"),
    ("legal opinion", "opinion"),
    ("olc opinion", "opinion"),
    ("olc memo", "opinion"),
    ("counsel memo", "opinion"),
    ("counsel opinion", "opinion"),
    ("draft opinion", "opinion"),
    ("authorization to use military force", "authorization"),
    ("authorization for use of military force", "authorization"),
    ("aumf", "authorization"),
    ("war powers resolution", "war-powers-resolution"),
    ("presidential directive", "directive"),
    ("directive", "directive"),
    ("proclamation", "proclamation"),
    ("presidential finding", "finding"),
    ("rules of engagement", "rules-of-engagement"),
    ("targeting guidelines", "targeting-guidelines"),
    ("targeting guidance", "targeting-guidelines"),
    ("policy guidance", "policy-guidance"),
    ("standing order", "standing-order"),
    ("memorandum", "memo"),
    ("memo", "memo"),
    ("opinion", "opinion"),
    ("decree", "decree"),
    ("order", "order"),
];

struct Patterns {
    signed: Pattern,
    modified: Pattern,
    certainty: Pattern,
    engagement: Pattern,
    delegable: Pattern,
    command: Pattern,
    signed_by: Pattern,
    issuer: Pattern,
    reviewed: Pattern,
    drafted: Pattern,
    zone: Pattern,
    list: Pattern,
    based: Pattern,
    provides: Pattern,
}

static PATTERNS: Patterns = Patterns {
    signed: Pattern::new(r"\b(?:signed|issued|dated|promulgated)\b[^.;—]{0,40}$"),
    modified: Pattern::new(r"\b(?:modified|amended|revised|changed|widened|expanded|updated)\b[^.;—]{0,30}$"),
    certainty: Pattern::new(
        r#"(?x)[“"‘]?(?:near|reasonable|virtual|high|absolute|moral)(?:\s|-)certainty[”"’]?(?:\s+(?:that|of)\s+[^.;]+)?"#,
    ),
    engagement: Pattern::new(
        r#"(?x)\bdesignate[sd]?\s+(?P<who>[^,.;“”"]{2,60}?)\s+as\s+(?:the\s+)?[“"]?(?:target\s+)?engagement\s+authority
                 |\b(?:only\s+)?(?P<alone>the\s+[a-z]+(?:\s[a-z]+)?)\s+(?:can|may|must|could)\s+(?:personally\s+)?approve\s+(?:a\s+|each\s+|every\s+)?(?:strikes?|targets?)"#,
    ),
    delegable: Pattern::new(
        r"\b(?:(?P<no>cannot|can not|may not|must not)|can|may|could|is allowed to)\s+(?:also\s+)?delegate\b",
    ),
    command: Pattern::within(
        r"(?P<who>[^,.;“”]{3,}?)\s+(?:would be|was|is|were|are|be)\s+(?:placed\s+|put\s+)?in (?:charge|command) of\b",
        "who",
        60,
    ),
    signed_by: Pattern::new(
        r"\b(?:signed|issued|approved)\s+by\s+(?P<who>(?:[^,.;:—“”\s]+\s+|[a-z]{1,4}\.\s+){0,7}?[^,.;:—“”\s]{2,})(?:,|\.|;|$|\s+(?:that|on|in|which|and|last|this)\b)",
    ),
    issuer: Pattern::new(r#"\bthat\s+(?P<who>[^,.;“”"]{3,60}?)\s+(?:issued|signed)\b"#),
    reviewed: Pattern::within(
        r"(?P<who>[^,.;:—]{3,}?)\s+(?:—[^—]+—\s+)?(?:signed off on|reviewed and approved|cleared)\s+(?:the|that|an?)\b",
        "who",
        80,
    ),
    drafted: Pattern::within(
        r"(?:^|[,;—“]\s*|\bthat\s+)(?P<who>[^,.;:—“”]{3,}?)\s+(?:(?:steered|led|oversaw|directed)\s+the\s+drafting\s+of|drafted|wrote)\s+(?:the|an?)\b",
        "who",
        60,
    ),
    zone: Pattern::new(
        r"\b(?:to include|that covers?|covering|encompassing|target areas? in|operations? area in|designat\w+ [^.;,]{0,30}areas? in)\s+(?P<zone>[^.;,—]{4,90}?)(?:,|\.|;|—|$|\s+but\b|\s+and\s+was\b)",
    ),
    list: Pattern::new(
        r"\blist\s+of\s+(?:the\s+)?(?P<n>\d{1,4})\s+(?:such\s+)?(?:\w+\s+){0,4}?(?:groups?|organi[sz]ations?|names|entities|cartels)\b",
    ),
    based: Pattern::new(
        r"\b(?:authority for|(?:is|was|were|are)\s+(?:based|grounded)\s+(?:in|on)|rests?\s+on|relies\s+on|pursuant to|derived from|basis for)\b",
    ),
    provides: Pattern::new(
        r"\b(?P<verb>contains?|contained|authori[sz]e[sd]?|stipulates?|stipulated|specified|specifies|permits?|permitted|allows?|allowed|determined|determines|provides?\s+that|required?s?\s+that|asserts?|sets|directs?|directed)\s+(?P<what>[^.;]{8,}?)(?:,\s+(?:which|according|who)|\.|;|$)",
    ),
};

/// Where each kind of instrument is named first.
type FirstNamed = BTreeMap<&'static str, Span>;

/// A mention of an instrument.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Mention {
    span: Span,
    kind: &'static str,
}

/// Everything said of instruments, in the order of sentences.
pub fn provisions(lower: &str, segments: &Segments, times: &[Time]) -> Vec<Provision> {
    let patterns = &PATTERNS;
    let mut found = Vec::new();
    let (mut last, mut order) = (None, None);
    let mut first_named = FirstNamed::new();
    let mut at = 0;
    for sentence in &segments.sentences {
        while times.get(at).is_some_and(|t| t.span.start < sentence.start) {
            at += 1;
        }
        let Some(words) = sentence.slice(lower) else { continue };
        let mut mentions = mentions(words, *sentence);
        resolve_plain(&mut mentions, &mut last, &mut order);
        if mentions.is_empty() && last.is_none() {
            continue;
        }
        for mention in &mentions {
            first_named.entry(mention.kind).or_insert(mention.span);
        }
        let scan = Scan {
            lower,
            words,
            sentence: *sentence,
            mentions: &mentions,
            last,
            times,
            first: at,
            first_named: &first_named,
        };
        scan.dates(patterns, &mut found);
        scan.people(patterns, &mut found);
        scan.rules(patterns, &mut found);
        scan.basis(patterns, &mut found);
    }
    found
}

fn mentions(words: &str, sentence: Span) -> Vec<Mention> {
    if ![
        "order",
        "directive",
        "memo",
        "opinion",
        "exord",
        "authorization",
        "aumf",
        "proclamation",
        "finding",
        "guid",
        "rules of",
        "decree",
        "resolution",
    ]
    .iter()
    .any(|w| words.contains(w))
    {
        return Vec::new();
    }
    let mut mentions: Vec<Mention> = Vec::new();
    for (name, kind) in KINDS {
        for (start, _) in words.match_indices(name).take(8) {
            let span = Span::new(sentence.start + start, sentence.start + start + name.len());
            let alone = |c: Option<char>| !c.is_some_and(char::is_alphanumeric);
            let whole = alone(words[..start].chars().next_back())
                && alone(words[start + name.len()..].chars().next());
            // `in order to`, `law and order`, `made to order` are no instruments.
            let idiom = *name == "order" && {
                let before = words[..start].trim_end();
                !["the", "an", "this", "that", "its", "his", "her", "a", "new", "same"]
                    .iter()
                    .any(|w| before.ends_with(w))
                    && !before.ends_with(|c: char| c.is_ascii_digit())
            };
            let view = *name == "opinion"
                && ["public opinion", "in my opinion", "opinion poll", "opinion piece"]
                    .iter()
                    .any(|w| words.contains(w));
            if whole && !idiom && !view && !mentions.iter().any(|m| m.span.overlaps(&span)) {
                mentions.push(Mention { span, kind });
            }
        }
    }
    mentions.sort_by_key(|m| m.span);
    mentions
}

/// `the order` is the order named in full before it. What the sentence names first is what later sentences go back to.
fn resolve_plain(
    mentions: &mut [Mention],
    last: &mut Option<&'static str>,
    order: &mut Option<&'static str>,
) {
    for mention in mentions.iter_mut() {
        if mention.kind == "order" {
            mention.kind = order.unwrap_or(mention.kind);
        } else if mention.kind.ends_with("order") {
            *order = Some(mention.kind);
        }
    }
    *last = mentions.first().map(|mention| mention.kind).or(*last);
}

struct Scan<'s> {
    lower: &'s str,
    words: &'s str,
    sentence: Span,
    mentions: &'s [Mention],
    last: Option<&'static str>,
    times: &'s [Time],
    first: usize,
    first_named: &'s FirstNamed,
}

impl Scan<'_> {
    /// The instrument nearest before `at` in the sentence, else the first of the sentence, else the one named last.
    fn nearest(&self, at: usize) -> Option<&'static str> {
        let before = self.mentions.iter().rev().find(|m| m.span.start <= at);
        before.or(self.mentions.first()).map(|m| m.kind).or(self.last)
    }

    fn push(
        &self,
        found: &mut Vec<Provision>,
        property: &'static str,
        at: usize,
        value: Span,
        kind: Provided,
        rule: &'static str,
    ) {
        let Some(instrument) = self.nearest(at) else { return };
        if value.is_empty() || value.slice(self.lower).is_none() {
            return;
        }
        found.extend(self.of(instrument, property, value, kind, rule));
    }

    /// Something said of the instrument of a kind.
    fn of(
        &self,
        instrument: &str,
        property: &'static str,
        value: Span,
        kind: Provided,
        rule: &'static str,
    ) -> Option<Provision> {
        let named = *self.first_named.get(instrument)?;
        let (subject, sentence) = (Topic::instrument(instrument), self.sentence);
        Some(Provision { property, subject, named, value, kind, sentence, rule })
    }

    fn span(&self, range: std::ops::Range<usize>) -> Span {
        let words = self.words.get(range.clone()).unwrap_or("");
        let lead = words.len() - words.trim_start().len();
        Span::new(
            self.sentence.start + range.start + lead,
            self.sentence.start + range.start + lead + words.trim().len(),
        )
    }

    /// Signed, issued, changed, disclosed on a date; `the May 3 order`.
    fn dates(&self, patterns: &Patterns, found: &mut Vec<Provision>) {
        let inside =
            self.times[self.first..].iter().enumerate().take_while(|(_, t)| t.span.end <= self.sentence.end);
        for (offset, time) in inside.filter(|(_, t)| t.edtf.is_some()) {
            let index = self.first + offset;
            let before = self.lower.get(self.sentence.start..time.span.start).unwrap_or("");
            let next = self.mentions.iter().find(|m| m.span.start >= time.span.end);
            let adjacent = next.filter(|m| {
                let between = self.lower.get(time.span.end..m.span.start).unwrap_or(",");
                between.split_whitespace().count() <= 3
                    && !between.contains([',', ';', ':', '—'])
                    && !between
                        .split_whitespace()
                        .any(|w| ["the", "of", "a", "an", "to", "in", "for", "by", "that"].contains(&w))
            });
            let at = time.span.start;
            let day = self
                .lower
                .get(time.span.start..time.span.end)
                .is_some_and(|w| w.contains(|c: char| c.is_ascii_digit()));
            if let Some(mention) = adjacent.filter(|_| day) {
                self.push(
                    found,
                    "instrument.signed-on",
                    mention.span.start,
                    time.span,
                    Provided::Time(index),
                    "authority.dated",
                );
            } else if !self.mentions.is_empty() && patterns.modified.is_match(before) {
                self.push(
                    found,
                    "instrument.modified-on",
                    at,
                    time.span,
                    Provided::Time(index),
                    "authority.modified",
                );
            } else if !self.mentions.is_empty()
                && patterns.signed.is_match(before)
                && !before.ends_with("signed off on the ")
            {
                self.push(
                    found,
                    "instrument.signed-on",
                    at,
                    time.span,
                    Provided::Time(index),
                    "authority.signed",
                );
            }
        }
    }

    /// Who signed, issued, looked it over, may approve, commands.
    fn people(&self, patterns: &Patterns, found: &mut Vec<Provision>) {
        let words = self.words;
        if !self.mentions.is_empty()
            && ["signed", "issued", "approved", "reviewed", "cleared", "draft", "wrote"]
                .iter()
                .any(|w| words.contains(w))
        {
            for (regex, property, rule) in [
                (&patterns.signed_by, "instrument.signed-by", "authority.signed-by"),
                (&patterns.issuer, "instrument.signed-by", "authority.issuer"),
                (&patterns.reviewed, "instrument.reviewed-by", "authority.reviewed"),
                (&patterns.drafted, "instrument.drafted-by", "authority.drafted"),
            ] {
                if let Some(who) = regex.captures(words).and_then(|c| c.name("who")).filter(|w| !w.is_empty())
                {
                    self.push(
                        found,
                        property,
                        self.sentence.start + who.start(),
                        self.span(who.range()),
                        Provided::Named(EntityType::Agent),
                        rule,
                    );
                }
            }
        }
        let engages = words.contains("engagement authority") || words.contains("approve");
        if let Some(captures) = engages.then(|| patterns.engagement.captures(words)).flatten()
            && let Some(who) = captures.name("who").or_else(|| captures.name("alone"))
        {
            let span = self.span(who.range());
            self.push(
                found,
                "authority.engagement",
                self.sentence.start,
                span,
                Provided::Named(EntityType::Agent),
                "authority.engagement",
            );
        }
        if let Some(captures) =
            words.contains("delegate").then(|| patterns.delegable.captures(words)).flatten()
            && let Some(all) = captures.whole().filter(|_| {
                words.contains("authority") || words.contains("approv") || words.contains("power")
            })
        {
            let yes = captures.name("no").is_none();
            let span = self.span(all.range());
            self.push(
                found,
                "authority.delegable",
                self.sentence.start,
                span,
                Provided::Flag(yes),
                "authority.delegable",
            );
        }
        let commands = (words.contains("in charge of") || words.contains("in command of"))
            && (words.contains("operations") || words.contains("strikes"));
        let command = commands.then(|| patterns.command.captures(words)).flatten();
        if let Some(who) = command.as_ref().and_then(|c| c.name("who")) {
            let tail = who.as_str().rsplit(" that ").next().unwrap_or("");
            let start = who.end() - tail.len();
            let span = self.span(start..who.end());
            self.push(
                found,
                "authority.command",
                span.start,
                span,
                Provided::Named(EntityType::Organisation),
                "authority.command",
            );
        }
    }

    /// Certainties, zones, lists, and what else an instrument provides.
    fn rules(&self, patterns: &Patterns, found: &mut Vec<Provision>) {
        let words = self.words;
        if words.contains("certainty") {
            // It must be asked for: a certainty that is only spoken of is no standard of an instrument.
            let asked = |before: &str| {
                [
                    "requir",
                    "demand",
                    "insist",
                    "standard was",
                    "standard is",
                    "changed to",
                    "returned to",
                    "raised to",
                    "lowered to",
                ]
                .iter()
                .any(|w| before.contains(w))
            };
            let found_here = patterns.certainty.find_iter(words).take(4);
            for certainty in found_here.filter(|c| words.get(..c.start()).is_some_and(asked)) {
                let span = self.span(cut_attribution(words, certainty.range()));
                self.push(
                    found,
                    "instrument.requires-certainty",
                    span.start,
                    span,
                    Provided::Words,
                    "authority.certainty",
                );
            }
        }
        if !self.mentions.is_empty() || self.last.is_some() {
            let about_area =
                ["area", "boundary", "zone", "waters", "geographic"].iter().any(|w| words.contains(w));
            let zones = if about_area { words } else { "" };
            for zone in patterns.zone.captures_iter(zones).take(3).filter_map(|c| c.name("zone")) {
                let span = self.span(zone.range());
                self.push(
                    found,
                    "instrument.zone",
                    span.start,
                    span,
                    Provided::Named(EntityType::Zone),
                    "authority.zone",
                );
            }
        }
        if let Some(captures) = words.contains("list of").then(|| patterns.list.captures(words)).flatten()
            && let (Some(all), Some(count)) =
                (captures.whole(), captures.name("n").and_then(|n| n.as_str().parse().ok()))
        {
            let value = self.span(all.range());
            // The words found begin with `list`.
            let named = Span::new(value.start, value.start + "list".len());
            found.push(Provision {
                property: "list.size",
                subject: Topic::List,
                named,
                value,
                kind: Provided::Groups(count),
                sentence: self.sentence,
                rule: "authority.list",
            });
            for mention in self.mentions {
                let kind = Provided::Thing(Topic::List);
                found.extend(self.of(mention.kind, "instrument.list", mention.span, kind, "authority.list"));
            }
        }
        let speaking = if self.mentions.is_empty() { "" } else { words };
        for captures in patterns.provides.captures_iter(speaking).take(2) {
            let (Some(verb), Some(what)) = (captures.name("verb"), captures.name("what")) else { continue };
            let at = self.sentence.start + verb.start();
            let near = self.mentions.iter().rev().find(|m| m.span.end <= at && at - m.span.end < 90);
            if near.is_some() {
                let mut range = cut_attribution(words, what.range());
                // `the order, which sets the limits, names …`: the relative clause ends at its comma.
                if words.get(..verb.start()).is_some_and(|before| before.trim_end().ends_with("which"))
                    && let Some(comma) = words.get(range.clone()).and_then(|part| part.find(", "))
                {
                    range.end = range.start + comma;
                }
                let span = self.span(range);
                self.push(found, "instrument.provides", at, span, Provided::Words, "authority.provides");
            }
        }
    }

    /// One instrument that rests on another.
    fn basis(&self, patterns: &Patterns, found: &mut Vec<Provision>) {
        if self.mentions.len() < 2 {
            return;
        }
        let Some(link) = patterns.based.find(self.words) else { return };
        let at = self.sentence.start + link.start();
        let left = self.mentions.iter().rev().find(|m| m.span.end <= at);
        let right = self.mentions.iter().find(|m| m.span.start >= self.sentence.start + link.end());
        let (Some(left), Some(right)) = (left, right) else { return };
        if left.kind == right.kind {
            return;
        }
        let forward = matches!(link.as_str(), "authority for" | "basis for");
        let (upper, lower) = if forward { (left, right) } else { (right, left) };
        let mut resting = vec![lower.kind];
        if !forward {
            resting.extend(self.coordinated(lower).filter(|kind| *kind != upper.kind && *kind != lower.kind));
        }
        for kind in resting {
            let rests_on = Provided::Thing(Topic::instrument(upper.kind));
            found.extend(self.of(kind, "instrument.based-on", upper.span, rests_on, "authority.based-on"));
        }
    }

    /// The instruments joined to this one by `and`: `the order and the guidelines`.
    fn coordinated<'m>(&'m self, mention: &'m Mention) -> impl Iterator<Item = &'static str> + 'm {
        self.mentions.iter().filter(|other| other.span.end < mention.span.start).filter_map(|other| {
            let between = self.lower.get(other.span.end..mention.span.start)?;
            let joined = between.contains(" and ") && between.split_whitespace().count() <= 4;
            joined.then_some(other.kind)
        })
    }
}

/// Ends a stretch of words before `, according to …` or `, they said`.
fn cut_attribution(words: &str, range: std::ops::Range<usize>) -> std::ops::Range<usize> {
    let part = words.get(range.clone()).unwrap_or("");
    let mut end = part.len();
    if let Some(at) = part.find(", according to") {
        end = end.min(at);
    }
    if let Some(at) = part.rfind(", ") {
        let tail = &part[at..];
        let speaks = [" said", " say", " says"]
            .iter()
            .any(|w| tail.trim_end().ends_with(w) || tail.contains(&format!("{w} ")));
        if speaks {
            end = end.min(at);
        }
    }
    range.start..range.start + end
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{document::Document, segment, timex};

    #[test]
    fn every_pattern_can_be_compiled() {
        let p = &PATTERNS;
        let all = [
            &p.signed,
            &p.modified,
            &p.certainty,
            &p.engagement,
            &p.delegable,
            &p.command,
            &p.signed_by,
            &p.issuer,
            &p.reviewed,
            &p.drafted,
            &p.zone,
            &p.list,
            &p.based,
            &p.provides,
        ];
        assert!(all.iter().all(|pattern| pattern.is_sound()));
    }

    fn check(text: &str, expected: &[(&str, &str, &str)]) {
        let document = Document::published(text, "2031-06-20".parse().expect("a date"));
        let segments = segment::segment(text);
        let (times, _) = timex::times(&document, &segments);
        let found = provisions(&text.to_ascii_lowercase(), &segments, &times);
        let found: Vec<_> = found
            .iter()
            .map(|p| (p.property, p.subject.to_string(), p.value.slice(text).expect("a span")))
            .collect();
        let found: Vec<_> = found.iter().map(|(p, s, v)| (*p, s.as_str(), *v)).collect();
        assert_eq!(found, expected, "{text}");
    }

    #[test]
    fn dates_of_instruments() {
        check(
            "The May 3 execute order is secret.",
            &[("instrument.signed-on", "the execute order", "May 3")],
        );
        check("The opinion was not signed until May 9.", &[("instrument.signed-on", "the opinion", "May 9")]);
        check("The order was modified on June 2.", &[("instrument.modified-on", "the order", "June 2")]);
        check("They met on May 3 in order to talk.", &[]);
    }

    #[test]
    fn standards_and_powers() {
        check(
            "The execute order requires “near certainty” that no child is near, two people said.",
            &[(
                "instrument.requires-certainty",
                "the execute order",
                "“near certainty” that no child is near",
            )],
        );
        check(
            "The execute order designates Vale as the “target engagement authority.” It says she can delegate that authority.",
            &[
                ("authority.engagement", "the execute order", "Vale"),
                ("authority.delegable", "the execute order", "can delegate"),
            ],
        );
        check(
            "The directive gave the authority for an execute order.",
            &[("instrument.based-on", "the execute order", "directive")],
        );
    }
}
