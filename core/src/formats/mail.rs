//! Mail addresses as files write them, and the form in which they are compared.

use std::borrow::Cow;

/// Longer addresses than this don't exist (RFC 5321).
pub(crate) const LONGEST: usize = 254;

/// Whether a way to reach somebody is a mail address.
#[must_use]
pub fn is_mailto(reach: &str) -> bool {
    reach.split_once(':').is_some_and(|(scheme, _)| scheme.eq_ignore_ascii_case("mailto"))
}

/// What a `mailto:` link, or one within another, is about: without its questions, and with its percent signs
/// resolved (RFC 6068). Any other text stays as it is.
#[must_use]
pub fn without_mailto(text: &str) -> Cow<'_, str> {
    const SCHEME: &str = "mailto:";
    let mut rest = text.trim();
    let mut link = false;
    while let Some((start, after)) = rest.split_at_checked(SCHEME.len())
        && start.eq_ignore_ascii_case(SCHEME)
    {
        // The questions of the outermost link are cut first; what is within is then a plain address.
        rest = after.split('?').next().unwrap_or(after).trim();
        link = true;
    }
    let encoded = |text: &str| text.contains('%') && (link || !text.contains('@'));
    if encoded(rest) { percent_decoded(rest).map_or(Cow::Borrowed(rest), Cow::Owned) } else { Cow::Borrowed(rest) }
}

/// An address as a link (RFC 6068), from which [`without_mailto`] gives the same address again. Letters beyond ASCII
/// stay as they are: people read these links.
#[must_use]
pub fn mailto(address: &str) -> String {
    let mut link = "mailto:".to_owned();
    for c in address.chars() {
        match c {
            '%' | '?' | '#' | '/' | '&' | '^' | '`' | '{' | '|' | '}' => {
                link.push_str(&format!("%{:02X}", u32::from(c)))
            }
            c => link.push(c),
        }
    }
    link
}

/// A text with its percent signs resolved; nothing where that gives no text.
fn percent_decoded(text: &str) -> Option<String> {
    let mut bytes = Vec::with_capacity(text.len());
    let mut rest = text.as_bytes();
    while let Some((first, after)) = rest.split_first() {
        rest = after;
        let digit = |byte: u8| char::from(byte).to_digit(16).and_then(|digit| u8::try_from(digit).ok());
        if *first == b'%'
            && let [high, low, after @ ..] = rest
            && let (Some(high), Some(low)) = (digit(*high), digit(*low))
        {
            bytes.push(high << 4 | low);
            rest = after;
        } else {
            bytes.push(*first);
        }
    }
    String::from_utf8(bytes).ok()
}

/// An address in the form addresses are compared in: lower case, without `mailto:`, quotes and brackets. `None` when
/// it isn't a mail address.
#[must_use]
pub fn same_address(text: &str) -> Option<String> {
    let bare = without_mailto(text);
    let bare = bare.split('?').next().unwrap_or_default();
    let bare = bare.trim_matches(|c: char| c.is_whitespace() || "'\"<>".contains(c));
    let (user, host) = bare.rsplit_once('@')?;
    let odd = |c: char| c.is_whitespace() || c.is_control() || c == '/';
    if user.is_empty()
        || host.is_empty()
        || bare.len() > LONGEST
        || host.contains(odd)
        || bare.contains(super::names::is_hidden)
    {
        return None;
    }
    Some(bare.to_lowercase())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_survives_being_a_link() {
        for address in [
            "mina@example.org",
            "50%25@example.org",
            "per@e%20xample.org",
            "mina%@example.org",
            "a?cc=eve@example.org",
            "mailto:mina@example.org",
            "m%C3%BCller@example.org",
            "müller@exämple.org",
            "a/b&c#d{e}|f^g`@example.org",
        ] {
            assert_eq!(without_mailto(&mailto(address)), without_mailto(address), "{address}");
            assert!(is_mailto(&mailto(address)));
        }
        assert_eq!(without_mailto(&mailto("per@e%20xample.org")), "per@e%20xample.org");
    }

    #[test]
    fn addresses_are_compared_as_what_they_mean() {
        let rows = [
            ("Mina@Example.ORG", Some("mina@example.org")),
            ("mailto:mina@example.org", Some("mina@example.org")),
            ("MAILTO:mina%40example.org", Some("mina@example.org")),
            ("mailto:mina%2Bteam%40example.org?subject=Hi%3F", Some("mina+team@example.org")),
            ("mina%40example.org", Some("mina@example.org")),
            ("50%25@example.org", Some("50%25@example.org")),
            ("mailto:mailto:mina@example.org", Some("mina@example.org")),
            ("mailto:m%C3%BCller@example.org", Some("müller@example.org")),
            ("mailto:mina%@example.org", Some("mina%@example.org")),
            ("mailto:mina%0A@example.org", None),
            ("mailto:mina%E2%80%AE@example.org", None),
            ("<mina@example.org>", Some("mina@example.org")),
            ("'mina@example.org'", Some("mina@example.org")),
            ("mailto:", None),
            ("mina", None),
            ("mina@", None),
            ("mina@exa mple.org", None),
        ];
        for (written, meant) in rows {
            assert_eq!(same_address(written).as_deref(), meant, "{written}");
        }
    }
}
