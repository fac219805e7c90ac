//! What a site is made of: everything that publishing hangs on, asked and decided once. `assize publish` writes what comes out to a folder, and
//! the desk shows a page of it before anything is written: one function for both, so that neither can show what the other would not print.

mod told;

use crate::{
    asked::Publish,
    case::{self, Session, TOOL},
    failure::Failure,
    find::{self, Finder},
    left_out,
    line::count,
    methods::{methods, shapes},
    secrets::Gone,
    seen,
    talk::Talk,
    texts,
};
use assize_ledger::{AsKnown, Received, View};
use assize_publish::{Allowed, Bundle, NameChoice, Policy, Public, Settings, Unmade, gate::Watch, site};
use assize_record::{Day, EntryId};
use assize_weigh::origin::Copies;
use std::{
    collections::{BTreeMap, BTreeSet},
    path::PathBuf,
};

/// What a site is made of, with everything asked and decided.
pub struct Ready {
    public: Public,
    settings: Settings,
    /// What a bundle is taken from, where one is asked for.
    entries: Vec<Received>,
    /// Sources whose originals go with it, by their published ids.
    originals: Vec<EntryId>,
}

/// What stops a site while it is made.
enum Stop {
    Unmade(Unmade),
    Out(Failure),
    /// Nobody asks for more of it.
    Enough,
}

impl From<Unmade> for Stop {
    fn from(error: Unmade) -> Self {
        Self::Unmade(error)
    }
}

impl From<Stop> for Failure {
    fn from(stop: Stop) -> Self {
        match stop {
            Stop::Unmade(error) => Self::input(error),
            Stop::Out(failure) => failure,
            Stop::Enough => Self::usage("no file of the site was left out"),
        }
    }
}

/// Takes each file of a site as it is made: its path, and its bytes.
pub type Put<'p> = dyn FnMut(&str, &[u8]) -> Result<(), Failure> + 'p;

/// The same, and says whether it wants more.
type Take<'p> = dyn FnMut(&str, &[u8]) -> Result<bool, Failure> + 'p;

impl Ready {
    /// Whether any claim is in it.
    pub fn reviewed(&self) -> bool {
        !self.public.view().claims().is_empty()
    }

    /// Every file of the site but the page about it and the manifest, one after another. What holds a name that must not be printed stops it.
    ///
    /// # Errors
    /// Such a name, a standard that cannot be used, and those of `out`.
    pub fn make(&self, out: &mut Put<'_>) -> Result<(), Failure> {
        let made = self.made(&mut |path, bytes| out(path, bytes).map(|()| true));
        made.map_err(Failure::from)
    }

    /// The page about the site, as built on a day.
    ///
    /// # Errors
    /// Those of [`Ready::make`].
    pub fn about(&self, built_on: Day, out: &mut Put<'_>) -> Result<(), Failure> {
        let settings = Settings { built_on: Some(built_on), ..self.settings.clone() };
        let watch = self.public.watch();
        site::about(&self.public, &settings, &mut |path, bytes| {
            self.look(&watch, path, &bytes)?;
            out(path, &bytes)
        })
    }

    /// Where the page of an incident lies, by its ids on the record; `None` where nothing of it would be printed.
    pub fn page_of(&self, ids: &[EntryId]) -> Option<String> {
        ids.iter().find_map(|id| site::incident_page(&self.public, self.public.published(*id)))
    }

    /// Some files of the site, by their paths, as far as it has them. What comes after the last of them is not made.
    ///
    /// # Errors
    /// Those of [`Ready::make`].
    pub fn files(&self, wanted: &[&str]) -> Result<BTreeMap<String, Vec<u8>>, Failure> {
        let wanted: BTreeSet<&str> = wanted.iter().copied().collect();
        let mut found = BTreeMap::new();
        let made = self.made(&mut |path, bytes| {
            if wanted.contains(path) {
                found.insert(path.to_owned(), bytes.to_vec());
            }
            Ok(found.len() < wanted.len())
        });
        match made {
            Ok(()) | Err(Stop::Enough) => Ok(found),
            Err(stop) => Err(stop.into()),
        }
    }

    /// Every file of the public bundle but its sums and its manifest, beside a site with this manifest; and then how many entries are in it, and how
    /// many claims of the site are not.
    ///
    /// # Errors
    /// Those of [`Ready::make`], and an original that was asked for and must not go out.
    pub fn bundle(
        &self,
        session: &Session,
        manifest: &[u8],
        out: &mut Put<'_>,
    ) -> Result<(usize, usize), Failure> {
        let originals = self.originals(session)?;
        let taken = Bundle::of(&self.public, &self.entries);
        let watch = self.public.watch();
        taken.write(&self.public, &self.settings, manifest, &mut |path, bytes| {
            self.look(&watch, path, &bytes).and_then(|()| out(path, &bytes)).map_err(Stop::Out)
        })?;
        originals.iter().try_for_each(|(path, bytes)| out(path, bytes))?;
        Ok((taken.len(), taken.left_out))
    }

    /// Whether every original that was asked for may go out.
    ///
    /// # Errors
    /// One that may not, or that cannot be read.
    pub fn check_originals(&self, session: &Session) -> Result<(), Failure> {
        self.originals(session).map(|_| ())
    }

    /// The originals that were asked for, by their paths in a bundle.
    fn originals(&self, session: &Session) -> Result<Vec<(String, Vec<u8>)>, Failure> {
        let sources = self.public.view().sources();
        let of = |id: &EntryId| {
            let source = sources.get(id).filter(|_| !self.public.is_masked(*id));
            let Some(sha256) = source.and_then(|source| source.sha256) else {
                return Err(Failure::input(
                    "an original that was asked for is not public, or a name is masked in it",
                )
                .help("leave it out of --with-originals"));
            };
            let bytes = session.blobs.get(&sha256).map_err(Failure::integrity)?;
            if self.public.names_in_file(&bytes) {
                return Err(Failure::input(format!(
                    "the original `{sha256}` holds a name that must not be printed, beside what is read of it"
                ))
                .help("leave it out of --with-originals"));
            }
            Ok((format!("originals/{sha256}"), bytes))
        };
        self.originals.iter().map(of).collect()
    }

    /// Makes files until `out` has had enough.
    fn made(&self, out: &mut Take<'_>) -> Result<(), Stop> {
        let watch = self.public.watch();
        site::write(&self.public, &self.settings, &mut |path, bytes| {
            self.look(&watch, path, &bytes).map_err(Stop::Out)?;
            if out(path, &bytes).map_err(Stop::Out)? { Ok(()) } else { Err(Stop::Enough) }
        })
    }

    fn look(&self, watch: &Watch, path: &str, bytes: &[u8]) -> Result<(), Failure> {
        let leaks = watch.look(path, bytes);
        if leaks.is_empty() { Ok(()) } else { Err(told::leaks(&leaks)) }
    }
}

/// The manifests of the site, and of the site that the bundle stands behind, where such lie in the folders that are to be written.
pub fn editions(args: &Publish) -> Vec<PathBuf> {
    let bundle = args.bundle.iter().map(|folder| folder.join(assize_publish::bundle::EDITION));
    std::iter::once(args.out.join(assize_publish::MANIFEST)).chain(bundle).collect()
}

/// Asks and decides everything that a site of a case hangs on.
///
/// # Errors
/// A record that does not hold or is older than what was published of it, names that nobody decided on, and settings that mean nothing.
pub fn prepare(session: &Session, args: &Publish, talk: &dyn Talk) -> Result<Ready, Failure> {
    let as_known = case::as_known(&args.as_known)?;
    let entries = session.entries(talk)?;
    let missing = session.store.covered().saturating_sub(entries.len() as u64);
    if missing > 0 {
        // A claim that nobody took back would be off the site, and one that somebody did back on it.
        let failure = Failure::integrity(format!(
            "nothing is published: {missing} of the {} entries of this record are altered or missing",
            session.store.covered()
        ));
        return Err(failure.help("run `assize verify` to see which; a merge of a copy that has them does not bring heads back, a backup does"));
    }
    seen::check_at_hand(session, talk)?;
    seen::check_published(session, &editions(args))?;
    let fold = |entries: &[Received]| {
        let view = session.fold(entries, as_known);
        if args.as_known.one_review { view.counting_one_review() } else { view }
    };
    let full = fold(&entries);
    // What is marked, withheld or destroyed by now is so on a site as of an earlier day too.
    let today = as_known.recorded_by.map(|_| session.fold(&entries, AsKnown::default()));
    let finder = Finder::new(session, &full).with_entries(&entries);
    let leave_out: BTreeSet<EntryId> =
        args.leave_out.iter().map(|what| find::subject_by(&finder, what)).collect::<Result<_, _>>()?;
    let now = today.as_ref().unwrap_or(&full);
    let lost = Gone::of(session, now)?.lost;
    if lost > 0 {
        // A claim would be off the site, or one that somebody took back on it, and nobody would have said so.
        let failure = Failure::integrity(format!(
            "nothing is published: the content of {} is lost",
            count(lost, "entry")
        ));
        return Err(failure.help("run `assize verify` to see which; a merge of a copy that has it, or a backup, restores it, and an owner can `assize destroy` what is gone for good"));
    }
    let mask = args.mask.iter().cloned().collect();
    let kept = if args.bundle.is_some() { entries.clone() } else { Vec::new() };
    let originals: Vec<EntryId> =
        args.with_originals.iter().map(|what| finder.source(what)).collect::<Result<_, _>>()?;
    let policy = Policy {
        confidential: confidential(session, now)?,
        leave_out,
        mask,
        drafts: args.as_known.drafts,
        ordinary: Some(assize_reader::recase::is_common),
    };
    let mut failed = None;
    let allowed = Allowed::of(entries, &full, now, &policy, |entries| {
        let view = fold(entries);
        if !args.as_known.drafts {
            return view;
        }
        session.with_drafts(view, talk).unwrap_or_else(|failure| {
            failed = Some(failure);
            View::default()
        })
    });
    if let Some(failure) = failed {
        return Err(failure);
    }
    if !allowed.splits().is_empty() {
        return Err(told::splits(&full, &allowed, talk));
    }
    let texts = texts::all(session, allowed.view(), talk);
    let families = texts::families(session, allowed.view(), None, texts::Look::Afresh, talk);
    let choice = match (args.mask_names, args.leave_names_out) {
        (true, _) => NameChoice::Mask,
        (_, true) => NameChoice::LeaveOut,
        // A preview is not for publication, and what only drafts speak of cannot be marked yet.
        _ if args.as_known.drafts => NameChoice::Mask,
        _ => NameChoice::Refuse,
    };
    let names = told::names(&full, &allowed);
    let public = Public::of(allowed, &texts, choice).map_err(|found| told::refused(&names, &found, talk))?;
    told::masks_nothing(&args.mask, &public, &texts, talk)?;
    told::described(&names, &public, talk);
    told::strangers(&public, talk);
    told::narrow(&public, talk);
    let settings = settings(session, &full, &public, args, &texts, families, talk)?;
    let own = [Some(&session.settings.name), session.settings.contact.as_ref()];
    let leaks: Vec<(String, String)> = own
        .into_iter()
        .flatten()
        .filter(|words| public.names_in(words))
        .map(|words| ("case.toml".to_owned(), words.clone()))
        .collect();
    if !leaks.is_empty() {
        return Err(told::leaks(&leaks));
    }
    let originals = originals.into_iter().map(|id| public.published(id)).collect();
    Ok(Ready { public, settings, entries: kept, originals })
}

/// What a site needs to know beyond its view.
fn settings(
    session: &Session,
    full: &View,
    public: &Public,
    args: &Publish,
    texts: &BTreeMap<EntryId, String>,
    families: Vec<BTreeSet<EntryId>>,
    talk: &dyn Talk,
) -> Result<Settings, Failure> {
    let shapes = shapes(session, public.view())?;
    let schema = session.schema(full, talk);
    if let Some(lost) = schema.problems.iter().find(|problem| problem.error.missing) {
        // A site that quietly weighed by something else would be a wrong one.
        let (kind, id) = (lost.kind.name(), &lost.id);
        let failure = Failure::integrity(format!("{kind} `{id}`: {}", lost.error));
        return Err(failure.help("run `assize verify` to see what is altered or missing"));
    }
    left_out::say_not_adopted(full, talk);
    left_out::say_not_counted(full, talk);
    let published = |family: BTreeSet<EntryId>| {
        family.into_iter().map(|id| public.published(id)).collect::<BTreeSet<_>>()
    };
    Ok(Settings {
        case_name: session.settings.name.clone(),
        language: session.settings.language.clone(),
        generator: TOOL.to_owned(),
        built_on: None,
        address: args.address.clone(),
        contact: session.settings.contact.clone(),
        full_texts: full_texts(public, texts, args.full_texts),
        methods: methods(session, full, &[])?,
        standards: Some(schema.standards),
        proofs: schema.proofs.into_iter().next(),
        schema: schema.files,
        shapes,
        copies: Copies::of(families.into_iter().map(published).collect::<Vec<_>>()),
    })
}

/// Texts that may be shown whole, by their published ids: digests, which are the case's own words, and all where the person says that rights
/// allow it. One out of which a name was taken is not among them.
fn full_texts(public: &Public, texts: &BTreeMap<EntryId, String>, all: bool) -> BTreeMap<EntryId, String> {
    let view = public.view();
    let may_be_shown = |id: &EntryId| {
        let Some(text) = view.texts().get(id).filter(|text| !public.is_masked(text.source)) else {
            return false;
        };
        let kind = view.sources().get(&text.source).and_then(|source| source.publication.kind.as_ref());
        all || kind.is_some_and(|kind| kind.value == "digest")
    };
    let texts = texts.iter().map(|(id, text)| (public.published(*id), text));
    texts.filter(|(id, _)| may_be_shown(id)).map(|(id, text)| (id, text.clone())).collect()
}

/// Sources that `case.toml` keeps back. A line there that means nothing stops the site: it must not let something through.
fn confidential(session: &Session, view: &View) -> Result<BTreeSet<EntryId>, Failure> {
    let mut kept = BTreeSet::new();
    for digits in &session.settings.confidential {
        let found: Vec<EntryId> =
            view.sources().keys().filter(|id| id.to_string().starts_with(digits.as_str())).copied().collect();
        match found[..] {
            [only] => kept.insert(only),
            _ => {
                return Err(Failure::input(format!(
                    "`confidential` in case.toml names `{digits}`, which begins {} sources",
                    found.len()
                ))
                .help("write the id of one source"));
            }
        };
    }
    Ok(kept)
}
