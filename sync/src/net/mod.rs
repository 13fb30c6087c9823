//! The layer that moves bytes: the only files that say `iroh::` and `tokio::`.
//!
//! It decides nothing about access. It is told which devices may connect and whether an invitation is open,
//! and closes everything else after the handshake, before a byte of ours was read or sent. What arrives goes
//! out as [`NetEvent`]s; what is wanted comes in as [`NetCommand`]s. One thread, "sideways-net", runs it all.
//!
//! A connection has one stream, which the side that dialled opens and writes first. On it are frames: a length
//! in four bytes, big end first, and so many bytes. The length is judged before anything is allocated for it.

mod accept;
mod connection;
mod dial;
mod endpoint;
mod event;
mod fetch;
mod frames;
mod gatekeeper;
mod near;
mod outbox;
mod places;
mod proxy;
mod reach;
mod relay;
mod relay_watch;
mod run;
mod shared;
mod trust;

pub use event::{Alpn, Arrived, ConnId, DialError, Initiated, NetCommand, NetEvent, Serving};
pub use fetch::{FetchError, fetch, is_fetched};
pub use outbox::{Full, Outbox};
pub use proxy::{Proxy, ProxyError};
pub use reach::{is_address, is_relay};
pub use relay::{RelayError, RelayState, check_relay, relay_host};
pub use run::{Net, NetError};

use sideways_core::snapshot::Relay;
use std::{net::IpAddr, sync::Arc};

/// Where this computer may be found.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Reach {
    /// Directly, on the networks this computer is connected to. No relay, no lookup server, no port mapping.
    ///
    /// iroh dials every address that a connected remote advertises, also public ones (executed: with sockets on
    /// all interfaces it sent probes to each). So here each socket is bound to one interface with that
    /// interface's prefix and without a default route: an address on no network of ours has no socket to leave
    /// by. Executed the same way, not one packet was sent to such an address. iroh also `connect`s a UDP socket
    /// to 10.254.254.254 to learn which address it would use; this sends nothing.
    ThisNetwork,
    /// Also through relays and lookup servers: the public ones, or this relay and no lookup server.
    Anywhere {
        /// The relay.
        relay: Option<Arc<Relay>>,
    },
}

/// How to run.
#[derive(Clone, Debug)]
pub struct NetSettings {
    /// Where this computer may be found.
    pub reach: Reach,
    /// The UDP port of the last time, which is taken again when it is free, so that remembered addresses hold.
    pub port: Option<u16>,
    /// Where relays and lookup servers are asked through.
    pub proxy: Option<Proxy>,
    /// Only this address; for tests and the demo, which stay on loopback. Nothing is announced then.
    pub bind: Option<IpAddr>,
}

/// Why this layer itself ends a connection. Smaller numbers are the session's reasons.
pub mod code {
    /// The endpoint is going away.
    pub const DONE: u32 = 0;
    /// A newer connection with the same device took its place.
    pub const SUPERSEDED: u32 = 100;
    /// The device isn't one that may connect.
    pub const REFUSED: u32 = 101;
    /// A length that no frame has, or a stream that ended within one.
    pub const BAD_FRAME: u32 = 102;
    /// Said nothing after the handshake, or was too slow.
    pub const SLOW: u32 = 103;
    /// Far too many frames.
    pub const FLOOD: u32 = 104;
    /// The connection was lost: nobody's reason.
    pub const LOST: u32 = 105;
}
