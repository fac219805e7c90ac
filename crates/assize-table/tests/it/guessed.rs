//! Guessed mappings read the tables that they were guessed from.

use crate::{parsed, refusals, said};
use assize_table::{Form, guess::guess, read};

fn check(text: &str, expected: &[&str]) -> String {
    let toml = guess("Invented Strikes.csv", text, Form::Values, None).expect("a table");
    let map = parsed(&toml);
    let table = read(text, Form::Values, &map, "x", None).expect(&toml);
    assert!(table.faults.is_empty(), "{:?}\n{toml}", refusals(&table));
    assert_eq!(said(&table, 0), expected, "{toml}");
    toml
}

#[test]
fn headers_are_known_by_their_words() {
    let toml = check(
        "Strike Ref,Date of strike,Village,Country,Lowest killed,Highest killed,Civilians (max),Children killed,Wounded,Remarks\n\
         A1,17/03/2031,Lowford,Brill,4,6,2,1,3,none\nA2,02/04/2031,Quenby,Brill,1,1,0,0,0,none\n",
        &[
            "incident.happened-on 2031-03-17",
            "incident.injured 3",
            "incident.killed 4–6",
            "incident.killed child 1",
            "incident.killed civilian at most 2",
            "incident.place Lowford",
            "incident.place Brill",
        ],
    );
    assert!(toml.contains("order = \"day-first\"  # row 2 can be read in no other way"), "{toml}");
    assert!(toml.contains("columns = [[\"Strike Ref\"]]") && toml.contains("# Remarks"), "{toml}");
}

#[test]
fn a_table_without_a_key_gets_one_of_day_and_place() {
    let toml = check(
        "date,place,deaths\n2031-03-17,Lowford,4\n2031-03-17,Lowford,4\n",
        &["incident.happened-on 2031-03-17", "incident.killed 4", "incident.place Lowford"],
    );
    assert!(
        toml.contains("columns = [[\"date\"], [\"place\"]]") && toml.contains("repeat = \"number\""),
        "{toml}"
    );
}

#[test]
fn words_of_a_header_break_no_line_of_the_mapping() {
    let text = "\"id\",date,killed,\"note \"\"x\"\"\n[key]\"\n\"1\",2031-03-17,4,y\n";
    check(text, &["incident.happened-on 2031-03-17", "incident.killed 4"]);
}
