//! Running a program over a sentence.

use crate::host::{Host, Phrase, PhraseKind};
use crate::program::{CaptureId, CompiledRule, Condition, Follow, GAP_MAX, Program, RuleId, Step, Test};

/// Steps a rule may take from one token; then it does not match there.
pub const STEPS_MAX: u32 = 10_000;

/// Tokens before a trigger in which a match may begin, where its pattern sets no limit.
pub const BEFORE_MAX: u32 = 64;

/// One rule found in a sentence.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Match {
    /// The rule.
    pub rule: RuleId,
    /// Tokens that the `match` line covers; the head is that of the cue.
    pub span: Phrase,
    /// What the rule captured.
    pub captures: Captures,
}

/// Phrases by capture, in the order of the sentence.
#[derive(Clone, Debug, Default, Eq, PartialEq)]
pub struct Captures(Vec<(CaptureId, Phrase)>);

impl Captures {
    /// The phrases of a capture.
    pub fn get(&self, capture: CaptureId) -> impl Iterator<Item = Phrase> {
        self.0.iter().filter(move |(id, _)| *id == capture).map(|(_, phrase)| *phrase)
    }

    /// The first phrase of a capture.
    #[must_use]
    pub fn first(&self, capture: CaptureId) -> Option<Phrase> {
        self.get(capture).next()
    }

    /// Every phrase with its capture, by number of the capture.
    pub fn iter(&self) -> impl Iterator<Item = (CaptureId, Phrase)> {
        self.0.iter().copied()
    }
}

/// The matches of a sentence, and the working memory to find them in: keep one and use it again.
#[derive(Clone, Debug, Default)]
pub struct Matches {
    found: Vec<Match>,
    stack: Vec<Frame>,
    log: Vec<Event>,
    captured: Vec<(CaptureId, Phrase)>,
    /// By rule: the sentence it was last tried in, and the first token at which it was not.
    tried: Vec<(u64, usize)>,
    sentence: u64,
}

impl Matches {
    /// The matches of the last sentence, by their first token, then by rule.
    #[must_use]
    pub fn found(&self) -> &[Match] {
        &self.found
    }
}

/// A way not yet gone.
#[derive(Clone, Copy, Debug)]
struct Frame {
    step: usize,
    at: usize,
    /// Tokens that the gap at `step` has skipped; 0 if `step` is to be done afresh.
    skipped: u8,
    log: usize,
}

/// What a path has passed.
#[derive(Clone, Copy, Debug)]
enum Event {
    Open(CaptureId, u32),
    Close(CaptureId, u32),
    /// The rule marks the next token or phrase as the head.
    Mark,
    /// The head of a phrase.
    Head(u32),
    /// A token that was tested by more than its word.
    Tested(u32),
}

impl Program {
    /// Finds every rule in a sentence.
    ///
    /// From each token a rule matches in at most one way: the first, in the order of preference of its
    /// alternatives and quantifiers, that meets its conditions. Of matches of one rule with one cue the
    /// longest stands, the earliest of these.
    pub fn matches(&self, host: &impl Host, out: &mut Matches) {
        out.found.clear();
        out.tried.resize(self.rules.len(), (0, 0));
        out.sentence += 1;
        for at in 0..host.len() {
            self.triggers.at(host, at, |rule| {
                if let Some(compiled) = self.rules.get(usize::from(rule.0)) {
                    try_at(compiled, rule, host, at, out);
                }
            });
        }
        out.found.sort_by_key(|found| (found.span.start, found.rule, found.span.head));
    }
}

/// Tries a rule whose trigger stands at a token from every place where it may begin, but from none
/// twice: triggers come in the order of the sentence.
fn try_at(rule: &CompiledRule, id: RuleId, host: &impl Host, trigger: usize, out: &mut Matches) {
    let (least, most) = rule.before;
    let Some(last) = trigger.checked_sub(least as usize) else { return };
    let Some(tried) = out.tried.get_mut(usize::from(id.0)) else { return };
    let fresh = if tried.0 == out.sentence { tried.1 } else { 0 };
    *tried = (out.sentence, fresh.max(last + 1));
    for start in fresh.max(trigger.saturating_sub(most as usize))..=last {
        let Some((end, head)) = run(rule, host, start, out) else { continue };
        let mut captures = out.captured.clone();
        captures.sort();
        keep(
            Match { rule: id, span: phrase(start, end, head), captures: Captures(captures) },
            &mut out.found,
        );
    }
}

/// Adds a match unless a longer one of its rule has the same cue.
fn keep(new: Match, found: &mut Vec<Match>) {
    let length = |found: &Match| found.span.end - found.span.start;
    match found.iter_mut().find(|old| old.rule == new.rule && old.span.head == new.span.head) {
        Some(old) if length(old) < length(&new) => *old = new,
        Some(_) => {}
        None => found.push(new),
    }
}

fn phrase(start: usize, end: usize, head: usize) -> Phrase {
    let [start, end, head] = [start, end, head].map(crate::fault::whole);
    Phrase { start, end, head }
}

fn of(captured: &[(CaptureId, Phrase)], capture: CaptureId) -> impl Iterator<Item = Phrase> {
    captured.iter().filter(move |(id, _)| *id == capture).map(|(_, phrase)| *phrase)
}

/// The first way, in the order of preference, that begins at `start` and meets the conditions: where
/// it ends and the head of its cue. Its captures are in `out.captured`.
fn run(rule: &CompiledRule, host: &impl Host, start: usize, out: &mut Matches) -> Option<(usize, usize)> {
    out.stack.clear();
    out.log.clear();
    let mut way = Frame { step: 0, at: start, skipped: 0, log: 0 };
    for _ in 0..STEPS_MAX {
        let on = match rule.steps.get(way.step) {
            Some(Step::End) => {
                gather(&out.log, &mut out.captured);
                let cue = cue(rule, start, way.at, out);
                if meets(rule, host, cue, &mut out.captured) {
                    return Some((way.at, cue));
                }
                false
            }
            Some(step) => advance(step, host, start, &mut way, out),
            None => false,
        };
        if !on {
            way = out.stack.pop()?;
            out.log.truncate(way.log);
        }
    }
    None
}

/// The head that conditions start from: that of the cue, else that of the whole match.
fn cue(rule: &CompiledRule, start: usize, end: usize, out: &Matches) -> usize {
    let captured = rule.cue.and_then(|cue| of(&out.captured, cue).next());
    let head = captured.map_or_else(|| head_of(&out.log, crate::fault::whole(end)), |cue| cue.head);
    (head as usize).max(start)
}

/// Does one step; false if the way ends here.
fn advance(step: &Step, host: &impl Host, start: usize, way: &mut Frame, out: &mut Matches) -> bool {
    let here = crate::fault::whole(way.at);
    match step {
        Step::Token { test, tested } => {
            let passes = way.at < host.len() && passes(test, host, way.at);
            if passes {
                out.log.extend(tested.then_some(Event::Tested(here)));
                way.at += 1;
                way.step += 1;
            }
            passes
        }
        Step::Phrase(kind, test) => {
            let phrase = whole_phrase(host, way.at, *kind);
            let Some(phrase) = phrase.filter(|phrase| passes(test, host, phrase.head as usize)) else {
                return false;
            };
            way.at = phrase.end as usize;
            note(Event::Head(phrase.head), way, out)
        }
        Step::Gap => {
            let clause = host.clause(if way.at > start { way.at - 1 } else { way.at });
            if way.skipped < GAP_MAX && way.at < host.len() && host.clause(way.at) == clause {
                let longer = Frame { at: way.at + 1, skipped: way.skipped + 1, log: out.log.len(), ..*way };
                out.stack.push(longer);
            }
            way.skipped = 0;
            way.step += 1;
            true
        }
        Step::Split(first, second) => {
            out.stack.push(Frame { step: *second as usize, log: out.log.len(), ..*way });
            way.step = *first as usize;
            true
        }
        Step::Jump(step) => {
            way.step = *step as usize;
            true
        }
        Step::Head => note(Event::Mark, way, out),
        Step::Open(capture) => note(Event::Open(*capture, here), way, out),
        Step::Close(capture) => note(Event::Close(*capture, here), way, out),
        Step::End => false,
    }
}

fn note(event: Event, way: &mut Frame, out: &mut Matches) -> bool {
    out.log.push(event);
    way.step += 1;
    true
}

/// The phrase of a kind at a token, if it is one that a host may give.
fn whole_phrase(host: &impl Host, at: usize, kind: PhraseKind) -> Option<Phrase> {
    let phrase = if at < host.len() { host.phrase_at(at, kind)? } else { return None };
    (phrase.start as usize == at && lies_inside(host, phrase)).then_some(phrase)
}

fn lies_inside(host: &impl Host, phrase: Phrase) -> bool {
    (phrase.start..phrase.end).contains(&phrase.head) && phrase.end as usize <= host.len()
}

/// Whether a token passes a test; tests are nested as deep as the parser lets them.
pub(crate) fn passes(test: &Test, host: &impl Host, at: usize) -> bool {
    match test {
        Test::Any => true,
        Test::Word(word) => host.word(at) == word,
        Test::Lemma(lemma) => host.lemma(at) == *lemma,
        Test::Class(class) => host.classes(at).contains(*class),
        Test::Tags(tags) => tags.contains(host.tag(at)),
        Test::All(tests) => tests.iter().all(|test| passes(test, host, at)),
        Test::Some(tests) => tests.iter().any(|test| passes(test, host, at)),
        Test::Not(test) => !passes(test, host, at),
    }
}

/// Reads the captures from what a path has passed.
fn gather(log: &[Event], captured: &mut Vec<(CaptureId, Phrase)>) {
    captured.clear();
    for (opened, event) in log.iter().enumerate() {
        let Event::Open(capture, start) = *event else { continue };
        let inside = log.get(opened + 1..).unwrap_or_default();
        let mut depth = 0u32;
        let close = inside.iter().enumerate().find_map(|(at, event)| match *event {
            Event::Open(other, _) if other == capture => {
                depth += 1;
                None
            }
            Event::Close(other, _) if other == capture && depth > 0 => {
                depth -= 1;
                None
            }
            Event::Close(other, end) if other == capture => Some((at, end)),
            _ => None,
        });
        if let Some((length, end)) = close.filter(|(_, end)| *end > start) {
            let head = head_of(inside.get(..length).unwrap_or_default(), end);
            captured.push((capture, Phrase { start, end, head }));
        }
    }
}

/// The head of what a path has passed: what the rule marks, else the head of the first phrase, else
/// the last token tested by more than its word, else the last token.
fn head_of(log: &[Event], end: u32) -> u32 {
    let after = log.iter().position(|event| matches!(event, Event::Mark)).map_or(log, |mark| &log[mark..]);
    let (mut head, mut tested) = (None, None);
    let marked = after.len() < log.len() || matches!(log.first(), Some(Event::Mark));
    for event in after {
        match *event {
            Event::Head(token) => head = head.or(Some(token)),
            Event::Tested(token) if marked && head.is_none() => head = Some(token),
            Event::Tested(token) => tested = Some(token),
            _ => {}
        }
    }
    head.or(tested).unwrap_or(end.saturating_sub(1))
}

/// Whether a match meets the conditions of its rule; what they capture is added.
fn meets(rule: &CompiledRule, host: &impl Host, cue: usize, captured: &mut Vec<(CaptureId, Phrase)>) -> bool {
    rule.conditions.iter().all(|condition| match condition {
        Condition::With { follow, capture, needed, every_role } => {
            let before = captured.len();
            let mut found = false;
            for role in &follow.roles {
                found |= collect(follow, *role, host, cue, *capture, captured);
                if found && !*every_role {
                    break;
                }
            }
            if capture.is_none() {
                captured.truncate(before);
            }
            found || !needed
        }
        Condition::Feature { features, of: from, wanted } => {
            let has = heads(*from, cue, captured)
                .any(|head| features.iter().any(|feature| host.feature(head, *feature)));
            has == *wanted
        }
        Condition::Role { follow, wanted } => {
            let has = heads(follow.of, cue, captured).any(|head| {
                follow.roles.iter().any(|role| accepted(follow, *role, host, head).next().is_some())
            });
            has == *wanted
        }
    })
}

/// Adds the phrases of one role from every head of the condition; whether there was one.
fn collect(
    follow: &Follow,
    role: crate::host::RoleId,
    host: &impl Host,
    cue: usize,
    capture: Option<CaptureId>,
    captured: &mut Vec<(CaptureId, Phrase)>,
) -> bool {
    let mut found = false;
    let from = captured.len();
    for place in 0..from.max(1) {
        let head = match follow.of {
            None if place == 0 => cue,
            None => break,
            Some(of) => match captured.get(place) {
                Some((id, phrase)) if *id == of => phrase.head as usize,
                _ => continue,
            },
        };
        for phrase in accepted(follow, role, host, head) {
            found = true;
            if let Some(capture) = capture
                && !captured.contains(&(capture, phrase))
            {
                captured.push((capture, phrase));
            }
        }
    }
    found
}

fn heads(
    from: Option<CaptureId>,
    cue: usize,
    captured: &[(CaptureId, Phrase)],
) -> impl Iterator<Item = usize> {
    let cue = from.is_none().then_some(cue);
    let named =
        captured.iter().filter(move |(id, _)| Some(*id) == from).map(|(_, phrase)| phrase.head as usize);
    cue.into_iter().chain(named)
}

/// The phrases in a role that the constraint accepts.
fn accepted<'h>(
    follow: &'h Follow,
    role: crate::host::RoleId,
    host: &'h impl Host,
    head: usize,
) -> impl Iterator<Item = Phrase> + 'h {
    host.role(head, role).filter(move |phrase| {
        lies_inside(host, *phrase)
            && follow.accepts.iter().any(|(kind, test)| {
                kind.is_none_or(|kind| host.is_kind(*phrase, kind))
                    && passes(test, host, phrase.head as usize)
            })
    })
}
