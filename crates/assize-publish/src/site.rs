//! The site, file by file.

use crate::{
    data,
    files::{Files, Json, Out, Unmade, web_address},
    gate::Public,
    model::{self, Frame, Weighed},
    page::{
        incident::{Standards as Held, Step},
        shell::{Body, Page},
    },
    sentence::{Sentence, words},
};
use assize_record::{Day, EntityType, EntryId};
use assize_weigh::{
    authority::zone::Shapes,
    origin::Copies,
    schema::SchemaFile,
    standard::{
        Options, Proofs, Standards,
        assess::Assessor,
        assessment::{Assessment, VersionFinding},
    },
    toll::Method,
};
use maud::Markup;
use std::collections::BTreeMap;

/// What a site needs to know beyond the record.
#[derive(Debug, Clone, Default)]
pub struct Settings {
    /// Name of the case, for titles.
    pub case_name: String,
    /// BCP 47 language of the pages' `lang`.
    pub language: String,
    /// Program and version: `assize@0.1.0`.
    pub generator: String,
    /// The day the site is built on, for the page about it.
    pub built_on: Option<Day>,
    /// Where somebody who is named or described, or anybody who found an error, can write.
    pub contact: Option<String>,
    /// Where the site is published, `https://example.org/case/`, for addresses that are quoted and the list of pages.
    pub address: Option<String>,
    /// Texts whose whole wording may be shown, by text entry id. For every other text, pages show the quoted passages alone.
    pub full_texts: BTreeMap<EntryId, String>,
    /// Toll methods, in the order they are shown.
    pub methods: Vec<Method>,
    /// Standards that incidents and campaigns are held against; none where left out.
    pub standards: Option<Standards>,
    /// Proof standards; without them nothing is held against a standard.
    pub proofs: Option<Proofs>,
    /// The files of the schema that all these stand in, with their hashes.
    pub schema: Vec<SchemaFile>,
    /// Shapes of zones.
    pub shapes: Shapes,
    /// Sources that may be copies of one another.
    pub copies: Copies,
}

/// A built site: paths relative to its folder, with `/` between names, and the bytes of each file.
pub type Site = BTreeMap<String, Vec<u8>>;

/// The page that says on what day a site was built. It is made apart, since that day may be that of the edition before.
pub const ABOUT: &str = "about.html";

/// An address at which a site may be published, with a last `/`; `None` where it is none that a page can lead to.
pub fn address(text: &str) -> Option<String> {
    let mut address = web_address(text).filter(|address| !address.contains(['?', '#']))?;
    if !address.ends_with('/') {
        address.push('/');
    }
    Some(address)
}

/// Builds the site in memory. Pure: the same arguments give the same bytes.
///
/// # Errors
/// [`Unmade`] where a standard or proof standard of the settings cannot be used.
pub fn build(public: &Public, settings: &Settings) -> Result<Site, Unmade> {
    let mut site = Site::new();
    write(public, settings, &mut |path, bytes| {
        site.insert(path.to_owned(), bytes);
        Ok::<(), Unmade>(())
    })?;
    about(public, settings, &mut |path, bytes| {
        site.insert(path.to_owned(), bytes);
        Ok::<(), Unmade>(())
    })?;
    Ok(site)
}

/// Makes every file of the site but [`ABOUT`], one after another, and hands each to `out`. What one incident comes to is not kept for the next.
///
/// # Errors
/// Those of `out`, and [`Unmade`] as [`build`].
pub fn write<E: From<Unmade>>(public: &Public, settings: &Settings, out: &mut Out<'_, E>) -> Result<(), E> {
    let weighed = Weighed::of(public, settings);
    let frame = Frame::new(public, settings, &weighed);
    let mut maker = Maker { frame: &frame, files: Files::new(out) };
    maker.files.style("style.css", include_str!("style.css"))?;
    let campaigns = maker.incidents()?;
    maker.sources()?;
    maker.lists(campaigns)?;
    data::write_all(&frame, &mut maker.files)
}

/// Makes the page [`ABOUT`], with the day of the settings.
///
/// # Errors
/// Those of `out`.
pub fn about<E>(public: &Public, settings: &Settings, out: &mut Out<'_, E>) -> Result<(), E> {
    // The page rests on nothing that is weighed.
    let weighed = Weighed {
        origins: assize_weigh::origin::Origins::default(),
        tolls: assize_weigh::toll::Tolls::default(),
        conflicts: Vec::new(),
        incoherences: Vec::new(),
    };
    let frame = Frame::new(public, settings, &weighed);
    let mut maker = Maker { frame: &frame, files: Files::new(out) };
    let told = Sentence::default().text("What this site prints, what it keeps back, and how to object.");
    maker.page(ABOUT, "About", &[told], Vec::new(), None, model::lists::about(&frame).render())
}

/// Where the page of an incident lies within the site, by an id of the public view; `None` where no claim speaks of it, so that it has none.
pub fn incident_page(public: &Public, id: EntryId) -> Option<String> {
    let view = public.view();
    let id = view.canonical(id);
    let told_of = view.claims().iter().any(|claim| claim.proposition.subject == id);
    let is_incident = view.type_of(id) == Some(EntityType::Incident) && view.entities().contains_key(&id);
    (told_of && is_incident).then(|| model::frame::incident_path(&model::frame::slugs(view), id))
}

/// Makes pages.
struct Maker<'m, 'o, E> {
    frame: &'m Frame<'m>,
    files: Files<'o, E>,
}

impl<E> Maker<'_, '_, E> {
    fn page(
        &mut self,
        path: &str,
        title: &str,
        told: &[Sentence],
        above: Vec<(String, String)>,
        changed: Option<String>,
        content: Markup,
    ) -> Result<(), E> {
        let page = Page {
            path: path.to_owned(),
            title: title.to_owned(),
            description: described(told),
            above,
            changed,
            content: Body::from(content),
        };
        let markup = self.frame.house.render(&page);
        self.files.page(path, markup)
    }

    fn sources(&mut self) -> Result<(), E> {
        for id in self.frame.view.sources().keys() {
            let title = model::source::title(self.frame, *id);
            let told = Sentence::default().text(format!(
                "{}, {}: the words that this record quotes, where they stand.",
                self.frame.publisher(*id),
                self.frame.published(*id)
            ));
            let above = vec![("Sources".to_owned(), "sources.html".to_owned())];
            let changed = self.frame.changed(self.frame.quoted.claims_of(*id));
            for part in 0..self.frame.quoted.pages(*id) {
                let page = model::source::of(self.frame, *id, part);
                let path = Frame::source_part(*id, part);
                self.page(
                    &path,
                    &title,
                    std::slice::from_ref(&told),
                    above.clone(),
                    changed.clone(),
                    page.render(),
                )?;
            }
        }
        Ok(())
    }

    fn overview(&mut self, campaigns: BTreeMap<EntryId, Held>, days: &[Step]) -> Result<(), E> {
        let frame = self.frame;
        let all: Vec<_> =
            frame.incidents().into_iter().map(|(id, entity)| model::rows::row(frame, id, entity)).collect();
        let changed = frame.changed(frame.view.claims().iter());
        let overview = model::overview::of(frame, &all, days, campaigns);
        let title = overview.title.clone();
        self.page("index.html", &title, &overview.opening, Vec::new(), changed, overview.render())?;
        for (path, list) in model::rows::lists(&all) {
            let name = format!("Incidents, {}", list.parts[list.part].0);
            let told = Sentence::default().text(format!("{name}: day, place, range and what is contested."));
            self.page(&path, &name, &[told], Vec::new(), None, list.render("../"))?;
        }
        for (id, entity) in frame.entities(EntityType::Campaign) {
            let findings = frame.sums_of(id);
            if model::overview::sums_path(frame, id).is_none() {
                continue;
            }
            for (path, sums) in model::rows::sums(frame, id, &findings) {
                let title = format!("{}: what the sums take in", entity.name);
                let told =
                    Sentence::default().text(format!("{title}, incident by incident and method by method."));
                let above = vec![(entity.name.clone(), format!("index.html#{}", frame.slug(id)))];
                self.page(&path, &title, &[told], above, None, sums.render())?;
            }
        }
        Ok(())
    }

    fn lists(
        &mut self,
        (campaigns, gathered): (BTreeMap<EntryId, Held>, model::standard::Gathered),
    ) -> Result<(), E> {
        let frame = self.frame;
        let days = model::known::steps(frame);
        self.overview(campaigns, &days)?;
        for (path, page) in model::timeline::pages(frame) {
            self.page(&path, "Timeline", &page.opening.clone(), Vec::new(), None, page.render())?;
        }
        for (path, page) in model::known::pages(&days) {
            let opening = page.opening.clone();
            self.page(&path, "What was known when", &opening, Vec::new(), None, page.render())?;
        }
        for (path, page) in model::conflicts::pages(frame) {
            let told = Sentence::default()
                .text("Values that cannot both hold, and what is disputed in words, with who says what.");
            self.page(&path, "Conflicts and revisions", &[told], Vec::new(), None, page.render())?;
        }
        let oversight = model::lists::oversight(frame);
        self.page(
            "oversight.html",
            "Oversight",
            &oversight.opening.clone(),
            Vec::new(),
            None,
            oversight.render(),
        )?;
        for (path, page) in model::lists::sources(frame) {
            self.page(&path, "Sources", &page.opening.clone(), Vec::new(), None, page.render(""))?;
        }
        for (path, page) in model::names::people(frame) {
            self.page(
                &path,
                "People and organisations",
                &page.opening.clone(),
                Vec::new(),
                None,
                page.render(""),
            )?;
        }
        if frame.house.map {
            let map = model::lists::map(frame);
            self.page("map.html", "Map", &map.opening.clone(), Vec::new(), None, map.render())?;
        }
        self.law(&gathered)?;
        let changes = model::lists::changes(frame);
        self.page(
            "changes.html",
            "Changes and corrections",
            &changes.opening.clone(),
            Vec::new(),
            None,
            changes.render(),
        )?;
        let told = Sentence::default().text("The record behind these pages, as files.");
        self.page("data.html", "Data", &[told], Vec::new(), None, model::lists::downloads().render())?;
        let index = model::names::index(frame, &model::standard::titles(frame));
        for (path, page) in model::names::search(&index) {
            self.page(&path, "Search", &page.opening.clone(), Vec::new(), None, page.render(""))?;
        }
        let entries = Json::default().array("", index.iter(), ";\n");
        self.files.script(include_str!("search.js"), "NAMES", entries)
    }

    /// The methods, and each standard.
    fn law(&mut self, gathered: &model::standard::Gathered) -> Result<(), E> {
        let frame = self.frame;
        let methods = model::standard::methods(frame);
        let told = Sentence::default()
            .text("Toll rules, proof standards and legal standards, each with its citation and version.");
        self.page("methods.html", "Methods", &[told], Vec::new(), None, methods.render())?;
        for standard in frame.settings.standards.iter().flat_map(|standards| standards.iter()) {
            let page = model::standard::of(standard, gathered);
            let path = model::standard::path(standard.id.as_str());
            let above = vec![("Methods".to_owned(), "methods.html#standards".to_owned())];
            self.page(&path, &standard.title, &page.opening.clone(), above, None, page.render())?;
        }
        Ok(())
    }
}

impl<E: From<Unmade>> Maker<'_, '_, E> {
    /// Every incident with what it was held against, one at a time; gives what campaigns came to, and what each standard did.
    fn incidents(&mut self) -> Result<(BTreeMap<EntryId, Held>, model::standard::Gathered), E> {
        let frame = self.frame;
        let (standards, proofs) = (&frame.settings.standards, &frame.settings.proofs);
        let assessor = standards.as_ref().zip(proofs.as_ref()).map(|(standards, proofs)| {
            Assessor::new(frame.view, &frame.weighed.origins, standards, proofs, &frame.settings.shapes)
        });
        let (mut campaigns, mut gathered) = (BTreeMap::new(), model::standard::Gathered::default());
        let mut data = Json::default();
        for subject in assessor.iter().flat_map(Assessor::subjects) {
            let Some(assessor) = &assessor else { break };
            let assessment = assessor.assess(subject, &Options::default()).map_err(Unmade::from)?;
            let held = model::held::standards(frame, &assessment);
            let paths = model::held::paths(frame, &assessment);
            gathered.add(&assessment, &held.lines, &paths);
            if !paths.is_empty() {
                data.item(&told_of(&assessment));
            }
            for (at, path) in &paths {
                self.held(&assessment, *at, path)?;
            }
            if frame.view.type_of(subject) == Some(EntityType::Incident) {
                self.incident(subject, held)?;
            } else {
                campaigns.insert(subject, held);
            }
        }
        // What nobody has placed is held against nothing.
        let assessed: std::collections::BTreeSet<EntryId> =
            assessor.iter().flat_map(Assessor::subjects).collect();
        for (id, _) in frame.incidents() {
            if !assessed.contains(&id) {
                self.incident(id, Held::default())?;
            }
        }
        self.files.json("assessments.json", data.close())?;
        Ok((campaigns, gathered))
    }

    fn incident(&mut self, id: EntryId, held: Held) -> Result<(), E> {
        if !self.frame.told_of.contains(&id) {
            return Ok(());
        }
        let page = model::incident::of(self.frame, id, held);
        let path = self.frame.incident_path(id);
        let above = vec![("All incidents".to_owned(), "index.html#incidents".to_owned())];
        let changed = self.frame.changed(self.frame.view.claims_about(id));
        let markup = page.render();
        self.page(&path, &self.frame.view.name(id), &page.opening, above, changed, markup)
    }

    fn held(&mut self, assessment: &Assessment, at: usize, path: &str) -> Result<(), E> {
        let finding = &assessment.findings[at];
        let subject = model::standard::subject(self.frame, assessment);
        let page = model::held::of(self.frame, assessment, at, subject.clone());
        let title = format!("{}, asked of {}", finding.title, assessment.name);
        let above = vec![
            subject,
            (format!("{}, everywhere", finding.title), model::standard::path(finding.standard.as_str())),
        ];
        let changed = model::standard::changed(self.frame, finding);
        let markup = page.render("../../");
        self.page(path, &title, &page.opening, above, changed, markup)
    }
}

/// An assessment as data: what nothing bears on is counted, not written.
fn told_of(assessment: &Assessment) -> serde_json::Value {
    let silent = assessment.findings.iter().filter(|finding| finding.is_silent()).count();
    let told = assessment.findings.iter().filter(|finding| !finding.is_silent());
    // Of elements, too, only those on which something bears are written; `missing` and `tally` say what the others come to.
    let findings: Vec<VersionFinding> = told
        .map(|finding| {
            let mut finding = finding.clone();
            finding.elements.retain(|element| !element.evidence.is_empty() || !element.open.is_empty());
            finding
        })
        .collect();
    serde_json::json!({
        "schema": assessment.schema,
        "subject": assessment.subject,
        "name": assessment.name,
        "taken_at": assessment.taken_at,
        "policy": assessment.policy,
        "proof": assessment.proof,
        "held_by": assessment.held_by,
        "findings": findings,
        "unknown_throughout": silent,
        "doubts": assessment.doubts,
        "drafts": assessment.drafts,
    })
}

/// What a page says first, for those who share or find it.
fn described(told: &[Sentence]) -> String {
    let plain: Vec<String> = told.iter().take(2).map(Sentence::plain).collect();
    words::cut(&plain.join(" "), 300)
}
