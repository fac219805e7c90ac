//! What words mean to a toll: people, what becomes of them, and things that are no toll.

use super::Role;
use crate::{
    lexeme::{Lex, Lexemes},
    timex::{Time, TimeKind},
};
use assize_record::{Status, Unit};
use std::sync::LazyLock;

/// What a word means here.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) enum Sense {
    /// Nothing here.
    Other,
    /// A person, or people.
    Person(Option<Status>, Number),
    /// A relative: one person with a possessive before it.
    Kin(Option<Status>, Number),
    /// What becomes of people.
    Fate(Role, Form),
    /// Something counted that is no person.
    Thing(Role, Unit),
    /// Whose word it is: officials, witnesses.
    Source(Number),
    /// Soldiers and police: people, and sometimes deployed.
    Troop(Number),
}

/// Singular or plural.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Number {
    One,
    Many,
}

/// How a word for a fate is used.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Form {
    /// `killing`, `kills`: those it happens to come after.
    Active,
    /// `killed`: after those it happened to, or before them.
    Past,
    /// `died`, `survived`: after those it happened to only.
    Own,
    /// `dead`, `missing`: after or before the noun.
    State,
    /// `deaths`, `injuries`: counted themselves, or `of` people.
    Noun,
    /// `death`, `killing`: of people.
    Event,
}

const ONE: Number = Number::One;
const MANY: Number = Number::Many;

/// People with their status and number: (singular, plural, status). `-` is no word.
const PEOPLE: &[(&str, &str, Option<Status>)] = &[
    ("person", "people", None),
    ("-", "persons", None),
    ("man", "men", None),
    ("citizen", "citizens", None),
    ("resident", "residents", None),
    ("victim", "victims", None),
    ("individual", "individuals", None),
    ("passenger", "passengers", None),
    ("fisherman", "fishermen", None),
    ("sailor", "sailors", None),
    ("crewman", "crewmen", None),
    ("-", "crew", None),
    ("worker", "workers", None),
    ("employee", "employees", None),
    ("journalist", "journalists", None),
    ("reporter", "reporters", None),
    ("photographer", "photographers", None),
    ("doctor", "doctors", None),
    ("nurse", "nurses", None),
    ("paramedic", "paramedics", None),
    ("medic", "medics", None),
    ("teacher", "teachers", None),
    ("student", "students", None),
    ("farmer", "farmers", None),
    ("peasant", "peasants", None),
    ("villager", "villagers", None),
    ("driver", "drivers", None),
    ("volunteer", "volunteers", None),
    ("priest", "priests", None),
    ("judge", "judges", None),
    ("lawyer", "lawyers", None),
    ("mayor", "mayors", None),
    ("member", "members", None),
    ("affiliate", "affiliates", None),
    ("other", "others", None),
    ("bystander", "bystanders", Some(Status::Civilian)),
    ("civilian", "civilians", Some(Status::Civilian)),
    ("noncombatant", "noncombatants", Some(Status::Civilian)),
    ("child", "children", Some(Status::Child)),
    ("kid", "kids", Some(Status::Child)),
    ("boy", "boys", Some(Status::Child)),
    ("girl", "girls", Some(Status::Child)),
    ("infant", "infants", Some(Status::Child)),
    ("baby", "babies", Some(Status::Child)),
    ("toddler", "toddlers", Some(Status::Child)),
    ("minor", "minors", Some(Status::Child)),
    ("teenager", "teenagers", None),
    ("woman", "women", Some(Status::Woman)),
    ("militant", "militants", Some(Status::Combatant)),
    ("fighter", "fighters", Some(Status::Combatant)),
    ("gunman", "gunmen", Some(Status::Combatant)),
    ("guerrilla", "guerrillas", Some(Status::Combatant)),
    ("insurgent", "insurgents", Some(Status::Combatant)),
    ("rebel", "rebels", Some(Status::Combatant)),
    ("terrorist", "terrorists", Some(Status::Combatant)),
    ("combatant", "combatants", Some(Status::Combatant)),
    ("operative", "operatives", Some(Status::Combatant)),
    ("commander", "commanders", Some(Status::Combatant)),
    ("jihadist", "jihadists", Some(Status::Combatant)),
    ("smuggler", "smugglers", None),
    ("trafficker", "traffickers", None),
    ("narcoterrorist", "narcoterrorists", None),
    ("migrant", "migrants", None),
    ("refugee", "refugees", None),
    ("tourist", "tourists", None),
    ("protester", "protesters", None),
    ("demonstrator", "demonstrators", None),
    ("bodyguard", "bodyguards", None),
    ("guard", "guards", None),
    ("hostage", "hostages", None),
    ("patient", "patients", None),
    ("adult", "adults", None),
    ("male", "males", None),
    ("female", "females", None),
    ("youth", "youths", None),
    ("elder", "elders", None),
    ("pedestrian", "pedestrians", Some(Status::Civilian)),
    ("-", "americans", None),
    ("-", "palestinians", None),
    ("palestinian", "-", None),
    ("-", "israelis", None),
    ("-", "iraqis", None),
    ("-", "afghans", None),
    ("-", "syrians", None),
    ("-", "yemenis", None),
    ("-", "ukrainians", None),
    ("-", "russians", None),
    ("-", "colombians", None),
    ("-", "venezuelans", None),
    ("-", "mexicans", None),
    ("-", "salvadorans", None),
    ("-", "peruvians", None),
    ("-", "jesuits", None),
];

const KIN: &[(&str, &str, Option<Status>)] = &[
    ("wife", "wives", Some(Status::Woman)),
    ("husband", "husbands", None),
    ("mother", "mothers", Some(Status::Woman)),
    ("father", "fathers", None),
    ("son", "sons", None),
    ("daughter", "daughters", None),
    ("brother", "brothers", None),
    ("sister", "sisters", None),
    ("cousin", "cousins", None),
    ("uncle", "uncles", None),
    ("aunt", "aunts", None),
    ("grandmother", "grandmothers", Some(Status::Woman)),
    ("grandfather", "grandfathers", None),
    ("grandson", "grandsons", None),
    ("granddaughter", "granddaughters", None),
    ("-", "grandchildren", None),
    ("nephew", "nephews", None),
    ("niece", "nieces", None),
    ("-", "parents", None),
    ("-", "siblings", None),
    ("relative", "relatives", None),
    ("friend", "friends", None),
    ("neighbor", "neighbors", None),
    ("neighbour", "neighbours", None),
    ("colleague", "colleagues", None),
    ("fiancee", "-", Some(Status::Woman)),
];

const SOURCES: &[(&str, &str)] = &[
    ("official", "officials"),
    ("source", "sources"),
    ("witness", "witnesses"),
    ("spokesman", "spokesmen"),
    ("spokeswoman", "spokeswomen"),
    ("lawmaker", "lawmakers"),
    ("analyst", "analysts"),
    ("expert", "experts"),
    ("diplomat", "diplomats"),
];

const TROOPS: &[(&str, &str)] = &[
    ("soldier", "soldiers"),
    ("-", "troops"),
    ("policeman", "policemen"),
    ("officer", "officers"),
    ("marine", "marines"),
    ("servicemember", "servicemembers"),
    ("-", "personnel"),
    ("paratrooper", "paratroopers"),
];

const FATES: &[(&str, Role, Form)] = &[
    ("killing", Role::Killed, Form::Active),
    ("kills", Role::Killed, Form::Active),
    ("kill", Role::Killed, Form::Active),
    ("killed", Role::Killed, Form::Past),
    ("murdered", Role::Killed, Form::Past),
    ("murdering", Role::Killed, Form::Active),
    ("assassinated", Role::Killed, Form::Past),
    ("assassinating", Role::Killed, Form::Active),
    ("slain", Role::Killed, Form::Past),
    ("massacred", Role::Killed, Form::Past),
    ("executed", Role::Killed, Form::Past),
    ("slaughtered", Role::Killed, Form::Past),
    ("martyred", Role::Killed, Form::Past),
    ("died", Role::Killed, Form::Own),
    ("dies", Role::Killed, Form::Own),
    ("drowned", Role::Killed, Form::Own),
    ("perished", Role::Killed, Form::Own),
    ("succumbed", Role::Killed, Form::Own),
    ("dead", Role::Killed, Form::State),
    ("deceased", Role::Killed, Form::State),
    ("deaths", Role::Killed, Form::Noun),
    ("fatalities", Role::Killed, Form::Noun),
    ("fatality", Role::Killed, Form::Noun),
    ("bodies", Role::Killed, Form::Noun),
    ("corpses", Role::Killed, Form::Noun),
    ("martyrs", Role::Killed, Form::Noun),
    ("killings", Role::Killed, Form::Noun),
    ("murders", Role::Killed, Form::Noun),
    ("lives", Role::Killed, Form::Noun),
    ("death", Role::Killed, Form::Event),
    ("murder", Role::Killed, Form::Event),
    ("assassination", Role::Killed, Form::Event),
    ("martyrdom", Role::Killed, Form::Event),
    ("loss", Role::Killed, Form::Event),
    ("injured", Role::Injured, Form::Past),
    ("injuring", Role::Injured, Form::Active),
    ("injures", Role::Injured, Form::Active),
    ("wounded", Role::Injured, Form::Past),
    ("wounding", Role::Injured, Form::Active),
    ("wounds", Role::Injured, Form::Active),
    ("hurt", Role::Injured, Form::Past),
    ("maimed", Role::Injured, Form::Past),
    ("hospitalized", Role::Injured, Form::Past),
    ("hospitalised", Role::Injured, Form::Past),
    ("injuries", Role::Injured, Form::Noun),
    ("injury", Role::Injured, Form::Event),
    ("wounding", Role::Injured, Form::Event),
    ("casualties", Role::Casualties, Form::Noun),
    ("casualty", Role::Casualties, Form::Noun),
    ("missing", Role::Missing, Form::State),
    ("trapped", Role::Missing, Form::State),
    ("unaccounted", Role::Missing, Form::State),
    ("disappeared", Role::Missing, Form::Own),
    ("detained", Role::Detained, Form::Past),
    ("detaining", Role::Detained, Form::Active),
    ("arrested", Role::Detained, Form::Past),
    ("arresting", Role::Detained, Form::Active),
    ("captured", Role::Detained, Form::Past),
    ("capturing", Role::Detained, Form::Active),
    ("kidnapped", Role::Detained, Form::Past),
    ("kidnapping", Role::Detained, Form::Active),
    ("abducted", Role::Detained, Form::Past),
    ("abducting", Role::Detained, Form::Active),
    ("imprisoned", Role::Detained, Form::Past),
    ("jailed", Role::Detained, Form::Past),
    ("seized", Role::Detained, Form::Past),
    ("detainees", Role::Detained, Form::Noun),
    ("prisoners", Role::Detained, Form::Noun),
    ("survived", Role::Survived, Form::Own),
    ("rescued", Role::Survived, Form::Past),
    ("rescuing", Role::Survived, Form::Active),
    ("unharmed", Role::Survived, Form::State),
    ("unhurt", Role::Survived, Form::State),
    ("survivors", Role::Survived, Form::Noun),
    ("survivor", Role::Survived, Form::Noun),
];

const THINGS: &[(&str, Role, Unit)] = &[
    ("votes", Role::Votes, Unit::Votes),
    ("vote", Role::Votes, Unit::Votes),
    ("percent", Role::Percent, Unit::Percent),
    ("percentage", Role::Percent, Unit::Percent),
    ("dollars", Role::Money, Unit::Dollars),
    ("bucks", Role::Money, Unit::Dollars),
    ("cents", Role::Money, Unit::Items),
    ("euros", Role::Money, Unit::Items),
    ("pounds", Role::Measure, Unit::Items),
    ("shekels", Role::Money, Unit::Items),
    ("miles", Role::Measure, Unit::Items),
    ("mile", Role::Measure, Unit::Items),
    ("kilometers", Role::Measure, Unit::Items),
    ("kilometres", Role::Measure, Unit::Items),
    ("km", Role::Measure, Unit::Items),
    ("meters", Role::Measure, Unit::Items),
    ("metres", Role::Measure, Unit::Items),
    ("feet", Role::Measure, Unit::Items),
    ("acres", Role::Measure, Unit::Items),
    ("tons", Role::Measure, Unit::Items),
    ("tonnes", Role::Measure, Unit::Items),
    ("kilos", Role::Measure, Unit::Items),
    ("kilograms", Role::Measure, Unit::Items),
    ("kg", Role::Measure, Unit::Items),
    ("barrels", Role::Measure, Unit::Items),
    ("boats", Role::Vessels, Unit::Vessels),
    ("boat", Role::Vessels, Unit::Vessels),
    ("vessels", Role::Vessels, Unit::Vessels),
    ("vessel", Role::Vessels, Unit::Vessels),
    ("ships", Role::Vessels, Unit::Vessels),
    ("ship", Role::Vessels, Unit::Vessels),
    ("submersibles", Role::Vessels, Unit::Vessels),
    ("submarines", Role::Vessels, Unit::Vessels),
    ("strikes", Role::Strikes, Unit::Strikes),
    ("strike", Role::Strikes, Unit::Strikes),
    ("airstrikes", Role::Strikes, Unit::Strikes),
    ("airstrike", Role::Strikes, Unit::Strikes),
    ("attacks", Role::Strikes, Unit::Strikes),
    ("attack", Role::Strikes, Unit::Strikes),
    ("raids", Role::Strikes, Unit::Strikes),
    ("bombings", Role::Strikes, Unit::Strikes),
    ("missiles", Role::Things, Unit::Items),
    ("bombs", Role::Things, Unit::Items),
    ("rockets", Role::Things, Unit::Items),
    ("shells", Role::Things, Unit::Items),
    ("groups", Role::Groups, Unit::Groups),
    ("organizations", Role::Groups, Unit::Groups),
    ("organisations", Role::Groups, Unit::Groups),
    ("cartels", Role::Groups, Unit::Groups),
    ("gangs", Role::Groups, Unit::Groups),
    ("countries", Role::Groups, Unit::Groups),
    ("families", Role::Groups, Unit::Groups),
    ("animals", Role::Things, Unit::Items),
    ("cattle", Role::Things, Unit::Items),
    ("cows", Role::Things, Unit::Items),
    ("goats", Role::Things, Unit::Items),
    ("sheep", Role::Things, Unit::Items),
    ("horses", Role::Things, Unit::Items),
    ("donkeys", Role::Things, Unit::Items),
    ("birds", Role::Things, Unit::Items),
    ("dogs", Role::Things, Unit::Items),
    ("homes", Role::Things, Unit::Items),
    ("houses", Role::Things, Unit::Items),
    ("buildings", Role::Things, Unit::Items),
    ("vehicles", Role::Things, Unit::Items),
    ("cars", Role::Things, Unit::Items),
    ("reports", Role::Sources, Unit::Sources),
    ("articles", Role::Sources, Unit::Sources),
    ("times", Role::Things, Unit::Items),
];

static DICTIONARY: LazyLock<Vec<(&'static str, Sense)>> = LazyLock::new(|| {
    let mut entries: Vec<(&'static str, Sense)> = Vec::new();
    for (one, many, status) in PEOPLE {
        entries.extend([(*one, Sense::Person(*status, ONE)), (*many, Sense::Person(*status, MANY))]);
    }
    for (one, many, status) in KIN {
        entries.extend([(*one, Sense::Kin(*status, ONE)), (*many, Sense::Kin(*status, MANY))]);
    }
    for (one, many) in SOURCES {
        entries.extend([(*one, Sense::Source(ONE)), (*many, Sense::Source(MANY))]);
    }
    for (one, many) in TROOPS {
        entries.extend([(*one, Sense::Troop(ONE)), (*many, Sense::Troop(MANY))]);
    }
    entries.extend(FATES.iter().map(|(word, role, form)| (*word, Sense::Fate(*role, *form))));
    entries.extend(THINGS.iter().map(|(word, role, unit)| (*word, Sense::Thing(*role, *unit))));
    entries.retain(|(word, _)| *word != "-");
    // A word in two lists keeps its first sense; sorting is stable.
    entries.sort_by_key(|(word, _)| *word);
    entries.dedup_by_key(|(word, _)| *word);
    entries
});

fn look_up(word: &str) -> Sense {
    let mut buffer = [0_u8; 16];
    let Some(target) = buffer.get_mut(..word.len()) else { return Sense::Other };
    target.copy_from_slice(word.as_bytes());
    target.make_ascii_lowercase();
    let target = &*target;
    DICTIONARY
        .binary_search_by(|(name, _)| name.as_bytes().cmp(target))
        .map_or(Sense::Other, |index| DICTIONARY[index].1)
}

/// The lexemes of a sentence with their senses, and which of them belong to a date.
pub(super) struct Words<'a> {
    pub(super) t: Lexemes<'a>,
    senses: Vec<Sense>,
    dated: Vec<bool>,
    /// Words of the whole sentence that decide what a number in it can be.
    pub(super) about: About,
}

/// What a whole sentence speaks of.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(super) struct About {
    pub(super) drugs: bool,
    pub(super) overdose: bool,
    pub(super) rubble: bool,
    /// Several incidents together.
    pub(super) several_incidents: bool,
}

impl<'a> Words<'a> {
    pub(super) fn new(t: Lexemes<'a>, times: &[Time]) -> Self {
        let senses = t.all.iter().enumerate().map(|(index, lexeme)| match lexeme.lex {
            Lex::Word | Lex::Key => look_up(t.words(index)),
            _ => Sense::Other,
        });
        let dates = times.iter().filter(|time| time.kind != TimeKind::Set || time.timex3.starts_with('P'));
        let mut dated = vec![false; t.len()];
        for time in dates {
            let from = t.all.partition_point(|lexeme| lexeme.span.end <= time.span.start);
            let to = t.all.partition_point(|lexeme| lexeme.span.start < time.span.end);
            dated.get_mut(from..to).unwrap_or_default().fill(true);
        }
        let mut words = Self { senses: senses.collect(), dated, about: About::default(), t };
        words.about = words.look_about();
        words
    }

    fn look_about(&self) -> About {
        let mut about = About::default();
        for at in 0..self.len() {
            match self.sense(at) {
                Sense::Thing(Role::Strikes | Role::Vessels, _) => {
                    let plural = self.t.words(at).ends_with('s');
                    let figure = |back: usize| {
                        matches!(self.t.lex(back), Lex::Figure(..) | Lex::Cardinal(2..) | Lex::Scale(_))
                            && !self.dated(back)
                    };
                    about.several_incidents |= plural && (at.saturating_sub(4)..at).any(figure);
                }
                Sense::Other => {
                    about.overdose |= self.says(at, &["overdose", "overdoses"]);
                    about.drugs |= self
                        .says(at, &["fentanyl", "opioid", "opioids", "narcotics", "drug", "drugs", "narco"]);
                    about.rubble |= self.says(at, &["rubble", "debris"]);
                    about.several_incidents |= self.says(at, &["since"])
                        && (self.dated(at + 1) || self.dated(at + 2))
                        || self.says(at, &["so"]) && self.says(at + 1, &["far"])
                        || self.says(at, &["to"]) && self.says(at + 1, &["date"])
                        || self.says(at, &["altogether", "overall", "cumulative"]);
                }
                _ => {}
            }
        }
        about
    }

    pub(super) fn sense(&self, index: usize) -> Sense {
        self.senses.get(index).copied().unwrap_or(Sense::Other)
    }

    pub(super) fn dated(&self, index: usize) -> bool {
        self.dated.get(index).copied().unwrap_or(false)
    }

    pub(super) fn len(&self) -> usize {
        self.senses.len()
    }

    /// Whether the words at an index are one of these, in small letters.
    pub(super) fn says(&self, index: usize, words: &[&str]) -> bool {
        let found = self.t.words(index);
        !found.is_empty() && words.iter().any(|word| found.eq_ignore_ascii_case(word))
    }
}
