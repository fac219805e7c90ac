//! Rows of values: spans, days, refusals, and two editions.

use crate::{plain, refusals, said, shipped};
use assize_table::{Form, TableError, diff::difference, read};

const HEADER: &str = "id,date,place,killed min,killed max,injured\n";

#[test]
fn a_row_is_its_bytes_in_the_file() {
    let text =
        format!("\u{feff}{HEADER}\"7\",17/03/2031,\"Quay, north\nside\",4,6,1\n\r\n8,2031-04-02,,3,,-\n");
    let table = plain(&text).expect("a table");
    assert!(table.faults.is_empty(), "{:?}", refusals(&table));
    let words: Vec<&str> = table.rows.iter().map(|row| row.span.slice(&text).expect("inside")).collect();
    assert_eq!(words, ["\"7\",17/03/2031,\"Quay, north\nside\",4,6,1", "8,2031-04-02,,3,,-"]);
    assert_eq!((table.rows[0].row, table.rows[1].row), (2, 5), "lines within quotation marks count");
    assert_eq!(
        said(&table, 0),
        [
            "incident.happened-on 2031-03-17",
            "incident.killed 4–6",
            "incident.injured 1",
            "incident.place Quay, north\nside"
        ]
    );
    assert_eq!(said(&table, 1), ["incident.happened-on 2031-04-02", "incident.killed at least 3"]);
}

#[test]
fn a_row_that_cannot_be_read_is_named_by_its_cell_and_nothing_else_is_lost() {
    let table = plain(&format!(
        "{HEADER}1,2031-05-01,Lowford,many,6,0\n2,soon,Brill,1,2,0\n3,2031-05-03,Brill\n4,2031-05-04,Brill,1,2,0,9\n,2031-05-05,Brill,1,2,0\n\
         6,2031-05-06,\"open,1,2,0\n7,2031-05-07,Brill,1,2,0\n7,2031-05-08,Brill,1,2,0\n8,2031-05-09,Brill,-1,2,0\n9,2031-05-10,\"swallows,1,2,0\n10,2031-05-11,Brill\",1,2,0\n11,2031-05-12,Brill,1,2,0\n"
    ))
    .expect("a table");
    let keys: Vec<&str> = table.rows.iter().map(|row| row.key.as_str()).collect();
    // What is left of a mark that was closed too late stays in its cell.
    assert_eq!(keys, ["7", "10", "11"], "{:#?}", refusals(&table));
    assert_eq!(
        refusals(&table),
        [
            "D2 (killed min): “many”: not a whole number; leave the cell empty where none is stated",
            "B3 (date): “soon”: not a date; write `2031-03-17` or `17 March 2031`",
            "row 4: “3 | 2031-05-03 | Brill”: 3 cells where the header has 6; put words with a comma in quotation marks",
            "row 5: “4 | 2031-05-04 | Brill | 1 | 2 | 0 | 9”: 7 cells where the header has 6; put words with a comma in quotation marks",
            "A6 (id): a row needs a key, by which it is known again in a later edition",
            "row 7: “6 | 2031-05-06 | open,1,2,0”: a quotation mark that is opened here is never closed; close it or double it",
            "A9 (id): “7”: this key, or one that differs in marks alone, stands in row 8 already; give each row its own",
            "D10 (killed min): “-1”: not a whole number; leave the cell empty where none is stated",
            "row 11: “9 | 2031-05-10 | swallows,1,2,0”: a quotation mark that is opened here is never closed; close it or double it",
        ]
    );
    assert_eq!(table.refused, 9);
}

#[test]
fn rows_that_a_quotation_mark_would_join_are_not_lost() {
    let keys = |rows: &str| -> Vec<String> {
        let table = plain(&format!("{HEADER}{rows}")).expect("a table");
        table.rows.iter().map(|row| row.key.clone()).collect()
    };
    // Closed in the row below, in one further down, and never.
    assert_eq!(
        keys("1,2031-05-01,\"Low,1,2,0\n2,2031-05-02,ford\",1,2,0\n3,2031-05-03,Brill,1,2,0\n"),
        ["2", "3"]
    );
    assert_eq!(
        keys("1,2031-05-01,\"Low,1,2,0\n2,2031-05-02,Brill,1,2,0\n3,2031-05-03,\"Brill\",1,2,0\n"),
        ["2", "3"]
    );
    assert_eq!(keys("1,2031-05-01,\"Low,1,2,0\n2,2031-05-02,Brill,1,2,0\n"), ["2"]);
    // Line ends that belong there.
    assert_eq!(keys("\"1\nb\",2031-05-01,\"Low\nford\",1,2,0\n2,2031-05-02,Brill,1,2,0\n"), ["1 b", "2"]);
}

#[test]
fn days_follow_the_evidence_of_their_column() {
    let days = |rows: &str| {
        let table = plain(&format!("id,date,killed\n{rows}")).expect("a table");
        let read: Vec<String> = (0..table.rows.len()).map(|row| said(&table, row)[0].clone()).collect();
        (read, refusals(&table))
    };
    assert_eq!(
        days("1,03/04/2031,1\n2,17/04/2031,1\n").0,
        ["incident.happened-on 2031-04-03", "incident.happened-on 2031-04-17"]
    );
    assert_eq!(
        days("1,03/04/2031,1\n2,04/17/2031,1\n").0,
        ["incident.happened-on 2031-03-04", "incident.happened-on 2031-04-17"]
    );
    let (read, refused) = days("1,03/04/2031,1\n2,05/05/2031,1\n");
    assert_eq!(read, ["incident.happened-on 2031-05-05"]);
    assert_eq!(refused.len(), 1);
    assert!(
        refused[0].starts_with("B2 (date): “03/04/2031”: 2031-04-03 or 2031-03-04: no row shows"),
        "{}",
        refused[0]
    );
    let (read, refused) = days("1,03/04/2031,1\n2,17/04/2031,1\n3,04/18/2031,1\n4,3 May 2031,1\n");
    assert_eq!(read.len(), 3, "what can only be one day is read");
    assert!(refused[0].contains("row 3 has the day first and row 4 the month"), "{}", refused[0]);
    let (_, refused) = days("1,48000,1\n");
    assert!(refused[0].contains("serials"), "{}", refused[0]);
}

#[test]
fn cells_may_be_parted_by_what_the_header_shows() {
    for text in [
        "id;date;killed\n1;2031-05-03;4\n",
        "id\tdate\tkilled\n1\t2031-05-03\t4\n",
        "id|date|killed\n1|2031-05-03|4\n",
    ] {
        let table = plain(text).expect("a table");
        assert_eq!(said(&table, 0), ["incident.happened-on 2031-05-03", "incident.killed 4"], "{text}");
    }
}

#[test]
fn a_file_that_is_no_such_table_says_why() {
    let check = |text: &str, expected: &str| {
        let said = plain(text).expect_err(expected).to_string();
        assert!(said.contains(expected), "{said}");
    };
    check("", "the table is empty");
    check("\n\n", "the table is empty");
    check("a,b\n1,2\n", "there is none called `id`, `date`, `killed min`; the nearest is row 1: a | b");
    check("id,date,place\n", "there is none called `killed min`");
    check("id,date,killed,killed\n1,2031-05-03,1,2\n", "two columns are called `killed`: C1 and D1");
    check("id,date,date,killed\n", "two columns are called `date`: B1 and C1");
    let blank = plain("id,,date,killed\n1,x,2031-05-03,4\n").expect("a column without a name is read past");
    assert_eq!(blank.rows.len(), 1);
    let twice = plain("id,date,killed,notes,notes\n1,2031-05-03,4,a,b\n")
        .expect("only names that are used must be single");
    assert_eq!(twice.unread, ["notes", "notes"]);
    assert!(matches!(
        read("id\n", Form::Values, &shipped("plain"), "x", Some("Sheet1")),
        Err(TableError::NoSheet { .. })
    ));
}

#[test]
fn a_later_edition_says_what_is_new_changed_and_gone() {
    let before = plain(&format!(
        "{HEADER}1,2031-05-01,Lowford,4,6,0\n2,2031-05-02,Brill,1,1,\n3,2031-05-03,Quenby,2,2,0\n4,2031-05-04,Quenby,2,2,0\n"
    ))
    .expect("a table");
    let now = plain(&format!(
        "{HEADER}5,2031-05-05,Lowford,1,1,0\n1,2031-05-01,Lowford,4,9,\n3,2031-05-03,Quenby,2,2,0\n2,2031-05-02,Brill,1,1,1\n4,2031-05-04,Quenby,two,2,0\n"
    ))
    .expect("a table");
    let difference = difference(&before.rows, &now.rows, &now.refused_ids);
    let new: Vec<&str> = difference.new.iter().map(|row| row.key.as_str()).collect();
    assert_eq!(
        (new, difference.same, difference.gone.len()),
        (vec!["5"], 1, 0),
        "a row that is refused is not gone"
    );
    let changed: Vec<String> = difference
        .changed
        .iter()
        .flat_map(|changed| {
            let row = changed.row;
            let now = changed.now.iter().map(move |(fact, before)| {
                let before = before.map_or_else(|| "nothing".to_owned(), |before| before.value.to_string());
                format!("{} {}: {before} → {}", row.key, row.cell(fact, None), fact.value)
            });
            let emptied = changed
                .emptied
                .iter()
                .map(move |fact| format!("{} {} emptied, was {}", row.key, fact.property, fact.value));
            now.chain(emptied)
        })
        .collect();
    assert_eq!(changed, ["1 D3: 4–6 → 4–9", "1 incident.injured emptied, was 0", "2 F5: nothing → 1"]);
}

#[test]
fn an_edition_that_is_the_same_changes_nothing_whatever_the_order_of_rows_and_columns() {
    let before =
        plain(&format!("{HEADER}1,2031-05-01,Lowford,4,6,0\n2,2031-05-02,Brill,1,1,2\n")).expect("a table");
    let now = plain("killed max,id,injured,place,killed min,date,new\n1,2,2,Brill,1,2 May 2031,x\n6,1,0,Lowford,4,2031-05-01,y\n").expect("a table");
    let difference = difference(&before.rows, &now.rows, &now.refused_ids);
    assert_eq!(
        (difference.same, difference.new.len(), difference.changed.len(), difference.gone.len()),
        (2, 0, 0, 0)
    );
}
