//! One of the two: a data folder, and this very program run on it.

use crate::{
    cli::out::{failure, print},
    desk::Failure,
    platform,
};
use std::{
    io::{BufRead, BufReader, Write},
    path::PathBuf,
    process::{Child, Command, Stdio},
};

/// The demo’s folder, removed when it ends.
pub(super) struct Folder(PathBuf);

impl Folder {
    pub(super) fn new() -> Result<Self, Failure> {
        let name = format!("sideways-demo-{}", std::process::id());
        let path = std::env::temp_dir().join(name);
        std::fs::create_dir_all(&path).map_err(|e| failure(format!("the demo’s folder can’t be made: {e}"), None))?;
        Ok(Self(path))
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        // Invented data in the system's temporary folder; what can't be removed now the system removes.
        let _ = std::fs::remove_dir_all(&self.0);
    }
}

/// Alex’s or Dana’s.
pub(super) struct DemoDesk {
    pub(super) name: &'static str,
    data: PathBuf,
    program: PathBuf,
}

impl DemoDesk {
    pub(super) fn new(name: &'static str, folder: &Folder) -> Result<Self, Failure> {
        let program = std::env::current_exe();
        let program = program.map_err(|e| failure(format!("the program can’t find itself: {e}"), None))?;
        Ok(Self { name, data: folder.0.join(name.to_lowercase()), program })
    }

    fn command(&self, arguments: &[&str]) -> Command {
        let mut command = Command::new(&self.program);
        // On this machine only: the demo never leaves it.
        command.arg("--data").arg(&self.data).args(arguments).env("SIDEWAYS_BIND", "127.0.0.1").stdin(Stdio::null());
        // What is kept of these folders outside of them goes with them.
        command.env("SIDEWAYS_STATE", self.data.with_file_name("state"));
        command
    }

    /// Runs a verb and says what it printed, as it would look on a terminal.
    pub(super) fn run(&self, arguments: &[&str]) -> Result<String, Failure> {
        self.say(arguments)?;
        let output = self.silent(arguments)?;
        for line in output.lines() {
            said(&format!("    {line}"))?;
        }
        Ok(output)
    }

    /// Runs a verb; what it printed.
    pub(super) fn silent(&self, arguments: &[&str]) -> Result<String, Failure> {
        let output = self.command(arguments).output();
        let output = output.map_err(|e| failure(format!("the program can’t be run: {e}"), None))?;
        if output.status.success() {
            return Ok(String::from_utf8_lossy(&output.stdout).into_owned());
        }
        Err(failure(format!("{}: {}", self.name, String::from_utf8_lossy(&output.stderr).trim()), None))
    }

    fn say(&self, arguments: &[&str]) -> Result<(), Failure> {
        let quoted: Vec<_> =
            arguments.iter().map(|it| if it.contains(' ') { format!("{it:?}") } else { (*it).to_owned() }).collect();
        said(&format!("{} $ sideways {}", self.name, quoted.join(" ")))
    }

    /// Starts a verb that stays; its first line, and the child.
    pub(super) fn start(&self, arguments: &[&str]) -> Result<(String, Running), Failure> {
        let mut running = self.spawn(arguments)?;
        Ok((running.line()?, running))
    }

    /// Starts a verb.
    pub(super) fn spawn(&self, arguments: &[&str]) -> Result<Running, Failure> {
        self.say(arguments)?;
        let child = self.command(arguments).stdout(Stdio::piped()).stderr(Stdio::null()).spawn();
        let mut child = child.map_err(|e| failure(format!("the program can’t be run: {e}"), None))?;
        let pipe = child.stdout.take().ok_or_else(|| failure("the program has no output", None))?;
        Ok(Running { child, lines: BufReader::new(pipe) })
    }

    /// Runs a verb that reads `input`; what it printed.
    pub(super) fn feed(&self, arguments: &[&str], input: &str) -> Result<String, Failure> {
        self.say(arguments)?;
        let child = self.command(arguments).stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn();
        let mut child = child.map_err(|e| failure(format!("the program can’t be run: {e}"), None))?;
        if let Some(mut pipe) = child.stdin.take() {
            pipe.write_all(input.as_bytes()).map_err(|e| failure(format!("the program reads nothing: {e}"), None))?;
        }
        let output =
            child.wait_with_output().map_err(|e| failure(format!("the program can’t be waited for: {e}"), None))?;
        if output.status.success() {
            return Ok(String::from_utf8_lossy(&output.stdout).into_owned());
        }
        Err(failure(format!("{}: {}", self.name, String::from_utf8_lossy(&output.stderr).trim()), None))
    }

    /// Opens the window on this folder.
    pub(super) fn window(&self) -> Result<Child, Failure> {
        platform::stays(&mut self.command(&[]))
            .spawn()
            .map_err(|e| failure(format!("a window can’t be opened: {e}"), None))
    }
}

/// A verb that stays.
pub(super) struct Running {
    child: Child,
    lines: BufReader<std::process::ChildStdout>,
}

impl Running {
    /// Its next line.
    pub(super) fn line(&mut self) -> Result<String, Failure> {
        let mut line = String::new();
        self.lines
            .read_line(&mut line)
            .map_err(|e| failure(format!("the program’s output can’t be read: {e}"), None))?;
        Ok(line)
    }

    /// All that it prints until it ends.
    pub(super) fn output(mut self) -> Result<String, Failure> {
        let mut all = String::new();
        loop {
            let line = self.line()?;
            if line.is_empty() {
                return Ok(all);
            }
            all.push_str(&line);
        }
    }

    /// Waits until it has ended.
    pub(super) fn end(mut self) -> Result<(), Failure> {
        while !self.line()?.is_empty() {}
        self.child.wait().map_err(|e| failure(format!("the program can’t be waited for: {e}"), None))?;
        Ok(())
    }
}

impl Drop for Running {
    fn drop(&mut self) {
        // Already ended where all went well.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// Prints lines of the transcript.
pub(super) fn said(line: &str) -> Result<(), Failure> {
    line.split('\n').try_for_each(print).map_err(|stop| match stop {
        crate::cli::out::Stop::Failed(failure) => failure,
        crate::cli::out::Stop::Closed => failure("nobody reads the transcript", None),
    })
}
