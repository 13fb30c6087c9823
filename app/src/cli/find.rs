//! What an argument names: a peer by name, a line by the beginning of its id.

use super::out::failure;
use crate::desk::{Failure, View};
use sideways_core::{
    id::{EntryId, LineId, PeerId, RemarkId, WordingId},
    search::folded,
    snapshot::{Line, PeerView, Who},
};
use std::sync::Arc;

/// The peer that a name, a unique beginning of one, or an id names.
pub(crate) fn peer(view: &View, named: &str) -> Result<Arc<PeerView>, Failure> {
    let wanted = named_by(named);
    let peers = &view.snapshot.peers;
    let id = named.trim().to_lowercase();
    if let Ok(id) = id.parse::<PeerId>()
        && let Some(peer) = peers.iter().find(|peer| peer.id == id)
    {
        return Ok(peer.clone());
    }
    let by_id = |peer: &PeerView| id.len() >= 4 && peer.id.to_string().starts_with(&id);
    let mut found = self::named(peers, named, |peer| &peer.name, by_id);
    if found.len() > 1 {
        // Of several who only begin so, the one whose first name it is.
        let first = |peer: &&Arc<PeerView>| named_by(crate::words::first_name(&peer.name)) == wanted;
        let is_whole = found.iter().any(|peer| named_by(&peer.name) == wanted);
        if let (false, [one]) = (is_whole, found.iter().filter(first).collect::<Vec<_>>().as_slice()) {
            found = vec![(*one).clone()];
        }
    }
    match found.as_slice() {
        [one] => Ok(one.clone()),
        [] => Err(failure(
            format!("there is no peer called {named:?}"),
            Some("`sideways peer list` shows them; `sideways peer add NAME --department D` adds one"),
        )),
        several => {
            let names: Vec<_> = several
                .iter()
                .map(|peer| format!("{} ({}, {})", peer.name, peer.department, short(&peer.id)))
                .collect();
            let hint = format!("say which: {}", names.join("; "));
            Err(failure(format!("{named:?} could be {} of your peers", several.len()), Some(&hint)))
        }
    }
}

/// What a name is found by: accents, case and the shape of its quotes don’t matter, as in the search.
pub(crate) fn named_by(name: &str) -> String {
    folded(name).trim().to_owned()
}

/// All of that name: letter by letter if there are any, else as the search finds them, else those that begin so or
/// have that short id.
pub(crate) fn named<T>(
    all: &[Arc<T>],
    wanted: &str,
    name: impl Fn(&T) -> &str,
    by_id: impl Fn(&T) -> bool,
) -> Vec<Arc<T>> {
    let (letters, wanted) = (wanted.trim(), named_by(wanted));
    let which = |fits: &dyn Fn(&T) -> bool| -> Vec<Arc<T>> { all.iter().filter(|it| fits(it)).cloned().collect() };
    if wanted.is_empty() {
        return Vec::new();
    }
    let exact = which(&|it| name(it) == letters);
    let alike = || which(&|it| named_by(name(it)) == wanted);
    let begins = || which(&|it| named_by(name(it)).starts_with(&wanted) || by_id(it));
    [exact]
        .into_iter()
        .chain(std::iter::once_with(alike))
        .chain(std::iter::once_with(begins))
        .find(|found| !found.is_empty())
        .unwrap_or_default()
}

/// The peer that was named, or all.
pub(crate) fn some(view: &View, named: Option<&str>) -> Result<Vec<Arc<PeerView>>, Failure> {
    match named {
        Some(named) => Ok(vec![peer(view, named)?]),
        None => Ok(view.snapshot.peers.clone()),
    }
}

/// The name of a peer.
pub(crate) fn name(view: &View, id: &PeerId) -> String {
    view.snapshot.peers.iter().find(|peer| peer.id == *id).map(|peer| peer.name.clone()).unwrap_or_default()
}

/// The entry that the beginning of an id names, and whose it is.
pub(crate) fn entry<T>(
    view: &View,
    named: &str,
    what: &str,
    of: impl Fn(&PeerView) -> &Vec<Arc<T>>,
    id: impl Fn(&T) -> EntryId,
) -> Result<(Arc<PeerView>, Arc<T>), Failure> {
    let wanted = named.trim().to_lowercase();
    let all = view.snapshot.peers.iter().flat_map(|peer| of(peer).iter().map(move |it| (peer, it)));
    let found: Vec<_> = all.filter(|(_, it)| id(it).to_string().starts_with(&wanted)).collect();
    match found.as_slice() {
        [(peer, it)] if !wanted.is_empty() => Ok(((*peer).clone(), (*it).clone())),
        [] => Err(failure(format!("there is no {what} {named:?}"), Some("list them to see their ids"))),
        _ => Err(failure(format!("{named:?} could be several"), Some("give more of the id"))),
    }
}

/// The note of mine on a line that the beginning of an id names.
pub(crate) fn my_note(line: &Line, named: &str) -> Result<RemarkId, Failure> {
    let wanted = named.trim().to_lowercase();
    let found: Vec<_> = line.remarks.iter().filter(|it| it.id.to_string().starts_with(&wanted)).collect();
    match found.as_slice() {
        [one] if !wanted.is_empty() && one.by == Who::Me => Ok(one.id),
        [one] if !wanted.is_empty() => Err(failure(format!("the note {} isn’t yours", short(&one.id)), None)),
        [] => Err(failure(format!("there is no note {named:?} on this line"), Some("list them to see their ids"))),
        _ => Err(failure(format!("{named:?} could be several"), Some("give more of the id"))),
    }
}

/// The line that the beginning of an id names, and whose list it is in. Removed lines can’t be found.
pub(crate) fn line(view: &View, named: &str) -> Result<(Arc<PeerView>, Arc<Line>), Failure> {
    let wanted = named.trim().to_lowercase();
    let lines = view.snapshot.peers.iter().flat_map(|peer| {
        peer.list.lines.iter().chain(&peer.list.only_mine).map(move |line| (peer.clone(), line.clone()))
    });
    let found: Vec<_> = lines.filter(|(_, line)| line.id.to_string().starts_with(&wanted)).collect();
    match found.as_slice() {
        [one] if !wanted.is_empty() => Ok(one.clone()),
        [] => Err(failure(
            format!("there is no line {named:?}"),
            Some("`sideways list show PEER` shows the lines and their ids"),
        )),
        _ => Err(failure(format!("{named:?} could be several lines"), Some("give more of the id"))),
    }
}

/// The wording of a line that the beginning of an id names.
pub(crate) fn wording(line: &Line, named: &str) -> Result<WordingId, Failure> {
    let wanted = named.trim().to_lowercase();
    let found: Vec<_> = line.history.iter().filter(|wording| wording.id.to_string().starts_with(&wanted)).collect();
    match found.as_slice() {
        [one] => Ok(one.id),
        _ => Err(failure(
            format!("{named:?} names no one wording of that line"),
            Some("`sideways list show PEER` shows both wordings and their ids"),
        )),
    }
}

/// The line to restore, by its whole id, because what is removed isn’t listed.
pub(crate) fn removed_line(named: &str) -> Result<LineId, Failure> {
    named.parse().map_err(|e| failure(format!("{e}"), Some("give the whole id that `list remove` printed")))
}

/// As much of an id as people like to type.
pub(crate) fn short(id: &impl ToString) -> String {
    id.to_string().chars().take(8).collect()
}
