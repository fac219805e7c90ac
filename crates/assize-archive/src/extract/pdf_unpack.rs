//! How long packed parts of a PDF become, counted without keeping what they unpack to.

use flate2::read::{DeflateDecoder, ZlibDecoder};
use pdf_extract::{Object, Stream};
use std::io::Read;

/// Deflate inside deflate is tried this often; real files never do it at all.
const LAYERS: usize = 8;

/// The longest that the data becomes when inflated once, twice and so on; counted up to a little more than `most`.
pub(super) fn inflated_length(packed: &[u8], most: u64) -> u64 {
    let mut longest = 0;
    for layers in 1..=LAYERS {
        let mut reader: Box<dyn Read + '_> = Box::new(packed);
        for _ in 0..layers {
            reader = Box::new(ZlibDecoder::new(reader));
        }
        match counted(reader, most) {
            0 => break,
            length => longest = length.max(longest),
        }
        if longest > most {
            return longest;
        }
    }
    // Where the header is wrong, readers skip it and try again.
    if longest == 0 && packed.len() > 2 {
        longest = counted(Box::new(DeflateDecoder::new(&packed[2..])), most);
    }
    longest
}

/// How long a stream becomes through all its filters, as the loader would apply them; `u64::MAX` where that cannot be told.
pub(super) fn unpacked_length(stream: &Stream, most: u64) -> u64 {
    let Ok(filters) = stream.filters() else { return 0 };
    let mut data = std::borrow::Cow::Borrowed(stream.content.as_slice());
    let mut longest = 0;
    for (at, filter) in filters.iter().enumerate() {
        let is_last = at + 1 == filters.len();
        let length = match *filter {
            b"FlateDecode" if is_last => inflated_length(&data, most),
            b"FlateDecode" => {
                let mut out = Vec::new();
                // What was read before an error is what the loader goes on with.
                let _ = ZlibDecoder::new(&*data).take(most.saturating_add(1)).read_to_end(&mut out);
                if out.is_empty() && data.len() > 2 {
                    let _ =
                        DeflateDecoder::new(&data[2..]).take(most.saturating_add(1)).read_to_end(&mut out);
                }
                data = out.into();
                data.len() as u64
            }
            b"LZWDecode" if is_last => lzw_length(&data, is_early(stream), most),
            b"ASCII85Decode" => match ascii85(&data, most) {
                Some(out) => {
                    data = out.into();
                    data.len() as u64
                }
                None => u64::MAX,
            },
            b"LZWDecode" => u64::MAX,
            // The loader stops here too.
            _ => return longest,
        };
        longest = longest.max(length);
        if longest > most {
            break;
        }
    }
    longest
}

fn counted(mut reader: Box<dyn Read + '_>, most: u64) -> u64 {
    let mut buffer = [0_u8; 16 * 1024];
    let mut total = 0;
    while total <= most {
        match reader.read(&mut buffer) {
            Ok(0) | Err(_) => break,
            Ok(read) => total += read as u64,
        }
    }
    total
}

fn is_early(stream: &Stream) -> bool {
    let parameters = stream.dict.get(b"DecodeParms").and_then(Object::as_dict);
    parameters.and_then(|p| p.get(b"EarlyChange")).and_then(Object::as_i64).map_or(true, |value| value != 0)
}

/// Length of LZW data once unpacked (PDF 32000-1, 7.4.4): only the lengths of the table's entries are kept.
fn lzw_length(packed: &[u8], early: bool, most: u64) -> u64 {
    const CLEAR: usize = 256;
    const END: usize = 257;
    let fresh = || [vec![1_u64; CLEAR], vec![0, 0]].concat();
    let (mut lengths, mut before) = (fresh(), None);
    let (mut held, mut held_bits, mut total) = (0_u32, 0_u32, 0_u64);
    let mut bytes = packed.iter();
    while total <= most {
        let bits = match lengths.len() + usize::from(early) {
            ..512 => 9,
            512..1024 => 10,
            1024..2048 => 11,
            _ => 12,
        };
        while held_bits < bits {
            let Some(byte) = bytes.next() else { return total };
            held = (held << 8) | u32::from(*byte);
            held_bits += 8;
        }
        held_bits -= bits;
        let code = (held >> held_bits) as usize & ((1 << bits) - 1);
        held &= (1 << held_bits) - 1;
        let length = match (code, before) {
            (CLEAR, _) => {
                (lengths, before) = (fresh(), None);
                continue;
            }
            (END, _) => return total,
            (code, Some(before)) if code == lengths.len() => before + 1,
            (code, _) if code < lengths.len() => lengths[code],
            _ => return total,
        };
        if let Some(before) = before
            && lengths.len() < 4096
        {
            lengths.push(before + 1);
        }
        total += length;
        before = Some(length);
    }
    total
}

/// Data behind ASCII85 (PDF 32000-1, 7.4.3); `None` where it becomes longer than `most`. Faults end it: the loader refuses them.
fn ascii85(packed: &[u8], most: u64) -> Option<Vec<u8>> {
    let mut out = Vec::new();
    let mut group: Vec<u32> = Vec::with_capacity(5);
    let value = |group: &[u32]| {
        let padded = group.iter().copied().chain(std::iter::repeat(84)).take(5);
        padded.fold(0_u32, |sum, digit| sum.wrapping_mul(85).wrapping_add(digit)).to_be_bytes()
    };
    for byte in packed {
        match byte {
            b'z' if group.is_empty() => out.extend([0; 4]),
            b'!'..=b'u' => group.push(u32::from(byte - b'!')),
            byte if byte.is_ascii_whitespace() => {}
            _ => break,
        }
        if group.len() == 5 {
            out.extend(value(&group));
            group.clear();
        }
        if out.len() as u64 > most {
            return None;
        }
    }
    if group.len() > 1 {
        out.extend(&value(&group)[..group.len() - 1]);
    }
    Some(out)
}
