//! `assize differ`: claims on which people who reviewed them differ, and how it is settled.

use crate::{
    case,
    cli::{Cli, Differ},
    deciding::Desk,
    failure::{Exit, Outcome},
    keys,
    output::{Output, count, one_line},
    wording::{Wording, reason, signer},
};
use assize_ledger::{
    View,
    view::{ClaimView, Differing, Reviewed},
};
use assize_record::{EntryId, sign::PublicKey};
use serde_json::{Value as Json, json};

pub(crate) fn run(cli: &Cli, args: &Differ, output: &mut Output) -> Outcome {
    let session = case::find(cli)?;
    let desk = Desk::open(&session, output)?;
    let about = args
        .about
        .as_deref()
        .map(|what| assize_case::find::subject(&session, &desk.view, what))
        .transpose()?;
    let list = List { view: &desk.view, wording: desk.wording(), about };
    if args.one_review {
        list.one_review(output);
    } else {
        list.differing(output)?;
    }
    Ok(Exit::Done)
}

struct List<'d> {
    view: &'d View,
    wording: Wording<'d>,
    about: Option<EntryId>,
}

impl List<'_> {
    fn is_meant(&self, claim: &ClaimView) -> bool {
        self.about.is_none_or(|about| claim.proposition.subject == about)
    }

    fn one_review(&self, output: &mut Output) {
        let claims: Vec<&ClaimView> =
            self.view.one_review().iter().filter(|claim| self.is_meant(claim)).collect();
        for claim in &claims {
            if output.json {
                output.object(&json!({ "schema": "assize.one-review/1", "claim": claim.id, "said": self.wording.claim(claim), "words": self.view.words_of(claim), "reviewers": self.names(&claim.reviewers) }));
                continue;
            }
            output.line(format!("{}  {}", claim.id.short(), self.wording.claim(claim)));
            self.words(claim, output);
            output.line(format!("    reviewed by {}", self.names(&claim.reviewers).join(", ")));
        }
        output.talk(format!(
            "{} with one review where the case asks for two; a second person looks with `assize drafts --blind` and decides with `assize accept`, `reject` or `amend`",
            count(claims.len(), "claim")
        ));
    }

    fn differing(&self, output: &mut Output) -> Result<(), crate::failure::Failure> {
        let meant = |differing: &&Differing| differing.versions.iter().any(|version| self.is_meant(version));
        let all: Vec<&Differing> = self.view.differing().iter().filter(meant).collect();
        let own = if all.is_empty() { None } else { Some(keys::own()?.public()) };
        for differing in &all {
            if output.json {
                output.object(&self.json(differing, own));
            } else {
                self.lines(differing, own, output);
            }
        }
        output.talk(format!("{} that people differ on", count(all.len(), "claim")));
        Ok(())
    }

    fn lines(&self, differing: &Differing, own: Option<PublicKey>, output: &mut Output) {
        let draft = differing.draft.map_or_else(String::new, |draft| format!(", draft {}", draft.short()));
        output.line(format!("── claim {}{draft}", differing.id.short()));
        for version in &differing.versions {
            output.line(format!("  {}  {}", version.id.short(), self.wording.claim(version)));
            self.words(version, output);
        }
        for review in &differing.reviews {
            output.line(format!(
                "    {} {}{}{} (review {})",
                self.name(review.by),
                Differing::verb(review),
                review.version.map_or_else(String::new, |version| format!(" it: {}", version.short())),
                self.reason(review),
                review.id.short()
            ));
        }
        let first = differing.versions[0].id.short();
        let how = format!(
            "assize accept {first}{}, assize amend {first} …, or assize reject {first} --reason … for none of them",
            differing.versions[1..]
                .iter()
                .map(|version| format!(" or assize accept {}", version.id.short()))
                .collect::<String>()
        );
        output.line(if Self::settles(self.view, differing, own) {
            format!("    you can settle it: {how}")
        } else if differing.reviews.iter().any(|review| Some(review.by) == own) {
            format!("    you are one of them: you can change your own review with the same commands; to settle it, somebody else: {how}")
        } else {
            format!("    somebody with a role in this case, who is none of them, settles it: {how}")
        });
    }

    fn words(&self, claim: &ClaimView, output: &mut Output) {
        let words = self.view.words_of(claim);
        let words = words.map_or_else(
            || "erased or withheld".to_owned(),
            |words| self.view.shown(claim.source, &one_line(&words.exact, 200)),
        );
        output.line(format!("    words: {words}"));
    }

    fn json(&self, differing: &Differing, own: Option<PublicKey>) -> Json {
        let version = |version: &ClaimView| {
            json!({
                "claim": version.id, "said": self.wording.claim(version), "proposition": version.proposition, "stance": version.stance,
                "words": self.view.words_of(version), "reviewers": self.names(&version.reviewers),
            })
        };
        let review = |review: &Reviewed| {
            json!({
                "review": review.id, "by": self.name(review.by), "verdict": Differing::verb(review), "version": review.version,
                "reason": self.reason(review).trim_start_matches(": "),
            })
        };
        json!({
            "schema": "assize.differ/1", "claim": differing.id, "draft": differing.draft,
            "versions": differing.versions.iter().map(version).collect::<Vec<_>>(),
            "reviews": differing.reviews.iter().map(review).collect::<Vec<_>>(),
            "you_can_settle": Self::settles(self.view, differing, own),
        })
    }

    /// Whether somebody may settle it: a person with a role who has not decided on it.
    fn settles(view: &View, differing: &Differing, own: Option<PublicKey>) -> bool {
        own.is_some_and(|own| {
            view.reviewers().contains(&own) && differing.reviews.iter().all(|review| review.by != own)
        })
    }

    fn reason(&self, review: &Reviewed) -> String {
        self.wording.get(review.id).map_or_else(String::new, reason)
    }

    fn name(&self, key: PublicKey) -> String {
        signer(self.view, Some(key)).to_owned()
    }

    fn names(&self, keys: &[PublicKey]) -> Vec<String> {
        keys.iter().map(|key| self.name(*key)).collect()
    }
}
