//! What a remote says that changes nothing: how much of it is too much, also over many connections.

use sideways_core::{id::DeviceId, snapshot::Moment};
use std::collections::BTreeMap;

/// Frames that change nothing, at most.
const MOST: u32 = 200;
/// One of them is forgotten in so long: twenty in a second, for ever, harm nobody.
const FORGOTTEN_MS: i64 = 50;
/// What a connection counts for: whoever connects again and again makes us greet again and again.
const CONNECTION: u32 = 10;
/// Devices remembered.
const DEVICES: usize = 1_024;

/// How much a device said that changed nothing, less what time has made of it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Noise {
    level: u32,
    at: Moment,
}

impl Noise {
    /// Nothing was said yet.
    #[must_use]
    pub fn none(now: Moment) -> Self {
        Self { level: 0, at: now }
    }

    /// Counts one more frame, and says whether it was one too many.
    pub(crate) fn is_too_much(&mut self, now: Moment) -> bool {
        self.add(1, now);
        self.level > MOST
    }

    fn add(&mut self, frames: u32, now: Moment) {
        self.pass(now);
        self.level = self.level.saturating_add(frames);
    }

    /// Time has passed. A clock that went back forgets nothing, and doesn't wait for the time it lost.
    fn pass(&mut self, now: Moment) {
        let passed = now.unix_ms.saturating_sub(self.at.unix_ms).max(0);
        let forgotten = passed / FORGOTTEN_MS;
        self.level = self.level.saturating_sub(u32::try_from(forgotten).unwrap_or(u32::MAX));
        // What is left over counts for the next frame.
        let counted = self.at.unix_ms.saturating_add(forgotten.saturating_mul(FORGOTTEN_MS));
        self.at = Moment { unix_ms: if self.level == 0 { now.unix_ms } else { counted.min(now.unix_ms) } };
    }
}

/// The noise of devices between their connections, so that connecting again doesn't begin a new count.
#[derive(Debug, Default)]
pub struct NoiseLimit {
    of: BTreeMap<DeviceId, Noise>,
}

impl NoiseLimit {
    /// Nobody said anything yet.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// This device connects: what its session begins with, or nothing where it has been too loud to be let in.
    pub fn connected(&mut self, device: &DeviceId, now: Moment) -> Option<Noise> {
        let mut noise = self.of.get(device).copied().unwrap_or(Noise::none(now));
        noise.pass(now);
        let is_let_in = noise.level <= MOST.saturating_sub(CONNECTION);
        if is_let_in {
            noise.add(CONNECTION, now);
        }
        self.keep(*device, noise, now);
        is_let_in.then_some(noise)
    }

    /// Its session ended so.
    pub fn closed(&mut self, device: DeviceId, noise: Noise, now: Moment) {
        self.keep(device, noise, now);
    }

    fn keep(&mut self, device: DeviceId, noise: Noise, now: Moment) {
        self.of.insert(device, noise);
        if self.of.len() > DEVICES {
            self.of.values_mut().for_each(|noise| noise.pass(now));
            self.of.retain(|_, noise| noise.level > 0);
        }
        while self.of.len() > DEVICES {
            let quietest = self.of.iter().min_by_key(|(_, noise)| noise.level).map(|(device, _)| *device);
            let Some(quietest) = quietest else { break };
            self.of.remove(&quietest);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const LOUD: DeviceId = DeviceId([1; 32]);

    fn at(unix_ms: i64) -> Moment {
        Moment { unix_ms }
    }

    #[test]
    fn twenty_a_second_are_heard_for_ever_and_a_burst_is_not() {
        let mut noise = Noise::none(at(0));
        assert!((0..10_000).all(|n| !noise.is_too_much(at(n * FORGOTTEN_MS))));
        let burst = (0..).take_while(|_| !noise.is_too_much(at(10_000 * FORGOTTEN_MS))).count();
        assert!(burst <= MOST as usize);
    }

    #[test]
    fn connecting_again_begins_no_new_count() {
        let mut limit = NoiseLimit::new();
        let mut frames = 0;
        let refused = (0..100).find(|n| {
            let Some(mut noise) = limit.connected(&LOUD, at(*n)) else { return true };
            frames += (0..50).take_while(|_| !noise.is_too_much(at(*n))).count();
            limit.closed(LOUD, noise, at(*n));
            false
        });
        assert!(refused.is_some_and(|n| n < 10), "{refused:?}");
        assert!(frames <= MOST as usize, "{frames}");
        assert!(limit.connected(&DeviceId([2; 32]), at(5)).is_some(), "somebody else");
        assert!(limit.connected(&LOUD, at(10_000)).is_some(), "time heals it");
    }

    #[test]
    fn connections_alone_are_noise_too() {
        let mut limit = NoiseLimit::new();
        let let_in = (0..1_000).filter(|_| limit.connected(&LOUD, at(0)).is_some()).count();
        assert_eq!(let_in, (MOST / CONNECTION) as usize);
    }

    #[test]
    fn a_clock_that_jumps_locks_nobody_out_for_long() {
        for jump in [-315_576_000_000_i64, 315_576_000_000, i64::MIN, i64::MAX] {
            let mut limit = NoiseLimit::new();
            while limit.connected(&LOUD, at(0)).is_some() {}
            limit.connected(&LOUD, at(jump));
            let later = jump.saturating_add(11_000);
            assert!(limit.connected(&LOUD, at(later)).is_some() || jump == i64::MAX, "{jump}");
        }
    }

    #[test]
    fn a_million_devices_take_a_bounded_place() {
        let mut limit = NoiseLimit::new();
        for n in 0..(DEVICES as u64 + 500) {
            let mut key = [0; 32];
            key[..8].copy_from_slice(&n.to_be_bytes());
            limit.connected(&DeviceId(key), at(0));
        }
        assert_eq!(limit.of.len(), DEVICES);
    }
}
