//! Tables in, their editions, and tables out.

use crate::{Ran, Room};
use rust_xlsxwriter::Workbook;

const HEADER: &str = "id,date,place,killed min,killed max,civilians,campaign\n";

/// Rows that differ in a day and a figure.
fn rows(of: std::ops::Range<u32>) -> String {
    of.map(|n| format!("L{n},2031-05-{:02},Lowford,{n},{},1,Boats\n", n % 28 + 1, n + 2)).collect()
}

fn import(room: &Room, file: &str, published: &str, more: &[&str]) -> Ran {
    let mut args = vec![
        "--case",
        "case",
        "import",
        file,
        "--map",
        "plain",
        "--publisher",
        "The Gazette",
        "--published",
        published,
    ];
    args.extend(more);
    room.assize(&args)
}

fn case() -> Room {
    let room = Room::new();
    room.ok(&["init", "case"]);
    room
}

/// The killed of an incident under a method that takes ranges as they are.
fn killed(room: &Room, key: &str, more: &[&str]) -> (Option<u64>, Option<u64>) {
    let mut args = vec!["--case", "case", "--json", "weigh", "--incident", key, "--method", "ucdp"];
    args.extend(more);
    let found = room.assize(&args).json();
    let line = &found[0]["lines"][0];
    (line["low"]["value"].as_u64(), line["high"]["value"].as_u64())
}

#[test]
fn a_table_is_a_decision_that_is_shown_first_and_taken_back_whole() {
    let room = case();
    room.write(
        "strikes.csv",
        format!("{HEADER}{}L9,soon,Brill,1,1,0,Boats\nL10,2031-05-30,Brill,6,4,0,Boats\n", rows(1..4)),
    );
    let shown = import(&room, "strikes.csv", "2031-06-01", &["--dry-run"]);
    assert_eq!(shown.code, 1, "{}", shown.err);
    for expected in [
        "strikes.csv: B5 (date): “soon”: not a date",
        "strikes.csv: D6: `L10` does not add up: killed: the minimum 6 is above the maximum 4",
        "4 rows: 4 new, 0 changed in 0 cells, 0 same, 0 gone; 1 refused, 1 that do not add up",
        "Boats: 4 rows; added up as the table states them: killed 12–16; civilians killed 3",
    ] {
        assert!(shown.err.contains(expected), "{expected}\n{}", shown.err);
    }
    let asked = import(&room, "strikes.csv", "2031-06-01", &[]);
    assert_eq!(asked.code, 2, "{}", asked.err);
    assert!(asked.err.contains("you enter 4 rows") && asked.err.contains("give --yes"), "{}", asked.err);
    assert_eq!(room.ok(&["--case", "case", "incidents"]).out, "", "nothing was written");
    let done = import(&room, "strikes.csv", "2031-06-01", &["--yes"]);
    assert!(done.err.contains("entered 4 new incidents and 16 claims as one decision"), "{}", done.err);
    assert_eq!(killed(&room, "incident/the-gazette-l2", &[]), (Some(2), Some(4)));
    let weighed = room.assize(&["--case", "case", "weigh", "--incident", "incident/the-gazette-l10"]);
    assert!(weighed.out.contains("Row L10") && weighed.out.contains("does not add up"), "{}", weighed.out);
    let again = import(&room, "strikes.csv", "2031-06-01", &["--yes"]);
    assert!(again.err.contains("0 new, 0 changed in 0 cells, 4 same, 0 gone"), "{}", again.err);
    assert!(!again.err.contains("entered"), "{}", again.err);
    room.ok(&["--case", "case", "undo", "--yes"]);
    assert_eq!(room.ok(&["--case", "case", "incidents"]).out, "", "one undo takes it back");
    room.ok(&["--case", "case", "verify"]);
}

#[test]
fn a_later_edition_changes_what_it_says_otherwise_and_the_record_keeps_what_was_known_when() {
    let room = case();
    room.write("one.csv", format!("{HEADER}{}", rows(1..6)));
    room.write(
        "two.csv",
        format!(
            "{HEADER}L7,2031-05-20,Brill,1,1,0,Boats\n{}",
            rows(2..6).replace("L3,2031-05-04,Lowford,3,5", "L3,2031-05-04,Lowford,3,9")
        ),
    );
    assert_eq!(import(&room, "one.csv", "2031-06-01", &["--yes"]).code, 0);
    let undated = room.assize(&[
        "--case",
        "case",
        "import",
        "two.csv",
        "--map",
        "plain",
        "--publisher",
        "The Gazette",
        "--yes",
    ]);
    assert_eq!(undated.code, 2, "{}", undated.err);
    assert!(undated.err.contains("nothing says that this one is later"), "{}", undated.err);
    let earlier = import(&room, "two.csv", "2031-06-01", &["--yes"]);
    assert!(
        earlier.code == 2 && earlier.err.contains("not known to have been published before"),
        "{}",
        earlier.err
    );
    let two = import(&room, "two.csv", "2031-07-01", &["--yes"]);
    for expected in [
        "E4 (killed max) of `L3`: 3–5 → 3–9",
        "gone, and still on record: `L1`",
        "5 rows: 1 new, 1 changed in 1 cell, 3 same, 1 gone; 0 refused",
        "entered 1 new incident and 5 claims as one decision",
    ] {
        assert!(two.err.contains(expected) || two.out.contains(expected), "{expected}\n{}", two.err);
    }
    assert_eq!(
        killed(&room, "incident/the-gazette-l3", &[]),
        (Some(3), Some(9)),
        "the later figure takes the place of the earlier"
    );
    assert_eq!(killed(&room, "incident/the-gazette-l3", &["--known-at", "2031-06-15"]), (Some(3), Some(5)));
    assert_eq!(
        killed(&room, "incident/the-gazette-l1", &[]),
        (Some(1), Some(3)),
        "what is gone is not deleted"
    );
    let why = room.ok(&["--case", "case", "why", "incident/the-gazette-l3", "killed"]).out;
    assert!(why.contains("1 origin") && !why.contains("2 origins"), "two editions are one origin\n{why}");
    assert!(why.contains("row of a table, no quotation"), "{why}");
    room.ok(&["--case", "case", "undo", "--yes"]);
    assert_eq!(killed(&room, "incident/the-gazette-l3", &[]), (Some(3), Some(5)));
}

#[test]
fn what_a_person_corrected_is_not_undone_by_the_next_edition() {
    let room = case();
    room.write("one.csv", format!("{HEADER}{}", rows(1..4)));
    import(&room, "one.csv", "2031-06-01", &["--yes"]);
    let claims = room.ok(&["--case", "case", "export", "--format", "csv", "--of", "claims"]).out;
    let line = claims
        .lines()
        .find(|line| line.contains("Row L2") && line.contains("incident.killed,,"))
        .expect("a claim");
    let id = line.split(',').next().expect("an id");
    room.ok(&["--case", "case", "amend", id, "--max", "3"]);
    room.write("two.csv", format!("{HEADER}{}", rows(1..5)));
    let two = import(&room, "two.csv", "2031-07-01", &["--yes"]);
    assert!(two.err.contains("1 new, 0 changed in 0 cells, 3 same"), "{}", two.err);
    assert_eq!(killed(&room, "incident/the-gazette-l2", &[]), (Some(2), Some(3)));
}

#[test]
fn tables_of_two_newsrooms_are_no_editions_of_one_another() {
    let room = case();
    room.write("one.csv", format!("{HEADER}{}", rows(1..4)));
    import(&room, "one.csv", "2031-06-01", &["--yes"]);
    let other = room.assize(&[
        "--case",
        "case",
        "import",
        "one.csv",
        "--map",
        "plain",
        "--publisher",
        "The Courier",
        "--dry-run",
    ]);
    assert!(other.err.contains("3 new, 0 changed in 0 cells, 0 same"), "{}", other.err);
    let nobody = room.assize(&["--case", "case", "import", "one.csv", "--map", "plain", "--dry-run"]);
    assert!(nobody.code == 2 && nobody.err.contains("whose table is it?"), "{}", nobody.err);
}

#[test]
fn incidents_on_record_that_a_row_may_repeat_are_named_before_any_total() {
    let room = case();
    room.write("one.csv", format!("{HEADER}{}", rows(1..3)));
    import(&room, "one.csv", "2031-06-01", &["--yes"]);
    room.write("other.toml", "id = \"other\"\ntitle = \"X\"\nprefix = \"other\"\n[key]\ncolumns = [[\"n\"]]\n[date]\ncolumn = [\"day\"]\n[[figure]]\nproperty = \"incident.killed\"\nmin = [\"low\"]\nmax = [\"high\"]\n[[words]]\nproperty = \"incident.place\"\ncolumn = [\"where\"]\n");
    room.write("other.csv", "n,day,low,high,where\n1,2031-05-02,1,3,Lowford\n2,2031-11-02,1,3,Brill\n");
    let ran = room.assize(&["--case", "case", "import", "other.csv", "--map", "other.toml", "--dry-run"]);
    let candidate = ran.err.find("`1` may be").unwrap_or_else(|| panic!("{}", ran.err));
    let total = ran.err.find("added up as the table states them").expect("a total");
    assert!(candidate < total && !ran.err.contains("`2` may be"), "{}", ran.err);
}

#[test]
fn a_table_of_claims_comes_back_changed_as_one_amendment() {
    let room = case();
    room.write("one.csv", format!("{HEADER}{}", rows(1..4)));
    import(&room, "one.csv", "2031-06-01", &["--yes"]);
    room.ok(&["--case", "case", "export", "--format", "xlsx", "--of", "claims", "--out", "claims.xlsx"]);
    let same = room.ok(&["--case", "case", "import", "claims.xlsx", "--yes"]);
    assert!(same.err.contains("none says otherwise than the record"), "{}", same.err);
    let claims = room.ok(&["--case", "case", "export", "--format", "csv", "--of", "claims", "--bom"]).out;
    assert!(claims.starts_with('\u{feff}'), "{claims}");
    let line = claims
        .lines()
        .find(|line| line.contains("Row L2") && line.contains("incident.killed,,2,4"))
        .expect("a claim");
    room.write(
        "claims.csv",
        claims.replace(line, &line.replace("incident.killed,,2,4", "incident.killed,,2,7")),
    );
    let before = entries(&room);
    let ran = room.ok(&["--case", "case", "import", "claims.csv", "--yes"]);
    assert!(ran.err.contains("amended 1 claim") && ran.err.contains("(max): 4 → 7"), "{}", ran.err);
    assert_eq!(entries(&room) - before, 2, "one claim in the place of another, and its review");
    assert_eq!(killed(&room, "incident/the-gazette-l2", &[]), (Some(2), Some(7)));
    room.write(
        "claims.csv",
        claims.replace(line, &line.replace("incident.killed,,2,4", "incident.killed,,two,4")),
    );
    let bad = room.assize(&["--case", "case", "import", "claims.csv", "--yes"]);
    assert!(
        bad.code == 3 || bad.err.contains("`two` is not a whole number; nothing was written"),
        "{}",
        bad.err
    );
}

/// Entries of the record.
fn entries(room: &Room) -> usize {
    let heads = std::fs::read_to_string(room.path("case/ledger/heads/000001.jsonl")).expect("heads");
    heads.lines().count()
}

#[test]
fn what_is_confidential_is_in_no_table_unless_it_is_asked_for() {
    let room = case();
    room.write("open.csv", format!("{HEADER}{}", rows(1..2)));
    room.write("kept.csv", format!("{HEADER}{}", rows(5..6)));
    import(&room, "open.csv", "2031-06-01", &["--yes"]);
    import(&room, "kept.csv", "2031-06-02", &["--yes"]);
    room.ok(&["--case", "case", "mark", "kept.csv", "confidential", "--reason", "asked to"]);
    for of in ["incidents", "claims", "sources"] {
        let shown = room.ok(&["--case", "case", "export", "--format", "csv", "--of", of]);
        assert!(!shown.out.contains("L5") && !shown.out.contains("kept.csv"), "{of}\n{}", shown.out);
        assert!(shown.err.contains("1 confidential source left out"), "{}", shown.err);
        let all = room.ok(&["--case", "case", "export", "--format", "csv", "--of", of, "--confidential"]).out;
        assert!(all.contains("L5") || all.contains("kept.csv"), "{of}\n{all}");
    }
}

#[test]
fn a_workbook_of_the_bureaus_layout_goes_in_as_it_is() {
    let mut workbook = Workbook::new();
    let notes = workbook.add_worksheet();
    notes.set_name("Notes").expect("a name").write_string(0, 0, "invented").expect("a cell");
    let sheet = workbook.add_worksheet();
    sheet.set_name("All US actions").expect("a name");
    let header = [
        "Strike ID",
        "Date",
        "Location",
        "Confirmed/\npossible US attack?",
        "Minimum people killed",
        "Maximum people killed",
        "Minimum civilians reported killed",
        "Maximum civilians reported killed",
    ];
    for (at, name) in (0..).zip(header) {
        sheet.write_string(0, at, name).expect("a cell");
    }
    for (row, (id, confirmed)) in (1..).zip([("YEM901", "Confirmed"), ("YEM902", "Possible")]) {
        for (at, words) in (0..).zip([id, "2031-05-03", "Lowford", confirmed]) {
            sheet.write_string(row, at, words).expect("a cell");
        }
        for (at, figure) in (4..).zip([4.0, 6.0, 0.0, 2.0]) {
            sheet.write_number(row, at, figure).expect("a cell");
        }
    }
    let room = case();
    room.write("bureau.xlsx", workbook.save_to_buffer().expect("a workbook"));
    // `--format` was its name before.
    let ran = room.ok(&[
        "--case",
        "case",
        "import",
        "bureau.xlsx",
        "--format",
        "bij",
        "--published",
        "2031-06-01",
        "--yes",
    ]);
    for expected in [
        "Confirmed US strikes in Yemen: 1 row",
        "Possible US strikes in Yemen: 1 row",
        "entered 2 new incidents",
    ] {
        assert!(ran.err.contains(expected), "{expected}\n{}", ran.err);
    }
    let claims = room.ok(&["--case", "case", "export", "--format", "csv", "--of", "claims"]).out;
    let by = |strike: &str| {
        claims
            .lines()
            .find(|line| line.contains(strike) && line.contains("incident.conducted-by"))
            .expect("a claim")
            .to_owned()
    };
    assert!(
        by("YEM902").contains(",Possible,asserts,") && !by("YEM901").contains("Possible,asserts"),
        "{claims}"
    );
    room.ok(&["--case", "case", "verify"]);
}

#[test]
fn a_file_that_is_no_table_says_what_to_do() {
    let room = case();
    let check = |file: &str, bytes: &[u8], expected: &[&str]| {
        room.write(file, bytes);
        let ran = import(&room, file, "2031-06-01", &["--yes"]);
        assert!(ran.code > 1, "{file}: {} {}", ran.code, ran.err);
        for expected in expected {
            assert!(ran.err.contains(expected), "{file}: {expected}\n{}", ran.err);
        }
    };
    check(
        "latin.csv",
        b"id,date,killed\n1,2031-05-03,4\n2,Caf\xe9,4\n",
        &["cell B3 is not UTF-8", "save the table as `CSV UTF-8`"],
    );
    check(
        "old.xls",
        b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1rest",
        &["an office document of the old kind", "XLSX, ODS or CSV"],
    );
    check("broken.xlsx", b"PK\x03\x04nothing", &["this workbook cannot be read", "save it anew"]);
    check("other.csv", b"a,b\n1,2\n", &["no row of the table has the columns of mapping `plain`", "--guess"]);
    check("empty.csv", b"", &["the file is empty"]);
    let unknown = room.assize(&["--case", "case", "import", "other.csv", "--map", "nowhere"]);
    assert!(
        unknown.err.contains("there is no mapping `nowhere`") && unknown.err.contains("ucdp-ged"),
        "{}",
        unknown.err
    );
    let plain = room.assize(&["--case", "case", "import", "other.csv"]);
    assert!(plain.err.contains("--guess") && plain.err.contains("--map"), "{}", plain.err);
    room.write("bad.toml", "id = \"x\"\ntitle = \"X\"\n[key]\ncolumns = [[\"a\"]]\n[[figure]]\nproperty = \"incident.kiled\"\nexact = [\"b\"]\n");
    let bad = room.assize(&["--case", "case", "import", "other.csv", "--map", "bad.toml"]);
    assert!(bad.err.contains("incident.kiled") && bad.err.contains("bad.toml:5"), "{}", bad.err);
    let guessed = room.ok(&["import", "latin-less.csv", "--guess"]
        .map(|word| if word == "latin-less.csv" { "other.csv" } else { word }));
    assert!(guessed.out.contains("[key]") && guessed.out.contains("columns = [[\"a\"]]"), "{}", guessed.out);
}
