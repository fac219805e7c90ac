//! The test of a standard: elements joined by `and`, `or`, `not` and brackets. `not` binds closest, then `and`, then `or`.

use super::outcome::Lanes;
use assize_record::body::Facet;
use std::fmt;

/// How deep brackets and `not` may nest.
pub const MAX_DEPTH: usize = 64;

/// A test, read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Expression {
    /// An element, by name and facet.
    Element(ElementRef),
    /// Not the other.
    Not(Box<Expression>),
    /// All of them.
    And(Vec<Expression>),
    /// Any of them.
    Or(Vec<Expression>),
}

/// An element as a test names it: `approved`, `member.held`.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct ElementRef {
    /// Name of the element.
    pub name: String,
    /// Facet, for elements that name a certainty.
    pub facet: Option<Facet>,
}

/// Why a test cannot be read.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum ExpressionError {
    /// A character that no test has.
    #[error("`{found}` at byte {at} of the test: use names, `and`, `or`, `not` and brackets")]
    Character {
        /// The character.
        found: char,
        /// Where.
        at: usize,
    },
    /// A word that is not a facet.
    #[error("`{0}` is not a facet: use `held`, `reasonable` or `fact`")]
    Facet(String),
    /// Something else was due.
    #[error("expected {expected} at byte {at} of the test, found {found}")]
    Expected {
        /// What was due.
        expected: &'static str,
        /// What stands there.
        found: String,
        /// Where.
        at: usize,
    },
    /// Nested beyond [`MAX_DEPTH`].
    #[error("nested deeper than {MAX_DEPTH} levels: split the standard")]
    Depth,
}

impl Expression {
    /// Reads a test.
    ///
    /// # Errors
    /// [`ExpressionError`], with the byte at fault.
    pub fn parse(text: &str) -> Result<Self, ExpressionError> {
        let tokens = tokens(text)?;
        let mut parser = Parser { tokens: &tokens, at: 0, end: text.len() };
        let expression = parser.or(0)?;
        match parser.tokens.get(parser.at) {
            None => Ok(expression),
            Some((at, token)) => Err(ExpressionError::Expected {
                expected: "`and`, `or` or the end",
                found: token.to_string(),
                at: *at,
            }),
        }
    }

    /// Evaluates over lanes; `element` gives the lanes of each element.
    pub fn evaluate(&self, element: &impl Fn(&ElementRef) -> Lanes) -> Lanes {
        match self {
            Self::Element(name) => element(name),
            Self::Not(inner) => inner.evaluate(element).negated(),
            Self::And(parts) => {
                parts.iter().fold(Lanes::IDLE, |lanes, part| lanes.and(part.evaluate(element)))
            }
            Self::Or(parts) => parts.iter().fold(Lanes::IDLE, |lanes, part| lanes.or(part.evaluate(element))),
        }
    }

    /// The elements it names, in order of first mention, each once.
    pub fn elements(&self) -> Vec<&ElementRef> {
        fn walk<'e>(expression: &'e Expression, found: &mut Vec<&'e ElementRef>) {
            match expression {
                Expression::Element(name) if found.contains(&name) => {}
                Expression::Element(name) => found.push(name),
                Expression::Not(inner) => walk(inner, found),
                Expression::And(parts) | Expression::Or(parts) => {
                    parts.iter().for_each(|part| walk(part, found));
                }
            }
        }
        let mut found = Vec::new();
        walk(self, &mut found);
        found
    }
}

#[derive(Debug, Clone, PartialEq, Eq)]
enum Token {
    Name(ElementRef),
    And,
    Or,
    Not,
    Open,
    Close,
}

impl fmt::Display for Token {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Name(name) => write!(f, "`{name}`"),
            Self::And => f.write_str("`and`"),
            Self::Or => f.write_str("`or`"),
            Self::Not => f.write_str("`not`"),
            Self::Open => f.write_str("`(`"),
            Self::Close => f.write_str("`)`"),
        }
    }
}

impl fmt::Display for ElementRef {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.name)?;
        f.write_str(match self.facet {
            None => "",
            Some(Facet::Held) => ".held",
            Some(Facet::Reasonable) => ".reasonable",
            Some(Facet::Fact) => ".fact",
        })
    }
}

fn is_word(character: char) -> bool {
    character.is_ascii_lowercase() || character.is_ascii_digit() || matches!(character, '_' | '.')
}

fn tokens(text: &str) -> Result<Vec<(usize, Token)>, ExpressionError> {
    let mut tokens = Vec::new();
    let mut rest = text.char_indices().peekable();
    while let Some((at, character)) = rest.next() {
        let token = match character {
            ' ' | '\n' | '\t' => continue,
            '(' => Token::Open,
            ')' => Token::Close,
            first if first.is_ascii_lowercase() => {
                let mut end = at + 1;
                while let Some((next, _)) = rest.next_if(|(_, character)| is_word(*character)) {
                    end = next + 1;
                }
                word(&text[at..end])?
            }
            found => return Err(ExpressionError::Character { found, at }),
        };
        tokens.push((at, token));
    }
    Ok(tokens)
}

fn word(word: &str) -> Result<Token, ExpressionError> {
    let (name, facet) = match word.split_once('.') {
        None => (word, None),
        Some((name, "held")) => (name, Some(Facet::Held)),
        Some((name, "reasonable")) => (name, Some(Facet::Reasonable)),
        Some((name, "fact")) => (name, Some(Facet::Fact)),
        Some((_, facet)) => return Err(ExpressionError::Facet(facet.to_owned())),
    };
    Ok(match (name, facet) {
        ("and", None) => Token::And,
        ("or", None) => Token::Or,
        ("not", None) => Token::Not,
        _ => Token::Name(ElementRef { name: name.to_owned(), facet }),
    })
}

struct Parser<'t> {
    tokens: &'t [(usize, Token)],
    at: usize,
    end: usize,
}

impl Parser<'_> {
    fn peek(&self) -> Option<&Token> {
        self.tokens.get(self.at).map(|(_, token)| token)
    }

    fn eat(&mut self, token: &Token) -> bool {
        let eaten = self.peek() == Some(token);
        self.at += usize::from(eaten);
        eaten
    }

    fn or(&mut self, depth: usize) -> Result<Expression, ExpressionError> {
        let mut parts = vec![self.and(depth)?];
        while self.eat(&Token::Or) {
            parts.push(self.and(depth)?);
        }
        Ok(one_or(parts, Expression::Or))
    }

    fn and(&mut self, depth: usize) -> Result<Expression, ExpressionError> {
        let mut parts = vec![self.unary(depth)?];
        while self.eat(&Token::And) {
            parts.push(self.unary(depth)?);
        }
        Ok(one_or(parts, Expression::And))
    }

    fn unary(&mut self, depth: usize) -> Result<Expression, ExpressionError> {
        if depth >= MAX_DEPTH {
            return Err(ExpressionError::Depth);
        }
        if self.eat(&Token::Not) {
            return Ok(Expression::Not(Box::new(self.unary(depth + 1)?)));
        }
        if self.eat(&Token::Open) {
            let inner = self.or(depth + 1)?;
            return if self.eat(&Token::Close) { Ok(inner) } else { Err(self.expected("`)`")) };
        }
        match self.peek() {
            Some(Token::Name(name)) => {
                let name = name.clone();
                self.at += 1;
                Ok(Expression::Element(name))
            }
            _ => Err(self.expected("an element, `not` or `(`")),
        }
    }

    fn expected(&self, expected: &'static str) -> ExpressionError {
        let (at, found) = match self.tokens.get(self.at) {
            Some((at, token)) => (*at, token.to_string()),
            None => (self.end, "the end".to_owned()),
        };
        ExpressionError::Expected { expected, found, at }
    }
}

fn one_or(mut parts: Vec<Expression>, many: fn(Vec<Expression>) -> Expression) -> Expression {
    match parts.pop() {
        Some(only) if parts.is_empty() => only,
        last => {
            parts.extend(last);
            many(parts)
        }
    }
}
