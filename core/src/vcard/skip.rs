//! The cards that were left out, and the sentence that says so.

/// Why one card was left out.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Reason {
    /// It stands for several people.
    Group,
    /// It stands for a company or another organisation.
    Organisation,
    /// It stands for a place, a device or a program.
    Thing,
    /// It has neither a name nor a mail address that can be read.
    Nameless,
    /// It begins but never ends.
    CutOff,
}

/// A card that was left out.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Skipped {
    /// Which card of the file it is, counting from one.
    pub number: usize,
    /// Why it was left out, for gathering like with like.
    pub reason: Reason,
    /// The same in one sentence, for people.
    pub sentence: String,
}

impl Skipped {
    pub(crate) fn new(number: usize, reason: Reason, name: String) -> Self {
        let card = if name.is_empty() { format!("Card {number}") } else { format!("“{name}”") };
        let sentence = match reason {
            Reason::Group => format!("{card} is a group rather than one person, so it was left out."),
            Reason::Organisation => format!("{card} is an organisation rather than one person, so it was left out."),
            Reason::Thing => format!("{card} is a place or a device rather than a person, so it was left out."),
            Reason::Nameless => format!("{card} has neither a name nor a mail address, so it was left out."),
            Reason::CutOff if name.is_empty() => {
                format!("{card} ends halfway, so it was left out; exporting it again usually helps.")
            }
            Reason::CutOff => {
                format!("The card {card} ends halfway, so it was left out; exporting it again usually helps.")
            }
        };
        Self { number, reason, sentence }
    }
}
