//! The engine and the network as they run: two desks, real QUIC on loopback, real files.

#![allow(clippy::unwrap_used, clippy::panic)] // a test that fails says so this way

mod backups;
mod desks;
mod handing_over;
mod hostile;
mod pairing;
mod stopping;
mod syncing;
