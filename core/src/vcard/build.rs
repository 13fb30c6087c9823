//! Makes a person out of a card's properties.

use crate::formats::names;
use crate::vcard::Card;
use crate::vcard::contact;
use crate::vcard::frame::Frame;
use crate::vcard::property::Property;
use crate::vcard::skip::Reason;
use crate::vcard::text;
use crate::vcard::unfold::Properties;

/// The most bytes of a name and of every other short text.
const TEXT_MAX: usize = 256;
const NOTE_MAX: usize = 4096;
/// The most entries of one kind, as no person has a hundred phones.
const LIST_MAX: usize = 100;

/// The most preferred of several values; among equals the first.
#[derive(Debug, Default)]
struct Best<T>(Option<(u8, T)>);

impl<T> Best<T> {
    fn offer(&mut self, preference: u8, value: T) {
        if self.0.as_ref().is_none_or(|(held, _)| preference < *held) {
            self.0 = Some((preference, value));
        }
    }

    fn take(self) -> Option<T> {
        self.0.map(|(_, value)| value)
    }
}

impl Best<String> {
    fn offer_text(&mut self, preference: u8, value: &str) {
        let value = names::line(value, TEXT_MAX);
        if !value.is_empty() {
            self.offer(preference, value);
        }
    }
}

/// Values of one kind, given out in order of preference and each once.
#[derive(Debug, Default)]
struct List(Vec<(u8, String)>);

impl List {
    fn offer(&mut self, preference: u8, value: Option<String>) {
        if let Some(value) = value
            && self.0.len() < LIST_MAX
        {
            self.0.push((preference, value));
        }
    }

    /// The values, where `key` tells which of them are the same.
    fn take(mut self, key: fn(&str) -> String) -> Vec<String> {
        self.0.sort_by_key(|(preference, _)| *preference);
        let mut seen = std::collections::BTreeSet::new();
        self.0.into_iter().map(|(_, value)| value).filter(|value| seen.insert(key(value))).collect()
    }
}

/// What a card has said so far.
#[derive(Debug, Default)]
pub(crate) struct Draft {
    uid: Option<String>,
    formatted: Best<String>,
    structured: Best<String>,
    nickname: Best<String>,
    organisation: Best<(String, String)>,
    title: Best<String>,
    role: Best<String>,
    mails: List,
    phones: List,
    links: List,
    tags: List,
    note: String,
    not_a_person: Option<Reason>,
    shown_as_company: bool,
}

impl Draft {
    /// Reads all properties of a card.
    pub(crate) fn of(frame: &Frame<'_>) -> Self {
        let mut draft = Self::default();
        for property in Properties::new(frame) {
            draft.take_in(&property);
        }
        draft
    }

    fn take_in(&mut self, property: &Property) {
        let preference = property.preference;
        match property.name.as_str() {
            "ORG" => self.take_organisation(preference, property),
            "N" => self.structured.offer_text(preference, &given_and_family(property)),
            "NICKNAME" => {
                let first = property.parts(b',').find(|part| !part.trim().is_empty());
                self.nickname.offer_text(preference, &first.unwrap_or_default());
            }
            "CATEGORIES" => {
                for part in property.parts(b',') {
                    if self.tags.0.len() >= LIST_MAX {
                        break;
                    }
                    self.tags.offer(preference, text::whole_line(&part, TEXT_MAX));
                }
            }
            "FN"
            | "TITLE"
            | "ROLE"
            | "EMAIL"
            | "TEL"
            | "IMPP"
            | "URL"
            | "UID"
            | "NOTE"
            | "KIND"
            | "X-ABSHOWAS"
            | "X-ADDRESSBOOKSERVER-KIND" => {
                if let Some(text) = property.text() {
                    self.take_text(&property.name, preference, &text);
                }
            }
            _ => {}
        }
    }

    fn take_text(&mut self, name: &str, preference: u8, text: &str) {
        match name {
            "FN" => self.formatted.offer_text(preference, names::without_address(text)),
            "TITLE" => self.title.offer_text(preference, text),
            "ROLE" => self.role.offer_text(preference, text),
            "EMAIL" => self.mails.offer(preference, contact::mail(text)),
            "TEL" => self.phones.offer(preference, contact::phone(text)),
            "IMPP" | "URL" => self.links.offer(preference, contact::link(text)),
            "UID" => self.uid = self.uid.take().or_else(|| text::whole_line(text, TEXT_MAX)),
            "X-ABSHOWAS" => self.shown_as_company = text.trim().eq_ignore_ascii_case("COMPANY"),
            "NOTE" => self.take_note(text),
            _ => self.not_a_person = self.not_a_person.or_else(|| not_a_person(text)),
        }
    }

    fn take_organisation(&mut self, preference: u8, property: &Property) {
        let mut parts = property.parts(b';').map(|part| names::line(&part, TEXT_MAX));
        let company = parts.next().unwrap_or_default();
        let mut department = String::new();
        for part in parts.filter(|part| !part.is_empty()) {
            if !department.is_empty() {
                department.push_str(", ");
            }
            department.push_str(&part);
            if department.len() > TEXT_MAX {
                break;
            }
        }
        let department = names::line(&department, TEXT_MAX);
        if !company.is_empty() || !department.is_empty() {
            self.organisation.offer(preference, (company, department));
        }
    }

    fn take_note(&mut self, text: &str) {
        let joint = if self.note.is_empty() { "" } else { "\n" };
        let room = NOTE_MAX.saturating_sub(self.note.len() + joint.len());
        let more = text::lines(text, room);
        if !more.is_empty() {
            self.note.push_str(joint);
            self.note.push_str(&more);
        }
    }

    /// The person, or why there is none and the name to say it with.
    pub(crate) fn finish(self, whole: bool) -> Result<Card, (Reason, String)> {
        let mails = self.mails.take(str::to_lowercase);
        let structured = self.structured.take();
        // Apple's program marks companies so; it can be a person's card too, which then has the person's name.
        let is_company = self.shown_as_company && structured.is_none();
        let not_a_person = self.not_a_person.or(is_company.then_some(Reason::Organisation));
        let formatted = self.formatted.take();
        let called = formatted.clone().filter(|name| names::is_a_name(name)).or(structured).or(self.nickname.take());
        let name = called.or(formatted);
        let (company, department) = self.organisation.take().unwrap_or_default();
        if !whole || not_a_person.is_some() {
            let reason = if whole { not_a_person } else { None };
            return Err((reason.unwrap_or(Reason::CutOff), name.unwrap_or(company)));
        }
        let local = || mails.first().and_then(|mail| mail.rsplit_once('@')).map(|(local, _)| local.to_owned());
        let Some(name) = name.or_else(local) else { return Err((Reason::Nameless, String::new())) };
        Ok(Card {
            uid: self.uid,
            name,
            department,
            company,
            role: self.title.take().or(self.role.take()).unwrap_or_default(),
            mails,
            phones: self.phones.take(str::to_owned),
            links: self.links.take(str::to_owned),
            tags: self.tags.take(str::to_owned),
            note: self.note,
        })
    }
}

fn not_a_person(kind: &str) -> Option<Reason> {
    match kind.trim().to_ascii_lowercase().as_str() {
        "group" => Some(Reason::Group),
        "org" | "organization" => Some(Reason::Organisation),
        "location" | "device" | "application" | "thing" => Some(Reason::Thing),
        _ => None,
    }
}

/// Given and family name; middle names, titles and suffixes are left out, as colleagues don't use them.
fn given_and_family(property: &Property) -> String {
    let mut parts = property.parts_of_words().map(|part| names::line(&part, TEXT_MAX));
    let family = parts.next().unwrap_or_default();
    let given = parts.next().unwrap_or_default();
    format!("{given} {family}")
}
