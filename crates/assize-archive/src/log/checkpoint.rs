//! Checkpoints: the signed state of the log at one size, with the time it was signed.

use super::note::{COSIGNATURE, ED25519, Note, NoteError, NoteSignature, is_key_name, key_id};
use assize_record::{
    Hash,
    sign::{PublicKey, SecretKey, Signature},
};
use base64::{Engine as _, engine::general_purpose::STANDARD as BASE64};
use jiff::Timestamp;

/// The state of a log at one size, and the note that says so.
///
/// Text after C2SP tlog-checkpoint: origin, size, base64 root, a line each, and one extension line. In all but the first checkpoint that
/// is `previous <size> <SHA-256 of that checkpoint's text, in hexadecimal>`; in the first of a log that goes on from another one,
/// `continues <origin> <size> <SHA-256>` of the other's checkpoint; otherwise the first has none. It carries two signatures by the log's key: a plain one
/// over the text, and a `cosignature/v1` over the text and a time (C2SP tlog-cosignature). That time is the receipt time of
/// every entry that this checkpoint is the first to cover.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Checkpoint {
    /// Name of the log.
    pub origin: String,
    /// Number of entries covered.
    pub size: u64,
    /// Root over them.
    pub root: Hash,
    /// The checkpoint before this one; `None` for the first. Its presence in the signed text is what shows a deleted receipt.
    pub previous: Option<Previous>,
    /// The checkpoint of another log that this first one of its log goes on from: what it covers was received there.
    pub continues: Option<Continues>,
    /// When it was signed, in whole seconds, as the first cosignature under the log's own name states it. Checked by
    /// [`Checkpoint::verify`].
    pub signed_at: Option<Timestamp>,
    /// The note as it stands on disk.
    pub note: Note,
}

/// What a checkpoint says of the one before it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Previous {
    /// Its size.
    pub size: u64,
    /// SHA-256 of its text. Signatures are left out, so that a witness can add its own later.
    pub text: Hash,
}

/// What the first checkpoint of a log says of the log that it goes on from.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Continues {
    /// Name of that log.
    pub origin: String,
    /// The checkpoint of it.
    pub checkpoint: Previous,
}

/// Why a checkpoint is refused.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum CheckpointError {
    /// Not a signed note.
    #[error("not a signed note: {0}")]
    Note(#[from] NoteError),
    /// A note, but not a checkpoint's text.
    #[error(
        "not a checkpoint: expected a name, a size, a root and perhaps `previous` or `continues`, a line each"
    )]
    Text,
    /// A name that no log can have.
    #[error("`{0}` cannot name a log: it must not be empty or hold white space or `+`")]
    Origin(String),
    /// A time that cannot be written.
    #[error("receipt time {0} lies before 1970")]
    Time(Timestamp),
    /// No signature by this key.
    #[error("not signed by the log's key")]
    Unsigned,
    /// A signature line by this key that does not hold.
    #[error("signature does not match")]
    Signature,
    /// No timestamped cosignature by this key.
    #[error("no receipt time signed by the log's key")]
    Untimed,
    /// A cosignature by this key that does not hold, or is not of the one form.
    #[error("signature over the receipt time does not match")]
    Cosignature,
}

/// Whether a string may name a log.
///
/// # Errors
/// [`CheckpointError::Origin`].
pub fn check_origin(origin: &str) -> Result<(), CheckpointError> {
    // A text that begins like a cosigned message could be passed off as one, as both are signed with one key.
    if is_key_name(origin) && !origin.starts_with("cosignature/") {
        return Ok(());
    }
    Err(CheckpointError::Origin(origin.chars().take(200).collect()))
}

impl Checkpoint {
    /// Signs the state of a log, at a time the caller gives; it is cut to whole seconds. `after` is the checkpoint before.
    ///
    /// # Errors
    /// [`CheckpointError::Origin`], or [`CheckpointError::Time`] for a time before 1970.
    pub fn sign(
        origin: &str,
        size: u64,
        root: Hash,
        after: Option<&Self>,
        key: &SecretKey,
        at: Timestamp,
    ) -> Result<Self, CheckpointError> {
        let previous = after.map(Self::as_previous);
        let draft = Self::unsigned(origin, size, root, previous, None)?;
        draft.signed(key, at)
    }

    /// Signs the first checkpoint of a log that goes on from another one: it covers what that one covered.
    ///
    /// # Errors
    /// As [`Checkpoint::sign`].
    pub fn sign_continuing(
        origin: &str,
        from: &Self,
        key: &SecretKey,
        at: Timestamp,
    ) -> Result<Self, CheckpointError> {
        let continues = Continues { origin: from.origin.clone(), checkpoint: from.as_previous() };
        Self::unsigned(origin, from.size, from.root, None, Some(continues))?.signed(key, at)
    }

    fn unsigned(
        origin: &str,
        size: u64,
        root: Hash,
        previous: Option<Previous>,
        continues: Option<Continues>,
    ) -> Result<Self, CheckpointError> {
        check_origin(origin)?;
        let mut text = format!("{origin}\n{size}\n{}\n", BASE64.encode(root.as_bytes()));
        if let Some(Previous { size, text: hash }) = &previous {
            text.push_str(&format!("previous {size} {hash}\n"));
        }
        if let Some(Continues { origin, checkpoint: Previous { size, text: hash } }) = &continues {
            text.push_str(&format!("continues {origin} {size} {hash}\n"));
        }
        let note = Note { text, signatures: Vec::new() };
        Ok(Self { origin: origin.to_owned(), size, root, previous, continues, signed_at: None, note })
    }

    fn signed(mut self, key: &SecretKey, at: Timestamp) -> Result<Self, CheckpointError> {
        let seconds = u64::try_from(at.as_second()).map_err(|_| CheckpointError::Time(at))?;
        let (origin, text) = (&self.origin, &self.note.text);
        let plain = key.sign_bytes(text.as_bytes());
        let timed = key.sign_bytes(cosigned_message(seconds, text).as_bytes());
        let line = |kind, bytes| NoteSignature {
            name: origin.clone(),
            id: key_id(origin, kind, &key.public()),
            bytes,
        };
        let mut with_time = seconds.to_be_bytes().to_vec();
        with_time.extend(timed.as_bytes());
        let signatures = vec![line(ED25519, plain.as_bytes().to_vec()), line(COSIGNATURE, with_time)];
        self.note.signatures = signatures;
        self.signed_at = Timestamp::from_second(at.as_second()).ok();
        Ok(self)
    }

    /// Reads a checkpoint. No signature is checked.
    ///
    /// # Errors
    /// [`CheckpointError`] for anything but the one form a checkpoint has. Other extension lines than `previous` and `continues` are
    /// refused: this log writes none.
    pub fn parse(bytes: &[u8]) -> Result<Self, CheckpointError> {
        let note = Note::parse(bytes)?;
        let lines: Vec<&str> = note.text.split_terminator('\n').collect();
        let (origin, size, root, extension) = match lines[..] {
            [origin, size, root] => (origin, size, root, None),
            [origin, size, root, extension] => (origin, size, root, Some(extension)),
            _ => return Err(CheckpointError::Text),
        };
        let previous = extension.and_then(|line| parse_previous(line.strip_prefix("previous ")?));
        let continues = extension.and_then(parse_continues);
        let continues = continues.filter(|continues| continues.checkpoint.size.to_string() == size);
        if extension.is_some() && previous.is_none() && continues.is_none() {
            return Err(CheckpointError::Text);
        }
        let size = parse_size(size).ok_or(CheckpointError::Text)?;
        let root: [u8; 32] =
            BASE64.decode(root).ok().and_then(|bytes| bytes.try_into().ok()).ok_or(CheckpointError::Text)?;
        check_origin(origin)?;
        let origin = origin.to_owned();
        let signed_at = note.signatures.iter().filter(|line| line.name == origin).find_map(|line| {
            let (time, _) = timed(line)?;
            Timestamp::from_second(i64::try_from(time).ok()?).ok()
        });
        Ok(Self { origin, size, root: Hash::from_bytes(root), previous, continues, signed_at, note })
    }

    /// What the next checkpoint says of this one.
    pub fn as_previous(&self) -> Previous {
        Previous { size: self.size, text: assize_record::BlobHash::of(self.note.text.as_bytes()).hash() }
    }

    /// The bytes to store.
    pub fn to_bytes(&self) -> Vec<u8> {
        self.note.to_string().into_bytes()
    }

    /// Checks both signatures of the log's key, and gives the receipt time. Lines of other keys (witnesses) are passed over.
    ///
    /// # Errors
    /// [`CheckpointError`] naming which of the two is missing or does not hold.
    pub fn verify(&self, key: &PublicKey) -> Result<Timestamp, CheckpointError> {
        let mut plain = self.note.by(&self.origin, key_id(&self.origin, ED25519, key)).peekable();
        if plain.peek().is_none() {
            return Err(CheckpointError::Unsigned);
        }
        for line in plain {
            let signature = line.bytes.as_slice().try_into().map(Signature::from_bytes);
            let holds = signature.is_ok_and(|s| key.verify_bytes(self.note.text.as_bytes(), &s).is_ok());
            if !holds {
                return Err(CheckpointError::Signature);
            }
        }
        let mut cosignatures = self.note.by(&self.origin, key_id(&self.origin, COSIGNATURE, key));
        let (Some(line), None) = (cosignatures.next(), cosignatures.next()) else {
            return Err(CheckpointError::Untimed);
        };
        let (time, signature) = timed(line).ok_or(CheckpointError::Cosignature)?;
        key.verify_bytes(cosigned_message(time, &self.note.text).as_bytes(), &signature)
            .map_err(|_| CheckpointError::Cosignature)?;
        i64::try_from(time)
            .ok()
            .and_then(|seconds| Timestamp::from_second(seconds).ok())
            .ok_or(CheckpointError::Cosignature)
    }
}

/// A size in decimal digits without leading zeros.
fn parse_size(digits: &str) -> Option<u64> {
    let size: u64 = digits.parse().ok()?;
    (size.to_string() == digits).then_some(size)
}

fn parse_previous(words: &str) -> Option<Previous> {
    let (size, text) = words.split_once(' ')?;
    Some(Previous { size: parse_size(size)?, text: text.parse().ok()? })
}

fn parse_continues(line: &str) -> Option<Continues> {
    let (origin, checkpoint) = line.strip_prefix("continues ")?.split_once(' ')?;
    check_origin(origin).ok()?;
    Some(Continues { origin: origin.to_owned(), checkpoint: parse_previous(checkpoint)? })
}

/// What a `cosignature/v1` signs.
fn cosigned_message(seconds: u64, text: &str) -> String {
    format!("cosignature/v1\ntime {seconds}\n{text}")
}

/// Time and signature of a line that has the length of a timestamped cosignature.
fn timed(line: &NoteSignature) -> Option<(u64, Signature)> {
    let (time, signature) = line.bytes.split_first_chunk::<8>()?;
    Some((u64::from_be_bytes(*time), Signature::from_bytes(signature.try_into().ok()?)))
}
