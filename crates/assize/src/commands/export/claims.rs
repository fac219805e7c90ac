//! Claims, one a row.

use super::Exported;
use assize_ledger::{View, view::ClaimView};
use assize_record::{Value, body::Stated};
use assize_table::out::{Column, Field, Grid};

const COLUMNS: [Column; 19] = [
    Column {
        name: "claim",
        meaning: "The first digits of the claim's id. `assize why ID` shows it with its words. Rows are known by it when the table is read back.",
        width: 14,
    },
    Column { name: "incident", meaning: "Key or first digits of the id of what it is about.", width: 24 },
    Column { name: "name", meaning: "What that is called.", width: 28 },
    Column {
        name: "property",
        meaning: "What is said of it; schema/properties.toml says what each means.",
        width: 22,
    },
    Column {
        name: "status",
        meaning: "Of whom: civilian, combatant, child, woman, unknown; empty where all are meant. Read back.",
        width: 12,
    },
    Column { name: "min", meaning: "A figure's lower end. Read back.", width: 8 },
    Column {
        name: "max",
        meaning: "A figure's upper end; empty where only a lower end is stated. Read back.",
        width: 8,
    },
    Column {
        name: "value",
        meaning: "What is said where it is no figure: a day in ISO 8601, words, yes or no. Read back; a thing's name is not.",
        width: 28,
    },
    Column { name: "hedge", meaning: "The words with which the source weakens it.", width: 14 },
    Column { name: "stance", meaning: "What the speaker does: asserts, denies, doubts, reports.", width: 10 },
    Column { name: "speaker", meaning: "Whose word it is.", width: 22 },
    Column { name: "said_on", meaning: "When it was said, where that is stated.", width: 12 },
    Column {
        name: "form",
        meaning: "What the words are: a quotation, a paraphrase of a digest, or a row of a table, which is no quotation.",
        width: 14,
    },
    Column { name: "words", meaning: "The words of the source that it was read from.", width: 60 },
    Column { name: "source", meaning: "First digits of the source's id.", width: 14 },
    Column { name: "publisher", meaning: "Who published the source.", width: 22 },
    Column { name: "published_on", meaning: "When.", width: 12 },
    Column { name: "address", meaning: "Where it was published.", width: 40 },
    Column { name: "reviewers", meaning: "How many people stand for the claim.", width: 10 },
];

pub(super) fn grid(table: &Exported<'_>) -> Grid {
    let claims = table.view.claims().iter().filter(|claim| table.shows(claim.source));
    Grid {
        name: "claims",
        columns: COLUMNS.to_vec(),
        rows: claims.map(|claim| row(table.view, claim)).collect(),
        guide: vec![
            "Claims that stand, one a row: who said what of which incident, in which words.".to_owned(),
            "Change a cell under `status`, `min`, `max` or `value` and read the table back with `assize import FILE`: each row that says otherwise than the record becomes one amendment, after it was shown. Other columns are not read back. A row that is taken out changes nothing.".to_owned(),
        ],
    }
}

/// The fields that are read back, by name.
pub(crate) fn fields(claim: &ClaimView) -> [(&'static str, Field); 4] {
    let said = &claim.proposition;
    let (min, max, value) = match &said.value {
        Value::Quantity(quantity) => (
            Field::number(quantity.min),
            Field::number(quantity.max),
            Field::words(quantity.approx.clone().unwrap_or_default()),
        ),
        Value::Entity(_) => (Field::Blank, Field::Blank, Field::Blank),
        Value::Flag(flag) => (Field::Blank, Field::Blank, Field::words(if *flag { "yes" } else { "no" })),
        other => (Field::Blank, Field::Blank, Field::words(other.to_string())),
    };
    [
        ("status", said.status.map_or(Field::Blank, |status| Field::words(status.name()))),
        ("min", min),
        ("max", max),
        ("value", value),
    ]
}

fn row(view: &View, claim: &ClaimView) -> Vec<Field> {
    let said = &claim.proposition;
    let [status, min, max, value] = fields(claim).map(|(_, field)| field);
    let value = if let Value::Entity(id) = said.value { Field::words(view.name(id)) } else { value };
    let source = view.sources().get(&claim.source);
    let fact = |fact: fn(&assize_record::body::Publication) -> &Option<Stated>| {
        source
            .and_then(|source| fact(&source.publication).as_ref())
            .map(|stated| stated.value.clone())
            .unwrap_or_default()
    };
    let form = if view.is_row(claim) {
        "row of a table"
    } else if view.is_paraphrase(claim) {
        "paraphrase"
    } else {
        "quotation"
    };
    let hedges: Vec<&str> = claim.hedges.iter().map(|hedge| hedge.exact.as_str()).collect();
    let speaker = claim.speaker.entity.map_or_else(|| claim.speaker.description.clone(), |id| view.name(id));
    vec![
        Field::words(claim.id.short()),
        Field::words(view.handle(said.subject)),
        Field::words(view.label(said.subject)),
        Field::words(said.property.clone()),
        status,
        min,
        max,
        value,
        Field::words(hedges.join("; ")),
        Field::words(format!("{:?}", claim.stance).to_lowercase()),
        Field::words(speaker),
        Field::words(claim.said_on.as_ref().map(ToString::to_string).unwrap_or_default()),
        Field::words(form),
        Field::words(view.words_of(claim).map(|words| words.exact.clone()).unwrap_or_default()),
        Field::words(claim.source.short()),
        Field::words(fact(|facts| &facts.publisher)),
        Field::words(fact(|facts| &facts.published_on)),
        Field::link(&fact(|facts| &facts.url)),
        Field::Number(claim.reviewers.len() as u64),
    ]
}
