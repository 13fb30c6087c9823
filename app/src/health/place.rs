//! On what kind of disk a folder lies. A store is one file that must be written in order and locked: file systems of a
//! network promise neither as a disk does, and a sync service copies the file while it is written and may put an
//! older one in its place.

use super::Check;
use std::path::{Component, Path};

const NAME: &str = "place";
const MOVE: &str = "close Sideways, move the folder to a disk of this computer, and name its new place with --data DIR";

pub(super) fn check(folder: &Path) -> Check {
    let whole = std::fs::canonicalize(folder).unwrap_or_else(|_| folder.to_owned());
    if let Some(service) = sync_service(&whole) {
        let says = format!(
            "The folder looks like one that {service} copies. It may copy half a store, or put an older one in its place."
        );
        return Check::look(NAME, says, MOVE);
    }
    let mounts = std::fs::read("/proc/self/mountinfo").unwrap_or_default();
    match far(&String::from_utf8_lossy(&mounts), &whole) {
        Some(kind) => {
            let says = format!(
                "The folder is on a file system that isn’t a disk of this computer ({kind}). Writing there isn’t as safe, and two computers may open it at once."
            );
            Check::look(NAME, says, MOVE)
        }
        None => Check::well(NAME, "The folder is on a disk of this computer, and no sync service was recognised."),
    }
}

/// The service whose folder this is, by the names that services give them.
fn sync_service(folder: &Path) -> Option<&'static str> {
    let names = folder.components().filter_map(|part| match part {
        Component::Normal(name) => Some(name.to_string_lossy().to_lowercase()),
        _ => None,
    });
    names.into_iter().find_map(|name| {
        let begins = |with: &str| {
            // "OneDrive", "OneDrive - Example Ltd", "Dropbox (Personal)", "GoogleDrive-dana@example.org"
            name.strip_prefix(with).is_some_and(|rest| !rest.starts_with(|next: char| next.is_alphanumeric()))
        };
        let named = |names: &[&str]| names.iter().any(|name| begins(name));
        if named(&["onedrive"]) {
            Some("OneDrive")
        } else if named(&["dropbox"]) {
            Some("Dropbox")
        } else if named(&["icloud drive", "iclouddrive", "mobile documents", "com~apple~clouddocs"]) {
            Some("iCloud")
        } else if named(&["google drive", "googledrive", "my drive", "google-drive"]) {
            Some("Google Drive")
        } else if named(&["nextcloud", "owncloud"]) {
            Some("Nextcloud")
        } else if named(&["syncthing"]) {
            Some("Syncthing")
        } else {
            None
        }
    })
}

/// The kind of the file system that a folder is on, where that is somewhere else. `mounts` is Linux's
/// `/proc/self/mountinfo`.
fn far<'a>(mounts: &'a str, folder: &Path) -> Option<&'a str> {
    let kinds = mounts.lines().filter_map(|line| {
        let (mount, system) = line.split_once(" - ")?;
        let at = unescaped(mount.split(' ').nth(4)?);
        folder.starts_with(&at).then(|| (at.len(), system.split(' ').next().unwrap_or_default()))
    });
    // The last of those that lie deepest covers the others.
    let (_, kind) = kinds.max_by_key(|(depth, _)| *depth)?;
    let is_far = matches!(
        kind,
        "nfs" | "nfs4" | "cifs" | "smb3" | "smbfs" | "afs" | "ceph" | "9p" | "ncpfs" | "coda" | "davfs" | "vboxsf"
    );
    // A disk of this computer too, which only happens to be served by a program.
    let near = matches!(kind, "fuseblk" | "fuse.ntfs" | "fuse.ntfs-3g" | "fuse.exfat" | "fuse.fuse-overlayfs");
    (is_far || (kind.starts_with("fuse") && !near)).then_some(kind)
}

/// A path in which space, tab, newline and backslash stand as three octal digits.
fn unescaped(path: &str) -> String {
    [("\\040", " "), ("\\011", "\t"), ("\\012", "\n"), ("\\134", "\\")]
        .into_iter()
        .fold(path.to_owned(), |path, (code, sign)| path.replace(code, sign))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn folders_of_sync_services_are_recognised_and_others_are_not() {
        for (folder, service) in [
            ("/home/d/OneDrive/sideways", Some("OneDrive")),
            ("/Users/d/Library/CloudStorage/OneDrive-Example/x", Some("OneDrive")),
            ("/home/d/OneDrive - Example Ltd/x", Some("OneDrive")),
            ("/home/d/Dropbox", Some("Dropbox")),
            ("/home/d/Dropbox (Example)/x", Some("Dropbox")),
            ("/Users/d/Library/Mobile Documents/com~apple~CloudDocs/x", Some("iCloud")),
            ("/Users/d/Library/CloudStorage/GoogleDrive-d@example.org/My Drive/x", Some("Google Drive")),
            ("/home/d/Google Drive/x", Some("Google Drive")),
            ("/home/d/Nextcloud/x", Some("Nextcloud")),
            ("/home/d/.local/share/sideways", None),
            ("/home/d/dropboxes/x", None),
            ("/home/onedriver/x", None),
        ] {
            assert_eq!(sync_service(Path::new(folder)), service, "{folder}");
        }
    }

    #[test]
    fn file_systems_of_a_network_are_recognised() {
        let mounts = "22 1 254:0 / / rw,relatime shared:1 - ext4 /dev/vda rw\n\
            30 22 0:25 / /home rw - nfs4 server:/home rw\n\
            31 30 0:26 / /home/d/local rw - btrfs /dev/vdb rw\n\
            32 22 0:27 / /media/a\\040stick rw - fuseblk /dev/sdb1 rw\n\
            33 22 0:28 / /mnt/ssh rw shared:2 master:3 - fuse.sshfs d@server: rw\n\
            34 22 0:29 / /mnt/share rw - cifs //server/share rw\n\
            35 22 0:30 / /mnt/windows rw - 9p C: rw\n";
        for (folder, kind) in [
            ("/var/lib", None),
            ("/home/d", Some("nfs4")),
            ("/home/d/local/x", None),
            ("/homework", None),
            ("/media/a stick/x", None),
            ("/mnt/ssh/x", Some("fuse.sshfs")),
            ("/mnt/share", Some("cifs")),
            ("/mnt/windows/x", Some("9p")),
        ] {
            assert_eq!(far(mounts, Path::new(folder)), kind, "{folder}");
        }
        assert_eq!(far("", Path::new("/x")), None);
        assert_eq!(far("nonsense\n - \n1 2 - x\n", Path::new("/x")), None);
    }
}
