//! Unfolded lines from a stream, in one reused buffer that never grows past a fixed size.

use super::{Header, charset};
use std::borrow::Cow;
use std::io::{self, BufRead};

/// The longest line kept, after unfolding; what follows is read past and forgotten (a picture pasted into an event).
pub(crate) const MAX_LINE: usize = 64 * 1024;

/// A written line that has more bytes than this was broken because it was full.
const FULL_LINE: usize = 70;

/// What becomes of the blank that says that a line goes on.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Blanks {
    /// It isn't part of the text (RFC 5545, RFC 6350).
    Dropped,
    /// It stood there before: vCard 2.1 folds only where there is one.
    Kept,
}

/// Reads unfolded content lines, one at a time; lines of quoted-printable text that end in `=` go on as well.
#[derive(Debug)]
pub(crate) struct Lines<R> {
    input: R,
    blanks: Blanks,
    /// What ends a line; found out with the first bytes.
    end: Option<u8>,
    line: Vec<u8>,
    /// Something was left out of the line, because it is too long.
    full: bool,
    /// How far the line was searched for the colon that ends its header, and where that is.
    searched: usize,
    quoted: bool,
    colon: Option<usize>,
    /// Whether it is quoted-printable, once that is known.
    soft: Option<bool>,
    /// How far its value was searched for a blank, and whether there is one.
    looked: usize,
    blank: bool,
    /// A written line that was looked at already.
    ahead: Option<Vec<u8>>,
}

/// One line as it is written in the file.
#[derive(Debug, Clone, Copy, Default)]
struct Written {
    bytes: usize,
    /// Whether its last byte that isn't blank is a `=`.
    soft: bool,
}

impl<R: BufRead> Lines<R> {
    /// Starts at the beginning of a file.
    pub(crate) fn new(input: R, blanks: Blanks) -> Self {
        Self {
            input,
            blanks,
            end: None,
            line: Vec::with_capacity(1024),
            full: false,
            searched: 0,
            quoted: false,
            colon: None,
            soft: None,
            looked: 0,
            blank: false,
            ahead: None,
        }
    }

    /// The next line that isn't empty, or `None` at the end. A byte order mark at its start is left out: files that
    /// were joined keep that of each.
    ///
    /// Lines are joined as bytes, because writers fold between the bytes of one character.
    pub(crate) fn next_bytes(&mut self) -> io::Result<Option<&[u8]>> {
        loop {
            self.line.clear();
            (self.full, self.searched, self.quoted, self.colon) = (false, 0, false, None);
            (self.soft, self.looked, self.blank) = (None, 0, false);
            let Some(mut written) = self.read_written()? else { return Ok(None) };
            if self.line.starts_with(b"\xEF\xBB\xBF") {
                self.line.drain(..3);
            }
            loop {
                if written.soft && self.has_soft_breaks() {
                    let Some(next) = self.look_ahead()? else { break };
                    if begins_or_ends(&next) {
                        self.ahead = Some(next);
                        break;
                    }
                    written = self.join_softly(written, &next);
                } else if matches!(self.peek()?, Some(b' ' | b'\t')) {
                    if self.blanks == Blanks::Dropped {
                        self.skip_one();
                    }
                    let Some(next) = self.read_written()? else { break };
                    written = next;
                } else {
                    break;
                }
            }
            if !self.line.iter().all(u8::is_ascii_whitespace) {
                break;
            }
        }
        Ok(Some(&self.line))
    }

    /// The next line as text. One that isn't UTF-8 is read as Windows wrote it before there was UTF-8.
    pub(crate) fn next_line(&mut self) -> io::Result<Option<Cow<'_, str>>> {
        Ok(self.next_bytes()?.map(|line| match std::str::from_utf8(line) {
            Ok(text) => Cow::Borrowed(text),
            Err(_) => Cow::Owned(charset(line, None).unwrap_or_default()),
        }))
    }

    /// Adds the line that follows a soft break.
    fn join_softly(&mut self, before: Written, next: &[u8]) -> Written {
        let soft = next.trim_ascii_end().ends_with(b"=");
        if self.full {
            return Written { bytes: next.len(), soft };
        }
        // Without the `=`, and any blank space a mail program left behind it.
        let length = self.line.trim_ascii_end().len();
        self.line.truncate(length.saturating_sub(1));
        let next = match next {
            // Some writers break softly and fold as well, and then the blank is no text. It is text where lines are
            // broken only because they were full, by one who writes blanks as they are; and before a new word.
            [b' ' | b'\t', rest @ ..]
                if !rest.first().is_some_and(u8::is_ascii_uppercase)
                    && (before.bytes < FULL_LINE || !self.has_blanks()) =>
            {
                rest
            }
            _ => next,
        };
        self.push(next);
        Written { bytes: next.len(), soft }
    }

    /// Whether a blank stands in the value so far; each byte is looked at once here too.
    fn has_blanks(&mut self) -> bool {
        let from = self.looked.max(self.colon.unwrap_or(0));
        self.blank |= self.line.get(from..).is_some_and(|value| value.contains(&b' '));
        self.looked = self.line.len();
        self.blank
    }

    fn has_soft_breaks(&mut self) -> bool {
        if self.soft.is_none()
            && let Some(colon) = self.find_colon()
        {
            let head = self.line.get(..colon).and_then(|head| std::str::from_utf8(head).ok());
            self.soft = Some(head.and_then(Header::parse).is_some_and(|header| header.is_quoted_printable()));
        }
        self.soft.unwrap_or(false)
    }

    /// The colon that ends the header. However often a line goes on, each of its bytes is looked at once.
    fn find_colon(&mut self) -> Option<usize> {
        if self.colon.is_none() {
            for (at, byte) in self.line.iter().enumerate().skip(self.searched) {
                self.quoted ^= *byte == b'"';
                if *byte == b':' && !self.quoted {
                    self.colon = Some(at);
                    break;
                }
            }
            self.searched = self.line.len();
        }
        self.colon
    }

    fn push(&mut self, more: &[u8]) {
        let room = MAX_LINE.saturating_sub(self.line.len());
        let kept = if self.full { &[] } else { more.get(..room).unwrap_or(more) };
        self.line.extend_from_slice(kept);
        if kept.len() < more.len() && !self.full {
            self.full = true;
            drop_split_character(&mut self.line);
        }
    }

    fn peek(&mut self) -> io::Result<Option<u8>> {
        match &self.ahead {
            Some(ahead) => Ok(ahead.first().copied()),
            None => Ok(filled(&mut self.input)?.first().copied()),
        }
    }

    fn skip_one(&mut self) {
        match &mut self.ahead {
            Some(ahead) => drop(ahead.drain(..ahead.len().min(1))),
            None => self.input.consume(1),
        }
    }

    /// The next line as it is written, by itself; `None` at the end of the file.
    fn look_ahead(&mut self) -> io::Result<Option<Vec<u8>>> {
        if let Some(ahead) = self.ahead.take() {
            return Ok(Some(ahead));
        }
        let mut next = Vec::new();
        let there = self.each_part(|part| {
            let room = MAX_LINE.saturating_sub(next.len());
            next.extend_from_slice(part.get(..room).unwrap_or(part));
        })?;
        drop_line_end(&mut next);
        Ok(there.then_some(next))
    }

    /// Appends one line as it is written, without its end; `None` when the file had already ended.
    fn read_written(&mut self) -> io::Result<Option<Written>> {
        if let Some(ahead) = self.ahead.take() {
            self.push(&ahead);
            return Ok(Some(Written { bytes: ahead.len(), soft: ahead.trim_ascii_end().ends_with(b"=") }));
        }
        let mut written = Written::default();
        // The line is lent out, so that it can grow while the input is read.
        let mut line = std::mem::take(&mut self.line);
        let mut full = self.full;
        let there = self.each_part(|part| {
            written.bytes = written.bytes.saturating_add(part.len());
            if let Some(last) = part.trim_ascii_end().last() {
                written.soft = *last == b'=';
            }
            let room = if full { 0 } else { MAX_LINE.saturating_sub(line.len()) };
            line.extend_from_slice(part.get(..room).unwrap_or(part));
            if part.len() > room && !full {
                full = true;
                drop_split_character(&mut line);
            }
        });
        drop_line_end(&mut line);
        (self.line, self.full) = (line, full);
        Ok(there?.then_some(written))
    }

    /// Hands over one written line, part by part, without the byte that ends it; false at the end of the file.
    fn each_part(&mut self, mut take: impl FnMut(&[u8])) -> io::Result<bool> {
        let mut any = false;
        loop {
            let bytes = filled(&mut self.input)?;
            if bytes.is_empty() {
                return Ok(any);
            }
            any = true;
            let ends = *self.end.get_or_insert_with(|| line_end(bytes));
            let end = bytes.iter().position(|&byte| byte == ends);
            let used = end.unwrap_or(bytes.len());
            take(bytes.get(..used).unwrap_or_default());
            self.input.consume(end.map_or(used, |end| end + 1));
            if end.is_some() {
                return Ok(true);
            }
        }
    }
}

fn filled(input: &mut impl BufRead) -> io::Result<&[u8]> {
    loop {
        match input.fill_buf() {
            Ok(_) => break,
            Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
            Err(error) => return Err(error),
        }
    }
    input.fill_buf()
}

/// Line feeds, also after returns; returns alone where there is no line feed at all, as old Macs wrote.
fn line_end(bytes: &[u8]) -> u8 {
    let alone = |pair: &[u8]| matches!(pair, [b'\r', next] if *next != b'\r');
    if !bytes.contains(&b'\n') && bytes.windows(2).any(alone) { b'\r' } else { b'\n' }
}

fn drop_line_end(line: &mut Vec<u8>) {
    while line.last() == Some(&b'\r') {
        line.pop();
    }
}

/// A line cut at the limit must not end within a character, or the whole of it would look like another charset.
fn drop_split_character(line: &mut Vec<u8>) {
    for _ in 0..4 {
        match line.pop() {
            Some(0x80..=0xBF) => {}
            Some(byte @ 0..=0x7F) => {
                line.push(byte);
                return;
            }
            _ => return,
        }
    }
}

/// Whether a line begins or ends a part, which no text goes on over.
fn begins_or_ends(line: &[u8]) -> bool {
    let after = |word: &[u8]| line.split_at_checked(word.len()).filter(|(start, _)| start.eq_ignore_ascii_case(word));
    let part = after(b"BEGIN:").or_else(|| after(b"END:")).or_else(|| after(b"AGENT:BEGIN:"));
    let name = part.map(|(_, name)| name.trim_ascii_end()).unwrap_or_default();
    let is = |known: &[u8]| name.eq_ignore_ascii_case(known);
    matches!(name.first(), Some(b'V' | b'v')) && name.iter().all(u8::is_ascii_alphabetic)
        || is(b"STANDARD")
        || is(b"DAYLIGHT")
}
