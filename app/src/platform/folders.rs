//! Where this user keeps things.

use std::{
    fs,
    path::{Path, PathBuf},
};

/// The folder for the data of this program; nothing where the system names none.
///
/// It doesn't travel: a profile that roams would bring this computer's key to another one. What an earlier version
/// left where profiles roam is moved here, once.
pub(crate) fn data_folder() -> Option<PathBuf> {
    let folders = directories::ProjectDirs::from("org", "Sideways", "Sideways")?;
    Some(settled(folders.data_local_dir(), folders.data_dir()))
}

/// The folder for what this computer knows and no notebook holds, which doesn't travel either; nothing where the system
/// names none. `SIDEWAYS_STATE` names another, so that tests leave nothing in it.
pub(crate) fn state_folder() -> Option<PathBuf> {
    let named = std::env::var_os("SIDEWAYS_STATE").filter(|named| !named.is_empty());
    named.map(PathBuf::from).or_else(|| {
        let folders = directories::ProjectDirs::from("org", "Sideways", "Sideways")?;
        Some(folders.state_dir().map_or_else(|| beside(folders.data_local_dir()), Path::to_owned))
    })
}

/// Where a system has no folder for such things.
fn beside(data: &Path) -> PathBuf {
    let name = data.file_name().unwrap_or_default().to_string_lossy();
    data.with_file_name(format!("{name}-state"))
}

/// Where the notebook is: at home, where it is moved to if it still roams. While it can't be moved, because a program
/// has it open or the disk is full, it stays where it is.
fn settled(home: &Path, roams: &Path) -> PathBuf {
    let holds = |folder: &Path| ["store.redb", "store.key"].iter().any(|name| folder.join(name).exists());
    if home == roams || holds(home) || !holds(roams) {
        return home.to_owned();
    }
    let above = home.parent().unwrap_or(home);
    // An empty folder may be there already.
    let moved = fs::create_dir_all(above).and_then(|()| {
        let _ = fs::remove_dir(home);
        fs::rename(roams, home)
    });
    if moved.is_ok() { home.to_owned() } else { roams.to_owned() }
}

/// A path as they look here, to be shown in an empty field.
#[cfg(not(any(windows, target_os = "macos")))]
pub(crate) fn example(name: &str) -> String {
    format!("/home/alex/{name}")
}

/// A path as they look here, to be shown in an empty field.
#[cfg(target_os = "macos")]
pub(crate) fn example(name: &str) -> String {
    format!("/Users/alex/{name}")
}

/// A path as they look here, to be shown in an empty field.
#[cfg(windows)]
pub(crate) fn example(name: &str) -> String {
    format!("C:\\Users\\alex\\{name}")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_roamed_is_moved_home_once_and_nothing_is_written_over() {
        let room = tempfile::tempdir().unwrap();
        let (home, roams) = (room.path().join("local/data"), room.path().join("roaming/data"));
        assert_eq!(settled(&home, &roams), home, "nothing is anywhere yet");
        assert!(!home.exists(), "and nothing was made");
        fs::create_dir_all(&roams).unwrap();
        fs::write(roams.join("store.redb"), "words").unwrap();
        fs::write(roams.join("store.key"), "key").unwrap();
        fs::create_dir_all(&home).unwrap();
        assert_eq!(settled(&home, &roams), home);
        assert_eq!(fs::read(home.join("store.redb")).unwrap(), b"words");
        assert!(home.join("store.key").exists() && !roams.exists());
        // An older version begins another one where it always did.
        fs::create_dir_all(&roams).unwrap();
        fs::write(roams.join("store.redb"), "other").unwrap();
        assert_eq!(settled(&home, &roams), home);
        assert_eq!(fs::read(home.join("store.redb")).unwrap(), b"words");
        assert_eq!(settled(&home, &home), home);
    }

    #[test]
    fn what_can_not_be_moved_stays_in_use() {
        let room = tempfile::tempdir().unwrap();
        let (home, roams) = (room.path().join("local/data"), room.path().join("roaming/data"));
        fs::create_dir_all(&roams).unwrap();
        fs::write(roams.join("store.redb"), "words").unwrap();
        // Something else has the name.
        fs::write(room.path().join("local"), "a file").unwrap();
        assert_eq!(settled(&home, &roams), roams);
        assert_eq!(fs::read(roams.join("store.redb")).unwrap(), b"words");
    }
}
