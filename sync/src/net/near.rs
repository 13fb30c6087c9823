//! The networks this computer is connected to.

use netwatch::interfaces::{IpNet, State};
use std::{
    collections::BTreeSet,
    net::{IpAddr, Ipv4Addr},
};

/// An address of this computer and the size of the network it belongs to.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub(super) struct Near {
    pub(super) address: IpAddr,
    pub(super) prefix: u8,
}

impl Near {
    /// This one address, and nothing of a network but loopback's.
    pub(super) fn only(address: IpAddr) -> Self {
        let prefix = match address {
            IpAddr::V4(v4) if v4.is_loopback() => 8,
            IpAddr::V4(_) => 32,
            IpAddr::V6(_) => 128,
        };
        Self { address, prefix }
    }
}

/// Sockets at most: a computer with many virtual networks is still one desk.
const SOCKETS: usize = 16;

/// One for each network that is up, ordered, so that two pictures can be compared.
///
/// Link-local IPv6 is left out: its addresses mean nothing without the name of an interface, which another
/// computer can't know. A prefix of 0 would be the whole world and is left out too.
pub(super) fn all(state: &State) -> Vec<Near> {
    let nets = state.interfaces.values().filter(|interface| interface.is_up()).flat_map(|interface| interface.addrs());
    let mut all: BTreeSet<Near> = nets
        .map(|net| match net {
            IpNet::V4(net) => Near { address: net.addr().into(), prefix: net.prefix_len() },
            IpNet::V6 { net, .. } => Near { address: net.addr().into(), prefix: net.prefix_len() },
        })
        .filter(|near| near.prefix > 0 && !near.address.is_unspecified() && !is_link_local(near.address))
        .collect();
    all.insert(Near::only(IpAddr::V4(Ipv4Addr::LOCALHOST)));
    // Lower addresses first keeps IPv4 and loopback when there are too many.
    all.into_iter().take(SOCKETS).collect()
}

fn is_link_local(address: IpAddr) -> bool {
    matches!(address, IpAddr::V6(v6) if v6.segments().first().is_some_and(|first| first & 0xffc0 == 0xfe80))
}
