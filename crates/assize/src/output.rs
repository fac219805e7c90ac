//! Data to stdout, talk to stderr.

use crate::failure::Failure;
pub(crate) use assize_case::line::{column, count, one_line};
use assize_case::talk::Talk;
use assize_record::facing::{json, printable};
use indicatif::{ProgressBar, ProgressStyle};
use std::io::{IsTerminal, Write};

/// Where a command writes.
pub(crate) struct Output {
    /// Whether data is written as JSON.
    pub(crate) json: bool,
    quiet: bool,
    closed: bool,
    /// Why data could not be written.
    broken: Option<std::io::Error>,
}

impl Output {
    /// Data as text or JSON; talk unless quiet.
    pub(crate) fn new(json: bool, quiet: bool) -> Self {
        Self { json, quiet, closed: false, broken: None }
    }

    /// A line of data. A reader that has closed the pipe has had enough: the rest is dropped in silence.
    pub(crate) fn line(&mut self, line: impl AsRef<str>) {
        if !self.closed {
            let line = if self.json { json(line.as_ref()) } else { printable(line.as_ref()) };
            let written = writeln!(anstream::stdout(), "{line}");
            self.note(written);
        }
    }

    /// Many lines of JSON in one go. They hold no colours that a pipe would have to be spared.
    pub(crate) fn lines(&mut self, lines: impl Iterator<Item = String>) {
        let mut text = String::new();
        for line in lines {
            text.push_str(&line);
            text.push('\n');
            if text.len() > 1 << 16 {
                self.write(&json(&text));
                text.clear();
            }
        }
        self.write(&json(&text));
    }

    /// Text as it is: what no word of a source stands in.
    pub(crate) fn write(&mut self, text: &str) {
        if !self.closed && !text.is_empty() {
            let written = std::io::stdout().write_all(text.as_bytes());
            self.note(written);
        }
    }

    fn note(&mut self, written: std::io::Result<()>) {
        if let Err(error) = written {
            self.closed = true;
            self.broken = Some(error).filter(|error| error.kind() != std::io::ErrorKind::BrokenPipe);
        }
    }

    /// Ends the data.
    ///
    /// # Errors
    /// Where some of it could not be written, but for a reader that has had enough.
    pub(crate) fn finish(&mut self) -> Result<(), Failure> {
        let flushed = std::io::stdout().flush();
        if !self.closed {
            self.note(flushed);
        }
        match self.broken.take() {
            Some(error) => Err(Failure::unwritable(format!("what was found could not be written: {error}"))),
            None => Ok(()),
        }
    }

    /// A JSON object of its own.
    pub(crate) fn object(&mut self, value: &serde_json::Value) {
        self.line(value.to_string());
    }

    /// A remark to the person at the terminal.
    pub(crate) fn talk(&self, line: impl AsRef<str>) {
        if !self.quiet {
            self.say(line);
        }
    }

    /// What a person must see before they answer.
    #[expect(clippy::unused_self, reason = "everything that is printed goes by here")]
    pub(crate) fn say(&self, line: impl AsRef<str>) {
        let _ = writeln!(anstream::stderr(), "{}", printable(line.as_ref()));
    }

    /// Something that is off and does not stop the command; always said.
    pub(crate) fn warn(&self, line: impl AsRef<str>) {
        self.say(format!("warning: {}", line.as_ref()));
    }

    /// A failure, with its words underlined.
    pub(crate) fn failure(&self, failure: &Failure) {
        let _ = writeln!(anstream::stderr(), "{}", failure.render());
    }

    /// A progress bar, on a terminal only.
    pub(crate) fn progress(&self, len: usize, what: &str) -> ProgressBar {
        if self.quiet || !std::io::stderr().is_terminal() || len < 2 {
            return ProgressBar::hidden();
        }
        let style = ProgressStyle::with_template("{msg} {wide_bar} {pos}/{len}")
            .unwrap_or_else(|_| ProgressStyle::default_bar());
        ProgressBar::new(len as u64).with_style(style).with_message(what.to_owned())
    }
}

impl Talk for Output {
    fn tell(&self, line: &str) {
        self.say(line);
    }

    fn is_quiet(&self) -> bool {
        self.quiet
    }
}
