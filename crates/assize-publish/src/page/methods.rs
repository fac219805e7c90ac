//! Methods: toll rules, proof standards and legal standards, each with its citation and version.

use super::{Frame, Page};
use crate::site::Settings;
use assize_weigh::schema::{SchemaFile, SchemaKind};
use maud::html;

pub(super) fn pages(frame: &Frame<'_>) -> Vec<Page> {
    let Settings { methods, proofs, standards, schema, .. } = frame.settings;
    let used = used(frame.settings);
    let content = html! {
        p { "No method here is the answer. Every one is computed here from the same claims by the recorder's rule, not by the recorder, and shown beside the others." }
        h2 { "Tolls" }
        @for method in methods {
            h3 id=(method.id) { (method.name) " " span.small { (method.id) ", version " (method.version) } }
            p { (method.rule) }
            @if let Some(counts) = method.counts_in_words() { p { (counts) ". Nobody else is counted under its name here." } }
            @if let Some(scope) = &method.scope {
                p { (method.name) " records " (scope.words) @if let Some(only) = &scope.only_where { ", and only where " (only) }
                    ". Other events are computed by its rule and say that it does not record them itself." }
            }
            p.small { (method.citation.title) ", " (method.citation.publisher) ", " (method.citation.edition) ", " (method.citation.year)
                "; checked: " (super::toll::kebab(&method.citation.checked)) ". " span.hash { (method.citation.url) } }
        }
        h2 id="origins" { "Origins" }
        p { "An origin is the unit of independence: one syndication root, one primary source, one party. Two articles that quote one spokesman are one origin. "
            "Statements that one party makes about itself are one origin however many spokesmen repeat them. People who are described but not named may be one voice or "
            "several, so origins come as a range. The rule follows Every Casualty's standards for casualty recording." }
        h2 { "Proof standards" }
        @if let Some(proofs) = proofs {
            p { "Each side of an element is held against a threshold on its own; the sides are never weighed against each other. " (proofs.cite) }
            ul { @for (at, level) in proofs.levels.iter().enumerate() { li { strong { (level.name) } ": " (level.ask) @if at == proofs.default { " (the one shown where no other is named)" } } } }
        }
        h2 { "Standards" }
        div.scroll tabindex="0" role="region" aria-label="Standards" { table {
            thead { tr { th scope="col" { "Standard" } th scope="col" { "Version" } th scope="col" { "In force" } th scope="col" { "Text" } th scope="col" { "Citation" } } }
            tbody { @for standard in standards.iter().flat_map(|standards| standards.iter()) { @for version in &standard.versions { tr {
                th scope="row" { (standard.title) br; span.small { (standard.id) } }
                td { (version.name) }
                td { (version.in_force.to_string()) }
                td { (super::toll::kebab(&version.basis)) "; checked: " (super::toll::kebab(&version.checked)) }
                td { (version.cite) }
            } } } }
        } }
        @if !schema.is_empty() {
            h2 id="files" { "Files" }
            p { "All of this is written in files that can be read and changed. What was computed here was computed from these, by the SHA-256 of their bytes; "
                "those that do not ship with the program were adopted into the record by a signed entry." }
            div.scroll tabindex="0" role="region" aria-label="Files" { table {
                thead { tr { th scope="col" { "Kind" } th scope="col" { "File" } th scope="col" { "From" } th scope="col" { "SHA-256" } } }
                tbody { @for file in used { tr {
                    td { (file.kind.name()) }
                    th scope="row" { (file.id) }
                    td { @if file.adopted.is_some() { "adopted by this record" } @else { "shipped" }
                        @if let Some(on) = &file.based_on { ", based on " (on) } }
                    td { span.hash { (file.sha256.to_string()) } }
                } } }
            } }
        }
    };
    vec![Page { path: "methods.html".to_owned(), title: "Methods".to_owned(), content }]
}

/// The files that something on the site was computed from.
fn used(settings: &Settings) -> Vec<&SchemaFile> {
    let Settings { methods, proofs, standards, schema, .. } = settings;
    let uses = |file: &SchemaFile| match file.kind {
        SchemaKind::Method => methods.iter().any(|method| method.id == file.id.as_str()),
        SchemaKind::Proof => proofs.as_ref().is_some_and(|proofs| proofs.id == file.id.as_str()),
        SchemaKind::Standard => standards.as_ref().is_some_and(|standards| standards.get(&file.id).is_ok()),
        SchemaKind::Property => true,
    };
    schema.iter().filter(|file| file.counts && uses(file)).collect()
}
