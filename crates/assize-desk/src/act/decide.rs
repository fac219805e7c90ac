//! Decisions on a draft.

use super::{Form, alone, back, json_of, lead, with_done, write};
use crate::{
    page::{
        Sight, card,
        fields::figure,
        source::{self, Reading},
    },
    reviewed::{Item, claim_words, cut, property},
    serve::{App, apart},
    snapshot::Remarks,
};
use assize_case::{
    asked::{Amend, Decide, Fields},
    decision::{
        Asked, Decision, Desk, Prepared, Scope,
        figure::{holds, of_word},
        prepare,
        review::{How, Reviewed},
    },
    drafts,
    failure::{Exit, Failure},
    line::count,
    talk::Talk,
};
use assize_record::{Draft, DraftId, EntryId};
use axum::{
    extract::State,
    response::{IntoResponse, Response},
};
use serde_json::json;
use std::{collections::BTreeSet, sync::Arc};

/// Drafts or claims that are accepted as they are, or rejected.
pub(crate) struct Whole {
    what: Decide,
    accept: bool,
}

impl Whole {
    /// As the command line takes it.
    pub(crate) fn as_asked(&self) -> Reviewed<'_> {
        let how = if self.accept { How::Accept { doubts: true } } else { How::Reject };
        Reviewed { what: &self.what, how }
    }
}

/// That a draft or claim is accepted.
pub(crate) fn accepting(id: &str) -> Whole {
    Whole { what: Decide { ids: vec![id.to_owned()], ..Decide::default() }, accept: true }
}

/// That some are rejected, and why.
pub(crate) fn rejecting(ids: Vec<String>, reason: &str) -> Whole {
    Whole { what: Decide { ids, reason: reason.to_owned(), ..Decide::default() }, accept: false }
}

/// What a form decides.
enum Choice {
    Skip,
    Whole(Whole),
    Amend(Box<Amend>, Vec<&'static str>),
}

pub(crate) async fn decide(State(app): State<Arc<App>>, form: Form) -> Response {
    alone(app, form, decided).await
}

fn decided(app: &Arc<App>, form: &Form) -> Result<Response, Failure> {
    let (source, draft) = (form.need("source")?.to_owned(), form.need("draft")?.to_owned());
    let blind = form.get("blind").is_some();
    let sight = Sight::of(app)?;
    let reading = Reading::of(&sight, &source, blind)?;
    let item = item(&reading, &draft)?;
    let choice = choice(&reading, item, form)?;
    let number = item.number;
    let still = |sight: &Sight| -> Result<(), Failure> {
        let reading = Reading::of(sight, &source, blind)?;
        let now = self::item(&reading, &draft)?;
        if form.get("seen") == Some(card::seen(now).as_str()) { Ok(()) } else { Err(moved(&reading, now)) }
    };
    let prepared = match &choice {
        Choice::Skip => still(&sight).map(|()| None),
        Choice::Whole(whole) => write(app, &whole.as_asked(), &still).map(Some),
        Choice::Amend(amend, _) => write(app, amend.as_ref(), &still).map(Some),
    };
    // Why a decision is refused may tell what somebody else decided, which a second reviewer must not know.
    let prepared = prepared.map_err(|failure| match failure.exit {
        Exit::Moved => failure,
        _ if blind => Failure::usage("this cannot be decided as it is; go on with the next"),
        _ => failure,
    })?;
    let after = Sight::of(app)?;
    let reading = Reading::of(&after, &source, blind)?;
    let now = self::item(&reading, &draft)?;
    let said = said(now, &reading, &choice, prepared.as_ref());
    let next = match choice {
        // Skipping goes on by one, whatever that is.
        Choice::Skip => reading.items.get(number).or_else(|| reading.next(0)),
        _ => reading.next(number),
    };
    answer(&reading, next, number, &said, prepared.as_ref(), form.by_script)
}

/// What a decision would move, with the fields as they are on the page. Nothing is written.
pub(crate) async fn effect(State(app): State<Arc<App>>, form: Form) -> Response {
    apart(move || {
        form.check(&app)?;
        let sight = Sight::of(&app)?;
        let reading = Reading::of(&sight, form.need("source")?, false)?;
        let item = item(&reading, form.need("draft")?)?;
        let (fields, changed) = changes(&reading, item.draft, &form)?;
        let id = item.draft.id.to_string();
        let (whole, amend);
        let asked: &dyn Asked = if changed.is_empty() {
            whole = accepting(&id);
            &whole.as_asked()
        } else {
            amend = Amend { id, fields, ..Amend::default() };
            &amend
        };
        let prepared = prepare(&sight.session, asked, &Remarks::default())?;
        Ok(card::foretold(&prepared).into_response())
    })
    .await
}

/// Leads to the next draft: as a page, or as what the script draws.
pub(super) fn answer(
    reading: &Reading<'_>,
    next: Option<&Item<'_>>,
    number: usize,
    said: &str,
    prepared: Option<&Prepared>,
    script: bool,
) -> Result<Response, Failure> {
    let shown = next.or_else(|| reading.items.get(number.saturating_sub(1)));
    if !script {
        let address = reading.address(shown);
        return Ok(lead(&prepared.map_or(address.clone(), |prepared| with_done(&address, prepared))));
    }
    let states: Vec<[&str; 2]> =
        reading.items.iter().map(|item| [item.state.mark(), item.state.word()]).collect();
    let card = shown.map(|item| card::card(reading, item)).transpose()?;
    let toll = if reading.blind {
        maud::html! {}
    } else {
        source::toll(reading, shown)?
    };
    let said = match next {
        Some(_) => said.to_owned(),
        None => format!("{said} {}", last(reading)),
    };
    let body = json!({
        "say": said,
        "card": card.map_or_else(String::new, maud::PreEscaped::into_string),
        "toll": toll.into_string(),
        "states": states,
        "left": reading.left(),
        "address": reading.address(shown),
        "n": shown.map(|item| item.number),
    });
    Ok(json_of(&body))
}

/// That nothing waits in this text any more but what only repeats.
fn last(reading: &Reading<'_>) -> String {
    match reading.items.iter().filter(|item| item.state.is_open()).count() {
        0 => "That was the last draft of this text. Next: words that no draft takes (m), or the inbox."
            .to_owned(),
        n => format!(
            "That was the last one that waits. {} in italics only repeat the words of others: “Reject many” takes them together. Next: words that no draft takes (m), or the inbox.",
            count(n, "statement")
        ),
    }
}

fn item<'r>(reading: &'r Reading<'r>, draft: &str) -> Result<&'r Item<'r>, Failure> {
    let id: DraftId = draft.parse().map_err(|_| Failure::usage("that is no id of a draft"))?;
    reading.items.iter().find(|item| item.draft.id == id).ok_or_else(|| {
        Failure::moved("the reader does not propose this any more: the text was read anew")
            .help("open the text again")
    })
}

/// Somebody decided while the page was open: both are shown, and nothing is written.
fn moved(reading: &Reading<'_>, item: &Item<'_>) -> Failure {
    let what = format!("{} {}", property(item.draft.proposition.property()), source::summary(item));
    let by = item.claim.map(|claim| {
        let names = reading.view.actors();
        claim.reviewers.iter().filter_map(|key| names.get(key)).cloned().collect::<Vec<_>>().join(", ")
    });
    let by = by.filter(|by| !by.is_empty()).map_or_else(String::new, |by| format!(" by {by}"));
    Failure::moved(format!(
        "You opened “{what}” when it stood otherwise. Now it is {}{by}. Your decision is not written.",
        item.state.word()
    ))
    .help(format!("open it again: {}", reading.address(Some(item))))
}

/// What was done, on what, and how it is taken back. `now` is the draft as it stands after it.
fn said(now: &Item<'_>, reading: &Reading<'_>, choice: &Choice, prepared: Option<&Prepared>) -> String {
    let read = format!("{} {}", property(now.draft.proposition.property()), source::summary(now));
    let what = now.claim.map_or(read, |claim| claim_words(reading.view, claim));
    let what = cut(&what, 90);
    let moves = prepared.filter(|_| !reading.blind).into_iter().flat_map(|prepared| &prepared.moves.moved);
    let moves: String = moves.map(|moved| format!(" {moved}.")).collect();
    match choice {
        Choice::Skip => format!("– skipped: {what}. Nothing was written."),
        Choice::Whole(Whole { accept: true, .. }) => format!("✓ accepted: {what}.{moves} u takes it back."),
        Choice::Whole(whole) => format!("✕ rejected: {}. u takes it back.", whole.what.reason),
        Choice::Amend(_, changed) => {
            format!("✎ amended: {what}. You changed: {}.{moves} u takes it back.", changed.join(", "))
        }
    }
}

fn choice(reading: &Reading<'_>, item: &Item<'_>, form: &Form) -> Result<Choice, Failure> {
    let id = item.draft.id.to_string();
    let note = form.get("note");
    if let Some(reason) = form.get("reject") {
        let reason = note.map_or_else(|| reason.to_owned(), |note| format!("{reason}; {note}"));
        return Ok(Choice::Whole(rejecting(vec![id], &reason)));
    }
    match form.get("act") {
        Some("likewise") => likewise(reading, item),
        Some("skip") => Ok(Choice::Skip),
        Some("enter") | None => Err(Failure::usage("Enter decides nothing here: press Accept or Reject")),
        Some("reject") => {
            let reason = form.get("reason").ok_or_else(|| Failure::usage("a rejection needs a reason"))?;
            Ok(Choice::Whole(rejecting(vec![id], reason)))
        }
        _ => {
            let (fields, changed) = changes(reading, item.draft, form)?;
            if changed.is_empty() {
                let mut whole = accepting(&id);
                note.unwrap_or_default().clone_into(&mut whole.what.reason);
                return Ok(Choice::Whole(whole));
            }
            let amend = Amend { id, fields, reason: note.unwrap_or_default().to_owned(), dry_run: false };
            Ok(Choice::Amend(Box::new(amend), changed))
        }
    }
}

/// What was decided on the same words in another text.
fn likewise(reading: &Reading<'_>, item: &Item<'_>) -> Result<Choice, Failure> {
    let id = item.draft.id.to_string();
    let twin = reading.sight.snapshot.twin(item.draft, reading.kept.source);
    let twin = twin.ok_or_else(|| Failure::usage("nothing was decided on the same words elsewhere"))?;
    Ok(Choice::Whole(match twin.rejected {
        None => accepting(&id),
        Some(claim) => rejecting(vec![id], &reading.sight.snapshot.reason(claim)),
    }))
}

/// What a person changed on a card, and the names of the fields.
fn changes(
    reading: &Reading<'_>,
    draft: &Draft,
    form: &Form,
) -> Result<(Fields, Vec<&'static str>), Failure> {
    let mut fields = Fields::default();
    let mut changed = Vec::new();
    let text = |name: &str| form.get(name).map(str::to_owned);
    let mut note = |name: &'static str, is: bool| {
        if is {
            changed.push(name);
        }
    };
    fields.property = text("property");
    note("what is said", fields.property.is_some());
    fields.subject = text("subject");
    note("incident", fields.subject.is_some());
    for (name, what) in [("figure", "figure"), ("date", "date"), ("words", "value")] {
        if form.has(name) && form.get(name).is_none() {
            return Err(Failure::usage(format!("the {what} is empty")).help("write one, or reject the draft"));
        }
    }
    fields.passage = passage(reading, draft, form)?;
    note("words", fields.passage.is_some());
    let words = fields.passage.clone();
    note("figure", set_figure(&mut fields, draft, form, words.as_deref())?);
    let value = &draft.proposition.value;
    let was_date = value.date.as_ref().map(ToString::to_string);
    fields.date = text("date").filter(|date| was_date.as_ref() != Some(date));
    fields.flag = text("flag");
    fields.entity = text("entity");
    fields.words = text("words").filter(|words| *words != value.exact);
    note(
        "value",
        fields.date.is_some() || fields.flag.is_some() || fields.entity.is_some() || fields.words.is_some(),
    );
    let other = form.get("speaker_other").map(|name| format!("named:{name}"));
    note("who", set_speaker(&mut fields, other.as_deref().or(form.get("speaker"))));
    let was = draft.proposition.happened_on.as_ref().map(ToString::to_string).unwrap_or_default();
    if form.has("happened_on") {
        let given = form.get("happened_on").unwrap_or_default();
        if given != was {
            fields.happened_on = Some(if given.is_empty() { "none" } else { given }.to_owned());
        }
    }
    note("day", fields.happened_on.is_some());
    fields.hedge = form.all("hedge");
    note("hedge", !fields.hedge.is_empty());
    fields.status = text("status");
    note("status", fields.status.is_some());
    fields.group = text("group");
    note("group", fields.group.is_some());
    fields.stance = text("stance");
    note("position", fields.stance.is_some());
    fields.via = form.all("via");
    note("repeats", !fields.via.is_empty());
    fields.gist = text("gist");
    note("gist", fields.gist.is_some());
    Ok((fields, changed))
}

/// Who says it, as a choice of the card.
pub(super) fn set_speaker(fields: &mut Fields, chosen: Option<&str>) -> bool {
    let Some(chosen) = chosen else { return false };
    let (kind, who) = chosen.split_once(':').unwrap_or((chosen, ""));
    fields.speaker_kind = Some(kind.to_owned());
    fields.speaker = Some(who.to_owned()).filter(|who| !who.is_empty());
    true
}

/// A figure that was changed: `5`, `5-6`, `5+`, `-6`, `two`. One that is not in the words of the claim is refused, whichever of the two was changed.
fn set_figure(fields: &mut Fields, draft: &Draft, form: &Form, words: Option<&str>) -> Result<bool, Failure> {
    let Some(was) = draft.proposition.value.quantity() else { return Ok(false) };
    let given = form.get("figure").unwrap_or_default();
    let changed = form.has("figure") && given != figure(&was);
    let (min, max) = if changed { ends(given)? } else { (was.min, was.max) };
    let counted = if changed || words.is_some() { [min, max] } else { [None, None] };
    let words = words.unwrap_or(&draft.passage.exact);
    for end in counted.into_iter().flatten() {
        // What the reader counted itself it found in its own words.
        let own = [was.min, was.max].contains(&Some(end)) && words.contains(&draft.proposition.value.exact);
        if !own && !holds(words, end) {
            return Err(Failure::usage(format!("{end} is not in the words “{words}”"))
                .help("take the words that say it: [ ] move their ends, or m for a claim of its own"));
        }
    }
    if changed {
        let end = |of: Option<u64>| of.map_or_else(|| "none".to_owned(), |end| end.to_string());
        (fields.min, fields.max) = (Some(end(min)), Some(end(max)));
    }
    Ok(changed)
}

/// The ends of a figure as it is typed.
pub(super) fn ends(given: &str) -> Result<(Option<u64>, Option<u64>), Failure> {
    let wrong = || {
        Failure::usage(format!("`{given}` is no figure"))
            .help("write it as 5, 5-6, 5+ (or more) or -6 (up to)")
    };
    let number = |digits: &str| -> Result<Option<u64>, Failure> {
        let digits: String =
            digits.trim().chars().filter(|c| !matches!(c, ',' | '\u{202f}' | '\u{a0}')).collect();
        if digits.is_empty() { Ok(None) } else { of_word(&digits).map(Some).ok_or_else(wrong) }
    };
    let given = given.trim();
    if let Some(min) = given.strip_suffix('+') {
        return Ok((number(min)?, None));
    }
    let (min, max) = match given.split_once(['-', '–']) {
        Some((min, max)) => (number(min)?, number(max)?),
        None => (number(given)?, number(given)?),
    };
    if min.is_none() && max.is_none() { Err(wrong()) } else { Ok((min, max)) }
}

/// The words of the claim, where a person moved their ends: so many words out or in at each end.
fn passage(reading: &Reading<'_>, draft: &Draft, form: &Form) -> Result<Option<String>, Failure> {
    let by = |name: &str| form.get(name).and_then(|given| given.parse::<i64>().ok()).unwrap_or(0);
    let (from, to) = (by("from"), by("to"));
    if from == 0 && to == 0 {
        return Ok(None);
    }
    let moved = crate::act::missed::moved(&reading.words, draft.passage.span(), from, to);
    let words = moved.and_then(|span| span.slice(&reading.words));
    words
        .map(|words| Some(words.to_owned()))
        .ok_or_else(|| Failure::usage("the words of a claim cannot end before they begin"))
}

/// Many drafts of one text, rejected together: the text is read once for all of them.
struct Many {
    text: EntryId,
    ids: Vec<DraftId>,
    reason: String,
}

impl Asked for Many {
    fn scope(&self) -> Scope<'_> {
        Scope::Whole
    }

    fn plan(&self, desk: &Desk<'_>, talk: &dyn Talk) -> Result<Decision, Failure> {
        let kept = drafts::of_text(desk.session, &desk.view, self.text, talk)?
            .ok_or_else(|| Failure::usage("that text is not on this record"))?;
        let wanted: BTreeSet<DraftId> = self.ids.iter().copied().collect();
        let chosen: Vec<&Draft> = kept.drafts.iter().filter(|draft| wanted.contains(&draft.id)).collect();
        let (claims, batch) = desk.sit(|sitting| {
            chosen
                .iter()
                .map(|draft| sitting.reject(&kept.input(draft), &self.reason))
                .collect::<Result<Vec<_>, _>>()
        })?;
        let about = claims.iter().flat_map(|claim| desk.about_claim(*claim)).collect();
        Ok(Decision {
            batch,
            about,
            words: format!("rejected {}", count(chosen.len(), "draft")),
            claims: Vec::new(),
            notes: Vec::new(),
            json: json!({ "decision": "rejected", "count": chosen.len() }),
        })
    }
}

pub(crate) async fn many(State(app): State<Arc<App>>, form: Form) -> Response {
    alone(app, form, move |app, form| {
        let sight = Sight::of(app)?;
        let reading = Reading::of(&sight, form.need("source")?, false)?;
        let which = form.need("which")?;
        let open = reading.items.iter().filter(|item| item.state.is_open());
        let chosen = open.filter(|item| {
            if which == "repeats" { item.repeats } else { item.draft.proposition.property() == which }
        });
        let ids: Vec<DraftId> = chosen.map(|item| item.draft.id).collect();
        if ids.is_empty() {
            return Err(Failure::usage("no open draft of this source is of that kind"));
        }
        let many = Many { text: reading.kept.text, ids, reason: form.need("reason")?.to_owned() };
        let prepared = write(app, &many, &|_| Ok(()))?;
        let address = reading.address(None);
        Ok(lead(&with_done(&if form.get("back").is_some() { back(form) } else { address }, &prepared)))
    })
    .await
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn figures_are_read_as_they_are_typed() {
        let of = |given: &str| ends(given).ok();
        assert_eq!(of("5"), Some((Some(5), Some(5))));
        assert_eq!(of("5-6"), Some((Some(5), Some(6))));
        assert_eq!(of("1,200+"), Some((Some(1200), None)));
        assert_eq!(of("-6"), Some((None, Some(6))));
        assert_eq!(of("two"), Some((Some(2), Some(2))));
        for wrong in ["", "boats", "-", "5--6", "5+6"] {
            assert_eq!(of(wrong), None, "{wrong}");
        }
    }
}
