//! The pattern machine against a slow reading of the same pattern: random patterns, random sentences.

use assize_rules::{Host, Matches, Phrase, PhraseKind};
use proptest::prelude::*;

use crate::toy::{Toy, lexicon, program, rule};

#[derive(Clone, Debug)]
enum Pattern {
    Word(&'static str),
    Class(&'static str),
    Tag(&'static str),
    NounPhrase(Option<&'static str>),
    Gap,
    Sequence(Vec<Pattern>),
    Choice(Vec<Pattern>),
    Repeat(Box<Pattern>, usize, Option<usize>),
    Capture(&'static str, Box<Pattern>),
}

impl Pattern {
    fn written(&self) -> String {
        let all =
            |parts: &[Pattern], by: &str| parts.iter().map(Pattern::written).collect::<Vec<_>>().join(by);
        match self {
            Pattern::Word(word) => format!("\"{word}\""),
            Pattern::Class(name) | Pattern::Tag(name) => (*name).to_owned(),
            Pattern::NounPhrase(None) => "NP".to_owned(),
            Pattern::NounPhrase(Some(class)) => format!("NP & {class}"),
            Pattern::Gap => "..".to_owned(),
            Pattern::Sequence(parts) => format!("({})", all(parts, " ")),
            Pattern::Choice(parts) => format!("({})", all(parts, " | ")),
            Pattern::Repeat(inner, 0, Some(1)) => format!("({})?", inner.written()),
            Pattern::Repeat(inner, 0, None) => format!("({})*", inner.written()),
            Pattern::Repeat(inner, 1, None) => format!("({})+", inner.written()),
            Pattern::Repeat(inner, least, most) => {
                format!("({}){{{least},{}}}", inner.written(), most.unwrap_or(9))
            }
            Pattern::Capture(name, inner) => format!("[{name}: {}]", inner.written()),
        }
    }

    fn may_be_empty(&self) -> bool {
        match self {
            Pattern::Gap => true,
            Pattern::Sequence(parts) => parts.iter().all(Pattern::may_be_empty),
            Pattern::Choice(parts) => parts.iter().any(Pattern::may_be_empty),
            Pattern::Repeat(inner, least, _) => *least == 0 || inner.may_be_empty(),
            Pattern::Capture(_, inner) => inner.may_be_empty(),
            _ => false,
        }
    }

    fn repeats_the_empty(&self) -> bool {
        match self {
            Pattern::Sequence(parts) | Pattern::Choice(parts) => parts.iter().any(Pattern::repeats_the_empty),
            Pattern::Repeat(inner, ..) => inner.may_be_empty() || inner.repeats_the_empty(),
            Pattern::Capture(_, inner) => inner.repeats_the_empty(),
            _ => false,
        }
    }

    /// Whether it is a test of one token, and if so, whether by more than words.
    fn one_token(&self) -> Option<bool> {
        match self {
            Pattern::Word(_) => Some(false),
            Pattern::Class(_) | Pattern::Tag(_) => Some(true),
            Pattern::Sequence(parts) if parts.len() == 1 => parts[0].one_token(),
            Pattern::Choice(parts) => {
                let parts: Option<Vec<bool>> = parts.iter().map(Pattern::one_token).collect();
                parts.map(|parts| parts.contains(&true))
            }
            _ => None,
        }
    }

    fn captures(&self, names: &mut Vec<&'static str>) {
        match self {
            Pattern::Sequence(parts) | Pattern::Choice(parts) => {
                parts.iter().for_each(|part| part.captures(names))
            }
            Pattern::Repeat(inner, ..) => inner.captures(names),
            Pattern::Capture(name, inner) => {
                names.push(name);
                inner.captures(names);
            }
            _ => {}
        }
    }
}

/// One way to match: where it ends, the heads it passed (weight, token) and its captures.
#[derive(Clone, Debug)]
struct Way {
    end: usize,
    heads: Vec<(u8, usize)>,
    captures: Vec<(&'static str, Phrase)>,
}

fn span(start: usize, end: usize, heads: &[(u8, usize)]) -> Phrase {
    let first = heads.iter().find(|(weight, _)| *weight == 2);
    let last = heads.iter().rev().find(|(weight, _)| *weight == 1);
    let head = first.or(last).map_or(end.saturating_sub(1), |(_, token)| *token);
    let [start, end, head] = [start, end, head].map(|at| u32::try_from(at).unwrap());
    Phrase { start, end, head }
}

fn token(toy: &Toy, at: usize, weight: u8, passes: bool) -> Vec<Way> {
    let way = Way { end: at + 1, heads: vec![(weight, at)], captures: Vec::new() };
    if at < toy.len() && passes { vec![way] } else { Vec::new() }
}

fn then(toy: &Toy, way: &Way, next: &Pattern, start: usize) -> Vec<Way> {
    let longer = ways(toy, next, way.end, start).into_iter().map(|more| Way {
        end: more.end,
        heads: [way.heads.clone(), more.heads].concat(),
        captures: [way.captures.clone(), more.captures].concat(),
    });
    longer.collect()
}

fn repeated(toy: &Toy, way: Way, inner: &Pattern, times: (usize, Option<usize>), start: usize) -> Vec<Way> {
    let (least, most) = times;
    let mut all = Vec::new();
    if most != Some(0) {
        for longer in then(toy, &way, inner, start) {
            let left = (least.saturating_sub(1), most.map(|most| most - 1));
            all.extend(repeated(toy, longer, inner, left, start));
        }
    }
    if least == 0 {
        all.push(way);
    }
    all
}

/// Every way to match from a token, the preferred first.
fn ways(toy: &Toy, pattern: &Pattern, at: usize, start: usize) -> Vec<Way> {
    let lexicon = lexicon();
    let here = Way { end: at, heads: Vec::new(), captures: Vec::new() };
    let has = |class: &str, at: usize| toy.classes(at).contains(lexicon.class(class).unwrap());
    match pattern {
        Pattern::Word(word) => token(toy, at, 0, toy.word(at) == *word),
        Pattern::Class(class) => token(toy, at, 1, has(class, at)),
        Pattern::Tag(tag) => {
            let number = crate::toy::TAGS.iter().position(|known| known == tag).unwrap();
            token(toy, at, 1, usize::from(toy.tag(at).0) == number)
        }
        Pattern::NounPhrase(class) => {
            let phrase = toy.phrase_at(at, PhraseKind::Noun);
            let phrase = phrase.filter(|one| class.is_none_or(|class| has(class, one.head as usize)));
            let way = |one: Phrase| Way {
                end: one.end as usize,
                heads: vec![(2, one.head as usize)],
                captures: Vec::new(),
            };
            phrase.map(way).into_iter().collect()
        }
        Pattern::Gap => {
            let clause = toy.clause(if at > start { at - 1 } else { at });
            let room = (at..toy.len()).take(12).take_while(|next| toy.clause(*next) == clause).count();
            (0..=room).map(|skipped| Way { end: at + skipped, ..here.clone() }).collect()
        }
        Pattern::Sequence(parts) => parts.iter().fold(vec![here], |all, part| {
            all.iter().flat_map(|way| then(toy, way, part, start)).take(3_000).collect()
        }),
        Pattern::Choice(parts) => {
            let mut all: Vec<Way> = parts.iter().flat_map(|part| ways(toy, part, at, start)).collect();
            if let Some(tested) = pattern.one_token() {
                all.iter_mut().for_each(|way| way.heads = vec![(u8::from(tested), at)]);
            }
            all
        }
        Pattern::Repeat(inner, least, most) => repeated(toy, here, inner, (*least, *most), start),
        Pattern::Capture(name, inner) => {
            let mut all = ways(toy, inner, at, start);
            for way in all.iter_mut().filter(|way| way.end > at) {
                way.captures.push((name, span(at, way.end, &way.heads)));
            }
            all
        }
    }
}

type Found = (Phrase, Vec<(String, Phrase)>);

/// What a program must find.
fn naive(toy: &Toy, pattern: &Pattern) -> Vec<Found> {
    let mut names = Vec::new();
    pattern.captures(&mut names);
    let cue = names.iter().find(|name| **name == "cue").or(names.first());
    let mut found: Vec<Found> = Vec::new();
    for start in 0..toy.len() {
        let Some(way) = ways(toy, pattern, start, start).into_iter().next() else { continue };
        let mut captures: Vec<(String, Phrase)> =
            way.captures.iter().map(|(name, phrase)| ((*name).to_owned(), *phrase)).collect();
        captures.sort();
        let mut whole = span(start, way.end, &way.heads);
        if let Some((_, phrase)) = captures.iter().find(|(name, _)| cue.is_some_and(|cue| cue == name)) {
            whole.head = phrase.head;
        }
        let length = |phrase: Phrase| phrase.end - phrase.start;
        match found.iter_mut().find(|(other, _)| other.head == whole.head) {
            Some(old) if length(old.0) < length(whole) => *old = (whole, captures),
            Some(_) => {}
            None => found.push((whole, captures)),
        }
    }
    found.sort();
    found
}

fn pattern() -> impl Strategy<Value = Pattern> {
    let leaf = prop_oneof![
        prop::sample::select(vec!["shot", "two", "and", ",", "boy"]).prop_map(Pattern::Word),
        prop::sample::select(vec!["kill", "person", "child", "force"]).prop_map(Pattern::Class),
        prop::sample::select(vec!["DT", "CD", "RB", "VBD"]).prop_map(Pattern::Tag),
        prop::option::of(Just("person")).prop_map(Pattern::NounPhrase),
        Just(Pattern::Gap),
    ];
    leaf.prop_recursive(3, 14, 3, |inner| {
        let times =
            prop::sample::select(vec![(0, Some(1)), (0, None), (1, None), (1, Some(2)), (0, Some(3))]);
        prop_oneof![
            prop::collection::vec(inner.clone(), 1..4).prop_map(Pattern::Sequence),
            prop::collection::vec(inner.clone(), 1..3).prop_map(Pattern::Choice),
            (inner.clone(), times).prop_map(|(one, (least, most))| Pattern::Repeat(
                Box::new(one),
                least,
                most
            )),
            (prop::sample::select(vec!["cue", "a", "b"]), inner)
                .prop_map(|(name, one)| Pattern::Capture(name, Box::new(one))),
        ]
    })
}

fn sentence() -> impl Strategy<Value = String> {
    let words = vec![
        "police/NNS",
        "shot/VBD",
        "two/CD",
        "men/NNS",
        "boy/NN",
        "the/DT",
        "and/CC",
        ",/PUNCT",
        "then/RB",
        "killed/VBD",
    ];
    prop::collection::vec(prop::sample::select(words), 1..10).prop_map(|words| words.join(" "))
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 2_000, max_global_rejects: 20_000, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn as_the_naive_reading(pattern in pattern(), text in sentence()) {
        prop_assume!(!pattern.repeats_the_empty());
        let compiled = program(&rule(&format!("match {}", pattern.written())));
        prop_assume!(compiled.is_ok());
        let program = compiled.unwrap();
        let toy = Toy::new(lexicon(), &text);
        let mut matches = Matches::default();
        program.matches(&toy, &mut matches);
        let mut found: Vec<Found> = matches.found().iter().map(|found| {
            let mut captures: Vec<(String, Phrase)> = found
                .captures
                .iter()
                .map(|(capture, phrase)| (program.capture_name(capture).to_owned(), phrase))
                .collect();
            captures.sort();
            (found.span, captures)
        }).collect();
        found.sort();
        prop_assert_eq!(found, naive(&toy, &pattern), "{} on {}", pattern.written(), text);
    }
}
