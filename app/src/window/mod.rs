//! The window.

use crate::desk::Failure;
use std::path::Path;

/// Opens the window.
pub fn run(_directory: &Path) -> Result<(), Failure> {
    Err(Failure { error: "there is no window in this build".into(), hint: Some("try sideways demo --headless".into()) })
}
