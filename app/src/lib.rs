//! Sideways, the program: a window and a command line over one engine.

mod backups;
pub mod cli;
pub mod desk;
#[cfg(target_os = "linux")]
mod desktop;
mod engine;
pub mod files;
pub mod health;
#[cfg(target_os = "linux")]
mod links;
mod mistake;
pub mod window;
pub mod words;
