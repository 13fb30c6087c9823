//! The promises of core, executed: one fast binary, a module a promise.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::indexing_slicing, clippy::panic)] // a test that fails says so this way
#![allow(unreachable_pub, missing_docs)] // a test binary has no outside

mod backup;
mod costs;
mod disk;
mod folder;
mod forks;
mod gate;
mod hostile;
mod lists;
mod mended;
mod method;
mod outputs;
mod own;
mod passphrase;
mod people;
mod power;
mod privacy;
mod sealed;
mod statements;
mod store;
mod torn;
mod transactions;
mod undo;
mod year;
