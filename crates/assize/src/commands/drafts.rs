//! `assize drafts`: what the reader proposed and nobody has decided on.

use crate::{
    case::{self, Session},
    cli::{Cli, Drafts},
    deciding::Desk,
    drafts::{self, Kept},
    failure::{Exit, Outcome},
    output::{Output, column, count, one_line},
    texts,
};
use assize_case::drafts::shown::{Doubts, Filter, described, speaker, value};
use assize_ledger::{DraftInput, View};
use assize_record::{Draft, EntryId, Span};
use serde_json::json;

pub(crate) fn run(cli: &Cli, args: &Drafts, output: &mut Output) -> Outcome {
    let session = case::find(cli)?;
    let mut desk = Desk::open(&session, output)?;
    if args.blind {
        desk = desk.blind()?;
    }
    let mut which = args.which.clone();
    which.sources.extend(args.sources.iter().cloned());
    let filter = Filter::of(&desk, &which)?;
    let mut shown = 0;
    for kept in drafts::all(&session, &desk.view, output)? {
        let open: Vec<DraftInput<'_>> = kept
            .inputs()
            .filter(|input| filter.fits(&desk, input) && !desk.view.has_decided(input))
            .collect();
        if open.is_empty() {
            continue;
        }
        let page = Page::of(&session, &desk.view, &kept);
        if !output.json {
            output.line(page.heading());
        }
        for input in &open {
            shown += 1;
            if output.json {
                output.object(&page.object(input));
            } else {
                page.lines(input, output);
            }
        }
        if args.doubts {
            page.doubts(output);
        }
    }
    output.talk(format!(
        "{} undecided; next: assize accept ID…, assize reject ID… --reason …, assize amend ID …, assize incidents",
        count(shown, "draft")
    ));
    Ok(Exit::Done)
}

/// One text with what its drafts are shown with.
struct Page<'p> {
    view: &'p View,
    kept: &'p Kept,
    /// The text, where it can be had.
    text: Option<String>,
    /// Its sentences.
    sentences: Vec<Span>,
    /// What the reader could not settle in it.
    doubts: Doubts,
}

impl<'p> Page<'p> {
    fn of(session: &Session, view: &'p View, kept: &'p Kept) -> Self {
        let sha256 = view.texts().get(&kept.text).and_then(|text| text.sha256);
        let text = sha256.and_then(|sha256| texts::text(session, &sha256).ok());
        let sentences = text.as_ref().map(|text| assize_reader::segment(text).sentences).unwrap_or_default();
        let doubts =
            text.as_ref().map_or_else(Doubts::default, |text| Doubts::of_words(view, kept.text, text));
        Self { view, kept, text, sentences, doubts }
    }

    /// The source: file, outlet, date, headline.
    fn heading(&self) -> String {
        let Some(source) = self.view.sources().get(&self.kept.source) else { return String::new() };
        let facts = &source.publication;
        let fact = |stated: &Option<assize_record::body::Stated>, none: &str| {
            stated.as_ref().map_or_else(|| none.to_owned(), |stated| stated.value.clone())
        };
        let files: Vec<&str> = source.files.iter().map(String::as_str).collect();
        let title = facts.title.as_ref().map_or_else(String::new, |title| format!(": {}", title.value));
        format!(
            "── {} · {} · {}, {}{title}",
            self.kept.source.short(),
            files.join(", "),
            fact(&facts.publisher, "outlet not stated"),
            fact(&facts.published_on, "date not stated"),
        )
    }

    /// What a draft is about: the thing it is placed with, else the words of the text.
    fn about(&self, input: &DraftInput<'_>) -> (EntryId, String) {
        let referent = input.referent(input.draft.proposition.subject).ok();
        let anchor = input.anchor(input.draft.proposition.subject).unwrap_or(self.kept.text);
        let canonical = self.view.canonical(anchor);
        let words = match referent {
            _ if canonical != anchor => self.view.name(canonical),
            Some(referent) => described(self.view, Some(self.kept.source), referent),
            None => String::new(),
        };
        (anchor, words)
    }

    fn lines(&self, input: &DraftInput<'_>, output: &mut Output) {
        let draft = input.draft;
        let (anchor, about) = self.about(input);
        let day =
            draft.proposition.happened_on.as_ref().map_or_else(String::new, |day| format!("  on {day}"));
        output.line(format!(
            "{}  {} {} {}{day}",
            draft.id.short(),
            column(draft.proposition.property(), 24),
            column(&value(draft), 24),
            draft.confidence.name(),
        ));
        output.line(format!("    about {} ({})", one_line(&about, 90), anchor.short()));
        output.line(format!(
            "    {}: {}",
            one_line(&speaker(self.view, input), 70),
            self.shown(&one_line(&draft.passage.exact, 200))
        ));
        if let Some(sentence) =
            self.sentence(draft).filter(|sentence| sentence.trim() != draft.passage.exact.trim())
        {
            output.line(format!("    in {}", self.shown(&one_line(&sentence, 240))));
        }
        for doubt in self.doubts.about(input) {
            let words = self.shown(&one_line(&doubt.words.exact, 60));
            output.line(format!("    doubt: {} ({words})", doubt.question));
        }
    }

    /// Words of this text.
    fn shown(&self, words: &str) -> String {
        self.view.shown(self.kept.source, words)
    }

    /// The sentence that a passage stands in.
    fn sentence(&self, draft: &Draft) -> Option<String> {
        let text = self.text.as_ref()?;
        let passage = draft.passage.span();
        let at = self.sentences.partition_point(|sentence| sentence.end <= passage.start);
        let first = self.sentences.get(at)?;
        let last = self.sentences[at..].iter().take_while(|sentence| sentence.start < passage.end).last()?;
        Span::new(first.start, last.end).slice(text).map(|words| words.trim().to_owned())
    }

    fn object(&self, input: &DraftInput<'_>) -> serde_json::Value {
        let source = self.view.sources().get(&self.kept.source);
        let facts = source.map(|source| &source.publication);
        let fact = |of: fn(&assize_record::body::Publication) -> &Option<assize_record::body::Stated>| {
            facts.and_then(|facts| of(facts).as_ref()).map(|stated| stated.value.clone())
        };
        let (anchor, about) = self.about(input);
        let mut object = json!(input.draft);
        object["source"] = json!(self.kept.source);
        object["paraphrase"] = json!(self.view.is_digest(self.kept.source));
        object["text"] = json!(self.kept.text);
        object["files"] = json!(source.map(|source| &source.files));
        object["publisher"] = json!(fact(|facts| &facts.publisher));
        object["published_on"] = json!(fact(|facts| &facts.published_on));
        let doubts = self.doubts.about(input);
        object["doubts"] = json!(doubts.iter().map(|doubt| &doubt.question).collect::<Vec<_>>());
        object["sentence"] = json!(self.sentence(input.draft));
        object["about"] = json!({ "anchor": anchor, "thing": self.view.canonical(anchor), "words": about });
        let number = input.draft.proposition.subject;
        object["subject_referent"] = json!(input.referent(number).ok());
        object
    }

    /// Everything that the reader could not settle.
    fn doubts(&self, output: &mut Output) {
        for doubt in &self.doubts.doubts {
            if output.json {
                output.object(&json!(doubt));
            } else {
                let words = self.shown(&one_line(&doubt.words.exact, 100));
                output.line(format!("  doubt  {} ({words})", doubt.question));
            }
        }
        for conflict in &self.doubts.conflicts {
            if output.json {
                output.object(&json!({ "schema": "assize.conflict/1", "left": conflict.left, "right": conflict.right, "why": conflict.why }));
            } else {
                output.line(format!(
                    "  conflict  {} and {}: {}",
                    conflict.left.short(),
                    conflict.right.short(),
                    conflict.why
                ));
            }
        }
    }
}
