use super::{page, read};
use assize_record::body::Stated;

const BODY: &str = "<body><article><h1>Shown headline</h1><p>A paragraph that is long enough to be taken for the main content \
                    of this page, with commas, and a second clause that goes on for a while.</p></article></body>";

fn with_head(head: &str) -> assize_archive::extract::Extracted {
    page(&format!("<!doctype html><html lang=\"en-GB\"><head>{head}</head>{BODY}</html>"))
}

fn fact(found: &Option<Stated>) -> (&str, &str) {
    found.as_ref().map_or(("", ""), |fact| (&fact.value, &fact.from))
}

#[test]
fn json_ld_goes_before_opengraph_before_meta() {
    let found = with_head(
        r##"<title>Tab title</title><link rel="canonical" href="https://example.org/canonical">
        <meta property="og:title" content="Shared title"><meta property="og:site_name" content="Shared Site">
        <meta property="og:url" content="https://example.org/shared"><meta name="author" content="Meta Author">
        <meta property="article:published_time" content="2025-09-04T01:00:00Z"><meta name="date" content="2025-09-04">
        <script type="application/ld+json">{"@context":"https://schema.org","@type":"NewsArticle","headline":"Linked &#8217;title",
          "author":[{"@type":"Person","name":"A. One"},{"@type":"Person","name":"B. Two"}],
          "publisher":{"@type":"Organization","name":"Linked Publisher"},"datePublished":"2025-09-03T21:00:00-04:00",
          "mainEntityOfPage":{"@id":"https://example.org/linked"}}</script>"##,
    );
    let p = &found.publication;
    assert_eq!(fact(&p.title), ("Linked ’title", "json-ld"));
    assert_eq!(fact(&p.author), ("A. One, B. Two", "json-ld"));
    assert_eq!(fact(&p.publisher), ("Linked Publisher", "json-ld"));
    assert_eq!(fact(&p.published_on), ("2025-09-03", "json-ld"));
    assert_eq!(fact(&p.url), ("https://example.org/linked", "json-ld"));
    assert_eq!(fact(&p.language), ("en-GB", "meta"));
    assert_eq!(fact(&p.kind), ("article", "json-ld"));
    let differ: Vec<_> = found.notes.iter().filter(|note| note.contains("differ")).collect();
    assert_eq!(differ.len(), 2, "{:?}", found.notes);
    assert!(differ[0].contains("2025-09-03 (json-ld)") && differ[0].contains("2025-09-04 (opengraph)"));
    assert!(found.text.starts_with("Linked ’title\n\n"), "{}", found.text);
}

#[test]
fn graphs_references_and_arrays_are_followed() {
    let found = with_head(
        r##"<link rel="canonical" href="https://example.org/this"><script type="application/ld+json">
        {"@context":"https://schema.org","@graph":[
          {"@type":"WebSite","name":"Site"},
          {"@type":["Article","NewsArticle"],"headline":"Another story","url":"https://example.org/other","datePublished":"2020-01-01"},
          {"@type":["Article","NewsArticle"],"@id":"https://www.example.org/this/#article","headline":"This story",
           "author":{"@id":"#person"},"publisher":[{"@id":"#org"}],"datePublished":"2025-12-18","inLanguage":"es"},
          {"@type":"Person","@id":"#person","name":"C. Three"},{"@type":"Organization","@id":"#org","name":"Graph Org"}]}</script>"##,
    );
    let p = &found.publication;
    assert_eq!(fact(&p.title), ("This story", "json-ld"));
    assert_eq!(fact(&p.author), ("C. Three", "json-ld"));
    assert_eq!(fact(&p.publisher), ("Graph Org", "json-ld"));
    assert_eq!(fact(&p.published_on), ("2025-12-18", "json-ld"));
    assert_eq!(fact(&p.language), ("es", "json-ld"));
}

#[test]
fn opengraph_and_meta_stand_in() {
    let found = with_head(
        r#"<title>Shown headline - Outlet</title><meta property="og:locale" content="pt_BR">
        <meta name="DC.publisher" content="Meta Publisher"><meta property="article:author" content="https://social.example/page">
        <meta name="author" content="Meta Author"><meta name="pubdate" content="Dec. 18, 2025">
        <link rel="canonical" href="https://example.org/c">"#,
    );
    let p = &found.publication;
    assert_eq!(fact(&p.title), ("Shown headline", "title"));
    assert_eq!(fact(&p.author), ("Meta Author", "meta"));
    assert_eq!(fact(&p.publisher), ("Meta Publisher", "meta"));
    assert_eq!(fact(&p.published_on), ("2025-12-18", "meta"));
    assert_eq!(fact(&p.url), ("https://example.org/c", "meta"));
    assert_eq!(fact(&p.language), ("pt-BR", "opengraph"));
    assert_eq!(p.kind, None);
}

#[test]
fn what_cannot_be_read_is_noted_and_not_used() {
    let found = with_head(
        r#"<script type="application/ld+json">{"@type":"NewsArticle", broken</script>
        <meta property="article:published_time" content="05/06/2025"><link rel="canonical" href="javascript:alert(1)">"#,
    );
    assert_eq!(found.publication.published_on, None);
    assert_eq!(found.publication.url, None);
    assert!(found.notes.iter().any(|note| note.contains("JSON-LD")), "{:?}", found.notes);
    assert!(found.notes.iter().any(|note| note.contains("05/06/2025")), "{:?}", found.notes);
}

#[test]
fn encodings_are_declared_assumed_or_noted() {
    let (win, _, _) = encoding_rs::WINDOWS_1252
        .encode("<html><head><meta charset=windows-1252></head><body><p>Señor “X” said.</p></body></html>");
    let found = read("a.html", &win).unwrap();
    assert_eq!(found.text, "Señor “X” said.\n");
    assert!(found.notes.iter().any(|note| note.contains("windows-1252")));
    let undeclared: Vec<u8> = b"<html><body><p>Se\xf1or</p></body></html>".to_vec();
    let found = read("a.html", &undeclared).unwrap();
    assert_eq!(found.text, "Señor\n");
    assert!(found.notes[0].contains("states no encoding"));
    let broken = b"<html><head><meta charset='utf-8'></head><body><p>Se\xf1or</p></body></html>";
    let found = read("a.html", broken).unwrap();
    assert_eq!(found.text, "Se\u{fffd}or\n");
    assert!(found.notes[0].contains("byte 52"), "{:?}", found.notes);
    let mut wide = vec![0xff, 0xfe];
    wide.extend("<html><body><p>Três</p></body></html>".encode_utf16().flat_map(u16::to_le_bytes));
    assert_eq!(read("no-ending", &wide).unwrap().text, "Três\n");
}

#[test]
fn bytes_that_are_utf8_are_read_as_that_whatever_the_page_declares() {
    for declared in ["windows-1251", "gb2312", "iso-8859-1"] {
        let html = format!(
            "<html><head><meta charset=\"{declared}\"></head><body><p>“They fired twice,” said Íñigo Núñez – twice.</p></body></html>"
        );
        let found = read("a.html", &html).unwrap();
        assert_eq!(found.text, "“They fired twice,” said Íñigo Núñez – twice.\n");
        assert!(found.notes.iter().any(|note| note.contains("its bytes are UTF-8")), "{:?}", found.notes);
    }
}

fn dated(body: &str) -> (String, String) {
    let html = format!(
        "<html lang=\"de\"><body><article><h1>Fire on the quay of Lowford</h1>{body}<p>{}</p></article></body></html>",
        "The harbour office keeps a register of every vessel that leaves the quay. ".repeat(5)
    );
    let found = page(&html).publication.published_on.unwrap();
    (found.value, found.from)
}

#[test]
fn a_date_that_is_shown_is_read_in_many_forms() {
    for shown in [
        "<time datetime='2020-02-23T10:07:02+01:00'>23. Februar</time>",
        "<span class='post-date'>23. Februar 2020</span>",
        "<p class='meta'>Publié le 23 février 2020 à 10h07</p>",
        "<p>23 de febrero de 2020</p>",
        "<div class='date'>February 23rd, 2020</div>",
        "<span class='datum'>23.02.2020 10:07</span>",
        "<span class='date'>23/02/2020</span>",
        "<span class='date'>2020年02月23日</span>",
    ] {
        assert_eq!(dated(shown).0, "2020-02-23", "{shown}");
    }
    assert_eq!(
        dated("<span class='date updated'>1.5.2021</span><span class='date'>23.02.2020</span>").0,
        "2020-02-23"
    );
}

#[test]
fn a_date_in_the_address_serves_where_none_is_stated() {
    let found = with_head("<link rel='canonical' href='https://example.org/news/2020/02/23/fire'>");
    assert_eq!(fact(&found.publication.published_on), ("2020-02-23", "address"));
}

#[test]
fn a_byline_that_is_shown_goes_before_an_account() {
    let html = "<html><head><meta name='author' content='https://gazette.example/staff/ada'><meta name='author' content='gazette_admin'></head><body><article>\
                <h1>Fire on the quay</h1><p class='byline'>By <a rel='author' href='/ada'>Ada Ode</a> and <a rel='author' href='/tom'>Tom Ode</a></p>\
                <p>The harbour office keeps a register of every vessel that leaves, and the clerk on duty wrote in pencil.</p></article></body></html>";
    assert_eq!(fact(&page(html).publication.author), ("Ada Ode, Tom Ode", "byline"));
}

/// A page as an archive hands it out: address, day of publication, notes.
fn archived(head: &str, body: &str) -> (String, String, String) {
    let found = page(&format!(
        "<!doctype html><html lang=\"en-GB\"><head><title>Shown headline</title>{head}</head><body>{body}{}",
        BODY.trim_start_matches("<body>")
    ));
    let fact = |stated: &Option<Stated>| stated.as_ref().map_or_else(String::new, |fact| fact.value.clone());
    let (url, day) = (fact(&found.publication.url), fact(&found.publication.published_on));
    assert!(!found.text.contains("captures"), "the toolbar is no text: {}", found.text);
    (url, day, found.notes.join("; "))
}

#[test]
fn an_archived_page_has_its_own_address_and_no_day_of_the_archive() {
    let original = "https://gazette.example/2031/quay";
    let toolbar = "<div id=\"wm-ipp-base\"><p>12 captures, 3 Sep 2035, of a page that the archive has kept for its readers.</p></div>";
    let (url, day, notes) = archived(
        "<link rel=\"canonical\" href=\"https://web.archive.org/web/20350903120000/https://gazette.example/2031/quay\">\
         <meta property=\"article:published_time\" content=\"2031-05-04T08:00:00+02:00\">",
        toolbar,
    );
    assert_eq!((url.as_str(), day.as_str()), (original, "2031-05-04"));
    assert!(
        notes.contains("saved from web.archive.org as it was at 2035-09-03T12:00:00Z (archive-address)"),
        "{notes}"
    );
    // By the script that the archive writes into the page, where no address is rewritten.
    let (url, day, notes) = archived(
        "<script>__wm.wombat(\"https://gazette.example/2031/quay\",\"20350903120000\",\"https://web.archive.org/\",\"web\");</script>",
        toolbar,
    );
    assert_eq!((url.as_str(), day.as_str()), (original, ""));
    assert!(notes.contains("(archive-toolbar)") && notes.contains("no date of publication"), "{notes}");
    // archive.today states the instant of its own look as one of publication.
    let (url, day, notes) = archived(
        "<link rel=\"bookmark\" href=\"http://archive.today/20350903120000/https://gazette.example/2031/quay\">\
         <meta property=\"og:url\" content=\"https://archive.ph/AbCdE\">\
         <meta property=\"article:published_time\" content=\"2035-09-03T12:00:00Z\">",
        "<div id=\"HEADER\"><form><input name=\"q\" value=\"https://gazette.example/2031/quay\"></form>\
         <time itemprop=\"pubdate\" datetime=\"2035-09-03T12:00:00Z\">3 Sep 2035 12:00:00 UTC</time></div>",
    );
    assert_eq!((url.as_str(), day.as_str()), (original, ""), "{notes}");
    assert!(notes.contains("saved from archive"), "{notes}");
    // The links of the Memento protocol, and Perma.cc's link to the page.
    let (url, _, notes) = archived(
        "<link rel=\"original\" href=\"https://gazette.example/2031/quay\">\
         <link rel=\"memento\" href=\"https://keeper.example/m/7\" datetime=\"Mon, 03 Sep 2035 12:00:00 GMT\">",
        "",
    );
    assert_eq!(url, original);
    assert!(
        notes.contains("saved from keeper.example as it was at 2035-09-03T12:00:00Z (memento)"),
        "{notes}"
    );
    let (url, _, notes) = archived(
        "<link rel=\"canonical\" href=\"https://perma.cc/AB12-CD34\">",
        "<header><a href=\"https://gazette.example/2031/quay\">View the live page</a></header>",
    );
    assert_eq!(url, original, "{notes}");
    // A page of its own is left alone, also one about archives.
    let (url, _, notes) =
        archived("<link rel=\"canonical\" href=\"https://gazette.example/web/archive.html\">", "");
    assert_eq!(url, "https://gazette.example/web/archive.html");
    assert!(!notes.contains("saved from"), "{notes}");
}

/// The day of a page whose article is long, with what stands far below its headline.
fn day_far_below(opening: &str, below: &str) -> String {
    let fill = "<p>The harbour office keeps a register of every vessel that leaves the quay.</p>".repeat(70);
    let html = format!(
        "<html lang=\"de\"><body><article><h1>Fire on the quay of Lowford</h1>{opening}{fill}</article>{below}</body></html>"
    );
    page(&html).publication.published_on.map_or_else(String::new, |day| day.value)
}

#[test]
fn a_day_that_is_labelled_or_opens_the_text_is_read_where_nothing_else_is_stated() {
    for (below, expected) in [
        ("<p><b>Veröffentlicht am</b> 16.08.2031</p>", "2031-08-16"),
        ("<div><p>Publié le 3 mai 2031</p></div>", "2031-05-03"),
        ("<div itemprop='datePublished'><a href='/x'>19. Oktober 2031</a></div>", "2031-10-19"),
    ] {
        assert_eq!(day_far_below("", below), expected, "{below}");
    }
    let opening =
        "<p>27.1.2031 – The harbour office keeps a register of every vessel that leaves the quay.</p>";
    assert_eq!(day_far_below(opening, ""), "2031-01-27");
    // A day of copyright, of a change or within the text is no day of publication.
    for below in [
        "<footer><p>Copyright © 19.12.2030 by the Gazette</p></footer>",
        "<div class='updated'><p>Published on 3 May 2031</p></div>",
        "<p>The fire of 4 May 2031 was put out by noon, the office said.</p>",
    ] {
        assert_eq!(day_far_below("", below), "", "{below}");
    }
}

#[test]
fn the_day_of_what_is_told_became_that_of_publication() {
    let filled = "The clerk on duty that week said that the entry for the boat had been written in pencil, which the rules do not allow, and that nobody had asked.";
    for told in [
        format!(
            "<h1>Incident 12</h1><p>{filled}</p><p>On 7 October 2023 a strike killed nine people in the town, the clerk said in a letter.</p>"
        ),
        format!(
            "<h1>The town</h1><p>On 3 May 2011 and again on 7 October 2023 strikes killed people in the town of Lowford.</p><p>{filled}</p>"
        ),
        format!(
            "<h1>Incidents</h1><table><tr><td>2 March 2013</td><td>Lowford, the market</td></tr></table><p>{filled}</p>"
        ),
        format!("<h1>B0002 – October 7, 2023</h1><p>{filled}</p>"),
    ] {
        let found = page(&format!(
            "<!doctype html><html lang='en-GB'><body><article>{told}<p>{filled}</p></article></body></html>"
        ));
        assert_eq!(found.publication.published_on, None, "{told}");
    }
    let found = page(&format!(
        "<!doctype html><html lang='en-GB'><body><article><h1>The town</h1><div>Lowford, 7 October 2023</div><p>{filled}</p></article></body></html>"
    ));
    assert_eq!(fact(&found.publication.published_on), ("2023-10-07", "shown"));
}
