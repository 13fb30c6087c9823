//! How my other computers stand, in a sentence.

use super::moment;
use crate::desk::Link;
use jiff::tz::TimeZone;
use sideways_core::snapshot::{Moment, OwnDevice};

/// Said while the notebook is on its way from another computer.
pub const ARRIVING: &str = "Your notebook is on its way from your other computer.";
/// Said on a computer that was taken away.
pub const TAKEN_AWAY: &str = "This computer was taken away from your devices on another one. What is here can be read, and nothing more comes or goes.";

/// How a computer of mine stands.
#[must_use]
pub fn own_device(device: &OwnDevice, link: Option<Link>, now: Moment) -> String {
    if device.removed {
        return match (device.this, device.connects) {
            (true, _) => TAKEN_AWAY.to_owned(),
            (false, true) => "Taken away. It gets nothing any more.".to_owned(),
            (false, false) => "Taken away. It brings no computer back any more.".to_owned(),
        };
    }
    if !device.connects {
        return "On paper: it brings a backup back.".to_owned();
    }
    if device.this {
        return "This computer.".to_owned();
    }
    let last = device.had_everything.map(|at| moment(at, now, &TimeZone::system()));
    match (link, last) {
        (Some(Link::Connected { equal: true }), _) => "Connected. It has everything.".to_owned(),
        (Some(Link::Connected { equal: false }), _) => "Connected. Not everything is there yet.".to_owned(),
        (_, Some(last)) => format!("Last had everything {last}."),
        (_, None) => "It hasn’t had everything yet.".to_owned(),
    }
}
