//! The user's own key: under a passphrase, and exchanged for another.

use crate::{
    Room,
    replicas::{assert_same, findings, people, shared},
};
use std::fs;

#[test]
fn a_key_that_is_lost_comes_back_by_its_words() {
    let room = Room::new();
    let made = room.ok(&["init", "case"]);
    assert!(made.err.contains("assize key words"), "{}", made.err);
    assert!(!room.ok(&["init", "second"]).err.contains("assize key words"), "it is said once");
    let key = room.ok(&["--case", "case", "actor", "key"]).out;
    let words = room.ok(&["key", "words"]).out;
    assert_eq!(words.split_whitespace().count(), 24, "{words}");
    let recover = |words: &str| {
        use std::io::Write as _;
        let mut child = room
            .command(&["key", "recover"])
            .stdin(std::process::Stdio::piped())
            .stdout(std::process::Stdio::null())
            .stderr(std::process::Stdio::piped())
            .spawn()
            .expect("runs");
        child.stdin.take().expect("piped").write_all(words.as_bytes()).expect("written");
        let output = child.wait_with_output().expect("ended");
        (output.status.code(), String::from_utf8_lossy(&output.stderr).into_owned())
    };
    assert_eq!(recover(&words).0, Some(2), "one that is there is never replaced");
    std::fs::rename(room.path("config"), room.path("lost")).expect("moved");
    for wrong in ["", "abandon", &words.replace(' ', ","), &format!("{} x", words.trim())] {
        let (code, err) = recover(wrong);
        assert!(code == Some(3) && err.contains("not the words of a key"), "{wrong}: {err}");
    }
    let _ = std::fs::remove_dir_all(room.path("config/keys"));
    assert_eq!(recover(&words.to_uppercase()).0, Some(0));
    assert_eq!(room.ok(&["--case", "case", "actor", "key"]).out, key);
    room.ok(&["--case", "case", "verify"]);
}

#[test]
fn a_key_lies_under_a_passphrase_and_signs_with_it_alone() {
    let (room, tolls) = shared();
    let key = room.path("config/keys/default.key");
    let plain = fs::read_to_string(&key).expect("a key");
    let public = room.ok(&["actor", "key"]).out;
    let with = |words: &str, args: &[&str]| {
        room.write("words", format!("{words}\n"));
        let mut command = room.command(args);
        command.env("ASSIZE_PASSPHRASE_FILE", room.path("words"));
        Room::ran(&mut command)
    };
    let empty = with("", &["key", "passphrase"]);
    assert!(empty.code == 2 && empty.err.contains("empty passphrase"), "{}", empty.err);
    assert_eq!(with("correct horse", &["key", "passphrase"]).code, 0);
    let sealed = fs::read(&key).expect("a key");
    assert!(sealed.starts_with(b"age-encryption.org/v1\n-> scrypt "));
    assert!(!String::from_utf8_lossy(&sealed).contains(plain.trim()));
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt as _;
        assert_eq!(fs::metadata(&key).expect("there").permissions().mode() & 0o777, 0o600);
    }
    // Whatever signs nothing needs none.
    assert_eq!(room.ok(&["actor", "key"]).out, public);
    room.ok(&["--case", "case", "weigh"]);
    room.ok(&["--case", "case", "verify"]);
    let accept = ["--case", "case", "accept", &tolls[1]];
    let refused = room.assize(&accept);
    assert!(refused.code == 2 && refused.err.contains("ASSIZE_PASSPHRASE_FILE"), "{}", refused.err);
    let wrong = with("battery staple", &accept);
    assert!(wrong.code == 3 && wrong.err.contains("not its passphrase"), "{}", wrong.err);
    assert_eq!(with("correct horse", &accept).code, 0);
    // Another one, and none again.
    room.write("new", "battery staple\n");
    let mut command = room.command(&["key", "passphrase"]);
    command
        .env("ASSIZE_PASSPHRASE_FILE", room.path("words"))
        .env("ASSIZE_NEW_PASSPHRASE_FILE", room.path("new"));
    assert_eq!(Room::ran(&mut command).code, 0);
    assert_eq!(with("correct horse", &["--case", "case", "accept", &tolls[2]]).code, 3);
    assert_eq!(with("battery staple", &["key", "passphrase", "--remove"]).code, 0);
    assert_eq!(fs::read_to_string(&key).expect("a key"), plain);
    room.ok(&["--case", "case", "accept", &tolls[2]]);
    let mut damaged = sealed;
    let at = damaged.len() - 3;
    damaged[at] ^= 1;
    fs::write(&key, damaged).expect("writable");
    let refused = with("correct horse", &["--case", "case", "accept", &tolls[3]]);
    assert_eq!(refused.code, 3, "{}", refused.err);
}

#[test]
fn a_new_key_takes_the_place_of_the_old_one_in_every_case() {
    let (room, tolls) = shared();
    let [ann, ben, ..] = people(&room);
    room.copy("case", "bens");
    ben.run_in("bens", &["accept", &tolls[1]]);
    ann.run_in("case", &["merge", "bens"]);
    let before = findings(&ann, "case");
    let asked = ann.try_in("case", &["key", "rotate"]);
    assert!(asked.code == 2 && asked.err.contains("would exchange your key"), "{}", asked.err);
    let old = ann.key();
    let made = ann.run_in("case", &["--json", "key", "rotate", "--yes"]).json();
    let new = made[0]["new"].as_str().expect("a key").to_owned();
    assert_eq!((made[0]["old"].as_str(), ann.key()), (Some(&*old), new.clone()));
    assert!(room.path("config/keys").join(format!("old-{}.key", &old[..16])).is_file());
    assert!(!room.path("config/keys/next.key").exists());
    assert_same(&findings(&ann, "case"), &before, "what the old key signed stays");
    let told = ann.run_in("case", &["accept", &tolls[2]]);
    assert!(told.err.contains("signed by another key") && !told.err.contains("vouches"), "{}", told.err);
    assert!(findings(&ann, "case") != before, "what the new key signs counts");
    ann.run_in("case", &["verify"]);
    // Ben is no owner: an owner is told what to run.
    let bens_old = ben.key();
    let made = ben.run_in("bens", &["--json", "key", "rotate", "--yes"]).json();
    let command = made[0]["asked"][0]["command"].as_str().expect("a command").to_owned();
    let words: Vec<&str> = command.split_whitespace().collect();
    assert_eq!(
        words,
        ["assize", "actor", "add", "\"Ben\"", &ben.key(), "--role", "editor", "--was", &bens_old]
    );
    ann.run_in("case", &["actor", "add", "Ben", &ben.key(), "--role", "editor", "--was", &bens_old, "--yes"]);
    ben.run_in("bens", &["merge", "case"]);
    ben.run_in("bens", &["accept", &tolls[3]]);
    ann.run_in("case", &["merge", "bens"]);
    assert_same(&findings(&ann, "case"), &findings(&ben, "bens"), "with both new keys");
}
