//! Why somebody’s computer isn’t reached, and what to do about it.

use crate::desk::Cause;

/// What is likely the case, and the one thing to do; about somebody called so. Neither has a full stop.
#[must_use]
pub fn cause(cause: Cause, name: &str) -> (String, String) {
    let (says, to_do) = match cause {
        Cause::NoNetwork => ("this computer is on no network", "connect it to one".to_owned()),
        Cause::RelayDenies => (
            "the relay doesn’t serve this computer",
            "name it once more with the token that it asks for, in Settings or with `sideways network set anywhere --relay-token TOKEN`".to_owned(),
        ),
        Cause::RelayName => (
            "no relay of that name is known on this network",
            "look at its address in Settings; without internet, meet on one network".to_owned(),
        ),
        Cause::RelaySilent => (
            "the relay doesn’t answer",
            "see whether this computer is on the internet; else ask whoever runs the relay".to_owned(),
        ),
        Cause::RelayNotProven => (
            "whoever answers as the relay can’t prove to be it",
            "where guests sign in with a browser, do that first; else name the certificate it is believed by, in Settings or with `sideways network set anywhere --relay-ca FILE`; if it was believed before, somebody may be in between".to_owned(),
        ),
        Cause::Clock => (
            "this computer’s clock is wrong, or the relay’s certificate has run out",
            "look at the date and time of this computer; if they are right, tell whoever runs the relay".to_owned(),
        ),
        Cause::ProxyDenies => (
            "the proxy lets nothing through to the relay",
            "set HTTPS_PROXY with a name and a password that it takes, like http://name:password@proxy:3128".to_owned(),
        ),
        Cause::ProxySilent => (
            "the proxy of this computer doesn’t answer, or doesn’t find the relay",
            "look at HTTPS_PROXY; NO_PROXY names what is asked without it".to_owned(),
        ),
        Cause::ProxyKind => (
            "the proxy of this computer is of a kind that isn’t supported (SOCKS, or a script that chooses one)",
            "set HTTPS_PROXY to an http:// proxy".to_owned(),
        ),
        Cause::SignIn => (
            "something else than the relay answers, like a page where guests sign in",
            "open a browser on this network and sign in".to_owned(),
        ),
        Cause::Refused => {
            return (
                format!("{name}’s computer answers, and takes no connection from this one: sharing may be stopped or unlinked there"),
                format!("ask {name}"),
            );
        }
        Cause::Used => {
            return (
                "the other computer has no open invitation now: it was used, taken back, or ran out".to_owned(),
                "ask for a new one".to_owned(),
            );
        }
        Cause::Another => (
            "another computer answers there, or one with a copy of this computer’s own folder",
            format!("ask {name} whether Sideways moved to another computer"),
        ),
        Cause::OnlyByRelay => {
            return (
                format!("{name}’s computer is reached through a relay, and this one is set to this network only"),
                "choose Anywhere, in Settings or with `sideways network set anywhere`; or meet on one network".to_owned(),
            );
        }
        Cause::Elsewhere => {
            return (
                format!("{name}’s computer was on another network when you last met"),
                "meet on one network, or choose Anywhere on both computers".to_owned(),
            );
        }
        Cause::Closed => {
            return (
                format!("{name}’s computer is asleep, or Sideways isn’t open on it"),
                format!("ask {name} to open Sideways"),
            );
        }
        Cause::Lost => {
            return (
                format!("it isn’t known where {name}’s computer is now"),
                format!("send each other your addresses, under “Not found?” or with `sideways share reach {name:?}`"),
            );
        }
        Cause::Blocked => (
            "something between you lets nothing through: a firewall on one of the computers, or a network that keeps guests apart",
            "allow Sideways in the firewall of both, or use another network".to_owned(),
        ),
    };
    (says.to_owned(), to_do)
}

/// One cause as a sentence with what to do.
#[must_use]
pub fn cause_line(of: Cause, name: &str) -> String {
    let (says, to_do) = cause(of, name);
    format!("{} {}", super::sentence(&says), super::sentence(&to_do))
}
