//! `sideways:` links: the desktop learns which program opens them, because its user said so.

use std::{
    fs, io,
    path::{Path, PathBuf},
    process::{Command, Stdio},
};

/// The window's application id and this file's name are the same, so that desktops know them for one.
const ENTRY: &str = "org.sideways.Sideways.desktop";
/// The icon that packages install; where there is none a desktop draws its own.
const ICON: &str = "org.sideways.Sideways";
const SCHEME: &str = "x-scheme-handler/sideways";
/// What packages call sealed files.
const SEALED: &str = "application/vnd.sideways.sealed";

/// Writes the entry of this program with that data folder among the user's own, and makes it what opens such links.
/// Gives the file, which can be removed to have it gone.
pub(super) fn take(data: &Path) -> io::Result<PathBuf> {
    let none = || io::Error::new(io::ErrorKind::NotFound, "this user has no folder for data");
    let base = directories::BaseDirs::new().ok_or_else(none)?;
    let folder = base.data_dir().join("applications");
    fs::create_dir_all(&folder)?;
    let file = folder.join(ENTRY);
    fs::write(&file, entry(&std::env::current_exe()?, data)?)?;
    // Desktops that look through the folder by themselves need neither.
    for (program, arguments) in [
        ("update-desktop-database", vec![folder.as_os_str()]),
        ("xdg-mime", vec!["default".as_ref(), ENTRY.as_ref(), SCHEME.as_ref()]),
    ] {
        let _ = Command::new(program).args(arguments).stdout(Stdio::null()).stderr(Stdio::null()).status();
    }
    Ok(file)
}

/// The text of the entry (Desktop Entry Specification 1.5).
fn entry(program: &Path, data: &Path) -> io::Result<String> {
    let (program, data) = (quoted(program)?, quoted(data)?);
    Ok(format!(
        "[Desktop Entry]\nType=Application\nName=Sideways\nComment=Peers in other departments, before you need them\n\
         Exec={program} --data {data} %u\nIcon={ICON}\nTerminal=false\nCategories=Office;ContactManagement;\nMimeType={SCHEME};{SEALED};\n"
    ))
}

/// A path as the value of `Exec` has it: in quotes, where four characters need a backslash; that backslash needs another
/// one, because the value is a string; and a percent sign is written twice.
fn quoted(path: &Path) -> io::Result<String> {
    let wrong = || io::Error::new(io::ErrorKind::InvalidInput, "a folder’s name can’t stand in a desktop entry");
    let text = path.to_str().filter(|text| !text.chars().any(char::is_control)).ok_or_else(wrong)?;
    let mut quoted = String::from("\"");
    for letter in text.chars() {
        match letter {
            '"' | '`' | '$' => quoted.extend(["\\\\", letter.encode_utf8(&mut [0; 4])]),
            '\\' => quoted.push_str("\\\\\\\\"),
            '%' => quoted.push_str("%%"),
            other => quoted.push(other),
        }
    }
    quoted.push('"');
    Ok(quoted)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_entry_starts_this_program_and_nothing_else() {
        let text = entry(Path::new("/opt/a b/sideways"), Path::new("/home/x/100%`$(rm)\"\\n")).unwrap();
        assert!(text.contains("MimeType=x-scheme-handler/sideways;application/vnd.sideways.sealed;\n"), "{text}");
        assert!(text.contains("\nIcon=org.sideways.Sideways\n"), "{text}");
        let exec = text.lines().find(|line| line.starts_with("Exec=")).unwrap();
        assert_eq!(exec, r#"Exec="/opt/a b/sideways" --data "/home/x/100%%\\`\\$(rm)\\"\\\\n" %u"#);
        entry(Path::new("/a"), Path::new("/b\nExec=rm")).unwrap_err();
    }
}
