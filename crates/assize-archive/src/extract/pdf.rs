//! PDF: the text of the pages, in order.
//!
//! **Text.** What `pdf-extract` finds, line ends inside a paragraph joined by one blank, a blank line between paragraphs and
//! pages. A word parted by a hyphen at a line's end keeps the hyphen: whether it belongs to the word cannot be told.
//!
//! **Safety.** A PDF is a program for a page, and readers of it fail in many ways. The file is looked over first (`pdf_guard`):
//! encrypted files, compressed parts that unpack beyond the limit, and forms that contain themselves are refused. Then it is read on a
//! thread of its own with a large stack; a panic there is an error here, and after the time limit the thread is given up. What the pages ask for is
//! counted before it is done (`pdf_operators`).

use super::{
    ExtractError, Extracted, Limits, date, fact,
    limits::{count_of, no_memory, passed, took},
    pdf_guard, pdf_operators,
};
use assize_record::body::Publication;
use pdf_extract::{Dictionary, Document, Object, PlainTextOutput, output_doc_page};
use std::{
    io::{self, ErrorKind},
    panic,
    sync::mpsc,
    thread,
    time::Duration,
};

/// Extractor and version.
const EXTRACTOR: &str = "assize-pdf@1";
/// Name of the reading thread; see [`quiet_panics`].
const THREAD: &str = "assize-pdf";
/// Nested objects are read by recursion.
const STACK_BYTES: usize = 64 * 1024 * 1024;
const FROM: &str = "pdf-info";

/// Text and facts of a PDF.
pub(super) fn extract(bytes: &[u8], limits: &Limits) -> Result<Extracted, ExtractError> {
    pdf_guard::check_bytes(bytes, limits)?;
    quiet_panics();
    let (bytes, limits_there) = (bytes.to_vec(), limits.clone());
    let (send, receive) = mpsc::channel();
    let reading = thread::Builder::new().name(THREAD.to_owned()).stack_size(STACK_BYTES).spawn(move || {
        let read = panic::catch_unwind(|| read(&bytes, &limits_there));
        // Nobody listens any more once the time is over.
        let _ = send.send(read.unwrap_or_else(|_| Err(broken("its contents do not follow the format"))));
    });
    reading.map_err(|error| match error.kind() {
        // What is left of the memory is too little for its stack.
        ErrorKind::WouldBlock | ErrorKind::OutOfMemory => no_memory(limits),
        _ => ExtractError::NoReader(error.to_string()),
    })?;
    receive
        .recv_timeout(Duration::from_secs(limits.wall_seconds))
        .map_err(|_| took(count_of(limits.wall_seconds, "second"), "wall_seconds"))?
}

/// Keeps a panic on the reading thread off the terminal: it is reported as an error. Every other thread's goes where it went.
fn quiet_panics() {
    static ONCE: std::sync::Once = std::sync::Once::new();
    ONCE.call_once(|| {
        let before = panic::take_hook();
        panic::set_hook(Box::new(move |info| {
            if thread::current().name() != Some(THREAD) {
                before(info);
            }
        }));
    });
}

fn broken(why: &str) -> ExtractError {
    ExtractError::Broken(format!("this PDF cannot be read: {why}; print it to a new PDF and add that"))
}

fn read(bytes: &[u8], limits: &Limits) -> Result<Extracted, ExtractError> {
    let document = pdf_guard::load(bytes, limits)?;
    if document.is_encrypted() || document.was_encrypted() {
        return Err(ExtractError::Encrypted);
    }
    pdf_guard::check_document(&document)?;
    pdf_operators::check(&document, limits)?;
    let mut notes = Vec::new();
    let publication = facts(&document, &mut notes);
    let raw = pages_text(&document, limits, &mut notes)?;
    let text = paragraphs(&raw);
    if text.is_empty() {
        return Err(ExtractError::NoText(
            "this PDF holds no words; if it is a scan, recognise its text first and add the result".into(),
        ));
    }
    Ok(Extracted {
        text,
        extractor: EXTRACTOR.to_owned(),
        media_type: "application/pdf".to_owned(),
        publication,
        notes,
    })
}

/// The text of all pages, a form feed after each. A page that cannot be read is noted and the rest is kept.
fn pages_text(document: &Document, limits: &Limits, notes: &mut Vec<String>) -> Result<String, ExtractError> {
    let mut sink = Sink { bytes: Vec::new(), most: limits.pdf_text_bytes, is_full: false };
    let mut lost = Vec::new();
    let pages = document.get_pages();
    for page in pages.keys() {
        let whole = sink.bytes.len();
        let shown = panic::catch_unwind(panic::AssertUnwindSafe(|| {
            let writer: &mut dyn io::Write = &mut sink;
            output_doc_page(document, &mut PlainTextOutput::new(writer), *page)
        }));
        if sink.is_full {
            return Err(passed(
                "the text of this PDF",
                format!("more than {} bytes", limits.pdf_text_bytes),
                limits.pdf_text_bytes,
                "pdf_text_bytes",
            ));
        }
        if !matches!(shown, Ok(Ok(()))) {
            // Half a page would read as a whole one.
            sink.bytes.truncate(whole);
            lost.push(page.to_string());
        }
        sink.bytes.push(b'\x0c');
    }
    if pages.is_empty() || lost.len() == pages.len() {
        return Err(broken("no page follows the format"));
    }
    if !lost.is_empty() {
        notes.push(format!(
            "{} of {} pages cannot be read and are left out: {}",
            lost.len(),
            pages.len(),
            lost.join(", ")
        ));
    }
    Ok(String::from_utf8_lossy(&sink.bytes).into_owned())
}

/// Takes text up to a limit.
struct Sink {
    bytes: Vec<u8>,
    most: u64,
    is_full: bool,
}

impl io::Write for Sink {
    fn write(&mut self, more: &[u8]) -> io::Result<usize> {
        if (self.bytes.len() + more.len()) as u64 > self.most {
            self.is_full = true;
            return Err(io::Error::other("too much text"));
        }
        self.bytes.extend_from_slice(more);
        Ok(more.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

/// Lines of one paragraph joined, paragraphs parted by a blank line.
fn paragraphs(raw: &str) -> String {
    let mut text = String::with_capacity(raw.len());
    let mut is_open = false;
    let lines = raw.split('\u{c}').flat_map(|page| std::iter::once("").chain(page.split(['\n', '\r'])));
    for line in lines {
        let words = fact::one_line(line);
        if words.is_empty() {
            is_open = false;
            continue;
        }
        let continues_word = text.ends_with('-') && words.starts_with(char::is_lowercase);
        match (text.is_empty(), is_open) {
            (true, _) => {}
            (_, false) => text.push_str("\n\n"),
            (_, true) if continues_word => {}
            (_, true) => text.push(' '),
        }
        text.push_str(&words);
        is_open = true;
    }
    if !text.is_empty() {
        text.push('\n');
    }
    text
}

/// Title, author and date of the information dictionary.
fn facts(document: &Document, notes: &mut Vec<String>) -> Publication {
    let info = document.trailer.get(b"Info").ok().and_then(|info| match info {
        Object::Reference(id) => document.get_dictionary(*id).ok(),
        Object::Dictionary(inline) => Some(inline),
        _ => None,
    });
    let Some(info) = info else { return Publication::default() };
    let words = |name: &[u8]| string(document, info, name);
    let created = words(b"CreationDate");
    let published_on = created.as_deref().and_then(|stamp| {
        let day = stamp.trim().strip_prefix("D:").and_then(|digits| date::read(&plain_day(digits)));
        if day.is_none() {
            let shown: String = fact::one_line(stamp).chars().take(60).collect();
            notes.push(format!("date `{shown}` (pdf-info) cannot be read and is not used"));
        }
        fact::stated(&day?.to_string(), FROM)
    });
    if published_on.is_some() {
        notes.push(
            "the date is that on which the PDF was made; give the date of publication if it differs"
                .to_owned(),
        );
    }
    Publication {
        title: words(b"Title").and_then(|words| fact::stated(&words, FROM)),
        author: words(b"Author").and_then(|words| fact::stated(&words, FROM)),
        published_on,
        ..Publication::default()
    }
}

/// The day of `20251218101500-05'00'`, in the offset it states; shorter forms are a year or a month.
fn plain_day(digits: &str) -> String {
    let run: String = digits.chars().take_while(char::is_ascii_digit).collect();
    match run.len() {
        8.. => run[..8].to_owned(),
        6 | 7 => format!("{}-{}", &run[..4], &run[4..6]),
        _ => run,
    }
}

fn string(document: &Document, dictionary: &Dictionary, name: &[u8]) -> Option<String> {
    let value = dictionary.get(name).ok()?;
    let (_, value) = document.dereference(value).ok()?;
    let bytes = value.as_str().ok()?;
    Some(match bytes {
        [0xfe, 0xff, rest @ ..] => encoding_rs::UTF_16BE.decode_without_bom_handling(rest).0.into_owned(),
        [0xff, 0xfe, rest @ ..] => encoding_rs::UTF_16LE.decode_without_bom_handling(rest).0.into_owned(),
        [0xef, 0xbb, 0xbf, rest @ ..] => String::from_utf8_lossy(rest).into_owned(),
        // PDFDocEncoding agrees with Windows-1252 on letters and common punctuation; real writers put UTF-8 here too.
        plain => match std::str::from_utf8(plain) {
            Ok(text) => text.to_owned(),
            Err(_) => encoding_rs::WINDOWS_1252.decode_without_bom_handling(plain).0.into_owned(),
        },
    })
    .filter(|words| !words.trim().is_empty())
}
