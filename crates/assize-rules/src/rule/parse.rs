//! The lines of a rule file.

use super::element::{Definitions, Element, Parser};
use super::scan::scan;
use super::{ConditionKind, ConditionText, Example, Name, OutputText, RuleText, Rules};
use crate::fault::{Fault, Place, SourceFile};

/// Words a line may begin with.
const KEYWORDS: [&str; 9] = ["rule", "match", "with", "without", "if", "=>", "yes", "no", "define"];

/// Reads every file; faults of all lines together.
pub(super) fn parse<'s>(files: &[SourceFile<'s>]) -> Result<Rules<'s>, Vec<Fault>> {
    let mut reader = Reader::default();
    for file in files {
        reader.file(*file);
    }
    if reader.faults.is_empty() {
        Ok(Rules { rules: reader.rules, examples: reader.examples, defined: reader.defined })
    } else {
        Err(reader.faults)
    }
}

#[derive(Default)]
struct Reader<'s> {
    rules: Vec<RuleText<'s>>,
    examples: Vec<Example>,
    definitions: Definitions<'s>,
    defined: Vec<Name<'s>>,
    faults: Vec<Fault>,
    /// How many `yes` and `no` lines the last rule has.
    counts: (u32, u32),
    /// Whether a rule has begun in this file.
    begun: bool,
    /// Faults there were when the last rule began: what a faulty line would have given is not missing.
    before: usize,
}

impl<'s> Reader<'s> {
    fn file(&mut self, file: SourceFile<'s>) {
        self.definitions.clear();
        self.begun = false;
        for (line, number) in file.text.lines().zip(1..) {
            let text = line.trim_start();
            if text.is_empty() || text.starts_with('#') {
                continue;
            }
            let indent = line.chars().count() - text.chars().count();
            let place = Place { file: file.name, line: number, column: 1 }.at(indent + 1);
            if let Err(fault) = self.line(place, text) {
                self.faults.push(fault);
            }
        }
        self.end_rule();
    }

    fn line(&mut self, place: Place<'s>, text: &'s str) -> Result<(), Fault> {
        let length = text.find(char::is_whitespace).unwrap_or(text.len());
        let (keyword, rest) = text.split_at_checked(length).unwrap_or((text, ""));
        let trimmed = rest.trim_start();
        let skipped = keyword.chars().count() + rest.chars().count() - trimmed.chars().count();
        let after = place.at(place.column as usize + skipped);
        let trimmed = trimmed.trim_end();
        match keyword {
            "rule" => self.rule(place, after, trimmed),
            "define" => self.define(after, trimmed),
            "match" => self.pattern(place, after, trimmed),
            "with" | "without" | "if" => {
                let condition = self.condition(keyword, after, trimmed)?;
                self.current(place)?.conditions.push(condition);
                Ok(())
            }
            "=>" => {
                let output = output(after, trimmed)?;
                self.current(place)?.outputs.push(output);
                Ok(())
            }
            "yes" => self.example(place, after, trimmed, true),
            "no" => self.example(place, after, trimmed, false),
            other => {
                let fault = place.fault(format!("`{other}` does not begin a line of a rule"));
                Err(fault.near(other, KEYWORDS.into_iter()))
            }
        }
    }

    /// The rule that a line belongs to.
    fn current(&mut self, place: Place<'s>) -> Result<&mut RuleText<'s>, Fault> {
        let begun = self.begun;
        let current = self.rules.last_mut().filter(|_| begun);
        current
            .ok_or_else(|| place.fault("this line belongs to no rule").hint("begin with `rule NAME \"…\"`"))
    }

    fn rule(&mut self, place: Place<'s>, after: Place<'s>, text: &'s str) -> Result<(), Fault> {
        self.end_rule();
        let (id, rest) = text.split_once(char::is_whitespace).unwrap_or((text, ""));
        let description = rest.trim().strip_prefix('"').and_then(|rest| rest.strip_suffix('"')).unwrap_or("");
        let rule =
            RuleText { place, id, description, pattern: None, conditions: Vec::new(), outputs: Vec::new() };
        let before = self.rules.iter().find(|rule| rule.id == id).map(|rule| rule.place);
        self.rules.push(rule);
        self.begun = true;
        self.before = self.faults.len();
        let named =
            |letter: char| letter.is_ascii_lowercase() || letter.is_ascii_digit() || ".-".contains(letter);
        if id.is_empty() || !id.chars().all(named) {
            return Err(after
                .fault(format!("`{id}` is not the name of a rule"))
                .hint("such as `act.killed`"));
        }
        if description.is_empty() {
            return Err(after.fault(format!("rule `{id}` does not say in quotes what it recognises")));
        }
        match before {
            Some(first) => {
                Err(after.fault(format!("rule `{id}` already stands at {}:{}", first.file, first.line)))
            }
            None => Ok(()),
        }
    }

    /// Checks that the rule that ends here is whole.
    fn end_rule(&mut self) {
        let (yes, no) = std::mem::take(&mut self.counts);
        let whole = self.faults.len() == self.before;
        let Some(rule) = self.rules.last().filter(|_| self.begun && whole) else { return };
        let missing = [
            (rule.pattern.is_none(), "`match` line"),
            (rule.outputs.is_empty(), "`=>` line"),
            (yes == 0, "`yes` line"),
            (no == 0, "`no` line"),
        ];
        let faults = missing.iter().filter(|(missing, _)| *missing);
        let faults = faults.map(|(_, line)| rule.place.fault(format!("rule `{}` has no {line}", rule.id)));
        self.faults.extend(faults);
    }

    fn parser(&self, place: Place<'s>, text: &'s str) -> Result<Parser<'s, '_>, Fault> {
        let end = place.at(place.column as usize + text.chars().count());
        Ok(Parser::new(scan(place, text)?, end, &self.definitions))
    }

    fn whole(&self, place: Place<'s>, text: &'s str) -> Result<Element<'s>, Fault> {
        let mut parser = self.parser(place, text)?;
        let element = parser.choice()?;
        parser.finish()?;
        Ok(element)
    }

    fn define(&mut self, place: Place<'s>, text: &'s str) -> Result<(), Fault> {
        if self.begun {
            return Err(place.fault("abbreviations stand before the first rule"));
        }
        let Some((name, rest)) = text.split_once('=') else {
            return Err(place.fault("an abbreviation is `define NAME = element`"));
        };
        let column = place.column as usize + name.chars().count() + 1;
        let element = self.whole(place.at(column), rest)?;
        let name = name.trim();
        if self.definitions.insert(name, element).is_some() {
            return Err(place.fault(format!("`{name}` is defined twice")));
        }
        self.defined.push(Name { place, text: name });
        Ok(())
    }

    fn pattern(&mut self, place: Place<'s>, after: Place<'s>, text: &'s str) -> Result<(), Fault> {
        let element = self.whole(after, text)?;
        let rule = self.current(place)?;
        if rule.pattern.replace(element).is_some() {
            return Err(place.fault(format!("rule `{}` has a second `match` line", rule.id)));
        }
        Ok(())
    }

    fn condition(&self, keyword: &str, place: Place<'s>, text: &'s str) -> Result<ConditionText<'s>, Fault> {
        let mut parser = self.parser(place, text)?;
        let what = if keyword == "with" { "a role" } else { "a feature or role" };
        let mut names = vec![parser.name(what)?];
        while parser.take('|') {
            names.push(parser.name(what)?);
        }
        let kind = match keyword {
            "without" => ConditionKind::Without,
            "if" => ConditionKind::If,
            _ if parser.take('?') => ConditionKind::With { needed: false, every_role: false },
            _ if parser.take('*') => ConditionKind::With { needed: false, every_role: true },
            _ if parser.take('+') => ConditionKind::With { needed: true, every_role: true },
            _ => ConditionKind::With { needed: true, every_role: false },
        };
        let mut of = None;
        if parser.peek() == Some(super::scan::SignKind::Name("of")) {
            parser.name("`of`")?;
            of = Some(parser.name("the name of a capture")?);
        }
        let bare = parser.peek().is_none() && keyword != "with";
        let constraint = if bare { None } else { Some(parser.choice()?) };
        parser.finish()?;
        Ok(ConditionText { place, kind, names, of, constraint })
    }

    fn example(&mut self, place: Place<'s>, after: Place<'s>, text: &'s str, yes: bool) -> Result<(), Fault> {
        let rule = self.current(place)?.id.to_owned();
        if yes {
            self.counts.0 += 1;
        } else {
            self.counts.1 += 1;
        }
        let mut parts = split_wide(text).into_iter();
        let (_, sentence) = parts.next().unwrap_or_default();
        if sentence.is_empty() {
            return Err(after.fault("an example has a sentence"));
        }
        let mut captures: Vec<(String, Vec<String>)> = Vec::new();
        for (offset, part) in parts {
            let here = after.at(after.column as usize + offset);
            let Some((name, value)) = part.split_once('=') else {
                return Err(here.fault(format!("`{part}` is not `capture=words`")).hint(
                    "two spaces or a tab end the sentence and every capture; inside them words have one space",
                ));
            };
            if captures.iter().any(|(known, _)| known == name) {
                return Err(here.fault(format!("`{name}` is stated twice")).hint("join phrases by ` | `"));
            }
            let phrases = value.split(" | ").map(|phrase| phrase.trim().to_owned()).filter(|one| one != "-");
            captures.push((name.to_owned(), phrases.collect()));
        }
        if !yes && !captures.is_empty() {
            return Err(after.fault("a `no` line has no captures"));
        }
        let captures = yes.then_some(captures);
        let (file, line) = (place.file.to_owned(), place.line);
        self.examples.push(Example { rule, text: sentence.to_owned(), captures, file, line });
        Ok(())
    }
}

/// The parts of a line between tabs or at least two spaces, with their offsets in characters.
fn split_wide(text: &str) -> Vec<(usize, &str)> {
    let mut parts = Vec::new();
    let (mut rest, mut column) = (text, 0);
    loop {
        let cut = rest.find("  ").into_iter().chain(rest.find('\t')).min();
        let part = rest.get(..cut.unwrap_or(rest.len())).unwrap_or_default();
        parts.push((column, part.trim()));
        let after = rest.get(part.len()..).unwrap_or_default();
        let next = after.trim_start();
        if cut.is_none() || next.is_empty() {
            return parts;
        }
        column += part.chars().count() + after.chars().count() - next.chars().count();
        rest = next;
    }
}

/// `=> name key=value …`; a key alone is the capture of its name.
fn output<'s>(place: Place<'s>, text: &'s str) -> Result<OutputText<'s>, Fault> {
    let mut words = Vec::new();
    let (mut rest, mut column) = (text, place.column as usize);
    while !rest.is_empty() {
        let length = rest.find(char::is_whitespace).unwrap_or(rest.len());
        let (word, after) = rest.split_at_checked(length).unwrap_or((rest, ""));
        words.push(Name { place: place.at(column), text: word });
        let next = after.trim_start();
        column += word.chars().count() + after.chars().count() - next.chars().count();
        rest = next;
    }
    let mut words = words.into_iter();
    let name = words.next().ok_or_else(|| place.fault("an output is missing after `=>`"))?;
    let values = words
        .map(|word| {
            let (key, value) = word.text.split_once('=').unwrap_or((word.text, word.text));
            let shift = if value.len() == word.text.len() { 0 } else { key.chars().count() + 1 };
            let value = Name { place: word.place.at(word.place.column as usize + shift), text: value };
            (Name { place: word.place, text: key }, value)
        })
        .collect();
    Ok(OutputText { name, values })
}
