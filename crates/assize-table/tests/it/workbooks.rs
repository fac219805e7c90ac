//! Workbooks, made here: days and serials, merged cells, sheets.

use crate::{parsed, refusals, said, shipped};
use assize_archive::worker::{Extractor as _, InProcess};
use assize_table::{Form, Table, TableError, read};
use rust_xlsxwriter::{ExcelDateTime, Format, Formula, Workbook, Worksheet};
use std::io::{Cursor, Write as _};
use zip::{ZipWriter, write::SimpleFileOptions};

const HEADER: [&str; 6] = ["id", "date", "place", "killed min", "killed max", "injured"];

fn header(sheet: &mut Worksheet, row: u32) {
    for (at, name) in (0..).zip(HEADER) {
        sheet.write_string(row, at, name).expect("a cell");
    }
}

fn text_of(name: &str, bytes: &[u8]) -> String {
    InProcess::default().extract(name, bytes).expect("it is read").text
}

fn plain(bytes: &[u8], sheet: Option<&str>) -> Result<(Table, String), TableError> {
    let text = text_of("t.xlsx", bytes);
    read(&text, Form::Workbook, &shipped("plain"), "gazette", sheet).map(|table| (table, text))
}

#[test]
fn cells_are_read_as_a_person_sees_them_and_named_as_they_stand() {
    let mut workbook = Workbook::new();
    workbook
        .add_worksheet()
        .set_name("Notes")
        .expect("a name")
        .write_string(0, 0, "invented")
        .expect("a cell");
    let sheet = workbook.add_worksheet();
    sheet.set_name("All strikes").expect("a name");
    sheet.write_string(0, 0, "A title above the header").expect("a cell");
    header(sheet, 2);
    let day = Format::new().set_num_format("dd/mm/yyyy");
    let date = ExcelDateTime::from_ymd(2031, 4, 3).expect("a day");
    sheet.write_string(3, 0, "7").expect("a cell");
    sheet.write_datetime_with_format(3, 1, &date, &day).expect("a cell");
    sheet.write_string(3, 2, "Quay, \"north\"\nside").expect("a cell");
    sheet.write_number(3, 3, 4.0).expect("a cell");
    sheet.write_formula(3, 4, Formula::new("=D4+2").set_result("6")).expect("a cell");
    sheet.write_string(5, 0, "8").expect("a cell");
    sheet.write_string(5, 1, "2031-04-05T00:00:00Z").expect("a cell");
    sheet.write_number(5, 5, 2.0).expect("a cell");
    sheet.write_string(6, 0, "9").expect("a cell");
    sheet.write_number(6, 1, 48_000.0).expect("a cell");
    sheet.write_number(6, 3, 2.5).expect("a cell");
    let bytes = workbook.save_to_buffer().expect("a workbook");
    let (table, text) = plain(&bytes, None).expect("a table");
    assert_eq!((table.sheet.as_deref(), table.header), (Some("All strikes"), 3));
    assert_eq!(
        said(&table, 0),
        ["incident.happened-on 2031-04-03", "incident.killed 4–6", "incident.place Quay, \"north\" side"]
    );
    assert_eq!(said(&table, 1), ["incident.happened-on 2031-04-05", "incident.injured 2"]);
    assert_eq!(table.rows[1].row, 6, "an empty row counts");
    assert_eq!(table.rows[0].span.slice(&text), Some("7,2031-04-03,\"Quay, \"\"north\"\" side\",4,6"));
    assert_eq!(
        refusals(&table),
        [
            "'All strikes'!B7 (date): “48000”: a number and not a date; where numbers of days are meant, say so in the mapping: serials = \"1900\""
        ]
    );
}

#[test]
fn a_cell_that_is_merged_with_another_is_refused_by_name() {
    let mut workbook = Workbook::new();
    let sheet = workbook.add_worksheet();
    sheet.set_name("Sheet1").expect("a name");
    header(sheet, 0);
    for (row, id) in [(1, "1"), (2, "2")] {
        sheet.write_string(row, 0, id).expect("a cell");
        sheet.write_number(row, 3, 4.0).expect("a cell");
    }
    sheet.merge_range(1, 1, 2, 1, "2031-04-03", &Format::new()).expect("merged");
    let bytes = workbook.save_to_buffer().expect("a workbook");
    let (table, _) = plain(&bytes, None).expect("a table");
    assert_eq!(table.rows.len(), 1);
    assert_eq!(
        refusals(&table),
        ["Sheet1!B3 (date): merged with B2; take the merging apart and fill in each cell"]
    );
}

#[test]
fn of_several_sheets_a_person_says_which() {
    let mut workbook = Workbook::new();
    for name in ["2030", "2031"] {
        let sheet = workbook.add_worksheet();
        sheet.set_name(name).expect("a name");
        header(sheet, 0);
        sheet.write_string(1, 0, name).expect("a cell");
    }
    let bytes = workbook.save_to_buffer().expect("a workbook");
    let said = plain(&bytes, None).expect_err("two").to_string();
    assert_eq!(said, "several sheets have the columns: `2030`, `2031`; say which with --sheet");
    assert_eq!(plain(&bytes, Some("2031")).expect("one").0.rows[0].key, "2031");
    let said = plain(&bytes, Some("2032")).expect_err("none").to_string();
    assert_eq!(said, "there is no sheet `2032`: there are `2030`, `2031`");
}

/// An OpenDocument workbook of one sheet, with these rows of XML.
fn ods(rows: &str) -> Vec<u8> {
    let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
    let plain = SimpleFileOptions::default().compression_method(zip::CompressionMethod::Stored);
    zip.start_file("mimetype", plain).expect("a part");
    zip.write_all(b"application/vnd.oasis.opendocument.spreadsheet").expect("bytes");
    zip.start_file("META-INF/manifest.xml", SimpleFileOptions::default()).expect("a part");
    zip.write_all(b"<?xml version=\"1.0\"?><manifest:manifest xmlns:manifest=\"urn:oasis:names:tc:opendocument:xmlns:manifest:1.0\"/>").expect("bytes");
    zip.start_file("content.xml", SimpleFileOptions::default()).expect("a part");
    let content = format!(
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?><office:document-content xmlns:office=\"urn:oasis:names:tc:opendocument:xmlns:office:1.0\" \
         xmlns:table=\"urn:oasis:names:tc:opendocument:xmlns:table:1.0\" xmlns:text=\"urn:oasis:names:tc:opendocument:xmlns:text:1.0\"><office:body>\
         <office:spreadsheet><table:table table:name=\"Blatt\">{rows}</table:table></office:spreadsheet></office:body></office:document-content>"
    );
    zip.write_all(content.as_bytes()).expect("bytes");
    zip.finish().expect("a zip").into_inner()
}

fn cell(kind: &str, words: &str) -> String {
    format!("<table:table-cell {kind}><text:p>{words}</text:p></table:table-cell>")
}

#[test]
fn an_open_document_is_read_as_well() {
    let words = |words: &str| cell("office:value-type=\"string\"", words);
    let row = |cells: &[String]| format!("<table:table-row>{}</table:table-row>", cells.concat());
    let bytes = ods(&[
        row(&[words("id"), words("date"), words("killed")]),
        row(&[
            words("7"),
            cell("office:value-type=\"date\" office:date-value=\"2031-04-03\"", "3.4.31"),
            cell("office:value-type=\"float\" office:value=\"4\"", "4"),
        ]),
    ]
    .concat());
    let text = text_of("t.ods", &bytes);
    let table = read(&text, Form::Workbook, &shipped("plain"), "gazette", None).expect("a table");
    assert_eq!(said(&table, 0), ["incident.happened-on 2031-04-03", "incident.killed 4"]);
    assert_eq!(table.rows[0].row, 2);
}

#[test]
fn serials_are_days_where_the_mapping_says_so() {
    let map = parsed(
        "id = \"x\"\ntitle = \"X\"\n[key]\ncolumns = [[\"id\"]]\n[date]\ncolumn = [\"date\"]\nserials = \"1900\"\n[[figure]]\nproperty = \"incident.killed\"\nexact = [\"killed min\"]\n",
    );
    let mut workbook = Workbook::new();
    let sheet = workbook.add_worksheet();
    header(sheet, 0);
    sheet.write_string(1, 0, "1").expect("a cell");
    sheet.write_number(1, 1, 48_000.0).expect("a cell");
    let text = text_of("t.xlsx", &workbook.save_to_buffer().expect("a workbook"));
    let table = read(&text, Form::Workbook, &map, "x", None).expect("a table");
    assert_eq!(said(&table, 0), ["incident.happened-on 2031-06-01"]);
}
