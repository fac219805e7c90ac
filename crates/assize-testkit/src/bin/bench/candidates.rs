//! Candidates for one anchor among many incidents.

use crate::{count, meter};
use assize_ledger::candidate::{Ranker, Sketch, Toll};
use assize_record::{Day, EntryId, Interval};
use std::time::{Duration, Instant};

/// Anchors asked about, of each kind.
const ASKED: usize = 50;
/// Candidates asked for.
const LIMIT: usize = 10;

pub(crate) fn run(arguments: &[&str]) -> Result<(), String> {
    let incidents = count(arguments, 100_000)? as usize;
    let sketches = meter::step("make sketches (not counted)", incidents, || {
        let mut numbers = Numbers(0);
        (0..incidents).map(|n| sketch(n, &mut numbers)).collect::<Vec<_>>()
    });
    // The gazetteer is read where it lies: what a first look-up costs is part of the first sketch.
    let ranker = meter::step("build the ranker", incidents, || Ranker::of(&sketches));
    let dated = |sketch: &&Sketch| sketch.days.is_some_and(|days| days.earliest == days.latest);
    let month = |sketch: &&Sketch| sketch.days.is_some_and(|days| days.earliest != days.latest);
    let undated = |sketch: &&Sketch| sketch.days.is_none();
    for (name, of) in [
        ("dated to the day", &dated as &dyn Fn(&&Sketch) -> bool),
        ("dated to the month", &month),
        ("not dated", &undated),
    ] {
        let asked: Vec<&Sketch> = sketches.iter().filter(|sketch| of(sketch)).collect();
        let every = (asked.len() / ASKED).max(1);
        let cpu = meter::cpu_seconds();
        let mut times: Vec<(Duration, usize)> = asked
            .iter()
            .step_by(every)
            .take(ASKED)
            .map(|sketch| {
                let begun = Instant::now();
                let found = ranker.candidates(sketch, LIMIT).len();
                (begun.elapsed(), found)
            })
            .collect();
        let cpu = cpu
            .zip(meter::cpu_seconds())
            .map(|(before, after)| 1e3 * (after - before) / times.len().max(1) as f64);
        let cpu = cpu.map_or_else(|| "cpu unknown".to_owned(), |cpu| format!("mean {cpu:.2} ms cpu"));
        times.sort_unstable();
        let found: usize = times.iter().map(|(_, found)| found).sum();
        let at = |share: usize| {
            times.get(times.len() * share / 100).map_or(0.0, |(time, _)| 1e3 * time.as_secs_f64())
        };
        println!(
            "one anchor {name:<20} median {:>6.2} ms, 90th percentile {:>6.2} ms, {cpu}, of {}; {found} candidates",
            at(50),
            at(90),
            times.len()
        );
    }
    if let Some(peak) = meter::peak_mib() {
        println!("peak memory {peak} MiB");
    }
    Ok(())
}

/// Towns that the gazetteer lists, so that distances are looked for.
const TOWNS: &[&str] = &[
    "Lima",
    "Arequipa",
    "Cusco",
    "Trujillo",
    "Piura",
    "Iquitos",
    "Huancayo",
    "Tacna",
    "Puno",
    "Ica",
    "Guayaquil",
    "Quito",
    "Cuenca",
    "Loja",
    "Manta",
    "Bogotá",
    "Cali",
    "Medellín",
    "Barranquilla",
    "Cartagena",
    "Pasto",
    "Neiva",
    "Tumaco",
    "Maracaibo",
    "Valencia",
    "Barinas",
    "Carúpano",
    "Cumaná",
    "Maturín",
    "San Juan",
    "Ponce",
    "Kingston",
    "Colón",
];
const FORCES: &[&str] = &[
    "the coast guard",
    "Northern Navy",
    "Red Sail",
    "the border guard",
    "the air force",
    "Harbour Watch",
    "the marines",
    "River Front",
];
const TARGETS: &[&str] =
    &["a speedboat", "a fishing boat", "a lorry", "a house", "a car", "a market", "a barge"];
const MEANS: &[&str] = &["a drone", "artillery", "a missile", "machine guns", "a helicopter", "mortars"];

fn sketch(n: usize, numbers: &mut Numbers) -> Sketch {
    let mut bytes = [0; 32];
    for part in bytes.chunks_mut(8) {
        part.copy_from_slice(&numbers.next().to_be_bytes());
    }
    let id = EntryId::from_bytes(bytes);
    let mut sketch = Sketch::new(id);
    // Ten years; most are known to the day, some to the month, some not at all.
    let day = i16::try_from(numbers.below(3652)).unwrap_or(0);
    sketch.days = Day::new(2031, 1, 1).ok().and_then(|first| {
        let day = first.checked_add(jiff::Span::new().days(day)).ok()?;
        match n % 20 {
            0 => None,
            1 | 2 => {
                Some(Interval { earliest: Some(day.first_of_month()), latest: Some(day.last_of_month()) })
            }
            _ => Some(Interval::day(day)),
        }
    });
    if n % 10 != 9 {
        sketch.places.push(format!("the village of {}, {}", name(numbers), numbers.pick(TOWNS)));
    }
    sketch.actors.push(numbers.pick(FORCES).to_owned());
    sketch.targets.push(numbers.pick(TARGETS).to_owned());
    sketch.means.push(numbers.pick(MEANS).to_owned());
    let killed = numbers.below(12);
    let toll = Toll {
        role: "killed".to_owned(),
        status: None,
        min: Some(killed),
        max: Some(killed + numbers.below(3)),
    };
    sketch.tolls.push(toll);
    // Words of a language are few that are common and many that are rare.
    let word = |numbers: &mut Numbers| {
        let most = 30_u64 << numbers.below(12);
        format!("word{}", numbers.below(most))
    };
    sketch.words = (0..25).map(|_| word(numbers)).collect();
    sketch
}

/// An invented name of a village: some forty thousand of them.
fn name(numbers: &mut Numbers) -> String {
    const SYLLABLES: &[&str] = &[
        "ka", "lo", "mir", "ten", "osh", "bel", "dur", "fan", "gil", "hest", "jor", "kul", "lam", "nop",
        "quen", "rast", "sid", "tov", "ulm", "vek", "wis", "yar", "zet", "arn", "ebb", "ift", "oln", "urd",
        "pram", "chel", "brun", "stol", "grev", "dask",
    ];
    let parts: String = (0..3).map(|_| numbers.pick(SYLLABLES)).collect();
    let mut letters = parts.chars();
    letters.next().map(|first| first.to_uppercase().chain(letters).collect()).unwrap_or_default()
}

/// A fixed sequence of numbers (splitmix64; Steele, Lea and Flood, 2014).
struct Numbers(u64);

impl Numbers {
    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let z = (self.0 ^ (self.0 >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        let z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        z ^ (z >> 31)
    }

    fn below(&mut self, most: u64) -> u64 {
        self.next() % most.max(1)
    }

    fn pick<'w>(&mut self, from: &[&'w str]) -> &'w str {
        let at = usize::try_from(self.below(from.len() as u64)).unwrap_or(0);
        from[at]
    }
}
