//! Somebody with a data folder, who runs the program.

use serde_json::Value;
use std::{
    io::{BufRead, BufReader, Write},
    path::{Path, PathBuf},
    process::{Child, ChildStdout, Command, Output, Stdio},
};
use tempfile::TempDir;

pub struct Person {
    folder: TempDir,
    /// What its environment says besides.
    pub environment: Vec<(&'static str, PathBuf)>,
}

/// What a call gave.
#[derive(Debug)]
pub struct Gave {
    pub code: i32,
    pub out: String,
    pub err: String,
}

/// A call that stays.
pub struct Running {
    pub child: Child,
    lines: BufReader<ChildStdout>,
}

impl Person {
    pub fn new(name: &str, department: &str) -> Self {
        let person = Self { folder: tempfile::tempdir().unwrap(), environment: Vec::new() };
        person.ok(&["me", "set", "--name", name, "--department", department]);
        person
    }

    /// Somebody on a new computer, where nothing is yet.
    pub fn nowhere() -> Self {
        Self { folder: tempfile::tempdir().unwrap(), environment: Vec::new() }
    }

    pub fn alex_and_dana() -> (Self, Self) {
        let (alex, dana) = (Self::new("Alex Kim", "Engineering"), Self::new("Dana Ruiz", "Finance"));
        alex.ok(&["peer", "add", "Dana Ruiz", "--department", "Finance"]);
        dana.ok(&["peer", "add", "Alex Kim", "--department", "Engineering"]);
        (alex, dana)
    }

    pub fn folder(&self) -> &Path {
        self.folder.path()
    }

    pub fn command(&self, arguments: &[&str]) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_sideways"));
        command.args(arguments).env("SIDEWAYS_DATA", self.folder.path()).env("SIDEWAYS_BIND", "127.0.0.1");
        command.env("LC_ALL", "C").env("RUST_BACKTRACE", "0").stdin(Stdio::null());
        command.envs(self.environment.iter().cloned());
        command
    }

    pub fn run(&self, arguments: &[&str]) -> Gave {
        gave(self.command(arguments).output().unwrap())
    }

    /// Runs a verb that works; what it printed.
    pub fn ok(&self, arguments: &[&str]) -> String {
        let gave = self.run(arguments);
        assert_eq!(gave.code, 0, "{arguments:?}: {gave:?}");
        gave.out
    }

    /// Runs a verb that works; the one JSON value it printed.
    pub fn json(&self, arguments: &[&str]) -> Value {
        let arguments: Vec<_> = arguments.iter().copied().chain(["--json"]).collect();
        serde_json::from_str(&self.ok(&arguments)).unwrap()
    }

    pub fn start(&self, arguments: &[&str]) -> Running {
        let mut child = self.command(arguments).stdout(Stdio::piped()).stderr(Stdio::null()).spawn().unwrap();
        let lines = BufReader::new(child.stdout.take().unwrap());
        Running { child, lines }
    }

    pub fn feed(&self, arguments: &[&str], input: &str) -> Gave {
        let mut child = self
            .command(arguments)
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .unwrap();
        child.stdin.take().unwrap().write_all(input.as_bytes()).unwrap();
        gave(child.wait_with_output().unwrap())
    }

    /// The texts of the list, every version of each line.
    pub fn texts(&self, peer: &str) -> Vec<Vec<String>> {
        let list = self.json(&["list", "show", peer]);
        let text = |version: &Value| version["text"].as_str().unwrap().to_owned();
        let versions = |item: &Value| item["versions"].as_array().unwrap().iter().map(text).collect();
        list["items"].as_array().unwrap().iter().map(versions).collect()
    }
}

pub fn gave(output: Output) -> Gave {
    let text = |bytes: Vec<u8>| String::from_utf8(bytes).unwrap();
    Gave { code: output.status.code().unwrap_or(-1), out: text(output.stdout), err: text(output.stderr) }
}

impl Running {
    pub fn line(&mut self) -> String {
        let mut line = String::new();
        self.lines.read_line(&mut line).unwrap();
        line
    }

    pub fn json(&mut self) -> Value {
        let line = self.line();
        serde_json::from_str(&line).unwrap_or_else(|e| panic!("{e}: {line:?}"))
    }

    pub fn ends_well(mut self) -> bool {
        while !self.line().is_empty() {}
        self.child.wait().unwrap().success()
    }
}

impl Drop for Running {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// Pairs them; the words on both screens.
pub fn pair(alex: &Person, dana: &Person) -> (Value, Value) {
    let mut invite = alex.start(&["share", "invite", "Dana", "--yes", "--json"]);
    let invitation = invite.json()["invitation"].as_str().unwrap().to_owned();
    let joined = dana.feed(&["share", "join", "-", "--as", "Alex", "--yes", "--json"], &invitation);
    assert_eq!(joined.code, 0, "{joined:?}");
    let hers: Value = serde_json::from_str(joined.out.lines().next().unwrap()).unwrap();
    let his = invite.json();
    assert!(invite.ends_well());
    (his["words"].clone(), hers["words"].clone())
}

/// Both meet once, started so many seconds apart.
pub fn meet(alex: &Person, dana: &Person, apart_seconds: u64) {
    let once = ["sync", "--once", "--wait", "40", "--json"];
    let mut here = alex.start(&once);
    std::thread::sleep(std::time::Duration::from_secs(apart_seconds));
    let mut there = dana.start(&once);
    for met in [here.json(), there.json()] {
        assert_eq!(met["missed"].as_array().unwrap().len(), 0, "{met}");
        assert_eq!(met["reached"].as_array().unwrap().len(), 1, "{met}");
    }
}
