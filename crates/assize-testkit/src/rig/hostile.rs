//! Cases made to be merged in by people who mean harm, or whose disk is broken.

mod files;
mod signed;

use super::{Base, Person, Tried};

/// A case to be merged in.
#[derive(Debug)]
pub struct Hostile {
    /// What is wrong with it.
    pub name: &'static str,
    /// Whose it is.
    pub by: Person,
    /// The folder that it is made in.
    pub folder: &'static str,
    make: Make,
}

/// How it is made.
#[derive(Debug)]
enum Make {
    /// From the person's own case, by changing its files.
    Files(files::Change),
    /// From a copy of ours, with entries that only their author would sign.
    Signed(signed::Entries),
}

/// All of them: what a file can be changed to, by a stranger and by a colleague whose disk is broken; and what a stranger can sign.
pub fn all() -> Vec<Hostile> {
    let by_files = |by, folder| {
        files::CHANGES.iter().map(move |(name, change)| Hostile {
            name,
            by,
            folder,
            make: Make::Files(*change),
        })
    };
    let signed = signed::ALL.iter().map(|(name, entries)| Hostile {
        name,
        by: Person::Eve,
        folder: "stranger",
        make: Make::Signed(*entries),
    });
    by_files(Person::Eve, "stranger").chain(by_files(Person::Ben, "colleague")).chain(signed).collect()
}

impl Hostile {
    /// Makes it in a fresh world.
    ///
    /// # Errors
    /// It cannot be made.
    pub fn make(&self, base: &Base) -> Tried<()> {
        match self.make {
            Make::Files(change) => {
                change(&base.world, self.folder).map_err(|error| format!("{}: {error}", self.name))
            }
            Make::Signed(entries) => {
                base.world.copy("case", self.folder)?;
                base.world.ok(self.by, &["--case", self.folder, "add", "strange.html"])?;
                signed::append(base, self.folder, entries).map_err(|error| format!("{}: {error}", self.name))
            }
        }
    }
}
