//! What is said when everything I prepared is something I need.

use crate::{
    method::{AsOf, address::first_name, dates, their_words},
    snapshot::{PeerView, TheirWords},
};

/// A line for a brief in which I only ask, and two ways to begin with them instead.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Gentle {
    /// The line.
    pub says: String,
    /// Made from their own words where they said any.
    pub starters: [String; 2],
}

impl Gentle {
    pub(super) fn of(peer: &PeerView, as_of: AsOf) -> Self {
        let name = Some(first_name(&peer.name)).filter(|name| !name.is_empty()).unwrap_or_else(|| "them".to_owned());
        let mut spoken = their_words::spoken(peer);
        Self {
            says: format!("Everything here is something you need. What would be useful to {name} this month?"),
            starters: match (spoken.next(), spoken.next()) {
                (Some(newest), older) => [take_a_piece(peer, newest, as_of), how_it_stands(newest, older, as_of)],
                (None, _) => [
                    format!("Ask {name} what takes the most time just now. Is there a piece of it you could take?"),
                    format!("Is there something you finished lately that {name} could use?"),
                ],
            },
        }
    }
}

/// "Last time" is said only of words that are from the last meeting; others were said on a day.
fn take_a_piece(peer: &PeerView, words: &TheirWords, as_of: AsOf) -> String {
    let last_time = peer.meetings.first().is_some_and(|meeting| meeting.on == words.on);
    let when = if last_time { "Last time".to_owned() } else { format!("On {}", dates::day(words.on, as_of)) };
    format!("{when} it was: {} Is there a piece of it you could take?", their_words::quoted(&words.text))
}

/// Asks after older words where there are any, since the first starter has the newest.
fn how_it_stands(newest: &TheirWords, older: Option<&TheirWords>, as_of: AsOf) -> String {
    match older {
        Some(older) => {
            let (on, quote) = (dates::day(older.on, as_of), their_words::quoted(&older.text));
            format!("On {on} it was: {quote} Ask how that stands now.")
        }
        None => format!("Ask how this stands now: {}", their_words::quoted(&newest.text)),
    }
}
