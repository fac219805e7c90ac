//! Characters that are not seen, or do something to what stands around them.
//!
//! Looked for are the explicit formatting characters of the bidirectional algorithm (Unicode Standard Annex 9, section 2; Unicode Technical
//! Report 36, section 2.10), controls and separators of lines, and everything that has the property `Default_Ignorable_Code_Point`
//! (`DerivedCoreProperties`). Of the last, those stay that are at home where they stand: joiners after Unicode Standard Annex 31, section
//! 2.3, and Unicode Technical Standard 39, section 3.1.1; implicit directional marks between words, as Technical Standard 55 has it; emoji
//! sequences after Technical Standard 51. The rules here are wider than those for identifiers, since prose is written less strictly.

use super::{Mark, MarkKind};
use unicode_bidi::{BidiClass, bidi_class};
use unicode_properties::{GeneralCategory, UnicodeEmoji, UnicodeGeneralCategory};
use unicode_script::{Script, UnicodeScript};

/// Scripts whose letters join, or whose signs stack: a joiner chooses the shape.
const JOINING: [Script; 25] = [
    Script::Arabic,
    Script::Syriac,
    Script::Mongolian,
    Script::Nko,
    Script::Mandaic,
    Script::Adlam,
    Script::Hanifi_Rohingya,
    Script::Devanagari,
    Script::Bengali,
    Script::Gurmukhi,
    Script::Gujarati,
    Script::Oriya,
    Script::Tamil,
    Script::Telugu,
    Script::Kannada,
    Script::Malayalam,
    Script::Sinhala,
    Script::Khmer,
    Script::Myanmar,
    Script::Tibetan,
    Script::Balinese,
    Script::Javanese,
    Script::Newa,
    Script::Grantha,
    Script::Tirhuta,
];

/// Scripts without spaces between words: U+200B says where a line may break (Unicode Standard Annex 14, class SA).
const UNSPACED: [Script; 8] = [
    Script::Thai,
    Script::Lao,
    Script::Khmer,
    Script::Myanmar,
    Script::Tai_Tham,
    Script::New_Tai_Lue,
    Script::Tibetan,
    Script::Javanese,
];

/// The flags that are written with tags: England, Scotland, Wales (Unicode Technical Standard 51, RGI tag sequences).
const TAGGED: [&str; 3] = ["gbeng", "gbsct", "gbwls"];

/// How far a letter is looked for around a mark that depends on it.
const NEAR: usize = 64;

/// Marks every character that is not at home where it stands. Says of each character whether it is seen.
pub(super) fn find(chars: &[(usize, char)], found: &mut Vec<Mark>) -> Vec<bool> {
    let mut seen = vec![true; chars.len()];
    let mut at = 0;
    while at < chars.len() {
        let flag = flag(chars, at);
        if flag > 0 {
            at += flag;
            continue;
        }
        let (start, c) = chars[at];
        if is_hidden(c) && !at_home(chars, at) {
            seen[at] = false;
            let end = start + c.len_utf8();
            match found.last_mut() {
                Some(Mark { end: last, kind: MarkKind::Character(before, times), .. })
                    if *last == start && *before == c =>
                {
                    (*last, *times) = (end, *times + 1);
                }
                _ => found.push(Mark { start, end, kind: MarkKind::Character(c, 1) }),
            }
        }
        at += 1;
    }
    seen
}

/// Whether a character does not show itself, wherever it stands.
pub(super) fn is_hidden(c: char) -> bool {
    match c {
        '\n' | '\t' => false,
        // A braille cell without dots and a note without a head are seen as little as what is meant to be ignored.
        '\u{2028}'
        | '\u{2029}'
        | '\u{fff9}'..='\u{fffb}'
        | '\u{2800}'
        | '\u{1d159}'
        | '\u{13430}'..='\u{1343f}' => true,
        _ => c.is_control() || is_ignorable(c) || is_noncharacter(c),
    }
}

/// `Default_Ignorable_Code_Point`, in full; a test holds the blocks against the general category.
pub(super) fn is_ignorable(c: char) -> bool {
    matches!(c,
        '\u{ad}' | '\u{34f}' | '\u{61c}' | '\u{115f}' | '\u{1160}' | '\u{17b4}' | '\u{17b5}'
        | '\u{180b}'..='\u{180f}' | '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{206f}'
        | '\u{3164}' | '\u{fe00}'..='\u{fe0f}' | '\u{feff}' | '\u{ffa0}' | '\u{fff0}'..='\u{fff8}'
        | '\u{1bca0}'..='\u{1bca3}' | '\u{1d173}'..='\u{1d17a}' | '\u{e0000}'..='\u{e0fff}')
}

fn is_noncharacter(c: char) -> bool {
    matches!(c, '\u{fdd0}'..='\u{fdef}') || u32::from(c) & 0xfffe == 0xfffe
}

/// Whether a hidden character does what it is for.
fn at_home(chars: &[(usize, char)], at: usize) -> bool {
    let before = at.checked_sub(1).map(|at| chars[at].1);
    let after = chars.get(at + 1).map(|(_, c)| *c);
    let either = |fits: &dyn Fn(char) -> bool| before.is_some_and(fits) || after.is_some_and(fits);
    match chars[at].1 {
        '\r' => after == Some('\n'),
        '\u{13430}'..='\u{1343f}' => either(&|c| c.script() == Script::Egyptian_Hieroglyphs && !is_hidden(c)),
        '\u{2800}' => either(&|c| c.script() == Script::Braille && c != '\u{2800}'),
        '\u{200c}' | '\u{200d}' if either(&|c| matches!(c, '\u{200c}' | '\u{200d}')) => false,
        '\u{200d}' if after.is_some_and(is_picture) => before_emoji(chars, at),
        '\u{200c}' | '\u{200d}' => either(&|c| JOINING.contains(&c.script()) && !c.is_numeric()) || after_joining(chars, at),
        '\u{200b}' => near(chars, at, |c| UNSPACED.contains(&c.script())) && before != after,
        '\u{200e}' | '\u{200f}' | '\u{61c}' => {
            let inside = before.is_some_and(char::is_alphanumeric) && after.is_some_and(char::is_alphanumeric);
            !inside && near(chars, at, |c| matches!(bidi_class(c), BidiClass::R | BidiClass::AL))
        }
        '\u{fe0e}' | '\u{fe0f}' => match before {
            Some('0'..='9' | '#' | '*') => after == Some('\u{20e3}'),
            Some(c) => c.is_emoji_char(),
            None => false,
        },
        '\u{fe00}'..='\u{fe02}' => before.is_some_and(|c| {
            matches!(c, '\u{2200}'..='\u{22ff}' | '\u{2a00}'..='\u{2aff}' | '\u{3001}'..='\u{3002}' | '\u{ff01}'..='\u{ff1f}')
                || matches!(c.script(), Script::Han | Script::Myanmar | Script::Phags_Pa)
        }),
        '\u{e0100}'..='\u{e01ef}' => before.is_some_and(|c| c.script() == Script::Han),
        '\u{180b}'..='\u{180f}' => before.is_some_and(|c| c.script() == Script::Mongolian && !is_ignorable(c)),
        '\u{34f}' => before.is_some_and(|c| matches!(c, '\u{591}'..='\u{5c7}')),
        _ => false,
    }
}

/// A mark over or under a letter may stand between a letter and its joiner.
fn after_joining(chars: &[(usize, char)], at: usize) -> bool {
    let letters = chars[at.saturating_sub(8)..at].iter().rev().map(|(_, c)| *c);
    letters.into_iter().find(|c| !is_mark(*c)).is_some_and(|c| JOINING.contains(&c.script()))
}

/// Whether the nearest letter before or after is such a one.
fn near(chars: &[(usize, char)], at: usize, fits: impl Fn(char) -> bool) -> bool {
    let mut before = chars[at.saturating_sub(NEAR)..at].iter().rev();
    let mut after = chars[at + 1..].iter().take(NEAR);
    // What is hidden in between will be shown by its number, and nothing reaches over that.
    let stop = |c: &&(usize, char)| c.1.is_alphabetic() || is_hidden(c.1);
    [before.find(stop), after.find(stop)].into_iter().flatten().any(|(_, c)| c.is_alphabetic() && fits(*c))
}

/// A picture that a sequence of emoji may be made of.
fn is_picture(c: char) -> bool {
    !c.is_ascii() && c.is_emoji_char()
}

/// Whether what stands before is a whole emoji: a picture, with its selector, its colour of skin or its tags.
fn before_emoji(chars: &[(usize, char)], at: usize) -> bool {
    let part = |c: char| matches!(c, '\u{fe0f}' | '\u{1f3fb}'..='\u{1f3ff}' | '\u{e0020}'..='\u{e007f}');
    let before = chars[at.saturating_sub(10)..at].iter().rev().map(|(_, c)| *c);
    before.into_iter().find(|c| !part(*c)).is_some_and(is_picture)
}

/// How many characters a flag takes that is written with tags, where one stands here.
fn flag(chars: &[(usize, char)], at: usize) -> usize {
    if chars[at].1 != '\u{1f3f4}' {
        return 0;
    }
    let tags = chars[at + 1..].iter().map(|(_, c)| u32::from(*c).wrapping_sub(0xe0000));
    let said: String =
        tags.take_while(|tag| (0x20..0x7f).contains(tag)).take(6).filter_map(char::from_u32).collect();
    let closed = chars.get(at + 1 + said.len()).is_some_and(|(_, c)| *c == '\u{e007f}');
    if closed && TAGGED.contains(&said.as_str()) { said.len() + 2 } else { 0 }
}

/// A mark that takes no room of its own: `Mn` and `Me`.
pub(super) fn is_mark(c: char) -> bool {
    matches!(c.general_category(), GeneralCategory::NonspacingMark | GeneralCategory::EnclosingMark)
}

/// What a hidden character is called.
pub(super) fn name(c: char) -> &'static str {
    match c {
        '\0' => "null character",
        '\u{7}' => "bell",
        '\u{8}' => "backspace",
        '\u{b}' => "vertical tab",
        '\u{c}' => "form feed",
        '\r' => "carriage return",
        '\u{1b}' => "escape",
        '\u{7f}' => "delete",
        '\u{85}' => "next line",
        '\u{ad}' => "soft hyphen",
        '\u{34f}' => "combining grapheme joiner",
        '\u{61c}' => "Arabic letter mark",
        '\u{115f}' | '\u{1160}' | '\u{3164}' | '\u{ffa0}' => "Hangul filler",
        '\u{180e}' => "Mongolian vowel separator",
        '\u{200b}' => "zero-width space",
        '\u{200c}' => "zero-width non-joiner",
        '\u{200d}' => "zero-width joiner",
        '\u{200e}' => "left-to-right mark",
        '\u{200f}' => "right-to-left mark",
        '\u{2800}' => "braille pattern blank",
        '\u{2028}' => "line separator",
        '\u{2029}' => "paragraph separator",
        '\u{202a}' => "left-to-right embedding",
        '\u{202b}' => "right-to-left embedding",
        '\u{202c}' => "pop directional formatting",
        '\u{202d}' => "left-to-right override",
        '\u{202e}' => "right-to-left override",
        '\u{2060}' => "word joiner",
        '\u{2061}'..='\u{2064}' => "invisible operator",
        '\u{2066}' => "left-to-right isolate",
        '\u{2067}' => "right-to-left isolate",
        '\u{2068}' => "first strong isolate",
        '\u{2069}' => "pop directional isolate",
        '\u{fe00}'..='\u{fe0f}' | '\u{e0100}'..='\u{e01ef}' => "variation selector",
        '\u{feff}' => "zero-width no-break space",
        '\u{e0000}'..='\u{e007f}' => "tag character",
        c if c.is_control() => "control character",
        _ => "invisible character",
    }
}
