//! Words that weaken a statement, make it depend on something, or turn it round, each with what it reaches over.

use crate::segment::Segments;
use aho_corasick::{AhoCorasick, AhoCorasickKind, MatchKind};
use assize_record::{Hedge, HedgeKind, Span};
use std::sync::OnceLock;

/// A hedge or negation.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Mark {
    /// The words.
    pub words: Span,
    /// What they do.
    pub kind: MarkKind,
    /// What they reach over: to the end of their clause.
    pub scope: Span,
}

/// What a mark does.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum MarkKind {
    /// It hedges.
    Hedge(HedgeKind),
    /// It negates.
    Negation,
}

/// The ids of all rules, in order: one a kind of mark.
pub const RULES: &[&str] = &[
    "factuality.allegation",
    "factuality.appearance",
    "factuality.approximate",
    "factuality.bound",
    "factuality.condition",
    "factuality.counterfactual",
    "factuality.frequency",
    "factuality.negation",
    "factuality.possibility",
    "factuality.unknown",
];

impl MarkKind {
    /// The id of the rule that finds it.
    pub const fn rule(self) -> &'static str {
        match self {
            Self::Hedge(HedgeKind::Allegation) => "factuality.allegation",
            Self::Hedge(HedgeKind::Appearance) => "factuality.appearance",
            Self::Hedge(HedgeKind::Approximate) => "factuality.approximate",
            Self::Hedge(HedgeKind::Bound) => "factuality.bound",
            Self::Hedge(HedgeKind::Condition) => "factuality.condition",
            Self::Hedge(HedgeKind::Counterfactual) => "factuality.counterfactual",
            Self::Hedge(HedgeKind::Frequency) => "factuality.frequency",
            Self::Hedge(HedgeKind::Possibility) => "factuality.possibility",
            Self::Hedge(HedgeKind::Unknown) => "factuality.unknown",
            Self::Negation => "factuality.negation",
        }
    }
}

static HEDGES: &str = include_str!("../../../schema/lexicons/hedges.txt");

struct Lexicon {
    finder: AhoCorasick,
    kinds: Vec<MarkKind>,
}

fn lexicon() -> Option<&'static Lexicon> {
    static LEXICON: OnceLock<Option<Lexicon>> = OnceLock::new();
    LEXICON.get_or_init(build).as_ref()
}

fn build() -> Option<Lexicon> {
    let (mut words, mut kinds) = (Vec::new(), Vec::new());
    for line in HEDGES.lines().filter(|line| !line.starts_with('#')) {
        let Some((kind, phrase)) = line.split_once('\t') else { continue };
        let Some(kind) = kind_named(kind) else { continue };
        words.push(phrase);
        kinds.push(kind);
    }
    let finder = AhoCorasick::builder()
        // A table of every state costs more to build than one article takes to read.
        .kind(Some(AhoCorasickKind::ContiguousNFA))
        .match_kind(MatchKind::LeftmostLongest)
        .build(&words)
        .ok()?;
    Some(Lexicon { finder, kinds })
}

fn kind_named(name: &str) -> Option<MarkKind> {
    Some(match name {
        "bound" => MarkKind::Hedge(HedgeKind::Bound),
        "approximate" => MarkKind::Hedge(HedgeKind::Approximate),
        "appearance" => MarkKind::Hedge(HedgeKind::Appearance),
        "possibility" => MarkKind::Hedge(HedgeKind::Possibility),
        "unknown" => MarkKind::Hedge(HedgeKind::Unknown),
        "allegation" => MarkKind::Hedge(HedgeKind::Allegation),
        "condition" => MarkKind::Hedge(HedgeKind::Condition),
        "frequency" => MarkKind::Hedge(HedgeKind::Frequency),
        "negation" => MarkKind::Negation,
        _ => return None,
    })
}

/// Every mark of a text, in its order. `lower` is the text with its ASCII letters in lower case.
pub fn marks(text: &str, lower: &str, segments: &Segments) -> Vec<Mark> {
    let Some(lexicon) = lexicon() else { return Vec::new() };
    let mut marks = Vec::new();
    let mut sentence = 0;
    for found in lexicon.finder.find_iter(lower) {
        let words = Span::new(found.start(), found.end());
        let Some(kind) = lexicon.kinds.get(found.pattern().as_usize()).copied() else { continue };
        if !alone(text, words, kind) || words.slice(text).is_none() {
            continue;
        }
        while segments.sentences.get(sentence).is_some_and(|s| s.end <= words.start) {
            sentence += 1;
        }
        let Some(bounds) = segments.sentences.get(sentence).filter(|s| s.contains(&words)) else { continue };
        let Some(kind) = in_place(text, lower, *bounds, words, kind) else { continue };
        marks.push(Mark { words, kind, scope: scope(text, *bounds, words, kind) });
    }
    let before = marks.len();
    marks.extend(segments.sentences.iter().filter_map(|sentence| turned_round(lower, *sentence)));
    if marks.len() > before {
        marks.sort_by_key(|mark| (mark.words.start, mark.words.end));
    }
    marks
}

/// Whether the words are whole words.
fn alone(text: &str, words: Span, kind: MarkKind) -> bool {
    let before = text.get(..words.start).and_then(|t| t.chars().next_back());
    let after = text.get(words.end..).and_then(|t| t.chars().next());
    let clitic = kind == MarkKind::Negation
        && text.get(words.start..words.end).is_some_and(|w| w.len() < 6 && w.contains(['\'', '’']));
    (clitic || !before.is_some_and(char::is_alphanumeric)) && !after.is_some_and(char::is_alphanumeric)
}

/// The kind the words have where they stand; `None` where they are no mark there: `May 5`, `about the boat`.
fn in_place(text: &str, lower: &str, sentence: Span, words: Span, kind: MarkKind) -> Option<MarkKind> {
    let after = lower.get(words.end..sentence.end).unwrap_or("").trim_start();
    let exact = words.slice(text).unwrap_or("");
    match kind {
        MarkKind::Hedge(HedgeKind::Approximate | HedgeKind::Bound) => {
            let first =
                after.split(|c: char| !c.is_alphanumeric() && c != '$').find(|w| !w.is_empty()).unwrap_or("");
            let figure = first.starts_with(|c: char| c.is_ascii_digit() || c == '$');
            // `over a bridge`, `some all along`: words of place and part, not of number.
            let vague = ["over", "under", "some"].iter().any(|w| exact.eq_ignore_ascii_case(w))
                && ["a", "an", "all", "half", "one"].contains(&first);
            (figure || NUMBERS.contains(&first) && !vague).then_some(kind)
        }
        MarkKind::Hedge(HedgeKind::Possibility) if exact == "May" => None,
        MarkKind::Hedge(HedgeKind::Condition) => {
            if exact.eq_ignore_ascii_case("if") && asks_whether(lower, sentence, words) {
                return None;
            }
            let rest = lower.get(words.end..sentence.end).unwrap_or("");
            let clause = rest.split(',').next().unwrap_or(rest);
            let unreal = [" were ", " had ", " weren't ", " weren’t ", " hadn't ", " hadn’t "]
                .iter()
                .any(|w| clause.contains(w));
            let kind = if unreal && supposes(lower, sentence) {
                HedgeKind::Counterfactual
            } else {
                HedgeKind::Condition
            };
            Some(MarkKind::Hedge(kind))
        }
        MarkKind::Negation
            if exact.eq_ignore_ascii_case("no")
                && after.starts_with(|c: char| c.is_ascii_digit() || c == '.') =>
        {
            None
        }
        other => Some(other),
    }
}

/// Whether a sentence says what would be.
fn supposes(lower: &str, sentence: Span) -> bool {
    let words = sentence.slice(lower).unwrap_or("");
    [" would ", " wouldn't ", " wouldn’t ", " could have ", " might have ", " should have "]
        .iter()
        .any(|w| words.contains(w))
}

/// Whether `if` stands for `whether`: `asked if`, `to see if`; or after `as` and `what`.
fn asks_whether(lower: &str, sentence: Span, words: Span) -> bool {
    const ASKING: &[&str] = &[
        "ask",
        "asks",
        "asked",
        "asking",
        "wonder",
        "wonders",
        "wondered",
        "see",
        "know",
        "knows",
        "knew",
        "determine",
        "decide",
        "say",
        "clear",
        "unclear",
        "sure",
        "unsure",
        "check",
        "tell",
        "as",
        "what",
        "even",
    ];
    let before = lower.get(sentence.start..words.start).unwrap_or("").trim_end();
    before.rsplit(|c: char| !c.is_alphanumeric()).next().is_some_and(|last| ASKING.contains(&last))
}

/// `Had the boat turned, they would have fired`: a sentence that opens with the verb of what is not the case.
fn turned_round(lower: &str, sentence: Span) -> Option<Mark> {
    let words = sentence.slice(lower)?;
    let quoted = words.trim_start_matches(['“', '"', '‘']);
    let start = sentence.start + (words.len() - quoted.len());
    let verb = ["had ", "were "].into_iter().find(|verb| quoted.starts_with(verb))?;
    if !supposes(lower, sentence) || words.ends_with('?') || !quoted.contains(',') {
        return None;
    }
    let words = Span::new(start, start + verb.len() - 1);
    Some(Mark {
        words,
        kind: MarkKind::Hedge(HedgeKind::Counterfactual),
        scope: Span::new(start, sentence.end),
    })
}

const NUMBERS: &[&str] = &[
    "a",
    "an",
    "one",
    "two",
    "three",
    "four",
    "five",
    "six",
    "seven",
    "eight",
    "nine",
    "ten",
    "eleven",
    "twelve",
    "thirteen",
    "fourteen",
    "fifteen",
    "sixteen",
    "seventeen",
    "eighteen",
    "nineteen",
    "twenty",
    "thirty",
    "forty",
    "fifty",
    "sixty",
    "seventy",
    "eighty",
    "ninety",
    "hundred",
    "hundreds",
    "thousand",
    "thousands",
    "dozens",
    "dozen",
    "half",
    "all",
];

/// From the mark to the end of its clause; a condition reaches over its sentence, a bound over the figure after it.
fn scope(text: &str, sentence: Span, words: Span, kind: MarkKind) -> Span {
    let rest = text.get(words.end..sentence.end).unwrap_or("");
    let end = match kind {
        MarkKind::Hedge(HedgeKind::Condition | HedgeKind::Counterfactual) => sentence.end,
        MarkKind::Hedge(HedgeKind::Bound | HedgeKind::Approximate) => {
            let words_after = rest.trim_start();
            let lead = rest.len() - words_after.len();
            words.end + lead + words_after.find(|c: char| c.is_whitespace()).unwrap_or(words_after.len())
        }
        _ => words.end + clause_end(rest),
    };
    Span::new(words.start, end.max(words.end))
}

/// Where the clause ends: at a mark, or before a conjunction that opens another.
fn clause_end(rest: &str) -> usize {
    let mark = rest.find([',', ';', ':', '—', '“', '”', '"', '(']).unwrap_or(rest.len());
    let conjunctions =
        [" but ", " because ", " although ", " though ", " while ", " whereas ", " who ", " which "];
    let head = rest.get(..mark).unwrap_or(rest);
    conjunctions.iter().filter_map(|word| head.find(word)).min().unwrap_or(mark)
}

/// The hedges inside a span.
pub fn hedges_in(text: &str, marks: &[Mark], span: Span) -> Vec<Hedge> {
    let from = marks.partition_point(|mark| mark.words.start < span.start);
    marks[from..]
        .iter()
        .take_while(|mark| mark.words.end <= span.end)
        .filter_map(|mark| match mark.kind {
            MarkKind::Hedge(kind) => {
                let exact = mark.words.slice(text)?.to_owned();
                Some(Hedge { start: mark.words.start, end: mark.words.end, exact, kind })
            }
            MarkKind::Negation => None,
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(text: &str, expected: &[(&str, MarkKind)]) {
        let segments = crate::segment::segment(text);
        let marks = marks(text, &text.to_ascii_lowercase(), &segments);
        let found: Vec<_> = marks.iter().map(|m| (m.words.slice(text).expect("a span"), m.kind)).collect();
        assert_eq!(found, expected, "{text}");
    }

    #[test]
    fn marks_are_whole_words_in_their_place() {
        use HedgeKind::{Bound, Condition, Counterfactual, Possibility, Unknown};
        let hedge = MarkKind::Hedge;
        check("At least nine boats may sink.", &[("At least", hedge(Bound)), ("may", hedge(Possibility))]);
        check("It is unclear whether they knew about the boat.", &[("unclear whether", hedge(Unknown))]);
        check("If it were a war, it would be lawful.", &[("If", hedge(Counterfactual))]);
        check("If it sails, they fire.", &[("If", hedge(Condition))]);
        check("On May 5 the mayor did not speak.", &[("not", MarkKind::Negation)]);
    }

    fn scope_of(text: &str) -> Vec<&str> {
        let segments = crate::segment::segment(text);
        marks(text, &text.to_ascii_lowercase(), &segments)
            .iter()
            .map(|m| m.scope.slice(text).expect("a span"))
            .collect()
    }

    #[test]
    fn a_mark_reaches_to_the_end_of_its_clause() {
        assert_eq!(scope_of("The crew did not surrender, and the boat sank."), ["not surrender"]);
        assert_eq!(scope_of("The crew may have fled but the boat sank."), ["may have fled"]);
        assert_eq!(scope_of("At least nine boats sank."), ["At least nine"]);
        assert_eq!(
            scope_of("It is unclear whether the crew, who were armed, fled."),
            ["unclear whether the crew"]
        );
    }

    #[test]
    fn a_condition_reaches_over_its_sentence() {
        assert_eq!(scope_of("They fire if the boat turns, he said."), ["if the boat turns, he said."]);
        assert_eq!(
            scope_of("Had the boat turned, they would have fired."),
            ["Had the boat turned, they would have fired."]
        );
        assert_eq!(scope_of("Had they any doubt?"), [""; 0]);
    }

    #[test]
    fn if_for_whether_is_no_condition() {
        use HedgeKind::{Condition, Unknown};
        let hedge = MarkKind::Hedge;
        check("She asked if the boat had lights.", &[]);
        check("It looks as if the boat sank.", &[]);
        check("It is unclear if they knew.", &[("unclear if", hedge(Unknown))]);
        check(
            "If men were aboard, nobody said so.",
            &[("If", hedge(Condition)), ("nobody", MarkKind::Negation)],
        );
    }

    #[test]
    fn what_was_not_done_and_what_is_only_said_to_be_are_marked() {
        use HedgeKind::{Allegation, Bound, Unknown};
        let hedge = MarkKind::Hedge;
        check("The navy failed to warn them.", &[("failed to", MarkKind::Negation)]);
        check("The men are said to have fled.", &[("are said to have", hedge(Allegation))]);
        check("The toll could not be confirmed.", &[("could not be confirmed", hedge(Unknown))]);
        check("Over 20 men fled over a bridge.", &[("Over", hedge(Bound))]);
    }
}
