//! The short note that proposes the half hour, with nothing asked.

#[cfg(test)]
mod tests;

use super::{
    address::{greeting, signed},
    half_hour::Part,
};
use crate::snapshot::{Every, Me, PeerView};

/// How the note sounds.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Tone {
    /// For somebody one would like to know; names the three parts.
    Warm,
    /// For most people.
    Plain,
    /// For somebody who reads on the way.
    Brief,
}

impl Tone {
    /// All of them, in the order to show them in.
    pub const ALL: [Self; 3] = [Self::Warm, Self::Plain, Self::Brief];
}

/// A note to copy that proposes the half hour to somebody I haven't met; it asks for nothing but the time.
#[must_use]
pub fn proposal(me: &Me, peer: &PeerView, tone: Tone) -> String {
    let (hello, time) = (greeting(peer), half_hour(peer.every));
    let what_matters = match peer.department.trim() {
        "" => "what matters in your work".to_owned(),
        department => format!("what matters in {department}"),
    };
    let note = match tone {
        Tone::Warm => format!(
            "{hello}\n\nour work touches, and I’d like to know better {what_matters}. I’d enjoy meeting for {time}, \
             in three parts:\n\n{}\n{}\n{}\n\nThe first part is yours, and there’s nothing to prepare. If you like the \
             idea, I’ll send an invitation.",
            Part::Theirs.opening(),
            Part::Mine.opening(),
            Part::Together.opening()
        ),
        Tone::Plain => format!(
            "{hello} I’d like to propose {time}: ten for what’s on your mind, ten for what I’m working on, ten for \
             where we might help each other. There’s nothing to prepare. If it suits you, I’ll send an invitation."
        ),
        Tone::Brief => format!(
            "{hello} I’d like to know better {what_matters}, and suggest {time}. If that suits you, I’ll send an \
             invitation."
        ),
    };
    signed(&note, me)
}

/// How long, and how often where that was settled.
fn half_hour(every: Option<Every>) -> String {
    match every {
        Some(Every::Month) => "30 minutes, monthly".to_owned(),
        Some(Every::Quarter) => "30 minutes, quarterly".to_owned(),
        Some(Every::Weeks(1)) => "30 minutes, weekly".to_owned(),
        Some(Every::Weeks(weeks)) if weeks > 1 => format!("30 minutes, every {weeks} weeks"),
        Some(Every::Weeks(_)) | None => "30 minutes".to_owned(),
    }
}
