//! Invented articles: nothing in them happened, and no such place, person or outlet is meant.

use super::Numbers;

const CAPES: [&str; 8] = ["Orsay", "Tarn", "Invented", "Lume", "Quay", "Marl", "Senn", "Brack"];
const OUTLETS: [&str; 6] = ["Gazette", "Courier", "Echo", "Herald", "Ledger", "Tribune"];
const PEOPLE: [&str; 4] = ["Adm. Ruth Vale", "Minister Ada Quill", "Gen. Pell Arden", "Col. Juno Kray"];
const COUNTS: [&str; 8] = ["two", "three", "four", "five", "six", "seven", "nine", "ten"];

/// A page with a strike of its own: the same seed and number give the same bytes.
pub fn article(seed: u64, number: usize) -> String {
    let mut numbers = Numbers::of(seed, &format!("article {number}"));
    let mut of = |from: &[&'static str]| numbers.pick(from).copied().unwrap_or_default();
    let (outlet, person, killed, more) = (of(&OUTLETS), of(&PEOPLE), of(&COUNTS), of(&COUNTS));
    let cape = CAPES[number % CAPES.len()];
    let day = 1 + number % 27;
    format!(
        "<!doctype html><html lang=en><head><title>Strike off Cape {cape} ({number})</title>\
         <meta property=\"article:published_time\" content=\"2031-06-{:02}T10:00:00Z\"><meta property=\"og:site_name\" content=\"The {outlet}\">\
         </head><body><article><h1>Strike off Cape {cape} ({number})</h1>\n\
         <p>A strike on May {day} killed {killed} people on a boat off Cape {cape}, {person} said on Monday.</p>\n\
         <p>At least {more} people were wounded, according to two officials familiar with the operation. The ministry did not answer questions about \
         what was known of boat {number} before it left the port.</p>\n\
         <p>“All of them were smugglers,” the ministry said.</p>\n</article></body></html>\n",
        1 + number % 28
    )
}

/// A text that must not come out.
pub fn leak() -> &'static str {
    "Internal note, 9 May 2031\n\nThe strike on May 2 killed eleven people on a boat off Cape Tarn, an officer who took part in it wrote. \
     He asked that nobody learn of this note.\n"
}
