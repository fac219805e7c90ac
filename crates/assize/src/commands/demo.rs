//! `assize demo`: the example case from its archived sources to a finished site.

mod folder;
mod small;

use super::{add, import, publish, read};
use crate::{
    case::Session,
    cli::{Add, AsKnownArgs, Demo, Publish},
    failure::{Exit, Failure, Outcome},
    output::{Output, count},
    texts,
};
use assize_ledger::{AsKnown, View};
use assize_record::{EntityType, Status};
use assize_weigh::{
    conflict,
    standard::assess::Options,
    toll::{self, Role},
};
use serde_json::json;

pub(crate) fn run(args: &Demo, output: &mut Output) -> Outcome {
    if args.desk {
        return small::desk(args.out.as_deref(), args.no_open, output);
    }
    if args.small {
        return small::run(args.out.as_deref(), output);
    }
    if let Some(example) = args.example.as_ref().filter(|example| !example.join("digests").is_dir()) {
        return Err(Failure::usage(format!("`{}` holds no example", example.display())).help(
            "an example has a folder `digests`; the one in the program is built where --example is left out",
        ));
    }
    let out = folder::prepare(args.out.as_deref(), args.example.as_deref())?;
    let (case, site) = (out.join("case"), out.join("site"));
    let example = match &args.example {
        Some(example) => example.clone(),
        None => folder::unpack(&folder::BOAT_STRIKES, &out.join("example"))?,
    };
    let mut session = Session::create(&case, "boat-strikes", "en", "example editors", true)?;
    let files = Add {
        files: vec![example.join("digests")],
        url: None,
        publisher: None,
        author: None,
        title: None,
        published: None,
        kind: None,
        max_mib: None,
        limit: Vec::new(),
        confidential: false,
        dry_run: false,
        again: false,
        yes: false,
    };
    let (added, faults) = add::add(&mut session, &files, output)?;
    if let Some(fault) = faults.into_iter().next() {
        return Err(fault);
    }
    output.talk(format!("archive  {}, each under the SHA-256 of its bytes", count(added.len(), "source")));
    let (drafts, conflicts) = read::read(&session, &[], &mut Output::new(false, true))?;
    output.talk(format!(
        "read     {}, {} among them; a machine's proposals, counted nowhere",
        count(drafts, "draft"),
        count(conflicts, "conflict")
    ));
    let receipt = import::prepare(&session, std::slice::from_ref(&example), output)?.enter(&mut session)?;
    let receipt = receipt.ok_or_else(|| Failure::moved("another process writes to this demo"))?;
    output.talk(format!("ledger   {} signed entries under log root {}", receipt.size, receipt.root.short()));
    let view = session.fold(&session.entries(output)?, AsKnown::default());
    let summary = summary(&session, &view, output)?;
    for line in &summary {
        output.talk(format!("weigh    {line}"));
    }
    let publishing = Publish {
        out: site.clone(),
        as_known: AsKnownArgs::default(),
        full_texts: false,
        mask_names: false,
        leave_names_out: false,
        mask: Vec::new(),
        leave_out: Vec::new(),
        address: None,
        bundle: None,
        with_originals: Vec::new(),
        dry_run: false,
    };
    let ready = publish::prepare(&session, &publishing, output)?;
    let built = publish::write(&ready, &publish::hold(&site)?)?;
    output.talk(format!(
        "publish  {}; no outside request, and no script but the one of the search",
        count(built.files, "file")
    ));
    let index = site.join("index.html");
    if output.json {
        output.object(&json!({ "schema": "assize.demo/1", "case": case.display().to_string(), "example": example.display().to_string(), "index": index.display().to_string(), "sources": added.len(), "drafts": drafts, "entries": receipt.size, "files": built.files }));
    } else {
        output.line(format!("open {}", index.display()));
        output.talk(format!("then try: assize --case {} why campaign/boat-strikes killed", case.display()));
    }
    Ok(Exit::Done)
}

/// What weighing comes to, in a few lines.
fn summary(session: &Session, view: &View, output: &Output) -> Result<Vec<String>, Failure> {
    let origins = texts::origins(session, view, texts::Look::Kept, output);
    let schema = session.schema(view, output);
    let tolls = toll::tolls(view, &origins, &schema.methods);
    let mut lines =
        vec![format!("{} from {}", count(view.claims().len(), "claim"), origins.summary(view.claims()))];
    for finding in
        tolls.campaigns.iter().filter(|finding| ["ucdp", "airwars"].contains(&finding.method.as_str()))
    {
        // Of a recorder that has no number of all of them, whom it does count.
        let killed = || finding.lines.iter().filter(|line| line.role == Role::Killed && line.group.is_none());
        let whole = killed().any(|line| line.status.is_none());
        let civilian = Some(Status::Civilian);
        for line in
            killed().filter(|line| if whole { line.status.is_none() } else { line.status == civilian })
        {
            let of = super::weigh::part(view, line.status, None);
            let range = line.range.as_ref().map_or_else(String::new, |range| format!(", {range}"));
            lines.push(format!(
                "killed{of} in {}: {} by {}{range}",
                view.name(finding.subject),
                line.in_words(),
                finding.method
            ));
        }
    }
    lines.push(format!("{} conflicts and revisions", conflict::conflicts(view, &origins).len()));
    let shapes = assize_case::methods::shapes(session, view)?;
    let assessed = assize_weigh::standard::assess::assess_all(
        view,
        &origins,
        &schema.standards,
        &schema.proofs[0],
        &shapes,
        &Options::default(),
    )
    .map_err(Failure::input)?;
    let incidents =
        view.entities().values().filter(|entity| entity.entity_type == EntityType::Incident).count();
    let outcomes = assessed.iter().map(|assessment| assessment.findings.len()).sum::<usize>();
    lines.push(format!(
        "{} over {}, element by element",
        count(outcomes, "standard finding"),
        count(incidents, "incident")
    ));
    Ok(lines)
}
