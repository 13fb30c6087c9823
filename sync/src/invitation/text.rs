//! Bytes as letters that survive mail programs.

use super::InvitationError;
use data_encoding::BASE32_NOPAD;
use sha2::{Digest, Sha256};
use sideways_core::limits::INVITATION_BYTES;

const BEGIN: &str = "BEGIN SIDEWAYS INVITATION";
const END: &str = "END SIDEWAYS INVITATION";
/// RFC 3986: a scheme of our own. What follows is never sent anywhere by who opens it.
const LINK: &str = "sideways:join/";
const LETTERS_IN_LINE: usize = 60;
const CHECKSUM_BYTES: usize = 6;
/// A long mail with an invitation in it. Beyond that, nothing is read.
const MAIL_BYTES: usize = 64 * 1024;

/// The block for these bytes.
pub(super) fn write(version: u8, payload: &[u8]) -> String {
    let mut bytes = vec![version];
    bytes.extend(payload);
    let sum = checksum(&bytes);
    bytes.extend(sum);
    let letters = BASE32_NOPAD.encode(&bytes);
    let mut text = format!("-----{BEGIN}-----\n");
    for (index, letter) in letters.chars().enumerate() {
        if index > 0 && index % LETTERS_IN_LINE == 0 {
            text.push('\n');
        }
        text.push(letter);
    }
    text.push_str(&format!("\n-----{END}-----\n"));
    text
}

/// The same letters as one link, which a desktop opens with the program that takes such links.
pub(super) fn link(block: &str) -> String {
    let letters: String = block.lines().filter(|line| !line.starts_with('-')).collect();
    format!("{LINK}{}", letters.to_ascii_lowercase())
}

/// The version and payload of the first block in the text; where there is none, of the first link.
pub(super) fn read(text: &str) -> Result<Vec<u8>, InvitationError> {
    if text.len() > MAIL_BYTES {
        return Err(InvitationError::TooLong);
    }
    let flat = flat(text);
    if !flat.contains(&mark(BEGIN))
        && let Some(letters) = linked(text)
    {
        return decoded(&letters);
    }
    let (begin, end) = (mark(BEGIN), mark(END));
    let Some((_, after)) = flat.split_once(&begin) else {
        return Err(if flat.contains(&end) { InvitationError::CutOff } else { InvitationError::NotFound });
    };
    let (letters, _) = after.split_once(&end).ok_or(InvitationError::CutOff)?;
    decoded(letters)
}

/// The letters of the first link in the text.
fn linked(text: &str) -> Option<String> {
    let lower = text.to_ascii_lowercase();
    let (_, after) = lower.split_once(LINK)?;
    Some(after.chars().take_while(char::is_ascii_alphanumeric).map(|letter| letter.to_ascii_uppercase()).collect())
}

fn decoded(letters: &str) -> Result<Vec<u8>, InvitationError> {
    if letters.len() > INVITATION_BYTES {
        return Err(InvitationError::TooLong);
    }
    let bytes = BASE32_NOPAD.decode(letters.as_bytes()).map_err(|_| InvitationError::Changed)?;
    let at = bytes.len().checked_sub(CHECKSUM_BYTES).ok_or(InvitationError::Changed)?;
    let (content, sum) = bytes.split_at(at);
    if sum == checksum(content).as_slice() { Ok(content.to_vec()) } else { Err(InvitationError::Changed) }
}

/// The text as mail programs can't change it: without spaces, line breaks, quoting, dashes and decoration, in capitals.
fn flat(text: &str) -> String {
    let passed_over = |letter: char| {
        letter.is_whitespace()
            || matches!(letter, '>' | '|' | '*' | '_' | '`' | '-' | '=' | '\u{ad}' | '\u{feff}')
            || ('\u{2010}'..='\u{2015}').contains(&letter)
            || ('\u{200b}'..='\u{200f}').contains(&letter)
    };
    text.chars().filter(|letter| !passed_over(*letter)).map(|letter| letter.to_ascii_uppercase()).collect()
}

fn mark(words: &str) -> String {
    words.replace(' ', "")
}

fn checksum(bytes: &[u8]) -> [u8; CHECKSUM_BYTES] {
    let digest = Sha256::new().chain_update(b"sideways/invitation").chain_update(bytes).finalize();
    let mut sum = [0; CHECKSUM_BYTES];
    for (to, from) in sum.iter_mut().zip(digest) {
        *to = from;
    }
    sum
}
