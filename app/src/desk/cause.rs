//! Why somebody’s computer isn’t reached.

use serde::{Deserialize, Serialize};

/// One likely cause; there is one thing to do about each.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug, Serialize, Deserialize)]
pub enum Cause {
    /// This computer is on no network.
    NoNetwork,
    /// The relay answers, and doesn’t serve this computer.
    RelayDenies,
    /// No relay of that name is known here.
    RelayName,
    /// The relay doesn’t answer.
    RelaySilent,
    /// Whoever answers as the relay can’t prove to be it.
    RelayNotProven,
    /// The clock of this computer is wrong, or the relay’s certificate is old.
    Clock,
    /// The proxy lets nothing through.
    ProxyDenies,
    /// The proxy doesn’t answer.
    ProxySilent,
    /// The proxy is of a kind that isn’t supported.
    ProxyKind,
    /// A page that wants somebody to sign in answers for the relay.
    SignIn,
    /// Their computer answers and takes no connection from this one.
    Refused,
    /// Their computer answers, and no invitation is open there.
    Used,
    /// Another computer answers there.
    Another,
    /// They are reached through a relay, and this computer is set to this network only.
    OnlyByRelay,
    /// They were on another network when they were last met.
    Elsewhere,
    /// Their computer is asleep, or the program closed.
    Closed,
    /// It isn’t known where their computer is now.
    Lost,
    /// A firewall, or a network that keeps its computers apart.
    Blocked,
}
