//! What a command takes in of what was being typed: its draft is forgotten in the same commit, and where the command
//! can't be carried out, the words go back to where they were typed.

use super::{Command, ListCommand, MethodCommand};
use crate::snapshot::Field;

impl Command {
    /// The fields whose words this takes in, and the words. A half hour is taken in whole, so it names none.
    #[must_use]
    pub fn typed(&self) -> Vec<(Field, &str)> {
        match self {
            Self::AddWords { peer, text, .. } => vec![(Field::NewWords(*peer), text)],
            Self::AddNote { peer, text } => vec![(Field::NewNote(*peer), text)],
            Self::LogMeeting { peer, meeting } => vec![(Field::Met(*peer), &meeting.words)],
            // A half hour that was under way ends with all that stays of it at once; another one that is only logged
            // leaves it as it is.
            Self::Together(several) => match several.first() {
                Some(Self::LogMeeting { peer, .. }) => vec![(Field::HalfHour(*peer), "")],
                _ => Vec::new(),
            },
            Self::Method(command) => method(command),
            Self::List(peer, command) => match command {
                ListCommand::Add { text, .. } => vec![(Field::NewLine(*peer), text)],
                ListCommand::Reword { line, text, .. } => vec![(Field::Reword(*peer, *line), text)],
                ListCommand::Remark(line, text) => vec![(Field::Remark(*peer, *line), text)],
                ListCommand::WorkingOn(text) => vec![(Field::WorkingOn(*peer), text)],
                _ => Vec::new(),
            },
            _ => Vec::new(),
        }
    }
}

fn method(command: &MethodCommand) -> Vec<(Field, &str)> {
    match command {
        MethodCommand::AddPromise { peer, text, .. } => vec![(Field::Promise(*peer), text)],
        MethodCommand::AddPoint { peer, text, .. } => vec![(Field::Point(*peer), text)],
        MethodCommand::AddHeadsUp { peer, text, .. } => vec![(Field::HeadsUp(*peer), text)],
        MethodCommand::SetTold(peer, id, Some(told)) => vec![(Field::Told(*peer, *id), &told.how)],
        MethodCommand::AnswerTests(peer, details) => vec![(Field::Tests(*peer), &details.note)],
        MethodCommand::AddProject(details) => vec![(Field::Project, &details.name), (Field::ProjectNeeds, "")],
        MethodCommand::AddFinished(_, text) => vec![(Field::Finished, text)],
        _ => Vec::new(),
    }
}
