//! Reads calendar files that other programs exported (iCalendar, RFC 5545) and says which standing 1-on-1s are in
//! them. Everything streams: a file is read line by line and event by event, and every list kept has a bound.

pub mod block;
pub mod check;
pub mod content;
pub mod event;
pub mod recur;
pub mod says;
pub mod zones;
