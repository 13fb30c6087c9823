//! `device`: my own computers.

use super::{
    call::{Call, edit, now, text_or_input},
    out::{Done, Form, aside, failure, json, print},
};
use crate::{
    desk::{Answer, Desk, DevicePairing, DeviceRequest, Failure, Link, Request, View},
    words,
};
use serde_json::{Value, json};
use sideways_core::{command::Command, id::DeviceId, snapshot::OwnDevice};
use sideways_sync::Invitation;
use std::{
    io::{BufRead, IsTerminal},
    time::Duration,
};

/// How often to look at the clock while waiting.
const LOOK: Duration = Duration::from_secs(1);

#[derive(clap::Subcommand)]
pub(crate) enum Verb {
    /// Make an invitation for another computer of yours, print it, and stay until that one has everything.
    Invite {
        /// Say that the four words match without asking, for scripts that compared them.
        #[arg(long)]
        yes: bool,
    },
    /// Become another computer of yours, with an invitation that was made on the one you have.
    Join {
        /// The invitation’s text, which begins with dashes; - reads it from standard input.
        #[arg(allow_hyphen_values = true)]
        text: String,
        /// Say that the four words match without asking, for scripts that compared them.
        #[arg(long)]
        yes: bool,
    },
    /// Your computers, and which of them have everything.
    List,
    /// Call a computer of yours something else.
    Rename {
        /// Its name, or the beginning of its id.
        device: String,
        /// What to call it.
        name: String,
    },
    /// Take a computer of yours away for good, as when it was lost: it gets nothing from now on.
    Remove {
        /// Its name, or the beginning of its id.
        device: String,
        /// Really: this can’t be undone.
        #[arg(long)]
        yes: bool,
    },
}

pub(crate) fn run(call: &Call, verb: Verb) -> Done {
    let verb = match verb {
        // Looked at first: what is no invitation begins no notebook.
        Verb::Join { text, yes } => {
            let text = text_or_input(&text)?;
            Invitation::parse_for_device(&text).map_err(|error| Failure::from(&error))?;
            Verb::Join { text, yes }
        }
        other => other,
    };
    let desk = if matches!(verb, Verb::Join { .. }) { call.desk_in_silence()? } else { call.desk()? };
    match verb {
        Verb::Invite { yes } => invite(call, &desk, Asks::of(yes)),
        Verb::Join { text, yes } => join(call, &desk, text, Asks::of(yes)),
        Verb::List => list(call, &desk.view()?),
        Verb::Rename { device, name } => {
            let device = named(&desk.view()?, &device)?;
            edit(&desk, Command::RenameDevice(device.id, name))?;
            list(call, &desk.view()?)
        }
        Verb::Remove { device, yes } => {
            let device = named(&desk.view()?, &device)?;
            if !yes {
                let hint = "say it again with --yes: what was written on it stays, and it gets nothing from now on";
                return Err(failure(format!("taking {} away can’t be undone", device.name), Some(hint)).into());
            }
            desk.ask(Request::Device(DeviceRequest::Remove(device.id)))?;
            list(call, &desk.view()?)
        }
    }
}

/// Who says that the words match.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Asks {
    /// A person at the terminal.
    Person,
    /// A script compared them.
    Script,
}

impl Asks {
    fn of(yes: bool) -> Self {
        if yes { Self::Script } else { Self::Person }
    }
}

fn invite(call: &Call, desk: &Desk, asks: Asks) -> Done {
    let before: Vec<DeviceId> = desk.view()?.snapshot.devices.iter().map(|device| device.id).collect();
    let Answer::Invitation(text) = desk.ask(Request::Device(DeviceRequest::Invite))? else {
        return Err(failure("no invitation was made", None).into());
    };
    let link = Invitation::parse_for_device(&text).map(|it| it.to_link()).ok();
    call.form.say_text(&json!({ "invitation": text, "link": link }), &text)?;
    if call.form == Form::Text {
        aside("It works once, for an hour. Waiting for your other computer.");
    }
    compare(call, desk, asks)?;
    let new = loop {
        let view = desk.view()?;
        let new = view.snapshot.devices.iter().find(|device| device.connects && !before.contains(&device.id));
        if let Some(new) = new {
            break new.clone();
        }
        if let Some(why) = &view.own.failed {
            return Err(failure(why.clone(), Some("make a new invitation with `sideways device invite`")).into());
        }
        desk.wait(LOOK);
    };
    step(call, &json!({ "device": row(&new, None) }), &format!("{} is one of your computers now.", new.name))?;
    has_everything(call, desk, Some(new.id))
}

fn join(call: &Call, desk: &Desk, text: String, asks: Asks) -> Done {
    desk.ask(Request::Device(DeviceRequest::Join(text)))?;
    compare(call, desk, asks)?;
    loop {
        let view = desk.view()?;
        if view.snapshot.devices.len() > 1 {
            break;
        }
        if let Some(why) = &view.own.failed {
            return Err(failure(why.clone(), Some("try again with the same invitation, or a new one")).into());
        }
        desk.wait(LOOK);
    }
    step(call, &json!({ "joined": true }), "This is one of your computers now. Your notebook is on its way.")?;
    has_everything(call, desk, None)
}

/// Shows the words and has them compared.
fn compare(call: &Call, desk: &Desk, asks: Asks) -> Done {
    let DevicePairing { words, .. } = loop {
        let view = desk.view()?;
        if let Some(pairing) = view.own.pairing {
            break pairing;
        }
        if let Some(why) = view.own.failed {
            return Err(failure(why, Some("try again with the same invitation, or a new one")).into());
        }
        desk.wait(LOOK);
    };
    step(call, &json!({ "words": words }), &format!("Both computers have to show these words: {}", words.join(" ")))?;
    let same = match asks {
        Asks::Script => true,
        Asks::Person => asked()?,
    };
    let said = if same { DeviceRequest::Match(words) } else { DeviceRequest::Differ(words) };
    desk.ask(Request::Device(said))?;
    if same {
        Ok(())
    } else {
        let hint = "somebody else may have used the invitation; make a new one";
        Err(failure("the words differ, so nothing was told", Some(hint)).into())
    }
}

fn asked() -> Result<bool, Failure> {
    if !std::io::stdin().is_terminal() {
        let hint = "run it on a terminal, or with --yes where a script compared them";
        return Err(failure("nobody is here to compare the words", Some(hint)));
    }
    aside("Do both computers show the same four words? [y: they match, n: they differ]");
    let mut answer = String::new();
    let read = std::io::stdin().lock().read_line(&mut answer);
    read.map_err(|e| failure(format!("the answer can’t be read: {e}"), None))?;
    Ok(matches!(answer.trim().to_lowercase().as_str(), "y" | "yes"))
}

/// Stays until both have the same, and says how far it is.
fn has_everything(call: &Call, desk: &Desk, device: Option<DeviceId>) -> Done {
    let mut said = None;
    loop {
        let view = desk.view()?;
        let mut links = view.own.links.iter().filter(|(id, _)| device.is_none_or(|device| device == **id));
        if !view.snapshot.arriving && links.any(|(_, link)| has_all(*link)) {
            return step(call, &json!({ "equal": true }), "Both have everything.");
        }
        if view.own.coming != said
            && let Some((done, of)) = view.own.coming
        {
            step(call, &json!({ "coming": { "done": done, "of": of } }), &format!("{done} of {of} parts are here."))?;
            said = view.own.coming;
        }
        desk.wait(LOOK);
    }
}

/// Whoever has everything first may end, so that the connection is gone by now.
fn has_all(link: Link) -> bool {
    matches!(link, Link::Connected { equal: true } | Link::Parted)
}

fn list(call: &Call, view: &View) -> Done {
    let rows: Vec<Value> =
        view.snapshot.devices.iter().map(|device| row(device, view.own.links.get(&device.id))).collect();
    call.form.say(&rows, || {
        let says = |device: &OwnDevice| {
            let says = words::own_device(device, view.own.links.get(&device.id).copied(), now());
            format!("{}  {}: {says}", short(&device.id), device.name)
        };
        view.snapshot.devices.iter().map(says).collect()
    })
}

fn row(device: &OwnDevice, link: Option<&Link>) -> Value {
    json!({
        "id": device.id,
        "name": device.name,
        "this": device.this,
        "removed": device.removed,
        "recovery_key": !device.connects,
        "connected": matches!(link, Some(Link::Connected { .. })),
        "equal": matches!(link, Some(Link::Connected { equal: true })),
        "had_everything": device.had_everything.map(|at| at.zoned(&jiff::tz::TimeZone::system()).timestamp().to_string()),
    })
}

fn short(device: &DeviceId) -> String {
    device.to_string().chars().take(8).collect()
}

/// The one of that name, or whose id begins so.
fn named(view: &View, wanted: &str) -> Result<OwnDevice, Failure> {
    let (name, id) = (super::find::named_by(wanted), wanted.trim().to_lowercase());
    let is = |device: &&OwnDevice| {
        super::find::named_by(&device.name) == name || (id.len() >= 4 && device.id.to_string().starts_with(&id))
    };
    let found: Vec<&OwnDevice> = view.snapshot.devices.iter().filter(is).collect();
    match found.as_slice() {
        [one] => Ok((*one).clone()),
        [] => Err(failure(format!("none of your computers is called {wanted:?}"), Some("`sideways device list`"))),
        several => {
            let ids: Vec<String> = several.iter().map(|device| short(&device.id)).collect();
            let hint = format!("say which by its id: {}", ids.join(", "));
            Err(failure(format!("{} of your computers are called {wanted:?}", several.len()), Some(&hint)))
        }
    }
}

fn step(call: &Call, value: &Value, text: &str) -> Done {
    match call.form {
        Form::Json => json(value),
        Form::Text => print(text),
    }
}
