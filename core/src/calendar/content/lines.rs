//! Unfolded lines from a stream, in one reused buffer that never grows past a fixed size.

use std::borrow::Cow;
use std::io::{self, BufRead};

/// The longest line kept, after unfolding; what follows is read past and forgotten (a picture pasted into an event).
pub const MAX_LINE: usize = 64 * 1024;

/// Reads unfolded content lines, one at a time.
#[derive(Debug)]
pub struct Lines<R> {
    input: R,
    line: Vec<u8>,
    at_start: bool,
}

impl<R: BufRead> Lines<R> {
    /// Starts at the beginning of a file; a byte order mark there is left out.
    pub fn new(input: R) -> Self {
        Self { input, line: Vec::with_capacity(1024), at_start: true }
    }

    /// The next line that isn't empty, or `None` at the end.
    ///
    /// Bytes are joined before they are read as text, because writers fold between the bytes of one character. Bytes
    /// that aren't UTF-8 become the replacement character.
    pub fn next_line(&mut self) -> io::Result<Option<Cow<'_, str>>> {
        loop {
            self.line.clear();
            if !self.read_physical()? {
                return Ok(None);
            }
            while matches!(self.peek()?, Some(b' ' | b'\t')) {
                self.input.consume(1);
                self.read_physical()?;
            }
            if std::mem::take(&mut self.at_start) && self.line.starts_with(b"\xEF\xBB\xBF") {
                self.line.drain(..3);
            }
            if !self.line.iter().all(u8::is_ascii_whitespace) {
                break;
            }
        }
        Ok(Some(String::from_utf8_lossy(&self.line)))
    }

    fn peek(&mut self) -> io::Result<Option<u8>> {
        loop {
            match self.input.fill_buf() {
                Ok(bytes) => return Ok(bytes.first().copied()),
                Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
                Err(error) => return Err(error),
            }
        }
    }

    /// Appends one line as it stands in the file, without its line end; false when the file had already ended.
    fn read_physical(&mut self) -> io::Result<bool> {
        let mut any = false;
        loop {
            let bytes = match self.input.fill_buf() {
                Ok(bytes) => bytes,
                Err(error) if error.kind() == io::ErrorKind::Interrupted => continue,
                Err(error) => return Err(error),
            };
            if bytes.is_empty() {
                break;
            }
            any = true;
            let end = bytes.iter().position(|&byte| byte == b'\n');
            let used = end.unwrap_or(bytes.len());
            let room = MAX_LINE.saturating_sub(self.line.len());
            self.line.extend_from_slice(bytes.get(..used.min(room)).unwrap_or_default());
            self.input.consume(end.map_or(used, |end| end + 1));
            if end.is_some() {
                break;
            }
        }
        while self.line.last() == Some(&b'\r') {
            self.line.pop();
        }
        Ok(any)
    }
}
