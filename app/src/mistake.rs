//! What is said when the program itself makes a mistake: where, in one line, and never what it was working on.

use std::{io::Write, panic::Location};

/// From now on a panic says one plain line. One that is caught, because what was read is damaged or hostile, says
/// nothing: whoever caught it says what it means. With `RUST_BACKTRACE` set, Rust's own report comes instead.
pub(crate) fn say_plainly() {
    let of_rust = std::panic::take_hook();
    let at_length = std::env::var_os("RUST_BACKTRACE").is_some_and(|wanted| wanted != "0");
    std::panic::set_hook(Box::new(move |panic| {
        if sideways_core::is_guarded() {
            return;
        }
        if at_length {
            return of_rust(panic);
        }
        let line = format!(
            "error: Sideways made a mistake of its own{}; what was confirmed is kept\nhint: start it again, and report that line",
            panic.location().map(place).unwrap_or_default()
        );
        // Nobody may be listening; then there is nobody to tell.
        let _ = writeln!(std::io::stderr().lock(), "{line}");
    }));
}

/// Where in the source, without the folders of the computer it was built on.
fn place(location: &Location<'_>) -> String {
    let parts: Vec<&str> = location.file().split(['/', '\\']).collect();
    let short = parts.get(parts.len().saturating_sub(4)..).unwrap_or_default().join("/");
    format!(" ({short}:{})", location.line())
}
