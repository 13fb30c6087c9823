//! Folding: what two texts must share to be found by one another.
//!
//! The result is text in which a space comes before every word and nowhere else than between words, so that "at the
//! start of a word" is a plain search for a space and the term. After a sign that touches a word ("a-b") a space is
//! added; the query gets the same one, so it still matches. Control characters are never given, which leaves the
//! line feed free to separate records.

use unicode_normalization::char::{canonical_combining_class, decompose_compatible, is_combining_mark};

/// The folded text alone.
#[must_use]
pub fn folded(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    fold_into(text, &mut out);
    out
}

/// Adds the folded text to `out`.
pub(crate) fn fold_into(text: &str, out: &mut String) {
    fold(text, |_, c| out.push(c));
}

/// Folds a text; `emit` gets each folded character and where in `text` the character begins that it came from.
/// Those places never go backwards.
pub(crate) fn fold(text: &str, emit: impl FnMut(usize, char)) {
    let mut folder = Folder { emit, last: Last::Space, lead: None };
    for (at, c) in text.char_indices() {
        if c.is_ascii() {
            folder.flush();
            folder.ascii(at, c);
        } else {
            decompose_compatible(c, |part| folder.part(at, part));
        }
    }
    folder.flush();
}

/// Whether a character keeps words apart: white space, and the control characters that no one types on purpose.
pub(crate) fn separates(c: char) -> bool {
    c.is_whitespace() || c.is_control()
}

/// Whether a folded character is part of a word's spelling.
pub(crate) fn is_letter(c: char) -> bool {
    c.is_alphanumeric() || c.is_control() || is_combining_mark(c)
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Last {
    Space,
    Word,
    Sign,
}

struct Folder<E> {
    emit: E,
    last: Last,
    /// A Korean leading consonant that waits for its vowel.
    lead: Option<(usize, char)>,
}

impl<E: FnMut(usize, char)> Folder<E> {
    fn ascii(&mut self, at: usize, c: char) {
        if c.is_ascii_alphanumeric() {
            self.word(at, c.to_ascii_lowercase());
        } else if separates(c) {
            self.space(at);
        } else {
            self.sign(at, c);
        }
    }

    /// One character of a decomposition.
    fn part(&mut self, at: usize, c: char) {
        if is_silent(c) {
            return;
        }
        match c {
            LEAD_FIRST..=LEAD_LAST => {
                self.flush();
                self.lead = Some((at, c));
                return;
            }
            VOWEL_FIRST..=VOWEL_LAST => {
                let lead = self.lead.take();
                let (at, syllable) = lead.and_then(|(at, lead)| Some((at, syllable(lead, c)?))).unwrap_or((at, c));
                return self.word(at, syllable);
            }
            TAIL_FIRST..=TAIL_LAST => {
                self.flush();
                return self.word(at, short_tail(c));
            }
            _ => self.flush(),
        }
        if c.is_ascii() {
            return self.ascii(at, c);
        }
        if separates(c) {
            return self.space(at);
        }
        if is_combining_mark(c) {
            return self.mark(at, c);
        }
        for lower in c.to_lowercase() {
            match plain(lower) {
                Some(letters) => letters.chars().for_each(|letter| self.ascii(at, letter)),
                None if lower == 'ς' => self.word(at, 'σ'),
                None if lower.is_alphanumeric() => self.word(at, lower),
                None => self.sign(at, lower),
            }
        }
    }

    fn flush(&mut self) {
        if let Some((at, lead)) = self.lead.take() {
            self.word(at, lead);
        }
    }

    fn word(&mut self, at: usize, c: char) {
        if self.last == Last::Sign {
            (self.emit)(at, ' ');
        }
        (self.emit)(at, c);
        self.last = Last::Word;
    }

    fn sign(&mut self, at: usize, c: char) {
        (self.emit)(at, c);
        self.last = Last::Sign;
    }

    /// A mark that is part of how a word is spelled: it neither begins a word nor ends one.
    fn mark(&mut self, at: usize, c: char) {
        (self.emit)(at, c);
        if self.last == Last::Space {
            self.last = Last::Word;
        }
    }

    fn space(&mut self, at: usize) {
        if self.last != Last::Space {
            (self.emit)(at, ' ');
            self.last = Last::Space;
        }
    }
}

/// Accents, Hebrew and Arabic points, and characters without a shape of their own. Vowel signs and the marks that
/// make another letter of a kana stay: without them different words of Hindi, Thai or Japanese would be one.
fn is_silent(c: char) -> bool {
    match c {
        '\u{ad}' | '\u{34f}' | '\u{61c}' | '\u{640}' | '\u{180b}'..='\u{180f}' | '\u{200b}'..='\u{200f}' => true,
        '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{206f}' | '\u{20dd}'..='\u{20e4}' | '\u{feff}' => true,
        '\u{fe00}'..='\u{fe0f}' | '\u{e0000}'..='\u{e0fff}' => true,
        _ => matches!(canonical_combining_class(c), 1..=7 | 10..=36 | 200..=240),
    }
}

/// Letters that normalization doesn't take apart, and signs that keyboards and phones write differently.
fn plain(c: char) -> Option<&'static str> {
    Some(match c {
        'ß' => "ss",
        'ø' => "o",
        'ł' => "l",
        'đ' | 'ð' => "d",
        'þ' => "th",
        'ħ' => "h",
        'ı' => "i",
        'æ' => "ae",
        'œ' => "oe",
        '‘' | '’' | '‛' | 'ʼ' => "'",
        '“' | '”' | '„' | '«' | '»' => "\"",
        '‐'..='―' | '−' => "-",
        _ => return None,
    })
}

// Korean: the syllable without its final consonant stays one character and the final consonant becomes a character of
// two bytes. So "하" finds "한" while the syllable is being typed, at a third of the size of three separate letters.
const LEAD_FIRST: char = '\u{1100}';
const LEAD_LAST: char = '\u{1112}';
const VOWEL_FIRST: char = '\u{1161}';
const VOWEL_LAST: char = '\u{1175}';
const TAIL_FIRST: char = '\u{11a8}';
const TAIL_LAST: char = '\u{11c2}';

fn syllable(lead: char, vowel: char) -> Option<char> {
    let lead = u32::from(lead).checked_sub(u32::from(LEAD_FIRST))?;
    let vowel = u32::from(vowel).checked_sub(u32::from(VOWEL_FIRST))?;
    char::from_u32(0xac00 + (lead * 21 + vowel) * 28)
}

/// The 27 final consonants take the place of control characters, which folding never gives.
fn short_tail(tail: char) -> char {
    char::from_u32(u32::from(tail) - u32::from(TAIL_FIRST) + 0x80).unwrap_or(tail)
}
