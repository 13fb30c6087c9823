//! When to try whom again.

use super::clock::jitter;
use sideways_core::{
    id::{DeviceId, PeerId},
    limits::ADDRESSES,
};
use sideways_sync::net::DialError;
use std::{
    collections::BTreeMap,
    time::{Duration, Instant},
};

/// The first pause, doubled each time.
const FIRST: Duration = Duration::from_secs(1);
/// The longest pause.
const LONGEST: Duration = Duration::from_secs(60);
/// The longest pause while somebody waits for the outcome.
const WAITED_FOR: Duration = Duration::from_secs(2);
/// A connection that lived so long was a good one: after it, trying begins anew.
const GOOD: Duration = Duration::from_secs(10);

/// Whether somebody waits for these connections.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Haste {
    Yes,
    No,
}

/// Whose a device is.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub(super) enum Whose {
    /// A colleague's.
    Peer(PeerId),
    /// Another one of mine.
    Mine,
}

/// A device that may connect.
#[derive(Clone, Debug)]
pub(super) struct Known {
    pub(super) device: DeviceId,
    pub(super) whose: Whose,
    pub(super) addresses: Vec<String>,
}

/// A device to be connected with.
struct Target {
    whose: Whose,
    addresses: Vec<String>,
    state: Attempt,
    failed: u32,
    /// Since when it is looked for in vain.
    since: Instant,
    /// What came of the last try.
    why: Option<DialError>,
}

enum Attempt {
    /// Not connected; tried again then.
    Waits(Instant),
    Dialling,
    Connected(Instant),
}

/// Every known device, and how trying it stands.
#[derive(Default)]
pub(super) struct Dialer {
    targets: BTreeMap<DeviceId, Target>,
}

/// How a device stands, for the view.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub(super) enum Standing {
    Away,
    Looking,
    Connected,
}

impl Dialer {
    /// These are the devices now. New ones are tried at once.
    pub(super) fn know(&mut self, devices: Vec<Known>, now: Instant) {
        let mut before = std::mem::take(&mut self.targets);
        for known in devices {
            let target = match before.remove(&known.device) {
                Some(mut target) => {
                    target.add(&known.addresses, Newest::Last);
                    target
                }
                None => {
                    let Known { whose, addresses, .. } = known;
                    Target { whose, addresses, state: Attempt::Waits(now), failed: 0, since: now, why: None }
                }
            };
            self.targets.insert(known.device, target);
        }
    }

    /// Forgets what was tried; all are tried at once when it is online again.
    pub(super) fn restart(&mut self, now: Instant) {
        for target in self.targets.values_mut() {
            (target.state, target.failed) = (Attempt::Waits(now), 0);
            (target.since, target.why) = (now, None);
        }
    }

    /// Tries at once whoever isn't connected.
    pub(super) fn hurry(&mut self, now: Instant) {
        for target in self.targets.values_mut() {
            if let Attempt::Waits(_) = target.state {
                (target.state, target.failed) = (Attempt::Waits(now), 0);
            }
        }
    }

    /// The same, also whoever is being dialled: what was begun before the way was open waits longer and longer.
    pub(super) fn afresh(&mut self, now: Instant) {
        for target in self.targets.values_mut() {
            if !matches!(target.state, Attempt::Connected(_)) {
                (target.state, target.failed) = (Attempt::Waits(now), 0);
            }
        }
    }

    /// Whom to dial now; they count as being dialled.
    pub(super) fn due(&mut self, now: Instant) -> Vec<Known> {
        let waiting = self.targets.iter_mut().filter(|(_, target)| target.is_due(now));
        waiting
            .map(|(device, target)| {
                target.state = Attempt::Dialling;
                Known { device: *device, whose: target.whose, addresses: target.addresses.clone() }
            })
            .collect()
    }

    /// When somebody is due next.
    pub(super) fn next(&self) -> Option<Instant> {
        let waits = |target: &Target| match target.state {
            Attempt::Waits(at) => Some(at),
            Attempt::Dialling | Attempt::Connected(_) => None,
        };
        self.targets.values().filter_map(waits).min()
    }

    /// It wasn't reached.
    pub(super) fn failed(&mut self, device: &DeviceId, why: DialError, haste: Haste, now: Instant) {
        if let Some(target) = self.targets.get_mut(device)
            && let Attempt::Dialling = target.state
        {
            target.why = Some(why);
            target.pause(haste, now);
        }
    }

    /// It was found on this network.
    pub(super) fn found(&mut self, device: &DeviceId, addresses: &[String], now: Instant) {
        if let Some(target) = self.targets.get_mut(device) {
            // Whoever is being dialled elsewhere is dialled there as well.
            let is_new = target.add(addresses, Newest::First);
            if matches!(target.state, Attempt::Waits(_)) || is_new && matches!(target.state, Attempt::Dialling) {
                target.state = Attempt::Waits(now);
            }
        }
    }

    /// It says itself that it is there.
    pub(super) fn learned(&mut self, device: &DeviceId, addresses: &[String]) {
        if let Some(target) = self.targets.get_mut(device) {
            target.add(addresses, Newest::First);
        }
    }

    /// Where it may be.
    pub(super) fn addresses(&self, device: &DeviceId) -> Option<&[String]> {
        self.targets.get(device).map(|target| target.addresses.as_slice())
    }

    /// A connection with it is open. Gives what to remember, if that is new.
    pub(super) fn connected(&mut self, device: &DeviceId, addresses: &[String], now: Instant) -> Option<Vec<String>> {
        let target = self.targets.get_mut(device)?;
        target.state = Attempt::Connected(now);
        target.why = None;
        target.add(addresses, Newest::First).then(|| target.addresses.clone())
    }

    /// Its only connection ended.
    pub(super) fn closed(&mut self, device: &DeviceId, haste: Haste, now: Instant) {
        if let Some(target) = self.targets.get_mut(device) {
            if let Attempt::Connected(since) = target.state
                && now.duration_since(since) >= GOOD
            {
                target.failed = 0;
            }
            target.since = now;
            target.pause(haste, now);
        }
    }

    /// It closed the last connection before a word, since it doesn't accept this computer.
    pub(super) fn refused(&mut self, device: &DeviceId) {
        if let Some(target) = self.targets.get_mut(device) {
            target.why = Some(DialError::Refused);
        }
    }

    /// How each device stands.
    pub(super) fn standings(&self) -> impl Iterator<Item = (DeviceId, Whose, Standing)> + '_ {
        self.targets.iter().map(|(device, target)| {
            let standing = match target.state {
                Attempt::Connected(_) => Standing::Connected,
                Attempt::Dialling => Standing::Looking,
                Attempt::Waits(_) if target.failed == 0 => Standing::Looking,
                Attempt::Waits(_) => Standing::Away,
            };
            (*device, target.whose, standing)
        })
    }

    /// Colleagues’ devices that are looked for in vain: whose, since when, where, and what came of the last try.
    pub(super) fn sought(&self) -> impl Iterator<Item = (PeerId, Instant, &[String], Option<DialError>)> + '_ {
        let away = self.targets.values().filter(|target| !matches!(target.state, Attempt::Connected(_)));
        away.filter_map(|target| match target.whose {
            Whose::Peer(peer) => Some((peer, target.since, target.addresses.as_slice(), target.why)),
            Whose::Mine => None,
        })
    }

    /// Every known device, and whose it is.
    pub(super) fn devices(&self) -> impl Iterator<Item = (DeviceId, Whose)> + '_ {
        self.targets.iter().map(|(device, target)| (*device, target.whose))
    }
}

/// Where addresses that are new go.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Newest {
    First,
    Last,
}

impl Target {
    fn is_due(&self, now: Instant) -> bool {
        matches!(self.state, Attempt::Waits(at) if at <= now)
    }

    fn pause(&mut self, haste: Haste, now: Instant) {
        let doubled = FIRST.saturating_mul(1 << self.failed.min(6));
        let pause = doubled.min(if haste == Haste::Yes { WAITED_FOR } else { LONGEST });
        self.failed = self.failed.saturating_add(1);
        self.state = Attempt::Waits(now + pause / 2 + jitter(pause / 2));
    }

    /// Whether the list of addresses is another now.
    fn add(&mut self, addresses: &[String], newest: Newest) -> bool {
        let before = self.addresses.clone();
        let (first, last) = match newest {
            Newest::First => (addresses, before.as_slice()),
            Newest::Last => (before.as_slice(), addresses),
        };
        let mut all: Vec<String> = Vec::new();
        for address in first.iter().chain(last) {
            if !all.contains(address) && all.len() < ADDRESSES {
                all.push(address.clone());
            }
        }
        self.addresses = all;
        self.addresses != before
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn known() -> Known {
        Known { device: DeviceId([1; 32]), whose: Whose::Peer(PeerId([2; 16])), addresses: vec!["10.0.0.1:1".into()] }
    }

    #[test]
    fn pauses_grow_to_a_minute_and_a_good_connection_begins_anew() {
        let (mut dialer, start) = (Dialer::default(), Instant::now());
        dialer.know(vec![known()], start);
        let mut longest = Duration::ZERO;
        for _ in 0..12 {
            let at = dialer.next().unwrap();
            assert_eq!(dialer.due(at).len(), 1);
            assert_eq!(dialer.next(), None);
            dialer.failed(&known().device, DialError::Silent, Haste::No, at);
            longest = dialer.next().unwrap() - at;
        }
        assert!(longest >= LONGEST / 2 && longest <= LONGEST);
        let at = start + Duration::from_secs(10_000);
        dialer.connected(&known().device, &[], at);
        dialer.closed(&known().device, Haste::No, at + GOOD);
        assert!(dialer.next().unwrap() <= at + GOOD + FIRST);
    }

    #[test]
    fn connected_devices_are_left_alone_and_new_addresses_come_first() {
        let (mut dialer, now) = (Dialer::default(), Instant::now());
        dialer.know(vec![known()], now);
        let remember = dialer.connected(&known().device, &["10.0.0.2:1".into()], now);
        assert_eq!(remember.unwrap(), ["10.0.0.2:1", "10.0.0.1:1"]);
        assert_eq!(dialer.connected(&known().device, &["10.0.0.2:1".into()], now), None);
        dialer.found(&known().device, &[], now);
        assert!(dialer.due(now).is_empty());
    }
}
