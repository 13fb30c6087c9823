//! The properties of one card, out of its unfolded lines.

use crate::formats::content_line::{Blanks, Lines};
use crate::vcard::frame::{Dialect, Frame, Mark, mark};
use crate::vcard::property::Property;

/// The properties of one card, without those of cards within it.
#[derive(Debug)]
pub(crate) struct Properties<'a> {
    lines: Lines<&'a [u8]>,
    dialect: Dialect,
    depth: usize,
}

impl<'a> Properties<'a> {
    pub(crate) fn new(frame: &Frame<'a>) -> Self {
        // 2.1 folds where there was a blank already and keeps it; later versions add one.
        let blanks = if frame.dialect == Dialect::Old { Blanks::Kept } else { Blanks::Dropped };
        Self { lines: Lines::new(frame.body, blanks), dialect: frame.dialect, depth: 0 }
    }
}

impl Iterator for Properties<'_> {
    type Item = Property;

    fn next(&mut self) -> Option<Property> {
        loop {
            // What is in memory can't fail to be read.
            let line = self.lines.next_bytes().ok().flatten()?;
            match mark(line) {
                Mark::Begin | Mark::AgentBegin => self.depth = self.depth.saturating_add(1),
                Mark::End => self.depth = self.depth.saturating_sub(1),
                _ if self.depth > 0 => {}
                _ => {
                    if let Some(property) = Property::parse(line, self.dialect) {
                        return Some(property);
                    }
                }
            }
        }
    }
}
