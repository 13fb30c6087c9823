//! Who is let in after the handshake. What it goes by was decided elsewhere.

use super::{
    code,
    event::{Alpn, Serving},
};
use iroh::{
    EndpointId,
    endpoint::{AfterHandshakeOutcome, Connection, EndpointHooks, Side, VarInt},
};
use sideways_core::id::DeviceId;
use std::{
    collections::BTreeSet,
    sync::{Arc, PoisonError, RwLock},
};

/// Consulted by iroh for every connection, in both directions.
#[derive(Debug, Clone)]
pub(super) struct Gatekeeper {
    me: EndpointId,
    rules: Arc<RwLock<Rules>>,
}

#[derive(Debug, Default)]
struct Rules {
    allowed: BTreeSet<DeviceId>,
    own: BTreeSet<DeviceId>,
    pairing: Serving,
    own_pairing: Serving,
}

impl Gatekeeper {
    pub(super) fn new(me: EndpointId) -> Self {
        Self { me, rules: Arc::default() }
    }

    pub(super) fn allow(&self, devices: BTreeSet<DeviceId>) {
        self.rules.write().unwrap_or_else(PoisonError::into_inner).allowed = devices;
    }

    pub(super) fn allow_own(&self, devices: BTreeSet<DeviceId>) {
        self.rules.write().unwrap_or_else(PoisonError::into_inner).own = devices;
    }

    pub(super) fn serve_own_pairing(&self, serving: Serving) {
        self.rules.write().unwrap_or_else(PoisonError::into_inner).own_pairing = serving;
    }

    pub(super) fn serve_pairing(&self, serving: Serving) {
        self.rules.write().unwrap_or_else(PoisonError::into_inner).pairing = serving;
    }

    /// The protocols to offer: pairing only while an invitation is open.
    pub(super) fn alpns(&self) -> Vec<Vec<u8>> {
        let rules = self.rules.read().unwrap_or_else(PoisonError::into_inner);
        let offered = Alpn::ALL.into_iter().filter(|alpn| match alpn {
            Alpn::Peer => true,
            // Who has one computer offers nothing to others of theirs.
            Alpn::Own => !rules.own.is_empty(),
            Alpn::Pair => rules.pairing == Serving::Yes,
            Alpn::OwnPair => rules.own_pairing == Serving::Yes,
        });
        offered.map(|alpn| alpn.name().to_vec()).collect()
    }

    pub(super) fn knows(&self, device: &DeviceId) -> bool {
        let rules = self.rules.read().unwrap_or_else(PoisonError::into_inner);
        rules.allowed.contains(device) || rules.own.contains(device)
    }

    fn admits(&self, remote: EndpointId, alpn: &[u8], side: Side) -> bool {
        let rules = self.rules.read().unwrap_or_else(PoisonError::into_inner);
        remote != self.me
            && match Alpn::of(alpn) {
                Some(Alpn::Peer) => rules.allowed.contains(&DeviceId(*remote.as_bytes())),
                Some(Alpn::Own) => rules.own.contains(&DeviceId(*remote.as_bytes())),
                Some(Alpn::OwnPair) => side == Side::Client || rules.own_pairing == Serving::Yes,
                Some(Alpn::Pair) => side == Side::Client || rules.pairing == Serving::Yes,
                None => false,
            }
    }
}

impl EndpointHooks for Gatekeeper {
    async fn after_handshake<'a>(&'a self, conn: &'a Connection) -> AfterHandshakeOutcome {
        if self.admits(conn.remote_id(), conn.alpn(), conn.side()) {
            AfterHandshakeOutcome::Accept
        } else {
            AfterHandshakeOutcome::Reject { error_code: VarInt::from_u32(code::REFUSED), reason: Vec::new() }
        }
    }
}
