//! What a session may ask of the workspace: only with a grant, and only about the one list it is for.

mod access;
mod confirmations;
mod generations;
mod incoming;
mod outgoing;
mod pairing;
mod statements;

pub(super) use incoming::OrphanChanges;
