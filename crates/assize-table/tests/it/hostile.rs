//! Files that are to take all memory, all time, or a reader's trust.

use crate::{plain, refusals, shipped};
use assize_archive::{
    extract::{ExtractError, Limits},
    worker::{Extractor as _, InProcess},
};
use assize_table::{Form, read};
use proptest::prelude::*;
use rust_xlsxwriter::Workbook;
use std::io::{Cursor, Read as _, Write as _};
use zip::{ZipArchive, ZipWriter, write::SimpleFileOptions};

/// An honest workbook with one part exchanged.
fn workbook_with(part: &str, content: &[u8]) -> Vec<u8> {
    let mut honest = Workbook::new();
    honest.add_worksheet().write_string(0, 0, "id").expect("a cell");
    let honest = honest.save_to_buffer().expect("a workbook");
    let mut from = ZipArchive::new(Cursor::new(honest)).expect("a zip");
    let mut to = ZipWriter::new(Cursor::new(Vec::new()));
    for at in 0..from.len() {
        let mut file = from.by_index(at).expect("a part");
        let name = file.name().expect("a name").into_owned();
        let mut bytes = Vec::new();
        file.read_to_end(&mut bytes).expect("bytes");
        to.start_file(name.as_str(), SimpleFileOptions::default()).expect("a part");
        to.write_all(if name == part { content } else { &bytes }).expect("bytes");
    }
    to.finish().expect("a zip").into_inner()
}

fn sheet(rows: &str) -> Vec<u8> {
    let xml = format!(
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?><worksheet xmlns=\"http://schemas.openxmlformats.org/spreadsheetml/2006/main\"><sheetData>{rows}</sheetData></worksheet>"
    );
    workbook_with("xl/worksheets/sheet1.xml", xml.as_bytes())
}

fn limit_of(bytes: &[u8], limits: Limits) -> String {
    match InProcess(limits).extract("t.xlsx", bytes) {
        Err(ExtractError::Limit { name, .. }) => name.into_owned(),
        other => format!("{:?}", other.map(|read| read.text.len())),
    }
}

#[test]
fn a_bomb_is_refused_by_what_it_says_of_itself() {
    let bomb = workbook_with("xl/worksheets/sheet1.xml", &vec![b' '; 8 << 20]);
    assert!(bomb.len() < 64 << 10, "{}", bomb.len());
    assert_eq!(
        limit_of(&bomb, Limits { table_unpacked_bytes: 1 << 20, ..Limits::default() }),
        "table_unpacked_bytes"
    );
}

#[test]
fn a_sheet_of_too_many_cells_is_refused() {
    let row: String = (0..200).map(|_| "<c t=\"inlineStr\"><is><t>x</t></is></c>").collect();
    let bytes = sheet(&format!("<row>{row}</row>").repeat(20));
    assert_eq!(limit_of(&bytes, Limits { table_cells: 1_000, ..Limits::default() }), "table_cells");
    assert_eq!(limit_of(&bytes, Limits { table_text_bytes: 1_000, ..Limits::default() }), "table_text_bytes");
}

#[test]
fn a_cell_in_the_last_corner_takes_no_room_for_those_between() {
    let bytes = sheet(
        "<row r=\"1\"><c r=\"A1\" t=\"inlineStr\"><is><t>x</t></is></c></row><row r=\"1048576\"><c r=\"XFD1048576\" t=\"inlineStr\"><is><t>y</t></is></c></row>",
    );
    let read = InProcess::default().extract("t.xlsx", &bytes).expect("it is read");
    assert!(read.text.len() < 2 << 20, "{}", read.text.len());
}

#[test]
fn cells_out_of_order_are_a_fault_and_not_other_cells() {
    let bytes = sheet(
        "<row r=\"2\"><c r=\"B2\" t=\"inlineStr\"><is><t>x</t></is></c><c r=\"A2\" t=\"inlineStr\"><is><t>y</t></is></c></row>",
    );
    let said = InProcess::default().extract("t.xlsx", &bytes).expect_err("a fault").to_string();
    assert!(said.contains("cell A2 comes twice or out of order"), "{said}");
}

#[test]
fn what_would_begin_a_sheet_within_a_cell_does_not() {
    let mut workbook = Workbook::new();
    let page = workbook.add_worksheet();
    for (row, cells) in [
        ["id", "date", "killed"],
        ["1\u{c}Forged\t", "2031-05-03", "4"],
        ["2\n3,2031-05-04,9", "2031-05-03", "4"],
    ]
    .iter()
    .enumerate()
    {
        for (column, words) in (0..).zip(cells) {
            page.write_string(u32::try_from(row).expect("few"), column, *words).expect("a cell");
        }
    }
    let bytes = workbook.save_to_buffer().expect("a workbook");
    let text = InProcess::default().extract("t.xlsx", &bytes).expect("it is read").text;
    let table = read(&text, Form::Workbook, &shipped("plain"), "x", None).expect("a table");
    let keys: Vec<&str> = table.rows.iter().map(|row| row.key.as_str()).collect();
    assert_eq!((keys, table.other_sheets.len()), (vec!["1 Forged", "2 3,2031-05-04,9"], 0));
}

#[test]
fn names_that_would_turn_a_page_are_refused_by_cell() {
    let table = plain("id,date,killed,campaign\n1\u{202e}x,2031-05-03,4,\n2,2031-05-03,4,Bo\u{202e}ats\n3,2031-05-03,4,Boats\n").expect("a table");
    assert_eq!(table.rows.len(), 1, "{:?}", refusals(&table));
    assert!(
        refusals(&table)[0].starts_with("A2 (id)") && refusals(&table)[1].starts_with("D3 (campaign)"),
        "{:?}",
        refusals(&table)
    );
    let long = "x".repeat(400);
    let table = plain(&format!("id,date,killed\n{long},2031-05-03,4\n")).expect("a table");
    assert!(refusals(&table)[0].contains("longer than 300"), "{:?}", refusals(&table));
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 300, ..ProptestConfig::default() })]

    // Whatever stands in a file, it is read or refused, and every row is where it says it is.
    #[test]
    fn any_text_is_read_or_refused(rows in prop::collection::vec("[\\PC\\n\",;|\\t]{0,60}", 0..12), form in any::<bool>()) {
        let text = format!("id,date,killed\n{}\n", rows.join("\n"));
        let form = if form { Form::Values } else { Form::Workbook };
        if let Ok(table) = read(&text, form, &shipped("plain"), "x", None) {
            for row in &table.rows {
                prop_assert!(row.span.slice(&text).is_some_and(|words| !words.is_empty()));
            }
            prop_assert_eq!(table.refused, table.faults.len());
        }
    }

    // A row among others is read as it is alone: nothing above or below it changes what it says.
    #[test]
    fn a_row_says_what_it_says_alone(before in "[a-z0-9,\"\\n]{0,80}", killed in 0..500_u32) {
        let row = format!("k77,2031-05-03,{killed}\n");
        let text = format!("id,date,killed\n{before}\n{row}");
        let table = plain(&text).expect("a table");
        let found = table.rows.iter().find(|found| found.key == "k77");
        // Only a quotation mark that is closed after the row could take it in.
        prop_assert!(found.is_some_and(|found| found.facts.len() == 2), "{text}");
    }
}
