//! The world that trials begin from: a case of several people with decisions on it, and what is merged, imported and restored.

use super::{Person, Snapshot, Tried, World, article, leak};
use std::path::Path;

/// A prepared world.
#[derive(Debug)]
pub struct Base {
    /// Where it stands. The keys remember the folder of a case, so that it is put back in its place.
    pub world: World,
    /// How it stands before each trial.
    pub state: Snapshot,
    /// First digits of drafts of tolls: the first five are decided on, the others are not.
    pub tolls: Vec<String>,
    /// First digits of incidents: the first is placed under the name `One`, the second is linked to it.
    pub incidents: Vec<String>,
    /// First digits of a person who is spoken of.
    pub person: String,
    /// First digits of a review.
    pub review: String,
    /// First digits of the claim that Ann accepted first.
    pub claim: String,
    /// A public key that nobody knows yet.
    pub key: String,
}

/// A claim sheet about the first article.
const SHEET: &str = "[[entity]]\nkey = \"incident/raid\"\nname = \"Raid off a cape\"\n\n[[source]]\nfile = \"articles/a0.html\"\n\n\
    [[source.claim]]\nwords = \"people on a boat\"\nsubject = \"incident/raid\"\nproperty = \"incident.killed\"\n\
    value = { min = 2, max = 12 }\nspeaker = \"narrator\"\n";

/// How many articles are on record and read.
const ARTICLES: usize = 8;

impl Base {
    /// Builds one for a program.
    ///
    /// # Errors
    /// A command that must succeed did not.
    pub fn new(program: &Path, seed: u64) -> Tried<Self> {
        let world = World::new(program)?;
        let ann = |args: &[&str]| world.ok(Person::Ann, &[&["--case", "case"], args].concat());
        world.ok(Person::Ann, &["init", "case"])?;
        for number in 0..ARTICLES {
            world.write(&format!("articles/a{number}.html"), article(seed, number))?;
        }
        for number in ARTICLES..ARTICLES + 3 {
            world.write(&format!("more/m{number}.html"), article(seed, number))?;
        }
        world.write("late.html", article(seed, 20))?;
        world.write("leak.txt", leak())?;
        world.write("other.txt", "A harbour office was opened in another town.\n")?;
        world.write("sheet.toml", SHEET)?;
        ann(&["add", "articles"])?;
        ann(&["read"])?;
        let key = |person: Person| -> Tried<String> {
            Ok(world.ok(person, &["--case", "case", "actor", "key"])?.text().trim().to_owned())
        };
        ann(&["actor", "add", "Ben", &key(Person::Ben)?, "--role", "editor", "--yes"])?;
        ann(&["actor", "add", "Cy", &key(Person::Cy)?, "--role", "reviewer", "--yes"])?;
        let stranger = key(Person::Eve)?;
        let tolls = ids(&ann(&["--json", "drafts"])?, |row| {
            row["proposition"]["property"] == "incident.killed" && row["doubts"] == serde_json::json!([])
        });
        let toll = |n: usize| tolls.get(n).map(String::as_str).ok_or("too few tolls were read");
        let accepted = ann(&["--json", "accept", toll(0)?, toll(1)?, toll(2)?, toll(3)?])?;
        let claim = accepted.json().first().and_then(|row| row["claims"][0].as_str().map(short));
        ann(&["reject", toll(4)?, "--reason", "a figure of speech"])?;
        let incidents = ids(&ann(&["--json", "incidents"])?, |_| true);
        let incident = |n: usize| incidents.get(n).map(String::as_str).ok_or("too few incidents");
        ann(&["incident", "One", "--from", incident(0)?, "--yes"])?;
        ann(&["link", incident(1)?, "One", "--reason", "one boat", "--yes"])?;
        let people = ids(&ann(&["--json", "things"])?, |row| row.to_string().contains("person"));
        let person = people.first().cloned().ok_or("nobody is spoken of")?;
        ann(&["mark", &person, "public", "--as", "holds office"])?;
        ann(&["schema", "new", "method", "own.way"])?;
        ann(&["schema", "new", "property", "own"])?;
        ann(&["schema", "adopt", "own", "--yes"])?;
        let review = super::oracle::first_of_kind(&world, "case", "review").ok_or("no review")?;
        others(&world, toll(0)?, toll(1)?, toll(5)?, incident(2)?)?;
        ann(&["publish", "--out", "site", "--mask-names"])?;
        ann(&["backup", "kept.tar"])?;
        // Makes the index of the search.
        ann(&["search", "people"])?;
        // Something to publish anew, and a text that nobody has read.
        ann(&["accept", toll(6)?])?;
        ann(&["add", "late.html"])?;
        world.copy("case", "copy")?;
        let state = world.snapshot()?;
        Ok(Self {
            world,
            state,
            tolls,
            incidents,
            person,
            review,
            claim: claim.ok_or("no claim")?,
            key: stranger,
        })
    }

    /// Puts the world back.
    ///
    /// # Errors
    /// It cannot be written.
    pub fn reset(&self) -> Tried<()> {
        self.world.restore(&self.state)
    }
}

/// A colleague's copy with decisions of their own, and a stranger's case about one of the same articles.
fn others(world: &World, first: &str, second: &str, open: &str, incident: &str) -> Tried<()> {
    world.copy("case", "colleague")?;
    let ben = |args: &[&str]| world.ok(Person::Ben, &[&["--case", "colleague"], args].concat());
    ben(&["accept", first])?;
    ben(&["reject", second, "--reason", "another boat"])?;
    ben(&["accept", open])?;
    ben(&["incident", "Port", "--from", incident, "--yes"])?;
    world.ok(Person::Eve, &["init", "stranger"])?;
    let eve = |args: &[&str]| world.ok(Person::Eve, &[&["--case", "stranger"], args].concat());
    eve(&["add", "articles/a0.html", "--published", "2019-01-01", "--publisher", "The Other Ministry"])?;
    world.write("strange.html", article(99, 30))?;
    eve(&["add", "strange.html"])?;
    eve(&["read"])?;
    eve(&["accept", "--property", "incident.killed", "--doubts"])?;
    world.copy("case", "second")?;
    world.ok(Person::Cy, &["--case", "second", "amend", second, "--max", "70"]).map(drop)
}

/// First digits of an id.
pub(crate) fn short(id: &str) -> String {
    id.chars().take(12).collect()
}

/// First digits of the ids in a list.
fn ids(ran: &super::Ran, is_meant: impl Fn(&serde_json::Value) -> bool) -> Vec<String> {
    let rows = ran.json();
    rows.iter().filter(|row| is_meant(row)).filter_map(|row| row["id"].as_str().map(short)).collect()
}
