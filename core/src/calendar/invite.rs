//! Writes a standing 1-on-1 for calendars: my own copy, an invitation to mail, and a link that opens a web calendar.
//!
//! My copy and the invitation never mix. My copy names no guests and has no method, so that no program that opens it
//! writes to anybody; the invitation is only ever attached to a mail to the peer, and has another UID so that the two
//! don't meet in one calendar (RFC 5545 §3.7.2, §3.8.4).

mod change;
mod event;
mod file;
mod kept;
mod link;
mod next;
mod onset;
mod person;
mod rule;
mod series;
#[cfg(test)]
mod tests;
mod text;
mod vtimezone;
mod yearly;
mod zone;

pub use change::{CantChange, Files, end, move_all, move_one, skip_one};
pub use file::{NoMail, invitation, my_copy};
pub use link::{Web, compose_link};
pub use person::{BadMail, Mail, Person};
pub use rule::Rule;
pub use series::{Change, Series};
pub use zone::{NoSuchZone, Zone};
