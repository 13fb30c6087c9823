//! What is true, and where it is kept.
#![allow(dead_code)]

pub mod change;
pub mod command;
pub mod device;
pub mod error;
mod grant;
pub mod id;
pub mod limits;
pub mod snapshot;
mod workspace;

pub use grant::Grant;
pub use workspace::{Generation, KnownDevice, OpenInvitation, Opening, Pairing, Received, Workspace};
pub use redb::{BackendError, StorageBackend};
