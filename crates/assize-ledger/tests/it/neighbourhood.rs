//! What a view of the part of a record says of the things asked about is what a view of the whole says.

use crate::{
    desk::{Article, Desk},
    world::{founders, open},
};
use assize_ledger::{
    Amendment, AsKnown, NewThing, Received, Thing, View, merge,
    neighbourhood::{self, Records},
    view::ClaimView,
};
use assize_record::{
    EntityType, EntryId, Kind, Quantity, Unit,
    entry::{Role, Verdict},
};
use proptest::{prelude::*, sample::Index};
use std::convert::Infallible;

struct Scan<'e>(&'e [Received]);

impl Records for Scan<'_> {
    type Error = Infallible;

    fn entry(&mut self, id: EntryId) -> Result<Option<Received>, Infallible> {
        Ok(self.0.iter().find(|received| received.entry.id == id).cloned())
    }

    fn referrers(&mut self, id: EntryId) -> Result<Vec<(Role, EntryId)>, Infallible> {
        let refs =
            self.0.iter().flat_map(|r| r.entry.head.refs.iter().map(|(role, to)| (*role, *to, r.entry.id)));
        Ok(refs.filter(|(_, to, _)| *to == id).map(|(role, _, by)| (role, by)).collect())
    }

    fn of_kind(&mut self, kind: Kind) -> Result<Vec<EntryId>, Infallible> {
        Ok(self.0.iter().filter(|r| r.entry.head.kind == kind).map(|r| r.entry.id).collect())
    }
}

fn fold(entries: &[Received]) -> View {
    View::fold(entries, &founders(), AsKnown::default())
}

fn world(acts: &[(u8, Index, Index)]) -> (Desk, Vec<Article>) {
    let mut desk = Desk::new();
    desk.world.actor(1, 2, false, &[assize_record::body::ActorRole::Reviewer]);
    desk.world.actor(1, 3, false, &[assize_record::body::ActorRole::Reviewer]);
    let articles: Vec<Article> = ["Orsay", "Lume", "Verland", "Tessel", "Ost"]
        .iter()
        .zip(2_u64..)
        .map(|(town, n)| desk.article(&format!("Some {n}"), n, town, "Ana Ode", "2031-05-05"))
        .collect();
    let campaign = desk.world.entity(1, "campaign/raids", None);
    let army = desk.world.entity(1, "organisation/army", None);
    let empty = desk.world.entries.clone();
    for (kind, a, b) in acts {
        let (one, other) = (a.get(&articles), b.get(&articles));
        let referent = |article: &Article, n: usize| article.referents[n - 1].clone();
        let (ours, theirs) = (referent(one, 1), referent(other, 1));
        let speaker = referent(one, 2);
        let thing = |text, referent| Thing::Referent { text: open(text), referent };
        let (from, to) = (thing(one.text, &ours), thing(other.text, &theirs));
        let eight = Amendment::default().ends(Quantity::exactly(8, Unit::People));
        let moved = Amendment { subject: Some(other.anchor(1)), ..eight.clone() };
        let _ = match kind % 11 {
            0 | 1 => desk.sit(1, |s| s.accept(&one.first()).map(|_| ())),
            2 => desk.sit(1, |s| s.link(&from, Verdict::Same, &to, "").map(|_| ())),
            3 => desk.sit(1, |s| s.link(&from, Verdict::Different, &to, "").map(|_| ())),
            4 => {
                let new =
                    NewThing { entity_type: EntityType::Incident, name: "Placed".to_owned(), key: None };
                desk.sit(1, |s| s.place(new, &[from], &[campaign], &[], "").map(|_| ()))
            }
            5 => desk.sit(1, |s| {
                s.link(&thing(one.text, &speaker), Verdict::Same, &Thing::OnRecord(army), "").map(|_| ())
            }),
            6 => {
                let claim = desk.view().claims().first().map(|claim| claim.id);
                desk.sit(2, |s| claim.map_or(Ok(()), |claim| s.decide(claim, kind % 2 == 0, "").map(|_| ())))
            }
            7 => desk.sit(2, |s| s.amend(&one.first(), &eight, "").map(|_| ())),
            8 => desk.sit(3, |s| {
                s.enter_thing(&thing(other.text, &theirs))?;
                s.amend(&one.first(), &moved, "").map(|_| ())
            }),
            // In a copy in which nobody else has decided anything.
            9 => {
                let all = std::mem::replace(&mut desk.world.entries, empty.clone());
                let done = desk.sit(3, |s| s.accept(&one.first()).map(|_| ()));
                desk.world.entries = merge(&all, &desk.world.entries);
                done
            }
            _ => {
                let last = desk.view().links().last().map(|link| (link.id, link.by));
                desk.sit(1, |s| last.map_or(Ok(()), |(id, by)| s.retract(id, by, "").map(|_| ())))
            }
        };
    }
    (desk, articles)
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(96))]

    #[test]
    fn a_part_says_of_an_incident_what_the_whole_says(
        acts in prop::collection::vec((any::<u8>(), any::<Index>(), any::<Index>()), 0..24),
        asked in any::<Index>(),
    ) {
        let (desk, articles) = world(&acts);
        let anchor = asked.get(&articles).anchor(1);
        let whole = fold(&desk.world.entries);
        let part = neighbourhood::gather(&mut Scan(&desk.world.entries), &[], &[anchor]).expect("in memory");
        let part = fold(&part);
        prop_assert_eq!(part.canonical(anchor), whole.canonical(anchor));
        prop_assert_eq!(part.cluster(anchor), whole.cluster(anchor));
        prop_assert_eq!(part.name(anchor), whole.name(anchor));
        prop_assert_eq!(part.unplaced().contains(&anchor), whole.unplaced().contains(&anchor));
        prop_assert_eq!(part.contested().contains(&part.canonical(anchor)), whole.contested().contains(&whole.canonical(anchor)));
        prop_assert_eq!(part.part_of().get(&part.canonical(anchor)), whole.part_of().get(&whole.canonical(anchor)));
        let claims = |view: &View| view.claims_about(anchor).cloned().collect::<Vec<_>>();
        prop_assert_eq!(claims(&part), claims(&whole));
        let about = |claim: &ClaimView| whole.canonical(claim.about) == whole.canonical(anchor);
        let differing = |view: &View| {
            let of = view.differing().iter().filter(|differing| differing.versions.iter().any(about));
            of.cloned().collect::<Vec<_>>()
        };
        prop_assert_eq!(differing(&part), differing(&whole));
        for claim in whole.claims_about(anchor) {
            prop_assert_eq!(part.words_of(claim), whole.words_of(claim));
            let speaker = claim.speaker.entity.expect("a named speaker");
            prop_assert_eq!(part.name(speaker), whole.name(speaker));
        }
    }
}

#[test]
fn a_part_is_small() {
    let (mut desk, articles) = world(&[]);
    for article in &articles {
        desk.accept(article);
    }
    let all = desk.world.entries.len();
    let part = neighbourhood::gather(&mut Scan(&desk.world.entries), &[], &[articles[0].anchor(1)])
        .expect("in memory");
    assert!(part.len() < all / 2, "{} of {all}", part.len());
}
