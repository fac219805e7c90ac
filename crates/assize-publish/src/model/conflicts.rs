//! Conflicts and revisions as positions with their words.

use super::Frame;
use crate::{
    page::conflicts::{Conflict, Position},
    sentence::{Cite, Sentence, question, words},
};
use assize_record::EntryId;
use assize_weigh::{
    coherence::Incoherence,
    conflict::{self as rules, Between},
};

/// So many claims of a position are shown in full.
const SHOWN: usize = 2;

/// So many conflicts stand on one page.
const PAGE: usize = 24;

/// A conflict, with its subject where it does not stand on the subject's own page.
pub(crate) fn of(frame: &Frame<'_>, found: &rules::Conflict, with_subject: bool) -> Conflict {
    let href = frame.told_of.contains(&found.subject).then(|| frame.incident_path(found.subject));
    let is_incident = frame.view.type_of(found.subject) == Some(assize_record::EntityType::Incident);
    Conflict {
        id: id(frame, found),
        subject: with_subject.then(|| (frame.view.name(found.subject), href.filter(|_| is_incident))),
        question: question_of(frame, found),
        between: found.between_in_words().to_owned(),
        positions: found.positions.iter().map(|position| self::position(frame, position)).collect(),
    }
}

/// The word of a conflict in addresses: it is that conflict's own on all pages.
fn id(frame: &Frame<'_>, found: &rules::Conflict) -> String {
    let same = frame.conflicts_of(found.subject);
    let at = same.iter().position(|other| *other == found).unwrap_or(0);
    format!("c-{}-{}", found.subject.short(), at + 1)
}

/// Where a conflict stands among all of the site.
pub(crate) fn href(frame: &Frame<'_>, found: &rules::Conflict) -> String {
    let part = frame.place_of(found) / PAGE;
    let page = if part == 0 { "conflicts.html".to_owned() } else { format!("conflicts-{}.html", part + 1) };
    format!("{page}#{}", id(frame, found))
}

/// What a conflict is about, in words.
pub(crate) fn question_of(frame: &Frame<'_>, found: &rules::Conflict) -> String {
    let mut told = match &found.question {
        Some(asked) => {
            // The place in the standard stands on its own page; a sentence needs the question alone.
            let told = asked.in_words(frame.settings.standards.as_ref());
            let told = told.rfind(&format!(" ({}", asked.standard)).map_or(told.as_str(), |at| &told[..at]);
            let unit = asked.unit.as_ref().map_or_else(String::new, |unit| format!(", of {unit}"));
            words::capital(&format!("{told}{unit}"))
        }
        None => question::of(&found.property),
    };
    if let Some(status) = found.status {
        told.push_str(&format!(", {}", status.name()));
    }
    if let Some(group) = found.group {
        told.push_str(&format!(", of {}", frame.view.name(group)));
    }
    told
}

fn position(frame: &Frame<'_>, found: &rules::Position) -> Position {
    let claims = found.claims.iter().filter_map(|id| frame.view.any_claim(*id));
    let value = match &found.value {
        assize_record::Value::Date(_) if found.side.is_none() => {
            format!("{}{}", if found.denied { "not " } else { "" }, frame.value(&found.value))
        }
        _ => found.words.clone(),
    };
    let paraphrase = found
        .claims
        .iter()
        .filter_map(|id| frame.view.any_claim(*id))
        .any(|claim| frame.view.is_paraphrase(claim));
    let value = if paraphrase { words::unquoted(&value) } else { value };
    Position {
        side: found.side.map(assize_record::body::Side::name),
        value,
        cite: frame.cite(&found.claims, None),
        behind: found.behind.to_string(),
        said: claims.take(SHOWN).map(|claim| frame.said(claim)).collect(),
        more: found.claims.len().saturating_sub(SHOWN),
    }
}

/// A conflict in one line: what, and the positions with their figures.
pub(crate) fn line(frame: &Frame<'_>, found: &rules::Conflict, with_subject: bool, listed: &str) -> Sentence {
    let mut sentence = Sentence::default();
    if with_subject {
        sentence = sentence.named(frame.view.name(found.subject)).text(": ");
    }
    sentence = sentence.link(question_of(frame, found), listed);
    if found.question.is_some() || found.in_words_only {
        // Words of others are read where they stand in full, with whose they are.
        return sentence.text(format!(": {}", sides(found)));
    }
    sentence = sentence.text(": ");
    for (at, position) in found.positions.iter().enumerate() {
        let position = self::position(frame, position);
        sentence = sentence.text(match (at, found.between) {
            (0, _) => "",
            (_, Between::Revision) => ", then ",
            _ => " or ",
        });
        if let Some(side) = position.side {
            sentence = sentence.text(format!("{side}: "));
        }
        let value = words::cut(&position.value, 90);
        sentence = match &position.cite {
            Some(cite) => sentence.figure(value, cite),
            None => sentence.named(value),
        };
    }
    match found.between {
        Between::Voices => sentence.text(" (two voices of one party)"),
        Between::OneOrigin => sentence.text(" (one speaker says both)"),
        Between::Revision => sentence.text(" (revised)"),
        Between::Origins => sentence,
    }
}

/// How many speak on which side of what is disputed in words.
fn sides(found: &rules::Conflict) -> String {
    use assize_record::body::Side;
    let claims = |side: Side| {
        let on = found.positions.iter().filter(|position| match position.side {
            Some(of) => of == side,
            None => position.denied == (side == Side::Against),
        });
        on.map(|position| position.claims.len()).sum::<usize>()
    };
    let (pro, contra) = (claims(Side::For), claims(Side::Against));
    format!("{} for it, {} against", words::plural(pro, "claim"), words::number(contra as u64))
}

/// Whether it is contested, and not only put right by the one who said it.
pub(crate) fn is_contested(found: &rules::Conflict) -> bool {
    found.between != Between::Revision
}

/// Figures of several origins that cannot all hold, though they answer different questions: twelve civilians killed by the one, seven people by the other.
pub(crate) fn clashes<'f>(frame: &'f Frame<'_>, subject: EntryId) -> impl Iterator<Item = &'f Incoherence> {
    frame.incoherences_of(subject).iter().copied().filter(|found| found.across_origins)
}

/// Such figures in one line.
pub(crate) fn clash(frame: &Frame<'_>, found: &Incoherence, with_subject: bool) -> Option<Sentence> {
    let cite = frame.cite(&found.claims, None)?;
    let told = match with_subject {
        true => {
            Sentence::default().named(frame.view.name(found.subject)).text(": figures that cannot all hold: ")
        }
        false => Sentence::default().text("Figures that cannot all hold: "),
    };
    Some(told.figure(found.words.clone(), &cite))
}

/// Figures of a subject that do not add up.
pub(crate) fn incoherences(frame: &Frame<'_>, subject: EntryId) -> Vec<(String, Cite)> {
    let all = frame.incoherences_of(subject).iter();
    all.filter_map(|found| Some((found.words.clone(), frame.cite(&found.claims, None)?))).collect()
}

/// Parts of what is split: how many stand on a page, and the name and address of each.
pub(crate) fn parts(all: usize, page: usize, path: &str) -> Vec<(String, String)> {
    let pages = all.div_ceil(page).max(1);
    let stem = path.trim_end_matches(".html");
    (0..pages)
        .map(|at| {
            let (from, to) = (at * page + 1, ((at + 1) * page).min(all.max(1)));
            let href = if at == 0 { path.to_owned() } else { format!("{stem}-{}.html", at + 1) };
            (format!("{from} to {to}"), href)
        })
        .collect()
}

/// All pages of conflicts, with their paths.
pub(crate) fn pages(frame: &Frame<'_>) -> Vec<(String, crate::page::conflicts::Conflicts)> {
    let all = &frame.weighed.conflicts;
    let parts = parts(all.len(), PAGE, "conflicts.html");
    let incoherences = || {
        let all = frame.weighed.incoherences.iter();
        all.filter_map(|found| Some((found.words.clone(), frame.cite(&found.claims, None)?))).collect()
    };
    parts
        .iter()
        .enumerate()
        .map(|(part, (_, path))| {
            let here = all.iter().skip(part * PAGE).take(PAGE);
            let page = crate::page::conflicts::Conflicts {
                all: here.map(|found| of(frame, found, true)).collect(),
                incoherences: if part == 0 { incoherences() } else { Vec::new() },
                parts: parts.clone(),
                part,
            };
            (path.clone(), page)
        })
        .collect()
}
