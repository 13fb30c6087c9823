//! What differs between systems about files: who may read one, which one it is, and when its name is safe.
//! The only file of core that asks which system it runs on.

pub(super) use system::{FileId, no_name_on_disk, only_mine, private_file, private_folder, sync};

#[cfg(unix)]
mod system {
    use std::{
        fs::{self, DirBuilder, File, Metadata, OpenOptions, Permissions},
        io::{self, ErrorKind},
        os::unix::fs::{DirBuilderExt, MetadataExt, OpenOptionsExt, PermissionsExt},
        path::Path,
    };

    /// What tells one file from another.
    #[derive(Debug, PartialEq, Eq)]
    pub(in crate::store) struct FileId(u64, u64);

    impl FileId {
        pub(in crate::store) fn of(file: &File) -> io::Result<Self> {
            Ok(Self::read(&file.metadata()?))
        }

        pub(in crate::store) fn at(path: &Path) -> io::Result<Self> {
            Ok(Self::read(&fs::metadata(path)?))
        }

        fn read(found: &Metadata) -> Self {
            Self(found.dev(), found.ino())
        }
    }

    /// Made so that only this user can read it.
    pub(in crate::store) fn private_file(options: &mut OpenOptions) {
        options.mode(0o600);
    }

    /// Made so that only this user can enter it.
    pub(in crate::store) fn private_folder(builder: &mut DirBuilder) {
        builder.mode(0o700);
    }

    /// A copied file may have come with a mode that lets others in.
    pub(in crate::store) fn only_mine(path: &Path) -> io::Result<()> {
        let mode = fs::metadata(path)?.permissions().mode();
        if mode & 0o077 == 0 { Ok(()) } else { fs::set_permissions(path, Permissions::from_mode(mode & 0o700)) }
    }

    /// Makes the names in a folder durable.
    pub(in crate::store) fn sync(directory: &Path) -> io::Result<()> {
        File::open(directory)?.sync_all()
    }

    /// Some file systems have no such thing, and say so.
    pub(in crate::store) fn no_name_on_disk(e: &io::Error) -> bool {
        matches!(e.kind(), ErrorKind::InvalidInput | ErrorKind::Unsupported)
    }
}

#[cfg(windows)]
mod system {
    use std::{
        fs::{DirBuilder, File, OpenOptions},
        io::{self, ErrorKind},
        os::windows::fs::OpenOptionsExt,
        path::Path,
    };
    use winapi_util::{Handle, file::information};

    /// Lets a folder be opened as a file is (`FILE_FLAG_BACKUP_SEMANTICS`).
    const AS_FOLDER: u32 = 0x0200_0000;

    /// What tells one file from another: its volume, and its number there. When it was made would not do, because a
    /// new file that takes a name within seconds is given the old one's time.
    #[derive(Debug, PartialEq, Eq)]
    pub(in crate::store) struct FileId(u64, u64);

    impl FileId {
        pub(in crate::store) fn of(file: &File) -> io::Result<Self> {
            information(file).map(|found| Self(found.volume_serial_number(), found.file_index()))
        }

        pub(in crate::store) fn at(path: &Path) -> io::Result<Self> {
            let found = information(Handle::from_path_any(path)?)?;
            Ok(Self(found.volume_serial_number(), found.file_index()))
        }
    }

    /// Who may read it follows from its folder, which is made for one user alone before a notebook begins there.
    pub(in crate::store) fn private_file(_: &mut OpenOptions) {}

    pub(in crate::store) fn private_folder(_: &mut DirBuilder) {}

    pub(in crate::store) fn only_mine(_: &Path) -> io::Result<()> {
        Ok(())
    }

    /// Makes the names in a folder durable.
    pub(in crate::store) fn sync(directory: &Path) -> io::Result<()> {
        OpenOptions::new().write(true).custom_flags(AS_FOLDER).open(directory)?.sync_all()
    }

    /// A file system that flushes no folder keeps a journal of names, and writes it when a file is flushed; each file
    /// that is given a name here was. Whether anything can be written in the folder is asked by writing.
    pub(in crate::store) fn no_name_on_disk(e: &io::Error) -> bool {
        let kinds = [ErrorKind::InvalidInput, ErrorKind::Unsupported, ErrorKind::PermissionDenied];
        // ERROR_INVALID_FUNCTION, ERROR_INVALID_HANDLE: what file systems say that have no such thing.
        kinds.contains(&e.kind()) || matches!(e.raw_os_error(), Some(1 | 6))
    }
}
