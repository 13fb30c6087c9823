//! Bytes as letters that survive mail programs.

use super::{InvitationError, mail};
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
/// Links in one text that are looked at, and breaks in one link.
const LINKS: usize = 8;
const BREAKS: usize = 200;

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

/// The link that begins so, for these bytes.
pub(super) fn write_link(begin: &str, version: u8, payload: &[u8]) -> String {
    let bytes = [&[version], payload].concat();
    let letters = BASE32_NOPAD.encode(&[bytes.as_slice(), &checksum(&bytes)].concat());
    format!("{begin}{}", letters.to_ascii_lowercase())
}

/// What the first link that begins so says; nothing where there is none.
pub(super) fn read_link(begin: &str, text: &str) -> Result<Option<Vec<u8>>, InvitationError> {
    if text.len() > MAIL_BYTES {
        return Err(InvitationError::TooLong);
    }
    linked(&mail::plain(text), begin).transpose()
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
    let text = mail::plain(text);
    let flat = flat(&text);
    if !flat.contains(&mark(BEGIN))
        && let Some(read) = linked(&text, LINK)
    {
        return read;
    }
    let (begin, end) = (mark(BEGIN), mark(END));
    let Some((_, after)) = flat.split_once(&begin) else {
        return Err(if flat.contains(&end) { InvitationError::CutOff } else { InvitationError::NotFound });
    };
    let (letters, _) = after.split_once(&end).ok_or(InvitationError::CutOff)?;
    decoded(letters)
}

/// What the first link in the text says that is whole; or what is wrong with the first of all.
fn linked(text: &str, begin: &str) -> Option<Result<Vec<u8>, InvitationError>> {
    let squeezed = Squeezed::of(text);
    let mut wrong = None;
    for (at, _) in squeezed.letters.match_indices(begin).take(LINKS) {
        match squeezed.link_at(at + begin.len()) {
            Ok(read) => return Some(Ok(read)),
            Err(error) => wrong = wrong.or(Some(error)),
        }
    }
    wrong.map(Err)
}

/// A text as nothing but what a link is made of, and where something else stood in between.
struct Squeezed {
    letters: String,
    /// Places in `letters` before which something was left out, in order.
    breaks: Vec<usize>,
}

impl Squeezed {
    fn of(text: &str) -> Self {
        let (mut letters, mut breaks) = (String::with_capacity(text.len()), Vec::new());
        for letter in text.chars() {
            if letter.is_ascii_alphanumeric() || matches!(letter, ':' | '/') {
                letters.push(letter.to_ascii_lowercase());
            } else if breaks.last() != Some(&letters.len()) {
                breaks.push(letters.len());
            }
        }
        Self { letters, breaks }
    }

    /// What the link says whose letters begin there. A mail program may have broken it anywhere, and anything may
    /// follow it: it ends at the first break up to which its letters fit their checksum.
    fn link_at(&self, begin: usize) -> Result<Vec<u8>, InvitationError> {
        let rest = self.letters.get(begin..).unwrap_or_default();
        let length = rest.find(|letter: char| !letter.is_ascii_alphanumeric()).unwrap_or(rest.len());
        let from = self.breaks.partition_point(|at| *at <= begin);
        let breaks = self.breaks.get(from..).unwrap_or_default().iter().map(|at| at - begin);
        let ends = breaks.take_while(|end| *end < length && *end <= INVITATION_BYTES).take(BREAKS).chain([length]);
        let mut wrong = InvitationError::Changed;
        for end in ends {
            match decoded(&rest.get(..end).unwrap_or_default().to_ascii_uppercase()) {
                Ok(read) => return Ok(read),
                Err(error) => wrong = error,
            }
        }
        Err(wrong)
    }
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

/// Whether nothing in this text can be taken for the beginning or the end of a block.
pub(super) fn is_plain(text: &str) -> bool {
    let flat = flat(text);
    !flat.contains(&mark(BEGIN)) && !flat.contains(&mark(END))
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
