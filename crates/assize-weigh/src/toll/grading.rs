//! How a method grades an incident: by reporting and attribution, never by the number.

use crate::{
    finding::{self, Reviews},
    grouped::Cell,
    origin::{self, Origins, Summary},
    revision,
    toll::{
        Engine, GradeLabel, IfSeparate, IncidentGrade, Reason, Role, TollLine,
        method::{Grading, Method},
        parts::{self, Kind},
        range::{self, Sorted},
    },
};
use assize_ledger::{
    View,
    view::{ClaimView, Standing, reach},
};
use assize_record::{EntryId, Interval, Stance, Status, Value, body::GradeLetter};
use std::{
    cell::RefCell,
    collections::{BTreeMap, BTreeSet},
    rc::Rc,
    sync::Arc,
};

/// Whether a claim says that anybody was harmed, or leaves it open.
fn reports_harm(claim: &ClaimView) -> bool {
    range::takes_part(claim).map_or(true, |figure| figure.max.is_none_or(|most| most > 0))
}

/// The property that says who carried out an incident or an attack.
const ACTOR: &str = "incident.conducted-by";

/// Claims, with the fewest and the most outlets behind them.
type OutletsBehind = (Vec<EntryId>, (u32, u32));

/// What the record says of who attacked, worked out once for an incident.
pub(super) struct Facts<'v> {
    view: &'v View,
    origins: &'v Origins,
    /// The claims about the incident, in order of id, with what every method asks of each: looking them up among all claims of a
    /// record, method by method, costs more than everything else together.
    known: Vec<Known<'v>>,
    /// Claims that attribute the incident to somebody, or to a campaign.
    attributions: Vec<EntryId>,
    /// Claims on who carried it out that put nobody forward: denied, doubted or supposed.
    not_put_forward: Vec<EntryId>,
    /// Of those, the ones made by the party that the incident is attributed to, or that a document or admission backs.
    admissions: Vec<EntryId>,
    /// Parties that the incident is attributed to.
    attackers: BTreeSet<EntryId>,
    /// Claims about the incident whose speaker is of one of those parties.
    by_attacker: BTreeSet<EntryId>,
    /// The cells that count people, each with what its own speakers later changed.
    pub(super) counted: Vec<Counts<'v>>,
    /// The days that claims put it on.
    pub(super) days: Vec<Interval>,
    /// Whether any of the claims is a draft.
    any_draft: bool,
    /// What has been counted so far: most methods take the same claims on a line.
    summaries: RefCell<Vec<(Vec<EntryId>, Summary)>>,
    /// Outlets behind claims, likewise.
    outlets: RefCell<Vec<OutletsBehind>>,
    /// The lines so far, each with what it was made of.
    pub(super) made: RefCell<Vec<range::Made<'v>>>,
}

/// One question of how many, with what every method asks of it.
pub(super) struct Counts<'v> {
    pub(super) cell: Cell<'v>,
    /// What it counts.
    pub(super) what: What,
    pub(super) claims: Vec<&'v ClaimView>,
    /// Claims whose speaker later gave another figure, with the later one; words without a figure take no figure's place.
    pub(super) replaced: BTreeMap<EntryId, EntryId>,
    /// Whether some claim that counts gives words instead of a figure, so that the convention of a method matters.
    pub(super) by_words: bool,
    /// The best and the worst grade of the claims.
    pub(super) grades: (GradeLetter, GradeLetter),
    /// The claims sorted so far, each time with what of a method it went by.
    pub(super) sorted: RefCell<Vec<(range::SortsBy, Rc<Sorted<'v>>)>>,
}

impl Counts<'_> {
    /// What the cell is of; `None` where it counts some of the killed.
    pub(super) fn of(&self) -> Option<range::Of> {
        match self.what {
            What::Role(role) => Some((role, self.cell.status, self.cell.group)),
            What::Kind(_) => None,
        }
    }
}

/// What a cell counts: people to whom something happened, or some of the killed.
#[derive(Clone, Copy)]
pub(super) enum What {
    Role(Role),
    Kind(Kind),
}

/// A claim with its voice and grade.
struct Known<'v> {
    claim: &'v ClaimView,
    voice: Option<u32>,
    grade: GradeLetter,
}

impl<'v> Facts<'v> {
    pub(super) fn of(engine: &Engine<'v>, subject: EntryId) -> Self {
        let origins = engine.origins;
        // Claims on its attacks are claims on what happened in it.
        let cells = engine.grouped.cells_of(subject);
        let parts = engine.with_parts(subject);
        let of_parts =
            parts.iter().filter(|part| **part != subject).flat_map(|part| engine.grouped.cells_of(*part));
        let mut known: Vec<Known<'v>> = cells
            .iter()
            .chain(of_parts)
            .flat_map(|cell| engine.grouped.claims(cell).iter().copied())
            .map(|claim| {
                let (voice, grade) = engine.ranks.of(origins, claim);
                Known { claim, voice, grade }
            })
            .collect();
        known.sort_unstable_by_key(|known| known.claim.id);
        let put_forward = |claim: &&ClaimView| {
            matches!(claim.stance, Stance::Asserts | Stance::Reports) && !range::is_supposed(claim)
        };
        let of_property = |property: &'static str| {
            engine.grouped.in_cells(cells, property).filter(put_forward).collect::<Vec<_>>()
        };
        // Who carried out an incident carried out its attacks, unless somebody says otherwise of one.
        let mut conducted = of_property(ACTOR);
        if conducted.is_empty() {
            let wholes = reach(engine.view.part_of(), subject);
            let of_wholes = wholes.iter().flat_map(|whole| engine.view.claims_about(*whole));
            conducted
                .extend(of_wholes.filter(|claim| claim.proposition.property == ACTOR).filter(put_forward));
        }
        let attackers: BTreeSet<EntryId> = conducted
            .iter()
            .filter_map(|claim| match claim.proposition.value {
                Value::Entity(entity) => Some(origin::top(engine.view, entity)),
                _ => None,
            })
            .collect();
        let party =
            |known: &Known<'_>| known.voice.and_then(|voice| origins.list[origins.position_of(voice)].party);
        let is_own = |known: &Known<'_>| party(known).is_some_and(|party| attackers.contains(&party));
        let attributing: Vec<&ClaimView> =
            conducted.into_iter().chain(of_property("incident.campaign")).collect();
        let backed = |claim: &ClaimView| {
            find(&known, claim.id).is_some_and(|known| is_own(known) || known.grade == GradeLetter::A)
        };
        let admissions = finding::ids(attributing.iter().copied().filter(|claim| backed(claim)));
        let by_attacker = if attackers.is_empty() {
            BTreeSet::new()
        } else {
            known.iter().filter(|known| is_own(known)).map(|known| known.claim.id).collect()
        };
        let attributions = finding::ids(attributing.iter().copied());
        let who = [ACTOR, "incident.campaign"];
        let on_who = who.iter().flat_map(|property| engine.grouped.in_cells(cells, property));
        let not_put_forward = finding::ids(on_who.filter(|claim| !put_forward(claim)));
        let days = of_property("incident.happened-on").into_iter().filter_map(|claim| {
            let Value::Date(date) = &claim.proposition.value else { return None };
            Some(date.interval())
        });
        let mut facts = Self {
            view: engine.view,
            origins,
            attributions,
            not_put_forward,
            admissions,
            attackers,
            by_attacker,
            counted: Vec::new(),
            days: days.collect(),
            summaries: RefCell::default(),
            outlets: RefCell::default(),
            made: RefCell::default(),
            any_draft: known.iter().any(|known| known.claim.standing == Standing::Draft),
            known,
        };
        facts.counted = cells.iter().filter_map(|cell| facts.counts_of_cell(engine, cell)).collect();
        // In order of what each is of; those that count some of the killed stay as they are.
        facts.counted.sort_by_key(Counts::of);
        facts
    }

    fn counts_of_cell(&self, engine: &Engine<'v>, cell: &Cell<'v>) -> Option<Counts<'v>> {
        let what = match (Role::of(cell.property), parts::kind_of(cell.property, cell.group)) {
            (Some(role), _) => What::Role(role),
            (None, kind) => What::Kind(kind?),
        };
        let claims = engine.grouped.claims(cell).to_vec();
        let has_ends = |claim: &&ClaimView| {
            range::takes_part(claim).is_ok_and(|figure| figure.min.is_some() || figure.max.is_some())
        };
        let stand: Vec<&ClaimView> = claims.iter().copied().filter(has_ends).collect();
        let replaced = revision::superseded_by(&stand, |claim| self.origin_of(claim));
        let without_ends = |claim: &&ClaimView| {
            range::takes_part(claim).is_ok_and(|figure| figure.min.is_none() && figure.max.is_none())
        };
        let by_words = stand.len() < claims.len() && claims.iter().any(without_ends);
        let grades = claims.iter().map(|claim| self.grade_of(claim));
        let grades = grades.fold((GradeLetter::D, GradeLetter::A), |(best, worst), grade| {
            (best.min(grade), worst.max(grade))
        });
        Some(Counts { cell: *cell, what, by_words, claims, replaced, grades, sorted: RefCell::default() })
    }

    /// A claim about the incident.
    fn claim(&self, id: EntryId) -> Option<&'v ClaimView> {
        find(&self.known, id).map(|known| known.claim)
    }

    /// The grade of a claim's word.
    pub(super) fn grade_of(&self, claim: &ClaimView) -> GradeLetter {
        find(&self.known, claim.id).map_or(GradeLetter::D, |known| known.grade)
    }

    /// The origin of a claim, as its position.
    pub(super) fn origin_of(&self, claim: &ClaimView) -> Option<usize> {
        find(&self.known, claim.id).and_then(|known| known.voice).map(|voice| self.origins.position_of(voice))
    }

    /// The fewest and the most origins behind claims about the incident.
    fn counts(&self, claims: &[EntryId]) -> (u32, u32) {
        let summary = self.summary(claims);
        (summary.origins_min, summary.origins_max)
    }

    /// Articles and origins behind claims about the incident.
    pub(super) fn summary(&self, claims: &[EntryId]) -> Summary {
        if claims.is_empty() {
            return Summary::default();
        }
        let mut known = self.summaries.borrow_mut();
        if let Some((_, summary)) = known.iter().find(|(of, _)| of == claims) {
            return *summary;
        }
        let mut articles: Vec<EntryId> =
            claims.iter().filter_map(|id| self.claim(*id)).map(|claim| claim.source).collect();
        articles.sort_unstable();
        articles.dedup();
        let voice = |id: &EntryId| find(&self.known, *id).and_then(|known| known.voice);
        let (origins_min, origins_max) = self.origins.counts_of(claims.iter().filter_map(voice).collect());
        let articles = u32::try_from(articles.len()).unwrap_or(u32::MAX);
        let summary = Summary { articles, origins_min, origins_max };
        known.push((claims.to_vec(), summary));
        summary
    }

    /// The fewest and the most outlets behind claims about the incident.
    fn outlets(&self, claims: &[EntryId]) -> (u32, u32) {
        let mut known = self.outlets.borrow_mut();
        if let Some((_, outlets)) = known.iter().find(|(of, _)| of == claims) {
            return *outlets;
        }
        let source = |id: &EntryId| self.claim(*id).map(|claim| claim.source);
        let outlets = self.origins.outlets(claims.iter().filter_map(source));
        known.push((claims.to_vec(), outlets));
        outlets
    }

    /// How many reviews these claims about the incident have.
    pub(super) fn reviews(&self, claims: &[EntryId]) -> Option<Reviews> {
        Reviews::of(self.view, claims.iter().filter_map(|id| self.claim(*id)))
    }

    /// Whether any claim about the incident is a draft.
    pub(super) const fn any_draft(&self) -> bool {
        self.any_draft
    }

    /// How many of these claims about the incident are drafts.
    pub(super) fn drafts(&self, claims: &[EntryId]) -> u32 {
        finding::drafts(claims.iter().filter_map(|id| self.claim(*id)))
    }

    /// Whether a claim is the word of a party that the incident is attributed to.
    pub(super) fn is_attacker_claim(&self, claim: &ClaimView) -> bool {
        self.by_attacker.contains(&claim.id)
    }

    pub(super) fn grade(&self, method: &Method, lines: &[Arc<TollLine>]) -> IncidentGrade {
        let own = || lines.iter().filter(|line| line.own).flat_map(|line| line.claims.iter().copied());
        // Who says that nobody was harmed reports no harm, and corroborates none.
        let reported =
            finding::in_order(own().filter(|id| self.claim(*id).is_none_or(reports_harm)).collect());
        let grade = self.grade_by(method, reported, lines);
        // Nothing to grade: who attributes it is on record, but no number that the method takes.
        let takes_any = lines.iter().any(|line| !line.claims.is_empty());
        if grade.label != GradeLabel::Ungraded && !takes_any && grade.because.is_empty() {
            return IncidentGrade::new(GradeLabel::Ungraded, "the method takes no figure for it", Vec::new());
        }
        grade
    }

    fn grade_by(&self, method: &Method, reported: Vec<EntryId>, lines: &[Arc<TollLine>]) -> IncidentGrade {
        match method.grading {
            Grading::None {} => {
                IncidentGrade::new(GradeLabel::Ungraded, "the method grades no incidents", Vec::new())
            }
            Grading::ConfirmedOrPossible { independent } => self.confirmed_or_possible(independent),
            Grading::Provisional { independent } => {
                let labels = (GradeLabel::Corroborated, GradeLabel::Provisional);
                self.enough(labels, "reported by", reported, independent, Counted::Origins)
            }
            Grading::Outlets { independent } => {
                let labels = (GradeLabel::Corroborated, GradeLabel::Provisional);
                self.enough(labels, "reported by", reported, independent, Counted::Outlets)
            }
            Grading::Entered { outlets } => {
                let reported = with_revised(reported, lines);
                let labels = (GradeLabel::Entered, GradeLabel::NotEntered);
                self.enough(labels, "reported by", reported, outlets, Counted::Outlets)
            }
            Grading::Officials { entered_from } => {
                self.officials(with_revised(reported, lines), entered_from)
            }
            Grading::FiveGrades { independent, acted } => self.five_grades(independent, acted, lines),
        }
    }

    /// The first label where enough separate origins or outlets stand behind some claims, else the second. Where only the high end is
    /// enough, the label is the second, and the first stands beside it with who would have to be apart.
    fn enough(
        &self,
        (enough, not_enough): (GradeLabel, GradeLabel),
        what: &str,
        because: Vec<EntryId>,
        needed: u32,
        counted: Counted,
    ) -> IncidentGrade {
        let (least, most) = match counted {
            Counted::Origins => self.counts(&because),
            Counted::Outlets => self.outlets(&because),
        };
        let why = format!("{what} {}", in_words(least, most, counted));
        if least >= needed || most < needed {
            let label = if least >= needed { enough } else { not_enough };
            return IncidentGrade { label, why, because, if_separate: None };
        }
        let apart = self.who(&because, counted);
        let condition = match apart.as_slice() {
            [one] => format!("“{one}” are several"),
            several => format!("{} are apart", quoted(several)),
        };
        IncidentGrade {
            label: not_enough,
            why: format!("{why}: {} only if {condition}", enough.name()),
            because,
            if_separate: Some(IfSeparate { label: enough, apart }),
        }
    }

    /// The origins or outlets behind some claims by their labels, each once.
    fn who(&self, claims: &[EntryId], counted: Counted) -> Vec<String> {
        let label = |id: &EntryId| match counted {
            Counted::Origins => self.origins.origin(*id).map(|origin| origin.label.clone()),
            Counted::Outlets => self.claim(*id).map(|claim| self.origins.outlet_label(claim.source)),
        };
        claims.iter().filter_map(label).collect::<BTreeSet<_>>().into_iter().collect()
    }

    fn confirmed_or_possible(&self, independent: u32) -> IncidentGrade {
        if !self.admissions.is_empty() {
            let why = "attributed by the attacker itself, an admission or a document";
            return IncidentGrade::new(GradeLabel::Confirmed, why, self.admissions.clone());
        }
        if self.attributions.is_empty() {
            let why = if self.not_put_forward.is_empty() {
                "no claim on this record says who carried it out"
            } else {
                "who carried it out is only denied, doubted or supposed"
            };
            return IncidentGrade::new(GradeLabel::Possible, why, self.not_put_forward.clone());
        }
        let labels = (GradeLabel::Confirmed, GradeLabel::Possible);
        self.enough(labels, "attributed by", self.attributions.clone(), independent, Counted::Origins)
    }

    /// Whether enough outlets report it at all, then whether an official of the attacker says that it was theirs. Who else is an official of the
    /// State where it happened no record says yet.
    fn officials(&self, reported: Vec<EntryId>, entered_from: u32) -> IncidentGrade {
        let labels = (GradeLabel::Possible, GradeLabel::NotEntered);
        let mut entered = self.enough(labels, "reported by", reported, entered_from, Counted::Outlets);
        if entered.label == GradeLabel::NotEntered && entered.if_separate.is_none() {
            return entered;
        }
        let confirmed = !self.admissions.is_empty();
        let why = match (confirmed, self.attributions.is_empty(), self.not_put_forward.is_empty()) {
            (true, ..) => "attributed by the attacker itself, an admission or a document",
            (false, false, _) => "attributed by none who is known to speak for the attacker",
            (false, true, true) => "no claim on this record says who carried it out",
            (false, true, false) => "who carried it out is only denied, doubted or supposed",
        };
        let label = if confirmed { GradeLabel::Confirmed } else { GradeLabel::Possible };
        if let Some(apart) = &mut entered.if_separate {
            apart.label = label;
            entered.why =
                format!("{}; {why}", entered.why.replace("possible only", &format!("{} only", label.name())));
            return entered;
        }
        let because = match (confirmed, self.attributions.is_empty()) {
            (true, _) => self.admissions.clone(),
            (false, false) => self.attributions.clone(),
            (false, true) => self.not_put_forward.clone(),
        };
        IncidentGrade::new(label, why, because)
    }

    fn five_grades(&self, independent: u32, acted: bool, lines: &[Arc<TollLine>]) -> IncidentGrade {
        let is_civilian = |line: &&TollLine| {
            line.own && matches!(line.status, Some(Status::Civilian | Status::Child | Status::Woman))
        };
        let harm: Vec<&TollLine> = lines.iter().map(Arc::as_ref).filter(is_civilian).collect();
        let claims = finding::in_order(harm.iter().flat_map(|line| line.claims.iter().copied()).collect());
        let reporting: Vec<EntryId> =
            claims.iter().copied().filter(|id| self.claim(*id).is_none_or(reports_harm)).collect();
        let harmed = harm.iter().any(|line| line.high.as_ref().is_some_and(|high| high.value > 0));
        if !harmed {
            let shown = harm
                .iter()
                .flat_map(|line| &line.excluded)
                .filter(|out| out.reason == Reason::ShownOtherwise);
            let mut because: Vec<EntryId> = shown.map(|out| out.claim).collect();
            because.extend(claims);
            let (label, why) = if because.is_empty() {
                (GradeLabel::Weak, "the method takes no figure for civilians")
            } else {
                (GradeLabel::Discounted, "no civilian harm is left")
            };
            return IncidentGrade::new(label, why, finding::in_order(because));
        }
        // An attacker that nobody has linked may be any of the others.
        let settled = self.attackers.iter().filter(|party| origin::is_settled(self.view, **party)).count();
        let contested = format!("attributed to {} different parties", self.attackers.len());
        if settled > 1 {
            return IncidentGrade::new(GradeLabel::Contested, &contested, self.attributions.clone());
        }
        let mut grade = self.by_acceptance(independent, reporting);
        // Two reports are not enough where nobody is said to have acted there.
        if acted && self.attributions.is_empty() && grade.label != GradeLabel::Confirmed {
            if grade.label == GradeLabel::Fair || grade.if_separate.is_some() {
                let reported = grade.why.split(": ").next().unwrap_or_default();
                grade.why =
                    format!("{reported}; not fair, because no claim on this record says who carried it out");
            }
            grade.label = GradeLabel::Weak;
            grade.if_separate = None;
        }
        if self.attackers.len() > 1 {
            let apart: Vec<String> = self.attackers.iter().map(|party| self.view.name(*party)).collect();
            grade.why = format!("{}; contested only if {} are apart", grade.why, quoted(&apart));
            grade.because.extend(&self.attributions);
            grade.because = finding::in_order(grade.because);
            grade.if_separate = Some(IfSeparate { label: GradeLabel::Contested, apart });
        }
        grade
    }

    fn by_acceptance(&self, independent: u32, claims: Vec<EntryId>) -> IncidentGrade {
        let accepts = |claim: &ClaimView| {
            self.is_attacker_claim(claim)
                && is_civilian_claim(claim)
                && range::takes_part(claim).is_ok_and(|figure| figure.min.or(figure.max) > Some(0))
        };
        let accepted: Vec<EntryId> =
            claims.iter().copied().filter(|id| self.claim(*id).is_some_and(accepts)).collect();
        if !accepted.is_empty() {
            let why = "the attacker itself accepts that civilians were harmed";
            return IncidentGrade::new(GradeLabel::Confirmed, why, accepted);
        }
        let labels = (GradeLabel::Fair, GradeLabel::Weak);
        self.enough(labels, "reported by", claims, independent, Counted::Origins)
    }
}

/// With claims that their own origin later changed: they report the event all the same.
fn with_revised(reported: Vec<EntryId>, lines: &[Arc<TollLine>]) -> Vec<EntryId> {
    let revised = lines.iter().filter(|line| line.own).flat_map(|line| &line.superseded).map(|old| old.claim);
    finding::in_order(reported.into_iter().chain(revised).collect())
}

/// What a grade counts.
#[derive(Clone, Copy)]
enum Counted {
    Origins,
    Outlets,
}

fn is_civilian_claim(claim: &ClaimView) -> bool {
    matches!(claim.proposition.status, Some(Status::Civilian | Status::Child | Status::Woman))
}

fn find<'k, 'v>(known: &'k [Known<'v>], id: EntryId) -> Option<&'k Known<'v>> {
    known.binary_search_by_key(&id, |known| known.claim.id).ok().map(|at| &known[at])
}

fn in_words(least: u32, most: u32, counted: Counted) -> String {
    let what = match counted {
        Counted::Origins => "origin",
        Counted::Outlets => "outlet",
    };
    match (least, most) {
        (1, 1) => format!("1 {what}"),
        (least, most) if least == most => format!("{least} {what}s"),
        (least, most) => format!("{least} to {most} {what}s"),
    }
}

/// Names in quotes: `“a”, “b” and “c”`.
fn quoted(names: &[String]) -> String {
    let names: Vec<String> = names.iter().map(|name| format!("“{name}”")).collect();
    match names.as_slice() {
        [] => String::new(),
        [one] => one.clone(),
        [first @ .., last] => format!("{} and {last}", first.join(", ")),
    }
}
