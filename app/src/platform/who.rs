//! What its owner calls this computer.

/// The computer's name, as far as the system tells it; nothing where it doesn't.
pub(crate) fn computer_name() -> Option<String> {
    let of_environment = || ["COMPUTERNAME", "HOSTNAME"].into_iter().find_map(|name| std::env::var(name).ok());
    system().or_else(of_environment).map(|name| name.trim().to_owned()).filter(|name| !name.is_empty())
}

#[cfg(not(target_os = "macos"))]
fn system() -> Option<String> {
    std::fs::read_to_string("/proc/sys/kernel/hostname").ok()
}

/// The name that its owner gave it in the settings, or else the one that networks know. Untried.
#[cfg(target_os = "macos")]
fn system() -> Option<String> {
    let ask = |program: &str, arguments: &[&str]| {
        let said = std::process::Command::new(program).args(arguments).output().ok()?;
        String::from_utf8(said.stdout).ok().filter(|name| said.status.success() && !name.trim().is_empty())
    };
    ask("/usr/sbin/scutil", &["--get", "ComputerName"]).or_else(|| ask("/bin/hostname", &["-s"]))
}

/// This user's own number (SID): the profile of which it is says so.
#[cfg(windows)]
pub(super) fn user_sid() -> Option<String> {
    let profiles = "SOFTWARE\\Microsoft\\Windows NT\\CurrentVersion\\ProfileList";
    let profiles = windows_registry::LOCAL_MACHINE.open(profiles).ok()?;
    let home = directories::UserDirs::new()?.home_dir().to_string_lossy().to_lowercase();
    let is_sid =
        |name: &String| name.starts_with("S-1-") && name.chars().skip(2).all(|c| c.is_ascii_digit() || c == '-');
    let mut found = profiles.keys().ok()?.filter(is_sid);
    found.find(|sid| {
        let folder = profiles.open(sid).and_then(|it| it.get_string("ProfileImagePath"));
        folder.is_ok_and(|folder| folder.to_lowercase() == home)
    })
}
