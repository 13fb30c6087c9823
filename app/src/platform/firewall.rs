//! What the system may ask when a program wants to be reached for the first time.

/// What to expect and what to answer; nothing where nobody asks.
pub(crate) fn firewall_says() -> Option<&'static str> {
    if cfg!(windows) {
        Some(
            "Windows asks once whether Sideways may be reached. Allow it on private networks: nobody can connect but the devices that you share a list with. Without it you still reach others, where they can be reached.",
        )
    } else if cfg!(target_os = "macos") {
        Some(
            "macOS asks once whether Sideways may find devices on this network, and be reached. Allow both: nobody can connect but the devices that you share a list with.",
        )
    } else {
        None
    }
}
