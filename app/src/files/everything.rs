//! Everything, out and in again: lossless as JSON, readable as Markdown, people as vCard, plans as iCalendar.

use super::{
    failure, read_at_most,
    text::{is_utf_16, text_in, without_mark},
};
use crate::{desk::Failure, words};
use sideways_core::{
    export::{self, Export},
    snapshot::Moment,
};
use std::path::Path;

/// An export that is read back, in bytes at most: ten years of much writing are a tenth of it.
const IMPORT_BYTES: u64 = 1024 * 1024 * 1024;

/// How an export is written.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Format {
    /// Holds everything, and can be imported again.
    Json,
    /// For reading.
    Markdown,
    /// People.
    Vcard,
    /// Plans.
    Ical,
}

/// The text of an export.
pub fn text_of(export: &Export, format: Format, now: Moment) -> Result<String, Failure> {
    Ok(match format {
        Format::Json => {
            let mut text = serde_json::to_string_pretty(export)
                .map_err(|e| failure(format!("the export can’t be written as JSON: {e}"), None))?;
            text.push('\n');
            text
        }
        Format::Markdown => export::markdown(export),
        Format::Vcard => export::vcard(export),
        Format::Ical => export::ical(export, now),
    })
}

/// An export that was read back.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct ExportRead {
    /// What it holds, without links that may not be kept.
    pub export: Export,
    /// How many of those there were.
    pub left_out: usize,
}

impl ExportRead {
    /// What was left out, where something was.
    #[must_use]
    pub fn says(&self) -> Option<String> {
        (self.left_out > 0).then(|| {
            let links = words::count(self.left_out, "link", "links");
            format!("Left out: {links} that could open a file or run a program.")
        })
    }
}

/// Reads an export that was written as JSON. Anybody can write such a file, so a link in it that would open a file or
/// run a program stays out.
pub fn read_export(file: &Path) -> Result<ExportRead, Failure> {
    let bytes = read_at_most(file, IMPORT_BYTES, "name a file that `export json` wrote")?;
    let bytes = if is_utf_16(&bytes) { text_in(&bytes).map(String::into_bytes).unwrap_or(bytes) } else { bytes };
    let mut export: Export = serde_json::from_slice(without_mark(&bytes)).map_err(|e| {
        let what = format!("{} is no export of Sideways, or it is damaged ({e})", file.display());
        failure(what, Some("nothing was brought in; export it again where it came from"))
    })?;
    let left_out = export.leave_out_links();
    Ok(ExportRead { export, left_out })
}
