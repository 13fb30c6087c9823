//! The relay: whether it may be asked, and how it stands.

use super::{Reach, proxy::Proxy, reach, trust};
use iroh::{Endpoint, RelayConfig, RelayMap, RelayMode, RelayUrl};
use reqwest::{Client, StatusCode, redirect::Policy};
use rustls::CertificateError;
use serde::{Deserialize, Serialize};
use sideways_core::snapshot::Relay;
use std::{sync::Arc, time::Duration};

/// How long looking for it by ourselves may take.
const LOOK: Duration = Duration::from_secs(5);

/// How the relay stands, as far as this computer can tell.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default, Serialize, Deserialize)]
pub enum RelayState {
    /// None is asked.
    #[default]
    None,
    /// It is being asked.
    Asked,
    /// It serves this computer.
    Serves,
    /// It answers, and doesn't serve this computer.
    Denies,
    /// No server of that name is known here.
    NoName,
    /// Nobody answers.
    Silent,
    /// Whoever answers can't prove to be the one that was named.
    NotProven,
    /// Its certificate isn't valid at the time that this computer's clock shows.
    Clock,
    /// The proxy doesn't let this computer through.
    ProxyDenies,
    /// The proxy doesn't answer.
    ProxySilent,
    /// A proxy is named that can't be used, and without it the relay isn't reached.
    ProxyKind,
    /// Something else than a relay answers, like a page that wants somebody to sign in.
    Another,
}

impl RelayState {
    /// Whether it won't serve unless somebody does something.
    #[must_use]
    pub fn is_trouble(self) -> bool {
        !matches!(self, Self::None | Self::Asked | Self::Serves)
    }
}

/// Why a relay can't be used as it was named, in one sentence.
#[derive(Clone, Copy, PartialEq, Eq, Debug, thiserror::Error)]
pub enum RelayError {
    /// No address.
    #[error("that isn’t a relay’s address; it looks like https://relay.example.com")]
    NotAnAddress,
    /// A token, and no TLS.
    #[error("a relay with a token is asked over https, since others could read that on the way otherwise")]
    NotSecure,
    /// The token holds what no header can.
    #[error("a token is one line of plain letters, digits and signs")]
    Token,
    /// The certificates can't be read.
    #[error("there is no certificate in that file that can be read; it begins with -----BEGIN CERTIFICATE-----")]
    Certificates,
}

/// Whether a relay can be used as it was named. Nobody is asked.
pub fn check_relay(relay: &Relay) -> Result<(), RelayError> {
    let url: RelayUrl = relay.url.parse().map_err(|_| RelayError::NotAnAddress)?;
    if !reach::is_asked(&url) {
        return Err(RelayError::NotAnAddress);
    }
    if relay.token.is_some() && !reach::is_secret(&url) {
        return Err(RelayError::NotSecure);
    }
    if !url.username().is_empty() || url.password().is_some() || url.query().is_some() {
        return Err(RelayError::NotAnAddress);
    }
    if relay.token.as_ref().is_some_and(|token| token.is_empty() || !token.bytes().all(|byte| byte.is_ascii_graphic()))
    {
        return Err(RelayError::Token);
    }
    if relay.ca.as_ref().is_some_and(|pem| trust::certificates(pem).is_none()) {
        return Err(RelayError::Certificates);
    }
    Ok(())
}

/// The host that is asked first within this reach; a proxy is chosen by it.
#[must_use]
pub fn relay_host(reach: &Reach) -> Option<String> {
    first(reach)?.url.host_str().map(str::to_owned)
}

/// The relays within this reach.
pub(super) fn mode(reach: &Reach) -> Result<RelayMode, String> {
    match reach {
        Reach::ThisNetwork => Ok(RelayMode::Disabled),
        Reach::Anywhere { relay: None } => Ok(RelayMode::Default),
        Reach::Anywhere { relay: Some(relay) } => {
            check_relay(relay).map_err(|error| error.to_string())?;
            let url: RelayUrl = relay.url.parse().map_err(|_| RelayError::NotAnAddress.to_string())?;
            // What speaks no TLS has no QUIC to learn one’s own address by, and isn’t waited for.
            let map = match url.scheme() {
                "http" => RelayMap::from(RelayConfig::new(url, None)),
                _ => RelayMap::from(url),
            };
            Ok(RelayMode::Custom(match &relay.token {
                Some(token) => map.with_auth_token(token.clone()),
                None => map,
            }))
        }
    }
}

/// The relay that is looked at when none serves.
pub(super) fn first(reach: &Reach) -> Option<Arc<RelayConfig>> {
    mode(reach).ok()?.relay_map().relays::<Vec<_>>().into_iter().next()
}

/// Looks whether the relay answers: iroh says nothing of a relay that it never reached.
pub(super) async fn look(endpoint: &Endpoint, url: &RelayUrl, proxy: Option<&Proxy>) -> RelayState {
    let client = Client::builder().tls_backend_preconfigured(endpoint.tls_config().clone());
    let client = client.redirect(Policy::none()).referer(false).timeout(LOOK).no_proxy();
    let client = match proxy.map(|proxy| reqwest::Proxy::all(proxy.url().clone())) {
        Some(Ok(proxy)) => client.proxy(proxy),
        _ => client,
    };
    let (Ok(client), Ok(ping)) = (client.build(), url.join("/ping")) else { return RelayState::Silent };
    match client.get(ping).send().await {
        Ok(answer) if answer.status().is_success() => RelayState::Asked,
        Ok(answer) if answer.status() == StatusCode::PROXY_AUTHENTICATION_REQUIRED => RelayState::ProxyDenies,
        Ok(_) => RelayState::Another,
        Err(error) => why(&error, proxy.is_some()),
    }
}

fn why(error: &reqwest::Error, through_proxy: bool) -> RelayState {
    if let Some(rustls::Error::InvalidCertificate(why)) = trust::tls_error(error) {
        return match why {
            CertificateError::Expired
            | CertificateError::ExpiredContext { .. }
            | CertificateError::NotValidYet
            | CertificateError::NotValidYetContext { .. } => RelayState::Clock,
            _ => RelayState::NotProven,
        };
    }
    // What went wrong on the way is known by its words only.
    let mut said = String::new();
    let mut next: Option<&dyn std::error::Error> = Some(error);
    for _ in 0..16 {
        let Some(error) = next else { break };
        said.push_str(&error.to_string().to_lowercase());
        said.push('\n');
        next = error.source();
    }
    if said.contains("proxy auth") || said.contains("tunnel error: unsuccessful") {
        return RelayState::ProxyDenies;
    }
    match (through_proxy, said.contains("dns error")) {
        (true, _) => RelayState::ProxySilent,
        (false, true) => RelayState::NoName,
        (false, false) => RelayState::Silent,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_relay_is_asked_over_tls_and_with_what_can_be_sent() {
        let of = |url: &str| Relay { url: url.into(), token: None, ca: None };
        for (url, is) in [
            ("https://relay.example.com", Ok(())),
            ("https://relay.example.com:8443/", Ok(())),
            ("http://127.0.0.1:3340", Ok(())),
            ("http://[::1]:3340", Ok(())),
            ("http://localhost:3340", Ok(())),
            ("http://relay.example.com", Ok(())),
            ("http://10.0.0.2:3340", Ok(())),
            ("relay.example.com", Err(RelayError::NotAnAddress)),
            ("ftp://relay.example.com", Err(RelayError::NotAnAddress)),
            ("https://me:secret@relay.example.com", Err(RelayError::NotAnAddress)),
            ("https://relay.example.com/?token=a", Err(RelayError::NotAnAddress)),
            ("https://", Err(RelayError::NotAnAddress)),
            ("", Err(RelayError::NotAnAddress)),
        ] {
            assert_eq!(check_relay(&of(url)), is, "{url}");
        }
        let token = |token: &str| Relay { token: Some(token.into()), ..of("https://relay.example.com") };
        assert_eq!(check_relay(&token("abc.DEF-1")), Ok(()));
        for (url, is) in [
            ("http://relay.example.com", Err(RelayError::NotSecure)),
            ("http://10.0.0.2", Err(RelayError::NotSecure)),
            ("http://127.0.0.1:3340", Ok(())),
            ("http://[::1]:3340", Ok(())),
        ] {
            assert_eq!(check_relay(&Relay { token: Some("abc".into()), ..of(url) }), is, "{url}");
        }
        for wrong in ["", "a b", "a\r\nHost: b", "ü"] {
            assert_eq!(check_relay(&token(wrong)), Err(RelayError::Token), "{wrong:?}");
        }
        let ca = |ca: &str| Relay { ca: Some(ca.into()), ..of("https://relay.example.com") };
        for wrong in ["", "rubbish", "-----BEGIN CERTIFICATE-----\n!\n-----END CERTIFICATE-----\n"] {
            assert_eq!(check_relay(&ca(wrong)), Err(RelayError::Certificates), "{wrong:?}");
        }
    }
}
