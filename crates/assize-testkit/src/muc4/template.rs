//! Templates as text files lay them out, one numbered line a slot.

use super::fill::{Alternative, Fill};

/// Labels of the slots, by number.
pub const LABELS: [&str; 25] = [
    "MESSAGE: ID",
    "MESSAGE: TEMPLATE",
    "INCIDENT: DATE",
    "INCIDENT: LOCATION",
    "INCIDENT: TYPE",
    "INCIDENT: STAGE OF EXECUTION",
    "INCIDENT: INSTRUMENT ID",
    "INCIDENT: INSTRUMENT TYPE",
    "PERP: INCIDENT CATEGORY",
    "PERP: INDIVIDUAL ID",
    "PERP: ORGANIZATION ID",
    "PERP: ORGANIZATION CONFIDENCE",
    "PHYS TGT: ID",
    "PHYS TGT: TYPE",
    "PHYS TGT: NUMBER",
    "PHYS TGT: FOREIGN NATION",
    "PHYS TGT: EFFECT OF INCIDENT",
    "PHYS TGT: TOTAL NUMBER",
    "HUM TGT: NAME",
    "HUM TGT: DESCRIPTION",
    "HUM TGT: TYPE",
    "HUM TGT: NUMBER",
    "HUM TGT: FOREIGN NATION",
    "HUM TGT: EFFECT OF INCIDENT",
    "HUM TGT: TOTAL NUMBER",
];

/// Numbers of the slots that are looked at by name.
pub mod slot {
    /// When it happened.
    pub const DATE: usize = 2;
    /// Where it happened.
    pub const LOCATION: usize = 3;
    /// What kind of act it was.
    pub const TYPE: usize = 4;
    /// Whether it was done, tried or threatened.
    pub const STAGE: usize = 5;
    /// What kind of perpetrator.
    pub const CATEGORY: usize = 8;
    /// Perpetrators who are people.
    pub const INDIVIDUAL: usize = 9;
    /// Perpetrators that are organisations.
    pub const ORGANIZATION: usize = 10;
    /// How sure it is that an organisation did it.
    pub const CONFIDENCE: usize = 11;
    /// Things attacked.
    pub const THING: usize = 12;
    /// Kinds of things attacked.
    pub const THING_TYPE: usize = 13;
    /// Names of people attacked.
    pub const NAME: usize = 18;
    /// Descriptions of people attacked.
    pub const DESCRIPTION: usize = 19;
    /// Kinds of people attacked.
    pub const PERSON_TYPE: usize = 20;
    /// How many people.
    pub const NUMBER: usize = 21;
    /// What became of them.
    pub const EFFECT: usize = 23;
    /// How many people in all.
    pub const TOTAL: usize = 24;
}

/// One incident as a key or a system gives it.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Template {
    /// Number of the message.
    pub message: u32,
    /// Whether the key leaves it open that the incident belongs in the database.
    pub optional: bool,
    /// The fills by number of slot.
    pub slots: [Vec<Fill>; 25],
}

impl Template {
    /// An empty template of a message.
    pub fn of(message: u32) -> Self {
        Self { message, ..Self::default() }
    }
}

/// The templates of a file. A message without a relevant incident has a template of asterisks and gives none here.
pub fn templates(text: &str) -> Vec<Template> {
    let mut found: Vec<(Template, bool)> = Vec::new();
    let mut slot = None;
    let mut open = String::new();
    for line in text.lines() {
        if line.trim_start().starts_with(";;") {
            continue;
        }
        let rest = match labelled(line) {
            Some((0, rest)) => {
                found.push((Template::of(number(rest)), false));
                slot = None;
                continue;
            }
            Some((1, rest)) => {
                if let Some((template, relevant)) = found.last_mut() {
                    template.optional = rest.contains("OPTIONAL");
                    *relevant = rest.trim() != "*";
                }
                slot = None;
                continue;
            }
            Some((number, rest)) => {
                slot = Some(number);
                open.clear();
                rest
            }
            None if line.trim().is_empty() => continue,
            None => line,
        };
        let (Some(number), Some((template, _))) = (slot, found.last_mut()) else { continue };
        open.push_str(rest.trim());
        if (open.matches('"').count() - open.matches("\\\"").count()) % 2 == 1 {
            open.push(' ');
            continue;
        }
        if let Some(fill) = fill(&open, number) {
            template.slots[number].push(fill);
        }
        open.clear();
    }
    found.into_iter().filter(|(_, relevant)| *relevant).map(|(template, _)| template).collect()
}

/// The number of a slot and what follows its label.
fn labelled(line: &str) -> Option<(usize, &str)> {
    let (digits, rest) = line.trim_start().split_once('.')?;
    let number: usize = digits.parse().ok()?;
    let label = LABELS.get(number)?;
    Some((number, rest.trim_start().strip_prefix(label)?))
}

/// The number that ends the name of a message.
pub fn number(name: &str) -> u32 {
    let name = name.split_whitespace().next().unwrap_or_default();
    name.rsplit('-').next().and_then(|digits| digits.parse().ok()).unwrap_or_default()
}

/// A fill from its line; `None` for a slot left open or not applicable.
fn fill(line: &str, slot: usize) -> Option<Fill> {
    let line = line.trim();
    let (optional, line) = line.strip_prefix('?').map_or((false, line), |rest| (true, rest.trim()));
    if matches!(line, "-" | "*" | "") {
        return None;
    }
    let mut fill = Fill { optional, alternatives: Vec::new() };
    let mut values: Vec<String> = Vec::new();
    let mut referents: Vec<String> = Vec::new();
    let mut close = |values: &mut Vec<String>, referents: &mut Vec<String>| {
        for value in values.drain(..) {
            fill.alternatives.push(Alternative { value, referents: referents.clone() });
        }
        referents.clear();
    };
    for part in split(line, '/') {
        let halves = if slot == self::slot::LOCATION { vec![part] } else { split(part, ':') };
        let halves: Vec<String> = halves.iter().map(|half| plain(half)).collect();
        match halves.as_slice() {
            [value, referent] => {
                if !referents.is_empty() {
                    close(&mut values, &mut referents);
                }
                values.push(value.clone());
                referents.push(referent.clone());
            }
            [one] if referents.is_empty() => values.push(one.clone()),
            [one] => referents.push(one.clone()),
            _ => {}
        }
    }
    close(&mut values, &mut referents);
    fill.alternatives.retain(|alternative| !matches!(alternative.value.as_str(), "" | "*"));
    // An open slot among the alternatives makes the fill one that need not be given.
    let before = fill.alternatives.len();
    fill.alternatives.retain(|alternative| alternative.value != "-");
    fill.optional |= fill.alternatives.len() < before;
    (!fill.alternatives.is_empty()).then_some(fill)
}

/// Splits at a sign outside quotation marks.
fn split(line: &str, sign: char) -> Vec<&str> {
    let (mut parts, mut from, mut quoted, mut escaped) = (Vec::new(), 0, false, false);
    for (at, character) in line.char_indices() {
        if character == '"' && !escaped {
            quoted = !quoted;
        } else if character == sign && !quoted {
            parts.push(&line[from..at]);
            from = at + sign.len_utf8();
        }
        escaped = character == '\\';
    }
    parts.push(&line[from..]);
    parts
}

/// A value without quotation marks, enclosing brackets and runs of spaces.
fn plain(value: &str) -> String {
    let value = value.trim();
    let value = value.strip_prefix('(').and_then(|inner| inner.strip_suffix(')')).unwrap_or(value);
    let value = value.strip_prefix('"').and_then(|inner| inner.strip_suffix('"')).unwrap_or(value);
    value.replace('\\', "").split_whitespace().collect::<Vec<_>>().join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;

    const INVENTED: &str = "\
;;; a note
0.  MESSAGE: ID                     TST9-MUC4-0007
1.  MESSAGE: TEMPLATE               1 (OPTIONAL)
2.  INCIDENT: DATE                  (03 MAY 89) / (- 03 MAY 89)
3.  INCIDENT: LOCATION              FREEDONIA: PORT OLAF (CITY) / FREEDONIA
4.  INCIDENT: TYPE                  BOMBING
10. PERP: ORGANIZATION ID           -
18. HUM TGT: NAME                   \"ANN \\\"RED\\\" DOE\"
19. HUM TGT: DESCRIPTION            \"CLERK\" / \"OFFICE CLERK\": \"ANN DOE\"
                                    ? \"PASSERBY\"
23. HUM TGT: EFFECT OF INCIDENT     DEATH: \"A\" / \"B\"
                                    INJURY / DEATH: \"PASSERBY\"

0.  MESSAGE: ID                     TST9-MUC4-0008
1.  MESSAGE: TEMPLATE               *
2.  INCIDENT: DATE                  *
";

    #[test]
    fn a_file_gives_its_relevant_templates() {
        let found = templates(INVENTED);
        assert_eq!(found.len(), 1);
        let template = &found[0];
        assert!(template.optional);
        assert_eq!(template.message, 7);
        let values = |number: usize| {
            template.slots[number]
                .iter()
                .map(|fill| {
                    let all: Vec<_> = fill
                        .alternatives
                        .iter()
                        .map(|a| format!("{}<{}>", a.value, a.referents.join("|")))
                        .collect();
                    format!("{}{}", if fill.optional { "?" } else { "" }, all.join(" or "))
                })
                .collect::<Vec<_>>()
        };
        assert_eq!(values(slot::DATE), ["03 MAY 89<> or - 03 MAY 89<>"]);
        assert_eq!(values(slot::LOCATION), ["FREEDONIA: PORT OLAF (CITY)<> or FREEDONIA<>"]);
        assert_eq!(values(slot::ORGANIZATION), [""; 0]);
        assert_eq!(values(slot::NAME), ["ANN \"RED\" DOE<>"]);
        assert_eq!(values(slot::DESCRIPTION), ["CLERK<ANN DOE> or OFFICE CLERK<ANN DOE>", "?PASSERBY<>"]);
        assert_eq!(values(slot::EFFECT), ["DEATH<A|B>", "INJURY<PASSERBY> or DEATH<PASSERBY>"]);
    }
}
