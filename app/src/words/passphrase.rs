//! What is said of a passphrase, in window and command line alike.

/// After it was changed.
pub const PASSPHRASE_CHANGED: &str = "It opens with the new passphrase from now on, and with the old one no more. Whoever has a copy of the folder from before opens that copy with the old one.";
/// Before it is removed.
pub const PASSPHRASE_REMOVING: &str =
    "without a passphrase whoever can read this folder, or a copy or disk of it, can read all of the notebook";
/// After it was removed.
pub const PASSPHRASE_REMOVED: &str =
    "The passphrase is gone. The key lies beside the store again: whoever can read the folder can read it all.";
/// After it was locked.
pub const LOCKED_NOW: &str = "Locked. `sideways unlock` opens it again, and so does its window.";

/// After it was set. A forgotten passphrase can't be found out; a backup is the way back, where there is one.
#[must_use]
pub fn passphrase_set(has_sheet: bool) -> Vec<String> {
    let back = if has_sheet {
        "Nobody can find out a forgotten passphrase. The way back is a backup and the words on your recovery sheet: backups open with those, and not with the passphrase."
    } else {
        "Nobody can find out a forgotten passphrase, and there is no recovery sheet yet: `sideways recovery show` shows it, and from then on a backup is the way back."
    };
    vec!["The notebook is sealed with a new key, and opens with this passphrase only.".into(), back.into()]
}
