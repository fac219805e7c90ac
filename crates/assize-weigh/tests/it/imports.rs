//! Tables in the Bureau's layout. All rows are invented.

use assize_record::{Speaker, SpeakerKind, Value};
use assize_weigh::{coherence::Check, import::bij};

const HEADER: &str = "Strike ID,Date,Location,Minimum people killed,Maximum people killed,Minimum civilians reported killed,\
                      Maximum civilians reported killed,Minimum children reported killed,Maximum children reported killed,\
                      Minimum people injured,Maximum people injured\n";

fn table(rows: &str) -> bij::Table {
    bij::read("strikes.csv", format!("{HEADER}{rows}").as_bytes())
}

#[test]
fn rows_become_claims_whose_passage_is_the_row() {
    let text = format!(
        "\u{feff}{HEADER}\"X1\",17/03/2031,\"Quay, north\nside\",4,6,0,2,,,1,\nX2,2031-04-02,,3,3,-,-,0,0,0,0\n"
    );
    let table = bij::read("strikes.csv", text.as_bytes());
    assert_eq!(
        (table.faults.len(), table.incoherent.len(), table.rows.len()),
        (0, 0, 2),
        "{:?}",
        table.faults
    );
    assert_eq!(table.unread, ["Location"]);
    let row = &table.rows[0];
    assert_eq!(
        (row.line, row.strike.as_str(), row.happened_on.to_string().as_str()),
        (2, "X1", "2031-03-17")
    );
    let words = row.span.slice(&text).expect("inside the file");
    assert!(words.starts_with("\"X1\"") && words.ends_with(",1,"), "{words}");
    assert_eq!(table.rows[1].line, 4, "a line end inside quotes counts");
    let speaker = Speaker {
        kind: SpeakerKind::Document,
        entity: None,
        description: "data sheet".to_owned(),
        count: None,
        party: None,
        anonymity: None,
    };
    let claims = row.claims(crate::build::id("incident"), &speaker);
    let said: Vec<String> = claims
        .iter()
        .map(|claim| {
            let of = &claim.proposition;
            let Value::Quantity(_) = of.value else { return format!("{} {}", of.property, of.value) };
            format!("{} {:?} {}", of.property, of.status, of.value)
        })
        .collect();
    assert_eq!(
        said,
        [
            "incident.happened-on 2031-03-17",
            "incident.killed None 4–6",
            "incident.killed Some(Civilian) 0–2",
            "incident.injured None at least 1",
        ]
    );
}

#[test]
fn impossible_sub_totals_are_named_row_by_row() {
    let table = table(
        "A1,2031-01-01,,4,6,7,9,0,0,0,0\n\
         A2,2031-01-02,,4,6,5,6,0,0,0,0\n\
         A3,2031-01-03,,4,6,0,8,0,0,0,0\n\
         A4,2031-01-04,,6,4,0,0,0,0,0,0\n\
         A5,2031-01-05,,4,6,0,2,9,9,0,0\n\
         A6,2031-01-06,,4,6,4,6,4,6,9,12\n\
         A7,2031-01-07,,4,,5,5,,,3,2\n",
    );
    assert_eq!((table.rows.len(), table.faults.len()), (7, 0), "{:?}", table.faults);
    let named: Vec<(u64, &str, Check)> =
        table.incoherent.iter().map(|row| (row.line, row.strike.as_str(), row.check)).collect();
    assert_eq!(
        named,
        [
            (2, "A1", Check::PartAboveWhole),
            (3, "A2", Check::PartMinimumAboveWhole),
            (4, "A3", Check::PartMaximumAboveWhole),
            (5, "A4", Check::MinimumAboveMaximum),
            (6, "A5", Check::PartAboveWhole),
            (8, "A7", Check::MinimumAboveMaximum),
        ]
    );
    assert_eq!(
        table.incoherent[0].to_string(),
        "strikes.csv:2: strike `A1`: civilians killed 7–9, people killed 4–6: more than the total"
    );
}

#[test]
fn rows_that_cannot_be_read_are_reported_with_their_words_and_the_rest_goes_on() {
    let table = table(
        "B1,2031-01-01,,many,6,0,0,0,0,0,0\n\
         ,soon,,4,6,0,0,0,0,0,0\n\
         B3,2031-01-03,,4,6\n\
         \n\
         B5,2031-01-05,,4,6,0,0,0,0,0,0\n\
         B5,2031-01-06,,4,6,0,0,0,0,0,0\n\
         ,,,,,,,,,,\n\
         B7,2031-02-30,\"open,4,6,0,0,0,0,0,0\n\
         B8,2031-01-08,,4,6,0,0,0,0,0,0\n",
    );
    let strikes: Vec<&str> = table.rows.iter().map(|row| row.strike.as_str()).collect();
    assert_eq!(strikes, ["B5"]);
    let said: Vec<String> = table.faults.iter().map(ToString::to_string).collect();
    assert_eq!(said.len(), 6, "{said:#?}");
    assert!(
        said[0].starts_with("strikes.csv:2: `Minimum people killed` says `many`: not a whole number"),
        "{}",
        said[0]
    );
    assert_eq!(said[1], "strikes.csv:3: `Strike ID` is empty: a strike needs an id");
    assert!(said[2].starts_with("strikes.csv:3: `Date` says `soon`: not a date"), "{}", said[2]);
    assert!(
        said[3].contains("strikes.csv:4:") && said[3].ends_with("5 cells where the header has 11"),
        "{}",
        said[3]
    );
    assert!(
        said[4].contains("strikes.csv:7: `Strike ID` says `B5`: this strike stands on line 6"),
        "{}",
        said[4]
    );
    assert!(said[5].starts_with("strikes.csv:9: ") && said[5].contains("never closed"), "{}", said[5]);
}

#[test]
fn files_that_are_no_such_table_say_why() {
    let check = |bytes: &[u8], line: u64, expected: &str| {
        let table = bij::read("f.csv", bytes);
        assert_eq!(table.rows.len(), 0);
        assert_eq!(table.faults.len(), 1, "{:?}", table.faults);
        assert!(table.faults[0].to_string().contains(expected), "{}", table.faults[0]);
        assert_eq!(table.faults[0].line, line);
    };
    check(b"", 1, "the table is empty");
    check(b"\n\n", 1, "the table is empty");
    check(b"a,b\n1,2\n", 1, "no column for the strike id");
    check(b"id,date,place\n", 1, "no column for the people killed");
    check(b"id,date,killed min,min killed\n", 1, "two columns for the same thing");
    check(b"id,date,killed,min killed\n", 1, "a column without an end");
    check(b"id,date,killed\n1,2031-01-01,\xff\n", 2, "not UTF-8");
    check(b"id;date;killed\n1;2031-01-01;x\n", 2, "not a whole number");
}

#[test]
fn any_bytes_are_read_without_panic() {
    let mut seed = 7_u64;
    let alphabet = b"id,date,killed min\",\n\r;-0123456789/2031A\xef\xbb\xbf\xff ";
    for _ in 0..2_000 {
        let mut bytes = if seed.is_multiple_of(2) { HEADER.as_bytes().to_vec() } else { Vec::new() };
        for _ in 0..(seed % 90) {
            seed = seed.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
            bytes.push(alphabet[(seed >> 33) as usize % alphabet.len()]);
        }
        seed = seed.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(11);
        let table = bij::read("f.csv", &bytes);
        if let Ok(text) = std::str::from_utf8(&bytes) {
            for row in &table.rows {
                assert!(row.span.slice(text).is_some_and(|words| words.contains(&row.strike)), "{text}");
            }
        }
    }
}
