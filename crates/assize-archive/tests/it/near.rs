use assize_archive::near::{Fingerprint, Kept, METHOD, NEAR_PERCENT, families, passages, reuse, shared};
use assize_record::BlobHash;
use proptest::prelude::*;
use std::{
    cell::Cell,
    collections::{BTreeMap, BTreeSet},
    time::Instant,
};

const COPY: &str = "The office said on Tuesday that a boat had been struck off the coast, and that all who were aboard had died, \
                    though it gave neither their number nor their names, and took no questions on what had been known before.";

fn hashed<T: AsRef<str>>(texts: &[T]) -> Vec<(BlobHash, &str)> {
    texts.iter().map(|text| (BlobHash::of(text.as_ref().as_bytes()), text.as_ref())).collect()
}

/// Families as the places of their texts in the list.
fn grouped<T: AsRef<str>>(texts: &[T]) -> Vec<BTreeSet<usize>> {
    let texts = hashed(texts);
    let place = |hash: &BlobHash| texts.iter().position(|(other, _)| other == hash).expect("one of them");
    let mut found: Vec<BTreeSet<usize>> =
        families(&texts).iter().map(|family| family.iter().map(place).collect()).collect();
    found.sort();
    found
}

/// Invented words, drawn from a stream that `seed` starts.
fn words(seed: u64, length: usize) -> Vec<String> {
    let mut seed = seed.wrapping_mul(0x9e37_79b9_7f4a_7c15) ^ 0x5555;
    let mut next = || {
        seed = seed.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        seed >> 33
    };
    (0..length).map(|_| format!("w{}", next() % 5_000)).collect()
}

fn text(seed: u64, length: usize) -> String {
    words(seed, length).join(" ")
}

/// With every `every`th word replaced.
fn edited(text: &str, every: usize) -> String {
    let changed = |(at, word): (usize, &str)| {
        if at % every == every - 1 { format!("other{at}") } else { word.to_owned() }
    };
    text.split(' ').enumerate().map(changed).collect::<Vec<_>>().join(" ")
}

fn cut(text: &str, words: std::ops::Range<usize>) -> String {
    text.split(' ').collect::<Vec<_>>()[words].join(" ")
}

#[test]
fn punctuation_case_and_layout_do_not_make_another_text() {
    let other = COPY.to_uppercase().replace(' ', "\n\n").replace(',', " —");
    assert_eq!(shared(COPY, &other).percent(), 100);
    assert_eq!(grouped(&[COPY, &other]), [BTreeSet::from([0, 1])]);
    assert_eq!(Fingerprint::of(COPY).digest, Fingerprint::of(&other).digest);
    assert_eq!(Fingerprint::of(COPY).method, METHOD);
}

#[test]
fn a_reprint_with_a_new_opening_is_near_and_another_story_is_not() {
    let reprint = format!("CAPITAL (Wire) — {COPY} More follows.");
    let other = COPY.split(' ').rev().collect::<Vec<_>>().join(" ");
    assert_eq!(grouped(&[COPY, &reprint, &other]), [BTreeSet::from([0, 1])]);
}

#[test]
fn copies_edited_copies_abridged_and_embedded_texts_are_near() {
    let original = text(1, 400);
    let abridged = cut(&original, 0..120);
    let middle = cut(&original, 100..250);
    let embedded = format!("{} {original} {}", text(2, 300), text(3, 700));
    let edited = edited(&original, 33);
    for (kind, other) in
        [("edited", &edited), ("abridged", &abridged), ("middle", &middle), ("embedded", &embedded)]
    {
        let found = shared(&original, other);
        assert!(found.near, "{kind}: {found:?}");
        assert!(found.percent() >= 90, "{kind}: {found:?}");
        assert_eq!(grouped(&[&original, other, &text(4, 400)]), [BTreeSet::from([0, 1])], "{kind}");
    }
    assert_eq!(grouped(&[original, edited, abridged, middle, embedded]), [(0..5).collect::<BTreeSet<_>>()]);
}

#[test]
fn a_quoted_sentence_is_a_shared_passage_and_makes_no_near_copies() {
    let source = text(1, 400);
    let sentence = cut(&source, 180..202);
    let quoting = format!("{} “{sentence}” {}", text(2, 200), text(3, 200));
    let found = passages(&source, &quoting);
    assert_eq!(found.len(), 1, "{found:?}");
    assert_eq!(
        (&source[found[0].a.clone()], &quoting[found[0].b.clone()]),
        (sentence.as_str(), sentence.as_str())
    );
    assert_eq!(found[0].words, 22);
    assert!(!shared(&source, &quoting).near);
    let mut pairs = Vec::new();
    let texts = [source.as_str(), &quoting, &text(5, 300)];
    let firsts = reuse(&texts, |a, b, shared| pairs.push((a, b, shared.passages)));
    assert_eq!((firsts, pairs), (vec![0, 1, 2], vec![(1, 0, 1)]));
}

#[test]
fn two_articles_on_one_event_that_share_a_phrase_are_not_joined() {
    let phrase = "nine people were killed when a missile struck the boat";
    let a = format!("{} {phrase} {}", text(1, 150), text(2, 150));
    let b = format!("{} {phrase} {}", text(3, 150), text(4, 150));
    assert_eq!(shared(&a, &b).passages, 0);
    assert_eq!(grouped(&[a, b]), Vec::<BTreeSet<usize>>::new());
}

#[test]
fn from_seventy_percent_of_the_words_on_a_text_is_a_near_copy() {
    let original = text(1, 1_000);
    for (copied, near) in [(65, false), (69, false), (NEAR_PERCENT, true), (75, true)] {
        let other = format!("{} {}", cut(&original, 100..100 + 2 * copied), text(2, 2 * (100 - copied)));
        assert_eq!(shared(&original, &other).near, near, "{copied}");
        assert_eq!(grouped(&[&original, &other]).len(), usize::from(near), "{copied}");
    }
}

#[test]
fn short_and_empty_texts_are_near_only_where_all_their_words_are_the_same() {
    assert_eq!(shared("Two words", "two WORDS.").percent(), 100);
    assert!(!shared("Two words", "two others").near);
    assert!(!shared("", " … ").near);
    assert_eq!(
        grouped(&["", "…", "Two words", "two words!", "two", "three words here"]),
        [BTreeSet::from([2, 3])]
    );
    let nineteen = text(1, 19);
    assert!(!shared(&nineteen, &format!("{nineteen} more")).near);
    assert_eq!(grouped(&[nineteen.clone(), nineteen.to_uppercase()]).len(), 1);
    assert!(passages("", COPY).is_empty());
}

#[test]
fn other_scripts_are_words_too() {
    let russian = "Девять человек погибли когда ракета попала в лодку у мыса сообщило ведомство во вторник не назвав ни \
                   имён ни причин и не ответив на вопросы о том что было известно раньше и кто отдал приказ";
    assert!(shared(russian, &format!("{} Подробности позже.", russian.to_uppercase())).near);
    let chinese = "周二该机构表示一艘船在海岸附近遭到袭击船上所有人员均已死亡但没有公布人数和姓名也没有回答此前所知情况的问题";
    assert!(shared(chinese, &format!("新闻社{chinese}更多消息稍后")).near);
}

#[test]
fn a_passage_in_very_many_texts_joins_nothing_and_costs_little() {
    // A notice of sixty words under each of 6,000 articles, and one pair of copies among them.
    let notice = text(9, 60);
    let mut texts: Vec<String> = (0..6_000).map(|n| format!("{} {notice}", text(100 + n, 150))).collect();
    texts.push(edited(&texts[4_321], 30));
    let begun = Instant::now();
    assert_eq!(grouped(&texts), [BTreeSet::from([4_321, 6_000])]);
    assert!(begun.elapsed().as_secs() < 60, "{:?}", begun.elapsed());
}

#[test]
fn three_thousand_copies_are_one_family() {
    let original = text(1, 250);
    let copies: Vec<String> = (0..3_000)
        .map(|n| {
            let words: Vec<&str> = original.split(' ').collect();
            let at = n * 7 % 250;
            format!("byline{n} {} changed{n} {}", words[..at].join(" "), words[at..].join(" "))
        })
        .collect();
    assert_eq!(grouped(&copies), [(0..3_000).collect::<BTreeSet<_>>()]);
    let same: Vec<String> = (0..3_000).map(|n| format!("{original}{}", ".".repeat(n))).collect();
    assert_eq!(grouped(&same), [(0..3_000).collect::<BTreeSet<_>>()]);
}

#[test]
fn hostile_texts_take_no_longer_than_their_length() {
    let begun = Instant::now();
    let word = "again ".repeat(1_000_000);
    // It has one print, and near-copies share two.
    assert_eq!(grouped(&[word.clone(), format!("{word} once")]).len(), 0);
    assert_eq!(grouped(&[word.clone(), word.to_uppercase()]).len(), 1);
    let refrain = format!("{} ", text(1, 1_000)).repeat(500);
    assert_eq!(grouped(&[refrain.clone(), format!("{} {refrain}", text(2, 3))]).len(), 1);
    // Blocks in an order of their own: many ways to lay one text on the other.
    let blocks = |seed| {
        words(seed, 20_000)
            .iter()
            .map(|word| if word.len() % 2 == 0 { text(11, 12) } else { text(12, 12) })
            .collect::<Vec<_>>()
            .join(" ")
    };
    let _ = shared(&blocks(3), &blocks(4));
    let long = text(5, 1_700_000);
    assert!(shared(&long, &format!("{} {long}", text(6, 3))).near);
    assert!(begun.elapsed().as_secs() < 120, "{:?}", begun.elapsed());
}

/// Texts of which some are edits, parts or quotations of others.
fn corpus() -> impl Strategy<Value = Vec<String>> {
    let edits = prop::collection::vec((any::<prop::sample::Index>(), "[a-z]{1,6}"), 0..8);
    let change = (edits, any::<prop::sample::Index>(), 20_usize..200, any::<bool>());
    let family = (any::<u64>(), 1_usize..200, prop::collection::vec(change, 0..4)).prop_map(
        |(seed, length, changes)| {
            let base = words(seed, length);
            let mut texts = vec![base.join(" ")];
            for (edits, from, most, is_embedded) in changes {
                let mut text = base.clone();
                for (at, word) in edits {
                    let at = at.index(text.len());
                    text[at] = word;
                }
                let from = from.index(text.len());
                let mut text: Vec<String> = text[from..].iter().take(most).cloned().collect();
                if is_embedded {
                    text.extend(words(seed ^ from as u64 ^ 77, most));
                }
                texts.push(text.join(" "));
            }
            texts
        },
    );
    prop::collection::vec(family, 1..5).prop_map(|families| {
        let unique: BTreeSet<String> = families.concat().into_iter().collect();
        unique.into_iter().collect()
    })
}

/// Families by comparing every pair.
fn by_comparing(texts: &[String]) -> Vec<BTreeSet<usize>> {
    let mut family: Vec<usize> = (0..texts.len()).collect();
    for a in 0..texts.len() {
        for b in 0..a {
            if shared(&texts[a], &texts[b]).near {
                let (from, to) = (family[a].max(family[b]), family[a].min(family[b]));
                family.iter_mut().filter(|family| **family == from).for_each(|family| *family = to);
            }
        }
    }
    let mut families: BTreeMap<usize, BTreeSet<usize>> = BTreeMap::new();
    family.iter().enumerate().for_each(|(at, family)| {
        families.entry(*family).or_default().insert(at);
    });
    families.into_values().filter(|family| family.len() > 1).collect()
}

/// A folder with kept fingerprints, asked about texts that are at hand.
struct Desk {
    dir: tempfile::TempDir,
    texts: BTreeMap<BlobHash, String>,
    read: Cell<usize>,
}

impl Desk {
    fn of(texts: &[String]) -> Self {
        let texts = texts.iter().map(|text| (BlobHash::of(text.as_bytes()), text.clone())).collect();
        Self { dir: tempfile::tempdir().expect("a folder"), texts, read: Cell::new(0) }
    }

    fn ask(
        &self,
        texts: &BTreeSet<BlobHash>,
        of: Option<&BTreeSet<BlobHash>>,
    ) -> (Vec<Vec<BlobHash>>, usize) {
        self.ask_without(texts, &BTreeSet::new(), of)
    }

    /// The same where some texts are not to be kept.
    fn ask_without(
        &self,
        texts: &BTreeSet<BlobHash>,
        unkept: &BTreeSet<BlobHash>,
        of: Option<&BTreeSet<BlobHash>>,
    ) -> (Vec<Vec<BlobHash>>, usize) {
        let mut kept = Kept::of_case(self.dir.path());
        let read = |hash: &BlobHash| {
            self.read.set(self.read.get() + 1);
            self.texts.get(hash).cloned()
        };
        let found = kept.families(texts, unkept, of, &read).expect("an answer");
        (found, kept.notes().len())
    }

    fn all(&self) -> BTreeSet<BlobHash> {
        self.texts.keys().copied().collect()
    }

    fn fresh(&self, texts: &BTreeSet<BlobHash>) -> Vec<Vec<BlobHash>> {
        let texts: Vec<_> =
            texts.iter().filter_map(|hash| Some((*hash, self.texts.get(hash)?.as_str()))).collect();
        let mut found = families(&texts);
        found.sort();
        found
    }

    fn open(&self) -> rusqlite::Connection {
        rusqlite::Connection::open(self.dir.path().join("near.sqlite")).expect("it opens")
    }
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::with_cases(48) })]

    #[test]
    fn families_are_what_comparing_every_pair_finds(texts in corpus()) {
        prop_assert_eq!(grouped(&texts), by_comparing(&texts));
    }

    /// What is not kept is compared all the same, and nothing of it is on the disk.
    #[test]
    fn texts_that_are_not_kept_are_grouped_and_leave_nothing(texts in corpus(), picks in any::<u64>(), before in any::<bool>()) {
        let desk = Desk::of(&texts);
        let all = desk.all();
        let chosen = all.iter().enumerate().filter(|(at, _)| picks >> (at % 64) & 1 == 1);
        let unkept: BTreeSet<BlobHash> = chosen.map(|(_, hash)| *hash).collect();
        if before {
            desk.ask(&all, None);
        }
        let (found, notes) = desk.ask_without(&all, &unkept, None);
        prop_assert_eq!(found, desk.fresh(&all));
        prop_assert_eq!(notes, usize::from(before && !unkept.is_empty()));
        for hash in &unkept {
            let of = BTreeSet::from([*hash]);
            let mut family = desk.fresh(&all);
            family.retain(|family| family.contains(hash));
            prop_assert_eq!(desk.ask_without(&all, &unkept, Some(&of)).0, family);
        }
        // As a case has them that never had the others.
        let open: BTreeSet<BlobHash> = all.difference(&unkept).copied().collect();
        let other = Desk::of(&texts);
        other.ask(&open, None);
        for end in ["", "-wal"] {
            let bytes = std::fs::read(desk.dir.path().join(format!("near.sqlite{end}"))).unwrap_or_default();
            for hash in &unkept {
                prop_assert!(memchr::memmem::find(&bytes, hash.as_bytes()).is_none());
            }
        }
        let postings = |desk: &Desk| -> BTreeSet<Vec<u8>> {
            let file = desk.open();
            let mut query = file.prepare("SELECT content FROM bucket").expect("a table");
            let rows = query.query_map([], |row| row.get::<_, Vec<u8>>(0)).expect("rows");
            rows.map(|row| row.expect("a row")).collect()
        };
        prop_assert_eq!(postings(&desk), postings(&other));
    }

    #[test]
    fn order_and_repeats_change_nothing(texts in corpus(), turn in any::<prop::sample::Index>()) {
        let forward = hashed(&texts);
        let mut turned = forward.clone();
        turned.rotate_left(turn.index(forward.len()));
        turned.extend_from_within(..1);
        prop_assert_eq!(families(&forward), families(&turned));
    }

    #[test]
    fn passages_are_words_of_both(texts in corpus()) {
        for a in &texts {
            for b in &texts {
                let found = shared(a, b);
                let turned = shared(b, a);
                prop_assert_eq!(found.near, turned.near);
                prop_assert!(found.covered[0] <= found.words[0] && found.covered[1] <= found.words[1]);
                for passage in passages(a, b) {
                    let of = |text: &str| text.split(' ').map(str::to_owned).collect::<BTreeSet<String>>();
                    let (in_a, in_b) = (of(&a[passage.a]), of(&b[passage.b]));
                    prop_assert!(in_a.intersection(&in_b).count() >= 4);
                    prop_assert!(passage.words >= 20);
                }
            }
        }
    }

    #[test]
    fn what_is_kept_answers_as_a_fresh_look_does(
        texts in corpus(),
        steps in prop::collection::vec(any::<prop::sample::Index>(), 1..4),
        hidden in any::<prop::sample::Index>(),
    ) {
        let desk = Desk::of(&texts);
        let all: Vec<BlobHash> = desk.texts.keys().copied().collect();
        // Entered in steps, in whatever order.
        let mut there = BTreeSet::new();
        for step in steps {
            let from = step.index(all.len());
            there.extend(all[from..].iter().take(1 + from % 3).copied());
            prop_assert_eq!(desk.ask(&there, None), (desk.fresh(&there), 0));
        }
        prop_assert_eq!(desk.ask(&desk.all(), None), (desk.fresh(&desk.all()), 0));
        // Nothing is read again but what families are told by.
        desk.read.set(0);
        let found = desk.ask(&desk.all(), None).0;
        prop_assert!(desk.read.get() <= found.iter().map(Vec::len).sum());
        // Of one text, and without one that is not in sight.
        for hash in &all {
            let of = BTreeSet::from([*hash]);
            let expected: Vec<_> = found.iter().filter(|family| family.contains(hash)).cloned().collect();
            prop_assert_eq!(desk.ask(&desk.all(), Some(&of)), (expected, 0));
        }
        let mut some = desk.all();
        some.remove(&all[hidden.index(all.len())]);
        prop_assert_eq!(desk.ask(&some, None), (desk.fresh(&some), 0));
    }
}

/// Some texts of every kind.
fn shelf() -> Vec<String> {
    let mut texts = Vec::new();
    for seed in 0..12 {
        let original = text(seed, 120);
        if seed % 3 == 0 {
            texts.extend([
                edited(&original, 30),
                cut(&original, 0..60),
                format!("{original} {}", text(seed + 50, 200)),
            ]);
            texts.push(original.to_uppercase());
        }
        texts.push(original);
    }
    texts
}

#[test]
fn flips_and_deletions_change_no_answer() {
    let desk = Desk::of(&shelf());
    let texts = desk.all();
    let fresh = desk.fresh(&texts);
    assert_eq!(fresh.len(), 4);
    let mut noticed = 0;
    let damages = [
        "DELETE FROM text WHERE no = (SELECT no FROM text LIMIT 1 OFFSET ?1 % (SELECT count(*) FROM text))",
        "DELETE FROM bucket WHERE id = ?1 % 64",
        "DELETE FROM family WHERE root = (SELECT root FROM family LIMIT 1 OFFSET ?1 % 4)",
        "DELETE FROM meta WHERE ?1 >= 0",
        "DELETE FROM text WHERE family = (SELECT root FROM family LIMIT 1 OFFSET ?1 % 4)",
        "UPDATE text SET family = ?1 % 9 WHERE no = ?1 % 24",
        "UPDATE text SET family = NULL WHERE no = ?1 % 24",
        "UPDATE text SET digest = digest + 1 WHERE no = ?1 % 24",
        "UPDATE text SET hash = randomblob(32) WHERE no = ?1 % 24",
        "UPDATE text SET content = randomblob(20) WHERE no = ?1 % 24",
        "UPDATE bucket SET content = substr(content, 1, length(content) - 8) WHERE id = ?1 % 64 AND length(content) > 8",
        "UPDATE bucket SET content = (SELECT content FROM bucket WHERE id = (?1 + 1) % 64) WHERE id = ?1 % 64",
        "UPDATE family SET content = randomblob(12) WHERE root = (SELECT root FROM family LIMIT 1 OFFSET ?1 % 4)",
        "UPDATE meta SET content = randomblob(length(content)) WHERE ?1 >= 0",
        "PRAGMA user_version = 9",
    ];
    for round in 0..4_i64 {
        for damage in damages {
            assert_eq!(desk.ask(&texts, None).0, fresh);
            let connection = desk.open();
            if damage.contains("?1") {
                connection.execute(damage, [round * 5 + 3]).expect(damage);
            } else {
                connection.execute_batch(damage).expect(damage);
            }
            drop(connection);
            // A text that is added beside what was damaged, and then all.
            let new = edited(
                &desk.texts.values().next().expect("a text").clone(),
                40 + usize::try_from(round).expect("small"),
            );
            let mut with_new = Desk {
                dir: tempfile::tempdir().expect("a folder"),
                texts: desk.texts.clone(),
                read: Cell::new(0),
            };
            for end in ["", "-wal", "-shm"] {
                let name = format!("near.sqlite{end}");
                if desk.dir.path().join(&name).exists() {
                    std::fs::copy(desk.dir.path().join(&name), with_new.dir.path().join(&name))
                        .expect("copied");
                }
            }
            let hash = BlobHash::of(new.as_bytes());
            with_new.texts.insert(hash, new);
            let expected: Vec<_> =
                with_new.fresh(&with_new.all()).into_iter().filter(|family| family.contains(&hash)).collect();
            assert_eq!(with_new.ask(&with_new.all(), Some(&BTreeSet::from([hash]))).0, expected, "{damage}");
            let (found, notes) = desk.ask(&texts, None);
            assert_eq!(found, fresh, "{damage}");
            noticed += notes;
        }
    }
    // Some change nothing that is ever looked at, or are noticed where they are copied.
    assert!(noticed > 30, "{noticed}");
}

#[test]
fn a_file_that_is_no_database_is_made_anew_and_a_folder_is_an_error() {
    let desk = Desk::of(&shelf());
    let fresh = desk.fresh(&desk.all());
    desk.ask(&desk.all(), None);
    let path = desk.dir.path().join("near.sqlite");
    for end in ["-wal", "-shm"] {
        let _ = std::fs::remove_file(desk.dir.path().join(format!("near.sqlite{end}")));
    }
    let mut bytes = std::fs::read(&path).expect("a file");
    for at in [0, 20, 4_096, 9_000, bytes.len() / 2, bytes.len() - 5] {
        bytes[at] ^= 0x5a;
        std::fs::write(&path, &bytes).expect("written");
        assert_eq!(desk.ask(&desk.all(), None).0, fresh, "{at}");
        bytes = std::fs::read(&path).expect("a file");
    }
    std::fs::write(&path, "nothing of the sort").expect("written");
    assert_eq!(desk.ask(&desk.all(), None), (fresh, 1));
    std::fs::remove_file(&path).expect("removed");
    std::fs::create_dir(&path).expect("a folder");
    assert!(Kept::of_case(desk.dir.path()).families(&desk.all(), &BTreeSet::new(), None, &|_| None).is_err());
}

#[test]
fn a_text_that_cannot_be_read_is_in_no_family_and_takes_nothing_with_it() {
    let mut desk = Desk::of(&shelf());
    let texts = desk.all();
    let hub = desk.fresh(&texts)[0][0];
    desk.ask(&texts, None);
    desk.texts.remove(&hub);
    let (found, notes) = desk.ask(&texts, None);
    assert_eq!((found, notes), (desk.fresh(&texts), 0));
    let fresh = Desk::of(&desk.texts.values().cloned().collect::<Vec<_>>());
    assert_eq!(fresh.ask(&texts, None).0, desk.fresh(&texts), "never entered");
}

#[test]
fn many_texts_and_large_families_are_kept_too() {
    let original = text(1, 60);
    let mut texts: Vec<String> = (0..1_500).map(|n| text(100 + n, 60)).collect();
    texts.extend((0..1_500).map(|n| format!("{original} byline{n}")));
    let desk = Desk::of(&texts);
    let some: BTreeSet<BlobHash> = desk.all().into_iter().step_by(2).collect();
    assert_eq!(desk.ask(&some, None), (desk.fresh(&some), 0));
    let (found, notes) = desk.ask(&desk.all(), None);
    assert_eq!((found.len(), found[0].len(), notes), (1, 1_500, 0));
    assert_eq!(found, desk.fresh(&desk.all()));
}
