//! One address that somebody named, read whole over TLS: bounded in bytes, time and hops.
//!
//! Nothing here repeats the address: it may be a secret, and whoever shows an error would show it too.

use super::trust;
use reqwest::{
    Client, Response, StatusCode, Url,
    header::{CONTENT_LENGTH, LOCATION},
    redirect::Policy,
};
use std::{ops::ControlFlow, time::Duration};

/// How long all of it may take.
const LONGEST: Duration = Duration::from_secs(30);
/// How long the other side may say nothing.
const SILENCE: Duration = Duration::from_secs(10);
/// How often whoever asked may stop it.
const TOLD_EVERY: Duration = Duration::from_millis(200);
/// How often an address may lead on to another one.
const HOPS: usize = 5;

/// Why nothing was read. Each is a sentence without the address.
#[derive(Clone, PartialEq, Eq, Debug, thiserror::Error)]
pub enum FetchError {
    /// It isn't one that is asked.
    #[error("only addresses that begin with https:// or webcal:// are read, since others can be seen on the way")]
    NotAnAddress,
    /// It leads to something else than an address that is asked.
    #[error("that address leads on to one that isn’t https, so it wasn’t followed")]
    LeadsAway,
    /// It leads on and on.
    #[error("that address leads on to others without an end")]
    Circle,
    /// Nobody answers.
    #[error("that address can’t be reached just now")]
    Unreachable,
    /// Somebody answers who can't prove to be the one that was named.
    #[error("whoever answers at that address can’t prove to be the one named in it, so nothing was read")]
    NotProven,
    /// This computer knows no certificate to prove anybody by.
    #[error("this computer has no certificates to check servers by (its package ca-certificates may be missing)")]
    NoCertificates,
    /// It took too long.
    #[error("that address answers too slowly: not all of it came within {} seconds", LONGEST.as_secs())]
    Slow,
    /// There is too much of it.
    #[error("there is more at that address than the {0} MB that are read")]
    TooLarge(u64),
    /// It may not be read.
    #[error("that address isn’t open to this computer; it may have been made anew where it came from")]
    Denied,
    /// There is nothing.
    #[error("there is nothing at that address any more")]
    Missing,
    /// The server says something else.
    #[error("the server at that address answered {0} instead of a calendar")]
    Answered(u16),
    /// Whoever asked stopped it.
    #[error("reading was stopped")]
    Stopped,
}

/// Reads what is at an address, at most so many bytes, on this thread. `told` hears how many have come, and can stop it.
///
/// Only `https` is asked, and `webcal`, which is a name for it; so are the addresses that it leads on to. Whoever runs
/// the server learns this computer's internet address and what is asked for, and nobody else does.
pub fn fetch(address: &str, most: u64, told: &mut dyn FnMut(u64) -> ControlFlow<()>) -> Result<Vec<u8>, FetchError> {
    let url = secure(address).ok_or(FetchError::NotAnAddress)?;
    // The same arithmetic that the rest of this layer uses; where it is chosen already, it is that one.
    let _ = rustls::crypto::ring::default_provider().install_default();
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build();
    let runtime = runtime.map_err(|_| FetchError::Unreachable)?;
    let read = runtime.block_on(async {
        tokio::time::timeout(LONGEST, read(url, most, told)).await.unwrap_or(Err(FetchError::Slow))
    });
    // A name that is still being looked up is waited for by nobody.
    runtime.shutdown_background();
    read
}

/// Whether this is an address that would be asked.
#[must_use]
pub fn is_fetched(address: &str) -> bool {
    secure(address).is_some()
}

fn secure(address: &str) -> Option<Url> {
    let url = Url::parse(address.trim()).ok()?;
    let url = match url.scheme() {
        "https" => url,
        // Its scheme can't be set: to a parser the two are of different kinds.
        "webcal" | "webcals" => Url::parse(&format!("https:{}", address.trim().split_once(':')?.1)).ok()?,
        _ => return None,
    };
    url.host_str().filter(|host| !host.is_empty()).is_some().then_some(url)
}

async fn read(mut url: Url, most: u64, told: &mut dyn FnMut(u64) -> ControlFlow<()>) -> Result<Vec<u8>, FetchError> {
    let client = Client::builder().https_only(true).redirect(Policy::none()).referer(false).user_agent("Sideways");
    let client = client.connect_timeout(SILENCE).read_timeout(SILENCE).build();
    let client = client.map_err(|_| FetchError::NoCertificates)?;
    for _ in 0..=HOPS {
        let answer = ask(&client, url.clone(), told).await?;
        if !answer.status().is_redirection() {
            return body(answer, most, told).await;
        }
        url = next(&url, &answer)?;
    }
    Err(FetchError::Circle)
}

async fn ask(client: &Client, url: Url, told: &mut dyn FnMut(u64) -> ControlFlow<()>) -> Result<Response, FetchError> {
    let asked = client.get(url).send();
    tokio::pin!(asked);
    loop {
        tokio::select! {
            answer = &mut asked => return answer.map_err(|error| why(&error)),
            () = tokio::time::sleep(TOLD_EVERY) => {
                if told(0).is_break() {
                    return Err(FetchError::Stopped);
                }
            }
        }
    }
}

/// Where an answer leads on to. A password that was meant for this server isn't told to the next one.
fn next(from: &Url, answer: &Response) -> Result<Url, FetchError> {
    let location = answer.headers().get(LOCATION).and_then(|it| it.to_str().ok());
    let location = location.ok_or(FetchError::Answered(answer.status().as_u16()))?;
    let joined = from.join(location).map_err(|_| FetchError::LeadsAway)?;
    let mut to = secure(joined.as_str()).ok_or(FetchError::LeadsAway)?;
    if to.origin() != from.origin() {
        let _ = (to.set_username(""), to.set_password(None));
    }
    Ok(to)
}

async fn body(
    mut answer: Response,
    most: u64,
    told: &mut dyn FnMut(u64) -> ControlFlow<()>,
) -> Result<Vec<u8>, FetchError> {
    match answer.status() {
        StatusCode::OK => {}
        StatusCode::UNAUTHORIZED | StatusCode::FORBIDDEN => return Err(FetchError::Denied),
        StatusCode::NOT_FOUND | StatusCode::GONE => return Err(FetchError::Missing),
        other => return Err(FetchError::Answered(other.as_u16())),
    }
    let too_large = || FetchError::TooLarge(most / (1024 * 1024));
    let promised = answer.headers().get(CONTENT_LENGTH).and_then(|it| it.to_str().ok()?.parse::<u64>().ok());
    if promised.is_some_and(|promised| promised > most) {
        return Err(too_large());
    }
    let mut all = Vec::new();
    while let Some(chunk) = answer.chunk().await.map_err(|error| why(&error))? {
        if all.len() as u64 + chunk.len() as u64 > most {
            return Err(too_large());
        }
        all.extend_from_slice(&chunk);
        if told(all.len() as u64).is_break() {
            return Err(FetchError::Stopped);
        }
    }
    Ok(all)
}

fn why(error: &reqwest::Error) -> FetchError {
    if error.is_timeout() {
        return FetchError::Slow;
    }
    match trust::tls_error(error) {
        Some(rustls::Error::InvalidCertificate(_) | rustls::Error::NoCertificatesPresented) => FetchError::NotProven,
        _ => FetchError::Unreachable,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_an_https_or_webcal_address_is_asked() {
        for (address, asked) in [
            ("https://calendar.example/a.ics", Some("https://calendar.example/a.ics")),
            (" webcal://calendar.example/a.ics\n", Some("https://calendar.example/a.ics")),
            ("WEBCAL://Calendar.Example:8443/a?b=c", Some("https://calendar.example:8443/a?b=c")),
            ("webcal:calendar.example", Some("https://calendar.example/")),
            ("http://calendar.example/a.ics", None),
            ("file:///etc/passwd", None),
            ("ftp://calendar.example/a.ics", None),
            ("javascript:alert(1)", None),
            ("calendar.example/a.ics", None),
            ("/home/alex/a.ics", None),
            ("C:\\a.ics", None),
            ("https://", None),
            ("webcal:", None),
            ("", None),
        ] {
            assert_eq!(secure(address).as_ref().map(Url::as_str), asked, "{address:?}");
        }
        let refused = fetch("http://127.0.0.1:9/", 1, &mut |_| ControlFlow::Continue(()));
        assert_eq!(refused, Err(FetchError::NotAnAddress));
    }
}
