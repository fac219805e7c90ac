//! What a person should know of a page that gives little: nothing is lost without a note.

use super::{
    furniture::Kind,
    select::{Weighed, letters},
    tree::Tree,
};
use unicode_normalization::{UnicodeNormalization as _, char::compose};

/// Letters of a body below which it is too short to be trusted.
const SHORT: u32 = 250;
/// Share of the page's running words below which what was taken may not be the article.
const SHARE: f64 = 0.5;
/// Words of a page that shows part of an article to those who do not pay, or asks to be let track its readers, in lower case.
const WALLS: &[&str] = &[
    "abonnez-vous pour",
    "already a subscriber",
    "article réservé",
    "artikel ist nur für",
    "assine para",
    "continue reading with",
    "create a free account to",
    "cet article est réservé",
    "dieser artikel ist",
    "exclusivo para suscriptores",
    "for subscribers only",
    "jetzt abonnieren",
    "jetzt weiterlesen",
    "keep reading",
    "log in to continue",
    "log in to read",
    "mit plus-abo",
    "nur für abonnenten",
    "only available to subscribers",
    "para seguir leyendo",
    "réservé aux abonnés",
    "register to continue",
    "sign in to read",
    "sign up to read",
    "subscribe to continue",
    "subscribe to keep",
    "subscribe to read",
    "subscribers only",
    "suscríbete para",
    "this article is for subscribers",
    "this content is for",
    "to continue reading",
    "to read the full",
    "unlock this article",
];
const COOKIES: &[&str] = &[
    "accept all cookies",
    "alle akzeptieren",
    "cookie settings",
    "cookie policy",
    "our partners store",
    "use cookies",
    "verwenden cookies",
    "utilizamos cookies",
    "utilisons des cookies",
    "personenbezogene daten",
    "javascript",
];

/// Notes on what was left out, and on a body that may not be the whole article. `free` is what the page says of who may read it.
pub(super) fn of(
    tree: &Tree<'_>,
    weighed: &Weighed,
    main: Option<usize>,
    text: &str,
    free: Option<bool>,
    notes: &mut Vec<String>,
) {
    if let Some(main) = main {
        of_parts(tree, weighed, main, notes);
    }
    let taken = letters(text);
    let comments: u32 = outermost(tree, weighed, Kind::Comments).map(|at| weighed.all_in(tree, at)).sum();
    if comments > taken.saturating_mul(2) && comments > SHORT {
        notes.push(format!(
            "the text is shorter than what readers wrote on the page, which is left out ({comments} letters)"
        ));
    } else if comments > 100 {
        notes.push(format!("what readers wrote is left out ({comments} letters)"));
    }
    if taken < SHORT {
        notes.push(format!(
            "the text has only {taken} letters: the page may hold its article elsewhere, or not at all"
        ));
    }
    let running = weighed.running(tree);
    if taken >= SHORT && f64::from(taken) < SHARE * f64::from(running) {
        notes.push(format!(
            "the text is {} % of the running words of the page; what is left out stands in other parts of it",
            u64::from(taken) * 100 / u64::from(running.max(1))
        ));
    }
    let all = tree.words(0).to_lowercase();
    let has = |words: &[&str]| words.iter().any(|words| all.contains(words));
    if free == Some(false) {
        notes.push("the page says that it is not open to all: the text may be cut short".to_owned());
    } else if taken < 1_500 && has(WALLS) {
        notes.push("the page asks readers to pay or to sign in: the text may be cut short".to_owned());
    }
    let unusual = unusual_letters(text);
    if unusual >= UNUSUAL {
        notes.push(format!(
            "the text writes {unusual} letters in another form than most texts (it is not in NFC), as the page does: words typed in the usual form \
             are not found in it by programs that compare letter by letter"
        ));
    }
    let text = text.to_lowercase();
    if taken < 1_500 && COOKIES.iter().any(|words| text.contains(words)) {
        notes.push(
            "the text speaks of cookies or scripts: the page may have hidden its article behind a question"
                .to_owned(),
        );
    }
}

/// From so many letters in an unusual form they are spoken of.
const UNUSUAL: usize = 5;

/// Letters that Unicode's composed form (NFC) writes otherwise: those whose marks stand apart, and signs of their own for a letter with its mark.
fn unusual_letters(text: &str) -> usize {
    let is_apart = |letter: char, mark: char| !mark.is_ascii() && compose(letter, mark).is_some();
    let is_own = |letter: char| !letter.is_ascii() && std::iter::once(letter).nfc().ne([letter]);
    let next = text.chars().skip(1).map(Some).chain([None]);
    text.chars()
        .zip(next)
        .filter(|(c, next)| is_own(*c) || next.is_some_and(|next| is_apart(*c, next)))
        .count()
}

/// The outermost elements of a kind.
fn outermost(tree: &Tree<'_>, weighed: &Weighed, kind: Kind) -> impl Iterator<Item = usize> {
    let mut end = 0;
    (0..tree.nodes.len()).filter(move |at| {
        let is_it = *at >= end && weighed.kinds[*at] == Some(kind);
        if is_it {
            end = tree.nodes[*at].end;
        }
        is_it
    })
}

/// Letters of a part that is left out of the article's element from which it is named.
const PART: u32 = 200;

/// Notes on parts of the article's element that are left out, and on an element that may not be the article's.
fn of_parts(tree: &Tree<'_>, weighed: &Weighed, main: usize, notes: &mut Vec<String>) {
    let (mut links, mut prose) = (0, 0);
    let mut at = main;
    while at < tree.inside(main).end {
        if weighed.kinds[at] == Some(Kind::Furniture) {
            prose += weighed.good_letters(tree, at);
        } else if at > main && weighed.is_list_of_links(tree, at) {
            links += weighed.all_in(tree, at);
        } else if weighed.kinds[at].is_none() {
            at += 1;
            continue;
        }
        at = tree.inside(at).end;
    }
    if prose > PART {
        notes.push(format!("the text leaves out boxes within the article ({prose} letters)"));
    }
    if links > PART {
        notes.push(format!("the text leaves out lists of links within the article ({links} letters)"));
    }
    let aside =
        |at: usize| tree.nodes[at].names.split(' ').find(|name| matches!(*name, "sidebar" | "footer"));
    if let Some(name) = tree.around(main).chain([main]).filter(|at| !tree.is(*at, &["body"])).find_map(aside)
        && !tree.inside(main).any(|at| tree.is(at, &["h1"]))
    {
        notes.push(format!(
            "the text stands in a part of the page named `{name}`: the article may be elsewhere"
        ));
    }
    if !weighed.is_named(tree, main) && weighed.fit(tree, main, 0) < UNSURE {
        notes.push("the text is of the part that holds most words: the page names no article".to_owned());
    }
}

/// How well an element fits the page's good words below which it may not be the article's.
const UNSURE: f64 = 0.8;
