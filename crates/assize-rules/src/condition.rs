//! The conditions of a rule: `with`, `without`, `if`.

use crate::capture::Captured;
use crate::host::{Host, Phrase, RoleId};
use crate::program::{CaptureId, CompiledRule, Condition, Follow, Test};

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

/// Whether a phrase is one that a host may give.
pub(crate) fn lies_inside(host: &impl Host, phrase: Phrase) -> bool {
    (phrase.start..phrase.end).contains(&phrase.head) && phrase.end as usize <= host.len()
}

/// Whether a match meets the conditions of its rule; what they capture is added.
pub(crate) fn meets(rule: &CompiledRule, host: &impl Host, cue: usize, captured: &mut Captured) -> bool {
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
    role: RoleId,
    host: &impl Host,
    cue: usize,
    capture: Option<CaptureId>,
    captured: &mut Captured,
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
    role: RoleId,
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
