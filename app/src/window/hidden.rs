//! Hiding everything private at once: what is drawn then is a view in which nothing of it is, so that no screen, and
//! none that comes later, can show it.

use super::{
    ask::Does,
    ask::{Ask, Dialog},
    parts,
    theme::{self, Size},
};
use crate::copies::Question;
use crate::desk::{FolderView, View};
use crate::platform::command;
use eframe::egui::{Label, Ui};
use sideways_core::snapshot::{ListView, Me, OwnDevice, PeerView, Sharing, SharingState, Snapshot};
use std::{collections::BTreeMap, sync::Arc};

/// What everybody is called meanwhile: one word, since sentences say first names.
const SOMEBODY: &str = "Somebody";

/// Said in place of what is hidden.
pub(super) const SAYS: &str = concat!("Private things are hidden. ", command!("."), " shows them.");

/// The view without what only I see. `before` is the last one, real and masked: who didn't change since is not gone
/// through again.
pub(super) fn masked(real: &View, before: Option<(&Snapshot, &Arc<Snapshot>)>) -> View {
    let snapshot = match before {
        Some((was, masked)) if std::ptr::eq(was, &*real.snapshot) => masked.clone(),
        before => Arc::new(masked_snapshot(&real.snapshot, before.map(|(was, masked)| (was, &**masked)))),
    };
    View {
        snapshot,
        links: real.links.clone(),
        carets: real.carets.clone(),
        // It is put before whoever sits here once they look at private things again.
        offered: None,
        came: None,
        online: real.online.clone(),
        relay: real.relay,
        causes: real.causes.clone(),
        joining: real.joining.clone(),
        // Where backups lie may say whose they are, and how much there is of everything.
        safety: Arc::default(),
        lock: real.lock,
        // Ids, links and numbers; the words on both screens are for whoever stands between them.
        own: real.own.clone(),
        // Where another folder lies may say whose it is.
        folder: FolderView {
            asks: real.folder.asks.as_ref().map(|_| Question::Elsewhere),
            unkept: None,
            ..real.folder.clone()
        },
    }
}

// Every field is named here and below, so that a new one is hidden until somebody says that it need not be.

fn masked_snapshot(real: &Snapshot, before: Option<(&Snapshot, &Snapshot)>) -> Snapshot {
    let kept = |nth: usize, peer: &Arc<PeerView>| {
        let (was, masked) = before?;
        was.peers.get(nth).filter(|was| Arc::ptr_eq(was, peer)).and_then(|_| masked.peers.get(nth)).cloned()
    };
    let peers = real.peers.iter().enumerate();
    Snapshot {
        revision: real.revision,
        me: Me {
            name: if real.me.name.is_empty() { String::new() } else { "You".to_owned() },
            department: String::new(),
            role: String::new(),
            mails: Vec::new(),
        },
        person: real.person,
        device: real.device,
        devices: real
            .devices
            .iter()
            .map(|device| OwnDevice { name: "Your computer".to_owned(), ..device.clone() })
            .collect(),
        arriving: real.arriving,
        peers: peers.map(|(nth, peer)| kept(nth, peer).unwrap_or_else(|| Arc::new(masked_peer(peer)))).collect(),
        projects: Vec::new(),
        finished: Vec::new(),
        busy_until: None,
        snoozed: BTreeMap::new(),
        reviewed: None,
        undo: None,
        redo: None,
        network: real.network,
        // Its address may say whom one works for.
        relay: None,
        drafts: Arc::default(),
        writing: real.writing.clone(),
        settings: Arc::default(),
        aside: Arc::default(),
    }
}

/// Whether the other sees the list too.
pub(super) fn is_shared(state: SharingState) -> bool {
    matches!(state, SharingState::Shared | SharingState::Stopped)
}

fn masked_peer(real: &PeerView) -> PeerView {
    let shared = is_shared(real.sharing.state);
    PeerView {
        id: real.id,
        name: SOMEBODY.to_owned(),
        department: String::new(),
        role: String::new(),
        reach: Vec::new(),
        every: None,
        tags: Vec::new(),
        how_met: String::new(),
        card_uid: String::new(),
        words: Vec::new(),
        notes: Vec::new(),
        meetings: Vec::new(),
        promises: Vec::new(),
        heads_ups: Vec::new(),
        plans: Vec::new(),
        points: Vec::new(),
        tests: Vec::new(),
        closed: None,
        added: real.added,
        list: if shared { masked_list(&real.list) } else { Arc::default() },
        series: None,
        since: if shared { real.since.clone() } else { Arc::default() },
        sharing: Sharing {
            state: real.sharing.state,
            checked: real.sharing.checked,
            words: real.sharing.words.clone(),
            has_everything_as_of: real.sharing.has_everything_as_of,
            waiting: real.sharing.waiting,
            refused: real.sharing.refused.clone(),
            refused_by_them: real.sharing.refused_by_them.clone(),
            devices: real.sharing.devices.clone(),
            they_say: None,
            lacks: real.sharing.lacks,
            reads_on: real.sharing.reads_on,
            is_full: real.sharing.is_full,
        },
    }
}

/// What both see of it.
fn masked_list(real: &Arc<ListView>) -> Arc<ListView> {
    if real.only_mine.is_empty() {
        return real.clone();
    }
    Arc::new(ListView {
        lines: real.lines.clone(),
        pad: real.pad.clone(),
        my_working_on: real.my_working_on.clone(),
        their_working_on: real.their_working_on.clone(),
        only_mine: Vec::new(),
        generation: real.generation,
        heads_ups: real.heads_ups.clone(),
        my_next: real.my_next.clone(),
        their_next: real.their_next.clone(),
        pad_as_of: real.pad_as_of.clone(),
    })
}

/// The words in place of what is hidden.
pub(super) fn says_ui(ui: &mut Ui) {
    parts::caption(ui, SAYS);
}

/// What stands in a dialog that shows what only I see.
pub(super) fn dialog_ui(ui: &mut Ui, out: &mut Vec<Ask>) {
    parts::heading(ui, "Hidden", Size::Heading, 1);
    let soft = theme::of(ui).ink_soft;
    ui.add(Label::new(parts::text(SAYS, Size::Body, soft)).wrap());
    ui.add_space(8.0);
    ui.horizontal_wrapped(|ui| {
        if parts::calm(ui, "Close").clicked() {
            out.push(Ask::Open(None::<Dialog>));
        }
        if parts::quiet(ui, "Show private").clicked() {
            out.push(Ask::Does(Does::Hide));
        }
    });
}
