//! Puts folded and softly broken lines together again, as bytes, because folding may split a character.

use crate::vcard::frame::{Dialect, Frame, Mark, Physical, mark};
use crate::vcard::property::{Header, Property};

/// How much of one unfolded line is kept; the rest, usually a photo, is passed over.
const LINE_MAX: usize = 64 * 1024;

/// One unfolded line in the making; each byte is looked at once, however often the line is folded.
#[derive(Debug, Default)]
struct Line {
    bytes: Vec<u8>,
    full: bool,
    quoted: bool,
    /// The first colon outside quotes, which ends the header.
    colon: Option<usize>,
    /// The first colon of all, for headers with a quote that never closes.
    any_colon: Option<usize>,
    soft: Option<bool>,
}

impl Line {
    fn push(&mut self, more: &[u8]) {
        if self.full {
            return;
        }
        let room = LINE_MAX.saturating_sub(self.bytes.len());
        let kept = more.get(..room).unwrap_or(more);
        if self.colon.is_none() {
            for (at, byte) in (self.bytes.len()..).zip(kept) {
                match byte {
                    b'"' => self.quoted = !self.quoted,
                    b':' => {
                        self.any_colon = self.any_colon.or(Some(at));
                        if !self.quoted {
                            self.colon = Some(at);
                            break;
                        }
                    }
                    _ => {}
                }
            }
        }
        self.bytes.extend_from_slice(kept);
        if kept.len() < more.len() {
            self.full = true;
            self.drop_split_character();
        }
    }

    /// A line cut at the limit must not end within a character, or the whole of it would look like another charset.
    fn drop_split_character(&mut self) {
        for _ in 0..4 {
            match self.bytes.pop() {
                Some(0x80..=0xBF) => {}
                Some(byte @ 0..=0x7F) => {
                    self.bytes.push(byte);
                    return;
                }
                _ => return,
            }
        }
    }

    /// Takes away the `=` of a soft break, and any blank space a mail program left behind it.
    fn drop_soft_break(&mut self) {
        if !self.full {
            let length = self.bytes.trim_ascii_end().len();
            self.bytes.truncate(length);
            self.bytes.pop();
        }
    }

    fn has_soft_breaks(&mut self) -> bool {
        if self.soft.is_none() {
            let head = self.colon.and_then(|colon| self.bytes.get(..colon));
            self.soft = head.map(|head| Header::parse(head).is_some_and(|header| header.is_quoted_printable()));
        }
        self.soft.unwrap_or(false)
    }

    fn finish(self, dialect: Dialect) -> Option<Property> {
        let colon = self.colon.or(self.any_colon)?;
        let (head, value) = self.bytes.split_at_checked(colon)?;
        let header = Header::parse(head)?;
        Some(Property { header, dialect, value: value.get(1..).unwrap_or_default().to_vec() })
    }
}

/// The properties of one card, without those of cards within it.
#[derive(Debug)]
pub(crate) struct Properties<'a> {
    lines: Physical<'a>,
    dialect: Dialect,
    depth: usize,
}

impl<'a> Properties<'a> {
    pub(crate) fn new(frame: &Frame<'a>) -> Self {
        Self { lines: Physical::new(frame.body, frame.separator), dialect: frame.dialect, depth: 0 }
    }

    fn unfold(&mut self, first: &[u8]) -> Line {
        let mut line = Line::default();
        let mut last = first;
        line.push(first);
        loop {
            let soft = last.trim_ascii_end().ends_with(b"=") && line.has_soft_breaks();
            if !soft && !self.lines.folds_on() {
                return line;
            }
            let Some(next) = self.lines.peek() else { return line };
            if soft {
                if matches!(mark(next), Mark::Begin | Mark::End | Mark::AgentBegin) {
                    return line;
                }
                line.drop_soft_break();
                line.push(next);
            } else {
                // 2.1 folds where there was a blank already and keeps it; later versions add one.
                let kept = if self.dialect == Dialect::Old { Some(next) } else { next.get(1..) };
                line.push(kept.unwrap_or_default());
            }
            last = next;
            self.lines.next();
        }
    }
}

impl Iterator for Properties<'_> {
    type Item = Property;

    fn next(&mut self) -> Option<Property> {
        loop {
            let first = self.lines.next()?;
            match mark(first) {
                Mark::Begin => self.depth = self.depth.saturating_add(1),
                Mark::AgentBegin if !self.lines.folds_on() => self.depth = self.depth.saturating_add(1),
                Mark::End => self.depth = self.depth.saturating_sub(1),
                _ if self.depth > 0 => {}
                _ => {
                    if let Some(property) = self.unfold(first).finish(self.dialect) {
                        return Some(property);
                    }
                }
            }
        }
    }
}
