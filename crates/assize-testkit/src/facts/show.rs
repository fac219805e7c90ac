//! A text's facts and drafts side by side, for whoever improves the rules: what was missed, and what was drafted in its place.

use super::{Draft, Fact, FactScore, Gold, GoldSpeaker, TextScore, gold::About, verdict::Verdicts};
use assize_record::{Span, SpeakerKind};
use std::{collections::BTreeSet, fmt::Write as _};

/// The page of one text: its incidents and their subjects, the traps that were sprung, and in the order of the text each fact that was
/// not met in everything with the drafts that stand beside it, and each other typed draft without a fact.
pub fn show(gold: &Gold, drafts: &[Draft], score: &TextScore, verdicts: &Verdicts) -> String {
    let page = Page { gold, drafts, score, verdicts };
    let mut out = page.head();
    let mut shown = BTreeSet::new();
    let mut entries: Vec<(usize, String)> = Vec::new();
    for (fact, met) in gold.facts.iter().zip(&score.facts).filter(|(_, met)| !met.is_whole()) {
        let beside: Vec<usize> =
            (0..drafts.len()).filter(|at| met.finding.contains(at) || page.is_beside(fact, *at)).collect();
        shown.extend(beside.iter().copied());
        entries.push((fact.span.start, page.fact(fact, met, &beside)));
    }
    for at in score.unmatched.iter().filter(|at| !shown.contains(at)) {
        let draft = &drafts[*at];
        let words = one_line(&draft.passage.exact);
        let entry = format!("\n   +   {}\n         in “{words}”\n", page.draft(*at));
        entries.push((draft.passage.start, entry));
    }
    entries.sort_by_key(|(start, _)| *start);
    entries.iter().for_each(|(_, entry)| out.push_str(entry));
    out
}

struct Page<'s> {
    gold: &'s Gold,
    drafts: &'s [Draft],
    score: &'s TextScore,
    verdicts: &'s Verdicts,
}

impl Page<'_> {
    fn head(&self) -> String {
        let (gold, score) = (self.gold, self.score);
        let (all, own) = score.incidents;
        let whole = score.facts.iter().filter(|fact| fact.is_whole()).count();
        let mut out = format!(
            "## {}, published {}: {whole} of {} facts met, {} of {} typed drafts matched, {own} of {all} incidents with a subject of their own\n",
            gold.name,
            gold.published,
            score.facts.len(),
            score.matched,
            score.typed_drafts,
        );
        for incident in &gold.incidents {
            let subject = score.mapping.iter().find(|(id, _)| *id == incident.id);
            let subject = subject.map_or("–", |(_, key)| key.as_str());
            let (days, words) = (incident.days.as_deref().unwrap_or("no day"), one_line(&incident.exact));
            let _ = writeln!(out, "   {} [{days}] “{words}” → {subject}", incident.id);
        }
        for sprung in &score.sprung {
            let (trap, value) = (one_line(&sprung.exact), one_line(&sprung.value));
            let _ = writeln!(
                out,
                "   trap “{trap}” sprung by {} `{value}` of {}",
                sprung.property, sprung.subject
            );
        }
        out
    }

    /// Whether an unmatched typed draft shares words with a fact.
    fn is_beside(&self, fact: &Fact, draft: usize) -> bool {
        self.score.unmatched.contains(&draft) && {
            let draft = &self.drafts[draft];
            fact.span.overlaps(&draft.passage.span()) || fact.span.overlaps(&draft.value.span())
        }
    }

    fn fact(&self, fact: &Fact, met: &FactScore, beside: &[usize]) -> String {
        let missing = match (met.found, met.placed, met.voiced) {
            (false, ..) => "not found",
            (_, false, _) => "not placed",
            _ => "not voiced",
        };
        let (about, days) = match fact.about {
            About::Incident(at) => {
                let incident = &self.gold.incidents[at];
                (incident.id.as_str(), incident.days.as_deref().unwrap_or("no day"))
            }
            About::Campaign => ("campaign", "-"),
            About::Instrument => ("instrument", "-"),
            About::Other => ("other", "-"),
        };
        let mut out = format!(
            "\n   - {} {} = {} of {about} [{days}] by {}: {missing}\n         in “{}”\n",
            fact.id,
            fact.property.as_deref().unwrap_or("none"),
            fact.value,
            wanted_speaker(&fact.speaker),
            self.around(fact.span),
        );
        for at in beside {
            let mark = if met.finding.contains(at) { "=" } else { "≠" };
            let _ = writeln!(out, "       {mark} {}", self.draft(*at));
        }
        out
    }

    /// A draft on one line: what, of what, when, in whose mouth, and what a person said of it.
    fn draft(&self, at: usize) -> String {
        let draft = &self.drafts[at];
        let mut out =
            format!("{} = {} `{}`", draft.property, draft.value_text(), one_line(&draft.value.exact));
        let _ = write!(out, " of {} [{}]", draft.subject, draft.carried_on().unwrap_or("no day"));
        let _ = match draft.kind {
            SpeakerKind::Narrator => write!(out, " by narrator"),
            other => write!(out, " by {} `{}`", kind(other), draft.speaker),
        };
        if self.score.unmatched.contains(&at) {
            let _ = match self.verdicts.on(self.gold, draft) {
                Some(verdict) => write!(out, " | judged {verdict}"),
                None => write!(out, " | unjudged"),
            };
        }
        out
    }

    /// The words at a span in brackets, with some words of their line around them.
    fn around(&self, span: Span) -> String {
        const BESIDE: usize = 90;
        let text = &self.gold.text;
        let start = text.floor_char_boundary(span.start.saturating_sub(BESIDE));
        let end = text.ceil_char_boundary((span.end + BESIDE).min(text.len()));
        let before = text.get(start..span.start).unwrap_or_default();
        let after = text.get(span.end..end).unwrap_or_default();
        let before = before.rsplit('\n').next().unwrap_or_default();
        let after = after.split('\n').next().unwrap_or_default();
        one_line(&format!("{before}[{}]{after}", span.slice(text).unwrap_or_default()))
    }
}

fn wanted_speaker(speaker: &GoldSpeaker) -> String {
    match speaker.kind {
        SpeakerKind::Narrator => "narrator".to_owned(),
        other => format!("{} `{}`", kind(other), one_line(&speaker.exact)),
    }
}

fn kind(kind: SpeakerKind) -> String {
    serde_json::to_value(kind).ok().and_then(|name| name.as_str().map(str::to_owned)).unwrap_or_default()
}

fn one_line(words: &str) -> String {
    words.split_whitespace().collect::<Vec<_>>().join(" ")
}
