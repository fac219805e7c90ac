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

/// The day of a page whose metadata is `head`, with `shown` beside its headline.
fn day_of(head: &str, shown: &str) -> (String, String) {
    let fill = "<p>The harbour office keeps a register of every vessel that leaves the quay, and of each that comes back.</p>"
        .repeat(6);
    let found = page(&format!(
        "<html lang='en-GB'><head>{head}</head><body><article>{shown}{fill}</article></body></html>"
    ));
    found.publication.published_on.map_or_else(Default::default, |day| (day.value, day.from))
}

fn day_shown(line: &str) -> String {
    day_of(
        "<title>Fire on the quay of Lowford</title>",
        &format!("<h1>Fire on the quay of Lowford</h1>{line}"),
    )
    .0
}

#[test]
fn months_of_many_languages_are_read() {
    for (line, expected) in [
        ("3 مايو 2031", "2031-05-03"),
        ("٣ أيار/مايو ٢٠٣١", "2031-05-03"),
        ("12 كانون الثاني 2031", "2031-01-12"),
        ("12 تشرين الأول/أكتوبر 2031", "2031-10-12"),
        ("۱۲ ژوئن ۲۰۳۱", "2031-06-12"),
        ("3 במאי 2031", "2031-05-03"),
        ("3 Mayıs 2031", "2031-05-03"),
        ("3 травня 2031", "2031-05-03"),
        ("3 Μαΐου 2031", "2031-05-03"),
        ("3. toukokuuta 2031", "2031-05-03"),
        ("2031. május 3.", "2031-05-03"),
        ("3 noiembrie 2031", "2031-11-03"),
        ("3 مئی 2031", "2031-05-03"),
        // A year of another calendar is no year of this one.
        ("12 خرداد 1410", ""),
    ] {
        assert_eq!(day_shown(&format!("<p>{line}</p>")), expected, "{line}");
    }
}

#[test]
fn a_day_that_stands_alone_beside_the_headline_was_passed_over() {
    let headline = "<h1>Fire on the quay of Lowford</h1>";
    for shown in [
        "<h3>21.03.2031</h3><h1>Fire on the quay of Lowford</h1>".to_owned(),
        format!("{headline}<footer class='node-meta'><span class='post-created'> 21.03.31</span></footer>"),
        format!("{headline}<aside class='meta'><p><time datetime='2031-03-21'>21.03.2031</time></p></aside>"),
        format!("{headline}<div class='teaser-head'><span class='blue'>21.03.2031</span> In: Harbour</div>"),
        format!("{headline}<div>A. Writer, <span>21 March 2031</span></div>"),
        format!("{headline}<div class='subline'>21 | 03 | 2031</div>"),
    ] {
        assert_eq!(day_of("<title>Fire on the quay of Lowford</title>", &shown).0, "2031-03-21", "{shown}");
    }
}

#[test]
fn a_day_in_a_headline_or_at_the_head_of_a_section_is_that_of_what_is_told() {
    for told in [
        "<h2>21 March 2031</h2>",
        "<h4>21.03.2031</h4>",
        "<table><tr><td>21 March 2031</td><td>Lowford, the market</td></tr></table>",
        "<h2>What changed on <span>21 March 2031</span></h2>",
    ] {
        assert_eq!(day_shown(told), "", "{told}");
    }
    // The day of a title is that of publication after the outlet's name only.
    let titled =
        |title: &str| day_of(&format!("<title>{title}</title>"), "<h1>Fire on the quay of Lowford</h1>").0;
    assert_eq!(titled("Fire on the quay of Lowford | Gazette | 21.03.2031"), "2031-03-21");
    for title in ["Fire on the quay of Lowford – 21 March 2031", "B12 – 21 March 2031 – Gazette"] {
        assert_eq!(titled(title), "", "{title}");
    }
}

#[test]
fn a_change_is_no_publication_and_a_line_in_the_text_is_no_label() {
    for line in [
        "<time itemprop='dateModified' datetime='2031-03-21'>21 March 2031</time>",
        "<p>The film was shot in spring and wurde am 21. März 2031 veröffentlicht.</p>",
    ] {
        assert_eq!(day_shown(line), "", "{line}");
    }
    assert_eq!(
        day_shown("<p>Dieser Beitrag wurde am 21. März 2031 um 10:05 Uhr veröffentlicht</p>"),
        "2031-03-21"
    );
}

#[test]
fn a_day_whose_order_is_open_is_settled_by_a_stamp_or_stays_in_doubt() {
    let stamp = "<meta property='article:published_time' content='2031-05-04T02:41:00Z'>";
    let shown = "<h1>Fire on the quay of Lowford</h1><div class='date'>3/5/2031 22:41</div>";
    assert_eq!(day_of(stamp, shown), ("2031-05-03".to_owned(), "shown".to_owned()));
    let american = "<h1>Fire on the quay of Lowford</h1><div class='date'>5/3/2031 22:41</div>";
    assert_eq!(day_of(stamp, american).0, "2031-05-03");
    let far = "<meta property='article:published_time' content='2031-08-04T02:41:00Z'>";
    assert_eq!(day_of(far, shown), ("2031-08-04".to_owned(), "opengraph".to_owned()));
    let alone = page(&format!(
        "<html lang='en-GB'><body><article>{shown}<p>{}</p></article></body></html>",
        "The office keeps a register. ".repeat(12)
    ));
    assert!(alone.notes.iter().any(|note| note.contains("the other way round")), "{:?}", alone.notes);
}

#[test]
fn a_stamp_that_does_not_say_of_what_it_is_gives_way_to_the_day_beside_the_headline() {
    let shown = "<h1>Fire on the quay of Lowford</h1><span class='date'>27.01.2031</span>";
    assert_eq!(
        day_of("<meta name='date' content='2030-12-20'>", shown),
        ("2031-01-27".to_owned(), "shown".to_owned())
    );
    assert_eq!(day_of("<meta name='pubdate' content='2030-12-20'>", shown).0, "2030-12-20");
    assert_eq!(
        day_of("<meta name='date' content='2030-12-20'>", "<h1>Fire on the quay</h1>").0,
        "2030-12-20"
    );
}

#[test]
fn addresses_give_days_in_other_forms_and_settle_universal_time() {
    let at = |address: &str| {
        let found = with_head(&format!("<link rel='canonical' href='https://example.org{address}'>"));
        found.publication.published_on.map_or_else(String::new, |day| day.value)
    };
    assert_eq!(at("/news/2031/3/1/fire"), "2031-03-01");
    assert_eq!(at("/news/29-10-2031"), "2031-10-29");
    // The first figure could be the month, or the day is that of what is told.
    assert_eq!(at("/news/02-10-2031"), "");
    assert_eq!(at("/news/strike-of-29-10-2031"), "");
    let stamp = "<meta property='article:published_time' content='2030-12-31T23:11:59+00:00'>";
    let address = "<link rel='canonical' href='https://example.org/2031/01/01/new-year'>";
    assert_eq!(day_of(&format!("{stamp}{address}"), "<h1>New year</h1>").0, "2031-01-01");
    let shown = "<h2><a rel='bookmark' href='/blog/2031/03/21/fire'>Fire on the quay of Lowford</a></h2>";
    assert_eq!(day_of("<title>Harbour notes | Fire on the quay of Lowford</title>", shown).0, "2031-03-21");
}

#[test]
fn stamps_and_json_ld_that_are_carelessly_written_are_read() {
    let careless = with_head("<meta name='pubdate' content='2031-05-6T12:00:00.000Z'>");
    assert_eq!(fact(&careless.publication.published_on), ("2031-05-06", "meta"));
    let bare = with_head(
        r#"<script>{"@context": "https://schema.org", "@type": "NewsArticle", "headline": "H", "datePublished": "2031-01-28T06:00:00+01:00"}</script>
        <script>{"@context": "settings", "datePublished": "2020-01-01"}</script>"#,
    );
    assert_eq!(fact(&bare.publication.published_on), ("2031-01-28", "json-ld"));
}

/// The author of a page with this metadata and these lines under its headline and at its foot.
fn author_of(head: &str, line: &str, foot: &str) -> String {
    let fill = "<p>The harbour office keeps a register of every vessel that leaves the quay, and of each that comes back.</p>"
        .repeat(6);
    let found = page(&format!(
        "<html lang='en'><head><title>Fire on the quay of Lowford</title>{head}</head><body><article class='post'><h1>Fire on the quay of Lowford</h1>\
         {line}<div class='text'>{fill}</div>{foot}</article></body></html>"
    ));
    found.publication.author.map_or_else(String::new, |author| author.value)
}

#[test]
fn bylines_are_read_in_more_forms() {
    for line in [
        "<p>Posted on September 21, 2031 by Ada Ode</p>",
        "<p class='small'>04.02.2031 | 13:10 Uhr | Ada Ode</p>",
        "<div class='byline'>ByAda Ode Thursday, May 3</div>",
        "<aside class='meta'><p class='authors'>Von:<br><i class='author-name'>Ada Ode</i></p></aside>",
        "<p class='byline'>AuthorAda Ode</p>",
        "<p class='autor'>Ada Ode am Samstag</p>",
        "<p>Ein Artikel von <b>Ada Ode</b></p>",
        "<p>بقلم Ada Ode</p>",
    ] {
        assert_eq!(author_of("", line, ""), "Ada Ode", "{line}");
    }
    let foot = "<div class='post-footer'>Eingestellt von <span class='post-author'>Ada Ode</span></div>";
    assert_eq!(author_of("", "", foot), "Ada Ode");
    let card =
        "<meta name='twitter:label1' content='Verfasst von'><meta name='twitter:data1' content='Ada Ode'>";
    assert_eq!(author_of(card, "", ""), "Ada Ode");
    let time = "<meta name='twitter:label1' content='Est. reading time'><meta name='twitter:data1' content='3 minutes'>";
    assert_eq!(author_of(time, "", ""), "");
}

#[test]
fn a_body_or_the_staff_is_the_author_where_nobody_else_is_named() {
    let body = "<meta name='author' content='Lowford Hafen GmbH'>";
    assert_eq!(author_of(body, "<p class='author'>Ada Ode</p>", ""), "Ada Ode");
    assert_eq!(author_of(body, "", ""), "Lowford Hafen GmbH");
    assert_eq!(author_of("", "<p class='author'>Redaktion</p>", ""), "Redaktion");
    assert_eq!(
        author_of("<meta name='author' content='Ada Ode'>", "<p class='author'>Redaktion</p>", ""),
        "Ada Ode"
    );
    assert_eq!(author_of("", "<p class='author'>admin</p>", ""), "");
}
