//! The end of each turn: sessions hear of commits, then the view changes, then answers are given.

use super::{
    State,
    clock::{instant_of, now},
    connections::Told,
    dialer::{Known, Standing, Whose},
    why::Said,
};
use crate::desk::{Link, View};
use sideways_core::id::PeerId;
use sideways_sync::net::{Alpn, ConnId, DialError, NetCommand};
use std::{collections::BTreeMap, time::Instant};

/// A commit of one session can move another, whose commit can move a third; more rounds than this wait for
/// the next turn.
const ROUNDS: usize = 4;

impl State {
    /// When something is due though nothing happens; `None` when nothing is.
    pub(super) fn next_deadline(&self) -> Option<Instant> {
        let sessions = self.live.values().filter_map(|live| live.next_tick()).min().map(instant_of);
        let dials = if self.network.runs() { self.dialer.next() } else { None };
        let joins = self.joins.iter().map(super::join::Join::next).min();
        let device_join = self.devices.next();
        let onces = self.onces.iter().map(|once| once.until).min();
        let awaiting = self.awaiting.iter().map(|awaits| awaits.until).min();
        let untold = self.live.values().any(|live| live.untold == Told::NotYet && !live.is_choked());
        let at_once = untold.then(Instant::now);
        let reads = self.sealed.is_reading().then(Instant::now);
        let backups = self.backups.next().filter(|_| !self.ws.is_held());
        let causes = if self.network.runs() { self.next_cause() } else { None };
        let folder = self.folder.next();
        let expiry = if self.network.serves_any() { self.next_expiry() } else { None };
        [sessions, dials, joins, device_join, onces, awaiting, at_once, expiry, reads, backups, causes, folder]
            .into_iter()
            .flatten()
            .min()
    }

    /// When an open invitation ends, pairing may no longer be served.
    fn next_expiry(&self) -> Option<Instant> {
        let own = self.ws.open_for_device(now()).map(|open| open.until);
        self.ws.open_invitations(now()).iter().map(|open| open.until).chain(own).min().map(instant_of)
    }

    pub(super) fn turn(&mut self) {
        self.read_on();
        if self.changed.access {
            self.cut_off_unshared();
        }
        self.tell_sessions();
        self.tick_sessions();
        self.tell_whereabouts();
        let now = Instant::now();
        self.look_at_joins(now);
        self.look_at_device_join(now);
        self.look_at_onces(now);
        self.give_up_waiting(now);
        if !self.ws.is_held() {
            self.look_at_backups();
        }
        self.look_at_folder();
        self.changed.view |= self.next_cause().is_some_and(|at| at <= now);
        if std::mem::take(&mut self.changed.view) {
            self.viewed = now;
            self.board.put(self.view());
        }
        for (reply, answer) in std::mem::take(&mut self.answers) {
            reply.give(answer);
        }
        self.look_at_pairings();
        // Late, because nobody waits for it.
        self.refresh_access();
        self.dial();
    }

    fn tell_sessions(&mut self) {
        for _ in 0..ROUNDS {
            let untold: Vec<ConnId> = self
                .live
                .iter()
                .filter(|(_, live)| live.untold == Told::NotYet && !live.is_choked())
                .map(|(conn, _)| *conn)
                .collect();
            if untold.is_empty() {
                return;
            }
            for conn in untold {
                let Some(live) = self.live.get_mut(&conn) else { continue };
                let step = live.committed(&mut self.ws, now());
                self.stepped(conn, step);
            }
        }
    }

    fn tick_sessions(&mut self) {
        let time = now();
        let due: Vec<ConnId> = self
            .live
            .iter()
            .filter(|(_, live)| live.next_tick().is_some_and(|at| at <= time))
            .map(|(conn, _)| *conn)
            .collect();
        for conn in due {
            let Some(live) = self.live.get_mut(&conn) else { continue };
            let step = live.tick(&mut self.ws, time);
            self.stepped(conn, step);
        }
    }

    fn give_up_waiting(&mut self, now: Instant) {
        for awaits in std::mem::take(&mut self.awaiting) {
            if awaits.reply.is_gone() {
                continue;
            }
            if awaits.until <= now {
                let answer = self.answer_at_last(&awaits.then);
                self.answers.push((awaits.reply, answer));
            } else {
                self.awaiting.push(awaits);
            }
        }
    }

    fn dial(&mut self) {
        if !self.network.runs() {
            return;
        }
        let now = Instant::now();
        for Known { device, whose, addresses } in self.dialer.due(now) {
            let alpn = if whose == Whose::Mine { Alpn::Own } else { Alpn::Peer };
            if !self.network.send(NetCommand::Dial { device, addresses, alpn }) {
                let haste = self.haste();
                self.dialer.failed(&device, DialError::Silent, haste, now);
            }
        }
    }

    pub(super) fn view(&self) -> View {
        let mut links = BTreeMap::new();
        if self.network.runs() {
            // Of several computers of one peer the best counts.
            let mut best: BTreeMap<PeerId, Standing> = BTreeMap::new();
            for (_, whose, standing) in self.dialer.standings() {
                let Whose::Peer(peer) = whose else { continue };
                let kept = best.entry(peer).or_insert(standing);
                *kept = (*kept).max(standing);
            }
            links.extend(best.into_iter().map(|(peer, standing)| (peer, self.link(peer, standing))));
        }
        let sessions = self.live.values().filter_map(|live| live.session());
        let carets = sessions.filter_map(|session| Some((session.peer(), session.caret()?))).collect();
        View {
            snapshot: self.ws.snapshot(),
            links,
            carets,
            offered: self.offered.clone(),
            came: self.sealed.came.clone(),
            online: self.network.online.clone(),
            relay: self.network.relay,
            causes: self.causes(Said::AfterAWhile),
            joining: self.join_causes(),
            safety: std::sync::Arc::new(self.backups.safety()),
            lock: self.lock_view(),
            own: self.own_view(),
            folder: self.folder_view(),
        }
    }

    fn link(&self, peer: PeerId, standing: Standing) -> Link {
        let mut sessions = self.live.values().filter_map(|live| live.session()).filter(|s| s.peer() == peer);
        match standing {
            Standing::Connected => Link::Connected { equal: sessions.any(sideways_sync::Session::is_equal) },
            Standing::Looking | Standing::Away if self.parted.contains(&peer) => Link::Parted,
            Standing::Looking => Link::Looking,
            Standing::Away => Link::Away,
        }
    }
}
