//! Writes the hostile pages of the test kit into a folder: `cargo run -p assize-testkit --bin hostile_pages FOLDER`.

use assize_testkit::hostile;
use std::{env, fs, io, path::Path};

fn main() -> io::Result<()> {
    let folder = env::args().nth(1).unwrap_or_else(|| "hostile-pages".to_owned());
    fs::create_dir_all(&folder)?;
    let pages = hostile::pages();
    for page in &pages {
        fs::write(Path::new(&folder).join(&page.file), &page.bytes)?;
    }
    println!("{} pages", pages.len());
    Ok(())
}
