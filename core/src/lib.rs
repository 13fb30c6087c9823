//! What is true, and where it is kept: the domain, its documents, and the store. No network, no screen, no
//! clock: time and randomness are arguments, so the same inputs give the same bytes.
//!
//! # The model on one page
//!
//! A [`Workspace`] is everything on this device that belongs to this user. It changes only by a
//! [`command::Command`] or by changes that a colleague's device sent, and after each commit there is a new
//! [`snapshot::Snapshot`], the only thing that is ever read.
//!
//! ```text
//! Command ──► document (one change) ──► gate ──► sign ─┐
//!                                                      ├─► one commit: change, heads, changed rows ─► Snapshot
//! Run of changes ──► bounds ──► signature ──► gate ────┘
//! ```
//!
//! Words are kept in Automerge documents of four kinds. The **notebook**: who I am, my peers, and the grant
//! of each one's list. A **card** per peer, a **journal** per peer and year of writing: private. A **shared
//! list** per peer and generation: the one thing a colleague ever gets. A document is loaded only where it is
//! written or synced; all else reads rows that were made in the same commit as the change.
//!
//! A line holds its wordings by id, each written once and naming those it replaces; the ones that nothing
//! replaces are shown. So adding never conflicts, two rewordings are two versions, and every wording a line
//! ever had stays in its history.
//!
//! # Invariants
//!
//! - Nothing is acknowledged before the commit that contains it is on the disk.
//! - No byte from outside reaches Automerge's decoder: a change is a typed structure ([`change::Change`]) that
//!   the gate bounds, judges and rebuilds.
//! - Every change is covered by a signature of the device that made it. Whether it is good depends on itself,
//!   its causal past and signed statements, never on the order in which things arrived, nor on any clock.
//! - A document's bytes leave only against a [`Grant`], which only the workspace makes, and which is worth
//!   nothing once the user took it back.
//! - Sharing copies words into a new document. The private one's history stays where it was.
//! - After an I/O error nothing is written until the workspace is opened again; reading goes on.
//! - An actor id is used by one run of one process.
//! - Opening decodes no Automerge, and writes nothing to a store that exists.

mod age;
pub mod backup;
pub mod calendar;
pub mod change;
pub mod command;
pub mod device;
mod document;
mod entropy;
pub mod error;
pub mod export;
pub mod formats;
mod grant;
mod guard;
pub mod id;
mod kinds;
pub mod legible;
pub mod limits;
pub mod link;
pub mod method;
pub mod passphrase;
mod rows;
mod sealed;
pub mod search;
pub mod snapshot;
mod store;
pub mod vcard;
mod workspace;

pub use grant::{Grant, OwnGrant};
pub use guard::{guarded, is_guarded};
pub use redb::StorageBackend;
pub use rows::DocKind;
pub use sealed::Closed;
#[cfg(feature = "faults")]
pub use store::faults;
pub use workspace::{
    Adoption, BackupNotes, Entered, Fork, Former, Generation, KnownDevice, LastBackup, Locked, OpenForDevice,
    OpenInvitation, Opening, Pairing, Parted, Received, Rescued, SealError, Sealing, SpeaksAs, Stamp, Touched,
    Unsealed, Verified, Whose, Workspace, WriterRefused,
};
