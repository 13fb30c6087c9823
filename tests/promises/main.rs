//! The promises of core, executed: one fast binary, a module a promise.

mod disk;
mod lists;
mod people;
mod store;
