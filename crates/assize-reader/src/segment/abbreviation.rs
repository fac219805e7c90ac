//! Words that end in a full stop without ending a sentence.

/// What a full stop after a word says about the end of the sentence.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Stop {
    /// The word is never the last of a sentence: `Sen.`, `vs.`
    Inside,
    /// Inside the sentence where a figure follows: `Sept. 2`, `No. 4`.
    BeforeFigure,
    /// Inside the sentence unless a word follows that often begins one: `U.S.`, `Inc.`
    BeforeName,
    /// Inside where a time zone or a day follows: `9 p.m. EST`.
    BeforeZone,
    /// Nothing: the stop ends the sentence.
    End,
}

const INSIDE: &[&str] = &[
    "adm", "amb", "approx", "asst", "atty", "brig", "ca", "capt", "cf", "cmdr", "col", "comdr", "cpl", "cpt",
    "dep", "det", "dr", "e.g", "fr", "gen", "gens", "gov", "govs", "hon", "i.e", "insp", "lt", "lts", "maj",
    "messrs", "mme", "mr", "mrs", "ms", "msgr", "mt", "pfc", "pres", "prof", "profs", "pvt", "rep", "reps",
    "rev", "sen", "sens", "sgt", "sgts", "spc", "supt", "v", "viz", "vs",
];

const BEFORE_FIGURE: &[&str] = &[
    "apr", "april", "art", "aug", "c", "ch", "dec", "feb", "fig", "jan", "jul", "jun", "mar", "no", "nos",
    "nov", "oct", "p", "para", "pp", "sec", "sep", "sept", "vol",
];

const BEFORE_NAME: &[&str] = &[
    "ala", "ariz", "ark", "assn", "ave", "bldg", "blvd", "bros", "calif", "co", "colo", "conn", "corp",
    "dept", "dist", "esq", "est", "fla", "ft", "ga", "govt", "ill", "inc", "ind", "intl", "jr", "kan", "ky",
    "la", "ltd", "mass", "md", "mich", "minn", "miss", "mo", "mont", "natl", "neb", "nev", "okla", "ore",
    "pa", "ph.d", "rd", "sr", "st", "tenn", "tex", "univ", "va", "vt", "wash", "wis", "wyo",
];

/// Words that begin a sentence far more often than they follow an abbreviation within one.
const STARTERS: &[&str] = &[
    "a",
    "after",
    "all",
    "also",
    "although",
    "an",
    "and",
    "another",
    "as",
    "at",
    "because",
    "before",
    "but",
    "by",
    "during",
    "earlier",
    "even",
    "every",
    "for",
    "from",
    "he",
    "her",
    "his",
    "how",
    "however",
    "i",
    "if",
    "in",
    "it",
    "its",
    "last",
    "later",
    "many",
    "meanwhile",
    "most",
    "my",
    "no",
    "not",
    "now",
    "of",
    "on",
    "one",
    "only",
    "or",
    "other",
    "others",
    "our",
    "police",
    "she",
    "since",
    "so",
    "some",
    "still",
    "such",
    "that",
    "the",
    "their",
    "then",
    "there",
    "these",
    "they",
    "this",
    "those",
    "though",
    "to",
    "two",
    "under",
    "until",
    "we",
    "what",
    "when",
    "where",
    "which",
    "while",
    "who",
    "why",
    "with",
    "yet",
    "you",
];

/// Reads the last word of a would-be sentence, without its final full stop.
pub(super) fn stop_after(word: &str) -> Stop {
    let mut buffer = [0_u8; 8];
    let Some(lower) = lower(word, &mut buffer) else { return initials(word) };
    let among = |list: &[&str]| list.binary_search(&lower).is_ok();
    if matches!(lower, "a.m" | "p.m") {
        Stop::BeforeZone
    } else if among(INSIDE) {
        Stop::Inside
    } else if among(BEFORE_FIGURE) && word.len() > 1 {
        Stop::BeforeFigure
    } else if among(BEFORE_NAME) && word.starts_with(|c: char| c.is_uppercase()) {
        Stop::BeforeName
    } else {
        initials(word)
    }
}

/// `R` of `Mark R.`, `U.S`, `D.C`: single capitals between full stops.
fn initials(word: &str) -> Stop {
    let is_initials = !word.is_empty()
        && word.split('.').all(|part| {
            let mut chars = part.chars();
            matches!((chars.next(), chars.next()), (Some(c), None) if c.is_uppercase())
        });
    if is_initials { Stop::BeforeName } else { Stop::End }
}

/// Whether a sentence is likely to begin with this word.
pub(super) fn is_starter(word: &str) -> bool {
    let mut buffer = [0_u8; 12];
    lower(word, &mut buffer).is_some_and(|lower| STARTERS.binary_search(&lower).is_ok())
}

/// The word in small letters, where it is short ASCII.
fn lower<'b>(word: &str, buffer: &'b mut [u8]) -> Option<&'b str> {
    let target = buffer.get_mut(..word.len()).filter(|_| word.is_ascii())?;
    target.copy_from_slice(word.as_bytes());
    target.make_ascii_lowercase();
    std::str::from_utf8(target).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lists_are_sorted_for_binary_search() {
        for list in [INSIDE, BEFORE_FIGURE, BEFORE_NAME, STARTERS] {
            assert!(list.windows(2).all(|pair| pair[0] < pair[1]), "{list:?}");
        }
    }

    #[test]
    fn stops_are_told_by_their_word() {
        for (word, expected) in [
            ("Sen", Stop::Inside),
            ("Sept", Stop::BeforeFigure),
            ("R", Stop::BeforeName),
            ("U.S", Stop::BeforeName),
            ("Ariz", Stop::BeforeName),
            ("p.m", Stop::BeforeZone),
            ("miss", Stop::End),
            ("strike", Stop::End),
            ("", Stop::End),
            ("é", Stop::End),
        ] {
            assert_eq!(stop_after(word), expected, "{word}");
        }
    }
}
