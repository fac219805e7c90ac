//! Near-copies and shared passages among invented texts whose families are known, beside two rivals.
//!
//! What is counted: of each kind how many derived texts are found in the family of their original (a quotation: as a pair that shares a passage),
//! and how many of the joined texts and of the pairs are what they are said to be.

mod made;

use crate::{count, meter};
use assize_archive::near::{self, Fingerprint, Kept, Shared};
use assize_record::BlobHash;
use made::{KINDS, Kind, Made};
use std::{
    collections::{BTreeMap, BTreeSet},
    fs,
    path::{Path, PathBuf},
    process::Command,
    time::Instant,
};

/// Texts added one by one beside all the others.
const ADDED: usize = 50;

pub(crate) fn run(arguments: &[&str]) -> Result<(), String> {
    let texts = count(arguments, 100_000)? as usize;
    let tenth = measure(texts / 10)?;
    let all = measure(texts)?;
    println!("growth ×10: {:.2} × the seconds of a text", all / tenth);
    Ok(())
}

/// Measures so many texts; returns the seconds of each.
fn measure(texts: usize) -> Result<f64, String> {
    let made = Made::of(texts);
    let bytes: usize = made.texts.iter().map(String::len).sum();
    let words: usize = made.texts.iter().map(|text| text.split(' ').count()).sum();
    println!(
        "\n{texts} texts, {} words and {} bytes each; before: peak {:?} MiB",
        words / texts,
        bytes / texts,
        meter::peak_mib()
    );
    let sign = seconds("fingerprints alone", texts, || {
        made.texts.iter().map(|text| Fingerprint::of(text).prints.len()).sum::<usize>()
    });
    println!("  {:.0} prints a text", sign.0 as f64 / texts as f64);
    let views: Vec<&str> = made.texts.iter().map(String::as_str).collect();
    let mut pairs: Vec<(usize, usize, Shared)> = Vec::new();
    let (roots, joined) = seconds("reuse: fingerprints, join, passages", texts, || {
        near::reuse(&views, |a, b, shared| pairs.push((a, b, *shared)))
    });
    println!(
        "  {:.0} texts a CPU second (bar 18,000); peak {:?} MiB",
        texts as f64 / joined,
        meter::peak_mib()
    );
    quality(&made, &roots, Some(&pairs));
    kept(&made)?;
    for (script, module) in [("reuse_rensa.py", "rensa"), ("reuse_gaoya.py", "gaoya")] {
        rival(&made, script, module, joined)?;
    }
    Ok(joined / texts as f64)
}

fn seconds<T>(name: &str, texts: usize, run: impl FnOnce() -> T) -> (T, f64) {
    let (wall, cpu) = (Instant::now(), meter::cpu_seconds());
    let done = run();
    let wall = wall.elapsed().as_secs_f64();
    let cpu = cpu.zip(meter::cpu_seconds()).map_or(wall, |(before, after)| after - before);
    println!("{name:<44} {wall:>7.2} s wall {cpu:>7.2} s cpu {:>9.0} texts/s cpu", texts as f64 / cpu);
    (done, cpu)
}

/// Recall of each kind and precision, of families and of pairs.
fn quality(made: &Made, roots: &[usize], pairs: Option<&[(usize, usize, Shared)]>) {
    let found: BTreeSet<(usize, usize)> =
        pairs.into_iter().flatten().map(|(a, b, _)| (roots[*a.max(b)], roots[*a.min(b)])).collect();
    for kind in KINDS {
        let of_kind = || made.derived.iter().filter(|derived| derived.kind == kind);
        let is_found = |text: usize, from: usize| {
            let (a, b) = (roots[text], roots[from]);
            a == b || kind == Kind::Quoted && (found.contains(&(a, b)) || found.contains(&(b, a)))
        };
        let hits = of_kind().filter(|derived| is_found(derived.text, derived.from)).count();
        println!(
            "  recall {kind:<10?} {:.4} of {} (bar .99)",
            hits as f64 / of_kind().count().max(1) as f64,
            of_kind().count()
        );
    }
    let joined: Vec<usize> = (0..roots.len()).filter(|text| roots[*text] != *text).collect();
    let right = joined.iter().filter(|text| made.family[**text] == made.family[roots[**text]]).count();
    println!(
        "  precision of families {:.4} of {} joined texts (bar .98)",
        right as f64 / joined.len().max(1) as f64,
        joined.len()
    );
    if let Some(pairs) = pairs {
        let right = pairs.iter().filter(|(a, b, _)| made.share(*a, *b)).count();
        println!(
            "  precision of pairs    {:.4} of {} pairs that share a passage",
            right as f64 / pairs.len().max(1) as f64,
            pairs.len()
        );
    }
}

/// The same through fingerprints that are kept, and one text added beside all.
fn kept(made: &Made) -> Result<(), String> {
    let folder = folder("kept")?;
    let by_hash: BTreeMap<BlobHash, &str> =
        made.texts.iter().map(|text| (BlobHash::of(text.as_bytes()), text.as_str())).collect();
    let read = |hash: &BlobHash| by_hash.get(hash).map(|text| (*text).to_owned());
    let every: Vec<BlobHash> = by_hash.keys().copied().collect();
    let step = (every.len() / ADDED).max(1);
    let later: BTreeSet<BlobHash> = every.iter().step_by(step).copied().collect();
    let mut there: BTreeSet<BlobHash> = every.iter().filter(|hash| !later.contains(hash)).copied().collect();
    let failed = |error: assize_archive::store::StoreError| error.to_string();
    let entered = seconds("kept: enter all but fifty", there.len(), || {
        Kept::of_case(&folder)
            .families(&there, &BTreeSet::new(), Some(&BTreeSet::new()), &read)
            .map_err(failed)
    });
    entered.0?;
    let (mut times, cpu) = (Vec::new(), meter::cpu_seconds());
    for hash in &later {
        let begun = Instant::now();
        there.insert(*hash);
        // As a command does it: the file is opened anew.
        let family = Kept::of_case(&folder)
            .families(&there, &BTreeSet::new(), Some(&BTreeSet::from([*hash])), &read)
            .map_err(failed)?;
        std::hint::black_box(family);
        times.push(begun.elapsed().as_secs_f64() * 1e3);
    }
    let cpu = cpu
        .zip(meter::cpu_seconds())
        .map_or(0.0, |(before, after)| 1e3 * (after - before) / times.len() as f64);
    times.sort_by(f64::total_cmp);
    println!(
        "  one text added beside {}: median {:.1} ms, most {:.1} ms, mean {cpu:.1} ms cpu (bar 20)",
        there.len(),
        times[times.len() / 2],
        times[times.len() - 1]
    );
    let families = seconds("kept: all families, as `weigh` asks", there.len(), || {
        Kept::of_case(&folder).families(&there, &BTreeSet::new(), None, &read).map_err(failed)
    });
    let families = families.0?;
    let all: Vec<(BlobHash, &str)> = by_hash.iter().map(|(hash, text)| (*hash, *text)).collect();
    let mut fresh = near::families(&all);
    fresh.sort_unstable();
    println!(
        "  {} families, {} a fresh look",
        families.len(),
        if families == fresh { "as" } else { "other than" }
    );
    let size: u64 = ["", "-wal"]
        .iter()
        .filter_map(|end| fs::metadata(folder.join(format!("near.sqlite{end}"))).ok())
        .map(|file| file.len())
        .sum();
    println!(
        "  index {:.2} GB a million texts (bar 2.9); peak {:?} MiB",
        size as f64 / there.len() as f64 / 1e3,
        meter::peak_mib()
    );
    fs::remove_dir_all(&folder).map_err(|error| error.to_string())
}

/// Runs a rival on the same texts: it prints its seconds, and for each text the first that it takes for a near-copy.
fn rival(made: &Made, script: &str, module: &str, ours: f64) -> Result<(), String> {
    let folder = folder(module)?;
    let lines: String = made.texts.iter().map(|text| text.replace('\n', " ") + "\n").collect();
    fs::write(folder.join("texts.txt"), lines).map_err(|error| error.to_string())?;
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../benches/rivals").join(script);
    let python = std::env::var("PYTHON").unwrap_or_else(|_| "python3".to_owned());
    let output = Command::new(&python)
        .arg(&path)
        .arg(&folder)
        .output()
        .map_err(|error| format!("`{python}`: {error}"))?;
    if output.status.code() == Some(69) {
        println!("{module}: skipped: {}", String::from_utf8_lossy(&output.stderr).trim());
    } else if !output.status.success() {
        return Err(format!("{script} failed: {}", String::from_utf8_lossy(&output.stderr)));
    } else {
        let printed = String::from_utf8_lossy(&output.stdout).into_owned();
        let numbers: Vec<f64> = printed.split_whitespace().filter_map(|word| word.parse().ok()).collect();
        let [sign, join] = numbers[..] else { return Err(format!("{script} printed `{printed}`")) };
        let texts = made.texts.len() as f64;
        println!(
            "{module}: sign {sign:.2} s cpu ({:.0} texts/s), join {join:.2} s; ours takes 1/{:.1} of both",
            texts / sign,
            (sign + join) / ours
        );
        let firsts = fs::read_to_string(folder.join("firsts.txt")).map_err(|error| error.to_string())?;
        let roots: Vec<usize> = firsts.lines().filter_map(|line| line.parse().ok()).collect();
        quality(made, &roots, None);
    }
    fs::remove_dir_all(&folder).map_err(|error| error.to_string())
}

fn folder(name: &str) -> Result<PathBuf, String> {
    let folder = std::env::temp_dir().join(format!("assize-bench-reuse-{name}-{}", std::process::id()));
    fs::create_dir_all(&folder).map_err(|error| error.to_string())?;
    Ok(folder)
}
