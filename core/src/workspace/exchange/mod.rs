//! What a session may ask of the workspace: a colleague's only with a grant, and only about the one list it is for;
//! another device of mine with a proof of its own, about everything.

mod access;
mod adopt;
mod confirmations;
mod devices;
mod forks;
mod generations;
mod incoming;
mod orphans;
mod outgoing;
mod own;
mod pairing;
mod sealed;
mod statements;

pub use adopt::{Adoption, OpenForDevice};
pub use forks::Fork;
pub(super) use orphans::OrphanChanges;
pub use own::Whose;
pub use sealed::{SealError, Sealing, Unsealed, WriterRefused};
