//! The proxy that a company's computers ask instead of the world, as environment variables name it.

use reqwest::Url;
use std::{fmt, net::IpAddr};

/// Where requests to relays and lookup servers go first. Its address may hold a password.
#[derive(Clone, PartialEq, Eq)]
pub struct Proxy(Url);

impl fmt::Debug for Proxy {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Proxy(…)")
    }
}

/// A proxy is named that can't be used, in one sentence.
#[derive(Clone, Copy, PartialEq, Eq, Debug, thiserror::Error)]
pub enum ProxyError {
    /// SOCKS, or something else.
    #[error("the proxy of this computer is of a kind that isn’t supported; only http:// and https:// ones are")]
    Kind,
    /// No address.
    #[error("the address of this computer’s proxy can’t be read")]
    Unreadable,
}

/// Variables that name one, the first that is set counts. A relay is asked over TLS, so `http_proxy` says nothing of it.
const NAMES: [&str; 4] = ["https_proxy", "HTTPS_PROXY", "all_proxy", "ALL_PROXY"];
const EXCEPT: [&str; 2] = ["no_proxy", "NO_PROXY"];

impl Proxy {
    /// The proxy for this host, by variables that `named` looks up. This computer itself is never asked through one.
    pub fn chosen(named: &dyn Fn(&str) -> Option<String>, host: &str) -> Result<Option<Self>, ProxyError> {
        let set = |names: &[&str]| names.iter().find_map(|name| named(name).filter(|value| !value.trim().is_empty()));
        let Some(text) = set(&NAMES) else { return Ok(None) };
        if is_here(host) || set(&EXCEPT).is_some_and(|except| is_excepted(&except, host)) {
            return Ok(None);
        }
        Self::parse(&text).map(Some)
    }

    /// From text; without a scheme it is an `http` one.
    pub fn parse(text: &str) -> Result<Self, ProxyError> {
        let text = text.trim();
        let whole = if text.contains("://") { text.to_owned() } else { format!("http://{text}") };
        let url = Url::parse(&whole).map_err(|_| ProxyError::Unreadable)?;
        match url.scheme() {
            "http" | "https" if url.host_str().is_some_and(|host| !host.is_empty()) => Ok(Self(url)),
            "http" | "https" => Err(ProxyError::Unreadable),
            _ => Err(ProxyError::Kind),
        }
    }

    pub(super) fn url(&self) -> &Url {
        &self.0
    }
}

fn is_here(host: &str) -> bool {
    let host = bare(host);
    host.eq_ignore_ascii_case("localhost") || host.parse().is_ok_and(|ip: IpAddr| ip.is_loopback())
}

fn bare(host: &str) -> &str {
    host.trim_start_matches('[').trim_end_matches(']').trim_end_matches('.')
}

/// Whether a list like `localhost,.example.com,10.0.0.0/8` names this host.
fn is_excepted(list: &str, host: &str) -> bool {
    let host = bare(host).to_ascii_lowercase();
    let address: Option<IpAddr> = host.parse().ok();
    list.split([',', ' ']).map(str::trim).filter(|entry| !entry.is_empty()).any(|entry| {
        let entry = entry.to_ascii_lowercase();
        if entry == "*" {
            return true;
        }
        if let Some(address) = address {
            return contains(&entry, address);
        }
        let entry = entry.rsplit_once(':').map_or(entry.as_str(), |(name, _)| name);
        let name = entry.trim_start_matches("*.").trim_matches('.');
        !name.is_empty() && (host == name || host.strip_suffix(name).is_some_and(|rest| rest.ends_with('.')))
    })
}

/// Whether an address, or a network like `10.0.0.0/8`, contains this address.
fn contains(entry: &str, address: IpAddr) -> bool {
    let (network, bits) = entry.split_once('/').map_or((entry, None), |(network, bits)| (network, Some(bits)));
    let Ok(network) = bare(network).parse::<IpAddr>() else { return false };
    let wide = |ip: IpAddr| match ip {
        IpAddr::V4(v4) => (u128::from(u32::from(v4)) << 96, 32),
        IpAddr::V6(v6) => (u128::from(v6), 128_u32),
    };
    let ((network_bits, most), (address_bits, of)) = (wide(network), wide(address));
    let Some(bits) = bits.map_or(Some(most), |bits| bits.parse().ok().filter(|bits| *bits <= most)) else {
        return false;
    };
    most == of && (bits == 0 || (network_bits ^ address_bits) >> (128 - bits) == 0)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn chosen(variables: &[(&str, &str)], host: &str) -> Result<Option<String>, ProxyError> {
        let named = |name: &str| variables.iter().find(|(of, _)| *of == name).map(|(_, value)| (*value).to_owned());
        Ok(Proxy::chosen(&named, host)?.map(|proxy| proxy.url().as_str().to_owned()))
    }

    #[test]
    fn the_proxy_is_the_one_that_curl_would_ask() {
        let relay = "relay.example.com";
        let proxy = Ok(Some("http://proxy.example:3128/".to_owned()));
        assert_eq!(chosen(&[], relay), Ok(None));
        assert_eq!(chosen(&[("HTTPS_PROXY", "http://proxy.example:3128")], relay), proxy);
        assert_eq!(chosen(&[("https_proxy", "proxy.example:3128"), ("HTTPS_PROXY", "http://b:1")], relay), proxy);
        assert_eq!(chosen(&[("ALL_PROXY", "proxy.example:3128")], relay), proxy);
        assert_eq!(chosen(&[("HTTPS_PROXY", " "), ("all_proxy", "proxy.example:3128")], relay), proxy);
        assert_eq!(chosen(&[("HTTP_PROXY", "http://proxy.example:3128")], relay), Ok(None));
        assert_eq!(chosen(&[("HTTPS_PROXY", "http://proxy.example:3128")], "127.0.0.1"), Ok(None));
        assert_eq!(chosen(&[("HTTPS_PROXY", "http://proxy.example:3128")], "localhost"), Ok(None));
        assert_eq!(chosen(&[("HTTPS_PROXY", "http://proxy.example:3128")], "[::1]"), Ok(None));
        for wrong in ["socks5://proxy.example:1080", "socks5h://p", "ftp://p"] {
            assert_eq!(chosen(&[("ALL_PROXY", wrong)], relay), Err(ProxyError::Kind), "{wrong}");
        }
        for wrong in ["http://", "http://[", "//"] {
            assert_eq!(chosen(&[("ALL_PROXY", wrong)], relay), Err(ProxyError::Unreadable), "{wrong}");
        }
        assert!(!format!("{:?}", Proxy::parse("http://me:canary@p:1").unwrap()).contains("canary"));
    }

    #[test]
    fn a_host_is_excepted_by_its_name_its_domain_or_its_network() {
        for (list, host, is) in [
            ("relay.example.com", "relay.example.com", true),
            ("example.com", "relay.example.com", true),
            (".example.com", "relay.example.com", true),
            ("*.example.com", "relay.example.com", true),
            ("EXAMPLE.com", "Relay.Example.COM.", true),
            ("example.com:443", "relay.example.com", true),
            ("localhost, example.com", "relay.example.com", true),
            ("*", "relay.example.com", true),
            ("ample.com", "relay.example.com", false),
            ("relay.example.com.org", "relay.example.com", false),
            (".", "relay.example.com", false),
            ("", "relay.example.com", false),
            ("10.0.0.0/8", "10.2.3.4", true),
            ("10.0.0.0/8", "11.2.3.4", false),
            ("10.2.3.4", "10.2.3.4", true),
            ("0.0.0.0/0", "10.2.3.4", true),
            ("10.0.0.0/33", "10.2.3.4", false),
            ("fd00::/8", "[fd12::1]", true),
            ("fd00::/8", "[fe12::1]", false),
            ("10.0.0.0/8", "fd12::1", false),
        ] {
            assert_eq!(is_excepted(list, host), is, "{list} {host}");
        }
    }
}
