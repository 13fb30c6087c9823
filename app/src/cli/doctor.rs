//! `doctor`: what is wrong, in words.

use super::{
    call::Call,
    out::{Done, Stop, failure},
};
use crate::{
    desk::{Answer, Cause, Desk, Failure, Lock, Online, RelayState, Request, View},
    health::{self, Check},
    words,
};
use serde::Serialize;
use sideways_core::{id::PeerId, snapshot::NetworkSetting};
use std::time::{Duration, Instant};

#[derive(Serialize)]
struct Report {
    ok: bool,
    checks: Vec<Check>,
}

pub(crate) fn run(call: &Call) -> Done {
    let mut checks = match call.desk() {
        Ok(desk) => match inside(&desk) {
            Err(failure) if failure.wants_passphrase() => vec![locked(failure)],
            other => other?,
        },
        Err(failure) if failure.wants_passphrase() => vec![locked(failure)],
        Err(failure) => {
            vec![Check { name: "store", ok: false, says: words::sentence(&failure.error), hint: failure.hint }]
        }
    };
    if call.data.is_dir() {
        checks.extend(health::checks(&call.data));
    }
    say(call, Report { ok: checks.iter().all(|check| check.ok), checks })
}

/// What only the process knows that has the notebook open.
fn inside(desk: &Desk) -> Result<Vec<Check>, Failure> {
    let Answer::Health { unfinished_erase } = desk.ask(Request::Health)? else {
        return Err(failure(
            "the program with this data folder answered something else",
            Some("close it and try again"),
        ));
    };
    let verified = desk.ask(Request::Verify);
    ask_relay(desk)?;
    let view = desk.view()?;
    let mut checks = vec![folder(&view), writing(&view)];
    checks.push(match verified {
        Ok(_) => Check::well("contents", "Everything in it was read, and fits together."),
        Err(failure) => {
            Check { name: "contents", ok: false, says: words::sentence(&failure.error), hint: failure.hint }
        }
    });
    checks.push(match unfinished_erase {
        None => Check::well("erase", "Nothing that was erased is left in the store’s file."),
        Some(why) => Check::look(
            "erase",
            format!("Somebody was erased, and their words may still lie in the store’s file: {why}."),
            "make some room on this disk; Sideways tries again whenever it is opened",
        ),
    });
    checks.push(Check::well(
        "lock",
        if desk.is_here() {
            "Nobody else has this data folder open."
        } else {
            "Another Sideways has this data folder open and answers."
        },
    ));
    checks.push(copies(&view));
    checks.push(passphrase(view.lock));
    checks.extend([online(&view), changes(&view)]);
    checks.extend(reached(&view));
    checks.extend(aside(&view));
    checks.extend(health::backups(&view.safety, super::call::now(), &jiff::tz::TimeZone::system()));
    Ok(checks)
}

/// How long the relay is waited for.
const RELAY: Duration = Duration::from_secs(12);

/// Where a relay is used, it is asked: whether it serves is what most goes wrong.
fn ask_relay(desk: &Desk) -> Result<(), Failure> {
    let view = desk.view()?;
    if view.snapshot.network != NetworkSetting::Anywhere || view.lock == Lock::Locked {
        return Ok(());
    }
    // Why it doesn’t come up is said below.
    if desk.ask(Request::GoOnline).is_err() {
        return Ok(());
    }
    let until = Instant::now() + RELAY;
    while matches!(desk.view()?.relay, RelayState::None | RelayState::Asked) && Instant::now() < until {
        desk.wait(Duration::from_millis(200));
    }
    Ok(())
}

/// Those who are looked for in vain, and why.
fn reached(view: &View) -> Option<Check> {
    let named = |(peer, causes): (&PeerId, &Vec<Cause>)| {
        let peer = view.snapshot.peers.iter().find(|known| known.id == *peer)?;
        let name = words::first_name(&peer.name);
        Some(format!("{name}: {}", words::cause_line(*causes.first()?, name)))
    };
    let all: Vec<String> = view.causes.iter().filter_map(named).collect();
    (!all.is_empty()).then(|| Check::well("colleagues", format!("Not reached just now. {}", all.join(" "))))
}

/// What can’t be read any more and is kept aside.
fn aside(view: &View) -> Option<Check> {
    let says = words::aside(&view.snapshot)?;
    Some(Check::look("aside", says, crate::desk::ASIDE))
}

/// Nothing but the right passphrase is missing.
fn locked(failure: Failure) -> Check {
    let says = format!("A passphrase is set, and more can’t be said without it: {}.", failure.error);
    Check { name: "passphrase", ok: true, says, hint: failure.hint }
}

fn passphrase(lock: Lock) -> Check {
    match lock {
        Lock::Without => Check::could_be_better(
            "passphrase",
            "None is set. Values are sealed with a key that lies beside the store, which protects nothing by itself: whoever can read this folder can read it all.",
            "`sideways passphrase set` sets one",
        ),
        Lock::Open | Lock::Locked => {
            Check::well("passphrase", "One is set: without it nobody can read this folder. It is open just now.")
        }
    }
}

/// Whether the folder is the one that this computer knows, or a copy of it.
fn copies(view: &View) -> Check {
    const NAME: &str = "copies";
    let says = words::folder(&view.folder, super::call::now()).join(" ");
    match &view.folder.asks {
        Some(question) => Check::look(
            NAME,
            format!("{} {}", words::why_asked(question), words::MOVED_OR_COPIED),
            "`sideways folder moved` if no other one is used any more, `sideways folder copied` if both are",
        ),
        None if view.folder.doubled => {
            Check::look(NAME, says, "`sideways folder copied` makes this one a computer of its own")
        }
        None if view.folder.unkept.is_some() => Check::could_be_better(
            NAME,
            says,
            "look who may write in the folder that this system keeps for such things; SIDEWAYS_STATE names another",
        ),
        None if says.is_empty() => {
            Check::well(NAME, "This computer knows the data folder, and nothing says that another one uses its key.")
        }
        None => Check::well(NAME, says),
    }
}

/// Whether the folder that is open is the one that is there.
fn folder(view: &View) -> Check {
    match words::writing(&view.snapshot.writing) {
        Some((says, hint)) if words::is_displaced(&view.snapshot.writing) => Check::look("folder", says, hint),
        _ => Check::well("folder", "The data folder that is open is the one that is there."),
    }
}

fn writing(view: &View) -> Check {
    match words::writing(&view.snapshot.writing) {
        None => Check::well("store", "The store opens, and every edit is on the disk before it is acknowledged."),
        Some((says, hint)) => Check::look("store", says, hint),
    }
}

fn online(view: &View) -> Check {
    let setting = view.snapshot.network;
    let means = words::meaning(setting, view.snapshot.relay.as_deref());
    match &view.online {
        Online::Yes(_) if view.relay.is_trouble() => {
            let says = words::relay_stands(view.relay).unwrap_or_default();
            Check::look("network", says, "until then others are met on this network only")
        }
        Online::Failed(why) => Check::look("network", why.clone(), "check the network, or `sideways network set off`"),
        Online::Yes(addresses) => Check::well("network", format!("Reachable at {}.", addresses.join(", "))),
        Online::No if setting == NetworkSetting::Off => Check::well("network", means),
        Online::No => Check::well("network", format!("Not online just now. {means}")),
    }
}

fn changes(view: &View) -> Check {
    let (now, zone) = (super::call::now(), jiff::tz::TimeZone::system());
    let not_all = view.snapshot.peers.iter().find_map(|peer| crate::words::not_all_came(peer, now, &zone));
    if let Some(says) = not_all {
        return Check::look("changes", says, "`sideways list fresh PEER` continues in a fresh list");
    }
    let sharing = view.snapshot.peers.iter().map(|peer| &peer.sharing);
    match sharing.map(|it| it.refused.len() + it.refused_by_them.len()).sum::<usize>() {
        0 => Check::well("changes", "No change was refused."),
        count => Check::look(
            "changes",
            format!("{count} changes were refused, here or by a colleague’s computer; everything else goes on."),
            "`sideways share status` says which; `sideways list fresh PEER` continues in a fresh list",
        ),
    }
}

fn say(call: &Call, report: Report) -> Done {
    call.form.say(&report, || {
        let line = |check: &Check| {
            let hint = check.hint.as_ref().map(|hint| format!(" ({hint})")).unwrap_or_default();
            format!("{} {}: {}{hint}", if check.ok { "ok  " } else { "look" }, check.name, check.says)
        };
        report.checks.iter().map(line).collect()
    })?;
    let look: Vec<&str> = report.checks.iter().filter(|check| !check.ok).map(|check| check.name).collect();
    if look.is_empty() {
        return Ok(());
    }
    let says = format!("not all is well: look at {}", look.join(", "));
    Err(Stop::Failed(failure(says, Some("each of them says above what to do"))))
}
