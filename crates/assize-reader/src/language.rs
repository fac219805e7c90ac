//! Passages that are not English. They are not read: a number or name among foreign words would become a draft by accident.
//!
//! A passage is told by its script, then by small words: English ones speak for English, and several foreign ones without them against.
//! Statistics of letters ([`whatlang`]) name the language; alone they decide nothing, since they are at a loss with names and headlines.
//! Where there is doubt, a passage is English.

use crate::segment::Segments;
use assize_record::{Doubt, Span};
use std::{collections::BTreeMap, sync::LazyLock};

/// The rule of a passage in another script.
pub const SCRIPT: &str = "language.script";
/// The rule of a passage with foreign small words.
pub const WORDS: &str = "language.words";

/// The ids of the rules of this layer.
pub const RULES: &[&str] = &[SCRIPT, WORDS];

/// A passage in another language.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Foreign {
    /// The paragraph; a sentence of it where it is very long.
    pub span: Span,
    /// The English name of the language, or of the script where that is all that can be told.
    pub language: &'static str,
    /// The rule.
    pub rule: &'static str,
}

/// A paragraph longer than this is judged sentence by sentence.
const LONGEST: usize = 2_000;
/// So many words are looked at.
const WORDS_SEEN: usize = 120;
/// Fewer words than this in Latin letters are taken for English.
const FEWEST_WORDS: usize = 4;

/// Small words of English: any of them among ten others makes a passage English.
const ENGLISH: &[&str] = &[
    "the", "of", "and", "to", "in", "that", "was", "is", "for", "on", "with", "by", "at", "from", "were",
    "are", "said", "had", "has", "have", "been", "it", "its", "he", "she", "they", "his", "her", "their",
    "this", "but", "not", "who", "which", "after", "as", "be", "killed", "would", "will", "when", "we",
    "you", "i", "or", "an", "about", "than", "into", "people", "two", "three",
];

/// Foreign small words, with the languages they belong to as bits.
static FOREIGN: LazyLock<(Vec<&'static str>, BTreeMap<&'static str, u32>)> = LazyLock::new(|| {
    let (mut languages, mut words) = (Vec::new(), BTreeMap::new());
    for line in include_str!("../../../schema/lexicons/foreign.txt").lines() {
        let Some((language, list)) = line.split_once('\t').filter(|_| !line.starts_with('#')) else {
            continue;
        };
        for word in list.split_whitespace().filter(|word| !ENGLISH.contains(word)) {
            *words.entry(word).or_default() |= 1_u32 << languages.len();
        }
        languages.push(language);
    }
    (languages, words)
});

/// Every passage of a text that is not English.
pub fn foreign(text: &str, segments: &Segments) -> Vec<Foreign> {
    let mut found = Vec::new();
    for paragraph in &segments.paragraphs {
        if paragraph.len() <= LONGEST {
            found.extend(judge(text, *paragraph));
        } else {
            found.extend(
                segments.sentences_in(*paragraph).iter().filter_map(|sentence| judge(text, *sentence)),
            );
        }
    }
    found
}

/// The parts of a text without what lies in foreign passages.
pub fn without(mut segments: Segments, foreign: &[Foreign]) -> Segments {
    if !foreign.is_empty() {
        let inside = |at: usize| {
            let next = foreign.partition_point(|passage| passage.span.end <= at);
            foreign.get(next).is_some_and(|passage| passage.span.start <= at)
        };
        segments.sentences.retain(|sentence| !inside(sentence.start));
        segments.quotes.retain(|quote| !inside(quote.open.start));
    }
    segments
}

/// The doubt about a foreign passage.
pub fn doubt(text: &str, foreign: &Foreign) -> Option<Doubt> {
    Some(Doubt {
        schema: "assize.doubt/1".to_owned(),
        words: foreign.span.words(text)?,
        kind: "language".to_owned(),
        question: format!(
            "these words seem to be {}; only English is read, and nothing is drafted from them",
            foreign.language
        ),
        rule: foreign.rule.to_owned(),
    })
}

fn judge(text: &str, span: Span) -> Option<Foreign> {
    let words = span.slice(text)?;
    if let Some(language) = other_script(words) {
        return Some(Foreign { span, language, rule: SCRIPT });
    }
    by_words(words).map(|language| Foreign { span, language, rule: WORDS })
}

/// The language of words of which most letters are not Latin.
fn other_script(words: &str) -> Option<&'static str> {
    if words.is_ascii() {
        return None;
    }
    let (mut latin, mut other) = (0_usize, 0_usize);
    for c in words.chars().take(2_000).filter(|c| c.is_alphabetic()) {
        // Latin letters, their extensions, and phonetic ones.
        if matches!(u32::from(c), 0..=0x2AF | 0x1E00..=0x1EFF | 0xFB00..=0xFB06) {
            latin += 1
        } else {
            other += 1
        }
    }
    if other < 2 || other <= latin {
        return None;
    }
    let info = whatlang::detect(head(words));
    Some(info.map_or("in another script", |info| info.lang().eng_name()))
}

/// The language of words in Latin letters, where small words and letters agree that it is not English.
fn by_words(words: &str) -> Option<&'static str> {
    let (mut all, mut english, mut small) = (0_usize, 0_usize, 0_usize);
    let mut languages: Vec<usize> = Vec::new();
    let mut seen = Vec::new();
    let mut buffer = String::new();
    for word in words.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty()).take(WORDS_SEEN) {
        all += 1;
        // Most of a passage decides long before its end.
        if all == 30 && english * 6 >= all {
            return None;
        }
        if word.len() > 8 || !word.starts_with(char::is_alphabetic) {
            continue;
        }
        buffer.clear();
        buffer.extend(word.chars().flat_map(char::to_lowercase));
        if ENGLISH.contains(&buffer.as_str()) {
            english += 1;
        } else if let Some((known, bits)) = FOREIGN.1.get_key_value(buffer.as_str()) {
            // The particles of a name, `de la Cruz`, are no evidence: they follow or precede capitals only.
            small += 1;
            if !seen.contains(known) {
                seen.push(*known);
            }
            languages.resize(FOREIGN.0.len(), 0);
            for (index, count) in languages.iter_mut().enumerate() {
                *count += usize::from(bits >> index & 1 == 1);
            }
        }
    }
    let lower =
        words.split_whitespace().take(WORDS_SEEN).filter(|word| word.starts_with(char::is_lowercase)).count();
    let plain = lower > small || !words.contains(char::is_lowercase);
    if all < FEWEST_WORDS || seen.len() < 2 || small * 6 < all || english * 3 >= small || !plain {
        return None;
    }
    let best = languages.iter().max().copied().unwrap_or_default();
    let ours =
        languages.iter().rposition(|count| *count == best).and_then(|index| FOREIGN.0.get(index).copied());
    let info = whatlang::detect(head(words))?;
    if info.lang() == whatlang::Lang::Eng && info.is_reliable() {
        return None;
    }
    if info.is_reliable() { Some(info.lang().eng_name()) } else { ours }
}

/// As many words as tell a language.
fn head(words: &str) -> &str {
    &words[..words.floor_char_boundary(600)]
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::segment::segment;

    fn languages(text: &str) -> Vec<&'static str> {
        foreign(text, &segment(text)).iter().map(|passage| passage.language).collect()
    }

    #[test]
    fn other_languages_and_scripts_are_told() {
        assert_eq!(
            languages("El ministerio dijo que en el ataque del 3 de mayo murieron 14 personas de la zona."),
            ["Spanish"]
        );
        assert_eq!(
            languages("Le ministère a dit que les trois pêcheurs ont été tués dans la nuit par une frappe."),
            ["French"]
        );
        assert_eq!(
            languages("Das Ministerium sagte, dass bei dem Angriff auf das Boot 14 Menschen getötet wurden."),
            ["German"]
        );
        assert_eq!(languages("قال المتحدث إن الهجوم أسفر عن مقتل 14 شخصا في الميناء."), ["Arabic"]);
        assert_eq!(languages("Министерство сообщило, что при ударе погибли 14 человек."), ["Russian"]);
    }

    #[test]
    fn english_is_never_dropped() {
        for text in [
            "Boats burn off Port Ode",
            "GUERRILLAS KILLED 14 SOLDIERS IN AMBUSH NEAR PORT ODE",
            "José de la Cruz, María de los Ángeles, Ana del Río",
            "Ministers Vale, Ode and Karst",
            "“La Sombra del Mar” struck a reef off Puerto del Rey, the owner said.",
            "He shouted “¡no disparen!” and was killed.",
            "14 dead",
            "Nine dead, one missing",
            "The word for it in Arabic is قارب.",
            "Photo: R. de Vries / Het Nieuws",
        ] {
            assert_eq!(languages(text), Vec::<&str>::new(), "{text}");
        }
    }

    #[test]
    fn a_mixed_document_keeps_its_english_parts() {
        let text = "The Navy killed four people on May 3.\n\nLa Marina mató a cuatro personas el 3 de mayo, según el ministro de la zona.\n\nNobody else was aboard.";
        let segments = segment(text);
        let foreign = foreign(text, &segments);
        assert_eq!(foreign.len(), 1);
        assert_eq!(without(segments, &foreign).sentences.len(), 2);
        assert!(doubt(text, &foreign[0]).is_some_and(|doubt| doubt.question.contains("Spanish")));
    }
}
