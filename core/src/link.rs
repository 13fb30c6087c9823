//! Links: which of them may be kept, and which may be opened.
//!
//! A list of what is allowed, because a file or a colleague may bring a link that runs a program, opens a file or
//! looks at another computer's disk. It is asked at every way in and once more before anything is opened.

use crate::{legible::hides, limits::LINE_BYTES};

/// The schemes there are: those that open a web page, a mail, a call or a conversation. What else a desktop can open
/// (`file`, `smb`, `javascript`, `data`, a settings page, another program's own) is none of a colleague's business.
const SCHEMES: [&str; 33] = [
    "https",
    "http",
    "mailto",
    "tel",
    "sms",
    "callto",
    "sip",
    "sips",
    "xmpp",
    "im",
    "irc",
    "ircs",
    "matrix",
    "msteams",
    "slack",
    "webexteams",
    "mattermost",
    "rocketchat",
    "skype",
    "facetime",
    "facetime-audio",
    "tg",
    "sgnl",
    "whatsapp",
    "threema",
    "aim",
    "msnim",
    "ymsgr",
    "icq",
    "gtalk",
    "wire",
    "viber",
    "line",
];

/// Why a text is not kept as a way to reach somebody.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum NoLink {
    /// A scheme that is not on the list.
    #[error("Sideways keeps no {0}: links: they could open a file or run a program")]
    Scheme(String),
    /// A character that can't be seen, or a line break.
    #[error("a way to reach somebody stands on one line and has no hidden characters")]
    Hidden,
    /// A scheme with nothing after it, or a web address without a computer.
    #[error("this link leads nowhere")]
    Nowhere,
    /// Far longer than any link.
    #[error("this link is too long")]
    TooLong,
}

/// Whether a text may be kept as a way to reach somebody. What is no link, like a room or a bare number, may.
pub fn may_be_kept(text: &str) -> Result<(), NoLink> {
    if text.len() > LINE_BYTES {
        return Err(NoLink::TooLong);
    }
    if text.contains(hides) {
        return Err(NoLink::Hidden);
    }
    match scheme_of(text) {
        None => Ok(()),
        Some((scheme, _)) if known(scheme).is_none() => Err(NoLink::Scheme(scheme.to_lowercase())),
        Some(_) => to_open(text).map(drop).ok_or(NoLink::Nowhere),
    }
}

/// What to hand to the desktop so that it opens this link; nothing where it is none, or none of those that are opened.
#[must_use]
pub fn to_open(text: &str) -> Option<String> {
    let text = text.trim();
    if text.len() > LINE_BYTES || text.contains(hides) {
        return None;
    }
    let (scheme, rest) = scheme_of(text)?;
    let scheme = known(scheme)?;
    let leads_somewhere = match scheme {
        "http" | "https" => rest.strip_prefix("//").is_some_and(|host| !host.is_empty() && !host.starts_with('/')),
        _ => !rest.is_empty(),
    };
    let mut link = format!("{scheme}:");
    for c in rest.chars() {
        match c {
            ' ' => link.push_str("%20"),
            '"' => link.push_str("%22"),
            '<' => link.push_str("%3C"),
            '>' => link.push_str("%3E"),
            '\\' => link.push_str("%5C"),
            '`' => link.push_str("%60"),
            c => link.push(c),
        }
    }
    leads_somewhere.then_some(link)
}

/// The scheme as the list has it.
pub(crate) fn known(scheme: &str) -> Option<&'static str> {
    SCHEMES.into_iter().find(|known| known.eq_ignore_ascii_case(scheme))
}

/// What stands before the first colon, where that is a scheme (RFC 3986 §3.1), and what stands after it. A word with a
/// colon and a space, as people write, is none; nor is a computer's name with a port.
fn scheme_of(text: &str) -> Option<(&str, &str)> {
    let (scheme, rest) = text.trim().split_once(':')?;
    let letter = |c: char| c.is_ascii_alphanumeric() || "+-.".contains(c);
    let is_scheme = scheme.starts_with(|c: char| c.is_ascii_alphabetic()) && scheme.chars().all(letter);
    let is_port = scheme.contains('.') && rest.starts_with(|c: char| c.is_ascii_digit());
    (is_scheme && !is_port && !rest.starts_with(' ')).then_some((scheme, rest))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_link_leads_to_a_page_or_a_conversation_and_nowhere_else() {
        for (text, opened) in [
            ("https://example.org/a b", Some("https://example.org/a%20b")),
            ("HTTP://example.org", Some("http://example.org")),
            (" mailto:dana@example.org", Some("mailto:dana@example.org")),
            ("tel:+49 (0)30 555", Some("tel:+49%20(0)30%20555")),
            ("sip:dana@example.org", Some("sip:dana@example.org")),
            ("slack://user?team=T1&id=U1", Some("slack://user?team=T1&id=U1")),
            ("https://example.org/\"><script>", Some("https://example.org/%22%3E%3Cscript%3E")),
        ] {
            assert_eq!(may_be_kept(text), Ok(()), "{text}");
            assert_eq!(to_open(text).as_deref(), opened, "{text}");
        }
    }

    #[test]
    fn what_would_open_a_file_or_run_something_is_not_kept() {
        for text in [
            "file:///etc/passwd",
            "FILE:/etc/passwd",
            " javascript:alert(1)",
            "data:text/html,x",
            "smb://evil/share",
            "vbscript:x",
            "ms-msdt:/id",
            "search-ms:query=x",
            "sideways:join/x",
            "ssh://-oProxyCommand=x",
            "C:\\Windows\\system32",
            "com.example.app:run",
            "https:",
            "https:///etc",
            "tel:",
        ] {
            assert!(may_be_kept(text).is_err(), "{text}");
            assert_eq!(to_open(text), None, "{text}");
        }
        for hidden in ["java\nscript:x", "https://a.b/\u{202e}gpj", "room\u{1b}[2J", "https://a.b\u{0}c"] {
            assert_eq!(may_be_kept(hidden), Err(NoLink::Hidden), "{hidden:?}");
            assert_eq!(to_open(hidden), None);
        }
    }

    #[test]
    fn what_is_no_link_is_kept_and_never_opened() {
        for text in [
            "Room 5.12",
            "extension 4711",
            "dana@example.org",
            "+49 30 555",
            "Teams: Dana Ruiz",
            "desk: third floor",
            "example.org:8080/x",
            "\\\\server\\share",
            "//server/share",
            "/etc/passwd",
            "-oProxyCommand=x",
        ] {
            assert_eq!(may_be_kept(text), Ok(()), "{text}");
            assert_eq!(to_open(text), None, "{text}");
        }
    }
}
