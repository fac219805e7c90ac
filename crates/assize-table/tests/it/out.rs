//! Tables out, and read back.

use assize_archive::worker::{Extractor as _, InProcess};
use assize_table::{
    Form, back,
    out::{Column, Field, Grid, csv, xlsx},
};

fn grid() -> Grid {
    let column = |name| Column { name, meaning: "invented", width: 10 };
    let row = |id: &str, value: &str, max| {
        vec![
            Field::words(id),
            Field::words("incident.killed"),
            Field::Blank,
            Field::Number(4),
            Field::number(max),
            Field::words(value),
            Field::link("https://lowford.example/a"),
        ]
    };
    Grid {
        name: "claims",
        columns: ["claim", "property", "status", "min", "max", "value", "address"].map(column).to_vec(),
        rows: vec![
            row("ab12", "=cmd()", Some(6)),
            row("cd34", "+44\u{202e}1", None),
            row("ef56", "-5", None),
            row("0a78", "@x, \"y\"\nz", Some(9_007_199_254_740_991)),
        ],
        guide: vec!["How to read it.".to_owned()],
    }
}

#[test]
fn what_a_program_would_run_is_words() {
    let text = String::from_utf8(csv(&grid().columns, &grid().rows, true)).expect("UTF-8");
    assert!(text.starts_with("\u{feff}claim,property,status,min,max,value,address\r\n"), "{text}");
    assert!(text.contains(",'=cmd(),") && text.contains("'+44\\u{202e}1") && text.contains(",-5,"), "{text}");
    assert!(
        !String::from_utf8(csv(&grid().columns, &grid().rows, false)).expect("UTF-8").starts_with('\u{feff}')
    );
    let bytes = xlsx(&grid()).expect("a workbook");
    let read = InProcess::default().extract("claims.xlsx", &bytes).expect("it is read");
    assert!(read.notes.iter().all(|note| !note.contains("formulas")), "{:?}", read.notes);
    assert!(read.text.contains("=cmd()") && read.text.contains("reading guide"), "{}", read.text);
    assert_eq!(bytes, xlsx(&grid()).expect("a workbook"), "the same record gives the same bytes");
}

#[test]
fn both_forms_are_read_back_to_the_same_rows() {
    let bytes = xlsx(&grid()).expect("a workbook");
    let text = InProcess::default().extract("claims.xlsx", &bytes).expect("it is read").text;
    let of_book = back::read(&text, Form::Workbook).expect("claims");
    let of_values = back::read(
        &String::from_utf8(csv(&grid().columns, &grid().rows, true)).expect("UTF-8"),
        Form::Values,
    )
    .expect("claims");
    let cells = |rows: &[back::Edited]| -> Vec<Vec<String>> {
        rows.iter()
            .map(|row| {
                ["claim", "min", "max", "value"].map(|name| row.cells[name].0.replace('\n', " ")).to_vec()
            })
            .collect()
    };
    assert_eq!(cells(&of_book), cells(&of_values));
    assert_eq!(cells(&of_book)[0], ["ab12", "4", "6", "=cmd()"]);
    assert_eq!(cells(&of_book)[3], ["0a78", "4", "9007199254740991", "@x, \"y\" z"]);
    assert_eq!(of_book[1].cells["value"].1.to_string(), "claims!F3");
    assert!(
        back::read("id,date,killed\n1,2031-05-03,4\n", Form::Values).is_none(),
        "another table is none of claims"
    );
}

#[test]
fn words_that_a_cell_cannot_hold_are_cut_and_say_so() {
    let mut grid = grid();
    grid.rows[0][5] = Field::words("é ".repeat(20_000));
    let text = InProcess::default()
        .extract("claims.xlsx", &xlsx(&grid).expect("a workbook"))
        .expect("it is read")
        .text;
    assert!(text.contains("cut here"), "a cell holds 32,767 characters");
}
