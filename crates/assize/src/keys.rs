//! Private keys: in the user's configuration folder, never in a case.

use crate::failure::{Failure, file_failure};
use assize_record::{entry::Salt, sign::SecretKey};
use etcetera::BaseStrategy;
use std::{
    fs,
    io::Write,
    path::{Path, PathBuf},
};

/// Bytes from the system's randomness.
pub(crate) fn random<const N: usize>() -> Result<[u8; N], Failure> {
    let mut bytes = [0; N];
    getrandom::fill(&mut bytes)
        .map_err(|error| Failure::input(format!("the system gives no randomness: {error}")))?;
    Ok(bytes)
}

/// A fresh salt.
pub(crate) fn salt() -> Result<Salt, Failure> {
    Ok(Salt::new(random()?))
}

/// Where keys lie, and what is remembered beside them: `ASSIZE_CONFIG_DIR`, or the user's configuration folder.
pub(crate) fn config() -> Result<PathBuf, Failure> {
    if let Some(dir) = std::env::var_os("ASSIZE_CONFIG_DIR") {
        return Ok(PathBuf::from(dir));
    }
    let strategy = etcetera::choose_base_strategy().map_err(|error| {
        Failure::input(error).help("set ASSIZE_CONFIG_DIR to a folder that only you can read")
    })?;
    Ok(strategy.config_dir().join("assize"))
}

/// The user's own key; made on first use. The file holds 64 hexadecimal digits and is readable by its owner alone.
pub(crate) fn own() -> Result<SecretKey, Failure> {
    let folder = config()?.join("keys");
    let path = folder.join("default.key");
    match fs::read_to_string(&path) {
        Ok(hex) => read(&path, &hex),
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => make(&folder, &path),
        Err(error) => Err(file_failure(&path, &error)),
    }
}

fn read(path: &Path, hex: &str) -> Result<SecretKey, Failure> {
    let seed = assize_record::id::decode_hex(hex.trim()).and_then(|bytes| bytes.try_into().ok());
    seed.map(SecretKey::from_seed).ok_or_else(|| {
        Failure::input(format!("`{}` holds no key", path.display()))
            .help("it should hold 64 hexadecimal digits; restore it from your backup, or move it away to have a new one made")
    })
}

fn make(folder: &Path, path: &Path) -> Result<SecretKey, Failure> {
    fs::create_dir_all(folder).map_err(|error| file_failure(folder, &error))?;
    let seed = random::<32>()?;
    let mut options = fs::OpenOptions::new();
    options.write(true).create_new(true);
    #[cfg(unix)]
    {
        use std::os::unix::fs::OpenOptionsExt;
        options.mode(0o600);
    }
    let mut file = match options.open(path) {
        Ok(file) => file,
        // Another run has just made it.
        Err(error) if error.kind() == std::io::ErrorKind::AlreadyExists => {
            let hex = fs::read_to_string(path).map_err(|error| file_failure(path, &error))?;
            return read(path, &hex);
        }
        Err(error) => return Err(file_failure(path, &error)),
    };
    let written = writeln!(file, "{}", assize_record::id::encode_hex(&seed)).and_then(|()| file.sync_all());
    written.map_err(|error| file_failure(path, &error))?;
    Ok(SecretKey::from_seed(seed))
}
