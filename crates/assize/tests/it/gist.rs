//! The gist of a claim at the command line: generated, written by a person, taken back.

use crate::{ARTICLES, Room, case_of};

/// A case with one accepted toll; first digits of its claim.
fn one_claim() -> (Room, String) {
    let room = case_of(&ARTICLES);
    let drafts = room
        .ok(&["--case", "case", "--json", "drafts", "gazette.txt", "--property", "incident.killed"])
        .json();
    let draft = drafts[0]["id"].as_str().expect("an id")[..12].to_owned();
    let made = room.ok(&["--case", "case", "--json", "accept", &draft]).json();
    let claim = made[0]["claims"][0].as_str().expect("a claim")[..12].to_owned();
    (room, claim)
}

fn gist(room: &Room, claim: &str) -> (String, String) {
    let why = room.ok(&["--case", "case", "--json", "why", claim]).json();
    let of = |key: &str| why[0]["gist"][key].as_str().expect("a gist").to_owned();
    (of("words"), of("by"))
}

#[test]
fn a_person_s_gist_did_not_replace_the_generated_one_or_could_not_be_taken_back() {
    let (room, claim) = one_claim();
    let (generated, by) = gist(&room, &claim);
    assert_eq!(by, "generated");
    assert!(generated.contains(" that ") && generated.contains(" killed in "), "{generated}");
    let why = room.ok(&["--case", "case", "why", &claim]);
    assert!(why.out.contains(&format!("  gist    {generated} (generated)")), "{}", why.out);

    let amend = |words: &str| room.ok(&["--case", "case", "amend", &claim, "--gist", words]);
    let written = amend("The harbour master counts the dead.");
    assert!(written.err.contains("its gist written") || written.out.contains("its gist written"));
    amend("The harbour master counts nine dead.");
    assert_eq!(gist(&room, &claim), ("The harbour master counts nine dead.".to_owned(), "person".to_owned()));
    let why = room.ok(&["--case", "case", "why", &claim]);
    assert!(why.out.contains("  gist    The harbour master counts nine dead. ("), "{}", why.out);
    assert!(!why.out.contains("(generated)"), "{}", why.out);
    let again =
        room.assize(&["--case", "case", "amend", &claim, "--gist", "The harbour master counts nine dead."]);
    assert!(again.code != 0 && again.err.contains("says so already"), "{}", again.err);

    // Undone, the one before it stands; taken back, none does.
    room.ok(&["--case", "case", "undo", "--yes"]);
    assert_eq!(gist(&room, &claim).0, "The harbour master counts the dead.");
    room.ok(&["--case", "case", "amend", &claim, "--gist", "none"]);
    assert_eq!(gist(&room, &claim), (generated.clone(), "generated".to_owned()));
    room.ok(&["--case", "case", "undo", "--yes"]);
    assert_eq!(gist(&room, &claim).0, "The harbour master counts the dead.");
    room.ok(&["--case", "case", "undo", "--yes"]);
    assert_eq!(gist(&room, &claim).0, generated);
}

#[test]
fn a_gist_outlived_what_it_was_the_gist_of() {
    let (room, claim) = one_claim();
    room.ok(&["--case", "case", "amend", &claim, "--gist", "The harbour master counts the dead."]);
    let other = room.ok(&["--case", "case", "--json", "amend", &claim, "--min", "8", "--max", "8"]).json();
    let other = other[0]["claims"][0].as_str().expect("a claim")[..12].to_owned();
    let (words, by) = gist(&room, &other);
    assert_eq!(by, "generated");
    assert!(words.contains("eight people were killed"), "{words}");

    let both = ["amend", &other, "--min", "7", "--max", "7", "--gist", "Seven died, says Vale."];
    let third = room.ok(&[&["--case", "case", "--json"], &both[..]].concat()).json();
    let third = third[0]["claims"][0].as_str().expect("a claim")[..12].to_owned();
    assert_eq!(gist(&room, &third), ("Seven died, says Vale.".to_owned(), "person".to_owned()));
}

#[test]
fn a_draft_could_not_be_accepted_with_a_gist_and_a_gist_could_hide_something() {
    let (room, claim) = one_claim();
    let drafts = room.ok(&["--case", "case", "--json", "drafts", "courier.txt"]).json();
    let draft = drafts[0]["id"].as_str().expect("an id")[..12].to_owned();
    let made =
        room.ok(&["--case", "case", "--json", "amend", &draft, "--gist", "So says the Courier."]).json();
    let of_draft = made[0]["claims"][0].as_str().expect("a claim")[..12].to_owned();
    assert_eq!(gist(&room, &of_draft), ("So says the Courier.".to_owned(), "person".to_owned()));
    for (words, why) in
        [("", "is blank"), ("Nine\u{202e} died.", "turn the direction"), ("Nine\ndied.", "cannot be seen")]
    {
        let refused = room.assize(&["--case", "case", "amend", &claim, "--gist", words]);
        assert!(refused.code != 0 && refused.err.contains(why), "{}", refused.err);
    }
    let none = room.assize(&["--case", "case", "amend", &claim, "--gist", "none"]);
    assert!(none.code != 0 && none.err.contains("has no gist that you may take back"), "{}", none.err);
}
