//! What is one thing, and what it is called.

use crate::{
    asked::{Different, Incident, Link, Rename, Unlink},
    decision::{Asked, Decision, Desk, Scope},
    drafts::shown::described,
    failure::Failure,
    find::Found,
    names,
    talk::Talk,
};
use assize_ledger::{NewThing, Thing};
use assize_record::{EntityType, EntryId, entry::Verdict};
use serde_json::json;

impl Asked for Incident {
    fn scope(&self) -> Scope<'_> {
        let names = self.from.iter().chain(&self.part_of).chain(&self.different);
        scope(names.map(String::as_str).collect(), self.key.as_deref())
    }

    fn plan(&self, desk: &Desk<'_>, _: &dyn Talk) -> Result<Decision, Failure> {
        let entity_type = self.entity_type.as_deref().map_or(Ok(EntityType::Incident), entity_type)?;
        if self.name.trim().is_empty() {
            return Err(Failure::usage("a name is needed")
                .help("assize incident \"Strike off Cape Example\" --from ANCHOR"));
        }
        let from = all(desk, &self.from)?;
        let part_of = ids(desk, &self.part_of)?;
        let different = ids(desk, &self.different)?;
        let things: Vec<Thing<'_>> = from.iter().filter_map(Found::thing).collect();
        let new = NewThing { entity_type, name: self.name.clone(), key: self.key.clone() };
        let (id, batch) =
            desk.sit(|sitting| sitting.place(new, &things, &part_of, &different, &self.sure.reason))?;
        let wholes: Vec<String> = part_of.iter().map(|id| desk.view.name(*id)).collect();
        let mut notes = Vec::new();
        if !wholes.is_empty() {
            notes.push(format!("part of {}: its toll adds to that total", wholes.join(", ")));
        }
        notes.extend(names::note(&self.name));
        let mut about: Vec<EntryId> = from.iter().map(Found::id).collect();
        about.push(id);
        Ok(Decision {
            batch,
            about,
            words: format!("{} `{}` is {}", entity_type.name(), self.name, id.short()),
            claims: Vec::new(),
            notes,
            json: json!({ "decision": "placed", "id": id, "name": self.name, "type": entity_type.name() }),
        })
    }
}

impl Asked for Link {
    fn scope(&self) -> Scope<'_> {
        // A source is named by its file too, which only the whole record tells.
        if self.taken_from { Scope::Whole } else { Scope::Named(vec![&self.a, &self.b]) }
    }

    fn plan(&self, desk: &Desk<'_>, _: &dyn Talk) -> Result<Decision, Failure> {
        let verdict = match (self.part_of, self.taken_from) {
            (true, _) => Verdict::PartOf,
            (_, true) => Verdict::SyndicatedFrom,
            _ => Verdict::Same,
        };
        say(desk, [&self.a, &self.b], verdict, &self.sure.reason)
    }
}

impl Asked for Different {
    fn scope(&self) -> Scope<'_> {
        Scope::Named(vec![&self.a, &self.b])
    }

    fn plan(&self, desk: &Desk<'_>, _: &dyn Talk) -> Result<Decision, Failure> {
        say(desk, [&self.a, &self.b], Verdict::Different, &self.reason)
    }
}

fn say(desk: &Desk<'_>, ends: [&str; 2], verdict: Verdict, reason: &str) -> Result<Decision, Failure> {
    let [a, b] = [found(desk, ends[0], verdict)?, found(desk, ends[1], verdict)?];
    let (Some(from), Some(to)) = (a.thing(), b.thing()) else {
        return Err(Failure::usage("only things and sources can be linked"));
    };
    let (id, batch) = desk.sit(|sitting| sitting.link(&from, verdict, &to, reason))?;
    let says = match verdict {
        Verdict::Same => "are one",
        Verdict::Different => "are different",
        Verdict::PartOf => "is the first part of the second",
        _ => "were one text: the first was taken over from the second",
    };
    let mut notes = Vec::new();
    if reason.trim().is_empty() {
        notes.push("no reason was given: --reason says why, for whoever reads the record later".to_owned());
    }
    let words = match verdict {
        Verdict::PartOf => format!("{} is part of {}", name(desk, &a), name(desk, &b)),
        Verdict::SyndicatedFrom => {
            format!("{} was taken over from {}: one origin", name(desk, &a), name(desk, &b))
        }
        _ => format!("{} and {} {says}", name(desk, &a), name(desk, &b)),
    };
    Ok(Decision {
        batch,
        about: touched(desk, &[a.id(), b.id()]),
        words,
        claims: Vec::new(),
        notes,
        json: json!({ "decision": "linked", "link": id, "verdict": verdict, "from": a.id(), "to": b.id() }),
    })
}

impl Asked for Unlink {
    fn scope(&self) -> Scope<'_> {
        Scope::Named(vec![&self.a, &self.b])
    }

    fn plan(&self, desk: &Desk<'_>, _: &dyn Talk) -> Result<Decision, Failure> {
        let (a, b) = (any(desk, &self.a)?, any(desk, &self.b)?);
        let (taken, batch) = desk.sit(|sitting| sitting.unlink(a.id(), b.id(), &self.sure.reason))?;
        Ok(Decision {
            batch,
            about: touched(desk, &[a.id(), b.id()]),
            words: format!(
                "{} and {} are no longer linked: {} taken back",
                name(desk, &a),
                name(desk, &b),
                crate::line::count(taken.len(), "link")
            ),
            claims: Vec::new(),
            notes: Vec::new(),
            json: json!({ "decision": "unlinked", "links": taken }),
        })
    }
}

impl Asked for Rename {
    fn scope(&self) -> Scope<'_> {
        scope(vec![&self.thing], self.key.as_deref())
    }

    fn plan(&self, desk: &Desk<'_>, _: &dyn Talk) -> Result<Decision, Failure> {
        if self.name.is_none() && self.entity_type.is_none() && self.key.is_none() {
            return Err(Failure::usage("nothing to change was given")
                .help("assize rename THING \"New name\", or --type, or --key"));
        }
        let kind = self.entity_type.as_deref().map(entity_type).transpose()?;
        let found = any(desk, &self.thing)?;
        let (id, batch) = desk.sit(|sitting| {
            if let (Some(thing @ Thing::Referent { .. }), Found::Referent(of)) = (found.thing(), &found) {
                let new = NewThing {
                    entity_type: kind.unwrap_or(of.referent.entity_type),
                    name: self.name.clone().unwrap_or_else(|| of.referent.head.exact.clone()),
                    key: self.key.clone(),
                };
                return sitting.name(&thing, new, &self.sure.reason);
            }
            sitting.rename(found.id(), self.name.as_deref(), kind, self.key.as_deref())
        })?;
        let mut now: Vec<String> = self.name.iter().map(|name| format!("is called `{name}`")).collect();
        now.extend(kind.map(|kind| format!("is {}", kind.with_article())));
        now.extend(self.key.iter().map(|key| format!("has the key `{key}`")));
        Ok(Decision {
            batch,
            about: touched(desk, &[found.id()]),
            words: format!("{} {}", name(desk, &found), now.join(", ")),
            claims: Vec::new(),
            notes: self.name.as_deref().and_then(names::note).into_iter().collect(),
            json: json!({ "decision": "renamed", "entity": id, "thing": found.id() }),
        })
    }
}

/// Whoever gives a key must see what has it.
fn scope<'a>(names: Vec<&'a str>, key: Option<&'a str>) -> Scope<'a> {
    key.map_or_else(|| Scope::Named(names.clone()), |key| Scope::WithKey(names.clone(), key))
}

/// The type of that name.
pub fn entity_type(given: &str) -> Result<EntityType, Failure> {
    given.parse().map_err(|_| {
        let names: Vec<&str> = EntityType::all().iter().map(|kind| kind.name()).collect();
        Failure::usage(format!("`{given}` is not a type")).help(format!("types are {}", names.join(", ")))
    })
}

/// A thing, or, for what was taken over, a source.
fn found(desk: &Desk<'_>, what: &str, verdict: Verdict) -> Result<Found, Failure> {
    let finder = desk.finder();
    match verdict {
        Verdict::SyndicatedFrom => finder.source(what).map(Found::Source),
        Verdict::Different => any(desk, what),
        _ => finder.thing(what).map_err(|error| match finder.source(what) {
            Ok(_) => Failure::usage(format!("`{what}` is a source, and what is linked so are things that texts speak of"))
                .help("`assize link COPY ORIGINAL --taken-from` says that one source was taken over from the other, `assize different` that they are of two origins"),
            Err(_) => error,
        }),
    }
}

/// A thing or a source.
fn any(desk: &Desk<'_>, what: &str) -> Result<Found, Failure> {
    let finder = desk.finder();
    finder.thing(what).or_else(|error| finder.source(what).map(Found::Source).map_err(|_| error))
}

fn all(desk: &Desk<'_>, what: &[String]) -> Result<Vec<Found>, Failure> {
    what.iter().map(|what| desk.finder().thing(what)).collect()
}

fn ids(desk: &Desk<'_>, what: &[String]) -> Result<Vec<EntryId>, Failure> {
    Ok(all(desk, what)?.iter().map(Found::id).collect())
}

/// One end of a decision by its own words, so that two of one name are told apart.
fn name(desk: &Desk<'_>, found: &Found) -> String {
    match found {
        Found::Referent(of) => {
            let file = desk
                .wording()
                .file_of_text(of.text.id())
                .map_or_else(String::new, |file| format!(" in {file}"));
            let words = described(&desk.view, of.source(&desk.view), &of.referent);
            format!("{words}{file} ({})", of.anchor.short())
        }
        found => desk.wording().thing(found.id()),
    }
}

/// The incidents whose figures a decision about these things may move: they themselves, or what is claimed of sources and speakers.
fn touched(desk: &Desk<'_>, ids: &[EntryId]) -> Vec<EntryId> {
    let view = &desk.view;
    let mut about: Vec<EntryId> = ids.to_vec();
    for claim in view.claims() {
        let speaker = claim.speaker.entity.into_iter().chain(claim.speaker.party);
        let via = claim.via.iter().filter_map(|via| via.entity);
        let mut named = speaker.chain(via).map(|id| view.canonical(id));
        if ids.contains(&claim.source) || named.any(|id| ids.iter().any(|other| view.canonical(*other) == id))
        {
            about.push(claim.about);
        }
    }
    about
}
