//! The command line, as people and scripts use it: the real program on real folders.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::indexing_slicing, clippy::panic)] // a test that fails says so this way
#![allow(unreachable_pub, missing_docs)] // a test binary has no outside

mod as_they_are;
mod backup;
mod calendars;
mod copies;
mod devices;
mod folder;
mod kill;
mod mended;
mod method;
mod network;
mod outputs;
mod passphrase;
mod person;
mod sealed;
mod server;
mod sharing;
mod source;
mod together;
mod verbs;
