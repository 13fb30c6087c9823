//! Values made smaller before they are sealed. Words are about half as long then, and a page holds more of them.

use miniz_oxide::{deflate::compress_to_vec, inflate::decompress_to_vec_with_limit};

/// A value that is kept as it is.
const PLAIN: u8 = 0;
/// A value that was deflated.
const DEFLATED: u8 = 1;

/// What is shorter is kept as it is: the time is worth more than the bytes.
const WORTH_BYTES: usize = 160;
/// How hard to look for repetitions, of 10.
const LEVEL: u8 = 4;
/// The longest value there is; what claims to be longer is damaged.
const MOST_BYTES: usize = 16 * 1024 * 1024;

/// The form in which a value is sealed.
pub(super) fn packed(plain: &[u8]) -> Vec<u8> {
    if plain.len() >= WORTH_BYTES {
        let deflated = compress_to_vec(plain, LEVEL);
        if deflated.len() < plain.len() {
            return [&[DEFLATED], deflated.as_slice()].concat();
        }
    }
    [&[PLAIN], plain].concat()
}

/// The value again; nothing where it is damaged.
pub(super) fn unpacked(packed: &[u8]) -> Option<Vec<u8>> {
    match packed.split_first()? {
        (&PLAIN, plain) => Some(plain.to_vec()),
        (&DEFLATED, deflated) => decompress_to_vec_with_limit(deflated, MOST_BYTES).ok(),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_value_is_what_it_was_and_words_take_half() {
        let words = "Quarter close lands in the same week as the new ledger, two people short. ".repeat(8);
        let noise: Vec<u8> = (0..4_000_u32).map(|n| (n.wrapping_mul(2_654_435_761) >> 13) as u8).collect();
        for value in [b"".as_slice(), b"short", words.as_bytes(), &noise] {
            assert_eq!(unpacked(&packed(value)).as_deref(), Some(value));
        }
        assert!(packed(words.as_bytes()).len() < words.len() / 2);
        assert!(packed(&noise).len() <= noise.len() + 1);
        assert_eq!(unpacked(&[]), None);
        assert_eq!(unpacked(&[7, 1, 2]), None);
        assert_eq!(unpacked(&[DEFLATED, 1, 2]), None);
        let bomb = [&[DEFLATED], compress_to_vec(&vec![0; MOST_BYTES + 1], 1).as_slice()].concat();
        assert_eq!(unpacked(&bomb), None);
    }
}
