//! Finds where each card of a file begins and ends, without looking at what it says.

/// Which rules of writing a card follows; 3.0 and 4.0 agree on everything read here.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Dialect {
    /// vCard 2.1.
    Old,
    /// vCard 3.0 and later, and cards that do not say.
    New,
}

/// The bytes between a card's first and last line.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Frame<'a> {
    pub(crate) body: &'a [u8],
    pub(crate) dialect: Dialect,
    /// Whether the card's last line was there.
    pub(crate) whole: bool,
}

/// The lines as they stand in the file, without their ends.
#[derive(Debug)]
struct Physical<'a> {
    rest: &'a [u8],
    separator: u8,
}

impl Physical<'_> {
    /// Whether the next line carries on the one before.
    fn folds_on(&self) -> bool {
        matches!(self.rest.first(), Some(b' ' | b'\t'))
    }
}

impl<'a> Iterator for Physical<'a> {
    type Item = &'a [u8];

    fn next(&mut self) -> Option<&'a [u8]> {
        if self.rest.is_empty() {
            return None;
        }
        let mut parts = self.rest.splitn(2, |byte| *byte == self.separator);
        let mut line = parts.next()?;
        self.rest = parts.next().unwrap_or_default();
        while let Some(shorter) = line.strip_suffix(b"\r") {
            line = shorter;
        }
        Some(line)
    }
}

/// What a line means for where cards begin and end.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Mark {
    /// `BEGIN:VCARD`
    Begin,
    /// `END:VCARD`
    End,
    /// `AGENT:`, after which the next card is one within this one.
    AgentNext,
    /// `AGENT:BEGIN:VCARD` in one line.
    AgentBegin,
    /// A `VERSION` line.
    Version(Dialect),
    /// A line of nothing but blank space.
    Blank,
    /// Anything else.
    Other,
}

/// A name longer than this is none of those looked for, so no more of a line is searched.
const NAME_REACH: usize = 96;

/// Tells what a line means for where cards begin and end.
pub(crate) fn mark(line: &[u8]) -> Mark {
    let start = line.get(..NAME_REACH).unwrap_or(line);
    if start.trim_ascii().is_empty() {
        return Mark::Blank;
    }
    if matches!(start.first(), Some(b' ' | b'\t')) {
        return Mark::Other;
    }
    let Some(colon) = start.iter().position(|byte| *byte == b':') else { return Mark::Other };
    let (head, value) = line.split_at_checked(colon).unwrap_or_default();
    let value = value.strip_prefix(b":").unwrap_or(value).trim_ascii();
    let name = head.split(|byte| *byte == b';').next().unwrap_or_default();
    let name = name.rsplit(|byte| *byte == b'.').next().unwrap_or_default().trim_ascii();
    let is = |wanted: &str| name.eq_ignore_ascii_case(wanted.as_bytes());
    if is("BEGIN") && value.eq_ignore_ascii_case(b"VCARD") {
        Mark::Begin
    } else if is("END") && value.eq_ignore_ascii_case(b"VCARD") {
        Mark::End
    } else if is("AGENT") && value.is_empty() {
        Mark::AgentNext
    } else if is("AGENT") && value.eq_ignore_ascii_case(b"BEGIN:VCARD") {
        Mark::AgentBegin
    } else if is("VERSION") {
        Mark::Version(if value.starts_with(b"2") { Dialect::Old } else { Dialect::New })
    } else {
        Mark::Other
    }
}

/// A card whose end has not been seen yet.
#[derive(Debug, Default)]
struct Open<'a> {
    /// All that follows the card's first line.
    from: &'a [u8],
    dialect: Option<Dialect>,
    /// How many cards within this card are open; counted, so that depth costs nothing.
    depth: usize,
    agent_next: bool,
}

impl<'a> Open<'a> {
    fn close(self, after: &[u8], whole: bool) -> Frame<'a> {
        let length = self.from.len().saturating_sub(after.len());
        Frame {
            body: self.from.get(..length).unwrap_or_default(),
            dialect: self.dialect.unwrap_or(Dialect::New),
            whole,
        }
    }
}

/// Goes through a file card by card; cards within cards (`AGENT`) stay inside the outer one.
#[derive(Debug)]
pub(crate) struct Frames<'a> {
    lines: Physical<'a>,
    open: Option<Open<'a>>,
}

impl<'a> Frames<'a> {
    pub(crate) fn new(bytes: &'a [u8]) -> Self {
        let separator = if bytes.contains(&b'\n') { b'\n' } else { b'\r' };
        Self { lines: Physical { rest: bytes, separator }, open: None }
    }
}

impl<'a> Iterator for Frames<'a> {
    type Item = Frame<'a>;

    fn next(&mut self) -> Option<Frame<'a>> {
        loop {
            let before = self.lines.rest;
            let Some(line) = self.lines.next() else {
                return self.open.take().map(|open| open.close(&[], false));
            };
            let Some(open) = self.open.as_mut() else {
                // Joined files keep the byte order mark of each.
                let line = line.trim_ascii_start();
                if mark(line.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(line)) == Mark::Begin {
                    self.open = Some(Open { from: self.lines.rest, ..Open::default() });
                }
                continue;
            };
            let agent_next = open.agent_next;
            let found = mark(line);
            open.agent_next = found == Mark::AgentNext || (agent_next && found == Mark::Blank);
            match found {
                Mark::Begin if agent_next => open.depth = open.depth.saturating_add(1),
                Mark::Begin => {
                    let next = Open { from: self.lines.rest, ..Open::default() };
                    return self.open.replace(next).map(|open| open.close(before, false));
                }
                Mark::End if open.depth == 0 => {
                    return self.open.take().map(|open| open.close(before, true));
                }
                Mark::End => open.depth = open.depth.saturating_sub(1),
                Mark::AgentBegin if !self.lines.folds_on() => open.depth = open.depth.saturating_add(1),
                Mark::Version(dialect) if open.depth == 0 => open.dialect = open.dialect.or(Some(dialect)),
                Mark::Version(_) | Mark::AgentBegin | Mark::AgentNext | Mark::Blank | Mark::Other => {}
            }
        }
    }
}
