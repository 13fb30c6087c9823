//! A connection that just opened, before anybody speaks on it.

use sideways_core::id::DeviceId;
use sideways_sync::{
    Channel,
    net::{Alpn, ConnId, Initiated, Outbox},
};

/// What the network said of it.
pub(super) struct Opened {
    pub(super) conn: ConnId,
    pub(super) remote: DeviceId,
    pub(super) alpn: Alpn,
    pub(super) exporter: [u8; 32],
    pub(super) initiated: Initiated,
    pub(super) addresses: Vec<String>,
    pub(super) outbox: Outbox,
}

impl Opened {
    /// What TLS proved about it, with this computer's key at the near end.
    pub(super) fn channel(&self, me: DeviceId) -> Channel {
        Channel { exporter: self.exporter, me, remote: self.remote }
    }
}
