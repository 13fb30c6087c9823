//! Bech32 (BIP 173), as age writes its keys: letters and digits with a checksum.

const LETTERS: &[u8; 32] = b"qpzry9x8gf2tvdw0s3jn54khce6mua7l";

fn checksum(prefix: &str, values: impl Iterator<Item = u8>) -> u32 {
    const GENERATORS: [u32; 5] = [0x3b6a_57b2, 0x2650_8e6d, 0x1ea1_19fa, 0x3d42_33dd, 0x2a14_62b3];
    let high = prefix.bytes().map(|byte| byte >> 5);
    let low = prefix.bytes().map(|byte| byte & 31);
    high.chain([0]).chain(low).chain(values).fold(1_u32, |sum, value| {
        let top = sum >> 25;
        let next = ((sum & 0x01ff_ffff) << 5) ^ u32::from(value);
        GENERATORS
            .iter()
            .enumerate()
            .filter(|(nth, _)| (top >> nth) & 1 == 1)
            .fold(next, |sum, (_, generator)| sum ^ generator)
    })
}

/// The bytes in groups of five bits, the last one filled with zeros.
fn fives(bytes: &[u8]) -> Vec<u8> {
    let bit = |at: usize| bytes.get(at / 8).is_some_and(|byte| (byte >> (7 - at % 8)) & 1 == 1);
    let groups = (bytes.len() * 8).div_ceil(5);
    (0..groups).map(|group| (0..5).fold(0, |value, nth| (value << 1) | u8::from(bit(group * 5 + nth)))).collect()
}

/// Thirty-two bytes as a text that begins with `prefix`, in small letters.
pub(crate) fn encoded(prefix: &str, bytes: &[u8; 32]) -> String {
    let values = fives(bytes);
    let sum = checksum(prefix, values.iter().copied().chain([0; 6])) ^ 1;
    let check = (0..6).map(|nth| ((sum >> (5 * (5 - nth))) & 31) as u8);
    let letter = |value: u8| LETTERS.get(usize::from(value)).map_or('q', |letter| char::from(*letter));
    let data: String = values.iter().copied().chain(check).map(letter).collect();
    format!("{prefix}1{data}")
}

/// The bytes of such a text, in small or in capital letters; nothing when a letter of it is wrong.
pub(crate) fn decoded(prefix: &str, text: &str) -> Option<[u8; 32]> {
    let small = text.to_ascii_lowercase();
    if text != small && text != text.to_ascii_uppercase() {
        return None;
    }
    let data = small.strip_prefix(&prefix.to_ascii_lowercase())?.strip_prefix('1')?;
    let values: Option<Vec<u8>> = data
        .bytes()
        .map(|letter| LETTERS.iter().position(|known| *known == letter).and_then(|at| u8::try_from(at).ok()))
        .collect();
    let values = values?;
    if values.len() != 58 || checksum(&prefix.to_ascii_lowercase(), values.iter().copied()) != 1 {
        return None;
    }
    let bit = |at: usize| values.get(at / 5).is_some_and(|value| (value >> (4 - at % 5)) & 1 == 1);
    let mut bytes = [0; 32];
    for (nth, byte) in bytes.iter_mut().enumerate() {
        *byte = (0..8).fold(0, |value, of| (value << 1) | u8::from(bit(nth * 8 + of)));
    }
    // Four bits are left over: in what we write, zeros.
    (encoded(&prefix.to_ascii_lowercase(), &bytes).eq_ignore_ascii_case(text)).then_some(bytes)
}
