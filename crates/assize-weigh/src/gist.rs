//! The gist of a claim: one full sentence in the record's words, beside the exact words of its source.
//!
//! The sentence is made of the claim's fields alone, by the pattern of its property, and says whose word it is before it says anything: a
//! clause never stands outside of "X says that". What bounds or weakens the claim is in it: ends as "at least" and "between … and …", hedges
//! in the source's words. Where a person wrote one, theirs stands instead.
//!
//! A statement has no fields to make a sentence of: its exact words stand, and where they are a digest's, nothing does, for they are nobody's
//! but its author's.

mod figure;
pub mod time;
mod who;

use assize_ledger::{View, view::ClaimView};
use assize_record::{
    EntityType, EntryId, HedgeKind, Stance, Value, Vocabulary,
    sign::PublicKey,
    vocabulary::{Piece, Property, Slot, pieces},
};
use figure::Figure;
use std::sync::LazyLock;

/// The property of whatever fits no other.
const STATEMENT: &str = "statement";

/// The gist of a claim.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Gist {
    /// One full sentence.
    pub words: String,
    /// Whose sentence it is.
    pub whose: Whose,
}

/// Whose sentence a gist is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Whose {
    /// Made of the claim's fields.
    Generated,
    /// A person's; `None` where a view does not say whose.
    Person(Option<PublicKey>),
}

impl Whose {
    /// The word for it in files and on pages.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Generated => "generated",
            Self::Person(_) => "person",
        }
    }
}

/// The gist of a claim: a person's, else the sentence that its fields come to. `None` for a statement of a digest that nobody put into a
/// sentence.
pub fn of(view: &View, claim: &ClaimView) -> Option<Gist> {
    if let Some(told) = view.gist(claim.id) {
        return Some(Gist { words: told.words.clone(), whose: Whose::Person(told.by) });
    }
    sentence(view, claim).map(|words| Gist { words, whose: Whose::Generated })
}

/// The sentence that a claim's fields come to, whatever people wrote.
pub fn sentence(view: &View, claim: &ClaimView) -> Option<String> {
    let is_digest = view.is_paraphrase(claim);
    let telling = Telling { view, claim, is_digest };
    let who = telling.who();
    let (said, quoted) = if claim.proposition.property == STATEMENT {
        let words = view.words_of(claim).filter(|_| !is_digest)?;
        (telling.words(&words.exact), true)
    } else {
        (telling.clause(), false)
    };
    let mut asides: Vec<String> = who.own.iter().map(|own| (*own).to_owned()).collect();
    asides.extend(claim.said_on.as_ref().map(time::on));
    asides.extend(telling.reservations(&said));
    if quoted {
        asides.push("in the words of the source".to_owned());
    }
    let verb = verb(claim.stance, who.many);
    let asides = if asides.is_empty() { String::new() } else { format!(", {}", asides.join(", ")) };
    let sentence = match (quoted, asides.is_empty()) {
        (true, _) => format!("{} {verb}{asides}: {said}", who.words),
        (false, true) => format!("{} {verb} that {said}", who.words),
        (false, false) => format!("{} {verb}{asides}, that {said}", who.words),
    };
    let sentence = capital(&sentence);
    let is_ended = sentence.trim_end_matches('”').ends_with(['.', '!', '?']);
    Some(if is_ended { sentence } else { sentence + "." })
}

/// What a speaker does with what follows.
const fn verb(stance: Stance, many: bool) -> &'static str {
    match (stance, many) {
        (Stance::Asserts, false) => "says",
        (Stance::Asserts, true) => "say",
        (Stance::Denies, false) => "denies",
        (Stance::Denies, true) => "deny",
        (Stance::Doubts, false) => "doubts",
        (Stance::Doubts, true) => "doubt",
        (Stance::Reports, false) => "passes on word",
        (Stance::Reports, true) => "pass on word",
    }
}

/// One claim as it is told.
struct Telling<'v> {
    view: &'v View,
    claim: &'v ClaimView,
    /// Whether its words are a digest's, which stand in no quotation marks.
    is_digest: bool,
}

impl Telling<'_> {
    /// Whether words stand in the quoted passage, however it is broken into lines. Where a view holds no passage, nothing says that they do not.
    fn stands(&self, words: &str) -> bool {
        let plain = |words: &str| words.split_whitespace().collect::<Vec<_>>().join(" ");
        self.view.words_of(self.claim).is_none_or(|quoted| plain(&quoted.exact).contains(&plain(words)))
    }

    /// Words of the source within a sentence of ours.
    fn words(&self, words: &str) -> String {
        let words = words.split_whitespace().collect::<Vec<_>>().join(" ");
        if self.is_digest { words.replace(['“', '”'], "") } else { format!("“{words}”") }
    }

    /// The same in brackets, behind what they qualify.
    fn beside(&self, words: &str) -> String {
        format!("({})", self.words(words))
    }

    /// What is said, as a clause that stands behind "that".
    fn clause(&self) -> String {
        let said = &self.claim.proposition;
        static SHIPPED: LazyLock<Vocabulary> = LazyLock::new(Vocabulary::shipped);
        let vocabulary = self.view.vocabulary().as_deref().unwrap_or(&SHIPPED);
        let property = vocabulary.property(&said.property).ok();
        let coded = property.is_some_and(|property| !property.one_of.is_empty());
        let word = match &said.value {
            Value::Flag(flag) => Some(if *flag { "yes" } else { "no" }),
            Value::Words(words) => Some(words.as_str()),
            _ => None,
        };
        let pattern = property.and_then(|property: &Property| property.gist.as_ref()?.of(word));
        let pieces = pattern.and_then(pieces);
        let names_group = pieces.iter().flatten().any(|piece| *piece == Piece::Slot(Slot::Group));
        let figure = match &said.value {
            Value::Quantity(quantity) => Some(Figure::of(self, quantity)),
            _ => None,
        };
        let group = said.group.map(|group| self.thing(group));
        let of_group = group.as_ref().filter(|_| !names_group).map(|group| format!(" said to be of {group}"));
        let value = match &said.value {
            Value::Quantity(quantity) => {
                let figure = figure.as_ref().map(|figure| figure.counted(quantity.unit, said.status));
                figure.unwrap_or_default() + of_group.as_deref().unwrap_or_default()
            }
            Value::Date(date) if pieces.is_none() => time::plain(date),
            Value::Date(date) => time::on(date),
            Value::Entity(id) => self.thing(*id),
            Value::Flag(flag) => if *flag { "yes" } else { "no" }.to_owned(),
            Value::Point(point) => {
                format!("latitude {}, longitude {}, within {} km", point.lat, point.lon, point.within_km)
            }
            Value::Words(words) if coded => words.replace('-', " "),
            // A person may have put a value in words of their own: only what stands in the passage is a quotation.
            Value::Words(words) if !self.is_digest && !self.stands(words) => words.clone(),
            Value::Words(words) => self.words(words),
        };
        let subject = self.thing(said.subject);
        let mut clause = String::new();
        for piece in pieces.iter().flatten() {
            match piece {
                Piece::Words(words) => clause.push_str(words),
                Piece::Agrees(one, many) => {
                    clause.push_str(if figure.as_ref().is_none_or(|figure| figure.one) { one } else { many });
                }
                Piece::Slot(Slot::Value) => clause.push_str(&value),
                Piece::Slot(Slot::Subject) => clause.push_str(&subject),
                Piece::Slot(Slot::Group) => clause.push_str(group.as_deref().unwrap_or("a group")),
                Piece::Slot(Slot::Number) => {
                    clause.extend(figure.as_ref().map(|figure| figure.alone(said.status)));
                }
                Piece::Slot(Slot::Period) => {
                    if let Value::Date(date) = &said.value {
                        clause.push_str(&time::period(date));
                    }
                }
            }
        }
        if pieces.is_none() {
            let name = said.property.rsplit('.').next().unwrap_or_default().replace('-', " ");
            clause = format!("this holds of {subject}: {name} {value}");
        }
        if figure.is_none() {
            clause.extend(said.status.map(|status| format!(" (of those who are: {})", status.name())));
            clause.extend(of_group);
        }
        clause + &time::when(said)
    }

    /// Hedges that the clause does not hold already, in the source's words.
    fn reservations(&self, clause: &str) -> Option<String> {
        let clause = format!(" {} ", plain(clause));
        let said = &self.claim.proposition;
        let is_told = |kind: HedgeKind, exact: &str| {
            let open = match (&said.value, kind) {
                (Value::Quantity(quantity), HedgeKind::Bound) => {
                    (quantity.min.is_some() || quantity.max.is_some()) && quantity.min != quantity.max
                }
                (Value::Date(date), HedgeKind::Approximate) => time::on(date).contains("about "),
                _ => false,
            };
            open || clause.contains(&format!(" {} ", plain(exact)))
        };
        let mut left: Vec<String> = Vec::new();
        for hedge in &self.claim.hedges {
            let words = self.words(&hedge.exact);
            if !is_told(hedge.kind, &hedge.exact) && !left.contains(&words) {
                left.push(words);
            }
        }
        match &left[..] {
            [] => None,
            [one] if self.is_digest => Some(format!("with the reservation ({one})")),
            [one] => Some(format!("with the reservation {one}")),
            many if self.is_digest => Some(format!("with the reservations ({})", many.join("; "))),
            [most @ .., last] => Some(format!("with the reservations {} and {last}", most.join(", "))),
        }
    }

    /// A thing by name, as it stands within a sentence.
    fn thing(&self, id: EntryId) -> String {
        let name = self.view.name(id);
        let name = name.split_whitespace().collect::<Vec<_>>().join(" ");
        let Some(entity_type) = self.view.type_of(id) else { return name };
        if entity_type == EntityType::Event {
            // An event may be named by a clause, which must not run into ours.
            return format!("the event {name}");
        }
        let first = name.split(' ').next().unwrap_or_default();
        if matches!(first, "The" | "A" | "An" | "One" | "Two") {
            return first.to_lowercase() + &name[first.len()..];
        }
        let is_name = entity_type.is_agent() || matches!(entity_type, EntityType::Place | EntityType::Vessel);
        if is_name || is_determiner(first) {
            return name;
        }
        // Named as people name what happened: "Strike off Cape Orsay".
        if HAPPENINGS.contains(&first) {
            return format!("the {}{}", first.to_lowercase(), &name[first.len()..]);
        }
        let noun = entity_type.name();
        if first.starts_with(char::is_lowercase) || name.to_lowercase().contains(noun) {
            return format!("the {name}");
        }
        format!("the {noun} {name}")
    }
}

/// Words for one thing that happened with which a name may begin, and which stand without a capital within a sentence.
const HAPPENINGS: [&str; 10] = [
    "Strike",
    "Airstrike",
    "Attack",
    "Raid",
    "Bombing",
    "Killing",
    "Shooting",
    "Shelling",
    "First",
    "Second",
];

/// Whether a word stands where an article would.
fn is_determiner(word: &str) -> bool {
    const WORDS: [&str; 22] = [
        "the", "a", "an", "this", "that", "these", "those", "its", "his", "her", "their", "our", "one",
        "two", "three", "some", "another", "both", "all", "several", "each", "every",
    ];
    WORDS.contains(&word)
}

/// Words as they are compared: in small letters, without marks.
fn plain(words: &str) -> String {
    let kept = words.chars().map(|c| if c.is_alphanumeric() || c == '-' { c } else { ' ' });
    kept.flat_map(char::to_lowercase).collect::<String>().split_whitespace().collect::<Vec<_>>().join(" ")
}

/// With a capital at the beginning.
fn capital(sentence: &str) -> String {
    let mut letters = sentence.chars();
    letters.next().map(|first| first.to_uppercase().chain(letters).collect()).unwrap_or_default()
}
