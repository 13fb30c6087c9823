//! What a row of what was found says: its words first, then, smaller, whose it is and of when.

use crate::{
    desk::View,
    window::{icon, parts, theme, theme::Size},
    words,
};
use eframe::egui::{Align, FontSelection, RichText, Ui, text::LayoutJob};
use sideways_core::{
    search::{Excerpt, Found, Part},
    snapshot::{PeerView, SharingState},
};

/// What is drawn, and what is said of it without its icon.
pub(super) struct Row {
    pub(super) job: LayoutJob,
    pub(super) told: String,
}

/// How pieces of text look.
#[derive(Clone, Copy)]
enum Look {
    Plain,
    Match,
    Small,
    SmallMatch,
}

impl Row {
    /// A row of something that was found.
    pub(super) fn of(ui: &Ui, view: &View, it: &Found) -> Self {
        let peer = it
            .peer
            .and_then(|id| view.snapshot.peers.iter().find(|peer| peer.id == id))
            .map(std::convert::AsRef::as_ref);
        let pieces = match (it.part, peer) {
            (Part::Person, Some(peer)) => person(peer, &it.excerpt),
            _ => thing(it, peer),
        };
        Self::new(ui, icon_of(it.part), &pieces)
    }

    fn new(ui: &Ui, icon: &str, pieces: &[(String, Look)]) -> Self {
        let t = theme::of(ui);
        let mut job = LayoutJob::default();
        let mut add = |text: RichText| text.append_to(&mut job, ui.style(), FontSelection::Default, Align::Center);
        add(parts::with_icon(icon, "  ", Size::Body, t.ink_faint));
        let mut told = String::new();
        for (text, look) in pieces {
            let text = words::visible(text);
            told.push_str(&text);
            add(match look {
                Look::Plain => parts::text(text, Size::Body, t.ink),
                Look::Match => parts::strong(text, Size::Body, t.accent),
                Look::Small => parts::text(text, Size::Caption, t.ink_faint),
                Look::SmallMatch => parts::strong(text, Size::Caption, t.accent),
            });
        }
        Self { job, told }
    }
}

/// Their name and department; and where the words were found elsewhere on their card, what stands around them.
fn person(peer: &PeerView, excerpt: &Excerpt) -> Vec<(String, Look)> {
    let department = || (format!("   {}", peer.department), Look::Small);
    let name = words::visible(&peer.name);
    let begins = excerpt.before.len();
    if let (Some(before), Some(rest)) = (name.get(..begins), name.get(begins + excerpt.matched.len()..))
        && before == excerpt.before
    {
        let pieces = [(before.to_owned(), Look::Plain), (excerpt.matched.clone(), Look::Match)];
        return pieces.into_iter().chain([(rest.to_owned(), Look::Plain), department()]).collect();
    }
    let around = [
        (format!(" · {}", end_of(&excerpt.before)), Look::Small),
        (excerpt.matched.clone(), Look::SmallMatch),
        (beginning_of(&excerpt.after), Look::Small),
    ];
    let in_department = peer.department.to_lowercase().contains(&excerpt.matched.to_lowercase());
    let around = around.into_iter().filter(|_| !in_department);
    [(name, Look::Plain), department()].into_iter().chain(around).collect()
}

/// Its words, and whose it is.
fn thing(it: &Found, peer: Option<&PeerView>) -> Vec<(String, Look)> {
    let (open, close) = if it.part == Part::Words { ("“", "”") } else { ("", "") };
    let words = [
        (format!("{open}{}", it.excerpt.before), Look::Plain),
        (it.excerpt.matched.clone(), Look::Match),
        (format!("{}{close}", it.excerpt.after), Look::Plain),
    ];
    let whose = peer.map(|peer| (format!("   {}", whose(it, peer)), Look::Small));
    words.into_iter().chain(whose).collect()
}

fn whose(it: &Found, peer: &PeerView) -> String {
    let name = words::called(&peer.name);
    match it.part {
        Part::Line | Part::Pad | Part::WorkingOn if peer.sharing.state == SharingState::Shared => {
            format!("shared with {name}")
        }
        Part::Words | Part::Note | Part::Meeting | Part::Tests => format!("{name}, {}", words::date(it.day)),
        _ => name,
    }
}

const AROUND: usize = 32;

/// The last words of a text.
fn end_of(text: &str) -> String {
    let cut = text.char_indices().rev().nth(AROUND).and_then(|(at, _)| text.get(at..)?.split_once(' '));
    cut.map_or_else(|| text.trim_start().to_owned(), |(_, words)| format!("… {words}"))
}

/// Its first words.
fn beginning_of(text: &str) -> String {
    let cut = text.char_indices().nth(AROUND).and_then(|(at, _)| text.get(..at)?.rsplit_once(' '));
    cut.map_or_else(|| text.trim_end().to_owned(), |(words, _)| format!("{words} …"))
}

fn icon_of(part: Part) -> &'static str {
    match part {
        Part::Person => icon::USERS,
        Part::Words => icon::CHAT,
        Part::Promise => icon::PROMISE,
        Part::HeadsUp => icon::HEADS_UP,
        Part::Line | Part::Pad | Part::WorkingOn => icon::IDEA,
        Part::Project | Part::Finished => icon::LAYERS,
        Part::Point | Part::Note | Part::Tests => icon::PENCIL,
        Part::Meeting => icon::CALENDAR,
    }
}
