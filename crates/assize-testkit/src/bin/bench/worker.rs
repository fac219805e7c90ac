//! What reading originals in processes of their own adds to `assize add`: the same pages added with and without, in turn.
//!
//! `cargo build --release --workspace && target/tools/bench worker target/tools/assize 200`

use assize_archive::{
    blob::Blobs,
    extract::Limits,
    ingest::{Evidence, add},
    worker::{Extractor, InProcess, Pool},
};
use assize_record::{body::Publication, entry::Salt};
use std::{
    collections::BTreeSet,
    fs,
    path::{Path, PathBuf},
    time::{Duration, Instant},
};

/// How often each is measured; odd, so that there is a median.
const ROUNDS: usize = 15;

pub(crate) fn run(arguments: &[&str]) -> Result<(), String> {
    let [program, rest @ ..] = arguments else { return Err("worker needs the program".to_owned()) };
    let program = fs::canonicalize(program).map_err(|error| format!("`{program}`: {error}"))?;
    let pages = crate::count(rest, 200)?;
    let room = std::env::temp_dir().join(format!("assize-bench-worker-{}", std::process::id()));
    let measured = measure(&program, pages, &room);
    let _ = fs::remove_dir_all(&room);
    measured
}

fn measure(program: &Path, pages: u32, room: &Path) -> Result<(), String> {
    let failed = |error: std::io::Error| error.to_string();
    let folder = room.join("in");
    fs::create_dir_all(&folder).map_err(failed)?;
    for page in 0..pages {
        fs::write(folder.join(format!("{page:04}.html")), html(page)).map_err(failed)?;
    }
    let pool = || Pool::new(PathBuf::from(program), vec!["worker".into()], Limits::default());
    for (what, measure) in [
        (
            "text alone, one at a time",
            one_at_a_time as fn(&dyn Extractor, &Path, u32) -> Result<Duration, String>,
        ),
        ("added, as many at a time as there are cores", added),
    ] {
        let (mut without, mut with, mut more) = (Vec::new(), Vec::new(), Vec::new());
        for _ in 0..ROUNDS {
            let here = measure(&InProcess::default(), &folder, pages)?;
            // Starting the processes counts.
            let there = measure(&pool(), &folder, pages)?;
            more.push(there.as_secs_f64() - here.as_secs_f64());
            without.push(here.as_secs_f64());
            with.push(there.as_secs_f64());
        }
        let a_file = |mut seconds: Vec<f64>| {
            seconds.sort_by(f64::total_cmp);
            seconds[ROUNDS / 2] * 1e3 / f64::from(pages)
        };
        println!(
            "{what}: {:.2} ms a file in this process, {:.2} ms in others, {:+.2} ms more (medians of {ROUNDS} rounds of {pages} files)",
            a_file(without),
            a_file(with),
            a_file(more)
        );
    }
    Ok(())
}

fn one_at_a_time(extractor: &dyn Extractor, folder: &Path, pages: u32) -> Result<Duration, String> {
    let files: Vec<Vec<u8>> = (0..pages)
        .map(|page| fs::read(folder.join(format!("{page:04}.html"))))
        .collect::<Result<_, _>>()
        .map_err(|error| error.to_string())?;
    let start = Instant::now();
    for bytes in &files {
        extractor.extract("page.html", bytes).map_err(|error| error.to_string())?;
    }
    Ok(start.elapsed())
}

fn added(extractor: &dyn Extractor, folder: &Path, pages: u32) -> Result<Duration, String> {
    let archive = folder.with_file_name("archive");
    let _ = fs::remove_dir_all(&archive);
    let blobs = Blobs::open(&archive).map_err(|error| error.to_string())?;
    let (none, mut salt) = (BTreeSet::new(), Salt::none);
    let mut evidence = Evidence::of(std::iter::empty(), &none, false, &mut salt);
    let start = Instant::now();
    let all = add(&blobs, folder, &Publication::default(), extractor, &mut evidence);
    let took = start.elapsed();
    match all.iter().filter(|one| one.is_ok()).count() {
        sound if sound == pages as usize => Ok(took),
        sound => Err(format!("{sound} of {pages} pages were added")),
    }
}

/// A small invented page with the furniture that pages have.
fn html(page: u32) -> String {
    let paragraphs: String = (0..12)
        .map(|n| format!("<p>The pilot of boat {page} said on Monday that {n} people had been seen on the pier of Port Lume, the Gazette reported.</p>"))
        .collect();
    format!(
        "<!doctype html><html lang=en><head><title>Boat {page}</title><meta property=article:published_time content=2031-05-05></head>\
         <body><nav><a href=/>Home</a><a href=/news>News</a></nav><article><h1>Boat {page}</h1>{paragraphs}</article>\
         <footer>The Gazette</footer></body></html>"
    )
}
