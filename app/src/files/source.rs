//! A calendar kept in sight: one file or one address that somebody chose. It is read whole, looked at, and forgotten;
//! only what it says of my peers stays, in memory.

use super::{failure, text::text_in};
use crate::desk::Failure;
use jiff::Zoned;
use sideways_core::{
    calendar::check::{Asked, CheckError, Known, Sight, look},
    formats::mail::is_mailto,
    snapshot::{PeerView, Snapshot},
};
use sideways_sync::net::{fetch, is_fetched};
use std::{
    io::{Cursor, Read},
    ops::ControlFlow,
    path::{Path, PathBuf},
};

/// Bytes that are read of a calendar, wherever it is.
const MOST: u64 = 32 * 1024 * 1024;

/// Letters of a folder that are shown.
const SHOWN: usize = 40;

/// Where the calendar is.
#[derive(Clone, PartialEq, Eq)]
pub enum Source {
    /// A file on this computer.
    File(PathBuf),
    /// An address, which may be a secret.
    Address(String),
}

impl std::fmt::Debug for Source {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&self.shortened())
    }
}

impl Source {
    /// What was typed or chosen. A path is taken from the current folder on.
    pub fn of(typed: &str) -> Result<Self, Failure> {
        let typed = typed.trim();
        if is_fetched(typed) {
            return Ok(Self::Address(typed.to_owned()));
        }
        // One letter before the colon is a drive.
        let scheme = typed.split_once(':').map(|(scheme, _)| scheme).filter(|scheme| scheme.len() > 1);
        let is_scheme = |scheme: &str| scheme.chars().all(|c| c.is_ascii_alphanumeric() || "+-.".contains(c));
        if scheme.is_some_and(is_scheme) && !Path::new(typed).exists() {
            return Err(failure(
                "a calendar is read from a file, or from an address that begins with https:// or webcal://",
                Some("copy the secret iCal address from your calendar’s settings, or name the file itself"),
            ));
        }
        if typed.is_empty() {
            return Err(failure("no calendar was named", Some("name a file, or paste an address")));
        }
        let path = std::path::absolute(typed).map_err(|e| failure(format!("that path can’t be used: {e}"), None))?;
        Ok(Self::File(path))
    }

    /// As it is kept.
    #[must_use]
    pub fn kept(&self) -> String {
        match self {
            Self::File(path) => path.display().to_string(),
            Self::Address(address) => address.clone(),
        }
    }

    /// As it is shown: of an address only whose it is, since the rest is what opens it.
    #[must_use]
    pub fn shortened(&self) -> String {
        match self {
            Self::File(path) => {
                let name = path.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
                let folder = path.parent().map(|folder| folder.display().to_string()).unwrap_or_default();
                if folder.chars().count() > SHOWN { format!("…/{name}") } else { path.display().to_string() }
            }
            Self::Address(address) => {
                let after = address.split_once(':').map_or("", |(_, after)| after).trim_start_matches('/');
                let host = after.split(['/', '?', '#']).next().unwrap_or_default();
                let host = host.rsplit('@').next().unwrap_or_default();
                format!("https://{host}/…")
            }
        }
    }
}

/// Reads the calendar and looks for my peers in it; `told` hears how many bytes have come, and can stop it.
///
/// The network is asked only where an address is named. What is wrong is one sentence, without the address.
pub fn look_at(
    source: &Source,
    snapshot: &Snapshot,
    now: &Zoned,
    told: &mut dyn FnMut(u64) -> ControlFlow<()>,
) -> Result<Sight, Failure> {
    let bytes = match source {
        Source::File(path) => whole_file(path)?,
        Source::Address(address) => fetch(address, MOST, told).map_err(|e| failure(e.to_string(), None))?,
    };
    let begins = bytes.iter().find(|byte| !byte.is_ascii_whitespace());
    if begins == Some(&b'<') {
        return Err(failure(
            "there is a web page and no calendar, perhaps one to sign in on",
            Some("copy the secret iCal address from your calendar’s settings"),
        ));
    }
    let bytes = text_in(&bytes).map(String::into_bytes).unwrap_or(bytes);
    let asked = Asked { my_mails: &snapshot.me.mails, today: now.date(), zone: now.time_zone() };
    let peers = snapshot.peers.iter().filter(|peer| peer.closed.is_none());
    let known: Vec<Known> = peers.map(|peer| known(peer)).collect();
    look(Cursor::new(bytes), &asked, &known, told).map_err(|e| match e {
        CheckError::Stopped => failure("reading was stopped", None),
        CheckError::NotACalendar => failure("what is there is no calendar", Some("name one that ends in .ics")),
        e => failure(e.to_string().trim_end_matches('.').to_owned(), None),
    })
}

fn whole_file(path: &Path) -> Result<Vec<u8>, Failure> {
    let cannot = |e: std::io::Error| failure(format!("that calendar can’t be read: {e}"), Some("name another file"));
    // A pipe would be waited for.
    if !std::fs::metadata(path).map_err(cannot)?.is_file() {
        return Err(failure("that calendar is no file", Some("name a file that ends in .ics")));
    }
    let mut bytes = Vec::new();
    std::fs::File::open(path).and_then(|it| it.take(MOST + 1).read_to_end(&mut bytes)).map_err(cannot)?;
    if bytes.len() as u64 > MOST {
        let what = format!("that calendar is larger than the {} MB that are read", MOST / (1024 * 1024));
        return Err(failure(what, Some("export less of it at once")));
    }
    Ok(bytes)
}

fn known(peer: &PeerView) -> Known {
    let series = peer.series.iter().flat_map(|it| [it.uid.clone(), it.invite_uid.clone()]);
    Known {
        peer: peer.id,
        name: peer.name.clone(),
        mails: peer.reach.iter().filter(|reach| is_mailto(reach)).cloned().collect(),
        uids: series.collect(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_secret_address_is_never_shown_whole() {
        for (typed, shown) in [
            ("https://calendar.google.com/calendar/ical/a%40b/private-123/basic.ics", "https://calendar.google.com/…"),
            ("webcal://p12-caldav.icloud.com/published/2/SECRET", "https://p12-caldav.icloud.com/…"),
            ("https://alex:secret@mail.example:8443/cal?token=secret", "https://mail.example:8443/…"),
            ("https://mail.example?secret", "https://mail.example/…"),
        ] {
            let source = Source::of(typed).unwrap();
            assert_eq!(source.shortened(), shown);
            assert_eq!(source.kept(), typed);
        }
    }

    #[test]
    fn only_files_and_safe_addresses_are_sources() {
        for typed in ["http://a.example/x.ics", "file:///etc/passwd", "ftp://a.example", "mailto:a@b.example", "", " "]
        {
            assert!(Source::of(typed).is_err(), "{typed:?}");
        }
        assert_eq!(Source::of("/a/mine.ics").unwrap(), Source::File("/a/mine.ics".into()));
        assert!(matches!(Source::of("mine.ics").unwrap(), Source::File(path) if path.is_absolute()));
    }
}
