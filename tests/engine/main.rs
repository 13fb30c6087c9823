//! The engine and the network as they run: two desks, real QUIC on loopback, real files.

#![allow(clippy::unwrap_used, clippy::panic)] // a test that fails says so this way

mod anywhere;
mod backups;
mod causes;
mod company;
mod desks;
mod found_again;
mod handing_over;
mod hostile;
mod locking;
mod own_relay;
mod pairing;
mod stopping;
mod syncing;
