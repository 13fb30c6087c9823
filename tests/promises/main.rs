//! The promises of core, executed: one fast binary, a module a promise.

#![allow(unreachable_pub, missing_docs)] // a test binary has no outside

mod disk;
mod gate;
mod lists;
mod people;
mod power;
mod privacy;
mod store;
