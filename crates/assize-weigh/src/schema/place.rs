//! Where a key stands in a file, so that its words can be underlined.

use std::ops::Range;
use toml::{
    Spanned,
    de::{DeTable, DeValue},
};

/// The bytes that a key path speaks of: steps joined by `, `. A step is a key (its value is meant), or a key with a name in backticks:
/// the table of a list whose `name` that is, or the key of that name in a table. What cannot be followed ends the path.
pub(super) fn locate(toml: &str, path: &str) -> Option<Range<usize>> {
    let document = DeTable::parse(toml).ok()?;
    let mut here = document.get_ref();
    let mut found = None;
    for step in path.split(", ") {
        let (key, name) = match step.split_once(" `") {
            Some((key, name)) => (key, Some(name.trim_end_matches('`'))),
            None => (step, None),
        };
        let Some(value) = here.get(key) else { break };
        let Some(name) = name else {
            found = Some(value.span());
            let Some(table) = value.get_ref().as_table() else { break };
            here = table;
            continue;
        };
        let Some((at, table)) = named(value, name) else { break };
        found = Some(at);
        let Some(table) = table.get_ref().as_table() else { break };
        here = table;
    }
    found
}

/// What has a name: in a list the table that says it is called so, in a table the key.
fn named<'t>(
    value: &'t Spanned<DeValue<'t>>,
    name: &str,
) -> Option<(Range<usize>, &'t Spanned<DeValue<'t>>)> {
    if let Some(list) = value.get_ref().as_array() {
        return list.iter().find_map(|item| {
            let called = item.get_ref().as_table()?.get("name")?;
            (called.get_ref().as_str() == Some(name)).then(|| (called.span(), item))
        });
    }
    let table = value.get_ref().as_table()?;
    table.iter().find(|(key, _)| key.get_ref() == name).map(|(key, value)| (key.span(), value))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_path_leads_to_the_words() {
        let toml = "id = \"a\"\n[[version]]\nname = \"one\"\ntest = \"x\"\n[version.element]\nx = { ask = \"y\", flag = \"z\" }\n";
        for (path, words) in [
            ("id", "\"a\""),
            ("version `one`, test", "\"x\""),
            ("version `one`, element `x`", "x"),
            ("version `one`, element `x`, flag", "\"z\""),
            ("version `one`, nothing", "\"one\""),
        ] {
            assert_eq!(locate(toml, path).map(|at| &toml[at]), Some(words), "{path}");
        }
        assert_eq!(locate(toml, "nothing"), None);
        assert_eq!(locate("= not toml", "id"), None);
    }
}
