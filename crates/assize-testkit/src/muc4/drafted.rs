//! Templates filled from the referents and drafts of a reading, and from nothing else that the reader knew.
//!
//! A person sees drafts. What a slot asks and no draft says stays open here, however well the reader knew it: kind and stage of the act
//! are those of the words that name it, a country is that of a place drafted or of the dateline.

use super::{
    fill::Fill,
    template::{Template, slot},
};
use crate::told::{Told, told};
use assize_reader::{Document, dateline, nation, read, recase};
use assize_record::{Day, Draft, Edtf, EntityType, HedgeKind, Referent, Span, SpeakerKind, Status};

/// The countries that the evaluation asks for.
const COUNTRIES: &[&str] = &["SV", "GT", "HN", "AR", "BO", "CL", "CO", "EC", "PE"];

/// The templates that the drafts of a message give.
pub fn drafted(message: u32, text: &str) -> Vec<Template> {
    let mut document = Document::undated(text);
    document.published = dateline::published(text);
    let reading = read(&document);
    let page = Page {
        text,
        cased: recase::shadow(text).into_owned(),
        published: document.published_day(),
        referents: &reading.referents,
    };
    let all = told(&reading.referents, &reading.drafts);
    all.iter().filter_map(|one| page.template(message, one)).collect()
}

/// What became of people, by property, with the effect that the evaluation calls it.
const FATES: &[(&str, Option<&str>)] = &[
    ("incident.killed", Some("DEATH")),
    ("incident.injured", Some("INJURY")),
    ("incident.survived", Some("NO INJURY")),
    ("incident.detained", None),
    ("incident.missing", None),
];

/// Stems of words for an act, by type; the first that is met tells it.
const TYPES: &[(&str, &[&str])] = &[
    ("KIDNAPPING", &["kidnap", "abduct", "hostage", "captur"]),
    ("HIJACKING", &["hijack"]),
    ("ROBBERY", &["robb", "stole", "theft"]),
    ("ARSON", &["arson", "burn", "fire-bomb", "set fire"]),
    ("BOMBING", &["bomb", "explo", "blast", "dynamit", "detonat", "mine", "grenade"]),
];

/// A text with what was read of it.
struct Page<'r> {
    text: &'r str,
    /// The text in the letters it would have outside a telegram.
    cased: String,
    published: Option<Day>,
    referents: &'r [Referent],
}

impl Page<'_> {
    fn template(&self, message: u32, told: &Told<'_>) -> Option<Template> {
        let people: Vec<(&Draft, Option<&str>)> = FATES
            .iter()
            .flat_map(|(property, effect)| told.of(property).map(move |draft| (draft, *effect)))
            .collect();
        let things = things(told);
        let is_fighter = |draft: &Draft| draft.proposition.status == Some(Status::Combatant);
        // Acts against nobody and nothing, and against soldiers alone, are none that the evaluation asks for.
        if things.is_empty() && people.iter().all(|(draft, _)| is_fighter(draft)) {
            return None;
        }
        let country = self.country(told)?;
        let on = told.days();
        if let (Some(latest), Some(published)) = (on.and_then(|on| on.interval().latest), self.published)
            && days(latest, published) > 70
        {
            return None;
        }
        let mut template = Template::of(message);
        let act = self.act(told);
        let kind = match kind(&act) {
            "ATTACK" if told.of("incident.detained").next().is_some() => "KIDNAPPING",
            kind => kind,
        };
        if let Some(date) = date(on, self.published) {
            put(&mut template, slot::DATE, Fill::plain(&date));
        }
        put(&mut template, slot::LOCATION, Fill::plain(&location(country, &told.places())));
        put(&mut template, slot::TYPE, Fill::plain(kind));
        put(&mut template, slot::STAGE, Fill::plain(stage(&act, people.is_empty())));
        self.actors(&mut template, told);
        if kind != "KIDNAPPING" {
            things.iter().for_each(|thing| put(&mut template, slot::THING, Fill::plain(thing)));
        }
        for (draft, effect) in people.into_iter().filter(|(draft, _)| !is_fighter(draft)) {
            self.person(&mut template, draft, effect);
        }
        Some(template)
    }

    /// The words that name the act, in small letters.
    fn act(&self, told: &Told<'_>) -> String {
        let referents = [told.subject].into_iter().chain(told.attacks.iter().copied());
        let words = referents.flat_map(|of| {
            let mentions = of.mentions.iter().filter_map(|span| span.slice(self.text));
            [of.head.exact.as_str()].into_iter().chain(mentions)
        });
        words.collect::<Vec<_>>().join(" ").to_lowercase()
    }

    /// The country asked for that a place of the incident lies in, or else one of the other places drafted, or else the dateline's.
    fn country(&self, told: &Told<'_>) -> Option<&'static str> {
        let own: Vec<&'static str> = told.places().into_iter().flat_map(countries).collect();
        if !own.is_empty() {
            return own.into_iter().find(|code| COUNTRIES.contains(code));
        }
        let others = self.referents.iter().flat_map(|of| of.places.iter().map(String::as_str));
        let dateline = dateline::end(self.text).and_then(|end| self.text.get(..end));
        others.chain(dateline).flat_map(countries).find(|code| COUNTRIES.contains(code))
    }

    fn actors(&self, template: &mut Template, told: &Told<'_>) {
        for draft in told.of("incident.conducted-by") {
            let value = &draft.proposition.value;
            let entity = value.entity.and_then(|of| self.referents.iter().find(|one| one.number == of));
            let name = capitals(&value.exact);
            if entity.is_some_and(|entity| entity.entity_type == EntityType::Organisation) {
                put(template, slot::ORGANIZATION, Fill::plain(&name));
                put(template, slot::CONFIDENCE, Fill::about(confidence(draft), &name));
            } else {
                put(template, slot::INDIVIDUAL, Fill::plain(&name));
            }
            if template.slots[slot::CATEGORY].is_empty() {
                let is_state = ["army", "police", "soldier", "troops", "military", "air force", "navy"];
                let words = value.exact.to_lowercase();
                let category = match is_state.iter().any(|word| words.contains(word)) {
                    true => "STATE-SPONSORED VIOLENCE",
                    false => "TERRORIST ACT",
                };
                put(template, slot::CATEGORY, Fill::plain(category));
            }
        }
    }

    fn person(&self, template: &mut Template, draft: &Draft, effect: Option<&str>) {
        let value = &draft.proposition.value;
        let words = capitals(&value.exact);
        if !words.split(' ').any(|word| word.len() > 2 && !COUNTED.contains(&word)) {
            return;
        }
        if self.is_name(Span::new(value.start, value.end)) {
            put(template, slot::NAME, Fill::plain(&words));
        } else {
            put(template, slot::DESCRIPTION, Fill::plain(&words));
        }
        put(template, slot::PERSON_TYPE, Fill::about("CIVILIAN", &words));
        if let Some(number) = number(draft) {
            put(template, slot::NUMBER, Fill::about(&number, &words));
        }
        if let Some(effect) = effect {
            put(template, slot::EFFECT, Fill::about(effect, &words));
        }
    }

    /// Whether each of the words has a capital.
    fn is_name(&self, span: Span) -> bool {
        let words = span.slice(&self.cased).unwrap_or_default();
        words.split_whitespace().all(|word| word.starts_with(char::is_uppercase)) && !words.is_empty()
    }
}

/// Words that count and say nothing of whom.
const COUNTED: &[&str] = &[
    "ONE", "TWO", "THREE", "FOUR", "FIVE", "SIX", "SEVEN", "EIGHT", "NINE", "TEN", "SEVERAL", "SOME", "MANY",
    "LEAST", "ABOUT", "MORE", "THAN", "THE", "OTHERS", "ANOTHER", "OTHER",
];

/// Fills a slot, unless another draft of the same words filled it so already.
fn put(template: &mut Template, number: usize, fill: Fill) {
    if let Some(fills) = template.slots.get_mut(number).filter(|fills| !fills.contains(&fill)) {
        fills.push(fill);
    }
}

/// What was struck, each once.
fn things(told: &Told<'_>) -> Vec<String> {
    let drafted = told.of("incident.target").map(|draft| draft.proposition.value.exact.as_str());
    let mut things: Vec<String> = drafted.map(capitals).collect();
    let referents = [told.subject].into_iter().chain(told.attacks.iter().copied());
    things.extend(referents.flat_map(|of| of.targets.iter().map(|target| capitals(target))));
    let mut seen = std::collections::BTreeSet::new();
    things.retain(|thing| seen.insert(thing.clone()));
    things
}

fn kind(act: &str) -> &'static str {
    let has = |stems: &&[&str]| stems.iter().any(|stem| act.contains(stem));
    TYPES.iter().find(|(_, stems)| has(stems)).map_or("ATTACK", |(kind, _)| kind)
}

fn stage(act: &str, is_harmless: bool) -> &'static str {
    match act {
        _ if act.contains("threat") => "THREATENED",
        _ if is_harmless && (act.contains("attempt") || act.contains("foil") || act.contains("defus")) => {
            "ATTEMPTED"
        }
        _ => "ACCOMPLISHED",
    }
}

fn confidence(draft: &Draft) -> &'static str {
    let is_own = draft.speaker.referent.is_some() && draft.speaker.referent == draft.proposition.value.entity;
    let is_alleged =
        draft.hedges.iter().any(|hedge| matches!(hedge.kind, HedgeKind::Allegation | HedgeKind::Possibility));
    match draft.speaker.kind {
        _ if is_own => "CLAIMED OR ADMITTED",
        _ if is_alleged => "SUSPECTED OR ACCUSED",
        SpeakerKind::Narrator => "REPORTED AS FACT",
        _ => "SUSPECTED OR ACCUSED BY AUTHORITIES",
    }
}

/// The countries of the places that words name: of the country itself, or of the likeliest that has such a place.
fn countries(words: &str) -> Vec<&'static str> {
    let lower = words.to_lowercase();
    let words: Vec<&str> =
        lower.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty()).collect();
    let mut found = Vec::new();
    for length in (1..=nation::LONGEST).rev() {
        for name in words.windows(length).map(|window| window.join(" ")) {
            if let Some((code, _)) = nation::nation(&name) {
                found.insert(0, code);
            } else if name.len() > 3 {
                found.extend(
                    nation::place(&name).iter().flat_map(|entry| entry.countries().map(|(code, _)| code)),
                );
            }
        }
    }
    found
}

fn location(country: &str, places: &[&str]) -> String {
    let name = nation::country_name(country).unwrap_or_default();
    let mut value = name.to_uppercase();
    let own = places.iter().map(|place| capitals(place)).filter(|place| *place != value);
    let own: Vec<String> = own.collect();
    own.iter().for_each(|place| value.push_str(&format!(": {place} (CITY)")));
    value
}

fn number(draft: &Draft) -> Option<String> {
    let value = &draft.proposition.value;
    match (value.min, value.max) {
        (Some(min), Some(max)) if min == max && value.approx.is_some() => Some(format!("~{min}")),
        (Some(min), Some(max)) if min == max => Some(min.to_string()),
        (Some(min), Some(max)) => Some(format!("{min} - {max}")),
        (Some(min), None) => Some(format!("{min} -")),
        (None, Some(max)) => Some(format!("- {max}")),
        (None, None) => Some("PLURAL".to_owned()),
    }
}

/// Words in capitals and on one line.
fn capitals(words: &str) -> String {
    words.split_whitespace().collect::<Vec<_>>().join(" ").to_uppercase()
}

/// Days from one day to a later one.
fn days(from: Day, to: Day) -> i64 {
    let civil = |day: Day| day.to_string().parse::<jiff::civil::Date>().ok();
    match (civil(from), civil(to)) {
        (Some(from), Some(to)) => i64::from((to - from).get_days()),
        _ => 0,
    }
}

/// A date or period as the evaluation writes it, with its default for what is not dated.
fn date(on: Option<&Edtf>, published: Option<Day>) -> Option<String> {
    let written = |day: Day| {
        let date: jiff::civil::Date = day.to_string().parse().ok()?;
        Some(date.strftime("%d %b %y").to_string().to_uppercase())
    };
    let default = || published.and_then(written).map(|day| format!("- {day}"));
    let Some(edtf) = on else { return default() };
    let interval = edtf.interval();
    match (interval.earliest, interval.latest) {
        (Some(from), Some(to)) if from == to => written(from),
        (Some(from), Some(to)) => Some(format!(
            "{} - {}",
            written(from)?,
            written(published.filter(|day| *day < to).unwrap_or(to))?
        )),
        _ => default(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::told::tests::{draft, referent};
    use serde_json::json;

    const PUBLISHED: &str = "1989-05-10";

    fn template(referents: &[Referent], drafts: &[Draft]) -> Option<Template> {
        let text = "LIMA, 10 MAY 89 -- ";
        let page = Page {
            text,
            cased: recase::shadow(text).into_owned(),
            published: PUBLISHED.parse().ok(),
            referents,
        };
        page.template(7, told(referents, drafts).first()?)
    }

    fn values(template: &Template, number: usize) -> Vec<String> {
        let fills = template.slots[number].iter().flat_map(|fill| &fill.alternatives);
        fills.map(|one| format!("{} {}", one.value, one.referents.join("|")).trim().to_owned()).collect()
    }

    fn killed(status: Option<Status>) -> Draft {
        let mut draft = draft(1, "incident.killed", json!({ "min": 3, "max": 3, "exact": "three clerks" }));
        draft.proposition.status = status;
        draft
    }

    #[test]
    fn slots_are_filled_from_drafts() {
        let mut incident = referent(1, "incident", Some("1989-05-03"), &[]);
        incident.head.exact = "BLAST".to_owned();
        let mut group = referent(2, "organisation", None, &[]);
        group.head.exact = "RED SAIL".to_owned();
        let drafts = [
            killed(None),
            draft(1, "incident.place", json!({ "exact": "Lima" })),
            draft(1, "incident.conducted-by", json!({ "exact": "Red Sail", "entity": 2 })),
            draft(1, "incident.target", json!({ "exact": "the mill" })),
        ];
        let found = template(&[incident, group], &drafts).expect("a template");
        assert_eq!(values(&found, slot::DATE), ["03 MAY 89"]);
        assert_eq!(values(&found, slot::LOCATION), ["PERU: LIMA (CITY)"]);
        assert_eq!(values(&found, slot::TYPE), ["BOMBING"]);
        assert_eq!(values(&found, slot::ORGANIZATION), ["RED SAIL"]);
        assert_eq!(values(&found, slot::CONFIDENCE), ["REPORTED AS FACT RED SAIL"]);
        assert_eq!(values(&found, slot::CATEGORY), ["TERRORIST ACT"]);
        assert_eq!(values(&found, slot::THING), ["THE MILL"]);
        assert_eq!(values(&found, slot::NUMBER), ["3 THREE CLERKS"]);
        assert_eq!(values(&found, slot::EFFECT), ["DEATH THREE CLERKS"]);
    }

    #[test]
    fn what_nobody_drafted_stays_open() {
        let found = template(&[referent(1, "incident", None, &[])], &[killed(None)]).expect("a template");
        assert_eq!(values(&found, slot::DATE), ["- 10 MAY 89"], "the default of the evaluation");
        assert_eq!(values(&found, slot::LOCATION), ["PERU"], "the country of the dateline");
        for number in [slot::ORGANIZATION, slot::CONFIDENCE, slot::CATEGORY, slot::THING] {
            assert!(values(&found, number).is_empty(), "slot {number}");
        }
    }

    #[test]
    fn two_drafts_of_the_same_words_fill_a_slot_once() {
        let drafts = [killed(None), killed(None)];
        let found = template(&[referent(1, "incident", None, &[])], &drafts).expect("a template");
        assert_eq!(values(&found, slot::EFFECT), ["DEATH THREE CLERKS"]);
    }

    #[test]
    fn a_referent_without_a_draft_gives_no_template() {
        assert_eq!(template(&[referent(1, "incident", Some("1989-05-03"), &[])], &[]), None);
    }

    #[test]
    fn soldiers_alone_old_acts_and_other_countries_are_not_asked_for() {
        let on = |on: &str| [referent(1, "incident", Some(on), &[])];
        assert!(template(&on("1989-05-03"), &[killed(Some(Status::Civilian))]).is_some());
        assert!(template(&on("1989-05-03"), &[killed(Some(Status::Combatant))]).is_none());
        assert!(template(&on("1989-01-03"), &[killed(None)]).is_none());
        let abroad = draft(1, "incident.place", json!({ "exact": "France" }));
        assert!(template(&on("1989-05-03"), &[killed(None), abroad]).is_none());
    }
}
