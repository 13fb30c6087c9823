//! Windows: what the user's own part of the registry says of `sideways:` links and of files that Sideways makes.

use std::{io, path::Path};

/// One value below `HKEY_CURRENT_USER\Software\Classes`: its key, its name (the key's own where it has none) and text.
type Value = (&'static str, &'static str, String);

/// Writes it. Gives where.
#[cfg(windows)]
pub(super) fn take(data: &Path) -> io::Result<std::path::PathBuf> {
    let program = std::env::current_exe()?;
    // The one without a console, where it lies beside.
    let window = program.with_file_name("sideways-window.exe");
    let program = if window.exists() { window } else { program };
    let classes = windows_registry::CURRENT_USER.create("Software\\Classes")?;
    for (key, name, value) in values(&program, &std::path::absolute(data)?)? {
        classes.create(key)?.set_string(name, value)?;
    }
    Ok("HKEY_CURRENT_USER\\Software\\Classes\\sideways".into())
}

fn values(program: &Path, data: &Path) -> io::Result<Vec<Value>> {
    let (program, data) = (quoted(program)?, quoted(data)?);
    let icon = format!("{program},0");
    let open = format!("{program} --data {data} \"%1\"");
    Ok(vec![
        ("sideways", "", "URL:Sideways invitation".into()),
        ("sideways", "URL Protocol", String::new()),
        ("sideways\\DefaultIcon", "", icon.clone()),
        ("sideways\\shell\\open\\command", "", open.clone()),
        (".sideways", "", "Sideways.SealedList".into()),
        ("Sideways.SealedList", "", "Sideways sealed list".into()),
        ("Sideways.SealedList\\DefaultIcon", "", icon),
        ("Sideways.SealedList\\shell\\open\\command", "", open),
    ])
}

/// A path as a command in the registry has it: in quotes, before whose last one a backslash is written twice. A percent
/// sign would be read as the place of a link, and no quote can stand in a path.
fn quoted(path: &Path) -> io::Result<String> {
    let wrong = || io::Error::new(io::ErrorKind::InvalidInput, "a folder’s name can’t stand in the registry");
    let text = path.to_str().filter(|text| !text.contains(['"', '%']) && !text.chars().any(char::is_control));
    let text = text.ok_or_else(wrong)?;
    let ends = text.len() - text.trim_end_matches('\\').len();
    Ok(format!("\"{text}{}\"", "\\".repeat(ends)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_link_starts_this_program_with_this_folder_and_nothing_else() {
        let values = values(Path::new("C:\\Program Files\\S\\sideways.exe"), Path::new("D:\\")).unwrap();
        let of = |wanted: &str| {
            values.iter().find(|(key, name, _)| (*key, *name) == (wanted, "")).map(|(_, _, value)| value.as_str())
        };
        let command = r#""C:\Program Files\S\sideways.exe" --data "D:\\" "%1""#;
        assert_eq!(of("sideways\\shell\\open\\command"), Some(command));
        assert_eq!(of("Sideways.SealedList\\shell\\open\\command"), Some(command));
        assert_eq!(of("sideways\\DefaultIcon"), Some(r#""C:\Program Files\S\sideways.exe",0"#));
        assert!(values.iter().any(|(key, name, _)| (*key, *name) == ("sideways", "URL Protocol")));
        for odd in ["C:\\100%1", "C:\\a\" --data \"b", "C:\\a\nb"] {
            assert!(super::values(Path::new("C:\\s.exe"), Path::new(odd)).is_err(), "{odd}");
        }
    }
}
