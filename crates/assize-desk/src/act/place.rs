//! What is one incident: links, new incidents, and what is different.

use super::{Form, alone, back, json_of, lead, with_done, words, write};
use crate::{page::Sight, serve::App};
use assize_case::{
    asked::{Different, Incident, Link, Rename, Sure, Unlink},
    decision::{Asked, Blindly, Prepared},
    failure::Failure,
};
use axum::{extract::State, response::Response};
use serde_json::json;
use std::sync::Arc;

pub(crate) async fn place(State(app): State<Arc<App>>, form: Form) -> Response {
    alone(app, form, move |app, form| {
        let prepared = placed(app, form)?;
        // What it moves, and what it is called now, may rest on what others decided.
        let blind = form.get("blind").is_some();
        if form.by_script {
            let what = if blind { "Placed".to_owned() } else { words(&prepared) };
            let said = format!("{what}. Nothing is accepted by that. u takes it back.");
            return Ok(json_of(&json!({ "say": said, "again": true })));
        }
        let back = back(form);
        Ok(lead(&if blind { back } else { with_done(&back, &prepared) }))
    })
    .await
}

fn placed(app: &Arc<App>, form: &Form) -> Result<Prepared, Failure> {
    let reason = form.get("reason").unwrap_or_default().to_owned();
    let sure = Sure { reason: reason.clone(), yes: true, dry_run: false };
    let a = form.need("a")?.to_owned();
    let asked: Box<dyn Asked> = match (form.get("same"), form.get("different"), form.get("how")) {
        (Some(b), ..) => {
            Box::new(Link { a: a.clone(), b: b.to_owned(), part_of: false, taken_from: false, sure })
        }
        (_, Some(b), _) => Box::new(Different { a: a.clone(), b: b.to_owned(), reason, dry_run: false }),
        (.., Some("part")) => Box::new(Link {
            a: a.clone(),
            b: form.need("b")?.to_owned(),
            part_of: true,
            taken_from: false,
            sure,
        }),
        (.., Some("copy")) => Box::new(Link {
            a: a.clone(),
            b: form.need("b")?.to_owned(),
            part_of: false,
            taken_from: true,
            sure,
        }),
        (.., Some("unlink")) => Box::new(Unlink { a: a.clone(), b: form.need("b")?.to_owned(), sure }),
        (.., Some("rename")) => Box::new(Rename {
            thing: a.clone(),
            name: form.get("name").map(str::to_owned),
            entity_type: form.get("type").map(str::to_owned),
            key: None,
            sure,
        }),
        _ => Box::new(Incident {
            name: form.need("name")?.to_owned(),
            from: vec![a.clone()],
            part_of: campaign(app, form)?,
            different: form.all("not"),
            key: None,
            entity_type: form.get("type").map(str::to_owned),
            sure,
        }),
    };
    match form.get("blind") {
        Some(_) => write(app, &Blindly(asked.as_ref()), &|_| Ok(())),
        None => write(app, asked.as_ref(), &|_| Ok(())),
    }
}

/// The campaign that a new incident is part of: chosen, or none.
fn campaign(app: &Arc<App>, form: &Form) -> Result<Vec<String>, Failure> {
    let Some(of) = form.get("part_of") else { return Ok(Vec::new()) };
    let sight = Sight::of(app)?;
    let view = sight.view(form.get("blind").is_some());
    let known = view.entities().keys().any(|id| id.to_string() == of);
    if known { Ok(vec![of.to_owned()]) } else { Err(Failure::usage("that campaign is not on this record")) }
}
