//! `assize text SOURCE`: the text that was taken out of a source, with its notes.

use crate::{
    case,
    cli::{Cli, Text},
    failure::{Exit, Failure, Outcome},
    originals,
    output::{Output, count},
    texts,
};
use assize_archive::worker::Extractor as _;
use assize_case::find::Finder;
use assize_ledger::AsKnown;
use serde_json::json;

pub(crate) fn run(cli: &Cli, args: &Text, output: &mut Output) -> Outcome {
    let session = case::find(cli)?;
    let view = session.fold(&session.entries(output)?, AsKnown::default());
    let source = Finder::new(&session, &view).source(&args.source)?;
    let known = view.sources().get(&source);
    let file = known.and_then(|known| known.files.first().cloned()).unwrap_or_else(|| source.short());
    let texts: Vec<_> = view.texts().iter().filter(|(_, text)| text.source == source).collect();
    if texts.is_empty() {
        return Err(Failure::input(format!("no text was taken out of `{file}`")));
    }
    // Notes are of the extraction and not on record: it is done once more, from the archived original.
    let original = known.and_then(|known| known.sha256).and_then(|sha256| session.blobs.get(&sha256).ok());
    let now = original
        .map(|bytes| originals::pool(originals::limits(None, &[])?).map(|pool| pool.extract(&file, &bytes)));
    let now = now.transpose()?.and_then(Result::ok);
    for (id, text) in texts {
        let Some(sha256) = &text.sha256 else { continue };
        let words = texts::text(&session, sha256)?;
        let notes = match &now {
            Some(now) if now.extractor == text.extractor => now.notes.clone(),
            Some(now) => vec![format!(
                "taken out by {}; {} is the extractor of today: `assize add --again` shows what differs",
                text.extractor, now.extractor
            )],
            None => vec!["the original cannot be read here, so what was noted of it is not known".to_owned()],
        };
        if output.json {
            output.object(&json!({
                "schema": "assize.text/1", "source": source, "text": id, "extractor": text.extractor, "words": words, "notes": notes,
            }));
        } else {
            output.talk(format!(
                "{file}: text {} by {}, {}",
                id.short(),
                text.extractor,
                count(words.split_whitespace().count(), "word")
            ));
            notes.iter().for_each(|note| output.talk(format!("  note: {note}")));
            output.write(&words);
        }
    }
    Ok(Exit::Done)
}
