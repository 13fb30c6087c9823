//! Addresses as text and back, and which to name first.

use super::Reach;
use iroh::{EndpointAddr, EndpointId, RelayUrl, TransportAddr};
use sideways_core::limits::ADDRESSES;
use std::net::SocketAddr;

/// An address in text is at most this long; longer ones are passed over.
const ADDRESS_BYTES: usize = 256;

/// As text: those on networks first, then relays, loopback last, since it helps only on this very computer.
pub(super) fn texts(addr: &EndpointAddr) -> Vec<String> {
    let mut ranked: Vec<_> = addr.addrs.iter().filter_map(rank).collect();
    ranked.sort();
    ranked.truncate(ADDRESSES);
    ranked.into_iter().map(|(_, text)| text).collect()
}

pub(super) fn rank(addr: &TransportAddr) -> Option<(u8, String)> {
    match addr {
        TransportAddr::Ip(ip) if ip.ip().is_unspecified() || ip.port() == 0 => None,
        TransportAddr::Ip(ip) if ip.ip().is_loopback() => Some((3, ip.to_string())),
        TransportAddr::Ip(ip) if ip.is_ipv4() => Some((0, ip.to_string())),
        TransportAddr::Ip(ip) => Some((1, ip.to_string())),
        TransportAddr::Relay(url) => Some((2, url.to_string())),
        _ => None,
    }
}

/// From text; what is no address, or may not be used within this reach, is passed over.
pub(super) fn parse(id: EndpointId, texts: &[String], reach: &Reach) -> EndpointAddr {
    let mut addr = EndpointAddr::new(id);
    for text in texts.iter().filter(|text| text.len() <= ADDRESS_BYTES).take(ADDRESSES) {
        if let Ok(ip) = text.parse::<SocketAddr>() {
            if !ip.ip().is_unspecified() && !ip.ip().is_multicast() && ip.port() != 0 {
                addr = addr.with_ip_addr(ip);
            }
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
        let texts = ["10.0.0.3:4000", "https://relay.example./", "rubbish", "0.0.0.0:4", "[::1]:9"].map(String::from);
        assert_eq!(parse(id, &texts, &Reach::ThisNetwork).addrs.len(), 2);
        assert_eq!(parse(id, &texts, &Reach::Anywhere { relay: None }).addrs.len(), 3);
    }

    #[test]
    fn loopback_is_named_last() {
        let addr = EndpointAddr::new(SecretKey::from_bytes(&[7; 32]).public())
            .with_ip_addr(([127, 0, 0, 1], 5).into())
            .with_ip_addr(([192, 168, 1, 4], 5).into());
        assert_eq!(super::texts(&addr), ["192.168.1.4:5", "127.0.0.1:5"]);
    }
}
