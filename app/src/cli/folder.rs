//! `folder`: whether the data folder was moved or copied.

use super::{
    call::{Call, now},
    out::Done,
};
use crate::{
    copies::Question,
    desk::{Desk, FolderRequest, Request, View},
    words,
};
use serde_json::{Value, json};

#[derive(clap::Subcommand)]
pub(crate) enum Verb {
    /// How it stands, and what has to be said about it.
    Show,
    /// It was moved, and no other one like it is used any more: everything goes on as on the same computer.
    Moved,
    /// It is a copy, and both are used: this one becomes a computer of its own, known to everybody who knows the other.
    Copied {
        /// What to call it; absent: what this computer is called.
        #[arg(long)]
        name: Option<String>,
    },
}

pub(crate) fn run(call: &Call, verb: Option<Verb>) -> Done {
    let desk = call.desk_in_silence()?;
    let asked = match verb.unwrap_or(Verb::Show) {
        Verb::Show => None,
        Verb::Moved => Some(FolderRequest::Moved),
        Verb::Copied { name } => Some(FolderRequest::Copied(name)),
    };
    if let Some(asked) = asked {
        desk.ask(Request::Folder(asked))?;
    }
    show(call, &desk)
}

fn show(call: &Call, desk: &Desk) -> Done {
    let view = desk.view()?;
    call.form.say(&value(call, &view), || lines(&view))
}

fn value(call: &Call, view: &View) -> Value {
    let folder = &view.folder;
    let (asks, from) = match &folder.asks {
        None => (None, None),
        Some(Question::Elsewhere) => (Some("elsewhere"), None),
        Some(Question::Copied(from)) => (Some("copied"), Some(from)),
        Some(Question::Older) => (Some("older"), None),
    };
    let parted = folder.parted.as_ref().map(|it| {
        let at = it.at.zoned(&jiff::tz::TimeZone::system()).timestamp().to_string();
        json!({ "from": it.device, "at": at, "proven": it.why == sideways_core::Parted::Proven, "untold": it.untold })
    });
    json!({
        "id": view.snapshot.device, "folder": call.data, "asks": asks, "copied_from": from, "parted": parted,
        "key_used_elsewhere": folder.doubled, "kept_outside": folder.unkept.is_none()
    })
}

fn lines(view: &View) -> Vec<String> {
    let mut lines = Vec::new();
    match &view.folder.asks {
        Some(question) => {
            lines.push(words::why_asked(question));
            lines.push(words::MOVED_OR_COPIED.to_owned());
            lines.push(format!("  `sideways folder moved`   {}", words::MOVED));
            lines.push(format!("  `sideways folder copied`  {}", words::COPIED));
        }
        None => lines.push("This is the data folder that this computer knows.".to_owned()),
    }
    lines.extend(words::folder(&view.folder, now()));
    lines
}
