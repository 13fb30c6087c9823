//! Files that the user named: read and written whole, bounded, and never anything else. Window and command line do the
//! same things with them.

mod calendar;
mod cards;
mod comfort;
mod everything;
mod invite;
mod work;

pub use calendar::{HOURS, busy_until, check, every, keep, two_free_times};
pub use cards::{Person, bring_in, notes, people, read_cards};
pub use comfort::{Comfort, Look};
pub use everything::{Format, read_export, text_of};
pub use invite::{SeriesChange, Told, again, begin, change, follow, link, names, rhythm_of, standing};
pub use work::{Made, Ticket, Work, carry_out};

use crate::desk::Failure;
use std::{
    io::{ErrorKind, Read, Write},
    path::Path,
};

/// A failure, as a person reads it.
pub(crate) fn failure(error: impl Into<String>, hint: Option<&str>) -> Failure {
    Failure { error: error.into(), hint: hint.map(str::to_owned) }
}

/// Writes a file that is not there yet, whole or not at all; nobody else may read it.
pub fn write_new(path: &Path, bytes: &[u8]) -> Result<(), Failure> {
    let cannot = |e: std::io::Error| {
        let hint = if e.kind() == ErrorKind::AlreadyExists {
            "name a file that doesn't exist yet; nothing is written over"
        } else {
            "name a file in a folder that you may write to"
        };
        failure(format!("{} can't be written: {e}", path.display()), Some(hint))
    };
    let mut options = std::fs::OpenOptions::new();
    options.write(true).create_new(true);
    #[cfg(unix)]
    {
        use std::os::unix::fs::OpenOptionsExt;
        options.mode(0o600);
    }
    let mut file = options.open(path).map_err(cannot)?;
    let written = file.write_all(bytes).and_then(|()| file.sync_all());
    written.map_err(|e| {
        // Half a file is worse than none.
        let _ = std::fs::remove_file(path);
        cannot(e)
    })
}

/// Reads a file of at most so many bytes.
fn read_at_most(path: &Path, most: u64, hint: &str) -> Result<Vec<u8>, Failure> {
    let cannot = |e: std::io::Error| failure(format!("{} can't be read: {e}", path.display()), Some(hint));
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
    let cannot = |e: &dyn std::fmt::Display| failure(format!("the picture can't be written: {e}"), None);
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
