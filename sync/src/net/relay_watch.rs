//! Keeps an eye on the relay: says how it stands, and is back with it soon after it is back.
//!
//! By itself iroh asks again for a relay that it never reached only every half minute, and waits up to sixteen seconds
//! for one that went away (read in its source). So while none serves, this looks for it; when it answers, iroh is made
//! to look as well, and where that changes nothing and nobody is connected, the endpoint is made anew.

use super::{
    Reach,
    event::NetEvent,
    proxy::Proxy,
    relay::{self, RelayState},
    shared::Shared,
};
use iroh::{Endpoint, Watcher, endpoint::RelayStatus};
use std::time::{Duration, Instant};
use tokio::{
    sync::mpsc::Sender,
    time::{sleep, timeout},
};

/// How long iroh may take by itself before anything is looked at.
const BY_ITSELF: Duration = Duration::from_secs(4);
/// The same when it was connected a moment ago.
const LOST: Duration = Duration::from_secs(1);
/// How often it is looked for.
const AGAIN: Duration = Duration::from_secs(2);
/// The same when it answered just now.
const ANSWERED: Duration = Duration::from_secs(1);
/// The same when it has been away for long.
const SELDOM: Duration = Duration::from_secs(5);
/// From here on that is long.
const LONG: Duration = Duration::from_secs(120);
/// Nothing has to be looked at.
const NEVER: Duration = Duration::from_secs(3600);

/// The endpoint has to be made anew, so that the relay is asked at once.
pub(super) struct Stuck;

/// Goes on until the endpoint is closed.
pub(super) async fn run(endpoint: Endpoint, reach: Reach, proxy: Option<Proxy>, shared: Shared, stuck: Sender<Stuck>) {
    let Some(config) = relay::first(&reach) else { return };
    let mut watched = endpoint.home_relay_status();
    let (mut said, mut found) = (RelayState::None, RelayState::Asked);
    let (mut away_since, mut in_vain) = (Instant::now(), 0);
    let mut look_at = away_since + BY_ITSELF;
    loop {
        let statuses = watched.get();
        let now = match told(&statuses) {
            Some(now) => now,
            None => {
                if said == RelayState::Serves {
                    (away_since, found) = (Instant::now(), RelayState::Asked);
                    look_at = away_since + LOST;
                } else if Instant::now() >= look_at {
                    found = relay::look(&endpoint, &config.url, proxy.as_ref()).await;
                    in_vain = if found == RelayState::Asked { in_vain + 1 } else { 0 };
                    // Where iroh knows its relay already, it only waits too long; else it looks for one first.
                    let patience = if statuses.is_empty() { 3 } else { 2 };
                    if in_vain >= patience {
                        in_vain = 0;
                        // One that is waiting is enough.
                        let _ = stuck.try_send(Stuck);
                    } else if in_vain > 0 {
                        // Naming it once more makes iroh look at its relays anew.
                        endpoint.insert_relay(config.url.clone(), config.clone()).await;
                    }
                    look_at = Instant::now() + if in_vain > 0 { ANSWERED } else { pause(away_since) };
                }
                // What iroh heard meanwhile is newer.
                told(&watched.get()).unwrap_or(found)
            }
        };
        if now == RelayState::Serves {
            in_vain = 0;
        }
        if now != said {
            said = now;
            shared.sink.put(NetEvent::Relay(said)).await;
        }
        let pause = match now {
            RelayState::Serves | RelayState::Denies => NEVER,
            _ => look_at.saturating_duration_since(Instant::now()),
        };
        match timeout(pause, watched.updated()).await {
            // Its states follow each other closely while it connects.
            Ok(Ok(_)) => sleep(Duration::from_millis(20)).await,
            Ok(Err(_)) => return,
            Err(_) => {}
        }
    }
}

fn pause(away_since: Instant) -> Duration {
    if away_since.elapsed() > LONG { SELDOM } else { AGAIN }
}

/// What iroh itself knows; nothing while it only tries.
fn told(statuses: &[RelayStatus]) -> Option<RelayState> {
    if statuses.iter().any(RelayStatus::is_connected) {
        Some(RelayState::Serves)
    } else if statuses.iter().any(|status| status.auth_denied_reason().is_some()) {
        Some(RelayState::Denies)
    } else {
        None
    }
}
