//! A claim that no draft makes: a person points at the words and says what they say.

use crate::decision::figure::holds;
use crate::{
    asked::ByHand,
    decision::{
        Asked, Decision, Desk, Scope,
        amend::{decision, tell},
        fields::{Before, amendment, enter_things, passage},
    },
    failure::Failure,
    talk::Talk,
};
use assize_record::{EntryId, Proposition, Speaker, Stance, Value, body::Claim};

impl Asked for ByHand {
    fn scope(&self) -> Scope<'_> {
        // A source is named by its file too, which only the whole record tells.
        Scope::Whole
    }

    fn plan(&self, desk: &Desk<'_>, _: &dyn Talk) -> Result<Decision, Failure> {
        let (Some(property), Some(subject)) = (&self.fields.property, &self.fields.subject) else {
            return Err(Failure::usage("a claim needs a property and what it is about")
                .help("--property incident.killed --subject \"Strike off Cape Example\""));
        };
        let source = desk.finder().source(&self.source)?;
        let text = text_of(desk, source)?;
        let words = passage(desk, Some(text), &self.says, None)?;
        let anchor = desk.finder().thing(subject)?.id();
        let speaker = Speaker::narrator();
        let before = Before {
            text: Some(text),
            speaker: speaker.clone(),
            quantity: None,
            anchor,
            day: None,
            near: None,
        };
        let (change, mut about) = amendment(desk, &self.fields, &before)?;
        let Some(value) = change.amendment.value.clone() else {
            return Err(Failure::usage(
                "a claim needs a value: a number, a date, yes or no, words, or a thing",
            )
            .help("--min 3 --max 3 --unit people, --date, --flag, --words or --entity"));
        };
        if let Value::Quantity(quantity) = &value
            && let Some(end) =
                [quantity.min, quantity.max].into_iter().flatten().find(|end| !holds(&words.exact, *end))
        {
            return Err(Failure::usage(format!("{end} is not in the words “{}”", words.exact))
                .help("take the words that say it"));
        }
        let mut claim = Claim {
            speaker,
            via: Vec::new(),
            stance: Stance::Asserts,
            hedges: Vec::new(),
            basis: None,
            said_on: None,
            proposition: Proposition {
                subject: anchor,
                property: property.clone(),
                value: Value::Words(String::new()),
                status: None,
                group: None,
                happened_on: None,
                happened_at: None,
            },
            drafted: None,
            anchors: Vec::new(),
        };
        claim.proposition.value = value;
        let (claim, batch) = desk.sit(|sitting| {
            enter_things(sitting, &change)?;
            let id =
                sitting.by_hand(desk.view.of_text(text), &words, claim, &change.amendment, &self.reason)?;
            tell(sitting, id, self.fields.gist.as_deref(), &self.reason)?;
            Ok(id)
        })?;
        about.push(anchor);
        Ok(decision(claim, batch, about, change.notes, "entered by hand"))
    }
}

/// The text of a source that people read: the one that its drafts and claims are of, where there are several.
fn text_of(desk: &Desk<'_>, source: EntryId) -> Result<EntryId, Failure> {
    let mut texts: Vec<EntryId> = desk
        .view
        .texts()
        .iter()
        .filter(|(_, text)| text.source == source && text.sha256.is_some())
        .map(|(id, _)| *id)
        .collect();
    let claims = |text: &EntryId| {
        let passages = desk.view.passages();
        desk.view
            .claims()
            .iter()
            .filter(|claim| passages.get(&claim.passage).is_some_and(|of| of.text == *text))
            .count()
    };
    texts.sort_by_cached_key(|text| (std::cmp::Reverse(claims(text)), *text));
    texts.first().copied().ok_or_else(|| Failure::input("that source has no text that can be read"))
}
