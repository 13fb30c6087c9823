//! `share`: one list with one peer.

use super::{
    call::{Call, edit, now, text_or_input},
    find, json, network,
    out::{Done, failure},
    share_live,
};
use crate::desk::{Answer, Desk, Failure, Request, View};
use sideways_core::{
    command::{Command, ShareCommand},
    snapshot::{NetworkSetting, PeerView},
};
use sideways_sync::Invitation;

#[derive(clap::Subcommand)]
pub(crate) enum Verb {
    /// Make an invitation, print it, and stay until it was used or ends.
    Invite {
        /// For whom.
        peer: String,
        /// Go on without asking about the four words, for scripts; "not checked yet" stays until `share confirm`.
        #[arg(long)]
        yes: bool,
        /// Where this computer may be found: this-network or anywhere.
        #[arg(long, value_parser = network::setting)]
        network: Option<NetworkSetting>,
    },
    /// Join with an invitation.
    Join {
        /// The invitation’s text, which begins with dashes; - reads it from standard input.
        #[arg(allow_hyphen_values = true)]
        text: String,
        /// Which of your peers the inviter is; added if you have none of that name.
        #[arg(long = "as", value_name = "NAME")]
        as_name: Option<String>,
        /// Go on without asking about the four words, for scripts; "not checked yet" stays until `share confirm`.
        #[arg(long)]
        yes: bool,
        /// Where this computer may be found: this-network or anywhere.
        #[arg(long, value_parser = network::setting)]
        network: Option<NetworkSetting>,
    },
    /// The four words, to read to each other.
    Words {
        /// With whom.
        peer: String,
    },
    /// The four words match.
    Confirm {
        /// With whom.
        peer: String,
    },
    /// How sharing stands.
    Status {
        /// With whom; everybody if left out.
        peer: Option<String>,
    },
    /// Found no more? Print where this computer is, to be sent to them; or take in where theirs is.
    Reach {
        /// Who.
        peer: String,
        /// The line they sent, which begins with sideways:reach/; - reads it from standard input.
        text: Option<String>,
    },
    /// Take an invitation back.
    Withdraw {
        /// For whom.
        peer: String,
    },
    /// New changes stop now. They keep what they already have.
    Stop {
        /// With whom.
        peer: String,
    },
    /// Go on after a stop.
    Resume {
        /// With whom.
        peer: String,
    },
    /// Undo a wrong pairing.
    Unlink {
        /// With whom.
        peer: String,
        /// Really: this can’t be undone.
        #[arg(long)]
        yes: bool,
    },
}

pub(crate) fn run(call: &Call, verb: Verb) -> Done {
    let verb = match verb {
        // Looked at first: what is no invitation begins no notebook.
        Verb::Join { text, as_name, yes, network } => {
            let text = text_or_input(&text)?;
            Invitation::parse(&text).map_err(|error| Failure::from(&error))?;
            Verb::Join { text, as_name, yes, network }
        }
        other => other,
    };
    let desk = call.desk()?;
    match verb {
        Verb::Invite { peer, yes, network } => {
            let peer = find::peer(&desk.view()?, &peer)?;
            choose_network(&desk, network)?;
            share_live::invite(call, &desk, &peer, share_live::Confirm::from_flag(yes))
        }
        Verb::Join { text, as_name, yes, network } => {
            choose_network(&desk, network)?;
            share_live::join(call, &desk, &text, as_name.as_deref(), share_live::Confirm::from_flag(yes))
        }
        Verb::Words { peer } => {
            let peer = find::peer(&desk.view()?, &peer)?;
            let none = || {
                failure(
                    format!("there are no words to compare with {}", peer.name),
                    Some("they exist from joining until both confirmed; `sideways share status` says how it stands"),
                )
            };
            let words = peer.sharing.words.as_ref().ok_or_else(none)?;
            call.form.say(words, || vec![words.join(" ")])
        }
        Verb::Reach { peer, text } => reach(call, &desk, &peer, text.as_deref()),
        Verb::Confirm { peer } => change(call, &desk, &peer, ShareCommand::Confirm),
        Verb::Withdraw { peer } => change(call, &desk, &peer, ShareCommand::Withdraw),
        Verb::Stop { peer } => change(call, &desk, &peer, ShareCommand::Stop),
        Verb::Resume { peer } => change(call, &desk, &peer, ShareCommand::Resume),
        Verb::Unlink { peer, yes } => {
            if !yes {
                let hint = "say it again with --yes: their devices are forgotten here, and sharing again needs a new invitation";
                return Err(failure("unlinking can’t be undone", Some(hint)).into());
            }
            change(call, &desk, &peer, ShareCommand::Unlink)
        }
        Verb::Status { peer } => {
            let view = desk.view()?;
            let peers = match peer {
                Some(peer) => vec![find::peer(&view, &peer)?],
                None => view.snapshot.peers.clone(),
            };
            let peers: Vec<_> = peers.iter().map(AsRef::as_ref).collect();
            status(call, &view, &peers)
        }
    }
}

/// Says where this computer is, or looks where theirs is said to be.
fn reach(call: &Call, desk: &Desk, peer: &str, text: Option<&str>) -> Done {
    let peer = find::peer(&desk.view()?, peer)?;
    let text = text.map(text_or_input).transpose()?;
    let takes = text.is_some();
    let Answer::Whereabouts(mine) = desk.ask(Request::Reach { peer: peer.id, text })? else {
        return Err(failure(
            "the program with this data folder answered something else",
            Some("close it and try again"),
        )
        .into());
    };
    let name = crate::words::first_name(&peer.name);
    if takes {
        return call.form.say(&serde_json::json!({ "kept": true, "reach": mine }), || {
            vec![format!("Kept. {name}’s computer is looked for there: `sideways sync --once` meets it now.")]
        });
    }
    call.form.say_text(&serde_json::json!({ "reach": mine }), &mine)?;
    if call.form == super::out::Form::Text {
        super::out::aside(&format!(
            "Send this line to {name}. It says where this computer is, and opens nothing to anybody else."
        ));
    }
    Ok(())
}

fn change(call: &Call, desk: &Desk, peer: &str, command: ShareCommand) -> Done {
    let peer = find::peer(&desk.view()?, peer)?;
    edit(desk, Command::Share(peer.id, command))?;
    let view = desk.view()?;
    let peer = find::peer(&view, &peer.id.to_string())?;
    status(call, &view, &[&peer])
}

fn status(call: &Call, view: &View, peers: &[&PeerView]) -> Done {
    let shapes: Vec<_> = peers.iter().map(|peer| json::share(peer, view, now())).collect();
    call.form.say(&shapes, || {
        let line = |peer: &&PeerView| {
            let link = view.links.get(&peer.id).copied();
            let says = crate::words::whole_status(peer, link, now(), &jiff::tz::TimeZone::system());
            let unchecked = peer.sharing.words.is_some();
            format!("{}: {says}{}", peer.name, if unchecked { " Not checked yet." } else { "" })
        };
        peers.iter().map(line).collect()
    })
}

/// The first sharing decides where this computer may be found: on this network only, unless said otherwise.
fn choose_network(desk: &Desk, chosen: Option<NetworkSetting>) -> Done {
    let setting = desk.view()?.snapshot.network;
    let wanted = match chosen {
        Some(chosen) => chosen,
        None if setting == NetworkSetting::Off => {
            let says = crate::words::meaning(NetworkSetting::ThisNetwork, None);
            super::out::aside(&format!("This network only. {says}"));
            NetworkSetting::ThisNetwork
        }
        None => return Ok(()),
    };
    if wanted != setting {
        if wanted == NetworkSetting::Anywhere {
            let says = crate::words::meaning(wanted, desk.view()?.snapshot.relay.as_deref());
            super::out::aside(&format!("Anywhere. {says}"));
        }
        edit(desk, Command::SetNetwork(wanted))?;
    }
    Ok(())
}
