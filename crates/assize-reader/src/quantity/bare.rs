//! Plurals that name no number at all: `others were wounded`, `civilians were killed`, `resulting in deaths and injuries`.
//!
//! They say that there was more than one, no more; only a [`super::Convention`] makes a figure of them.

use super::{
    Role,
    lexicon::{Form, Number, Sense, Words},
    phrase::{Ends, Phrase},
};

/// Bare plurals outside the number phrases, in order. `another` alone is one more.
pub(super) fn plurals(words: &Words<'_>, phrases: &[Phrase]) -> Vec<Phrase> {
    let mut found = Vec::new();
    let mut next = phrases.iter().peekable();
    for at in 0..words.len() {
        while next.next_if(|phrase| phrase.end <= at).is_some() {}
        if next.peek().is_some_and(|phrase| phrase.start <= at) || words.dated(at) {
            continue;
        }
        let others = words.says(at, &["others"]);
        let ends = if words.says(at, &["another"]) && phrases.iter().all(|phrase| phrase.start != at + 1) {
            Ends::exactly(1)
        } else if others {
            Ends { approx: Some("others".to_owned()), ..Ends::default() }
        } else if matches!(words.sense(at), Sense::Person(_, Number::Many) | Sense::Kin(_, Number::Many)) {
            Ends::default()
        } else {
            continue;
        };
        if at > 0 && !others && definite(words, at)
            || others && words.says(at.wrapping_sub(1), &["the", "among", "like", "many"])
        {
            continue;
        }
        let status = match words.sense(at) {
            Sense::Person(status, _) | Sense::Kin(status, _) => status,
            _ => None,
        };
        found.push(Phrase {
            start: at,
            number_end: at + 1,
            end: at + 1,
            head: Some(at).filter(|_| ends.min.is_none()),
            ends,
            status,
            single: false,
            money: false,
        });
    }
    found
}

/// `the civilians`, `names of civilians`: known ones, or not those the verb is about.
fn definite(words: &Words<'_>, at: usize) -> bool {
    (1..=4).filter_map(|back| at.checked_sub(back)).take_while(|before| words.t.word(*before) != ",").any(
        |before| {
            words.says(
                before,
                &[
                    "the",
                    "these",
                    "those",
                    "of",
                    "his",
                    "her",
                    "their",
                    "how",
                    "including",
                    "among",
                    "no",
                    "most",
                    "all",
                ],
            ) || words.t.is_apostrophe(before)
        },
    )
}

/// Verbs that bring deaths and injuries about, or tell of them.
const BRINGING: &[&str] = &[
    "resulted",
    "resulting",
    "results",
    "led",
    "leading",
    "caused",
    "causing",
    "causes",
    "left",
    "leaving",
    "were",
    "are",
    "inflicting",
    "inflicted",
    "reported",
    "reporting",
    "reports",
    "mentioned",
    "mention",
    "mentioning",
    "mentions",
    "recorded",
    "confirmed",
    "stated",
    "noted",
];

/// Deaths and injuries as nouns without a number, where a verb brings them about: `leading to deaths and injuries`.
pub(super) fn nouns(words: &Words<'_>, phrases: &[Phrase]) -> Vec<(Phrase, Role)> {
    let mut found = Vec::new();
    let mut next = phrases.iter().peekable();
    for at in 0..words.len() {
        while next.next_if(|phrase| phrase.end <= at).is_some() {}
        if next.peek().is_some_and(|phrase| phrase.start <= at) {
            continue;
        }
        let role = match words.sense(at) {
            Sense::Fate(role @ (Role::Killed | Role::Injured | Role::Casualties), Form::Noun)
                if !words.says(at, &["lives", "bodies", "killings", "murders", "casualty", "fatality"]) =>
            {
                role
            }
            // `martyrs and wounded`
            Sense::Fate(role @ (Role::Killed | Role::Injured), Form::Past | Form::State)
                if at >= 2
                    && words.says(at - 1, &["and"])
                    && matches!(words.sense(at - 2), Sense::Fate(_, Form::Noun)) =>
            {
                role
            }
            _ => continue,
        };
        // `Martyrs Hospital` is a name.
        let name = words.t.capital(at) && words.t.capital(at + 1);
        if !name && brought(words, at) {
            let phrase = Phrase {
                start: at,
                number_end: at + 1,
                end: at + 1,
                head: Some(at),
                ends: Ends::default(),
                status: None,
                single: false,
                money: false,
            };
            found.push((phrase, role));
        }
    }
    found
}

fn brought(words: &Words<'_>, at: usize) -> bool {
    // `a number of deaths and injuries`
    if at >= 3
        && words.says(at - 1, &["and"])
        && matches!(words.sense(at - 2), Sense::Fate(_, Form::Noun))
        && words.says(at - 3, &["of", "several", "multiple", "many"])
    {
        return true;
    }
    for before in (1..=7).filter_map(|back| at.checked_sub(back)) {
        if words.says(before, BRINGING) {
            return true;
        }
        let passes = match words.sense(before) {
            Sense::Fate(_, Form::Noun) => true,
            Sense::Other | Sense::Person(..) => !words.says(
                before,
                &["of", "his", "her", "their", "no", "any", "from", "with", "the", "not", "whether", "by"],
            ),
            _ => false,
        };
        if !passes {
            return false;
        }
    }
    false
}
