//! A sheet's TOML into a [`Sheet`].

use super::{
    At, Sheet, SheetEntity, SheetErrors, SheetLink, SheetMark, SheetSource,
    cursor::{Cursor, Faults},
    read,
};
use crate::error::LedgerError;
use assize_record::{Vocabulary, body::Bridge, entry::Verdict, proposition::EntityType};
use toml::{
    Spanned,
    de::{DeTable, DeValue},
};

/// The verdicts a link may have.
pub(super) const VERDICTS: &[&str] = &["same", "different", "part-of", "syndicated-from"];

/// Reads a sheet under the vocabulary that the program ships with.
///
/// # Errors
/// Every fault of the file.
pub fn parse(file_name: &str, toml: &str) -> Result<Sheet, SheetErrors> {
    parse_with(file_name, toml, &Vocabulary::shipped())
}

/// Reads a sheet under a vocabulary.
///
/// # Errors
/// Every fault of the file.
pub fn parse_with(file_name: &str, toml: &str, vocabulary: &Vocabulary) -> Result<Sheet, SheetErrors> {
    parse_under(file_name, toml, &Terms { vocabulary, bridge: &|_| Ok(()) })
}

/// The words that a sheet may use: properties, and what bridges may name.
#[derive(Clone, Copy)]
pub struct Terms<'t> {
    /// The properties.
    pub vocabulary: &'t Vocabulary,
    /// Says which word of a bridge names nothing, and what is wrong with it.
    pub bridge: &'t dyn Fn(&Bridge) -> Result<(), BridgeFault>,
}

/// The word of a bridge that names nothing, and what is wrong with it.
pub type BridgeFault = (BridgeWord, String);

/// A word of a bridge.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum BridgeWord {
    /// The standard.
    Standard,
    /// The element.
    Element,
    /// Its facet, given or missing.
    Facet,
    /// That it is a presumption.
    Presumption,
}

/// Reads a sheet under the terms of a case.
///
/// # Errors
/// Every fault of the file.
pub fn parse_under(file_name: &str, toml: &str, terms: &Terms<'_>) -> Result<Sheet, SheetErrors> {
    let mut faults = Faults { file: file_name.to_owned(), found: Vec::new() };
    let (document, errors) = DeTable::parse_recoverable(toml);
    for error in errors {
        faults.add(error.span().unwrap_or_default(), LedgerError::Toml(error.message().to_owned()));
    }
    let mut sheet = Sheet { file: file_name.to_owned(), ..Sheet::default() };
    if faults.found.is_empty() {
        read_sheet(&mut sheet, document.get_ref(), document.span(), terms, &mut faults);
    }
    if faults.found.is_empty() {
        return Ok(sheet);
    }
    faults.found.sort_by_key(|fault| (fault.at.start, fault.at.end));
    Err(SheetErrors(faults.found))
}

fn read_sheet<'t>(
    sheet: &mut Sheet,
    document: &'t DeTable<'t>,
    at: std::ops::Range<usize>,
    terms: &Terms<'_>,
    faults: &mut Faults,
) {
    let mut top = Cursor::new(document, at, "a sheet", faults);
    let (entities, links, sources) = (top.list("entity"), top.list("link"), top.list("source"));
    top.finish();
    sheet.entities = entities.into_iter().filter_map(|value| entity(value, faults)).collect();
    sheet.links = links.into_iter().filter_map(|value| link(value, faults)).collect();
    sheet.sources = sources.into_iter().filter_map(|value| source(value, terms, faults)).collect();
}

fn entity<'t>(value: &'t Spanned<DeValue<'t>>, faults: &mut Faults) -> Option<SheetEntity> {
    let mut table = Cursor::of(value, "[[entity]]", faults)?;
    let key = table.needed_key("key");
    let name = table.needed_string("name");
    let shape = table.path("shape");
    let zone = key.as_ref().and_then(|key| EntityType::of_key(&key.value)) == Some(EntityType::Zone);
    if let Some(shape) = shape.as_ref().filter(|_| key.is_some() && !zone) {
        table.faults.add(shape.at.clone(), LedgerError::Needs { key: "shape", needs: "a zone" });
    }
    let mark = mark(&mut table);
    table.finish();
    Some(SheetEntity { key: key?, name: name?.value, shape, mark })
}

fn mark(table: &mut Cursor<'_, '_>) -> Option<SheetMark> {
    let (public, private) = (table.string("public"), table.string("private"));
    if let (Some(_), Some(private)) = (&public, &private) {
        let problem = LedgerError::Excludes { key: "private", other: "public" };
        table.faults.add(private.at.clone(), problem);
    }
    let (verdict, given) =
        private.map(|given| (Verdict::Private, given)).or(public.map(|given| (Verdict::Public, given)))?;
    if given.value.trim().is_empty() {
        let needs = if verdict == Verdict::Public {
            "the ground on which the person is named"
        } else {
            "a description"
        };
        table.faults.add(given.at, LedgerError::Needs { key: verdict.name(), needs });
        return None;
    }
    Some(SheetMark { verdict, shown_as: given.value })
}

fn link<'t>(value: &'t Spanned<DeValue<'t>>, faults: &mut Faults) -> Option<SheetLink> {
    let mut table = Cursor::of(value, "[[link]]", faults)?;
    let verdict = link_verdict(&mut table);
    let (from, to) = if verdict == Some(Verdict::SyndicatedFrom) {
        (table.needed_path("from"), table.needed_path("to"))
    } else {
        (table.needed_key("from"), table.needed_key("to"))
    };
    let reason = table.string("reason").map_or_else(String::new, |reason| reason.value);
    table.finish();
    Some(SheetLink { from: from?, verdict: verdict?, to: to?, reason })
}

fn link_verdict(table: &mut Cursor<'_, '_>) -> Option<Verdict> {
    let At { value: word, at } = table.needed_string("verdict")?;
    match word.as_str() {
        "same" => Some(Verdict::Same),
        "different" => Some(Verdict::Different),
        "part-of" => Some(Verdict::PartOf),
        "syndicated-from" => Some(Verdict::SyndicatedFrom),
        _ => {
            let suggestion = assize_record::vocabulary::nearest(&word, VERDICTS.iter().copied());
            let suggestion = suggestion.map(str::to_owned);
            table.faults.add(at, LedgerError::UnknownWord { word, choices: VERDICTS, suggestion });
            None
        }
    }
}

fn source<'t>(
    value: &'t Spanned<DeValue<'t>>,
    terms: &Terms<'_>,
    faults: &mut Faults,
) -> Option<SheetSource> {
    let mut table = Cursor::of(value, "[[source]]", faults)?;
    let file = table.needed_path("file");
    let (claims, acts) = (table.list("claim"), table.list("act"));
    table.finish();
    let claims = claims.into_iter().filter_map(|value| read::claim(value, terms, faults)).collect();
    let acts = acts.into_iter().filter_map(|value| read::act(value, faults)).collect();
    Some(SheetSource { file: file?, claims, acts })
}
