//! The evaluator against a slow, obvious one: tables, small trees, random trees and worlds, information order.

use assize_weigh::standard::{
    Lanes, Outcome, Standard, Standards, Version,
    expression::{ElementRef, Expression},
    program::{Plan, Program},
};
use proptest::prelude::*;
use std::fmt::Write as _;

pub(crate) const ALL: [Outcome; 5] =
    [Outcome::Met, Outcome::NotMet, Outcome::Contested, Outcome::Unknown, Outcome::NotEngaged];
/// Those that evidence gives.
const FOUR: [Outcome; 4] = [Outcome::Met, Outcome::NotMet, Outcome::Contested, Outcome::Unknown];

/// The definition, written as it is said: two bits, and two witnesses, one truth value at a time.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) struct Slow {
    supported: bool,
    opposed: bool,
    some_element_not_met_uncontested: bool,
    enough_met_uncontested: bool,
    engaged: bool,
}

fn leaf(outcome: Outcome) -> Slow {
    let (supported, opposed) = match outcome {
        Outcome::Met => (true, false),
        Outcome::NotMet => (false, true),
        Outcome::Contested => (true, true),
        Outcome::Unknown | Outcome::NotEngaged => (false, false),
    };
    Slow {
        engaged: outcome != Outcome::NotEngaged,
        supported,
        opposed,
        some_element_not_met_uncontested: outcome == Outcome::NotMet,
        enough_met_uncontested: outcome == Outcome::Met,
    }
}

pub(crate) fn slow(expression: &Expression, world: &[Outcome]) -> Slow {
    slow_over(expression, &|element| leaf(world[element]))
}

fn slow_over(expression: &Expression, element: &dyn Fn(usize) -> Slow) -> Slow {
    // What is not engaged asks nothing: it is left out of what is joined.
    let engaged = |parts: &[Expression]| -> Vec<Slow> {
        parts.iter().map(|part| slow_over(part, element)).filter(|part| part.engaged).collect()
    };
    match expression {
        Expression::Element(name) => element(name.name[1..].parse::<usize>().expect("e0, e1, …")),
        Expression::Not(inner) => {
            let inner = slow_over(inner, element);
            Slow {
                supported: inner.opposed,
                opposed: inner.supported,
                some_element_not_met_uncontested: inner.enough_met_uncontested,
                enough_met_uncontested: inner.some_element_not_met_uncontested,
                engaged: inner.engaged,
            }
        }
        Expression::And(parts) | Expression::Or(parts) if engaged(parts).is_empty() => {
            leaf(Outcome::NotEngaged)
        }
        Expression::And(parts) => {
            let parts = engaged(parts);
            Slow {
                supported: parts.iter().all(|part| part.supported),
                opposed: parts.iter().any(|part| part.opposed),
                some_element_not_met_uncontested: parts
                    .iter()
                    .any(|part| part.some_element_not_met_uncontested),
                enough_met_uncontested: parts.iter().all(|part| part.enough_met_uncontested),
                engaged: true,
            }
        }
        Expression::Or(parts) => {
            let parts = engaged(parts);
            Slow {
                supported: parts.iter().any(|part| part.supported),
                opposed: parts.iter().all(|part| part.opposed),
                some_element_not_met_uncontested: parts
                    .iter()
                    .all(|part| part.some_element_not_met_uncontested),
                enough_met_uncontested: parts.iter().any(|part| part.enough_met_uncontested),
                engaged: true,
            }
        }
    }
}

/// What an element depends on: that it is asked at all (`engaged`), or a presumption (`for`, `against`).
#[derive(Debug, Clone)]
pub(crate) struct Gate {
    pub(crate) element: usize,
    pub(crate) kind: &'static str,
    pub(crate) on: Expression,
}

pub(crate) fn slow_gated(tree: &Expression, gates: &[Gate], world: &[Outcome]) -> Slow {
    fn element(at: usize, gates: &[Gate], world: &[Outcome]) -> Slow {
        let own = leaf(world[at]);
        let Some(gate) = gates.iter().find(|gate| gate.element == at) else { return own };
        let on = printed(slow_over(&gate.on, &|other| element(other, gates, world)));
        match (gate.kind, on) {
            ("engaged", Outcome::NotMet | Outcome::NotEngaged) => leaf(Outcome::NotEngaged),
            ("for", Outcome::Met) if world[at] == Outcome::Unknown => leaf(Outcome::Met),
            ("against", Outcome::Met) if world[at] == Outcome::Unknown => leaf(Outcome::NotMet),
            _ => own,
        }
    }
    slow_over(tree, &|at| element(at, gates, world))
}

/// A version of a standard with this test and these gates, read from a file as any other is.
pub(crate) fn version(tree: &Expression, gates: &[Gate], elements: usize) -> Version {
    let all = (0..elements).map(|n| format!("e{n}")).collect::<Vec<_>>().join(" or ");
    let mut toml = format!(
        "id = \"v\"\ntitle = \"v\"\nkind = \"limit\"\nagainst = \"incident\"\nbinds = \"all\"\n\
         [[version]]\nname = \"v\"\nin_force = [\"2000\", \"..\"]\npublic_from = \"2000\"\nbasis = \"full\"\n\
         checked = \"second-hand\"\ncite = \"v\"\napplies_where = \"{all}\"\ntest = \"{}\"\n",
        text(tree)
    );
    for n in 0..elements {
        let _ = writeln!(toml, "[version.element.e{n}]\nask = \"a\"\ncite = \"c\"");
        if let Some(gate) = gates.iter().find(|gate| gate.element == n) {
            let on = text(&gate.on);
            let _ = match gate.kind {
                "engaged" => writeln!(toml, "engaged_when = \"{on}\""),
                side => writeln!(toml, "presumes = {{ side = \"{side}\", where = \"{on}\", words = \"w\" }}"),
            };
        }
    }
    let standard = Standard::parse("v.toml", &toml).expect(&toml);
    standard.versions.into_iter().next().expect("one")
}

fn text(expression: &Expression) -> String {
    let join = |parts: &[Expression], word: &str| {
        format!("({})", parts.iter().map(text).collect::<Vec<_>>().join(word))
    };
    match expression {
        Expression::Element(name) => name.to_string(),
        Expression::Not(inner) => format!("not {}", text(inner)),
        Expression::And(parts) => join(parts, " and "),
        Expression::Or(parts) => join(parts, " or "),
    }
}

pub(crate) fn fast_gated(version: &Version, world: &[Outcome]) -> Outcome {
    let names = version.facets();
    let position = |name: &ElementRef| {
        u16::try_from(names.iter().position(|known| known == name).expect("named")).expect("few")
    };
    let plan = Plan::of(version, &position);
    let of = |name: &ElementRef| Lanes::from(world[name.name[1..].parse::<usize>().expect("e0, e1, …")]);
    let (mut lanes, mut stack): (Vec<Lanes>, _) = (names.iter().map(of).collect(), Vec::new());
    plan.settle(&mut lanes, &mut stack, |_, _| {});
    plan.test(&lanes, &mut stack).outcome(5)
}

pub(crate) fn printed(slow: Slow) -> Outcome {
    if !slow.engaged {
        return Outcome::NotEngaged;
    }
    match (slow.supported, slow.opposed) {
        (true, false) if slow.enough_met_uncontested => Outcome::Met,
        (false, true) if slow.some_element_not_met_uncontested => Outcome::NotMet,
        (false, false) => Outcome::Unknown,
        _ => Outcome::Contested,
    }
}

fn fast(expression: &Expression, world: &[Outcome]) -> Outcome {
    let lanes: Vec<Lanes> = world.iter().map(|outcome| Lanes::from(*outcome)).collect();
    let position = |name: &ElementRef| name.name[1..].parse::<u16>().expect("e0, e1, …");
    let compiled = Program::compile(expression, &position).run(&lanes, &mut Vec::new());
    let walked = expression.evaluate(&|name| lanes[usize::from(position(name))]);
    assert_eq!(compiled, walked, "compiled and walked agree");
    compiled.outcome(3)
}

fn element(n: usize) -> Expression {
    Expression::Element(ElementRef { name: format!("e{n}"), facet: None })
}

#[test]
fn tables_are_those_of_belnap_with_a_witness_for_a_covered_side() {
    use Outcome::{Contested as C, Met as M, NotEngaged as E, NotMet as N, Unknown as U};
    // Rows and columns: met, not met, contested, unknown, not engaged. Without the witness, contested with unknown would print as the side that is
    // covered: not met for `and`, met for `or`.
    let and = [[M, N, C, U, M], [N, N, N, N, N], [C, N, C, C, C], [U, N, C, U, U], [M, N, C, U, E]];
    let or = [[M, M, M, M, M], [M, N, C, U, N], [M, C, C, C, C], [M, U, C, U, U], [M, N, C, U, E]];
    for (i, a) in ALL.into_iter().enumerate() {
        let not = Lanes::from(a).negated().outcome(0);
        assert_eq!(not, [N, M, C, U, E][i], "not {a}");
        for (j, b) in ALL.into_iter().enumerate() {
            assert_eq!(Lanes::from(a).and(b.into()).outcome(0), and[i][j], "{a} and {b}");
            assert_eq!(Lanes::from(a).or(b.into()).outcome(7), or[i][j], "{a} or {b}");
        }
    }
    let covered = Lanes::CONTESTED.and(Lanes::UNKNOWN);
    assert_eq!((covered.supported, covered.opposed, covered.not_met), (0, 255, 0), "01 without a witness");
    // The witness is not lost further up, and appears when an uncontested failure does.
    assert_eq!(covered.and(Lanes::MET).outcome(0), C);
    assert_eq!(covered.and(Lanes::NOT_MET).outcome(0), N);
    assert_eq!(covered.negated().outcome(0), C);
}

#[test]
fn every_lane_is_on_its_own() {
    for supported in 0..=255 {
        for opposed in [0, 1, 0x55, 0xAA, 0xF0, 0xFF] {
            let lanes = Lanes::element(supported, opposed);
            for lane in 0..8 {
                let (s, o) = (supported >> lane & 1 == 1, opposed >> lane & 1 == 1);
                let expected = match (s, o) {
                    (true, false) => Outcome::Met,
                    (false, true) => Outcome::NotMet,
                    (true, true) => Outcome::Contested,
                    (false, false) => Outcome::Unknown,
                };
                assert_eq!(lanes.outcome(lane), expected);
            }
        }
    }
}

fn worlds(elements: usize) -> impl Iterator<Item = Vec<Outcome>> {
    worlds_of(&ALL, elements)
}

fn worlds_of(outcomes: &'static [Outcome], elements: usize) -> impl Iterator<Item = Vec<Outcome>> {
    let base = outcomes.len();
    (0..base.pow(u32::try_from(elements).expect("few"))).map(move |mut code| {
        (0..elements)
            .map(|_| {
                let outcome = outcomes[code % base];
                code /= base;
                outcome
            })
            .collect()
    })
}

#[test]
fn small_trees_exhaustively() {
    // Every tree of two joins over up to three elements, with `not` anywhere, in every world.
    let wrap = |expression: Expression, negate: bool| {
        if negate { Expression::Not(Box::new(expression)) } else { expression }
    };
    let join = |or: bool, parts| if or { Expression::Or(parts) } else { Expression::And(parts) };
    for shape in 0..128_u32 {
        let bit = |n: u32| shape >> n & 1 == 1;
        let inner = wrap(join(bit(0), vec![wrap(element(0), bit(1)), wrap(element(1), bit(2))]), bit(3));
        let tree = wrap(join(bit(4), vec![inner, wrap(element(2), bit(5))]), bit(6));
        for world in worlds(3) {
            assert_eq!(fast(&tree, &world), printed(slow(&tree, &world)), "{tree:?} in {world:?}");
        }
    }
}

fn any_tree(elements: usize) -> impl Strategy<Value = Expression> {
    let leaf = (0..elements).prop_map(element);
    leaf.prop_recursive(5, 24, 4, |inner| {
        prop_oneof![
            inner.clone().prop_map(|inner| Expression::Not(Box::new(inner))),
            prop::collection::vec(inner.clone(), 2..4).prop_map(Expression::And),
            prop::collection::vec(inner, 2..4).prop_map(Expression::Or),
        ]
    })
}

fn any_gates() -> impl Strategy<Value = Vec<Gate>> {
    let gate = |element: usize| {
        let kinds = vec![None, Some("engaged"), Some("for"), Some("against")];
        (prop::sample::select(kinds), any_tree(element))
            .prop_map(move |(kind, on)| Some(Gate { element, kind: kind?, on }))
    };
    (gate(1), gate(2), gate(3), gate(4), gate(5))
        .prop_map(|(a, b, c, d, e)| [a, b, c, d, e].into_iter().flatten().collect())
}

fn any_world(elements: usize) -> impl Strategy<Value = Vec<Outcome>> {
    prop::collection::vec(prop::sample::select(ALL.to_vec()), elements)
}

/// Whether `more` knows at least what `less` knows.
fn knows(less: Slow, more: Slow) -> bool {
    (!less.supported || more.supported) && (!less.opposed || more.opposed) && less.engaged == more.engaged
}

/// What may follow what is printed when evidence is added: never the contrary directly, never unknown again.
fn may_follow(before: Outcome, after: Outcome) -> bool {
    match before {
        Outcome::Unknown => true,
        Outcome::Met => matches!(after, Outcome::Met | Outcome::Contested),
        Outcome::NotMet => matches!(after, Outcome::NotMet | Outcome::Contested),
        Outcome::Contested => after != Outcome::Unknown,
        // Evidence on other elements engages nothing.
        Outcome::NotEngaged => after == Outcome::NotEngaged,
    }
}

fn add_evidence(world: &[Outcome], at: usize, side: bool) -> Vec<Outcome> {
    let mut more = world.to_vec();
    more[at] = match (more[at], side) {
        (Outcome::Unknown, true) => Outcome::Met,
        (Outcome::Unknown, false) => Outcome::NotMet,
        (Outcome::Met, false) | (Outcome::NotMet, true) => Outcome::Contested,
        (same, _) => same,
    };
    more
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 1000, ..ProptestConfig::default() })]

    // 1,000 trees × 100 worlds.
    #[test]
    fn random_trees_and_worlds_agree_with_the_slow_evaluator(
        tree in any_tree(6),
        many in prop::collection::vec(any_world(6), 100),
        at in 0..6_usize,
        side in any::<bool>(),
    ) {
        for world in many {
            let before = slow(&tree, &world);
            prop_assert_eq!(fast(&tree, &world), printed(before));
            let more = add_evidence(&world, at, side);
            let after = slow(&tree, &more);
            prop_assert!(knows(before, after), "information order");
            prop_assert!(may_follow(printed(before), fast(&tree, &more)), "{} then {}", printed(before), printed(after));
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 300, ..ProptestConfig::default() })]

    #[test]
    fn what_depends_on_other_elements_agrees_with_the_slow_evaluator(
        tree in any_tree(6),
        gates in any_gates(),
        many in prop::collection::vec(any_world(6), 40),
        at in 0..6_usize,
        side in any::<bool>(),
    ) {
        let compiled = version(&tree, &gates, 6);
        let alone: Vec<Gate> = gates.iter().filter(|gate| gate.kind == "engaged").cloned().collect();
        for world in many {
            prop_assert_eq!(fast_gated(&compiled, &world), printed(slow_gated(&tree, &gates, &world)));
            // By evidence alone, presumptions set aside: what evidence adds takes nothing away, unless it engages or disengages something.
            let more = add_evidence(&world, at, side);
            let (before, after) = (slow_gated(&tree, &alone, &world), slow_gated(&tree, &alone, &more));
            if !alone.iter().any(|gate| gate.on.elements().iter().any(|name| name.name == format!("e{at}"))) {
                prop_assert!(knows(before, after), "information order");
                prop_assert!(may_follow(printed(before), printed(after)));
            }
        }
    }
}

#[test]
fn a_presumption_fills_only_what_evidence_leaves_unknown() {
    let tree = element(1);
    for (kind, filled) in [("for", Outcome::Met), ("against", Outcome::NotMet)] {
        let compiled = version(&tree, &[Gate { element: 1, kind, on: element(0) }], 2);
        for evidence in ALL {
            let expected = if evidence == Outcome::Unknown { filled } else { evidence };
            assert_eq!(fast_gated(&compiled, &[Outcome::Met, evidence]), expected, "triggered, {evidence}");
            for trigger in [Outcome::NotMet, Outcome::Contested, Outcome::Unknown] {
                assert_eq!(fast_gated(&compiled, &[trigger, evidence]), evidence, "trigger {trigger}");
            }
        }
    }
}

#[test]
fn a_limit_of_which_nothing_is_engaged_is_not_met_but_not_engaged() {
    let gates = [Gate { element: 1, kind: "engaged", on: element(0) }];
    let compiled = version(&element(1), &gates, 2);
    for evidence in ALL {
        assert_eq!(fast_gated(&compiled, &[Outcome::NotMet, evidence]), Outcome::NotEngaged);
        assert_eq!(fast_gated(&compiled, &[Outcome::Unknown, evidence]), evidence);
    }
}

#[test]
fn each_shipped_standard_is_monotone_over_all_its_elements() {
    for standard in Standards::shipped().iter() {
        for version in &standard.versions {
            let names: Vec<ElementRef> = version.expression.elements().into_iter().cloned().collect();
            let tree = renamed(&version.expression, &names);
            if names.len() > 8 {
                monotone_in_some_worlds(&standard.id, &tree, names.len());
                continue;
            }
            // Worlds are numbered by their outcomes as digits to base four, the first element least.
            let all: Vec<Slow> = worlds_of(&FOUR, names.len()).map(|world| slow(&tree, &world)).collect();
            let number =
                |outcome: Outcome| FOUR.iter().position(|known| *known == outcome).expect("one of four");
            for (code, before) in all.iter().enumerate() {
                for (at, name) in names.iter().enumerate() {
                    let weight = 4_usize.pow(u32::try_from(at).expect("few"));
                    let outcome = FOUR[code / weight % 4];
                    // One step at a time is enough: any growth of evidence is a chain of such steps.
                    for side in [true, false] {
                        let more = add_evidence(&[outcome], 0, side)[0];
                        let after = all[code - number(outcome) * weight + number(more) * weight];
                        let ok = knows(*before, after) && may_follow(printed(*before), printed(after));
                        assert!(ok, "{} {}: world {code}, then {name} {more}", standard.id, version.name);
                    }
                }
            }
        }
    }
}

/// The same where all worlds are too many: some thousands of them, the same each time.
fn monotone_in_some_worlds(id: &str, tree: &Expression, elements: usize) {
    let mut state = 7_u64;
    let mut below = |limit: usize| {
        state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        usize::try_from(state >> 33).expect("31 bits") % limit
    };
    for _ in 0..20_000 {
        let world: Vec<Outcome> = (0..elements).map(|_| FOUR[below(4)]).collect();
        let more = add_evidence(&world, below(elements), below(2) == 0);
        let (before, after) = (slow(tree, &world), slow(tree, &more));
        assert!(knows(before, after) && may_follow(printed(before), printed(after)), "{id}: {world:?}");
    }
}

fn renamed(expression: &Expression, names: &[ElementRef]) -> Expression {
    match expression {
        Expression::Element(name) => element(names.iter().position(|known| known == name).expect("named")),
        Expression::Not(inner) => Expression::Not(Box::new(renamed(inner, names))),
        Expression::And(parts) => Expression::And(parts.iter().map(|part| renamed(part, names)).collect()),
        Expression::Or(parts) => Expression::Or(parts.iter().map(|part| renamed(part, names)).collect()),
    }
}

#[test]
fn tests_read_as_written() {
    let check = |text: &str, expected: &str| {
        assert_eq!(show(&Expression::parse(text).expect(text)), expected, "{text}")
    };
    check("a", "a");
    check("a and b or c", "(or (and a b) c)");
    check("a and (b or c)", "(and a (or b c))");
    check("not a.held and b", "(and (not a.held) b)");
    check("not (a or not b)", "(not (or a (not b)))");
    check("a or b or c", "(or a b c)");
    check("order_1 and\n\tx", "(and order_1 x)");
    let fails = |text: &str, message: &str| {
        assert_eq!(Expression::parse(text).expect_err(text).to_string(), message, "{text}");
    };
    fails("", "expected an element, `not` or `(` at byte 0 of the test, found the end");
    fails("a b", "expected `and`, `or` or the end at byte 2 of the test, found `b`");
    fails("a and", "expected an element, `not` or `(` at byte 5 of the test, found the end");
    fails("(a", "expected `)` at byte 2 of the test, found the end");
    fails("a.seen", "`seen` is not a facet: use `held`, `reasonable` or `fact`");
    fails("a & b", "`&` at byte 2 of the test: use names, `and`, `or`, `not` and brackets");
    fails("é", "`é` at byte 0 of the test: use names, `and`, `or`, `not` and brackets");
    let deep = format!("{}a{}", "(".repeat(70), ")".repeat(70));
    fails(&deep, "nested deeper than 64 levels: split the standard");
    fails(&"not ".repeat(100_000), "nested deeper than 64 levels: split the standard");
}

fn show(expression: &Expression) -> String {
    let list = |word: &str, parts: &[Expression]| {
        format!("({word} {})", parts.iter().map(show).collect::<Vec<_>>().join(" "))
    };
    match expression {
        Expression::Element(name) => name.to_string(),
        Expression::Not(inner) => list("not", std::slice::from_ref(inner)),
        Expression::And(parts) => list("and", parts),
        Expression::Or(parts) => list("or", parts),
    }
}
