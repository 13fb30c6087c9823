//! `undo` and `redo`.

use super::{
    call::{Call, edit},
    out::{Done, failure},
};
use sideways_core::command::{Command, Extent, Outcome};

/// Which way.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Way {
    Undo,
    Redo,
}

pub(crate) fn run(call: &Call, way: Way) -> Done {
    let desk = call.desk()?;
    let (command, says) = match way {
        Way::Undo => (Command::Undo, "Taken back"),
        Way::Redo => (Command::Redo, "Brought back"),
    };
    let Outcome::TakenBack { what, extent } = edit(&desk, command)? else {
        return Err(failure("nothing was taken back", None).into());
    };
    let (done, says) = match extent {
        Extent::All => ("all", format!("{says}: {what}.")),
        Extent::Part => ("part", format!("{says}, in part: {what}. The rest was changed since, and stays.")),
        Extent::Nothing => ("nothing", format!("Nothing was taken back: {what} was changed since, and stays.")),
    };
    call.form.say(&serde_json::json!({ "what": what, "done": done }), || vec![says])
}
