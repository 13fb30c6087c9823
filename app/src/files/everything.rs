//! Everything, out and in again: lossless as JSON, readable as Markdown, people as vCard, plans as iCalendar.

use super::{
    failure, read_at_most,
    text::{is_utf_16, text_in, without_mark},
};
use crate::desk::Failure;
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
                .map_err(|e| failure(format!("the export can't be written as JSON: {e}"), None))?;
            text.push('\n');
            text
        }
        Format::Markdown => export::markdown(export),
        Format::Vcard => export::vcard(export),
        Format::Ical => export::ical(export, now),
    })
}

/// Reads an export that was written as JSON.
pub fn read_export(file: &Path) -> Result<Export, Failure> {
    let bytes = read_at_most(file, IMPORT_BYTES, "name a file that `export json` wrote")?;
    let bytes = if is_utf_16(&bytes) { text_in(&bytes).map(String::into_bytes).unwrap_or(bytes) } else { bytes };
    serde_json::from_slice(without_mark(&bytes)).map_err(|e| {
        let what = format!("{} is no export of Sideways, or it is damaged ({e})", file.display());
        failure(what, Some("nothing was brought in; export it again where it came from"))
    })
}
