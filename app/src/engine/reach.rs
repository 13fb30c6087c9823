//! Being found again: each tells the other where it is whenever they meet, and a person can carry it over as well.

use super::{Reply, State, network::Then};
use crate::desk::{Answer, Failure, Online};
use sideways_core::id::{DeviceId, PeerId};
use sideways_sync::{
    Whereabouts,
    net::{ConnId, is_address, is_relay},
};
use std::time::Instant;

impl State {
    /// Tells those who are connected where this computer is now.
    pub(super) fn tell_whereabouts(&mut self) {
        let Online::Yes(addresses) = &self.network.online else { return };
        let untold = self.live.iter().filter(|(_, live)| {
            !live.is_choked() && live.session().is_some_and(|session| session.is_untold_where(addresses))
        });
        let untold: Vec<ConnId> = untold.map(|(conn, _)| *conn).collect();
        if untold.is_empty() {
            return;
        }
        let addresses = addresses.clone();
        for conn in untold {
            let Some(live) = self.live.get_mut(&conn) else { continue };
            let step = live.tell_where(&mut self.ws, &addresses);
            self.stepped(conn, step);
        }
    }

    /// Keeps where a remote said that it is, for when it isn’t connected any more.
    pub(super) fn hear_whereabouts(&mut self, conn: ConnId) {
        let Some(live) = self.live.get_mut(&conn) else { return };
        let Some(addresses) = live.take_whereabouts() else { return };
        // Written down at once the first time, and when the connection ends: however often it moves, no more.
        let (remote, written) = (live.remote, std::mem::replace(&mut live.located, true));
        let may: Vec<String> = addresses.into_iter().filter(|address| self.may_be_told(address)).collect();
        self.dialer.learned(&remote, &may);
        if !written {
            self.keep_whereabouts(&remote);
        }
    }

    /// Whether an address is taken from a colleague without asking me. A relay is asked over HTTP: that their computer
    /// could make mine ask whatever listens here goes too far, so only what speaks TLS, or my own.
    fn may_be_told(&self, address: &str) -> bool {
        let own = self
            .network
            .setting
            .1
            .as_ref()
            .is_some_and(|relay| relay.url.trim_end_matches('/') == address.trim_end_matches('/'));
        is_address(address) && (!is_relay(address) || address.starts_with("https://") || own)
    }

    /// Writes down where a device is.
    pub(super) fn keep_whereabouts(&mut self, device: &DeviceId) {
        if let Some(addresses) = self.dialer.addresses(device) {
            // Not kept is only slower the next time.
            let _ = self.ws.remember_addresses(device, addresses.to_vec());
        }
    }

    /// Says where this computer is, or takes in where a peer’s is.
    pub(super) fn ask_reach(&mut self, peer: PeerId, text: Option<&str>, reply: Reply) {
        let done = match text {
            None => self.go_online().and_then(|()| self.shares_with(peer)),
            Some(text) => self.take_reach(peer, text),
        };
        match done {
            Ok(()) => self.when_up(reply, Then::Whereabouts),
            Err(failure) => self.answers.push((reply, Err(failure))),
        }
    }

    fn shares_with(&self, peer: PeerId) -> Result<(), Failure> {
        if self.ws.known_devices().iter().any(|known| known.peer == peer) {
            return Ok(());
        }
        Err(Failure {
            error: "you share no list with them yet, so there is nobody to find again".into(),
            hint: Some("an invitation says where you are as well".into()),
        })
    }

    fn take_reach(&mut self, peer: PeerId, text: &str) -> Result<(), Failure> {
        let read = Whereabouts::parse(text)
            .map_err(|error| Failure { error: error.to_string(), hint: Some("nothing was changed".into()) })?;
        self.shares_with(peer)?;
        if read.device == self.ws.device_key().id() {
            return Err(Failure {
                error: "these are the addresses of this computer itself".into(),
                hint: Some("send them to your colleague, and take in theirs here".into()),
            });
        }
        if !self.ws.known_devices().iter().any(|known| known.peer == peer && known.device == read.device) {
            return Err(Failure {
                error: "these addresses are of a computer that you don’t know as theirs".into(),
                hint: Some("a new computer of theirs needs a new invitation".into()),
            });
        }
        let addresses: Vec<String> = read.addresses.into_iter().filter(|it| is_address(it)).collect();
        if addresses.is_empty() {
            return Err(Failure {
                error: "there is no address in it that could be looked at".into(),
                hint: Some("they have to be online when they make it".into()),
            });
        }
        self.go_online()?;
        self.changed.access = true;
        self.refresh_access();
        self.dialer.found(&read.device, &addresses, Instant::now());
        self.keep_whereabouts(&read.device);
        Ok(())
    }

    /// Where this computer is, to be sent.
    pub(super) fn whereabouts(&self, addresses: &[String]) -> Answer {
        let device = self.ws.device_key().id();
        Answer::Whereabouts(Whereabouts { device, addresses: addresses.to_vec() }.to_text())
    }
}
