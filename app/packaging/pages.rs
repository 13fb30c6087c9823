//! Writes the manual and what shells complete into a folder: `pages FOLDER`.
//!
//! Both are made from the verbs that the program itself reads, so they can't say anything else. Packages hold them; the
//! program holds none of this.

use clap::Command;
use clap_complete::{generate_to, shells};
use clap_mangen::Man;
use std::{fs, io, path::Path};

fn main() -> io::Result<()> {
    let folder = std::env::args_os().nth(1);
    let folder = folder.ok_or_else(|| io::Error::new(io::ErrorKind::InvalidInput, "which folder?"))?;
    let (man, completions) = (Path::new(&folder).join("man"), Path::new(&folder).join("completions"));
    fs::create_dir_all(&man)?;
    fs::create_dir_all(&completions)?;
    let mut command = sideways::cli::command().disable_help_subcommand(true);
    command.build();
    pages(&command, &man)?;
    let mut command = sideways::cli::command();
    generate_to(shells::Bash, &mut command, "sideways", &completions)?;
    generate_to(shells::Zsh, &mut command, "sideways", &completions)?;
    generate_to(shells::Fish, &mut command, "sideways", &completions)?;
    Ok(())
}

/// A page for this verb and for each below it, without a day, so that the same verbs give the same bytes.
fn pages(command: &Command, folder: &Path) -> io::Result<()> {
    let source = concat!("sideways ", env!("CARGO_PKG_VERSION"));
    Man::new(command.clone()).source(source).manual("Sideways").generate_to(folder)?;
    command.get_subcommands().try_for_each(|verb| pages(verb, folder))
}
