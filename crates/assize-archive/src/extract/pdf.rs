//! PDF: the text of the pages, in order.
//!
//! **Text.** The marks that `pdf-extract` finds, put in reading order by `pdf_layout`: columns one after the other, rows of tables with
//! tabs, words parted at a line's end made whole, running heads and page numbers left out and noted. The day on which a PDF was made is
//! no date of publication.
//!
//! **Safety.** A PDF is a program for a page, and readers of it fail in many ways. The file is looked over first (`pdf_guard`):
//! encrypted files, compressed parts that unpack beyond the limit, and forms that contain themselves are refused. Then it is read on a
//! thread of its own with a large stack; a panic there is an error here, and after the time limit the thread is given up. What the pages ask for is
//! counted before it is done (`pdf_operators`).

use super::{
    ExtractError, Extracted, Limits, date, fact,
    limits::{count_of, no_memory, passed, took},
    pdf_guard,
    pdf_layout::{self, Line, Mark},
    pdf_operators,
};
use assize_record::body::Publication;
use pdf_extract::{
    Dictionary, Document, MediaBox, Object, OutputDev, OutputError, Transform, output_doc_page,
};
use std::{
    io::{self, ErrorKind},
    panic,
    sync::mpsc,
    thread,
    time::Duration,
};

/// Extractor and version.
const EXTRACTOR: &str = "assize-pdf@2";
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
    let mut pages = pages_lines(&document, limits, &mut notes)?;
    let heads = pdf_layout::without_running_heads(&mut pages);
    if !heads.is_empty() {
        let shown: Vec<String> =
            heads.iter().take(5).map(|head| format!("`{}`", fact::one_line(head))).collect();
        notes.push(format!("running heads and feet are left out: {}", shown.join(", ")));
    }
    let text = pdf_layout::text_of(&pages);
    let (right_to_left, letters) = text.chars().filter(|c| c.is_alphabetic()).fold((0_usize, 0_usize), |(right, all), c| {
        (right + usize::from(matches!(c, '\u{590}'..='\u{8ff}' | '\u{fb1d}'..='\u{fdff}' | '\u{fe70}'..='\u{feff}')), all + 1)
    });
    if right_to_left * 5 > letters {
        notes.push("the text is written from right to left; a PDF may hold its letters in the order in which they are drawn, so compare it with the page".to_owned());
    }
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

/// The lines of all pages. A page that cannot be read, or shows no words, is noted and the rest is kept.
fn pages_lines(
    document: &Document,
    limits: &Limits,
    notes: &mut Vec<String>,
) -> Result<Vec<Vec<Line>>, ExtractError> {
    let (mut lines, mut lost, mut blank) = (Vec::new(), Vec::new(), Vec::new());
    let mut left = limits.pdf_text_bytes;
    let pages = document.get_pages();
    for page in pages.keys() {
        let mut sink = Marks { marks: Vec::new(), left, is_full: false, opens: true, height: 0.0 };
        let shown =
            panic::catch_unwind(panic::AssertUnwindSafe(|| output_doc_page(document, &mut sink, *page)));
        if sink.is_full || sink.left == 0 {
            return Err(passed(
                "the text of this PDF",
                format!("more than {} bytes", limits.pdf_text_bytes),
                limits.pdf_text_bytes,
                "pdf_text_bytes",
            ));
        }
        // The end of a page is a byte of the text too.
        left = sink.left.saturating_sub(1);
        if !matches!(shown, Ok(Ok(()))) {
            // Half a page would read as a whole one.
            lost.push(page.to_string());
            continue;
        }
        let found = pdf_layout::lines(&sink.marks);
        if found.is_empty() {
            blank.push(page.to_string());
        }
        lines.push(found);
    }
    if pages.is_empty() || lost.len() == pages.len() {
        return Err(broken("no page follows the format"));
    }
    for (list, what) in
        [(&lost, "cannot be read and are left out"), (&blank, "show no words: they may be scans or pictures")]
    {
        if !list.is_empty() && list.len() < pages.len() {
            notes.push(format!("{} of {} pages {what}: {}", list.len(), pages.len(), list.join(", ")));
        }
    }
    Ok(lines)
}

/// Takes the marks of a page, up to a limit of bytes.
struct Marks {
    marks: Vec<Mark>,
    left: u64,
    is_full: bool,
    /// Whether the next mark opens a word.
    opens: bool,
    height: f64,
}

impl OutputDev for Marks {
    fn begin_page(
        &mut self,
        _: u32,
        media: &MediaBox,
        _: Option<(f64, f64, f64, f64)>,
    ) -> Result<(), OutputError> {
        self.height = media.ury;
        Ok(())
    }

    fn end_page(&mut self) -> Result<(), OutputError> {
        Ok(())
    }

    fn output_character(
        &mut self,
        at: &Transform,
        width: f64,
        _: f64,
        size: f64,
        words: &str,
    ) -> Result<(), OutputError> {
        if words.len() as u64 > self.left {
            self.is_full = true;
            return Err(OutputError::IoError(io::Error::other("too much text")));
        }
        self.left -= words.len() as u64;
        let scale = (at.m11 * at.m22 - at.m12 * at.m21).abs().sqrt();
        let size = (size * scale).abs();
        let (x, y) = (at.m31, self.height - at.m32);
        if [x, y, size, width].iter().all(|number| number.is_finite()) {
            let opens = std::mem::take(&mut self.opens);
            self.marks.push(Mark { words: words.to_owned(), x, y, end: x + width * size, size, opens });
        }
        Ok(())
    }

    fn begin_word(&mut self) -> Result<(), OutputError> {
        self.opens = true;
        Ok(())
    }

    fn end_word(&mut self) -> Result<(), OutputError> {
        Ok(())
    }

    fn end_line(&mut self) -> Result<(), OutputError> {
        Ok(())
    }
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
    // A report is often made again long after it came out, or before it was signed.
    if let Some(day) =
        created.as_deref().and_then(|stamp| date::read(&plain_day(stamp.trim().strip_prefix("D:")?)))
    {
        notes.push(format!(
            "the PDF was made on {day}, which is no date of publication; give that with --published"
        ));
    }
    Publication {
        title: words(b"Title").and_then(|words| fact::stated(&words, FROM)),
        author: words(b"Author").and_then(|words| fact::stated(&words, FROM)),
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
