//! Who may read what this program writes, and when a name is safe on the disk.

pub(crate) use system::{disk, prepare_folder, private_file, private_folder, sync, who_may_read};

/// What the system says about a disk.
#[cfg_attr(windows, allow(dead_code))] // it isn't asked there
pub(crate) struct Disk {
    pub(crate) free: u64,
    pub(crate) read_only: bool,
}

/// Who besides this user may read something; asked about a folder and what lies in it.
pub(crate) struct Others {
    /// Of these names, those that others may read.
    pub(crate) read: Vec<&'static str>,
    /// Whether they may look into the folder.
    pub(crate) look: bool,
    /// What to do about files that others may read.
    pub(crate) hint: String,
    /// What to do about the folder.
    pub(crate) folder_hint: &'static str,
}

#[cfg(unix)]
mod system {
    use super::{Disk, Others};
    use std::{
        fs::{self, DirBuilder, File, OpenOptions},
        io::{self, ErrorKind},
        os::unix::fs::{DirBuilderExt, OpenOptionsExt, PermissionsExt},
        path::Path,
    };

    /// Made so that only this user can read it.
    pub(crate) fn private_file(options: &mut OpenOptions) -> &mut OpenOptions {
        options.mode(0o600)
    }

    /// Makes a folder, and those above it, that only this user can enter. One that is there stays as it is.
    pub(crate) fn private_folder(folder: &Path) -> io::Result<()> {
        DirBuilder::new().recursive(true).mode(0o700).create(folder)
    }

    /// Whoever begins a notebook makes its folder, so that only this user can enter it.
    #[allow(clippy::unnecessary_wraps)] // where somebody has to be told it can fail
    pub(crate) fn prepare_folder(_: &Path) -> io::Result<()> {
        Ok(())
    }

    /// Makes the names in a folder durable. Some file systems have no such thing, and say so.
    pub(crate) fn sync(folder: &Path) -> io::Result<()> {
        match File::open(folder)?.sync_all() {
            Err(e) if matches!(e.kind(), ErrorKind::InvalidInput | ErrorKind::Unsupported) => Ok(()),
            other => other,
        }
    }

    /// Whether others may read these files of a folder, or look into it; nothing where that isn't looked at.
    pub(crate) fn who_may_read(folder: &Path, names: &[&'static str]) -> io::Result<Option<Others>> {
        let open = |path: &Path| fs::metadata(path).map(|found| found.permissions().mode() & 0o077);
        let look = open(folder)? != 0;
        let read: Vec<&str> =
            names.iter().copied().filter(|name| open(&folder.join(name)).is_ok_and(|mode| mode != 0)).collect();
        let hint = format!("chmod 600 {}", read.join(" "));
        let folder_hint = "chmod 700 the folder, or keep the notebook in one of its own with --data DIR";
        Ok(Some(Others { read, look, hint, folder_hint }))
    }

    /// How much room the disk of a folder has; nothing where that isn't looked at.
    pub(crate) fn disk(folder: &Path) -> io::Result<Option<Disk>> {
        let said = rustix::fs::statvfs(folder)?;
        let read_only = said.f_flag.contains(rustix::fs::StatVfsMountFlags::RDONLY);
        // The fields have other widths elsewhere.
        #[allow(clippy::useless_conversion, clippy::unnecessary_cast)]
        let free = (said.f_bavail as u64).saturating_mul(said.f_frsize as u64);
        Ok(Some(Disk { free, read_only }))
    }

    #[cfg(test)]
    mod tests {
        use super::*;

        #[test]
        fn who_can_read_is_said() {
            let folder = tempfile::tempdir().unwrap();
            let set = |name: &str, mode| {
                fs::set_permissions(folder.path().join(name), fs::Permissions::from_mode(mode)).unwrap();
            };
            fs::write(folder.path().join("store.key"), "").unwrap();
            for (of_folder, of_key, look, read) in
                [(0o700, 0o600, false, vec![]), (0o755, 0o600, true, vec![]), (0o700, 0o644, false, vec!["store.key"])]
            {
                set("store.key", of_key);
                set("", of_folder);
                let others = who_may_read(folder.path(), &["store.key", "store.redb"]).unwrap().unwrap();
                assert_eq!((others.look, others.read), (look, read), "{of_folder:o} {of_key:o}");
            }
        }
    }
}

#[cfg(windows)]
mod system {
    use super::{Disk, Others};
    use crate::platform::who::user_sid;
    use std::{
        fs::{self, OpenOptions},
        io::{self, ErrorKind},
        os::windows::{fs::OpenOptionsExt, process::CommandExt},
        path::Path,
        process::{Command, Stdio},
    };

    /// Lets a folder be opened as a file is (`FILE_FLAG_BACKUP_SEMANTICS`).
    const AS_FOLDER: u32 = 0x0200_0000;
    /// No console comes up for a program that needs none (`CREATE_NO_WINDOW`).
    const NO_CONSOLE: u32 = 0x0800_0000;
    /// Everybody, everybody who logged in, every user of this computer, guests.
    const OTHERS: [&str; 4] = ["*S-1-1-0", "*S-1-5-11", "*S-1-5-32-545", "*S-1-5-32-546"];

    /// Who may read it follows from its folder.
    pub(crate) fn private_file(options: &mut OpenOptions) -> &mut OpenOptions {
        options
    }

    /// Makes a folder, and those above it, that only this user can enter, and the system itself. One that is there
    /// stays as it is. Within this user's own profile everything is so already.
    pub(crate) fn private_folder(folder: &Path) -> io::Result<()> {
        if folder.is_dir() {
            return Ok(());
        }
        fs::create_dir_all(folder)?;
        if !is_in_profile(folder) {
            let mine = user_sid().map_or_else(|| "*S-1-3-4".to_owned(), |sid| format!("*{sid}"));
            let grants = [format!("{mine}:(OI)(CI)F"), "*S-1-5-18:(OI)(CI)F".to_owned()];
            // A disk without such lists, like most sticks, has nothing to be told; `doctor` says who may read there.
            let _ = icacls(folder).args(["/inheritance:r", "/grant:r"]).args(&grants[..]).status();
        }
        Ok(())
    }

    /// Makes the folder of a notebook that is about to begin, so that only this user can enter it.
    pub(crate) fn prepare_folder(folder: &Path) -> io::Result<()> {
        private_folder(folder)
    }

    fn icacls(folder: &Path) -> Command {
        let mut command = Command::new("icacls");
        command.arg(folder).creation_flags(NO_CONSOLE).stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null());
        command
    }

    fn is_in_profile(folder: &Path) -> bool {
        let whole = |path: &Path| fs::canonicalize(path).unwrap_or_else(|_| path.to_owned());
        directories::UserDirs::new().is_some_and(|user| whole(folder).starts_with(whole(user.home_dir())))
    }

    /// Makes the names in a folder durable, where its file system can.
    pub(crate) fn sync(folder: &Path) -> io::Result<()> {
        let kinds = [ErrorKind::InvalidInput, ErrorKind::Unsupported, ErrorKind::PermissionDenied];
        match OpenOptions::new().write(true).custom_flags(AS_FOLDER).open(folder).and_then(|it| it.sync_all()) {
            Err(e) if kinds.contains(&e.kind()) || matches!(e.raw_os_error(), Some(1 | 6)) => Ok(()),
            other => other,
        }
    }

    /// Whether others may read these files of a folder, or look into it; nothing where that isn't looked at.
    pub(crate) fn who_may_read(folder: &Path, names: &[&'static str]) -> io::Result<Option<Others>> {
        fs::metadata(folder)?;
        let open = |path: &Path| OTHERS.iter().any(|who| is_named(path, who));
        let (inside, look) = (is_in_profile(folder), open(folder));
        let read = names.iter().copied().filter(|name| folder.join(name).exists() && open(&folder.join(name)));
        let read = if inside && !look { Vec::new() } else { read.collect() };
        let hint =
            "keep the notebook in your own profile, where only you may read: start without --data DIR".to_owned();
        let folder_hint = "keep the notebook in your own profile: start without --data DIR";
        Ok(Some(Others { read, look, hint, folder_hint }))
    }

    /// Whether the list of who may do what at a path names somebody. What is printed is in the system's language, and
    /// has the path in it where they were found.
    fn is_named(path: &Path, who: &str) -> bool {
        let mut command = icacls(path);
        let said = command.args(["/findsid", who]).stdout(Stdio::piped()).output();
        let shown = path.to_string_lossy().to_lowercase();
        said.is_ok_and(|said| String::from_utf8_lossy(&said.stdout).to_lowercase().contains(&shown))
    }

    /// How much room the disk of a folder has is not looked at here.
    pub(crate) fn disk(_: &Path) -> io::Result<Option<Disk>> {
        Ok(None)
    }
}
