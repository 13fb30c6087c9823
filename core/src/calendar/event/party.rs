//! Organisers and guests.

use crate::formats::{content_line::Property, mail::same_address, names};

/// What kind of guest an address is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum PartyKind {
    /// A person, as far as anyone can tell.
    Person,
    /// A list of people.
    Group,
    /// A room, a resource, a shared calendar, somebody only informed.
    Other,
}

/// One organiser or guest.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Party {
    /// The mail address in lower case, or another stable key when the file has none.
    pub key: String,
    /// The name as written; may be empty.
    pub name: String,
    /// Person, group or neither.
    pub kind: PartyKind,
    /// Whether they said no.
    pub declined: bool,
    /// Whether they bring people who aren't listed.
    pub brings_others: bool,
}

/// Longer addresses and names than this are cut; RFC 5321 allows 254.
const MAX_TEXT: usize = 254;

impl Party {
    /// Reads an `ORGANIZER` or `ATTENDEE`; `None` when it names nobody.
    pub(super) fn read(property: &Property<'_>) -> Option<Self> {
        let name =
            property.param("CN").map(|name| names::line(names::unquoted(names::without_address(&name)), MAX_TEXT));
        let name = name.unwrap_or_default();
        let mail = mail_of(property);
        let key = match mail {
            Some(mail) => mail,
            None if !name.is_empty() => format!("name:{}", name.to_lowercase()),
            None => {
                let value = names::line(property.value, MAX_TEXT);
                if value.is_empty() || value.eq_ignore_ascii_case("invalid:nomail") {
                    return None;
                }
                value.to_lowercase()
            }
        };
        let kind = match property.param("CUTYPE").as_deref() {
            Some(kind) if kind.eq_ignore_ascii_case("GROUP") => PartyKind::Group,
            Some(kind) if kind.eq_ignore_ascii_case("ROOM") || kind.eq_ignore_ascii_case("RESOURCE") => {
                PartyKind::Other
            }
            _ if property.param_is("ROLE", "NON-PARTICIPANT") || is_a_calendar(&key) => PartyKind::Other,
            _ => PartyKind::Person,
        };
        let declined = property.param_is("PARTSTAT", "DECLINED");
        let brings_others =
            property.param("X-NUM-GUESTS").is_some_and(|many| many.trim().parse::<u32>().is_ok_and(|many| many > 0));
        Some(Self { key, name, kind, declined, brings_others })
    }

    /// Whether the key is a mail address.
    pub fn has_mail(&self) -> bool {
        same_address(&self.key).is_some_and(|mail| mail == self.key) && !self.key.starts_with("name:")
    }
}

/// Google gives rooms and secondary calendars addresses of their own.
fn is_a_calendar(key: &str) -> bool {
    key.ends_with(".calendar.google.com") || key.ends_with("@calendar.google.com")
}

fn mail_of(property: &Property<'_>) -> Option<String> {
    let value = property.value.trim();
    let link = value.to_ascii_lowercase().rfind("mailto:").and_then(|at| value.get(at..));
    let bare = link.or(if value.contains([':', '/']) { None } else { Some(value) });
    let given = |name| property.param(name).and_then(|mail| same_address(&mail));
    bare.and_then(same_address).or_else(|| given("EMAIL")).or_else(|| given("X-CALENDARSERVER-EMAIL"))
}

/// The beginning of a text, at most so many bytes, never half a character.
pub(super) fn cut(text: &str, most: usize) -> &str {
    if text.len() <= most {
        return text;
    }
    let end = (0..=most).rev().find(|&end| text.is_char_boundary(end)).unwrap_or(0);
    text.get(..end).unwrap_or_default()
}
