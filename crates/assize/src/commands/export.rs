//! `assize export`: incidents, claims or sources as a table for a spreadsheet. Claims that are changed there are read back with `assize import`.

mod claims;
mod incidents;
mod sources;

use crate::{
    case::{self, store_failure},
    cli::{Cli, Export, ExportFormat, ExportOf},
    commands::weigh,
    failure::{Exit, Failure, Outcome},
    output::{Output, count},
};
use assize_archive::plain;
use assize_ledger::View;
use assize_record::EntryId;
use assize_table::out::{self, Field};
use std::collections::BTreeSet;

pub(crate) use claims::fields;

pub(crate) fn run(cli: &Cli, args: &Export, output: &mut Output) -> Outcome {
    let session = case::find(cli)?;
    let view = session.view(&args.as_known, output)?;
    let hidden = if args.confidential { BTreeSet::new() } else { view.confidential() };
    let table = Exported { view: &view, hidden: &hidden };
    let mut grid = match args.of {
        ExportOf::Incidents => incidents::grid(&session, &table, args)?,
        ExportOf::Claims => claims::grid(&table),
        ExportOf::Sources => sources::grid(&table),
    };
    grid.guide.push(format!("Case `{}`, {}.", session.settings.name, weigh::as_known(&view)));
    if !hidden.is_empty() {
        grid.guide.push(format!(
            "{} left out, with what only they say; --confidential puts them in.",
            count(hidden.len(), "confidential source")
        ));
        output.talk(format!(
            "{} left out; --confidential puts them in",
            count(hidden.len(), "confidential source")
        ));
    }
    grid.guide.push("A working copy for whoever may read the case: nothing in it is masked for publication. `assize publish` makes what can go out.".to_owned());
    let rows = grid.rows.len();
    let bytes = match args.format {
        ExportFormat::Csv => out::csv(&grid.columns, &grid.rows, args.bom),
        ExportFormat::Xlsx => out::xlsx(&grid).map_err(Failure::input)?,
    };
    match (&args.out, args.format) {
        (Some(path), _) => {
            plain::write(path, &bytes).map_err(store_failure)?;
            output.talk(format!("wrote {} to {}", count(rows, "row"), path.display()));
        }
        (None, ExportFormat::Csv) => output.write(&String::from_utf8_lossy(&bytes)),
        (None, ExportFormat::Xlsx) => {
            return Err(Failure::usage("a workbook is written to a file").help("give --out FILE.xlsx"));
        }
    }
    Ok(Exit::Done)
}

/// A view, without what is kept back.
pub(crate) struct Exported<'v> {
    pub(crate) view: &'v View,
    hidden: &'v BTreeSet<EntryId>,
}

impl Exported<'_> {
    fn shows(&self, source: EntryId) -> bool {
        !self.hidden.contains(&source)
    }
}

/// First digits of ids, parted by blanks.
fn ids<'i>(all: impl Iterator<Item = &'i EntryId>) -> Field {
    Field::words(all.map(EntryId::short).collect::<Vec<_>>().join(" "))
}
