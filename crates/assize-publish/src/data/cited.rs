//! Pages as works to cite, the list of pages for machines, and the feed of changes.

use crate::{
    files::{Files, Json},
    model::{Frame, lists},
    sentence::words,
};
use serde_json::json;
use std::fmt::Write as _;

/// So many changes stand in the feed.
const FEED: usize = 50;

/// Citations of every incident and of the overview, the feed, and, where the site's address is known, the list of pages.
pub(crate) fn write<E>(frame: &Frame<'_>, files: &mut Files<'_, E>) -> Result<(), E> {
    let incidents = frame.incidents();
    let mut works: Vec<(String, String, Option<String>)> = vec![(
        "index.html".to_owned(),
        frame.settings.case_name.clone(),
        frame.changed(frame.view.claims().iter()),
    )];
    works.extend(incidents.iter().map(|(id, entity)| {
        (frame.incident_path(*id), entity.name.clone(), frame.changed(frame.view.claims_about(*id)))
    }));
    let csl = works.iter().map(|(path, title, changed)| {
        let parts = changed.as_ref().map(|day| {
            let numbers = day.split('-').filter_map(|part| part.parse::<u16>().ok()).collect::<Vec<_>>();
            json!({ "date-parts": [numbers] })
        });
        json!({
            "id": path.trim_end_matches(".html"),
            "type": "dataset",
            "title": title,
            "container-title": frame.settings.case_name,
            "URL": address(frame, path),
            "issued": parts,
            "note": frame.house.as_known,
        })
    });
    files.json("cite.json", Json::default().array("", csl, "\n"))?;
    let braced = |words: &str| words.replace(['{', '}', '\\', '\n'], " ");
    let mut bib = String::new();
    for (path, title, changed) in &works {
        let key: String = path
            .trim_end_matches(".html")
            .chars()
            .map(|c| if c.is_ascii_alphanumeric() { c } else { '-' })
            .collect();
        let date = changed.as_ref().map_or_else(String::new, |day| format!("  date = {{{day}}},\n"));
        let _ = write!(
            bib,
            "@misc{{{key},\n  title = {{{}}},\n  howpublished = {{{}}},\n{date}  url = {{{}}},\n  note = {{{}}}\n}}\n",
            braced(title),
            braced(&frame.settings.case_name),
            braced(&address(frame, path)),
            frame.house.as_known
        );
    }
    files.text("data/cite.bib", &bib)?;
    files.text("changes.atom", &feed(frame))?;
    if frame.settings.address.is_some() {
        let mut map = String::from(
            "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<urlset xmlns=\"http://www.sitemaps.org/schemas/sitemap/0.9\">\n",
        );
        for path in files.pages().to_vec() {
            let _ = writeln!(map, "<url><loc>{}</loc></url>", escaped(&address(frame, &path)));
        }
        map.push_str("</urlset>\n");
        files.text("sitemap.xml", &map)?;
    }
    Ok(())
}

/// The address of a page: whole where it is known where the site is published, else from the site's folder.
fn address(frame: &Frame<'_>, path: &str) -> String {
    format!("{}{path}", frame.settings.address.as_deref().unwrap_or_default())
}

/// What was entered and corrected, the newest first, each claim once.
fn feed(frame: &Frame<'_>) -> String {
    let entries = lists::feed(frame, FEED);
    let at = |day: &str| format!("{day}T00:00:00Z");
    let updated = entries.first().map_or_else(|| at("1970-01-01"), |(day, ..)| at(day));
    let mut feed = format!(
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<feed xmlns=\"http://www.w3.org/2005/Atom\">\n<title>{0}: changes</title>\n<id>{1}</id>\n<updated>{updated}</updated>\n<author><name>{0}</name></author>\n<link href=\"{2}\"/>\n",
        escaped(&frame.settings.case_name),
        escaped(&frame.settings.address.clone().unwrap_or_else(|| uuid(&[0; 16]))),
        escaped(&address(frame, "changes.html"))
    );
    for correction in frame.public.corrections().iter().take(FEED) {
        let subject = correction
            .subject
            .map_or_else(|| "something not spoken of now".to_owned(), |id| frame.view.name(id));
        let seed = assize_record::BlobHash::of(
            format!("{subject}{}{}", correction.on, correction.property).as_bytes(),
        );
        let _ = write!(
            feed,
            "<entry>\n<title>Corrected: {}</title>\n<id>{}</id>\n<updated>{}</updated>\n<link href=\"{}\"/>\n</entry>\n",
            escaped(&subject),
            uuid(&first(&seed.to_string())),
            at(&correction.on.to_string()),
            escaped(&address(frame, "changes.html#corrections"))
        );
    }
    for (day, id, told, href) in entries {
        let _ = write!(
            feed,
            "<entry>\n<title>{}</title>\n<id>{}</id>\n<updated>{}</updated>\n<link href=\"{}\"/>\n<summary>Entered on {}</summary>\n</entry>\n",
            escaped(&words::cut(&told, 300)),
            uuid(&first(&id.to_string())),
            at(&day),
            escaped(&address(frame, &href)),
            escaped(&words::date_of(&day).replace(words::NO_BREAK, " "))
        );
    }
    feed.push_str("</feed>\n");
    feed
}

/// The first sixteen bytes of a hash in hexadecimal digits.
fn first(digits: &str) -> [u8; 16] {
    let mut bytes = [0; 16];
    for (at, byte) in bytes.iter_mut().enumerate() {
        *byte =
            digits.get(at * 2..at * 2 + 2).and_then(|pair| u8::from_str_radix(pair, 16).ok()).unwrap_or(0);
    }
    bytes
}

/// A UUID of version 8 (RFC 9562, section 5.8): an id of the record in the form that feeds ask for.
fn uuid(of: &[u8; 16]) -> String {
    let mut bytes = *of;
    bytes[6] = bytes[6] & 0x0f | 0x80;
    bytes[8] = bytes[8] & 0x3f | 0x80;
    let hex: String = bytes.iter().map(|byte| format!("{byte:02x}")).collect();
    format!("urn:uuid:{}-{}-{}-{}-{}", &hex[..8], &hex[8..12], &hex[12..16], &hex[16..20], &hex[20..])
}

/// Words in XML.
fn escaped(words: &str) -> String {
    words.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;").replace('"', "&quot;")
}
