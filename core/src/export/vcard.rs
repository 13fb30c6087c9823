//! Peers as address cards, vCard 4.0 (RFC 6350).

use super::{Export, ExportedPeer};
use crate::formats::mail::{is_mailto, without_mailto};

/// A line is folded before it has more bytes than this (RFC 6350 §3.2).
const LINE_BYTES: usize = 75;

/// All peers of an export, a card each.
#[must_use]
pub fn vcard(export: &Export) -> String {
    export.peers.iter().map(card).collect()
}

fn card(peer: &ExportedPeer) -> String {
    let mut lines = vec!["BEGIN:VCARD".to_owned(), "VERSION:4.0".to_owned()];
    let (given, family) = peer.name.rsplit_once(' ').unwrap_or((&peer.name, ""));
    let own = || format!("urn:sideways:{}", peer.id);
    lines.push(format!("UID:{}", if peer.card_uid.is_empty() { own() } else { escaped(&peer.card_uid) }));
    lines.push(format!("FN:{}", escaped(&peer.name)));
    lines.push(format!("N:{};{};;;", escaped(family), escaped(given)));
    // Part one is the company, which nobody typed here; part two the department (RFC 6350 §6.6.4).
    lines.push(format!("ORG:;{}", escaped(&peer.department)));
    if !peer.role.is_empty() {
        lines.push(format!("TITLE:{}", escaped(&peer.role)));
    }
    for reach in &peer.reach {
        lines.push(match reach.split_once(':') {
            Some(_) if is_mailto(reach) => format!("EMAIL:{}", escaped(&without_mailto(reach))),
            Some(("tel", number)) => phone(number),
            Some(("http" | "https", _)) => format!("URL:{}", uri(reach)),
            _ => format!("IMPP:{}", uri(reach)),
        });
    }
    if !peer.tags.is_empty() {
        let tags: Vec<String> = peer.tags.iter().map(|tag| escaped(tag)).collect();
        lines.push(format!("CATEGORIES:{}", tags.join(",")));
    }
    lines.push("END:VCARD".to_owned());
    lines.iter().map(|line| folded(line)).collect()
}

/// A number is written as a URI; whatever is more than a number (RFC 3966 §3) as the text it is, because blanks and
/// words have no place in a URI, and without them it would come back as another number.
fn phone(number: &str) -> String {
    let plain = !number.is_empty() && number.chars().all(|c| c.is_ascii_digit() || "+-.()".contains(c));
    if plain { format!("TEL;VALUE=uri:tel:{number}") } else { format!("TEL:{}", escaped(number)) }
}

/// A text value (RFC 6350 §3.4).
pub(crate) fn escaped(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '\\' | ',' | ';' => escaped.extend(['\\', c]),
            '\n' => escaped.push_str("\\n"),
            c if c.is_control() => {}
            c => escaped.push(c),
        }
    }
    escaped
}

/// A URI on one line, whatever was typed.
fn uri(text: &str) -> String {
    text.chars().filter(|c| !c.is_control() && !c.is_whitespace()).collect()
}

/// A content line, folded without splitting a character.
pub(crate) fn folded(line: &str) -> String {
    let mut folded = String::with_capacity(line.len() + 2);
    let mut bytes = 0;
    for c in line.chars() {
        if bytes + c.len_utf8() > LINE_BYTES {
            folded.push_str("\r\n ");
            bytes = 1;
        }
        bytes += c.len_utf8();
        folded.push(c);
    }
    folded.push_str("\r\n");
    folded
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_phone_number_comes_back_as_it_was_written() {
        for (number, line) in [
            ("+49-30-555-0100", "TEL;VALUE=uri:tel:+49-30-555-0100"),
            ("+49 (0)30 555", "TEL:+49 (0)30 555"),
            ("+1-555-0100 ext. 12", "TEL:+1-555-0100 ext. 12"),
            ("0100;12,3", "TEL:0100\\;12\\,3"),
            (";", "TEL:\\;"),
        ] {
            assert_eq!(phone(number), line);
            let file = format!("BEGIN:VCARD\r\nVERSION:4.0\r\nFN:Ida\r\n{line}\r\nEND:VCARD\r\n");
            let read = crate::vcard::read(file.as_bytes()).unwrap();
            assert_eq!(read.cards[0].phones, [number]);
        }
    }

    #[test]
    fn long_and_strange_texts_stay_one_property() {
        for (text, shown) in [("a,b;c\\d", "a\\,b\\;c\\\\d"), ("two\nlines", "two\\nlines"), ("a\rb", "ab")] {
            assert_eq!(escaped(text), shown);
        }
        let long = "ä".repeat(100);
        let folded = folded(&long);
        assert!(folded.split("\r\n").all(|line| line.len() <= LINE_BYTES));
        assert_eq!(folded.replace("\r\n ", "").trim_end(), long);
    }
}
