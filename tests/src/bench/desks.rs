//! Alex and Dana, each with a data folder and a desk, as in their own programs.

use crate::Failed;
use sideways::desk::{Answer, Desk, Link, Request, View};
use sideways_core::{
    command::{Command, ListCommand, Outcome, PeerDetails},
    id::PeerId,
    snapshot::{Kind, Me, NetworkSetting},
};
use std::{
    net::{IpAddr, Ipv4Addr},
    time::{Duration, Instant},
};
use tempfile::TempDir;

/// How long anything may take before it counts as never.
const NEVER: Duration = Duration::from_secs(60);

/// A person at a desk, with one peer.
pub(crate) struct Person {
    // The desk ends before its folder goes.
    pub(crate) desk: Desk,
    pub(crate) peer: PeerId,
    pub(crate) folder: TempDir,
}

/// Alex, who knows Dana and shares nothing.
pub(crate) fn alex() -> Result<Person, Failed> {
    let (desk, folder) = desk("Alex", "Sales")?;
    let details = PeerDetails { name: "Dana".into(), department: "Finance".into(), ..PeerDetails::default() };
    match desk.ask(Request::Run(Command::AddPeer(details)))? {
        Answer::Did(Outcome::Peer(peer)) => Ok(Person { desk, peer, folder }),
        _ => Err("no peer was added".into()),
    }
}

/// Two who share a list of so many lines, are connected and agree.
pub(crate) fn paired(lines: usize) -> Result<(Person, Person), Failed> {
    let (alex, dana) = pair(alex()?)?;
    for line in 0..lines {
        alex.desk.ask(Request::Run(alex.add(&format!("Where we might help each other, number {line}"))))?;
    }
    dana.until(|view| dana.lines(view) == lines)?;
    alex.until_equal()?;
    dana.until_equal()?;
    Ok((alex, dana))
}

/// Has Alex invite Dana; both are online then.
pub(crate) fn pair(alex: Person) -> Result<(Person, Person), Failed> {
    let (desk, folder) = desk("Dana", "Finance")?;
    let Answer::Invitation(text) = alex.desk.ask(Request::Invite(alex.peer))? else {
        return Err("no invitation was made".into());
    };
    let Answer::Joined(peer) = desk.ask(Request::Join { text, as_peer: None })? else {
        return Err("nobody joined".into());
    };
    let dana = Person { desk, peer, folder };
    for person in [&alex, &dana] {
        person.desk.ask(Request::GoOnline)?;
    }
    Ok((alex, dana))
}

/// The folders are where the system keeps temporary files; `TMPDIR` names another disk.
fn desk(name: &str, department: &str) -> Result<(Desk, TempDir), Failed> {
    let folder = TempDir::new()?;
    let desk = Desk::open_bound(folder.path(), Some(IpAddr::V4(Ipv4Addr::LOCALHOST)), || {})?;
    let me = Me { name: name.into(), department: department.into(), ..Me::default() };
    desk.ask(Request::Run(Command::SetMe(me)))?;
    desk.ask(Request::Run(Command::SetNetwork(NetworkSetting::ThisNetwork)))?;
    Ok((desk, folder))
}

impl Person {
    /// The command that adds a line.
    pub(crate) fn add(&self, text: &str) -> Command {
        Command::List(self.peer, ListCommand::Add { text: text.into(), kind: Kind::Idea })
    }

    /// Waits until the view is so.
    pub(crate) fn until(&self, is_so: impl Fn(&View) -> bool) -> Result<(), Failed> {
        let over = Instant::now() + NEVER;
        while !is_so(&self.desk.view()?) {
            if Instant::now() >= over {
                return Err("the other desk doesn’t follow".into());
            }
            self.desk.wait(Duration::from_secs(1));
        }
        Ok(())
    }

    /// Waits until the other one confirmed everything that is here.
    pub(crate) fn until_equal(&self) -> Result<(), Failed> {
        self.until(|view| view.links.get(&self.peer) == Some(&Link::Connected { equal: true }))
    }

    /// Whether the last line says this.
    pub(crate) fn ends_with(&self, view: &View, text: &str) -> bool {
        let peer = view.snapshot.peers.iter().find(|peer| peer.id == self.peer);
        peer.and_then(|peer| peer.list.lines.last()).is_some_and(|line| line.text() == text)
    }

    /// How many letters stand on the pad.
    pub(crate) fn pad(&self, view: &View) -> usize {
        let peer = view.snapshot.peers.iter().find(|peer| peer.id == self.peer);
        peer.map_or(0, |peer| peer.list.pad.chars().count())
    }

    /// How many lines the list has.
    pub(crate) fn lines(&self, view: &View) -> usize {
        let peer = view.snapshot.peers.iter().find(|peer| peer.id == self.peer);
        peer.map_or(0, |peer| peer.list.lines.len())
    }
}
