//! `sync`: online without a window.

use super::{
    call::{Call, now},
    out::{Done, failure},
};
use crate::{
    desk::{Answer, Desk, Online, Request, View},
    words,
};
use jiff::tz::TimeZone;
use serde_json::json;
use sideways_core::{
    id::{DeviceId, PeerId},
    snapshot::{NetworkSetting, SharingState},
};
use std::{collections::BTreeMap, time::Duration};

#[derive(clap::Args)]
pub(crate) struct Options {
    /// Meet everybody once and end.
    #[arg(long)]
    once: bool,
    /// With --once: how many seconds to wait for those who come later.
    #[arg(long, default_value_t = 30, value_name = "SECONDS")]
    wait: u32,
}

pub(crate) fn run(call: &Call, options: &Options) -> Done {
    let desk = call.desk()?;
    let view = desk.view()?;
    if view.snapshot.network == NetworkSetting::Off {
        let hint = "`sideways network set this-network` turns it on, or share a list first";
        return Err(failure("the network is off", Some(hint)).into());
    }
    if options.once { once(call, &desk, options.wait) } else { stay(call, &desk) }
}

fn once(call: &Call, desk: &Desk, wait_seconds: u32) -> Done {
    let Answer::Synced { reached, missed, causes, devices, devices_missed } =
        desk.ask(Request::SyncOnce { wait_seconds })?
    else {
        return Err(failure("the exchange gave no answer", None).into());
    };
    let view = desk.view()?;
    let name = |peer: &PeerId| {
        let found = view.snapshot.peers.iter().find(|known| known.id == *peer);
        found.map_or_else(|| peer.to_string(), |peer| peer.name.clone())
    };
    let why = |peer: &PeerId| -> Vec<String> {
        let (name, found) = (name(peer), causes.get(peer).map(Vec::as_slice).unwrap_or_default());
        found.iter().map(|cause| words::cause_line(*cause, words::first_name(&name))).collect()
    };
    let causes: BTreeMap<String, Vec<String>> = missed.iter().map(|peer| (name(peer), why(peer))).collect();
    let (reached, missed): (Vec<_>, Vec<_>) = (reached.iter().map(name).collect(), missed.iter().map(name).collect());
    let own = |device: &DeviceId| {
        let found = view.snapshot.devices.iter().find(|known| known.id == *device);
        found.map_or_else(|| device.to_string(), |device| device.name.clone())
    };
    let (devices, devices_missed): (Vec<_>, Vec<_>) =
        (devices.iter().map(own).collect(), devices_missed.iter().map(own).collect());
    let said = json!({
        "reached": reached, "missed": missed, "causes": causes, "devices": devices, "devices_missed": devices_missed,
    });
    call.form.say(&said, || {
        let have = reached.iter().map(|name| format!("{name} has everything, and so do you."));
        let not = missed.iter().flat_map(|name| {
            let why = causes.get(name).into_iter().flatten().map(|says| format!("- {says}"));
            std::iter::once(format!("{name}’s computer was not reached.")).chain(why)
        });
        let mine = devices.iter().map(|name| format!("Your {name} has everything, and so does this computer."));
        let not_mine = devices_missed.iter().map(|name| format!("Your {name} was not reached."));
        let lines: Vec<_> = have.chain(not).chain(mine).chain(not_mine).collect();
        if lines.is_empty() { vec!["There is nobody you share a list with yet.".to_owned()] } else { lines }
    })
}

/// Says each change of how somebody stands, until the program is ended.
fn stay(call: &Call, desk: &Desk) -> Done {
    desk.ask(Request::GoOnline)?;
    let mut said: BTreeMap<PeerId, String> = BTreeMap::new();
    let mut locked = false;
    loop {
        let view = match desk.view() {
            // It stays, and can be unlocked.
            Err(failure) if desk.is_here() && failure.wants_passphrase() => {
                if !std::mem::replace(&mut locked, true) {
                    said.clear();
                    call.form.say(&json!({ "locked": true }), || vec![words::LOCKED_NOW.into()])?;
                }
                desk.wait(Duration::from_secs(3600));
                continue;
            }
            other => other?,
        };
        if std::mem::take(&mut locked) {
            call.form.say(&json!({ "locked": false }), || vec!["Unlocked.".into()])?;
        }
        if let Online::Failed(why) = &view.online {
            return Err(failure(why.clone(), Some("`sideways doctor` looks closer")).into());
        }
        for (peer, name, sentence) in sentences(&view) {
            if said.get(&peer) != Some(&sentence) {
                let row = || vec![format!("{name}: {sentence}")];
                call.form.say(&json!({ "peer": name, "says": sentence }), row)?;
                said.insert(peer, sentence);
            }
        }
        desk.wait(Duration::from_secs(3600));
    }
}

fn sentences(view: &View) -> Vec<(PeerId, String, String)> {
    let shared = view.snapshot.peers.iter().filter(|peer| peer.sharing.state != SharingState::Private);
    shared
        .map(|peer| {
            let link = view.links.get(&peer.id).copied();
            (peer.id, peer.name.clone(), words::status(peer, link, now(), &TimeZone::system()))
        })
        .collect()
}
