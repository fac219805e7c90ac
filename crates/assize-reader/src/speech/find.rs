//! Cue, source and content inside one sentence.

use super::{
    Attribution,
    content::{self, Cut},
    lexicon::{self, Class, Entry, Form},
    subject,
    view::{NONE, Run, View},
};
use crate::tag::Tag;
use std::sync::OnceLock;

/// What one sentence is scanned with.
pub(super) struct Scan<'v, 't> {
    pub(super) v: &'v View<'t>,
    /// Which attribution of this sentence a token already belongs to.
    taken: Vec<Option<(usize, Part)>>,
    pub(super) found: Vec<Attribution>,
    sentence: usize,
}

/// The part a token plays in an attribution.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Part {
    Source,
    Cue,
    Content,
}

/// A cue verb with its auxiliaries and particles.
#[derive(Debug, Clone, Copy)]
struct Group {
    entry: &'static Entry,
    verb: usize,
    run: Run,
    passive: bool,
    finite: bool,
    negated: bool,
}

/// The pieces of an attribution before they become bytes.
#[derive(Default)]
struct Pieces {
    source: Option<Run>,
    cue: Run,
    contents: Vec<Run>,
    class: Option<Class>,
    rule: &'static str,
    lemma: &'static str,
    negated: bool,
    /// The source is the one of an earlier attribution of the sentence.
    shared: Option<usize>,
    outer: Option<usize>,
}

const HAVE: &[&str] = &["has", "have", "had", "having", "'ve", "’ve"];
const BE: &[&str] = &["is", "are", "was", "were", "be", "been", "being", "'re", "’re", "am", "'m", "’m"];
const DO: &[&str] = &["do", "does", "did"];

/// Finds every attribution that begins in the sentence.
pub(super) fn sentence(v: &View<'_>, index: usize) -> Vec<Attribution> {
    let mut scan = Scan { v, taken: vec![None; v.len()], found: Vec::new(), sentence: index };
    let groups: Vec<Group> = (0..v.len()).filter_map(|at| group(v, at)).collect();
    scan.according_to();
    for group in &groups {
        scan.after_its_content(group);
    }
    for group in &groups {
        scan.before_its_content(group);
    }
    scan.noun_cues();
    scan.headline();
    scan.found
}

/// The verb group around the token at `at`, if that is a cue verb outside quotation.
fn group(v: &View<'_>, at: usize) -> Option<Group> {
    if v.quoted[at] != NONE {
        return None;
    }
    let entry = lexicon::lookup(v.word(at))?;
    let tag = v.tag(at);
    let plain = matches!(v.word(at), "said" | "says" | "told" | "wrote" | "tweeted");
    if !(tag.is_verb() || plain) {
        return None;
    }
    let mut start = at;
    let (mut passive, mut modal, mut to, mut negated, mut aux) = (false, false, false, false, false);
    while start > 0 && v.quoted[start - 1] == NONE {
        let word = v.word(start - 1);
        let be = BE.contains(&word) || (matches!(word, "'s" | "’s") && v.tag(start - 1).is_verb());
        if be {
            passive |= !have_after(v, start, at) && entry.form != Form::Gerund && start == at
                || be_before_adverbs(v, start, at);
            aux = true;
        } else if HAVE.contains(&word) || (matches!(word, "'d" | "’d")) {
            aux = true;
        } else if v.tag(start - 1) == Tag::MD {
            (modal, aux) = (true, true);
        } else if DO.contains(&word) {
            aux = true;
        } else if word == "to" && v.tag(at) == Tag::VB && start == at {
            to = true;
        } else if matches!(word, "not" | "n't" | "n’t" | "never") {
            negated = true;
        } else if !(v.tag(start - 1).is_adverb() && start > 1)
            || matches!(word, "when" | "where" | "why" | "how" | "so" | "here" | "there")
        {
            break;
        }
        start -= 1;
        if at - start > 7 {
            break;
        }
    }
    // An adverb that opens the sentence or follows a comma belongs to neither source nor cue.
    while start < at && v.tag(start).is_adverb() && !negated && (start == 0 || v.comma(start - 1)) {
        start += 1;
    }
    let participle = matches!(entry.form, Form::Participle) || (entry.form == Form::Past && tag == Tag::VBN);
    passive &= participle || (entry.form == Form::Past);
    let gerund = entry.form == Form::Gerund;
    let finite =
        if gerund { aux } else { aux || modal || matches!(tag, Tag::VBD | Tag::VBZ | Tag::VBP) || plain };
    let mut end = at + 1;
    if v.quoted.get(end) == Some(&NONE) && entry.particles.contains(&v.word(end)) {
        end += 1;
        if v.is(end, &["of", "against", "to", "for"]) && v.is(end - 1, &["out"]) {
            end += 1;
        }
    }
    let base = tag == Tag::VB && !aux && !modal;
    Some(Group { entry, verb: at, run: (start, end), passive, finite: finite && !base && !to, negated })
}

fn have_after(v: &View<'_>, start: usize, at: usize) -> bool {
    (start..at).any(|i| HAVE.contains(&v.word(i)))
}

/// Whether only adverbs stand between the form of *be* before `start` and the verb.
fn be_before_adverbs(v: &View<'_>, start: usize, at: usize) -> bool {
    (start..at).all(|i| v.tag(i).is_adverb() || BE.contains(&v.word(i)))
}

impl Scan<'_, '_> {
    fn free(&self, run: Run) -> bool {
        self.taken[run.0.min(self.taken.len())..run.1.min(self.taken.len())].iter().all(Option::is_none)
    }

    fn push(&mut self, pieces: Pieces) {
        let Some(class) = pieces.class else { return };
        let index = self.found.len();
        let mut mark = |run: Run, part: Part| {
            for at in run.0..run.1.min(self.taken.len()) {
                self.taken[at].get_or_insert((index, part));
            }
        };
        mark(pieces.cue, Part::Cue);
        if let Some(source) = pieces.source {
            mark(source, Part::Source);
        }
        for run in &pieces.contents {
            mark(*run, Part::Content);
        }
        let source = match (pieces.source, pieces.shared) {
            (Some(run), _) => Some(self.v.span(run)),
            (None, Some(other)) => self.found[other].source,
            (None, None) => None,
        };
        let content = pieces.contents.iter().filter_map(|run| content::span(self.v, *run)).collect();
        self.found.push(Attribution {
            source,
            cue: self.v.span(pieces.cue),
            content,
            class,
            lemma: pieces.lemma,
            negated: pieces.negated,
            rule: pieces.rule,
            sentence: self.sentence,
            outer: pieces.outer,
        });
    }

    /// Where the clause that ends before `end` begins: after an earlier attribution, or at the start of the sentence.
    fn clause_start(&self, end: usize) -> usize {
        let mut start = (0..end).rev().find(|at| self.taken[*at].is_some()).map_or(0, |at| at + 1);
        let v = self.v;
        while start < end && v.quoted[start] == NONE {
            let linking = v.is(
                start,
                &[
                    "but",
                    "and",
                    "yet",
                    "so",
                    "however",
                    "still",
                    "meanwhile",
                    "moreover",
                    "in",
                    "for",
                    "indeed",
                    "also",
                    "plus",
                ],
            ) && match v.word(start) {
                "in" => v.is(start + 1, &["fact", "addition", "all", "other"]),
                "for" => v.is(start + 1, &["example", "instance"]),
                "so" | "however" | "still" | "meanwhile" | "moreover" | "indeed" | "also" => {
                    v.comma(start + 1)
                }
                _ => true,
            };
            if linking && matches!(v.word(start), "in" | "for") {
                start += 2;
            } else if linking || v.comma(start) || v.dash(start) {
                start += 1;
            } else {
                break;
            }
        }
        start
    }

    /// `…, according to five officials` and `According to five officials, …`.
    fn according_to(&mut self) {
        let v = self.v;
        for at in 0..v.len().saturating_sub(2) {
            let cue = if v.is(at, &["according"]) && v.is(at + 1, &["to"]) {
                (at, at + 2)
            } else if v.is(at, &["per"]) && at > 0 && v.comma(at - 1) {
                (at, at + 1)
            } else {
                continue;
            };
            if v.quoted[at] != NONE || !self.free(cue) {
                continue;
            }
            let Some(source) = subject::subject_after(v, cue.1) else { continue };
            let opens = at == 0 || self.clause_start(at) >= at;
            let contents = if opens {
                let start = if v.comma(source.1) { source.1 + 1 } else { source.1 };
                let end = content::end(v, start, Class::Say, Cut::Sentence, &|_| false);
                vec![(start, end)]
            } else {
                let end = if v.comma(at - 1) { at - 1 } else { at };
                let mut start = self.clause_start(end);
                if let Some(which) = (start + 1..end).rev().find(|i| v.comma(*i) && v.quoted[*i] == NONE)
                    && v.is(which + 1, &["which"])
                {
                    start = which + 1;
                }
                vec![(start, end)]
            };
            let contents = keep(contents);
            self.push(Pieces {
                source: Some(source),
                cue,
                contents,
                class: Some(Class::Say),
                rule: "speech.according-to",
                lemma: "according",
                ..Pieces::default()
            });
        }
    }

    /// `…, she said` and `…, said Ada Ode`.
    fn after_its_content(&mut self, group: &Group) {
        let v = self.v;
        let able =
            matches!(group.entry.class, Class::Say | Class::Tell | Class::Think | Class::Quote | Class::Show);
        if !able || group.passive || !group.finite || !self.free(group.run) {
            return;
        }
        let (start, end) = group.run;
        let before = subject::subject_before(v, start).filter(|s| self.free(*s));
        let (source, left, right, rule) = match before.filter(|s| self.after_content(s.0)) {
            Some(source) => (source, source.0, end, "speech.postposed"),
            None => {
                if !self.after_content(start) || before.is_some() && !v.comma(start.wrapping_sub(1)) {
                    return;
                }
                let Some(source) = subject::subject_after(v, end).filter(|s| self.free(*s)) else { return };
                (source, start, source.1, "speech.inverted")
            }
        };
        if v.is(source.0, &["who", "which", "that", "whom"]) {
            return;
        }
        let mut next = right;
        if group.entry.class == Class::Tell || group.entry.lemma == "ask" {
            next = subject::skip_phrase(v, next);
        }
        next = subject::skip_adverbials(v, next);
        let quoted_before = left == 0 || v.quoted[left - 1] != NONE && v.closes(left - 1);
        let closed = quoted_before
            || next >= v.body_end()
            || v.comma(next)
            || v.dash(next)
            || matches!(v.word(next), ";" | ":")
            || rule == "speech.inverted"
            || self.taken.get(next).is_some_and(Option::is_some)
            || v.is(
                next,
                &["when", "after", "while", "before", "as", "and", "but", "in", "on", "at", "during", "of"],
            );
        if !closed || (left == 0 && rule == "speech.postposed" && !self.quote_before(left)) {
            return;
        }
        let mut contents = Vec::new();
        if left > 0 {
            let stop = if v.comma(left - 1) || v.dash(left - 1) { left - 1 } else { left };
            let from = self.clause_start(stop);
            // A short phrase without a verb before the comma is an adverbial, not what was said.
            let clause =
                (from..stop).any(|i| v.tag(i).is_verb() || v.tag(i) == Tag::MD || v.quoted[i] != NONE);
            // `The boat, she said, had sunk`: the words go on after source and cue.
            let medial = rule == "speech.postposed"
                && from < stop
                && v.comma(left - 1)
                && v.comma(next)
                && next + 2 < v.body_end();
            if !clause && medial && subject::phrase_starts(v, from) {
                let stop_at = content::end(v, next + 1, Class::Say, Cut::Sentence, &|at| {
                    self.taken.get(at).is_some_and(Option::is_some)
                });
                contents.push((next + 1, stop_at));
            } else if !clause {
                return;
            }
            contents.push((from, stop));
        }
        let mut after = next;
        if (v.comma(after) || v.dash(after) || v.is(after, &[":"]))
            && (v.opens(after + 1) || group_quotes_after(v, after))
        {
            after += 1;
            contents.push((
                after,
                content::end(v, after, Class::Say, Cut::Sentence, &|at| {
                    self.taken.get(at).is_some_and(Option::is_some)
                }),
            ));
        } else if v.is(next, &[":"]) {
            contents.push((next + 1, content::end(v, next + 1, Class::Say, Cut::Sentence, &|_| false)));
        } else if v.is(left.wrapping_sub(1), &[","])
            && v.comma(after)
            && v.is(after + 1, &["and", "but", "because", "so", "that", "although"])
            && !(after + 1..v.len()).any(|i| {
                lexicon::lookup(v.word(i)).is_some_and(|e| e.class == Class::Say) && v.tag(i).is_verb()
            })
        {
            contents.push((after + 1, v.body_end()));
        }
        self.push(Pieces {
            source: Some(source),
            cue: group.run,
            contents: keep(contents),
            class: Some(group.entry.class),
            rule,
            lemma: group.entry.lemma,
            negated: group.negated,
            ..Pieces::default()
        });
    }

    /// Whether content may end right before the token at `left`.
    fn after_content(&self, left: usize) -> bool {
        let v = self.v;
        match left.checked_sub(1) {
            None => self.quote_before(left),
            Some(last) if v.quoted[last] != NONE => v.closes(last),
            Some(last) => v.comma(last) || v.dash(last) && left > 3,
        }
    }

    /// Whether the sentence begins right after a quotation.
    fn quote_before(&self, left: usize) -> bool {
        left == 0 && content::quote_before(self.v).is_some()
    }

    /// `She said that …`, `X called Y a Z`, `…, adding that …`, `Y was described by X as …`.
    fn before_its_content(&mut self, group: &Group) {
        if self.taken[group.verb].is_some() {
            self.nested(group);
            return;
        }
        let v = self.v;
        if !self.free(group.run) {
            return;
        }
        if group.passive {
            self.passive(group);
            return;
        }
        let mut pieces = Pieces {
            cue: group.run,
            class: Some(group.entry.class),
            lemma: group.entry.lemma,
            negated: group.negated,
            rule: "speech.preposed",
            ..Pieces::default()
        };
        let (start, _) = group.run;
        if group.finite {
            let coordinated = start > 0 && v.is(start - 1, &["and", "but", "then", "or"])
                || start > 1 && v.comma(start - 1) && v.is(start - 2, &["and"]);
            match subject::subject_before(v, start).filter(|s| self.free(*s)) {
                Some(source) => pieces.source = Some(source),
                None if coordinated && !self.found.is_empty() => {
                    pieces.shared = Some(self.found.len() - 1);
                    pieces.rule = "speech.coordinated";
                }
                None => return,
            }
            if pieces.source.is_some_and(|s| v.is(s.0, &["it", "there", "what"]) && s.1 == s.0 + 1)
                && group.entry.class != Class::Seem
            {
                pieces.source = pieces.source.filter(|s| !v.is(s.0, &["there", "what"]));
                if pieces.source.is_none() {
                    return;
                }
            }
        } else if group.entry.form == Form::Gerund {
            pieces.rule = "speech.participle";
            match start.checked_sub(1) {
                Some(last) if v.comma(last) => match self.found.last() {
                    Some(_) => pieces.shared = Some(self.found.len() - 1),
                    None => pieces.source = first_subject(v, start),
                },
                Some(last) if v.is(last, &["by", "in", "without", "after", "before", "while", "when"]) => {
                    pieces.source = first_subject(v, last).filter(|s| self.free(*s));
                }
                Some(last) if v.tag(last).is_noun() => {
                    pieces.source = subject::phrase_before(v, start).filter(|s| self.free(*s))
                }
                _ => {}
            }
            if pieces.source.is_none() && pieces.shared.is_none() {
                return;
            }
        } else {
            return;
        }
        let Some(content) = self.content_after(group, group.run.1) else { return };
        pieces.contents = vec![content];
        if let Some(source) = pieces.source
            && v.is(source.0.wrapping_sub(1), &["as"])
            && matches!(group.entry.class, Class::Say | Class::Think | Class::Show)
        {
            pieces.rule = "speech.as-said";
        }
        self.push(pieces);
    }

    /// What follows the cue, if it is content.
    fn content_after(&self, group: &Group, from: usize) -> Option<Run> {
        let v = self.v;
        let class = group.entry.class;
        let body = v.body_end();
        let mut at = from;
        let quoted = |at: usize| v.quoted.get(at).is_some_and(|q| *q != NONE);
        if class == Class::Tell && !quoted(at) {
            at = subject::skip_phrase(v, at);
        }
        if matches!(class, Class::Say | Class::Tell | Class::Quote) {
            let skipped = subject::skip_adverbials(v, at);
            let clause = v.is(skipped, &["that", ":", "if", "whether", "how", "why", "what"])
                || quoted(skipped)
                || v.comma(skipped) && quoted(skipped + 1)
                || subject::phrase_starts(v, skipped)
                || v.tag(skipped) == Tag::TO
                || v.tag(skipped) == Tag::WDT;
            if clause {
                at = skipped;
            } else if class != Class::Say || skipped > at {
                return None;
            }
        }
        if v.comma(at) && quoted(at + 1) || v.is(at, &[":"]) {
            at += 1;
        }
        if at >= body
            || v.comma(at)
            || v.is(at, &[")", ";", "—"])
            || matches!(v.tag(at), Tag::STOP | Tag::CC | Tag::RRB)
        {
            return None;
        }
        if v.is(at, &["that"]) && v.tag(at) != Tag::DT && at + 1 < body {
            at += 1;
        }
        let cut = match class {
            Class::View | Class::Act => Cut::Phrase,
            _ => Cut::Clause,
        };
        let end = content::end(v, at, class, cut, &|i| self.taken.get(i).is_some_and(Option::is_some));
        (end > at).then_some((at, end))
    }

    /// `was accused by X of Y`, `is expected to Y`.
    fn passive(&mut self, group: &Group) {
        let v = self.v;
        let (start, end) = group.run;
        let subject = subject::subject_before(v, start).filter(|s| self.free(*s));
        let mut pieces = Pieces {
            cue: group.run,
            class: Some(group.entry.class),
            lemma: group.entry.lemma,
            negated: group.negated,
            rule: "speech.passive",
            ..Pieces::default()
        };
        let by = (end..(end + 12).min(v.len()))
            .take_while(|i| v.quoted[*i] == NONE && !v.comma(*i))
            .find(|i| v.is(*i, &["by"]));
        if let Some(by) = by
            && let Some(source) = subject::subject_after(v, by + 1)
            && let Some(subject) = subject
        {
            pieces.source = Some(source);
            pieces.contents = vec![subject];
        } else if v.is(end, &["to", "that", "as", "of", "for", "with"]) && group.run.1 <= end {
            if !matches!(group.entry.class, Class::Think | Class::Say | Class::Show)
                && !v.is(end - 1, &["of", "for", "with"])
            {
                return;
            }
            let stop = content::end(v, end, Class::Think, Cut::Clause, &|i| {
                self.taken.get(i).is_some_and(Option::is_some)
            });
            pieces.contents = vec![(end, stop)];
        } else {
            return;
        }
        self.push(pieces);
    }

    /// A speech act inside what another speaker says.
    fn nested(&mut self, group: &Group) {
        let v = self.v;
        let Some((outer, Part::Content)) = self.taken[group.verb] else { return };
        let strong = matches!(group.entry.class, Class::Say | Class::Tell) && group.finite && !group.passive;
        if !strong || self.found.get(outer).is_none_or(|a| a.outer.is_some()) {
            return;
        }
        let Some(source) = subject::subject_before(v, group.run.0) else { return };
        if v.tag(source.0) == Tag::WDT {
            return;
        }
        let mut at = group.run.1;
        if group.entry.class == Class::Tell {
            at = subject::skip_phrase(v, at);
        }
        at = subject::skip_adverbials(v, at);
        if !v.is(at, &["that"])
            && v.quoted.get(at).is_none_or(|q| *q == NONE)
            && !subject::phrase_starts(v, at)
        {
            return;
        }
        if v.is(at, &["that"]) {
            at += 1;
        }
        let end = content::end(v, at, Class::Say, Cut::Clause, &|i| {
            self.taken.get(i).is_none_or(|t| *t != Some((outer, Part::Content)))
        });
        if end <= at {
            return;
        }
        self.push(Pieces {
            source: Some(source),
            cue: group.run,
            contents: vec![(at, end)],
            class: Some(group.entry.class),
            rule: "speech.nested",
            lemma: group.entry.lemma,
            negated: group.negated,
            outer: Some(outer),
            ..Pieces::default()
        });
    }

    /// `the minister's claim that …`, `allegations of …`.
    fn noun_cues(&mut self) {
        let v = self.v;
        for at in 0..v.len() {
            let noun = is_noun_cue(v.word(at)) && v.tag(at).is_noun();
            if !noun || v.quoted[at] != NONE || self.taken[at].is_some() {
                continue;
            }
            let clause = v.is(at + 1, &["that"]);
            if !clause {
                continue;
            }
            let source = possessor(v, at);
            let cue = (at, at + 1);
            let from = at + 2;
            let end = content::end(v, from, Class::Say, Cut::Clause, &|i| {
                self.taken.get(i).is_some_and(Option::is_some)
            });
            if end <= from {
                continue;
            }
            self.push(Pieces {
                source: source.filter(|s| self.free(*s)),
                cue,
                contents: vec![(from, end)],
                class: Some(Class::Say),
                rule: "speech.noun",
                lemma: "claim",
                ..Pieces::default()
            });
        }
    }

    /// `Minister: the strait is closed` at the start of a line.
    fn headline(&mut self) {
        let v = self.v;
        if !self.found.is_empty() {
            return;
        }
        let Some(colon) = (1..v.len().min(7)).find(|i| v.is(*i, &[":"]) && v.quoted[*i] == NONE) else {
            return;
        };
        let named = (0..colon)
            .all(|i| v.tag(i).is_proper() || v.tag(i) == Tag::STOP || v.tag(i) == Tag::NN && i == 0);
        let upper = v.written(0).bytes().all(|b| b.is_ascii_uppercase() || b == b'.');
        let quoted = v.quoted.get(colon + 1).is_some_and(|q| *q != NONE);
        if named && (upper || quoted) && colon + 1 < v.body_end() {
            self.push(Pieces {
                source: Some((0, colon)),
                cue: (colon, colon + 1),
                contents: vec![(colon + 1, v.body_end())],
                class: Some(Class::Say),
                rule: "speech.colon",
                lemma: ":",
                ..Pieces::default()
            });
        }
    }
}

/// Nouns that carry a clause as their content.
const NOUNS: &[&str] = &[
    "claim",
    "claims",
    "allegation",
    "allegations",
    "assertion",
    "assertions",
    "statement",
    "accusation",
    "accusations",
    "suggestion",
    "suggestions",
    "belief",
    "fear",
    "fears",
    "concern",
    "concerns",
    "hope",
    "hopes",
    "argument",
    "arguments",
    "contention",
    "notion",
    "idea",
    "promise",
    "promises",
    "warning",
    "warnings",
    "report",
    "reports",
    "rumors",
    "speculation",
    "view",
    "opinion",
    "suspicion",
    "suspicions",
    "impression",
    "insistence",
    "acknowledgment",
    "announcement",
    "prediction",
    "assumption",
    "conclusion",
    "denial",
    "assurance",
    "assurances",
    "complaint",
    "complaints",
    "charge",
    "vow",
    "pledge",
    "observation",
    "perception",
    "sense",
    "conviction",
    "admission",
    "revelation",
];

/// Whether a word in lower case is a noun that carries content.
pub(super) fn is_noun_cue(word: &str) -> bool {
    static SIEVE: OnceLock<lexicon::Sieve> = OnceLock::new();
    SIEVE.get_or_init(|| lexicon::Sieve::of(NOUNS.iter().copied())).may_hold(word) && NOUNS.contains(&word)
}

/// The owner of the noun at `at`: `the minister's`, `his`.
fn possessor(v: &View<'_>, at: usize) -> Option<Run> {
    let mut i = at;
    while i > 0 && matches!(v.tag(i - 1), Tag::JJ | Tag::NN | Tag::VBN) && at - i < 4 {
        i -= 1;
    }
    let last = i.checked_sub(1)?;
    match v.tag(last) {
        Tag::PRPS => Some((last, i)),
        Tag::POS => subject::phrase_before(v, last).map(|(start, _)| (start, last)),
        _ => None,
    }
}

/// The first noun phrase of the sentence that a finite verb follows.
fn first_subject(v: &View<'_>, before: usize) -> Option<Run> {
    let verb = (1..before).find(|i| v.tag(*i).is_finite() && v.quoted[*i] == NONE)?;
    subject::subject_before(v, verb)
}

/// Whether after a comma or colon comes a quotation.
fn group_quotes_after(v: &View<'_>, at: usize) -> bool {
    v.is(at, &[":"]) && at + 1 < v.len()
}

fn keep(contents: Vec<Run>) -> Vec<Run> {
    contents.into_iter().filter(|(from, to)| from < to).collect()
}
