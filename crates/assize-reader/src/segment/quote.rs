//! Quotation marks and what stands between them.

use super::Quote;
use assize_record::Span;

/// Quotations nested deeper than this are not followed; no writer does so, and a hostile text would cost time.
const DEEPEST: usize = 6;

/// A kind of mark; an opening one is closed only by its own kind.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Kind {
    /// `“…”`, `„…“`, ` ``…'' `, also closed by `’’`.
    Double,
    /// `"…"`.
    Straight,
    /// `‘…’`.
    Single,
    /// `'…'`.
    StraightSingle,
    /// `«…»`.
    Angle,
}

#[derive(Debug, Clone, Copy)]
struct Open {
    kind: Kind,
    quote: usize,
}

pub(super) fn quotes(text: &str, paragraphs: &[Span]) -> Vec<Quote> {
    let mut quotes = Vec::new();
    let mut running: Option<Kind> = None;
    for paragraph in paragraphs {
        let mut scan = Scan { text, paragraph: *paragraph, quotes: &mut quotes, open: Vec::new() };
        running = scan.paragraph(running);
    }
    quotes
}

struct Scan<'t, 'q> {
    text: &'t str,
    paragraph: Span,
    quotes: &'q mut Vec<Quote>,
    open: Vec<Open>,
}

impl Scan<'_, '_> {
    /// Reads one paragraph. `running` is the kind of a quotation left open by the paragraph before; returned is that of this one.
    fn paragraph(&mut self, running: Option<Kind>) -> Option<Kind> {
        let bytes = self.text.as_bytes();
        let mut at = self.paragraph.start;
        let first_new = self.quotes.len();
        while at < self.paragraph.end {
            // Only these four bytes begin a quotation mark in UTF-8.
            if !matches!(bytes[at], b'"' | b'\'' | b'`' | 0xE2 | 0xC2) {
                at += 1;
                continue;
            }
            let rest = &self.text[at..self.paragraph.end];
            let Some((kind, side, len)) = self.mark(at, rest) else {
                at += rest.chars().next().map_or(1, char::len_utf8);
                continue;
            };
            let mark = Span::new(at, at + len);
            match side {
                Side::Open => self.push(kind, mark, running),
                Side::Close => self.close(kind, mark),
            }
            at += len;
        }
        self.end(first_new)
    }

    fn push(&mut self, kind: Kind, mark: Span, running: Option<Kind>) {
        if self.open.len() >= DEEPEST {
            return;
        }
        let continues = mark.start == self.paragraph.start && running == Some(kind);
        let depth = self.open.len();
        self.open.push(Open { kind, quote: self.quotes.len() });
        let inner = Span::new(mark.end, self.paragraph.end);
        self.quotes.push(Quote { open: mark, close: None, inner, depth, continues });
    }

    fn close(&mut self, kind: Kind, mark: Span) {
        let Some(position) = self.open.iter().rposition(|open| open.kind == kind) else { return };
        // Whatever was opened inside and not closed by now was no quotation.
        let dropped: Vec<usize> = self.open.drain(position + 1..).map(|open| open.quote).collect();
        for index in dropped.into_iter().rev() {
            self.quotes.remove(index);
        }
        if let Some(open) = self.open.pop() {
            let quote = &mut self.quotes[open.quote];
            quote.close = Some(mark);
            quote.inner.end = mark.start;
        }
    }

    /// Ends the paragraph: the outermost open quotation may run on, everything else left open is dropped.
    fn end(&mut self, first_new: usize) -> Option<Kind> {
        let outermost = self.open.first().copied();
        for open in self.open.iter().rev() {
            let runs_on = open.quote >= first_new
                && Some(open.quote) == outermost.map(|outer| outer.quote)
                && open.kind != Kind::StraightSingle;
            let reopened = match open.kind {
                Kind::Straight => self.reopens('"'),
                Kind::Single => self.reopens('‘'),
                _ => true,
            };
            if !runs_on || !reopened {
                self.quotes.remove(open.quote);
            }
        }
        outermost.map(|open| open.kind).filter(|kind| match kind {
            Kind::StraightSingle => false,
            Kind::Single => self.reopens('‘'),
            _ => true,
        })
    }

    /// Whether the next paragraph begins with the mark: an odd straight mark alone may stand for inches, a single one for a letter left out.
    fn reopens(&self, mark: char) -> bool {
        self.text[self.paragraph.end..].trim_start().starts_with(mark)
    }

    /// The mark at `at`, where one stands there.
    fn mark(&self, at: usize, rest: &str) -> Option<(Kind, Side, usize)> {
        let before = self.text[self.paragraph.start..at].chars().next_back();
        let mut chars = rest.chars();
        let mark = chars.next()?;
        let after = chars.next();
        let starts = before.is_none_or(|c| {
            c.is_whitespace() || matches!(c, '(' | '[' | '—' | '–' | '-' | '“' | '‘' | '"' | '\'')
        }) && after.is_some_and(|c| !c.is_whitespace());
        match mark {
            '“' => {
                let closes_low = self.has_open(Kind::Double) && self.opened_low() && !starts;
                Some((Kind::Double, if closes_low { Side::Close } else { Side::Open }, mark.len_utf8()))
            }
            '„' => Some((Kind::Double, Side::Open, mark.len_utf8())),
            // Curled and straight marks are mixed where a text was pasted together.
            '”' if !self.has_open(Kind::Double) && self.has_open(Kind::Straight) => {
                Some((Kind::Straight, Side::Close, mark.len_utf8()))
            }
            '”' => Some((Kind::Double, Side::Close, mark.len_utf8())),
            '«' => Some((Kind::Angle, Side::Open, 2)),
            '»' => Some((Kind::Angle, Side::Close, 2)),
            '`' if after == Some('`') => Some((Kind::Double, Side::Open, 2)),
            '"' => self.straight(starts),
            '’' if after == Some('’') => {
                self.has_open(Kind::Double).then_some((Kind::Double, Side::Close, 6))
            }
            '\'' if after == Some('\'') && self.has_open(Kind::Double) => {
                Some((Kind::Double, Side::Close, 2))
            }
            // Two apostrophes typed for a quotation mark.
            '\'' if after == Some('\'') => (starts && chars.next().is_some_and(|c| !c.is_whitespace()))
                .then_some((Kind::Double, Side::Open, 2)),
            '‘' if starts => Some((Kind::Single, Side::Open, mark.len_utf8())),
            '’' if self.has_open(Kind::Single) => {
                self.closes_single(before, rest, '’').then_some((Kind::Single, Side::Close, mark.len_utf8()))
            }
            '\'' if self.has_open(Kind::StraightSingle) => {
                self.closes_single(before, rest, '\'').then_some((Kind::StraightSingle, Side::Close, 1))
            }
            '\'' if starts && after.is_some_and(char::is_alphabetic) && has_single_close(&rest[1..]) => {
                Some((Kind::StraightSingle, Side::Open, 1))
            }
            _ => None,
        }
    }

    fn straight(&self, starts: bool) -> Option<(Kind, Side, usize)> {
        let side = if self.has_open(Kind::Straight) {
            Side::Close
        } else if self.has_open(Kind::Double) && !starts {
            return Some((Kind::Double, Side::Close, 1));
        } else if starts {
            Side::Open
        } else {
            return None;
        };
        Some((Kind::Straight, side, 1))
    }

    fn has_open(&self, kind: Kind) -> bool {
        self.open.iter().any(|open| open.kind == kind)
    }

    fn opened_low(&self) -> bool {
        let last = self.open.iter().rfind(|open| open.kind == Kind::Double);
        last.is_some_and(|open| self.quotes[open.quote].open.slice(self.text) == Some("„"))
    }

    /// A closing single mark looks like an apostrophe: it follows a word's end, and no better candidate comes after a plural.
    fn closes_single(&self, before: Option<char>, rest: &str, mark: char) -> bool {
        let mut chars = rest.chars();
        chars.next();
        let ends_word = chars.next().is_none_or(|c| !c.is_alphanumeric());
        let Some(before) = before.filter(|_| ends_word) else { return false };
        if before.is_whitespace() {
            return false;
        }
        if before != 's' {
            return true;
        }
        let sentence = chars.as_str();
        let later = sentence.char_indices().take(200).any(|(at, c)| {
            c == mark
                && sentence[..at].chars().next_back().is_some_and(|c| !c.is_whitespace())
                && sentence[at + c.len_utf8()..].chars().next().is_none_or(|c| !c.is_alphanumeric())
        });
        let opens_another = sentence.chars().take(200).any(|c| c == '‘');
        !later || opens_another
    }
}

/// Whether a straight single mark that closes a word follows within a few hundred characters.
fn has_single_close(rest: &str) -> bool {
    let mut before = None;
    let mut chars = rest.chars().take(300).peekable();
    while let Some(c) = chars.next() {
        let ends_word = chars.peek().is_none_or(|next| !next.is_alphanumeric());
        if c == '\'' && ends_word && before.is_some_and(|b: char| !b.is_whitespace() && b != 's') {
            return true;
        }
        before = Some(c);
    }
    false
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Side {
    Open,
    Close,
}
