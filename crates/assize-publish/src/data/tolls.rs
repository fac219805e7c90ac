//! `data/tolls.json`: every toll with all that it rests on. Methods that come to one line share it, and what stands in many findings stands once.

use super::is_id;
use crate::files::Json;
use assize_record::EntryId;
use assize_weigh::toll::Tolls;
use serde::Serialize;
use serde_json::{Map, Value, json};
use std::collections::BTreeMap;

/// The name of its form: `{schema, scopes, incidents, campaigns, totals}`. A subject has `ids`, to which numbers stand for below it, `lines`, and `findings`,
/// one a method, whose `lines` are places in those and whose `scope` is one in `scopes`.
const SCHEMA: &str = "assize.tolls/2";

pub(super) fn told(tolls: &Tolls) -> Json {
    let mut scopes = Vec::new();
    let incidents: Vec<Value> = tolls
        .incidents
        .chunk_by(|a, b| a.subject == b.subject)
        .map(|all| subject(all[0].subject, all, &mut scopes))
        .collect();
    let campaigns: Vec<Value> = tolls
        .campaigns
        .chunk_by(|a, b| a.subject == b.subject)
        .map(|all| subject(all[0].subject, all, &mut scopes))
        .collect();
    Json::default()
        .array(&format!("{{\"schema\":\"{SCHEMA}\",\"scopes\":"), &scopes, ",\n")
        .array("\"incidents\":", &incidents, ",\n")
        .array("\"campaigns\":", &campaigns, ",\n")
        .array("\"totals\":", &tolls.totals, "}\n")
}

/// All findings of one subject.
fn subject(id: EntryId, findings: &[impl Serialize], scopes: &mut Vec<Value>) -> Value {
    let (mut ids, mut lines) = (Ids::default(), Vec::new());
    let findings: Vec<Value> = findings
        .iter()
        .map(|finding| {
            let mut finding = match serde_json::to_value(finding) {
                Ok(Value::Object(fields)) => fields,
                _ => Map::new(),
            };
            finding.remove("schema");
            finding.remove("subject");
            finding.retain(|name, value| name != "as_known" || *value != json!({}));
            if let Some(scope) = finding.remove("scope") {
                finding.insert("scope".to_owned(), json!(place(scopes, scope)));
            }
            let own = finding.remove("lines").unwrap_or_default();
            let own = own.as_array().cloned().unwrap_or_default();
            let own: Vec<usize> = own
                .into_iter()
                .map(|mut line| {
                    by_place(&mut line, &mut ids);
                    place(&mut lines, line)
                })
                .collect();
            let mut finding = Value::Object(finding);
            by_place(&mut finding, &mut ids);
            finding["lines"] = json!(own);
            finding
        })
        .collect();
    json!({ "subject": id, "ids": ids.all, "lines": lines, "findings": findings })
}

/// Where a value stands among others, put to them where it is none.
fn place(all: &mut Vec<Value>, value: Value) -> usize {
    all.iter().position(|known| *known == value).unwrap_or_else(|| {
        all.push(value);
        all.len() - 1
    })
}

/// Ids in the order in which they came up.
#[derive(Default)]
struct Ids {
    all: Vec<String>,
    places: BTreeMap<String, usize>,
}

impl Ids {
    fn place(&mut self, id: &str) -> usize {
        if let Some(at) = self.places.get(id) {
            return *at;
        }
        self.places.insert(id.to_owned(), self.all.len());
        self.all.push(id.to_owned());
        self.all.len() - 1
    }
}

/// Puts the place of an id among `ids` where an id stands.
fn by_place(value: &mut Value, ids: &mut Ids) {
    match value {
        Value::String(text) if is_id(text) => {
            *value = json!(ids.place(text));
        }
        Value::Array(all) => all.iter_mut().for_each(|one| by_place(one, ids)),
        Value::Object(fields) => fields.values_mut().for_each(|one| by_place(one, ids)),
        _ => {}
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The same with every number of `ids`, `lines` and `scopes` put back.
    fn whole(told: &Value, scopes: &[Value]) -> Vec<Value> {
        fn put_back(value: &mut Value, ids: &[Value], inside: bool) {
            match value {
                Value::Number(n) if inside => {
                    *value = ids[usize::try_from(n.as_u64().unwrap()).unwrap()].clone();
                }
                Value::Array(all) => all.iter_mut().for_each(|one| put_back(one, ids, inside)),
                Value::Object(fields) => {
                    for (name, one) in fields {
                        put_back(one, ids, name == "claims" || name == "claim" || name == "because");
                    }
                }
                _ => {}
            }
        }
        let (ids, lines) = (told["ids"].as_array().unwrap(), told["lines"].as_array().unwrap());
        let findings = told["findings"].as_array().unwrap().iter().cloned();
        findings
            .map(|mut finding| {
                let own = finding["lines"].as_array().unwrap().iter();
                let own: Vec<Value> =
                    own.map(|at| lines[usize::try_from(at.as_u64().unwrap()).unwrap()].clone()).collect();
                finding["lines"] = json!(own);
                put_back(&mut finding, ids, false);
                if let Some(scope) = finding.get("scope").and_then(Value::as_u64) {
                    finding["scope"] = scopes[usize::try_from(scope).unwrap()].clone();
                }
                finding["subject"] = told["subject"].clone();
                finding
            })
            .collect()
    }

    #[test]
    fn what_stands_once_is_all_that_there_was() {
        let claim = |n: u8| json!(format!("{n:02x}").repeat(32));
        let line = |n| json!({ "role": "killed", "low": { "value": n, "claims": [claim(1)] }, "claims": [claim(1), claim(2)] });
        let scope = json!({ "words": "covert strikes" });
        let of = |method: &str, lines: Vec<Value>, why: u8| json!({ "subject": claim(9), "method": method, "scope": scope, "grade": { "because": [claim(why)] }, "lines": lines });
        let findings = [
            of("acled", vec![line(4), line(5)], 2),
            of("bij", vec![line(4)], 3),
            of("ibc", vec![line(6)], 2),
        ];
        let mut scopes = Vec::new();
        let told = subject(EntryId::from_bytes([9; 32]), &findings, &mut scopes);
        assert_eq!(whole(&told, &scopes), findings);
        assert_eq!(told["lines"].as_array().unwrap().len(), 3, "a line that two methods come to stands once");
        assert_eq!((told["ids"].as_array().unwrap().len(), scopes.len()), (3, 1));
    }
}
