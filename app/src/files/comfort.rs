//! How the window was left: its size and place, how large its text is, light or dark. It lies beside the store, holds
//! nothing else, and where it can't be read the window opens as on its first day.

use serde::{Deserialize, Serialize};
use std::{
    fs::File,
    io::{Read as _, Write as _},
    path::Path,
};

const FILE: &str = "window.json";
/// More than this isn't read.
const MOST: u64 = 4096;

/// How the window was left.
#[derive(Clone, Copy, PartialEq, Debug, Serialize, Deserialize)]
#[serde(default)]
pub struct Comfort {
    /// Width and height, in points.
    pub size: [f32; 2],
    /// Left and top on the desktop, in points; nothing where the desktop doesn't tell.
    pub place: Option<[f32; 2]>,
    /// How large text is; 1 is as designed.
    pub zoom: f32,
    /// Light or dark.
    pub look: Look,
    /// Whether the desktop says what is due.
    pub notices: bool,
    /// After how many minutes without a key or the pointer it locks, where there is a passphrase; nothing: never.
    pub lock_after: Option<u32>,
    /// Nobody wants to be reminded that there is no passphrase.
    pub no_passphrase: bool,
}

/// Light or dark.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Look {
    /// As the desktop says.
    #[default]
    System,
    /// Light, whatever it says.
    Light,
    /// Dark, whatever it says.
    Dark,
}

impl Default for Comfort {
    fn default() -> Self {
        Self {
            size: [1180.0, 760.0],
            place: None,
            zoom: 1.0,
            look: Look::System,
            notices: true,
            lock_after: Some(15),
            no_passphrase: false,
        }
    }
}

impl Comfort {
    /// How the window was left last time, within what makes a window that can be used.
    #[must_use]
    pub fn read(folder: &Path) -> Self {
        // A longer file is cut off here, and so is no JSON any more.
        let file = File::open(folder.join(FILE)).map(|file| file.take(MOST));
        let read: Self = file.ok().and_then(|file| serde_json::from_reader(file).ok()).unwrap_or_default();
        read.sane()
    }

    /// Keeps it; a window that can't be remembered is no reason to say anything.
    pub fn keep(&self, folder: &Path) {
        if let Ok(text) = serde_json::to_vec(&self.sane()) {
            let mut options = std::fs::OpenOptions::new();
            let options = crate::platform::private_file(options.write(true).create(true).truncate(true));
            let file = options.open(folder.join(FILE));
            let _ = file.and_then(|mut file| file.write_all(&text));
        }
    }

    fn sane(self) -> Self {
        let plain = Self::default();
        let within = |value: f32, least: f32, most: f32, otherwise: f32| {
            if value.is_finite() { value.clamp(least, most) } else { otherwise }
        };
        let [width, height] = self.size;
        Self {
            size: [within(width, 420.0, 8_000.0, plain.size[0]), within(height, 420.0, 8_000.0, plain.size[1])],
            place: self.place.filter(|place| place.iter().all(|it| it.is_finite() && it.abs() < 20_000.0)),
            zoom: within(self.zoom, 0.5, 4.0, 1.0),
            look: self.look,
            notices: self.notices,
            lock_after: self.lock_after.map(|minutes| minutes.clamp(1, 24 * 60)),
            no_passphrase: self.no_passphrase,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_window_opens_as_it_was_left_and_never_where_nobody_finds_it() {
        let folder = tempfile::tempdir().unwrap();
        assert_eq!(Comfort::read(folder.path()), Comfort::default());
        let left = Comfort {
            size: [640.0, 700.0],
            place: Some([40.0, 60.0]),
            zoom: 2.0,
            look: Look::Dark,
            notices: false,
            lock_after: None,
            no_passphrase: true,
        };
        left.keep(folder.path());
        assert_eq!(Comfort::read(folder.path()), left);
        for damaged in ["", "{", "[]", "{\"size\":[1,2,3]}", "{\"look\":\"pink\"}", &"x".repeat(10_000)] {
            std::fs::write(folder.path().join(FILE), damaged).unwrap();
            assert_eq!(Comfort::read(folder.path()), Comfort::default(), "{damaged:.20}");
        }
        std::fs::write(folder.path().join(FILE), "{\"size\":[1,1e30],\"zoom\":1e9,\"place\":[1e9,0]}").unwrap();
        let read = Comfort::read(folder.path());
        assert_eq!((read.size, read.zoom, read.place), ([420.0, 8_000.0], 4.0, None));
    }
}
