//! `assize publish`: the site and its datasets.

use super::{assess, weigh};
use crate::{
    case::{Session, TOOL},
    cli::{Cli, Publish},
    failure::{Exit, Failure, Outcome, file_failure},
    output::{Output, count},
    texts,
};
use assize_ledger::View;
use assize_publish::{Policy, Public, Settings, Site};
use assize_record::EntryId;
use serde_json::json;
use std::{
    collections::{BTreeMap, BTreeSet},
    fs,
    path::Path,
};

pub(crate) fn run(cli: &Cli, args: &Publish, output: &mut Output) -> Outcome {
    let session = Session::find(cli)?;
    let view = session.view(&args.as_known, output)?;
    let reviewed = !view.claims().is_empty();
    let site = build(&session, view, args, output)?;
    let index = args.out.join("index.html");
    if args.dry_run {
        site.keys().for_each(|path| output.line(path));
        output.talk(format!("would write {}", count(site.len(), "file")));
        return Ok(Exit::Done);
    }
    write(&site, &args.out)?;
    if output.json {
        output.object(&json!({ "schema": "assize.published/1", "files": site.len(), "index": index.display().to_string() }));
    } else {
        output.line(index.display().to_string());
    }
    output.talk(format!("{} written", count(site.len(), "file")));
    if !reviewed {
        output.talk("no claim has been reviewed, so the site shows sources alone; `assize publish --drafts` builds a marked preview of what the machine proposes");
    }
    Ok(Exit::Done)
}

/// Builds the site of a view in memory.
pub(crate) fn build(session: &Session, view: View, args: &Publish, output: &Output) -> Result<Site, Failure> {
    let full_texts = full_texts(session, &view, args.full_texts, output);
    let shapes = assess::shapes(session, &view)?;
    let policy = Policy { confidential: confidential(session, &view)?, drafts: args.as_known.drafts };
    let schema = session.schema(&view, output);
    if let Some(lost) = schema.problems.iter().find(|problem| problem.error.missing) {
        // A site that quietly weighed by something else would be a wrong one.
        let (kind, id) = (lost.kind.name(), &lost.id);
        let failure = Failure::integrity(format!("{kind} `{id}`: {}", lost.error));
        return Err(failure.help("run `assize verify` to see what is altered or missing"));
    }
    weigh::say_not_adopted(&view, output);
    weigh::say_not_counted(&view, output);
    let methods = weigh::methods(session, &view, &[])?;
    let checkpoint =
        session.store.checkpoint().map(|checkpoint| (checkpoint.size, checkpoint.root.to_string()));
    let settings = Settings {
        case_name: session.settings.name.clone(),
        language: session.settings.language.clone(),
        generator: TOOL.to_owned(),
        checkpoint,
        full_texts,
        methods,
        standards: Some(schema.standards),
        proofs: schema.proofs.into_iter().next(),
        schema: schema.files,
        shapes,
        copies: texts::copies(session, &view, texts::Look::Afresh, output),
    };
    assize_publish::build(&Public::redact(view, &policy), &settings).map_err(Failure::input)
}

/// Texts that may be shown whole: digests, which are the case's own words, and all where the person says that rights allow it.
fn full_texts(session: &Session, view: &View, all: bool, output: &Output) -> BTreeMap<EntryId, String> {
    let mut full = texts::all(session, view, output);
    full.retain(|id, _| {
        let source = view.texts().get(id).and_then(|text| view.sources().get(&text.source));
        let is_digest = source
            .and_then(|source| source.publication.kind.as_ref())
            .is_some_and(|kind| kind.value == "digest");
        all || is_digest
    });
    full
}

/// Sources that `case.toml` keeps back. A line there that means nothing stops the site: it must not let something through.
fn confidential(session: &Session, view: &View) -> Result<BTreeSet<EntryId>, Failure> {
    let mut kept = BTreeSet::new();
    for digits in &session.settings.confidential {
        let found: Vec<EntryId> =
            view.sources().keys().filter(|id| id.to_string().starts_with(digits.as_str())).copied().collect();
        match found[..] {
            [only] => kept.insert(only),
            _ => {
                return Err(Failure::input(format!(
                    "`confidential` in case.toml names `{digits}`, which begins {} sources",
                    found.len()
                ))
                .help("write the id of one source"));
            }
        };
    }
    Ok(kept)
}

/// Writes a site. A folder that holds anything but an earlier site is left alone.
pub(crate) fn write(site: &Site, out: &Path) -> Result<(), Failure> {
    const MARK: &str = ".assize-site";
    if out.exists() {
        let empty = fs::read_dir(out).map_err(|error| file_failure(out, &error))?.next().is_none();
        if !empty && !out.join(MARK).is_file() {
            return Err(Failure::usage(format!("`{}` holds other files", out.display()))
                .help("name an empty folder, or one that `assize publish` wrote"));
        }
        if !empty {
            fs::remove_dir_all(out).map_err(|error| file_failure(out, &error))?;
        }
    }
    fs::create_dir_all(out).map_err(|error| file_failure(out, &error))?;
    fs::write(out.join(MARK), "written by assize publish; replaced whole on the next run\n")
        .map_err(|error| file_failure(out, &error))?;
    for (path, bytes) in site {
        let path = out.join(path);
        if let Some(folder) = path.parent() {
            fs::create_dir_all(folder).map_err(|error| file_failure(folder, &error))?;
        }
        fs::write(&path, bytes).map_err(|error| file_failure(&path, &error))?;
    }
    Ok(())
}
