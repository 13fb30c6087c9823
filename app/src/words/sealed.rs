//! What is said of sealed files: what goes with one, what came with one, and why one isn't read.

use super::{called, count, first_name, moment, sentence, visible};
use crate::desk::{Came, Failure, SealedFile, store_hint};
use jiff::tz::TimeZone;
use sideways_core::{
    SealError, Touched, WriterRefused,
    id::{DeviceId, PeerId, PersonId},
    snapshot::{Moment, PeerView, Snapshot},
};
use sideways_sync::{ReadError, WriteError};
use std::sync::Arc;

/// "2 lines and the pad"; nothing where nothing of it is to be seen.
fn parts(touched: &Touched) -> Option<String> {
    let lines = touched.lines.len();
    let lines = (lines > 0).then(|| count(lines, "line", "lines"));
    let pad = touched.pad.then(|| "the pad".to_owned());
    let more = touched.more.then(|| "what stands beside the lines".to_owned());
    let mut all: Vec<String> = lines.into_iter().chain(pad).chain(more).collect();
    let last = all.pop()?;
    Some(if all.is_empty() { last } else { format!("{} and {last}", all.join(", ")) })
}

/// What goes with a file, before it is saved: "2 lines and the pad."
#[must_use]
pub fn goes(file: &SealedFile, name: &str) -> String {
    let what = match parts(&file.touched) {
        Some(what) => sentence(&what),
        None if file.changes > 0 => "Small things that are not to be seen.".to_owned(),
        None => format!("Nothing new. It tells {name}’s computer what yours has."),
    };
    if file.rest { format!("{what} The rest has no room; it goes with the next file, after {name}’s.") } else { what }
}

/// Who can open it.
#[must_use]
pub fn opens(file: &SealedFile, name: &str) -> String {
    match file.computers {
        1 => format!("Only {name}’s computer can open it."),
        several => format!("Only {name}’s {several} computers can open it."),
    }
}

/// What came with a file: "2 lines from Dana."
#[must_use]
pub fn came_by_file(came: &Came, snapshot: &Snapshot) -> String {
    let name = peer_name(&came.peer, snapshot);
    match parts(&came.touched) {
        Some(what) => format!("{} from {name}.", sentence(&what).trim_end_matches('.')),
        None if came.changes > 0 => format!("Small things from {name}, which are not to be seen."),
        None => format!("Nothing new from {name}."),
    }
}

/// What else is to be said of it, a sentence each.
#[must_use]
pub fn came_besides(came: &Came, snapshot: &Snapshot, now: Moment, zone: &TimeZone) -> Vec<String> {
    let name = peer_name(&came.peer, snapshot);
    let mut says = Vec::new();
    if came.old_list {
        says.push(format!(
            "It is about the list before the fresh one. {name}’s computer hears of the fresh one with your next file."
        ));
    }
    if came.lacks {
        says.push(format!(
            "It builds on something that isn’t here, like an earlier file of {name}’s. Open that one and then this one again; or send {name} a file, and the next one from there brings everything."
        ));
    }
    if came.rest {
        says.push(format!("There is more: send {name} a file, and the next one from there brings it."));
    }
    if let Some(at) = came.reads_on {
        let when = moment(at, now, zone);
        says.push(format!("That is enough from {name} for one day. Open this file once more after {when}."));
    }
    if came.refused > 0 {
        let what = count(came.refused, "change", "changes");
        says.push(format!("{what} of {name}’s could not be taken."));
    }
    if says.is_empty() && came.changes > 0 {
        says.push(format!("{name} learns that it came with your next file, or once both of you are online."));
    }
    says
}

fn peer<'a>(id: &PeerId, snapshot: &'a Snapshot) -> Option<&'a Arc<PeerView>> {
    snapshot.peers.iter().find(|peer| peer.id == *id)
}

fn peer_name(id: &PeerId, snapshot: &Snapshot) -> String {
    peer(id, snapshot).map_or_else(|| "a colleague".to_owned(), |peer| called(&peer.name))
}

fn failure(error: String, hint: impl Into<String>) -> Failure {
    Failure { error, hint: Some(hint.into()) }
}

/// Why no file was made.
#[must_use]
pub fn not_sealed(error: &WriteError, id: &PeerId, snapshot: &Snapshot) -> Failure {
    let name = peer_name(id, snapshot);
    match error {
        WriteError::Seal(SealError::NoSuchPeer) => failure(error.to_string(), "sideways peer list"),
        WriteError::Seal(SealError::NotShared) => failure(
            format!("nothing is shared with {name} yet, so there is nobody’s computer to write for"),
            format!("`sideways share invite {}` begins it", argument(id, snapshot)),
        ),
        WriteError::Seal(SealError::Stopped) => failure(
            format!("you stopped sharing with {name}, so nothing goes out"),
            format!("`sideways share resume {}` goes on", argument(id, snapshot)),
        ),
        WriteError::Seal(SealError::Removed) => failure(error.to_string(), "write it on another computer of yours"),
        WriteError::Store(why) => failure(why.to_string(), store_hint(why)),
        WriteError::Went => failure(error.to_string(), "try it again; nothing was changed"),
    }
}

/// Why a file wasn't read.
#[must_use]
pub fn not_read(error: &ReadError, snapshot: &Snapshot) -> Failure {
    let whole = |error: &ReadError, hint: &str| failure(error.to_string(), hint);
    match error {
        ReadError::NotSealed => {
            whole(error, "a colleague you share with writes you one with *Send as file*, or `sideways sealed write`")
        }
        ReadError::NotForMe(devices) => not_for_me(devices, snapshot),
        ReadError::Damaged => whole(error, "nothing of it was taken in; ask for it once more"),
        ReadError::Cut => whole(error, "nothing of it was taken in; copy it again, or ask for it once more"),
        ReadError::TooLarge => whole(error, "nothing of it was read; ask which file was meant"),
        ReadError::Newer => whole(error, "install the newer Sideways here; the file can be opened then"),
        ReadError::ForSomebodyElse => {
            whole(error, "nothing of it was taken in; ask whoever gave it to you where it comes from")
        }
        ReadError::Writer(why) => not_from(*why, snapshot),
        ReadError::Store(why) => failure(why.to_string(), store_hint(why)),
    }
}

fn not_for_me(devices: &[(DeviceId, PersonId)], snapshot: &Snapshot) -> Failure {
    let mine = snapshot.devices.iter().filter(|device| devices.iter().any(|(id, _)| *id == device.id));
    let names: Vec<String> = mine.map(|device| format!("“{}”", visible(&device.name))).collect();
    if !names.is_empty() {
        return failure(
            format!("this sealed file can’t be opened on this computer, only on {}", names.join(" or ")),
            "open it there; or send whoever wrote it a file from here, and the next one from there opens here too",
        );
    }
    let theirs = |peer: &&Arc<PeerView>| peer.sharing.devices.iter().any(|it| devices.iter().any(|(id, _)| id == it));
    match snapshot.peers.iter().find(theirs) {
        Some(peer) => failure(
            format!("this sealed file is for {}, and nobody else can open it", called(&peer.name)),
            format!("send it to {}", called(&peer.name)),
        ),
        None => failure(
            "this sealed file is for somebody else: none of your computers can open it".into(),
            "where it comes from somebody you share with, send them a file first, and theirs then opens here",
        ),
    }
}

fn not_from(why: WriterRefused, snapshot: &Snapshot) -> Failure {
    match why {
        WriterRefused::Stranger => failure(
            "this sealed file comes from a computer that nobody you share with speaks for".into(),
            "nothing of it was taken in; `sideways share invite PEER` lets a colleague’s new computer in",
        ),
        WriterRefused::Stopped(id) => failure(
            format!("you stopped sharing with {}, so nothing of this file was taken in", peer_name(&id, snapshot)),
            format!("`sideways share resume {}` goes on; the file can be opened then", argument(&id, snapshot)),
        ),
        WriterRefused::Removed(id) => failure(
            format!("this sealed file comes from a computer that {} took away", peer_name(&id, snapshot)),
            "nothing of it was taken in; ask for one from another computer",
        ),
        WriterRefused::Mine => failure(
            "this sealed file was written on one of your own computers".into(),
            "send it to the colleague it is for; your computers meet each other without files",
        ),
    }
}

/// A peer, as a verb takes them.
fn argument(id: &PeerId, snapshot: &Snapshot) -> String {
    peer(id, snapshot).map_or_else(|| "PEER".to_owned(), |peer| visible(first_name(&peer.name)))
}
