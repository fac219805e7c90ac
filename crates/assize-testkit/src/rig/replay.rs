//! What a command asked of the system, as strace tells it with every byte, as calls that a [`Disk`](super::disk::Disk) can play.

use super::{Ran, Step, Tried, World, disk::Call};
use std::{
    collections::BTreeMap,
    fs,
    path::{Component, Path, PathBuf},
};

const CALLS: &str = "openat,mkdir,write,pwrite64,writev,fsync,fdatasync,rename,renameat,renameat2,link,linkat,unlink,unlinkat,rmdir,ftruncate,copy_file_range,sendfile,lseek,close";

/// Runs a step and says what it asked, in the order in which the calls ended.
///
/// # Errors
/// strace does not run, or the step does something that the model does not know.
pub fn record(world: &World, step: &Step) -> Tried<(Ran, Vec<Call>)> {
    let file = world.scratch().join("replay");
    let name = file.to_string_lossy().into_owned();
    let traced = format!("trace={CALLS}");
    let under = [
        "strace",
        "-f",
        "-y",
        "-qq",
        "-xx",
        "-s",
        "10000000",
        "-e",
        "signal=none",
        "-e",
        &traced,
        "-o",
        &name,
    ];
    let ran = world.run_under(step.person, &under, &step.words())?;
    let text = fs::read_to_string(&file).map_err(|error| format!("the trace: {error}"))?;
    Ok((ran, calls(&text, world.root())?))
}

fn calls(text: &str, root: &Path) -> Tried<Vec<Call>> {
    let mut begun: BTreeMap<&str, String> = BTreeMap::new();
    let (mut all, mut at) = (Vec::new(), BTreeMap::new());
    for line in text.lines() {
        let Some((thread, rest)) = line.split_once(' ') else { continue };
        let rest = rest.trim_start();
        if let Some(start) = rest.strip_suffix(" <unfinished ...>") {
            begun.insert(thread, start.to_owned());
            continue;
        }
        let whole = match rest.strip_prefix("<... ").and_then(|rest| rest.split_once(" resumed>")) {
            Some((_, end)) => begun.remove(thread).unwrap_or_default() + end,
            None => rest.to_owned(),
        };
        if let Some(call) = one(&whole, root, &mut at)? {
            all.push(call);
        }
    }
    Ok(all)
}

/// A path within the world; `None` for one that lies elsewhere.
fn inside(path: &str, folder: Option<&str>, root: &Path) -> Option<PathBuf> {
    let from = folder.filter(|_| !path.starts_with('/')).map_or(root, Path::new);
    let mut plain = PathBuf::new();
    for part in from.join(path).components() {
        match part {
            Component::CurDir => {}
            Component::ParentDir => drop(plain.pop()),
            part => plain.push(part),
        }
    }
    plain.strip_prefix(root).ok().map(Path::to_owned)
}

/// A call; `None` for one that failed or is about nothing in the world. `at` holds where files stand that are written from a place on.
fn one(line: &str, root: &Path, at: &mut BTreeMap<PathBuf, u64>) -> Tried<Option<Call>> {
    let Some((call, rest)) = line.split_once('(') else { return Ok(None) };
    let Some((arguments, result)) = rest.rsplit_once(" = ") else { return Ok(None) };
    let result = result.trim();
    if result.starts_with('-') || result.starts_with('?') {
        return Ok(None);
    }
    let texts: Vec<String> = arguments.split('"').skip(1).step_by(2).map(unescaped).collect();
    let number: String = result.chars().take_while(char::is_ascii_digit).collect();
    let number: u64 = number.parse().unwrap_or(0);
    // The file behind a number: `3</path>`.
    let behind = |text: &str| {
        text.split_once('<').and_then(|(_, rest)| rest.split_once('>')).map(|(p, _)| unescaped(p))
    };
    let descriptor = behind(arguments.split('"').next().unwrap_or_default());
    let of_descriptor = descriptor.as_deref().and_then(|path| inside(path, None, root));
    let named = |n: usize| texts.get(n).and_then(|path| inside(path, descriptor.as_deref(), root));
    Ok(match call {
        "openat" => {
            let Some(path) = named(0) else { return Ok(None) };
            at.remove(&path);
            let (makes, empties) = (arguments.contains("O_CREAT"), arguments.contains("O_TRUNC"));
            if !arguments.contains("O_APPEND")
                && (arguments.contains("O_WRONLY") || arguments.contains("O_RDWR"))
            {
                at.insert(path.clone(), 0);
            }
            (makes || empties).then_some(Call::Open { path, makes, empties })
        }
        "mkdir" => texts.first().and_then(|path| inside(path, None, root)).map(Call::Folder),
        "write" => match of_descriptor {
            Some(path) => {
                let from = at.get_mut(&path);
                let place = from.map(|from| std::mem::replace(from, *from + number));
                Some(Call::Write { path, at: place, bytes: bytes(arguments) })
            }
            None => descriptor.is_some().then_some(Call::Said),
        },
        "pwrite64" => of_descriptor.map(|path| {
            let place = arguments.rsplit(", ").next().and_then(|word| word.parse().ok());
            Call::Write { path, at: place, bytes: bytes(arguments) }
        }),
        "lseek" => {
            if let Some(path) = of_descriptor.filter(|path| at.contains_key(path)) {
                at.insert(path, number);
            }
            None
        }
        "fsync" | "fdatasync" => of_descriptor.map(Call::Sync),
        "rename" | "renameat" | "renameat2" => {
            two(&texts, descriptor.as_deref(), root).map(|(from, to)| Call::Rename(from, to))
        }
        "link" | "linkat" => two(&texts, descriptor.as_deref(), root).map(|(from, to)| Call::Link(from, to)),
        "unlink" | "rmdir" => texts.first().and_then(|path| inside(path, None, root)).map(Call::Remove),
        "unlinkat" => named(0).map(Call::Remove),
        "ftruncate" => of_descriptor.map(|path| {
            let length = arguments.rsplit(", ").next().and_then(|word| word.parse().ok());
            Call::Length(path, length.unwrap_or(0))
        }),
        "close" => None,
        _ if of_descriptor.is_some() => return Err(format!("the model does not know `{call}`")),
        _ => None,
    })
}

/// The two paths of a call, both within the world.
fn two(texts: &[String], folder: Option<&str>, root: &Path) -> Option<(PathBuf, PathBuf)> {
    Some((inside(texts.first()?, folder, root)?, inside(texts.get(1)?, folder, root)?))
}

/// `\x2f` and so on as text.
fn unescaped(text: &str) -> String {
    String::from_utf8_lossy(&hex(text)).into_owned()
}

/// The bytes that a write was handed.
fn bytes(arguments: &str) -> Vec<u8> {
    arguments.split('"').nth(1).map(hex).unwrap_or_default()
}

fn hex(text: &str) -> Vec<u8> {
    if !text.starts_with("\\x") {
        return text.as_bytes().to_vec();
    }
    let digits = text.split("\\x").skip(1);
    digits.map(|two| u8::from_str_radix(two.get(..2).unwrap_or("0"), 16).unwrap_or(0)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn bytes_places_and_names_are_read_from_a_trace() {
        let trace = "7 openat(AT_FDCWD<\\x2f\\x77>, \"\\x61\", O_WRONLY|O_CREAT|O_TRUNC, 0666) = 3<\\x2f\\x77\\x2f\\x61>\n\
            7 write(3<\\x2f\\x77\\x2f\\x61>, \"\\x01\\x02\", 2) = 2\n8 fsync(3<\\x2f\\x77\\x2f\\x61> <unfinished ...>\n\
            7 write(1</dev/pts/0>, \"\\x6f\", 1) = 1\n8 <... fsync resumed>) = 0\n\
            7 linkat(AT_FDCWD<\\x2f\\x77>, \"\\x61\", AT_FDCWD<\\x2f\\x77>, \"\\x63\", 0) = 0\n\
            7 rename(\"\\x61\", \"\\x62\") = 0\n7 rename(\"\\x61\", \"\\x62\") = -1 ENOENT (No such file)\n";
        let path = PathBuf::from;
        assert_eq!(
            calls(trace, Path::new("/w")).expect("read"),
            [
                Call::Open { path: path("a"), makes: true, empties: true },
                Call::Write { path: path("a"), at: Some(0), bytes: vec![1, 2] },
                Call::Said,
                Call::Sync(path("a")),
                Call::Link(path("a"), path("c")),
                Call::Rename(path("a"), path("b")),
            ]
        );
    }
}
