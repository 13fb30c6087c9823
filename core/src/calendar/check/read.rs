//! The check itself: reads the file, then judges what was kept.

use super::judge::Judge;
use super::kept::Kept;
use super::series::Clocks;
use super::sight::{Eye, Known, Seen, Sight};
use super::{Report, Skip, merge};
use crate::calendar::event::Events;
use crate::calendar::zones::Zone;
use crate::formats::content_line::looks_like_utf16;
use crate::id::PeerId;
use jiff::tz::TimeZone;
use std::collections::BTreeMap;
use std::io::{self, BufRead, Read};
use std::ops::ControlFlow;

/// Who asks, and when.
#[derive(Debug, Clone, Copy)]
pub struct Asked<'a> {
    /// The reader's own addresses; may be empty, then they are guessed.
    pub my_mails: &'a [String],
    /// The reader's date.
    pub today: jiff::civil::Date,
    /// The reader's zone.
    pub zone: &'a TimeZone,
}

/// Why there is no report.
#[derive(Debug, thiserror::Error)]
pub enum CheckError {
    /// The file can't be read on.
    #[error("The file could not be read: {0}.")]
    Read(#[from] io::Error),
    /// The reader stopped it.
    #[error("The check was stopped.")]
    Stopped,
    /// It is something else.
    #[error("This file is not a calendar. Export one that ends in .ics and try again.")]
    NotACalendar,
    /// It is encoded in UTF-16, which no calendar file is.
    #[error("This file is saved as UTF-16. Export it again, or save it again with the encoding UTF-8.")]
    Utf16,
    /// Google hands out its calendars in an archive.
    #[error("This is a zip archive. Unpack it and choose one of the .ics files inside.")]
    Zip,
}

/// Bytes between two calls of `progress`.
const TOLD_EVERY: u64 = 256 * 1024;

/// Reads a calendar file and says which standing 1-on-1s are in it.
///
/// `progress` is told the bytes read, every now and then, and can stop the check. Time and memory are bounded whatever
/// the file holds.
pub fn check(
    input: impl BufRead,
    asked: &Asked<'_>,
    progress: &mut dyn FnMut(u64) -> ControlFlow<()>,
) -> Result<Report, CheckError> {
    read(input, asked, &[], progress).map(|(report, _)| report)
}

/// Reads a calendar file and says what is in it with these people, and when the reader is busy. Nothing is said of
/// anybody else.
///
/// It is bounded as [`check`] is.
pub fn look(
    input: impl BufRead,
    asked: &Asked<'_>,
    known: &[Known],
    progress: &mut dyn FnMut(u64) -> ControlFlow<()>,
) -> Result<Sight, CheckError> {
    let (report, with) = read(input, asked, known, progress)?;
    let Report { skipped, busy, events, no_guests_in_file, .. } = report;
    Ok(Sight { with, busy, events, skipped, no_guests_in_file })
}

fn read(
    input: impl BufRead,
    asked: &Asked<'_>,
    known: &[Known],
    progress: &mut dyn FnMut(u64) -> ControlFlow<()>,
) -> Result<(Report, BTreeMap<PeerId, Vec<Seen>>), CheckError> {
    let mut input = Watched { input, read: 0, told: 0, stopped: false, progress };
    let begins = input.fill_buf().unwrap_or_default();
    if begins.starts_with(b"PK\x03\x04") {
        return Err(CheckError::Zip);
    }
    if looks_like_utf16(begins) {
        return Err(CheckError::Utf16);
    }
    let mut report = Report::default();
    let mut kept = Kept::new(asked.today, asked.my_mails);
    let mut events = Events::new(&mut input);
    let mut whole = false;
    loop {
        let event = match events.next_event() {
            Ok(Some(event)) => event,
            Ok(None) => break,
            Err(error) => {
                drop(events);
                return Err(if input.stopped { CheckError::Stopped } else { CheckError::Read(error) });
            }
        };
        report.events += 1;
        let kept = event.map_err(Skip::Broken).and_then(|event| {
            whole = true;
            kept.keep(event)
        });
        if let Err(skip) = kept {
            report.skip(skip);
        }
    }
    if !events.is_calendar {
        return Err(CheckError::NotACalendar);
    }
    let own = Zone::Known(asked.zone.clone());
    let mut zones = vec![None; events.names.iter().count()];
    for (name, number) in events.names.iter() {
        let zone = events.zones.find(&name.name, name.by, asked.today);
        if zone.is_none() && !report.unknown_zones.contains(&name.name) {
            report.unknown_zones.push(name.name.clone());
        }
        if let Some(slot) = zones.get_mut(usize::from(number)) {
            *slot = zone;
        }
    }
    let zones = zones.into_iter().map(|zone| zone.unwrap_or_else(|| own.clone())).collect();
    let clocks = Clocks { zones, own, utc: Zone::Known(TimeZone::UTC) };
    let reader = kept.directory.reader(events.calendar_name.as_deref());
    drop(events);
    let mut eye = Eye::new(known, &clocks, &kept.directory, &reader, asked.today);
    let mut judge = Judge::new(&clocks, &kept.directory, &reader, asked.today);
    for (turn, (uid, series)) in kept.series.iter().enumerate() {
        if turn % 64 == 0 && (input.progress)(input.read).is_break() {
            return Err(CheckError::Stopped);
        }
        if let Err(skip) = judge.judge(uid, series).and_then(|()| eye.look(uid, series)) {
            report.skip(skip.into());
        }
    }
    let seen = eye.finish();
    merge::report(judge, &mut report);
    report.no_guests_in_file = whole && !kept.directory.names_anybody();
    report.guessed_me = reader.guessed;
    Ok((report, seen))
}

impl Report {
    fn skip(&mut self, skip: Skip) {
        self.skipped = self.skipped.saturating_add(1);
        let many = self.skipped_why.entry(skip).or_default();
        *many = many.saturating_add(1);
    }
}

/// Tells how far reading has come; being told to stop is an error to whoever reads on.
struct Watched<'p, R> {
    input: R,
    read: u64,
    told: u64,
    stopped: bool,
    progress: &'p mut dyn FnMut(u64) -> ControlFlow<()>,
}

impl<R: BufRead> Read for Watched<'_, R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let many = self.fill_buf()?.read(buffer)?;
        self.consume(many);
        Ok(many)
    }
}

impl<R: BufRead> BufRead for Watched<'_, R> {
    fn fill_buf(&mut self) -> io::Result<&[u8]> {
        if self.stopped {
            return Err(io::Error::other("stopped"));
        }
        if self.read - self.told >= TOLD_EVERY {
            self.told = self.read;
            if (self.progress)(self.read).is_break() {
                self.stopped = true;
                return Err(io::Error::other("stopped"));
            }
        }
        self.input.fill_buf()
    }

    fn consume(&mut self, amount: usize) {
        self.read += amount as u64;
        self.input.consume(amount);
    }
}
