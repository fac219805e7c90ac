//! The rows of a table, entered in one decision.
//!
//! A row becomes an incident of its own with its key, a link to its series, and one claim for each cell that is read, whose passage is the row. One
//! review names all claims: a person answers for the table as a whole. A later edition enters only what it says otherwise, on its own rows; the
//! claims of the edition before stay, and are what was known then.

use crate::{
    error::LedgerError,
    placing::{NewThing, Thing},
    review::Sitting,
};
use assize_record::{
    EntityType, Entry, EntryId, Proposition, Speaker, Stance, Status, Value, Words,
    body::{Body, Claim, ClaimHedge, Edition, Remark},
    entry::{OfText, Role, Verdict},
};
use std::{
    collections::{BTreeMap, BTreeSet},
    sync::Arc,
};

/// What a table enters.
#[derive(Debug)]
pub struct RowsEntry<'r> {
    /// The table's source.
    pub source: EntryId,
    /// The text that its rows are passages of.
    pub text: OfText,
    /// What it was read by.
    pub edition: Edition,
    /// Sources of the editions that it takes the place of.
    pub before: &'r BTreeSet<EntryId>,
    /// Its rows.
    pub rows: Vec<RowEntry>,
    /// Why, in one line: stands in links and review.
    pub reason: String,
}

/// What a row enters.
#[derive(Debug)]
pub struct RowEntry {
    /// Its incident.
    pub incident: NewThing,
    /// Its series.
    pub whole: Option<NewThing>,
    /// Where it stands.
    pub words: Words,
    /// What it says.
    pub claims: Vec<RowClaim>,
}

/// What a row says.
#[derive(Debug)]
pub struct RowClaim {
    /// The property.
    pub property: String,
    /// Which people.
    pub status: Option<Status>,
    /// The value.
    pub value: RowValue,
    /// With what reservation.
    pub hedge: Option<ClaimHedge>,
}

/// The value of a claim of a row.
#[derive(Debug)]
pub enum RowValue {
    /// A figure, day, word or position.
    Plain(Value),
    /// A thing, by its key.
    Thing(NewThing),
}

/// How much was entered.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct RowsEntered {
    /// Incidents that were not on record.
    pub incidents: usize,
    /// Claims.
    pub claims: usize,
}

/// Most claims that one review names: a head is one line, and is read whole.
const REVIEWED: usize = 10_000;

impl Sitting<'_> {
    /// Enters what rows say, with one review of all of it.
    ///
    /// # Errors
    /// [`LedgerError::KeyClash`] where a key names several things; [`LedgerError::Name`] for a name that cannot be read;
    /// [`LedgerError::Vocabulary`] where the vocabulary does not take what a row says. Then nothing is entered.
    pub fn enter_rows(&mut self, rows: &RowsEntry<'_>) -> Result<RowsEntered, LedgerError> {
        self.whole(|sitting| sitting.rows(rows))
    }

    fn rows(&mut self, rows: &RowsEntry<'_>) -> Result<RowsEntered, LedgerError> {
        let mut things: BTreeMap<String, EntryId> = BTreeMap::new();
        let mut entered = RowsEntered::default();
        self.edition(rows)?;
        let mut claims = Vec::new();
        for row in &rows.rows {
            let on_record = self.view.by_key(key_of(&row.incident)?).is_some();
            entered.incidents += usize::from(!on_record);
            let incident = self.keyed(&row.incident, &mut things)?;
            self.part_of(incident, row.whole.as_ref(), &mut things, &rows.reason)?;
            if row.claims.is_empty() {
                continue;
            }
            let passage = self.evidence(Entry::passage(rows.text, &row.words)?);
            for said in &row.claims {
                let claim = self.claim_of_row(incident, said, &mut things)?;
                let mut refs = vec![(Role::Passage, passage)];
                refs.extend(crate::review::named(&claim));
                claims.push(self.writer.sign(refs, None, Body::Claim(Arc::new(claim)))?);
            }
        }
        entered.claims = claims.len();
        for claims in claims.chunks(REVIEWED) {
            let refs = claims.iter().map(|claim| (Role::Of, *claim)).collect();
            let body = Body::Review(Remark { words: rows.reason.clone() });
            self.writer.sign(refs, Some(Verdict::Accept), body)?;
        }
        Ok(entered)
    }

    /// Enters by what the table was read, and that it and the editions before are one origin.
    fn edition(&mut self, rows: &RowsEntry<'_>) -> Result<(), LedgerError> {
        let mut refs = vec![(Role::Source, rows.source)];
        for before in rows.before {
            let linked = self.view.syndicated_from().get(&self.view.canonical(rows.source));
            if !linked.is_some_and(|roots| roots.contains(&self.view.canonical(*before))) {
                let (from, to) = (Thing::OnRecord(rows.source), Thing::OnRecord(*before));
                self.link(&from, Verdict::SyndicatedFrom, &to, "a later edition of one table")?;
            }
            let editions = self.view.editions().iter().filter(|edition| edition.source == *before);
            let mine = editions.filter(|edition| self.may_end(edition.id, edition.by).is_ok());
            refs.extend(mine.map(|edition| (Role::Replaces, edition.id)));
        }
        self.writer.sign(refs, None, Body::Edition(rows.edition.clone()))?;
        Ok(())
    }

    /// The thing of a key: the one on record, or a new one.
    fn keyed(
        &mut self,
        thing: &NewThing,
        things: &mut BTreeMap<String, EntryId>,
    ) -> Result<EntryId, LedgerError> {
        let key = key_of(thing)?;
        if let Some(id) = things.get(key) {
            return Ok(*id);
        }
        let id = match self.view.by_key(key) {
            Some(id) => id,
            None if self.view.named_by_key(key).next().is_some() => {
                return Err(LedgerError::KeyClash(key.to_owned()));
            }
            None => self.enter_entity(thing.clone(), None, &[])?,
        };
        things.insert(key.to_owned(), id);
        Ok(id)
    }

    /// Makes an incident part of its series. One that is part of any stays where it is.
    fn part_of(
        &mut self,
        incident: EntryId,
        whole: Option<&NewThing>,
        things: &mut BTreeMap<String, EntryId>,
        reason: &str,
    ) -> Result<(), LedgerError> {
        let Some(whole) = whole else { return Ok(()) };
        let wholes = self.view.part_of().get(&self.view.canonical(incident));
        let is_campaign = |id: &EntryId| self.view.type_of(*id) == Some(EntityType::Campaign);
        if wholes.is_some_and(|wholes| wholes.iter().any(is_campaign)) {
            return Ok(());
        }
        let whole = self.keyed(whole, things)?;
        self.enter_link(incident, Verdict::PartOf, whole, reason)?;
        Ok(())
    }

    fn claim_of_row(
        &mut self,
        incident: EntryId,
        said: &RowClaim,
        things: &mut BTreeMap<String, EntryId>,
    ) -> Result<Claim, LedgerError> {
        let value = match &said.value {
            RowValue::Plain(value) => value.clone(),
            RowValue::Thing(thing) => Value::Entity(self.keyed(thing, things)?),
        };
        let proposition = Proposition {
            subject: incident,
            property: said.property.clone(),
            value,
            status: said.status,
            group: None,
            happened_on: None,
            happened_at: None,
        };
        let claim = Claim {
            speaker: Speaker::narrator(),
            via: Vec::new(),
            stance: Stance::Asserts,
            hedges: said.hedge.iter().cloned().collect(),
            basis: None,
            said_on: None,
            proposition,
            drafted: None,
            anchors: Vec::new(),
        };
        // A minimum above its maximum is what the table says: it is entered as it stands, and whoever weighs names it.
        let mut sound = claim.clone();
        if let Value::Quantity(quantity) = &mut sound.proposition.value
            && !quantity.is_coherent()
        {
            std::mem::swap(&mut quantity.min, &mut quantity.max);
        }
        self.check(&sound, &BTreeMap::new())?;
        Ok(claim)
    }
}

fn key_of(thing: &NewThing) -> Result<&str, LedgerError> {
    thing.key.as_deref().ok_or_else(|| LedgerError::Key(thing.name.clone()))
}
