//! What forms do: each makes one decision through the same functions as the command line, and leads back to a page.

pub(crate) mod add;
pub(crate) mod decide;
pub(crate) mod missed;
pub(crate) mod place;
pub(crate) mod settle;
pub(crate) mod undo;

use crate::{
    page::Sight,
    serve::{App, apart},
    snapshot::Remarks,
};
use assize_case::{
    decision::{Asked, Prepared, prepare},
    failure::Failure,
};
use axum::{
    extract::{Form as Sent, FromRequest, Request, rejection::FormRejection},
    http::{StatusCode, header},
    response::{IntoResponse, Response},
};
use std::sync::Arc;

/// A form, as a page of the desk sends it.
#[derive(Debug, Clone, Default)]
pub(crate) struct Form {
    /// Its fields, in the order of the page.
    pub(crate) fields: Vec<(String, String)>,
    /// Whether the desk's script sent it, which draws only what changed.
    pub(crate) by_script: bool,
}

impl FromRequest<Arc<App>> for Form {
    type Rejection = FormRejection;

    async fn from_request(request: Request, app: &Arc<App>) -> Result<Self, FormRejection> {
        let by_script = request.headers().contains_key("x-desk");
        let Sent(fields) = Sent::from_request(request, app).await?;
        Ok(Self { fields, by_script })
    }
}

/// Does what a form of this run asks for, while no other form is being done.
pub(crate) async fn alone(
    app: Arc<App>,
    form: Form,
    work: impl FnOnce(&Arc<App>, &Form) -> Result<Response, Failure> + Send + 'static,
) -> Response {
    let held = Arc::clone(&app);
    let _one_at_a_time = held.writing.lock().await;
    apart(move || {
        form.check(&app)?;
        work(&app, &form)
    })
    .await
}

impl Form {
    /// A field that is there and not blank.
    pub(crate) fn get(&self, name: &str) -> Option<&str> {
        let found = self.fields.iter().find(|(field, _)| field == name);
        found.map(|(_, value)| value.trim()).filter(|value| !value.is_empty())
    }

    /// Whether a field is there, blank or not.
    pub(crate) fn has(&self, name: &str) -> bool {
        self.fields.iter().any(|(field, _)| field == name)
    }

    /// The same, needed.
    pub(crate) fn need(&self, name: &str) -> Result<&str, Failure> {
        self.get(name)
            .ok_or_else(|| Failure::usage(format!("the form lacks `{name}`")).help("open the page again"))
    }

    /// Every value of a field.
    pub(crate) fn all(&self, name: &str) -> Vec<String> {
        self.fields
            .iter()
            .filter(|(field, value)| field == name && !value.trim().is_empty())
            .map(|(_, value)| value.clone())
            .collect()
    }

    /// Refuses a form that no page of this run sent.
    pub(crate) fn check(&self, app: &App) -> Result<(), Failure> {
        let same = self.get("token").is_some_and(|token| token == app.token);
        let wrong = || {
            Failure::usage("this form was not sent by a page of this desk as it runs now")
                .help("open the page again: the desk was started anew")
        };
        same.then_some(()).ok_or_else(wrong)
    }
}

/// How often a decision is made again because somebody else wrote meanwhile.
const TRIES: usize = 20;

/// Makes a decision and writes it. `still` says, on the record as it stands at each try, whether the page that it was made on still holds.
pub(crate) fn write(
    app: &Arc<App>,
    asked: &dyn Asked,
    still: &dyn Fn(&Sight) -> Result<(), Failure>,
) -> Result<Prepared, Failure> {
    for _ in 0..TRIES {
        let sight = Sight::of(app)?;
        still(&sight)?;
        let prepared = prepare(&sight.session, asked, &Remarks::default())?;
        let mut session = sight.session;
        if prepared.write(&mut session)? {
            let last = prepared.decision.batch.last().map(|entry| entry.id);
            app.sitting().made.extend(last);
            return Ok(prepared);
        }
    }
    Err(Failure::moved("the record kept moving while this was decided").help("try again"))
}

/// Data for the script.
pub(crate) fn json_of(value: &serde_json::Value) -> Response {
    ([(header::CONTENT_TYPE, "application/json")], value.to_string()).into_response()
}

/// Leads to another page.
pub(crate) fn lead(to: &str) -> Response {
    (StatusCode::SEE_OTHER, [(header::LOCATION, to)]).into_response()
}

/// An address that a form asks to go back to, where it is one of this desk.
pub(crate) fn back(form: &Form) -> String {
    let plain = |c: char| c.is_ascii_alphanumeric() || matches!(c, '/' | '?' | '=' | '&' | '-' | '_' | '.');
    let own =
        |address: &&str| address.starts_with('/') && !address.starts_with("//") && address.chars().all(plain);
    form.get("back").filter(own).unwrap_or("/").to_owned()
}

/// An address with the entry that was just written.
pub(crate) fn with_done(address: &str, prepared: &Prepared) -> String {
    let last = prepared.decision.batch.last().map_or_else(String::new, |entry| entry.id.short());
    let joint = if address.contains('?') { '&' } else { '?' };
    format!("{address}{joint}done={last}")
}

/// What was decided, and what it moved, as it is said.
pub(crate) fn words(prepared: &Prepared) -> String {
    let mut lines = vec![prepared.decision.words.clone()];
    // What is said to somebody at a terminal says nothing here.
    let of_terminal = |note: &&String| note.contains("--") || note.contains("assize ");
    lines.extend(prepared.decision.notes.iter().filter(|note| !of_terminal(note)).take(3).cloned());
    lines.extend(prepared.moves.lines());
    lines.join(". ")
}
