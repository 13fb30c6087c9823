//! How far a list is shared.

use super::Moment;
use crate::{change::Reason, id::DeviceId};
use serde::{Deserialize, Serialize};

/// How far a list is shared, as this device knows it. Who is connected just now is not here: the engine knows.
#[derive(Clone, PartialEq, Eq, Debug, Default, Serialize, Deserialize)]
pub struct Sharing {
    /// Where it stands.
    pub state: SharingState,
    /// Whether both read the four words to each other and I pressed "They match".
    pub checked: bool,
    /// The four words, from pairing until confirmed.
    pub words: Option<[String; 4]>,
    /// When their computer last confirmed that it has all that is here.
    pub has_everything_as_of: Option<Moment>,
    /// Lines of mine that their computer hasn't confirmed.
    pub waiting: u32,
    /// Changes of theirs that were refused here, and why.
    pub refused: Vec<Reason>,
    /// Changes of mine that they refused, and why.
    pub refused_by_them: Vec<Reason>,
    /// Their devices.
    pub devices: Vec<DeviceId>,
    /// Their name and department as they say it.
    pub they_say: Option<(String, String)>,
    /// Where more came from them than is read in a day: from when on the rest is read.
    pub reads_on: Option<Moment>,
    /// They went on in a fresh list that lacks so many lines of mine, and the list before it is what is shown, until I
    /// say that I go along; 0 where both see one list.
    pub lacks: u32,
    /// Whether the list holds as much as it may, so that not all of theirs came in.
    pub is_full: bool,
}

/// Where sharing stands.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default, Serialize, Deserialize)]
pub enum SharingState {
    /// Only on this computer.
    #[default]
    Private,
    /// An invitation was made and not yet used; it works until then.
    Invited {
        /// By this computer's clock.
        until: Moment,
    },
    /// Paired.
    Shared,
    /// Stopped by me. They keep what they have.
    Stopped,
}
