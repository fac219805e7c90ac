//! Private keys: in the user's configuration folder, never in a case.

mod passphrase;

use crate::{
    case::store_failure,
    failure::{Failure, file_failure},
};
use assize_archive::{
    plain::{self, Links, WRITTEN_BYTES},
    readings::Secret,
    store::StoreError,
};
use assize_record::{
    entry::Salt,
    id::{decode_hex, encode_hex},
    sign::{PublicKey, SecretKey},
};
use etcetera::BaseStrategy;
use std::{
    fs,
    path::{Path, PathBuf},
    sync::OnceLock,
};

/// Bytes from the system's randomness.
pub fn random<const N: usize>() -> Result<[u8; N], Failure> {
    let mut bytes = [0; N];
    getrandom::fill(&mut bytes)
        .map_err(|error| Failure::input(format!("the system gives no randomness: {error}")))?;
    Ok(bytes)
}

/// A fresh salt.
pub fn salt() -> Result<Salt, Failure> {
    Ok(Salt::new(random()?))
}

/// The folder of the settings, as it was named from where the program started.
static CONFIG: OnceLock<PathBuf> = OnceLock::new();

/// Where keys lie, and what is remembered beside them: `ASSIZE_CONFIG_DIR`, or the user's configuration folder. The same one for as long as
/// the program runs, also where it goes into another folder meanwhile.
pub fn config() -> Result<PathBuf, Failure> {
    if let Some(dir) = CONFIG.get() {
        return Ok(dir.clone());
    }
    let named = std::env::var_os("ASSIZE_CONFIG_DIR").filter(|named| !named.is_empty());
    let dir = named.map_or_else(of_user, |named| std::path::absolute(named).map_err(Failure::input))?;
    Ok(CONFIG.get_or_init(|| dir).clone())
}

fn of_user() -> Result<PathBuf, Failure> {
    let strategy = etcetera::choose_base_strategy().map_err(|error| {
        Failure::input(error).help("set ASSIZE_CONFIG_DIR to a folder that only you can read")
    })?;
    Ok(strategy.config_dir().join("assize"))
}

fn folder() -> Result<PathBuf, Failure> {
    Ok(config()?.join("keys"))
}

/// Whether the user has a key.
pub fn is_there() -> Result<bool, Failure> {
    Ok(read(&folder()?.join(DEFAULT))?.is_some())
}

/// The key, as it is asked for once a run: a passphrase takes a while to check.
static OWN: OnceLock<[u8; 32]> = OnceLock::new();

/// The user's own key; made on first use. The file holds 64 hexadecimal digits, or an age file with them under a passphrase, and is
/// readable by its owner alone.
pub fn own() -> Result<SecretKey, Failure> {
    if let Some(seed) = OWN.get() {
        return Ok(SecretKey::from_seed(*seed));
    }
    let path = folder()?.join(DEFAULT);
    let seed = match read(&path)? {
        Some(bytes) if passphrase::is_encrypted(&bytes) => {
            seed_of(&path, &passphrase::decrypt(&path, &bytes, &passphrase::ask(&path)?)?)?
        }
        Some(bytes) => seed_of(&path, &bytes)?,
        None => make(&path)?,
    };
    Ok(SecretKey::from_seed(*OWN.get_or_init(|| seed)))
}

/// What this machine seals the readings with that its reader makes; made on first use. It protects nothing but drafts on this machine.
pub fn of_readings() -> Result<Secret, Failure> {
    static OF_READINGS: OnceLock<[u8; 32]> = OnceLock::new();
    if let Some(secret) = OF_READINGS.get() {
        return Ok(Secret::new(*secret));
    }
    let path = folder()?.join("readings.key");
    let secret = match read(&path)? {
        Some(bytes) => seed_of(&path, &bytes)?,
        None => make(&path)?,
    };
    Ok(Secret::new(*OF_READINGS.get_or_init(|| secret)))
}

/// The user's own public key. Where the private one is under a passphrase, it stands in the clear beside it.
pub fn public() -> Result<PublicKey, Failure> {
    let path = folder()?.join(DEFAULT);
    if read(&path)?.is_some_and(|bytes| passphrase::is_encrypted(&bytes)) {
        let beside = read(&path.with_file_name(PUBLIC))?;
        let beside = beside.and_then(|bytes| String::from_utf8(bytes).ok());
        if let Some(key) = beside.and_then(|text| text.trim().parse().ok()) {
            return Ok(key);
        }
    }
    Ok(own()?.public())
}

const DEFAULT: &str = "default.key";
const PUBLIC: &str = "default.pub";
/// A key that is to take the place of the own one.
const NEXT: &str = "next.key";

fn seed_of(path: &Path, hex: &[u8]) -> Result<[u8; 32], Failure> {
    let text = std::str::from_utf8(hex).ok();
    let seed = text.and_then(|hex| decode_hex(hex.trim())).and_then(|bytes| bytes.try_into().ok());
    seed.ok_or_else(|| {
        Failure::input(format!("`{}` holds no key", path.display()))
            .help("it should hold 64 hexadecimal digits; restore it from your backup, or move it away to have a new one made")
    })
}

fn plain(seed: &[u8; 32]) -> Vec<u8> {
    format!("{}\n", encode_hex(seed)).into_bytes()
}

fn make(path: &Path) -> Result<[u8; 32], Failure> {
    let seed = random::<32>()?;
    match plain::write_private_new(path, &plain(&seed)) {
        Ok(()) => Ok(seed),
        // Another run has just made it.
        Err(StoreError::Io { source, .. }) if source.kind() == std::io::ErrorKind::AlreadyExists => {
            seed_of(path, &read(path)?.unwrap_or_default())
        }
        Err(error) => Err(store_failure(error)),
    }
}

/// Writes a file of keys whole or not at all, readable by its owner alone.
fn write(path: &Path, bytes: &[u8]) -> Result<(), Failure> {
    plain::write_private(path, bytes).map_err(store_failure)
}

/// A file of keys; `None` where there is none. A person may keep it elsewhere, behind a link.
fn read(path: &Path) -> Result<Option<Vec<u8>>, Failure> {
    match plain::read(path, Links::Follow, WRITTEN_BYTES) {
        Ok(bytes) => Ok(Some(bytes)),
        Err(error) if error.is_missing() => Ok(None),
        Err(error) => Err(Failure::input(error)),
    }
}

/// Encrypts the own key with a passphrase, or with another one; without one where it is removed.
pub fn set_passphrase(remove: bool) -> Result<(), Failure> {
    let path = folder()?.join(DEFAULT);
    let was_encrypted = read(&path)?.is_some_and(|bytes| passphrase::is_encrypted(&bytes));
    let key = own()?;
    let seed = OWN.get().copied().unwrap_or_else(|| unreachable!("the key was read a moment ago"));
    if remove {
        return write(&path, &plain(&seed));
    }
    let words = passphrase::ask_new(!was_encrypted)?;
    let sealed = passphrase::encrypt(&plain(&seed), &words)?;
    // What cannot be opened again must not take the place of what can.
    if passphrase::decrypt(&path, &sealed, &words)? != plain(&seed) {
        return Err(Failure::integrity("the encrypted key does not open again; nothing was changed"));
    }
    write(&path.with_file_name(PUBLIC), format!("{}\n", key.public()).as_bytes())?;
    write(&path, &sealed)
}

/// The own key as 24 words of BIP-39, in English: 32 bytes and a checksum.
pub fn words() -> Result<String, Failure> {
    own()?;
    let seed = OWN.get().unwrap_or_else(|| unreachable!("the key was read a moment ago"));
    let words = bip39::Mnemonic::from_entropy(seed).map_err(Failure::integrity)?;
    Ok(words.to_string())
}

/// Makes the own key of its words, where there is none yet.
pub fn recover(words: &str) -> Result<PublicKey, Failure> {
    let path = folder()?.join(DEFAULT);
    if read(&path)?.is_some() {
        return Err(Failure::usage(format!("`{}` holds a key already", path.display()))
            .help("move it away first: a key that is lost cannot be had again"));
    }
    let wrong = |why: String| {
        Failure::input(format!("these are not the words of a key: {why}"))
            .help("give the 24 words that `assize key words` printed, in their order")
    };
    let words = words.split_whitespace().map(str::to_lowercase).collect::<Vec<_>>().join(" ");
    let given = bip39::Mnemonic::parse_in_normalized(bip39::Language::English, &words)
        .map_err(|error| wrong(error.to_string()))?;
    let seed: [u8; 32] =
        given.to_entropy().try_into().map_err(|_| wrong("there are not 24 of them".to_owned()))?;
    write(&path, &plain(&seed))?;
    Ok(SecretKey::from_seed(seed).public())
}

/// A new key that is to take the place of the own one; the one of an earlier run that was cut short, where there is one. Not in force yet.
pub fn next() -> Result<SecretKey, Failure> {
    let path = folder()?.join(NEXT);
    if let Some(hex) = read(&path)? {
        let key = SecretKey::from_seed(seed_of(&path, &hex)?);
        if key.public() != public()? {
            return Ok(key);
        }
        // It has taken its place already; only this was left over.
        fs::remove_file(&path).map_err(|error| file_failure(&path, &error))?;
    }
    make(&path).map(SecretKey::from_seed)
}

/// Puts the next key in the place of the own one, under the same passphrase, and keeps the own one beside. Says where.
pub fn exchange() -> Result<PathBuf, Failure> {
    let folder = folder()?;
    let (path, next) = (folder.join(DEFAULT), folder.join(NEXT));
    let (old, new) = (own()?.public(), read(&next)?.unwrap_or_default());
    let bytes = read(&path)?.unwrap_or_default();
    let kept = folder.join(format!("old-{}.key", &old.to_string()[..16]));
    write(&kept, &bytes)?;
    let public = SecretKey::from_seed(seed_of(&next, &new)?).public();
    let is_encrypted = passphrase::is_encrypted(&bytes);
    let new = if is_encrypted { passphrase::encrypt(&new, &passphrase::ask(&path)?)? } else { new };
    if is_encrypted {
        write(&path.with_file_name(PUBLIC), format!("{public}\n").as_bytes())?;
    }
    write(&path, &new)?;
    fs::remove_file(&next).map_err(|error| file_failure(&next, &error))?;
    Ok(kept)
}
