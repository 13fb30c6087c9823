//! Addresses as text and back, and which to name first.

use super::Reach;
use iroh::{EndpointAddr, EndpointId, RelayUrl, TransportAddr};
use sideways_core::limits::ADDRESSES;
use std::net::{IpAddr, SocketAddr};

/// An address in text is at most this long; longer ones are passed over.
const ADDRESS_BYTES: usize = 256;

/// As text: those on networks first, then relays, loopback last, since it helps only on this very computer. However
/// many networks there are, the relay isn't left out.
pub(super) fn texts(addr: &EndpointAddr) -> Vec<String> {
    let mut ranked: Vec<_> = addr.addrs.iter().filter_map(rank).collect();
    ranked.sort();
    let relays = ranked.iter().filter(|(rank, _)| *rank == RELAY).count().min(ADDRESSES);
    let mut room = ADDRESSES - relays;
    ranked.retain(|(rank, _)| {
        let fits = *rank == RELAY || room > 0;
        room -= usize::from(fits && *rank != RELAY);
        fits
    });
    ranked.truncate(ADDRESSES);
    ranked.into_iter().map(|(_, text)| text).collect()
}

/// Whether an address in text is a relay's and not one on a network.
#[must_use]
pub fn is_relay(text: &str) -> bool {
    text.contains("://")
}

/// Whether an address in text is one that can be dialled, or a relay's.
#[must_use]
pub fn is_address(text: &str) -> bool {
    let dialled = |ip: SocketAddr| !ip.ip().is_unspecified() && !ip.ip().is_multicast() && ip.port() != 0;
    let relay = || text.parse::<RelayUrl>().is_ok_and(|url| is_asked(&url));
    text.len() <= ADDRESS_BYTES && text.parse().map_or_else(|_| relay(), dialled)
}

/// Whether it is asked by HTTP, and where that goes.
pub(super) fn is_asked(url: &RelayUrl) -> bool {
    matches!(url.scheme(), "https" | "http") && url.host_str().is_some_and(|host| !host.is_empty())
}

/// Whether nobody on the way can read what is asked: over TLS, or within this computer.
pub(super) fn is_secret(url: &RelayUrl) -> bool {
    let bare = url.host_str().unwrap_or_default().trim_start_matches('[').trim_end_matches(']');
    url.scheme() == "https" || bare == "localhost" || bare.parse().is_ok_and(|ip: IpAddr| ip.is_loopback())
}

const RELAY: u8 = 2;

pub(super) fn rank(addr: &TransportAddr) -> Option<(u8, String)> {
    match addr {
        TransportAddr::Ip(ip) if ip.ip().is_unspecified() || ip.port() == 0 => None,
        TransportAddr::Ip(ip) if ip.ip().is_loopback() => Some((3, ip.to_string())),
        TransportAddr::Ip(ip) if ip.is_ipv4() => Some((0, ip.to_string())),
        TransportAddr::Ip(ip) => Some((1, ip.to_string())),
        TransportAddr::Relay(url) => Some((RELAY, url.to_string())),
        _ => None,
    }
}

/// From text; what is no address, or may not be used within this reach, is passed over.
pub(super) fn parse(id: EndpointId, texts: &[String], reach: &Reach) -> EndpointAddr {
    let mut addr = EndpointAddr::new(id);
    for text in texts.iter().filter(|text| text.len() <= ADDRESS_BYTES).take(ADDRESSES) {
        if !is_address(text) {
            continue;
        }
        if let Ok(ip) = text.parse::<SocketAddr>() {
            addr = addr.with_ip_addr(ip);
        } else if matches!(reach, Reach::Anywhere { .. })
            && let Ok(url) = text.parse::<RelayUrl>()
        {
            addr = addr.with_relay_url(url);
        }
    }
    addr
}

#[cfg(test)]
mod tests {
    use super::*;
    use iroh::SecretKey;

    #[test]
    fn this_network_dials_no_relay() {
        let id = SecretKey::from_bytes(&[7; 32]).public();
        let texts = ["10.0.0.3:4000", "https://relay.example./", "ftp://10.0.0.1/", "rubbish", "0.0.0.0:4", "[::1]:9"]
            .map(String::from);
        assert_eq!(parse(id, &texts, &Reach::ThisNetwork).addrs.len(), 2);
        assert_eq!(parse(id, &texts, &Reach::Anywhere { relay: None }).addrs.len(), 3);
    }

    #[test]
    fn the_relay_is_named_however_many_networks_there_are() {
        let mut addr = EndpointAddr::new(SecretKey::from_bytes(&[7; 32]).public());
        for net in 0..40 {
            addr = addr.with_ip_addr(([10, 0, net, 1], 5).into());
        }
        let url: RelayUrl = "https://relay.example/".parse().unwrap();
        let named = super::texts(&addr.with_relay_url(url));
        assert_eq!(named.len(), ADDRESSES);
        assert_eq!(named.iter().filter(|text| is_relay(text)).count(), 1, "{named:?}");
    }

    #[test]
    fn loopback_is_named_last() {
        let addr = EndpointAddr::new(SecretKey::from_bytes(&[7; 32]).public())
            .with_ip_addr(([127, 0, 0, 1], 5).into())
            .with_ip_addr(([192, 168, 1, 4], 5).into());
        assert_eq!(super::texts(&addr), ["192.168.1.4:5", "127.0.0.1:5"]);
    }
}
