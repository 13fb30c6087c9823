//! A link that opens a new event in a web calendar, filled in; that calendar then invites and keeps track of replies.

use super::event::wall;
use super::{Series, text};

/// Whose web calendar.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Web {
    /// Takes how often, too.
    Google,
    /// Takes a single date; the text says how often.
    Outlook,
}

/// The link. Without the peer's address it opens just the same, with nobody invited yet.
#[must_use]
pub fn compose_link(series: &Series, web: Web) -> String {
    match web {
        Web::Google => google(series),
        Web::Outlook => outlook(series),
    }
}

fn google(series: &Series) -> String {
    let end = series.end_of(series.first);
    let mut link = Link::new("https://calendar.google.com/calendar/render?action=TEMPLATE");
    link.add("text", &series.title());
    link.add("dates", &format!("{}/{}", wall(series.first), wall(end)));
    link.add("ctz", series.zone.name());
    link.add("details", &text::description());
    if let Some(mail) = &series.peer.mail {
        link.add("add", mail.as_str());
    }
    link.add("recur", &format!("RRULE:{}", series.rule()));
    link.0
}

/// Outlook reads the text as HTML, so new lines are `<br>` and no name is in it; and it reads a time without a zone on
/// the clock of whoever opens it, so times are in UTC.
fn outlook(series: &Series) -> String {
    let moment = |at| series.zone.moment(at).strftime("%Y-%m-%dT%H:%M:%SZ").to_string();
    let mut link = Link::new("https://outlook.office.com/calendar/0/deeplink/compose");
    link.add("subject", &series.title());
    link.add("startdt", &moment(series.first));
    link.add("enddt", &moment(series.end_of(series.first)));
    if let Some(mail) = &series.peer.mail {
        link.add("to", mail.as_str());
    }
    let often = format!("We meet {}.", series.rule().words());
    link.add("body", &format!("{}<br><br>{often}", text::lines("<br>")));
    link.0
}

struct Link(String);

impl Link {
    fn new(start: &str) -> Self {
        Self(start.to_owned())
    }

    /// Everything but the unreserved letters is encoded (RFC 3986 §2.3), so nothing can end the value.
    fn add(&mut self, name: &str, value: &str) {
        self.0.push(if self.0.contains('?') { '&' } else { '?' });
        self.0.push_str(name);
        self.0.push('=');
        for byte in value.bytes() {
            match byte {
                b'A'..=b'Z' | b'a'..=b'z' | b'0'..=b'9' | b'-' | b'.' | b'_' | b'~' => self.0.push(char::from(byte)),
                _ => self.0.push_str(&format!("%{byte:02X}")),
            }
        }
    }
}
