//! From names to numbers.

use super::element::{Element, ElementKind};
use super::node::Node;
use crate::fault::{Fault, Place};
use crate::host::{PhraseKind, TagId, Terms};
use crate::lexicon::Lexicon;
use crate::program::{CaptureId, TagSet, Test};
use strum::IntoEnumIterator;

/// The names that patterns may use.
pub(super) struct Resolver<'l, 't> {
    pub(super) lexicon: &'l Lexicon,
    pub(super) terms: &'t Terms<'t>,
    /// Names of captures, of all rules.
    pub(super) captures: Vec<String>,
}

impl Resolver<'_, '_> {
    /// The number of a capture's name, a new one if need be.
    pub(super) fn capture(&mut self, place: Place<'_>, name: &str) -> Result<CaptureId, Fault> {
        let known = self.captures.iter().position(|known| known == name);
        let at = known.unwrap_or(self.captures.len());
        let number = u16::try_from(at).map_err(|_| place.fault("too many names of captures"))?;
        if known.is_none() {
            self.captures.push(name.to_owned());
        }
        Ok(CaptureId(number))
    }

    pub(super) fn node(&mut self, element: &Element<'_>) -> Result<Node, Fault> {
        let place = element.place;
        Ok(match &element.kind {
            ElementKind::Word(word) => Node::Token(Test::Word(literal(place, word)?)),
            ElementKind::Lemma(lemma) => Node::Token(self.lemma(place, lemma)?),
            ElementKind::Name(name) => self.name(place, name)?,
            ElementKind::Gap => Node::Gap,
            ElementKind::Not(inner) => {
                let inner = self.node(inner)?;
                let fault = place.fault("`!` refuses words, lemmas, classes and tags only");
                Node::Token(Test::Not(Box::new(test(inner).ok_or(fault)?)))
            }
            ElementKind::Head(inner) => match self.node(inner)? {
                node @ (Node::Token(_) | Node::Phrase(..)) => Node::Head(Box::new(node)),
                _ => return Err(place.fault("`^` marks one token or phrase as the head")),
            },
            ElementKind::All(parts) => {
                let mut all: Option<Node> = None;
                for part in parts {
                    let node = self.node(part)?;
                    all = Some(match all {
                        None => node,
                        Some(before) => both(before, node).ok_or_else(|| {
                            part.place
                                .fault("`&` joins a token or one phrase with tests of it")
                                .hint("captures, sequences and second phrases cannot be joined")
                        })?,
                    });
                }
                all.unwrap_or(Node::Sequence(Vec::new()))
            }
            ElementKind::Sequence(parts) => Node::Sequence(self.nodes(parts)?),
            ElementKind::Choice(parts) => merge(self.nodes(parts)?),
            ElementKind::Repeat(inner, least, most) => {
                let inner = self.node(inner)?;
                if inner.extent().0 == 0 {
                    return Err(place.fault("what is repeated may be empty"));
                }
                Node::Repeat(Box::new(inner), *least, *most)
            }
            ElementKind::Capture(name, inner) => {
                let inner = self.node(inner)?;
                match name {
                    Some(name) => Node::Capture(self.capture(place, name)?, Box::new(inner)),
                    None => inner,
                }
            }
        })
    }

    fn nodes(&mut self, parts: &[Element<'_>]) -> Result<Vec<Node>, Fault> {
        parts.iter().map(|part| self.node(part)).collect()
    }

    fn lemma(&self, place: Place<'_>, lemma: &str) -> Result<Test, Fault> {
        let symbol = self.lexicon.symbol(lemma).filter(|symbol| self.lexicon.is_lemma(*symbol));
        symbol.map(Test::Lemma).ok_or_else(|| {
            let lemmas = self.lexicon.lemmas().map(|symbol| self.lexicon.lemma(symbol));
            place.fault(format!("lemma `{lemma}` is not a lemma of the lexicon")).near(lemma, lemmas)
        })
    }

    /// A kind of phrase, a group of tags, a tag or a class.
    pub(super) fn name(&self, place: Place<'_>, name: &str) -> Result<Node, Fault> {
        if name.starts_with(|first: char| first.is_ascii_lowercase()) {
            let class = self.lexicon.class(name).map(|class| Node::Token(Test::Class(class)));
            return class.ok_or_else(|| {
                let classes = self.lexicon.classes().map(|(name, _)| name);
                place.fault(format!("class `{name}` is not declared")).near(name, classes)
            });
        }
        if let Ok(kind) = name.parse::<PhraseKind>() {
            return Ok(Node::Phrase(kind, Test::Any));
        }
        let group = self.terms.tag_groups.iter().find(|(known, _)| *known == name).map(|(_, tags)| *tags);
        let names = group.unwrap_or(std::slice::from_ref(&name));
        let tag = |name: &&str| {
            let at = self.terms.tags.iter().position(|tag| tag == name)?;
            u8::try_from(at).ok().map(TagId)
        };
        let tags: Option<TagSet> = names.iter().map(tag).collect();
        tags.map(|tags| Node::Token(Test::Tags(tags))).ok_or_else(|| {
            let mut known: Vec<&str> = self.terms.tag_groups.iter().map(|(group, _)| *group).collect();
            known.extend(PhraseKind::iter().map(|kind| -> &str { kind.into() }));
            known.extend(self.terms.tags);
            place
                .fault(format!("`{name}` is not a tag, group of tags or kind of phrase"))
                .near(name, known.into_iter())
        })
    }
}

/// A word in small letters.
fn literal(place: Place<'_>, word: &str) -> Result<String, Fault> {
    if word.is_empty() || word.contains(char::is_whitespace) {
        let fault = place.fault(format!("`\"{word}\"` is not one word"));
        Err(fault.hint("one quoted word for each token"))
    } else if word.to_lowercase() != word {
        Err(place.fault(format!("`\"{word}\"` is not in small letters")))
    } else {
        Ok(word.to_owned())
    }
}

/// The test of a node that is one token.
fn test(node: Node) -> Option<Test> {
    match node {
        Node::Token(test) => Some(test),
        _ => None,
    }
}

fn all(one: Test, two: Test) -> Test {
    match (one, two) {
        (Test::Any, test) | (test, Test::Any) => test,
        (Test::All(mut tests), test) => {
            tests.push(test);
            Test::All(tests)
        }
        (one, two) => Test::All(vec![one, two]),
    }
}

/// `one & two`.
fn both(one: Node, two: Node) -> Option<Node> {
    match (one, two) {
        (Node::Token(one), Node::Token(two)) => Some(Node::Token(all(one, two))),
        (Node::Phrase(kind, one), Node::Token(two)) | (Node::Token(two), Node::Phrase(kind, one)) => {
            Some(Node::Phrase(kind, all(one, two)))
        }
        (Node::Choice(parts), node @ Node::Token(_)) | (node @ Node::Token(_), Node::Choice(parts)) => {
            parts.into_iter().map(|part| both(part, node.clone())).collect::<Option<_>>().map(Node::Choice)
        }
        _ => None,
    }
}

/// Alternatives; of single tokens, one test.
fn merge(parts: Vec<Node>) -> Node {
    if parts.iter().all(|part| matches!(part, Node::Token(_))) {
        Node::Token(Test::Some(parts.into_iter().filter_map(test).collect()))
    } else {
        Node::Choice(parts)
    }
}
