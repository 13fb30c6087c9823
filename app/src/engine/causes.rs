//! Why somebody isn’t reached, told by what is known here. A pure function, so that every cause can be tried.

use crate::desk::{Cause, Online};
use sideways_core::snapshot::NetworkSetting;
use sideways_sync::net::{DialError, RelayState, is_relay};
use std::net::{IpAddr, SocketAddr};

/// Causes that are told at once; more would be a list to work off.
const MOST: usize = 4;

/// What this computer knows of its own way out.
pub(super) struct Mine<'a> {
    pub(super) setting: NetworkSetting,
    /// The relay is one’s own, so that no lookup server knows where anybody is.
    pub(super) own_relay: bool,
    pub(super) relay: RelayState,
    pub(super) online: &'a Online,
    /// Kept to one address on purpose.
    pub(super) bound: bool,
    /// Nobody is found here by multicast.
    pub(super) unheard: bool,
}

/// What it knows of theirs.
pub(super) struct Theirs<'a> {
    pub(super) addresses: &'a [String],
    /// What came of the last try, where one has ended.
    pub(super) why: Option<DialError>,
    /// By this computer’s clock the invitation has run out.
    pub(super) ran_out: bool,
}

/// The likely causes, the likeliest first.
pub(super) fn causes(mine: &Mine<'_>, theirs: &Theirs<'_>) -> Vec<Cause> {
    let here = match mine.online {
        Online::Yes(addresses) => sockets(addresses),
        Online::No | Online::Failed(_) => return Vec::new(),
    };
    if !mine.bound && here.iter().all(IpAddr::is_loopback) && mine.relay != RelayState::Serves {
        return vec![Cause::NoNetwork];
    }
    match theirs.why {
        Some(DialError::Refused) => return vec![Cause::Refused],
        Some(DialError::NotServed) => return vec![Cause::Used],
        Some(DialError::Other | DialError::Own) => return vec![Cause::Another],
        Some(DialError::Silent | DialError::Nowhere) | None => {}
    }
    let there = sockets(theirs.addresses);
    let by_relay = theirs.addresses.iter().any(|address| is_relay(address));
    let near = there.iter().any(|there| here.iter().any(|here| is_near(*here, *there)));
    let mut all = Vec::new();
    if theirs.ran_out {
        all.push(Cause::Used);
    }
    if mine.setting == NetworkSetting::Anywhere {
        all.extend(of_relay(mine));
        if mine.own_relay && !by_relay {
            all.push(Cause::Lost);
        }
        all.push(Cause::Closed);
        if mine.relay.is_trouble() {
            all.push(Cause::Blocked);
        }
    } else {
        if by_relay && !near {
            all.push(Cause::OnlyByRelay);
        } else if !near && !there.is_empty() {
            all.push(Cause::Elsewhere);
        }
        if there.is_empty() || mine.unheard {
            all.push(Cause::Lost);
        }
        all.extend([Cause::Closed, Cause::Blocked, Cause::Lost]);
    }
    let mut told = Vec::new();
    for cause in all {
        if !told.contains(&cause) && told.len() < MOST {
            told.push(cause);
        }
    }
    told
}

/// What keeps the relay from serving, when something does.
pub(super) fn of_relay(mine: &Mine<'_>) -> Option<Cause> {
    Some(match mine.relay {
        RelayState::None | RelayState::Asked | RelayState::Serves => return None,
        RelayState::Denies => Cause::RelayDenies,
        RelayState::NoName => Cause::RelayName,
        RelayState::Silent => Cause::RelaySilent,
        RelayState::NotProven => Cause::RelayNotProven,
        RelayState::Clock => Cause::Clock,
        RelayState::ProxyDenies => Cause::ProxyDenies,
        RelayState::ProxySilent => Cause::ProxySilent,
        RelayState::ProxyKind => Cause::ProxyKind,
        RelayState::Another => Cause::SignIn,
    })
}

/// Whether a cause is certain enough to be said before ten seconds are over.
pub(super) fn is_certain(cause: Cause) -> bool {
    !matches!(cause, Cause::OnlyByRelay | Cause::Elsewhere | Cause::Closed | Cause::Lost | Cause::Blocked)
}

fn sockets(addresses: &[String]) -> Vec<IpAddr> {
    addresses.iter().filter_map(|address| address.parse::<SocketAddr>().ok()).map(|socket| socket.ip()).collect()
}

/// Whether both may be on one network. How large that is isn’t known of theirs, so it is taken for a large one.
fn is_near(here: IpAddr, there: IpAddr) -> bool {
    match (here, there) {
        (IpAddr::V4(here), IpAddr::V4(there)) => here.octets().first_chunk::<2>() == there.octets().first_chunk::<2>(),
        (IpAddr::V6(here), IpAddr::V6(there)) => {
            here.segments().first_chunk::<3>() == there.segments().first_chunk::<3>()
        }
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const NEAR: &str = "192.168.1.7:5";
    const FAR: &str = "10.1.1.1:5";
    const RELAY: &str = "https://relay.example/";

    #[test]
    fn each_cause_comes_first_where_it_is_the_likeliest() {
        let yes = |addresses: &[&str]| Online::Yes(addresses.iter().map(|it| (*it).to_owned()).collect());
        let (home, nowhere) = (yes(&["192.168.1.4:9", "127.0.0.1:9"]), yes(&["127.0.0.1:9"]));
        let mine = || Mine {
            setting: NetworkSetting::ThisNetwork,
            own_relay: false,
            relay: RelayState::None,
            online: &home,
            bound: false,
            unheard: false,
        };
        let anywhere = |relay| Mine { setting: NetworkSetting::Anywhere, own_relay: true, relay, ..mine() };
        type Row<'a> = (Mine<'a>, &'a [&'a str], Option<DialError>, &'a [Cause]);
        let rows: Vec<Row<'_>> = vec![
            (Mine { online: &nowhere, ..mine() }, &[NEAR], None, &[Cause::NoNetwork]),
            (Mine { online: &nowhere, bound: true, ..mine() }, &["127.0.0.1:5"], None, &[Cause::Closed]),
            (mine(), &[NEAR], Some(DialError::Refused), &[Cause::Refused]),
            (mine(), &[NEAR], Some(DialError::NotServed), &[Cause::Used]),
            (mine(), &[NEAR], Some(DialError::Other), &[Cause::Another]),
            (mine(), &[NEAR], Some(DialError::Silent), &[Cause::Closed, Cause::Blocked, Cause::Lost]),
            (mine(), &[FAR], None, &[Cause::Elsewhere, Cause::Closed]),
            (mine(), &[FAR, RELAY], None, &[Cause::OnlyByRelay, Cause::Closed]),
            (mine(), &[], Some(DialError::Nowhere), &[Cause::Lost, Cause::Closed]),
            (Mine { unheard: true, ..mine() }, &[NEAR], None, &[Cause::Lost, Cause::Closed]),
            (anywhere(RelayState::Serves), &[NEAR, RELAY], None, &[Cause::Closed]),
            (anywhere(RelayState::Serves), &[NEAR], None, &[Cause::Lost, Cause::Closed]),
            (anywhere(RelayState::Asked), &[RELAY], None, &[Cause::Closed]),
            (anywhere(RelayState::Denies), &[RELAY], None, &[Cause::RelayDenies, Cause::Closed, Cause::Blocked]),
            (anywhere(RelayState::NoName), &[RELAY], None, &[Cause::RelayName]),
            (anywhere(RelayState::Silent), &[RELAY], None, &[Cause::RelaySilent]),
            (anywhere(RelayState::NotProven), &[RELAY], None, &[Cause::RelayNotProven]),
            (anywhere(RelayState::Clock), &[RELAY], None, &[Cause::Clock]),
            (anywhere(RelayState::ProxyDenies), &[RELAY], None, &[Cause::ProxyDenies]),
            (anywhere(RelayState::ProxySilent), &[RELAY], None, &[Cause::ProxySilent]),
            (anywhere(RelayState::Another), &[RELAY], None, &[Cause::SignIn]),
            (anywhere(RelayState::ProxyKind), &[RELAY], None, &[Cause::ProxyKind]),
        ];
        for (mine, theirs, why, first) in rows {
            let addresses: Vec<String> = theirs.iter().map(|it| (*it).to_owned()).collect();
            let told = causes(&mine, &Theirs { addresses: &addresses, why, ran_out: false });
            assert!(told.starts_with(first), "{:?} {theirs:?} {why:?}: {told:?}", mine.relay);
            assert!(told.len() <= MOST);
        }
        let late = Theirs { addresses: &[], why: None, ran_out: true };
        assert_eq!(causes(&mine(), &late).first(), Some(&Cause::Used));
    }
}
