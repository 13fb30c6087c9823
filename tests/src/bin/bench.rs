//! Measures what a person feels, and beside it, in the same run, the least that disk and network take for it.
//!
//! `bench s1` is the time until my words are at the other desk, `bench s2` until they are safe on mine, `bench
//! s3` until the window shows something, `bench s5` until search answers a key, `bench s4` what a frame costs, `bench
//! s7` a month that comes in at once, `s8` what the window costs while nothing happens, `s9` what the store takes, `bench
//! s11` the same with more lines. `s3` and `s8` need a display, and the other programs built beside
//! this one. With `--json` the figures come as one object. Only the ratio says something about the program: the rest
//! is this computer.

#[path = "../bench/desks.rs"]
mod desks;
#[path = "../bench/disk.rs"]
mod disk;
#[path = "../bench/figure.rs"]
mod figure;
#[path = "../bench/ping.rs"]
mod ping;
#[path = "../bench/s1.rs"]
mod s1;
#[path = "../bench/s11.rs"]
mod s11;
#[path = "../bench/s2.rs"]
mod s2;
#[path = "../bench/s3.rs"]
mod s3;
#[path = "../bench/s4.rs"]
mod s4;
#[path = "../bench/s5.rs"]
mod s5;
#[path = "../bench/s7.rs"]
mod s7;
#[path = "../bench/s8.rs"]
mod s8;
#[path = "../bench/s9.rs"]
mod s9;

use std::{error::Error, process::ExitCode};

/// Why nothing was measured. Nobody decides anything by its kind.
type Failed = Box<dyn Error + Send + Sync>;

fn main() -> ExitCode {
    let given: Vec<String> = std::env::args().skip(1).collect();
    if let [fill, folder] = given.as_slice()
        && fill == "s5-fill"
    {
        return match s5::fill(folder.as_ref()) {
            Ok(()) => ExitCode::SUCCESS,
            Err(why) => failed(&why),
        };
    }
    let names: Vec<&str> = given.iter().map(String::as_str).filter(|word| *word != "--json").collect();
    let said = match names.as_slice() {
        ["s9"] => Some(s9::measure(given.len() > names.len())),
        ["s11"] => Some(s11::measure()),
        _ => None,
    };
    match said {
        Some(Ok(text)) => {
            print!("{text}");
            return ExitCode::SUCCESS;
        }
        Some(Err(why)) => return failed(&why),
        None => {}
    }
    let figure = match names.as_slice() {
        ["s1"] => s1::measure(),
        ["s2"] => s2::measure(),
        ["s3"] => s3::measure(),
        ["s4"] => s4::measure(),
        ["s5"] => s5::measure(),
        ["s7"] => s7::measure(),
        ["s8", options @ ..] => s8::measure(options),
        _ => Err("usage: bench s1|s2|s3|s4|s5|s7|s8|s9|s11 [--json]".into()),
    };
    match figure {
        Ok(figure) if given.len() > names.len() => println!("{}", figure.json()),
        Ok(figure) => print!("{}", figure.text()),
        Err(why) => return failed(&why),
    }
    ExitCode::SUCCESS
}

fn failed(why: &Failed) -> ExitCode {
    eprintln!("{why}");
    ExitCode::FAILURE
}
