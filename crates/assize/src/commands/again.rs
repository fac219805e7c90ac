//! `assize add --again FILE…`: the text that today's extractor takes out of files on record, how it differs, and what goes over to it.

use crate::{
    case::{self, Session},
    cli::{Add, Cli},
    deciding::{self, Ask, Desk, Scope},
    failure::{Exit, Failure, Outcome},
    originals,
    output::{Output, count, one_line},
    texts,
};
use assize_archive::{extract::walk, ingest, plain::Links};
use assize_case::decision::again::{self, Afresh};
use assize_record::BlobHash;
use serde_json::json;

/// Most changes of a text that are shown.
const SHOWN: usize = 20;
/// Most characters of a change that are shown.
const WIDTH: usize = 240;

pub(crate) fn run(cli: &Cli, args: &Add, output: &mut Output) -> Outcome {
    let mut session = case::find(cli)?;
    let (all, faults) = taken_out(&session, args, output)?;
    for one in &all {
        session.brought.insert(BlobHash::of(one.now.text.as_bytes()), one.now.text.clone().into_bytes());
    }
    let mut nothing = false;
    let ask = Ask::of(args.yes, args.dry_run);
    let decided = deciding::decide_with(&mut session, ask, output, &Scope::Whole, |desk, _| {
        let decision = again::plan(desk, &all)?;
        nothing = decision.is_none();
        Ok(decision)
    });
    if nothing && !all.is_empty() {
        output.talk("nothing to enter and nothing to carry over");
    }
    faults.iter().for_each(|fault| output.failure(fault));
    let exit = decided?;
    Ok(if faults.is_empty() { exit } else { Exit::BadInput })
}

/// What is taken out of each file today, shown beside what is on record. What cannot be read, or is not on record, is handed back.
fn taken_out(
    session: &Session,
    args: &Add,
    output: &mut Output,
) -> Result<(Vec<Afresh>, Vec<Failure>), Failure> {
    let desk = Desk::open(session, output)?;
    let pool = originals::pool(originals::limits(args.max_mib, &args.limit)?)?;
    let (mut all, mut faults) = (Vec::<Afresh>::new(), Vec::new());
    let files = args.files.iter().flat_map(|path| walk::walk(path).into_iter().map(move |file| (path, file)));
    for (path, file) in files {
        let result = file.map_err(Failure::input).and_then(|file| {
            let links = if file == *path { Links::Follow } else { Links::Refuse };
            let (bytes, now) = ingest::read_text(&file, links, &pool)
                .map_err(|error| Failure::input(format!("`{}`: {error}", file.display())))?;
            let (source, _) = texts::of_file(&desk.view, &bytes).ok_or_else(|| {
                Failure::input(format!("`{}` is not on record: add it first", file.display()))
            })?;
            Ok(Afresh { file: texts::file_name(&file), source, now })
        });
        match result {
            // One source under two names is taken out once.
            Ok(one) if all.iter().any(|known| known.source == one.source) => {}
            Ok(one) => {
                show(&desk, &one, output)?;
                all.push(one);
            }
            Err(fault) => faults.push(fault),
        }
    }
    Ok((all, faults))
}

fn show(desk: &Desk<'_>, one: &Afresh, output: &mut Output) -> Result<(), Failure> {
    let differences = one.differences(desk)?;
    let facts = one.facts(desk);
    if output.json {
        let texts = differences.iter().map(|difference| {
            let changes = difference.changes.iter().map(|change| {
                json!({ "gone": change.gone, "come": change.come, "before": change.before, "after": change.after })
            });
            json!({
                "text": difference.text, "extractor": difference.extractor, "changes": changes.collect::<Vec<_>>(),
            })
        });
        output.object(&json!({
            "schema": "assize.again/1", "file": one.file, "source": one.source, "extractor": one.now.extractor,
            "texts": texts.collect::<Vec<_>>(), "notes": one.now.notes, "facts": facts,
        }));
        return Ok(());
    }
    for difference in &differences {
        let (file, text) = (&one.file, difference.text.short());
        if difference.changes.is_empty() {
            output.line(format!("{file}: {} gives the text that is on record ({text})", one.now.extractor));
            continue;
        }
        output.line(format!(
            "{file}: {} instead of {} ({text}): {}",
            one.now.extractor,
            difference.extractor,
            count(difference.changes.len(), "change"),
        ));
        let shown = difference.changes.iter().take(SHOWN);
        shown.for_each(|change| output.line(format!("  {}", one_line(&change.to_string(), WIDTH))));
        if difference.changes.len() > SHOWN {
            output.line(format!("  and {} more", difference.changes.len() - SHOWN));
        }
    }
    one.now.notes.iter().for_each(|note| output.talk(format!("  note: {note}")));
    facts.iter().for_each(|fact| output.talk(format!("  note: {fact}")));
    Ok(())
}
