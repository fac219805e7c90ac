//! Words and rules of the reader as data.
//!
//! This crate owns the lexicon (words, forms, classes) and the rule language: it parses, checks,
//! compiles and matches both. It opens no file, knows no language and analyses no text: the files come
//! as [`SourceFile`], the analysed sentence as a [`Host`], the names of tags, roles, features and
//! properties as [`Terms`].
//!
//! ```text
//! files ── Lexicon::parse ─► Lexicon ──┐
//! files ── Rules::parse ───► Rules ────┴─ compile ─► Program ── matches(Host) ─► Match
//!                              └─ examples ─ check_examples
//! ```
//!
//! # Words
//!
//! Tables with tabs between the columns; a line that begins with `#` is a comment, `-` is an empty cell.
//! The end of a file's name says what it holds; a language is a set of such files.
//!
//! | file | columns |
//! |---|---|
//! | `…classes.tsv` | class, parents, excluded classes, meaning |
//! | `…inflection.tsv` | part of speech, tag, ending, letters to cut, letters to add |
//! | any other | lemma, part of speech, classes, forms, source |
//!
//! *Classes.* A word of a class is also of its parents. Lines of one lemma and part of speech are one
//! entry; if two of its classes exclude each other, that is a fault.
//!
//! *Forms.* `VBD=shot` sets the form of a tag (a tag may be given twice), `NNS=-` takes it away,
//! `double` repeats the last letter before an added vowel, `only` leaves the lemma alone.
//!
//! *Inflection.* For each tag the first row whose ending fits makes the form. An ending is letters, `C`
//! for a consonant, `V` for a vowel, `*` for anything, alternatives with `|`; `C+y` is `Cy`. Rows that
//! cut and add nothing (`verb VB * 0 -`) name the tags of the lemma itself; a lemma without such a row
//! is read without a tag. `phrase noun before of`, `phrase noun last` and `phrase verb first` say which
//! word of a phrase is inflected. `vowels aeiou` sets the vowels.
//!
//! *Phrases.* A lemma with spaces. Its inflected word takes its forms from the entry of that word,
//! unless the phrase has forms of its own.
//!
//! # Rules
//!
//! ```text
//! # comment
//! define PEOPLE = NP & (person | group)
//!
//! rule act.killed "somebody kills somebody"
//!   match [cue: VERB & kill]
//!   with agent?    [agent: PEOPLE]
//!   with patient   [target: NP & person]
//!   with in|near?  [place: NP]
//!   without negated
//!   => act fate=killed agent target
//! yes Police killed two men near Lowford.  cue=killed  agent=Police  target=two men  place=Lowford
//! no  Police said two men had left.
//! ```
//!
//! ```text
//! file       = define* rule*
//! define     = "define" NAME "=" choice
//! rule       = 'rule id "description"' match condition* output+ yes+ no+        one line each
//! match      = "match" choice
//! condition  = "with" roles quantity? ("of" capture)? choice
//!            | ("if" | "without") names ("of" capture)? choice?
//! quantity   = "?" | "*" | "+"
//! output     = "=>" name (key "=" value | key)*
//! choice     = sequence ("|" sequence)*
//! sequence   = item+
//! item       = "^"? unary ("&" unary)* repeat?
//! repeat     = "?" | "*" | "+" | "{n}" | "{n,m}"
//! unary      = "!" unary | "(" choice ")" | "[" (name ":")? choice "]" | leaf
//! leaf       = "word in quotes" | ~lemma | ~"lemma with spaces" | class | TAG | GROUP | KIND | NAME | ".."
//! ```
//!
//! *Elements.* A word, lemma, class, tag or group of tags is one token. A kind of phrase ([`PhraseKind`])
//! is the whole phrase that begins here; alternatives of single tokens are one test. What is joined to it by `&` is asked of its head. `..` skips up
//! to twelve tokens of the clause, as few as possible. Quantifiers take as much as possible.
//!
//! *Captures.* `[name: …]` captures what it matches, once for each time it is passed. Its head is the
//! element marked `^`, else the head of the first phrase in it, else the last token that is tested by
//! more than a quoted word, else the last token. The *cue* is the capture `cue`, else the first capture,
//! else the whole match.
//!
//! *Conditions* hold in the order of their lines. `with` follows roles from the head of the cue, or of
//! every phrase of the capture after `of`, and keeps the phrases that its element accepts: those of the
//! first role that has any, or with `*` and `+` those of every role. `?` and `*` may find none. `without`
//! and `if` ask for features, or for a phrase in a role.
//!
//! *Outputs* name an act or property of the host and the keys it takes. A value is a capture or a word
//! that the key allows; a key alone is the capture of that name.
//!
//! *Examples.* Two spaces or a tab end the sentence and every capture. A `yes` line states every capture;
//! phrases of one capture are joined by ` | `, and `name=-` may be left out. A rule that matches a
//! sentence twice has two `yes` lines for it.
//!
//! *Matching.* A rule is tried where the rarest class, lemma or word that it cannot do without stands. It
//! matches at most once from each token: the first way, in the order of preference, that meets its
//! conditions. Of matches with one cue the longest stands, the earliest of these. From one token a rule
//! takes at most [`STEPS_MAX`] steps; a match begins at most [`BEFORE_MAX`] tokens before what triggers it.

mod capture;
mod class;
mod condition;
mod example;
mod fault;
mod host;
mod lexicon;
mod matching;
mod program;
mod rule;
mod trigger;

pub use capture::Captures;
pub use class::{ClassId, ClassSet};
pub use example::check_examples;
pub use fault::{Fault, SourceFile};
pub use host::{FeatureId, Host, KeyTerm, OutputTerm, Phrase, PhraseKind, RoleId, TagId, Terms};
pub use lexicon::{FormId, Lexicon, Pos, Reading, Symbol};
pub use matching::{BEFORE_MAX, Match, Matches, STEPS_MAX};
pub use program::{CaptureId, Output, Program, Rule, RuleId, Value};
pub use rule::{Example, Rules};
