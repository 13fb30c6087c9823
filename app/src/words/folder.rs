//! What is said of the data folder: that it may be a copy, and that nothing is written there.

use super::{moment, sentence};
use crate::{
    copies::Question,
    desk::{FolderView, PartedFrom, writing_hint},
};
use jiff::tz::TimeZone;
use sideways_core::{
    Parted,
    snapshot::{Moment, Writing},
};

/// What is asked.
pub const MOVED_OR_COPIED: &str = "Was it moved, or was it copied?";
/// What the one answer means.
pub const MOVED: &str = "Moved: the other one isn’t used any more. Everything goes on here as on the same computer.";
/// What the other one means.
pub const COPIED: &str = "Copied: both are used. This one becomes a computer of its own; colleagues know it without a new invitation, and the two share everything from now on.";
/// Said where another computer seems to have this one's key.
pub const DOUBLED: &str = "Another computer seems to use this one’s key: each takes the other’s connections over, and lines come late. That is so where this data folder was copied and both are used.";

/// Why it is asked.
#[must_use]
pub fn why_asked(question: &Question) -> String {
    match question {
        Question::Elsewhere => "This computer doesn’t know this data folder: it was moved or copied here, or came back from a backup of the disk.".into(),
        Question::Copied(from) => format!(
            "This data folder looks like a copy: the one that it was made from is still in {}.",
            super::shown(&from.to_string_lossy())
        ),
        Question::Older => "An older state of this data folder was put back, or another one in its place: what was written since isn’t in it. It comes back where a colleague or another computer of yours has it, and a backup may have the rest.".into(),
    }
}

/// That this computer became one of its own.
#[must_use]
pub fn parted(parted: &PartedFrom, now: Moment) -> String {
    let when = moment(parted.at, now, &TimeZone::system());
    let why = match parted.why {
        Parted::Said => format!("This data folder was a copy, and became a computer of its own {when}."),
        Parted::Proven => format!(
            "Others had words from this computer that aren’t in this data folder: it is used elsewhere too, or an older state of it was put back. So it became a computer of its own {when}. Nothing was lost that anybody has."
        ),
    };
    let untold =
        if parted.untold { " Some who know the other one will hear of this one when they are next met." } else { "" };
    format!("{why}{untold}")
}

/// What stands to be said of the folder, besides a question.
#[must_use]
pub fn folder(view: &FolderView, now: Moment) -> Vec<String> {
    let parted = view.parted.as_ref().map(|it| parted(it, now));
    let doubled = view.doubled.then(|| DOUBLED.to_owned());
    let unkept = view.unkept.as_ref().map(|why| {
        format!("What tells this data folder from a copy of it can’t be kept outside of it, so a copy may go unnoticed: {why}.")
    });
    doubled.into_iter().chain(parted).chain(unkept).collect()
}

/// Why nothing is written, and what to do; nothing where all is.
#[must_use]
pub fn writing(writing: &Writing) -> Option<(String, &'static str)> {
    let says = match writing {
        Writing::Works => return None,
        Writing::Stopped(why) => {
            format!("The disk failed, so nothing is written until Sideways is started again: {why}.")
        }
        Writing::Displaced(what) => sentence(&format!("{what}, so nothing more is written")),
        Writing::Full => "The disk is full, so nothing more is written. What was confirmed before is kept.".to_owned(),
        Writing::Torn => "The store in this data folder is damaged, like one that was copied while Sideways wrote to it. What could be read of it is shown; some may be missing, and nothing is changed.".to_owned(),
        Writing::ReadOnly(why) => format!("This data folder can only be read, so nothing is changed: {why}."),
    };
    writing_hint(writing).map(|hint| (says, hint))
}

/// Whether the folder that is open isn't the one that is there.
#[must_use]
pub fn is_displaced(writing: &Writing) -> bool {
    matches!(writing, Writing::Displaced(_))
}
