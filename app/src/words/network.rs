//! What each setting of the network means, and who learns what by it.

use crate::desk::RelayState;
use sideways_core::snapshot::{NetworkSetting, Relay};

/// Others see on the way what only whoever runs the relay sees otherwise.
const IN_THE_CLEAR: &str = " It is asked without TLS, so others on the way see that as well.";

/// What a setting means, and who learns what.
#[must_use]
pub fn meaning(setting: NetworkSetting, relay: Option<&Relay>) -> String {
    match (setting, relay) {
        (NetworkSetting::Off, _) => "Nothing is sent or received.".to_owned(),
        (NetworkSetting::ThisNetwork, _) => "Directly between computers on this network. No server is asked; others on this network can see that Sideways runs here.".to_owned(),
        (NetworkSetting::Anywhere, None) => "Also through the public relays and lookup servers of n0, who make the network library. They learn that two devices connect, from where, when, and how much, never what; they come without a promise.".to_owned(),
        (NetworkSetting::Anywhere, Some(relay)) => format!("Also through the relay {}. Whoever runs it learns that two devices connect, from where, when, and how much, never what. No lookup server and no other relay of this computer’s own is asked.{}", relay.url, if relay.url.starts_with("http://") { IN_THE_CLEAR } else { "" }),
    }
}

/// How the relay stands; nothing where none is asked.
#[must_use]
pub fn relay_stands(state: RelayState) -> Option<String> {
    let cause = match state {
        RelayState::None => return None,
        RelayState::Asked => return Some("The relay is being asked.".to_owned()),
        RelayState::Serves => return Some("The relay serves this computer.".to_owned()),
        RelayState::Denies => crate::desk::Cause::RelayDenies,
        RelayState::NoName => crate::desk::Cause::RelayName,
        RelayState::Silent => crate::desk::Cause::RelaySilent,
        RelayState::NotProven => crate::desk::Cause::RelayNotProven,
        RelayState::Clock => crate::desk::Cause::Clock,
        RelayState::ProxyDenies => crate::desk::Cause::ProxyDenies,
        RelayState::ProxySilent => crate::desk::Cause::ProxySilent,
        RelayState::ProxyKind => crate::desk::Cause::ProxyKind,
        RelayState::Another => crate::desk::Cause::SignIn,
    };
    Some(super::cause_line(cause, ""))
}

/// What an invitation lacks that was made while the relay didn’t serve; nothing where it lacks nothing.
#[must_use]
pub fn invitation_lacks(setting: NetworkSetting, relay: Option<&Relay>, state: RelayState) -> Option<String> {
    if setting != NetworkSetting::Anywhere || state == RelayState::Serves {
        return None;
    }
    let until = if relay.is_some() {
        "It works on this network only; once the relay serves this computer, make a new one."
    } else {
        "It works on this network, and elsewhere once this computer is on the internet."
    };
    let why = relay_stands(state).map(|says| format!("{says} ")).unwrap_or_default();
    Some(format!("{why}{until}"))
}
