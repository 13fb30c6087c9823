//! `network`: where this computer may be found.

use super::{
    call::{Call, edit, text_or_input},
    out::{Done, failure},
};
use crate::{
    desk::{Failure, Online, View},
    words,
};
use serde::Serialize;
use sideways_core::{
    command::Command,
    limits,
    snapshot::{NetworkSetting, Relay},
};
use sideways_sync::net::check_relay;
use std::{fs::File, io::Read, path::PathBuf};

#[derive(clap::Subcommand)]
pub(crate) enum Verb {
    /// The setting, and whether the network runs.
    Show,
    /// Change it.
    Set {
        /// anywhere, this-network or off.
        #[arg(value_parser = setting)]
        to: NetworkSetting,
        /// With anywhere: a relay of one’s own, like https://relay.example.com; “public” goes back to the public ones.
        #[arg(long, value_name = "URL")]
        relay: Option<String>,
        /// The token that this relay asks for; - reads it from standard input, none forgets it.
        #[arg(long, value_name = "TOKEN")]
        relay_token: Option<String>,
        /// A file with the certificates that this relay is believed by, where this computer doesn’t know them.
        #[arg(long, value_name = "FILE")]
        relay_ca: Option<PathBuf>,
    },
}

/// What was said of a relay.
struct Named {
    url: Option<String>,
    token: Option<String>,
    ca: Option<PathBuf>,
}

#[derive(Serialize)]
struct Shape<'a> {
    setting: &'static str,
    online: bool,
    addresses: &'a [String],
    relay: Option<RelayShape<'a>>,
    says: String,
}

#[derive(Serialize)]
struct RelayShape<'a> {
    url: &'a str,
    token: bool,
    ca: bool,
    serves: bool,
    says: Option<String>,
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

pub(crate) fn run(call: &Call, verb: Verb) -> Done {
    let desk = call.desk()?;
    if let Verb::Set { to, relay: url, relay_token: token, relay_ca: ca } = verb {
        let before = desk.view()?.snapshot.relay.clone();
        let relay = relay_of(to, before.as_deref(), Named { url, token, ca })?;
        // First the relay: so the public ones aren’t asked for a moment in between.
        if relay.as_ref() != before.as_deref() {
            edit(&desk, Command::SetRelay(relay))?;
        }
        if desk.view()?.snapshot.network != to {
            edit(&desk, Command::SetNetwork(to))?;
        }
    }
    show(call, &desk.view()?)
}

/// The relay from now on: what wasn’t said stays as it is, and a relay of another address begins with nothing.
fn relay_of(to: NetworkSetting, before: Option<&Relay>, named: Named) -> Result<Option<Relay>, Failure> {
    let Named { url, token, ca } = named;
    if url.is_none() && token.is_none() && ca.is_none() {
        return Ok(before.cloned());
    }
    if to != NetworkSetting::Anywhere {
        return Err(failure(
            "a relay is only asked where this computer may be found anywhere",
            Some("sideways network set anywhere --relay URL"),
        ));
    }
    let mut relay = match url.as_deref() {
        Some("public") if token.is_none() && ca.is_none() => return Ok(None),
        Some("public") => {
            return Err(failure("the public relays ask for no token and no certificate", Some("leave them out")));
        }
        Some(url) => match before.filter(|before| before.url == url) {
            Some(same) => same.clone(),
            None => Relay { url: url.to_owned(), token: None, ca: None },
        },
        None => before.cloned().ok_or_else(|| {
            failure("there is no relay yet that this is for", Some("name it as well, with --relay URL"))
        })?,
    };
    if let Some(token) = token {
        let token = text_or_input(&token)?.trim().to_owned();
        relay.token = Some(token).filter(|token| token != "none");
    }
    if let Some(file) = ca {
        let read = File::open(&file).and_then(|opened| {
            let mut text = String::new();
            opened.take(limits::TEXT_BYTES as u64 + 1).read_to_string(&mut text).map(|_| text)
        });
        let why = |error| failure(format!("{} can’t be read: {error}", file.display()), Some("name a PEM file"));
        relay.ca = Some(read.map_err(why)?);
    }
    check_relay(&relay).map_err(|error| failure(error.to_string(), Some("nothing was changed")))?;
    Ok(Some(relay))
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
    let stands = words::relay_stands(view.relay);
    let relay = view.snapshot.relay.as_ref().map(|relay| RelayShape {
        url: &relay.url,
        token: relay.token.is_some(),
        ca: relay.ca.is_some(),
        serves: view.relay == crate::desk::RelayState::Serves,
        says: stands.clone(),
    });
    let says = words::meaning(setting, view.snapshot.relay.as_deref());
    let lines = std::iter::once(format!("{name}: {says}")).chain(stands.clone()).collect();
    call.form.say(&Shape { setting: name, online, addresses, relay, says }, || lines)
}
