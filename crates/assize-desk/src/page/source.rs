//! A text with every draft lit beside its words, and one card.

use super::{Sight, card, draw, layout, outlet, shown, title, token};
use crate::{
    marked::{self, Paragraph, Piece, ranges},
    reviewed::{self, Item, State as Decided},
    serve::{App, apart, html as page_of},
};
use assize_case::{drafts::Kept, drafts::shown::value, failure::Failure};
use assize_ledger::View;
use assize_record::{Doubt, EntryId};
use axum::{
    extract::{Path, Query, State},
    response::Response,
};
use maud::{Markup, html};
use serde::Deserialize;
use std::sync::Arc;

/// Where somebody is in a text: in the address, and nowhere else.
#[derive(Debug, Clone, Default, Deserialize)]
pub(crate) struct At {
    /// First digits of the draft.
    pub(crate) draft: Option<String>,
    /// The entry that was just written: the page says what it was.
    pub(crate) done: Option<String>,
}

/// A source as a reviewer looks at it: the view it is shown under, and what of it.
pub(crate) struct Reading<'s> {
    /// What is served from.
    pub(crate) sight: &'s Sight,
    /// The record, or what a second reviewer sees of it.
    pub(crate) view: &'s View,
    /// The reading of its text.
    pub(crate) kept: &'s Kept,
    /// Its words.
    pub(crate) words: Arc<str>,
    /// Its drafts in order.
    pub(crate) items: Vec<Item<'s>>,
    /// Whether it is a second review, which shows nothing that others decided.
    pub(crate) blind: bool,
}

impl<'s> Reading<'s> {
    /// Of the source whose id begins with these digits.
    pub(crate) fn of(sight: &'s Sight, digits: &str, blind: bool) -> Result<Self, Failure> {
        let snapshot = &sight.snapshot;
        let view = sight.view(blind);
        let source = super::by_digits(digits, view.sources().keys())?;
        let kept = snapshot.of_source(source).ok_or_else(|| {
            Failure::usage("this source was not read yet")
                .help("read it from the inbox, or run `assize read`")
        })?;
        let words = snapshot.words(&sight.session, kept.text)?;
        let items = reviewed::items(view, kept);
        Ok(Self { sight, view, kept, words, items, blind })
    }

    /// The draft of the address, else the first that is open.
    pub(crate) fn current(&self, at: &At) -> Option<&Item<'s>> {
        let named = at.draft.as_deref().and_then(|digits| reviewed::find(self.kept, digits));
        let named = named.and_then(|draft| self.items.iter().find(|item| item.draft.id == draft.id));
        named.or_else(|| self.next(0)).or_else(|| self.items.first())
    }

    /// The next open draft after a number, else the first that is open. What only repeats others is passed over.
    pub(crate) fn next(&self, after: usize) -> Option<&Item<'s>> {
        let open = |item: &&Item<'_>| item.state.is_open() && !item.repeats;
        let later = self.items.iter().filter(|item| item.number > after).find(open);
        later.or_else(|| self.items.iter().find(open))
    }

    /// Its address.
    pub(crate) fn address(&self, item: Option<&Item<'_>>) -> String {
        let folder = if self.blind { "second" } else { "source" };
        let draft = item.map_or_else(String::new, |item| format!("?draft={}", item.draft.id.short()));
        format!("/{folder}/{}{draft}", self.kept.source.short())
    }

    /// `12 of 20 decided`.
    pub(crate) fn left(&self) -> String {
        let decided = self.items.iter().filter(|item| !item.state.is_open()).count();
        format!("{decided} of {} decided", self.items.len())
    }
}

pub(crate) async fn page(
    State(app): State<Arc<App>>,
    Path(id): Path<String>,
    Query(at): Query<At>,
) -> Response {
    draw(app, move |sight| whole(&Reading::of(sight, &id, false)?, &at)).await
}

pub(crate) async fn card(
    State(app): State<Arc<App>>,
    Path(id): Path<String>,
    Query(at): Query<At>,
) -> Response {
    apart(move || {
        let sight = Sight::of(&app)?;
        let blind = at.done.as_deref() == Some("second");
        let reading = Reading::of(&sight, &id, blind)?;
        let current = reading.current(&at);
        Ok(page_of(html! { @if let Some(item) = current { (card::card(&reading, item)?) } }))
    })
    .await
}

/// The page of a text.
pub(crate) fn whole(reading: &Reading<'_>, at: &At) -> Result<Markup, Failure> {
    let sight = reading.sight;
    let current = reading.current(at);
    let said = at.done.as_deref().map(|entry| super::log::said(sight, entry)).unwrap_or_default();
    let source = reading.view.sources().get(&reading.kept.source);
    let heading = source.map_or_else(String::new, title);
    let now = current.map_or(0, |item| item.number);
    let body = html! {
        div.desk {
            div.head {
                a href="/" { "Inbox" }
                @if let Some(source) = source {
                    b { (shown(&outlet(source))) }
                    @if let Some(author) = &source.publication.author { span { "by " (shown(&author.value)) } }
                }
                span.soft { "source " (reading.kept.source.short()) }
                @if reading.view.confidential().contains(&reading.kept.source) { b.warn { "confidential" } }
                span id="left" { (reading.left()) }
            }
            article.text id="body" lang=(language(reading)) {
                @if !opens_with(reading, &heading) { h1 { (shown(&heading)) } }
                (paragraphs(reading, now, &heading))
                (legend())
            }
            div.side {
                @if !reading.blind { div.toll id="toll" { (toll(reading, current)?) } }
                div id="card" data-source=(reading.kept.source.short()) data-blind=[reading.blind.then_some("second")] {
                    @if let Some(item) = current { (card::card(reading, item)?) } @else { p.box { "The reader proposes nothing in this text. Add what it says by hand." } }
                }
                p.say id="say" role="status" { (said) }
                @if !sight.app.read_only && !reading.blind { (missed(reading)) }
                details.all open {
                    summary { "All " (reading.items.len()) " drafts of this text" }
                    (queue(reading, now))
                }
                @if !reading.blind { (by_hand(reading)) }
                @if !reading.blind && !sight.app.read_only { (many(reading)) }
                details id="keys" { summary { "Keys" } (super::key_list()) }
            }
        }
    };
    Ok(layout(sight, if reading.blind { "/second" } else { "" }, &heading, &body))
}

fn language(reading: &Reading<'_>) -> String {
    let source = reading.view.sources().get(&reading.kept.source);
    let stated = source.and_then(|source| source.publication.language.as_ref());
    let plain =
        |tag: &String| tag.len() < 12 && tag.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'-');
    stated.map(|stated| stated.value.clone()).filter(plain).unwrap_or_else(|| "en".to_owned())
}

/// Whether a text opens with its own headline, which then need not stand there twice.
fn opens_with(reading: &Reading<'_>, heading: &str) -> bool {
    let first = reading.words.lines().map(str::trim).find(|line| !line.is_empty());
    first == Some(heading.trim())
}

/// The words, paragraph by paragraph, with doubts in the margin.
fn paragraphs(reading: &Reading<'_>, now: usize, heading: &str) -> Markup {
    let headed = opens_with(reading, heading);
    let doubts = reading.sight.snapshot.doubts(&reading.sight.session, reading.kept.text);
    let all = marked::paragraphs(&reading.words, &reading.items);
    html! {
        @for paragraph in &all {
            @let here: Vec<&Doubt> = doubts.doubts.iter().filter(|doubt| {
                paragraph.span.start <= doubt.words.start && doubt.words.start < paragraph.span.end
            }).collect();
            div.par id=(format!("b{}", paragraph.span.start)) {
                @if headed && paragraph.first { h1 dir="auto" { (pieces(reading, paragraph, now)) } }
                @else { p dir="auto" { (pieces(reading, paragraph, now)) } }
                @if !here.is_empty() {
                    ul.margin {
                        @for doubt in here {
                            li { details { summary { b { (card::doubt_kind(&doubt.kind)) } " " span.q { (shown(&doubt.words.exact)) } } (shown(&doubt.question)) } }
                        }
                    }
                }
            }
        }
    }
}

fn pieces(reading: &Reading<'_>, paragraph: &Paragraph, now: usize) -> Markup {
    html! {
        @for piece in &paragraph.pieces {
            @if let Some(first) = piece.begins.first() {
                a.n.cur[piece.begins.contains(&now)] href=(reading.address(reading.items.get(first - 1))) data-p=(list(&piece.begins)) { (ranges(&piece.begins)) }
            }
            (words(reading, piece, now))
        }
    }
}

fn words(reading: &Reading<'_>, piece: &Piece, now: usize) -> Markup {
    let text = piece.span.slice(&reading.words).unwrap_or_default();
    let bare = piece.passage.is_empty()
        && piece.speaker.is_empty()
        && piece.hedge.is_empty()
        && piece.value.is_empty();
    if bare {
        return html! { (shown(text)) };
    }
    let has = |numbers: &[usize]| numbers.contains(&now);
    let item = |number: &usize| reading.items.get(number - 1);
    let done =
        !piece.passage.is_empty() && piece.passage.iter().filter_map(item).all(|item| !item.state.is_open());
    let passages: std::collections::BTreeSet<(usize, usize)> = piece
        .passage
        .iter()
        .filter_map(item)
        .map(|item| (item.draft.passage.start, item.draft.passage.end))
        .collect();
    let attribute = |numbers: &[usize]| (!numbers.is_empty()).then(|| list(numbers));
    html! {
        span.s.v[!piece.value.is_empty()].in[passages.len() > 1].bare[piece.passage.is_empty()].done[done]
            .cur[has(&piece.passage)].curv[has(&piece.value)].curw[has(&piece.speaker)].curh[has(&piece.hedge)]
            data-p=[attribute(&piece.passage)] data-v=[attribute(&piece.value)] data-w=[attribute(&piece.speaker)] data-h=[attribute(&piece.hedge)] {
            (shown(text))
        }
    }
}

fn list(numbers: &[usize]) -> String {
    numbers.iter().map(ToString::to_string).collect::<Vec<_>>().join(" ")
}

fn legend() -> Markup {
    html! {
        p.legend {
            span { span.s { "thin line" } ": somebody says this" }
            span { span.s.v { "thick" } ": a figure, day or place in it" }
            span { span.s.in { "two lines" } ": one claim inside another" }
            span { span.s.cur { "shaded" } ": the current one" }
            span { span.s.curv { "filled" } ": its value" }
            span { span.s.curw { "dashes" } ": its speaker, cue, hedge" }
            span { span.s.done { "dotted" } ": all decided" }
        }
    }
}

/// How the incident of the current draft stands.
pub(crate) fn toll(reading: &Reading<'_>, current: Option<&Item<'_>>) -> Result<Markup, Failure> {
    let Some(item) = current else { return Ok(html! {}) };
    let about = card::about(reading, item.draft)?;
    let lines = assize_case::moves::standing(
        &reading.sight.session,
        reading.view,
        reading.sight.snapshot.origins(),
        about,
    )?;
    Ok(html! { @match lines {
        Some((name, figures)) => { b { (shown(&name)) } " · " (shown(&figures)) }
        None => { "Nothing accepted of it yet: " (shown(&super::link::name(reading.sight, about))) }
    } })
}

/// The list of all drafts.
pub(crate) fn queue(reading: &Reading<'_>, now: usize) -> Markup {
    html! {
        ol.queue id="queue" {
            @for item in &reading.items {
                li {
                    a.gone[!item.state.is_open()].again[item.repeats] href=(reading.address(Some(item))) data-n=(item.number) data-draft=(item.draft.id.short())
                        aria-current=[(item.number == now).then_some("true")] {
                        span.no { (item.number) }
                        span.m title=(item.state.word()) { (item.state.mark()) }
                        span { (reviewed::property(item.draft.proposition.property())) }
                        span.q { (shown(&listed(reading, item))) }
                    }
                }
            }
        }
    }
}

/// A draft in a few words; where a person put it otherwise, as they did.
fn listed(reading: &Reading<'_>, item: &Item<'_>) -> String {
    match item.claim.filter(|_| item.state == Decided::Amended) {
        Some(claim) => reviewed::claim_words(reading.view, claim),
        None => summary(item),
    }
}

/// A draft in a few words.
pub(crate) fn summary(item: &Item<'_>) -> String {
    let words = value(item.draft);
    if words.is_empty() { item.draft.passage.exact.clone() } else { words }
}

/// A claim that no draft makes.
fn missed(reading: &Reading<'_>) -> Markup {
    html! {
        details.box id="hand" {
            summary { "A claim that no draft makes " kbd { "m" } }
            form id="missed" method="post" action="/missed" {
                (token(reading.sight))
                input type="hidden" name="source" value=(reading.kept.source);
                label.all { "Its exact words, or " code { "first ... last" } input name="words" required autocomplete="off"; }
                (super::fields::by_hand(reading))
                button.main { "Enter and accept" }
            }
        }
    }
}

/// Claims of this source that people entered and no draft makes.
fn by_hand(reading: &Reading<'_>) -> Markup {
    let claims = reading.view.claims().iter().chain(reading.view.one_review());
    let own: Vec<_> =
        claims.filter(|claim| claim.source == reading.kept.source && claim.said.drafted.is_none()).collect();
    let sight = reading.sight;
    html! { @if !own.is_empty() {
        section.box { h2 { "Entered by hand" }
            ul.plain { @for claim in own { li {
                b { "+ " (shown(&reviewed::claim_words(reading.view, claim))) } " · " (shown(&reviewed::speaker_of(reading.view, claim)))
                @if let Some(words) = reading.view.words_of(claim) { " " span.q { "“" (shown(&words.exact)) "”" } }
                @if !sight.app.read_only { details { summary { "Take back" } form method="post" action="/retract" { (token(sight))
                    input type="hidden" name="id" value=(claim.id); input type="hidden" name="back" value=(reading.address(None));
                    label { "Why " input name="reason" required autocomplete="off"; } button { "Take back" } } } }
            } } } }
    } }
}

/// Kinds of drafts that one source may have many of, rejected together.
fn many(reading: &Reading<'_>) -> Markup {
    let mut kinds: std::collections::BTreeMap<&str, usize> = std::collections::BTreeMap::new();
    let mut again = 0;
    for item in reading.items.iter().filter(|item| item.state.is_open()) {
        *kinds.entry(item.draft.proposition.property()).or_default() += 1;
        again += usize::from(item.repeats);
    }
    html! {
        details.box {
            summary { "Reject many of this source" }
            form method="post" action="/many" {
                (token(reading.sight))
                input type="hidden" name="source" value=(reading.kept.source);
                label { "Which" select name="which" {
                    option value="" selected { "choose" }
                    @if again > 0 { option value="repeats" { "the " (again) " that only repeat the words of others" } }
                    @for (kind, n) in &kinds { option value=(kind) { "all " (n) " open: " (reviewed::property(kind)) } }
                } }
                label { "Why" input name="reason" required autocomplete="off"; }
                button { "Reject these" }
            }
        }
    }
}

/// The source and text that a form names.
pub(crate) fn source_of(sight: &Sight, digits: &str) -> Result<EntryId, Failure> {
    super::by_digits(digits, sight.snapshot.view.sources().keys())
}
