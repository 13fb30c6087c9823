//! On Windows: starts `sideways.exe`, which lies beside it, without a console, for its window; with everything that it
//! was called with. It needs nothing of the program, so that it stays small.
#![windows_subsystem = "windows"]

use std::process::ExitCode;

#[cfg(windows)]
fn main() -> ExitCode {
    use std::{
        env,
        os::windows::process::CommandExt,
        process::{Command, Stdio},
    };
    /// `CREATE_NO_WINDOW`
    const NO_CONSOLE: u32 = 0x0800_0000;
    let Ok(program) = env::current_exe() else { return ExitCode::FAILURE };
    let mut command = Command::new(program.with_file_name("sideways.exe"));
    command.args(env::args_os().skip(1)).env("SIDEWAYS_WITHOUT_CONSOLE", "1").creation_flags(NO_CONSOLE);
    let started = command.stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null()).spawn();
    if started.is_ok() { ExitCode::SUCCESS } else { ExitCode::FAILURE }
}

/// Nobody needs it anywhere else.
#[cfg(not(windows))]
fn main() -> ExitCode {
    ExitCode::FAILURE
}
