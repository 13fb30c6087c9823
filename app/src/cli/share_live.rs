//! Inviting and joining: both stay while the other side acts, and say each step as it happens.

use super::{
    call::{Call, edit, now, text_or_input},
    find,
    out::{Done, Form, aside, failure, json, print},
    peer as peers,
};
use crate::{
    desk::{Answer, Desk, Failure, Link, Request},
    words,
};
use serde_json::json;
use sideways_core::{
    command::{Command, ShareCommand},
    id::PeerId,
    snapshot::{PeerView, SharingState},
};
use sideways_sync::Invitation;
use std::{
    io::{BufRead, IsTerminal},
    sync::Arc,
    time::{Duration, Instant},
};

/// Who says that the words match.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Confirm {
    /// A person at the terminal, or later with `share confirm`.
    Ask,
    /// Nobody: a script goes on with the connection. It compared nothing, so the peer stays "not checked yet".
    Skip,
}

impl Confirm {
    pub(crate) fn from_flag(yes: bool) -> Self {
        if yes { Self::Skip } else { Self::Ask }
    }
}

/// How long to stay so that both have the list, once they are paired.
const FIRST_EXCHANGE: Duration = Duration::from_secs(5);

/// How often to look at the clock while waiting.
const LOOK: Duration = Duration::from_secs(1);

pub(crate) fn invite(call: &Call, desk: &Desk, peer: &PeerView, confirm: Confirm) -> Done {
    let Answer::Invitation(text) = desk.ask(Request::Invite(peer.id))? else {
        return Err(failure("no invitation was made", None).into());
    };
    let was_shared = peer.sharing.state == SharingState::Shared;
    let link = Invitation::parse(&text).map(|it| it.to_link()).ok();
    call.form.say_text(&json!({ "invitation": text, "link": link }), &text)?;
    let made = desk.view()?;
    let (setting, relay) = (made.snapshot.network, made.snapshot.relay.as_deref());
    if let Some(lacks) = words::invitation_lacks(setting, relay, made.relay) {
        aside(&lacks);
    }
    if call.form == Form::Text {
        aside(&format!("It works once, until tomorrow 17:00. Waiting for {} to join.", words::first_name(&peer.name)));
    }
    loop {
        let now_there = again(desk, peer.id)?;
        match now_there.sharing.state {
            // Invited once more, as from a new computer: the words are there once somebody joined.
            SharingState::Shared if was_shared && now_there.sharing.words.is_none() => {
                desk.wait(LOOK);
            }
            SharingState::Shared => return finish(call, desk, &now_there, confirm),
            SharingState::Invited { until } if until > now() => {
                desk.wait(LOOK);
            }
            _ => {
                let hint = "make a new one with `sideways share invite`";
                return Err(failure("the invitation ended without being used", Some(hint)).into());
            }
        }
    }
}

pub(crate) fn join(call: &Call, desk: &Desk, text: &str, as_name: Option<&str>, confirm: Confirm) -> Done {
    let text = text_or_input(text)?;
    let invitation = Invitation::parse(&text).map_err(|e| failure(e.to_string(), None))?;
    let as_peer = match as_name {
        Some(name) => Some(named(desk, name, &invitation)?),
        None => same_name(desk, &invitation)?,
    };
    aside(&format!(
        "{} ({}, not checked) invites you to one shared list. Nothing else on this computer is shared.",
        invitation.name, invitation.department
    ));
    let asked = Request::Join { text, as_peer };
    let Answer::Joined(peer) = patiently(desk, asked, words::first_name(&invitation.name))? else {
        return Err(failure("joining gave no peer", None).into());
    };
    let peer = again(desk, peer)?;
    finish(call, desk, &peer, confirm)
}

/// Asks, and says after a while why there is no answer yet.
fn patiently(desk: &Desk, request: Request, name: &str) -> Result<Answer, Failure> {
    let name = if name.is_empty() { "the other person" } else { name };
    std::thread::scope(|scope| {
        let asking = std::thread::Builder::new().name("sideways-join".into());
        let asked = asking.spawn_scoped(scope, || desk.ask(request));
        let asked = asked.map_err(|e| failure(format!("the system gave no thread: {e}"), None))?;
        let mut said = Vec::new();
        while !asked.is_finished() {
            std::thread::sleep(Duration::from_millis(50));
            // Whatever is wrong with looking is also wrong with joining, and said there.
            let now = desk.view().map(|view| view.joining).unwrap_or_default();
            if !now.is_empty() && now != said {
                aside("Not reached yet. What it may be, the likeliest first:");
                now.iter().for_each(|cause| aside(&format!("- {}", words::cause_line(*cause, name))));
                said = now;
            }
        }
        asked.join().unwrap_or_else(|_| Err(failure("joining gave no answer", Some("try again"))))
    })
}

/// The local peer of exactly that name or id, or a new one with the department the invitation says. A name that
/// only begins like one of theirs is not taken for it: a list shared with the wrong person can’t be taken back.
fn named(desk: &Desk, name: &str, invitation: &Invitation) -> Result<PeerId, Failure> {
    let view = desk.view()?;
    let (wanted, id) = (find::named_by(name), name.trim().to_lowercase());
    let first = |peer: &Arc<PeerView>| find::named_by(words::first_name(&peer.name)) == wanted;
    let same = |peer: &Arc<PeerView>| find::named_by(&peer.name) == wanted || peer.id.to_string() == id;
    let peers = &view.snapshot.peers;
    if peers.iter().any(same) || peers.iter().filter(|peer| first(peer)).count() == 1 {
        return find::peer(&view, name).map(|peer| peer.id);
    }
    let alike = peers.iter().any(|peer| find::named_by(&peer.name).starts_with(&wanted));
    if alike {
        return find::peer(&view, name).and_then(|peer| {
            let hint = format!("say the whole name, --as {:?}, or another one to add somebody new", peer.name);
            Err(failure(format!("{name:?} is only the beginning of a name"), Some(&hint)))
        });
    }
    let department =
        if invitation.department.trim().is_empty() { "Another department" } else { &invitation.department };
    peers::add(desk, name, department)
}

/// The one peer who has the inviter’s name and shares nothing yet.
fn same_name(desk: &Desk, invitation: &Invitation) -> Result<Option<PeerId>, Failure> {
    let view = desk.view()?;
    let wanted = find::named_by(&invitation.name);
    let same = |peer: &&Arc<PeerView>| {
        find::named_by(&peer.name) == wanted
            && matches!(peer.sharing.state, SharingState::Private | SharingState::Invited { .. })
    };
    let found: Vec<_> = view.snapshot.peers.iter().filter(same).collect();
    match found.as_slice() {
        [] => Ok(None),
        [one] => Ok(Some(one.id)),
        several => Err(failure(
            format!("{} of your peers are called {}", several.len(), invitation.name),
            Some("say which with --as and the peer’s id, from `sideways peer list --json`"),
        )),
    }
}

/// Says the words, has them confirmed, and stays until both have the list.
///
/// Whoever has it first may end, so that the connection is gone by now.
fn finish(call: &Call, desk: &Desk, peer: &PeerView, confirm: Confirm) -> Done {
    let name = words::first_name(&peer.name);
    if let Some(four) = &peer.sharing.words {
        let said = json!({ "joined": peer.name, "words": four });
        step(call, &said, &format!("Read these to {name}, and hear the same: {}", four.join(" ")))?;
        let said = if confirm == Confirm::Skip { Said::Nothing } else { asks(call, name)? };
        match said {
            Said::Match => {
                edit(desk, Command::Share(peer.id, ShareCommand::Confirm))?;
                step(call, &json!({ "confirmed": peer.name, "checked": true }), "Confirmed. The list is shared.")?;
            }
            Said::Nothing => {
                let says = format!(
                    "The list is shared. Nobody compared the words, so it stays \"not checked yet\" until: sideways share confirm {name:?}"
                );
                step(call, &json!({ "confirmed": peer.name, "checked": false }), &says)?;
            }
            Said::Differ => {
                edit(desk, Command::Share(peer.id, ShareCommand::Unlink))?;
                let hint = "somebody else may have used the invitation; make a new one and send it another way";
                return Err(failure("the words differ, so nothing more is shared", Some(hint)).into());
            }
            Said::Later => aside(&format!("Not checked yet. When the words match: sideways share confirm {name:?}")),
        }
    }
    let until = Instant::now() + FIRST_EXCHANGE;
    while Instant::now() < until {
        if matches!(desk.view()?.links.get(&peer.id), Some(Link::Connected { equal: true } | Link::Parted)) {
            break;
        }
        desk.wait(Duration::from_millis(100));
    }
    Ok(())
}

/// What was said about the four words.
enum Said {
    Match,
    Differ,
    /// Nobody is there to ask.
    Later,
    /// A script goes on without.
    Nothing,
}

fn asks(call: &Call, name: &str) -> Result<Said, Failure> {
    if call.form == Form::Json || !std::io::stdin().is_terminal() {
        return Ok(Said::Later);
    }
    aside(&format!("Do {name}’s four words match? [y: they match, n: they differ, Enter: later]"));
    let mut answer = String::new();
    let read = std::io::stdin().lock().read_line(&mut answer);
    read.map_err(|e| failure(format!("the answer can’t be read: {e}"), None))?;
    Ok(match answer.trim().to_lowercase().as_str() {
        "y" | "yes" => Said::Match,
        "n" | "no" => Said::Differ,
        _ => Said::Later,
    })
}

fn step(call: &Call, value: &serde_json::Value, text: &str) -> Done {
    match call.form {
        Form::Json => json(value),
        Form::Text => print(text),
    }
}

fn again(desk: &Desk, peer: PeerId) -> Result<Arc<PeerView>, Failure> {
    find::peer(&desk.view()?, &peer.to_string())
}
