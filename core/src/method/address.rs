//! How a note begins and ends: the colleague's first name, and mine below it.

#[cfg(test)]
mod tests;

use crate::snapshot::{Me, PeerView};

/// What may stand before a first name.
const TITLES: [&str; 12] = ["dr", "prof", "professor", "mr", "mrs", "ms", "mx", "miss", "sir", "dame", "herr", "frau"];

/// What may stand after a comma without being a first name.
const SUFFIXES: [&str; 10] = ["phd", "md", "mba", "cpa", "cfa", "esq", "jr", "sr", "ii", "iii"];

/// The name a colleague is called by, out of the name as it was written down; empty only where that is blank.
///
/// `Ruiz, Dana` and `Dr. Dana Ruiz` are both Dana. Where no first name can be told (`Dr. Ruiz`, `D. Ruiz`), it is the
/// whole name: a note that calls somebody by half a name is worse than a formal one.
#[must_use]
pub fn first_name(name: &str) -> String {
    let written: Vec<&str> = name.split_whitespace().collect();
    let written = written.join(" ");
    let given = match written.split_once(',') {
        Some((_, given)) if is_name(given) => given,
        Some((before, _)) if !before.trim().is_empty() => before,
        Some(_) | None => written.as_str(),
    };
    let mut words = given.split_whitespace().skip_while(|word| is_one_of(&TITLES, word));
    let titled = given.split_whitespace().next().is_some_and(|word| is_one_of(&TITLES, word));
    match (words.next(), words.next()) {
        (Some(only), None) if !titled && is_called_by(only) => only.to_owned(),
        (Some(first), Some(_)) if is_called_by(first) => first.to_owned(),
        _ => written,
    }
}

/// The words a note begins with.
pub(super) fn greeting(peer: &PeerView) -> String {
    match first_name(&peer.name) {
        name if name.is_empty() => "Hello,".to_owned(),
        name => format!("Hello {name},"),
    }
}

/// A note with my name and department below it, as far as I gave them.
pub(super) fn signed(note: &str, me: &Me) -> String {
    match (me.name.trim(), me.department.trim()) {
        ("", _) => note.to_owned(),
        (name, "") => format!("{note}\n\n{name}"),
        (name, department) => format!("{note}\n\n{name}, {department}"),
    }
}

/// Whether what stands after a comma is a name, not a degree.
fn is_name(after_comma: &str) -> bool {
    after_comma.split_whitespace().next().is_some_and(|word| !is_one_of(&SUFFIXES, word))
}

/// Whether people are called by such a word: not by an initial, nor by a stray mark.
fn is_called_by(word: &str) -> bool {
    match word.chars().filter(|letter| letter.is_alphanumeric()).count() {
        0 => false,
        1 => !word.ends_with('.'),
        _ => true,
    }
}

fn is_one_of(known: &[&str], word: &str) -> bool {
    let bare = word.replace(['.', ','], "").to_lowercase();
    known.contains(&bare.as_str())
}
