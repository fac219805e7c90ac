//! The day of an act, from the words that stand with it.

use super::Source;
use crate::{
    document::{
        lexis::Class,
        predicate::{Form, Predicate},
        sentence::{Run, Sentence},
    },
    tag::Tag,
    timex::{Anchor, Time, TimeKind},
};
use assize_record::{Edtf, Span};

/// When an act was, by the places of its times among those of the text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct When {
    /// Its time, or the first day of it.
    pub from: usize,
    /// The last day, where two days bound it: `between 3 and 6 May`.
    pub to: Option<usize>,
}

impl When {
    pub(super) const fn at(from: usize) -> Self {
        Self { from, to: None }
    }

    /// The day or days.
    pub fn on(&self, times: &[Time]) -> Option<Edtf> {
        let first = times.get(self.from)?.edtf.clone();
        match self.to.and_then(|to| times.get(to)) {
            Some(last) => format!("{}/{}", first?, last.edtf.as_ref()?).parse().ok(),
            None => first,
        }
    }

    /// The words.
    pub fn span(&self, times: &[Time]) -> Option<Span> {
        let first = times.get(self.from)?.span;
        let last = self.to.and_then(|to| times.get(to)).map_or(first, |last| last.span);
        Some(Span::new(first.start, last.end))
    }
}

/// What the times of one sentence say of one predicate.
struct Asked<'a, 's> {
    source: &'a Source<'s>,
    sentence: &'a Sentence,
    predicate: &'a Predicate,
}

/// When a predicate was: at its own time, that of the noun phrase it is, that of the verb it is joined to, else the only one of the
/// clause that no verb of speech has, else at the day of the entry or heading that it stands under.
pub(super) fn of(
    source: &Source<'_>,
    sentence: &Sentence,
    predicate: &Predicate,
    definite: bool,
) -> Option<When> {
    let asked = Asked { source, sentence, predicate };
    // `died of his wounds on 22 August`: not the day on which he was hit.
    if succumbs(source, sentence, predicate) {
        return None;
    }
    let own = predicate.times.iter().copied().find(|index| asked.dated(*index));
    let nominal = predicate.form == Form::Nominal;
    if own.is_none() && counts_back(sentence, predicate) {
        return asked.hours_after().map(When::at);
    }
    let own = own.or_else(|| nominal.then(|| asked.of_noun().or_else(|| asked.carried_out())).flatten());
    if let Some(own) = own {
        return Some(asked.whole(own));
    }
    // `before the raid`: what is told on that day is something else.
    if predicate.form == Form::Nominal && definite {
        return asked.behind().map(When::at);
    }
    let found = asked.joined().or_else(|| asked.opened_by()).or_else(|| asked.of_clause());
    let headed = || entry(source, sentence).or_else(|| heading(source, sentence).map(|(_, index)| index));
    let found = found.or_else(|| asked.alone().then(headed).flatten());
    found.map(|index| asked.whole(index))
}

/// Whether somebody dies later of what was done to him: `died of his wounds`, `later died in hospital`.
fn succumbs(source: &Source<'_>, sentence: &Sentence, predicate: &Predicate) -> bool {
    let befalls = predicate.form != Form::Nominal && sentence.word_class(predicate.head, Class::Befall);
    let beside = predicate.group.start.saturating_sub(1)..predicate.group.end + 1;
    let later = beside.into_iter().any(|at| sentence.word(source.lower, at) == "later");
    let wounds = predicate
        .obliques
        .iter()
        .any(|(_, phrase)| sentence.word_class(sentence.phrases[*phrase].head, Class::InjuryNoun));
    befalls && (later || wounds)
}

/// Whether others are named between a verb and what stands behind it, and the verb left out: `shot two in Brill and another two in Orba`.
pub(super) fn gap(sentence: &Sentence, verb: usize, behind: usize) -> bool {
    let more = |at: usize| sentence.word_class(at, Class::More) && sentence.tag(at + 1) == Tag::CD;
    (verb + 1..behind).any(|at| sentence.tag(at) == Tag::CC && more(at + 1))
}

/// Whether a clause opens with so long after or before it, so that it is of another day: `17 days after jets struck a camp`.
fn counts_back(sentence: &Sentence, predicate: &Predicate) -> bool {
    let is = |at: usize, class: Class| sentence.word_class(at, class);
    sentence.clause_start(predicate.head).is_some_and(|at| {
        (is(at, Class::Following) || is(at, Class::Preceding))
            && at.checked_sub(1).is_some_and(|before| is(before, Class::Period))
    })
}

impl Asked<'_, '_> {
    /// `resigned on Thursday, hours after police shot a man`: the day of what came so shortly behind it.
    fn hours_after(&self) -> Option<usize> {
        let sentence = self.sentence;
        let opens = sentence.clause_start(self.predicate.head)?;
        let shortly = opens.checked_sub(1).is_some_and(|at| {
            matches!(sentence.word(self.source.lower, at), "hours" | "minutes" | "moments" | "seconds")
        });
        let before = self.times().filter(|(_, run)| run.end <= opens).map(|(index, _)| index);
        before.filter(|index| shortly && self.dated(*index)).last()
    }

    /// `a man sought for November's attacks`: the time of what stands behind it.
    fn of_next(&self, index: usize) -> bool {
        let owner = self.run(index).map(|run| run.end).filter(|end| self.sentence.tag(*end) == Tag::POS);
        owner.is_some_and(|end| {
            let own = self.predicate.form == Form::Nominal
                && self.sentence.phrase_at(end + 1) == self.sentence.phrase_at(self.predicate.head);
            !own && self.predicate.head != end + 1
        })
    }

    /// `the ministry said Thursday soldiers shot a man`: the day on which it spoke.
    fn said_then(&self, index: usize) -> bool {
        let sentence = self.sentence;
        let Some(run) = self.run(index) else { return false };
        let tells = |at: usize| {
            at != self.predicate.head
                && sentence.predicates.iter().any(|verb| {
                    verb.head == at && verb.form == Form::Finite && !verb.passive && sentence.tells_after(at)
                })
        };
        let before = run.start.checked_sub(1);
        let tied =
            before.filter(|at| sentence.tag(*at) == Tag::IN).and_then(|at| at.checked_sub(1)).or(before);
        self.predicate.head > run.start
            && self.day(index).is_some_and(crate::link::is_day)
            && tied.is_some_and(tells)
    }

    fn day(&self, index: usize) -> Option<&Edtf> {
        self.source.times.get(index)?.edtf.as_ref()
    }

    fn times(&self) -> impl Iterator<Item = (usize, &Run)> {
        self.sentence.times.iter().map(|(index, run)| (*index, run))
    }

    fn run(&self, index: usize) -> Option<&Run> {
        self.times().find(|(known, _)| *known == index).map(|(_, run)| run)
    }

    /// Whether a time has a day and is one at which something was.
    fn dated(&self, index: usize) -> bool {
        self.day(index).is_some()
            && self.run(index).is_none_or(|run| !self.bounds(index, run))
            && !self.counted_from_it(index)
            && !self.only_named(index)
            && !self.said_then(index)
            && !self.of_next(index)
            && !self.of_others(index)
    }

    /// `On Monday guards shot two men in Brill and another two the next day`: the second day is that of the other two.
    fn of_others(&self, index: usize) -> bool {
        let head = self.predicate.head;
        let fronted = self.times().any(|(other, run)| other != index && run.end <= head);
        fronted && self.run(index).is_some_and(|run| gap(self.sentence, head, run.start))
    }

    /// `Bloody Friday` is a name, and `at 4am` alone no day.
    fn only_named(&self, index: usize) -> bool {
        let Some(run) = self.run(index) else { return false };
        let is = |at: usize, class: Class| self.sentence.word_class(at, class);
        let epithet = run.start.checked_sub(1).is_some_and(|at| is(at, Class::Epithet));
        let clock = self
            .source
            .times
            .get(index)
            .is_some_and(|time| time.rule == "clock" && time.anchor == Anchor::Published)
            && !run
                .clone()
                .any(|at| is(at, Class::Weekday) || is(at, Class::Month) || is(at, Class::TimeAdverb));
        // `That afternoon` is of a day that was told, not of the day of publication.
        let told = self.source.times.get(index).is_some_and(|time| time.anchor == Anchor::Published)
            && (matches!(self.sentence.word(self.source.lower, run.start), "that" | "same")
                || self.sentence.word(self.source.lower, run.start + 1) == "same");
        // `“After this morning's raid I left,” she told them on Thursday`: the day on which she spoke is not known.
        let quoted = self.source.times.get(index).is_some_and(|time| {
            time.anchor == Anchor::Published
                && self.source.segments.quote_at(time.span.start).is_some()
                && matches!(
                    self.sentence.word(self.source.lower, run.start),
                    "this" | "today" | "tonight" | "yesterday"
                )
        });
        epithet || clock || told || quoted
    }

    /// `three days after the strike` is not when the strike was.
    fn counted_from_it(&self, index: usize) -> bool {
        let head = self.sentence.bytes(&(self.predicate.head..self.predicate.head + 1));
        let anchor = self.source.times.get(index).map(|time| time.anchor);
        matches!(anchor, Some(Anchor::Event(event)) if event.contains(&head))
    }

    /// `since May`, `in May and June`, `the seventh this year`: none of them is the day.
    fn bounds(&self, index: usize, run: &Run) -> bool {
        let sentence = self.sentence;
        if range(self.source, sentence, index).is_some() || self.opening(index).is_some() {
            return false;
        }
        let back = |by: usize| run.start.checked_sub(by);
        let class = |at: usize, class: Class| sentence.word_class(at, class);
        let begins =
            back(1).is_some_and(|at| class(at, Class::Boundary)) || class(run.start, Class::Boundary);
        let time = |at: usize| sentence.times.iter().any(|(_, other)| other.contains(&at));
        let next = sentence.tag(run.end) == Tag::CC
            && (time(run.end + 1) || sentence.tag(run.end + 1) == Tag::IN && time(run.end + 2));
        let before = back(1).is_some_and(|at| sentence.tag(at) == Tag::CC) && back(2).is_some_and(time)
            || back(2).is_some_and(|at| sentence.tag(at) == Tag::CC) && back(3).is_some_and(time);
        // `from late January to 6 February`
        let ends = back(1).is_some_and(|at| matches!(sentence.tag(at), Tag::TO | Tag::IN))
            && back(2).is_some_and(|at| {
                let opening = sentence.times.iter().find(|(_, other)| other.contains(&at));
                opening
                    .and_then(|(_, other)| other.start.checked_sub(1))
                    .is_some_and(|at| class(at, Class::Boundary) || class(at, Class::Range))
            });
        // `the second strike of the year`, `the sixth attack in Lowford in 2030`
        let counted = (run.start.saturating_sub(8)..run.start).any(|at| {
            let of_act = sentence
                .phrase_at(at)
                .is_some_and(|phrase| class(sentence.phrases[phrase].head, Class::ActNoun));
            class(at, Class::Sequence)
                && (of_act || at + 2 >= run.start)
                && back(1).is_none_or(|at| sentence.tag(at) != Tag::DT)
                && (at + 1..run.start).all(|between| !sentence.tag(between).is_verb())
        });
        let period = !self.day(index).is_some_and(crate::link::is_day);
        // `since the end of the war in 1994`
        let within = (run.start.saturating_sub(8)..run.start).any(|at| {
            class(at, Class::Since) && (at + 1..run.start).all(|between| !sentence.tag(between).is_verb())
        });
        begins || ends || within || next || before || counted && period
    }

    /// A time with the other end of its range.
    fn whole(&self, index: usize) -> When {
        let from = self.opening(index).unwrap_or(index);
        When { from, to: range(self.source, self.sentence, from) }
    }

    /// The first day of the range that a time ends.
    fn opening(&self, index: usize) -> Option<usize> {
        let before = index.checked_sub(1)?;
        range(self.source, self.sentence, before).filter(|to| *to == index).map(|_| before)
    }

    /// `the May 3 killing`, `the 2015 raid`
    fn of_noun(&self) -> Option<usize> {
        let (sentence, predicate) = (self.sentence, self.predicate);
        let before = self.times().find(|(_, run)| {
            let owned = sentence.tag(run.end) == Tag::POS && run.end + 1 == predicate.group.start;
            run.end == predicate.group.start
                || owned
                || predicate.group.start < run.start && run.end <= predicate.head
        });
        before.map(|(index, _)| index).filter(|index| self.dated(*index))
    }

    /// `the killing of nine men in an operation conducted on May 3`
    fn carried_out(&self) -> Option<usize> {
        let (sentence, head) = (self.sentence, self.predicate.head);
        let is = |at: usize, class: Class| sentence.word_class(at, class);
        let told = sentence
            .predicates
            .iter()
            .filter(|verb| verb.form == Form::Participle && verb.head > head && is(verb.head, Class::Light));
        let told = told.min_by_key(|verb| verb.head)?;
        let other = (head + 1..told.head).any(|at| {
            is(at, Class::ActNoun) && !is(at, Class::Operation)
                || sentence.predicates.iter().any(|verb| verb.head == at && verb.form == Form::Finite)
        });
        told.times.iter().copied().find(|index| !other && self.dated(*index))
    }

    /// `the killing of seven men (and two injured) at Quenby on June 14`
    fn behind(&self) -> Option<usize> {
        let (sentence, predicate) = (self.sentence, self.predicate);
        let behind = self.times().find(|(index, run)| run.start > predicate.head && self.dated(*index))?;
        let between = |at: usize| predicate.head < at && at < behind.1.start;
        let acts =
            (0..sentence.tokens.len()).any(|at| between(at) && sentence.word_class(at, Class::ActNoun));
        let parts = |verb: &Predicate| {
            let tense = verb.form == Form::Finite;
            let own = verb.form != Form::Nominal && verb.times.contains(&behind.0);
            tense && !verb.passive || (tense || own) && !sentence.carries_day(verb.head)
        };
        let verbs = sentence.predicates.iter().any(|verb| between(verb.head) && parts(verb));
        (!acts && !verbs).then_some(behind.0)
    }

    /// `shot a driver and wounded two others on Sunday`: the time of the last verb of a list is that of all.
    fn joined(&self) -> Option<usize> {
        let last = coordinated(self.sentence, self.predicate)?;
        last.times.iter().copied().find(|index| self.dated(*index))
    }

    /// `on May 3, when guards shot`
    fn opened_by(&self) -> Option<usize> {
        let sentence = self.sentence;
        let opens = sentence.clause_start(self.predicate.head)?;
        let comma = opens.checked_sub(1).filter(|at| sentence.tag(*at) == Tag::COMMA);
        let end = comma.unwrap_or(opens);
        let ends = |(_, run): &(usize, &Run)| run.end == end && sentence.tag(opens) == Tag::WRB;
        self.times().find(ends).map(|(index, _)| index).filter(|index| self.dated(*index))
    }

    /// `on Tuesday the ministry said` is when it spoke; `last month the ministry said` is when it happened.
    fn spoken(&self, index: usize) -> bool {
        if self.day(index).is_some_and(|edtf| !crate::link::is_day(edtf)) {
            return false;
        }
        let of = |other: &&Predicate| other.times.contains(&index);
        self.sentence.predicates.iter().filter(of).any(|other| self.sentence.tells_after(other.head))
    }

    /// Whether a time stands with another act: `the renewal of fighting on May 3`.
    fn of_other(&self, index: usize) -> bool {
        let sentence = self.sentence;
        let named = |other: &Predicate| {
            self.run(index).is_some_and(|run| {
                let verb = sentence
                    .predicates
                    .iter()
                    .any(|verb| verb.form == Form::Finite && other.head < verb.head && verb.head < run.start);
                other.head < run.start && !verb
            })
        };
        let of = |other: &&Predicate| {
            other.head != self.predicate.head
                && other.times.contains(&index)
                && (other.form != Form::Nominal || named(other))
        };
        sentence.predicates.iter().filter(of).any(|other| !sentence.word_class(other.head, Class::Clausal))
    }

    /// The times of the clause that are free to be its own.
    fn free(&self) -> impl Iterator<Item = (usize, &Run)> {
        let sentence = self.sentence;
        let clause = sentence.clauses.get(self.predicate.head);
        self.times().filter(move |(index, run)| {
            // `an April 6 report`
            let determined = run.start.checked_sub(1).is_some_and(|at| sentence.tag(at) == Tag::DT)
                && sentence.phrase_at(run.end).is_some();
            let named = determined
                || sentence.phrases.iter().any(|phrase| phrase.start < run.start && run.end <= phrase.end);
            self.dated(*index)
                && !named
                && sentence.clauses.get(run.start) == clause
                && !self.spoken(*index)
                && !self.of_other(*index)
        })
    }

    /// Whether the clause has no time of its own.
    fn alone(&self) -> bool {
        self.free().next().is_none()
    }

    /// The only time of the clause; of several the first behind the predicate, up to the next act.
    fn of_clause(&self) -> Option<usize> {
        let (sentence, predicate) = (self.sentence, self.predicate);
        let mut free = self.free();
        let first = free.next()?;
        if free.next().is_none() {
            return Some(first.0);
        }
        let acts = sentence
            .predicates
            .iter()
            .filter(|other| other.head > predicate.head && sentence.word_class(other.head, Class::ActNoun));
        let next = acts.map(|other| other.head).min();
        let behind = self
            .times()
            .find(|(index, run)| run.start > predicate.head && self.dated(*index) && !self.spoken(*index))?;
        next.is_none_or(|next| behind.1.start < next).then_some(behind.0)
    }
}

/// The last verb of the list that a verb stands in, where it has the same subject and stands in the same clause.
pub(super) fn coordinated<'s>(sentence: &'s Sentence, predicate: &Predicate) -> Option<&'s Predicate> {
    if predicate.form != Form::Finite || predicate.subject.is_empty() {
        return None;
    }
    let clause = sentence.clauses.get(predicate.head);
    sentence.predicates.iter().rev().find(|other| {
        other.head > predicate.head
            && other.form == Form::Finite
            && other.subject == predicate.subject
            && other.passive == predicate.passive
            && sentence.clauses.get(other.head) == clause
            && !sentence.word_class(other.head, Class::Clausal)
    })
}

/// The last day of a range that begins with a time: `between 3 and 6 May`, `from Sunday to Tuesday`, `on 3 and 4 May`. Longer than two
/// months it is none.
fn range(source: &Source<'_>, sentence: &Sentence, index: usize) -> Option<usize> {
    let at = sentence.times.iter().position(|(known, _)| *known == index)?;
    let ((_, first), (to, last)) = (sentence.times.get(at)?, sentence.times.get(at + 1)?);
    let join = first.end;
    if last.start != join + 1 {
        return None;
    }
    let opened = first.start.checked_sub(1).is_some_and(|at| sentence.word_class(at, Class::Range));
    let (from, until) = (source.times.get(index)?.edtf.as_ref()?, source.times.get(*to)?.edtf.as_ref()?);
    let days = crate::link::is_day(from) && crate::link::is_day(until);
    let whole: Edtf = format!("{from}/{until}").parse().ok()?;
    let joined = match sentence.tag(join) {
        // `on 3 and 4 May`: one night or two, and nothing between them is left out.
        Tag::CC => opened || days_of(&whole) == Some(1),
        Tag::TO | Tag::IN => opened,
        Tag::COLON | Tag::HYPH => true,
        _ => false,
    };
    (joined && days && days_of(&whole).is_some_and(|days| days <= LONG)).then_some(*to)
}

/// The day that the paragraph set before a sentence: `On May 3 a convoy left Lowford. Near Brill soldiers opened fire.`
pub(super) fn scene(source: &Source<'_>, sentence: &Sentence) -> Option<usize> {
    let at = source.segments.paragraph_at(sentence.span.start)?;
    let paragraph = source.segments.paragraphs.get(at)?;
    let from = source.times.partition_point(|time| time.span.start < paragraph.start);
    let to = source.times.partition_point(|time| time.span.end <= sentence.span.start);
    (from..to).rev().find(|index| {
        let day = source.times[*index].edtf.as_ref().is_some_and(crate::link::is_day);
        let told = source
            .parsed
            .sentences
            .partition_point(|other| other.span.end <= source.times[*index].span.start);
        let Some(other) = source.parsed.sentences.get(told) else { return false };
        let free =
            !other.predicates.iter().any(|verb| verb.times.contains(index) && other.tells_after(verb.head));
        let bound = other.times.iter().any(|(known, run)| {
            known == index && run.start.checked_sub(1).is_some_and(|at| other.word_class(at, Class::Boundary))
        });
        day && free && !bound && other.times.iter().any(|(known, _)| known == index)
    })
}

/// The heading that a sentence stands under, with its day, in a text that has several: `Lowford, 3 May 2030`.
pub(super) fn heading<'s>(source: &Source<'s>, sentence: &Sentence) -> Option<(&'s Sentence, usize)> {
    let headings = &source.parsed.headings;
    let at = headings.partition_point(|(at, _)| {
        source.parsed.sentences.get(*at).is_some_and(|heading| heading.span.start <= sentence.span.start)
    });
    let (at, index) = headings.get(at.checked_sub(1)?)?;
    Some((source.parsed.sentences.get(*at)?, *index))
}

/// The time that an entry of a log begins with: `May 3, 9:05 - Guards shot a man`.
fn entry(source: &Source<'_>, sentence: &Sentence) -> Option<usize> {
    let paragraph = source.segments.paragraphs.get(source.segments.paragraph_at(sentence.span.start)?)?;
    let from = source.times.partition_point(|time| time.span.start < paragraph.start);
    let time =
        source.times.get(from).filter(|time| time.span.start < paragraph.start + 4 && time.edtf.is_some())?;
    let rest = source.text.get(time.span.end..paragraph.end)?;
    // Times of day may follow, then the mark that ends the head of the entry.
    let mark = rest.find([':', '-', '–', '—', '|'])?;
    let head = rest.get(..mark)?;
    let short = head.len() <= 24
        && !head.contains('\n')
        && !head
            .chars()
            .any(|c| c.is_lowercase() && c.is_alphabetic() && head.split_whitespace().count() > 4);
    short.then_some(from)
}

/// What is told of more days than these may be many acts.
const LONG: i32 = 62;

/// Whether a time is longer than two months.
pub(crate) fn long(time: &Time) -> bool {
    let Some(edtf) = &time.edtf else { return time.kind == TimeKind::Duration };
    days_of(edtf).is_none_or(|days| days > LONG)
}

/// About how many days a date spans; none where an end is open, or it ends before it begins.
fn days_of(edtf: &Edtf) -> Option<i32> {
    let number = |day: assize_record::Day| {
        i32::from(day.year()) * 372 + i32::from(day.month()) * 31 + i32::from(day.day())
    };
    let days = edtf.interval();
    Some(number(days.latest?) - number(days.earliest?)).filter(|days| *days >= 0)
}

/// Whether a sentence tells of a stretch of time that it bounds by two times: `from late January to 6 February`.
pub(super) fn over(sentence: &Sentence) -> bool {
    let time = |at: usize| sentence.times.iter().find(|(_, run)| run.start == at);
    sentence.times.iter().any(|(_, run)| {
        let opens = run.start.checked_sub(1).is_some_and(|at| sentence.word_class(at, Class::Boundary));
        opens && matches!(sentence.tag(run.end), Tag::TO | Tag::IN) && time(run.end + 1).is_some()
    })
}

/// Whether the words count from a day on: `since March`.
pub(super) fn since(source: &Source<'_>, sentence: &Sentence, predicate: &Predicate) -> bool {
    let clause = sentence.clauses.get(predicate.head);
    let nominal = predicate.form == Form::Nominal;
    // `from April to July`, `as of May`
    let mut within = 0;
    let bounded = sentence.times.iter().any(|(index, run)| {
        if let Some(to) = range(source, sentence, *index) {
            within = to;
        }
        let ranged = within >= *index && within > 0;
        // `Between May and July nine men were shot while others were held`
        let fronted = run.start <= 2;
        !ranged
            && (!nominal || predicate.times.contains(index))
            && (fronted || sentence.clauses.get(run.start) == clause)
            && run.start.checked_sub(1).is_some_and(|at| {
                sentence.word_class(at, Class::Boundary) || sentence.word_class(at, Class::Range)
            })
    });
    // `the worst attack since 1994` compares, and counts nothing.
    let compares = |since: usize| {
        (since.saturating_sub(8)..since).any(|at| {
            matches!(sentence.tag(at), Tag::JJS | Tag::RBS) || sentence.word_class(at, Class::First)
        })
    };
    bounded
        || !nominal
            && (0..sentence.tokens.len()).any(|at| {
                sentence.word_class(at, Class::Since)
                    && !compares(at)
                    && (sentence.clauses.get(at) == clause
                        || sentence.times.iter().any(|(_, run)| run.start == at + 1))
            })
}
