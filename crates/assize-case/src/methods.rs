//! What a case weighs by: its toll methods, and the shapes of its zones.

use crate::{case::Session, failure::Failure};
use assize_ledger::View;
use assize_weigh::{authority::zone::Shapes, schema::SchemaKind, toll::Method};

/// The methods asked for, else those of `case.toml`, else all of the case's schema.
pub fn methods(session: &Session, view: &View, asked: &[String]) -> Result<Vec<Method>, Failure> {
    let wanted = if asked.is_empty() { &session.settings.methods } else { asked };
    // A decision in a case without a schema of its own need not read all the standards.
    let own = !view.adopted().is_empty() || !view.settings().is_empty();
    let schema = own.then(|| session.schema_of(view));
    let all = schema.as_ref().map_or_else(Method::shipped, |schema| schema.methods.clone());
    if wanted.is_empty() {
        return Ok(all);
    }
    let names = || all.iter().map(|method| method.id.as_str());
    wanted
        .iter()
        .map(|id| {
            all.iter().find(|method| method.id == id.as_str()).cloned().ok_or_else(|| {
                if schema.as_ref().is_some_and(|schema| schema.leaves_out(SchemaKind::Method, id)) {
                    return Failure::usage(format!("method `{id}` is left out of this case"))
                        .help(format!("`assize schema take-in {id}` takes it in again"));
                }
                let near = assize_record::vocabulary::nearest(id, names());
                let help = near.map_or_else(
                    || format!("there are {}", names().collect::<Vec<_>>().join(", ")),
                    |near| format!("did you mean `{near}`?"),
                );
                Failure::usage(format!("unknown method `{id}`")).help(help)
            })
        })
        .collect()
}

/// GeoJSON of every zone of a view, from the archive.
pub fn shapes(session: &Session, view: &View) -> Result<Shapes, Failure> {
    let mut shapes = Shapes::default();
    for hash in view.entities().values().filter_map(|entity| entity.shape) {
        let bytes = session.blobs.get(&hash).map_err(Failure::integrity)?;
        shapes
            .add(hash, &String::from_utf8_lossy(&bytes))
            .map_err(|error| Failure::input(format!("shape {}: {error}", hash.short())))?;
    }
    Ok(shapes)
}
