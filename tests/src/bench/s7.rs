//! Catching up after a month: 10,000 changes that were made in 50 shared lists while somebody was away, until all of
//! them are on the disk and shown; beside it, the same changes handed to loaded Automerge documents, and as many
//! commits of a bare store.

use crate::{
    Failed,
    disk::Commits,
    figure::{Figure, Times},
};
use automerge::{Automerge, ObjType, ROOT, transaction::Transactable};
use sideways_core::{
    Generation, Opening, Pairing, Workspace,
    change::Run,
    command::{Command, ListCommand, Outcome, PeerDetails, ShareCommand},
    snapshot::{Kind, Me, Moment},
};
use std::{
    collections::BTreeSet,
    time::{Duration, Instant},
};

const PEERS: u8 = 50;
const CHANGES: usize = 200;
const RUNS: usize = 3;
const NOW: Moment = Moment { unix_ms: 1_790_000_000_000 };
/// As many bytes of changes as a frame has room for.
const FRAME: usize = 240_000;

pub(crate) fn measure() -> Result<Figure, Failed> {
    let (mut figure, mut limit) = (Vec::new(), Vec::new());
    for _ in 0..RUNS {
        let folder = tempfile::tempdir()?;
        let mut alex = workspace(folder.path(), 0, "Alex")?;
        let mut away = Vec::new();
        let mut colleagues = Vec::new();
        for nth in 1..=PEERS {
            let folder = tempfile::tempdir()?;
            let mut colleague = workspace(folder.path(), nth, &format!("Peer {nth}"))?;
            let peer = pair(&mut colleague, &mut alex, nth)?;
            for line in 0..CHANGES {
                let text = format!("Line {line}: two days of a data engineer for the ledger cut-over");
                colleague.edit(Command::List(peer, ListCommand::Add { text, kind: Kind::Idea }), NOW)?;
            }
            let grant = colleague.grant(&alex.device_key().id()).ok_or("no grant")?;
            away.push((colleague.device_key().id(), frames(&mut colleague, &grant)?));
            colleagues.push((colleague, folder));
        }
        let began = Instant::now();
        let mut commits = 0;
        for (remote, frames) in away {
            let grant = alex.grant(&remote).ok_or("no grant")?;
            for frame in frames {
                alex.receive(&grant, frame, NOW)?;
                commits += 1;
            }
        }
        figure.push(began.elapsed());
        let lines: usize = alex.snapshot().peers.iter().map(|peer| peer.list.lines.len()).sum();
        if lines != usize::from(PEERS) * CHANGES {
            return Err(format!("{lines} lines came").into());
        }
        limit.push(plain()? + bare(folder.path(), commits)?);
    }
    Ok(Figure {
        name: "S7",
        what: "10,000 changes in 50 lists come in",
        times: Times::new(figure),
        percent: 50,
        limit: vec![("the same into Automerge, and commits", 1, Times::new(limit))],
        parts: Vec::new(),
    })
}

fn workspace(folder: &std::path::Path, seed: u8, name: &str) -> Result<Workspace, Failed> {
    let mut ws = Workspace::open(folder, Opening { entropy: [seed; 32], now: NOW, device_name: "desk".into() })?;
    let me = Me { name: name.into(), department: "Finance".into(), ..Me::default() };
    ws.edit(Command::SetMe(me), NOW)?;
    Ok(ws)
}

/// Has the first one invite the second; the first one's peer.
fn pair(inviter: &mut Workspace, joiner: &mut Workspace, nth: u8) -> Result<sideways_core::id::PeerId, Failed> {
    let details = PeerDetails { name: "Alex".into(), department: "Sales".into(), ..PeerDetails::default() };
    let Outcome::Peer(peer) = inviter.edit(Command::AddPeer(details), NOW)? else { return Err("no peer".into()) };
    let until = Moment { unix_ms: NOW.unix_ms + 1_000_000 };
    let invite = Command::Share(peer, ShareCommand::Invite { until });
    let Outcome::Invitation(secret) = inviter.edit(invite, NOW)? else { return Err("no invitation".into()) };
    let open = inviter.open_invitations(NOW).pop().ok_or("no invitation")?;
    let pairing = |of: &Workspace, name: String, generation: Generation| Pairing {
        remote: of.device_key().id(),
        statements: of.my_statements(),
        they_say: (name, "Finance".into()),
        list: open.list,
        generation,
        words: ["able", "boat", "cold", "deer"].map(String::from),
    };
    let theirs = pairing(joiner, "Alex".into(), open.generation);
    let mine = pairing(inviter, format!("Peer {nth}"), open.generation);
    inviter.accept_pairing(&secret, theirs, NOW)?;
    joiner.join_pairing(None, mine, NOW)?;
    Ok(peer)
}

/// All that a colleague has, in frames.
fn frames(of: &mut Workspace, grant: &sideways_core::Grant) -> Result<Vec<Vec<Run>>, Failed> {
    let (mut frames, mut sent) = (Vec::new(), BTreeSet::new());
    loop {
        let runs = of.missing(grant, &[], &sent, FRAME)?;
        if runs.is_empty() {
            return Ok(frames);
        }
        sent.extend(runs.iter().flat_map(Workspace::hash_of));
        frames.push(runs);
    }
}

/// The like into loaded documents, without anything around it.
fn plain() -> Result<Duration, Failed> {
    let mut time = Duration::ZERO;
    for _ in 0..PEERS {
        let mut theirs = Automerge::new();
        let mut transaction = theirs.transaction();
        let lines = transaction.put_object(ROOT, "lines", ObjType::Map)?;
        transaction.commit();
        let mut mine = theirs.fork();
        let before = theirs.get_heads();
        for line in 0..CHANGES {
            let mut transaction = theirs.transaction();
            let made = transaction.put_object(&lines, format!("{line:032x}"), ObjType::Map)?;
            transaction.put(&made, "kind", "idea")?;
            transaction.put(&made, "state", "open")?;
            transaction.put(&made, "order", format!("n{line}"))?;
            let wordings = transaction.put_object(&made, "wordings", ObjType::Map)?;
            let wording = transaction.put_object(&wordings, format!("{line:032x}"), ObjType::Map)?;
            let text = format!("Line {line}: two days of a data engineer for the ledger cut-over");
            transaction.put(&wording, "text", text)?;
            transaction.put_object(&made, "remarks", ObjType::Map)?;
            transaction.commit();
        }
        let changes = theirs.get_changes(&before);
        let began = Instant::now();
        mine.apply_changes(changes)?;
        time += began.elapsed();
    }
    Ok(time)
}

fn bare(folder: &std::path::Path, count: usize) -> Result<Duration, Failed> {
    let mut commits = Commits::new(folder)?;
    (0..count).map(|_| commits.time(&[7; 600])).sum()
}
