//! Sideways: a window, or with a verb the same things on the command line.

use std::process::ExitCode;

fn main() -> ExitCode {
    sideways::cli::main()
}
