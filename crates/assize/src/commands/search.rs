//! `assize search`: where words stand in texts, in what claims say, and in names of things.

use crate::{
    case,
    cli::{Cli, Search, SearchPart},
    failure::{Exit, Outcome},
    output::{Output, count, one_line},
};
use assize_case::search::{Field, Found, Hit, Material, Options, Part, Passage, search};
use assize_ledger::{View, view::SourceView};
use assize_record::{EntryId, body::Stated, facing::printable};
use serde_json::{Value as Json, json};
use std::{borrow::Cow, ops::Range};
use unicode_width::UnicodeWidthStr as _;

pub(crate) fn run(cli: &Cli, args: &Search, output: &mut Output) -> Outcome {
    let session = case::find(cli)?;
    let view = session.fold(&session.entries(output)?, assize_ledger::AsKnown::default());
    let material = Material::of(&session, &view);
    let part = args.within.map(|part| match part {
        SearchPart::Texts => Part::Texts,
        SearchPart::Claims => Part::Claims,
        SearchPart::Names => Part::Names,
    });
    let query = args.query.join(" ");
    let options = Options { query: &query, part, limit: args.limit };
    let found = search(&session, &view, &material, &options, output)?;
    let telling = Telling { view: &view, material: &material };
    for part in &found {
        for hit in &part.hits {
            if output.json {
                output.object(&telling.json(part.part, hit));
            } else {
                telling.lines(part.part, hit).into_iter().for_each(|line| output.line(line));
            }
        }
    }
    output.talk(found.iter().map(told).collect::<Vec<_>>().join("; "));
    if material.confidential > 0 {
        output.talk(format!("{} not searched: confidential", count(material.confidential, "source")));
    }
    Ok(Exit::Done)
}

/// `2 paragraphs of texts, the first 1 shown`.
fn told(found: &Found) -> String {
    let noun = match found.part {
        Part::Texts => "paragraph",
        Part::Claims => "claim",
        Part::Names => "name",
    };
    let all = count(found.total, noun);
    if found.total > found.hits.len() { format!("{all}, the first {} shown", found.hits.len()) } else { all }
}

/// Most characters of the words of a claim that are shown.
const QUOTED: usize = 240;

/// Puts hits into words.
struct Telling<'t> {
    view: &'t View,
    material: &'t Material,
}

impl Telling<'_> {
    fn lines(&self, part: Part, hit: &Hit) -> Vec<String> {
        let head = match part {
            Part::Texts => "text  ".to_owned() + &self.place(hit.passage.as_ref()),
            Part::Claims => format!("claim {}  {}", hit.id.short(), self.place(hit.passage.as_ref())),
            Part::Names => {
                let kind = self.view.type_of(hit.id).map_or("thing", |kind| kind.name());
                let stranger = if self.view.is_of_strangers(hit.id) {
                    "  (entered by somebody whom nobody here vouches for)"
                } else {
                    ""
                };
                format!("{kind} {}  {}{stranger}", hit.id.short(), self.place(hit.passage.as_ref()))
            }
        };
        let mut lines = vec![head.trim_end().to_owned()];
        for field in &hit.fields {
            lines.extend(underlined(field, part == Part::Texts && self.is_digest(hit)));
        }
        if let Some(passage) = hit.passage.as_ref().filter(|_| part == Part::Claims) {
            let words = one_line(&passage.words.exact, QUOTED);
            lines.push(format!("  its words: {}", self.view.shown(passage.source, &words)));
        }
        lines
    }

    /// `gazette.txt (1a2b3c4d), The Lowford Gazette, 2031-05-04, bytes 12–34`.
    fn place(&self, passage: Option<&Passage>) -> String {
        let Some(Passage { source, words, .. }) = passage else { return String::new() };
        let Some(known) = self.view.sources().get(source) else { return source.short() };
        let file = known.files.first().map_or("source", String::as_str);
        let mut parts = vec![format!("{file} ({})", source.short())];
        let stated = |fact: &Option<Stated>| fact.as_ref().map(|fact| fact.value.clone());
        parts.extend(stated(&known.publication.publisher));
        parts.extend(stated(&known.publication.published_on));
        parts.push(format!("bytes {}–{}", words.start, words.end));
        parts.join(", ")
    }

    fn is_digest(&self, hit: &Hit) -> bool {
        hit.passage.as_ref().is_some_and(|passage| self.view.is_digest(passage.source))
    }

    fn json(&self, part: Part, hit: &Hit) -> Json {
        let mut found = json!({ "schema": "assize.search/1", "in": part.name() });
        if let Some(Passage { source, text, words }) = &hit.passage {
            found["source"] = json!(source);
            found["text"] = json!(text);
            found["start"] = json!(words.start);
            found["end"] = json!(words.end);
            found["exact"] = json!(words.exact);
            found["paraphrase"] = json!(self.view.is_digest(*source));
            if let Some(known) = self.view.sources().get(source) {
                self.publication(known, &mut found);
            }
        }
        match part {
            Part::Texts => {
                // Bytes of the text, as those of the passage.
                let from = hit.passage.as_ref().map_or(0, |passage| passage.words.start);
                found["words"] = hit.fields.first().map_or(Json::Null, |field| words(field, from));
            }
            Part::Claims => {
                found["claim"] = json!(hit.id);
                found["fields"] = hit.fields.iter().map(field).collect();
                if let Some(claim) = self.material.claim(hit.id) {
                    let about = self.view.canonical(claim.about);
                    found["property"] = json!(claim.proposition.property);
                    found["subject"] = json!(about);
                    let counts = self.view.claim(hit.id).is_some();
                    found["counts"] = json!(counts);
                }
            }
            Part::Names => {
                self.thing(hit.id, &mut found);
                found["fields"] = hit.fields.iter().map(field).collect();
            }
        }
        found
    }

    fn publication(&self, source: &SourceView, found: &mut Json) {
        let stated = |fact: &Option<Stated>| fact.as_ref().map(|fact| fact.value.clone());
        found["files"] = json!(source.files);
        found["title"] = json!(stated(&source.publication.title));
        found["publisher"] = json!(stated(&source.publication.publisher));
        found["published_on"] = json!(stated(&source.publication.published_on));
    }

    fn thing(&self, id: EntryId, found: &mut Json) {
        found["thing"] = json!(id);
        found["type"] = json!(self.view.type_of(id).map(|kind| kind.name()));
        found["handle"] = json!(self.view.handle(id));
        found["vouched"] = json!(!self.view.is_of_strangers(id));
    }
}

/// The words that were found in a field, with their bytes from `from` on.
fn words(field: &Field, from: usize) -> Json {
    let word = |span: &Range<usize>| json!({ "start": from + span.start, "end": from + span.end, "exact": field.words[span.clone()] });
    field.found.iter().map(word).collect()
}

fn field(of: &Field) -> Json {
    json!({ "exact": of.words, "words": words(of, 0) })
}

/// Words with what was found underlined. Where a terminal shows them otherwise than they are written (from right to left, or with something
/// hidden in them), what was found stands below.
fn underlined(field: &Field, is_digest: bool) -> Vec<String> {
    let (before, after) = (if field.is_cut.0 { "… " } else { "" }, if field.is_cut.1 { " …" } else { "" });
    let mark = if is_digest { "paraphrase: " } else { "" };
    let plain = field.words.replace(['\n', '\t', '\r', '\u{b}', '\u{c}'], " ");
    let mut lines = vec![format!("  {mark}{before}{plain}{after}")];
    let found: Vec<&str> = field.found.iter().map(|span| &plain[span.clone()]).collect();
    if found.is_empty() {
        return lines;
    }
    let is_plain = matches!(printable(&plain), Cow::Borrowed(_)) && !plain.chars().any(is_right_to_left);
    if !is_plain {
        lines.push(format!("    found: {}", found.join(" · ")));
        return lines;
    }
    let mut under = " ".repeat(2 + mark.width() + before.width());
    let mut at = 0;
    for span in &field.found {
        under.push_str(&" ".repeat(plain[at..span.start].width()));
        under.push_str(&"▔".repeat(plain[span.clone()].width()));
        at = span.end;
    }
    lines.push(under);
    lines
}

/// Letters of Hebrew, Arabic and what is written as they are.
const fn is_right_to_left(letter: char) -> bool {
    matches!(letter, '\u{590}'..='\u{8ff}' | '\u{fb1d}'..='\u{fdff}' | '\u{fe70}'..='\u{feff}' | '\u{10800}'..='\u{10fff}' | '\u{1e800}'..='\u{1efff}')
}
