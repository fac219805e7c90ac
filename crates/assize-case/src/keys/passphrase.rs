//! A key at rest under a passphrase: an age file with a scrypt recipient.

use crate::failure::Failure;
use age::{
    scrypt::{Identity, Recipient},
    secrecy::SecretString,
};
use assize_archive::plain::{self, Links, WRITTEN_BYTES};
use std::{
    io::IsTerminal as _,
    path::{Path, PathBuf},
};

/// An age file begins so; a key in the clear is hexadecimal digits.
const MAGIC: &[u8] = b"age-encryption.org/v1";
/// Logarithm of the work of one guess: 64 MiB and about a quarter of a second.
const WORK: u8 = 16;
/// More work than this is not done for a file that asks for it.
const MOST_WORK: u8 = 20;

/// Whether a key file is encrypted.
pub(super) fn is_encrypted(bytes: &[u8]) -> bool {
    bytes.starts_with(MAGIC)
}

pub(super) fn encrypt(plain: &[u8], passphrase: &str) -> Result<Vec<u8>, Failure> {
    let mut recipient = Recipient::new(SecretString::from(passphrase.to_owned()));
    recipient.set_work_factor(WORK);
    age::encrypt(&recipient, plain).map_err(Failure::input)
}

pub(super) fn decrypt(path: &Path, bytes: &[u8], passphrase: &str) -> Result<Vec<u8>, Failure> {
    let mut identity = Identity::new(SecretString::from(passphrase.to_owned()));
    identity.set_max_work_factor(MOST_WORK);
    age::decrypt(&identity, bytes).map_err(|error| match error {
        age::DecryptError::DecryptionFailed | age::DecryptError::KeyDecryptionFailed => {
            Failure::input(format!("`{}`: that is not its passphrase", path.display()))
        }
        error => Failure::input(format!("`{}` cannot be decrypted: {error}", path.display()))
            .help("restore it from your copy of the configuration folder"),
    })
}

/// The passphrase of the key.
pub(super) fn ask(path: &Path) -> Result<String, Failure> {
    if let Some(file) = file("ASSIZE_PASSPHRASE_FILE") {
        return first_line(&file);
    }
    prompt(&format!("passphrase of {}: ", path.display()))
}

/// A new passphrase, asked for twice. `is_first` where the key has none yet.
pub(super) fn ask_new(is_first: bool) -> Result<String, Failure> {
    let from_file =
        file("ASSIZE_NEW_PASSPHRASE_FILE").or_else(|| file("ASSIZE_PASSPHRASE_FILE").filter(|_| is_first));
    let found = match from_file {
        Some(file) => first_line(&file)?,
        None => {
            let found = prompt("new passphrase: ")?;
            if prompt("the same again: ")? != found {
                return Err(Failure::usage("the two differ; nothing was changed"));
            }
            found
        }
    };
    if found.is_empty() {
        return Err(Failure::usage("an empty passphrase protects nothing; nothing was changed"));
    }
    Ok(found)
}

fn file(name: &str) -> Option<PathBuf> {
    std::env::var_os(name).filter(|path| !path.is_empty()).map(PathBuf::from)
}

fn first_line(path: &Path) -> Result<String, Failure> {
    let text = plain::read_text(path, Links::Follow, WRITTEN_BYTES).map_err(Failure::input)?;
    Ok(text.lines().next().unwrap_or_default().to_owned())
}

fn prompt(words: &str) -> Result<String, Failure> {
    if !std::io::stdin().is_terminal() {
        return Err(Failure::usage("your key is under a passphrase, and there is no terminal to ask it on")
            .help("set ASSIZE_PASSPHRASE_FILE to a file that holds it and that only you can read"));
    }
    rpassword::prompt_password(words).map_err(Failure::input)
}
