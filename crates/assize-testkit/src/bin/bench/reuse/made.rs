//! Invented texts: originals, what is derived from them, and notices that all texts of an outlet end with.

/// How a text is derived from another.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    /// All its words, laid out otherwise.
    Exact,
    /// Three words in a hundred replaced, added or left out.
    Edited,
    /// A third to two thirds of it.
    Abridged,
    /// The whole of it in a text up to twice as long.
    Embedded,
    /// One sentence of 20 to 30 words of it in another text.
    Quoted,
}

pub(super) const KINDS: [Kind; 5] = [Kind::Exact, Kind::Edited, Kind::Abridged, Kind::Embedded, Kind::Quoted];

/// A text that was derived.
pub(super) struct Derived {
    pub(super) text: usize,
    pub(super) from: usize,
    pub(super) kind: Kind,
}

/// Invented texts, and what is true of them.
pub(super) struct Made {
    pub(super) texts: Vec<String>,
    pub(super) derived: Vec<Derived>,
    /// By text, the original that it is a near-copy of; itself where it is none.
    pub(super) family: Vec<usize>,
    /// By text, the families that it shares words with beside its own.
    quotes: Vec<Option<usize>>,
    outlets: Vec<Option<u64>>,
}

/// Texts that end with the same notice, that of their outlet. A tenth of all have one.
const NOTICED: usize = 400;
/// Words of the invented language.
const VOCABULARY: u64 = 30_000;

impl Made {
    /// A quarter of the texts is derived from others, a twentieth in each way.
    pub(super) fn of(texts: usize) -> Self {
        let mut made = Self {
            texts: Vec::new(),
            derived: Vec::new(),
            family: Vec::new(),
            quotes: Vec::new(),
            outlets: Vec::new(),
        };
        let mut numbers = Numbers(7);
        let outlets = (texts / 10 / NOTICED).max(1) as u64;
        let notices: Vec<Vec<String>> = (0..outlets).map(|_| words(&mut numbers, 25, 45)).collect();
        let originals = texts * 3 / 4;
        let mut bodies: Vec<Vec<String>> = Vec::new();
        for text in 0..texts {
            let (body, family, quote) = if text < originals {
                let body = words(&mut numbers, 180, 640);
                bodies.push(body.clone());
                (body, text, None)
            } else {
                let kind = KINDS[text % KINDS.len()];
                let from = usize::try_from(numbers.below(originals as u64)).unwrap_or(0);
                let body = derive(kind, &bodies[from], &mut numbers);
                made.derived.push(Derived { text, from, kind });
                if kind == Kind::Quoted { (body, text, Some(from)) } else { (body, from, None) }
            };
            let outlet = (numbers.below(10) == 0).then(|| numbers.below(outlets));
            let is_exact =
                made.derived.last().is_some_and(|last| last.text == text && last.kind == Kind::Exact);
            // A copy of all words has no notice, and another layout.
            let outlet = outlet.filter(|_| !is_exact);
            let notice = outlet
                .map(|outlet| notices[usize::try_from(outlet).unwrap_or(0)].as_slice())
                .unwrap_or_default();
            made.texts.push(laid_out(body.iter().chain(notice), is_exact, text));
            made.family.push(family);
            made.quotes.push(quote);
            made.outlets.push(outlet);
        }
        made
    }

    /// Whether two texts share words of one original, or a notice.
    pub(super) fn share(&self, a: usize, b: usize) -> bool {
        let of = |text: usize| [Some(self.family[text]), self.quotes[text]];
        let same_outlet = self.outlets[a].is_some() && self.outlets[a] == self.outlets[b];
        same_outlet || of(a).iter().flatten().any(|from| of(b).contains(&Some(*from)))
    }
}

fn derive(kind: Kind, body: &[String], numbers: &mut Numbers) -> Vec<String> {
    match kind {
        Kind::Exact => body.to_vec(),
        Kind::Edited => {
            let mut edited = Vec::new();
            for word in body {
                match numbers.below(100) {
                    0 => edited.push(self::word(numbers)),
                    1 => edited.extend([word.clone(), self::word(numbers)]),
                    2 => {}
                    _ => edited.push(word.clone()),
                }
            }
            edited
        }
        Kind::Abridged => {
            let length = body.len() * (33 + usize::try_from(numbers.below(34)).unwrap_or(0)) / 100;
            // The lead as a rule, sometimes a part from within.
            let from = if numbers.below(3) == 0 { (body.len() - length) / 2 } else { 0 };
            body[from..from + length].to_vec()
        }
        Kind::Embedded => {
            let mut text = words(numbers, 50, 200);
            text.extend_from_slice(body);
            text.extend(words(numbers, 50, 300));
            text
        }
        Kind::Quoted => {
            let length = 20 + usize::try_from(numbers.below(11)).unwrap_or(0);
            let from = usize::try_from(numbers.below((body.len() - length) as u64)).unwrap_or(0);
            let mut text = words(numbers, 80, 300);
            text.extend_from_slice(&body[from..from + length]);
            text.extend(words(numbers, 80, 300));
            text
        }
    }
}

/// Sentences and paragraphs; what has another layout has other capitals and marks as well.
fn laid_out<'w>(words: impl Iterator<Item = &'w String>, otherwise: bool, text: usize) -> String {
    let mut out = String::new();
    for (at, word) in words.enumerate() {
        if at > 0 {
            out.push_str(match (at + text) % 17 {
                0 if otherwise => " – ",
                0 => ". ",
                8 => ", ",
                _ if otherwise && at % 90 == 0 => "  ",
                _ => " ",
            });
        }
        if (at + text).is_multiple_of(17) || otherwise && at < 6 {
            out.push_str(&word.to_uppercase());
        } else {
            out.push_str(word);
        }
    }
    out
}

fn words(numbers: &mut Numbers, least: usize, most: usize) -> Vec<String> {
    let length = least + usize::try_from(numbers.below((most - least) as u64)).unwrap_or(0);
    (0..length).map(|_| word(numbers)).collect()
}

/// A word: few are common and many are rare, as in a language (Zipf).
fn word(numbers: &mut Numbers) -> String {
    const SYLLABLES: [&str; 32] = [
        "ka", "lo", "mir", "ten", "osh", "bel", "dur", "fan", "gil", "hest", "jor", "kul", "lam", "nop",
        "quen", "rast", "sid", "tov", "ulm", "vek", "wis", "yar", "zet", "arn", "ebb", "ift", "oln", "urd",
        "pram", "chel", "bru", "sto",
    ];
    // The rank is the vocabulary's size to a power that is drawn evenly.
    let share = numbers.below(1 << 20) as f64 / f64::from(1 << 20);
    let mut rank = (VOCABULARY as f64).powf(share) as usize;
    let mut word = String::new();
    loop {
        word.push_str(SYLLABLES[rank % 32]);
        rank /= 32;
        if rank == 0 {
            return word;
        }
    }
}

/// A fixed sequence of numbers (splitmix64; Steele, Lea and Flood, 2014).
struct Numbers(u64);

impl Numbers {
    fn below(&mut self, most: u64) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let z = (self.0 ^ (self.0 >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        let z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        (z ^ (z >> 31)) % most.max(1)
    }
}
