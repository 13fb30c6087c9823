//! Ways to reach a person: mail addresses, phone numbers and links, each taken whole or not at all.

use crate::{
    formats::mail::{LONGEST, without_mailto},
    link,
    vcard::text::whole_line,
};

const PHONE_MAX: usize = 128;
const LINK_MAX: usize = 2048;

/// A mail address, or nothing where it is none, such as the in-house addresses some programs export.
pub(crate) fn mail(text: &str) -> Option<String> {
    let text = whole_line(text, LINK_MAX)?;
    let text = without_mailto(&text);
    let text = text.split_once('<').and_then(|(_, inner)| inner.split_once('>')).map_or(&*text, |(inner, _)| inner);
    // What was encoded is looked at once more: it may hold what can't be seen.
    let text = whole_line(&without_mailto(text), LINK_MAX)?;
    let (local, domain) = text.rsplit_once('@')?;
    let plain =
        !text.contains([' ', '<', '>', ',', ';']) && !local.contains('@') && !local.is_empty() && !domain.is_empty();
    (plain && text.len() <= LONGEST).then(|| text.clone())
}

/// A phone number as a person wrote it; `tel:` URIs lose their scheme and keep their extension.
pub(crate) fn phone(text: &str) -> Option<String> {
    let text = whole_line(text, LINK_MAX)?;
    let number = match without_scheme(&text, "tel:") {
        Some(uri) => number_of(uri)?,
        None => text,
    };
    // Measured without its scheme, or a long number would be too long only once it was written as a URI.
    (number.len() <= PHONE_MAX).then_some(number)
}

/// The number of a `tel:` URI, or of one within another.
fn number_of(mut uri: &str) -> Option<String> {
    while let Some(inner) = without_scheme(uri.trim_start(), "tel:") {
        uri = inner;
    }
    let mut pieces = uri.split(';');
    let number = pieces.next()?.trim();
    if number.is_empty() {
        return None;
    }
    match pieces.find_map(|piece| without_scheme(piece, "ext=")).map(str::trim).filter(|it| !it.is_empty()) {
        Some(extension) => Some(format!("{number} ext. {extension}")),
        None => Some(number.to_owned()),
    }
}

/// A link of those that may be opened, but for mail addresses and numbers, which cards keep apart; a bare web address
/// gets `https`.
pub(crate) fn link(text: &str) -> Option<String> {
    let text = whole_line(text, LINK_MAX)?;
    let mut uri = String::with_capacity(text.len());
    for letter in text.chars() {
        match letter {
            ' ' => uri.push_str("%20"),
            '"' => uri.push_str("%22"),
            '\\' => uri.push_str("%5C"),
            '<' => uri.push_str("%3C"),
            '>' => uri.push_str("%3E"),
            _ => uri.push(letter),
        }
    }
    let (scheme, rest) = uri.split_once(':').unwrap_or(("", &uri));
    let known = link::known(scheme).filter(|known| !matches!(*known, "mailto" | "tel"));
    let link = match known {
        Some(web @ ("http" | "https")) => {
            let host = rest.strip_prefix("//").filter(|host| !host.is_empty() && !host.starts_with('/'))?;
            format!("{web}://{host}")
        }
        Some(known) if !rest.is_empty() => format!("{known}:{rest}"),
        Some(_) => return None,
        None => bare_web_address(&uri)?,
    };
    (link.len() <= LINK_MAX && link::to_open(&link).is_some()).then_some(link)
}

/// `www.example.org/people` is a web address whose scheme was left out; a port may follow the host, a mail may not.
fn bare_web_address(uri: &str) -> Option<String> {
    let host = uri.split(['/', '?', '#']).next()?;
    let (name, port) = host.split_once(':').unwrap_or((host, "0"));
    let is_name = name.contains('.') && !name.starts_with('.') && name.chars().all(is_host_letter);
    let is_port = !port.is_empty() && port.bytes().all(|byte| byte.is_ascii_digit());
    (is_name && is_port).then(|| format!("https://{uri}"))
}

fn is_host_letter(letter: char) -> bool {
    letter.is_alphanumeric() || matches!(letter, '.' | '-' | '_')
}

/// What follows a scheme, whatever its case.
fn without_scheme<'a>(text: &'a str, scheme: &str) -> Option<&'a str> {
    let (start, rest) = text.split_at_checked(scheme.len())?;
    start.eq_ignore_ascii_case(scheme).then_some(rest)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_whole_mail_addresses_are_taken() {
        let check = |text: &str, expected: Option<&str>| assert_eq!(mail(text).as_deref(), expected, "{text}");
        check(" ida@example.org ", Some("ida@example.org"));
        check("mailto:ida@example.org", Some("ida@example.org"));
        check("Ida Berg <ida@example.org>", Some("ida@example.org"));
        check("Ida <ida", None);
        check("/o=Example/ou=Office/cn=ida", None);
        check("ida@", None);
        check("@example.org", None);
        check("ida@home@example.org", None);
        check("mailto:ida@example.org?subject=Hi", Some("ida@example.org"));
        check("Ida Berg <mailto:ida@example.org>", Some("ida@example.org"));
        check("mailto:MAILTO:ida@example.org", Some("ida@example.org"));
        check("mailto:ida%40example.org", Some("ida@example.org"));
        check("mailto:ida%2Bteam@example.org", Some("ida+team@example.org"));
        check("Ida <mailto:ida%40example.org?subject=x>", Some("ida@example.org"));
        check("ida%40example.org", Some("ida@example.org"));
        check("mailto:ida%E2%80%8B%40example.org", Some("ida@example.org"));
        check("mailto:ida%20berg@example.org", None);
        check("ida berg@example.org", None);
        check(&format!("{}@example.org", "a".repeat(300)), None);
    }

    #[test]
    fn phones_lose_their_scheme() {
        let check = |text: &str, expected: Option<&str>| assert_eq!(phone(text).as_deref(), expected, "{text}");
        check("+49 (0)30 / 1234", Some("+49 (0)30 / 1234"));
        check("tel:+1-555-0100;ext=5102", Some("+1-555-0100 ext. 5102"));
        check("TEL:0100;phone-context=example.org", Some("0100"));
        check("tel:+1-555-0100;ext=", Some("+1-555-0100"));
        check("tel:TEL:0100", Some("0100"));
        check("tel:", None);
        check("", None);
        let digits = "1".repeat(128);
        check(&digits, Some(&digits));
        check(&format!("tel:{digits}"), Some(&digits));
        check(&format!("tel:{digits}2"), None);
    }

    #[test]
    fn links_are_of_schemes_that_open_a_page_or_a_conversation() {
        let check = |text: &str, expected: Option<&str>| assert_eq!(link(text).as_deref(), expected, "{text}");
        check("https://example.org/a b", Some("https://example.org/a%20b"));
        check("HTTP://example.org", Some("http://example.org"));
        check(r"https://example.org/a\,b", Some("https://example.org/a%5C,b"));
        check("www.example.org/ida", Some("https://www.example.org/ida"));
        check("example.org:8080/x:y", Some("https://example.org:8080/x:y"));
        check("xmpp:ida@example.org", Some("xmpp:ida@example.org"));
        check("javascript:alert(1)", None);
        check("java\0script:alert(1)", None);
        check("data:text/html;base64,AAAA", None);
        check("file:///etc/passwd", None);
        check(r"\\example.org\share", None);
        check("../../etc/passwd", None);
        check("https:///etc", None);
        check("skype:", None);
        check("ida@example.org", None);
        check("ida", None);
    }
}
