//! Why a sheet or a decision is refused.

use assize_record::{
    EntityType, canonical::MAX_INTEGER, edtf::EdtfError, entry::EntryError, vocabulary::VocabularyError,
};

/// Why a sheet or a decision is refused. Each message says what is wrong; where it helps, what to do.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum LedgerError {
    /// Not TOML.
    #[error("not TOML: {0}")]
    Toml(String),
    /// A key that the table does not take.
    #[error("unknown key `{key}` in {table}{}", did_you_mean(suggestion.as_deref()))]
    UnknownKey {
        /// The key.
        key: String,
        /// The table, as people call it.
        table: &'static str,
        /// The nearest key there is.
        suggestion: Option<String>,
    },
    /// A key that the table needs.
    #[error("{table} needs `{key}`")]
    MissingKey {
        /// The key.
        key: &'static str,
        /// The table, as people call it.
        table: &'static str,
    },
    /// A value of another TOML type.
    #[error("`{key}` takes {expected}, not {found}")]
    Type {
        /// The key.
        key: String,
        /// What it takes.
        expected: &'static str,
        /// What stands there.
        found: &'static str,
    },
    /// A word that is none of a fixed list.
    #[error("`{word}` is none of {}{}", list(choices), did_you_mean(suggestion.as_deref()))]
    UnknownWord {
        /// The word.
        word: String,
        /// What may stand there.
        choices: &'static [&'static str],
        /// The nearest one.
        suggestion: Option<String>,
    },
    /// A number out of range.
    #[error("`{0}` is out of range: whole numbers from 0 to {MAX_INTEGER} are read here")]
    Number(String),
    /// A date that is none.
    #[error(transparent)]
    Date(#[from] EdtfError),
    /// A proposition that the vocabulary does not take.
    #[error(transparent)]
    Vocabulary(#[from] VocabularyError),
    /// A bridge to a standard, version, element or facet that there is none of.
    #[error("{0}")]
    Bridge(String),
    /// Something that should be an entity key.
    #[error(
        "`{0}` is not an entity key: write `type/name`, with a type such as person, organisation, incident, campaign or instrument"
    )]
    Key(String),
    /// An entity that neither the sheets nor the record have.
    #[error("no entity `{key}` in these sheets or on the record{}: declare it with [[entity]]", did_you_mean(suggestion.as_deref()))]
    UnknownEntity {
        /// The key.
        key: String,
        /// The nearest key there is.
        suggestion: Option<String>,
    },
    /// One key, two different entities.
    #[error("entity `{0}` is declared twice, with another name or shape")]
    EntityTwice(String),
    /// A speaker that cannot be read.
    #[error(
        "`{0}` is no speaker: write an entity key, `narrator`, `publisher`, or a table with `kind` and `description`"
    )]
    Speaker(String),
    /// A claim whose property needs a value.
    #[error("`{property}` takes {expected}: give `value`")]
    ValueNeeded {
        /// The property.
        property: String,
        /// The type.
        expected: &'static str,
    },
    /// One word given for a property that takes the source's own.
    #[error("`{0}` takes the words of the source: leave `value` out")]
    WordsGiven(String),
    /// A value that says nothing, or two things.
    #[error(
        "a value is one of {{ min, max, approx, unit }}, {{ date }}, {{ entity }}, {{ flag }}, {{ word }}, {{ point }}; leave it out for the words themselves"
    )]
    Value,
    /// A minimum above its maximum.
    #[error("the minimum {min} is above the maximum {max}")]
    Reversed {
        /// The minimum.
        min: u64,
        /// The maximum.
        max: u64,
    },
    /// A position that is none.
    #[error("`{0}` is no position: `lon` from -180 to 180 and `lat` from -90 to 90, as decimal strings")]
    Point(String),
    /// A file that is not there.
    #[error("no archived text of `{0}`: add the file first")]
    NoText(String),
    /// A path that does not lead to a file below the sheet's folder.
    #[error("`{path}` {why}: name a file in the sheet's own folder or below it")]
    Path {
        /// The path.
        path: String,
        /// What is wrong with it.
        why: &'static str,
    },
    /// A shape that cannot be used.
    #[error("no shape: {0}")]
    NoShape(String),
    /// Words that do not stand in the text.
    #[error("these words do not stand in `{file}`{}", near.as_ref().map_or(String::new(), |n| format!("; it has `{n}`")))]
    WordsNotFound {
        /// The file.
        file: String,
        /// The same words in other case, quotes or spaces, where there are any.
        near: Option<String>,
    },
    /// Words that stand in the text several times.
    #[error("these words stand {times} times in `{file}`: give `nth`, from 1 to {times}")]
    WordsRepeated {
        /// The file.
        file: String,
        /// How often.
        times: usize,
    },
    /// An `nth` beyond the last.
    #[error("these words stand {times} times in `{file}`, so there is no number {nth}")]
    NoSuchTime {
        /// The file.
        file: String,
        /// How often.
        times: usize,
        /// Which was asked for.
        nth: u64,
    },
    /// A speaker that is the publisher of a source which states none.
    #[error(
        "this source states no publisher, and a speaker is `publisher`: add it again with --publisher, or name the speaker"
    )]
    NoPublisher,
    /// Not a time of day.
    #[error(transparent)]
    Moment(assize_record::moment::MomentError),
    /// A time of another day than the day given.
    #[error("`{moment}` is not on `{day}`")]
    OtherDay {
        /// The time.
        moment: String,
        /// The day.
        day: String,
    },
    /// Something that only makes sense beside something else.
    #[error("`{key}` needs `{needs}`")]
    Needs {
        /// What is given.
        key: &'static str,
        /// What is missing.
        needs: &'static str,
    },
    /// Two that cannot both be said.
    #[error("`{key}` cannot stand beside `{other}`")]
    Excludes {
        /// The one.
        key: &'static str,
        /// The other.
        other: &'static str,
    },
    /// A decision on something that is not on the record.
    #[error("no claim {0} on the record")]
    NoClaim(String),
    /// A claim about something that is not on the record.
    #[error("no entity {0} on the record")]
    NoEntity(String),
    /// A claim in words that are not on the record.
    #[error("no passage {0} on the record")]
    NoPassage(String),
    /// A decision on a draft whose source is not on the record.
    #[error("the text of draft {0} is not on the record")]
    NoSource(String),
    /// A draft that the author has decided on in the same way, or whose claim was taken back.
    #[error("draft {0} is decided already: `assize why {0}` says how")]
    Decided(String),
    /// A review that says what its author's last one says.
    #[error("you have decided so on claim {0} already")]
    SameReview(String),
    /// A draft that speaks of a referent which its reading does not list.
    #[error(
        "draft {draft} speaks of referent {number}, which its reading does not list: read the text again"
    )]
    NoReferent {
        /// First digits of the draft's id.
        draft: String,
        /// The number.
        number: u32,
    },
    /// A draft whose content is not what its id was made of.
    #[error("draft {0} was altered: its id does not fit its text, property and spans; read the text again")]
    Altered(String),
    /// A mark that what is to be marked does not take.
    #[error("{what} cannot be marked `{mark}`: a source is `confidential`, a thing `private` or `public`")]
    CannotMark {
        /// What it is.
        what: &'static str,
        /// The mark.
        mark: &'static str,
    },
    /// A mark that its author has made already.
    #[error("you have marked {of} `{mark}` already, in the same words; `--clear` takes it back")]
    Marked {
        /// What is marked.
        of: String,
        /// The mark.
        mark: &'static str,
    },
    /// What was read of a text bears another salt than the text's entry.
    #[error("what was read of text {0} is not of the text as it stands on record; read it again")]
    OtherSalt(String),
    /// A retraction or replacement of what somebody else entered.
    #[error(
        "{0} was entered by somebody else: only its author, an editor or an owner of this case can take it back or replace it"
    )]
    NotAuthorised(String),
    /// A link between what is one already.
    #[error("{0}: both are one thing already")]
    OneThing(String),
    /// A link that stands already.
    #[error("that link between {from} and {to} stands already")]
    Linked {
        /// First end.
        from: String,
        /// Second end.
        to: String,
    },
    /// No link to take back.
    #[error("no link between {from} and {to} stands")]
    NotLinked {
        /// First end.
        from: String,
        /// Second end.
        to: String,
    },
    /// Two things that somebody says are different are to be one.
    #[error("somebody says that {from} and {to} are different: take that back first with `assize unlink`")]
    SaidDifferent {
        /// First end.
        from: String,
        /// Second end.
        to: String,
    },
    /// Things of different types are to be one.
    #[error("one is taken for {from}, the other for {to}: settle the type first with `assize rename --type`")]
    TypesDiffer {
        /// Type of the first, with its article.
        from: String,
        /// Type of the second, with its article.
        to: String,
    },
    /// A key that the roster has.
    #[error("the key `{0}` names something in this case already: choose another")]
    KeyTaken(String),
    /// A key of another type than what it is to name.
    #[error("`{key}` is the key of another type than {}: give one that begins with `{}/`", entity_type.name(), entity_type.name())]
    KeyType {
        /// The key.
        key: String,
        /// What it is to name.
        entity_type: EntityType,
    },
    /// Something that is one with a named thing is to be a thing of its own.
    #[error(
        "`{thing}` is placed as `{placed}`: take it out of that first with `assize unlink`, or give that another name with `assize rename`"
    )]
    Placed {
        /// What was to be placed.
        thing: String,
        /// What it is one with.
        placed: String,
    },
    /// Words that cannot be the gist of a claim.
    #[error("the gist {why}: give one full sentence in one line")]
    Gist {
        /// What is wrong with them.
        why: String,
    },
    /// A gist that stands already.
    #[error("the gist of claim {0} says so already")]
    SameGist(String),
    /// A claim whose gist is generated, or that of somebody else.
    #[error("claim {0} has no gist that you may take back")]
    NoGist(String),
    /// A name or key that cannot be read.
    #[error("the name `{name}` {why}")]
    Name {
        /// Its beginning, with what cannot be printed escaped.
        name: String,
        /// What is wrong with it.
        why: String,
    },
    /// A thing is to be of a type of which what is claimed about it cannot be said.
    #[error(
        "claim {claim} says `{property}` of it, which cannot be said of type `{entity_type}`: amend or reject that claim first"
    )]
    SaidOfIt {
        /// The claim's first digits.
        claim: String,
        /// Its property.
        property: String,
        /// The type.
        entity_type: &'static str,
    },
    /// A thing that cannot be part of another, by their types.
    #[error("nothing of type `{part}` is part of something of type `{whole}`")]
    NoPart {
        /// Type of the part.
        part: &'static str,
        /// Type of the whole.
        whole: &'static str,
    },
    /// A key that means several things on the record.
    #[error("the key `{0}` names several things on the record: rename one of them, or link them, first")]
    KeyClash(String),
    /// A whole is to be part of its own part, or a source taken over from its own copy.
    #[error(
        "links lead from `{to}` to `{from}` already: nothing is part of its own part, or a copy of its copy"
    )]
    Circle {
        /// The part.
        from: String,
        /// The whole.
        to: String,
    },
    /// An entry that could not be made.
    #[error(transparent)]
    Entry(#[from] EntryError),
}

fn did_you_mean(suggestion: Option<&str>) -> String {
    suggestion.map_or_else(String::new, |word| format!("; did you mean `{word}`?"))
}

fn list(words: &[&str]) -> String {
    words.iter().map(|word| format!("`{word}`")).collect::<Vec<_>>().join(", ")
}
