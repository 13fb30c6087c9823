//! Cost grows as it should: a list of 100, 1,000 and 10,000 lines is paired, and takes one more line from the command
//! line; a pad of 200,000 letters is written from both sides.

use crate::{
    Failed,
    desks::{self, Person},
    s3::beside,
};
use sideways::desk::Request;
use sideways_core::command::{Command, ListCommand, Splice};
use std::{
    fmt::Write,
    time::{Duration, Instant},
};

const SIZES: [usize; 3] = [100, 1_000, 10_000];
const LETTERS: usize = 200_000;
const VERBS: usize = 11;

pub(crate) fn measure() -> Result<String, Failed> {
    let mut text = String::from("S11\n");
    for lines in SIZES {
        let alex = desks::alex()?;
        let add = (0..lines).map(|line| alex.add(&format!("Where we might help each other, number {line}")));
        alex.desk.ask(Request::Run(Command::Together(add.collect())))?;
        let began = Instant::now();
        let (alex, dana) = desks::pair(alex)?;
        dana.until(|view| dana.lines(view) == lines)?;
        let paired = began.elapsed();
        let folder = dana.folder.path().to_owned();
        let Person { desk, folder: kept, .. } = dana;
        drop((desk, alex));
        let mut verbs = one_more(&folder)?;
        verbs.sort_unstable();
        let one = verbs.get(VERBS / 2).copied().unwrap_or_default();
        drop(kept);
        writeln!(text, "  {lines:>6} lines: paired in {paired:.2?}, one more from the command line in {one:.2?}")?;
    }
    let (alex, dana) = desks::paired(0)?;
    let before = resident_bytes();
    let began = Instant::now();
    for (person, at) in [(&alex, 0), (&dana, 0)] {
        let splice = Splice { at, delete: 0, insert: "a template ".repeat(LETTERS / 2 / 11) };
        let pad = ListCommand::Pad { as_of: vec![], splices: vec![splice] };
        person.desk.ask(Request::Run(Command::List(person.peer, pad)))?;
    }
    let written = began.elapsed();
    let letters = LETTERS / 2 / 11 * 11 * 2;
    for person in [&alex, &dana] {
        person.until(|view| person.pad(view) == letters)?;
    }
    let agreed = began.elapsed();
    let times = resident_bytes().saturating_sub(before) as f64 / letters as f64;
    writeln!(
        text,
        "  a pad of {letters} letters, half of them from each side: written in {written:.2?}, the same on both sides \
         in {agreed:.2?}, memory of both together {times:.1} bytes a letter more"
    )?;
    Ok(text)
}

fn one_more(folder: &std::path::Path) -> Result<Vec<Duration>, Failed> {
    let program = beside("sideways")?;
    let mut times = Vec::new();
    for verb in 0..VERBS {
        let began = Instant::now();
        let mut command = std::process::Command::new(&program);
        command.arg("--data").arg(folder).args(["list", "add", "Alex", &format!("one more, {verb}")]);
        let done = command.output()?;
        times.push(began.elapsed());
        if !done.status.success() {
            return Err(String::from_utf8_lossy(&done.stderr).into_owned().into());
        }
    }
    Ok(times)
}

/// What this process holds in memory; 0 where the system doesn't say.
fn resident_bytes() -> usize {
    let pages = std::fs::read_to_string("/proc/self/statm").ok();
    let pages = pages.and_then(|text| text.split(' ').nth(1)?.parse::<usize>().ok());
    pages.unwrap_or(0) * 4096
}
