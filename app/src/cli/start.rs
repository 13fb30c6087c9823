//! `start`: first steps, asked one at a time on a terminal.

use super::{
    call::{Call, edit},
    out::{Done, aside, failure, print},
    peer,
};
use crate::desk::Failure;
use sideways_core::{
    command::Command,
    method::{self, Tone},
    snapshot::{Every, Me},
};
use std::io::{BufRead, IsTerminal};

/// A line that is typed, in bytes at most.
const LINE_BYTES: u64 = 4 * 1024;

pub(crate) fn run(call: &Call) -> Done {
    if !std::io::stdin().is_terminal() {
        let hint = "without a terminal: `sideways me set --name N --department D`, then `sideways peer add NAME --department D`";
        return Err(failure("`start` asks its questions on a terminal", Some(hint)).into());
    }
    let desk = call.desk()?;
    let view = desk.view()?;
    let me = view.snapshot.me.clone();
    if me.name.is_empty() {
        let Some(name) = ask("What is your name?")? else { return end() };
        let Some(department) = ask("Which department are you in?")? else { return end() };
        edit(&desk, Command::SetMe(Me { name, department, ..Me::default() }))?;
    }
    print("Pick three to five people in other departments whose work touches yours. Start with one.")?;
    print("Notes about colleagues may have to be disclosed; write what you would say to them.")?;
    loop {
        let Some(name) = ask("Who? (an empty line ends)")? else { return end() };
        let Some(department) = ask("Which department?")? else { return end() };
        let id = peer::add(&desk, &name, &department)?;
        let every = ask("How often? monthly, quarterly, or an empty line")?;
        let every = match every.as_deref() {
            Some("monthly") => Some(Every::Month),
            Some("quarterly") => Some(Every::Quarter),
            Some(_) | None => None,
        };
        let view = desk.view()?;
        let Some(added) = view.snapshot.peers.iter().find(|peer| peer.id == id) else { return end() };
        if every.is_some() {
            edit(
                &desk,
                Command::EditPeer(
                    id,
                    sideways_core::command::PeerDetails { every, ..sideways_core::command::PeerDetails::of(added) },
                ),
            )?;
        }
        print("Here’s a short note to propose it, with nothing asked:")?;
        method::proposal(&view.snapshot.me, added, Tone::Plain).lines().try_for_each(print)?;
    }
}

fn end() -> Done {
    print("`sideways today` says what needs you.")
}

/// Asks; nothing where the line is empty or the terminal is closed.
fn ask(question: &str) -> Result<Option<String>, Failure> {
    use std::io::Read;
    aside(question);
    let mut line = String::new();
    let read = std::io::stdin().lock().take(LINE_BYTES).read_line(&mut line);
    read.map_err(|e| failure(format!("the terminal can’t be read: {e}"), None))?;
    let line = line.trim();
    Ok((!line.is_empty()).then(|| line.to_owned()))
}
