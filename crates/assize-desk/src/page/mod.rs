//! Pages: what all of them have, and one module for each kind.

pub(crate) mod add;
pub(crate) mod card;
pub(crate) mod differ;
pub(crate) mod fields;
pub(crate) mod inbox;
pub(crate) mod incident;
pub(crate) mod link;
pub(crate) mod log;
pub(crate) mod people;
pub(crate) mod preview;
pub(crate) mod search;
pub(crate) mod second;
pub(crate) mod source;
pub(crate) mod stale;

use crate::{
    serve::{App, apart, html},
    snapshot::Snapshot,
};
use assize_case::{case::Session, failure::Failure};
use assize_ledger::{View, view::SourceView};
use assize_record::{EntryId, body::Stated, facing};
use axum::{
    extract::State,
    http::StatusCode,
    response::{IntoResponse, Response},
};
use maud::{DOCTYPE, Markup, html};
use std::sync::Arc;

/// What a page is drawn from.
pub(crate) struct Sight {
    /// Who serves it.
    pub(crate) app: Arc<App>,
    /// The case, open.
    pub(crate) session: Session,
    /// The record.
    pub(crate) snapshot: Arc<Snapshot>,
}

impl Sight {
    /// The record as it stands now.
    pub(crate) fn of(app: &Arc<App>) -> Result<Self, Failure> {
        let session = app.session()?;
        let snapshot = app.newest.of(&session)?;
        Ok(Self { app: Arc::clone(app), session, snapshot })
    }

    /// What the record comes to, or, for a second reviewer, what it comes to without the decisions of others.
    pub(crate) fn view(&self, blind: bool) -> &View {
        if blind { self.snapshot.blind(&self.session) } else { &self.snapshot.view }
    }
}

/// Draws a page of the record as it stands.
pub(crate) async fn draw(
    app: Arc<App>,
    page: impl FnOnce(&Sight) -> Result<Markup, Failure> + Send + 'static,
) -> Response {
    apart(move || Ok(html(page(&Sight::of(&app)?)?))).await
}

/// The places that lead from every page, in the order of the work.
const PLACES: [(&str, &str); 9] = [
    ("/", "Inbox"),
    ("/add", "Add"),
    ("/link", "Place"),
    ("/incidents", "Incidents"),
    ("/second", "Second review"),
    ("/differ", "Differ"),
    ("/stale", "Stale"),
    ("/people", "People"),
    ("/log", "Log"),
];

/// A page with what all have.
pub(crate) fn layout(sight: &Sight, here: &str, title: &str, body: &Markup) -> Markup {
    searched(sight, here, title, "", body)
}

/// The same, with what was looked for in the form of every page, unless something is hidden in it.
pub(crate) fn searched(sight: &Sight, here: &str, title: &str, query: &str, body: &Markup) -> Markup {
    let query = Some(query).filter(|query| !query.is_empty() && facing::marks(query).is_empty());
    let own = sight.snapshot.view.actors().get(&sight.snapshot.own);
    let who = own.map_or("nobody here vouches for your key yet", String::as_str);
    document(
        title,
        &sight.snapshot.name,
        &html! {
            header.top {
                b { (shown(&sight.snapshot.name)) }
                nav aria-label="Places" {
                    @for (address, name) in PLACES {
                        a href=(address) aria-current=[(address == here).then_some("page")] { (name) }
                    }
                }
                form.search action="/search" role="search" {
                    input id="q" type="search" name="q" aria-label="Search" autocomplete="off" maxlength="2000" required value=[query];
                    button.small { "Search " kbd { "/" } }
                }
                span.who { (shown(who)) @if sight.app.read_only { " · read only" } }
            }
            main id="main" {
                @if own.is_none() && !sight.app.read_only { p.warn { "Nobody on this record vouches for your key yet: what you decide counts once an owner has added it." } }
                @for remark in sight.snapshot.remarks.iter().take(6) { p.warn { (shown(remark)) } }
                (body)
            }
        },
    )
}

/// The page around everything.
fn document(title: &str, case: &str, body: &Markup) -> Markup {
    html! {
        (DOCTYPE)
        html lang="en" {
            head {
                meta charset="utf-8";
                meta name="viewport" content="width=device-width, initial-scale=1";
                title { (shown(title)) " · " (shown(case)) }
                link rel="stylesheet" href="/asset/desk.css";
                script src="/asset/desk.js" defer {}
            }
            body {
                a.skip href="#main" { "To the content" }
                (body)
            }
        }
    }
}

/// A page that says what is wrong and what to do.
pub(crate) fn problem(status: StatusCode, what: &str, help: Option<&str>) -> Response {
    let body = html! {
        main id="main" {
            h1 { (if status == StatusCode::CONFLICT { "Decided meanwhile" } else { "This could not be done" }) }
            @for line in what.lines() { p { (shown(line)) } }
            @if let Some(help) = help { p { (shown(help)) } }
            p { a href="/" { "Inbox" } }
        }
    };
    let page = document("Problem", "desk", &body).into_string();
    (status, axum::response::Html(page)).into_response()
}

/// Words as they face a reader: what is hidden in them, or not what it seems, is marked.
pub(crate) fn shown(words: &str) -> std::borrow::Cow<'_, str> {
    facing::bracketed(words)
}

/// The token that every form carries.
pub(crate) fn token(sight: &Sight) -> Markup {
    html! { input type="hidden" name="token" value=(sight.app.token); }
}

/// What a source is called: its headline, else its file.
pub(crate) fn title(source: &SourceView) -> String {
    let stated = |fact: &Option<Stated>| fact.as_ref().map(|fact| fact.value.clone());
    stated(&source.publication.title)
        .or_else(|| source.files.first().cloned())
        .unwrap_or_else(|| "a source without a title".to_owned())
}

/// Outlet and date of a source.
pub(crate) fn outlet(source: &SourceView) -> String {
    let facts = &source.publication;
    let of = |fact: &Option<Stated>, none: &str| {
        fact.as_ref().map_or_else(|| none.to_owned(), |fact| fact.value.clone())
    };
    format!("{}, {}", of(&facts.publisher, "outlet not stated"), of(&facts.published_on, "date not stated"))
}

/// The id that digits in an address mean, among some.
pub(crate) fn by_digits<'i>(
    digits: &str,
    mut ids: impl Iterator<Item = &'i EntryId>,
) -> Result<EntryId, Failure> {
    let fits = |id: &&EntryId| digits.len() >= 4 && id.to_string().starts_with(digits);
    let found = ids.by_ref().find(fits).copied();
    // One thing may be listed twice: as what a text speaks of, and as what a person named.
    match (found, ids.find(|id| fits(id) && Some(**id) != found)) {
        (Some(only), None) => Ok(only),
        (None, _) => Err(Failure::usage(format!("nothing here has the id `{digits}`"))),
        _ => Err(Failure::usage(format!("several things here have an id that begins with `{digits}`"))),
    }
}

/// The page that names the keys.
pub(crate) async fn keys(State(app): State<Arc<App>>) -> Response {
    draw(app, |sight| Ok(layout(sight, "", "Keys", &html! { h1 { "Keys" } (key_list()) (own_keys()) }))).await
}

/// What each key does.
const KEYS: [(&str, &str); 23] = [
    ("j k", "next and previous draft; decides nothing"),
    ("a", "accept what the card shows, with your changes"),
    ("x 1…8", "reject, with a reason"),
    ("e", "to the field in doubt, else who says it"),
    ("w", "who says it"),
    ("W", "somebody else says it: type the name"),
    ("v", "the value"),
    ("o", "what is said: the property"),
    ("d", "the day it happened"),
    ("h", "hedge"),
    ("t g", "status: civilian, combatant …; the group that the people are said to be of"),
    ("p", "position: says so, denies, doubts, passes on"),
    ("r", "repeats whom"),
    ("i 1…9", "which incident this text speaks of"),
    ("n", "a new incident"),
    ("m", "a claim that no draft makes: select its words first, or type them"),
    ("[ ]", "begin and end of the words of the claim, one word at a time"),
    ("l", "the named speaker is the one of that name on record"),
    ("=", "decide as these words were decided in another text"),
    ("c s", "note; skip, which decides nothing"),
    ("u", "take back your last decision"),
    ("/", "search, on every page"),
    ("Esc ?", "back to the list; these keys"),
];

/// The keys as a list.
pub(crate) fn key_list() -> Markup {
    html! {
        dl.keys {
            @for (key, does) in KEYS { dt { kbd { (key) } } dd { (does) } }
        }
        p { label { input type="checkbox" id="keys-off"; " Keys off in this browser" } }
    }
}

/// What the script makes of the list: a field beside each key for another one. Without script there are no keys.
fn own_keys() -> Markup {
    html! {
        form id="own-keys" hidden {
            p { "Another key may be typed beside each; it is kept in this browser. Digits choose in lists, and stay." }
            p { button type="reset" { "The keys that ship" } }
            p id="say" role="status" {}
        }
    }
}
