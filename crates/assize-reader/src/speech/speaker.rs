//! Who a source is: named or not, how many, and whom a short mention or a pronoun goes back to.

use super::number;
use crate::tag::{
    Token,
    entity::{self, Reference, Registry},
    gazetteer, tokenize,
};
use assize_record::{
    Doubt, Span, SpeakerKind,
    draft::{DraftCount, DraftSpeaker},
};

/// The schema name of a doubt.
pub const DOUBT: &str = "assize.doubt/1";

/// Resolves the sources of one document, in the order of the text.
#[derive(Debug)]
pub struct Speakers<'t> {
    text: &'t str,
    registry: &'t Registry,
    mentions: Vec<Mention>,
}

#[derive(Debug, Clone)]
struct Mention {
    speaker: DraftSpeaker,
    plural: bool,
    /// Words that describe, in lower case and without plural endings.
    words: Vec<String>,
    at: usize,
}

impl Mention {
    /// Whether `it` may go back to this speaker: a document, or a body named or described with an article.
    fn is_thing(&self) -> bool {
        let article = self.speaker.description.get(..4).is_some_and(|the| the.eq_ignore_ascii_case("the "));
        match self.speaker.kind {
            SpeakerKind::Document => true,
            SpeakerKind::Named | SpeakerKind::Unclear => article,
            _ => false,
        }
    }
}

/// The parts of a source phrase.
struct Phrase<'t> {
    words: Vec<&'t str>,
    lower: Vec<String>,
    tokens: Vec<Token>,
    /// One past the head of the first noun phrase.
    base: usize,
}

/// How many earlier mentions are looked through; older ones are too far to be meant.
const MEMORY: usize = 60;

/// Words after which the first noun phrase of a source has ended.
const TAILS: &[&str] = &[
    "of",
    "from",
    "for",
    "at",
    "in",
    "with",
    "on",
    "who",
    "whose",
    "that",
    "which",
    "familiar",
    "briefed",
    "involved",
    "close",
    "to",
    "interviewed",
    "speaking",
    ",",
    "(",
    "—",
    "–",
    ";",
    "by",
    "near",
    "inside",
    "working",
    "named",
    "directly",
    "based",
    "about",
    "provided",
    "released",
    "published",
    "issued",
    "obtained",
    "compiled",
    "collected",
];

impl<'t> Speakers<'t> {
    /// Nobody has spoken yet.
    pub const fn new(text: &'t str, registry: &'t Registry) -> Self {
        Self { text, registry, mentions: Vec::new() }
    }

    /// The publication's own word.
    pub const fn narrator() -> DraftSpeaker {
        DraftSpeaker {
            kind: SpeakerKind::Narrator,
            referent: None,
            name: None,
            description: String::new(),
            count: None,
            span: None,
        }
    }

    /// The speaker of a content that the text gives to nobody.
    pub const fn nobody() -> DraftSpeaker {
        DraftSpeaker {
            kind: SpeakerKind::Unclear,
            referent: None,
            name: None,
            description: String::new(),
            count: None,
            span: None,
        }
    }

    /// Who the source at `span` is, with what could not be settled.
    pub fn resolve(&mut self, span: Span) -> (DraftSpeaker, Vec<Doubt>) {
        let mut doubts = Vec::new();
        let span = self.maker(span).unwrap_or(span);
        let Some(phrase) = self.phrase(span) else { return (Self::nobody(), doubts) };
        let pronoun = phrase.words.len() == 1 && PRONOUNS.contains(&phrase.lower[0].as_str());
        let speaker = if pronoun {
            self.pronoun(&phrase, span, &mut doubts)
        } else {
            self.described(&phrase, span, &mut doubts)
        };
        let plural =
            speaker.count.is_some_and(|c| c.max != Some(1)) || gazetteer::is_people_noun(phrase.head());
        if !pronoun || speaker.kind != SpeakerKind::Unclear {
            if self.mentions.len() >= MEMORY * 2 {
                self.mentions.drain(..MEMORY);
            }
            let words = if pronoun { Vec::new() } else { phrase.describing() };
            self.mentions.push(Mention { speaker: speaker.clone(), plural, words, at: span.start });
        }
        (speaker, doubts)
    }

    /// Whoever made or gave the figures that are said to show something: `statistics given to the Gazette by the union`.
    fn maker(&self, span: Span) -> Option<Span> {
        let words = span.slice(self.text)?;
        let lower = words.to_ascii_lowercase();
        let head = lower
            .split_whitespace()
            .find(|word| !matches!(*word, "the" | "a" | "an" | "its" | "official"))?;
        let figures = matches!(head, "statistics" | "figures" | "statistic");
        let by = lower.find(" by ").filter(|_| figures)? + " by ".len();
        let end = [" on ", " in ", " at ", ",", " this ", " last "]
            .iter()
            .filter_map(|stop| lower.get(by..)?.find(stop))
            .min()
            .map_or(words.len(), |stop| by + stop);
        (end > by).then(|| Span::new(span.start + by, span.start + end))
    }

    fn phrase(&self, span: Span) -> Option<Phrase<'t>> {
        let text: &'t str = self.text;
        let mut tokens = Vec::new();
        tokenize(text, span.start, span.end, &mut tokens);
        let words: Vec<&str> = tokens.iter().filter_map(|t| text.get(t.start..t.end)).collect();
        let lower: Vec<String> = words.iter().map(|w| w.to_lowercase()).collect();
        if words.is_empty() {
            return None;
        }
        let of_them = lower.len() > 2 && lower[1] == "of" && number::word(&lower[0]).is_some();
        let from = if of_them { 2 } else { 0 };
        // `Lowford-based`
        let compound = |i: usize| lower[i - 1] == "-" && lower[i] == "based";
        let cut = (from..lower.len()).skip(1).find(|i| TAILS.contains(&lower[*i].as_str()) && !compound(*i));
        Some(Phrase { base: cut.unwrap_or(lower.len()), words, lower, tokens })
    }

    fn pronoun(&self, phrase: &Phrase<'_>, span: Span, doubts: &mut Vec<Doubt>) -> DraftSpeaker {
        let word = phrase.lower[0].as_str();
        let relative = matches!(word, "who" | "which" | "that" | "whom");
        if relative && let Some(name) = self.name_before(span.start) {
            return self.speaker(SpeakerKind::Named, Some(name.clone()), name, None, span);
        }
        let plural = matches!(word, "they" | "them" | "their" | "we" | "our");
        let singular = matches!(word, "he" | "she" | "him" | "her" | "his" | "i" | "my");
        if relative
            && word == "who"
            && let Some(people) = self.people_before(span.start)
        {
            let mut speaker = self.speaker(SpeakerKind::Unnamed, None, people.0, None, span);
            speaker.count = Some(DraftCount { min: Some(people.1), max: (people.1 == 1).then_some(1) });
            return speaker;
        }
        if relative {
            doubts.push(
                self.doubt(span, format!("`{}` may mean whoever is described before it", phrase.words[0])),
            );
            return self.speaker(SpeakerKind::Unclear, None, phrase.words[0].to_owned(), None, span);
        }
        let thing = matches!(word, "it" | "its" | "this");
        let fits = |m: &&Mention| match (plural, singular) {
            (true, _) => m.plural,
            (_, true) => !m.plural && m.speaker.kind != SpeakerKind::Document,
            // `It` is no person: a document or body that spoke.
            _ => !thing || m.is_thing() || self.is_group(m),
        };
        let mut recent = self.mentions.iter().rev().take(MEMORY).filter(fits);
        let chosen = recent.next();
        // Whoever opens a sentence since then is nearer, though nothing was said.
        let since = chosen.map_or(0, |chosen| chosen.at);
        if singular && let Some(name) = self.opener_since(span.start, since) {
            let spoke = chosen.map(|chosen| chosen.speaker.description.as_str());
            if chosen.is_none_or(|chosen| chosen.speaker.name.as_ref() != Some(&name)) {
                let mut question =
                    format!("`{}` is taken to mean `{name}`, who was named last", phrase.words[0]);
                if let Some(spoke) = spoke {
                    question.push_str(&format!("; it may also mean `{spoke}`"));
                }
                doubts.push(self.doubt(span, question));
                return self.speaker(SpeakerKind::Named, Some(name.clone()), name, None, span);
            }
        }
        // `The court of appeals reversed. It reasoned that`: the body or document that the sentence before opens with.
        if thing
            && word == "it"
            && let Some(opener) = self.body_opening(span.start, since)
            && let Some(phrase) = self.phrase(opener)
        {
            let question = format!(
                "`{}` is taken to mean `{}`",
                phrase_words(self.text, span),
                phrase_words(self.text, opener)
            );
            doubts.push(self.doubt(span, question));
            let told = self.described(&phrase, opener, doubts);
            return DraftSpeaker { span: span.words(self.text), ..told };
        }
        let Some(chosen) = chosen else {
            doubts.push(self.doubt(span, format!("nobody has spoken whom `{}` could mean", phrase.words[0])));
            return self.speaker(SpeakerKind::Unclear, None, phrase.words[0].to_owned(), None, span);
        };
        let mut question = format!(
            "`{}` is taken to mean `{}`, who spoke last",
            phrase.words[0], chosen.speaker.description
        );
        let rival = recent.find(|m| {
            m.speaker.description != chosen.speaker.description && span.start - m.at.min(span.start) < 600
        });
        if let Some(other) = rival {
            question.push_str(&format!("; it may also mean `{}`", other.speaker.description));
        }
        doubts.push(self.doubt(span, question));
        DraftSpeaker { span: span.words(self.text), ..chosen.speaker.clone() }
    }

    /// Whether a speaker goes by a name of several words that is no person's: `Red Sail`.
    fn is_group(&self, mention: &Mention) -> bool {
        let name = mention.speaker.name.as_deref().unwrap_or("");
        mention.speaker.kind == SpeakerKind::Named && name.contains(' ') && !self.registry.is_person(name)
    }

    /// The person whose name opens the last sentence between `since` and `at` that a name opens.
    fn opener_since(&self, at: usize, since: usize) -> Option<String> {
        let mut from = since.max(at.saturating_sub(600));
        while !self.text.is_char_boundary(from) {
            from += 1;
        }
        let stretch = self.text.get(from..at)?;
        // `Lt. Col. Ode` is one sentence.
        let title = |stop: usize| {
            let word = stretch[..stop].rsplit(|c: char| !c.is_alphanumeric()).next().unwrap_or("");
            gazetteer::is_title(&format!("{}.", word.to_lowercase()))
                || gazetteer::is_title(&word.to_lowercase())
        };
        let starts = stretch.rmatch_indices(['\n', '.']).filter(|(stop, _)| !title(*stop));
        let starts = starts.map(|(stop, _)| from + stop + 1);
        // `Ode ordered it, he said`: whoever opens what is said is not who says it.
        let own = usize::from(stretch.trim_end().ends_with([',', '”', '"']));
        let mut tokens = Vec::new();
        for start in starts.skip(own).take(12) {
            tokens.clear();
            let end = self.text.floor_char_boundary((start + 60).min(at));
            tokenize(self.text, start, end.max(start), &mut tokens);
            let run = tokens.iter().take_while(|t| entity::is_name_part(self.text, t)).count();
            // `Asked by the press, Admiral Ada Ode had nothing to say.`
            if let Some(name) = self.titled_in(start, at) {
                return Some(name);
            }
            // A sentence of two or three words may be a name of its own, and an initial is none.
            let Some(words) =
                run.checked_sub(1).and_then(|last| self.text.get(tokens[0].start..tokens[last].end))
            else {
                continue;
            };
            let followed = tokens.get(run).is_some_and(|t| self.text[t.start..t.end] != *".");
            let name = self.registry.resolve(strip_titles(words), at).name;
            if followed && run <= 5 && name.contains(' ') && self.registry.is_person(&name) {
                return Some(name);
            }
        }
        None
    }

    /// The body that the sentence right before `at` opens with, where that sentence begins behind `since`.
    fn body_opening(&self, at: usize, since: usize) -> Option<Span> {
        let from = self.text.ceil_char_boundary(since.max(at.saturating_sub(400)));
        let stretch = self.text.get(from..at)?.trim_end();
        let before = stretch.trim_end_matches(['.', '”', '"']);
        let start = before.rfind(['\n', '.']).map_or(0, |stop| stop + 1);
        let sentence = before.get(start..)?;
        let lead = sentence.len() - sentence.trim_start().len();
        let mut tokens = Vec::new();
        let opens = from + start + lead;
        tokenize(self.text, opens, from + before.len(), &mut tokens);
        let word = |at: usize| tokens.get(at).and_then(|t| self.text.get(t.start..t.end)).unwrap_or("");
        if word(0) != "The" {
            return None;
        }
        let tail = |at: &usize| TAILS.contains(&word(*at).to_lowercase().as_str());
        let body = (1..tokens.len().min(6))
            .take_while(|at| !tail(at))
            .filter(|at| gazetteer::is_body_noun(&word(*at).to_lowercase()))
            .last()?;
        // `The Court of Appeals`
        let of = word(body + 1) == "of" && word(body + 2).starts_with(char::is_uppercase);
        let last = if of { body + 2 } else { body };
        Some(Span::new(opens, tokens.get(last)?.end))
    }

    /// The person whose name, with a title before it, follows the first comma of the sentence that begins at `start`.
    fn titled_in(&self, start: usize, at: usize) -> Option<String> {
        let end = self.text.floor_char_boundary((start + 160).min(at));
        let sentence = self.text.get(start..end)?;
        let sentence = sentence.split(['.', '“', '"']).next()?;
        let comma = sentence.find(',').filter(|comma| *comma < 80)?;
        let mut tokens = Vec::new();
        tokenize(self.text, start + comma + 1, start + sentence.len(), &mut tokens);
        let run = tokens.iter().take_while(|t| entity::is_name_part(self.text, t)).count();
        let words = self.text.get(tokens.first()?.start..tokens.get(run.checked_sub(1)?)?.end)?;
        // `He was shot by his commander, Colonel Ode, she said`: set off, and no subject.
        let goes_on = tokens.get(run).and_then(|next| self.text[next.start..].chars().next());
        let opens = |word: &str| {
            let led = [
                "after",
                "asked",
                "speaking",
                "questioned",
                "during",
                "at",
                "in",
                "on",
                "when",
                "following",
                "pressed",
            ];
            led.contains(&word.to_lowercase().as_str())
        };
        let led = sentence.split_whitespace().next().is_some_and(opens);
        if !led && !goes_on.is_some_and(char::is_lowercase) {
            return None;
        }
        let bare = strip_titles(words);
        let name = self.registry.resolve(bare, at).name;
        (run <= 6 && bare != words && name.contains(' ') && self.registry.is_person(&name)).then_some(name)
    }

    /// The last name in the words right before `at`: whom `who` means.
    fn name_before(&self, at: usize) -> Option<String> {
        let mut from = at.saturating_sub(80);
        while !self.text.is_char_boundary(from) {
            from += 1;
        }
        let mut tokens = Vec::new();
        tokenize(self.text, from, at, &mut tokens);
        let last = tokens.iter().rposition(|t| entity::is_name_part(self.text, t))?;
        if tokens.len() - last > 3 {
            return None;
        }
        let first = (0..=last).rev().take_while(|i| entity::is_name_part(self.text, &tokens[*i])).last()?;
        let name = self.text.get(tokens[first].start..tokens[last].end)?;
        Some(self.registry.resolve(strip_titles(name), at).name)
    }

    /// The people described right before `at`, and the least of them there are: whom `who` means where no name does.
    fn people_before(&self, at: usize) -> Option<(String, u64)> {
        let mut tokens = Vec::new();
        let from = self.text.ceil_char_boundary(at.saturating_sub(160));
        tokenize(self.text, from, at, &mut tokens);
        let word = |i: usize| tokens.get(i).and_then(|t| self.text.get(t.start..t.end)).unwrap_or("");
        let noun = |i: &usize| gazetteer::is_person_noun(&word(*i).to_lowercase());
        let joins = |i: &usize| matches!(word(*i), "and" | "or" | "but");
        let head = (tokens.len().saturating_sub(12)..tokens.len()).rev().find(noun)?;
        // Between them and `who` stands where they are or a comma, no verb of another clause.
        let tied = (head + 1..tokens.len()).all(|i| !matches!(word(i), "." | ";" | ":" | "“" | "”" | "\""));
        let opens = |i: &usize| {
            !word(*i).chars().all(|c| c.is_alphanumeric() || c == '-') || TAILS.contains(&word(*i))
        };
        let first = (head.saturating_sub(4)..head)
            .rev()
            .find(|i| opens(i) || joins(i))
            .map_or(head.saturating_sub(4), |i| i + 1);
        let text = self.text.get(tokens.get(first)?.start..tokens.get(head)?.end).filter(|_| tied)?;
        let several = gazetteer::is_people_noun(&word(head).to_lowercase());
        Some((text.to_owned(), if several { 2 } else { 1 }))
    }

    fn described(&self, phrase: &Phrase<'_>, span: Span, doubts: &mut Vec<Doubt>) -> DraftSpeaker {
        let text = span.slice(self.text).unwrap_or("").to_owned();
        // A question of a transcript is put by somebody in the room.
        if text == "Q" {
            let mut asker = self.speaker(SpeakerKind::Unnamed, None, text, None, span);
            asker.count = Some(DraftCount { min: Some(1), max: Some(1) });
            return asker;
        }
        // `the Harrow Department of Defence`
        if gazetteer::is_body_noun(phrase.head())
            && phrase.lower.get(phrase.base).is_some_and(|word| word == "of")
            && phrase.tokens.get(phrase.base + 1).is_some_and(|token| entity::is_name_part(self.text, token))
            && let Some(name) =
                phrase.body_name(self.text).filter(|name| name.starts_with(char::is_uppercase))
        {
            return self.speaker(SpeakerKind::Named, Some(name.to_owned()), text, None, span);
        }
        if let Some(name) = phrase.name(self.text) {
            let reference = self.registry.resolve(name, span.start);
            self.ambiguous(&reference, span, doubts);
            let kind = SpeakerKind::Named;
            return self.speaker(kind, Some(reference.name), text, None, span);
        }
        let head = phrase.head();
        if let Some(office) = phrase.office(self.text) {
            return self.speaker(SpeakerKind::Named, Some(office.to_owned()), text, None, span);
        }
        // `Lowford's federal prosecutor`: an office that a country or town has once.
        let owned = phrase.lower.get(1).is_some_and(|word| matches!(word.as_str(), "'s" | "’s"))
            && entity::is_name_part(self.text, &phrase.tokens[0])
            && (gazetteer::is_title(head)
                || matches!(head, "prosecutor" | "ombudsman" | "premier" | "president" | "minister"));
        if owned {
            let office =
                text.get(..phrase.tokens[phrase.base - 1].end - span.start).unwrap_or(&text).to_owned();
            return self.speaker(SpeakerKind::Named, Some(office), text, None, span);
        }
        // `the provincial Minister of Works`: an office written as a name.
        let titled = phrase.definite()
            && phrase.base > 1
            && gazetteer::is_title(head)
            && entity::is_name_part(self.text, &phrase.tokens[phrase.base - 1]);
        if titled && let Some(office) = phrase.body_name(self.text) {
            return self.speaker(SpeakerKind::Named, Some(office.to_owned()), text, None, span);
        }
        if gazetteer::is_body_noun(head) && !phrase.is_any_body() {
            return self.body(phrase, span, text, doubts);
        }
        if gazetteer::is_body_noun(head)
            || gazetteer::is_people_word(head)
            || phrase.lower[0] == "those"
            || phrase.counts_people()
        {
            return self.unnamed(phrase, span, text, doubts);
        }
        if gazetteer::is_document_noun(head) {
            return self.speaker(SpeakerKind::Document, None, text, None, span);
        }
        if let Some(reference) = self.registry.holder(head, span.start).filter(|_| phrase.definite()) {
            self.ambiguous(&reference, span, doubts);
            return self.speaker(SpeakerKind::Named, Some(reference.name), text, None, span);
        }
        let whole = self.registry.resolve(head, span.start);
        if phrase.definite() && whole.name.contains(' ') {
            self.ambiguous(&whole, span, doubts);
            return self.speaker(SpeakerKind::Named, Some(whole.name), text, None, span);
        }
        doubts
            .push(self.doubt(span, format!("`{text}` speaks, and is neither named nor described as people")));
        self.speaker(SpeakerKind::Unclear, None, text, None, span)
    }

    /// A body that is told from others by its words: `the harbour ministry`. `The ministry` alone is the one named before.
    fn body(&self, phrase: &Phrase<'_>, span: Span, text: String, doubts: &mut Vec<Doubt>) -> DraftSpeaker {
        let head = phrase.head();
        let alone = phrase.definite() && phrase.base == 2;
        let known = self.registry.resolve(head, span.start);
        if alone && known.name.contains(' ') {
            self.ambiguous(&known, span, doubts);
            return self.speaker(SpeakerKind::Named, Some(known.name), text, None, span);
        }
        let same = |m: &&Mention| {
            m.speaker.kind == SpeakerKind::Named
                && phrase.describing().iter().all(|word| m.words.contains(word))
        };
        let before = self.mentions.iter().rev().take(MEMORY).find(same);
        let name = before.and_then(|m| m.speaker.name.clone());
        let name = name.or_else(|| phrase.body_name(self.text).map(str::to_owned));
        self.speaker(SpeakerKind::Named, name, text, None, span)
    }

    fn unnamed(
        &self,
        phrase: &Phrase<'_>,
        span: Span,
        text: String,
        doubts: &mut Vec<Doubt>,
    ) -> DraftSpeaker {
        let stated = phrase.count();
        let several = gazetteer::is_people_noun(phrase.head()) || gazetteer::is_bodies_noun(phrase.head());
        let plural = several && !phrase.one_of();
        let mut speaker = self.speaker(SpeakerKind::Unnamed, None, text, None, span);
        speaker.count = stated.or(Some(if plural {
            DraftCount { min: Some(2), max: None }
        } else {
            DraftCount { min: Some(1), max: Some(1) }
        }));
        if !phrase.definite() {
            return speaker;
        }
        let words = phrase.describing();
        let fits = |m: &&Mention| {
            let count = m.speaker.count;
            let number = match stated {
                Some(stated) => {
                    count == Some(stated) || (m.plural && plural && count.is_none_or(|c| c.max.is_none()))
                }
                None => m.plural == plural || m.plural,
            };
            m.speaker.kind == SpeakerKind::Unnamed && number && words.iter().all(|w| m.words.contains(w))
        };
        let earlier: Vec<&Mention> = self.mentions.iter().rev().take(MEMORY).filter(fits).collect();
        let Some(chosen) = earlier.iter().find(|m| m.plural == plural).or(earlier.first()) else {
            doubts.push(
                self.doubt(span, format!("`{}` goes back to nobody who spoke before", speaker.description)),
            );
            return speaker;
        };
        if chosen.plural == plural {
            speaker.count = stated.or(chosen.speaker.count).or(speaker.count);
            if chosen.speaker.description.len() > speaker.description.len() {
                speaker.description.clone_from(&chosen.speaker.description);
            }
        }
        let rival = earlier
            .iter()
            .find(|m| m.plural == plural && m.speaker.description != chosen.speaker.description);
        if let Some(other) = rival {
            let question = format!(
                "`{}` is taken to mean `{}`; it may also mean `{}`",
                span.slice(self.text).unwrap_or(""),
                chosen.speaker.description,
                other.speaker.description
            );
            doubts.push(self.doubt(span, question));
        }
        speaker
    }

    fn ambiguous(&self, reference: &Reference, span: Span, doubts: &mut Vec<Doubt>) {
        if !reference.others.is_empty() {
            let others = reference.others.join("`, `");
            let words = span.slice(self.text).unwrap_or("");
            doubts.push(self.doubt(
                span,
                format!("`{words}` is taken to mean `{}`; it may also mean `{others}`", reference.name),
            ));
        }
    }

    fn doubt(&self, span: Span, question: String) -> Doubt {
        let words =
            span.words(self.text).unwrap_or(assize_record::Words { start: 0, end: 0, exact: String::new() });
        Doubt {
            schema: DOUBT.to_owned(),
            words,
            kind: "speaker".to_owned(),
            question,
            rule: "speech.speaker".to_owned(),
        }
    }

    fn speaker(
        &self,
        kind: SpeakerKind,
        name: Option<String>,
        description: String,
        count: Option<DraftCount>,
        span: Span,
    ) -> DraftSpeaker {
        DraftSpeaker { kind, referent: None, name, description, count, span: span.words(self.text) }
    }
}

fn phrase_words(text: &str, span: Span) -> &str {
    span.slice(text).unwrap_or("")
}

const PRONOUNS: &[&str] = &[
    "he", "she", "they", "it", "we", "i", "you", "who", "which", "that", "him", "her", "them", "his",
    "their", "its", "my", "our", "whom", "this", "these", "those",
];

/// Whether what is left of a name is the last word of a body's: the title before it belongs to it, as in `Justice Department`.
fn is_body(rest: &str) -> bool {
    const BODIES: &[&str] = &[
        "House",
        "Department",
        "Court",
        "Committee",
        "Council",
        "Commission",
        "Office",
        "Ministry",
        "Agency",
        "Bureau",
        "Service",
        "Guard",
        "Assembly",
        "Party",
    ];
    BODIES.contains(&rest)
}

/// A name without the titles before it.
fn strip_titles(name: &str) -> &str {
    let mut rest = name;
    while let Some((first, after)) = rest.split_once(' ') {
        if !gazetteer::is_title(&first.to_lowercase()) || is_body(after) {
            break;
        }
        rest = after;
    }
    rest
}

impl Phrase<'_> {
    /// The head of the first noun phrase, in lower case.
    fn head(&self) -> &str {
        self.lower[..self.base].last().map_or("", String::as_str)
    }

    fn definite(&self) -> bool {
        matches!(self.lower[0].as_str(), "the" | "those" | "these" | "both" | "that" | "this")
            || self.one_of()
    }

    /// An office that one person holds, as a name: `the inspector general`, `the defence minister`.
    fn office<'t>(&self, text: &'t str) -> Option<&'t str> {
        let first = self.base.checked_sub(2).filter(|first| *first > 0 && self.lower[0] == "the")?;
        let both = format!("{} {}", self.lower[first], self.lower[first + 1]);
        let from = self.tokens.get(1)?.start;
        gazetteer::is_office(&both).then(|| text.get(from..self.tokens[self.base - 1].end)).flatten()
    }

    /// Whether a noun for bodies names none of them: `a ministry`, `two ministries`, `rights groups`; or one of people: `a group of
    /// residents`.
    fn is_any_body(&self) -> bool {
        let first = self.lower[0].as_str();
        let any = matches!(first, "a" | "an" | "another" | "one" | "some" | "several" | "many" | "most");
        let plural = gazetteer::is_bodies_noun(self.head()) || self.base == 1 && first == "authorities";
        any || number::word(first).is_some() || plural && !matches!(first, "the" | "these" | "both")
    }

    /// The name of a body: its words with what is tied to them by `of` or `for`, without its article.
    fn body_name<'t>(&self, text: &'t str) -> Option<&'t str> {
        let first = usize::from(self.definite() && self.base > 1);
        let tied = |at: &usize| {
            let word = self.lower[*at].as_str();
            matches!(word, "of" | "for") || !TAILS.contains(&word)
        };
        let end = (self.base..self.lower.len()).take_while(tied).last().map_or(self.base, |last| last + 1);
        text.get(self.tokens.get(first)?.start..self.tokens.get(end.checked_sub(1)?)?.end)
    }

    fn one_of(&self) -> bool {
        self.lower.len() > 2 && self.lower[1] == "of" && number::word(&self.lower[0]) == Some(1)
    }

    fn counts_people(&self) -> bool {
        self.lower[..self.base].iter().any(|w| gazetteer::is_people_noun(w))
            && number::word(&self.lower[0]).is_some()
    }

    /// The name at the end of the first noun phrase, or set off after it.
    fn name<'t>(&self, text: &'t str) -> Option<&'t str> {
        let capital = |i: usize| entity::is_name_part(text, &self.tokens[i]);
        // `Harbour Insider` is a name; `Insiders` is none.
        let part = |i: usize| {
            capital(i)
                && (!gazetteer::is_person_noun(&self.lower[i])
                    || i > 0
                        && i + 1 == self.base
                        && (0..i).all(capital)
                        && !gazetteer::is_title(&self.lower[i]))
                // `Traders told the Gazette`
                && !(i == 0 && self.base == 1 && gazetteer::is_people_noun(&self.lower[0]))
        };
        let run = |end: usize| {
            let mut start = end;
            // `Ahn Young-ho`: the second half of a name is written small.
            if end > 2 && self.lower[end - 2] == "-" && part(end - 3) && !part(end - 1) {
                start = end - 3;
            }
            while start > 0
                && (part(start - 1) || (self.lower[start - 1] == "-" && start > 1 && part(start - 2)))
            {
                start -= 1;
            }
            (start < end).then(|| text.get(self.tokens[start].start..self.tokens[end - 1].end)).flatten()
        };
        let named = |name: &'t str| {
            let bare = strip_titles(name);
            (!bare.is_empty()).then_some(if bare.len() < 2 { name } else { bare })
        };
        let halves = self.base > 2 && self.lower[self.base - 2] == "-" && part(self.base - 3);
        if part(self.base - 1) || halves {
            // `The` opens a sentence; it is no name by itself.
            let name = run(self.base).map(|n| n.strip_prefix("The ").unwrap_or(n)).filter(|n| *n != "The")?;
            return named(name);
        }
        let comma = self.lower.iter().position(|w| w == ",")?;
        let from = comma + 1;
        // `the mayor, Tom al-Ode`
        let joint = |i: usize| {
            let next = || (i + 1..self.lower.len()).find(|n| !entity::is_joint(&self.lower[*n]));
            i > from && entity::is_joint(&self.lower[i]) && next().is_some_and(part)
        };
        let set_off = (from..self.lower.len()).take_while(|i| part(*i) || joint(*i)).count();
        let rank = self.lower.get(from).is_some_and(|w| w.ends_with('.') && gazetteer::is_title(w));
        let titled = rank || gazetteer::is_title(self.head()) || gazetteer::is_person_noun(self.head());
        (set_off >= 2 && titled)
            .then(|| text.get(self.tokens[from].start..self.tokens[from + set_off - 1].end).map(strip_titles))
            .flatten()
    }

    /// How many, where the words say so.
    fn count(&self) -> Option<DraftCount> {
        let base = &self.lower[..self.base];
        let numbers: Vec<u64> = base.iter().filter_map(|w| number::word(w)).collect();
        let floor = base
            .windows(2)
            .any(|w| matches!((w[0].as_str(), w[1].as_str()), ("at", "least") | ("more", "than")));
        let exactly = |n: u64| Some(DraftCount { min: Some(n), max: Some(n) });
        // `relatives and a doctor`, but not `the editor and founder`
        let more = base.windows(2).any(|w| w[0] == "and" && matches!(w[1].as_str(), "a" | "an" | "another"));
        if more && numbers.is_empty() {
            let two = matches!(base[0].as_str(), "a" | "an" | "another");
            return Some(DraftCount { min: Some(2), max: two.then_some(2) });
        }
        match (numbers[..].iter().sum::<u64>(), base[0].as_str()) {
            (n, _) if !numbers.is_empty() && floor => Some(DraftCount { min: Some(n), max: None }),
            (n, _) if !numbers.is_empty() => {
                let times = if base.iter().any(|w| w == "dozen") { 12 } else { 1 };
                exactly(n.saturating_mul(times))
            }
            (_, "both") => exactly(2),
            (_, "a" | "an" | "another") if base.iter().any(|w| w == "dozen") => exactly(12),
            (_, "a" | "an" | "another") if !gazetteer::is_people_noun(self.head()) => exactly(1),
            _ => None,
        }
    }

    /// The words that tell these people from others.
    fn describing(&self) -> Vec<String> {
        let plain = [
            "the", "a", "an", "and", "who", "has", "is", "these", "those", "both", "of", "in", ",", "’s",
            "'s", "people", "person", "one",
        ];
        let number = |w: &str| number::word(w).is_some();
        self.lower
            .iter()
            .filter(|w| !plain.contains(&w.as_str()) && !number(w))
            .map(|w| w.strip_suffix('s').filter(|s| s.len() > 3).unwrap_or(w).to_owned())
            .collect()
    }
}
