//! Cues that precede their content.

use super::{
    content::{self, Cut},
    find::{Pieces, Scan, first_subject},
    group::Group,
    lexicon::{Class, Form},
    subject,
    view::{NONE, Run, View},
};
use crate::tag::Tag;

/// Whose word a cue is: a phrase, or the source of an earlier attribution.
struct Whose {
    source: Option<Run>,
    shared: Option<usize>,
    rule: &'static str,
}

impl Scan<'_, '_> {
    /// `She said that …`, `X called Y a Z`, `…, adding that …`, `Y was described by X as …`.
    pub(super) fn before_its_content(&mut self, group: &Group) {
        if self.taken[group.verb].is_some() {
            self.nested(group);
        } else if self.free(group.run) && !accused(self.v, group) {
            let reduced = !group.finite
                && self.v.tag(group.verb) == Tag::VBN
                && group.run.0 == group.verb
                && self.v.is(group.run.1, &["by"]);
            if group.passive || reduced {
                self.passive(group);
            } else if let Some(whose) = self.whose(group) {
                self.preposed(group, whose);
            }
        }
    }

    /// Whose word a cue before its content is; `None` where the verb attributes nothing.
    fn whose(&self, group: &Group) -> Option<Whose> {
        let v = self.v;
        let start = group.run.0;
        let whose = if group.finite {
            self.finite(group)?
        } else if group.entry.form == Form::Gerund {
            self.gerund(group)?
        } else if v.is(start, &["to"]) && matches!(group.entry.class, Class::Say | Class::Tell | Class::Think)
        {
            self.infinitive(group)?
        } else if group.entry.lemma == "ask"
            && (start == 0 || v.is(start - 1, &["when", "if", "once"]))
            && self.asked_what(group).is_some()
        {
            let by =
                (group.run.1..group.run.1 + 8).find(|i| v.is(*i, &["by"]) && v.quoted.get(*i) == Some(&NONE));
            let source = by.and_then(|by| {
                let end = subject::skip_phrase(v, by + 1);
                (end > by + 1).then_some((by + 1, end))
            });
            return Some(Whose { source, shared: None, rule: "speech.asked" });
        } else {
            return None;
        };
        // `a plan backed by the port` is found as a passive.
        (whose.source.is_some() || whose.shared.is_some()).then_some(whose)
    }

    /// Where the question begins that somebody was asked, over who asked and where: `asked by a reporter on Monday whether …`.
    fn asked_what(&self, group: &Group) -> Option<usize> {
        let v = self.v;
        let end = group.run.1;
        if v.is(end - 1, &["about", "for"]) {
            return Some(end);
        }
        (end..(end + 10).min(v.len()))
            .take_while(|i| v.quoted[*i] == NONE && !v.comma(*i) && !v.tag(*i).is_finite())
            .find(|i| {
                v.is(*i, &["if", "whether", "why", "how", "what", "which", "who", "about"])
                    || v.is(*i, &["to"]) && v.tag(i + 1) == Tag::VB
            })
    }

    fn finite(&self, group: &Group) -> Option<Whose> {
        let v = self.v;
        let start = group.run.0;
        if let Some(source) = subject::subject_before(v, start).filter(|s| self.may_be_source(*s)) {
            let empty = source.1 == source.0 + 1
                && v.is(source.0, &["there", "what"])
                && group.entry.class != Class::Seem;
            let feels = group.entry.form == Form::Adjective;
            let rule = if feels { "speech.state-of-mind" } else { "speech.preposed" };
            return (!empty).then_some(Whose { source: Some(source), shared: None, rule });
        }
        let coordinated = start > 0 && v.is(start - 1, &["and", "but", "then", "or"])
            || start > 1 && v.comma(start - 1) && v.is(start - 2, &["and"]);
        coordinated.then(|| self.shared_or_first(start, "speech.coordinated"))
    }

    /// The source of the attribution before `start`, or the first subject of the sentence.
    fn shared_or_first(&self, start: usize, rule: &'static str) -> Whose {
        let shared = self.nearest_before(start);
        let first = || first_subject(self.v, start).filter(|s| self.may_be_source(*s));
        Whose { source: if shared.is_none() { first() } else { None }, shared, rule }
    }

    fn gerund(&self, group: &Group) -> Option<Whose> {
        let v = self.v;
        let start = group.run.0;
        let rule = "speech.participle";
        let whose = match start.checked_sub(1) {
            Some(last) if v.comma(last) || v.is(last, &["but", "and"]) => {
                let mut whose = self.shared_or_first(start, rule);
                // `Officials in the port, fearing that boats would sink, left`
                if whose.shared.is_none() && whose.source.is_none() && v.comma(last) {
                    whose.source = subject::phrase_before(v, last).filter(|s| self.free(*s));
                }
                whose
            }
            Some(last) if v.is(last, &["by", "in", "without", "after", "before", "while", "when"]) => {
                let source = first_subject(v, last).filter(|s| self.free(*s));
                let shared = if source.is_none() { self.nearest_before(start) } else { None };
                Whose { source, shared, rule }
            }
            Some(last) if v.tag(last).is_noun() || v.tag(last) == Tag::CD => Whose {
                source: subject::phrase_before(v, start).filter(|s| self.free(*s)),
                shared: None,
                rule,
            },
            _ => Whose { source: None, shared: None, rule },
        };
        let opens = start == 0 || start == 1 && v.tag(0) == Tag::IN;
        if opens && whose.source.is_none() && whose.shared.is_none() {
            return Some(Whose { source: self.subject_after_comma(group.run.1), shared: None, rule });
        }
        Some(whose)
    }

    /// `led some to suspect that boats …`
    fn infinitive(&self, group: &Group) -> Option<Whose> {
        let v = self.v;
        let (start, end) = group.run;
        if !(v.is(end, &["that"]) || v.opens(end)) {
            return None;
        }
        let object = start
            .checked_sub(1)
            .is_some_and(|i| v.tag(i).is_noun() || v.tag(i) == Tag::PRP || v.tag(i) == Tag::DT);
        let source = if object { subject::phrase_before(v, start) } else { first_subject(v, start) };
        Some(Whose { source: source.filter(|s| self.free(*s)), shared: None, rule: "speech.infinitive" })
    }

    fn preposed(&mut self, group: &Group, whose: Whose) {
        let v = self.v;
        let mut pieces = Pieces {
            source: whose.source,
            shared: whose.shared,
            rule: whose.rule,
            cue: group.run,
            class: Some(group.entry.class),
            lemma: group.entry.lemma,
            negated: group.negated,
            ..Pieces::default()
        };
        if pieces.source.is_some_and(|source| self.pictures(source)) {
            return;
        }
        let object = pieces.source.and_then(|s| s.0.checked_sub(1)).filter(|wh| {
            matches!(v.word(*wh), "what" | "which" | "whom")
                && v.quoted[*wh] == NONE
                && self.taken[*wh].is_none()
        });
        let asked = (whose.rule == "speech.asked").then(|| self.asked_what(group)).flatten();
        let content = match asked {
            Some(from) => {
                let end = content::end(v, from, Class::Say, Cut::Clause, &|i| self.taken_at(i));
                // `Asked about the boats, he left`: the main clause follows the comma.
                let comma = (from..end).find(|i| v.comma(*i) && v.quoted[*i] == NONE);
                (end > from).then_some((from, comma.unwrap_or(end)))
            }
            None => self.content_after(group, group.run.1),
        };
        if object.is_none() && content.is_none() && !self.words_below(group) {
            return;
        }
        if let Some(wh) = object {
            pieces.rule = "speech.relative";
            pieces.contents.push((wh, wh + 1));
        }
        pieces.contents.extend(content);
        if let Some(source) = pieces.source
            && v.is(source.0.wrapping_sub(1), &["as"])
            && matches!(group.entry.class, Class::Say | Class::Think | Class::Show)
        {
            pieces.rule = "speech.as-said";
        }
        if group.entry.class == Class::Seem {
            pieces.rule = "speech.seem";
            // It seems so to whoever writes; the subject is part of what seems.
            if let Some(subject) = pieces.source.take() {
                pieces.contents.insert(0, subject);
            }
        }
        self.push(pieces);
    }

    /// `received information that`, `received reports of`: where begins what was passed on to the subject, who passes it on.
    fn received(&self, at: usize) -> Option<usize> {
        let v = self.v;
        let end = subject::skip_phrase(v, at);
        let news = end.checked_sub(1).is_some_and(|head| {
            v.is(
                head,
                &["information", "report", "reports", "word", "news", "allegations", "accounts", "testimony"],
            )
        });
        let told = v.is(end, &["that", "of", "about", "regarding", "concerning"]);
        (news && end > at && told).then_some(end + 1)
    }

    /// `Footage from the scene shows nine men running`: whoever tells what pictures show has looked at them.
    fn pictures(&self, source: Run) -> bool {
        let end = (source.0..source.1)
            .find(|at| matches!(self.v.tag(*at), Tag::IN | Tag::VBN | Tag::VBD | Tag::VBG | Tag::COMMA));
        (source.0..end.unwrap_or(source.1)).any(|at| {
            self.v.is(
                at,
                &[
                    "footage",
                    "video",
                    "videos",
                    "image",
                    "images",
                    "photo",
                    "photos",
                    "photograph",
                    "photographs",
                    "pictures",
                ],
            )
        })
    }

    /// `The captain wrote:` with the words in the next paragraph.
    fn words_below(&self, group: &Group) -> bool {
        let v = self.v;
        v.is(v.len() - 1, &[":"])
            && matches!(group.entry.class, Class::Say | Class::Tell | Class::Quote)
            && subject::skip_adverbials(v, subject::skip_listener(v, group.run.1)) + 1 >= v.len()
    }

    /// The subject of the clause after the first comma: who does it in `Noting that the boat sank, Ode left`.
    pub(super) fn subject_after_comma(&self, from: usize) -> Option<Run> {
        let v = self.v;
        let comma = (from..(from + 40).min(v.len())).find(|i| v.comma(*i) && v.quoted[*i] == NONE)?;
        let verb =
            (comma + 2..(comma + 14).min(v.len())).find(|i| v.tag(*i).is_finite() && v.quoted[*i] == NONE)?;
        let source = subject::subject_before(v, verb)?;
        (source.0 > comma && self.free(source)).then_some(source)
    }

    /// What follows the cue, if it is content.
    pub(super) fn content_after(&self, group: &Group, from: usize) -> Option<Run> {
        let v = self.v;
        let class = group.entry.class;
        let body = v.body_end();
        let mut at = from;
        let quoted = |at: usize| v.quoted.get(at).is_some_and(|q| *q != NONE);
        if class == Class::Tell && !quoted(at) {
            let near = subject::skip_phrase(v, at);
            // `told the crew to leave`: who is to do it belongs to what is told.
            if near > at && v.is(near, &["to"]) && v.tag(near + 1) == Tag::VB {
                let end = content::end(v, at, class, Cut::Clause, &|i| self.taken_at(i));
                return (end > near).then_some((at, end));
            }
            at = subject::skip_listener(v, at);
            // `told the Gazette (May 2031) that …`
            if v.tag(at) == Tag::LRB {
                at = v.close_parenthesis(at).map_or(at, |close| close + 1);
            }
        }
        if group.entry.lemma == "receive" {
            at = self.received(at)?;
        } else if matches!(class, Class::Say | Class::Tell | Class::Quote) {
            let skipped =
                if subject::opens_what_is_said(v, at) { at } else { subject::skip_adverbials(v, at) };
            let clause = v.is(skipped, &["that", ":", "if", "whether", "how", "why", "what"])
                || quoted(skipped)
                || v.comma(skipped) && quoted(skipped + 1)
                || subject::phrase_starts(v, skipped)
                || skipped == at && subject::opens_what_is_said(v, at)
                || v.tag(skipped) == Tag::TO
                || v.tag(skipped) == Tag::WDT
                || confessed(v, skipped);
            let predicate = || (skipped..(skipped + 16).min(body)).any(|i| v.tag(i).is_finite());
            if clause {
                at = skipped;
            } else if class != Class::Say || skipped > at && !predicate() {
                return None;
            }
            if confessed(v, at) {
                at += 1;
            }
        }
        if v.comma(at) && quoted(at + 1) || v.is(at, &[":"]) {
            at += 1;
        } else if v.comma(at) && matches!(class, Class::Say | Class::Tell) {
            at = self.after_aside(at);
        }
        if at >= body
            || v.comma(at)
            || v.is(at, &[")", ";", "—"])
            || matches!(v.tag(at), Tag::STOP | Tag::RRB)
            || v.tag(at) == Tag::CC && !v.is(at, &["both", "either", "neither"])
        {
            return None;
        }
        let tied = group.entry.form == Form::Adjective && group.run.1 > group.verb + 1;
        // `found 200 kilograms of explosives` says nothing in anybody's words.
        if group.entry.lemma == "find" && !is_clause(v, at) && !v.is(at, &["no", "evidence", "little"]) {
            return None;
        }
        let passed_on = group.entry.lemma == "receive";
        if group.entry.clause && !tied && !passed_on && !is_clause(v, at)
            || class == Class::Seem && !is_seeming(v, at)
        {
            return None;
        }
        // `published this week`: when, not what.
        let named = v.is(at, &["as"]) && group.entry.lemma == "describe";
        if class == Class::View && !named && subject::circumstance(v, at) {
            return None;
        }
        // `continued to sail`
        if group.entry.lemma == "continue" && v.is(at, &["to"]) {
            return None;
        }
        // `saying nothing`, `said so`: no words are given.
        if v.is(at, &["nothing", "little", "so", "it", "anything", "something"]) && at + 1 >= body {
            return None;
        }
        if v.is(at, &["that"]) && v.tag(at) != Tag::DT && at + 1 < body {
            at += 1;
        }
        let clause = v.is(at, &["how", "why", "whether"]);
        let cut = match class {
            _ if clause => Cut::Clause,
            Class::View | Class::Act => Cut::Phrase,
            _ => Cut::Clause,
        };
        let end = content::end(v, at, class, cut, &|i| self.taken_at(i));
        (end > at).then_some((at, end))
    }

    /// Where the words begin after a comma that follows the cue: `added, that …`, `said, without proof, that …`, `say, boats are …`.
    pub(super) fn after_aside(&self, comma: usize) -> usize {
        let v = self.v;
        if v.is(comma + 1, &["that"]) {
            return comma + 1;
        }
        let close = (comma + 1..(comma + 9).min(v.len())).find(|i| v.comma(*i));
        if let Some(close) = close.filter(|c| v.is(c + 1, &["that"])) {
            return close + 1;
        }
        let clause = subject::phrase_starts(v, comma + 1)
            && close.is_none()
            && (comma + 1..(comma + 9).min(v.body_end())).any(|i| v.tag(i).is_finite());
        if clause { comma + 1 } else { comma }
    }
}

/// `admitted to killing two men`, `confessed to having fired`
fn confessed(v: &View<'_>, at: usize) -> bool {
    v.is(at, &["to"]) && v.tag(at + 1) == Tag::VBG
}

/// Whether what follows `appears` is how it seems, not where or when it appears.
fn is_seeming(v: &View<'_>, at: usize) -> bool {
    let place = v.tag(at) == Tag::IN && !v.is(at, &["that", "like", "as", "of", "if"]);
    !place && v.tag(at) != Tag::COMMA && !v.is(at, subject::DAYS)
}

/// Whether somebody is said to be accused or suspected, by nobody named: `a guard accused of the shooting`.
fn accused(v: &View<'_>, group: &Group) -> bool {
    matches!(group.entry.lemma, "accuse" | "suspect")
        && group.run.0 == group.verb
        && group.entry.form == Form::Past
        && v.is(group.verb + 1, &["of", "in"])
}

/// Whether a clause or quotation begins at `at`.
fn is_clause(v: &View<'_>, at: usize) -> bool {
    v.is(at, &["that", ":", "if", "whether", "how", "why", "what", "to"])
        || v.quoted.get(at).is_some_and(|q| *q != NONE)
        || (at + 1..(at + 12).min(v.body_end()))
            .take_while(|i| !v.comma(*i) && v.tag(*i) != Tag::WDT && v.tag(*i) != Tag::WP)
            .any(|i| v.tag(i).is_finite() && v.quoted[i] == NONE)
}
