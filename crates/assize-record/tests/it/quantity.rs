//! Numbers with ends.

use assize_record::{Quantity, Status, Unit};
use proptest::prelude::*;

fn quantity(min: Option<u64>, max: Option<u64>) -> Quantity {
    Quantity { min, max, approx: None, unit: Unit::People }
}

#[test]
fn a_quantity_reads_as_its_ends_say() {
    let check = |min, max, approx: Option<&str>, expected: &str| {
        let quantity = Quantity { approx: approx.map(str::to_owned), ..quantity(min, max) };
        assert_eq!(quantity.to_string(), expected);
    };
    check(Some(11), Some(11), None, "11");
    check(Some(0), Some(0), None, "0");
    check(Some(12), Some(28), None, "12–28");
    check(Some(99), None, None, "at least 99");
    check(None, Some(4), None, "at most 4");
    check(None, None, None, "");
    check(None, None, Some("dozens"), "dozens");
    check(Some(40), Some(40), Some("about"), "about 40");
    check(Some(40), None, Some("some"), "some at least 40");
}

#[test]
fn what_is_stated_exactly_has_two_ends_and_at_least_has_one() {
    assert_eq!(
        Quantity::exactly(9, Unit::Vessels),
        Quantity { min: Some(9), max: Some(9), approx: None, unit: Unit::Vessels }
    );
    assert_eq!(
        Quantity::at_least(9, Unit::Votes),
        Quantity { min: Some(9), max: None, approx: None, unit: Unit::Votes }
    );
}

#[test]
fn quantities_that_no_number_satisfies_do_not_go_together() {
    let check = |a: (Option<u64>, Option<u64>), b: (Option<u64>, Option<u64>), expected| {
        let (a, b) = (quantity(a.0, a.1), quantity(b.0, b.1));
        assert_eq!((a.compatible(&b), b.compatible(&a)), (expected, expected), "{a} and {b}");
        let vessels = Quantity { unit: Unit::Vessels, ..b };
        assert!(a.compatible(&vessels) && vessels.compatible(&a), "people and vessels are not one count");
    };
    check((Some(9), Some(9)), (Some(9), Some(9)), true);
    check((Some(9), Some(9)), (Some(8), Some(8)), false);
    check((Some(9), None), (Some(8), Some(8)), false);
    check((Some(9), None), (Some(8), Some(9)), true);
    check((None, Some(4)), (Some(5), None), false);
    check((None, Some(5)), (Some(5), None), true);
    check((None, None), (Some(5), Some(5)), true);
    check((Some(1), Some(3)), (Some(3), Some(7)), true);
    check((Some(1), Some(3)), (Some(4), Some(7)), false);
}

#[test]
fn a_minimum_above_its_maximum_is_not_coherent() {
    for (min, max, coherent) in [
        (Some(3), Some(2), false),
        (Some(3), Some(3), true),
        (Some(2), Some(3), true),
        (Some(9), None, true),
        (None, Some(0), true),
        (None, None, true),
    ] {
        assert_eq!(quantity(min, max).is_coherent(), coherent, "{min:?} to {max:?}");
    }
}

#[test]
fn stored_quantities_leave_out_what_is_not_stated() {
    let json = |quantity: &Quantity| serde_json::to_string(quantity).unwrap();
    assert_eq!(json(&Quantity::at_least(9, Unit::People)), r#"{"min":9,"unit":"people"}"#);
    assert_eq!(json(&Quantity::exactly(0, Unit::Days)), r#"{"min":0,"max":0,"unit":"days"}"#);
    for wrong in [
        r#"{"min":9}"#,
        r#"{"min":-1,"unit":"people"}"#,
        r#"{"unit":"boats"}"#,
        r#"{"unit":"people","of":1}"#,
    ] {
        assert!(serde_json::from_str::<Quantity>(wrong).is_err(), "{wrong}");
    }
}

#[test]
fn units_and_statuses_are_written_as_they_are_named() {
    for unit in [
        Unit::People,
        Unit::Vessels,
        Unit::Strikes,
        Unit::Groups,
        Unit::Days,
        Unit::Votes,
        Unit::Dollars,
        Unit::Percent,
        Unit::Sources,
        Unit::Items,
    ] {
        assert_eq!(serde_json::to_value(unit).unwrap(), unit.name());
    }
    for status in [Status::Civilian, Status::Combatant, Status::Child, Status::Woman, Status::Unknown] {
        assert_eq!(serde_json::to_value(status).unwrap(), status.name());
    }
    assert_eq!((Unit::Dollars.name(), Status::Unknown.name()), ("dollars", "unknown"));
}

proptest! {
    #[test]
    fn two_quantities_go_together_where_one_number_fits_both(
        a in (prop::option::of(0_u64..6), prop::option::of(0_u64..6)),
        b in (prop::option::of(0_u64..6), prop::option::of(0_u64..6)),
    ) {
        let (one, other) = (quantity(a.0, a.1), quantity(b.0, b.1));
        let fits = |n: u64, (min, max): (Option<u64>, Option<u64>)| min.is_none_or(|min| min <= n) && max.is_none_or(|max| n <= max);
        prop_assert_eq!(one.is_coherent(), (0..=6).any(|n| fits(n, a)));
        if one.is_coherent() && other.is_coherent() {
            prop_assert_eq!(one.compatible(&other), (0..=6).any(|n| fits(n, a) && fits(n, b)));
        }
    }
}

#[test]
fn a_sum_of_money_was_a_bare_number() {
    assert_eq!(Quantity::exactly(50_000_000, Unit::Dollars).counted(), "50,000,000 dollars");
    assert_eq!(Quantity::at_least(1_000, Unit::Percent).counted(), "at least 1,000 percent");
    assert_eq!(Quantity::exactly(999, Unit::Votes).counted(), "999 votes");
    assert_eq!(Quantity::exactly(0, Unit::Votes).counted(), "0 votes");
}
