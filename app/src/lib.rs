//! Sideways, the program: a window and a command line over one engine.

mod backups;
pub mod cli;
pub mod copies;
pub mod desk;
mod engine;
pub mod files;
pub mod health;
mod mistake;
mod platform;
pub mod window;
pub mod words;
