//! Work with files that may take long: it runs on a thread of its own, tells how far it is, and can be stopped.

use super::{
    ExportRead, Format, SEALED_ENDING, Source, check_as, failure, look_at, read_cards, read_export, read_sealed,
    text_of, write_new,
};
use crate::{desk::Failure, platform};
use jiff::Zoned;
use sideways_core::{
    calendar::check::{Report, Sight},
    export::Export,
    snapshot::{Moment, Snapshot},
    vcard,
};
use std::{
    ops::ControlFlow,
    path::{Path, PathBuf},
    sync::{
        Arc,
        atomic::{AtomicBool, AtomicU64, Ordering},
    },
};

/// What is chosen in the system's dialog, to be named in a field.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Picks {
    /// A folder that is there.
    Folder,
    /// A backup.
    Backup,
}

/// Something to do with a file.
#[derive(Clone, Debug)]
pub enum Work {
    /// Ask the system for a file to open, and then do with it what its name says; these addresses are mine.
    Choose(Vec<String>),
    /// Ask the system for a folder, or for a backup, and do nothing with it.
    Pick(Picks),
    /// Whatever this file is, by its name: a calendar, address cards, an export, or a sealed file.
    Open(PathBuf, Vec<String>),
    /// Read an exported calendar.
    Check(PathBuf, MyMails),
    /// Look for my peers in a calendar, to be kept in sight.
    Look(Source, Arc<Snapshot>),
    /// Ask the system for a calendar to keep in sight.
    ChooseSource,
    /// Write everything, there.
    Export(Format, Arc<Snapshot>, Moment, PathBuf),
    /// Write these bytes to a scratch file of that name, and open it with the program the system has for it.
    Show(String, Vec<u8>),
    /// Have the desktop open `sideways:` links with this program and that data folder.
    TakeLinks(PathBuf),
    /// Write these bytes, there, or beside it under a name that is free.
    Save(Vec<u8>, PathBuf),
}

/// Addresses that are mine in a calendar.
#[derive(Clone, Debug)]
pub enum MyMails {
    /// Those I was asked for.
    Said(Vec<String>),
    /// Those I gave once; a calendar may have none of them.
    Known(Vec<String>),
}

/// What came of it.
#[derive(Debug)]
pub enum Made {
    /// What a calendar holds; and which file it was, to be read again with other addresses.
    Report(PathBuf, Box<Report>),
    /// The cards of a file.
    Cards(Box<vcard::Read>),
    /// An export, to be brought in.
    Export(Box<ExportRead>),
    /// A sealed file, to be taken in.
    Sealed(Vec<u8>),
    /// Chosen.
    Picked(PathBuf),
    /// What the calendar kept in sight says; or why it can't be read.
    Sight(Looked),
    /// A calendar was chosen to be kept in sight.
    Source(Source),
    /// Written there.
    Written(PathBuf),
    /// Nobody chose a file.
    Nothing,
}

/// A look at a calendar.
#[derive(Clone, Debug)]
pub struct Looked {
    /// Which one.
    pub source: Source,
    /// When.
    pub at: Zoned,
    /// What it says of my peers.
    pub says: Result<Sight, Failure>,
}

/// How far work is, and whether it is to stop.
#[derive(Debug, Default)]
pub struct Ticket {
    done: AtomicU64,
    all: AtomicU64,
    stopped: AtomicBool,
}

impl Ticket {
    /// Bytes done, and all there are where that is known.
    #[must_use]
    pub fn progress(&self) -> (u64, u64) {
        (self.done.load(Ordering::Relaxed), self.all.load(Ordering::Relaxed))
    }

    /// Stops the work at its next step; nothing of it is kept.
    pub fn stop(&self) {
        self.stopped.store(true, Ordering::Relaxed);
    }

    fn is_stopped(&self) -> bool {
        self.stopped.load(Ordering::Relaxed)
    }

    /// What was read, unless nobody wants it any more.
    fn unless_stopped(&self, made: Made) -> Result<Made, Failure> {
        Ok(if self.is_stopped() { Made::Nothing } else { made })
    }
}

/// Does the work on this thread. `told` is called now and then while it goes on.
pub fn carry_out(work: Work, now: &Zoned, ticket: &Ticket, told: &dyn Fn()) -> Result<Made, Failure> {
    match work {
        Work::Choose(mails) => {
            let dialog = rfd::FileDialog::new().set_title("A calendar, address cards, an export, or a sealed file");
            let read = ["ics", "vcf", "json", "ical", "vcard", SEALED_ENDING];
            match dialog.add_filter("Calendars, cards, exports, sealed files", &read).pick_file() {
                Some(file) => carry_out(Work::Open(file, mails), now, ticket, told),
                None => Ok(Made::Nothing),
            }
        }
        Work::Pick(picks) => {
            let dialog = rfd::FileDialog::new();
            let picked = match picks {
                Picks::Folder => dialog.set_title("A folder for backups").pick_folder(),
                Picks::Backup => dialog.set_title("A backup").add_filter("Backups", &["age"]).pick_file(),
            };
            Ok(picked.map_or(Made::Nothing, Made::Picked))
        }
        Work::Open(file, mails) => {
            let ending = file.extension().map(|it| it.to_string_lossy().to_lowercase()).unwrap_or_default();
            match ending.as_str() {
                "vcf" | "vcard" => ticket.unless_stopped(Made::Cards(Box::new(read_cards(&file)?))),
                "json" => ticket.unless_stopped(Made::Export(Box::new(read_export(&file)?))),
                SEALED_ENDING => ticket.unless_stopped(Made::Sealed(read_sealed(&file)?)),
                "ics" | "ical" | "ifb" | "icalendar" => {
                    carry_out(Work::Check(file, MyMails::Known(mails)), now, ticket, told)
                }
                _ => Err(failure(
                    format!("{} is none of the files Sideways reads", file.display()),
                    Some(
                        "open a calendar (.ics), address cards (.vcf), an export (.json) or a sealed file (.sideways)",
                    ),
                )),
            }
        }
        Work::Check(file, mine) => {
            let size = std::fs::metadata(&file).map(|it| it.len()).unwrap_or(0);
            ticket.all.store(size, Ordering::Relaxed);
            let (said, known) = match &mine {
                MyMails::Said(said) => (said.as_slice(), [].as_slice()),
                MyMails::Known(known) => ([].as_slice(), known.as_slice()),
            };
            let report = check_as(&file, (said, known), now, &mut |read| {
                ticket.done.store(read, Ordering::Relaxed);
                told();
                if ticket.is_stopped() { ControlFlow::Break(()) } else { ControlFlow::Continue(()) }
            })?;
            Ok(Made::Report(file, Box::new(report)))
        }
        Work::Look(source, snapshot) => {
            let says = look_at(&source, &snapshot, now, &mut |read| {
                ticket.done.store(read, Ordering::Relaxed);
                if ticket.is_stopped() { ControlFlow::Break(()) } else { ControlFlow::Continue(()) }
            });
            Ok(Made::Sight(Looked { source, at: now.clone(), says }))
        }
        Work::ChooseSource => {
            let dialog = rfd::FileDialog::new().set_title("A calendar to keep in sight");
            let file = dialog.add_filter("Calendars", &["ics", "ical"]).pick_file();
            Ok(file.map_or(Made::Nothing, |file| Made::Source(Source::File(file))))
        }
        Work::Export(format, snapshot, at, file) => {
            let file = free_name(&file);
            let text = text_of(&Export::of(&snapshot, None), format, at)?;
            if ticket.is_stopped() {
                return Ok(Made::Nothing);
            }
            write_new(&file, text.as_bytes())?;
            Ok(Made::Written(file))
        }
        Work::Show(name, bytes) => {
            let folder = scratch().map_err(|e| failure(format!("no scratch folder can be made: {e}"), None))?;
            let file = folder.join(name);
            write_new(&file, &bytes)?;
            let nothing = |e: std::io::Error| {
                let what = format!("no program opens it ({e}); it lies at {}", file.display());
                failure(what, Some("open it with your calendar"))
            };
            open::that_detached(&file).map_err(nothing)?;
            Ok(Made::Nothing)
        }
        Work::TakeLinks(folder) => platform::take_links(&folder)
            .map(Made::Written)
            .map_err(|e| failure(format!("the desktop can’t be told: {e}"), Some("open an invitation by pasting it"))),
        Work::Save(bytes, file) => {
            let file = free_name(&file);
            write_new(&file, &bytes)?;
            Ok(Made::Written(file))
        }
    }
}

/// A folder of this user alone, which the system empties in its time.
fn scratch() -> std::io::Result<PathBuf> {
    let mut name = [0; 8];
    getrandom::fill(&mut name).map_err(std::io::Error::other)?;
    let name: String = name.iter().map(|byte| format!("{byte:02x}")).collect();
    let folder = std::env::temp_dir().join(format!("sideways-{name}"));
    platform::private_folder(&folder)?;
    Ok(folder)
}

/// This name, or with a number where a file of that name is there already: nothing is written over.
fn free_name(file: &Path) -> PathBuf {
    let stem = file.file_stem().unwrap_or_default().to_string_lossy().into_owned();
    let ending = file.extension().map(|it| format!(".{}", it.to_string_lossy())).unwrap_or_default();
    let numbered = (2..1_000).map(|nth| file.with_file_name(format!("{stem} ({nth}){ending}")));
    std::iter::once(file.to_owned()).chain(numbered).find(|it| !it.exists()).unwrap_or_else(|| file.to_owned())
}
