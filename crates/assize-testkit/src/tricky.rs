//! Texts that are made to break a reader: grammar of tricky atoms, mutated and spliced. The same seed gives the same texts.

/// A small generator of numbers (SplitMix64, Steele, Lea and Flood 2014), so that no dependency's version changes a run.
#[derive(Debug, Clone)]
pub struct Random(u64);

impl Random {
    /// A generator from a seed.
    pub const fn new(seed: u64) -> Self {
        Self(seed)
    }

    /// The next number.
    pub const fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        z ^ (z >> 31)
    }

    /// A number below `bound`, which is not zero.
    pub const fn below(&mut self, bound: usize) -> usize {
        (self.next() % bound as u64) as usize
    }

    /// One of a list.
    pub fn pick<'l, T: ?Sized>(&mut self, list: &'l [&'l T]) -> &'l T {
        list[self.below(list.len())]
    }
}

/// Invented passages that every layer finds something in.
pub const PASSAGES: &[&str] = &[
    "A strike on May 3 killed at least four people and wounded two others, the Navy said.",
    "“We knew who they were,” said Adm. Ruth B. Vale, who oversaw the operation. “Nobody was left alive.”",
    "According to five current and former officials, the order, signed on June 1, 2031, permits strikes only with “near certainty” that no civilians are aboard.",
    "The Ministry of Harbours did not respond to a request for comment.",
    "If it were a war, the second strike would still be unlawful, three lawyers wrote in a memo dated Sept. 9.",
    "Between 12 and 15 fishermen, including five children, were killed when the boat carrying 300 kg of flour sank off Port Ode.",
    "Sen. Tom Ode, Democrat of Karst, told reporters on Tuesday that two or three survivors clung to the wreck for nearly an hour.",
    "The Lantern first reported the raid last week. The toll has since risen to 31, according to the Harbour Gazette.",
    "MR. VALE: How many were aboard?\nTHE WITNESS: Eleven, ma’am. Nine died.\n",
    "- Nine killed\n- Two missing\n- One in custody\n",
    "MAY 3 (KARST PRESS) — GUERRILLAS KILLED 14 SOLDIERS AND INJURED 30 IN AN AMBUSH NEAR PORT ODE, THE ARMY REPORTED.",
    "El ministerio dijo el 3 de mayo de 2031 que murieron 14 personas en el ataque.",
];

const ATOMS: &[&str] = &[
    " ",
    " ",
    " ",
    " ",
    " ",
    "\n",
    "\r\n",
    "\r",
    "\n\n",
    "\t",
    "\0",
    "\u{85}",
    "\u{2028}",
    "\u{2029}",
    "\u{a0}",
    "\u{200b}",
    "\u{200f}",
    "\u{202e}",
    "\u{feff}",
    "\u{301}",
    "\u{1f600}",
    "é",
    "ß",
    "İ",
    "ſ",
    "K",
    "ﬁ",
    "你好。",
    "שלום",
    "مرحبا ١٢٣",
    "привет",
    "“",
    "”",
    "‘",
    "’",
    "\"",
    "'",
    "``",
    "''",
    "«",
    "»",
    "„",
    "(",
    ")",
    "[",
    "]",
    "{",
    "—",
    "–",
    "-",
    "--",
    "…",
    "...",
    ".",
    ",",
    ";",
    ":",
    "?",
    "!",
    "/",
    "%",
    "$",
    "€",
    "#",
    "@",
    "&",
    "*",
    "•",
    "·",
    "|",
    "0",
    "1",
    "2",
    "12",
    "300",
    "1,200",
    "1,20",
    "2.5",
    "99999999999999999999",
    "18446744073709551615",
    "18446744073709551616",
    "9,999,999,999,999",
    "1e9",
    "½",
    "٣",
    "²",
    "5th",
    "1st",
    "90s",
    "1990s",
    "’90s",
    "2031",
    "May",
    "may",
    "May 3",
    "3 May 2031",
    "2031-05-03",
    "05/03/31",
    "31/31/31",
    "Feb. 30",
    "Sept. 31",
    "Tuesday",
    "yesterday",
    "last week",
    "three days after",
    "the 1990s",
    "noon",
    "9 p.m. EST",
    "0",
    "a.m.",
    "since",
    "until",
    "Q1",
    "99999 years ago",
    "in 40 million years",
    "at least",
    "about",
    "nearly",
    "up to",
    "more than",
    "between",
    "from",
    "to",
    "and",
    "or",
    "dozens of",
    "hundreds of thousands of",
    "one",
    "two",
    "eleven",
    "hundred",
    "million",
    "billion",
    "trillion trillion",
    "people",
    "men",
    "children",
    "civilians",
    "soldiers",
    "boats",
    "killed",
    "were killed",
    "killing",
    "died",
    "injured",
    "wounded",
    "survivors",
    "missing",
    "dead",
    "deaths",
    "the death toll",
    "including",
    "said",
    "says",
    "told reporters",
    "told",
    "denied",
    "according to",
    "that",
    "who",
    "he",
    "she",
    "they",
    "officials",
    "a senior official",
    "two people familiar with",
    "the president",
    "Sen.",
    "Mr.",
    "Adm.",
    "U.S.",
    "U.N.",
    "No.",
    "Inc.",
    "e.g.",
    "Ruth Vale",
    "Vale",
    "Tom Ode",
    "the Navy",
    "the order",
    "execute order",
    "the memo",
    "signed by",
    "signed",
    "issued",
    "near certainty",
    "of",
    "in charge of",
    "list of 24 groups",
    "designated",
    "approve strikes",
    "if",
    "would",
    "not",
    "n’t",
    "no",
    "unclear whether",
    "appears to",
    "may",
    "allegedly",
    "declined to comment",
    "did not respond",
    "first reported",
    "was reported earlier by",
    "a",
    "the",
    "in",
    "on",
    "at",
    "by",
    "with",
    "was",
    "were",
    "is",
    "had",
    "has",
    "The",
    "A",
    "It",
    "KILLED 12",
    "THE ARMY SAID",
    "Q.",
    "A.",
    "MR. ODE:",
    ">> ",
    "@ode",
    "#strike",
    "https://example.org/a?b=1&c=2",
    "RT",
    "From: ",
    "Subject: ",
    "1.",
    "a)",
    "(iv)",
    "xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx",
];

/// One text from the generator: at most a few kilobytes.
pub fn text(random: &mut Random) -> String {
    match random.below(8) {
        0..3 => atoms(random, 60),
        3 => atoms(random, 400),
        4 => spliced(random),
        5 => repeated(random),
        _ => mutated(random),
    }
}

fn atoms(random: &mut Random, most: usize) -> String {
    let count = 1 + random.below(most);
    let spaced = random.below(4) > 0;
    let mut text = String::new();
    for _ in 0..count {
        text.push_str(random.pick(ATOMS));
        if spaced && random.below(8) > 0 {
            text.push(' ');
        }
    }
    text
}

/// Halves of passages, cut anywhere between characters.
fn spliced(random: &mut Random) -> String {
    let mut text = String::new();
    for _ in 0..1 + random.below(6) {
        let passage = random.pick(PASSAGES);
        let a = passage.floor_char_boundary(random.below(passage.len() + 1));
        let b = passage.floor_char_boundary(random.below(passage.len() + 1));
        text.push_str(&passage[a.min(b)..a.max(b)]);
        text.push_str(random.pick(&["", " ", "\n", ". ", "\n\n"]));
    }
    text
}

/// One or two atoms over and over: nested quotations, runs of digits, a thousand stops.
fn repeated(random: &mut Random) -> String {
    let unit = format!("{}{}", random.pick(ATOMS), random.pick(ATOMS));
    let mut text = random.pick(PASSAGES).to_owned();
    for _ in 0..random.below(600) {
        text.push_str(&unit);
    }
    text.push_str(random.pick(PASSAGES));
    text
}

/// Passages with characters dropped, doubled and replaced by atoms, sometimes in capitals.
fn mutated(random: &mut Random) -> String {
    let mut text = String::new();
    for _ in 0..1 + random.below(3) {
        let passage = random.pick(PASSAGES);
        let rate = 2 + random.below(60);
        for c in passage.chars() {
            match random.below(rate * 3) {
                0 => {}
                1 => text.extend([c, c]),
                2 => text.push_str(random.pick(ATOMS)),
                _ => text.push(c),
            }
        }
        text.push_str(random.pick(&[" ", "\n", "\r\n\r\n"]));
    }
    if random.below(10) == 0 { text.to_uppercase() } else { text }
}
