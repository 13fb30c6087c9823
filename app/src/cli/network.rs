//! `network`: where this computer may be found.

use super::{
    call::{Call, edit},
    out::Done,
};
use crate::desk::{Online, View};
use serde::Serialize;
use sideways_core::{command::Command, snapshot::NetworkSetting};

#[derive(clap::Subcommand)]
pub(crate) enum Verb {
    /// The setting, and whether the network runs.
    Show,
    /// Change it.
    Set {
        /// anywhere, this-network or off.
        #[arg(value_parser = setting)]
        to: NetworkSetting,
    },
}

#[derive(Serialize)]
struct Shape<'a> {
    setting: &'static str,
    online: bool,
    addresses: &'a [String],
    says: &'static str,
}

/// A setting as typed.
pub(crate) fn setting(text: &str) -> Result<NetworkSetting, String> {
    match text {
        "anywhere" => Ok(NetworkSetting::Anywhere),
        "this-network" => Ok(NetworkSetting::ThisNetwork),
        "off" => Ok(NetworkSetting::Off),
        _ => Err("say anywhere, this-network or off".to_owned()),
    }
}

/// What a setting means, and who learns what.
pub(crate) fn meaning(setting: NetworkSetting) -> &'static str {
    match setting {
        NetworkSetting::Off => "Nothing is sent or received.",
        NetworkSetting::ThisNetwork => {
            "Directly between computers on this network. No server is asked; others on this network can see that Sideways runs here."
        }
        NetworkSetting::Anywhere => {
            "Also through public relays and lookup servers. They learn that two devices connect, when, and how much, never what; they come without a promise."
        }
    }
}

pub(crate) fn run(call: &Call, verb: Verb) -> Done {
    let desk = call.desk()?;
    if let Verb::Set { to } = verb {
        edit(&desk, Command::SetNetwork(to))?;
    }
    show(call, &desk.view()?)
}

fn show(call: &Call, view: &View) -> Done {
    let setting = view.snapshot.network;
    let addresses = if let Online::Yes(addresses) = &view.online { addresses.as_slice() } else { &[] };
    let name = match setting {
        NetworkSetting::Off => "off",
        NetworkSetting::ThisNetwork => "this-network",
        NetworkSetting::Anywhere => "anywhere",
    };
    let online = matches!(view.online, Online::Yes(_));
    call.form.say(&Shape { setting: name, online, addresses, says: meaning(setting) }, || {
        vec![format!("{name}: {}", meaning(setting))]
    })
}
