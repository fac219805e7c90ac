//! Properties as the questions that they answer.

/// Property without its subject, and the question it answers.
const QUESTIONS: [(&str, &str); 38] = [
    ("killed", "How many were killed"),
    ("injured", "How many were injured"),
    ("survived", "How many survived"),
    ("missing", "How many are missing"),
    ("detained", "How many were detained"),
    ("aboard", "How many were in or on the target"),
    ("members", "How many of the killed were members"),
    ("affiliates", "How many of the killed were affiliates, not members"),
    ("identified", "How many of the killed had been identified by name beforehand"),
    ("happened-on", "When it happened"),
    ("place", "Where it happened"),
    ("domain", "On land, at sea or in the air"),
    ("position", "At what position"),
    ("campaign", "What campaign it was part of"),
    ("means", "By what means"),
    ("target", "What was struck"),
    ("conducted-by", "Who conducted it"),
    ("approved-by", "Who approved it"),
    ("commanded-by", "Who commanded it"),
    ("target-group", "Which group those attacked are said to be of"),
    ("intended-target", "Whom it was meant for"),
    ("affiliation-factor", "By what those attacked were taken to be affiliated"),
    ("nationality", "Of what nationality"),
    ("cargo", "What was on board"),
    ("bound-for", "Where it was bound for"),
    ("strikes", "How many attacks"),
    ("survivors-struck", "Whether survivors of an attack were struck again"),
    ("identities-known", "Whether those attacked were known by name beforehand"),
    ("identities-published", "Whether the names of the dead were published"),
    ("kind", "Of what kind it was"),
    ("directed-by", "Who directs it"),
    ("listed", "Whether it was listed"),
    ("began-on", "When it began"),
    ("targets", "How many targets were struck"),
    ("role", "What office was held"),
    ("considered", "What was considered and not done"),
    ("command", "Who held command"),
    ("engagement", "Who could approve"),
];

/// What is asked of an incident first, and what is said where nothing on the record answers it.
pub(crate) const KEY_QUESTIONS: [(&str, &str); 7] = [
    ("incident.killed", "How many were killed"),
    ("incident.happened-on", "On which day it happened"),
    ("incident.place", "Where it happened"),
    ("incident.conducted-by", "Who conducted it"),
    ("incident.approved-by", "Who approved it"),
    ("incident.means", "By what means"),
    ("incident.survived", "Whether anybody survived"),
];

/// The question that a property answers: `How many were killed`.
pub(crate) fn of(property: &str) -> String {
    let name = property.split_once('.').map_or(property, |(_, name)| name);
    let known = QUESTIONS.iter().find(|(known, _)| *known == name);
    known.map_or_else(
        || super::words::capital(&name.replace('-', " ")),
        |(_, question)| (*question).to_owned(),
    )
}

/// The place of a question on a page: tolls first, then when, where and who, and what nobody listed last.
pub(crate) fn rank(property: &str) -> usize {
    let name = property.split_once('.').map_or(property, |(_, name)| name);
    QUESTIONS.iter().position(|(known, _)| *known == name).unwrap_or(QUESTIONS.len())
}

/// The word by which an address names a question: `killed`, `killed-civilian`.
pub(crate) fn anchor(property: &str, status: Option<&str>) -> String {
    let name = property.split_once('.').map_or(property, |(_, name)| name);
    let word: String = name.chars().map(|c| if c.is_ascii_alphanumeric() { c } else { '-' }).collect();
    status.map_or_else(|| format!("q-{word}"), |status| format!("q-{word}-{status}"))
}
