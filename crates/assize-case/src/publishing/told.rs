//! What stops a site, or is worth a look, in words for whoever publishes it. These go to the terminal, or beside a preview, and into no file.

use crate::{
    failure::Failure,
    line::{count, one_line},
    talk::Talk,
};
use assize_ledger::View;
use assize_publish::{
    Allowed, Public,
    gate::{NamesFound, SplitKind},
};
use assize_record::EntryId;
use std::collections::BTreeMap;

/// So many lines are shown of a list.
const SHOWN: usize = 40;

/// What the things of the public view are called on the whole record, or, for those of drafts, in their text.
pub(super) fn names(full: &View, allowed: &Allowed) -> BTreeMap<EntryId, String> {
    let things = allowed.view().entities().keys();
    let of = |id: EntryId| if full.entity(id).is_some() { full.name(id) } else { allowed.view().name(id) };
    things.map(|id| (*id, of(*id))).collect()
}

/// What is one only by way of what is not published.
pub(super) fn splits(full: &View, allowed: &Allowed, talk: &dyn Talk) -> Failure {
    let label = |id: EntryId| {
        let source = full.sources().get(&id).and_then(|source| source.files.first().cloned());
        source.unwrap_or_else(|| full.name(id))
    };
    list(
        talk,
        allowed.splits().iter().map(|split| {
            let (a, b) = (
                format!("`{}` ({})", label(split.a), split.a.short()),
                format!("`{}` ({})", label(split.b), split.b.short()),
            );
            match split.kind {
                SplitKind::Thing => {
                    format!("{a} and {b} are one only by way of a source that is not published")
                }
                SplitKind::Source => {
                    format!("sources {a} and {b} are one only by way of a source that is not published")
                }
                SplitKind::Part => {
                    format!("{a} is part of {b} only by way of a source that is not published")
                }
                SplitKind::Copy => {
                    format!("sources {a} and {b} are copies of one source that is not published")
                }
            }
        }),
    );
    let (kind, a, b) =
        allowed.splits().first().map_or((SplitKind::Thing, String::new(), String::new()), |split| {
            (split.kind, split.a.short(), split.b.short())
        });
    let link = match kind {
        SplitKind::Part => format!("assize link {a} {b} --part-of --reason …"),
        _ => format!("assize link {a} {b} --reason …"),
    };
    Failure::input("nothing is published: a site without these sources would count otherwise than the record")
        .help(format!(
            "say it on public grounds with `{link}`, or leave one out with `assize publish --leave-out {a}`"
        ))
}

/// Names that nobody has decided to publish stand in words that would be printed.
pub(super) fn refused(names: &BTreeMap<EntryId, String>, found: &NamesFound, talk: &dyn Talk) -> Failure {
    let persons = found.unnamed.iter().filter(|person| !person.decided);
    list(
        talk,
        persons.map(|person| {
            let name = names.get(&person.id).map_or("", String::as_str);
            format!("undecided  {}  {}", person.id.short(), one_line(name, 60))
        }),
    );
    list(
        talk,
        found
            .found
            .iter()
            .map(|place| format!("{}  {}: {}", place.of.short(), place.what, one_line(&place.words, 90))),
    );
    let failure = Failure::input(format!("nothing is published: {found}"));
    failure.help(
        "decide with `assize mark PERSON public --as \"holds office\" --reason …` or `… private --as \"one of the crew\"`; \
         or publish with --mask-names, or with --leave-names-out",
    )
}

/// Who is on the site without a name because nobody has decided.
pub(super) fn described(names: &BTreeMap<EntryId, String>, public: &Public, talk: &dyn Talk) {
    let undecided: Vec<_> = public.unnamed().iter().filter(|person| !person.decided).collect();
    if undecided.is_empty() {
        return;
    }
    list(
        talk,
        undecided.iter().map(|person| {
            let name = names.get(&person.id).map_or("", String::as_str);
            format!("undecided  {}  {}: shown as “{}”", person.id.short(), one_line(name, 60), person.label)
        }),
    );
    talk.talk(format!(
        "{} not named: `assize mark PERSON public --as …` names one, `… private --as …` describes one",
        count(undecided.len(), "undecided person")
    ));
}

/// A name that was asked to be masked and that masks nothing, on which somebody may rely: refused where it is not known for a name at all,
/// said where it stands in no text.
pub(super) fn masks_nothing(
    asked: &[String],
    public: &Public,
    texts: &BTreeMap<EntryId, String>,
    talk: &dyn Talk,
) -> Result<(), Failure> {
    for name in asked {
        if !public.names_in(name) {
            let failure = Failure::usage(format!("nothing is published: `--mask {name}` would mask nothing"));
            return Err(failure.help("a name is known by its capitals; of what has none, as an address or a handle, leave out the claims that quote it: `--leave-out CLAIM`"));
        }
        if !texts.values().any(|text| text.contains(name.as_str())) {
            talk.warn(format!(
                "`--mask {name}` stands so in no text that is published: look at how it is spelled"
            ));
        }
    }
    Ok(())
}

/// Rows of capitalised words in quotations of which nothing is on record: they may be names, and none is masked.
pub(super) fn strangers(public: &Public, talk: &dyn Talk) {
    let found = public.strangers();
    if found.is_empty() {
        return;
    }
    list(
        talk,
        found.iter().map(|(name, places)| {
            format!("not on record  {name}: printed in {}", count(*places, "quoted passage"))
        }),
    );
    talk.talk("these may be names of people on whom nothing is decided, and they are printed as they stand; `--mask NAME` masks one");
}

/// What is said of one or two speakers who are not named, where it may tell who they are.
pub(super) fn narrow(public: &Public, talk: &dyn Talk) {
    let found = public.narrow_descriptions();
    if found.is_empty() {
        return;
    }
    list(
        talk,
        found.iter().map(|(words, claims)| {
            format!("described  “{words}”: the speaker of {}", count(*claims, "claim"))
        }),
    );
    talk.talk("these descriptions may tell who one or two unnamed speakers are, and they are printed; `assize amend CLAIM --speaker …` softens one");
}

/// A name stands in the finished site.
pub(super) fn leaks(found: &[(String, String)]) -> Failure {
    let place = found
        .first()
        .map_or_else(String::new, |(path, words)| format!(" ({path}: …{}…)", one_line(words, 90)));
    Failure::input(format!("nothing is published: a name that nobody has decided to publish, or a part of it, stands in what is not the record's own words{place}"))
        .help("it may stand in the name of the case, in a standard of the case's own or in an address for objections")
}

fn list(talk: &dyn Talk, lines: impl Iterator<Item = String>) {
    let lines: Vec<String> = lines.collect();
    let more = lines.len().saturating_sub(SHOWN);
    lines.iter().take(SHOWN).for_each(|line| talk.tell(line));
    if more > 0 {
        talk.tell(&format!("… and {more} more"));
    }
}
