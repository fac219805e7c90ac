//! Mapping files: those that ship, on the headers that their recorders publish, and what is refused.

use crate::{parsed, refusals, said, shipped};
use assize_record::Vocabulary;
use assize_table::{Form, Map, map, read};

/// Reads one invented row under a real header.
fn check(name: &str, header: &str, row: &str, expected: &[&str]) {
    let map = shipped(name);
    let table =
        read(&format!("{header}\n{row}\n"), Form::Values, &map, map.prefix.as_deref().unwrap_or("x"), None);
    let table = table.expect(name);
    assert!(table.faults.is_empty(), "{name}: {:?}", refusals(&table));
    let mut found = vec![format!("{} = {}", table.rows[0].id, table.rows[0].name)];
    found.extend(table.rows[0].whole.as_ref().map(|whole| format!("in {}", whole.name)));
    found.extend(said(&table, 0));
    assert_eq!(found, expected, "{name}");
}

#[test]
fn shipped_mappings_read_the_headers_that_recorders_publish() {
    check(
        "bij",
        "Strike ID,Date,Location,Province,Type of attack,\"Confirmed/\npossible US attack?\",Air operation?,Drone strike,Minimum number of strikes,Maximum number of strikes,\
         Minimum people killed,Maximum people killed,Minimum civilians reported killed,Maximum civilians reported killed,Minimum children reported killed,\
         Maximum children reported killed,Minimum people injured,Maximum people injured,Strike link",
        "YEM901,2031-05-03,Lowford,Quenby,Drone strike,Possible,1,1,1,1,4,6,0,2,0,0,1,3,x",
        &[
            "incident/bij-yem901 = Strike YEM901",
            "in Possible US strikes in Yemen",
            "incident.happened-on 2031-05-03",
            "incident.killed 4–6",
            "incident.killed civilian 0–2",
            "incident.killed child 0",
            "incident.injured 1–3",
            "incident.strikes 1",
            "incident.place Lowford",
            "incident.place Quenby",
            "incident.means Drone strike",
            "incident.conducted-by United States",
        ],
    );
    check(
        "ucdp-ged",
        "id,relid,year,active_year,code_status,type_of_violence,conflict_dset_id,conflict_new_id,conflict_name,side_a,side_b,where_prec,where_coordinates,\
         where_description,adm_1,adm_2,latitude,longitude,country,date_prec,date_start,date_end,deaths_a,deaths_b,deaths_civilians,deaths_unknown,best,high,low",
        "7,REL,2031,1,Clear,3,1,1,Grey Hands - Civilians,Grey Hands,Civilians,1,Lowford town,near it,Quenby,,1,2,Brill,1,2031-05-03 00:00:00.000,2031-05-04 00:00:00.000,0,0,5,1,6,9,4",
        &[
            "incident/ucdp-7 = Event 7",
            "in Grey Hands - Civilians",
            "incident.happened-on 2031-05-03/2031-05-04",
            "incident.killed 4–9",
            "incident.killed civilian 5",
            "incident.killed unknown 1",
            "incident.place Lowford town",
            "incident.place Quenby",
            "incident.place Brill",
            "incident.conducted-by Grey Hands",
        ],
    );
    check(
        "acled",
        "event_id_cnty,event_date,year,time_precision,disorder_type,event_type,sub_event_type,actor1,country,admin1,admin2,admin3,location,latitude,longitude,geo_precision,source,notes,fatalities,timestamp",
        "BRI77,13 May 2031,2031,1,Political violence,Explosions/Remote violence,Air/drone strike,Red Sail,Brill,Quenby,,,Lowford,1,2,1,Gazette,words,3,1",
        &[
            "incident/acled-bri77 = Event BRI77",
            "in Events in Brill",
            "incident.happened-on 2031-05-13",
            "incident.killed 3",
            "incident.place Lowford",
            "incident.place Quenby",
            "incident.place Brill",
            "incident.means Air/drone strike",
        ],
    );
}

#[test]
fn and_so_do_those_of_counts_of_civilians_and_of_newsrooms() {
    check(
        "airwars",
        "internal_id,incident_date,location,country,strike_type,civilian_deaths_min,civilian_deaths_max,civilian_injuries_min,civilian_injuries_max",
        "B901,2031-05-03,Lowford,Brill,Airstrike,2,4,,",
        &[
            "incident/airwars-b901 = Incident B901",
            "in Alleged civilian harm in Brill",
            "incident.happened-on 2031-05-03",
            "incident.killed civilian 2–4",
            "incident.place Lowford",
            "incident.place Brill",
            "incident.means Airstrike",
        ],
    );
    check(
        "iraq-body-count",
        "Invented notes that stand above the header\n\"Eleven, of them\"\nIBC code,Start Date,End Date,Time,Location,Target,Weapons,Reported Minimum,Reported Maximum,Sources",
        "k9001,03 May 2031,03 May 2031,-,Lowford market,shoppers,bomb,2,3,GAZ",
        &[
            "incident/ibc-k9001 = Incident k9001",
            "incident.happened-on 2031-05-03",
            "incident.killed civilian 2–3",
            "incident.place Lowford market",
            "incident.target shoppers",
            "incident.means bomb",
        ],
    );
    check(
        "new-america",
        "strikes,date,village,region,year,militants_low,militants_high,unknown_low,unknown_high,civilians_low,civilians_high,total_low,total_high,target_type,province,strike_type,Source,Source",
        "1,5/3/2031,Lowford,Quenby,2031,1,2,,,0,1,1,3,House,Brill,Drone,A,B",
        &[
            "incident/new-america-5-3-2031-lowford-quenby = Strike of 5/3/2031 Lowford Quenby",
            "incident.happened-on 2031-05-03",
            "incident.killed 1–3",
            "incident.killed civilian 0–1",
            "incident.killed combatant 1–2",
            "incident.strikes 1",
            "incident.place Lowford",
            "incident.place Quenby",
            "incident.place Brill",
            "incident.means Drone",
            "incident.target House",
        ],
    );
    check(
        "plain",
        "id,date,place,killed min,killed max,civilians,injured,carried out by,campaign",
        "7,2031-05-03,Lowford,4,6,2,1-3,Northern Navy,Boats",
        &[
            "incident/x-7 = Row 7",
            "in Boats",
            "incident.happened-on 2031-05-03",
            "incident.killed 4–6",
            "incident.killed civilian 2",
            "incident.injured 1–3",
            "incident.place Lowford",
            "incident.conducted-by Northern Navy",
        ],
    );
    assert_eq!(map::names().count(), 7, "each of them is held against its header in these two");
}

#[test]
fn a_table_without_keys_is_known_again_by_what_it_has() {
    let map = shipped("new-america");
    let text = "strikes,date,village,region,total_low,total_high\n1,5/3/2031,Lowford,Quenby,1,1\n1,5/3/2031,Lowford,Quenby,2,2\n";
    let table = read(text, Form::Values, &map, "na", None).expect("a table");
    let ids: Vec<&str> = table.rows.iter().map(|row| row.id.as_str()).collect();
    assert_eq!(ids, ["incident/na-5-3-2031-lowford-quenby", "incident/na-5-3-2031-lowford-quenby.2"]);
}

#[test]
fn rows_that_are_no_force_are_passed_over_and_counted() {
    let map = shipped("acled");
    let text = "event_id_cnty,event_date,event_type,country,fatalities\nB1,2031-05-03,Protests,Brill,0\nB2,2031-05-03,Battles,Brill,2\nB3,2031-05-04,protests,Brill,0\n";
    let table = read(text, Form::Values, &map, "acled", None).expect("a table");
    assert_eq!((table.rows.len(), table.refused), (1, 0));
    let passed: Vec<(&str, usize)> =
        table.passed.iter().map(|passed| (passed.words.as_str(), passed.rows)).collect();
    assert_eq!(passed, [("Protests", 1), ("protests", 1)]);
}

#[test]
fn what_a_mapping_names_and_nobody_knows_stops_with_its_place() {
    let check = |toml: &str, at: &str, expected: &str| {
        let fault = Map::parse(toml, &Vocabulary::shipped()).expect_err(expected);
        assert!(fault.message.contains(expected), "{expected}: {}", fault.message);
        // Of an entry of a list, its beginning is shown.
        assert!(
            toml[fault.at.clone()].contains(at) || toml[fault.at.clone()].starts_with("[["),
            "{expected}: {:?}",
            &toml[fault.at]
        );
    };
    let head = "id = \"x\"\ntitle = \"X\"\n[key]\ncolumns = [[\"id\"]]\n";
    let with = |rest: &str| format!("{head}{rest}");
    check(&with("[[figure]]\nproperty = \"incident.sunk\"\nexact = [\"a\"]\n"), "sunk", "incident.sunk");
    check(&with("[[figure]]\nproperty = \"incident.place\"\nexact = [\"a\"]\n"), "place", "takes words");
    check(
        &with("[[figure]]\nproperty = \"campaign.killed\"\nexact = [\"a\"]\n"),
        "campaign",
        "not said of an incident",
    );
    check(
        &with("[[figure]]\nproperty = \"incident.killed\"\n"),
        "killed",
        "either `min` and `max`, or `exact`",
    );
    check(
        &with("[[figure]]\nproperty = \"incident.killed\"\nexact = [\"a\"]\nunit = \"days\"\n"),
        "days",
        "does not count days",
    );
    check(
        &with("[[figure]]\nproperty = \"incident.killed\"\nexact = [\"a\"]\nstatus = \"brave\"\n"),
        "brave",
        "brave",
    );
    check(
        &with("[[figure]]\nproperty = \"incident.killed\"\nexact = [\"a\"]\ncolour = \"red\"\n"),
        "colour",
        "colour",
    );
    check(
        &with("[[words]]\nproperty = \"incident.domain\"\ncolumn = [\"a\"]\n"),
        "domain",
        "takes words of a list",
    );
    check(
        &with("[[words]]\nproperty = \"incident.domain\"\ncolumn = [\"a\"]\nwords = { boat = \"ocean\" }\n"),
        "ocean",
        "not `ocean`",
    );
    check(
        &with("[[thing]]\nproperty = \"incident.conducted-by\"\nthing = \"vessel/x\"\nname = \"X\"\n"),
        "vessel",
        "does not take a vessel",
    );
    check(
        &with(
            "[[thing]]\nproperty = \"incident.conducted-by\"\nthing = \"organisation/x\"\nname = \"X\"\nhedge = \"possibility\"\n",
        ),
        "hedge",
        "first condition",
    );
    check(&with("[date]\ncolumn = [\"d\"]\n[[skip]]\nis = [\"a\"]\n"), "is", "a condition has a `column`");
    check(head, "x", "at least one column");
    check(
        "id = \"X Y\"\ntitle = \"X\"\n[key]\ncolumns = [[\"id\"]]\n[date]\ncolumn = [\"d\"]\n",
        "X Y",
        "not a name",
    );
    check(
        "id = \"x\"\ntitle = \"X\"\n[key]\ncolumns = []\n[date]\ncolumn = [\"d\"]\n",
        "key",
        "at least one column",
    );
}

#[test]
fn what_blank_means_and_what_parts_words_is_said_by_the_mapping() {
    let map = parsed(
        "id = \"x\"\ntitle = \"X\"\nblank = [\"n/k\"]\n[key]\ncolumns = [[\"id\"]]\n\
         [[figure]]\nproperty = \"incident.killed\"\nexact = [\"dead\"]\nblank_means = \"zero\"\n\
         [[figure]]\nproperty = \"incident.injured\"\nexact = [\"hurt\"]\n\
         [[words]]\nproperty = \"incident.place\"\ncolumn = [\"where\"]\nseparator = \";\"\n\
         [[words]]\nproperty = \"incident.domain\"\ncolumn = [\"on\"]\nwords = { boat = \"sea\", road = \"land\" }\n\
         [[point]]\nproperty = \"incident.position\"\nlatitude = [\"lat\"]\nlongitude = [\"lon\"]\nwithin_km = 3\n",
    );
    let text = "id,dead,hurt,where,on,lat,lon\n1,n/k,,Lowford; Brill ;n/k,Boat,10.5,-64.25\n2,3,4,,,,\n3,1,1,,plane,,\n4,1,1,,,91,0\n";
    let table = read(text, Form::Values, &map, "x", None).expect("a table");
    assert_eq!(
        said(&table, 0),
        [
            "incident.killed 0",
            "incident.place Lowford",
            "incident.place Brill",
            "incident.domain sea",
            "incident.position 10.5 N, -64.25 E"
        ]
    );
    assert_eq!(said(&table, 1), ["incident.killed 3", "incident.injured 4"]);
    assert_eq!(
        refusals(&table),
        [
            "E4 (on): “plane”: the mapping does not say in `words` what this means",
            "F5 (lat): “91”: not degrees between -90 and 90",
        ]
    );
}
