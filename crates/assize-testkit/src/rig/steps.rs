//! The commands that write, each as a person would type it in the prepared world.

use super::{Base, Person};

/// What a command leaves behind.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Makes {
    /// Entries in the ledger of the case named in its arguments.
    Entries,
    /// Nothing that counts: drafts.
    Drafts,
    /// A site in this folder.
    Site(&'static str),
    /// A backup in this file.
    Backup(&'static str),
    /// A case in this folder.
    Case(&'static str),
}

/// A command.
#[derive(Debug, Clone)]
pub struct Step {
    /// What it is called in a report.
    pub name: &'static str,
    /// Who runs it.
    pub person: Person,
    /// The whole command line after the program.
    pub args: Vec<String>,
    /// The case it works on.
    pub case: &'static str,
    /// What it leaves.
    pub makes: Makes,
    /// Exit codes, beside 0, by which it says that it is done already when it is run again.
    pub again: &'static [i32],
}

impl Step {
    /// Its arguments.
    pub fn words(&self) -> Vec<&str> {
        self.args.iter().map(String::as_str).collect()
    }

    fn by(mut self, person: Person) -> Self {
        self.person = person;
        self
    }

    fn makes(mut self, makes: Makes) -> Self {
        self.makes = makes;
        self
    }
}

/// Decided already, named already, nothing to take back.
const DECIDED: &[i32] = &[2, 3];

fn step(name: &'static str, args: &[&str]) -> Step {
    in_case("case", name, args)
}

fn in_case(case: &'static str, name: &'static str, args: &[&str]) -> Step {
    let args = ["--case", case].iter().chain(args).map(|word| (*word).to_owned()).collect();
    Step { name, person: Person::Ann, args, case, makes: Makes::Entries, again: DECIDED }
}

fn plain(case: &'static str, name: &'static str, args: &[&str]) -> Step {
    let args = args.iter().map(|word| (*word).to_owned()).collect();
    Step { name, person: Person::Ann, args, case, makes: Makes::Case(case), again: DECIDED }
}

/// Every command that writes.
pub fn steps(base: &Base) -> Vec<Step> {
    let toll = |n: usize| base.tolls.get(n).map_or("", String::as_str);
    let incident = |n: usize| base.incidents.get(n).map_or("", String::as_str);
    let mut all = vec![
        plain("fresh", "init", &["init", "fresh"]),
        step("add", &["add", "more/m8.html"]),
        step("add-folder", &["add", "more"]),
        step("add-confidential", &["add", "leak.txt", "--confidential"]),
        step("read", &["read"]).makes(Makes::Drafts),
        step("accept", &["accept", toll(5)]),
        step("accept-all", &["accept", "--property", "incident.killed", "--doubts"]),
        step("reject", &["reject", toll(5), "--reason", "no"]),
        step("amend", &["amend", toll(5), "--max", "70"]),
        step("review", &["accept", &base.claim]).by(Person::Cy),
        step("incident", &["incident", "Two", "--from", incident(2), "--yes"]),
        step("link", &["link", incident(2), "One", "--reason", "same", "--yes"]),
        step("taken-from", &["link", "a1.html", "a0.html", "--taken-from", "--reason", "says so", "--yes"]),
        step("unlink", &["unlink", incident(1), "One", "--yes"]),
        step("different", &["different", incident(2), "One", "--reason", "another"]),
        step("rename", &["rename", "One", "Uno", "--yes"]),
        step("retract", &["retract", &base.review, "--reason", "x"]),
        step("undo", &["undo", "--yes"]),
        step("undo-two", &["undo", "2", "--yes"]),
        step("import", &["import", "sheet.toml"]),
        step("mark", &["mark", "a2.html", "confidential", "--reason", "asked"]),
        step("withhold", &["withhold", "a1.html", "--reason", "x", "--yes"]),
        step("destroy", &["destroy", "a1.html", "--reason", "x", "--yes"]),
        step("schema-adopt", &["schema", "adopt", "own.way", "--yes"]),
        step("schema-leave-out", &["schema", "leave-out", "ucdp", "--yes"]),
        step("setting", &["setting", "set", "review.two", "incident.killed", "--yes"]),
        step("actor-add", &["actor", "add", "Eve", &base.key, "--role", "reviewer", "--yes"]),
        step("actor-remove", &["actor", "remove", "Cy", "--yes"]),
        step("key-rotate", &["key", "rotate", "--yes"]),
    ];
    all.extend([
        step("merge-colleague", &["merge", "colleague"]),
        step("merge-stranger", &["merge", "stranger"]),
        step("merge-second", &["merge", "second"]),
        // In a copy, a decision begins a log of the copy's own first.
        in_case("copy", "accept-in-copy", &["accept", toll(5)]),
        in_case("copy", "link-in-copy", &["link", incident(2), "One", "--reason", "same", "--yes"]),
        in_case("copy", "undo-in-copy", &["undo", "--yes"]),
        in_case("copy", "retract-in-copy", &["retract", &base.review, "--reason", "x"]),
        in_case("copy", "merge-in-copy", &["merge", "colleague"]),
        step("publish", &["publish", "--out", "site", "--mask-names"]).makes(Makes::Site("site")),
        step("publish-new", &["publish", "--out", "site-new", "--mask-names"]).makes(Makes::Site("site-new")),
        step("backup", &["backup", "new.tar"]).makes(Makes::Backup("new.tar")),
        plain("restored", "restore", &["restore", "kept.tar", "restored"]),
    ]);
    all
}
