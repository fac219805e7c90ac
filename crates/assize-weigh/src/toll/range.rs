//! From claims to ranges: which figures a method takes, and the claims that set the ends.

use crate::{
    finding, revision,
    toll::{
        BestRule, Convention, End, Engine, Excluded, Reason, Role, Superseded, TollLine,
        grading::{Counts, Facts, What},
        method::{Figures, Method, PartsRule, RangeRule, RevisionRule},
        parts::Kind,
    },
};
use assize_ledger::view::ClaimView;
use assize_record::{EntryId, HedgeKind, Quantity, Stance, Status, Unit, Value, body::GradeLetter};
use std::{
    collections::{BTreeMap, BTreeSet},
    rc::Rc,
    sync::Arc,
};

/// What a line is of: role, status, group.
pub(super) type Of = (Role, Option<Status>, Option<EntryId>);

/// A figure that a claim gives.
#[derive(Clone, Copy)]
pub(super) struct Figure<'v> {
    pub(super) claim: &'v ClaimView,
    pub(super) low: (u64, bool),
    pub(super) high: (u64, bool),
    /// Whether words stand for it by convention.
    by_convention: bool,
}

/// What lines are made of, in order of role, status and group.
pub(super) struct ByOf<T>(Vec<(Of, T)>);

impl<T> Default for ByOf<T> {
    fn default() -> Self {
        Self(Vec::new())
    }
}

/// What of a method decides how claims are sorted, as far as it makes a difference to them.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) struct SortsBy {
    least: Option<GradeLetter>,
    low_of_any_grade: bool,
    kept: bool,
    best_only: bool,
}

/// What of a method decides what becomes of sorted claims.
#[derive(Clone, Copy, PartialEq, Eq)]
struct LinesBy {
    own: bool,
    one_figure: bool,
    best: bool,
    conceded: bool,
}

/// A line with what it was made of.
pub(super) struct Made<'v> {
    of: Rc<Sorted<'v>>,
    by: LinesBy,
    line: Arc<TollLine>,
}

/// The claims of a line, sorted into those that count and those that do not.
#[derive(Clone, Default)]
pub(super) struct Sorted<'v> {
    pub(super) figures: Vec<Figure<'v>>,
    /// Figures whose grade is too low, which may set the low end.
    weaker: Vec<Figure<'v>>,
    excluded: Vec<Excluded>,
    superseded: Vec<Superseded>,
    pub(super) conventions: Vec<Convention>,
}

impl<'v> Engine<'v> {
    /// The lines of an incident under a method, in order of role, status and group; with those of its attacks, each under its own id.
    pub(super) fn lines(
        &self,
        facts: &Facts<'v>,
        attacks: &[(EntryId, Vec<Arc<TollLine>>)],
        method: &Method,
    ) -> Vec<Arc<TollLine>> {
        let mut sorted: ByOf<Rc<Sorted<'v>>> = ByOf::default();
        let mut kinds: Vec<(Kind, Rc<Sorted<'v>>)> = Vec::new();
        let takes_parts = method.figures.parts != PartsRule::None;
        for counts in &facts.counted {
            match (counts.what, counts.of()) {
                // Of whom the recorder does not count at all nothing is asked.
                (What::Role(role), Some(of))
                    if method.counts.is_none() || method.figures.roles.contains(&role) =>
                {
                    sorted.0.push((of, sorted_by(counts, facts, &method.figures)));
                }
                (What::Kind(kind), _) if takes_parts => {
                    kinds.push((kind, sorted_by(counts, facts, &method.figures)));
                }
                _ => {}
            }
        }
        if method.figures.civilian_unless_shown {
            for role in Role::ALL {
                presume_civilian(role, facts, &mut sorted);
            }
        }
        let counts = |(role, status, group): &Of| method.counts(*role, *status, *group);
        let counted = sorted.0.iter().filter(|(of, _)| counts(of));
        let lines = counted.map(|(of, sorted)| (*of, line_of(*of, sorted, facts, &method.figures)));
        let mut lines = ByOf(lines.collect());
        self.bound_by_parts(&sorted, &kinds, attacks, &mut lines, facts, &method.figures);
        if method.figures.best == BestRule::SumOfSides {
            sum_sides(&sorted, &mut lines, facts, &method.figures);
        }
        // Whom the recorder does not count it has no figure of, and neither has its rule.
        let mut lines: Vec<Arc<TollLine>> =
            lines.0.into_iter().filter(|(of, _)| counts(of)).map(|(_, line)| line).collect();
        lines.shrink_to_fit();
        lines
    }
}

impl<T> ByOf<T> {
    fn place(&self, of: Of) -> Result<usize, usize> {
        // They are few.
        let at = self.0.iter().position(|(known, _)| *known >= of).unwrap_or(self.0.len());
        if self.0.get(at).is_some_and(|(known, _)| *known == of) { Ok(at) } else { Err(at) }
    }

    pub(super) fn get(&self, of: Of) -> Option<&T> {
        self.place(of).ok().map(|at| &self.0[at].1)
    }

    pub(super) fn entry(&mut self, of: Of, new: impl FnOnce() -> T) -> &mut T {
        let at = self.place(of).unwrap_or_else(|at| {
            self.0.insert(at, (of, new()));
            at
        });
        &mut self.0[at].1
    }

    pub(super) fn iter(&self) -> impl Iterator<Item = &(Of, T)> {
        self.0.iter()
    }

    pub(super) fn values(&self) -> impl Iterator<Item = &T> {
        self.0.iter().map(|(_, of)| of)
    }
}

/// The claims of a cell as a method sorts them, with one list for all methods that sort them alike.
fn sorted_by<'v>(counts: &Counts<'v>, facts: &Facts<'v>, figures: &Figures) -> Rc<Sorted<'v>> {
    if counts.by_words {
        return Rc::new(sort(counts, facts, figures));
    }
    let (best, worst) = counts.grades;
    let least = Some(figures.least_grade).filter(|least| worst > *least);
    let by = SortsBy {
        low_of_any_grade: least.is_some() && figures.low_of_any_grade,
        least,
        kept: !counts.replaced.is_empty() && figures.revision == RevisionRule::Kept,
        best_only: best != worst && figures.range == RangeRule::LowestOfBest,
    };
    let mut known = counts.sorted.borrow_mut();
    if let Some((_, sorted)) = known.iter().find(|(known, _)| *known == by) {
        return Rc::clone(sorted);
    }
    let sorted = Rc::new(sort(counts, facts, figures));
    known.push((by, Rc::clone(&sorted)));
    sorted
}

/// The line of sorted claims, one for all methods that make the same of the same.
fn line_of<'v>(of: Of, sorted: &Rc<Sorted<'v>>, facts: &Facts<'v>, figures: &Figures) -> Arc<TollLine> {
    let by = LinesBy {
        own: figures.roles.contains(&of.0),
        one_figure: figures.range.is_one_figure(),
        best: figures.best == BestRule::Lowest,
        conceded: figures.conceded_apart
            && sorted.figures.iter().any(|figure| facts.is_attacker_claim(figure.claim)),
    };
    let mut made = facts.made.borrow_mut();
    let known = made.iter().find(|made| made.by == by && Rc::ptr_eq(&made.of, sorted));
    if let Some(made) = known {
        return Arc::clone(&made.line);
    }
    let line = Arc::new(line(of, sorted, facts, by));
    made.push(Made { of: Rc::clone(sorted), by, line: Arc::clone(&line) });
    line
}

fn sort<'v>(counts: &Counts<'v>, facts: &Facts<'v>, figures: &Figures) -> Sorted<'v> {
    let anew: BTreeMap<EntryId, EntryId>;
    let by_words = counts.by_words && !(figures.words.is_empty() && figures.word_ranges.is_empty());
    let replaced = match figures.revision {
        RevisionRule::Kept => {
            anew = BTreeMap::new();
            &anew
        }
        RevisionRule::Moves if !by_words => &counts.replaced,
        RevisionRule::Moves => {
            // Words without a figure take no figure's place: the range would go with it.
            let has_figure = |claim: &&ClaimView| {
                takes_part(claim).is_ok_and(|quantity| {
                    quantity.min.is_some()
                        || quantity.max.is_some()
                        || by_convention(quantity, figures).is_some()
                })
            };
            let stand: Vec<&ClaimView> = counts.claims.iter().copied().filter(has_figure).collect();
            anew = revision::superseded_by(&stand, |claim| facts.origin_of(claim));
            &anew
        }
    };
    let mut sorted = Sorted::default();
    for claim in counts.claims.iter().copied() {
        if let Some(by) = replaced.get(&claim.id) {
            sorted.superseded.push(Superseded { claim: claim.id, by: *by });
            continue;
        }
        match figure(claim, facts, figures) {
            Ok((figure, words)) => {
                sorted.figures.push(figure);
                sorted
                    .conventions
                    .extend(words.map(|words| Convention { claim: claim.id, words: words.into() }));
            }
            Err((reason, weaker)) => {
                sorted.excluded.push(Excluded { claim: claim.id, reason });
                sorted.weaker.extend(weaker.filter(|_| figures.low_of_any_grade));
            }
        }
    }
    if figures.range == RangeRule::LowestOfBest {
        sorted.keep_best(facts);
    }
    sorted
}

impl Sorted<'_> {
    /// Leaves out figures of which there is a more reliable one.
    fn keep_best(&mut self, facts: &Facts<'_>) {
        let Some(best) = self.figures.iter().map(|figure| facts.grade_of(figure.claim)).min() else { return };
        let (kept, weaker): (Vec<_>, Vec<_>) =
            self.figures.drain(..).partition(|figure| facts.grade_of(figure.claim) == best);
        self.figures = kept;
        let left_out =
            |figure: &Figure<'_>| Excluded { claim: figure.claim.id, reason: Reason::LessReliable };
        self.excluded.extend(weaker.iter().map(left_out));
        self.conventions.retain(|of| !weaker.iter().any(|figure| figure.claim.id == of.claim));
    }
}

/// A figure, and the convention that makes it one; or why there is none, with the figure where only its grade speaks against it.
type Taken<'v> = Result<(Figure<'v>, Option<String>), (Reason, Option<Figure<'v>>)>;

fn figure<'v>(claim: &'v ClaimView, facts: &Facts<'v>, figures: &Figures) -> Taken<'v> {
    let quantity = takes_part(claim).map_err(|reason| (reason, None))?;
    let (ends, convention) = match (quantity.min, quantity.max) {
        (None, None) => {
            let (words, low, high) = by_convention(quantity, figures).ok_or((Reason::NoFigure, None))?;
            let figure = if low == high { low.to_string() } else { format!("{low} to {high}") };
            (((low, false), (high, false)), Some(format!("{words} = {figure}")))
        }
        (Some(min), Some(max)) => (((min, false), (max, false)), None),
        (Some(min), None) => (((min, false), (min, true)), None),
        (None, Some(max)) => (((max, true), (max, false)), None),
    };
    let figure = Figure { claim, low: ends.0, high: ends.1, by_convention: convention.is_some() };
    let grade = facts.grade_of(claim);
    if grade > figures.least_grade {
        return Err((Reason::BelowGrade(grade), Some(figure)));
    }
    Ok((figure, convention))
}

fn line(of: Of, sorted: &Sorted<'_>, facts: &Facts<'_>, by: LinesBy) -> TollLine {
    let (role, status, group) = of;
    let weaker = if sorted.figures.is_empty() { [].as_slice() } else { &sorted.weaker };
    let for_low: Vec<Figure<'_>> = sorted.figures.iter().chain(weaker).copied().collect();
    let mut low = low_end(&for_low);
    let mut high = if by.one_figure { one_figure(&sorted.figures) } else { high_end(&sorted.figures) };
    for end in low.iter_mut().chain(&mut high) {
        end.by_convention = end.claims.iter().all(|id| sorted.conventions.iter().any(|of| of.claim == *id));
    }
    let sets_low =
        |figure: &&Figure<'_>| low.as_ref().is_some_and(|low| low.claims.contains(&figure.claim.id));
    let own = || -> Vec<Figure<'_>> {
        sorted.figures.iter().copied().filter(|figure| facts.is_attacker_claim(figure.claim)).collect()
    };
    let taken = sorted.figures.iter().chain(weaker.iter().filter(sets_low));
    let claims = finding::ids(taken.map(|figure| figure.claim));
    let left_out = sorted.excluded.iter().filter(|out| claims.binary_search(&out.claim).is_err());
    let left_out = in_order(left_out.cloned().collect());
    let is_one = low.as_ref().map(|low| low.value) == high.as_ref().map(|high| high.value);
    TollLine {
        role,
        status,
        group,
        own: by.own,
        best: low.clone().filter(|_| by.best && is_one),
        low,
        high,
        conceded: if by.conceded { low_end(&own()).zip(high_end(&own())) } else { None },
        behind: facts.summary(&claims),
        reviews: facts.reviews(&claims),
        differing: Vec::new(),
        claims,
        excluded: left_out,
        superseded: in_order(sorted.superseded.clone()),
        conventions: in_order(sorted.conventions.clone()),
        by_parts: Vec::new(),
        said_with: said_with(sorted.figures.iter().map(|figure| figure.claim)),
    }
}

/// The words by which speakers leave open what they count: `suspected`, `alleged`. They stay beside the figure.
fn said_with<'v>(claims: impl Iterator<Item = &'v ClaimView>) -> Vec<String> {
    let hedges = claims.flat_map(|claim| &claim.hedges).filter(|hedge| {
        matches!(hedge.kind, HedgeKind::Allegation | HedgeKind::Appearance | HedgeKind::Possibility)
    });
    let words: BTreeSet<&str> = hedges.map(|hedge| hedge.exact.as_str()).collect();
    words.into_iter().map(str::to_owned).collect()
}

/// Puts the sum of the coded sides on the line for everybody. It is left out where a side is not settled, or where the sum lies
/// outside what the totals allow, because then not all of the dead are coded.
fn sum_sides<'v>(
    sorted: &ByOf<Rc<Sorted<'v>>>,
    lines: &mut ByOf<Arc<TollLine>>,
    facts: &Facts<'v>,
    figures: &Figures,
) {
    let sides = [Some(Status::Civilian), Some(Status::Combatant), Some(Status::Unknown)];
    for role in Role::ALL {
        let coded: Vec<&Rc<Sorted<'v>>> = sides
            .iter()
            .filter_map(|status| sorted.get((role, *status, None)))
            .filter(|sorted| !sorted.figures.is_empty())
            .collect();
        let whole: Vec<&Rc<Sorted<'v>>> = sorted.get((role, None, None)).into_iter().collect();
        let parts = if coded.is_empty() { whole } else { coded };
        let settled: Option<Vec<End>> = parts.iter().map(|part| settled(part, facts)).collect();
        let Some(best) = settled.and_then(|ends| sum(&ends)) else { continue };
        let line = lines
            .entry((role, None, None), || Arc::new(TollLine::empty(role, figures.roles.contains(&role))));
        let outside = line.low.as_ref().is_some_and(|low| best.value < low.value && !low.open)
            || line.high.as_ref().is_some_and(|high| best.value > high.value && !high.open);
        if !outside {
            Arc::make_mut(line).best = Some(best);
        }
    }
}

/// The one exact figure on which the best-graded claims of a side agree.
fn settled<'v>(side: &Sorted<'v>, facts: &Facts<'v>) -> Option<End> {
    let best = side.figures.iter().map(|figure| facts.grade_of(figure.claim)).min()?;
    let figures: Vec<&Figure<'v>> =
        side.figures.iter().filter(|figure| facts.grade_of(figure.claim) == best).collect();
    let value = figures.first()?.low.0;
    let exact = |figure: &&&Figure<'v>| figure.low == (value, false) && figure.high == (value, false);
    figures.iter().all(|figure| exact(&figure)).then(|| End {
        value,
        open: false,
        by_convention: figures.iter().all(|figure| figure.by_convention),
        claims: finding::ids(figures.iter().map(|figure| figure.claim)),
    })
}

impl TollLine {
    pub(super) fn empty(role: Role, own: bool) -> Self {
        Self {
            role,
            status: None,
            group: None,
            own,
            low: None,
            high: None,
            best: None,
            conceded: None,
            claims: Vec::new(),
            behind: crate::origin::Summary::default(),
            differing: Vec::new(),
            reviews: None,
            excluded: Vec::new(),
            superseded: Vec::new(),
            conventions: Vec::new(),
            by_parts: Vec::new(),
            said_with: Vec::new(),
        }
    }
}

/// Whether a claim puts a number of people forward at all, whatever the method.
pub(crate) fn takes_part(claim: &ClaimView) -> Result<&Quantity, Reason> {
    match claim.stance {
        Stance::Denies => return Err(Reason::Denied),
        Stance::Doubts => return Err(Reason::Doubted),
        Stance::Asserts | Stance::Reports => {}
    }
    if is_supposed(claim) {
        return Err(Reason::Supposed);
    }
    match &claim.proposition.value {
        Value::Quantity(quantity) if quantity.unit != Unit::People => Err(Reason::NotPeople),
        Value::Quantity(quantity) if !quantity.is_coherent() => Err(Reason::Impossible),
        Value::Quantity(quantity) => Ok(quantity),
        _ => Err(Reason::NotPeople),
    }
}

/// Whether a claim is only supposed, so that the speaker does not put it forward as so.
pub(crate) fn is_supposed(claim: &ClaimView) -> bool {
    claim.hedges.iter().any(|hedge| {
        matches!(hedge.kind, HedgeKind::Condition | HedgeKind::Counterfactual | HedgeKind::Unknown)
    })
}

/// Moves people without a status onto the civilian line of one role, and sets the attacker's own word about fighters aside.
fn presume_civilian<'v>(role: Role, facts: &Facts<'v>, sorted: &mut ByOf<Rc<Sorted<'v>>>) {
    let mut by_attacker = Vec::new();
    let mut replaced = Vec::new();
    let mut shown = false;
    let combatants = (role, Some(Status::Combatant), None);
    if sorted.get(combatants).is_some() {
        let fighters = Rc::make_mut(sorted.entry(combatants, Rc::default));
        let (attacker, others): (Vec<_>, Vec<_>) =
            fighters.figures.drain(..).partition(|figure| facts.is_attacker_claim(figure.claim));
        shown = others.iter().any(|figure| figure.high.0 > 0);
        fighters.figures = others;
        let reason = Reason::AttackerAlone;
        fighters.excluded.extend(attacker.iter().map(|figure| Excluded { claim: figure.claim.id, reason }));
        replaced.extend(fighters.superseded.iter().cloned());
        by_attacker = attacker;
    }
    let mut without: Vec<Figure<'v>> = Vec::new();
    for line in [None, Some(Status::Unknown)].iter().filter_map(|status| sorted.get((role, *status, None))) {
        without.extend(line.figures.iter().copied());
        replaced.extend(line.superseded.iter().cloned());
    }
    if without.is_empty() && by_attacker.is_empty() {
        return;
    }
    let civilians = Rc::make_mut(sorted.entry((role, Some(Status::Civilian), None), Rc::default));
    // The attacker's count stands even where its word for the people does not; but a part is no total, so it is used only where
    // nobody of the attacker's gives a number without a status.
    if without.iter().any(|figure| facts.is_attacker_claim(figure.claim)) {
        let reason = Reason::AttackerAlone;
        civilians
            .excluded
            .extend(by_attacker.iter().map(|figure| Excluded { claim: figure.claim.id, reason }));
    } else {
        without.extend(by_attacker);
    }
    civilians.superseded.extend(replaced);
    for figure in without {
        let claim = figure.claim.id;
        if shown {
            civilians.excluded.push(Excluded { claim, reason: Reason::ShownOtherwise });
        } else {
            civilians.figures.push(figure);
            let words = match figure.claim.proposition.status {
                Some(Status::Combatant) => "the attacker's word for fighters not taken = civilian",
                _ => "no status shown = civilian",
            };
            civilians.conventions.push(Convention { claim, words: words.into() });
        }
    }
}

/// The word of a quantity that stands for a figure by convention, or for one of two; the smallest where there are several.
fn by_convention<'m>(quantity: &Quantity, figures: &'m Figures) -> Option<(&'m str, u64, u64)> {
    let stated: BTreeSet<String> =
        quantity.approx.as_deref()?.split(|c: char| !c.is_alphanumeric()).map(str::to_lowercase).collect();
    let one = figures.words.iter().map(|(word, value)| (word.as_str(), *value, *value));
    let of_two = figures.word_ranges.iter().map(|(word, (low, high))| (word.as_str(), *low, *high));
    let known = one.chain(of_two).filter(|(word, ..)| stated.contains(*word));
    known.min_by_key(|(_, low, high)| (*low, *high))
}

fn low_end(figures: &[Figure<'_>]) -> Option<End> {
    let value = figures.iter().map(|figure| figure.low.0).min()?;
    Some(end(value, figures.iter().map(|figure| (figure.claim, figure.low))))
}

/// The high end of a method of one figure: the lowest, "or more" where all that set it say so; of words that stand for one of two figures, the
/// greater.
fn one_figure(figures: &[Figure<'_>]) -> Option<End> {
    let low = low_end(figures)?;
    let setting = || figures.iter().filter(|figure| figure.low.0 == low.value);
    let open = setting().all(|figure| figure.high == (low.value, true));
    let by_words = setting().filter(|figure| figure.by_convention).map(|figure| figure.high.0).max();
    let all_by_words = setting().all(|figure| figure.by_convention);
    let value = by_words.filter(|_| all_by_words).unwrap_or(low.value);
    Some(End { value, open, ..low })
}

fn high_end(figures: &[Figure<'_>]) -> Option<End> {
    let value = figures.iter().map(|figure| figure.high.0).max()?;
    Some(end(value, figures.iter().map(|figure| (figure.claim, figure.high))))
}

fn end<'v>(value: u64, figures: impl Iterator<Item = (&'v ClaimView, (u64, bool))> + Clone) -> End {
    let setting = figures.filter(|(_, (figure, _))| *figure == value);
    let mut claims = Vec::with_capacity(setting.clone().count());
    let mut open = false;
    for (claim, (_, is_bound)) in setting {
        open |= is_bound;
        claims.push(claim.id);
    }
    End { value, open, by_convention: false, claims: finding::in_order(claims) }
}

/// The sum of ends, with all their claims; `None` for no ends.
pub(super) fn sum<'e>(ends: impl IntoIterator<Item = &'e End>) -> Option<End> {
    let mut total: Option<End> = None;
    for end in ends {
        let so_far =
            total.get_or_insert(End { value: 0, open: false, by_convention: false, claims: Vec::new() });
        so_far.value = so_far.value.saturating_add(end.value);
        so_far.open |= end.open;
        so_far.by_convention |= end.by_convention;
        so_far.claims.extend_from_slice(&end.claims);
    }
    total.map(|end| End { claims: finding::in_order(end.claims), ..end })
}

fn in_order<T: Ord>(mut items: Vec<T>) -> Vec<T> {
    items.sort_unstable();
    items
}
