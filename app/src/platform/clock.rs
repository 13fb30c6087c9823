//! Where the system keeps how its user says dates.

/// The name of the locale for dates, like `en_GB`: what the environment says, or else the system's settings.
pub(crate) fn locale_name() -> Option<String> {
    let said = |name| std::env::var(name).ok().filter(|value: &String| !value.is_empty());
    // POSIX: the first of these that says anything.
    ["LC_ALL", "LC_TIME", "LANG"].into_iter().find_map(said).or_else(settings)
}

/// The region of the settings, as `en-US`.
#[cfg(windows)]
fn settings() -> Option<String> {
    windows_registry::CURRENT_USER.open("Control Panel\\International").and_then(|it| it.get_string("LocaleName")).ok()
}

/// The region of the settings, as `en_US` or `en_US@rg=gbzzzz`. Untried.
#[cfg(target_os = "macos")]
fn settings() -> Option<String> {
    let said = std::process::Command::new("/usr/bin/defaults").args(["read", "-g", "AppleLocale"]).output().ok()?;
    String::from_utf8(said.stdout).ok().map(|name| name.trim().to_owned()).filter(|name| !name.is_empty())
}

#[cfg(not(any(windows, target_os = "macos")))]
fn settings() -> Option<String> {
    None
}
