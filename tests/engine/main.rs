//! The engine and the network as they run: two desks, real QUIC on loopback, real files.

mod desks;
mod handing_over;
mod hostile;
mod pairing;
mod syncing;
