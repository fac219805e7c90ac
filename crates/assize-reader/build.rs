//! Compiles the shipped words and rules: a fault in one of them stops the build with its file and line.

#![allow(clippy::disallowed_methods, reason = "a build script reads and writes files")]

use assize_rules::SourceFile;
use std::{env, error::Error, fs, path::Path};

#[allow(dead_code, missing_docs, unreachable_pub, reason = "the reader uses them all")]
mod terms {
    include!("src/terms.rs");
}

const SCHEMA: &str = "../../schema";

fn main() -> Result<(), Box<dyn Error>> {
    let words = files("lexicons/en", "tsv")?;
    let rules = files("rules/en", "rule")?;
    let properties = fs::read_to_string(Path::new(SCHEMA).join("properties.toml"))?;
    println!("cargo::rerun-if-changed={SCHEMA}/properties.toml");
    println!("cargo::rerun-if-changed=src/terms.rs");
    let properties: toml::Table = toml::from_str(&properties)?;
    let names: Vec<String> = properties
        .get("property")
        .and_then(toml::Value::as_table)
        .map(|table| table.keys().cloned().collect())
        .ok_or("schema/properties.toml has no table `property`")?;

    let compiled = terms::compiled(&sources(&words), &sources(&rules), &names).map_err(all)?;
    let bytes = postcard::to_allocvec(&compiled)?;
    let out = env::var("OUT_DIR")?;
    fs::write(Path::new(&out).join("english.bin"), bytes)?;
    let texts = format!("{}{}", texts("WORDS", &words), texts("RULES", &rules));
    fs::write(Path::new(&out).join("shipped.rs"), texts)?;
    Ok(())
}

/// A constant that holds the names and texts of files, for those who want to see what was compiled.
fn texts(constant: &str, files: &[(String, String)]) -> String {
    let file = |(name, _): &(String, String)| {
        let path = format!("concat!(env!(\"CARGO_MANIFEST_DIR\"), \"/../../{name}\")");
        format!("    SourceFile {{ name: \"{name}\", text: include_str!({path}) }},\n")
    };
    let files: String = files.iter().map(file).collect();
    format!("pub(super) const {constant}: &[SourceFile<'static>] = &[\n{files}];\n")
}

/// Name and text of every file of a folder with that ending, by name.
fn files(folder: &str, ending: &str) -> Result<Vec<(String, String)>, Box<dyn Error>> {
    let path = Path::new(SCHEMA).join(folder);
    println!("cargo::rerun-if-changed={}", path.display());
    let mut found = Vec::new();
    for entry in fs::read_dir(&path)? {
        let entry = entry?.path();
        if entry.extension().is_some_and(|found| found == ending) {
            println!("cargo::rerun-if-changed={}", entry.display());
            let name = entry.file_name().unwrap_or_default().to_string_lossy().into_owned();
            found.push((format!("schema/{folder}/{name}"), fs::read_to_string(&entry)?));
        }
    }
    found.sort();
    Ok(found)
}

fn sources(files: &[(String, String)]) -> Vec<SourceFile<'_>> {
    files.iter().map(|(name, text)| SourceFile { name, text }).collect()
}

fn all(faults: Vec<assize_rules::Fault>) -> Box<dyn Error> {
    faults.iter().map(ToString::to_string).collect::<Vec<_>>().join("\n").into()
}
