//! Synchronising once: until everybody has confirmed, or the time is over.

use super::{Reply, State, dialer::Whose, why::Said};
use crate::desk::Answer;
use sideways_core::id::{DeviceId, PeerId};
use std::{
    collections::BTreeSet,
    time::{Duration, Instant},
};

/// Somebody waits for everybody.
pub(super) struct Once {
    reply: Reply,
    pub(super) until: Instant,
    reached: BTreeSet<DeviceId>,
}

impl Once {
    pub(super) fn new(reply: Reply, wait: Duration) -> Self {
        Self { reply, until: Instant::now() + wait, reached: BTreeSet::new() }
    }

    /// Whoever waits, when nobody looks any more.
    pub(super) fn leave(self) -> Reply {
        self.reply
    }

    /// That device has confirmed everything, and then went.
    pub(super) fn reached(&mut self, device: DeviceId) {
        self.reached.insert(device);
    }
}

impl State {
    pub(super) fn look_at_onces(&mut self, now: Instant) {
        if self.onces.is_empty() {
            return;
        }
        let known: Vec<(DeviceId, Whose)> = self.dialer.devices().collect();
        let sessions = self.live.values().filter_map(|live| Some((live.remote, live.session()?)));
        let heard = sessions.filter(|(_, session)| session.has_greeted());
        let heard = heard.map(|(device, session)| (device, session.is_equal()));
        let own = self.live.values().filter_map(|live| Some((live.remote, live.own()?)));
        let own = own.filter(|(_, session)| session.has_greeted());
        let own = own.map(|(device, session)| (device, session.is_equal()));
        let here: Vec<(DeviceId, bool)> = heard.chain(own).collect();
        for mut once in std::mem::take(&mut self.onces) {
            for (device, is_equal) in &here {
                // Whoever differs again while it is connected hasn't confirmed what is here now.
                let _ = if *is_equal { once.reached.insert(*device) } else { once.reached.remove(device) };
            }
            if once.reply.is_gone() {
                continue;
            }
            if once.until > now && !known.iter().all(|(device, _)| once.reached.contains(device)) {
                self.onces.push(once);
                continue;
            }
            let (there, away): (Vec<_>, Vec<_>) = known.iter().partition(|(device, _)| once.reached.contains(device));
            let peers = |of: &[(DeviceId, Whose)]| -> BTreeSet<PeerId> {
                of.iter()
                    .filter_map(|(_, whose)| if let Whose::Peer(peer) = whose { Some(*peer) } else { None })
                    .collect()
            };
            let mine = |of: &[(DeviceId, Whose)]| {
                of.iter().filter(|(_, whose)| *whose == Whose::Mine).map(|(device, _)| *device).collect()
            };
            let confirmed = peers(&there);
            let causes = self.causes(Said::Now).into_iter().filter(|(peer, _)| !confirmed.contains(peer)).collect();
            let missed = peers(&away).difference(&confirmed).copied().collect();
            let (devices, devices_missed) = (mine(&there), mine(&away));
            let reached = confirmed.into_iter().collect();
            // What is said to have been confirmed is also kept; where it can't be, it only counts as waiting again.
            let _ = self.ws.settle();
            self.answers.push((once.reply, Ok(Answer::Synced { reached, missed, causes, devices, devices_missed })));
        }
    }
}
