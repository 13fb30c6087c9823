//! What an argument names: a peer by name, a line by the beginning of its id.

use super::out::failure;
use crate::desk::{Failure, View};
use sideways_core::{
    id::{EntryId, LineId, PeerId, WordingId},
    snapshot::{Line, PeerView},
};
use std::sync::Arc;

/// The peer that a name, a unique beginning of one, or an id names.
pub(crate) fn peer(view: &View, named: &str) -> Result<Arc<PeerView>, Failure> {
    let wanted = named.trim().to_lowercase();
    let peers = &view.snapshot.peers;
    if let Ok(id) = wanted.parse::<PeerId>()
        && let Some(peer) = peers.iter().find(|peer| peer.id == id)
    {
        return Ok(peer.clone());
    }
    let exact: Vec<_> = peers.iter().filter(|peer| peer.name.to_lowercase() == wanted).collect();
    let begins = || {
        let short = |peer: &PeerView| peer.id.to_string().starts_with(&wanted) && wanted.len() >= 4;
        peers.iter().filter(|peer| peer.name.to_lowercase().starts_with(&wanted) || short(peer)).collect()
    };
    let first: Vec<_> =
        peers.iter().filter(|peer| crate::words::first_name(&peer.name).to_lowercase() == wanted).collect();
    let found: Vec<_> = match (exact.is_empty(), first.len()) {
        (false, _) => exact,
        (true, 1) => first,
        (true, _) => begins(),
    };
    match found.as_slice() {
        [one] if !wanted.is_empty() => Ok((*one).clone()),
        [] | [_] => Err(failure(
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

/// The line that the beginning of an id names, and whose list it is in. Removed lines can't be found.
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

/// The line to restore, by its whole id, because what is removed isn't listed.
pub(crate) fn removed_line(named: &str) -> Result<LineId, Failure> {
    named.parse().map_err(|e| failure(format!("{e}"), Some("give the whole id that `list remove` printed")))
}

/// As much of an id as people like to type.
pub(crate) fn short(id: &impl ToString) -> String {
    id.to_string().chars().take(8).collect()
}
