//! What was done instead of speaking, and what others had reported before.

use crate::pattern::Pattern;
use crate::segment::Segments;
use assize_record::Span;

/// Which act.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ActKind {
    /// Did not answer.
    NoComment,
    /// Another publication reported it first.
    PriorReport,
    /// Would not be named, with the reason where one is given.
    Anonymity,
}

impl ActKind {
    /// The id of the rule that finds it.
    pub const fn rule(self) -> &'static str {
        match self {
            Self::NoComment => "act.no-comment",
            Self::PriorReport => "act.prior-report",
            Self::Anonymity => "act.anonymity",
        }
    }
}

/// One act.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Act {
    /// The clause.
    pub clause: Span,
    /// The words of the act.
    pub cue: Span,
    /// Who reported before, where the clause names them.
    pub reporter: Option<Span>,
    /// Which.
    pub kind: ActKind,
    /// Index of the sentence.
    pub sentence: usize,
}

const NO_COMMENT: &str = r"(?x)
    \b(?:did|does|do|has|have|had)(?:\ not|n['’]t)(?:\ immediately|\ yet|\ directly)?\ (?:respond(?:ed)?|repl(?:y|ied)|return(?:ed)?|answer(?:ed)?)
      (?:\ to)?(?:\ (?:a|an|several|multiple|repeated|emailed|written|questions|our|the|any))*\ ?(?:requests?|questions?|calls?|messages?|emails?|inquir(?:y|ies))?
      (?:\ for\ (?:comment|an\ interview|clarification))?
  | \b(?:declined|refused|would\ not|wouldn['’]t|was\ unwilling)\ (?:to\ )?(?:further\ )?(?:comment|address|answer|discuss|elaborate|say|be\ interviewed|speak)
      (?:\ questions)?
  | \bdeclined\ (?:further\ )?(?:comment|an\ interview)
  | \b(?:could|can)\ ?not(?:\ immediately)?\ be\ reached(?:\ for\ comment)?
  | \b(?:had|has|have)\ no\ (?:immediate\ )?comment
  | \b(?:was|were)(?:\ not|n['’]t)\ (?:immediately\ )?available\ (?:for\ comment|to\ comment)";

const PRIOR_REPORT: &str = r"(?x)
    \b(?:was|were|had\ been|has\ been|have\ been)\ (?:(?:first|previously|earlier|initially)\ )?(?:reported|published|disclosed|revealed)
      (?:\ (?:earlier|first|previously))?(?:\ this\ week|\ on\ \w+day)?\ by\ (?P<by>(?:the\ )?[^.,;]+)";

const REPORTED_FIRST: &str = r"(?x)
    (?P<who>(?:the\ )?[^.,;]+?)\ (?:first\ reported|previously\ reported|earlier\ reported|first\ published)\b";

const ANONYMITY: &str = r"(?x)
    \b(?:
        (?:spoke|speak|speaks|speaking|talked|talking|interviewed)\ (?:only\ )?on\ (?:the\ )?condition\ (?:of\ anonymity|that\ [^.;,]+?\ not\ be\ (?:named|identified))
      | (?:requested|requesting|asked\ for|insisted\ on|was\ granted|were\ granted)\ anonymity
      | (?:asked|asking|wished|wanted)\ not\ to\ be\ (?:named|identified)
      | (?:declined|refused|did\ not\ want|was\ not\ authorized|were\ not\ authorized)\ to\ be\ (?:named|identified)
    )(?:,?\ (?:because|due\ to|given|citing|for\ fear|in\ order\ to|to|since)\ [^.;,]+)?";

static ANONYMITIES: Pattern = Pattern::new(ANONYMITY);
static NO_COMMENTS: Pattern = Pattern::new(NO_COMMENT);
static PRIOR_REPORTS: Pattern = Pattern::new(PRIOR_REPORT);
static REPORTED_FIRSTS: Pattern = Pattern::new(REPORTED_FIRST);

/// Every act of a text, in its order. `lower` is the text with its ASCII letters in lower case.
pub fn acts(lower: &str, segments: &Segments) -> Vec<Act> {
    let mut acts = Vec::new();
    for (index, sentence) in segments.sentences.iter().enumerate() {
        let Some(words) = sentence.slice(lower) else { continue };
        for (kind, found) in [(ActKind::NoComment, no_comment(words)), (ActKind::Anonymity, anonymity(words))]
        {
            let Some((start, end)) = found else { continue };
            let cue = Span::new(sentence.start + start, sentence.start + end);
            acts.push(Act {
                clause: clause(lower, *sentence, cue),
                cue,
                reporter: None,
                kind,
                sentence: index,
            });
        }
        acts.extend(prior_report(lower, *sentence, words, index));
    }
    acts
}

/// Where a sentence says that somebody did not answer.
fn no_comment(words: &str) -> Option<(usize, usize)> {
    const HINTS: &[&str] =
        &["comment", "respon", "reach", "declin", "refus", "answer", "repl", "return", "questions"];
    const ABOUT: &[&str] = &[
        "comment",
        "question",
        "request",
        "reached",
        "inquir",
        "email",
        "call",
        "message",
        "address",
        "interview",
    ];
    if !HINTS.iter().any(|hint| words.contains(hint)) {
        return None;
    }
    let range = NO_COMMENTS.find(words)?.range();
    let said = words.get(range.clone())?;
    let silent = ABOUT.iter().any(|word| said.contains(word)) || said.ends_with("respond");
    silent.then_some((range.start, range.end))
}

/// Where a sentence says that somebody would not be named, with the reason if it gives one.
fn anonymity(words: &str) -> Option<(usize, usize)> {
    let hint = ["anonym", "not be named", "not be identified", "to be named", "to be identified"];
    if !hint.iter().any(|h| words.contains(h)) {
        return None;
    }
    let range = ANONYMITIES.find(words)?.range();
    let said = words.get(range.clone())?;
    Some((range.start, range.start + said.trim_end().len()))
}

fn prior_report(lower: &str, sentence: Span, words: &str, index: usize) -> Option<Act> {
    if !["reported", "published", "disclosed", "revealed"].iter().any(|hint| words.contains(hint)) {
        return None;
    }
    let found = PRIOR_REPORTS.captures(words).or_else(|| REPORTED_FIRSTS.captures(words))?;
    let by = found.name("by").or_else(|| found.name("who"))?;
    let all = found.whole()?;
    let earlier = ["first", "previously", "earlier", "initially"].iter().any(|w| all.as_str().contains(w));
    if !earlier {
        return None;
    }
    let reporter = Span::new(sentence.start + by.start(), sentence.start + by.end());
    let whole = Span::new(sentence.start + all.start(), sentence.start + all.end());
    let passive = found.name("by").is_some();
    let cue = if passive {
        Span::new(whole.start, reporter.start.saturating_sub(1))
    } else {
        Span::new(reporter.end + 1, whole.end)
    };
    let clause = clause(lower, sentence, whole);
    Some(Act { clause, cue, reporter: Some(reporter), kind: ActKind::PriorReport, sentence: index })
}

/// The sentence without its final stop; from the last semicolon before the act.
fn clause(text: &str, sentence: Span, act: Span) -> Span {
    let before = text.get(sentence.start..act.start).unwrap_or("");
    let start = before.rfind(';').map_or(sentence.start, |at| sentence.start + at + 1);
    let words = text.get(start..sentence.end).unwrap_or("");
    let lead = words.len() - words.trim_start().len();
    let end =
        start + words.trim_end_matches(|c: char| c.is_whitespace() || matches!(c, '.' | '!' | '?')).len();
    Span::new((start + lead).min(end), end)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_pattern_can_be_compiled() {
        assert!([&NO_COMMENTS, &PRIOR_REPORTS, &REPORTED_FIRSTS].iter().all(|pattern| pattern.is_sound()));
    }

    fn check(text: &str, kind: ActKind, cue: &str, reporter: Option<&str>) {
        let lower = text.to_ascii_lowercase();
        let acts = acts(&lower, &crate::segment::segment(text));
        assert_eq!(acts.len(), 1, "{text}");
        assert_eq!((acts[0].kind, acts[0].cue.slice(text)), (kind, Some(cue)), "{text}");
        assert_eq!(acts[0].reporter.and_then(|r| r.slice(text)), reporter);
    }

    #[test]
    fn silence_and_earlier_reports_are_acts() {
        use ActKind::{Anonymity, NoComment, PriorReport};
        check(
            "Two officials spoke on condition of anonymity because the inquiry goes on.",
            Anonymity,
            "spoke on condition of anonymity because the inquiry goes on",
            None,
        );
        check(
            "Ode did not respond to a request for comment.",
            NoComment,
            "did not respond to a request for comment",
            None,
        );
        check("The ministry declined to comment.", NoComment, "declined to comment", None);
        check("Vale could not be reached for comment.", NoComment, "could not be reached for comment", None);
        check(
            "The raid was first reported by the Harbour Gazette.",
            PriorReport,
            "was first reported by",
            Some("the Harbour Gazette"),
        );
        check(
            "Parts of it were reported earlier by the Gazette.",
            PriorReport,
            "were reported earlier by",
            Some("the Gazette"),
        );
    }

    #[test]
    fn speech_is_no_silence() {
        assert!(
            acts(
                "the gazette reported the raid.",
                &crate::segment::segment("the gazette reported the raid.")
            )
            .is_empty()
        );
    }
}
