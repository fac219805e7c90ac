//! What is said to a person beside data: remarks, warnings.

/// Whoever is told: a terminal, or a page that collects what it is to show.
pub trait Talk {
    /// A line that a person must see.
    fn tell(&self, line: &str);

    /// Whether remarks are left out.
    fn is_quiet(&self) -> bool {
        false
    }
}

impl dyn Talk + '_ {
    /// A remark.
    pub fn talk(&self, line: impl AsRef<str>) {
        if !self.is_quiet() {
            self.tell(line.as_ref());
        }
    }

    /// Something that is off and stops nothing; always said.
    pub fn warn(&self, line: impl AsRef<str>) {
        self.tell(&format!("warning: {}", line.as_ref()));
    }
}

/// Standard error, as every command of a terminal has it.
#[derive(Debug, Clone, Copy)]
pub struct Terminal;

impl Talk for Terminal {
    fn tell(&self, line: &str) {
        use std::io::Write as _;
        let _ = writeln!(anstream::stderr(), "{}", assize_record::facing::printable(line));
    }
}

/// Standard error for warnings, and nothing for remarks.
#[derive(Debug, Clone, Copy)]
pub struct WarningsOnly;

impl Talk for WarningsOnly {
    fn tell(&self, line: &str) {
        Terminal.tell(line);
    }

    fn is_quiet(&self) -> bool {
        true
    }
}
