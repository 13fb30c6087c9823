//! What commands are called where they are taken back: "Undo: a new line".

use crate::command::{Command, EntryEdit, ListCommand, MethodCommand};

/// What a command is called in "Undo: …"; nothing where it can't be taken back.
pub(crate) fn says(command: &Command) -> Option<&'static str> {
    Some(match command {
        Command::SetMe(_) => "who you are",
        Command::AddPeer(_) => "a new peer",
        Command::EditPeer(..) => "a peer’s details",
        Command::AddWords { .. } => "their words",
        Command::AddNote { .. } => "a note",
        Command::RewordNote { .. } => "a reworded note",
        Command::EditEntry(_, _, edit) => edited(edit),
        Command::RemoveEntry(..) => "something taken away",
        Command::RestoreEntry(..) => "something brought back",
        Command::LogMeeting { .. } => "a meeting",
        Command::Close(_, Some(_)) => "thank and close",
        Command::Close(_, None) => "opening a peer again",
        Command::Merge { .. } => "a merge",
        Command::GoBack(..) => "going back",
        Command::Import(_) => "an import",
        Command::Together(commands) => says(commands.first()?)?,
        Command::SetNetwork(_) => "where this computer may be found",
        Command::RenameDevice(..) => "a computer’s name",
        Command::Method(MethodCommand::KeepSeries(..)) => return None,
        Command::Method(command) => method_says(command),
        Command::List(_, command) => list_says(command)?,
        Command::Erase(..)
        | Command::Undo
        | Command::Redo
        | Command::Looked(_)
        | Command::KeepDraft(..)
        | Command::Choose(..)
        | Command::SetRelay(_)
        | Command::Share(..) => return None,
    })
}

fn edited(edit: &EntryEdit) -> &'static str {
    match edit {
        EntryEdit::Words { .. } => "their words",
        EntryEdit::Promise { .. } => "a promise",
        EntryEdit::HeadsUp { .. } => "a heads-up",
        EntryEdit::Point(_) => "something prepared",
        EntryEdit::Meeting(_) => "a half hour",
        EntryEdit::Tests(_) => "the three tests",
    }
}

fn method_says(command: &MethodCommand) -> &'static str {
    match command {
        MethodCommand::AddPromise { .. } | MethodCommand::SetPromise(..) => "a promise",
        MethodCommand::AddHeadsUp { .. } | MethodCommand::SendHeadsUp(..) | MethodCommand::SetTold(..) => "a heads-up",
        MethodCommand::Plan { .. } | MethodCommand::SkipPlan(_) => "a planned half hour",
        MethodCommand::AddPoint { .. } | MethodCommand::SetPoint(..) => "something prepared",
        MethodCommand::AnswerTests(..) => "the three tests",
        MethodCommand::KeepSeries(..) => "a calendar series",
        MethodCommand::AddProject(_)
        | MethodCommand::EditProject(..)
        | MethodCommand::SetProject(..)
        | MethodCommand::SetIntroducer(..)
        | MethodCommand::RemoveProject(_)
        | MethodCommand::RestoreProject(_) => "a project",
        MethodCommand::SetBusyUntil(_) => "the busy season",
        MethodCommand::Snooze(..) => "something put off",
        MethodCommand::Reviewed(_) => "the review",
        MethodCommand::AddFinished(..)
        | MethodCommand::EditFinished(..)
        | MethodCommand::RemoveFinished(_)
        | MethodCommand::RestoreFinished(_) => "a finished work",
    }
}

fn list_says(command: &ListCommand) -> Option<&'static str> {
    Some(match command {
        ListCommand::Add { .. } => "a new line",
        ListCommand::Reword { .. } | ListCommand::Choose(..) | ListCommand::KeepBoth(_) => "a reworded line",
        ListCommand::SetState(..) | ListCommand::SetKind(..) => "a changed line",
        ListCommand::Help(..) => "an offer to help",
        ListCommand::Remark(..) | ListCommand::RemoveRemark(..) => "a note on a line",
        ListCommand::Move(..) => "a moved line",
        ListCommand::Remove(_) | ListCommand::Restore(_) => "a line taken off",
        ListCommand::Pad { .. } => "writing on the pad",
        ListCommand::WorkingOn(_) => "what you’re working on",
        ListCommand::Offer(_) => "an offered line",
        ListCommand::Heard(_) => "a heads-up heard",
        ListCommand::Next(_) => "the next half hour in the list",
        ListCommand::Fresh | ListCommand::GoAlong => return None,
    })
}
