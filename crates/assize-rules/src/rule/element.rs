//! The syntax tree of patterns and the parser that makes it.

use std::collections::BTreeMap;

use super::scan::{Sign, SignKind};
use crate::fault::{Fault, Place};

/// Brackets within brackets, at most.
const DEPTH_MAX: u32 = 24;
/// Elements of one line, abbreviations written out, at most.
const SIZE_MAX: usize = 2_000;

/// One element of a pattern.
#[derive(Clone, Debug)]
pub(crate) struct Element<'s> {
    pub(crate) place: Place<'s>,
    pub(crate) kind: ElementKind<'s>,
}

/// Kinds of elements.
#[derive(Clone, Debug)]
pub(crate) enum ElementKind<'s> {
    Word(&'s str),
    Lemma(&'s str),
    /// A class, tag, group of tags or kind of phrase.
    Name(&'s str),
    Gap,
    Not(Box<Element<'s>>),
    Head(Box<Element<'s>>),
    All(Vec<Element<'s>>),
    Sequence(Vec<Element<'s>>),
    Choice(Vec<Element<'s>>),
    Repeat(Box<Element<'s>>, u32, Option<u32>),
    Capture(Option<&'s str>, Box<Element<'s>>),
}

impl Element<'_> {
    /// How many elements it is made of.
    fn size(&self) -> usize {
        1 + match &self.kind {
            ElementKind::Not(inner)
            | ElementKind::Head(inner)
            | ElementKind::Repeat(inner, ..)
            | ElementKind::Capture(_, inner) => inner.size(),
            ElementKind::All(parts) | ElementKind::Sequence(parts) | ElementKind::Choice(parts) => {
                parts.iter().map(Element::size).sum()
            }
            _ => 0,
        }
    }
}

/// Abbreviations of a file.
pub(super) type Definitions<'s> = BTreeMap<&'s str, Element<'s>>;

/// Reads the signs of a line.
pub(super) struct Parser<'s, 'd> {
    signs: Vec<Sign<'s>>,
    at: usize,
    /// Where the line ends, for faults.
    end: Place<'s>,
    definitions: &'d Definitions<'s>,
    depth: u32,
    size: usize,
}

impl<'s, 'd> Parser<'s, 'd> {
    pub(super) fn new(
        signs: Vec<Sign<'s>>,
        end: Place<'s>,
        definitions: &'d Definitions<'s>,
    ) -> Parser<'s, 'd> {
        Parser { signs, at: 0, end, definitions, depth: 0, size: 0 }
    }

    pub(super) fn peek(&self) -> Option<SignKind<'s>> {
        self.signs.get(self.at).map(|sign| sign.kind)
    }

    /// The place of the next sign.
    pub(super) fn place(&self) -> Place<'s> {
        self.signs.get(self.at).map_or(self.end, |sign| sign.place)
    }

    pub(super) fn take(&mut self, mark: char) -> bool {
        let there = self.peek() == Some(SignKind::Mark(mark));
        self.at += usize::from(there);
        there
    }

    fn expect(&mut self, mark: char) -> Result<(), Fault> {
        if self.take(mark) { Ok(()) } else { Err(self.place().fault(format!("`{mark}` is missing here"))) }
    }

    pub(super) fn name(&mut self, what: &str) -> Result<super::Name<'s>, Fault> {
        let place = self.place();
        match self.peek() {
            Some(SignKind::Name(text)) => {
                self.at += 1;
                Ok(super::Name { place, text })
            }
            _ => Err(place.fault(format!("{what} is missing here"))),
        }
    }

    /// Nothing may follow.
    pub(super) fn finish(&self) -> Result<(), Fault> {
        match self.peek() {
            None => Ok(()),
            Some(kind) => Err(self.place().fault(format!("{} is not expected here", shown(kind)))),
        }
    }

    /// Alternatives of sequences: `a b | c`.
    pub(super) fn choice(&mut self) -> Result<Element<'s>, Fault> {
        let place = self.place();
        self.depth += 1;
        if self.depth > DEPTH_MAX {
            return Err(place.fault(format!("brackets are nested more than {DEPTH_MAX} deep")));
        }
        let mut parts = vec![self.sequence()?];
        while self.take('|') {
            parts.push(self.sequence()?);
        }
        self.depth -= 1;
        Ok(one_or(parts, place, ElementKind::Choice))
    }

    fn sequence(&mut self) -> Result<Element<'s>, Fault> {
        let place = self.place();
        let mut parts = vec![self.item()?];
        while !matches!(self.peek(), None | Some(SignKind::Mark('|' | ')' | ']'))) {
            parts.push(self.item()?);
        }
        Ok(one_or(parts, place, ElementKind::Sequence))
    }

    /// An element with its quantifier.
    fn item(&mut self) -> Result<Element<'s>, Fault> {
        let place = self.place();
        let head = self.take('^');
        let mut parts = vec![self.unary()?];
        while self.take('&') {
            parts.push(self.unary()?);
        }
        let mut element = one_or(parts, place, ElementKind::All);
        if head {
            element = Element { place, kind: ElementKind::Head(Box::new(element)) };
        }
        let Some((least, most)) = self.quantifier()? else { return Ok(element) };
        Ok(Element { place, kind: ElementKind::Repeat(Box::new(element), least, most) })
    }

    fn quantifier(&mut self) -> Result<Option<(u32, Option<u32>)>, Fault> {
        if self.take('?') {
            return Ok(Some((0, Some(1))));
        } else if self.take('*') {
            return Ok(Some((0, None)));
        } else if self.take('+') {
            return Ok(Some((1, None)));
        } else if !self.take('{') {
            return Ok(None);
        }
        let least = self.count()?;
        let most = if self.take(',') { self.count()? } else { least };
        let place = self.place();
        self.expect('}')?;
        if least > most || most == 0 {
            return Err(place.fault(format!("`{{{least},{most}}}` leaves no number of times")));
        }
        Ok(Some((least, Some(most))))
    }

    fn count(&mut self) -> Result<u32, Fault> {
        let name = self.name("a number of times")?;
        name.text
            .parse()
            .ok()
            .filter(|count| *count <= 32)
            .ok_or_else(|| name.place.fault(format!("`{}` is not a number of times up to 32", name.text)))
    }

    fn unary(&mut self) -> Result<Element<'s>, Fault> {
        let place = self.place();
        self.size += 1;
        if self.size > SIZE_MAX {
            return Err(
                place.fault(format!("a line has at most {SIZE_MAX} elements, abbreviations written out"))
            );
        }
        if self.take('!') {
            self.depth += 1;
            if self.depth > DEPTH_MAX {
                return Err(place.fault(format!("brackets are nested more than {DEPTH_MAX} deep")));
            }
            let inner = self.unary()?;
            self.depth -= 1;
            return Ok(Element { place, kind: ElementKind::Not(Box::new(inner)) });
        }
        if self.take('(') {
            let inner = self.choice()?;
            self.expect(')')?;
            return Ok(inner);
        }
        if self.take('[') {
            return self.bracket(place);
        }
        if self.take('~') {
            let lemma = match self.peek() {
                Some(SignKind::Quoted(text) | SignKind::Name(text)) => text,
                _ => return Err(self.place().fault("a lemma is missing after `~`")),
            };
            self.at += 1;
            return Ok(Element { place, kind: ElementKind::Lemma(lemma) });
        }
        self.leaf(place)
    }

    fn leaf(&mut self, place: Place<'s>) -> Result<Element<'s>, Fault> {
        let kind = match self.peek() {
            Some(SignKind::Quoted(word)) => ElementKind::Word(word),
            Some(SignKind::Gap) => ElementKind::Gap,
            Some(SignKind::Name(name)) => {
                self.at += 1;
                let Some(defined) = self.definitions.get(name) else {
                    return Ok(Element { place, kind: ElementKind::Name(name) });
                };
                self.size += defined.size();
                if self.size > SIZE_MAX {
                    return Err(
                        place.fault(format!("`{name}` makes the line longer than {SIZE_MAX} elements"))
                    );
                }
                return Ok(defined.clone());
            }
            Some(SignKind::Mark(mark)) => return Err(place.fault(format!("`{mark}` is not expected here"))),
            None => return Err(place.fault("an element is missing here")),
        };
        self.at += 1;
        Ok(Element { place, kind })
    }

    /// `[name: …]`, after the bracket.
    fn bracket(&mut self, place: Place<'s>) -> Result<Element<'s>, Fault> {
        let named = self.signs.get(self.at + 1).is_some_and(|sign| sign.kind == SignKind::Mark(':'));
        let mut name = None;
        if named {
            let capture = self.name("the name of a capture")?;
            let small = capture.text.starts_with(|first: char| first.is_ascii_lowercase());
            if !small {
                let fault = capture.place.fault(format!("`{}` is not the name of a capture", capture.text));
                return Err(fault.hint("small letters, figures and hyphens"));
            }
            name = Some(capture.text);
            self.expect(':')?;
        }
        let inner = self.choice()?;
        self.expect(']')?;
        Ok(Element { place, kind: ElementKind::Capture(name, Box::new(inner)) })
    }
}

fn shown(kind: SignKind<'_>) -> String {
    match kind {
        SignKind::Quoted(word) => format!("`\"{word}\"`"),
        SignKind::Name(name) => format!("`{name}`"),
        SignKind::Gap => "`..`".to_owned(),
        SignKind::Mark(mark) => format!("`{mark}`"),
    }
}

/// A single part stands for itself.
fn one_or<'s>(
    mut parts: Vec<Element<'s>>,
    place: Place<'s>,
    kind: impl FnOnce(Vec<Element<'s>>) -> ElementKind<'s>,
) -> Element<'s> {
    match parts.pop() {
        Some(only) if parts.is_empty() => only,
        last => {
            parts.extend(last);
            Element { place, kind: kind(parts) }
        }
    }
}
