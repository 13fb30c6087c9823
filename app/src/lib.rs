//! Sideways, the program: a window and a command line over one engine.

pub mod cli;
pub mod desk;
pub mod window;
pub mod words;
