//! Reads the address cards other programs export: vCard 2.1, 3.0 and 4.0, many cards a file.
//!
//! Only what helps in meeting a colleague is read. Birthdays, home addresses, gender and photos are never
//! looked at, nothing is fetched, and no path is followed.

mod build;
mod contact;
mod frame;
mod property;
mod skip;
#[cfg(test)]
mod tests;
mod text;
mod unfold;

pub use self::skip::{Reason, Skipped};

use self::build::Draft;
use self::frame::Frames;
use crate::formats::content_line::looks_like_utf16;

/// The most cards one file may hold, so that a preview stays something a person can look through.
pub const MAX_CARDS: usize = 20_000;

/// A person read from a card; every text is bounded and has no control characters but newlines in the note.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Card {
    /// The exporting program's own mark for this person, which lets a second import find the first.
    pub uid: Option<String>,
    /// The name to show: the formatted name, else given and family name, else nickname, else the mail before the @.
    pub name: String,
    /// The second part of the organisation and all further ones, joined with a comma.
    pub department: String,
    /// The first part of the organisation.
    pub company: String,
    /// The job title, or the role where no title is given.
    pub role: String,
    /// Mail addresses, preferred ones first, each once.
    pub mails: Vec<String>,
    /// Phone numbers as written, preferred ones first, each once.
    pub phones: Vec<String>,
    /// Web and messenger addresses as URIs of well-known schemes; they are never opened here.
    pub links: Vec<String>,
    /// The categories, each once.
    pub tags: Vec<String>,
    /// The free text, which may hold newlines and is often private.
    pub note: String,
}

/// What a file held: the people, and what was left out and why.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Read {
    /// The people, in the file's order.
    pub cards: Vec<Card>,
    /// The cards that were left out, in the file's order.
    pub skipped: Vec<Skipped>,
}

/// Why a whole file could not be read.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum ReadError {
    /// The file has no bytes, or nothing but blank space.
    #[error("This file is empty; please export your contacts as vCard (.vcf) once more and choose the new file.")]
    Empty,
    /// The file is encoded in UTF-16, which no version of vCard allows.
    #[error("This file is saved as UTF-16; please export it again, or save it again, with the encoding UTF-8.")]
    Utf16,
    /// No card begins anywhere in the file.
    #[error(
        "This file holds no address cards; please choose “Export” and then “vCard (.vcf)” in your address book and pick that file here."
    )]
    NotVcard,
    /// The file holds more than [`MAX_CARDS`] cards.
    #[error("This file holds more than 20,000 cards; please export only the people you meet and choose that file.")]
    TooManyCards,
}

/// Reads every card of a file that is wholly in memory.
///
/// The caller bounds the size of the file; time and memory here grow no faster than that size.
pub fn read(bytes: &[u8]) -> Result<Read, ReadError> {
    if bytes.iter().all(u8::is_ascii_whitespace) {
        return Err(ReadError::Empty);
    }
    if looks_like_utf16(bytes) {
        return Err(ReadError::Utf16);
    }
    let mut read = Read::default();
    for (before, frame) in Frames::new(bytes).enumerate() {
        if before >= MAX_CARDS {
            return Err(ReadError::TooManyCards);
        }
        match Draft::of(&frame).finish(frame.whole) {
            Ok(card) => read.cards.push(card),
            Err((reason, name)) => read.skipped.push(Skipped::new(before.saturating_add(1), reason, name)),
        }
    }
    if read.cards.is_empty() && read.skipped.is_empty() {
        return Err(ReadError::NotVcard);
    }
    Ok(read)
}
