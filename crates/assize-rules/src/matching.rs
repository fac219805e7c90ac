//! Running a program over a sentence.

use crate::capture::{Captured, Captures, Event, gather, head_of, of};
use crate::condition::{lies_inside, meets, passes};
use crate::host::{Host, Phrase, PhraseKind};
use crate::program::{CompiledRule, GAP_MAX, Program, RuleId, Step};

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

/// The matches of a sentence, and the working memory to find them in: keep one and use it again.
#[derive(Clone, Debug, Default)]
pub struct Matches {
    found: Vec<Match>,
    stack: Vec<Frame>,
    log: Vec<Event>,
    captured: Captured,
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
