//! Words found again: what is kept answers as a look at every word does, and holds nothing that may not be searched.

use assize_archive::search::{Answer, FIELD, Item, Kept, Part, Place, Query, Shelf, excerpt, scan};
use assize_record::{BlobHash, EntryId};
use proptest::prelude::*;
use std::{collections::BTreeMap, fs, path::PathBuf};
use tempfile::TempDir;

/// A case of words, and where its file lies.
struct Desk {
    dir: TempDir,
    items: BTreeMap<Part, Vec<Item>>,
    words: BTreeMap<(Part, EntryId), String>,
}

fn id(name: &str) -> EntryId {
    EntryId::from_bytes(*BlobHash::of(name.as_bytes()).as_bytes())
}

impl Shelf for Desk {
    fn items(&self, part: Part) -> &[Item] {
        self.items.get(&part).map_or(&[], Vec::as_slice)
    }

    fn words(&self, part: Part, id: &EntryId) -> Option<String> {
        self.words.get(&(part, *id)).cloned()
    }
}

impl Desk {
    fn of(all: &[(Part, &str, &str)]) -> Self {
        let dir = TempDir::new().expect("a folder");
        let mut desk = Self { dir, items: BTreeMap::new(), words: BTreeMap::new() };
        all.iter().for_each(|(part, name, words)| desk.put(*part, name, words));
        desk
    }

    fn put(&mut self, part: Part, name: &str, words: &str) {
        self.take(part, name);
        let digest = BlobHash::of(words.as_bytes());
        self.items.entry(part).or_default().push(Item { id: id(name), digest });
        self.words.insert((part, id(name)), words.to_owned());
    }

    fn take(&mut self, part: Part, name: &str) {
        self.items.entry(part).or_default().retain(|item| item.id != id(name));
        self.words.remove(&(part, id(name)));
    }

    fn ask(&self, query: &str, part: Part) -> (Answer, Vec<String>) {
        let mut kept = Kept::of_case(self.dir.path());
        let query = Query::parse(query).expect("a query");
        let answer = kept.find(self, &query, &[part], 50).expect("an answer").remove(0);
        assert_eq!(answer, scan(self, &query, part, 50), "the file and the words answer the same");
        (answer, kept.notes().to_vec())
    }

    /// What was found, word by word.
    fn found(&self, query: &str, part: Part) -> Vec<String> {
        let (answer, notes) = self.ask(query, part);
        assert_eq!(notes, Vec::<String>::new());
        answer.places.iter().flat_map(words_of).collect()
    }

    fn file(&self) -> PathBuf {
        self.dir.path().join("search.sqlite")
    }

    /// Everything that lies in the folder.
    fn bytes(&self) -> Vec<u8> {
        let files = fs::read_dir(self.dir.path()).expect("a folder");
        files.flat_map(|file| fs::read(file.expect("a file").path()).expect("bytes")).collect()
    }

    fn is_on_disk(&self, word: &str) -> bool {
        memchr::memmem::find(&self.bytes(), word.as_bytes()).is_some()
    }

    fn alter(&self, statement: &str) {
        let file = rusqlite::Connection::open(self.file()).expect("it opens");
        assert!(file.execute(statement, []).expect("altered") > 0, "{statement}");
    }
}

fn words_of(place: &Place) -> Vec<String> {
    place.found.iter().map(|span| place.words[span.clone()].to_owned()).collect()
}

const GAZETTE: &str = "Navy sinks boat off Lowford\n\nAt least nine people were killed on May 3, the Gazette found.\n\n\
    “All nine were smugglers,” said Tom Ode. Élodie Vale said: «نُقِل تسعة». 船は沈没した。\n";
const ECHO: &str = "Boats burn at Quenby\n\nNobody was killed, Ruth Vale said.\n";

fn desk() -> Desk {
    Desk::of(&[
        (Part::Texts, "gazette", GAZETTE),
        (Part::Texts, "echo", ECHO),
        (Part::Claims, "claim", "Tom Ode says that nine people were killed.\u{1e}incident.killed\u{1e}nine"),
        (Part::Names, "ode", "Tom Ode\u{1e}the minister"),
    ])
}

#[test]
fn every_place_has_the_bytes_of_its_words() {
    let desk = desk();
    assert_eq!(desk.found("killed", Part::Texts), ["killed", "killed"]);
    assert_eq!(desk.found("boat*", Part::Texts), ["boat", "Boats"]);
    assert_eq!(desk.found("\"killed on may\"", Part::Texts), ["killed", "on", "May"]);
    assert_eq!(desk.found("elodie نقل", Part::Texts), ["Élodie", "نُقِل"]);
    assert_eq!(desk.found("沈没", Part::Texts), ["沈没"]);
    assert_eq!(desk.found("lowford killed", Part::Texts), Vec::<String>::new(), "not in one paragraph");
    assert_eq!(
        desk.found("killed incident", Part::Claims),
        ["killed", "incident.killed"].map(|w| w.split('.').collect::<Vec<_>>()).concat()
    );
    assert_eq!(
        desk.found("\"killed incident\"", Part::Claims),
        Vec::<String>::new(),
        "no phrase reaches over a field"
    );
    assert_eq!(desk.found("minister", Part::Names), ["minister"]);
    assert_eq!(desk.found("killed", Part::Names), Vec::<String>::new());
    let (answer, _) = desk.ask("nine", Part::Texts);
    for place in &answer.places {
        assert_eq!(&GAZETTE[place.span.clone()], place.words);
    }
    assert_eq!((answer.total, answer.places.len()), (2, 2));
    let mut kept = Kept::of_case(desk.dir.path());
    let first = kept
        .find(&desk, &Query::parse("killed").expect("a query"), &[Part::Texts], 1)
        .expect("an answer")
        .remove(0);
    assert_eq!((first.total, first.places.len()), (2, 1));
}

#[test]
fn only_what_is_new_is_entered() {
    let mut desk = desk();
    desk.found("killed", Part::Texts);
    let before = fs::metadata(desk.file()).expect("a file").modified().expect("a time");
    desk.found("nine", Part::Texts);
    assert_eq!(
        fs::metadata(desk.file()).expect("a file").modified().expect("a time"),
        before,
        "nothing is written"
    );
    let rows = |desk: &Desk| -> Vec<(i64, Vec<u8>)> {
        let file = rusqlite::Connection::open(desk.file()).expect("it opens");
        let mut query = file.prepare("SELECT no, id FROM item ORDER BY no").expect("a table");
        let rows = query.query_map([], |row| Ok((row.get(0)?, row.get(1)?))).expect("rows");
        rows.map(|row| row.expect("a row")).collect()
    };
    let first = rows(&desk);
    desk.put(Part::Texts, "third", "Brill was quiet.");
    desk.put(Part::Claims, "other", "Ruth Vale denies that anybody was killed.");
    assert_eq!(desk.found("brill", Part::Texts), ["Brill"]);
    assert_eq!(rows(&desk)[..4], first, "what was there stays as it is");
    // A claim that is put otherwise is found by its new words alone.
    desk.put(Part::Claims, "claim", "Tom Ode says that eleven people were killed.");
    assert_eq!(desk.found("eleven", Part::Claims), ["eleven"]);
    assert_eq!(desk.found("nine", Part::Claims), Vec::<String>::new());
}

#[test]
fn what_may_not_be_searched_any_more_leaves_no_byte() {
    let mut desk = desk();
    desk.put(Part::Texts, "leak", "Zephyrgate was signed by quartzwick.");
    desk.put(Part::Claims, "leaked", "Somebody says that xylopede was there.");
    desk.put(Part::Names, "secret", "Vexillum Jynx");
    for (word, part) in [("zephyrgate", Part::Texts), ("xylopede", Part::Claims), ("vexillum", Part::Names)] {
        assert_eq!(desk.found(word, part).len(), 1, "{word}");
        assert!(desk.is_on_disk(&word[1..]), "{word} is kept");
    }
    desk.take(Part::Claims, "leaked");
    desk.take(Part::Names, "secret");
    assert_eq!(desk.found("xylopede", Part::Claims), Vec::<String>::new());
    assert!(desk.is_on_disk("ephyrgate"));
    for rest in ["ylopede", "exillum", "jynx"] {
        assert!(!desk.is_on_disk(rest), "{rest}");
    }
    desk.take(Part::Texts, "leak");
    assert_eq!(desk.found("killed", Part::Texts).len(), 2);
    for rest in ["ephyrgate", "uartzwick"] {
        assert!(!desk.is_on_disk(rest), "{rest}");
    }
}

#[test]
fn a_file_that_is_gone_damaged_or_stale_is_made_anew() {
    let desk = desk();
    let expected = ["killed", "killed"];
    assert_eq!(desk.found("killed", Part::Texts), expected);
    fs::remove_file(desk.file()).expect("removed");
    assert_eq!(desk.found("killed", Part::Texts), expected);
    let again = |desk: &Desk, what: &str| {
        let (answer, notes) = desk.ask("killed", Part::Texts);
        assert_eq!(answer.places.iter().flat_map(words_of).collect::<Vec<_>>(), expected, "{what}");
        assert_eq!(notes.len(), 1, "{what}: {notes:?}");
        assert_eq!(desk.found("killed", Part::Texts), expected, "{what}");
    };
    // Rows that say another place, that lead nowhere, and that another text has taken the place of.
    for statement in [
        "UPDATE place SET start = start + 1",
        "UPDATE place SET end = end - 1",
        "UPDATE place SET start = -5, end = 99999999",
        "UPDATE place SET item = (SELECT max(no) FROM item WHERE part = 0) + 1 - item",
        "UPDATE item SET id = zeroblob(32) WHERE part = 0 AND no = 1",
        "UPDATE item SET id = x'00' WHERE part = 0 AND no = 1",
        "PRAGMA user_version = 99",
    ] {
        if statement.starts_with("PRAGMA") {
            rusqlite::Connection::open(desk.file()).expect("it opens").execute_batch(statement).expect("set");
        } else {
            desk.alter(statement);
        }
        again(&desk, statement);
    }
    fs::write(
        desk.file(),
        "nothing of the sort, and longer than a header of a database has to be ".repeat(20),
    )
    .expect("written");
    again(&desk, "no database");
    let bytes = fs::read(desk.file()).expect("bytes");
    fs::write(desk.file(), &bytes[..bytes.len() / 2]).expect("cut");
    again(&desk, "cut short");
    // Left by a process that was killed while it wrote.
    desk.alter("UPDATE state SET sum = x''");
    desk.alter("DELETE FROM item WHERE part = 0 AND no = 1");
    assert_eq!(desk.found("killed", Part::Texts), expected);
    // Nothing of a file of another program is run.
    fs::remove_file(desk.file()).expect("removed");
    fs::write(desk.file(), "").expect("empty");
    assert_eq!(desk.found("killed", Part::Texts), expected);
}

#[cfg(unix)]
#[test]
fn no_link_is_followed_and_where_nothing_can_be_written_there_is_no_answer() {
    let desk = desk();
    let elsewhere = TempDir::new().expect("a folder");
    let theirs = elsewhere.path().join("theirs");
    fs::write(&theirs, "theirs").expect("written");
    std::os::unix::fs::symlink(&theirs, desk.file()).expect("a link");
    assert_eq!(desk.found("killed", Part::Texts).len(), 2);
    assert_eq!(fs::read(&theirs).expect("bytes"), b"theirs");
    fs::remove_file(desk.file()).expect("removed");
    fs::create_dir(desk.file()).expect("a folder in its place");
    let query = Query::parse("killed").expect("a query");
    assert!(Kept::of_case(desk.dir.path()).find(&desk, &query, &[Part::Texts], 9).is_err());
    assert_eq!(scan(&desk, &query, Part::Texts, 9).total, 2);
}

#[test]
fn a_text_that_cannot_be_read_is_left_out_until_it_can() {
    let mut desk = desk();
    let words = desk.words.remove(&(Part::Texts, id("echo"))).expect("words");
    assert_eq!(desk.found("killed", Part::Texts).len(), 1);
    desk.words.insert((Part::Texts, id("echo")), words);
    assert_eq!(desk.found("killed", Part::Texts).len(), 2);
}

#[test]
fn two_processes_at_once_answer_the_same() {
    let desk = desk();
    std::thread::scope(|scope| {
        for _ in 0..8 {
            scope.spawn(|| assert_eq!(desk.found("killed", Part::Texts).len(), 2));
        }
    });
}

/// Seconds that this thread has had of a processor: how busy the machine is plays no part.
#[expect(clippy::cast_precision_loss, reason = "seconds of a test")]
fn spent() -> f64 {
    let now = rustix::time::clock_gettime(rustix::time::ClockId::ThreadCPUTime);
    now.tv_sec as f64 + now.tv_nsec as f64 / 1e9
}

/// Ten times as much takes about ten times as long, and no more: of texts, of one paragraph, of what is found.
#[test]
fn time_is_linear_in_what_is_searched() {
    let took = |times: usize| {
        let text = "A boat was sunk off Lowford and nine were killed. ".repeat(40 * times);
        let all: Vec<(String, String)> =
            (0..20 * times).map(|no| (format!("t{no}"), format!("{GAZETTE}{no}"))).collect();
        let mut all: Vec<(Part, &str, &str)> =
            all.iter().map(|(name, words)| (Part::Texts, name.as_str(), words.as_str())).collect();
        all.push((Part::Texts, "long", &text));
        let line = text.replace(". ", ", ");
        all.push((Part::Texts, "line", &line));
        let desk = Desk::of(&[]);
        let mut desk = Desk { dir: desk.dir, ..Desk::of(&all) };
        desk.put(Part::Names, "n", "Tom Ode");
        let start = spent();
        let query = Query::parse("killed boat* \"nine were\"").expect("a query");
        let answer = Kept::of_case(desk.dir.path())
            .find(&desk, &query, &[Part::Texts], 1000)
            .expect("an answer")
            .remove(0);
        for place in &answer.places {
            excerpt(&place.words, &place.found);
        }
        spent() - start
    };
    let best = |times| (0..3).map(|_| took(times)).fold(f64::MAX, f64::min);
    let (one, ten) = (best(4), best(40));
    assert!(ten < 25.0 * one, "{one} s, and {ten} s for ten times as much");
}

/// Words that meet, in several scripts, with signs that mean something to a search.
fn word() -> impl Strategy<Value = &'static str> {
    prop::sample::select(vec![
        "boat",
        "Boats",
        "BOAT",
        "boa",
        "Écho",
        "e\u{301}cho",
        "echo",
        "沈",
        "沈没",
        "船は",
        "نُقِل",
        "نقل",
        "Ёлка",
        "елка",
        "9",
        "9-11",
        "U.S.",
        "don’t",
        "🚤",
        "AND",
        "NOT",
        "NEAR(",
        "*",
        "^",
        "-",
        ":",
        "\u{202e}",
        "\u{301}",
        "\0",
        "(",
        ")",
        "{",
        "'",
        "\n",
        "\u{1e}",
        "เรือ",
    ])
}

fn text() -> impl Strategy<Value = String> {
    let sep = prop::sample::select(vec![" ", " ", " ", "\n\n", ". ", "", "”"]);
    prop::collection::vec((word(), sep), 0..24)
        .prop_map(|all| all.into_iter().map(|(word, sep)| format!("{word}{sep}")).collect())
}

fn asked() -> impl Strategy<Value = String> {
    let sep = prop::sample::select(vec![" ", " ", "\" ", " \"", "* ", "", "“"]);
    prop::collection::vec((word(), sep), 1..4)
        .prop_map(|all| all.into_iter().map(|(word, sep)| format!("{word}{sep}")).collect())
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::with_cases(64) })]

    /// Whatever is looked for, and whatever comes and goes meanwhile.
    #[test]
    fn the_file_answers_as_the_words_do(
        steps in prop::collection::vec((0..3_usize, 0..4_u8, any::<bool>(), text()), 1..10),
        queries in prop::collection::vec(asked(), 1..8),
        free in ".{0,40}",
    ) {
        let mut desk = Desk::of(&[]);
        for (part, name, comes, words) in &steps {
            let (part, name) = (Part::ALL[*part], name.to_string());
            if *comes { desk.put(part, &name, words) } else { desk.take(part, &name) }
            for query in queries.iter().chain([&free]).chain([words]) {
                let Ok(query) = Query::parse(query) else { continue };
                let mut kept = Kept::of_case(desk.dir.path());
                let answers = kept.find(&desk, &query, &Part::ALL, 3).expect("an answer");
                prop_assert!(kept.notes().is_empty(), "{:?}", kept.notes());
                for (part, answer) in Part::ALL.into_iter().zip(answers) {
                    prop_assert_eq!(&answer, &scan(&desk, &query, part, 3));
                    for place in &answer.places {
                        let all = desk.words(part, &place.id).expect("words");
                        prop_assert_eq!(&all[place.span.clone()], &place.words);
                        let shown = excerpt(&place.words, &place.found);
                        prop_assert!(place.words.get(shown).is_some());
                    }
                }
            }
        }
        // What stands in a paragraph is found by its own words.
        for ((part, id), words) in &desk.words {
            let Some(paragraph) = words.split("\n\n").find(|words| Query::parse(words).is_ok()) else { continue };
            if *part == Part::Texts && !paragraph.contains([FIELD, '"', '”', '“']) {
                let query = Query::parse(paragraph).expect("a query");
                prop_assert!(scan(&desk, &query, *part, 99).places.iter().any(|place| place.id == *id), "{:?}", paragraph);
            }
        }
    }
}
