//! Forms, readings, phrases and overlays.

use assize_rules::{ClassId, ClassSet, FormId, Lexicon};

use crate::toy::{CLASSES, INFLECTION, TAGS, file, lexicon, listed};

/// `TAG:lemma` of every reading.
fn readings(lexicon: &Lexicon, form: &str) -> Vec<String> {
    let form = lexicon.form(form);
    let readings = form.map(|form| lexicon.readings(form)).unwrap_or_default();
    let shown = readings.iter().map(|one| {
        let tag = one.tag.map_or("-", |tag| TAGS[usize::from(tag.0)]);
        format!("{tag}:{}", lexicon.lemma(one.lemma))
    });
    shown.collect()
}

fn with(lines: &str) -> Lexicon {
    lexicon().with(&[file("more.tsv", lines)]).unwrap_or_else(|faults| panic!("{}", listed(&faults)))
}

#[test]
fn regular_and_irregular_forms() {
    let known = lexicon();
    assert_eq!(readings(known, "men"), ["NNS:man"]);
    assert_eq!(readings(known, "mans"), [""; 0]);
    assert_eq!(readings(known, "boys"), ["NNS:boy"]);
    assert_eq!(readings(known, "shot"), ["VBD:shoot", "VBN:shoot"]);
    assert_eq!(readings(known, "shooted"), [""; 0]);
    assert_eq!(readings(known, "shooting"), ["VBG:shoot"]);
    assert_eq!(readings(known, "kill"), ["VB:kill", "VBP:kill"]);
    let more = with(
        "gun\tverb\tkill\tdouble\tx\ncarry\tverb\t-\t-\tx\nfree\tverb\t-\t-\tx\nfire\tverb\t-\t-\tx\n\
         casualty\tnoun\t-\t-\tx\nclash\tnoun\t-\t-\tx\nsheep\tnoun\t-\tonly\tx\nstaff\tnoun\t-\tNNS=-\tx\n\
         hang\tverb\tkill\tVBD=hung VBD=hanged\tx\nhowever\tother\t-\t-\tx",
    );
    assert_eq!(readings(&more, "gunned"), ["VBD:gun", "VBN:gun"]);
    assert_eq!(readings(&more, "gunning"), ["VBG:gun"]);
    assert_eq!(readings(&more, "carried"), ["VBD:carry", "VBN:carry"]);
    assert_eq!(readings(&more, "freeing"), ["VBG:free"]);
    assert_eq!(readings(&more, "firing"), ["VBG:fire"]);
    assert_eq!(readings(&more, "casualties"), ["NNS:casualty"]);
    assert_eq!(readings(&more, "clashes"), ["NNS:clash"]);
    assert_eq!(readings(&more, "sheep"), ["NN:sheep"]);
    assert_eq!(readings(&more, "sheeps"), [""; 0]);
    assert_eq!(readings(&more, "staffs"), [""; 0]);
    assert_eq!(readings(&more, "hanged"), ["VBN:hang", "VBD:hang"]);
    assert_eq!(readings(&more, "hung"), ["VBD:hang"]);
    assert_eq!(readings(&more, "however"), ["-:however"], "a part of speech without inflection");
}

#[test]
fn classes_come_with_their_parents() {
    let known = lexicon();
    let boy = known.readings(known.form("boy").unwrap())[0].classes;
    let names: Vec<&str> = boy.iter().map(|class| known.class_name(class)).collect();
    assert_eq!(names, ["person", "civilian", "child"]);
    assert_eq!(known.class("children"), None);
}

#[test]
fn two_lines_of_one_lemma_are_one_entry() {
    let more = with("gang\tnoun\tperson\t-\tx");
    let classes = more.readings(more.form("gangs").unwrap())[0].classes;
    assert_eq!(more.readings(more.form("gangs").unwrap()).len(), 1);
    assert!(
        classes.contains(more.class("group").unwrap()) && classes.contains(more.class("person").unwrap())
    );
}

#[test]
fn an_overlay_keeps_numbers() {
    let base = lexicon();
    let more = base
        .with(&[
            file("x/classes.tsv", "rescue\t-\tkill\tto save\n"),
            file("x/words.tsv", "aardvark\tnoun\t-\t-\tx\nfree\tverb\trescue\t-\tx\n"),
        ])
        .unwrap();
    for word in ["man", "shot", "carry out", "of"] {
        assert_eq!(base.symbol(word), more.symbol(word), "{word}");
    }
    assert_eq!(base.class("carry"), more.class("carry"));
    assert_eq!(readings(&more, "aardvarks"), ["NNS:aardvark"]);
    assert_eq!(readings(&more, "men"), readings(base, "men"));
    assert!(more.class("rescue").is_some() && base.class("rescue").is_none());
    assert_eq!(
        phrase(&more, "carried out"),
        Some((2, vec!["VBD:carry out".to_owned(), "VBN:carry out".to_owned()]))
    );
}

fn phrase(lexicon: &Lexicon, text: &str) -> Option<(usize, Vec<String>)> {
    let words: Vec<Option<FormId>> = text.split(' ').map(|word| lexicon.form(word)).collect();
    let (length, readings) = lexicon.phrases_at(|at| words.get(at).copied().flatten(), 0)?;
    let shown = readings.iter().map(|one| {
        format!("{}:{}", one.tag.map_or("-", |tag| TAGS[usize::from(tag.0)]), lexicon.lemma(one.lemma))
    });
    Some((length, shown.collect()))
}

#[test]
fn phrases_inflect_one_word() {
    let more = with(
        "air strike\tnoun\t-\t-\tx\nrule of engagement\tnoun\t-\t-\tx\nshoot down\tverb\tkill\t-\tx\n\
         gun down\tverb\tkill\tdouble\tx\nair strike zone\tnoun\t-\t-\tx\n",
    );
    let one = |length: usize, reading: &str| Some((length, vec![reading.to_owned()]));
    assert_eq!(phrase(&more, "air strikes in"), one(2, "NNS:air strike"));
    assert_eq!(phrase(&more, "air strike zone"), one(3, "NN:air strike zone"));
    assert_eq!(phrase(&more, "air strike zoo"), one(2, "NN:air strike"));
    assert_eq!(phrase(&more, "rules of engagement"), one(3, "NNS:rule of engagement"));
    assert_eq!(phrase(&more, "rule of engagements"), None);
    assert_eq!(
        phrase(&more, "shot down"),
        Some((2, vec!["VBD:shoot down".to_owned(), "VBN:shoot down".to_owned()]))
    );
    assert_eq!(phrase(&more, "gunning down"), one(2, "VBG:gun down"));
    assert_eq!(phrase(&more, "down"), None);
}

#[test]
fn a_word_only_of_phrases_has_a_form_without_readings() {
    let known = lexicon();
    assert!(known.readings(known.form("out").unwrap()).is_empty());
    assert_eq!(known.form("elsewhere"), None);
    assert_eq!(known.form(""), None);
    assert!(known.readings(FormId(u32::MAX)).is_empty());
}

#[test]
fn written_and_read_again() {
    let text = serde_json::to_string(lexicon()).unwrap();
    let again: Lexicon = serde_json::from_str(&text).unwrap();
    assert_eq!(&again, lexicon());
}

#[test]
fn the_order_of_files_does_not_matter_to_classes() {
    let words = "man\tnoun\tperson\t-\tx";
    let files = [file("w.tsv", words), file("inflection.tsv", INFLECTION), file("classes.tsv", CLASSES)];
    assert_eq!(readings(&Lexicon::parse(&files, TAGS).unwrap(), "mans"), ["NNS:man"]);
}

#[test]
fn sets_of_classes() {
    let set: ClassSet = [0, 63, 64, 200, 255].into_iter().map(ClassId).collect();
    assert_eq!(set.iter().map(|class| class.0).collect::<Vec<_>>(), [0, 63, 64, 200, 255]);
    let other: ClassSet = [64, 65].into_iter().map(ClassId).collect();
    assert!(set.intersects(&other) && set.contains(ClassId(64)) && !set.contains(ClassId(65)));
    assert_eq!(set.intersection(&other).iter().count(), 1);
    assert_eq!(set.union(&other).iter().count(), 6);
    assert!(ClassSet::EMPTY.is_empty() && !ClassSet::EMPTY.intersects(&set));
}
