//! Sealed files: what a connection would carry, as one small file that goes by any way there is.
//!
//! A file holds what its writer states of their devices, where the list stands there, and every change since what the
//! other side acknowledged last. Where it stands is the acknowledgement of what came the other way: so two people live by
//! files alone, and each file is as small as it can be. A file may come late, twice, or before an older one: it is read
//! like frames that come so, through the same grant, the same bounds and the same gate.

mod envelope;
mod read;
mod write;

pub use read::{Came, ReadError, SealedReader};
pub use write::{SealedFile, WriteError, write_sealed};

/// The version of the format that this program writes and reads.
const VERSION: u16 = 1;
