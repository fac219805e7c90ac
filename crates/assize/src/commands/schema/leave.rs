//! `assize schema leave-out` and `take-in`: shipped files that are not about a case.

use crate::{
    case::Session,
    cli::Sure,
    deciding::{self, Ask, Decision, Scope},
    failure::{Failure, Outcome},
    output::{Output, count},
};
use assize_ledger::View;
use assize_record::{
    EntryId,
    body::{Body, Setting},
};
use assize_weigh::schema::{LEAVE_OUT, Schema, SchemaFile, SchemaKind};
use serde_json::json;

pub(super) fn out(session: &mut Session, ids: &[String], sure: &Sure, output: &mut Output) -> Outcome {
    let ask = Ask::of(sure.yes, sure.dry_run);
    deciding::decide(session, ask, output, &Scope::Whole, |desk, _| {
        let schema = desk.session.schema_of(&desk.view);
        let files = meant(&schema, ids, false)?;
        let policies = |file: &&&SchemaFile| file.kind == SchemaKind::Proof;
        if files.iter().filter(policies).count() >= schema.proofs.len() {
            return Err(Failure::usage("a case needs one policy of proof at least")
                .help("adopt one of your own first: `assize schema new proof NAME`"));
        }
        let (_, batch) = desk.sit(|sitting| {
            for file in &files {
                let value = format!("{}/{}", file.kind.name(), file.id);
                sitting.state(Body::Setting(Setting { name: LEAVE_OUT.to_owned(), value }), None)?;
            }
            Ok(())
        })?;
        let bridges = bridges(&desk.view, &files);
        let mut notes = Vec::new();
        if !bridges.is_empty() {
            notes.push(format!("{} on them say nothing then", count(bridges.len(), "bridge")));
        }
        Ok(Decision {
            batch,
            about: Vec::new(),
            words: format!("left out {}", words(&files)),
            claims: Vec::new(),
            notes,
            json: json!({ "decision": "left-out", "ids": files.iter().map(|file| &file.id).collect::<Vec<_>>() }),
        })
    })
}

pub(super) fn take_in(session: &mut Session, ids: &[String], sure: &Sure, output: &mut Output) -> Outcome {
    let ask = Ask::of(sure.yes, sure.dry_run);
    deciding::decide(session, ask, output, &Scope::Whole, |desk, _| {
        let schema = desk.session.schema_of(&desk.view);
        let files = meant(&schema, ids, true)?;
        let says = |setting: &&assize_ledger::view::SettingView| {
            let of = |file: &&SchemaFile| setting.value == format!("{}/{}", file.kind.name(), file.id);
            setting.name == LEAVE_OUT && files.iter().any(of)
        };
        let settings: Vec<_> = desk.view.settings().iter().filter(says).collect();
        let (_, batch) = desk.sit(|sitting| {
            for setting in &settings {
                sitting.retract(setting.id, setting.by, &sure.reason)?;
            }
            Ok(())
        })?;
        Ok(Decision {
            batch,
            about: Vec::new(),
            words: format!("took in again {}", words(&files)),
            claims: Vec::new(),
            notes: Vec::new(),
            json: json!({ "decision": "taken-in", "ids": files.iter().map(|file| &file.id).collect::<Vec<_>>() }),
        })
    })
}

fn words(files: &[&SchemaFile]) -> String {
    files.iter().map(|file| format!("{} `{}`", file.kind.name(), file.id)).collect::<Vec<_>>().join(", ")
}

/// Bridges on standards that are among these.
fn bridges(view: &View, files: &[&SchemaFile]) -> Vec<EntryId> {
    let on = |standard: &str| {
        let id = standard.split_once('@').map_or(standard, |(id, _)| id);
        files.iter().any(|file| file.kind == SchemaKind::Standard && file.id == id)
    };
    view.bridges().iter().filter(|bridge| on(&bridge.bridge.standard)).map(|bridge| bridge.id).collect()
}

/// The shipped files that ids and patterns mean, of those that are left out already or not.
fn meant<'s>(schema: &'s Schema, ids: &[String], left_out: bool) -> Result<Vec<&'s SchemaFile>, Failure> {
    let mut found: Vec<&SchemaFile> = Vec::new();
    for id in ids {
        let fits = |file: &&SchemaFile| match id.strip_suffix('*') {
            Some(prefix) => file.id.starts_with(prefix) && file.kind != SchemaKind::Property,
            None => file.id == *id,
        };
        let all: Vec<&SchemaFile> = schema.files.iter().filter(fits).collect();
        let fit: Vec<&SchemaFile> = all
            .iter()
            .copied()
            .filter(|file| {
                file.adopted.is_none()
                    && file.kind != SchemaKind::Property
                    && file.left_out.is_some() == left_out
            })
            .collect();
        if fit.is_empty() {
            return Err(none(schema, id, &all, left_out));
        }
        found.extend(fit);
    }
    found.sort_unstable();
    found.dedup();
    Ok(found)
}

/// Why an id means nothing that could be left out or taken in.
fn none(schema: &Schema, id: &str, all: &[&SchemaFile], left_out: bool) -> Failure {
    match all.first() {
        None => super::unknown(schema, id),
        Some(file) if file.kind == SchemaKind::Property => {
            Failure::usage(format!("`{id}` are properties, which say nothing until a claim uses them"))
        }
        Some(file) if file.adopted.is_some() => {
            Failure::usage(format!("`{id}` was adopted by this case: it does not ship with the program"))
                .help("`assize undo` or `assize retract ENTRY` takes an adoption back")
        }
        Some(_) if left_out => Failure::usage(format!("`{id}` is not left out")),
        Some(_) => Failure::usage(format!("`{id}` is left out already")),
    }
}
