//! The desk as a browser meets it: what is refused, what is written, what is shown to whom.

use crate::{ARTICLE, Room, files};
use std::{
    collections::BTreeSet,
    io::{BufRead as _, BufReader, Read as _, Write as _},
    net::TcpStream,
    process::{Child, Stdio},
};

/// A desk that is open.
struct Served {
    child: Child,
    host: String,
}

/// What it answered.
struct Answer {
    status: u16,
    head: String,
    body: String,
}

impl Drop for Served {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

impl Served {
    fn open(room: &Room, args: &[&str]) -> Self {
        let all: Vec<&str> =
            ["--case", "case", "desk", "--no-open", "--port", "0"].iter().chain(args).copied().collect();
        let mut child =
            room.command(&all).stdout(Stdio::piped()).stderr(Stdio::null()).spawn().expect("the desk starts");
        let mut line = String::new();
        BufReader::new(child.stdout.take().expect("its output")).read_line(&mut line).expect("its address");
        let host = line.trim().trim_start_matches("http://").trim_end_matches('/').to_owned();
        assert!(host.starts_with("127.0.0.1:"), "{line}");
        Self { child, host }
    }

    /// Sends a request as it is written.
    fn send(&self, method: &str, path: &str, headers: &[(&str, &str)], body: &str) -> Answer {
        let mut stream = TcpStream::connect(&self.host).expect("it listens");
        let mut request = format!("{method} {path} HTTP/1.1\r\nConnection: close\r\n");
        if !headers.iter().any(|(name, _)| *name == "Host") {
            request.push_str(&format!("Host: {}\r\n", self.host));
        }
        for (name, value) in headers {
            request.push_str(&format!("{name}: {value}\r\n"));
        }
        if method == "POST" {
            request.push_str(&format!(
                "Content-Type: application/x-www-form-urlencoded\r\nContent-Length: {}\r\n",
                body.len()
            ));
        }
        request.push_str("\r\n");
        request.push_str(body);
        stream.write_all(request.as_bytes()).expect("sent");
        let mut answer = Vec::new();
        stream.read_to_end(&mut answer).expect("answered");
        let answer = String::from_utf8_lossy(&answer).into_owned();
        let (head, body) = answer.split_once("\r\n\r\n").expect("a head");
        let status = head.split(' ').nth(1).and_then(|code| code.parse().ok()).expect("a status");
        Answer { status, head: head.to_lowercase(), body: body.to_owned() }
    }

    fn get(&self, path: &str) -> Answer {
        let answer = self.send("GET", path, &[], "");
        assert_eq!(answer.status, 200, "{path}: {}", answer.body);
        answer
    }

    fn post(&self, path: &str, fields: &[(&str, &str)]) -> Answer {
        self.send("POST", path, &[("Sec-Fetch-Site", "same-origin")], &form(fields))
    }

    /// The token of this run.
    fn token(&self) -> String {
        value(&self.get("/add").body, "token")
    }

    /// The address of the first text in the inbox.
    fn first(&self) -> String {
        let inbox = self.get("/?show=all").body;
        let at = inbox.find("/source/").expect("a source");
        inbox[at..].split('"').next().expect("an address").to_owned()
    }
}

/// A form as a browser writes it.
fn form(fields: &[(&str, &str)]) -> String {
    let plain = |text: &str| -> String {
        text.bytes()
            .map(|byte| match byte {
                b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' => char::from(byte).to_string(),
                other => format!("%{other:02X}"),
            })
            .collect()
    };
    fields
        .iter()
        .map(|(name, value)| format!("{}={}", plain(name), plain(value)))
        .collect::<Vec<_>>()
        .join("&")
}

/// The value of a field of a page.
fn value(page: &str, name: &str) -> String {
    let at = page.find(&format!("name=\"{name}\"")).expect("a field of that name");
    let rest = &page[at..];
    rest.split("value=\"").nth(1).and_then(|rest| rest.split('"').next()).expect("a value").to_owned()
}

/// The address of the draft of a property on a page.
fn draft_of(page: &str, property: &str) -> String {
    let queue = &page[page.find("id=\"queue\"").expect("a list")..];
    let at = queue.find(&format!("<span>{property}</span>")).expect("a draft of that property");
    let before = &queue[..at];
    let from = before.rfind("href=\"").expect("a link") + 6;
    before[from..].split('"').next().expect("an address").to_owned()
}

/// The fields that a card sends with a decision.
fn card<'f>(page: &str, more: &[(&'f str, &'f str)]) -> Vec<(String, String)> {
    let mut fields: Vec<(String, String)> = ["token", "source", "draft", "seen"]
        .iter()
        .map(|name| {
            let card = &page[page.find("id=\"draft\"").expect("a card")..];
            ((*name).to_owned(), value(card, name))
        })
        .collect();
    fields.extend(more.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())));
    fields
}

fn sent(served: &Served, path: &str, fields: &[(String, String)]) -> Answer {
    let fields: Vec<(&str, &str)> =
        fields.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
    served.post(path, &fields)
}

/// A case with invented articles, read.
fn room(articles: &[(&str, &str)]) -> Room {
    let room = Room::new();
    room.ok(&["init", "case", "--as", "Ada Ode"]);
    for (name, text) in articles {
        room.write(name, text);
        room.ok(&[
            "--case",
            "case",
            "add",
            name,
            "--published",
            "2031-05-04",
            "--publisher",
            "The Lowford Gazette",
        ]);
    }
    room.ok(&["--case", "case", "read"]);
    room
}

#[test]
fn what_no_page_of_the_desk_sent_is_refused() {
    let room = room(&[("gazette.txt", ARTICLE)]);
    let served = Served::open(&room, &[]);
    let port = served.host.rsplit(':').next().expect("a port");
    let refused = |answer: &Answer| assert_eq!(answer.status, 403, "{}", answer.body);
    // Another name that means this machine.
    refused(&served.send("GET", "/", &[("Host", &format!("desk.example:{port}"))], ""));
    refused(&served.send("GET", "/", &[("Host", "127.0.0.1")], ""));
    assert_eq!(served.send("GET", "/", &[("Host", &format!("localhost:{port}"))], "").status, 200);
    // A page elsewhere that sends a form, or loads a part.
    let token = served.token();
    let fields = form(&[("token", &token)]);
    refused(&served.send("POST", "/undo", &[("Sec-Fetch-Site", "cross-site")], &fields));
    refused(&served.send("POST", "/undo", &[("Sec-Fetch-Site", "same-site")], &fields));
    refused(&served.send("POST", "/undo", &[("Origin", "http://desk.example")], &fields));
    refused(&served.send("GET", "/log", &[("Sec-Fetch-Site", "cross-site"), ("Sec-Fetch-Mode", "cors")], ""));
    // A form without the token of this run, or with another's.
    assert_eq!(served.post("/undo", &[]).status, 422);
    assert_eq!(served.post("/undo", &[("token", "00000000000000000000000000000000")]).status, 422);
    let page = served.get("/");
    for name in [
        "content-security-policy: default-src 'none'",
        "x-content-type-options: nosniff",
        "cache-control: no-store",
    ] {
        assert!(page.head.contains(name), "{name}: {}", page.head);
    }
    assert!(
        !page.body.contains("<script>") && !page.body.contains("style=\""),
        "nothing stands in the page itself"
    );
    assert_eq!(served.send("GET", "/nowhere", &[], "").status, 404);
    assert_eq!(served.send("GET", "/source/..%2f..%2fcase.toml", &[], "").status, 422);
}

#[test]
fn a_desk_to_read_only_writes_nothing() {
    let room = room(&[("gazette.txt", ARTICLE)]);
    let served = Served::open(&room, &["--read-only"]);
    let page = served.get(&served.first()).body;
    assert!(!page.contains("name=\"act\""), "no button that decides");
    let before = room.heads("case").len();
    let answer = served.post("/undo", &[("token", "x")]);
    assert_eq!(answer.status, 403);
    assert_eq!(room.heads("case").len(), before);
}

#[test]
fn a_decision_is_written_once_and_taken_back_whole() {
    let room = room(&[("gazette.txt", ARTICLE)]);
    let served = Served::open(&room, &[]);
    let first = draft_of(&served.get(&served.first()).body, "killed");
    let page = served.get(&first).body;
    assert!(page.contains("If accepted: ") && page.contains("killed"), "what it would move");
    let answer = sent(&served, "/decide", &card(&page, &[("act", "accept")]));
    assert_eq!(answer.status, 303, "{}", answer.body);
    assert!(room.ok(&["--case", "case", "weigh"]).out.contains("killed"));
    // The same page sent once more: it stood otherwise when it was opened.
    let again = sent(&served, "/decide", &card(&page, &[("reject", "of another incident")]));
    assert_eq!(again.status, 409, "{}", again.body);
    assert!(
        again.body.contains("Your decision is not written") && again.body.contains("accepted by Ada Ode"),
        "{}",
        again.body
    );
    // A decision of the command line is seen at once.
    let token = served.token();
    room.ok(&["--case", "case", "undo", "--yes"]);
    let now = served.get(&first).body;
    assert_eq!(now, page, "as it was before");
    sent(&served, "/decide", &card(&page, &[("act", "accept")]));
    let undone = served.post("/undo", &[("token", &token), ("back", &first)]);
    assert_eq!(undone.status, 303);
    assert_eq!(served.get(&first).body, page, "as it was before");
    // An address that leads elsewhere is none that a form goes back to.
    let away = served.post("/undo", &[("token", &token), ("back", "//desk.example/"), ("redo", "1")]);
    assert!(away.head.contains("location: /?"), "{}", away.head);
    room.ok(&["--case", "case", "verify"]);
}

#[test]
fn what_a_person_changes_is_entered_and_a_figure_that_is_not_in_the_words_is_not() {
    let room = room(&[("gazette.txt", ARTICLE)]);
    let served = Served::open(&room, &[]);
    let first = draft_of(&served.get(&served.first()).body, "killed");
    let page = served.get(&first).body;
    let wrong = sent(&served, "/decide", &card(&page, &[("act", "accept"), ("figure", "12")]));
    assert_eq!(wrong.status, 422);
    assert!(wrong.body.contains("12 is not in the words"), "{}", wrong.body);
    let right = sent(
        &served,
        "/decide",
        &card(&page, &[("act", "accept"), ("figure", "9"), ("status", "civilian"), ("speaker", "unclear")]),
    );
    assert_eq!(right.status, 303, "{}", right.body);
    let now = served.get(&first).body;
    assert!(now.contains("amended") && now.contains("civilian"), "{now}");
    let skipped = sent(&served, "/decide", &card(&served.get(&first).body, &[("act", "skip")]));
    assert_eq!(skipped.status, 303);
    room.ok(&["--case", "case", "verify"]);
}

#[test]
fn a_claim_that_no_draft_makes_is_entered_on_its_exact_words() {
    let text = "Harrow Bay, May 4\n\nGuards shot two men at Quenby on May 3, the ministry said. A cafe\u{301} burned 👩‍👩‍👧 there, and the harbour was shut for three days.\n";
    let room = room(&[("log.txt", text)]);
    let served = Served::open(&room, &[]);
    let page = served.get(&served.first()).body;
    let hand = &page[page.find("id=\"missed\"").expect("a form")..];
    let subject = value(hand, "subject");
    let (token, source) = (value(hand, "token"), value(hand, "source"));
    let enter = |words: &str, value: &str| {
        served.post(
            "/missed",
            &[
                ("token", &token),
                ("source", &source),
                ("words", words),
                ("property", "statement"),
                ("value", value),
                ("subject", &subject),
                ("speaker", "narrator"),
            ],
        )
    };
    let unknown = enter("A cafe burned", "a cafe burned");
    assert_eq!(unknown.status, 422);
    assert!(unknown.body.contains("these words are not in this text"), "{}", unknown.body);
    let made = enter("A cafe\u{301} burned 👩‍👩‍👧 ... shut", "a cafe burned and the harbour was shut");
    assert_eq!(made.status, 303, "{}", made.body);
    let bench = served.get(&format!("/incident/{}", &subject[..12])).body;
    assert!(bench.contains("A cafe\u{301} burned 👩‍👩‍👧 there, and the harbour was shut"), "{bench}");
    room.ok(&["--case", "case", "verify"]);
}

#[test]
fn words_that_stand_twice_in_a_text_must_be_told_apart() {
    let text = "Guards shot two men at Quenby on May 3. Later, guards shot two men at Quenby again, the ministry said.\n";
    let room = room(&[("log.txt", text)]);
    let served = Served::open(&room, &[]);
    let page = served.get(&served.first()).body;
    let hand = &page[page.find("id=\"missed\"").expect("a form")..];
    let subject = value(hand, "subject");
    let answer = served.post(
        "/missed",
        &[
            ("token", &value(hand, "token")),
            ("source", &value(hand, "source")),
            ("words", "shot two men at Quenby"),
            ("property", "statement"),
            ("value", "shot"),
            ("subject", &subject),
        ],
    );
    assert_eq!(answer.status, 422);
    assert!(answer.body.contains("more than once"), "{}", answer.body);
}

/// Two people, each with a desk: what the first decides is in no byte of what the second sees.
#[test]
fn a_second_review_is_the_same_whatever_the_first_was() {
    let room = room(&[("gazette.txt", ARTICLE)]);
    let second = Room::new();
    second.copy_from(&room, "case");
    let key = second.ok(&["--case", "case", "actor", "key"]).out.trim().to_owned();
    room.ok(&["--case", "case", "actor", "add", "Ruth Vale", &key, "--role", "reviewer", "--yes"]);
    let look = |room: &Room| {
        second.copy_from(room, "case");
        let served = Served::open(&second, &[]);
        let first = served.first().replace("/source/", "/second/");
        let page = served.get(&first).body;
        let killed = draft_of(&page, "killed");
        page.replace(&value(&page, "token"), "")
            + &served.get(&killed).body.replace(&value(&page, "token"), "")
    };
    let before = look(&room);
    assert!(before.contains("killed") && !before.contains("id=\"toll\"") && !before.contains("If accepted"));
    let served = Served::open(&room, &[]);
    let killed = draft_of(&served.get(&served.first()).body, "killed");
    let page = served.get(&killed).body;
    assert_eq!(
        sent(&served, "/decide", &card(&page, &[("act", "accept"), ("status", "civilian")])).status,
        303
    );
    assert_eq!(look(&room), before, "after an amendment");
    let token = served.token();
    served.post("/undo", &[("token", &token)]);
    let page = served.get(&killed).body;
    assert_eq!(sent(&served, "/decide", &card(&page, &[("reject", "of another incident")])).status, 303);
    assert_eq!(look(&room), before, "after a rejection");
}

/// Whatever a source says of itself, no page of the desk takes it for markup.
#[test]
fn hostile_words_are_words_on_every_page() {
    let nasty = "\"><script>alert(1)</script><img src=x onerror=alert(1)>";
    let text = format!(
        "Boat {nasty} sunk\n\nNine people were killed on May 3 at {nasty} Quenby, Ada {nasty} Ode said. \u{202e}Two \u{200b}others died.\n"
    );
    let room = room(&[("gazette.txt", &text)]);
    room.ok(&[
        "--case",
        "case",
        "add",
        "gazette.txt",
        "--title",
        nasty,
        "--author",
        nasty,
        "--publisher",
        nasty,
    ]);
    let served = Served::open(&room, &[]);
    let source = served.first();
    let mut pages = vec![source.clone(), draft_of(&served.get(&source).body, "killed")];
    let places = [
        "/",
        "/add",
        "/link",
        "/incidents",
        "/second",
        "/differ",
        "/stale",
        "/people",
        "/schema",
        "/log",
        "/keys",
    ];
    pages.extend(places.map(str::to_owned));
    pages.push(source.replace("/source/", "/second/"));
    let page = served.get(&pages[1]).body;
    sent(&served, "/decide", &card(&page, &[("act", "accept")]));
    let incident = served.get("/incidents").body;
    let at = incident.find("/incident/").expect("an incident");
    pages.push(incident[at..].split('"').next().expect("an address").to_owned());
    for path in &pages {
        let body = served.get(path).body;
        assert!(!body.contains("<script>") && !body.contains("<img"), "{path}");
        assert!(
            !body.contains('\u{202e}') && !body.contains('\u{200b}'),
            "{path}: what cannot be seen is marked"
        );
    }
}

/// Two incidents of one day in two texts: the desk proposes, a person says, and it is taken apart again.
#[test]
fn two_texts_are_placed_on_one_incident_and_taken_apart() {
    let other = "Boat struck off Cape Invented\n\nEight people died on May 3 when a missile struck a speedboat off Cape Invented, the navy said.\n";
    let room = room(&[("gazette.txt", ARTICLE), ("courier.txt", other)]);
    let served = Served::open(&room, &[]);
    let token = served.token();
    let waiting = served.get("/link").body;
    let links: Vec<String> = waiting
        .match_indices("/link?a=")
        .map(|(at, _)| waiting[at..].split('"').next().expect("an address").to_owned())
        .collect();
    assert_eq!(links.len(), 2, "{waiting}");
    let anchor = |link: &str| link.trim_start_matches("/link?a=").to_owned();
    let named = served
        .post("/place", &[("token", &token), ("a", &anchor(&links[0])), ("name", "Boat off Cape Invented")]);
    assert_eq!(named.status, 303, "{}", named.body);
    let page = served.get(&links[1]).body;
    assert!(page.contains("Boat off Cape Invented") && page.contains("same day"), "{page}");
    let entity = value(&page, "same");
    let linked = served.post(
        "/place",
        &[("token", &token), ("a", &anchor(&links[1])), ("same", &entity), ("reason", "one boat")],
    );
    assert_eq!(linked.status, 303, "{}", linked.body);
    let bench = served.get(&format!("/incident/{}", &entity[..12])).body;
    assert_eq!(bench.matches("told of in").count(), 2, "{bench}");
    let apart = served.post(
        "/place",
        &[
            ("token", &token),
            ("how", "unlink"),
            ("a", &anchor(&links[1])),
            ("b", &entity),
            ("back", "/incidents"),
        ],
    );
    assert_eq!(apart.status, 303, "{}", apart.body);
    assert_eq!(served.get(&format!("/incident/{}", &entity[..12])).body.matches("told of in").count(), 1);
    room.ok(&["--case", "case", "verify"]);
}

#[test]
fn words_are_found_from_every_page_and_lead_to_where_they_stand() {
    let other = "Boats burn at Quenby\n\nNobody was killed in the fire at Quenby, Ruth Vale said. <b>Smoke</b> \u{202e}rose\u{202c}.\n";
    let room = room(&[("gazette.txt", ARTICLE), ("echo.txt", other)]);
    room.write("leak.txt", "The Zephyrine memo says who was killed.\n");
    room.ok(&["--case", "case", "add", "leak.txt", "--confidential"]);
    let served = Served::open(&room, &[]);
    for path in ["/", "/log", "/incidents", "/search", &served.first()] {
        assert!(served.get(path).body.contains("action=\"/search\" role=\"search\""), "{path}");
    }
    let found = served.get("/search?q=killed").body;
    assert_eq!(found.matches("<mark>killed</mark>").count(), 2, "{found}");
    assert!(found.contains("1 source not searched: confidential"), "{found}");
    assert!(!served.get("/search?q=zephyrine").body.contains("memo"));
    // The link leads to the paragraph, with the draft of these words.
    let at = found.find("/source/").expect("a link");
    let link = found[at..].split('"').next().expect("an address").replace("&amp;", "&");
    assert!(link.contains("?draft=") && link.contains("#b"), "{link}");
    let (path, place) = link.split_once('#').expect("a place");
    let page = served.get(path).body;
    let at = page.find(&format!("id=\"{place}\"")).expect("the paragraph");
    assert!(page[at..].split("</p>").next().expect("a paragraph").contains("killed"), "{page}");
    // What is decided is found at once, and words are words.
    let missile = served.get("/search?q=missile").body;
    let at = missile.find("/source/").expect("a link");
    let gazette = missile[at..].split(['"', '?', '#']).next().expect("an address");
    let page = served.get(&draft_of(&served.get(gazette).body, "killed")).body;
    assert_eq!(sent(&served, "/decide", &card(&page, &[("act", "accept")])).status, 303);
    let claims = served.get("/search?q=killed&in=claims").body;
    assert!(
        claims.contains("In claims") && claims.contains("/incident/") && !claims.contains("In texts"),
        "{claims}"
    );
    let smoke = served.get("/search?q=smoke+rose").body;
    assert!(smoke.contains("&lt;b&gt;<mark>Smoke</mark>") && !smoke.contains('\u{202e}'), "{smoke}");
    // Whatever is typed is a page.
    for query in [
        "%22",
        "%00",
        "(%20OR",
        "%3Cscript%3Ealert(1)%3C/script%3E",
        "%E2%80%AE",
        "*",
        &"w+".repeat(2000),
        &"x".repeat(9000),
    ] {
        let page = served.get(&format!("/search?q={query}")).body;
        assert!(page.contains("<h1>Search</h1>") && !page.contains("<script>alert"), "{query}");
    }
    assert_eq!(served.send("GET", "/search?q=%ff", &[], "").status, 200);
}

/// The pages of incidents that the desk would show in its frame: the path in the site, and the bytes.
fn previewed(served: &Served, names: &str) -> Vec<(String, String)> {
    let incidents = served.get("/incidents").body;
    let benches: BTreeSet<&str> = incidents
        .match_indices("/incident/")
        .filter_map(|(at, _)| incidents[at..].split('"').next())
        .collect();
    let framed = |bench: &&str| {
        let page = served.get(&format!("{bench}/preview?names={names}")).body;
        let at = page.find("<iframe class=\"phone\" src=\"")? + "<iframe class=\"phone\" src=\"".len();
        page[at..].split('"').next().map(str::to_owned)
    };
    let addresses: BTreeSet<String> = benches.iter().filter_map(framed).collect();
    let shown = |address: String| {
        let answer = served.get(&address);
        assert!(
            answer.head.contains("content-security-policy: default-src 'none'; style-src 'self'"),
            "{}",
            answer.head
        );
        let path = address.split_once(&format!("/preview/{names}/")).expect("a path").1.to_owned();
        (path, answer.body)
    };
    addresses.into_iter().map(shown).collect()
}

/// What the desk shows of the public page before it is published are the bytes that are then published, and nothing is written for it.
#[test]
fn a_preview_is_the_page_that_is_published_byte_for_byte() {
    let room = room(&[("gazette.txt", ARTICLE)]);
    let served = Served::open(&room, &[]);
    let bench = |served: &Served| {
        let list = served.get("/incidents").body;
        let at = list.find("/incident/").expect("an incident");
        list[at..].split('"').next().expect("an address").to_owned()
    };
    let page = served.get(&draft_of(&served.get(&served.first()).body, "killed")).body;
    assert_eq!(sent(&served, "/decide", &card(&page, &[("act", "accept")])).status, 303);
    let before = files(&room.path("case"));
    let shown = previewed(&served, "site");
    assert_eq!(shown.len(), 1, "{shown:?}");
    let (path, body) = &shown[0];
    assert_eq!(files(&room.path("case")), before, "nothing is written");
    room.ok(&["--case", "case", "publish", "--out", "site"]);
    let site =
        |path: &str| std::fs::read_to_string(room.path("site").join(path)).expect("a file of the site");
    assert_eq!(*body, site(path));
    assert_eq!(served.get("/preview/site/style.css").body, site("style.css"));
    assert_eq!(served.get("/preview/site/index.html").body, site("index.html"), "links in the frame lead on");
    // What is decided is on the next one.
    let token = served.token();
    served.post("/undo", &[("token", &token)]);
    let list = served.get("/incidents").body;
    assert!(!list.contains("/incident/"), "{list}");
    assert_eq!(served.send("GET", &format!("/preview/site/{path}"), &[], "").status, 404);
    sent(&served, "/decide", &card(&page, &[("act", "accept"), ("status", "civilian")]));
    let page = served.get(&format!("{}/preview", bench(&served))).body;
    assert!(page.contains("360 px wide") && page.contains("sandbox=\"allow-same-origin\""), "{page}");
    for none in [
        "/preview/site/data/claims.csv",
        "/preview/site/../case.toml",
        "/preview/elsewhere/index.html",
        "/preview/site/nowhere.html",
    ] {
        assert_eq!(served.send("GET", none, &[], "").status, 404, "{none}");
    }
}

/// The preview passes the gate that a site passes: what nobody decided to name stops it, and is masked as it is there; what is confidential is in none.
#[test]
fn a_preview_shows_no_word_that_a_site_would_not() {
    let room = crate::public::with_secrets();
    let served = Served::open(&room, &["--read-only"]);
    let list = served.get("/incidents").body;
    let at = list.find("/incident/").expect("an incident");
    let bench = list[at..].split('"').next().expect("an address");
    let refused = served.get(&format!("{bench}/preview")).body;
    assert!(
        refused.contains("names of persons that nobody has decided to publish")
            && !refused.contains("<iframe"),
        "{refused}"
    );
    for (names, flag) in [("masked", "--mask-names"), ("left-out", "--leave-names-out")] {
        let shown = previewed(&served, names);
        assert!(!shown.is_empty());
        room.ok(&["--case", "case", "publish", "--out", names, flag]);
        assert_eq!(crate::public::found_in(&room, names), BTreeSet::new());
        for (path, body) in shown {
            let published =
                std::fs::read_to_string(room.path(names).join(&path)).expect("a file of the site");
            assert_eq!(body, published, "{path}");
        }
    }
}

/// The seat of a second reviewer, with their key and a copy of the record as it stands.
fn seat(of: &Room, record: &Room) -> Room {
    let seat = Room::new();
    seat.copy_from(of, "config");
    seat.copy_from(record, "case");
    seat
}

/// Everything that somebody who reviews blind is shown on placing: each text with its first card, and candidates in the card and on a page of their own.
fn placing(served: &Served) -> String {
    let list = served.get("/second").body;
    let mut shown = String::new();
    for text in addresses(&list, "/second/") {
        let page = served.get(&text).body;
        let killed = served.get(&draft_of(&page, "killed")).body;
        let link = addresses(&killed, "/link?a=").pop().expect("candidates").replace("&amp;", "&");
        assert!(link.contains("&blind=1"), "{link}");
        for body in
            [list.clone(), page, killed, served.get(&link).body, served.get(&format!("{link}&part=1")).body]
        {
            shown.push_str(&body);
        }
    }
    let token = served.token();
    shown.replace(&token, "")
}

/// Addresses of a page that begin so, each once, in their order.
fn addresses(page: &str, begin: &str) -> Vec<String> {
    let mut found: Vec<String> = Vec::new();
    for (at, _) in page.match_indices(&format!("\"{begin}")) {
        let address = page[at + 1..].split('"').next().expect("an address").to_owned();
        if !found.contains(&address) {
            found.push(address);
        }
    }
    found
}

/// A second reviewer says of which incident a text speaks, and neither sees nor is told by any answer what the first one said: not before, not after, and not by
/// what is refused.
#[test]
fn a_second_reviewer_places_a_draft_without_knowing_where_others_did() {
    let other = "Boat struck off Cape Invented\n\nEight people died on May 3 when a missile struck a speedboat off Cape Invented, the navy said.\n";
    let room = room(&[("gazette.txt", ARTICLE), ("courier.txt", other)]);
    let second = Room::new();
    let key = second.ok(&["--case", "case", "actor", "key"]).out.trim().to_owned();
    room.ok(&["--case", "case", "actor", "add", "Ruth Vale", &key, "--role", "reviewer", "--yes"]);
    let waiting = Served::open(&room, &["--read-only"]).get("/link").body;
    let anchors: Vec<String> = addresses(&waiting, "/link?a=")
        .iter()
        .map(|link| link.trim_start_matches("/link?a=").to_owned())
        .collect();
    let [gazette, courier] = [anchors[0].as_str(), anchors[1].as_str()];
    // What the first reviewer may have said, each on the record as it was.
    let begun = seat(&second, &room);
    let first: [&[&[&str]]; 4] = [
        &[],
        &[&["incident", "Boat of 3 May", "--from", gazette, "--from", courier, "--yes"]],
        &[
            &["incident", "Boat of 3 May", "--from", gazette, "--yes"],
            &["incident", "Another boat", "--from", courier, "--yes"],
        ],
        &[
            &["different", gazette, courier, "--reason", "two boats"],
            &["accept", "--property", "incident.killed", "--doubts"],
        ],
    ];
    let mut seen: Vec<[String; 4]> = Vec::new();
    for commands in first {
        room.copy_from(&begun, "case");
        for command in commands {
            room.ok(&[&["--case", "case"], *command].concat());
        }
        let seat = seat(&second, &room);
        let served = Served::open(&seat, &[]);
        let before = placing(&served);
        assert!(
            !before.contains("of 3 May")
                && !before.contains("Another boat")
                && !before.contains("class=\"figs\""),
            "{before}"
        );
        let token = served.token();
        let place = |more: &[(&str, &str)]| {
            let back = format!("/second/{}", addresses(&before, "/second/").len());
            let all = [&[("token", token.as_str()), ("a", gazette), ("blind", "1"), ("back", &back)], more]
                .concat();
            let answer = served.post("/place", &all);
            assert_eq!(answer.status, 303, "{}", answer.body);
            assert!(!answer.head.contains("done="), "{}", answer.head);
        };
        place(&[("same", courier), ("reason", "one boat")]);
        let linked = placing(&served);
        served.post("/undo", &[("token", &token), ("blind", "1")]);
        let undone = placing(&served);
        place(&[("name", "The speedboat")]);
        let named = placing(&served);
        assert!(named.contains("The speedboat") && named.contains("placed by a person"), "{named}");
        // The id of what was named is salted, and so is everything that quotes it.
        let id = named.split("<option value=\"").find(|option| option.contains("The speedboat"));
        let id = id.and_then(|option| option.split('"').next()).unwrap_or_default().to_owned();
        let named = if id.is_empty() { named } else { named.replace(&id, "").replace(&id[..12], "") };
        seat.ok(&["--case", "case", "verify"]);
        seen.push([before, linked, undone, named]);
    }
    for (at, other) in seen.iter().enumerate() {
        for (what, (shown, first)) in
            ["before", "linked", "undone", "named"].iter().zip(other.iter().zip(&seen[0]))
        {
            assert_eq!(first, shown, "{what}, after what the first reviewer said in case {at}");
        }
    }
    assert_eq!(seen[0][0], seen[0][2], "taken back");
    assert_ne!(seen[0][0], seen[0][1], "a link of one's own is seen");
}

/// What somebody placed blind counts as any link does once the records are one, and the log has it under their name.
#[test]
fn what_was_placed_blind_stands_on_the_record() {
    let room = room(&[("gazette.txt", ARTICLE)]);
    let second = Room::new();
    let key = second.ok(&["--case", "case", "actor", "key"]).out.trim().to_owned();
    room.ok(&["--case", "case", "actor", "add", "Ruth Vale", &key, "--role", "reviewer", "--yes"]);
    let seat = seat(&second, &room);
    let served = Served::open(&seat, &[]);
    let waiting = served.get("/link").body;
    let anchor = addresses(&waiting, "/link?a=")[0].trim_start_matches("/link?a=").to_owned();
    let token = served.token();
    let named = served
        .post("/place", &[("token", &token), ("a", &anchor), ("blind", "1"), ("name", "The speedboat")]);
    assert_eq!(named.status, 303, "{}", named.body);
    // Meanwhile the first reviewer named the same boat: both are taken at their word, and it is one incident.
    room.ok(&["--case", "case", "incident", "Boat of 3 May", "--from", &anchor, "--yes"]);
    let from = seat.path("case");
    room.ok(&["--case", "case", "merge", from.to_str().expect("a path")]);
    let here = Served::open(&room, &[]);
    let incidents = here.get("/incidents").body;
    assert_eq!(addresses(&incidents, "/incident/").len(), 1, "{incidents}");
    let bench = here.get(&addresses(&incidents, "/incident/")[0]).body;
    assert!(bench.contains("The speedboat") && bench.contains("Boat of 3 May"), "{bench}");
    assert!(here.get("/log").body.contains("Ruth Vale"));
    let differ = here.get("/differ").body;
    assert!(differ.contains("Placed by two people") && differ.contains("The speedboat"), "{differ}");
}

/// A figure that counts some of those that another one counts was taken for the whole, and made the range begin below all that was held.
#[test]
fn a_part_of_another_figure_widens_no_range_and_is_asked_for() {
    let other = "Boat struck off Cape Invented\n\nTwo people died on May 3 when a missile struck a speedboat off Cape Invented, the navy said.\n";
    let room = room(&[("gazette.txt", ARTICLE), ("courier.txt", other)]);
    let served = Served::open(&room, &[]);
    let token = served.token();
    let waiting = served.get("/link").body;
    let anchors: Vec<String> = addresses(&waiting, "/link?a=")
        .iter()
        .map(|link| link.trim_start_matches("/link?a=").to_owned())
        .collect();
    served.post(
        "/place",
        &[("token", &token), ("a", &anchors[0]), ("same", &anchors[1]), ("reason", "one boat")],
    );
    let texts = addresses(&served.get("/?show=all").body, "/source/");
    let killed_of = |gazette: bool| {
        let mut pages = texts.iter().map(|text| served.get(text).body);
        let of = pages.rfind(|page| page.contains("smugglers") == gazette).expect("that text");
        draft_of(&of, "killed")
    };
    let page = served.get(&killed_of(true)).body;
    assert_eq!(sent(&served, "/decide", &card(&page, &[("act", "accept")])).status, 303);
    let toll = |what: &str| {
        let weighed = room.ok(&["--case", "case", "weigh"]).out;
        let killed: Vec<&str> = weighed.lines().filter(|line| line.contains("killed")).collect();
        assert!(!killed.is_empty(), "{what}: {weighed}");
        killed.join("\n")
    };
    let second = killed_of(false);
    let page = served.get(&second).body;
    assert!(page.contains("look again: 2 is below all that is held of"), "{page}");
    let asked = sent(&served, "/effect", &card(&page, &[("status", "part")])).body;
    assert!(!asked.contains("look again"), "{asked}");
    assert!(page.contains("<option value=\"part\">a part of another figure</option>"), "{page}");
    assert_eq!(sent(&served, "/decide", &card(&page, &[("act", "accept"), ("status", "part")])).status, 303);
    let with = toll("as a part");
    assert!(!with.contains("2 "), "{with}");
    let now = served.get(&second).body;
    assert!(now.contains("amended") && now.contains("(part)"), "{now}");
    room.ok(&["--case", "case", "verify"]);
    room.ok(&["--case", "case", "publish", "--out", "site"]);
}

/// A case of sixteen thousand incidents was one page of five megabytes.
#[test]
fn the_list_of_incidents_is_shown_a_page_at_a_time() {
    let room = Room::new();
    room.ok(&["init", "case"]);
    let rows: String = (0..205).map(|row| format!("{row},2031-05-03,{}\n", row % 9 + 1)).collect();
    room.write("table.csv", format!("id,date,killed\n{rows}"));
    let import = [
        "--case",
        "case",
        "import",
        "table.csv",
        "--map",
        "plain",
        "--publisher",
        "The Gazette",
        "--published",
        "2031-05-09",
        "--yes",
    ];
    room.ok(&import);
    let served = Served::open(&room, &["--read-only"]);
    let first = served.get("/incidents").body;
    assert!(first.contains("1–200 of 205"), "{first}");
    let (of_first, next) = (addresses(&first, "/incident/"), addresses(&first, "/incidents?from="));
    assert_eq!((of_first.len(), next.as_slice()), (200, &["/incidents?from=200".to_owned()][..]));
    let second = served.get(&next[0]).body;
    let of_second = addresses(&second, "/incident/");
    assert_eq!(of_second.len(), 5, "{second}");
    assert!(of_second.iter().all(|incident| !of_first.contains(incident)) && second.contains("Before"));
    assert!(
        served.get("/incidents?from=999").body.contains("1–200 of 205"),
        "a page beyond the last is the first"
    );
}
