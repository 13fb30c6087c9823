//! Files that the user named: read and written whole, bounded, and never anything else. Window and command line do the
//! same things with them.

mod calendar;
mod cards;
mod comfort;
mod everything;
mod invitation_words;
mod invite;
mod new_file;
mod same_person;
mod sealed;
mod source;
mod text;
mod work;

pub use calendar::{HOURS, busy_until, check, check_as, every, keep, two_free_near, two_free_times};
pub use cards::{Person, bring_in, notes, people, read_cards};
pub use comfort::{Comfort, Look};
pub use everything::{ExportRead, Format, read_export, text_of};
pub use invitation_words::invitation_words;
pub use invite::{SeriesChange, Told, again, begin, change, follow, link, names, no_series, rhythm_of, standing};
pub use new_file::{NewFile, write_new};
pub use sealed::{ENDING as SEALED_ENDING, read_sealed, sealed_input, sealed_name};
pub use source::{Source, look_at};
pub use text::text_in;
pub use work::{Looked, Made, MyMails, Picks, Ticket, Work, carry_out};

use crate::desk::Failure;
use std::{io::Read, path::Path};

/// A failure, as a person reads it.
pub(crate) fn failure(error: impl Into<String>, hint: Option<&str>) -> Failure {
    Failure { error: error.into(), hint: hint.map(str::to_owned) }
}

/// Reads a file of at most so many bytes.
fn read_at_most(path: &Path, most: u64, hint: &str) -> Result<Vec<u8>, Failure> {
    let cannot = |e: std::io::Error| failure(format!("{} can’t be read: {e}", path.display()), Some(hint));
    let mut bytes = Vec::new();
    std::fs::File::open(path).and_then(|it| it.take(most + 1).read_to_end(&mut bytes)).map_err(cannot)?;
    if bytes.len() as u64 > most {
        let what = format!("{} is larger than {} MB", path.display(), most / (1024 * 1024));
        return Err(failure(what, Some("nothing was brought in; export less at once")));
    }
    Ok(bytes)
}

/// A picture as PNG, from its pixels with four bytes each.
pub fn png([width, height]: [usize; 2], rgba: &[u8]) -> Result<Vec<u8>, Failure> {
    let cannot = |e: &dyn std::fmt::Display| failure(format!("the picture can’t be written: {e}"), None);
    let side = |of: usize| u32::try_from(of).map_err(|e| cannot(&e));
    let mut bytes = Vec::new();
    let mut encoder = png::Encoder::new(&mut bytes, side(width)?, side(height)?);
    encoder.set_color(png::ColorType::Rgba);
    encoder.set_depth(png::BitDepth::Eight);
    let mut writer = encoder.write_header().map_err(|e| cannot(&e))?;
    writer.write_image_data(rgba).map_err(|e| cannot(&e))?;
    writer.finish().map_err(|e| cannot(&e))?;
    Ok(bytes)
}
