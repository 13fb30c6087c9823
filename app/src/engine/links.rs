//! Connections coming, speaking and going.

use super::{
    State,
    clock::{entropy, now},
    connections::{Live, Stumble, Talk, Told},
    crossing::Crossing,
    dialer::Haste,
    network::NetNews,
    opened::Opened,
};
use sideways_core::id::{DeviceId, PeerId};
use sideways_sync::{
    Caret, CloseReason, DeviceInviter, Effect, Inviter, OwnSession, Session,
    net::{Alpn, Arrived, ConnId, DialError, Initiated, NetEvent, code},
};
use std::time::{Duration, Instant};

/// Two connections opened within so long were dialled without knowing of each other.
const CROSSING: Duration = Duration::from_secs(5);

impl State {
    pub(super) fn net(&mut self, event: NetEvent) {
        match event {
            NetEvent::Up { addresses, port } => self.network_news(NetNews::Up { addresses, port }),
            NetEvent::Relay(stands) => self.network_news(NetNews::Relay(stands)),
            NetEvent::Failed(why) => self.network_news(NetNews::Failed(why)),
            // Remembered addresses and invitations still work; it is told where somebody isn’t found.
            NetEvent::Undiscoverable(_) => self.network.unheard = true,
            NetEvent::Opened { conn, remote, alpn, exporter, initiated, addresses, outbox } => {
                let opened = Opened { conn, remote, alpn, exporter, initiated, addresses, outbox };
                match (alpn, initiated) {
                    (Alpn::Peer | Alpn::Own, _) => self.session_opened(opened),
                    (Alpn::Pair | Alpn::OwnPair, Initiated::There) => self.inviter_opened(opened),
                    (Alpn::Pair, Initiated::Here) => {
                        let channel = opened.channel(self.ws.speaking_key().id());
                        self.join_opened(opened.conn, channel, opened.outbox);
                    }
                    (Alpn::OwnPair, Initiated::Here) => self.device_join_opened(opened),
                }
            }
            NetEvent::Frame { conn, frame } => self.frame(conn, frame),
            NetEvent::Drained(conn) => self.drained(conn),
            NetEvent::Closed { conn, code } => {
                // Whoever doesn't want this computer lets it in and closes before a word.
                let unheard = |live: &&Live| live.session().is_some_and(|session| !session.has_greeted());
                let refused = self.live.get(&conn).filter(unheard).filter(|_| code == code::REFUSED);
                let refused = refused.map(|live| live.remote);
                let taken_over = code == code::SUPERSEDED && self.has_no_other(conn);
                self.closed(conn);
                if taken_over {
                    self.was_taken_over();
                }
                if let Some(device) = refused {
                    self.dialer.refused(&device);
                    self.was_refused();
                }
            }
            NetEvent::DialFailed { device, alpn: Alpn::Peer | Alpn::Own, why } => {
                let haste = self.haste();
                self.dialer.failed(&device, why, haste, Instant::now());
                self.changed.view = true;
                if why == DialError::Refused {
                    self.was_refused();
                }
            }
            NetEvent::DialFailed { device, alpn: Alpn::Pair, why } => self.join_not_dialled(&device, why),
            NetEvent::DialFailed { device, alpn: Alpn::OwnPair, why } => self.device_join_not_dialled(&device, why),
            NetEvent::Found { device, addresses } => self.dialer.found(&device, &addresses, Instant::now()),
        }
    }

    fn session_opened(&mut self, opened: Opened) {
        let mine_is_lower = self.ws.speaking_key().id() < opened.remote;
        let same = |live: &Live| live.remote == opened.remote && live.talk.alpn() == opened.alpn;
        let before = self.live.iter_mut().find(|(_, live)| same(live));
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
        let Opened { conn, remote, alpn, initiated, addresses, outbox, .. } = opened;
        let begun = if alpn == Alpn::Own { self.begin_own(&remote) } else { self.begin_session(&remote) };
        let (talk, effects) = match begun {
            Ok(begun) => begun,
            Err(why) => {
                self.dialer.closed(&remote, Haste::No, Instant::now());
                return outbox.close(why.code());
            }
        };
        self.live.insert(conn, Live::new(remote, initiated, talk, outbox));
        self.changed.view = true;
        self.carry_out(conn, effects);
        if let Some(addresses) = self.dialer.connected(&remote, &addresses, Instant::now()) {
            // Not kept is only slower the next time.
            let _ = self.ws.remember_addresses(&remote, addresses);
        }
    }

    fn begin_session(&mut self, remote: &DeviceId) -> Result<(Talk, Vec<Effect>), CloseReason> {
        let noise = self.noise.connected(remote, now()).ok_or(CloseReason::Flood)?;
        match Session::open_after(&mut self.ws, remote, noise, now()) {
            Ok(Some((session, effects))) => {
                self.parted.remove(&session.peer());
                Ok((Talk::Peer(session), effects))
            }
            Ok(None) | Err(_) => Err(CloseReason::NotShared),
        }
    }

    fn begin_own(&mut self, remote: &DeviceId) -> Result<(Talk, Vec<Effect>), CloseReason> {
        let noise = self.noise.connected(remote, now()).ok_or(CloseReason::Flood)?;
        let begun = OwnSession::open_after(&self.ws, remote, noise, now()).ok_or(CloseReason::NotShared)?;
        self.parted_own.remove(remote);
        Ok((Talk::Own(Box::new(begun.0)), begun.1))
    }

    fn inviter_opened(&mut self, opened: Opened) {
        if !self.limit.allows(&opened.remote, now()) {
            return opened.outbox.close(CloseReason::TooOften.code());
        }
        let channel = opened.channel(self.ws.speaking_key().id());
        let talk = match opened.alpn {
            Alpn::OwnPair => Talk::DeviceInviter(DeviceInviter::new(channel, now())),
            _ => Talk::Inviter(Inviter::new(channel, now())),
        };
        let Opened { conn, remote, initiated, outbox, .. } = opened;
        self.live.insert(conn, Live::new(remote, initiated, talk, outbox));
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
        let (proved, done) = match &live.talk {
            Talk::Peer(_) | Talk::Own(_) | Talk::DeviceJoiner(_) => return self.stepped_own(conn, step),
            Talk::Inviter(inviter) => (inviter.is_proved(), inviter.paired().is_some()),
            Talk::DeviceInviter(inviter) => (inviter.is_proved(), inviter.has_vouched()),
            Talk::Joiner(joiner) => {
                if let Some(outcome) = joiner.outcome() {
                    self.joined(conn, remote, outcome);
                }
                return self.stepped(conn, step);
            }
        };
        if proved {
            live.keep();
        }
        if done {
            self.limit.right(&remote);
            self.changed.access = true;
            self.changed.view = true;
        } else if let Ok(effects) = &step
            && effects.contains(&Effect::Close(CloseReason::WrongProof))
        {
            self.limit.wrong(remote, now());
        }
        self.stepped(conn, step);
    }

    /// The same, and a computer that joins may have heard what it waits for, or where a colleague's is.
    fn stepped_own(&mut self, conn: ConnId, step: Result<Vec<Effect>, Stumble>) {
        self.stepped(conn, step);
        self.hear_whereabouts(conn);
        self.device_join_stepped(conn);
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
                Effect::Close(CloseReason::NotShared) => self.cut_connection(conn),
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
        self.end_connection(conn, |live| live.close(code));
    }

    /// Whoever may have nothing any more gets nothing of what waits for them either.
    fn cut_connection(&mut self, conn: ConnId) {
        self.end_connection(conn, |live| live.cut(CloseReason::NotShared.code()));
    }

    fn end_connection(&mut self, conn: ConnId, end: impl FnOnce(Live)) {
        if let Some(mut live) = self.live.remove(&conn) {
            let crossing = live.crossing.take();
            self.gone(conn, &live);
            end(live);
            self.go_on_with(crossing);
        }
    }

    /// After a stop, an unlinking or a removal: also those who read so slowly that their session isn't told of it.
    pub(super) fn cut_off_unshared(&mut self) {
        let may = |live: &Live| match live.talk {
            Talk::Peer(_) => self.ws.grant(&live.remote).is_some(),
            Talk::Own(_) => self.ws.own_grant(&live.remote).is_some(),
            Talk::Inviter(_) | Talk::Joiner(_) | Talk::DeviceInviter(_) | Talk::DeviceJoiner(_) => true,
        };
        let gone: Vec<ConnId> = self.live.iter().filter(|(_, live)| !may(live)).map(|(conn, _)| *conn).collect();
        gone.into_iter().for_each(|conn| self.cut_connection(conn));
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

    /// Whether a connection that isn't crossed by another one with its remote is the only one with it.
    fn has_no_other(&self, conn: ConnId) -> bool {
        self.live.get(&conn).is_some_and(|live| {
            let others = self.live.iter().filter(|(other, it)| **other != conn && it.remote == live.remote);
            live.session().is_some() && live.crossing.is_none() && others.count() == 0
        })
    }

    /// The connection that waited for an older one to end.
    fn crossing(&mut self, conn: ConnId) -> Option<&mut Crossing> {
        self.live.values_mut().filter_map(|live| live.crossing.as_mut()).find(|it| it.conn() == conn)
    }

    /// The older connection has ended: what was said on the newer one is read now.
    fn go_on_with(&mut self, crossing: Option<Crossing>) {
        let Some((opened, frames)) = crossing.map(Crossing::into_parts) else { return };
        let conn = opened.conn;
        self.session_opened(opened);
        frames.into_iter().for_each(|frame| self.frame(conn, frame));
    }

    fn gone(&mut self, conn: ConnId, live: &Live) {
        self.changed.view = true;
        match &live.talk {
            Talk::Peer(_) | Talk::Own(_) => {
                self.remember(live);
                if live.located {
                    self.keep_whereabouts(&live.remote);
                }
                let haste = self.haste();
                self.dialer.closed(&live.remote, haste, Instant::now());
            }
            Talk::Joiner(_) => self.join_cut_off(conn),
            Talk::DeviceJoiner(joiner) => self.device_join_over(conn, joiner),
            Talk::DeviceInviter(inviter) => self.device_inviter_over(inviter),
            Talk::Inviter(_) => {}
        }
    }

    /// What holds beyond a connection: that everything was confirmed on it, and how loud the remote was, which
    /// nobody forgets for connecting again.
    fn remember(&mut self, live: &Live) {
        if live.own().is_some_and(OwnSession::is_equal) {
            self.parted_own.insert(live.remote);
            self.onces.iter_mut().for_each(|once| once.reached(live.remote));
        }
        if let Some(own) = live.own() {
            self.noise.closed(live.remote, own.noise(), now());
        }
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
