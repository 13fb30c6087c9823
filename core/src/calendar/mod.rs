//! Reads calendar files that other programs exported (iCalendar, RFC 5545), says which standing 1-on-1s are in them,
//! and writes the missing ones. Reading streams: a file is read line by line and event by event, and every list kept
//! has a bound.

pub mod block;
pub mod check;
pub mod event;
pub mod invite;
pub mod recur;
pub mod says;
pub mod zones;
