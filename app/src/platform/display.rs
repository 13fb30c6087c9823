//! Whether a window can open, and what is missing where it can't.

/// Looked at first, because a missing display otherwise ends in a panic that tells nobody anything; why not, in words.
#[cfg(not(any(windows, target_os = "macos")))]
pub(crate) fn can_draw() -> Result<(), &'static str> {
    let named = |name| std::env::var_os(name).is_some_and(|value| !value.is_empty());
    if ["DISPLAY", "WAYLAND_DISPLAY", "WAYLAND_SOCKET"].into_iter().any(named) {
        return Ok(());
    }
    Err("no display (neither WAYLAND_DISPLAY nor DISPLAY is set)")
}

/// Whoever is logged in has a display.
#[cfg(any(windows, target_os = "macos"))]
pub(crate) fn can_draw() -> Result<(), &'static str> {
    Ok(())
}

/// What a window lacks, by what the library that opens windows says of it; nothing where that says it best itself.
#[cfg(not(any(windows, target_os = "macos")))]
pub(crate) fn missing(why: &str) -> Option<&'static str> {
    if why.contains("NoGlutinConfigs") || why.contains("GL") {
        Some("OpenGL is missing (on Debian: libgl1)")
    } else if why.contains("open connection") {
        Some("the display doesn’t answer (DISPLAY or WAYLAND_DISPLAY names one that isn’t there)")
    } else if why.contains("LibraryOpen") || why.contains("XNotSupported") {
        Some("a library of the desktop is missing (on Debian: libx11-6 libxcursor1 libxi6 libxkbcommon-x11-0)")
    } else {
        None
    }
}

/// What a window lacks, by what the library that opens windows says of it; nothing where that says it best itself.
#[cfg(any(windows, target_os = "macos"))]
pub(crate) fn missing(why: &str) -> Option<&'static str> {
    let drawing = ["NoGlutinConfigs", "NoAvailablePixelFormat", "GL", "not found", "NotSupported"];
    drawing.iter().any(|sign| why.contains(sign)).then_some(
        "OpenGL 2.1 is missing; the newest driver for the graphics of this computer brings it, and a remote desktop may have none",
    )
}
