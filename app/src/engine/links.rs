//! Connections coming, speaking and going.

use super::{
    State,
    clock::{entropy, now},
    connections::{Live, Stumble, Talk, Told},
    crossing::Crossing,
    dialer::Haste,
    network::NetNews,
};
use sideways_core::id::{DeviceId, PeerId};
use sideways_sync::{
    Caret, Channel, CloseReason, Effect, Inviter, Session,
    net::{Alpn, Arrived, ConnId, Initiated, NetEvent, Outbox, code},
};
use std::time::{Duration, Instant};

/// Two connections opened within so long were dialled without knowing of each other.
const CROSSING: Duration = Duration::from_secs(5);

/// A connection that just opened.
pub(super) struct Opened {
    conn: ConnId,
    remote: DeviceId,
    exporter: [u8; 32],
    initiated: Initiated,
    addresses: Vec<String>,
    outbox: Outbox,
}

impl Opened {
    pub(super) fn conn(&self) -> ConnId {
        self.conn
    }
}

impl State {
    pub(super) fn net(&mut self, event: NetEvent) {
        match event {
            NetEvent::Up { addresses, port } => self.network_news(NetNews::Up { addresses, port }),
            NetEvent::Failed(why) => self.network_news(NetNews::Failed(why)),
            // Remembered addresses and invitations still work; there is nothing to do about it here.
            NetEvent::Undiscoverable(_) => {}
            NetEvent::Opened { conn, remote, alpn, exporter, initiated, addresses, outbox } => {
                let opened = Opened { conn, remote, exporter, initiated, addresses, outbox };
                match (alpn, initiated) {
                    (Alpn::Peer, _) => self.peer_opened(opened),
                    (Alpn::Pair, Initiated::There) => self.inviter_opened(opened),
                    (Alpn::Pair, Initiated::Here) => {
                        let Opened { conn, remote, exporter, outbox, .. } = opened;
                        let me = self.ws.device_key().id();
                        self.join_opened(conn, Channel { exporter, me, remote }, outbox);
                    }
                }
            }
            NetEvent::Frame { conn, frame } => self.frame(conn, frame),
            NetEvent::Drained(conn) => self.drained(conn),
            NetEvent::Closed { conn, .. } => self.closed(conn),
            NetEvent::DialFailed { device, alpn: Alpn::Peer, .. } => {
                let haste = self.haste();
                self.dialer.failed(&device, haste, Instant::now());
                self.changed.view = true;
            }
            NetEvent::DialFailed { device, alpn: Alpn::Pair, why } => self.join_not_dialled(&device, why),
            NetEvent::Found { device, addresses } => self.dialer.found(&device, &addresses, Instant::now()),
        }
    }

    fn peer_opened(&mut self, opened: Opened) {
        let mine_is_lower = self.ws.device_key().id() < opened.remote;
        let before = self.live.iter_mut().find(|(_, live)| live.remote == opened.remote && live.session().is_some());
        if let Some((older, live)) = before.map(|(conn, live)| (*conn, live)) {
            if live.initiated != opened.initiated && live.opened.elapsed() < CROSSING {
                // Of two connections that crossed, both sides keep the one that the lower device dialled.
                if mine_is_lower == (live.initiated == Initiated::Here) {
                    return opened.outbox.close(code::SUPERSEDED);
                }
                return live.crossing = Some(Crossing::new(opened));
            }
            if let Some(live) = self.live.remove(&older) {
                self.remember(&live);
                live.close(code::SUPERSEDED);
            }
        }
        let Opened { conn, remote, initiated, addresses, outbox, .. } = opened;
        let Some(noise) = self.noise.connected(&remote, now()) else {
            self.dialer.closed(&remote, Haste::No, Instant::now());
            return outbox.close(CloseReason::Flood.code());
        };
        let (session, effects) = match Session::open_after(&mut self.ws, &remote, noise, now()) {
            Ok(Some(begun)) => begun,
            Ok(None) | Err(_) => {
                self.dialer.closed(&remote, Haste::No, Instant::now());
                return outbox.close(CloseReason::NotShared.code());
            }
        };
        self.parted.remove(&session.peer());
        self.live.insert(conn, Live::new(remote, initiated, Talk::Peer(session), outbox));
        self.changed.view = true;
        self.carry_out(conn, effects);
        if let Some(addresses) = self.dialer.connected(&remote, &addresses, Instant::now()) {
            // Not kept is only slower the next time.
            let _ = self.ws.remember_addresses(&remote, addresses);
        }
    }

    fn inviter_opened(&mut self, opened: Opened) {
        let Opened { conn, remote, exporter, initiated, outbox, .. } = opened;
        if !self.limit.allows(&remote, now()) {
            return outbox.close(CloseReason::TooOften.code());
        }
        let inviter = Inviter::new(Channel { exporter, me: self.ws.device_key().id(), remote }, now());
        self.live.insert(conn, Live::new(remote, initiated, Talk::Inviter(inviter), outbox));
    }

    fn frame(&mut self, conn: ConnId, frame: Arrived) {
        let Some(live) = self.live.get_mut(&conn) else {
            if let Some(crossing) = self.crossing(conn) {
                crossing.hold(frame);
            }
            return;
        };
        if live.is_choked() {
            return live.hold(frame);
        }
        self.read(conn, frame.bytes());
    }

    fn read(&mut self, conn: ConnId, bytes: &[u8]) {
        let Some(live) = self.live.get_mut(&conn) else { return };
        let step = match entropy() {
            Ok(entropy) => live.frame(&mut self.ws, bytes, entropy, now()),
            Err(_) => return self.drop_connection(conn, code::DONE),
        };
        let remote = live.remote;
        match &live.talk {
            Talk::Peer(_) => {}
            Talk::Inviter(inviter) => {
                if inviter.is_proved() {
                    live.keep();
                }
                if inviter.paired().is_some() {
                    self.limit.right(&remote);
                    self.changed.access = true;
                    self.changed.view = true;
                } else if let Ok(effects) = &step
                    && effects.contains(&Effect::Close(CloseReason::WrongProof))
                {
                    self.limit.wrong(remote, now());
                }
            }
            Talk::Joiner(joiner) => {
                if let Some(outcome) = joiner.outcome() {
                    self.joined(conn, remote, outcome);
                }
            }
        }
        self.stepped(conn, step);
    }

    pub(super) fn stepped(&mut self, conn: ConnId, step: Result<Vec<Effect>, Stumble>) {
        match step {
            Ok(effects) => self.carry_out(conn, effects),
            Err(Stumble) => {
                // The view says when nothing can be written any more.
                self.changed.view = true;
                self.drop_connection(conn, CloseReason::Done.code());
            }
        }
    }

    pub(super) fn carry_out(&mut self, conn: ConnId, effects: Vec<Effect>) {
        for effect in effects {
            match effect {
                Effect::Send(frame) => {
                    if let Some(live) = self.live.get_mut(&conn) {
                        live.send(frame);
                    }
                }
                Effect::Close(reason) => self.drop_connection(conn, reason.code()),
                Effect::Changed => self.committed_but_for(Some(conn)),
            }
        }
        // Whether it is equal may have changed with any frame, and somebody may look at that.
        self.changed.view = true;
    }

    /// Every session but that one has to hear of a commit.
    pub(super) fn committed_but_for(&mut self, source: Option<ConnId>) {
        self.changed.view = true;
        self.changed.access = true;
        for (conn, live) in &mut self.live {
            if Some(*conn) != source {
                live.untold = Told::NotYet;
            }
        }
    }

    /// Tells every connected computer of a colleague where I write. Who reads too slowly isn't told: it is past then.
    pub(super) fn tell_caret(&mut self, peer: PeerId, caret: Option<Caret>) {
        let of_peer = |live: &Live| live.session().is_some_and(|session| session.peer() == peer) && !live.is_choked();
        let open: Vec<ConnId> = self.live.iter().filter(|(_, live)| of_peer(live)).map(|(conn, _)| *conn).collect();
        for conn in open {
            let Some(live) = self.live.get_mut(&conn) else { continue };
            match live.tell_caret(&mut self.ws, caret) {
                Ok(effects) if effects.is_empty() => {}
                step => self.stepped(conn, step),
            }
        }
    }

    fn drained(&mut self, conn: ConnId) {
        if let Some(live) = self.live.get_mut(&conn) {
            live.drain();
        }
        while let Some(frame) = self.live.get_mut(&conn).and_then(Live::take_held) {
            self.read(conn, frame.bytes());
        }
    }

    fn drop_connection(&mut self, conn: ConnId, code: u32) {
        if let Some(mut live) = self.live.remove(&conn) {
            let crossing = live.crossing.take();
            self.gone(conn, &live);
            live.close(code);
            self.go_on_with(crossing);
        }
    }

    fn closed(&mut self, conn: ConnId) {
        if let Some(mut live) = self.live.remove(&conn) {
            let crossing = live.crossing.take();
            self.gone(conn, &live);
            self.go_on_with(crossing);
        } else {
            self.live.values_mut().for_each(|live| drop(live.crossing.take_if(|it| it.conn() == conn)));
        }
    }

    /// The connection that waited for an older one to end.
    fn crossing(&mut self, conn: ConnId) -> Option<&mut Crossing> {
        self.live.values_mut().filter_map(|live| live.crossing.as_mut()).find(|it| it.conn() == conn)
    }

    /// The older connection has ended: what was said on the newer one is read now.
    fn go_on_with(&mut self, crossing: Option<Crossing>) {
        let Some((opened, frames)) = crossing.map(Crossing::into_parts) else { return };
        let conn = opened.conn();
        self.peer_opened(opened);
        frames.into_iter().for_each(|frame| self.frame(conn, frame));
    }

    fn gone(&mut self, conn: ConnId, live: &Live) {
        self.changed.view = true;
        match &live.talk {
            Talk::Peer(_) => {
                self.remember(live);
                let haste = self.haste();
                self.dialer.closed(&live.remote, haste, Instant::now());
            }
            Talk::Joiner(_) => self.join_cut_off(conn),
            Talk::Inviter(_) => {}
        }
    }

    /// What holds beyond a connection: that everything was confirmed on it, and how loud the remote was, which
    /// nobody forgets for connecting again.
    fn remember(&mut self, live: &Live) {
        let Some(session) = live.session() else { return };
        self.noise.closed(live.remote, session.noise(), now());
        if session.is_equal() {
            self.parted.insert(session.peer());
            self.onces.iter_mut().for_each(|once| once.reached(live.remote));
        }
    }

    pub(super) fn haste(&self) -> Haste {
        if self.onces.is_empty() { Haste::No } else { Haste::Yes }
    }
}
