//! The command line, as people and scripts use it: the real program on real folders.

#![allow(unreachable_pub, missing_docs)] // a test binary has no outside

mod kill;
mod person;
mod sharing;
mod verbs;
