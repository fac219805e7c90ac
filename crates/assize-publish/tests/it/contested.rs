//! What a page says is agreed and what contested.

use crate::world::World;
use assize_publish::NameChoice;
use assize_record::{EntityType, EntryId, Status, entry::Verdict};

/// One incident, of which two articles give a figure each.
fn two_figures(of_the_first: u64, of_civilians: u64) -> String {
    let mut world = World::new();
    let incident = world.entity(1, EntityType::Incident, "The raid at Orsay");
    let mut tell = |title: &str, words: &str, by: &str, n: u64, status: Option<Status>| -> EntryId {
        let article = world.article(1, title, words);
        let (raid, who) = (world.anchor(article, "the raid"), world.anchor(article, by));
        world.link(1, raid, Verdict::Same, incident, "");
        world.counting = status;
        world.killed(1, article, words, raid, (who, by), n)
    };
    tell("One", "The ministry said that people were killed in the raid.", "The ministry", of_the_first, None);
    let words = "Families said that civilians were killed in the raid.";
    tell("Two", words, "Families", of_civilians, Some(Status::Civilian));
    let site = world.site(NameChoice::Mask);
    let page = site.iter().find(|(path, _)| path.starts_with("incident/")).expect("a page");
    String::from_utf8_lossy(page.1).into_owned()
}

#[test]
fn more_civilians_by_one_than_people_by_another_are_contested() {
    let page = two_figures(7, 12);
    assert!(page.contains("Figures that cannot all hold: "), "{page}");
    assert!(page.contains("civilians killed 12 against killed 7"), "{page}");
    assert!(page.contains("contested: another figure rules it out"), "{page}");
    assert!(!page.contains("rule each other out."), "{page}");

    let page = two_figures(12, 7);
    assert!(
        !page.contains("cannot all hold")
            && page.contains("No two answers on this record rule each other out."),
        "{page}"
    );
}

#[test]
fn the_dead_of_an_attack_are_told_by_day_without_a_page_that_is_not_there() {
    let mut world = World::new();
    let words = "Two people were killed in the raid, an officer said.";
    let article = world.article(1, "One", words);
    let who = world.anchor(article, "an officer");
    let attack = world.entity(1, EntityType::Attack, "The second shot at Orsay");
    world.killed(1, article, words, attack, (who, "an officer"), 2);
    let site = world.site(NameChoice::Mask);
    let known = site.iter().find(|(path, _)| *path == "known.html").expect("the page");
    let page = String::from_utf8_lossy(known.1);
    assert!(page.contains("The second shot at Orsay"), "{page}");
    for link in page.split("href=\"incident/").skip(1) {
        let path = format!("incident/{}", link.split(['"', '#']).next().unwrap_or_default());
        assert!(site.iter().any(|(known, _)| *known == path), "{path} leads nowhere");
    }
}
