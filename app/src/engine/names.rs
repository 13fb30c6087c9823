//! Names as they are kept, whoever typed or sent them: what can't be seen is no part of one. Window, command line and
//! imports come by here.

use sideways_core::{
    command::{Command, MethodCommand, PeerDetails},
    formats::names::{is_hidden, line},
};

/// The command with its names as they are seen.
pub(super) fn as_seen(mut command: Command) -> Command {
    match &mut command {
        Command::SetMe(me) => {
            [&mut me.name, &mut me.department, &mut me.role].into_iter().for_each(see);
        }
        Command::AddPeer(details) | Command::EditPeer(_, details) => peer(details),
        Command::Method(MethodCommand::AddProject(project) | MethodCommand::EditProject(_, project)) => {
            see(&mut project.name);
            project.needs.iter_mut().for_each(|(department, _)| see(department));
        }
        Command::Import(export) => {
            see(&mut export.me.name);
            for it in &mut export.peers {
                [&mut it.name, &mut it.department, &mut it.role].into_iter().for_each(see);
            }
        }
        Command::Together(commands) => {
            commands.iter_mut().for_each(|one| *one = as_seen(std::mem::replace(one, Command::Undo)));
        }
        _ => {}
    }
    command
}

fn peer(details: &mut PeerDetails) {
    [&mut details.name, &mut details.department, &mut details.role].into_iter().for_each(see);
}

/// A name that holds nothing hidden stays letter by letter as it is.
fn see(name: &mut String) {
    let seen = line(name, name.len());
    if seen.is_empty() || name.contains(is_hidden) {
        *name = seen;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_cant_be_seen_is_no_part_of_a_name() {
        for (typed, kept) in [
            ("Mina Lund", "Mina Lund"),
            ("Mina  Lund", "Mina  Lund"),
            ("Mi\u{202E}na\u{7} Lund\n", "Mina Lund"),
            ("Mina\u{1B}[2J", "Mina[2J"),
            ("\u{200B}\u{2800}", ""),
            ("\u{200D}", ""),
            ("👩‍👧", "👩‍👧"),
        ] {
            let details = PeerDetails { name: typed.to_owned(), ..PeerDetails::default() };
            let command = Command::Together(vec![Command::AddPeer(details)]);
            let Command::Together(commands) = as_seen(command) else { panic!() };
            let [Command::AddPeer(details)] = commands.as_slice() else { panic!() };
            assert_eq!(details.name, kept, "{typed:?}");
        }
    }
}
