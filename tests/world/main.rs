//! Several people's devices, one simulated network, one clock, one seed.
//!
//! `SIDEWAYS_SEEDS=2000` says how many worlds to run, `SIDEWAYS_FIRST` with which seed to begin. A failing
//! world prints its seed and what happened in it; `SIDEWAYS_SEED=n cargo test -p sideways-tests --test world
//! replay` runs that one again, the same in every byte.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::indexing_slicing, clippy::panic)] // a world that breaks a promise stops

mod chance;
mod check;
mod copies;
mod disk;
mod exchange;
mod homes;
mod hostile;
mod pairing;
mod person;
mod plan;
mod post;
mod story;
mod tap;
mod world;

use std::panic::{AssertUnwindSafe, catch_unwind};

fn number(name: &str) -> Option<u64> {
    std::env::var(name).ok()?.parse().ok()
}

/// Runs one world; what went wrong, if something did.
fn run(seed: u64) -> Result<check::Counts, String> {
    let mut told = Vec::new();
    let outcome = catch_unwind(AssertUnwindSafe(|| plan::run(seed, &mut told)));
    outcome.map_err(|cause| {
        let cause = cause
            .downcast_ref::<String>()
            .cloned()
            .or_else(|| cause.downcast_ref::<&str>().map(|text| (*text).to_owned()))
            .unwrap_or_default();
        format!("seed {seed}: {cause}\n  {}", told.join("\n  "))
    })
}

#[test]
fn whatever_the_network_does_everybody_agrees_in_the_end() {
    let (first, seeds) = (number("SIDEWAYS_FIRST").unwrap_or(0), number("SIDEWAYS_SEEDS").unwrap_or(200));
    let mut all = check::Counts::default();
    let mut failed = Vec::new();
    for seed in first..first + seeds {
        match run(seed) {
            Ok(counts) => all.add(&counts),
            Err(told) => failed.push((seed, told)),
        }
    }
    println!("{seeds} worlds, {all:?}");
    let names: Vec<u64> = failed.iter().map(|(seed, _)| *seed).collect();
    if let Some((seed, told)) = failed.first() {
        panic!(
            "{} of {seeds} worlds failed: seeds {names:?}\n{told}\n\
             Again: SIDEWAYS_SEED={seed} cargo test -p sideways-tests --test world replay",
            failed.len()
        );
    }
    assert!(all.shared_canaries > 0, "the tap saw no shared words: it is blind");
}

#[test]
fn replay() {
    if let Some(seed) = number("SIDEWAYS_SEED") {
        match run(seed) {
            Ok(counts) => println!("seed {seed} is fine: {counts:?}"),
            Err(told) => panic!("{told}"),
        }
    }
}

#[test]
fn a_seed_gives_the_same_world_twice() {
    let (mut once, mut again) = (Vec::new(), Vec::new());
    let counts = plan::run(7, &mut once);
    assert_eq!(counts, plan::run(7, &mut again));
    assert_eq!(once, again);
}
