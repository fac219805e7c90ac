//! Turns of a transcript: `MINISTER VALE: …`, `Q. …`, `Q  And …`, `>> Ruth Ode: …`.
//!
//! A text is a transcript where at least two paragraphs open with a speaker, and one of them is marked as such: by `>>`, by `Q.` and
//! `A.`, by a title, or by coming back. Forms have lines such as `PLACE: …` too, each once. All that stands between one head and the
//! next is that speaker's.

use super::{Attribution, Class};
use crate::{nation, segment::Segments, tag::gazetteer};
use assize_record::Span;

/// The rule of every turn.
pub(crate) const RULE: &str = "speech.turn";

/// So many heads make a transcript: one line with a colon may be a headline.
const LEAST: usize = 2;

/// The most words a head has: `SPOKESWOMAN ANNA LEE ODE`.
const LONGEST: usize = 6;

/// Words in capitals before a colon that name no speaker.
const NO_SPEAKERS: &[&str] =
    &["UPDATE", "EXCLUSIVE", "BREAKING", "NOTE", "WARNING", "CORRECTION", "OPINION", "RT"];

/// The opening of a turn.
struct Head {
    source: Span,
    cue: Span,
    /// Whether `>>` stands before it.
    marked: bool,
    /// Whether it is written in small letters, so that it may be no head.
    small: bool,
}

/// Puts each turn of a transcript in front of what else was found: who speaks in a turn, speaks through whoever holds it.
pub(super) fn turns(text: &str, segments: &Segments, found: &mut Vec<Attribution>) {
    let mut heads: Vec<Option<Head>> =
        segments.paragraphs.iter().map(|paragraph| head(text, *paragraph)).collect();
    let name = |head: &Head| head.source.slice(text).unwrap_or("");
    let asked = heads.iter().flatten().any(|head| name(head) == "Q");
    for head in &mut heads {
        // `A.` alone opens a list or a name.
        head.take_if(|head| name(head).len() == 1 && !asked);
    }
    // `Ada Ode:` in small letters opens a turn only where the same does so again; `Place of death:` in a form does not.
    let small: Vec<String> =
        heads.iter().flatten().filter(|head| head.small).map(|head| name(head).to_owned()).collect();
    for head in &mut heads {
        head.take_if(|head| head.small && small.iter().filter(|other| *other == name(head)).count() < LEAST);
    }
    let mut names: Vec<&str> = heads.iter().flatten().map(name).collect();
    names.sort_unstable();
    let again = names.windows(2).any(|two| two[0] == two[1]);
    let titled = |head: &Head| {
        let first = name(head).split_whitespace().next().unwrap_or("");
        first == "THE" || gazetteer::is_title(&first.to_lowercase())
    };
    let sure = asked || again || heads.iter().flatten().any(|head| head.marked || titled(head));
    // One office on a line of its own with its holder's name is enough: `The Minister of Defence (Ada Vale)`.
    let office = heads.iter().flatten().any(|head| head.source == head.cue && name(head).ends_with(')'));
    if !office && (names.len() < LEAST || !sure) {
        return;
    }
    let mut turns: Vec<Attribution> = Vec::new();
    for (paragraph, head) in segments.paragraphs.iter().zip(heads) {
        let from = head.as_ref().map_or(paragraph.start, |head| head.cue.end);
        let words = text.get(from..paragraph.end).unwrap_or("");
        let start = from + (words.len() - words.trim_start().len());
        let content = Span::new(start, start + words.trim().len());
        match head {
            Some(Head { source, cue, .. }) => turns.push(Attribution {
                source: Some(source),
                cue,
                content: if content.is_empty() { Vec::new() } else { vec![content] },
                class: Class::Say,
                lemma: "say",
                negated: false,
                rule: RULE,
                sentence: segments.sentence_at(cue.start).unwrap_or(0),
                outer: None,
            }),
            // What stands before the first head is no turn.
            None => {
                if let Some(turn) = turns.last_mut().filter(|_| !content.is_empty()) {
                    turn.content.push(content);
                }
            }
        }
    }
    let holder = |span: Span| turns.partition_point(|turn| turn.cue.start <= span.start).checked_sub(1);
    // The same head was read as a line with a colon.
    found.retain(|one| {
        one.rule != "speech.colon" || !holder(one.cue).is_some_and(|turn| turns[turn].cue.overlaps(&one.cue))
    });
    let shift = turns.len();
    for one in found.iter_mut() {
        let inside = holder(one.cue).filter(|turn| {
            let content = &turns[*turn].content;
            let after = content.partition_point(|part| part.start <= one.cue.start);
            after.checked_sub(1).is_some_and(|part| content[part].contains(&one.cue))
        });
        one.outer = one.outer.map(|outer| outer + shift).or(inside);
    }
    turns.append(found);
    *found = turns;
}

/// Whether a paragraph opens a turn by its form alone.
pub(crate) fn opens(text: &str, paragraph: Span) -> bool {
    head(text, paragraph).is_some_and(|head| !head.small)
}

fn head(text: &str, paragraph: Span) -> Option<Head> {
    let words = paragraph.slice(text)?;
    let lead = words.len() - words.trim_start_matches(['>', ' ', '-', '–']).len();
    let marked = words.starts_with(">>");
    let rest = words.get(lead..)?;
    // `Q.` and `A.`, `Q:` and `A:`.
    if let Some(mark) = rest.get(1..2).filter(|mark| matches!(*mark, "." | ":"))
        && rest.starts_with(['Q', 'A'])
        && rest.get(2..).is_some_and(|after| after.starts_with(char::is_whitespace))
    {
        let at = paragraph.start + lead;
        return Some(Head {
            source: Span::new(at, at + 1),
            cue: Span::new(at + 1, at + 1 + mark.len()),
            marked,
            small: false,
        });
    }
    // `Q  Was it the army?`, `A  It was.`: a letter alone, and a new sentence or one broken off before.
    if rest.starts_with(['Q', 'A']) && rest.get(1..2).is_some_and(|after| matches!(after, " " | "\t")) {
        let next = rest.get(1..).unwrap_or("").trim_start();
        let opens =
            next.starts_with(|c: char| c.is_uppercase() || matches!(c, '-' | '–' | '—' | '“' | '"' | '…'));
        let at = paragraph.start + lead;
        return opens.then(|| Head {
            source: Span::new(at, at + 1),
            cue: Span::new(at, at + 1),
            marked,
            small: false,
        });
    }
    if let Some(head) = line_head(rest, paragraph.start + lead) {
        return Some(head);
    }
    let colon = rest.find(':').filter(|colon| (2..=60).contains(colon))?;
    let name = rest.get(..colon)?;
    let letters = || name.chars().filter(|c| c.is_alphabetic());
    let capitals = letters().count() >= 3 && letters().all(char::is_uppercase);
    let titled = name.split_whitespace().all(|word| word.starts_with(char::is_uppercase));
    let small = !capitals && !marked;
    let several = name.split_whitespace().count() > 1;
    let speaker = (capitals || titled && (marked || several))
        && name.split_whitespace().count() <= LONGEST
        && !name.contains([',', ';', '"', '“', '/'])
        && !NO_SPEAKERS.contains(&name.trim())
        // `LIMA: nine killed in a raid` says where, and nobody speaks.
        && !nation::is_known(&name.trim().to_lowercase())
        && rest.get(colon + 1..).is_some_and(|after| after.starts_with(char::is_whitespace));
    let at = paragraph.start + lead;
    speaker.then(|| Head {
        source: Span::new(at, at + name.trim_end().len()),
        cue: Span::new(at + colon, at + colon + 1),
        marked,
        small,
    })
}

/// A line that is a person with a title or office alone, as in the reports of a parliament: `Mr. Ode`, `The Minister of Defence (Ada Vale)`.
fn line_head(line: &str, at: usize) -> Option<Head> {
    let words: Vec<&str> = line.split_whitespace().collect();
    let capital = |word: &&str| {
        let letters = word.trim_start_matches('(');
        letters.starts_with(char::is_uppercase)
            || letters.len() <= 3 && letters.chars().all(char::is_lowercase)
    };
    let first = words.first()?.to_lowercase();
    let titled = gazetteer::is_title(&first) && words.len() > 1;
    let office = first == "the" && line.ends_with(')') && line.contains(" (");
    let short = (2..=12).contains(&words.len()) && words.iter().all(capital);
    let ends = line.ends_with(|c: char| c.is_alphabetic() || c == ')');
    let source = Span::new(at, at + line.trim_end().len());
    (short && ends && (titled || office)).then_some(Head { source, cue: source, marked: false, small: false })
}
