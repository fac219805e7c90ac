//! Quick readers that accept canonical bytes and nothing else.
//!
//! Each is a short cut only: what it does not accept is left to `assize_record::canonical`, which has the last word and says what is wrong. So
//! a short cut may be too strict, never too lenient; tests hold the two against each other.

use assize_record::{
    EntryId, Head,
    canonical::{MAX_DEPTH, MAX_INTEGER},
    entry::{Kind, Role, Verdict},
    id::Hash,
    sign::PublicKey,
};

use super::line::unhex;

/// The value of a closed set of words whose name this is.
fn named<T: Copy>(all: &[T], name: &[u8], of: impl Fn(T) -> &'static str) -> Option<T> {
    all.iter().copied().find(|value| of(*value).as_bytes() == name)
}

/// The same for kinds: those that most entries are of come first.
fn kind(name: &[u8]) -> Option<Kind> {
    match name {
        b"claim" => Some(Kind::Claim),
        b"review" => Some(Kind::Review),
        b"passage" => Some(Kind::Passage),
        b"anchor" => Some(Kind::Anchor),
        b"link" => Some(Kind::Link),
        b"note" => Some(Kind::Note),
        _ => named(Kind::all(), name, Kind::name),
    }
}

fn role(name: &[u8]) -> Option<Role> {
    match name {
        b"of" => Some(Role::Of),
        b"text" => Some(Role::Text),
        b"passage" => Some(Role::Passage),
        b"subject" => Some(Role::Subject),
        b"speaker" => Some(Role::Speaker),
        b"named" => Some(Role::Named),
        _ => named(Role::all(), name, Role::name),
    }
}

/// A head of version 1 or 2 from canonical bytes; `None` for anything else.
pub(super) fn head(bytes: &[u8]) -> Option<Head> {
    let mut at = Cursor(bytes);
    at.literal(b"{\"body\":")?;
    let body = at.hash()?;
    let by = match at.literal(b",\"by\":") {
        Some(()) => Some(PublicKey::from_bytes(*at.hash()?.as_bytes())),
        None => None,
    };
    at.literal(b",\"kind\":")?;
    let name = at.word()?;
    let kind = kind(name)?;
    at.literal(b",\"prev\":")?;
    let prev = at.list(Cursor::id)?;
    at.literal(b",\"refs\":")?;
    let refs = at.list(Cursor::reference)?;
    at.literal(b",\"v\":")?;
    let v = match at.take(1)? {
        b"1" => 1,
        b"2" => 2,
        _ => return None,
    };
    let verdict = match at.literal(b",\"verdict\":") {
        Some(()) => Some(named(Verdict::all(), at.word()?, Verdict::name)?),
        None => None,
    };
    at.literal(b"}")?;
    at.0.is_empty().then_some(Head { v, kind, by, refs, prev, verdict, body })
}

/// Whether bytes are surely canonical. `false` says nothing.
pub(super) fn is_canonical(bytes: &[u8]) -> bool {
    let mut at = Cursor(bytes);
    std::str::from_utf8(bytes).is_ok() && at.value(0).is_some() && at.0.is_empty()
}

/// What is left to read.
struct Cursor<'b>(&'b [u8]);

impl<'b> Cursor<'b> {
    fn literal(&mut self, expected: &[u8]) -> Option<()> {
        self.0 = self.0.strip_prefix(expected)?;
        Some(())
    }

    fn take(&mut self, count: usize) -> Option<&'b [u8]> {
        let (taken, rest) = self.0.split_at_checked(count)?;
        self.0 = rest;
        Some(taken)
    }

    fn id(&mut self) -> Option<EntryId> {
        self.hash().map(EntryId::from_hash)
    }

    fn hash(&mut self) -> Option<Hash> {
        self.literal(b"\"")?;
        let digits = self.take(64)?;
        self.literal(b"\"")?;
        Some(Hash::from_bytes(unhex(digits)?))
    }

    /// A string of small letters and hyphens.
    fn word(&mut self) -> Option<&'b [u8]> {
        self.literal(b"\"")?;
        let length = self.0.iter().position(|byte| !matches!(byte, b'a'..=b'z' | b'-'))?;
        let word = self.take(length)?;
        self.literal(b"\"")?;
        Some(word)
    }

    fn reference(&mut self) -> Option<(Role, EntryId)> {
        self.literal(b"[")?;
        let name = self.word()?;
        let role = role(name)?;
        self.literal(b",")?;
        let id = self.id()?;
        self.literal(b"]")?;
        Some((role, id))
    }

    fn list<T>(&mut self, item: impl Fn(&mut Self) -> Option<T>) -> Option<Vec<T>> {
        let mut items = Vec::new();
        self.literal(b"[")?;
        if self.literal(b"]").is_some() {
            return Some(items);
        }
        loop {
            items.push(item(self)?);
            if self.literal(b"]").is_some() {
                return Some(items);
            }
            self.literal(b",")?;
        }
    }

    fn value(&mut self, depth: usize) -> Option<()> {
        if depth > MAX_DEPTH {
            return None;
        }
        match self.0.first()? {
            b'"' => self.string(),
            b'{' => self.object(depth),
            b'[' => self.list(|at| at.value(depth + 1)).map(|_: Vec<()>| ()),
            b't' => self.literal(b"true"),
            b'f' => self.literal(b"false"),
            _ => self.integer(),
        }
    }

    fn object(&mut self, depth: usize) -> Option<()> {
        self.literal(b"{")?;
        if self.literal(b"}").is_some() {
            return Some(());
        }
        let mut last: Option<&[u8]> = None;
        loop {
            let key = self.key()?;
            if last.is_some_and(|last| last >= key) {
                return None;
            }
            last = Some(key);
            self.literal(b":")?;
            self.value(depth + 1)?;
            if self.literal(b"}").is_some() {
                return Some(());
            }
            self.literal(b",")?;
        }
    }

    /// A key of printable ASCII without escapes, which orders as its bytes do.
    fn key(&mut self) -> Option<&'b [u8]> {
        self.literal(b"\"")?;
        let length = self.0.iter().position(|byte| *byte == b'"')?;
        let key = self.take(length)?;
        self.literal(b"\"")?;
        key.iter().all(|byte| matches!(byte, b' '..=b'~') && *byte != b'\\').then_some(key)
    }

    /// A string in the one form that RFC 8785 §3.2.2.2 gives it; that it is UTF-8 is checked for all bytes at once.
    fn string(&mut self) -> Option<()> {
        self.literal(b"\"")?;
        loop {
            let length = self.0.iter().position(|byte| matches!(byte, b'"' | b'\\' | 0..=0x1f))?;
            self.take(length)?;
            match self.take(1)? {
                b"\"" => return Some(()),
                b"\\" => match self.take(1)? {
                    b"\"" | b"\\" | b"b" | b"f" | b"n" | b"r" | b"t" => {}
                    b"u" => {
                        let [byte] = unhex::<1>(self.take(4)?.strip_prefix(b"00")?)?;
                        if byte > 0x1f || matches!(byte, 8 | 9 | 10 | 12 | 13) {
                            return None;
                        }
                    }
                    _ => return None,
                },
                _ => return None,
            }
        }
    }

    fn integer(&mut self) -> Option<()> {
        let negative = self.literal(b"-").is_some();
        let length = self.0.iter().position(|byte| !byte.is_ascii_digit()).unwrap_or(self.0.len());
        let digits = self.take(length)?;
        let leading_zero = digits.first() == Some(&b'0') && (digits.len() > 1 || negative);
        let value: u64 = std::str::from_utf8(digits).ok()?.parse().ok()?;
        (!leading_zero && value <= MAX_INTEGER).then_some(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use assize_record::canonical;
    use proptest::prelude::*;
    use serde_json::Value;

    fn any_head() -> impl Strategy<Value = Head> {
        let id = any::<[u8; 32]>().prop_map(EntryId::from_bytes);
        let role = prop::sample::select(Role::all().to_vec());
        let verdict = prop::sample::select(Verdict::all().to_vec());
        (
            (1_u8..3, prop::sample::select(Kind::all().to_vec())),
            prop::option::of(any::<[u8; 32]>().prop_map(PublicKey::from_bytes)),
            prop::collection::vec((role, id.clone()), 0..4),
            prop::collection::vec(id.clone(), 0..3),
            prop::option::of(verdict),
            any::<[u8; 32]>().prop_map(Hash::from_bytes),
        )
            .prop_map(|((v, kind), by, refs, prev, verdict, body)| Head {
                v,
                kind,
                by,
                refs,
                prev,
                verdict,
                body,
            })
    }

    fn edit(bytes: &mut Vec<u8>, at: prop::sample::Index, how: u8) {
        let at = at.index(bytes.len());
        match how % 4 {
            0 => bytes[at] ^= 1 << (how / 4 % 8),
            1 => drop(bytes.remove(at)),
            2 => bytes.insert(at, b" ,\"0\\{[]}:-1tn"[usize::from(how / 4) % 14]),
            _ => bytes.truncate(at),
        }
    }

    proptest! {
        #[test]
        fn heads_read_as_the_slow_reader_reads_them(expected in any_head(), edits in prop::collection::vec((any::<prop::sample::Index>(), any::<u8>()), 0..3)) {
            let mut bytes = canonical::to_bytes(&expected).expect("in the profile");
            prop_assert_eq!(head(&bytes), Some(expected));
            for (at, how) in edits {
                if !bytes.is_empty() {
                    edit(&mut bytes, at, how);
                }
            }
            let slow = canonical::from_bytes::<Head>(&bytes).ok().filter(|head| matches!(head.v, 1 | 2));
            prop_assert_eq!(head(&bytes), slow, "{}", String::from_utf8_lossy(&bytes));
        }

        #[test]
        fn what_is_passed_as_canonical_is(
            text in any::<String>(),
            number in any::<i64>(),
            edits in prop::collection::vec((any::<prop::sample::Index>(), any::<u8>()), 0..3),
        ) {
            let value = serde_json::json!({"a": [text.clone(), number >> 11, true, {}], "b": {"c": text, "d": []}});
            let mut bytes = canonical::to_bytes(&value).expect("in the profile");
            prop_assert!(is_canonical(&bytes));
            for (at, how) in edits {
                if !bytes.is_empty() {
                    edit(&mut bytes, at, how);
                }
            }
            prop_assert_eq!(is_canonical(&bytes), canonical::from_bytes::<Value>(&bytes).is_ok(), "{}", String::from_utf8_lossy(&bytes));
        }
    }

    #[test]
    fn both_readers_agree_on_odd_bytes() {
        let deep = |depth: usize| [vec![b'['; depth], vec![b']'; depth]].concat();
        let odd: Vec<Vec<u8>> = [
            "-0",
            "00",
            "01",
            "-1",
            "9007199254740991",
            "9007199254740992",
            "1.0",
            "1e3",
            "null",
            "",
            " 1",
            "\"\\u0008\"",
            "\"\\b\"",
            "\"\\u001F\"",
            "\"\\u001f\"",
            "\"\\/\"",
            "\"\u{7f}\"",
            "{\"a\":1,\"a\":2}",
            "{\"b\":1,\"a\":2}",
            "[1,]",
            "[,1]",
            "{}x",
            "\"\\ud800\"",
        ]
        .iter()
        .map(|text| text.as_bytes().to_vec())
        .chain([b"\"\xff\"".to_vec(), deep(64), deep(65), deep(66), deep(5000)])
        .collect();
        for bytes in odd {
            let shown = String::from_utf8_lossy(&bytes[..bytes.len().min(60)]).into_owned();
            assert_eq!(is_canonical(&bytes), canonical::from_bytes::<Value>(&bytes).is_ok(), "{shown}");
        }
    }
}
