//! Incidents as a recorder of civilian harm published them, and what the drafts of a text have of each.

use crate::told::{Told, told};
use assize_record::{Draft, Edtf, Interval, Referent, Status};
use serde::{Deserialize, Serialize};

/// An incident as it was published.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
pub struct Strike {
    /// The recorder's own id.
    #[serde(rename = "internal_id")]
    pub id: String,
    /// The day.
    #[serde(rename = "incident_date")]
    pub day: String,
    /// The place, most particular first.
    pub location: String,
    /// The belligerents that it is laid to, parted by commas.
    #[serde(rename = "alleged_belligerent")]
    pub belligerents: Option<String>,
    /// No fewer civilians killed.
    #[serde(rename = "civilian_deaths_min")]
    pub killed_min: Option<u64>,
    /// No more.
    #[serde(rename = "civilian_deaths_max")]
    pub killed_max: Option<u64>,
    /// The texts that tell of it.
    pub texts: Vec<StrikeText>,
}

/// A text that tells of an incident.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
pub struct StrikeText {
    /// When it was published; empty where that is not known.
    pub published: String,
    /// Its title.
    pub title: String,
    /// Its words.
    pub text: String,
}

impl StrikeText {
    /// Title and words together, as they were published.
    pub fn whole(&self) -> String {
        format!("{}\n\n{}", self.title, self.text)
    }
}

/// What the drafts of a text have of an incident, each question for itself.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize)]
pub struct Has {
    /// A typed draft is on its day.
    pub day: bool,
    /// A toll of the dead on its day lies within the published range.
    pub toll: bool,
    /// An incident is at its place.
    pub place: bool,
    /// An incident was conducted by one of its belligerents.
    pub actor: bool,
    /// The dead on its day are said to be civilians, women or children.
    pub status: bool,
    /// One and the same incident has day, toll, place and actor.
    pub whole: bool,
}

/// What the referents and drafts of a reading have of an incident.
pub fn has(strike: &Strike, referents: &[Referent], drafts: &[Draft]) -> Has {
    let all = told(referents, drafts);
    let each: Vec<Has> = all.iter().map(|one| one_has(strike, one)).collect();
    let any = |of: fn(&Has) -> bool| each.iter().any(of);
    Has {
        day: any(|has| has.day),
        toll: any(|has| has.toll),
        place: any(|has| has.place),
        actor: any(|has| has.actor),
        status: any(|has| has.status),
        whole: any(|has| has.day && has.toll && has.place && has.actor),
    }
}

/// What the words of a text have of an incident's place and belligerents, drafted or not: no reader of drafts can have more.
pub fn named(strike: &Strike, text: &str) -> Has {
    Has { place: is_place(&strike.location, text), actor: is_actor(strike, text), ..Has::default() }
}

fn one_has(strike: &Strike, told: &Told<'_>) -> Has {
    let day: Option<Interval> = strike.day.parse::<Edtf>().ok().map(|day| day.interval());
    let is_on_day = |draft: &&Draft| {
        let days = told.days_of(draft).map(Edtf::interval);
        days.is_some() && days == day
    };
    let killed: Vec<&Draft> = told.of("incident.killed").filter(is_on_day).collect();
    let civilian = |draft: &&Draft| {
        matches!(draft.proposition.status, Some(Status::Civilian | Status::Child | Status::Woman))
    };
    Has {
        day: told.drafts.iter().any(is_on_day),
        toll: killed.iter().any(|draft| is_within(strike, draft)),
        place: told.places().iter().any(|place| is_place(&strike.location, place)),
        actor: told.words_of("incident.conducted-by").iter().any(|actor| is_actor(strike, actor)),
        status: killed.iter().any(civilian),
        whole: false,
    }
}

/// Whether both ends of a toll lie within the published range.
fn is_within(strike: &Strike, draft: &Draft) -> bool {
    let value = &draft.proposition.value;
    let (Some(low), Some(high)) = (value.min, value.max) else { return false };
    strike.killed_min.is_some_and(|least| least <= low) && strike.killed_max.is_some_and(|most| high <= most)
}

/// Words that say what sort of place a name is of, and not which.
const SORTS: &str = "a al area ar as ash at az city countryside east eastern el governorate highway in \
    international linking near neighborhood neighbourhood north northern of on province road \
    rural south southern square street syria the town village villages west western with";

/// The words of a name that tell it from others, in small letters and without the marks that transcriptions differ in.
fn folded(name: &str) -> Vec<String> {
    let plain: String =
        name.to_lowercase().chars().filter(|c| !matches!(c, '’' | '‘' | '\'' | '`' | 'ʿ' | 'ʾ')).collect();
    let words = plain.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty());
    words.filter(|word| SORTS.split(' ').all(|sort| sort != *word)).map(str::to_owned).collect()
}

/// Whether words of a text name the place: the first part of the published place, or what it is `in` or `near`, or another way to write it.
fn is_place(location: &str, found: &str) -> bool {
    let found = folded(found);
    let first = location.split(',').next().unwrap_or_default();
    let first = [" in ", " near ", " of ", " with ", " and "]
        .iter()
        .fold(first.to_owned(), |parts, word| parts.replace(word, "/"));
    let names = first.split(['/', '[', ']', '(', ')']).map(folded);
    let letters = |words: &[String]| words.iter().map(|word| word.chars().count()).sum::<usize>();
    let mut names = names.filter(|name| letters(name) >= 3);
    // Part of a name will do where it is most of it: `Karst` for `Karst Mill`, not `Port` for `Port Hill`.
    let is_most = |name: &[String]| letters(&found) * 5 >= letters(name) * 3 && holds(name, &found);
    !found.is_empty() && names.any(|name| holds(&found, &name) || is_most(&name))
}

fn holds(words: &[String], name: &[String]) -> bool {
    words.windows(name.len().max(1)).any(|window| window == name)
}

/// Beginnings of words that a belligerent is called by; a word of up to three letters is asked whole.
const BELLIGERENTS: &[(&str, &[&str])] = &[
    ("Turkish Military", &["turk"]),
    ("Russian Military", &["russia"]),
    ("U.S.-led Coalition", &["coalition", "us", "u.s", "america"]),
    ("Israeli Military", &["israel"]),
    ("Iranian Military", &["iran"]),
    ("UK Military", &["uk", "raf", "brit"]),
    ("YPG", &["ypg", "sdf", "kurd"]),
    ("Kurdish Forces", &["sdf", "ypg", "kurd"]),
    ("Syrian Democratic Forces", &["sdf", "democratic"]),
    ("Syrian Regime", &["regime", "syrian army", "syrian arab"]),
];

fn is_actor(strike: &Strike, found: &str) -> bool {
    let found = found.to_lowercase();
    let begins = |stem: &str| {
        let mut starts = found
            .match_indices(stem)
            .filter(|(at, _)| !found.get(..*at).unwrap_or_default().ends_with(char::is_alphanumeric));
        let whole =
            |at: usize| !found.get(at + stem.len()..).unwrap_or_default().starts_with(char::is_alphanumeric);
        starts.any(|(at, _)| stem.len() > 3 || whole(at))
    };
    let named = strike.belligerents.as_deref().unwrap_or_default().split(',').map(str::trim);
    named
        .filter_map(|name| BELLIGERENTS.iter().find(|(known, _)| *known == name))
        .any(|(_, stems)| stems.iter().any(|stem| begins(stem)))
}

/// Words of a text that may be printed: each word with a capital that is in no list of words that name nobody is put out of sight. A
/// first name at the start of a sentence must not slip through, so the start of a sentence is no excuse.
pub fn masked(words: &str, strike: &Strike) -> String {
    let known =
        folded(&format!("{} {}", strike.location, strike.belligerents.as_deref().unwrap_or_default()));
    let mask = |word: &str| {
        let plain: String = word.chars().filter(|c| c.is_alphanumeric()).collect::<String>().to_lowercase();
        let capital = word.chars().any(char::is_uppercase);
        let acronym =
            word.chars().filter(|c| c.is_uppercase()).count() > 1 && !word.chars().any(char::is_lowercase);
        if !capital || acronym || known.contains(&plain) || NAMELESS.split(' ').any(|word| word == plain) {
            return word.to_owned();
        }
        "▒▒▒".to_owned()
    };
    words.split_whitespace().map(mask).collect::<Vec<_>>().join(" ")
}

/// Words with a capital that name no person.
const NAMELESS: &str = "a after aleppo an and april arab army as at august civil civilian civilians coalition \
    damascus daraa december defence defense democratic february five forces four friday hama \
    hasakah homs human humanitarian idlib in international islamic israeli january july june \
    killed kurdish latakia march may military monday national network november observatory \
    october on one raqqa regime rights russian saturday security september seven six snhr state \
    sunday syria syrian syrias ten the three thursday tuesday turkey turkeys turkish two us \
    wednesday";

#[cfg(test)]
mod tests {
    use super::*;
    use crate::told::tests::{draft, referent};
    use serde_json::json;

    fn strike() -> Strike {
        serde_json::from_value(json!({ "internal_id": "s1", "incident_date": "2031-05-03", "location": "Port Karst [Bort Karst], Lowford",
            "alleged_belligerent": "Turkish Military, YPG", "civilian_deaths_min": 2, "civilian_deaths_max": 4, "texts": [] }))
        .expect("a line of an incident")
    }

    fn asked(on: Option<&str>, drafts: &[Draft]) -> Has {
        has(&strike(), &[referent(1, "incident", on, &[])], drafts)
    }

    fn killed(min: Option<u64>, max: Option<u64>) -> Draft {
        draft(1, "incident.killed", json!({ "min": min, "max": max, "unit": "people" }))
    }

    #[test]
    fn a_day_is_right_only_where_it_is_that_day() {
        let day = |on: Option<&str>| asked(on, &[killed(Some(9), Some(9))]).day;
        assert!(day(Some("2031-05-03")));
        assert!(!day(Some("2031-05-04")) && !day(Some("2031-05")) && !day(None));
        assert!(
            !asked(Some("2031-05-03"), &[]).day,
            "a referent without a draft gives a person nothing to accept"
        );
    }

    #[test]
    fn a_toll_lies_within_the_range_with_both_ends_and_on_the_day() {
        let toll = |min, max| asked(Some("2031-05-03"), &[killed(min, max)]).toll;
        assert!(toll(Some(2), Some(4)) && toll(Some(3), Some(3)));
        assert!(!toll(Some(1), Some(3)) && !toll(Some(3), Some(5)) && !toll(Some(3), None));
        assert!(!asked(Some("2031-05-04"), &[killed(Some(3), Some(3))]).toll, "another day");
        assert!(!asked(None, &[killed(Some(3), Some(3))]).toll, "no day");
    }

    #[test]
    fn a_place_is_known_by_the_words_that_tell_it() {
        for found in ["the town of Port Karst", "Bort Karst", "port karst village", "Port-Karst"] {
            assert!(is_place("Port Karst [Bort Karst], Lowford", found), "{found}");
        }
        for found in ["Lowford", "Port", "the village", "Karst Hill", ""] {
            assert!(!is_place("Port Hill [Bort Hill], Lowford", found), "{found}");
        }
        assert!(is_place("near Ode’s mill in Al Brill city, Lowford", "al-Brill"));
    }

    #[test]
    fn what_a_text_names_is_asked_of_all_its_words() {
        let named = |text: &str| {
            let has = named(&strike(), text);
            (has.place, has.actor)
        };
        assert_eq!(named("Shells fell on Port Karst. Turkish officials were asked."), (true, true));
        assert_eq!(named("Shells fell on Lowford."), (false, false));
    }

    #[test]
    fn an_actor_is_one_of_the_belligerents_and_not_a_word_like_it() {
        let actor =
            |words: &str| asked(None, &[draft(1, "incident.conducted-by", json!({ "exact": words }))]).actor;
        assert!(actor("Turkish forces") && actor("Turkey") && actor("the YPG"));
        assert!(!actor("Russian warplanes") && !actor("two men"));
        let us = Strike { belligerents: Some("U.S.-led Coalition".to_owned()), ..strike() };
        assert!(
            is_actor(&us, "a U.S. drone") && is_actor(&us, "US forces") && !is_actor(&us, "Russian forces")
        );
    }

    #[test]
    fn a_status_is_that_of_the_dead_on_the_day() {
        let status = |on, status| {
            let mut draft = killed(Some(3), Some(3));
            draft.proposition.status = status;
            asked(on, &[draft]).status
        };
        assert!(status(Some("2031-05-03"), Some(Status::Civilian)));
        assert!(!status(Some("2031-05-03"), Some(Status::Combatant)) && !status(Some("2031-05-03"), None));
        assert!(!status(Some("2031-05-04"), Some(Status::Civilian)));
    }

    #[test]
    fn a_whole_is_of_one_incident_and_not_gathered_from_two() {
        let referents =
            [referent(1, "incident", Some("2031-05-03"), &[]), referent(2, "incident", None, &[])];
        let drafts = |second: u32| {
            let place = json!({ "exact": "Port Karst" });
            let by = json!({ "exact": "Turkish jets" });
            [
                killed(Some(3), Some(3)),
                draft(second, "incident.place", place),
                draft(second, "incident.conducted-by", by),
            ]
        };
        let of = |second: u32| has(&strike(), &referents, &drafts(second));
        assert!(of(1).whole);
        assert!(of(2).place && of(2).actor && !of(2).whole);
    }

    #[test]
    fn names_are_masked_also_at_the_start_of_a_sentence() {
        assert_eq!(
            masked("Ada Ode was killed in Port Karst on May 3, SNHR said. Tom, 9, died.", &strike()),
            "▒▒▒ ▒▒▒ was killed in Port Karst on May 3, SNHR said. ▒▒▒ 9, died."
        );
    }
}
