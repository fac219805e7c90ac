//! Kinds of sentence that blind texts were misread in, by the drafts that a person sees.

use assize_reader::{Document, read};
use assize_record::{Draft, SpeakerKind};

/// One line a typed draft: `property value on day by speaker`, where the number stands for the value if there is one.
fn drafted(text: &str) -> Vec<String> {
    let reading = read(&Document::published(text, "2031-06-20".parse().expect("a date")));
    let line = |draft: &Draft| {
        let said = &draft.proposition;
        let value = &said.value;
        let what = match (value.min, value.max) {
            (Some(min), Some(max)) if min == max => min.to_string(),
            (None, None) => value.exact.clone(),
            (min, max) => {
                let end = |end: Option<u64>| end.map(|end| end.to_string()).unwrap_or_default();
                format!("{}..{}", end(min), end(max))
            }
        };
        let speaker = &draft.speaker;
        let who = match speaker.kind {
            SpeakerKind::Narrator => String::new(),
            SpeakerKind::Named => format!(" by {}", speaker.name.as_deref().unwrap_or("?")),
            _ => format!(" by {}", speaker.description),
        };
        format!("{} {what}{who}", said.property().replace("incident.", ""))
    };
    reading.drafts.iter().filter(|draft| draft.proposition.property() != "statement").map(line).collect()
}

/// How many incidents the drafts of a text are about.
fn incidents(text: &str) -> usize {
    let reading = read(&Document::published(text, "2031-06-20".parse().expect("a date")));
    let mut subjects: Vec<_> = reading
        .drafts
        .iter()
        .filter(|draft| draft.proposition.property().starts_with("incident."))
        .map(|draft| draft.proposition.subject)
        .collect();
    subjects.sort_unstable();
    subjects.dedup();
    subjects.len()
}

fn has(text: &str, expected: &[&str]) {
    let all = drafted(text);
    for line in expected {
        assert!(all.iter().any(|drafted| drafted == line), "{text}\nno `{line}` in {all:#?}");
    }
}

fn has_no(text: &str, starts: &[&str]) {
    let all = drafted(text);
    for start in starts {
        assert!(!all.iter().any(|drafted| drafted.starts_with(start)), "{text}\n`{start}` in {all:#?}");
    }
}

#[test]
fn a_place_in_capitals_before_a_story_is_nobody() {
    let text =
        "LIMA/QUITO, Peru Eight guards and 22 rebels were killed in clashes on Friday, officials said.";
    has(text, &["killed 8 by officials", "killed 22 by officials"]);
    has_no(text, &["killed 1"]);
    has("LIMA Guards shot nine men dead on Friday.", &["killed 9", "conducted-by Guards"]);
}

#[test]
fn what_is_said_begins_with_its_first_word() {
    has("The soldier said about 80 people were killed.", &["killed 80 by The soldier"]);
    has("Officials told media two drone strikes killed 10 farmers.", &["killed 10 by Officials"]);
    has("Colonel Brun said in one village soldiers killed nine men.", &["killed 9 by Brun"]);
    let months = "The office in May, August and November documented 90 farmers killed by guards in Brill.";
    assert!(!drafted(months).iter().any(|line| line.contains("by November")), "{:#?}", drafted(months));
}

#[test]
fn whoever_opens_what_is_said_does_not_say_it() {
    let text = "Colonel Brun said soldiers shot nine men. The killings were ordered by his commander, Lt. Col. Otto Faber, he said.";
    has(text, &["approved-by his commander, Lt. Col. Otto Faber by Brun"]);
    assert!(!drafted(text).iter().any(|line| line == "approved-by his commander by Brun"));
}

#[test]
fn pictures_courts_and_those_who_write() {
    has("Video from the scene shows guards killing nine farmers.", &["killed 9"]);
    has_no("Video from the scene shows guards killing nine farmers.", &["killed 9 by"]);
    has("Guards killed nine farmers in a raid, an inquiry heard.", &["killed 9 by an inquiry"]);
    has_no("The mayor heard that guards killed nine farmers.", &["killed 9 by the mayor"]);
    has("We conclude that guards killed nine farmers.", &["killed 9"]);
    has("The group has received information that guards killed nine farmers.", &["killed 9 by group"]);
}

#[test]
fn people_told_in_one_breath_are_one_figure() {
    has("Guards fired on a boat, killing five adults and three children.", &["killed 8", "killed 3"]);
    has("Guards killed the driver and a passenger.", &["killed 2"]);
    has_no("Guards killed the driver and a passenger.", &["killed 1"]);
    has("Guards killed the founder and former head of the party.", &["killed 1"]);
    // Two sides are two figures.
    has("Rebels killed three soldiers and two farmers.", &["killed 3", "killed 2"]);
    // Neither of two days has both.
    has_no("Nine and twelve farmers were killed in the raids of 3 and 17 March.", &["killed 21"]);
}

#[test]
fn numbers_that_count_no_dead() {
    has("Tom Ode, 22 died in a gunfight on Friday.", &["killed 1"]);
    has_no("Tom Ode, 22 died in a gunfight on Friday.", &["killed 22"]);
    has("Two 15-year-old boys were killed on Sunday.", &["killed 2"]);
    has_no(
        "Police asked for vans, which were each able to carry eight bodies. Guards shot a man.",
        &["killed 8"],
    );
    has_no(
        "Guards shot at a car. Thirty-nine others have died from other causes.",
        &["killed 39", "campaign.killed 39"],
    );
}

#[test]
fn wars_and_years_are_no_single_incident() {
    has(
        "Eight guards were killed on Friday. More than 40,000 people, most of them rebels, have been killed since the group took up arms in 1984.",
        &["campaign.killed 40001.."],
    );
    has("The war, in which 100,000 people were killed, began in greed.", &["campaign.killed 100000"]);
    // `since` compares, and counts nothing.
    has(
        "Police opened fire on the miners, killing 34 and injuring more than 70 in one of the worst incidents since the end of the war in 1994.",
        &["killed 34", "injured 71.."],
    );
    has("This was the sixth attack in Lowford in 2030.", &["campaign.strikes 6"]);
    has_no("This was the sixth attack in Lowford in 2030.", &["happened-on 2030"]);
}

#[test]
fn another_place_or_occasion_is_another_incident() {
    let places = "On 30 April 2031, gunmen fired at a bus in Orba Province. Also on 30 April 2031, a patrol in Tessin Province was attacked by rebels and two guards were hurt.";
    assert_eq!(incidents(places), 2, "{:#?}", drafted(places));
    has_no(places, &["conducted-by two guards"]);
    let also =
        "Eight guards were killed in a clash near Orba on Friday. Six rebels were also killed in a raid.";
    assert_eq!(incidents(also), 2, "{:#?}", drafted(also));
    let after =
        "Jets struck a camp near Orba on Friday. It came 17 days after marines killed 60 men in a camp.";
    assert_eq!(incidents(after), 2, "{:#?}", drafted(after));
    // What somebody is accused of is not what was done to them, and they are named as its doer there.
    let accused = "The missile killed a man accused of attacks in Orba.";
    assert_eq!(incidents(accused), 2, "{:#?}", drafted(accused));
}

#[test]
fn days_that_are_not_the_incidents() {
    // The day on which it was said.
    has_no("The ministry said Thursday guards shot a man in Orba.", &["happened-on"]);
    // A day that was told, and none was.
    has_no("That afternoon, guards opened fire on a crowd in Orba.", &["happened-on"]);
    has_no("“After this morning's shooting in Orba I left,” the mayor said.", &["happened-on"]);
    // What came hours later tells the day.
    has(
        "The chief spoke on Thursday, just hours after guards shot a woman dead in Orba.",
        &["happened-on Thursday"],
    );
    // The operation's day is that of what was done in it.
    has(
        "The killing of 40 men in operations conducted on 7 April 2031 was condemned.",
        &["happened-on 7 April 2031"],
    );
}

#[test]
fn whose_weapon_and_whose_town() {
    has("Police opened fire on striking miners armed with machetes.", &["target striking miners"]);
    has_no("Police opened fire on striking miners armed with machetes.", &["means machetes"]);
    has("U.S. Air Force jets killed nine rebels in Orba.", &["conducted-by U.S. Air Force"]);
    has_no("The bullet hit Lima in the head. Tom Lima died on Friday.", &["place Lima"]);
    has_no("The missile killed a man linked to a group in Orba.", &["place Orba"]);
    has_no("The firing on Bloody Sunday killed 13 people in Orba.", &["place Bloody"]);
}

#[test]
fn injuries_and_arrests_told_by_nouns() {
    has("The gun went off, causing minor injuries to two fishermen.", &["injured 2"]);
    has("Guards fired on a march in Orba. There were 20 wounded students at the clinic.", &["injured 20"]);
    has("Nine fishermen aboard a skiff were taken into custody.", &["detained 9"]);
    has(
        "Guards fired on a march. The attackers were members of a Red Sail unit.",
        &["conducted-by members of a Red Sail unit"],
    );
}

#[test]
fn whoever_died_of_illness_was_not_killed() {
    has_no("Guards shot at a car. Two men died of cancer.", &["killed", "campaign.killed"]);
    has_no("Guards shot at a car. Nine men died from natural causes.", &["killed", "campaign.killed"]);
    has("Guards shot at a car. Two men died of wounds.", &["killed 2"]);
}

#[test]
fn a_day_has_the_year_of_the_one_it_is_joined_to() {
    let text = "The raids took place between the 9th of August and the 11th of August 1971.\n\nGuards killed two men on the 9th of August in Orba.";
    let reading = read(&Document::published(text, "2031-11-20".parse().expect("a date")));
    let days: Vec<String> = reading
        .drafts
        .iter()
        .filter(|draft| draft.proposition.property() == "incident.happened-on")
        .filter_map(|draft| Some(draft.proposition.value.date.as_ref()?.to_string()))
        .collect();
    assert_eq!(days, ["1971-08-09/1971-08-11", "1971-08-09"]);
}

#[test]
fn lines_of_a_list_are_in_the_mouth_of_whoever_tells_of_it() {
    has(
        "The commission pointed out two raids as examples:\n\n• On 16 May 2031, a raid killed six farmers in Orba.\n\n• On 19 May 2031, a raid killed eight farmers in Brill.",
        &["killed 6 by commission", "killed 8 by commission"],
    );
    // Each line may open a list of its own, and none is given to more people for that.
    let read_lines = |count: u8| {
        let line = |at| {
            format!(
                "- Port Orb{}{} said that nine men died in a raid:\n\n",
                char::from(b'a' + at % 26),
                at / 26
            )
        };
        let text: String = (0..count).map(line).collect();
        read(&Document::published(&text, "2031-06-20".parse().expect("a date"))).drafts.len()
    };
    let (few, many) = (read_lines(20), read_lines(80));
    assert!(many <= 5 * few, "{few} drafts of 20 lines, {many} of 80");
    // Without a colon the list is the writer's.
    has(
        "The commission named two raids.\n\n• On 16 May 2031, a raid killed six farmers in Orba.",
        &["killed 6"],
    );
}

#[test]
fn bodies_makers_of_figures_and_titles_that_speak() {
    has("In a statement, the coastguard said a man died in a raid on Friday.", &["killed 1 by coastguard"]);
    has("Nine rebels killed in Orba raid: HSPA\n\nThe raid was on Monday.", &["killed 9 by HSPA"]);
    has_no("Nine rebels killed in raid: a first look\n\nThe raid was on Monday.", &["killed 9 by"]);
    has(
        "A cleric was shot dead in Orba, as confirmed by the chief of police, Sam Ode.",
        &["killed 1 by Sam Ode"],
    );
    has(
        "Traders at the Orba market told the Gazette that guards shot two men dead.",
        &["killed 2 by Traders at the Orba market"],
    );
    has_no("What nobody was afraid to talk about was the killing of 22 men in Orba.", &["killed 22 by"]);
    has(
        "Guards shot at men who fled, witnesses said, killing nine.",
        &["killed 9", "conducted-by Guards by witnesses"],
    );
    has_no("Guards shot at men who fled, witnesses said, killing nine.", &["conducted-by witnesses"]);
    has("Guards killed Ada Ode, Tom Lima and Sam Vale in Orba.", &["killed 3"]);
}

#[test]
fn headlines_with_a_capital_at_each_word_and_lists_behind_of() {
    for (title, expected) in [
        ("Police Kill Two in Raid on Orba", &["killed 2", "conducted-by Police"][..]),
        ("Airstrike on Market Leaves 12 Dead, 30 Wounded", &["killed 12", "injured 30"]),
        ("Gunmen Attack Bus, Kill Five", &["killed 5", "conducted-by Gunmen"]),
        ("Soldiers Shoot Dead Three Farmers in Orba", &["killed 3", "conducted-by Soldiers", "place Orba"]),
        ("Coastguard Fires on Boat off Orba", &["conducted-by Coastguard", "target Boat", "place Orba"]),
        ("Police fire on protesters in Orba", &["conducted-by Police", "target protesters"]),
        ("Navy Sinks Boat, Killing Four", &["killed 4", "conducted-by Navy", "target Boat"]),
        ("Police open fire on crowd in Orba", &["conducted-by Police", "target crowd", "place Orba"]),
        ("Jets bomb market in Orba", &["means Jets", "target market", "place Orba"]),
        ("Boat struck off Orba; four dead", &["target Boat", "killed 4"]),
    ] {
        has(&format!("{title}\n\nThe council met on Friday.\n"), expected);
    }
    has_no("Airstrike on Market Leaves 12 Dead\n\nThe council met.\n", &["place Market"]);
    // What does not agree with those who act is a noun.
    for title in
        ["Army strike force in Orba", "Police attack helicopter crash in Orba", "Teachers strike pay deal"]
    {
        has_no(&format!("{title}\n\nThe council met on Friday.\n"), &["conducted-by"]);
    }
    has_no("Boat struck off Orba; four dead\n\nThe council met.\n", &["conducted-by"]);
    // Of a list behind a preposition, the first alone has it.
    has("The killings of Ada Ode and two farmers were filmed.", &["killed 3"]);
    has("The killing of the mayor and a driver was filmed.", &["killed 2"]);
}

#[test]
fn days_and_speakers_of_lists() {
    // Two days beside one another are one stretch.
    has("Shells fell on Orba on 15 and 16 May, killing nine.", &["happened-on 15 and 16 May"]);
    has("On May 10 and 11, 2031, nine farmers were killed in Orba.", &["happened-on May 10 and 11, 2031"]);
    has_no("Nine farmers were killed in Orba on 3 and 16 May.", &["happened-on 3 and 16"]);
    // Whoever opens a list tells its items.
    let list = "The clinic's report lists cases in which guards shot farmers:\n• On 3 May, guards killed two men in Orba.\n• On 9 May, guards killed a nurse in Brill.\nThe guards fled.\n";
    has(list, &["killed 2 by The clinic's report", "killed 1 by The clinic's report"]);
    has(
        "Figures from the clinic show that four men were killed in Orba on 3 May; six were killed in Brill on 9 May; and eight in Quenby were killed on 12 May.",
        &[
            "killed 4 by Figures from the clinic",
            "killed 6 by Figures from the clinic",
            "killed 8 by Figures from the clinic",
        ],
    );
    has("The port said four men died; the raid was the worst since 2012.", &["killed 4 by The port"]);
    has(
        "Figures made available to the Gazette by the Vale Centre show that four men were killed in Orba.",
        &["killed 4 by Vale Centre"],
    );
}

#[test]
fn who_answers_and_who_is_blamed() {
    // Guards who kill those who attack have answered an attack.
    let text =
        "Militants attacked a village near Orba on Monday. Soldiers killed nine militants and arrested six.";
    has(text, &["conducted-by Militants", "killed 9", "detained 6"]);
    has_no(text, &["conducted-by Soldiers"]);
    has("Soldiers killed nine militants in Orba.", &["conducted-by Soldiers"]);
    // Nothing but the force is named.
    let blamed = "Twelve people died in an attack in Orba on Monday. Officials blamed the Grey Hands.";
    has(blamed, &["conducted-by the Grey Hands by Officials"]);
    has_no("Officials blamed the Grey Hands for the delay.", &["conducted-by"]);
    has("Sergeant Carl Brill shot Tom Ode four times in Orba.", &["conducted-by Sergeant Carl Brill"]);
    has(
        "The ministry said its drones had struck a post near Orba and \"killed\" nine rebels.",
        &["killed 9 by ministry", "means its drones by ministry"],
    );
    // One word for several people is no single one.
    has("Nine patients and staff were killed in a raid.", &["killed 9"]);
    has_no("Nine patients and staff were killed in a raid.", &["killed 1"]);
}

#[test]
fn the_bound_of_a_figure_says_nothing_of_place_and_day() {
    let text = "At least nine farmers were shot dead in Orba on Monday, said a clerk.";
    let reading = read(&Document::published(text, "2031-06-20".parse().expect("a date")));
    for draft in &reading.drafts {
        let figure = matches!(draft.proposition.property(), "incident.killed" | "statement");
        assert_eq!(!draft.hedges.is_empty(), figure, "{draft:#?}");
    }
}

#[test]
fn whose_attack_it_is_tells_incidents_apart() {
    let text = "Northern jets carried out three raids on Brill in January. They followed Red Sail attacks on Orba on 17 January.";
    has(text, &["conducted-by Red Sail", "place Brill", "place Orba", "happened-on 17 January"]);
    assert_eq!(incidents(text), 2, "{:#?}", drafted(text));
    has(
        "On 16 May, a government drone strike killed nine farmers in Orba.",
        &["conducted-by government", "killed 9"],
    );
    has_no("Nine farmers died in Monday attacks on villages.", &["conducted-by"]);
}

#[test]
fn what_is_told_beside_an_act_and_is_not_of_it() {
    // Somebody dies later of what was done before.
    let text = "Guards shot two men near Orba on 9 May. One of them, Tom Ode, died of his wounds on 12 May.";
    has(text, &["happened-on 9 May", "killed 1"]);
    has_no(text, &["happened-on 12 May"]);
    assert_eq!(incidents(text), 1);
    // The verb of the second two is left out; the day behind is theirs.
    let text = "On Monday guards shot dead two farmers in Orba and another two the next day in Brill.";
    has(text, &["killed 2", "happened-on Monday", "place Orba"]);
    has_no(text, &["happened-on the next day", "place Brill"]);
    // What is told of several occasions is of none of them.
    has_no(
        "The report lists cases in which guards shot farmers.\n\nOn 9 May a nurse was shot dead in Orba.",
        &["conducted-by guards"],
    );
    has_no("The blast hurt three others, two critically.", &["injured 2"]);
    has("The raid caused 8 casualties and more than 10 injured.", &["killed 8"]);
    has(
        "Guards guarding the camp also shot at detainees trying to flee, witnesses said, killing dozens.",
        &["conducted-by Guards by witnesses"],
    );
}

#[test]
fn a_form_is_of_the_incident_beside_it() {
    let text = "Case 3\n\nDate: 7 May 2031\n\nFatalities: 3–5\n\nPerpetrator: Northern army\n\nShells hit the clinic at Orba.\n\nCase 4\n\nA raid on Brill on 9 May left a nurse dead.\n";
    has(text, &["killed 3..5", "conducted-by Northern army", "happened-on 7 May 2031"]);
}

#[test]
fn who_acts_and_what_follows_an_opening() {
    has("During the operation troops killed nine men near Orba.", &["killed 9", "conducted-by troops"]);
    has("After the blast police opened fire on a crowd in Orba.", &["conducted-by police"]);
    has("In the raid police officers killed two men.", &["conducted-by police officers"]);
    // Of two past forms the first describes.
    has(
        "A group of soldiers stationed at the Orba market opened fire on a crowd.",
        &["conducted-by A group of soldiers", "target a crowd"],
    );
    has("A farmer shot by soldiers at a gate died on Friday.", &["killed 1"]);
    // On another occasion of the same day.
    let text =
        "A bomb killed eight guards in Orba on Friday. Hours later, soldiers shot dead two riders in Brill.";
    assert_eq!(incidents(text), 2, "{:#?}", drafted(text));
    let text = "A bomb hurt eight guards in Orba on Friday. Hours later, two of the wounded died.";
    assert_eq!(incidents(text), 1, "{:#?}", drafted(text));
    has(
        "Troops attacked the village of Orba on Monday.",
        &["target the village", "place the village of Orba"],
    );
    has_no("Troops attacked the villages of farmers on Monday.", &["place"]);
    has("Guards opened fire on a boat carrying migrants off Orba.", &["target a boat", "place Orba"]);
    has(
        "Nine men were killed in Orba on 9 May. The Grey Hands claimed responsibility.",
        &["conducted-by The Grey Hands"],
    );
    has_no("Nine men were killed in Orba on 9 May. No group claimed responsibility.", &["conducted-by"]);
}

#[test]
fn a_denial_is_of_the_incident_at_hand() {
    let text = "Jets bombed a market in Orba on 9 May, killing 14. “We did not strike Orba,” said Ada Brill. In January rebels killed nine guards near Quenby.";
    let reading = read(&Document::published(text, "2031-06-20".parse().expect("a date")));
    let subject = |starts: &str| {
        let found = reading.drafts.iter().find(|draft| {
            draft.proposition.property() == "statement" && draft.proposition.value.exact.starts_with(starts)
        });
        found.map(|draft| draft.proposition.subject)
    };
    let bombed = reading.drafts.iter().find(|draft| draft.proposition.value.exact == "a market");
    assert_eq!(subject("We did not"), bombed.map(|draft| draft.proposition.subject));
}

#[test]
fn several_who_speak_are_not_one() {
    let text = "Relatives and a doctor said a third man had died in Orba.";
    let reading = read(&Document::published(text, "2031-06-20".parse().expect("a date")));
    let count = reading.drafts.iter().find_map(|draft| draft.speaker.count).expect("a count");
    assert_eq!((count.min, count.max), (Some(2), None));
}

#[test]
fn another_toll_in_a_sentence_with_a_day_is_of_another_incident() {
    let text = "The council was told that units bombarded villages in Westmark. More than 50 people were killed.\n\nThe council was told of the killing of 40 people in operations in Westmark on 7 May.";
    assert_eq!(incidents(text), 2, "{:#?}", drafted(text));
    let text = "Units bombarded villages in Westmark. More than 50 people were killed.\n\nThe bombardment of 7 May in Westmark killed more than 50 people.";
    assert_eq!(incidents(text), 1, "{:#?}", drafted(text));
}
