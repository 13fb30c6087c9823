//! What is true, and where it is kept.
#![allow(dead_code)]

pub mod change;
pub mod command;
pub mod device;
mod document;
mod entropy;
pub mod error;
mod gate;
mod grant;
pub mod id;
pub mod limits;
mod list;
mod notebook;
mod rows;
pub mod snapshot;
mod store;
mod workspace;

pub use grant::Grant;
pub use redb::StorageBackend;
pub use workspace::{Generation, KnownDevice, OpenInvitation, Opening, Pairing, Received, Workspace};
