//! temporary
#![allow(clippy::all, missing_docs)]
use assize_reader::{
    Document, document::parse::parse, document::sentence::Sentence, quantity, segment, timex,
};
use std::collections::BTreeSet;
fn main() {
    let file = std::env::args().nth(1).unwrap();
    let verbose = std::env::args().nth(2).is_some();
    let (mut all, mut right) = (0, 0);
    for line in std::fs::read_to_string(file).unwrap().lines().filter(|l| !l.starts_with('#')) {
        let mut cols = line.split('\t');
        let (kind, text, want) = (cols.next().unwrap(), cols.next().unwrap(), cols.next().unwrap());
        let on = "2031-06-20".parse().unwrap();
        let document = Document::published(text, on);
        let segments = segment::segment(text);
        let (times, _) = timex::times(&document, &segments);
        let counted = quantity::quantities(&document, &segments, &times);
        let lower = text.to_ascii_lowercase();
        let parsed =
            parse(assize_reader::grammar::Grammar::english(), text, &lower, &segments, &times, &counted);
        let mut got_all = Vec::new();
        let mut ok = true;
        for part in want.split(';') {
            let (verb, roles) = part.split_once(':').unwrap();
            let (a, p) = roles.split_once('>').unwrap();
            let set = |s: &str| -> BTreeSet<String> {
                s.split('|').filter(|x| *x != "-").map(str::to_owned).collect()
            };
            let mut got = (BTreeSet::new(), BTreeSet::new());
            for s in &parsed.sentences {
                let heads = |list: &[usize]| -> BTreeSet<String> {
                    list.iter()
                        .map(|p| {
                            let t = &s.tokens[s.phrases[*p].head];
                            text[t.start..t.end].to_owned()
                        })
                        .collect()
                };
                if let Some(pr) = s.predicates.iter().find(|pr| {
                    let t = &s.tokens[pr.head];
                    &text[t.start..t.end] == verb
                }) {
                    let patient = heads(pr.patient());
                    got = (heads(pr.agent()), patient);
                    if got.0.is_empty() {
                        if let Some(m) = pr.modifier.filter(|m| s.acts(*m)) {
                            let t = &s.tokens[m];
                            got.0.insert(text[t.start..t.end].to_owned());
                        }
                    }
                }
            }
            if got != (set(a), set(p)) {
                ok = false;
            }
            got_all.push(format!("{verb}:{:?}>{:?}", got.0, got.1));
        }
        all += 1;
        if ok {
            right += 1
        } else if verbose {
            println!("{kind}\t{text}\n   want {want}\n   got  {}", got_all.join(";"));
            for s in &parsed.sentences {
                println!(
                    "   {}",
                    s.tokens
                        .iter()
                        .map(|t| format!("{}/{}", &text[t.start..t.end], t.tag.name()))
                        .collect::<Vec<_>>()
                        .join(" ")
                );
                println!(
                    "   {}",
                    s.phrases
                        .iter()
                        .map(|p| format!("[{}]", s.bytes(&p.run()).slice(text).unwrap()))
                        .collect::<Vec<_>>()
                        .join(" ")
                );
                let _: &Sentence = s;
            }
        }
    }
    println!("{right} of {all}");
}
