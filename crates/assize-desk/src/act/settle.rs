//! A third person settles what people differ on.

use super::{
    Form, alone,
    decide::{accepting, rejecting},
    lead, write,
};
use crate::serve::App;
use assize_case::failure::Failure;
use axum::{extract::State, response::Response};
use std::sync::Arc;

pub(crate) async fn settle(State(app): State<Arc<App>>, form: Form) -> Response {
    alone(app, form, move |app, form| {
        let claim = form.need("claim")?;
        let whole = match form.get("act") {
            Some("accept") => accepting(claim),
            Some("reject") => rejecting(vec![claim.to_owned()], form.need("reason")?),
            _ => return Err(Failure::usage("neither accepted nor rejected")),
        };
        write(app, &whole.as_asked(), &|sight| {
            let view = &sight.snapshot.view;
            let of = |differing: &&assize_ledger::view::Differing| {
                differing.id.to_string() == claim || differing.versions.iter().any(|version| version.id.to_string() == claim)
            };
            let Some(differing) = view.differing().iter().find(of) else {
                return Err(Failure::moved("people do not differ on this any more: somebody settled it. Your decision is not written."));
            };
            if differing.reviews.iter().any(|review| review.by == sight.snapshot.own) {
                return Err(Failure::usage("you are one of those who differ: somebody else settles it"));
            }
            Ok(())
        })?;
        Ok(lead("/differ"))
    })
    .await
}
