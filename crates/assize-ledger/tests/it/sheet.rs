//! Sheets: what they read, what they refuse, and that importing twice adds nothing.

use crate::world::{World, founders, key, open};
use assize_ledger::{
    AsKnown, LedgerError, Pen, Received, View,
    sheet::{self, FileText, Files, Imported, Sheet, SheetErrors},
    view::{FoldDoubt, Why},
};
use assize_record::{
    BlobHash, EntryId, Kind, SpeakerKind, Value,
    body::{ActKind, ActorRole, Facet, GradeLetter},
};
use std::collections::BTreeMap;

const TEXT: &str = "The Northern Navy struck a boat on Saturday. Nine men were killed, the minister said. \
    Two officials said that at least one of the men belonged to the Red Sail. Nine men had left port on Friday. \
    Senator Ibe asked for a copy of the order.";

const SHEET: &str = r#"
[[entity]]
key = "incident/2031-05-03"
name = "Strike of 3 May 2031"

[[entity]]
key = "organisation/red-sail"
name = "the Red Sail"

[[entity]]
key = "organisation/northern-government"
name = "the northern government"

[[entity]]
key = "person/minister"
name = "the minister"

[[entity]]
key = "person/ibe"
name = "Senator Ibe"

[[entity]]
key = "request/order"
name = "Copy of the order"

[[entity]]
key = "zone/strait"
name = "the strait"
shape = "zones/strait.geojson"

[[link]]
from = "person/minister"
verdict = "part-of"
to = "organisation/northern-government"
reason = "heads its ministry"

[[source]]
file = "texts/gazette.txt"

[[source.claim]]
words = "Nine men were killed"
subject = "incident/2031-05-03"
property = "incident.killed"
value = { min = 9, max = 9 }
speaker = "person/minister"
said_on = "2031-05-04"
grade = "C"
grade_reason = "the force that struck reports its own attack"

[[source.claim.bears]]
standard = "invented.order"
element = "listed"
facet = "held"
side = "against"
warrant = "the dead were not counted by group"

[[source.claim]]
words = "at least one of the men belonged to the Red Sail"
subject = "incident/2031-05-03"
property = "incident.members"
value = { min = 1 }
group = "organisation/red-sail"
speaker = { kind = "unnamed", description = "Two officials", min = 2, max = 2, party = "organisation/northern-government" }
via = ["narrator"]
basis = "briefed"
hedges = [{ exact = "at least", kind = "bound" }]

[[source.claim]]
words = "Nine men"
nth = 2
subject = "incident/2031-05-03"
property = "incident.target"
speaker = "narrator"

[[source.act]]
words = "Senator Ibe asked for a copy of the order"
matter = "request/order"
act = "requested"
who = "person/ibe"
what = "a copy of the order"
due_on = "2031-06-01"
"#;

struct Archive {
    text: EntryId,
    source: EntryId,
}

impl Files for Archive {
    fn text(&self, path: &str) -> Option<FileText<'_>> {
        (path == "case/texts/gazette.txt").then_some(FileText {
            text: open(self.text),
            source: self.source,
            words: TEXT,
        })
    }

    fn shape(&self, path: &str) -> Result<BlobHash, String> {
        match path {
            "case/zones/strait.geojson" => Ok(BlobHash::of(b"{}")),
            _ => Err(format!("`{path}` is not there")),
        }
    }
}

struct Case {
    world: World,
    archive: Archive,
    salt: u8,
}

fn case() -> Case {
    let mut world = World::new();
    let (source, text) = world.text(1, TEXT, Some("2031-05-05"));
    Case { world, archive: Archive { text, source }, salt: 0 }
}

impl Case {
    fn view(&self) -> View {
        View::fold(&self.world.entries, &founders(), AsKnown::default())
    }

    fn import(&mut self, by: u8, toml: &str) -> Result<Imported, SheetErrors> {
        let sheet = sheet::parse("case/may.toml", toml)?;
        self.salt += 1;
        let mut n = [self.salt; 16];
        let mut pen = Pen::new(key(by), None, || {
            n[0] = n[0].wrapping_add(1);
            n
        });
        let imported = sheet::import(&[sheet], &self.archive, &self.view(), &mut pen)?;
        for entry in &imported.entries {
            entry.check().unwrap();
            self.world.entries.push(Received::new(entry.clone(), None));
        }
        Ok(imported)
    }
}

#[test]
fn a_sheet_becomes_claims_that_stand() {
    let mut case = case();
    let imported = case.import(1, SHEET).unwrap();
    let view = case.view();
    assert!(view.doubts().is_empty(), "{:?}", view.doubts());
    assert_eq!(
        (view.claims().len(), view.acts().len(), view.bridges().len(), view.entities().len()),
        (3, 1, 1, 7)
    );
    let killed = view.claims().iter().find(|claim| claim.proposition.property == "incident.killed").unwrap();
    assert_eq!(view.words_of(killed).unwrap().exact, "Nine men were killed");
    assert_eq!(killed.grades[0].1.grade, GradeLetter::C);
    assert_eq!(killed.speaker.description, "the minister");
    assert_eq!(view.bridges()[0].subject, killed.proposition.subject);
    let target = view.claims().iter().find(|claim| claim.proposition.property == "incident.target").unwrap();
    let words = view.words_of(target).unwrap();
    assert_eq!(words.start, TEXT.rfind("Nine men").unwrap());
    assert_eq!(target.proposition.value, Value::Words("Nine men".to_owned()));
    assert_eq!(view.part_of().len(), 1);
    // Each entry of one author follows the one before it.
    let signed: Vec<_> = imported.entries.iter().filter(|entry| entry.head.by.is_some()).collect();
    assert!(signed.windows(2).all(|pair| pair[1].head.prev == [pair[0].id]));
}

#[test]
fn importing_twice_adds_nothing() {
    let mut case = case();
    case.import(1, SHEET).unwrap();
    assert_eq!(case.import(1, SHEET).unwrap().entries, []);
    case.world.actor(1, 2, false, &[ActorRole::Editor]);
    assert_eq!(case.import(2, SHEET).unwrap().entries, [], "nor does another person's import");
}

#[test]
fn one_sheet_given_twice_is_entered_once() {
    let case = case();
    let sheet = sheet::parse("case/may.toml", SHEET).unwrap();
    let count = |sheets: &[Sheet]| {
        let mut pen = Pen::new(key(1), None, || [7; 16]);
        sheet::entries(sheets, &case.archive, &case.view(), &mut pen).unwrap().len()
    };
    assert_eq!(count(std::slice::from_ref(&sheet)), count(&[sheet.clone(), sheet.clone()]));
}

#[test]
fn what_was_retracted_or_rejected_is_not_entered_again() {
    let mut case = case();
    case.import(1, SHEET).unwrap();
    let view = case.view();
    let bridge = view.bridges()[0].id;
    let claims: Vec<EntryId> = view.claims().iter().map(|claim| claim.id).collect();
    let link = case.world.entries.iter().find(|r| r.entry.head.kind == Kind::Link).unwrap().entry.id;
    let act = view.acts()[0].id;
    for id in [bridge, claims[0], link, act] {
        case.world.retract(1, id);
    }
    case.world.judge(1, claims[1], assize_record::entry::Verdict::Reject);
    let imported = case.import(1, SHEET).unwrap();
    assert_eq!(imported.entries, []);
    let mut why: Vec<Why> = imported.set_aside.iter().map(|(_, _, why)| *why).collect();
    why.sort();
    assert!(why.len() >= 4 && why.contains(&Why::Rejected) && why.contains(&Why::Retracted), "{why:?}");
}

const MORE: &str = r#"
[[entity]]
key = "instrument/order"
name = "The order"

[[source]]
file = "texts/gazette.txt"

[[source.claim]]
words = "struck a boat"
subject = "incident/2031-05-03"
property = "incident.domain"
value = { word = "sea" }
speaker = "narrator"

[[source.claim.bears]]
standard = "invented.order"
element = "listed"
facet = "reasonable"
side = "against"
warrant = "nobody had looked"

[[source.act]]
words = "Senator Ibe asked for a copy of the order"
matter = "instrument/order"
act = "barred"
who = "person/ibe"
what = "the order"
incident = "incident/2031-05-03"
capacity = "as a member of the committee"
"#;

#[test]
fn an_act_could_not_say_which_incident_it_was_about_nor_in_what_capacity() {
    let mut case = case();
    case.import(1, &format!("{SHEET}{MORE}")).unwrap();
    let view = case.view();
    let act = view.acts().iter().find(|act| act.act.act == ActKind::Barred).unwrap();
    assert_eq!(act.act.about, view.by_key("incident/2031-05-03"));
    assert_eq!(act.act.capacity.as_deref(), Some("as a member of the committee"));
    assert_eq!(Some(act.subject), view.by_key("instrument/order"));
    let domain = view.claims().iter().find(|claim| claim.proposition.property == "incident.domain").unwrap();
    assert_eq!(domain.proposition.value, Value::Words("sea".to_owned()));
    assert!(view.bridges().iter().any(|bridge| bridge.bridge.facet == Some(Facet::Reasonable)));
}

#[test]
fn why_somebody_is_not_named_was_lost() {
    let mut case = case();
    let two = r#"{ kind = "unnamed", description = "Two officials", "#;
    let reasoned = SHEET.replace(two, &format!("{two}anonymity = \"for fear for their posts\", "));
    case.import(1, &reasoned).unwrap();
    let view = case.view();
    let claim = view.claims().iter().find(|claim| claim.speaker.kind == SpeakerKind::Unnamed).unwrap();
    assert_eq!(claim.speaker.anonymity.as_deref(), Some("for fear for their posts"));
    assert_eq!(case.import(1, &reasoned).unwrap().entries, [], "nor is it entered twice");
    let named = r#"speaker = { kind = "named", entity = "person/minister", anonymity = "shy" }"#;
    let toml = SHEET.replace("speaker = \"person/minister\"", named);
    let problem = sheet::parse("case/a.toml", &toml).expect_err("a fault").0.remove(0).problem;
    assert_eq!(problem.to_string(), "`anonymity` needs `a speaker that is unnamed, and words`");
}

#[test]
fn a_time_of_day_was_lost_or_was_of_another_day() {
    let mut case = case();
    let dated = |line: &str| SHEET.replace("said_on = \"2031-05-04\"", line);
    case.import(1, &dated("happened_at = \"2031-05-03T21:10 local\"")).unwrap();
    let view = case.view();
    let killed = view.claims().iter().find(|claim| claim.proposition.property == "incident.killed").unwrap();
    let (on, at) = (&killed.proposition.happened_on, &killed.proposition.happened_at);
    assert_eq!(on.as_ref().map(ToString::to_string).as_deref(), Some("2031-05-03"), "a time says its day");
    assert_eq!(at.as_ref().map(ToString::to_string).as_deref(), Some("2031-05-03T21:10 local"));
    let fault = |line: &str| {
        let SheetErrors(mut faults) = sheet::parse("case/a.toml", &dated(line)).expect_err("a fault");
        faults.remove(0).problem.to_string()
    };
    let other = "happened_on = \"2031-05-04\"\nhappened_at = \"2031-05-03T21:10 local\"";
    assert_eq!(fault(other), "`2031-05-03T21:10 local` is not on `2031-05-04`");
    assert!(fault("happened_at = \"2031-05-03\"").starts_with("`2031-05-03` is no time of a day"));
}

#[test]
fn a_word_of_no_list_was_entered_from_a_sheet() {
    let sheet = |value: &str| format!("{SHEET}{}", MORE.replace("value = { word = \"sea\" }", value));
    let fault = |value: &str| {
        let problem = sheet::parse("case/a.toml", &sheet(value)).expect_err("a fault").0.remove(0).problem;
        problem.to_string()
    };
    assert_eq!(
        fault("value = { word = \"swamp\" }"),
        "`incident.domain` takes one of land, sea, air, inland-water, not `swamp`"
    );
    assert_eq!(fault(""), "`incident.domain` takes a word of its list: give `value`");
    let own = MORE.replace("incident.domain", "incident.means");
    let problem =
        sheet::parse("case/a.toml", &format!("{SHEET}{own}")).expect_err("a fault").0.remove(0).problem;
    assert_eq!(problem.to_string(), "`incident.means` takes the words of the source: leave `value` out");
    let matter = MORE.replace("matter = \"instrument/order\"", "matter = \"person/ibe\"");
    let problem =
        sheet::parse("case/a.toml", &format!("{SHEET}{matter}")).expect_err("a fault").0.remove(0).problem;
    assert!(problem.to_string().contains("request, instrument, incident"), "{problem}");
}

#[test]
fn a_new_name_corrects_the_entity() {
    let mut case = case();
    case.import(1, SHEET).unwrap();
    let renamed = SHEET.replace("name = \"the minister\"", "name = \"Minister Adu\"");
    let imported = case.import(1, &renamed).unwrap();
    assert_eq!(imported.entries.len(), 1);
    let view = case.view();
    let minister = view.by_key("person/minister").unwrap();
    assert_eq!(view.name(minister), "Minister Adu");
    let said = view.claims().iter().find(|claim| claim.speaker.entity == Some(minister)).unwrap();
    assert_eq!(said.proposition.property, "incident.killed");
    assert_eq!(case.import(1, &renamed).unwrap().entries, []);
}

#[test]
fn a_stranger_may_import_and_nothing_stands() {
    let mut case = case();
    case.import(9, SHEET).unwrap();
    let view = case.view();
    assert!(view.claims().is_empty() && view.acts().is_empty());
    assert!(view.doubts().iter().any(|doubt| matches!(doubt, FoldDoubt::NotAuthorised { .. })));
    assert!(case.import(9, SHEET).unwrap().entries.iter().all(|entry| entry.head.kind != Kind::Claim));
    case.import(1, SHEET).unwrap();
    assert_eq!(case.view().claims().len(), 3, "a person's import accepts what the stranger entered");
}

/// The faults of a sheet: the TOML at each, and the message.
fn faults(toml: &str) -> BTreeMap<String, String> {
    let mut case = case();
    let SheetErrors(errors) = case.import(1, toml).unwrap_err();
    errors.into_iter().map(|error| (toml[error.at].to_owned(), error.problem.to_string())).collect()
}

#[test]
fn every_fault_of_a_sheet_is_named_at_once() {
    let toml = SHEET
        .replace("said_on = ", "sayd_on = ")
        .replace("\"incident.members\"", "\"incident.membres\"")
        .replace("value = { min = 9, max = 9 }", "value = { flag = true }")
        .replace("grade = \"C\"", "grade = \"E\"")
        .replace("due_on = \"2031-06-01\"", "due_on = \"2031-06-31\"");
    let faults = faults(&toml);
    let check = |words: &str, part: &str| {
        let message = faults.get(words).unwrap_or_else(|| panic!("no fault at `{words}`: {faults:?}"));
        assert!(message.contains(part), "{message}");
    };
    check("sayd_on", "did you mean `said_on`?");
    check("\"incident.membres\"", "did you mean `incident.members`?");
    check("{ flag = true }", "takes a quantity");
    check("\"E\"", "none of `A`, `B`, `C`, `D`");
    check("\"2031-06-31\"", "not a day of the calendar");
    assert_eq!(faults.len(), 5, "{faults:?}");
}

#[test]
fn every_fault_against_the_record_is_named_at_once() {
    let toml = SHEET
        .replace("nth = 2\n", "")
        .replace("words = \"Nine men were killed\"", "words = \"nine men  were killed\"")
        .replace("speaker = \"person/minister\"", "speaker = \"person/ministre\"")
        .replace("strait.geojson", "straits.geojson")
        .replace("words = \"Senator Ibe asked", "words = \"Senator Ode asked");
    let faults = faults(&toml);
    let check = |words: &str, part: &str| {
        let message = faults.get(words).unwrap_or_else(|| panic!("no fault at `{words}`: {faults:?}"));
        assert!(message.contains(part), "{message}");
    };
    check("\"Nine men\"", "stand 2 times");
    check("\"nine men  were killed\"", "it has `Nine men were killed`");
    check("\"person/ministre\"", "did you mean `person/minister`?");
    check("\"zones/straits.geojson\"", "`case/zones/straits.geojson` is not there");
    check("\"Senator Ode asked for a copy of the order\"", "do not stand");
    assert_eq!(faults.len(), 5, "{faults:?}");
}

#[test]
fn broken_and_odd_sheets_are_refused_with_a_place() {
    let check = |toml: &str, part: &str| {
        let SheetErrors(errors) = sheet::parse("a.toml", toml).unwrap_err();
        assert!(errors.iter().any(|error| error.problem.to_string().contains(part)), "{toml}: {errors:?}");
        assert!(errors.iter().all(|error| toml.get(error.at.clone()).is_some()), "{toml}: {errors:?}");
    };
    check("[[source]\nfile = 3", "not TOML");
    check("a = 1\na = 2", "not TOML");
    check("source = 3", "takes a list");
    check("[[source]]", "needs `file`");
    check("[[entity]]\nkey = \"boat/a\"\nname = \"A\"", "not an entity key");
    check("[[entity]]\nkey = \"person/a\"\nname = \"A\"\nshape = \"a\"", "needs `a zone`");
    check("[[link]]\nfrom = \"person/a\"\nto = \"person/b\"\nverdict = \"sane\"", "did you mean `same`?");
    let claim = |rest: &str| {
        format!(
            "[[source]]\nfile = \"a\"\n[[source.claim]]\nwords = \"w\"\nsubject = \"incident/a\"\nspeaker = \"narrator\"\n{rest}"
        )
    };
    check(&claim("property = \"incident.killed\""), "takes a quantity");
    check(&claim("property = \"incident.killed\"\nvalue = { min = 3, max = 2 }"), "minimum 3 is above");
    check(&claim("property = \"incident.killed\"\nvalue = { min = -1 }"), "out of range");
    check(&claim("property = \"incident.killed\"\nvalue = { min = 99999999999999999999 }"), "out of range");
    check(&claim("property = \"incident.killed\"\nvalue = { min = 1, flag = true }"), "a value is one of");
    check(&claim("property = \"incident.killed\"\nvalue = {}"), "a value is one of");
    check(&claim("property = \"list.size\"\nvalue = { min = 1 }"), "said of list");
    check(
        &claim(
            "property = \"incident.position\"\nvalue = { point = { lon = \"1e2\", lat = \"91\", within_km = 1 } }",
        ),
        "no position",
    );
    let named = "[[source]]\nfile = \"a\"\n[[source.claim]]\nwords = \"w\"\nsubject = \"incident/a\"\nproperty = \"statement\"\n";
    check(&format!("{named}speaker = \"Bob\""), "no speaker");
    check(
        &format!(
            "{named}speaker = {{ kind = \"unnamed\", description = \"an aide\", entity = \"person/b\" }}"
        ),
        "needs `a speaker that is named`",
    );
    check(named, "needs `speaker`");
}

#[test]
fn every_word_a_sheet_takes_is_one_the_record_has() {
    let claim = |rest: &str| {
        format!(
            "[[source]]\nfile = \"a\"\n[[source.claim]]\nwords = \"w\"\nsubject = \"incident/a\"\nspeaker = \"narrator\"\n\
             property = \"incident.killed\"\n{rest}"
        )
    };
    let check = |toml: String| {
        let read = sheet::parse("a.toml", &toml);
        assert!(read.is_ok(), "{read:?}");
    };
    for status in ["civilian", "combatant", "child", "woman", "unknown", "part"] {
        check(claim(&format!("value = {{ min = 1 }}\nstatus = \"{status}\"")));
    }
    for unit in
        ["people", "vessels", "strikes", "groups", "days", "votes", "dollars", "percent", "sources", "items"]
    {
        check(claim(&format!("value = {{ approx = \"dozens\", unit = \"{unit}\" }}")));
    }
    for stance in ["asserts", "denies", "doubts", "reports"] {
        check(claim(&format!("value = {{ max = 1 }}\nstance = \"{stance}\"")));
    }
    for basis in ["witness", "participant", "document", "briefed", "acquaintance", "inference", "admission"] {
        check(claim(&format!("value = {{ max = 1 }}\nbasis = \"{basis}\"")));
    }
    for kind in [
        "bound",
        "approximate",
        "appearance",
        "possibility",
        "unknown",
        "allegation",
        "condition",
        "counterfactual",
        "frequency",
    ] {
        check(claim(&format!("value = {{ max = 1 }}\nhedges = [{{ exact = \"w\", kind = \"{kind}\" }}]")));
    }
    for act in [
        "requested",
        "acknowledged",
        "produced",
        "refused",
        "read",
        "briefed",
        "reported",
        "said-outstanding",
        "barred",
        "declined-comment",
        "not-reached",
        "did-not-respond",
        "advised",
        "inquiry-opened",
        "found",
        "ruled",
        "voted",
        "compensated",
        "notified",
    ] {
        check(format!(
            "[[source]]\nfile = \"a\"\n[[source.act]]\nwords = \"w\"\nmatter = \"request/a\"\nact = \"{act}\"\nwho = \"person/b\"\nwhat = \"c\""
        ));
    }
}

#[test]
fn no_path_leaves_the_sheets_folder() {
    let long = "a".repeat(1025);
    let bad =
        ["../c.txt", "a/../../c.txt", "/etc/passwd", "", ".", "a\\\\b", "C:/x", "a\\u202eb", long.as_str()];
    for path in bad {
        let places = [
            format!("[[source]]\nfile = \"{path}\""),
            format!("[[entity]]\nkey = \"zone/a\"\nname = \"a\"\nshape = \"{path}\""),
            format!("[[link]]\nfrom = \"{path}\"\nverdict = \"syndicated-from\"\nto = \"b.txt\""),
        ];
        for toml in places {
            let SheetErrors(errors) = sheet::parse("a.toml", &toml).unwrap_err();
            assert!(
                errors.iter().any(|error| matches!(error.problem, LedgerError::Path { .. })),
                "{toml}: {errors:?}"
            );
        }
    }
}

#[test]
fn paths_are_taken_from_the_sheets_folder() {
    let check = |file: &str, relative: &str, expected: &str| {
        let sheet = Sheet { file: file.to_owned(), ..Sheet::default() };
        assert_eq!(sheet.path(relative), expected);
    };
    check("cases/a/b.toml", "texts/c.txt", "cases/a/texts/c.txt");
    check("b.toml", "./c.txt", "c.txt");
    check("/x/b.toml", "y//c.txt", "/x/y/c.txt");
}
