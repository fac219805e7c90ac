//! Whether a bridge names a standard, version, element and facet that there are.

use super::{Schema, SchemaKind};
use crate::standard::{Element, Standard, Version};
use assize_ledger::sheet::{BridgeFault, BridgeWord};
use assize_record::{body::Bridge, vocabulary::nearest};

impl Schema {
    /// Holds a bridge against the standards.
    ///
    /// # Errors
    /// The word at fault, and what is wrong with it: the nearest one is named.
    pub fn check_bridge(&self, bridge: &Bridge) -> Result<(), BridgeFault> {
        let moved = self.standards.moved(bridge);
        let bridge = moved.as_ref().unwrap_or(bridge);
        let (id, version) = match bridge.standard.split_once('@') {
            Some((id, version)) => (id, Some(version)),
            None => (bridge.standard.as_str(), None),
        };
        let standard = self.standards.get(id).map_err(|_| (BridgeWord::Standard, self.no_standard(id)))?;
        let versions = versions(standard, version).map_err(|problem| (BridgeWord::Standard, problem))?;
        let elements: Vec<&Element> = versions.iter().flat_map(|version| &version.elements).collect();
        let named: Vec<&&Element> =
            elements.iter().filter(|element| element.name == bridge.element).collect();
        if named.is_empty() {
            let names = || elements.iter().map(|element| element.name.as_str());
            let problem = format!("`{id}` has no element `{}`", bridge.element);
            let problem = match nearest(&bridge.element, names()) {
                Some(near) => format!("{problem}; did you mean `{near}`?"),
                None if self.elsewhere(&bridge.element, id).is_some() => {
                    let elsewhere = self.elsewhere(&bridge.element, id).unwrap_or_default();
                    format!("{problem}; {elsewhere} has one")
                }
                None => {
                    let mut all: Vec<&str> = names().collect();
                    all.sort_unstable();
                    all.dedup();
                    format!("{problem}: it has {}", all.join(", "))
                }
            };
            return Err((BridgeWord::Element, problem));
        }
        let fits = |element: &&&Element| match bridge.facet {
            None => element.facets.is_empty(),
            Some(facet) => element.facets.contains(&facet),
        };
        if named.iter().any(fits) {
            return check_presumption(bridge, &named);
        }
        let problem = if bridge.facet.is_some() {
            format!("element `{}` of `{id}` has no such facet: leave `facet` out", bridge.element)
        } else {
            format!("element `{}` of `{id}` needs a facet: held, reasonable or fact", bridge.element)
        };
        Err((BridgeWord::Facet, problem))
    }

    /// Another standard that has an element of that name, where there is one.
    fn elsewhere(&self, element: &str, but: &str) -> Option<String> {
        let has = |standard: &&Standard| {
            standard.id != *but && standard.versions.iter().any(|version| version.element(element).is_some())
        };
        self.standards.iter().find(has).map(|standard| format!("`{}`", standard.id))
    }

    fn no_standard(&self, id: &str) -> String {
        if self.leaves_out(SchemaKind::Standard, id) {
            return format!(
                "standard `{id}` is left out of this case: `assize schema take-in {id}` takes it in again"
            );
        }
        match self.nearest(SchemaKind::Standard, id) {
            Some(near) => format!("unknown standard `{id}`; did you mean `{near}`?"),
            None => format!("unknown standard `{id}`: `assize schema list` shows those there are"),
        }
    }
}

/// A presumption is the law's: only an element that sets one takes it, on that side and facet.
fn check_presumption(bridge: &Bridge, named: &[&&Element]) -> Result<(), BridgeFault> {
    let sets = |element: &&&Element| {
        element.presumes.as_ref().is_some_and(|presumes| {
            presumes.side.is_none_or(|side| side == bridge.side)
                && bridge.facet.is_none_or(|facet| presumes.facets.contains(&facet))
        })
    };
    if !bridge.presumption || named.iter().any(sets) {
        return Ok(());
    }
    let problem = format!(
        "the law sets no presumption on that side of element `{}`: leave `presumption` out",
        bridge.element
    );
    Err((BridgeWord::Presumption, problem))
}

/// The versions that a bridge may mean.
fn versions<'s>(standard: &'s Standard, name: Option<&str>) -> Result<Vec<&'s Version>, String> {
    let Some(name) = name else { return Ok(standard.versions.iter().collect()) };
    let found: Vec<&Version> = standard.versions.iter().filter(|version| version.name == name).collect();
    if !found.is_empty() {
        return Ok(found);
    }
    let names = || standard.versions.iter().map(|version| version.name.as_str());
    let known = nearest(name, names()).map_or_else(
        || format!(": it has {}", names().map(|name| format!("`{name}`")).collect::<Vec<_>>().join(", ")),
        |near| format!("; did you mean `{near}`?"),
    );
    Err(format!("standard `{}` has no version `{name}`{known}", standard.id))
}
