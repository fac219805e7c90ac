//! Who did what to whom, sentence by sentence: what a set says beside what a reader finds.
//!
//! A set is a file of tab-separated lines: kind of construction, sentence, and the verbs that are asked, as `killed:army>rebels` joined by
//! `;`. Heads are single words, joined by `|`, and `-` stands for none. Only the verbs listed are asked; what a reader says of others is
//! passed over. A sentence is right where every verb asked has exactly the heads that the set gives: one head more is as wrong as one
//! less, because each becomes a draft.

use std::collections::{BTreeMap, BTreeSet};

/// Heads of those who did something and of those it was done to, by the verb or noun that tells it.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Role {
    verb: String,
    agents: BTreeSet<String>,
    patients: BTreeSet<String>,
}

impl Role {
    /// A verb with its heads, in whatever letters the sentence has them.
    pub fn new<'w>(
        verb: &str,
        agents: impl IntoIterator<Item = &'w str>,
        patients: impl IntoIterator<Item = &'w str>,
    ) -> Self {
        let fold = |words: &mut dyn Iterator<Item = &'w str>| words.map(str::to_lowercase).collect();
        Self {
            verb: verb.to_lowercase(),
            agents: fold(&mut agents.into_iter()),
            patients: fold(&mut patients.into_iter()),
        }
    }
}

impl std::fmt::Display for Role {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let heads = |heads: &BTreeSet<String>| match heads.len() {
            0 => "-".to_owned(),
            _ => heads.iter().map(String::as_str).collect::<Vec<_>>().join("|"),
        };
        write!(f, "{}:{}>{}", self.verb, heads(&self.agents), heads(&self.patients))
    }
}

/// A sentence of a set.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RoleSentence {
    /// What kind of construction.
    pub kind: String,
    /// The sentence.
    pub text: String,
    /// The verbs that are asked.
    pub asked: Vec<Role>,
}

/// A line that is not of the shape.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("line {line} of the sentences: {what}")]
pub struct RolesError {
    /// Its number, from 1.
    pub line: usize,
    /// What is wrong.
    pub what: String,
}

/// The sentences of a set.
///
/// # Errors
/// [`RolesError`] for a line without three fields, a verb without its heads, and a verb or head that is no word of the sentence.
pub fn sentences(lines: &str) -> Result<Vec<RoleSentence>, RolesError> {
    let mut found = Vec::new();
    for (at, line) in lines.lines().enumerate() {
        if line.trim().is_empty() || line.starts_with('#') {
            continue;
        }
        let fault = |what: String| RolesError { line: at + 1, what };
        let mut fields = line.split('\t');
        let (Some(kind), Some(text), Some(asked), None) =
            (fields.next(), fields.next(), fields.next(), fields.next())
        else {
            return Err(fault("a sentence has three fields: kind, sentence and verbs".to_owned()));
        };
        let asked = asked.split(';').map(|one| role(one, text)).collect::<Result<_, _>>().map_err(fault)?;
        found.push(RoleSentence { kind: kind.to_owned(), text: text.to_owned(), asked });
    }
    Ok(found)
}

fn role(asked: &str, sentence: &str) -> Result<Role, String> {
    let shape = || format!("`{asked}` is not of the shape `verb:agent|agent>patient|patient`");
    let (verb, heads) = asked.trim().split_once(':').ok_or_else(shape)?;
    let (agents, patients) = heads.split_once('>').ok_or_else(shape)?;
    let words: BTreeSet<&str> = sentence
        .split(|c: char| !(c.is_alphanumeric() || c == '-'))
        .filter(|word| !word.is_empty())
        .collect();
    let word = |word: &str| {
        words.contains(word).then_some(()).ok_or_else(|| format!("`{word}` is not a word of the sentence"))
    };
    let heads = |heads: &'_ str| -> Vec<String> {
        heads.split('|').map(str::trim).filter(|head| *head != "-").map(str::to_owned).collect()
    };
    let (agents, patients) = (heads(agents), heads(patients));
    word(verb)?;
    agents.iter().chain(&patients).try_for_each(|head| word(head))?;
    Ok(Role::new(verb, agents.iter().map(String::as_str), patients.iter().map(String::as_str)))
}

impl RoleSentence {
    /// What a reader found of the verbs asked, in order; of other verbs nothing.
    fn of_asked(&self, found: &[Role]) -> Vec<Role> {
        let asked: BTreeSet<&str> = self.asked.iter().map(|role| role.verb.as_str()).collect();
        let mut of: Vec<Role> =
            found.iter().filter(|role| asked.contains(role.verb.as_str())).cloned().collect();
        of.sort();
        of
    }

    /// Whether a reader has every verb asked with its heads and no others.
    pub fn is_right(&self, found: &[Role]) -> bool {
        let mut asked = self.asked.clone();
        asked.sort();
        asked == self.of_asked(found)
    }
}

/// How a reader did on a set.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct RolesScore {
    /// By kind of construction: sentences wholly right, and all.
    pub kinds: BTreeMap<String, (usize, usize)>,
    /// Each sentence that is not right, with what was found of the verbs asked.
    pub wrong: Vec<(RoleSentence, Vec<Role>)>,
}

impl RolesScore {
    /// Scores what a reader finds in each sentence.
    pub fn of(set: &[RoleSentence], reader: impl Fn(&str) -> Vec<Role>) -> Self {
        let mut score = Self::default();
        for sentence in set {
            let found = reader(&sentence.text);
            let right = sentence.is_right(&found);
            let kind = score.kinds.entry(sentence.kind.clone()).or_default();
            kind.0 += usize::from(right);
            kind.1 += 1;
            if !right {
                score.wrong.push((sentence.clone(), sentence.of_asked(&found)));
            }
        }
        score
    }

    /// Sentences wholly right, and all.
    pub fn total(&self) -> (usize, usize) {
        self.kinds.values().fold((0, 0), |sum, kind| (sum.0 + kind.0, sum.1 + kind.1))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const LINES: &str = "# kinds\n\
        active\tGuards shot a clerk and beat two sailors.\tshot:Guards>clerk;beat:Guards>sailors\n\
        passive\tA clerk was shot in Quenby.\tshot:->clerk\n";

    fn set() -> Vec<RoleSentence> {
        sentences(LINES).expect("lines of the shape")
    }

    fn shot() -> Role {
        Role::new("shot", ["guards"], ["clerk"])
    }

    fn beat() -> Role {
        Role::new("beat", ["Guards"], ["sailors"])
    }

    #[test]
    fn a_sentence_is_right_where_every_verb_asked_is() {
        let sentence = &set()[0];
        assert!(sentence.is_right(&[beat(), shot()]), "in whatever order");
        let other = Role::new("said", ["Ada"], []);
        assert!(sentence.is_right(&[shot(), other, beat()]), "other verbs are not asked");
        assert!(!sentence.is_right(&[shot()]), "a verb is missing");
    }

    #[test]
    fn agents_and_patients_may_not_change_places() {
        assert!(!set()[0].is_right(&[Role::new("shot", ["clerk"], ["guards"]), beat()]));
    }

    #[test]
    fn a_head_too_many_is_as_wrong_as_one_too_few() {
        let sentence = &set()[0];
        assert!(!sentence.is_right(&[Role::new("shot", ["guards"], ["clerk", "sailors"]), beat()]));
        assert!(!sentence.is_right(&[Role::new("shot", ["guards"], []), beat()]));
    }

    #[test]
    fn nobody_is_asked_as_nobody() {
        let sentence = &set()[1];
        assert!(sentence.is_right(&[Role::new("shot", [], ["clerk"])]));
        assert!(!sentence.is_right(&[Role::new("shot", ["Quenby"], ["clerk"])]));
        assert!(!sentence.is_right(&[]), "to say nothing of the verb is not to say that nobody did it");
    }

    #[test]
    fn a_verb_told_twice_is_not_one_told_once() {
        assert!(!set()[0].is_right(&[shot(), shot(), beat()]));
    }

    #[test]
    fn kinds_are_counted_apart() {
        let score =
            RolesScore::of(
                &set(),
                |text| {
                    if text.contains("was") { vec![shot()] } else { vec![shot(), beat()] }
                },
            );
        assert_eq!(score.kinds["active"], (1, 1));
        assert_eq!(score.kinds["passive"], (0, 1));
        assert_eq!(score.total(), (1, 2));
        assert_eq!(score.wrong[0].1[0].to_string(), "shot:guards>clerk");
        assert_eq!(score.wrong[0].0.asked[0].to_string(), "shot:->clerk");
    }

    #[test]
    fn lines_that_cannot_be_asked_are_named() {
        let fault = |line: &str| sentences(line).expect_err("a fault").to_string();
        assert_eq!(
            fault("\nactive\tGuards shot."),
            "line 2 of the sentences: a sentence has three fields: kind, sentence and verbs"
        );
        assert!(fault("active\tGuards shot.\tshot=Guards").contains("is not of the shape"));
        assert!(fault("active\tGuards shot.\tshot:guards>-").contains("`guards` is not a word"));
    }
}
