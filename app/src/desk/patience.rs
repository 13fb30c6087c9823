//! Waiting a little, and not all at the same beat.

use std::time::Duration;

/// About so long: between half of it and one and a half. Those who wait for the same thing don't all come at once.
pub(super) fn shortly(about: Duration) -> Duration {
    let mut byte = [128];
    // Without randomness they do come at once, which is only slower.
    let _ = getrandom::fill(&mut byte);
    about.mul_f64(0.5 + f64::from(byte.first().copied().unwrap_or(128)) / 255.0)
}
